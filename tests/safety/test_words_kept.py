"""No word is lost and none invented: what was written is what the article, the page and the e-book say.

Two ways through the tool. Whole parcels of generated submissions are read, recognised, cleaned and imported
in memory, and each article is rendered for both media: its ink is that of what was written, by the fates and
the edits that the ledger declares. And parcels of articles become one real book, set and packed, whose words
are taken out of the PDF by PDFium and out of the EPUB by a plain parser of XML.
"""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from anthology import pipeline, readers
from anthology.building import _typeset
from anthology.cache import Cache
from anthology.checks import paper_pages
from anthology.compose import compose
from anthology.config import parse
from anthology.errors import SourceError
from anthology.importing.understanding import understood
from anthology.layouts import Layout, Medium
from anthology.model import Emphasis, Form
from anthology.pages import read_article
from anthology.progress import silent
from anthology.resources import theme
from tests import kept
from tests.readers import office_files
from tests.safety import accounts, figures
from tests.safety.counts import count, each
from tests.safety.sent import FORMATS, Paragraph, Run, Submission, parcel

SIZE = 6
"""Submissions of a parcel."""
PARCELS = int(os.environ.get("ANTHOLOGY_PARCELS", 0)) or count(6, 16_667)
"""The long form takes two hours of two cores; with fewer of them, what was run is what is noted."""
SETTINGS = parse({"book": {"title": "T", "language": "fr"}})
LAYOUT = Layout(theme(SETTINGS.book.layout), SETTINGS.book.trim, "fr")
MOST_DOUBTFUL = 4
"""Bytes beyond ASCII of a file whose encoding may be doubtful."""
MEDIA: tuple[Medium, ...] = ("print", "ebook")


def mistakes(sent: Sequence[Submission], empty: Path) -> list[str]:
    """Every word that goes astray between these submissions and the pages of both media."""
    added = {f"submissions/{one.name}": one.data for one in sent}
    found = understood(empty, SETTINGS, added, silent, Cache())
    ledger = json.loads(found.ledger_text)
    pages = dict(_pages(found.outcomes))
    asked = {one["where"] for one in ledger["decisions"]}
    wrong: list[str] = []
    for one in sent:
        own = [
            entry for entry in ledger["submissions"] if entry["file"].split("#")[0].endswith(f"/{one.name}")
        ]
        wrong += accounts.misread(one, own, asked)
        for entry in own:
            wrong += _unlike(entry, pages)
    return wrong


def _pages(outcomes: Sequence[Any]) -> Iterator[tuple[str, list[bytes]]]:
    """The documents of each article, by its name: for print and for the e-book."""
    articles = [read_article(one.text, one.slug, slug=one.slug, language="fr") for one in outcomes]
    if not articles:
        return
    book = compose(SETTINGS, articles, (), _typeset(SETTINGS)).book
    for section in book.sections:
        if section.kind == "article":
            name = section.id.removeprefix("article-")
            yield name, [LAYOUT.render(book, section, medium) for medium in MEDIA]


def _unlike(entry: Mapping[str, Any], pages: Mapping[str, Sequence[bytes]]) -> Iterator[str]:
    declared, wrong = accounts.expected(entry)
    yield from wrong
    for slug, want in declared.items():
        for medium, page in zip(MEDIA, pages[slug], strict=True):
            yield from (
                f"{entry['file']}, {medium}: {one}" for one in accounts.astray(want, accounts.shown(page))
            )


def least(sent: Sequence[Submission], empty: Path) -> list[Submission]:
    """The same mistake with as few paragraphs as can be: what a person has to look at."""
    kept = list(sent)
    smaller = True
    while smaller:
        smaller = False
        for number, one in enumerate(kept):
            tries = [[*kept[:number], *kept[number + 1 :]]]
            tries += [
                [*kept[:number], one.without(place), *kept[number + 1 :]]
                for place in range(len(one.paragraphs))
            ]
            better = next((each for each in tries if each and mistakes(each, empty)), None)
            if better is not None:
                kept, smaller = better, True
                break
    return kept


def words_of_a_right_parcel(number: int) -> tuple[int, int]:
    """How many words a parcel holds, how many of its files are refused; fails with the least that is wrong.

    A few words of an old encoding, with hardly a letter beyond ASCII, may be refused: nobody could read them.
    """
    every = parcel(number, SIZE)
    sent = [one for one in every if not refused(one)]
    with tempfile.TemporaryDirectory() as empty:
        if mistakes(sent, Path(empty)):
            few = least(sent, Path(empty))
            raise AssertionError(f"parcel {number}: {mistakes(few, Path(empty))}\n{few}")
    words = sum(len(re.findall(r"\S+", one.text)) for each in sent for one in each.paragraphs)
    return words, len(every) - len(sent)


def refused(sent: Submission) -> bool:
    """Whether a file is named as one whose encoding nobody can tell."""
    try:
        readers.read(sent.data, sent.name)
    except SourceError as error:
        if error.code != "unknown-encoding" or sum(byte > 127 for byte in sent.data) > MOST_DOUBTFUL:
            raise
        return True
    return False


def test_the_words_of_every_submission_are_those_of_its_articles_in_both_media() -> None:
    words, unread = map(sum, zip(*each(words_of_a_right_parcel, range(PARCELS)), strict=True))
    assert words > 100 * PARCELS
    assert unread <= PARCELS * SIZE / 1000
    figures.record("P3", "generated submissions in 7 formats, of which words were lost or invented", 0)
    figures.record("P3", "submissions generated", PARCELS * SIZE)
    figures.record("P3", "of these refused by name, as their encoding cannot be told", unread)
    figures.record("P3", "words in the others", words)


# --- a real book -------------------------------------------------------------------------------------

BOOKS = count(1, 40)
PARCELS_OF_A_BOOK = count(2, 10)
_FOOT_PT, _HEAD_PT = 48.0, 30.0
"""Where the folio ends, and how deep a running head stands below the upper edge, on these pages."""


def letters(text: str) -> str:
    """The letters and digits of a text, in one row: however its lines, hyphens and ligatures fall."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def of_the_page(data: bytes) -> list[str]:
    """What the pages of each article say, without folios and running heads, by PDFium."""
    with pypdfium2.PdfDocument(data) as pdf:
        begins = [one.get_dest().get_index() for one in pdf.get_toc()]
        return [
            "".join(_said(pdf[number], first=number == begin) for number in range(begin, end))
            for begin, end in pairwise([*begins, len(pdf)])
        ]


def _said(page: pypdfium2.PdfPage, *, first: bool) -> str:
    width, height = page.get_size()
    text = page.get_textpage()
    return letters(text.get_text_bounded(0, _FOOT_PT, width, height if first else height - _HEAD_PT))


def of_the_ebook(data: bytes) -> list[bytes]:
    """The documents of the articles, in the order of the spine, taken out without the tool."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        package = book.read("EPUB/content.opf").decode()
        hrefs = dict(re.findall(r'<item href="([^"]+)" id="([^"]+)"', package))
        names = {id_: href for href, id_ in hrefs.items()}
        spine = re.findall(r'<itemref idref="(article-[^"]+)"', package)
        return [book.read(f"EPUB/{names[id_]}") for id_ in spine]


def in_order(document: bytes) -> str:
    """All that an article of the e-book says, but for its notes."""
    root = ElementTree.fromstring(document)  # noqa: S314
    (section,) = (
        one for one in root.iter() if one.tag.endswith("section") and "article" in (one.get("class") or "")
    )
    return letters("".join(_without_notes(section)))


def _without_notes(element: ElementTree.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        # By its role: a paragraph that is called a note stands in the text, on the page as well.
        if child.get("role") not in ("doc-noteref", "doc-footnote", "doc-endnotes"):
            yield from _without_notes(child)
        yield child.tail or ""


def unlike(book: Mapping[str, bytes], ledger: Mapping[str, Any]) -> list[str]:
    """Every article whose words are not those declared: in the e-book, and on the pages as in the e-book."""
    wrong: list[str] = []
    documents = of_the_ebook(book["book.epub"])
    pages = of_the_page(book["book.pdf"])[: len(documents)]
    declared: dict[str, accounts.Expected] = {}
    for entry in ledger["submissions"]:
        made, mistaken = accounts.expected(entry)
        declared |= made
        wrong += mistaken
    for document, page in zip(documents, pages, strict=True):
        (slug,) = set(re.findall(rb'<section id="article-([^"]+)"', document))
        want, got = declared[slug.decode()], accounts.shown(document)
        wrong += [f"{slug.decode()}: {one}" for one in accounts.astray(want, got)]
        notes = [letters(text) for _, text in accounts.asides(ElementTree.fromstring(document))]  # noqa: S314
        wrong += [f"{slug.decode()}: {one}" for one in _apart(in_order(document), page, notes)]
    return wrong


def _apart(ebook: str, page: str, notes: Sequence[str]) -> Iterator[str]:
    """Words of a page that the e-book has not, or the other way round; notes stand at the foot of a page."""
    if not notes and ebook != page:
        yield f"page and e-book differ: {ebook!r} and {page!r}"
    numbers = frozenset("0123456789")
    here = Counter(char for char in page if char not in numbers)
    there = Counter(char for char in ebook + "".join(notes) if char not in numbers)
    if here != there:
        yield f"the page lost {there - here} and has too much {here - there}"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, bytes], Mapping[str, Any]]]:
    """Real books of generated parcels, one after the other."""

    def made() -> Iterator[tuple[dict[str, bytes], Mapping[str, Any]]]:
        for number in range(BOOKS):
            yield _book(tmp_path_factory.mktemp("book"), number)

    return made()


def _book(folder: Path, number: int) -> tuple[dict[str, bytes], Mapping[str, Any]]:
    content, output = folder / "content", folder / "output"
    (content / "submissions").mkdir(parents=True)
    settings = 'title = "T"\nlanguage = "fr"\ntrim = "105x148"\n[output]\nformats = ["pdf", "epub"]\n'
    (content / "anthology.toml").write_text(f"[book]\n{settings}", "utf-8")
    for place in range(PARCELS_OF_A_BOOK):
        for one in parcel(1_000_000 + number * PARCELS_OF_A_BOOK + place, SIZE):
            (content / "submissions" / one.name).write_bytes(one.for_print().data)
    found = pipeline.import_submissions(content)
    for path in (content / "articles").glob("*.md"):
        if not path.read_text("utf-8").rpartition("+++")[2].strip():
            path.unlink()  # of a submission that held a title alone: a book has no such article
    built = pipeline.build(content, output, cache=kept.results())
    return dict(built.outputs), found.ledger


def test_the_words_of_every_article_are_those_of_its_pages_and_of_its_e_book(
    books: Iterator[tuple[dict[str, bytes], Mapping[str, Any]]],
) -> None:
    articles = 0
    for book, ledger in books:
        assert unlike(book, ledger) == []
        articles += len(of_the_ebook(book["book.epub"]))
        spoilt = {**book, "book.epub": _with_a_word_less(book["book.epub"])}
        assert len(unlike(spoilt, ledger)) >= 2, (
            "the e-book lacks a word that was sent, and that its page has"
        )
    assert articles >= 8 * BOOKS
    figures.record("P3", "articles of real books, whose words differ in source, PDF or EPUB", 0)
    figures.record("P3", "articles set and packed", articles)


def _with_a_word_less(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        files = {name: book.read(name) for name in book.namelist()}
    wanted = re.compile(rb'<div class="text">\n<p id="[^"]+">(\w+) (?=\w)')
    name = next(name for name in files if wanted.search(files[name]))
    found = wanted.search(files[name])
    assert found is not None
    files[name] = files[name][: found.start(1)] + files[name][found.end(1) :]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        for each, content in files.items():
            book.writestr(each, content)
    return target.getvalue()


# --- that the measure can fail -----------------------------------------------------------------------


SENT = Submission("a.docx", (
    Paragraph("title", (Run("Le port ne dort jamais"),)),
    Paragraph("body", (
        Run("Les pêcheurs disent "), Run("que", "em"), Run(" la mer se vide.", "", "Selon eux."),
    )),
    Paragraph("body", (Run("Il est tard, et le quai se vide encore un peu ce soir."),)),
    Paragraph("body", (Run("On y revient demain, comme chaque jour de l'année."),)),
))  # fmt: skip


class TestTheMeasureItself:
    def test_a_plain_submission_has_no_mistakes(self, tmp_path: Path) -> None:
        assert mistakes([SENT], tmp_path) == []

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_a_word_that_a_reader_loses_is_noticed(self, suffix: str, tmp_path: Path) -> None:
        less = replace(SENT.paragraphs[2], runs=(Run("Il est tard, et le quai se vide encore un peu."),))
        bare = tuple(
            replace(one, runs=tuple(replace(run, note="", mark="") for run in one.runs))
            for one in SENT.paragraphs
        )
        written = replace(SENT, name=f"a{suffix}", paragraphs=bare)
        lost = replace(written, paragraphs=(*bare[:2], less, *bare[3:]))

        class Forgetful(Submission):
            @property
            def data(self) -> bytes:
                return lost.data

        assert mistakes([written], tmp_path) == []
        assert mistakes([Forgetful(written.name, written.paragraphs)], tmp_path) != []

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ("quai", "", "body"),
            ("quai", "quai quai", "body"),
            ("Les pêcheurs", "les Pêcheurs", "standfirst"),
            ("année", "annee", "body"),
            ("jamais", "toujours", "title"),
            ("Selon eux", "Selon elles", "notes"),
            ("</div>\n</section>", "<p>de plus</p></div>\n</section>", "invented"),
        ],
    )
    def test_a_page_that_says_something_else_is_noticed(
        self, old: str, new: str, what: str, tmp_path: Path
    ) -> None:
        found = understood(tmp_path, SETTINGS, {"submissions/a.docx": SENT.data}, silent, Cache())
        (entry,) = json.loads(found.ledger_text)["submissions"]
        ((slug, pages),) = _pages(found.outcomes)
        assert list(_unlike(entry, {slug: pages})) == []
        text = pages[0].decode()
        head, body = text[: text.index("<body")], text[text.index("<body") :]
        assert old in body
        spoilt = [(head + body.replace(old, new)).encode(), pages[1]]
        (said,) = _unlike(entry, {slug: spoilt})
        assert said.startswith(f"submissions/a.docx, print: {what}"), said

    @pytest.mark.parametrize("key", ["start", "before", "after"])
    def test_an_edit_that_does_not_do_what_it_says_is_noticed(self, key: str, tmp_path: Path) -> None:
        found = understood(tmp_path, SETTINGS, {"submissions/a.docx": SENT.data}, silent, Cache())
        (entry,) = json.loads(found.ledger_text)["submissions"]
        edit = next(one for one in entry["edits"] if one["before"] == "'")
        edit[key] = {"start": 10_000, "before": "x", "after": "x"}[key]
        pages = dict(_pages(found.outcomes))
        assert list(_unlike(entry, pages)) != []

    def test_the_least_case_is_small(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        shown = accounts.shown

        def forgetful(page: bytes) -> accounts.Shown:
            found = shown(page)
            return replace(found, text=found.text.replace("quai", ""))

        monkeypatch.setattr(accounts, "shown", forgetful)
        other = replace(
            SENT, name="b.txt", paragraphs=(Paragraph("body", (Run("Rien de tel, et rien d'autre."),)),)
        )
        (few,) = least([other, SENT], tmp_path)
        assert 1 <= len(few.paragraphs) <= 2
        assert any("quai" in one.text for one in few.paragraphs)


# --- bugs that were found so -------------------------------------------------------------------------


def test_the_ledger_declares_the_edits_of_the_language_that_each_article_is_set_in(tmp_path: Path) -> None:
    french = ("Les pêcheurs disent que la mer se vide, année après année, et personne ne les croit.",) * 3
    english = ('She says "nothing sleeps here", and the harbour is grey as ever before the dawn.',) * 1
    sent = Submission("a.txt", (
        Paragraph("body", (Run("Nights at the harbour"),)), Paragraph("body", (Run("By Ada Roy"),)),
        *(Paragraph("body", (Run(f"{one} The fishermen say that the sea grows empty."),)) for one in english),
        Paragraph("body", (Run("It is late, and the quay is deserted again, says the watchman."),)),
        Paragraph("body", (Run("La gare, dernier refuge"),)), Paragraph("body", (Run("Par Luc Bel"),)),
        *(Paragraph("body", (Run(f"{number} {one}"),)) for number, one in enumerate(french)),
    ))  # fmt: skip
    assert mistakes([sent], tmp_path) == []
    found = understood(tmp_path, SETTINGS, {"submissions/a.txt": sent.data}, silent, Cache())
    (entry,) = json.loads(found.ledger_text)["submissions"]
    assert {one["language"] for one in entry["articles"]} == {"en", "fr"}, "else this tests nothing"


def test_a_word_divided_at_the_end_of_a_line_begins_no_other_page() -> None:
    """What a small page begins with was found to differ where one of its first words was hyphenated."""
    paper = ["que", "vous", "cherchez", "ici", "3", "les", "pê", "cheurs", "disent"]
    screen = "que vous cherchez ici les pêcheurs disent que la mer"
    assert paper_pages._begins(paper, screen, frozenset())
    assert not paper_pages._begins([*paper[:7], "cheuses", "disent"], screen, frozenset())
    assert not paper_pages._begins([*paper[:5], "des", *paper[6:]], screen, frozenset())


def test_two_notes_that_bear_the_same_sign_in_an_open_document_are_two_notes() -> None:
    """LibreOffice begins with 1 again on each page, or calls every note `*`: they had become one note."""
    file = office_files.OpenFile()
    for said in ("Un", "Deux"):
        body = f"<text:note-body>{office_files.p(f'Note {said}.')}</text:note-body>"
        cited = "<text:note-citation>*</text:note-citation>"
        note = f'<text:note text:note-class="footnote">{cited}{body}</text:note>'
        file.body.append(office_files.p(f"{said} texte{note} qui va."))
    (one,) = readers.read(file.packed(), "submissions/a.odt").manuscripts
    labels = [block.shape.label for block in one.blocks if block.shape.form is Form.NOTE]
    calls = [mark.target for mark in one.marks if mark.kind is Emphasis.NOTE]
    assert labels == calls == ["*", "*-2"]
