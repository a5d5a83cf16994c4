"""Questions and the keys of a person -> answers in review.toml, each kept as soon as it is given."""

from __future__ import annotations

import difflib
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from anthology import evidence, folders, phrases, review, storage
from anthology.errors import AnthologyError
from anthology.importing.alone import alone
from anthology.labels import catalogue
from anthology.ledger import Passage, Passages
from anthology.messages import error_text, placed
from anthology.model import Decision

_WIDEST, _NARROWEST = 96, 24
_AROUND = 320
"""Characters of a paragraph that are shown on each side of the words in question."""
_BESIDE = 90
"""Characters of the paragraphs beside it."""
_CHANGED_LINES = 24
_LISTED = 12
_LEFT, _RIGHT = "\ue000", "\ue001"
"""Where the words in question begin and end, while lines are broken; no text that is shown holds them."""


class Screen(Protocol):
    """The terminal of the person who answers."""

    @property
    def width(self) -> int:
        """Columns."""

    @property
    def colour(self) -> bool:
        """True where colours are shown and wanted."""

    def say(self, text: str) -> None:
        """Show lines of text."""

    def key(self) -> str:
        """Wait for a key, or for several that were pressed ahead; `EOFError` or `KeyboardInterrupt` end."""

    def line(self, prompt: str) -> str | None:
        """A line of text; None when the person thought better of it."""


def chosen(
    decisions: Sequence[Decision], kinds: Sequence[str] = (), files: Sequence[str] = ()
) -> tuple[Decision, ...]:
    """The questions of some kinds about some files, by name or by path; none given stands for all."""

    def about(one: Decision) -> bool:
        file = one.where.rpartition(":")[0] or one.where
        return any(file == name or file.endswith(f"/{name}") for name in files)

    return tuple(one for one in decisions if (not kinds or one.kind in kinds) and (not files or about(one)))


# --- answers in the file -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of some answers: those that were written, and those found otherwise, as they are now.

    None stands for a question that is no longer in the file.
    """

    written: Mapping[str, str]
    otherwise: Mapping[str, str | None] = field(default_factory=dict)


def answer(
    content: Path, answers: Mapping[str, str], known: Mapping[str, str], *, dry_run: bool = False
) -> Kept:
    """Write answers into review.toml, by id, where it still says what is `known` of them.

    The file is read again each time: what somebody else changed in it meanwhile stays, also an answer.

    Raises:
        AnthologyError: the file cannot be read or written, or an import is writing there.
    """
    if dry_run:
        return _fitting(folders.review(content).decisions, answers, known)
    with alone(content):
        text = folders.optional_text(content, review.FILE) or ""
        kept = _fitting(review.read_review(text).decisions, answers, known)
        made = review.with_answers(text, kept.written)
        if made != text:
            storage.write_file(content / review.FILE, made.encode())
    return kept


def _fitting(decisions: Sequence[Decision], answers: Mapping[str, str], known: Mapping[str, str]) -> Kept:
    now = {one.id: one.answer for one in decisions}
    written = {id_: new for id_, new in answers.items() if now.get(id_) in (known.get(id_, ""), new)}
    return Kept(written, {id_: now.get(id_) for id_ in answers if id_ not in written})


# --- the walk ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """Something the person did, as it can be undone: where, and the answers before and after."""

    index: int
    before: Mapping[str, str]
    after: Mapping[str, str]


class Walk:
    """Some questions, shown one after the other until each is answered or the person ends."""

    def __init__(
        self,
        content: Path,
        asked: Sequence[Decision],
        screen: Screen,
        language: str,
        *,
        dry_run: bool = False,
    ) -> None:
        self._content = content
        self._asked = tuple(asked)
        self._screen = screen
        self._language = language
        self._dry_run = dry_run
        self._answers = {one.id: one.answer for one in asked}
        self._done: set[str] = set()
        self._steps: list[_Step] = []
        self._ahead: list[str] = []
        self._paper = _Paper(min(max(screen.width, _NARROWEST), _WIDEST), screen.colour)
        self._passages = Passages(lambda: folders.optional_text(content, _LEDGER))
        self._words = catalogue(language)

    def go(self) -> int:
        """Ask until nothing is left or the person ends; how many questions got an answer."""
        # Ctrl+C ends as `q` does, also while no key is waited for: each answer is in the file already.
        with suppress(KeyboardInterrupt):
            index: int | None = self._next(0)
            while index is not None:
                self._screen.say(self._question(index))
                index = self._act(index)
        return len(self._done)

    def _next(self, index: int) -> int | None:
        """The first question from that place on that this walk did not answer."""
        rest = range(index, len(self._asked))
        return next((n for n in rest if self._asked[n].id not in self._done), None)

    def _act(self, index: int) -> int | None:
        """Do what the person wants with a question; the place of the one that comes then."""
        actions: Mapping[str, Callable[[int], int | None]] = {
            "accept": lambda here: self._give(here, [self._asked[here]], "accept"),
            "reject": lambda here: self._give(here, [self._asked[here]], "reject"),
            "words": self._own_words,
            "skip": self._skip,
            "back": self._back,
            "kind": self._whole_kind,
            "quit": lambda _: None,
        }
        return actions[self._choice(self._choices(index))](index)

    def _choices(self, index: int) -> dict[str, str]:
        say = self._words.gettext
        choices = {
            "accept": say("[a]ccept"),
            "reject": say("[r]eject"),
            "words": say("own [w]ords"),
            "skip": say("[s]kip"),
        }
        if self._steps:
            choices["back"] = say("[b]ack")
        if (alike := len(self._alike(index))) > 1:
            choices["kind"] = say("a[l]l of this kind (%(number)s)") % {"number": alike}
        return {**choices, "quit": say("[q]uit")}

    # --- what a key does ---

    def _skip(self, index: int) -> int | None:
        self._steps.append(_Step(index, {}, {}))
        return self._next(index + 1)

    def _own_words(self, index: int) -> int | None:
        typed = self._screen.line(placed(self._words.gettext("Your words"), "", self._language))
        words = " ".join((typed or "").split())
        if not words:
            self._tell(self._words.gettext("Nothing was changed."))
            return index
        return self._give(index, [self._asked[index]], words)

    def _whole_kind(self, index: int) -> int | None:
        alike = self._alike(index)
        for one in alike[:_LISTED]:
            self._tell(f"  {placed(one.where, _change(one), self._language)}")
        if len(alike) > _LISTED:
            self._tell(self._words.gettext("  … and %(number)s more") % {"number": len(alike) - _LISTED})
        say = self._words.gettext
        verb = self._choice({"accept": say("[a]ccept"), "reject": say("[r]eject"), "no": say("ca[n]cel")})
        if verb == "no":
            return index
        told = say("%(answer)s: this answers %(number)s questions at once. Sure?")
        self._tell(told % {"answer": self._spoken(verb), "number": len(alike)})
        if self._choice({"yes": say("[y]es"), "no": say("[n]o")}) == "no":
            return index
        return self._give(index, alike, verb)

    def _alike(self, index: int) -> list[Decision]:
        """The questions of the same kind that have no answer yet, this one always."""
        here = self._asked[index]
        return [
            one for one in self._asked if one is here or (one.kind == here.kind and not self._answers[one.id])
        ]

    def _give(self, index: int, to: Sequence[Decision], words: str) -> int | None:
        before = {one.id: self._answers[one.id] for one in to}
        kept = self._keep({one.id: words for one in to}, before)
        if kept is None:
            return index
        self._done.update(one.id for one in to)
        self._steps.append(_Step(index, {id_: before[id_] for id_ in kept.written}, kept.written))
        if len(kept.written) == 1:
            self._tell(f"→ {self._spoken(words)}")
        elif kept.written:
            self._tell(self._words.gettext("→ %(number)s answered") % {"number": len(kept.written)})
        return self._next(index + 1)

    def _back(self, index: int) -> int | None:
        step = self._steps.pop()
        if step.after:
            if self._keep(step.before, step.after) is None:
                self._steps.append(step)
                return index
            self._done.difference_update(step.before)
            self._tell(self._words.gettext("The last answer is taken back."))
        return step.index

    def _keep(self, answers: Mapping[str, str], known: Mapping[str, str]) -> Kept | None:
        """Write answers down; None where that failed, which is told."""
        try:
            kept = answer(self._content, answers, known, dry_run=self._dry_run)
        except AnthologyError as error:
            self._tell(error_text(error, self._language))
            return None
        self._answers.update(kept.written)
        for id_, now in kept.otherwise.items():
            self._answers[id_] = now or ""
            self._tell(self._elsewhere(id_, now))
        return kept

    def _elsewhere(self, id_: str, now: str | None) -> str:
        if now is None:
            return self._words.gettext("%(id)s is no longer asked: the file changed meanwhile.") % {"id": id_}
        told = self._words.gettext("%(id)s was answered elsewhere meanwhile, and stays: %(answer)s")
        return told % {"id": id_, "answer": self._spoken(now) if now else "–"}

    # --- what is said and heard ---

    def _choice(self, choices: Mapping[str, str]) -> str:
        """The choice whose letter the person presses; the end of the input is the last one."""
        letters = {_letter(label): name for name, label in choices.items()}
        self._screen.say(self._paper.choices(choices.values()))
        while (key := self._key()) not in letters:
            if key == "":
                return list(choices)[-1]
        return letters[key]

    def _key(self) -> str:
        """One key, small; empty where the input ended."""
        while not self._ahead:
            try:
                pressed = self._screen.key()
            except (EOFError, KeyboardInterrupt):
                return ""
            # Arrows and the like come as a sequence, which is no letter.
            self._ahead = [] if pressed.startswith("\x1b") else list(pressed)
        key = self._ahead.pop(0)
        return "" if key in "\x03\x04" else key.casefold()

    def _tell(self, text: str) -> None:
        lines = [part for line in text.split("\n") for part in self._paper.told(line)]
        shown = "\n".join(lines)
        self._screen.say(shown)

    def _spoken(self, words: str) -> str:
        own = {"accept": self._words.gettext("accepted"), "reject": self._words.gettext("rejected")}
        return own.get(words, f"“{words}”")

    # --- a question ---

    def _question(self, index: int) -> str:
        one, paper, say = self._asked[index], self._paper, self._words.gettext
        progress = say("%(number)s of %(total)s") % {"number": index + 1, "total": len(self._asked)}
        lines = ["", paper.head(progress, phrases.kind(one.kind, self._language))]
        lines += [paper.quiet(line) for line in paper.lines(f"{self._place(one.where)}  ({one.id})")]
        lines += ["", *self._around(one)]
        told = evidence.shown(one, self._language)
        for name, value in (
            (say("found"), told.found),
            (say("proposed"), told.proposed or say("(nothing is proposed)")),
            (say("decision"), self._answers[one.id] and self._spoken(self._answers[one.id])),
        ):
            lines += paper.named(placed(name, "", self._language), value) if value else []
        lines += [line for reason in told.evidence for line in paper.lines(f"– {reason}", "  ", "    ")]
        return "\n".join(lines)

    def _place(self, where: str) -> str:
        file, _, line = where.rpartition(":")
        if not (file and line.isdecimal()):
            return where
        told = self._words.gettext("line %(number)s") % {"number": line}
        return f"{file}, {told}"

    def _around(self, one: Decision) -> list[str]:
        """The text in which the question stands; for two versions of an article, what differs."""
        if changed := self._changed(one):
            return [*changed, ""]
        passage = self._passages.of(one)
        return [*self._paper.passage(passage), ""] if passage else []

    def _changed(self, one: Decision) -> list[str]:
        if not one.proposed.endswith(folders.INCOMING):
            return []
        file = one.where.rpartition(":")[0]
        try:
            mine, new = (folders.optional_text(self._content, name) for name in (file, one.proposed))
        except AnthologyError:
            return []
        lines = list(
            difflib.unified_diff((mine or "").split("\n"), (new or "").split("\n"), n=1, lineterm="")
        )
        return [self._paper.changed(_plain(line)) for line in lines[2 : _CHANGED_LINES + 2]]


_LEDGER = f"{folders.BASES}/{folders.LEDGER}"


def _change(one: Decision) -> str:
    found, proposed = (textwrap.shorten(text, 60, placeholder="…") for text in (one.found, one.proposed))
    return f"{found} → {proposed}" if proposed else found


def _letter(label: str) -> str:
    """The key of a choice: the letter that its label shows between brackets."""
    found = re.search(r"\[(\w)\]", label)
    return found[1].casefold() if found else ""


# --- how it looks ------------------------------------------------------------------------------------

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PLAIN, _BOLD, _DIM, _MARK, _GONE, _NEW = (
    "\x1b[0m",
    "\x1b[1m",
    "\x1b[2m",
    "\x1b[30;43m",
    "\x1b[31m",
    "\x1b[32m",
)


def _plain(text: str) -> str:
    """The text without anything that could act on a terminal; lines stay lines."""
    return "".join(
        sign if sign == "\n" or unicodedata.category(sign) not in _HIDDEN else " " for sign in text
    )


class _Paper:
    """Text as lines of a terminal: broken to its width, coloured where it shows colours."""

    def __init__(self, width: int, colour: bool) -> None:
        self._width = width
        self._colour = colour

    def lines(self, text: str, first: str = "", following: str = "") -> list[str]:
        """Running text, broken."""
        return textwrap.wrap(
            _plain(text).replace("\n", " "),
            self._width,
            initial_indent=first,
            subsequent_indent=following,
            break_on_hyphens=False,
        )

    def told(self, line: str) -> list[str]:
        """A line of a message, broken under its own beginning."""
        indent = line[: len(line) - len(line.lstrip())]
        return self.lines(line.lstrip(), indent, f"{indent}  ") or [""]

    def head(self, progress: str, kind: str) -> str:
        """The line above a question."""
        told = textwrap.shorten(f"── {progress} ── {kind}", self._width, placeholder="…")
        return self._in(_BOLD, f"{told} ".ljust(self._width, "─")[: self._width])

    def named(self, name: str, value: str) -> list[str]:
        """A value behind its name."""
        broken = self.lines(f"{name.rstrip()} {value}", "", "  ")
        head = name.rstrip()
        first = broken[0]
        return [self._in(_BOLD, head) + first[len(head) :] if first.startswith(head) else first, *broken[1:]]

    def quiet(self, text: str) -> str:
        """What matters less."""
        return self._in(_DIM, text)

    def changed(self, line: str) -> str:
        """A line of a comparison."""
        return self._in({"-": _GONE, "+": _NEW}.get(line[:1], _DIM), line[: self._width])

    def choices(self, labels: Sequence[str] | Iterator[str] | object) -> str:
        """The keys that can be pressed."""
        told = "  ".join(labels)  # type: ignore[arg-type]
        return "\n".join(self.lines(told))

    def passage(self, passage: Passage) -> list[str]:
        """A paragraph with the words in question marked, between the ends of its neighbours."""
        text, start, end = _clipped(passage)
        words = f"{_LEFT}{_plain(text[start:end])}{_RIGHT}" if start < end else ""
        marked = f"{_plain(text[:start])}{words}{_plain(text[end:])}"
        own = textwrap.wrap(
            marked.replace("\n", " "),
            self._width - 4,
            initial_indent="  ",
            subsequent_indent="  ",
            break_on_hyphens=False,
        )
        return [
            *self._neighbour(_ending(passage.before)),
            *self._marked(own),
            *self._neighbour(textwrap.shorten(passage.after, _BESIDE, placeholder="…")),
        ]

    def _neighbour(self, text: str) -> list[str]:
        return [self.quiet(line) for line in self.lines(text, "  ", "  ")]

    def _marked(self, lines: Sequence[str]) -> Iterator[str]:
        """The marks as colour, begun anew on each line; as brackets where there is none."""
        on, off = (_MARK, _PLAIN) if self._colour else ("[[", "]]")
        inside = False
        for line in lines:
            indent = line[: len(line) - len(line.lstrip(" "))]
            own = f"{_LEFT if inside and self._colour else ''}{line.lstrip(' ')}"
            inside = own.rfind(_LEFT) > own.rfind(_RIGHT) or (inside and _RIGHT not in own)
            ended = f"{own}{_RIGHT if inside and self._colour else ''}"
            yield indent + ended.replace(_LEFT, on).replace(_RIGHT, off)

    def _in(self, style: str, text: str) -> str:
        return f"{style}{text}{_PLAIN}" if self._colour else text


def _ending(text: str) -> str:
    """The last words of a text."""
    return textwrap.shorten(text[::-1], _BESIDE, placeholder="…")[::-1]


def _clipped(passage: Passage) -> tuple[str, int, int]:
    """The paragraph around the words in question, and where they stand in what is left of it."""
    start, end = passage.start, passage.end
    low, high = max(start - _AROUND, 0), min(end + _AROUND, len(passage.text))
    head, tail = ("…" if low else ""), ("…" if high < len(passage.text) else "")
    shift = len(head) - low
    return f"{head}{passage.text[low:high]}{tail}", start + shift, end + shift
