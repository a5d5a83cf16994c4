"""For whom an e-book is readable: its finished documents in, what is said of them in the metadata out.

Every word is read off the documents (EPUB Accessibility 1.1, 2): take a thing away, and its claim goes. That
the book meets a standard is for a person to say, who looked at it; here it is only refused where it is plain
that it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from anthology import labels
from anthology.errors import ConfigError, together
from anthology.writers.epub_documents import Document
from anthology.writers.epub_facts import Facts
from anthology.writers.epub_statement import Statement, meta
from anthology.writers.making import Conformance

_FIXED_SIZE = re.compile(r"font(?:-size)?\s*:[^;}]*\d(?:px|pt|mm|cm|in)\b")
_OUT_OF_ORDER = re.compile(r"position\s*:\s*(?:absolute|fixed)|[\s;{]order\s*:|-direction\s*:[^;}]*reverse")
_MOVING_STYLE = re.compile(r"animation(?:-name)?\s*:|transition\s*:|@keyframes")
_MOVING = frozenset({"audio", "video", "canvas", "object", "embed", "iframe", "script", "marquee", "blink"})


@dataclass(frozen=True, slots=True)
class Finished:
    """An e-book but for its metadata: its documents, what its navigation shows, its style sheets by name.

    `files` are the names of all files, `read` the ids of the reading order.
    """

    documents: Sequence[Document]
    navigation: Facts
    sheets: Mapping[str, str]
    files: Sequence[str]
    read: Sequence[str]

    @property
    def facts(self) -> tuple[Facts, ...]:
        """What was read off each document."""
        return tuple(document.facts for document in self.documents)

    @property
    def css(self) -> str:
        """Everything the style sheets say."""
        return "\n".join(self.sheets.values())


def accessibility(book: Finished, language: str, conformance: Conformance | None) -> Iterator[Statement]:
    """What readers who do not read with their eyes are told; `language` is that of the summary.

    Raises:
        ConfigError: `accessibility-refuted`, when somebody is to vouch for what plainly is not so.
    """
    features = features_of(book)
    modes = modes_of(book)
    yield from (meta("schema:accessMode", mode) for mode in modes)
    if len(modes) > 1:
        yield meta("schema:accessModeSufficient", ",".join(modes))
    if _all_described(book):
        yield meta("schema:accessModeSufficient", "textual")
    yield from (meta("schema:accessibilityFeature", name) for name in features)
    yield meta("schema:accessibilityHazard", _hazard(book))
    yield meta("schema:accessibilitySummary", _summary(book, features, language))
    if conformance is not None:
        refuse_refuted(book)
        yield from _conformance(conformance)


def modes_of(book: Finished) -> tuple[str, ...]:
    """The senses that the book speaks to; decoration and the cover do not count."""
    return ("textual", "visual") if any(page.illustrated for page in book.facts) else ("textual",)


def features_of(book: Finished) -> tuple[str, ...]:
    """Terms of the W3C's Schema.org Accessibility Properties for Discoverability vocabulary that hold."""
    types = {name for page in book.facts for name in page.types}
    held = {
        "alternativeText": len(modes_of(book)) > 1 and _all_described(book),
        "ARIA": any(page.roles for page in book.facts),
        "displayTransformability": not _FIXED_SIZE.search(book.css),
        "index": any(document.section.kind == "index" for document in book.documents),
        "pageBreakMarkers": "pagebreak" in types,
        "pageNavigation": "pagebreak" in types and "page-list" in book.navigation.types,
        "readingOrder": _is_ordered(book),
        "structuralNavigation": _is_structured(book),
        "tableOfContents": "toc" in book.navigation.types and bool(book.navigation.addresses),
        "unlocked": not any(name.endswith(("encryption.xml", "rights.xml")) for name in book.files),
    }
    return tuple(name for name, true in held.items() if true)


def _all_described(book: Finished) -> bool:
    return all(page.described for page in book.facts)


def _is_ordered(book: Finished) -> bool:
    """Whether every document is read in its turn, and none is drawn in another order than it is written."""
    return {document.item.id for document in book.documents} <= set(book.read) and not _OUT_OF_ORDER.search(
        book.css
    )


def _is_structured(book: Finished) -> bool:
    """Whether there are headings to go by, and none of them skips a level."""
    return any(page.headings for page in book.facts) and all(page.headed for page in book.facts)


def _hazard(book: Finished) -> str:
    """`none` where nothing can flash, move or sound; pictures that move are refused where they are packed."""
    moving = any(_MOVING & set(page.elements) for page in book.facts) or _MOVING_STYLE.search(book.css)
    return "unknown" if moving else "none"


def _summary(book: Finished, features: Sequence[str], language: str) -> str:
    say = labels.catalogue(language).gettext
    types = {name for page in book.facts for name in page.types}
    tables = any("table" in page.elements for page in book.facts)
    illustrated = len(modes_of(book)) > 1
    said = {
        say("The text can be read aloud, enlarged and searched."): "displayTransformability" in features,
        say("Headings, a table of contents and links lead through it."): {
            "structuralNavigation",
            "tableOfContents",
        }
        <= set(features),
        say("The page numbers are those of the printed book."): "pageNavigation" in features,
        say("Every picture has a description."): illustrated and _all_described(book),
        say("Some pictures have no description."): not _all_described(book),
        say("Every note leads back to its place in the text."): "noteref" in types,
        say("Tables name their columns or rows."): tables and all(page.tabled for page in book.facts),
    }
    return " ".join(sentence for sentence, true in said.items() if true)


# --- what a person vouches for -------------------------------------------------------------------------


def _conformance(said: Conformance) -> Iterator[Statement]:
    """Standard, evaluator, and what is known of the evaluation (EPUB Accessibility 1.1, 3.4 and 3.5)."""
    yield meta("dcterms:conformsTo", said.standard, id="conformance")
    yield meta("a11y:certifiedBy", said.evaluator, id="evaluator", refines="#conformance")
    if said.credential:
        yield meta("a11y:certifierCredential", said.credential, refines="#evaluator")
    if said.date:
        yield meta("dcterms:date", said.date, refines="#evaluator")
    if said.report:
        yield Statement(
            "link", "", {"rel": "a11y:certifierReport", "refines": "#evaluator", "href": said.report}
        )


def refuse_refuted(book: Finished) -> None:
    """Make sure that nobody vouches for a book that plainly fails: what a machine sees, a person need not.

    Raises:
        ConfigError: `accessibility-refuted` (`Several` for more than one).
    """
    failures = [
        ConfigError(
            "accessibility-refuted",
            f"somebody is said to have found the e-book accessible, but {what}",
            hint="mend that, or take the evaluator out of [accessibility]",
            file="anthology.toml",
        )
        for what in _refuting(book)
    ]
    if failures:
        raise together(failures)


def _refuting(book: Finished) -> Iterator[str]:
    """What fails success criteria of WCAG at level A for sure, as the end of a sentence."""
    for document in book.documents:
        page, title = document.facts, document.section.title or document.section.id
        for picture in page.undescribed:
            yield f"“{title}” shows {picture.rpartition('/')[2] or 'a drawing'} without a description"
        if not page.headed:
            yield f"a heading of “{title}” skips a level"
        if not page.tabled:
            yield f"a table of “{title}” names neither its columns nor its rows"
        if not page.tongued:
            yield f"“{title}” does not say its language"
    features = features_of(book)
    if "displayTransformability" not in features:
        yield "a style sheet gives letters a size that a reader cannot change"
    if "readingOrder" not in features:
        yield "a style sheet shows things in another order than they are read"
    if _hazard(book) != "none":
        yield "something in it moves or sounds"
