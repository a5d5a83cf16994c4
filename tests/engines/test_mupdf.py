"""Both books in MuPDF, which stands for old reading systems: it knows little CSS, and no defaults of HTML5.

MuPDF tells what it paints, in its order: glyphs with their fonts, and pictures with their places.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from tests.engines import needs, shots
from tests.engines.ebooks import BOOKS, Ebook, letters, words

WIDTH, HEIGHT = 450, 600
# It may go round for ever on a book it cannot set (a margin wider than its page): then the test ends.
SECONDS = 300
PAGE = ("-W", str(WIDTH), "-H", str(HEIGHT), "-S", "11")
# What it says of itself, whatever the book.
OF_ITSELF = ("warning: ICC support is not available", "warning: unknown epub version: 3.0")
# An article of the picture book, and one fault of each kind.
SPOILT = "EPUB/text/article-les-mains-du-port.xhtml"
FAULTS = {
    'class="standfirst"': 'style="display: none"',
    'class="group"': 'style="font-family: serif"',
    r'height="1230"': 'style="width: 300px !important; height: 40px !important"',
    r"(<img [^>]*port\.jpg[^>]*>)(<figcaption>.*?</figcaption>)": r"\2\1",
}
HERE = "\N{OBJECT REPLACEMENT CHARACTER}"
# It lists marks and numbers of list items among the words.
BLOCKS = ("p", "h1", "h2", "h3", "h4", "figcaption", "td", "th", "pre")


@dataclass(frozen=True)
class Glyph:
    """A character as it was painted: its font, its glyph and where it starts, in points."""

    page: int
    character: str
    font: str
    glyph: str
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """A picture as it was painted: its pixels, its place and its size, in points."""

    page: int
    pixels: tuple[int, int]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Painted:
    """All of a book, in the order it was painted in, and what was said meanwhile."""

    book: Ebook
    marks: Sequence[Glyph | Picture]
    said: list[str]

    @property
    def glyphs(self) -> list[Glyph]:
        return [one for one in self.marks if isinstance(one, Glyph)]

    @property
    def pictures(self) -> list[Picture]:
        return [one for one in self.marks if isinstance(one, Picture)]


@pytest.fixture(scope="module", params=BOOKS)
def painted(
    request: pytest.FixtureRequest, books: Mapping[str, Ebook], tmp_path_factory: pytest.TempPathFactory
) -> Painted:
    folder = tmp_path_factory.mktemp(request.param)
    shown = paint(books[request.param], folder)
    _run("-o", str(folder / "%02d.png"), folder / "book.epub", "5-12")
    for png in folder.glob("*.png"):
        shots.keep(f"mupdf-{request.param}-{png.stem}", png.read_bytes())
    return shown


def paint(book: Ebook, folder: Path) -> Painted:
    """What MuPDF makes of a book; the folder is for its files."""
    file, trace = folder / "book.epub", folder / "trace.xml"
    file.write_bytes(book.data)
    done = _run("-F", "trace", "-o", str(trace), file)
    said = [line for line in done.stderr.splitlines() if line not in OF_ITSELF]
    return Painted(book, list(marks(trace)), said)


def _run(*told: str | Path) -> subprocess.CompletedProcess[str]:
    command = [needs.program("mutool"), "draw", "-q", *PAGE, *map(str, told)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS)


def marks(trace: Path) -> Iterator[Glyph | Picture]:
    """What a trace says was painted. (A character that XML may not hold is none of a book.)"""
    tree = etree.parse(trace, etree.XMLParser(recover=True))
    for number, page in enumerate(tree.iter("page"), 1):
        for one in page.iter("g", "fill_image"):
            yield _picture(number, one) if one.tag == "fill_image" else _glyph(number, one)


def _glyph(page: int, one: etree._Element) -> Glyph:
    span = one.getparent()
    assert span is not None
    drawing = span.getparent()
    assert drawing is not None
    *_, right, down = _numbers(drawing, "transform")
    x, y = float(one.get("x", "nan")) + right, float(one.get("y", "nan")) + down
    return Glyph(page, one.get("unicode", ""), span.get("font", ""), one.get("glyph", ""), x, y)


def _picture(page: int, one: etree._Element) -> Picture:
    width, _, _, height, x, y = _numbers(one, "transform")
    return Picture(page, (int(one.get("width", "0")), int(one.get("height", "0"))), x, y, width, height)


def _numbers(one: etree._Element, name: str) -> list[float]:
    return [float(number) for number in one.get(name, "").split()]


# --- what may be wrong ---------------------------------------------------------------------------------


def lost(shown: Painted) -> list[str]:
    """Blocks of words that were not painted behind those before them."""
    drawn = plain("".join(one.character for one in shown.glyphs))
    at, missed = 0, []
    for block in blocks(shown.book):
        found = drawn.find(block, at)
        at = found + len(block) if found >= 0 else at
        missed += [block] if found < 0 else []
    return missed


def blocks(book: Ebook) -> list[str]:
    """The letters of each block that holds no other, as they come."""
    names = [f"{{*}}{name}" for name in BLOCKS]
    found = [
        plain(words(one))
        for section in book.sections
        for one in book.body(section).iter(*names)
        if next(one.iterdescendants(*names), None) is None
    ]
    return [one for one in found if one]


def plain(text: str) -> str:
    """Letters without hyphens: an engine may put its own at the ends of lines."""
    return letters(text).replace("-", "")


def foreign(shown: Painted) -> list[Glyph]:
    """Characters painted by no font of the book, or by the glyph that stands for want of one."""
    own = {_named(data) for name, data in shown.book.files.items() if name.endswith((".otf", ".ttf"))}
    return [one for one in shown.glyphs if one.font not in own or one.glyph == ".notdef"]


def _named(font: bytes) -> str:
    """The name of a font as MuPDF has it: family and style, the first 31 letters."""
    names = TTFont(io.BytesIO(font))["name"]
    return f"{names.getDebugName(1)} {names.getDebugName(2)}"[:31]


def off(shown: Painted) -> list[Glyph | Picture]:
    """What was painted over the edge of its page."""
    return [
        *(one for one in shown.glyphs if not (0 <= one.x < WIDTH and 0 < one.y < HEIGHT)),
        *(one for one in shown.pictures if not _inside(one)),
    ]


def _inside(one: Picture) -> bool:
    return one.x >= 0 and one.y >= 0 and one.x + one.width <= WIDTH and one.y + one.height <= HEIGHT


def bent(shown: Painted) -> list[Picture]:
    """Pictures that are not as high for their width as their pixels are."""
    return [
        one
        for one in shown.pictures
        if not isclose(one.width / one.height, one.pixels[0] / one.pixels[1], rel_tol=0.01)
    ]


def astray(shown: Painted) -> list[str]:
    """Captions that no picture was painted right before."""
    drawn = "".join(one.character if isinstance(one, Glyph) else HERE for one in shown.marks)
    behind = plain(drawn).split(HERE)[1:]
    captions = [
        plain(words(one))
        for section in shown.book.sections
        for one in shown.book.body(section).iter("{*}figcaption")
    ]
    return [one for one in captions if not any(part.startswith(one) for part in behind)]


# --- and is not -----------------------------------------------------------------------------------------


def test_it_has_nothing_to_say_against_the_book(painted: Painted) -> None:
    assert painted.said == []


def test_every_block_of_words_is_painted_in_its_order(painted: Painted) -> None:
    assert len(blocks(painted.book)) > 100
    assert lost(painted) == []


def test_every_character_is_painted_by_a_font_of_the_book(painted: Painted) -> None:
    assert foreign(painted) == []


def test_nothing_is_painted_off_its_page(painted: Painted) -> None:
    assert off(painted) == []


def test_every_picture_is_painted_once_and_true(painted: Painted) -> None:
    expected = sum(1 for name in painted.book.sections for _ in painted.book.body(name).iter("{*}img"))
    assert len(painted.pictures) == expected > 0
    assert bent(painted) == []


def test_every_caption_stands_behind_its_picture(painted: Painted) -> None:
    assert astray(painted) == []


def test_what_is_wrong_in_a_book_is_seen(books: Mapping[str, Ebook], tmp_path: Path) -> None:
    shown = paint(books["pictures"].spoilt(SPOILT, FAULTS), tmp_path)
    assert [one[:13] for one in lost(shown)] == ["Ilssontquatre"]
    assert "".join(one.character for one in foreign(shown)) == "Groupe\N{NO-BREAK SPACE}1"
    (first, *_) = shown.glyphs
    beside = replace(shown, marks=[replace(first, x=WIDTH + 1.0), replace(shown.pictures[0], x=-1.0)])
    assert len(off(beside)) == 2
    assert [one.pixels for one in bent(shown)] == [(820, 1230)]
    assert [one[:13] for one in astray(shown)] == ["LequaiduSel,à"]
