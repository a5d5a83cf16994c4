"""Costs in, medians and ratios out: as JSON to be kept, and as tables to be read."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.contenders import CONTENDERS, OURS, REFERENCE
from tests.bench.measuring import Cost

Entry = dict[str, Any]
Results = dict[str, Any]
_PACKAGES = ("weasyprint", "typst", "pypandoc-binary", "pillow", "lxml", "pikepdf")
_TABLES = re.compile(r"(<!-- tables -->\n).*?(<!-- end of tables -->)", re.DOTALL)
_NAMES = {one.key: one.name for one in CONTENDERS}
_MB = 1_000_000


def summary(costs: Mapping[str, Sequence[Cost]], files: Mapping[str, Mapping[str, int]]) -> list[Entry]:
    """One entry a contender, in the order of the table; ratios are to the reference of the same run.

    `files` gives for each contender its sizes in bytes (`pdf`, `epub`) and its number of `pages`.
    """
    reference = _medians(costs[REFERENCE]) if costs.get(REFERENCE) else {}
    return [
        {
            "key": key,
            **_entry(rounds, reference),
            **files.get(key, {}),
            "rounds": [round_of(one) for one in rounds],
        }
        for key, rounds in costs.items()
        if rounds
    ]


def _medians(rounds: Sequence[Cost]) -> dict[str, float]:
    return {
        name: statistics.median(getattr(one, name) for one in rounds)
        for name in ("wall_s", "cpu_s", "peak_bytes")
    }


def _entry(rounds: Sequence[Cost], reference: Mapping[str, float]) -> Entry:
    medians = _medians(rounds)
    ratios = {
        f"{name[:-2]}_ratio": round(medians[name] / reference[name], 4)
        for name in ("wall_s", "cpu_s")
        if reference
    }
    return {
        "wall_s": round(medians["wall_s"], 3),
        "cpu_s": round(medians["cpu_s"], 3),
        "peak_mb": round(medians["peak_bytes"] / _MB, 1),
        **ratios,
    }


def round_of(cost: Cost) -> list[float]:
    """Seconds on the clock, seconds of processor, megabytes: one round as a file keeps it."""
    return [round(cost.wall_s, 3), round(cost.cpu_s, 3), round(cost.peak_bytes / _MB, 1)]


# --- the machine -------------------------------------------------------------------------------------


def machine() -> Entry:
    """What the figures depend on, without anybody's names: cores, memory, system, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": cores,
        "memory_gb": round(memory / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def versions() -> dict[str, str]:
    """The versions of all that is measured."""
    found = {name: version(name) for name in _PACKAGES}
    if browser := shutil.which("chromium"):
        said = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False).stdout
        found["chromium"] = next(iter(re.findall(r"\d+(?:\.\d+)+", said)), "unknown")
    if script := shutil.which("pagedjs-cli"):  # it does not tell, but the package it is of does
        package = Path(script).resolve().parents[1] / "package.json"
        found["pagedjs-cli"] = json.loads(package.read_text())["version"] if package.is_file() else "unknown"
    return found


# --- files -------------------------------------------------------------------------------------------


def kept(file: Path, new: Results) -> Results:
    """Results with those of other sizes that a file holds, if they are of the same machine and versions."""
    old: Results = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    same = all(old.get(name) == new[name] for name in ("machine", "versions", "tool"))
    sizes = {**old["sizes"], **new["sizes"]} if same else new["sizes"]
    return {**new, "sizes": dict(sorted(sizes.items(), key=lambda item: int(item[0])))}


def as_json(results: Results) -> str:
    """Results as a file keeps them: one round of measuring on one line."""
    text = json.dumps(results, indent=1, ensure_ascii=False)
    return re.sub(r"\[\s+([\d.]+),\s+([\d.]+),\s+([\d.]+)\s+\]", r"[\1, \2, \3]", text) + "\n"


def into_page(page: str, results: Results) -> str:
    """The page with its tables made anew; what stands outside the marks stays."""
    shown = "\n\n".join([of_machine(results), *(table(size, one) for size, one in results["sizes"].items())])
    return between_marks(page, shown)


def between_marks(page: str, shown: str) -> str:
    """The page with this between its marks."""
    return _TABLES.sub(lambda found: f"{found[1]}\n{shown}\n\n{found[2]}", page)


def table(size: str, one: Entry) -> str:
    """The table of one size, as Markdown."""
    head = f"### {int(size):,} articles, {one['words']:,} words, {_pages(one):,} pages"
    rows = [
        "| what | wall s | × | CPU s | × | memory MB | PDF kB | EPUB kB | runs |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_row(entry) for entry in one["contenders"]),
    ]
    missing = [f"Not measured: {_NAMES[key]} ({why})." for key, why in one["missing"].items()]
    return "\n\n".join([head, "\n".join(rows), *missing])


def _pages(one: Entry) -> int:
    ours = [entry["pages"] for entry in one["contenders"] if entry["key"] in OURS]
    return int((ours or [entry["pages"] for entry in one["contenders"]])[0])


def _row(entry: Entry) -> str:
    name = f"**{_NAMES[entry['key']]}**" if entry["key"] in OURS else _NAMES[entry["key"]]
    cells = [
        name,
        f"{entry['wall_s']:.2f}",
        _ratio(entry.get("wall_ratio")),
        f"{entry['cpu_s']:.2f}",
        _ratio(entry.get("cpu_ratio")),
        f"{entry['peak_mb']:.0f}",
        *(f"{entry[kind] / 1000:,.0f}" if kind in entry else "" for kind in ("pdf", "epub")),
        str(len(entry["rounds"])),
    ]
    return f"| {' | '.join(cells)} |"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value >= 0.095 else f"{value:.3f}"


def of_machine(results: Results) -> str:
    """The machine and the versions, as one sentence."""
    machine = results["machine"]
    named = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    return (
        f"On {machine['cores']} cores and {machine['memory_gb']} GB of memory, {machine['system']}, "
        f"Python {machine['python']}; {named}."
    )
