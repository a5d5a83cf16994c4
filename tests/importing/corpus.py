"""A number in; that many submissions like those of a class, none a copy of another, out: always the same."""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PLACES = ("content/submissions", "tests/data/recognise/samples")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NAMES = """
Abadie Bastide Cazaux Delmas Escande Fauré Galinier Hébrard Izard Jauffret Kerros Laffont Marty Nogaret
Oustry Pradel Quéré Rivals Soulier Teulade Ucay Vidal Wattel Ybarra Zanchi Alibert Barrau Castans Dupuy
Estève Fabre Gayral Horte Jammes Lacaze Maury Nadal Olivé Pagès Rouquette Salles Tournier Valette
"""
SETTINGS = '[book]\ntitle = "T"\nlanguage = "fr"\nschool = "ISCPA Toulouse"\n'


def submissions(number: int) -> dict[str, bytes]:
    """Files by their name: articles of the class and small samples in turn, with other words and names."""
    return {f"s{n:04}.txt": _varied(n).encode() for n in range(number)}


def content_of(number: int, content: Path) -> Path:
    """A content folder with so many submissions and nothing else."""
    (content / "submissions").mkdir(parents=True)
    (content / "anthology.toml").write_text(SETTINGS, "utf-8")
    for name, data in submissions(number).items():
        (content / "submissions" / name).write_bytes(data)
    return content


@cache
def _texts() -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(path.read_text("utf-8") for path in sorted((ROOT / place).glob("*.txt"))) for place in _PLACES
    )


@cache
def _pool() -> tuple[str, ...]:
    words = {word for text in _texts()[0] for word in _WORD.findall(text) if _is_plain(word)}
    return tuple(sorted(words))


def _is_plain(word: str) -> bool:
    return len(word) > 3 and word.islower()


def _varied(number: int) -> str:
    """One of the texts, most of its longer words and every surname in capitals another."""
    long, short = _texts()
    text = long[number % len(long)] if number % 3 else short[(number // 3) % len(short)]
    if number < len(long):
        return text
    surnames: dict[str, str] = {}
    lines: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        word = found[0]
        chance = int.from_bytes(blake2b(f"{number} {word} {len(lines)}".encode(), digest_size=8).digest())
        if word.isupper() and len(word) > 3 and not word.startswith("ISCPA"):
            names = _NAMES.split()
            name = f"{names[chance % len(names)]}-{names[chance // 97 % len(names)]}"
            return surnames.setdefault(word, name.upper())
        return _pool()[chance // 10 % len(_pool())] if _is_plain(word) and chance % 10 < 7 else word

    for line in text.split("\n"):
        lines.setdefault(line, _WORD.sub(other, line))  # what a page prints twice stays the same twice
    return "\n".join(lines[line] for line in text.split("\n"))
