"""Where in a file a key stands that somebody should look at, and what is said of it."""

from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path

import anthology
import pytest
from anthology import config, limits, pages, printers, review
from anthology.errors import AnthologyError, SourceError
from anthology.toml import Mistakes, Table, checked, line_of, place_of, tables

PACKAGE = Path(anthology.__file__).parent

TEXT = """\
title = "T"
  indented = 1
list = ["a", "b"]
inline = { file = "x", "odd key" = 2 }
entries = [
  { name = "one" },
  { name = "two", more = 3 },
]
"quoted" = 1

[table] # of things
key = 1
deep.er = 2

[[part]]
name = "first"

  [[part]]
name = "second"
more = 1

["odd table"]
key = 2
"""
LINES = TEXT.split("\n")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (["title"], (1, 1)),
        (["indented"], (2, 3)),
        (["list"], (3, 1)),
        (["list", "b"], (3, 14)),
        (["inline", "file"], (4, 12)),
        (["inline", "odd key"], (4, 24)),
        (["entries", 0, "name"], (6, 5)),
        (["entries", 1], (7, 3)),
        (["entries", 1, "name"], (7, 5)),
        (["entries", 1, "more"], (7, 19)),
        (["entries", 0, "more"], (6, 3)),
        (["entries", 2], (5, 1)),
        (["quoted"], (9, 1)),
        (["table"], (11, 1)),
        (["table", "key"], (12, 1)),
        (["table", "deep"], (13, 1)),
        (["table", "name"], (11, 1)),
        (["part", 0], (15, 1)),
        (["part", 0, "name"], (16, 1)),
        (["part", 0, "more"], (15, 1)),
        (["part", 1], (18, 3)),
        (["part", 1, "name"], (19, 1)),
        (["part", 1, "more"], (20, 1)),
        (["odd table", "key"], (23, 1)),
        (["nothing"], None),
        (["T"], None),
        ([], None),
    ],
)
def test_a_key_is_found_by_its_path_or_what_is_nearest_to_it(
    path: list[str | int], place: tuple[int, int] | None
) -> None:
    assert place_of(path, LINES) == place
    assert line_of(path, LINES) == (place and place[0])


class TestTables:
    @pytest.mark.parametrize(
        "bomb",
        [
            f"{'a.' * 41}b = 1",
            f"[{'a.' * 41}b]",
            f'x = {{ y = """a"""", {"a . " * 41}b = 1 }}',
            f"x = '''a''''\n{'a.' * 24_000}b = 1",
            "x = " + "[" * 41 + "]" * 41,
            "x = " + "{a=" * 41 + "1" + "}" * 41,
        ],
    )
    def test_what_would_eat_the_machine_is_stopped_with_its_place_by_everybody_who_reads_toml(
        self, bomb: str, tmp_path: Path
    ) -> None:
        (tmp_path / "anthology.toml").write_text(f"[book]\n{bomb}\n", encoding="utf-8")
        (tmp_path / "printers").mkdir()
        (tmp_path / "printers" / "own.toml").write_text(f"\n{bomb}\n", encoding="utf-8")
        for asked in (
            lambda: config.load(tmp_path),
            lambda: review.read_review(f"\n{bomb}\n"),
            lambda: review.with_answers(f"\n{bomb}\n", {}),
            lambda: printers.load("own", tmp_path),
            lambda: pages.read_article(f"+++\n{bomb}\n+++\n", "a.md", slug="a", language="fr"),
        ):
            with pytest.raises(AnthologyError) as caught:
                asked()
            assert re.search("brackets in brackets|names in one key", caught.value.message)
            assert (caught.value.line or 0) >= 2
            assert caught.value.column

    def test_what_is_quoted_or_remarked_is_no_key_and_no_bracket(self) -> None:
        dots, open_ = "a." * 60, "[ {" * 60
        text = f"""a = "{open_} , {dots}a"\nb = '{open_}\\'\n# {open_}{dots}a\nc = '''\n{dots}a\n\\'''\n"""
        quoted = f'd = """\n{dots}a {open_}\\""" ""\n"""""\ne = ["{dots}a", "\\"{open_}"]\n'
        assert set(tables(text + quoted)) == set("abcde")

    def test_deep_keys_in_deep_tables_are_told(self) -> None:
        deep = "x = " + ("{" + "a." * 39 + "a = ") * 39 + "1" + "}" * 39
        with pytest.raises(Mistakes, match="nested too deep"):
            checked(Table, tables(deep))

    @pytest.mark.parametrize(
        "sign", [" ", "\t", "a", "a ", "a.", '"', '"\\', '"""\\"', "'", "[", '"a".', "#"]
    )
    def test_to_look_takes_a_time_that_grows_as_the_text(self, sign: str) -> None:
        def looked(size: int) -> float:
            begun = time.process_time()
            with contextlib.suppress(SourceError):
                limits.refuse_tables((sign * size)[:size], "a")
            return time.process_time() - begun

        looked(1000)
        # What takes the square takes sixteen times as long for four times as much, and more than a minute.
        assert min(looked(80_000) for _ in range(2)) < 8 * min(looked(20_000) for _ in range(3)) + 0.05

    def test_toml_of_others_is_read_in_one_place(self) -> None:
        readers = {
            path.relative_to(PACKAGE).as_posix()
            for path in PACKAGE.rglob("*.py")
            if "import tomllib" in path.read_text(encoding="utf-8")
        }
        # The last two read what is installed with the tool.
        assert readers == {"toml.py", "resources.py", "writers/epub_fonts.py"}
