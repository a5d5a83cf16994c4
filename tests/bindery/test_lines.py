"""Justified paragraphs, as the engine sets them and as they are set here."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from contextlib import nullcontext
from importlib.metadata import version
from typing import Any

import pytest
from anthology.bindery import gate, lines, measuring
from anthology.bindery.engine import engine
from anthology.bindery.fragment import Loose
from anthology.bindery.jobs import Job
from anthology.bindery.setting import Pages
from tests.bindery.sheets import bound_alone, document, piece, press, texts

CSS = """
@page { size: 90mm 200mm; margin: 10mm; @top-center { content: none !important } }
@page :left { @top-center { content: none } } @page :right { @top-center { content: none } }
html { hyphens: auto; hyphenate-limit-chars: 6 2 3; font-size: 10pt; line-height: 13pt } body { margin: 0 }
p { margin: 0; text-align: justify; orphans: 1; widows: 1 }
"""
GREEDY = CSS + "p { --line-breaking: greedy }"
TEXT = (
    "Dans l’ancienne caserne, une étudiante en géographie enregistre les sentiers qui longent le canal, "
    "parce que l’imagination compte davantage que l’apprentissage. La directrice de l’école maternelle "
    "découvre la restauration des fresques de la halle\u202f; plus bas, la coopérative des maraîchers "
    "rassemble, depuis bientôt vingt ans, un dictionnaire du parler local et cent quatre-vingts recettes. "
    "Les bénévoles de l’association accompagnent, chaque matin avant l’aube, les anciens élèves jusqu’au "
    "réfectoire, où l’on réclame une exposition sur les chantiers navals et leurs ouvrières."
)


def laid(body: str, css: str = CSS, side: Any = "recto") -> Pages:
    return press(css).set(document(body), name="x", side=side)


def boxes_of(pages: Pages) -> Iterator[Any]:
    line_box = engine().formatting_structure.boxes.LineBox
    for page in pages.document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, line_box) and box.style["text_align_all"] == "justify":
                yield box


def words_of(line: Any) -> str:
    return "".join(box.text for box in line.descendants() if hasattr(box, "text"))


def lines_of(pages: Pages) -> list[str]:
    return [words_of(line) for line in boxes_of(pages)]


def joined(found: list[str]) -> str:
    """The text again: hyphens that were put in are taken out."""
    return re.sub("‐ |(?<=-) ", "", " ".join(found))


def spaces_of(pages: Pages) -> list[float]:
    """How wide the spaces of all lines but the last are, in em."""
    return [space_of(line) for line in boxes_of(pages)][:-1]


def space_of(line: Any) -> float:
    text = max((box for box in line.descendants() if hasattr(box, "text")), key=lambda box: len(box.text))
    return float((measuring.ruler(text.style).space + text.justification_spacing) / text.style["font_size"])


def test_what_is_taken_over_is_that_of_the_version_that_was_read() -> None:
    assert version("weasyprint") == "70.0", "read layout/inline.py and layout/block.py again"
    for name, arguments in lines.CONTRACT.items():
        module, function = name.rsplit(".", 1)
        made = original(getattr(engine().layout, module.removeprefix("layout.")), function)
        assert tuple(inspect.signature(made).parameters) == arguments, name


def original(module: Any, name: str) -> Any:
    """The engine's own function, read from its source: others stand in its place by now."""
    found: dict[str, Any] = {}
    (text,) = re.findall(rf"^def {name}\(.*?\):\n", inspect.getsource(module), re.MULTILINE | re.DOTALL)
    exec(f"inf = 0\n{text}    pass", found)  # noqa: S102 - the head of a function of the engine
    return found[name]


class TestParagraphs:
    def test_spaces_are_more_even_than_those_of_the_engine_and_no_word_is_lost(self) -> None:
        for width in (85, 95, 100, 105, 110):
            ours, theirs = (
                laid(f"<p>{TEXT}</p>", css.replace("90mm 200mm", f"{width}mm 200mm")) for css in (CSS, GREEDY)
            )
            assert joined(lines_of(ours)) == joined(lines_of(theirs)) == TEXT
            assert max(spaces_of(ours)) < max(spaces_of(theirs))
            assert max(spaces_of(ours)) <= lines.WIDEST_SPACE
            assert min(spaces_of(ours)) >= 0.19

    def test_every_line_but_the_last_fills_the_measure(self) -> None:
        *full, last = boxes_of(laid(f"<p>{TEXT}</p>"))
        measure = 70 / 25.4 * 96
        assert [line.width for line in full] == pytest.approx([measure] * len(full), abs=1e-3)
        assert last.width < measure

    def test_what_stands_in_a_paragraph_is_set_as_it_is(self) -> None:
        body = (
            f'<p>Avec <em>une emphase qui court sur plusieurs mots et revient</em>, <a href="#n">un lien'
            f' vers ailleurs</a>, m<sup>e</sup> et H<sub>2</sub>O<span class="note" id="n">La note.</span>,'
            f" 300\u202f000\u00a0km, un <b>mot<i>composé</i></b> de morceaux, <br/>une ligne qui finit,"
            f' <span lang="en">some foreign words that are hyphenated otherwise</span>. {TEXT}</p>'
        )
        css = ".note { float: footnote } a { padding: 0 2pt; border: 1pt solid }"
        ours, theirs = laid(body, CSS + css), laid(body, GREEDY + css)
        assert joined(lines_of(ours)) == joined(lines_of(theirs))
        assert ours.astray == ()
        assert "300\u202f000\u00a0km" in joined(lines_of(ours))

    def test_words_of_the_file_are_the_same_as_the_engine_s(self) -> None:
        def words(css: str) -> str:
            page = texts(bound_alone(press(css), Job("s", document(f"<p>{TEXT}</p>"), "recto")))
            return re.sub(r"\W", "", " ".join(page))

        assert words(CSS) == words(GREEDY)

    def test_text_that_is_not_justified_is_the_engine_s(self) -> None:
        css = CSS + "p { text-align: left }"
        ragged = laid(f"<p>{TEXT}</p>", css)
        box = engine().formatting_structure.boxes.LineBox
        page = ragged.document.pages[0]._page_box
        found = [one for one in page.descendants() if isinstance(one, box)]
        assert all("anthology_plan" not in vars(one) for one in found)

    def test_a_word_wider_than_the_measure_stops_nothing(self) -> None:
        body = f"<p>Voir https://www.example.org/{'tres-long-' * 12}fin pour la suite. {TEXT}</p>"
        found = lines_of(laid(body, CSS + "p { overflow-wrap: anywhere }"))
        assert re.sub(r"[\s‐]", "", "".join(found)) == re.sub(r"[\s‐]|<.?p>", "", body)

    @pytest.mark.parametrize("wrap", ["anywhere", "break-word"])
    @pytest.mark.parametrize(
        "shape", ["<p>{}</p>", "<blockquote><p>{}</p></blockquote>", "<ul><li>{}</li></ul>"]
    )
    def test_a_word_that_no_line_holds_is_cut_anywhere(self, shape: str, wrap: str) -> None:
        word = "x" * 150 + "ê\u0301" * 40
        css = CSS + "li { text-align: justify } blockquote { margin: 0 5mm }"
        css += f"body {{ overflow-wrap: {wrap} }}"
        found = lines_of(pages := laid(shape.format(f"Voir {word}, puis {TEXT}"), css))
        assert "".join(found).replace(" ", "").replace("‐", "").startswith(f"Voir{word},puis")
        assert not [line for line in found if line.startswith("\u0301")], "no mark is parted from its letter"
        assert max(line.width for line in boxes_of(pages)) <= 70 / 25.4 * 96 + 0.01
        assert gate.strays(pages.document.pages, engine().formatting_structure.boxes) == ()

    def test_a_word_that_a_line_holds_is_not_cut(self) -> None:
        css = CSS + "p { overflow-wrap: anywhere; hyphens: none }"
        found = lines_of(laid(f"<p>Les {'x' * 34} et les {'y' * 34}. {TEXT}</p>", css))
        assert [line for line in found if "x" * 34 in line]
        assert [line for line in found if "y" * 34 in line]

    def test_a_word_that_may_not_be_cut_runs_over_and_is_told(self) -> None:
        pages = laid(f"<p>Voir {'x' * 200}. {TEXT}</p>")
        (stray,) = gate.strays(pages.document.pages, engine().formatting_structure.boxes)
        assert (stray.way, "xxx" in stray.words) == ("outside", True)

    def test_a_picture_in_a_line_and_a_large_initial_beside_the_first_lines_are_measured(self) -> None:
        css = (
            CSS
            + ".dc { float: left; font-size: 36pt; line-height: 36pt }"
            + ".box { display: inline-block; width: 9pt }"
        )
        body = f'<p><span class="dc">L</span>es uns et <span class="box">a</span> les autres. {TEXT}</p>'
        ours = laid(body, css)
        right = {round(line.position_x + line.width, 1) for line in list(boxes_of(ours))[1:-1]}
        assert len(right) <= 2, "all lines end at the edge"

    def test_lines_beside_a_float_are_as_wide_as_they_may_be(self) -> None:
        css = CSS + ".f { float: left; width: 30mm; height: 20mm }"
        pages = laid(f'<div class="f"></div><p>{TEXT}</p>', css)
        found = list(boxes_of(pages))
        edge = {round(line.position_x + line.width, 1) for line in found[:-1]}
        assert len(edge) == 1
        assert found[0].width < found[-2].width
        assert joined(lines_of(pages)) == TEXT

    def test_a_narrow_column_keeps_its_words_and_tells_the_loose_lines(self) -> None:
        css = CSS.replace("90mm 200mm", "50mm 200mm")
        pages = laid(f"<p>{TEXT}</p>", css)
        assert joined(lines_of(pages)) == TEXT
        assert {line.words for line in pages.loose} == {
            words_of(line) for line in list(boxes_of(pages))[:-1] if space_of(line) > lines.WIDEST_SPACE
        }


class TestHyphens:
    NARROW = CSS.replace("90mm 200mm", "55mm 200mm")

    def test_no_more_than_two_lines_in_a_row_end_in_one(self) -> None:
        text = "considérablement extraordinairement administrativement particulièrement " * 12
        found = lines_of(laid(f"<p>{text}</p>", self.NARROW))
        run = most = 0
        for line in found:
            run = run + 1 if line.endswith("‐") else 0
            most = max(most, run)
        assert 1 <= most <= 2
        theirs = lines_of(laid(f"<p>{text}</p>", self.NARROW + "p { --line-breaking: greedy }"))
        assert "‐‐‐" in "".join("‐" if line.endswith("‐") else "." for line in theirs)

    def test_names_are_not_cut_but_nouns_of_german_are(self) -> None:
        names = "Villeneuve Montpellier Castelnaudary Carcassonne Perpignan Narbonnaise " * 8
        cut = [line for line in lines_of(laid(f"<p>{names}</p>", self.NARROW)) if line.endswith("‐")]
        assert cut == []
        theirs = lines_of(laid(f"<p>{names}</p>", self.NARROW + "p { --line-breaking: greedy }"))
        assert any(line.endswith("‐") for line in theirs)
        nouns = "Geschwindigkeitsbegrenzung Wissenschaftlerinnen Verantwortlichkeit " * 8
        found = lines_of(laid(f'<p lang="de">{nouns}</p>', self.NARROW))
        assert any(line.endswith("‐") for line in found)

    def test_a_soft_hyphen_says_where_a_word_is_cut(self) -> None:
        text = " ".join(f"{'mot ' * (number % 4)}Castel\xadnaudary" for number in range(40))
        found = lines_of(laid(f"<p>{text}</p>", self.NARROW))
        assert any(line.rstrip("‐\xad").endswith("Castel") for line in found)
        assert not any(line.endswith("Castelnau‐") for line in found)

    def test_the_last_word_of_a_page_is_whole_unless_its_lines_would_be_too_loose(self) -> None:
        long = " ".join([TEXT] * 6)
        cut = {False: 0, True: 0}
        for height in range(60, 110, 10):
            for greedy in cut:
                css = (GREEDY if greedy else CSS).replace("90mm 200mm", f"90mm {height}mm")
                pages = laid(f"<p>{long}</p>", css)
                for page in pages.document.pages[:-1]:
                    *_, last = boxes_of(one_page(page))
                    cut[greedy] += words_of(last).endswith("‐")
                assert joined(lines_of(pages)) == long
        assert 10 * cut[False] <= cut[True]
        assert cut[True]

    def test_nor_does_a_page_end_in_a_hyphen_where_its_lines_call_notes(self) -> None:
        noted = TEXT.replace("canal,", 'canal<span class="note" id="n@">Une note de plus.</span>,')
        long = " ".join(noted.replace("@", str(number)) for number in range(6))
        css = ".note { float: footnote; footnote-policy: line; text-align: left }"
        cut = {False: 0, True: 0}
        for height in range(60, 110, 10):
            for greedy in cut:
                sheet = (GREEDY if greedy else CSS).replace("90mm 200mm", f"90mm {height}mm") + css
                pages = laid(f"<p>{long}</p>", sheet)
                for page in pages.document.pages[:-1]:
                    *_, last = boxes_of(one_page(page))
                    cut[greedy] += words_of(last).endswith("‐")
                assert pages.astray == ()
                assert [pages.anchors[f"n{number}"] for number in range(6)] == sorted(pages.anchors.values())[
                    -6:
                ]
        assert 5 * cut[False] <= cut[True]
        assert cut[True]

    def test_the_last_word_of_a_paragraph_is_whole(self) -> None:
        cut = {False: 0, True: 0}
        for width in range(90, 130, 2):
            for greedy in cut:
                css = (GREEDY if greedy else CSS).replace("90mm 200mm", f"{width}mm 200mm")
                *_, before, last = lines_of(laid(f"<p>{TEXT} Et puis administrativement.</p>", css))
                cut[greedy] += before.endswith("‐") and " " not in last
        assert cut[False] == 0 < cut[True]

    def test_no_last_line_is_shorter_than_four_letters(self) -> None:
        short = {False: 0, True: 0}
        for width in range(60, 110, 2):
            for greedy in short:
                css = (GREEDY if greedy else CSS).replace("90mm 200mm", f"{width}mm 200mm")
                last = lines_of(laid(f"<p>{TEXT} Et puis on y va, si.</p>", css))[-1]
                short[greedy] += sum(map(str.isalpha, last)) < 4
        assert short[False] == 0 < short[True]


def one_page(page: Any) -> Any:
    """A page alone, as a document is."""

    class One:
        class document:  # noqa: N801 - as it is called in `Pages`
            pages = (page,)

    return One


class TestNotes:
    """At these heights the engine cuts a paragraph after its second line, and sends the note away for it."""

    HEIGHTS = (99, 101)
    CSS = (
        CSS + "p { orphans: 2; widows: 2 } .note { float: footnote; footnote-policy: line; text-align: left }"
    )
    BODY = '<p>Un port<span class="note" id="n">La note.</span>.</p>' + f"<p>{TEXT}</p>" * 3

    def laid(self, height: int) -> Pages:
        one = press(self.CSS.replace("90mm 200mm", f"90mm {height}mm"))
        return one._laid_out(document(self.BODY), "html { break-before: right }", "x")

    @pytest.mark.parametrize("height", HEIGHTS)
    def test_stay_on_the_page_of_their_call(self, height: int) -> None:
        pages = self.laid(height)
        assert pages.astray == ()
        assert joined(lines_of(pages)).count(TEXT) == 3

    @pytest.mark.parametrize("height", HEIGHTS)
    def test_would_not_if_the_paragraph_were_cut(self, height: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lines, "_kept_together", nullcontext)
        assert self.laid(height).astray == ("n",)


class TestMargins:
    def test_signs_hang_over_the_edge_where_the_theme_says_so(self) -> None:
        text = "« Il a dit, oui, non. » " * 30
        measure = 70 / 25.4 * 96
        plain = list(boxes_of(laid(f"<p>{text}</p>")))[:-1]
        hung = list(boxes_of(laid(f"<p>{text}</p>", CSS + "p { --optical-margins: on }")))[:-1]
        assert {round(line.width, 2) for line in plain} == {round(measure, 2)}
        commas = [line for line in hung if words_of(line)[-1] in ",."]
        assert commas
        assert all(line.position_x + line.width > commas[0].position_x + measure for line in commas)
        others = [line for line in hung if words_of(line)[-1].isalpha() and words_of(line)[0].isalpha()]
        assert all(line.width == pytest.approx(measure, abs=1e-3) for line in others)


class TestFindings:
    def test_a_line_that_cannot_be_set_well_is_told_with_its_page_and_words(self) -> None:
        body = '<p class="new">page</p><p>Voir aussi Constantinopolitainement pour la suite.</p>'
        css = CSS.replace("90mm 200mm", "60mm 200mm") + "p { hyphens: none }"
        one = piece(press(css), Job("s", document(f"<p>a</p>{body}"), "recto"))
        assert one.head.loose
        assert all(isinstance(line, Loose) and line.space_em > lines.WIDEST_SPACE for line in one.head.loose)
        assert {line.page for line in one.head.loose} == {1}
        assert any("Voir aussi" in line.words for line in one.head.loose)

    def test_a_paragraph_that_can_be_is_not_told(self) -> None:
        assert laid(f"<p>{TEXT}</p>", CSS.replace("90mm 200mm", "120mm 200mm")).loose == ()

    def test_a_line_of_the_engine_is_told_as_well(self) -> None:
        css = GREEDY.replace("90mm 200mm", "50mm 200mm")
        assert laid(f"<p>{TEXT}</p>", css).loose


def test_the_same_paragraph_is_set_the_same_whatever_was_set_before() -> None:
    fresh = press(CSS)
    first = fresh.fragment(Job("s", document(f"<p>{TEXT}</p>"), "recto"))
    fresh.fragment(Job("t", document(f"<p>{TEXT[::-1]}</p>"), "recto"))
    assert fresh.fragment(Job("s", document(f"<p>{TEXT}</p>"), "recto")) == first
    assert press(CSS).fragment(Job("s", document(f"<p>{TEXT}</p>"), "recto")) == first


# --- ragged lines ------------------------------------------------------------------------------------------

RAGGED = (
    CSS
    + "p { text-align: left; hyphens: none } .even { --text-wrap: balance } .filled { --text-wrap: pretty }"
)
TITLE = "De la manière dont on repeint une enseigne sans en changer un seul mot, ni rien d’autre que le ton"


def ragged(body: str, css: str = RAGGED) -> list[list[str]]:
    """The lines of each paragraph."""
    return [
        [words_of(line).strip() for line in box.children]
        for page in laid(body, css).document.pages
        for box in page._page_box.descendants()
        if box.element_tag == "p" and type(box).__name__ == "BlockBox"
    ]


def test_the_lines_of_a_title_are_about_one_length_and_as_many_as_without() -> None:
    plain, even, filled = ragged(f'<p>{TITLE}</p><p class="even">{TITLE}</p><p class="filled">{TITLE}</p>')
    assert [" ".join(found) for found in (plain, even, filled)] == [TITLE] * 3
    assert len(plain) == len(even) == len(filled) == 3
    assert plain[-1] == "le ton"
    assert even == [
        "De la manière dont on repeint",
        "une enseigne sans en changer un seul",
        "mot, ni rien d’autre que le ton",
    ]
    assert (filled[0], filled[-1]) == (plain[0], "que le ton")


def test_titles_with_notes_emphasis_and_line_ends_keep_every_word() -> None:
    inside = f"<em>{TITLE[:40]}</em>{TITLE[40:]}<br/>{TITLE} <span>et <b>ceci</b></span>"
    (found,) = ragged(f'<p class="even">{inside}</p>')
    assert " ".join(found) == f"{TITLE} {TITLE} et ceci"
    assert min(map(len, found)) > 25


def test_a_word_wider_than_the_line_and_a_long_text_are_left_to_the_engine() -> None:
    wide, long = f"voir {'a' * 90} et puis voilà", " ".join([TITLE] * 6)
    plain = ragged(f"<p>{wide}</p><p>{long}</p>")
    found = ragged(f'<p class="even">{wide}</p><p class="even">{long}</p>')
    assert (found[0], found[1][:6]) == (plain[0], plain[1][:6])
    assert (len(found[1]), " ".join(found[1])) == (len(plain[1]), long)


def test_ragged_text_of_which_style_sheets_say_nothing_is_the_engine_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lines, "_ragged", None)
    assert ragged(f"<p>{TITLE}</p>")[0][-1] == "le ton"


def test_a_last_line_of_a_word_or_two_is_avoided_where_the_others_stay_full() -> None:
    text = "El muelle sur, al amanecer. Crédit photo : Agencia Orilla (Todos los derechos reservados)."
    wide = RAGGED.replace("90mm 200mm", "132mm 200mm")
    plain, filled = ragged(f'<p>{text}</p><p class="filled">{text}</p>', wide)
    assert plain[-1] == "reservados)."
    assert filled == [text.removesuffix(" los derechos reservados)."), "los derechos reservados)."]
