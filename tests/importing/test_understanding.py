"""A reading is named by all that its articles are made of: one thing that differs gives another name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from anthology.cache import Cache
from anthology.importing.understanding import _name
from anthology.model import Emphasis, Form, Manuscript, Mark, Reading
from anthology.recognise.sheets import sheet_of
from tests.importing.rich import TEXT, manuscript_of, picture, said

ONE = manuscript_of(
    said(TEXT[0], Form.PARAGRAPH, Mark(0, 2, Emphasis.STRONG)),
    said(TEXT[1], Form.ITEM, level=1, pictures=[picture("x.jpg")]),
)


def reshaped(one: Manuscript, **fields: object) -> Manuscript:
    first, *others = one.blocks
    shape = replace(first.shape, **fields)  # type: ignore[arg-type]
    return replace(one, blocks=(replace(first, shape=shape), *others))


OTHERS = {
    "a mark": replace(ONE, marks=()),
    "the kind of a mark": replace(ONE, marks=(replace(ONE.marks[0], kind=Emphasis.EMPHASIS),)),
    "the place of a mark": replace(ONE, marks=(replace(ONE.marks[0], end=5),)),
    "where a mark leads": replace(ONE, marks=(replace(ONE.marks[0], target="en"),)),
    "a form": reshaped(ONE, form=Form.QUOTE),
    "a level": reshaped(ONE, level=2),
    "a number": reshaped(ONE, ordered=True),
    "a label": reshaped(ONE, label="x"),
    "a cell": reshaped(ONE, table=1, row=1, column=1),
    "a head": reshaped(ONE, head=True),
    "no picture": replace(ONE, pictures=()),
    "the bytes of a picture": replace(ONE, pictures=(replace(ONE.pictures[0], sha256="0" * 64),)),
    "the name of a picture": replace(ONE, pictures=(replace(ONE.pictures[0], name="y.jpg"),)),
    "the place of a picture": replace(ONE, pictures=(replace(ONE.pictures[0], at=0),)),
}


@pytest.mark.parametrize("what", OTHERS)
def test_a_reading_that_differs_in_one_thing_has_another_name(what: str) -> None:
    names = {_name(Reading(one, "fr", (), ())) for one in (ONE, OTHERS[what])}
    assert len(names) == 2


@pytest.mark.parametrize("what", OTHERS)
def test_and_so_has_the_sheet_it_is_read_from(what: str) -> None:
    names = {sheet_of(one, "fr", Cache()).name for one in (ONE, OTHERS[what])}
    assert len(names) == 2


def test_the_same_reading_has_the_same_name() -> None:
    again = replace(ONE, blocks=tuple(replace(one, shape=replace(one.shape)) for one in ONE.blocks))
    assert _name(Reading(ONE, "fr", (), ())) == _name(Reading(again, "fr", (), ()))
