"""The fonts of all fragments to those of the file: one program a face, with every glyph that is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from anthology.bindery import pdf
from anthology.bindery.fragment import Face
from anthology.errors import LayoutError

OBJECTS = 5
"""How many objects a font is made of."""

Program = Callable[[str, Sequence[int]], bytes]
"""A font file, by its digest, cut down to some glyphs, which keep their numbers."""

_DROPPED = (
    b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ",
)  # fmt: skip
"""Tables that say how to set text, or draw it otherwise: the text of a PDF is set already."""

_BATCH = 100
_FIXED_PITCH = 1
_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange"""
_CMAP_END = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def united(heads: Iterable[Sequence[Face]]) -> tuple[Face, ...]:
    """The faces of all fragments in the order they are met, each once, with every glyph that is shown.

    Where two fragments read a glyph as different letters, the first is right, as it is when a book is set
    in one go.
    """
    known: dict[str, Face] = {}
    widths: dict[str, dict[int, float]] = {}
    letters: dict[str, dict[int, str]] = {}
    for face in (face for faces in heads for face in faces):
        if face.key not in known:
            known[face.key], widths[face.key], letters[face.key] = face, {}, {}
        widths[face.key] |= {**face.widths, **widths[face.key]}
        letters[face.key] = {**face.letters, **letters[face.key]}
    return tuple(replace(face, widths=widths[key], letters=letters[key]) for key, face in known.items())


def subset(font: bytes, glyphs: Sequence[int]) -> bytes:
    """A font file with some of its glyphs, by number; they keep their numbers.

    Raises:
        LayoutError: `font-unusable`.
    """
    import uharfbuzz as hb  # only here: most builds find every face cut already

    flags = hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED | hb.SubsetFlags.DESUBROUTINIZE
    try:
        thinned = _thinned(hb, hb.Face(font), glyphs, flags | hb.SubsetFlags.RETAIN_GIDS)
        # Once more, for what stands behind the last glyph that is shown.
        short = _thinned(hb, thinned, range(max(glyphs, default=0) + 1), flags | hb.SubsetFlags.NO_HINTING)
        return bytes(short.blob.data)
    except (RuntimeError, ValueError, MemoryError) as error:
        raise LayoutError(
            "font-unusable",
            f"a font cannot be cut down to the glyphs that are shown: {error}",
            hint="install the tool again, or replace the font",
        ) from error


def _thinned(hb: Any, face: Any, glyphs: Iterable[int], flags: int) -> Any:
    wanted = hb.SubsetInput()
    wanted.flags = flags
    wanted.glyph_set.set(set(glyphs))
    wanted.drop_table_tag_set.update({int.from_bytes(name, "big") for name in _DROPPED})
    return hb.subset(face, wanted)


def nominal(font: bytes, letter: str) -> tuple[int, float]:
    """The glyph that a font file gives for a letter by itself, and how wide it is in thousandths of an em."""
    import uharfbuzz as hb

    face = hb.Face(font)
    one = hb.Font(face)
    glyph = one.get_nominal_glyph(ord(letter)) or 0
    return glyph, round(one.get_glyph_h_advance(glyph) * 1000 / face.upem)


def objects(
    face: Face, first: int, program: bytes | None
) -> tuple[list[tuple[int, bytes]], list[tuple[int, bytes]]]:
    """The objects of a font, numbered from `first`, which is the font: those of text, and the streams."""
    letters, description, glyphs, file = first + 1, first + 2, first + 3, first + 4
    opentype = program is not None and program[:4] == b"OTTO"
    plain = [
        (first, _font(face, letters, glyphs)),
        (glyphs, _glyphs(face, description, opentype=opentype)),
        (description, _description(face, file if program else None, opentype=opentype)),
    ]
    streams = [(letters, pdf.packed_stream(letters, {}, _to_unicode(face.letters)))]
    if program:
        kind = {"Subtype": b"/OpenType"} if opentype else {"Length1": b"%d" % len(program)}
        streams.append((file, pdf.packed_stream(file, kind, program)))
    else:
        plain.append((file, b"null"))
    return plain, streams


def _name(face: Face) -> bytes:
    return b"/" + face.name.encode("ascii")


def _font(face: Face, letters: int, glyphs: int) -> bytes:
    return pdf.dictionary(
        {
            "Type": b"/Font",
            "Subtype": b"/Type0",
            "BaseFont": _name(face),
            "ToUnicode": pdf.reference(letters),
            "Encoding": b"/Identity-H",
            "DescendantFonts": pdf.array([pdf.reference(glyphs)]),
        }
    )


def _glyphs(face: Face, description: int, *, opentype: bool) -> bytes:
    system = {"Registry": pdf.string("Adobe"), "Ordering": pdf.string("Identity"), "Supplement": b"0"}
    return pdf.dictionary(
        {
            "Type": b"/Font",
            "Subtype": b"/CIDFontType0" if opentype else b"/CIDFontType2",
            "BaseFont": _name(face),
            "CIDSystemInfo": pdf.dictionary(system),
            "CIDToGIDMap": b"/Identity",
            "W": _widths(face.widths),
            "FontDescriptor": pdf.reference(description),
        }
    )


def _widths(widths: Mapping[int, float]) -> bytes:
    """Runs of neighbouring glyphs (ISO 32000-1, 9.7.4.3)."""
    runs: list[tuple[int, list[bytes]]] = []
    for glyph in sorted(widths):
        if not runs or glyph != runs[-1][0] + len(runs[-1][1]):
            runs.append((glyph, []))
        runs[-1][1].append(pdf.real(widths[glyph]))
    return pdf.array(part for first, run in runs for part in (b"%d" % first, pdf.array(run)))


def _description(face: Face, file: int | None, *, opentype: bool) -> bytes:
    widths = face.widths.values()
    fixed = len(face.widths) > 1 and len(set(widths)) == 1
    box = (0, face.descent, max(widths, default=0), face.ascent)
    return pdf.dictionary(
        {
            "Type": b"/FontDescriptor",
            "FontName": _name(face),
            "FontFamily": pdf.string(face.family),
            "Flags": b"%d" % (face.flags + (_FIXED_PITCH if fixed else 0)),
            "FontBBox": pdf.array(map(pdf.real, box)),
            "ItalicAngle": b"%d" % face.italic_angle,
            "Ascent": b"%d" % face.ascent,
            "Descent": b"%d" % face.descent,
            "CapHeight": b"%d" % face.ascent,
            "StemV": b"%d" % face.stem,
            "StemH": b"%d" % face.stem,
            ("FontFile3" if opentype else "FontFile2"): pdf.reference(file) if file else None,
        }
    )


def _to_unicode(letters: Mapping[int, str]) -> bytes:
    """What each glyph reads (ISO 32000-1, 9.10.3)."""
    lines = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(letters.items())]
    batches = [lines[place : place + _BATCH] for place in range(0, len(lines), _BATCH)]
    said = [f"{len(batch)} beginbfchar\n" + "\n".join(batch) + "\nendbfchar" for batch in batches]
    return b"\n".join([_CMAP_HEAD, *(text.encode("ascii") for text in said), _CMAP_END])
