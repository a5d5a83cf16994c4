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
    sha256: str = ""
    """What the declaration of the family says of the file; empty where it says nothing."""


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
            at=("book", "layout"),
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
            sha256=face.get("sha256", ""),
        )
        for face in data["face"]
    )


@cache
def font_bytes(file: str) -> bytes:
    """The bytes of a face, by its `file`.

    Raises:
        LayoutError: the file is missing, or is not the one that its family declares.
    """
    place = folder("fonts") / file
    if not place.is_file():
        raise LayoutError(
            "installation-incomplete",
            "this font of the tool is missing",
            hint="install the tool again",
            file=f"fonts/{file}",
        )
    data = place.read_bytes()
    declared = next((face.sha256 for face in font_faces(file.partition("/")[0]) if face.file == file), "")
    if declared and hashlib.sha256(data).hexdigest() != declared:
        raise LayoutError(
            "font-changed",
            "this font is not the one that its family.toml declares",
            hint="install the tool again; who changes a font on purpose writes its new sha256 there",
            file=f"fonts/{file}",
        )
    return data


def theme_files(theme: Theme) -> Mapping[str, bytes]:
    """Every file a theme is made of as it is now, the shared ones first: {path below layouts/: bytes}."""
    places = {"shared": folder("layouts") / "shared", theme.name: theme.folder}
    files = {
        f"{home}/{path.relative_to(place).as_posix()}": path.read_bytes()
        for home, place in places.items()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }
    return MappingProxyType(files)


def digests(theme: Theme) -> Mapping[str, str]:
    """SHA-256 of every file a theme is made of, its own, the shared ones and its fonts, by place and name."""
    own = {name: hashlib.sha256(data).hexdigest() for name, data in theme_files(theme).items()}
    faces = (face for family in theme.families for face in font_faces(family))
    return own | {f"fonts/{face.file}": _font_digest(face.file) for face in faces}


@cache
def _font_digest(file: str) -> str:
    return hashlib.sha256(font_bytes(file)).hexdigest()
