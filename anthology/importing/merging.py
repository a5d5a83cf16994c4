"""An article as import last wrote it, as it would write it now, and as the editor left it, to one outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from anthology.errors import AnthologyError
from anthology.model import Decision


@dataclass(frozen=True, slots=True)
class Outcome:
    """What importing does to one file: the new texts (None: leave as it is), and a word about it."""

    slug: str
    state: str
    """`new`, `unchanged`, `updated`, `merged`, `conflict`, `kept` or `deleted-by-editor`."""
    text: str | None = None
    base: str | None = None
    incoming: str | None = None
    decision: Decision | None = None
    aside: str | None = None
    """What an editor made of the text that was set aside: it is kept, whatever becomes of that."""


def merged(
    slug: str, base: str | None, result: str, current: str | None, answers: Mapping[str, str]
) -> Outcome:
    """Three-way: what import last wrote, what it would write now, and the editor's file.

    Where both changed the same lines, `answers` may hold the answer to that, by the id of the decision:
    `accept` takes the new text; `reject`, or words of the editor's own, keeps the editor's file. Line ends
    are no difference: an editor's program may write its own.
    """
    if current is None:
        state = "deleted-by-editor" if base == result else "new"
        return Outcome(slug, state, None if base == result else result, result)
    mine = _in_our_lines(current)
    if mine == result:
        return Outcome(slug, "unchanged", None, result)
    if base == result:
        return Outcome(slug, "kept")
    if mine == base:
        return Outcome(slug, "updated", result, result)
    return _both_moved(slug, base, result, mine, answers)


def edited_aside(there: str | None, written: str | None, result: str) -> str | None:
    """What an editor made of a text that import had set aside; None where it is as it was written.

    `there` is the file as it is, `written` what import last wrote into it, `result` what it would write now.
    """
    if there is None:
        return None
    mine = _in_our_lines(there)
    return None if mine in (written, result) else there


def _in_our_lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _both_moved(
    slug: str, base: str | None, result: str, current: str, answers: Mapping[str, str]
) -> Outcome:
    together = None if base is None else _together(base, current, result)
    if together is not None:
        return Outcome(slug, "merged", together, result)
    decision = _conflict(slug, current, result)
    answer = answers.get(decision.id)
    if not answer:
        return Outcome(slug, "conflict", incoming=result, decision=decision)
    if answer == "accept":
        return Outcome(slug, "updated", result, result)
    return Outcome(slug, "kept", None, result)  # words of the editor's own say why, and stay in review.toml


def _together(base: str, current: str, result: str) -> str | None:
    """Both changes in one text; None where they touch, or where what they make cannot be read."""
    # Seldom did both change a file: what is only needed then is not loaded before.
    from merge3 import Merge3

    from anthology.pages import read_article

    merge = Merge3(base.split("\n"), current.split("\n"), result.split("\n"))
    if any(group[0] == "conflict" for group in merge.merge_groups()):
        return None
    text = "\n".join(merge.merge_lines())
    try:
        read_article(text, "", slug="", language="und")
    except AnthologyError:
        return None
    return text


def _conflict(slug: str, current: str, result: str) -> Decision:
    """One question for these two texts: an answer given for others does not hold."""
    import difflib

    from anthology.recognise.decisions import decision_id

    changed = [
        line[2:].strip()
        for line in difflib.ndiff(current.split("\n"), result.split("\n"))
        if line[:2] == "+ "
    ]
    return Decision(
        id=decision_id("merge-conflict", f"articles/{slug}.md", f"{current}\0{result}"),
        kind="merge-conflict",
        where=f"articles/{slug}.md:1",
        found="the editor and the import changed the same lines",
        proposed=f"articles/{slug}.incoming.md",
        evidence=tuple(line[:160] for line in changed[:3] if line),
    )
