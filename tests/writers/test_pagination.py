"""Sections that print page numbers are set with noughts for them, and only again when a number grows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from anthology.bindery.crew import InProcess
from anthology.bindery.jobs import Job
from anthology.cache import FILE, Cache
from anthology.layouts import Layout
from anthology.model import Book
from anthology.resources import theme
from anthology.writers.making import Making
from anthology.writers.pdf import PrintedBook, write_pdf
from markupsafe import Markup
from tests import books
from tests.safety.counts import count, is_long
from tests.writers.test_pdf import long_book, pressed, texts


class Counting(InProcess):
    """A crew that notes what it sets."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def submit(self, task: Callable[..., Any], /, *args: object, name: str = "") -> Any:
        self.names += [one.name for one in args if isinstance(one, Job)]
        return super().submit(task, *args, name=name)


def made(book: Book, cache: Cache, layout: Layout | None = None) -> tuple[PrintedBook, list[str]]:
    crew = Counting()
    printed = write_pdf(Making(book, layout or books.layout(), books.pictures(), cache=cache, crew=crew))
    return printed, crew.names


def longer(book: Book, slug: str = "article-piece-8") -> Book:
    """The same with two pages more in an article."""
    body = next(one for one in book.sections if one.id == slug).data["body"]
    more = Markup('{}<p id="more">{}</p>').format(body, "Encore des mots pour remplir des pages. " * 100)
    return books.with_data(book, slug, body=more)


@dataclass(frozen=True)
class Kept:
    """The long book, and a folder in which what it is made of is kept."""

    printed: PrintedBook
    folder: Path

    def cache(self, place: Path) -> Cache:
        """A cache of its own, which knows the long book and nothing else."""
        shutil.copyfile(self.folder / FILE, place / FILE)
        return Cache(place)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    with Cache(folder) as store:
        return Kept(made(long_book(), store)[0], folder)


def test_a_page_more_moves_every_number_and_sets_no_list_again(kept: Kept, tmp_path: Path) -> None:
    with kept.cache(tmp_path) as store:
        after, names = made(longer(long_book()), store)
    before = kept.printed
    assert after.pages > before.pages
    moved = {id_ for id_, folio in before.folios.items() if after.folios[id_] != folio}
    assert {"article-piece-9", "article-piece-14", "authors"} <= moved
    assert [name for name in names if not name.startswith("folios")] == ["article-piece-8"]
    assert after.data == made(longer(long_book()), Cache())[0].data, "what a build from nothing gives"


def test_a_number_of_one_more_figure_sets_no_list_again_either(kept: Kept, tmp_path: Path) -> None:
    far = books.with_data(
        long_book(),
        "article-piece-1",
        body=Markup('<p id="more">{}</p>').format("Des mots et des mots. " * 1000),
    )
    with kept.cache(tmp_path) as store:
        after, names = made(far, store)
    assert len(after.folios["article-piece-2"]) > len(kept.printed.folios["article-piece-2"])
    assert [name for name in names if not name.startswith("folios")] == ["article-piece-1"]
    if is_long():
        assert after.data == made(far, Cache())[0].data


def test_a_theme_that_sets_them_in_the_line_has_every_list_set_with_them(tmp_path: Path) -> None:
    own = tmp_path / "classic"
    shutil.copytree(theme("classic").folder, own)
    with (own / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write(".line .folio { position: static }")
    printed, _ = made(long_book(4), Cache(), Layout(replace(theme("classic"), folder=own), books.A5, "fr"))
    contents = pressed("".join(texts(printed.data)[4:8]))
    title = pressed("Pièce 2 : « un titre qui prend plus d’une ligne du sommaire »")
    assert f"{title}{printed.folios['article-piece-2']}" in contents


CSS = [".reference { letter-spacing: 1pt }", ".reference { font-kerning: normal }"]


@pytest.mark.parametrize("css", CSS[: count(1, 2)])
def test_whatever_a_theme_does_with_them_they_are_true(css: str, tmp_path: Path) -> None:
    own = tmp_path / "classic"
    shutil.copytree(theme("classic").folder, own)
    with (own / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write(css)
    printed, _ = made(long_book(4), Cache(), Layout(replace(theme("classic"), folder=own), books.A5, "fr"))
    contents = pressed("".join(texts(printed.data)[4:8]))
    for number in range(1, 5):
        title = pressed(f"Pièce {number} : « un titre qui prend plus d’une ligne du sommaire »")
        assert title + printed.folios[f"article-piece-{number}"] in contents


def test_the_contents_are_set_before_the_long_lists_at_the_end() -> None:
    """What they need of folios is set meanwhile: at the very end, one core would wait for the other."""
    _, names = made(books.book(), Cache())
    assert names.index("contents") < names.index("authors")
