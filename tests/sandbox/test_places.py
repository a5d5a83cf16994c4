"""Which folders confined code may read: what is installed, and no folder of people."""

from __future__ import annotations

import os
import site
import sys
from pathlib import Path

import anthology
import pytest
from anthology.sandbox import places as module
from anthology.sandbox.places import Places, installed, places

PLACES = Places(("/usr/lib", "/etc/file"), ("/own",))


@pytest.mark.parametrize(
    ("path", "read", "written"),
    [
        ("/usr/lib", True, False),
        ("/usr/lib/a/b", True, False),
        ("/usr/lib64", False, False),
        ("/usr", False, False),
        ("/etc/file", True, False),
        ("/own", True, True),
        ("/own/a", True, True),
        ("/owned", False, False),
        ("/", False, False),
    ],
)
def test_what_stands_beneath_a_place_is_part_of_it(path: str, read: bool, written: bool) -> None:
    assert PLACES.may_read(path) is read
    assert PLACES.may_write(path) is written


def test_a_place_is_where_its_name_leads(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "link").symlink_to("own")
    found = places(tmp_path / "link")
    own = os.path.realpath(tmp_path / "own")
    assert found == Places(installed(), (own, "/dev/null"))
    assert places(tmp_path / "own", tmp_path / "link").readable == (*installed(), own)


def test_what_is_installed_is_python_its_libraries_and_this_package() -> None:
    found = installed()
    for needed in (os.__file__, pytest.__file__, anthology.__file__, Path(sys.prefix, "lib")):
        assert Places(found, ()).may_read(os.path.realpath(needed))
    assert all(Path(path).exists() and os.path.realpath(path) == path for path in found)
    assert len(set(found)) == len(found)
    assert "/" not in found


@pytest.mark.parametrize("asked", [True, False])
def test_libraries_of_a_person_are_read_where_python_reads_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: bool
) -> None:
    monkeypatch.setattr(site, "ENABLE_USER_SITE", asked)
    monkeypatch.setattr(site, "getusersitepackages", lambda: str(tmp_path))
    assert (os.path.realpath(tmp_path) in installed.__wrapped__()) is asked


def test_the_root_of_all_is_never_a_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/")
    monkeypatch.setattr(module, "_SYSTEM", (str(tmp_path / "link"), str(tmp_path)))
    found = installed.__wrapped__()
    assert os.path.realpath(tmp_path) in found
    assert "/" not in found
