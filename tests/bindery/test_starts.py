"""Where pages begin in the text of their document, told so that the same text in another form can find it."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import pytest
from anthology.bindery import fragment
from anthology.bindery.fragment import Start
from anthology.bindery.jobs import Job
from anthology.bindery.starts import counted
from PIL import Image
from tests.bindery.sheets import bound_alone, document, press, texts

CSS = "p, figure, h1 { margin: 0 } html { font-size: 12pt; line-height: 14pt } .note { float: footnote }"
WORDS = " ".join(f"mot{number}" for number in range(400))


def head(xhtml: bytes, css: str = "", **pictures: bytes) -> fragment.Head:
    job = Job("x", xhtml, "recto", {f"{name}.png": data for name, data in pictures.items()})
    return fragment.load_head(fragment.split(press(CSS + css).fragment(job))[0])


def starts(body: str, css: str = "", **pictures: bytes) -> Sequence[Start]:
    return head(document(body), css, **pictures).starts


def picture(height: int) -> bytes:
    target = io.BytesIO()
    Image.new("L", (100, height), 120).save(target, "PNG")
    return target.getvalue()


def test_each_page_begins_with_what_is_read_on_it() -> None:
    xhtml = document(f'<p id="a">{WORDS}</p><p id="b">{WORDS}</p>')
    pages = texts(bound_alone(press(CSS), Job("x", xhtml, "recto")))
    found = head(xhtml).starts
    assert [one.page for one in found] == list(range(len(pages)))
    assert len(pages) > 6
    assert {one.id for one in found} == {"a", "b"}
    for one, text in zip(found, pages, strict=True):
        body = text.removeprefix("left ").removeprefix("right ")
        assert counted(body)[:30].startswith(counted(WORDS)[one.characters :][:20]), one


def test_phrases_in_a_paragraph_are_counted_as_its_text() -> None:
    plain = starts(f'<p id="a">{WORDS}</p>')
    marked = starts(
        f'<p id="a">{WORDS.replace("mot7 ", "<em>mo<b>t</b></em>7 ")}</p>', "em, b { font: inherit }"
    )
    assert marked == plain


def test_an_id_inside_of_a_text_is_where_counting_begins_anew() -> None:
    found = starts(
        f'<p id="a">un <em id="e">mot</em> et <br class="new" style="break-before: page"/></p>{WORDS}'
    )
    assert {one.id for one in found[1:]} == {"e"}


def test_notes_and_page_numbers_are_not_counted() -> None:
    note = '<span class="note" id="n">Une note assez longue.</span>'
    number = '<span class="reference">12</span>'
    assert starts(f'<p id="a">Un{note} mot{number}.</p><p class="new">Deux.</p>')[1] == Start(1, "a", 6)


def test_a_paragraph_that_is_called_a_note_stands_in_the_text() -> None:
    css = "p.note { float: none }"
    found = starts('<p id="a">Un</p><p class="note new" id="b">Deux</p><p class="new" id="c">Trois</p>', css)
    assert found == (Start(0, "a", 0), Start(1, "b", 0), Start(2, "c", 0))


def test_a_picture_counts_as_one_character_and_can_begin_a_page() -> None:
    figure = '<figure class="new"><img src="a.png" alt="x"/></figure><p class="new">Fin.</p>'
    assert starts(f'<p id="a">Un.</p>{figure}', a=picture(50)) == (
        Start(0, "a", 0),
        Start(1, "a", 3),
        Start(2, "a", 4),
    )


def test_what_a_style_sheet_adds_is_not_counted() -> None:
    css = 'p::before { content: "§ avant " } p::after { content: " après" }'
    body = '<ul><li id="l">Un</li></ul><p id="a">Deux</p><p class="new">Trois</p>'
    assert starts(body, css)[1] == Start(1, "a", 4)


def test_white_space_and_hyphens_of_any_kind_are_not_counted() -> None:
    assert counted("a\u00a0b\u202fc \u00ad-\u2010\u2011\u200bd\n") == "abcd"
    style = "width: 30pt; hyphens: auto"
    body = f'<p id="a" style="{style}" lang="fr">anticonstitutionnellement</p><p class="new">x</p>'
    assert starts(body)[1] == Start(1, "a", 25)


def test_capitals_that_are_drawn_count_as_what_is_written() -> None:
    upper = "h1 { text-transform: uppercase }"
    (_, one) = starts('<h1 id="t">Straße</h1><p class="new">x</p>', upper)
    assert one == Start(1, "t", len(counted("Straße"))) == Start(1, "t", 7)


def test_a_blank_page_is_left_out() -> None:
    found = starts('<p id="a">Un.</p><p id="b" style="break-before: right">Deux.</p>')
    assert [one.page for one in found] == [0, 2]


def test_the_head_of_a_table_that_is_repeated_begins_no_page() -> None:
    rows = "".join(f'<tr><td id="r{number}">ligne {number}</td></tr>' for number in range(30))
    found = starts(f"<table><thead><tr><th>Tête</th></tr></thead><tbody>{rows}</tbody></table>")
    assert len(found) > 1
    assert all(one.id.startswith("r") and one.characters == 0 for one in found[1:])


@pytest.mark.parametrize("height", [200, 90])
def test_a_picture_that_was_set_later_than_it_is_written_begins_no_page_of_text(height: int) -> None:
    lines = "<br/>".join(f"ligne {number}" for number in range(9))
    body = f'<p id="a">{lines}</p><figure id="f"><img src="a.png" alt="x"/></figure><p id="b">{lines}</p>'
    css = f"img {{ height: {height}px; width: 100px }} figure {{ break-inside: avoid }}"
    found = starts(body + f'<p id="c">{lines}</p>', css, a=picture(height))
    places = [("a", "f", "b", "c").index(one.id) for one in found]
    assert places == sorted(places)
    assert [one.page for one in found] == list(range(len(found)))


def test_a_kept_fragment_tells_where_its_pages_begin() -> None:
    one = head(document(f'<p id="a">{WORDS}</p>'))
    assert one.starts
    assert fragment.load_head(fragment.dump_head(one)).starts == one.starts


@pytest.mark.parametrize("row", [[99, "a", 0], [0, 1, 0], [0, "a", "x"], [-1, "a", 0]])
def test_a_damaged_start_is_refused(row: list[object]) -> None:
    value = json.loads(fragment.dump_head(head(document('<p id="a">Un.</p>'))))
    value["starts"] = [row]
    with pytest.raises((ValueError, TypeError)):
        fragment.load_head(json.dumps(value).encode())
