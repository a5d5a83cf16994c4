"""A file for a press to its faults: one question each, asked by the rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from math import inf

from anthology.prepress.boxes import POINTS_PER_MM, Box
from anthology.prepress.identity import NAMES, VERSIONS
from anthology.prepress.reading import PressFile, Sheet
from anthology.prepress.ticket import CMYK, GREY, RGB, X1A, X4

_NEAR_PT = 0.02
_MM = 0.05
"""A length may be off by so many millimetres: files round."""

_INK = 0.5
_BLACK, _COLOUR = 0.85, 0.02
"""More black than the first and more of another ink than the second is a black made of several inks."""

_ALLOWED = {
    CMYK: frozenset({"DeviceCMYK", "DeviceGray", "Separation"}),
    GREY: frozenset({"DeviceGray", "Separation"}),
    RGB: frozenset({"DeviceRGB", "DeviceGray", "CalRGB", "CalGray", "ICCBased1", "ICCBased3", "Separation"}),
}
_MANAGED = frozenset({"ICCBased1", "ICCBased4", "CalGray"})
"""Spaces that PDF/X-4 has besides, on a press of four inks (ISO 15930-7)."""

_LATE_FILTERS = frozenset({"/JPXDecode", "/JBIG2Decode", "/LZWDecode", "/Crypt"})

_PACKET = (
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "dc:title",
    "pdf:Trapped",
)
"""What a packet must say (ISO 15930-7)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the page (from 1) where; 0 for the file as a whole."""

    message: str
    page: int = 0


# --- the file ----------------------------------------------------------------------------------------


def encrypted(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: not encrypted."""
    if file.encrypted:
        yield Fault("the file is encrypted")


def version(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: no later version of PDF than the standard's."""
    most = VERSIONS[file.asked.standard]
    if tuple(map(int, file.version.split("."))) > tuple(map(int, most.split("."))):
        yield Fault(f"the file is of version {file.version} of PDF; {most} is the latest of its standard")


def identified(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: an identifier in the trailer."""
    if not file.identified:
        yield Fault("the file has no identifier (/ID)")


def named(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: says which standard it keeps."""
    wanted = NAMES[file.asked.standard]
    if file.properties.get("GTS_PDFXVersion") != wanted and file.asked.standard == X1A:
        yield Fault(f"its properties do not say that it is {wanted}")
    if file.asked.standard == X4 and "<pdfxid:GTS_PDFXVersion>PDF/X-4<" not in file.packet:
        yield Fault(f"its packet does not say that it is {wanted}")


def properties(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: title and dates."""
    missing = [key for key in ("Title", "CreationDate", "ModDate") if not file.properties.get(key)]
    if missing:
        yield Fault(f"its properties lack {', '.join(missing)}")


def trapped(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: says whether it is trapped."""
    if file.properties.get("Trapped", "") not in ("/True", "/False"):
        yield Fault("the file does not say whether it is trapped")


def packet(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: a packet that others can read, with all that the standard wants."""
    missing = [key for key in _PACKET if key not in file.packet]
    if missing:
        yield Fault(f"its packet lacks {', '.join(missing)}")
    if not file.packet_plain:
        yield Fault("its packet is packed, so that no other program can read it")


def same_said(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: packet and properties agree."""
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", file.packet, re.DOTALL)
    if title and unescape(title[1]) != file.properties.get("Title", ""):
        yield Fault("its packet says another title than its properties")


def intent(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: one printing condition."""
    meant = [one for one in file.intents if one.identifier]
    if len(meant) != 1:
        yield Fault(f"the file names {len(meant)} printing conditions, not one")
    for one in meant:
        if not one.profile and (file.asked.standard == X4 or one.registry != "http://www.color.org"):
            yield Fault("the profile of its printing condition is not in the file")


def profile(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: the profile of a press."""
    counts = {"CMYK": 4, "RGB": 3, "GRAY": 1}
    for one in file.intents:
        if one.profile and (one.profile != "prtr" or counts.get(one.space) != one.components):
            yield Fault("the profile of its printing condition is not that of a press")
        elif one.profile and file.asked.colour == CMYK and one.space != "CMYK":
            yield Fault(f"its printing condition has the colours {one.space}, not four inks")


def active(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: nothing that acts."""
    if file.active:
        yield Fault(f"the file can act: {', '.join(sorted(set(file.active)))}")


def outline(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: no bookmarks."""
    if file.outline:
        yield Fault("the file has bookmarks")


def layers(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: no layers."""
    if file.layers:
        yield Fault("the file has layers, which may be shown or not")


def files(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: no files inside."""
    if file.files:
        yield Fault("other files are inside of the file")


# --- fonts -------------------------------------------------------------------------------------------


def fonts(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: every font inside."""
    for font in file.fonts:
        if not font.program:
            yield Fault(f"the font {font.name} is not in the file", font.page)


def font_kinds(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: fonts in a form that older machines read."""
    for font in file.fonts:
        if font.program.endswith("/OpenType"):
            yield Fault(
                f"the font {font.name} is wrapped as OpenType, which older machines cannot read", font.page
            )


# --- colours -----------------------------------------------------------------------------------------


def _allowed(file: PressFile) -> frozenset[str]:
    more = _MANAGED if file.asked.standard == X4 and file.asked.colour == CMYK else frozenset()
    return _ALLOWED[file.asked.colour] | more


def colours(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: letters and areas in the inks of the press."""
    for sheet in file.sheets:
        wrong = sorted(sheet.spaces - _allowed(file))
        if wrong:
            yield Fault(
                f"letters or areas are in colours of the screen or of another press ({', '.join(wrong)})",
                sheet.number,
            )


def picture_colours(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: pictures in the inks of the press."""
    for one in file.pictures:
        if one.space and one.space not in _allowed(file):
            yield Fault(f"{_called(one.name)} is in the colours {one.space}", one.page)


def _called(name: str) -> str:
    return f"the picture {name}" if name else "a picture"


def picture_ink(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: pictures under the limit of ink."""
    for one in file.pictures:
        if one.ink > file.asked.ink_limit + _INK:
            yield Fault(
                f"{_called(one.name)} has {one.ink:.0f} % of ink; {file.asked.ink_limit} % is the limit",
                one.page,
            )


def area_ink(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: areas and letters under the limit of ink."""
    for sheet in file.sheets:
        most = max((sum(inks) * 100 for inks in sheet.inks), default=0)
        if most > file.asked.ink_limit + _INK:
            yield Fault(
                f"an area or letters have {most:.0f} % of ink; {file.asked.ink_limit} % is the limit",
                sheet.number,
            )


def rich_black(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: black in one ink."""
    for sheet in file.sheets:
        if any(inks[3] > _BLACK and max(inks[:3]) > _COLOUR for inks in sheet.inks):
            yield Fault("a black is made of several inks: small letters get coloured rims", sheet.number)


def glass(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: nothing one sees through."""
    if not file.asked.live:
        for sheet in file.sheets:
            if sheet.glass:
                yield Fault(f"something can be seen through: {', '.join(sheet.glass)}", sheet.number)


def odd(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: no halftones, transfer curves, stand-ins."""
    for sheet in file.sheets:
        if sheet.odd:
            yield Fault(
                f"the page tells the press what it decides itself: {', '.join(sheet.odd)}", sheet.number
            )
    for one in file.pictures:
        if one.odd:
            yield Fault(f"{_called(one.name)} has a stand-in: {', '.join(one.odd)}", one.page)


# --- pictures ----------------------------------------------------------------------------------------


def filters(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: pictures packed as the standard knows."""
    for one in file.pictures:
        late = sorted(_LATE_FILTERS.intersection(one.filter))
        if late:
            yield Fault(
                f"{_called(one.name)} is packed in a way that the standard has not ({', '.join(late)})",
                one.page,
            )


def resolution(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: pictures with pixels enough."""
    for one in file.pictures:
        if one.ppi < file.asked.ppi_least - 0.5:
            yield Fault(
                f"{_called(one.name)} has {one.ppi:.0f} pixels an inch; {file.asked.ppi_least} are the least",
                one.page,
            )


# --- pages -------------------------------------------------------------------------------------------


def trim(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: each page says where it is cut."""
    for sheet in file.sheets:
        if sheet.trim is None or sheet.art:
            yield Fault("a page must have one box that says where it is cut (TrimBox)", sheet.number)


def nested(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: boxes inside one another."""
    for sheet in file.sheets:
        order = [box for box in (sheet.media, sheet.crop, sheet.bleed, sheet.trim) if box is not None]
        # The page as it is shown may be smaller than the sheet, and must hold what bleeds.
        if any(not _holds(outer, inner) for outer, inner in pairwise(order)):
            yield Fault("the boxes of a page do not stand inside one another", sheet.number)


def _holds(outer: Box, inner: Box) -> bool:
    low = all(outer[side] <= inner[side] + _NEAR_PT for side in (0, 1))
    return low and all(outer[side] >= inner[side] - _NEAR_PT for side in (2, 3))


def origin(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: sheets begin at 0, 0."""
    for sheet in file.sheets:
        if sheet.media is None or max(map(abs, sheet.media[:2])) > _NEAR_PT:
            yield Fault("the sheet does not begin at 0, 0: some programs shift it", sheet.number)


def sizes(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: all pages cut to one size."""
    sizes = [_size(sheet) for sheet in file.sheets if sheet.trim is not None]
    usual = Counter(sizes).most_common(1)[0][0] if sizes else (0.0, 0.0)
    for sheet in file.sheets:
        if sheet.trim is not None and max(abs(a - b) for a, b in zip(_size(sheet), usual, strict=True)) > _MM:
            width, height = _size(sheet)
            others = f"{usual[0]:.1f} × {usual[1]:.1f} mm"
            yield Fault(
                f"a page is cut to {width:.1f} × {height:.1f} mm, others to {others}",
                sheet.number,
            )


def _size(sheet: Sheet) -> tuple[float, float]:
    left, bottom, right, top = sheet.trim or (0, 0, 0, 0)
    return round((right - left) / POINTS_PER_MM, 1), round((top - bottom) / POINTS_PER_MM, 1)


def bleed(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: bleed as the printer wants it."""
    wanted = file.asked.bleed_mm
    for sheet in file.sheets if wanted >= 0 else ():
        found = _bleeds(sheet)
        gutter = 0 if sheet.number % 2 else 2
        for side, has in enumerate(found):
            free = side == gutter and not file.asked.bleed_gutter
            if abs(has - (0 if free else wanted)) > _MM:
                yield Fault(
                    f"a page bleeds by {has:.1f} mm where the printer wants {0 if free else wanted:g} mm",
                    sheet.number,
                )
                break


def _bleeds(sheet: Sheet) -> tuple[float, ...]:
    """By how much a page bleeds: left, bottom, right, top, in millimetres."""
    if sheet.trim is None:
        return ()
    bleed = sheet.bleed or sheet.trim
    low = [sheet.trim[side] - bleed[side] for side in (0, 1)]
    return tuple(
        length / POINTS_PER_MM for length in (*low, *(bleed[side] - sheet.trim[side] for side in (2, 3)))
    )


def slug(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: no marks where none are wanted."""
    for sheet in file.sheets if file.ticketed and not file.asked.marks else ():
        if sheet.media and sheet.bleed and not _holds(sheet.bleed, sheet.media):
            yield Fault("there is room for marks around a page, and this printer wants none", sheet.number)


def turned(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: pages upright, in points."""
    for sheet in file.sheets:
        if sheet.turned:
            yield Fault("a page is turned, or measured in a unit of its own", sheet.number)


def links(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: no links and no notes."""
    for sheet in file.sheets:
        kinds = ", ".join(sorted(set(sheet.annotations)))
        if kinds:
            yield Fault(
                f"a page has {len(sheet.annotations)} links or notes: {kinds}",
                sheet.number,
            )


def count(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: as many pages as the printer binds."""
    count, asked = len(file.sheets), file.asked
    if count % asked.pages_multiple:
        yield Fault(f"the file has {count} pages, which is no multiple of {asked.pages_multiple}")
    if count < asked.pages_least:
        yield Fault(
            f"the file has {count} pages; {asked.pages_least} are the fewest this printer binds, so "
            f"{asked.pages_least - count} with something on them are missing"
        )
    if asked.pages_most and count > asked.pages_most:
        yield Fault(f"the file has {count} pages; {asked.pages_most} are the most this printer binds")


def lines(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: no line too thin to print."""
    least = file.asked.line_least_pt
    for sheet in file.sheets:
        if sheet.thinnest < max(least - 0.005, _NEAR_PT):
            yield Fault(
                f"a line is {sheet.thinnest:.2f} pt thin; {least:g} pt is the least that prints well",
                sheet.number,
            )


def letters(file: PressFile) -> Iterator[Fault]:
    """What breaks the rule: no letters too small to print."""
    least = file.asked.font_least_pt
    for sheet in file.sheets:
        if sheet.smallest < least - 0.05 and sheet.smallest != inf:
            yield Fault(
                f"letters are {sheet.smallest:.1f} pt small; {least:g} pt is the least that prints well",
                sheet.number,
            )
