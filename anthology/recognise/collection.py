"""All submissions in; each block judged, each article drafted, each open question, out.

This is where what one submission cannot know is settled: copies between submissions, teasers of articles that
stand in another, people whom other articles credit too. What a submission is told of the others is a small
value; where neither it nor the submission changed, nothing is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anthology.cache import Cache
from anthology.model import Decision, Manuscript, Reading
from anthology.progress import Progress, silent
from anthology.recognise.acquainted import acquainted
from anthology.recognise.copies import Copy, find_copies, find_inside
from anthology.recognise.duplicates import Place, Repeats, find_repeats
from anthology.recognise.outline import Setting
from anthology.recognise.segments import Segment
from anthology.recognise.sheets import Sheet, sheet_of
from anthology.recognise.submissions import Found, Told, Understood, read_submission, teaser_question


@dataclass(frozen=True, slots=True)
class Piece:
    """An article or a teaser, and the position of the submission it stands in."""

    file: int
    segment: Segment

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its blocks are."""
        return tuple((self.file, index) for index in self.segment.blocks)


def read_collection(
    manuscripts: Sequence[Manuscript], setting: Setting, cache: Cache, progress: Progress = silent
) -> tuple[tuple[Reading, ...], tuple[Decision, ...]]:
    """Judge every block of every submission, and gather what only a person can decide."""
    first = list(_sheets(manuscripts, setting, cache, progress))
    wanted = [tuple(_wanted(sheet, setting)) for sheet in first]
    sheets = [_with(*each, setting, cache) for each in zip(first, wanted, strict=True)]
    told = _told(sheets)
    found = list(_read(sheets, told, setting, cache, progress))
    asked = (decision for one, own in zip(found, wanted, strict=True) for decision in (*one.decisions, *own))
    return tuple(one.reading for one in found), tuple(asked)


def _sheets(
    manuscripts: Sequence[Manuscript], setting: Setting, cache: Cache, progress: Progress
) -> Iterator[Sheet]:
    """What each submission shows by itself: the first half of the work."""
    for done, each in enumerate(manuscripts):
        progress(done, 2 * len(manuscripts), "recognising")
        yield sheet_of(each, setting.language, cache)


def _read(
    sheets: Sequence[Sheet],
    told: Sequence[Sequence[Told]],
    setting: Setting,
    cache: Cache,
    progress: Progress,
) -> Iterator[Understood]:
    """Each submission with what it is told of the others: the second half."""
    for done, (sheet, heard) in enumerate(zip(sheets, told, strict=True)):
        progress(len(sheets) + done, 2 * len(sheets), "recognising")
        yield read_submission(sheet, heard, setting, cache)


def _wanted(sheet: Sheet, setting: Setting) -> Iterator[Decision]:
    """The teasers that somebody wants printed."""
    teasers = (each for each in sheet.plan.segments if each.teaser)
    questions = (teaser_question(sheet.survey, each, setting) for each in teasers)
    return (question for question in questions if question.answer == "reject")


def _with(sheet: Sheet, wanted: Sequence[Decision], setting: Setting, cache: Cache) -> Sheet:
    """The sheet with those teasers put back among the articles."""
    if not wanted:
        return sheet
    places = {question.where for question in wanted}
    manuscript = sheet.survey.manuscript
    printed = [index for index in range(len(manuscript.blocks)) if sheet.survey.place(index) in places]
    return sheet_of(manuscript, setting.language, cache, printed)


# --- what a submission is told of the others ---------------------------------------------------------


def _told(sheets: Sequence[Sheet]) -> list[tuple[Told, ...]]:
    """For each segment of each submission, what the collection knows of it."""
    repeats = find_repeats(
        [[block.text for block in sheet.survey.manuscript.blocks] for sheet in sheets],
        [sheet.compared for sheet in sheets],
    )
    pieces = [Piece(file, segment) for file, sheet in enumerate(sheets) for segment in sheet.plan.segments]
    articles = [piece for piece in pieces if not piece.segment.teaser]
    of_articles = iter(_of_articles(sheets, articles, repeats))
    told: list[list[Told]] = [[] for _ in sheets]
    for piece in pieces:
        one = _of_teaser(sheets, piece, repeats) if piece.segment.teaser else next(of_articles)
        told[piece.file].append(one)
    return [tuple(each) for each in told]


def _of_articles(sheets: Sequence[Sheet], pieces: Sequence[Piece], repeats: Repeats) -> Iterator[Told]:
    copies = find_copies([piece.places for piece in pieces], repeats)
    known = acquainted([each for sheet in sheets for each in sheet.articles])
    for number, piece in enumerate(pieces):
        copied = tuple(_copied(sheets, piece, copies[number], repeats)) if number in copies else None
        yield Told(known[number], find_inside(piece.places, repeats), copied)


def _copied(
    sheets: Sequence[Sheet], piece: Piece, copy: Copy, repeats: Repeats
) -> Iterator[tuple[int, Found]]:
    """The paragraphs of a copy that stand in the article that is kept, and where."""
    for place in piece.places:
        original = copy.blocks.get(place)
        if original:
            kept = sheets[original[0]].survey
            same = _says_no_more(place, original, repeats)
            yield place[1], Found(kept.place(original[1]), kept.excerpt(original[1]), same)


def _says_no_more(place: Place, original: Place, repeats: Repeats) -> bool:
    repeat = repeats.pair(place, original)
    return (repeat is not None and repeat.exact) or repeats.words[place] == repeats.words[original]


def _of_teaser(sheets: Sequence[Sheet], piece: Piece, repeats: Repeats) -> Told:
    """Where an article of the collection says what a teaser says."""
    fixed = sheets[piece.file].survey.fixed
    said = (
        (index, _said_elsewhere(piece, index, repeats))
        for index in piece.segment.blocks
        if index not in fixed
    )
    return Told(said=tuple((index, _place(sheets, found)) for index, found in said if found))


def _said_elsewhere(piece: Piece, index: int, repeats: Repeats) -> Place | None:
    own = set(piece.places)
    exact = (repeat.larger for repeat in repeats.of((piece.file, index)) if repeat.exact)
    found = next((place for place in exact if place not in own), None)
    return None if found is None or _is_twin(piece, index, found) else found


def _is_twin(piece: Piece, index: int, found: Place) -> bool:
    """The page's own description, above: that is the copy, this the teaser."""
    return found[0] == piece.file and found[1] < index


def _place(sheets: Sequence[Sheet], place: Place) -> str:
    return sheets[place[0]].survey.place(place[1])
