"""A folder -> the books below it, each built into its own output folder; one that fails stops no other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anthology import unchanged
from anthology.cache import Cache
from anthology.errors import AnthologyError, ConfigError, SourceError, together
from anthology.progress import Progress, silent

if TYPE_CHECKING:
    from anthology.bindery.crew import Crew

_SETTINGS = "anthology.toml"
_CONTENT = "content"
_OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Volume:
    """A book of the folder: its name there, its sources, and where it goes."""

    name: str
    content: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a book: what its build has to say, or what stopped it."""

    volume: Volume
    built: unchanged.Built | None
    error: AnthologyError | None = None

    @property
    def status(self) -> int:
        """The exit status of the build of this book alone."""
        return self.error.exit_status if self.error else 0


def volumes(folder: Path) -> tuple[Volume, ...]:
    """The books below a folder, in the order of their names; the folder itself may be one.

    A book is a folder with settings in it, mostly called `content`; its output folder stands beside that.

    Raises:
        ConfigError: there is none, or two of them would share an output folder.
        SourceError: a folder cannot be looked into.
    """
    found = tuple(sorted((_volume(folder, place) for place in _contents(folder)), key=lambda one: one.name))
    if not found:
        raise ConfigError(
            "no-books",
            "there is no book below this folder",
            hint=f"a book is a folder that holds {_CONTENT}/{_SETTINGS}; `anthology new DIR` makes one",
            file=str(folder),
        )
    _stop_if_shared(found)
    return found


def _contents(folder: Path) -> Iterator[Path]:
    """Each folder that holds settings; what is inside of one is part of that book."""
    for place, folders, files in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if _SETTINGS in files:
            folders.clear()
            yield Path(place)


def _unreadable(error: OSError) -> None:
    raise SourceError(
        "file-unreadable",
        f"cannot be read: {error.strerror}",
        hint="mend its rights, or move it away",
        file=str(error.filename),
    ) from None


def _volume(folder: Path, content: Path) -> Volume:
    # By text, not by the disk: where a link leads to is not what the person named.
    whole = Path(os.path.abspath(content))  # noqa: PTH100
    home = whole.parent if whole.name == _CONTENT else whole
    name = os.path.relpath(home, os.path.abspath(folder))  # noqa: PTH100
    return Volume(home.name if name == ".." else name, content, whole.parent / _OUTPUT)


def _stop_if_shared(found: Sequence[Volume]) -> None:
    owners: dict[Path, list[str]] = {}
    for one in found:
        owners.setdefault(one.output, []).append(one.name)
    shared = [
        ConfigError(
            "output-shared",
            f"these books would be written to one folder: {', '.join(names)}",
            hint=f"put each into a folder of its own, as {_CONTENT}/",
            file=str(output),
        )
        for output, names in owners.items()
        if len(names) > 1
    ]
    if shared:
        raise together(shared)


def build(
    volume: Volume,
    opened: Callable[[Path], AbstractContextManager[Cache]],
    *,
    only: Sequence[str] = (),
    draft: bool = False,
    keep_going: bool = False,
    progress: Progress = silent,
    hire: Callable[[], Crew] | None = None,
) -> Outcome:
    """Build one book; whatever stops it becomes its outcome. `opened` gives the results kept for a book."""
    try:
        with opened(volume.content) as results:
            built = unchanged.build(
                volume.content,
                volume.output,
                results,
                only=only,
                draft=draft,
                keep_going=keep_going,
                progress=progress,
                hire=hire,
            )
    except Exception as error:
        return Outcome(volume, None, unchanged.failure(error))
    return Outcome(volume, built, built.failure if isinstance(built, unchanged.Partly) else None)
