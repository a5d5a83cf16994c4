"""Word files lose no word and show none that they withhold, whatever their words stand in."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from itertools import product

import pytest
from anthology.errors import SourceError
from anthology.model import Emphasis, Form, Received, Withheld
from anthology.readers import audit
from anthology.readers.docx import read_docx
from anthology.readers.package import opened
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.shown import fates, marked, shapes, told
from tests.readers.tokens import placed
from tests.readers.word_files import (
    CONTAINERS,
    INLINE,
    PNG,
    WordFile,
    deleted,
    footnote,
    in_deleted_row,
    p,
    plain,
    r,
    relations,
    root,
    run,
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
    def one(self, style: str, looks: str, name: str = "", based_on: str = "", kind: str = "paragraph") -> str:
        named = f'<w:name w:val="{name}"/>' if name else ""
        based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
        return f'<w:style w:type="{kind}" w:styleId="{style}">{named}{based}{looks}</w:style>'

    def form_of(self, *styles: str, more: str = "") -> tuple[Form, int]:
        """The form and the level of a paragraph in the style A."""
        made = WordFile(body=[p(r("Le port"), "A", more)], styles="".join(styles))
        return shapes(read(made))[0][1:]

    def looks_of(self, styles: str, style: str, properties: str) -> list[tuple[str, Emphasis, str]]:
        """The marks of a paragraph in a style with a run with properties."""
        return marked(read(WordFile(body=[p(r("Le port", properties), style)], styles=styles)))

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

    @pytest.mark.parametrize(
        ("number", "level", "found"),
        [
            ("0", "", None),  # no list, whatever is said of it
            ("3", "", (1, True)),
            ("3", "1", None),  # a level without a sign
            ("3", "2", (3, False)),
            ("4", "", (1, True)),
            ("4", "1", (2, True)),
            ("5", "", (1, True)),
            ("6", "", (1, False)),
            ("7", "", (1, False)),
            ("8", "", (1, False)),
            ("9", "", (1, True)),
        ],
    )
    def test_lists_are_what_their_kind_and_their_own_levels_say(
        self, number: str, level: str, found: tuple[int, bool] | None
    ) -> None:
        def lvl(at: int, kind: str) -> str:
            return f'<w:lvl w:ilvl="{at}"><w:numFmt w:val="{kind}"/></w:lvl>'

        def num(name: int, kind: str, more: str = "") -> str:
            return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{kind}"/>{more}</w:num>'

        def changed(at: int, inner: str) -> str:
            return f'<w:lvlOverride w:ilvl="{at}">{inner}</w:lvlOverride>'

        made = WordFile(styles=self.one("Liste", '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'))
        made.lists = "".join(
            (
                f'<w:abstractNum w:abstractNumId="5">{lvl(0, "decimal")}{lvl(1, "none")}</w:abstractNum>',
                '<w:abstractNum w:abstractNumId="6"><w:numStyleLink w:val="Liste"/></w:abstractNum>',
                '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"/></w:abstractNum>',
                f'<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Puce"/>{lvl(0, "decimal")}'
                "</w:abstractNum>",
                num(0, "5"),
                num(3, "5"),
                num(4, "0", changed(0, lvl(0, "decimal")) + changed(1, '<w:startOverride w:val="3"/>')),
                num(5, "6"),  # by way of a style
                num(6, "5", changed(0, lvl(0, "bullet"))),
                num(7, "99"),  # of a kind that is not there
                num(8, "8"),
                num(9, "7"),  # of a level that says nothing
            )
        )
        deep = f'<w:ilvl w:val="{level}"/>' if level else ""
        made.body = [p(r("un"), more=f'<w:numPr>{deep}<w:numId w:val="{number}"/></w:numPr>')]
        (block,) = read(made).manuscripts[0].blocks
        shape = block.shape
        assert ((shape.level, shape.ordered) if shape.form is Form.ITEM else None) == found

    def test_a_style_brings_its_list_along_and_its_level_in_it(self) -> None:
        kept = '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
        made = WordFile(styles=self.one("A", kept) + self.one("B", "", "", "A"))
        made.lists = (
            '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
            '<w:lvl w:ilvl="2"><w:pStyle w:val="A"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>'
        )
        none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
        made.body = [p(r("a"), "A"), p(r("b"), "B"), p(r("c"), "A", none)]
        found = [one.shape for one in read(made).manuscripts[0].blocks]
        assert [(one.form, one.level, one.ordered) for one in found] == [
            (Form.ITEM, 3, True),
            (Form.ITEM, 1, False),
            (Form.PARAGRAPH, 0, False),
        ]

    def test_the_bold_of_a_title_is_its_look_and_no_emphasis(self) -> None:
        made = WordFile(
            body=[p(r("Le ") + r("port", "<w:i/>"), "Titre"), p(r("gras", '<w:rStyle w:val="Gras"/>'))]
        )
        one = read(made).manuscripts[0]
        assert [(one.text[mark.start : mark.end], mark.kind) for mark in one.marks] == [
            ("port", Emphasis.EMPHASIS),
            ("gras", Emphasis.STRONG),
        ]

    def test_are_called_what_they_are_called_and_else_by_their_key(self) -> None:
        assert self.form_of(self.one("A", "", "Citation")) == (Form.QUOTE, 0)
        assert self.form_of(self.one("A", ""), self.one("B", "", "Citation")) == (Form.PARAGRAPH, 0)
        assert shapes(read(WordFile(body=[p(r("a"), "Titre4")], styles=self.one("Titre4", "")))) == [
            ("a", Form.HEADING, 4)
        ]

    def test_say_more_than_those_they_are_based_on(self) -> None:
        base = self.one("B", '<w:pPr><w:outlineLvl w:val="4"/></w:pPr>', "Titre 2")
        outline = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
        assert self.form_of(base, self.one("A", "", "Citation", "B")) == (Form.QUOTE, 0)
        assert self.form_of(base, self.one("A", outline, "Mon style", "B")) == (Form.HEADING, 2)
        assert self.form_of(self.one("B", outline), self.one("A", "", "", "B")) == (Form.HEADING, 1)

    @pytest.mark.parametrize(("steps", "form"), [(18, Form.QUOTE), (19, Form.QUOTE), (20, Form.PARAGRAPH)])
    def test_are_followed_for_twenty_steps(self, steps: int, form: Form) -> None:
        styles = [self.one("A" if at == 0 else f"S{at}", "", based_on=f"S{at + 1}") for at in range(steps)]
        assert self.form_of(*styles, self.one(f"S{steps}", "", "Citation"))[0] is form

    def test_that_are_based_on_each_other_end(self) -> None:
        assert self.form_of(self.one("A", "", "", "B"), self.one("B", "", "", "A")) == (Form.PARAGRAPH, 0)

    @pytest.mark.parametrize(
        ("level", "form"),
        [
            ("0", (Form.HEADING, 1)),
            ("8", (Form.HEADING, 9)),
            ("9", (Form.PARAGRAPH, 0)),
            ("-1", (Form.PARAGRAPH, 0)),
            ("x", (Form.PARAGRAPH, 0)),
        ],
    )
    def test_of_an_outline_are_headings_but_those_of_the_text(
        self, level: str, form: tuple[Form, int]
    ) -> None:
        outline = f'<w:outlineLvl w:val="{level}"/>'
        assert self.form_of(self.one("A", f"<w:pPr>{outline}</w:pPr>")) == form
        assert self.form_of(self.one("A", ""), more=outline) == form
        assert self.form_of(self.one("A", "", "Citation"), more=outline) == (Form.QUOTE, 0)

    @pytest.mark.parametrize(
        ("attributes", "form"),
        [
            ('w:type="paragraph" w:default="1"', Form.QUOTE),
            ('w:type="paragraph" w:default="true"', Form.QUOTE),
            ('w:type="paragraph" w:default="on"', Form.QUOTE),
            ('w:type="paragraph" w:default="0"', Form.PARAGRAPH),
            ('w:type="character" w:default="1"', Form.PARAGRAPH),
        ],
    )
    def test_of_paragraphs_that_name_none_are_the_default(self, attributes: str, form: Form) -> None:
        style = f'<w:style {attributes} w:styleId="A"><w:name w:val="Citation"/></w:style>'
        made = WordFile(body=[p(r("Le port")), p(r("dort"), "Normal")], styles=style)
        assert [one[1] for one in shapes(read(made))] == [form, Form.PARAGRAPH]

    def test_of_the_default_say_how_words_look(self) -> None:
        looks = '<w:style w:type="paragraph" w:default="1" w:styleId="A"><w:rPr><w:i/></w:rPr></w:style>'
        assert self.looks_of(looks, "", "") == [("Le port", Emphasis.EMPHASIS, "")]

    @pytest.mark.parametrize(
        ("properties", "strong"),
        [
            ("", True),
            ("<w:b/>", True),
            ('<w:b w:val="0"/>', False),
            ('<w:b w:val="false"/>', False),
            ('<w:rStyle w:val="Gras"/>', False),  # bold in bold is not, as Word shows it
            ('<w:rStyle w:val="Gras"/><w:b/>', True),
            ("<w:i w:val='off'/>", True),
        ],
    )
    def test_and_styles_of_words_switch_each_other(self, properties: str, strong: bool) -> None:
        style = self.one("A", "<w:rPr><w:b/></w:rPr>")
        assert self.looks_of(style, "A", properties) == ([("Le port", Emphasis.STRONG, "")] if strong else [])

    def test_are_heard_nearest_first(self) -> None:
        base = self.one("B", "<w:rPr><w:b/><w:i/></w:rPr>")
        styles = base + self.one("A", '<w:rPr><w:b w:val="0"/></w:rPr>', "", "B")
        assert self.looks_of(styles, "A", "") == [("Le port", Emphasis.EMPHASIS, "")]

    @pytest.mark.parametrize(
        ("name", "properties", "kinds"),
        [
            ("Mon style", "", [Emphasis.SUPERSCRIPT]),
            ("Mon style", '<w:vertAlign w:val="baseline"/>', []),
            ("Titre 1", "", []),
            ("Titre 1", '<w:vertAlign w:val="superscript"/>', [Emphasis.SUPERSCRIPT]),
            ("Titre 1", '<w:rStyle w:val="Haut"/>', [Emphasis.SUPERSCRIPT]),
        ],
    )
    def test_raise_words_and_those_of_a_heading_do_not(
        self, name: str, properties: str, kinds: list[Emphasis]
    ) -> None:
        raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        styles = self.one("A", raised, name) + self.one("Haut", raised, kind="character")
        assert [one[1] for one in self.looks_of(styles, "A", properties)] == kinds

    def test_of_a_heading_hide_its_words_all_the_same(self) -> None:
        made = WordFile(body=[p(r("un"), "A"), p(r("deux"))])
        made.styles = self.one("A", "<w:rPr><w:vanish/><w:i/></w:rPr>", "Titre 1")
        assert fates(read(made)) == [("un", Withheld.HIDDEN, ""), ("deux", None, "")]

    @pytest.mark.parametrize("name", ["HTML Code", "Verbatim Char", "Source Text", "Inline Code"])
    def test_of_code_mark_it(self, name: str) -> None:
        styles = self.one("C", "<w:rPr><w:b/></w:rPr>", name, kind="character")
        found = self.looks_of(styles, "", '<w:rStyle w:val="C"/>')
        assert [one[1] for one in found] == [Emphasis.CODE, Emphasis.STRONG]


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

    def test_a_link_to_another_place_of_the_file_or_to_a_part_of_it_is_none(self) -> None:
        made = WordFile()
        arrow = made.arrow("hyperlink", "https://example.org", b"")
        for attribute in ('w:anchor="ici"', f'r:id="{arrow}"'):
            made.body.append(p(f"<w:hyperlink {attribute}>{r('ici')}</w:hyperlink>"))
        assert marked(read(made)) == []

    def test_raised_lowered_and_struck_words_and_code_are_marked_as_such(self) -> None:
        looks = {
            '<w:vertAlign w:val="superscript"/>': Emphasis.SUPERSCRIPT,
            '<w:vertAlign w:val="subscript"/>': Emphasis.SUBSCRIPT,
            "<w:strike/>": Emphasis.STRUCK,
            "<w:dstrike/>": Emphasis.STRUCK,
            '<w:rStyle w:val="Code"/>': Emphasis.CODE,
            '<w:vertAlign w:val="baseline"/>': None,
            '<w:b w:val="0"/>': None,
        }
        for properties, kind in looks.items():
            made = WordFile(body=[p(r("Le ") + r("port", properties))])
            assert marked(read(made)) == ([("port", kind, "")] if kind else [])

    def test_in_formulas_and_over_signs_words_are_raised_or_lowered(self) -> None:
        below = "<m:sSub><m:e><m:r><m:t>a</m:t></m:r></m:e><m:sub><m:r><m:t>b</m:t></m:r></m:sub></m:sSub>"
        above = "<m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>d</m:t></m:r></m:sup></m:sSup>"
        ruby = run(f"<w:ruby><w:rt>{r('haut')}</w:rt><w:rubyBase>{r('bas ')}</w:rubyBase></w:ruby>")
        received = read(WordFile(body=[p(f"<m:oMath>{below}{above}</m:oMath>{r(' et ')}{ruby}")]))
        assert received.manuscripts[0].text == "abcd et bas haut"
        assert marked(received) == [
            ("b", Emphasis.SUBSCRIPT, ""),
            ("d", Emphasis.SUPERSCRIPT, ""),
            ("haut", Emphasis.SUPERSCRIPT, ""),
        ]
        assert told(received) == [
            ("office-formula", "1 formulas were read as bare characters: fractions and roots are lost")
        ]

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

    def test_rows_and_cells_in_controls_and_changes_count_like_others(self) -> None:
        def cell(text: str) -> str:
            return f"<w:tc>{p(r(text))}</w:tc>"

        def control(content: str) -> str:
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

        rows = (
            f"<w:tr>{cell('a')}{control(cell('b'))}</w:tr>",
            control(f"<w:tr>{cell('c')}<w:del>{cell('d')}</w:del></w:tr>"),
            f"<w:ins><w:tr>{cell('e')}<w:customXml>{cell('f')}</w:customXml></w:tr></w:ins>",
            f"<w:del><w:tr>{cell('g')}<w:ins>{cell('h')}</w:ins></w:tr></w:del>",
            f"<w:moveFrom><w:tr>{cell('i')}</w:tr></w:moveFrom><w:moveTo><w:tr>{cell('j')}</w:tr></w:moveTo>",
        )
        blocks = read(WordFile(body=[f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"])).manuscripts[0].blocks
        found = [(one.text, one.shape.row, one.shape.column, one.shape.withheld) for one in blocks]
        gone = Withheld.DELETED
        assert found == [
            *(("a", 1, 1, None), ("b", 1, 2, None), ("c", 2, 1, None), ("d", 2, 2, gone)),
            *(("e", 3, 1, None), ("f", 3, 2, None), ("g", 4, 1, gone), ("h", 4, 2, gone)),
            *(("i", 5, 1, gone), ("j", 6, 1, None)),
        ]

    def test_a_cell_takes_one_column_at_least(self) -> None:
        narrow = f'<w:tc><w:tcPr><w:gridSpan w:val="0"/></w:tcPr>{p(r("a"))}</w:tc><w:tc>{p(r("b"))}</w:tc>'
        blocks = read(WordFile(body=[f"<w:tbl><w:tr>{narrow}</w:tr></w:tbl>"])).manuscripts[0].blocks
        assert [one.shape.column for one in blocks] == [1, 2]

    def test_headings_and_items_in_cells_stay_what_they_are_and_know_their_cell(self) -> None:
        cells = f"<w:tc>{p(r('un'), 'Titre2')}{p(r('deux'), 'Puce')}{p(r('trois'))}</w:tc>"
        blocks = read(WordFile(body=[f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"])).manuscripts[0].blocks
        assert [(one.shape.form, one.shape.table, one.shape.row) for one in blocks] == [
            (Form.HEADING, 1, 1),
            (Form.ITEM, 1, 1),
            (Form.CELL, 1, 1),
        ]

    def test_a_row_that_was_deleted_leaves_those_after_it(self) -> None:
        gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('a'))}</w:tc></w:tr>"
        rows = f"{gone}<w:tr><w:tc>{p(r('b'))}</w:tc></w:tr>"
        found = read(WordFile(body=[f"<w:tbl>{rows}</w:tbl>{p(r('c'))}"]))
        assert fates(found) == [("a", Withheld.DELETED, ""), ("b", None, ""), ("c", None, "")]


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

    def test_page_and_column_breaks_part_what_a_line_break_does_not(self) -> None:
        long = "Le port dort encore quand nous arrivons sur"
        for kind in ("page", "column"):
            body = [p(r(long) + run(f'<w:br w:type="{kind}"/>') + r("le quai."))]
            assert [one[0] for one in shapes(read(WordFile(body=body)))] == [long, "le quai."]
        body = [p(r(long) + run('<w:br w:type="textWrapping"/>') + r("le quai."))]
        assert [one[0] for one in shapes(read(WordFile(body=body)))] == [f"{long}\nle quai."]

    def test_signs_that_are_elements_are_characters(self) -> None:
        body = r("a") + run("<w:tab/>") + r("b") + run("<w:ptab/>") + r("c") + run("<w:noBreakHyphen/>")
        body += r("d") + run("<w:softHyphen/>") + r("e") + run('<w:sym w:font="Symbol" w:char="F061"/>')
        assert read(WordFile(body=[p(body)])).manuscripts[0].text == "a\tb\tc\u2011d\u00adeα"

    def test_line_ends_of_the_file_are_spaces_and_runs_without_words_are_nothing(self) -> None:
        body = [p("<w:r><w:t>Le\nport\n</w:t></w:r><w:r><w:t/></w:r><w:r><w:t>dort</w:t></w:r>")]
        assert read(WordFile(body=body)).manuscripts[0].text == "Le port dort"

    def test_a_paragraph_that_melts_into_none_stays_where_it_is(self) -> None:
        melting = p(r("Le port"), more='<w:rPr><w:del w:id="1"/></w:rPr>')
        table = f"<w:tbl><w:tr><w:tc>{p(r('a'))}</w:tc></w:tr></w:tbl>"
        for body in ([melting], [melting, table], [melting, table, p(r("b"))]):
            found = [one[0] for one in shapes(read(WordFile(body=body)))]
            assert found == ["Le port", "a", "b"][: len(body)]

    def test_a_bookmark_between_two_paragraphs_does_not_keep_them_from_melting(self) -> None:
        melting = p(r("Le "), more='<w:rPr><w:del w:id="1"/></w:rPr>')
        body = [melting, '<w:bookmarkStart w:id="0" w:name="b"/>', p(r("port"))]
        assert [one[0] for one in shapes(read(WordFile(body=body)))] == ["Le port"]

    def test_three_paragraphs_may_have_become_one(self) -> None:
        gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
        body = [p(r("Le "), more=gone), p(r("port "), more=gone), p(r("dort"), "Titre2"), p(r("Fin"))]
        assert shapes(read(WordFile(body=body))) == [
            ("Le port dort", Form.HEADING, 2),
            ("Fin", Form.PARAGRAPH, 0),
        ]

    def test_what_was_deleted_stands_behind_its_paragraph(self) -> None:
        made = WordFile()
        made.body.append(p(r("Le ") + deleted(made) + r("port")))
        gone = next(iter(made.tokens.expected))
        assert [one[0] for one in shapes(read(made))] == ["Le port", gone]


class TestBlocks:
    @pytest.mark.parametrize("name", ["w:del", "w:moveFrom"])
    def test_that_were_deleted_or_moved_away_are_withheld_and_what_follows_is_not(self, name: str) -> None:
        body = [f"<{name}>{p(r('un'))}<w:ins>{p(r('deux'))}</w:ins></{name}>", p(r("Le port"))]
        assert fates(read(WordFile(body=body))) == [
            ("un", Withheld.DELETED, ""),
            ("deux", Withheld.DELETED, ""),
            ("Le port", None, ""),
        ]

    def test_of_a_form_that_nobody_filled_in_are_held_back_and_counted(self) -> None:
        def control(properties: str, content: str) -> str:
            return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

        body = [
            control("<w:showingPlcHdr/>", p(r("Votre nom"))),
            control('<w:showingPlcHdr w:val="0"/>', p(r("Zoé"))),
            p(control("<w:showingPlcHdr/>", r("La date")) + r("Le port") + control("", r(" dort"))),
            "<w:sdt><w:sdtPr/></w:sdt>" + p("<w:sdt><w:sdtPr/></w:sdt>" + r("Fin")),
        ]
        received = read(WordFile(body=body))
        assert fates(received) == [
            ("Votre nom", Withheld.HIDDEN, "placeholder"),
            ("Zoé", None, ""),
            ("Le port dort", None, ""),
            ("La date", Withheld.HIDDEN, "placeholder"),
            ("Fin", None, ""),
        ]
        assert told(received) == [
            ("office-placeholder", "2 fields of a form were never filled in: what they say was held back")
        ]

    def test_words_outside_of_all_paragraphs_are_paragraphs(self) -> None:
        row = f"<w:tbl><w:tr><w:tc>{r('deux')}</w:tc></w:tr></w:tbl>"
        body = [r("un"), row, f"<w:del>{r('trois')}</w:del>", run("<w:rPr/>"), p(r("Le port"))]
        received = read(WordFile(body=body))
        assert fates(received) == [
            ("un", None, ""),
            ("deux", None, ""),
            ("trois", Withheld.DELETED, ""),
            ("Le port", None, ""),
        ]
        assert [one.shape.form for one in received.manuscripts[0].blocks][1] is Form.CELL

    def test_of_alternatives_are_read_where_they_say_something_else(self) -> None:
        same, other = p(r("un")), p(r("deux"))
        for fallback, texts in ((same, ["un"]), (other, ["un", "deux"])):
            branches = f"<mc:Choice>{same}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
            body = [f"<mc:AlternateContent>{branches}</mc:AlternateContent>"]
            assert [one[0] for one in shapes(read(WordFile(body=body)))] == texts

    def test_of_alternatives_without_a_branch_are_brought_in(self) -> None:
        body = [p(r("Le port") + "<mc:AlternateContent><mc:Odd>oubliés</mc:Odd></mc:AlternateContent>")]
        received = read(WordFile(body=body))
        assert [one[0] for one in shapes(received)] == ["Le port", "oubliés"]
        where = "words that stand in an unusual place of it (word/document.xml)"
        assert told(received) == [("office-brought-in", f"{where} were put at the end: “oubliés”")]


class TestRefusals:
    def test_a_file_without_a_word_is_empty(self) -> None:
        with pytest.raises(SourceError) as caught:
            read(WordFile(title="Seul"))
        assert caught.value.code == "empty-submission"

    def test_an_opendocument_file_under_the_name_of_word_is_told(self) -> None:
        with pytest.raises(SourceError) as caught:
            read_docx(zipped({"content.xml": b"<a/>"}), FILE)
        assert (caught.value.code, caught.value.file) == ("office-other", FILE)
        assert caught.value.message == "its name says Word, but it is an OpenDocument file"
        assert caught.value.hint == "give it the name it should have, ending in .odt"

    def test_a_package_without_a_text_is_damaged(self) -> None:
        with pytest.raises(SourceError) as caught:
            read_docx(zipped({"a.xml": b"<a/>"}), FILE)
        assert caught.value.code == "office-damaged"

    @pytest.mark.parametrize(
        ("name", "content"), [("w:document", ""), ("w:body", ""), ("w:glossaryDocument", "<w:body/>")]
    )
    def test_a_text_without_a_body_is_damaged(self, name: str, content: str) -> None:
        with pytest.raises(SourceError) as caught:
            read_docx(zipped({"word/document.xml": root(name, content).encode()}), FILE)
        assert (caught.value.code, caught.value.file) == ("office-damaged", FILE)
        assert caught.value.message == "the file is damaged: the part that holds the text is missing"

    def test_the_text_is_where_the_file_says_it_is_and_else_where_it_always_is(self) -> None:
        def parts(target: str, external: bool = False) -> bytes:
            texts = {
                f"word/{name}.xml": root("w:document", f"<w:body>{p(r(name))}</w:body>").encode()
                for name in ("document", "document2")
            }
            return zipped({**texts, "_rels/.rels": relations([("officeDocument", target, external)])})

        def first(data: bytes) -> str:
            return read_docx(data, FILE).manuscripts[0].blocks[0].text

        assert first(parts("word/document2.xml")) == "document2"
        assert first(parts("word/nowhere.xml")) == "document"
        assert first(parts("word/document2.xml", external=True)) == "document"

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
