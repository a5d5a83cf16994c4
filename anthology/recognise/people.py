"""The people credited in all articles in; one record for each person, and namesakes to ask about, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import MappingProxyType

from anthology.model import Block, Contributor, Decision, Edit, Photo
from anthology.names import Person, collation_key, in_capitals, person_of, restored
from anthology.recognise.credit_asking import line_of
from anthology.recognise.decisions import decision_id
from anthology.recognise.patterns import pattern
from anthology.recognise.variants import Bearer, variants

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})

CAPITALS_RULE = "C4"
"""No surname in capitals in running text (Lexique des règles typographiques, Imprimerie nationale)."""


# --- one record a person -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signature:
    """Who is credited in one article, and where (`submissions/a.txt:12`).

    `group` is the key of its group, empty where it has none.
    """

    where: str
    group: str = ""
    contributors: tuple[Contributor, ...] = ()
    photos: tuple[Photo, ...] = ()

    @property
    def roles(self) -> Iterator[tuple[Person, str]]:
        """Everybody with what they did, photographers last."""
        yield from ((one.person, one.role) for one in self.contributors)
        yield from ((person, "photographer") for photo in self.photos for person in photo.credit)


@dataclass(frozen=True, slots=True)
class Record:
    """One person of the whole: the spelling kept, the other spellings, and (role, where) of each credit.

    `groups` are the keys of the groups the person wrote in.
    """

    person: Person
    spellings: tuple[Person, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)  # no slots: the spellings are gathered once
class Registry:
    """Everybody credited, in the order of their first credit, and what only a person can tell."""

    records: tuple[Record, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def kept(self, person: Person) -> Person:
        """The spelling kept for somebody: `Elise Artigau` may go as `Élise Artigau`."""
        return self._kept.get(person, person)

    @cached_property
    def _kept(self) -> Mapping[Person, Person]:
        kept: dict[Person, Person] = {}
        for one in self.records:
            for spelling in (one.person, *one.spellings):
                kept.setdefault(spelling, one.person)
        return kept


def registry(signatures: Sequence[Signature], answers: Mapping[str, str] = NO_ANSWERS) -> Registry:
    """Gather one record for each person, whatever the roles and the spellings.

    Two authors of one name in two groups stay two records, with a decision `namesake`, until somebody
    accepts that they are one; a name without a group, where two bear it, is a third until somebody says whose
    it is. Spellings that differ by accents, case or hyphens are one person, with a decision `name-spelling`
    on which to keep; the one with more accents is proposed, the first stands. Names of which one may be the
    other, shortened or turned round, stay two records, with a decision `name-variant`, until it is accepted.
    """
    decisions: list[Decision] = []
    by_name: dict[tuple[str, str], list[Record]] = {}
    for signature in signatures:
        for person, role in signature.roles:
            records = by_name.setdefault(same_name(person), [])
            _add(records, person, role, signature, answers, decisions)
    records = _united([record for same in by_name.values() for record in same], answers, decisions)
    settled = tuple(_spelt(record, answers, decisions) for record in records)
    return Registry(settled, tuple(decisions))


@lru_cache(maxsize=1 << 14)
def same_name(person: Person) -> tuple[str, str]:
    """What two spellings of one name have in common."""
    whole = person.organisation or person.family
    return collation_key(whole).replace(" ", ""), collation_key(person.given).replace(" ", "")


def _add(
    records: list[Record],
    person: Person,
    role: str,
    signature: Signature,
    answers: Mapping[str, str],
    decisions: list[Decision],
) -> None:
    """Add a credit to the record it belongs to, or open one."""
    group = signature.group if role != "photographer" else ""
    new = Record(person, (), ((role, signature.where),), (group,) if group else ())
    place = _place(records, group, signature)
    if place is None and records:
        question = _namesake(records[0], person, signature, answers)
        decisions.append(question)
        place = 0 if question.answer == "accept" else None
    if place is None:
        records.append(new)
    else:
        records[place] = _joined(records[place], new)


def _place(records: Sequence[Record], group: str, signature: Signature) -> int | None:
    """The record of this name that a credit belongs to; None where none or several may be meant."""
    own = next(
        (n for n, one in enumerate(records) if signature.group and signature.group in one.groups), None
    )
    if own is not None:
        return own
    here = next(
        (n for n, one in enumerate(records) if any(where == signature.where for _, where in one.roles)), None
    )
    if here is not None:
        return here
    open_ = [n for n, one in enumerate(records) if not group or not one.groups]
    return open_[0] if len(open_) == 1 else None


def _united(records: list[Record], answers: Mapping[str, str], decisions: list[Decision]) -> list[Record]:
    """Ask about names that may be one person's; join those whom somebody said to be one."""
    bearers = [Bearer(one.person, frozenset(one.roles), frozenset(one.groups)) for one in records]
    kept: list[Record | None] = list(records)
    for pair in variants(bearers):
        full, short = kept[pair.full], kept[pair.short]
        if full is None or short is None:
            continue
        question = _variant(full, short, pair.why, answers)
        decisions.append(question)
        if question.answer == "accept":
            kept[pair.full], kept[pair.short] = _joined(full, short), None
    return [one for one in kept if one is not None]


def _variant(full: Record, short: Record, why: str, answers: Mapping[str, str]) -> Decision:
    where = short.roles[0][1]
    found = f"{short.person.display}: {where}; {full.person.display}: {full.roles[0][1]}"
    id_ = decision_id(
        "name-variant", where.rpartition(":")[0], f"{short.person.display}|{full.person.display}"
    )
    evidence = (why, "two people may bear such names")
    return Decision(id_, "name-variant", where, found, full.person.display, evidence, answers.get(id_, ""))


def _joined(one: Record, other: Record) -> Record:
    spellings = tuple(dict.fromkeys((*one.spellings, other.person)))
    return Record(
        one.person,
        tuple(spelling for spelling in spellings if spelling != one.person),
        tuple(dict.fromkeys((*one.roles, *other.roles))),
        tuple(dict.fromkeys((*one.groups, *other.groups))),
    )


def _namesake(record: Record, person: Person, signature: Signature, answers: Mapping[str, str]) -> Decision:
    name = person.display
    file, _, _ = signature.where.rpartition(":")
    id_ = decision_id("namesake", file, f"{name}|{signature.group}")
    before = next(where for role, where in record.roles)
    return Decision(
        id=id_,
        kind="namesake",
        where=signature.where,
        found=f"{name}: {before}, {signature.where}",
        proposed="one person",
        evidence=(
            f"an author of {', '.join(record.groups)} and of {signature.group}"
            if signature.group
            else "two people of this name are credited, and nothing shows which of them is meant",
            "two people may bear one name",
        ),
        answer=answers.get(id_, ""),
    )


def _spelt(record: Record, answers: Mapping[str, str], decisions: list[Decision]) -> Record:
    """Ask which of several spellings to keep."""
    if record.person.organisation:
        return record
    everyone = tuple(
        one for one in (record.person, *record.spellings) if same_name(one) == same_name(record.person)
    )
    if len(everyone) < 2:
        return record
    richest = max(everyone, key=lambda one: sum(not char.isascii() for char in one.display))
    other = richest if richest != record.person else everyone[1]
    where = record.roles[0][1]
    id_ = decision_id("name-spelling", where.rpartition(":")[0], " / ".join(one.display for one in everyone))
    answer = answers.get(id_, "")
    decisions.append(
        Decision(
            id=id_,
            kind="name-spelling",
            where=where,
            found=record.person.display,
            proposed=other.display,
            evidence=tuple(f"written {one.display}" for one in everyone),
            answer=answer,
        )
    )
    kept = {"": record.person, "reject": record.person, "accept": other}.get(answer) or person_of(answer)
    spellings = tuple(one for one in (record.person, *record.spellings) if one != kept)
    return replace(record, person=kept, spellings=spellings)


# --- surnames in capitals ----------------------------------------------------------------------------


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LOUD = pattern(r"[A-ZÀ-ÖØ-Þ](?:[A-ZÀ-ÖØ-Þ]|[’'-](?=[A-ZÀ-ÖØ-Þ]))+(?![\w])")
_WORD = pattern(r"[^\W\d_](?:[^\W\d_]|[’'.-](?=[^\W\d_]))*\.?")
_TITLES = _set("m mm mme mmes mlle monsieur madame mr mrs ms dr herr frau sr sra don doña signor signora")


@dataclass(frozen=True, slots=True)
class _Found:
    """A surname in capitals, with the block it stands in; `edits` are in the submission's characters."""

    block: Block
    name: str
    edits: tuple[Edit, ...]
    full: bool


def surname_capitals(
    file: str, blocks: Sequence[Block], people: Sequence[Person | str]
) -> tuple[Decision, ...]:
    """Propose `Oulhiyane` for `OULHIYANE` in running text: one decision a person, with all its edits.

    Somebody is known by a credit, or by a name that a text introduces. The surname alone counts where the
    whole name, or a form of address, shows who is meant; headings all in capitals stay.
    """
    return capitals_among(file, blocks, by_surname(people))


def capitals_among(
    file: str, blocks: Sequence[Block], index: Mapping[str, tuple[Person, ...]]
) -> tuple[Decision, ...]:
    """The same for people as `by_surname` gives them: a whole class is put in order once."""
    texts = [block for block in blocks if _LOUD.search(block.text) and not _all_loud(block.text)]
    found: dict[Person, list[_Found]] = {}
    for block in texts:
        for person, one in _in_block(block, index):
            found.setdefault(person, []).append(one)
    return tuple(
        _capitals_decision(file, person, places)
        for person, places in found.items()
        if any(place.full for place in places)
    )


def _all_loud(text: str) -> bool:
    return text.upper() == text


def by_surname(people: Iterable[Person | str]) -> Mapping[str, tuple[Person, ...]]:
    """People by the key of the first word of their surname, each name once."""
    index: dict[str, dict[tuple[str, str], Person]] = {}
    for one in people:
        person = person_of(one) if isinstance(one, str) else one
        if person.given and person.family:
            head = collation_key(person.family.split()[0])
            index.setdefault(head, {}).setdefault(same_name(person), person)
    return MappingProxyType({head: tuple(same.values()) for head, same in index.items()})


def _in_block(block: Block, index: Mapping[str, tuple[Person, ...]]) -> Iterator[tuple[Person, _Found]]:
    words = list(_WORD.finditer(block.text))
    for position, word in enumerate(words):
        last = word[0][-1]
        if (last.islower() and last != "ß") or not in_capitals(word[0]):
            continue  # nearly every word ends in a small letter: that is quickly seen
        for person in index.get(collation_key(word[0]), ()):
            one = _match(block, words, position, person)
            if one:
                yield person, one
                break


def _match(block: Block, words: Sequence[re.Match[str]], position: int, person: Person) -> _Found | None:
    """The name at a place, if its surname stands in capitals there and is surely this person's."""
    family, given = person.family.split(), person.given.split()
    end = position + len(family)
    surname = words[position:end]
    if not _same(surname, family) or not all(in_capitals(word[0]) or word[0].islower() for word in surname):
        return None
    before, after = words[max(position - len(given), 0) : position], words[end : end + len(given)]
    neighbours = before if _same(before, given) else after if _same(after, given) else []
    titled = position > 0 and words[position - 1][0].casefold().rstrip(".") in _TITLES
    together = sorted((*neighbours, *surname), key=lambda word: word.start())
    edits = [*_edits(block, surname, family), *_edits(block, neighbours, given)]
    name = block.text[together[0].start() : together[-1].end()]
    return _Found(block, name, tuple(sorted(edits, key=lambda edit: edit.start)), bool(neighbours) or titled)


def _same(words: Sequence[re.Match[str]], parts: Sequence[str]) -> bool:
    return [collation_key(word[0]) for word in words] == [collation_key(part) for part in parts]


_STOPS = ".,;:!?…»”)"


def _edits(block: Block, words: Sequence[re.Match[str]], parts: Sequence[str]) -> Iterator[Edit]:
    """Each word in capitals as the person writes it; an accent that only the capitals have is kept."""
    for word, part in zip(words, parts, strict=False):
        before = word[0].rstrip(_STOPS)
        after = restored(before) if part.isascii() and not before.isascii() else part
        if in_capitals(before) and after != before:
            start = block.start + word.start()
            yield Edit(start, start + len(before), before, after, CAPITALS_RULE)


def _capitals_decision(file: str, person: Person, places: Sequence[_Found]) -> Decision:
    first = next(place for place in places if place.full)
    edits = tuple(edit for place in places for edit in place.edits)
    return Decision(
        id=decision_id("surname-capitals", file, first.name),
        kind="surname-capitals",
        where=f"{file}:{line_of(first.block, first.edits[0].start)}",
        found=first.name,
        proposed=person.display,
        evidence=(f"a surname in capitals in running text, {len(places)} times",),
        edits=edits,
    )
