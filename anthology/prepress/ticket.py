"""What a printer asks of one file, as a value; the file carries it, so that it can be judged alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from anthology.prepress.conditions import Condition, own, shipped
from anthology.printers import Printing

X4, X1A, PLAIN = "pdf/x-4", "pdf/x-1a", "pdf"
CMYK, RGB, GREY = "cmyk", "rgb", "grey"
COMPONENTS = {GREY: 1, RGB: 3, CMYK: 4}
"""How many numbers a colour has."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one file must be. `ink_limit` is in percent of one ink, lengths are in millimetres and points.

    `part` is `inside` or `cover`; page counts are those of the inside. A value of 0 asks for nothing.
    """

    printer: str = "plain"
    part: str = "inside"
    standard: str = X4
    colour: str = CMYK
    ink_limit: int = 300
    transparency: bool = False
    bleed_mm: float = 3.0
    bleed_gutter: bool = True
    marks: bool = True
    ppi: int = 300
    ppi_least: int = 200
    font_least_pt: float = 0.0
    line_least_pt: float = 0.0
    pages_multiple: int = 1
    pages_least: int = 0
    pages_most: int = 0

    @property
    def live(self) -> bool:
        """Whether transparency may stay in the file: PDF/X-1a has none (ISO 15930-4)."""
        return self.transparency and self.standard != X1A

    def text(self) -> str:
        """The ticket as the file carries it."""
        return json.dumps(asdict(self), separators=(",", ":"), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Job:
    """A ticket, and the inks and paper it is printed with; without a condition, colours stay sRGB or grey."""

    ticket: Ticket
    condition: Condition | None = None

    @property
    def key(self) -> str:
        """The digest of both."""
        profile = self.condition.profile if self.condition else b""
        return hashlib.sha256(self.ticket.text().encode() + b"\0" + profile).hexdigest()

    @property
    def colour_key(self) -> str:
        """The digest of what decides on colours alone: pages and pictures are the same for such jobs."""
        profile = self.condition.profile if self.condition else b""
        said = f"{self.ticket.colour} {self.ticket.ink_limit} "
        return hashlib.sha256(said.encode() + profile).hexdigest()


def read(text: str) -> Ticket | None:
    """The ticket a file carries; None where there is none, or one of another making."""
    try:
        values: Any = json.loads(text)
        kinds = {field.name: type(field.default) for field in fields(Ticket)}
        fits = isinstance(values, dict) and all(
            isinstance(values[name], (int, float) if kind is float else kind) for name, kind in kinds.items()
        )
        return Ticket(**values) if fits else None
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def inside(printing: Printing) -> Job:
    """The job of the inside of the book.

    Raises:
        ConfigError: the printer's profile is none that can be used.
    """
    printer = printing.printer
    ticket = Ticket(
        printer=printer.name,
        standard=printer.standard,
        colour=printer.colour,
        ink_limit=printer.ink_limit,
        transparency=printer.transparency,
        bleed_mm=printer.bleed_mm,
        bleed_gutter=printer.bleed_gutter,
        marks=printer.marks,
        ppi=printer.ppi,
        ppi_least=printer.ppi_least,
        font_least_pt=printer.font_least_pt,
        line_least_pt=printer.line_least_pt,
        pages_multiple=printer.pages_multiple,
        pages_least=printer.pages_least,
        pages_most=printer.pages_most,
    )
    return Job(ticket, _condition(printing, printer.colour))


def cover(printing: Printing) -> Job:
    """The job of the cover, which is one page."""
    printer = printing.printer
    ticket = replace(
        inside(printing).ticket,
        part="cover",
        colour=printer.cover_colour,
        bleed_mm=printer.cover_bleed_mm,
        bleed_gutter=True,
        pages_multiple=1,
        pages_least=0,
        pages_most=1,
    )
    return Job(ticket, _condition(printing, printer.cover_colour))


def _condition(printing: Printing, colour: str) -> Condition | None:
    """The editor's own profile, or the printer's; grey in a PDF/X needs one too."""
    if colour == RGB:
        return None
    if printing.profile:
        return own(printing.profile)
    return shipped(printing.printer.profile) if printing.printer.profile else None
