"""What stops the work is told with file, line and column, wherever its file says the words or has the key."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology.errors import AnthologyError, ConfigError, Several, SourceError, together
from anthology.messages import error_text, finding_text
from anthology.model import Finding, Severity
from anthology.placing import placing

TOML = """\
[book]
title = "T"

[[part]]
articles = ["a"]

[[part]]
title = "P"
articles = [
  "b",
  "c",
]
"""


def told(folder: Path, error: AnthologyError) -> AnthologyError:
    (folder / "anthology.toml").write_text(TOML, encoding="utf-8")
    (folder / "a.md").write_text("+++\n+++\nUn mot, 日本.\n", encoding="utf-8")
    with pytest.raises(AnthologyError) as caught, placing(folder):
        raise error
    return caught.value


@pytest.mark.parametrize(
    ("at", "place"),
    [
        (("book", "title"), (2, 1)),
        (("book", "layout"), (1, 1)),
        (("part", 1), (7, 1)),
        (("part", 1, "title"), (8, 1)),
        (("part", 1, "articles", "c"), (11, 3)),
        (("part", 0, "articles", "a"), (5, 13)),
        (("nowhere", "at", "all"), (None, None)),
    ],
)
def test_a_key_of_the_settings_is_found(
    tmp_path: Path, at: tuple[str | int, ...], place: tuple[int | None, int | None]
) -> None:
    error = told(tmp_path, ConfigError("x", "y", file="anthology.toml", at=at))
    assert (error.line, error.column) == place


def test_words_are_found_where_they_first_stand(tmp_path: Path) -> None:
    error = told(tmp_path, SourceError("x", "y", file="a.md", at="日"))
    assert str(error).startswith("a.md:3:9: y [x]")
    assert error_text(error, "fr").startswith("a.md:3:9: y [x]")


def test_of_several_each_gets_its_own(tmp_path: Path) -> None:
    both = together([SourceError("x", "y", file="a.md", at=word) for word in ("mot", "Un")])
    error = told(tmp_path, both)
    assert isinstance(error, Several)
    assert [one.column for one in error.failures] == [4, 1]
    assert (error.line, error.column) == (3, 4)


@pytest.mark.parametrize("error", [
    SourceError("x", "y", file="gone.md", at="a"),
    SourceError("x", "y", file="a.md", at="absent"),
    SourceError("x", "y", file="a.md"),
    SourceError("x", "y", at="mot"),
])  # fmt: skip
def test_what_has_no_place_stays_as_it_is(tmp_path: Path, error: AnthologyError) -> None:
    found = told(tmp_path, error)
    assert (found.line, found.column) == (None, None)


def test_a_place_that_is_known_is_not_looked_for(tmp_path: Path) -> None:
    assert told(tmp_path, SourceError("x", "y", file="a.md", line=9, at="mot")).line == 9


def test_a_finding_is_told_with_its_column() -> None:
    one = Finding("line-loose", Severity.REMARK, "x", "", "articles/a.md", 3, 9, "12")
    assert finding_text(one, "en").startswith("remark: articles/a.md:3:9 p. 12: x")
