"""RTF files lose no word and show none that they withhold, whatever their words stand in."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from itertools import product

import pytest
from anthology.errors import SourceError
from anthology.model import Emphasis, Form, Received, Withheld
from anthology.readers import rtf
from anthology.readers.rtf import MAX_DEPTH, read_rtf
from anthology.readers.rtf_tokens import tokens
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.rtf_files import CONTAINERS, HEAD, INLINE, RtfFile, escaped, par, rtf_file
from tests.readers.tokens import placed
from tests.readers.word_files import PNG

FILE = "submissions/reportage.rtf"


def read(body: str) -> Received:
    return read_rtf((HEAD + body + "}").encode("latin-1"), FILE)


def texts(body: str) -> list[str]:
    return [one.text for one in read(body).manuscripts[0].blocks]


def mistakes(made: RtfFile) -> list[str]:
    received = read_rtf(made.written(), FILE)
    return [*made.tokens.mistakes(received), *placed(received)]


class TestTokens:
    def test_each_says_what_it_is_and_where(self) -> None:
        data = b"{\\rtf1 a\\'e9\\~\r\n\\u-5?\\b}\\bin3 {}\\"
        assert list(tokens(data)) == [
            ("open", "", None, b"{", 0),
            ("word", "rtf", 1, b"", 1),
            ("text", "", None, b"a", 7),
            ("byte", "", None, b"\xe9", 8),
            ("sign", "", None, b"~", 12),
            ("word", "u", -5, b"", 16),
            ("text", "", None, b"?", 20),
            ("word", "b", None, b"", 21),
            ("close", "", None, b"}", 23),
            ("binary", "", None, b"{}\\", 24),
        ]

    @pytest.mark.parametrize(
        ("written", "held"), [(b"\\bin y", b""), (b"\\bin-2 y", b""), (b"\\bin0 y", b""), (b"\\bin9 y", b"y")]
    )
    def test_binary_data_has_as_many_bytes_as_it_says_and_there_are(
        self, written: bytes, held: bytes
    ) -> None:
        first, *rest = tokens(written)
        assert (first.kind, first.data) == ("binary", held)
        assert [one.data for one in rest] == ([] if held else [b"y"])


class TestEveryShape:
    @pytest.mark.parametrize(("container", "name"), [*product(CONTAINERS, INLINE)])
    def test_loses_no_word(self, container: str, name: str) -> None:
        assert mistakes(rtf_file(container, [name])) == []

    def test_shows_no_name_of_a_page_style_but_withholds_the_margins_beside_it(self) -> None:
        styles = r"{\*\pgdsctbl{\pgdsc0\pgwsxn12240{\header\pard Lycee\par}\pgdscnxt0 Default Page Style;}}"
        blocks = read(styles + par("Un port.")).manuscripts[0].blocks
        shown = [one.text for one in blocks if one.shape.withheld is None]
        margins = [one.text for one in blocks if one.shape.withheld is Withheld.RUNNING_HEAD]
        assert (shown, margins) == (["Un port."], ["Lycee"])

    @pytest.mark.parametrize("kind", ["header", "headerf", "footerr", "footer"])
    @pytest.mark.parametrize("name", ["plain", "marked", "link", "signs", "either"])
    def test_is_withheld_in_a_header_or_a_footer(self, kind: str, name: str) -> None:
        made = RtfFile()
        made.tokens.withheld = Withheld.RUNNING_HEAD
        made.margins.append(f"{{\\{kind} {par(INLINE[name](made))}}}")
        made.tokens.withheld = None
        made.body.append(par(made.word()))
        assert mistakes(made) == []


class TestStyles:
    @pytest.mark.parametrize(
        ("more", "form", "level"),
        [
            ("\\s1", Form.HEADING, 1),
            ("\\s2", Form.TITLE, 0),
            ("\\s3", Form.QUOTE, 0),
            ("\\outlinelevel2", Form.HEADING, 3),
            ("\\s9", Form.PARAGRAPH, 0),
        ],
    )
    def test_say_what_a_paragraph_is(self, more: str, form: Form, level: int) -> None:
        block = read(par("Le port", more)).manuscripts[0].blocks[0]
        assert (block.shape.form, block.shape.level) == (form, level)

    @pytest.mark.parametrize(
        ("number", "ordered"), [("1.", True), ("a)", True), ("\\'b7", False), ("o", False)]
    )
    def test_items_know_whether_they_are_numbered(self, number: str, ordered: bool) -> None:
        block = read(f"{{\\listtext {number}\\tab}}\\ilvl1\\ls1 Le port\\par").manuscripts[0].blocks[0]
        assert (block.text, block.shape.form, block.shape.level) == ("Le port", Form.ITEM, 2)
        assert block.shape.ordered is ordered

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            (par(r"{\*\listoverride\s1\outlinelevel0\ls1}Le port"), Form.PARAGRAPH),
            (par(r"{\*\listtable{\listtext 1.}}Le port"), Form.PARAGRAPH),
            (r"\s1\pard Le port\par", Form.PARAGRAPH),
            (r"\s1 Un\par\pard Le port\par", Form.PARAGRAPH),
            (r"\s1 Un\par Le port\par", Form.HEADING),
            (r"\s1\s Le port\par", Form.PARAGRAPH),
            (r"\outlinelevel0\outlinelevel Le port\par", Form.PARAGRAPH),
            (r"\ls1\ls0 Le port\par", Form.PARAGRAPH),
            (r"\s1\ls1 Le port\par", Form.HEADING),
        ],
    )
    def test_of_other_things_say_nothing_of_a_paragraph(self, written: str, said: Form) -> None:
        assert read(written).manuscripts[0].blocks[-1].shape.form is said


class TestTables:
    def test_cells_know_their_row_and_column(self) -> None:
        made = rtf_file("in_table", ["plain"])
        blocks = read_rtf(made.written(), FILE).manuscripts[0].blocks
        found = [(one.shape.table, one.shape.row, one.shape.column, one.shape.head) for one in blocks]
        head, first, second = (1, 1, 1, True), (1, 2, 1, False), (1, 2, 2, False)
        outside = (0, 0, 0, False)
        assert found == [outside, head, (1, 1, 2, True), first, first, second, outside]

    def test_a_table_in_a_table_is_one_of_its_own(self) -> None:
        blocks = read_rtf(rtf_file("in_nested_table", ["plain"]).written(), FILE).manuscripts[0].blocks
        assert [(one.shape.table, one.shape.column) for one in blocks] == [
            (0, 0),
            (1, 1),
            (2, 1),
            (2, 2),
            (1, 1),
            (0, 0),
        ]

    def test_words_between_the_last_cell_and_the_end_of_its_row_are_kept(self) -> None:
        blocks = read(r"\trowd\cellx1\pard\intbl Un\cell Deux\row\pard Trois\par").manuscripts[0].blocks
        found = [(one.text, one.shape.table, one.shape.row, one.shape.column) for one in blocks]
        assert found == [("Un", 1, 1, 1), ("Deux", 1, 1, 2), ("Trois", 0, 0, 0)]

    def test_a_row_without_a_table_is_none(self) -> None:
        (block,) = read(r"\pard Le port \row et la mer\par").manuscripts[0].blocks
        assert (block.text, block.shape.table) == ("Le port et la mer", 0)

    def test_cells_of_what_is_not_shown_are_none(self) -> None:
        blocks = read(par(r"Le port{\*\generator x\cell y\row}") + par("La mer")).manuscripts[0].blocks
        assert [(one.text, one.shape.table) for one in blocks] == [("Le port", 0), ("La mer", 0)]


class TestMarksAndNotes:
    def test_notes_are_called_where_they_stand_and_follow_their_paragraph(self) -> None:
        one = read_rtf(rtf_file("in_body", ["footnote", "endnote"]).written(), FILE).manuscripts[0]
        assert [mark.target for mark in one.marks if mark.kind is Emphasis.NOTE] == ["1", "i"]
        assert [block.shape.label for block in one.blocks] == ["", "", "1", "1", "i", ""]

    def test_links_keep_their_address(self) -> None:
        one = read_rtf(rtf_file("in_body", ["link"]).written(), FILE).manuscripts[0]
        assert [(mark.kind, mark.target) for mark in one.marks] == [(Emphasis.LINK, "https://example.org/a")]

    def test_those_of_what_is_not_shown_are_none(self) -> None:
        hidden = r'{\*\generator{\field{\*\fldinst HYPERLINK "https://example.org/b"}{\fldrslt x}}}'
        received = read(par(rf"Le port{hidden} de {{\field{{\fldrslt Muret}}}}"))
        (one,) = received.manuscripts
        assert (one.text, one.marks, received.findings) == ("Le port de Muret", (), ())

    def test_comments_bear_the_name_of_who_wrote_them(self) -> None:
        blocks = read_rtf(rtf_file("in_body", ["comment"]).written(), FILE).manuscripts[0].blocks
        assert [one.shape.label for one in blocks if one.shape.withheld is Withheld.COMMENT] == ["Zoé"]

    def test_pictures_come_with_their_bytes(self) -> None:
        received = read_rtf(rtf_file("in_body", ["picture", "binary"]).written(), FILE)
        assert dict(received.pictures) == {"reportage-1.png": PNG, "reportage-2.jpg": b"{}\\\\"}

    def test_properties_are_withheld_under_their_names(self) -> None:
        blocks = (
            read(r"{\info{\title Mon titre}{\author Zo\'e9}{\nofpages3}}" + par("Le port"))
            .manuscripts[0]
            .blocks
        )
        found = [(one.text, one.shape.withheld, one.shape.label) for one in blocks]
        metadata = Withheld.METADATA
        assert found == [
            ("Le port", None, ""),
            ("Mon titre", metadata, "title"),
            ("Zoé", metadata, "creator"),
        ]

    def test_a_property_of_no_words_is_none_and_one_elsewhere_is_text(self) -> None:
        """`\\author` names a person in `\\info` alone: elsewhere its words are words of somebody's text."""
        blocks = read(r"{\info{\title  }{\author Zo\'e9}}" + par(r"Le {\title port}")).manuscripts[0].blocks
        assert [(one.text, one.shape.label) for one in blocks] == [("Le port", ""), ("Zoé", "creator")]

    def test_a_line_that_is_ended_by_a_backslash_ends_a_paragraph(self) -> None:
        assert texts("Le port\\\nLa mer\\\rLe vent") == ["Le port", "La mer", "Le vent"]
        assert texts("Le\r\n port") == ["Le port"]


class TestPictures:
    def test_one_in_a_margin_is_told_and_not_shown(self) -> None:
        inside = rf"{{\header\pard Lycee {{\pict\pngblip {PNG.hex()}}}\par}}"
        received = read(inside + par("Le port"))
        assert dict(received.pictures) == {}
        assert [one.code for one in received.findings] == ["office-margin-picture"]

    def test_one_of_no_bytes_is_none_and_one_of_no_kind_is_kept_all_the_same(self) -> None:
        received = read(par(r"Le port{\pict\pngblip }{\pict 0102f}"))
        assert dict(received.pictures) == {"reportage-1.bin": b"\1\2"}

    def test_bytes_may_stand_in_lines_of_hexadecimal_digits(self) -> None:
        lines = "\r\n".join(PNG.hex()[at : at + 64] for at in range(0, len(PNG.hex()), 64))
        received = read(par(f"Le port{{\\pict\\pngblip\r\n{lines}\r\n}}"))
        assert dict(received.pictures) == {"reportage-1.png": PNG}

    def test_a_description_of_a_shape_around_it_is_the_one_of_its_picture(self) -> None:
        shape = (
            r"{\shp{\*\shpinst{\sp{\sn pib}{\sv {\pict\jpegblip 0102}}}{\sp{\sn wzDescription}{\sv La mer}}}}"
        )
        received = read(par(f"Le port{shape}"))
        assert dict(received.pictures) == {"reportage-1.jpg": b"\1\2"}
        found = [(one.text, one.shape.form, one.shape.label) for one in received.manuscripts[0].blocks]
        assert found[-1] == ("La mer", Form.ALT, "reportage-1.jpg")

    @pytest.mark.parametrize("title", ["wzTitle", "wzDescription"])
    def test_a_description_without_a_picture_is_kept(self, title: str) -> None:
        shape = rf"{{\shp{{\*\shpinst{{\sp{{\sn {title}}}{{\sv La mer}}}}}}}}"
        (_, said) = read(par(f"Le port{shape}")).manuscripts[0].blocks
        assert (said.text, said.shape.form, said.shape.label) == ("La mer", Form.ALT, "")

    def test_a_name_outside_of_a_shape_is_text(self) -> None:
        assert texts(par(r"Le {\sn port} {\sv dort}")) == ["Le port dort"]

    def test_letters_that_are_drawn_are_words(self) -> None:
        shape = r"{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv Le port}}{\sp{\sn gtextUNICODE}{\sv  }}}}"
        assert texts(par(f"La mer{shape}")) == ["La mer", "Le port"]

    @pytest.mark.parametrize(
        ("written", "codes"),
        [
            ("https://example.org/a.png", ["office-elsewhere"]),
            (r"\\\\server\\a.png", ["office-elsewhere"]),
            ("a.png", []),
        ],
    )
    def test_one_that_lies_elsewhere_is_told(self, written: str, codes: list[str]) -> None:
        shape = rf"{{\shp{{\*\shpinst{{\sp{{\sn pibName}}{{\sv {written}}}}}}}}}"
        received = read(par(f"La mer{shape}"))
        assert [one.code for one in received.findings] == codes


class TestLetters:
    @pytest.mark.parametrize(
        ("written", "read_as"),
        [
            (r"\u233?t\u233 ?", "été"),
            (r"\uc0\u233 t\u233\uc1 ", "été"),
            (r"\uc2\u233 \'e9\'e9t", "ét"),
            (r"\u-10179?\u-8704?", "😀"),
            (r"\u-10179?a", "\ufffda"),
            (r"{\f2\'e8}", "č"),
            (r"{\f1 a\'a3}", "α≤"),
            (r"{\f1\u-3999?}", "α"),
            (r"{\f1 a b}", "α β"),
            # What stands behind a letter for old programs may be a sign, or the word for one.
            (r"a\u160\~\u8212\emdash \u8212-x", "a\u00a0——x"),
            (r"\u0?a", "a"),
            (r"a\|b\:c", "abc"),
            # Two bytes are one letter, whether they are written as numbers or as they are.
            (r"{\f3 \'82\'a0\'83A}", "あア"),
            (r"a\'81b", "a\ufffdb"),
            (r"\u56832?a", "\ufffda"),
            (r"\uc-1\u233 a", "éa"),
            # A group ends what is skipped: these letters are none of the stand-in's.
            (r"\uc3{\u233 }abc", "éabc"),
            (r"{\uc3\u233 {abc}}", "éabc"),
            (r"{\uc0\u233 a}\u233 ab", "éaéb"),
            (r"\bin4 {\b}abc", "abc"),
            ("caf\xe9", "café"),
            (r'{\field{\*\fldinst SYMBOL 97 \\f "Symbol"}{\fldrslt}}', "α"),
        ],
    )
    def test_are_those_that_were_meant(self, written: str, read_as: str) -> None:
        fonts = r"{\fonttbl{\f3\fnil\fcharset128 MS Mincho;}}"
        assert texts(fonts + par(written)) == [read_as]

    def test_of_an_old_macintosh_are_read_as_such(self) -> None:
        data = rb"{\rtf1\mac\deff0 \'8et\'8e\par}"
        assert read_rtf(data, FILE).manuscripts[0].text == "été"

    def test_a_name_of_a_font_may_come_in_parts(self) -> None:
        fonts = r"{\fonttbl{\f7\fnil\fcharset2 Sym{\*\falt Other}bol;}}"
        assert texts(fonts + par(r"Le {\f7 a}")) == ["Le α"]

    def test_fonts_need_no_groups(self) -> None:
        fonts = rb"{\fonttbl\f0\fswiss\fcharset0 Helvetica;\f1\fcharset238 Arial CE;}"
        data = rb"{\rtf1\ansi" + fonts + rb"\f0 \'e8 \f1 \'e8\par}"
        assert read_rtf(data, FILE).manuscripts[0].text == "è č"


class TestTold:
    def test_destinations_that_nobody_knows_are_left_out_and_counted(self) -> None:
        received = read(par(r"Le port{\*\strange trois mots {tout}}"))
        assert received.manuscripts[0].text == "Le port"
        assert [(one.code, one.message[:7]) for one in received.findings] == [("office-left-out", "3 words")]

    def test_one_within_what_is_known_to_hold_no_words_is_not_told(self) -> None:
        assert read(par(r"Le port{\*\generator Some{\*\strange trois mots}}")).findings == ()

    def test_an_unknown_destination_of_no_words_is_not_told(self) -> None:
        assert read(par(r"Le port{\*\strange  }")).findings == ()

    def test_a_sign_that_only_its_font_can_draw_is_told(self) -> None:
        fonts = r"{\fonttbl{\f7\fnil\fcharset2 Lyceum Signs;}}"
        received = read(fonts + par(r"Le port {\f7\'e8}"))
        assert received.manuscripts[0].text == "Le port \uf0e8"
        (finding,) = received.findings
        assert "Lyceum Signs" in finding.message
        assert "e8" in finding.message

    def test_a_file_that_ends_too_early_is_told_and_read(self) -> None:
        received = read_rtf((HEAD + r"Le port{\b dort").encode(), FILE)
        assert received.manuscripts[0].text == "Le portdort"
        assert [one.code for one in received.findings] == ["office-cut-short"]

    def test_words_behind_the_end_are_counted(self) -> None:
        data = (HEAD + par("Le port") + "}encore deux").encode()
        assert [one.message[:7] for one in read_rtf(data, FILE).findings] == ["2 words"]

    def test_an_embedded_object_is_told(self) -> None:
        assert "office-embedded" in [
            one.code for one in read_rtf(rtf_file("in_body", ["result"]).written(), FILE).findings
        ]


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"Le port", "office-damaged"),
            (b"{\\rtf1 }", "empty-submission"),
            (b"{\\rtf1 " + b"{" * (MAX_DEPTH + 1), "office-too-deep"),
        ],
    )
    def test_say_what_is_wrong(self, data: bytes, code: str) -> None:
        with pytest.raises(SourceError) as caught:
            read_rtf(data, FILE)
        assert (caught.value.code, caught.value.file) == (code, FILE)

    def test_one_that_is_too_large_says_how_large_it_may_be(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rtf, "MAX_BYTES", 2 << 20)
        data = b"{\\rtf1 Le port"
        whole = data + b" " * ((2 << 20) - len(data) - 1) + b"}"
        assert read_rtf(whole, FILE).manuscripts[0].text == "Le port"
        with pytest.raises(SourceError) as caught:
            read_rtf(whole + b" ", FILE)
        assert (caught.value.code, caught.value.file) == ("office-too-large", FILE)
        assert "larger than 2 MB" in caught.value.message


class TestWhatever:
    """Files that nobody thought of."""

    @given(
        container=st.sampled_from(sorted(CONTAINERS)),
        names=st.lists(st.sampled_from(sorted(INLINE)), min_size=2, max_size=8),
    )
    def test_loses_no_word_beside_others(self, container: str, names: list[str]) -> None:
        assert mistakes(rtf_file(container, names)) == []

    @given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
    def test_keeps_every_letter_of_every_script(self, text: str) -> None:
        safe = text.replace("\\", "").replace("{", "").replace("}", "") or "a"
        assert texts(par(f"x{escaped(safe)}x")) == [f"x{safe}x"]

    @given(st.data())
    def test_a_file_cut_or_mixed_gives_an_error_or_a_text_and_no_traceback(self, data: st.DataObject) -> None:
        whole = rtf_file(
            "in_nested_table", ["box", "footnote", "picture", "comment", "link", "either"]
        ).written()
        at = data.draw(st.integers(0, len(whole) - 1))
        other = data.draw(
            st.sampled_from([b"{", b"}", b"\\", b"\\u-1 ", b"\\cell", b"\\row", b"\\nestrow", b"\\sv ", b""])
        )
        with suppress(SourceError):
            assert placed(read_rtf(b"{\\rtf1 " + whole[:at] + other + whole[at + 1 :], FILE)) == []

    @given(
        st.lists(
            st.sampled_from(["plain", "marked", "link", "signs", "hidden", "deleted"]), min_size=1, max_size=6
        )
    )
    def test_another_reader_finds_no_word_that_this_one_lacks(self, names: list[str]) -> None:
        striprtf = pytest.importorskip("striprtf.striprtf")
        made = rtf_file("in_table", names)
        theirs = Counter(made.tokens.words(striprtf.rtf_to_text(made.written().decode())))
        ours = Counter(made.tokens.words(read_rtf(made.written(), FILE).manuscripts[0].text))
        assert theirs - ours == Counter()
