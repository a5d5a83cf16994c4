"""E-books of one page, as small as they can be: a broken one, and one with a fault for each validator."""

from __future__ import annotations

import io
import zipfile

_OPF = """
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="i">x</dc:identifier><dc:title>x</dc:title><dc:language>fr</dc:language>
<meta property="dcterms:modified">2022-01-01T00:00:00Z</meta>
</metadata>
<manifest>
<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav svg"/>
<item id="s" href="s.css" media-type="text/css"/>
</manifest>
<spine><itemref idref="n"/></spine>
</package>
"""
_CONTAINER = """
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="E/c.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_PAGE = """\
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="fr" xml:lang="fr">
<head><title>x</title><link rel="stylesheet" type="text/css" href="s.css"/></head>
<body>
<nav epub:type="toc" role="doc-toc"><h1>x</h1><ol><li><a href="n.xhtml">x</a></li></ol></nav>
<p class="pale" id="twice">Trop pâle pour être lu.</p>
<p id="twice">x</p>
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="x" viewbox="0 0 1 1"><path d="M0 0"/></svg>
</body>
</html>
"""
_STYLE = ".pale { color: #ddd; letter-spacng: 1px; }"


def broken() -> bytes:
    """An e-book whose page does not close an element on its third line."""
    return _archive('<html xmlns="http://www.w3.org/1999/xhtml">\n<body>\n<p></body></html>')


def faulty() -> bytes:
    """An e-book with a fault for each validator.

    Two ids that are one, a drawing whose attributes are in small letters (which EPUBCheck 4.2.6 sees and
    5.3.0 does not), words too pale to be read, and a property of style that is misspelt.
    """
    return _archive(_PAGE)


def _archive(page: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", _CONTAINER.strip())
        archive.writestr("E/c.opf", _OPF.strip())
        archive.writestr("E/n.xhtml", page)
        archive.writestr("E/s.css", _STYLE)
    return made.getvalue()
