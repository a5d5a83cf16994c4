"""The settings to where the book is printed: its printer, its paper, its profile, the words of its cover."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology import building, config
from anthology.building import printing
from anthology.cache import Cache
from anthology.errors import AnthologyError, ConfigError, SourceError
from anthology.printers import Printing

SETTINGS = """
[book]
title = "Paroles"
language = "fr"
isbn = "978-2-07-036002-4"
description = "Cinq rencontres."
"""


def content(folder: Path, text: str = "", book: str = "") -> Path:
    (folder / "articles").mkdir()
    (folder / "articles" / "port.md").write_text('+++\ntitle = "Le port"\n+++\nUn mot.\n', encoding="utf-8")
    (folder / config.FILE).write_text(f"{SETTINGS}{book}[print]\n{text}", encoding="utf-8")
    return folder


def printed(folder: Path) -> Printing:
    return printing(folder, config.load(folder), Cache())


class TestSettings:
    def test_without_a_word_it_is_any_printer_and_its_first_paper(self, tmp_path: Path) -> None:
        said = printed(content(tmp_path))
        assert (said.printer.name, said.paper) == ("plain", said.printer.papers[0])
        assert (said.isbn, said.blurb, said.spine_mm) == ("978-2-07-036002-4", "Cinq rencontres.", None)

    def test_the_words_of_the_back_are_set_as_the_language_wants_paragraph_by_paragraph(
        self, tmp_path: Path
    ) -> None:
        said = printed(content(tmp_path, 'blurb = """Qui parle ?\n\nElles : toutes."""\nprice = "12 €"\n'))
        assert said.blurb.split("\n\n") == ["Qui parle\u202f?", "Elles\u00a0: toutes."]
        assert said.price == "12\u00a0€"

    def test_a_printer_of_the_editors_own_comes_from_the_content(self, tmp_path: Path) -> None:
        folder = content(tmp_path, 'printer = "port"\npaper = "white"\nspine_mm = 8.4\n')
        (folder / "printers").mkdir()
        (folder / "printers" / "port.toml").write_text('title = "Port"\nlike = "kdp"\n', encoding="utf-8")
        said = printed(folder)
        assert (said.printer.title, said.paper.name, said.spine(100)) == ("Port", "white", 8.4)

    def test_the_colour_profile_is_read_from_the_content(self, tmp_path: Path) -> None:
        folder = content(tmp_path, 'profile = "printers/offset.icc"\n')
        with pytest.raises(SourceError) as caught:
            printed(folder)
        assert caught.value.file == "printers/offset.icc"
        (folder / "printers").mkdir()
        (folder / "printers" / "offset.icc").write_bytes(b"a profile")
        assert printed(folder).profile == b"a profile"


class TestReading:
    @pytest.mark.parametrize(
        ("text", "code", "hint"),
        [
            ('printer = "lullu"', "printer-unknown", "did you mean lulu?"),
            ('printer = "kdp"\npaper = "blue"', "printer-paper", "papers: white, cream, colour, groundwood"),
        ],
    )
    def test_an_unknown_printer_or_paper_stops_before_anything_is_made(
        self, tmp_path: Path, text: str, code: str, hint: str
    ) -> None:
        folder = content(tmp_path, text)
        with pytest.raises(ConfigError) as caught:
            building.read(folder, config.load(folder))
        assert (caught.value.code, caught.value.hint) == (code, hint)

    def test_a_picture_of_the_cover_that_is_not_there_stops_too(self, tmp_path: Path) -> None:
        folder = content(tmp_path, book='cover = "photos/port.jpg"\n')
        with pytest.raises(AnthologyError) as caught:
            building.read(folder, config.load(folder))
        assert (caught.value.code, caught.value.file) == ("photo-missing", "anthology.toml")

    @pytest.mark.parametrize(
        ("text", "book"),
        [
            ('epub_address = "example.org/livre"', ""),
            ('epub_address = "javascript:alert(1)"', ""),
            ('profile = "/etc/passwd"', ""),
            ('profile = "../offset.icc"', ""),
            ("spine_mm = -1", ""),
            ("", 'cover = "../secret.jpg"\n'),
        ],
    )
    def test_an_address_or_a_way_that_cannot_be_meant_is_refused(
        self, tmp_path: Path, text: str, book: str
    ) -> None:
        with pytest.raises(ConfigError) as caught:
            config.load(content(tmp_path, text, book))
        assert caught.value.code == "config-value"
