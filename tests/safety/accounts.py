"""What was written, what the ledger declares and what a page shows, in; every word that went astray, out.

Ink is a text without its white space: equal ink is equal words, in order, to the last sign. Nothing here uses
the tool's own way to part, to count or to compare words.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.safety.sent import Submission

SHOWN = frozenset({"printed", "display-quote", "undecided"})
"""The fates of what an article shows; all others say where else the words went."""
LABEL_ENDS = ":–—-"
"""What stands behind the name or the initials of who speaks: a class says it in the article, not its text."""
BULLETS = "-–—•·*▪◦‣"
_LONGEST_LABEL = 60


def ink(text: str) -> str:
    return "".join(text.split())


# --- what was written, and what the ledger says was received -----------------------------------------


def misread(
    sent: Submission, entries: Sequence[Mapping[str, Any]], questions: Collection[str]
) -> Iterator[str]:
    """Words of a submission that the ledger has not, or has too much, or elsewhere.

    `questions` are the places (`file:line`) of what a person has to decide.
    """
    blocks = [one for entry in entries for one in entry["blocks"] if one["withheld"] != "metadata"]
    text = ink("".join(one["text"] for one in blocks if one["form"] != "note"))
    notes = ink("".join(one["text"] for one in blocks if one["form"] == "note"))
    sign = "-" if sent.suffix == ".txt" else ""
    written = ink("".join((sign if one.kind == "item" else "") + one.text for one in sent.paragraphs))
    noted = ink("".join(note for one in sent.paragraphs for note in one.notes))
    for what, want, got in (("text", written, text), ("notes", noted, notes)):
        if want != got:
            yield f"{sent.name}: {what} read otherwise: {_apart(want, got)}"
    for entry in entries:
        if entry["words"] != sum(entry["fates"].values()) != sum(len(one["text"].split()) for one in blocks):
            yield f"{sent.name}: the fates do not add up"
        # A submission without any text of an article is told by a check of the book.
        for one in entry["blocks"] if entry["articles"] else ():
            asked = one["fate"] == "undecided" and f"{entry['file']}:{one['line']}" in questions
            if one["fate"] in SHOWN and one["article"] is None and not asked:
                yield f"{sent.name}: printed in no article: {one['text']!r}"


def _apart(want: str, got: str) -> str:
    at = next(
        (n for n, pair in enumerate(zip(want, got, strict=False)) if pair[0] != pair[1]),
        min(len(want), len(got)),
    )
    return f"…{want[max(at - 20, 0) : at + 30]!a} became …{got[max(at - 20, 0) : at + 30]!a}"


# --- what the declared edits make of it --------------------------------------------------------------


@dataclass
class Expected:
    """What an article has to show: the ink of each block, by what becomes of it."""

    title: list[str] = field(default_factory=list)
    standfirst: str = ""
    text: list[tuple[str, str]] = field(default_factory=list)
    """(role, ink), in order."""
    notes: list[str] = field(default_factory=list)
    proposed: bool = False


def expected(entry: Mapping[str, Any]) -> tuple[dict[str, Expected], list[str]]:
    """The articles of a submission by their names, and edits that do not do what they say."""
    made = {one["slug"]: Expected(proposed=one["title_proposed"]) for one in entry["articles"]}
    wrong: list[str] = []
    edits = sorted((*entry["edits"], *entry["accepted"]), key=lambda one: (one["start"], one["end"]))
    for block in entry["blocks"]:
        own = [one for one in edits if block["start"] <= one["start"] and one["end"] <= block["end"]]
        edited = _edited(block, own)
        if _undone(edited, block, own) != block["text"]:
            wrong.append(f"{entry['file']}: undoing does not give back {block['text']!r}")
        if block["fate"] in SHOWN and block["article"] in made:
            _sort(made[block["article"]], block, edited)
    inside = sum(
        any(block["start"] <= one["start"] and one["end"] <= block["end"] for block in entry["blocks"])
        for one in edits
    )
    if inside != len(edits):
        wrong.append(f"{entry['file']}: an edit lies in no block")
    return made, wrong


def _edited(block: Mapping[str, Any], edits: Sequence[Mapping[str, Any]]) -> str:
    text, done, parts = block["text"], 0, []
    for one in edits:
        start, end = one["start"] - block["start"], one["end"] - block["start"]
        parts += [text[done:start], one["after"]]
        done = end
    return "".join([*parts, text[done:]])


def _undone(edited: str, block: Mapping[str, Any], edits: Sequence[Mapping[str, Any]]) -> str:
    shift, parts, done = -block["start"], [], 0
    for one in edits:
        start = one["start"] + shift
        parts += [edited[done:start], one["before"]]
        done = start + len(one["after"])
        shift += len(one["after"]) - len(one["before"])
    return "".join([*parts, edited[done:]])


def _sort(article: Expected, block: Mapping[str, Any], edited: str) -> None:
    role, marks = block["role"], ink(edited)
    if role == "title" and not article.title:
        article.title.append(marks)
    elif role == "chapo":
        article.standfirst += marks
    elif role == "note":
        article.notes.append(marks)
    else:
        article.text.append((role, marks))


# --- what a page shows -------------------------------------------------------------------------------


@dataclass
class Shown:
    """The ink of a rendered article: its title, its standfirst, its text, its notes."""

    title: str = ""
    standfirst: str = ""
    text: str = ""
    notes: list[str] = field(default_factory=list)


_APART = frozenset({"note", "noteref", "note-call", "speaker", "endnotes", "footnotes"})


def shown(document: bytes) -> Shown:
    """What an XHTML document of an article shows, by another parser than the tool's."""
    root = ElementTree.fromstring(document)  # noqa: S314
    found = Shown()
    for element in root.iter():
        classes = (element.get("class") or "").split()
        if "title" in classes and not found.title:
            found.title = ink("".join(element.itertext()))
        elif "standfirst" in classes:
            found.standfirst += ink("".join(element.itertext()))
        elif "text" in classes and element.tag.endswith("div"):
            found.text += ink("".join(_running(element, found.notes)))
    found.notes += [ink(text) for id_, text in asides(root) if "--note" in id_]
    return found


def asides(root: ElementTree.Element) -> list[tuple[str, str]]:
    """The notes behind an article of a finished e-book, by their ids: of the text, and of photographs."""
    notes = (one for one in root.iter() if one.tag.endswith("aside") and one.get("role") == "doc-footnote")
    return [(one.get("id") or "", "".join(_but_for_the_way_back(one))) for one in notes]


def _but_for_the_way_back(element: ElementTree.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get("role") != "doc-backlink":
            yield from _but_for_the_way_back(child)
        yield child.tail or ""


def _running(element: ElementTree.Element, notes: list[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        classes = set((child.get("class") or "").split())
        if classes & _APART:
            if "note" in classes:
                notes.append(ink("".join(child.itertext())))
        else:
            yield from _running(child, notes)
        yield child.tail or ""


def astray(want: Expected, got: Shown) -> Iterator[str]:
    """What an article shows otherwise than it was declared."""
    if want.title and not want.proposed and want.title[0] != got.title:
        yield f"title: {_apart(want.title[0], got.title)}"
    if want.standfirst != got.standfirst:
        yield f"standfirst: {_apart(want.standfirst, got.standfirst)}"
    place = 0
    for role, marks in want.text:
        taken = next((one for one in _readings(role, marks) if got.text.startswith(one, place)), None)
        if taken is None:
            yield f"{role}: {_apart(marks, got.text[place : place + len(marks) + 40])}"
            return
        place += len(taken)
    if got.text[place:]:
        yield f"invented: {got.text[place : place + 60]!r}"
    if sorted(want.notes) != sorted(got.notes):
        yield f"notes: {want.notes} became {got.notes}"


def _readings(role: str, marks: str) -> Iterator[str]:
    """What may be shown of a block: all; an answer without the name of who speaks, an item without bullet."""
    yield marks
    if role in ("answer", "question"):
        for at in range(1, min(_LONGEST_LABEL, len(marks))):
            if marks[at - 1] in LABEL_ENDS:
                yield marks[at:]
    if role == "list" and marks[:1] in BULLETS:
        yield marks[1:]
