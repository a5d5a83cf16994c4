"""Whatever is in the files and on the command line: nobody is shown a traceback, no end is without a name."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from anthology import cli, unchanged
from tests.safety import fuzzing
from tests.safety.counts import count
from tests.safety.figures import record

CASES = int(os.environ.get("ANTHOLOGY_FUZZ_CASES", 0)) or count(120, 1_000_000)
SECONDS = float(os.environ.get("ANTHOLOGY_FUZZ_SECONDS", 0)) or float("inf")
"""The long form ends earlier where somebody has not so much time; what was run is what is noted."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[fuzzing.Bench]:
    """A folder to work in, and beside it another one: a case may name files of where it stands."""
    folder = tmp_path_factory.mktemp("fuzz")
    before = Path.cwd()
    (folder / "here").mkdir()
    os.chdir(folder / "here")
    yield fuzzing.Bench(folder)
    os.chdir(before)


def test_no_case_ends_without_a_name(bench: fuzzing.Bench) -> None:
    ends = time.monotonic() + SECONDS
    done = failed = 0
    for number in range(CASES):
        case = fuzzing.case(number)
        if wrong := bench.run(case):
            failed += 1
            name = hashlib.sha256(case.as_text().encode()).hexdigest()[:12]
            fuzzing.KEPT.mkdir(parents=True, exist_ok=True)
            (fuzzing.KEPT / f"{name}.json").write_text(case.as_text(), encoding="utf-8")
            print(f"case {number}, kept as {name}: {' '.join(case.command)}\n{wrong}")
        done += 1
        if time.monotonic() > ends:
            break
    record("P4", "fuzzed runs of the whole command; tracebacks and ends without a name", f"{done}; {failed}")
    assert failed == 0


@pytest.mark.parametrize("path", sorted(fuzzing.KEPT.glob("*.json")), ids=lambda path: path.stem)
def test_what_once_failed_ends_well(bench: fuzzing.Bench, path: Path) -> None:
    assert bench.run(fuzzing.kept(path)) == ""


def test_a_case_is_the_same_each_time_and_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    for number in range(50):
        case = fuzzing.case(number)
        assert case == fuzzing.case(number)
        (tmp_path / "kept").write_text(case.as_text(), encoding="utf-8")
        assert fuzzing.kept(tmp_path / "kept") == case


def test_a_fault_of_the_tool_is_seen(bench: fuzzing.Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that cannot fail would be none: here the command fails, in three ways."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("x")

    case = fuzzing.Case(("check",), {})
    assert bench.run(case) == ""
    monkeypatch.setattr(unchanged, "check", broken)
    assert "tool-failed" in bench.run(case)
    monkeypatch.setattr(unchanged, "failure", broken)
    assert "ZeroDivisionError" in bench.run(case)
    assert fuzzing.fault(4, "nothing that has a name", SystemExit(4))
    assert fuzzing.fault(99, "x [file-name]", SystemExit(99))
    assert not fuzzing.fault(4, "x [file-name]", SystemExit(4))


def test_what_nobody_foresaw_has_a_name_a_status_of_its_own_and_a_file(
    bench: fuzzing.Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from click.testing import CliRunner

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nobody thought of it")

    monkeypatch.setattr(unchanged, "check", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = CliRunner().invoke(cli.main, ["check"], env={"LANGUAGE": "en"})
    assert result.exit_code == 70
    assert "Traceback" not in result.output
    (told,) = tmp_path.glob("anthology-failed-*.txt")
    assert str(told) in result.stderr
    assert "ZeroDivisionError: nobody thought of it" in told.read_text(encoding="utf-8")
    assert told.read_text(encoding="utf-8").startswith("anthology ")


@pytest.mark.parametrize(
    ("error", "code"),
    [(OSError(28, "No space left on device", "/x/y"), "system-refused"), (MemoryError(), "memory-short")],
)
def test_what_the_machine_refuses_is_no_fault_of_the_tool(
    error: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    def refused(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(unchanged, "check", refused)
    result = CliRunner().invoke(cli.main, ["check"], env={"LANGUAGE": "en"})
    assert result.exit_code == 71
    assert f"[{code}]" in result.stderr
