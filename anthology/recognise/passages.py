"""The outline of an article and its turns in; the words said in it, fit to be quoted in a title, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from anthology.model import Role, Turn
from anthology.recognise.outline import Outline
from anthology.recognise.quotes import attributions, quotations
from anthology.recognise.titles import MIN_WORDS, Passage

HEADING_FAVOUR = 2.0
"""A quotation that the authors set as a heading."""

PULL_QUOTE_FAVOUR = 2.5
"""A sentence that the authors lifted out of the text themselves."""

Turns = Mapping[int, tuple[Turn, ...]]
"""The turns of each answer, by position."""


def passages(outline: Outline, turns: Turns) -> tuple[Passage, ...]:
    """Return what is said in the article; what is written in it when nobody says anything."""
    spoken = tuple(passage for index in outline.text for passage in _spoken(outline, index, turns))
    said = any(len(each.text.split()) >= MIN_WORDS for each in spoken)
    return spoken if said else tuple(_written(outline))


def _written(outline: Outline) -> Iterator[Passage]:
    for index in outline.text:
        block = outline.survey.block(index)
        yield Passage(block.text, block.start, block.line, spoken=False)


def _spoken(outline: Outline, index: int, turns: Turns) -> Iterator[Passage]:
    if outline.role(index) is Role.ANSWER:
        for turn in turns[index]:
            yield _of_turn(outline, index, turn)
    elif outline.role(index) is Role.PULL_QUOTE:
        yield _of_pull_quote(outline, index, turns)
    elif outline.role(index) is not Role.QUESTION:
        yield from _of_prose(outline, index)


def _of_turn(outline: Outline, index: int, turn: Turn, favour: float = 0.0) -> Passage:
    """What a turn says: the quotation it opens with, or all of it."""
    text = outline.survey.manuscript.text[turn.start : turn.end]
    line = outline.survey.block(index).line
    quoted = quotations(text)
    if quoted and quoted[0].start == 0:
        return Passage(quoted[0].inside(text), turn.start + 1, line, turn.speakers, favour)
    return Passage(text, turn.start, line, turn.speakers, favour)


def _of_pull_quote(outline: Outline, index: int, turns: Turns) -> Passage:
    """A pull quote is said by whoever says the paragraph it was lifted from."""
    block = outline.survey.block(index)
    source = outline.inside.lifted.get(index, index)
    names = {name for turn in turns.get(source, ()) for name in turn.speakers}
    whole = Turn(block.start, block.end, tuple(names) if len(names) == 1 else ())
    return _of_turn(outline, index, whole, PULL_QUOTE_FAVOUR)


def _of_prose(outline: Outline, index: int) -> Iterator[Passage]:
    block = outline.survey.block(index)
    favour = HEADING_FAVOUR if outline.role(index) is Role.INTERTITLE else 0.0
    said = {each.start: each.names for each in attributions(block.text, outline.survey.cues)}
    for quotation in quotations(block.text):
        names = _full(outline, said.get(quotation.end, ()))
        words = quotation.inside(block.text)
        yield Passage(words, block.start + quotation.start + 1, block.line, names, favour)


def _full(outline: Outline, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(outline.cast.resolve(name) or name for name in names)
