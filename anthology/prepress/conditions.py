"""The name of a shipped colour profile, or the bytes of a printer's own, to a printing condition."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from PIL import ImageCms

from anthology.errors import ConfigError, LayoutError

FOLDER = Path(__file__).with_name("profiles")
REGISTRY = "http://www.color.org"
"""Where the characterisations of printing conditions are registered (ISO 15930-7)."""

_CONDITIONS = {
    "fogra39-300": ("FOGRA39", "Offset on coated paper (ISO 12647-2, FOGRA39), ink limit 300 %", 300),
    "fogra39-240": ("FOGRA39", "Offset on coated paper (ISO 12647-2, FOGRA39), ink limit 240 %", 240),
    "fogra29-260": ("FOGRA29", "Offset on uncoated paper (ISO 12647-2, FOGRA29), ink limit 260 %", 260),
}
"""What each shipped profile stands for: the registered name, words for people, and the most ink it gives."""

NAMES = tuple(_CONDITIONS)


@dataclass(frozen=True, slots=True)
class Condition:
    """Inks on a paper: the name it is registered under (or `Custom`), words for people, the profile."""

    identifier: str
    info: str
    profile: bytes = field(repr=False)

    @property
    def registered(self) -> bool:
        """Whether its name is one of the registry's."""
        return self.identifier != "Custom"


@cache
def shipped(name: str) -> Condition:
    """The condition of a profile of this folder.

    Raises:
        ConfigError: `press-profile-unknown`.
        LayoutError: the installation is incomplete.
    """
    if name not in _CONDITIONS:
        raise ConfigError(
            "press-profile-unknown",
            f"there is no colour profile called {name!r}",
            hint=f"profiles: {', '.join(NAMES)}; or give the printer's own file",
            file="anthology.toml",
            at=("print", "profile"),
        )
    identifier, info, _ = _CONDITIONS[name]
    try:
        return Condition(identifier, info, (FOLDER / f"{name}.icc").read_bytes())
    except OSError:
        raise LayoutError(
            "installation-incomplete",
            f"the colour profile {name}.icc of this tool is missing",
            hint="install the tool again",
        ) from None


def own(profile: bytes) -> Condition:
    """The condition of a printer's own profile, which must be one of a press with four inks.

    Raises:
        ConfigError: `press-profile-unusable`.
    """
    if profile[12:16] != b"prtr" or profile[16:20] != b"CMYK" or not _opens(profile):
        raise ConfigError(
            "press-profile-unusable",
            "the colour profile is not that of a press with four inks (an ICC profile of class `prtr`, CMYK)",
            hint="ask the printer for the ICC profile of the paper, a file that ends in .icc or .icm",
            file="anthology.toml",
        )
    return Condition("Custom", _description(profile), profile)


def _opens(profile: bytes) -> bool:
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (OSError, ImageCms.PyCMSError):
        return False
    return True


def _description(profile: bytes) -> str:
    return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()
