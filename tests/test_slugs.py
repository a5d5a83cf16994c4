"""Names of files and ids, made from titles."""

from __future__ import annotations

import re

import pytest
from anthology.numerals import roman
from anthology.slugs import slugify
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety.counts import count


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Élisa Tamalet : « Le port ne dort jamais »", "elisa-tamalet-le-port-ne-dort-jamais"),
        ("L’œuvre de Zoë, cœur d’Ægir", "l-oeuvre-de-zoe-coeur-d-aegir"),
        ("Łódź, Ørsted & þing", "lodz-orsted-thing"),
        ("STRASSE / Straße", "strasse-strasse"),
        ("1 204 bateaux !", "1-204-bateaux"),
        ("  --a--b--  ", "a-b"),
        ("ﬁn", "fin"),
        ("e\u0301te\u0301 x\u0302y", "ete-xy"),
        ("", ""),
        ("« … » — ?!", ""),
        ("日本語", ""),
        ("../../etc/passwd", "etc-passwd"),
        ("a\0b\nc", "a-b-c"),
    ],
)
def test_a_slug_keeps_the_words_of_a_title_in_plain_letters(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_a_long_title_is_cut_between_two_words() -> None:
    assert slugify("un deux trois quatre", limit=12) == "un-deux"
    assert slugify("un deux trois quatre", limit=13) == "un-deux-trois"


def test_a_first_word_longer_than_the_limit_is_cut_inside() -> None:
    assert slugify("anticonstitutionnellement vite", limit=8) == "anticons"


@settings(deadline=None, max_examples=count(50, 200))
@given(st.text(), st.integers(1, 60))
def test_whatever_the_title_a_slug_is_a_safe_name_of_limited_length(title: str, limit: int) -> None:
    slug = slugify(title, limit)
    assert len(slug) <= limit
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug, re.ASCII)
    assert slugify(slug, limit) == slug


def _arabic(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[char] for char in text]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def test_every_roman_number_reads_back_and_repeats_no_letter_four_times() -> None:
    for number in range(1, 2100):
        text = roman(number)
        assert _arabic(text) == number
        assert not re.search(r"(.)\1{3}", text)
    assert [roman(number) for number in (4, 9, 14, 40, 90, 400, 1999)] == [
        "IV", "IX", "XIV", "XL", "XC", "CD", "MCMXCIX",
    ]  # fmt: skip
