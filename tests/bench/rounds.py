"""The order of a measurement: each contender once, then all again: a drift of the machine hits all alike."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import results
from tests.bench.contenders import CONTENDERS, OURS, Contender
from tests.bench.measuring import Cost, Failed
from tests.bench.results import Entry, Results
from tests.bench.workspace import Workspace

Tell = Callable[[str], None]


def measured(size: int, runs: int, only: Sequence[str], tool: Path, tell: Tell) -> Entry:
    """Everything about a book of so many articles; `only` names the contenders, `tell` hears of each step.

    Raises:
        Failed: one of our own builds did.
    """
    tell(f"{size} articles: making the book")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), size, tool)
        chosen = [one for one in CONTENDERS if not only or one.key in only]
        missing = {one.key: why for one in chosen if (why := _lacking(one, workspace, runs))}
        there = [one for one in chosen if one.key not in missing]
        costs: dict[str, list[Cost]] = {one.key: [] for one in there}
        files: dict[str, dict[str, int]] = {}
        for number in range(max((one.rounds(size, runs) for one in there), default=0)):
            for one in there:
                if one.key not in missing and number < one.rounds(size, runs):
                    _one(one, workspace, number, costs, files, missing, tell)
        return {
            "words": workspace.words(),
            "contenders": results.summary(costs, files),
            "missing": missing,
        }


def _lacking(one: Contender, workspace: Workspace, runs: int) -> str:
    if not one.rounds(workspace.size, runs):
        return "left out at this size"
    return one.lacking(workspace)


def _one(
    one: Contender,
    workspace: Workspace,
    number: int,
    costs: dict[str, list[Cost]],
    files: dict[str, dict[str, int]],
    missing: dict[str, str],
    tell: Tell,
) -> None:
    try:
        cost = one.measure(workspace, number)
    except Failed as failure:
        if one.key in OURS:
            raise
        # That another tool does not manage a book is a result, too.
        missing[one.key] = "it failed"
        tell(f"  {one.name}: {failure}")
        return
    costs[one.key].append(cost)
    if one.key not in files:
        files[one.key] = _described_files(one, workspace)
    peak = cost.peak_bytes / 1e6
    tell(
        f"  round {number + 1}  {one.name:<36} {cost.wall_s:8.2f} s  {cost.cpu_s:8.2f} s CPU  {peak:6.0f} MB"
    )


def _described_files(one: Contender, workspace: Workspace) -> dict[str, int]:
    paths = [workspace.folder / name for name in one.files]
    sizes = {path.suffix.removeprefix("."): path.stat().st_size for path in paths}
    return {**sizes, "pages": workspace.pages(paths[0])}


def described(tool: Path) -> Results:
    """What results are of: the machine, the versions, a digest of the tool; no sizes yet."""
    machine, versions = results.machine(), results.versions()
    return {"machine": machine, "versions": versions, "tool": digest_of(tool), "sizes": {}}


def digest_of(tool: Path) -> str:
    """A digest of the tool's own files."""
    files = sorted(path for part in ("anthology", "layouts") for path in (tool / part).rglob("*"))
    texts = [path.read_bytes() for path in files if path.is_file() and "__pycache__" not in path.parts]
    return hashlib.sha256(b"".join(hashlib.sha256(text).digest() for text in texts)).hexdigest()[:12]
