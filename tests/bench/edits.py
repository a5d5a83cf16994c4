"""What an editor changes between two builds: a comma, a page, a photograph, the style.

Each edit takes the folder of a workspace and the number of the round, and says which file it changed. No two
rounds make the same one.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.bench.prose import FRENCH, Writer

PAGE_WORDS = 300
_WORD_GAP = re.compile(r"(?<=[a-zéè]) (?=[a-zéè]{3})")
_FRONT = "+++\n"
_ROOT = Path(__file__).resolve().parents[2]


def comma(folder: Path, edition: int) -> Path:
    """One comma, in an article in the middle of the book."""
    files = articles(folder)
    file = files[len(files) // 2]
    front, text = _parted(file.read_text(encoding="utf-8"))
    gaps = [gap.start() for gap in _WORD_GAP.finditer(text) if _in_a_sentence(text, gap.start())]
    gap = gaps[edition % len(gaps)]
    return _saved(file, f"{front}{text[:gap]},{text[gap:]}")


def page(folder: Path, edition: int) -> Path:
    """A page of text more in the first article of the book."""
    file = articles(folder)[0]
    front, text = _parted(file.read_text(encoding="utf-8"))
    writer = Writer(FRENCH, 90_000 + edition)
    more = [writer.paragraph(PAGE_WORDS // 4) for _ in range(4)]
    # Before the first heading: what stands at the end may be a note.
    head, mark, rest = text.partition("\n## ")
    return _saved(file, front + "\n\n".join([head.rstrip(), *more, mark.lstrip() + rest]))


def photograph(folder: Path, edition: int) -> Path:
    """Another photograph under the name of one in the middle of the book."""
    files = sorted((folder / "content" / "photos").iterdir())
    file = files[len(files) // 2]
    # In a process of its own: this one has to stay small, see `workspace`.
    command = [sys.executable, "-m", "tests.bench", "photograph", str(file), str(90_000 + edition)]
    subprocess.run(command, cwd=_ROOT, check=True)
    return file


def style(folder: Path, edition: int) -> Path:
    """Another spacing of the letters of every title, in the theme's style sheet for print."""
    file = folder / "tool" / "layouts" / "classic" / "print.css"
    rule = f".title {{ letter-spacing: {(edition + 1) / 1000}em; }}"
    return _saved(file, f"{file.read_text(encoding='utf-8')}\n{rule}\n")


def articles(folder: Path) -> list[Path]:
    """The articles in the order of the book: their names begin with their numbers."""
    return sorted((folder / "content" / "articles").glob("*.md"))


def _parted(text: str) -> tuple[str, str]:
    """The front matter of an article, and its text."""
    _, front, body = text.split(_FRONT, 2)
    return _FRONT + front + _FRONT, body


def _in_a_sentence(text: str, place: int) -> bool:
    """Whether the line is text, not a heading, a picture, a list of attributes, or a note."""
    return text[text.rfind("\n", 0, place) + 1] not in "#!{>["


def _saved(file: Path, text: str) -> Path:
    """Save a file as editors do: written beside it, then put in its place."""
    beside = file.with_name(f".{file.name}.saving")
    beside.write_text(text, encoding="utf-8")
    return beside.replace(file)
