"""The credit blocks of an article in; its group, its people with their roles, and what is in doubt, out.

Nothing is guessed in silence: what the text leaves open is a decision, and every character of the blocks is
a piece with a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from anthology.model import Block, Contributor, Decision, Form, Photo
from anthology.names import Person, tidy
from anthology.recognise.bearers import is_agency, is_collective
from anthology.recognise.credit_asking import Desk
from anthology.recognise.credit_line import CreditLine, credit_line, credit_lines
from anthology.recognise.credit_marks import group_languages
from anthology.recognise.credit_names import Entry, Name, Setting, read_names
from anthology.recognise.credit_scan import Kind, Part, scan
from anthology.recognise.credit_words import ROLES, Label, named_roles
from anthology.recognise.name_lists import Key, keys_of

__all__ = [
    "NO_ANSWERS",
    "CreditLine",
    "Credits",
    "NameSpan",
    "Piece",
    "Sense",
    "credit_line",
    "credit_lines",
    "parse_credits",
]

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


class Sense(StrEnum):
    """What a stretch of a credit was read as."""

    NAME = "name"
    GROUP = "group"
    CLASS = "class"
    SCHOOL = "school"
    COHORT = "cohort"
    LABEL = "label"
    LICENCE = "licence"
    CAPTION = "caption"
    PUNCTUATION = "punctuation"
    LEFTOVER = "leftover"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the submission (half-open, in characters of its text) and what it was read as."""

    start: int
    end: int
    sense: Sense


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name and the stretch of the submission it was read from."""

    person: Person
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Credits:
    """The credits of one article. `number` is the group's (`5`, `A`), empty when none is stated.

    `spans` has one entry for each name read; `pieces` accounts for every character that is not a space,
    in order, without overlaps.
    """

    number: str = ""
    school: str = ""
    cohort: str = ""
    contributors: tuple[Contributor, ...] = ()
    photos: tuple[Photo, ...] = ()
    decisions: tuple[Decision, ...] = ()
    spans: tuple[NameSpan, ...] = ()
    pieces: tuple[Piece, ...] = ()


def parse_credits(
    file: str,
    blocks: Sequence[Block],
    *,
    known: Sequence[Person] = (),
    answers: Mapping[str, str] = NO_ANSWERS,
    language: str = "",
) -> Credits:
    """Read the credit blocks of one article as a whole.

    Args:
        file: the submission, as decisions name it.
        blocks: the blocks of credits, in order.
        known: people credited elsewhere in the same submission, or by the same class.
        answers: what the editor answered, by decision id: `accept`, `reject` or own words.
        language: the article's, where it is known; it tells which accents may be missing.
    """
    desk = Desk(file, answers)
    draft = _Draft(desk)
    for block in blocks:
        draft.read(block)
    draft.settle_leftovers()
    names = read_names(draft.entries, desk, _setting(draft.languages, known, language))
    return _credits(draft, names, desk, blocks)


def _setting(languages: Iterable[frozenset[str]], known: Sequence[Person], language: str) -> Setting:
    """What the labels (or the article) tell about the language the names are written in."""
    told = {language.split("-")[0]} - {""}
    seen = [told] if told else [set(each) for each in languages if each]
    french = all("fr" in each for each in seen)
    iberian = bool(seen) and any(each <= {"es", "ca", "pt"} for each in seen)
    italian = bool(seen) and all(each == {"it"} for each in seen)
    return Setting(french, iberian, italian, _keys_of(tuple(known)))


@lru_cache(maxsize=4)
def _keys_of(known: tuple[Person, ...]) -> frozenset[Key]:
    """The same people are known to a thousand articles: their names are taken apart once."""
    return keys_of(known)


# --- reading -----------------------------------------------------------------------------------------

_AUTHOR = ("author",)


@dataclass(slots=True)
class _Shot:
    """A photo credit being read: the list its names stand in, its licences, its caption."""

    number: int
    licences: list[str] = field(default_factory=list)
    caption: str = ""


@dataclass(frozen=True, slots=True)
class _Leftover:
    """Words that were not understood."""

    block: Block
    start: int
    end: int
    caption: bool = False

    @property
    def text(self) -> str:
        """The words."""
        return self.block.text[self.start - self.block.start : self.end - self.block.start]


@dataclass(slots=True)
class _Context:
    """What the next name stands under: roles, label, class, and the number of its list."""

    roles: tuple[str, ...] = _AUTHOR
    label: Label | None = None
    class_code: str = ""


class _Draft:
    """Credits while they are read, block after block, part after part."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.number = self.school = self.cohort = ""
        self.entries: list[Entry] = []
        self.shots: list[_Shot] = []
        self.leftovers: list[_Leftover] = []
        self.pieces: list[Piece] = []
        self.languages: list[frozenset[str]] = []
        self.now = _Context()
        self.outside: _Context | None = None
        self.list = 0
        self.sign = ""
        self.bare = self.after_name = False
        self.carries = False
        self.from_before = False
        self.classed = self.marked = 0  # entries that a class, or a role in brackets, was given to
        self.block = Block(0, 0, 1, "")
        self.parts: tuple[Part, ...] = ()

    # -- blocks

    def read(self, block: Block) -> None:
        """Read one block."""
        self.block, self.parts = block, scan(block.text)
        self._open(all(part.kind in _BARE for part in self.parts))
        if _is_agency_credit(self.parts) and self.now.label is None:
            self._start_shot(_PHOTO)
        for position, part in enumerate(self.parts):
            self._leave_brackets(part)
            self._read_part(position, part)
        solid = [part for part in self.parts if part.kind is not Kind.SEPARATOR]
        self.carries = bool(solid) and solid[-1].kind is Kind.LABEL and not solid[-1].aside

    def _open(self, bare: bool) -> None:
        """Forget what held for the block before, but for a label or a class left open at its end."""
        carried, stray = bare and self.carries, bare and self.from_before and not self.carries
        if not (bare and self.bare) or carried or stray:
            self._new_list()
        if stray and "photographer" in self.now.roles:
            self.now = _Context(
                roles=self._asked_role("author", "stands on a line of its own after a photo credit")
            )
        elif not carried:
            self.now = _Context(class_code=self.now.class_code if bare else "")
        self.bare, self.from_before, self.outside, self.sign = bare, carried, None, ""
        self.after_name = False

    def _new_list(self) -> None:
        self.list += 1
        self.classed = self.marked = len(self.entries)

    def _leave_brackets(self, part: Part) -> None:
        if self.outside and not part.aside:
            self.now, self.outside = self.outside, None
            self._new_list()

    # -- parts

    def _read_part(self, position: int, part: Part) -> None:
        if part.kind is Kind.SEPARATOR:
            sign = part.text.strip() or part.text[:1]
            self.languages += [
                frozenset({_JOINING[word]}) for word in (sign.strip(", "),) if word in _JOINING
            ]
            self.sign = sign if self.after_name else ""
            self._piece(part, Sense.PUNCTUATION)
            return
        _READ[part.kind](self, position, part)
        self.sign, self.after_name = "", part.kind is Kind.PERSON

    def _piece(self, part: Part, sense: Sense) -> None:
        self.pieces.append(Piece(self._at(part.start), self._at(part.end), sense))

    def _at(self, place: int) -> int:
        return self.block.start + place

    def _group(self, _: int, part: Part) -> None:
        self.number = self.number or part.value
        if self.number != part.value:
            self._leftover(0, part)
            return
        self._piece(part, Sense.GROUP)
        self.languages.append(group_languages(part.text))
        self.now = _Context(class_code=self.now.class_code if self.parts[0].kind is Kind.CLASS else "")
        self._new_list()

    def _cohort(self, _: int, part: Part) -> None:
        self.cohort = self.cohort or part.value
        if self.cohort != part.value:
            self._leftover(0, part)
            return
        self._piece(part, Sense.COHORT)

    def _date(self, position: int, part: Part) -> None:
        if self._shot():
            self._piece(part, Sense.LICENCE)
        elif self.number:
            self._cohort(position, part)
        else:
            self._leftover(position, part)

    def _licence(self, position: int, part: Part) -> None:
        if not self._shot() and len(self.parts) > 1:
            self._leftover(position, part)
            return
        if not self._shot():
            self._start_shot(_PHOTO)
        self.shots[-1].licences.append(tidy(part.value or part.text))
        self._piece(part, Sense.LICENCE)

    def _shot(self) -> bool:
        """Whether a photo credit is being read."""
        return "photographer" in self.now.roles and bool(self.shots)

    def _start_shot(self, roles: tuple[str, ...]) -> None:
        self._new_list()
        self.now = replace(self.now, roles=roles)
        if "photographer" in roles:
            self.shots.append(_Shot(self.list))

    # -- labels

    def _label(self, position: int, part: Part) -> None:
        label = part.label
        if label is None:
            return
        self._piece(part, Sense.LABEL)
        self.languages.append(label.languages)
        if label.form == "postfix":
            self._postfix(part, label)
            return
        if self._goes_on(position, part):
            return
        if part.aside and self.outside is None:
            self.outside = replace(self.now)
        caption = self._caption(position) if "photographer" in label.roles else ""
        self._doubt_caption(position, label)
        self.now = _Context(label=label, class_code=self.now.class_code if part.aside else "")
        self._start_shot(self._roles(position, part, label))
        if caption and self._shot():
            self.shots[-1].caption = caption

    def _goes_on(self, position: int, part: Part) -> bool:
        """Whether a label says more of the one before: `Fotos: cedidas por`."""
        before = [one for one in self.parts[:position] if one.kind is not Kind.SEPARATOR][-1:]
        return bool(before and before[0].label) and not named_roles(part.text)

    def _roles(self, position: int, part: Part, label: Label) -> tuple[str, ...]:
        """The roles of a label; where the same words may mean something else, as the editor says."""
        following = [one.kind for one in self.parts[position + 1 :]]
        if label.sure or Kind.ORGANISATION in following or Kind.LICENCE in following:
            return label.roles
        return (
            self._asked_role(label.roles[0], f"{part.text.strip()} may also mean something else")
            or label.roles
        )

    def _asked_role(self, proposed: str, why: str) -> tuple[str, ...]:
        text = self.block.text
        answer = self.desk.ask("credit-role", self.block, self.block.start, text, text, proposed, why)
        other = "author" if proposed != "author" else "photographer"
        told = answer if answer in ROLES else proposed
        return (other if answer == "reject" else told,)

    def _caption(self, position: int) -> str:
        """Words before the label of a photo credit that nothing else explains: they describe the picture."""
        before = [part for part in self.parts[:position] if part.kind is not Kind.SEPARATOR]
        if not before or any(part.kind is not Kind.UNKNOWN for part in before):
            return ""
        self.leftovers = [
            replace(one, caption=True) if one.block is self.block else one for one in self.leftovers
        ]
        return tidy(self.block.text[before[0].start : before[-1].end])

    def _doubt_caption(self, position: int, label: Label) -> None:
        """One name alone before a photo credit: who signs, or who is in the picture?"""
        before = [part for part in self.parts[:position] if part.kind is not Kind.SEPARATOR]
        if label.roles != _PHOTO or len(before) != 1 or before[0].kind is not Kind.PERSON or before[0].aside:
            return
        if not self.entries or self.entries[-1].start != self._at(before[0].start):
            return  # an answer made a school of it
        name = self.entries[-1]
        why = "one name before a photo credit: the author, or somebody in the picture"
        answer = self.desk.ask(
            "credit-role", self.block, name.start, f"{name.text} {label.form}", tidy(name.text), "author", why
        )
        if answer == "reject":
            self.entries.pop()
        elif answer in ROLES:
            self.entries[-1] = replace(name, roles=(answer,))

    def _postfix(self, part: Part, label: Label) -> None:
        """A role in brackets goes to the name before it; with several names before, that is asked."""
        names = self.entries[self.marked :]
        if not names:
            return
        if len(names) > 1 and not self._scope(part, names[-1:], names):
            names = names[-1:]
        elif len(names) > 1:
            names = names[:]
        self._replace_last(len(names), roles=label.roles)
        self.marked = len(self.entries)

    # -- classes

    def _class(self, position: int, part: Part) -> None:
        self._piece(part, Sense.CLASS)
        pending = self.entries[self.classed :]
        if part.text.rstrip()[-1:] in ":-–—：" or not pending:
            self.now = _Context(self.now.roles, self.now.label, part.value)
            self._new_list()
            return
        several = len(pending) > 1
        everybody = several and self._scope(part, pending, pending)
        self._replace_last(len(pending) if everybody else 1, class_code=part.value)
        self.classed = len(self.entries)

    def _scope(self, part: Part, proposed: Sequence[Entry], names: Sequence[Entry]) -> bool:
        """Ask whether something behind several names goes for all of them; return true when it does."""
        text = tidy(part.text)
        answer = self.desk.ask(
            "credit-scope",
            self.block,
            self._at(part.start),
            f"{self.block.text}|{text}|{part.start}",
            text,
            f"{text}: " + ", ".join(tidy(name.text) for name in proposed),
            "stands behind several names",
        )
        everybody = len(proposed) == len(names)
        return everybody != (answer == "reject")

    def _replace_last(self, count: int, **changes: object) -> None:
        for index in range(len(self.entries) - count, len(self.entries)):
            self.entries[index] = replace(self.entries[index], **changes)  # type: ignore[arg-type]

    # -- people, schools, and the rest

    def _person(self, position: int, part: Part) -> None:
        if part.doubt and self._asked_school(part, "name") == "school":
            self._set_school(position, part)
            return
        self._piece(part, Sense.NAME)
        self.entries.append(self._entry(part))

    def _entry(self, part: Part) -> Entry:
        label = self.now.label
        return Entry(
            text=part.text,
            start=self._at(part.start),
            end=self._at(part.end),
            block=self.block,
            kind=part.kind,
            list_number=self.list,
            roles=self.now.roles,
            class_code=self.now.class_code,
            prose=label is not None and label.form != "members",
            after=self.sign,
        )

    def _school(self, position: int, part: Part) -> None:
        if self._shot() or (part.doubt and self._asked_school(part, "school") == "name"):
            kind = Kind.ORGANISATION if self._shot() else Kind.PERSON
            self._piece(part, Sense.NAME)
            self.entries.append(self._entry(replace(part, kind=kind)))
            return
        self._set_school(position, part)

    def _asked_school(self, part: Part, proposed: str) -> str:
        """`school` or `name`: what the editor says, else what is proposed."""
        text = tidy(part.text)
        why = "stands apart from the list of names, like the name of a school"
        answer = self.desk.ask("credit-school", self.block, self._at(part.start), text, text, proposed, why)
        other = "name" if proposed == "school" else "school"
        return other if answer in ("reject", other) else proposed

    def _set_school(self, position: int, part: Part) -> None:
        name = tidy(part.text)
        self.school = self.school or name
        if self.school != name:
            self._leftover(position, part)
            return
        self._piece(part, Sense.SCHOOL)

    def _organisation(self, position: int, part: Part) -> None:
        if self.now.label is None and not self._shot() and not is_collective(tidy(part.text)):
            self._leftover(position, part)
            return
        self._piece(part, Sense.NAME)
        self.entries.append(self._entry(part))

    def _leftover(self, _: int, part: Part) -> None:
        self.leftovers.append(_Leftover(self.block, self._at(part.start), self._at(part.end)))

    def settle_leftovers(self) -> None:
        """Ask about what was not understood; the editor's own words are read in its place."""
        for left in _merged(self.leftovers):
            sense = Sense.CAPTION if left.caption else Sense.LEFTOVER
            self.pieces.append(Piece(left.start, left.end, sense))
            if left.caption and left.block.shape.form is Form.CAPTION:
                continue  # the file itself says what it is
            why = "a caption before a photo credit" if left.caption else "not understood as part of a credit"
            answer = self.desk.ask("credit-leftover", left.block, left.start, left.text, left.text, "", why)
            if answer not in ("", "accept", "reject"):
                self._read_instead(left, answer)

    def _read_instead(self, left: _Leftover, words: str) -> None:
        """Read the editor's words as a credit; every name in them points to the leftover."""
        own = _Draft(self.desk)
        own.read(Block(0, len(words), left.block.line, words))
        self.number = self.number or own.number
        self.school, self.cohort = self.school or own.school, self.cohort or own.cohort
        base = self.list + 1
        self.list = base + own.list
        for entry in own.entries:
            self.entries.append(
                replace(
                    entry,
                    start=left.start,
                    end=left.end,
                    block=replace(left.block),
                    list_number=entry.list_number + base,
                )
            )
        self.shots += [replace(shot, number=shot.number + base) for shot in own.shots]


_PHOTO = ("photographer",)


def _is_agency_credit(parts: Sequence[Part]) -> bool:
    """`AFP / Julien Lamy`: people and agencies, and nothing else."""
    solid = [part for part in parts if part.kind is not Kind.SEPARATOR]
    agencies = [part for part in solid if part.kind is Kind.ORGANISATION and is_agency(tidy(part.text))]
    people = [part for part in solid if part.kind is Kind.PERSON]
    return bool(agencies and people) and len(agencies) + len(people) == len(solid)


_JOINING = MappingProxyType({"et": "fr", "and": "en", "und": "de", "y": "es", "i": "ca"})
"""Words between names, and the language they tell; Italian and Portuguese share theirs."""

_BARE = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.SEPARATOR, Kind.UNKNOWN})
_READ = MappingProxyType(
    {
        Kind.GROUP: _Draft._group,
        Kind.COHORT: _Draft._cohort,
        Kind.DATE: _Draft._date,
        Kind.LICENCE: _Draft._licence,
        Kind.LABEL: _Draft._label,
        Kind.CLASS: _Draft._class,
        Kind.PERSON: _Draft._person,
        Kind.SCHOOL: _Draft._school,
        Kind.ORGANISATION: _Draft._organisation,
        Kind.UNKNOWN: _Draft._leftover,
    }
)


def _merged(leftovers: Sequence[_Leftover]) -> Iterator[_Leftover]:
    """Join leftovers of a block between which stand only signs."""
    ordered = sorted(leftovers, key=lambda one: one.start)
    current: _Leftover | None = None
    for left in ordered:
        if current and current.block is left.block and current.caption == left.caption:
            between = current.block.text[current.end - current.block.start : left.start - current.block.start]
            if len(between) < 8 and not any(
                char.isalnum() for char in between.replace(" et ", "").replace(" and ", "")
            ):
                current = replace(current, end=left.end)
                continue
        if current:
            yield current
        current = left
    if current:
        yield current


# --- result ------------------------------------------------------------------------------------------


def _credits(draft: _Draft, names: Sequence[Name], desk: Desk, blocks: Sequence[Block]) -> Credits:
    contributors = (
        Contributor(name.person, role, name.entry.class_code)
        for name in names
        for role in name.entry.roles
        if role != "photographer"
    )
    return Credits(
        number=draft.number,
        school=draft.school,
        cohort=draft.cohort,
        contributors=tuple(dict.fromkeys(contributors)),
        photos=tuple(_photos(draft.shots, names)),
        decisions=tuple(desk.decisions.values()),
        spans=tuple(NameSpan(name.person, name.start, name.end) for name in names),
        pieces=tuple(_covering(draft.pieces, blocks)),
    )


def _photos(shots: Sequence[_Shot], names: Sequence[Name]) -> Iterator[Photo]:
    """A photo for each credit, in the order of the text."""
    lists = {shot.number: shot for shot in shots}
    taken = [name for name in names if "photographer" in name.entry.roles]
    credited = {number: list(run) for number, run in groupby(taken, key=lambda name: name.entry.list_number)}
    for number in sorted({*lists, *credited}):
        shot = lists.get(number, _Shot(number))
        people = tuple(dict.fromkeys(name.person for name in credited.get(number, [])))
        if people or shot.licences:
            yield Photo(people, caption=shot.caption, licence=", ".join(shot.licences))


def _covering(pieces: Sequence[Piece], blocks: Sequence[Block]) -> Iterator[Piece]:
    """The pieces in order, with what stands between them; signs alone are punctuation."""
    ordered = sorted(pieces, key=lambda piece: (piece.start, -piece.end))
    for block in blocks:
        place = block.start
        for piece in (one for one in ordered if block.start <= one.start < block.end):
            if piece.start < place:  # a sign inside a leftover of several parts
                continue
            yield from _between(block, place, piece.start)
            yield piece
            place = max(place, piece.end)
        yield from _between(block, place, block.end)


def _between(block: Block, start: int, end: int) -> Iterator[Piece]:
    text = block.text[start - block.start : end - block.start] if end > start else ""
    if text.strip():
        yield Piece(start, end, Sense.PUNCTUATION)
