"""The content folder to the book, and the book to outputs; nothing is judged or published here."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anthology import folders, resources
from anthology.bindery import versions
from anthology.bindery.crew import Crew
from anthology.bindery.workers import in_process
from anthology.cache import Cache, digest
from anthology.checks.places import body_place
from anthology.compose import Composition, compose, compositor, section_id, with_cohort
from anthology.config import FILE as SETTINGS
from anthology.config import AccessibilityTable, Config, PrintTable
from anthology.errors import AnthologyError, ConfigError, Several, SourceError, together
from anthology.imposition import folding
from anthology.layouts import Layout, Least
from anthology.model import Article, Finding, RuleChoice
from anthology.progress import Progress
from anthology.typeset import Typeset
from anthology.typesetting import by_rules, galleys
from anthology.writers import WRITERS, Conformance, Made, Making, Place

if TYPE_CHECKING:
    from anthology.printers import Printing


@dataclass(frozen=True)
class Composed:
    """The content folder, read and put together: all that writers and checks need."""

    settings: Config
    articles: tuple[Article, ...]
    pages: tuple[Article, ...]
    composition: Composition
    layout: Layout
    photos: Mapping[str, bytes]
    printed_by: Callable[[], Printing]


_MM2_A_LETTER = 35.0
"""What a letter takes of the paper, with all the white; measured: 33.5 (A5, 100 articles, 353 pages)."""
_PAGES_AROUND = 30
"""Titles, contents, authors, index."""

_LOT = 8
"""Articles whose texts one task sets: to bring over fewer would cost more than it saves."""

_QUICK = ("pdf", "epub")
"""What a person looks at while writing; everything else is made of it when it is asked for."""


def wanted(settings: Config, only: Sequence[str], *, quick: bool = False) -> tuple[str, ...]:
    """The writers to run, in the order of the table; where nobody names any, `quick` takes pdf and epub.

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
    formats = settings.output.formats
    chosen = only or (quick and [name for name in formats if name in _QUICK]) or formats
    return tuple(name for name in WRITERS if name in chosen)


def read(
    content: Path,
    settings: Config,
    *,
    draft: bool = False,
    cache: Cache | None = None,
    crew: Crew | None = None,
    but: Container[str] = (),
) -> Composed:
    """Read the articles, the pages and the photographs, and put the book together.

    What is in the cache is not made again. A crew of several prepares the photographs meanwhile. The files of
    `but` are no articles of this book.

    Raises:
        AnthologyError: something cannot be read, or the book cannot be put together from it.
    """
    kept = Cache() if cache is None else cache
    book = settings.book
    begun = _photos_begun(content, kept, crew) if crew is not None and crew.jobs > 1 else {}
    cohorts = {slug: part.cohort for part in reversed(settings.part) for slug in part.articles}
    articles = tuple(
        with_cohort(article, cohorts.get(article.slug, ""))
        for article in folders.articles(content, folders.ARTICLES, book.language, kept, but=but)
    )
    pages = folders.articles(content, folders.PAGES, book.language, kept)
    _refuse_unknown_rules((*articles, *pages))
    least = _least_margins(content, settings, articles)
    fresh = Layout(resources.theme(book.layout), book.trim, book.language, least)
    # While its files are the same it is one and the same layout, with the templates it has compiled.
    layout = kept.hold("layout", fresh.digest, lambda: fresh)
    if crew is not None and crew.jobs > 1:
        _have_set(settings, articles, kept, crew)
    composition = compose(
        settings,
        articles,
        pages,
        _typeset(settings),
        engines=(versions.engine(),),
        fonts=tuple(dict.fromkeys(face.family for face in layout.fonts())),
        draft=draft,
        cache=kept,
    )
    shown = {file: one.file for one in (*articles, *pages) for file in composition.pictures[one.file]}
    if book.cover:
        shown.setdefault(book.cover, SETTINGS)
    photos = _photos(content, shown, kept, begun)
    printed_by = _printed_by(content, settings, kept)
    return Composed(settings, articles, pages, composition, layout, photos, printed_by)


def _printed_by(content: Path, settings: Config, cache: Cache) -> Callable[[], Printing]:
    """How to know where the book is printed; a printer that the settings name is read at once.

    Raises:
        ConfigError: there is no such printer or paper, or its file holds a mistake.
        SourceError: the colour profile cannot be read.
    """
    named = ("printer", "paper", "profile")
    if all(getattr(settings.print, key) == PrintTable.model_fields[key].default for key in named):
        return lambda: printing(content, settings, cache)
    known = printing(content, settings, cache)
    return lambda: known


def _least_margins(content: Path, settings: Config, articles: Sequence[Article]) -> Least:
    """The margins that the printer asks for at least: they grow with the pages.

    How many there will be is taken from the length of the texts, and rather too many: what the pages hold
    must not depend on how many they were before.
    """
    if settings.print.printer == PrintTable.model_fields["printer"].default:
        return Least()
    from anthology import printers

    trim = settings.book.trim
    letters = sum(len(article.body) for article in articles)
    pages = round(letters * _MM2_A_LETTER / (trim.width_mm * trim.height_mm)) + _PAGES_AROUND
    margin = printers.load(settings.print.printer, content).margin(pages)
    return Least(margin.gutter_mm, margin.outside_mm)


def printing(content: Path, settings: Config, cache: Cache) -> Printing:
    """Where the book is printed and what the editor says for it, by the settings.

    Raises:
        ConfigError: there is no such printer or paper, or its file holds a mistake.
        SourceError: the colour profile cannot be read.
    """
    from anthology import printers

    book, said = settings.book, settings.print
    line = compositor(settings, _typeset(settings), cache).line
    printer = printers.load(said.printer, content)
    profile = folders.read_bytes(content / said.profile, said.profile) if said.profile else b""
    return printers.Printing(
        printer,
        printer.paper(said.paper),
        profile,
        isbn=book.isbn,
        blurb="\n\n".join(map(line, re.split(r"\n\s*\n", (said.blurb or book.description).strip()))),
        price=line(said.price),
        address=said.epub_address,
        spine_mm=said.spine_mm,
        cover_credit=line(book.cover_credit),
    )


def _refuse_unknown_rules(articles: Sequence[Article]) -> None:
    if any(article.rules != RuleChoice() for article in articles):
        from anthology import rules

        rules.refuse_unknown(articles)


def _have_set(settings: Config, articles: Sequence[Article], cache: Cache, crew: Crew) -> None:
    """Have the crew set the texts of many new articles; whoever puts the book together finds them kept."""
    own = compositor(settings, _typeset(settings), cache)
    pieces = [(article, section_id("article", article)) for article in articles]
    new = [(article, id_) for article, id_ in pieces if not own.is_set(article, id_)]
    if len(new) <= _LOT:
        return
    lots = [new[start : start + _LOT] for start in range(0, len(new), _LOT)]
    book, language = RuleChoice(settings.rules.off, settings.rules.on), settings.book.language
    begun = [crew.submit(galleys, lot, book, language, name=lot[0][0].file) for lot in lots]
    for lot, made in zip(lots, begun, strict=True):
        with suppress(AnthologyError):  # told when the book is put together
            for (article, id_), galley in zip(lot, made.result(), strict=True):
                own.keep(article, id_, galley)


def _typeset(settings: Config) -> Typeset:
    return by_rules(RuleChoice(settings.rules.off, settings.rules.on))


def _photos_begun(content: Path, cache: Cache, crew: Crew) -> dict[str, Future[bytes]]:
    """Photographs that are new, by digest, being made ready; whether the book shows them is not known yet."""
    begun = {}
    for file in folders.names(content, folders.PHOTOS):
        with suppress(AnthologyError):  # told if the book shows it
            data = folders.read_bytes(content / file, file)
            key = digest(data)
            if cache.recall("photograph", key) is None:
                from anthology import pictures

                begun[key] = crew.submit(pictures.prepared, data, file, name=file)
    return begun


def _photos(
    content: Path, wanted: Mapping[str, str], cache: Cache, begun: Mapping[str, Future[bytes]]
) -> Photographs:
    """The photographs that the files named beside them show, made ready for print."""
    there = set(folders.names(content, folders.PHOTOS))
    missing = [
        SourceError(
            "photo-missing",
            f"shows {file}, which is not there",
            hint="put the file into the photos folder of the content, or take the picture out",
            file=shown_by,
            at=file if shown_by != SETTINGS else ("book", "cover"),
        )
        for file, shown_by in wanted.items()
        if file not in there
    ]
    if missing:
        raise together(missing)
    return Photographs(
        content, {file: _made_ready(content, file, cache, begun) for file in sorted(wanted)}, cache
    )


class Photographs(Mapping[str, bytes]):
    """Photographs ready for print, by file name: each is taken from the cache when it is asked for.

    A book of a thousand articles has a hundred megabytes of them. What the cache cannot keep is made again.
    """

    def __init__(self, content: Path, keys: Mapping[str, str], cache: Cache) -> None:
        self._content, self._keys, self._cache = content, keys, cache

    def __getitem__(self, file: str) -> bytes:
        key = self._keys[file]
        return _photograph(self._cache, key, lambda: self._again(file, key))

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def _again(self, file: str, key: str) -> bytes:
        data = folders.read_bytes(self._content / file, file)
        if digest(data) != key:
            raise SourceError(
                "photo-changed",
                "was changed while the book was being made",
                hint="make the book again",
                file=file,
            )
        return _prepared(data, file)


def _made_ready(content: Path, file: str, cache: Cache, begun: Mapping[str, Future[bytes]]) -> str:
    """Have the cache hold a photograph as it is printed; the digest of its file."""
    data = folders.read_bytes(content / file, file)
    key = digest(data)
    _photograph(cache, key, lambda: begun[key].result() if key in begun else _prepared(data, file))
    return key


def _photograph(cache: Cache, key: str, make: Callable[[], bytes]) -> bytes:
    return cache.remember("photograph", key, make, dump=bytes, load=bytes)


def _prepared(data: bytes, file: str) -> bytes:
    """A photograph, made ready for print; its name is told where it is at fault, and nowhere else."""
    # Where no photograph is new, nothing of the decoder is needed.
    from anthology import pictures

    return pictures.prepared(data, file)


def made(
    composed: Composed,
    names: Sequence[str],
    progress: Progress,
    notice: Callable[[Finding], None],
    *,
    cache: Cache | None = None,
    crew: Crew | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Made:
    """What the writers of these names make; what an earlier build made comes from the cache.

    `meanwhile` is called once if a crew of several sets many sections, when all of them are rendered.

    Raises:
        LayoutError: a page cannot be set.
        WriteError: an output would not be what it should be.
    """
    place = _places(composed)
    making = Making(
        composed.composition.book,
        composed.layout,
        composed.photos,
        progress,
        notice,
        cache if cache is not None else Cache(),
        crew or in_process(),
        composed.printed_by,
        folding(composed.settings.booklet, composed.layout.trim),
        composed.settings.book.cover,
        _conformance(composed.settings.accessibility),
        place,
        meanwhile,
    )
    try:
        each = _written(making, names)
    except AnthologyError as error:
        _name_file(error, place)
        raise
    return Made(
        {file: data for one in each for file, data in one.files.items()},
        {file: seen for one in each for file, seen in one.read.items()},
        {file: found for one in each for file, found in one.resolutions.items()},
    )


def _places(composed: Composed) -> Callable[[str, str], Place]:
    """What says where some words of a section stand in the files of the content."""
    pieces = {section_id("article", one): one for one in composed.articles}
    pieces |= {section_id("page", one): one for one in composed.pages}

    def place(section: str, words: str) -> Place:
        piece = pieces.get(section)
        return (piece.file, *body_place(piece, words)) if piece else (None, None, None)

    return place


def _name_file(error: AnthologyError, place: Callable[[str, str], Place]) -> None:
    """A section that cannot be set is told by the file it was written in."""
    for one in (*(error.failures if isinstance(error, Several) else ()), error):
        file, _, _ = place(one.file or "", "")
        one.file = file or one.file


def _conformance(said: AccessibilityTable) -> Conformance | None:
    """What the evaluator vouches for, if one is named."""
    if not said.evaluator.strip():
        return None
    return Conformance(said.evaluator.strip(), said.standard, said.date or "", said.report, said.credential)


def _written(making: Making, names: Sequence[str]) -> list[Made]:
    """What each writer makes. While a crew sets pages for one of them, the others go on."""
    if making.crew.jobs <= 1:
        return [WRITERS[name](making) for name in names]
    with ThreadPoolExecutor(len(names) or 1) as writers:
        return [one.result() for one in [writers.submit(WRITERS[name], making) for name in names]]
