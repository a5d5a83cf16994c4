"""The content folder, read into values: what is there, in a stable order, and nothing through a link."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Container, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from anthology import limits, records
from anthology.cache import Cache, digest
from anthology.errors import AnthologyError, SourceError, together
from anthology.model import Article
from anthology.review import FILE as REVIEW
from anthology.review import Review, read_review

SUBMISSIONS = "submissions"
ARTICLES = "articles"
PAGES = "pages"
PHOTOS = "photos"
PRINTERS = "printers"
BASES = ".import"
INCOMING = ".incoming.md"
LEDGER = "ledger.json"


def read_bytes(path: Path, file: str) -> bytes:
    """The bytes of a regular file; a link, a folder or a device is refused.

    Raises:
        SourceError: it cannot be read, or is not a plain file.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        what = "this is a link, not a file" if path.is_symlink() else f"cannot be read: {error.strerror}"
        raise SourceError(
            "file-unreadable", what, hint="put the file itself there, readable", file=file
        ) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise SourceError("file-unreadable", "this is not a plain file", hint="take it away", file=file)
    with os.fdopen(handle, "rb") as source:
        return source.read()


def names(content: Path, folder: str) -> list[str]:
    """The files of a folder of the content, as `folder/name`, sorted; hidden ones are left out.

    A link is listed, also one to a folder, so that whoever reads it can refuse it.

    Raises:
        SourceError: a name holds what cannot be printed (a line end, a byte that is not UTF-8); what stands
            there is no folder, or one that may not be read.
    """
    place = content / folder
    if not place.is_dir():
        if os.path.lexists(place):
            raise SourceError(
                "file-unreadable", "this is no folder", hint="put the folder itself there", file=folder
            )
        return []
    return sorted(_readable(f"{folder}/{file}") for file in _below(place, folder))


def _below(place: Path, folder: str, inside: str = "") -> Iterator[str]:
    """What is below a folder and not hidden, but for the folders themselves; no link is followed."""
    with _entries(place, f"{folder}/{inside}".rstrip("/")) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _below(Path(entry.path), folder, f"{inside}{entry.name}/")
            else:
                yield f"{inside}{entry.name}"


def _entries(place: Path, folder: str) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
    try:
        return os.scandir(place)
    except OSError as error:
        # What nobody may look into may hold an article: without a word it would be lost.
        raise SourceError(
            "file-unreadable",
            f"this folder cannot be read: {error.strerror}",
            hint="let yourself read it",
            file=folder,
        ) from None


def _readable(file: str) -> str:
    """The name of a file, if it can be shown and written down."""
    if not file.isprintable():
        raise SourceError(
            "file-name",
            "the name of this file holds characters that cannot be printed",
            hint="give the file another name",
            file=ascii(file),
        )
    return file


def digests(content: Path, folder: str) -> dict[str, str]:
    """SHA-256 of every file of a folder."""
    return {
        file: hashlib.sha256(read_bytes(content / file, file)).hexdigest() for file in names(content, folder)
    }


def articles(
    content: Path, folder: str, language: str, cache: Cache | None = None, *, but: Container[str] = ()
) -> tuple[Article, ...]:
    """Every article (or page) of a folder, in the order of their names; what is kept is not parsed again.

    Files of `but` are not looked at.

    Raises:
        SourceError: one of them cannot be read, or two have one name (`Several` when more).
    """
    kept = Cache() if cache is None else cache
    found: dict[str, Article] = {}
    failures: list[AnthologyError] = []
    for file in markdown(content, folder):
        if file in but:
            continue
        try:
            article = _article(content, file, language, kept)
            if article.slug in found:
                raise _same_name(article.file, found[article.slug].file)
            found[article.slug] = article
        except AnthologyError as error:
            failures.append(error)
    if failures:
        raise together(failures)
    return tuple(found.values())


def _same_name(file: str, other: str) -> SourceError:
    return SourceError(
        "article-name-taken",
        f"{other} has the same name; the settings could not tell them apart",
        hint="give one of them another name",
        file=file,
    )


def markdown(content: Path, folder: str) -> Iterator[str]:
    """The articles (or pages) of a folder, as `folder/name.md`; what import set aside is none."""
    for file in names(content, folder):
        if file.endswith(".md") and not file.endswith(INCOMING):
            yield file


def _article(content: Path, file: str, language: str, cache: Cache) -> Article:
    data = read_bytes(content / file, file)

    def read() -> Article:
        # What checks front matter takes long to load, and most builds parse no article anew.
        from anthology.pages import read_article

        limits.refuse_bytes(data, file)
        slug = file.rpartition("/")[2].removesuffix(".md")
        return read_article(_decoded(data, file), file, slug=slug, language=language)

    return cache.remember(
        "article",
        digest(file, language, data),
        read,
        dump=records.dump,
        load=partial(records.load, Article),
    )


def text(content: Path, file: str) -> str:
    """A text file of the content.

    Raises:
        SourceError: it is not UTF-8.
    """
    return _decoded(read_bytes(content / file, file), file)


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            "file-encoding",
            f"byte {error.start} is not UTF-8",
            hint="save the file as UTF-8",
            file=file,
            line=data[: error.start].count(b"\n") + 1,
            column=len(data[: error.start].rpartition(b"\n")[2].decode("utf-8")) + 1,
        ) from None


def optional_text(content: Path, file: str) -> str | None:
    """The same, or None when there is no such file."""
    return text(content, file) if (content / file).exists() or (content / file).is_symlink() else None


def review(content: Path) -> Review:
    """The decisions of review.toml; none when there is no such file."""
    return read_review(optional_text(content, REVIEW) or "")
