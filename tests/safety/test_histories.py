"""An editor's words are safe: whatever an editor and a class do between imports, whenever a machine stops."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from anthology import folders, pipeline
from anthology.cache import Cache
from anthology.importing import Imported, merging
from tests.safety import editor, figures
from tests.safety.counts import count
from tests.safety.editor import Desk, own_words, state

HISTORIES = count(60, 10_000)
KILLS = count(2, 200)
STATES = frozenset({"new", "unchanged", "updated", "merged", "conflict", "kept", "deleted-by-editor"})


def one_history(content: Path, number: int, results: Cache) -> list[str]:
    """A life of a content folder; what was lost in it, or not told."""
    random = Random(f"history {number}")  # noqa: S311
    desk = Desk(content, random)
    wrong = imported(content, results)
    befores: list[dict[str, bytes]] = []
    for _ in range(random.randint(1, 2)):
        for _ in range(random.randint(1, 3)):
            desk.edit()
        if random.random() < 0.8:
            desk.sent_again()
        befores.append(state(content))
        wrong += imported(content, results)
    # To bring a state back has tests of its own: a third of the histories is enough of it.
    return wrong + (brought_back(content, befores, random) if number % 3 == 0 else [])


def imported(content: Path, results: Cache) -> list[str]:
    """Import; the words of the editor that are nowhere afterwards, and what is not told as it is."""
    before, words = state(content), own_words(content)
    found = pipeline.import_submissions(content, cache=results)
    lost = words - own_words(content)
    given_up = _given_up(found, before)
    wrong = [f"lost: {sorted(lost - given_up)}"] if lost - given_up else []
    return wrong + list(untold(found, before, state(content)))


def _given_up(found: Imported, before: dict[str, bytes]) -> set[str]:
    """The words of articles in whose place the editor wanted the new text: `accept`, by their own hand."""
    words: set[str] = set()
    for one in found.outcomes:
        if one.state == "updated":
            words |= set(editor.OWN.findall(before.get(f"articles/{one.slug}.md", b"").decode()))
    return words


def untold(found: Imported, before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """What an import did to an article and did not say, or said and did not do."""
    wrong: list[str] = []
    told = {one.slug: one.state for one in found.outcomes}
    wrong += [f"{slug}: {state_}" for slug, state_ in told.items() if state_ not in STATES]
    for slug, said in told.items():
        was, now = before.get(f"articles/{slug}.md"), after.get(f"articles/{slug}.md")
        changed = was != now
        if changed != (said in ("new", "updated", "merged")):
            wrong.append(f"{slug} is told as {said}, and {'changed' if changed else 'stayed'}")
        if (said == "conflict") != (f"articles/{slug}{folders.INCOMING}" in after):
            wrong.append(f"{slug}: {said}, and the new text is not beside it")
    named = {f"articles/{slug}{end}" for slug in told for end in (".md", folders.INCOMING)}
    named |= {str(one.file) for one in found.findings if one.code == "aside-kept"}
    strange = {name for name in before.keys() | after.keys() if name.startswith("articles/")} - named
    return wrong + [
        f"{name} changed, and nobody said so" for name in strange if before.get(name) != after.get(name)
    ]


def brought_back(content: Path, befores: list[dict[str, bytes]], random: Random) -> list[str]:
    """Whether the state before an import comes back, and the present one after it, to the byte."""
    numbers = sorted(one.number for one in pipeline.history(content))
    now = state(content)
    back = random.choice(numbers[1:] or numbers)
    if pipeline.undo(content, back) is None:
        return []
    wrong = [] if state(content) in [*befores, {}] else [f"undo {back} gave a state that never was"]
    pipeline.undo(content)
    return wrong + ([] if state(content) == now else ["undoing the undo gave another state"])


def test_no_word_of_an_editor_is_lost_in_any_history(tmp_path: Path) -> None:
    results = Cache()
    for number in range(HISTORIES):
        content = tmp_path / "content"
        wrong = one_history(content, number, results)
        assert wrong == [], f"history {number}"
        shutil.rmtree(content)
    figures.record(
        "P9", "random histories of imports and edits, and words of the editor lost in them", "0 lost"
    )
    figures.record("P9", "random histories", HISTORIES)


# --- that the measure can fail -----------------------------------------------------------------------


def test_a_merge_that_forgets_the_editor_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    merged = merging.merged

    def careless(*given: object) -> merging.Outcome:
        found = merged(*given)  # type: ignore[arg-type]
        return replace(found, text=found.incoming) if found.state == "conflict" else found

    monkeypatch.setattr("anthology.importing.understanding.merged", careless)
    results = Cache()
    found = [one_history(tmp_path / f"{number}", number, results) for number in range(12)]
    assert any("lost" in one for wrong in found for one in wrong)
    assert any("is told as conflict, and changed" in one for wrong in found for one in wrong)


def test_a_set_aside_text_that_an_editor_worked_on_is_kept_and_told(tmp_path: Path) -> None:
    """It was found to be taken away with the question, and the words with it."""
    desk = Desk(tmp_path / "content", Random(1))  # noqa: S311
    article = _in_conflict(desk)
    aside = article.with_name(f"{article.stem}{folders.INCOMING}")
    aside.write_text(aside.read_text("utf-8") + "\nIci, éd77x.\n", "utf-8")
    article.unlink()
    found = pipeline.import_submissions(desk.content)
    (kept,) = (one.file for one in found.findings if one.code == "aside-kept")
    assert "éd77x" in (desk.content / str(kept)).read_text("utf-8")
    assert not aside.exists()
    assert all(one.code != "aside-kept" for one in pipeline.import_submissions(desk.content).findings)


def _in_conflict(desk: Desk) -> Path:
    """An article of which both the editor and the class changed the same line."""
    (desk.content / "submissions/s0.txt").write_text(TEXT, "utf-8")
    pipeline.import_submissions(desk.content)
    (article,) = (path for path in desk.articles() if "chalutier" in path.read_text("utf-8"))
    article.write_text(article.read_text("utf-8").replace("premier chalutier", "tout premier éd1x"), "utf-8")
    (desk.content / "submissions/s0.txt").write_text(
        TEXT.replace("premier chalutier", "dernier chalutier"), "utf-8"
    )
    pipeline.import_submissions(desk.content)
    return article


TEXT = "Le phare\n\nPar Ada Roy\n\nLe premier chalutier rentre avant l'aube.\n\nLes mouettes le suivent.\n"


# --- killed at any moment ----------------------------------------------------------------------------

_COMMAND = """
import sys
from anthology import cli, pipeline
from anthology.importing import understanding
print("ready", flush=True)
cli.main(["--content", sys.argv[1], "--quiet", "import", "--no-cache"])
"""
"""A real `anthology import`, which says when it begins: to load the tool takes longer than to import."""


def _import_in_a_process(content: Path, kill_after: float | None = None) -> tuple[int, float]:
    """Its exit status and its seconds; killed so many seconds after it began, unless it was faster."""
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMAND, str(content)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    process.stdout.readline()
    began = time.monotonic()
    if kill_after is not None:
        try:
            process.wait(kill_after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
    status = process.wait()
    process.stdout.close()
    return status, time.monotonic() - began


def _kills(folder: Path) -> Iterator[tuple[int, list[str]]]:
    """Each import that was killed, by the number of the try, and what was wrong after it."""
    results, took = Cache(), 0.0
    number = landed = 0
    while landed < KILLS:
        number += 1
        random = Random(f"kill {number}")  # noqa: S311
        desk = _worked_on(folder / "content", random, results)
        shutil.copytree(desk.content, folder / "unharmed")
        if not took:
            status, took = _import_in_a_process(folder / "unharmed")
            assert status == 0
        pipeline.import_submissions(folder / "unharmed", cache=results)
        # Half of the moments are anywhere, half where files are written.
        moment = took * random.uniform(random.choice((0.0, 0.6)), 1.0)
        if _import_in_a_process(desk.content, moment)[0] == -signal.SIGKILL:
            landed += 1
            yield number, _after_a_kill(desk.content, folder / "unharmed", results)
        shutil.rmtree(desk.content)
        shutil.rmtree(folder / "unharmed")


def _worked_on(content: Path, random: Random, results: Cache) -> Desk:
    """Some articles, each of them worked on by the editor or by the class."""
    desk = Desk(content, random)
    for number in range(7):
        desk.send(number)
    pipeline.import_submissions(content, cache=results)
    for _ in range(8):
        desk.edit()
        desk.sent_again()
    return desk


def _after_a_kill(content: Path, unharmed: Path, results: Cache) -> list[str]:
    """What was lost by a kill, or by the next import; and whether that one comes where it would have come.

    What the other import has not, the editor gave up by an answer.
    """
    lost = own_words(unharmed) - own_words(content)
    wrong = [f"lost by the kill: {sorted(lost)}"] if lost else []
    pipeline.import_submissions(content, cache=results)
    return wrong if state(content) == state(unharmed) else [*wrong, "the next import came elsewhere"]


def test_an_import_killed_at_any_moment_loses_no_word_and_the_next_one_is_right(tmp_path: Path) -> None:
    for number, wrong in _kills(tmp_path):
        assert wrong == [], f"kill {number}"
    figures.record("P9", "imports killed at random moments, after which a word was lost", 0)
    figures.record("P9", "imports killed", KILLS)
