"""Word files lose no word and show none that they withhold, whatever their words stand in."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from itertools import product

import pytest
from anthology.errors import SourceError
from anthology.model import Emphasis, Form, Received, Severity, Withheld
from anthology.readers import audit
from anthology.readers.docx import read_docx
from anthology.readers.package import opened
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.tokens import placed
from tests.readers.word_files import (
    CONTAINERS,
    INLINE,
    PNG,
    WordFile,
    box,
    deleted,
    footnote,
    in_deleted_row,
    p,
    picture,
    plain,
    r,
    relations,
    root,
    word_file,
    zipped,
)

FILE = "submissions/reportage.docx"
NOT_IN_MARGINS = frozenset(
    # What Word has no notes and pictures for there, and what is withheld for another reason first.
    {"footnote", "endnote", "comment", "picture", "link", "chart", "diagram"}
    | {"hidden", "placeholder", "deleted", "moved", "both", "nested_field"}
)


def read(made: WordFile) -> Received:
    return read_docx(made.packed(), FILE)


def mistakes(made: WordFile) -> list[str]:
    """All that is wrong with the reading of a file: its words, their places, and what the audit says."""
    data = made.packed()
    received = read_docx(data, FILE)
    text = received.manuscripts[0].text
    nodes = list(audit.word_nodes(opened(data, FILE)))
    lost = [f"the audit misses {node.text!r}" for node in audit.unplaced(nodes, text)]
    doubled = audit.surplus(nodes, text)
    brought = [one.message for one in received.findings if one.code == "office-brought-in"]
    return [*made.tokens.mistakes(received), *placed(received), *lost, *brought, *sorted(doubled)]


def shapes(received: Received) -> list[tuple[str, Form, int]]:
    return [(one.text, one.shape.form, one.shape.level) for one in received.manuscripts[0].blocks]


class TestEveryShape:
    @pytest.mark.parametrize(("container", "name"), [*product(CONTAINERS, INLINE)])
    def test_loses_no_word(self, container: str, name: str) -> None:
        assert mistakes(word_file(container, [name])) == []

    @pytest.mark.parametrize("name", INLINE)
    def test_is_read_in_the_strict_dialect_too(self, name: str) -> None:
        assert mistakes(word_file("in_table", [name], strict=True)) == []

    @given(
        container=st.sampled_from(sorted(CONTAINERS)),
        names=st.lists(st.sampled_from(sorted(INLINE)), min_size=2, max_size=8),
    )
    def test_loses_no_word_beside_others(self, container: str, names: list[str]) -> None:
        assert mistakes(word_file(container, names)) == []

    @given(
        st.lists(st.sampled_from(sorted(CONTAINERS)), min_size=1, max_size=4), st.sampled_from(sorted(INLINE))
    )
    def test_loses_no_word_in_containers_in_containers(self, containers: list[str], name: str) -> None:
        made = WordFile()

        def inside(f: WordFile, left: Iterable[str] = containers) -> str:
            first, *rest = left
            return CONTAINERS[first](f, lambda g: inside(g, rest) if rest else p(INLINE[name](g)))

        made.body.append(inside(made) + p(""))
        assert mistakes(made) == []

    @pytest.mark.parametrize("kind", ["header", "footer"])
    @pytest.mark.parametrize("name", sorted(set(INLINE) - NOT_IN_MARGINS))
    def test_is_withheld_in_a_header_or_a_footer(self, kind: str, name: str) -> None:
        made = WordFile()
        made.body.append(p(plain(made)))
        made.tokens.withheld = Withheld.RUNNING_HEAD
        made.arrow(kind, f"{kind}1.xml", root(f"w:{kind[:1]}tr", p(INLINE[name](made))))
        assert mistakes(made) == []

    def test_is_withheld_in_a_deleted_row(self) -> None:
        made = WordFile()
        made.body.append(in_deleted_row(made, lambda f: p(plain(f))) + p(plain(made)))
        assert mistakes(made) == []


class TestStyles:
    @pytest.mark.parametrize(
        ("style", "form", "level"),
        [
            ("Titre", Form.TITLE, 0),
            ("Titre2", Form.HEADING, 2),
            ("Inter", Form.HEADING, 2),
            ("Plan", Form.HEADING, 3),
            ("Chapo", Form.STANDFIRST, 0),
            ("Cit", Form.QUOTE, 0),
            ("Leg", Form.CAPTION, 0),
            ("Puce", Form.ITEM, 1),
            ("Überschrift 1", Form.HEADING, 1),
            ("Normal", Form.PARAGRAPH, 0),
            ("Nowhere", Form.PARAGRAPH, 0),
        ],
    )
    def test_say_what_a_paragraph_is(self, style: str, form: Form, level: int) -> None:
        made = WordFile(body=[p(r("Le port"), style)])
        assert shapes(read(made)) == [("Le port", form, level)]

    def test_of_an_index_withhold_it_and_hidden_ones_hide(self) -> None:
        made = WordFile(body=[p(r("Page 3"), "TM1"), p(r("secret"), "Cache"), p(r("Le port"))])
        found = [one.shape.withheld for one in read(made).manuscripts[0].blocks]
        assert found == [Withheld.NAVIGATION, Withheld.HIDDEN, None]

    def test_an_outline_level_makes_a_heading(self) -> None:
        made = WordFile(body=[p(r("Le port"), more='<w:outlineLvl w:val="0"/>')])
        assert shapes(read(made)) == [("Le port", Form.HEADING, 1)]

    def test_items_know_their_depth_and_whether_they_are_numbered(self) -> None:
        def item(level: int, number: int) -> str:
            return p(r("un"), more=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

        made = WordFile(body=[item(0, 1), item(1, 1), item(0, 2), item(0, 0), item(0, 9)])
        found = [
            (one.shape.form, one.shape.level, one.shape.ordered) for one in read(made).manuscripts[0].blocks
        ]
        plain_ = (Form.PARAGRAPH, 0, False)
        assert found == [(Form.ITEM, 1, False), (Form.ITEM, 2, True), (Form.ITEM, 1, True), plain_, plain_]

    def test_the_bold_of_a_title_is_its_look_and_no_emphasis(self) -> None:
        made = WordFile(
            body=[p(r("Le ") + r("port", "<w:i/>"), "Titre"), p(r("gras", '<w:rStyle w:val="Gras"/>'))]
        )
        one = read(made).manuscripts[0]
        assert [(one.text[mark.start : mark.end], mark.kind) for mark in one.marks] == [
            ("port", Emphasis.EMPHASIS),
            ("gras", Emphasis.STRONG),
        ]


class TestMarks:
    def test_neighbours_with_one_look_bear_one_mark(self) -> None:
        made = WordFile(body=[p(r("Le ", "<w:b/>") + r("port", "<w:b/>") + r(" dort"))])
        one = read(made).manuscripts[0]
        assert [(one.text[mark.start : mark.end], mark.kind) for mark in one.marks] == [
            ("Le port", Emphasis.STRONG)
        ]

    @pytest.mark.parametrize("name", ["link", "field_link"])
    def test_links_keep_their_address(self, name: str) -> None:
        one = read(word_file("in_body", [name])).manuscripts[0]
        assert [mark.target[:19] for mark in one.marks] == ["https://example.org"]

    def test_an_address_that_acts_is_no_link(self) -> None:
        made = WordFile()
        made.body.append(
            p(f'<w:hyperlink r:id="{made.arrow("hyperlink", "javascript:a(1)")}">{r("ici")}</w:hyperlink>')
        )
        assert read(made).manuscripts[0].marks == ()

    def test_a_note_is_called_where_it_stands_and_follows_its_paragraph(self) -> None:
        made = WordFile()
        made.body += [p(r("Avant") + footnote(made) + r(" fin")), p(footnote(made))]
        one = read(made).manuscripts[0]
        calls = [mark for mark in one.marks if mark.kind is Emphasis.NOTE]
        assert [mark.target for mark in calls] == ["1", "2"]
        assert one.text[calls[0].start :].startswith(" fin")
        assert [block.shape.label for block in one.blocks] == ["", "1", "1", "", "2", "2"]


class TestTables:
    def test_cells_know_their_row_and_column(self) -> None:
        def cell(text: str, more: str = "") -> str:
            return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(r(text))}</w:tc>"

        wide = '<w:gridSpan w:val="2"/>'
        first = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('a', wide)}{cell('b')}</w:tr>"
        second = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("c")}{cell("d")}</w:tr>'
        blocks = read(WordFile(body=[f"<w:tbl>{first}{second}</w:tbl>"])).manuscripts[0].blocks
        assert [(one.text, one.shape.row, one.shape.column, one.shape.head) for one in blocks] == [
            ("a", 1, 1, True),
            ("b", 1, 3, True),
            ("c", 2, 2, False),
            ("d", 2, 3, False),
        ]

    def test_a_table_in_a_table_is_one_of_its_own(self) -> None:
        blocks = read(word_file("in_nested_table", ["plain"])).manuscripts[0].blocks
        assert [one.shape.table for one in blocks] == [0, 1, 2, 2, 2, 1, 0]


class TestLines:
    def test_a_line_break_parts_paragraphs_unless_the_sentence_goes_on(self) -> None:
        long = "Le port dort encore quand nous arrivons sur"
        body = [
            p(r("Qui ?") + "<w:r><w:br/></w:r>" + r("Lui.")),
            p(r(long) + "<w:r><w:br/></w:r>" + r("le quai.")),
        ]
        assert [one[0] for one in shapes(read(WordFile(body=body)))] == ["Qui ?", "Lui.", f"{long}\nle quai."]

    def test_a_title_of_two_lines_is_one_title(self) -> None:
        body = [p(r("Le port") + "<w:r><w:br/></w:r>" + r("Rien ne dort"), "Titre")]
        assert shapes(read(WordFile(body=body))) == [("Le port\nRien ne dort", Form.TITLE, 0)]

    def test_paragraphs_whose_parting_was_deleted_are_one(self) -> None:
        body = [p(r("Le "), more='<w:rPr><w:del w:id="1"/></w:rPr>'), p(r("port"))]
        assert [one[0] for one in shapes(read(WordFile(body=body)))] == ["Le port"]

    def test_what_was_deleted_stands_behind_its_paragraph(self) -> None:
        made = WordFile()
        made.body.append(p(r("Le ") + deleted(made) + r("port")))
        gone = next(iter(made.tokens.expected))
        assert [one[0] for one in shapes(read(made))] == ["Le port", gone]


class TestPictures:
    def test_come_with_their_place_their_bytes_and_what_is_said_of_them(self) -> None:
        made = WordFile()
        made.body += [p(r("Avant")), p(picture(made)), p(r("Fin"))]
        received = read(made)
        one = received.manuscripts[0]
        assert dict(received.pictures) == {"reportage-1.png": PNG}
        assert [(each.name, one.text[each.at - 1]) for each in one.pictures] == [("reportage-1.png", "\n")]
        assert [block.shape.label for block in one.blocks if block.shape.form is Form.ALT] == [
            "reportage-1.png"
        ] * 2

    def test_elsewhere_are_never_fetched_and_told(self) -> None:
        made = WordFile()
        arrow = made.arrow("image", "file:///etc/passwd")
        made.body.append(p(f'{r("Le port")}<w:r><w:drawing><a:blip r:link="{arrow}"/></w:drawing></w:r>'))
        received = read(made)
        assert received.pictures == {}
        assert [one.code for one in received.findings] == ["office-elsewhere"]

    def test_of_a_header_are_not_taken_and_told(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        made.arrow(
            "header",
            "header1.xml",
            root("w:hdr", p('<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>')),
        )
        made.parts["word/_rels/header1.xml.rels"] = relations([("image", "media/logo.png", False)])
        made.parts["word/media/logo.png"] = PNG
        received = read(made)
        assert received.pictures == {}
        assert [one.code for one in received.findings] == ["office-margin-picture"]


class TestAside:
    def test_properties_are_withheld_under_their_names(self) -> None:
        made = WordFile(body=[p(r("Le port"))], title="Mon titre")
        last = read(made).manuscripts[0].blocks[-1]
        assert (last.text, last.shape.withheld, last.shape.label) == ("Mon titre", Withheld.METADATA, "title")

    def test_comments_bear_the_name_of_who_wrote_them(self) -> None:
        blocks = read(word_file("in_body", ["comment"])).manuscripts[0].blocks
        assert [one.shape.label for one in blocks if one.shape.withheld is Withheld.COMMENT] == ["Zoé"]

    def test_notes_that_nothing_calls_are_read_all_the_same(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        made.note("footnote", p(r("perdue")))
        assert shapes(read(made))[1] == ("perdue", Form.NOTE, 0)

    def test_ready_made_pieces_of_the_template_are_left_out_and_counted(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        made.parts["word/glossary/document.xml"] = root(
            "w:glossaryDocument", p(r("trois mots tout"))
        ).encode()
        received = read(made)
        assert [one.text for one in received.manuscripts[0].blocks] == ["Le port"]
        assert [(one.code, one.message[:7]) for one in received.findings] == [("office-left-out", "3 words")]

    def test_macros_are_ignored_and_told(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        made.parts["word/vbaProject.bin"] = b"MZ"
        assert [one.code for one in read(made).findings] == ["office-macros"]

    def test_text_boxes_are_told(self) -> None:
        made = WordFile()
        made.body.append(p(r("Le port") + box(made)))
        assert [(one.code, one.severity) for one in read(made).findings] == [
            ("office-text-boxes", Severity.REMARK)
        ]

    def test_words_in_an_element_that_nobody_knows_are_brought_in(self) -> None:
        made = WordFile(
            body=[p(r("Le port")), '<z:strange xmlns:z="urn:z"><z:deep>oubliés ici</z:deep></z:strange>']
        )
        received = read(made)
        assert [one.text for one in received.manuscripts[0].blocks] == ["Le port", "oubliés ici"]
        assert [one.code for one in received.findings] == ["office-brought-in"]

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.html", b"<html><style>p{}</style><p>Un <b>mot</b></p><p>Deux</p></html>"),
            ("a.txt", b"Un mot\nDeux"),
        ],
    )
    def test_a_file_inside_of_the_file_is_read(self, name: str, data: bytes) -> None:
        made = WordFile(body=[p(r("Le port"))])
        made.body.append(f'<w:altChunk r:id="{made.arrow("aFChunk", name, data)}"/>')
        assert [one[0] for one in shapes(read(made))] == ["Le port", "Un mot", "Deux"]

    def test_an_embedded_object_is_told(self) -> None:
        made = WordFile()
        arrow = made.arrow("oleObject", "embeddings/a.bin", b"\0")
        made.body.append(
            p(f'{r("Le port")}<w:r><w:object><o:OLEObject ProgID="Excel" r:id="{arrow}"/></w:object></w:r>')
        )
        assert [one.code for one in read(made).findings] == ["office-embedded"]

    def test_a_sign_without_a_character_is_told(self) -> None:
        made = WordFile(body=[p(r("Le port") + '<w:r><w:sym w:font="Wingdings 3" w:char="F07B"/></w:r>')])
        assert [one.code for one in read(made).findings] == ["office-symbol"]


class TestRefusals:
    def test_a_file_without_a_word_is_empty(self) -> None:
        with pytest.raises(SourceError) as caught:
            read(WordFile(title="Seul"))
        assert caught.value.code == "empty-submission"

    def test_an_opendocument_file_under_the_name_of_word_is_told(self) -> None:
        with pytest.raises(SourceError) as caught:
            read_docx(zipped({"content.xml": b"<a/>"}), FILE)
        assert caught.value.code == "office-other"

    def test_a_package_without_a_text_is_damaged(self) -> None:
        with pytest.raises(SourceError) as caught:
            read_docx(zipped({"a.xml": b"<a/>"}), FILE)
        assert caught.value.code == "office-damaged"

    @given(st.data())
    def test_a_file_cut_or_flipped_gives_an_error_or_a_text_and_no_traceback(
        self, data: st.DataObject
    ) -> None:
        whole = bytearray(word_file("in_table", ["box", "footnote", "picture"]).packed())
        at = data.draw(st.integers(0, len(whole) - 1))
        damaged = (
            bytes(whole[:at])
            if data.draw(st.booleans())
            else bytes(whole[:at] + bytes([whole[at] ^ 85]) + whole[at + 1 :])
        )
        with suppress(SourceError):
            assert placed(read_docx(damaged, FILE)) == []

    def test_notes_that_call_themselves_end(self) -> None:
        made = WordFile()
        made.note("footnote", p(r("note") + '<w:r><w:footnoteReference w:id="1"/></w:r>'))
        made.body.append(p(r("Le port") + '<w:r><w:footnoteReference w:id="1"/></w:r>'))
        assert [one[0] for one in shapes(read(made))] == ["Le port", "note"]


def test_what_a_real_writer_writes_is_read_as_it_was_meant() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = "Propriété"
    document.add_heading("Le port", 0)
    document.add_heading("Rien ne dort", 2)
    paragraph = document.add_paragraph("Un ")
    paragraph.add_run("mot").bold = True
    document.add_paragraph("premier", style="List Number")
    document.add_paragraph("second", style="List Bullet 2")
    document.add_paragraph("« Dormir »", style="Intense Quote")
    document.add_picture(io.BytesIO(PNG))
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
    document.sections[0].header.paragraphs[0].text = "en-tête"
    document.add_comment(paragraph.runs, text="à revoir", author="Zoé")
    target = io.BytesIO()
    document.save(target)
    received = read_docx(target.getvalue(), FILE)
    found = [
        (one.text, one.shape.form, one.shape.level, one.shape.withheld)
        for one in received.manuscripts[0].blocks
    ]
    assert found[:9] == [
        ("Le port", Form.TITLE, 0, None),
        ("Rien ne dort", Form.HEADING, 2, None),
        ("Un mot", Form.PARAGRAPH, 0, None),
        ("à revoir", Form.PARAGRAPH, 0, Withheld.COMMENT),
        ("premier", Form.ITEM, 1, None),
        ("second", Form.ITEM, 1, None),
        ("« Dormir »", Form.QUOTE, 0, None),
        ("a", Form.CELL, 0, None),
        ("b", Form.CELL, 0, None),
    ]
    assert ("en-tête", Form.PARAGRAPH, 0, Withheld.RUNNING_HEAD) in found
    assert list(received.pictures.values()) == [PNG]
    assert placed(received) == []
