"""Every reason that the tool gives can be read in the reader's language, and says no other thing there."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import chain, product
from pathlib import Path

import pytest
from anthology import evidence
from anthology.evidence import SENTENCES, known, shown, told
from anthology.labels import catalogue, languages
from anthology.model import Decision
from anthology.phrases import KINDS, ROLES
from anthology.recognise import recognise
from anthology.recognise.credits import credit_lines, parse_credits
from anthology.recognise.name_lists import Order
from anthology.rules import RULES
from anthology.rules.rule import Level
from hypothesis import given
from hypothesis import strategies as st
from tests.recognise import credit_corpus
from tests.recognise.samples import DATA, SUBMISSIONS, of_file

PACKAGE = Path(evidence.__file__).resolve().parent
OTHERS = [language for language in languages() if language != "en"]
PLACES = re.compile(r"%\((\w+)\)s")
OF_PLACES = {
    "place": "submissions/a b.txt:12",
    "number": "3",
    "role": "intertitle",
    "reason": "a byline: given name first",
}
"""A value for each kind of place; the others hold any words."""

# Strings that look like reasons and are none, in the modules that give reasons.
NO_REASONS = {
    "hold back", "one person", "the editor and the import changed the same lines",  # found or proposed
    "a group", "a class", "given name first", "surname first", "either order", "mostly given name first",
    "%s %s", "%s %s %s", "%s: %s", "%s: %s, %s", "%s: %s; %s: %s", "%s:%s: %s",
    "%s is the only school that the credits name (%s of %s)",
    "this is the sheet of another manuscript",
    "what is read of a submission depends on single answers, not on all there are",
    "the decisions %s change the same letters of %s", "accept one of them, and answer the other with reject",
}  # fmt: skip
WORD_LISTS = {"accents", "cues", "credit_marks", "credit_words", "given_names", "languages", "mentions"}
"""Modules whose strings are words of texts."""
_PROSE = re.compile(r"(?:[a-z]+|[%“])[^\\|*+?{}<>=^$_\n]*")
"""How a reason looks: it opens with a small letter or a value, and has no sign of patterns."""


# --- what the code can say ---------------------------------------------------------------------------


def prose(tree: ast.Module) -> Iterator[str]:
    """The strings that look like reasons, with `%s` for each value that can be anything."""
    left = {id(part) for node in ast.walk(tree) for part in _no_reasons(node)}
    for node in ast.walk(tree):
        if id(node) not in left:
            yield from (text for text in _texts(node) if " " in text.strip() and _PROSE.fullmatch(text))


def _no_reasons(node: ast.AST) -> list[ast.expr]:
    """Pieces of a string, what is said about the code, and lists of words."""
    if isinstance(node, ast.JoinedStr):
        return node.values
    if isinstance(node, ast.Expr):
        return [node.value]
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_keys", "_set"):
        return node.args
    return [node.value] if isinstance(node, ast.Attribute) and node.attr == "split" else []


def _texts(node: ast.AST) -> list[str]:
    """Each text that a string of the code can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(pieces) for pieces in product(*map(_texts, node.values))]
    return _values(node.value) if isinstance(node, ast.FormattedValue) else []


def _values(value: ast.expr) -> list[str]:
    if isinstance(value, ast.IfExp):
        return _texts(value.body) + _texts(value.orelse)
    source = ast.unparse(value)
    if named := re.fullmatch(r"Order\.(\w+)\.value", source):
        return [Order[named[1]].value]
    return [one.value for one in Order] if re.fullmatch(r"(\w+\.)?order(\.other)?\.value", source) else ["%s"]


def said_in_code() -> set[str]:
    """Every string that looks like a reason, in the modules that give reasons."""
    modules = [path for path in (PACKAGE / "recognise").glob("*.py") if path.stem not in WORD_LISTS]
    modules += [
        path for path in (PACKAGE / "importing").glob("*.py") if "Decision(" in path.read_text("utf-8")
    ]
    return {text for path in modules for text in prose(ast.parse(path.read_bytes()))}


# --- what is said of real texts ----------------------------------------------------------------------


@cache
def said_of_texts() -> frozenset[str]:
    """Every reason that is given for the submissions of this folder, the samples and the corpora."""
    folders_ = (SUBMISSIONS, DATA / "samples", DATA / "corpus" / "development", DATA / "corpus" / "kept_back")
    manuscripts = [of_file(path) for folder in folders_ for path in sorted(folder.glob("*.txt"))]
    recognition = recognise(manuscripts, answers={}, language="fr")
    judged = [one.evidence for reading in recognition.readings for one in reading.judgements]
    asked = [one.evidence for one in recognition.decisions]
    return frozenset(chain(*judged, *asked, _said_of_credits()))


def _said_of_credits() -> Iterator[str]:
    for name in ("credit_lines.toml", "credits_open.toml", "credits_held.toml"):
        for case in tomllib.loads((DATA / name).read_text("utf-8"))["credit"]:
            lines = case["text"].split("\n") if isinstance(case["text"], str) else case["text"]
            yield from (reason for one in credit_lines(lines).values() for reason in one.evidence)
            credits = parse_credits("submissions/a.txt", credit_corpus.blocks(lines), language="fr")
            yield from (reason for one in credits.decisions for reason in one.evidence)


_LINE = re.compile(r"[^:]+:\d+: .+", re.DOTALL)
"""A line of the source behind its place, which is nobody's sentence."""


def own(reasons: frozenset[str]) -> list[str]:
    """Those that are sentences of the tool."""
    return sorted(reason for reason in reasons if not _LINE.fullmatch(reason))


def filled(sentence: str, words: str = "Le Goff") -> str:
    """A sentence with a value in each of its places."""
    return PLACES.sub(lambda place: OF_PLACES.get(place[1], words), sentence)


def question(kind: str = "role", **fields: object) -> Decision:
    return replace(Decision("a", kind, "submissions/a.txt:1", "", ""), **fields)  # type: ignore[arg-type]


class TestSentences:
    def test_every_reason_in_the_code_is_a_sentence_and_every_sentence_is_a_reason_in_the_code(self) -> None:
        sentences = {PLACES.sub("%s", one) for one in SENTENCES}
        assert len(sentences) == len(SENTENCES) > 150
        assert said_in_code() == sentences | NO_REASONS

    def test_every_reason_given_for_real_texts_is_a_sentence(self) -> None:
        said = own(said_of_texts())
        assert len(said) > 500
        assert [reason for reason in said if not known(reason)] == []

    def test_a_reason_that_is_new_in_the_code_is_noticed(self) -> None:
        source = """
'''no reason of anybody'''
WORDS = "un une des".split()
def why(a, order):
    return f"is {'a' if a else 'no'} thing of {a}", f"looks {order.value}"
def no(): return "opens with ¿", "(?:no|reason) at all"
"""
        assert set(prose(ast.parse(source))) == {
            "is a thing of %s", "is no thing of %s", "looks given name first", "looks surname first",
            "opens with ¿",
        }  # fmt: skip

    def test_no_sentence_can_be_taken_for_another(self) -> None:
        for sentence in SENTENCES:
            if PLACES.search(sentence):
                assert evidence._read(filled(sentence), deep=True)[0] == sentence
            else:
                assert evidence._read(sentence, deep=True)[0] == ""

    def test_the_places_for_values_are_of_the_kinds_that_are_known(self) -> None:
        names = {name for sentence in SENTENCES for name in PLACES.findall(sentence)}
        assert names == {*OF_PLACES, "words", "word", "name", "groups", "group"}


@pytest.mark.parametrize("language", OTHERS)
class TestOtherLanguages:
    def test_every_sentence_is_translated(self, language: str) -> None:
        assert [one for one in SENTENCES if told(filled(one), language) == filled(one)] == []

    def test_every_reason_given_for_real_texts_is_told(self, language: str) -> None:
        assert [reason for reason in own(said_of_texts()) if told(reason, language) == reason] == []

    @given(words=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
    def test_what_stands_in_the_places_is_told_as_it_is(self, words: str, language: str) -> None:
        for sentence in SENTENCES:
            free = set(PLACES.findall(sentence)) - set(OF_PLACES)
            if free and words.strip():
                assert words in told(filled(sentence, words), language)

    def test_every_rule_has_a_name_and_a_reason(self, language: str) -> None:
        assert len(RULES) > 60
        for rule in RULES:
            assert evidence.rule_name(rule.name, language) not in ("", rule.name)
            assert evidence.rule_reason(rule.why, language) not in ("", rule.why)

    def test_the_reason_of_a_rule_is_told_where_it_is_the_evidence_of_a_question(self, language: str) -> None:
        asking = [rule for rule in RULES if rule.level is Level.PROPOSED]
        assert len(asking) > 20
        for rule in asking:
            one = shown(question(rule.name, evidence=(rule.why,)), language)
            assert one.evidence == (catalogue(language).gettext(rule.why),) != (rule.why,)


class TestTelling:
    @pytest.mark.parametrize(
        ("reason", "words"),
        [
            ("says the same as submissions/a.txt:6", "dit la même chose que submissions/a.txt:6"),
            ("otherwise: intertitle", "ou bien\u00a0: intertitre"),
            ("lists 3 names", "énumère 3 noms"),
            ("opens with “Photo :”", "commence par «\u00a0Photo :\u00a0»"),
            ("DIALLO is in capitals: surname first", "DIALLO est en capitales\u00a0: nom de famille d’abord"),
            (
                "Awa is a given name: given name first, but this name looks surname first",
                "Awa est un prénom\u00a0: prénom d’abord, mais ce nom semble commencer par le nom de famille",
            ),
            ("an author of X|2022|G1 and of X||G2", "signe dans X|2022|G1 et dans X||G2"),
            ("written 100 % %(name)s", "écrit 100 % %(name)s"),
        ],
    )
    def test_a_reason_is_told_in_french(self, reason: str, words: str) -> None:
        assert told(reason, "fr") == words

    @pytest.mark.parametrize(
        "reason",
        [
            "", "Contents", "submissions/a.txt:3: is long", "my own words", "says the same as the other one",
            "lists some names", "otherwise: a poem", "%(place)s", "is a given name", "written ",
            "my own words, but this name looks surname first",
        ],
    )  # fmt: skip
    def test_what_is_no_sentence_of_the_tool_stays_as_it_is(self, reason: str) -> None:
        assert told(reason, "fr") == reason
        assert not known(reason)

    @given(st.text() | st.sampled_from([filled(one) for one in SENTENCES]))
    def test_english_and_languages_without_a_catalogue_say_what_is_stored(self, reason: str) -> None:
        assert told(reason, "en") == told(reason, "oc") == reason

    def test_reasons_inside_of_reasons_without_end_are_read_once(self) -> None:
        looks = ", but this name looks surname first"
        assert known("every name is one word" + looks)
        assert told("every name is one word" + looks * 50_000, "fr").endswith(looks)


class TestQuestions:
    def test_what_is_proposed_in_words_of_the_tool_is_told_and_the_question_is_else_the_same(self) -> None:
        one = question(
            "hidden-text", found="un secret", proposed="hold back", evidence=("the file hides it",)
        )
        assert shown(one, "fr") == replace(
            one, proposed="ne pas imprimer", evidence=("le fichier le masque",)
        )
        assert shown(one, "en") == one

    def test_words_of_a_source_that_look_like_words_of_the_tool_stay(self) -> None:
        one = question("title", found="one person", proposed="hold back")
        assert shown(one, "fr") == one

    def test_lines_of_two_versions_of_an_article_stay_as_they_are(self) -> None:
        found = "the editor and the import changed the same lines"
        one = question("merge-conflict", found=found, evidence=("is long", "asks nothing"))
        assert shown(one, "fr").found == "vous et l’import avez changé les mêmes lignes"
        assert shown(one, "fr").evidence == one.evidence

    def test_a_rule_keeps_its_name_in_english_and_has_that_of_its_question_elsewhere(self) -> None:
        assert evidence.rule_name("hyphen-as-dash", "en") == "hyphen-as-dash"
        assert evidence.rule_name("hyphen-as-dash", "fr") == catalogue("fr").gettext(KINDS["hyphen-as-dash"])
        assert evidence.rule_name("wrong-letters", "fr") == "lettres mal décodées"

    def test_every_role_that_a_reason_names_is_told(self) -> None:
        for role in ROLES:
            assert told(f"otherwise: {role}", "fr") != f"otherwise: {role}"
