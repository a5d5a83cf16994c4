"""A text with its marks in; the same as one line (or the lines of a verse) of Markdown out.

`**strong**`, `*emphasis*`, `` `code` ``, `[a link](https://…)`, `[^1]`; where Markdown has no sign, or where
its stars would be read otherwise, a stretch in brackets with what it is: `[e]{: .sup }`,
`[words]{: lang="en" }`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from anthology.importing.marked import Marked
from anthology.markup import address, escape_ends, escape_signs
from anthology.model import Emphasis, Mark

Call = Callable[[str], str]
"""The label of a note to its call in the article (`[^1]`), empty where there is no such note (any more)."""

_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            Emphasis.CODE, Emphasis.NOTE, Emphasis.LINK, Emphasis.LANGUAGE, Emphasis.STRONG,
            Emphasis.EMPHASIS, Emphasis.STRUCK, Emphasis.SUPERSCRIPT, Emphasis.SUBSCRIPT,
        )
    )
}  # fmt: skip
"""Of two marks that cross, the one further down is cut in two."""

_STARS = {Emphasis.STRONG: "**", Emphasis.EMPHASIS: "*"}
_NAMES = {
    Emphasis.STRONG: ".strong",
    Emphasis.EMPHASIS: ".emphasis",
    Emphasis.SUPERSCRIPT: ".sup",
    Emphasis.SUBSCRIPT: ".sub",
    Emphasis.STRUCK: ".struck",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def line(one: Marked, call: Call = lambda label: "") -> str:
    """A text as one line of Markdown."""
    flat = replace(one, text=one.text.replace("\n", " "))
    return escape_ends(_written(flat, call).strip())


def lines(one: Marked, call: Call = lambda label: "") -> str:
    """A text whose line ends are meant, each on a line of Markdown; a blank line would end the paragraph."""
    text = re.sub(r"\n(?=\s*\n)", " ", one.text)
    return "\n".join(
        escape_ends(each.strip()) for each in _written(replace(one, text=text), call).split("\n")
    )


def _written(one: Marked, call: Call) -> str:
    if not one.marks:
        return escape_signs(one.text)
    return _Line(one.text, call).of(_tree(tuple(nested(one)), 0, len(one.text)))


# --- marks inside of marks ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Node:
    """A stretch of text that one mark holds, with what lies inside of it."""

    mark: Mark
    inside: tuple[_Node, ...]


def nested(one: Marked) -> Iterator[Mark]:
    """The marks, each on its ink, joined where they touch, cut where they cross: no two overlap in part."""
    placed: list[Mark] = []
    for mark in sorted(_joined(one), key=lambda each: (_RANK[each.kind], each.start, each.end)):
        if mark.kind in (Emphasis.LINK, Emphasis.LANGUAGE) and any(
            mark.kind is each.kind and mark.start < each.end and each.start < mark.end for each in placed
        ):
            continue  # a link holds no other, and words are in one language
        placed += filter(None, (_on_ink(part, one.text) for part in _cut(mark, placed)))
    code = [mark for mark in placed if mark.kind is Emphasis.CODE]
    for mark in placed:
        holder = next((c for c in code if c.start <= mark.start and mark.end <= c.end), None)
        if holder is None or holder is mark or (mark.start, mark.end) == (holder.start, holder.end):
            yield mark
        elif mark.kind is Emphasis.NOTE:
            yield replace(mark, start=holder.end, end=holder.end)


def _joined(one: Marked) -> Iterator[Mark]:
    """Marks of one kind that touch, or that only white space parts, are one; notes never are."""
    last: dict[tuple[Emphasis, str], Mark] = {}
    for mark in sorted(one.marks, key=lambda each: (each.start, each.end)):
        if mark.kind is Emphasis.NOTE:
            yield mark
            continue
        if mark.kind in (Emphasis.LINK, Emphasis.LANGUAGE) and not _is_good(mark):
            continue
        key = mark.kind, mark.target
        before = last.get(key)
        if before and (mark.start <= before.end or not one.text[before.end : mark.start].strip()):
            last[key] = replace(before, end=max(before.end, mark.end))
            continue
        if before:
            yield before
        last[key] = mark
    yield from last.values()


def _is_good(mark: Mark) -> bool:
    if mark.kind is Emphasis.LINK:
        return bool(address(mark.target))
    return bool(_LANGUAGE.fullmatch(mark.target))


def _cut(mark: Mark, placed: Sequence[Mark]) -> Iterator[Mark]:
    """The mark, cut wherever one that stands already crosses its ends."""
    places = {mark.start, mark.end}
    for other in placed:
        if other.start < mark.start < other.end < mark.end:
            places.add(other.end)
        elif mark.start < other.start < mark.end < other.end:
            places.add(other.start)
        elif mark.kind is Emphasis.LINK and mark.start <= other.start and other.end <= mark.end:
            # The call of a note is a link: there is none inside of another.
            places.update((other.start, other.end) if other.kind is Emphasis.NOTE else ())
    calls = {(other.start, other.end) for other in placed if other.kind is Emphasis.NOTE}
    ordered = sorted(places)
    if len(ordered) == 1:
        yield mark
    for piece in pairwise(ordered):
        if mark.kind is not Emphasis.LINK or piece not in calls:
            yield replace(mark, start=piece[0], end=piece[1])


def _on_ink(mark: Mark, text: str) -> Mark | None:
    """The mark without the white space at its ends; None where nothing else is in it."""
    if mark.kind is Emphasis.NOTE:
        return mark
    inside = text[mark.start : mark.end]
    start = mark.start + len(inside) - len(inside.lstrip())
    end = start + len(inside.strip())
    return replace(mark, start=start, end=end) if start < end else None


def _tree(marks: Sequence[Mark], start: int, end: int) -> tuple[_Node, ...]:
    """Marks that do not cross, as nodes: the longer holds the shorter, of two alike the first by rank."""
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    ordered = sorted(inside, key=lambda each: (each.start, -each.end, -_RANK[each.kind]))
    nodes: list[_Node] = []
    place = 0
    while place < len(ordered):
        mark = ordered[place]
        held = place + 1
        while held < len(ordered) and mark.end > mark.start and _holds(mark, ordered[held]):
            held += 1
        nodes.append(_Node(mark, _tree(ordered[place + 1 : held], mark.start, mark.end)))
        place = held
    return tuple(nodes)


def _holds(mark: Mark, other: Mark) -> bool:
    """A call at the very end of a stretch stands behind it."""
    if other.start == other.end == mark.end:
        return False
    return other.end <= mark.end


# --- to Markdown -------------------------------------------------------------------------------------


class _Line:
    """Writes the nodes of one text."""

    def __init__(self, text: str, call: Call) -> None:
        self.text = text
        self.call = call

    def of(self, nodes: Sequence[_Node]) -> str:
        return self._between(nodes, 0, len(self.text))

    def _between(self, nodes: Sequence[_Node], start: int, end: int) -> str:
        """What stands between two places: plain text, and the nodes in it."""
        written = ""
        for node in nodes:
            written = _then(written, escape_signs(self.text[start : node.mark.start]))
            written = _then(written, self._node(node, written))
            start = node.mark.end
        return _then(written, escape_signs(self.text[start:end]))

    def _node(self, node: _Node, before: str) -> str:
        mark = node.mark
        words = self.text[mark.start : mark.end]
        if mark.kind is Emphasis.NOTE:
            return self.call(mark.target) or self._between(node.inside, mark.start, mark.end)
        if mark.kind is Emphasis.CODE:
            return _code(words)
        inside = self._between(node.inside, mark.start, mark.end)
        if not inside or _CALLS.fullmatch(inside):
            return inside
        if inside.startswith("^"):
            inside = f"\\{inside}"
        if mark.kind is Emphasis.LINK:
            return f"[{inside}]({address(mark.target)})"
        if mark.kind is Emphasis.LANGUAGE:
            return f'[{inside}]{{: lang="{mark.target}" }}'
        if mark.kind in _STARS and (starred := _starred(mark, inside, before)):
            return starred
        return f"[{inside}]{{: {_NAMES[mark.kind]} }}"


_CALLS = re.compile(r"(?:\[\^\d+\]\s*)+")
_CALL_AT_END = re.compile(r"\[\^\d+\]$")
_ESCAPED = re.compile(r"\\.")
_STRONG = re.compile(r"\*\*[^*]+\*\*")


def _starred(mark: Mark, inside: str, before: str) -> str:
    """The stretch between stars; nothing where Markdown would pair them otherwise."""
    stars = _STARS[mark.kind]
    if before.endswith("*"):
        return ""
    bare = _ESCAPED.sub("", inside)
    if "*" not in bare:
        return f"{stars}{inside}{stars}"
    # Strong and emphasis that hold the same words.
    both = mark.kind is Emphasis.EMPHASIS and _STRONG.fullmatch(bare)
    return f"*{inside}*" if both else ""


def _then(written: str, following: str) -> str:
    """Two pieces one after the other, so that their meeting means nothing."""
    if written.endswith("!") and following.startswith("["):
        return f"{written[:-1]}\\!{following}"
    if following.startswith(":") and _CALL_AT_END.search(written):
        return f"{written}\\{following}"
    return written + following


def _code(words: str) -> str:
    """Characters as they are, between more backticks than any run of them holds."""
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    edge = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{edge}{words}{edge}{fence}"
