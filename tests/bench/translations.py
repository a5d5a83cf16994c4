"""A content folder in; out: the same book for other tools, as one XHTML document, as Typst, as Markdown.

The texts are those of our own sections, typeset by the same rules, with the same faces, the same prepared
photographs, the same page and the same openings on the recto. Nobody but Typst is asked for true page numbers
in the contents and the index: Typst has functions for them; in the XHTML a number of that length stands.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from anthology import building, config, resources
from anthology.building import Composed
from anthology.model import Article, Opening, Section
from lxml import etree
from tests.bench.typst_source import typst_book

XHTML, TYPST, MARKDOWN, SHEET = "book.html", "book.typ", "book.md", "book.css"
_X = "{http://www.w3.org/1999/xhtml}"
_PANDOC_TITLES = ".document > h1 { font-size: 2.1em; line-height: 2rlh; }"
_BREAKS = {Opening.RECTO: "right", Opening.VERSO: "left"}


def translate(content: Path, target: Path) -> None:
    """Write the book of a content folder for the other tools, with its photographs and its fonts."""
    book = Translation.of(content)
    (target / "photos").mkdir(parents=True)
    (target / "fonts").symlink_to(resources.folder("fonts"))
    for file, data in book.composed.photos.items():
        (target / file).write_bytes(data)
    for name, text in ((XHTML, book.xhtml()), (TYPST, book.typst()), (MARKDOWN, book.markdown())):
        (target / name).write_text(text, encoding="utf-8")
    (target / SHEET).write_text(book.sheet(), encoding="utf-8")


class _AnyFolio(Mapping[str, str]):
    """A page number for whatever is asked for: never the true one, always the same."""

    def __getitem__(self, target: str) -> str:
        return str(zlib.crc32(target.encode()) % 300 + 1)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Translation:
    """A book put together, and its printed sections as XHTML trees."""

    composed: Composed
    sections: tuple[tuple[Section, etree._Element], ...]

    @classmethod
    def of(cls, content: Path) -> Translation:
        """The book of a content folder."""
        composed = building.read(content, config.load(content))
        book, folios = composed.composition.book, _AnyFolio()
        documents = [
            (one, composed.layout.render(book, one, "print", folios))
            for one in book.sections
            if "print" in one.media
        ]
        return cls(composed, tuple((one, _tree(data)) for one, data in documents))

    def xhtml(self) -> str:
        """All sections in one document; what was on each root element stands on a `div.document`."""
        about = self.composed.composition.book.metadata
        documents = "\n".join(_division(section, root) for section, root in self.sections)
        return (
            f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="{about.language}">\n'
            f'<head><meta charset="utf-8"/><title>{escape(about.title)}</title>'
            f'<link rel="stylesheet" href="{SHEET}"/></head>\n<body>\n{documents}\n</body>\n</html>\n'
        )

    def sheet(self) -> str:
        """Our style sheets for print, with `html.x` and what asks the body turned to that `div`."""
        text = "\n".join(self.composed.layout.style_sheets("print", extra=("folios.css",)).values())
        text = re.sub(r"\bhtml\.", ".document.", text)
        text = re.sub(r"\bbody \{ string-set", ".document { counter-reset: footnote; string-set", text)
        return f"{text}\n{_PANDOC_TITLES}\n"

    def typst(self) -> str:
        """The same sections as one Typst file."""
        book = self.composed.composition.book
        return typst_book(
            book.metadata, [(section.opening is Opening.RECTO, root) for section, root in self.sections]
        )

    def markdown(self) -> str:
        """The article files as one text for pandoc, which makes the contents, and has no index."""
        about = self.composed.composition.book.metadata
        by_file = {one.slug: one for one in self.composed.articles}
        articles = "\n\n".join(_pandoc(one) for one in by_file.values())
        return f'---\ntitle: "{about.title}"\nlang: {about.language}\n---\n\n{articles}\n'


def _tree(document: bytes) -> etree._Element:
    return etree.fromstring(document.partition(b"\n")[2])


def _division(section: Section, root: etree._Element) -> str:
    body = root.find(f"{_X}body")
    if body is None:
        raise ValueError(f"{section.id} has no body")
    attributes = {
        "class": f"document {root.get('class')}",
        "lang": root.get("lang") or "",
        "style": f"break-before: {_BREAKS.get(section.opening, 'page')}",
        **{str(name): str(value) for name, value in body.attrib.items()},
    }
    shown = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f"<div {shown}>{''.join(etree.tostring(child, encoding='unicode') for child in body)}</div>"


# --- pandoc's Markdown ---------------------------------------------------------------------------------

_CLASSED = re.compile(r"((?:^.+\n)+)\{: \.([\w-]+)[^}\n]*\}", re.MULTILINE)


def _pandoc(article: Article) -> str:
    """An article under its title; a paragraph with a class becomes a division with that class."""
    people = ", ".join(one.person.display for one in article.authors)
    text = _CLASSED.sub(lambda found: f"::: {found[2]}\n{found[1]}:::", article.body)
    # The notes of all articles share one name space here.
    text = text.replace("[^", f"[^{article.slug[:4]}-")
    for photo in article.photos:
        text = text.replace(f"![]({photo.file})", f"![{photo.alt}]({photo.file})")
    head = f"# {article.title}\n\n::: byline\n{people}\n:::\n\n::: standfirst\n{article.standfirst}\n:::\n"
    classes = f'.document .article lang={article.language} style="break-before: right; page: text"'
    return f":::::: {{{classes}}}\n{head}\n::::: text\n{text.strip()}\n:::::\n::::::"
