"""What confined code asks of Python: what is its own is given, all else is refused and noted by its name."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from anthology.sandbox import hook
from anthology.sandbox.hook import Denied
from anthology.sandbox.places import Places


def in_a_thread(task: Callable[[], object]) -> object:
    """What the task gives, done where a watch is forgotten with the thread."""
    said: list[object] = []
    thread = threading.Thread(target=lambda: said.append(task()))
    thread.start()
    thread.join()
    return said[0]


@pytest.fixture
def allowed(tmp_path: Path) -> Places:
    for name in ("shown", "own", "other"):
        (tmp_path / name).mkdir()
    return Places((str(tmp_path / "shown"),), (str(tmp_path / "own"),))


def answer(allowed: Places, event: str, *args: object) -> str:
    """What is refused of an event, as it is noted; the empty text where nothing is."""

    def ask() -> str:
        hook.watch_thread(allowed)
        try:
            hook._heard(event, args)  # as Python does, which lets nobody look on
        except Denied as error:
            told = str(error.filename)
            named = (error.errno, error.strerror) == (errno.EACCES, "not for an article")
            noted = hook.taken() == (told,)
            return f"{told}{'' if named else ' (without a reason)'}{'' if noted else ' (not noted)'}"
        return ""

    return str(in_a_thread(ask))


READS, WRITES = os.O_RDONLY, os.O_WRONLY


@pytest.mark.parametrize(
    ("name", "flags", "given"),
    [
        ("shown/a", READS, True),
        ("own/a", READS, True),
        ("other/a", READS, False),
        ("own/a", WRITES, True),
        ("shown/a", WRITES, False),
        ("other/a", WRITES, False),
        *(
            ("shown/a", flags, False)
            for flags in (os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_APPEND, os.O_CREAT | os.O_EXCL)
        ),
        ("own/../other/a", READS, False),
        ("shown", READS, True),
        ("shown-too", READS, False),
    ],
)
def test_a_file_is_opened_where_it_may_be(
    allowed: Places, tmp_path: Path, name: str, flags: int, given: bool
) -> None:
    path = str(tmp_path / name)
    refused = "" if given else f"open {path!r}"
    assert answer(allowed, "open", path, "r", flags) == refused
    assert answer(allowed, "open", os.fsencode(path), None, flags) == refused


def test_a_link_is_what_it_leads_to(allowed: Places, tmp_path: Path) -> None:
    link = tmp_path / "own" / "link"
    link.symlink_to(tmp_path / "other")
    assert answer(allowed, "open", str(link / "a"), "r", READS) == f"open {str(link / 'a')!r}"


def test_what_is_open_already_may_be_opened_again(allowed: Places) -> None:
    assert answer(allowed, "open", 3, "w", WRITES) == ""


@pytest.mark.parametrize("event", ["os.listdir", "os.scandir"])
def test_a_folder_is_listed_where_it_may_be_read(
    allowed: Places, tmp_path: Path, event: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer(allowed, event, str(tmp_path / "shown")) == ""
    assert answer(allowed, event, str(tmp_path / "own")) == ""
    assert answer(allowed, event, str(tmp_path)) == f"{event} {str(tmp_path)!r}"
    assert answer(allowed, event, 3) == ""
    monkeypatch.chdir(tmp_path)
    assert answer(allowed, event, None) == f"{event} '.'"
    monkeypatch.chdir(tmp_path / "own")
    assert answer(allowed, event, None) == ""
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "other")])
    assert answer(allowed, event, str(tmp_path / "other")) == ""


@pytest.mark.parametrize(
    "event",
    [
        *("os.chdir", "os.mkdir", "os.rmdir", "os.remove", "os.truncate", "os.mkfifo", "os.mknod"),
        "sqlite3.connect",
    ],
)
def test_what_changes_is_for_its_own_folder(allowed: Places, tmp_path: Path, event: str) -> None:
    for name, given in (("own/a", True), ("shown/a", False), ("other/a", False)):
        path = str(tmp_path / name)
        assert answer(allowed, event, path) == ("" if given else f"{event} {path!r}")
    assert answer(allowed, event, 3) == ""


@pytest.mark.parametrize("event", ["os.rename", "os.link", "os.symlink"])
def test_what_moves_is_for_its_own_folder_at_both_ends(allowed: Places, tmp_path: Path, event: str) -> None:
    own, shown = str(tmp_path / "own" / "a"), str(tmp_path / "shown" / "a")
    assert answer(allowed, event, own, f"{own}2") == ""
    assert answer(allowed, event, own, shown) == f"{event} {shown!r}"
    assert answer(allowed, event, shown, own) == f"{event} {shown!r}"
    assert answer(allowed, event, 3, shown) == f"{event} {shown!r}"


def test_a_library_is_loaded_from_what_is_installed_by_its_whole_path(
    allowed: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, own = tmp_path / "shown" / "a.so", tmp_path / "own" / "a.so"
    assert answer(allowed, "ctypes.dlopen", str(shown)) == ""
    assert answer(allowed, "ctypes.dlopen", os.fsencode(shown)) == ""
    assert answer(allowed, "ctypes.dlopen", str(own)) == f"ctypes.dlopen {str(own)!r}"
    assert answer(allowed, "ctypes.dlopen", str(tmp_path / "a.so")).startswith("ctypes.dlopen '/")
    assert answer(allowed, "ctypes.dlopen", None) == "ctypes.dlopen None"
    own.symlink_to(shown)
    assert answer(allowed, "ctypes.dlopen", str(own)) == ""
    monkeypatch.chdir(tmp_path / "shown")
    assert answer(allowed, "ctypes.dlopen", "a.so") == "ctypes.dlopen 'a.so'"


def test_a_signal_is_for_this_process_alone(allowed: Places) -> None:
    assert answer(allowed, "os.kill", os.getpid(), 0) == ""
    assert answer(allowed, "os.kill", 1, 0) == "os.kill 1"


@pytest.mark.parametrize("event", ["socket.connect", "subprocess.Popen", "os.system", "os.fork", "os.chmod"])
def test_some_things_are_for_nobody(allowed: Places, event: str) -> None:
    assert answer(allowed, event) == event


@pytest.mark.parametrize("event", ["compile", "object.__getattr__", "not.known"])
def test_what_nobody_asks_about_is_given(allowed: Places, event: str) -> None:
    assert answer(allowed, event, "x") == ""


@pytest.mark.parametrize("name", ["other/a.pyc", "other/__pycache__"])
def test_that_python_keeps_what_it_has_compiled_is_refused_and_not_noted(
    allowed: Places, tmp_path: Path, name: str
) -> None:
    path = str(tmp_path / name)
    assert answer(allowed, "open", path, "w", WRITES) == f"open {path!r} (not noted)"


def test_who_is_not_watched_is_free(allowed: Places, tmp_path: Path) -> None:
    answer(allowed, "compile")  # the hook is there from now on
    assert hook.watching() is None
    assert hook.taken() == ()
    sys.audit("open", str(tmp_path / "other" / "a"), "w", WRITES)
    sys.audit("os.system")
    hook._heard("os.system", ())


def test_what_was_refused_is_told_once_and_in_order(allowed: Places, tmp_path: Path) -> None:
    def tried() -> object:
        hook.watch_thread(allowed)
        for event in ("os.system", "os.fork"):
            with pytest.raises(Denied):
                sys.audit(event)
        return hook.taken(), hook.taken()

    assert in_a_thread(tried) == (("os.system", "os.fork"), ())


def test_a_thread_has_a_watch_of_its_own_and_a_process_one_for_all(
    allowed: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held() -> object:
        hook.watch_thread(allowed)
        return hook.watching()

    own = in_a_thread(held)
    assert isinstance(own, hook.Watch)
    assert (own.places, own.noted) == (allowed, [])
    assert hook.watching() is None
    monkeypatch.setattr(hook, "_everywhere", None)  # and taken back behind the test
    hook.watch_process(others := Places(("/",), ("/",)))
    every = hook.watching()
    assert in_a_thread(held) is every
    assert every is not None
    assert every.places == others
    with pytest.raises(Denied):
        sys.audit("os.system")
    assert hook.taken() == ("os.system",)


def test_the_hook_is_put_in_once(allowed: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[object] = []
    monkeypatch.setattr(sys, "addaudithook", put.append)
    monkeypatch.setattr(hook, "_installed", False)
    for _ in range(2):
        answer(allowed, "compile")
    assert put == [hook._heard]


def test_a_breach_says_each_attempt() -> None:
    breach = hook.Breach(("os.system", "os.fork"))
    assert breach.what == ("os.system", "os.fork")
    assert str(breach) == "('os.system', 'os.fork')"
