"""A book that is damaged while it is packed is never handed out: each damage has its own error."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from anthology.errors import WriteError
from anthology.writers import epub, epub_documents
from anthology.writers.epub_item import Item, serialise
from anthology.writers.making import Making
from tests import books

OPF, NAV, NCX = "EPUB/content.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx"
PORT = "EPUB/text/article-port.xhtml"

Files = list[tuple[str, bytes]]


def making() -> Making:
    return Making(books.book(), books.layout(), books.pictures())


@pytest.fixture(scope="module")
def good() -> bytes:
    return epub.write_epub(making(), cover=books.picture(1600, 2560))


def refused_when_packed_as(data: bytes, monkeypatch: pytest.MonkeyPatch) -> WriteError:
    monkeypatch.setattr(epub, "_packed", lambda *given: data)
    with pytest.raises(WriteError) as caught:
        epub.write_epub(making(), cover=books.picture(1600, 2560))
    return caught.value


def repacked(data: bytes, change: Callable[[Files], Files]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in change(files):
            archive.writestr(name, content)
    return out.getvalue()


def rewritten(name: str, pattern: str, by: str) -> Callable[[Files], Files]:
    def change(files: Files) -> Files:
        changed = [
            (one, re.sub(pattern, by, content.decode(), count=1).encode() if one == name else content)
            for one, content in files
        ]
        assert changed != files, "the damage was done"
        return changed

    return change


def without(name: str) -> Callable[[Files], Files]:
    return lambda files: [(one, content) for one, content in files if one != name]


def renamed(old: str, new: str) -> Callable[[Files], Files]:
    return lambda files: [(new if one == old else one, content) for one, content in files]


def reversed_order(files: Files) -> Files:
    return files[::-1]


DAMAGES = {
    "the media type is not first": (reversed_order, "epub-container-wrong"),
    "the container is lost": (without("META-INF/container.xml"), "epub-container-wrong"),
    "two names differ in case only": (renamed(NCX, "EPUB/NAV.xhtml"), "epub-container-wrong"),
    "a name is not ASCII": (renamed(NCX, "EPUB/éte.ncx"), "epub-container-wrong"),
    "a page is lost": (without(PORT), "epub-item-lost"),
    "a font is lost": (without("EPUB/fonts/linux-libertine/LinLibertine_R.otf"), "epub-item-lost"),
    "a licence is lost": (without("EPUB/fonts/linux-libertine/OFL.txt"), "epub-item-lost"),
    "a word is lost": (rewritten(PORT, "quatre, ", ""), "epub-item-lost"),
    "a manifest line is lost": (
        rewritten(OPF, r"<item href=\"text/article-port[^>]*>", ""),
        "epub-item-lost",
    ),
    "a manifest line is too many": (
        rewritten(OPF, "</manifest>", '<item href="x.css" id="x" media-type="text/css"/></manifest>'),
        "epub-item-lost",
    ),
    "the nav property is lost": (rewritten(OPF, ' properties="nav"', ""), "epub-item-lost"),
    "a title is empty": (rewritten(OPF, ">Paroles du rivage<", "><"), "epub-metadata-lost"),
    "a person is lost": (
        rewritten(OPF, r"<dc:contributor id=\"contributor-2\">[^/]*/dc:contributor>", ""),
        "epub-metadata-lost",
    ),
    "two ids are one": (rewritten(OPF, 'id="contributor-3"', 'id="contributor-2"'), "epub-metadata-lost"),
    "a refinement refines nothing": (
        rewritten(OPF, 'refines="#title-main"', 'refines="#x"'),
        "epub-metadata-lost",
    ),
    "a page is not in the spine": (rewritten(OPF, '<itemref idref="article-port"/>', ""), "epub-spine-wrong"),
    "two pages change places": (
        rewritten(
            OPF,
            r'(<itemref idref="article-port"/>)(\s*)(<itemref idref="article-marche"/>)',
            r"\3\2\1",
        ),
        "epub-spine-wrong",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_has_a_name(damage: str, good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    change, code = DAMAGES[damage]
    error = refused_when_packed_as(repacked(good, change), monkeypatch)
    assert error.code == code
    assert error.hint


@pytest.mark.parametrize("length", [0, 1, 8])
def test_an_archive_that_cannot_be_read_back_has_a_name(
    length: int, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = good.index(PORT.encode()) + len(PORT) + 40
    damaged = good[:at] + bytes(length) + good[at + length :] if length else good[: len(good) // 2]
    assert damaged != good
    error = refused_when_packed_as(damaged, monkeypatch)
    assert error.code == "epub-container-wrong"
    assert error.hint


def test_a_book_that_is_only_packed_again_is_accepted(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    again = repacked(good, lambda files: files)
    monkeypatch.setattr(epub, "_packed", lambda *given: again)
    assert epub.write_epub(making(), cover=books.picture(1600, 2560)) == again


def refused_after(change: Callable[[Item], Item], monkeypatch: pytest.MonkeyPatch, name: str) -> WriteError:
    """The error when one of the functions that make items makes another one."""
    original = getattr(epub, name)
    monkeypatch.setattr(epub, name, lambda *given: change(original(*given)))
    with pytest.raises(WriteError) as caught:
        epub.write_epub(making(), cover=books.picture(1600, 2560))
    return caught.value


def edited(item: Item, old: str, new: str) -> Item:
    assert old in item.data.decode()
    return Item(
        item.id, item.path, item.media_type, item.data.decode().replace(old, new, 1).encode(), item.properties
    )


@pytest.mark.parametrize(("lost", "by"), [("jamais", ""), ("\u202f", " "), ("<em>presque</em>", "")])
def test_a_word_or_a_space_that_serialising_changes_is_seen(
    lost: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "anthology.writers.epub_documents.serialise",
        lambda root: serialise(root).decode().replace(lost, by, 1).encode(),
    )
    with pytest.raises(WriteError) as caught:
        epub.write_epub(making(), cover=books.picture(1600, 2560))
    assert caught.value.code == "epub-words-differ"


def test_contents_that_leave_an_article_out_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refused_after(
        lambda nav: edited(
            nav, '<li id="toc-index"><a href="text/index.xhtml">Index des personnes</a></li>', ""
        ),
        monkeypatch,
        "navigation_document",
    )
    assert error.code == "epub-contents-differ"


def test_contents_that_name_an_article_otherwise_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refused_after(lambda ncx: edited(ncx, ">Silences<", ">Silence<"), monkeypatch, "ncx")
    assert error.code == "epub-contents-differ"


def test_contents_that_lead_to_nothing_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refused_after(
        lambda nav: edited(nav, "text/article-silence.xhtml", "text/article-silenc.xhtml"),
        monkeypatch,
        "navigation_document",
    )
    assert (error.code, error.file) == ("epub-link-broken", "EPUB/nav.xhtml")


@pytest.mark.parametrize(
    "href", ["#nowhere", "half-title.xhtml", "article-port.xhtml#article-port--b999", "../images/none.png"]
)
def test_a_link_that_leads_nowhere_is_named(href: str) -> None:
    body = books.body(f'<p id="page-foreword--b1"><a href="{href}">ici</a></p>')
    book = books.with_data(books.book(), "page-foreword", body=body)
    with pytest.raises(WriteError) as caught:
        epub.write_epub(Making(book, books.layout(), books.pictures()), cover=books.picture(1600, 2560))
    assert caught.value.code == "epub-link-broken"
    assert caught.value.file == "EPUB/text/page-foreword.xhtml"
    assert href in caught.value.message


def test_a_style_sheet_that_names_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_ornament(sheets: dict[str, str]) -> tuple[Item, ...]:
        return epub_documents.style_items({**sheets, "fonts.css": 'hr { background: url("rule.png") }'})

    monkeypatch.setattr(epub, "style_items", with_ornament)
    with pytest.raises(WriteError) as caught:
        epub.write_epub(making(), cover=books.picture(1600, 2560))
    assert (caught.value.code, caught.value.file) == ("epub-link-broken", "EPUB/styles/fonts.css")


def test_a_page_whose_heading_is_not_its_title_is_named() -> None:
    layout = books.layout()
    book = books.book()

    class Renamed(type(layout)):  # type: ignore[misc]
        def render(self, *given: object, **named: object) -> bytes:
            rendered: bytes = super().render(*given, **named)
            return rendered.replace(b">Silences</h2>", b">Silence</h2>")

    other = Renamed(theme=layout.theme, trim=layout.trim, language=layout.language)
    with pytest.raises(WriteError) as caught:
        epub.write_epub(Making(book, other, books.pictures()), cover=books.picture(1600, 2560))
    assert caught.value.code == "epub-contents-differ"
    assert caught.value.file == "layouts/sections/article.xhtml"
