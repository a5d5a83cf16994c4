"""Whatever is wrong with sources and machine: a right book, or a named error; no traceback, no silence."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from anthology import phrases
from anthology.beginning import begin
from anthology.cli import main
from click.testing import CliRunner
from tests.safety import faults
from tests.safety.counts import count, is_long
from tests.safety.faults import BUILD, RIGHT, Fault
from tests.safety.figures import record

EVERY = faults.every()
QUICK = [one for one in EVERY if one.command != BUILD]
SLOW = [one for one in EVERY if one.command == BUILD]
_SEED = 16
_CODE = re.compile(r"\[([a-z][a-z0-9-]+)\]\s*$", re.MULTILINE)
_START = "from anthology.cli import main; main(prog_name='anthology')"


def chosen(table: Sequence[Fault], short: int) -> list[Fault]:
    """All of a table in the long form; else some of each kind, always the same."""
    number = count(short, len(table))
    return random.Random(_SEED).sample(list(table), number)  # noqa: S311


def ended(folder: Path, fault: Fault) -> tuple[int, str]:
    """The exit status of the command of a fault, and what it said."""
    arguments = ["--content", str(folder / "content"), "--output", str(folder / "output"), fault.command]
    if not (fault.environment or fault.program):
        result = CliRunner().invoke(main, arguments, env={"LANGUAGE": "en"})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output
    return _in_a_process(folder, fault, arguments)


def _in_a_process(folder: Path, fault: Fault, arguments: Sequence[str]) -> tuple[int, str]:
    variables = {**os.environ, "LANGUAGE": "en", **fault.environment}
    known = {
        name: value.replace("@long", str(next(folder.glob("t*"), "")))
        for name, value in variables.items()
        if value is not None
    }
    done = subprocess.run(
        [sys.executable, "-c", f"{fault.program}\n{_START}", *arguments],
        env=known,
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=300,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "backslashreplace")


def judge(folder: Path, fault: Fault) -> dict[str, bytes]:
    """Spoil a folder, run the command, see how it ends; what was published."""
    begin(folder, language="fr")
    fault.spoil(folder)
    status, said = ended(folder, fault)
    codes = frozenset(_CODE.findall(said))
    assert "Traceback" not in said, said
    assert "tool-failed" not in codes, said
    assert status in (0, 1, 3, 4, 5, 6, 7, 71), said
    assert codes <= set(phrases.CODES) | {"fr"}, codes
    ends = codes | ({RIGHT} if status == 0 else frozenset())
    assert ends & fault.ends, f"{sorted(ends)} instead of {sorted(fault.ends)}: {said}"
    fault.seen(folder, codes)
    names = ("book.pdf", "book.epub")
    return {
        name: (folder / "output" / name).read_bytes() for name in names if (folder / "output" / name).exists()
    }


@pytest.mark.parametrize("fault", chosen(QUICK, 8), ids=lambda one: f"{one.kind} {one.name!a}")
def test_a_fault_of_sources_ends_in_what_is_right_or_in_a_name(tmp_path: Path, fault: Fault) -> None:
    judge(tmp_path / "w", fault)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The outputs where nothing is wrong."""
    plain = Fault(
        "", "nothing", lambda folder: None, BUILD, frozenset({RIGHT}), environment={"LC_ALL": "C.UTF-8"}
    )
    return judge(tmp_path_factory.mktemp("right") / "w", plain)


@pytest.mark.parametrize("fault", chosen(SLOW, 1), ids=lambda one: f"{one.kind} {one.name}")
def test_a_machine_that_is_set_wrong_makes_the_same_book(
    tmp_path: Path, fault: Fault, book: dict[str, bytes]
) -> None:
    # Where it lies is strange as well.
    name = random.Random(fault.name).choice(list(faults.places().values()))  # noqa: S311
    made = judge(tmp_path / name, fault)
    if fault.ends == {RIGHT}:
        assert len(book) == 2
        assert made == book
    else:
        assert made == {}


@pytest.mark.skipif(not is_long(), reason="a whole book each")
@pytest.mark.parametrize("name", list(faults.places()))
def test_a_book_may_lie_in_a_folder_of_any_name(tmp_path: Path, name: str, book: dict[str, bytes]) -> None:
    plain = Fault(
        "F9", name, lambda folder: None, BUILD, frozenset({RIGHT}), environment={"LC_ALL": "C.UTF-8"}
    )
    assert judge(tmp_path / faults.places()[name], plain) == book


def test_the_table_holds_every_kind_of_fault_in_numbers() -> None:
    kinds = {
        kind: sum(one.kind == kind for one in EVERY)
        for kind in ("F8", "F9", "F10", "F11", "F12", "F13", "F16")
    }
    assert kinds["F11"] >= 60
    assert kinds["F12"] >= 40
    assert kinds["F13"] >= 40
    assert kinds["F16"] >= 12
    assert len({(one.kind, one.name) for one in EVERY}) == len(EVERY)
    whole = len(EVERY) + len(faults.places())
    assert is_long() or whole > 200
    record(
        "P2",
        "fault cases of clock, environment, fonts, images, encodings, names, links: right, or a named error",
        whole,
    )


_STRICT = (
    "import warnings\n"
    "warnings.filterwarnings('error', category=EncodingWarning, module=r'anthology(\\.|$)')\n"
)


def test_no_file_is_opened_in_the_encoding_of_the_machine(tmp_path: Path) -> None:
    """Python says where it is, as an error; what libraries do with files of their own is their business."""
    begin(tmp_path / "w", language="fr")
    for command in ("import", "check"):
        done = subprocess.run(
            [
                *(sys.executable, "-X", "warn_default_encoding", "-c", _STRICT + _START),
                *("--content", str(tmp_path / "w" / "content"), "--output", str(tmp_path / "o"), command),
            ],
            env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_a_file_that_would_be_is_seen() -> None:
    spoilt = "exec(compile('open(\"/dev/null\")', 'x', 'exec'), {'__name__': 'anthology.spoilt'})"
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", f"{_STRICT}{spoilt}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "EncodingWarning" in done.stderr


def _spoilt() -> Iterator[Fault]:
    yield Fault(
        "",
        "silence",
        lambda folder: faults.put(folder, "content/articles/a.md", "x"),
        "check",
        frozenset({RIGHT}),
    )
    yield Fault("", "a wrong name", lambda folder: None, "check", frozenset({"photo-missing"}))


@pytest.mark.parametrize("fault", list(_spoilt()), ids=lambda one: one.name)
def test_an_end_that_is_not_the_right_one_is_seen(tmp_path: Path, fault: Fault) -> None:
    with pytest.raises(AssertionError, match="instead of"):
        judge(tmp_path / "w", fault)
