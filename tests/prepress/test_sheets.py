"""A book to the file for the press: only what is printed, in its boxes, and the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
import pytest
from anthology.errors import ConfigError, LayoutError
from anthology.prepress import conditions, reading
from anthology.prepress.identity import TICKET
from anthology.prepress.pictures import Placed
from anthology.prepress.ticket import Job, Ticket, read
from pikepdf import Array, Dictionary, Name
from PIL import Image
from tests import books
from tests.prepress import plates

LINE = b"0 0 0 rg 10 10 40 40 re f"


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield pdf


def whole(pdf: pikepdf.Pdf, page: int = 0) -> bytes:
    return b"".join(part.read_bytes() for part in pdf.pages[page].obj.Contents)


def placed_points(form: pikepdf.Object) -> Iterator[tuple[float, float]]:
    """Where the lines of a form lead, those of its letters moved to their places."""
    moved = (0.0, 0.0)
    for step in pikepdf.parse_content_stream(form):
        if str(step.operator) in ("cm", "Q"):
            x, y = (0.0, 0.0) if str(step.operator) == "Q" else map(float, list(step.operands)[-2:])
            moved = (x, y)
        elif str(step.operator) in ("m", "l", "c"):
            x, y = (float(number) for number in list(step.operands)[-2:])
            yield x + moved[0], y + moved[1]


def see_through(pdf: pikepdf.Pdf) -> Dictionary:
    return Dictionary(ExtGState=Dictionary({"/half": Dictionary(ca=0.5)}))


class TestPages:
    def test_what_is_not_printed_stays_behind(self) -> None:
        with opened(plates.drawn(LINE)) as pdf:
            page = pdf.pages[0].obj
            page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])])
            page.StructParents, page.Tabs = 0, Name.S
            pdf.Root.MarkInfo = Dictionary(Marked=True)
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem("One", 0))
            book = plates.saved(pdf)
        with opened(plates.sheet(plates.job(), book)) as made:
            assert set(made.Root.keys()) == {"/Type", "/Pages", "/Metadata", "/OutputIntents"}
            assert set(made.pages[0].obj.keys()) == {
                "/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/TrimBox", "/BleedBox",
            }  # fmt: skip

    @pytest.mark.parametrize(("multiple", "count"), [(1, 3), (2, 4), (4, 4), (16, 16)])
    def test_empty_pages_fill_the_last_sheet(self, multiple: int, count: int) -> None:
        book = plates.drawn(LINE, pages=3)
        with opened(plates.sheet(plates.job(pages_multiple=multiple), book)) as made:
            assert len(made.pages) == count
            assert {tuple(map(float, page.obj.TrimBox)) for page in made.pages} == {
                tuple(map(float, made.pages[0].obj.TrimBox))
            }
            assert all(b"re f" not in whole(made, page) for page in range(3, count))

    def test_what_bleeds_is_cut_at_the_bleed_and_moved_with_the_page(self) -> None:
        with opened(plates.sheet(plates.job(bleed_mm=5.0), plates.drawn(LINE))) as made:
            before = whole(made).split(b"\n")[0]
        assert before == b"q 0.0000 0.0000 447.8745 623.6225 re W n 1 0 0 1 14.1732 14.1732 cm"

    def test_a_pattern_goes_with_the_page_that_it_fills(self) -> None:
        """It holds to its sheet, and the page moves there: its stripes must not begin elsewhere."""

        def striped(pdf: pikepdf.Pdf) -> Dictionary:
            tile = pdf.make_stream(b"1 0 0 rg 0 0 20 40 re f")
            tile["/PatternType"], tile["/PaintType"], tile["/TilingType"] = 1, 1, 1
            tile["/BBox"], tile["/XStep"], tile["/YStep"] = Array([0, 0, 40, 40]), 40, 40
            tile["/Resources"], tile["/Matrix"] = Dictionary(), Array([1, 0, 0, 1, 5, 0])
            return Dictionary(Pattern=Dictionary({"/p0": tile}))

        book = plates.drawn(b"/Pattern cs /p0 scn 0 0 400 400 re f", striped, pages=2)
        job = plates.job(standard="pdf", colour="rgb", bleed_mm=5.0, bleed_gutter=False)
        made = plates.sheet(job, book)
        for page in range(2):
            mean, _ = plates.difference(plates.shown(book, page), plates.shown(made, page))
            assert mean < 0.2

    def test_a_page_without_colour_keeps_every_operator(self) -> None:
        content = b"q 1 0 0 1 5 5 cm 0 0 9 9 re W n Q"
        with opened(plates.sheet(plates.job(), plates.drawn(content))) as made:
            assert content in whole(made)


class TestMarks:
    def test_marks_are_in_the_colour_of_every_plate_and_outside_of_the_bleed(self) -> None:
        with opened(plates.sheet(plates.job(marks=True), plates.drawn(LINE))) as made:
            page = made.pages[0].obj
            marks = page.Resources.XObject["/Marks"]
            space = marks.Resources.ColorSpace["/CSAll"]
            assert [space[0], space[1]] == [Name.Separation, Name.All]
            left, bottom, right, top = map(float, page.BleedBox)
            points = list(placed_points(marks))
            assert len(points) > 100
            assert [(x, y) for x, y in points if left < x < right and bottom < y < top] == []

    def test_the_number_of_each_page_is_drawn_beside_it(self) -> None:
        with opened(plates.sheet(plates.job(marks=True), plates.drawn(LINE, pages=2))) as made:
            first, second = (bytes(made.pages[at].obj.Contents[-1].read_bytes()) for at in (0, 1))
        assert first != second
        assert first.count(b" m\n") >= 3

    def test_pages_of_one_side_share_their_marks(self) -> None:
        with opened(plates.sheet(plates.job(marks=True), plates.drawn(LINE, pages=4))) as made:
            forms = {page.obj.Resources.XObject["/Marks"].objgen for page in made.pages}
        assert len(forms) == 1

    def test_a_printer_who_wants_none_gets_none(self) -> None:
        with opened(plates.sheet(plates.job(), plates.drawn(LINE))) as made:
            page = made.pages[0].obj
            assert page.MediaBox == page.BleedBox
            assert "/XObject" not in page.Resources


class TestTransparency:
    def test_what_is_seen_through_is_mixed_with_the_paper_where_none_may_be(self) -> None:
        book = plates.drawn(b"/half gs " + LINE, see_through)
        for asked in ({"standard": "pdf/x-1a", "transparency": True}, {"transparency": False}):
            sheet = reading.read("press.pdf", plates.sheet(plates.job(**asked), book)).sheets[0]
            assert sheet.glass == ()
            assert {round(ink[3], 1) for ink in sheet.inks} == {0.5}

    def test_it_stays_where_the_printer_takes_it(self) -> None:
        book = plates.drawn(b"/half gs " + LINE, see_through)
        data = plates.sheet(plates.job(transparency=True), book)
        assert reading.read("press.pdf", data).sheets[0].glass == ("an opacity",)

    def test_a_state_that_no_page_uses_does_no_harm(self) -> None:
        data = plates.sheet(plates.job(standard="pdf/x-1a"), plates.drawn(LINE, see_through))
        assert reading.read("press.pdf", data).sheets[0].glass == ()

    def test_a_group_of_what_is_opaque_is_drawn_without_the_group(self) -> None:
        def group(pdf: pikepdf.Pdf) -> Dictionary:
            form = pdf.make_stream(LINE)
            form["/Subtype"], form["/BBox"] = Name.Form, Array([0, 0, 99, 99])
            form["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
            return Dictionary(XObject=Dictionary({"/x0": form}))

        with opened(plates.sheet(plates.job(), plates.drawn(b"/x0 Do", group))) as made:
            form = made.pages[0].obj.Resources.XObject["/x0"]
            assert "/Group" not in form
            assert b"0 0 0 1 k" in form.read_bytes()

    def test_a_picture_with_a_mask_stands_on_white_paper(self) -> None:
        def masked(pdf: pikepdf.Pdf) -> Dictionary:
            picture = plates.image(pdf, bytes([200, 0, 0] * 2), (2, 1))
            picture.SMask = plates.image(pdf, bytes([255, 0]), (2, 1), "DeviceGray")
            return Dictionary(XObject=Dictionary({"/i1": picture}))

        data = plates.sheet(
            plates.job(standard="pdf/x-1a"), plates.drawn(b"q 9 0 0 9 0 0 cm /i1 Do Q", masked)
        )
        with opened(data) as made:
            picture = made.pages[0].obj.Resources.XObject["/i1"]
            assert "/SMask" not in picture
            pixels = picture.read_bytes()
        assert sum(pixels[:3]) > 200
        assert pixels[4:] == bytes(4)


class TestColours:
    def test_a_gradient_runs_from_ink_to_ink(self) -> None:
        def gradient(pdf: pikepdf.Pdf) -> Dictionary:
            steps = [Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 0], N=1)]
            whole = Dictionary(FunctionType=3, Domain=[0, 1], Functions=steps, Bounds=[], Encode=[0, 1])
            shading = Dictionary(
                ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=whole
            )
            return Dictionary(Shading=Dictionary({"/s0": shading}))

        with opened(plates.sheet(plates.job(), plates.drawn(b"/s0 sh", gradient))) as made:
            shading = made.pages[0].obj.Resources.Shading["/s0"]
            stops = shading.Function.Functions[0]
            assert shading.ColorSpace == Name.DeviceCMYK
            assert [float(ink) for ink in stops.C1] == [0, 0, 0, 1]
            assert float(stops.C0[1]) > 0.9

    def test_a_colour_without_a_way_into_the_inks_is_refused_with_its_page(self) -> None:
        with pytest.raises(LayoutError) as caught:
            plates.sheet(plates.job(), plates.drawn(b"/lab-d50 cs 50 10 10 scn"))
        assert caught.value.code == "press-colour"
        assert "page 1" in caught.value.message

    def test_a_gradient_that_is_a_program_is_refused(self) -> None:
        def mesh(pdf: pikepdf.Pdf) -> Dictionary:
            return Dictionary(
                Shading=Dictionary({"/s0": Dictionary(ShadingType=1, ColorSpace=Name.DeviceCMYK)})
            )

        with pytest.raises(LayoutError) as caught:
            plates.sheet(plates.job(), plates.drawn(b"/s0 sh", mesh))
        assert caught.value.code == "press-colour"

    def test_a_standard_without_a_profile_is_refused(self) -> None:
        with pytest.raises(ConfigError) as caught:
            plates.sheet(Job(Ticket(marks=False)), plates.drawn(LINE))
        assert caught.value.code == "press-profile-unusable"


class TestPhotographs:
    def test_the_original_takes_the_place_of_the_small_one_and_keeps_its_name(self) -> None:
        def small(pdf: pikepdf.Pdf) -> Dictionary:
            return Dictionary(XObject=Dictionary({"/i1": plates.image(pdf, bytes(12), (2, 2))}))

        book = plates.drawn(b"q 72 0 0 48 0 0 cm /i1 Do Q", small)
        with opened(book) as pdf:
            number = pdf.pages[0].obj.Resources.XObject["/i1"].objgen[0]
        original = books.picture(600, 400)
        placed = Placed("photos/x.jpg", "one", lambda: original, 72, 48)
        (picture,) = reading.read("press.pdf", plates.sheet(plates.job(), book, {number: placed})).pictures
        assert (picture.name, round(picture.ppi), picture.space) == ("photos/x.jpg", 300, "DeviceCMYK")


class TestIdentity:
    def test_the_same_book_gives_the_same_bytes_and_another_one_another_name(self) -> None:
        job, book = plates.job(marks=True), plates.drawn(LINE)
        first, again = (plates.sheet(job, book) for _ in range(2))
        other = plates.sheet(job, plates.drawn(LINE + b" Q"))
        assert first == again
        names = [reading.read("press.pdf", data).packet.split("DocumentID>")[1] for data in (first, other)]
        assert names[0] != names[1]

    def test_the_file_carries_what_was_asked(self) -> None:
        job = plates.job(standard="pdf/x-1a", bleed_mm=5.0, printer="somebody")
        file = reading.read("press.pdf", plates.sheet(job, plates.drawn(LINE)))
        assert file.asked == job.ticket == read(file.properties[TICKET])

    def test_title_and_names_are_told_as_they_are(self) -> None:
        with opened(plates.sheet(plates.job(), plates.drawn(LINE))) as made, made.open_metadata() as packet:
            assert packet["dc:title"] == plates.ABOUT.title == str(made.docinfo["/Title"])
            assert packet["dc:creator"] == [plates.ABOUT.author]
            assert str(made.docinfo["/CreationDate"]) == "D:20240501000000Z"

    def test_a_printer_s_own_profile_is_the_condition(self) -> None:
        profile = conditions.shipped("fogra29-260").profile
        job = Job(plates.job().ticket, conditions.own(profile))
        with opened(plates.sheet(job, plates.drawn(LINE))) as made:
            (intent,) = made.Root.OutputIntents
            assert str(intent.OutputConditionIdentifier) == "Custom"
            assert "/RegistryName" not in intent
            assert intent.DestOutputProfile.read_bytes() == profile

    def test_a_plain_file_names_no_condition(self) -> None:
        with opened(plates.sheet(plates.job(standard="pdf", colour="rgb"), plates.drawn(LINE))) as made:
            assert "/OutputIntents" not in made.Root
            assert "/GTS_PDFXVersion" not in made.docinfo


def test_a_ticket_that_is_none_is_not_taken_for_one() -> None:
    assert read("") is None
    assert read("[]") is None
    assert read('{"printer": 3}') is None
    assert read(Ticket().text()) == Ticket()


def test_pillow_and_the_rules_see_the_same_ink() -> None:
    """The check on a picture is on what a press would see: the bytes are read the way the file says."""

    def picture(pdf: pikepdf.Pdf) -> Dictionary:
        dark = Image.new("CMYK", (8, 8), (200, 190, 180, 100))
        target = io.BytesIO()
        dark.save(target, "JPEG", quality=100)
        stream = plates.image(pdf, b"", (8, 8), "DeviceCMYK")
        stream.write(target.getvalue(), filter=Name.DCTDecode)
        stream.Decode = Array([1, 0] * 4)
        return Dictionary(XObject=Dictionary({"/i1": stream}))

    book = plates.drawn(b"q 9 0 0 9 0 0 cm /i1 Do Q", picture)
    (found,) = reading.read("x.pdf", book).pictures
    assert found.ink == pytest.approx(670 / 2.55, abs=2)
