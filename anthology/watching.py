"""A content folder -> one round of work at the start, and one each time somebody saves a file that matters.

A round imports where an import could find something new, then builds. Whatever a round stumbles over is told,
and the next save is waited for. What earlier rounds made stays in memory, and so do the workers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TypeVar

import watchfiles

from anthology import resources, sources, unchanged
from anthology.bindery.crew import Crew, Shared
from anthology.cache import Cache
from anthology.errors import AnthologyError
from anthology.progress import Progress, silent
from anthology.sources import LISTED, TOOL, Sources

T = TypeVar("T")

_DEBOUNCE_MS = 50
"""Files saved together are one change; editors write two or three to save one."""
_STEP_MS = 20
_LOOK_MS = 100
"""How often the watch looks whether the content folder itself is still the same one."""
_IMPORTED = ("submissions", "review.toml", "anthology.toml", ".import", LISTED)
"""The parts whose change can give an import something to do: the text of an article is its editor's."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did, and how long it took.

    `imported` is None where nothing was imported; `sections` is how many were set anew; one of `built` and
    `error` is None, unless articles were left out.
    """

    seconds: float
    sections: int
    imported: unchanged.Imported | None = None
    built: unchanged.Built | None = None
    error: AnthologyError | None = None


@dataclass
class Watch:
    """One book that is watched: what is done with it, and what is known of it."""

    content: Path
    output: Path
    results: Cache
    crew: Crew
    clock: Callable[[], float]
    """Gives the time in seconds."""
    only: Sequence[str] = ()
    """The outputs to make; without any, those of the settings that are looked at while writing."""
    draft: bool = False
    keep_going: bool = False
    """Whether to make a draft of the other articles where some stop the build."""
    moment: Callable[[], int | None] = lambda: None
    """Gives the time of an import, in seconds since 1970, where it is to be kept."""
    telling: Callable[[], AbstractContextManager[Progress]] = lambda: nullcontext(silent)
    """Opens what a round tells its progress to."""
    stop: Event = field(default_factory=Event)
    _built: Sources | None = None
    """The sources of the last build, whether it succeeded or not."""
    _imported: tuple[str, ...] = ()
    """The parts after the last import that succeeded."""
    _counted: _Counted | None = None

    def rounds(self) -> Iterator[Round]:
        """Each round of work; waits for changes in between, until `stop` is set.

        Raises:
            AnthologyError: this machine cannot watch the folder.
        """
        first = True
        for _ in self._wakes():
            now = sources.read(self.content)
            # What a round itself writes is no news; neither is a file that is saved as it was.
            if first or now is None or self._built is None or now.whole != self._built.whole:
                yield self._round(now)
            first = False

    # --- one round -----------------------------------------------------------------------------------

    def _round(self, now: Sources | None) -> Round:
        started = self.clock()
        crew = self._counting()
        imported = built = error = None
        try:
            self._forget_if_changed(now)
            with self.telling() as progress:
                try:
                    imported, now = self._import(now, progress)
                except AnthologyError as failure:
                    if not self.keep_going:
                        raise
                    error = failure  # the build may do without what stopped the import
                built = unchanged.build(
                    self.content,
                    self.output,
                    self.results,
                    only=self.only,
                    quick=True,
                    draft=self.draft,
                    keep_going=self.keep_going,
                    progress=progress,
                    hire=lambda: crew,
                    before=now,
                )
            error = built.failure if isinstance(built, unchanged.Partly) else error
        except Exception as failure:
            error = unchanged.failure(failure)
        self._built = now
        self.results.turn()
        return Round(self.clock() - started, crew.tasks, imported, built, error)

    def _counting(self) -> _Counted:
        """The crew, counting from 0; the same one each round, for it knows what it was given to share."""
        if self._counted is None:
            self._counted = _Counted(self.crew)
        self._counted.tasks = 0
        return self._counted

    def _import(
        self, now: Sources | None, progress: Progress
    ) -> tuple[unchanged.Imported | None, Sources | None]:
        """Import if that could change anything; with the sources as they are after it."""
        if now is not None and _parts(now) == self._imported:
            return None, now
        self._imported = ()
        imported, _ = unchanged.import_submissions(
            self.content, (), self.results, progress=progress, when=self.moment()
        )
        after = sources.read(self.content)
        self._imported = _parts(after) if after else ()
        return imported, after

    def _forget_if_changed(self, now: Sources | None) -> None:
        """Let go of what modules remember of layouts and fonts, if those may have changed."""
        if self._built is None or now is None or now.parts.get(TOOL) != self._built.parts.get(TOOL):
            _forget()

    # --- when ----------------------------------------------------------------------------------------

    def _wakes(self) -> Iterator[None]:
        """Once when the watch has begun, then each time something was written, or the folder came or went."""
        while not self.stop.is_set():
            watched = _identity(self.content)
            if watched is None:
                yield None
                self._wait_for_folder()
            else:
                yield from self._wakes_of(watched)

    def _wait_for_folder(self) -> None:
        while _identity(self.content) is None and not self.stop.wait(_LOOK_MS / 1000):
            pass

    def _wakes_of(self, watched: tuple[int, int]) -> Iterator[None]:
        folders = (self.content, resources.folder("layouts"), resources.folder("fonts"))
        places = [folder.resolve() for folder in folders]
        begun = False
        try:
            for changes in watchfiles.watch(
                *places,
                watch_filter=_Read(places),
                debounce=_DEBOUNCE_MS,
                step=_STEP_MS,
                rust_timeout=_LOOK_MS,
                yield_on_timeout=True,
                stop_event=self.stop,
            ):
                if _identity(self.content) != watched:
                    return
                if changes or not begun:
                    begun = True
                    yield None
        except FileNotFoundError:
            return  # it went in this very moment
        except (OSError, RuntimeError) as error:
            raise _cannot_watch(error) from None


class _Read(watchfiles.BaseFilter):
    """Lets through what commands read: the hidden files of editors and systems are none of it."""

    def __init__(self, places: Sequence[Path]) -> None:
        super().__init__()
        self._roots = tuple(f"{place}{os.sep}" for place in places)

    def __call__(self, change: watchfiles.Change, path: str) -> bool:
        inside = next((path.removeprefix(root) for root in self._roots if path.startswith(root)), path)
        return all(sources.is_read(part) for part in Path(inside).parts)


class _Counted(Crew):
    """A crew that counts what it is given to do."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self.jobs = crew.jobs
        self.tasks = 0

    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        self.tasks += 1
        return self._crew.submit(task, *args, name=name)

    def share(self, value: object) -> Shared:
        return self._crew.share(value)


def _parts(now: Sources) -> tuple[str, ...]:
    return tuple(now.parts.get(name, "") for name in _IMPORTED)


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder this is, whatever it is called; None where there is none."""
    try:
        state = folder.stat()
    except OSError:
        return None
    return (state.st_dev, state.st_ino) if folder.is_dir() else None


def _forget() -> None:
    """Empty every function of ours that remembers what it was asked: fonts and themes are read but once."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("anthology."):
            for function in vars(module).values():
                # Asked of its class: a value may answer for itself whatever name it is asked for.
                if hasattr(type(function), "cache_clear"):
                    function.cache_clear()


def _cannot_watch(error: Exception) -> AnthologyError:
    return AnthologyError(
        "watch-failed",
        f"the folder cannot be watched: {error}",
        hint="raise the system's limit of watched files, or set WATCHFILES_FORCE_POLLING=1",
    )
