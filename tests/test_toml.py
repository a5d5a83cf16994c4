"""Where in a file a key stands that somebody should look at, and what is said of it."""

from __future__ import annotations

import pytest
from anthology.toml import line_of, place_of

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
