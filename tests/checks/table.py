"""The table of checks to the text of docs/checks.md; `python -m tests.checks.table` writes it there."""

from __future__ import annotations

from pathlib import Path

from anthology import phrases
from anthology.checks import CHECKS, Check
from tests.checks.epub_mutants import LISTED, OWN

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"
_HEAD = """\
# What is checked

`anthology build` asks every question below about the sources, the book and the files it has just made, and
publishes no book in which something must be mended. `anthology check` asks them again of the files that are
there, and looks at everything that is painted on their pages; `anthology check FILE` asks them of one file.
An e-book is held against its book where that is known: where it stands in the output folder or bears the
identifier of the book, or where `--content` names the folder; any other file is judged alone. Each finding
has a code; here is what it means, and what to do. `anthology checks`
prints the list.

Questions marked with * run a program that is not part of this tool: `anthology check --outside`.
Words off the page, cut, hidden, covered or overprinted are also looked for while the pages are set, by
`anthology/bindery/gate.py`; so is `page-text-disordered`, a line that stands above the one before it.
"""


def page() -> str:
    """The whole page, from the table of checks and the words of their codes."""
    return "\n".join([_HEAD, *map(_section, CHECKS), _defects()])


def _defects() -> str:
    """What the tests put into a good e-book, and by which codes it is found."""
    every = (*LISTED, *OWN)
    rows = "\n".join(f"| {one.name} | `{one.seen}` | {_code(one.alone)} |" for one in every)
    shown = sum(bool(one.alone) for one in every)
    head = "| defect | with its book | alone |\n| --- | --- | --- |"
    told = f"Beside its book every one of them is found, {shown} of {len(every)} in the file alone."
    return (
        f"## Defects of e-books\n\nThe tests put each of these into a good e-book. {told}\n\n{head}\n{rows}\n"
    )


def _code(code: str) -> str:
    return f"`{code}`" if code else "–"


def _section(check: Check) -> str:
    rows = "\n".join(f"| `{code}` | {_cell(code)} |" for code in check.codes)
    star = " *" if check.outside else ""
    head = "| code | what it means | what to do |\n| --- | --- | --- |"
    return f"## {check.name}{star}\n\n{check.why}\n\n{head}\n{rows}\n"


def _cell(code: str) -> str:
    name = code.replace("*", "RSC-005") if "*" in code else code
    return f"{phrases.headline(name, 'en')} | {phrases.remedy(name, 'en')}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
