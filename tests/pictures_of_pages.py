"""The pages that `docs/typography.md` shows, as pictures: `python -m tests.pictures_of_pages [FOLDER]`.

Both books are made in both themes, and the named pages drawn by PDFium at 150 dpi. The same sources give the
same bytes.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from anthology import building, config
from anthology.config import Config
from anthology.writers.making import Making
from anthology.writers.pdf import PrintedBook, write_pdf
from PIL import Image
from tests import picture_book

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
DPI = 150
_COLOURS = 256
"""Enough for letters in grey and one accent, and for the pictures that the tests paint."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page by what is in it: the book, the theme, an id of the book, and how many pages after that."""

    name: str
    book: str
    theme: str
    id: str
    after: int = 0

    @property
    def file(self) -> str:
        """The name of its picture."""
        return f"{self.book}-{self.theme}-{self.name}.png"


SHOWN = (
    Shown("opening", "class", "classic", "article-aziz-oulhiyane-donner-corps-a-notre-identite"),
    Shown("text", "class", "classic", "article-aziz-oulhiyane-donner-corps-a-notre-identite", 1),
    Shown("contents", "class", "classic", "contents"),
    Shown("index", "class", "classic", "index"),
    Shown("opening", "class", "modern", "article-aziz-oulhiyane-donner-corps-a-notre-identite"),
    Shown("part", "class", "modern", "part-1"),
    Shown("tables", "pictures", "classic", "article-carnet-de-crue", 1),
    Shown("tables-go-on", "pictures", "classic", "article-carnet-de-crue", 2),
    Shown("notes", "pictures", "classic", "article-deux-voix"),
    Shown("figure", "pictures", "modern", "article-la-fabrica-de-hielo"),
    Shown("credits", "pictures", "modern", "photo-credits"),
)


def made(shown: Iterable[Shown] = SHOWN) -> Iterator[tuple[str, bytes]]:
    """The pictures of these pages, as PNG by the name of the file."""
    wanted = tuple(shown)
    with tempfile.TemporaryDirectory() as folder:
        contents = {"class": ROOT / "content", "pictures": picture_book.content(Path(folder))}
        for book, theme in dict.fromkeys((one.book, one.theme) for one in wanted):
            printed = set_in(contents[book], theme)
            for one in wanted:
                if (one.book, one.theme) == (book, theme):
                    yield one.file, drawn(printed, one)


def set_in(content: Path, theme: str) -> PrintedBook:
    """The book of a content folder in a theme, whatever its settings say."""
    settings = in_theme(config.load(content), theme)
    read = building.read(content, settings)
    return write_pdf(Making(read.composition.book, read.layout, read.photos))


def in_theme(settings: Config, theme: str) -> Config:
    """The settings with another theme."""
    return settings.model_copy(update={"book": settings.book.model_copy(update={"layout": theme})})


def drawn(printed: PrintedBook, one: Shown) -> bytes:
    """A page of the book as a PNG of few colours, small enough to lie beside the words about it."""
    with pypdfium2.PdfDocument(printed.data) as pdf:
        page = pdf[printed.file.destinations[one.id] + one.after]
        picture = page.render(scale=DPI / 72).to_pil().convert("RGB")
    few = picture.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    target = io.BytesIO()
    few.save(target, "PNG", optimize=True)
    return target.getvalue()


def write(folder: Path) -> Mapping[str, int]:
    """Write the pictures into a folder; their sizes in bytes by name."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: (folder / name).write_bytes(data) for name, data in made()}


if __name__ == "__main__":
    for name, size in write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER).items():
        print(f"{name}: {size / 1000:.0f} kB")
