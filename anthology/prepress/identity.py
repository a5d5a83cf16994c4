"""What a file says of itself: properties, packet, and the condition it is printed under (ISO 15930-4, -7)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import escape

from anthology.prepress.ticket import PLAIN, X1A, X4, Job

NAMES = {X4: "PDF/X-4", X1A: "PDF/X-1a:2003"}
"""What a file of each standard calls itself."""

VERSIONS = {X4: "1.6", X1A: "1.4", PLAIN: "1.6"}
"""The version of PDF each standard is written in."""

TICKET = "AnthologyTicket"
"""The property that holds what the printer asked."""

_NO_DATE = "2000-01-01"
"""A file for a press must bear a date, and this tool reads no clock: it stands for a book without one."""


@dataclass(frozen=True, slots=True)
class About:
    """The book: title, who made it, date (ISO 8601 or empty), the program."""

    title: str
    author: str = ""
    date: str = ""
    producer: str = ""


def properties(about: About, job: Job) -> dict[str, str]:
    """The entries of the properties (ISO 32000-1, 14.3.3); `Trapped`, which is a name, is not among them."""
    date = _pdf_date(about.date)
    said = {
        "Title": about.title or "-",
        "Author": about.author,
        "Creator": "anthology",
        "Producer": about.producer,
        "CreationDate": date,
        "ModDate": date,
        TICKET: job.ticket.text(),
        "GTS_PDFXVersion": NAMES.get(job.ticket.standard, ""),
    }
    return {key: text for key, text in said.items() if text}


def identifier(book: bytes, job: Job, about: About) -> str:
    """A name for the document: of what it was made, so that the same book is the same document."""
    made = hashlib.sha256(book + job.key.encode() + repr(about).encode()).hexdigest()
    return f"{made[:8]}-{made[8:12]}-5{made[13:16]}-8{made[17:20]}-{made[20:32]}"


def packet(about: About, job: Job, identifier: str) -> bytes:
    """The XMP packet, UTF-8; it says the same as the properties."""
    date, ticket = _iso_date(about.date), job.ticket
    version = {
        X4: "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        X1A: "<pdfx:GTS_PDFXVersion>PDF/X-1a:2003</pdfx:GTS_PDFXVersion>",
    }.get(ticket.standard, "")
    author = f"<dc:creator><rdf:Seq><rdf:li>{escape(about.author)}</rdf:li></rdf:Seq></dc:creator>"
    whole = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">'
        '<rdf:Description rdf:about="">'
        "<dc:format>application/pdf</dc:format>"
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(about.title or '-')}</rdf:li></rdf:Alt></dc:title>"
        f"{author if about.author else ''}{version}"
        f"<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>"
        f"<xmp:MetadataDate>{date}</xmp:MetadataDate><xmp:CreatorTool>anthology</xmp:CreatorTool>"
        f"<pdf:Producer>{escape(about.producer)}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>"
        f"<pdfx:{TICKET}>{escape(ticket.text())}</pdfx:{TICKET}>"
        f"<xmpMM:DocumentID>uuid:{identifier}</xmpMM:DocumentID>"
        f"<xmpMM:InstanceID>uuid:{identifier}</xmpMM:InstanceID>"
        "<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )
    return whole.encode("utf-8", "replace")


def _iso_date(date: str) -> str:
    year, month, day = _parts(date)
    return f"{year}-{month}-{day}T00:00:00Z"


def _pdf_date(date: str) -> str:
    return f"D:{''.join(_parts(date))}000000Z"


def _parts(date: str) -> tuple[str, str, str]:
    """Year, month and day of a date that goes as far as it goes."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date or _NO_DATE)
    year, month, day = found.groups() if found else ("2000", None, None)
    return year or "2000", month or "01", day or "01"
