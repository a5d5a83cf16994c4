from __future__ import annotations

from dataclasses import replace

import pytest
from anthology import resources
from anthology.errors import ConfigError, LayoutError
from fontTools.ttLib import TTFont

_BOLD = 1 << 5
"""The bit of OS/2.fsSelection; the faces of weight 600 set it too."""


def test_the_classic_theme_is_there() -> None:
    assert "classic" in resources.theme_names()


@pytest.mark.parametrize("name", resources.theme_names())
def test_every_face_of_a_theme_is_the_face_it_says(name: str) -> None:
    for family in resources.theme(name).families:
        for face in resources.font_faces(family):
            with TTFont(resources.folder("fonts") / face.file, lazy=True) as font:
                assert (font["post"].italicAngle != 0) == (face.style == "italic"), face.file
                assert bool(font["OS/2"].fsSelection & _BOLD) == (face.weight >= 600), face.file


def test_the_bytes_of_a_face_are_those_of_its_file() -> None:
    face = resources.font_faces("linux-libertine")[0]
    assert resources.font_bytes(face.file) == (resources.folder("fonts") / face.file).read_bytes()


def test_a_theme_that_is_not_there_is_an_error_that_names_the_others() -> None:
    with pytest.raises(ConfigError) as caught:
        resources.theme("baroque")
    assert caught.value.code == "layout-unknown"
    assert "classic" in caught.value.hint


@pytest.mark.parametrize("name", ["../classic", "shared", ""])
def test_only_a_theme_can_be_named(name: str) -> None:
    with pytest.raises(ConfigError):
        resources.theme(name)


def test_a_family_that_is_not_there_is_an_error() -> None:
    with pytest.raises(LayoutError) as caught:
        resources.font_faces("linux-baroque")
    assert caught.value.code == "installation-incomplete"


def test_a_folder_that_is_not_there_is_an_error() -> None:
    with pytest.raises(LayoutError) as caught:
        resources.folder("wallpapers")
    assert caught.value.code == "installation-incomplete"


def test_the_sheet_of_a_theme_comes_after_the_shared_one() -> None:
    sheets = resources.style_sheet(resources.theme("classic"), "book.css")
    assert list(sheets) == ["shared/book.css", "classic/book.css"]


def test_a_theme_need_not_have_every_sheet() -> None:
    bare = replace(resources.theme("classic"), folder=resources.folder("layouts") / "nothing")
    assert list(resources.style_sheet(bare, "print.css")) == ["shared/print.css"]
