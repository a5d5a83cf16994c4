"""The same sources make the same bytes, wherever, whenever and by however many processes the book is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from anthology.writers import WRITERS
from tests import picture_book
from tests.safety.counts import count, is_long
from tests.safety.figures import record

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("carnet-de-crue",)
SETTINGS = """
[book]
title = "L’eau et le fer"
language = "fr"
date = "2024-05"
school = "École du Rivage"
editors = [{ given = "Hélène", family = "Castéra" }]

[[part]]
title = "En amont"
articles = ["carnet-de-crue"]
"""
OLD, NEW = "1970-01-02 03:04:05", "2107-12-31 23:59:58"
"""Before the first and after the last moment that a zip archive can name."""


@dataclass(frozen=True)
class Place:
    """Where, when and how a book is made."""

    folder: str
    zone: str = "UTC"
    locale: str = "C.UTF-8"
    seed: str = "0"
    umask: int = 0o022
    jobs: int = 1
    twice: bool = False
    turned: bool = False
    """Whether the files are written in the reverse order, as another system may list them."""
    clock: str = ""
    """The time that the machine shows; empty: its own."""
    written: float | None = None
    """When the sources were written, in seconds since 1970."""
    relative: bool = False
    """Whether the folders are named as they are seen from the folder above them."""
    linked: bool = False
    """Whether the content is reached through a symbolic link."""
    more: Mapping[str, str | None] = field(default_factory=dict)
    """Variables of the environment that differ; None: not there at all."""


# The first is what the others are compared with. The two that follow differ in everything that there is, so
# that the short form, which stops after them, leaves nothing out.
PLACES = (
    Place("a"),
    Place(
        "b é",
        zone="Pacific/Auckland",
        seed="1",
        umask=0o077,
        clock=OLD,
        relative=True,
        turned=True,
        locale="tr_TR.UTF-8",
        more={"TMPDIR": "/nowhere", "SOURCE_DATE_EPOCH": "1"},
    ),
    Place(
        "c c",
        zone="America/New_York",
        seed="4711",
        locale="fr_FR.UTF-8",
        jobs=2,
        clock=NEW,
        written=0.0,
        linked=True,
        twice=True,
        more={
            "HOME": None,
            "XDG_CACHE_HOME": None,
            "PYTHONUTF8": "0",
            "FONTCONFIG_FILE": "/nowhere",
            "PATH": "/nowhere",
        },
    ),
    Place(
        "d/é/ü",
        locale="tr_TR.UTF-8",
        seed="99",
        turned=True,
        clock=NEW,
        linked=True,
        more={"TMPDIR": "/nowhere", "SOURCE_DATE_EPOCH": "1"},
    ),
    Place(
        "e" * 60,
        zone="Asia/Kathmandu",
        locale="C",
        umask=0o000,
        written=4.4e9,
        more={"PYTHONUTF8": "0", "FONTCONFIG_FILE": "/nowhere", "PATH": "/nowhere"},
    ),
    Place("f", zone="Europe/Paris", seed="random", jobs=2, twice=True),
    Place("g\n👩‍🏫", locale="POSIX", seed="5", more={"PYTHONOPTIMIZE": "2", "PYTHONHOME": None}),
    Place("h", locale="ja_JP.SJIS", zone="Antarctica/Troll", more={"LANGUAGE": "fr", "LANG": "ja_JP.SJIS"}),
    Place("i/" + "/".join("j" * 40 for _ in range(4)), turned=True, umask=0o027, relative=True),
    Place("k", clock="1979-12-31 23:59:59", jobs=2, seed="31", zone="XYZ+14"),
    Place("l", clock="2038-01-19 03:14:08", linked=True, zone="Asia/Kolkata", written=2.0**31),
    Place("-m", more={"HOME": "/nowhere", "SOURCE_DATE_EPOCH": "4102444800"}, seed="77", relative=True),
    Place("n&o;$(p)", umask=0o002, turned=True, jobs=2, more={"COLUMNS": "20", "TERM": "dumb"}),
    Place("q", twice=True, clock="2024-02-29 12:00:00", seed="random", written=1.7e9),
    Place("r", locale="ar_EG.UTF-8", zone="Africa/Cairo", jobs=2, more={"LC_NUMERIC": "de_DE.UTF-8"}),
)


def small_book(folder: Path, *, turned: bool) -> Path:
    """An article of the picture book, with tables and a picture; pages and photographs beside it."""
    whole = picture_book.content(folder / "whole")
    return laid_down(whole, folder / "content", SETTINGS, _is_kept, turned=turned)


def _is_kept(name: Path) -> bool:
    return name.parts[0] == "photos" or name.stem in KEPT


def whole_picture_book(folder: Path, *, turned: bool) -> Path:
    whole = picture_book.content(folder / "whole")
    settings = (whole / "anthology.toml").read_text(encoding="utf-8")
    return laid_down(whole, folder / "content", settings, lambda name: True, turned=turned)


def class_book(folder: Path, *, turned: bool) -> Path:
    settings, _, _ = (ROOT / "content/anthology.toml").read_text(encoding="utf-8").partition("[output]")
    return laid_down(ROOT / "content", folder / "content", settings, lambda name: True, turned=turned)


def laid_down(
    whole: Path, content: Path, settings: str, wanted: Callable[[Path], bool], *, turned: bool
) -> Path:
    """The wanted files of a content folder in another one, written in order, all outputs asked for."""
    names = [path.relative_to(whole) for path in sorted(whole.rglob("*")) if path.is_file()]
    for name in reversed(names) if turned else names:
        if wanted(name):
            (content / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(whole / name, content / name)
    # A book for Kindle is made by another program: tests/writers/test_kindle.py sees to it.
    formats = ", ".join(f'"{name}"' for name in WRITERS if name != "kindle")
    settings = f"{settings}\n[output]\nformats = [{formats}]\n"
    (content / "anthology.toml").write_text(settings, encoding="utf-8")
    return content


_ALWAYS = 3
"""So many of them are tried in the short form."""

BOOKS: Mapping[str, Callable[..., Path]] = {
    "small": small_book,
    "pictures": whole_picture_book,
    "class": class_book,
}
MADE = tuple(BOOKS)[1:] if is_long() else tuple(BOOKS)[:1]


def built(book: str, place: Place, base: Path) -> dict[str, str]:
    """The digests of everything that a build publishes there."""
    folder = base / place.folder
    folder.mkdir(parents=True)
    (folder / "tmp").mkdir()
    sources = prepared(BOOKS[book](folder, turned=place.turned), place)
    where = folder.parent if place.relative else folder
    named = sources.relative_to(where) if place.relative else sources
    output = f"./{folder.name}/output" if place.relative else str(folder / "output")
    arguments = [
        *("--content", f"./{named}" if place.relative else str(named)),
        *("--output", output, "--jobs", str(place.jobs)),
    ]
    for _ in range(1 + place.twice):
        done = subprocess.run(
            [sys.executable, "-m", "anthology.cli", "build", *arguments],
            cwd=where,
            env=environment(place, folder),
            umask=place.umask,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert list((folder / "tmp").iterdir()) == [], "what a build needed for a while is taken away"
    return digests((folder / "output" / "book.pdf").resolve().parent)


def prepared(content: Path, place: Place) -> Path:
    """The content folder as this place has it: with its times, and behind a link."""
    if place.written is not None:
        for path in content.rglob("*"):
            os.utime(path, (place.written, place.written))
    if not place.linked:
        return content
    link = content.with_name("linked")
    link.symlink_to(content)
    return link


def environment(place: Place, folder: Path) -> dict[str, str]:
    """Nothing of the environment of the tests but the way to programs."""
    wanted: dict[str, str | None] = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "XDG_CACHE_HOME": str(folder / "home" / "cache"),
        "TZ": place.zone,
        "LC_ALL": place.locale,
        "PYTHONHASHSEED": place.seed,
        "PYTHONPATH": str(ROOT),
        **_clock(place),
        **place.more,
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _clock(place: Place) -> dict[str, str]:
    """What has a command see another clock."""
    if not place.clock:
        return {}
    moment = datetime.fromisoformat(place.clock).replace(tzinfo=UTC)
    return {"CLOCK": str(moment.timestamp()), "PYTHONPATH": f"{ROOT / 'tests' / 'clocks'}{os.pathsep}{ROOT}"}


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Mapping[str, str]]]:
    """What the first place makes of a book."""

    @cache
    def made(book: str) -> Mapping[str, str]:
        return built(book, PLACES[0], tmp_path_factory.mktemp(f"first-{book}"))

    yield made
    record("P5", "environments, and books made in each", f"{len(PLACES)} × {len(MADE)}")
    record("P5", "outputs of a book, each with one hash in all", len(made(MADE[0])))


@pytest.mark.parametrize("book", MADE)
def test_every_output_is_made(first: Callable[[str], Mapping[str, str]], book: str) -> None:
    names = {name.partition("/")[0] for name in first(book)}
    assert {"book.pdf", "book.epub", "press.pdf", "cover.pdf", "booklet.pdf", "offprints"} <= names
    assert any(name.startswith("offprints/") for name in first(book))


@pytest.mark.parametrize("place", PLACES[1 : count(_ALWAYS, len(PLACES))], ids=lambda place: place.folder[:3])
@pytest.mark.parametrize("book", MADE)
def test_every_output_has_the_same_bytes_everywhere(
    book: str, place: Place, first: Callable[[str], Mapping[str, str]], tmp_path: Path
) -> None:
    assert built(book, place, tmp_path) == first(book)


def test_the_places_that_are_always_tried_differ_in_all_that_places_may_differ_in() -> None:
    for name in Place.__dataclass_fields__:
        values = [repr(getattr(place, name)) for place in PLACES[:_ALWAYS]]
        assert len(set(values)) > 1, name
    assert len(PLACES) == len(set(map(repr, PLACES))) == 15
