"""Inputs that hang parsers or eat machines: each ends in time, within memory, and with a name or right."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from anthology import limits, phrases, pictures, readers, rules
from anthology.errors import AnthologyError, Several
from anthology.galley import set_galley
from anthology.model import Edit, Received
from anthology.pages import read_article
from tests.safety.counts import count, is_long
from tests.safety.figures import record
from tests.safety.hangs import HEAD, Hostile, every

EVERY = every()
_SEED = 22
MOST_S, MOST_BYTES = 25.0, 1 << 30
"""What one input may take: processor seconds of its command, and memory of the largest of its processes."""
_HANGING_S = 900
"""Seconds after which a command is ended by us: it has failed then."""
_START = "from anthology.cli import main; main(prog_name='anthology')"
_CODE = re.compile(r"\[([a-z][a-z0-9-]+)\]\s*$", re.MULTILINE)
_GOOD = f"{HEAD}Un texte court, et tout à fait innocent.\n"
_SETTINGS = '[book]\ntitle = "Un livre"\nlanguage = "fr"\n'


def chosen(short: int) -> list[Hostile]:
    return random.Random(_SEED).sample(EVERY, count(short, len(EVERY)))  # noqa: S311


# --- parsing and reading ------------------------------------------------------------------------------


def _typeset(text: str, language: str) -> tuple[Edit, ...]:
    return rules.edits(text, language)


def _taken_in(one: Hostile) -> object:
    """What the tool makes of an input before pages are set."""
    data = one.data()
    if one.is_article:
        limits.refuse_bytes(data, one.file)
        article = read_article(data.decode(), one.file, slug="hostile", language="fr")
        return set_galley(article, "article-hostile", _typeset, "fr")
    if one.is_submission:
        return readers.read(data, one.file)
    return pictures.prepared(data, one.file)


@pytest.mark.parametrize("one", chosen(25), ids=lambda one: one.name)
def test_it_is_taken_in_or_refused_by_name(one: Hostile) -> None:
    begun = time.process_time()
    try:
        made = _taken_in(one)
    except AnthologyError as error:
        for failure in error.failures if isinstance(error, Several) else (error,):
            assert failure.code in phrases.CODES
            assert failure.file == one.file
            assert failure.hint or failure.message
    else:
        assert made is not None
        aside = made.findings if isinstance(made, Received) and not made.manuscripts else ()
        assert all(finding.code in phrases.CODES and finding.file == one.file for finding in aside)
    assert time.process_time() - begun < MOST_S  # what the tool promises of each


def test_there_are_two_hundred_and_all_differ() -> None:
    assert len(EVERY) >= 200
    assert len({one.name for one in EVERY}) == len(EVERY)
    assert {one.file.partition("/")[0] for one in EVERY} == {"articles", "submissions", "photos"}


# --- whole commands -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ended:
    """How a command ended, what it said, its seconds of processor, and the memory of its largest process."""

    status: int
    said: str
    seconds: float
    memory: int


def _folder(folder: Path, one: Hostile) -> Path:
    content = folder / "content"
    for name in ("articles", "submissions", "photos"):
        (content / name).mkdir(parents=True, exist_ok=True)
    (content / "anthology.toml").write_text(_SETTINGS, encoding="utf-8")
    (content / "articles" / "good.md").write_text(_GOOD, encoding="utf-8")
    (content / one.file).write_bytes(one.data())
    if not (one.is_article or one.is_submission):
        shown = f"{HEAD}Voici.\n\n![Une photo]({one.file})\n{{: .figure }}\n"
        (content / "articles" / "hostile.md").write_text(shown, encoding="utf-8")
    return content


def _command(one: Hostile, content: Path) -> list[str]:
    places = ["--content", str(content), "--output", str(content.parent / "output")]
    if one.is_submission:
        return [*places, "import", "--no-cache"]
    return [*places, "build", "--no-cache", "--only", ",".join(_outputs(one)), "--keep-going", "--jobs", "1"]


def _outputs(one: Hostile) -> list[str]:
    """What is made: for an input that is refused before pages are set, no printed book."""
    try:
        _taken_in(one)
    except AnthologyError:
        return ["epub"]
    return ["pdf", "epub"]


def _ended(arguments: list[str]) -> Ended:
    """Run a command in a session of its own, and watch every process of it."""
    peaks: dict[str, tuple[float, int]] = {}
    process = subprocess.Popen(
        [sys.executable, "-c", _START, *arguments],
        env={**os.environ, "LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    watching = threading.Thread(target=_watch, args=(process, peaks))
    watching.start()
    try:
        said = process.communicate(timeout=_HANGING_S)[0].decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said = process.communicate()[0].decode("utf-8", "replace") + "\nENDED FROM OUTSIDE"
    watching.join()
    seconds = sum(taken for taken, _ in peaks.values())
    return Ended(process.returncode, said, seconds, max((size for _, size in peaks.values()), default=0))


def _watch(process: subprocess.Popen[bytes], peaks: dict[str, tuple[float, int]]) -> None:
    tick = os.sysconf("SC_CLK_TCK")
    while process.poll() is None:
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with suppress(OSError, ValueError, IndexError):
                if os.getsid(int(entry.name)) == process.pid:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                    status = (entry / "status").read_text()
                    peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024
                    peaks[entry.name] = ((int(fields[11]) + int(fields[12])) / tick, peak)
        time.sleep(0.05)


def _right(one: Hostile, ended: Ended, output: Path) -> None:
    """A right book or import; or a name, the file, and the book without it."""
    assert "Traceback" not in ended.said
    assert "ENDED FROM OUTSIDE" not in ended.said
    assert ended.status >= 0, "ended by a signal"
    codes = set(_CODE.findall(ended.said))
    assert codes <= set(phrases.CODES)
    assert codes.isdisjoint({"tool-failed", "worker-died"})
    if ended.status:
        assert codes, ended.said
    if not one.is_submission and ended.status:
        assert "articles/hostile.md" in ended.said or one.file in ended.said or "“Un titre”" in ended.said
    if not one.is_submission:
        assert all((output / f"book.{name}").exists() for name in _outputs(one))


def _few() -> list[Hostile]:
    names = {"article of '['"}
    return list(EVERY) if is_long() else [one for one in EVERY if one.name in names]


_MEASURED: list[tuple[str, Ended]] = []


@pytest.mark.parametrize("one", _few(), ids=lambda one: one.name)
def test_its_command_ends_in_time_within_memory_and_by_name_and_the_others_are_built(
    one: Hostile, tmp_path: Path
) -> None:
    content = _folder(tmp_path, one)
    ended = _ended(_command(one, content))
    _MEASURED.append((one.name, ended))
    _right(one, ended, tmp_path / "output")
    assert ended.seconds < MOST_S
    assert ended.memory < MOST_BYTES


def test_what_was_measured_is_noted() -> None:
    assert all(ended.seconds < MOST_S and ended.memory < MOST_BYTES for _, ended in _MEASURED)
    if not _MEASURED:
        pytest.skip("no command was run before")
    slowest = max(_MEASURED, key=lambda one: one[1].seconds)
    largest = max(_MEASURED, key=lambda one: one[1].memory)
    record("P7", "hostile inputs, each in a process of its own", len(_MEASURED))
    record("P7", "the longest, in seconds of processor", f"{slowest[1].seconds:.1f} ({slowest[0]})")
    record("P7", "the largest, in MiB", f"{largest[1].memory >> 20} ({largest[0]})")
    named = sum(bool(ended.status) for _, ended in _MEASURED)
    record("P7", "of these, ended by name; the others right", named)


class TestTheTable:
    def test_a_page_that_hangs_is_noticed(self, tmp_path: Path) -> None:
        """The measure itself: what ends by a signal or says too little is not taken for right."""
        article = next(one for one in EVERY if one.is_article)
        for status, said in (
            (-9, ""),
            (1, "no name"),
            (70, "x [tool-failed]"),
            (1, "Traceback\nx [text-too-much]"),
        ):
            with pytest.raises(AssertionError):
                _right(article, Ended(status, said, 0, 0), tmp_path)
