"""What a file for a press must keep: a table of numbered rules, each of which finds its own faults.

The rules are those of ISO 15930-4 (PDF/X-1a:2003) and ISO 15930-7 (PDF/X-4) that can be seen in the file, and
what printers publish. A file that keeps them all is not certified by anybody: it meets these rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from anthology.prepress import questions
from anthology.prepress.identity import NAMES
from anthology.prepress.questions import Fault
from anthology.prepress.reading import PressFile
from anthology.prepress.ticket import PLAIN, X1A, X4

_X4, _X = frozenset({X4}), frozenset({X4, X1A})
_EARLY = frozenset({X1A, PLAIN})
_ALL = frozenset({X4, X1A, PLAIN})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the code of what it finds, what it asks, where it is from, and what to do.

    `standards` are those it belongs to; `grave` says that a printer sends back a file that breaks it.
    """

    code: str
    asks: str
    source: str
    hint: str
    standards: frozenset[str]
    faults: Callable[[PressFile], Iterable[Fault]]
    grave: bool = True


def judged(file: PressFile) -> tuple[tuple[Rule, Fault], ...]:
    """Every fault of a file, by the rules of what it says it is."""
    return tuple(
        (rule, fault) for rule in rules_for(file.asked.standard) for fault in _grouped(rule.faults(file))
    )


def rules_for(standard: str) -> tuple[Rule, ...]:
    """The rules that belong to a standard."""
    return tuple(rule for rule in RULES if standard in rule.standards)


def verdict(file: PressFile, broken: int) -> str:
    """What can be said of a file of which so many rules are broken: how many it meets, and nothing more."""
    count = len(rules_for(file.asked.standard))
    met = f"{count - broken} of our {count} rules" if broken else f"our {count} rules"
    printer = f"the printer “{file.asked.printer}”" if file.asked.printer else ""
    whom = [said for said in (NAMES.get(file.asked.standard, ""), printer) if said]
    return f"meets {met} for {' and '.join(whom) or 'a plain PDF'}; nobody has certified it"


def _grouped(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Faults of one wording once, with the first page and how many others there are."""
    pages: dict[str, list[int]] = {}
    for fault in faults:
        pages.setdefault(fault.message, []).append(fault.page)
    for message, where in pages.items():
        others = len(set(where)) - 1
        more = f" (and on {others} more pages)" if others > 0 else ""
        yield Fault(message + more, min(where))


_REPORT = "make the file again; if this comes back, report it as a fault of the tool"
_STYLE = "give colours in the style sheets as #rrggbb, without alpha"

RULES: tuple[Rule, ...] = (
    Rule(
        "press-encrypted",
        "not encrypted",
        "ISO 15930-4 and -7",
        "save it without a password",
        _ALL,
        questions.encrypted,
    ),
    Rule(
        "press-version",
        "no later version of PDF than the standard's",
        "ISO 15930-4 and -7",
        _REPORT,
        _ALL,
        questions.version,
    ),
    Rule(
        "press-identifier",
        "an identifier in the trailer",
        "ISO 15930-4 and -7",
        _REPORT,
        _X,
        questions.identified,
    ),
    Rule(
        "press-standard",
        "says which standard it keeps",
        "ISO 15930-4 and -7",
        _REPORT,
        _X,
        questions.named,
    ),
    Rule(
        "press-properties",
        "title and dates",
        "ISO 15930-4 and -7",
        "give the book a title and a date",
        _X,
        questions.properties,
    ),
    Rule(
        "press-trapped",
        "says whether it is trapped",
        "ISO 15930-4 and -7",
        _REPORT,
        _X,
        questions.trapped,
    ),
    Rule(
        "press-packet",
        "a packet that others can read, with all that the standard wants",
        "ISO 15930-7",
        _REPORT,
        _X4,
        questions.packet,
    ),
    Rule(
        "press-title",
        "packet and properties agree",
        "ISO 15930-7",
        _REPORT,
        _X,
        questions.same_said,
    ),
    Rule(
        "press-condition",
        "one printing condition",
        "ISO 15930-4 and -7",
        "name a printer, or give its profile",
        _X,
        questions.intent,
    ),
    Rule(
        "press-profile",
        "the profile of a press",
        "ISO 15930-4 and -7",
        "give the ICC profile of the printer's paper",
        _X,
        questions.profile,
    ),
    Rule(
        "press-active",
        "nothing that acts",
        "ISO 15930-4 and -7",
        _REPORT,
        _ALL,
        questions.active,
    ),
    Rule(
        "press-outline",
        "no bookmarks",
        "KDP, paperback manuscript",
        _REPORT,
        _ALL,
        questions.outline,
        grave=False,
    ),
    Rule(
        "press-layers",
        "no layers",
        "ISO 15930-4, PDF 1.4",
        _REPORT,
        _ALL,
        questions.layers,
    ),
    Rule(
        "press-files",
        "no files inside",
        "ISO 15930-4 and -7",
        _REPORT,
        _ALL,
        questions.files,
    ),
    Rule(
        "press-font",
        "every font inside",
        "ISO 15930-4 and -7",
        "make the file with the fonts of a theme",
        _ALL,
        questions.fonts,
    ),
    Rule(
        "press-font-kind",
        "fonts in a form that older machines read",
        "ISO 32000-1, table 126",
        _REPORT,
        _ALL,
        questions.font_kinds,
    ),
    Rule(
        "press-rgb-object",
        "letters and areas in the inks of the press",
        "ISO 15930-4 and -7",
        _STYLE,
        _ALL,
        questions.colours,
    ),
    Rule(
        "press-rgb-picture",
        "pictures in the inks of the press",
        "ISO 15930-4 and -7",
        _REPORT,
        _ALL,
        questions.picture_colours,
    ),
    Rule(
        "press-ink",
        "pictures under the limit of ink",
        "the printer",
        "give the profile of this paper",
        _ALL,
        questions.picture_ink,
    ),
    Rule(
        "press-ink-area",
        "areas and letters under the limit of ink",
        "the printer",
        "choose a lighter colour",
        _ALL,
        questions.area_ink,
    ),
    Rule(
        "press-rich-black",
        "black in one ink",
        "the printers",
        "give a neutral grey or black",
        _ALL,
        questions.rich_black,
        grave=False,
    ),
    Rule(
        "press-transparency",
        "nothing one sees through",
        "ISO 15930-4; the printer",
        _STYLE,
        _ALL,
        questions.glass,
    ),
    Rule(
        "press-told",
        "no halftones, transfer curves, stand-ins",
        "ISO 15930-4 and -7",
        _REPORT,
        _ALL,
        questions.odd,
    ),
    Rule(
        "press-filter",
        "pictures packed as the standard knows",
        "ISO 15930-4",
        _REPORT,
        _EARLY,
        questions.filters,
    ),
    Rule(
        "press-resolution",
        "pictures with pixels enough",
        "the printer",
        "show the picture smaller, or find a larger one",
        _ALL,
        questions.resolution,
        grave=False,
    ),
    Rule(
        "press-trim",
        "each page says where it is cut",
        "ISO 15930-4 and -7",
        _REPORT,
        _ALL,
        questions.trim,
    ),
    Rule(
        "press-boxes",
        "boxes inside one another",
        "ISO 15930-4 and -7",
        _REPORT,
        _ALL,
        questions.nested,
    ),
    Rule(
        "press-origin",
        "sheets begin at 0, 0",
        "usage",
        _REPORT,
        _ALL,
        questions.origin,
    ),
    Rule(
        "press-sizes",
        "all pages cut to one size",
        "BoD, KDP",
        "set all pages of one size",
        _ALL,
        questions.sizes,
    ),
    Rule(
        "press-bleed",
        "bleed as the printer wants it",
        "the printer",
        "name this printer, and build again",
        _ALL,
        questions.bleed,
    ),
    Rule(
        "press-marks",
        "no marks where none are wanted",
        "KDP, Lulu, BoD",
        "name this printer, and build again",
        _ALL,
        questions.slug,
    ),
    Rule(
        "press-turned",
        "pages upright, in points",
        "BoD; ISO 15930-7",
        _REPORT,
        _ALL,
        questions.turned,
    ),
    Rule(
        "press-annotation",
        "no links and no notes",
        "ISO 15930-4 and -7",
        _REPORT,
        _ALL,
        questions.links,
    ),
    Rule(
        "press-page-count",
        "as many pages as the printer binds",
        "the printer",
        "add or take away pages, or choose another printer",
        _ALL,
        questions.count,
    ),
    Rule(
        "press-line",
        "no line too thin to print",
        "the printer",
        "make the line thicker in the style sheet",
        _ALL,
        questions.lines,
        grave=False,
    ),
    Rule(
        "press-letters",
        "no letters too small to print",
        "the printer",
        "make the letters larger in the style sheet",
        _ALL,
        questions.letters,
        grave=False,
    ),
)
"""All rules; the place of each, counted from 1, is its number."""

NUMBERS = {rule.code: number for number, rule in enumerate(RULES, start=1)}
"""The number of each rule by its code."""
