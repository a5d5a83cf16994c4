"""Which links of a page call notes, which bytes are pictures, which tables hold data."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import quote

import pytest
from anthology.model import Form, Picture, Shape
from anthology.readers.html import tree_of
from anthology.readers.html_notes import MAX_CALL, MAX_RETURNS, Notes
from anthology.readers.html_pictures import Album, scheme_of
from anthology.readers.html_tables import MAX_CELL, MAX_COLUMNS, Grid, data_tables
from lxml import etree

# --- notes -------------------------------------------------------------------------------------------


Found = tuple[list[tuple[str, str]], list[tuple[str, str]], set[str]]
"""What calls notes and what holds them, each with its label, and the ways back, all by their classes."""


def name_of(element: etree._Element) -> str:
    return element.get("class") or str(element.tag)


def notes(source: str) -> Found:
    found = Notes(tree_of(source)[0])
    return (
        [(name_of(element), label) for element, label in found.calls.items()],
        [(name_of(element), label) for element, label in found.texts.items()],
        {name_of(element) for element in found.ways_back},
    )


CALL = "<p class=t>mot<a class=c id=r href=#n>1</a> fin</p>"
NOTE = "<p class=n id=n>N<a class=b href=#r>x</a></p>"
PAIRED = ([("c", "1")], [("n", "1")], {"b"})
NONE: Found = ([], [], set())


@pytest.mark.parametrize(
    "source",
    [
        CALL + "<p class=n id=n>N<a class=b href=#r>x</a></p>",
        "<p>mot<a class=c name=r href=#n>1</a></p><p class=n><a name=n></a>N<a class=b href=#r>x</a></p>",
        "<p>mot<a class=c href=#n><sup id=r>1</sup></a></p><p class=n id=n>N<a class=b href=#r>x</a></p>",
        # What the note leads back to may be an element just around the call.
        "<p id=r>mot<i>w<b>x<a class=c href=#n>1</a></b></i></p>" + NOTE,
        CALL + "<div class=n id=ftn1><p><a name=n></a>N<a class=b href=#r>x</a></p></div>",
        CALL + "<li class=n id=fn:1><p><a name=n></a>N<a class=b href=#r>x</a></p></li>",
        CALL + "<td class=n><i id=n>N</i><a class=b href=#r>x</a></td>",
        CALL + "<div id=other><p class=n id=n>N<a class=b href=#r>x</a></p></div>",
        CALL + "<p class=n id=n>N<b>w<a class=b href=#r>x</a></b></p>",
        # Other links that lead nowhere, or elsewhere, make no difference.
        "<a href=#x>y</a><a href=https://x.example/#n>z</a>" + CALL + NOTE,
        CALL + "<h2 id=r>w</h2><p class=n id=n>N<a class=b href=#r>x</a></p>",
    ],
    ids=range(11),
)  # fmt: skip
def test_a_link_calls_a_note_if_what_it_leads_to_leads_back(source: str) -> None:
    assert notes(source) == PAIRED


@pytest.mark.parametrize(
    "source",
    [
        "<p>mot</p>",
        CALL + "<p id=n>N</p>",
        CALL + "<p id=other>N<a href=#r>retour au texte</a></p>",
        CALL + "<h2 id=n>N<a href=#r>retour au texte</a></h2>",
        CALL + "<p id=n>N</p><p><a href=#r>retour au texte</a></p>",
        "<p>mot<a id=r href=#n>1</a> <i id=n>N</i><a href=#r>retour au texte</a></p>",
        "<div id=n>N<p>mot<a id=r href=#n>1</a></p><a href=#r>retour au texte</a></div>",
        f"<p>mot<a id=r href=#n>{'1' * (MAX_CALL + 1)}</a></p><p id=n>N<a href=#r>retour au texte</a></p>",
        "<p id=r>mot<i>w<b>x<u>y<a href=#n>1</a></u></b></i></p><p id=n>N<a href=#r>retour au texte</a></p>",
        f"<p>mot<a id=r href=#n>{'1' * MAX_CALL}<b>1</b></a></p><p id=n>N<a href=#r>retour au texte</a></p>",
        CALL + "<p name=n>N<a href=#r>retour au texte</a></p>",
        "<p>mot<a id=r href='n'>1</a></p><p id=n>N<a href=#r>retour au texte</a></p>",
    ],
    ids=range(12),
)
def test_a_link_without_a_way_back_or_to_what_is_no_note_calls_none(source: str) -> None:
    assert notes(source) == NONE


def test_the_longest_call_is_still_one() -> None:
    call = "<p>mot<a class=c id=r href=#n><b>" + "1" * (MAX_CALL - 2) + "</b> <b>12</b></a></p>"
    assert notes(call + "<p class=n id=n>N<a class=b href=#r>x</a></p>") == PAIRED


def test_the_brackets_and_the_raising_around_a_link_are_part_of_the_call() -> None:
    source = (
        "<p>mot<sup class=c><span>[<a id=r href=#n>1</a>]</span> *</sup></p>"
        "<p class=n id=n><sup class=b>(<a class=l href=#r>1</a>)</sup> N</p>"
    )
    assert notes(source) == ([("c", "1")], [("n", "1")], {"b", "l"})
    beside = source.replace("<span>[", "<span class=c>a [").replace("<sup class=c>", "<sup>")
    assert notes(beside)[0] == [("a", "1")]
    after = source.replace("]</span>", "] a</span>").replace("<sup class=c>", "<sup>")
    assert notes(after)[0] == [("a", "1")]
    two = source.replace("]</span>", "]</span><i>2</i>").replace("<sup class=c>", "<sup>")
    assert notes(two)[0] == [("span", "1")]


def test_notes_are_numbered_as_they_are_called_and_one_may_be_called_twice() -> None:
    source = (
        "<p><a class=c1 id=r1 href=#n2>2</a> <a class=c2 id=r2 href=#n1>1</a>"
        "<a class=c3 id=r3 href=#n2>2</a>"
        "<ol><li class=n1 id=n1>N<a class=b2 href=#r2>x</a><li class=n2 id=n2>N<a class=b1 href=#r1>x</a>"
        "<a class=b3 href=#r3>x</a></ol>"
    )
    assert notes(source) == (
        [("c1", "1"), ("c2", "2"), ("c3", "1")],
        [("n2", "1"), ("n1", "2")],
        {"b1", "b2", "b3"},
    )


def test_of_two_elements_with_one_name_the_first_is_meant() -> None:
    source = CALL + "<p class=n id=n>N<a class=b href=#r>x</a></p><p id=n>M<a href=#r>retour au texte</a></p>"
    assert notes(source) == PAIRED


def test_ways_back_without_number_are_not_looked_through() -> None:
    many = "<p>a<a href=#r>retour au texte</a></p>" * MAX_RETURNS
    assert notes(CALL + many + "<p id=n>N<a href=#r>retour au texte</a></p>") == NONE
    assert notes(CALL + many.removesuffix("<p>a<a href=#r>retour au texte</a></p>") + NOTE) == PAIRED


# --- pictures ----------------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def data_of(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def test_pictures_in_a_page_are_named_after_it_each_once() -> None:
    album = Album("submissions/le-port.html#2")
    other = b"\xff\xd8\xff" + bytes(300)
    assert album.name_of(data_of(PNG)) == "le-port-1.png"
    assert album.name_of(data_of(other)) == "le-port-2.jpg"
    assert album.name_of(data_of(PNG, "x-png")) == "le-port-1.png"
    assert album.pictures == {"le-port-1.png": PNG, "le-port-2.jpg": other}
    assert album.elsewhere == set()
    assert album.picture(data_of(PNG), 7) == Picture(7, "le-port-1.png", hashlib.sha256(PNG).hexdigest())


def test_the_name_of_an_export_says_whose_it_is() -> None:
    assert Album("a/b#c.xml").name_of(data_of(PNG)) == "b-c-1.png"


@pytest.mark.parametrize(
    ("start", "suffix"),
    [(b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"GIF8", ".gif"), (b"RIFF", ".webp")],
)
def test_the_kind_of_a_picture_is_that_of_its_bytes(start: bytes, suffix: str) -> None:
    assert Album("a.html").name_of(data_of(start + bytes(300), "bmp")) == f"a-1{suffix}"


@pytest.mark.parametrize(
    "address",
    [
        "DATA:image/svg+xml;charset=utf-8;BASE64," + base64.b64encode(PNG).decode(),
        "data:image/png;base64," + quote(base64.b64encode(PNG).decode(), safe=""),
        "data:image/png," + quote(PNG),
    ],
)
def test_bytes_in_an_address_are_read_however_they_are_written(address: str) -> None:
    album = Album("a.html")
    assert album.name_of(address) == "a-1.png"
    assert album.pictures == {"a-1.png": PNG}


@pytest.mark.parametrize(
    "address",
    [data_of(PNG[:199]), data_of(b"II*" + bytes(300)), "data:image/png;base64,a", "data:image/png;base64,é",
     "data:text/plain,a", "data:image/png;base64"],
)  # fmt: skip
def test_points_of_nothing_and_what_is_no_picture_are_none(address: str) -> None:
    album = Album("a.html")
    assert (album.name_of(address), album.picture(address, 0)) == ("", None)
    assert (album.pictures, album.elsewhere) == ({}, set())


def test_the_smallest_picture_is_one() -> None:
    assert Album("a.html").name_of(data_of(PNG[:200])) == "a-1.png"


@pytest.mark.parametrize(
    ("address", "name", "is_elsewhere"),
    [
        ("https://x.example/img/grue%20rouge.jpg?w=1#a", "grue rouge.jpg", True),
        (" HTTP://x.example/a.jpg ", "a.jpg", True), ("page_files/a.jpg", "a.jpg", True),
        ("page_files\\a.jpg", "a.jpg", True), ("file:///C:/a/b.jpg", "b.jpg", False), ("", "", False),
        ("cid:a@b", "", False), ("https://[", "", False), ("blob:https://x.example/a", "", False),
    ],
)  # fmt: skip
def test_a_picture_elsewhere_is_counted_and_called_by_its_file(
    address: str, name: str, is_elsewhere: bool
) -> None:
    album = Album("a.html")
    assert (album.name_of(address), album.picture(address, 3)) == (name, None)
    assert album.elsewhere == ({address} if is_elsewhere else set())


def test_a_picture_that_came_with_the_page_is_taken_by_its_address() -> None:
    album = Album("a.mht", {"https://x.example/a": PNG})
    assert album.name_of("https://x.example/a") == "a-1.png"
    assert album.elsewhere == set()


@pytest.mark.parametrize(
    ("address", "scheme"),
    [(" HTTPS://x ", "https"), ("a/b", ""), ("https://[", None), ("mailto:a", "mailto")],
)
def test_the_scheme_of_an_address_is_in_small_letters(address: str, scheme: str | None) -> None:
    assert scheme_of(address) == scheme


# --- tables ------------------------------------------------------------------------------------------


def row(count: int, text: str = "a") -> str:
    return f"<tr>{f'<td>{text}</td>' * count}</tr>"


@pytest.mark.parametrize(
    ("table", "holds_data"),
    [
        (f"<table>{row(2)}</table>", True), (f"<table>{row(1)}{row(2)}</table>", True),
        (f"<table>{row(1) * 2}</table>", False), ("<table><tr><th>a<td>b</table>", True),
        (f"<table role=Presentation>{row(2)}</table>", False), (f"<table role=none>{row(2)}</table>", False),
        (f"<table role=grid>{row(2)}</table>", True),
        *(
            (f"<table><tr><td><{tag}>a</{tag}><td>b</table>", False)
            for tag in ("h1", "h2", "form", "article")
        ),
        ("<table><tr><td><h3>a</h3><td>b</table>", True),
        (f"<table>{row(2, 'a' * MAX_CELL)}</table>", True),
        (f"<table>{row(2, 'a' * (MAX_CELL + 1))}</table>", False),
        (f"<table>{row(2, ' ' * MAX_CELL + 'a')}</table>", True),
    ],
)  # fmt: skip
def test_a_table_holds_data_if_it_has_columns_of_values(table: str, holds_data: bool) -> None:
    root, _ = tree_of(table)
    assert [each.tag for each in data_tables(root)] == ["table"] * holds_data


def test_of_tables_in_tables_the_innermost_may_hold_data() -> None:
    root, _ = tree_of(
        f"<table id=a><tr><td><table id=b>{row(2)}</table><td>c</table><table id=d>{row(2)}</table>"
    )
    assert {each.get("id") for each in data_tables(root)} == {"b", "d"}


def places(source: str) -> list[tuple[int, int, bool]]:
    """Row, column and whether it is a heading, of each cell of the first table."""
    root, _ = tree_of(source)
    grid = Grid(3)
    found: list[Shape] = []
    for element in root.iter("tr", "td", "th"):
        if element.tag == "tr":
            grid.new_row()
        else:
            found.append(grid.cell(element))
    assert {(shape.form, shape.table) for shape in found} == {(Form.CELL, 3)}
    return [(shape.row, shape.column, shape.head) for shape in found]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><th>a<th>b<tr><th>c<td>d",
         [(1, 1, True), (1, 2, True), (2, 1, False), (2, 2, False)]),
        ("<tr><td colspan=2>a<td>b<tr><td>c", [(1, 1, False), (1, 3, False), (2, 1, False)]),
        ("<tr><td rowspan=3>a<td>b<tr><td>c<tr><td>d<tr><td>e",
         [(1, 1, False), (1, 2, False), (2, 2, False), (3, 2, False), (4, 1, False)]),
        ("<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c",
         [(1, 1, False), (1, 3, False), (2, 3, False)]),
        ("<tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e",
         [(1, 1, False), (1, 2, False), (1, 3, False), (2, 1, False), (2, 3, False)]),
        # Numbers that are none, or none that a table has, count as one.
        *((f"<tr><td colspan='{number}'>a<td>b", [(1, 1, False), (1, 2, False)])
          for number in ("0", "-2", "x", "²", "1234567", "")),
        ("<tr><td colspan=' 3 '>a<td>b", [(1, 1, False), (1, 4, False)]),
        ("<tr><td colspan=999999>a<td>b", [(1, 1, False), (1, MAX_COLUMNS + 1, False)]),
        ("<tr><td>z<td colspan=1000 rowspan=2>a<tr><td>b<td>c",
         [(1, 1, False), (1, 2, False), (2, 1, False), (2, MAX_COLUMNS + 1, False)]),
    ],
)  # fmt: skip
def test_a_cell_stands_in_the_first_column_that_none_from_above_takes(
    rows: str, expected: list[tuple[int, int, bool]]
) -> None:
    assert places(f"<table>{rows}</table>") == expected


def test_a_grid_holds_the_cells_of_its_own_table_only() -> None:
    root, _ = tree_of(f"<div><table><tr><td class=a>a<table>{row(2)}</table></table><p>b</p></div>")
    data = data_tables(root)
    found = {element: Grid(1).holds(element, data) for element in root.iter("td", "p")}
    assert [(name_of(element), held) for element, held in found.items()] == [
        ("a", False), ("td", True), ("td", True), ("p", False),
    ]  # fmt: skip


def test_headings_of_rows_may_be_as_long_as_values() -> None:
    root, _ = tree_of(f"<table><tr><th>{'a' * (MAX_CELL + 1)}<td>b</table>")
    assert data_tables(root) == frozenset()


def test_a_cell_without_a_row_stands_in_the_first() -> None:
    root, _ = tree_of("<table><tr><td>a</table>")
    (cell,) = root.iter("td")
    assert Grid(1).cell(cell) == Shape(Form.CELL, table=1, row=1, column=1)
