"""The e-book as a whole: what a reading system, a validator and a second build find in it."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import posixpath
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import ebooklib.epub
import pytest
from anthology.checks.epubcheck import epubcheck
from anthology.errors import LayoutError, WriteError
from anthology.judging import contents
from anthology.model import Book, BookPerson, Section, Severity
from anthology.names import Person
from anthology.writers import epub, epub_archive
from anthology.writers.making import Making
from lxml import etree
from tests import books

X = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
ROOT = Path(__file__).resolve().parents[2]
COVER = books.picture(1600, 2560)

HOSTILE = "<script>alert(1)</script> & “x” 'y' \"z\" ]]> &amp; {{ 7*7 }}"


def made(book: Book | None = None, **fields: object) -> bytes:
    making = Making(book or books.book(), books.layout(), books.pictures())
    return epub.write_epub(replace(making, **fields), cover=COVER)  # type: ignore[arg-type]


def files_of(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def said(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


@pytest.fixture(scope="module")
def good() -> bytes:
    return made()


@pytest.fixture(scope="module")
def files(good: bytes) -> Mapping[str, bytes]:
    return files_of(good)


@pytest.fixture(scope="module")
def package(files: Mapping[str, bytes]) -> etree._Element:
    return etree.fromstring(files["EPUB/content.opf"])


# --- judged from outside -------------------------------------------------------------------------------


def judged(data: bytes, folder: Path) -> list[tuple[str, Severity, str]]:
    file = folder / "book.epub"
    file.write_bytes(data)
    return [(one.code, one.severity, one.message) for one in epubcheck(file)]


def test_epubcheck_has_nothing_to_say_of_the_book_with_hostile_words(good: bytes, tmp_path: Path) -> None:
    """It has every part of the book: what is said of that would be said of this."""
    data = made(hostile_book())
    assert files_of(data).keys() == files_of(good).keys()
    assert judged(data, tmp_path) == []


def test_epubcheck_has_nothing_to_say_of_a_bare_book(tmp_path: Path) -> None:
    data = made(bare_book(), pictures={})
    assert judged(data, tmp_path) == []
    spine = [line.get("idref") for line in opf_of(data).iter(f"{OPF}itemref")]
    assert spine == ["cover-page", "nav", "article-silence"]


def hostile_book() -> Book:
    whole = books.book()
    person = Person(given=HOSTILE, family="</dc:creator>")
    whole = books.with_section(whole, "article-port", title=HOSTILE, byline=HOSTILE)
    metadata = replace(
        whole.metadata,
        title=HOSTILE,
        subtitle=HOSTILE,
        description=HOSTILE,
        rights=HOSTILE,
        publisher=HOSTILE,
        editors=(person,),
    )
    return replace(whole, metadata=metadata, people=(BookPerson(person, (("author", "article-port"),)),))


def bare_book() -> Book:
    """One article, no title page, no contents, no date and nobody to thank."""
    whole = books.book()
    only = next(one for one in whole.sections if one.id == "article-silence")
    metadata = replace(
        whole.metadata, subtitle="", date="", editors=(), publisher="", school="", rights="", description=""
    )
    return Book(metadata, (replace(only, level=1),), ())


def opf_of(data: bytes) -> etree._Element:
    return etree.fromstring(files_of(data)["EPUB/content.opf"])


# --- the same bytes ------------------------------------------------------------------------------------

_AGAIN = """
import hashlib, os, sys
os.umask(int(sys.argv[1], 8))
from anthology.writers.epub import write_epub
from anthology.writers.making import Making
from tests import books
making = Making(books.book(), books.layout(), books.pictures())
print(hashlib.sha256(write_epub(making, cover=books.picture(1600, 2560))).hexdigest())
"""


@pytest.mark.parametrize(
    ("seed", "zone", "umask"), [("1", "Pacific/Auckland", "077"), ("999", "America/New_York", "000")]
)
def test_the_same_book_makes_the_same_bytes_anywhere(
    good: bytes, seed: str, zone: str, umask: str, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", _AGAIN, umask], env=environment, cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == hashlib.sha256(good).hexdigest()


def test_a_second_build_makes_the_same_bytes(good: bytes) -> None:
    assert made() == good


def test_the_archive_holds_no_clock_and_no_place_of_this_machine(
    good: bytes, files: Mapping[str, bytes]
) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
        assert not any(entry.extra for entry in archive.infolist())
    for name, data in files.items():
        if not name.endswith((".otf", ".jpg")):
            assert str(ROOT).encode() not in data, name
            assert b"/tmp/" not in data, name
            assert b"file:" not in data, name


def test_the_files_stand_in_the_order_of_their_names_behind_the_media_type(good: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        entries = archive.infolist()
    assert entries[0].filename == "mimetype"
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert [entry.filename for entry in entries[1:3]] == ["META-INF/container.xml", "EPUB/content.opf"]
    names = [entry.filename for entry in entries[3:]]
    assert all(name.isascii() for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_names_and_nothing_else_of_a_picture_are_made_portable(files: Mapping[str, bytes]) -> None:
    """Nothing but whose it is, which stands in a segment of its own: no pixel is packed again."""
    packed, original = files["EPUB/images/marche-de-lete.jpg"], books.pictures()[books.PHOTO]
    assert packed.endswith(original[20:])
    assert b"http://ns.adobe.com/xap/1.0/" in packed[: len(packed) - len(original) + 20]


# --- the text ------------------------------------------------------------------------------------------


def ebook_sections(book: Book) -> list[Section]:
    return [section for section in book.sections if "ebook" in section.media]


def test_every_section_says_to_the_character_what_its_template_made(files: Mapping[str, bytes]) -> None:
    book = books.book()
    for section in ebook_sections(book):
        page = etree.fromstring(files[f"EPUB/text/{section.id}.xhtml"])
        rendered = etree.fromstring(books.layout().render(book, section, "ebook"))
        assert "".join(map(str, page.itertext())) == "".join(map(str, rendered.itertext())), section.id
        assert [dict(one.attrib) for one in page.iter() if one.tag != f"{X}img"] == [
            dict(one.attrib) for one in rendered.iter() if one.tag != f"{X}img"
        ]


def test_sections_of_print_alone_are_left_out(files: Mapping[str, bytes]) -> None:
    assert "EPUB/text/half-title.xhtml" not in files
    assert "EPUB/text/title-page.xhtml" in files


def test_fine_spaces_arrive_as_they_were_set(files: Mapping[str, bytes]) -> None:
    text = files["EPUB/text/article-port.xhtml"].decode()
    assert "jamais\u00a0: «\u00a0À 4\u202fh" in text
    assert "1\u202f204" in text


def test_an_empty_element_keeps_its_end_tag_for_readers_that_take_it_for_html() -> None:
    book = books.with_data(books.book(), "page-foreword", body=books.body('<p id="page-foreword--b1"></p>'))
    text = files_of(made(book))["EPUB/text/page-foreword.xhtml"].decode()
    assert '<p id="page-foreword--b1"></p>' in text


def test_each_note_call_opens_its_note_and_the_note_leads_back(files: Mapping[str, bytes]) -> None:
    expected = {
        "article-port--photo1": "1. Photo : Zoë L’Haÿ.",
        "article-port--note1": "2. Chiffre de la capitainerie, le 1er septembre.",
        "article-silence--photo1": "1. Photo : Agence Rivage.",
        "article-silence--photo2": "2. Photo : Brune.",
    }
    found = {}
    for name, data in files.items():
        if not name.startswith("EPUB/text/article-"):
            continue
        page = etree.fromstring(data)
        by_id = {str(one.get("id")): one for one in page.iter() if one.get("id")}
        for call in page.iter(f"{X}a"):
            if call.get(f"{OPS}type") == "noteref":
                note = by_id[str(call.get("href")).removeprefix("#")]
                assert note.get(f"{OPS}type") == "footnote"
                back = next(iter(note.iter(f"{X}a")))
                assert str(back.get("href")) == f"#{call.get('id')}"
                found[str(note.get("id"))] = said(note)
    assert found == expected


# --- the way through -----------------------------------------------------------------------------------


def test_contents_ncx_spine_and_headings_are_one_order(
    files: Mapping[str, bytes], package: etree._Element
) -> None:
    listed = [section for section in ebook_sections(books.book()) if section.level]
    titles = [" ".join(section.title.split()) for section in listed]
    hrefs = [f"text/{section.id}.xhtml" for section in listed]

    nav = etree.fromstring(files["EPUB/nav.xhtml"])
    toc = next(one for one in nav.iter(f"{X}nav") if one.get(f"{OPS}type") == "toc")
    lines = [(line.get("id"), line.find(f"{X}a")) for line in toc.iter(f"{X}li")]
    assert [said(a) for _, a in lines if a is not None] == titles
    assert [a.get("href") for _, a in lines if a is not None] == hrefs

    points = list(etree.fromstring(files["EPUB/toc.ncx"]).iter(f"{NCX}navPoint"))
    assert [point.get("id") for point in points] == [key for key, _ in lines]
    assert [said(label) for point in points for label in point.findall(f"{NCX}navLabel")] == titles
    assert [one.get("src") for point in points for one in point.findall(f"{NCX}content")] == hrefs
    assert [point.get("playOrder") for point in points] == [str(n) for n in range(1, len(points) + 1)]

    spine = [line.get("idref") for line in package.iter(f"{OPF}itemref")]
    assert spine == ["cover-page", *(section.id for section in ebook_sections(books.book()))]
    for title, href in zip(titles, hrefs, strict=True):
        page = etree.fromstring(files[f"EPUB/{href}"])
        headings = [said(one) for level in (1, 2) for one in page.iter(f"{X}h{level}")]
        assert any(title == heading for heading in headings), (title, headings)


def test_articles_stand_one_level_below_their_part(files: Mapping[str, bytes]) -> None:
    nav = etree.fromstring(files["EPUB/nav.xhtml"])
    deep = nav.findall(f".//{X}nav[@id='toc']/{X}ol/{X}li/{X}ol/{X}li")
    assert [line.get("id") for line in deep] == [
        "toc-article-port",
        "toc-article-marche",
        "toc-article-lighthouse",
        "toc-article-silence",
    ]


def test_landmarks_are_hidden_and_have_one_type_each(files: Mapping[str, bytes]) -> None:
    nav = etree.fromstring(files["EPUB/nav.xhtml"])
    marks = next(one for one in nav.iter(f"{X}nav") if one.get(f"{OPS}type") == "landmarks")
    assert marks.get("hidden") == ""
    assert [(a.get(f"{OPS}type"), a.get("href")) for a in marks.iter(f"{X}a")] == [
        ("cover", "text/cover.xhtml"),
        ("toc", "text/contents.xhtml"),
        ("bodymatter", "text/part-1.xhtml"),
    ]


def test_the_guide_says_the_same_to_old_readers(package: etree._Element) -> None:
    references = [(one.get("type"), one.get("href")) for one in package.iter(f"{OPF}reference")]
    assert references == [
        ("cover", "text/cover.xhtml"),
        ("toc", "text/contents.xhtml"),
        ("text", "text/part-1.xhtml"),
    ]


def test_a_title_in_another_language_says_so_in_the_contents(files: Mapping[str, bytes]) -> None:
    nav = files["EPUB/nav.xhtml"].decode()
    assert 'lang="en" xml:lang="en">The last keeper’s notebook</a>' in nav
    assert nav.count('xml:lang="en"') == 1


# --- the package ---------------------------------------------------------------------------------------


def test_the_package_names_its_language_and_only_prefixes_it_uses(package: etree._Element) -> None:
    assert package.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert package.get("prefix", "").startswith("ibooks: ")
    assert "rendition" not in package.get("prefix", "")


def test_the_library_leaves_no_name_and_no_random_identifier(files: Mapping[str, bytes]) -> None:
    text = files["EPUB/content.opf"].decode()
    assert "Ebook-lib" not in text
    assert re.findall(r"urn:uuid:[0-9a-f-]+", text) == [books.metadata().identifier]


def test_the_cover_is_alone_on_its_page_and_known_to_old_and_new_readers(
    files: Mapping[str, bytes], package: etree._Element
) -> None:
    item = next(one for one in package.iter(f"{OPF}item") if one.get("properties") == "cover-image")
    assert files[f"EPUB/{item.get('href')}"] == COVER
    old = next(one for one in package.iter(f"{OPF}meta") if one.get("name") == "cover")
    assert (list(old.attrib), old.get("content")) == (["name", "content"], item.get("id"))
    page = etree.fromstring(files["EPUB/text/cover.xhtml"])
    body = page.find(f"{X}body")
    assert body is not None
    assert [one.tag for one in body.iter()] == [f"{X}body", f"{X}div", f"{X}img"]


def test_hooks_of_the_library_that_are_overridden_exist() -> None:
    for name in ("_write_container", "_write_opf", "_write_opf_file", "_write_items", "write", "process"):
        assert callable(getattr(ebooklib.epub.EpubWriter, name)), name


def test_links_lead_to_something_that_is_there(files: Mapping[str, bytes]) -> None:
    ids = {
        name: {one.get("id") for one in etree.fromstring(data).iter()}
        for name, data in files.items()
        if name.endswith(".xhtml")
    }
    count = 0
    for name in ids:
        for link in etree.fromstring(files[name]).iter(f"{X}a"):
            path, _, fragment = str(link.get("href")).partition("#")
            if not path.startswith("https:"):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
                assert target in ids, (name, link.get("href"))
                assert not fragment or fragment in ids[target], (name, link.get("href"))
                count += 1
    assert count > 40


# --- what is refused -----------------------------------------------------------------------------------


def refused(book: Book, **fields: object) -> WriteError:
    with pytest.raises(WriteError) as caught:
        made(book, **fields)
    assert caught.value.hint
    return caught.value


def test_hostile_words_are_words_everywhere() -> None:
    files = files_of(made(hostile_book()))
    nav = etree.fromstring(files["EPUB/nav.xhtml"])
    assert said(next(a for a in nav.iter(f"{X}a") if a.get("href") == "text/article-port.xhtml")) == HOSTILE
    opf = etree.fromstring(files["EPUB/content.opf"])
    assert HOSTILE in [one.text for one in opf.iter("{http://purl.org/dc/elements/1.1/}title")]
    assert f"{HOSTILE} </dc:creator>" in [
        one.text for one in opf.iter("{http://purl.org/dc/elements/1.1/}creator")
    ]
    assert not any(
        list(etree.fromstring(data).iter(f"{X}script")) for name, data in files.items() if "xhtml" in name
    )


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_hold_is_named(char: str) -> None:
    whole = books.book()
    title = replace(whole, metadata=replace(whole.metadata, title=f"Le{char}titre"))
    person = replace(whole, people=(BookPerson(Person(family=f"No{char}m"), (("author", "article-port"),)),))
    section = books.with_section(whole, "article-port", title=f"Un{char}port")
    standfirst = books.with_data(whole, "article-port", standfirst=f"Une{char}nuit")
    for book in (title, person, section, standfirst):
        error = refused(book)
        assert error.code == "epub-illegal-character"
        assert f"U+{ord(char):04X}" in error.message
        assert error.message.isprintable()
    assert "article-port" in refused(section).message


def test_any_other_character_is_kept() -> None:
    description = "a\tb\nc\x7fd\u2028e\U0001f600f\ue000g"
    book = replace(books.book(), metadata=replace(books.metadata(), description=description))
    opf = opf_of(made(book))
    assert opf.findtext(".//{http://purl.org/dc/elements/1.1/}description") == description


@pytest.mark.parametrize("name", ["title", "language", "identifier"])
def test_a_book_without_a_name_is_refused(name: str) -> None:
    empty: dict[str, Any] = {name: " "}
    book = replace(books.book(), metadata=replace(books.metadata(), **empty))
    error = refused(book)
    assert (error.code, error.file) == ("epub-unnamed", "anthology.toml")
    assert name in error.message


def test_a_book_with_nothing_in_its_contents_is_refused() -> None:
    book = replace(books.book(), sections=tuple(replace(one, level=0) for one in books.book().sections))
    assert refused(book).code == "epub-no-contents"


def test_a_picture_the_book_does_not_have_is_named() -> None:
    error = refused(books.book(), pictures={})
    assert error.code == "epub-picture-missing"
    assert error.file == books.PHOTO
    assert "Le marché d’en haut" in error.message


def test_a_template_that_is_not_well_formed_is_the_layout_s_error() -> None:
    book = books.with_data(books.book(), "article-port", body=books.body("<p>"))
    with pytest.raises(LayoutError, match="article-port"):
        made(book)


def test_what_the_library_only_logs_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def grumble(self: object) -> None:
        logging.error("Could not create metadata.")

    monkeypatch.setattr(ebooklib.epub.EpubWriter, "process", grumble)
    error = refused(books.book())
    assert error.code == "epub-library-failed"
    assert "Could not create metadata." in error.message


def test_a_failure_inside_the_library_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(ebooklib.epub.EpubWriter, "_write_container", fail)
    assert "no space left" in refused(books.book()).message


def test_progress_is_told_after_every_section() -> None:
    told: list[tuple[int, int]] = []
    made(progress=lambda done, total, what: told.append((done, total)))
    total = len(ebook_sections(books.book())) + 1
    assert told == [(done, total) for done in range(1, total + 1)]


@pytest.mark.parametrize(
    ("level", "strategy"), [(1, zlib.Z_DEFAULT_STRATEGY), (6, zlib.Z_HUFFMAN_ONLY), (9, zlib.Z_FIXED)]
)
def test_another_zlib_packs_other_bytes_that_hold_the_same(
    level: int, strategy: int, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def packed(content: bytes) -> bytes:
        packing = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, strategy=strategy)
        return packing.compress(content) + packing.flush()

    monkeypatch.setattr(epub_archive, "_packed", packed)
    other = made()
    assert other != good
    assert contents(other) == contents(good)
