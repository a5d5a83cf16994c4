"""A reading in; which of its pictures each article shows, who took them, and what was left out, out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from anthology.importing.body import Placed
from anthology.importing.wording import SHOWN
from anthology.markup import address
from anthology.model import (
    Emphasis,
    Fate,
    Finding,
    Judgement,
    Manuscript,
    Mark,
    Photo,
    Picture,
    Reading,
    Role,
    Severity,
)

_EXAMPLES = 3
"""Links that a finding names."""


def pictures_of(
    reading: Reading, files: Mapping[str, str]
) -> tuple[dict[int, tuple[Placed, ...]], tuple[Finding, ...]]:
    """The pictures of each article, by its number, and a finding for those that none shows.

    `files` names those that a book can show.
    """
    shown: dict[int, tuple[Placed, ...]] = {}
    left: list[Picture] = []
    for picture in reading.manuscript.pictures:
        number = _article_of(picture, reading.judgements)
        if number is None or picture.name not in files:
            left.append(picture)
        elif all(each.picture.name != picture.name for each in shown.get(number, ())):
            shown[number] = (*shown.get(number, ()), Placed(picture, files[picture.name]))
    return shown, tuple(_left_out(reading, picture) for picture in left)


def _article_of(picture: Picture, judgements: Sequence[Judgement]) -> int | None:
    """The article of what stands at the picture: its caption, else the block that it stands in or before."""
    own = [one for one in judgements if one.block.shape.label == picture.name]
    starts = [one.block.start for one in judgements]
    after = bisect_right(starts, picture.at - 1)
    inside = judgements[after - 1] if after and judgements[after - 1].block.end >= picture.at else None
    following = judgements[after] if after < len(judgements) else None
    around = [one for one in (*own, inside, following) if one is not None]
    if around and around[0].block.shape.withheld:
        return None
    before = judgements[after - 1] if after else None
    near = [one for one in (*around, before) if one is not None and one.fate is not Fate.HELD_BACK]
    return next((one.article for one in near if one.article is not None), None)


def _left_out(reading: Reading, picture: Picture) -> Finding:
    file = reading.manuscript.file
    line = next(
        (one.block.line for one in reading.judgements if one.block.end >= picture.at),
        reading.judgements[-1].block.line if reading.judgements else 1,
    )
    return Finding(
        "picture-left-out",
        Severity.REMARK,
        f"no article shows the picture {picture.name}",
        "it stands beside what is not printed, or is of a kind that no book shows (a drawing of an office "
        "program): put it into photos/ as JPEG or PNG, if it belongs to a text",
        file,
        line,
    )


def unshown(loose: Sequence[tuple[str, str]], manuscripts: Sequence[Manuscript]) -> Iterator[Finding]:
    """A finding for each picture that came as a file of its own (name, digest) and that no text shows."""
    shown = {picture.sha256 for one in manuscripts for picture in one.pictures}
    for file, sha256 in loose:
        if sha256 not in shown:
            yield Finding(
                "picture-left-out",
                Severity.REMARK,
                "no text says where this picture belongs, so no article shows it",
                "copy it into photos/, and write ![what one sees](photos/its-name.jpg) into the article",
                file,
            )


# --- who took them -----------------------------------------------------------------------------------


def credited(
    photos: Sequence[Photo], pictures: Sequence[Placed], judgements: Sequence[Judgement]
) -> tuple[Photo, ...]:
    """The photographs of an article: a credit that stands by a picture is the credit of that picture.

    What else would be said of pictures in the front matter stands in the text itself.
    """
    found = list(photos)
    for one in pictures:
        for line in _credits_by(one.picture, judgements):
            place = _credited_in(line, found)
            if place is None:
                continue
            given = replace(found[place], file=one.file)
            if found[place].file:
                found.append(given)
            else:
                found[place] = given
            break
    return tuple(found)


_BY_A_PICTURE = frozenset({Role.CAPTION, Role.ALT, Role.PHOTO_CREDIT})


def _credits_by(picture: Picture, judgements: Sequence[Judgement]) -> Iterator[Judgement]:
    """The photo credits that bear the picture's name, then those directly below it, then directly above."""
    yield from (one for one in judgements if _is_credit(one) and one.block.shape.label == picture.name)
    below = [one for one in judgements if one.block.start >= picture.at]
    for one in below:
        if one.role not in _BY_A_PICTURE or one.block.shape.label not in ("", picture.name):
            break
        if _is_credit(one) and not one.block.shape.label:
            yield one
    above = [one for one in judgements if one.block.end <= picture.at]
    if above and _is_credit(above[-1]) and not above[-1].block.shape.label:
        yield above[-1]


def _is_credit(one: Judgement) -> bool:
    return one.fate is Fate.PHOTO_CREDIT


def _credited_in(line: Judgement, photos: Sequence[Photo]) -> int | None:
    """The photograph whose people this line names: one without a file, if there is one."""
    said = line.block.text.casefold()
    fitting = [place for place, photo in enumerate(photos) if _names(photo, said)]
    free = [place for place in fitting if not photos[place].file]
    return next(iter((*free, *fitting)), None)


def _names(photo: Photo, said: str) -> bool:
    words = [person.organisation or person.family for person in photo.credit]
    return bool(words) and all(word.casefold() in said for word in words)


# --- links -------------------------------------------------------------------------------------------


def links_left_out(reading: Reading) -> Iterator[Finding]:
    """A finding for the links of printed words that lead to no address a book can hold."""
    left = [mark for mark in _links(reading) if not address(mark.target)]
    if left:
        text = reading.manuscript.text
        named = ", ".join(
            f"“{text[mark.start : mark.end].strip()}” ({mark.target})" for mark in left[:_EXAMPLES]
        )
        line = next(one.block.line for one in reading.judgements if one.block.end > left[0].start)
        yield Finding(
            "link-left-out",
            Severity.REMARK,
            f"{len(left)} links lead to no whole address of the web or of mail, so only their words are "
            f"printed: {named}{'…' if len(left) > _EXAMPLES else ''}",
            "give them an address in the article, if they are needed",
            reading.manuscript.file,
            line,
        )


def _links(reading: Reading) -> Iterator[Mark]:
    marks = [mark for mark in reading.manuscript.marks if mark.kind is Emphasis.LINK]
    if not marks:
        return
    text = reading.manuscript.text
    starts = [one.block.start for one in reading.judgements]
    for mark in marks:
        place = bisect_right(starts, mark.start) - 1
        inked = text[mark.start : mark.end].strip()
        if inked and place >= 0 and reading.judgements[place].fate in SHOWN:
            yield mark
