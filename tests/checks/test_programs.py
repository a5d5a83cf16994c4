"""Programs that are not part of the tool: what they are told, how they end, where they are."""

from __future__ import annotations

import fcntl
import json
import sys
from pathlib import Path

import pytest
from anthology.checks import programs

PYTHON = sys.executable


def test_what_it_says_and_how_it_ends_is_its_answer(tmp_path: Path) -> None:
    script = "import sys; print('said'); print('complained', file=sys.stderr); sys.exit(3)"
    found = programs.answer([PYTHON, "-c", script], tmp_path)
    assert found == programs.Answer(b"said\n", b"complained\n", 3)


def test_it_knows_a_home_of_its_own_and_nothing_else_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Dsecret=1")
    monkeypatch.setenv("NODE_OPTIONS", "--require=/somewhere.js")
    script = "import json, os; print(json.dumps([os.getcwd(), dict(os.environ)]))"
    found = programs.answer([PYTHON, "-I", "-c", script], tmp_path, {"ACE": "1"})
    where, told = json.loads(found.said)
    assert Path(where) == tmp_path.resolve()
    assert (told["HOME"], told["TMPDIR"], told["ACE"]) == (str(tmp_path), str(tmp_path), "1")
    assert told.keys() <= {"PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "LC_ALL", "LC_CTYPE", "ACE"}


def test_one_that_cannot_be_started_has_no_answer(tmp_path: Path) -> None:
    found = programs.answer([tmp_path / "none"], tmp_path)
    assert found.fault.startswith("it cannot be started")
    assert str(tmp_path) not in found.fault


def test_one_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "SECONDS", 0.1)
    found = programs.answer([PYTHON, "-c", "import time; time.sleep(600)"], tmp_path)
    assert found.fault == "it takes more than 0.1 seconds"


CHILD = """
import fcntl, sys, time
held = open("held", "w")
fcntl.flock(held, fcntl.LOCK_EX)
print("started", flush=True)
time.sleep(30)
open("lived on", "w").close()
"""
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE)
print(child.stdout.readline().decode())
"""


def test_what_it_leaves_running_ends_with_it(tmp_path: Path) -> None:
    found = programs.answer([PYTHON, "-c", PARENT, CHILD], tmp_path)
    assert found.said.strip() == b"started"
    with (tmp_path / "held").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
    assert not (tmp_path / "lived on").exists()


def test_a_program_of_npm_is_looked_for_beside_the_packages_of_python_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = tmp_path / "npm" / "node_modules" / ".bin", tmp_path / "elsewhere"
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv("PATH", str(theirs))
    assert programs.of_node("judge") is None
    for folder in (theirs, ours):
        folder.mkdir(parents=True)
        (folder / "script.js").write_text("#!/bin/sh\n")
        (folder / "script.js").chmod(0o755)
        (folder / "judge").symlink_to("script.js")
        assert programs.of_node("judge") == (folder / "script.js").resolve()


def test_the_first_of_several_names_of_a_program_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.of_system("one", "two") is None
    for name in ("two", "one"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        assert programs.of_system("one", "two") == tmp_path / name


def test_a_package_that_is_not_there_has_no_file(tmp_path: Path) -> None:
    assert programs.in_package("no_such_package", "x") is None
    assert programs.in_package("anthology", "no such file") is None
    assert programs.in_package("anthology", "cli.py") is not None


def test_java_has_its_folders_where_it_may_write(tmp_path: Path) -> None:
    command = [word for word in programs.java(Path("x.jar")) if word not in ("-jar", Path("x.jar"))]
    found = programs.answer([*command, "-XshowSettings:properties", "-version"], tmp_path)
    told = found.complained.decode()
    assert found.status == 0, told
    assert "java.io.tmpdir = .\n" in told
    assert "user.home = .\n" in told
