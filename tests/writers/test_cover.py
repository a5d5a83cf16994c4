"""The cover: the picture of the e-book, whole and of the size that shops ask for, and the printer's sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

import pikepdf
import pypdfium2 as pdfium
import pytest
import zxingcpp
from anthology import printers, resources
from anthology.bindery.binding import bind
from anthology.bindery.packet import Properties
from anthology.cache import Cache
from anthology.errors import ComposeError, LayoutError
from anthology.layouts import Layout
from anthology.model import Book, Finding
from anthology.prepress import reading
from anthology.prepress.rules import judged
from anthology.printers import Printing
from anthology.printers.cover import Plan, planned
from anthology.writers.cover import cover_file, cover_image, cover_order, cover_plan, sheet_order
from anthology.writers.making import Making
from anthology.writers.pdf import printed, program
from PIL import Image, ImageDraw
from tests import books

ISBN, ADDRESS = "978-2-07-036002-4", "https://example.org/paroles-du-rivage.epub"
BLURB = "Un rivage, une classe, cinq rencontres.\n\nVoici leurs récits et leurs portraits."
LONG = "Un titre qui n’en finit pas, " * 6
TITLES = (
    "Lu",
    "OCCITANIE",
    "Anticonstitutionnellement",
    "La désinstitutionnalisation des bibliothèques universitaires\u00a0: «\u00a0On a tout essayé, sauf "
    "de demander leur avis aux étudiants qui y travaillent\u00a0»",
    "Un recueil de textes " * 14,
    "<script>alert(1)</script> & “x” {{ 7*7 }}",
)
ABOUT = Properties("Livre", (), "fr")
THEMES = resources.theme_names()


def cover(book: Book) -> bytes:
    return cover_image(Making(book, books.layout()))


def titled(title: str, subtitle: str = "") -> Book:
    return replace(books.book(), metadata=replace(books.metadata(), title=title, subtitle=subtitle))


def printing(name: str = "plain", **fields: object) -> Printing:
    printer = printers.load(name)
    given = {"isbn": ISBN, "address": ADDRESS, "blurb": BLURB, "price": "12 €", **fields}
    return Printing(printer, printer.paper(), **given)  # type: ignore[arg-type]


def making(
    asked: Printing | None = None, *, book: Book | None = None, theme: str = "classic", **fields: object
) -> Making:
    layout = Layout(resources.theme(theme), books.A5, "fr")
    by = partial(_same, asked or printing())
    pictures = books.pictures()
    return Making(book or books.book(), layout, pictures, printed_by=by, **fields)  # type: ignore[arg-type]


def _same(asked: Printing) -> Printing:
    return asked


def plan_of(made: Making, pages: int = 240) -> Plan:
    return planned(made.printing, 148, 210, pages)


@cache
def kept() -> Cache:
    """What the covers of this module have in common is set once."""
    return Cache()


@cache
def sheet(name: str = "plain", theme: str = "classic", pages: int = 240) -> bytes:
    made = making(printing(name), theme=theme, cache=kept())
    return cover_file(made, plan_of(made, pages))


def picture(data: bytes, ppi: int = 300) -> Image.Image:
    with pdfium.PdfDocument(data) as document:
        drawn: Image.Image = document[0].render(scale=ppi / 72).to_pil()
        return drawn


def text(data: bytes) -> str:
    with pdfium.PdfDocument(data) as document:
        return " ".join(str(document[0].get_textpage().get_text_range()).split())


class TestPictureOfTheEbook:
    def test_it_is_a_jpeg_of_1600_by_2560_pixels_and_always_the_same(self) -> None:
        data = cover(books.book())
        with Image.open(io.BytesIO(data)) as drawn:
            assert (drawn.format, drawn.size, drawn.mode) == ("JPEG", (1600, 2560), "RGB")
            assert len(drawn.getcolors(1 << 24) or []) > 10, "something is printed on it"
            assert not drawn.getexif()
        assert cover(books.book()) == data

    def test_another_title_gives_another_picture_and_a_draft_says_that_it_is_one(self) -> None:
        plain = cover(books.book())
        assert cover(titled("Autre chose")) != plain
        assert cover(replace(books.book(), draft=True)) != plain

    @pytest.mark.parametrize("theme", THEMES)
    @pytest.mark.parametrize("title", TITLES)
    def test_a_title_of_any_length_is_whole_on_one_page_in_every_theme(self, title: str, theme: str) -> None:
        made = making(book=titled(title, "Un sous-titre " * 9), theme=theme, cache=kept())
        order = cover_order(made)
        with pdfium.PdfDocument(bind([order.piece()], [], ABOUT, program(made.layout))) as document:
            (page,) = document
            width, height = page.get_size()
            letters = page.get_textpage()
            for place in range(letters.count_chars()):
                x, y, right, top = letters.get_charbox(place)
                assert -0.1 <= x <= right <= width * 0.97
                assert -0.1 <= y <= top <= height * 0.98

    def test_a_character_without_a_glyph_is_an_error_that_names_the_cover(self) -> None:
        with pytest.raises(LayoutError) as caught:
            cover(titled("日本"))
        assert (caught.value.code, caught.value.file) == ("glyph-missing", "cover")

    def test_it_shows_the_picture_that_the_editor_gives(self) -> None:
        red = io.BytesIO()
        Image.new("RGB", (900, 900), (200, 20, 20)).save(red, "PNG")
        made = replace(making(), pictures={"photos/red.png": red.getvalue()}, cover_picture="photos/red.png")
        with Image.open(io.BytesIO(cover_image(made))) as drawn:
            assert drawn.getpixel((800, 400)) == pytest.approx((200, 20, 20), abs=6)
            assert drawn.getpixel((800, 2300)) != pytest.approx((200, 20, 20), abs=40)

    def test_it_looks_like_the_front_of_the_printed_cover(self) -> None:
        """The same template: above the fold of the colours, the same colours at the same places."""
        made = making(printing("lulu"), cache=kept())  # in the colours of the screen
        plan = plan_of(made)
        flat = picture(cover_file(made, plan), 72)
        per_mm = 72 / 25.4
        left = (plan.front.left + plan.bleed_mm) * per_mm
        front = flat.crop((round(left), round(9 * per_mm), round(left + 148 * per_mm), round(219 * per_mm)))
        with Image.open(io.BytesIO(cover_image(made))) as drawn:
            for x, y in ((0.95, 0.3), (0.95, 0.6), (0.95, 0.7), (0.95, 0.97), (0.15, 0.664)):
                there = drawn.getpixel((round(x * 1599), round(y * 2559)))
                assert front.getpixel(
                    (round(x * front.width), round(y * 210 * per_mm) - 16)
                ) == pytest.approx(there, abs=8)


class TestCodes:
    @pytest.mark.parametrize("name", printers.NAMES)
    def test_a_reader_of_codes_reads_both_at_300_dpi_at_every_printers(self, name: str) -> None:
        read = {str(one.format): one.text for one in zxingcpp.read_barcodes(picture(sheet(name)))}
        assert sorted(read.values()) == [ISBN.replace("-", ""), ADDRESS]

    @pytest.mark.parametrize(
        ("isbn", "name"),
        [
            ("978-2-07-036822-8", "kdp"),
            ("979-10-97079-00-0", "ingramspark"),
            ("978-0-00-000000-2", "lulu"),
            ("979-8-88888-888-9", "bod"),
            ("9783161484100", "copy-media"),
        ],
    )
    def test_any_isbn_is_read_from_the_cover_as_a_copier_scans_it(self, isbn: str, name: str) -> None:
        """At 200 points an inch, and turned by a degree and a half, as paper lies on a glass."""
        made = making(printing(name, isbn=isbn, address=""), cache=kept())
        flat = picture(cover_file(made, plan_of(made)), 200).convert("L")
        scan = flat.rotate(1.5, Image.Resampling.BICUBIC, expand=True)
        (found,) = zxingcpp.read_barcodes(scan)
        assert (found.format, found.text) == (zxingcpp.BarcodeFormat.EAN13, isbn.replace("-", ""))

    def test_they_are_shapes_of_black_ink_alone(self) -> None:
        with pikepdf.open(io.BytesIO(sheet())) as file:
            codes = [one for one in _fills(file) if one[1] > 20]
            images = [
                one
                for one in file.objects
                if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
            ]
        assert images == []
        assert [colour for colour, _ in codes] == [(0, 0, 0, 1)] * 2

    def test_the_figures_stand_below_the_bars(self) -> None:
        assert "9 7 8 2 0 7 0 3 6 0 0 2 4" in text(sheet()).replace(
            "9782070360024", "9 7 8 2 0 7 0 3 6 0 0 2 4"
        )

    def test_without_isbn_and_address_there_is_none(self) -> None:
        made = making(printing(isbn="", address=""), cache=kept())
        assert zxingcpp.read_barcodes(picture(cover_file(made, plan_of(made)), 150)) == []


def _fills(file: pikepdf.Pdf) -> Iterator[tuple[tuple[float, ...], int]]:
    """The colour of each filled path of the page, and of how many rectangles or lines it is made."""
    colour: tuple[float, ...] = ()
    parts = 0
    for one in pikepdf.parse_content_stream(file.pages[0]):
        operands, name = one.operands, str(one.operator)
        if name in ("k", "scn"):
            colour = tuple(float(one) for one in operands)
        elif name in ("m", "re"):
            parts += 1
        elif name in ("f", "f*", "n", "S", "W"):
            if name in ("f", "f*"):
                yield colour, parts
            parts = 0


class TestSheet:
    @pytest.mark.parametrize("name", printers.NAMES)
    def test_its_boxes_are_those_of_the_printer(self, name: str) -> None:
        made = making(printing(name), cache=kept())
        plan = plan_of(made)
        with pikepdf.open(io.BytesIO(sheet(name))) as file:
            assert len(file.pages) == 1
            trim = [float(side) * 25.4 / 72 for side in file.pages[0].trimbox]
            bleed = [float(side) * 25.4 / 72 for side in file.pages[0].BleedBox]
        assert trim[2] - trim[0] == pytest.approx(2 * 148 + plan.spine.width, abs=0.01)
        assert trim[3] - trim[1] == pytest.approx(210, abs=0.01)
        assert trim[0] - bleed[0] == pytest.approx(made.printing.printer.cover_bleed_mm, abs=0.01)

    def test_colour_runs_to_the_edge_of_the_bleed(self) -> None:
        drawn = picture(sheet("kdp"), 72)
        grey, right, below = drawn.convert("L"), drawn.width - 1, drawn.height - 1
        corners = (grey.getpixel(place) for place in ((0, 0), (right, 0), (0, below), (right, below)))
        assert all(isinstance(level, int) and level < 245 for level in corners)

    @pytest.mark.parametrize("theme", THEMES)
    def test_it_says_what_the_editor_wrote(self, theme: str) -> None:
        said = text(sheet(theme=theme))
        about = books.metadata()
        for words in (
            about.title,
            about.subtitle,
            about.school,
            "ISBN " + ISBN,
            "12 €",
            "cinq rencontres",
            "Amélie Marsan",
        ):
            assert words in said

    def test_without_a_blurb_it_says_the_description(self) -> None:
        book = replace(books.book(), metadata=replace(books.metadata(), description="Cinq rencontres."))
        made = making(printing(blurb=""), book=book, cache=kept())
        assert "Cinq rencontres." in text(cover_file(made, plan_of(made)))

    @pytest.mark.parametrize(("language", "upward"), [("fr", True), ("fr-CA", True), ("en", False)])
    def test_the_title_runs_up_the_spine_in_french_and_down_in_english(
        self, language: str, upward: bool
    ) -> None:
        book = replace(books.book(), metadata=replace(books.metadata(), language=language))
        made = making(book=book, cache=kept())
        plan = plan_of(made)
        heights = tuple(_title_on_spine(cover_file(made, plan), plan, books.metadata().title))
        assert len(heights) == len("Parolesdurivage")
        assert heights == tuple(sorted(heights, reverse=not upward))

    def test_a_thin_spine_bears_no_words(self) -> None:
        made = making(printing("kdp"), cache=kept())
        assert text(cover_file(made, plan_of(made, 60))).count("Paroles du rivage") == 1
        assert text(cover_file(made, plan_of(made, 240))).count("Paroles du rivage") == 2

    def test_long_words_of_the_back_get_smaller_and_too_many_are_refused(self) -> None:
        def size(words: int) -> str:
            made = making(printing(blurb="Encore un mot, " * words), cache=kept())
            xhtml = sheet_order(made, plan_of(made)).job.xhtml.decode()
            return xhtml.partition('class="back" style="font-size: ')[2].partition("pt")[0]

        assert float(size(20)) > float(size(160))
        with pytest.raises(ComposeError) as caught:
            size(900)
        assert caught.value.code == "cover-words"

    def test_names_that_have_no_room_on_the_front_stand_on_the_back(self) -> None:
        made = making(book=titled(LONG), cache=kept())
        said = text(cover_file(made, plan_of(made)))
        assert "Écrit par Amélie Marsan" in said
        assert "Écrit par" not in text(sheet())

    def test_a_picture_comes_in_the_printers_inks_and_resolution(self) -> None:
        pixels = io.BytesIO()
        Image.radial_gradient("L").resize((2600, 2600)).convert("RGB").save(pixels, "JPEG")
        tinted = io.BytesIO()
        with Image.open(pixels) as grey:
            Image.merge(
                "RGB",
                (grey.getchannel(0), grey.getchannel(1).point(lambda level: level // 2), grey.getchannel(2)),
            ).save(tinted, "JPEG")
        made = replace(
            making(cache=kept()), pictures={"photos/x.jpg": tinted.getvalue()}, cover_picture="photos/x.jpg"
        )
        with pikepdf.open(io.BytesIO(cover_file(made, plan_of(made)))) as file:
            images = [
                one
                for one in file.objects
                if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
            ]
            assert [one.ColorSpace for one in images] == ["/DeviceCMYK"]
            assert int(images[0].Width) == pytest.approx(158 / 25.4 * 300, rel=0.2)

    def test_a_logo_that_one_sees_through_stands_on_the_colour_of_the_cover(self) -> None:
        """Not on a white rectangle: where nothing may be seen through, a part of the cover is a picture."""
        logo = io.BytesIO()
        disc = Image.new("L", (900, 900))
        ImageDraw.Draw(disc).ellipse((300, 300, 600, 600), fill=255)
        see_through = Image.new("RGB", disc.size, (250, 210, 40))
        see_through.putalpha(disc)
        see_through.save(logo, "PNG")
        told: list[Finding] = []
        for asked in (printing("lulu"), printing("plain")):
            made = replace(
                making(asked, cache=kept()), pictures={"photos/logo.png": logo.getvalue()},
                cover_picture="photos/logo.png", notice=told.append,
            )  # fmt: skip
            plan = plan_of(made)
            data = cover_file(made, plan)
            beside, bare = picture(data, 50), picture(sheet(asked.printer.name), 50)
            at = [round((mm + plan.bleed_mm) * 50 / 25.4) for mm in (plan.front.left + 12, plan.field_mm / 3)]
            assert beside.getpixel((at[0], at[1])) == pytest.approx(bare.getpixel((at[0], at[1])), abs=12)
            assert _judged(data) == []
        assert [(one.code, one.file, one.severity.value) for one in told] == [
            ("press-flattened", "cover.pdf", "remark")
        ] * 2

    def test_the_same_book_gives_the_same_bytes(self) -> None:
        made = making(printing())
        assert cover_file(made, plan_of(made)) == sheet()

    def test_the_spine_is_that_of_the_final_pages(self) -> None:
        made = replace(whole_book(), printed_by=partial(_same, printing("lulu")))
        pages = printed(made).pages
        even = pages + pages % 2
        assert cover_plan(made).pages == even
        assert cover_plan(made).spine.width == pytest.approx((even / 444 + 0.06) * 25.4, abs=0.01)


def _judged(data: bytes) -> list[str]:
    """The rules it breaks, but for the few pixels of a picture of the tests."""
    broken = (rule.code for rule, _ in judged(reading.read("cover.pdf", data)))
    return [code for code in broken if code != "press-resolution"]


def whole_book() -> Making:
    return Making(books.book(), books.layout(), books.pictures())


def _title_on_spine(data: bytes, plan: Plan, title: str) -> Iterator[float]:
    """How high above the foot each letter of the title on the spine has its middle, in reading order."""
    wanted = len("".join(title.split()))
    with pdfium.PdfDocument(data) as document:
        page = document[0]
        left = page.get_trimbox()[0]
        letters = page.get_textpage()
        for place in range(letters.count_chars()):
            x, bottom, right, top = (float(side) for side in letters.get_charbox(place))
            on_spine = plan.spine.left < ((x + right) / 2 - left) * 25.4 / 72 < plan.spine.right
            if wanted and on_spine and not str(letters.get_text_range(place, 1)).isspace():
                wanted -= 1
                yield (bottom + top) / 2
