"""The photographs of an article, and what their files say of themselves, in; entries and doubts out.

What the text says wins: somebody wrote it for this article. What the file says fills in what is missing, and
where the two differ a person is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from anthology.importing.body import Placed
from anthology.model import Finding, Form, Judgement, Photo, PhotoFacts, Severity
from anthology.names import Person, collation_key, person_of, tidy
from anthology.readers.photographs import NOTHING, in_language
from anthology.recognise.bearers import is_agency, is_collective, is_house

_RIGHTS = re.compile(
    r"^[\s©]*(?:\(c\)|copyright|all rights reserved|tous droits réservés)?[\s©:,.\d–-]*", re.IGNORECASE
)


def signed(
    photos: Sequence[Photo],
    pictures: Sequence[Placed],
    facts: Mapping[str, PhotoFacts],
    judgements: Sequence[Judgement],
    language: str,
) -> tuple[tuple[Photo, ...], tuple[Finding, ...]]:
    """Complete the photographs of an article by what their files say.

    `facts` are those of pictures, by the digest of their bytes; `judgements` those of the submission.
    """
    found = list(photos)
    findings: list[Finding] = []
    for one in pictures:
        told = in_language(facts.get(one.picture.sha256, NOTHING), language)
        place = _entry_of(one, found, told, len(pictures))
        before = found[place] if place is not None else Photo()
        captioned = _is_captioned(one, judgements)
        after = _completed(replace(before, file=one.file), told, captioned=captioned)
        findings += _doubts(before, told, one.file)
        if place is not None:
            found[place] = after
        elif after != Photo(file=one.file):
            found.append(after)
    return tuple(found), tuple(findings)


def _entry_of(one: Placed, photos: Sequence[Photo], told: PhotoFacts, pictures: int) -> int | None:
    """The entry that is of this picture: it names its file, or nobody else's can it be."""
    own = [place for place, photo in enumerate(photos) if photo.file == one.file]
    free = [place for place, photo in enumerate(photos) if not photo.file and photo.credit]
    alike = [place for place in free if _same(photos[place].credit, people_of(told))]
    alone = free if len(free) == 1 and pictures == 1 else []
    return next(iter((*own, *alike, *alone)), None)


def _is_captioned(one: Placed, judgements: Iterable[Judgement]) -> bool:
    """Whether the text itself holds the caption of the picture: it is printed from there."""
    return any(
        each.block.shape.form is Form.CAPTION and each.block.shape.label == one.picture.name
        for each in judgements
    )


def _completed(photo: Photo, told: PhotoFacts, *, captioned: bool) -> Photo:
    return replace(
        photo,
        credit=photo.credit or people_of(told),
        caption=photo.caption or ("" if captioned else told.caption),
        licence=photo.licence or told.terms or told.rights,
        alt=photo.alt if photo.alt is not None else told.alt or None,
    )


# --- people ------------------------------------------------------------------------------------------


def people_of(told: PhotoFacts) -> tuple[Person, ...]:
    """Who made a photograph, by its file: its creators, else who is to be named, else nobody."""
    named = told.creators or ((told.credit,) if told.credit else ())
    people = [person for text in named for person in _people(text)]
    return tuple(dict.fromkeys(people))


def _people(text: str) -> Iterator[Person]:
    whole = tidy(_RIGHTS.sub("", text))
    if not whole:
        return
    if _is_organisation(whole):
        yield Person(organisation=whole)
        return
    parts = [
        part.strip() for part in re.split(r"\s*/\s*|\s+(?:&|et|and|und|y|i|e)\s+", whole) if part.strip()
    ]
    for part in parts:
        yield from (Person(organisation=part),) if _is_organisation(part) else _by_commas(part)


def _by_commas(text: str) -> Iterator[Person]:
    """One name, or several between commas; `Causse, Inès` is one, its surname first."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if len(names) == 2 and all(len(name.split()) == 1 for name in names):
        yield Person(family=names[0], given=names[1])
    else:
        yield from map(person_of, names)


def _is_organisation(text: str) -> bool:
    return is_agency(text) or is_house(text) or is_collective(text)


def _same(people: Sequence[Person], others: Sequence[Person]) -> bool:
    return bool(people) and _keys(people) == _keys(others)


def _keys(people: Iterable[Person]) -> frozenset[frozenset[str]]:
    """People without case, accents and the order of their names: `MARSAN Amélie` is `Amélie Marsan`."""
    return frozenset(frozenset(collation_key(one.display).replace("-", " ").split()) for one in people)


# --- doubts ------------------------------------------------------------------------------------------


def _doubts(photo: Photo, told: PhotoFacts, file: str) -> Iterator[Finding]:
    people = people_of(told)
    if photo.credit and people and not _same(photo.credit, people):
        yield Finding(
            "photo-credit-differs",
            Severity.WARNING,
            f"the text credits {_listed(photo.credit)}, its file {_listed(people)}; the text is followed",
            "ask who took it, and put `credit` right in the article if need be",
            file,
        )
    if told.disputed:
        yield Finding(
            "photo-facts-differ",
            Severity.WARNING,
            f"the file says of itself different things: {'; '.join(_versions(told))}",
            "look which of them is right, and put the entry of the photograph right in the article",
            file,
        )
    for doubt in told.doubts:
        yield Finding(
            "photo-facts-unclear", Severity.REMARK, doubt, "look at the entry of the photograph", file
        )


def _versions(told: PhotoFacts) -> Iterator[str]:
    for about in told.disputed:
        said = dict.fromkeys(f"{one.block} “{one.text}”" for one in told.said if one.about == about)
        yield f"{about}: {', '.join(said)}"


def _listed(people: Iterable[Person]) -> str:
    return ", ".join(one.display for one in people)
