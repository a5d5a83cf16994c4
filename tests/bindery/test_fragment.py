"""Fragments written down are read back as they were, and damage is noticed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from anthology.bindery import fragment
from anthology.bindery.fragment import NUMBER, Body, Face, Head, Mark, Place, Reference, SetPage, StreamPart
from anthology.bindery.jobs import Job
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bindery.sheets import TABLE, document, picture, press
from tests.safety.counts import count

FEW = settings(max_examples=count(15, 30), deadline=None)
WORDS = st.text(st.characters(), max_size=12)  # lone surrogates too
NUMBERS = st.integers(-(2**31), 2**31 - 1)
REALS = st.floats(allow_nan=False, allow_infinity=False)
SMALL = st.integers(0, 65535)
GLYPHS = st.dictionaries(SMALL, st.tuples(REALS, st.none() | WORDS), max_size=6)


@st.composite
def faces(draw: st.DrawFn) -> Face:
    glyphs = draw(GLYPHS)
    key, name, family, file = (draw(WORDS) for _ in range(4))
    flags, angle, ascent, descent, stem = (draw(NUMBERS) for _ in range(5))
    widths = {glyph: width for glyph, (width, _) in glyphs.items()}
    letters = {glyph: text for glyph, (_, text) in glyphs.items() if text is not None}
    return Face(key, name, family, file, flags, angle, ascent, descent, stem, widths, letters)


OTHER = st.recursive(
    st.none() | st.booleans() | REALS | WORDS, lambda one: st.lists(one) | st.dictionaries(WORDS, one)
)


def several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=3).map(tuple)


FIGURES = st.integers(0, 9000).map(lambda start: tuple(f"{start + glyph:04x}" for glyph in range(10)))
PAGES = st.builds(SetPage, WORDS, st.booleans(), REALS, REALS, WORDS)


@st.composite
def heads(draw: st.DrawFn) -> Head:
    pages = draw(st.lists(PAGES, min_size=1, max_size=3))
    page, local = st.integers(0, len(pages) - 1), st.integers(0, 9)
    return Head(
        name=draw(WORDS),
        pages=tuple(pages),
        places=draw(several(st.builds(Place, WORDS, page, REALS, REALS))),
        marks=draw(several(st.builds(Mark, SMALL, WORDS, page, REALS, REALS, st.booleans()))),
        faces=draw(several(faces())),
        objects=10,
        page_objects=tuple(draw(local) for _ in pages),
        kids=draw(several(local)),
        leaf=draw(st.integers(-1, 9)),
        links=draw(several(WORDS)),
        astray=draw(several(WORDS)),
        shared=draw(st.dictionaries(local, WORDS, max_size=3)),
        references=draw(
            several(st.builds(Reference, page, SMALL, SMALL, WORDS, FIGURES, st.integers(4, 12), SMALL))
        ),
    )


BYTES = st.binary(max_size=30)
CODES = several(NUMBERS)
BODIES = st.builds(
    Body,
    BYTES,
    CODES,
    several(SMALL),
    several(st.builds(StreamPart, SMALL, BYTES, CODES, BYTES, st.integers(-1, 300))),
)


def same(one: Body, other: Body) -> bool:
    """Whether two bodies are equal; codes may be in any kind of sequence."""
    return plain(one) == plain(other)


def plain(body: Body) -> tuple[object, ...]:
    streams = tuple(
        (part.local, part.dictionary, tuple(part.codes), part.data, part.page) for part in body.streams
    )
    return body.text, tuple(body.codes), body.plain, streams


@FEW
@given(heads())
def test_a_head_is_read_back_as_it_was(head: Head) -> None:
    data = fragment.dump_head(head)
    read = fragment.load_head(data)
    assert read == head
    assert fragment.dump_head(read) == data
    assert [type(getattr(read, one.name)) for one in fields(Head)] == [
        type(getattr(head, one.name)) for one in fields(Head)
    ]


@FEW
@given(BODIES)
def test_a_body_is_read_back_as_it_was(body: Body) -> None:
    data = fragment.dump_body(body)
    assert same(fragment.load_body(data), body)
    assert fragment.dump_body(fragment.load_body(data)) == data


@FEW
@given(heads(), BODIES)
def test_both_travel_as_one(head: Head, body: Body) -> None:
    first, second = fragment.split(fragment.dump(head, body))
    assert fragment.load_head(first) == head
    assert same(fragment.load_body(second), body)


def test_numbers_of_objects_are_kept_on_machines_of_either_byte_order() -> None:
    codes = (0, 1, -1, -4, 255, 256, 65536, NUMBER, NUMBER + 70_000)
    data = fragment.dump_body(Body(b"", codes, (), ()))
    assert data.endswith(b"".join(code.to_bytes(4, "big", signed=True) for code in codes))
    assert tuple(fragment.load_body(data).codes) == codes
    assert sys.byteorder in ("little", "big")


# --- damage ------------------------------------------------------------------------------------------


def set_one() -> bytes:
    body = f'<h1 id="a">Un œuf</h1><p><img src="photos/x.png" alt="x"/> <a href="#b">b</a></p>{TABLE}'
    one = press("", {"photos/x.png": picture("#12345678")})
    return one.fragment(Job("s", document(body), "recto"))


HEAD, BODY = fragment.split(set_one())
LOADS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "head": (HEAD, fragment.load_head),
    "body": (BODY, fragment.load_body),
}
EACH = pytest.mark.parametrize("what", LOADS)


def read(what: str, data: bytes) -> object | None:
    """What is read, or None where the damage was noticed; anything else that is raised fails the test."""
    try:
        return LOADS[what][1](data)
    except (ValueError, LookupError, TypeError):
        return None


@EACH
@settings(max_examples=count(37, 150), deadline=None)
@given(data=st.data())
def test_damaged_bytes_raise_nothing_else(what: str, data: st.DataObject) -> None:
    whole = bytearray(LOADS[what][0])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        length = data.draw(st.integers(0, 5))
        whole[place : place + length] = data.draw(st.binary(max_size=5))
    read(what, bytes(whole))


@EACH
def test_what_is_cut_off_is_noticed(what: str) -> None:
    whole = LOADS[what][0]
    assert read(what, whole) is not None
    assert [cut for cut in range(0, len(whole), 7) if read(what, whole[:cut]) is not None] == []
    assert read(what, b"") is None


@EACH
@given(
    other=st.recursive(
        st.none() | st.booleans() | REALS | WORDS, lambda one: st.lists(one) | st.dictionaries(WORDS, one)
    )
)
def test_any_other_json_is_noticed(what: str, other: object) -> None:
    text = json.dumps(other).encode()
    assert read(what, text) is None
    assert read(what, len(text).to_bytes(4, "big") + text) is None


@EACH
def test_json_nested_without_end_is_noticed(what: str) -> None:
    deep = b"[" * 200_000
    assert read(what, deep) is None
    assert read(what, len(deep).to_bytes(4, "big") + deep) is None


NAN, ENDLESS = float("nan"), float("inf")
WRONG: tuple[tuple[str, object], ...] = (
    ("name", 7), ("pages", "xx"), ("pages", [["a", False, 1.0, 1.0]]), ("pages", [["a", 0, "1", 1.0, ""]]),
    ("places", [["a", "0", 0, 0]]), ("places", [[7, 0, 0.0, 0.0]]), ("marks", [[1, 2, 0, 0.0, 0.0, True]]),
    ("faces", [[]]), ("faces", {}), ("objects", "12"), ("objects", -1), ("page_objects", [1.5]),
    ("kids", ["a"]), ("leaf", None), ("leaf", 10**6), ("kids", [10**6]), ("places", [["a", 1, 0, 0]]),
    ("page_objects", []), ("places", [["a", 0, NAN, 0.0]]), ("marks", [[1, "a", -1, 0.0, 0.0, True]]),
    ("faces", [["a", "b", "c", "d", 1, 1, 1, 1, 1, [1], [ENDLESS], ["x"]]]), ("shared", [[-1, "a"]]),
    ("links", [[]]), ("links", "ab"), ("shared", [["a", "b"]]), ("shared", [7]),
)  # fmt: skip


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_head_with_a_value_of_another_kind_is_noticed(field: str, value: object) -> None:
    table = json.loads(HEAD)
    assert field in table
    assert read("head", json.dumps({**table, field: value}).encode()) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sizes", [-1]), ("sizes", []), ("sizes", ["1"]), ("plain", ["a"]), ("streams", [[1]]),
        ("streams", [["a", 0]]), ("sizes", [10**12, 0]),
    ],
)  # fmt: skip
def test_a_body_with_a_value_of_another_kind_is_noticed(field: str, value: object) -> None:
    start = 4 + int.from_bytes(BODY[:4], "big")
    table = json.loads(BODY[4:start])
    text = json.dumps({**table, field: value}).encode()
    assert read("body", len(text).to_bytes(4, "big") + text + BODY[start:]) is None


def test_what_was_set_is_read_back() -> None:
    head = fragment.load_head(HEAD)
    assert (head.name, len(head.pages), head.links) == ("s", 1, ("b",))
    assert head.anchors == {"a": 0}
    assert "Un œuf" in head.pages[0].text
    assert len(head.shared) == 2, "a picture and its mask"
    body = fragment.load_body(BODY)
    assert len(body.text.split(fragment.BETWEEN)) == len(body.plain)
    assert body.text.count(fragment.HOLE) == len(body.codes)
    assert [part.page for part in body.streams if part.page >= 0] == [0]
    assert replace(head, astray=("x",)) == fragment.load_head(
        fragment.dump_head(replace(head, astray=("x",)))
    )


def test_only_a_body_of_the_same_head_fits_it() -> None:
    head, body = fragment.load_head(HEAD), fragment.load_body(BODY)
    assert fragment.fits(head, body)
    page = next(part for part in body.streams if part.page >= 0)
    others = [
        replace(body, text=body.text + fragment.BETWEEN),
        replace(body, text=body.text + fragment.HOLE),
        replace(body, codes=(*body.codes[:-1], -5)),
        replace(body, codes=(*body.codes[:-1], head.objects)),
        replace(body, codes=(*body.codes[:-1], NUMBER + head.objects)),
        replace(body, codes=(*body.codes[:-1], NUMBER - 1)),
        replace(body, plain=(*body.plain[:-1], head.objects)),
        replace(body, streams=body.streams[1:]),
        replace(body, streams=(*body.streams, page)),
        replace(body, streams=tuple(replace(part, page=-1) for part in body.streams)),
        replace(body, streams=tuple(replace(part, codes=(0,)) for part in body.streams)),
    ]
    assert [place for place, other in enumerate(others) if fragment.fits(head, other)] == []
    assert not fragment.fits(replace(head, objects=head.objects + 1), body)
    assert not fragment.fits(replace(head, pages=head.pages * 2), body)
