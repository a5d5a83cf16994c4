"""What a file says of itself to what in it tells of people and machines: paths, places, who saved it last."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PATH = re.compile(
    r"(?:\bfile:/|(?<![\w./:-])(?:/(?:home|Users|root|tmp|private|var|mnt|media|opt|srv|Volumes)/[^\s<>\"']+)"
    r"|(?<!\w)[A-Za-z]:\\[^\s<>\"']+|(?<![\\\w])\\\\\w[\w.-]*\\[^\s<>\"']+)"
)
"""A place on somebody's machine: Unix, macOS, Windows, a share; in a web address a host stands before."""

_FIELDS = re.compile(
    r"<(exif:\w+|exifEX:\w+|tiff:\w+|aux:\w+|photoshop:\w+|Iptc4xmp\w*:\w+|stEvt:\w+"
    r"|stRef:filePath|xmpMM:History|xmpMM:DerivedFrom|xmpMM:Manifest|crs:\w+|cp:lastModifiedBy|pdfx:SourceModified"
    r"|pdfx:Company)\b"
    r"|\s(exif:\w+|exifEX:\w+|tiff:\w+|aux:\w+|photoshop:\w+|stEvt:\w+|stRef:filePath|crs:\w+)\s*="
)
"""What programs and cameras write into a packet of their own accord (XMP part 2)."""


def told_in(text: str) -> Iterator[str]:
    """Each thing in the metadata of a file that tells where, by whom or from what it was made."""
    for found in _PATH.finditer(text):
        yield f"a path on a machine: {found[0][:60]!r}"
    for found in _FIELDS.finditer(text):
        yield f"notes of a camera or a program: {found[1] or found[2]}"
