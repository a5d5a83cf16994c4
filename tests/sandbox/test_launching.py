"""Command and terms go in; what starts the program confined comes out, and what it does to itself before."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import socket
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from anthology.sandbox import bubblewrap, held, landlock, launching, seccomp
from anthology.sandbox.launching import Terms
from anthology.sandbox.places import Places, installed
from tests.sandbox.test_landlock import Library


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own"
    path.mkdir()
    return path


def test_neither_the_machine_nor_a_home_is_ever_named(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert list(launching._there(["/", str(tmp_path), "", "/nowhere", str(own)])) == [os.path.realpath(own)]


def test_what_a_program_brings_along_is_read_and_no_other_file_beside_it(tmp_path: Path) -> None:
    for file in ("home/bin/node", "home/lib/x", "home/keys", "npm/node_modules/@daisy/ace/ace.js", "a.epub"):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n", encoding="utf-8")
        path.chmod(0o755)
    node, script, book = (
        str(tmp_path / one) for one in ("home/bin/node", "npm/node_modules/@daisy/ace/ace.js", "a.epub")
    )
    lib, modules = str(tmp_path / "home" / "lib"), str(tmp_path / "npm" / "node_modules")
    assert list(launching._homes([node, "--outdir", script, book, "x" * 5000])) == [lib, node, modules, book]


def test_one_that_is_not_there_is_not_started(own: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        held([own / "none"], own)
    error = caught.value
    assert (error.errno, error.strerror, error.filename) == (
        errno.ENOENT, os.strerror(errno.ENOENT), str(own / "none"),
    )  # fmt: skip


def test_where_the_machine_has_nothing_it_runs_as_it_is(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    monkeypatch.setattr(bubblewrap, "works", lambda: False)
    monkeypatch.setattr(bubblewrap, "needed", lambda: False)
    assert held(["/bin/cat", "x"], own) == ["/bin/cat", "x"]


def test_without_landlock_a_box_stands_for_it(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    monkeypatch.setattr(bubblewrap, "needed", lambda: True)
    *box, program, word = held(["/bin/cat", "x"], own)
    assert (program, word) == ("/bin/cat", "x")
    assert "--unshare-net" in box
    assert box[-5:] == ["--bind", str(own), str(own), "--chdir", str(own)]


class TestTerms:
    """Where the kernel has Landlock, a Python is started, which confines itself and becomes the program."""

    @pytest.fixture(autouse=True)
    def _with_landlock_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(landlock, "abi", lambda: 7)
        monkeypatch.setattr(bubblewrap, "works", lambda: False)

    @staticmethod
    def terms_of(command: Sequence[str], words: Sequence[str]) -> Mapping[str, object]:
        *start, root, terms = command[: -len(words)]
        assert command[-len(words) :] == [*words]
        # Nothing of the person's is loaded, and of what is here this package alone.
        assert start[:3] == [sys.executable, "-I", "-c"]
        assert (Path(root) / "anthology" / "sandbox" / "launching.py").samefile(launching.__file__)
        return dict(json.loads(terms))

    def test_it_reads_what_is_installed_and_named_and_writes_in_its_folder(
        self, tmp_path: Path, own: Path
    ) -> None:
        book, font = tmp_path / "a.epub", tmp_path / "a font.ttf"
        for one in (book, font):
            one.touch()
        found = self.terms_of(held(["/bin/cat", book], own, reads=[font]), ["/bin/cat", str(book)])
        reads = found["reads"]
        assert isinstance(reads, list)
        assert {*installed(), os.path.realpath("/usr/bin"), str(book), str(font), "/proc"} <= {*reads}
        assert {str(Path(sys.prefix, "pyvenv.cfg")), os.path.realpath("/bin/cat")} <= {*reads}
        assert str(tmp_path) not in reads
        assert found["writes"] == [str(own), *launching._DEVICES]
        assert (found["sockets"], found["loopback"]) == ([], False)

    def test_one_that_talks_with_itself_has_shared_memory_and_a_network(self, own: Path) -> None:
        found = self.terms_of(held(["/bin/cat"], own, loopback=True), ["/bin/cat"])
        assert found["loopback"] is True
        assert found["writes"] == [str(own), *launching._DEVICES, os.path.realpath("/dev/shm")]  # noqa: S108

    def test_without_a_box_it_lays_its_sockets_where_it_is_told(self, tmp_path: Path, own: Path) -> None:
        found = self.terms_of(held(["/bin/cat"], own, sockets=[str(tmp_path), "/nowhere"]), ["/bin/cat"])
        assert found["sockets"] == [str(tmp_path)]

    def test_where_there_is_a_box_one_with_sockets_gets_it_and_another_does_not(
        self, tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bubblewrap, "works", lambda: True)
        tool, link = tmp_path / "opt" / "tool", tmp_path / "tool"
        tool.parent.mkdir()
        tool.write_text("#!/bin/sh\n", encoding="utf-8")
        tool.chmod(0o755)
        link.symlink_to(tool)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
        within = held(["tool", "x"], own, sockets=[str(tmp_path / "opt")])
        assert within[0].endswith("bwrap")
        assert within[-7:] == ["--bind", str(own), str(own), "--chdir", str(own), "tool", "x"]
        # A box shows the program by both of its names.
        assert (within.count(str(tool)), within.count(str(link))) == (2, 2)
        self.terms_of(held(["tool", "x"], own), ["tool", "x"])


def test_a_box_shows_what_is_read_by_the_names_it_goes_by_and_no_processes_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, bwrap = tmp_path / "program", tmp_path / "bwrap"
    for one in (program, bwrap):
        one.write_text("#!/bin/sh\n", encoding="utf-8")
        one.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    terms = Terms(("/usr/lib", "/proc", "/usr/bin"), ("/own",), ("/tmp",))  # noqa: S108
    links = [one for one in ("/lib", "/lib32", "/lib64", "/bin", "/sbin") if Path(one).is_symlink()]
    shown = ["/usr/lib", "/usr/bin", str(program), *links]
    assert launching.boxed(terms, "/own", "program") == [
        str(bwrap),
        *("--unshare-user", "--unshare-net", "--unshare-uts", "--unshare-ipc", "--unshare-pid"),
        *("--die-with-parent", "--tmpfs", "/tmp"),  # noqa: S108
        *(word for one in shown for word in ("--ro-bind", one, one)),
        *("--dev", "/dev", "--proc", "/proc", "--bind", "/own", "/own", "--chdir", "/own"),
    ]
    bwrap.unlink()
    # What is not found is named all the same: the system says then that it is not there.
    words = launching.boxed(terms, "/own", "/nowhere/program")
    assert words[0] == "bwrap"
    assert words.count("/nowhere/program") == 2


class Kernel(Library):
    """One that gives networks and sockets too."""

    def unshare(self, what: int) -> int:
        self.asked.append(("unshare", what))
        return self.answer(what)

    def socket(self, *what: int) -> int:
        self.asked.append(("socket", *what))
        return os.open(os.devnull, os.O_RDONLY)


class TestItself:
    """What the process asks that is to become the program; test_programs.py tries what comes of it."""

    @pytest.fixture
    def kernel(self, monkeypatch: pytest.MonkeyPatch) -> Kernel:
        made = Kernel()
        monkeypatch.setattr(ctypes, "CDLL", lambda name, use_errno=False: made if name is None else None)
        return made

    @pytest.fixture
    def laid(self, monkeypatch: pytest.MonkeyPatch) -> list[object]:
        """What was laid on, in its order."""
        noted: list[object] = []

        def note(name: str) -> Callable[..., None]:
            return lambda *args, **terms: noted.append((name, *args, terms))

        monkeypatch.setattr(launching, "_alone", note("alone"))
        monkeypatch.setattr(launching, "_give_up_powers", note("powerless"))
        monkeypatch.setattr(landlock, "restrict", note("landlock"))
        monkeypatch.setattr(seccomp, "restrict_program", note("seccomp"))
        monkeypatch.setattr(seccomp, "available", lambda: True)
        return noted

    def test_it_is_held_by_all_that_is_here_before_it_becomes_the_program(
        self, laid: list[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reads: Any = ["/usr"]
        writes: Any = ["/own"]
        terms = {"reads": reads, "writes": writes, "sockets": ["/meet"], "loopback": False}
        monkeypatch.setattr(sys, "argv", ["-c", json.dumps(terms), "cat", "a", "b"])
        monkeypatch.setattr(os, "execvp", lambda *what: laid.append(("becomes", *what)))
        launching.main()
        assert laid == [
            ("powerless", {}),
            ("landlock", Places(reads, writes), {"sockets": ["/meet"], "programs": True, "network": False}),
            ("seccomp", {"network": False}),
            ("becomes", "cat", ["cat", "a", "b"]),
        ]

    @pytest.mark.parametrize("given", [True, False])
    def test_one_that_talks_with_itself_is_alone_first_where_the_system_lets_it(
        self, given: bool, laid: list[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse() -> None:
            raise OSError(errno.EPERM, "no")

        if not given:
            monkeypatch.setattr(launching, "_alone", refuse)
        launching.confine(Terms(("/usr",), ("/own",), loopback=True))
        assert laid == [
            *([("alone", {})] if given else []),
            ("powerless", {}),
            ("landlock", Places(("/usr",), ("/own",)), {"sockets": (), "programs": True, "network": True}),
            ("seccomp", {"network": True}),
        ]

    def test_without_filters_the_rest_is_laid_on(
        self, laid: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(seccomp, "available", lambda: False)
        launching.confine(Terms(("/usr",), ("/own",)))
        assert [name for name, *_ in laid] == ["powerless", "landlock"]

    def test_every_power_of_the_administrator_is_given_up(self, kernel: Kernel) -> None:
        launching._give_up_powers()
        drop = 24  # PR_CAPBSET_DROP
        assert kernel.asked == [("prctl", drop, power, 0, 0, 0) for power in range(64)]

    def test_a_network_of_its_own_has_the_same_person_and_a_way_to_itself(
        self, kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        up: list[tuple[int, object, object]] = []
        monkeypatch.setattr(launching, "_ITSELF", tmp_path)
        monkeypatch.setattr(os, "getuid", lambda: 1000)
        monkeypatch.setattr(os, "getgid", lambda: 100)
        monkeypatch.setattr(fcntl, "ioctl", lambda *what: up.append(what))
        launching._alone()
        assert kernel.asked == [("unshare", 0x50000000), ("socket", socket.AF_INET, socket.SOCK_DGRAM, 0)]
        assert {one.name: one.read_text(encoding="ascii") for one in tmp_path.iterdir()} == {
            "setgroups": "deny", "uid_map": "1000 1000 1", "gid_map": "100 100 1",
        }  # fmt: skip
        ((handle, *what),) = up
        assert what == [0x8914, struct.pack("16sh14x", b"lo", 1)]
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(handle)

    def test_where_the_system_gives_none_it_says_why(
        self, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kernel.answer = lambda _: -1
        monkeypatch.setattr(ctypes, "get_errno", lambda: errno.EPERM)
        with pytest.raises(PermissionError) as caught:
            launching._alone()
        assert (caught.value.errno, caught.value.strerror) == (errno.EPERM, os.strerror(errno.EPERM))
        assert kernel.asked == [("unshare", 0x50000000)]
