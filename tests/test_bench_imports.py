"""The measurement of imports: what is sent, what is measured of it, what is shown."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from anthology import readers
from tests.bench import imports, results, submissions
from tests.bench.measuring import Cost

ROOT = Path(__file__).resolve().parent.parent


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


# --- what is sent --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 14 submissions."""
    folder = tmp_path_factory.mktemp("school") / "content"
    submissions.send(folder, 14)
    return folder


def test_a_small_school_sends_what_a_large_one_begins_with(sent: Path, tmp_path: Path) -> None:
    submissions.send(tmp_path / "few", 5)
    few = contents(tmp_path / "few")
    assert len(few) == 5 + 1
    assert few.items() <= contents(sent).items()


def test_submissions_come_in_every_form_and_each_has_some_two_thousand_words(sent: Path) -> None:
    files = sorted((sent / "submissions").iterdir())
    assert {file.suffix for file in files} == set(submissions.SUFFIXES)
    for number, file in enumerate(files):
        (read,) = readers.read(file.read_bytes(), file.name).manuscripts
        said = " ".join(submissions.paragraphs(number)).split()
        assert submissions.WORDS < len(said) < 1.5 * submissions.WORDS
        # A web page says its title twice: where it is shown, and in its head.
        assert len(read.text.split()) - len(said) in range(40)


def test_one_in_forty_was_sent_before_and_comes_again_a_little_changed() -> None:
    again = submissions.paragraphs(submissions.AGAIN_EVERY - 1)
    others = [submissions.paragraphs(number) for number in range(submissions.AGAIN_EVERY - 1)]
    alike = [sum(one == other for one, other in zip(again, each, strict=False)) for each in others]
    assert max(alike) == len(again) - 1
    assert sorted(alike)[-2] < len(again) / 2


def test_the_words_that_are_told_are_those_that_are_sent(tmp_path: Path) -> None:
    told = submissions.send(tmp_path / "content", 3)
    assert told == sum(len(one.split()) for number in range(3) for one in submissions.paragraphs(number))


# --- what is measured ----------------------------------------------------------------------------------


@pytest.fixture
def school(tmp_path: Path) -> imports.School:
    """A school of six, with the tool as it is."""
    return imports.School(tmp_path, 6)


def test_an_import_is_the_commands_own_and_the_next_has_nothing_to_do(school: imports.School) -> None:
    before = contents(school.content)
    assert school.imports().cpu_s > 0
    assert school.said()[0] == 6
    assert len(list((school.content / "articles").glob("*.md"))) == 6
    imported = contents(school.content)
    school.imports()
    assert contents(school.content) == imported
    school.change_one()
    changed = {file for file, data in contents(school.content).items() if data != imported[file]}
    assert len(changed) == 1
    school.imports()
    changed = {file for file, data in contents(school.content).items() if data != imported[file]}
    assert {file.partition("/")[0] for file in changed} >= {"submissions", "articles", ".import"}
    assert len([file for file in changed if file.startswith("articles/")]) == 1
    school.begin_anew()
    assert contents(school.content) == before
    assert not (school.folder / ".cache").exists()


class FakeSchool:
    """A school where nothing is imported: each import costs a second more than the one before."""

    words = 12_000

    def __init__(self, folder: Path, size: int, tool: Path) -> None:
        self.told: list[str] = []

    def begin_anew(self) -> None:
        self.told.append("anew")

    def change_one(self) -> None:
        self.told.append("change")

    def said(self) -> tuple[int, int]:
        return 5, 7

    def imports(self) -> Cost:
        self.told.append("import")
        number = self.told.count("import")
        return Cost(10.0 * number, float(number), 1_000_000 * number)


def test_each_round_begins_anew_and_the_medians_of_all_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "School", FakeSchool)
    entry = imports.measured(6, 3, ROOT, lambda line: None)
    assert (entry["words"], entry["articles"], entry["questions"]) == (12_000, 5, 7)
    cpu = {case: [one[1] for one in each["rounds"]] for case, each in entry["cases"].items()}
    assert cpu == {"first": [1, 4, 7], "nothing": [2, 5, 8], "one": [3, 6, 9]}
    first = entry["cases"]["first"]
    assert (first["wall_s"], first["cpu_s"], first["peak_mb"]) == (40, 4, 7)


# --- what is shown -------------------------------------------------------------------------------------


def entry(seconds: float) -> Mapping[str, Any]:
    one = {"wall_s": 2 * seconds, "cpu_s": seconds, "peak_mb": 90.4, "rounds": [[2 * seconds, seconds, 90.4]]}
    return {"words": 200_000, "articles": 99, "questions": 3, "cases": dict.fromkeys(imports.CASES, one)}


SAMPLE: dict[str, Any] = {
    "machine": {"cores": 2, "memory_gb": 16, "system": "Linux x86_64", "python": "3.11.7"},
    "versions": {"lxml": "6.1.3"},
    "tool": "0123456789ab",
    "sizes": {"100": entry(20), "1000": entry(300)},
}


def test_each_size_is_compared_with_the_smallest_submission_by_submission() -> None:
    lines = imports.table(SAMPLE).splitlines()
    assert len(lines) == 2 + 2 * len(imports.CASES)
    shown = "all of them, for the first time"
    assert f"| 100 | 200,000 | {shown} | 40.00 | 20.00 | 200.0 | 1.00 | 90 | 1 |" in lines
    assert f"| 1,000 | 200,000 | {shown} | 600.00 | 300.00 | 300.0 | 1.50 | 90 | 1 |" in lines


def test_only_what_stands_between_the_marks_of_the_page_is_made_anew() -> None:
    page = "before\n<!-- tables -->\nold\n<!-- end of tables -->\nafter\n"
    once = imports.into_page(page, SAMPLE)
    assert once.startswith("before\n<!-- tables -->\n\nOn 2 cores and 16 GB")
    assert once.endswith("\n\n<!-- end of tables -->\nafter\n")
    assert "old" not in once
    assert imports.into_page(once, SAMPLE) == once


def test_what_is_shown_is_what_is_kept() -> None:
    kept = json.loads((ROOT / "docs" / "import.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    assert imports.into_page(page, kept) == page
    assert results.as_json(kept) == (ROOT / "docs" / "import.json").read_text(encoding="utf-8")


def test_no_size_that_was_measured_needs_a_gigabyte() -> None:
    kept = json.loads((ROOT / "docs" / "import.json").read_text(encoding="utf-8"))
    peaks = [one["peak_mb"] for size in kept["sizes"].values() for one in size["cases"].values()]
    assert 0 < min(peaks) <= max(peaks) < 1000


@pytest.mark.parametrize(
    ("only", "measured"),
    [("", ["-m tests.bench ", "-m tests.bench import"]), ("import", ["import"]), ("comma", ["--only comma"])],
)
def test_make_bench_measures_imports_unless_something_else_is_asked_for(
    only: str, measured: list[str]
) -> None:
    asked = ["make", "--dry-run", "--no-print-directory", "bench", f"ONLY={only}"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commands = [line for line in said.splitlines() if "-m tests.bench" in line]
    assert len(commands) == len(measured)
    assert all(part in command for part, command in zip(measured, commands, strict=True))
