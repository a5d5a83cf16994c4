"""Sections of the book to findings about what a typewriter left behind in their text, after typesetting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from anthology.checks.places import NOWHERE, body_place
from anthology.checks.things import PrintedSection
from anthology.model import Finding, Severity

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


def leftovers(one: PrintedSection) -> Iterator[Finding]:
    """What should not be left in any paragraph once it is set; one finding a kind."""
    flows = _written(one)
    for kind in _LEFTOVERS:
        texts = [text for language, text in flows if not kind.languages or _base(language) in kind.languages]
        found = [(text, match) for text in texts if (match := kind.pattern.search(text))]
        if found:
            text, match = found[0]
            near = text[max(match.start() - _SHOWN, 0) : match.end() + _SHOWN]
            more = f", and in {len(found) - 1} other paragraphs" if len(found) > 1 else ""
            yield _finding(one, text, kind.code, f"{kind.message}: “{near}”{more}", kind.hint)


def unbalanced(one: PrintedSection) -> Iterator[Finding]:
    """Quotations that open and do not close, or the reverse, within a paragraph.

    A quotation that goes on opens again at the head of the next paragraph (Lexique des règles typographiques
    en usage à l’Imprimerie nationale, « Guillemets »): such a paragraph may stay open.
    """
    flows = _written(one)
    for (language, text), (_, following) in pairwise([*flows, ("", "")]):
        for opens, closes in _PAIRS.get(_base(language), ()):
            surplus = text.count(opens) - text.count(closes)
            goes_on = surplus == 1 and following.startswith((opens, closes))
            if surplus and not goes_on:
                missing = (closes, "ends") if surplus > 0 else (opens, "begins")
                yield _unclosed(one, text, missing)
                break


def _unclosed(one: PrintedSection, text: str, missing: tuple[str, str]) -> Finding:
    mark, where = missing
    return _finding(
        one,
        text,
        "typography-guillemets",
        f"a quotation mark {mark} is missing in “{text[:60]}…”",
        f"type {mark} where the quotation {where}",
        Severity.WARNING,
    )


def _written(one: PrintedSection) -> Sequence[tuple[str, str]]:
    """The paragraphs of a section that somebody wrote, as (language, text)."""
    return one.paragraphs if one.section.kind in _KINDS else ()


def _base(language: str) -> str:
    return language.partition("-")[0]


def _finding(
    one: PrintedSection, text: str, code: str, message: str, hint: str, severity: Severity = Severity.REMARK
) -> Finding:
    article = one.article
    return Finding(
        code,
        severity,
        message,
        hint,
        article.file if article else None,
        *(body_place(article, text) if article else NOWHERE),
    )
