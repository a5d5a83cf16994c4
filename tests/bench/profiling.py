"""One of our own builds in; out: where the processor time of all its processes goes, and what is imported."""

from __future__ import annotations

import io
import os
import pstats
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.bench.contenders import READY
from tests.bench.measuring import Cost
from tests.bench.workspace import Workspace

_HOOK = Path(__file__).with_name("profiled")
_ROLES = ("command", "server", "worker")
_IMPORT = re.compile(r"^import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)$", re.MULTILINE)
_RULE = "-" * 100


def profile(folder: Path, case: str, size: int, tool: Path, lines: int) -> str:
    """A report of one case (`comma`, `cold`…): its cost, its functions by role of process, its imports."""
    if case not in READY:
        raise SystemExit(f"there is nothing called {case!r} to profile; there is {', '.join(READY)}")
    workspace = Workspace(folder, size, tool)
    make_ready = READY[case]
    make_ready(workspace, 0)
    cost = workspace.build()
    make_ready(workspace, 1)
    profiled = _profiled(workspace, folder / "profile")
    make_ready(workspace, 2)
    told = _imports(workspace)
    parts = [
        f"{case}, {size} articles: {_shown(cost)}; profiled: {_shown(profiled)}",
        *(_of_role(folder / "profile", role, lines) for role in _ROLES),
        imports(told, lines),
    ]
    return f"\n{_RULE}\n".join(parts)


def _shown(cost: Cost) -> str:
    return f"{cost.wall_s:.2f} s, {cost.cpu_s:.2f} s CPU, {cost.peak_bytes / 1e6:.0f} MB"


def _profiled(workspace: Workspace, folder: Path) -> Cost:
    """The build with every process counting, which makes it some two times slower."""
    folder.mkdir()
    path = os.pathsep.join(map(str, (_HOOK, workspace.tool)))
    return workspace.measured([workspace.command("build")], PYTHONPATH=path, BENCH_PROFILE=str(folder))


def _of_role(folder: Path, role: str, lines: int) -> str:
    files = sorted(map(str, folder.glob(f"{role}-*.prof")))
    processes = {file.split("-")[-2] for file in files}
    head = f"{role}: {len(processes)} processes"
    return f"{head}\n{functions(files, lines)}" if files else f"{head} that left a profile"


def functions(files: Sequence[str], lines: int) -> str:
    """The functions of these profiles together, by what they and all they call take, then by themselves."""
    said = io.StringIO()
    stats = pstats.Stats(*files, stream=said).strip_dirs()
    stats.files = []  # type: ignore[attr-defined]  # it would list them all, twice
    for order in ("cumulative", "tottime"):
        stats.sort_stats(order).print_stats(lines)
    return re.sub(r"\n\s*\n", "\n", said.getvalue()).strip()


def _imports(workspace: Workspace) -> str:
    """What Python tells of imports, in the command and in the server of workers."""
    command = workspace.command("build", "-X", "importtime")
    done = subprocess.run(
        command, cwd=workspace.folder, env=workspace.environment, capture_output=True, text=True, check=True
    )
    return done.stderr


def imports(told: str, lines: int) -> str:
    """The longest imports of what `python -X importtime` told, by themselves and with what they import."""
    found = [(int(alone), int(whole), name) for alone, whole, name in _IMPORT.findall(told)]
    head = f"imports: {len(found)} modules, {sum(alone for alone, *_ in found) / 1e6:.2f} s with the tracing"
    longest = sorted(found, key=lambda one: (-one[1], one[2]))[:lines]
    rows = (f"{whole / 1000:9.1f} ms  {alone / 1000:9.1f} ms alone  {name}" for alone, whole, name in longest)
    return "\n".join([head, *rows])
