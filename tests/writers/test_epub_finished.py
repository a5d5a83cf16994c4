"""Finished e-books, read with nothing of the writer: languages, roles, pictures, fonts, what devices take."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath

import pytest
from anthology import building, config
from anthology.cache import Cache
from anthology.model import Article
from anthology.readers.photographs import credit_of
from anthology.writers.epub import write_epub
from anthology.writers.kobo import kobo
from anthology.writers.making import Making
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image
from tests import books, picture_book

X = "{http://www.w3.org/1999/xhtml}"
TYPE, LANGUAGE = "{http://www.idpf.org/2007/ops}type", "{http://www.w3.org/XML/1998/namespace}lang"
CLASS_BOOK = Path(__file__).parents[2] / "content"

# https://www.w3.org/TR/epub-aria-authoring-11/, appendix A: what has a role of DPUB-ARIA of its own.
ROLES = {
    name: f"doc-{name.replace('-', '')}"
    for name in (
        *("abstract", "acknowledgments", "afterword", "appendix", "backlink", "bibliography", "chapter"),
        *("colophon", "conclusion", "credit", "credits", "dedication", "endnotes", "epigraph", "epilogue"),
        *("errata", "footnote", "foreword", "glossary", "index", "introduction", "noteref", "notice"),
        *(
            "page-list",
            "pagebreak",
            "part",
            "preface",
            "prologue",
            "pullquote",
            "qna",
            "subtitle",
            "tip",
            "toc",
        ),
    )
}
FACE_BYTES, PIXELS, FILE_BYTES = 60_000, 3_200_000, 50_000_000
"""At most: a face as it lies in the file, a picture, the whole."""


@dataclass(frozen=True)
class Finished:
    """An e-book by its bytes, and the articles it was made of."""

    data: bytes
    articles: tuple[Article, ...]

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def pages(self) -> Mapping[str, etree._Element]:
        """Its documents by name."""
        return {name: etree.fromstring(data) for name, data in self.files.items() if name.endswith(".xhtml")}

    @cached_property
    def packed(self) -> Mapping[str, int]:
        """Bytes of each file as it lies in the archive."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {entry.filename: entry.compress_size for entry in archive.infolist()}

    @cached_property
    def css(self) -> str:
        return "\n".join(data.decode() for name, data in self.files.items() if name.endswith(".css"))


@pytest.fixture(scope="module", params=["class-classic", "pictures-classic", "pictures-modern"])
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    book, theme = request.param.split("-")
    content = picture_book.content(tmp_path_factory.mktemp("book")) if book == "pictures" else CLASS_BOOK
    settings = config.load(content)
    chosen = settings.model_copy(update={"book": settings.book.model_copy(update={"layout": theme})})
    cache = Cache()
    read = building.read(content, chosen, cache=cache)
    making = Making(read.composition.book, read.layout, read.photos, cache=cache)
    return Finished(write_epub(making, cover=books.picture(1000, 1600)), read.articles)


def test_every_document_and_every_foreign_phrase_says_its_language_twice(finished: Finished) -> None:
    for page in finished.pages.values():
        assert page.get("lang")
        for element in page.iter(f"{X}*"):
            assert element.get("lang") == element.get(LANGUAGE)


def test_every_foreign_phrase_of_the_articles_is_marked(finished: Finished) -> None:
    wanted = {tongue for one in finished.articles for tongue in re.findall(r'lang="([\w-]+)"', one.body)} | {
        one.language for one in finished.articles
    }
    said = {str(one.get("lang")) for page in finished.pages.values() for one in page.iter(f"{X}*")}
    assert wanted <= said


def test_every_type_that_has_a_role_has_it_beside_it(finished: Finished) -> None:
    seen = set()
    for name, page in finished.pages.items():
        # The list of landmarks says what stands elsewhere.
        marks = {one for nav in page.iter(f"{X}nav") if nav.get(TYPE) == "landmarks" for one in nav.iter()}
        for element in (one for one in page.iter("{*}*") if one not in marks):
            for type_ in (element.get(TYPE) or "").split():
                seen.add(type_)
                if type_ in ROLES:
                    assert ROLES[type_] in (element.get("role") or "").split(), f"{name}: {type_}"
    assert {"chapter", "part", "toc"} <= seen


def test_whoever_signs_an_article_is_named_in_its_head(finished: Finished) -> None:
    for one in finished.articles:
        page = finished.pages[f"EPUB/text/article-{one.slug}.xhtml"]
        named = [meta.get("content") for meta in page.iter(f"{X}meta") if meta.get("name") == "author"]
        assert named == list(dict.fromkeys(signed.person.display for signed in one.authors))


def test_every_picture_is_what_the_page_says_of_it_and_fits_every_reader(finished: Finished) -> None:
    for name, page in finished.pages.items():
        for image in page.iter(f"{X}img"):
            data = finished.files[normpath(join(name, "..", image.get("src") or ""))]
            with Image.open(io.BytesIO(data)) as picture:
                picture.load()
                assert picture.mode in ("RGB", "RGBA", "L", "LA", "P", "1")
                assert "icc_profile" not in picture.info
                assert not dict(picture.getexif())
                if image.get("role") != "doc-cover":
                    assert (image.get("width"), image.get("height")) == tuple(map(str, picture.size))
                    assert picture.width * picture.height <= PIXELS


def test_every_picture_says_whose_it_is_and_nothing_else(finished: Finished) -> None:
    for one in finished.articles:
        for photo in (photo for photo in one.photos if photo.file):
            stem = photo.file.rpartition("/")[2].partition(".")[0]
            data = next((data for name, data in finished.files.items() if f"images/{stem}." in name), None)
            if data is not None:
                said = credit_of(data)
                assert said.creators == tuple(person.display for person in photo.credit)
                assert said.terms == photo.licence
                assert {each.about for each in said.said} <= {"creator", "credit", "rights", "terms"}


def test_every_caption_and_every_credit_is_in_the_text(finished: Finished) -> None:
    text = "".join("".join(map(str, page.itertext())) for page in finished.pages.values())
    letters = re.sub(r"\W", "", text)
    for one in finished.articles:
        for photo in one.photos:
            for said in (photo.caption, *(person.family for person in photo.credit)):
                assert re.sub(r"\W", "", said) in letters


def test_every_face_is_small_plain_and_whole(finished: Finished) -> None:
    fonts = [name for name in finished.files if name.startswith("EPUB/fonts/") and not name.endswith(".txt")]
    assert fonts
    for name in fonts:
        assert name.endswith((".otf", ".ttf"))
        assert finished.packed[name] <= FACE_BYTES, name
        known = set(TTFont(io.BytesIO(finished.files[name])).getBestCmap())
        for letter in map(chr, known):
            for form in (letter.upper(), letter.lower()):
                assert len(form) > 1 or ord(form) in known or not form.isascii(), f"{name}: {letter}"


def test_phones_mailers_and_kindles_take_the_file(finished: Finished) -> None:
    assert len(finished.data) < FILE_BYTES
    assert not [name for name in finished.files if re.search(r"\.(woff2?|eot|svgz)$", name)]
    (contents,) = (nav for nav in finished.pages["EPUB/nav.xhtml"].iter(f"{X}nav") if nav.get(TYPE) == "toc")
    assert len(contents.findall(f"{X}ol/{X}li")) > 1
    assert not contents.findall(f".//{X}ol//{X}ol//{X}ol")


def test_old_engines_are_told_what_is_a_block_and_where_pages_break(finished: Finished) -> None:
    blocks = re.search(r"html, body, ([^{]*)\{ display: block; \}", finished.css)
    assert blocks
    told = {name.strip() for name in blocks[1].split(",")}
    used = {etree.QName(one).localname for page in finished.pages.values() for one in page.iter(f"{X}*")}
    new = {
        "article",
        "aside",
        "details",
        "figcaption",
        "figure",
        "footer",
        "header",
        "main",
        "nav",
        "section",
    }
    assert used & new <= told
    for rule in re.findall(r"\{[^}]*\}", finished.css):
        for side in re.findall(r"(?<![\w-])break-(\w+)\s*:", rule):
            assert f"page-break-{side}:" in rule


def test_the_book_for_kobo_says_the_same_and_counts_every_sentence_once(finished: Finished) -> None:
    with zipfile.ZipFile(io.BytesIO(kobo(finished.data, Cache()))) as archive:
        for name in (name for name in archive.namelist() if name.startswith("EPUB/text/")):
            page = etree.fromstring(archive.read(name))
            ids = [one.get("id") for one in page.iter("{*}*") if one.get("id")]
            assert len(ids) == len(set(ids))
            assert "".join(map(str, page.itertext())) == "".join(map(str, finished.pages[name].itertext()))
            for span in page.iter(f"{X}span"):
                if span.get("class") == "koboSpan":
                    assert "".join(map(str, span.itertext())).strip() or len(span)
