"""What in a PDF could act or tells where it was made, each with the object and the page where it stands."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from anthology.checks import pdf_acts
from anthology.checks.pdf_acts import DAMAGE, acts, unreadable
from anthology.checks.pdf_danger import ACTIONS, ANNOTATIONS, ENTRIES, Acts, Seen
from anthology.checks.pdf_gate import gated
from anthology.errors import SourceError
from pikepdf import Array, Dictionary, Name, String
from tests import books
from tests.safety.spoilt_pdfs import jpeg


@pytest.fixture
def pdf() -> Iterator[pikepdf.Pdf]:
    """A file of two empty pages."""
    with pikepdf.new() as made:
        for _ in range(2):
            made.add_blank_page(page_size=(200, 200))
        yield made


def active(value: pikepdf.Object) -> list[str]:
    """What of a value that stands in the root of a file could act."""
    with pikepdf.new() as file:
        odd = file.Root.Odd = file.make_indirect(value)
        found = acts(file)
        assert found.private == ()
        assert {one.where for one in found.active} <= {f"object {odd.objgen[0]}"}
        return [one.what for one in found.active]


def private(data: bytes, **entries: pikepdf.Object) -> list[str]:
    """What of a stream tells of people and machines."""
    with pikepdf.new() as file:
        odd = file.Root.Odd = file.make_stream(data, **entries)
        found = acts(file)
        assert found.active == ()
        assert {one.where for one in found.private} <= {f"object {odd.objgen[0]}"}
        return [one.what for one in found.private]


def test_an_empty_book_holds_nothing(pdf: pikepdf.Pdf) -> None:
    assert acts(pdf) == Acts((), ())


@pytest.mark.parametrize("key", sorted(ENTRIES))
def test_an_entry_that_no_book_has_is_told_by_its_name(key: str) -> None:
    assert active(Dictionary({key: 1})) == [f"the entry {key}"]
    assert active(Array([Array([1, Dictionary({key: 1})])])) == [f"the entry {key}"]


def test_entries_are_told_in_their_order() -> None:
    value = Dictionary({"/XFA": 1, "/AA": 1, "/Odd": Dictionary({"/JS": 1, "/AA": 2})})
    assert active(value) == ["the entry /AA", "the entry /XFA", "the entry /JS"]


@pytest.mark.parametrize("kind", sorted(ANNOTATIONS))
def test_all_that_may_lie_over_a_page_but_links_is_told(kind: str) -> None:
    assert active(Dictionary(Subtype=Name(kind))) == [f"an annotation {kind}"]
    assert active(Dictionary(Subtype=Name.Link)) == []
    assert active(Dictionary(Subtype=String(kind))) == []


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (Dictionary(Type=Name.Filespec), ["a file inside"]),
        (Dictionary(Type=Name.EmbeddedFile), ["a file inside"]),
        (Dictionary(Type=Name.Page2), []),
        (Dictionary(Subtype=Name.PS), ["a program for printers"]),
        (Dictionary(Subtype=Name.Form, Ref=Dictionary()), ["a page of another file"]),
        (Dictionary(Subtype=Name.Form), []),
        (Dictionary(Subtype=Name.Image, Ref=1), []),
        (Dictionary(URI=String("https://e.org/")), []),
        (Dictionary(URI=String("file:///x")), ["a link to 'file:///x'"]),
        (Dictionary(URI=String("x:" + "y" * 90)), [f"a link to 'x:{'y' * 78}'"]),
        (Dictionary(URI=Name.Nothing), ["an address that is none"]),
        (Dictionary(URI=7), ["an address that is none"]),
        (Dictionary(F=4), []),
        (Array([1, Name.JavaScript, String("x")]), []),
        (Dictionary(S=String("/JavaScript")), []),
        (Dictionary(A=Dictionary(D=1)), []),
        (Dictionary(A=Dictionary(S=Name.GoTo)), []),
        (Dictionary(A=Dictionary(S=Name.URI, URI=String("https://e.org/"))), []),
        (Dictionary(A=Dictionary(S=Name.Unheard)), ["an action /Unheard"]),
        (Dictionary(A=Dictionary(S=String("x"))), ["an action "]),
        (Dictionary(A=Name.JavaScript), []),
        (Dictionary(PA=Dictionary(S=Name.Unheard)), ["an action /Unheard"]),
        (Dictionary(OpenAction=Array([])), []),
        (Dictionary(OpenAction=Dictionary()), ["an action on opening"]),
        (Dictionary(OpenAction=Dictionary(S=Name.GoTo)), ["an action on opening /GoTo"]),
    ],
)
def test_what_could_act_is_told_in_words(value: pikepdf.Object, what: list[str]) -> None:
    assert active(value) == what


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_each_action_but_two_is_told_once(action: str) -> None:
    assert active(Dictionary(A=Dictionary(S=Name(action)))) == [f"an action {action}"]


def test_content_that_lies_in_another_file_is_told(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(b"x")
    stream.stream_dict.F = String("a.bin")
    pdf.Root.Odd = stream
    assert [one.what for one in acts(pdf).active] == ["content that lies in another file"]


def test_what_is_too_deep_to_be_followed_counts_as_something_that_acts() -> None:
    def deep(levels: int, inside: object) -> pikepdf.Object:
        value = Array([inside])
        for _ in range(levels - 1):
            value = Array([value])
        return value

    assert pdf_acts._DEEPEST == 60
    assert active(deep(61, 1)) == []
    assert active(deep(60, Dictionary(JS=1))) == ["the entry /JS"]
    assert active(deep(61, Dictionary(JS=1))) == ["something too deep to be seen"]
    assert active(deep(62, 1)) == ["something too deep to be seen"]
    assert active(deep(61, String("x"))) == []


def test_values_are_gone_through_as_deep_as_is_asked() -> None:
    value = Dictionary(A=Array([Dictionary(B=1), 2]))
    assert list(pdf_acts.inside(value)) == [value, value.A, value.A[0]]
    assert list(pdf_acts.inside(value, 1))[2] is None
    assert list(pdf_acts.inside(value, 0))[1:] == [None]
    assert list(pdf_acts.inside(String("x"))) == []
    assert list(pdf_acts.inside(7)) == []


def test_the_page_of_an_object_is_told(pdf: pikepdf.Pdf) -> None:
    second = pdf.pages[1].obj
    note = pdf.make_indirect(Dictionary(Subtype=Name.Text))
    second.Annots = Array([note, Dictionary(Subtype=Name.Ink), 7])
    second.AA = 1
    found = acts(pdf).active
    page = f"object {second.objgen[0]} of page 2"
    assert set(found) == {
        Seen("the entry /AA", page),
        Seen("an annotation /Ink", page),
        Seen("an annotation /Text", f"object {note.objgen[0]} of page 2"),
    }


def test_the_trailer_is_looked_at_too(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Encrypt2 = Dictionary(JS=1)
    assert acts(pdf) == Acts((Seen("the entry /JS", "the trailer"),))


def test_a_lock_is_told() -> None:
    held = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(held, encryption=pikepdf.Encryption(owner="x", user=""))
    with pikepdf.open(held) as locked:
        assert acts(locked).active[0] == Seen("a lock", "the file")


def test_what_stands_twice_is_told_once() -> None:
    assert active(Array([Dictionary(JS=1), Dictionary(JS=2)])) == ["the entry /JS"]


# --- what tells of people and machines ---------------------------------------------------------------


def test_metadata_that_tell_a_place_are_told() -> None:
    path = "a path on a machine: '/home/ada/a.md'"
    assert private(b"\xff /home/ada/a.md <", Type=Name.Metadata) == [path]
    assert private(b"/home/ada/a.md", Type=Name.Odd) == []
    assert private(b"un port", Type=Name.Metadata) == []


@pytest.mark.parametrize("filters", [Name.DCTDecode, Array([Name.DCTDecode])])
def test_a_photograph_that_tells_more_than_it_shows_is_told(filters: pikepdf.Object) -> None:
    assert private(jpeg(0xFE, b"Ada"), Filter=filters) == ["a picture with a comment"]
    assert private(books.picture(20, 10), Filter=filters) == []


@pytest.mark.parametrize("filters", [Name.JPXDecode, String("/DCTDecode"), Array([])])
def test_other_content_is_no_photograph(filters: pikepdf.Object) -> None:
    assert not pdf_acts._is_jpeg(Dictionary(Filter=filters))
    assert not pdf_acts._is_jpeg(Dictionary())


def test_what_a_file_says_of_itself_is_told_once(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo[Name.Subject] = String("/home/ada/a.md")
    pdf.docinfo[Name.Keywords] = String("/home/ada/a.md /tmp/b")
    about = "what the file says of itself"
    assert acts(pdf) == Acts(
        (),
        (
            Seen("a path on a machine: '/home/ada/a.md'", about),
            Seen("a path on a machine: '/tmp/b'", about),
        ),
    )


# --- the gate of a file ------------------------------------------------------------------------------


def saved(pdf: pikepdf.Pdf) -> bytes:
    held = io.BytesIO()
    pdf.save(held, static_id=True)
    return held.getvalue()


def test_the_gate_passes_what_is_harmless_and_tells_what_acts(pdf: pikepdf.Pdf) -> None:
    assert gated("book.pdf", saved(pdf)) == Acts()
    pdf.Root.AA = 1
    (seen,) = gated("book.pdf", saved(pdf)).active
    assert seen.what == "the entry /AA"


def test_our_own_files_are_not_taken_apart(pdf: pikepdf.Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_apart(*_: object) -> None:
        raise AssertionError

    data = saved(pdf)
    monkeypatch.setattr(pikepdf, "open", taken_apart)
    assert gated("book.pdf", data) == Acts()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nx", b"no PDF"])
def test_what_nobody_can_read_has_a_name(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        gated("press.pdf", data)
    error = caught.value
    assert (error.code, error.file) == ("pdf-unreadable", "press.pdf")
    assert error.message == "the file cannot be read as a PDF (PdfError)"
    assert error.hint == "make the book again; if this comes back, report it"
    assert error.__suppress_context__


@pytest.mark.parametrize("error", DAMAGE)
def test_each_kind_of_damage_is_told(error: Callable[[], Exception]) -> None:
    told = unreadable("a.pdf", error())
    assert f"({type(error()).__name__})" in told.message
