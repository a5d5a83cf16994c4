"""What is said of for whom an e-book is readable: all of it is true, and goes with the thing it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from anthology import config
from anthology.errors import ConfigError, Several
from anthology.model import Section
from anthology.writers.epub_accessibility import Finished, accessibility, features_of, refuse_refuted
from anthology.writers.epub_documents import Document
from anthology.writers.epub_facts import Facts, facts
from anthology.writers.epub_item import XHTML_TYPE, Item
from anthology.writers.epub_statement import Statement
from anthology.writers.making import Conformance
from tests import books

NAV = (
    '<nav epub:type="toc"><ol><li><a href="text/a.xhtml">a</a></li></ol></nav>'
    '<nav epub:type="page-list"><ol><li><a href="text/a.xhtml#p1">1</a></li></ol></nav>'
)
TEXT = (
    '<h1>a</h1><p role="note">b<span epub:type="pagebreak" role="doc-pagebreak" id="p1"/>'
    '<a epub:type="noteref" href="#n">1</a></p><h2>c</h2>'
)
PICTURE = '<img src="x.jpg" alt="Un port"/>'
TABLE = "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>"
CSS = "p { font-size: 1.2em }"


def known(body: str, language: str = 'lang="fr" xml:lang="fr"') -> Facts:
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    return facts(f"<html {spaces} {language}><body>{body}</body></html>".encode())


def document(body: str, kind: str = "article") -> Document:
    section: Section = next(one for one in books.book().sections if one.kind == kind)
    return Document(section, Item(section.id, f"text/{section.id}.xhtml", XHTML_TYPE, b""), known(body), "")


def finished(body: str = TEXT + PICTURE + TABLE, css: str = CSS, nav: str = NAV) -> Finished:
    """A book of an article and an index, in which everything is as it should be."""
    documents = [document(body), document("<h1>i</h1>", "index")]
    return Finished(documents, known(nav), {"a.css": css}, (), [one.item.id for one in documents])


def told(book: Finished, by: Conformance | None = None) -> tuple[Statement, ...]:
    return tuple(accessibility(book, "fr", by))


def values(said: Sequence[Statement], name: str) -> list[str]:
    return [one.value for one in said if one.attributes.get("property") == f"schema:{name}"]


EVERYTHING = (
    "alternativeText",
    "ARIA",
    "displayTransformability",
    "index",
    "pageBreakMarkers",
    "pageNavigation",
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
    "unlocked",
)


def test_a_good_book_has_every_feature() -> None:
    assert features_of(finished()) == EVERYTHING


WITHOUT = {
    "one description": (finished(TEXT + PICTURE + '<img src="y.jpg" alt=" "/>'), {"alternativeText"}),
    "the picture": (finished(TEXT + TABLE), {"alternativeText"}),
    "what the picture says": (
        finished(TEXT + '<img src="x.jpg" alt="" role="presentation"/>'),
        {"alternativeText"},
    ),
    "the label of a drawing": (
        finished(TEXT + PICTURE + '<svg xmlns="http://www.w3.org/2000/svg"/>'),
        {"alternativeText"},
    ),
    "page marks": (
        finished(TEXT.replace("pagebreak", "z").replace("role", "title") + PICTURE),
        {"ARIA", "pageBreakMarkers", "pageNavigation"},
    ),
    "the list of pages": (finished(nav=NAV.partition('<nav epub:type="page-list"')[0]), {"pageNavigation"}),
    "the contents": (finished(nav=NAV.replace('"toc"', '"x"')), {"tableOfContents"}),
    "lines in the contents": (
        finished(nav='<nav epub:type="toc"/><nav epub:type="page-list"/>'),
        {"tableOfContents"},
    ),
    "a level of headings": (finished(TEXT.replace("h2", "h3") + PICTURE), {"structuralNavigation"}),
    "sizes that can change": (finished(css="p { font: bold 11.5pt serif }"), {"displayTransformability"}),
    "the order of the text": (finished(css="p { position: absolute }"), {"readingOrder"}),
    "a place in the reading order": (replace(finished(), read=()), {"readingOrder"}),
    "freedom": (replace(finished(), files=("META-INF/encryption.xml",)), {"unlocked"}),
    "an index": (replace(finished(), documents=finished().documents[:1]), {"index"}),
}


@pytest.mark.parametrize("thing", WITHOUT)
def test_without_the_thing_its_claim_goes_and_no_other(thing: str) -> None:
    book, lost = WITHOUT[thing]
    assert set(EVERYTHING) - set(features_of(book)) == lost


def test_without_any_heading_nobody_is_told_to_go_by_them() -> None:
    book = finished("<p>a</p>")
    assert "structuralNavigation" not in features_of(replace(book, documents=book.documents[:1]))


@pytest.mark.parametrize(
    ("body", "modes", "sufficient"),
    [
        (TEXT, ["textual"], ["textual"]),
        (TEXT + '<img src="y.jpg" alt="" role="presentation"/>', ["textual"], ["textual"]),
        (TEXT + PICTURE, ["textual", "visual"], ["textual,visual", "textual"]),
        (TEXT + PICTURE + '<img src="y.jpg"/>', ["textual", "visual"], ["textual,visual"]),
    ],
)
def test_words_are_enough_where_every_picture_has_some(
    body: str, modes: list[str], sufficient: list[str]
) -> None:
    said = told(finished(body))
    assert values(said, "accessMode") == modes
    assert values(said, "accessModeSufficient") == sufficient


@pytest.mark.parametrize(
    ("body", "css", "hazard"),
    [
        (TEXT, CSS, "none"),
        (TEXT + "<video/>", CSS, "unknown"),
        (TEXT, "p { animation: blink 1s }", "unknown"),
    ],
)
def test_a_hazard_is_ruled_out_where_nothing_moves(body: str, css: str, hazard: str) -> None:
    assert values(told(finished(body, css)), "accessibilityHazard") == [hazard]


SENTENCES = {
    "Les numéros de page sont ceux du livre imprimé.": "pagebreak",
    "Chaque note ramène à sa place dans le texte.": "noteref",
    "Les tableaux nomment leurs colonnes ou leurs lignes.": "th>",
    "Chaque image a une description.": "Un port",
    "Titres, table des matières et liens mènent d’un texte à l’autre.": "h2>",
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_the_summary_goes_with_what_it_tells_of(sentence: str) -> None:
    whole = TEXT + PICTURE + TABLE
    spoilt = whole.replace(SENTENCES[sentence], {"th>": "td>", "h2>": "h4>"}.get(SENTENCES[sentence], ""))
    assert sentence in values(told(finished(whole)), "accessibilitySummary")[0]
    assert sentence not in values(told(finished(spoilt)), "accessibilitySummary")[0]


def test_pictures_without_a_description_are_told() -> None:
    summary = values(told(finished(TEXT + "<img src='y.jpg'/>")), "accessibilitySummary")[0]
    assert "Certaines images n’ont pas de description." in summary


# --- what a person vouches for -------------------------------------------------------------------------

ADA = Conformance("Ada Roy", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA")


def test_no_conformance_is_claimed_that_nobody_evaluated() -> None:
    said = told(finished())
    assert not [one for one in said if "conform" in repr(one) or "certif" in repr(one)]


def test_a_claim_names_the_standard_to_the_letter_and_who_vouches_for_it() -> None:
    full = replace(ADA, date="2026-06-30", report="https://example.org/r", credential="IAAP")
    said = told(finished(), full)[-5:]
    assert [(one.name, one.value, dict(one.attributes)) for one in said] == [
        (
            "meta",
            "EPUB Accessibility 1.1 - WCAG 2.2 Level AA",
            {"id": "conformance", "property": "dcterms:conformsTo"},
        ),
        (
            "meta",
            "Ada Roy",
            {"id": "evaluator", "refines": "#conformance", "property": "a11y:certifiedBy"},
        ),
        ("meta", "IAAP", {"refines": "#evaluator", "property": "a11y:certifierCredential"}),
        ("meta", "2026-06-30", {"refines": "#evaluator", "property": "dcterms:date"}),
        (
            "link",
            "",
            {"rel": "a11y:certifierReport", "refines": "#evaluator", "href": "https://example.org/r"},
        ),
    ]
    assert len(told(finished(), ADA)) == len(told(finished())) + 2


@pytest.mark.parametrize(
    ("book", "what"),
    [
        (finished(TEXT + '<img src="../images/y.jpg"/>'), "y.jpg without a description"),
        (finished(TEXT.replace("h2", "h3")), "skips a level"),
        (finished(TEXT + TABLE.replace("th", "td")), "neither its columns nor its rows"),
        (finished(css="p { font-size: 12px }"), "cannot change"),
        (finished(css="p { position: fixed }"), "another order"),
        (finished(TEXT + "<audio/>"), "moves or sounds"),
    ],
)
def test_nobody_may_vouch_for_what_plainly_is_not_so(book: Finished, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as refused:
        told(book, ADA)
    assert (refused.value.code, refused.value.file) == ("accessibility-refuted", "anthology.toml")
    assert told(book)


def test_nobody_may_vouch_for_a_page_in_no_language_and_every_fault_is_told_at_once() -> None:
    silent = replace(document(TEXT), facts=known("<h1>a</h1><h3>b</h3>", 'lang="fr"'))
    with pytest.raises(Several) as refused:
        refuse_refuted(replace(finished(), documents=[silent], read=[silent.item.id]))
    assert [one.code for one in refused.value.failures] == ["accessibility-refuted"] * 2


# --- the settings --------------------------------------------------------------------------------------


def test_the_settings_name_the_standard_in_the_letters_readers_look_for() -> None:
    said = config.parse({"book": {"title": "T", "language": "fr"}, "accessibility": {"evaluator": "Ada Roy"}})
    assert said.accessibility.standard == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    other = {"evaluator": "Ada Roy", "wcag": "2.1", "level": "A"}
    said = config.parse({"book": {"title": "T", "language": "fr"}, "accessibility": other})
    assert said.accessibility.standard == "EPUB Accessibility 1.1 - WCAG 2.1 Level A"


@pytest.mark.parametrize(
    ("said", "what", "hint"),
    [
        ({"date": "2026"}, "nobody is named", ""),
        ({"report": "https://example.org"}, "nobody is named", ""),
        ({"evaluator": " ", "credential": "IAAP"}, "nobody is named", ""),
        ({"evaluator": "Ada Roy", "level": "AAAA"}, "use one of 'A', 'AA' or 'AAA'", ""),
        ({"evaluator": "Ada Roy", "wcag": "1.0"}, "use one of", ""),
        ({"evaluator": "Ada Roy", "report": "example.org"}, "not an address", ""),
        ({"evaluater": "Ada Roy"}, "unknown key: accessibility.evaluater", "evaluator"),
        ({"evaluator": "Ada Roy", "levl": "AA"}, "unknown key: accessibility.levl", "level"),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_what_was_meant(
    said: dict[str, str], what: str, hint: str
) -> None:
    with pytest.raises(ConfigError, match=what) as refused:
        config.parse({"book": {"title": "T", "language": "fr"}, "accessibility": said})
    assert hint in refused.value.hint
