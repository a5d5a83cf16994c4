"""One program a face, with every glyph that some fragment shows, and no other."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from anthology.bindery import faces
from anthology.bindery.fragment import Face
from anthology.errors import LayoutError
from anthology.resources import font_bytes
from fontTools.ttLib import TTFont
from tests.bindery.portrait import outlines

FILES = (
    "linux-libertine/LinLibertine_R.otf",
    "linux-libertine/LinLibertine_RBI.otf",
    "linux-biolinum/LinBiolinum_R.otf",
)
EACH = pytest.mark.parametrize("file", FILES)


def face(key: str, letters: dict[int, str], **widths: float) -> Face:
    told = {glyph: widths.get(f"w{glyph}", 500.0) for glyph in letters}
    return Face(key, f"{key}+A-Face", "A Face", "f" * 64, 4, 0, 800, -200, 80, told, letters)


def numbers(data: bytes, text: str) -> list[int]:
    font = TTFont(io.BytesIO(data))
    return [font.getGlyphID(font.getBestCmap()[ord(letter)]) for letter in text]


class TestSubset:
    @EACH
    def test_glyphs_keep_their_numbers_and_their_outlines_and_all_others_are_gone(self, file: str) -> None:
        whole = font_bytes(file)
        wanted = numbers(whole, "Œuvre à l’été")
        found, known = outlines(faces.subset(whole, wanted)), outlines(whole)
        drawn = {number for number in wanted if number in known}
        assert {number: found[number] for number in drawn} == {number: known[number] for number in drawn}
        assert set(found) - drawn <= {0}

    @EACH
    def test_what_says_how_to_set_text_is_dropped_and_nothing_stands_behind_the_last_glyph(
        self, file: str
    ) -> None:
        whole = font_bytes(file)
        wanted = numbers(whole, "abc")
        cut = faces.subset(whole, wanted)
        font = TTFont(io.BytesIO(cut))
        assert {"GSUB", "GPOS"} <= set(TTFont(io.BytesIO(whole)).keys())
        assert not {"GSUB", "GPOS", "BASE", "DSIG"} & set(font.keys())
        assert font["maxp"].numGlyphs == max(wanted) + 1
        assert len(cut) < len(whole) / 5

    def test_the_same_glyphs_give_the_same_bytes_in_any_order(self) -> None:
        whole = font_bytes(FILES[0])
        wanted = numbers(whole, "abcdé")
        assert faces.subset(whole, wanted) == faces.subset(whole, wanted[::-1] + wanted)

    @pytest.mark.parametrize("data", [b"", b"not a font", b"OTTO" + bytes(200)])
    def test_what_is_no_font_is_an_error_or_an_empty_font_but_nothing_else(self, data: bytes) -> None:
        with pytest.raises(LayoutError) as caught:
            faces.subset(data, [1, 2])
        assert caught.value.code == "font-unusable"

    def test_no_glyph_at_all_is_a_font_of_none(self) -> None:
        font = TTFont(io.BytesIO(faces.subset(font_bytes(FILES[0]), [])))
        assert font["maxp"].numGlyphs == 1


class TestUnion:
    def test_faces_come_in_the_order_they_are_met_each_once_with_all_its_glyphs(self) -> None:
        one = face("A", {1: "a", 2: "b"})
        other = face("B", {9: "z"})
        again = face("A", {3: "c", 2: "b"})
        found = faces.united([[one], [], [other, again]])
        assert [face.key for face in found] == ["A", "B"]
        assert found[0].letters == {1: "a", 2: "b", 3: "c"}
        assert set(found[0].widths) == {1, 2, 3}
        assert found[1] == other

    def test_where_two_read_a_glyph_otherwise_the_first_is_right(self) -> None:
        found = faces.united([[face("A", {1: "ﬁ"}, w1=300.0)], [face("A", {1: "fi"}, w1=400.0)]])
        assert (found[0].letters, found[0].widths) == ({1: "ﬁ"}, {1: 300.0})

    def test_nothing_is_nothing(self) -> None:
        assert faces.united([]) == ()


class TestObjects:
    def made(self, one: Face, program: bytes | None) -> dict[int, pikepdf.Object]:
        plain, streams = faces.objects(one, 100, program)
        assert sorted(number for number, _ in [*plain, *streams]) == list(range(100, 100 + faces.OBJECTS))
        # A value that stands alone cannot call an object.
        alone = [(number, re.sub(rb"(\d+) 0 R", rb"/R\1", text)) for number, text in plain]
        return {number: pikepdf.Object.parse(text) for number, text in alone if text != b"null"}

    def test_widths_stand_in_runs_of_neighbours(self) -> None:
        found = self.made(face("A", {5: "a", 6: "b", 9: "c"}, w6=250.5), b"\0\1\0\0rest")
        glyphs = found[103]
        assert [[float(width) for width in run] for run in list(glyphs.W)[1::2]] == [[500.0, 250.5], [500.0]]
        assert [int(first) for first in list(glyphs.W)[::2]] == [5, 9]

    def test_a_face_whose_widths_are_all_one_says_so(self) -> None:
        fixed = self.made(face("A", {1: "a", 2: "b"}), None)
        varied = self.made(face("A", {1: "a", 2: "b"}, w1=1.0), None)
        single = self.made(face("A", {1: "a"}), None)
        assert [int(found[102].Flags) for found in (fixed, varied, single)] == [5, 4, 4]

    @pytest.mark.parametrize(
        ("program", "kind", "entry"),
        [
            (b"OTTO....", "/CIDFontType0", "/FontFile3"),
            (b"\0\1\0\0....", "/CIDFontType2", "/FontFile2"),
        ],
    )
    def test_the_kind_of_the_program_is_told(self, program: bytes, kind: str, entry: str) -> None:
        found = self.made(face("A", {1: "a"}), program)
        assert str(found[103].Subtype) == kind
        assert entry in found[102]

    def test_letters_beyond_the_basic_plane_and_several_for_one_glyph_are_told(self) -> None:
        many = {number: chr(0x4E00 + number) for number in range(1, 250)}
        letters = {**many, 300: "😀", 301: "ffi"}
        (text,) = [faces._to_unicode(letters).decode("ascii")]
        assert "<012c> <d83dde00>" in text
        assert "<012d> <006600660069>" in text
        counts = [int(line.split()[0]) for line in text.splitlines() if line.endswith("beginbfchar")]
        assert (sum(counts), max(counts)) == (251, 100), "no more than 100 at once (ISO 32000-1, 9.7.5.4)"


def test_a_letter_by_itself_has_a_glyph_and_a_width() -> None:
    font = font_bytes(FILES[0])
    read = TTFont(io.BytesIO(font))
    for letter in " aÉ":
        name = read.getBestCmap()[ord(letter)]
        width = round(read["hmtx"][name][0] * 1000 / read["head"].unitsPerEm)
        assert faces.nominal(font, letter) == (read.getGlyphID(name), width)
    assert faces.nominal(font, "\U0001f5a4")[0] == 0, "a letter that it does not have"
