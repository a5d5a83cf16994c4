"""OpenDocument texts lose no word and show none that they withhold, whatever their words stand in."""

from __future__ import annotations

import io
from contextlib import suppress
from itertools import product

import pytest
from anthology.errors import SourceError
from anthology.model import Emphasis, Form, Received, Withheld
from anthology.readers import audit
from anthology.readers.odt import read_fodt, read_odt
from anthology.readers.package import opened, parsed
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.office_files import CONTAINERS, INLINE, OpenFile, open_file, p, span
from tests.readers.tokens import placed
from tests.readers.word_files import PNG, zipped

FILE = "submissions/reportage.odt"


def read(made: OpenFile) -> Received:
    return (read_fodt if made.flat else read_odt)(made.packed(), FILE)


def mistakes(made: OpenFile) -> list[str]:
    """All that is wrong with the reading of a file: its words, their places, and what the audit says."""
    data = made.packed()
    received = read(made)
    text = received.manuscripts[0].text
    nodes = list(
        audit.flat_nodes(parsed(data, FILE), "") if made.flat else audit.open_nodes(opened(data, FILE))
    )
    lost = [f"the audit misses {node.text!r}" for node in audit.unplaced(nodes, text)]
    brought = [one.message for one in received.findings if one.code == "office-brought-in"]
    doubled = sorted(audit.surplus(nodes, text))
    return [*made.tokens.mistakes(received), *placed(received), *lost, *brought, *doubled]


def shapes(received: Received) -> list[tuple[str, Form, int]]:
    return [(one.text, one.shape.form, one.shape.level) for one in received.manuscripts[0].blocks]


class TestEveryShape:
    @pytest.mark.parametrize(("container", "name"), [*product(CONTAINERS, INLINE)])
    def test_loses_no_word(self, container: str, name: str) -> None:
        assert mistakes(open_file([container], [name])) == []

    @pytest.mark.parametrize("name", INLINE)
    def test_is_read_from_a_flat_file_too(self, name: str) -> None:
        assert mistakes(open_file(["in_table"], [name], flat=True)) == []

    @given(
        containers=st.lists(st.sampled_from(sorted(CONTAINERS)), max_size=4),
        names=st.lists(st.sampled_from(sorted(INLINE)), min_size=2, max_size=8),
        flat=st.booleans(),
    )
    def test_loses_no_word_beside_others(self, containers: list[str], names: list[str], flat: bool) -> None:
        assert mistakes(open_file(containers, names, flat)) == []

    @pytest.mark.parametrize("name", ["plain", "split", "marked", "box", "shape", "spaces", "field_", "note"])
    def test_is_withheld_in_a_header(self, name: str) -> None:
        made = OpenFile()
        made.body.append(p(made.word()))
        made.tokens.withheld = Withheld.RUNNING_HEAD
        made.margins.append(f"<style:header>{p(INLINE[name](made))}</style:header>")
        assert mistakes(made) == []


class TestStyles:
    @pytest.mark.parametrize(
        ("style", "form", "level"),
        [
            ("Title", Form.TITLE, 0),
            ("Sous-titre", Form.STANDFIRST, 0),
            ("Heading_20_1", Form.HEADING, 1),
            ("P2", Form.QUOTE, 0),
            ("Illustration", Form.CAPTION, 0),
            ("Nowhere", Form.PARAGRAPH, 0),
        ],
    )
    def test_say_what_a_paragraph_is(self, style: str, form: Form, level: int) -> None:
        assert shapes(read(OpenFile(body=[p("Le port", style)]))) == [("Le port", form, level)]

    def test_a_heading_says_its_level_itself(self) -> None:
        body = ['<text:h text:outline-level="3">Le port</text:h>']
        assert shapes(read(OpenFile(body=body))) == [("Le port", Form.HEADING, 3)]

    def test_hidden_paragraphs_sections_and_indexes_are_withheld(self) -> None:
        body = [
            p("un", "P3"),
            f'<text:section text:display="none">{p("deux")}</text:section>',
            f"<text:table-of-content><text:table-of-content-source><text:index-title-template>Sommaire"
            f"</text:index-title-template></text:table-of-content-source><text:index-body>{p('trois')}"
            "</text:index-body></text:table-of-content>",
            p("Le port"),
        ]
        found = [(one.text, one.shape.withheld) for one in read(OpenFile(body=body)).manuscripts[0].blocks]
        assert found == [
            ("un", Withheld.HIDDEN),
            ("deux", Withheld.HIDDEN),
            ("trois", Withheld.NAVIGATION),
            ("Le port", None),
        ]

    def test_bold_by_hand_is_an_emphasis_and_that_of_a_title_is_its_look(self) -> None:
        made = OpenFile(
            body=[p("Le port", "Title"), p("gras", "P1"), p(f"un {span('mot', 'Strong_20_Emphasis')}")]
        )
        one = read(made).manuscripts[0]
        assert [(one.text[mark.start : mark.end], mark.kind) for mark in one.marks] == [
            ("gras", Emphasis.STRONG),
            ("mot", Emphasis.STRONG),
        ]

    def test_items_know_their_depth_and_whether_they_are_numbered(self) -> None:
        item = "<text:list-item>{}</text:list-item>"
        inner = f"<text:list>{item.format(p('deux'))}</text:list>"
        body = [
            f'<text:list text:style-name="L1">{item.format(p("un") + inner)}</text:list>',
            f"<text:list>{item.format(p('trois', 'P4'))}</text:list>",
        ]
        found = [
            (one.text, one.shape.level, one.shape.ordered)
            for one in read(OpenFile(body=body)).manuscripts[0].blocks
        ]
        assert found == [("un", 1, False), ("deux", 2, True), ("trois", 1, True)]


class TestSpace:
    def test_white_space_counts_once_and_spaces_that_are_counted_count(self) -> None:
        body = [p("  Le\n    port<text:s text:c='2'/>dort <text:tab/> ici  ")]
        assert read(OpenFile(body=body)).manuscripts[0].text == "Le port  dort \tici"


class TestAside:
    def test_cells_know_their_row_and_column(self) -> None:
        def cell(text: str, more: str = "") -> str:
            return f"<table:table-cell {more}>{p(text)}</table:table-cell>"

        rows = "".join(
            f"<table:table-row>{row}</table:table-row>"
            for row in (
                cell("a", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>" + cell("b"),
                '<table:table-cell table:number-columns-repeated="2"/>' + cell("c"),
            )
        )
        blocks = read(OpenFile(body=[f"<table:table>{rows}</table:table>"])).manuscripts[0].blocks
        assert [(one.text, one.shape.row, one.shape.column) for one in blocks] == [
            ("a", 1, 1),
            ("b", 1, 3),
            ("c", 2, 3),
        ]

    def test_a_note_is_called_where_it_stands_under_its_number(self) -> None:
        one = read(open_file(["in_body"], ["note"])).manuscripts[0]
        assert [(mark.kind, mark.target) for mark in one.marks] == [(Emphasis.NOTE, "1")]
        assert [block.shape.label for block in one.blocks] == ["", "", "1", "1", ""]

    def test_comments_bear_the_name_of_who_wrote_them(self) -> None:
        blocks = read(open_file(["in_body"], ["comment"])).manuscripts[0].blocks
        assert [one.shape.label for one in blocks if one.shape.withheld is Withheld.COMMENT] == ["Zoé", "Zoé"]

    def test_properties_are_withheld_under_their_names(self) -> None:
        last = read(OpenFile(body=[p("Le port")], title="Mon titre")).manuscripts[0].blocks[-1]
        assert (last.text, last.shape.withheld, last.shape.label) == ("Mon titre", Withheld.METADATA, "title")

    @pytest.mark.parametrize("flat", [False, True])
    def test_pictures_come_with_their_bytes(self, flat: bool) -> None:
        received = read(open_file(["in_body"], ["picture", "captioned"], flat))
        assert dict(received.pictures) == {"reportage-1.png": PNG, "reportage-2.png": PNG}
        labels = [one.shape.label for one in received.manuscripts[0].blocks if one.shape.form is Form.ALT]
        assert labels == ["reportage-1.png"] * 2

    def test_a_picture_elsewhere_is_never_fetched_and_told(self) -> None:
        body = [p("Le port<draw:frame><draw:image xlink:href='file:///etc/passwd'/></draw:frame>")]
        received = read(OpenFile(body=body))
        assert (received.pictures, [one.code for one in received.findings]) == ({}, ["office-elsewhere"])

    def test_the_words_of_an_embedded_chart_are_read(self) -> None:
        made = OpenFile(body=[p("Le port<draw:frame><draw:object xlink:href='./Object 1'/></draw:frame>")])
        inner = OpenFile(body=[p("ventes")])
        made.parts["Object 1/content.xml"] = inner.packed() and OpenFile(
            body=[p("ventes")], flat=True
        ).packed().replace(b"<dc:title></dc:title>", b"")
        received = read(made)
        assert [one[0] for one in shapes(received)][:2] == ["Le port", "ventes"]
        assert "office-chart" in [one.code for one in received.findings]


class TestRefusals:
    @pytest.mark.parametrize(
        ("parts", "code"),
        [
            ({"a.xml": b"<a/>"}, "office-damaged"),
            ({"word/document.xml": b"<a/>"}, "office-other"),
            ({"content.xml": b"<a><b></a>"}, "office-damaged"),
            (
                {"content.xml": b"<a/>", "META-INF/manifest.xml": b"<a><encryption-data/></a>"},
                "office-locked",
            ),
            ({"content.xml": b"<a/>"}, "empty-submission"),
        ],
    )
    def test_say_what_is_wrong(self, parts: dict[str, bytes], code: str) -> None:
        with pytest.raises(SourceError) as caught:
            read_odt(zipped(parts), FILE)
        assert caught.value.code == code

    def test_a_flat_file_that_is_something_else_is_damaged(self) -> None:
        with pytest.raises(SourceError) as caught:
            read_fodt(b"<html/>", "submissions/a.fodt")
        assert caught.value.code == "office-damaged"

    @given(st.data())
    def test_a_file_cut_or_flipped_gives_an_error_or_a_text_and_no_traceback(
        self, data: st.DataObject
    ) -> None:
        whole = open_file(["in_table"], ["box", "note", "picture"]).packed()
        at = data.draw(st.integers(0, len(whole) - 1))
        flipped = whole[:at] + bytes([whole[at] ^ 85]) + whole[at + 1 :]
        damaged = whole[:at] if data.draw(st.booleans()) else flipped
        with suppress(SourceError):
            assert placed(read_odt(damaged, FILE)) == []


def test_what_a_real_writer_writes_is_read_as_it_was_meant() -> None:
    odfdo = pytest.importorskip("odfdo")
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(2, "Rien ne dort"))
    paragraph = odfdo.Paragraph("Un mot  et deux.")
    paragraph.insert_note(after="mot", note_id="n1", citation="1", body="la note")
    paragraph.insert_annotation(after="Un", body="à revoir", creator="Zoé")
    document.body.append(paragraph)
    document.body.append(odfdo.List(["premier", "second"]))
    table = odfdo.Table("T", width=2, height=1)
    table.set_value((0, 0), "a")
    table.set_value((1, 0), "b")
    document.body.append(table)
    target = io.BytesIO()
    document.save(target)
    received = read_odt(target.getvalue(), FILE)
    found = [(one.text, one.shape.form, one.shape.withheld) for one in received.manuscripts[0].blocks]
    assert found[:8] == [
        ("Rien ne dort", Form.HEADING, None),
        ("Un mot  et deux.", Form.PARAGRAPH, None),
        ("à revoir", Form.PARAGRAPH, Withheld.COMMENT),
        ("la note", Form.NOTE, None),
        ("premier", Form.ITEM, None),
        ("second", Form.ITEM, None),
        ("a", Form.CELL, None),
        ("b", Form.CELL, None),
    ]
    assert placed(received) == []
