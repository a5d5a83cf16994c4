"""Files that a Word file holds whole: their paragraphs, as a browser or an editor shows them."""

from __future__ import annotations

from collections import Counter

import pytest
from anthology.readers.chunks import chunk_texts


@pytest.mark.parametrize("name", ["word/a.html", "a.HTM", "a.xhtml"])
def test_a_page_gives_a_text_for_each_block(name: str) -> None:
    page = (
        "<html><head><title>Rien</title></head><body>Un <b>mot</b>\nsuite<p>Deux</p>hors<br>ligne"
        "<script>evil()</script><style>b{}</style><template><p>caché</p></template>fin<!-- non --><?pi?>"
        "<table><tr><td>a</td><td>b</td></tr></table></body></html>"
    )
    assert chunk_texts(page.encode(), name) == ["Un mot suite", "Deux", "hors", "lignefin", "a", "b"]


def test_what_stands_between_blocks_that_are_not_shown_is_shown() -> None:
    page = "<div>a<script>x</script>\nb<p>c<i>d</i>\ne</p>\nf</div>"
    assert chunk_texts(page.encode(), "a.html") == ["a b", "cd e", " f"]


def test_a_plain_text_gives_its_lines() -> None:
    assert chunk_texts("Un\n\n \r\ndé <b>\n".encode(), "a.TXT") == ["Un", "dé <b>"]


def test_letters_of_an_old_encoding_are_read() -> None:
    assert chunk_texts("<p>L'été à la façade, déjà vu".encode("cp1252"), "a.htm") == [
        "L'été à la façade, déjà vu"
    ]


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.rtf", "a"])
def test_a_file_of_another_kind_is_not_read(name: str) -> None:
    assert chunk_texts(b"<p>mot", name) is None


def test_elements_that_stand_in_one_another_very_deep_lose_no_word() -> None:
    deep = 3_000
    page = "<div>a " * deep + "fond" + "</div> b" * deep + "<p>fin</p>"
    assert Counter(" ".join(chunk_texts(page.encode(), "a.html") or ()).split()) == {
        "a": deep, "b": deep, "fond": 1, "fin": 1,
    }  # fmt: skip


@pytest.mark.parametrize("data", [b"", b" ", b"<!-- rien -->"])
def test_a_page_without_text_gives_none(data: bytes) -> None:
    assert chunk_texts(data, "a.html") == []


def test_bytes_that_are_no_letters_are_not_read() -> None:
    assert chunk_texts(b"\xff\xfe\x00", "a.html") is None
