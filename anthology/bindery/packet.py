"""What a PDF says of itself, as the XMP packet that libraries and screen readers look into (ISO 16684-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
# PDF/A wants every property described that it does not know itself (ISO 19005-2, 6.6.2.3).
_EXTENSION = (
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    f"<pdfaSchema:namespaceURI>{_SPACES['pdfuaid']}</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file keeps to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
)


@dataclass(frozen=True, slots=True)
class Properties:
    """What the PDF says of itself. `date` is ISO 8601 or empty; `producer` the engine that set the pages."""

    title: str
    authors: tuple[str, ...]
    language: str
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: str = ""
    producer: str = ""


def packet(about: Properties) -> bytes:
    """The packet of a file that keeps the rules of PDF/A-2a and of PDF/UA-1, UTF-8."""
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in _SPACES.items())
    said = "".join(_statements(about))
    whole = (
        f'{_BEGIN}\n<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {spaces}>'
        f'<rdf:Description rdf:about="" pdfaid:part="2" pdfaid:conformance="A" pdfuaid:part="1"'
        f' pdf:Producer="{escape(about.producer)}">{said}{_EXTENSION}'
        f'</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )
    return whole.encode("utf-8", "replace")


def _statements(about: Properties) -> Sequence[str]:
    said = []
    if about.title:
        said.append(_alternatives("dc:title", about.title))
    if about.authors:
        said.append(_list("dc:creator", "rdf:Seq", about.authors))
    if about.subject:
        said.append(_alternatives("dc:description", about.subject))
    if about.language:
        said.append(_list("dc:language", "rdf:Bag", (about.language,)))
    if about.keywords:
        said.append(f"<pdf:Keywords>{escape(', '.join(about.keywords))}</pdf:Keywords>")
    if about.date:
        said += [f"<xmp:{name}>{escape(about.date)}</xmp:{name}>" for name in ("CreateDate", "ModifyDate")]
    return said


def _alternatives(name: str, text: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'


def _list(name: str, kind: str, texts: Sequence[str]) -> str:
    lines = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<{name}><{kind}>{lines}</{kind}></{name}>"
