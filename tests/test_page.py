"""The pages of both books in both themes: one grid, what ends a page, initials, small capitals, margins."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import dropwhile, pairwise, takewhile
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2
import pytest
from anthology.bindery import grid
from anthology.bindery.setting import Press
from anthology.config import TRIM_SIZES_MM, Trim
from anthology.layouts import Layout, Least
from anthology.model import Section
from anthology.resources import folder, font_bytes, theme
from anthology.writers import Making
from anthology.writers.pdf import write_pdf
from lxml import etree
from tests import books, kept, picture_book, typography
from tests.typography import Line, Volume

ROOT = Path(__file__).resolve().parent.parent
THEMES = ("classic", "modern")
A5 = (148.0, 210.0)
TRIMS = {**TRIM_SIZES_MM, "110x180": (110.0, 180.0)}
X = "{http://www.w3.org/1999/xhtml}"

WITH_EVERYTHING = ("article-les-mains-du-port", "article-carnet-de-crue", "article-un-titre-tres-long")
"""Texts of the picture book that hold pictures, tables, lists, notes, quotes, and a title that never ends."""
DISPLAY = {"title", "book-title", "half", "part-number", "subtitle", "pull-quote", "cover"}
APART = {"figcaption"}
"""Lines with a leading of their own; what follows them is back on the grid."""


@pytest.fixture(scope="module")
def volumes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Volume]:
    return {
        "class": typography.volume(ROOT / "content"),
        "pictures": typography.volume(picture_book.content(tmp_path_factory.mktemp("pictures"))),
    }


@dataclass(frozen=True)
class Run:
    """A section, set: the lines of each of its pages."""

    section: Section
    pages: tuple[tuple[Line, ...], ...]


_SET: dict[tuple[str, tuple[float, float], str, str], Run] = {}


def run(volume: Volume, name: str, section: Section, theme_name: str, trim: tuple[float, float]) -> Run:
    key = (theme_name, trim, name, section.id)
    if key not in _SET:
        pages = typography.pages(volume, section, theme_name, trim)
        _SET[key] = Run(section, tuple(tuple(typography.lines(one)) for one in pages.document.pages))
    return _SET[key]


def runs(volumes: Mapping[str, Volume], theme_name: str, trim: tuple[float, float] = A5) -> Iterator[Run]:
    """Both books whole at A5, and what is hard to set at any other size."""
    for name, volume in volumes.items():
        for section in volume.book.sections:
            if section.kind != "cover" and (trim == A5 or section.id in WITH_EVERYTHING):
                yield run(volume, name, section, theme_name, trim)


@cache
def measures(theme_name: str, trim: tuple[float, float]) -> tuple[float, float]:
    """Size and leading of the text, in points."""
    sheet = typography.press(theme_name, trim)[0].style_sheets("print")["shared-print.css"]
    found = re.search(r"html \{ font-size: ([\d.]+)pt; line-height: ([\d.]+)pt", sheet)
    assert found
    return float(found[1]), float(found[2])


def off(length: float, leading: float) -> float:
    """How far a length is from a whole number of lines."""
    return abs((length + leading / 2) % leading - leading / 2)


def off_grid(pages: tuple[tuple[Line, ...], ...], leading: float) -> list[str]:
    """The lines that do not stand on the grid, and those that are higher than their leading."""
    return [
        f"page {number}: {line.top:.2f} pt, {line.height:.2f} pt high: {line.words[:50]}"
        for number, page in enumerate(pages, start=1)
        for line in page
        if not line.classes & DISPLAY and not APART & set(line.tags)
        if off(line.top, leading) > 0.1 or off(line.height, leading) > 0.1
    ]


class TestTheGrid:
    @pytest.mark.parametrize("trim", TRIMS.values(), ids=TRIMS)
    @pytest.mark.parametrize("theme_name", THEMES)
    def test_holds_every_line_of_the_type_area(
        self, volumes: Mapping[str, Volume], theme_name: str, trim: tuple[float, float]
    ) -> None:
        _, leading = measures(theme_name, trim)
        found = {one.section.id: off_grid(one.pages, leading) for one in runs(volumes, theme_name, trim)}
        assert {id_: lines for id_, lines in found.items() if lines} == {}

    @pytest.mark.parametrize("theme_name", THEMES)
    def test_lets_the_lines_of_the_text_register_back_to_back(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        size, leading = measures(theme_name, A5)
        phases = [
            line.baseline % leading
            for one in runs(volumes, theme_name)
            for page in one.pages
            for line in page
            if abs(line.size - size) < 0.01
            and "text" in line.classes
            and line.tags[-1] == "p"
            and not line.leads
        ]
        assert len(phases) > 200
        assert max(phases) - min(phases) < 0.1

    def test_is_missed_by_a_heading_with_a_margin_of_its_own(self, volumes: Mapping[str, Volume]) -> None:
        volume = volumes["class"]
        layout, _ = typography.press("classic", A5)
        table = {f"fonts/{face.file}": font_bytes(face.file) for face in layout.fonts()}
        broken = Press({**layout.style_sheets("print"), "x": ".text .question { margin-top: 1.3rlh }"}, table)
        section = next(one for one in volume.book.sections if one.id.startswith("article-notre"))
        pages = broken.set(layout.render(volume.book, section, "print"), name="x", side="recto")
        lines = tuple(tuple(typography.lines(one)) for one in pages.document.pages)
        assert len(off_grid(lines, 13.5)) > 15

    @pytest.mark.parametrize(
        ("height", "step", "expected"),
        [(27.0, 13.5, 0), (27.004, 13.5, 0), (20, 13.5, 7), (13.6, 13.5, 13.4)],
    )
    def test_is_reached_by_what_is_added_below(self, height: float, step: float, expected: float) -> None:
        assert grid.missing(height, step) == pytest.approx(expected)


class TestTheEndOfAPage:
    @pytest.mark.parametrize("theme_name", THEMES)
    def test_is_never_a_heading(self, volumes: Mapping[str, Volume], theme_name: str) -> None:
        ends = [
            f"{one.section.id}: {page[-1].words}"
            for one in runs(volumes, theme_name)
            for page in one.pages[:-1]
            if page and one.section.kind in ("article", "page") and page[-1].leads
        ]
        assert ends == []

    @pytest.mark.parametrize("theme_name", THEMES)
    def test_is_never_two_lines_alone_below_a_heading(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        found = [
            f"{one.section.id}: {page[-1].words}"
            for one in runs(volumes, theme_name)
            if one.section.kind in ("article", "page")
            for page, following in pairwise(one.pages)
            if following and not following[0].leads and "figure" not in following[0].tags
            if (below := below_heading(page)) and below < 3
        ]
        assert found == []

    @pytest.mark.parametrize("theme_name", THEMES)
    def test_cuts_no_paragraph_after_its_first_line_or_before_its_last(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        cut = [
            f"{one.section.id}: {before[-1].words}"
            for one in runs(volumes, theme_name)
            for before, after in pairwise(one.pages)
            if before and after and before[-1].block == after[0].block and before[-1].tags[-1] == "p"
            if min(count(before, before[-1].block), count(after, before[-1].block)) < 2
        ]
        assert cut == []

    @pytest.mark.parametrize("theme_name", THEMES)
    def test_comes_after_four_lines_where_the_last_paragraph_has_as_many(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        short = [
            f"{one.section.id}: {len(one.pages[-1])}"
            for one in runs(volumes, theme_name)
            if one.section.kind == "article" and len(one.pages) > 1 and len(one.pages[-1]) < 4
            if one.pages[-1] and one.pages[-2] and one.pages[-1][0].block == one.pages[-2][-1].block
            if count(one.pages[-2], one.pages[-1][0].block) + len(one.pages[-1]) >= 6
        ]
        assert short == []

    @pytest.mark.parametrize("theme_name", THEMES)
    def test_parts_no_table_before_its_third_row_or_behind_the_third_from_its_end(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        cuts = [
            (rows(reversed(before)), rows(after))
            for trim in TRIMS.values()
            for one in runs(volumes, theme_name, trim)
            for before, after in pairwise(one.pages)
            if before and "td" in before[-1].tags and rows(after)
        ]
        assert cuts
        assert min(min(cut) for cut in cuts) >= 3

    @pytest.mark.parametrize("theme_name", THEMES)
    def test_is_followed_by_the_head_of_a_table_that_goes_on(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        heads = [
            [line.words for line in takewhile(is_head, after)]
            for trim in TRIMS.values()
            for one in runs(volumes, theme_name, trim)
            for before, after in pairwise(one.pages)
            if before and "td" in before[-1].tags and rows(after)
        ]
        assert heads
        assert set(map(tuple, heads)) == {("Année", "Hauteur", "Débit (m3/s)", "Relevé à")}


def is_head(line: Line) -> bool:
    return "thead" in line.tags


def rows(page: Iterable[Line]) -> int:
    """With how many rows of a table, below its head, a page begins; or, from its end, ends."""
    return len({line.top for line in takewhile(lambda one: "td" in one.tags, dropwhile(is_head, page))})


def below_heading(page: tuple[Line, ...]) -> int:
    """How many lines stand below the last heading of a page; none if it has no heading."""
    places = [place for place, line in enumerate(page) if line.leads and "opening" not in line.classes]
    return len(page) - 1 - places[-1] if places else 0


def count(page: tuple[Line, ...], block: int) -> int:
    return sum(line.block == block for line in page)


class TestATitle:
    @pytest.mark.parametrize("theme_name", THEMES)
    def test_of_several_lines_ends_in_none_that_is_much_shorter(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        titles = [
            [line.words for line in one.pages[0] if line.classes & {"title", "book-title", "subtitle"}]
            for one in runs(volumes, theme_name)
            if one.section.kind in ("article", "page", "title-page") and one.pages
        ]
        several = [found for found in titles if len(found) > 1]
        assert len(several) >= 5
        assert [found for found in several if len(found[-1]) < 0.5 * max(map(len, found[1:]))] == []


class TestTheIndex:
    @pytest.mark.parametrize("theme_name", THEMES)
    def test_ends_in_no_page_of_a_letter_or_two(self, volumes: Mapping[str, Volume], theme_name: str) -> None:
        ends = [
            [line.words for line in one.pages[-1] if "initial" in line.classes]
            for one in runs(volumes, theme_name)
            if one.section.kind == "index"
        ]
        assert len(ends) == 2
        assert min(map(len, ends)) >= 3

    @pytest.mark.parametrize("theme_name", THEMES)
    def test_has_columns_of_about_one_length_on_its_last_page(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        volume = volumes["class"]
        one = run(volume, "class", volume.section("index"), theme_name, A5)
        names = [line for line in one.pages[-1] if "letters" in line.classes]
        middle = max(line.left for line in names) / 2
        left, right = ([line.top for line in names if (line.left > middle) is side] for side in (False, True))
        assert abs(max(left) - max(right)) <= 6 * measures(theme_name, A5)[1]

    @pytest.mark.parametrize("theme_name", THEMES)
    def test_has_each_letter_beside_its_first_name(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        volume = volumes["class"]
        (page,) = run(volume, "class", volume.section("index"), theme_name, A5).pages
        letters = [line for line in page if "initial" in line.classes]
        names = {round(line.top): line.words for line in page if "li" in line.tags and line.left < 60}
        assert len(letters) > 10
        assert [names[round(one.top)][:1] for one in letters if one.left < 60] == [
            one.words for one in letters if one.left < 60
        ]


class TestAList:
    @pytest.mark.parametrize("theme_name", THEMES)
    def test_has_no_title_that_ends_in_a_word_alone(
        self, volumes: Mapping[str, Volume], theme_name: str
    ) -> None:
        kinds = ("contents", "part", "authors")
        titles: dict[int, list[str]] = {}
        for one in runs(volumes, theme_name):
            for line in (line for page in one.pages for line in page if one.section.kind in kinds):
                if "line" in line.classes and "folio" not in line.classes:
                    titles.setdefault(line.block, []).append(line.words)
        several = [found for found in titles.values() if len(found) > 1]
        assert len(several) >= 5
        assert [found for found in several if not re.search(r"\w[ \u00a0]+\w", found[-1])] == []


class TestTheMeasure:
    @pytest.mark.parametrize("trim", TRIMS.values(), ids=TRIMS)
    @pytest.mark.parametrize("theme_name", THEMES)
    def test_holds_from_55_to_75_signs(
        self, volumes: Mapping[str, Volume], theme_name: str, trim: tuple[float, float]
    ) -> None:
        volume = volumes["class"]
        section = next(one for one in volume.book.sections if one.id.startswith("article-delphine"))
        pages = run(volume, "class", section, theme_name, trim).pages
        text = [line for page in pages for line in page if line.tags[-1] == "p" and "text" in line.classes]
        full = [
            len(one.words)
            for one, following in pairwise(text)
            if one.block == following.block and not one.leads
        ]
        assert 55 <= median(full) <= 75

    @pytest.mark.parametrize("theme_name", THEMES)
    def test_gives_way_to_the_margins_a_printer_asks_for(self, theme_name: str) -> None:
        least = Least(gutter_mm=24, outside_mm=21)
        layout = Layout(theme(theme_name), Trim(width_mm=A5[0], height_mm=A5[1]), "fr", least)
        sheet = layout.style_sheets("print")["shared-print.css"]
        left, right = (re.search(rf"@page :{side} {{([^}}]*)}}", sheet) for side in ("left", "right"))
        assert left
        assert right
        mm = [
            [float(one) * 25.4 / 72 for one in re.findall(r"([\d.]+)pt", found[1])] for found in (left, right)
        ]
        (outside, gutter), (gutter_again, outside_again) = mm
        assert gutter == gutter_again == pytest.approx(24)
        assert outside == outside_again >= 21

    def test_is_named_by_what_decides_it(self) -> None:
        wide = replace(books.layout(), least=Least(gutter_mm=24))
        assert wide.digest != books.layout().digest


# --- initials ----------------------------------------------------------------------------------------


def opened(markup: str, medium: Any = "print") -> etree._Element:
    from markupsafe import Markup

    book = books.with_data(books.book(), "article-port", body=Markup(markup))  # noqa: S704
    section = next(one for one in book.sections if one.id == "article-port")
    return etree.fromstring(books.layout().render(book, section, medium))


def initial(markup: str, medium: Any = "print") -> tuple[str, str]:
    """The letter that is enlarged with what stands before it, and the word it belongs to."""
    root = opened(markup, medium)
    word = next((one for one in root.iter(f"{X}span") if one.get("class") == "lettered"), None)
    if word is None:
        return "", ""
    return "".join(map(str, word[0].itertext())), "".join(map(str, word.itertext()))


LONG = " ne dort jamais, et ceux qui y veillent non plus" * 8 + "."


class TestALargeInitial:
    @pytest.mark.parametrize(
        ("start", "expected"),
        [
            ("Le port", ("L", "Le")),
            ("Élisa", ("É", "Élisa")),
            ("« Élisa", ("« É", "« Élisa")),
            ("«\u00a0On", ("«\u00a0O", "«\u00a0On")),
            ("“Well", ("“W", "“Well")),
            ("— Oui", ("— O", "— Oui")),
            ("L’on", ("L", "L’on")),
            ("À quatre heures", ("À", "À")),
            ("Œuvre", ("Œ", "Œuvre")),
            ("Ouvre-toi", ("O", "Ouvre-toi")),
            ("E\u0301lisa", ("E\u0301", "E\u0301lisa")),
        ],
    )
    @pytest.mark.parametrize("medium", ["print", "ebook"])
    def test_is_the_first_letter_with_the_quote_before_it(
        self, start: str, expected: tuple[str, str], medium: str
    ) -> None:
        assert initial(f"<p>{start}{LONG}</p>", medium) == expected

    @pytest.mark.parametrize(
        "markup",
        [
            f"<p>12 bateaux{LONG}</p>",
            "<p>Le port dort.</p>",
            f"<p><em>Le port</em>{LONG}</p>",
            f'<p class="answer spoken"><span class="speaker">Ada</span> Oui{LONG}</p>',
            f"<blockquote><p>Le port{LONG}</p></blockquote><p>Le port{LONG}</p>",
            f"<h2>Au matin</h2><p>Élisa{LONG}</p>",
        ],
    )
    def test_stands_only_where_there_is_a_letter_and_room_for_it(self, markup: str) -> None:
        assert initial(markup) == ("", "")

    def test_stands_below_a_question_and_a_heading_too(self) -> None:
        assert initial(f'<p class="question">Et ?</p><p class="answer">On{LONG}</p>') == ("O", "On")
        assert initial(f"<h2>Au matin</h2><p>On{LONG}</p>") == ("O", "On")

    def test_changes_no_word(self) -> None:
        for medium in ("print", "ebook"):
            root = opened(f"<p>« Élisa{LONG}</p>", medium)
            text = next(one for one in root.iter(f"{X}div") if one.get("class") == "text")
            assert "".join(map(str, text.itertext())).strip() == f"« Élisa{LONG}"

    @pytest.mark.parametrize("theme_name", THEMES)
    @pytest.mark.parametrize("start", ["Élisa", "« Le", "L’on"])
    def test_is_found_and_read_with_its_whole_word(self, theme_name: str, start: str) -> None:
        from markupsafe import Markup

        book = books.with_data(books.book(), "article-port", body=Markup(f"<p>{start}{LONG}</p>"))  # noqa: S704
        layout = replace(books.layout(), theme=theme(theme_name))
        data = write_pdf(Making(book, layout, books.pictures(), cache=kept.results())).data
        with pypdfium2.PdfDocument(data) as pdf:
            shown = " ".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
        assert f"{start} ne dort jamais" in " ".join(shown.split())

    def test_takes_the_place_of_three_lines_in_the_classic_theme_alone(
        self, volumes: Mapping[str, Volume]
    ) -> None:
        volume = volumes["pictures"]
        section = volume.section("article-les-mains-du-port")
        sizes = {}
        for name in THEMES:
            page = typography.pages(volume, section, name, A5).document.pages[0]
            sizes[name] = max(
                box.style["font_size"] * 0.75
                for box in page._page_box.descendants()
                if box.element is not None and box.element.get("class") == "dc"
            )
        assert sizes["classic"] == pytest.approx((2 * 13.5 + 0.65 * 10.5) / 0.655, abs=0.1)
        assert sizes["modern"] == measures("modern", A5)[0]


# --- faces -------------------------------------------------------------------------------------------


def declared(theme_name: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each face a theme may use: the name of its family, what the family says of itself, what it does."""
    for name in theme(theme_name).families:
        family = tomllib.loads((folder("fonts") / name / "family.toml").read_text(encoding="utf-8"))
        for face in family["face"]:
            yield family["family"], family, face


FEATURES = {
    "small-caps": "smcp",
    "all-small-caps": "c2sc",
    "super": "sups",
    "oldstyle-nums": "onum",
    "lining-nums": "lnum",
}
WITHOUT_A_FEATURE = {"onum": "old-style", "lnum": "lining"}


def asked(style: Any) -> Iterator[str]:
    """The OpenType features a style asks for, by the values of its properties."""
    numeric = style["font_variant_numeric"]
    values = (
        style["font_variant_caps"],
        style["font_variant_position"],
        *(() if numeric == "normal" else numeric),
    )
    yield from (FEATURES[value] for value in values if value in FEATURES)


@pytest.mark.parametrize("theme_name", THEMES)
def test_every_feature_that_is_asked_for_is_in_the_face_that_is_used(
    volumes: Mapping[str, Volume], theme_name: str
) -> None:
    families = list(declared(theme_name))
    names = {family for family, _, _ in families}
    lacking = set()
    for volume in volumes.values():
        for section in volume.book.sections:
            if section.kind in ("cover", "half-title", "imprint"):
                continue
            for page in typography.pages(volume, section, theme_name, A5).document.pages:
                lacking |= set(_lacking(page, families, names))
    assert lacking == set()


def _lacking(page: Any, families: Any, names: set[str]) -> Iterator[tuple[str, str, int, str]]:
    for box in page._page_box.descendants():
        if type(box).__name__ != "TextBox" or not box.text.strip():
            continue
        style = box.style
        family = next(one for one in style["font_family"] if one in names)
        wanted = ("italic" if style["font_style"] != "normal" else "normal", style["font_weight"])
        face = next(
            (
                (said, one)
                for name, said, one in families
                if name == family and (one["style"], one["weight"]) == wanted
            ),
            None,
        )
        if face is None:
            yield family, wanted[0], wanted[1], "no such face"
            continue
        said, one = face
        for feature in asked(style):
            shows = _shows(box.text, feature)
            if (
                shows
                and feature not in one["features"]
                and said.get("figures") != WITHOUT_A_FEATURE.get(feature, "-")
            ):
                yield family, wanted[0], wanted[1], feature


def _shows(text: str, feature: str) -> bool:
    """Whether a text has anything that the feature changes."""
    return any(sign.isdigit() if feature in WITHOUT_A_FEATURE else sign.isalnum() for sign in text)


class TestTheThemeModern:
    def test_is_style_sheets_alone(self) -> None:
        files = [path.name for path in (folder("layouts") / "modern").iterdir()]
        assert {Path(name).suffix for name in files} == {".css", ".toml"}
        assert [name for name in files if name.endswith(".toml")] == ["theme.toml"]

    @pytest.mark.parametrize("sheet", ["measures.css", "print.css", "cover.css", "ebook.css"])
    def test_has_no_colour_of_a_device(self, sheet: str) -> None:
        text = (folder("layouts") / "modern" / sheet).read_text(encoding="utf-8")
        assert "device-cmyk" not in text
        assert "rgba" not in text

    def test_reads_well_in_colour_and_in_grey(self) -> None:
        text = (folder("layouts") / "modern" / "measures.css").read_text(encoding="utf-8")
        accent, tint = (re.search(rf'{name} = "(#\w+)"', text)[1] for name in ("accent", "tint"))  # type: ignore[index]
        for ground in ("#ffffff", tint):
            assert contrast(accent, ground) >= 4.5
            assert contrast("#000000", ground) >= 4.5

    def test_colours_only_rules_on_screen_and_these_stand_out_from_any_ground(self) -> None:
        text = (folder("layouts") / "modern" / "ebook.css").read_text(encoding="utf-8")
        colours = set(re.findall(r"#[0-9a-f]{6}", text))
        (colour,) = colours
        assert min(contrast(colour, ground) for ground in ("#ffffff", "#000000")) >= 4.49
        assert not re.search(r"(?<![-\w])(?:color|background)\s*:", text)

    def test_tints_the_page_of_a_part_over_its_edges_and_no_other(self) -> None:
        layout = replace(books.layout(), theme=theme("modern"))
        data = write_pdf(Making(books.book(), layout, books.pictures(), cache=kept.results())).data
        with pypdfium2.PdfDocument(data) as pdf:
            corners = [corner(pdf[number]) for number in range(len(pdf))]
            tinted = [number for number, colour in enumerate(corners) if colour != (255, 255, 255)]
            pages = [pdf[number].get_textpage().get_text_range() for number in tinted]
            assert len(tinted) == sum(one.kind == "part" for one in books.book().sections)
            assert all("De nuit" in page or "De jour" in page for page in pages), pages
            assert bleeding(pdf[tinted[0]], 5.0)


def corner(page: Any) -> tuple[int, int, int]:
    """The colour of the upper left corner of a page."""
    return tuple(page.render(scale=0.5).to_pil().convert("RGB").getpixel((1, 1)))


def bleeding(page: Any, millimetres: float) -> bool:
    """Whether what is at the edges of a page goes on over them."""
    reach = millimetres * 72 / 25.4
    left, bottom, right, top = page.get_mediabox()
    for box in (page.set_mediabox, page.set_cropbox):
        box(left - reach, bottom - reach, right + reach, top + reach)
    picture = page.render(scale=1).to_pil().convert("RGB")
    corners = [(x, y) for x in (2, picture.width - 3) for y in (2, picture.height - 3)]
    return {picture.getpixel(place) for place in corners} != {(255, 255, 255)} and len(
        {picture.getpixel(place) for place in corners}
    ) == 1


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
