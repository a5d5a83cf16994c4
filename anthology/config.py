"""content/anthology.toml: what an editor can set, read into one checked value.

Every mistake of the file is reported at once, each with its line where it can be found; an unknown key
comes with the nearest known one.
"""

from __future__ import annotations

import datetime
import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args
from unicodedata import normalize

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from anthology import toml
from anthology.errors import ConfigError
from anthology.names import Person

FILE = "anthology.toml"

TRIM_SIZES_MM: Mapping[str, tuple[float, float]] = {
    "A5": (148.0, 210.0),
    "A4": (210.0, 297.0),
    "6x9in": (152.4, 228.6),
    "17x24": (170.0, 240.0),
}
"""Named trim sizes, as (width, height) in millimetres."""

_OWN_TRIM = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[x×]\s*(\d{1,3}(?:\.\d+)?)\s*(mm|in)?", re.ASCII)
_MM_PER_INCH = 25.4
_TRIM_LIMITS_MM = (90.0, 330.0)


class Trim(BaseModel):
    """The size of the cut page, in millimetres."""

    model_config = ConfigDict(frozen=True)
    width_mm: float
    height_mm: float


def _trim(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError('write a size between quotes, such as "A5" or "148x210"')
    if named := TRIM_SIZES_MM.get(value):
        return Trim(width_mm=named[0], height_mm=named[1])
    own = _OWN_TRIM.fullmatch(value.strip())
    if not own:
        raise ValueError(f"not a trim size; use {', '.join(TRIM_SIZES_MM)}, or WIDTHxHEIGHT in millimetres")
    scale = _MM_PER_INCH if own[3] == "in" else 1.0
    width, height = float(own[1]) * scale, float(own[2]) * scale
    low, high = _TRIM_LIMITS_MM
    if not (low <= width <= high and low <= height <= high):
        raise ValueError(f"a side is under {low:g} mm or over {high:g} mm")
    return Trim(width_mm=width, height_mm=height)


def _person(value: object) -> object:
    """A person as `{ given, family }` or `{ organisation }`; a bare string is an organisation or one name."""
    if isinstance(value, str):
        return {"organisation": value}
    return value


class PersonEntry(toml.Table):
    """A person or an organisation."""

    given: str = ""
    family: str = ""
    organisation: str = ""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.organisation.strip() and (self.given or self.family):
            raise ValueError("an organisation stands alone, without given or family name")
        if not (self.organisation.strip() or self.family.strip()):
            raise ValueError("a person needs a family name (one name alone stands there), or an organisation")
        return self

    def person(self) -> Person:
        """The same as a value of the model: spelled in one way (NFC), so that nobody is two people."""
        return Person(*(normalize("NFC", one) for one in (self.family, self.given, self.organisation)))


_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def _text(value: object) -> object:
    """Text with something in it."""
    if isinstance(value, str) and not value.strip():
        raise ValueError("this must not be empty")
    return value


def _language(value: object) -> object:
    """A language tag: language, script, region (BCP 47)."""
    if isinstance(value, str) and not _LANGUAGE.fullmatch(value):
        raise ValueError('not a language tag; write "fr", "en", "pt-BR"…')
    return value


def _date(value: object) -> object:
    """A TOML date, or text (`2022`, `2022-11`, `2022-11-30`)."""
    if isinstance(value, datetime.datetime):
        raise ValueError("write a date without a time")
    text = value.isoformat() if isinstance(value, datetime.date) else value
    if isinstance(text, str) and not (_DATE.fullmatch(text) and _in_calendar(text)):
        raise ValueError('not a date; write "2026", "2026-06" or "2026-06-30"')
    return text


def _in_calendar(text: str) -> bool:
    try:
        datetime.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


Text = Annotated[str, BeforeValidator(_text)]
Language = Annotated[str, BeforeValidator(_language)]
DateText = Annotated[str, BeforeValidator(_date)]
PersonField = Annotated[PersonEntry, BeforeValidator(_person)]
TrimField = Annotated[Trim, BeforeValidator(_trim)]


class BookTable(toml.Table):
    """`[book]`: what the book is called, who makes it, how it looks."""

    title: Text = Field(description="Title of the book.", examples=["Paroles d’Occitanie"])
    language: Language = Field(description="Language of the book (BCP 47).", examples=["fr"])
    subtitle: str = Field("", description="Subtitle.")
    editors: tuple[PersonField, ...] = Field(
        (), description="Who edits the book.", examples=[[{"given": "Ada", "family": "Roy"}]]
    )
    school: str = Field("", description="School, where a credit does not say another.")
    publisher: str = Field("", description="Publisher, if not the school.")
    date: DateText | None = Field(
        None, description="Date of publication; without it, no date is printed.", examples=["2026-06"]
    )
    identifier: str = Field(
        "", description="Identifier of the book (a URN or URL); by default made from title and school."
    )
    isbn: str = Field("", description="ISBN of the printed book.")
    rights: str = Field("", description="Copyright and licence, as printed in the imprint.")
    description: str = Field("", description="A few sentences for catalogues and e-readers.")
    layout: str = Field("classic", description="Theme: a folder of layouts/.")
    trim: TrimField = Field(
        Trim(width_mm=148.0, height_mm=210.0),
        description=f"Size of the page: {', '.join(TRIM_SIZES_MM)}, or WIDTHxHEIGHT in mm.",
        examples=["A5"],
    )
    openings: Literal["recto", "next"] = Field(
        "recto", description="Articles open on the next right-hand page (recto) or on the next page (next)."
    )
    cover: str = Field(
        "",
        description="A picture for the cover, below content; without one, the cover is made of words.",
        examples=["photos/harbour.jpg"],
    )
    cover_credit: str = Field("", description="Whose picture it is, as the back cover says it.")
    classes: dict[str, str] = Field(
        {}, description="What class codes stand for.", examples=[{"J1": "journalisme, 1re année"}]
    )

    @field_validator("cover")
    @classmethod
    def _cover_below(cls, value: str) -> str:
        return _below_content(value)

    @field_validator("isbn")
    @classmethod
    def _isbn(cls, value: str) -> str:
        digits = re.sub(r"[\s-]", "", value)
        if value and not (re.fullmatch(r"97[89][0-9]{10}", digits) and _ean13_sum(digits) % 10 == 0):
            raise ValueError("not a valid ISBN-13: a digit is wrong or missing")
        return value


def _below_content(file: str) -> str:
    if file and (file.startswith("/") or "\\" in file or ".." in file.split("/")):
        raise ValueError("write the way from the content folder, such as photos/harbour.jpg")
    return file


def _address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[!-~]{3,300}", value):
        raise ValueError("not an address; write it whole, https://… in plain letters")
    return value


def _ean13_sum(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))


class PartTable(toml.Table):
    """One `[[part]]`: articles that stand together, in order."""

    title: Text = Field(description="Title of the part.")
    articles: tuple[str, ...] = Field((), description="Names of article files, without .md, in order.")
    cohort: str = Field("", description="Year or cohort of these articles' groups.", examples=["2022"])
    intro: str = Field("", description="Name of a file of content/pages/ printed after the part's title.")


OutputName = Literal["pdf", "epub", "kindle", "kobo", "press", "cover", "booklet", "offprints"]
"""What a build can make."""


class OutputTable(toml.Table):
    """`[output]`: what is made."""

    formats: tuple[OutputName, ...] = Field(
        ("pdf", "epub"),
        min_length=1,
        description=f"Which outputs a build makes: {', '.join(get_args(OutputName))}.",
    )


SHEET_SIZES_MM: Mapping[str, tuple[float, float]] = {
    "A4": (297.0, 210.0),
    "letter": (279.4, 215.9),
    "A3": (420.0, 297.0),
    "tabloid": (431.8, 279.4),
}
"""Named sheets of a copier, lying on their long side, as (width, height) in millimetres, in the order in
which one that holds two pages is looked for."""


def _sheet(value: object) -> object:
    """The name of a sheet, as it is spelt in the table, or its size in millimetres, the long side first."""
    if not isinstance(value, str):
        raise ValueError('write a sheet between quotes, such as "A4" or "297x210"')
    named = {name.lower(): name for name in SHEET_SIZES_MM}.get(value.strip().lower())
    own = _OWN_TRIM.fullmatch(value.strip())
    if named or not value.strip():
        return named or ""
    if not own:
        raise ValueError(f"not a sheet; use {', '.join(SHEET_SIZES_MM)}, or WIDTHxHEIGHT in millimetres")
    scale = _MM_PER_INCH if own[3] == "in" else 1.0
    sides = sorted((float(own[1]) * scale, float(own[2]) * scale), reverse=True)
    if sides[1] < _TRIM_LIMITS_MM[0] or sides[0] > _MOST_SHEET_MM:
        raise ValueError(f"a side is under {_TRIM_LIMITS_MM[0]:g} mm or over {_MOST_SHEET_MM:g} mm")
    return f"{sides[0]:g}x{sides[1]:g}"


_MOST_SHEET_MM = 1000.0


class BookletTable(toml.Table):
    """`[booklet]`: the book on the sheets of a copier, to be folded and stapled."""

    sheet: Annotated[str, BeforeValidator(_sheet)] = Field(
        "",
        description=f"Sheet of the copier: {', '.join(SHEET_SIZES_MM)}, or WIDTHxHEIGHT in mm; by default "
        "the first of these that holds two pages. On one that is too small, the pages are made smaller.",
        examples=["A4"],
    )
    signature: int = Field(
        0,
        ge=0,
        le=64,
        description="Sheets that are folded into one another at most; 0: all of them, to be stapled once.",
        examples=[4],
    )
    paper_mm: float = Field(0.1, ge=0, le=1, description="Thickness of a sheet of the paper, in mm.")
    creep_mm: float | None = Field(
        None,
        ge=0,
        le=2,
        description="How far each sheet inside another moves its pages to the fold, in mm; by default the "
        "thickness of the paper.",
        examples=[0.1],
    )
    cover: bool = Field(
        False, description="Wrap a sheet around it that bears the cover, and nothing on its inner pages."
    )
    marks: bool = Field(False, description="Print marks that show where to fold and where to cut.")

    @property
    def sheet_mm(self) -> tuple[float, float] | None:
        """Width and height of the sheet that is asked for, in mm; None where the pages choose it."""
        if not self.sheet:
            return None
        own = self.sheet.split("x")
        return SHEET_SIZES_MM.get(self.sheet) or (float(own[0]), float(own[1]))


class RulesTable(toml.Table):
    """`[rules]`: which typographic rules apply."""

    off: tuple[str, ...] = Field((), description="Ids of rules switched off (see `anthology rules`).")
    on: tuple[str, ...] = Field((), description="Ids of rules switched on that are off by default.")


class PrintTable(toml.Table):
    """`[print]`: the printed book."""

    index: bool = Field(True, description="Print an index of people.")
    half_title: bool = Field(True, description="Print a half-title before the title page.")
    printer: Text = Field(
        "plain",
        description="Who prints: a printer the tool knows, or the name of a file of content/printers/.",
        examples=["kdp"],
    )
    paper: str = Field(
        "", description="Paper of the inside, as the printer's file names it; the first if none."
    )
    profile: str = Field(
        "",
        description="The printer's own colour profile, for what is printed: an ICC file below content.",
        examples=["printers/offset.icc"],
    )
    spine_mm: Annotated[float, Field(ge=0, le=120)] | None = Field(
        None, description="Width of the spine where the printer gave one; otherwise by pages and paper."
    )
    blurb: str = Field("", description="Words of the back cover; without them, the description of the book.")
    price: str = Field("", description="Price, as the back cover prints it.", examples=["12 €"])
    epub_address: str = Field(
        "",
        description="Where the e-book can be had: printed on the back cover as a QR code.",
        examples=["https://example.org/book.epub"],
    )

    @field_validator("epub_address")
    @classmethod
    def _epub_address(cls, value: str) -> str:
        return _address(value)

    @field_validator("profile")
    @classmethod
    def _below(cls, value: str) -> str:
        return _below_content(value)


class AccessibilityTable(toml.Table):
    """`[accessibility]`: what somebody who evaluated the e-book vouches for; without a name, nothing."""

    evaluator: str = Field(
        "",
        description="Who evaluated the e-book and found that it meets EPUB Accessibility 1.1: a person or an "
        "organisation. Only with a name does the e-book claim it.",
        examples=["Ada Roy"],
    )
    wcag: Literal["2.0", "2.1", "2.2"] = Field(
        "2.2", description="Version of the Web Content Accessibility Guidelines that it was evaluated by."
    )
    level: Literal["A", "AA", "AAA"] = Field("AA", description="Level that it was found to meet.")
    date: DateText | None = Field(None, description="Day of the evaluation.")
    report: str = Field("", description="Address of the evaluator's report, https://…")
    credential: str = Field("", description="What entitles the evaluator: a certificate, a training.")

    @field_validator("report")
    @classmethod
    def _report(cls, value: str) -> str:
        return _address(value)

    @field_validator("date", "report", "credential")
    @classmethod
    def _vouched(cls, value: str | None, known: ValidationInfo) -> str | None:
        if value and not known.data.get("evaluator", "").strip():
            raise ValueError('nobody is named who evaluated the e-book; write evaluator = "…" too')
        return value

    @property
    def standard(self) -> str:
        """The standard in the very letters that reading systems look for (EPUB Accessibility 1.1, 3.4.1)."""
        return f"EPUB Accessibility 1.1 - WCAG {self.wcag} Level {self.level}"


class Config(toml.Table):
    """The whole of content/anthology.toml."""

    book: BookTable
    part: tuple[PartTable, ...] = ()
    output: OutputTable = OutputTable()
    rules: RulesTable = RulesTable()
    print: PrintTable = PrintTable()
    booklet: BookletTable = BookletTable()
    accessibility: AccessibilityTable = AccessibilityTable()

    def cohort_of(self, slug: str) -> str:
        """The cohort of the part that lists the article, if any."""
        return next((part.cohort for part in self.part if slug in part.articles), "")


_TABLES: Mapping[str, type[toml.Table]] = {
    "book": BookTable,
    "part": PartTable,
    "output": OutputTable,
    "rules": RulesTable,
    "print": PrintTable,
    "booklet": BookletTable,
    "accessibility": AccessibilityTable,
}
_HEADS = {"part": "[[part]]"}


def load(content: Path) -> Config:
    """Read `content/anthology.toml`.

    Raises:
        ConfigError: the file is missing, is not TOML, or holds a wrong value (`Several` for more than one).
    """
    text = _read(content / FILE)
    try:
        return toml.read(Config, text)
    except toml.Mistakes as mistakes:
        raise mistakes.as_error(ConfigError, "config", FILE) from None


def parse(data: Mapping[str, Any]) -> Config:
    """Check tables decoded elsewhere.

    Raises:
        ConfigError: they hold an unknown key or a wrong value (`Several` for more than one).
    """
    try:
        return toml.checked(Config, data)
    except toml.Mistakes as mistakes:
        raise mistakes.as_error(ConfigError, "config", FILE) from None


def settings() -> Iterator[tuple[str, str, str, str]]:
    """Every key an editor may write: (name, type, default, description)."""
    for head, model in ((_HEADS.get(name, f"[{name}]"), table) for name, table in _TABLES.items()):
        for name, entry in model.model_fields.items():
            default = "required" if entry.is_required() else _shown(entry.default)
            example = f" (example: {_shown(entry.examples[0])})" if entry.examples else ""
            yield f"{head} {name}", _kind(entry.annotation), default, f"{entry.description}{example}"


def _shown(value: object) -> str:
    if isinstance(value, Trim):
        return f'"{value.width_mm:g}x{value.height_mm:g}"'
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_shown(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    return "none" if value is None else str(value)


def _kind(annotation: object) -> str:
    text = str(annotation)
    for marker, kind in (
        ("tuple", "list"),
        ("int", "number"),
        ("float", "number"),
        ("dict", "table"),
        ("bool", "true or false"),
        ("Literal", "choice"),
        ("float", "number"),
        ("int", "number"),
    ):
        if marker in text:
            return kind
    return "text"


def _read(path: Path) -> str:
    try:
        # As text is read everywhere: each line end is one sign.
        return _plain_bytes(path).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise _unread(
            "config-missing",
            "the book's settings are missing",
            "`anthology new DIR` makes a working folder; or write [book] with title and language",
        ) from None
    except OSError as error:
        raise _unread("config-unreadable", f"cannot be read: {error.strerror}", "mend its rights") from None
    except UnicodeDecodeError as error:
        raise _wrong_byte(error) from None


def _plain_bytes(path: Path) -> bytes:
    """The bytes of a file; a pipe is not waited for.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as source:
        if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
            raise OSError(errno.EINVAL, "this is not a plain file")
        return source.read()


def _wrong_byte(error: UnicodeDecodeError) -> ConfigError:
    before = error.object[: error.start]
    return ConfigError(
        "config-encoding",
        f"byte {error.start} is not UTF-8",
        hint="save the file as UTF-8",
        file=FILE,
        line=before.count(b"\n") + 1,
        column=len(before.rpartition(b"\n")[2].decode("utf-8")) + 1,
    )


def _unread(code: str, what: str, hint: str) -> ConfigError:
    return ConfigError(code, what, hint=hint, file=FILE)
