"""Programs of others are confined: they write in their folder; nothing else is read, changed or called."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from anthology.sandbox import bubblewrap, held, landlock, seccomp
from tests.safety.figures import record
from tests.safety.lures import MARK, Lures, lures

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own sandbox is of Linux")
with_landlock = pytest.mark.skipif(not landlock.abi(), reason="this kernel has no Landlock")
with_filters = pytest.mark.skipif(not seccomp.available(), reason="this kernel has no filters")
with_box = pytest.mark.skipif(not bubblewrap.works(), reason="no bubblewrap, or the system refuses it")

ATTEMPTS = """
import json, os, signal, socket, subprocess, sys
folder, port = sys.argv[1], int(sys.argv[2])
secret = os.path.join(folder, "secret.txt")
ways = {
    "read": lambda: open(secret).read(),
    "read by a program": lambda: subprocess.run(["/bin/cat", secret], check=True, capture_output=True),
    "list": lambda: os.listdir(folder),
    "write": lambda: open(secret, "a").close(),
    "lay beside": lambda: open(os.path.join(folder, "new"), "w").close(),
    "link": lambda: os.link(secret, "taken"),
    "rename": lambda: os.rename(secret, "taken"),
    "remove": lambda: os.remove(secret),
    "call": lambda: socket.create_connection(("127.0.0.1", port), 5).close(),
    "send": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
    "hear the network": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).bind((0, 0)),
    "signal": lambda: os.kill(int(sys.argv[3]), 0),
    "read the parent": lambda: open(f"/proc/{sys.argv[3]}/environ", "rb").read(),
}
said = {}
for name, way in ways.items():
    try:
        way()
        said[name] = "done"
    except Exception as error:
        said[name] = type(error).__name__
open("own", "w").write("mine")
os.chmod("own", 0o600)
said["own"] = open("own").read()
print(json.dumps(said))
"""
TALKS = """
import socket, sys
door = socket.create_server(("127.0.0.1", 0))
socket.create_connection(door.getsockname(), 5).close()
print("with itself")
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close()
    print("with others")
except OSError as error:
    print(type(error).__name__)
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own"
    path.mkdir()
    return path


def tried(command: Sequence[str], own: Path) -> Mapping[str, str]:
    done = subprocess.run(command, cwd=own, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def asking(bait: Lures) -> list[str]:
    """A program that tries every way out."""
    return [sys.executable, "-I", "-c", ATTEMPTS, str(bait.folder), str(bait.port), str(os.getpid())]


def stopped(said: Mapping[str, str]) -> bool:
    return said["own"] == "mine" and "done" not in said.values()


@with_landlock
@with_filters
def test_a_program_of_others_writes_in_its_folder_and_finds_every_other_way_shut(
    tmp_path: Path, own: Path
) -> None:
    with lures(tmp_path / "bait") as bait:
        said = tried(held(asking(bait), own), own)
        assert stopped(said), said
        assert bait.touched() == []
        record(
            "P6", "ways out of a program of others that were stopped", f"{len(said) - 1} of {len(said) - 1}"
        )
        # Otherwise these would be ways that lead nowhere.
        free = tried(asking(bait), own)
        assert set(free.values()) == {"done", "mine"}
        assert "called" in bait.touched()


@with_box
def test_in_a_box_it_is_the_same(tmp_path: Path, own: Path) -> None:
    with lures(tmp_path / "bait") as bait:
        said = tried(held(asking(bait), own, sockets=["/tmp"]), own)  # noqa: S108
        # A box has numbers of processes, a parent, and addresses of its own.
        assert stopped({name: one for name, one in said.items() if name not in BOXED}), said
        assert bait.touched() == []


BOXED = ("send", "hear the network", "signal", "read the parent")


def test_what_its_words_name_is_read_and_what_is_beside_it_is_not(tmp_path: Path, own: Path) -> None:
    for name in ("book.epub", "beside.txt"):
        (tmp_path / name).write_text(MARK, encoding="utf-8")
    script = "import sys; [print(open(one).read()) for one in sys.argv[1:]]"
    command = [sys.executable, "-I", "-c", script, str(tmp_path / "book.epub")]
    done = subprocess.run(held(command, own), cwd=own, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == MARK, done.stderr
    hidden = [*command[:-1], f"{tmp_path}/./nowhere/../beside.txt"]
    done = subprocess.run(held(hidden, own), cwd=own, capture_output=True, text=True, check=False)
    assert done.stdout == ""


@with_landlock
def test_one_that_talks_with_itself_talks_with_nobody_else(tmp_path: Path, own: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-I", "-c", TALKS, str(door.getsockname()[1])]
        done = subprocess.run(
            held(command, own, loopback=True), cwd=own, capture_output=True, text=True, check=False
        )
        with_itself, with_others = done.stdout.splitlines()
        assert with_itself == "with itself"
        if with_others == "with others":
            pytest.skip("the system gives no network of one's own")
        assert with_others == "ConnectionRefusedError"


def test_the_rights_of_a_file_elsewhere_stay_as_they_are(tmp_path: Path, own: Path) -> None:
    if not seccomp.available() or not landlock.abi():
        pytest.skip("this kernel has no filters")
    secret = tmp_path / "secret"
    secret.touch(mode=0o600)
    script = "import os, sys; os.chmod(sys.argv[1] + 'secret', 0o777); print('told that it was done')"
    command = [sys.executable, "-I", "-c", script, f"{tmp_path}/"]
    done = subprocess.run(held(command, own), cwd=own, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "told that it was done", done.stderr
    assert secret.stat().st_mode & 0o777 == 0o600
