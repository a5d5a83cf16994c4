"""Packages that strangers made are opened within limits, or refused with a word on what they are."""

from __future__ import annotations

import pytest
from anthology.errors import SourceError
from anthology.readers import package as module
from anthology.readers.docx import read_docx
from anthology.readers.odt import read_odt
from anthology.readers.package import MAX_DEPTH, inside, opened, parsed, relations
from tests.readers.word_files import WordFile, p, r, zipped
from tests.readers.word_files import relations as arrows

FILE = "submissions/a.docx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refused(data: bytes, part: str = "") -> SourceError:
    """The error that opening (and reading a part) raises."""

    def read() -> None:
        found = opened(data, FILE)
        if part:
            found.tree(part)

    with pytest.raises(SourceError) as caught:
        read()
    assert caught.value.file == FILE
    return caught.value


def code_of(data: bytes, part: str = "") -> str:
    error = refused(data, part)
    assert error.hint
    return error.code


def said(data: bytes, part: str = "") -> tuple[str, str, int | None]:
    """What is wrong, what to do, and the line."""
    error = refused(data, part)
    return error.message, error.hint, error.line


SAVE = "open it in the program that wrote it and save it again as .docx or .odt"
NOT_READ = f"it was not read; {SAVE}"
ATTACK = f"this may be an attack, or a damaged file; {SAVE}"


class TestOpening:
    @pytest.mark.parametrize(
        ("data", "message", "hint"),
        [
            (b"", "the file is damaged: it is empty", SAVE),
            (b"Le port", "the file is damaged: it is no zip package", SAVE),
            (b"PK", "the file is damaged: it is not a whole zip package (File is not a zip file)", SAVE),
            (
                OLE + "WordDocument".encode("utf-16-le"),
                "it is a file of an old Word (.doc), whatever its name says",
                "open it in Word or LibreOffice and save it as .docx",
            ),
            (
                OLE + "EncryptedPackage".encode("utf-16-le"),
                "the file is locked with a password",
                "ask for it without one: open it, take the password off, save it again",
            ),
            (
                b"{\\rtf1 }",
                "its name says Word or OpenDocument, but it is RTF",
                "give it the name it should have, ending in .rtf",
            ),
            (
                zipped({"a/../../b.xml": b"<a/>"}),
                "it holds a part named 'a/../../b.xml', which points out of it",
                NOT_READ,
            ),
            (
                zipped({"a.xml": b"<a/>", "b.xml": b"<b/>"}).replace(b"b.xml", b"a.xml"),
                "it holds two parts of the name a.xml, and nobody can tell which is meant",
                NOT_READ,
            ),
        ],
    )
    def test_says_what_is_wrong_and_what_to_do(self, data: bytes, message: str, hint: str) -> None:
        assert said(data) == (message, hint, None)

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "office-damaged"),
            (b"PK", "office-damaged"),
            (b"Le port", "office-damaged"),
            (OLE + "WordDocument".encode("utf-16-le"), "office-old"),
            (OLE + "EncryptedPackage".encode("utf-16-le"), "office-locked"),
            (b"{\\rtf1 }", "office-other"),
            (b"%PDF-1.7", "office-other"),
            (b"\r\n<html>", "office-other"),
            (zipped({"a/../../b.xml": b"<a/>"}), "office-unsafe"),
        ],
    )
    def test_says_what_the_bytes_are(self, data: bytes, code: str) -> None:
        assert code_of(data) == code

    def test_refuses_two_parts_of_one_name(self) -> None:
        data = zipped({"a.xml": b"<a/>", "b.xml": b"<b/>"}).replace(b"b.xml", b"a.xml")
        assert code_of(data) == "office-unsafe"

    def test_refuses_what_is_locked(self) -> None:
        data = bytearray(zipped({"a.xml": b"<a/>"}))
        data[data.index(b"PK\x01\x02") + 8] |= 1
        assert code_of(bytes(data)) == "office-locked"

    def test_bears_the_slashes_of_careless_programs(self) -> None:
        found = opened(zipped({"/a.xml": b"<a/>", "b\\c.xml": b"<b/>"}), FILE)
        assert sorted(found.names) == ["a.xml", "b/c.xml"]
        assert found.tree("b/c.xml").tag == "b"

    def test_refuses_more_parts_than_any_text_has(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MAX_PARTS", 2)
        assert len(list(opened(zipped({f"{at}.xml": b"<a/>" for at in range(2)}), FILE).names)) == 2
        many = zipped({f"{at}.xml": b"<a/>" for at in range(3)})
        assert code_of(many) == "office-too-large"
        assert said(many) == ("it holds 3 parts, more than 2", ATTACK, None)


class TestUnpacking:
    def test_stops_a_bomb_before_it_bursts(self) -> None:
        assert code_of(zipped({"a.xml": b"<a>" + b" " * (module.SMALL * 2)}), "a.xml") == "office-too-large"

    def test_stops_at_the_limit_of_a_part(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MAX_PART", 100)
        assert (
            code_of(zipped({"a.xml": b"<a>" + bytes(range(48, 58)) * 20 + b"</a>"}), "a.xml")
            == "office-too-large"
        )

    @pytest.mark.parametrize("name", ["a.xml", "_rels/a.rels"])
    def test_text_has_a_lower_limit_than_pictures(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.setattr(module, "MAX_PART", 10)
        monkeypatch.setattr(module, "MAX_PICTURE", 20)
        for named, most in ((name, 10), ("a.png", 20)):
            assert len(opened(zipped({named: b"x" * most}), FILE).read(named)) == most
            with pytest.raises(SourceError, match=f"its part {named} grows beyond all reason") as caught:
                opened(zipped({named: b"x" * (most + 1)}), FILE).read(named)
            assert (caught.value.code, caught.value.hint) == ("office-too-large", ATTACK)

    def test_a_large_part_may_grow_so_many_times(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "SMALL", 1000)
        data = bytes(2000)
        packed = opened(zipped({"a.bin": data}), FILE).entries["a.bin"].compress_size
        monkeypatch.setattr(module, "MAX_RATIO", 2000 // packed + 1)
        assert opened(zipped({"a.bin": data}), FILE).read("a.bin") == data
        monkeypatch.setattr(module, "MAX_RATIO", 2000 // packed)
        with pytest.raises(SourceError):
            opened(zipped({"a.bin": data}), FILE).read("a.bin")
        assert opened(zipped({"a.bin": bytes(1000)}), FILE).read("a.bin") == bytes(1000)

    def test_stops_at_the_limit_of_all_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MAX_TOTAL", 20)
        data = zipped({"a.xml": b"<a>un</a>", "b.xml": b"<b>deux</b>", "c.xml": b"<c/>"})
        found = opened(data, FILE)
        assert found.tree("a.xml").text == "un"
        assert found.tree("b.xml").text == "deux"
        with pytest.raises(SourceError) as caught:
            found.read("c.xml")
        assert caught.value.code == "office-too-large"

    def test_says_that_a_part_is_damaged(self) -> None:
        data = zipped({"a.xml": b"<a>un deux trois</a>"})
        start = data.index(b"a.xml") + len("a.xml")
        spoilt = data[:start] + b"\xff\xff\xff" + data[start + 3 :]
        assert code_of(spoilt, "a.xml") == "office-damaged"
        message, hint, line = said(spoilt, "a.xml")
        assert message.startswith("the file is damaged: its part a.xml cannot be unpacked (Error -3 ")
        assert (hint, line) == (SAVE, None)


class TestParsing:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"<a><b></a>", "office-damaged"),
            (b"", "office-damaged"),
            (b"\xff\xfe\xff", "office-damaged"),
            (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "office-unsafe"),
            (b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', "office-unsafe"),
            (b"<!--" + b" " * 70_000 + b"--><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "office-unsafe"),
            ("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>".encode("utf-16"), "office-unsafe"),
            (b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1), "office-too-deep"),
            (b"<a>" * 100_000, "office-too-deep"),
        ],
    )
    def test_refuses_what_could_do_harm(self, data: bytes, code: str) -> None:
        with pytest.raises(SourceError) as caught:
            parsed(data, FILE, "a.xml")
        assert (caught.value.code, caught.value.file) == (code, FILE)

    @pytest.mark.parametrize(
        ("data", "message", "hint", "line"),
        [
            (b"<a>\n<b></a>", "the file is damaged: its part a.xml is not well-formed XML (", SAVE, 2),
            (
                b"<!DOCTYPE a><a/>",
                "its part a.xml declares a document type, which no word processor writes",
                NOT_READ,
                None,
            ),
            (
                b"<!--" + b" " * 70_000 + b"--><!DOCTYPE a><a/>",
                "its part a.xml declares a document type, which no word processor writes",
                NOT_READ,
                None,
            ),
            (
                b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1),
                "its part a.xml holds elements nested deeper than any text needs",
                NOT_READ,
                None,
            ),
            (
                b"<a>" * 5000,
                "its part a.xml holds elements nested deeper than any text needs",
                NOT_READ,
                None,
            ),
        ],
    )
    def test_says_what_is_wrong_with_a_part(
        self, data: bytes, message: str, hint: str, line: int | None
    ) -> None:
        told = said(zipped({"a.xml": data}), "a.xml")
        assert told[0].startswith(message)
        assert told[1:] == (hint, line)

    def test_a_file_of_one_part_is_called_it(self) -> None:
        with pytest.raises(SourceError, match=f"{FILE}: it declares a document type"):
            parsed(b"<!DOCTYPE a><a/>", FILE)

    def test_orders_to_programs_are_left_out(self) -> None:
        assert parsed(b"<a><?print now?>un</a>", FILE).text == "un"

    def test_what_is_as_deep_as_may_be_is_parsed(self) -> None:
        assert parsed(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH, FILE).tag == "a"
        wide = b"<a>" + b"<b><c/></b>" * 500 + b"</a>"
        assert len(parsed(wide, FILE)) == 500

    def test_the_deepest_that_is_parsed_can_be_read(self) -> None:
        """The walks of the readers have room for the whole depth that is let through."""
        made = WordFile()
        levels = (MAX_DEPTH - 10) // 3
        made.body.append("<w:tbl><w:tr><w:tc>" * levels + p(r("Le port")) + "</w:tc></w:tr></w:tbl>" * levels)
        assert [one.text for one in read_docx(made.packed(), FILE).manuscripts[0].blocks] == ["Le port"]
        inner = "<w:ins>" * (MAX_DEPTH - 8) + r("Le port") + "</w:ins>" * (MAX_DEPTH - 8)
        assert read_docx(WordFile(body=[p(inner)]).packed(), FILE).manuscripts[0].text == "Le port"

    def test_the_deepest_opendocument_text_can_be_read(self) -> None:
        text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
        office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        for name in ("section", "span"):
            levels = MAX_DEPTH - 6
            inner = "<t:p>Le port</t:p>" if name == "section" else "Le port"
            deep = f"<t:{name}>" * levels + inner + f"</t:{name}>" * levels
            body = deep if name == "section" else f"<t:p>{deep}</t:p>"
            root = f'<o:document-content xmlns:o="{office}" xmlns:t="{text}">'
            content = f"{root}<o:body><o:text>{body}</o:text></o:body></o:document-content>"
            data = zipped({"content.xml": content.encode()})
            assert read_odt(data, "submissions/a.odt").manuscripts[0].text == "Le port"


class TestArrows:
    def test_lead_from_part_to_part_or_outside(self) -> None:
        rels = arrows(
            [
                ("image", "media/a.png", False),
                ("image", "/word/b.png", False),
                ("hyperlink", "https://a.b", True),
            ]
        )
        found = relations(opened(zipped({"word/_rels/document.xml.rels": rels}), FILE), "word/document.xml")
        assert {name: (one.kind, one.target, one.external) for name, one in found.items()} == {
            "rId1": ("image", "word/media/a.png", False),
            "rId2": ("image", "word/b.png", False),
            "rId3": ("hyperlink", "https://a.b", True),
        }

    def test_one_that_says_nothing_leads_to_its_folder(self) -> None:
        bare = opened(zipped({"word/_rels/a.xml.rels": b"<r><one/></r>"}), FILE)
        assert relations(bare, "word/a.xml") == {"": module.Relation("", "word", False)}

    def test_a_place_in_a_part_is_that_part(self) -> None:
        assert inside("word", "media/a.svg#logo") == "word/media/a.svg"

    def test_never_leave_the_package(self) -> None:
        assert inside("word", "../../../etc/passwd") == "etc/passwd"


@pytest.mark.parametrize(
    "data",
    [b'<?xml version="1.0" encoding="x-nobody"?><a/>', b"<?xml version='1.0' encoding='a\0b'?><a/>"],
)
def test_an_encoding_that_nobody_knows_is_damage(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        parsed(data, "word/document.xml", FILE)
    assert caught.value.code == "office-damaged"


def test_a_part_is_unpacked_once() -> None:
    package = opened(zipped({"a.xml": b"<a/>"}), FILE)
    assert package.read("a.xml") is package.read("a.xml")


def test_a_part_without_a_name_is_none() -> None:
    package = opened(zipped({"a.xml": b"<a/>", "b.xml": b"x"}).replace(b"b.xml", b"/////"), FILE)
    assert set(package.names) == {"a.xml"}
    data = zipped({"a.xml": b"<a/>", "": b"x"})
    assert set(opened(data, FILE).names) == {"a.xml"}


def test_a_part_may_lead_nowhere() -> None:
    assert relations(opened(zipped({"a.xml": b"<a/>"}), FILE), "a.xml") == {}


@pytest.mark.parametrize("error", [ValueError, LookupError])
def test_whatever_the_parser_raises_is_damage(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """None of the bytes that were tried make it raise these; its manual does not rule them out."""

    def failing(*_: object) -> None:
        raise error("as it likes")

    monkeypatch.setattr("anthology.readers.package.etree.fromstring", failing)
    with pytest.raises(SourceError, match="as it likes") as caught:
        parsed(b"<a/>", FILE)
    assert (caught.value.code, caught.value.file) == ("office-damaged", FILE)
