"""The files the tool ships: themes of layouts/, families of fonts/, read into values.

In a wheel both folders stand inside the package; in a checkout they stand beside it.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from anthology.errors import ConfigError, LayoutError

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file of a family: `file` is relative to fonts/ (`linux-libertine/LinLibertine_R.otf`)."""

    family: str
    file: str
    weight: int
    style: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A folder of layouts/: its style sheets and the templates it changes stand over those of shared/."""

    name: str
    folder: Path
    families: tuple[str, ...]


def folder(name: str) -> Path:
    """`layouts` or `fonts`, wherever this installation keeps it.

    Raises:
        LayoutError: the installation is incomplete.
    """
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise LayoutError(
        "installation-incomplete",
        f"the folder {name}/ of this tool is missing",
        hint="install the tool again",
    )


def theme_names() -> tuple[str, ...]:
    """The themes that can be named in `[book] layout`."""
    return tuple(sorted(path.parent.name for path in folder("layouts").glob("*/theme.toml")))


@cache
def theme(name: str) -> Theme:
    """The theme of that name.

    Raises:
        ConfigError: there is none.
    """
    if name not in theme_names():
        raise ConfigError(
            "layout-unknown",
            f"there is no layout called {name!r}",
            hint=f"choose one of: {', '.join(theme_names())}",
            file="anthology.toml",
        )
    place = folder("layouts") / name
    data = tomllib.loads((place / "theme.toml").read_text(encoding="utf-8"))
    return Theme(name=name, folder=place, families=tuple(data["families"]))


@cache
def font_faces(family_folder: str) -> tuple[FontFace, ...]:
    """The faces of one family folder of fonts/, as its family.toml declares them.

    Raises:
        LayoutError: the installation has no such family.
    """
    declaration = folder("fonts") / family_folder / "family.toml"
    if not declaration.is_file():
        raise LayoutError(
            "installation-incomplete",
            f"the font family {family_folder} of this tool is missing",
            hint="install the tool again, or take the family out of theme.toml",
        )
    data = tomllib.loads(declaration.read_text(encoding="utf-8"))
    return tuple(
        FontFace(
            family=data["family"],
            file=f"{family_folder}/{face['file']}",
            weight=face["weight"],
            style=face["style"],
        )
        for face in data["face"]
    )


@cache
def font_bytes(file: str) -> bytes:
    """The bytes of a face, by its `file`."""
    return (folder("fonts") / file).read_bytes()


@cache
def style_sheet(theme: Theme, name: str) -> Mapping[str, str]:
    """The shared style sheet of that name, then the theme's own, as {path below layouts/: text}."""
    root = folder("layouts")
    places = (root / "shared" / name, theme.folder / name)
    sheets = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in places
        if path.is_file()
    }
    return MappingProxyType(sheets)


def digests(theme: Theme) -> Mapping[str, str]:
    """SHA-256 of every file a theme is made of, its own and the shared ones, by folder and name."""
    files = [path for place in (folder("layouts") / "shared", theme.folder) for path in place.rglob("*")]
    files += [folder("fonts") / face.file for family in theme.families for face in font_faces(family)]
    return {
        f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file()
    }
