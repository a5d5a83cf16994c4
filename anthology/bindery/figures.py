"""A document whose pictures leave pages half empty to one where the text fills them.

The engine sets a figure where it is written. Where it does not fit it begins the next page, and what is left
of its page stays white. A compositor makes the picture a little smaller, or sets the paragraphs that follow
first; so does this, when the page was set and the hole was seen. A last page that holds but a line or two
behind a picture goes the same way: the picture becomes smaller by these lines. A figure never passes another
figure or a table, nor more than a few paragraphs; a heading or a question only where nothing else helps, and
where it stands on no later page for it. Documents without such a hole are set once, as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any, TypeVar
from xml.etree import ElementTree

_X = "{http://www.w3.org/1999/xhtml}"
_PT = 0.75

HOLE = 0.2
"""What part of the type area may stay white before a figure."""
A_LITTLE, AT_MOST = 0.72, 0.5
"""What part of its height a picture keeps: before paragraphs are set first, and if that is no help."""
FARTHEST = 3
"""How many paragraphs a figure may stand later than where it is written."""
_PASSED = frozenset(f"{_X}{name}" for name in ("p", "blockquote", "ul", "ol"))
_LEADS = frozenset(f"{_X}h{level}" for level in range(1, 7))
REST = 3
"""So many lines, and no more, are too few for a last page."""
_PATIENCE = 6
"""How many figures of a document are looked at."""

_Set = TypeVar("_Set")


@dataclass(frozen=True, slots=True)
class Hole:
    """A figure that begins a page, by its id: the height of its picture, and that which would fit before.

    Both are in points.
    """

    id: str
    height: float
    room: float


def filled(
    xhtml: bytes, laid: _Set, pages: Callable[[_Set], Sequence[Any]], lay: Callable[[bytes], _Set]
) -> _Set:
    """The document without the holes that can be filled; `laid` is what `lay` made of it as it is.

    `pages` gives the pages of what was laid out; those that are no better are put away.
    """
    looked: set[str] = set()
    for _ in range(_PATIENCE):
        hole = next((one for one in holes(pages(laid)) if one.id not in looked), None)
        if hole is None:
            break
        looked.add(hole.id)
        for changed in _changed(xhtml, hole):
            again = lay(changed)
            if _is_better(hole, pages(again), pages(laid)):
                xhtml, laid = changed, again
                break
    return _without_rest(xhtml, laid, pages, lay)


def _without_rest(
    xhtml: bytes, laid: _Set, pages: Callable[[_Set], Sequence[Any]], lay: Callable[[bytes], _Set]
) -> _Set:
    """The document without a last page of a line or two, where a smaller picture makes room for these."""
    found = pages(laid)
    high, line = _rest(found)
    if not high:
        return laid
    lacking = max(high - _white(found[-2]._page_box), line)
    for id_, height in _pictures(found[-2:-4:-1]):
        for less in (lacking, lacking + line):
            if height - less >= height * AT_MOST:
                again = lay(_smaller(xhtml, Hole(id_, height * _PT, (height - less) * _PT)))
                if len(pages(again)) < len(found) and len(list(holes(pages(again)))) <= len(
                    list(holes(found))
                ):
                    return again
    return laid


def _rest(pages: Sequence[Any]) -> tuple[float, float]:
    """How high the few lines of a last page are, with their notes (0: it has more than a few); and a line."""
    last = pages[-1]._page_box
    seen = [one for child in last.children for one in child.descendants() if _is_own(child) and _is_seen(one)]
    if len(pages) < 2 or not seen or any(one.element_tag == "img" for one in seen):
        return 0.0, 0.0
    high, line = max(map(_end, seen)) - last.content_box_y(), float(min(one.height for one in seen))
    if high > (REST + 0.5) * line:
        return 0.0, line
    notes = sum(one.margin_height() for one in last.children if _is_notes(one))
    return float(high + ceil(notes / line) * line), line


def _is_own(child: Any) -> bool:
    """Whether a part of a page is what was written, and not its margins or its notes."""
    return bool(child.element_tag == "html")


def _pictures(pages: Sequence[Any]) -> Iterator[tuple[str, float]]:
    """The pictures of figures, by the id of these, with their heights in pixels."""
    for page in pages:
        for figure in page._page_box.descendants():
            if figure.element_tag == "figure" and figure.element.get("id"):
                high = [one.height for one in figure.descendants() if one.element_tag == "img"]
                if len(high) == 1:
                    yield figure.element.get("id"), float(high[0])


def _is_better(hole: Hole, now: Sequence[Any], before: Sequence[Any]) -> bool:
    if hole.id in {one.id for one in holes(now)} or len(now) > len(before):
        return False
    return _page_of(hole.id, now) <= _page_of(hole.id, before)


def _page_of(id_: str, pages: Sequence[Any]) -> int:
    """The page (from 0) on which a figure stands."""
    here = (number for number, page in enumerate(pages) for found, _ in _pictures([page]) if found == id_)
    return next(here, len(pages))


def holes(pages: Sequence[Any]) -> Iterator[Hole]:
    """The figures that begin a page and leave the one before it white."""
    before = None
    for page in pages:
        box = page._page_box
        figure = _first_figure(box)
        if before is not None and figure is not None:
            white = _white(before)
            picture = next((one for one in figure.descendants() if one.element_tag == "img"), None)
            if picture is not None and white > HOLE * before.height:
                room = white - (figure.border_height() - picture.height) - _line(figure)
                yield Hole(figure.element.get("id"), picture.height * _PT, _whole(room, _line(figure)) * _PT)
        before = box


def _first_figure(page: Any) -> Any:
    """The figure that stands at the head of a page, if it is a figure."""
    top = page.content_box_y()
    for one in page.descendants():
        if one.element_tag == "figure" and one.element.get("id") and abs(one.border_box_y() - top) < 1:
            return one
    return None


def _line(figure: Any) -> float:
    """The leading of the text around a figure: its margin is one line, and no more."""
    return float(figure.style["line_height"][0] if isinstance(figure.style["line_height"], tuple) else 18.0)


def _whole(room: float, line: float) -> float:
    return floor(room / line) * line if line > 0 else room


def _white(page: Any) -> float:
    """How much of the type area is left below all that stands in it, above the notes."""
    foot = page.content_box_y() + page.height
    ends = [page.content_box_y()]
    for child in page.children:
        if _is_notes(child):
            foot = min(foot, child.position_y)
        elif child.element_tag == "html":
            ends += [_end(one) for one in child.descendants() if _is_seen(one)]
    return float(foot - max(ends))


def _is_notes(child: Any) -> bool:
    return type(child).__name__ == "FootnoteAreaBox" and bool(child.children)


def _is_seen(box: Any) -> bool:
    return type(box).__name__ == "LineBox" or box.element_tag == "img"


def _end(box: Any) -> float:
    return float(box.position_y + (box.margin_height() if box.element_tag == "img" else box.height))


# --- the document ------------------------------------------------------------------------------------


def _changed(xhtml: bytes, hole: Hole) -> Iterator[bytes]:
    """What can be done about a hole, what changes least first."""
    kept = hole.room / hole.height
    if kept >= A_LITTLE:
        yield _smaller(xhtml, hole)
    near = list(_set_later(xhtml, hole.id, _later))
    yield from near
    if AT_MOST <= kept < A_LITTLE:
        yield _smaller(xhtml, hole)
    yield from (one for one in _set_later(xhtml, hole.id, _behind_a_heading) if one not in near)


def _set_later(xhtml: bytes, id_: str, move: Callable[[bytes, str], bytes | None]) -> Iterator[bytes]:
    """The document with a figure behind one paragraph more each time."""
    later = move(xhtml, id_)
    for _ in range(FARTHEST):
        if later is None:
            break
        yield later
        later = move(later, id_)


def _smaller(xhtml: bytes, hole: Hole) -> bytes:
    root, _, figure = _found(xhtml, hole.id)
    for picture in figure.iter(f"{_X}img"):
        picture.set("style", f"max-height: {hole.room:.3f}pt")
    return _written(root)


def _later(xhtml: bytes, id_: str) -> bytes | None:
    """The document with a figure behind the paragraph that follows it; None where it has to stay."""
    return _moved(xhtml, id_, headings=0)


def _behind_a_heading(xhtml: bytes, id_: str) -> bytes | None:
    """The same; where a heading or a question follows, the figure passes that with its first paragraph."""
    return _moved(xhtml, id_, headings=1)


def _moved(xhtml: bytes, id_: str, headings: int) -> bytes | None:
    root, parent, figure = _found(xhtml, id_)
    place = list(parent).index(figure)
    led = 0
    while led < headings and place + led + 1 < len(parent) and _leads(parent[place + led + 1]):
        led += 1
    following = parent[place + led + 1] if place + led + 1 < len(parent) else None
    if following is None or following.tag not in _PASSED or _leads(following):
        return None
    parent.remove(figure)
    parent.insert(place + led + 1, figure)
    return _written(root)


def _leads(block: Any) -> bool:
    return block.tag in _LEADS or "question" in (block.get("class") or "").split()


def _found(xhtml: bytes, id_: str) -> tuple[Any, Any, Any]:
    root = ElementTree.fromstring(xhtml)  # noqa: S314 - written by the layout, without a DTD
    return next((root, parent, child) for parent in root.iter() for child in parent if child.get("id") == id_)


def _written(root: Any) -> bytes:
    ElementTree.register_namespace("", _X[1:-1])
    return bytes(ElementTree.tostring(root, encoding="utf-8"))
