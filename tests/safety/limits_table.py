"""The limits of texts to the text of docs/limits.md; `python -m tests.safety.limits_table` writes it there.

With folders of content as arguments it prints what their texts reach, and writes nothing.
"""

from __future__ import annotations

import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from anthology import limits, strangers
from anthology.bindery import crew
from anthology.importing import parcels
from anthology.limits import Limit
from anthology.pages import FENCE
from anthology.readers import package
from tests import picture_book

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "limits.md"
_HEAD = """\
# How much a text may hold

What parses and sets texts takes the square of some of their signs, and 169 bytes can keep a page setter
busy for a minute. So each text is looked at once before anybody parses it, and one that holds too much is set
aside by name (`text-too-much`, with line and column); the others are still built with `--keep-going`. A text
just below a limit is to be built in 25 seconds of the processor and 1 GiB: `python -m tests.safety hostile`
tries one for each. The last column is the most that was found in the articles and submissions of the class
book and in the picture book of the tests; `python -m tests.safety.limits_table FOLDER` tells it of others.

| the most | of what | why no more | what to do | found |
| --- | --- | --- | --- | --- |
"""
_BELOW = """
Settings, answers and printers' files are TOML too, and are read behind the last two limits.

## Limits of processes

What no count can foresee is ended from outside, and named.

| who | the most |
| --- | --- |
"""


def page() -> str:
    """The whole page."""
    found = of_books()
    rows = "".join(
        f"| {_number(one.most)} | {one.what} | {one.why} | {one.hint} | {_number(found[one])} |\n"
        for one in limits.LIMITS
    )
    return f"{_HEAD}{_cells(rows)}{_BELOW}{_processes()}"


def _processes() -> str:
    reading = (
        f"{strangers.SECONDS:.0f} s of the processor, and "
        f"{strangers.SECONDS_PER_MB:.0f} s for each MB of the file, at "
        f"most {strangers.MOST_SECONDS:.0f} s; {strangers.MEMORY_BYTES >> 20} MiB"
    )
    setting = (
        f"{crew.PROCESSOR_S:.0f} s of the processor, and 1 s for each {_number(crew.BYTES_A_SECOND)} bytes "
        f"of text; {crew.MEMORY_BYTES >> 20} MiB"
    )
    packed = (
        f"{package.MAX_PART >> 20} MiB in one part, {package.MAX_TOTAL >> 20} MiB in all, "
        f"{_number(package.MAX_PARTS)} parts, packed {package.MAX_RATIO} to 1, "
        f"{package.MAX_DEPTH} elements deep"
    )
    several = f"{_number(parcels.MAX_FILES)} files, {_number(parcels.MAX_BYTES)} bytes"
    rows = {
        "reading a submission; judging a finished file by itself": reading,
        "setting a section": setting,
        "what a Word or OpenDocument file unpacks to": packed,
        "what an archive of submissions unpacks to": several,
    }
    return "".join(f"| {who} | {most} |\n" for who, most in rows.items())


def _cells(rows: str) -> str:
    """Signs of tables and of Markdown, printed as they are."""
    return re.sub(r"(?<= )(#|===|\[name\]:|\{: … \}|\+\+\+|\[|\]|>)(?=[ ;,|.])", r"`\1`", rows)


def _number(value: int) -> str:
    return f"{value:,}"


def of_books() -> Mapping[Limit, int]:
    """What the book of this checkout and the picture book reach."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in picture_book.texts().items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return reached((ROOT / "content", Path(folder)))


# --- what texts reach --------------------------------------------------------------------------------

Measure = Callable[[str], int]


def reached(contents: Iterable[Path]) -> Mapping[Limit, int]:
    """The most of each that any text of these folders holds."""
    most = dict.fromkeys(limits.LIMITS, 0)
    for content in contents:
        for limit, found in _found(content):
            most[limit] = max(most[limit], found)
    return most


def _found(content: Path) -> Iterator[tuple[Limit, int]]:
    for path in sorted((*content.glob("articles/*.md"), *content.glob("pages/*.md"))):
        text = path.read_text(encoding="utf-8")
        _, head, body = text.split(f"{FENCE}\n", 2)
        yield limits.BYTES, path.stat().st_size
        yield from ((limit, measure(body)) for limit, measure in OF_ARTICLES.items())
        yield from ((limit, measure(head)) for limit, measure in OF_HEADS.items())
    for path in sorted(content.glob("submissions/*.txt")):
        text = path.read_bytes().decode("utf-8", "replace")
        yield limits.BYTES, path.stat().st_size
        yield from ((limit, measure(text)) for limit, measure in OF_SUBMISSIONS.items())


def _blocks(text: str) -> list[str]:
    return [block for block in re.split(r"\n\s*\n", text) if block.strip()]


def _in_blocks(measure: Measure) -> Measure:
    return lambda text: max(map(measure, _blocks(text)), default=0)


def _longest(pattern: str) -> Measure:
    return lambda text: max((len(found[0]) for found in re.finditer(pattern, text)), default=0)


def _count(pattern: str) -> Measure:
    return lambda text: len(re.findall(pattern, text, re.MULTILINE))


def _piled(text: str) -> int:
    marks = groupby(unicodedata.category(sign).startswith("M") for sign in text)
    return max((len(list(run)) for is_mark, run in marks if is_mark), default=0)


def _deepest(text: str) -> int:
    depth = most = 0
    for sign in re.findall(r"\"(?:[^\"\\\n]|\\.)*\"|#.*|[\[{\]}]", text):
        depth += (sign in "[{") - (sign in "]}")
        most = max(most, depth)
    return most


def _names(text: str) -> int:
    keys = re.findall(r"^\s*\[*([\w.-]+)\]*\s*(?:=|$)", text, re.MULTILINE)
    return max((key.count(".") + 1 for key in keys), default=0)


_WORD = r"\S+"
_CALL = r"\[\^([^\[\]\n]*)\](?!:)"
_SIGNS = r"[*_`\[\]\\<{&!^]"
OF_ARTICLES: Mapping[Limit, Measure] = {
    limits.CHARACTERS: len,
    limits.PARAGRAPH: _in_blocks(len),
    limits.LINES: _in_blocks(lambda block: block.count("\n") + 1),
    limits.PARAGRAPHS: lambda text: len(_blocks(text)) + 2 * sum(map(limits._begun, _blocks(text))),
    limits.WORD: _longest(_WORD),
    limits.LONG_WORDS: lambda text: sum(len(word) ** 2 for word in text.split() if len(word) > 30),
    limits.RUN: _longest(r"([^\w\s])\1*"),
    limits.HEADINGS: _in_blocks(_count(r"^(?:#|=+ *$|-+ *$)")),
    limits.MARKS: _in_blocks(_count(_SIGNS)),
    limits.SEARCH: lambda text: sum(map(limits._searched, _blocks(text))),
    limits.ALL_MARKS: _count(_SIGNS),
    limits.DEPTH: lambda text: max(
        (
            len(re.findall(r"[>+*-]|\d+\.", steps))
            for steps in re.findall(r"^(?:[ \t]*(?:>|[-+*] |\d+\. ))+", text, re.M)
        ),
        default=0,
    ),
    limits.ATTRIBUTES: _longest(r"\{:[^}\n]*"),
    limits.NOTES: _count(r"^ {0,3}\[\^[^\]\n]*\]:"),
    limits.NOTES_OF_A_PARAGRAPH: _in_blocks(_count(_CALL)),
    limits.CALLS: lambda text: max(Counter(re.findall(_CALL, text)).values(), default=0),
    limits.ALL_CALLS: _count(_CALL),
    limits.REFERENCES: _count(r"^ {0,3}\[[^\]\n]*\]:"),
    limits.COLUMNS: _in_blocks(lambda block: max(limits._rows(block), default=0)),
    limits.ROWS: _in_blocks(lambda block: len(limits._rows(block))),
    limits.CELLS: lambda text: sum(sum(limits._rows(block)) for block in _blocks(text)),
    limits.COMBINING: _piled,
}
OF_HEADS: Mapping[Limit, Measure] = {
    limits.FRONT: len,
    limits.FRONT_DEPTH: _deepest,
    limits.FRONT_KEY: _names,
}
OF_SUBMISSIONS: Mapping[Limit, Measure] = {
    limits.SENT: len,
    limits.SENT_PARAGRAPHS: lambda text: sum(bool(line.strip()) for line in text.split("\n")),
    limits.LINE: _longest(r"[^\n]+"),
    limits.WORD: _longest(_WORD),
    limits.RUN: _longest(r"([^\w\s])\1*"),
    limits.COMBINING: _piled,
}


def main(folders: list[str]) -> None:
    """Write the page, or say what these folders reach."""
    if not folders:
        PAGE.write_text(page(), encoding="utf-8")
        return
    for limit, found in reached(map(Path, folders)).items():
        print(f"{found:>12,} of {limit.most:>12,} {limit.what}")


if __name__ == "__main__":
    main(sys.argv[1:])
