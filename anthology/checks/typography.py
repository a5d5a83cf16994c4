"""Sections of the book to findings about what a typewriter left behind in their text, after typesetting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from anthology.checks.case import Case
from anthology.checks.places import body_line
from anthology.model import Finding, Section, Severity

_FLOWS = frozenset({"p", "h1", "h2", "h3", "h4", "li", "td", "th", "figcaption"})
_TYPED = frozenset({"code", "pre"})
_KINDS = frozenset({"article", "page", "part"})
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class _Leftover:
    """A pattern that a set text does not hold; `languages` is empty where it is so in all."""

    code: str
    pattern: re.Pattern[str]
    message: str
    hint: str
    languages: frozenset[str] = frozenset()


_LEFTOVERS = (
    _Leftover(
        "typography-straight-quote",
        re.compile(r"\"|(?<=[^\W\d])'(?=\w)|(?<!\w)'(?=[^\W\d])"),
        "a straight quotation mark or apostrophe",
        "type ’ or the quotation marks of the language",
    ),
    _Leftover(
        "typography-double-space",
        re.compile(r"[ \u00a0\u202f]{2,}"),
        "two spaces in a row",
        "leave one of them",
    ),
    _Leftover(
        "typography-dots",
        re.compile(r"(?<!\.)\.{3}(?!\.)"),
        "three full stops instead of an ellipsis",
        "type … (one character)",
    ),
    _Leftover(
        "typography-dash",
        re.compile(r"(?<![-\w])--(?![-\w])|(?<=[\w,;] )-(?= \w)"),
        "a hyphen that stands for a dash",
        "type – or — instead",
    ),
    _Leftover(
        "typography-plain-space",
        re.compile(r"(?<=\S) [;:!?»]|« "),
        "a space at which the line may break before or inside a sign",
        "check that the rule for spaces is not switched off in [rules]",
        frozenset({"fr"}),
    ),
)
_PAIRS: Mapping[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(("fr", "es", "it", "pt", "ca", "oc"), (("«", "»"), ("“", "”"))),
    "en": (("“", "”"),),
    "de": (("„", "“"), ("«", "»")),
}
"""Quotation marks by language; a language that is not here is not judged."""
CODES = (*(one.code for one in _LEFTOVERS), "typography-guillemets")


def leftovers(case: Case) -> Iterator[Finding]:
    """What should not be left in any paragraph once it is set; one finding a kind and section."""
    for section, flows in _texts(case):
        for one in _LEFTOVERS:
            texts = [
                text for language, text in flows if not one.languages or _base(language) in one.languages
            ]
            found = [(text, match) for text in texts if (match := one.pattern.search(text))]
            if found:
                text, match = found[0]
                near = text[max(match.start() - _SHOWN, 0) : match.end() + _SHOWN]
                more = f", and in {len(found) - 1} other paragraphs" if len(found) > 1 else ""
                yield _finding(case, section, text, one.code, f"{one.message}: “{near}”{more}", one.hint)


def unbalanced(case: Case) -> Iterator[Finding]:
    """Quotations that open and do not close, or the reverse, within a paragraph.

    A quotation that goes on opens again at the head of the next paragraph (Lexique des règles typographiques
    en usage à l’Imprimerie nationale, « Guillemets »): such a paragraph may stay open.
    """
    for section, flows in _texts(case):
        for (language, text), (_, following) in zip(flows, [*flows[1:], ("", "")], strict=True):
            for opens, closes in _PAIRS.get(_base(language), ()):
                surplus = text.count(opens) - text.count(closes)
                goes_on = surplus == 1 and following.startswith((opens, closes))
                if surplus and not goes_on:
                    missing = (closes, "ends") if surplus > 0 else (opens, "begins")
                    yield _unclosed(case, section, text, missing)
                    break


def _unclosed(case: Case, section: Section, text: str, missing: tuple[str, str]) -> Finding:
    mark, where = missing
    return _finding(
        case,
        section,
        text,
        "typography-guillemets",
        f"a quotation mark {mark} is missing in “{text[:60]}…”",
        f"type {mark} where the quotation {where}",
        Severity.WARNING,
    )


def _base(language: str) -> str:
    return language.partition("-")[0]


def _texts(case: Case) -> Iterator[tuple[Section, list[tuple[str, str]]]]:
    """Each section that somebody wrote, with its paragraphs as (language, text)."""
    for section in case.sections("print") if case.book else ():
        root = case.printed.get(section.id)
        if root is not None and section.kind in _KINDS:
            yield section, [flow for flow in _flows(root, section.language) if flow[1]]


def _flows(element: etree._Element, language: str) -> Iterator[tuple[str, str]]:
    own = element.get("lang") or language
    if _is_flow(element):
        yield own, re.sub(r"\s*\n\s*", " ", "".join(_line(element))).strip()
    for child in element:
        if isinstance(child.tag, str):
            yield from _flows(child, own)


def _line(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph without what stands in it as a paragraph of its own; code is one sign."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not _is_flow(child):
            if etree.QName(child).localname in _TYPED:
                yield "\ufffc"
            else:
                yield from _line(child)
        yield child.tail or ""


def _is_flow(element: etree._Element) -> bool:
    return etree.QName(element).localname in _FLOWS or element.get("class") == "note"


def _finding(
    case: Case,
    section: Section,
    text: str,
    code: str,
    message: str,
    hint: str,
    severity: Severity = Severity.REMARK,
) -> Finding:
    article = case.article_of(section)
    return Finding(
        code,
        severity,
        message,
        hint,
        article.file if article else None,
        body_line(article, text) if article else None,
    )
