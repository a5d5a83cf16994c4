"""A case in which nothing is wrong, and ways to spoil it: sources by their text, files by their bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import pikepdf
from anthology.checks import Case
from anthology.config import Config, parse
from anthology.model import Article
from anthology.pages import read_article
from anthology.writers.epub import write_epub
from anthology.writers.epub_pages import page_starts
from anthology.writers.making import Making
from anthology.writers.pdf import paged, printed
from tests import books, kept

SUBMISSION = "submissions/rivage.txt"
ARTICLES = {
    "port": """\
+++
title = "Le port"
group = { number = "5", cohort = "2021", school = "École du Rivage" }
authors = [
  { given = "Amélie", family = "Marsan", class = "J1" },
]
+++
Nous sommes quatre, et le port ne dort jamais.

« À 4 h du matin, tout commence », dit-on ici.
""",
    "marche": """\
+++
title = "Le marché d’en haut"
group = { number = "2", cohort = "2021", school = "École du Rivage" }
authors = [ { given = "Karim", family = "N’Diaye" } ]
photos = [
  { file = "photos/halle.jpg", credit = [ { given = "Amélie", family = "Marsan" } ] },
]
+++
Les étals ouvrent à l’aube.

![Trois étals sous la halle](photos/halle.jpg)
{: .figure }
""",
    "lighthouse": """\
+++
title = "The last keeper’s notebook"
language = "en"
group = { number = "2", cohort = "2022", school = "École du Rivage" }
authors = [ { given = "Théo", family = "Œrtzen-Lacaze" } ]
+++
Nobody climbs up here any more.
""",
    "silence": """\
+++
title = "Silences"
authors = [ { family = "Brune" } ]
+++
On n’entend rien.
""",
}


def config(**book: object) -> Config:
    """Settings with two parts that list every article."""
    return parse(
        {
            "book": {
                "title": "Paroles du rivage",
                "language": "fr",
                "classes": {"J1": "journalisme, 1re année"},
                **book,
            },
            "part": [
                {"title": "De nuit", "articles": ["port", "marche"]},
                {"title": "De jour", "articles": ["lighthouse", "silence"]},
            ],
        }
    )


def article(slug: str, text: str) -> Article:
    """An article from the text of its file."""
    return read_article(text, f"articles/{slug}.md", slug=slug, language="fr")


def sources(texts: Mapping[str, str]) -> dict[str, object]:
    """The articles, and the texts of their files, as a case has them."""
    return {
        "articles": tuple(article(slug, text) for slug, text in texts.items()),
        "texts": {f"articles/{slug}.md": text for slug, text in texts.items()},
    }


def ledger() -> dict[str, object]:
    """The account of one submission: five words printed, two moved to the credits."""
    lines = [("Le port ne dort jamais.", "body", "printed"), ("Amélie MARSAN", "credit", "credit")]
    blocks, start = [], 0
    for number, (text, role, fate) in enumerate(lines, start=1):
        blocks.append(
            {
                "start": start,
                "end": start + len(text),
                "line": number,
                "role": role,
                "fate": fate,
                "of": None,
                "article": "port",
                "words": len(text.split()),
                "text": text,
            }
        )
        start += len(text) + 1
    return {
        "submissions": [
            {
                "file": SUBMISSION,
                "sha256": "0" * 64,
                "words": 7,
                "language": "fr",
                "fates": {"printed": 5, "credit": 2},
                "blocks": blocks,
                "edits": [],
            }
        ],
        "articles": [],
        "decisions": [],
    }


@cache
def pdf() -> bytes:
    """book.pdf of the book for tests."""
    return printed(making()).data


@cache
def making() -> Making:
    """What the writers are given."""
    return Making(books.book(), books.layout(), books.pictures(), cache=kept.results())


@cache
def epub() -> bytes:
    """book.epub of the book for tests, with the pages of its PDF."""
    book = paged(making())
    pages = page_starts(book.runs, book.folio)
    return write_epub(making(), cover=books.picture(1600, 2560), pages=lambda: pages)


@cache
def good() -> Case:
    """A book that is done: nothing to say about it."""
    return Case(
        config=config(),
        submissions={SUBMISSION: "0" * 64},
        photos={"photos/halle.jpg": "1" * 64},
        ledger=ledger(),
        book=books.book(),
        layout=books.layout(),
        outputs={"book.pdf": pdf(), "book.epub": epub()},
        **sources(ARTICLES),  # type: ignore[arg-type]
    )


def fresh(case: Case, **fields: object) -> Case:
    """The case with some fields changed, and nothing worked out yet."""
    return replace(case, **fields)  # type: ignore[arg-type]


# --- spoiling ----------------------------------------------------------------------------------------


def with_text(slug: str, old: str, new: str) -> Case:
    """The good case with some words of an article's file changed."""
    assert old in ARTICLES[slug]
    texts = {**ARTICLES, slug: ARTICLES[slug].replace(old, new)}
    return fresh(good(), **sources(texts))


def with_pdf(spoil: Callable[[pikepdf.Pdf], object]) -> Case:
    """The good case with a PDF that was changed after it was made."""
    with pikepdf.open(io.BytesIO(pdf())) as file:
        spoil(file)
        target = io.BytesIO()
        file.save(target)
    return fresh(good(), outputs={**good().outputs, "book.pdf": target.getvalue()})


def with_epub(*changes: tuple[str, str, str]) -> Case:
    """The good case with an e-book in which texts were changed: (file, old, new) each."""
    files = unpacked()
    for name, old, new in changes:
        text = files[name].decode("utf-8")
        assert old in text, f"{name} does not hold {old}"
        files[name] = text.replace(old, new, 1).encode("utf-8")
    return with_files(files)


def with_files(files: Mapping[str, bytes], *, stored: bool = True) -> Case:
    """The good case with an e-book of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" and stored else zipfile.ZIP_DEFLATED
            # Without the clock, so that the same file is packed into the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, kind)
    return fresh(good(), outputs={**good().outputs, "book.epub": target.getvalue()})


def unpacked() -> dict[str, bytes]:
    """The files of the good e-book, in their order."""
    with zipfile.ZipFile(io.BytesIO(epub())) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
