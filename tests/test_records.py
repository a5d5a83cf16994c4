"""Values written down read back as the same values or not at all, and two values never share a digest."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pytest
from anthology import records
from anthology.galley import Galley
from anthology.model import Article, Finding, Group, Matter, Photo, Severity
from anthology.names import Person
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

HALVES = "\ud83d\ude00"
"""The two halves of a character, as two characters that no file can hold."""


@dataclass(frozen=True)
class Pair:
    one: object
    other: object


@dataclass(frozen=True)
class Couple:
    one: object
    other: object


@dataclass(frozen=True)
class Measure:
    width: float
    end: tuple[int, str] | None = None


class TestWritingDown:
    @given(st.from_type(Article))
    @example(Article("a", "articles/a.md", HALVES, "fr", "\x00\x85\u2028\n", photos=(Photo(alt=""),)))
    def test_an_article_reads_back_as_the_same_article(self, article: Article) -> None:
        assert records.load(Article, records.dump(article)) == article

    @given(st.from_type(Finding))
    def test_a_finding_reads_back_with_its_severity(self, finding: Finding) -> None:
        again = records.load(Finding, records.dump(finding))
        assert again == finding
        assert type(again.severity) is Severity

    def test_markup_stays_markup_and_text_stays_text(self) -> None:
        galley = Galley("<b>", "", Markup("<p>&amp;</p>"), ("A",), (("x", "<i>"),), ("",), (), ())
        again = records.load(Galley, records.dump(galley))
        assert again == galley
        assert (type(again.body), type(again.title)) == (Markup, str)

    @pytest.mark.parametrize("value", [Measure(1.5), Measure(0.1 + 0.2, (3, "x")), Measure(2)])
    def test_numbers_and_pairs_are_kept_to_the_last_digit(self, value: Measure) -> None:
        assert records.load(Measure, records.dump(value)) == value

    @pytest.mark.parametrize("value", [object(), [1], {"a": 1}, b"bytes", Pair(1, {2})])
    def test_what_has_no_form_is_an_error_and_not_guessed(self, value: object) -> None:
        with pytest.raises(TypeError):
            records.dump(value)


class TestReadingBack:
    @pytest.mark.parametrize(
        "change",
        [
            lambda fields: fields[:-1],
            lambda fields: [*fields, "more"],
            lambda fields: [1, *fields[1:]],
            lambda fields: [None, *fields[1:]],
            lambda fields: [["title"], *fields[1:]],
            lambda fields: dict.fromkeys(map(str, fields)),
            lambda fields: "text",
        ],
    )
    def test_other_shapes_are_refused(self, change: Callable[[list[Any]], object]) -> None:
        whole = json.loads(records.dump(Article("a", "articles/a.md", "T", "fr", "x")))
        records.load(Article, json.dumps(whole).encode())
        with pytest.raises(ValueError, match=r"this is no|Markup"):
            records.load(Article, json.dumps(change(whole)).encode())

    @pytest.mark.parametrize("data", [b"", b"\xff", b"{", b"[" * 100_000, b'["a", "fatal", "m"]'])
    def test_damaged_bytes_are_refused(self, data: bytes) -> None:
        with pytest.raises(ValueError):  # noqa: PT011
            records.load(Finding, data)

    def test_an_unknown_severity_is_refused(self) -> None:
        data = records.dump(Finding("c", Severity.REMARK, "m")).replace(b"remark", b"fatal!")
        with pytest.raises(ValueError, match="fatal!"):
            records.load(Finding, data)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=14),
            max_leaves=20,
        )
    )
    def test_whatever_is_read_is_a_value_of_the_type_or_nothing(self, decoded: object) -> None:
        data = json.dumps(decoded).encode()
        try:
            value = records.load(Article, data)
        except ValueError:
            return
        assert json.loads(records.dump(value)) == decoded


LOOK_ALIKE: list[Any] = [
    "", None, "None", "null", 0, 1, True, "1", "true", 1.0, (), (None,), ("",), ("", ""), "()",
    ("a", "bc"), ("ab", "c"), ("abc",), "abc", (("a",), "bc"), ("a", ("bc",)),
    Markup("abc"), (Markup("a"), "bc"),
    ["a", "bc"], ("tuple", "a", "bc"), ("list", "a", "bc"),
    frozenset({"a", "bc"}), frozenset({"abc"}), frozenset(),
    {"a": "bc"}, {"ab": "c"}, {}, {"a": {"b": "c"}}, {"a": ("b", "c")}, {"a": None},
    Pair("a", "bc"), Couple("a", "bc"), Pair("ab", "c"), Pair(("a",), "bc"), (f"{__name__}.Pair", "a", "bc"),
    Person("a", "bc"), Group("a", "bc"), Person("", "a", "bc"),
    Matter.FRONT, "front", ("front",), Matter.BACK,
    "😀", HALVES, "\\ud83d\\ude00", "é", "e\u0301",
]  # fmt: skip

leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.text(max_size=3).map(Markup)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.builds(Pair, inner, inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=8,
)


class TestDigests:
    def test_values_that_look_alike_have_digests_of_their_own(self) -> None:
        assert len({records.digest_of(value) for value in LOOK_ALIKE}) == len(LOOK_ALIKE)

    @given(values, values)
    def test_only_one_value_has_a_digest(self, one: object, other: object) -> None:
        same = records.digest_of(one) == records.digest_of(other)
        assert not same or (one == other and repr(one) == repr(other))

    @given(values)
    def test_an_equal_value_built_anew_has_the_same_digest(self, value: object) -> None:
        assert records.digest_of(copy.deepcopy(value)) == records.digest_of(value)

    def test_the_order_of_a_set_does_not_count_and_a_view_is_the_mapping_it_shows(self) -> None:
        names = [f"name {number}" for number in range(50)]
        assert records.digest_of(frozenset(names)) == records.digest_of(frozenset(reversed(names)))
        assert records.digest_of(MappingProxyType({"a": 1})) == records.digest_of({"a": 1})

    @pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}, (1, object()), Pair(1, range(2)), 1j])
    def test_what_has_no_form_is_an_error_and_not_guessed(self, value: object) -> None:
        with pytest.raises(TypeError):
            records.digest_of(value)
