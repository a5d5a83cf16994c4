"""All articles of a book in; their people and groups brought together, and what is left to ask, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from anthology.model import Block, Decision, Draft, Fate, Group, Photo, Reading
from anthology.names import Person
from anthology.recognise.groups import Signed, group_collisions, infer_school
from anthology.recognise.people import Registry, Signature, by_surname, capitals_among, registry

_TEXT = frozenset({Fate.PRINTED, Fate.DISPLAY_QUOTE})


def brought_together(
    readings: Sequence[Reading], school: str, answers: Mapping[str, str]
) -> tuple[tuple[Reading, ...], tuple[Decision, ...]]:
    """Complete the groups, apply what somebody answered about people and groups, and ask the rest.

    A group has the school its credit states, else the one that all credits state, else the book's. An
    answer to `group-collision` in own words is the cohort of the second group.
    """
    readings = _with_schools(readings, school)
    placed = list(_placed(readings))
    people = registry([_signature(where, draft) for where, draft in placed], answers)
    groups = [
        _answered(decision, answers)
        for decision in group_collisions(
            [Signed(where, draft.group, draft.authors) for where, draft in placed if draft.group]
        )
    ]
    capitals = [_answered(decision, answers) for decision in _capitals(readings)]
    settled = _with_spellings(_with_cohorts(readings, groups), people)
    return settled, (*groups, *people.decisions, *capitals)


def in_cohorts(readings: Sequence[Reading], cohorts: Mapping[tuple[str, int], str]) -> tuple[Reading, ...]:
    """Give each group the cohort the editor gave its article (by submission and start), if it states none."""
    return tuple(
        replace(
            reading,
            drafts=tuple(
                draft
                if draft.group and draft.group.cohort
                else _in_cohort(draft, cohorts.get((draft.file, draft.start)))
                for draft in reading.drafts
            ),
        )
        for reading in readings
    )


def _answered(decision: Decision, answers: Mapping[str, str]) -> Decision:
    return replace(decision, answer=decision.answer or answers.get(decision.id, ""))


def _drafts(readings: Iterable[Reading]) -> Iterator[Draft]:
    return (draft for reading in readings for draft in reading.drafts)


def _placed(readings: Iterable[Reading]) -> Iterator[tuple[str, Draft]]:
    """Every article with the place where it is signed; where it begins when nobody signed it."""
    for reading in readings:
        for number, draft in enumerate(reading.drafts):
            own = [judgement for judgement in reading.judgements if judgement.article == number]
            credits = [judgement for judgement in own if judgement.fate is Fate.CREDIT]
            yield f"{reading.manuscript.file}:{(credits or own)[0].block.line}", draft


def _signature(where: str, draft: Draft) -> Signature:
    return Signature(where, draft.group.key if draft.group else "", draft.authors, draft.photos)


# --- groups ------------------------------------------------------------------------------------------


def _with_schools(readings: Sequence[Reading], school: str) -> tuple[Reading, ...]:
    stated = [draft.group.school for draft in _drafts(readings) if draft.group and draft.group.school]
    common = infer_school(stated)[0] or school
    return tuple(
        replace(reading, drafts=tuple(_in_school(draft, common) for draft in reading.drafts))
        for reading in readings
    )


def _in_school(draft: Draft, school: str) -> Draft:
    if draft.group is None or draft.group.school:
        return draft
    return replace(draft, group=Group(draft.group.number, draft.group.cohort, school))


def _with_cohorts(readings: Sequence[Reading], asked: Sequence[Decision]) -> tuple[Reading, ...]:
    """Give a group that shares its number with another the cohort that somebody wrote."""
    said = {question.where: question.answer for question in asked}
    cohorts = {where: words for where, words in said.items() if words not in ("", "accept", "reject")}
    if not cohorts:
        return tuple(readings)
    places = iter(_placed(readings))
    return tuple(
        replace(
            reading, drafts=tuple(_in_cohort(draft, cohorts.get(next(places)[0])) for draft in reading.drafts)
        )
        for reading in readings
    )


def _in_cohort(draft: Draft, cohort: str | None) -> Draft:
    if draft.group is None or cohort is None:
        return draft
    return replace(draft, group=Group(draft.group.number, cohort, draft.group.school))


# --- people ------------------------------------------------------------------------------------------


def _with_spellings(readings: Sequence[Reading], people: Registry) -> tuple[Reading, ...]:
    """Write everybody as somebody decided; while the question is open, as each article does."""
    open_ = {line for decision in people.decisions if decision.open for line in decision.evidence}

    def spelt(person: Person) -> Person:
        return person if f"written {person.display}" in open_ else people.kept(person)

    return tuple(
        replace(reading, drafts=tuple(_respelt(draft, spelt) for draft in reading.drafts))
        for reading in readings
    )


def _respelt(draft: Draft, spelt: Callable[[Person], Person]) -> Draft:
    return replace(
        draft,
        authors=tuple(replace(author, person=spelt(author.person)) for author in draft.authors),
        photos=tuple(_photo(photo, spelt) for photo in draft.photos),
    )


def _photo(photo: Photo, spelt: Callable[[Person], Person]) -> Photo:
    return replace(photo, credit=tuple(spelt(person) for person in photo.credit))


def _capitals(readings: Sequence[Reading]) -> Iterator[Decision]:
    """Ask about surnames that running text sets in capitals, where the person is known."""
    known = by_surname(dict.fromkeys(_known(readings)))
    for reading in readings:
        yield from capitals_among(reading.manuscript.file, _text(reading), known)


def _known(readings: Sequence[Reading]) -> Iterator[Person | str]:
    for draft in _drafts(readings):
        yield from draft.speakers
        yield from (contributor.person for contributor in draft.authors)
        yield from (person for photo in draft.photos for person in photo.credit)


def _text(reading: Reading) -> tuple[Block, ...]:
    return tuple(judgement.block for judgement in reading.judgements if judgement.fate in _TEXT)
