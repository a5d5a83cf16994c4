"""Style sheets for engines that know only the breaks of CSS 2.1."""

from __future__ import annotations

import re

import pytest
from anthology.config import Trim
from anthology.layouts import Layout
from anthology.resources import theme
from anthology.writers.epub_styles import for_old_engines


@pytest.mark.parametrize(
    ("rule", "old"),
    [
        ("h1 { break-after: avoid; }", "h1 { page-break-after: avoid; break-after: avoid; }"),
        ("h1{break-before:recto}", "h1{page-break-before: right; break-before:recto}"),
        ("p { break-inside: avoid-page }", "p { page-break-inside: avoid; break-inside: avoid-page }"),
        ("p { break-before: page !important }", None),
        ("p { break-before: column; page-break-after: avoid; -webkit-column-break-before: auto }", ""),
        ("p { break-inside: avoid-column }", ""),
        (".break-after { color: red }", ""),
    ],
)
def test_a_break_is_said_in_the_old_words_too(rule: str, old: str | None) -> None:
    said = "p { page-break-before: always !important; break-before: page !important }"
    assert for_old_engines(rule) == (said if old is None else old or rule)


@pytest.mark.parametrize("name", ["classic", "modern"])
def test_no_break_of_a_theme_is_said_in_new_words_alone(name: str) -> None:
    layout = Layout(theme(name), Trim(width_mm=148.0, height_mm=210.0), "fr")
    for text in layout.style_sheets("ebook").values():
        made = for_old_engines(text)
        for rule in re.findall(r"\{[^}]*\}", made):
            for side in re.findall(r"(?<![\w-])break-(\w+)\s*:", rule):
                assert f"page-break-{side}:" in rule
        assert len(re.findall(r"(?<![\w-])break-", made)) == len(re.findall(r"(?<![\w-])break-", text))
