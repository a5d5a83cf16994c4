"""A book for a Kindle says the words of its e-book, and can neither act nor call anybody."""

from __future__ import annotations

import pytest
from anthology.writers.kindle_gate import _bare, _unpacked, texts, wrong_with
from tests.writers.small_kindle import PALM, epub, kindle

WORDS = "L’été, <i>il</i> dort &amp; rêve."
PAGE = (
    '<?xml version="1.0"?><html><head><title>Autre</title><link href="kindle:flow:0001?mime=text/css"/>'
    "</head>"
    f'<body aid="1"><p>{WORDS}</p><img src="kindle:embed:0001"/>'
    '<a href="https://example.org/on=e">.</a></body></html>'
).encode()
STYLES = b"p { margin: 0; background: url(kindle:embed:0002) }"
BOOK = epub(WORDS)


def test_a_good_one_passes() -> None:
    assert wrong_with(kindle(PAGE, STYLES), BOOK) == ""
    assert texts(kindle(PAGE, STYLES)) == (PAGE, STYLES)


@pytest.mark.parametrize(
    "more",
    [
        "<script>f()</script>",
        "<SCRIPT src='a'>",
        '<p onclick="f()">.</p>',
        '<p class="a"\nonload = f()>.</p>',
        '<img src="https://example.org/a.png"/>',
        "<img src='file:///etc/passwd'/>",
        '<img src="x:kindle:flow:0001"/>',
        '<a href="javascript:f()">.</a>',
        '<a href=" JavaScript:f()">.</a>',
        '<a href="file:///etc/passwd">.</a>',
        '<a href="data:text/html,a">.</a>',
        "<iframe>.</iframe>",
        "<form>.</form>",
    ],
)
def test_what_acts_or_calls_is_stopped(more: str) -> None:
    page = PAGE.replace(b"</body>", more.encode() + b"</body>")
    assert wrong_with(kindle(page, STYLES), BOOK).startswith("it holds what acts or calls: ")


@pytest.mark.parametrize(
    "more", [b"@import 'a.css';", b"p { a: url(http://a.fr) }", b"p { a: url('FILE:a') }"]
)
def test_style_sheets_that_call_are_stopped(more: bytes) -> None:
    assert wrong_with(kindle(PAGE, STYLES + more), BOOK).startswith("it holds what acts or calls: ")


def test_a_word_that_is_missing_or_came_from_nowhere_is_named() -> None:
    assert wrong_with(kindle(PAGE.replace(b"dort", b"")), BOOK) == "words are missing: dort"
    assert wrong_with(kindle(PAGE.replace(b"dort", b"dort dort")), BOOK) == "words came from nowhere: dort"
    assert wrong_with(kindle(PAGE), epub(f"{WORDS} Encore.")) == "words are missing: Encore"
    assert wrong_with(kindle(PAGE), epub("rêve. L’été, il dort")) == "its words stand in another order"


def test_documents_come_in_the_order_in_which_they_are_read_and_words_may_be_whole() -> None:
    two = PAGE.replace(b"</body>", b"<p>Au re<i>voir</i>.</p></body>")
    assert wrong_with(kindle(two), epub(WORDS, "<p>Au re<i>voi</i>r.</p>")) == ""
    assert wrong_with(kindle(two), epub("<p>Au revoir.</p>", WORDS)) != ""


@pytest.mark.parametrize(
    "book",
    [
        b"",
        b"%PDF-1.7",
        kindle(PAGE)[:100],
        kindle(PAGE, locked=2),
        kindle(PAGE, version=6),
        kindle(PAGE, packed=17480),
        kindle(PAGE, table=b"NONE"),
        kindle(b"\x80", packed=PALM),
        kindle(PAGE.replace(b"dort", b"\xff")),
    ],
)
def test_one_that_cannot_be_read_is_none(book: bytes) -> None:
    assert wrong_with(book, BOOK).startswith("it cannot be read (")


def test_what_is_written_behind_the_text_of_a_record_is_no_text() -> None:
    for behind, flags in ((b"\0", 1), (b"ab\2", 1), (b"xyz\x84", 2), (b"xyz\x84\x81", 6), (b"\0xyz\x84", 3)):
        assert _bare(b"text" + behind, flags) == b"text"
        assert texts(kindle(PAGE, STYLES, behind=(behind, flags))) == (PAGE, STYLES)
    assert _bare(b"text" + bytes(130) + b"\x81\x04", 2) == b"text"


def test_what_is_packed_is_unpacked() -> None:
    assert _unpacked(b"abc\0\x02\xc3\xa9") == b"abc\0\xc3\xa9"
    assert _unpacked(b"ab\x80\x10") == b"ab" + b"ababa"[:3]
    assert _unpacked(b"a\x80\x0f") == b"a" * 11
    assert _unpacked(b"un\xe4eux") == b"un deux"
    packed = PAGE.replace("’".encode(), b"\x03" + "’".encode()).replace("é".encode(), b"\x02" + "é".encode())
    packed = packed.replace("ê".encode(), b"\x02" + "ê".encode())
    assert _unpacked(packed) == PAGE
