"""A zip package of a word processor in; its parts out, unpacked within limits, and its XML parsed harmlessly.

Nothing is ever written to a disk, fetched from a network or expanded from an entity.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from anthology.errors import SourceError

MAX_PART = 64 * 1024 * 1024
"""Bytes of one unpacked part of XML: a text of ten thousand pages is smaller."""

MAX_PICTURE = 128 * 1024 * 1024
"""Bytes of one unpacked part that is no XML."""

MAX_TOTAL = 512 * 1024 * 1024
"""Bytes of all parts that were unpacked."""

MAX_PARTS = 10_000
"""Entries: no submission has as many pictures."""

MAX_RATIO = 250
"""Times a part may grow when it is unpacked; word processors' XML shrinks to a hundredth at the most."""

SMALL = 4 * 1024 * 1024
"""Bytes below which a part may grow as it likes."""

MAX_DEPTH = 180
"""Elements inside of one another: twenty tables in tables, and no walk runs out of stack."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "open it in the program that wrote it and save it again as .docx or .odt"


@dataclass(slots=True)
class Package:
    """The parts of one file: `read` gives bytes, `tree` a parsed part; both refuse what could do harm."""

    file: str
    archive: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]
    _spent: int = 0
    _bytes: dict[str, bytes] = field(default_factory=dict)
    _trees: dict[str, etree._Element] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    @property
    def names(self) -> Iterable[str]:
        """The names of all parts."""
        return self.entries.keys()

    def read(self, name: str) -> bytes:
        """The unpacked bytes of a part.

        Raises:
            SourceError: `office-too-large` beyond a limit, `office-damaged` when it cannot be unpacked.
        """
        if name not in self._bytes:
            self._bytes[name] = self._unpacked(name)
        return self._bytes[name]

    def tree(self, name: str) -> etree._Element:
        """The root element of a part of XML.

        Raises:
            SourceError: `office-unsafe` when it declares a document type, `office-damaged` when it is not
                well formed, `office-too-deep` when it is nested beyond reason; what `read` raises.
        """
        if name not in self._trees:
            self._trees[name] = parsed(self.read(name), self.file, name)
        return self._trees[name]

    def _unpacked(self, name: str) -> bytes:
        info = self.entries[name]
        limit = MAX_PART if name.endswith((".xml", ".rels")) else MAX_PICTURE
        try:
            with self.archive.open(info) as part:
                data = part.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,  # a part that begins before the file does
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise damaged(self.file, f"its part {name} cannot be unpacked ({error})") from None
        self._spent += len(data)
        grown = len(data) > SMALL and len(data) > MAX_RATIO * max(info.compress_size, 1)
        if len(data) > limit or grown or self._spent > MAX_TOTAL:
            raise SourceError(
                "office-too-large",
                f"its part {name} grows beyond all reason when it is unpacked",
                hint=f"this may be an attack, or a damaged file; {_SAVE}",
                file=self.file,
            )
        return data


def opened(data: bytes, file: str) -> Package:
    """Open a zip package, without unpacking anything yet.

    Raises:
        SourceError: `office-locked`, `office-old`, `office-other`, `office-damaged`, `office-unsafe` or
            `office-too-large`, by what the bytes turn out to be.
    """
    if not data.startswith(b"PK"):
        raise _no_package(data, file)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise damaged(file, f"it is not a whole zip package ({error})") from None
    entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        raise SourceError(
            "office-too-large",
            f"it holds {len(entries)} parts, more than {MAX_PARTS}",
            hint=f"this may be an attack, or a damaged file; {_SAVE}",
            file=file,
        )
    parts: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = _part_name(entry, file)
        if name in parts and not _is_folder(entry):
            raise _unsafe(file, f"it holds two parts of the name {name}, and nobody can tell which is meant")
        parts[name] = entry
    found = {name: one for name, one in parts.items() if name and not _is_folder(one)}
    return Package(file, archive, found)


def parsed(data: bytes, file: str, name: str = "") -> etree._Element:
    """Parse XML that strangers wrote: no entities, no document types, no network, bounded in depth and size.

    Raises:
        SourceError: `office-unsafe`, `office-damaged` or `office-too-deep`.
    """
    what = f"its part {name}" if name else "it"
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    if _declares(data):
        raise _unsafe(file, f"{what} declares a document type, which no word processor writes")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise _too_deep(file, what) from None
        raise damaged(file, f"{what} is not well-formed XML ({error.msg})", line=error.lineno) from None
    except (ValueError, LookupError) as error:
        raise damaged(file, f"{what} is not well-formed XML ({error})") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _unsafe(file, f"{what} declares a document type, which no word processor writes")
    if _depth(root) > MAX_DEPTH:
        raise _too_deep(file, what)
    return root


def _declares(data: bytes) -> bool:
    """Whether a document type stands before the root element, in whatever encoding."""
    head = data[:65536].replace(b"\x00", b"")
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _part_name(entry: zipfile.ZipInfo, file: str) -> str:
    """The name of a part; careless programs put a slash before it, or use the slashes of Windows."""
    name = entry.filename.replace("\\", "/").lstrip("/")
    if entry.flag_bits & 0x1:
        raise locked(file)
    if ".." in name.split("/"):
        raise _unsafe(file, f"it holds a part named {entry.filename!r}, which points out of it")
    return name


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    # The library's own question falls over a part without a name.
    return entry.filename.endswith("/")


def _no_package(data: bytes, file: str) -> SourceError:
    """Say what the bytes are, when they are no zip package."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return locked(file)
        return SourceError(
            "office-old",
            "it is a file of an old Word (.doc), whatever its name says",
            hint="open it in Word or LibreOffice and save it as .docx",
            file=file,
        )
    known = next((name for start, name in _OTHERS if data.lstrip().startswith(start)), "")
    if known:
        return SourceError(
            "office-other",
            f"its name says Word or OpenDocument, but it is {known[1:].upper()}",
            hint=f"give it the name it should have, ending in {known}",
            file=file,
        )
    return damaged(file, "it is empty" if not data else "it is no zip package")


_OTHERS = (
    (b"{\\rtf", ".rtf"),
    (b"%PDF", ".pdf"),
    (b"<!DOCTYPE html", ".html"),
    (b"<!doctype html", ".html"),
    (b"<html", ".html"),
    (b"<HTML", ".html"),
)


def damaged(file: str, what: str, line: int | None = None) -> SourceError:
    """The error for a file that is not whole."""
    return SourceError("office-damaged", f"the file is damaged: {what}", hint=_SAVE, file=file, line=line)


def locked(file: str) -> SourceError:
    """The error for a file behind a password."""
    return SourceError(
        "office-locked",
        "the file is locked with a password",
        hint="ask for it without one: open it, take the password off, save it again",
        file=file,
    )


def _unsafe(file: str, what: str) -> SourceError:
    return SourceError("office-unsafe", what, hint=f"it was not read; {_SAVE}", file=file)


def _too_deep(file: str, what: str) -> SourceError:
    return SourceError(
        "office-too-deep",
        f"{what} holds elements nested deeper than any text needs",
        hint=f"it was not read; {_SAVE}",
        file=file,
    )


# --- what points from part to part, in Office Open XML -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Relation:
    """An arrow from one part to another: `kind` ends its type; `target` is a part or an address."""

    kind: str
    target: str
    external: bool


def relations(package: Package, part: str) -> dict[str, Relation]:
    """The arrows that start at a part, by id; empty where it has none."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package:
        return {}
    return dict(_relations(package.tree(path), folder))


def _relations(root: etree._Element, folder: str) -> Iterator[tuple[str, Relation]]:
    for one in root:
        target = str(one.get("Target", ""))
        external = one.get("TargetMode") == "External"
        kind = str(one.get("Type", "")).rpartition("/")[2]
        yield str(one.get("Id", "")), Relation(kind, target if external else inside(folder, target), external)


def inside(folder: str, target: str) -> str:
    """The name of the part that a part in `folder` calls `target`."""
    path = target.partition("#")[0]
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
