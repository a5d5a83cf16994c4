"""ARCHITECTURE.md held to the code: floors, fences, and the names it gives."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from anthology import pipeline
from anthology.beginning import begin
from anthology.cli import main
from anthology.model import Fate

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "anthology"
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
BUILDS_ON_ITSELF = "config"
"""A module of the one floor whose modules may import one another."""


@dataclass(frozen=True, slots=True)
class Import:
    """A module (`anthology.rules.spaces`) asks for a name (`anthology.model.Edit`, `lxml.etree`)."""

    module: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.module} imports {self.wanted}"


# --- reading the code --------------------------------------------------------------------------------


def imports(module: str, source: str, is_package: bool = False) -> Iterator[Import]:
    """Every import of a module, wherever in it, by its full name."""
    home = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(module, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = home.split(".")[: len(home.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (Import(module, f"{base}.{alias.name}") for alias in node.names)


def module_name(path: Path) -> str:
    steps = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(steps).removesuffix(".__init__")


def sources() -> dict[str, Path]:
    return {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def all_imports() -> list[Import]:
    return [
        found
        for module, path in sources().items()
        for found in imports(module, path.read_text(encoding="utf-8"), path.name == "__init__.py")
    ]


def unit(name: str) -> str:
    """The part of the package that a name belongs to: `anthology.rules.spaces` to `rules`."""
    steps = name.split(".")
    return steps[1] if steps[0] == "anthology" and len(steps) > 1 else ""


# --- reading the page --------------------------------------------------------------------------------


def floors(page: str = PAGE) -> dict[str, int]:
    """The floor of each part of the package, counted from the ground."""
    block = re.search(r"^```floors\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert block is not None
    lines = block[1].split("\n")[:-1]
    return {name: height for height, line in enumerate(reversed(lines)) for name in line.split()}


def fences(page: str = PAGE) -> dict[str, tuple[str, ...]]:
    """Where each library may be imported: files and folders of the package, or nothing for anywhere."""
    table = page.split("## Fences and libraries")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", table, re.MULTILINE)
    return {name: tuple(re.findall(r"`([^`]+)`", where)) for name, where in rows}


# --- the rules ---------------------------------------------------------------------------------------


def broken_floors(found: Iterable[Import], height: Mapping[str, int]) -> list[str]:
    broken = []
    for one in found:
        above, below = unit(one.module), unit(one.wanted)
        if above not in height or below not in height or above == below:
            continue
        neighbours = height[above] == height[below]
        if height[above] < height[below] or (neighbours and height[above] != height[BUILDS_ON_ITSELF]):
            broken.append(str(one))
    return broken


def broken_fences(found: Iterable[Import], allowed: Mapping[str, Sequence[str]]) -> list[str]:
    broken = []
    for one in found:
        library = one.wanted.partition(".")[0]
        if library in sys.stdlib_module_names | {"anthology"}:
            continue
        path = one.module.removeprefix("anthology.").replace(".", "/")
        inside = [where for where in allowed.get(library, ()) if _holds(where, path)]
        if library not in allowed or (allowed[library] and not inside):
            broken.append(str(one))
    return broken


def _holds(where: str, path: str) -> bool:
    """True when the fence (`layouts.py`, `bindery/`) is around the module."""
    return where == f"{path}.py" or (where.endswith("/") and f"{path}/".startswith(where))


def circles(found: Iterable[Import], modules: Iterable[str]) -> list[str]:
    """Modules that import themselves by way of others, each circle as `a > b > a`."""
    known = set(modules)
    needs: dict[str, set[str]] = {module: set() for module in known}
    for one in found:
        target = one.wanted if one.wanted in known else one.wanted.rpartition(".")[0]
        if target in known and target != one.module:
            needs[one.module].add(target)
    return [" > ".join(way) for module in sorted(known) if (way := _way_back(module, needs))]


def _way_back(start: str, needs: Mapping[str, set[str]]) -> list[str]:
    seen: set[str] = set()
    ways = [[start, step] for step in sorted(needs[start])]
    while ways:
        way = ways.pop()
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, step] for step in sorted(needs[way[-1]])]
    return []


class TestFloors:
    def test_every_part_of_the_package_stands_on_a_floor(self) -> None:
        parts = {unit(module) for module in sources()} - {""}
        assert parts == set(floors())

    def test_imports_only_point_down(self) -> None:
        assert broken_floors(all_imports(), floors()) == []

    def test_nothing_imports_in_a_circle(self) -> None:
        assert circles(all_imports(), sources()) == []

    def test_the_bindery_knows_nothing_of_articles(self) -> None:
        known = {unit(one.wanted) for one in all_imports() if unit(one.module) == "bindery"} - {""}
        assert known - {"bindery"} == {"errors", "sandbox"}

    def test_the_ground_imports_nothing_of_the_package(self) -> None:
        ground = {name for name, height in floors().items() if height == 0}
        foreign = (one for one in all_imports() if unit(one.wanted) not in ("", unit(one.module)))
        assert [str(one) for one in foreign if unit(one.module) in ground] == []

    @pytest.mark.parametrize(
        ("module", "line"),
        [
            ("anthology.model", "from anthology.config import Config"),
            ("anthology.rules.spaces", "import anthology.readers.text"),
            ("anthology.readers.text", "from anthology import rules"),
            ("anthology.checks.words", "def late():\n    from anthology.writers.epub import write_epub"),
            ("anthology.writers.pdf", "from ..checks import CHECKS"),
            ("anthology.layouts", "from .bindery import setting"),
            ("anthology.importing", "if TYPE_CHECKING:\n    from anthology import pipeline as p"),
        ],
    )
    def test_an_import_that_points_up_or_sideways_is_seen(self, module: str, line: str) -> None:
        assert len(broken_floors(imports(module, line), floors())) == 1

    @pytest.mark.parametrize(
        ("module", "line"),
        [
            ("anthology.cli", "from anthology.rules import RULES"),
            ("anthology.rules.spaces", "from anthology.rules.usage import NBSP"),
            ("anthology.folders", "from anthology.pages import read_article"),
            ("anthology.writers.pdf", "from .making import Making"),
            ("anthology.model", "import dataclasses"),
        ],
    )
    def test_an_import_that_points_down_or_stays_at_home_is_free(self, module: str, line: str) -> None:
        assert broken_floors(imports(module, line), floors()) == []

    def test_a_circle_is_seen_and_a_diamond_is_none(self) -> None:
        ring = [Import("a.x", "a.y.One"), Import("a.y", "a.z"), Import("a.z", "a.x")]
        assert circles(ring, ["a.x", "a.y", "a.z"])[0] == "a.x > a.y > a.z > a.x"
        diamond = [Import("a.x", "a.y"), Import("a.x", "a.z"), Import("a.y", "a.w"), Import("a.z", "a.w")]
        assert circles(diamond, ["a.x", "a.y", "a.z", "a.w"]) == []


class TestFences:
    def test_a_library_is_imported_only_inside_its_fence(self) -> None:
        assert broken_fences(all_imports(), fences()) == []

    def test_every_place_of_a_fence_is_there(self) -> None:
        places = [where for fence in fences().values() for where in fence]
        assert [where for where in places if not (PACKAGE / where).exists()] == []

    @pytest.mark.parametrize(
        ("module", "line"),
        [
            ("anthology.writers.pdf", "import weasyprint"),
            ("anthology.bindery.raster", "from weasyprint.text.fonts import FontConfiguration"),
            ("anthology.compose", "def late():\n    import jinja2"),
            ("anthology.writers.epub_item", "import ebooklib.epub as e"),
            ("anthology.pages", "from markdown import Markdown"),
            ("anthology.rules.spaces", "import pikepdf"),
            ("anthology.model", "import a_library_nobody_chose"),
        ],
    )
    def test_an_import_outside_its_fence_is_seen(self, module: str, line: str) -> None:
        assert len(broken_fences(imports(module, line), fences())) == 1

    @pytest.mark.parametrize(
        ("module", "line"),
        [
            ("anthology.bindery.engine", "import weasyprint.urls"),
            ("anthology.checks.pdf_file", "import pikepdf"),
            ("anthology.compose", "from lxml import etree"),
            ("anthology.model", "import enum"),
        ],
    )
    def test_an_import_inside_its_fence_is_free(self, module: str, line: str) -> None:
        assert broken_fences(imports(module, line), fences()) == []

    def test_no_module_opens_a_connection_or_is_random_and_only_the_command_knows_the_time(self) -> None:
        closed = {"random", "secrets", "socket", "ssl", "http", "urllib.request", "ftplib", "smtplib"}
        broken = [
            str(one)
            for one in all_imports()
            if any(f"{one.wanted}.".startswith(f"{name}.") for name in closed)
            # How long somebody has waited is no time of day: what makes the book knows neither.
            or (
                one.wanted.partition(".")[0] == "time"
                and one.module not in {"anthology.cli", "anthology.sandbox.child"}
            )
        ]
        assert broken == []

    def test_only_the_command_prints(self) -> None:
        printing = {
            module
            for module, path in sources().items()
            for node in ast.walk(ast.parse(path.read_bytes()))
            if _prints(node)
        }
        assert printing <= {"anthology.cli"}

    def test_printing_is_seen(self) -> None:
        for line in ("print('x')", "import sys\nsys.stderr.write('x')"):
            assert any(_prints(node) for node in ast.walk(ast.parse(line)))
        assert not any(_prints(node) for node in ast.walk(ast.parse("print: int = 1\ndone.stdout")))


def _prints(node: ast.AST) -> bool:
    """True for a call of `print`, and for any use of the standard streams."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "print"
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"stdout", "stderr"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
    )


class TestPages:
    """What README.md and ARCHITECTURE.md name is there."""

    PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")

    def text(self, page: str) -> str:
        return (ROOT / page).read_text(encoding="utf-8")

    @pytest.mark.parametrize("page", PAGES)
    def test_every_file_they_name_is_there(self, page: str) -> None:
        named = re.findall(r"`((?:anthology|layouts|fonts|tests|docs|\.ci)/[\w./-]*)`", self.text(page))
        named += re.findall(r"\]\((?!https?:)([^)#]+)\)", self.text(page))
        assert [name for name in named if not (ROOT / name).exists()] == []

    @pytest.mark.parametrize("page", PAGES)
    def test_every_command_they_name_is_one(self, page: str) -> None:
        named = set(re.findall(r"(?:`|^    |/)anthology ([a-z]+)", self.text(page), re.MULTILINE))
        assert named <= set(main.commands)

    @pytest.mark.parametrize("page", PAGES)
    def test_every_target_of_make_they_name_is_one(self, page: str) -> None:
        targets = set(re.findall(r"^([a-z]+):(?!=)", self.text("Makefile"), re.MULTILINE))
        named = set(re.findall(r"(?:`|^    )make ([a-z]+)", self.text(page), re.MULTILINE))
        assert named <= targets

    def test_the_tree_names_what_is_there(self) -> None:
        tree = PAGE.split("## The tree")[1].split("\n## ")[0]
        inner = re.findall(r"^      ([\w.]+/?) ", tree, re.MULTILINE)
        outer = re.findall(r"^    ([\w.]+/) ", tree, re.MULTILINE)
        assert len(inner) > 5
        missing = [name for name in inner if not (PACKAGE / name).exists()]
        assert missing + [name for name in outer if not (ROOT / name).exists()] == []

    def test_the_ledger_they_describe_is_the_one_that_is_written(self, tmp_path: Path) -> None:
        begin(tmp_path, language="en")
        ledger = pipeline.import_submissions(tmp_path / "content").ledger
        shape = PAGE.split("## What ledger.json is")[1].split("\n## ")[0]
        block = "\n".join(line for line in shape.splitlines() if line.startswith("    "))
        fates = {fate.value for fate in Fate}
        assert set(re.findall(r'"([\w-]+)"', block)) - fates == set(_keys(ledger)) - fates


def _keys(value: object) -> Iterator[str]:
    """Every key of a tree of dictionaries and lists."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)
