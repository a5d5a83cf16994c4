"""Holes before figures are filled; nothing else is moved."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
from anthology.bindery import figures
from anthology.bindery.setting import Press
from anthology.resources import font_bytes, font_faces
from PIL import Image

FACE = next(iter(font_faces("linux-libertine")))
SHEET = (
    f'@font-face {{ font-family: "T"; src: url("fonts/{FACE.file}") }} '
    '@page { size: 300pt 400pt; margin: 20pt } body { margin: 0; font: 10pt/12pt "T" } '
    "p, figure { margin: 0 } figure { margin-top: 12pt; break-inside: avoid } "
    "img { display: block; width: 260pt } .note { float: footnote; footnote-policy: line }"
)


def picture(height: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (260, height), "grey").save(made, "JPEG")
    return made.getvalue()


def document(*blocks: str) -> bytes:
    body = f"<head><title>t</title></head><body>{''.join(blocks)}</body>"
    return f'<html xmlns="http://www.w3.org/1999/xhtml">{body}</html>'.encode()


def lines(count: int, name: str = "p", extra: str = "") -> str:
    return f'<p id="{name}"{extra}>' + "<br/>".join(f"{name} {number}" for number in range(count)) + "</p>"


FIGURE = '<figure id="f"><img src="a.jpg" alt=""/></figure>'


def pages(xhtml: bytes, height: int) -> Sequence[Any]:
    press = Press({"all": SHEET}, {f"fonts/{FACE.file}": font_bytes(FACE.file), "a.jpg": picture(height)})
    return list(press.set(xhtml, name="x", side="recto").document.pages)


def placed(found: Sequence[Any]) -> list[tuple[int, float]]:
    """The page and the height in points of each picture."""
    return [
        (number, round(box.height * 0.75, 1))
        for number, page in enumerate(found)
        for box in page._page_box.descendants()
        if box.element_tag == "img"
    ]


def order(xhtml: bytes) -> list[str]:
    return re.findall(r'id="(\w+)"', xhtml.decode())


def test_a_picture_is_made_a_little_smaller_to_stand_where_it_is_written() -> None:
    found = pages(document(lines(12), FIGURE, lines(3, "q", ' class="question"')), 230)
    ((page, height),) = placed(found)
    assert page == 0
    assert 0.72 * 230 <= height < 230
    assert height % 12 == pytest.approx(0, abs=0.1)


def test_a_picture_that_would_be_too_small_stands_behind_the_paragraphs_that_follow() -> None:
    xhtml = document(lines(18), FIGURE, lines(9, "q"), lines(9, "r"))
    assert placed(pages(xhtml, 230)) == [(1, 230.0)]
    first = pages(xhtml, 230)[0]._page_box
    assert [one for one in first.descendants() if one.element is not None and one.element.get("id") == "q"]


@pytest.mark.parametrize("blocker", [lines(2, "q", ' class="question"'), "<h2 id='q'>Au matin</h2>"])
def test_a_picture_passes_a_question_or_a_heading_only_where_nothing_else_helps(blocker: str) -> None:
    xhtml = document(lines(18), FIGURE, blocker, lines(9, "r"), lines(9, "s"))
    assert figures._later(xhtml, "f") is None
    found = pages(xhtml, 300)
    assert placed(found) == [(1, 300.0)]
    assert {"q", "r"} <= ids(found[0])
    little = pages(xhtml, 200)
    assert placed(little)[0][0] == 0
    assert "q" not in ids(little[0]) or placed(little)[0][1] < 200


def test_a_picture_passes_no_picture_no_table_and_no_second_heading() -> None:
    for blocker in ('<figure id="g"/>', "<table><tr><td>a</td></tr></table>", "<h2>Un</h2><h3>Deux</h3>"):
        xhtml = document(lines(18), FIGURE, blocker, lines(9, "r"))
        assert figures._behind_a_heading(xhtml, "f") is None


def test_a_picture_stands_on_no_later_page_for_passing_a_heading() -> None:
    xhtml = document(lines(18), FIGURE, "<h2>Au matin</h2>", lines(65, "r"))
    assert placed(laid_out(xhtml, 300)) == [(1, 300.0)]
    assert placed(pages(xhtml, 300)) == [(1, 300.0)]


@pytest.mark.parametrize("name", ["blockquote", "ul"])
def test_a_picture_passes_a_quotation_and_a_list(name: str) -> None:
    inside = lines(9, "q") if name == "blockquote" else f"<li>{lines(9, 'q')}</li>"
    xhtml = document(lines(18), FIGURE, f"<{name}>{inside}</{name}>", lines(9, "r"))
    assert figures._later(xhtml, "f") is not None
    assert "q" in ids(pages(xhtml, 300)[0])


def ids(page: Any) -> set[str]:
    return {box.element.get("id") for box in page._page_box.descendants() if box.element is not None} - {None}


def test_a_document_without_a_hole_is_set_once() -> None:
    asked: list[bytes] = []
    xhtml = document(lines(4), FIGURE, lines(4, "q"))
    laid = pages(xhtml, 200)

    def lay(changed: bytes) -> Sequence[Any]:
        asked.append(changed)
        return laid

    assert figures.filled(xhtml, laid, lambda one: one, lay) is laid
    assert asked == []


def test_what_is_no_better_is_put_away() -> None:
    xhtml = document(lines(18), FIGURE, lines(9, "q"))
    press = Press({"all": SHEET}, {f"fonts/{FACE.file}": font_bytes(FACE.file), "a.jpg": picture(230)})
    laid = press._laid_out(xhtml, "", "x").document.pages
    assert [one.id for one in figures.holes(laid)] == ["f"]
    assert figures.filled(xhtml, laid, lambda one: one, lambda changed: laid) is laid


def test_no_word_is_lost_by_moving() -> None:
    xhtml = document(lines(18), FIGURE, lines(9, "q"), lines(9, "r"))
    later = figures._later(xhtml, "f")
    assert later is not None
    assert order(later) == ["p", "q", "f", "r"]
    assert sorted(re.findall(rb"\w+ \d+", later)) == sorted(re.findall(rb"\w+ \d+", xhtml))


class TestALastPage:
    """Of 30 lines a page has: the picture of 120 points takes ten of them, and the line above it one."""

    def test_of_two_lines_goes_back_where_a_smaller_picture_makes_room(self) -> None:
        xhtml = document(lines(18), FIGURE, lines(3, "q", ' style="break-inside: avoid"'))
        assert len(laid_out(xhtml, 120)) == 2
        found = pages(xhtml, 120)
        assert len(found) == 1
        ((page, height),) = placed(found)
        assert page == 0
        assert 60 <= height < 120

    def test_with_a_note_goes_back_with_it(self) -> None:
        noted = lines(1, "q").replace("q 0", 'q 0<span class="note">Une note.</span>')
        xhtml = document(lines(18), FIGURE, noted)
        assert len(laid_out(xhtml, 120)) == 2
        found = pages(xhtml, 120)
        assert len(found) == 1
        assert "Une note." in words(found[0])

    def test_that_would_take_half_of_the_picture_stays(self) -> None:
        xhtml = document(lines(26), FIGURE, lines(3, "q", ' style="break-inside: avoid"'))
        assert placed(pages(xhtml, 24)) == [(0, 24.0)]
        assert len(pages(xhtml, 24)) == 2

    def test_of_more_than_a_few_lines_stays(self) -> None:
        xhtml = document(lines(18), FIGURE, lines(6, "q", ' style="break-inside: avoid"'))
        assert placed(pages(xhtml, 120)) == [(0, 120.0)]


def laid_out(xhtml: bytes, height: int) -> Sequence[Any]:
    """The pages as the engine makes them."""
    press = Press({"all": SHEET}, {f"fonts/{FACE.file}": font_bytes(FACE.file), "a.jpg": picture(height)})
    return list(press._laid_out(xhtml, "", "x").document.pages)


def words(page: Any) -> str:
    return "".join(box.text for box in page._page_box.descendants() if hasattr(box, "text"))
