"""The engine as it is installed, without loading it -> its versions and those of its libraries, as a line.

Who keeps what was set must know with what; and a build that sets nothing must not pay for the engine.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
from importlib import metadata
from pathlib import Path

from anthology import errors

LIBRARIES = (
    "weasyprint",
    "pydyf",
    "cffi",
    "tinyhtml5",
    "tinycss2",
    "cssselect2",
    "pyphen",
    "pillow",
    "fonttools",
    "uharfbuzz",
    "pikepdf",
)
"""The Python libraries that decide on what is set, by their names on PyPI."""

# The names that WeasyPrint tries, in its order (weasyprint/text/ffi.py): the same library is found.
_PANGO = "libpango-1.0-0 pango-1.0-0 pango-1.0 libpango-1.0.so.0 libpango-1.0.dylib libpango-1.0-0.dll"
_HARFBUZZ = "libharfbuzz-0 harfbuzz harfbuzz-0.0 libharfbuzz.so.0 libharfbuzz.0.dylib libharfbuzz-0.dll"
_SUBSET = (
    "libharfbuzz-subset-0 harfbuzz-subset harfbuzz-subset-0.0"
    " libharfbuzz-subset.so.0 libharfbuzz-subset.0.dylib libharfbuzz-subset-0.dll"
)
_FONTCONFIG = (
    "libfontconfig-1 fontconfig-1 fontconfig libfontconfig.so.1 libfontconfig.1.dylib libfontconfig-1.dll"
)
_MISSING = "missing"


def engine() -> str:
    """Name and version of the engine, for the colophon and the report."""
    return f"WeasyPrint {_installed('weasyprint')}"


def engine_versions() -> str:
    """Versions of WeasyPrint and of the C libraries it sets with: `WeasyPrint 70.0, Pango 1.50.12, ...`.

    What is not installed is `missing`. HarfBuzz-Subset bears the version of the HarfBuzz it came with.
    """
    found = {
        "WeasyPrint": _installed("weasyprint"),
        "Pango": _text(_PANGO, "pango_version_string"),
        "HarfBuzz": _text(_HARFBUZZ, "hb_version_string"),
        "HarfBuzz-Subset": _text(_SUBSET, "hb_version_string"),
        "fontconfig": _number(_FONTCONFIG, "FcGetVersion"),
    }
    return _line(found)


def setting_versions() -> str:
    """All that decides on what a worker makes of a section: Python, libraries, engine, and our own code."""
    return ", ".join(
        (
            f"Python {sys.version.split()[0]}",
            _line({name: _installed(name) for name in LIBRARIES[1:]}),
            engine_versions(),
            f"bindery {_code()[:12]}",
        )
    )


def differences(ours: str, theirs: str) -> str:
    """What two lines of versions do not share, for people: `here Pango 1.50.12; there Pango 1.52.0`."""
    here, there = ours.split(", "), theirs.split(", ")
    only = ", ".join(one for one in here if one not in there)
    other = ", ".join(one for one in there if one not in here)
    return f"here {only or 'nothing more'}; there {other or 'nothing more'}"


def _line(found: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in found.items())


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return _MISSING


def _text(names: str, function: str) -> str:
    asked = _function(names, function)
    if asked is None:
        return _MISSING
    asked.restype = ctypes.c_char_p
    answer = asked()
    return answer.decode("ascii") if isinstance(answer, bytes) else _MISSING


def _number(names: str, function: str) -> str:
    """A version that is one number: 21401 is 2.14.1."""
    asked = _function(names, function)
    if asked is None:
        return _MISSING
    version = int(asked())
    return f"{version // 10000}.{version // 100 % 100}.{version % 100}"


def _function(names: str, function: str) -> ctypes._NamedFuncPointer | None:
    # Not ctypes.util.find_library: it runs ldconfig and a compiler.
    for name in names.split():
        try:
            return getattr(ctypes.CDLL(name), function)  # type: ignore[no-any-return]
        except (OSError, AttributeError):
            continue
    return None


def _code() -> str:
    """The digest of the sources of this folder, and of the one module it needs besides."""
    whole = hashlib.blake2b(digest_size=16)
    for path in (*sorted(Path(__file__).parent.glob("*.py")), Path(errors.__file__)):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
