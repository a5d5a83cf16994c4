"""Values become PDF text and are read back as they were; every row of a file points at its object."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Sequence

import pikepdf
import pytest
from anthology.bindery import pdf
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety import counts

FEW = settings(max_examples=counts.count(15, 60), deadline=None)


def read(text: bytes) -> pikepdf.Object:
    return pikepdf.Object.parse(text)


# --- values ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "", "plain", "(", ")", "))((", "\\", "a\\", "\\(", "\\n", "a\nb", "a\rb", "a\r\nb", "\t", "é", "%x",
        "😀", "(é", "\\é)", "12 0 R", "<FEFF>", "\x01", "«\u202f»",
    ],
)  # fmt: skip
def test_a_string_is_read_as_it_was_written(text: str) -> None:
    assert str(read(pdf.string(text))) == text


@FEW
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe"), max_size=20)
)
def test_so_is_any_other(text: str) -> None:
    written = pdf.string(text)
    assert str(read(written)) == text
    assert written.isascii()
    assert b"\r" not in written
    assert b"\n" not in written


def test_a_lone_surrogate_is_told_by_a_question_mark() -> None:
    assert str(read(pdf.string("é\ud800x"))) == "é?x"
    assert str(read(pdf.string("\udfff"))) == "?"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, b"0"), (1.0, b"1"), (-3, b"-3"), (1.5, b"1.5"), (595.275591, b"595.275591"), (-0.25, b"-0.25"),
        (1 / 3, b"0.333333"), (100.0, b"100"), (1e15, b"1000000000000000"), (-0.0, b"0"),
    ],
)  # fmt: skip
def test_a_number_has_no_more_digits_than_it_needs(value: float, text: bytes) -> None:
    assert pdf.real(value) == text


@FEW
@given(st.floats(-1e9, 1e9))
def test_a_number_is_read_as_it_was_to_a_millionth(value: float) -> None:
    written = pdf.real(value)
    assert re.fullmatch(rb"-?\d+(\.\d*)?", written), "no exponent"
    assert float(read(b"[%b]" % written)[0]) == pytest.approx(value, abs=1e-6)


def test_dictionaries_and_arrays_are_read_as_they_were() -> None:
    text = pdf.dictionary(
        {"A": b"1", "B": None, "C": pdf.array([b"2", pdf.string("x")]), "D": pdf.dictionary({"E": b"/F"})}
    )
    found = read(text)
    assert set(found.keys()) == {"/A", "/C", "/D"}
    assert [str(one) for one in found.C] == ["2", "x"]
    assert found.D.E == pikepdf.Name.F
    assert pdf.array([]) == b"[]"


def test_bytes_are_packed_harder_or_not_at_all() -> None:
    data = b"abc" * 1000
    assert [zlib.decompress(pdf.packed(data, level)) for level in (0, 1, 9)] == [data] * 3
    assert len(pdf.packed(data, 0)) > len(data) > len(pdf.packed(data))


# --- files -------------------------------------------------------------------------------------------


def tiny(*lots: pdf.Lot) -> bytes:
    """A file whose catalogue, pages and information are 1 to 3, with more lots; the table is 5."""
    plain = [
        (1, b"<</Type /Catalog/Pages 2 0 R>>"),
        (2, b"<</Type /Pages/Kids []/Count 0>>"),
        (3, pdf.dictionary({"Title": pdf.string("t")})),
    ]
    return pdf.file([*lots, pdf.lot(1, plain, [], 4)], root=1, info=3, number=5)


def table(data: bytes) -> tuple[dict[int, tuple[int, int, int]], bytes]:
    """The cross-reference stream of a file, read by hand: the row of each number, and its dictionary."""
    at = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", data)[0])
    head, _, rest = data[at:].partition(b"\nstream\n")
    length = int(re.findall(rb"/Length (\d+)", head)[0])
    rows = zlib.decompress(rest[:length])
    index = [int(number) for number in re.findall(rb"/Index \[([\d ]+)\]", head)[0].split()]
    widths = [int(number) for number in re.findall(rb"/W ?\[(\d+) (\d+) (\d+)\]", head)[0]]
    found: dict[int, tuple[int, int, int]] = {}
    place = 0
    for first, count in zip(index[::2], index[1::2], strict=True):
        for number in range(first, first + count):
            values = []
            for width in widths:
                values.append(int.from_bytes(rows[place : place + width]))
                place += width
            assert number not in found, "no number twice"
            found[number] = (values[0], values[1], values[2])
    assert place == len(rows)
    assert int(re.findall(rb"/Size (\d+)", head)[0]) == max(found) + 1
    assert sorted(found) == list(found), "in order"
    return found, head


def objects(data: bytes) -> dict[int, bytes]:
    """Every object of a file, found by its row and nothing else."""
    found: dict[int, bytes] = {}
    rows, _ = table(data)
    for number, (kind, where, place) in rows.items():
        if kind == 1:
            match = re.compile(rb"(\d+) 0 obj\n").match(data, where)
            assert match, number
            assert int(match[1]) == number
            found[number] = data[match.end() : data.index(b"\nendobj", match.end())]
        elif kind == 2:
            found[number] = inside(data, rows[where][1], place, number)
    return found


def inside(data: bytes, where: int, place: int, number: int) -> bytes:
    """An object of an object stream."""
    head, _, rest = data[where:].partition(b"\nstream\n")
    length = int(re.findall(rb"/Length (\d+)", head)[0])
    first, count = (int(re.findall(rb"/%b (\d+)" % key, head)[0]) for key in (b"First", b"N"))
    text = zlib.decompress(rest[:length])
    index = [int(one) for one in text[:first].split()]
    assert len(index) == 2 * count
    assert index[2 * place] == number
    starts = [*index[1::2], len(text) - first + 1]
    return text[first + starts[place] : first + starts[place + 1] - 1]


def test_a_file_has_the_form_that_readers_expect() -> None:
    data = tiny()
    assert data.startswith(pdf.HEADER)
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}", data)
    with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as file:
        assert str(file.docinfo["/Title"]) == "t"
        assert file.check_pdf_syntax() == []
        assert file.get_warnings() == []


LOTS = st.lists(
    st.tuples(
        st.integers(0, 5),  # numbers left free before it
        st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.binary(max_size=40)), max_size=8),
    ),
    min_size=1,
    max_size=4,
)


def laid(
    shapes: Sequence[tuple[int, list[tuple[int, bool, bytes]]]],
) -> Iterator[tuple[pdf.Lot, dict[int, bytes]]]:
    """Lots of the objects that are asked for, with gaps between them, and what each number should be."""
    at = 10
    for free, wanted in shapes:
        first = number = at + free
        plain: list[tuple[int, bytes]] = []
        streams: list[tuple[int, bytes]] = []
        expected: dict[int, bytes] = {}
        for gap, is_stream, data in wanted:
            number += gap
            if is_stream:
                streams.append((number, pdf.packed_stream(number, {}, data)))
            else:
                plain.append((number, pdf.string(data.hex())))
            expected[number] = data
            number += 1
        yield pdf.lot(first, plain, streams, number), expected
        at = number + 1


@FEW
@given(LOTS, st.randoms(use_true_random=False))
def test_every_row_points_at_its_object_whatever_gaps_there_are_and_in_any_order(
    shapes: list[tuple[int, list[tuple[int, bool, bytes]]]], order: object
) -> None:
    made = list(laid(shapes))
    order.shuffle(made)  # type: ignore[attr-defined]
    data = tiny(*(one for one, _ in made))
    found = objects(data)
    with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as file:
        for _, expected in made:
            for number, wanted in expected.items():
                one = file.get_object((number, 0))
                if isinstance(one, pikepdf.Stream):
                    assert one.read_bytes() == wanted
                    assert b"endstream" in found[number]
                else:
                    assert str(one) == wanted.hex()
                    assert found[number] == pdf.string(wanted.hex())
        assert file.check_pdf_syntax() == []
        assert file.get_warnings() == []


def test_a_lot_says_whether_its_rows_and_places_are_inside_of_it() -> None:
    one = pdf.lot(10, [(10, b"1")], [(11, pdf.packed_stream(11, {}, b"x"))], 12)
    assert one.fits()
    for rows, offsets in (
        (one.rows[:-1], one.offsets), (one.rows, ((9, 0),)), (one.rows, ((-1, 0),)),
        (one.rows, ((0, len(one.data)),)), (one.rows, ((0, -1),)), (b"", one.offsets),
    ):  # fmt: skip
        assert not pdf.Lot(10, one.data, rows, offsets).fits()


def test_a_lot_holds_more_objects_than_two_bytes_can_count() -> None:
    count = 70_000
    one = pdf.lot(10, [(10 + place, b"%d" % place) for place in range(count)], [], 10 + count)
    with pikepdf.open(io.BytesIO(tiny(one)), attempt_recovery=False) as file:
        assert [file.get_object((10 + place, 0)) for place in (0, 65_535, 65_536, count - 1)] == [
            0, 65_535, 65_536, count - 1,
        ]  # fmt: skip


def test_the_sign_of_a_file_changes_with_any_byte_of_it() -> None:
    def sign(data: bytes) -> bytes:
        return bytes(re.findall(rb"/ID \[<([0-9a-f]{32})> <\1>\]", table(data)[1])[0])

    one, other = (tiny(pdf.lot(10, [(10, text)], [], 11)) for text in (b"1", b"2"))
    assert sign(one) != sign(other)
    assert sign(one) == sign(tiny(pdf.lot(10, [(10, b"1")], [], 11)))
