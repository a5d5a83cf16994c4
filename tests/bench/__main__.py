"""`python -m tests.bench`: measure, keep the figures, draw them; or say where the time of one build goes."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.workspace import ROOT

SIZES = (10, 100, 1000)
IMPORTS = (100, 300, 1000)
RUNS = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line asks for."""
    asked = _parser().parse_args(arguments)
    asked.do(asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    commands = parser.add_subparsers(title="commands")
    _measuring(parser)
    profile = _command(
        commands, "profile", _profile, "say where the processor time of one of our builds goes"
    )
    profile.add_argument("case", help="cold, style, photograph, page, comma, nothing")
    profile.add_argument("--size", type=int, default=100)
    profile.add_argument("--lines", type=int, default=40)
    profile.add_argument("--tool", type=Path, default=ROOT)
    _importing(commands)
    draw = _command(
        commands, "draw", _draw, "make the tables and the plot anew from the results that are kept"
    )
    draw.add_argument("--results", type=Path, default=ROOT / "docs")
    # Steps of a measurement that take memory, each in a process of its own.
    send = _command(commands, "send", _send, "write that many submissions, and say how many words they have")
    send.add_argument("content", type=Path)
    send.add_argument("size", type=int)
    lay_down = _command(commands, "lay-down", _lay_down, "write a content folder of that many articles")
    lay_down.add_argument("content", type=Path)
    lay_down.add_argument("size", type=int)
    translate = _command(
        commands, "translate", _translate, "write a content folder's book for the other tools"
    )
    translate.add_argument("content", type=Path)
    translate.add_argument("target", type=Path)
    photograph = _command(commands, "photograph", _photograph, "write the photograph of that number")
    photograph.add_argument("file", type=Path)
    photograph.add_argument("number", type=int)
    return parser


def _measuring(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(do=_measure)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of articles")
    parser.add_argument("--runs", type=int, default=RUNS, help="rounds; the median counts")
    parser.add_argument(
        "--only", nargs="+", default=(), help="keys of contenders, such as weasyprint comma typst"
    )
    parser.add_argument(
        "--results", type=Path, default=ROOT / "docs", help="folder of speed.json, .md and .svg"
    )
    parser.add_argument("--tool", type=Path, default=ROOT, help="another checkout of this tool to measure")


def _importing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The measurement of imports: everything is imported at once, then one submission changes."""
    parser = _command(commands, "import", _import, "measure `anthology import` of many submissions")
    parser.add_argument("--sizes", type=int, nargs="+", default=IMPORTS, help="numbers of submissions")
    parser.add_argument("--runs", type=int, default=1, help="rounds; the median counts")
    parser.add_argument(
        "--results", type=Path, default=ROOT / "docs", help="folder of import.json and import.md"
    )
    parser.add_argument("--tool", type=Path, default=ROOT, help="another checkout of this tool to measure")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    do: Callable[[argparse.Namespace], None],
    what: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=what, description=what)
    parser.set_defaults(do=do)
    return parser


def _measure(asked: argparse.Namespace) -> None:
    from tests.bench import results, rounds

    folder, tool = asked.results.resolve(), asked.tool.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    described = rounds.described(tool)
    for size in asked.sizes:
        # After each size, so that what is measured is kept whatever happens to the next.
        measured = rounds.measured(size, asked.runs, asked.only, tool, _tell)
        print(results.table(str(size), measured), end="\n\n", flush=True)
        file = folder / "speed.json"
        whole = results.kept(file, {**described, "sizes": {str(size): measured}})
        file.write_text(results.as_json(whole), encoding="utf-8")
        # Elsewhere: this process has to stay small, see `workspace`.
        command = [sys.executable, "-m", "tests.bench", "draw", "--results", folder]
        subprocess.run(command, cwd=ROOT, check=True)


def _import(asked: argparse.Namespace) -> None:
    from tests.bench import imports, results

    folder, tool = asked.results.resolve(), asked.tool.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    described = imports.described(tool)
    file = folder / "import.json"
    for size in asked.sizes:
        # After each size, so that what is measured is kept whatever happens to the next.
        measured = imports.measured(size, asked.runs, tool, _tell)
        whole = results.kept(file, {**described, "sizes": {str(size): measured}})
        file.write_text(results.as_json(whole), encoding="utf-8")
        page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
        (folder / "import.md").write_text(imports.into_page(page, whole), encoding="utf-8")
    print(imports.table(whole))


def _draw(asked: argparse.Namespace) -> None:
    from tests.bench import results
    from tests.bench.plot import draw

    folder: Path = asked.results
    kept = json.loads((folder / "speed.json").read_text(encoding="utf-8"))
    page = ROOT / "docs" / "speed.md"
    (folder / "speed.md").write_text(
        results.into_page(page.read_text(encoding="utf-8"), kept), encoding="utf-8"
    )
    (folder / "speed.svg").write_text(draw(kept), encoding="utf-8")


def _profile(asked: argparse.Namespace) -> None:
    from tests.bench.profiling import profile

    with tempfile.TemporaryDirectory() as folder:
        print(profile(Path(folder), asked.case, asked.size, asked.tool.resolve(), asked.lines))


def _send(asked: argparse.Namespace) -> None:
    from tests.bench.submissions import send

    print(send(asked.content, asked.size))


def _lay_down(asked: argparse.Namespace) -> None:
    from tests.bench.corpus import lay_down

    lay_down(asked.content, asked.size)


def _translate(asked: argparse.Namespace) -> None:
    from tests.bench.translations import translate

    translate(asked.content, asked.target)


def _photograph(asked: argparse.Namespace) -> None:
    from tests.bench.corpus import photograph

    asked.file.write_bytes(photograph(asked.number))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
