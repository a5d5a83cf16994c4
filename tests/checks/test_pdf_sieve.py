"""Which PDFs surely cannot act: those of the plain form of our writers, in which every name is known."""

from __future__ import annotations

import zlib

import pytest
from anthology.checks import pdf_sieve
from anthology.checks.pdf_danger import ACTIONS, ANNOTATIONS, ENTRIES, FILES
from anthology.checks.pdf_sieve import surely_harmless
from tests import books
from tests.safety.spoilt_pdfs import jpeg

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
TAIL = (
    b"xref\n0 2\n0000000000 65535 f \n0000000015 00000 n \n"
    b"trailer\n<</Root 1 0 R/Size 2>>\nstartxref\n99\n%%EOF\n"
)
SHORT_TAIL = b"startxref\n99\n%%EOF\n"


def file(*objects: bytes, head: bytes = HEAD, tail: bytes = TAIL) -> bytes:
    """A PDF of these objects, one behind the other."""
    numbered = (b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(objects, start=1))
    return head + b"".join(numbered) + tail


def stream(inside: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    size = len(inside) if length is None else length
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, size, inside)


def packed(inside: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(inside), b"/Filter/FlateDecode" + entries)


def linked(address: bytes) -> bytes:
    return b"<</Type/Annot/Subtype/Link/A<</S/URI/URI" + address + b">>/Rect[0 0 9 9]>>"


PICTURE = books.picture(20, 10)
CATALOG = b"<</Type/Catalog>>"

HARMLESS = {
    "a catalogue": CATALOG,
    "brackets in a string": b"<</Title(a \\( \\) \\\\ % b)>>",
    "brackets in hexadecimals": b"<</Title<28>>>",
    "the word for a stream in a string": b"<</Title(x)/Count 1>>",
    "a link": linked(b"(https://example.org/a#b?c=%20d)"),
    "a link with a blank": linked(b" \n(https://example.org/)"),
    "a link in octals": linked(b"(\\150ttps://e.org/)"),
    "a link in octals of three and a digit": linked(b"(https://e.org/\\0612)"),
    "a link over two lines": linked(b"(https://e.org/\\\nabc)"),
    "a link over two lines of Windows": linked(b"(https://e.org/\\\r\nabc)"),
    "a link with a bracket": linked(b"(https://e.org/\\(a\\))"),
    "a link in hexadecimals": linked(b"<" + b"https://e.org/".hex().encode() + b">"),
    "a link in odd hexadecimals": linked(b"<" + b"https://e.org/p".hex().encode()[:-1] + b">"),
    "a link in UTF-16": linked(
        b"<" + (b"\xfe\xff" + "https://e.org/é".encode("utf-16-be")).hex().encode() + b">"
    ),
    "a link in UTF-8": linked(b"(\\357\\273\\277https://e.org/\\303\\251)"),
    "a link in bad UTF-8": linked(b"(\\357\\273\\277https://e.org/\\303)"),
    "a link in Latin-1": linked(b"(https://e.org/\\351)"),
    "a mailbox": linked(b"(mailto:a@e.org)"),
    "a content": stream(b"q Q /JavaScript"),
    "a packed content": packed(b"q Q /JavaScript"),
    "an empty content": stream(b""),
    "objects in a stream": packed(b"5 0 <</Type/Page>>", b"/Type/ObjStm"),
    "objects in a stream that is not packed": stream(b"5 0 <</Type/Page>>", b"/Type/ObjStm"),
    "a table of objects": packed(b"\x01\x02/AA", b"/Type/XRef/W[1 1 1]/DecodeParms<</Columns 3>>"),
    "metadata": stream(b"<dc:title>Un port</dc:title>\xff", b"/Type/Metadata"),
    "packed metadata": packed(b"<dc:title>Un port</dc:title>", b"/Type/Metadata"),
    "a photograph": stream(PICTURE, b"/Subtype/Image/Filter/DCTDecode"),
    "a font": packed(b"x", b"/Length1 1"),
    "a font whose size stands apart": stream(b"x", b"/Length1 4 0 R"),
    "a flag": b"<</Subtype/Link/F 4>>",
    "a group": b"<</S/Transparency>>",
    "a part of the text": b"<</S/Figure/P 3 0 R>>",
    "a part after blanks": b"<</S \n /Figure>>",
    "a numbering": b"<</Nums[0<</S/r>>2<</S /D>>]>>",
    "a way to turn a page": b"<</Trans<</D 1>>/Text 1/Line 1>>",
    "a name with a blank and accents": b"<</Font#20a 1/F#C3#A9 2/a#2Fb 3>>",
}

DOUBTFUL = {
    **{f"{name} in the file": b"<<%b 1>>" % name.encode() for name in sorted((*ENTRIES, *FILES, "/PS"))},
    **{f"{name} as a value": b"<</X%b>>" % name.encode() for name in sorted(ACTIONS - {"/Trans"})},
    **{f"{name} over a page": b"<</Subtype%b>>" % name.encode() for name in sorted(ANNOTATIONS)},
    **{f"{name} after a blank": b"<</Subtype \n%b>>" % name.encode() for name in sorted(ANNOTATIONS)},
    **{name: b"<<%b 1>>" % name.encode() for name in ("/OpenAction", "/Ref", "/PA", "/Crypt")},
    "an action that turns pages": b"<</S/Trans>>",
    "an action that nobody knows": b"<</S/Unheard>>",
    "one after a blank": b"<</S /Unheard>>",
    "one that is no name": b"<</S N\xdd\xf7\xe8 /URI (https://e.org/)>>",
    "one with an empty name": b"<</S //URI>>",
    "one with a name of brackets": b"<</S/<x>URI>>",
    "a name that nobody would write": b'<</A"\xbc 1>>',
    "one that is a text": b"<</S(URI)>>",
    "one that stands apart": b"<</S  5 0 R>>",
    "a letter in numbers": b"<</X/Java#53cript>>",
    "a small letter in numbers": b"<</X/J#61>>",
    "a figure in numbers": b"<</X/J#30>>",
    "numbers in small letters": b"<</X/J#6a>>",
    "a blank and a letter in numbers": b"<</X/J#20#41>>",
    "content elsewhere": b"<</F(x)>>",
    "content elsewhere by a name": b"<</F/x>>",
    "content elsewhere after a blank": b"<</F (x)>>",
    "content elsewhere in hexadecimals": b"<</F<78>>>",
    "content elsewhere that stands apart": b"<</F 3 0 R>>",
    "a link to a script": linked(b"(javascript:f())"),
    "a link to a script in octals": linked(b"(java\\163cript:f\\(\\))"),
    "a link to a script in hexadecimals": linked(b"<" + b"javascript:f()".hex().encode() + b">"),
    "a link to a script in UTF-16": linked(
        b"<FEFF" + "javascript:".encode("utf-16-be").hex().encode() + b">"
    ),
    "a link to a line end": linked(b"(https://e.org/\\na)"),
    "a link to a return": linked(b"(https://e.org/\\ra)"),
    "a link to a tab": linked(b"(https://e.org/\\ta)"),
    "a link to a backspace": linked(b"(https://e.org/\\ba)"),
    "a link to a form feed": linked(b"(https://e.org/\\fa)"),
    "a link to a backslash": linked(b"(https://e.org/\\\\a)"),
    "a link to half a sign of UTF-16": linked(b"<FEFF" + b"00" * 3 + b">"),
    "a link that stands apart": linked(b" 5 0 R"),
    "a link that is no text": linked(b"/None"),
    "a link of brackets alone": linked(b"<>"),
    "a link to nothing": linked(b"()"),
    "a link behind a good one": linked(b"(https://e.org/)") + linked(b"(file:x)"),
    "an address without an action": b"<</URI<</Base(https://e.org)>>>>",
    **{
        f"a path like {place!r}": b"<</Title(x%by)>>" % place
        for place in (
            *(b"file:/", b"/home/", b"/Users/", b"/root/", b"/tmp/", b"/private/"),
            *(b"C:\\\\", b"\\\\\\\\server"),
        )
    },
}

IN_ANOTHER_FORM = {
    "a comment": b"<</A 1>>%x\n",
    "a string without an end": b"<</Title(x>>",
    "a string without a beginning": b"<</Title x)>>",
    "a string in a string": b"<</Title(x(y)z)>>",
    "the word for a stream alone": b"<</A 1>> x stream\nabc",
    "a stream with a comment before it": b"<</A 1%x\n/Length 3>>\nstream\nabc\nendstream",
    "a stream without a length": b"<</A 1>>\nstream\nabc\nendstream",
    "a stream with two lengths": b"<</Length 3/Length 3>>\nstream\nabc\nendstream",
    "a stream whose length stands apart": b"<</Length 3 0 R>>\nstream\nabc\nendstream",
    "a stream with another length, which stands apart": (
        b"<</Length 3/Length 4 0 R>>\nstream\nabc\nendstream"
    ),
    "a stream with a name like a length": b"<</Length 3/LengthX 3>>\nstream\nabc\nendstream",
    "a stream that is longer": stream(b"abc", length=2),
    "a stream that is shorter": stream(b"abc", length=5),
    "objects in another packing": stream(b"5 0", b"/Type/ObjStm/Filter/LZWDecode"),
    "objects in two packings": stream(b"5 0", b"/Type/ObjStm/Filter[/FlateDecode/ASCIIHexDecode]"),
    "objects with parameters": packed(b"5 0", b"/Type/ObjStm/DecodeParms<</Predictor 1>>"),
    "objects that are not packed as told": stream(b"5 0", b"/Type/ObjStm/Filter/FlateDecode"),
    "objects that are cut": stream(zlib.compress(b"5 0 x")[:-4], b"/Type/ObjStm/Filter/FlateDecode"),
    "objects that act": packed(b"5 0 <</OpenAction 1>>", b"/Type/ObjStm"),
    "objects that act and are not packed": stream(b"5 0 <</OpenAction 1>>", b"/Type/ObjStm"),
    "metadata in another packing": stream(b"x", b"/Type/Metadata/Filter/LZWDecode"),
    "metadata that tell a place": stream(b"<dc:source>/home/ada/a.md</dc:source>", b"/Type/Metadata"),
    "packed metadata that tell a place": packed(b"<dc:source>/home/ada/a.md</dc:source>", b"/Type/Metadata"),
    "a picture that nobody reads": stream(b"x", b"/Filter/JPXDecode"),
    "a lock": stream(b"x", b"/Filter[/Crypt]"),
    "a photograph that tells": stream(jpeg(0xFE, b"Ada"), b"/Filter/DCTDecode"),
    "a photograph in two packings": stream(zlib.compress(PICTURE), b"/Filter[/FlateDecode/DCTDecode]"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_every_book_holds_is_harmless(name: str) -> None:
    assert surely_harmless(file(CATALOG, HARMLESS[name], b"<</Z 1>>"))
    assert surely_harmless(file(HARMLESS[name], tail=SHORT_TAIL))


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_name_or_an_address_that_could_act_is_for_somebody_to_look_at(name: str) -> None:
    for objects in ([DOUBTFUL[name], CATALOG], [CATALOG, DOUBTFUL[name]]):
        assert not surely_harmless(file(*objects))
    assert not surely_harmless(file(packed(DOUBTFUL[name], b"/Type/ObjStm")))


@pytest.mark.parametrize("name", IN_ANOTHER_FORM)
def test_what_is_of_another_form_is_for_somebody_to_look_at(name: str) -> None:
    for objects in ([IN_ANOTHER_FORM[name], CATALOG], [CATALOG, IN_ANOTHER_FORM[name]]):
        assert not surely_harmless(file(*objects))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x" + file(CATALOG),
        file(CATALOG, head=b"%PDF-1.7 x\n"),
        file(CATALOG, tail=b""),
        file(CATALOG, tail=TAIL + b"x"),
        file(CATALOG, tail=TAIL + TAIL),
        file(CATALOG, tail=b"x" + TAIL),
        file(CATALOG, tail=TAIL.replace(b"/Size 2", b"/OpenAction 1")),
        file(CATALOG, tail=TAIL.replace(b"/Size 2", b"/Size(2")),
        file(CATALOG, tail=TAIL.replace(b"trailer", b"trailer %x\n")),
        file(CATALOG)[: len(HEAD) + 20],
        HEAD + b"1 0 obj\n<<>>\n" + TAIL,
        HEAD + b"x\n1 0 obj\n<<>>\nendobj\n" + TAIL,
        file(stream(b"abc"))[: -len(TAIL) - 8] + TAIL,
    ],
)
def test_a_file_that_is_none_is_for_somebody_to_look_at(data: bytes) -> None:
    assert not surely_harmless(data)


@pytest.mark.parametrize("head", [b"%PDF-1.4\n", b"%PDF-2.0\r\n%\xff\xff\r\n", HEAD])
def test_a_file_may_begin_in_some_ways(head: bytes) -> None:
    assert surely_harmless(file(CATALOG, head=head))
    assert surely_harmless(head + TAIL)


def test_what_is_packed_beyond_all_measure_is_for_somebody_to_look_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_sieve, "_MOST_BYTES", 100)
    assert surely_harmless(file(packed(b"x" * 100, b"/Type/ObjStm")))
    assert not surely_harmless(file(packed(b"x" * 101, b"/Type/ObjStm")))


@pytest.mark.parametrize("name", HARMLESS)
def test_an_action_behind_what_is_harmless_is_seen(name: str) -> None:
    script = b"<</S/JavaScript/JS(x)>>"
    assert not surely_harmless(file(HARMLESS[name], script))
    assert not surely_harmless(file(script, HARMLESS[name]))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"a\nb\rc\td\be\ff", b"a\nb\rc\td\be\x0cf"),
        (rb"\(\)\\\x", b"()\\x"),
        (b"a\\\nb\\\r\nc", b"abc"),
        (rb"\0\53\053\0533\777", b"\x00+++3\xff"),
    ],
)
def test_what_a_backslash_stands_for_is_read(written: bytes, read: bytes) -> None:
    assert pdf_sieve._BACKSLASH.sub(pdf_sieve._plain, written) == read


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xfe\xff\x00a\x20\xac", "a\u20ac"),
        (b"\xfe\xff\x00a\x20", "a\ufffd"),
        (b"\xfe\xff\xfe\xff\x00a", "\ufeffa"),
        (b"\xef\xbb\xbf\xc3\xa9X", "éX"),
        (b"\xef\xbb\xbf\xc3", "\ufffd"),
        (b"\xe9\xc3\xa9X", "éÃ©X"),
        (b"", ""),
    ],
)
def test_a_text_is_read_in_its_encoding(data: bytes, text: str) -> None:
    assert pdf_sieve._string(data) == text


def test_an_odd_number_of_hexadecimals_ends_in_nought() -> None:
    assert pdf_sieve._hex(b"6A7") == b"jp"
    assert pdf_sieve._hex(b"") == b""
