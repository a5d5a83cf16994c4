"""Fonts of the e-book: only those used, and every character that may be shown, in both cases."""

from __future__ import annotations

import io

import pytest
from anthology import resources
from anthology.errors import WriteError
from anthology.resources import FontFace
from anthology.writers.epub_documents import Document
from anthology.writers.epub_fonts import (
    characters_shown,
    declared_only,
    faces_used,
    features_asked,
    font_items,
    licence_items,
    subset_face,
)
from anthology.writers.epub_item import XHTML_TYPE, Item
from fontTools.ttLib import TTFont
from lxml import etree
from tests import books

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


def page(body: str) -> Document:
    data = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'.encode()
    text = "".join(map(str, etree.fromstring(data).itertext()))
    return Document(books.book().sections[0], Item("x", "text/x.xhtml", XHTML_TYPE, data), text)


def shown(body: str, css: str = "") -> frozenset[str]:
    return characters_shown([page(body)], (), {"book.css": css})


def names(body: str, css: str) -> list[str]:
    return [face.file.rpartition("/")[2] for face in faces_used(FACES, [page(body)], {"book.css": css})]


def test_both_cases_of_every_letter_are_kept() -> None:
    characters = shown("<p>Éœß ǆ</p>")
    assert set("ÉéŒœßSSǆǅǄ") <= characters


def test_what_a_style_sheet_puts_around_the_text_is_kept() -> None:
    css = 'q::before { content: "«\\00a0" } li::before { content: "\\2666 " } /* ☎ */'
    assert {"«", "\u00a0", "♦"} <= shown("<p>a</p>", css)
    assert "☎" not in shown("<p>a</p>", css)


def test_hyphens_and_spaces_that_readers_put_in_are_kept() -> None:
    assert {"-", "\u2010", "\u00ad", " ", "\u00a0", "\u202f"} <= shown("<p>a</p>")


def test_text_of_the_contents_is_kept() -> None:
    nav = Item(
        "nav", "nav.xhtml", XHTML_TYPE, b'<html xmlns="http://www.w3.org/1999/xhtml"><p>&#937;</p></html>'
    )
    assert {"Ω", "ω"} <= characters_shown([page("<p>a</p>")], (nav,), {})


def test_a_subset_holds_every_character_of_the_book_that_the_font_has() -> None:
    layout = books.layout()
    sheets = layout.style_sheets("ebook")
    texts = [
        "".join(map(str, etree.fromstring(layout.render(books.book(), one, "ebook")).itertext()))
        for one in books.book().sections
        if "ebook" in one.media
    ]
    letters = {char for text in texts for char in text if not char.isspace() or char in "\u00a0\u202f"}
    both = {form for char in letters for form in char.upper() + char.lower() + char}
    documents = [Document(books.book().sections[0], page("<p/>").item, text) for text in texts]
    for item in font_items(layout.fonts(), characters_shown(documents, (), sheets), sheets):
        whole = TTFont(io.BytesIO(resources.font_bytes(item.path.removeprefix("fonts/"))))
        cut = TTFont(io.BytesIO(item.data))
        wanted = {ord(char) for char in both} & set(whole.getBestCmap())
        assert wanted <= set(cut.getBestCmap()), item.path
        assert len(wanted) > 70
        assert len(item.data) <= LARGEST, item.path


def test_a_subset_keeps_real_small_capitals_and_old_style_figures() -> None:
    data = subset_face(REGULAR, frozenset("Aaé10fi"), ("kern", "liga", "onum", "smcp"))
    font = TTFont(io.BytesIO(data))
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "onum", "liga"} <= features
    glyphs = set(font.getGlyphOrder())
    assert {"a.sc", "eacute.sc", "one.oldstyle", "f_i"} & glyphs
    assert "GPOS" in font


def test_a_subset_has_no_date_but_the_font_s_own_and_the_same_bytes() -> None:
    characters = frozenset("Aa")
    first = subset_face.__wrapped__(REGULAR, characters, ("kern",))
    second = subset_face.__wrapped__(REGULAR, characters, ("kern",))
    assert first == second
    whole = TTFont(io.BytesIO(resources.font_bytes(REGULAR)))
    assert TTFont(io.BytesIO(first))["head"].modified == whole["head"].modified


def test_subsetting_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    subset_face.__wrapped__(REGULAR, frozenset("Zz"), ("kern",))
    assert caplog.records == []


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


def test_a_font_that_cannot_be_cut_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "font_bytes", lambda file: b"not a font")
    with pytest.raises(WriteError) as caught:
        subset_face.__wrapped__("x/y.otf", frozenset("a"), ("kern",))
    assert (caught.value.code, caught.value.file) == ("epub-font-unusable", "fonts/x/y.otf")


def test_a_font_of_a_kind_that_readers_refuse_is_named() -> None:
    with pytest.raises(WriteError) as caught:
        font_items((FontFace("X", "x/y.woff2", 400, "normal"),), frozenset("a"), {})
    assert caught.value.code == "epub-font-unusable"
