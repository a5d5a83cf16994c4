"""What holds for any text whatever: generated paragraphs, and hostile ones."""

from __future__ import annotations

import re
from time import process_time

import pytest
from anthology.rules import (
    RULES,
    Level,
    apply,
    edits,
    forget,
    plain,
    proposals,
    protected,
    typeset,
    undo,
    with_real_spaces,
)
from anthology.rules.revision import begin, edits_of, protect, revise
from anthology.rules.usage import usage_of
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety.counts import count

LANGUAGES = st.sampled_from(
    ["fr", "fr-FR", "fr-BE", "fr-CH", "fr-CA", "en", "en-US", "es", "de", "de-CH", "de-AT", "it", "ca", "pl"]
)

PIECES = [
    "mot",
    "Mot",
    "de",
    "l",
    "qu",
    "école",
    "oeuvre",
    "coeur",
    "XIXème",
    "siècle",
    "Louis",
    "XIV",
    "M.",
    "Mme",
    "Dupont",
    "J.-P.",
    "n°",
    "p.",
    "art.",
    "etc",
    "http://a.fr/b?c=d",
    "a@b.fr",
    "@moi",
    "#tag",
    "12:30",
    "3:2",
    "a::b",
    ":-)",
    ":)",
    ":smile:",
    "2.5.1",
    "C++",
    "5",
    "12",
    "000",
    "300",
    "2019",
    "28",
    "%",
    "€",
    "kg",
    "km",
    "h",
    "30",
    "x",
    "ème",
    "ère",
    "1",
    "2",
    "nde",
    "«",
    "»",
    "“",
    "”",
    "„",
    '"',
    "'",
    "‘",
    "’",
    "`",
    "<<",
    ">>",
    "...",
    "…",
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    "(",
    ")",
    "[",
    "]",
    "-",
    "–",
    "—",
    "--",
    "<b>",
    "/",
    "\\",
    "=",
    "*",
    "_",
    "+",
]
ODD = [
    " ",
    "  ",
    "\t",
    "\n",
    "\u00a0",
    "\u202f",
    "\u2009",
    "\u200b",
    "\u00ad",
    "ﬁ",
    "e\u0301",
    "\ufffc",
    "\x00",
]
SURROGATE = "\ud800"

sentences = st.lists(st.sampled_from([*PIECES, *ODD, " ", " ", SURROGATE]), max_size=16).map("".join)
signs = st.text(alphabet=" \u00a0\u202f.,;:!?«»“”\"'’()[]…-–0123456789aAlhxe%€\n", max_size=25)
texts = st.one_of(sentences, signs, st.text(max_size=30))

# The only rules that may change a letter or a digit, each in a closed list of words or signs.
WRITES_LETTERS = frozenset(rule.id for rule in RULES if rule.writes_letters and rule.level is Level.APPLIED)
NOT_CHARACTERS = frozenset(rule.id for rule in RULES if rule.id not in {"U1", "U2"})

any_text = settings(max_examples=count(120, 400), deadline=None, derandomize=True)


@any_text
@given(texts, LANGUAGES)
def test_undoing_gives_the_source_back(text: str, language: str) -> None:
    made = edits(text, language)
    assert undo(apply(text, made), made) == text
    assert apply(text, made) == typeset(text, language)


@any_text
@given(texts, LANGUAGES)
def test_edits_are_sorted_disjoint_minimal_and_signed(text: str, language: str) -> None:
    done = 0
    for edit in edits(text, language):
        assert done <= edit.start <= edit.end
        assert edit.before == text[edit.start : edit.end] != edit.after
        assert edit.before[:1] != edit.after[:1] or not edit.before
        assert edit.before[-1:] != edit.after[-1:] or not edit.before
        assert set(edit.rule.split("+")) <= {rule.id for rule in RULES}
        done = edit.end


@any_text
@given(texts, LANGUAGES)
def test_typesetting_twice_changes_nothing_more(text: str, language: str) -> None:
    final = typeset(text, language)
    assert typeset(final, language) == final


@any_text
@given(texts, LANGUAGES)
def test_plain_text_sets_as_its_source_and_is_plain_at_once(text: str, language: str) -> None:
    typed = plain(text, language)
    assert typeset(typed, language) == typeset(text, language)
    assert plain(typed, language) == typed


@any_text
@given(texts, LANGUAGES)
def test_no_letter_and_no_digit_changes_outside_the_closed_list(text: str, language: str) -> None:
    def letters(of: str) -> list[str]:
        return [char for char in of if char.isalnum()]

    assert letters(typeset(text, language, off=WRITES_LETTERS)) == letters(text)


def test_the_list_of_rules_that_may_change_a_letter_is_closed() -> None:
    # U0 and U0f lead wrongly read bytes back to what was written; U2 composes; all others are lists of words.
    assert {"O1", "O2", "L1", "L2", "N10", "U2", "U0", "U0f"} >= WRITES_LETTERS


@any_text
@given(texts, LANGUAGES)
def test_protected_spans_are_never_touched(text: str, language: str) -> None:
    # Where a span begins and ends can be told once the characters that are no text are out.
    clean = typeset(text, language, off=NOT_CHARACTERS)
    made = edits(clean, language)
    for start, end in protected.spans(clean, language):
        assert all(edit.end <= start or edit.start >= end for edit in made)


@any_text
@given(texts, LANGUAGES)
def test_proposals_are_edits_of_the_text(text: str, language: str) -> None:
    for proposal in proposals(text, language):
        assert undo(apply(text, (proposal,)), (proposal,)) == text


# Fragments that make every rule work, so that a sign that is too narrow is met.
WORKING = [
    with_real_spaces(text) for rule in RULES for pair in (*rule.examples, rule.unchanged) for text in pair
]
mixtures = st.lists(st.sampled_from([*WORKING, *ODD]) | signs, min_size=1, max_size=4).map(" ".join)


@any_text
@given(mixtures | texts, LANGUAGES)
def test_a_rule_has_nothing_to_change_where_its_sign_is_not(text: str, language: str) -> None:
    usage = usage_of(language)
    for rule in RULES:
        if rule.sign and not re.search(rule.sign, text):
            changes = list(rule.find(text, usage))
            assert [one for one in changes if text[one.start : one.end] != one.after] == [], rule.id


@any_text
@given(mixtures | texts, LANGUAGES)
def test_a_text_is_set_as_if_every_rule_ran_in_every_round(text: str, language: str) -> None:
    running = [rule for rule in RULES if rule.on and rule.level is Level.APPLIED and rule.speaks(language)]
    usage = usage_of(language)
    revision = begin(text)
    for rule in (rule for rule in running if rule.id not in NOT_CHARACTERS):
        revision = revise(revision, rule.find(revision.view, usage), rule.id)
    before = None
    for _ in range(8):
        if before == revision.text:
            break
        before = revision.text
        revision = protect(revision, protected.spans(before, language))
        for rule in (rule for rule in running if rule.id in NOT_CHARACTERS):
            revision = revise(revision, rule.find(revision.view, usage), rule.id)
    assert edits(text, language) == edits_of(revision)


HOSTILE = (
    *("«", "»", '"', "“", "”", "« ", '" ', "« »", 'a"b '),
    *(" ", "\t", "\n", "\u202f", "\x00", "\u200b", "\ud800", "\u0301", "\u0316\u0301", "a\u0301", "\ufffc"),
    *("1 ", "0 000 ", "1 000 ", "1.", "12:", "1h30/", "1 x ", "1ère ", "2019,"),
    *(". ", " .", "...", "… ", " ?", "! ", ";a", "a,b", "a:", "::", "( ", " )", "- ", "a - a ", "-- "),
    *(
        "a",
        "a.",
        "é",
        "中",
        "l’ ",
        "l' ",
        "'",
        "M. ",
        "A. ",
        "Xe ",
        "coeur ",
        "J.-",
        "p.",
        "n°",
        "SIRET 1 000 ",
    ),
    *("`", "`a", "<a ", "<!--", "<<", "{:", "{a", "a(", "a=", "a_", "_", ":a", ";-", "¿", "&a", "\\"),
    *("@", "a@", "#", "/a", "//", "www.", "www.!", "http://", "10.1234/", "ISBN 1", "+33 "),
    *(
        "« a » dit ",
        ": « A b c d ».",
        "“aaa bbb ccc ddd” dit ",
        "<<a>> ",
        "- a, dit ",
        "b c - d e ",
        "-\n",
        "ab-\n",
    ),
    *(
        "A ",
        "Ca ",
        "E",
        "LES ",
        "LES INCIVILITES ",
        "de de ",
        "abcde abcde ",
        "AbcAbc",
        "Oui ",
        "Pouvez vous ",
    ),
    *(
        "2 ans ",
        "30000 ",
        "30.000 ",
        "1.2 ",
        "300 m2 ",
        "21e siècle ",
        "etc...",
        "aaa.B",
        "A.B.C.",
        "les ABs ",
    ),
    *(
        "Mr ",
        "no 5 ",
        "a(e)",
        "a/e",
        "abc:in ",
        "Jn 3:1",
        "😀\u200d",
        "Qu’est ce ",
        "a-t'il ",
        "Tik Tok ",
        "1'000",
    ),
)


def seconds(text: str, language: str) -> float:
    """The CPU time of all that is done with a paragraph when it is imported, nothing of it remembered."""
    forget()
    begun = process_time()
    edits(text, language)
    proposals(text, language)
    return process_time() - begun


# Below this, a clock tells nothing. Time that grew with the square of the length would be sixteenfold.
_SHORTEST = 0.004
_SHORT = count(2_500, 5_000)
"""Characters."""
_WIDE = 12.0


@pytest.mark.parametrize(
    ("pattern", "language"),
    [
        *((one, "fr") for one in HOSTILE),
        *((one, "es") for one in ("Qué a ", "«", "¿", "1º ", "- a ")),
        *((one, "de-CH") for one in ("z.B. ", "1'000 ", "ß", "„", "“")),
        *((one, "it") for one in ("E' ", "po' ", "l'", "28 %")),
    ],
    ids=ascii,
)
def test_four_times_the_length_takes_about_four_times_as_long(pattern: str, language: str) -> None:
    short, long = ((pattern * 20_000)[:length] for length in (_SHORT, 4 * _SHORT))
    # The machine may be busy with something else: one quiet measurement out of four is enough.
    ratios = (seconds(long, language) / max(seconds(short, language), _SHORTEST) for _ in range(4))
    assert any(ratio < _WIDE for ratio in ratios)


@pytest.mark.parametrize("pattern", HOSTILE, ids=ascii)
def test_a_long_row_of_one_thing_is_set_like_any_other_text(pattern: str) -> None:
    text = (pattern * 20_000)[: count(_SHORT, 4 * _SHORT)]
    made = edits(text, "fr")
    final = apply(text, made)
    assert undo(final, made) == text
    assert edits(final, "fr") == ()
