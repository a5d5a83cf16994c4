"""The same sources make the same bytes, wherever, whenever and by however many processes the book is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from anthology.writers import WRITERS
from tests import picture_book

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("carnet-de-crue",)
SETTINGS = """
[book]
title = "L’eau et le fer"
language = "fr"
date = "2024-05"
school = "École du Rivage"
editors = [{ given = "Hélène", family = "Castéra" }]

[output]
formats = [%s]

[[part]]
title = "En amont"
articles = ["carnet-de-crue"]
"""


@dataclass(frozen=True)
class Place:
    """Where and how a book is made."""

    folder: str
    zone: str = "UTC"
    locale: str = "C.UTF-8"
    seed: str = "0"
    umask: int = 0o022
    jobs: int = 1
    twice: bool = False
    turned: bool = False
    """Whether the files are written in the reverse order, as another system may list them."""


PLACES = (
    Place("a"),
    Place("b", zone="Pacific/Auckland", seed="1", umask=0o077),
    Place("c c", zone="America/New_York", seed="4711", locale="fr_FR.UTF-8", jobs=2),
    Place("d/é/ü", locale="tr_TR.UTF-8", seed="99", turned=True),
    Place("e" * 60, zone="Asia/Kathmandu", locale="C", umask=0o000),
    Place("f", zone="Europe/Paris", seed="random", jobs=2, twice=True),
)


def content(folder: Path, *, turned: bool) -> Path:
    """An article of the picture book, with tables and a picture; pages and photographs beside it."""
    whole = picture_book.content(folder / "whole")
    names = [path.relative_to(whole) for path in sorted(whole.rglob("*")) if path.is_file()]
    cut = folder / "content"
    for name in reversed(names) if turned else names:
        if name.parts[0] == "photos" or name.stem in KEPT:
            (cut / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(whole / name, cut / name)
    # A book for Kindle is made by another program: tests/writers/test_kindle.py sees to it.
    formats = ", ".join(f'"{name}"' for name in WRITERS if name != "kindle")
    (cut / "anthology.toml").write_text(SETTINGS % formats, encoding="utf-8")
    return cut


def built(place: Place, base: Path) -> dict[str, str]:
    """The digests of everything that a build publishes there."""
    folder = base / place.folder
    folder.mkdir(parents=True)
    home = folder / "home"
    home.mkdir()
    sources = content(folder, turned=place.turned)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "TZ": place.zone,
        "LC_ALL": place.locale,
        "PYTHONHASHSEED": place.seed,
        "PYTHONPATH": str(ROOT),
    }
    arguments = ["--content", str(sources), "--output", str(folder / "output"), "--jobs", str(place.jobs)]
    for _ in range(1 + place.twice):
        done = subprocess.run(
            [sys.executable, "-m", "anthology.cli", "build", *arguments],
            cwd=folder,
            env=environment,
            umask=place.umask,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    output = (folder / "output" / "book.pdf").resolve().parent
    return {
        str(path.relative_to(output)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return built(PLACES[0], tmp_path_factory.mktemp("first"))


def test_every_output_is_made(first: Mapping[str, str]) -> None:
    names = {name.partition("/")[0] for name in first}
    assert {"book.pdf", "book.epub", "press.pdf", "cover.pdf", "booklet.pdf", "offprints"} <= names
    assert sum(name.startswith("offprints/") for name in first) == len(KEPT)


@pytest.mark.parametrize("place", PLACES[1:], ids=[place.folder[:3] for place in PLACES[1:]])
def test_every_output_has_the_same_bytes_everywhere(
    place: Place, first: Mapping[str, str], tmp_path: Path
) -> None:
    assert built(place, tmp_path) == first
