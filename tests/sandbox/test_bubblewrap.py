"""A Python in a box sees what is installed, and its own folder; it is there for kernels without Landlock."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from anthology.sandbox import bubblewrap, landlock
from anthology.sandbox.places import installed
from tests.safety.lures import lures

with_box = pytest.mark.skipif(not bubblewrap.works(), reason="no bubblewrap, or the system refuses it")

LOOKS = """
import json, os, socket, stat, sys
def tried(way):
    try:
        way()
        return "done"
    except Exception as error:
        return type(error).__name__
secret, port = sys.argv[1], int(sys.argv[2])
print(json.dumps({
    "words": sys.argv[3:],
    "folder": os.getcwd(),
    "environment": {name: value for name, value in os.environ.items() if name not in ("LC_CTYPE", "PWD")},
    "machine": socket.gethostname(),
    "beside": os.listdir(".."),
    "shared": os.stat("/dev/shm").st_dev,
    "null": stat.S_ISCHR(os.stat("/dev/null").st_mode),
    "temporary": os.path.ismount("/tmp"),
    "library": tried(lambda: __import__("lxml.etree")),
    "own": tried(lambda: open("own", "w").write("mine")),
    "read": tried(lambda: open(secret).read()),
    "writable": os.access(os.path.join(sys.prefix, "lib"), os.W_OK),
    "call": tried(lambda: socket.create_connection(("127.0.0.1", port), 5)),
}))
"""


@pytest.fixture
def _anew() -> Iterator[None]:
    """What is known of the machine is asked for again, in the test and after it."""
    for one in (bubblewrap.works, bubblewrap.needed):
        one.cache_clear()
    yield
    for one in (bubblewrap.works, bubblewrap.needed):
        one.cache_clear()


@with_box
def test_a_python_in_a_box_sees_what_is_installed_and_writes_in_its_folder_alone(tmp_path: Path) -> None:
    own = tmp_path / "somebody's own"
    own.mkdir()
    with lures(tmp_path / "bait") as bait:
        program = bubblewrap.wrapped(own, sys.executable)
        secret = str(bait.folder / "secret.txt")
        told = subprocess.run(
            [program, "-I", "-c", LOOKS, secret, str(bait.port), "a b", "$HOME"],
            env={**os.environ, "SECRET": "x"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        assert bait.touched() == []
    assert program == str(own / "python")
    # Nobody else may start it: what it is to see stands in it.
    assert Path(program).stat().st_mode & 0o777 == 0o700
    assert json.loads(told.stdout) == {
        "words": ["a b", "$HOME"],
        "folder": str(own),
        "environment": {"PATH": "/nonexistent", "TMPDIR": tempfile.gettempdir()},
        "machine": socket.gethostname(),
        "beside": [own.name],
        "shared": os.stat("/dev/shm").st_dev,  # noqa: PTH116, S108
        **{"null": True, "temporary": True, "library": "done", "own": "done"},
        **{"read": "FileNotFoundError", "writable": False, "call": "ConnectionRefusedError"},
    }
    assert (own / "own").read_text(encoding="utf-8") == "mine"


def test_it_is_shown_what_is_installed_and_what_a_python_begins_with_once_and_no_device(
    tmp_path: Path,
) -> None:
    real, python = tmp_path / "python3.real", tmp_path / "python"
    real.touch()
    python.symlink_to(real)
    shown = [*bubblewrap._needed_by(str(python))]
    assert shown == list(dict.fromkeys(shown))
    of_the_system = [one for one in ("/lib", "/lib32", "/lib64") if Path(one).exists()]
    settings = [one for one in (str(Path(sys.prefix, "pyvenv.cfg")),) if Path(one).exists()]
    assert {*shown} == {
        *(one for one in installed() if not one.startswith("/dev/")),
        *of_the_system,
        *(str(python), str(real)),
        *settings,
    }
    assert [*bubblewrap._needed_by("/nowhere/python")] == shown[: -2 - len(settings)] + settings


def test_without_the_program_the_command_names_it_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system says then that it is not there; nothing is started free in its stead."""
    monkeypatch.setenv("PATH", str(tmp_path))
    first, second = Path(bubblewrap.wrapped(tmp_path, "/é/python")).read_text(encoding="utf-8").splitlines()
    assert first == "#!/bin/sh"
    assert second.startswith("exec bwrap --unshare-user --unshare-net ")
    assert second.endswith(" '/é/python' \"$@\"")
    (tmp_path / "bwrap").touch(mode=0o755)
    again = Path(bubblewrap.wrapped(tmp_path, "/é/python")).read_text(encoding="utf-8")
    assert again == f"#!/bin/sh\n{second.replace('bwrap', str(tmp_path / 'bwrap'), 1)}\n"


@pytest.mark.usefixtures("_anew")
class TestWorks:
    """It is asked to start something: a program that is there may be of no use."""

    @pytest.mark.parametrize(
        ("script", "works"),
        [("#!/bin/sh\nexit 0\n", True), ("#!/bin/sh\nexit 1\n", False), ("#!/nowhere\n", False)],
        ids=["starts it", "is refused it", "cannot be started"],
    )
    def test_it_works_where_it_starts_a_python(
        self, script: str, works: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "bwrap").write_text(script, encoding="utf-8")
        (tmp_path / "bwrap").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert bubblewrap.works() is works

    def test_one_that_never_ends_does_not(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "bwrap").write_text("#!/bin/sh\nwhile :; do :; done\n", encoding="utf-8")
        (tmp_path / "bwrap").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(bubblewrap, "_TRIAL_S", 0.01)
        assert bubblewrap.works() is False

    def test_one_that_is_not_there_does_not(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert bubblewrap.works() is False

    @pytest.mark.parametrize(
        ("system", "abi", "works", "needed"),
        [
            ("linux", 0, True, True),
            ("linux", 1, True, False),
            ("linux", 0, False, False),
            ("darwin", 0, True, False),
        ],
    )
    def test_it_is_needed_on_a_linux_without_landlock(
        self, system: str, abi: int, works: bool, needed: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "platform", system)
            patched.setattr(landlock, "abi", lambda: abi)
            patched.setattr(bubblewrap, "works", lambda: works)
            assert bubblewrap.needed() is needed
