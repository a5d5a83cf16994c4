"""Files and sets of files that appear whole or not at all, whatever stops the work."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from anthology import storage
from anthology.errors import WriteError

ROOT = Path(__file__).resolve().parent.parent
OLD = {
    "book.pdf": b"old pdf",
    "book.epub": b"old epub",
    "report/index.html": b"old",
    "report/a/b.json": b"{}",
}
NEW = {"book.pdf": b"new pdf", "book.epub": b"new epub", "report/index.html": b"new", "offprints/x.pdf": b"x"}


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def plain(folder: Path) -> dict[str, bytes]:
    """What a person finds under the plain names."""
    there = list(folder.iterdir()) if folder.is_dir() else []
    tops = [path for path in there if not path.name.startswith(".") and path.exists()]
    files = [path for top in tops for path in ([top] if top.is_file() else sorted(top.rglob("*")))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.is_file()}


def without_sums(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in found.items() if name != storage.SUMS}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    storage.publish(folder, OLD)
    return folder


@contextmanager
def small_files() -> Iterator[None]:
    """No file of this process may grow beyond 64 bytes: a full disk, as far as a program can tell.

    It is for one call, not for a whole test: what pytest itself prints may go to a file, too.
    """
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


class TestOneFile:
    def test_it_is_written_with_its_folders_readable_by_all(self, tmp_path: Path) -> None:
        path = tmp_path / "a" / "b" / "c.md"
        storage.write_file(path, b"one")
        storage.write_file(path, b"two")
        assert path.read_bytes() == b"two"
        assert path.stat().st_mode & 0o777 == 0o644
        assert listing(tmp_path) == ["a", "a/b", "a/b/c.md"]

    def test_the_longest_name_a_file_may_have_can_be_written(self, tmp_path: Path) -> None:
        path = tmp_path / ("é" * 126 + ".md")
        storage.write_file(path, b"x")
        assert path.read_bytes() == b"x"

    def test_a_full_disk_leaves_the_old_file_and_nothing_else(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        storage.write_file(path, b"old")
        with pytest.raises(WriteError, match="cannot write") as caught, small_files():
            storage.write_file(path, b"x" * 65)
        assert (caught.value.code, caught.value.exit_status) == ("cannot-write", 7)
        assert path.read_bytes() == b"old"
        assert listing(tmp_path) == ["a.md"]

    def test_a_rename_that_fails_leaves_the_old_file_and_nothing_else(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "a.md"
        storage.write_file(path, b"old")

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(WriteError, match="Permission denied"):
            storage.write_file(path, b"new")
        assert path.read_bytes() == b"old"
        assert listing(tmp_path) == ["a.md"]

    def test_what_a_killed_process_left_of_a_file_is_swept_and_the_file_stays(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        storage.write_file(path, b"old")
        script = "import sys, os; from pathlib import Path; from anthology import storage\n"
        script += "os.fsync = lambda handle: os._exit(9)\nstorage.write_file(Path(sys.argv[1]), b'new')"
        done = subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, check=False)
        assert done.returncode == 9
        assert len(listing(tmp_path)) == 2
        storage.sweep(tmp_path)
        assert (listing(tmp_path), path.read_bytes()) == (["a.md"], b"old")
        storage.sweep(tmp_path / "nothing")

    def test_one_that_is_taken_away_stays_away(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path, synced = tmp_path / "a.md", []
        monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
        path.write_bytes(b"x")
        for _ in range(2):
            storage.take_away(path)
            assert listing(tmp_path) == []
        assert synced == [tmp_path.stat().st_ino] * 2

    def test_what_cannot_be_taken_away_is_an_error_by_name(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").mkdir()
        with pytest.raises(WriteError, match="cannot write: Is a directory") as caught:
            storage.take_away(tmp_path / "a.md")
        assert (caught.value.code, caught.value.file) == ("cannot-write", "a.md")
        (tmp_path / ".b.x.being-written").mkdir()
        with pytest.raises(WriteError, match="cannot write") as caught:
            storage.sweep(tmp_path)
        assert (caught.value.code, caught.value.file) == ("cannot-write", tmp_path.name)

    def test_a_file_where_a_folder_should_be_is_an_error_by_name(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"")
        with pytest.raises(WriteError):
            storage.write_file(tmp_path / "a" / "b.md", b"x")


class TestPublishing:
    def test_each_output_is_found_under_its_plain_name_with_its_sum(self, output: Path) -> None:
        found = plain(output)
        assert without_sums(found) == OLD
        assert found[storage.SUMS].decode() == "".join(
            f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(OLD.items())
        )

    def test_what_was_published_reads_back(self, output: Path, tmp_path: Path) -> None:
        assert storage.published(output) == OLD
        assert storage.published(tmp_path / "nothing") == {}

    def test_the_same_set_twice_changes_nothing(self, output: Path) -> None:
        before = {path: path.lstat().st_mtime_ns for path in output.rglob("*")}
        storage.publish(output, dict(reversed(OLD.items())))
        assert {path: path.lstat().st_mtime_ns for path in output.rglob("*") if path in before} == before

    def test_a_new_set_takes_the_place_of_the_old_one_whole(self, output: Path) -> None:
        storage.publish(output, NEW)
        assert without_sums(plain(output)) == storage.published(output) == NEW
        assert len(list((output / ".sets").iterdir())) == 1

    def test_an_output_that_is_no_longer_made_goes_away(self, output: Path) -> None:
        storage.publish(output, {"book.pdf": b"x"})
        assert sorted(path.name for path in output.iterdir()) == [
            ".current",
            ".sets",
            "SHA256SUMS",
            "book.pdf",
        ]

    def test_a_set_that_was_tampered_with_is_written_anew(self, output: Path) -> None:
        (output / "book.pdf").write_bytes(b"spoilt")
        storage.publish(output, OLD)
        assert (output / "book.pdf").read_bytes() == b"old pdf"

    def test_what_somebody_put_into_a_set_is_taken_away_when_it_is_written_anew(self, output: Path) -> None:
        (output / ".current" / "report" / "extra.json").write_bytes(b"{}")
        (output / ".current" / "extra").mkdir()
        (output / "book.epub").unlink()
        inside = output / ".current" / "book.pdf"
        inside.resolve().unlink()
        inside.mkdir()
        storage.publish(output, OLD)
        assert storage.published(output) == OLD
        assert storage.standing(output) == storage.sums(OLD)

    def test_a_file_that_did_not_change_is_not_written_again(self, output: Path) -> None:
        before = {name: (output / name).stat().st_ino for name in OLD}
        storage.publish(output, {**OLD, "book.pdf": b"new pdf"})
        after = {name: (output / name).stat().st_ino for name in OLD}
        assert [name for name in OLD if before[name] != after[name]] == ["book.pdf"]
        assert {(output / name).stat().st_nlink for name in OLD} == {1}

    def test_it_is_written_where_a_file_can_have_only_one_name(
        self, output: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise OSError(38, "Function not implemented")

        monkeypatch.setattr(os, "link", refuse)
        storage.publish(output, {**OLD, "book.pdf": b"new pdf"})
        assert storage.published(output) == {**OLD, "book.pdf": b"new pdf"}

    def test_a_spoilt_file_of_the_old_set_does_not_get_into_the_new_one(self, output: Path) -> None:
        (output / "book.epub").write_bytes(b"OLD EPUB")
        storage.publish(output, {**OLD, "book.pdf": b"new pdf"})
        assert storage.published(output) == {**OLD, "book.pdf": b"new pdf"}

    def test_files_of_others_stay(self, output: Path, tmp_path: Path) -> None:
        (output / "notes.txt").write_text("mine", encoding="utf-8")
        (output / "elsewhere").symlink_to(tmp_path)
        (output / "nowhere").symlink_to("does-not-exist")
        storage.publish(output, NEW)
        assert (output / "notes.txt").read_text(encoding="utf-8") == "mine"
        assert (output / "elsewhere").is_symlink()
        assert (output / "nowhere").is_symlink()

    @pytest.mark.parametrize("kind", ["file", "folder", "link", "dead link"])
    def test_something_of_others_in_the_way_stops_it_and_the_old_set_stays_whole(
        self, output: Path, tmp_path: Path, kind: str
    ) -> None:
        way = output / "offprints"
        if kind == "file":
            way.write_bytes(b"mine")
        elif kind == "folder":
            way.mkdir()
        else:
            way.symlink_to(tmp_path if kind == "link" else "nowhere")
        with pytest.raises(WriteError, match="not made by this tool") as caught:
            storage.publish(output, NEW)
        assert (caught.value.code, caught.value.file) == ("output-in-the-way", "offprints")
        assert storage.published(output) == OLD
        assert (output / "book.pdf").read_bytes() == b"old pdf"
        assert way.exists() or way.is_symlink()

    def test_a_full_disk_leaves_the_old_set_whole_and_the_next_build_leaves_nothing_behind(
        self, output: Path
    ) -> None:
        before = plain(output)
        with pytest.raises(WriteError, match="cannot write"), small_files():
            storage.publish(output, {**NEW, "z.pdf": b"x" * 65})
        assert plain(output) == before

    def test_an_output_folder_that_is_a_file_is_an_error_by_name(self, tmp_path: Path) -> None:
        (tmp_path / "output").write_bytes(b"")
        with pytest.raises(WriteError, match="cannot write"):
            storage.publish(tmp_path / "output", NEW)
        with pytest.raises(WriteError, match="cannot write"):
            _lock(tmp_path / "output")


class TestLinksThatLeadElsewhere:
    """What is in the folder of sets is taken away one day: it must be ours."""

    @pytest.fixture
    def elsewhere(self, tmp_path: Path) -> Path:
        folder = tmp_path / "elsewhere"
        (folder / "deep").mkdir(parents=True)
        (folder / "mine.txt").write_bytes(b"mine")
        return folder

    @pytest.mark.parametrize("kind", ["link", "file"])
    def test_in_the_place_of_all_sets_they_stop_it(self, output: Path, elsewhere: Path, kind: str) -> None:
        shutil.rmtree(output / ".sets")
        if kind == "link":
            (output / ".sets").symlink_to(elsewhere)
        else:
            (output / ".sets").write_bytes(b"mine")
        with pytest.raises(WriteError, match="not made by this tool") as caught:
            storage.publish(output, NEW)
        assert (caught.value.code, caught.value.file) == ("output-in-the-way", ".sets")
        assert listing(elsewhere) == ["deep", "mine.txt"]

    def test_in_the_place_of_a_set_they_are_replaced(self, output: Path, elsewhere: Path) -> None:
        folder = next((output / ".sets").iterdir())
        folder.rename(elsewhere / "set")
        folder.symlink_to(elsewhere / "set")
        assert storage.standing(output) is None
        storage.publish(output, OLD)
        assert storage.standing(output) == storage.sums(OLD)
        assert "book.pdf" in listing(elsewhere / "set")

    def test_one_that_leads_to_all_sets_does_not_stand(self, output: Path, elsewhere: Path) -> None:
        (output / ".sets").rename(elsewhere / "sets")
        (output / ".sets").symlink_to(elsewhere / "sets")
        assert storage.standing(output) is None

    def test_beside_the_sets_they_are_taken_away_but_not_what_they_lead_to(
        self, output: Path, elsewhere: Path
    ) -> None:
        (output / ".sets" / "link").symlink_to(elsewhere)
        (output / ".sets" / "file").write_bytes(b"x")
        storage.publish(output, OLD)
        assert storage.standing(output) == storage.sums(OLD)
        assert listing(elsewhere) == ["deep", "mine.txt"]


class TestCarriedOver:
    """Some files of a set go on into the next one: not what was damaged meanwhile."""

    def test_a_set_as_it_was_made_is_given(self, output: Path, tmp_path: Path) -> None:
        assert storage.undamaged(output) == OLD
        assert storage.undamaged(tmp_path / "nothing") == {}

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            (lambda output: (output / "book.epub").write_bytes(b"OLD EPUB"), "book.epub"),
            (lambda output: (output / ".current/report/a/b.json").unlink(), "report/a/b.json"),
            (lambda output: (output / ".current/report/more").write_bytes(b""), "report/more"),
            (lambda output: (output / "SHA256SUMS").write_bytes(b"\xff"), "book.epub"),
            (lambda output: (output / ".current/SHA256SUMS").unlink(), "book.epub"),
        ],
    )
    def test_any_damage_has_a_name(self, output: Path, change: Callable[[Path], object], name: str) -> None:
        change(output)
        with pytest.raises(WriteError, match="not as it was made") as caught:
            storage.undamaged(output)
        assert (caught.value.code, caught.value.file) == ("output-damaged", name)

    @pytest.mark.parametrize("named", [True, False])
    def test_a_file_the_disk_does_not_give_has_a_name(
        self, output: Path, monkeypatch: pytest.MonkeyPatch, named: bool
    ) -> None:
        def refuse(path: Path) -> bytes:
            raise OSError(5, "Input/output error", *([str(path)] if named else []))

        monkeypatch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(WriteError, match="Input/output error") as caught:
            storage.published(output)
        assert caught.value.code == "output-unreadable"
        assert caught.value.file == ("book.epub" if named else "output")
        assert storage.standing(output) is None


class TestWords:
    """Each failure says what it is, where, and what to do."""

    def said(self, work: Callable[[], object]) -> tuple[str, str, str, str | None]:
        with pytest.raises(WriteError) as caught:
            work()
        error = caught.value
        assert error.__suppress_context__ or error.__context__ is None
        return error.code, error.message, error.hint, error.file

    def test_what_cannot_be_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        hint = "what was there before is untouched; check the space on the disk and who may write there"
        (tmp_path / "a").write_bytes(b"")
        work = lambda: storage.write_file(tmp_path / "a" / "b.md", b"x")  # noqa: E731
        assert self.said(work) == ("cannot-write", "cannot write: File exists", hint, "b.md")
        monkeypatch.setattr(os, "fsync", lambda handle: _refuse_without_words())
        work = lambda: storage.write_file(tmp_path / "c.md", b"x")  # noqa: E731
        assert self.said(work) == ("cannot-write", "cannot write: the disk is gone", hint, "c.md")

    def test_what_stands_in_the_way(self, tmp_path: Path) -> None:
        (tmp_path / "book.pdf").write_bytes(b"mine")
        assert self.said(lambda: storage.publish(tmp_path, OLD)) == (
            "output-in-the-way",
            "book.pdf is there and was not made by this tool",
            "move it away, or choose another folder with --output",
            "book.pdf",
        )

    def test_what_is_damaged(self, output: Path) -> None:
        hint = "make all outputs anew: `anthology build` without --only"
        (output / "book.pdf").write_bytes(b"x")
        assert self.said(lambda: storage.undamaged(output)) == (
            *("output-damaged", "book.pdf is not as it was made: its sum is another", hint),
            "book.pdf",
        )
        (output / "SHA256SUMS").write_bytes(b"\xff  \xff\nabc\nx  y  z\n")
        assert storage._told(output) == {"\ufffd": "\ufffd", "y  z": "x"}

    def test_what_cannot_be_read(self, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        hint = "look at who may read there, or build into another folder with --output"
        path = output / ".current" / "report" / "index.html"
        for error, why, file in (
            (OSError(5, "Input/output error", str(path)), "Input/output error", "report/index.html"),
            (OSError(5, "Input/output error", "/elsewhere/a"), "Input/output error", "a"),
            (OSError("the disk is gone"), "the disk is gone", "output"),
        ):
            with monkeypatch.context() as patched:
                patched.setattr(Path, "read_bytes", lambda path, error=error: _raise(error))
                said = self.said(lambda: storage.published(output))
            assert said == (
                *("output-unreadable", f"a file of the last build cannot be read: {why}", hint),
                file,
            )

    def test_who_builds_besides(self, output: Path) -> None:
        with storage.locked(output):
            assert self.said(lambda: _lock(output)) == (
                "output-locked",
                "another build is writing to this folder",
                "wait for it to end, or choose another folder with --output",
                "output",
            )


def _refuse_without_words() -> None:
    raise OSError("the disk is gone")


def _raise(error: OSError) -> None:
    raise error


class TestOrder:
    """What a power cut may undo: all that the new set needs is on the disk before the link is swung to it."""

    def test_every_file_and_folder_is_on_the_disk_before_the_link_is_swung(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done: list[str] = []
        real_sync, real_replace = os.fsync, os.replace

        def sync(handle: int) -> None:
            done.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
            real_sync(handle)

        def replace(source: str, target: str) -> None:
            known = [str(target) if one == str(source) else one for one in done]
            done[:] = [*known, f"-> {Path(target).name}"]
            real_replace(source, target)

        monkeypatch.setattr(os, "fsync", sync)
        monkeypatch.setattr(os, "replace", replace)
        output = tmp_path / "output"
        storage.publish(output, OLD)
        swung = done.index("-> .current")
        folder = next((output / ".sets").iterdir())
        needed = {folder, *folder.rglob("*"), output, output / ".sets", tmp_path}
        assert {str(path) for path in needed} <= set(done[:swung])
        assert done[-1] == str(output)
        # A build that was killed just before the folders were on the disk left all files there.
        (output / ".current").unlink()
        done.clear()
        storage.publish(output, OLD)
        folders = {str(path) for path in needed if path.is_dir() and path != tmp_path}
        assert folders <= set(done[: done.index("-> .current")])

    def test_what_cannot_be_swept_is_no_failure_and_goes_the_next_time(
        self, output: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = os.unlink

        def unlink(path: str, **how: int) -> None:
            real(path, **how) if Path(path).name.startswith(".") else _refuse(5)

        with monkeypatch.context() as patched:
            patched.setattr(os, "rmdir", lambda *_, **__: _refuse(5))
            patched.setattr(os, "unlink", unlink)
            storage.publish(output, {"book.pdf": b"x"})
        assert without_sums(plain(output)) == {"book.pdf": b"x"}
        assert storage.standing(output) is None
        storage.publish(output, {"book.pdf": b"x"})
        assert storage.standing(output) is not None

    def test_a_folder_that_may_not_be_looked_into_may_hold_the_output(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = os.open

        def guarded(path: str, *args: int, **kwargs: int) -> int:
            if Path(path) == tmp_path:
                raise PermissionError(13, "Permission denied")
            return real(path, *args, **kwargs)

        monkeypatch.setattr(os, "open", guarded)
        storage.publish(tmp_path / "output", OLD)
        assert storage.published(tmp_path / "output") == OLD


def _refuse(number: int) -> None:
    raise OSError(number, os.strerror(number))


def spoil(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda output: (output / name).write_bytes(data)


def lead(name: str, target: str) -> Callable[[Path], None]:
    def link(output: Path) -> None:
        (output / name).unlink()
        (output / name).symlink_to(target)

    return link


class TestStanding:
    def test_a_set_stands_as_it_was_published_and_says_its_sums(self, output: Path) -> None:
        assert storage.standing(output) == (output / storage.SUMS).read_text(encoding="utf-8")
        storage.publish(output, NEW)
        assert storage.standing(output) == storage.sums(NEW)

    def test_nothing_stands_before_the_first_build(self, tmp_path: Path) -> None:
        assert storage.standing(tmp_path / "nothing") is None
        assert not (tmp_path / "nothing").exists()

    def test_what_others_put_beside_it_does_not_matter(self, output: Path, tmp_path: Path) -> None:
        (output / "notes.txt").write_text("mine", encoding="utf-8")
        (output / "elsewhere").symlink_to(tmp_path)
        assert storage.standing(output) is not None

    @pytest.mark.parametrize(
        "change",
        [
            spoil("book.pdf", b"OLD PDF"),
            spoil("report/a/b.json", b""),
            spoil("SHA256SUMS", b""),
            spoil(".current/report/more.json", b"{}"),
            spoil(".current/offprint.pdf", b"x"),
            lambda output: (output / ".current/book.pdf").unlink(),
            lambda output: (output / ".current/SHA256SUMS").unlink(),
            lambda output: (output / "book.epub").unlink(),
            lambda output: (output / "report").unlink(),
            lambda output: (output / ".current").unlink(),
            lead("book.epub", ".current/book.pdf"),
            lambda output: (output / "book.epub").rename(output / "mine.epub"),
            lambda output: (output / ".sets" / "older").mkdir(),
            lambda output: (output / "gone.pdf").symlink_to(".current/gone.pdf"),
            lambda output: (output / ".book.pdf.link-being-made").symlink_to("x"),
        ],
    )
    def test_whatever_is_not_as_it_was_published_is_noticed_and_put_right(
        self, output: Path, change: Callable[[Path], object]
    ) -> None:
        change(output)
        assert storage.standing(output) is None
        storage.publish(output, OLD)
        assert storage.standing(output) == storage.sums(OLD)
        assert without_sums(plain(output)).items() >= OLD.items()

    def test_a_name_that_leads_out_of_the_folder_is_noticed(self, output: Path, tmp_path: Path) -> None:
        (tmp_path / "copy.epub").write_bytes(OLD["book.epub"])
        lead("book.epub", str(tmp_path / "copy.epub"))(output)
        assert storage.standing(output) is None


def _lock(folder: Path) -> None:
    with storage.locked(folder):
        pass


class TestEveryWriteThatCanFail:
    """Each call that changes the disk, refused in turn: the set is the old one or the new one."""

    CALLS = ("open", "replace", "fsync", "link", "symlink", "unlink", "mkdir", "rmdir", "fchmod")

    def refuse_nth(self, monkeypatch: pytest.MonkeyPatch, nth: int) -> Callable[[], bool]:
        calls = 0

        def wrap(name: str) -> None:
            real = getattr(os, name)

            def call(*args: object, **kwargs: object) -> object:
                nonlocal calls
                calls += 1
                if calls == nth:
                    raise OSError(28, "No space left on device")
                return real(*args, **kwargs)

            monkeypatch.setattr(os, name, call)

        for name in self.CALLS:
            wrap(name)
        return lambda: calls < nth

    def test_the_set_is_old_or_new_and_success_means_new(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        failed = 0
        for nth in range(1, 200):
            folder = tmp_path / str(nth)
            storage.publish(folder, OLD)
            with monkeypatch.context() as patched:
                beyond = self.refuse_nth(patched, nth)
                try:
                    storage.publish(folder, NEW)
                    published = True
                except WriteError:
                    published = False
                    failed += 1
            found = without_sums(plain(folder))
            assert found == NEW if published else found in (OLD, NEW), nth
            storage.publish(folder, NEW)
            assert without_sums(plain(folder)) == NEW
            if beyond():
                break
        else:
            pytest.fail("publishing never ended")
        assert failed > 15


KILLER = """
import json, os, sys
from pathlib import Path
from anthology import storage
from tests.test_storage import NEW, OLD, TestEveryWriteThatCanFail, listing, plain, without_sums

def run(folder, old, nth):
    if old:
        storage.publish(folder, OLD)
    child = os.fork()
    if not child:
        calls = 0
        def wrap(name):
            real = getattr(os, name)
            def call(*args, **kwargs):
                global calls
                calls += 1
                if calls == nth // 2 and nth % 2 == 0:
                    os._exit(9)
                try:
                    return real(*args, **kwargs)
                finally:
                    if calls == nth // 2:
                        os._exit(9)
            setattr(os, name, call)
        globals()["calls"] = 0
        for name in TestEveryWriteThatCanFail.CALLS:
            wrap(name)
        storage.publish(folder, NEW)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    found = without_sums(plain(folder))
    state = "old" if found == OLD else "new" if found == NEW else "none" if not found else "mixed"
    storage.publish(folder, NEW)
    return status, state, listing(folder)

base = Path(sys.argv[1])
for old in (True, False):
    for nth in range(2, 400):
        status, state, after = run(base / f"{old}{nth}", old, nth)
        print(json.dumps([old, nth, status, state, after]))
        if status == 0:
            break
"""


def test_a_build_killed_at_any_write_leaves_the_old_set_or_the_new_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(tmp_path)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    killed = [state for old, _, status, state, _ in rounds if old and status == 9]
    assert set(killed) == {"old", "new"}
    assert killed == sorted(killed, reverse=True), "once new, always new"
    first = [state for old, _, status, state, _ in rounds if not old and status == 9]
    assert set(first) == {"none", "new"}
    assert len(killed) > 30
    assert len(first) > 30
    clean = tmp_path / "clean"
    storage.publish(clean, NEW)
    assert all(after == listing(clean) for *_, after in rounds), "the next build leaves nothing behind"


class TestLock:
    def test_a_second_build_is_told_to_wait(self, output: Path) -> None:
        with storage.locked(output), pytest.raises(WriteError, match="another build") as caught:
            _lock(output)
        assert caught.value.code == "output-locked"
        _lock(output)

    def test_the_lock_goes_with_the_process_that_held_it(self, output: Path) -> None:
        script = "import sys, os; from pathlib import Path; from anthology import storage\n"
        script += "with storage.locked(Path(sys.argv[1])): os._exit(9)"
        done = subprocess.run([sys.executable, "-c", script, str(output)], cwd=ROOT, check=False)
        assert done.returncode == 9
        _lock(output)

    def test_a_disk_that_knows_no_locks_is_not_taken_for_another_build(
        self, output: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fcntl, "flock", lambda *_: _refuse(37))
        with pytest.raises(WriteError, match="No locks available") as caught:
            _lock(output)
        assert caught.value.code == "cannot-write"

    def test_a_lock_that_is_a_link_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "mine").write_bytes(b"")
        (tmp_path / "output").mkdir()
        (tmp_path / "output" / ".lock").symlink_to(tmp_path / "mine")
        with pytest.raises(WriteError):
            _lock(tmp_path / "output")
