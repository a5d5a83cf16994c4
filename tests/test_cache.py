"""The cache: what it gives back is what was kept, whatever became of its file; otherwise it gives nothing."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from anthology import cache as cache_module
from anthology.cache import FILE, Cache, digest, tool_digest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.safety.counts import count

ROOT = Path(__file__).resolve().parents[1]


class Maker:
    """Makes a value and counts how often it had to."""

    def __init__(self, value: Any = "made") -> None:
        self.value = value
        self.calls = 0

    def __call__(self) -> Any:
        self.calls += 1
        return self.value


def dump(value: object) -> bytes:
    return json.dumps(value).encode()


def asked(cache: Cache, key: str = "key", value: Any = "made", *, kind: str = "kind") -> tuple[Any, bool]:
    """What the cache remembers of that name, and whether it had to be made."""
    maker = Maker(value)
    found = cache.remember(kind, key, maker, dump=dump, load=json.loads)
    return found, maker.calls == 1


def fill(folder: Path, *keys: str, **options: Any) -> None:
    """Keep something under each key, in the file."""
    with Cache(folder, **options) as cache:
        for key in keys:
            cache.keep("kind", key, f"data of {key}".encode())


def kept(folder: Path, *keys: str, **options: Any) -> list[bool]:
    """Whether it is there still, undamaged."""
    with Cache(folder, **options) as cache:
        return [cache.recall("kind", key) == f"data of {key}".encode() for key in keys]


@pytest.fixture(params=["memory", "file"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Cache:
    return Cache(tmp_path if request.param == "file" else None)


class TestRemembering:
    def test_a_result_is_made_once(self, cache: Cache) -> None:
        assert asked(cache) == ("made", True)
        assert asked(cache, value="other") == ("made", False)

    def test_a_result_outlives_the_process_in_the_file(self, tmp_path: Path) -> None:
        with Cache(tmp_path) as cache:
            assert asked(cache, value=["é", 1]) == (["é", 1], True)
        with Cache(tmp_path) as cache:
            assert asked(cache) == (["é", 1], False)

    def test_a_hit_in_memory_is_the_same_object(self, cache: Cache) -> None:
        first, _ = asked(cache, value=["x"])
        assert asked(cache)[0] is first

    def test_a_result_of_no_length_is_a_result(self, tmp_path: Path) -> None:
        fill(tmp_path)
        with Cache(tmp_path) as cache:
            cache.keep("kind", "key", b"")
        with Cache(tmp_path) as cache:
            assert cache.recall("kind", "key") == b""

    @pytest.mark.parametrize(
        ("kind", "key", "salt"),
        [
            *(("other", "key", "salt"), ("kind", "other", "salt"), ("kind", "key", "other")),
            *(("kin", "d key", "salt"), ("kind key", "", "salt"), ("kind", "key", "salt kind")),
        ],
    )
    def test_kind_key_and_salt_each_make_another_name(
        self, tmp_path: Path, kind: str, key: str, salt: str
    ) -> None:
        with Cache(tmp_path, salt="salt") as cache:
            asked(cache)
        with Cache(tmp_path, salt="salt") as cache:
            assert asked(cache) == ("made", False)
        with Cache(tmp_path, salt=salt) as cache:
            assert asked(cache, key, "other", kind=kind) == ("other", True)

    def test_any_text_can_be_a_key(self, cache: Cache) -> None:
        for key in ("\udcff of a file name", "\0", "é" * 100_000):
            assert asked(cache, key, key[:3]) == (key[:3], True)
            assert asked(cache, key) == (key[:3], False)

    @pytest.mark.parametrize(
        "error",
        [
            ValueError,
            KeyError,
            TypeError,
            RecursionError,
            EOFError,
            AttributeError,
            AssertionError,
            MemoryError,
        ],
    )
    def test_what_cannot_be_loaded_is_made_again_and_kept(
        self, tmp_path: Path, error: type[Exception]
    ) -> None:
        def load(data: bytes) -> str:
            raise error("not as I left it")

        with Cache(tmp_path) as cache:
            asked(cache, value="old")
        with Cache(tmp_path) as cache:
            assert cache.known("kind", "key", load) is None
            assert cache.remember("kind", "key", lambda: "new", dump=dump, load=load) == "new"
        with Cache(tmp_path) as cache:
            assert asked(cache) == ("new", False)

    def test_an_error_of_the_maker_is_told_and_nothing_is_kept(self, cache: Cache) -> None:
        def fail() -> str:
            raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            cache.remember("kind", "key", fail, dump=dump, load=json.loads)
        assert asked(cache) == ("made", True)

    def test_in_memory_alone_nothing_is_written_down(self) -> None:
        cache = Cache()
        maker = Maker(object())
        found = [cache.remember("kind", "key", maker, dump=dump, load=json.loads) for _ in range(2)]
        assert found == [maker.value] * 2

    def test_threads_may_ask_at_once(self, tmp_path: Path) -> None:
        found: list[list[Any]] = []
        with Cache(tmp_path) as cache:

            def ask() -> None:
                found.append([asked(cache, str(number), number)[0] for number in range(300)])

            threads = [threading.Thread(target=ask) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert found == [list(range(300))] * 4


class TestKeeping:
    def test_bytes_come_back(self, cache: Cache) -> None:
        assert cache.recall("kind", "key") is None
        cache.keep("kind", "key", b"data")
        assert cache.recall("kind", "key") == b"data"
        cache.flush()
        assert cache.recall("kind", "key") == b"data"

    def test_later_bytes_take_the_place_of_earlier_ones(self, cache: Cache) -> None:
        for data in (b'"one"', b'"two"'):
            cache.keep("kind", "key", data)
            assert cache.recall("kind", "key") == data
            assert cache.known("kind", "key", json.loads) == json.loads(data)
            cache.turn()
        assert cache.recall("kind", "key") == b'"two"'

    def test_bytes_and_what_they_mean_are_not_mistaken_for_one_another(self, tmp_path: Path) -> None:
        for _ in range(2):
            with Cache(tmp_path) as cache:
                assert asked(cache, value=[1])[0] == [1]
                assert cache.recall("kind", "key") == b"[1]"
                assert asked(cache) == ([1], False)

    def test_what_is_known_is_loaded_once(self, cache: Cache) -> None:
        cache.keep("kind", "key", b"[1]")
        first = cache.known("kind", "key", json.loads)
        assert first == [1]
        assert cache.known("kind", "key", json.loads) is first
        assert cache.known("kind", "other", json.loads) is None

    def test_what_is_held_is_made_once_and_never_written(self, tmp_path: Path) -> None:
        maker = Maker(object())
        with Cache(tmp_path) as cache:
            assert cache.hold("kind", "key", maker) is cache.hold("kind", "key", maker) is maker.value
        with Cache(tmp_path) as cache:
            cache.hold("kind", "key", maker)
        assert maker.calls == 2

    def test_nothing_that_is_held_may_be_none(self, cache: Cache) -> None:
        maker = Maker(None)
        assert cache.hold("kind", "key", maker) is None
        assert cache.hold("kind", "key", maker) is None
        assert maker.calls == 1


class TestGenerations:
    def test_what_a_build_used_is_in_memory_for_the_next(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path)
        first, _ = asked(cache, value=["x"])
        for _ in range(5):
            cache.turn()
            assert asked(cache)[0] is first

    @pytest.mark.parametrize("turns", [1, 2, 3])
    def test_what_a_build_did_not_use_is_let_go_of_after_it(self, turns: int) -> None:
        cache = Cache()
        maker = Maker(object())
        cache.hold("kind", "key", maker)
        for _ in range(turns):
            cache.turn()
        cache.hold("kind", "key", maker)
        assert maker.calls == (1 if turns < 2 else 2)

    def test_what_memory_let_go_of_is_still_in_the_file(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path)
        first, _ = asked(cache, value=["x"])
        cache.turn()
        cache.turn()
        again, made = asked(cache)
        assert (again, made) == (["x"], False)
        assert again is not first

    def test_memory_beside_a_file_is_bounded(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cache_module, "_HELD_BYTES", 10_000)
        monkeypatch.setattr(cache_module, "_PENDING_BYTES", 5_000)
        cache = Cache(tmp_path)
        for turn in range(3):
            for number in range(100):
                data = bytes([number]) * 1000
                if turn == 0:
                    cache.keep("kind", str(number), data)
                assert cache.recall("kind", str(number)) == data
                assert cache.known("kind", str(number), len) == 1000
            held = [*cache._memory._now.values(), *cache._memory._before.values()]
            assert 0 < sum(size for _, size in held) <= 20_000
            assert sum(map(len, cache._pending.values())) <= 5_000
            cache.turn()

    def test_memory_without_a_file_forgets_nothing_that_is_used(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cache_module, "_HELD_BYTES", 10)
        cache = Cache()
        cache.keep("kind", "key", b"x" * 1000)
        for _ in range(4):
            cache.turn()
            assert cache.recall("kind", "key") == b"x" * 1000
            assert asked(cache, "other", "long" * 100)[0] == "long" * 100
        assert asked(cache, "other")[1] is False


class TestSize:
    def used(self, folder: Path) -> int:
        with sqlite3.connect(folder / FILE) as file:
            found = file.execute("SELECT sum(length(data)) FROM result").fetchone()[0]
        file.close()
        return int(found)

    def test_what_was_used_longest_ago_goes_first(self, tmp_path: Path) -> None:
        limit = 3 * len(b"data of a")
        for key in "abc":
            fill(tmp_path, key, limit=limit)
        assert kept(tmp_path, "a", limit=limit) == [True]  # used again: b is now the oldest
        fill(tmp_path, "d", limit=limit)
        assert kept(tmp_path, *"abcd", limit=limit) == [True, False, True, True]

    def test_the_file_stays_bounded(self, tmp_path: Path) -> None:
        sizes = []
        for number in range(30):
            with Cache(tmp_path, limit=100_000) as cache:
                for part in range(10):
                    cache.keep("kind", f"{number} {part}", os.urandom(5_000))
            assert self.used(tmp_path) <= 100_000
            sizes.append((tmp_path / FILE).stat().st_size)
        assert max(sizes) < 200_000
        assert sizes[-1] == sizes[10]

    def test_what_is_larger_than_all_may_be_is_not_kept_and_drives_nothing_out(self, tmp_path: Path) -> None:
        fill(tmp_path, "a", limit=100)
        with Cache(tmp_path, limit=100) as cache:
            cache.keep("kind", "big", b"x" * 101)
        assert kept(tmp_path, "a", limit=100) == [True]
        with Cache(tmp_path, limit=100) as cache:
            assert cache.recall("kind", "big") is None

    def test_what_waits_to_be_written_is_bounded(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cache_module, "_PENDING_BYTES", 100)
        with Cache(tmp_path) as cache:
            for number in range(50):
                cache.keep("kind", str(number), b"x" * 30)
                assert cache._waiting <= 100
            other = Cache(tmp_path)
            assert other.recall("kind", "0") == b"x" * 30
            other.close()

    def test_marking_what_was_used_does_not_write_it_again(self, tmp_path: Path) -> None:
        with Cache(tmp_path) as cache:
            for number in range(20):
                cache.keep("kind", str(number), os.urandom(50_000))
        before = (tmp_path / FILE).read_bytes()
        with Cache(tmp_path) as cache:
            for number in range(20):
                cache.recall("kind", str(number))
        after = (tmp_path / FILE).read_bytes()
        page = 4096
        changed = [
            at for at in range(0, len(before), page) if before[at : at + page] != after[at : at + page]
        ]
        assert len(before) == len(after)
        assert 0 < len(changed) <= 4


class TestDamage:
    @pytest.mark.parametrize("what", ["data", "sum"])
    def test_a_changed_byte_is_noticed_and_only_that_result_is_lost(self, tmp_path: Path, what: str) -> None:
        fill(tmp_path, "a", "b")
        with sqlite3.connect(tmp_path / FILE) as file:
            name = file.execute("SELECT name FROM result WHERE data = ?", (b"data of a",)).fetchone()[0]
            changed = b"data of A" if what == "data" else b"0" * 16
            file.execute(f"UPDATE result SET {what} = ? WHERE name = ?", (changed, name))  # noqa: S608
        file.close()
        assert kept(tmp_path, "a", "b") == [False, True]
        fill(tmp_path, "a")
        assert kept(tmp_path, "a", "b") == [True, True]

    @pytest.mark.parametrize("value", ["data of a", 7, None])
    def test_a_value_that_is_not_bytes_is_not_there(self, tmp_path: Path, value: object) -> None:
        fill(tmp_path, "a")
        with sqlite3.connect(tmp_path / FILE) as file:
            file.execute("UPDATE result SET data = ?", (value,))
        file.close()
        assert kept(tmp_path, "a") == [False]

    def test_any_byte_of_the_file_may_be_wrong(self, tmp_path: Path) -> None:
        """Whatever byte it is: what is given back is right, and the file can be used."""
        keys = [str(number) for number in range(40)]
        fill(tmp_path / "whole", *keys)
        whole = (tmp_path / "whole" / FILE).read_bytes()
        lost = 0
        for at in [*range(0, 120), *range(120, len(whole), 97)]:
            folder = tmp_path / "damaged"
            folder.mkdir(exist_ok=True)
            (folder / FILE).write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
            with Cache(folder) as cache:
                found = {key: cache.recall("kind", key) for key in keys}
                wrong = {k: data for k, data in found.items() if data not in (None, f"data of {k}".encode())}
                assert wrong == {}, at
                lost += list(found.values()).count(None) > 0
                for key in keys:
                    cache.keep("kind", key, f"data of {key}".encode())
            assert all(kept(folder, *keys)), at
        assert lost > 10

    def test_what_the_library_says_of_a_damaged_file_need_not_be_readable(self, tmp_path: Path) -> None:
        """It quotes the names of tables, whose bytes may be no text any more."""
        fill(tmp_path / "whole", "a")
        whole = (tmp_path / "whole" / FILE).read_bytes()
        first = min(whole.index(table.encode()) for table in cache_module._TABLES)
        told = 0
        for at in range(first - 40, first + 60):
            folder = tmp_path / str(at)
            folder.mkdir()
            (folder / FILE).write_bytes(whole[:at] + b"\x8c" + whole[at + 1 :])
            with sqlite3.connect(folder / FILE) as file:
                try:
                    file.execute("SELECT name FROM used")
                except UnicodeDecodeError:
                    told += 1
                except sqlite3.DatabaseError:
                    pass
            file.close()
            fill(folder, "a")
            assert kept(folder, "a") == [True], at
        assert told

    @pytest.mark.parametrize(
        "data", [b"", b"SQLite format 3\0", b"not a database" * 1000, b"\0" * 5000, os.urandom(10_000)]
    )
    def test_a_file_that_is_no_database_is_replaced(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / FILE).write_bytes(data)
        fill(tmp_path, "a")
        assert kept(tmp_path, "a") == [True]

    def test_a_cut_file_is_replaced(self, tmp_path: Path) -> None:
        keys = [str(number) for number in range(200)]
        fill(tmp_path, *keys)
        whole = (tmp_path / FILE).read_bytes()
        for size in (10, 100, 4096, 5000, len(whole) // 2, len(whole) - 1):
            (tmp_path / FILE).write_bytes(whole[:size])
            fill(tmp_path, *keys)
            assert all(kept(tmp_path, *keys)), size

    def test_a_journal_that_was_left_does_not_come_back_in_another_file(self, tmp_path: Path) -> None:
        (tmp_path / FILE).write_bytes(b"not a database" * 1000)
        journal = tmp_path / f"{FILE}-journal"
        journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + os.urandom(4000))
        fill(tmp_path, "a")
        assert kept(tmp_path, "a") == [True]
        assert not journal.exists()

    @pytest.mark.parametrize(
        "statement",
        [
            "DROP TABLE result",
            "ALTER TABLE used ADD COLUMN more",
            "CREATE TABLE more (x)",
            "CREATE TRIGGER t AFTER INSERT ON result BEGIN DELETE FROM result; END",
            "CREATE VIEW more AS SELECT * FROM used",
        ],
    )
    def test_a_file_of_another_version_or_program_is_replaced(self, tmp_path: Path, statement: str) -> None:
        fill(tmp_path, "a")
        with sqlite3.connect(tmp_path / FILE) as file:
            file.execute(statement)
        file.close()
        assert kept(tmp_path, "a") == [False]
        fill(tmp_path, "a")
        assert kept(tmp_path, "a") == [True]

    def test_a_database_of_another_is_not_changed_through_a_link(self, tmp_path: Path) -> None:
        theirs = tmp_path / "theirs.sqlite"
        with sqlite3.connect(theirs) as file:
            file.execute("CREATE TABLE result (theirs)")
        file.close()
        before = theirs.read_bytes()
        folder = tmp_path / "cache"
        folder.mkdir()
        (folder / FILE).symlink_to(theirs)
        fill(folder, "a")
        assert theirs.read_bytes() == before
        assert kept(folder, "a") == [True]


class TestWithoutAFile:
    def works(self, folder: Path) -> bool:
        with Cache(folder) as cache:
            cache.keep("kind", "key", b"data")
            cache.turn()
            return asked(cache) == ("made", True) and asked(cache) == ("made", False)

    def test_where_no_folder_can_be_made_memory_does(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        assert self.works(tmp_path / "file" / ".cache")
        assert (tmp_path / "file").read_text() == "in the way"

    def test_where_a_folder_is_in_the_way_memory_does(self, tmp_path: Path) -> None:
        (tmp_path / FILE).mkdir()
        assert self.works(tmp_path)

    def test_a_file_that_cannot_be_written_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(tmp_path, "a")
        connect = sqlite3.connect

        def read_only(file: Path, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(f"file:{file}?mode=ro", uri=True, **options)
            return connection

        monkeypatch.setattr(sqlite3, "connect", read_only)
        with Cache(tmp_path) as cache:
            assert cache.recall("kind", "a") == b"data of a"
            cache.keep("kind", "b", b"data of b")
            cache.flush()
            assert cache.recall("kind", "b") == b"data of b"
        monkeypatch.undo()
        assert kept(tmp_path, "a", "b") == [True, False]

    def test_a_full_disk_costs_the_new_results_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(tmp_path, "a")
        connected = cache_module._connected

        def small(file: Path) -> sqlite3.Connection:
            connection = connected(file)
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            return connection

        monkeypatch.setattr(cache_module, "_connected", small)
        with Cache(tmp_path) as cache:
            cache.keep("kind", "big", b"x" * 1_000_000)
        monkeypatch.undo()
        assert kept(tmp_path, "a", "big") == [True, False]

    def test_after_it_is_closed_it_still_remembers(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path)
        asked(cache)
        cache.close()
        cache.close()
        assert asked(cache) == ("made", False)
        assert asked(cache, "other") == ("made", True)
        cache.turn()
        assert cache.recall("kind", "nothing") is None


class TestTogether:
    def test_two_caches_see_what_the_other_wrote(self, tmp_path: Path) -> None:
        one, two = Cache(tmp_path), Cache(tmp_path)
        one.keep("kind", "a", b"data of a")
        two.keep("kind", "b", b"data of b")
        one.flush()
        two.flush()
        assert (one.recall("kind", "b"), two.recall("kind", "a")) == (b"data of b", b"data of a")
        one.close()
        two.close()

    def test_two_processes_may_write_at_once(self, tmp_path: Path) -> None:
        script = (
            "import sys\n"
            "from pathlib import Path\n"
            "from anthology.cache import Cache\n"
            "sys.stdin.readline()\n"
            "with Cache(Path(sys.argv[1])) as cache:\n"
            "    for number in range(200):\n"
            "        for key in (f'{sys.argv[2]} {number}', f'both {number}'):\n"
            "            cache.keep('kind', key, f'data of {key}'.encode())\n"
            "        if number % 10 == 0:\n"
            "            cache.flush()\n"
        )
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", script, str(tmp_path), name], stdin=subprocess.PIPE, cwd=ROOT
            )
            for name in ("one", "two", "three")
        ]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(b"\n")
            process.stdin.close()
        assert [process.wait() for process in processes] == [0, 0, 0]
        keys = [f"{who} {number}" for who in ("one", "two", "three", "both") for number in range(200)]
        assert all(kept(tmp_path, *keys))

    def test_what_another_holds_too_long_is_not_waited_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cache_module, "_WAIT_S", 0.01)
        fill(tmp_path, "a")
        cache = Cache(tmp_path)
        other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert cache.recall("kind", "a") is None
        cache.keep("kind", "b", b"data of b")
        cache.flush()
        late = Cache(tmp_path)
        assert asked(late) == ("made", True)
        late.close()
        other.execute("COMMIT")
        other.close()
        assert cache.recall("kind", "a") == b"data of a"
        cache.close()
        assert kept(tmp_path, "a", "b") == [True, True]  # what could not be written then was written later

    @pytest.mark.parametrize("what", ["file", "folder"])
    def test_it_may_be_deleted_while_it_is_used(self, tmp_path: Path, what: str) -> None:
        folder = tmp_path / ".cache"
        cache = Cache(folder)
        cache.keep("kind", "a", b"data of a")
        cache.flush()
        (folder / FILE).unlink()
        if what == "folder":
            folder.rmdir()
        assert cache.recall("kind", "a") == b"data of a"
        cache.keep("kind", "b", b"data of b")
        cache.turn()
        assert kept(folder, "b") == [True]
        cache.keep("kind", "c", b"data of c")
        cache.close()
        assert kept(folder, "a", "b", "c") == [False, True, True]

    def test_a_writer_that_is_killed_leaves_a_file_that_can_be_used(self, tmp_path: Path) -> None:
        fill(tmp_path, *"abc")
        script = (
            "import os, signal, sqlite3, sys\n"
            "from pathlib import Path\n"
            "from anthology import cache\n"
            "def die(database, *_):\n"
            "    database.execute('PRAGMA cache_spill = 1')\n"
            "    database.execute('DELETE FROM used')\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
            "cache._evict = die\n"
            "with cache.Cache(Path(sys.argv[1]), limit=8_000_000) as one:\n"
            "    for number in range(100):\n"
            "        one.keep('kind', str(number), os.urandom(100_000))\n"
        )
        done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT)
        assert done.returncode == -signal.SIGKILL
        assert (tmp_path / f"{FILE}-journal").stat().st_size > 0  # it was in the middle of it
        assert (tmp_path / FILE).stat().st_size > 1_000_000
        assert kept(tmp_path, *"abc") == [True] * 3
        fill(tmp_path, *"def")
        assert kept(tmp_path, *"abcdef", "1") == [True] * 6 + [False]


class CacheAgainstDict(RuleBasedStateMachine):
    """Any order of calls, restarts and damage: the cache says what a dictionary says, or nothing."""

    keys = st.sampled_from("abcdef")
    values = st.lists(st.integers(), max_size=3)

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.model: dict[str, Any] = {}
        self.sure: set[str] = set()
        self.cache = Cache(Path(self.folder.name))

    @rule(key=keys, value=values)
    def remember(self, key: str, value: list[int]) -> None:
        found, made = asked(self.cache, key, self.model.get(key, value))
        assert found == self.model.get(key, value)
        assert not (made and key in self.sure)
        self.model.setdefault(key, value)
        self.sure.add(key)

    @rule(key=keys)
    def recall(self, key: str) -> None:
        found = self.cache.recall("kind", key)
        assert found == dump(self.model.get(key)) if found is not None else key not in self.sure

    @rule(key=keys, value=values)
    def keep(self, key: str, value: list[int]) -> None:
        self.cache.keep("kind", key, dump(value))
        self.model[key] = value
        self.sure.add(key)

    @rule(key=keys)
    def known(self, key: str) -> None:
        found = self.cache.known("kind", key, json.loads)
        assert found == self.model.get(key) if found is not None else key not in self.sure

    @rule()
    def turn(self) -> None:
        self.cache.turn()

    @rule()
    def restart(self) -> None:
        self.cache.close()
        self.cache = Cache(Path(self.folder.name))

    @rule()
    def another_build(self) -> None:
        with Cache(Path(self.folder.name)) as other:
            for key in self.model:
                found = other.recall("kind", key)
                assert found is None or json.loads(found) is not None

    @rule()
    def delete(self) -> None:
        (Path(self.folder.name) / FILE).unlink(missing_ok=True)
        self.sure.clear()

    @rule(at=st.floats(0, 1, exclude_max=True))
    @precondition(lambda self: (Path(self.folder.name) / FILE).exists())
    def damage(self, at: float) -> None:
        self.cache.close()
        file = Path(self.folder.name) / FILE
        data = bytearray(file.read_bytes())
        if data:
            data[int(at * len(data))] ^= 0xFF
            file.write_bytes(data)
        self.cache = Cache(Path(self.folder.name))
        self.sure.clear()

    @invariant()
    def no_error_ever(self) -> None:
        assert self.cache.recall("kind", "never kept") is None

    def teardown(self) -> None:
        if hasattr(self, "cache"):
            self.cache.close()
            self.folder.cleanup()


TestAgainstDict = CacheAgainstDict.TestCase
TestAgainstDict.settings = settings(max_examples=count(15, 60), stateful_step_count=30, deadline=None)


class TestDigest:
    def test_where_a_part_ends_counts(self) -> None:
        parts: list[tuple[str | bytes, ...]] = [
            ("ab", "c"),
            ("a", "bc"),
            ("abc",),
            ("abc", ""),
            ("", "abc"),
            (),
        ]
        assert len({digest(*each) for each in parts}) == len(parts)

    def test_text_is_its_bytes_and_any_text_has_some(self) -> None:
        assert digest("é") == digest("é".encode())
        assert digest("\udcff") != digest("\udcfe")
        assert len(digest()) == 64

    def test_it_is_the_same_in_every_process(self) -> None:
        script = "from anthology.cache import digest, tool_digest; print(digest('é', b'x'), tool_digest())"
        said = [
            subprocess.run(
                [sys.executable, "-c", script],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ, "PYTHONHASHSEED": seed},
            ).stdout.split()
            for seed in ("1", "2")
        ]
        assert said[0] == said[1]
        assert said[0][0] == digest("é", b"x")


class TestTool:
    @pytest.fixture
    def package(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A tool and a folder of libraries of one's own."""
        package, libraries = tmp_path / "tool", tmp_path / "site"
        for folder in (package / "part", libraries / "one-1.0.dist-info"):
            folder.mkdir(parents=True)
        (package / "cache.py").write_text("1")
        (package / "part" / "words.po").write_text("2")
        (package / "notes.txt").write_text("3")
        monkeypatch.setattr(cache_module, "__file__", str(package / "cache.py"))
        monkeypatch.setattr(sys, "path", [str(libraries)])
        return package

    def now(self) -> str:
        return tool_digest.__wrapped__()

    @pytest.mark.parametrize(
        "change",
        [
            lambda package: (package / "cache.py").write_text("other"),
            lambda package: (package / "part" / "words.po").write_text("other"),
            lambda package: (package / "part" / "new.py").write_text(""),
            lambda package: (package / "cache.py").rename(package / "store.py"),
            lambda package: (package.parent / "site" / "two-1.0.dist-info").mkdir(),
            lambda package: (package.parent / "site" / "one-1.0.dist-info").rename(
                package / "one-1.1.dist-info"
            ),
        ],
    )
    def test_a_changed_tool_or_library_is_another(
        self, package: Path, change: Callable[[Path], object]
    ) -> None:
        before = self.now()
        assert self.now() == before
        change(package)
        assert self.now() != before

    def test_another_python_is_another_tool(self, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = self.now()
        monkeypatch.setattr(sys, "version", "3.99")
        assert self.now() != before

    def test_what_is_no_source_does_not_count(self, package: Path) -> None:
        before = self.now()
        (package / "notes.txt").write_text("other")
        assert self.now() == before


class TestSeveral:
    def test_results_come_in_the_order_of_their_things_and_are_made_once(self, cache: Cache) -> None:
        made: list[int] = []

        def make(thing: int) -> int:
            made.append(thing)
            return thing * 2

        def asked_for(*things: int) -> list[int]:
            return cache.remember_all("kind", things, key=str, make=make, dump=dump, load=json.loads)

        assert asked_for(1, 2, 3) == [2, 4, 6]
        assert asked_for(3, 4, 1) == [6, 8, 2]
        assert asked_for() == []
        assert made == [1, 2, 3, 4]

    def test_a_fork_leaves_the_file_of_its_parent_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with Cache(tmp_path) as cache:
            cache.keep("kind", "key", b"x")
        with Cache(tmp_path) as cache:
            with monkeypatch.context() as forked:
                forked.setattr(os, "getpid", lambda: -1)
                assert cache.recall("kind", "key") is None
            assert cache.recall("kind", "key") == b"x"


class TestDamageThatComesBack:
    """A disk that spoils the new file too: it is given up on, and nothing is told."""

    @pytest.fixture
    def spoilt(self) -> sqlite3.DatabaseError:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        return error

    def test_a_file_that_is_closed_gives_and_takes_nothing(self, tmp_path: Path) -> None:
        file = cache_module._File.opened(tmp_path / FILE, 1000)
        assert file is not None
        assert file.write({b"a": b"x"}, ())
        for _ in range(2):
            file.close()
        assert file.read(b"a") is None
        assert not file.write({b"a": b"x"}, ())

    def test_a_file_that_is_damaged_while_it_is_read_is_begun_again(
        self, tmp_path: Path, spoilt: sqlite3.DatabaseError, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(path: Path) -> None:
            raise spoilt

        with Cache(tmp_path) as cache:
            cache.keep("kind", "key", b"x")
        monkeypatch.setattr(cache_module, "_connected", failing)
        assert cache_module._File.opened(tmp_path / FILE, 1000) is None
        assert not (tmp_path / FILE).exists()

    def test_two_transactions_that_meet_damage_are_enough(
        self, tmp_path: Path, spoilt: sqlite3.DatabaseError, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried = []

        def failing(*asked: object) -> None:
            tried.append(asked)
            raise spoilt

        file = cache_module._File.opened(tmp_path / FILE, 1000)
        assert file is not None
        monkeypatch.setattr(cache_module._File, "_add", failing)
        assert not file.write({b"a": b"x"}, ())
        assert len(tried) == 2
        file.close()

    def test_all_goes_where_all_is_over_the_limit(self, tmp_path: Path) -> None:
        for limit, new in ((1000, {b"a": b"x" * 100}), (10, {})):
            file = cache_module._File.opened(tmp_path / FILE, limit)
            assert file is not None
            assert file.write(new, (b"a",))
            assert (file.read(b"a") is None) is (limit == 10)
            file.close()
