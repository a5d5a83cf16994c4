from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

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
                # A black face is no bold one of its family: its weight alone says how heavy it is.
                heavy = font["OS/2"].fsSelection & _BOLD or font["OS/2"].usWeightClass >= 600
                assert bool(heavy) == (face.weight >= 600), face.file


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


def test_the_files_of_a_theme_come_after_the_shared_ones_by_their_place_below_layouts() -> None:
    files = resources.theme_files(resources.theme("classic"))
    homes = [name.partition("/")[0] for name in files]
    assert homes == sorted(homes, key=["shared", "classic"].index)
    assert files["classic/book.css"] == (resources.folder("layouts") / "classic/book.css").read_bytes()
    assert "shared/sections/article.xhtml" in files


def test_a_theme_need_not_have_a_file_of_its_own() -> None:
    bare = replace(resources.theme("classic"), folder=resources.folder("layouts") / "nothing")
    assert {name.partition("/")[0] for name in resources.theme_files(bare)} == {"shared"}


def test_digests_are_those_of_the_bytes_of_theme_and_fonts() -> None:
    theme = resources.theme("classic")
    digests = resources.digests(theme)
    face = resources.font_faces(theme.families[0])[0]
    assert digests[f"fonts/{face.file}"] == hashlib.sha256(resources.font_bytes(face.file)).hexdigest()
    files = resources.theme_files(theme)
    assert {name: digests[name] for name in files} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }


def test_a_changed_file_of_a_theme_has_another_digest_at_once(tmp_path: Path) -> None:
    theme = replace(resources.theme("classic"), folder=tmp_path)
    (tmp_path / "book.css").write_text("p { color: red }", encoding="utf-8")
    before = resources.digests(theme)["classic/book.css"]
    (tmp_path / "book.css").write_text("p { color: tan }", encoding="utf-8")
    assert resources.digests(theme)["classic/book.css"] != before
