"""The profiles of the tool are those of presses and hold their limit; a printer's own is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology.errors import ConfigError
from anthology.prepress import conditions
from anthology.prepress.colour import Colours, most_ink
from anthology.prepress.ticket import Job, Ticket
from PIL import ImageCms
from tests.prepress.test_colour import cube


@pytest.mark.parametrize("name", conditions.NAMES)
def test_a_shipped_profile_holds_the_limit_in_its_name(name: str) -> None:
    limit = int(name.rpartition("-")[2])
    colours = Colours(Job(Ticket(ink_limit=400), conditions.shipped(name)))
    most = most_ink(colours.picture(cube())) / 2.55
    assert limit - 40 < most <= limit + 1


@pytest.mark.parametrize("name", conditions.NAMES)
def test_a_shipped_profile_names_its_condition_and_is_small(name: str) -> None:
    one = conditions.shipped(name)
    assert one.registered
    assert one.identifier == name.partition("-")[0].upper()
    assert one.profile[12:20] == b"prtrCMYK"
    assert len(one.profile) < 360_000


def test_every_profile_of_the_folder_is_known_and_comes_with_recipe_and_licence() -> None:
    there = {path.name for path in conditions.FOLDER.iterdir() if not path.name.startswith((".", "_"))}
    assert there == {*(f"{name}.icc" for name in conditions.NAMES), "build.sh", "LICENCE", "README.md"}
    recipe = (conditions.FOLDER / "build.sh").read_text(encoding="utf-8")
    assert all(f"profile {name} " in recipe for name in conditions.NAMES)


def test_a_printer_s_own_profile_is_taken_with_its_own_name() -> None:
    one = conditions.own(conditions.shipped("fogra39-240").profile)
    assert (one.identifier, one.registered) == ("Custom", False)
    assert "240" in one.info


@pytest.mark.parametrize("wrong", [b"", b"not a profile", bytes(200)])
def test_what_is_no_profile_of_a_press_is_refused(wrong: bytes) -> None:
    with pytest.raises(ConfigError) as caught:
        conditions.own(wrong)
    assert caught.value.code == "press-profile-unusable"


def test_a_profile_of_a_screen_is_refused() -> None:
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with pytest.raises(ConfigError) as caught:
        conditions.own(screen)
    assert caught.value.code == "press-profile-unusable"


def test_a_damaged_profile_is_refused() -> None:
    whole = conditions.shipped("fogra39-300").profile
    with pytest.raises(ConfigError):
        conditions.own(whole[:300])


def test_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ConfigError) as caught:
        conditions.shipped("swop")
    assert caught.value.code == "press-profile-unknown"
    assert "fogra39-300" in caught.value.hint


def test_the_folder_is_inside_of_the_package_so_that_a_wheel_brings_it() -> None:
    import anthology

    assert Path(anthology.__file__).resolve().parent in conditions.FOLDER.parents
