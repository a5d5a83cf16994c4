"""An e-book and a PDF to the pages whose text is not that behind their mark; poppler reads the PDF."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from lxml import etree

LETTERS = 30
"""How many letters behind a mark are compared with the beginning of its page."""

_LISTS = frozenset({"index", "contents", "authors", "photo-credits"})
_LETTERS_OF_A_LIST = 8
_UNSPOKEN = "ancestor::*[@role='doc-noteref' or @role='doc-backlink']"


@dataclass(frozen=True)
class Pages:
    """What was found: labels of the list in order, of pages that bear text, and of those that differ."""

    listed: tuple[str, ...]
    wrong: tuple[str, ...]
    cut: int


def letters(text: str) -> str:
    """The letters of a text alone; poppler and the e-book differ in everything else."""
    return re.sub(r"[\W\d_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def compare(epub: bytes, pdf: Path) -> Pages:
    """Each page of the list: does poppler read on it what stands behind its mark?"""
    numbers = _numbers(pdf)
    listed, wrong, cut = [], [], 0
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        nav = etree.fromstring(book.read("EPUB/nav.xhtml"))
        for line in nav.iterfind(".//{*}nav[@role='doc-pagelist']//{*}a"):
            label, (path, _, id_) = str(line.text), line.get("href", "").partition("#")
            document = book.read(f"EPUB/{path}")
            behind = _behind(document, id_, label)
            kind = path.removeprefix("text/").removesuffix(".xhtml")
            count = _LETTERS_OF_A_LIST if kind in _LISTS or kind.startswith("part-") else LETTERS
            page = letters(_page(pdf, numbers[label]))
            begins = (page, *_without(page, document))
            shift = next((n for n in (_shift(one, behind, count) for one in begins) if n >= 0), -1)
            listed.append(label)
            cut += shift > 0
            wrong += [label] if shift < 0 else []
    return Pages(tuple(listed), tuple(wrong), cut)


def bearing_text(pdf: Path) -> tuple[str, ...]:
    """The labels of the pages on which poppler finds more than a folio."""
    return tuple(label for label, number in _numbers(pdf).items() if len(letters(_page(pdf, number))) > 4)


def _numbers(pdf: Path) -> dict[str, int]:
    with pypdfium2.PdfDocument(pdf) as file:
        return {file.get_page_label(number): number + 1 for number in range(len(file))}


def _page(pdf: Path, number: int) -> str:
    # In the order of the content: running heads are drawn last, and tables are read row by row.
    words = ["pdftotext", "-raw", "-f", str(number), "-l", str(number), "-nopgbrk", str(pdf), "-"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def _behind(page: bytes, id_: str, label: str) -> str:
    root = etree.fromstring(page)
    (mark,) = (one for one in root.iter("{*}span") if one.get("id") == id_)
    assert (mark.get("role"), mark.get("aria-label")) == ("doc-pagebreak", label)
    texts = etree.XPath(f"following::text()[not({_UNSPOKEN})]")(mark)
    return letters("".join(map(str, texts)))  # type: ignore[arg-type]


def _without(page: str, document: bytes) -> Iterator[str]:
    """The page without what may stand at its head and is read elsewhere.

    That is the caption of a picture that was set later, or the head of a table that goes on.
    """
    apart = etree.fromstring(document).iter("{*}figcaption", "{*}thead")
    for said in {letters("".join(map(str, one.itertext()))) for one in apart} - {""}:
        if page.startswith(said):
            yield page.removeprefix(said)


def _shift(page: str, behind: str, count: int) -> int:
    """How many letters of the first word stand on the page before; -1 where it is not that text."""
    wanted = range(min(25, len(behind)))
    return next((n for n in wanted if page.startswith(behind[n : n + count - n // 2])), -1)
