"""What a typewriter leaves behind in a set text, and what only looks like it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from anthology.checks import CHECKS, Case, asked
from anthology.model import Finding, Severity
from markupsafe import Markup
from tests import books
from tests.checks import cases

PORT = "article-port"


def case(html: str, id_: str = PORT) -> Case:
    body = Markup(html)  # noqa: S704 - the words are this module's own
    return cases.fresh(cases.good(), book=books.with_data(books.book(), id_, body=body), outputs={})


def leftovers(case: Case) -> Sequence[Finding]:
    return asked(next(check for check in CHECKS if check.name == "typewriter"), case)


def unbalanced(case: Case) -> Sequence[Finding]:
    return asked(next(check for check in CHECKS if check.name == "quotations"), case)


def codes(html: str, id_: str = PORT) -> list[str]:
    whole = case(html, id_)
    return [one.code for one in (*leftovers(whole), *unbalanced(whole))]


@pytest.mark.parametrize(
    "html",
    [
        "<p>L’eau\u00a0: «\u00a0elle monte\u00a0», dit-il\u202f; vraiment\u202f?</p>",
        "<p>Il mesure 5'6\" de haut.</p>".replace('"', "″"),
        "<p>De 5' à 7'.</p>",
        '<p>Tapez <code>ls -- "x" ...</code> ici.</p>',
        "<p>Un rendez-vous, un porte-à-faux, 2019-2021.</p>",
        "<p>un\n   deux</p>",
        "<p>Ô matin,<br/>tout se vend</p>",
        "<p>Rien<span class='note' id='article-port--n1'>Une note.</span>, dit-il.</p>",
        "<p>https://example.org/a--b</p>",
        '<p lang="en">He asks: why? “Because,” she says; fine!</p>',
        "<p>Points....... de conduite</p>",
    ],
)
def test_what_is_well_set_is_left_alone(html: str) -> None:
    assert codes(html) == []


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>Quoi <em>donc</em> ?</p>", "typography-plain-space"),
        (
            "<p>Rien<span class='note' id='article-port--n1'>Une \"note\".</span>.</p>",
            "typography-straight-quote",
        ),
        ("<ul><li>l'eau</li></ul>", "typography-straight-quote"),
        ("<h2>Et puis...</h2>", "typography-dots"),
        ("<p>deux\u00a0 blancs</p>", "typography-double-space"),
    ],
)
def test_leftovers_are_found_across_phrases_in_notes_lists_and_headings(html: str, code: str) -> None:
    assert codes(html) == [code]


def test_one_finding_a_kind_and_section_tells_how_many_more_there_are() -> None:
    (found,) = leftovers(case("<p>Quoi ?</p><p>Qui ?</p><p>Rien.</p><p>Où ?</p>"))
    assert "and in 2 other paragraphs" in found.message
    assert found.severity is Severity.REMARK


def test_the_file_and_the_line_of_the_paragraph_are_told() -> None:
    (found,) = leftovers(case("<p>« À 4 h du matin, tout commence », dit-on ici.</p>"))
    text = cases.ARTICLES["port"]
    assert (found.file, found.line) == ("articles/port.md", text[: text.index("« À")].count("\n") + 1)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Elle dit\u00a0: «\u00a0Oui.</p><p>«\u00a0Et non.\u00a0»</p>",
        "<p>Elle dit\u00a0: «\u00a0Oui.</p><p>»\u00a0Et non.\u00a0»</p>".replace("»\u00a0Et", "«\u00a0Et"),
        "<p>«\u00a0Il a dit “oui” hier\u00a0», dit-elle.</p>",
        '<p lang="de">„Wir sind da“, sagt sie.</p>',
        '<p lang="tr">“Evet</p>',
    ],
)
def test_a_quotation_that_is_whole_or_goes_on_is_left_alone(html: str) -> None:
    assert [one.code for one in unbalanced(case(html))] == []


@pytest.mark.parametrize(
    ("html", "mark"),
    [
        ("<p>«\u00a0Oui, dit-elle.</p>", "»"),
        ("<p>Oui\u00a0», dit-elle.</p>", "«"),
        ("<p>«\u00a0Oui.</p><p>Elle sort.</p>", "»"),
        ("<p>Il dit «\u00a0oui”.</p>", "»"),
        ('<p lang="en">“Yes, she says.</p>', "”"),
    ],
)
def test_a_quotation_that_is_not_whole_is_told_once_with_the_mark_that_is_missing(
    html: str, mark: str
) -> None:
    (found,) = unbalanced(case(html))
    assert found.code == "typography-guillemets"
    assert f"mark {mark} is missing" in found.message
    assert found.severity is Severity.WARNING


def test_lists_of_the_tool_itself_are_not_judged() -> None:
    whole = case("<p>Rien.</p>")
    told = {one.file for one in leftovers(whole)}
    assert told == set()
