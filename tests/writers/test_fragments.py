"""A section is set once for what it is made of and its side, and not again before one of them changes."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import pytest
from anthology import resources
from anthology.bindery.crew import InProcess, Outcome, done, settle
from anthology.bindery.jobs import Job
from anthology.bindery.work import set_fragment
from anthology.cache import Cache
from anthology.config import Trim
from anthology.errors import LayoutError
from anthology.layouts import Layout
from anthology.model import Book, Opening
from anthology.resources import Theme
from anthology.writers.cover import cover_image
from anthology.writers.fragments import Fragments, Style
from anthology.writers.making import Making
from anthology.writers.pdf import PrintedBook, write_pdf
from tests import books
from tests.safety.counts import count, is_long

T = TypeVar("T")
OTHER = books.picture(300, 200)


class Counting(InProcess):
    """A crew of one that remembers what it set."""

    def __init__(self) -> None:
        self.jobs_done: list[Job] = []

    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        assert task is set_fragment
        (job,) = (arg for arg in args if isinstance(arg, Job))
        self.jobs_done.append(job)
        return super().submit(task, *args, name=name)

    @property
    def set(self) -> list[str]:
        """The names of what was set, folios and blank pages aside."""
        return [job.name for job in self.jobs_done if job.first_page is None and job.name != "blank page"]


def new_layout(theme: Theme | None = None) -> Layout:
    """A layout that has read nothing yet, as in a new process."""
    return replace(books.layout(), theme=theme or books.layout().theme)


def made(kept: Cache, book: Book | None = None, **fields: Any) -> tuple[PrintedBook, Counting]:
    crew = Counting()
    making = Making(book or books.book(), new_layout(), books.pictures(), cache=kept, crew=crew)
    return write_pdf(replace(making, **fields)), crew


@cache
def little() -> Book:
    """A title page and two articles of the book: enough where every section is to be set."""
    some = {"title-page", "article-port", "article-marche", "colophon"}
    return replace(books.book(), sections=tuple(one for one in books.book().sections if one.id in some))


@dataclass(frozen=True)
class First:
    """A book made from nothing, what was set for it, and the folder in which its results are kept."""

    printed: PrintedBook
    crew: Counting
    folder: Path


def first_of(book: Book, folder: Path) -> First:
    """A book, made with a cache that is empty."""
    with Cache(folder) as kept:
        printed, crew = made(kept, book)
    _COLD.append((book, printed))
    return First(printed, crew, folder)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """The whole book, with its results."""
    return first_of(books.book(), tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def folder(first: First) -> Path:
    """A folder in which the book's results are kept."""
    return first.folder


@pytest.fixture(scope="module")
def little_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the results of the little book are kept."""
    return first_of(little(), tmp_path_factory.mktemp("little")).folder


@pytest.fixture
def warm(folder: Path, tmp_path: Path) -> Iterator[Cache]:
    """The cache of another process, which made the book before, and nothing else."""
    with Cache(Path(shutil.copytree(folder, tmp_path / "warm"))) as kept:
        yield kept


@pytest.fixture
def warm_little(little_folder: Path, tmp_path: Path) -> Iterator[Cache]:
    """The same for the little book."""
    with Cache(Path(shutil.copytree(little_folder, tmp_path / "warm"))) as kept:
        yield kept


_COLD: list[tuple[Book, PrintedBook]] = []


def cold(book: Book | None = None) -> PrintedBook:
    """The book made from nothing, once for each."""
    wanted = book or books.book()
    for known, printed in _COLD:
        if known is wanted:
            return printed
    _COLD.append((wanted, made(Cache(), wanted)[0]))
    return _COLD[-1][1]


def ids(book: Book | None = None) -> set[str]:
    return {one.id for one in (book or books.book()).sections if "print" in one.media}


# --- what is set ---------------------------------------------------------------------------------------


def test_from_nothing_each_document_is_set_once(first: First, little_folder: Path) -> None:
    crew = first.crew
    known = Counter((job.name, job.xhtml, job.side, job.first_page) for job in crew.jobs_done)
    assert set(known.values()) == {1}
    assert set(crew.set) == ids()
    again = {name for name, times in Counter(crew.set).items() if times > 1}
    assert again <= {"contents", "part-1", "part-2", "authors", "index", "photo-credits"}, "they print folios"
    assert made(Cache(), little())[0].data == cold(little()).data, "and who keeps nothing makes the same"


def test_nothing_changed_sets_nothing_and_gives_the_same_bytes(warm: Cache) -> None:
    for _ in range(3):
        book, crew = made(warm)
        assert crew.jobs_done == []
        assert book.data == cold().data
        assert book == cold()
        warm.turn()


def test_a_comma_sets_one_section(warm: Cache) -> None:
    book, crew = made(warm, comma())
    assert crew.set == ["page-foreword"]
    assert len(crew.jobs_done) == 1
    assert book.data == cold(comma()).data != cold().data
    assert made(warm)[1].jobs_done == [], "and the way back none"


@cache
def comma() -> Book:
    body = '<p id="page-foreword--b1">Ce livre, réunit deux promotions. Bonne lecture\u202f!</p>'
    return books.with_data(books.book(), "page-foreword", body=books.body(body))


@cache
def longer(pages: int, opening: Opening | None = None) -> Book:
    """The book whose first article has more pages; the little one, opening as it is asked, if it is."""
    plain = books.book() if opening is None else little()
    port = next(one for one in plain.sections if one.id == "article-port")
    more = "".join(f"<p>{'Une phrase de plus. ' * 20}</p>" for _ in range(4 * pages))
    book = books.with_data(plain, port.id, body=books.body(f"{port.data['body']}{more}"))
    if opening is None:
        return book
    return replace(book, sections=tuple(replace(one, opening=opening) for one in book.sections))


def counts(folios: Mapping[str, str]) -> dict[str, str]:
    """The folios without their figures, but for how many they are."""
    return {id_: "0" * len(folio) if folio.isdecimal() else folio for id_, folio in folios.items()}


def test_pages_added_to_the_first_article_set_it_and_what_prints_other_folios_now(warm: Cache) -> None:
    before, after = cold(), cold(longer(2))
    assert after.pages > before.pages
    assert after.folios["article-marche"] != before.folios["article-marche"]
    book, crew = made(warm, longer(2))
    assert book.data == after.data
    layout = books.layout()
    other = {
        old.id
        for old, new in zip(books.book().sections, longer(2).sections, strict=True)
        if "print" in old.media
        and layout.render(books.book(), old, "print", counts(before.folios))
        != layout.render(longer(2), new, "print", counts(after.folios))
    }
    assert {"article-port"} <= set(crew.set) <= other, "what an earlier guess set is kept"
    assert {"article-port"} <= other <= ids() - {"article-marche", "article-silence", "colophon"}


def test_both_sides_of_a_section_are_kept(tmp_path: Path) -> None:
    """Where sections open on any side, a page more turns all that follow over; and back again."""
    least = cold(longer(0, Opening.NEXT)).pages
    turned = next(more for more in (1, 2, 3) if (cold(longer(more, Opening.NEXT)).pages - least) % 2)
    with Cache(tmp_path) as kept:
        made(kept, longer(0, Opening.NEXT))
        book, crew = made(kept, longer(turned, Opening.NEXT))
        assert {"article-port", "article-marche"} <= set(crew.set)
        for pages in (0, turned, 0, turned):
            kept.turn()
            again, crew = made(kept, longer(pages, Opening.NEXT))
            assert crew.jobs_done == []
            assert again.data == cold(longer(pages, Opening.NEXT)).data
    assert again.data == book.data


def test_another_picture_under_the_same_name_sets_the_section_that_shows_it(warm: Cache) -> None:
    pictures = {books.PHOTO: OTHER}
    book, crew = made(warm, pictures=pictures)
    assert crew.set == ["article-marche"]
    assert book.data == made(Cache(), pictures=pictures)[0].data != cold().data


def test_a_picture_that_nobody_shows_sets_nothing(warm: Cache) -> None:
    assert made(warm, pictures={**books.pictures(), "photos/a.jpg": OTHER})[1].jobs_done == []


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    """The classic theme, in a folder where it can be changed."""
    classic = resources.theme("classic")
    place = Path(shutil.copytree(classic.folder, tmp_path / "classic"))
    return Theme(classic.name, place, classic.families)


@pytest.mark.parametrize("name", ["print.css", *(["measures.css", "book.css"] if is_long() else [])])
def test_another_style_sheet_sets_all(warm_little: Cache, theme: Theme, name: str) -> None:
    assert made(warm_little, little(), layout=new_layout(theme))[1].jobs_done == [], (
        "the copy is the same theme"
    )
    sheet = theme.folder / name
    own = sheet if sheet.exists() else resources.folder("layouts") / "shared" / name
    text = own.read_text(encoding="utf-8")
    if name == "measures.css":
        sheet.write_text(text.replace("* 0.71", "* 0.70"), encoding="utf-8")
    else:
        sheet.write_text(f"{text}\n.text p {{ color: #102030 }}\n", encoding="utf-8")
    book, crew = made(warm_little, little(), layout=new_layout(theme))
    assert set(crew.set) == ids(little())
    assert len(crew.jobs_done) > len(ids(little())), "folios too"
    assert book.data == made(Cache(), little(), layout=new_layout(theme))[0].data != cold(little()).data


def test_another_sheet_for_folios_sets_folios_alone(warm_little: Cache, theme: Theme) -> None:
    sheet = theme.folder / "folios.css"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(f"{text}\n@page text {{ @bottom-center {{ content: '*' }} }}\n", encoding="utf-8")
    book, crew = made(warm_little, little(), layout=new_layout(theme))
    assert crew.set == []
    assert crew.jobs_done
    assert book.data == made(Cache(), little(), layout=new_layout(theme))[0].data != cold(little()).data


def test_another_trim_size_sets_all(warm_little: Cache) -> None:
    layout = replace(new_layout(), trim=Trim(width_mm=140.0, height_mm=210.0))
    assert set(made(warm_little, little(), layout=layout)[1].set) == ids(little())


def test_a_draft_sets_all(warm_little: Cache) -> None:
    assert set(made(warm_little, replace(little(), draft=True))[1].set) == ids(little())


def test_other_bytes_of_a_font_set_all(warm_little: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    regular, bold = "linux-libertine/LinLibertine_R.otf", "linux-libertine/LinLibertine_RB.otf"
    whole = resources.font_bytes

    def other(file: str) -> bytes:
        return whole(bold if file == regular else file)

    monkeypatch.setattr(resources, "font_bytes", other)
    monkeypatch.setattr(resources, "_font_digest", lambda file: hashlib.sha256(other(file)).hexdigest())
    book, crew = made(warm_little, little())
    assert set(crew.set) == ids(little())
    assert book.data != cold(little()).data


def test_another_title_of_the_book_sets_what_shows_it(warm: Cache) -> None:
    book = replace(books.book(), metadata=replace(books.metadata(), title="Autre titre"))
    printed, crew = made(warm, book)
    assert {"title-page"} <= set(crew.set) < ids()
    assert b"Autre titre" in printed.data
    assert printed.data == cold(book).data


# --- what an order is named by -------------------------------------------------------------------------


class Naming:
    """Orders of one document, of which one thing is another each time."""

    XHTML = b'<html lang="fr"><head><title>t</title></head><body><p>x</p></body></html>'
    SHOWING = XHTML.replace(b"x</p>", f'<img src="{quote(books.PHOTO)}" alt="x"/></p>'.encode())

    def __init__(self) -> None:
        self.crew = Counting()
        self.making = Making(books.book(), books.layout(), books.pictures(), crew=self.crew)
        self.fragments = Fragments(self.making)
        self.style = self.styled("a.css", "p { color: red }")

    def styled(self, name: str, text: str) -> Style:
        return Style(books.layout(), {**books.layout().style_sheets("print"), name: text})


def test_an_order_is_named_by_all_it_is_made_of() -> None:
    one = Naming()
    order = one.fragments.order
    keys = [
        order(one.style, "s", one.XHTML, "recto").key,
        order(one.style, "s", one.XHTML, "verso").key,
        order(one.style, "t", one.XHTML, "recto").key,
        order(one.style, "s", one.XHTML + b" ", "recto").key,
        order(one.style, "s", one.XHTML, "recto", 1).key,
        order(one.style, "s", one.XHTML, "recto", 3).key,
        order(one.styled("b.css", "p { color: red }"), "s", one.XHTML, "recto").key,
        order(one.styled("a.css", "p { color: blue }"), "s", one.XHTML, "recto").key,
        order(one.style, "s", one.SHOWING, "recto").key,
        Fragments(replace(one.making, pictures={books.PHOTO: OTHER}))
        .order(one.style, "s", one.SHOWING, "recto")
        .key,
    ]
    assert len(set(keys)) == len(keys)
    assert len(one.crew.jobs_done) == len(keys)


def test_the_same_order_is_one_and_sent_with_the_pictures_it_shows_alone() -> None:
    one = Naming()
    first = one.fragments.order(one.style, "s", one.SHOWING, "recto")
    assert one.fragments.order(one.style, "s", one.SHOWING, "recto") is first
    assert len(one.crew.jobs_done) == 1
    assert set(one.crew.jobs_done[0].pictures) == {books.PHOTO}
    assert not one.fragments.order(one.style, "s", one.XHTML, "recto").job.pictures


@pytest.mark.parametrize(
    "source",
    [
        "src='{}'", 'src="{}"', 'alt="x" src="{}"', "\n  src=\"{}\"",
    ],
)  # fmt: skip
def test_a_picture_is_found_however_it_is_written(source: str) -> None:
    one = Naming()
    names = {"photos/a&b “c”.jpg": b"1", "photos/100%.jpg": b"2", "photos/x.jpg": b"3"}
    fragments = Fragments(replace(one.making, pictures=names))
    addresses = ("photos/a&amp;b%20%E2%80%9Cc%E2%80%9D.jpg", "photos/100%25.jpg")
    shown = "".join(f"<img {source.format(address)}/>" for address in addresses)
    with pytest.raises(LayoutError):
        _ = fragments.order(one.style, "s", shown.encode(), "recto").head
    assert set(one.crew.jobs_done[0].pictures) == set(names) - {"photos/x.jpg"}


# --- what was lost or damaged --------------------------------------------------------------------------


class Forged(Cache):
    """A cache in which what an earlier build kept of some kinds is something else, or nothing."""

    def __init__(self, folder: Path, forged: dict[str, bytes | None]) -> None:
        super().__init__(folder)
        self.forged = forged
        self.fresh: set[tuple[str, str]] = set()

    def keep(self, kind: str, key: str, data: bytes) -> None:
        self.fresh.add((kind, key))
        super().keep(kind, key, data)

    def known(self, kind: str, key: str, load: Callable[[bytes], T]) -> T | None:
        if kind not in self.forged or (kind, key) in self.fresh:
            return super().known(kind, key, load)
        data = self.forged[kind]
        try:
            return None if data is None else load(data)
        except (ValueError, LookupError, TypeError):
            return None

    def recall(self, kind: str, key: str) -> bytes | None:
        return self.known(kind, key, bytes)


DAMAGE: tuple[bytes | None, ...] = (
    None, b"", b"{}", b"[]", b"[" * 100_000, b"\xff" * 40, b"\0\0\0\x02{}",
    b'\0\0\0\x16{"plain":[],"sizes":[0]}',
)  # fmt: skip


@pytest.mark.parametrize("data", DAMAGE[:: count(2, 1)])
def test_a_head_that_is_gone_or_damaged_is_set_again(
    little_folder: Path, tmp_path: Path, data: bytes | None
) -> None:
    place = Path(shutil.copytree(little_folder, tmp_path / "kept"))
    with Forged(place, {"fragment head": data}) as kept:
        book, crew = made(kept, little())
    assert set(crew.set) == ids(little())
    assert book.data == cold(little()).data


@pytest.mark.parametrize("data", DAMAGE[:: count(3, 1)])
def test_a_body_that_is_gone_or_damaged_is_set_again_when_it_is_needed(
    little_folder: Path, tmp_path: Path, data: bytes | None
) -> None:
    place = Path(shutil.copytree(little_folder, tmp_path / "kept"))
    with Forged(place, {"fragment body": data}) as kept:
        book, crew = made(kept, little())
        assert crew.set == [], "what was bound is there"
        assert book.data == cold(little()).data
    with Forged(place, {"fragment body": data, "lot": None}) as kept:
        book, crew = made(kept, little())
        assert set(crew.set) == ids(little())
        assert book.data == cold(little()).data
    with Cache(place) as kept:
        assert made(kept, little())[1].jobs_done == [], "and is kept again"


def test_what_was_bound_and_is_gone_is_bound_again_and_nothing_set(
    little_folder: Path, tmp_path: Path
) -> None:
    place = Path(shutil.copytree(little_folder, tmp_path / "kept"))
    with Forged(place, {"lot": None, "face": None}) as kept:
        book, crew = made(kept, little())
    assert crew.set == []
    assert book.data == cold(little()).data


# --- any order -----------------------------------------------------------------------------------------


class LastFirst(InProcess):
    """A crew that does what came last first, and later: nothing is ready when it is asked for."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[..., Any], tuple[object, ...]]] = []
        self.there = threading.Semaphore(0)
        self.names: list[str] = []
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        future: Future[T] = Future()
        self.waiting.append((future, task, args))
        self.there.release()
        return future

    def work(self) -> None:
        while self.there.acquire():
            if not self.waiting:
                return
            future, task, args = self.waiting.pop()
            self.names.append(next(arg.name for arg in args if isinstance(arg, Job)))
            outcome: Outcome = done(task, args)
            settle(future, outcome)

    def close(self) -> None:
        self.there.release()
        self.thread.join()


def test_the_order_in_which_sections_are_set_leaves_no_trace() -> None:
    crew = LastFirst()
    with crew:
        book = write_pdf(Making(books.book(), new_layout(), books.pictures(), crew=crew))
    assert book.data == cold().data
    assert book == cold()
    order = [one.id for one in books.book().sections]
    names = [name for name in crew.names if name in order]
    assert names != sorted(names, key=order.index)


# --- the cover -----------------------------------------------------------------------------------------


def test_the_cover_is_set_and_drawn_once(tmp_path: Path) -> None:
    pictures = []
    for times in (1, 0):
        with Cache(tmp_path) as kept:
            crew = Counting()
            making = Making(books.book(), new_layout(), books.pictures(), cache=kept, crew=crew)
            pictures.append(cover_image(making))
            assert crew.set == ["cover"] * times
    assert pictures[0] == pictures[1]


def test_another_title_is_noticed_by_the_cover(tmp_path: Path) -> None:
    book = replace(books.book(), metadata=replace(books.metadata(), title="Autre titre"))
    with Cache(tmp_path) as kept:
        making = Making(books.book(), new_layout(), books.pictures(), cache=kept)
        before = cover_image(making)
        after = cover_image(replace(making, book=book))
    assert before != after == cover_image(Making(book, new_layout()))
