"""Fonts of the e-book: only those used, and every character that may be shown, in both cases."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import uharfbuzz as hb
from anthology import resources
from anthology.cache import Cache
from anthology.errors import WriteError
from anthology.resources import FontFace
from anthology.writers import epub_fonts
from anthology.writers.epub_facts import Facts, facts
from anthology.writers.epub_fonts import (
    characters_shown,
    declared_only,
    faces_used,
    features_asked,
    font_items,
    licence_items,
    subset_face,
)
from fontTools.ttLib import TTFont
from lxml import etree
from tests import books

ROOT = Path(__file__).resolve().parents[2]
REGULAR = "linux-libertine/LinLibertine_R.otf"
LARGEST = 60 * 1024

FACES = (
    *(
        FontFace("Body", f"linux-libertine/{weight}{style}.otf", weight, style)
        for weight in (400, 600, 700)
        for style in ("normal", "italic")
    ),
    FontFace("Body Display", "linux-libertine-display/D.otf", 400, "normal"),
)


def page(body: str) -> Facts:
    return facts(f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'.encode())


def shown(body: str, css: str = "") -> frozenset[str]:
    return characters_shown([page(body)], {"book.css": css})


def names(body: str, css: str) -> list[str]:
    return [face.file.rpartition("/")[2] for face in faces_used(FACES, [page(body)], {"book.css": css})]


def cut(characters: str, features: Sequence[str], file: str = REGULAR) -> bytes:
    return subset_face(resources.font_bytes(file), characters, features, file=file)


def test_both_cases_of_every_letter_are_kept() -> None:
    characters = shown("<p>Éœß ǆ</p>")
    assert set("ÉéŒœßSSǆǅǄ") <= characters


def test_what_a_style_sheet_puts_around_the_text_is_kept() -> None:
    css = 'q::before { content: "«\\00a0" } li::before { content: "\\2666 " } /* ☎ */'
    assert {"«", "\u00a0", "♦"} <= shown("<p>a</p>", css)
    assert "☎" not in shown("<p>a</p>", css)


def test_hyphens_and_spaces_that_readers_put_in_are_kept() -> None:
    assert {"-", "\u2010", "\u00ad", " ", "\u00a0", "\u202f"} <= shown("<p>a</p>")


def test_every_page_counts() -> None:
    assert {"Ω", "ω"} <= characters_shown([page("<p>a</p>"), page("<p>&#937;</p>")], {})


def test_a_subset_holds_every_character_of_the_book_that_the_font_has() -> None:
    layout = books.layout()
    sheets = layout.style_sheets("ebook")
    pages = [
        layout.render(books.book(), one, "ebook") for one in books.book().sections if "ebook" in one.media
    ]
    texts = ["".join(map(str, etree.fromstring(data).itertext())) for data in pages]
    letters = {char for text in texts for char in text if not char.isspace() or char in "\u00a0\u202f"}
    both = {form for char in letters for form in char.upper() + char.lower() + char}
    kept = characters_shown(map(facts, pages), sheets)
    for item in font_items(layout.fonts(), kept, sheets, Cache()):
        whole = TTFont(io.BytesIO(resources.font_bytes(item.path.removeprefix("fonts/"))))
        part = TTFont(io.BytesIO(item.data))
        wanted = {ord(char) for char in both} & set(whole.getBestCmap())
        assert wanted <= set(part.getBestCmap()), item.path
        assert len(wanted) > 70
        assert len(item.data) <= LARGEST, item.path
        assert {record.nameID for record in part["name"].names} == set(range(7))
        assert "FFTM" not in part


def test_a_face_is_cut_once_for_the_same_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    cuts: list[str] = []
    original = epub_fonts.subset_face

    def counted(whole: bytes, characters: frozenset[str], features: Sequence[str], *, file: str) -> bytes:
        cuts.append(file)
        return original(whole, characters, features, file=file)

    monkeypatch.setattr(epub_fonts, "subset_face", counted)
    face, kept = books.layout().fonts()[:1], Cache()
    small_capitals = {"book.css": "p { font-variant: small-caps }"}
    first = font_items(face, frozenset("Ab"), {}, kept)
    assert font_items(face, frozenset("Ab"), {}, kept) == first
    assert len(cuts) == 1
    font_items(face, frozenset("Abc"), {}, kept)
    font_items(face, frozenset("Ab"), small_capitals, kept)
    assert len(cuts) == 3
    other = resources.font_bytes(books.layout().fonts()[1].file)
    monkeypatch.setattr(resources, "font_bytes", lambda file: other)
    assert font_items(face, frozenset("Ab"), {}, kept) != first
    assert len(cuts) == 4


def test_a_font_library_is_loaded_only_to_cut() -> None:
    """Neither library is cheap to load, and a build in which no character is new cuts nothing."""
    code = "import sys, anthology.writers.epub; print(sorted({'fontTools', 'uharfbuzz'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- a part of a font sets what it holds as the whole does ------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """A glyph by its outline, its advance, and where it is put."""

    outline: str
    advance: int
    offset: tuple[int, int]


def shaped(data: bytes, text: str, *features: str) -> list[Placed]:
    font, buffer = hb.Font(hb.Face(data)), hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {name.removeprefix("-"): not name.startswith("-") for name in features})
    return [
        Placed(outline(font, info.codepoint), place.x_advance, (place.x_offset, place.y_offset))
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


def outline(font: hb.Font, glyph: int) -> str:
    said: list[str] = []
    draw = hb.DrawFuncs()
    draw.set_move_to_func(lambda *at: said.append(f"m{at[:2]}"))
    draw.set_line_to_func(lambda *at: said.append(f"l{at[:2]}"))
    draw.set_cubic_to_func(lambda *at: said.append(f"c{at[:6]}"))
    font.draw_glyph(glyph, draw)
    return " ".join(said)


TEXTS = (
    "Élisa & Œuvre, 1re nuit du 23 août 2021 : « l’été, ça va »",
    "AVATAR Tè Yo, LT Vo fi ffi fl Qu",
    "x\u0301 q\u0302 é e\u0301",
)
SET = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "lnum", "onum", "pnum", "smcp", "sups")


@cache
def parts() -> dict[str, bytes]:
    characters = {form for text in TEXTS for char in text for form in char + char.upper() + char.lower()}
    return {face.file: cut("".join(sorted(characters)), SET, face.file) for face in books.layout().fonts()}


@pytest.mark.parametrize("file", [face.file for face in books.layout().fonts()])
@pytest.mark.parametrize("feature", ["", "smcp", "onum", "lnum", "pnum", "sups", "-kern"])
def test_a_subset_sets_words_as_the_whole_font_does(file: str, feature: str) -> None:
    whole, part = resources.font_bytes(file), parts()[file]
    assert len(part) * 3 < len(whole)
    for text in TEXTS:
        asked = [feature] if feature else []
        set_ = shaped(part, text, *asked)
        assert set_ == shaped(whole, text, *asked), (file, text)
        assert sum(bool(glyph.outline) for glyph in set_) >= len(text.replace(" ", "")) / 2


@pytest.mark.parametrize(
    ("text", "feature"), [("Élisa", "smcp"), ("1204", "onum"), ("1re", "sups"), ("AVATAR", "-kern")]
)
def test_what_a_style_sheet_asks_for_is_drawn_otherwise(text: str, feature: str) -> None:
    part = parts()[REGULAR]
    assert shaped(part, text, feature) != shaped(part, text)
    assert len(shaped(part, "fi")) == 1, "a ligature"


@pytest.mark.parametrize(("text", "feature"), [("Élisa", "smcp"), ("1204", "onum"), ("1/2", "frac")])
def test_a_feature_that_nobody_asks_for_is_left_out(text: str, feature: str) -> None:
    """Fractions are among those that the library would keep by itself."""
    without, with_it = cut(text, ("kern",)), cut(text, ("kern", feature))
    assert shaped(without, text, feature) == shaped(without, text)
    assert shaped(with_it, text, feature) != shaped(with_it, text)
    assert len(without) < len(with_it)


def test_a_subset_holds_no_hints_and_draws_what_it_has_not() -> None:
    part = cut("Aa", ("kern",))
    for data, hinted in ((resources.font_bytes(REGULAR), True), (part, False)):
        private = TTFont(io.BytesIO(data))["CFF "].cff.topDictIndex[0].Private
        assert hasattr(private, "BlueValues") is hinted
    assert outline(hb.Font(hb.Face(part)), 0), ".notdef is drawn"


def test_a_subset_has_no_date_but_the_font_s_own_and_the_same_bytes() -> None:
    first = cut("Aa", ("kern",))
    assert first == cut("aA", ("kern",))
    whole = TTFont(io.BytesIO(resources.font_bytes(REGULAR)))
    assert TTFont(io.BytesIO(first))["head"].modified == whole["head"].modified


def test_features_are_those_a_style_sheet_asks_for() -> None:
    always = {"ccmp", "kern", "liga", "locl", "mark", "mkmk"}
    assert set(features_asked({"a.css": "p { color: inherit }"})) == always
    css = "p { font-variant: small-caps oldstyle-nums } i { font-feature-settings: 'sups' }"
    assert set(features_asked({"a.css": css})) == always | {"smcp", "onum", "sups"}
    assert set(features_asked({"a.css": "/* small-caps */"})) == always


@pytest.mark.parametrize(
    ("body", "css", "expected"),
    [
        ("<p>a</p>", 'p { font-family: "Body", serif }', ["400normal.otf"]),
        ("<p>a</p>", "p { font-family: Body, serif }", ["400normal.otf"]),
        ("<p>a</p>", 'p { font-family: "Body Display" }', ["D.otf"]),
        ("<p>a</p>", "p { font-family: serif }", []),
        ("<p><em>a</em></p>", 'p { font-family: "Body" }', ["400normal.otf", "400italic.otf"]),
        ("<p>a</p>", 'p { font-family: "Body"; font-style: italic }', ["400normal.otf", "400italic.otf"]),
        ("<p>a</p>", 'p { font-family: "Body"; font-weight: 600 }', ["400normal.otf", "600normal.otf"]),
        ("<p>a</p>", 'p { font: bold 1em "Body", serif }', ["400normal.otf", "700normal.otf"]),
        ("<h1>a</h1>", 'p { font-family: "Body" }', ["400normal.otf", "700normal.otf"]),
        ("<h1>a</h1>", 'p { font-family: "Body" } h1, h2 { font-weight: normal }', ["400normal.otf"]),
        ("<p>bold</p>", 'p { font-family: "Body" } /* italic, font-weight: bold */', ["400normal.otf"]),
    ],
)
def test_faces_are_those_the_pages_use(body: str, css: str, expected: list[str]) -> None:
    assert names(body, css) == expected


def test_faces_that_are_not_carried_are_not_declared() -> None:
    sheet = books.layout().style_sheets("ebook")["fonts.css"]
    faces = books.layout().fonts()[:1]
    kept = declared_only(sheet, faces)
    assert kept.count("@font-face") == 1
    assert faces[0].file in kept
    assert declared_only(sheet, books.layout().fonts()) == sheet


def test_each_family_brings_its_licence() -> None:
    items = licence_items(books.layout().fonts())
    assert [one.path for one in items] == [
        "fonts/linux-biolinum/OFL.txt",
        "fonts/linux-libertine/OFL.txt",
        "fonts/linux-libertine-display/OFL.txt",
    ]
    assert all(b"SIL OPEN FONT LICENSE" in one.data for one in items)


@pytest.mark.parametrize("data", [b"", b"not a font", resources.font_bytes(REGULAR)[:5000]])
def test_a_font_that_cannot_be_cut_is_named(data: bytes) -> None:
    with pytest.raises(WriteError) as caught:
        subset_face(data, "a", ("kern",), file="x/y.otf")
    assert (caught.value.code, caught.value.file) == ("epub-font-unusable", "fonts/x/y.otf")


def test_a_font_of_a_kind_that_readers_refuse_is_named() -> None:
    with pytest.raises(WriteError) as caught:
        font_items((FontFace("X", "x/y.woff2", 400, "normal"),), frozenset("a"), {}, Cache())
    assert caught.value.code == "epub-font-unusable"
