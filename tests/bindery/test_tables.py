"""Words that no column can hold are parted, and no others; a table that fits is left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from anthology.bindery import gate, tables
from anthology.bindery.engine import engine
from anthology.bindery.setting import Pages
from tests.bindery.sheets import document, press

CELLS = """
table { width: 100%; border-collapse: separate; border-spacing: 0 }
td { overflow-wrap: break-word; padding: 0 4pt 0 0; hyphens: none }
"""
WORD = "Abcdefghij" * 10
ADDRESS = (
    "https://exemple.fr/registre_des_deliberations_du_conseil_municipal_de_la_commune_et_de_ses_environs"
)


def laid_out(rows: Sequence[Sequence[str]], css: str = CELLS) -> Pages:
    said = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return press(css).set(document(f"<table>{said}</table>"), name="x", side="recto")


def strays(pages: Pages) -> int:
    return len(gate.strays(pages.document.pages, engine().formatting_structure.boxes))


def cells(pages: Pages) -> list[list[str]]:
    """The lines of each cell, in the order of the text."""
    return [
        ["".join(text.text for text in _texts(line)) for line in box.descendants() if _is(line, "LineBox")]
        for page in pages.document.pages
        for box in page._page_box.descendants()
        if _is(box, "TableCellBox")
    ]


def _texts(line: Any) -> list[Any]:
    return [one for one in line.descendants() if _is(one, "TextBox")]


def _is(box: Any, kind: str) -> bool:
    return type(box).__name__ == kind


@pytest.mark.parametrize("word", [WORD, ADDRESS, "W" * 60])
def test_a_word_that_no_column_holds_is_parted_and_all_others_stay_whole(word: str) -> None:
    pages = laid_out([["Année", word, "Remarque"], ["2019", "court", "sans"]])
    first, long, third, *rest = cells(pages)
    assert strays(pages) == 0
    assert (first, third, rest) == (["Année"], ["Remarque"], [["2019"], ["court"], ["sans"]])
    assert len(long) > 1
    assert "".join(long).replace("\u2010", "") == word


def test_an_address_gets_no_hyphen() -> None:
    long = cells(laid_out([["a", ADDRESS]]))[1]
    assert "".join(long) == ADDRESS


def test_long_words_of_many_columns_are_parted_by_hyphens() -> None:
    words = ["anticonstitutionnellement", "internationalisation", "compartimentalisation", "oui"]
    pages = laid_out([words])
    found = cells(pages)
    assert strays(pages) == 0
    assert [line[-1] for lines in found for line in lines[:-1]] == ["\u2010"] * sum(
        len(one) - 1 for one in found
    )
    assert ["".join(lines).replace("\u2010", "") for lines in found] == words
    assert found[-1] == ["oui"]


def test_a_cell_over_two_columns_is_parted_too() -> None:
    said = f'<tr><td>un</td><td>deux</td></tr><tr><td colspan="2">{WORD}</td></tr>'
    pages = press(CELLS).set(document(f"<table>{said}</table>"), name="x", side="recto")
    assert strays(pages) == 0
    assert cells(pages)[:2] == [["un"], ["deux"]]


def test_without_it_the_word_runs_off_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_part", lambda cell: None)
    assert strays(laid_out([["Année", WORD]])) > 0


def test_a_table_that_fits_is_left_as_it_is() -> None:
    found = cells(
        laid_out([["établissement", "gouvernement", "un texte qui se tourne sur deux lignes et plus"]])
    )
    assert found[:2] == [["établissement"], ["gouvernement"]]
    assert "\u2010" not in "".join(found[2])


@pytest.mark.parametrize(
    ("widths", "room", "expected"),
    [([10, 80, 90], 100, 45), ([10, 20], 100, 20), ([50, 50], 60, 30), ([10, 10], -5, 0), ([], 10, 0)],
)
def test_the_widest_columns_are_levelled(widths: list[float], room: float, expected: float) -> None:
    assert tables.level(widths, room) == expected


ROWS = "".join(f"<tr><td>ligne {number}</td></tr>" for number in range(30))


def headed(head: str, rows: str = ROWS, css: str = "") -> list[list[str]]:
    """The words of the cells of each page of a table with that head."""
    said = f"<table><thead><tr><th>{head}</th></tr></thead><tbody>{rows}</tbody></table>"
    pages = press(f"tr {{ break-inside: avoid }} {css}").set(document(said), name="x", side="recto")
    return [
        [
            " ".join("".join(text.text for text in _texts(line)) for line in _lines(box))
            for box in page._page_box.descendants()
            if _is(box, "TableCellBox")
        ]
        for page in pages.document.pages
    ]


def _lines(cell: Any) -> list[Any]:
    return [one for one in cell.descendants() if _is(one, "LineBox")]


def test_each_page_says_the_head_of_a_table_that_goes_on_over_it() -> None:
    found = headed("Tête")
    assert len(found) > 1
    assert [cells_[0] for cells_ in found] == ["Tête"] * len(found)
    assert [cell for cells_ in found for cell in cells_[1:]] == [f"ligne {number}" for number in range(30)]


HIGH = "<br/>".join(["haut"] * 10)


def test_a_head_that_leaves_no_room_for_a_row_is_said_once() -> None:
    words = [cell for cells_ in headed(HIGH, f"<tr><td>{HIGH}</td></tr>" * 2) for cell in cells_]
    assert words == [" ".join(["haut"] * 10)] * 3


def test_the_engine_would_leave_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    block = engine().layout.block
    own = block.table_layout.__closure__[0].cell_contents
    monkeypatch.setattr(block, "table_layout", own)
    assert len([cell for cells_ in headed(HIGH, f"<tr><td>{HIGH}</td></tr>" * 2) for cell in cells_]) < 3
