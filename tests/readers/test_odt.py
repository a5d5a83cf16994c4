"""OpenDocument texts lose no word and show none that they withhold, whatever their words stand in."""

from __future__ import annotations

import base64
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
from tests.readers.shown import fates, marked, shapes, told
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


def deletion(name: str, content: str, attribute: str = "text:id") -> str:
    """A change that took something away."""
    return (
        f'<text:changed-region {attribute}="{name}"><text:deletion>{content}</text:deletion>'
        "</text:changed-region>"
    )


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
    def style(self, name: str, looks: str = "", more: str = "", family: str = "paragraph") -> str:
        inner = f"<style:text-properties {looks}/>" if looks else ""
        return f'<style:style style:name="{name}" style:family="{family}" {more}>{inner}</style:style>'

    def form_of(self, *styles: str) -> tuple[Form, int]:
        """The form and the level of a paragraph in the style A."""
        return shapes(read(OpenFile(body=[p("Le port", "A")], named="".join(styles))))[0][1:]

    def kinds_of(self, looks: str, name: str = "A", family: str = "text") -> list[Emphasis]:
        """The marks of words in a style of this name that looks like this."""
        body = [p(f"Le {span('port', name)}")] if family == "text" else [p("Le port", name)]
        received = read(OpenFile(body=body, automatic=self.style(name, looks, family=family)))
        return [kind for _words, kind, _target in marked(received)]

    def test_are_called_what_people_see_and_else_what_they_are_based_on(self) -> None:
        assert self.form_of(self.style("A", more='style:display-name="Citation"')) == (Form.QUOTE, 0)
        assert self.form_of(self.style("A", more='style:parent-style-name="Titre_20_2"')) == (Form.HEADING, 2)
        above = self.style("B", more='style:display-name="Légende"')
        assert self.form_of(self.style("A", more='style:parent-style-name="B"'), above) == (Form.CAPTION, 0)
        assert self.form_of(self.style("A"), self.style("Citation")) == (Form.PARAGRAPH, 0)

    def test_of_words_make_nothing_of_a_paragraph(self) -> None:
        body = [p("Le port", "Citation_20_x")]
        named = self.style("Citation_20_x", more='style:display-name="Citation"', family="text")
        assert shapes(read(OpenFile(body=body, named=named))) == [("Le port", Form.PARAGRAPH, 0)]

    @pytest.mark.parametrize(
        ("level", "form"), [("2", (Form.HEADING, 2)), ("0", (Form.PARAGRAPH, 0)), ("", (Form.PARAGRAPH, 0))]
    )
    def test_of_an_outline_are_headings(self, level: str, form: tuple[Form, int]) -> None:
        assert self.form_of(self.style("A", more=f'style:default-outline-level="{level}"')) == form
        based = self.style("A", more='style:parent-style-name="B"')
        assert self.form_of(based, self.style("B", more=f'style:default-outline-level="{level}"')) == form

    @pytest.mark.parametrize(("steps", "form"), [(18, Form.QUOTE), (19, Form.QUOTE), (21, Form.PARAGRAPH)])
    def test_are_followed_for_twenty_steps(self, steps: int, form: Form) -> None:
        styles = [
            self.style("A" if at == 0 else f"S{at}", more=f'style:parent-style-name="S{at + 1}"')
            for at in range(steps)
        ]
        last = self.style(f"S{steps}", more='style:display-name="Citation"')
        assert self.form_of(*styles, last)[0] is form

    def test_that_are_based_on_each_other_end(self) -> None:
        first, second = (f'style:parent-style-name="{name}"' for name in "BA")
        assert self.form_of(self.style("A", more=first), self.style("B", more=second)) == (Form.PARAGRAPH, 0)

    @pytest.mark.parametrize("family", ["text", "paragraph"])
    @pytest.mark.parametrize(
        ("looks", "kinds"),
        [
            ("", []),
            ('fo:font-weight="600"', [Emphasis.STRONG]),
            ('fo:font-weight="500"', []),
            ('fo:font-style="italic"', [Emphasis.EMPHASIS]),
            ('fo:font-style="oblique"', [Emphasis.EMPHASIS]),
            ('fo:font-style="normal"', []),
            ('style:text-line-through-style="solid"', [Emphasis.STRUCK]),
            ('style:text-line-through-type="double"', [Emphasis.STRUCK]),
            ('style:text-line-through-style="none"', []),
            ('style:text-line-through-type="none"', []),
            ('style:text-position="super 58%"', [Emphasis.SUPERSCRIPT]),
            ('style:text-position="sub 58%"', [Emphasis.SUBSCRIPT]),
            ('style:text-position="33% 58%"', [Emphasis.SUPERSCRIPT]),
            ('style:text-position="0.5%"', [Emphasis.SUPERSCRIPT]),
            ('style:text-position="-33% 58%"', [Emphasis.SUBSCRIPT]),
            ('style:text-position="-0.5%"', [Emphasis.SUBSCRIPT]),
            ('style:text-position="0% 100%"', []),
            ('style:text-position="high"', []),
        ],
    )
    def test_say_how_words_look(self, looks: str, kinds: list[Emphasis], family: str) -> None:
        assert self.kinds_of(looks, family=family) == kinds

    @pytest.mark.parametrize("name", ["Source_20_Text", "Teletype", "User_20_Entry", "source_5f_code"])
    def test_of_code_mark_it(self, name: str) -> None:
        assert self.kinds_of("", name) == [Emphasis.CODE]
        assert sorted(self.kinds_of('fo:font-weight="bold"', name)) == [Emphasis.CODE, Emphasis.STRONG]

    def test_are_heard_nearest_first(self) -> None:
        looks = 'fo:font-weight="bold" fo:font-style="italic"'
        named = self.style("B", looks, family="text")
        above = 'style:parent-style-name="B"'
        automatic = self.style("A", 'fo:font-weight="normal"', above, "text")
        received = read(OpenFile(body=[p(span("Le port", "A"))], named=named, automatic=automatic))
        assert marked(received) == [("Le port", Emphasis.EMPHASIS, "")]

    def test_of_words_in_words_add_to_each_other_and_take_from_each_other(self) -> None:
        bold = span(f"un {span('deux', 'T6')} {span('trois', 'T2')}", "T1")
        assert marked(read(OpenFile(body=[p(bold)]))) == [
            ("un", Emphasis.STRONG, ""),
            ("trois", Emphasis.EMPHASIS, ""),
            ("trois", Emphasis.STRONG, ""),
        ]

    @pytest.mark.parametrize(
        ("name", "kinds"),
        [("Standard", 1), ("Quotations", 1), ("Caption", 1), ("Title", 0), ("Heading_20_1", 0), ("Chapo", 0)],
    )
    def test_set_by_hand_are_an_emphasis_in_a_text_and_the_look_of_a_title(
        self, name: str, kinds: int
    ) -> None:
        automatic = self.style("A", 'fo:font-weight="bold"', f'style:parent-style-name="{name}"')
        assert len(marked(read(OpenFile(body=[p("Le port", "A")], automatic=automatic)))) == kinds

    def test_with_names_are_the_look_of_a_quotation_and_no_emphasis_of_it(self) -> None:
        for name, kinds in (("Citation", []), ("Mien", [("Le port", Emphasis.EMPHASIS, "")])):
            named = self.style("A", 'fo:font-style="italic"', f'style:display-name="{name}"')
            assert marked(read(OpenFile(body=[p("Le port", "A")], named=named))) == kinds

    def test_with_names_hide_a_quotation_all_the_same(self) -> None:
        named = self.style("A", 'text:display="none"', 'style:display-name="Citation"')
        body = [p("un", "A"), p("deux")]
        assert fates(read(OpenFile(body=body, named=named))) == [
            ("un", Withheld.HIDDEN, ""),
            ("deux", None, ""),
        ]

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

    def test_a_list_is_numbered_where_its_level_has_a_number_that_shows(self) -> None:
        levels = (
            '<text:list-level-style-number text:level="1" style:num-format=""/>'
            '<text:list-level-style-number text:level="2" style:num-format="i"/>'
        )
        bare = '<text:list-level-style-number style:num-format="1"/>'
        item = "<text:list-item>{}</text:list-item>"
        inner = f"<text:list>{item.format(p('deux'))}</text:list>"
        automatic = f'<text:list-style style:name="L8">{levels}</text:list-style>'
        automatic += f'<text:list-style style:name="L9">{bare}</text:list-style>'
        body = [
            f'<text:list text:style-name="{name}">{item.format(p("un") + inner)}</text:list>'
            for name in ("L8", "L9", "L10")
        ]
        blocks = read(OpenFile(body=body, automatic=automatic)).manuscripts[0].blocks
        assert [one.shape.ordered for one in blocks] == [False, True, True, False, False, False]
        assert [one.shape.level for one in blocks] == [1, 2] * 3

    def test_a_header_of_a_list_and_a_table_in_it_are_no_items(self) -> None:
        cell = f"<table:table-cell>{p('deux')}</table:table-cell>"
        table = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
        item = f"<text:list-item>{table}{p('trois', 'Title')}{p('quatre')}</text:list-item>"
        body = [f"<text:list><text:list-header>{p('un')}</text:list-header>{item}</text:list>", p("cinq")]
        assert [one[1] for one in shapes(read(OpenFile(body=body)))] == [
            *(Form.PARAGRAPH, Form.CELL, Form.TITLE, Form.ITEM, Form.PARAGRAPH),
        ]

    @pytest.mark.parametrize(
        ("heading", "form", "level"),
        [
            ('<text:h text:style-name="Title" text:outline-level="1">{}</text:h>', Form.TITLE, 0),
            ('<text:h text:style-name="Chapo" text:outline-level="1">{}</text:h>', Form.STANDFIRST, 0),
            ('<text:h text:style-name="Quotations" text:outline-level="2">{}</text:h>', Form.HEADING, 2),
            ("<text:h>{}</text:h>", Form.HEADING, 1),
        ],
    )
    def test_a_heading_in_the_style_of_a_title_is_the_title(
        self, heading: str, form: Form, level: int
    ) -> None:
        assert shapes(read(OpenFile(body=[heading.format("Le port")]))) == [("Le port", form, level)]


class TestSpace:
    def test_white_space_counts_once_and_spaces_that_are_counted_count(self) -> None:
        body = [p("  Le\n    port<text:s text:c='2'/>dort <text:tab/> ici  ")]
        assert read(OpenFile(body=body)).manuscripts[0].text == "Le port  dort \tici"

    @pytest.mark.parametrize(
        ("content", "text"),
        [
            ("a <text:s/> b", "a   b"),
            ("a<text:s text:c='x'/>b", "a b"),
            ("a<text:s text:c='-1'/>b", "ab"),
            ("a<text:s text:c='1001'/>b", "a" + " " * 1000 + "b"),
            ("a<text:s text:c='1000'/>b", "a" + " " * 1000 + "b"),
            ("a <text:tab/> b", "a \tb"),
            ("a <text:span> b</text:span> c", "a b c"),
            ("a\t\r\n b", "a b"),
        ],
    )
    def test_stands_where_it_was_put_and_nowhere_else(self, content: str, text: str) -> None:
        assert read(OpenFile(body=[p(content)])).manuscripts[0].text == text

    def test_at_the_beginning_of_a_line_is_none(self) -> None:
        long = "Le port dort encore quand nous arrivons sur"
        received = read(OpenFile(body=[p(f"{long}<text:line-break/>  le quai.")]))
        assert received.manuscripts[0].text == f"{long}\nle quai."

    def test_before_and_behind_what_hangs_on_a_paragraph_counts_once(self) -> None:
        note = f"<text:note><text:note-body>{p(' la note')}</text:note-body></text:note>"
        assert [one[0] for one in shapes(read(OpenFile(body=[p(f"Le {note} port")])))] == [
            "Le port",
            "la note",
        ]


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

    def test_rows_and_cells_that_are_repeated_count_as_often(self) -> None:
        def row(text: str, more: str = "") -> str:
            return f"<table:table-row {more}><table:table-cell>{p(text)}</table:table-cell></table:table-row>"

        twice, many = (f'table:number-rows-repeated="{times}"' for times in (2, 1001))
        group = f"<table:table-row-group>{row('c')}</table:table-row-group><text:soft-page-break/>"
        head = f"<table:table-rows>{row('a', twice)}</table:table-rows>"
        head = f"<table:table-header-rows>{head}</table:table-header-rows>"
        wide = '<table:table-cell table:number-columns-repeated="1001"/>'
        last = row("e").replace("<table:table-cell>", f"<text:soft-page-break/>{wide}<table:table-cell>")
        rows = head + row("b", many) + group + row("d") + last
        blocks = read(OpenFile(body=[f"<table:table>{rows}</table:table>"])).manuscripts[0].blocks
        assert [(one.text, one.shape.row, one.shape.column, one.shape.head) for one in blocks] == [
            ("a", 1, 1, True),
            ("b", 3, 1, False),
            ("c", 1003, 1, False),
            ("d", 1004, 1, False),
            ("e", 1005, 1001, False),
        ]

    def test_each_table_has_its_number_and_one_in_a_cell_its_own(self) -> None:
        def table(content: str) -> str:
            cell = f"<table:table-cell>{content}</table:table-cell>"
            return f"<table:table><table:table-row>{cell}</table:table-row></table:table>"

        body = [
            table(p("a") + table(p("b")) + p("c", "Title")),
            p("d"),
            table(p("e")),
            p(f"f{table(p('g'))}"),
        ]
        blocks = read(OpenFile(body=body)).manuscripts[0].blocks
        assert [(one.text, one.shape.table, one.shape.form) for one in blocks] == [
            ("a", 1, Form.CELL),
            ("b", 2, Form.CELL),
            ("c", 1, Form.TITLE),
            ("d", 0, Form.PARAGRAPH),
            ("e", 3, Form.CELL),
            ("f", 0, Form.PARAGRAPH),
            ("g", 4, Form.CELL),
        ]

    def test_words_outside_of_all_paragraphs_are_paragraphs(self) -> None:
        span_ = "<text:span>un</text:span>"
        hidden = "<text:section text:display='none'><text:span>deux</text:span></text:section>"
        body = [span_, hidden, "<text:span/><!-- rien -->", p("Le port")]
        assert fates(read(OpenFile(body=body))) == [
            ("un", None, ""),
            ("deux", Withheld.HIDDEN, ""),
            ("Le port", None, ""),
        ]

    @pytest.mark.parametrize(
        ("attributes", "withheld"),
        [
            ("text:display='none'", Withheld.HIDDEN),
            ("text:display='condition'", Withheld.HIDDEN),
            ("text:display='true'", None),
        ],
    )
    def test_a_section_is_hidden_where_it_says_so_and_what_is_in_it_keeps_its_reason(
        self, attributes: str, withheld: Withheld | None
    ) -> None:
        index = f"<text:bibliography><text:index-body>{p('trois')}</text:index-body></text:bibliography>"
        inner = f"<text:section {attributes}>{p('un')}</text:section>"
        body = [inner, index.replace(p("trois"), inner), p("Le port")]
        assert fates(read(OpenFile(body=body))) == [
            ("un", withheld, ""),
            ("un", Withheld.NAVIGATION, ""),
            ("Le port", None, ""),
        ]

    def test_a_section_of_another_file_is_not_fetched_and_told(self) -> None:
        source = "<text:section-source xlink:href='../a.odt'/>"
        body = [f"<text:section>{source}{p('Le port')}</text:section>"]
        assert told(read(OpenFile(body=body))) == [
            (
                "office-elsewhere",
                "it points to something outside of the file, which was not fetched: ../a.odt",
            )
        ]

    def test_links_that_lead_somewhere_are_marked(self) -> None:
        body = [
            p("<text:a xlink:href='https://example.org'>ici</text:a> <text:a xlink:href='#la'>la</text:a>"),
            p("<draw:a xlink:href='https://example.org'>Fin</draw:a>"),
        ]
        assert marked(read(OpenFile(body=body))) == [("ici", Emphasis.LINK, "https://example.org")]

    def test_signs_over_others_are_raised(self) -> None:
        ruby = (
            "<text:ruby><text:ruby-base>bas</text:ruby-base><text:ruby-text>haut</text:ruby-text></text:ruby>"
        )
        assert marked(read(OpenFile(body=[p(ruby)]))) == [("haut", Emphasis.SUPERSCRIPT, "")]

    def test_what_nobody_filled_in_is_held_back_and_counted(self) -> None:
        control = '<loext:content-control loext:showing-place-holder="{}">{}</loext:content-control>'
        filled, empty = control.format("false", "Zoé"), control.format("true", "Votre nom")
        received = read(OpenFile(body=[p(f"{filled} {empty}<text:placeholder>La date</text:placeholder>")]))
        assert fates(received) == [("Zoé", None, ""), ("Votre nomLa date", Withheld.HIDDEN, "placeholder")]
        assert told(received) == [
            ("office-placeholder", "2 fields of a form were never filled in: what they say was held back")
        ]

    def test_what_a_field_does_not_show_is_held_back_behind_its_paragraph(self) -> None:
        held = "text:string-value-if-true='oui' text:string-value-if-false='non'"
        body = [p(f"Le <text:conditional-text {held}>oui</text:conditional-text> port")]
        assert fates(read(OpenFile(body=body))) == [
            ("Le oui port", None, ""),
            ("non", Withheld.HIDDEN, "field"),
        ]

    def test_a_paragraph_that_hides_itself_is_hidden_and_one_that_might_is_not(self) -> None:
        body = [p(f'<text:hidden-paragraph text:is-hidden="{value}"/>{value}') for value in ("true", "false")]
        header = p('<text:hidden-paragraph text:is-hidden="true"/>haut')
        made = OpenFile(body=body, margins=[f"<style:header>{header}</style:header>"])
        assert fates(read(made)) == [
            ("true", Withheld.HIDDEN, ""),
            ("false", None, ""),
            ("haut", Withheld.RUNNING_HEAD, ""),
        ]

    @pytest.mark.parametrize(
        ("citation", "labels"),
        [
            ("<text:note-citation> 1 </text:note-citation>", ["1", "1-2", "1-3"]),
            ("<text:note-citation text:label='a'/>", ["a", "a-2", "a-3"]),
            ("", ["ftn1", "ftn1-2", "ftn1-3"]),
        ],
    )
    def test_no_two_notes_bear_one_label(self, citation: str, labels: list[str]) -> None:
        note = f"<text:note text:id='ftn1'>{citation}<text:note-body>{p('note')}</text:note-body></text:note>"
        received = read(OpenFile(body=[p(f"Le port{note}")] * 3))
        assert [target for _words, _kind, target in marked(received)] == labels
        assert [label for text, _why, label in fates(received) if text == "note"] == labels

    def test_a_note_without_words_is_called_and_one_without_anything_by_a_star(self) -> None:
        received = read(OpenFile(body=[p("Le port<text:note/>")]))
        assert marked(received) == [("", Emphasis.NOTE, "*")]
        assert fates(received) == [("Le port", None, "")]

    def test_a_note_in_hidden_words_is_hidden_and_not_called(self) -> None:
        note = f"<text:note><text:note-body>{p('la note')}</text:note-body></text:note>"
        received = read(OpenFile(body=[p(f"Le port{span(note, 'T4')}")]))
        assert marked(received) == []
        assert fates(received) == [("Le port", None, ""), ("la note", Withheld.HIDDEN, "*")]

    def test_a_comment_without_a_name_is_one(self) -> None:
        received = read(OpenFile(body=[p(f"Le port<office:annotation>{p('à revoir')}</office:annotation>")]))
        assert fates(received) == [("Le port", None, ""), ("à revoir", Withheld.COMMENT, "")]

    def test_properties_come_in_one_order_under_their_names(self) -> None:
        made = OpenFile(body=[p("Le port")], title="Titre")
        made.properties = (
            '<meta:user-defined meta:name="Classe">4e B</meta:user-defined>'
            "<dc:description>dit</dc:description><meta:keyword>un</meta:keyword>"
            "<meta:keyword>deux</meta:keyword><dc:creator>Zoé</dc:creator>"
        )
        assert [(text, label) for text, why, label in fates(read(made)) if why is Withheld.METADATA] == [
            *(("Titre", "title"), ("Zoé", "creator"), ("un", "keyword"), ("deux", "keyword")),
            *(("dit", "description"), ("4e B", "Classe")),
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

    def frame(self, content: str, name: str = "A") -> str:
        return f'<draw:frame draw:name="{name}">{content}</draw:frame>'

    def image_of(self, address: str) -> str:
        return self.frame(f'<draw:image xlink:href="{address}"/>')

    def object_of(self, address: str) -> str:
        return self.frame(f'<draw:object xlink:href="{address}"/>')

    def image(self, data: bytes) -> str:
        said = base64.b64encode(data).decode()
        return f"<draw:image><office:binary-data>{said}</office:binary-data></draw:image>"

    @pytest.mark.parametrize(
        ("data", "names"),
        [
            (PNG, ["reportage-1.png"]),
            (b"\xff\xd8\xff\xe0", ["reportage-1.jpg"]),
            (b"GIF89a", ["reportage-1.gif"]),
            (b"RIFF0000WEBP", ["reportage-1.webp"]),
            (b"odd", ["reportage-1"]),
            (b"", []),
        ],
    )
    def test_a_picture_is_what_its_bytes_say(self, data: bytes, names: list[str]) -> None:
        received = read(OpenFile(body=[p(f"Le port{self.frame(self.image(data))}")], flat=True))
        assert list(received.pictures) == names

    @pytest.mark.parametrize("data", ["%%%%", "AAA", "é"])
    def test_a_picture_that_is_damaged_is_none(self, data: str) -> None:
        image = f"<draw:image><office:binary-data>{data}</office:binary-data></draw:image>"
        received = read(OpenFile(body=[p(f"Le port{self.frame(image)}")], flat=True))
        assert (received.pictures, told(received)) == ({}, [])

    def test_a_picture_keeps_its_suffix_where_its_bytes_say_nothing(self) -> None:
        made = OpenFile(body=[p(f"Le port{self.image_of('./Pictures/a.SVG')}")])
        made.parts["Pictures/a.SVG"] = b"<svg/>"
        assert dict(read(made).pictures) == {"reportage-1.svg": b"<svg/>"}

    def test_of_the_pictures_of_a_frame_the_first_that_is_there_is_taken(self) -> None:
        elsewhere = "<draw:image xlink:href='https://example.org/a.svg'/><draw:image/>"
        body = [p(f"Le port{self.frame(elsewhere + self.image(PNG) + self.image(b'GIF8'))}")]
        received = read(OpenFile(body=body, flat=True))
        assert received.pictures == {"reportage-1.png": PNG}
        outside = "it points to something outside of the file, which was not fetched:"
        assert told(received) == [("office-elsewhere", f"{outside} https://example.org/a.svg")]

    def test_a_picture_with_words_of_its_own_is_no_preview(self) -> None:
        second = self.image(b"GIF8").replace("</draw:image>", f"{p('dedans')}</draw:image>")
        received = read(OpenFile(body=[p(f"Le port{self.frame(self.image(PNG) + second)}")], flat=True))
        assert len(received.pictures) == 2
        assert fates(received) == [("Le port", None, ""), ("dedans", None, "")]

    def test_a_hidden_picture_is_not_taken_and_what_is_said_of_it_is_hidden(self) -> None:
        said = f"{self.image(PNG)}<svg:desc>le quai</svg:desc>"
        body = [p(f"Le port{span(self.frame(said), 'T4')}")]
        received = read(OpenFile(body=body, flat=True))
        assert received.pictures == {}
        assert fates(received) == [("Le port", None, ""), ("le quai", Withheld.HIDDEN, "A")]

    def test_a_picture_of_a_header_is_not_taken_and_told(self) -> None:
        header = f"<style:header>{p(self.frame(self.image(PNG)))}</style:header>"
        received = read(OpenFile(body=[p("Le port")], margins=[header], flat=True))
        assert received.pictures == {}
        assert told(received) == [
            ("office-margin-picture", "1 pictures of its headers and footers were not taken")
        ]

    def test_what_is_said_of_a_picture_bears_its_name_and_else_that_of_its_frame(self) -> None:
        said = "<svg:title>le</svg:title><svg:desc>quai</svg:desc>"
        body = [p(f"Le port{self.frame(self.image(PNG) + said)}{self.frame(said, 'B')}")]
        labels = [label for _text, _why, label in fates(read(OpenFile(body=body, flat=True)))]
        assert labels == ["", "reportage-1.png", "reportage-1.png", "B", "B"]

    def test_boxes_and_shapes_with_words_are_counted(self) -> None:
        box = self.frame(f"<draw:text-box>{p('un')}</draw:text-box>")
        empty = self.frame(f"<draw:text-box>{p(' ')}</draw:text-box>") + "<draw:line/>"
        drawn = f"<draw:rect><text:list><text:list-item>{p('deux')}</text:list-item></text:list></draw:rect>"
        hidden = span(f"<draw:rect>{p('trois')}</draw:rect>", "T4")
        received = read(OpenFile(body=[p(f"Le port{box}{empty}{drawn}{hidden}")]))
        assert fates(received) == [
            ("Le port", None, ""),
            ("un", None, ""),
            ("deux", None, ""),
            ("trois", Withheld.HIDDEN, ""),
        ]
        assert told(received) == [
            ("office-text-boxes", "3 text boxes were read, each after the paragraph it is anchored to")
        ]

    def test_an_object_that_is_not_in_the_file_is_told_and_its_preview_not_taken(self) -> None:
        for kind in ("draw:object", "draw:object-ole"):
            inner = f"<{kind} xlink:href='./Object 7'/><draw:image xlink:href='a.png'/>"
            made = OpenFile(body=[p(f"Le port{self.frame(inner + '<draw:object/>')}")])
            made.parts["a.png"] = PNG
            received = read(made)
            assert received.pictures == {}
            said = "an object of another program is embedded, and its words were not read: ./Object 7"
            assert told(received) == [("office-embedded", said)]

    def test_an_object_that_is_shown_twice_is_read_once(self) -> None:
        shown = p(f"Le port{self.object_of('./Object 1')}")
        made = OpenFile(body=[shown, shown])
        inner = OpenFile(body=[p("ventes")], flat=True).packed()
        made.parts["Object 1/content.xml"] = inner.replace(b"<dc:title></dc:title>", b"")
        received = read(made)
        assert [one[0] for one in fates(received)] == ["Le port", "ventes", "Le port"]
        assert told(received) == [
            ("office-chart", "1 charts or diagrams cannot be drawn: their words were kept as text")
        ]

    def test_the_whole_file_is_no_object_of_itself(self) -> None:
        received = read(OpenFile(body=[p(f"Le port{self.object_of('.')}")]))
        assert [one[0] for one in fates(received)] == ["Le port"]
        assert [one[0] for one in told(received)] == ["office-embedded"]

    def test_a_formula_stands_in_its_line(self) -> None:
        math = "<math:math><math:mi> a</math:mi><math:mn>2 </math:mn></math:math>"
        for inner in (math, f"<office:document>{math}</office:document>"):
            body = [p(f"Le {self.frame(f'<draw:object>{inner}</draw:object>')} port")]
            received = read(OpenFile(body=body))
            assert fates(received) == [("Le a 2 port", None, "")]
            assert told(received) == [
                ("office-formula", "1 formulas were read as bare characters: fractions and roots are lost")
            ]

    def test_the_words_of_an_embedded_chart_are_read(self) -> None:
        made = OpenFile(body=[p("Le port<draw:frame><draw:object xlink:href='./Object 1'/></draw:frame>")])
        inner = OpenFile(body=[p("ventes")])
        made.parts["Object 1/content.xml"] = inner.packed() and OpenFile(
            body=[p("ventes")], flat=True
        ).packed().replace(b"<dc:title></dc:title>", b"")
        received = read(made)
        assert [one[0] for one in shapes(received)][:2] == ["Le port", "ventes"]
        assert "office-chart" in [one.code for one in received.findings]


class TestChanges:
    @pytest.mark.parametrize("attribute", ["text:id", "xml:id"])
    def test_what_was_deleted_between_paragraphs_stands_there_withheld_once(self, attribute: str) -> None:
        made = OpenFile(changes=[deletion("ct1", p("un") + p("deux"), attribute)])
        gone = '<text:change text:change-id="ct1"/>'
        made.body = [p("Le port"), gone, p("dort"), gone, p(f"ici{gone}")]
        assert fates(read(made)) == [
            ("Le port", None, ""),
            ("un", Withheld.DELETED, ""),
            ("deux", Withheld.DELETED, ""),
            ("dort", None, ""),
            ("ici", None, ""),
        ]

    def test_what_nothing_points_to_comes_behind_the_text(self) -> None:
        made = OpenFile(changes=[deletion("ct1", p("un")), deletion("ct2", p("deux"))], body=[p("Le port")])
        made.margins.append(f"<style:footer>{p('bas')}</style:footer>")
        assert [one[0] for one in fates(read(made))] == ["Le port", "un", "deux", "bas"]

    def test_what_was_deleted_in_place_is_withheld_from_its_beginning_to_its_end(self) -> None:
        start, end = (f'<text:change-{kind} text:change-id="ct1"/>' for kind in ("start", "end"))
        for body in ([start, p("un"), end, p("Le port")], [p(f"{start}un"), p(f"{end}Le port")]):
            assert fates(read(OpenFile(changes=[deletion("ct1", "")], body=body))) == [
                ("un", Withheld.DELETED, ""),
                ("Le port", None, ""),
            ]

    def test_a_beginning_without_an_end_deletes_nothing(self) -> None:
        body = [p('<text:change-start text:change-id="ct1"/>Le port')]
        assert fates(read(OpenFile(changes=[deletion("ct1", "")], body=body))) == [("Le port", None, "")]

    def test_a_change_that_nobody_described_deletes_nothing(self) -> None:
        start, end = (f'<text:change-{kind} text:change-id="ct1"/>' for kind in ("start", "end"))
        body = [p(f'{start}Le port{end}<text:change text:change-id="ct2"/>')]
        assert fates(read(OpenFile(body=body))) == [("Le port", None, "")]


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
        assert (caught.value.code, caught.value.file) == (code, FILE)

    def test_a_word_file_is_told_what_it_should_be_called(self) -> None:
        with pytest.raises(SourceError) as caught:
            read_odt(zipped({"word/document.xml": b"<a/>"}), FILE)
        assert caught.value.message == "its name says OpenDocument, but it is a Word file"
        assert caught.value.hint == "give it the name it should have, ending in .docx"

    def test_a_package_without_a_text_is_told_what_it_lacks(self) -> None:
        with pytest.raises(SourceError) as caught:
            read_odt(zipped({"a.xml": b"<a/>"}), FILE)
        assert caught.value.message == "the file is damaged: the part that holds the text is missing"

    def test_a_flat_file_that_is_something_else_is_damaged(self) -> None:
        with pytest.raises(SourceError) as caught:
            read_fodt(b"<html/>", "submissions/a.fodt")
        assert (caught.value.code, caught.value.file) == ("office-damaged", "submissions/a.fodt")
        assert caught.value.message == "the file is damaged: it is no flat OpenDocument text"

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
