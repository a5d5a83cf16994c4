"""What catalogues and reading systems are told of an e-book, read off the book and its finished pages.

The editors are the creators and everybody else is a contributor, one entry for each person and role: reading
systems keep a single role of an entry. Without an editor the authors are the creators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from anthology.errors import WriteError
from anthology.model import Book, Contributor, Metadata, Section
from anthology.names import Person
from anthology.writers.epub_accessibility import Finished, accessibility
from anthology.writers.epub_documents import COVER_IMAGE, Document
from anthology.writers.epub_statement import Statement, dc, meta
from anthology.writers.making import Conformance

UNDATED = "1980-01-01"
"""The date of change of a book without a date: the first that a ZIP archive can hold, plainly not true."""

BOOK_ID = "book-id"

RELATORS: Mapping[str, str] = MappingProxyType(
    {
        "author": "aut",
        "photographer": "pht",
        "illustrator": "ill",
        "interviewer": "ivr",
        "interviewee": "ive",
        "editor": "edt",
        "translator": "trl",
        "proofreader": "pfr",
        "video": "vdg",
        "sound": "rce",
        "layout": "bkd",
    }
)
"""MARC relator codes of the roles (https://www.loc.gov/marc/relators/); any other role is `ctb`."""

# XML 1.0, 2.2: control characters, lone surrogates, U+FFFE and U+FFFF stand in no document.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def statements(
    book: Book, finished: Finished, licences: Mapping[str, str], conformance: Conformance | None = None
) -> tuple[Statement, ...]:
    """Every line of the metadata but the date of change, in their order.

    `licences` gives the file of the licence by the id of the font it covers; `conformance` is what somebody
    who evaluated the book vouches for.

    Raises:
        ConfigError: `accessibility-refuted`, when somebody is to vouch for what plainly is not so.
    """
    return (
        *_identity(book.metadata),
        *_people(book),
        *_description(book.metadata),
        *_article_people(finished.documents),
        *accessibility(finished, book.metadata.language, conformance),
        *(_licence(font, file) for font, file in licences.items()),
        meta("ibooks:specified-fonts", "true"),
        Statement("meta", "", {"name": "cover", "content": COVER_IMAGE}),
    )


def changed(metadata: Metadata) -> str:
    """The `dcterms:modified` of the e-book, as YYYY-MM-DD: the book's own date, never the clock's.

    A year or a month alone stands for its first day. A book built again with the same date is the same
    release (EPUB 3.3, 5.5.3.3): what makes another edition is another date.
    """
    parts = (metadata.date or UNDATED).split("-")
    return "-".join([*parts, "01", "01"][:3])


def refuse_unwritable(book: Book) -> None:
    """Make sure that the book can be named, and that all it says can stand in XML.

    Raises:
        WriteError: `epub-unnamed`, `epub-illegal-character`.
    """
    for name in ("title", "language", "identifier"):
        if not getattr(book.metadata, name).strip():
            raise WriteError(
                "epub-unnamed",
                f"an e-book needs a {name}, and the book has none",
                hint=f'write {name} = "…" under [book]',
                file="anthology.toml",
            )
    for what, value in (
        ("what is said of the book", (book.metadata, book.people)),
        *((f"section “{section.id}”", section) for section in book.sections),
    ):
        texts: list[str] = []
        _gather(value, texts)
        _refuse_illegal(what, texts)


def _gather(value: object, texts: list[str]) -> None:
    """Add every string in a value of the model, however deep."""
    kind: Any = type(value)
    if issubclass(kind, str):
        texts.append(str(value))
    elif isinstance(value, tuple):
        for item in value:
            _gather(item, texts)
    elif names := _parts(kind):
        for name in names:
            _gather(getattr(value, name), texts)
    elif isinstance(value, Mapping):
        for item in value.values():
            _gather(item, texts)


@cache
def _parts(kind: type) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind)) if is_dataclass(kind) else ()


def _refuse_illegal(what: str, texts: Sequence[str]) -> None:
    # One search in all of them is much faster than one in each, and nearly always finds nothing.
    if not _ILLEGAL.search("\n".join(texts)):
        return
    text, found = next((text, found) for text in texts if (found := _ILLEGAL.search(text)))
    near = text[max(0, found.start() - 20) : found.end() + 20].encode("unicode_escape").decode()
    raise WriteError(
        "epub-illegal-character",
        f"{what} holds U+{ord(found[0]):04X}, which no e-book can hold: “{near}”",
        hint="take the invisible character out of anthology.toml, of the article or of the page",
    )


def _licence(font: str, file: str) -> Statement:
    link = {"rel": "dcterms:license", "refines": f"#{font}", "href": file, "media-type": "text/plain"}
    return Statement("link", "", link)


def _identity(metadata: Metadata) -> Iterator[Statement]:
    yield dc("identifier", metadata.identifier, id=BOOK_ID)
    titles = [("main", metadata.title)] + ([("subtitle", metadata.subtitle)] if metadata.subtitle else [])
    for place, (kind, title) in enumerate(titles, start=1):
        key = f"title-{kind}"
        yield dc("title", title, id=key)
        yield meta("title-type", kind, refines=f"#{key}")
        yield meta("display-seq", str(place), refines=f"#{key}")
    yield dc("language", metadata.language)
    if metadata.isbn:
        # The printed book's number: the e-book is another edition, with an identifier of its own.
        yield dc("source", "urn:isbn:" + "".join(filter(str.isdigit, metadata.isbn)))


def _people(book: Book) -> Iterator[Statement]:
    held = tuple(dict.fromkeys((entry.person, role) for entry in book.people for role, _ in entry.roles))
    creators = tuple((editor, "editor") for editor in book.metadata.editors)
    if not creators:
        creators = tuple((person, role) for person, role in held if role == "author")
    contributors = tuple(pair for pair in held if pair not in creators)
    for name, pairs in (("creator", creators), ("contributor", contributors)):
        for number, (person, role) in enumerate(dict.fromkeys(pairs), start=1):
            yield from _person(name, f"{name}-{number}", person, role, book.metadata.language)


def _person(name: str, key: str, person: Person, role: str, language: str) -> Iterator[Statement]:
    yield dc(name, person.display, id=key)
    yield meta("role", RELATORS.get(role, "ctb"), refines=f"#{key}", scheme="marc:relators")
    yield meta("file-as", person.inverted_in(language), refines=f"#{key}")


def _description(metadata: Metadata) -> Iterator[Statement]:
    said = {
        "publisher": metadata.publisher or metadata.school,
        "date": metadata.date,
        "rights": metadata.rights,
        "description": metadata.description,
    }
    return (dc(name, value) for name, value in said.items() if value)


def _article_people(documents: Iterable[Document]) -> Iterator[Statement]:
    """Who made each piece: its authors as its creators, and whoever else signs it as one who contributed."""
    for document in documents:
        for signed in dict.fromkeys(_bylined(document.section)):
            kind = "creator" if signed.role == "author" else "contributor"
            yield meta(f"dcterms:{kind}", signed.person.display, refines=f"#{document.item.id}")


def _bylined(section: Section) -> tuple[Contributor, ...]:
    byline = section.data.get("byline", ())
    return (
        tuple(entry for entry in byline if isinstance(entry, Contributor))
        if isinstance(byline, tuple)
        else ()
    )
