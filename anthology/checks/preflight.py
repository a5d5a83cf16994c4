"""Finished PDF files to findings: what a printer would send back, and words that nobody could read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from anthology.checks.case import PDF, Case
from anthology.checks.words import shortened, tokens
from anthology.model import Finding, Section, Severity

if TYPE_CHECKING:
    from anthology.checks.preflight_file import Box, Ink, Sheet

_PT_PER_MM = 72 / 25.4
_FREE_MM = 0.2
"""What a margin may lack: letters stand out of their boxes by a hair."""

_BODY_EM = 0.45
"""Height of letters without their stems, from the baseline upwards."""

_OVER_EM = 0.5
_COVERS = 0.4
_NOTHING, _LITTLE = 1.35, 3.0
"""Contrasts (WCAG 2.2) under which words cannot be seen, and under which they are hard to read."""

_LINE_PT, _LETTERS_PT = 0.25, 6.0
"""The thinnest line and the smallest letters, where the printer says nothing of them."""

_EMPTY = 3
"""So many empty pages in a row look like a fault."""

_ROUNDING_PT = 0.05
_AGAIN = "make the book again; if this comes back, report it as a fault of the tool"
_LAYOUT = "look at the page, and mend the layout or the text"


# --- glyphs and boxes --------------------------------------------------------------------------------


def glyphs(case: Case) -> Iterator[Finding]:
    """Whether each glyph that is shown is one of a character, and says of which."""
    for file, pages in case.preflight.items():
        for number, page in enumerate(pages):
            where = _where(case, number)
            if page.missing:
                what = f"{where}{page.missing} characters are drawn as an empty box: no font has them"
                yield _error("pdf-glyph-missing", what, file, page.label, "replace them, or change the theme")
            if page.dumb:
                what = f"{where}{page.dumb} glyphs have no letters: nobody can search or hear them"
                yield _error("pdf-letters-missing", what, file, page.label)


def boxes(case: Case) -> Iterator[Finding]:
    """Whether the boxes of the pages lie in one another, and all pages are cut alike."""
    for file, pages in case.preflight.items():
        wrong = [page for page in pages if not _in_order(page)]
        if wrong:
            what = f"the boxes of {len(wrong)} pages do not lie in one another, or a page is turned"
            yield _error("pdf-boxes-wrong", what, file, wrong[0].label)
        sizes = {tuple(round(side, 1) for side in page.size_pt): page for page in reversed(pages)}
        if len(sizes) > 1:
            what = f"the pages are cut to {len(sizes)} sizes"
            yield _error("pdf-boxes-wrong", what, file, list(sizes.values())[-1].label)


def _in_order(page: Sheet) -> bool:
    return page.turned == 0 and _inside(page.trim, page.bleed) and _inside(page.bleed, page.media)


def _inside(box: Box, whole: Box, free: float = _ROUNDING_PT) -> bool:
    low = box[0] >= whole[0] - free and box[1] >= whole[1] - free
    return low and box[2] <= whole[2] + free and box[3] <= whole[3] + free


# --- words that nobody could read --------------------------------------------------------------------


def texts(case: Case) -> Iterator[Finding]:
    """Whether all words stand on the page, to be seen, and none over another."""
    for file, pages in case.preflight.items():
        for number, page in enumerate(pages):
            yield from _texts(page, file, _where(case, number))


def _texts(page: Sheet, file: str, where: str) -> Iterator[Finding]:
    there = list(page.texts)
    outside = [ink for ink in there if _outside(ink, page)]
    yield from _lost("page-text-outside", "run off the page", outside, page, file, where)
    yield from _lost("page-text-cut", "are cut off by a box", list(filter(_cut, there)), page, file, where)
    unseen = list(_with_contrast(page, 0, _NOTHING))
    yield from _lost("page-text-invisible", "cannot be seen", unseen, page, file, where)
    yield from _lost("page-text-covered", "lie below something else", list(_covered(page)), page, file, where)
    over = list(_overprinted(there))
    yield from _lost("page-text-overprinted", "are printed over others", over, page, file, where)


def _lost(code: str, what: str, inks: Sequence[Ink], page: Sheet, file: str, where: str) -> Iterator[Finding]:
    words = " ".join(ink.text for ink in inks).split()
    if words:
        yield _error(code, f"{where}words {what}: {shortened(words)}", file, page.label, _LAYOUT)


def _outside(ink: Ink, page: Sheet) -> bool:
    return not _inside(_body(ink), (0, 0, *page.size_pt), 0.5)


def _body(ink: Ink) -> Box:
    """Where the letters of a run are, without what stands up or hangs down."""
    left, bottom, right, top = ink.box
    return (
        (left, bottom, right, bottom + _BODY_EM * ink.size_pt) if ink.upright else (left, bottom, right, top)
    )


def _cut(ink: Ink) -> bool:
    return ink.clip is not None and not _inside(_body(ink), ink.clip, 0.15 * ink.size_pt)


def _with_contrast(page: Sheet, least: float, below: float) -> Iterator[Ink]:
    """Runs of text that stand out from what is painted below them so much, and less than that."""
    for place, ink in enumerate(page.inks):
        if ink.kind == "text" and ink.text.strip():
            contrast = _contrast(ink, page.inks[:place])
            if least <= contrast < below:
                yield ink


def _contrast(ink: Ink, under: Sequence[Ink]) -> float:
    """From 1 (none) to 21; on a picture it is taken for good."""
    if ink.alpha < 0.15:
        return 1.0
    ground = next((one for one in reversed(under) if _hides(one) and _share(one, ink) > 0.9), None)
    below = 1.0 if ground is None else ground.light
    if ink.light is None or below is None:
        return 21.0
    light = below + (ink.light - below) * ink.alpha
    return (max(light, below) + 0.05) / (min(light, below) + 0.05)


def _hides(one: Ink) -> bool:
    return one.kind == "picture" or (one.kind == "area" and one.alpha >= 0.5)


def _share(one: Ink, ink: Ink) -> float:
    """Which part of a run of text something lies over."""
    (left, bottom, right, top), own = one.box, _body(ink)
    wide, high = min(right, own[2]) - max(left, own[0]), min(top, own[3]) - max(bottom, own[1])
    whole = (own[2] - own[0]) * (own[3] - own[1])
    return wide * high / whole if wide > 0 and high > 0 and whole > 0 else 0.0


def _covered(page: Sheet) -> Iterator[Ink]:
    over: list[Ink] = []
    for ink in reversed(page.inks):
        if ink.kind == "text" and ink.text.strip() and any(_share(one, ink) >= _COVERS for one in over):
            yield ink
        elif _hides(ink):
            over.append(ink)


def _overprinted(inks: Sequence[Ink]) -> Iterator[Ink]:
    lines = sorted((ink for ink in inks if ink.upright), key=lambda ink: ink.box[1])
    most = _BODY_EM * max((ink.size_pt for ink in lines), default=0.0)
    for place, one in enumerate(lines):
        for other in lines[place + 1 :]:
            if other.box[1] - one.box[1] > most:
                break
            (left, _, right, top), size = _body(one), min(one.size_pt, other.size_pt)
            wide = min(right, other.box[2]) - max(left, other.box[0])
            if wide > _OVER_EM * size + 0.5 and min(top, _body(other)[3]) - other.box[1] > 0.15 * size:
                yield other


# --- what a printer asks -----------------------------------------------------------------------------


def margins(case: Case) -> Iterator[Finding]:
    """Whether words keep away from where the paper is cut, and from the fold."""
    printing = case.printed_by() if case.printed_by else None
    if printing is None or (case.book and case.book.draft):
        return
    for file, pages in case.preflight.items():
        least = printing.printer.margin(len(pages))
        yield from _too_near(
            case, file, pages, _to_edge, least.outside_mm, "pdf-text-near-edge", "the edge of the page"
        )
        yield from _too_near(case, file, pages, _to_fold, least.gutter_mm, "pdf-text-in-gutter", "the fold")


def _too_near(
    case: Case,
    file: str,
    pages: Sequence[Sheet],
    near: Callable[[int, Sheet, Ink], float],
    wanted_mm: float,
    code: str,
    what: str,
) -> Iterator[Finding]:
    least = [
        min((near(number, page, ink) for ink in page.texts), default=1e9) / _PT_PER_MM
        for number, page in enumerate(pages)
    ]
    wrong = [number for number, found in enumerate(least) if found < wanted_mm - _FREE_MM]
    if wrong:
        yield _warning(
            code,
            f"{_where(case, wrong[0])}words stand {min(least):.1f} mm from {what}, and the printer asks for "
            f"{wanted_mm:g} mm; so on {len(wrong)} pages",
            file,
            pages[wrong[0]].label,
            "choose a theme with wider margins, or another printer",
        )


def _to_edge(number: int, page: Sheet, ink: Ink) -> float:
    (left, bottom, right, top), (width, height) = ink.box, page.size_pt
    return min(bottom, height - top, width - right if number % 2 == 0 else left)


def _to_fold(number: int, page: Sheet, ink: Ink) -> float:
    """Pages with an even place in the file (from 0) are right-hand ones: their fold is on the left."""
    return ink.box[0] if number % 2 == 0 else page.size_pt[0] - ink.box[2]


def count(case: Case) -> Iterator[Finding]:
    """Whether the printer binds a book of so many pages."""
    pages, printing = case.preflight.get(PDF, ()), case.printed_by() if case.printed_by else None
    if not pages or printing is None:
        return
    least, most = printing.printer.pages_least, printing.printer.pages_most
    if not least <= len(pages) <= (most or len(pages)):
        yield _warning(
            "pdf-page-count",
            f"the book has {len(pages)} pages, and {printing.printer.title} binds {least} to {most}",
            PDF,
            None,
            _lacking(least - len(pages))
            if len(pages) < least
            else "choose another printer or a larger page, or make it two books",
        )


def _lacking(pages: int) -> str:
    """What to do where a book is too thin: printers do not take sheets that are only there to be counted."""
    return (
        f"{pages} pages are missing, and empty ones are refused: add texts or pictures, take a smaller page "
        "or another printer, or staple it (booklet.pdf)"
    )


def lines(case: Case) -> Iterator[Finding]:
    """Whether every line is thick enough to be printed."""
    least = (case.printed_by().printer.line_least_pt if case.printed_by else 0) or _LINE_PT
    yield from _fine(
        case,
        lambda ink: ink.kind in ("line", "area") and ink.size_pt < least - 0.005,
        lambda file, page, found: _warning(
            "pdf-hairline",
            f"a line of {min(ink.size_pt for ink in found):.2f} pt; under {least:g} pt it may not be printed",
            file,
            page,
            "make it thicker in the style sheets, or in the drawing",
        ),
    )


def legible(case: Case) -> Iterator[Finding]:
    """Whether all letters are large and dark enough."""
    yield from _small(case)
    yield from _light(case)


def _small(case: Case) -> Iterator[Finding]:
    least = (case.printed_by().printer.font_least_pt if case.printed_by else 0) or _LETTERS_PT
    yield from _fine(
        case,
        lambda ink: ink.kind == "text" and ink.size_pt < least - 0.005 and bool(tokens(ink.text)),
        lambda file, page, found: _warning(
            "pdf-letters-small",
            f"letters of {min(ink.size_pt for ink in found):.1f} pt, under {least:g} pt: "
            f"{shortened([ink.text.strip() for ink in found])}",
            file,
            page,
            "make them larger in the style sheets",
        ),
    )


def _light(case: Case) -> Iterator[Finding]:
    for file, pages in case.preflight.items():
        for page in pages:
            words = " ".join(ink.text for ink in _with_contrast(page, _NOTHING, _LITTLE)).split()
            if words:
                what = f"words too light to be read with ease: {shortened(words)}"
                yield _warning("pdf-text-light", what, file, page.label, "give them a darker colour")
                break


def _fine(
    case: Case, wrong: Callable[[Ink], bool], told: Callable[[str, str, list[Ink]], Finding]
) -> Iterator[Finding]:
    """One finding a file, at the first page that has something of that kind."""
    for file, pages in case.preflight.items():
        found = [(page, [ink for ink in page.inks if wrong(ink)]) for page in pages]
        for page, inks in [one for one in found if one[1]][:1]:
            yield told(file, page.label, inks)


def empty(case: Case) -> Iterator[Finding]:
    """Whether no several pages in a row are empty."""
    for file, pages in case.preflight.items():
        for blank, run in groupby(pages, key=lambda page: not page.inks):
            row = list(run)
            if blank and len(row) >= _EMPTY:
                what = f"{len(row)} empty pages in a row"
                yield _warning(
                    "pdf-pages-empty", what, file, row[0].label, "look at the parts and pages there"
                )


# --- where -------------------------------------------------------------------------------------------


def _where(case: Case, number: int) -> str:
    """Whose text stands on a page of the book (from 0), and in which file it was written, for a message."""
    section = _section(case, number)
    if section is None:
        return ""
    article = case.article_of(section)
    source = f" ({article.file})" if article else ""
    return f"“{section.title or section.id}”{source}: "


def _section(case: Case, number: int) -> Section | None:
    starts = _starts(case)
    place = bisect_right(list(starts), number) - 1
    return list(starts.values())[place] if place >= 0 else None


def _starts(case: Case) -> Mapping[int, Section]:
    """The sections by the page of the book where they begin."""
    file = case.pdfs.get(PDF)
    places = file.destinations if file else {}
    found = {places[one.id]: one for one in case.sections("print") if one.id in places}
    return dict(sorted(found.items(), key=lambda pair: pair[0]))


def _error(code: str, message: str, file: str, page: str, hint: str = _AGAIN) -> Finding:
    return Finding(code, Severity.ERROR, message, hint, file, page=page)


def _warning(code: str, message: str, file: str, page: str | None, hint: str) -> Finding:
    return Finding(code, Severity.WARNING, message, hint, file, page=page)
