"""What goes wrong with sources and machines, as a table: what is spoilt, what is run, how it has to end.

Each ends in a right book or import, or in an error that has a name. `F8` to `F16` are the kinds of fault:
clock, environment, fonts, images, encodings, names, things that are no plain files.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PIL import Image

WORDS = "Zoé dit : « Déjà vu ? » et Benoît répond, l’été dernier, à Orléans."
"""What a spoilt submission says, in letters that one encoding does not write like another."""
LONG = "\n\n".join([f"{WORDS} Les élèves ont écouté le récit de leurs aînés, près de la forêt."] * 6)
SHOWN = "![Une place vide](photos/a.jpg)\n{: .figure }\n"
ARTICLE = '+++\ntitle = "Un titre"\nauthors = [{ given = "Ada", family = "Roy" }]\n+++\nUn texte court.\n'
IMPORT, CHECK, BUILD = "import", "check", "build"
RIGHT = "right"
"""The command does what it should: the words are there, and nothing stands in their place."""


@dataclass(frozen=True)
class Fault:
    """`spoil(folder)` spoils a working folder; `ends` holds every end that is allowed: `RIGHT`, or codes."""

    kind: str
    name: str
    spoil: Callable[[Path], object]
    command: str
    ends: frozenset[str]
    environment: Mapping[str, str | None] = field(default_factory=dict)
    """Variables that are set, or (None) missing. A command with such is run in a process of its own."""
    program: str = ""
    """Python that runs before the command, in its process: a clock that is wrong."""
    seen: Callable[[Path, frozenset[str]], object] = lambda folder, codes: None
    """Raises where the result is not right, given the codes that were told."""


def _ends(*codes: str) -> frozenset[str]:
    return frozenset(codes or (RIGHT,))


def put(folder: Path, file: str, data: str | bytes) -> Path:
    """A file of the working folder, with the folders above it."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


# --- F8: the clock -----------------------------------------------------------------------------------

_CLOCKS = {
    "1970": 0,
    "1975": 157_766_400,
    "1979-12-31": 315_446_400,
    "2038": 2_147_483_648,
    "2107": 4_323_283_200,
    "2110": 4_418_064_000,
}
_NANOSECONDS = "time.time_ns = lambda: int(time.time() * 1e9)"
_WRONG_CLOCK = f"import time; _t = time.time; time.time = lambda: {{at}} + _t() % 100; {_NANOSECONDS}"
_BACKWARDS = (
    f"import time; _n = iter(range(10**9, 0, -1)); time.time = lambda: float(next(_n)); {_NANOSECONDS}"
)


def _clocks() -> Iterator[Fault]:
    for name, at in _CLOCKS.items():
        yield Fault(
            "F8",
            f"the clock and the dates of the files say {name}",
            lambda folder, at=at: _dated(folder, at),  # type: ignore[misc]
            BUILD,
            _ends(),
            program=_WRONG_CLOCK.format(at=at),
        )
    yield Fault("F8", "the clock goes backwards", lambda folder: None, BUILD, _ends(), program=_BACKWARDS)


def _dated(folder: Path, at: int) -> None:
    for path in sorted(folder.rglob("*")):
        os.utime(path, (at, at))


# --- F9: the environment -----------------------------------------------------------------------------

_ENVIRONMENTS: Mapping[str, Mapping[str, str | None]] = {
    "locale C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "locale POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "no locale": {"LC_ALL": None, "LANG": None, "LANGUAGE": None, "PYTHONUTF8": "0"},
    "a locale that is not there": {"LC_ALL": "xx_YY.ISO-8859-15", "PYTHONUTF8": "0"},
    "a Turkish locale": {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "output in ASCII": {"PYTHONIOENCODING": "ascii", "LANGUAGE": "fr"},
    "no home": {"HOME": None},
    "a home that is not there": {"HOME": "/nowhere/at/all"},
    "no folder for temporary files": {"TMPDIR": "/nowhere/at/all"},
    "no terminal type": {"TERM": None},
    "nothing but the way to programs": {},
    "time zone of Kiritimati": {"TZ": "Pacific/Kiritimati"},
    "time zone that is none": {"TZ": ":::/etc/passwd"},
    "a date for builds before 1980": {"SOURCE_DATE_EPOCH": "-1"},
    "a date for builds that is none": {"SOURCE_DATE_EPOCH": "yesterday"},
    "no PATH": {"PATH": ""},
    "fonts and their list elsewhere": {"FONTCONFIG_FILE": "/nowhere", "XDG_DATA_HOME": "/nowhere"},
    "hash seed 0": {"PYTHONHASHSEED": "0"},
}
_PLACES = {
    "a space": "mon livre",
    "an emoji": "livre 📚",
    "a line end": "un\nlivre",
    "a quote and a dollar": "l'$HOME\"`id`",
    "200 characters": "x" * 200,
    "255 bytes": "é" * 127,
    "right to left": "كتاب",
    "a percent sign and a hash": "50%#1?x=y",
    "a leading hyphen": "-rf",
}


def _environments() -> Iterator[Fault]:
    for name, variables in _ENVIRONMENTS.items():
        yield Fault(
            "F9", name, lambda folder: None, BUILD, _ends(), environment={"LC_ALL": "C.UTF-8", **variables}
        )
    yield Fault(
        "F9",
        "a long folder for temporary files",
        _long_temporary,
        BUILD,
        _ends(),
        environment={"TMPDIR": "@long"},
    )


def _long_temporary(folder: Path) -> None:
    (folder / ("t" * 120)).mkdir()


def places() -> Mapping[str, str]:
    """Names of folders in which a book may lie, by what is strange about them."""
    return _PLACES


# --- F10: fonts --------------------------------------------------------------------------------------

_GLYPHLESS = {
    "cuneiform": "\U00012000",
    "an emoji": "🎤",
    "a character of private use": "\ue000",
    "Chinese": "日",
}


def _fonts() -> Iterator[Fault]:
    for name, char in _GLYPHLESS.items():
        yield Fault(
            "F10",
            f"no glyph: {name}",
            lambda folder, char=char: put(
                folder, "content/articles/a.md", ARTICLE + f"\nVoici {char} ici.\n"
            ),  # type: ignore[misc]
            BUILD,
            _ends("glyph-missing", "text-private-use"),
        )


# --- F11: images -------------------------------------------------------------------------------------


def picture(
    mode: str = "RGB", kind: str = "JPEG", size: tuple[int, int] = (640, 480), **options: object
) -> bytes:
    """A picture whose pixels differ, in a mode and a kind of file."""
    made = Image.effect_noise(size, 60).convert(mode if mode not in ("CMYK", "LAB", "I;16") else "RGB")
    data = io.BytesIO()
    (made if made.mode == mode else made.convert(mode)).save(data, kind, **options)
    return data.getvalue()


def _shown(name: str, data: bytes | Callable[[], bytes], *codes: str, file: str = "a.jpg") -> Fault:
    def spoil(folder: Path) -> None:
        put(folder, "content/articles/a.md", ARTICLE + "\n" + SHOWN.replace("a.jpg", file))
        put(folder, f"content/photos/{file}", data if isinstance(data, bytes) else data())

    return Fault("F11", name, spoil, CHECK, _ends(*codes))


_BROKEN = ("photo-unreadable",)


def _images() -> Iterator[Fault]:
    good, png = picture(), picture("P", "PNG", (64, 64))
    yield Fault(
        "F11",
        "missing",
        lambda folder: put(folder, "content/articles/a.md", ARTICLE + "\n" + SHOWN),
        CHECK,
        _ends("photo-missing"),
    )
    yield _shown("empty", b"", *_BROKEN)
    yield _shown("a text", b"Bonjour", *_BROKEN)
    yield _shown("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg'/>", *_BROKEN)
    yield _shown("a PDF", b"%PDF-1.4\n%%EOF", *_BROKEN)
    yield _shown("a web page", b"<!DOCTYPE html><title>404</title>", *_BROKEN)
    yield _shown("a GIF that moves", _moving(), RIGHT, *_BROKEN)
    for percent in range(5, 100, 5):
        yield _shown(f"cut to {percent} %", good[: len(good) * percent // 100], *_BROKEN)
    for percent in (10, 50, 90):
        yield _shown(f"PNG cut to {percent} %", png[: len(png) * percent // 100], *_BROKEN)
    seed = random.Random(8)  # noqa: S311
    for number in range(20):
        spoilt = bytearray(good)
        for _ in range(1 + number):
            spoilt[seed.randrange(len(spoilt))] ^= 1 << seed.randrange(8)
        # What a flipped bit leaves readable is a picture; nobody can tell it from what was taken.
        yield _shown(f"bits flipped, {number + 1}", bytes(spoilt), RIGHT, *_BROKEN)
    yield _shown("a bomb", _bomb, *_BROKEN, "photo-too-large")
    yield _shown("in inks", picture("CMYK"), RIGHT)
    yield _shown("in greys", picture("L"), RIGHT)
    yield _shown("black and white", picture("1", "PNG"), RIGHT, file="a.png")
    yield _shown("with transparency", picture("RGBA", "PNG"), RIGHT, file="a.png")
    yield _shown("with 16 bits", picture("I;16", "PNG"), RIGHT, file="a.png")
    yield _shown("turned by its camera", _turned(), RIGHT)
    yield _shown("of one pixel", picture(size=(1, 1)), RIGHT)
    yield _shown("one pixel high", picture(size=(4000, 1)), RIGHT)
    yield _shown("a PNG that is called JPEG", png, RIGHT)
    yield _shown("with a name in two forms of é", good, RIGHT, file=unicodedata.normalize("NFC", "été.jpg"))
    yield _shown("WebP", picture(kind="WEBP"), RIGHT, *_BROKEN, file="a.webp")


def _moving() -> bytes:
    frames = [Image.new("P", (40, 40), number) for number in range(4)]
    data = io.BytesIO()
    frames[0].save(data, "GIF", save_all=True, append_images=frames[1:])
    return data.getvalue()


def _bomb() -> bytes:
    data = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(data, "PNG", compress_level=1)
    return data.getvalue()


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture(exif=exif)


# --- F12: encodings ----------------------------------------------------------------------------------

_ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
    "iso8859-15",
    "mac_roman",
    "cp850",
)
_LINE_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r", "LINE SEPARATOR": "\u2028"}
_NOT_TOLD = ("unknown-encoding", "bad-encoding", "not-text")


def _encodings() -> Iterator[Fault]:
    for encoding in _ENCODINGS:
        for name, end in _LINE_ENDS.items():
            text = LONG.replace("\n", end)
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                data = text.replace("\u2028", "\n").replace("’", "'").encode(encoding, "replace")
            yield _sent(f"{encoding}, {name}", data, RIGHT)
    yield _sent("Shift-JIS", ("これは学校の新聞です。" * 20).encode("shift_jis"), *_NOT_TOLD)
    yield _sent("Windows-1251", ("Это школьная газета. " * 20).encode("cp1251"), *_NOT_TOLD)
    lines = LONG.split("\n\n")
    mixed = b"\n\n".join(
        line.encode("utf-8" if at % 2 else "cp1252", "replace") for at, line in enumerate(lines)
    )
    yield _sent("two encodings in one file", mixed, RIGHT, *_NOT_TOLD)
    yield _sent("NUL bytes", LONG.encode("utf-8").replace(b" ", b"\0", 3), *_NOT_TOLD)
    yield _sent("a byte order mark in the middle", LONG.replace("Zoé", "\ufeffZoé", 3).encode("utf-8"), RIGHT)
    yield _sent(
        "lone surrogates", LONG.replace("Zoé", "\udcffZoé", 1).encode("utf-8", "surrogatepass"), *_NOT_TOLD
    )
    yield _sent(
        "UTF-8 read as Windows and saved again",
        LONG.encode("utf-8").decode("cp1252", "replace").encode("utf-8"),
        RIGHT,
    )
    yield _sent("UTF-16 with an odd byte", LONG.encode("utf-16")[:-1], *_NOT_TOLD)
    yield _sent("UTF-8 cut inside of a letter", LONG.encode("utf-8") + "é".encode()[:1], *_NOT_TOLD, RIGHT)
    yield _sent("an empty file", b"", "empty-submission")
    yield _sent("only a byte order mark", b"\xef\xbb\xbf", "empty-submission")
    yield _sent("only white space", b" \r\n\t\n", "empty-submission")
    yield _sent(
        "characters that are none",
        LONG.replace("Zoé", "\ufffe\uffffZoé", 1).encode("utf-8"),
        RIGHT,
        *_NOT_TOLD,
    )


def _sent(name: str, data: bytes, *codes: str) -> Fault:
    return Fault(
        "F12",
        name,
        lambda folder: put(folder, "content/submissions/a.txt", data),
        IMPORT,
        _ends(*codes),
        seen=_no_letter_replaced,
    )


def _no_letter_replaced(folder: Path, codes: frozenset[str]) -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (folder / "content" / "articles").glob("*.md")
    )
    assert "\ufffd" not in text
    if not codes.intersection((*_NOT_TOLD, "empty-submission")):
        assert all(word in text for word in ("Zoé", "Déjà", "été", "Orléans", "récit", "forêt"))


# --- F13: names --------------------------------------------------------------------------------------

_NAMES = (
    "espace dans le nom", "émile", unicodedata.normalize("NFD","émile"), "ÉMILE", "con", "NUL", "aux",
    "com1",
    "-rf", "--help", "a&id>PWNED1&", "b'&touch PWNED2&'", "$(touch PWNED3)", "`touch PWNED4`",
    "a;touch PWNED5",
    "a|b", "a*b?", 'a"b', "a\\b", "..", "...", "~root", "%00", "%2e%2e%2f", "#", "🎤", "كتاب", "\u202ecod",
    "a\nb",
    "a\tb", "a\rb", "a\x1b[31mb", "x" * 240, "é" * 120, ".cachée", "a.", "a b ", "＜script＞", "<b>x",
    "a\u200bb",
    "\udcff", "İstanbul", "ſ", "Σ",
)  # fmt: skip


def _names() -> Iterator[Fault]:
    for number, name in enumerate(_NAMES):
        yield Fault(
            "F13",
            f"submission {number}: {ascii(name)[:40]}",
            partial(put, file=f"content/submissions/{name}.txt", data=LONG),
            IMPORT,
            _ends(RIGHT, "file-name"),
            seen=_nothing_ran,
        )
        yield Fault(
            "F13",
            f"article {number}: {ascii(name)[:40]}",
            partial(put, file=f"content/articles/{name}.md", data=ARTICLE),
            CHECK,
            _ends(RIGHT, "file-name", "section-twice"),
            seen=_nothing_ran,
        )
    for one, other in (
        ("Emile", "émile"),
        ("a", "A"),
        ("é", unicodedata.normalize("NFD", "é")),
        ("a b", "a-b"),
    ):
        yield Fault(
            "F13",
            f"two articles: {one!a}, {other!a}",
            lambda folder, one=one, other=other: [  # type: ignore[misc]
                put(folder, f"content/articles/{name}.md", ARTICLE) for name in (one, other)
            ],
            CHECK,
            _ends("section-twice"),
        )


def _nothing_ran(folder: Path, codes: frozenset[str]) -> None:
    assert not [path for path in folder.rglob("*PWNED*") if path.suffix not in (".txt", ".md", ".html")]


# --- F16: what is no plain file ----------------------------------------------------------------------


def _link(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def _socket(path: Path) -> None:
    os.mknod(path, stat.S_IFSOCK | 0o600)


def _second_name(text: str) -> Callable[[Path], object]:
    def linked(path: Path) -> None:
        path.hardlink_to(put(path.parents[2], "elsewhere/mine", text))

    return linked


def _elsewhere_untouched(text: str, folder: Path, codes: frozenset[str]) -> None:
    assert (folder / "elsewhere" / "mine").read_text(encoding="utf-8") == text


def _instead(file: str, command: str, make: Callable[[Path], object], name: str, *codes: str) -> Fault:
    def spoil(folder: Path) -> None:
        path = folder / "content" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        make(path)

    return Fault("F16", f"{name} at {file}", spoil, command, _ends(*codes))


def _unusual() -> Iterator[Fault]:
    refused = ("file-unreadable",)
    for file, command in (("submissions/a.txt", IMPORT), ("articles/a.md", CHECK), ("photos/a.jpg", CHECK)):
        yield _instead(file, command, os.mkfifo, "a pipe", *refused)
        yield _instead(file, command, _link("/etc/passwd"), "a link to a file of the machine", *refused)
        yield _instead(file, command, _link(Path(file).name), "a link to itself", *refused)
        yield _instead(file, command, _link("/nowhere"), "a link to nothing", *refused)
        yield _instead(file, command, _link("/dev/zero"), "a link to a device", *refused)
        yield _instead(file, command, _link(".."), "a link to the folder above", *refused)
        yield _instead(file, command, _socket, "a socket", *refused)
    for file, code in (("anthology.toml", "config-unreadable"), ("review.toml", "file-unreadable")):
        yield _instead(file, CHECK, os.mkfifo, "a pipe", code)
        yield _instead(file, CHECK, Path.mkdir, "a folder", code)
    yield _instead("articles", CHECK, _link("/nowhere"), "a link to nothing", *refused)
    # A second name of a file is as good as its first: nobody can tell them apart, and backups have many.
    for file, command, text in (("submissions/a.txt", IMPORT, LONG), ("articles/a.md", IMPORT, ARTICLE)):
        yield replace(
            _instead(file, command, _second_name(text), "a second name of a file elsewhere", RIGHT),
            seen=partial(_elsewhere_untouched, text),
        )


# --- all ---------------------------------------------------------------------------------------------


def every() -> tuple[Fault, ...]:
    """The whole table."""
    tables = (_clocks, _environments, _fonts, _images, _encodings, _names, _unusual)
    return tuple(fault for table in tables for fault in table())
