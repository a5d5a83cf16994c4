"""The finished cover to findings: its spine against the pages of the book, its words, its barcode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from anthology.checks.case import PDF, Case
from anthology.model import Finding, Severity
from anthology.printers.cover import QUIET_MODULES, Box, Plan, planned

if TYPE_CHECKING:
    from anthology.printers import Printing

COVER, PRESS = "cover.pdf", "press.pdf"
_TOLERANCE_MM = 0.1
_LETTERS_MM = 0.3
"""How far a letter may reach into what is kept free: accents and serifs stand over their lines."""

_PPI = 300
_POINTS_PER_MM = 72 / 25.4
_WHITE, _BLACK = 200, 100
_BARS = 30
"""How many bars an EAN-13 has."""

_AGAIN = "make the cover again"


def spine(case: Case) -> Iterator[Finding]:
    """Whether the cover is as wide as a book of so many pages needs."""
    found = _cover(case)
    if found is None:
        return
    plan, _ = found
    width = case.pdfs[COVER].pages[0].width_mm
    if abs(width - plan.sheet.width) > _TOLERANCE_MM:
        there = width - plan.back.width - plan.front.width
        yield _error(
            "cover-spine",
            f"its spine is {there:.1f} mm wide, and {plan.pages} pages need {plan.spine.width:.1f} mm",
            _AGAIN,
        )


def words(case: Case) -> Iterator[Finding]:
    """Whether no word is cut off or folded over, and none is on a spine that may bear none."""
    found = _cover(case)
    if found is None:
        return
    plan, data = found
    written = tuple(_words(data))
    near = [word for word in written if _too_near(word.box, plan)]
    if near:
        yield Finding(
            "cover-safe",
            Severity.WARNING,
            f"{_named(near)} stands too near to an edge that is cut or folded",
            hint=f"keep {plan.safe_mm:g} mm free; mend cover.css of the layout",
            file=COVER,
        )
    on_spine = [word for word in written if _is_on(word.box, plan.spine)]
    if on_spine and not plan.spine_pt:
        yield _error(
            "cover-spine-text",
            f"{_named(on_spine)} stands on a spine that is too thin for words at this printer's",
            _AGAIN,
        )


def barcode(case: Case) -> Iterator[Finding]:
    """Whether the barcode has all its bars, and the white at its sides that a scanner needs."""
    found = _cover(case)
    if found is None or found[0].barcode is None:
        return
    plan, data = found
    row = _row_of_bars(data, found[0].barcode, plan.module_mm)
    left, right = (round(modules * plan.module_mm * _PPI / 25.4) for modules in QUIET_MODULES)
    runs = sum(
        1 for dark, _ in groupby(row[left - 1 : len(row) - right + 1], lambda level: level < 128) if dark
    )
    if runs != _BARS:
        yield _error("cover-barcode", f"its barcode shows {runs} bars of {_BARS}", _AGAIN)
    elif min([*row[: left - 1], *row[len(row) - right + 1 :]]) < _WHITE:
        yield _error(
            "cover-barcode",
            "something stands in the white beside its barcode, and a scanner may not read it",
            "keep that place free in cover.css of the layout",
        )


def isbn(case: Case) -> Iterator[Finding]:
    """Whether a book has its ISBN, where the printer asks for one."""
    found = _cover(case)
    if found is None:
        return
    printing = _printing(case)
    if printing is not None and printing.printer.isbn_needed and not printing.isbn:
        yield Finding(
            "cover-isbn",
            Severity.REMARK,
            f"{printing.printer.title} asks for an ISBN, and the book has none",
            hint="write `isbn` in [book]; in France, AFNIL gives one for nothing",
            file=COVER,
        )


# --- what is looked at -------------------------------------------------------------------------------


def _cover(case: Case) -> tuple[Plan, bytes] | None:
    """The plan that the cover of this book must keep, and the file; None where either is not known."""
    inside = case.pdfs.get(PRESS) or case.pdfs.get(PDF)
    if COVER not in case.pdfs or inside is None or case.layout is None:
        return None
    printing = _printing(case)
    if printing is None:
        return None
    trim = case.layout.trim
    return planned(printing, trim.width_mm, trim.height_mm, len(inside.pages)), case.outputs[COVER]


def _printing(case: Case) -> Printing | None:
    return None if case.printed_by is None else case.printed_by()


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    box: Box


def _words(data: bytes) -> Iterator[_Word]:
    """The words inside of the bleed and the place of each, from the top left corner of the cut sheet."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(data) as document:
        page = document[0]
        letters = tuple(_letters(page))
        bleed = _on_sheet(page.get_bleedbox(), page)
    for space, run in groupby(letters, lambda one: one.text.isspace()):
        word = tuple(run)
        if not space and _is_on(whole := _around([one.box for one in word]), bleed):
            yield _Word("".join(one.text for one in word), whole)


def _letters(page: Any) -> Iterator[_Word]:
    text = page.get_textpage()
    for place in range(text.count_chars()):
        yield _Word(text.get_text_range(place, 1) or " ", _on_sheet(text.get_charbox(place), page))


def _on_sheet(box: Sequence[float], page: Any) -> Box:
    """A box of the page, in points from below, as one of the cut sheet."""
    left, _, _, top = page.get_trimbox()
    x, bottom, right, y = (side / _POINTS_PER_MM for side in box)
    return Box(x - left / _POINTS_PER_MM, top / _POINTS_PER_MM - y, right - x, y - bottom)


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(one.left for one in boxes), min(one.top for one in boxes)
    return Box(left, top, max(one.right for one in boxes) - left, max(one.bottom for one in boxes) - top)


def _is_on(box: Box, place: Box) -> bool:
    """Whether the middle of a box is in a place."""
    x, y = box.left + box.width / 2, box.top + box.height / 2
    return place.left <= x <= place.right and place.top <= y <= place.bottom


def _too_near(box: Box, plan: Plan) -> bool:
    panel = next((one for one in (plan.spine, plan.back, plan.front) if _is_on(box, one)), None)
    if panel is None:
        return True
    across = plan.spine_safe_mm if panel is plan.spine else plan.safe_mm
    free = min(box.left - panel.left, panel.right - box.right) - across
    return min(free, min(box.top, panel.bottom - box.bottom) - plan.safe_mm) < -_LETTERS_MM


def _named(written: Iterable[_Word]) -> str:
    first, *others = dict.fromkeys(word.text for word in written)
    return f"“{first}”" + (f" (and {len(others)} more)" if others else "")


def _row_of_bars(data: bytes, code: Box, module_mm: float) -> list[int]:
    """The darkest level of each column of pixels over the height of the bars, the quiet zones included."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(data) as document:
        page = document[0]
        left, _, _, top = page.get_trimbox()
        picture = page.render(scale=_PPI / 72, grayscale=True).to_pil().convert("L")
        height = page.get_height()
    scale = _PPI / 25.4
    x, y = left * _PPI / 72 + code.left * scale, (height - top) * _PPI / 72 + code.top * scale
    rows = (y + 4 * module_mm * scale, y + 60 * module_mm * scale)
    part = picture.crop((round(x), round(rows[0]), round(x + code.width * scale), round(rows[1])))
    columns = (part.crop((at, 0, at + 1, part.height)) for at in range(part.width))
    return [int(column.getextrema()[0]) for column in columns]


def _error(code: str, what: str, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, what, hint, COVER)
