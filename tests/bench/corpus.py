"""A number of articles in, a whole content folder out, as an import of a class's submissions would leave it.

The same number always gives the same bytes, and the articles of a small folder are those a large one begins
with. A hundred articles make a book of some three hundred pages in thirty-odd groups of the index's letters.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from anthology.slugs import slugify
from PIL import Image
from tests.bench.prose import ENGLISH, FRENCH, Writer, name

PART_SIZE = 10
ENGLISH_EVERY = 10
PHOTO_EVERY = 5
WORDS = (120, 460)
PHOTO_SIZE = (1800, 1200)

_SETTINGS = """\
[book]
title = "Voix de l’estuaire"
subtitle = "Récits et entretiens des étudiants de l’École du Rivage"
language = "fr"
editors = [{ given = "Ada", family = "Rivoire" }]
school = "École du Rivage"
date = "2026-06"
description = "Ce que les étudiants ont vu, entendu et écrit au bord de l’eau."
rights = "Textes : les auteurs de chaque article."
trim = "A5"
openings = "recto"

[book.classes]
J1 = "journalisme, 1re année"
J2 = "journalisme, 2e année"
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """An article file: its name without suffix, its text, and the number of its photograph, if it has one."""

    slug: str
    text: str
    photo: int | None


def lay_down(content: Path, size: int) -> None:
    """Write a content folder of `size` articles."""
    for folder in ("articles", "photos"):
        (content / folder).mkdir(parents=True)
    slugs = []
    for number in range(size):
        one = piece(number)
        slugs.append(one.slug)
        (content / "articles" / f"{one.slug}.md").write_text(one.text, encoding="utf-8")
        if one.photo is not None:
            (content / photo_file(one.photo)).write_bytes(photograph(one.photo))
    (content / "anthology.toml").write_text(_SETTINGS + _parts(slugs), encoding="utf-8")


def piece(number: int) -> Piece:
    """The article of that number, from 0."""
    return _Article(number).piece()


def photo_file(number: int) -> str:
    """Where the photograph of that article stands in a content folder."""
    return f"photos/{number:04}.jpg"


def photograph(seed: int) -> bytes:
    """A JPEG of clouds and hills that no other seed gives: as heavy as what a telephone sends by mail."""
    random = Random(f"photograph {seed}")  # noqa: S311
    picture = _clouds(random, 6, 4)
    for columns, weight in ((24, 0.4), (120, 0.25), (900, 0.12)):
        picture = Image.blend(picture, _clouds(random, columns, columns * 2 // 3), weight)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=88)
    return target.getvalue()


def _clouds(random: Random, columns: int, rows: int) -> Image.Image:
    spots = Image.frombytes("RGB", (columns, rows), random.randbytes(columns * rows * 3))
    return spots.resize(PHOTO_SIZE, Image.Resampling.BICUBIC)


def _parts(slugs: list[str]) -> str:
    tables = []
    for number, start in enumerate(range(0, len(slugs), PART_SIZE), start=1):
        listed = "\n".join(f'  "{slug}",' for slug in slugs[start : start + PART_SIZE])
        title = f"Cahier {number} : {Writer(FRENCH, -number).subject().lower()}"
        tables.append(
            f'\n[[part]]\ntitle = "{title}"\ncohort = "promotion {number}"\narticles = [\n{listed}\n]\n'
        )
    return "".join(tables)


class _Article:
    """One article on its way: who wrote it, what it looks like, what stands in it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.english = number % ENGLISH_EVERY == ENGLISH_EVERY - 1
        self.writer = Writer(ENGLISH if self.english else FRENCH, number)
        self.random = self.writer.random
        self.photo = number if number % PHOTO_EVERY == 0 else None
        self.speaker = " ".join(name(4000 + number)) if number % 2 else ""
        self.notes: list[str] = []

    def piece(self) -> Piece:
        title = self.title()
        body = "\n\n".join([*self.body(), *self.notes])
        return Piece(f"{self.number + 1:04}-{slugify(title)}", f"{self.front(title)}{body}\n", self.photo)

    def title(self) -> str:
        colon = ": " if self.english else " : "
        if self.speaker:
            return self.speaker + colon + self.writer.quote()
        return self.writer.title(self.number // 2)

    # --- front matter --------------------------------------------------------------------------------

    def front(self, title: str) -> str:
        lines = [
            f'title = "{title}"',
            f'standfirst = "{self.writer.paragraph(22)}"',
            f'language = "{self.writer.grammar.language}"',
            f'group = {{ number = "{self.number % PART_SIZE + 1}", school = "École du Rivage" }}',
            *([f'speakers = ["{self.speaker}"]'] if self.speaker else []),
            "authors = [",
            *(f"  {one}," for one in self.authors()),
            "]",
            *self.photos(),
        ]
        return "+++\n" + "\n".join(lines) + "\n+++\n"

    def authors(self) -> Iterator[str]:
        """Two people who wrote nothing before, and now and then one or two who did."""
        earlier = [
            self.random.randrange(2 * self.number)
            for _ in range(self.random.randint(0, 2) * bool(self.number))
        ]
        for person in dict.fromkeys([2 * self.number, 2 * self.number + 1, *earlier]):
            given, family = name(person)
            year = person % 2 + 1
            yield f'{{ given = "{given}", family = "{family}", role = "author", class = "J{year}" }}'

    def photos(self) -> Iterator[str]:
        """The photograph that came, or the credit of one that did not."""
        given, family = name(2 * self.number)
        credit = f'credit = [ {{ given = "{given}", family = "{family}" }} ]'
        if self.photo is not None:
            caption, alt = self.writer.subject(), "Des collines sous les nuages"
            words = f'caption = "{caption}", alt = "{alt}"'
            yield f'photos = [ {{ file = "{photo_file(self.photo)}", {credit}, {words} }} ]'
        elif self.number % 3 == 1:
            yield f"photos = [ {{ {credit} }} ]"

    # --- text ----------------------------------------------------------------------------------------

    def body(self) -> Iterator[str]:
        words = self.random.randint(*WORDS)
        yield self.paragraph(60)
        if self.photo is not None:
            yield f"![]({photo_file(self.photo)})\n{{: .figure }}"
        written, turn = 60, 0
        while written < words:
            blocks = list(self.exchange() if self.speaker else self.chapter())
            if turn == 1:
                blocks.append(f"> {self.pull_quote(blocks[-1])}\n{{: .pull-quote }}")
            written += sum(len(block.split()) for block in blocks)
            turn += 1
            yield from blocks

    def exchange(self) -> Iterator[str]:
        """A question and its answer, in one paragraph or two."""
        yield f"{self.writer.question()}\n{{: .question }}"
        for _ in range(self.random.randint(1, 2)):
            yield f'{self.paragraph(self.random.randint(35, 90))}\n{{: .answer speaker="{self.speaker}" }}'

    def chapter(self) -> Iterator[str]:
        """A heading between the lines, and two or three paragraphs."""
        yield f"## {self.writer.subject()}"
        for _ in range(self.random.randint(2, 3)):
            yield self.paragraph(self.random.randint(45, 110))

    def pull_quote(self, block: str) -> str:
        """A sentence of a block, without the call of its note."""
        sentences = block.partition("[^")[0].splitlines()[0].split(". ")
        return self.random.choice(sentences).removesuffix(".") + "."

    def paragraph(self, words: int) -> str:
        """A paragraph; one in six calls a note."""
        text = self.writer.paragraph(words)
        if self.random.random() < 1 / 6:
            self.notes.append(f"[^{len(self.notes) + 1}]: {self.writer.note()}")
            text += f"[^{len(self.notes)}]"
        return text
