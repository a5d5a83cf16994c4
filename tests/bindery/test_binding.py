"""A bound file equals the one that the engine writes in one go, and is made anew only where it must be."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from anthology import building, config
from anthology.bindery.binding import Labels, Piece, bind
from anthology.bindery.jobs import Job
from anthology.bindery.setting import Press
from anthology.errors import LayoutError
from anthology.writers.making import Making
from anthology.writers.pdf import PrintedBook, write_pdf
from tests import books
from tests.bindery import one_go
from tests.bindery.portrait import Embedded, Letter, Portrait
from tests.bindery.sheets import FONTS, PROPERTIES, TABLE, document, picture, piece, press, program, texts
from tests.safety.counts import count
from tests.verapdf import Verdict, verdicts

CONTENT = Path(__file__).resolve().parents[2] / "content"


# --- whole books -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Two:
    """A book, bound, and the same book in one go."""

    making: Making
    printed: PrintedBook
    bound: Portrait
    whole: Portrait


def small_book() -> Making:
    return Making(books.book(), books.layout(), books.pictures())


def class_book() -> Making:
    read = building.read(CONTENT, config.load(CONTENT))
    return Making(read.composition.book, read.layout, read.photos)


def draft_book() -> Making:
    return Making(replace(books.book(), draft=True), books.layout(), books.pictures())


BOOKS = {"small": small_book, "class": class_book, "draft": draft_book}
TRIED = tuple(BOOKS)[: count(1, 3)]
EACH = pytest.mark.parametrize("name", TRIED)


@cache
def two(name: str) -> Two:
    making = BOOKS[name]()
    with one_go.numbers_as_wide_as_they_are():
        printed = write_pdf(making)
    whole = one_go.one_go(making, printed)
    return Two(making, printed, Portrait(printed.data), Portrait(whole))


@cache
def told_by_verapdf() -> dict[str, tuple[Verdict, Verdict]]:
    """What veraPDF says of each bound book as PDF/UA-1 and as PDF/A-2a; Java is started once for all."""
    told = verdicts([(flavour, two(name).bound.data) for name in TRIED for flavour in ("ua1", "2a")])
    return {name: (told[2 * place], told[2 * place + 1]) for place, name in enumerate(TRIED)}


@EACH
class TestAgainstOneGo:
    def test_there_are_as_many_pages_of_the_same_sizes_with_the_same_folios(self, name: str) -> None:
        one = two(name)
        assert len(one.bound.labels) == one.printed.pages == len(one.whole.labels)
        assert one.bound.labels == one.whole.labels
        assert one.bound.boxes == one.whole.boxes

    def test_the_same_words_stand_at_the_same_places_of_every_page(self, name: str) -> None:
        one = two(name)
        assert sum(map(len, one.whole.letters)) > 2000
        for bound, whole in zip(one.bound.letters, one.whole.letters, strict=True):
            if name != "draft":  # whose mark is drawn before the folio, and not behind it
                assert [letter.said for letter in bound] == [letter.said for letter in whole]
            assert furthest(sorted(bound, key=_place), sorted(whole, key=_place)) <= 0.01

    def test_pages_look_the_same_to_the_pixel(self, name: str) -> None:
        one = two(name)
        with (
            pypdfium2.PdfDocument(one.bound.data) as bound,
            pypdfium2.PdfDocument(one.whole.data) as whole,
        ):
            inked = 0
            for place in range(0, len(whole), 1 if name == "small" else 4):
                drawn = [bytes(pdf[place].render(scale=1.5).buffer) for pdf in (bound, whole)]
                assert drawn[0] == drawn[1], f"page {place}"
                inked += len(set(drawn[0])) > 1
            assert inked > 3

    def test_the_tags_are_the_same_in_the_same_order_and_mark_the_same_glyphs(self, name: str) -> None:
        one = two(name)
        assert one.bound.tags == one.whole.tags
        kinds = Counter(tag.kind for tag in one.whole.tags.walk())
        assert {"/Sect", "/P", "/H1", "/H2", "/Link", "/TOC", "/TOCI", "/Reference", "/L"} <= set(kinds)
        assert sum(kinds.values()) > 200

    def test_every_mark_and_every_link_of_a_page_has_its_tag(self, name: str) -> None:
        assert sum(led_to_their_tags(two(name).bound)) > 200

    def test_the_outline_the_named_places_and_the_links_are_the_same(self, name: str) -> None:
        one = two(name)
        assert one.bound.outline == one.whole.outline
        assert one.bound.places == one.whole.places
        assert one.bound.links == one.whole.links
        assert len(one.whole.outline) >= 5
        assert len(one.whole.places) > 5
        assert sum(map(len, one.whole.links)) > 20

    def test_it_says_the_same_of_itself_and_also_its_language_and_that_it_is_an_archive(
        self, name: str
    ) -> None:
        one = two(name)
        more = {
            "{http://purl.org/dc/elements/1.1/}language": {"fr"},
            "{http://www.aiim.org/pdfa/ns/id/}part": "2",
            "{http://www.aiim.org/pdfa/ns/id/}conformance": "A",
        }
        described = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
        bound = {key: value for key, value in one.bound.said.items() if key != described}
        assert {**one.whole.said, **more} == bound
        assert described in one.bound.said

    def test_without_its_profile_it_is_no_bigger_by_more_than_3_percent(self, name: str) -> None:
        one = two(name)
        profile: Any = one.bound.pdf.Root.OutputIntents[0].DestOutputProfile
        size = len(one.bound.data) - len(profile.read_raw_bytes())
        assert size / len(one.whole.data) == pytest.approx(1, abs=0.03)

    def test_a_strict_reader_finds_nothing_to_mend(self, name: str) -> None:
        assert clean(two(name).bound.data)

    def test_the_fonts_are_one_program_a_face_with_all_that_is_shown(self, name: str) -> None:
        one = two(name)
        assert set(one.bound.fonts) == set(one.whole.fonts)
        sources = {
            hashlib.sha256(data).hexdigest(): data for data in one_go.fonts(one.making.layout).values()
        }
        assert len(programs(one.bound)) == len(one.bound.fonts) <= len(sources)
        for key, font in one.bound.fonts.items():
            whole = one.whole.fonts[key]
            assert (font.name, font.said) == (whole.name, whole.said)
            assert shown(one.bound, key) == shown(one.whole, key) <= set(font.letters)
            # The sheets of folios hold figures that this book may not reach.
            assert whole.letters.items() <= font.letters.items()
            assert whole.widths.items() <= font.widths.items()
            assert whole.outlines.items() <= font.outlines.items()
            assert set("".join(letters_added(font, whole))) <= set("0123456789ivxlcdm"), name

    def test_the_pictures_are_the_same_each_once(self, name: str) -> None:
        one = two(name)
        assert one.bound.pictures == one.whole.pictures
        assert len(set(one.bound.pictures)) == len(one.bound.pictures)

    def test_verapdf_finds_nothing_against_pdf_ua_1_nor_against_pdf_a_2a(self, name: str) -> None:
        for_all, to_keep = told_by_verapdf()[name]
        assert set(for_all.failed) == set(to_keep.failed) == set()
        assert min(for_all.checks, to_keep.checks) > 10_000


def furthest(bound: Sequence[Letter], whole: Sequence[Letter]) -> float:
    """How far the boxes of the letters of a page lie apart at most, in pt."""
    assert [letter.said for letter in bound] == [letter.said for letter in whole]
    return max(
        (
            abs(here - there)
            for one, other in zip(bound, whole, strict=True)
            for here, there in zip(one.box, other.box, strict=True)
        ),
        default=0.0,
    )


def _place(letter: Letter) -> tuple[object, ...]:
    return letter.said, tuple(map(round, letter.box)), letter.box


def led_to_their_tags(one: Portrait) -> Iterator[bool]:
    """Follow every mark and every link of every page through the tree of parents to the tag that holds it."""
    for place, page in enumerate(one.pdf.pages):
        owners = one.owners[int(page.obj.StructParents)]
        assert set(range(len(owners))) == set(one.marked[place].real)
        for number in one.marked[place].real:
            assert (page.obj.objgen, number) in list(_content(owners[number]))
            yield True
        for note in page.obj.get("/Annots", []):
            kids: Any = one.owners[int(note.StructParent)].K
            assert note.objgen in [kid.Obj.objgen for kid in kids if _refers(kid)]
            yield True


def _content(tag: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """What a tag holds of the content of pages: the page, and the number of the mark."""
    for kid in tag.K:
        if isinstance(kid, int):
            yield tag.Pg.objgen, kid
        elif kid.get("/Type") == "/MCR":
            yield kid.Pg.objgen, int(kid.MCID)


def _refers(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def clean(data: bytes) -> bool:
    """Whether qpdf reads and decodes the whole file without a word."""
    with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
        return not pdf.check_pdf_syntax() and not pdf.get_warnings()


def programs(one: Portrait) -> list[Any]:
    found = [item for item in one.pdf.objects if isinstance(item, pikepdf.Dictionary)]
    descriptions = [item for item in found if item.get("/Type") == "/FontDescriptor"]
    return [item for item in descriptions if "/FontFile2" in item or "/FontFile3" in item]


def shown(one: Portrait, key: str) -> frozenset[int]:
    return frozenset(chain.from_iterable(page.shown.get(key, ()) for page in one.marked))


def letters_added(font: Embedded, whole: Embedded) -> Iterator[str]:
    return (text for glyph, text in font.letters.items() if glyph not in whole.letters)


# --- all kinds of documents --------------------------------------------------------------------------

NESTED = (
    "<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul><ol><li>x</li></ol><dl><dt>t</dt><dd>d</dd></dl>"
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><title>t</title><defs>'
    '<linearGradient id="g"><stop offset="0" stop-color="red"/>'
    '<stop offset="1" stop-color="blue" stop-opacity=".3"/></linearGradient>'
    '<pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<rect width="2" height="2"/></pattern>'
    '</defs><rect width="20" height="20" fill="url(#g)"/>'
    '<rect x="20" width="20" height="20" fill="url(#p)"/><text y="30">sv</text></svg>'
)
KINDS = {
    "tables": [TABLE + TABLE, TABLE, f"<p>x</p>{TABLE}"],
    "lists": [NESTED, NESTED],
    "pictures": [
        '<p><img src="photos/x.png" alt="a (b) \\ c"/></p>',
        '<p><img src="photos/x.png" alt="12 0 R"/><img src="photos/y.png" alt="é 12 0 R (\U00010348"/></p>',
    ],
    "links": [
        '<h1 id="a">see 12 0 R (x)</h1><p><a href="#b">b</a> <a href="#à l’été (x)">é</a>'
        ' <a href="https://example.org/(12 0 R)">w</a></p>',
        '<h1 id="b">B \\) 0 0 R</h1><p id="à l’été (x)"><a href="#a">a</a>'
        ' <a href="mailto:x@example.org">m</a></p>',
    ],
    "colours": [
        '<p style="opacity:.5">un</p><p style="color:rgba(200,0,0,.4)">deux</p>'
        '<div style="background:linear-gradient(red,blue);height:20px">g</div>'
        '<p style="color:lab(50% 40 20)">lab</p>',
        '<p style="opacity:.5">trois</p><p style="transform:rotate(9deg)">quatre</p>'
        '<div style="background:linear-gradient(red,transparent);height:20px;border-radius:5px">g</div>',
    ],
    "drawings": [SVG, f"<p>x</p>{SVG}"],
    "outlines": [
        '<h1>1</h1><h3 style="bookmark-level:3">1.x</h3><h2 style="bookmark-level:2">1.1</h2>',
        '<h3 style="bookmark-level:3;bookmark-state:closed">deep</h3><h3 style="bookmark-level:4">deeper</h3>'
        '<h1 style="bookmark-label:attr(title)" title="2 😀">2</h1>'
        '<h2 style="bookmark-level:6">six</h2><h2 style="bookmark-level:5">five</h2>',
        '<h2 style="bookmark-level:2;bookmark-state:closed">2.1</h2><h1>3</h1>',
    ],
    "notes": [
        '<p>a<span style="float:footnote" id="n1">note</span></p><p class="new">b</p>',
        '<p>a<span style="float:footnote" id="n2">note</span></p><p class="new">b</p>',
    ],
    "reading": [
        f'<section lang="en"><h1 id="r">a</h1><p>{"Some words of a long text. " * 90}<span class="n" id="m">x'
        '</span></p><ol class="entries"><li><p><a href="#q">to <em lang="de">q</em></a> 7</p></li></ol>'
        "</section>",
        f'<section><h1 id="q">b</h1><ul><li>{"Une phrase longue. " * 80}</li><li>c</li></ul>{TABLE}'
        '<p>d<span style="float:footnote" id="o">y <a href="#r">z</a></span></p></section>',
    ],
    "one id twice": ['<p id="x">a</p><p><a href="#x">x</a></p>', '<p>b</p><p id="x">x</p>'],
    "nothing": ["", ""],
}


@cache
def table() -> dict[str, bytes]:
    return {"photos/x.png": picture(), "photos/y.png": picture("#09080764")}


@dataclass(frozen=True)
class Few:
    """Some documents, bound, and in one go."""

    pieces: list[Piece]
    bound: Portrait
    whole: Portrait


@cache
def few(kind: str) -> Few:
    one = press("", table())
    documents = [(f"s{place}", document(body)) for place, body in enumerate(KINDS[kind])]
    pieces = [piece(one, Job(name, xhtml, "recto")) for name, xhtml in documents]
    runs = [one.set(xhtml, name=name, side="recto") for name, xhtml in documents]
    said = [str(number + 1) for number in range(sum(map(len, runs)))]
    whole = one_go.written(one, runs, PROPERTIES, said)
    return Few(pieces, Portrait(bind(pieces, [Labels(0, "D", 1)], PROPERTIES, program)), Portrait(whole))


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_pages_hold_is_bound_as_the_engine_writes_it(kind: str) -> None:
    bound, whole = few(kind).bound, few(kind).whole
    assert bound.tags == whole.tags
    assert bound.letters == whole.letters
    assert (bound.outline, bound.places, bound.links) == (whole.outline, whole.places, whole.links)
    assert bound.pictures == whole.pictures
    assert (bound.labels, bound.boxes) == (whole.labels, whole.boxes)
    for key, font in whole.fonts.items():
        assert (font.said, font.widths, font.letters) == (
            bound.fonts[key].said,
            bound.fonts[key].widths,
            bound.fonts[key].letters,
        )
        assert font.outlines == bound.fonts[key].outlines
    assert sum(led_to_their_tags(bound)) == sum(led_to_their_tags(whole))
    assert clean(bound.data)
    assert drawn(bound.data) == drawn(whole.data)


def drawn(data: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [bytes(page.render(scale=2).buffer) for page in pdf]


def test_names_of_tags_are_one_of_a_kind_and_each_leads_to_its_tag() -> None:
    one = few("notes").bound
    named = {str(tag.ID): tag for tag in _elements(one.pdf.Root.StructTreeRoot) if "/ID" in tag}
    assert set(named) == {"s0 n1", "s1 n2"}
    names: Any = one.pdf.Root.StructTreeRoot.IDTree.Names
    found = {str(names[place]): names[place + 1] for place in range(0, len(names), 2)}
    assert {name: tag.objgen for name, tag in found.items()} == {
        name: tag.objgen for name, tag in named.items()
    }
    keys = [bytes(names[place]) for place in range(0, len(names), 2)]
    assert keys == sorted(keys)


def _elements(tag: Any) -> Iterator[Any]:
    for kid in tag.K:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from _elements(kid) if "/K" in kid else ()


def test_a_picture_that_two_sections_show_stands_once_and_is_drawn_in_both() -> None:
    bound = few("pictures").bound
    assert len(bound.pictures) == 3, "the one, the other, and its mask"
    found = [glyphs for page in bound.marked for marks in page.real.values() for glyphs in marks]
    first, again, other = [data for font, data in found if font == "picture"]
    assert first == again != other


# --- keeping what did not change ---------------------------------------------------------------------


class Shelf:
    """Keeps bytes, and counts what was found and what was put on it, by kind."""

    def __init__(self) -> None:
        self.there: dict[tuple[str, str], bytes] = {}
        self.found: Counter[str] = Counter()
        self.put: Counter[str] = Counter()

    def recall(self, kind: str, key: str) -> bytes | None:
        found = self.there.get((kind, key))
        self.found[kind] += found is not None
        return found

    def keep(self, kind: str, key: str, data: bytes) -> None:
        assert (kind, key) not in self.there, "what is there is not made again"
        self.there[kind, key] = data
        self.put[kind] += 1

    def begin(self) -> Shelf:
        self.found.clear()
        self.put.clear()
        return self


class Broken(Shelf):
    """The same where something that is there cannot be read."""

    def keep(self, kind: str, key: str, data: bytes) -> None:
        self.there.pop((kind, key), None)
        super().keep(kind, key, data)


@cache
def the_press() -> Press:
    return press("", table())


LONG = "<p>" + "Une phrase de plus. " * 8 + "</p>"


@cache
def section(number: int, more: str = "") -> Piece:
    """A section of two pages that leads to the next one, with a heading; `more` is added to its text."""
    body = (
        f'<h1 id="s{number}">Titre {number}</h1><p><a href="#s{(number + 1) % 300}">suite</a></p>{more}'
        f'<p class="new">{number}<img src="photos/x.png" alt="x"/></p>'
    )
    made = piece(the_press(), Job(f"s{number}", document(body), "recto"))
    return replace(made, key=hashlib.sha256(repr((number, more)).encode()).hexdigest())


@cache
def small_section(number: int) -> Piece:
    """The same without setting it anew: the piece of another number, renamed."""
    model = section(1)
    head = replace(
        model.head,
        name=f"s{number}",
        places=tuple(replace(place, name=f"s{number}") for place in model.head.places),
        marks=tuple(replace(mark, title=f"Titre {number}") for mark in model.head.marks),
        links=(),
    )
    return replace(model, head=head, key=f"{model.key}-{number}")


def bound_of(pieces: Sequence[Piece], shelf: Shelf | None = None) -> bytes:
    return bind(pieces, [Labels(0, "D", 1)], PROPERTIES, program, shelf)


def ring(count: int) -> list[Piece]:
    """Sections of which each leads to the next, and the last to the first."""
    closing = piece(the_press(), Job("end", document(f'<p id="s{count}"><a href="#s0">fin</a></p>'), "recto"))
    return [*(section(number) for number in range(count)), replace(closing, key="end")]


class TestKeeping:
    def test_nothing_changed_makes_nothing_and_gives_the_same_bytes(self) -> None:
        shelf = Shelf()
        data = bound_of(ring(4), shelf)
        assert shelf.put["lot"] >= 1
        assert bound_of(ring(4), shelf.begin()) == data
        assert not shelf.put

    def test_what_was_kept_and_what_is_made_give_the_same_bytes(self) -> None:
        shelf = Shelf()
        for pieces in (ring(3), ring(5), [*ring(3)[1:], section(0, LONG)], ring(5)[::-1]):
            assert bound_of(pieces, shelf) == bound_of(pieces) == bound_of(pieces, Shelf())

    def test_a_section_that_grows_a_little_moves_no_other(self) -> None:
        pieces = [small_section(number) for number in range(60)]
        shelf = Shelf()
        bound_of(pieces, shelf)
        before = shelf.put["lot"]
        assert before > 2, "several lots, or nothing is shown"
        changed = [replace(section(7, "<p>mot</p>"), head=replace(section(7, "<p>mot</p>").head, links=()))]
        assert changed[0].head.objects > pieces[7].head.objects
        again = bound_of([*pieces[:7], *changed, *pieces[8:]], shelf.begin())
        assert (shelf.found["lot"], shelf.put["lot"]) == (before - 1, 1)
        assert len(texts(again)) == 120
        assert "mot" in texts(again)[14]

    def test_what_is_laid_over_a_page_is_part_of_what_is_kept(self) -> None:
        shelf, one = Shelf(), section(1, "")
        alone = replace(one, head=replace(one.head, links=()))
        plain = bound_of([alone], shelf)
        over = replace(alone, over=(b"", b"0 0 10 10 re f"))
        inked = bound_of([over], shelf.begin())
        assert shelf.put["lot"] == 1
        assert inked != plain
        first, second = drawn(plain), drawn(inked)
        assert (first[0] == second[0], first[1] == second[1]) == (True, False)
        assert bound_of([alone], shelf.begin()) == plain
        assert not shelf.put["lot"]

    def test_the_place_of_a_picture_shown_before_is_part_of_what_is_kept(self) -> None:
        shelf = Shelf()
        filler = [small_section(number) for number in range(40)]
        other = piece(the_press(), Job("o", document('<p><img src="photos/x.png" alt="x"/></p>'), "recto"))
        last = replace(other, key="o")
        together = bound_of([*filler, last], shelf)
        alone = [replace(one, head=replace(one.head, shared={})) for one in filler]
        assert len(Portrait(together).pictures) == 1
        assert clean(bound_of([*filler[:39], last], shelf))
        assert bound_of([*filler, last], shelf) == together
        assert len(Portrait(bound_of([last], shelf)).pictures) == 1
        assert alone[0].head.shared == {}

    def test_a_font_is_cut_again_only_for_another_glyph(self) -> None:
        shelf = Shelf()
        bound_of(ring(3), shelf)
        bound_of([*ring(3)[:3], replace(ring(3)[3], key="again")], shelf.begin())
        assert (shelf.found["face"], shelf.put["face"]) == (1, 0)
        bound_of([section(0, "<p>Ž</p>"), *ring(3)[1:]], shelf.begin())
        assert (shelf.found["face"], shelf.put["face"]) == (0, 1)

    def test_another_program_for_fonts_is_asked_with_every_glyph_that_is_shown(self) -> None:
        asked: list[tuple[str, Sequence[int]]] = []

        def cut(file: str, glyphs: Sequence[int]) -> bytes:
            asked.append((file, glyphs))
            return program(file, glyphs)

        one = Portrait(bind(ring(2), [], PROPERTIES, cut))
        ((file, glyphs),) = asked
        assert file == hashlib.sha256(FONTS["fonts/r.otf"]).hexdigest()
        assert list(glyphs) == sorted(set(chain.from_iterable(shown(one, key) for key in one.fonts)))

    def test_what_was_damaged_on_the_shelf_is_made_again(self) -> None:
        shelf = Shelf()
        data = bound_of(ring(2), shelf)
        lots = [key for key in shelf.there if key[0] == "lot"]
        for damaged in (
            b"",
            b"\0\0\0\x02[]",
            b"\0\0\0\x04nope",
            b"\xff" * 20,
            b"\0\0\0\x09[12,[[1]]]" + b"0" * 12,
        ):
            broken = Broken()
            broken.there = {**shelf.there, **dict.fromkeys(lots, damaged)}
            assert bound_of(ring(2), broken) == data
            assert broken.put["lot"] == len(lots)


class TestShapes:
    def test_pieces_in_another_order_are_bound_in_that_order(self) -> None:
        pieces = ring(4)
        mixed = [pieces[place] for place in (3, 1, 4, 0, 2)]
        one = Portrait(bound_of(mixed))
        assert [line.title for line in one.outline] == ["Titre 3", "Titre 1", "Titre 0", "Titre 2"]
        assert {name: place[0] for name, place in one.places.items()} == {
            "s3": 0, "s1": 2, "s4": 4, "s0": 5, "s2": 7,
        }  # fmt: skip
        assert sum(led_to_their_tags(one)) > 20
        assert clean(one.data)

    def test_300_sections_are_one_book(self) -> None:
        one = Portrait(bound_of([small_section(number) for number in range(300)]))
        assert len(one.pdf.pages) == 600
        assert [line.title for line in one.outline] == [f"Titre {number}" for number in range(300)]
        assert [line.place[0] for line in one.outline] == list(range(0, 600, 2))
        assert sum(led_to_their_tags(one)) > 1200
        assert len(one.pictures) == 1
        assert clean(one.data)

    def test_a_book_without_outline_links_and_labels_is_a_book(self) -> None:
        plain = piece(press("h1 { bookmark-level: none }"), Job("s", document("<h1>x</h1>"), "recto"))
        one = Portrait(bind([plain], [], PROPERTIES, program))
        assert (one.outline, dict(one.places), one.links) == ((), {}, [[]])
        assert "/Outlines" not in one.pdf.Root
        assert "/PageLabels" not in one.pdf.Root
        assert clean(one.data)

    def test_pages_left_free_in_a_section_are_there_and_empty(self) -> None:
        css = ".r { break-before: right }"
        one = piece(press(css), Job("s", document('<p>a</p><p class="r">b</p>'), "recto"))
        assert texts(bind([one, one], [], PROPERTIES, program)) == ["a right 1", "", "b right 3"] * 2

    def test_one_piece_may_stand_twice(self) -> None:
        one = Portrait(bound_of([small_section(1), small_section(2), small_section(1)]))
        assert len(one.pdf.pages) == 6
        assert sum(led_to_their_tags(one)) > 10
        assert one.places["s1"][0] == 0

    def test_without_a_program_fonts_are_left_out_and_words_are_still_words(self) -> None:
        data = bind([small_section(1)], [], PROPERTIES)
        assert b"FontFile" not in b"".join(_plain(data))
        assert texts(data)[0].startswith("Titre 1 suite")

    def test_a_link_to_nowhere_names_the_section_that_has_it(self) -> None:
        with pytest.raises(LayoutError) as caught:
            bound_of([section(5), section(7), section(6)])
        assert (caught.value.code, caught.value.file) == ("link-target-missing", "s7")
        assert "s8" in caught.value.message

    def test_names_of_places_are_in_the_order_in_which_viewers_look_for_them(self) -> None:
        names = ["b", "é", "a", "zé", "Z", "aé", "a b", "\U00010348", "ﬁ"]
        body = "".join(f'<p id="{name}"><a href="#{name}">x</a></p>' for name in names)
        one = piece(press(), Job("s", document(body), "recto"))
        with pikepdf.open(io.BytesIO(bind([one], [], PROPERTIES, program))) as pdf:
            tree: Any = pdf.Root.Names.Dests.Names
            keys = [bytes(tree[place]) for place in range(0, len(tree), 2)]
            assert keys == sorted(keys)
            assert len(keys) == len(names)
            found = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
            assert set(found) == set(names)


def _plain(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                yield item.unparse()


class TestOutline:
    """The lines of an outline hang together as the engine would hang them."""

    @pytest.mark.parametrize(
        "levels",
        [
            (1, 2, 2, 1), (2, 1), (1, 3, 2), (3, 2, 1), (1, 4, 3, 2, 4, 2), (6,), (2, 2, 1, 3, 3, 2, 6, 1),
            (5, 3, 4, 2, 2, 6, 3, 1, 1), (4, 6, 5, 4, 2, 3, 1),
        ],
    )  # fmt: skip
    def test_whatever_the_levels_are(self, levels: tuple[int, ...]) -> None:
        one = press()
        lines = [
            f'<p style="bookmark-level:{level};bookmark-label:content();'
            f'bookmark-state:{"closed" if place % 3 == 1 else "open"}">{place}</p>'
            for place, level in enumerate(levels)
        ]
        jobs = [
            Job("a", document("".join(lines[:2])), "recto"),
            Job("b", document("".join(lines[2:])), "recto"),
        ]
        runs = [one.set(job.xhtml, name=job.name, side="recto") for job in jobs]
        whole = Portrait(one_go.written(one, runs, PROPERTIES, ["1", "2"]))
        bound = Portrait(bind([piece(one, job) for job in jobs], [], PROPERTIES, program))
        assert bound.outline == whole.outline
        top = [int(file.pdf.Root.Outlines.Count) for file in (bound, whole)]
        assert top[0] == top[1]


class TestMalice:
    """Whatever stands in the texts of a book stands in the file as text."""

    TEXTS = (
        "see 12 0 R (x)", "(", "))((", "<</K 1>>", "endstream endobj", "%comment", "<FEFF>", "😀 12 0 R",
        "\\", "a\\", "\\(12 0 R", "\\) 0 0 R", "\x7f\x80\x9f", "é\\(", "1 0 obj", "<41 0 R>", "trailer",
        "a\rb\nc\r\nd", "\nstream\n", "stream\nendstream", "/Artifact BMC", "\ue000\uffee",
    )  # fmt: skip

    @pytest.mark.parametrize("text", TEXTS)
    def test_in_titles_alternative_texts_and_addresses(self, text: str) -> None:
        said = "".join(f"&#{ord(letter)};" for letter in text)
        body = (
            f'<h1 style="bookmark-label: attr(title)" title="{said}">T</h1>'
            f'<p><img src="photos/x.png" alt="{said}"/> <a href="https://example.org/?{said}">x</a></p>{TABLE}'
        )
        jobs = [Job(f"s {text} {number}", document(body), "recto") for number in (1, 2)]
        runs = [the_press().set(job.xhtml, name=job.name, side="recto") for job in jobs]
        whole = Portrait(one_go.written(the_press(), runs, PROPERTIES, ["1", "2"]))
        bound = Portrait(
            bind([piece(the_press(), job) for job in jobs], [Labels(0, "D", 1)], PROPERTIES, program)
        )
        assert bound.tags == whole.tags
        assert bound.links == whole.links
        # A style sheet takes line ends for spaces.
        assert [line.title for line in bound.outline] == [" ".join(text.split())] * 2
        assert bound.outline == whole.outline
        figures = [tag for tag in bound.tags.walk() if tag.kind == "/Figure"]
        assert len(figures) == 2
        assert clean(bound.data)

    def test_in_what_the_file_says_of_itself(self) -> None:
        for text in self.TEXTS:
            about = replace(PROPERTIES, title=text, subject=text, authors=(text, "b"), keywords=(text,))
            data = bind([small_section(1)], [], about, program)
            assert clean(data)
            with pikepdf.open(io.BytesIO(data)) as pdf:
                assert str(pdf.docinfo["/Title"]) == str(pdf.docinfo["/Subject"]) == text
                assert str(pdf.docinfo["/Author"]) == f"{text}, b"
