"""Figures that tests note, and the pages that are made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.safety import __main__ as safety
from tests.safety import counts, figures
from tests.safety.figures import Figure

PROBE = """
from tests.safety.counts import count
from tests.safety.figures import record

def test_it():
    record("P10", "rounds", count(1, 200))
    record("P1", "kills", count(1, 7))
    record("P1", "kills", count(1, 1000))
"""


def a_measure(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str = PROBE) -> None:
    """One measure called `probe` in the place of all others."""
    file = folder / "test_probe.py"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(safety, "MEASURES", {"probe": (str(file),)})


def test_a_measure_runs_in_the_long_form_and_its_figures_are_kept_by_promise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a_measure(tmp_path, monkeypatch)
    (tmp_path / "safety.md").write_text(f"Mine.\n{figures.BEGIN}\nold\n{figures.END}\nAlso mine.\n")
    assert safety.main(["probe", "--docs", str(tmp_path)]) == 0
    found = [Figure("P1", "kills", "1000", "probe"), Figure("P10", "rounds", "200", "probe")]
    assert figures.kept(tmp_path / "safety.json") == found
    page = (tmp_path / "safety.md").read_text()
    assert page == f"Mine.\n{figures.BEGIN}\n{figures.table(found)}{figures.END}\nAlso mine.\n"
    assert "| P1 | kills | 1000 | `python -m tests.safety probe` |" in capsys.readouterr().out


def test_a_test_that_fails_is_a_promise_broken_and_leaves_the_figures_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a_measure(tmp_path, monkeypatch)
    safety.main(["--docs", str(tmp_path)])
    before = figures.kept(tmp_path / "safety.json")
    a_measure(tmp_path, monkeypatch, f"{PROBE}    assert False\n")
    assert safety.main(["--docs", str(tmp_path)]) == 1
    assert figures.kept(tmp_path / "safety.json") == before
    said = capsys.readouterr().out
    assert "probe: FAILED" in said
    assert "probe, before it failed:" in said
    assert said.count("| P1 | kills | 1000 |") == 2, "once when it was right, once before it failed"


def test_a_measure_that_is_unknown_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert safety.main(["crsh"]) == 2
    assert "crsh" in capsys.readouterr().err


def test_every_file_of_tests_of_this_folder_is_a_measure() -> None:
    here = {path.stem.removeprefix("test_") for path in safety.HERE.glob("test_*.py")}
    assert here | set(safety.ELSEWHERE) == set(safety.MEASURES)
    files = [file.partition("::")[0] for files in safety.MEASURES.values() for file in files]
    assert [file for file in files if not (safety.ROOT / file).exists()] == []


def test_nothing_is_noted_in_the_short_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(figures.FILE, str(tmp_path / "figures"))
    monkeypatch.delenv(counts.LONG, raising=False)
    figures.record("P1", "kills", counts.count(1, 2))
    assert figures.recorded(tmp_path / "figures", "x") == []
    monkeypatch.setenv(counts.LONG, "1")
    figures.record("P1", "kills", counts.count(1, 2))
    assert figures.recorded(tmp_path / "figures", "x") == [Figure("P1", "kills", "2", "x")]


def test_a_page_without_a_place_for_the_table_stays_as_it_is() -> None:
    assert figures.put_in("no place", []) == "no place"
    assert figures.put_in(f"{figures.END}{figures.BEGIN}", []) == f"{figures.END}{figures.BEGIN}"
