"""Every code and every kind of question that the package knows has words, and no words stand without one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from anthology import errors, phrases
from anthology.checks import CHECKS
from anthology.labels import catalogue, languages
from anthology.model import Fate, Role, Severity
from anthology.rules import RULES
from anthology.rules.rule import Level

_NEVER = 99
"""The position of what is only given by name."""
PACKAGE = Path(phrases.__file__).resolve().parent
OTHERS = [language for language in languages() if language != "en"]


@dataclass(frozen=True)
class Inlet:
    """A callable of the package, and which of its arguments is the word that is looked for."""

    name: str
    parameter: str
    position: int
    home: str = ""
    """Where it is called: a module, the folder of several, or (empty) anywhere."""


@dataclass(frozen=True)
class Said:
    """What the calls of the inlets are given: texts, and expressions whose text is not written there."""

    texts: frozenset[str]
    other: frozenset[str]


@dataclass(frozen=True)
class Call:
    """A call, and the function in which it stands."""

    node: ast.Call
    function: ast.FunctionDef | None


@cache
def modules() -> Mapping[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_bytes())
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def said(trees: Mapping[str, ast.Module], inlets: Iterable[Inlet]) -> Said:
    """Follow the inlets up through the functions that hand one of their own parameters on.

    A name with an underscore belongs to its module, every other one to the whole package.
    """
    calls = {module: _calls_by_name(tree) for module, tree in trees.items()}
    waiting = [(module, inlet) for inlet in inlets for module in trees if module.startswith(inlet.home)]
    seen = set(waiting)
    texts: set[str] = set()
    other: set[str] = set()
    while waiting:
        module, inlet = waiting.pop()
        for function, value in _given(calls[module].get(inlet.name, ()), inlet):
            for part in _branches(value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    texts.add(part.value)
                elif (outer := _parameter(function, part)) is not None:
                    homes = (module,) if outer.name.startswith("_") else tuple(trees)
                    new = {(home, outer) for home in homes} - seen
                    seen |= new
                    waiting += sorted(new, key=str)
                else:
                    other.add(ast.unparse(part))
    return Said(frozenset(texts), frozenset(other))


@cache
def _calls_by_name(tree: ast.AST) -> Mapping[str, Sequence[Call]]:
    """All calls of a module by what is called."""
    found: dict[str, list[Call]] = {}
    for call in _calls(tree, None):
        found.setdefault(_name(call.node.func), []).append(call)
    return found


def _calls(tree: ast.AST, function: ast.FunctionDef | None) -> Iterator[Call]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield Call(node, function)
        yield from _calls(node, node if isinstance(node, ast.FunctionDef) else function)


def _given(calls: Iterable[Call], inlet: Inlet) -> Iterator[tuple[ast.FunctionDef | None, ast.expr]]:
    """Each value the inlet is called with, and the function in which the call stands."""
    for call in calls:
        named = [keyword.value for keyword in call.node.keywords if keyword.arg == inlet.parameter]
        for value in named or call.node.args[inlet.position : inlet.position + 1]:
            yield call.function, value


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _branches(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.IfExp):
        yield from (*_branches(value.body), *_branches(value.orelse))
    else:
        yield value


def _parameter(function: ast.FunctionDef | None, value: ast.expr) -> Inlet | None:
    """The function as an inlet of its own, where the value is one of its parameters."""
    if function is None or not isinstance(value, ast.Name):
        return None
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args) if one.arg != "self"]
    if value.id in names:
        return Inlet(function.name, value.id, names.index(value.id))
    keywords = [one.arg for one in function.args.kwonlyargs]
    return Inlet(function.name, value.id, _NEVER) if value.id in keywords else None


# --- what the package knows --------------------------------------------------------------------------

ERRORS = [
    name
    for name, one in vars(errors).items()
    if isinstance(one, type) and issubclass(one, errors.AnthologyError) and one is not errors.Several
]
CODED = (
    *(Inlet(name, "code", 0) for name in (*ERRORS, "Finding")),
    Inlet("Kind", "code", 0, "tricks.py"),
    Inlet("_Leftover", "code", 0, "checks/typography.py"),
    Inlet("_Advice", "code", 0, "readers/refused.py"),
    Inlet("Rule", "code", 0, "prepress/rules.py"),
)
ASKED = (
    Inlet("Decision", "kind", 1, "recognise/"),
    Inlet("Decision", "kind", 1, "importing/"),
)


@cache
def coded() -> Said:
    """What errors and findings are given as their code."""
    return said(modules(), CODED)


@cache
def asked() -> Said:
    """What questions are given as their kind."""
    return said(
        {module: tree for module, tree in modules().items() if not module.startswith("checks/")}, ASKED
    )


def codes() -> set[str]:
    """Every code the package can put before a person, but for those of the validator."""
    files = said(modules(), [Inlet("as_error", "name", 1)])
    mistakes = said(modules(), [Inlet("Mistake", "kind", 0)])
    assert not files.other | mistakes.other
    made = {f"{name}-{kind}" for name, kind in product(files.texts, mistakes.texts)}
    return made | coded().texts | {code for check in CHECKS for code in check.codes if "*" not in code}


def kinds() -> set[str]:
    """Every kind of question: those that are asked, and the rules that only propose."""
    return {*asked().texts} | {rule.name for rule in RULES if rule.level is Level.PROPOSED}


class TestScan:
    def test_a_code_is_found_wherever_it_is_handed_on(self) -> None:
        source = """
def fault(file, code, what="x"): raise SourceError(code, what)
class A:
    def ask(self, code): return fault("f", code)
    def by_name(self, *, why): return fault("f", code=why)
def f(self): self.desk.ask("one"); fault("f", "two" if f else "three"); by_name(why="four")
def g(): Finding("five", 1); errors.SourceError(code="six"); Finding(error.code, 1); Finding(f"x-{g}", 1)
"""
        found = said(
            {"a.py": ast.parse(source)}, [Inlet("SourceError", "code", 0), Inlet("Finding", "code", 0)]
        )
        assert found.texts == {"one", "two", "three", "four", "five", "six"}
        assert found.other == {"error.code", "f'x-{g}'"}

    def test_a_private_function_is_one_of_its_own_module_and_a_public_one_of_all(self) -> None:
        source = "def _no(code): raise SourceError(code)\ndef fault(code): return _no(code)"
        other = "_no('mine')\nfault('theirs')"
        trees = {"a.py": ast.parse(source), "b.py": ast.parse(other)}
        assert said(trees, [Inlet("SourceError", "code", 0)]).texts == {"theirs"}

    def test_no_code_and_no_kind_escapes_it(self) -> None:
        """What is not a text in the code is handed on from an error, a finding or a table that was seen."""
        of_the_validator = {text for text in coded().other if re.match(r"f.(?:epubcheck|ace)-", text)}
        assert len(of_the_validator) == 2
        assert coded().other - of_the_validator == {"error.code", "kind.code", "one.code"}
        assert asked().other == {"rule.name"}

    def test_every_code_of_the_table_of_checks_is_raised_somewhere(self) -> None:
        listed = {code for check in CHECKS for code in check.codes if "*" not in code}
        assert len(listed) > 50
        assert listed - coded().texts == set()


class TestTables:
    def test_every_code_has_words_and_no_words_are_of_no_code(self) -> None:
        assert len(codes()) > 100
        assert set(phrases.CODES) == codes()

    def test_every_kind_of_question_has_words_and_no_words_are_of_no_kind(self) -> None:
        assert len(kinds()) > 20
        assert set(phrases.KINDS) == kinds()

    def test_every_role_fate_and_severity_has_words(self) -> None:
        assert set(phrases.FATES) == set(Fate)
        assert set(phrases.ROLES) == set(Role)
        assert set(phrases.SEVERITIES) == set(Severity)

    def test_every_outcome_of_an_import_and_every_step_has_words(self) -> None:
        outcomes = said(modules(), [Inlet("Outcome", "state", 1, "importing/merging.py")])
        assert outcomes.texts | {"new", "deleted-by-editor"} == set(phrases.STATES)
        steps = said(modules(), [Inlet("progress", "what", 2)])
        assert steps.texts == set(phrases.STEPS)


@pytest.mark.parametrize("language", OTHERS)
class TestOtherLanguages:
    def test_every_word_is_translated(self, language: str) -> None:
        say = catalogue(language).gettext
        tables = (phrases.FATES, phrases.SEVERITIES, phrases.KINDS, phrases.STATES, phrases.STEPS)
        labels = [label for table in tables for label in table.values()]
        labels += [words for entry in phrases.CODES.values() for words in entry]
        assert [label for label in labels if say(label) == label] == []

    def test_a_code_of_the_validator_is_told_too(self, language: str) -> None:
        for tell in (phrases.headline, phrases.remedy):
            for code in ("epubcheck-RSC-005", "ace-image-alt"):
                assert tell(code, language) not in ("", tell(code, "en"))


class TestWords:
    def test_what_is_unknown_keeps_its_name_or_stays_without_words(self) -> None:
        assert (phrases.headline("new-thing", "fr"), phrases.remedy("new-thing", "fr")) == ("", "")
        for tell in (phrases.kind, phrases.state, phrases.step):
            assert tell("articles/a.md", "fr") == "articles/a.md"
            assert tell("", "fr") == ""

    @pytest.mark.parametrize(
        ("number", "noun", "language", "shown"),
        [
            (0, "article", "en", "no articles"),
            (1, "article", "en", "1 article"),
            (2, "article", "en", "2 articles"),
            (0, "taken", "en", "0 taken"),
            (0, "article", "fr", "aucun article"),
            (1, "open decision", "fr", "1 décision à prendre"),
            (2, "open decision", "fr", "2 décisions à prendre"),
            (0, "taken", "fr", "0 déjà prise"),
            (2, "taken", "fr", "2 déjà prises"),
            (0, "error", "xx", "no errors"),
        ],
    )
    def test_things_are_counted_as_the_language_counts(
        self, number: int, noun: str, language: str, shown: str
    ) -> None:
        assert phrases.counted(number, noun, language) == shown

    def test_every_severity_is_one_word_and_is_counted(self) -> None:
        words = [phrases.severity(one.value, "fr") for one in Severity]
        assert words == ["erreur", "avertissement", "remarque"]
        assert [phrases.counted(2, one.value, "fr") for one in Severity] == [f"2 {word}s" for word in words]
