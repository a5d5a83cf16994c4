"""From a text and successive changes to edits of that text: every change is traced to where it began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from anthology.model import Edit
from anthology.rules.rule import Change
from anthology.rules.usage import OPAQUE

NEW = -1


@dataclass(frozen=True, slots=True)
class Revision:
    """A text on its way from `source` to what it becomes.

    `view` is `text` with U+FFFC over what nobody may touch. For each character of `text`, `origin` is
    its place in `source`, or NEW, and `writers` the rules that wrote it; `removers` holds the rules
    that took a place of `source` out.
    """

    source: str
    text: str
    view: str
    origin: Sequence[int]
    writers: Sequence[tuple[str, ...]]
    removers: dict[int, tuple[str, ...]] = field(default_factory=dict)


def begin(source: str) -> Revision:
    """Start from an untouched text, nothing of it protected."""
    return Revision(source, source, source, range(len(source)), [()] * len(source))


def protect(revision: Revision, spans: Iterable[tuple[int, int]]) -> Revision:
    """Cover spans of the text; what was covered stays covered."""
    view = revision.view
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += view[done:start], OPAQUE * (end - start)
        done = end
    return replace(revision, view="".join(parts) + view[done:])


def revise(revision: Revision, changes: Iterable[Change], rule: str) -> Revision:
    """Make a rule's changes: those that alter something, overlap nothing and touch nothing protected."""
    fitting = list(_fitting(revision.view, changes))
    if not fitting:
        return revision
    removers = dict(revision.removers)
    texts: list[str] = []
    views: list[str] = []
    origin: list[int] = []
    writers: list[tuple[str, ...]] = []
    done = 0
    for change in fitting:
        texts += revision.text[done : change.start], change.after
        views += revision.view[done : change.start], change.after
        origin += revision.origin[done : change.start]
        writers += revision.writers[done : change.start]
        earlier = _removed(revision, change, rule, removers)
        origin += [NEW] * len(change.after)
        writers += [(*earlier, rule)] * len(change.after)
        done = change.end
    return Revision(
        revision.source,
        "".join(texts) + revision.text[done:],
        "".join(views) + revision.view[done:],
        [*origin, *revision.origin[done:]],
        [*writers, *revision.writers[done:]],
        removers,
    )


def each_alone(revision: Revision, changes: Iterable[Change], rule: str) -> Iterator[Edit]:
    """Give each change that could be made of an untouched text as an edit of its own."""
    for change in _fitting(revision.view, changes):
        before = revision.text[change.start : change.end]
        yield Edit(change.start, change.end, before, change.after, rule)


def edits_of(revision: Revision) -> tuple[Edit, ...]:
    """Give what was changed, in the coordinates of the source: sorted, disjoint, as short as can be."""
    return tuple(_edits(revision))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Make sorted, disjoint edits of `text`; ValueError if they are edits of another text."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        if text[edit.start : edit.end] != edit.before:
            raise ValueError(f"not an edit of this text: {edit}")
        parts += text[done : edit.start], edit.after
        done = edit.end
    return "".join(parts) + text[done:]


def undo(text: str, edits: Sequence[Edit]) -> str:
    """Give back the text that `edits` (in its coordinates) were made of; ValueError if they were not."""
    return apply(text, tuple(_inverse(edits)))


def _inverse(edits: Sequence[Edit]) -> Iterator[Edit]:
    shift = 0
    for edit in edits:
        start = edit.start + shift
        yield Edit(start, start + len(edit.after), edit.after, edit.before, edit.rule)
        shift += len(edit.after) - len(edit.before)


def _fitting(view: str, changes: Iterable[Change]) -> Iterator[Change]:
    last = Change(-1, -1, "")
    for wide in sorted(changes):
        change = _trimmed(wide, view[wide.start : wide.end])
        starts_later = change.start >= last.end and (change.start, change.end) != (last.start, last.end)
        if change.after != view[change.start : change.end] and starts_later and not _covered(view, change):
            yield change
            last = change


def _covered(view: str, change: Change) -> bool:
    if change.start < change.end:
        return OPAQUE in view[change.start : change.end]
    # Between two covered characters, an insertion would split what is protected.
    return view[max(change.start - 1, 0) : change.start + 1] == OPAQUE * 2


def _removed(
    revision: Revision, change: Change, rule: str, removers: dict[int, tuple[str, ...]]
) -> tuple[str, ...]:
    """Note what the change takes out, and give the rules that had written there before."""
    earlier: dict[str, None] = {}
    for place in range(change.start, change.end):
        if (origin := revision.origin[place]) != NEW:
            removers[origin] = (rule,)
        earlier |= dict.fromkeys(revision.writers[place])
    earlier.pop(rule, None)
    return tuple(earlier)


def _trimmed(change: Change, before: str) -> Change:
    """Leave out what a change writes again: first at its end, then at its beginning."""
    after = change.after
    tail = _common(before[::-1], after[::-1])
    before, after = before[: len(before) - tail], after[: len(after) - tail]
    head = _common(before, after)
    return Change(change.start + head, change.end - tail, after[head:])


def _common(left: str, right: str) -> int:
    pairs = zip(left, right, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))


def _edits(revision: Revision) -> Iterator[Edit]:
    if isinstance(revision.origin, range):
        return  # nothing was revised
    source_at = text_at = 0
    for place, origin in enumerate([*revision.origin, len(revision.source)]):
        if origin == NEW:
            continue
        if origin > source_at or place > text_at:
            yield from _edit(revision, (source_at, origin), (text_at, place))
        source_at, text_at = origin + 1, place + 1


def _edit(revision: Revision, gap: tuple[int, int], written: tuple[int, int]) -> Iterator[Edit]:
    before = revision.source[slice(*gap)]
    change = _trimmed(Change(*gap, revision.text[slice(*written)]), before)
    kept = revision.source[change.start : change.end]
    if change.after != kept:
        rules = [revision.removers[place] for place in range(*gap) if place in revision.removers]
        rules += revision.writers[slice(*written)]
        ids = dict.fromkeys(rule for names in rules for rule in names)
        yield Edit(change.start, change.end, kept, change.after, "+".join(ids))
