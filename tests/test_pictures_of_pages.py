"""The pictures of pages: those that are drawn are those that lie there, and those that are shown."""

from __future__ import annotations

import re

import pytest
from anthology.resources import theme_names
from PIL import Image
from tests import pictures_of_pages
from tests.pictures_of_pages import DPI, FOLDER, ROOT, SHOWN
from tests.safety.counts import is_long


def test_every_picture_that_is_shown_is_drawn_and_no_other_lies_there() -> None:
    shown = re.findall(r"\]\(pictures/([\w-]+\.png)\)", (ROOT / "docs" / "typography.md").read_text("utf-8"))
    files = sorted(path.name for path in FOLDER.iterdir())
    assert sorted(shown) == sorted(one.file for one in SHOWN) == files


def test_they_are_of_both_books_and_every_theme() -> None:
    assert {one.book for one in SHOWN} == {"class", "pictures"}
    assert {one.theme for one in SHOWN} == set(theme_names())


@pytest.mark.parametrize("one", SHOWN, ids=lambda one: one.file)
def test_each_is_a_page_of_148_by_210_mm_at_150_dpi(one: pictures_of_pages.Shown) -> None:
    with Image.open(FOLDER / one.file) as picture:
        assert picture.size == tuple(-(-mm * DPI * 10 // 254) for mm in (148, 210))


@pytest.mark.skipif(not is_long(), reason="makes both books in both themes")
def test_each_is_the_page_as_it_is_set_today() -> None:
    assert dict(pictures_of_pages.made()) == {one.file: (FOLDER / one.file).read_bytes() for one in SHOWN}
