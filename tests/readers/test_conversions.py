"""What LibreOffice makes of a Word file, through its formats and back, loses no word when it is read."""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from anthology.readers import READERS
from tests.readers.tokens import placed
from tests.readers.word_files import CONTAINERS, INLINE, WordFile, p

SOFFICE = shutil.which("soffice")
KEPT = (
    *(
        "plain",
        "split",
        "marked",
        "link",
        "field_link",
        "inserted",
        "deleted",
        "hidden",
        "footnote",
        "comment",
    ),
    *("control", "tagged", "signs", "breaks"),
)
"""Features whose words LibreOffice itself keeps in all of its formats."""


def converted(source: Path, suffix: str, folder: Path) -> Path:
    target = folder / f"{source.suffix[1:]}-{suffix}"
    command = [
        SOFFICE or "",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
    ]
    # The page engine, once loaded by another test, leaves no font of the machine in sight.
    fonts_in_sight = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    subprocess.run(
        [*command, suffix, "--outdir", target, source],
        check=True,
        capture_output=True,
        timeout=300,
        env=fonts_in_sight,
    )
    return target / f"{source.stem}.{suffix}"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("way", [("docx", "odt", "rtf", "docx"), ("docx", "fodt"), ("docx", "rtf", "odt")])
def test_no_word_is_lost_on_the_way(way: tuple[str, ...], tmp_path: Path) -> None:
    made = WordFile()
    made.body += [p(INLINE[name](made)) for name in KEPT]
    made.body += [
        CONTAINERS[name](made, lambda f: p(INLINE["plain"](f))) for name in ("in_table", "in_nested_table")
    ]
    here = tmp_path / "reportage.docx"
    here.write_bytes(made.packed())
    for _before, suffix in pairwise(way):
        here = converted(here, suffix, tmp_path)
        received = READERS[f".{suffix}"](here.read_bytes(), f"submissions/{here.name}")
        text = received.manuscripts[0].text
        assert [word for word in made.tokens.expected if text.count(word) != 1] == []
        assert [one for one in received.findings if one.code == "office-brought-in"] == []
        assert placed(received) == []
