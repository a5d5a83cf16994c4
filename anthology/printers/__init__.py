"""A printer's name to what it asks of a file: bleed, margins, paper, ink, cover; each value with its source.

A printer is a data file of this folder, or one of the editor's own in `content/printers/`; `docs/printers.md`
shows them side by side and says how to write one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Generic, Literal, TypeVar, get_type_hints

from pydantic import Field, create_model

from anthology import toml
from anthology.errors import ConfigError

FOLDER = "printers"
"""The folder of the content that holds printers of the editor's own."""

_SHIPPED = Path(__file__).resolve().parent
NAMES: tuple[str, ...] = tuple(sorted(path.stem for path in _SHIPPED.glob("*.toml")))
"""The printers the tool ships, as `[print] printer` names them."""

_DATE = r"^\d{4}-\d{2}-\d{2}$"

Millimetres = Annotated[float, Field(ge=0, le=1000)]
Pages = Annotated[int, Field(ge=0, le=5000)]
Percent = Annotated[int, Field(ge=100, le=400)]
Resolution = Annotated[int, Field(ge=72, le=2400)]
Standard = Literal["pdf/x-4", "pdf/x-1a", "pdf"]
Colour = Literal["cmyk", "rgb", "grey"]


class Margin(toml.Table):
    """The least margins of a book of at most `pages` pages, in millimetres."""

    pages: Pages
    gutter_mm: Millimetres
    outside_mm: Millimetres


class Paper(toml.Table):
    """A paper, by the thickness of one page: half that of a leaf.

    `spines` are widths that the printer's own calculator gave, as count of pages and millimetres: a width
    between two of them lies on the line between them, and `page_mm` counts only beyond the last.
    """

    name: str
    title: str
    page_mm: Annotated[float, Field(gt=0, lt=1)]
    spines: tuple[tuple[Pages, Millimetres], ...] = ()

    def thickness_mm(self, pages: int) -> float:
        """How thick so many pages are."""
        if not self.spines:
            return pages * self.page_mm
        known = ((0, 0.0), *self.spines)
        for (few, thin), (many, thick) in pairwise(known):
            if pages <= many:
                return thin + (thick - thin) * (pages - few) / (many - few)
        return known[-1][1] + (pages - known[-1][0]) * self.page_mm


class Source(toml.Table):
    """Where values were read: a page, its address, and the day (`2026-11-22`).

    `by` says who read the page, where that was somebody else: who names the page and the day.
    """

    title: str
    url: str
    date: Annotated[str, Field(pattern=_DATE)]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of one value: the name of its source, whether the printer says it there, and a remark.

    What no page of the printer says is ours, and the remark tells why it is what it is.
    """

    source: str
    checked: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """What a printer asks. Lengths are millimetres, 0 where it asks for nothing.

    `said` tells of each value, by its name, where it is from; `sources` holds these places.
    """

    name: str
    title: str
    sources: Mapping[str, Source]
    said: Mapping[str, Said]

    standard: Annotated[Standard, Field(description="standard of the inside and the cover")]
    colour: Annotated[Colour, Field(description="colours of the inside")]
    cover_colour: Annotated[Colour, Field(description="colours of the cover")]
    profile: Annotated[str, Field(description="colour profile of the tool (none: RGB stays)")]
    ink_limit: Annotated[Percent, Field(description="most ink on one spot, %")]
    transparency: Annotated[bool, Field(description="transparency may stay live")]
    bleed_mm: Annotated[float, Field(ge=0, le=10, description="bleed of the inside, mm")]
    bleed_gutter: Annotated[bool, Field(description="the inside bleeds at the gutter too")]
    marks: Annotated[bool, Field(description="crop marks")]
    ppi: Annotated[Resolution, Field(description="resolution of pictures, ppi")]
    ppi_least: Annotated[Resolution, Field(description="resolution under which a picture is warned of, ppi")]
    font_least_pt: Annotated[float, Field(ge=0, le=20, description="smallest letters, pt")]
    line_least_pt: Annotated[float, Field(ge=0, le=5, description="thinnest line, pt")]
    pages_multiple: Annotated[int, Field(ge=1, le=64, description="pages are a multiple of")]
    pages_least: Annotated[Pages, Field(description="fewest pages")]
    pages_most: Annotated[Pages, Field(description="most pages")]
    margins: Annotated[tuple[Margin, ...], Field(min_length=1, description="least margins, mm")]
    papers: Annotated[tuple[Paper, ...], Field(min_length=1, description="papers, thickness of one page, mm")]
    spine_extra_mm: Annotated[Millimetres, Field(description="what the cover adds to the spine, mm")]
    spine_text_pages: Annotated[Pages, Field(description="fewest pages for text on the spine")]
    spine_text_mm: Annotated[Millimetres, Field(description="narrowest spine for text, mm")]
    spine_safe_mm: Annotated[Millimetres, Field(description="spine text to fold, least, mm")]
    cover_bleed_mm: Annotated[float, Field(ge=0, le=10, description="bleed of the cover, mm")]
    cover_safe_mm: Annotated[Millimetres, Field(description="cover text to edge and fold, least, mm")]
    isbn_needed: Annotated[bool, Field(description="asks for an ISBN")]
    barcode_by: Annotated[Literal["book", "printer", "either"], Field(description="who prints the barcode")]
    barcode_width_mm: Annotated[Millimetres, Field(description="width kept for the barcode, mm")]
    barcode_height_mm: Annotated[Millimetres, Field(description="height kept for the barcode, mm")]
    barcode_edge_mm: Annotated[Millimetres, Field(description="barcode to trim and fold, least, mm")]

    def paper(self, name: str = "") -> Paper:
        """The paper of that name, or the first one.

        Raises:
            ConfigError: the printer has none of that name.
        """
        known = {paper.name: paper for paper in self.papers}
        if name and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise ConfigError(
                "printer-paper",
                f"the printer {self.name!r} has no paper called {name!r}",
                hint=f"did you mean {near[0]}?" if near else f"papers: {', '.join(known)}",
                file="anthology.toml",
            )
        return known[name] if name else self.papers[0]

    def pages(self, count: int) -> int:
        """That many pages, rounded up to what the printer takes."""
        return -(-count // self.pages_multiple) * self.pages_multiple

    def margin(self, pages: int) -> Margin:
        """The least margins of a book of that many pages; of the thickest one known, where it has more."""
        return next((one for one in self.margins if pages <= one.pages), self.margins[-1])

    def spine_mm(self, pages: int, paper: Paper) -> float:
        """The width of the spine of a book whose pages are rounded up already."""
        return round(paper.thickness_mm(pages) + self.spine_extra_mm, 2)

    def spine_takes_text(self, pages: int, spine_mm: float) -> bool:
        """Whether this printer allows words on the spine of such a book."""
        return pages >= self.spine_text_pages and spine_mm >= self.spine_text_mm


ASKED: tuple[str, ...] = tuple(one.name for one in fields(Printer))[4:]
"""The names of the values a printer's file gives, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Printing:
    """Where the book is printed and what the editor says for it.

    `profile` holds the bytes of the editor's own ICC profile (empty: the printer's), `isbn` the ISBN as it is
    written, `blurb` the words of the back cover, `address` where the QR code leads, `spine_mm` a width that
    the printer gave (None: by paper and pages), `cover_credit` whose the picture of the cover is.
    """

    printer: Printer
    paper: Paper
    profile: bytes = field(default=b"", repr=False)
    isbn: str = ""
    blurb: str = ""
    price: str = ""
    address: str = ""
    spine_mm: float | None = None
    cover_credit: str = ""

    def spine(self, pages: int) -> float:
        """The width of the spine in millimetres, of a book whose pages are rounded up already."""
        return self.printer.spine_mm(pages, self.paper) if self.spine_mm is None else self.spine_mm


@cache
def plain() -> Printing:
    """A printer nobody knows anything of: what most of them take."""
    printer = load("plain")
    return Printing(printer, printer.paper())


# --- reading -----------------------------------------------------------------------------------------

T = TypeVar("T")


class Value(toml.Table, Generic[T]):
    """One value of a printer's file, with its source."""

    value: T
    source: str = ""
    checked: bool = True
    note: str = ""


@cache
def _file_model() -> type[toml.Table]:
    """The form of a printer's file: a `Value` for each field that a printer asks about."""
    hints = get_type_hints(Printer, include_extras=True)
    values: dict[str, Any] = {name: (Value[hints[name]], ...) for name in ASKED}  # type: ignore[valid-type]
    return create_model(
        "PrinterFile",
        __base__=toml.Table,
        title=(str, ...),
        like=(str, ""),
        sources=(dict[str, Source], {}),
        **values,
    )


def load(name: str, content: Path | None = None) -> Printer:
    """The printer of that name; one in `content/printers/` goes before one the tool ships.

    A file of the editor's own may name another printer in `like`, and give only what is different there.

    Raises:
        ConfigError: there is none, or its file holds a mistake (`Several` for more than one).
    """
    own = _own_file(name, content)
    if own is None and name not in NAMES:
        raise _unknown(name, content)
    return _shipped(name) if own is None else _read(name, _own_text(own, name), f"{FOLDER}/{name}.toml")


def names(content: Path | None = None) -> tuple[str, ...]:
    """Every printer that can be named, the editor's own too."""
    own = () if content is None else (path.stem for path in (content / FOLDER).glob("*.toml"))
    return tuple(sorted({*NAMES, *own}))


def _own_file(name: str, content: Path | None) -> Path | None:
    if content is None or not re.fullmatch(r"[\w-]+", name):
        return None
    path = content / FOLDER / f"{name}.toml"
    return path if path.is_file() else None


def _own_text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ConfigError(
            "printer-unreadable",
            "cannot be read as UTF-8 text",
            hint="save the file as UTF-8, readable",
            file=f"{FOLDER}/{name}.toml",
        ) from None


def _unknown(name: str, content: Path | None) -> ConfigError:
    known = names(content)
    near = difflib.get_close_matches(name.casefold(), known, n=1)
    return ConfigError(
        "printer-unknown",
        f"there is no printer called {name!r}",
        hint=f"did you mean {near[0]}?" if near else f"printers: {', '.join(known)}",
        file="anthology.toml",
        at=("print", "printer"),
    )


@cache
def _shipped(name: str) -> Printer:
    return _read(name, (_SHIPPED / f"{name}.toml").read_text(encoding="utf-8"), f"{FOLDER}/{name}.toml")


def _read(name: str, text: str, file: str) -> Printer:
    try:
        return _printer(name, _checked(text))
    except toml.Mistakes as mistakes:
        raise mistakes.as_error(ConfigError, "printer", file) from None


def _checked(text: str) -> Any:
    """The text as the values of a file, over those of the printer it is like."""
    text = text.removeprefix("\ufeff")
    own = toml.tables(text)
    like = own.get("like", "")
    if like not in ("", *NAMES):
        raise toml.Mistakes([_unlike(like, text)])
    return _sourced(toml.checked(_file_model(), _over(own, like), text), text)


def _over(own: Mapping[str, Any], like: str) -> Mapping[str, Any]:
    """The tables of a file over those of the printer of the tool that it is like, and so on."""
    if not like:
        return own
    base = toml.tables((_SHIPPED / f"{like}.toml").read_text(encoding="utf-8"))
    below = _over(base, base.get("like", ""))
    return {**below, **own, "sources": {**_table(below), **_table(own)}}


def _table(data: Mapping[str, Any]) -> Mapping[str, Any]:
    found = data.get("sources", {})
    return found if isinstance(found, dict) else {"sources": found}


def _unlike(like: object, text: str) -> toml.Mistake:
    line = toml.line_of(["like"], text.split("\n"))
    return toml.Mistake(
        "value", f"like: no printer is called {like!r}", f"printers: {', '.join(NAMES)}", line
    )


def _sourced(data: Any, text: str) -> Any:
    """The values, each of whose sources is there; margins by page count."""
    lines = text.split("\n")
    wrong = [
        toml.Mistake(
            "value", f"{name}: no source is called {entry.source!r}", "write it below [sources]",
            toml.line_of([name], lines),
        )
        for name in ASKED
        if (entry := getattr(data, name)).source and entry.source not in data.sources
    ]  # fmt: skip
    counts = [one.pages for one in data.margins.value]
    if counts != sorted(set(counts)):
        wrong.append(
            toml.Mistake("value", "margins: the page counts must grow", "", toml.line_of(["margins"], lines))
        )
    if any(list(one.spines) != sorted(set(one.spines)) for one in data.papers.value):
        wrong.append(
            toml.Mistake("value", "papers: the page counts of spines must grow", "",
                         toml.line_of(["papers"], lines))
        )  # fmt: skip
    if wrong:
        raise toml.Mistakes(wrong)
    return data


def _printer(name: str, data: Any) -> Printer:
    entries = {field: getattr(data, field) for field in ASKED}
    return Printer(
        name=name,
        title=data.title,
        sources=MappingProxyType(dict(data.sources)),
        said=MappingProxyType(
            {field: Said(one.source, one.checked, one.note) for field, one in entries.items()}
        ),
        **{field: one.value for field, one in entries.items()},
    )
