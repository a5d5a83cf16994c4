"""Each rule sees what it is for: a good file, damaged in one way, is caught by one rule and by no other."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from math import inf
from typing import Any

import pikepdf
import pytest
from anthology.cache import Cache
from anthology.checks import press
from anthology.prepress import reading, ticket
from anthology.prepress.reading import Picture, PressFile, Sheet
from anthology.prepress.rules import NUMBERS, RULES, judged, rules_for, verdict
from pikepdf import Array, Dictionary, Encryption, Name, String
from tests.prepress import plates


def codes(data: bytes) -> set[str]:
    return {rule.code for rule, _ in judged(reading.read("press.pdf", data))}


@cache
def good(standard: str = "pdf/x-1a", **asked: object) -> bytes:
    """A page with letters, an area, a picture and a line: nothing is wrong with it."""

    def draw(pdf: pikepdf.Pdf) -> Dictionary:
        picture = plates.image(pdf, bytes(range(240)) * 45, (60, 60))
        font = _font(pdf)
        return Dictionary(XObject=Dictionary({"/i1": picture}), Font=Dictionary({"/F1": font}))

    letters = b"0 0 0 rg BT /F1 12 Tf (a) Tj ET 1 0 0 rg 9 9 9 9 re f "
    content = letters + b"1 w 9 9 m 99 99 l S q 10 0 0 10 0 0 cm /i1 Do Q"
    job = plates.job(
        **{"standard": standard, "pages_multiple": 2, "line_least_pt": 0.25, "font_least_pt": 6.0, **asked}
    )
    return plates.sheet(job, plates.drawn(content, draw, pages=2))


def _font(pdf: pikepdf.Pdf) -> Dictionary:
    file = pdf.make_stream(b"\x01\x00\x04\x01")
    file["/Subtype"] = Name.Type1C
    about = Dictionary(Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Some"), FontFile3=file)
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/ABCDEF+Some"), FontDescriptor=about)
    )


def damaged(data: bytes, damage: Callable[[pikepdf.Pdf], Any], **how: Any) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        damage(pdf)
        return plates.saved(pdf, **{"object_stream_mode": pikepdf.ObjectStreamMode.disable, **how})


# --- damage ------------------------------------------------------------------------------------------


def page(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj


def drawn_more(content: bytes, **resources: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        page(pdf).Contents.append(pdf.make_stream(content))
        for key, value in resources.items():
            page(pdf).Resources[f"/{key}"] = value

    return damage


def told(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[f"/{key}"] = value

    return damage


def rooted(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        pdf.Root[f"/{key}"] = value

    return damage


def paged(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        for one in pdf.pages:
            one.obj[f"/{key}"] = value

    return damage


def pictured(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        page(pdf).Resources.XObject["/i1"][f"/{key}"] = value

    return damage


def packed_so(name: str) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        page(pdf).Resources.XObject["/i1"].write(b"", filter=Name(name))
        page(pdf).Resources.XObject["/i1"].ColorSpace = Name.DeviceGray

    return damage


def soaked(pdf: pikepdf.Pdf) -> None:
    stream = page(pdf).Resources.XObject["/i1"]
    stream.write(bytes([255] * 4 * 3600))
    stream.ColorSpace = Name.DeviceCMYK


def fonts_of(pdf: pikepdf.Pdf) -> Any:
    return page(pdf).Resources.Font["/F1"].FontDescriptor


def unembedded(pdf: pikepdf.Pdf) -> None:
    del fonts_of(pdf)["/FontFile3"]


def wrapped(pdf: pikepdf.Pdf) -> None:
    fonts_of(pdf).FontFile3.Subtype = Name.OpenType


def titled(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another"


def untitled(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/CreationDate"]


def unpacketed(pdf: pikepdf.Pdf) -> None:
    said = pdf.Root.Metadata.read_bytes().replace(b"VersionID", b"OtherID")
    pdf.Root.Metadata.write(said)


def unnamed(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/GTS_PDFXVersion"]


def unprofiled(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 3


def box(name: str, *moved: float) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        sides = [float(side) for side in page(pdf)[f"/{name}"]]
        page(pdf)[f"/{name}"] = Array([side + by for side, by in zip(sides, moved, strict=True)])

    return damage


def shifted(pdf: pikepdf.Pdf) -> None:
    for name in ("MediaBox", "BleedBox", "TrimBox"):
        box(name, 5, 5, 5, 5)(pdf)


def narrower(pdf: pikepdf.Pdf) -> None:
    for name in ("MediaBox", "BleedBox", "TrimBox"):
        box(name, 0, 0, -9, 0)(pdf)


def odd_count(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


LINK = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
DAMAGES: dict[str, tuple[Callable[[pikepdf.Pdf], Any], dict[str, Any]]] = {
    "press-encrypted": (lambda pdf: None, {"encryption": Encryption(owner="x", user="")}),
    "press-version": (lambda pdf: None, {"force_version": "1.7"}),
    "press-standard": (unnamed, {}),
    "press-properties": (untitled, {}),
    "press-trapped": (told("Trapped", Name("/Unknown")), {}),
    "press-title": (titled, {}),
    "press-condition": (rooted("OutputIntents", Array()), {}),
    "press-profile": (unprofiled, {}),
    "press-active": (rooted("OpenAction", Dictionary(S=Name.JavaScript, JS=String("x"))), {}),
    "press-outline": (rooted("Outlines", Dictionary(Type=Name.Outlines)), {}),
    "press-layers": (rooted("OCProperties", Dictionary()), {}),
    "press-files": (rooted("AF", Array()), {}),
    "press-font": (unembedded, {}),
    "press-font-kind": (wrapped, {}),
    "press-rgb-object": (drawn_more(b"1 0 0 rg"), {}),
    "press-rgb-picture": (pictured("ColorSpace", Name.DeviceRGB), {}),
    "press-ink": (soaked, {}),
    "press-ink-area": (drawn_more(b"1 1 1 .1 k"), {}),
    "press-rich-black": (drawn_more(b".5 0 0 1 K"), {}),
    "press-transparency": (
        drawn_more(b"/half gs", ExtGState=Dictionary({"/half": Dictionary(ca=0.5)})),
        {},
    ),
    "press-told": (
        drawn_more(b"/curve gs", ExtGState=Dictionary({"/curve": Dictionary(TR=Name.Identity)})),
        {},
    ),
    "press-filter": (packed_so("/JPXDecode"), {}),
    "press-resolution": (drawn_more(b"q 100 0 0 100 0 0 cm /i1 Do Q"), {}),
    "press-trim": (paged("ArtBox", Array([0, 0, 9, 9])), {}),
    "press-boxes": (paged("CropBox", Array([50, 50, 90, 90])), {}),
    "press-origin": (shifted, {}),
    "press-sizes": (narrower, {}),
    "press-bleed": (box("TrimBox", 3, 3, 3, 3), {}),
    "press-marks": (box("MediaBox", 0, 0, 20, 20), {}),
    "press-turned": (paged("Rotate", 90), {}),
    "press-annotation": (paged("Annots", Array([LINK])), {}),
    "press-page-count": (odd_count, {}),
    "press-line": (drawn_more(b"0.1 w 0 0 m 9 9 l S"), {}),
    "press-letters": (drawn_more(b"BT /F1 4 Tf (a) Tj ET"), {}),
}
"""For each rule a way to break it, and how the file is saved."""

BYTES = {"press-identifier": (b"/ID [", b"/XX [")}
"""What no library for PDF files does."""


class TestMutants:
    @pytest.mark.parametrize("standard", ["pdf/x-1a", "pdf/x-4", "pdf"])
    def test_a_good_file_has_no_fault(self, standard: str) -> None:
        colour = "rgb" if standard == "pdf" else "cmyk"
        assert codes(good(standard, colour=colour)) == set()

    @pytest.mark.parametrize("code", sorted(DAMAGES))
    def test_a_damaged_file_is_caught_by_its_rule_alone(self, code: str) -> None:
        damage, how = DAMAGES[code]
        kept = {"force_version": "1.4"} if "force_version" not in how and "encryption" not in how else {}
        assert codes(damaged(good(), damage, **kept, **how)) - {"press-version"} - {code} == set()
        assert code in codes(damaged(good(), damage, **kept, **how))

    @pytest.mark.parametrize("code", sorted(BYTES))
    def test_damage_to_the_bytes_is_caught_too(self, code: str) -> None:
        assert codes(good().replace(*BYTES[code])) == {code}

    def test_a_packet_that_lacks_something_is_caught(self) -> None:
        data = damaged(good("pdf/x-4"), unpacketed, force_version="1.6")
        assert codes(data) == {"press-packet"}

    def test_a_version_in_the_packet_alone_is_that_of_x_4(self) -> None:
        data = damaged(good("pdf/x-4"), unnamed, force_version="1.6")
        assert codes(data) == set()

    def test_every_rule_is_broken_by_one_of_these(self) -> None:
        assert {*DAMAGES, *BYTES, "press-packet"} == {rule.code for rule in RULES}


class TestTable:
    def test_the_rules_are_counted_from_the_table(self) -> None:
        assert [NUMBERS[rule.code] for rule in RULES] == list(range(1, len(RULES) + 1))
        assert {len(rules_for(standard)) for standard in ("pdf/x-4", "pdf/x-1a", "pdf")} <= set(range(25, 40))

    def test_nothing_is_called_certified(self) -> None:
        file = reading.read("press.pdf", good())
        count = len(rules_for("pdf/x-1a"))
        assert verdict(file, 0).startswith(
            f"meets our {count} rules for PDF/X-1a:2003 and the printer “plain”"
        )
        assert verdict(file, 2).startswith(f"meets {count - 2} of our {count} rules")
        assert "nobody has certified it" in verdict(file, 0)

    def test_the_check_knows_the_code_of_every_rule(self) -> None:
        assert tuple(rule.code for rule in RULES) == press.CODES

    def test_faults_of_one_wording_are_told_once(self) -> None:
        found = judged(reading.read("press.pdf", damaged(good(), paged("Rotate", 90), force_version="1.4")))
        assert [(rule.code, fault.page) for rule, fault in found] == [("press-turned", 1)]
        assert "1 more page" in found[0][1].message


class TestReading:
    def test_a_file_without_a_ticket_is_judged_by_what_it_says_it_is(self) -> None:
        def without(pdf: pikepdf.Pdf) -> None:
            del pdf.docinfo["/AnthologyTicket"]
            box("TrimBox", 3, 3, 3, 3)(pdf)

        file = reading.read("x.pdf", damaged(good(), without, force_version="1.4"))
        assert (file.ticketed, file.asked.standard) == (False, ticket.X1A)
        # No printer is known: only the standard asks.
        assert judged(file) == ()
        plain = reading.read("x.pdf", plates.drawn(b"1 0 0 rg"))
        assert plain.asked.standard == ticket.PLAIN

    def test_the_same_facts_come_from_what_was_kept(self) -> None:
        kept = Cache()
        first, again = (reading.read("press.pdf", good(), kept) for _ in range(2))
        assert first == again == reading.read("press.pdf", good())

    def test_resolution_counts_the_placed_size_through_every_matrix(self) -> None:
        def draw(pdf: pikepdf.Pdf) -> Dictionary:
            form = pdf.make_stream(b"q 36 0 0 36 0 0 cm /i1 Do Q")
            form["/Subtype"], form["/BBox"] = Name.Form, Array([0, 0, 99, 99])
            form["/Matrix"] = Array([2, 0, 0, 2, 0, 0])
            form["/Resources"] = Dictionary(
                XObject=Dictionary({"/i1": plates.image(pdf, bytes(300), (10, 10))})
            )
            return Dictionary(XObject=Dictionary({"/x1": form}))

        (one,) = reading.read("x.pdf", plates.drawn(b".5 0 0 .5 7 7 cm /x1 Do", draw)).pictures
        assert round(one.ppi) == 20

    def test_letters_are_as_large_as_every_matrix_makes_them(self) -> None:
        letters = b".75 0 0 .75 0 0 cm BT 1 0 0 -1 3 3 Tm /F1 8 Tf [<00>-3<01>] TJ ET "
        content = letters + b"q 4 w 2 0 0 2 0 0 cm 0 0 m 1 1 l S Q"
        (sheet,) = reading.read("x.pdf", plates.drawn(content)).sheets
        assert (round(sheet.smallest, 3), round(sheet.thinnest, 3)) == (6.0, 6.0)

    def test_what_stands_in_words_is_not_done(self) -> None:
        (sheet,) = reading.read(
            "x.pdf", plates.drawn(rb"BT (1 0 0 rg \) 0 0 1 rg) Tj [(1 1 1 1 k) 3 (x)] TJ ET")
        ).sheets
        assert sheet.spaces == frozenset()

    def test_colours_of_pictures_inside_of_a_content_are_seen(self) -> None:
        content = b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI"
        (sheet,) = reading.read("x.pdf", plates.drawn(content)).sheets
        assert sheet.spaces == {"DeviceRGB"}

    @pytest.mark.parametrize(
        ("space", "family"),
        [
            (Array([Name.Indexed, Name.DeviceRGB, 1, String(b"abcdef")]), "DeviceRGB"),
            (Array([Name.Separation, Name.All, Name.DeviceCMYK, Dictionary()]), "Separation"),
            (Array([Name.Separation, Name("/Gold"), Name.DeviceRGB, Dictionary()]), "DeviceRGB"),
            (Array([Name.Lab, Dictionary()]), "Lab"),
        ],
    )
    def test_a_space_that_stands_for_another_is_that_other(self, space: Array, family: str) -> None:
        def draw(pdf: pikepdf.Pdf) -> Dictionary:
            return Dictionary(ColorSpace=Dictionary({"/c": space}))

        (sheet,) = reading.read("x.pdf", plates.drawn(b"/c cs 1 scn", draw)).sheets
        assert sheet.spaces == {family}


def facts() -> Iterator[PressFile]:
    yield reading.read("press.pdf", good())


def test_a_picture_that_is_nowhere_placed_too_large_is_fine() -> None:
    (file,) = facts()
    fine = Picture(1, "photos/x.jpg", 200.0, "DeviceCMYK", 300.2, False, ("/DCTDecode",))
    assert judged(replace(file, pictures=(fine,))) == ()
    coarse = replace(fine, ppi=199.0)
    ((rule, fault),) = judged(replace(file, pictures=(coarse,)))
    assert (rule.code, fault.page) == ("press-resolution", 1)
    assert "photos/x.jpg" in fault.message


def test_a_page_without_letters_or_lines_has_none_that_are_too_small() -> None:
    (file,) = facts()
    empty: Sheet = replace(file.sheets[0], smallest=inf, thinnest=inf)
    assert judged(replace(file, sheets=(empty, empty))) == ()
