"""What stops a build -> the articles that are to blame: it can go on without them, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from anthology.compose import section_id
from anthology.config import Config
from anthology.errors import AnthologyError, apart
from anthology.folders import ARTICLES, PHOTOS
from anthology.model import Article, Finding, Severity


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that is not in the book, and what stopped the build while it was."""

    file: str
    error: AnthologyError


def blamed(error: AnthologyError, articles: Sequence[Article]) -> tuple[LeftOut, ...]:
    """The articles to leave out so that this may not happen again; empty where one failure is of none.

    A failure names the file of its article, a photograph that an article shows, or, where an output is
    wrong, the section of the book. The articles are those that could be read.
    """
    found: dict[str, LeftOut] = {}
    for failure in apart(error):
        files = tuple(_files(failure, articles))
        if not files:
            return ()
        for file in files:
            found.setdefault(file, LeftOut(file, failure))
    return tuple(found.values())


def _files(failure: AnthologyError, articles: Sequence[Article]) -> Iterator[str]:
    named = failure.file or ""
    if named.startswith(f"{ARTICLES}/"):
        yield named
    elif named.startswith(f"{PHOTOS}/"):
        yield from (one.file for one in articles if _shows(one, named))
    elif failure.section:
        yield from (one.file for one in articles if section_id("article", one) == failure.section)


def _shows(article: Article, photo: str) -> bool:
    return any(one.file == photo for one in article.photos) or photo in unquote(article.body)


def without(settings: Config, files: Iterable[str]) -> Config:
    """The settings, with no part that lists one of these articles."""
    gone = {_slug(file) for file in files}
    parts = tuple(
        part.model_copy(update={"articles": tuple(slug for slug in part.articles if slug not in gone)})
        for part in settings.part
    )
    return settings.model_copy(update={"part": parts}) if gone else settings


def _slug(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".md")


def findings(left: Sequence[LeftOut]) -> tuple[Finding, ...]:
    """What the report says of them."""
    return tuple(
        Finding(
            "article-left-out",
            Severity.ERROR,
            f"this article is not in the book, which is a draft without it: {one.error.message}",
            one.error.hint or "put it right, and build again",
            one.file,
            one.error.line if one.error.file == one.file else None,
            one.error.column if one.error.file == one.file else None,
        )
        for one in left
    )


def errors(left: Mapping[str, LeftOut]) -> tuple[AnthologyError, ...]:
    """What stopped the build, each thing once."""
    return tuple({id(one.error): one.error for one in left.values()}.values())
