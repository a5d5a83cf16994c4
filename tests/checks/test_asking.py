"""What was answered once: said again from the cache, and asked anew where what it looked at changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from anthology import checks, halves
from anthology.cache import Cache
from anthology.checks import Case, asking
from anthology.checks.asking import Answers, Check, Kind, Thing
from anthology.checks.pdf_file import read_pdf
from anthology.checks.submissions import ACCOUNT
from anthology.checks.things import FOLIOS, MADE, PRINTED, TEXT_FILES
from anthology.config import Trim
from anthology.errors import SourceError
from anthology.finished import PdfFile, PdfPage
from anthology.layouts import Layout
from anthology.model import Article, Finding, Severity
from anthology.writers.pdf import write_pdf
from tests import books
from tests.checks import cases
from tests.checks.cases import fresh, good
from tests.checks.test_checks import MUTANTS, PORT, another_book
from tests.safety.counts import count

NOTHING = Finding("x", Severity.REMARK, "asked")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


@cache
def read() -> PdfFile:
    """The good PDF, read once for all tests of this module."""
    return read_pdf("book.pdf", cases.pdf())


def built(case: Case | None = None, **fields: object) -> Case:
    """A case whose PDF was told by its writer."""
    return fresh(case or good(), **{"read": {"book.pdf": read()}, **fields})


def packed_here() -> Case:
    """The good case with its e-book packed by these tests, so that one file of it can be changed."""
    return built(outputs={**good().outputs, **epub(cases.unpacked())})


class TestTheSameFindings:
    @pytest.mark.parametrize(
        ("code", "mutant"), [(code, mutants[0]) for code, mutants in MUTANTS.items()][:: count(4, 1)]
    )
    def test_with_no_cache_a_cold_one_and_a_warm_one(
        self, code: str, mutant: Callable[[], Case], folder: Path
    ) -> None:
        # One folder for all of them: what was answered of one case must not be said of another.
        case = mutant()
        # What a printer asks is looked at by a check alone: a build knows what it made.
        if case.outputs.get("book.pdf") == cases.pdf() and case.printed_by is None:
            case = built(case)
        plain = checks.run(fresh(case, cache=Cache()))
        with Cache(folder) as cold:
            assert checks.run(fresh(case, cache=cold)) == plain
        with Cache(folder) as warm:
            assert checks.run(fresh(case, cache=warm)) == plain
        assert code in {one.code for one in plain}

    def test_from_what_the_writer_says_of_its_file_and_from_the_file(self) -> None:
        printed = write_pdf(cases.making())
        assert printed.file == read_pdf("book.pdf", printed.data)
        foreword = '<p id="page-foreword--b1">Ce livre réunit trois promotions. Bonne lecture\u202f!</p>'
        for case in (good(), another_book("page-foreword", foreword)):
            outputs = {**case.outputs, "book.pdf": printed.data}
            told = checks.run(fresh(case, outputs=outputs, read={"book.pdf": printed.file}))
            assert told == checks.run(fresh(case, outputs=outputs))

    def test_a_file_that_its_writer_told_of_is_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("anthology.checks.pdf_file.read_pdf", lambda *_: pytest.fail("it was read"))
        made = {"book.pdf": cases.pdf(), "book.epub": cases.epub()}
        assert checks.run(fresh(built(), outputs=made)) == ()

    def test_a_check_that_fails_for_one_thing_is_that_failure_and_the_others_are_asked(self) -> None:
        def ask(thing: Thing) -> Iterator[Finding]:
            if thing.name == "articles/port.md":
                raise SourceError("x", "it fails", file=thing.name)
            yield replace(NOTHING, file=thing.name)

        check = Check("a", "Why.", ("x",), ask, TEXT_FILES)
        found = Answers(good(), [check]).to(check)
        assert [(one.message, one.file) for one in found][:2] == [
            ("it fails", "articles/port.md"),
            ("asked", "articles/marche.md"),
        ]
        assert len(found) == len(cases.ARTICLES)


class TestAhead:
    """What is asked of sections while pages are being set, by a fork of the process."""

    def test_the_findings_are_the_same_and_nothing_is_asked_twice(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = built(MUTANTS["text-reaches-readers"][0]())
        plain = checks.run(fresh(case, cache=Cache()))
        given: dict[str, bytes] = {}

        class Here(halves.Ahead):
            def begin(self, answer: Callable[[Any], bytes], things: Mapping[str, Any]) -> None:
                given.update({key: answer(thing) for key, thing in things.items()})

        # Before anything is made, a case has no outputs.
        checks.begin(fresh(case, outputs={}, read={}, cache=Cache()), Here())
        assert len(given) > 3
        assert {b"text-reaches-readers" in data for data in given.values()} == {True, False}
        asked: list[str] = []
        answered = asking._answered

        def counted(questions: Any, thing: Thing) -> asking.Row:
            asked.append(f"{type(thing).__name__} {thing.name}")
            return answered(questions, thing)

        monkeypatch.setattr(asking, "_answered", counted)
        assert checks.run(fresh(case, cache=Cache()), ahead=given) == plain
        again = [one for one in asked if one.startswith("PrintedSection")]
        # Only those that print the page of another one could not be asked.
        assert len(again) == len([one for one in case.sections("print") if one.needs_folios])

    def test_what_is_known_is_not_asked_ahead(self, tmp_path: Path) -> None:
        case = built()
        with Cache(tmp_path) as cold:
            checks.run(fresh(case, cache=cold))
        with Cache(tmp_path) as warm, halves.Ahead() as ahead:
            checks.begin(fresh(case, outputs={}, read={}, cache=warm), ahead)
            assert ahead.given() == {}


class Counted:
    """A check that finds the same in all things, or nothing, and counts what it was asked about."""

    def __init__(self, kind: Kind, results: Cache, *, finds: bool = True) -> None:
        self.asked: list[str] = []
        self.results = results
        self.finds = finds
        self.check = Check("counted", "Why.", ("x",), self._ask, kind)

    def _ask(self, thing: Thing) -> tuple[Finding, ...]:
        self.asked.append(thing.name)
        return (replace(NOTHING, file=thing.name),) if self.finds else ()

    def of(self, case: Case) -> list[str]:
        """What it was asked about now. What it says of all things is the same, asked or not."""
        self.asked = []
        found = Answers(fresh(case, cache=self.results), [self.check]).to(self.check)
        things = [one.name for one in self.check.of.of(case)] if self.check.of else []
        assert [one.file for one in found] == (things if self.finds else [])
        return list(dict.fromkeys(self.asked))


@pytest.fixture(params=["in memory", "in a file"])
def results(request: pytest.FixtureRequest, tmp_path: Path) -> Cache:
    return Cache(tmp_path if request.param == "in a file" else None)


def text(slug: str, old: str, new: str) -> Callable[[Case], Case]:
    changed = cases.ARTICLES[slug].replace(old, new)
    assert changed != cases.ARTICLES[slug]
    return lambda case: fresh(case, **cases.sources({**cases.ARTICLES, slug: changed}))


def articles(change: Callable[[Article], Article]) -> Callable[[Case], Case]:
    """The first article read otherwise, its file the same."""
    return lambda case: fresh(case, articles=(change(case.articles[0]), *case.articles[1:]))


def words(case: Case) -> Case:
    return fresh(case, book=another_book("article-port", "<p>Rien.</p>").book)


def title(case: Case) -> Case:
    return fresh(case, book=books.with_section(books.book(), "article-port", title="Un titre"))


def heads(case: Case) -> Case:
    return fresh(case, book=books.with_section(books.book(), "article-port", heads=("a", "b")))


def page(change: Callable[[PdfPage], PdfPage]) -> Callable[[Case], Case]:
    """The first page of an article otherwise."""
    number = read().destinations["article-port"]
    pages = [change(one) if place == number else one for place, one in enumerate(read().pages)]
    return lambda case: fresh(case, read={"book.pdf": replace(read(), pages=tuple(pages))})


def moved(case: Case) -> Case:
    """The whole book two pages further on: folios, labels, and marks in the e-book."""
    pages = [replace(one, label=_further(one.label), text=_moved_folio(one)) for one in read().pages]
    files = {
        name: _moved_marks(data) if name.endswith(".xhtml") else data
        for name, data in cases.unpacked().items()
    }
    return fresh(
        case,
        outputs={**case.outputs, **epub(files)},
        read={"book.pdf": replace(read(), pages=tuple(pages))},
    )


def _further(label: str) -> str:
    return str(int(label) + 2) if label.isdecimal() else label


def _moved_folio(one: PdfPage) -> str:
    lines = one.text.splitlines()
    return "\r\n".join(
        " ".join(_further(one.label) if word == one.label else word for word in line.split(" "))
        for line in lines
    )


def _moved_marks(document: bytes) -> bytes:
    return re.sub(rb'(?<=folio-|abel=")\d+(?=")', lambda found: b"%d" % (int(found[0]) + 2), document)


def page_mark_of_another(case: Case) -> Case:
    """A mark says the page before."""
    files = {**cases.unpacked(), PORT: _moved_marks(cases.unpacked()[PORT])}
    label = read().pages[read().destinations["article-port"]].label
    mark = f'aria-label="{_further(label)}"'.encode()
    assert mark in files[PORT]
    files[PORT] = files[PORT].replace(mark, f'aria-label="{label}"'.encode())
    return fresh(case, outputs={**case.outputs, **epub(files)})


def page_that_moved_alone(case: Case) -> Case:
    """The page of the PDF moved, and the e-book did not."""
    return fresh(case, outputs={**case.outputs, **epub(cases.unpacked())})


def draft(case: Case) -> Case:
    return fresh(case, book=replace(books.book(), draft=True))


def document(case: Case) -> Case:
    """A document of the e-book otherwise, and all others packed as they were."""
    files = dict(cases.unpacked())
    files[PORT] = files[PORT].replace(b"<em>presque</em>", b"<em>presque</em> bien")
    return fresh(case, outputs={**case.outputs, **epub(files)})


def epub(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {"book.epub": cases.with_files(files).outputs["book.epub"]}


def without(name: str) -> Callable[[Case], Case]:
    return lambda case: fresh(
        case, outputs={one: data for one, data in case.outputs.items() if one != name}, read={}
    )


def fonts(case: Case) -> Case:
    assert case.layout is not None
    return fresh(case, digests={f"fonts/{face.file}": "another" for face in case.layout.fonts()})


PORT_FILE, PORT_SECTION = ["articles/port.md"], ["article-port"]
ALL_FILES = [f"articles/{slug}.md" for slug in cases.ARTICLES]
ON_PAPER = [one.id for one in books.book().sections if "print" in one.media]
ON_SCREEN = [one.id for one in books.book().sections if "ebook" in one.media]
ARTICLES = {one.id for one in books.book().sections if one.kind == "article"}
MADE_AT_ALL = [one.id for one in books.book().sections if one.media]

CHANGES: tuple[tuple[str, Kind, Callable[[], Callable[[Case], Case]], list[str]], ...] = (
    ("a text", TEXT_FILES, lambda: text("port", "jamais", "toujours"), PORT_FILE),
    ("front matter", TEXT_FILES, lambda: text("port", "2021", "2022"), PORT_FILE),
    ("a language", TEXT_FILES, lambda: articles(lambda one: replace(one, language="en")), PORT_FILE),
    ("no texts", TEXT_FILES, lambda: lambda case: fresh(case, texts={}), ALL_FILES),
    ("the words of a section", PRINTED, lambda: words, PORT_SECTION),
    ("the lines of its file", PRINTED, lambda: text("port", "title", "\ntitle"), PORT_SECTION),
    ("where its text begins", PRINTED, lambda: articles(lambda a: replace(a, body_line=9)), PORT_SECTION),
    ("its file", PRINTED, lambda: articles(lambda a: replace(a, file="articles/x.md")), PORT_SECTION),
    ("the fonts", PRINTED, lambda: fonts, ON_PAPER),
    ("the words of a made section", MADE, lambda: words, PORT_SECTION),
    ("running heads", MADE, lambda: heads, PORT_SECTION),
    ("a page", MADE, lambda: page(lambda one: replace(one, text=f"{one.text} x")), PORT_SECTION),
    ("a document of the e-book", MADE, lambda: document, PORT_SECTION),
    ("a draft", MADE, lambda: draft, MADE_AT_ALL),
    ("no PDF", MADE, lambda: without("book.pdf"), ON_PAPER),
    ("no e-book", MADE, lambda: without("book.epub"), ON_SCREEN),
    ("the account", ACCOUNT, lambda: lambda case: fresh(case, ledger={}), ["account"]),
)


class TestAskedOnce:
    @pytest.mark.parametrize("kind", [TEXT_FILES, PRINTED, MADE, ACCOUNT], ids=lambda kind: kind.name)
    def test_nothing_is_asked_again_of_a_case_that_did_not_change(self, kind: Kind, results: Cache) -> None:
        counted = Counted(kind, results)
        assert counted.of(built())
        results.turn()
        assert counted.of(built()) == []

    @pytest.mark.parametrize("kind", [TEXT_FILES, PRINTED, MADE, ACCOUNT], ids=lambda kind: kind.name)
    def test_nor_by_the_next_process(self, kind: Kind, tmp_path: Path) -> None:
        with Cache(tmp_path) as cold:
            assert Counted(kind, cold).of(built())
        with Cache(tmp_path) as warm:
            assert Counted(kind, warm).of(built()) == []

    @pytest.mark.parametrize(
        ("kind", "change", "asked"), [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES]
    )
    def test_where_something_changed_it_is_asked_of_that_alone(
        self, kind: Kind, change: Callable[[], Callable[[Case], Case]], asked: list[str], results: Cache
    ) -> None:
        counted = Counted(kind, results)
        before, after = packed_here(), change()(packed_here())
        counted.of(before)
        results.turn()
        assert counted.of(after) == asked
        results.turn()
        assert counted.of(after) == []

    @pytest.mark.parametrize("kind", [PRINTED, MADE], ids=lambda kind: kind.name)
    def test_a_title_is_asked_of_wherever_it_is_shown(self, kind: Kind, results: Cache) -> None:
        counted = Counted(kind, results)
        counted.of(built())
        assert "article-port" in counted.of(title(built()))

    def test_a_folio_that_moves_is_asked_of_its_page_and_of_those_that_tell_it(self, results: Cache) -> None:
        counted = Counted(FOLIOS, results)
        counted.of(built())
        other = page(lambda one: replace(one, label="99"))(built())
        assert counted.of(other) == ["contents", "article-port", "index", "photo-credits"]

    def test_a_book_that_moves_by_a_leaf_is_asked_for_its_words_only_where_they_are_others(
        self, results: Cache
    ) -> None:
        whole, folios = Counted(MADE, results, finds=False), Counted(FOLIOS, results, finds=False)
        whole.of(packed_here())
        folios.of(packed_here())
        results.turn()
        assert set(folios.of(moved(packed_here()))) >= ARTICLES
        asked = whole.of(moved(packed_here()))
        assert asked
        assert ARTICLES.isdisjoint(asked)

    @pytest.mark.parametrize("wrong", [page_mark_of_another, page_that_moved_alone])
    def test_a_page_that_moves_otherwise_than_its_mark_is_asked_about(
        self, wrong: Callable[[Case], Case], results: Cache
    ) -> None:
        counted = Counted(MADE, results, finds=False)
        counted.of(packed_here())
        assert "article-port" in counted.of(wrong(moved(packed_here())))

    def test_another_layout_is_another_text(self, results: Cache) -> None:
        counted = Counted(PRINTED, results)
        counted.of(built())
        english = Layout(books.layout().theme, Trim(width_mm=148.0, height_mm=210.0), "en")
        assert "article-port" in counted.of(fresh(built(), layout=english))

    @pytest.mark.parametrize(
        "data", [b"", b"{}", b'[["counted", 1]]', b'[["counted", [["x"]]]]', b"[" * 100_000]
    )
    def test_an_answer_that_was_damaged_is_given_again(self, data: bytes, tmp_path: Path) -> None:
        with Cache(tmp_path) as cold:
            counted = Counted(TEXT_FILES, cold)
            counted.of(built())
            for thing in TEXT_FILES.of(built()):
                cold.keep(f"answers {TEXT_FILES.name} counted", thing.key, data)
        with Cache(tmp_path) as warm:
            assert Counted(TEXT_FILES, warm).of(built()) == ALL_FILES
