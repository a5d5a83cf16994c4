"""A number of submissions in, a folder as a school collects it out: credits, interviews, reports, slips.

The same number always gives the same bytes, and the submissions of a small folder are those a large one
begins with. Every submission has some two thousand words; one in five is in English; they come as plain text,
as Markdown, as web pages and as files of a word processor. One in forty was sent before and comes again, a
little changed.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

from tests.bench.prose import ENGLISH, FRENCH, Grammar, Writer, name

WORDS = 2000
ENGLISH_EVERY = 5
AGAIN_EVERY = 40
TITLES = 300
"""Titles in turn: each grammar has more."""
SUFFIXES = (".txt", ".txt", ".txt", ".docx", ".txt", ".md", ".html")
"""Of each seven submissions in turn: most are plain text."""

_SETTINGS = """\
[book]
title = "Mille voix"
language = "fr"
editors = [{ given = "Ada", family = "Rivoire" }]
school = "École du Rivage"
date = "2026-06"
"""
_CREDITS: Mapping[str, tuple[str, ...]] = {
    "fr": (
        "Article rédigé par {0} et {1}, groupe {2}",
        "Propos recueillis par {0} et {1}",
        "{0}, {1}\nGroupe {2}",
        "Par {0} et {1}\nPhotos : {0}",
        "Texte : {0}, photos : {1}",
    ),
    "en": (
        "Written by {0} and {1}, group {2}",
        "Interview by {0} and {1}",
        "By {0} and {1}\nPhotos: {0}",
    ),
}
_INTRODUCED = {
    "fr": "Entretien avec {0}, qui raconte son métier. {1}",
    "en": "An interview with {0}, who speaks of the trade. {1}",
}
_SLIPS: tuple[tuple[str, str], ...] = (("’", "'"), (" ?", "?"), ("« ", '"'), (". ", ".  "), (", ", " ,"))
"""What hurried people type, of which one in each paragraph at most."""


def send(content: Path, size: int) -> int:
    """Write a content folder with `size` submissions, all that an import needs; give their words."""
    folder = content / "submissions"
    folder.mkdir(parents=True)
    (content / "anthology.toml").write_text(_SETTINGS, encoding="utf-8")
    words = 0
    for number in range(size):
        file, data = submission(number)
        (folder / file).write_bytes(data)
        words += sum(len(one.split()) for one in paragraphs(number))
    return words


def submission(number: int) -> tuple[str, bytes]:
    """The name and the bytes of the submission of that number, from 0."""
    suffix = SUFFIXES[number % len(SUFFIXES)]
    return f"{number + 1:04}-{_surname(number)}{suffix}", _WRITERS[suffix](paragraphs(number))


def paragraphs(number: int) -> tuple[str, ...]:
    """What stands in a submission, paragraph by paragraph: the title first, the credit last."""
    if number % AGAIN_EVERY == AGAIN_EVERY - 1:
        return _sent_again(number)
    return tuple(_Submission(number).paragraphs())


def _sent_again(number: int) -> tuple[str, ...]:
    """An earlier submission with a paragraph less and a paragraph more."""
    random = Random(f"again {number}")  # noqa: S311
    earlier = random.randrange(number - AGAIN_EVERY + 1, number)
    kept = list(paragraphs(earlier))
    writer = Writer(_grammar(earlier), -number)
    kept[random.randrange(2, len(kept) - 2)] = writer.paragraph(60)
    return tuple(kept)


def _grammar(number: int) -> Grammar:
    return ENGLISH if number % ENGLISH_EVERY == ENGLISH_EVERY - 1 else FRENCH


def _surname(number: int) -> str:
    return re.sub(r"[^A-Za-z]", "", name(2 * number)[1]).lower()


class _Submission:
    """One submission on its way: an interview if its number is odd, else a report."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.writer = Writer(_grammar(number), 100_000 + number)
        self.random = self.writer.random
        self.language = self.writer.grammar.language
        self.speaker = " ".join(name(4000 + number))

    def paragraphs(self) -> Iterator[str]:
        yield self.title()
        yield self.opening()
        part = self.exchange if self.number % 2 else self.chapter
        written = 0
        while written < WORDS:
            for paragraph in part():
                written += len(paragraph.split())
                yield self.slipped(paragraph)
        yield self.credit()

    def title(self) -> str:
        colon = ": " if self.language == "en" else " : "
        if self.number % 2:
            return self.speaker + colon + self.writer.quote()
        return self.writer.title(self.number // 2 % TITLES)

    def opening(self) -> str:
        said = self.writer.paragraph(30)
        return _INTRODUCED[self.language].format(self.speaker, said) if self.number % 2 else said

    def exchange(self) -> Iterator[str]:
        """A question and its answer, in one paragraph or two; in every second interview with initials."""
        mark = "".join(part[0] for part in self.speaker.split()) + " : " if self.number % 4 == 1 else ""
        yield self.writer.question()
        yield mark + self.own(self.random.randint(40, 140))
        if self.random.random() < 0.5:
            yield self.own(self.random.randint(30, 90))

    def chapter(self) -> Iterator[str]:
        """A heading, and some paragraphs."""
        yield self.writer.subject()
        for _ in range(self.random.randint(2, 4)):
            yield self.own(self.random.randint(45, 140))

    def own(self, words: int) -> str:
        """A paragraph of which something is this submission's alone: the names of people and places."""
        sentences: list[str] = []
        while sum(len(one.split()) for one in sentences) < words:
            person = " ".join(name(self.random.randrange(14_000)))
            sentences.append(f"{self.writer.statement()[:-1]}, {_SAYS[self.language]} {person}.")
            sentences.append(self.writer.statement())
        return " ".join(sentences)

    def credit(self) -> str:
        people = (" ".join(name(2 * self.number)), " ".join(name(2 * self.number + 1)))
        return self.random.choice(_CREDITS[self.language]).format(*people, self.number % 10 + 1)

    def slipped(self, paragraph: str) -> str:
        """The paragraph as somebody typed it."""
        right, wrong = self.random.choice(_SLIPS)
        return paragraph.replace(right, wrong, 1) if self.random.random() < 0.5 else paragraph


_SAYS = {"fr": "dit", "en": "says"}


# --- files -------------------------------------------------------------------------------------------


def _text(said: tuple[str, ...]) -> bytes:
    return ("\n".join(said) + "\n").encode()


def _markdown(said: tuple[str, ...]) -> bytes:
    return ("\n\n".join([f"# {said[0]}", *said[1:]]) + "\n").encode()


def _web_page(said: tuple[str, ...]) -> bytes:
    rows = "\n".join(f"<p>{html.escape(one)}</p>".replace("\n", "<br>") for one in said[1:])
    head = html.escape(said[0])
    page = f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{head}</title></head>\n'
    return f"{page}<body><h1>{head}</h1>\n{rows}\n</body></html>\n".encode()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
}


def _word(said: tuple[str, ...]) -> bytes:
    """A file of a word processor with the paragraphs and nothing else."""
    lines = (line for one in said for line in one.splitlines())
    rows = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{html.escape(one)}</w:t></w:r></w:p>' for one in lines
    )
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{rows}</w:body></w:document>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in {**_PARTS, "word/document.xml": document}.items():
            # The date of the first ZIP files: the same bytes whenever they are made.
            package.writestr(zipfile.ZipInfo(part), f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return target.getvalue()


_WRITERS: Mapping[str, Callable[[tuple[str, ...]], bytes]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _web_page,
    ".docx": _word,
}
