"""The content folder to the book, and the book to outputs; nothing is judged or published here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from anthology import folders, pictures, resources, rules
from anthology.bindery import setting
from anthology.compose import Composition, compose, with_cohort
from anthology.config import Config
from anthology.errors import ConfigError, SourceError, together
from anthology.layouts import Layout
from anthology.markup import photo_files
from anthology.model import Article, Edit, Finding
from anthology.progress import Progress
from anthology.writers import WRITERS, Making


@dataclass(frozen=True)
class Composed:
    """The content folder, read and put together: all that writers and checks need."""

    settings: Config
    articles: tuple[Article, ...]
    pages: tuple[Article, ...]
    composition: Composition
    layout: Layout
    photos: Mapping[str, bytes]


def wanted(settings: Config, only: Sequence[str]) -> tuple[str, ...]:
    """The writers to run, in the order of the table.

    Raises:
        ConfigError: an output nobody knows.
    """
    unknown = [name for name in only if name not in WRITERS]
    if unknown:
        raise ConfigError(
            "output-unknown",
            f"there is no output called {unknown[0]!r}",
            hint=f"outputs: {', '.join(WRITERS)}",
        )
    chosen = only or settings.output.formats
    return tuple(name for name in WRITERS if name in chosen)


def read(content: Path, settings: Config, *, draft: bool = False) -> Composed:
    """Read the articles, the pages and the photographs, and put the book together.

    Raises:
        AnthologyError: something cannot be read, or the book cannot be put together from it.
    """
    book = settings.book
    articles = tuple(
        with_cohort(article, settings.cohort_of(article.slug))
        for article in folders.articles(content, folders.ARTICLES, book.language)
    )
    pages = folders.articles(content, folders.PAGES, book.language)
    layout = Layout(resources.theme(book.layout), book.trim, book.language)
    composition = compose(
        settings,
        articles,
        pages,
        _typeset(settings),
        engines=(setting.version(),),
        fonts=tuple(dict.fromkeys(face.family for face in layout.fonts())),
        draft=draft,
    )
    return Composed(settings, articles, pages, composition, layout, _photos(content, (*articles, *pages)))


def _typeset(settings: Config) -> Callable[[str, str], tuple[Edit, ...]]:
    off, on = frozenset(settings.rules.off), frozenset(settings.rules.on)

    def typeset(text: str, language: str) -> tuple[Edit, ...]:
        return rules.edits(text, language, off=off, on=on)

    return typeset


def _photos(content: Path, articles: Sequence[Article]) -> dict[str, bytes]:
    """The photographs that the articles show, made ready for print."""
    there = set(folders.names(content, folders.PHOTOS))
    wanted = {file: article for article in articles for file in photo_files(article)}
    missing = [
        SourceError(
            "photo-missing",
            f"shows {file}, which is not there",
            hint="put the file into the photos folder of the content, or take the picture out",
            file=article.file,
        )
        for file, article in wanted.items()
        if file not in there
    ]
    if missing:
        raise together(missing)
    return {
        file: pictures.prepared(folders.read_bytes(content / file, file), file) for file in sorted(wanted)
    }


def made(
    composed: Composed, names: Sequence[str], progress: Progress, notice: Callable[[Finding], None]
) -> dict[str, bytes]:
    """What the writers of these names make, by file name.

    Raises:
        LayoutError: a page cannot be set.
        WriteError: an output would not be what it should be.
    """
    making = Making(composed.composition.book, composed.layout, composed.photos, progress, notice)
    return {file: data for name in names for file, data in WRITERS[name](making).items()}
