"""The e-book for Kindle: made by calibre alone, the same bytes each time."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from anthology.cache import Cache
from anthology.errors import WriteError
from anthology.writers import kindle
from anthology.writers.kindle import azw3
from tests.checks import cases
from tests.engines import needs
from tests.writers import small_kindle


def test_calibre_makes_the_same_bytes_in_another_place_and_another_time_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs.program(kindle.PROGRAM)
    epub = cases.epub()
    made = azw3(epub, Cache())
    (tmp_path / "a b é").mkdir()
    monkeypatch.chdir(tmp_path / "a b é")
    for name, value in (("TZ", "Asia/Tokyo"), ("LC_ALL", "C"), ("PYTHONHASHSEED", "7"), ("TMPDIR", "/tmp")):  # noqa: S108
        monkeypatch.setenv(name, value)
    assert azw3(epub, Cache()) == made
    assert made[60:68] == b"BOOKMOBI"
    (tmp_path / "book.azw3").write_bytes(made)
    said = subprocess.run(
        [needs.program("ebook-meta"), tmp_path / "book.azw3"], capture_output=True, text=True, check=True
    ).stdout
    assert "Paroles du rivage" in said
    assert "Hélène Castéra" in said.partition("Author(s)")[2].partition("\n")[0]


def test_what_was_made_before_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = small_kindle.kindle(b"<p>Un mot.</p>")
    _program(tmp_path, f'[ "$1" = --version ] || printf "{_octal(book)}" > "$6"', monkeypatch)
    counted, run = [], kindle._run

    def counting(command: Sequence[str], place: Path) -> str:
        counted.append(command)
        return run(command, place)

    monkeypatch.setattr(kindle, "_run", counting)
    cache = Cache()
    epub = small_kindle.epub("Un mot.")
    assert azw3(epub, cache) == azw3(epub, cache) == book
    assert len(counted) == 3, "it is asked for its version each time, and converts once"


def test_what_calibre_makes_of_other_words_is_refused_also_where_it_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = small_kindle.kindle(b"<p>Un autre mot.</p>")
    _program(tmp_path, f'[ "$1" = --version ] || printf "{_octal(book)}" > "$6"', monkeypatch)
    cache = Cache()
    for _ in range(2):
        with pytest.raises(WriteError, match="words came from nowhere: autre") as refused:
            azw3(small_kindle.epub("Un mot."), cache)
        assert refused.value.code == "kindle-converter-failed"


def _octal(data: bytes) -> str:
    """Bytes as `printf` takes them."""
    return "".join(f"\\{byte:03o}" for byte in data)


def test_without_calibre_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(kindle, "_PLACES", (str(tmp_path),))
    with pytest.raises(WriteError, match="calibre") as refused:
        azw3(b"", Cache())
    assert refused.value.code == "kindle-converter-missing"
    assert "https://calibre-ebook.com" in refused.value.hint


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo It broke >&2; exit 3", "It broke"),
        ("exit 1", "it said nothing"),
        ('echo done; printf "not a book" > "${6:-/dev/null}"', "done"),
        ("echo nothing made", "nothing made"),
    ],
)
def test_a_calibre_that_fails_is_quoted(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path, script, monkeypatch)
    with pytest.raises(WriteError, match=said) as refused:
        azw3(b"a book", Cache())
    assert refused.value.code == "kindle-converter-failed"


def _program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of calibre's name that does what the script says."""
    program = folder / kindle.PROGRAM
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(kindle, "calibre", lambda: str(program))
