"""Files that appear complete or not at all, and a set of outputs that appears as one.

A set is written beside what is there, into a folder named after its contents, and then one symbolic link is
swung over to it: whatever stops the machine, `output/book.pdf` and `output/book.epub` are of one build.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from anthology.errors import WriteError

_SETS = ".sets"
_CURRENT = ".current"
_LINK = ".link-being-made"
_UNFINISHED = ".being-written"
SUMS = "SHA256SUMS"


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole: nobody ever sees half of it, and a failure leaves the old one.

    Raises:
        WriteError: the disk is full, the folder cannot be written...
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, data)
        _sync_folder(path.parent)
    except OSError as error:
        raise _failed(path, error) from None


def take_away(path: Path) -> None:
    """Take a file away, if it is there, so that it stays away.

    Raises:
        WriteError: the folder cannot be written.
    """
    try:
        path.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise _failed(path, error) from None


def _put(path: Path, data: bytes) -> None:
    """Write a file whole; that its name lasts is for the caller to see to."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=_UNFINISHED)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(path: Path, error: OSError) -> WriteError:
    return WriteError(
        "cannot-write",
        f"cannot write: {error.strerror or error}",
        hint="what was there before is untouched; check the space on the disk and who may write there",
        file=path.name,
    )


def sweep(folder: Path) -> None:
    """Take away the half-written files that killed work left in a folder, but not in the folders below it.

    Raises:
        WriteError: one of them cannot be taken away.
    """
    try:
        for path in folder.glob(f".*{_UNFINISHED}"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise _failed(folder, error) from None


def published(output: Path) -> dict[str, bytes]:
    """The files of the set that is there now, by name; empty before the first build.

    Raises:
        WriteError: one of them cannot be read.
    """
    try:
        return _files(output / _CURRENT)
    except OSError as error:
        raise WriteError(
            "output-unreadable",
            f"a file of the last build cannot be read: {error.strerror or error}",
            hint="look at who may read there, or build into another folder with --output",
            file=_inside(output, error),
        ) from None


def _inside(output: Path, error: OSError) -> str:
    """The name of the file that an error is about, as people know it."""
    path = Path(os.fsdecode(error.filename)) if error.filename else output
    with contextlib.suppress(ValueError):
        return path.relative_to(output / _CURRENT).as_posix()
    return path.name


def undamaged(output: Path) -> dict[str, bytes]:
    """The same, for those who carry some of them over into a new set: each is as it was made.

    Raises:
        WriteError: a file is not the one that `SHA256SUMS` tells, or cannot be read.
    """
    files = published(output)
    told = _told(output) if files else {}
    for name, data in files.items():
        if told.get(name) != hashlib.sha256(data).hexdigest():
            raise _damaged(name)
    for name in told.keys() - files.keys():
        raise _damaged(name)
    return files


def _told(output: Path) -> dict[str, str]:
    """What `SHA256SUMS` says: the digest of each file."""
    try:
        text = (output / _CURRENT / SUMS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in text.split("\n")) if name}


def _damaged(name: str) -> WriteError:
    return WriteError(
        "output-damaged",
        f"{name} is not as it was made: its sum is another",
        hint="make all outputs anew: `anthology build` without --only",
        file=name,
    )


def _files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != SUMS
    }


def sums(files: Mapping[str, bytes]) -> str:
    """What `SHA256SUMS` says of these files."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def standing(output: Path) -> str | None:
    """The sums of the set that is there, if it stands just as `publish` leaves it; otherwise None.

    Every file is read: one that is damaged, lost or added, or a name that leads elsewhere, is noticed.
    """
    try:
        files = _files(output / _CURRENT)
        found = sums(files)
        name = _set_name(found)
        links = {top: Path(_CURRENT) / top for top in _tops(files)} | {_CURRENT: Path(_SETS) / name}
        whole = (
            files
            and not any(path.is_symlink() for path in (output / _SETS, output / _SETS / name))
            and (output / _CURRENT / SUMS).read_bytes() == found.encode()
            and all((output / link).readlink() == target for link, target in links.items())
            and not any(_leftovers(output, keep=name))
        )
    except OSError:
        return None
    return found if whole else None


def publish(output: Path, files: Mapping[str, bytes]) -> str:
    """Make these files (names may hold `/`) the set of the output folder, all at once; say their sums.

    Each first part of a name (`book.pdf`, `report`) appears in the folder under that plain name. Files of
    the folder that are not ours stay.

    Raises:
        WriteError: something could not be written; the old set is what there is.
    """
    tops = _tops(files)
    try:
        _lay_down(output)
        for top in (_CURRENT, *tops):
            _stop_if_foreign(output / top)
        found = sums(files)
        name = _set_name(found)
        _write_set(output, name, {**files, SUMS: found.encode()})
        # The plain names come first: those that are new lead nowhere until the one link that counts is swung.
        for top in tops:
            _link(output / top, Path(_CURRENT) / top)
        _link(output / _CURRENT, Path(_SETS) / name)
        _sync_folder(output)
    except OSError as error:
        raise _failed(output, error) from None
    # The new set stands. What cannot be taken away now is taken away by the next build.
    with contextlib.suppress(OSError):
        _sweep_sets(output, keep=name)
    return found


def _lay_down(output: Path) -> None:
    """Make the folders of the sets; they may not lead elsewhere, for what is in them is also taken away."""
    _make(output)
    sets = output / _SETS
    if sets.is_symlink() or (sets.exists() and not sets.is_dir()):
        raise _in_the_way(sets)


def _make(output: Path) -> None:
    """Make the output folder, so that it stays."""
    new = not output.exists()
    output.mkdir(parents=True, exist_ok=True)
    if new:
        with contextlib.suppress(PermissionError):  # a folder that may be gone through, not looked into
            _sync_folder(output.parent)


def _stop_if_foreign(path: Path) -> None:
    """Stop where something that is not a link of ours stands."""
    ours = path.is_symlink() and path.readlink().parts[:1] in ((_CURRENT,), (_SETS,))
    if not ours and (path.exists() or path.is_symlink()):
        raise _in_the_way(path)


def _in_the_way(path: Path) -> WriteError:
    return WriteError(
        "output-in-the-way",
        f"{path.name} is there and was not made by this tool",
        hint="move it away, or choose another folder with --output",
        file=path.name,
    )


def _tops(files: Iterable[str]) -> list[str]:
    """The plain names under which a person finds these files."""
    return sorted({file.partition("/")[0] for file in files} | {SUMS})


def _set_name(sums: str) -> str:
    return hashlib.sha256(sums.encode()).hexdigest()[:16]


def _write_set(output: Path, name: str, whole: Mapping[str, bytes]) -> None:
    folder = output / _SETS / name
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    if not _intact(folder, whole):
        _clear(folder, whole)
        for file, data in whole.items():
            _add(folder / file, data, output / _CURRENT / file)
    # Once a folder, not once a file: before the link is swung to them, nobody looks for these names. Also
    # where all is there: whoever wrote it may have been killed before this.
    for place in sorted(_folders(output, folder, whole)):
        _sync_folder(place)


def _folders(output: Path, folder: Path, files: Iterable[str]) -> set[Path]:
    """Every folder that a file of the set is found through."""
    parents = (parent for file in files for parent in (folder / file).parents)
    return {parent for parent in parents if parent.is_relative_to(output)}


def _intact(folder: Path, whole: Mapping[str, bytes]) -> bool:
    """True when this very set is there already, byte for byte, and nothing else with it."""
    try:
        there = {**_files(folder), SUMS: (folder / SUMS).read_bytes()}
    except OSError:
        return False
    return there == whole


def _add(path: Path, data: bytes, before: Path) -> None:
    """Write a file of a set, unless it is right already; one that the set before has is the same file."""
    if _holds(path, data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if _holds(before, data) and not os.path.lexists(path):
        with contextlib.suppress(OSError):  # where files cannot have two names, it is written
            path.hardlink_to(before)
            return
    _put(path, data)


def _holds(path: Path, data: bytes) -> bool:
    """True for a plain file of these bytes; their number is looked at first."""
    try:
        state = path.lstat()
        return stat.S_ISREG(state.st_mode) and state.st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _clear(folder: Path, whole: Mapping[str, bytes]) -> None:
    """Take away what is no part of a set from its folder, also what stands in the way of a part."""
    parents = {parent for file in whole for parent in (folder / file).parents}
    for path in sorted(folder.rglob("*"), reverse=True):
        is_folder = path.is_dir() and not path.is_symlink()
        if is_folder and path not in parents:
            shutil.rmtree(path)
        elif not is_folder and path.relative_to(folder).as_posix() not in whole:
            path.unlink()


def _link(path: Path, target: Path) -> None:
    if path.is_symlink() and path.readlink() == target:
        return
    temporary = path.with_name(f".{path.name}{_LINK}")
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    temporary.symlink_to(target)
    temporary.replace(path)


def _sweep_sets(output: Path, keep: str) -> None:
    """Take away older sets, links to outputs that are no longer made, and what a killed build left."""
    for older in _older_sets(output, keep):
        if older.is_dir() and not older.is_symlink():
            shutil.rmtree(older, ignore_errors=True)
        else:
            older.unlink()
    for link in _dead_links(output):
        link.unlink()


def _leftovers(output: Path, keep: str) -> Iterator[Path]:
    yield from _older_sets(output, keep)
    yield from _dead_links(output)


def _older_sets(output: Path, keep: str) -> list[Path]:
    return [folder for folder in (output / _SETS).iterdir() if folder.name != keep]


def _dead_links(output: Path) -> list[Path]:
    return [path for path in output.iterdir() if path.is_symlink() and _is_dead(path)]


def _is_dead(link: Path) -> bool:
    left = link.name.endswith(_LINK)
    return left or (not link.exists() and link.readlink().parts[:1] == (_CURRENT,))


@contextlib.contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the folder against a second build; the system lets go of it when the process dies.

    Raises:
        WriteError: another build holds it, or the folder cannot be written.
    """
    try:
        _make(output)
        handle = os.open(output / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise _failed(output, error) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WriteError(
                "output-locked",
                "another build is writing to this folder",
                hint="wait for it to end, or choose another folder with --output",
                file=output.name,
            ) from None
        except OSError as error:  # a disk of the network may know no locks
            raise _failed(output, error) from None
        yield
    finally:
        os.close(handle)
