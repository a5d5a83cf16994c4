"""The shortcuts through the engine lead to the same pages, to the byte, as the engine's own way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from anthology.bindery import shortcuts
from anthology.bindery.engine import engine

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "Elle dirige les quais depuis vingt ans, et connaît le nom de chaque grutier ; la nuit, quand "
    "le vent tourne, on l’entend parler aux bateaux comme à de vieux amis qui reviendraient de loin. "
)
LOOKS = {
    "plain": "p { text-align: justify; hyphens: auto }",
    "greedy": "p { text-align: justify; --line-breaking: greedy }",
    "relative lengths": "p { margin: 2% 5% 1em; width: 80%; min-height: 9% } div { padding: 1% }",
    "calculated lengths": "p { width: calc(100% - 3em); margin-left: calc(1em + 2%) }",
    "boxes by their borders": "p { box-sizing: border-box; width: 60mm; padding: 3mm; border: 1pt solid }",
    "logical sides": "p { margin-inline-start: 2em; padding-block: 3pt } em { margin-inline: 1pt }",
    "right to left": "body { direction: rtl } p { margin-inline-start: 2em; text-align: justify }",
    "inherited": "div { margin: 1em; width: 90% } p { margin: inherit; width: inherit }",
    "a float beside": "b { float: left; width: 2em; font-size: 300% } p { text-align: justify }",
    "floats of no height": "b { float: right; height: 0; width: 5mm } p { text-align: justify }",
    "spaced letters": "p { letter-spacing: .1em; word-spacing: .3em; text-decoration: underline }",
    "columns": "body { columns: 2; column-gap: 4mm }",
    "flexible": "div { display: flex } div > p { flex: 1 1 30%; min-width: 0 }",
    "a table": "div { display: table; border-collapse: collapse } p { display: table-cell }",
    "variables": ":root { --w: 70% } p { width: var(--w); margin: var(--none, 1em) auto }",
    "first line and letter": "p::first-letter { font-size: 200% } p::first-line { font-variant: small-caps }",
    "lines of their own height": "p { line-height: calc(1em + 4pt) } em { font-size: 150%; line-height: 1 }",
}
BODY = (
    f'<div><p><b>É</b>{TEXT * 3}<em>{TEXT}</em></p><p lang="en">The harbour never sleeps, nor do those who '
    f'work there. <a href="#n">A link</a>.<span class="note" id="n">A note, with <em>stress</em>.</span></p>'
    f"</div><p>{TEXT * 6}<br/>Une ligne.</p><ul><li>Un</li><li>Deux, <sup>e</sup></li></ul>"
)
SET_EACH = """
import hashlib
from anthology.bindery import shortcuts
{own}
from anthology.bindery.jobs import Job, Look
from anthology.bindery.work import set_fragment
from tests.bindery import sheets, test_shortcuts as given
for name in {names}:
    look = Look({{"base.css": sheets.SHEET, "own.css": given.LOOKS[name]}}, sheets.FONTS)
    made = set_fragment(look, Job("section-x", sheets.document(given.BODY), "recto"))
    print(f"{{name}}: {{hashlib.sha256(made).hexdigest()}}")
"""


def digests(own: str, *names: str) -> Mapping[str, str]:
    """The digest of the fragment of each look, or of some, set by a process of its own."""
    command = [sys.executable, "-c", SET_EACH.format(own=own, names=names or tuple(LOOKS))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(line.split(": ") for line in done.stdout.splitlines())


@pytest.fixture(scope="module")
def theirs() -> Mapping[str, str]:
    return digests("shortcuts.install = lambda engine: None")


def test_every_look_is_set_as_the_engine_sets_it(theirs: Mapping[str, str]) -> None:
    assert digests("") == theirs
    assert list(theirs) == list(LOOKS)
    assert len(set(theirs.values())) == len(LOOKS), "each look is to be seen on the page"


def test_shortcuts_that_lead_elsewhere_are_seen(theirs: Mapping[str, str]) -> None:
    lengths = "plain = shortcuts._lengths; shortcuts._lengths = lambda style: plain(style) and WRONG"
    found = digests(
        lengths.replace("WRONG", "{**plain(style), 'padding_left': 7.0}")
        + "; shortcuts._logical = lambda css: {}",
        "plain",
        "right to left",
    )
    assert found["plain"] != theirs["plain"]
    assert found["right to left"] != theirs["right to left"]


def test_the_steps_are_those_of_the_version_that_was_read() -> None:
    loaded = engine()
    assert loaded.__version__ == "70.0", (
        "read css/__init__.py, layout/percent.py and text/line_break.py again"
    )
    assert loaded.layout.inline.strut is loaded.text.line_break.strut
    assert shortcuts.__name__ in loaded.css.ComputedStyle.__missing__.__module__
    assert shortcuts.__name__ in loaded.layout.block.resolve_percentages.__module__
