"""Codes that no other test provokes: what seldom happens, or should never, each made to happen once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from anthology import building, printers
from anthology.beginning import begin
from anthology.bindery.fragment import Stray
from anthology.cache import Cache
from anthology.config import load
from anthology.errors import AnthologyError, Several
from anthology.importing import articles
from anthology.model import Article
from anthology.writers.strays import told
from tests.safety.faults import ARTICLE, picture, put

_OTHER = "0" * 64


def code_of(error: AnthologyError) -> set[str]:
    return {one.code for one in (error.failures if isinstance(error, Several) else (error,))}


def test_a_printer_whose_file_says_too_little(tmp_path: Path) -> None:
    put(tmp_path, "printers/ours.toml", 'title = "Le nôtre"\n')
    with pytest.raises(AnthologyError) as caught:
        printers.load("ours", tmp_path)
    assert "printer-missing-key" in code_of(caught.value)


def test_an_output_that_nobody_makes(tmp_path: Path) -> None:
    begin(tmp_path / "w", language="fr")
    with pytest.raises(AnthologyError) as caught:
        building.wanted(load(tmp_path / "w" / "content"), ("docx",))
    assert code_of(caught.value) == {"output-unknown"}


def test_a_photograph_that_changes_under_the_build(tmp_path: Path) -> None:
    put(tmp_path, "photos/a.jpg", picture())
    photos = building.Photographs(tmp_path, {"photos/a.jpg": _OTHER}, Cache())
    with pytest.raises(AnthologyError) as caught:
        photos["photos/a.jpg"]
    assert code_of(caught.value) == {"photo-changed"}


def test_an_article_that_would_not_hold_the_words_of_its_source(tmp_path: Path) -> None:
    from anthology.markup import read_body
    from anthology.pages import read_article

    article: Article = read_article(ARTICLE, "articles/a.md", slug="a", language="fr")
    words = articles._words_in(read_body(article).root)
    articles._same_words(article, words)
    with pytest.raises(AnthologyError) as caught:
        articles._same_words(replace(article, body="Un texte."), words)
    assert code_of(caught.value) == {"import-changed-words"}


def test_words_that_stand_before_what_they_follow() -> None:
    assert told(Stray(0, "disordered", "un mot", 2), "Le port", "3").code == "page-text-disordered"


def test_an_article_that_a_draft_goes_without() -> None:
    from anthology import left_out

    (found,) = left_out.findings([left_out.LeftOut("articles/a.md", AnthologyError("x", "too deep"))])
    assert (found.code, found.file) == ("article-left-out", "articles/a.md")


def test_a_text_set_aside_that_an_editor_went_on_with(tmp_path: Path) -> None:
    from anthology.importing import understanding
    from anthology.importing.merging import Outcome

    (found,) = understanding._kept_aside(tmp_path, [Outcome("a", "conflict", aside="mine")])
    assert found.code == "aside-kept"
    assert not list(understanding._kept_aside(tmp_path, [Outcome("a", "conflict")]))


def test_a_trick_that_would_reach_a_page() -> None:
    from types import SimpleNamespace

    from anthology.checks import characters

    section = SimpleNamespace(title="Le port", id="article-port")
    page = SimpleNamespace(texts=[("fr", "du texte \u202eàrevers")], section=section, article=None)
    (found,) = characters.shown(page)  # type: ignore[arg-type]
    assert found.code == "text-reaches-readers"
