"""content/anthology.toml: what is accepted, what is refused, and in which words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from anthology import config
from anthology.errors import AnthologyError, ConfigError, Several
from anthology.names import Person
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.safety.counts import count

LEAST = '[book]\ntitle = "T"\nlanguage = "fr"\n'


def load(folder: Path, text: str | bytes) -> config.Config:
    data = text.encode() if isinstance(text, str) else text
    (folder / "anthology.toml").write_bytes(data)
    return config.load(folder)


def failures(folder: Path, text: str | bytes) -> tuple[AnthologyError, ...]:
    with pytest.raises(AnthologyError) as caught:
        load(folder, text)
    assert caught.value.exit_status == 3
    found = caught.value.failures if isinstance(caught.value, Several) else (caught.value,)
    assert all(isinstance(one, ConfigError) and one.file == "anthology.toml" for one in found)
    return found


def only(folder: Path, text: str | bytes) -> AnthologyError:
    (one,) = failures(folder, text)
    return one


class TestWhatIsAccepted:
    def test_title_and_language_are_enough_and_the_rest_has_defaults(self, tmp_path: Path) -> None:
        loaded = load(tmp_path, LEAST)
        assert (loaded.book.title, loaded.book.language) == ("T", "fr")
        assert loaded.book.layout == "classic"
        assert (loaded.book.trim.width_mm, loaded.book.trim.height_mm) == (148, 210)
        assert loaded.book.date is None
        assert loaded.output.formats == ("pdf", "epub")
        assert loaded.print.index
        assert loaded.print.half_title
        assert (loaded.part, loaded.book.editors, loaded.rules.off) == ((), (), ())

    def test_parts_keep_their_order_and_give_their_articles_a_cohort(self, tmp_path: Path) -> None:
        parts = '[[part]]\ntitle = "B"\narticles = ["z", "a"]\ncohort = "2022"\n[[part]]\ntitle = "A"\n'
        loaded = load(tmp_path, LEAST + parts)
        assert [part.title for part in loaded.part] == ["B", "A"]
        assert loaded.part[0].articles == ("z", "a")
        assert loaded.cohort_of("a") == "2022"
        assert loaded.cohort_of("b") == ""

    @pytest.mark.parametrize("start", ["", "\ufeff", "\r\n"])
    def test_a_byte_order_mark_and_windows_line_ends_change_nothing(self, tmp_path: Path, start: str) -> None:
        assert load(tmp_path, start + LEAST.replace("\n", "\r\n")).book.title == "T"

    def test_an_editor_is_a_person_or_an_organisation(self, tmp_path: Path) -> None:
        editors = 'editors = [{ given = "Ada", family = "Roy" }, "Club de presse", { family = "Zed" }]\n'
        loaded = load(tmp_path, LEAST + editors)
        assert [one.person() for one in loaded.book.editors] == [
            Person("Roy", "Ada"),
            Person(organisation="Club de presse"),
            Person("Zed"),
        ]

    @pytest.mark.parametrize(
        ("trim", "size"),
        [
            ("A5", (148, 210)),
            ("A4", (210, 297)),
            ("6x9in", (152.4, 228.6)),
            ("148x210", (148, 210)),
            ("148 × 210 mm", (148, 210)),
            ("5.5x8.5in", (139.7, 215.9)),
            ("90x330", (90, 330)),
        ],
    )
    def test_a_trim_size_is_a_name_or_two_sides(
        self, tmp_path: Path, trim: str, size: tuple[float, float]
    ) -> None:
        found = load(tmp_path, LEAST + f'trim = "{trim}"\n').book.trim
        assert (found.width_mm, found.height_mm) == pytest.approx(size)

    @pytest.mark.parametrize("isbn", ["978-2-07-036822-8", "9782070368228", "979 10 90724 08 2", ""])
    def test_an_isbn_may_be_written_with_hyphens_spaces_or_neither(self, tmp_path: Path, isbn: str) -> None:
        assert load(tmp_path, LEAST + f'isbn = "{isbn}"\n').book.isbn == isbn

    @pytest.mark.parametrize(
        ("written", "date"),
        [
            ('"2022"', "2022"),
            ('"2022-11"', "2022-11"),
            ('"2024-02-29"', "2024-02-29"),
            ("2022-11-30", "2022-11-30"),
        ],
    )
    def test_a_date_is_a_year_a_month_or_a_day(self, tmp_path: Path, written: str, date: str) -> None:
        assert load(tmp_path, LEAST + f"date = {written}\n").book.date == date


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "line", "code", "says"),
        [
            ('[book]\ntitle = 3\nlanguage = "fr"\n', 2, "config-value", "book.title: write a text"),
            ('[book]\ntitle = ""\nlanguage = "fr"\n', 2, "config-value", "book.title: this must not be"),
            ('[book]\ntitle = " "\nlanguage = "fr"\n', 2, "config-value", "book.title: this must not be"),
            ('[book]\ntitle = "a\\u0007"\nlanguage = "fr"\n', 2, "config-value", "U+0007"),
            ('[book]\ntitle = "T"\nlanguage = "french"\n', 3, "config-value", "book.language: not a lang"),
            ('[book]\ntitle = "T"\nlanguage = "FR"\n', 3, "config-value", "book.language: not a lang"),
            (LEAST + "date = 2022-11-30T10:00:00\n", 4, "config-value", "without a time"),
            (LEAST + 'date = "2022-13"\n', 4, "config-value", "book.date: not a date"),
            (LEAST + 'date = "2022-02-30"\n', 4, "config-value", "book.date: not a date"),
            (LEAST + 'date = "novembre"\n', 4, "config-value", "book.date: not a date"),
            (LEAST + "date = 2022\n", 4, "config-value", "book.date: write a text"),
            (LEAST + 'isbn = "978-2-07-036822-9"\n', 4, "config-value", "not a valid ISBN-13"),
            (LEAST + 'isbn = "2-07-036822-X"\n', 4, "config-value", "not a valid ISBN-13"),
            (LEAST + 'isbn = "٩٧٨٢٠٧٠٣٦٨٢٢٨"\n', 4, "config-value", "not a valid ISBN-13"),
            (LEAST + 'trim = "A6"\n', 4, "config-value", "not a trim size; use A5, A4"),
            (LEAST + 'trim = "89x210"\n', 4, "config-value", "under 90 mm or over 330 mm"),
            (LEAST + 'trim = "148x331"\n', 4, "config-value", "under 90 mm or over 330 mm"),
            (LEAST + 'trim = "3x9in"\n', 4, "config-value", "under 90 mm or over 330 mm"),
            (LEAST + "trim = 148\n", 4, "config-value", "between quotes"),
            (LEAST + 'openings = "left"\n', 4, "config-value", "use one of 'recto' or 'next'"),
            (LEAST + "editors = [{}]\n", 4, "config-value", "a person needs a family name"),
            (LEAST + 'editors = [{ given = "Zoé" }]\n', 4, "config-value", "a person needs a family name"),
            (LEAST + 'editors = [{ family = "R", organisation = "A" }]\n', 4, "config-value", "alone"),
            (LEAST + 'classes = { J1 = 3 }\n', 4, "config-value", "book.classes.J1: write a text"),
            (LEAST + '[[part]]\ntitle = "P"\narticles = "x"\n', 6, "config-value", "write a list"),
            (LEAST + '[[part]]\ntitle = "P"\narticles = [1]\n', 6, "config-value", "write a text"),
            (LEAST + '[part]\ntitle = "P"\n', 4, "config-value", "write [[part]] on a line of its own"),
            (LEAST + '[[part]]\ncohort = "2"\n', 4, "config-missing-key", "missing key: part.1.title"),
            (LEAST + '[output]\nformats = ["pdf", "doc"]\n', 5, "config-value", "use one of 'pdf'"),
            (LEAST + "[output]\nformats = []\n", 5, "config-value", "must not be empty"),
            (LEAST + '[print]\nindex = "yes"\n', 5, "config-value", "write true or false"),
            (LEAST + "[print]\nindex = 1\n", 5, "config-value", "write true or false"),
            ("book = 3\n", 1, "config-value", "write [book] on a line of its own"),
            ('[book]\ntitle = "T"\n', 1, "config-missing-key", "missing key: book.language"),
            ("", None, "config-missing-key", "missing key: book"),
            ("[book\n", 1, "config-syntax", "not valid TOML"),
            ('[book]\ntitle = "T\nlanguage = "fr"\n', 2, "config-syntax", "not valid TOML"),
            ('[book]\ntitle = """T\nlanguage = "fr"\n', 3, "config-syntax", "not valid TOML"),
            ('[book]\ntitle = "T"\ntitle = "U"\n', 3, "config-syntax", "not valid TOML"),
            ("[book]\nclasses = " + "[" * 5000, 2, "config-syntax", "brackets in brackets"),
            ("[book]\ntitle = " + "9" * 5000, None, "config-syntax", "not valid TOML"),
        ],
    )  # fmt: skip
    def test_one_mistake_gives_one_error_with_its_line(
        self, tmp_path: Path, text: str, line: int | None, code: str, says: str
    ) -> None:
        error = only(tmp_path, text)
        assert error.code == code
        assert says in str(error)
        assert error.line == line

    @pytest.mark.parametrize(
        ("text", "line", "hint"),
        [
            (LEAST + 'subtitel = "x"\n', 4, "did you mean subtitle?"),
            (LEAST + 'Title = "x"\n', 4, "did you mean title?"),
            (LEAST + "[prnt]\nindex = true\n", 4, "did you mean print?"),
            (LEAST + '[[parts]]\ntitle = "x"\n', 4, "did you mean part?"),
            (LEAST + '[[part]]\ntitle = "a"\n[[part]]\ntitle = "b"\nartcles = []\n', 8, "mean articles?"),
            (LEAST + 'editors = [\n  { family = "R" },\n  { famly = "S", family = "S" },\n]\n', 6, "family?"),
            (LEAST + "[rules]\noff = []\nzzz = 1\n", 6, "the keys are: off"),
        ],
    )
    def test_an_unknown_key_comes_with_the_nearest_known_one_of_its_own_table(
        self, tmp_path: Path, text: str, line: int, hint: str
    ) -> None:
        error = only(tmp_path, text)
        assert error.code == "config-unknown-key"
        assert error.line == line
        assert hint in error.hint

    def test_every_mistake_is_told_at_once_and_in_its_place(self, tmp_path: Path) -> None:
        text = (
            '[book]\ntitle = 3\nlangage = "fr"\n\n[[part]]\ntitle = "A"\narticles = "x"\n\n'
            '[[part]]\narticles = ["y"]\n\n[print]\nindex = "no"\n'
        )
        found = {(one.line, one.code) for one in failures(tmp_path, text)}
        assert found == {
            (2, "config-value"),
            (1, "config-missing-key"),
            (3, "config-unknown-key"),
            (7, "config-value"),
            (9, "config-missing-key"),
            (13, "config-value"),
        }

    def test_a_missing_key_is_not_looked_for_in_the_next_table(self, tmp_path: Path) -> None:
        error = only(tmp_path, '[book]\nlanguage = "fr"\n\n[[part]]\ntitle = "P"\n')
        assert (error.code, error.line) == ("config-missing-key", 1)
        assert error.hint == "write title = …"

    def test_a_missing_file_says_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="missing") as caught:
            config.load(tmp_path)
        assert caught.value.code == "config-missing"
        assert "anthology new" in caught.value.hint

    def test_a_folder_in_its_place_is_an_error_too(self, tmp_path: Path) -> None:
        (tmp_path / "anthology.toml").mkdir()
        with pytest.raises(ConfigError) as caught:
            config.load(tmp_path)
        assert caught.value.code == "config-unreadable"

    def test_another_encoding_is_named_with_the_byte(self, tmp_path: Path) -> None:
        error = only(tmp_path, '[book]\ntitle = "Été"\n'.encode("cp1252"))
        assert error.code == "config-encoding"
        assert "byte 16" in error.message

    @examples(deadline=None, max_examples=count(50, 200))
    @given(st.text(st.sampled_from('[]{}="\\\n#.a1 book-title'), max_size=60))
    def test_no_text_whatever_makes_it_fall_over(
        self, tmp_path_factory: pytest.TempPathFactory, text: str
    ) -> None:
        folder = tmp_path_factory.mktemp("content", numbered=True)
        try:
            load(folder, text)
        except AnthologyError as error:
            assert error.exit_status == 3  # noqa: PT017


TABLES: dict[str, type[BaseModel]] = {
    "[book]": config.BookTable,
    "[[part]]": config.PartTable,
    "[output]": config.OutputTable,
    "[rules]": config.RulesTable,
    "[print]": config.PrintTable,
    "[booklet]": config.BookletTable,
    "[accessibility]": config.AccessibilityTable,
}


def with_key(name: str, value: str) -> config.Config:
    """The shortest settings with one key more, given as `settings()` prints both."""
    head, key = name.split()
    data: dict[str, Any] = {"book": {"title": "T", "language": "fr"}, "part": [{"title": "P"}]}
    table = data.setdefault(head.strip("[]"), {})
    (table[0] if isinstance(table, list) else table).update(tomllib.loads(f"{key} = {value}"))
    return config.parse(data)


class TestBooklet:
    @pytest.mark.parametrize(
        ("written", "sheet", "size"),
        [
            ("", "", None),
            ("a4", "A4", (297, 210)),
            ("Tabloid", "tabloid", (431.8, 279.4)),
            ("210x148", "210x148", (210, 148)),
            ("200 x 300 mm", "300x200", (300, 200)),
            ("10x8in", "254x203.2", (254, 203.2)),
        ],
    )
    def test_a_sheet_is_named_or_measured(
        self, written: str, sheet: str, size: tuple[float, float] | None
    ) -> None:
        table = config.BookletTable.model_validate({"sheet": written})
        assert (table.sheet, table.sheet_mm) == (sheet, size)

    @pytest.mark.parametrize(
        "key",
        ['sheet = "A9"', 'sheet = "20x30"', "sheet = 4", "signature = -1", "creep_mm = 9", "paper_mm = -1"],
    )
    def test_what_no_copier_has_is_refused(self, key: str) -> None:
        with pytest.raises(ConfigError):
            config.parse({"book": {"title": "T", "language": "fr"}, "booklet": tomllib.loads(key)})


class TestSettings:
    def test_every_key_is_listed_with_its_table_type_default_and_meaning(self) -> None:
        listed = {name: (kind, default, meaning) for name, kind, default, meaning in config.settings()}
        assert set(listed) == {
            f"{head} {key}" for head, table in TABLES.items() for key in table.model_fields
        }
        assert {head.strip("[]") for head in TABLES} == set(config.Config.model_fields)
        assert all(kind and default and meaning.rstrip(".") for kind, default, meaning in listed.values())
        assert listed["[book] title"][:2] == ("text", "required")
        assert listed["[book] openings"][0] == "choice"
        assert listed["[print] index"][:2] == ("true or false", "true")

    def test_every_default_that_is_shown_can_be_written_and_is_the_default(self) -> None:
        least = config.parse({"book": {"title": "T", "language": "fr"}, "part": [{"title": "P"}]})
        written = {name: default for name, _, default, _ in config.settings()}
        shown = {name: text for name, text in written.items() if text not in ("required", "none")}
        assert len(shown) > 15
        assert [name for name, text in shown.items() if with_key(name, text) != least] == []

    def test_every_example_that_is_shown_can_be_written(self) -> None:
        marked = [(name, meaning.partition("(example: ")[2]) for name, _, _, meaning in config.settings()]
        examples_ = [(name, text[:-1]) for name, text in marked if text]
        assert len(examples_) > 5
        for name, text in examples_:
            with_key(name, text)
