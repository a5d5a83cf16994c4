"""Page numbers in the text are found where they are drawn, and filled in as if they had been set."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from anthology.bindery import fragment
from anthology.bindery.binding import Labels, Piece, bind, numbered, with_numbers
from anthology.bindery.fragment import Body, Head
from anthology.bindery.jobs import Job
from tests.bindery.sheets import PROPERTIES, document, press, program

NUMBERED = '.reference { font-feature-settings: "tnum" 1; font-kerning: none }'
TARGETS = ("a", "b", "c", "d", "e")
TRUE = ("7", "19", "20", "345", "7")


def lines(numbers: Sequence[str]) -> str:
    said = [
        f'<span class="reference" data-to="{target}">{number}</span>'
        for target, number in zip(TARGETS, numbers, strict=True)
    ]
    return (
        f'<p>Un, p. {said[0]}, 1900 et 2000.</p><p style="text-align: right"><em>Deux {said[1]}</em></p>'
        f'<p class="new">Trois {said[2]}.</p><p>{said[3]}</p><p>{said[4]}</p>'
    )


def taken(body: str, css: str = NUMBERED) -> tuple[Head, Body]:
    first, second = fragment.split(press(css).fragment(Job("s", document(body), "recto")))
    return fragment.load_head(first), fragment.load_body(second)


def hidden(numbers: Sequence[str]) -> list[str]:
    return ["0" * len(number) for number in numbers]


def bound(head: Head, body: Body, numbers: tuple[str, ...] = ()) -> bytes:
    return bind([Piece(head, lambda: body, "", numbers=numbers)], [Labels(0, "D", 1)], PROPERTIES, program)


def letters(data: bytes) -> list[tuple[str, tuple[float, ...]]]:
    """Each character that a reader sees, and its place to the hundredth of a point."""
    found = []
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            for place in range(text.count_chars()):
                box = tuple(round(side, 2) for side in text.get_charbox(place, loose=True))
                found.append((text.get_text_range(place, 1), box))
    return found


class TestFilledIn:
    def test_they_are_what_setting_them_would_have_given_letter_by_letter(self) -> None:
        head, body = taken(lines(hidden(TRUE)))
        whole_head, whole = taken(lines(TRUE))
        assert [one.target for one in head.references] == list(TARGETS)
        assert letters(bound(head, body, TRUE)) == letters(bound(whole_head, whole))
        assert letters(bound(head, body)) != letters(bound(whole_head, whole))

    def test_the_words_of_the_pages_tell_them(self) -> None:
        head, _ = taken(lines(hidden(TRUE)))
        assert with_numbers(head, TRUE) == taken(lines(TRUE))[0].pages

    def test_every_figure_is_in_the_font_whatever_number_it_was_set_with(self) -> None:
        head, body = taken(lines(hidden(TRUE)))
        for figure in "0123456789":
            numbers = tuple(figure * len(number) for number in TRUE)
            said = "".join(letter for letter, _ in letters(bound(head, body, numbers)))
            assert said.count(figure) >= sum(map(len, TRUE))

    def test_those_that_are_drawn_out_of_order_keep_their_own_numbers(self) -> None:
        apart = '<p style="position: absolute; top: 9mm">{}</p><p>{}</p>'
        one = '<span class="reference" data-to="a">00</span>'
        two = '<span class="reference" data-to="b">0</span>'
        head, body = taken(apart.format(one, two))
        assert [each.target for each in head.references] == ["b", "a"]
        true = taken(apart.format(one.replace("00", "42"), two.replace(">0<", ">7<")))
        assert letters(bound(head, body, ("7", "42"))) == letters(bound(*true))
        assert with_numbers(head, ("7", "42")) == true[0].pages

    def test_a_head_keeps_them(self) -> None:
        head, _ = taken(lines(hidden(TRUE)))
        assert fragment.load_head(fragment.dump_head(head)).references == head.references


RIGHT = ".folio { position: absolute; right: 0 } p { position: relative }"


def held(numbers: Sequence[str]) -> str:
    return "".join(
        f'<p>Une ligne <span class="folio"><span class="reference apart" data-to="{target}">{number}</span>'
        "</span></p>"
        for target, number in zip(TARGETS, numbers, strict=True)
    )


class TestHeldAtTheRight:
    """A number that stands apart may be shorter than the noughts that it was set with."""

    @pytest.mark.parametrize("more", ["", "; letter-spacing: 0", "; font-size: 7.3pt"])
    def test_a_shorter_one_stands_where_setting_it_would_have_put_it(self, more: str) -> None:
        css = f"{NUMBERED[:-1]}{more} }} {RIGHT}"
        head, body = taken(held(["000"] * 5), css)
        assert [one.advance > 0 for one in head.references] == [True] * 5
        whole = taken(held(TRUE), css)
        assert letters(bound(head, body, TRUE)) == letters(bound(*whole))
        assert with_numbers(head, TRUE) == whole[0].pages

    def test_the_content_of_the_page_keeps_its_length(self) -> None:
        head, body = taken(held(["000"] * 5), NUMBERED + RIGHT)
        content = next(part.data for part in body.streams if part.page == 0)
        filled = numbered(content, zip(head.references, TRUE, strict=True))
        assert len(filled) == len(content)
        assert filled != content

    @pytest.mark.parametrize(
        "css",
        [
            ".folio { position: absolute; left: 0 } p { position: relative }",
            ".folio { position: absolute; right: 0; width: 20mm } p { position: relative }",
            ".folio::before { content: 'p.' } " + RIGHT,
            ".folio { float: right }",
            ".folio { display: inline-block }",
            "p { text-align: right }",
            "p { text-align: justify }",
            "p { text-decoration: underline }",
            ".folio { background: yellow }",
            "p { display: table-cell }",
            "html { direction: rtl }",
        ],
    )
    def test_one_that_is_held_neither_there_nor_in_a_ragged_line_is_not_noted(self, css: str) -> None:
        assert taken(held(TRUE), NUMBERED + css)[0].references == ()

    def test_one_in_the_line_may_not_be_shorter(self) -> None:
        head, body = taken(lines(hidden(TRUE)))
        with pytest.raises(ValueError, match="as long as another"):
            bound(head, body, ("7", "9", "20", "345", "7"))


def row(numbers: Sequence[str]) -> str:
    first, second, third = (
        f'<a href="#p{place}"><span class="reference apart" data-to="{target}">{number}</span></a>'
        for place, (target, number) in enumerate(zip("abc", numbers, strict=True))
    )
    return (
        f'<p id="p0"><em>Roy</em>, Ada, {first}, {second} <em>(texte et photographies)</em>, {third}</p>'
        f'<p id="p1">Sans rien.</p><p id="p2"><a href="#p0">Et après.</a></p>'
    )


def links(data: bytes) -> list[list[float]]:
    """Where each link stands, to the hundredth of a point."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [[round(float(side), 2) for side in one.Rect] for page in pdf.pages for one in page.Annots]


class TestInARaggedLine:
    """A number in a ragged line may be shorter: what stands behind it moves up."""

    PLAIN = f"{NUMBERED} a {{ text-decoration: none; color: inherit }} p {{ text-align: left }}"

    @pytest.mark.parametrize("numbers", [("7", "12", "345"), ("123", "4", "5"), ("99", "100", "101")])
    @pytest.mark.parametrize("css", ["", "p { font-size: 7.3pt }", "em { letter-spacing: 1pt }"])
    def test_all_stands_where_setting_it_would_have_put_it(self, numbers: tuple[str, ...], css: str) -> None:
        head, body = taken(row(["000"] * 3), self.PLAIN + css)
        whole = taken(row(numbers), self.PLAIN + css)
        assert [one.target for one in head.references] == ["a", "b", "c"]
        ours, theirs = bound(head, body, numbers), bound(*whole)
        assert [letter for letter, _ in letters(ours)] == [letter for letter, _ in letters(theirs)]
        assert _apart(letters(ours), letters(theirs)) < 0.02
        assert _farthest(links(ours), links(theirs)) < 0.02
        assert with_numbers(head, numbers) == whole[0].pages

    def test_lines_are_broken_as_if_every_number_had_all_its_figures(self) -> None:
        narrow = self.PLAIN + " p { width: 30mm }"
        head, body = taken(row(["000"] * 3), narrow)
        shown = letters(bound(head, body, ("1", "2", "3")))
        whole = letters(bound(*taken(row(["111", "222", "333"]), narrow)))
        assert [text for text, _ in shown] != [text for text, _ in whole]
        assert {round(box[1]) for _, box in shown} == {round(box[1]) for _, box in whole}

    def test_a_head_keeps_it(self) -> None:
        head, body = taken(row(["000"] * 3), self.PLAIN)
        again = fragment.load_head(fragment.dump_head(head))
        assert again.references == head.references
        assert head.references[0].after
        assert head.references[0].rects
        assert fragment.fits(again, body)

    @pytest.mark.parametrize("change", [{"after": (3,)}, {"after": (-1,)}, {"rects": (10**7,)}])
    def test_a_place_that_holds_no_number_does_not_fit(self, change: dict[str, Any]) -> None:
        head, body = taken(row(["000"] * 3), self.PLAIN)
        wrong = (replace(head.references[0], **change), *head.references[1:])
        assert not fragment.fits(replace(head, references=wrong), body)


def _apart(
    first: Sequence[tuple[str, tuple[float, ...]]], second: Sequence[tuple[str, tuple[float, ...]]]
) -> float:
    return _farthest([list(box) for _, box in first], [list(box) for _, box in second])


def _farthest(first: Sequence[Sequence[float]], second: Sequence[Sequence[float]]) -> float:
    return max(
        abs(one - two)
        for here, there in zip(first, second, strict=True)
        for one, two in zip(here, there, strict=True)
    )


class TestNotNoted:
    @pytest.mark.parametrize(
        "css",
        [
            ".reference { letter-spacing: 2pt }",
            ".reference { visibility: hidden }",
            ".reference { display: none }",
            ".reference::before { content: 'p. ' } .reference { text-transform: uppercase; display: none }",
        ],
    )
    def test_is_what_is_not_drawn_as_plain_figures_side_by_side(self, css: str) -> None:
        head, _ = taken(lines(TRUE), NUMBERED + css)
        assert head.references == ()

    def test_is_a_number_in_letters(self) -> None:
        head, _ = taken('<p><span class="reference" data-to="a">vii</span></p>')
        assert head.references == ()

    def test_is_a_number_without_the_class(self) -> None:
        head, _ = taken('<p><span data-to="a">12</span></p>')
        assert head.references == ()


class TestDamaged:
    @pytest.mark.parametrize(
        "change",
        [{"at": 0}, {"at": -4}, {"at": 10**6}, {"count": 3}, {"count": 0}, {"count": -1}, {"step": 5}],
    )
    def test_a_place_that_holds_no_number_does_not_fit(self, change: dict[str, Any]) -> None:
        head, body = taken(lines(hidden(TRUE)))
        _, second, *_ = head.references
        assert fragment.fits(head, body)
        assert not fragment.fits(replace(head, references=(replace(second, **change),)), body)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (b'"figures":["', b'"figures":["zz'),
            (b'"references":[[0,', b'"references":[[9,'),
            (b'"references":[[0,', b'"references":[["0",'),
        ],
    )
    def test_a_head_is_refused(self, before: bytes, after: bytes) -> None:
        data = fragment.dump_head(taken(lines(hidden(TRUE)))[0])
        assert before in data
        with pytest.raises((ValueError, LookupError, TypeError)):
            fragment.load_head(data.replace(before, after))
