"""A good PDF of one page, and what can be put into one: each thing alone, with the code that must stop it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from functools import cache, partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from tests import books

Spoil = Callable[[pikepdf.Pdf], object]

WEB = "https://example.org/a#b?c=%20d"
SAVED: Mapping[str, Mapping[str, object]] = {
    "with object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
    "without": {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False},
    "for the web": {"linearize": True},
}
"""Forms in which the same file can lie on a disk."""


@cache
def good() -> bytes:
    """A page with a link to the web, a picture, an outline and metadata, as our books have them."""
    with pikepdf.new() as file:
        page = file.add_blank_page(page_size=(420, 595))
        picture = file.make_stream(
            books.picture(60, 40), Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40
        )
        picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceRGB, 8, Name.DCTDecode
        page.Resources = Dictionary(XObject=Dictionary(i=picture))
        page.Contents = file.make_stream(b"q 60 0 0 40 0 0 cm /i Do Q")
        page.Annots = Array([file.make_indirect(link(WEB))])
        with file.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Un port (le nôtre)", 0))
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
            packet["dc:title"] = "Un port /home"
        file.docinfo[Name.Title] = String("Un port \\(stream")
        return saved(file, {})


def saved(file: pikepdf.Pdf, how: Mapping[str, object]) -> bytes:
    """The bytes of an open file."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a field of a form without the form, which is what is tried
        file.save(target, deterministic_id=True, **how)  # type: ignore[arg-type]
    return target.getvalue()


def spoilt(spoil: Spoil, how: Mapping[str, object], data: bytes = b"") -> bytes:
    """A good file into which something was put."""
    with pikepdf.open(io.BytesIO(data or good())) as file:
        spoil(file)
        return saved(file, how)


def link(address: object) -> Dictionary:
    """A link to an address."""
    action = Dictionary(S=Name.URI, URI=String(address) if isinstance(address, str) else address)
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)


# --- ways to spoil one ---------------------------------------------------------------------------------


def _anew(value: pikepdf.Object) -> pikepdf.Object:
    """The same value for another file: one that was in a file is of that file."""
    return pikepdf.Object.parse(value.unparse())


_SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _over(annotation: Dictionary, file: pikepdf.Pdf) -> None:
    """Lay something over the page, as a dictionary that stands in the list itself."""
    file.pages[0].obj.Annots = Array([_anew(annotation)])


def _over_apart(annotation: Dictionary, file: pikepdf.Pdf) -> None:
    note = _anew(annotation)
    note.A = file.make_indirect(note.A)
    file.pages[0].obj.Annots = file.make_indirect(Array([file.make_indirect(note)]))


def _in_root(key: str, value: pikepdf.Object, file: pikepdf.Pdf) -> None:
    file.Root[key] = _anew(value)


def _in_page(key: str, value: pikepdf.Object, file: pikepdf.Pdf) -> None:
    file.pages[0].obj[key] = _anew(value)


def _deed(action: Dictionary) -> Spoil:
    return partial(_over, Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action))


def _names(tree: str, file: pikepdf.Pdf) -> None:
    file.Root.Names = Dictionary({tree: Dictionary(Names=Array([String("a"), _anew(_SCRIPT)]))})


def _attached(file: pikepdf.Pdf) -> None:
    file.attachments["a.txt"] = b"x"


def _in_outline(file: pikepdf.Pdf) -> None:
    first = file.Root.Outlines.First
    del first["/Dest"]
    first.A = _anew(_SCRIPT)


def _next(file: pikepdf.Pdf) -> None:
    """An action that hides behind one that may be there."""
    note = link(WEB)
    note.A.Next = Array([Dictionary(S=Name.Launch, F=String("a.exe"))])
    _over(note, file)


def _deep(file: pikepdf.Pdf) -> None:
    value: pikepdf.Object = Dictionary(JS=String("x"))
    for _ in range(70):
        value = Array([value])
    file.Root.Deep = value


def _apart(file: pikepdf.Pdf) -> None:
    """An address that is an object of its own."""
    note = link(WEB)
    note.A.URI = file.make_indirect(String("javascript:f()"))
    file.pages[0].obj.Annots = Array([note])


def _content_elsewhere(file: pikepdf.Pdf) -> None:
    stream = file.make_stream(b"")
    stream.stream_dict.F = String("other.bin")
    file.Root.Odd = stream


def _other_page(file: pikepdf.Pdf) -> None:
    form = file.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    form.Ref = Dictionary(F=String("other.pdf"), Page=0)
    file.Root.Odd = form


def _postscript(file: pikepdf.Pdf) -> None:
    file.Root.Odd = file.make_stream(b"quit", Type=Name.XObject, Subtype=Name.PS)


def _picture_notes(data: bytes, file: pikepdf.Pdf) -> None:
    picture = file.pages[0].obj.Resources.XObject.i
    picture.write(data, filter=Name.DCTDecode)


def _packet(text: str, file: pikepdf.Pdf) -> None:
    end = b"</rdf:RDF>"
    data = file.Root.Metadata.read_bytes().replace(end, text.encode() + end)
    file.Root.Metadata = file.make_stream(data, Type=Name.Metadata, Subtype=Name.XML)


def _said(value: str, file: pikepdf.Pdf) -> None:
    file.docinfo[Name.Subject] = String(value)


def jpeg(marker: int, body: bytes) -> bytes:
    """A photograph with one more segment."""
    plain = books.picture(60, 40)
    return plain[:2] + bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body + plain[2:]


_ANNOTATIONS = (
    *("Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline"),
    *("Squiggly", "StrikeOut", "Caret", "Stamp", "Ink", "Popup", "Sound", "FileAttachment", "Movie"),
    *("Screen", "Widget", "PrinterMark", "TrapNet", "Watermark", "3D", "Redact", "Projection", "RichMedia"),
)
_ACTIONS = (
    *("Launch", "SubmitForm", "ResetForm", "ImportData", "GoToR", "GoToE", "GoToDp", "GoTo3DView"),
    *("Rendition", "Movie", "Sound", "RichMediaExecute", "Thread", "Hide", "Named", "SetOCGState", "Trans"),
)
_ADDRESSES = (
    "javascript:f()", "JaVaScRiPt:f()", " javascript:f()", "java\tscript:f()", "file:///etc/hostname",
    "FILE:a",
    "data:text/html,x", "vbscript:x", "notes.txt", "../book.pdf", "//example.org/x", "\\\\server\\share",
    "tel:1", "ftp://example.org/", "https://example.org/\u202ex", "smb://x/y", "x-apple:y", "",
)  # fmt: skip

ACTIVE: Mapping[str, Spoil] = {
    "a script when it opens": partial(_in_root, "/OpenAction", _SCRIPT),
    "a launch when it opens": partial(_in_root, "/OpenAction", Dictionary(S=Name.Launch, F=String("a.exe"))),
    "actions of the document": partial(_in_root, "/AA", Dictionary(WC=_SCRIPT)),
    "actions of a page": partial(_in_page, "/AA", Dictionary(O=_SCRIPT)),
    "a form": partial(_in_root, "/AcroForm", Dictionary(Fields=[])),
    "a form of XML": partial(_in_root, "/XFA", Array([])),
    "scripts by name": partial(_names, "/JavaScript"),
    "files by name": partial(_names, "/EmbeddedFiles"),
    "renditions by name": partial(_names, "/Renditions"),
    "pages of the web by name": partial(_names, "/URLS"),
    "templates by name": partial(_names, "/Templates"),
    "a file inside": _attached,
    "associated files": partial(_in_root, "/AF", Array([Dictionary(Type=Name.Filespec, F=String("a"))])),
    "a portfolio": partial(_in_root, "/Collection", Dictionary()),
    "wishes about the viewer": partial(_in_root, "/Requirements", Array([])),
    "a base for addresses": partial(_in_root, "/URI", Dictionary(Base=String("https://example.org"))),
    "rights of a signature": partial(_in_root, "/Perms", Dictionary()),
    "a script in the outline": _in_outline,
    "an action behind another": _next,
    "something very deep": _deep,
    "an address that stands apart": _apart,
    "content in another file": _content_elsewhere,
    "a page of another file": _other_page,
    "a program for printers": _postscript,
    "notes of a program": partial(_in_page, "/PieceInfo", Dictionary(Illustrator=Dictionary())),
    "an address that is no text": partial(_over, link(Name.Nothing)),
    "an unknown action": _deed(Dictionary(S=Name.Unheard)),
    "a script over the page": _deed(_SCRIPT),
    "a script over the page, apart": partial(
        _over_apart, Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=_SCRIPT)
    ),
    "a script when a link is seen": partial(
        _over, Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], AA=Dictionary(PV=_SCRIPT))
    ),
    "the former address of a link": partial(
        _over,
        Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], PA=Dictionary(S=Name.URI, URI=String("file:x"))),
    ),
    **{
        f"an annotation {kind}": partial(
            _over, Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[0, 0, 9, 9])
        )
        for kind in _ANNOTATIONS
    },
    **{f"an action {kind}": _deed(Dictionary(S=Name(f"/{kind}"))) for kind in _ACTIONS},
    **{f"a link to {address!r}": partial(_over, link(address)) for address in _ADDRESSES},
}  # fmt: skip
"""What could act, by what it is."""

PRIVATE: Mapping[str, Spoil] = {
    "EXIF": partial(_picture_notes, jpeg(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00")),
    "XMP": partial(_picture_notes, jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x/>")),
    "IPTC": partial(_picture_notes, jpeg(0xED, b"Photoshop 3.0\x00")),
    "a comment": partial(_picture_notes, jpeg(0xFE, b"Ada")),
    "a second picture": partial(_picture_notes, jpeg(0xE2, b"MPF\x00")),
    "a maker's segment": partial(_picture_notes, jpeg(0xE7, b"x")),
    "something behind": partial(_picture_notes, books.picture(60, 40) + b"Ada"),
    "a place": partial(
        _packet, '<exif:GPSLatitude xmlns:exif="http://ns.adobe.com/exif/1.0/">48</exif:GPSLatitude>'
    ),
    "a history": partial(_packet, "<xmpMM:History/>"),
    "a path in the packet": partial(_packet, "<dc:source>file:///home/ada/a.indd</dc:source>"),
    "a path of Unix": partial(_said, "/home/ada/livre/a.md"),
    "a path of macOS": partial(_said, "/Users/ada/a.md"),
    "a path of Windows": partial(_said, "C:\\Users\\Ada\\a.docx"),
    "a share": partial(_said, "\\\\server\\ada\\a.docx"),
}
"""What would tell where, or by whom, a file was made, by what it is."""
