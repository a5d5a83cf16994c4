"""The press: pages as asked, from the book's own resources alone, with nothing quietly missing."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import pypdfium2
import pytest
from anthology.bindery import versions
from anthology.bindery.binding import Labels, bind
from anthology.bindery.jobs import Job, Look, Side
from anthology.bindery.packet import Properties
from anthology.bindery.setting import Pages, Press
from anthology.bindery.work import set_fragment
from anthology.errors import LayoutError
from PIL import Image
from tests.bindery.sheets import (
    FONTS,
    PROPERTIES,
    SHEET,
    bound_alone,
    document,
    picture,
    pictures_in,
    piece,
    press,
    program,
    texts,
)

ROOT = Path(__file__).resolve().parents[2]


def laid(body: str, css: str = "", first_page: int | None = None, side: Side = "recto") -> Pages:
    return press(css).set(document(body), name="s", first_page=first_page, side=side)


def made(body: str, css: str = "", head: str = "", table: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of one document: what the engine only asks for when it draws is asked for too."""
    return bound_alone(press(css, table), Job("section-x", document(body, head), "recto"))


# --- what is read ------------------------------------------------------------------------------------


class Watch:
    """What the process opens or connects to, while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self.hear)

    def hear(self, event: str, args: tuple[object, ...]) -> None:
        if self.on and (event.startswith("socket.") or (event == "open" and "SECRET" in str(args[0]))):
            self.seen.append(f"{event} {args[:1]}")


WATCH = Watch()


@pytest.fixture
def watch() -> Iterator[list[str]]:
    versions.engine()
    WATCH.seen.clear()
    WATCH.on = True
    yield WATCH.seen
    WATCH.on = False


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "SECRET.png"
    image = Image.new("RGB", (4, 4), "#123456")
    image.save(path)
    return path.as_uri()


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="9" height="9">{}</svg>'
)
ADDRESSES = (
    "{secret}",
    "FILE:{path}",
    "file://localhost{path}",
    "http://127.0.0.1:9/x.png",
    "https://127.0.0.1:9/x.png",
    "ftp://127.0.0.1:9/x.png",
    "../SECRET.png",
    "{path}",
    "//127.0.0.1:9/x.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "anthology:///photos/../../SECRET.png",
    "anthology:///photos/%2e%2e/x.png",
    "anthology://host/photos/x.png",
    "photos/other.png",
    "photos/x.png?y",
)
BODIES = (
    '<object data="{secret}">x</object>',
    '<embed src="{secret}"/>',
    '<a rel="attachment" href="{secret}">x</a>',
    '<p style="background:url({secret})">x</p>',
    '<p style="background-image:linear-gradient(red,blue),url({secret})">x</p>',
    '<p style="list-style-image:url({secret});display:list-item">x</p>',
    '<p style="border-image:url({secret})">x</p>',
    '<p style="--x:url({secret});background:var(--x)">x</p>',
    SVG.format('<image xlink:href="{secret}" width="5" height="5"/>'),
    SVG.format('<image href="http://127.0.0.1:9/x" width="5" height="5"/>'),
    SVG.format('<image href="../SECRET.png" width="5" height="5"/>'),
    SVG.format(
        "<style>@font-face{{font-family:x;src:url({secret})}} text{{font-family:x}}</style><text>x</text>"
    ),
    SVG.format('<image href="data:image/svg+xml,%3Csvg/%3E" width="5" height="5"/>'),
)
HEADS = (
    '<link rel="stylesheet" href="{secret}"/>',
    '<link rel="attachment" href="{secret}"/>',
    "<style>@import url({secret});</style>",
    '<style>@import "http://127.0.0.1:9/x.css";</style>',
    "<style>@font-face{{font-family:x;src:url({secret})}}p{{font-family:x}}</style>",
    "<style>@page{{@top-left{{content:url({secret})}}}}</style>",
    "<style>@page{{background:url({secret})}}</style>",
    "<style>p::before{{content:url({secret})}}</style>",
    "<style>p::marker{{content:url({secret})}} p{{display:list-item}}</style>",
    "<style>p{{float:footnote}} ::footnote-marker{{content:url({secret})}}</style>",
    '<base href="http://127.0.0.1:9/"/><link rel="stylesheet" href="x.css"/>',
    '<base href="file:///"/><link rel="stylesheet" href="SECRET.css"/>',
)
WITHOUT_EFFECT = (
    '<img srcset="{secret} 2x" alt="x"/>',
    '<iframe src="{secret}">x</iframe>',
    '<script src="{secret}">x</script>',
    '<video src="{secret}" poster="{secret}">x</video>',
    '<input type="image" src="{secret}"/>',
    '<picture><source srcset="{secret}"/></picture>',
    '<table background="{secret}"><tr><td>x</td></tr></table>',
    '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9"/>',
    '<p style="content:url({secret})">x</p>',
    '<p style="cursor:url({secret}),auto">x</p>',
    SVG.format('<use href="{secret}#a"/>'),
    SVG.format('<use href="http://127.0.0.1:9/x#a"/>'),
    SVG.format('<rect fill="url({secret}#a)" width="5" height="5"/>'),
    SVG.format('<text>x</text><script href="{secret}">alert(1)</script>'),
)


def filled(text: str, secret: str) -> str:
    return text.format(secret=secret, path=secret.removeprefix("file://"))


class TestResources:
    def refused(self, body: str, seen: list[str], css: str = "", head: str = "") -> LayoutError:
        with pytest.raises(LayoutError) as caught:
            made(body, css, head, {"photos/x.png": b""})
        assert (caught.value.code, caught.value.exit_status) == ("resource-refused", 6)
        assert caught.value.file == ("style sheets" if css else "section-x")
        assert seen == []
        return caught.value

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_a_picture_from_anywhere_else_is_refused_by_its_address(
        self, address: str, secret: str, watch: list[str]
    ) -> None:
        wanted = filled(address, secret)
        error = self.refused(f'<p>x</p><img src="{wanted}" alt="x"/>', watch)
        assert "not part of the book" in error.message

    @pytest.mark.parametrize("body", BODIES)
    def test_whatever_element_or_style_asks_is_refused_also_what_the_engine_swallows_when_it_draws(
        self, body: str, secret: str, watch: list[str]
    ) -> None:
        self.refused(filled(body, secret), watch)

    @pytest.mark.parametrize("head", HEADS)
    def test_so_is_what_the_head_asks(self, head: str, secret: str, watch: list[str]) -> None:
        self.refused("<p>x</p>", watch, head=filled(head, secret))

    @pytest.mark.parametrize(
        "css",
        [
            "@font-face {{ font-family: X; src: url({secret}) }}",
            "@font-face {{ font-family: X; src: url(fonts/missing.otf) }}",
        ],
    )
    def test_so_is_what_a_style_sheet_asks(self, css: str, secret: str, watch: list[str]) -> None:
        self.refused("<p>x</p>", watch, css=filled(css, secret))

    @pytest.mark.parametrize("body", WITHOUT_EFFECT)
    def test_what_the_engine_does_not_know_reads_nothing(
        self, body: str, secret: str, watch: list[str]
    ) -> None:
        data = made("<p>x</p>" + filled(body, secret))
        assert watch == []
        assert pictures_in(data) == 0

    @pytest.mark.parametrize("name", ["photos/x.png", "photos/à l’été #1?.png", "photos/100%.png"])
    def test_a_picture_of_the_book_is_drawn_whatever_its_name(self, name: str, watch: list[str]) -> None:
        data = made(f'<img src="{quote(name)}" alt="x"/>', table={name: picture()})
        assert pictures_in(data) == 1
        assert watch == []

    def test_a_press_that_refused_once_can_be_used_again(self) -> None:
        one = press()
        with pytest.raises(LayoutError):
            one.set(document('<img src="x.png" alt="x"/>'), name="a", side="recto")
        assert len(one.set(document("<p>x</p>"), name="b", side="recto")) == 1

    def test_the_pictures_of_one_job_are_there_for_no_other(self) -> None:
        one = press()
        shown = document('<p><img src="photos/x.png" alt="x"/></p>')
        with_it = Job("a", shown, "recto", {"photos/x.png": picture()})
        assert one.fragment(with_it)
        with pytest.raises(LayoutError) as caught:
            one.fragment(Job("b", shown, "recto"))
        assert (caught.value.code, caught.value.file) == ("resource-refused", "b")
        with pytest.raises(LayoutError):
            one.fragment(Job("c", document('<p>日<img src="photos/x.png" alt="x"/></p>'), "recto"))
        with pytest.raises(LayoutError) as caught:
            one.set(shown, name="d", side="recto")
        assert caught.value.code == "resource-refused"


class TestWarnings:
    @pytest.mark.parametrize(
        ("css", "says"),
        [
            ("p { colour: red }", "colour"),
            ("p { color: rouge }", "rouge"),
            ("p { mask: none }", "mask"),
            ("@foo x { }", "foo"),
            ("p { color: red", ""),
        ],
    )
    def test_a_mistake_in_a_style_sheet_is_an_error_that_quotes_it(self, css: str, says: str) -> None:
        if (
            css == "p { color: red"
        ):  # the end of the sheet closes what is open: no mistake (CSS Syntax, 5.4.7)
            assert made("<p>x</p>", css)
            return
        with pytest.raises(LayoutError, match=says) as caught:
            press(css)
        assert (caught.value.code, caught.value.file) == ("engine-warning", "style sheets")

    @pytest.mark.parametrize(("text", "char"), [("日本", "日"), ("chant \U0001f3a4", "\U0001f3a4")])
    def test_a_character_that_no_font_has_is_told_with_the_characters(self, text: str, char: str) -> None:
        with pytest.raises(LayoutError) as caught:
            made(f"<p>{text}</p>")
        assert (caught.value.code, caught.value.file) == ("glyph-missing", "section-x")
        assert char in caught.value.message
        assert f"U+{ord(char):04X}" in caught.value.message
        assert str(caught.value.at) in text

    @pytest.mark.parametrize(
        ("body", "says", "hint"),
        [
            ('<p id="a">x</p><p id="a">y</p>', "'a'", "template"),
            ('<p style="colour:red">x</p>', "colour", "style sheet"),
        ],
    )
    def test_what_the_engine_only_logs_is_an_error_that_names_the_section(
        self, body: str, says: str, hint: str
    ) -> None:
        with pytest.raises(LayoutError) as caught:
            made(body)
        assert (caught.value.code, caught.value.file) == ("engine-warning", "section-x")
        assert says in caught.value.message
        assert hint in caught.value.hint

    def test_a_link_that_leads_nowhere_in_the_book_is_told_when_it_is_bound(self) -> None:
        with pytest.raises(LayoutError) as caught:
            made('<p>x <a href="#a">y</a></p><p id="a"><a href="#nowhere">x</a></p>')
        assert (caught.value.code, caught.value.file) == ("link-target-missing", "section-x")
        assert "nowhere" in caught.value.message
        assert "template" in caught.value.hint

    def test_a_damaged_picture_is_an_error_and_no_gap(self) -> None:
        with pytest.raises(LayoutError) as caught:
            made('<img src="photos/x.png" alt="x"/>', table={"photos/x.png": b"not a picture"})
        assert caught.value.code == "engine-warning"

    def test_a_font_of_the_machine_is_no_font_of_the_book(self) -> None:
        with pytest.raises(LayoutError, match="cannot be loaded"):
            made("<p>x</p>", '@font-face { font-family: X; src: local("DejaVu Sans") } p { font-family: X }')

    @pytest.mark.parametrize("depth", [250, 1000])
    def test_elements_nested_beyond_all_measure_are_an_error_by_name(self, depth: int) -> None:
        with pytest.raises(LayoutError) as caught:
            made("<blockquote>" * depth + "x" + "</blockquote>" * depth)
        assert caught.value.code in ("nesting-too-deep", "engine-failed")

    def test_whatever_the_engine_raises_is_an_error_with_the_name_of_the_section(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(LayoutError, match="ZeroDivisionError") as caught:
            made("<p>x</p>", "p { font-size: 1e9px }")
        capfd.readouterr()  # the engine's libraries complain on their own
        assert (caught.value.code, caught.value.file) == ("engine-failed", "section-x")

    def test_the_log_of_the_engine_is_left_as_it_was(self) -> None:
        logger = logging.getLogger("weasyprint")
        before = (logger.propagate, list(logger.handlers))
        with pytest.raises(LayoutError):
            press("p { colour: red }")
        assert (logger.propagate, list(logger.handlers)) == before


# --- pages -------------------------------------------------------------------------------------------

THREE = '<h1 id="a">Un</h1><p id="b" class="new">Deux</p><p class="new">Trois <span id="c">c</span></p>'


class TestPages:
    @pytest.mark.parametrize(
        ("first", "side", "expected"),
        [
            (1, "recto", ["right Un 1", "left Deux 2", "right Trois c 3"]),
            (8, "verso", ["left Un 8", "right Deux 9", "left Trois c 10"]),
            (117, "recto", ["right Un 117", "left Deux 118", "right Trois c 119"]),
        ],
    )
    def test_numbers_and_sides_are_as_asked(self, first: int, side: Side, expected: list[str]) -> None:
        data = bound_alone(press(), Job("s", document(THREE), side, first_page=first), first)
        assert [set(text.split()) for text in texts(data)] == [set(text.split()) for text in expected]

    @pytest.mark.parametrize(("side", "heads"), [("recto", ["right", "left"]), ("verso", ["left", "right"])])
    def test_a_section_without_a_number_knows_its_side_all_the_same(
        self, side: Side, heads: list[str]
    ) -> None:
        data = bound_alone(press(), Job("s", document(THREE), side))
        assert [text.split()[1] for text in texts(data)[:2]] == heads

    def test_ids_are_found_on_their_pages_and_at_their_first_place(self) -> None:
        body = THREE + '<div id="long"><p class="new">x</p><p class="new">y</p></div>'
        pages = laid(body)
        found = piece(press(), Job("s", document(body), "recto")).head.anchors
        assert found == pages.anchors == {"a": 0, "b": 1, "c": 2, "long": pages.anchors["long"]}
        assert pages.anchors["long"] in (2, 3)

    def test_a_blank_page_is_blank_and_known_as_such(self) -> None:
        one = piece(
            press(".r { break-before: right }"), Job("s", document('<p>a</p><p class="r">b</p>'), "recto")
        )
        assert [page.blank for page in one.head.pages] == [False, True, False]
        assert texts(bind([one], [], PROPERTIES, program)) == ["a right 1", "", "b right 3"]

    def test_the_head_tells_the_words_and_the_size_of_each_page(self) -> None:
        one = piece(press(), Job("s", document(THREE), "recto"))
        with pypdfium2.PdfDocument(bind([one], [], PROPERTIES, program)) as pdf:
            for page, told in zip(pdf, one.head.pages, strict=True):
                assert page.get_textpage().get_text_range() == told.text
                assert page.get_size() == pytest.approx((told.width_pt, told.height_pt), abs=1e-4)
        assert [page.text.split()[0] for page in one.head.pages] == ["Un", "Deux", "Trois"]

    def test_a_note_stands_on_the_page_of_its_call(self) -> None:
        pages = laid('<p>mot<span id="n" class="note">la note</span></p>', ".note { float: footnote }")
        assert (pages.anchors["n"], pages.astray) == (0, ())

    def test_a_note_called_in_a_note_is_printed_or_refused_but_never_lost(self) -> None:
        body = '<p>mot<span id="n" class="note">dehors<span id="m" class="note">dedans</span></span></p>'
        (text,) = texts(made(body, ".note { float: footnote }"))
        assert {"dehors", "dedans"} <= {word.strip("0123456789.") for word in text.split()}


@pytest.fixture(scope="module")
def bound() -> bytes:
    one = press()
    front = piece(one, Job("f", document('<h1 id="f">Avant</h1>'), "recto"))
    blank = piece(
        press("@page { @top-center { content: none !important } }"), Job("-", document(""), "verso")
    )
    body = piece(one, Job("b", document(THREE + '<p><a href="#f">avant</a></p>'), "recto"))
    return bind([front, blank, body], [Labels(0, "r", 1), Labels(2, "D", 1)], PROPERTIES, program)


class TestBinding:
    def test_pages_come_in_order_with_their_labels(self, bound: bytes) -> None:
        with pypdfium2.PdfDocument(bound) as pdf:
            assert [pdf.get_page_label(number) for number in range(len(pdf))] == ["i", "ii", "1", "2", "3"]
        assert [text.split()[:1] for text in texts(bound)] == [["Avant"], ["1"], ["Un"], ["Deux"], ["Trois"]]

    def test_bookmarks_lead_to_their_pages_across_the_documents(self, bound: bytes) -> None:
        with pypdfium2.PdfDocument(bound) as pdf:
            found = [(mark.get_title(), _page_of(mark)) for mark in pdf.get_toc()]
        assert found == [("Avant", 0), ("Un", 2)]

    def test_links_lead_across_the_documents(self, bound: bytes) -> None:
        with pikepdf.open(io.BytesIO(bound)) as pdf:
            notes: list[Any] = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
            names = {str(note.get("/Dest", "")) or str(note.A.D) for note in notes}
        assert names == {"f"}

    def test_what_the_file_says_of_itself_is_what_was_asked(self, bound: bytes) -> None:
        with pikepdf.open(io.BytesIO(bound)) as pdf:
            assert str(pdf.Root.Lang) == "fr"
            assert (str(pdf.docinfo["/Title"]), str(pdf.docinfo["/Author"])) == (
                "Un titre",
                "Amélie Marsan, Théo",
            )
            assert (str(pdf.docinfo["/Subject"]), str(pdf.docinfo["/Keywords"])) == ("Un sujet", "mot, clé")
            assert str(pdf.docinfo["/CreationDate"]).startswith("D:20221130")
            assert str(pdf.docinfo["/ModDate"]).startswith("D:20221130")
            assert pdf.Root.MarkInfo.Marked
            with pdf.open_metadata() as metadata:
                assert metadata["dc:title"] == "Un titre"
                assert metadata["pdfuaid:part"] == "1"

    def test_without_a_date_there_is_none(self) -> None:
        one = piece(press(), Job("s", document("<p>x</p>"), "recto"))
        data = bind([one], [Labels(0, "D", 1)], Properties("T", (), "fr"), program)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert not {"/CreationDate", "/ModDate", "/Author"} & set(pdf.docinfo.keys())

    def test_only_the_fonts_that_were_given_and_used_are_embedded_each_as_a_subset(self) -> None:
        def fonts(css: str) -> set[str]:
            with pikepdf.open(io.BytesIO(made("<p>Texte</p><h2>T</h2>", css))) as pdf:
                found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
                described = [item for item in found if item.get("/Type") == "/FontDescriptor"]
                assert all("/FontFile3" in item or "/FontFile2" in item for item in described)
                return {str(item.FontName).partition("+")[2] for item in described}

        assert len(fonts("")) == 1
        assert fonts("") < fonts("h2 { font-family: Biolinum }")
        assert fonts("h2 { font-family: Missing, 'DejaVu Sans', sans-serif }") == fonts("")

    def test_nothing_active_is_in_the_file(self, bound: bytes) -> None:
        with pikepdf.open(io.BytesIO(bound)) as pdf:
            keys = {str(key) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) for key in item}
        assert not keys & {
            "/JavaScript",
            "/JS",
            "/OpenAction",
            "/AA",
            "/Launch",
            "/EmbeddedFile",
            "/AcroForm",
            "/RichMedia",
        }


def _page_of(mark: pypdfium2.PdfBookmark) -> int | None:
    destination = mark.get_dest()
    return None if destination is None else destination.get_index()


PROGRAM = """
import hashlib
from tests.bindery.sheets import bound_alone, document, press
from tests.bindery.test_setting import THREE
from anthology.bindery.jobs import Job
print(hashlib.sha256(bound_alone(press(), Job("s", document(THREE), "recto"))).hexdigest())
"""


def test_the_same_document_gives_the_same_bytes_wherever_and_whenever_it_is_set(tmp_path: Path) -> None:
    found = []
    for name, zone, seed in (("a", "UTC", "0"), ("b é", "Asia/Tokyo", "7")):
        folder = tmp_path / name
        folder.mkdir()
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder / "none"), "TMPDIR": str(folder), "TZ": zone,
            "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        found.append(done.stdout)
        assert list(folder.iterdir()) == [], "nothing is left behind"
    assert found[0] == found[1]
    data = bound_alone(press(), Job("s", document(THREE), "recto"))
    assert hashlib.sha256(data).hexdigest() == found[0].strip()


class TestLook:
    def test_two_looks_of_one_content_are_one_and_any_other_content_is_another(self) -> None:
        one = Look({"a.css": SHEET}, FONTS)
        again = Look({"a.css": SHEET}, dict(reversed(FONTS.items())))
        assert (one, hash(one)) == (again, hash(again))
        others = [
            Look({"a.css": SHEET + " "}, FONTS),
            Look({"b.css": SHEET}, FONTS),
            Look({"a.css": SHEET, "b.css": ""}, FONTS),
            Look({"a.css": SHEET}, {**FONTS, "fonts/r.otf": FONTS["fonts/b.otf"]}),
            Look({"a.css": SHEET}, {"fonts/r.otf": FONTS["fonts/r.otf"]}),
        ]
        assert all(other != one for other in others)
        assert len({one, *others}) == 6

    def test_a_job_gives_the_same_bytes_whoever_does_it_and_whatever_was_set_before(self) -> None:
        look, job = Look({"a.css": SHEET}, FONTS), Job("s", document(THREE), "verso")
        fresh = Press(look.sheets, look.fonts).fragment(job)
        assert set_fragment(look, Job("t", document("<p>other 123</p>"), "recto"))
        assert set_fragment(look, job) == fresh


class TestNotes:
    """The engine may push the notes of a full page to the next one; a note belongs under its call."""

    CSS = ".note { float: footnote } p { margin: 0; font-size: 10pt; line-height: 12pt; orphans: 2 }"

    @staticmethod
    def page_with(lines: int) -> str:
        long = "<p>" + "mot " * 200 + "</p>"
        return '<p>Appel<span class="note" id="n">La note.</span></p>' + "<p>ligne</p>" * lines + long

    def astray(self, lines: int) -> tuple[str, ...]:
        return laid(self.page_with(lines), self.CSS).astray

    def test_stay_on_the_page_of_their_call_whatever_the_length_of_the_page(self) -> None:
        lengths = range(8, 18)
        assert [self.astray(lines) for lines in lengths] == [()] * len(lengths)

    @pytest.mark.parametrize("lines", [10, 17])
    def test_that_cannot_be_kept_there_are_named(self, lines: int) -> None:
        long = '<p>Appel<span class="note" id="n">' + "La note est longue. " * 60 + "</span></p>"
        assert laid("<p>ligne</p>" * lines + long, self.CSS).astray == ("n",)


def test_style_sheets_without_a_font_are_an_error_and_no_crash() -> None:
    with pytest.raises(LayoutError) as caught:
        Press({"a.css": "p { color: red }"}, FONTS)
    assert caught.value.code == "font-none"
