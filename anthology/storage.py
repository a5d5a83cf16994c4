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
import tempfile
from collections.abc import Iterator, Mapping
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
        _replace(path, data)
    except OSError as error:
        raise _failed(path, error) from None


def _replace(path: Path, data: bytes) -> None:
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
    _sync_folder(path.parent)


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
    """The files of the set that is there now, by name; empty before the first build."""
    folder = output / _CURRENT
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != SUMS
    }


def publish(output: Path, files: Mapping[str, bytes]) -> None:
    """Make these files (names may hold `/`) the set of the output folder, all at once.

    Each first part of a name (`book.pdf`, `report`) appears in the folder under that plain name. Files of
    the folder that are not ours stay.

    Raises:
        WriteError: something could not be written; the old set is what there is.
    """
    tops = sorted({file.partition("/")[0] for file in files} | {SUMS})
    try:
        output.mkdir(parents=True, exist_ok=True)
        for top in (_CURRENT, *tops):
            _stop_if_foreign(output / top)
        name = _written_set(output, files)
        # The plain names come first: those that are new lead nowhere until the one link that counts is swung.
        for top in tops:
            _link(output / top, Path(_CURRENT) / top)
        _link(output / _CURRENT, Path(_SETS) / name)
        _sync_folder(output)
        _sweep_sets(output, keep=name)
    except OSError as error:
        raise _failed(output, error) from None


def _stop_if_foreign(path: Path) -> None:
    """Stop where something that is not a link of ours stands."""
    ours = path.is_symlink() and path.readlink().parts[:1] in ((_CURRENT,), (_SETS,))
    if not ours and (path.exists() or path.is_symlink()):
        raise WriteError(
            "output-in-the-way",
            f"{path.name} is there and was not made by this tool",
            hint="move it away, or choose another folder with --output",
            file=path.name,
        )


def _written_set(output: Path, files: Mapping[str, bytes]) -> str:
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    name = hashlib.sha256(sums.encode()).hexdigest()[:16]
    folder = output / _SETS / name
    if _intact(folder, sums, files):
        return name
    shutil.rmtree(folder, ignore_errors=True)
    for file, data in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    _replace(folder / SUMS, sums.encode())
    _sync_folder(folder.parent)
    return name


def _intact(folder: Path, sums: str, files: Mapping[str, bytes]) -> bool:
    """True when this very set is there already, byte for byte."""
    try:
        return (folder / SUMS).read_text() == sums and all(
            (folder / name).read_bytes() == data for name, data in files.items()
        )
    except OSError:
        return False


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
    for folder in (output / _SETS).iterdir():
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)
    for path in output.iterdir():
        dead = path.is_symlink() and not path.exists() and path.readlink().parts[:1] == (_CURRENT,)
        if dead or (path.is_symlink() and path.name.endswith(_LINK)):
            path.unlink()


@contextlib.contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the folder against a second build; the system lets go of it when the process dies.

    Raises:
        WriteError: another build holds it, or the folder cannot be written.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        handle = os.open(output / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise _failed(output, error) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WriteError(
                "output-locked",
                "another build is writing to this folder",
                hint="wait for it to end, or choose another folder with --output",
                file=output.name,
            ) from None
        yield
    finally:
        os.close(handle)
