"""What the engine drew is taken over without the number of a page, and with holes where numbers belong."""

from __future__ import annotations

import re
import zlib

import pytest
from anthology.bindery import capture, fragment
from anthology.bindery.fragment import BETWEEN, COLOURS, DOCUMENT, FONTS, HOLE, NUMBER, PAGES, Body, Head
from anthology.bindery.jobs import Job
from tests.bindery.sheets import TABLE, document, picture, press

PICTURES = {"photos/x.png": picture(), "photos/y.png": picture("#12345680")}


def taken(body: str, css: str = "", name: str = "s", first_page: int | None = None) -> tuple[Head, Body]:
    job = Job(name, document(body), "recto", PICTURES, first_page)
    first, second = fragment.split(press(css).fragment(job))
    return fragment.load_head(first), fragment.load_body(second)


def objects(body: Body) -> list[bytes]:
    return body.text.split(BETWEEN)


RICH = (
    '<h1 id="a">Titre</h1>'
    '<p><a href="#a">ici</a> <a href="#b">là</a> <a href="https://example.org/">web</a></p>'
    '<p><img src="photos/x.png" alt="12 0 R"/><img src="photos/y.png" alt="é"/></p>'
    f'{TABLE}<p class="new">fin</p>'
)


class TestHoles:
    def test_no_number_of_an_object_is_left_in_any_text(self) -> None:
        head, body = taken(RICH)
        strings = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]*>", re.DOTALL)
        texts = [body.text, *(part.dictionary for part in body.streams)]
        assert b"(12 0 R)" in body.text, "what is text stays text"
        assert [found for text in texts for found in re.findall(rb"\d+ 0 R", strings.sub(b"", text))] == []
        assert fragment.fits(head, body)

    def test_all_that_fragments_share_is_left_out_and_called_by_its_code(self) -> None:
        head, body = taken(RICH)
        codes = {
            code for code in [*body.codes, *(c for part in body.streams for c in part.codes)] if code < 0
        }
        assert codes == {PAGES, DOCUMENT, FONTS, COLOURS}
        kinds = [kind for text in objects(body) for kind in re.findall(rb"/Type ?/(\w+)", text)]
        assert not {b"Catalog", b"Pages", b"StructTreeRoot", b"Font", b"Outlines"} & set(kinds)
        assert b"/S /Document" not in body.text
        assert kinds.count(b"Page") == len(head.pages) == 2

    def test_pages_and_links_are_known_to_their_tags_by_their_own_numbers(self) -> None:
        head, body = taken(RICH)
        numbers = sorted(code - NUMBER for code in body.codes if code >= NUMBER)
        pages = set(head.page_objects)
        links = {
            local for local, text in zip(body.plain, objects(body), strict=True) if b"/Subtype /Link" in text
        }
        assert len(links) == 3
        assert set(numbers) == pages | links
        # Each once where it stands, once in the leaf, and the least and the greatest as its limits.
        assert len(numbers) == 2 * len(pages | links) + 2
        (leaf,) = [text for local, text in zip(body.plain, objects(body), strict=True) if local == head.leaf]
        assert leaf.startswith(b"<</Limits[")

    def test_pages_are_kept_as_they_are_drawn_and_other_streams_packed(self) -> None:
        _, body = taken(RICH)
        pages = [part for part in body.streams if part.page >= 0]
        assert [part.page for part in pages] == [0, 1]
        assert all(b"Filter" not in part.dictionary and b"BT" in part.data for part in pages)
        pictures = [part for part in body.streams if b"/Image" in part.dictionary]
        assert len(pictures) == 3
        assert all(zlib.decompress(part.data) for part in pictures)

    @pytest.mark.parametrize(
        "text", ["\x00 12 0 R", "\x01", "\x02 12\x02", "(\x02 12\x02)", "\\(\x00", "\\\x01)", "\x02\x02 ("]
    )
    def test_bytes_with_a_meaning_of_their_own_in_a_string_are_none_in_the_text(self, text: str) -> None:
        taking = object.__new__(capture._Taking)
        taking.codes = {12: 7, 3: 1}
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
        whole, codes = taking._with_holes(
            b"<</A (%b)/B 3 0 R/C \x02" % escaped + b"12\x02>>" + BETWEEN + b"(x)"
        )
        plain = escaped.replace(b"\x00", b"").replace(b"\x01", b"")
        assert whole == b"<</A (%b)/B %b/C %b>>" % (plain, HOLE, HOLE) + BETWEEN + b"(x)"
        assert codes == [1, 7 + NUMBER]


class TestHead:
    def test_links_to_elsewhere_are_told_once_and_are_no_places_of_its_own(self) -> None:
        head, _ = taken(
            '<p id="a">x</p><a href="#b">1</a><a href="#b">2</a><a href="#a">3</a><a href="#c">4</a>'
        )
        assert head.links == ("b", "c")
        assert [place.name for place in head.places] == ["a"]

    def test_places_and_lines_of_the_outline_know_their_pages_and_points(self) -> None:
        head, _ = taken('<h1 id="a">Un</h1><p class="new">x</p><h1 id="b">Deux</h1>')
        assert [(mark.title, mark.level, mark.page, mark.open) for mark in head.marks] == [
            ("Un", 1, 0, True),
            ("Deux", 1, 1, True),
        ]
        assert [(place.name, place.page) for place in head.places] == [("a", 0), ("b", 1)]
        for place, mark in zip(head.places, head.marks, strict=True):
            assert (mark.x, mark.y) == pytest.approx((place.x, place.y))
            assert 0 < place.x < place.y < head.pages[0].height_pt

    def test_pages_know_their_names_in_the_style_sheets_and_which_are_blank(self) -> None:
        css = ".d { page: display } .r { break-before: right } @page display { size: 50mm 60mm }"
        head, _ = taken('<p>a</p><p class="r">b</p><p class="d">c</p>', css)
        assert [(page.kind, page.blank) for page in head.pages] == [
            ("", False), ("", True), ("", False), ("display", False),
        ]  # fmt: skip
        assert (head.pages[3].width_pt, head.pages[3].height_pt) == pytest.approx(
            (50 * 72 / 25.4, 60 * 72 / 25.4), abs=1e-5
        )

    def test_a_picture_is_known_by_its_bytes_and_its_mask(self) -> None:
        one, _ = taken('<img src="photos/x.png" alt="x"/><img src="photos/y.png" alt="y"/>')
        other, _ = taken('<p>long before</p><img src="photos/y.png" alt="other"/>')
        assert len(one.shared) == 3
        assert len(other.shared) == 2
        assert set(other.shared.values()) < set(one.shared.values())

    def test_the_name_of_the_section_is_part_of_the_names_of_its_notes(self) -> None:
        body = (
            '<p>a<span style="float:footnote" id="n">note</span> b<span style="float:footnote">x</span></p>'
        )
        one, text = taken(body, name="one")
        other, _ = taken(body, name="other")
        assert [name for name, _ in one.named] == ["one n", "one note 2"]
        assert [name for name, _ in other.named] == ["other n", "other note 2"]
        for name, local in one.named:
            assert f"({name})".encode() in objects(text)[text.plain.index(local)]

    def test_without_tags_there_is_no_mark_and_no_leaf(self) -> None:
        head, body = taken("<h1>x</h1>", first_page=3)
        assert (head.kids, head.leaf) == ((), -1)
        assert b"StructParents" not in body.text
        assert not any(b"BDC" in part.data for part in body.streams)
        assert fragment.fits(head, body)

    def test_the_engine_is_left_as_it_was(self) -> None:
        from anthology.bindery.engine import engine

        names = ("build_fonts_dictionary", "add_tags", "Stream")
        before = [getattr(engine().pdf, name) for name in names]
        taken("<p>x</p>")
        assert [getattr(engine().pdf, name) for name in names] == before


def test_faces_that_the_engine_keeps_twice_are_one() -> None:
    """Two sizes and languages of one face have one name in the content."""
    head, _ = taken('<p>abc <span lang="en">def</span> <b style="font-size:40pt;font-weight:400">ghi</b></p>')
    assert len({face.key for face in head.faces}) == len(head.faces) == 1
    assert set("abcdefghi") <= set(head.faces[0].letters.values())
