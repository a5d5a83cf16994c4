"""A block and its language in; what can be seen of it without its neighbours (`Traits`) out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anthology.model import Block
from anthology.recognise.bearers import signs_together
from anthology.recognise.cues import Cues, words_of
from anthology.recognise.entries import is_entry
from anthology.recognise.mentions import SURE, mentions
from anthology.recognise.patterns import pattern
from anthology.recognise.quotes import CLOSERS, OPENERS, STRAIGHT, attributions, wholly_quoted

_CLOSING = CLOSERS + STRAIGHT + "“’)]*_ \u00a0\u202f"
_LABEL = pattern(r"(?P<label>[^\W_][^:?!\n«»“”\"]{0,40}?)[\s\u00a0\u202f]*:(?!//)[\s\u00a0\u202f]*")
_DASH = pattern(r"[-–—]\s*(?=[^\W\d_¿«“\"])")
_BULLET = pattern(r"(?:[-–—•·◦▪‣*➢►✓]\s+|\d{1,2}[.)°]\s+|[a-z]\)\s+)(?=\S)")
_CONTACT = pattern(
    r"(?:\+\d{2}|\b0\d)(?:[ .\u00a0-]?\d{2}){3,4}\b|\b\d{5}\b(?=\s+[A-ZÀ-Ý])|(?<![\w.+-])[\w.+-]++@[\w-]+\.\w{2,}|https?://\S+|\bwww\.\S+"
    r"|\b\d{1,2}\s?[h:]\s?(?:\d{2})?\b.*\b\d{1,2}\s?[h:]|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b"
)
_CAPTION = pattern(
    r"(?:\(|\[)?\s*(?:légende|caption|ci-dessus|ci-contre|ci-dessous|en photo|sur la photo|above|left|right|"
    r"pictured|bildunterschrift|pie de foto|didascalia)\b.{0,3}[:,]?",
    re.IGNORECASE,
)
_CUT = pattern(
    r"(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|(?:lire la suite|read more|"
    r"continue reading|leer más|weiterlesen|continua a leggere|suite)\s*(?:…|→|»|>)*)\s*$",
    re.IGNORECASE,
)
_FOLLOWING = pattern(r"[?!…,]\s{1,3}([^\W\d_]{2,20})\b")
_DIGIT = pattern(r"\d")
_INCISE = pattern(
    r"(?:[!?…,.]|[»”])\s*[^\W\d_]+(?:-t)?-(?:ils?|elles?|je|on)\b|[!?,]”?\s(?:he|she|they|i|he|sie)\s[^\W\d_]+(?:ed|te)\b",
    re.IGNORECASE,
)
CUT = 80
"""Characters at the end of a paragraph that may say it goes on elsewhere."""

_QUESTIONER = frozenset({"q", "question", "pregunta", "frage", "domanda"})
_REPLIER = frozenset(
    {"r", "a", "réponse", "reponse", "answer", "respuesta", "antwort", "risposta", "resposta"}
)
_AGED = pattern(r"[^\W\d_],\s+\S|\(\s*\d")
_INITIALS = pattern(r"(?:[A-ZÀ-Þ]\.[ -]?){2,4}|[A-ZÀ-Þ][\w-]{1,20} [A-ZÀ-Þ]\.(?:, .{1,40})?")
_CUE = pattern(
    r"(?P<cue>[A-ZÀ-Þ][A-ZÀ-Þ’' -]{1,30}?)\s{0,3}(?:\([^)]{1,40}\))?\s{0,3}"
    r"(?:[.,:]\s{0,3}[-–—]|[:–—])\s{0,3}\S"
)
SIGNATURE = 10
"""Words: nobody signs with more."""

_AFTER_QUESTION = "!…. \u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Traits:
    """What one block shows by itself.

    `label` is the text before a colon that may name a speaker; `voiced` tells that a quotation follows it,
    `testimony` that it says more of who speaks than a name (`Inès, 16 ans : « … »`). `cue` is the part that
    speaks in a play (`LA DAME. –`), `entry` that it has the shape of an entry of a list, `collective` that it
    could be the name of people who sign together.
    """

    block: Block
    words: int
    asks: bool
    opens_quote: bool
    quoted: bool
    speakers: tuple[str, ...]
    label: str
    label_end: int
    dashed: bool
    bullet: bool
    contact: bool
    captioned: bool
    cut: bool
    stopped: bool
    hanging: bool
    address: bool
    first_person: bool
    reply: bool
    announces: bool
    introduces: bool
    joins: bool
    narrated: bool
    voiced: bool
    testimony: bool
    cue: str
    entry: bool
    collective: bool
    capitals: float
    digits: float

    @property
    def text(self) -> str:
        """The paragraph."""
        return self.block.text

    @property
    def statement(self) -> bool:
        """A sentence that ends as one, without asking."""
        return self.stopped and not self.asks


def traits_of(block: Block, cues: Cues) -> Traits:
    """Look at one block."""
    text = block.text
    words = words_of(text)
    label, label_end = label_of(text)
    bare = text.rstrip(_CLOSING)
    stopped = bare.endswith((".", "!", "?", "…", ":"))
    dashed = bool(_DASH.match(text))
    voiced = bool(label) and text[label_end] in OPENERS + STRAIGHT
    return Traits(
        block=block,
        words=block.words,
        asks=bare.rstrip(_AFTER_QUESTION).endswith(("?", "؟", "\u037e")),
        opens_quote=text[0] in OPENERS + STRAIGHT,
        quoted=wholly_quoted(text),
        speakers=tuple(name for each in attributions(text, cues) for name in each.names),
        label=label,
        label_end=label_end,
        dashed=dashed,
        bullet=bool(_BULLET.match(text)),
        contact=bool(_CONTACT.search(text)) and block.words <= 20,
        captioned=bool(_CAPTION.match(text)),
        cut=bool(_CUT.search(text[-CUT:])),
        hanging=bare.endswith((",", ";", "–", "—")),
        stopped=stopped,
        address=bool(cues.address.search(text)),
        first_person=not cues.first.isdisjoint(words),
        reply=bool(words) and words[0] in cues.replies,
        announces=bool(cues.interview.search(text)),
        introduces=any(mention.weight >= SURE for mention in mentions(text, cues)),
        narrated=bool(_INCISE.search(text)) or (dashed and _told(text, cues)),
        voiced=voiced,
        testimony=voiced and bool(_AGED.search(label)),
        cue=cue_of(text),
        entry=is_entry(text, block.words, stopped),
        collective=block.words <= SIGNATURE and (signs_together(text) or bool(_INITIALS.fullmatch(text))),
        joins=bool(words) and words[0] in cues.conjunctions,
        capitals=_capital_share(text),
        digits=len(_DIGIT.findall(text)) / len(text),
    )


def label_of(text: str) -> tuple[str, int]:
    """Return the words before the first colon, if they are few enough to name somebody, and its end."""
    found = _LABEL.match(text)
    if not found or len(found["label"].split()) > 5 or found.end() >= len(text):
        return "", 0
    return found["label"], found.end()


def _told(text: str, cues: Cues) -> bool:
    """Whether a verb of saying follows what is said (`— Qui est là ? demande la taupe`)."""
    return any(word.casefold() in cues.says for word in _FOLLOWING.findall(text))


def cue_of(text: str) -> str:
    """Return the part, in capitals, that speaks in a play (`LA DAME (bas). – Si.`); empty when none does."""
    found = _CUE.match(text)
    return found["cue"] if found else ""


def questioner(label: str) -> bool:
    """Whether a label stands for the one who asks (`Q`, `Question 2`)."""
    return _stem(label) in _QUESTIONER


def replier(label: str) -> bool:
    """Whether a label stands for the one who answers (`R`, `Réponse`)."""
    return _stem(label) in _REPLIER


def _stem(label: str) -> str:
    return label.casefold().rstrip("0123456789. ")


def _capital_share(text: str) -> float:
    letters = [word for word in text.split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in letters) / len(letters) if letters else 0.0
