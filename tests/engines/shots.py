"""Pictures of what engines showed, kept to be looked at.

They stand in `.artefacts/engines/`, or below the folder that ANTHOLOGY_ARTEFACTS names.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image

_ROOT = Path(__file__).parent.parent.parent


def keep(name: str, png: bytes) -> Path:
    """Write a picture, in place of the one of an earlier run."""
    folder = Path(os.environ.get("ANTHOLOGY_ARTEFACTS") or _ROOT / ".artefacts") / "engines"
    file = folder / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(png)
    return file


def light(png: bytes) -> float:
    """How light a picture is as a whole, from 0 (black) to 1 (white)."""
    with Image.open(io.BytesIO(png)) as picture:
        counts = picture.convert("L").histogram()
    return sum(level * count for level, count in enumerate(counts)) / sum(counts) / 255


def ink(png: bytes) -> float:
    """What part of a picture is not of its ground, the level of grey that most of it has."""
    with Image.open(io.BytesIO(png)) as picture:
        counts = picture.convert("L").histogram()
    return 1 - max(counts) / sum(counts)
