"""The text of one block in; whether it looks like a credit, of which kind, and why, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from anthology.model import Role
from anthology.names import in_capitals, tidy
from anthology.recognise import bearers
from anthology.recognise.credit_scan import Kind, Part, scan
from anthology.recognise.credit_words import Label
from anthology.recognise.given_names import given_name_weight
from anthology.recognise.name_lists import capitals_order, tokens_of
from anthology.recognise.patterns import pattern


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What one block looks like by itself.

    `kind` is the role of a credit; `confidence` goes from 0 to 1; `evidence` are reasons for people.
    """

    kind: Role
    confidence: float
    evidence: tuple[str, ...]


_LONGEST = 160
"""Words: the credits of a whole class are shorter."""

_PROSE = 14
"""Words: from here on, a block mostly in small letters is prose."""

_SENTENCE = pattern(r"[?!…»”]\s*$|[«“]|\.\.\.")
_TAIL = pattern(r"(?:photos?|fotos?|image|picture|bild)s?\b[^:]{0,20}:|©", re.IGNORECASE)
_WEAK_LABELS = frozenset({"Von", "Di", "Per", "Por", "VON", "DI", "PER", "POR"})


def credit_line(text: str) -> CreditLine | None:
    """Say what a block looks like by its text alone; None when it looks like no credit.

    A credit is read to its last word by the grammar of credits, or it is none: sentences, thanks and
    lists of places leave words over. Only a caption may stand before the label of a photo credit.
    """
    count = len(text.split())
    if not count or count > _LONGEST or _is_prose(text, count):
        return None
    parts = scan(_uninverted(text))
    solid = [part for part in parts if part.kind is not Kind.SEPARATOR]
    unknown = [part for part in solid if part.kind is Kind.UNKNOWN]
    if unknown:
        return _after_caption(solid) or _mostly(solid, unknown)
    if _SENTENCE.search(text) or not solid:
        return None
    return _open_label(solid) or _labelled(solid) or _grouped(solid) or _bare(solid)


def credit_lines(texts: Sequence[str]) -> dict[int, CreditLine]:
    """Look at the blocks of a submission one after the other; return what looks like a credit, by position.

    A name on a line of its own is little by itself, but under `Groupe 5` or `Photos :` it is a credit.
    """
    found: dict[int, CreditLine] = {}
    open_label = False
    for index, text in enumerate(texts):
        line = credit_line(text)
        if line and open_label and line.confidence < _UNDER_LABEL:
            reasons = (*line.evidence, "stands under the label of a credit")
            line = CreditLine(line.kind, _UNDER_LABEL, reasons)
        open_label = line is not None and (
            _is_label(text) or (open_label and len(text.split()) < _SHORT_LINE)
        )
        if line:
            found[index] = line
    return found


_UNDER_LABEL = 0.6
_SHORT_LINE = 7
"""Words: a line with one name, and its class."""


def _is_label(text: str) -> bool:
    """Whether a block announces names and holds none."""
    kinds = {part.kind for part in scan(text)}
    return bool(kinds & {Kind.GROUP, Kind.LABEL, Kind.CLASS}) and not kinds & _BEARERS


def _uninverted(text: str) -> str:
    """`Coll, Núria; Ferrer, Biel` with the given names first, as the other lists are weighed."""
    halves = [one.split(",") for one in text.split(";")]
    if len(halves) < 2 or any(len(half) != 2 or len(" ".join(half).split()) > 5 for half in halves):
        return text
    return "; ".join(f"{given.strip()} {family.strip()}" for family, given in halves)


def _is_prose(text: str, count: int) -> bool:
    capitals = sum(word[0].isupper() for word in text.split())
    return count >= _PROSE and capitals / count < 0.35 and not _TAIL.search(text)


def _people(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.kind is Kind.PERSON]


def _strength(part: Part) -> float:
    """How sure a name is a name: capitals as in rosters, given names, handles."""
    text = tidy(part.text)
    if text.startswith("@"):
        return 1.0
    tokens = tokens_of(text)
    given = max(map(given_name_weight, tokens))
    if len(tokens) > 1 and capitals_order(tokens):
        return 0.9 + given / 10
    if any(token.endswith(".") for token in tokens) and len(tokens) > 1:
        return 0.6 + given / 4
    if bearers.is_town(text) or (any(bearers.is_town(token) for token in tokens) and not given):
        return 0.0
    return (0.6 + given / 4) if given and len(tokens) > 1 else given / 2


def _mean(people: Sequence[Part]) -> float:
    return sum(map(_strength, people)) / len(people) if people else 0.0


def _mostly(parts: Sequence[Part], unknown: Sequence[Part]) -> CreditLine | None:
    """A group and its people with some words more: `Groupe 2 – Carla Pons, étudiante`."""
    people = _people(parts)
    over = sum(len(part.text) for part in unknown)
    whole = sum(len(part.text) for part in parts)
    opens = parts[0].kind in (Kind.GROUP, Kind.CLASS) and parts[1].kind is not Kind.UNKNOWN
    if not opens or _mean(people) < 0.5 or over > 0.6 * whole:
        return None
    return CreditLine(Role.CREDIT, 0.6, ("opens with a group or a class, and names people", *_why(people)))


# --- with a label ------------------------------------------------------------------------------------


def _open_label(parts: Sequence[Part]) -> CreditLine | None:
    """A label whose names stand in the next block: `Crédit photo :`."""
    label = parts[0].label
    if len(parts) > 1 or label is None or label.form != "colon":
        return None
    kind = Role.PHOTO_CREDIT if label.roles == ("photographer",) else Role.CREDIT
    sure = "créd" in parts[0].text.casefold() or "cred" in parts[0].text.casefold()
    return CreditLine(kind, 0.7 if sure else 0.45, ("is the label of a credit",))


def _labelled(parts: Sequence[Part]) -> CreditLine | None:
    labels = [part.label for part in parts if part.label]
    if not labels or (parts[0].kind is not Kind.LABEL and not _mean(_people(parts))):
        return None
    named = [part for part in parts if part.kind in _BEARERS]
    if not named:
        return None
    if (
        parts[-1].kind is Kind.LICENCE
        and parts[0].text.startswith(("©", "("))
        and "servés" in parts[-1].text
        and _mean(_people(parts)) < 0.5
    ):
        return None
    confidence = min(map(_confidence, (part for part in parts if part.label))) + 0.35 * _support(named)
    if _needs_people(parts) and _mean(_people(parts)) < 0.5:
        return None
    if _roles(labels) != {"photographer"} and not _support(named) and _one_word(parts):
        return None
    first = parts[0].text.strip()
    evidence = (f"opens with “{first}”" if parts[0].label else "names a role in brackets", *_why(named))
    return CreditLine(_kind(parts, labels), round(min(confidence, 1.0), 2), evidence)


_BEARERS = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.LICENCE, Kind.SCHOOL})
_CONFIDENCE = {"colon": 0.62, "by": 0.65, "bare": 0.4, "alone": 0.5, "sign": 0.55, "postfix": 0.6}


def _confidence(part: Part) -> float:
    return _CONFIDENCE[part.label.form] if part.label else 0.0


def _support(named: Sequence[Part]) -> float:
    sure = [1.0 if part.kind is not Kind.PERSON else _strength(part) for part in named]
    return sum(sure) / len(sure)


def _needs_people(parts: Sequence[Part]) -> bool:
    """Whether a label says so little (`Von`, `Photo` without a colon) that only known names make a credit."""
    label, text = parts[0].label, parts[0].text.strip()
    if label is None:
        return False
    others = any(part.kind in (Kind.ORGANISATION, Kind.LICENCE) for part in parts)
    return not others and (
        label.form == "bare" or text in _WEAK_LABELS or (label.form == "alone" and _one_word(parts))
    )


def _one_word(parts: Sequence[Part]) -> bool:
    return any(len(part.text.split()) == 1 for part in _people(parts))


def _roles(labels: Sequence[Label]) -> set[str]:
    return {role for label in labels for role in label.roles}


def _kind(parts: Sequence[Part], labels: Sequence[Label]) -> Role:
    roles = _roles(labels)
    grouped = any(part.kind in (Kind.GROUP, Kind.CLASS) for part in parts)
    if roles == {"photographer"} and parts[0].label:
        return Role.PHOTO_CREDIT
    if grouped or not parts[0].label:
        return Role.CREDIT
    if roles == {"interviewer"}:
        return Role.INTERVIEWER
    byline = roles == {"author"} and all(label.form in ("alone", "by") for label in labels)
    return Role.BYLINE if byline else Role.CREDIT


def _why(named: Sequence[Part]) -> tuple[str, ...]:
    people = _people(named)
    loud = next((part for part in people if capitals_order(tokens_of(part.text))), None)
    known = next(
        (token for part in people for token in tokens_of(part.text) if given_name_weight(token) == 1), ""
    )
    reasons = (
        f"{tidy(loud.text)} has a surname in capitals" if loud else "",
        f"{known} is a given name" if known else "",
        f"lists {len(people)} names" if len(people) > 1 else "",
    )
    return tuple(reason for reason in reasons if reason)


def _after_caption(parts: Sequence[Part]) -> CreditLine | None:
    """A caption with its credit: `Le marché, un samedi. Photo : Carla Pons`."""
    at = next((n for n, part in enumerate(parts) if part.label and part.label.roles == ("photographer",)), 0)
    tail = parts[at:]
    known = all(part.kind is not Kind.UNKNOWN for part in tail)
    named = [part for part in tail if part.kind in _BEARERS]
    head = " ".join(part.text for part in parts[:at])
    if (
        not at
        or not known
        or not named
        or bearers.gives_thanks(head)
        or tail[-1].text.casefold().endswith("réservés")
    ):
        return None
    return CreditLine(Role.PHOTO_CREDIT, 0.5, ("ends with a photo credit", *_why(named)))


# --- without a label ---------------------------------------------------------------------------------


def _grouped(parts: Sequence[Part]) -> CreditLine | None:
    marks = [part for part in parts if part.kind in (Kind.GROUP, Kind.CLASS)]
    first = parts[0].kind in (Kind.GROUP, Kind.CLASS, Kind.SCHOOL, Kind.COHORT)
    if not marks or not first:
        return None
    people = _people(parts)
    group = any(part.kind is Kind.GROUP for part in marks)
    if not people:
        return _mark_alone(parts, group)
    strength = _mean(people)
    if strength < 0.25 and (len(people) < 2 or not group):
        return (
            CreditLine(Role.CREDIT, 0.45, ("opens with a group",)) if group and not _one_word(parts) else None
        )
    reason = f"opens with {'a group' if group else 'a class'}: {tidy(marks[0].text)}"
    return CreditLine(Role.CREDIT, round(0.55 + 0.44 * strength, 2), (reason, *_why(people)))


def _mark_alone(parts: Sequence[Part], group: bool) -> CreditLine | None:
    """`Groupe 5` or `C1 :` on a line of its own."""
    if any(part.kind is Kind.ORGANISATION for part in parts):
        return None
    if group:
        return CreditLine(Role.GROUP_LABEL, 0.9, ("names a group",))
    announces = len(parts) == 1 and parts[0].text.rstrip()[-1] in ":："
    return CreditLine(Role.CREDIT, 0.55 if announces else 0.3, ("names a class",))


def _bare(parts: Sequence[Part]) -> CreditLine | None:
    if all(part.kind is Kind.LICENCE for part in parts):
        return (
            CreditLine(Role.PHOTO_CREDIT, 0.4, ("is a licence",))
            if len(parts) == 1 and parts[0].text in ("DR", "D.R.")
            else None
        )
    people = _people(parts)
    if any(part.kind in (Kind.DATE, Kind.LICENCE, Kind.COHORT) for part in parts):
        return None
    if not people:
        collective = (
            len(parts) == 1
            and parts[0].kind is Kind.ORGANISATION
            and bearers.is_collective(tidy(parts[0].text))
        )
        return CreditLine(Role.CREDIT, 0.5, ("names people who sign together",)) if collective else None
    if any(part.kind in (Kind.ORGANISATION, Kind.SCHOOL) for part in parts) and len(people) < 2:
        return None
    return _bare_people(parts, people)


def _alone(part: Part) -> float:
    """One name alone may be a heading; with its surname in capitals it is hardly one."""
    return 0.6 if capitals_order(tokens_of(part.text)) else 0.5


def _bare_people(parts: Sequence[Part], people: Sequence[Part]) -> CreditLine | None:
    strength = _mean(people)
    weakest = min(map(_strength, people))
    loud = all(in_capitals(word) for part in people for word in part.text.split())
    classed = any(part.kind is Kind.CLASS for part in parts)
    if classed and strength < 0.5 and all(len(part.text.split()) > 1 for part in people):
        return CreditLine(Role.CREDIT, 0.5, ("names followed by a class", *_why(people)))
    if strength < 0.5 or (loud and strength < 0.6) or (weakest == 0 and strength < 0.75):
        return None
    alone = len(people) == 1 and not classed
    confidence = strength * (_alone(people[0]) if alone else 0.95)
    evidence = _why(people) or ("looks like names",)
    return CreditLine(Role.CREDIT, round(min(confidence, 0.97), 2), evidence)
