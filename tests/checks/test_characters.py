"""Characters that nobody sees: where they stand, and those that may stay."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from anthology.checks import CHECKS, Case, asked
from anthology.model import Article, Finding
from tests.checks import cases


def article(body: str, language: str = "fr") -> Article:
    return Article("a", "articles/a.md", "A", language, body, body_line=5)


def suspicious(case: Case) -> Sequence[Finding]:
    return asked(next(check for check in CHECKS if check.name == "characters"), case)


def codes(body: str, language: str = "fr") -> list[str]:
    return [one.code for one in suspicious(Case(articles=(article(body, language),)))]


def test_the_line_of_the_file_the_column_and_the_code_point_are_told() -> None:
    case = cases.with_text("port", "jamais", "ja\u200bmais et ja\u200bmais")
    (found,) = suspicious(case)
    text = case.texts["articles/port.md"]
    line = text[: text.index("\u200b")].count("\n") + 1
    assert (found.file, found.line) == ("articles/port.md", line)
    assert found.message.startswith("U+200B ZERO WIDTH SPACE, column 42, 2 times")


def test_without_the_text_of_the_file_lines_are_counted_from_where_the_body_starts() -> None:
    (found,) = suspicious(Case(articles=(article("un\n\nde\u200bux"),)))
    assert found.line == 7


def test_each_character_is_told_once_a_file() -> None:
    assert codes("\u202aa\u202c b\u202ac\u202c") == ["text-bidi", "text-bidi"]


@pytest.mark.parametrize(
    "text",
    [
        "Un été à 4\u202fh\u00a0: l’« œuvre »…\n\tfin\r\n",
        "antho\u00adlogie",
        "👩\u200d🚀 ❤\ufe0f",
        "می\u200cخواهم",
        "क्\u200dष",
        "Ἀθῆναι et Москва",
        "e\u0301 ệ̣̀",
        "𝒜 𠮷",
    ],
)
def test_what_a_language_needs_may_stay(text: str) -> None:
    assert codes(text) == []


def test_signs_of_direction_may_stay_in_a_language_that_is_written_from_the_right() -> None:
    assert codes("\u200fשלום\u200f", "he") == []
    assert codes("\u200fשלום\u200f", "ar-EG") == []
    assert codes("\u200fשלום\u200f") == ["text-bidi"]


def test_a_byte_order_mark_says_how_a_file_is_encoded_but_only_at_its_head() -> None:
    assert [one.code for one in suspicious(cases.with_text("port", "+++\ntitle", "\ufeff+++\ntitle"))] == []
    assert codes("a\ufeffb") == ["text-invisible"]


@pytest.mark.parametrize("text", ["Ρaris", "Pаris", "Moskvа"])
def test_letters_that_only_look_right_are_told(text: str) -> None:
    assert codes(text) == ["text-scripts-mixed"]
