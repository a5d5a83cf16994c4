"""The model of a farm: what follows from what was measured, and only from that."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.bench import farm
from tests.bench.farm import CORES, PAGE, Measured, Noting, Task, setting, table, whole
from tests.bindery import tasks

BOOK = Measured(
    articles=2,
    tasks=(Task(6.0, 1_000_000, 500_000), Task(2.0, 500_000, 500_000)),
    serial_s=3.0,
    start_s=0.5,
    look_bytes=10_000_000,
    dispatch_s=0.25,
)
FAST = 1e18


class TestModel:
    def test_one_core_does_it_all(self) -> None:
        assert setting(BOOK, 1, FAST) == pytest.approx(0.5 + 8.0 + 2 * 0.25)
        assert whole(BOOK, 1) == pytest.approx(3.0 + setting(BOOK, 1))

    def test_no_farm_is_faster_than_the_longest_piece(self) -> None:
        assert [setting(BOOK, cores, FAST) for cores in (2, 4, 64)] == pytest.approx([0.5 + 6.0 + 0.5] * 3)

    def test_the_network_carries_pieces_once_and_the_look_in_doublings(self) -> None:
        for cores, hops in ((1, 2), (2, 3), (3, 4), (4, 4), (64, 8)):
            carried = setting(BOOK, cores, 1_000_000) - setting(BOOK, cores, FAST)
            assert carried == pytest.approx(2.5 + 10 * hops)

    def test_the_table_tells_all_that_was_measured_and_what_follows(self) -> None:
        said = table(BOOK, {2: 7.7})
        assert "| setting, all pieces | 8.0 s |" in said
        assert f"| 2 | {setting(BOOK, 2):.1f} s | 7.7 s | {whole(BOOK, 2):.1f} s |" in said
        assert all(f"\n| {cores} |" in said for cores in CORES)


class TestNoting:
    def test_each_task_is_done_and_noted(self) -> None:
        crew = Noting()
        assert crew.submit(tasks.echo, b"x" * 5000, 70).result() == bytes(70)
        assert (crew.tasks[-1].sent > 5000, crew.tasks[-1].returned) == (True, 70)
        assert crew.given[-1] == (tasks.echo, (b"x" * 5000, 70))


class TestPage:
    def test_the_page_has_a_place_for_the_tables(self) -> None:
        assert len(farm._PLACE.findall(PAGE.read_text(encoding="utf-8"))) == 1

    def test_writing_changes_nothing_else(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        page = tmp_path / "farm.md"
        page.write_text("before\n<!-- measured -->\nold\n<!-- end -->\nafter\n")
        monkeypatch.setattr(farm, "PAGE", page)
        for said in ("new \\1 table\n", "newer\n"):
            farm.write(said)
            assert page.read_text() == f"before\n<!-- measured -->\n\n{said}\n<!-- end -->\nafter\n"
