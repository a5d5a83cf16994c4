"""The printers the tool ships: complete, sourced, plausible; and printers of an editor's own."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from anthology import printers
from anthology.errors import AnthologyError, ConfigError
from anthology.prepress.conditions import NAMES as PROFILES
from anthology.printers import ASKED, Printer
from tests.printers import table

EVERY = [printers.load(name) for name in printers.NAMES]
each = pytest.mark.parametrize("printer", EVERY, ids=printers.NAMES)


def own(folder: Path, text: str, name: str = "port") -> Printer:
    (folder / "printers").mkdir()
    (folder / "printers" / f"{name}.toml").write_text(text, encoding="utf-8")
    return printers.load(name, folder)


def refused(folder: Path, text: str) -> AnthologyError:
    with pytest.raises(AnthologyError) as caught:
        own(folder, text)
    return caught.value


class TestEveryPrinter:
    def test_those_that_schools_ask_for_are_there(self) -> None:
        assert {"kdp", "lulu", "ingramspark", "bod", "copy-media", "pulsio", "plain"} <= set(printers.NAMES)

    @each
    def test_every_value_has_a_source_with_an_address_and_a_day_that_was(self, printer: Printer) -> None:
        assert set(printer.said) == set(ASKED)
        for said in printer.said.values():
            source = printer.sources[said.source]
            assert source.title
            assert source.url.startswith("http") or said.source == "usage"
            assert datetime.date(2024, 1, 1) <= datetime.date.fromisoformat(source.date)

    @each
    def test_what_was_found_on_a_page_is_told_from_what_was_not(self, printer: Printer) -> None:
        usage = [name for name, said in printer.said.items() if said.source == "usage"]
        assert [name for name in usage if printer.said[name].checked] == []
        assert printer.name == "plain" or any(said.checked for said in printer.said.values())

    @each
    def test_every_source_is_used(self, printer: Printer) -> None:
        used = {said.source for said in printer.said.values()}
        assert set(printer.sources) - used <= {"usage"}

    @each
    def test_lengths_are_those_of_books(self, printer: Printer) -> None:
        assert 0 <= printer.bleed_mm <= 10
        assert 0 < printer.cover_bleed_mm <= 10
        assert printer.pages_least < printer.pages_most
        assert printer.ppi_least <= printer.ppi
        assert 0 <= printer.spine_extra_mm < 3
        assert all(0.03 < paper.page_mm < 0.2 for paper in printer.papers)
        assert printer.barcode_width_mm >= 113 * 0.264 - 0.05, "an EAN-13 of 80 % and its quiet zones"

    @each
    def test_margins_grow_with_the_pages_and_reach_to_the_last(self, printer: Printer) -> None:
        gutters = [margin.gutter_mm for margin in printer.margins]
        assert gutters == sorted(gutters)
        assert printer.margins[-1].pages == printer.pages_most
        assert all(3 <= margin.outside_mm <= margin.gutter_mm for margin in printer.margins)

    @each
    def test_colours_standard_and_profile_agree(self, printer: Printer) -> None:
        assert printer.profile in (*PROFILES, "")
        assert (printer.profile == "") == (printer.colour == "rgb")
        assert printer.colour != "rgb" or printer.standard == "pdf"
        assert printer.standard != "pdf/x-1a" or not printer.transparency

    @each
    def test_the_spine_grows_with_the_pages(self, printer: Printer) -> None:
        widths = [printer.spine_mm(pages, printer.paper()) for pages in range(0, 800, 4)]
        assert widths == sorted(set(widths))

    def test_kdp_is_told_its_own_example(self) -> None:
        """200 pages on white paper are 0.45 in."""
        kdp = printers.load("kdp")
        assert kdp.spine_mm(200, kdp.paper("white")) == pytest.approx(0.4504 * 25.4, abs=0.01)
        assert [kdp.margin(pages).gutter_mm for pages in (24, 150, 151, 828)] == [9.6, 9.6, 12.7, 22.3]
        assert [kdp.spine_takes_text(pages, 9) for pages in (78, 79)] == [False, True]

    def test_pages_are_rounded_up_to_what_is_bound(self) -> None:
        assert [printers.load("plain").pages(count) for count in (1, 4, 71)] == [4, 4, 72]


class TestNames:
    def test_an_unknown_printer_is_refused_with_the_nearest_name(self) -> None:
        with pytest.raises(ConfigError) as caught:
            printers.load("Ingram-Spark")
        assert (caught.value.code, caught.value.hint) == ("printer-unknown", "did you mean ingramspark?")

    def test_a_name_like_no_other_gets_the_whole_list(self, tmp_path: Path) -> None:
        own(tmp_path, 'title = "Port"\nlike = "kdp"\n')
        with pytest.raises(ConfigError, match="zzz") as caught:
            printers.load("zzz", tmp_path)
        assert caught.value.hint == "printers: " + ", ".join(sorted([*printers.NAMES, "port"]))

    def test_a_name_is_no_way_to_another_folder(self, tmp_path: Path) -> None:
        (tmp_path / "x.toml").write_text('title = "x"\nlike = "plain"\n', encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            printers.load("../x", tmp_path)
        assert caught.value.code == "printer-unknown"

    def test_an_unknown_paper_is_refused_with_the_nearest_name(self) -> None:
        with pytest.raises(ConfigError) as caught:
            printers.load("kdp").paper("creme")
        assert (caught.value.code, caught.value.hint) == ("printer-paper", "did you mean cream?")


class TestOwnPrinters:
    def test_one_says_what_is_different_from_another(self, tmp_path: Path) -> None:
        text = (
            'title = "Port"\nlike = "kdp"\nbleed_mm = { value = 4.0, source = "letter" }\n'
            '[sources.letter]\ntitle = "Letter"\nurl = ""\ndate = "2026-03-03"\n'
        )
        printer, kdp = own(tmp_path, text), printers.load("kdp")
        assert (printer.title, printer.bleed_mm, printer.pages_most) == ("Port", 4.0, kdp.pages_most)
        assert printer.sources[printer.said["bleed_mm"].source].title == "Letter"
        assert printer.said["pages_most"] == kdp.said["pages_most"]

    def test_it_stands_for_a_printer_of_the_tool_that_has_its_name(self, tmp_path: Path) -> None:
        text = 'title = "Our Lulu"\nlike = "lulu"\npages_least = { value = 40 }\n'
        assert own(tmp_path, text, "lulu").pages_least == 40
        assert printers.load("lulu").pages_least == 32

    @pytest.mark.parametrize(
        ("text", "code", "says"),
        [
            ("title = ", "printer-syntax", "printers/port.toml:1"),
            ('title = "x"\nlike = "plian"', "printer-value", "like: no printer is called 'plian'"),
            (
                'title = "x"\nlike = "plain"\nbled_mm = { value = 3.0 }',
                "printer-unknown-key",
                "did you mean bleed_mm?",
            ),
            ('title = "x"\nlike = "plain"\nbleed_mm = { value = 30.0 }', "printer-value", "port.toml:3"),
            ('title = "x"\nlike = "plain"\nbleed_mm = { value = "3" }', "printer-value", "number"),
            ('title = "x"\nlike = "plain"\nstandard = { value = "pdf/x-9" }', "printer-value", "use one of"),
            (
                'title = "x"\nlike = "plain"\nbleed_mm = { value = 3.0, source = "letter" }',
                "printer-value",
                "no source is called 'letter'",
            ),
            (
                'title = "x"\nlike = "plain"\n[sources.letter]\ntitle = ""\nurl = ""\ndate = "March"',
                "printer-value",
                "date",
            ),
            (
                'title = "x"\nlike = "plain"\nmargins = { value = ['
                "{ pages = 9, gutter_mm = 9, outside_mm = 9 }, "
                "{ pages = 5, gutter_mm = 9, outside_mm = 9 }] }",
                "printer-value",
                "page counts must grow",
            ),
        ],
    )  # fmt: skip
    def test_a_mistake_is_told_with_its_place(self, tmp_path: Path, text: str, code: str, says: str) -> None:
        error = refused(tmp_path, text)
        assert error.code == code
        assert says in str(error)

    def test_one_that_is_like_no_other_gives_every_value(self, tmp_path: Path) -> None:
        error = refused(tmp_path, 'title = "x"')
        assert len(str(error).split("missing key")) == len(ASKED) + 1

    def test_one_that_is_not_text_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "printers").mkdir()
        (tmp_path / "printers" / "port.toml").write_bytes(b"title = \xff")
        with pytest.raises(ConfigError) as caught:
            printers.load("port", tmp_path)
        assert caught.value.code == "printer-unreadable"


def test_the_table_of_the_documentation_is_that_of_the_data() -> None:
    assert table.PAGE.read_text(encoding="utf-8") == table.page(), "run: python -m tests.printers.table"
