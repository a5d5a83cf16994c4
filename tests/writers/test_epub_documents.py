"""Pages of the e-book: what they may hold, and where their pictures go."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from anthology.cache import Cache
from anthology.errors import WriteError
from anthology.writers import epub_documents
from anthology.writers.epub_documents import (
    Document,
    cover_items,
    document,
    picture_places,
    pictures_used,
)
from anthology.writers.epub_facts import Facts, facts
from anthology.writers.epub_pages import PageStart
from anthology.writers.making import Making
from lxml import etree
from PIL import Image
from tests import books


def page(body: str) -> Making:
    book = books.with_data(books.book(), "page-foreword", body=books.body(body))
    return Making(book, books.layout(), books.pictures())


def made(body: str) -> str:
    making = page(body)
    section = next(one for one in making.book.sections if one.id == "page-foreword")
    return document(making, section, picture_places(making.pictures)).item.data.decode()


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("<script>1</script>", "<script>"),
        ('<iframe src="x.html"></iframe>', "<iframe>"),
        ('<form action="x"></form>', "<form>"),
        ('<video src="x.mp4"></video>', "<video>"),
        ('<p onclick="x()">a</p>', "onclick"),
        ('<img alt="" src="https://example.org/x.jpg"/>', "https://example.org/x.jpg"),
        ('<img alt="" src="//example.org/x.jpg"/>', "//example.org/x.jpg"),
        ('<img alt="" src="http://[x"/>', "http://[x"),
        ('<p><a href="javascript:x()">a</a></p>', "javascript:x()"),
        ('<p><a href=" JavaScript:x()">a</a></p>', "javascript:x()"),
        ('<p><a href="java&#10;script:x()">a</a></p>', "javascript:x()"),
        ('<p><a href="data:text/html,x">a</a></p>', "data:text/html,x"),
        ('<p><a href="file:///etc/passwd">a</a></p>', "file:///etc/passwd"),
        (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
            '<image xlink:href="http://example.org/x.png"/></svg>',
            "http://example.org/x.png",
        ),
        ('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "<script>"),
    ],
)
def test_what_runs_or_fetches_is_refused(body: str, seen: str) -> None:
    with pytest.raises(WriteError) as caught:
        made(body)
    assert caught.value.code == "epub-active-content"
    assert seen in caught.value.message
    assert "Avant-propos" in caught.value.message


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="https://example.org/?a=1&amp;b=2">a</a></p>',
        '<p><a href="mailto:a@example.org">a</a></p>',
        "<p>&lt;script&gt; onclick= javascript:</p>",
        '<p><a href="article-port.xhtml">a</a></p>',
    ],
)
def test_words_and_plain_links_stay(body: str) -> None:
    assert body in made(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a</p>", ()),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>', ("svg",)),
        ('<math xmlns="http://www.w3.org/1998/Math/MathML"></math>', ("mathml",)),
    ],
)
def test_the_manifest_says_what_the_page_holds(body: str, expected: tuple[str, ...]) -> None:
    making = page(body)
    section = next(one for one in making.book.sections if one.id == "page-foreword")
    assert document(making, section, picture_places(())).item.properties == expected


def test_pictures_get_names_that_every_reader_keeps_and_none_is_lost() -> None:
    places = picture_places(
        ["photos/Été.JPG", "photos/ete.jpg", "photos/日本.png", "photos/cover.jpg", "photos/a b.jpg"]
    )
    assert dict(places.paths) == {
        "photos/a b.jpg": "images/a-b.jpg",
        "photos/cover.jpg": "images/cover-2.jpg",
        "photos/ete.jpg": "images/ete.jpg",
        "photos/Été.JPG": "images/Ete-2.jpg",
        "photos/日本.png": "images/file.png",
    }


def test_a_picture_is_found_under_its_escaped_name_too() -> None:
    text = made('<p><img alt="a" src="photos/march%C3%A9%20de%20l%E2%80%99%C3%A9t%C3%A9.jpg"/></p>')
    assert 'src="../images/marche-de-lete.jpg"' in text


def test_what_an_editor_calls_decoration_needs_no_words() -> None:
    src = "photos/march%C3%A9%20de%20l%E2%80%99%C3%A9t%C3%A9.jpg"
    text = made(f'<p><img src="{src}" alt="Photograph" role="presentation"/></p>')
    assert 'alt=""' in text
    assert 'aria-hidden="true"' in text
    assert 'role="presentation"' not in text


def test_only_pictures_that_are_shown_are_packed() -> None:
    making = page(f'<p><img alt="a" src="{books.PHOTO}"/></p>')
    section = next(one for one in making.book.sections if one.id == "page-foreword")
    pictures = {**making.pictures, "photos/other.jpg": books.picture(10, 10)}
    places = picture_places(pictures)
    items = pictures_used([document(making, section, places)], pictures, places)
    assert [(one.path, one.media_type) for one in items] == [("images/marche-de-lete.jpg", "image/jpeg")]


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"not a picture", "is not a JPEG"),
        (b"", "is not a JPEG"),
        (books.picture(10, 10, "PNG"), "is a PNG picture under another suffix"),
        (books.picture(10, 10, "BMP"), "is not a JPEG"),
        (moving(), "moves"),
    ],
)
def test_a_picture_that_readers_cannot_show_is_named(data: bytes, why: str) -> None:
    making = page(f'<p><img alt="a" src="{books.PHOTO}"/></p>')
    section = next(one for one in making.book.sections if one.id == "page-foreword")
    places = picture_places(making.pictures)
    shown = document(making, section, places)
    with pytest.raises(WriteError) as caught:
        pictures_used([shown], {books.PHOTO: data}, places)
    assert caught.value.code == "epub-picture-unreadable"
    assert why in caught.value.message
    assert caught.value.file == books.PHOTO


def test_a_cover_that_is_not_a_jpeg_is_refused() -> None:
    with pytest.raises(WriteError) as caught:
        cover_items(books.metadata(), books.picture(10, 16, "PNG"))
    assert caught.value.code == "epub-picture-unreadable"


def test_the_cover_says_what_it_is_in_the_book_s_language() -> None:
    page, _ = cover_items(books.metadata(), books.picture(10, 16))
    image = next(etree.fromstring(page.data).iter("{http://www.w3.org/1999/xhtml}img"))
    assert image.get("alt") == "Couverture de «\u00a0Paroles du rivage\u00a0»"


class TestFolios:
    """A document is kept without the folios of its page marks, and gets those of the book of today."""

    TEXT = "<p>Un, deux, trois, quatre.</p><p>Cinq, six, sept.</p>"

    def numbered(self, body: str, *folios: str, cache: Cache | None = None) -> Document:
        making = replace(page(body), cache=cache or Cache())
        section = next(one for one in making.book.sections if one.id == "page-foreword")
        starts = [PageStart(folio, "page-foreword", 12 * at) for at, folio in enumerate(folios)]
        return document(making, section, picture_places(making.pictures), starts)

    @pytest.mark.parametrize("body", [TEXT, TEXT.replace("Cinq", "folio-to-come-0.")])
    def test_one_that_was_kept_is_the_same_as_one_made_anew(self, body: str) -> None:
        cache = Cache()
        self.numbered(body, "ix", "10", cache=cache)
        kept, anew = self.numbered(body, "99", "100", cache=cache), self.numbered(body, "99", "100")
        assert (kept.item, kept.facts, kept.folios) == (anew.item, anew.facts, anew.folios)
        assert kept.folios == ("99", "100")
        assert kept.facts == facts(kept.item.data)
        assert [one.get("aria-label") for one in marks(kept)] == ["99", "100"]
        assert "folio-to-come" not in kept.item.data.decode().replace("folio-to-come-0.,", "")

    def test_other_folios_do_not_have_it_made_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        read: list[bytes] = []

        def noted(data: bytes) -> Facts:
            read.append(data)
            return facts(data)

        monkeypatch.setattr(epub_documents, "facts", noted)
        cache = Cache()
        for first in range(1, 5):
            self.numbered(self.TEXT, str(first), str(first + 1), cache=cache)
        assert len(read) == 1


def marks(one: Document) -> list[etree._Element]:
    root = etree.fromstring(one.item.data)
    return [part for part in root.iter("{*}span") if part.get("role") == "doc-pagebreak"]
