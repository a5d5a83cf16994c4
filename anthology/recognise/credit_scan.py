"""The text of one credit block in; its parts in order (labels, groups, classes, names to be) out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from anthology.names import in_capitals, is_particle, tidy
from anthology.recognise import bearers
from anthology.recognise import credit_marks as marks
from anthology.recognise import credit_words as words
from anthology.recognise.credit_marks import Mark
from anthology.recognise.credit_words import Label
from anthology.recognise.given_names import given_name_weight
from anthology.recognise.patterns import pattern


class Kind(StrEnum):
    """What a part of a credit is."""

    LABEL = "label"
    GROUP = "group"
    CLASS = "class"
    SCHOOL = "school"
    COHORT = "cohort"
    LICENCE = "licence"
    DATE = "date"
    PERSON = "person"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"
    SEPARATOR = "separator"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a block's text.

    `aside` is true inside brackets, `doubt` where a school may be a name, or the other way round.
    """

    kind: Kind
    start: int
    end: int
    text: str
    value: str = ""
    label: Label | None = None
    aside: bool = False
    doubt: bool = False


_SEPARATOR = pattern(
    r"""(?:
      [;|•+\n\r\t、，；]+ | \*+ | (?<!\w)_+ | _+(?!\w) | ,(?:\s*(?:et|and|und|y|e|i)(?=\s))? | /+
    | (?:^|(?<=\s))[-–—*·▪◦‣>]+(?=\s|$|[A-ZÀ-Þ]) | [–—]+ | [:：]
    | (?:^|(?<=\s))(?:et|and|und|ET|AND|UND|и|&)(?=\s)(?:\s+(?:par|by)(?=\s+[A-ZÀ-Þ]))? | &
    | \.(?=\s|$) | ^\d{1,2}[.)](?=\s)
    )\s*""",
    re.VERBOSE,
)
_VIA = pattern(r"(?<=\s)(?:via|sur|on|from|for|pour|auf|vía)\s+(?=[A-ZÀ-Þ])")
_MAYBE_AND = pattern(r"(?<=\s)(?:y|e|i)\s+")
_INNER_LABEL = pattern(
    r"(?<=\s)(?:par|by)\s+(?:les?\s)?(?-i:[A-ZÀ-Þ@])|©|(?<=\s)\(c\)\s|(?<=\s)(?:(?:crédits?|légende)\s+)?"
    r"(?:photos?|fotos?|fotografías?|textes?|texts?|textos?|illustrations?|dessins?)\s*(?:credits?)?\s*[:：]",
    re.IGNORECASE,
)
_BRACKET = pattern(r"(?P<open>[(\[])(?P<inside>[^()\[\]\n]*)(?P<close>[)\]])")
_BOUNDARY = pattern(
    "|".join(
        f"(?:{one.pattern})" if not one.flags & re.VERBOSE else f"(?x:{one.pattern})"
        for one in (_SEPARATOR, _VIA, _MAYBE_AND)
    )
    + rf"|[(\[]|(?i:{_INNER_LABEL.pattern})"
)
_INITIAL = pattern(r"(?:^|[\s.(-])[^\W\d_]$")
_SHORT_FORM = pattern(r"(?:^|\s)(?:Mr|Mrs|Ms|Dr|Pr|St|Ste|Sr|Sra|Jr|M|Mme|Mlle|MM|Prof|Gr|Cl)$")
_ADDRESS = pattern(r"@|https?:|www\.|\.(?:fr|com|org|net|eu)\b")
_HANDLE = pattern(r"@\w[\w.]*\w|@\w")


def scan(text: str) -> tuple[Part, ...]:
    """Take a block apart. The parts are in order and disjoint.

    Between them stand only spaces and characters nobody sees. Letters whose accents are characters of
    their own are read as one letter.
    """
    shown, places = _composed(text)
    if marks.is_footer(shown):
        return (Part(Kind.UNKNOWN, 0, len(text), text),) if text else ()
    found = list(_parts(shown, 0, len(shown), aside=False))
    schools = _with_schools(list(_roles_behind_names(found)))
    schools = _without_prepositions(list(schools))
    parts = _under_unknown_labels([_placed(part) for part in _signing_classes(list(schools))])
    return tuple(replace(part, start=places[part.start], end=places[part.end]) for part in parts)


def _composed(text: str) -> tuple[str, list[int]]:
    """The text as it is seen, and for each of its characters (and its end) the place in the source."""
    if text.isascii():
        return text, list(range(len(text) + 1))
    shown: list[str] = []
    places: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        for char in unicodedata.normalize("NFC", cluster[0]):
            if unicodedata.category(char) != "Cf":
                shown.append(char)
                places.append(cluster.start())
    return "".join(shown), [*places, len(text)]


_CLUSTER = pattern("(?s:.)[\u0300-\u036f]*")


def _parts(text: str, start: int, end: int, *, aside: bool) -> Iterator[Part]:
    position, opening = start, True
    while position < end:
        if text[position].isspace():
            position += 1
            continue
        signed = words.is_sign(text, position)
        bracket = None if aside or signed else _BRACKET.match(text, position, end)
        if bracket:
            yield from _bracketed(text, bracket)
            position = bracket.end()
            continue
        part = _next(text, position, end, opening, aside)
        yield part
        opening = part.kind in _OPENING
        position = part.end


_OPENING = frozenset({Kind.SEPARATOR, Kind.GROUP, Kind.COHORT, Kind.LABEL, Kind.CLASS, Kind.LICENCE})
"""After these a label, a group or a class may stand."""


def _bracketed(text: str, bracket: re.Match[str]) -> Iterator[Part]:
    for edge in ("open", "inside", "close"):
        start, end = bracket.span(edge)
        if edge == "inside":
            yield from _parts(text, start, end, aside=True)
        else:
            yield Part(Kind.SEPARATOR, start, end, text[start:end], aside=True)


def _next(text: str, start: int, end: int, opening: bool, aside: bool) -> Part:
    """The part that starts at a place; every place has one."""
    separator = _separator_end(text, start, end)
    if separator > start:
        return Part(Kind.SEPARATOR, start, separator, text[start:separator], aside=aside)
    labelled = _labelled(text, start, end, aside) if opening or _INNER_LABEL.match(text, start, end) else None
    return labelled or _item(text, start, end, aside)


def _roles_behind_names(parts: Sequence[Part]) -> Iterator[Part]:
    """`Zoé Roux, photographe`: a role behind a comma goes to the name before it, as one in brackets does."""
    name = False
    for index, part in enumerate(parts):
        after = parts[index + 1].text.strip()[:1] if index + 1 < len(parts) else ""
        comma = index > 0 and parts[index - 1].kind is Kind.SEPARATOR
        if (
            name
            and comma
            and part.kind in _WORDS
            and after not in (":", "：")
            and words.is_role_phrase(part.text)
        ):
            roles = words.roles_in(part.text)
            label = Label(part.start, part.end, roles, words.languages_of(part.text), "postfix")
            yield replace(part, kind=Kind.LABEL, label=label)
        else:
            yield part
        separated = part.kind is Kind.SEPARATOR and part.text.strip() in (",", "–", "-", "—")
        name = part.kind is Kind.PERSON or (separated and index > 0 and parts[index - 1].kind is Kind.PERSON)


_WORDS = frozenset({Kind.UNKNOWN, Kind.ORGANISATION, Kind.SCHOOL, Kind.PERSON})


def _separator_end(text: str, start: int, end: int) -> int:
    """Where a separator that starts here ends; `start` where none does."""
    found = _SEPARATOR.match(text, start, end)
    if found and (found[0].strip() != "." or _stops(text, start)):
        return found.end()
    via = _VIA.match(text, start, end)
    if via and bearers.is_agency(_to_next_separator(text[via.end() : end])):
        return via.end()
    both = _MAYBE_AND.match(text, start, end)
    return both.end() if both and _between_people(text[:start], text[both.end() : end]) else start


def _stops(text: str, position: int) -> bool:
    """Whether the stop here ends something, and is not that of an initial or of a short form."""
    before = text[:position]
    return not _SHORT_FORM.search(before) and not _INITIAL.search(before)


def _to_next_separator(text: str) -> str:
    return re.split(r"[,;/|(\n]|\.(?=\s|$)", text)[0].strip()


def _between_people(left: str, right: str) -> bool:
    """Whether `y`, `e` or `i` joins two people and is no part of a surname (`Ortega y Gasset`)."""
    before = re.split(r"[,;/&|:\n]|\s(?:y|e|i)\s", left)[-1].split()
    after = re.split(r"[,;/&|(.\n]|\s(?:y|e|i)\s", right)[0].split()
    given = bool(after) and given_name_weight(after[0]) > 0
    return len(after) > 1 or len(before) < 2 or given


def _labelled(text: str, start: int, end: int, aside: bool) -> Part | None:
    line = text[:end]
    if aside and words.is_role_phrase(text[start:end]):
        return _postfix(text, start, end)
    group = marks.group_at(line, start)
    if group:
        return _marked(Kind.GROUP, text, group, aside)
    label = words.label_at(line, start)
    if label:
        return Part(Kind.LABEL, start, label.end, text[start : label.end], label=label, aside=aside)
    found = ((kind, find(line, start)) for kind, find in _MARKS)
    return next((_marked(kind, text, mark, aside) for kind, mark in found if mark), None)


_MARKS = (
    (Kind.COHORT, marks.cohort_at),
    (Kind.CLASS, marks.class_label_at),
    (Kind.LICENCE, marks.licence_at),
)


def _marked(kind: Kind, text: str, mark: Mark, aside: bool) -> Part:
    return Part(kind, mark.start, mark.end, text[mark.start : mark.end], mark.value, aside=aside)


def _postfix(text: str, start: int, end: int) -> Part:
    """A role in brackets behind a name: `(texte)`, `(photos et mise en page)`."""
    inside = text[start:end].rstrip()
    label = Label(start, start + len(inside), words.roles_in(inside), words.languages_of(inside), "postfix")
    return Part(Kind.LABEL, start, label.end, inside, label=label, aside=True)


# --- what stands between labels and separators -------------------------------------------------------


def _item(text: str, start: int, end: int, aside: bool) -> Part:
    name = bearers.honorific_at(text, start)
    if name > start and (text[start : start + 2] != "M." or _is_given_next(text, name)):
        return Part(Kind.SEPARATOR, start, name, text[start:name], aside=aside)
    stop = (
        _line_end(text, start, end) if bearers.gives_thanks(text[start:end]) else _item_end(text, start, end)
    )
    chunk = text[start:stop].rstrip()
    if year := _YEAR_FIRST.match(chunk):
        chunk = year[1]
    chunk = chunk[: _name_end(chunk)]
    kind, value = (Kind.UNKNOWN, "") if bearers.gives_thanks(chunk) else kind_of(chunk)
    return Part(kind, start, start + len(chunk), chunk, value, aside=aside)


def _is_given_next(text: str, start: int) -> bool:
    """Whether a given name and another word follow: then `M.` before them is Monsieur, not an initial."""
    following = text[start:].split()[:2]
    return (
        len(following) == 2 and given_name_weight(following[0].strip(",")) > 0 and following[1][0].isupper()
    )


_YEAR_FIRST = pattern(r"((?:19|20)\d\d)\s+(?=\D)")


def _line_end(text: str, start: int, end: int) -> int:
    newline = text.find("\n", start, end)
    return end if newline < 0 else newline


def _item_end(text: str, start: int, end: int) -> int:
    """Where the words that start here stop: at a separator, a bracket, or a label inside the line."""
    together = bearers.opens_collective(text[start:end])
    for found in _BOUNDARY.finditer(text, start + 1, end):
        position = found.start()
        if found[0] in "([":
            stops = bool(_BRACKET.match(text, position, end))
        elif _INNER_LABEL.match(text, position, end):
            stops = True
        else:
            stops = _separator_end(text, position, end) > position
        if stops and not (together and found[0].strip() in ("et", "and")):
            return position
    return end


def _name_end(chunk: str) -> int:
    """Where a name stops and a description without comma goes on: `Marie Dupont étudiante`."""
    tokens = list(re.finditer(r"\S+", chunk))
    for before, token in pairwise(tokens):
        word = token[0]
        if not (word[0].islower() or word[0].isdigit()) or is_particle(word):
            continue
        head = chunk[: before.end()]
        return before.end() if len(head.split()) > 1 and kind_of(head)[0] is Kind.PERSON else len(chunk)
    return len(chunk)


def kind_of(chunk: str) -> tuple[Kind, str]:
    """What some words without separators are, with their value where they have one."""
    text = tidy(chunk)
    if code := marks.class_of(text):
        return Kind.CLASS, code
    if marks.is_date(text):
        return Kind.DATE, text
    for kind, find in _MARKS:
        mark = find(text, 0)
        if mark and mark.end == len(text):
            return kind, mark.value
    return _bearer(text), ""


def _bearer(text: str) -> Kind:
    if _HANDLE.fullmatch(text):
        return Kind.PERSON
    if _ADDRESS.search(text):
        return Kind.UNKNOWN
    if bearers.is_agency(text) or _UNSPOKEN.fullmatch(text):
        return Kind.ORGANISATION
    if all(bearers.is_post(word) for word in text.split()):
        return Kind.UNKNOWN
    if bearers.is_collective(text):
        return Kind.ORGANISATION
    named = looks_like_name(text)
    if not (named and _is_persons(text)):
        if bearers.is_school(text):
            return Kind.SCHOOL
        if bearers.is_house(text):
            return Kind.ORGANISATION
    return Kind.PERSON if named else Kind.UNKNOWN


_UNSPOKEN = pattern(r"(?!NG$)[B-DF-HJ-NP-TV-XZ]{2,6}")
"""An acronym that nobody could say as a name: `JPL`."""


def _is_persons(text: str) -> bool:
    """Whether a name that holds the word of an institution is a person’s all the same (`Marie Maison`)."""
    tokens = text.split()
    mixed = len({in_capitals(token) for token in tokens}) == 2
    given = max(map(given_name_weight, tokens)) == 1 and not bearers.is_school(text)
    return len(tokens) == 2 and (
        given or (mixed and not in_capitals(text[:2]) and not bearers.is_school(tokens[0]))
    )


_NAME_TOKEN = pattern(r"[^\W\d_](?:[^\W\d_]|[’·.-]+(?=[^\W\d_]|$))*")


def looks_like_name(text: str) -> bool:
    """Whether words may be a person's name by their form: capitals at the head, particles inside."""
    tokens = text.split()
    if not 1 <= len(tokens) <= 7 or not all(map(_NAME_TOKEN.fullmatch, tokens)):
        return False
    if not any(_headed(token) for token in tokens) or not all(_headed(t) or is_particle(t) for t in tokens):
        return _small_name(tokens)
    first = tokens[0]
    if bearers.opens_no_name(first) and not given_name_weight(first):
        return is_particle(first) and (len(tokens) > 2 or (len(tokens) == 2 and in_capitals(tokens[1])))
    if any(map(bearers.is_post, tokens)):
        return False
    return tokens[-1][0].isupper() or not tokens[-1].islower()


def _headed(token: str) -> bool:
    """Whether a word has a capital at its head, or is in a script that has none."""
    return token[0].isupper() or token.lower() == token.upper() or bool(re.match(r"[dl]’[A-ZÀ-Þ]", token))


def _small_name(tokens: Sequence[str]) -> bool:
    """A name typed without capitals (`lina castéra`): only where one of the words is surely a given name."""
    return (
        len(tokens) == 2
        and all(token.islower() for token in tokens)
        and max(map(given_name_weight, tokens)) == 1
        and not any(map(bearers.opens_no_name, tokens))
    )


def _without_prepositions(parts: Sequence[Part]) -> Iterator[Part]:
    """`Un texte d’Ambre Roux et d’Elias Roy`: the preposition of the label, said again before a name."""
    said = ""
    for index, part in enumerate(parts):
        if part.label:
            found = _REPEATED.search(part.text)
            said = found[0].casefold() if found else ""
        before = parts[index - 1].text.strip(" ,").casefold() if index else ""
        again = _AGAIN.match(part.text) if said and part.kind is Kind.PERSON and before in _AND else None
        if not again or again[0].strip().casefold()[:1] != said.strip()[:1]:
            yield part
            continue
        at = part.start + again.end()
        rest = replace(part, start=at, text=part.text[again.end() :])
        yield replace(part, kind=Kind.SEPARATOR, end=at, text=again[0])
        yield rest if given_name_weight(rest.text.split()[0]) else replace(rest, kind=Kind.UNKNOWN)


_REPEATED = pattern(r"(?:\b(?:de|di|von|da)\s+|\bd[’'])$", re.IGNORECASE)
_AGAIN = pattern(r"(?:de|di|von|da)\s+(?=[A-ZÀ-Þ])|d[’'](?=[A-ZÀ-Þ])")
_AND = frozenset({"et", "and", "und", "y", "e", "i", "&"})


def _signing_classes(parts: Sequence[Part]) -> Iterator[Part]:
    """`A cura della classe 2B`: a class with nobody beside it, after a label, signs as a whole."""
    solid = [part for part in parts if part.kind is not Kind.SEPARATOR]
    alone = len(solid) == 2 and solid[0].kind is Kind.LABEL and solid[1].kind is Kind.CLASS
    for part in parts:
        signs = (
            alone and part is solid[-1] and " " in part.text.strip() and part.text.strip()[-1] not in ":："
        )
        yield replace(part, kind=Kind.ORGANISATION, value="") if signs else part


def _under_unknown_labels(parts: list[Part]) -> Iterator[Part]:
    """What stands after a word and a colon that is no label (`Son : Carla Pons`) is not understood."""
    unknown = False
    for index, part in enumerate(parts):
        after = parts[index + 1] if index + 1 < len(parts) else None
        if part.kind in _LABELS or "\n" in part.text:
            unknown = False
        elif part.kind in _LABELLING and after and after.text.strip()[:1] in (":", "："):
            unknown = True
        yield replace(part, kind=Kind.UNKNOWN) if unknown and part.kind in _BEARERS else part


_LABELS = frozenset({Kind.LABEL, Kind.GROUP, Kind.COHORT})
_LABELLING = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.UNKNOWN, Kind.CLASS, Kind.DATE, Kind.LICENCE})
_BEARERS = frozenset(
    {Kind.PERSON, Kind.ORGANISATION, Kind.SCHOOL, Kind.UNKNOWN, Kind.CLASS, Kind.DATE, Kind.LICENCE}
)


def _placed(part: Part) -> Part:
    """A large town by itself is where somebody wrote, not who."""
    town = part.kind is Kind.PERSON and bearers.is_town(part.text) and not given_name_weight(part.text)
    return replace(part, kind=Kind.UNKNOWN) if town else part


# --- schools -----------------------------------------------------------------------------------------

_SURE = 3.0
_LIKELY = 1.5
_CONSONANTS = pattern(r"[BCDFGHJKLMNPQRSTVWXZ]+")


def _with_schools(parts: list[Part]) -> Iterator[Part]:
    """Tell schools from people: a school stands by itself between dashes, beside a list of people."""
    for index, part in enumerate(parts):
        if part.kind is not Kind.PERSON:
            yield part
            continue
        if part.aside or not _stands_apart(parts, index):
            doubt = not part.aside and not any(one.kind is Kind.GROUP for one in parts[:index])
            yield replace(part, kind=Kind.SCHOOL, doubt=doubt) if _names_school(part.text) else part
            continue
        weight = _school_weight(part.text, parts, index)
        school = weight >= _LIKELY
        doubt = 0 < weight < _SURE
        yield replace(part, kind=Kind.SCHOOL if school else Kind.PERSON, doubt=doubt)


def _stands_apart(parts: Sequence[Part], index: int) -> bool:
    """Between strong separators, or alone in its block; a list of one name is no list."""
    before = parts[index - 1] if index else None
    after = parts[index + 1] if index + 1 < len(parts) else None
    return (before is None or before.kind is Kind.GROUP or _is_dash(before)) and (
        after is None or _is_dash(after)
    )


def _names_school(text: str) -> bool:
    """An acronym and a town (`ISCPA Lyon`), which people are seldom called."""
    tokens = text.split()
    town = len(tokens) > 1 and bearers.is_town(" ".join(tokens[1:]))
    return town and _acronym_weight(tokens) > 0 and not any(map(given_name_weight, tokens))


def _is_dash(part: Part) -> bool:
    return part.kind is Kind.SEPARATOR and part.text.strip()[:1] in {"-", "–", "—", "|", ":", "•", "\n", ""}


def _school_weight(text: str, parts: Sequence[Part], index: int) -> float:
    """How much speaks for a school: a town, an acronym, other separators than between the people."""
    tokens = text.split()
    town = max((3.0 for n in range(len(tokens)) if bearers.is_town(" ".join(tokens[n:]))), default=0.0)
    known = max(map(given_name_weight, tokens))
    weight = town + _acronym_weight(tokens) - 3 * known
    if town and len(tokens) == 1 and not (index and parts[index - 1].kind is Kind.GROUP):
        return 0.0
    if len(parts) == 1:
        return weight if _names_school(text) else 0.0
    return weight + (1 if _other_separators(parts, index) else -1)


def _acronym_weight(tokens: Sequence[str]) -> float:
    first = tokens[0]
    if not in_capitals(first) or "." in first or not 3 <= len(first) <= 6:
        return 0.0
    unspoken = not re.search("[AEIOUY]", first) or any(len(run) > 2 for run in _CONSONANTS.findall(first))
    return 1 + (2 if unspoken else 0) + (2 if len(tokens) == 1 else 0)


def _other_separators(parts: Sequence[Part], index: int) -> bool:
    """Whether people are parted by another sign than the one beside this part."""
    others = (
        one for n, one in enumerate(parts) if n != index and one.kind is Kind.SEPARATOR and not one.aside
    )
    return any(one.text.strip()[:1] in {",", "/", ";", "&"} for one in others)
