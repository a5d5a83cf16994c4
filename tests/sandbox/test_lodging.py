"""Folders of dead processes go; those of the living, of others, and of other programs stay."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from anthology.sandbox import lodging

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys
from anthology.sandbox.lodging import lodging
print(lodging("anthology-1-"), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where folders for a while are, for this process and those it starts."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def holder(place: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that holds a folder, and the folder."""
    command = [sys.executable, "-c", HOLDER]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as one:
        assert one.stdout is not None
        folder = Path(one.stdout.readline().strip())
        (folder / "work").mkdir()
        yield one, folder
        one.kill()


def test_the_folder_of_a_process_that_lives_stays_and_goes_once_it_was_killed(
    holder: tuple[subprocess.Popen[str], Path],
) -> None:
    process, folder = holder
    lodging.sweep()
    assert (folder / "work").is_dir()
    process.kill()
    process.wait()
    assert (folder / "work").is_dir()
    lodging.sweep()
    assert not folder.exists()


def test_whoever_takes_a_folder_sweeps_those_of_the_dead(place: Path) -> None:
    dead = place / "anthology-123-abc"
    (dead / "deep").mkdir(parents=True)
    dead.chmod(0o700)
    own = lodging.lodging("anthology-7-")
    assert sorted(place.iterdir()) == [own]
    lodging.sweep()
    assert own.is_dir(), "this process holds it"


@pytest.mark.parametrize(
    "name", ["anthology-epubcheck-x1", "anthology-", "other-123-abc", "anthology-123-a/b"]
)
def test_what_others_made_stays(place: Path, name: str) -> None:
    folder = place / name
    folder.mkdir(parents=True, mode=0o700)
    if folder.parent != place:
        folder.parent.chmod(0o755)  # others may look into it: it is none of ours
    lodging.sweep()
    assert folder.is_dir()


def test_a_link_is_not_followed(place: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere", numbered=True)
    (elsewhere / "mine").touch()
    (place / "anthology-123-abc").symlink_to(elsewhere)
    lodging.sweep()
    assert (elsewhere / "mine").exists()
    assert (place / "anthology-123-abc").is_symlink()


def test_one_that_was_swept_before_it_was_held_is_made_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the making and the holding of a folder somebody else may sweep."""
    made: list[Path] = []
    real = tempfile.mkdtemp

    def made_and_swept(prefix: str, dir: str | None) -> str:
        made.append(Path(real(prefix=prefix, dir=dir)))
        if len(made) == 1:
            made[0].rmdir()
        return str(made[-1])

    monkeypatch.setattr(tempfile, "mkdtemp", made_and_swept)
    assert lodging.lodging("anthology-7-") == made[1]


def test_one_that_somebody_holds_while_he_sweeps_it_is_left_to_him(
    holder: tuple[subprocess.Popen[str], Path], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, free = holder[1], place / "anthology-7-free"
    free.mkdir(mode=0o700)
    monkeypatch.setattr(lodging, "sweep", lambda place: None)
    given = iter([str(held), str(free)])
    monkeypatch.setattr(tempfile, "mkdtemp", lambda prefix, dir: next(given))
    assert lodging.lodging("anthology-7-") == free
