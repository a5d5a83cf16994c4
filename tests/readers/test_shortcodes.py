"""Codes of a blog in the text of a post: which brackets are codes, and what becomes of what they hold."""

from __future__ import annotations

import pytest
from anthology.readers.shortcodes import MAX_ATTRIBUTES, marked_up


def code(text: str) -> str:
    return f"<wp-code>{text}</wp-code>"


@pytest.mark.parametrize(
    "text",
    ["mot", "[sic]", "[1]", "[ndlr : note]", "[/x]", "a [b] c [d]", "<a title='[gallery]'>x</a>", "[]",
     "[x " + "a" * MAX_ATTRIBUTES + '="1"]'],
)  # fmt: skip
def test_brackets_that_are_no_codes_stay_as_they_are(text: str) -> None:
    assert marked_up(text) == text


@pytest.mark.parametrize(
    "text", ["[gallery]", "[/gallery]", "[Gallery ids='1']", '[x y="z"]', "[x y=&quot;z&quot;]"]
)
def test_known_codes_and_those_with_attributes_are_set_apart(text: str) -> None:
    lower = text.replace("Gallery", "gallery")
    assert marked_up(f"a {text} b") == f"a {code(lower)} b"


def test_codes_that_are_closed_are_codes_and_what_they_hold_is_text() -> None:
    assert marked_up("[q]a <b>[q]b[/q]</b> c[/q] [q]") == (
        f"{code('[q]')}a <b>{code('[q]')}b{code('[/q]')}</b> c{code('[/q]')} [q]"
    )
    assert marked_up("[/q] [q] [r] [/q]") == f"[/q] {code('[q]')} [r] {code('[/q]')}"


def test_addresses_in_a_code_are_part_of_it() -> None:
    assert (
        marked_up("a [embed]https://x.example/a[/embed] b")
        == "a <wp-code>[embed]https://x.example/a[/embed]</wp-code> b"
    )


def test_what_a_caption_holds_is_a_caption() -> None:
    assert marked_up('[caption id="a"]<img> Le port[/caption]') == (
        f"""<figure class="wp-caption">{code('[caption id="a"]')}<figcaption><img> Le port</figcaption>"""
        f"{code('[/caption]')}</figure>"
    )
    assert marked_up("[wp_caption]a[/wp_caption]").startswith('<figure class="wp-caption">')
    assert marked_up("[caption]") == code("[caption]")


def test_words_in_the_code_of_an_old_caption_are_a_caption() -> None:
    assert marked_up("""[caption width="3" caption="Le port" x="y"]<img>[/caption]""") == (
        """<figure class="wp-caption"><wp-code>[caption width="3" caption="</wp-code><figcaption>Le port"""
        """</figcaption><wp-code>" x="y"]</wp-code><figcaption><img></figcaption>"""
        f"{code('[/caption]')}</figure>"
    )


def test_a_code_of_more_than_anybody_types_holds_no_caption() -> None:
    long = f'[caption caption="a" x="{"b" * MAX_ATTRIBUTES}"]'
    assert marked_up(f"{long}<img>[/caption]") == (
        f'<figure class="wp-caption">{code(long)}<figcaption><img></figcaption>{code("[/caption]")}</figure>'
    )


@pytest.mark.parametrize("name", ["footnote", "efn_note", "mfn", "note", "ref", "fn"])
def test_notes_are_moved_to_the_end_and_called_where_they_stood(name: str) -> None:
    opened, closed = code(f"[{name}]"), code(f"[/{name}]")
    first, second = note(1, "La\n<i>note</i>"), note(2, "Deux")
    assert marked_up(f"Un[{name}]La\n<i>note</i>[/{name}] et[{name}]Deux[/{name}].") == (
        f"Un{opened}{call(1)}{closed} et{opened}{call(2)}{closed}.<ol>{first}{second}</ol>"
    )


def test_of_notes_inside_one_another_the_inner_one_is_a_note() -> None:
    found = marked_up("[fn]a[fn]b[/fn]c[/fn]")
    assert found == (
        f"{code('[fn]')}<wp-note>a{code('[fn]')}{call(1)}{code('[/fn]')}c</wp-note>{code('[/fn]')}"
        f"<ol>{note(1, 'b')}</ol>"
    )


def call(number: int) -> str:
    return f'<sup><a id="typed-call-{number}" href="#typed-note-{number}"></a></sup>'


def note(number: int, text: str) -> str:
    return f'<li id="typed-note-{number}"><a href="#typed-call-{number}"></a>{text}</li>'
