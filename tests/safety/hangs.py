"""Inputs that hang parsers and page setters or eat a machine, as a table: what is made, and where it is put.

They are generated: signs that are repeated, things in things, archives that grow, pictures that say they are
huge. All are what a person could send or type. None holds a word that has to come out of a book.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from anthology import limits

MANY = 64_000
HEAD = '+++\ntitle = "Un titre"\n+++\n'


@dataclass(frozen=True)
class Hostile:
    """One input: its name, the file of the content that it becomes, and its bytes when they are asked for."""

    name: str
    file: str
    data: Callable[[], bytes]

    @property
    def is_article(self) -> bool:
        return self.file.startswith("articles/")

    @property
    def is_submission(self) -> bool:
        return self.file.startswith("submissions/")


def every() -> tuple[Hostile, ...]:
    """All of them, in an order that stays."""
    texts = (*_signs(), *_built(), *_below(), *_typed_html(), *_fronts())
    return (*texts, *_sent_below(), *_submissions(), *_packed(), *_pictures())


# --- articles ----------------------------------------------------------------------------------------

SIGNS = (
    "[", "[[", "![", "](", "]", "[a](", "[a][", "[]()", "![](", "[^1]", "[^", "*", "**", "***", "_", "__",
    "a*b", "*a ", "**a ", "_a ", "`", "``", "`a", "\\", "\\[", "<", "<a ", "<br>", "<!--", "<![CDATA[", "<?",
    "<http://", "&", "&#", "&amp;", "|", "|a", "a|b\n-|-\n", ">", "> ", ">\n", "#", "# ", "# a\n", "- ", "* ",
    "+ ", "1. ", "    ", "  \n", "\n\n", "{:", "{: .a }", "[a]{: .sup }", "{: x=", '"', "'", "(", "~",
    "^", "=", "===\n", "a\n===\n", "---\n", ":", "[a]: b\n", "[^a]: b\n", "\t", "\u0301",
    "a\u0301\u0302", "a ", "a", "- - - ", "a_b_", "[a]{: a=b }\n\n", "<div>", "</div>", "<svg>", "a\n\n",
    "\u200d", "\u202e", "\u00ad", "😀", "é", "漢",
)  # fmt: skip
"""Signs that are repeated as often as `MANY`."""


def lines(pattern: str, number: int, between: str = "\n") -> str:
    """A pattern that many times, each with its number `{n}` and that of the next, `{more}`."""
    return between.join(pattern.format(n=n, more=n + 1) for n in range(number))


def table(columns: int, rows: int) -> str:
    """A table of Markdown."""
    head = f"{'|'.join('a' * columns)}\n{'|'.join('-' * columns)}\n"
    return head + "\n".join("|".join(["un"] * columns) for _ in range(rows))


def _article(name: str, body: Callable[[], str]) -> Hostile:
    return Hostile(name, "articles/hostile.md", lambda: f"{HEAD}{body()}\n".encode())


def _signs() -> Iterator[Hostile]:
    for sign in SIGNS:
        yield _article(f"article of {sign!r}", lambda sign=sign: sign * MANY)  # type: ignore[misc]


def _built() -> Iterator[Hostile]:
    """Things in things, and many of them."""
    bodies: Mapping[str, Callable[[], str]] = {
        "one letter with 1,000 marks": lambda: "e" + "\u0301" * 1000,
        "one letter with 100,000 marks": lambda: "e" + "\u0301" * 100_000,
        "ten marks on each letter": lambda: ("e" + "\u0301" * 10 + " ") * 1000,
        "marks with joiners between": lambda: "e" + "\u0301\u200d" * 5000,
        "one word": lambda: "a" * 100_000,
        "forty words of 1,000": lambda: " ".join(["a" * 1000] * 39),
        "10 MB of words": lambda: "mot " * 2_500_000,
        "one paragraph of 300 kB": lambda: "un mot ou deux. " * 19_000,
        "one paragraph of 39 kB": lambda: "un mot ou deux. " * 2400,
        "quotes in quotes": lambda: "> " * 39 + "mot",
        "quotes in quotes in quotes": lambda: "> " * 10_000 + "mot",
        "lists in lists": lambda: "\n".join("    " * n + "- mot" for n in range(300)),
        "lists in lists in one line": lambda: "- " * MANY + "mot",
        "numbers in numbers": lambda: "1. " * MANY + "mot",
        "emphasis in emphasis": lambda: "*a **b " * 2000 + "c** d*" * 2000,
        "brackets in brackets": lambda: "[" * 900 + "]" * 900,
        "brackets in many paragraphs": lambda: "\n\n".join(["[" * 400] * 400),
        "links in links": lambda: "[" * 800 + "a" + "](http://a.fr)" * 800,
        "800 notes in a paragraph": lambda: lines("m[^{n}]", 800, " ") + "\n\n" + lines("[^{n}]: b", 800),
        "100 notes in a paragraph": lambda: lines("m[^{n}]", 100, " ") + "\n\n" + lines("[^{n}]: b", 100),
        "10,000 notes": lambda: lines("m[^{n}]", 10_000, "\n\n") + "\n\n" + lines("[^{n}]: b", 10_000),
        "one note called 20,000 times": lambda: "a[^1]\n\n" * 20_000 + "[^1]: b",
        "notes that call the next": lambda: "a[^0]\n\n" + lines("[^{n}]: b[^{more}]", 1500),
        "notes that call each other": lambda: "a[^1]\n\n[^1]: b[^2]\n[^2]: c[^1]",
        "a note that calls itself": lambda: "a[^1]\n\n[^1]: b[^1]",
        "20,000 addresses": lambda: lines("[{n}]: http://a.fr/{n}", 20_000),
        "16,000 attributes": lambda: "a\n{: " + lines("x{n}=y", 16_000, " ") + " }",
        "a table of 100 by 1,000": lambda: table(100, 1000),
        "a table of 60 by 300": lambda: table(60, 300),
        "a table of 2 by 20,000": lambda: table(2, 20_000),
        "a table of 1,000 by 2": lambda: table(1000, 2),
        "20,000 lines": lambda: "mot\n" * 20_000,
        "verse of 4,000 lines": lambda: "vers\n" * 4000 + "{: .verse }",
        "5,000 list items": lambda: lines("- mot {n}", 4900),
        "3,000 headings": lambda: lines("## Titre {n}", 3000, "\n\n"),
        "40,000 paragraphs": lambda: lines("mot {n}", 40_000, "\n\n"),
        "4,000 pictures that are not there": lambda: "![a](photos/a.jpg)\n\n" * 4000,
        "a line of code": lambda: "    " + "x y " * 9000,
        "20,000 pieces of code": lambda: "    a\n\nb\n\n" * 20_000,
        "1,500 bad links": lambda: lines("[a](x{n})", 1500, "\n\n"),
        "links that go round": lambda: "[a][b]\n\n[b]: #c\n[c]: #b",
        "nothing": lambda: "",
        "white space": lambda: " \n\t\n \n" * 1000,
        "NUL": lambda: "\0" * MANY,
        "controls": lambda: "".join(map(chr, range(1, 32))) * 1000,
        "no characters": lambda: "\ufffe\uffff" * 5000,
        "all planes": lambda: " ".join(chr(n) for n in range(0x21, 0x2FFFF, 257) if not 0xD800 <= n < 0xE000),
        "right to left and back": lambda: "\u202e\u202d\u2066\u2069" * 4000,
        "families": lambda: "👩‍👩‍👧‍👦" * 2000,
    }
    for name, body in bodies.items():
        yield _article(f"article: {name}", body)


_PROSE = "Le port ne dort pas : il veille, et les bateaux arrivent à l’aube par le chenal du nord. "


def _full(part: str, between: str = "\n\n", most: int = limits.CHARACTERS.most - 1000) -> str:
    """A part, as often as a text may hold it."""
    return between.join([part] * (most // len(part + between)))


def _of_all(heading: str) -> str:
    """Headings, as many as a text may hold."""
    some = heading * (limits.HEADINGS.most - 1)
    return "\n\n".join([some] * (limits.PARAGRAPHS.most // (2 * limits.HEADINGS.most) - 1))


def _cells(columns: int) -> str:
    """Tables with as many cells as a text may hold."""
    rows = min(limits.CELLS.most // columns, limits.ROWS.most) - 2
    return table(columns, rows) + "\n\n"


def _below() -> Iterator[Hostile]:
    """Texts that hold nearly as much as they may: the limits let them through, and they have to be set."""
    word = "abcdefghijklmnopqrstuvwxyzéèàç" * limits.WORD.most
    bodies: Mapping[str, Callable[[], str]] = {
        "characters": lambda: _full(_PROSE * 6),
        "characters of a paragraph": lambda: _full(_PROSE, "", limits.PARAGRAPH.most - 10),
        "paragraphs of so many characters": lambda: _full(_PROSE * (limits.PARAGRAPH.most // 100)),
        "lines of a paragraph": lambda: "vers\n" * (limits.LINES.most - 10),
        "lines of verse": lambda: "vers\n" * (limits.LINES.most - 10) + "{: .verse }",
        "lines of code": lambda: "    a\n" * (limits.LINES.most - 10),
        "paragraphs": lambda: lines("Un mot, et encore un mot {n}.", limits.PARAGRAPHS.most - 10, "\n\n"),
        "long words": lambda: (
            f"{word[: limits.WORD.most - 1]} " * (limits.LONG_WORDS.most // limits.WORD.most**2)
        ),
        "words of a line": lambda: _full(_full(word[:30], " ", limits.PARAGRAPH.most)),
        "rows of signs": lambda: _full(_full("-" * (limits.RUN.most - 1), " a ", limits.PARAGRAPH.most)),
        "headings": lambda: _of_all("# a\n"),
        "underlined headings": lambda: _of_all("a\n===\n"),
        "list items": lambda: "- a\n" * (limits.PARAGRAPHS.most // 2 - 10),
        "list items, each of many words": lambda: f"- {_PROSE}\n" * (limits.PARAGRAPH.most // 100),
        "signs of a paragraph": lambda: "*a* " * (limits.MARKS.most // 2 - 2),
        "signs": lambda: _full("**a** " * (limits.MARKS.most // 4 - 2), most=limits.ALL_MARKS.most * 6 // 4),
        "quotes in quotes": lambda: "\n\n".join(["> " * 36 + "mot"] * (limits.PARAGRAPHS.most // 75)),
        "lists in lists": lambda: "\n\n".join(["- " * 18 + "mot"] * (limits.PARAGRAPHS.most // 38)),
        "attributes": lambda: _full("a\n{: " + lines("x{n}=y", 250, " ") + " }"),
        "notes": lambda: (
            lines("m[^{n}]", limits.NOTES.most - 1, "\n\n")
            + "\n\n"
            + lines("[^{n}]: b", limits.NOTES.most - 1)
        ),
        "notes of a paragraph": lambda: _notes(limits.NOTES_OF_A_PARAGRAPH.most - 1, limits.NOTES.most - 1),
        "long notes": lambda: (
            lines("m[^{n}]", limits.NOTES.most - 1, "\n\n")
            + "\n\n"
            + lines(f"[^{{n}}]: {_PROSE * 5}", limits.NOTES.most - 1, "\n\n")
        ),
        "calls of notes": lambda: (
            "\n\n".join(lines("m[^{n}]", 45, " ") for _ in range(limits.ALL_CALLS.most // 45))
            + "\n\n"
            + lines("[^{n}]: b", 45)
        ),
        "addresses": lambda: (
            lines("[a][{n}]", limits.REFERENCES.most - 9, "\n\n")
            + "\n\n"
            + lines("[{n}]: https://a.fr/{n}", limits.REFERENCES.most - 9, "\n\n")
        ),
        "cells of 2 columns": lambda: _cells(2),
        "cells of 6 columns": lambda: _cells(6),
        "cells of all columns": lambda: _cells(limits.COLUMNS.most),
        "combining marks": lambda: _full(
            _full("e" + "\u0301" * (limits.COMBINING.most - 1), " ", limits.PARAGRAPH.most - 10)
        ),
    }
    for name, body in bodies.items():
        yield _article(f"just below: {name}", body)
    people = "".join(f'  {{ given = "Anne", family = "Roy {n}" }},\n' for n in range(1150))
    front = f'+++\ntitle = "T"\nauthors = [\n{people}]\n+++\nmot\n'
    yield Hostile("just below: front matter", "articles/hostile.md", front.encode)


def _notes(each: int, every: int) -> str:
    blocks = [
        " ".join(f"m[^{n}]" for n in range(start, min(start + each, every)))
        for start in range(0, every, each)
    ]
    return "\n\n".join(blocks) + "\n\n" + lines("[^{n}]: b", every)


def _sent_below() -> Iterator[Hostile]:
    """Submissions that hold nearly as much as they may."""
    sent: Mapping[str, Callable[[], str]] = {
        "characters": lambda: _full(_PROSE * 6, most=limits.SENT.most - 1000),
        "paragraphs": lambda: lines("Un mot, et encore un {n}.", limits.SENT_PARAGRAPHS.most - 10, "\n\n"),
        "long lines": lambda: _full(_PROSE * (limits.LINE.most // 100), "\n", limits.SENT.most - 1000),
        "long words": lambda: _full("abcdefghij" * (limits.WORD.most // 10), " \n", limits.SENT.most - 1000),
        "signs": lambda: _full("[a] " * (limits.MARKS.most // 8), "\n", limits.SENT.most - 1000),
        "credits": lambda: lines(
            "Par Anne Roy{n} et Jean Durand{n}", limits.SENT_PARAGRAPHS.most - 10, "\n\n"
        ),
        "questions": lambda: lines("— Et vous, Anne ?", limits.SENT_PARAGRAPHS.most - 10, "\n\n"),
        "titles": lambda: lines(
            "Le port de nuit\n\nPar Anne Roy\n\nLe port dort.", limits.SENT_PARAGRAPHS.most // 3 - 5, "\n\n"
        ),
    }
    for name, text in sent.items():
        yield Hostile(
            f"sent just below: {name}",
            "submissions/hostile.txt",
            lambda text=text: text().encode(),  # type: ignore[misc]
        )


def _typed_html() -> Iterator[Hostile]:
    """What hangs a page setter when it is HTML: in an article it is words."""
    pages = {
        "columns in columns": '<div style="columns:2">' * 6 + "x",
        "flex in flex": '<div style="display:flex">' * 12 + "x",
        "grid in grid": '<div style="display:grid">' * 12 + "x",
        "tables in tables": "<table><tr><td>" * 40 + "x",
        "quotes in quotes": "<blockquote> " * 2000,
        "spans in spans": "<span> " * 2000,
        "a wide cell": '<table><tr><td colspan="1000000">x',
        "a tall cell": '<table><tr><td rowspan="1000000">x',
        "a wide column": '<table><col span="100000000"><tr><td>x',
        "huge letters": '<p style="font-size:1e9px">x</p>',
        "huge margins": '<p style="margin:-1e9px">x</p>',
        "variables that double": "<style>" + lines("--v{n}:var(--v{more})var(--v{more}); ", 25, ""),
        "use in use": "<svg>" + lines('<g id="a{n}"><use href="#a{more}"/> ', 30, ""),
        "entities in entities": "<!DOCTYPE x [" + lines('<!ENTITY a{n} "&a{more};&a{more};"> ', 20, ""),
        "many attributes": "<p " + lines("a{n}=b", 4000, " ") + ">",
        "import": "<style>@import url(file:///dev/zero);</style>",
        "an endless file": '<img src="file:///dev/zero">',
        "a frame": '<iframe src="http://127.0.0.1:1/">',
        "data in data": '<object data="data:text/html,' + "%3Cobject%20 " * 900 + '">',
        "open comments": "<!-- " * 900,
        "open declarations": "<! " * 900,
        "a counter": '<p style="counter-reset:a 2147483647;counter-increment:a 2147483647">x</p>',
        "running elements": '<p style="position:running(a)">x</p> ' * 300,
        "floats": '<p style="float:footnote">x</p> ' * 300,
        "strings": '<p style="string-set:a content()">x</p> ' * 300,
    }
    for name, page in pages.items():
        yield _article(f"typed HTML: {name}", lambda page=page: page)  # type: ignore[misc]


def _fronts() -> Iterator[Hostile]:
    heads: Mapping[str, Callable[[], str]] = {
        "lists in lists": lambda: 'title = "T"\nspeakers = ' + "[" * 100_000,
        "tables in tables": lambda: 'title = "T"\ngroup = ' + "{a=" * 50_000,
        "dots": lambda: "a" + ".a" * 90_000 + " = 1",
        "a title of 1 MB": lambda: f'title = "{"a " * 500_000}"',
        "a title without spaces": lambda: f'title = "{"a" * 50_000}"',
        "a title with marks": lambda: f'title = "e{chr(0x301) * 5000}"',
        "10,000 authors": lambda: 'title = "T"\nauthors = [' + '{ family = "R" },' * 10_000 + "]",
        "open quotes": lambda: "title = " + '"' * 100_000,
        "a number": lambda: "title = " + "9" * 100_000,
        "keys": lambda: 'title = "T"\n' + lines("k{n} = 1", 9000),
        "comments": lambda: 'title = "T"\n' + "# a\n" * 60_000,
        "no end": lambda: "a\n" * MANY,
    }
    for name, head in heads.items():
        yield Hostile(
            f"front matter: {name}",
            "articles/hostile.md",
            lambda head=head: f"+++\n{head()}\n+++\nmot\n".encode(),  # type: ignore[misc]
        )


# --- submissions -------------------------------------------------------------------------------------

_SENT = (
    "[",
    "![](",
    "`a",
    "<!--",
    "<![CDATA[",
    "a|b\n-|-\n",
    "> ",
    "*a ",
    "&amp;",
    '"',
    "\u0301",
    "a",
    ":",
    "« ",
)


def _submissions() -> Iterator[Hostile]:
    for sign in _SENT:
        for suffix in ("txt", "md"):
            yield Hostile(
                f"{suffix} of {sign!r}",
                f"submissions/hostile.{suffix}",
                lambda sign=sign: (sign * MANY).encode(),  # type: ignore[misc]
            )
    pages = {
        "div": "<div>" * MANY,
        "span": "<p><span>" * 20_000,
        "table": "<table><tr><td>" * 5000,
        "list": "<ul><li>" * 10_000,
        "bold": "<b><i>" * 10_000,
        "a wide cell": '<table><tr><td colspan="1000000" rowspan="1000000">x</table>' * 50,
        "attributes": "<p " + lines("a{n}=b", 16_000, " ") + ">x",
        "open": "<" * MANY,
        "entities": "&#1114111;&lt" * MANY,
        "comments": "<!--" * MANY,
    }
    for name, page in pages.items():
        text = f"<html><body><article><h1>T</h1><p>mot</p>{page}"
        yield Hostile(f"web page: {name}", "submissions/hostile.html", text.encode)
    yield Hostile("20 MB of text", "submissions/hostile.txt", lambda: b"un mot\n" * 3_000_000)
    yield Hostile("a line of 5 MB", "submissions/hostile.txt", lambda: b"un mot " * 800_000)
    yield Hostile("a letter of 100,000 marks", "submissions/hostile.txt", ("e" + "\u0301" * 100_000).encode)


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def docx(document: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A Word file with that document, and further parts by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return made.getvalue()


def _text(inside: str) -> str:
    return f'<w:document xmlns:w="{_WORD}"><w:body>{inside}</w:body></w:document>'


def _paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


_MOT = _text(_paragraph("mot"))


def _packed() -> Iterator[Hostile]:
    made: Mapping[str, tuple[str, Callable[[], bytes]]] = {
        "a part of 100 MB": ("docx", lambda: docx(_text(" " * 100_000_000))),
        "text of 30 MB": ("docx", lambda: docx(_text(_paragraph("mot " * 7_500_000)))),
        "tables in tables": ("docx", lambda: docx(_text("<w:tbl>" * 2000 + "</w:tbl>" * 2000))),
        "boxes in boxes": ("docx", lambda: docx(_text("<w:p><w:r>" * 5000 + "</w:r></w:p>" * 5000))),
        "100,000 empty paragraphs": ("docx", lambda: docx(_text("<w:p/>" * 100_000))),
        "10,000 paragraphs": ("docx", lambda: docx(_text(_paragraph("mot") * 10_000))),
        "letters with marks": ("docx", lambda: docx(_text(_paragraph("e" + "\u0301" * 50_000)))),
        "entities": (
            "docx",
            lambda: docx('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + _text("&b;")),
        ),
        "12,000 parts": ("docx", lambda: docx(_MOT, {f"word/media/a{n}.png": b"" for n in range(12_000)})),
        "a picture of nothing": ("docx", lambda: docx(_MOT, {"word/media/a.png": b"\0" * 200_000_000})),
        "not finished": ("docx", lambda: docx(_MOT)[:-40]),
        "groups in groups": ("rtf", lambda: b"{\\rtf1 " + b"{" * 100_000),
        "hidden bytes": ("rtf", lambda: b"{\\rtf1 \\bin999999999 " + b"a" * 1000 + b"}"),
        "characters by number": ("rtf", lambda: b"{\\rtf1 " + b"\\u233?" * 200_000 + b"}"),
        "an export of entities": (
            "xml",
            lambda: (
                b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
                + lines('<!ENTITY a{n} "&a{more};&a{more};">', 30).encode()
                + b"]><rss><channel>&a0;</channel></rss>"
            ),
        ),
    }
    for name, (suffix, data) in made.items():
        yield Hostile(f"{suffix}: {name}", f"submissions/hostile.{suffix}", data)


# --- photographs -------------------------------------------------------------------------------------


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that says it has that size, and holds that much of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _pictures() -> Iterator[Hostile]:
    made: Mapping[str, tuple[str, Callable[[], bytes]]] = {
        "50,000 by 50,000": ("png", lambda: png(50_000, 50_000)),
        "2,147,483,647 by 1": ("png", lambda: png(2_147_483_647, 1)),
        "9,000 by 9,000, all there": ("png", lambda: png(9000, 9000, (b"\0" + b"\0" * 27_000) * 9000)),
        "0 by 0": ("png", lambda: png(0, 0)),
        "a third of it": ("png", lambda: png(300, 300, (b"\0" + b"\7" * 900) * 100)),
        "100 MB of nothing": ("jpg", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 100_000_000),
        "a drawing": ("png", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'),
        "no picture": ("jpg", lambda: b"mot"),
    }
    for name, (suffix, data) in made.items():
        yield Hostile(f"{suffix}: {name}", f"photos/hostile.{suffix}", data)
