"""A whole file that another one holds (HTML, plain text) in; its paragraphs as texts out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from anthology.errors import SourceError
from anthology.readers.encoding import decode
from anthology.readers.html import tree_of

_HTML = frozenset({".html", ".htm", ".xhtml", ".mht", ".mhtml"})
_SILENT = frozenset({"script", "style", "head", "template"})
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt figcaption figure footer "  # noqa: SIM905
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr "
    "ul".split()
)


def chunk_texts(data: bytes, name: str) -> list[str] | None:
    """The paragraphs of the file; None when it is of a kind that is not read here."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in _HTML | {".txt"} or suffix.startswith(".mht"):
        return None
    try:
        text = decode(data, name).text
    except SourceError:
        return None
    lines = text.splitlines() if suffix == ".txt" else _html(text)
    return [line for line in lines if line.strip()]


def _html(text: str) -> list[str]:
    return "".join(_words(tree_of(text)[0])).split("\n")


def _words(root: etree._Element) -> Iterator[str]:
    """All words, with a line end around each block; white space as a browser shows it."""
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        silent -= event == "end" and element.tag in _SILENT
        if not silent and element.tag in _BLOCKS:
            yield "\n"
        silent += event == "start" and element.tag in _SILENT
        if not silent:
            text = element.text if event == "start" else element.tail
            yield " ".join((text or "").split("\n"))
