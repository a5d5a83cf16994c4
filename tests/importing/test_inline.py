"""Marks of a file to Markdown and back: every sign of the text, and every mark on the signs it was on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from anthology.importing.inline import line, lines
from anthology.importing.marked import Marked
from anthology.markup import address, read_body
from anthology.model import Article, Emphasis, Mark
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.safety.counts import count

S, E, UP, DOWN, X, C, L, N, LG = (
    Emphasis.STRONG, Emphasis.EMPHASIS, Emphasis.SUPERSCRIPT, Emphasis.SUBSCRIPT, Emphasis.STRUCK,
    Emphasis.CODE, Emphasis.LINK, Emphasis.NOTE, Emphasis.LANGUAGE,
)  # fmt: skip
KINDS = {"strong": S, "em": E, "sup": UP, "sub": DOWN, "s": X, "code": C, "a": L}
URL = "https://a.fr/x_(y)?q=*1*&r=[2]"


def root(markdown: str) -> etree._Element:
    read = read_body(Article("a", "articles/a.md", "T", "fr", markdown))
    assert read.findings == ()
    return read.root


@dataclass(frozen=True)
class Ink:
    """A sign that is no white space, and the marks that lie on it."""

    sign: str
    marks: frozenset[Emphasis]


def found(element: etree._Element, marks: frozenset[Emphasis] = frozenset()) -> list[Ink]:
    if element.get("class") == "note":
        return []
    own = marks | ({KINDS[str(element.tag)]} if element.tag in KINDS else set())
    own = own | ({LG} if element.get("lang") else set())
    inked = [Ink(sign, own) for sign in element.text or "" if not sign.isspace()]
    for child in element:
        inked += found(child, own)
        inked += [Ink(sign, own) for sign in child.tail or "" if not sign.isspace()]
    return inked


def expected(one: Marked) -> list[Ink]:
    """The signs and what lies on them; inside of code only what lies on the whole of it."""
    covered = {kind: _covered(one, kind) for kind in Emphasis if kind is not N}
    runs = _runs(one.text, covered[C])
    return [
        Ink(sign, frozenset(kind for kind, places in covered.items() if _on(place, places, runs)))
        for place, sign in enumerate(one.text)
        if not sign.isspace()
    ]


def _on(place: int, places: set[int], code: list[set[int]]) -> bool:
    run = next((each for each in code if place in each), {place})
    return run <= places


def _covered(one: Marked, kind: Emphasis) -> set[int]:
    return {
        place
        for mark in one.marks
        if mark.kind is kind
        for place in range(mark.start, mark.end)
        if not one.text[place].isspace()
    }


def _runs(text: str, places: set[int]) -> list[set[int]]:
    """Stretches of code; white space between two does not part them."""
    runs: list[set[int]] = []
    last = None
    for place in sorted(places):
        if last is not None and not text[last + 1 : place].strip():
            runs[-1].add(place)
        else:
            runs.append({place})
        last = place
    return runs


SIGNS = [
    *"aé1 .:!^#*_`[](){}<>|\\-+=&~'\"",
    "[^1]", "[^1]:", "{: .x }", "<br>", "&amp;", "1. ", "](", "**", "``", "mot", " et ",
]  # fmt: skip
TARGETS = {L: URL, LG: "en"}


@st.composite
def marked(draw: st.DrawFn) -> Marked:
    text = "".join(draw(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=14))).strip() or "a"
    places = st.integers(0, len(text))
    marks = []
    for kind in draw(st.lists(st.sampled_from([S, E, UP, DOWN, X, C, L, LG, S, E]), max_size=5)):
        start, end = sorted((draw(places), draw(places)))
        marks.append(Mark(start, end, kind, TARGETS.get(kind, "")))
    return Marked(text, tuple(marks))


@settings(deadline=None, max_examples=count(150, 600))
@given(marked())
@example(Marked("ab", (Mark(0, 1, S), Mark(1, 2, E))))
@example(Marked("abc", (Mark(0, 3, S), Mark(1, 2, E))))
@example(Marked("abc", (Mark(0, 2, S), Mark(1, 3, E))))
@example(Marked("abc", (Mark(0, 3, S), Mark(0, 3, E), Mark(0, 3, L, URL))))
@example(Marked("a!b", (Mark(2, 3, L, URL),)))
@example(Marked("^1", (Mark(0, 2, UP),)))
@example(Marked("x`", (Mark(1, 2, C),)))
def test_each_mark_is_read_back_on_the_very_signs_it_was_on(one: Marked) -> None:
    (paragraph,) = root(line(one))
    assert paragraph.tag == "p"
    assert found(paragraph) == expected(one)


@settings(deadline=None, max_examples=count(75, 300))
@given(
    marked(),
    st.sampled_from(
        [("- ", ".//li"), ("## ", ".//h2"), ("> ", ".//blockquote/p"), ("| a |\n| --- |\n| ", ".//td")]
    ),
)
def test_so_it_is_in_items_headings_quotations_and_cells(one: Marked, place: tuple[str, str]) -> None:
    before, path = place
    (holder,) = root(f"{before}{line(one)}{' |' if 'td' in path else ''}").iterfind(path)
    assert found(holder) == expected(one)


@settings(deadline=None, max_examples=count(75, 300))
@given(st.lists(marked(), min_size=1, max_size=3))
def test_a_verse_keeps_its_lines_and_marks_that_run_over_them(parts: list[Marked]) -> None:
    text, marks = "", []
    for part in parts:
        marks += [
            Mark(m.start + len(text), m.end + len(text), m.kind, m.target)
            for m in part.marks
            if m.kind is not C
        ]
        text += f"{part.text}\n"
    marks.append(Mark(0, len(text) - 1, E))
    one = Marked(text.strip("\n"), tuple(marks))
    (verse,) = root(f"{lines(one)}\n{{: .verse }}")
    assert verse.get("class") == "verse"
    assert found(verse) == expected(one)
    assert len(list(verse.iter("br"))) == len(parts) - 1


class TestSigns:
    @pytest.mark.parametrize(
        ("text", "marks", "written"),
        [
            ("Un mot gras", [Mark(3, 6, S)], "Un **mot** gras"),
            ("Un mot gras", [Mark(3, 7, E)], "Un *mot* gras"),
            ("Les deux", [Mark(4, 8, S), Mark(4, 8, E)], "Les ***deux***"),
            ("XIXe siècle", [Mark(3, 4, UP)], "XIX[e]{: .sup } siècle"),
            ("H2O", [Mark(1, 2, DOWN)], "H[2]{: .sub }O"),
            ("non oui", [Mark(0, 3, X)], "[non]{: .struck } oui"),
            ("le feedback", [Mark(3, 11, LG, "en")], 'le [feedback]{: lang="en" }'),
            ("a = b", [Mark(0, 5, C)], "`a = b`"),
            ("ici", [Mark(0, 3, L, "https://a.fr/b c")], "[ici](https://a.fr/b%20c)"),
            ("gras gras", [Mark(0, 4, S), Mark(5, 9, S)], "**gras gras**"),
            ("ab", [Mark(0, 1, S), Mark(1, 2, E)], "**a**[b]{: .emphasis }"),
            ("Titre1", [Mark(5, 6, UP), Mark(5, 6, N, "x")], "Titre[^1]"),
            ("un deux", [Mark(0, 7, L, "https://a.fr"), Mark(2, 2, N, "x")], "[un](https://a.fr)[^1] [deux](https://a.fr)"),
            ("mot : suite", [Mark(3, 3, N, "x")], "mot[^1] : suite"),
            ("mot: suite", [Mark(3, 3, N, "x")], "mot[^1]\\: suite"),
        ],
    )  # fmt: skip
    def test_are_those_an_editor_knows_where_there_are_any(
        self, text: str, marks: list[Mark], written: str
    ) -> None:
        assert line(Marked(text, tuple(marks)), lambda label: "[^1]") == written

    @pytest.mark.parametrize(
        "target", ["#note", "page.html", "javascript:alert(1)", "file:///etc", "ftp://a.fr", "", "http:x"]
    )
    def test_a_link_to_nowhere_leaves_its_words(self, target: str) -> None:
        assert address(target) == ""
        assert line(Marked("ici", (Mark(0, 3, L, target),))) == "ici"

    def test_the_call_of_a_note_that_is_not_there_leaves_its_words(self) -> None:
        assert line(Marked("mot1", (Mark(3, 4, N, "x"), Mark(3, 4, UP)))) == "mot[1]{: .sup }"
