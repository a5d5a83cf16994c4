"""`python -m tests.fuzz SECONDS [NAME...]`: look for inputs that break a target, guided by what they reach.

Each target runs by itself under Atheris (Apache-2.0). An input that breaks one is kept in a folder of
`tests/data/fuzz/`, where the tests find it from then on.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_RUN = """
import sys
import atheris
with atheris.instrument_imports(include=["anthology"]):
    from tests.fuzz.targets import TARGETS
atheris.Setup(sys.argv, TARGETS[{name!r}].attempt)
atheris.Fuzz()
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Give each target so many seconds; 1 where one broke."""
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("seconds", type=int)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(TARGETS))
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.names if name not in TARGETS]:
        parser.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    broken = [name for name in asked.names or TARGETS if not _holds(name, asked.seconds)]
    for name in broken:
        print(f"{name}: FAILED")
    return 1 if broken else 0


def _holds(name: str, seconds: int) -> bool:
    from tests.fuzz.targets import KEPT, TARGETS

    kept, target = KEPT / name, TARGETS[name]
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        seeds, words = Path(folder) / "seeds", Path(folder) / "words"
        seeds.mkdir()
        for number, data in enumerate(target.seeds()):
            (seeds / f"{number:04}").write_bytes(data)
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), encoding="ascii")
        limits = [
            f"-max_total_time={seconds}",
            "-timeout=60",
            "-rss_limit_mb=2048",
            "-seed=1",
            "-max_len=20000",
        ]
        told = [f"-dict={words}", f"-artifact_prefix={kept}/", "-print_final_stats=1"]
        command = [sys.executable, "-c", _RUN.format(name=name), *limits, *told, str(seeds), str(kept)]
        print(f"{name}:", flush=True)
        return subprocess.run(command, check=False).returncode == 0


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    sys.exit(main())
