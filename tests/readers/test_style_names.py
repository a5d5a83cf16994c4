"""Names of styles, in the language of whoever made them, say what a paragraph is."""

from __future__ import annotations

import pytest
from anthology.model import Form, Shape, Withheld
from anthology.readers.style_names import heading, plainly, shape_of


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Chapô", "chapo"),
        ("  Titre - 2 ", "titre 2"),
        ("Titre\u00a0d’article", "titre d article"),
        ("ÜBERSCHRIFT_1", "uberschrift 1"),
        ("Straße", "strasse"),
        ("e\u0301t\u00e9", "ete"),
        ("", ""),
    ],
)
def test_signs_accents_and_capitals_do_not_count(name: str, plain: str) -> None:
    assert plainly(name) == plain


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("Title", Shape(Form.TITLE)),
        ("Titre de l’article", Shape(Form.TITLE)),
        ("Chapô", Shape(Form.STANDFIRST)),
        ("Auteur", Shape(Form.BYLINE)),
        ("Intense Quote", Shape(Form.QUOTE)),
        ("Légende", Shape(Form.CAPTION)),
        ("Poème", Shape(Form.VERSE)),
        ("Heading 1", Shape(Form.HEADING, 1)),
        ("Überschrift 3", Shape(Form.HEADING, 3)),
        ("titre2", Shape(Form.HEADING, 2)),
        ("Heading", Shape(Form.HEADING, 1)),
        ("Intertitre", Shape(Form.HEADING, 1)),
        ("Intertitre 4", Shape(Form.HEADING, 4)),
        ("Titre 0", Shape(Form.HEADING, 1)),
        ("toc 1", Shape(withheld=Withheld.NAVIGATION)),
        ("TM 3", Shape(withheld=Withheld.NAVIGATION)),
        ("TOC Heading", Shape(withheld=Withheld.NAVIGATION)),
        ("table of authorities", Shape(withheld=Withheld.NAVIGATION)),
    ],
)
def test_names_that_people_know_say_what_a_paragraph_is(name: str, shape: Shape) -> None:
    assert shape_of(name) == shape


@pytest.mark.parametrize(
    "name", ["", "Normal", "Kop", "Nadpis", "Titre 12", "Titre 2 bis", "Mon titre 2", "tocs"]
)
def test_all_other_names_say_nothing(name: str) -> None:
    assert shape_of(name) is None


@pytest.mark.parametrize(("level", "found"), [(-1, 1), (0, 1), (1, 1), (2, 2), (9, 9)])
def test_no_heading_is_higher_than_the_first(level: int, found: int) -> None:
    assert heading(level) == Shape(Form.HEADING, found)
