"""Which words one text lacks: what must be found, and what must not be taken for a loss."""

from __future__ import annotations

import pytest
from anthology.checks.words import difference, shortened, text_of, tokens
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree


def lost_and_added(expected: str, found: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    seen = difference(tokens(expected), tokens(found))
    return seen.lost, seen.added


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’été, à 4\u202fh\u00a0!", ["l", "été", "à", "4", "h"]),
        ("rendez-vous", ["rendezvous"]),
        ("rendez-\r\nvous", ["rendezvous"]),
        ("antho\u00adlogie antho\u2010\r\nlogie antho\ufffelogie", ["anthologie"] * 3),
        ("pré- et post-", ["pré", "et", "post"]),
        ("mot—autre", ["mot", "autre"]),
        ("venus2, 1er", ["venus", "2", "1", "er"]),
        ("ﬁn 1ʳᵉ", ["fin", "1", "re"]),
        ("e\u0301te\u0301", ["été"]),
    ],
)
def test_words_are_runs_of_letters_or_digits_without_hyphens(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("la maison bleue", "bleue\r\nla maison"),
        ("une anthologie", "une antho-\r\nlogie"),
        ("une anthologie", "une antho- 1. Une note 12 logie".replace("1. Une note 12 ", "")),
        ("anthologies", "an\r\ntho\r\nlogies"),
        ("pré- et post-", "pré-\r\net post-"),
        ("en 2021", "en 20217"),
        ("en 2021 et 2021", "en 2021148 et 202112"),
        ("Photographies", "Photographies12"),
        ("MARSAN", "Marsan"),
        ("Yıldız", "YILDIZ"),
        ("https://example.org/silence", "https://exam\r\nple.org/si\r\nlence"),
    ],
)
def test_what_the_setting_does_to_words_is_no_loss(expected: str, found: str) -> None:
    assert lost_and_added(expected, found)[0] == ()


@pytest.mark.parametrize(
    ("expected", "found", "lost", "added"),
    [
        ("la maison bleue", "la maison", ("bleue",), ()),
        ("la maison", "la maison bleue", (), ("bleue",)),
        ("a b a", "a b", ("a",), ()),
        ("la maison", "la raison", ("maison",), ("raison",)),
        ("une anthologie", "une antho", ("anthologie",), ("antho",)),
        ("en 2021", "en 2022", ("2021",), ("2022",)),
        ("en 2021", "en 20211999", ("2021",), ("20211999",)),
        ("ici un là", "ici là", ("un",), ()),
    ],
)
def test_a_loss_and_an_addition_are_named(
    expected: str, found: str, lost: tuple[str, ...], added: tuple[str, ...]
) -> None:
    assert lost_and_added(expected, found) == (lost, added)


WORDS = st.lists(st.text("abé1", min_size=1, max_size=6), max_size=12)


@given(WORDS)
def test_a_text_lacks_nothing_of_itself_in_any_order(words: list[str]) -> None:
    seen = difference(words, sorted(words))
    assert seen.lost == seen.added == ()


@given(WORDS.filter(bool), st.integers(0, 11))
def test_a_word_that_no_other_can_stand_for_is_always_missed(words: list[str], place: int) -> None:
    place %= len(words) + 1
    assert difference([*words[:place], "zzz", *words[place:]], words).lost == ("zzz",)


@given(st.lists(st.text("abcdefghij", min_size=4, max_size=9), min_size=1, max_size=6), st.data())
def test_words_cut_anywhere_are_found_again(words: list[str], data: st.DataObject) -> None:
    pieces = []
    for word in words:
        cut = data.draw(st.integers(1, len(word) - 1))
        pieces += [word[:cut], word[cut:]]
    assert difference(words, pieces).lost == ()


def test_blocks_end_words_and_phrases_do_not() -> None:
    root = etree.fromstring(
        "<body><p>un</p><p>deux<em>fois</em><br/>rien<span class='note'>N</span></p></body>"
    )
    assert text_of(root).split() == ["un", "deuxfois", "rien", "N"]


def test_comments_and_the_head_of_a_document_are_not_text() -> None:
    root = etree.fromstring(
        "<html><head><title>T</title></head><body><p>un<!-- deux --> trois</p></body></html>"
    )
    assert text_of(root).split() == ["un", "trois"]


def test_a_message_shows_the_first_words_only() -> None:
    assert shortened(["a", "b"]) == "“a b”"
    assert shortened(list("abcdefgh")) == "“a b c d e f …”"
