"""What hangs on paragraphs of a Word file, or stands beside them, is read; what it points to is not."""

from __future__ import annotations

import pytest
from anthology.model import Emphasis, Form, Received, Severity, Withheld
from anthology.readers.docx import read_docx
from tests.readers.shown import fates, marked, shapes, told
from tests.readers.word_files import (
    PNG,
    WordFile,
    box,
    p,
    picture,
    r,
    relations,
    root,
    run,
    word_file,
    zipped,
)

FILE = "submissions/reportage.docx"


def read(made: WordFile) -> Received:
    return read_docx(made.packed(), FILE)


def field_mark(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


BEGIN, SHOWS, END = (field_mark(kind) for kind in ("begin", "separate", "end"))
"""The marks around the instruction and the result of a field."""


def instruction(text: str) -> str:
    return run(f"<w:instrText>{text}</w:instrText>")


class TestFields:
    LINK = 'HYPERLINK "https://example.org"'

    def test_lead_to_their_address_until_they_end(self) -> None:
        split = instruction(" HYPERLINK ") + instruction('"https://example.org"')
        whole = f"{BEGIN}{split}{SHOWS}{r('port')}{END}"
        body = [p(f"{r('Le ')}{whole}{r(' dort')}")]
        assert marked(read(WordFile(body=body))) == [("port", Emphasis.LINK, "https://example.org")]

    def test_lead_there_from_within_others_too(self) -> None:
        outer = f"{BEGIN}{instruction(self.LINK)}{SHOWS}{r('Le ')}"
        inner = f"{BEGIN}{instruction('AUTHOR')}{SHOWS}{r('port')}{END}"
        body = [p(outer + inner), p(r("dort") + END + r(" ici"))]
        assert marked(read(WordFile(body=body))) == [
            ("Le port", Emphasis.LINK, "https://example.org"),
            ("dort", Emphasis.LINK, "https://example.org"),
        ]

    def test_of_one_element_lead_to_their_address_while_they_last(self) -> None:
        body = f"<w:fldSimple w:instr='{self.LINK}'>{r('Le port')}</w:fldSimple>{r(' dort')}"
        assert marked(read(WordFile(body=[p(body)]))) == [("Le port", Emphasis.LINK, "https://example.org")]

    @pytest.mark.parametrize("address", ["javascript:a(1)", "#ici", ""])
    def test_lead_nowhere_else(self, address: str) -> None:
        leads = instruction(f'HYPERLINK "{address}"')
        body = f"{BEGIN}{leads}{SHOWS}{r('ici')}{END}"
        assert marked(read(WordFile(body=[p(body)]))) == []

    def test_hold_back_what_stands_before_their_result(self) -> None:
        body = f"{r('Le ')}{BEGIN}{r('{ IF }')}{SHOWS}{r('port')}{END}{r(' dort')}"
        assert fates(read(WordFile(body=[p(body)]))) == [
            ("Le port dort", None, ""),
            ("{ IF }", Withheld.HIDDEN, "field"),
        ]

    @pytest.mark.parametrize("kind", ["separate", "end", "strange"])
    def test_that_never_began_hide_nothing(self, kind: str) -> None:
        body = [p(r("Le ") + field_mark(kind) + r("port")), p(r("dort"))]
        assert fates(read(WordFile(body=body))) == [("Le port", None, ""), ("dort", None, "")]

    def test_hear_no_mark_that_nobody_knows(self) -> None:
        body = f"{BEGIN}{field_mark('strange')}{r('rien')}{SHOWS}{r('Le port')}{END}"
        assert fates(read(WordFile(body=[p(body)]))) == [
            ("Le port", None, ""),
            ("rien", Withheld.HIDDEN, "field"),
        ]

    def test_instructions_outside_of_fields_are_no_words(self) -> None:
        assert fates(read(WordFile(body=[p(r("Le port") + instruction("PAGE"))]))) == [("Le port", None, "")]

    def test_hide_no_note_and_no_box_that_stands_in_them(self) -> None:
        made = WordFile()
        made.note("footnote", p(r("la note")))
        call = run('<w:footnoteReference w:id="1"/>')
        boxed = run(f"<w:pict><w:txbxContent>{p(r('la boite'))}</w:txbxContent></w:pict>")
        hidden = BEGIN + r("rien") + call + boxed + r("rien non plus")
        made.body.append(p(hidden + SHOWS + r("Le port") + END))
        assert fates(read(made)) == [
            ("Le port", None, ""),
            ("rienrien non plus", Withheld.HIDDEN, "field"),
            ("la note", None, "1"),
            ("la boite", None, ""),
        ]


class TestNotes:
    def test_footnotes_count_in_figures_and_endnotes_in_small_roman_ones(self) -> None:
        made = WordFile()
        for kind, text in (("endnote", "a"), ("footnote", "b"), ("endnote", "c"), ("footnote", "d")):
            number = made.note(kind, p(r(text)))
            made.body.append(p(r("Le port") + run(f'<w:{kind}Reference w:id="{number}"/>')))
        labels = [(one.text, one.shape.label) for one in read(made).manuscripts[0].blocks]
        assert labels[1::2] == [("a", "i"), ("b", "1"), ("c", "ii"), ("d", "2")]

    def test_called_twice_stand_once_under_one_label(self) -> None:
        made = WordFile()
        made.note("footnote", p(r("la note")))
        made.body += [p(r(text) + run('<w:footnoteReference w:id="1"/>')) for text in ("Le port", "dort")]
        received = read(made)
        assert marked(received) == [("", Emphasis.NOTE, "1")] * 2
        assert [one[0] for one in shapes(received)] == ["Le port", "la note", "dort"]

    def test_that_are_not_there_are_not_called(self) -> None:
        call = run('<w:footnoteReference w:id="7"/><w:commentReference w:id="7"/>')
        received = read(WordFile(body=[p(r("Le port") + call)]))
        assert (marked(received), fates(received)) == ([], [("Le port", None, "")])

    def test_called_in_deleted_words_are_deleted_with_them(self) -> None:
        made = WordFile()
        made.note("footnote", p(r("la note")))
        call = run('<w:footnoteReference w:id="1"/>')
        made.body.append(p(r("Le port") + f"<w:del>{call}</w:del>"))
        received = read(made)
        assert marked(received) == []
        assert fates(received) == [("Le port", None, ""), ("la note", Withheld.DELETED, "1")]

    def test_the_line_above_them_is_no_note_and_its_words_are_withheld(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        made.note("footnote", p("<w:r><w:separator/></w:r>"), 'w:type="separator"')
        made.note("footnote", p(r("suite")), 'w:type="continuationNotice"')
        made.note("footnote", p(r("perdue")), 'w:type="normal"')
        received = read(made)
        assert fates(received) == [
            ("Le port", None, ""),
            ("suite", Withheld.RUNNING_HEAD, ""),
            ("perdue", None, "1"),
        ]
        assert shapes(received)[2][1] is Form.NOTE

    def test_that_nothing_calls_come_last_footnotes_first(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        for kind in ("comment", "endnote", "footnote"):
            made.note(kind, p(r(kind)), 'w:author="Zoé"')
        assert fates(read(made)) == [
            ("Le port", None, ""),
            ("footnote", None, "1"),
            ("endnote", None, "i"),
            ("comment", Withheld.COMMENT, "Zoé"),
        ]

    def test_have_arrows_and_fields_of_their_own(self) -> None:
        made = WordFile()
        link = f'<w:hyperlink r:id="rId1">{r("ici")}</w:hyperlink>'
        made.arrow("hyperlink", "https://example.org/text")
        field = BEGIN + instruction(TestFields.LINK) + SHOWS
        made.note("footnote", p(link + r(" et ") + field + r("la") + END))
        made.parts["word/_rels/footnotes.xml.rels"] = relations(
            [("hyperlink", "https://example.org/note", True)]
        )
        made.body.append(p(run('<w:footnoteReference w:id="1"/>') + r("Le port ") + link))
        assert marked(read(made)) == [
            ("", Emphasis.NOTE, "1"),
            ("ici", Emphasis.LINK, "https://example.org/text"),
            ("ici", Emphasis.LINK, "https://example.org/note"),
            ("la", Emphasis.LINK, "https://example.org"),
        ]


class TestMargins:
    def test_come_in_the_order_of_their_numbers_headers_first(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        for kind, number in (("footer", 1), ("header", 10), ("header", 9), ("header", 9)):
            part = root(f"w:{kind[:1]}tr", p(r(f"{kind} {number}")))
            made.arrow(kind, f"{kind}{number}.xml", part)
        assert fates(read(made)) == [
            ("Le port", None, ""),
            ("header 9", Withheld.RUNNING_HEAD, ""),
            ("header 10", Withheld.RUNNING_HEAD, ""),
            ("footer 1", Withheld.RUNNING_HEAD, ""),
        ]

    def test_that_are_not_there_are_left(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        made.arrow("header", "https://example.org/header1.xml")
        made.arrow("footer", "footer1.xml", "")
        del made.parts["word/footer1.xml"]
        assert fates(read(made)) == [("Le port", None, "")]


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

    @pytest.mark.parametrize(
        ("name", "kept"),
        [("a.JPEG", ".jpg"), ("a.jpe", ".jpg"), ("a.tif", ".tiff"), ("a.png", ".png"), ("a.gif", ".gif")],
    )
    def test_bear_the_suffix_that_everybody_writes(self, name: str, kept: str) -> None:
        made = WordFile()
        arrow = made.arrow("image", f"media/{name}", PNG)
        made.body.append(p(r("Le port") + run(f'<w:drawing><a:blip r:embed="{arrow}"/></w:drawing>')))
        assert list(read(made).pictures) == [f"reportage-1{kept}"]

    @pytest.mark.parametrize("attribute", ["id", "href", "pict"])
    def test_of_the_old_kind_come_too(self, attribute: str) -> None:
        made = WordFile()
        arrow = made.arrow("image", "media/a.png", PNG)
        inner = f'<v:shape id="dessin" alt=" le quai "><v:imagedata r:{attribute}="{arrow}"/></v:shape>'
        made.body.append(p(r("Le port") + run(f"<w:pict>{inner}</w:pict>")))
        received = read(made)
        assert dict(received.pictures) == {"reportage-1.png": PNG}
        assert fates(received) == [("Le port", None, ""), ("le quai", None, "dessin")]

    def test_are_those_of_the_first_arrow_that_leads_somewhere(self) -> None:
        made = WordFile()
        arrow = made.arrow("image", "media/a.png", PNG)
        other = made.arrow("image", "https://example.org/a.png")
        blip = f'<a:blip r:embed="nowhere" r:link="{arrow}" r:id="{other}"/>'
        made.body.append(p(r("Le port") + run(f"<w:drawing>{blip}</w:drawing>")))
        received = read(made)
        assert (list(received.pictures), told(received)) == (["reportage-1.png"], [])

    def test_without_an_arrow_are_none(self) -> None:
        received = read(
            WordFile(body=[p(r("Le port") + run('<w:drawing><a:blip r:embed="rId9"/></w:drawing>'))])
        )
        assert (received.pictures, told(received)) == ({}, [])

    def test_whose_part_is_missing_are_told(self) -> None:
        made = WordFile()
        made.arrow("image", "media/a.png", PNG)
        del made.parts["word/media/a.png"]
        made.body.append(p(r("Le port") + run('<w:drawing><a:blip r:embed="rId1"/></w:drawing>')))
        assert told(read(made)) == [
            (
                "office-elsewhere",
                "it points to something outside of the file, which was not fetched: word/media/a.png",
            )
        ]

    @pytest.mark.parametrize("around", ["<w:del>{}</w:del>", "<w:r><w:rPr><w:vanish/></w:rPr>{}</w:r>"])
    def test_that_were_deleted_or_hidden_are_not_taken(self, around: str) -> None:
        made = WordFile()
        drawing = '<w:drawing><wp:docPr descr="le quai" name="Image 1"/><a:blip r:embed="rId1"/></w:drawing>'
        made.arrow("image", "media/a.png", PNG)
        made.body.append(p(r("Le port") + around.format(drawing)))
        received = read(made)
        withheld = Withheld.DELETED if "del" in around else Withheld.HIDDEN
        assert (received.pictures, told(received)) == ({}, [])
        assert fates(received) == [("Le port", None, ""), ("le quai", withheld, "Image 1")]

    @pytest.mark.parametrize(
        ("first", "second", "taken"),
        [
            ("<w:drawing/>", "<w:pict><v:imagedata r:id='rId1'/></w:pict>", 1),
            ("<w:drawing/>", "<w:drawing><a:blip r:embed='rId1'/></w:drawing>", 1),
            (
                "<w:drawing><a:blip r:embed='rId1'/></w:drawing>",
                "<w:pict><v:imagedata r:id='rId1'/></w:pict>",
                1,
            ),
            ("<w:t>mot</w:t>", "<w:pict><v:imagedata r:id='rId1'/></w:pict>", 0),
            ("<w:drawing/>", "<w:pict/>", 0),
        ],
    )
    def test_of_an_alternative_are_taken_where_the_first_shows_nothing(
        self, first: str, second: str, taken: int
    ) -> None:
        made = WordFile()
        made.arrow("image", "media/a.png", PNG)
        either = f'<mc:Choice Requires="wpg">{first}</mc:Choice><mc:Fallback>{second}</mc:Fallback>'
        made.body.append(p(r("Le port") + run(f"<mc:AlternateContent>{either}</mc:AlternateContent>")))
        assert len(read(made).pictures) == taken

    def test_what_is_said_of_a_shape_is_named_after_it_and_stands_once(self) -> None:
        boxed = p(run('<w:drawing><wp:docPr descr="dedans" name="B"/></w:drawing>'))
        inner = f"<w:txbxContent>{boxed}</w:txbxContent>"
        said = '<wp:docPr title=" le quai " descr="le quai" name="A"/><pic:cNvPr descr="le quai" name="C"/>'
        received = read(WordFile(body=[p(r("Le port") + run(f"<w:drawing>{said}{inner}</w:drawing>"))]))
        assert fates(received) == [("Le port", None, ""), ("dedans", None, "B"), ("le quai", None, "A")]

    def test_shapes_of_which_nothing_is_said_add_nothing(self) -> None:
        shape = '<v:shape alt=" "><v:textpath/></v:shape><v:rect><v:textpath string=" Fin "/></v:rect>'
        received = read(WordFile(body=[p(r("Le port") + run(f"<w:pict>{shape}</w:pict>"))]))
        assert shapes(received) == [("Le port", Form.PARAGRAPH, 0), ("Fin", Form.PARAGRAPH, 0)]

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
        assert told(received) == [
            ("office-margin-picture", "1 pictures of its headers and footers were not taken")
        ]


class TestDrawings:
    CHART = '<w:drawing><c:chart r:id="{}"/></w:drawing>'
    TOLD = ("office-chart", "1 charts or diagrams cannot be drawn: their words were kept as text")

    def test_a_chart_gives_its_titles_names_and_figures_a_line_each(self) -> None:
        def points(*values: str) -> str:
            return "".join(f"<c:pt><c:v>{value}</c:v></c:pt>" for value in values)

        title = "<c:title><a:p><a:r><a:t>Les </a:t></a:r><a:br/><a:r><a:t>ventes</a:t></a:r></a:p></c:title>"
        names = f"<c:strCache><c:ptCount/>{points('nord', 'sud')}</c:strCache><c:tx><c:v>an</c:v></c:tx>"
        figures = f"<c:numCache><c:formatCode>0</c:formatCode>{points('1', '2')}</c:numCache>"
        more = f"<c:strLit>{points('a')}</c:strLit><c:numLit>{points('3')}</c:numLit>"
        more += f"<c:lvl>{points('b')}</c:lvl>"
        made = WordFile()
        part = root("c:chartSpace", title + names + figures + more + "<c:tx/><c:pt><c:v/></c:pt>")
        arrow = made.arrow("chart", "charts/chart7.xml", part)
        made.body.append(p(r("Le port") + run(self.CHART.format(arrow))))
        received = read(made)
        found = [(one.text, one.shape.form, one.shape.label) for one in received.manuscripts[0].blocks]
        lines = ["Les \nventes", "nord\tsud", "an", "1\t2", "a", "3", "b"]
        assert found == [("Le port", Form.PARAGRAPH, ""), *((one, Form.ALT, "chart7") for one in lines)]
        assert told(received) == [self.TOLD]

    def test_what_is_shown_twice_is_read_once(self) -> None:
        made = WordFile()
        arrow = made.arrow("chart", "charts/chart1.xml", root("c:chartSpace", "<c:tx><c:v>an</c:v></c:tx>"))
        made.body += [p(r(text) + run(self.CHART.format(arrow))) for text in ("Le port", "dort")]
        received = read(made)
        assert [one[0] for one in shapes(received)] == ["Le port", "an", "dort"]
        assert told(received) == [self.TOLD]

    def test_a_chart_that_was_deleted_is_deleted(self) -> None:
        made = WordFile()
        arrow = made.arrow("chart", "charts/chart1.xml", root("c:chartSpace", "<c:tx><c:v>an</c:v></c:tx>"))
        made.body.append(p(r("Le port") + f"<w:del>{run(self.CHART.format(arrow))}</w:del>"))
        assert fates(read(made)) == [("Le port", None, ""), ("an", Withheld.DELETED, "chart1")]

    def test_what_is_elsewhere_or_missing_is_none(self) -> None:
        made = WordFile()
        made.arrow("chart", "https://example.org/chart.xml")
        made.arrow("chart", "charts/chart1.xml", "")
        del made.parts["word/charts/chart1.xml"]
        inner = "".join(run(self.CHART.format(name)) for name in ("rId1", "rId2", "rId9"))
        made.body.append(p(r("Le port") + inner))
        received = read(made)
        assert (fates(received), told(received)) == ([("Le port", None, "")], [])

    def test_a_diagram_gives_its_words_as_text(self) -> None:
        made = WordFile()
        said = "<a:p><a:r><a:t>un</a:t></a:r></a:p><a:p><a:r><a:t>deux</a:t></a:r></a:p>"
        arrow = made.arrow("diagramData", "diagrams/data1.xml", root("dgm:dataModel", said))
        made.body.append(p(r("Le port") + run(f'<w:drawing><dgm:relIds r:dm="{arrow}"/></w:drawing>')))
        received = read(made)
        assert shapes(received) == [(one, Form.PARAGRAPH, 0) for one in ("Le port", "un", "deux")]
        assert told(received) == [self.TOLD]

    def test_words_of_a_drawn_shape_stand_behind_its_paragraph(self) -> None:
        said = "<a:txBody><a:p><a:r><a:t>un</a:t></a:r><a:br/><a:r><a:t>mot</a:t></a:r></a:p></a:txBody>"
        received = read(WordFile(body=[p(r("Le ") + run(f"<w:drawing>{said}</w:drawing>") + r("port"))]))
        assert [one[0] for one in shapes(received)] == ["Le port", "un", "mot"]


class TestAside:
    def test_properties_are_withheld_under_their_names(self) -> None:
        made = WordFile(body=[p(r("Le port"))], title="Mon titre")
        last = read(made).manuscripts[0].blocks[-1]
        assert (last.text, last.shape.withheld, last.shape.label) == ("Mon titre", Withheld.METADATA, "title")

    def test_properties_that_people_type_come_in_one_order(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        cp, dc = (
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            "http://purl.org/dc/elements/1.1/",
        )
        said = "<cp:keywords>mots</cp:keywords><dc:creator>Zoé</dc:creator><dc:language>fr</dc:language>"
        made.parts["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{cp}" xmlns:dc="{dc}">{said}</cp:coreProperties>'.encode()
        )
        assert fates(read(made))[1:] == [
            ("Zoé", Withheld.METADATA, "creator"),
            ("mots", Withheld.METADATA, "keywords"),
        ]

    def test_a_file_without_properties_and_without_arrows_is_read(self) -> None:
        document = root("w:document", f"<w:body>{p(r('Le port'), 'Titre2')}</w:body>").encode()
        received = read_docx(zipped({"word/document.xml": document}), FILE)
        assert shapes(received) == [("Le port", Form.HEADING, 2)]

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

    @pytest.mark.parametrize(
        ("attributes", "said"),
        [
            ('ProgID="Excel.Sheet" r:id="rId1"', "Excel.Sheet (a.bin)"),
            ('ProgID="Excel.Sheet" r:id="rId9"', "Excel.Sheet (?)"),
            ('r:id="rId1"', "(a.bin)"),
        ],
    )
    def test_an_embedded_object_is_told_by_its_name(self, attributes: str, said: str) -> None:
        made = WordFile()
        made.arrow("oleObject", "embeddings/a.bin", b"\0")
        made.body.append(p(r("Le port") + run(f"<w:object><o:OLEObject {attributes}/></w:object>")))
        assert told(read(made)) == [
            (
                "office-embedded",
                f"an object of another program is embedded, and its words were not read: {said}",
            )
        ]

    @pytest.mark.parametrize("element", ["w:subDoc", "w:altChunk"])
    def test_a_file_outside_of_the_file_is_never_fetched_and_told(self, element: str) -> None:
        made = WordFile()
        made.arrow("subDocument", "file:///etc/a.docx")
        inner = [f'<{element} r:id="{name}"/>' for name in ("rId1", "rId9")]
        made.body += [p(r("Le port") + "".join(inner) if element == "w:subDoc" else r("Le port"))]
        made.body += inner if element == "w:altChunk" else []
        received = read(made)
        outside = "it points to something outside of the file, which was not fetched:"
        assert told(received) == [
            ("office-elsewhere", f"{outside} file:///etc/a.docx"),
            ("office-elsewhere", f"{outside} ?"),
        ]
        assert fates(received) == [("Le port", None, "")]

    def test_a_part_that_should_be_in_the_file_and_is_not_is_told(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        made.body.append(f'<w:altChunk r:id="{made.arrow("aFChunk", "a.html", "")}"/>')
        del made.parts["word/a.html"]
        assert [one.message[-11:] for one in read(made).findings] == ["word/a.html"]

    def test_a_file_inside_of_the_file_that_is_not_read_here_is_told(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        made.body.append(f'<w:altChunk r:id="{made.arrow("aFChunk", "a.mht", b"MIME")}"/>')
        received = read(made)
        assert [(one.code, one.message[-10:]) for one in received.findings] == [
            ("office-embedded", "word/a.mht")
        ]
        assert fates(received) == [("Le port", None, "")]

    @pytest.mark.parametrize("char", ["", "F0", "zz", "0110000", "D800"])
    def test_a_sign_of_no_font_at_all_is_kept_as_the_sign_of_that(self, char: str) -> None:
        made = WordFile(body=[p(r("Le port ") + run(f'<w:sym w:char="{char}"/>'))])
        received = read(made)
        if char == "F0":
            assert (received.manuscripts[0].text, told(received)) == ("Le port ð", [])
        else:
            assert received.manuscripts[0].text == "Le port \ufffd"
            assert told(received) == [
                ("office-symbol", f"it holds a sign of the font (unnamed) that has no character ({char})")
            ]

    def test_a_sign_without_a_character_is_told(self) -> None:
        made = WordFile(body=[p(r("Le port") + '<w:r><w:sym w:font="Wingdings 3" w:char="F07B"/></w:r>')])
        assert [one.code for one in read(made).findings] == ["office-symbol"]
