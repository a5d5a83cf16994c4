"""The codes of the package to docs/codes.md and anthology/codes.json: `python -m tests.safety.codes`.

How bad a code is, and what the command ends with, is read off the calls that make it: the class of an error,
the severity of a finding. Functions that hand a code on are followed up to the one that names it.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anthology import errors, phrases
from anthology.checks import CHECKS
from anthology.jsontext import to_json
from anthology.model import Severity

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "anthology"
PAGE = ROOT / "docs" / "codes.md"
DATA = PACKAGE / "codes.json"

_HEAD = """\
# Codes

Every error and every finding has a code, in brackets at the end of its line. An error stops the command,
which ends with the status that stands here; a finding is told and collected. One that “must be mended”
stops the build as well. Each is told with its place, as far as there is one: file, line and column of a
source, file and page of a finished book. `anthology explain CODE` prints an entry of this page.
"""

STATUSES = {
    name: one.exit_status
    for name, one in vars(errors).items()
    if isinstance(one, type) and issubclass(one, errors.AnthologyError) and one is not errors.Several
}
_TABLES = {"_Kind": 1}
"""Rows of tables whose second value is the severity of the finding that is made of them."""
_FIXED = {"_Advice": Severity.WARNING, "_Leftover": Severity.REMARK}


@dataclass(frozen=True)
class Weight:
    """How bad a code is: severities of its findings, exit statuses of its errors."""

    severities: tuple[str, ...]
    statuses: tuple[int, ...]


@dataclass(frozen=True)
class _Maker:
    """A callable that makes errors or findings: which argument is the code, and how bad it will be."""

    name: str
    code: str
    position: int
    weight: str
    """`error:4`, `finding:error`, or empty: it is the argument below."""
    by: str = ""
    by_position: int = 99
    default: str = ""
    home: str = ""
    """The module that knows it; empty: all do."""


@cache
def weights() -> Mapping[str, Weight]:
    """How bad each code is, by code."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, weight in _told(_trees()):
        found[code].add(weight)
    for code in phrases.CODES:
        for kind in ("syntax", "unknown-key", "missing-key", "value"):
            if code == f"{code.partition('-')[0]}-{kind}":
                found[code].add(f"error:{4 if code.startswith('article') else 3}")
    return {code: _weight(found[code]) for code in sorted(phrases.CODES)}


def _weight(found: Iterable[str]) -> Weight:
    told = [one.partition(":")[::2] for one in found]
    names = {name for kind, name in told if kind == "finding"}
    return Weight(
        tuple(one.value for one in Severity if one.value in names),
        tuple(sorted(int(name) for kind, name in told if kind == "error")),
    )


def _trees() -> Mapping[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_bytes())
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def _told(trees: Mapping[str, ast.Module]) -> Iterator[tuple[str, str]]:
    waiting = [
        *(_Maker(name, "code", 0, f"error:{status}") for name, status in STATUSES.items()),
        _Maker("Finding", "code", 0, "", "severity", 1),
        *(_Maker(name, "code", 0, "", "severity", at) for name, at in _TABLES.items()),
        *(_Maker(name, "code", 0, f"finding:{severity.value}") for name, severity in _FIXED.items()),
        _Maker("Rule", "code", 0, "", "grave", 99, "True", "prepress/rules.py"),
        # Beside words that a reader would see wrong it is an error; see `checks/characters.py`.
        *(_Maker("Kind", "code", 0, f"finding:{one}", home="tricks.py") for one in ("warning", "error")),
    ]
    seen = set(waiting)
    calls = _calls(trees)
    while waiting:
        maker = waiting.pop()
        for module, function, call in calls.get(maker.name, ()):
            if maker.home not in ("", module):
                continue
            for code, weight in _pairs(maker, call):
                if isinstance(code, ast.Constant) and weight:
                    yield str(code.value), weight
                outer = _outer(function, code, weight, call, maker, module)
                if outer and outer not in seen:
                    seen.add(outer)
                    waiting.append(outer)


_Call = tuple[str, ast.FunctionDef | None, ast.Call]


def _calls(trees: Mapping[str, ast.Module]) -> Mapping[str, list[_Call]]:
    """Each call by the name that is called, with its module and the function around it."""
    found: dict[str, list[_Call]] = defaultdict(list)
    for module, tree in trees.items():
        for function, call in _walked(tree, None):
            found[getattr(call.func, "attr", "") or getattr(call.func, "id", "")].append(
                (module, function, call)
            )
    return found


def _walked(
    tree: ast.AST, function: ast.FunctionDef | None
) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    waiting: list[tuple[ast.FunctionDef | None, ast.AST]] = [(function, tree)]
    while waiting:
        around, node = waiting.pop()
        if isinstance(node, ast.Call):
            yield around, node
        inner = node if isinstance(node, ast.FunctionDef) else around
        waiting += [(inner, child) for child in ast.iter_child_nodes(node)]


def _pairs(maker: _Maker, call: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    """Each code that a call may be given, with how bad it is where the call says so."""
    code = _argument(call, maker.code, maker.position)
    for part in _branches(code) if code is not None else ():
        if maker.weight:
            yield part, maker.weight
            continue
        by = _argument(call, maker.by, maker.by_position)
        known = [weight for one in _branches(by) if (weight := _severity(one))] if by is not None else []
        for weight in known or [maker.default and _severity(ast.parse(maker.default, mode="eval").body)]:
            yield part, weight


def _severity(value: ast.expr) -> str:
    if isinstance(value, ast.Attribute) and getattr(value.value, "id", "") == "Severity":
        return f"finding:{Severity[value.attr].value}"
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return f"finding:{'error' if value.value else 'warning'}"
    return ""


def _argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    named = [one.value for one in call.keywords if one.arg == name]
    return named[0] if named else call.args[position] if position < len(call.args) else None


def _branches(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.IfExp):
        yield from (*_branches(value.body), *_branches(value.orelse))
    else:
        yield value


def _outer(
    function: ast.FunctionDef | None, code: ast.expr, weight: str, call: ast.Call, maker: _Maker, module: str
) -> _Maker | None:
    """The function around a call as a maker of its own, where it hands on a code that it was given."""
    if function is None or not isinstance(code, ast.Name):
        return None
    places = _parameters(function)
    if code.id not in places:
        return None
    home = module if function.name.startswith("_") else ""
    by = _argument(call, maker.by, maker.by_position) if maker.by else None
    if weight or not isinstance(by, ast.Name) or by.id not in places:
        return _Maker(function.name, code.id, places[code.id], weight, home=home) if weight else None
    default = _defaults(function).get(by.id, "")
    return _Maker(function.name, code.id, places[code.id], "", by.id, places[by.id], default, home)


def _parameters(function: ast.FunctionDef) -> dict[str, int]:
    names = [
        one.arg for one in (*function.args.posonlyargs, *function.args.args) if one.arg not in ("self", "cls")
    ]
    return {
        **dict.fromkeys((one.arg for one in function.args.kwonlyargs), 99),
        **{name: at for at, name in enumerate(names)},
    }


def _defaults(function: ast.FunctionDef) -> dict[str, str]:
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    given = zip(reversed(names), reversed(function.args.defaults), strict=False)
    keywords = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    return {
        **{name: ast.unparse(value) for name, value in given},
        **{one.arg: ast.unparse(value) for one, value in keywords if value is not None},
    }


# --- the page and the data ---------------------------------------------------------------------------


def data() -> str:
    """How bad each code is, as the package keeps it for `anthology explain`."""
    return to_json(
        {code: {"severities": one.severities, "statuses": one.statuses} for code, one in weights().items()}
    )


def page() -> str:
    """The whole page: the codes in order, each with what it means and what to do."""
    asked = {code: check.name for check in CHECKS for code in check.codes}
    return "\n".join([_HEAD, *(_section(code, one, asked.get(code, "")) for code, one in weights().items())])


def _section(code: str, weight: Weight, check: str) -> str:
    told = [phrases.weight(weight.severities, weight.statuses, "en")]
    told += [f"Asked by the check [{check}](checks.md#{check})."] if check else []
    return (
        f"## {code}\n\n{phrases.headline(code, 'en')}.\n\n"
        f"**What to do:** {phrases.remedy(code, 'en')}\n\n{' '.join(told)}\n"
    )


def main() -> None:
    """Write both files."""
    DATA.write_text(data(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
