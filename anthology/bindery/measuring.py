"""A paragraph of the engine to numbers: how wide its words are, and where its lines may end.

Words are shaped by the engine's own shaper, in the style they are set in, each once; what is part of a word
gets its share of the width. Where a line may end inside of a word is said by Pyphen, by soft hyphens, or by
Unicode (UAX 14) after signs that are written. Lengths are those of the engine, CSS pixels.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any
from unicodedata import category

from anthology.bindery.engine import engine
from anthology.bindery.fitting import CUT, DASH, HYPHEN, LEAST_LETTERS, SPACE, Stops

Path = tuple[int, ...]
"""A place in a paragraph: the number of a child, of its child, ... and at last of a byte of the text."""

HANGING_LEFT = {"«": 0.3, "“": 0.5, "„": 0.5, "‘": 0.6, "‚": 0.6, '"': 0.5, "'": 0.6, "‹": 0.3}
HANGING_RIGHT = {
    "-": 0.6, "‐": 0.6, ",": 0.6, ".": 0.6, "»": 0.3, "”": 0.5, "“": 0.5, "’": 0.6, "‘": 0.6, '"': 0.5,
    "'": 0.6, "›": 0.3, ";": 0.25, ":": 0.25, "–": 0.2, "—": 0.15,
}  # fmt: skip
"""What part of its width a sign hangs over the edge, at the beginning and at the end of a line."""

_CLINGS_LEFT = frozenset("!?;:»)]}%›")
_CLINGS_RIGHT = frozenset("([{«‹")
"""Signs that no line begins with, or ends in, even where a plain space would let it."""

_WORDS = re.compile(r"[^\W\d_]+")
_PLAIN = re.compile(r"[A-Za-z0-9\xa0-\u024f\u1e00-\u1eff\u0370-\u052f\u202f'’‘“”\"«»().,;:!?…*°]*\Z")
"""What holds no place where a line may end: words of alphabets, and the signs that cling to them."""
_ADDRESS = re.compile(r"[@/\\]|\w\.\w")
_CONTROLS = re.compile("[\t\r\x0b\x0c\x85\u2028\u2029]")
_SOFT, _OBJECT = "\xad", "\ufffc"
_JOINERS = "\u200c\u200d"
_HYPHENS = "-‐"
_LITTLE = 3
"""Letters of a little word."""
_PARTING = frozenset(".,;:!?…—–")
_CAPITAL_NOUNS = ("de", "lb")
"""Languages in which a capital letter does not make a name."""

_BREAKS_WORDS = ("anywhere", "break-word")
_MOST_WORDS = 100_000
_KEY = (
    "font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings",
    "font_language_override", "letter_spacing", "word_spacing", "lang", "hyphens", "hyphenate_character",
    "hyphenate_limit_chars",
)  # fmt: skip
"""The properties that decide how wide a word is and where it may be cut."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place inside of a word: before which character, of which kind, and how wide the two parts are."""

    place: int
    kind: int
    before: float
    after: float


class Ruler:
    """Widths of words in one style, and the places where they may be cut, each found out once."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.cuts: dict[str, tuple[Cut, ...]] = {}
        self._words: dict[str, float] = {}
        self._letters: dict[str, float] = {}
        spacing = style["letter_spacing"]
        self._spacing = 0.0 if spacing == "normal" else float(spacing)
        self._names = not (style["lang"] or "").startswith(_CAPITAL_NOUNS)
        self.space = self._shaped([" "])[0] + style["word_spacing"]
        self.hyphen = self._shaped([style["hyphenate_character"]])[0]

    def measured(self, words: Sequence[str]) -> dict[str, float]:
        """The widths of all words so far, of these too."""
        known = self._words
        new = [word for word in words if word not in known]
        if new:
            if len(known) > _MOST_WORDS:
                known.clear()
                self.cuts.clear()
                new = list(words)
            new = list(dict.fromkeys(new))
            known.update(zip(new, self._shaped(new), strict=True))
        return known

    def letter(self, sign: str) -> float:
        """The width of one character."""
        width = self._letters.get(sign)
        if width is None:
            width = self._letters[sign] = self._shaped([sign])[0]
        return width

    def _shaped(self, words: Sequence[str]) -> list[float]:
        """All words at once, each on a line of its own: to begin a text costs the shaper more than a word."""
        line_break = engine().text.line_break
        pango, ffi = line_break.pango, line_break.ffi
        layout = line_break.Layout(self.style)
        text, _ = line_break.unicode_to_char_p("\n".join(words))
        pango.pango_layout_set_text(layout.layout, text, -1)
        extents = ffi.new("PangoRectangle *")
        found = []
        for number, word in enumerate(words):
            line = pango.pango_layout_get_line_readonly(layout.layout, number)
            pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
            found.append(extents.width * line_break.FROM_UNITS + self._spacing * len(word))
        layout.deactivate()
        return found

    def cut(self, word: str, dictionaries: dict[Any, Any]) -> tuple[Cut, ...]:
        """Where a word that was measured may be cut; `dictionaries` are those the engine keeps."""
        cuts = self.cuts.get(word)
        if cuts is None:
            places = self._places(word, dictionaries)
            cuts = self.cuts[word] = tuple(self._parts(word, places)) if places else ()
        return cuts

    def cut_anywhere(self, word: str, dictionaries: dict[Any, Any]) -> tuple[Cut, ...]:
        """Where a word that was measured may be cut if no line holds it: between any two letters."""
        places = {place: CUT for place in range(1, len(word)) if not _is_mark(word[place])}
        places.update(self._places(word, dictionaries))
        return tuple(self._parts(word, sorted(places.items())))

    def _parts(self, word: str, places: Sequence[tuple[int, int]]) -> Iterator[Cut]:
        letters = [self.letter(sign) for sign in word]
        whole = self._words[word]
        scale = whole / (sum(letters) or 1.0)
        for place, kind in places:
            before = sum(letters[:place]) * scale
            put_in = kind == HYPHEN and word[place - 1] not in _HYPHENS
            yield Cut(place, kind, before + self.hyphen * put_in, whole - before)

    def _places(self, word: str, dictionaries: dict[Any, Any]) -> list[tuple[int, int]]:
        if _SOFT in word:
            soft = [(at + 1, HYPHEN) for at, sign in enumerate(word[:-1]) if sign == _SOFT]
            return soft if self.style["hyphens"] != "none" else []
        if not _PLAIN.match(word):
            return list(self._written(word))
        if self.style["hyphens"] != "auto" or _ADDRESS.search(word):
            return []
        dictionary = self._dictionary(dictionaries)
        return list(self._hyphenated(word, dictionary)) if dictionary else []

    def _written(self, word: str) -> Iterator[tuple[int, int]]:
        """After hyphens, dashes and other signs."""
        attributes = engine().text.line_break.get_log_attrs(word, self.style["lang"])
        for place in range(1, len(word)):
            if attributes[place].is_line_break:
                yield place, HYPHEN if word[place - 1] in _HYPHENS else DASH

    def _hyphenated(self, word: str, dictionary: Any) -> Iterator[tuple[int, int]]:
        """Inside of words; not in names, which are known by their capital, nor where letters would change."""
        least = self.style["hyphenate_limit_chars"][0]
        for found in _WORDS.finditer(word):
            part = found[0] if self._names else found[0][:1].lower() + found[0][1:]
            if len(part) >= least and part == part.lower():
                for place in dictionary.positions(part):
                    if not getattr(place, "data", None):
                        yield found.start() + int(place), HYPHEN

    def _dictionary(self, dictionaries: dict[Any, Any]) -> Any:
        """The engine's own, kept by the key that it keeps it by."""
        pyphen = engine().text.line_break.pyphen
        lang = self.style["lang"] and pyphen.language_fallback(self.style["lang"])
        if not lang:
            return None
        total, left, right = self.style["hyphenate_limit_chars"]
        key = (lang, left, right, total)
        if key not in dictionaries:
            dictionaries[key] = pyphen.Pyphen(lang=lang, left=left, right=right)
        return dictionaries[key]


def _is_mark(sign: str) -> bool:
    """Whether a sign belongs to the letter before it."""
    return sign in _JOINERS or category(sign).startswith("M")


def ruler(style: Any) -> Ruler:
    """The ruler of a style; styles that differ in nothing that counts share one."""
    known: Ruler | None = style.__dict__.get("anthology_ruler")
    if known is None:
        rulers = style.font_config.__dict__.setdefault("anthology_rulers", {})
        key = str([style[name] for name in _KEY])
        known = rulers.get(key)
        if known is None:
            known = rulers[key] = Ruler(style)
        style.anthology_ruler = known
    return known


# --- what a paragraph holds --------------------------------------------------------------------------------


class Unmeasured(Exception):
    """A paragraph holds something that only the engine can measure."""


@dataclass(frozen=True, slots=True)
class Run:
    """A text of a paragraph: where it stands, what of it is left, and the edges that are put around it.

    What is no text and stands among it like a letter (a picture, a box) has a `width`.
    """

    path: Path
    text: str
    skipped: int
    style: Any
    before: float = 0.0
    after: float = 0.0
    width: float | None = None


def runs(context: Any, line_box: Any, block: Any, skip: Path) -> list[Run]:
    """The texts of a paragraph from a place on, up to a line end that is written.

    A first child that floats (a drop cap) is left out, and so is what has its place elsewhere (a page number
    at the edge).

    Raises:
        Unmeasured: there is a leader among them, or something that is not part of the line.
    """
    found: list[Run] = []
    for run in _runs(context, line_box, block, skip, ()):
        head, newline, _ = run.text.partition("\n")
        found.append(replace(run, text=head) if newline else run)
        if newline:
            break
    return found


def _runs(context: Any, parent: Any, block: Any, skip: Path, path: Path) -> Iterator[Run]:
    boxes = engine().formatting_structure.boxes
    first = skip[0] if skip else 0
    for number, child in enumerate(parent.children[first:], first):
        inner = skip[1:] if number == first else ()
        if isinstance(child, boxes.TextBox):
            yield from _text(child, (*path, number), inner)
        elif isinstance(child, boxes.InlineBox) and not child.is_leader:
            yield from _inline(context, child, block, inner, (*path, number))
        elif isinstance(child, boxes.AtomicInlineLevelBox) and child.is_in_normal_flow():
            yield Run((*path, number), _OBJECT, 0, parent.style, width=_width(context, child, block))
        elif not child.is_absolutely_positioned() and (path or number or not child.is_floated()):
            raise Unmeasured


def _text(box: Any, path: Path, inner: Path) -> Iterator[Run]:
    if not box.style["font_size"]:
        return
    if box.style["white_space"] not in ("normal", "nowrap", "pre-line") or _CONTROLS.search(box.text):
        raise Unmeasured
    skipped = inner[0] if inner else 0
    rest = box.text.encode()[skipped:].decode() if skipped else box.text
    if rest:
        yield Run(path, rest, skipped, box.style)


def _width(context: Any, box: Any, block: Any) -> float:
    """How wide a box is that stands in a line: the engine lays it out, here for that alone."""
    engine().layout.percent.resolve_percentages(box, block)
    laid = engine().layout.inline.atomic_box(context, box, 0, None, block, [], [])
    return float(laid.margin_width())


def _inline(context: Any, box: Any, block: Any, inner: Path, path: Path) -> Iterator[Run]:
    engine().layout.percent.resolve_percentages(box, block)
    found = list(_runs(context, box, block, inner, path))
    before, after = 0.0 if inner else _edge(box, "left"), _edge(box, "right")
    if before or after:
        if not found:
            raise Unmeasured
        found[0] = replace(found[0], before=found[0].before + before)
        found[-1] = replace(found[-1], after=found[-1].after + after)
    yield from found


def _edge(box: Any, side: str) -> float:
    margin = getattr(box, f"margin_{side}")
    edge = getattr(box, f"border_{side}_width") + getattr(box, f"padding_{side}")
    return float((0.0 if margin == "auto" else margin) + edge)


# --- where its lines may end -------------------------------------------------------------------------------


class Measured:
    """The stops of a paragraph, and of each the run and the character that it stands before."""

    def __init__(
        self,
        found: Sequence[Run],
        *,
        hyphens: bool,
        hanging: bool,
        dictionaries: dict[Any, Any],
        widest: float = inf,
    ) -> None:
        """`widest` is the width from which on a word may be cut anywhere, where its style lets it."""
        self.runs = found
        self.stops = Stops()
        self.places: list[tuple[int, int]] = []
        self._hyphens, self._dictionaries, self._widest = hyphens, dictionaries, widest
        self._left, self._right = (HANGING_LEFT, HANGING_RIGHT) if hanging else ({}, {})
        self._at, self._spaces = 0.0, 0
        self._space, self._before, self._open, self._word = 0.0, "", False, 0
        for number, run in enumerate(found):
            self._at += run.before
            self._measure(number, run)
            self._at += run.after
        if self._open:
            self._take_back()
        self._stop(self._at - self._hang(found[-1]), self._at, SPACE, (len(found), 0))
        self.stops.barred.update(range(self._word, len(self.places) - 1))
        self.stops.runts = self._first_runt()

    def _measure(self, number: int, run: Run) -> None:
        gauge = ruler(run.style)
        words = run.text.split(" ")
        widths = gauge.measured(words) if run.width is None else {_OBJECT: run.width}
        space, wraps = gauge.space, run.style["white_space"] != "nowrap"
        cuts = self._hyphens and wraps and run.width is None
        char = 0
        for index, word in enumerate(words):
            if index:
                char += 1
                self._space = space
                if wraps and self._before and self._before not in _CLINGS_RIGHT and not self._open:
                    self._stop(self._at - self._hang(run), self._at + space, SPACE, (number, char), 1)
                    self._open = True
            if word:
                if self._space:
                    self._after_space(word[0], gauge)
                width = widths[word]
                if cuts and len(word) > LEAST_LETTERS:
                    self._cuts(word, width, gauge, number, char)
                self._at += width
                if "\xa0" in word:
                    self._spaces += word.count("\xa0")
                char += len(word)
                self._before = word[-1]

    def _after_space(self, sign: str, gauge: Ruler) -> None:
        """A line may begin with this sign, or may not end before it after all."""
        if self._before:
            self._at += self._space
            self._spaces += 1
        self._space = 0.0
        if not self._open:
            return
        if sign in _CLINGS_LEFT:
            self._take_back()
            return
        self._open, self._word = False, len(self.places)
        if sign in self._left:
            self.stops.begins[-1] += self._left[sign] * gauge.letter(sign)

    def _take_back(self) -> None:
        """The last stop was none."""
        self._open = False
        self.stops.drop()
        self.places.pop()

    def _cuts(self, word: str, width: float, gauge: Ruler, number: int, char: int) -> None:
        anywhere = width > self._widest and self.runs[number].style["overflow_wrap"] in _BREAKS_WORDS
        find = gauge.cut_anywhere if anywhere else gauge.cut
        for cut in find(word, self._dictionaries):
            inside = word.count("\xa0", 0, cut.place)
            self._spaces += inside
            end = self._at + cut.before
            if cut.kind == HYPHEN:
                end -= self._right.get("‐", 0.0) * gauge.hyphen
            self._stop(end, self._at + width - cut.after, cut.kind, (number, char + cut.place))
            self._spaces -= inside

    def _hang(self, run: Run) -> float:
        part = self._right.get(self._before)
        return part * ruler(run.style).letter(self._before) if part else 0.0

    def _stop(self, end: float, begin: float, kind: int, place: tuple[int, int], passed: int = 0) -> None:
        stops = self.stops
        stops.ends.append(end)
        stops.begins.append(begin)
        stops.spaces_end.append(self._spaces)
        stops.spaces_begin.append(self._spaces + passed)
        stops.kinds.append(kind)
        self.places.append(place)

    def _first_runt(self) -> int:
        """The first stop after which too few letters are left for a line."""
        last = len(self.places) - 1
        for stop in range(last - 1, -1, -1):
            number, char = self.places[stop]
            rest = [self.runs[number].text[char:], *(run.text for run in self.runs[number + 1 :])]
            if sum(sign.isalnum() for text in rest for sign in text) >= LEAST_LETTERS:
                return stop + 1
        return 0

    def ties(self) -> list[int]:
        """How closely belongs together what each stop parts.

        0 behind a sign that parts a sentence, 2 behind a little word (an article, a preposition) or a number,
        which lean on what follows, else 1.
        """
        return [self._tie(*place) for place in self.places[:-1]] + [0]

    def _tie(self, number: int, char: int) -> int:
        word = self.runs[number].text[:char].rstrip(" ").rpartition(" ")[2]
        if word[-1:] in _PARTING:
            return 0
        leans = word.isdigit() or (len(word) <= _LITTLE and word.isalpha() and not word[1:].isupper())
        return 2 if leans else 1

    def path(self, stop: int) -> Path:
        """Where a stop stands, as the engine counts it; the last one has no place."""
        number, char = self.places[stop]
        run = self.runs[number]
        return (*run.path, run.skipped + len(run.text[:char].encode()))

    def puts_hyphen(self, stop: int) -> bool:
        """Whether a line that ends there gets a hyphen that is not written."""
        if stop >= len(self.places) - 1 or self.stops.kinds[stop] != HYPHEN:
            return False
        number, char = self.places[stop]
        return self.runs[number].text[char - 1] not in _HYPHENS

    def bar(self, paths: Collection[Path]) -> None:
        """Take the stops at these places only where nothing else is left."""
        if paths:
            last = len(self.places) - 1
            self.stops.barred.update(stop for stop in range(last) if self.path(stop) in paths)
