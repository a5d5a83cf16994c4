"""The printers the tool ships: complete, sourced, plausible; and printers of an editor's own."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from anthology import printers
from anthology.errors import AnthologyError, ConfigError
from anthology.prepress.conditions import NAMES as PROFILES
from anthology.printers import ASKED, Printer
from tests.printers import table

EVERY = [printers.load(name) for name in printers.NAMES]
SAID_BY_THE_PRINTER = {
    "bod": 17, "copy-media": 6, "ingramspark": 26, "kdp": 27, "lulu": 24, "plain": 0, "pulsio": 10,
}  # fmt: skip
"""How many of the 29 values a page of the printer says, at least: what was found does not get lost."""

HOUSES = re.compile(r"https://(kdp\.amazon\.com|\w+\.ingramspark\.com|assets\.lulu\.com|docs\.rs/kernsetzer)")
each = pytest.mark.parametrize("printer", EVERY, ids=printers.NAMES)


def own(folder: Path, text: str, name: str = "port") -> Printer:
    (folder / "printers").mkdir()
    (folder / "printers" / f"{name}.toml").write_text(text, encoding="utf-8")
    return printers.load(name, folder)


def refused(folder: Path, text: str) -> AnthologyError:
    with pytest.raises(AnthologyError) as caught:
        own(folder, text)
    return caught.value


_INCH = 25.4
SPINES = [
    # KDP help, Create a Paperback Cover: so much a page.
    *(
        ("kdp", paper, {pages: pages * inches * _INCH for pages in (24, 80, 300)})
        for paper, inches in (("white", 0.002252), ("cream", 0.0025), ("colour", 0.002347))
    ),
    # Lulu, Book Creation Guide: pages over 444, and 0.06 in; and four templates that Lulu made.
    ("lulu", "", {pages: (pages / 444 + 0.06) * _INCH for pages in (24, 80, 300)}),
    ("lulu", "", {140: 9.53, 180: 11.82, 295: 18.40, 300: 18.69}),
    # IngramSpark, Weight and Spine Width Calculator; 80 pages lie between 48 and 100.
    ("ingramspark", "cream-50lb", {24: 1.473, 80: (0.115 + 0.125 * 32 / 52) * _INCH, 300: 17.120}),
    ("ingramspark", "white-50lb", {24: 1.270, 80: (0.099 + 0.108 * 32 / 52) * _INCH, 300: 15.977}),
    # The trade: pages over two, times grammage, times bulk, over 1000.
    *(
        (name, paper, {pages: pages / 2 * grammage * bulk / 1000 for pages in (24, 80, 300)})
        for name in ("plain", "copy-media", "pulsio")
        for paper, grammage, bulk in (("offset-90", 90, 1.2), ("bulky-80", 80, 1.8))
    ),
]  # fmt: skip


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
            assert datetime.date(2017, 1, 1) <= datetime.date.fromisoformat(source.date)

    @each
    def test_what_was_found_on_a_page_is_told_from_what_was_not(self, printer: Printer) -> None:
        usage = [name for name, said in printer.said.items() if said.source == "usage"]
        assert [name for name in usage if printer.said[name].checked] == []
        assert sum(said.checked for said in printer.said.values()) >= SAID_BY_THE_PRINTER[printer.name]

    @each
    def test_what_no_page_says_tells_why_it_is_what_it_is(self, printer: Printer) -> None:
        ours = {name: said.note for name, said in printer.said.items() if not said.checked}
        begin = "" if printer.name == "plain" else "not found"
        assert [name for name, why in ours.items() if not why.startswith(begin) or len(why) < 8] == []

    @each
    def test_a_page_that_others_read_is_one_that_can_be_looked_up(self, printer: Printer) -> None:
        assert [one for one in printer.sources.values() if one.by and not HOUSES.match(one.url)] == []

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

    @pytest.mark.parametrize(("name", "paper", "widths"), SPINES)
    def test_the_spine_is_what_the_printer_publishes(
        self, name: str, paper: str, widths: dict[int, float]
    ) -> None:
        """At 24, 80 and 300 pages, and where a template or a calculator of the printer gave a width."""
        printer = printers.load(name)
        found = {pages: printer.spine_mm(pages, printer.paper(paper)) for pages in widths}
        assert found == pytest.approx(widths, abs=0.03)

    def test_between_two_widths_of_a_calculator_the_spine_lies_between_them(self) -> None:
        """Behind the last it grows by the thickness of a page, and there it does not jump."""
        ingram = printers.load("ingramspark")
        white = ingram.paper("white-50lb")
        assert 10.77 < ingram.spine_mm(220, white) < 12.83
        assert ingram.spine_mm(1000, white) == pytest.approx(40.39 + 200 * white.page_mm, abs=0.01)
        assert ingram.spine_mm(0, white) == 0

    @pytest.mark.parametrize(
        ("name", "thin", "thick"),
        [("kdp", 78, 80), ("lulu", 80, 82), ("ingramspark", 46, 48)],
    )
    def test_words_stand_on_the_spine_from_the_count_that_the_printer_names(
        self, name: str, thin: int, thick: int
    ) -> None:
        printer = printers.load(name)
        takes = [
            printer.spine_takes_text(pages, printer.spine_mm(pages, printer.paper()))
            for pages in (thin, thick)
        ]
        assert takes == [False, True]

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
            (
                'title = "x"\nlike = "plain"\npapers = { value = [{ name = "a", title = "a", page_mm = 0.05, '
                "spines = [[200, 9.0], [100, 5.0]] }] }",
                "printer-value",
                "page counts of spines must grow",
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
