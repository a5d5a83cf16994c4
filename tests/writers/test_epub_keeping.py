"""The e-book from a cache: the same bytes as without one, and anything that changed is noticed."""

from __future__ import annotations

import io
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anthology import resources
from anthology.cache import FILE, Cache
from anthology.errors import WriteError
from anthology.layouts import Layout
from anthology.model import Book
from anthology.resources import Theme
from anthology.writers import epub, epub_archive, epub_documents, epub_facts, epub_fonts
from anthology.writers.making import Making
from tests import books

COVER = books.picture(1600, 2560)
ONE, OTHER = books.picture(640, 400), books.picture(300, 200)

FOREWORD = f'<p id="page-foreword--b1">Bonne lecture.<img alt="" src="{books.PHOTO}"/></p>'


def made(kept: Cache, book: Book | None = None, **fields: Any) -> bytes:
    making = Making(book or books.book(), new_layout(), books.pictures(), cache=kept)
    return epub.write_epub(replace(making, **fields), cover=COVER)


def new_layout(theme: Theme | None = None) -> Layout:
    """A layout that has read nothing yet, as in a new process."""
    layout = books.layout()
    return replace(layout, theme=theme or layout.theme)


def files_of(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    old, new = files_of(before), files_of(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the book's results are kept."""
    place = tmp_path_factory.mktemp("kept")
    with Cache(place) as kept:
        made(kept)
    return place


@pytest.fixture
def warm(folder: Path, tmp_path: Path) -> Iterator[Cache]:
    """The cache of another process, which made the book before, and nothing else."""
    with Cache(Path(shutil.copytree(folder, tmp_path / "warm"))) as kept:
        yield kept


@pytest.fixture(scope="module")
def plain() -> bytes:
    return made(Cache())


class Count:
    """How often functions of the writer are called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.of: dict[str, int] = {}
        for module, name in (
            (epub_documents, "_page"),
            (epub_documents, "parse"),
            (epub_facts, "parse"),
            (epub_fonts, "subset_face"),
            (epub_archive, "_packed"),
        ):
            key = f"{module.__name__.rpartition('.')[2]}.{name}"
            self.of[key] = 0
            monkeypatch.setattr(module, name, self._counted(key, getattr(module, name)))

    def _counted(self, key: str, function: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            self.of[key] += 1
            return function(*given, **named)

        return counted


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    return Count(monkeypatch)


# --- the same bytes ------------------------------------------------------------------------------------


def test_from_a_file_and_from_memory_come_the_bytes_of_a_cold_build(warm: Cache, plain: bytes) -> None:
    assert made(warm) == plain, "from the file"
    assert made(warm) == plain, "from memory"
    warm.turn()
    assert made(warm) == plain, "from the memory of the build before"


def test_a_change_and_its_way_back_leave_no_trace(warm: Cache, plain: bytes) -> None:
    assert made(warm, comma()) == made(Cache(), comma())
    warm.turn()
    assert made(warm) == plain


def test_a_damaged_cache_costs_time_and_no_word(folder: Path, plain: bytes, tmp_path: Path) -> None:
    whole = bytearray((folder / FILE).read_bytes())
    whole[2048::997] = bytes(len(whole[2048::997]))
    (tmp_path / FILE).write_bytes(whole)
    with Cache(tmp_path) as kept:
        assert made(kept) == plain


class Forged(Cache):
    """A cache that holds the same bytes under every name of one kind."""

    def __init__(self, kind: str, data: bytes) -> None:
        super().__init__()
        self.kind, self.data, self.asked = kind, data, 0

    def remember(self, kind: str, key: str, make: Callable[[], Any], **how: Any) -> Any:
        if kind == self.kind:
            self.keep(kind, key, self.data)
            self.asked += 1
        return super().remember(kind, key, make, **how)

    def remember_all(self, kind: str, things: Sequence[Any], *, key: Any, **how: Any) -> list[Any]:
        for thing in things if kind == self.kind else ():
            self.keep(kind, key(thing), self.data)
            self.asked += 1
        return super().remember_all(kind, things, key=key, **how)


@pytest.mark.parametrize("data", [b"", b"\n", b"[]\n<p/>", b'[["x"], 1]\n<p/>', b"\xff", b"{}"])
def test_a_page_that_cannot_be_what_was_kept_is_made_again(data: bytes, plain: bytes) -> None:
    kept = Forged("epub-page", data)
    assert made(kept) == plain
    assert kept.asked == sum("ebook" in section.media for section in books.book().sections)


@pytest.mark.parametrize("data", [zlib.compress(b"Rien.", wbits=-15), b"", b"\xff"])
def test_a_packed_file_is_not_believed(data: bytes) -> None:
    with pytest.raises(WriteError) as caught:
        made(Forged("packed", data))
    assert caught.value.code == "epub-container-wrong"


# --- what is not done again ----------------------------------------------------------------------------


def test_each_page_is_read_twice_and_never_again(count: Count) -> None:
    """Once as it was rendered, once as it was written: to compare the two is the audit's proof."""
    made(Cache())
    pages = sum("ebook" in section.media for section in books.book().sections)
    assert count.of["epub_documents.parse"] == pages
    assert count.of["epub_facts.parse"] == pages + len(("nav.xhtml", "text/cover.xhtml"))


def test_a_book_in_which_nothing_changed_is_neither_read_nor_cut_nor_packed(
    warm: Cache, count: Count
) -> None:
    made(warm)
    assert count.of == {
        "epub_documents._page": 0,
        "epub_documents.parse": 0,
        "epub_facts.parse": 2,
        "epub_fonts.subset_face": 0,
        "epub_archive._packed": 0,
    }


def test_a_comma_costs_one_page(warm: Cache, plain: bytes, count: Count) -> None:
    after = made(warm, comma())
    assert changed(plain, after) == {"EPUB/text/page-foreword.xhtml"}
    assert count.of == {
        "epub_documents._page": 1,
        "epub_documents.parse": 1,
        "epub_facts.parse": 3,
        "epub_fonts.subset_face": 0,
        "epub_archive._packed": 1,
    }


def comma() -> Book:
    body = '<p id="page-foreword--b1">Ce livre, réunit deux promotions. Bonne lecture\u202f!</p>'
    return books.with_data(books.book(), "page-foreword", body=books.body(body))


# --- what is noticed -----------------------------------------------------------------------------------


def test_a_character_that_no_page_had_is_noticed_by_every_font(
    warm: Cache, plain: bytes, count: Count
) -> None:
    body = '<p id="page-foreword--b1">Ħello\u202f!</p>'
    after = made(warm, books.with_data(books.book(), "page-foreword", body=books.body(body)))
    fonts = {name for name in files_of(plain) if name.endswith(".otf")}
    assert count.of["epub_fonts.subset_face"] == len(fonts)
    assert changed(plain, after) == {"EPUB/text/page-foreword.xhtml", *fonts}


def test_another_picture_under_the_same_name_is_noticed(warm: Cache, plain: bytes) -> None:
    after = made(warm, pictures={books.PHOTO: OTHER})
    page = "EPUB/text/article-marche.xhtml"
    assert changed(plain, after) == {"EPUB/images/marche-de-lete.jpg", page}, "the page says its size"
    assert files_of(after)["EPUB/images/marche-de-lete.jpg"].endswith(OTHER[-100:])
    assert after == made(Cache(), pictures={books.PHOTO: OTHER})


def test_another_place_of_a_picture_is_noticed(warm: Cache, plain: bytes) -> None:
    """A picture that comes before it in the alphabet may take the name that it had in the e-book."""
    twin = "photos/marche de lete.jpg"
    book = books.with_data(
        books.book(), "page-foreword", body=books.body(FOREWORD.replace(books.PHOTO, twin))
    )
    pictures = {**books.pictures(), twin: OTHER}
    after = made(warm, book, pictures=pictures)
    assert "EPUB/text/article-marche.xhtml" in changed(plain, after)
    assert b'src="../images/marche-de-lete-2.jpg"' in files_of(after)["EPUB/text/article-marche.xhtml"]
    assert after == made(Cache(), book, pictures=pictures)


def test_a_page_without_pictures_does_not_depend_on_them(warm: Cache, count: Count) -> None:
    made(warm, pictures={**books.pictures(), "photos/a.jpg": OTHER})
    shows = [one for one in books.book().sections if "<img" in str(one.data.get("body", ""))]
    assert count.of["epub_documents._page"] == len(shows) == 1


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    """The classic theme, in a folder where it can be changed."""
    classic = resources.theme("classic")
    place = tmp_path / "classic"
    place.mkdir()
    for path in sorted(classic.folder.iterdir()):
        if path.is_file():
            (place / path.name).write_bytes(path.read_bytes())
    return Theme(classic.name, place, classic.families)


def test_a_style_sheet_of_the_theme_is_noticed(warm: Cache, plain: bytes, theme: Theme) -> None:
    assert made(warm, layout=new_layout(theme)) == plain, "the copy is the same theme"
    sheet = theme.folder / "book.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\n.title { color: red }\n", encoding="utf-8")
    after = made(warm, layout=new_layout(theme))
    assert changed(plain, after) == {"EPUB/styles/classic-book.css"}
    assert after == made(Cache(), layout=new_layout(theme))


def test_a_feature_that_a_style_sheet_asks_for_is_noticed(warm: Cache, plain: bytes, theme: Theme) -> None:
    sheet = theme.folder / "book.css"
    asking = "\n.title { font-variant-numeric: tabular-nums diagonal-fractions }\n"
    sheet.write_text(sheet.read_text(encoding="utf-8") + asking, encoding="utf-8")
    after = made(warm, layout=new_layout(theme))
    fonts = {name for name in changed(plain, after) if name.endswith(".otf")}
    assert fonts
    assert after == made(Cache(), layout=new_layout(theme))


def test_other_bytes_of_a_font_are_noticed(
    warm: Cache, plain: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    regular, bold = "linux-libertine/LinLibertine_R.otf", "linux-libertine/LinLibertine_RB.otf"
    whole = resources.font_bytes
    monkeypatch.setattr(resources, "font_bytes", lambda file: whole(bold if file == regular else file))
    after = made(warm)
    assert changed(plain, after) == {f"EPUB/fonts/{regular}"}
    assert files_of(after)[f"EPUB/fonts/{regular}"] == files_of(plain)[f"EPUB/fonts/{bold}"]


@pytest.mark.parametrize(
    ("field", "value", "seen"),
    [
        ("description", "Autre chose.", "Autre chose."),
        ("date", "2023-06", "2023-06-01T00:00:00Z"),
        ("publisher", "Éditions du Quai", "Éditions du Quai"),
        ("rights", "© 2023 personne", "© 2023 personne"),
    ],
)
def test_a_setting_of_the_metadata_is_noticed(
    warm: Cache, plain: bytes, field: str, value: str, seen: str
) -> None:
    named: dict[str, Any] = {field: value}
    book = replace(books.book(), metadata=replace(books.metadata(), **named))
    after = made(warm, book)
    assert "EPUB/content.opf" in changed(plain, after)
    assert seen in files_of(after)["EPUB/content.opf"].decode()
    assert after == made(Cache(), book)


def test_a_title_is_noticed_wherever_it_stands(warm: Cache, plain: bytes) -> None:
    book = books.with_section(books.book(), "article-silence", title="Le silence")
    after = made(warm, book)
    told = {name for name in changed(plain, after) if b"Le silence" in files_of(after)[name]}
    assert {"EPUB/nav.xhtml", "EPUB/toc.ncx", "EPUB/text/article-silence.xhtml"} <= told
    assert after == made(Cache(), book)


def test_a_picture_that_lost_its_description_is_noticed(warm: Cache, plain: bytes) -> None:
    article = next(one for one in books.book().sections if one.id == "article-marche")
    body = str(article.data["body"]).replace("Trois étals sous la halle, de nuit", "")
    after = made(warm, books.with_data(books.book(), "article-marche", body=books.body(body)))
    assert "alternativeText" in files_of(plain)["EPUB/content.opf"].decode()
    assert "alternativeText" not in files_of(after)["EPUB/content.opf"].decode()
    assert "EPUB/content.opf" in changed(plain, after)
