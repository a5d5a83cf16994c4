"""content/anthology.toml: what an editor can set, read into one checked value.

Every mistake of the file is reported at once, each with its line where it can be found; an unknown key
comes with the nearest known one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

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
        """The same as a value of the model."""
        return Person(family=self.family, given=self.given, organisation=self.organisation)


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
    classes: dict[str, str] = Field(
        {}, description="What class codes stand for.", examples=[{"J1": "journalisme, 1re année"}]
    )

    @field_validator("isbn")
    @classmethod
    def _isbn(cls, value: str) -> str:
        digits = re.sub(r"[\s-]", "", value)
        if value and not (re.fullmatch(r"97[89][0-9]{10}", digits) and _ean13_sum(digits) % 10 == 0):
            raise ValueError("not a valid ISBN-13: a digit is wrong or missing")
        return value


def _ean13_sum(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))


class PartTable(toml.Table):
    """One `[[part]]`: articles that stand together, in order."""

    title: Text = Field(description="Title of the part.")
    articles: tuple[str, ...] = Field((), description="Names of article files, without .md, in order.")
    cohort: str = Field("", description="Year or cohort of these articles' groups.", examples=["2022"])
    intro: str = Field("", description="Name of a file of content/pages/ printed after the part's title.")


class OutputTable(toml.Table):
    """`[output]`: what is made."""

    formats: tuple[Literal["pdf", "epub"], ...] = Field(
        ("pdf", "epub"), min_length=1, description="Which outputs a build makes."
    )


class RulesTable(toml.Table):
    """`[rules]`: which typographic rules apply."""

    off: tuple[str, ...] = Field((), description="Ids of rules switched off (see `anthology rules`).")
    on: tuple[str, ...] = Field((), description="Ids of rules switched on that are off by default.")


class PrintTable(toml.Table):
    """`[print]`: the printed book."""

    index: bool = Field(True, description="Print an index of people.")
    half_title: bool = Field(True, description="Print a half-title before the title page.")


class Config(toml.Table):
    """The whole of content/anthology.toml."""

    book: BookTable
    part: tuple[PartTable, ...] = ()
    output: OutputTable = OutputTable()
    rules: RulesTable = RulesTable()
    print: PrintTable = PrintTable()

    def cohort_of(self, slug: str) -> str:
        """The cohort of the part that lists the article, if any."""
        return next((part.cohort for part in self.part if slug in part.articles), "")


_TABLES: Mapping[str, type[toml.Table]] = {
    "book": BookTable,
    "part": PartTable,
    "output": OutputTable,
    "rules": RulesTable,
    "print": PrintTable,
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
        ("dict", "table"),
        ("bool", "true or false"),
        ("Literal", "choice"),
    ):
        if marker in text:
            return kind
    return "text"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _unread(
            "config-missing",
            "the book's settings are missing",
            "`anthology new DIR` makes a working folder; or write [book] with title and language",
        ) from None
    except OSError as error:
        raise _unread("config-unreadable", f"cannot be read: {error.strerror}", "mend its rights") from None
    except UnicodeDecodeError as error:
        raise _unread(
            "config-encoding", f"byte {error.start} is not UTF-8", "save the file as UTF-8"
        ) from None


def _unread(code: str, what: str, hint: str) -> ConfigError:
    return ConfigError(code, what, hint=hint, file=FILE)
