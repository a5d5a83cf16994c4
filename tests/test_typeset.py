"""Edits on a text that is spread over elements: the same as on the text alone, and nothing else changes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from anthology import rules
from anthology.model import Edit
from anthology.typeset import OBJECT, apply, typeset_tree
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.safety.counts import count

INLINE = ("em", "strong", "sup", "sub", "a", "span")
letters = st.text(st.sampled_from("ab ’«\u00a0é\u0301👩"), max_size=4)


def text_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def tree(xml: str) -> etree._Element:
    return etree.fromstring(f"<div>{xml}</div>")


def inside(root: etree._Element) -> str:
    return etree.tostring(root, encoding="unicode").removeprefix("<div>").removesuffix("</div>")


class Recorder:
    """A typesetter that writes every text in capitals, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, text: str, language: str) -> Sequence[Edit]:
        self.asked.append((text, language))
        return [
            Edit(n, n + 1, char, char.upper(), "r") for n, char in enumerate(text) if char != char.upper()
        ]


def replaced(before: str, after: str) -> Recorder:
    recorder = Recorder()

    def typeset(text: str, language: str) -> Sequence[Edit]:
        recorder.asked.append((text, language))
        place = text.find(before)
        return [Edit(place, place + len(before), before, after, "r")] if place >= 0 else []

    return typeset  # type: ignore[return-value]


@st.composite
def paragraphs(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    """A paragraph with text-level elements in it, nested at random."""

    def fill(element: etree._Element, left: int) -> None:
        element.text = draw(letters) or None
        for _ in range(draw(st.integers(0, 2 if left else 0))):
            child = etree.SubElement(element, draw(st.sampled_from(INLINE)))
            fill(child, left - 1)
            child.tail = draw(letters) or None

    root = etree.Element("p")
    fill(root, depth)
    return root


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> tuple[Edit, ...]:
    """Disjoint changes of a text, insertions among them."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return tuple(Edit(a, b, text[a:b], draw(letters), "r") for a, b in pairs)


class TestApply:
    def test_edits_are_in_the_coordinates_of_the_text_before(self) -> None:
        edits = [Edit(0, 1, "a", "AAA", "r"), Edit(1, 1, "", "-", "r"), Edit(3, 5, "de", "", "r")]
        assert apply("abcdef", edits) == "AAA-bcf"
        assert apply("abcdef", edits[::-1]) == "AAA-bcf"

    def test_no_edit_changes_nothing(self) -> None:
        assert apply("abc", []) == "abc"

    @settings(deadline=None, max_examples=count(50, 200))
    @given(st.data())
    def test_the_reverse_edits_give_the_text_back(self, data: st.DataObject) -> None:
        text = data.draw(letters)
        edits = data.draw(edits_of(text))
        shift, back = 0, []
        for edit in edits:
            start = edit.start + shift
            back.append(Edit(start, start + len(edit.after), edit.after, edit.before, "r"))
            shift += len(edit.after) - len(edit.before)
        if len({edit.start for edit in back}) == len(back):
            assert apply(apply(text, edits), back) == text


class TestAcrossElements:
    @settings(deadline=None, max_examples=count(125, 500))
    @given(st.data())
    def test_a_paragraph_changes_as_its_text_alone_would(self, data: st.DataObject) -> None:
        paragraph = data.draw(paragraphs())
        text = text_of(paragraph)
        edits = data.draw(edits_of(text))
        shape = [(element.tag, len(element)) for element in paragraph.iter()]
        typeset_tree(paragraph, lambda asked, _: edits if asked == text else [], "fr")
        assert text_of(paragraph) == (apply(text, edits) if text.strip(" \n") else text)
        assert [(element.tag, len(element)) for element in paragraph.iter()] == shape

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("a b", "a\u202fb", "<p>a\u202f<em>b</em> c</p>"),
            ("b c", "b\u202fc", "<p>a <em>b</em>\u202fc</p>"),
            ("a b c", "xc", "<p>x<em></em>c</p>"),
            ("a b c", "x", "<p>x<em></em></p>"),
        ],
    )
    def test_new_text_stands_where_the_change_starts(self, before: str, after: str, expected: str) -> None:
        root = tree("<p>a <em>b</em> c</p>")
        typeset_tree(root, replaced(before, after), "fr")
        assert inside(root) == expected

    def test_the_real_rules_work_across_the_borders_of_elements(self) -> None:
        root = tree('<p>Il dit : "<em>Vraiment</em>" ! Et <strong>12</strong> %...</p>')
        typeset_tree(root, lambda text, language: rules.edits(text, language), "fr")
        plain = 'Il dit : "Vraiment" ! Et 12 %...'
        assert text_of(root) == apply(plain, rules.edits(plain, "fr"))
        assert text_of(root) != plain


class TestWhatIsATextOfItsOwn:
    def test_each_paragraph_heading_item_and_cell_is_asked_once(self) -> None:
        asked = Recorder()
        typeset_tree(
            tree(
                "<h2>a</h2>\n<p>b <em>c</em></p>\n<ul>\n<li>d</li>\n<li>e</li>\n</ul>"
                "<blockquote>\n<p>f</p>\n</blockquote>"
                "<table><tr><td>g</td></tr></table><figure><img src='x'/><figcaption>h</figcaption></figure>"
            ),
            asked,
            "fr",
        )
        assert [text.strip() for text, _ in asked.asked] == ["a", "b c", "d", "e", "f", "g", "h"]

    def test_code_keeps_its_characters_and_is_seen_as_one_sign(self) -> None:
        asked = Recorder()
        root = tree("<p>voir <code>a  b</code> : oui</p><pre><code>c</code></pre><p><code>d</code></p>")
        typeset_tree(root, asked, "fr")
        assert inside(root) == (
            "<p>VOIR <code>a  b</code> : OUI</p><pre><code>c</code></pre><p><code>d</code></p>"
        )
        assert asked.asked == [(f"voir {OBJECT} : oui", "fr")]

    def test_the_space_before_a_colon_after_code_is_not_lost(self) -> None:
        root = tree("<p>Voir <code>x</code> : « <code>y</code> » et <em lang='en'>that</em> !</p>")
        typeset_tree(root, lambda text, language: rules.edits(text, language), "fr")
        assert text_of(root) == "Voir x\u00a0: «\u00a0y\u00a0» et that\u202f!"

    def test_a_note_is_a_text_of_its_own_and_nothing_in_the_one_that_calls_it(self) -> None:
        asked = Recorder()
        root = tree('<p>mot<span class="note">la <em>note</em></span>. Fin</p>')
        typeset_tree(root, asked, "fr")
        assert asked.asked == [("mot. Fin", "fr"), ("la note", "fr")]
        assert inside(root) == '<p>MOT<span class="note">LA <em>NOTE</em></span>. FIN</p>'

    def test_words_in_another_language_are_set_by_its_rules(self) -> None:
        asked = Recorder()
        typeset_tree(
            tree('<p>il dit <em lang="en">yes <b>sir</b></em> ?</p><p lang="de">ja</p>'), asked, "fr"
        )
        assert asked.asked == [(f"il dit {OBJECT} ?", "fr"), ("yes sir", "en"), ("ja", "de")]

    @pytest.mark.parametrize(
        ("typed", "set_"),
        [
            (
                'Il cite "<q lang="en">He said "no" - twice; 5 %?</q>" ?',
                'Il cite «\u00a0<q lang="en">He said “no” - twice; 5%?</q>\u00a0»\u202f?',
            ),
            (
                'Elle dit : "<i lang="de">Er sagt "nein"!</i>".',
                'Elle dit\u00a0: «\u00a0<i lang="de">Er sagt „nein“!</i>\u00a0».',
            ),
            (
                'Écoutez : <i lang="es">¿Qué "cosa" es? 28%</i>',
                'Écoutez\u00a0: <i lang="es">¿Qué «cosa» es? 28\u00a0%</i>',
            ),
        ],
    )
    def test_a_quotation_in_another_language_keeps_its_own_marks_and_spaces(
        self, typed: str, set_: str
    ) -> None:
        root = tree(f"<p>{typed}</p>")
        typeset_tree(root, rules.edits, "fr")
        assert inside(root) == f"<p>{set_}</p>"

    def test_a_language_holds_for_what_is_inside(self) -> None:
        asked = Recorder()
        typeset_tree(tree('<blockquote lang="en"><p>yes</p></blockquote>'), asked, "fr")
        assert asked.asked == [("yes", "en")]

    def test_lines_and_nested_lists_are_not_run_together(self) -> None:
        asked = Recorder()
        typeset_tree(
            tree("<p>un !<br/>deux<br/>\ntrois</p><ul><li>a<ul><li>b</li></ul>c</li></ul>"), asked, "fr"
        )
        assert asked.asked == [("un !\ndeux\ntrois", "fr"), ("a\nc", "fr"), ("b", "fr")]

    def test_a_change_that_would_take_such_a_sign_away_is_not_made(self) -> None:
        root = tree("<p>a <code>b</code> c<br/>d</p>")
        typeset_tree(root, replaced(f" {OBJECT} ", " "), "fr")
        typeset_tree(root, replaced("c\nd", "cd"), "fr")
        assert inside(root) == "<p>a <code>b</code> c<br/>d</p>"

    def test_what_holds_no_text_is_not_asked(self) -> None:
        asked = Recorder()
        typeset_tree(tree("<p/><p> \n</p><p><img src='x'/></p><hr/>"), asked, "fr")
        assert asked.asked == []

    def test_setting_twice_changes_nothing_more(self) -> None:
        root = tree('<p>Il dit : "<em>Oui</em>" ; <code>x</code> ! 1 200 km...<br/>« Non »</p>')
        for expected_change in (True, False):
            before = inside(root)
            typeset_tree(root, lambda text, language: rules.edits(text, language), "fr")
            assert (inside(root) != before) is expected_change
