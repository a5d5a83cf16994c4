"""The text of one block in; whether it looks like a credit, of which kind, and why, out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
_WEAK_LABELS = frozenset({"von", "di", "per", "por"})


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
        return _after_caption(solid) or _mostly(solid, unknown) or _described(solid)
    if _SENTENCE.search(text) or not solid:
        return None
    return (
        _open_label(solid)
        or _labelled(solid, titled=bearers.holds_honorific(text))
        or _grouped(solid)
        or _bare(solid)
    )


def credit_lines(texts: Sequence[str]) -> dict[int, CreditLine]:
    """Look at the blocks of a submission one after the other; return what looks like a credit, by position.

    A name on a line of its own is little by itself, but under `Groupe 5` or `Photos :`, or in a column of
    names that ends the submission, it is a credit.
    """
    found: dict[int, CreditLine] = {}
    open_label = named = False
    said = _said(texts)
    for index, text in enumerate(texts):
        line = credit_line(text)
        if line and _is_told_of(text, line, said):
            line = CreditLine(line.kind, 0.3, (*line.evidence, "the text itself speaks of them"))
        if open_label and (line or named) and (line is None or line.confidence < _UNDER_LABEL):
            line = _under_label(text, line)
        short = len(text.split()) < _SHORT_LINE
        named = line is not None and ((open_label and short) or _names(text))
        open_label = line is not None and (_is_label(text) or (open_label and short))
        if line:
            found[index] = line
    return found | _last_column(texts, found)


def _said(texts: Sequence[str]) -> frozenset[str]:
    """The words with a capital in running text."""
    prose = (text for text in texts if len(text.split()) >= _PROSE)
    return frozenset(word for text in prose for word in _CAPITAL.findall(text))


_CAPITAL = pattern(r"[A-ZÀ-Þ][^\W\d_]+")


def _is_told_of(text: str, line: CreditLine, said: frozenset[str]) -> bool:
    """Whether names without a label, or after `Interview :`, are those whom the text speaks of.

    Who signs is seldom named in the text; who is asked, or what a chapter is about, always.
    """
    parts = [part for part in scan(text) if part.kind is not Kind.SEPARATOR] if said else []
    people = _people(parts)
    bare = all(part.kind in (Kind.PERSON, Kind.UNKNOWN) for part in parts)
    asked = line.kind is Role.INTERVIEWER and len(parts) > 1 and parts[0].text.rstrip().endswith((":", "："))
    if not people or not (bare or asked):
        return False
    return all(said.issuperset(_CAPITAL.findall(tidy(part.text))) for part in people)


def _names(text: str) -> bool:
    return any(part.kind is Kind.PERSON for part in scan(text))


def _under_label(text: str, line: CreditLine | None) -> CreditLine | None:
    """A line below a label, or below names that stand under it: known names, or words of the form of one."""
    if line:
        return CreditLine(line.kind, _UNDER_LABEL, (*line.evidence, "stands under the label of a credit"))
    solid = [part for part in scan(text) if part.kind is not Kind.SEPARATOR]
    if len(solid) != 1 or solid[0].kind is not Kind.PERSON or not 1 < len(solid[0].text.split()) < 5:
        return None
    return CreditLine(Role.CREDIT, _UNDER_LABEL, ("stands below names, and has the form of one",))


def _last_column(texts: Sequence[str], found: Mapping[int, CreditLine]) -> dict[int, CreditLine]:
    """Names on lines of their own, two or more, after the last line of text: who wrote it."""
    column: list[int] = []
    for index in range(len(texts) - 1, -1, -1):
        line = found.get(index)
        if texts[index].strip() and line is None:
            break
        if line and line.kind is Role.CREDIT and line.confidence < SURE and _is_one_name(texts[index]):
            column.append(index)
    if len(column) < _COLUMN or _announced(texts, column[-1]):
        return {}
    reason = "stands in a column of names at the end"
    return {
        index: CreditLine(Role.CREDIT, _UNDER_LABEL, (*found[index].evidence, reason)) for index in column
    }


def _is_one_name(text: str) -> bool:
    return len(_people(scan(text))) == 1


def _announced(texts: Sequence[str], first: int) -> bool:
    """Whether the text announces the column: `Les lauréats :`."""
    before = next((text for text in reversed(texts[:first]) if text.strip()), "")
    return before.rstrip().endswith((":", "：")) and not _is_label(before)


_COLUMN = 2
SURE = 0.5
"""Confidence from which a line is a credit wherever it stands."""

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
    if any(len(half) != 2 or not 1 < len(" ".join(half).split()) < 6 for half in halves):
        return text
    if len(halves) < 2 and not _in_capitals_only(halves[0]):
        return text
    return "; ".join(f"{given.strip()} {family.strip()}" for family, given in halves)


def _in_capitals_only(half: Sequence[str]) -> bool:
    """`MORA VEGA, Noelia`: the surname stands in capitals, the given name does not."""
    family, given = half
    return all(map(in_capitals, family.split())) and not any(map(in_capitals, given.split()))


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


def _described(parts: Sequence[Part]) -> CreditLine | None:
    """A byline with words on who signs: `Par Zoé Roux, étudiante en M1`."""
    told = [part for part in parts if part.kind is not Kind.UNKNOWN]
    rest = [part for part in parts if part.kind is Kind.UNKNOWN]
    if not told or parts[0].kind is not Kind.LABEL or not all(map(_goes_with_a_name, rest)):
        return None
    line = _labelled(told) if _mean(_people(told)) >= 0.5 else None
    return line and CreditLine(line.kind, 0.6, (*line.evidence, "says more of who signs"))


def _goes_with_a_name(part: Part) -> bool:
    """What somebody is, who was with them, the number of a picture."""
    counts = part.aside and part.text.strip().isdigit()
    return counts or bearers.is_description(part.text) or bool(_WITH.match(part.text))


_WITH = pattern(r"(?:avec|with|con|mit|amb)\s+(?:l[’']\s?)?[A-ZÀ-Þ]\S*(?:\s+\S+){0,3}$")


# --- with a label ------------------------------------------------------------------------------------


def _open_label(parts: Sequence[Part]) -> CreditLine | None:
    """A label whose names stand in the next block: `Crédit photo :`."""
    label = parts[0].label
    if len(parts) > 1 or label is None or label.form not in ("colon", "members"):
        return None
    kind = Role.PHOTO_CREDIT if label.roles == ("photographer",) else Role.CREDIT
    sure = "créd" in parts[0].text.casefold() or "cred" in parts[0].text.casefold()
    return CreditLine(kind, 0.7 if sure else 0.45, ("is the label of a credit",))


def _labelled(parts: Sequence[Part], *, titled: bool = False) -> CreditLine | None:
    """A credit with a label; `titled` when a form of address shows that a single word is a name."""
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
    labelled = [part for part in parts if part.label]
    shown = [part for part in labelled if part.label and part.label.form != "bare"] or labelled
    confidence = min(map(_confidence, shown)) + 0.35 * _support(named)
    if _needs_people(parts) and not _known_people(parts):
        return None
    if parts[0].label and not parts[0].label.sure and _is_class(named):
        return None  # `Photo de classe`: who is to be seen
    if parts[0].label and parts[0].label.form == "members" and not _are_people(named):
        return None
    bare = not _support(named) and _one_word(parts) and not titled
    if _roles(labels) != {"photographer"} and bare:
        return None
    first = parts[0].text.strip()
    evidence = (f"opens with “{first}”" if parts[0].label else "names a role in brackets", *_why(named))
    return CreditLine(_kind(parts, labels), round(min(confidence, 1.0), 2), evidence)


def _is_class(named: Sequence[Part]) -> bool:
    return all(
        part.kind is Kind.ORGANISATION and (bearers.is_collective(part.text) or part.text[0].islower())
        for part in named
    )


_BEARERS = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.LICENCE, Kind.SCHOOL})
_CONFIDENCE = {
    "colon": 0.62,
    "members": 0.62,
    "by": 0.65,
    "bare": 0.4,
    "alone": 0.5,
    "sign": 0.55,
    "postfix": 0.6,
}


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
    others = any(
        part.kind in (Kind.ORGANISATION, Kind.LICENCE)
        or (part.label and part.label.form in ("postfix", "sign") and part is not parts[0])
        for part in parts
    )
    return not others and (
        label.form == "bare"
        or text.casefold() in _WEAK_LABELS
        or text.islower()
        or (label.form == "alone" and _one_word(parts))
    )


def _are_people(named: Sequence[Part]) -> bool:
    """Whether what stands after `Équipe :` is people, and not the name of a team."""
    people = _people(named)
    return _mean(people) > 0 or sum(len(part.text.split()) > 1 for part in people) > 1


def _known_people(parts: Sequence[Part]) -> bool:
    """Whether the names are mostly known ones; of several full names, one is enough."""
    people = _people(parts)
    several = len(people) > 1 and all(len(part.text.split()) > 1 for part in people)
    return _mean(people) >= 0.5 or (several and max(map(_strength, people)) >= 0.5)


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
    if any(part.kind in (Kind.DATE, Kind.LICENCE) for part in parts):
        return None
    if any(part.kind is Kind.COHORT for part in parts) and _mean(people) < 0.8:
        return None
    if people and _mean(people) >= 0.5 and _agency_beside(parts):
        return CreditLine(Role.PHOTO_CREDIT, 0.6, ("names an agency beside a person", *_why(people)))
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


def _agency_beside(parts: Sequence[Part]) -> bool:
    """`AFP / Julien Lamy`: nothing but people and an agency."""
    others = [part for part in parts if part.kind is not Kind.PERSON]
    return bool(others) and all(
        part.kind is Kind.ORGANISATION and bearers.is_agency(tidy(part.text)) for part in others
    )


def _alone(part: Part) -> float:
    """One name alone may be a heading; with its surname in capitals it is hardly one."""
    return 0.6 if capitals_order(tokens_of(part.text)) else 0.5


def _bare_people(parts: Sequence[Part], people: Sequence[Part]) -> CreditLine | None:
    strength = _mean(people)
    weakest = min(map(_strength, people))
    loud = all(in_capitals(word) for part in people for word in part.text.split())
    classed = any(part.kind is Kind.CLASS for part in parts)
    if classed and all(len(part.text.split()) == 1 for part in people):
        known = max(given_name_weight(tidy(part.text)) for part in people) == 1
        return CreditLine(Role.CREDIT, 0.5, ("given names followed by a class",)) if known else None
    if classed and strength < 0.5 and all(len(part.text.split()) > 1 for part in people):
        return CreditLine(Role.CREDIT, 0.5, ("names followed by a class", *_why(people)))
    if strength < 0.5 or (loud and strength < 0.6) or (weakest == 0 and strength < 0.75):
        return None
    alone = len(people) == 1 and not classed
    confidence = strength * (_alone(people[0]) if alone else 0.95)
    evidence = _why(people) or ("looks like names",)
    return CreditLine(Role.CREDIT, round(min(confidence, 0.97), 2), evidence)
