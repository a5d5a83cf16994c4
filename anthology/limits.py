"""How much a text may hold before anybody parses it: a text in; the error that names the place out, or none.

What parses and sets texts takes the square of some of their signs. So each text is looked at first, once from
its beginning to its end. A limit is far above what people write, and low enough for what stands below it
to be done in seconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from anthology.errors import SourceError


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of something that a text may hold: `what` it is, `why` no more, and what to do (`hint`)."""

    most: int
    what: str
    why: str
    hint: str


_CUT = "part the text into several files"
_EMPTY_LINES = "put empty lines between its paragraphs"
_PLAIN = "take them out, or put a backslash before each that is to be printed"

BYTES = Limit(
    6_000_000,
    "bytes in one text",
    "five times the most characters; a film under the name of a text is not even decoded",
    _CUT,
)
SENT = Limit(
    1_200_000,
    "characters in one submission",
    "the texts of a whole school in one file; to understand them takes 22 seconds",
    _CUT,
)
CHARACTERS = Limit(
    300_000,
    "characters in one text",
    "150 pages, of which an article has ten; one process sets them, in 20 seconds",
    _CUT,
)
PARAGRAPH = Limit(
    40_000,
    "characters without an empty line",
    "20 pages; to find where the lines and the pages of one paragraph end takes the square of its length",
    _EMPTY_LINES,
)
LINE = Limit(
    40_000,
    "characters in one line of a submission",
    "a line becomes a paragraph, and this is the longest that can be set",
    "part the line into paragraphs",
)
LINES = Limit(
    5_000,
    "lines without an empty line",
    "100 pages of verse; underlined titles take the square of the lines of their paragraph",
    _EMPTY_LINES,
)
PARAGRAPHS = Limit(
    4_000,
    "paragraphs in one text, where a heading or an item of a list counts as two",
    "130 pages of one line each; an article has 100, and to set 4,000 items takes more than 25 seconds",
    _CUT,
)
SENT_PARAGRAPHS = Limit(
    12_000,
    "paragraphs in one submission",
    "the texts of a whole school in one file; to understand 20,000 took 30 seconds",
    _CUT,
)
WORD = Limit(
    1_000,
    "characters without a space",
    "addresses of web pages are shorter; a word is tried at each of its letters (but where none parts words)",
    "part it by spaces, or take it out",
)
LONG_WORDS = Limit(
    10_000_000,
    "letters to be tried in long words",
    "each is tried as often as its word has letters: ten words of 1,000 letters, or 1,000 addresses of 100",
    "part them by spaces, or take them out",
)
RUN = Limit(
    500,
    "of one sign in a row",
    "five lines of a typed rule; signs that open something are looked at again from each of them",
    "make the row shorter",
)
HEADINGS = Limit(
    200,
    "lines of # or === without an empty line",
    "each is looked for in all that follows of its paragraph",
    _EMPTY_LINES,
)
MARKS = Limit(
    5_000,
    "Markdown signs without an empty line",
    "each mark writes its paragraph anew",
    f"{_EMPTY_LINES}, or {_PLAIN}",
)
SEARCH = Limit(
    4_000_000,
    "characters to be searched for the ends of its brackets",
    "the end of each [ is looked for by itself, up to the end of the paragraph where there is none",
    "close each [ by a ], or put a backslash before it",
)
ALL_MARKS = Limit(
    40_000,
    "Markdown signs in one text",
    "one for each letter of a word of a book; each becomes an element",
    f"{_CUT}, or {_PLAIN}",
)
DEPTH = Limit(
    40,
    "marks in marks",
    "far more than a text needs, far less than makes an engine fall over",
    "look for long runs of > or of list marks, and make them plain text",
)
ATTRIBUTES = Limit(
    2_000,
    "characters in one list of attributes, {: … }",
    "no list of classes and speakers is a page long; what is not known in it is told one by one",
    "shorten the list",
)
NOTES = Limit(
    700,
    "notes in one text",
    "an article has 30; a page is set again for each note that does not fit on it",
    _CUT,
)
NOTES_OF_A_PARAGRAPH = Limit(
    50,
    "calls of notes without an empty line",
    "the lines of a paragraph are set again for each note below them",
    f"{_EMPTY_LINES}, or gather several notes in one",
)
CALLS = Limit(
    200,
    "calls of one note",
    "each call adds to the list of all ways back",
    "write the note once, and name it in the text",
)
ALL_CALLS = Limit(
    2_000,
    "calls of notes in one text",
    "an article has 30; each is a link there and a link back",
    _CUT,
)
REFERENCES = Limit(
    2_000,
    "addresses of links, [name]: address",
    "more than a book has links",
    _CUT,
)
COLUMNS = Limit(
    15,
    "columns in a table",
    "no page has room for more; each asks every cell below it for its width, and 20 took 35 seconds",
    "turn the table, or part it into several",
)
ROWS = Limit(
    1_000,
    "rows of a table",
    "30 pages; the widths of all rows are asked before the first is set",
    "part the table into several, with empty lines between them",
)
CELLS = Limit(
    3_000,
    "cells of tables in one text",
    "500 rows of 6 columns; each cell is a box of its own, and to set 5,000 takes more than 25 seconds",
    _CUT,
)
COMBINING = Limit(
    10,
    "combining marks on one letter",
    "no writing needs half as many, though Unicode’s format for streams allows for 30 (UAX 15, D4); to stack "
    "them takes the square of their number",
    "take them out: they are no writing",
)
FRONT = Limit(
    50_000,
    "characters between the two +++",
    "the names of a thousand people",
    "move what is no name, title or caption below the second +++",
)
FRONT_DEPTH = Limit(
    40,
    "brackets in brackets of TOML",
    "settings and front matter need four; what reads them calls itself for each",
    "take the brackets out, or put the text between quotes",
)
FRONT_KEY = Limit(
    40,
    "names in one key, with dots between",
    "settings and front matter need two; every beginning of a key is kept: the square of its names",
    "put the text between quotes",
)

LIMITS = (
    BYTES,
    SENT,
    CHARACTERS,
    PARAGRAPH,
    LINE,
    LINES,
    PARAGRAPHS,
    SENT_PARAGRAPHS,
    WORD,
    LONG_WORDS,
    RUN,
    HEADINGS,
    MARKS,
    SEARCH,
    ALL_MARKS,
    DEPTH,
    ATTRIBUTES,
    NOTES,
    NOTES_OF_A_PARAGRAPH,
    CALLS,
    ALL_CALLS,
    REFERENCES,
    COLUMNS,
    ROWS,
    CELLS,
    COMBINING,
    FRONT,
    FRONT_DEPTH,
    FRONT_KEY,
)
"""Every limit of texts, in the order in which they are asked for."""

# --- what is asked -----------------------------------------------------------------------------------


def refuse_bytes(data: bytes, file: str) -> None:
    """Stop at a file that is no text of a book, by its size alone.

    Raises:
        SourceError: it is longer than `BYTES`.
    """
    if len(data) > BYTES.most:
        raise _too_much(BYTES, len(data), file, None)


def refuse_submission(text: str, file: str) -> None:
    """Stop at a text as it was sent, of whatever kind, that would take too long to understand or to set.

    Raises:
        SourceError: it goes beyond a limit, which the message names.
    """
    looked = _Looked(text, file, 1)
    looked.at_letters(SENT)
    looked.at_words()
    looked.at_words_with_backslashes()
    place = paragraphs = 0
    for line in text.split("\n"):
        paragraphs += bool(line.strip())
        looked.stop(LINE, len(line) + len(_ESCAPED.findall(line)), place)
        looked.stop(SENT_PARAGRAPHS, paragraphs, place)
        # Each gets a backslash in the article, which is a sign as well.
        looked.stop(MARKS, 2 * len(_MARK.findall(line)), place)
        place += len(line) + 1


def refuse_markdown(text: str, file: str, line: int = 1) -> None:
    """Stop at an article that would take too long to parse or to set; `line` is that of its beginning.

    Raises:
        SourceError: it goes beyond a limit, which the message names.
    """
    looked = _Looked(text, file, line)
    looked.at_letters()
    looked.at_shape()
    looked.at_marks()


def refuse_marks(text: str, file: str) -> None:
    """Stop at a submission in Markdown that would take too long to parse.

    Raises:
        SourceError: it goes beyond a limit, which the message names.
    """
    _Looked(text, file, 1).at_marks()


def refuse_front(text: str, file: str, line: int = 1) -> None:
    """Stop at front matter that is too long, or nested too deep.

    Raises:
        SourceError: it goes beyond a limit.
    """
    looked = _Looked(text, file, line)
    looked.stop(FRONT, len(text), 0)
    looked.at_letters()
    looked.at_tables()


def refuse_tables(text: str, file: str, line: int = 1) -> None:
    """Stop at TOML that is nested too deep, or whose keys have too many names.

    Raises:
        SourceError: it goes beyond a limit.
    """
    _Looked(text, file, line).at_tables()


def _too_much(
    limit: Limit, found: int, file: str, line: int | None, column: int | None = None
) -> SourceError:
    what = f"{found} {limit.what}; {limit.most} are the most"
    return SourceError("text-too-much", what, hint=limit.hint, file=file, line=line, column=column)


# Each pattern is tried once at each place, and none goes back over what it has read.
_GAP = re.compile(r"\n\s*\n")
_UNPARTED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0003ffff"
"""Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese; and pictures."""
_LONG_WORD = re.compile(rf"(?<![^\s{_UNPARTED}])[^\s{_UNPARTED}]{{{WORD.most + 1},}}")
_HALF_A_WORD = re.compile(rf"(?<![^\s{_UNPARTED}])[^\s{_UNPARTED}]{{{WORD.most // 2 + 1},}}")
_OVER_A_LINE = re.compile(rf"(?<![^\s{_UNPARTED}])[^\s{_UNPARTED}]{{31,}}")
_ROW = re.compile(r"([^\w\s])\1{99,}")
_PILE = re.compile(rf"[^\w\s\x00-\x7f]{{{COMBINING.most + 1},}}")
_JOINERS = "\u200c\u200d"
_HEADING = re.compile(r"^(?:#|=+ *$|-+ *$)", re.MULTILINE)
_MARK = re.compile(r"[*_`\[\]\\<{&!^]")
_ESCAPED = re.compile(r"[\\`*_\[\]{}|]")
"""What gets a backslash in the article, wherever it stands (`markup.escape_signs`)."""
_BRACKET = re.compile(r"\\.|\[|\]\(?|\)", re.DOTALL)
_STEP = r"[ \t]*(?:>|[-+*](?=[ \t])|[0-9]{1,9}\.(?=[ \t]))"
_NESTED = re.compile(rf"^(?:{_STEP}){{{DEPTH.most + 1}}}", re.MULTILINE)
_STEPS = re.compile(rf"^(?:{_STEP})+", re.MULTILINE)
_STEP_MARK = re.compile(r"[>+*-]|[0-9]+")
_RULE = re.compile(r"[ \t]*([-*])(?:[ \t]*\1)*[ \t]*$", re.MULTILINE)
_HEAD_RULE = re.compile(r"^[ \t|:]*-[-|: \t]*$", re.MULTILINE)
_CELL = re.compile(r"(?<!\\)\|")
_QUOTED = r""""(?:[^"\\\n]|\\.?)*+(?:"|$)|'[^'\n]*+(?:'|$)"""
_LINES_QUOTED = r"""\"{3}(?:[^"\\]|\\[\s\S]?|"(?!""))*+(?:"{3,5}|\Z)|'{3}(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"""
_NAME = rf"(?:[A-Za-z0-9_-]++|{_QUOTED})[ \t]*+"
_KEY = rf"(?<![A-Za-z0-9_-]){_NAME}(?:\.[ \t]*+{_NAME}){{{FRONT_KEY.most}}}"
_TOML = re.compile(
    rf"{_LINES_QUOTED}|#.*|(?P<key>{_KEY})|{_QUOTED}|(?P<in>[\[{{])|(?P<out>[\]}}])", re.MULTILINE
)
"""What is quoted or remarked is stepped over, also where it does not end: then nothing behind it is read."""
_LIST = re.compile(r"\{:[^}\n]*")
_NOTE = re.compile(r"^ {0,3}\[\^[^\]\n]*\]:", re.MULTILINE)
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]*\]:", re.MULTILINE)
_CALL = re.compile(r"\[\^([^\[\]\n]*)\](?!:)")


class _Looked:
    """One text that is looked at, and where it stands."""

    def __init__(self, text: str, file: str, line: int) -> None:
        self.text, self.file, self.line = text, file, line

    def stop(self, limit: Limit, found: int, place: int) -> None:
        """Stop where more was found than the limit lets through; `place` is that of the character."""
        if found > limit.most:
            before = self.text.count("\n", 0, place)
            column = place - self.text.rfind("\n", 0, place)
            raise _too_much(limit, found, self.file, self.line + before, column)

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """What stands between empty lines, and where."""
        start = 0
        for gap in _GAP.finditer(self.text):
            yield start, self.text[start : gap.start()]
            start = gap.end()
        yield start, self.text[start:]

    def at_letters(self, most: Limit = CHARACTERS) -> None:
        """How many there are, and what stands upon each."""
        self.stop(most, len(self.text), 0)
        for pile in _PILE.finditer(self.text):
            for start, marks in _stacks(pile[0]):
                self.stop(COMBINING, marks, pile.start() + start)

    def at_tables(self) -> None:
        """How deep TOML is nested, and how many names its keys have."""
        depth = 0
        for found in _TOML.finditer(self.text):
            if found.lastgroup == "key":
                self.stop(FRONT_KEY, FRONT_KEY.most + 1, found.start())
            elif found.lastgroup:
                depth = depth + 1 if found.lastgroup == "in" else max(depth - 1, 0)
                self.stop(FRONT_DEPTH, depth, found.start())

    def at_words(self) -> None:
        """How long they are."""
        if word := _LONG_WORD.search(self.text):
            self.stop(WORD, len(word[0]), word.start())

    def at_words_with_backslashes(self) -> None:
        """How long words and rows of signs will be in the article: what it is refused for is told at once."""
        for word in _HALF_A_WORD.finditer(self.text):
            self.stop(WORD, len(word[0]) + len(_ESCAPED.findall(word[0])), word.start())
        for row in _ROW.finditer(self.text):
            self.stop(RUN, len(row[0]) * (2 if row[1] == "\\" else 1), row.start())

    def at_shape(self) -> None:
        """What a page has to do with: how long words and paragraphs are."""
        self.at_words()
        tried = 0
        for word in _OVER_A_LINE.finditer(self.text):
            tried += len(word[0]) ** 2
            self.stop(LONG_WORDS, tried, word.start())
        number = 0
        for start, block in self.paragraphs():
            number += 1 + 2 * _begun(block)
            self.stop(PARAGRAPHS, number, start)
            self.stop(PARAGRAPH, len(block), start)
            self.stop(LINES, block.count("\n") + 1, start)

    def at_marks(self) -> None:
        """What Markdown has to do with."""
        for row in _ROW.finditer(self.text):
            self.stop(RUN, len(row[0]), row.start())
        self._at_paragraphs()
        for found in _NESTED.finditer(self.text):
            if not _RULE.match(self.text, found.start()):
                self.stop(DEPTH, DEPTH.most + 1, found.start())
        for found in _LIST.finditer(self.text):
            self.stop(ATTRIBUTES, len(found[0]), found.start())
        self._at_counts()

    def _at_paragraphs(self) -> None:
        marks = search = cells = 0
        for start, block in self.paragraphs():
            own, rows = len(_MARK.findall(block)), _rows(block)
            # What is long or many is known before it is looked for in earnest.
            self.stop(MARKS, own, start)
            marks, cells = marks + own, cells + sum(rows)
            search += _searched(block) if own else 0
            for limit, found in (
                (ALL_MARKS, marks),
                (SEARCH, search),
                (HEADINGS, len(_HEADING.findall(block))),
                (NOTES_OF_A_PARAGRAPH, len(_CALL.findall(block)) if own else 0),
                (COLUMNS, max(rows, default=0)),
                (ROWS, len(rows)),
                (CELLS, cells),
            ):
                self.stop(limit, found, start)

    def _at_counts(self) -> None:
        for limit, pattern in ((NOTES, _NOTE), (REFERENCES, _REFERENCE)):
            self.stop(limit, len(pattern.findall(self.text)), 0)
        calls_of = Counter(_CALL.findall(self.text))
        self.stop(ALL_CALLS, calls_of.total(), 0)
        for name, calls in calls_of.most_common(1):
            self.stop(CALLS, calls, self.text.find(f"[^{name}]"))


def _stacks(signs: str) -> Iterator[tuple[int, int]]:
    """Where marks stand upon a letter, and how many."""
    start = marks = 0
    for place, sign in enumerate(signs):
        if sign in _JOINERS or unicodedata.category(sign).startswith("M"):
            start, marks = (start, marks + 1) if marks else (place, 1)
        elif marks:
            yield start, marks
            marks = 0
    if marks:
        yield start, marks


def _begun(block: str) -> int:
    """How many headings, items and quotations begin at the lines of a paragraph, in one another too."""
    lines = (found for found in _STEPS.finditer(block) if not _RULE.match(block, found.start()))
    return len(_HEADING.findall(block)) + sum(len(_STEP_MARK.findall(found[0])) for found in lines)


def _rows(block: str) -> list[int]:
    """How many cells each row has, where a paragraph is a table."""
    if "|" not in block or not _HEAD_RULE.search(block):
        return []
    return [len(_CELL.findall(line)) + 1 for line in block.split("\n")]


def _searched(block: str) -> int:
    """How many characters are walked through to find the end of each bracket of a paragraph."""
    walked, open_, links = 0, [], []  # type: int, list[int], list[int]
    for sign in _BRACKET.finditer(block):
        if sign[0] == "[":
            open_.append(sign.start())
        elif sign[0] == ")":
            walked += sign.start() - links.pop() if links else 0
        elif sign[0].startswith("]"):
            walked += sign.start() - open_.pop() if open_ else 0
            if sign[0] == "](":
                links.append(sign.start())
    return walked + sum(len(block) - start for start in (*open_, *links))
