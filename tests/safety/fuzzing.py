"""A number to a spoilt working folder and a command on it: settings, texts, answers, pictures, arguments.

What is spoilt is made of sound files by small changes: bits, cuts, lines twice, lines gone, and words that
mean something to one of the readers. The same number gives the same case on every machine.
"""

from __future__ import annotations

import base64
import io
import json
import random
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from anthology import phrases
from anthology.beginning import begin
from anthology.cli import main
from click.testing import CliRunner
from tests.safety.faults import ARTICLE, LONG, picture

KEPT = Path(__file__).resolve().parents[1] / "data" / "fuzz"
"""What once made the tool fail, one file a case: it is tried again in every run of the tests."""

SETTINGS = """\
[book]
title = "Le livre"
subtitle = "de la classe"
language = "fr"
date = "2026-06"
layout = "classic"
trim = "A5"
editors = [{ given = "Ada", family = "Roy" }]
classes = { J1 = "journalisme, 1re année" }
cover = "photos/a.jpg"

[[part]]
title = "Une partie"
articles = ["a", "b"]
intro = "avant"

[rules]
off = ["N7"]
on = ["T1"]

[print]
printer = "plain"
spine_mm = 4.5

[output]
formats = ["pdf", "epub"]

[accessibility]
evaluator = "Ada Roy"
"""
FULL = """\
+++
title = "Le port : « Rien ne dort »"
title_proposed = true
standfirst = "Un chapeau."
language = "fr"
group = { number = "5", cohort = "2022", school = "École" }
source = { file = "submissions/a.txt", start = 0, end = 20, sha256 = "0000" }
speakers = ["Élisa Roy"]
rules = { off = ["N7"] }
authors = [
  { given = "Amélie", family = "Marsan", role = "author", class = "J1" },
]
photos = [
  { file = "photos/a.jpg", credit = [ { given = "Inès", family = "Causse" } ], alt = "x" },
]
+++
Un texte *court* et **gras**, avec [un lien](https://example.org) et une note[^1].

## Un intertitre

- un
- deux

> cité

| a | b |
|---|---|
| c | d |

Pourquoi ?
{: .question }

![Une place](photos/a.jpg)
{: .figure }

[^1]: La note.
"""
REVIEW = """\
[[decision]]
id = "abc123"
kind = "title"
where = "submissions/a.txt:1"
found = "Le port"
proposed = "Le port dort"
evidence = ["elle est seule"]
decision = ""
"""
_TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"+++", b"[[part]]", b"[book]", b"'''", b'"""',
    b"= ", b"{", b"}",
    b"[", b"]", b"\r", b"\r\n", "\u2028".encode(), "\u202e".encode(), "\U000e0001".encode(), b"1e999",
    b"-1", b"nan", b"inf",
    b"99999999999999999999", b"1979-05-27", b"true", b"../../etc/passwd", b"file:///etc/passwd",
    b"<script>", b"&lt;", b"&#0;",
    b"<!DOCTYPE x [<!ENTITY a \"b\">]>", b"\\u0000", b"\\", b"%00", b"$(id)", b"`id`", b"{{ 7 * 7 }}",
    b"{% include 'x' %}",
    b"[^1]", b"[^1]: ", b"{: .x }", b"![](", b"**", b"__", b"> " * 60, b"- " * 60, b"[" * 200, b"|" * 100,
    "́".encode() * 40,
    b"{\\rtf1", b"\\bin999999999 ", b"<wp:x/>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"x" * 3000, b"(" * 50,
    b"\\n", b"#", b";",
)  # fmt: skip
_WORDS = (
    "", "-", "--", "--help", "-v", "--json", "--only", "pdf", "epub,pdf", "x" * 300, "é", "🎤", "\x1b[31m",
    "a\nb", "--jobs", "0",
    "-1", "1e9", "--content", "/dev/null", "/nowhere", "..", ".", "--output", "--strict", "--accept",
    "--reject", "--answer",
    "abc123", "title", "--language", "fr-CH", "xx", "$(id)", "%s", "{0}", "glyph-missing", "--dry-run",
    "--no-cache", "content",
    "--executor", "dask://nowhere:1", "ftp://x", "--all", "--quiet", "--draft", "--title", "\u202e",
    "--open", "--kind",
)  # fmt: skip
_NAMES = (
    "import", "check", "review", "rules", "checks", "settings", "explain", "version", "completion", "new",
    "show", "undo", "history",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """The files of a working folder that are not as they should be, and the command that is run in it."""

    command: tuple[str, ...]
    files: Mapping[str, bytes]

    def as_text(self) -> str:
        """The case as it is kept."""
        files = {name: base64.b64encode(data).decode("ascii") for name, data in sorted(self.files.items())}
        return json.dumps({"command": self.command, "files": files}, indent=1) + "\n"


def kept(path: Path) -> Case:
    """A case that was kept."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Case(
        tuple(told["command"]), {name: base64.b64decode(data) for name, data in told["files"].items()}
    )


def sound() -> dict[str, bytes]:
    """Files of a working folder that are as they should be."""
    return {
        "content/anthology.toml": SETTINGS.encode(),
        "content/articles/a.md": FULL.encode(),
        "content/articles/b.md": ARTICLE.encode(),
        "content/pages/avant.md": ARTICLE.encode(),
        "content/photos/a.jpg": _PHOTO,
        "content/review.toml": REVIEW.encode(),
        "content/submissions/a.txt": LONG.encode(),
        "content/submissions/b.md": b"# Un titre\n\nUn texte[^1] *court*.\n\n[^1]: Une note.\n\nZoe ROY\n",
        "content/submissions/c.html": f"<html><body><h1>T</h1><p>{LONG}</p></body></html>".encode(),
        "content/submissions/d.rtf": rb"{\rtf1\ansi\ansicpg1252 Un texte \b gras\b0 , l'\'e9t\'e9.\par}",
        "content/submissions/e.docx": _DOCX,
        "content/submissions/f.xml": b"<rss><channel><item><title>x</title></item></channel></rss>",
        "content/.import/ledger.json": b'{"submissions": [], "decisions": [], "findings": []}',
    }


def _docx() -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = "<w:p><w:r><w:t>Un texte.</w:t></w:r></w:p>"
    body = f'<w:document xmlns:w="{word}"><w:body>{text}</w:body></w:document>'
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{kinds}"/>')
        archive.writestr("word/document.xml", body)
    return data.getvalue()


_PHOTO, _DOCX = picture(size=(40, 30)), _docx()
_SUBMISSIONS = tuple(name for name in sound() if "submissions" in name)
_BUILT = tuple(name for name in sound() if "submissions" not in name)


def case(number: int) -> Case:
    """The case of that number."""
    chance = random.Random(number)  # noqa: S311
    if chance.random() < 0.25:
        return Case((chance.choice(_NAMES), *chance.choices(_WORDS, k=chance.randrange(4))), {})
    command, names = chance.choice(
        ((("import", "--dry-run"), _SUBMISSIONS), (("check",), _BUILT), (("review", "--json"), _BUILT))
    )
    files = sound()
    name = chance.choice(names)
    spoilt = {name: _spoilt(files[name], chance)}
    if command[0] == "import":
        # One submission a case: the others have been read often enough.
        return Case((*command, "--no-cache"), spoilt)
    return Case((*command, "--no-cache")[: 2 if command[0] == "check" else 1], spoilt)


def _spoilt(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        data = chance.choice((_flipped, _cut, _twice, _with_token, _with_token, _gone, _turned))(data, chance)
    return data


def _flipped(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data or b"\0")
    spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _twice(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.randrange(1, 80)]
    return data[:start] + piece * chance.randrange(2, 5) + data[start:]


def _with_token(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_TOKENS) + data[at:]


def _gone(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randrange(1, 80) :]


def _turned(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


class Bench:
    """A working folder in which one case after the other is run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "w"
        begin(self.folder, language="fr")
        shutil.rmtree(self.folder / "content")
        self._sound = sound()
        self._put({name: data for name, data in self._sound.items() if name not in _SUBMISSIONS})

    def _put(self, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def run(self, case: Case) -> str:
        """What is wrong with how a case ends; empty where it ends as it should."""
        self._put(case.files)
        try:
            result = CliRunner().invoke(
                main, [*self._places(case.command), *case.command], env={"LANGUAGE": "en"}
            )
        finally:
            self._mend(case.files)
        return fault(result.exit_code, result.output, result.exception)

    def _places(self, command: Sequence[str]) -> tuple[str, ...]:
        return ("--content", str(self.folder / "content"), "--output", str(self.folder / "output"))

    def _mend(self, files: Mapping[str, bytes]) -> None:
        for name in files:
            if name in _SUBMISSIONS:
                (self.folder / name).unlink()
            else:
                self._put({name: self._sound[name]})


def fault(status: int, said: str, exception: BaseException | None) -> str:
    """What is wrong with the end of a command: a traceback, a fault of the tool, an end without a name."""
    if exception is not None and not isinstance(exception, SystemExit):
        return f"{type(exception).__name__}: {exception}"
    codes = set(re.findall(r"\[([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\]$", said, re.MULTILINE))
    if "Traceback (most recent" in said or "tool-failed" in codes:
        return said
    if status not in (0, 2) and not codes & set(phrases.CODES):
        return f"status {status} without a name: {said}"
    return "" if status in (0, 1, 2, 3, 4, 5, 6, 7, 71) else f"status {status}: {said}"
