"""Reasons of questions and of judgements, as they are stored in English -> in the reader's language.

What is stored never changes with the language of who looks at it: only what is shown is translated. What no
sentence below fits, such as an editor's own words, is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from anthology.labels import catalogue
from anthology.model import Decision
from anthology.phrases import KINDS, ROLES


def _(msgid: str) -> str:
    """Marks a label for the catalogues."""
    return msgid


SENTENCES: tuple[str, ...] = (
    # what a paragraph is
    _("asks a question"),
    _("asks nothing"),
    _("states something to nobody"),
    _("introduces somebody"),
    _("opens with a conjunction"),
    _("opens with a dash, like speech"),
    _("addresses somebody"),
    _("opens like a reply"),
    _("speaks in the first person"),
    _("ends like a sentence"),
    _("breaks off at a comma"),
    _("has no final stop"),
    _("is one quotation"),
    _("names who spoke"),
    _("opens with the speaker’s name"),
    _("is labelled as a question"),
    _("is labelled as an answer"),
    _("is one of several who are quoted in turn"),
    _("asks what several people answer"),
    _("is a line of a play"),
    _("opens with a word and a colon that is nobody’s name"),
    _("opens with ¿"),
    _("is long"),
    _("is long for a question"),
    _("is very long"),
    _("is a few words"),
    _("is longer than a heading"),
    _("is short before something longer"),
    _("opens the article"),
    _("does not open the article"),
    _("stands above lines that open with small letters"),
    _("opens a stanza"),
    _("is no heading"),
    _("opens the text"),
    _("does not open the text"),
    _("comes before the first question"),
    _("comes after the first question"),
    _("closes the article"),
    _("is the only question of its kind"),
    _("is the first of several short pieces"),
    _("is one of several short pieces"),
    _("opens the text and is no shorter than the rest"),
    _("opens the text under no title and is longer than the rest"),
    _("comes back later in the same words"),
    _("belongs to a story with dialogue"),
    _("stands last, like a signature"),
    _("stands last after a blank line"),
    _("names people who sign together"),
    _("is full of capitals, like names"),
    _("does not stand last, like a signature"),
    _("announces an interview"),
    _("has the shape of a heading"),
    _("is a heading in quotation marks"),
    _("says again what a longer paragraph says"),
    _("says nothing twice"),
    _("is an item of a list"),
    _("is no item of a list"),
    _("describes a picture"),
    _("describes no picture"),
    _("otherwise: %(role)s"),
    # what the file says of it
    _("the file says it is a title"),
    _("the file says it is a standfirst"),
    _("the file says it is a byline"),
    _("the file says it is a heading"),
    _("the file says it is an item of a list"),
    _("the file says it is a cell of a table"),
    _("the file says it is a quotation"),
    _("the file says it is verse"),
    _("the file says it is a caption"),
    _("the file says it describes a picture"),
    _("the file says it is a note"),
    _("is set in bold from end to end"),
    _("somebody deleted it, and the file still holds it"),
    _("the file hides it"),
    _("it is a comment beside the text"),
    _("the site that it comes from does not show it"),
    _("the page has it to lead elsewhere"),
    _("the file prints it at the edge of every page"),
    _("it is what the file says of itself"),
    _("the file says of itself: %(words)s"),
    _("the page’s own words, not an author’s"),
    # where its words go
    _("an editor said so"),
    _("an editor wants it printed"),
    _("the picture did not come with the file"),
    _("what calls it is not printed"),
    _("it belongs to no article"),
    _("says the same again, right after it"),
    _("says the same as %(place)s"),
    _("says again what %(place)s says"),
    _("nearly what %(place)s says"),
    _("%(place)s says it too"),
    _("stands in a copy of an article, and not in the article that is kept"),
    _("the page prints its first text twice"),
    _("printed twice at the head of the page, and shares no subject with what follows"),
    _("breaks off: the rest is on another page"),
    _("stands alone after the last credit, and nobody signed it"),
    # who speaks
    _("%(place)s is an answer of somebody nobody names"),
    _("an answer with no question before it"),
    _("after a block of the role %(role)s"),
    # who signs
    _("no line of this article says who wrote it"),
    _("somebody signed here, but there is no article"),
    _("the text itself speaks of them"),
    _("stands under the label of a credit"),
    _("stands below names, and has the form of one"),
    _("stands in a column of names at the end"),
    _("opens with a group or a class, and names people"),
    _("says more of who signs"),
    _("is the label of a credit"),
    _("opens with “%(words)s”"),
    _("names a role in brackets"),
    _("%(name)s has a surname in capitals"),
    _("%(word)s is a given name"),
    _("lists %(number)s names"),
    _("ends with a photo credit"),
    _("opens with a group"),
    _("opens with a group: %(words)s"),
    _("opens with a class: %(words)s"),
    _("names a group"),
    _("names a class"),
    _("is a licence"),
    _("names an agency beside a person"),
    _("given names followed by a class"),
    _("names followed by a class"),
    _("looks like names"),
    # what a credit says
    _("%(words)s may also mean something else"),
    _("one name before a photo credit: the author, or somebody in the picture"),
    _("stands behind several names"),
    _("stands apart from the list of names, like the name of a school"),
    _("stands on a line of its own after a photo credit"),
    _("a caption before a photo credit"),
    _("not understood as part of a credit"),
    # how a name is read
    _("a comma parts surname and given name"),
    _("%(reason)s, but this name looks given name first"),
    _("%(reason)s, but this name looks surname first"),
    _("%(word)s is in capitals: given name first"),
    _("%(word)s is in capitals: surname first"),
    _("%(word)s is a given name: given name first"),
    _("%(word)s is a given name: surname first"),
    _("the other names of the credit: given name first"),
    _("the other names of the credit: surname first"),
    _("the surnames are in alphabetical order: given name first"),
    _("the surnames are in alphabetical order: surname first"),
    _("a byline: given name first"),
    _("every name is one word"),
    _("neither capitals nor known given names tell the order"),
    _("capitals and small letters meet without a space"),
    _("%(word)s may open the surname, or say who wrote"),
    _("three words or more: where the surname starts is open"),
    _("a single word among full names: a surname may be shared, or missing"),
    _("the accent may have been lost in capitals or in typing"),
    _("typed without capitals"),
    _("in capitals a particle shows neither a capital nor a small letter"),
    _("a surname in capitals in running text, %(number)s times"),
    # who is who
    _("an initial may stand for the given name"),
    _("one of them has a given name more"),
    _("the same names in the other order"),
    _("two people may bear such names"),
    _("two people may bear one name"),
    _("two people of this name are credited, and nothing shows which of them is meant"),
    _("an author of %(groups)s and of %(group)s"),
    _("written %(name)s"),
    _("two groups of one school have one number, and no author in common"),
)
"""Every reason that the tool gives; a place for a value is named for what may stand there."""

# What is proposed where it is no word of the source, and what is found where it is none.
_PROPOSED: Mapping[str, str] = {
    "teaser": _("hold back"),
    "deleted-text": _("hold back"),
    "hidden-text": _("hold back"),
    "namesake": _("one person"),
}
_FOUND: Mapping[str, str] = {"merge-conflict": _("the editor and the import changed the same lines")}
_QUOTING = frozenset({"merge-conflict"})
"""Kinds of questions whose evidence is lines of a text, which may look like sentences of the tool."""


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence with places: its literal pieces, one more than the names of its places."""

    sentence: str
    pieces: tuple[str, ...]
    names: tuple[str, ...]

    def values(self, words: str) -> Mapping[str, str] | None:
        """What stands in its places, if the words are this sentence. Takes time by their length alone."""
        first, *between, last = self.pieces
        fits = len(words) > len(first) + len(last) and words.startswith(first) and words.endswith(last)
        rest = words[len(first) : len(words) - len(last)]
        values: list[str] = []
        for piece in between:
            value, found, rest = rest.partition(piece)
            fits = fits and bool(found)
            values.append(value)
        told = dict(zip(self.names, (*values, rest), strict=True))
        return told if fits and all(_may_stand(name, value) for name, value in told.items()) else None


def _may_stand(name: str, value: str) -> bool:
    """Whether a value is of the kind that its place is named for."""
    if name == "place":
        file, _, line = value.rpartition(":")
        return bool(file) and line.isdecimal()
    return {"number": value.isdecimal(), "role": value in ROLES}.get(name, bool(value.strip()))


def told(reason: str, language: str) -> str:
    """One reason as it is stored, in the words of a language; unchanged if it is no sentence of the tool."""
    return _told(reason, language, deep=True)


@lru_cache(maxsize=4096)
def _told(reason: str, language: str, *, deep: bool) -> str:
    say = catalogue(language).gettext
    # Those of rules are in the catalogue, and end with a stop; their own table takes too long to load.
    if reason in SENTENCES or reason.endswith("."):
        return say(reason)
    sentence, values = _read(reason, deep=deep)
    translated = say(sentence) if sentence else ""
    if translated == sentence:
        return reason
    return translated % {name: _value(name, value, language) for name, value in values.items()}


def known(reason: str) -> bool:
    """Whether a reason is one of the sentences."""
    return reason in SENTENCES or bool(_read(reason, deep=True)[0])


def _read(reason: str, *, deep: bool) -> tuple[str, Mapping[str, str]]:
    """The sentence with places that a reason is made by, and what stands in them; empty: there is none."""
    for template in _templates():
        values = template.values(reason)
        if values is None:
            continue
        # A reason inside of another holds no third one: words of a source cannot be nested without end.
        if "reason" not in values or (deep and _is_whole(values["reason"])):
            return template.sentence, values
    return "", {}


def _is_whole(reason: str) -> bool:
    return reason in SENTENCES or bool(_read(reason, deep=False)[0])


def _value(name: str, value: str, language: str) -> str:
    if name == "reason":
        return _told(value, language, deep=False)
    if name != "role":
        return value
    role = catalogue(language).gettext(ROLES[value])
    return role[:1].lower() + role[1:]


@cache
def _templates() -> tuple[_Template, ...]:
    return tuple(_template(one) for one in SENTENCES if "%(" in one)


def _template(sentence: str) -> _Template:
    first, *others = sentence.split("%(")
    names, pieces = zip(*(one.split(")s", 1) for one in others), strict=True)
    return _Template(sentence, (first, *pieces), names)


def all_told(reasons: Iterable[str], language: str) -> tuple[str, ...]:
    """Several reasons, each in the words of a language."""
    return tuple(told(one, language) for one in reasons)


def shown(one: Decision, language: str) -> Decision:
    """A question as a person reads it: not to be stored, and not to look up its words in the source."""
    say = catalogue(language).gettext
    own = _PROPOSED.get(one.kind), _FOUND.get(one.kind)
    return replace(
        one,
        found=say(one.found) if one.found == own[1] else one.found,
        proposed=say(one.proposed) if one.proposed == own[0] else one.proposed,
        evidence=one.evidence if one.kind in _QUOTING else all_told(one.evidence, language),
    )


def rule_name(name: str, language: str) -> str:
    """The name of a rule of typography: in English as it is written in settings."""
    if language == "en":
        return name
    return catalogue(language).gettext(KINDS.get(name, name))


def rule_reason(why: str, language: str) -> str:
    """Why there is a rule of typography."""
    return catalogue(language).gettext(why)
