"""The names of an article's credits as written in; people, with what is doubtful asked about, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from anthology.model import Block
from anthology.names import Person, in_capitals, is_particle, other_case, person_of, restored, tidy
from anthology.recognise.accents import accented_surname
from anthology.recognise.credit_asking import Desk
from anthology.recognise.credit_scan import Kind
from anthology.recognise.given_names import accented_given_name, given_name_weight
from anthology.recognise.name_lists import (
    Custom,
    Key,
    Order,
    Parts,
    Verdict,
    against,
    cut,
    keys_of,
    order_of,
    tokens_of,
    unglued,
)
from anthology.recognise.patterns import pattern


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody a credit names, as written: where, in which list, and for what.

    Entries of one list (by its number) keep one order. `prose` is true after `Par` or `Photos :`,
    where the press writes the given name first. `after` is the sign before the entry in its list.
    """

    text: str
    start: int
    end: int
    block: Block
    kind: Kind
    list_number: int
    roles: tuple[str, ...]
    class_code: str = ""
    prose: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody as read, with the entry and the span of the submission it was read from."""

    person: Person
    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around the names: the language, and the people credited elsewhere."""

    french: bool
    two_surnames: bool
    italian: bool
    known: frozenset[Key]


@dataclass(frozen=True, slots=True)
class _Item:
    """A name as its list writes it; `inverted` is true for `Pons, Carla`, read from two entries."""

    entry: Entry
    end: int
    tokens: tuple[str, ...]
    inverted: bool = False


def read_names(entries: Sequence[Entry], desk: Desk, setting: Setting) -> tuple[Name, ...]:
    """Read every entry; the order of names is decided list by list."""
    lists = [tuple(_items(list(run))) for _, run in groupby(entries, key=lambda entry: entry.list_number)]
    verdicts = _verdicts(lists, setting)
    accents = not any(re.search("[ÀÂÇÈÉÊË]", word) for item in sum(lists, ()) for word in _loud(item))
    names = (
        name
        for items, verdict in zip(lists, verdicts, strict=True)
        for name in _read_list(items, verdict, desk, setting)
    )
    return tuple(_settled(name, desk, setting, accents) for name in names)


def _loud(item: _Item) -> Iterator[str]:
    return (token for token in item.tokens if in_capitals(token))


# --- entries to items --------------------------------------------------------------------------------


def _items(entries: list[Entry]) -> Iterator[_Item]:
    """One item a name; `DUPONT, Marie; MARTIN, Paul` are two."""
    position = 0
    paired = _comma_inverts(entries)
    while position < len(entries):
        entry = entries[position]
        if paired:
            other = entries[position + 1]
            yield _Item(entry, other.end, tokens_of(f"{entry.text} {other.text}"), inverted=True)
            position += 2
            continue
        yield _Item(entry, entry.end, tokens_of(entry.text) if _personal(entry) else (entry.text,))
        position += 1


def _personal(entry: Entry) -> bool:
    return entry.kind is Kind.PERSON and not entry.text.startswith("@")


def _comma_inverts(entries: Sequence[Entry]) -> bool:
    """Whether the commas stand inside the names: surname, given name, and another sign between people."""
    if len(entries) % 2 or not entries or not all(map(_personal, entries)):
        return False
    heads, tails = entries[::2], entries[1::2]
    if any(tail.after != "," for tail in tails) or any(len(tail.text.split()) > 2 for tail in tails):
        return False
    outer = {head.after for head in heads[1:]}
    capitals = all(map(_all_capitals, heads)) and not any(map(_any_capitals, tails))
    if capitals or (outer and "," not in outer):
        return all(_one_name(head) for head in heads)
    lone = len(entries) == 2 and len(heads[0].text.split()) == 1
    return lone and given_name_weight(tails[0].text) == 1 and not given_name_weight(heads[0].text)


def _all_capitals(entry: Entry) -> bool:
    return all(in_capitals(word) for word in entry.text.split())


def _any_capitals(entry: Entry) -> bool:
    return any(in_capitals(word) for word in entry.text.split())


def _one_name(entry: Entry) -> bool:
    words = entry.text.split()
    return len(words) == 1 or _all_capitals(entry) or is_particle(words[0])


# --- order -------------------------------------------------------------------------------------------


def _verdicts(lists: Sequence[Sequence[_Item]], setting: Setting) -> list[Verdict]:
    first = [_verdict(items, (), setting.known, setting) for items in lists]
    if all(verdict.sure for verdict in first):
        return first
    known = setting.known | keys_of(_people_of(lists, first))
    return [
        verdict if verdict.sure else _verdict(items, tuple(_alike(items, lists, first)), known, setting)
        for items, verdict in zip(lists, first, strict=True)
    ]


def _verdict(
    items: Sequence[_Item], others: Sequence[Verdict], known: frozenset[Key], setting: Setting
) -> Verdict:
    names = [item.tokens for item in items if _personal(item.entry) and not item.inverted]
    if not names:
        return Verdict(Order.SURNAME_FIRST, "a comma parts surname and given name", True)
    return order_of(names, others, known, _custom(items[0].entry, setting))


def _custom(entry: Entry, setting: Setting) -> Custom:
    """After `Par` and `Photos :` the press writes the given name first; French schools not always."""
    if not entry.prose:
        return Custom.ROSTER
    return Custom.CREDIT if setting.french else Custom.BYLINE


def _people_of(lists: Sequence[Sequence[_Item]], verdicts: Sequence[Verdict]) -> Iterator[Person]:
    for items, verdict in zip(lists, verdicts, strict=True):
        for item in items if verdict.sure else ():
            yield cut(item.tokens, verdict.order, two_surnames=True).person


def _alike(
    items: Sequence[_Item], lists: Sequence[Sequence[_Item]], verdicts: Sequence[Verdict]
) -> Iterator[Verdict]:
    """Verdicts on other lists that say something about this one.

    A byline is no witness for a roster with the surname first, nor a roster for a byline.
    """
    for other, verdict in zip(lists, verdicts, strict=True):
        same = other[0].entry.prose == items[0].entry.prose
        several = any(len(item.tokens) > 1 for item in other)
        if other is not items and several and (same or verdict.order is Order.GIVEN_FIRST):
            yield verdict


def _read_list(items: Sequence[_Item], verdict: Verdict, desk: Desk, setting: Setting) -> Iterator[Name]:
    cuts = [_cut(item, verdict.order, setting) for item in items]
    if not verdict.sure:
        cuts = _asked_order(items, cuts, verdict, desk, setting)
    for position, (item, parts) in enumerate(zip(items, cuts, strict=True)):
        person = _person(item, parts)
        if person.given and verdict.sure:
            person = _asked_one(item, parts, verdict, desk, setting)
        elif not person.given and not person.organisation:
            person = _asked_shared(position, items, cuts, desk)
        yield Name(person, item.entry, item.entry.start, item.end)


def _cut(item: _Item, order: Order, setting: Setting) -> Parts | Person:
    if not _personal(item.entry):
        name = tidy(item.entry.text)
        return Person(family=name) if item.entry.kind is Kind.PERSON else Person(organisation=name)
    return cut(
        item.tokens, Order.SURNAME_FIRST if item.inverted else order, two_surnames=setting.two_surnames
    )


def _person(item: _Item, parts: Parts | Person) -> Person:
    return parts if isinstance(parts, Person) else parts.person


def _listed(people: Sequence[Person]) -> str:
    return "; ".join(person.inverted for person in people)


def _asked_order(
    items: Sequence[_Item], cuts: Sequence[Parts | Person], verdict: Verdict, desk: Desk, setting: Setting
) -> list[Parts | Person]:
    pairs = [pair for pair in zip(items, cuts, strict=True) if _personal(pair[0].entry)]
    people = [_person(item, parts) for item, parts in pairs]
    found = ", ".join(tidy(item.entry.text) for item, _ in pairs)
    first = items[0].entry
    answer = desk.ask("name-order", first.block, first.start, found, found, _listed(people), verdict.evidence)
    if answer == "reject":
        return [_cut(item, verdict.order.other, setting) for item in items]
    told = _told(answer) if answer not in ("", "accept") else []
    if len(told) != len(pairs):
        return list(cuts)
    names = iter(told)
    return [next(names) if _personal(item.entry) else parts for item, parts in zip(items, cuts, strict=True)]


def _told(words: str) -> list[Person]:
    """Names in the editor's words: `Pons, Carla; Marsan, Amélie` or `Carla Pons, Amélie Marsan`."""
    if ";" in words or (re.fullmatch(r"[^\s,]+(?: [^\s,]+)*, [^\s,]+", words) and words.count(",") == 1):
        halves = (one.partition(",") for one in words.split(";") if one.strip())
        return [Person(family.strip(), given.strip()) for family, _, given in halves]
    return [person_of(one.strip()) for one in re.split(r",|\s(?:et|and|y|und|e)\s", words) if one.strip()]


def _asked_one(item: _Item, parts: Parts | Person, verdict: Verdict, desk: Desk, setting: Setting) -> Person:
    """A name of a list whose order is known: ask where it goes its own way, or where its cut is open."""
    person = _person(item, parts)
    entry, text = item.entry, tidy(item.entry.text)
    if isinstance(parts, Person) or item.inverted:
        return person
    if against(item.tokens, verdict.order, setting.known):
        other = cut(item.tokens, verdict.order.other, two_surnames=setting.two_surnames).person
        why = f"{verdict.evidence}, but this name looks {verdict.order.other.value}"
        answer = desk.ask("name-order", entry.block, entry.start, text, text, other.inverted, why)
        return _by_answer(answer, person, other)
    if unglued(text) != text:
        why = "capitals and small letters meet without a space"
        answer = desk.ask("name-glued", entry.block, entry.start, text, text, person.inverted, why)
        return Person(family=text) if answer == "reject" else _by_answer(answer, person, person)
    if opens_like_a_byline(item):
        other = cut(item.tokens[1:], Order.SURNAME_FIRST, two_surnames=setting.two_surnames).person
        why = f"{item.tokens[0]} may open the surname, or say who wrote"
        answer = desk.ask("name-parts", entry.block, entry.start, text, text, other.inverted, why)
        return _by_answer(answer, person, other)
    if parts.other:
        other = Parts(*parts.other).person
        why = "three words or more: where the surname starts is open"
        answer = desk.ask("name-parts", entry.block, entry.start, text, text, person.inverted, why)
        return other if answer == "reject" else _by_answer(answer, person, person)
    return person


def opens_like_a_byline(item: _Item) -> bool:
    """Whether a block opens with `Von` or `Di` and a name: `Di Stefano Marco`."""
    opens = item.entry.start == item.entry.block.start and item.tokens[0] in ("Von", "Di", "von", "di")
    return opens and len(item.tokens) > 2


def _by_answer(answer: str, found: Person, proposed: Person) -> Person:
    if answer in ("", "reject"):
        return found
    return proposed if answer == "accept" else (_told(answer) or [found])[0]


def _asked_shared(
    position: int, items: Sequence[_Item], cuts: Sequence[Parts | Person], desk: Desk
) -> Person:
    """One word among full names may share the surname that follows (`Jean et Marie Dupont`), or lack one."""
    item = items[position]
    whole = tidy(item.entry.text)
    if not _personal(item.entry):
        return Person(family=whole)
    name = Person(family=restored(whole))
    people = [_person(one, parts) for one, parts in zip(items, cuts, strict=True)]
    if not any(person.given for person in people):
        return name
    full = next((person for person in people[position:] if person.given), name)
    shared = Person(full.family, name.family) if full is not name else name
    found = ", ".join(tidy(one.entry.text) for one in items)
    why = "a single word among full names: a surname may be shared, or missing"
    entry = item.entry
    answer = desk.ask("name-shared", entry.block, entry.start, f"{whole}|{found}", whole, shared.display, why)
    return _by_answer(answer, name, shared)


# --- accents and case --------------------------------------------------------------------------------


def _settled(name: Name, desk: Desk, setting: Setting, bare_capitals: bool) -> Name:
    """Ask about accents that capitals may have lost, and about particles in capitals."""
    person = name.person
    if person.organisation or person.family.startswith("@"):
        return name
    written = tidy(
        name.entry.block.text[name.start - name.entry.block.start : name.end - name.entry.block.start]
    )
    person = _asked_case(person, written, name, desk, setting)
    if setting.french:
        person = _asked_accents(person, written, name, desk, bare_capitals)
    return replace(name, person=person)


def _asked_accents(person: Person, written: str, name: Name, desk: Desk, bare_capitals: bool) -> Person:
    """Ask for each word that may have lost an accent: given names, and surnames written in capitals."""
    loud = {restored(word): word for word in _WORD.findall(unglued(written)) if in_capitals(word)}

    def given(word: str) -> str:
        return _asked_accent(loud.get(word, word), word, accented_given_name(word), written, name, desk)

    def family(found: re.Match[str]) -> str:
        word = found[0]
        accented = accented_surname(loud[word]) if word in loud and bare_capitals else ""
        return _asked_accent(loud.get(word, word), word, accented, written, name, desk)

    return replace(
        person, given=" ".join(map(given, person.given.split())), family=_WORD.sub(family, person.family)
    )


_WORD = pattern(r"[^\W\d_]+")


def _asked_accent(found: str, kept: str, accented: str, written: str, name: Name, desk: Desk) -> str:
    if not accented or accented == kept:
        return kept
    entry = name.entry
    why = "the accent may have been lost in capitals or in typing"
    return desk.choose(
        "name-accent", entry.block, entry.start, f"{written}|{found}", found, kept, accented, why
    )


def _asked_case(person: Person, written: str, name: Name, desk: Desk, setting: Setting) -> Person:
    entry = name.entry
    if written.islower():
        proposed = Person(_titled(person.family), _titled(person.given))
        answer = desk.ask(
            "name-case",
            entry.block,
            entry.start,
            written,
            written,
            proposed.display,
            "typed without capitals",
        )
        return _by_answer(answer, person, proposed)
    words = unglued(written).split()
    count = len(person.family.split())
    family = next(
        (
            " ".join(run)
            for run in (words[:count], words[-count:])
            if " ".join(run).casefold() == person.family.casefold()
        ),
        "",
    )
    other = other_case(family)
    if not other or other == person.family:
        return person
    if setting.italian:
        return replace(person, family=max(person.family, other, key=_capital))  # always `De Rosa`
    why = "in capitals a particle shows neither a capital nor a small letter"
    family = desk.choose("name-case", entry.block, entry.start, written, family, person.family, other, why)
    return replace(person, family=family)


def _capital(family: str) -> bool:
    return family[0].isupper()


def _titled(words: str) -> str:
    return " ".join(word if is_particle(word) else restored(word.upper()) for word in words.split())
