"""Folders and archives as people send them in; the files to keep, and whose the photographs are, out.

A folder holds texts and photographs side by side, and what systems and programs leave behind. A photograph
belongs to the text that calls it by its name, to the only text beside it, or to the one whose name it bears.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from anthology import folders
from anthology.errors import AnthologyError
from anthology.model import Block, Finding, Manuscript, Picture, Severity
from anthology.names import collation_key

MAX_FILES = 10_000
"""Files of one folder or archive: more than a school sends."""

MAX_BYTES = 1_000_000_000
"""Bytes of one archive, unpacked; what it says of its own sizes is not believed."""

_CHUNK = 1 << 20

# --- what is no submission ---------------------------------------------------------------------------

_OF_SYSTEMS = re.compile(
    r"(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r?|~\$.*|~.*\.tmp|.*\.tmp|.*\.crdownload|.*\.part|.*~|"
    r"ntuser\..*|\..*)",
    re.IGNORECASE,
)
_OF_SYSTEMS_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information", "@eadir"})
_PAGE_PARTS = re.compile(
    r"(?:_files|-filer|[_-]dateien|_archivos|_fichiers|_fitxers|_file|\.fld)$", re.IGNORECASE
)
"""What browsers put behind the name of a page for the folder of its parts, by the language they speak."""


def is_left_behind(file: str) -> bool:
    """Whether a system or a program put it there, and no person: hidden, temporary, or a lock."""
    *above, name = file.split("/")
    hidden = any(step.startswith(".") or step.casefold() in _OF_SYSTEMS_FOLDERS for step in above)
    return hidden or _OF_SYSTEMS.fullmatch(name) is not None


def page_of(file: str, files: Iterable[str]) -> str:
    """The saved web page that a file is a part of; empty where it is none."""
    for folder in PurePosixPath(file).parents:
        if _PAGE_PARTS.search(folder.name):
            stem = str(folder.parent / _PAGE_PARTS.sub("", folder.name))
            for suffix in (".html", ".htm", ".xhtml"):
                if f"{stem}{suffix}" in files:
                    return f"{stem}{suffix}"
    return ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The files that are to be read, in order, and a finding about those that are passed over."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def sorted_out(files: Iterable[str]) -> Parcel:
    """Part what people sent from what systems, programs and browsers put beside it.

    Of the parts of a saved page only the pictures are kept.
    """
    # What decodes pictures is not loaded where nothing is read.
    from anthology.pictures import SUFFIXES

    known = frozenset(files)
    kept: list[str] = []
    passed: list[str] = []
    for file in sorted(known):
        part = page_of(file, known) != "" and PurePosixPath(file).suffix.lower() not in SUFFIXES
        (passed if part or is_left_behind(file) else kept).append(file)
    return Parcel(tuple(kept), tuple(_passed_over(passed)))


def _passed_over(files: Sequence[str]) -> Iterator[Finding]:
    if files:
        named = ", ".join(file.rpartition("/")[2] for file in files[:3])
        more = f" and {len(files) - 3} more" if len(files) > 3 else ""
        yield Finding(
            "files-passed-over",
            Severity.REMARK,
            f"not read, as no person wrote them: {named}{more}",
            "nothing has to be done",
            files[0],
        )


# --- what is sent ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrival:
    """The files of folders and archives by the name each will have, and what could not be taken."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def arrived(path: Path) -> Arrival:
    """Take a folder, an archive (`.zip`) or a single file: everything below it, under its own name.

    Links are not followed, and nothing is taken that a person did not put there. A file that cannot be read
    is a finding, and the others are taken.

    Raises:
        SourceError: `file-unreadable`, the file itself cannot be read.
    """
    if path.is_dir() and not path.is_symlink():
        return _gathered(_of_folder(path))
    data = folders.read_bytes(path, str(path))
    if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
        return _gathered(_of_archive(path))
    return Arrival({f"{folders.SUBMISSIONS}/{path.name}": data})


_Found = tuple[str, bytes | Finding | None]
"""The name of a file below the submissions, and its bytes, or why they were not taken; None: no person's."""


def _gathered(found: Iterable[_Found]) -> Arrival:
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    left: list[str] = []
    for name, got in found:
        file = f"{folders.SUBMISSIONS}/{unicodedata.normalize('NFC', name)}"
        if isinstance(got, Finding):
            findings.append(got)
        elif got is None:
            left.append(file)
        elif len(files) >= MAX_FILES:
            return Arrival(files, (*findings, _too_many(file)))
        else:
            files[file] = got
    return Arrival(files, (*findings, *_passed_over(left)))


def _of_folder(folder: Path) -> Iterator[_Found]:
    top = folder.resolve()
    for place, below, names in os.walk(folder, followlinks=False):
        below.sort()
        inside = Path(place).relative_to(folder).as_posix()
        for name in sorted([*names, *(each for each in below if (Path(place) / each).is_symlink())]):
            file = "/".join(step for step in (top.name, inside.removeprefix("."), name) if step)
            if is_left_behind(file.partition("/")[2]):
                yield file, None
                continue
            try:
                yield file, folders.read_bytes(Path(place) / name, file)
            except AnthologyError as error:
                yield file, Finding("file-unreadable", Severity.WARNING, error.message, error.hint, file)


def _of_archive(path: Path) -> Iterator[_Found]:
    """The members of an archive, under its name, unless one folder in it holds them all."""
    room = MAX_BYTES
    with zipfile.ZipFile(path) as archive:
        members = [(_name(one), one) for one in archive.infolist() if not one.is_dir()]
        sent = [name for name, _ in members if _is_below(name) and not is_left_behind(name)]
        alone = len({name.partition("/")[0] for name in sent}) == 1 and all("/" in name for name in sent)
        top = "" if alone else f"{path.stem}/"
        for name, member in members:
            if _is_below(name) and is_left_behind(name):
                yield top + name, None
                continue
            got = _member(archive, member, name, room)
            yield top + name, got
            room -= len(got) if isinstance(got, bytes) else 0


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member: many programs write UTF-8 and do not say so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, room: int) -> bytes | Finding:
    if not _is_below(name) or stat.S_ISLNK(member.external_attr >> 16):
        return _refused(archive, name, "leads out of the archive", "unpack it by hand, and look what it is")
    if member.flag_bits & 0x1:
        return _refused(archive, name, "is locked by a password", "ask for it without a password")
    try:
        with archive.open(member) as source:
            data = source.read(room + 1)
    except Exception as error:  # zipfile and zlib raise almost anything on a damaged archive
        return _refused(archive, name, f"cannot be unpacked: {error}", "ask for the file once more")
    if len(data) > room:
        return _refused(
            archive, name, "makes the archive larger than any school sends", "unpack it by hand, and look"
        )
    return data


def _is_below(name: str) -> bool:
    steps = name.split("/")
    return name.isprintable() and all(step not in ("", ".", "..") and ":" not in step for step in steps)


def _refused(archive: zipfile.ZipFile, name: str, what: str, hint: str) -> Finding:
    holder = Path(str(archive.filename)).name
    shown = name if name.isprintable() else ascii(name)
    return Finding("archive-refused", Severity.WARNING, f"“{shown}” {what}", hint, holder)


def _too_many(file: str) -> Finding:
    return Finding(
        "archive-refused",
        Severity.WARNING,
        f"there are more than {MAX_FILES} files; this one and what follows was not taken",
        "send the rest by itself, if it is needed",
        file,
    )


# --- whose photographs -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shared:
    """Manuscripts with the photographs that came beside them; `lost` are those that are nobody's.

    The name of such a picture is its way from the folder of the text: `port.jpg`, `page_files/port.jpg`.
    """

    manuscripts: tuple[Manuscript, ...]
    lost: tuple[str, ...] = ()


def shared_out(manuscripts: Sequence[Manuscript], photos: Mapping[str, str]) -> Shared:
    """Give each photograph to the text it belongs to; where that cannot be told, to none.

    `photos` maps the file of each photograph to the digest of its bytes.
    """
    own: dict[str, list[Picture]] = {one.file: [] for one in manuscripts}
    lost: list[str] = []
    for photo in sorted(photos):
        owner = _owner(photo, manuscripts)
        if owner is None:
            lost.append(photo)
        else:
            own[owner.file].append(_picture(photo, photos[photo], owner))
    return Shared(
        tuple(_with_pictures(one, own[one.file]) for one in manuscripts),
        tuple(lost),
    )


def _with_pictures(manuscript: Manuscript, pictures: Sequence[Picture]) -> Manuscript:
    """The manuscript with these pictures, and its captions under the names that these have."""
    if not pictures:
        return manuscript
    together = sorted((*manuscript.pictures, *pictures), key=lambda one: one.at)
    names = {one.name.rpartition("/")[2].casefold(): one.name for one in pictures}
    blocks = tuple(_labelled(one, names.get(one.shape.label.casefold(), "")) for one in manuscript.blocks)
    return replace(manuscript, pictures=tuple(together), blocks=blocks)


def _labelled(block: Block, label: str) -> Block:
    return replace(block, shape=replace(block.shape, label=label)) if label else block


def _owner(photo: str, manuscripts: Sequence[Manuscript]) -> Manuscript | None:
    page = page_of(photo, {_file(one) for one in manuscripts})
    near = [one for one in manuscripts if _file(one) == page] if page else _around(photo, manuscripts)
    calling = [one for one in near if _called(photo, one) is not None]
    if len(calling) == 1 or page:
        return calling[0] if len(calling) == 1 else None
    if len(near) == 1:
        return near[0]
    return _namesake(photo, near)


def _file(manuscript: Manuscript) -> str:
    return manuscript.file.partition("#")[0]


def _around(photo: str, manuscripts: Sequence[Manuscript]) -> list[Manuscript]:
    """The texts of the folder of a photograph, or of the nearest folder above it that holds some."""
    for folder in PurePosixPath(photo).parents:
        found = [one for one in manuscripts if PurePosixPath(_file(one)).parent == folder]
        if found or str(folder) == folders.SUBMISSIONS:
            return found
    return []


def _called(photo: str, manuscript: Manuscript) -> Block | None:
    """The block that names a photograph: by a label, or in its words."""
    name = photo.rpartition("/")[2].casefold()
    return next(
        (
            one
            for one in manuscript.blocks
            if one.shape.label.casefold() == name
            or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", one.text.casefold())
        ),
        None,
    )


_MARKERS = re.compile(r"\b(?:photos?|fotos?|images?|img|pic|picture|bild|dsc|copie|copy|texte?|article)\b")


def _namesake(photo: str, near: Sequence[Manuscript]) -> Manuscript | None:
    """The one text whose name the photograph bears, before or behind what tells photographs apart."""
    own = _stem(photo)
    stems = {one.file: _stem(_file(one)) for one in near}
    fitting = [one for one in near if stems[one.file] and f" {own} ".startswith(f" {stems[one.file]} ")]
    longest = max((len(stems[one.file]) for one in fitting), default=0)
    best = [one for one in fitting if len(stems[one.file]) == longest]
    return best[0] if len(best) == 1 else None


def _stem(file: str) -> str:
    """The words of a file's name, without those that say what it is: `photo_G5-1.jpg` is `g5 1`."""
    plain = collation_key(re.sub(r"[^\w]|_", " ", PurePosixPath(file).stem))
    return " ".join(_MARKERS.sub(" ", plain).split()) or " ".join(plain.split())


def _picture(photo: str, sha256: str, owner: Manuscript) -> Picture:
    """The photograph as a picture of the text: where the text calls it, else at its end."""
    block = _called(photo, owner)
    name = photo.removeprefix(f"{_file(owner).rpartition('/')[0]}/")
    if any(one.name == name for one in owner.pictures):
        name = f"./{name}"  # one that came inside of the text has the name already
    return Picture(block.start if block else len(owner.text), name, sha256)
