"""What strangers sent is read by a confined child; what hangs it is named, and the others are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology import pipeline, strangers
from anthology.cache import Cache
from anthology.errors import SourceError
from anthology.strangers import Reader
from tests.sandbox import test_child as tasks


def hang(data: bytes, file: str) -> None:
    tasks.loop()


def eat(data: bytes, file: str) -> int:
    return tasks.take(len(data) * 1000)


def fall(data: bytes, file: str) -> None:
    tasks.leave(9)


def reach(data: bytes, file: str) -> str:
    return tasks.swallow("/etc/hostname")


@pytest.mark.parametrize(
    ("read", "code", "said"),
    [
        (hang, "reading-stopped", "more than 0 seconds"),
        (eat, "reading-stopped", "1024 MiB of memory"),
        (fall, "reading-stopped", "died of it (status 9)"),
        (reach, "sandbox-denied", "hostname"),
    ],
)
def test_what_hangs_eats_dies_or_reaches_out_is_named(
    read: object, code: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if read is hang:
        monkeypatch.setattr(strangers, "SECONDS", 0.1)
    with Reader() as reader, pytest.raises(SourceError) as caught:
        reader.read(read, b"xx", "submissions/a.txt")  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.file) == (code, "submissions/a.txt")
    assert said in caught.value.message


def test_who_sends_more_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "SECONDS", 0.1)
    monkeypatch.setattr(strangers, "SECONDS_PER_MB", 1.0)
    monkeypatch.setattr(strangers, "MOST_SECONDS", 0.3)
    for size, said in ((0, 0.1), (100_000, 0.2), (9_000_000, 0.3)):
        asked: list[float] = []
        with Reader() as reader:
            monkeypatch.setattr(reader._child, "do", lambda *_, seconds: asked.append(seconds))  # noqa: B023
            reader.read(hang, b"x" * size, "a")
        assert asked == [pytest.approx(said)]


def test_an_import_goes_on_without_a_submission_that_had_to_be_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text of a megabyte takes longer to read than a hundredth of a second, and a page does not."""
    content = tmp_path / "content"
    (content / "submissions").mkdir(parents=True)
    (content / "anthology.toml").write_text('[book]\ntitle = "Un livre"\nlanguage = "fr"\n', encoding="utf-8")
    text = "Le port de nuit\n\nLe port ne dort pas : il veille.\n"
    (content / "submissions" / "b.txt").write_text(text, encoding="utf-8")
    long = "\n".join(["Le port veille, et les bateaux arrivent à l’aube. " * 4] * 5000)
    (content / "submissions" / "a.txt").write_text(long, encoding="utf-8")
    monkeypatch.setattr(strangers, "SECONDS", 0.05)
    monkeypatch.setattr(strangers, "SECONDS_PER_MB", 0.0)
    done = pipeline.import_submissions(content)
    (told,) = (one for one in done.findings if one.code == "reading-stopped")
    assert (told.file, bool(told.hint)) == ("submissions/a.txt", True)
    assert [one.slug for one in done.outcomes] == ["le-port-de-nuit"]
    assert [file["file"] for file in done.ledger["files"]] == ["submissions/a.txt", "submissions/b.txt"]
    cache = Cache()
    for _ in range(2):  # it is not kept: on another day it may be read
        (again,) = pipeline.import_submissions(content, cache=cache).findings
        assert again == told
