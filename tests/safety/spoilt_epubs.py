"""A good e-book of one page, and what can be put into one: each thing alone."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import Callable, Mapping

from PIL import Image, PngImagePlugin
from tests.safety import spoilt_pdfs

_CONTAINER = """\
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="E/c.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_OPF = """\
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="i">x</dc:identifier><dc:title>Un port</dc:title><dc:language>fr</dc:language>
<meta property="dcterms:modified">2022-01-01T00:00:00Z</meta>
<link rel="dcterms:conformsTo" href="https://example.org/report"/>
</metadata>
<manifest>
<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="s" href="s.css" media-type="text/css"/>
</manifest>
<spine><itemref idref="n"/></spine>
</package>
"""
_PAGE = """\
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="fr" xml:lang="fr">
<head><title>Un port</title><link rel="stylesheet" type="text/css" href="s.css"/></head>
<body>
<nav epub:type="toc"><h1>x</h1><ol><li><a href="n.xhtml#a">x</a></li></ol></nav><p id="a"><a href="https://e.org/?a">x</a></p>
@
</body>
</html>
"""


def good() -> dict[str, bytes]:
    """The files of an e-book in which nothing can act."""
    return {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER.encode(),
        "E/c.opf": _OPF.encode(),
        "E/n.xhtml": _PAGE.replace("@", "<p>Le port.</p>").encode(),
        "E/s.css": b"p { color: #111; scroll-behavior: auto; background: url(i.jpg) }",
    }


def with_page(html: str) -> dict[str, bytes]:
    """The files of an e-book whose page holds something more; a whole document takes its place."""
    page = html if html.startswith(("<?", "<!")) else _PAGE.replace("@", html)
    return {**good(), "E/n.xhtml": page.encode()}


def with_picture(data: bytes) -> dict[str, bytes]:
    """The files of an e-book with a picture."""
    kind = {b"\xff\xd8": "jpeg", b"\x89P": "png", b"GI": "gif"}[data[:2]]
    item = f'<item id="p" href="i.{kind}" media-type="image/{kind}"/></manifest>'
    opf = _OPF.replace("</manifest>", item)
    return {**good(), "E/c.opf": opf.encode(), f"E/i.{kind}": data}


def packed(
    files: Mapping[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda entry: None
) -> bytes:
    """The archive of some files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.filename = name  # as it is: the library would change what leads astray
            if name != "mimetype":
                change(entry)
            archive.writestr(entry, data)
    return target.getvalue()


def drawing(inside: str) -> bytes:
    """An SVG file."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names}>{inside}</svg>".encode()


def plain_picture(suffix: str) -> bytes:
    """A picture that says nothing but what it shows."""
    target = io.BytesIO()
    kind = {"jpg": "JPEG", "png": "PNG", "gif": "GIF"}[suffix]
    Image.new("RGB", (8, 8), "red").save(target, kind)
    return target.getvalue()


_HEAD = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>x</p></body></html>'
_ELEMENTS = (
    *("script", "iframe", "object", "embed", "form", "input", "button", "select", "textarea", "base"),
    *("audio", "video", "source", "track", "canvas", "applet", "frame", "frameset", "portal", "template"),
    *("slot", "dialog", "noscript", "marquee", "bgsound", "keygen", "param", "map", "area", "menu"),
    *("progress", "meter", "output", "fencedframe", "x-odd"),
)

PAGES: Mapping[str, str] = {
    **{f"<{name}>": f"<{name}/>" for name in _ELEMENTS},
    "a script in capitals": '<p ONCLICK="f()">x</p>',
    **{
        f"a script {name}": f'<p {name}="f()">x</p>'
        for name in ("onclick", "onload", "onerror", "onmouseover", "onfocus", "onbegin", "onpointerdown")
    },
    **{
        f"a link to {address}": f'<p><a href="{address}">x</a></p>'
        for address in (
            "javascript:f()", "JAVASCRIPT:f()", " javascript:f()", "java&#9;script:f()",
            "java&#10;script:f()",
            "&#106;avascript:f()", "vbscript:f()", "data:text/html,x", "file:///etc/hostname",
            "//example.org/x", "\\\\server\\share", "/\\example.org", "/etc/hostname", "blob:x", "ftp://e.org/",
            "tel:1", "intent:x", "https://e.org/&#x202e;x", "http:\\\\e.org", "view-source:https://e.org",
        )
    },
    "a picture from afar": '<p><img src="https://e.org/x.png" alt="x"/></p>',
    "a picture from a page that is not told": '<p><img src="//e.org/x.png" alt="x"/></p>',
    "a picture that is written down": '<p><img src="data:image/png;base64,AA==" alt="x"/></p>',
    "sizes of a picture from afar": '<p><img src="i.jpg" srcset="i.jpg 1x, //e.org/x.png 2x" alt="x"/></p>',
    "another sheet": '<p><link rel="stylesheet" href="https://e.org/x.css"/></p>',
    "a page fetched before": '<p><link rel="prefetch" href="x.xhtml"/></p>',
    "a page that turns": '<p><meta http-equiv="Refresh" content="0"/></p>',
    "a cookie": '<p><meta http-equiv="set-cookie" content="a=b"/></p>',
    "a place to count readers": '<p><a href="#a" ping="https://e.org/">x</a></p>',
    "a place to send to": '<p><span formaction="https://e.org/">x</span></p>',
    "a new window": '<p><a href="#a" target="_blank">x</a></p>',
    "a base for addresses": '<p xml:base="https://e.org/">x</p>',
    "a picture in a style": '<p style="background: url(https://e.org/x.png)">x</p>',
    "a written style": "<p><style>@import 'https://e.org/x.css';</style></p>",
    "a script in a style": '<p style="width: expression(f())">x</p>',
    "a drawing with a script": '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "a drawing that moves a link": (
        '<svg xmlns="http://www.w3.org/2000/svg"><a><set attributeName="href" to="javascript:f()"/></a></svg>'
    ),
    "a drawing with a page inside": '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>',
    "a formula that acts": (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><maction actiontype="statusline"/></math>'
    ),
    "a formula with another text": (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><annotation-xml encoding="text/html"/></math>'
    ),
    "a formula that is a link": (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" href="javascript:f()"><mi>x</mi></math>'
    ),
    "a trigger": '<epub:trigger xmlns:ev="http://www.w3.org/2001/xml-events" ev:observer="a"/>',
    "a switch": "<epub:switch/>",
    "an element of nobody": '<x xmlns="urn:x">x</x>',
    "an instruction before it": f'<?xml-stylesheet href="https://e.org/x.xsl"?>{_HEAD}',
    "an instruction in it": "<p><?php echo 1 ?></p>",
    "an entity": f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>{_HEAD}',
    "a declaration from afar": f'<!DOCTYPE html SYSTEM "https://e.org/x.dtd">{_HEAD}',
}  # fmt: skip

SHEETS: Mapping[str, str] = {
    "another sheet": "@import url(https://e.org/x.css);",
    "another sheet of this book": "@import 'x.css';",
    "in capitals": "@IMPORT 'x.css';",
    "in numbers": "@\\69mport 'x.css';",
    "with a comment in it": "@import/**/'https://e.org/x.css';",
    "a picture from afar": "p { background: url(https://e.org/x.png) }",
    "in quotes": "p { background: url( 'http://e.org/x.png' ) }",
    "without a scheme": "p { background: url(//e.org/x.png) }",
    "an address in numbers": "p { background: u\\72l(\\68ttps://e.org/x.png) }",
    "a picture that is written down": "p { background: url(data:image/png;base64,AA==) }",
    "a file of the machine": "@font-face { src: url(file:///etc/hostname) }",
    "a script": "p { background: url(javascript:f()) }",
    "a set of pictures": "p { background: image-set('https://e.org/x.png' 1x) }",
    "an old set of pictures": "p { background: -webkit-image-set(url(x.png) 1x) }",
    "a picture drawn by a script": "p { background: paint(x) }",
    "an expression": "p { width: expression(f()) }",
    "a behaviour": "p { behavior: url(x.htc) }",
    "a binding": "p { -moz-binding: url(x.xml#y) }",
    "an absolute address": "p { background: url(/etc/x.png) }",
}

DRAWINGS: Mapping[str, str] = {
    "a script": "<script>1</script>",
    "a touch": '<rect onclick="f()"/>',
    "a link that runs": '<a xlink:href="javascript:f()"><text>x</text></a>',
    "a picture from afar": '<image xlink:href="https://e.org/x.png"/>',
    "a part from afar": '<use href="https://e.org/x.svg#a"/>',
    "a paint from afar": '<rect fill="url(https://e.org/x.svg#a)"/>',
    "a style": "<style>@import 'x.css';</style>",
    "a page": "<foreignObject/>",
    "a movement": '<animate attributeName="href" values="javascript:f()"/>',
    "a handler": '<handler type="text/ecmascript">f()</handler>',
    "not well-formed": "<g>",
}

PACKAGES: Mapping[str, tuple[str, str, str]] = {
    "a file elsewhere": ("E/c.opf", "</manifest>", '<item id="x" href="https://e.org/x.jpg"/></manifest>'),
    "a file of the machine": ("E/c.opf", "</manifest>", '<item id="x" href="file:///x.jpg"/></manifest>'),
    "bindings": ("E/c.opf", "</package>", '<bindings><mediaType handler="n"/></bindings></package>'),
    "a collection": ("E/c.opf", "</package>", '<collection role="x"/></package>'),
    "tours": ("E/c.opf", "</package>", "<tours/></package>"),
    "sound": ("E/c.opf", '<itemref idref="n"', '<itemref media-overlay="x" idref="n"'),
    "a record elsewhere": ("E/c.opf", "</metadata>", '<link rel="record" href="file:///x"/></metadata>'),
    "data of nobody": ("E/c.opf", "</metadata>", '<x xmlns="urn:x"/></metadata>'),
    "two books": ("META-INF/container.xml", "</rootfiles>", '<rootfile full-path="x.opf"/></rootfiles>'),
    "links of the container": ("META-INF/container.xml", "</container>", "<links/></container>"),
}

NAMES = (
    "../evil.xhtml", "E/../../evil.xhtml", "/abs.xhtml", "E\\a.xhtml", "C:/a.xhtml", "C:\\a.xhtml",
    "E/./a.xhtml",
    "E//a.xhtml", "E/a.xhtml.", "E/a .txt /b.txt", "E/con.xhtml", "E/NUL", "E/a\u202egpj.xhtml",
    "E/a\nb.xhtml",
    "E/a\u200b.xhtml", "E/\ue000.xhtml", "E/a?.xhtml", "E/a*.xhtml", "E/a|b.xhtml", "E/N.XHTML", "..",
    "E/...",
)  # fmt: skip

STRANGERS = (
    "E/x.js", "E/x.mjs", "E/x.wasm", "E/x.exe", "E/x.sh", "E/x.py", "E/x.html", "E/x.htm", "E/x.php",
    "E/x.swf",
    "E/x.jar", "E/x.bat", "E/x.mp3", "E/x.mp4", "E/x.pdf", "E/x.zip", "E/x.docm", "E/x.desktop", "E/x.lnk",
    "E/x.smil", "E/x", "META-INF/encryption.xml", "META-INF/rights.xml", "META-INF/signatures.xml",
    "META-INF/x.bin",
)  # fmt: skip


def _linked(entry: zipfile.ZipInfo) -> None:
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16


def _device(entry: zipfile.ZipInfo) -> None:
    entry.create_system, entry.external_attr = 3, (stat.S_IFCHR | 0o666) << 16


def _owner(entry: zipfile.ZipInfo) -> None:
    entry.extra = b"ux\x0b\x00\x01\x04\xe8\x03\x00\x00\x04\xe8\x03\x00\x00"


def _comment(entry: zipfile.ZipInfo) -> None:
    entry.comment = b"made by ada"


def _locked() -> bytes:
    """The flag of a password, in the list of files."""
    data = bytearray(packed(good()))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def _commented() -> bytes:
    target = io.BytesIO(packed(good()))
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = b"<script>f()</script>"
    return target.getvalue()


ARCHIVES: Mapping[str, Callable[[], bytes]] = {
    "names that are links": lambda: packed(good(), _linked),
    "names that are devices": lambda: packed(good(), _device),
    "who packed it": lambda: packed(good(), _owner),
    "a word of who packed it": lambda: packed(good(), _comment),
    "a page before it": lambda: b"<html><script>f()</script>" + packed(good()),
    "a program before it": lambda: b"#!/bin/sh\nid\nexit\n" + packed(good()),
    "something behind it": lambda: packed(good()) + b"<script>f()</script>",
    "a comment": _commented,
    "a password": _locked,
}

PRIVATE: Mapping[str, str] = {
    "a path of Unix": '<meta name="source" content="/home/ada/livre/a.md"/>',
    "a path of macOS": "<dc:source>/Users/ada/a.md</dc:source>",
    "a path of Windows": "<dc:source>C:\\Users\\Ada\\a.docx</dc:source>",
    "a path in a comment": "<!-- /tmp/tmpab12/book.md -->",
    "an address of a file": "<dc:source>file:///srv/a.md</dc:source>",
}


def _with_exif() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG", exif=exif.tobytes())
    return target.getvalue()


def _png_with(kind: str) -> bytes:
    told, target = PngImagePlugin.PngInfo(), io.BytesIO()
    if kind == "tEXt":
        told.add_text("Author", "Ada")
    elif kind == "iTXt":
        told.add_itxt("Author", "Ada")
    else:
        told.add(kind.encode(), b"\x07\xe6\x01\x01\x00\x00\x00")
    Image.new("RGB", (8, 8)).save(target, "PNG", pnginfo=told)
    return target.getvalue()


def _gif_with_comment() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "GIF", comment=b"Ada")
    return target.getvalue()


PICTURES: Mapping[str, Callable[[], bytes]] = {
    "a place (EXIF)": _with_exif,
    "IPTC": lambda: spoilt_pdfs.jpeg(0xED, b"Photoshop 3.0\x00"),
    "a comment": lambda: spoilt_pdfs.jpeg(0xFE, b"Ada"),
    "a maker's segment": lambda: spoilt_pdfs.jpeg(0xE9, b"Ada"),
    "something behind a JPEG": lambda: plain_picture("jpg") + b"Ada",
    "something behind a PNG": lambda: plain_picture("png") + b"Ada",
    "something behind a GIF": lambda: plain_picture("gif") + b"Ada",
    **{f"a PNG with {kind}": lambda kind=kind: _png_with(kind) for kind in ("tEXt", "iTXt", "tIME", "prVt")},  # type: ignore[misc]
    "a GIF with a comment": _gif_with_comment,
}
