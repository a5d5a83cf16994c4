"""What may change the wording of submissions: proposals of the rules, and the answers of the editor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TypeVar

from anthology import records, rules
from anthology.cache import Cache, digest
from anthology.errors import ConfigError
from anthology.importing.marked import masked
from anthology.model import Decision, Edit, Fate, Judgement, Manuscript, Reading, RuleChoice
from anthology.recognise.decisions import decision_id
from anthology.review import FILE as REVIEW

T = TypeVar("T")

SHOWN = frozenset({Fate.PRINTED, Fate.DISPLAY_QUOTE, Fate.UNDECIDED})
"""The fates of what an article shows."""
_RULES = {rule.id: rule for rule in rules.RULES}


def rule_decisions(
    reading: Reading, wording: Wording, cleaning: Cleaning | None = None
) -> Iterator[Decision]:
    """What the typographic rules propose for text that will be printed, one decision each."""
    told = cleaning or Cleaning(frozenset(), frozenset(), {})
    seen = masked(reading.manuscript)
    for one in reading.judgements:
        if one.fate in SHOWN:
            text = seen[one.block.start : one.block.end]
            own = told.of(one.article)
            found = Counter[str]()
            for edit in wording.proposals(text, language_of(reading, one), own.off, own.on):
                # Counted rule by rule: what another rule proposes moves no answer.
                yield _rule_decision(reading.manuscript, one, edit, found[edit.rule])
                found[edit.rule] += 1


def language_of(reading: Reading, one: Judgement) -> str:
    """The language by whose rules a block is set: that of its article, which may not be the submission's."""
    return reading.language if one.article is None else reading.drafts[one.article].language


def _rule_decision(manuscript: Manuscript, one: Judgement, edit: Edit, number: int) -> Decision:
    rule = _RULES[edit.rule]
    text = one.block.text
    before = text[max(edit.start - 30, 0) : edit.end + 10]
    after = text[max(edit.start - 30, 0) : edit.start] + edit.after + text[edit.end : edit.end + 10]
    return Decision(
        id=decision_id(rule.name, manuscript.file, text, number),
        kind=rule.name,
        where=f"{manuscript.file}:{one.block.line}",
        found=before,
        proposed=after,
        evidence=(rule.why,),
        edits=(moved(edit, one.block.start),),
    )


def moved(edit: Edit, offset: int) -> Edit:
    """The edit, that many characters further on."""
    return replace(edit, start=edit.start + offset, end=edit.end + offset)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """How text is cleaned: rules that are off, and the edits the editor accepted, by submission file.

    `choices` are the rules that the editor chose for the articles of one submission, by their number in it.
    """

    off: frozenset[str]
    on: frozenset[str]
    accepted: Mapping[str, tuple[Edit, ...]]
    choices: tuple[RuleChoice, ...] = ()

    def of(self, article: int | None) -> Cleaning:
        """How the text of one article is cleaned; None is text of no article."""
        if article is None or article >= len(self.choices) or self.choices[article] == RuleChoice():
            return self
        own = self.choices[article].over(RuleChoice(tuple(sorted(self.off)), tuple(sorted(self.on))))
        return replace(self, off=frozenset(own.off), on=frozenset(own.on))


def accepted_edits(decisions: Sequence[Decision]) -> dict[str, tuple[Edit, ...]]:
    """The edits of accepted decisions, by file; own words take the place of the proposal.

    Raises:
        ConfigError: two accepted decisions change the same letters.
    """
    found: dict[str, list[Edit]] = {}
    for one in decisions:
        if one.open or one.answer == "reject":
            continue
        file = one.where.rpartition(":")[0]
        for edit in one.edits:
            after = edit.after if one.answer == "accept" else one.answer
            found.setdefault(file, []).append(replace(edit, after=after, rule=f"{edit.rule}:{one.id}"))
    return {file: _disjoint(edits, file) for file, edits in found.items()}


def _disjoint(edits: Sequence[Edit], file: str) -> tuple[Edit, ...]:
    ordered = sorted(edits, key=lambda one: (one.start, one.end))
    for one, following in pairwise(ordered):
        if following.start < one.end:
            ids = " and ".join(edit.rule.rpartition(":")[2] for edit in (one, following))
            raise ConfigError(
                "review-overlap",
                f"the decisions {ids} change the same letters of {file}",
                hint="accept one of them, and answer the other with reject",
                file=REVIEW,
            )
    return tuple(ordered)


# --- what the rules make of a text, kept -------------------------------------------------------------

_MOST = 1000
"""Texts of one submission that are kept at least, the last ones used: it holds some thirty paragraphs."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What the rules made of texts, by the digest of the text and of all that the rules were told."""

    edits: tuple[tuple[str, tuple[Edit, ...]], ...] = ()
    plain: tuple[tuple[str, str], ...] = ()


class Wording:
    """What the rules make of the paragraphs of one submission; they look at each paragraph once.

    Rules are by far the most of an import, and an editor who changes a submission changes a paragraph or two:
    so their work is kept paragraph by paragraph, in one table a submission. Each entry is named by the text
    and by all that the rules were told, so it holds wherever it is kept.
    """

    def __init__(self, file: str, cache: Cache | None = None) -> None:
        self._file = file
        self._cache = Cache() if cache is None else cache
        self._edits: dict[str, tuple[Edit, ...]] = {}
        self._plain: dict[str, str] = {}
        self._loaded = False
        self._new = False

    def edits(self, text: str, language: str, off: frozenset[str], on: frozenset[str]) -> tuple[Edit, ...]:
        """The automatic corrections of a text: `rules.edits`."""
        name = digest("edits", text, language, _listed(off), _listed(on))
        return self._one(self._edits, name, lambda: rules.edits(text, language, off=off, on=on))

    def proposals(
        self, text: str, language: str, off: frozenset[str] = frozenset(), on: frozenset[str] = frozenset()
    ) -> tuple[Edit, ...]:
        """The corrections a person should decide on: `rules.proposals`."""
        name = digest("proposals", text, language, _listed(off), _listed(on))
        return self._one(self._edits, name, lambda: rules.proposals(text, language, off=off, on=on))

    def plain(self, text: str, language: str, off: frozenset[str], on: frozenset[str]) -> str:
        """The text as an article holds it: `rules.plain`."""
        name = digest("plain", text, language, _listed(off), _listed(on))
        return self._one(self._plain, name, lambda: rules.plain(text, language, off=off, on=on))

    def keep(self) -> None:
        """Keep what is new for the next import, and hold it no more: of a thousand tables nobody has need."""
        if self._new:
            written = _Written(_latest(self._edits), _latest(self._plain))
            self._cache.keep("wording", self._file, records.dump(written))
            self._new = False
        self._edits.clear()
        self._plain.clear()
        self._loaded = False

    def _one(self, table: dict[str, T], name: str, make: Callable[[], T]) -> T:
        self._load()
        if name in table:
            value = table.pop(name)
        else:
            value = make()
            self._new = True
        table[name] = value  # the last one used stands last
        return value

    def _load(self) -> None:
        if not self._loaded:
            self._loaded = True
            written = self._cache.known("wording", self._file, partial(records.load, _Written)) or _Written()
            self._edits.update(written.edits)
            self._plain.update(written.plain)


def _latest(table: Mapping[str, T]) -> tuple[tuple[str, T], ...]:
    return tuple(table.items())[-_MOST:]


def _listed(names: frozenset[str]) -> str:
    return " ".join(sorted(names))
