"""A call in a confined thread: what Python itself does there is no attempt of it; and a process for good."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from anthology.sandbox import (
    Breach,
    Denied,
    apart,
    bubblewrap,
    confined,
    enter,
    hook,
    landlock,
    layers,
    seccomp,
)
from anthology.sandbox.confined import base_folder, own_folder, watched
from lxml import etree
from tests.sandbox.test_landlock import in_a_thread, with_landlock

_LOADS = """
import sys
from anthology import strangers
sys.dont_write_bytecode = False
def load():
    import colorsys
    return colorsys.ONE_SIXTH
print(strangers.decoded(load, file="a"), sys.dont_write_bytecode, sys.pycache_prefix)
"""


def test_what_is_loaded_there_is_neither_compiled_to_disk_nor_looked_for_elsewhere(tmp_path: Path) -> None:
    """An installation that was never started has no compiled files, and a person may keep them elsewhere."""
    said = subprocess.run(
        [sys.executable, "-c", _LOADS],
        env={**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.stdout, said.stderr) == (f"{1 / 6} False {tmp_path}\n", "")
    assert not list(tmp_path.rglob("colorsys*"))


def _state() -> tuple[bool, bool, str | None]:
    return gc.isenabled(), sys.dont_write_bytecode, sys.pycache_prefix


def _inside() -> tuple[bool, bool, str | None]:
    return _state()


def test_afterwards_all_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for collected, before in ((True, (False, "/x")), (False, (True, None))):
        monkeypatch.setattr(sys, "dont_write_bytecode", before[0])
        monkeypatch.setattr(sys, "pycache_prefix", before[1])
        gc.enable() if collected else gc.disable()
        try:
            assert apart(_inside) == (False, True, None)
            assert _state() == (collected, *before)
        finally:
            gc.enable()


def test_when_calls_overlap_the_last_one_puts_all_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", "/x")
    inside, go_on = threading.Event(), threading.Event()

    def wait() -> bool:
        inside.set()
        return go_on.wait()

    longer = threading.Thread(target=apart, args=(wait,))
    longer.start()
    inside.wait()
    assert apart(_inside) == (False, True, None)
    assert _state() == (False, True, None)
    go_on.set()
    longer.join()
    assert _state() == (True, False, "/x")


class TestApart:
    def test_a_call_gets_its_arguments_in_a_thread_that_keeps_no_process_alive(self) -> None:
        def told(*args: object) -> tuple[object, ...]:
            thread = threading.current_thread()
            return (thread is threading.main_thread(), thread.name, thread.daemon, *args)

        assert apart(told, 1, "b") == (False, "confined", True, 1, "b")

    def test_within_a_confined_call_another_is_done_where_it_is(self) -> None:
        def outer() -> bool:
            return apart(
                lambda here, there: here is there is threading.current_thread(),
                *[threading.current_thread()] * 2,
            )

        assert apart(outer)

    def test_what_it_raises_comes_back_and_is_held_by_nobody(self) -> None:
        class Thing:
            pass

        held: list[weakref.ref[Thing]] = []

        def fail() -> None:
            thing = Thing()
            held.append(weakref.ref(thing))
            raise ValueError("so")

        gc.disable()
        try:
            with pytest.raises(ValueError, match="so"):
                apart(fail)
            # Without a search for garbage: an article's picture would stay in memory until one.
            assert held[0]() is None
        finally:
            gc.enable()

    @pytest.mark.parametrize("swallows", [False, True])
    def test_an_attempt_is_told_whatever_became_of_it(self, tmp_path: Path, swallows: bool) -> None:
        (tmp_path / "secret").write_text("x", encoding="utf-8")

        def attempt() -> str:
            try:
                return (tmp_path / "secret").read_text(encoding="utf-8")
            except OSError:
                if swallows:
                    return ""
                raise

        with pytest.raises(Breach) as caught:
            apart(attempt)
        assert caught.value.what == (f"open {str(tmp_path / 'secret')!r}",)
        assert isinstance(caught.value.__cause__, Denied) is not swallows

    @with_landlock
    def test_a_library_is_refused_by_the_kernel(self, tmp_path: Path) -> None:
        (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
        with pytest.raises(OSError, match=r"a\.xml"):
            apart(etree.parse, str(tmp_path / "a.xml"))

    def test_what_was_tried_before_is_not_held_against_a_task(self, tmp_path: Path) -> None:
        def tried_before() -> int:
            with pytest.raises(Denied):
                list(tmp_path.iterdir())
            return watched(len, "four")

        assert apart(tried_before) == 4


class TestEnter:
    """A process is confined for good: here a thread of it is, and what else is changed is put back."""

    @pytest.fixture
    def own(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(hook, "watch_process", hook.watch_thread)
        monkeypatch.setattr(os, "environ", dict(os.environ))
        monkeypatch.setattr(confined, "_given", [])
        monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
        monkeypatch.setattr(sys, "dont_write_bytecode", False)
        monkeypatch.setattr(sys, "pycache_prefix", "/x")
        monkeypatch.chdir(tmp_path)
        for name in ("own", "shared", "other"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "a.xml").write_text(f"<{name}/>", encoding="utf-8")
        return tmp_path / "own"

    def test_it_knows_nothing_of_the_machine_any_more_but_its_folder(self, own: Path) -> None:
        def known() -> tuple[object, ...]:
            enter(own)
            return (
                os.environ,
                tempfile.gettempdir(),
                os.getcwd(),  # noqa: PTH109 - as Python says it
                (sys.dont_write_bytecode, sys.pycache_prefix),
                own_folder(),
            )

        environment = {"PATH": "/nonexistent", "HOME": str(own), "TMPDIR": str(own)}
        assert in_a_thread(known) == (environment, str(own), str(own), (True, None), own)

    def test_python_refuses_it_all_but_what_is_shared_and_its_own(self, own: Path) -> None:
        def tried() -> dict[str, str]:
            enter(own, own.parent / "shared")
            return _tried(
                {
                    "own": lambda: (own / "new").write_text("x", encoding="utf-8"),
                    "shared": lambda: (own.parent / "shared" / "a.xml").read_bytes(),
                    "changed": lambda: (own.parent / "shared" / "a.xml").write_bytes(b""),
                    "other": lambda: (own.parent / "other" / "a.xml").read_bytes(),
                }
            )

        assert in_a_thread(tried) == {
            **{"own": "done", "shared": "done"},
            **{"changed": "Denied", "other": "Denied"},
        }

    @with_landlock
    @pytest.mark.parametrize("boxed", [False, True])
    def test_the_kernel_does_too_but_to_who_is_in_a_box_already(self, own: Path, boxed: bool) -> None:
        """A box may stand where the kernel has no Landlock; libxml2 opens files by itself."""

        def tried() -> dict[str, str]:
            enter(own, own.parent / "shared", boxed=boxed) if boxed else enter(own, own.parent / "shared")
            return _tried(
                {
                    name: lambda name=name: etree.parse(str(own.parent / name / "a.xml"))  # type: ignore[misc]
                    for name in ("own", "shared", "other")
                }
            )

        other = "done" if boxed else "OSError"
        assert in_a_thread(tried) == {"own": "done", "shared": "done", "other": other}


def _tried(ways: dict[str, Callable[[], object]]) -> dict[str, str]:
    said = {}
    for name, way in ways.items():
        try:
            way()
            said[name] = "done"
        except OSError as error:
            said[name] = type(error).__name__
    return said


@pytest.mark.parametrize(
    ("abi", "box", "filters", "said"),
    [
        (7, False, True, ("Landlock (ABI 7)", "seccomp", "audit hook")),
        (0, True, False, ("bubblewrap", "audit hook")),
        (0, False, False, ("audit hook",)),
    ],
)
def test_the_layers_are_said_as_they_are_here(
    abi: int, box: bool, filters: bool, said: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: abi)
    monkeypatch.setattr(bubblewrap, "needed", lambda: box)
    monkeypatch.setattr(seccomp, "available", lambda: filters)
    assert layers() == said


def test_where_the_kernel_has_nothing_python_refuses_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    monkeypatch.setattr(seccomp, "available", lambda: False)
    assert apart(lambda: etree.parse(str(tmp_path / "a.xml")).getroot().tag) == "a"
    with pytest.raises(Breach):
        apart(os.listdir, tmp_path)


def test_the_folder_to_write_in_is_this_person_s_alone() -> None:
    assert own_folder().stat().st_mode & 0o777 == 0o700
    assert own_folder() == own_folder()
    assert own_folder() == base_folder() / "confined"
