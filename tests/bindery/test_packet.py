"""What a PDF says of itself to libraries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from anthology.bindery.packet import Properties, packet
from lxml import etree

ABOUT = Properties("Un titre", ("Zoë", "Théo"), "fr", "Un sujet", ("a", "b"), "2022-06", "WeasyPrint 70.0")
DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA, PROPERTY = "{http://www.aiim.org/pdfa/ns/schema#}", "{http://www.aiim.org/pdfa/ns/property#}"
XMP = "{http://ns.adobe.com/xap/1.0/}"


def read(about: Properties) -> etree._Element:
    data = packet(about)
    assert data.startswith('<?xpacket begin="\ufeff"'.encode())
    assert data.endswith(b'<?xpacket end="r"?>')
    found = etree.fromstring(data).find(f".//{RDF}Description")
    assert found is not None
    return found


def said(root: etree._Element, name: str) -> list[str]:
    return [str(one.text) for part in root.iter(name) for one in part.iter(f"{RDF}li")]


def test_everything_is_told_in_its_place() -> None:
    root = read(ABOUT)
    assert root.get("{http://www.aiim.org/pdfua/ns/id/}part") == "1"
    assert root.get("{http://ns.adobe.com/pdf/1.3/}Producer") == "WeasyPrint 70.0"
    assert (said(root, f"{DC}title"), said(root, f"{DC}description")) == (["Un titre"], ["Un sujet"])
    assert (said(root, f"{DC}creator"), said(root, f"{DC}language")) == (["Zoë", "Théo"], ["fr"])
    assert [str(root.findtext(f"{XMP}{name}")) for name in ("CreateDate", "ModifyDate")] == ["2022-06"] * 2
    assert root.findtext("{http://ns.adobe.com/pdf/1.3/}Keywords") == "a, b"


def test_what_nobody_knows_is_not_told() -> None:
    assert [str(one.tag) for one in read(Properties("", (), ""))] == [f"{EXTENSION}schemas"]


def test_it_is_known_as_an_archive_and_as_a_file_for_everybody() -> None:
    root = read(ABOUT)
    assert (root.get(f"{PDFA}part"), root.get(f"{PDFA}conformance")) == ("2", "A")
    assert root.get(f"{PDFUA}part") == "1"


def test_what_pdf_a_does_not_know_is_described_to_it() -> None:
    (schema,) = read(ABOUT).iterfind(f"{EXTENSION}schemas/{RDF}Bag/{RDF}li")
    assert schema.findtext(f"{SCHEMA}namespaceURI") == PDFUA.strip("{}")
    (described,) = schema.iterfind(f"{SCHEMA}property/{RDF}Seq/{RDF}li")
    assert {one.tag: one.text for one in described if one.tag != f"{PROPERTY}description"} == {
        f"{PROPERTY}name": "part",
        f"{PROPERTY}valueType": "Integer",
        f"{PROPERTY}category": "internal",
    }


@pytest.mark.parametrize("text", ["<b>&amp;</b>", "]]>", "\" ' &", "«\u202f😀\u202f»", "<?xpacket end='w'?>"])
def test_any_text_is_text(text: str) -> None:
    root = read(replace(ABOUT, title=text, authors=(text,), subject=text, keywords=(text,), producer=text))
    assert said(root, f"{DC}title") == said(root, f"{DC}creator") == said(root, f"{DC}description") == [text]


def test_a_lone_surrogate_stops_nothing() -> None:
    assert said(read(replace(ABOUT, title="a\ud800b")), f"{DC}title") == ["a?b"]
