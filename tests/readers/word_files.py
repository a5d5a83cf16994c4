"""Word files made of features, each by the XML that Word writes for it; what must become of their words beside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from anthology.model import Form, Withheld
from tests.readers.tokens import Tokens

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63e0e4e40400003a001ced08"
    "9b8e0000000049454e44ae426082"
)
"""A picture of one pixel."""

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "dsp": "http://schemas.microsoft.com/office/drawing/2008/diagram",
}
_STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/": "http://purl.oclc.org/ooxml/wordprocessingml/",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    "http://schemas.openxmlformats.org/drawingml/2006/": "http://purl.oclc.org/ooxml/drawingml/",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
_EXTERNAL = ' TargetMode="External"'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

STYLES = f"""<w:styles {_DECLARED}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="Titre 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Inter"><w:name w:val="Mes inters"/><w:basedOn w:val="Titre2"/></w:style>
<w:style w:type="paragraph" w:styleId="Plan"><w:name w:val="Plan"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Chapo"><w:name w:val="Chapô"/></w:style>
<w:style w:type="paragraph" w:styleId="Cit"><w:name w:val="Intense Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Leg"><w:name w:val="Légende"/></w:style>
<w:style w:type="paragraph" w:styleId="Puce"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Cache"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Gras"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Code"><w:name w:val="HTML Code"/></w:style>
<w:style w:type="character" w:styleId="Muet"><w:name w:val="Muet"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {_DECLARED}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


@dataclass
class WordFile:
    """A Word file while it is put together."""

    tokens: Tokens = field(default_factory=Tokens)
    body: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(
        default_factory=lambda: {"footnote": [], "endnote": [], "comment": []}
    )
    arrows: list[tuple[str, str, bool]] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    strict: bool = False
    title: str = ""
    styles: str = ""
    """Styles that come before all others."""
    lists: str = ""
    """Lists that come after all others."""

    def word(self, withheld: Withheld | None = None, form: Form | None = None) -> str:
        return self.tokens.new(withheld, form)

    def arrow(self, kind: str, target: str, data: bytes | str | None = None) -> str:
        """An arrow from the text to a part (or to an address, when there is no data); its id."""
        self.arrows.append((kind, target, data is None))
        if data is not None:
            self.parts[f"word/{target}"] = data.encode() if isinstance(data, str) else data
        return f"rId{len(self.arrows)}"

    def note(self, kind: str, content: str, attributes: str = "") -> int:
        notes = self.notes[kind]
        notes.append(f'<w:{kind} w:id="{len(notes) + 1}" {attributes}>{content}</w:{kind}>')
        return len(notes)

    def packed(self) -> bytes:
        for kind, notes in self.notes.items():
            if notes:
                self.arrow(f"{kind}s", f"{kind}s.xml", root(f"w:{kind}s", "".join(notes)))
        self.arrow("styles", "styles.xml", STYLES.replace("\n", self.styles, 1))
        self.arrow(
            "numbering", "numbering.xml", NUMBERING.replace("</w:numbering>", f"{self.lists}</w:numbering>")
        )
        document = root("w:document", f"<w:body>{''.join(self.body)}<w:sectPr/></w:body>")
        core = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{self.title}</dc:title><cp:revision>3</cp:revision></cp:coreProperties>"
        )
        parts = {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
            b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            b'<Override PartName="/word/document.xml" ContentType='
            b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": relations(
                [
                    ("officeDocument", "word/document.xml", False),
                    ("metadata/core-properties", "docProps/core.xml", False),
                ]
            ),
            "docProps/core.xml": core.encode(),
            "word/document.xml": document.encode(),
            "word/_rels/document.xml.rels": relations(self.arrows),
            **self.parts,
        }
        return zipped({name: self._dialect(data) for name, data in parts.items()})

    def _dialect(self, data: bytes) -> bytes:
        for transitional, strict in _STRICT.items() if self.strict else ():
            data = data.replace(transitional.encode(), strict.encode())
        return data


def root(name: str, content: str) -> str:
    return f"<{name} {_DECLARED}>{content}</{name}>"


def relations(arrows: Iterable[tuple[str, str, bool]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="rId{at}" Type="{_TYPE}{kind}" Target="{target}"{_EXTERNAL if external else ""}/>'
        for at, (kind, target, external) in enumerate(arrows, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'.encode()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def p(content: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def run(content: str) -> str:
    return f"<w:r>{content}</w:r>"


# --- what stands inside of a paragraph -------------------------------------------------------------------


def plain(f: WordFile) -> str:
    return r(f.word())


def split(f: WordFile) -> str:
    """A word that proofing has cut into runs."""
    word = f.word()
    return f'{r(word[:2])}<w:proofErr w:type="spellStart"/>{r(word[2:4])}<w:bookmarkStart w:id="0" w:name="b"/>{r(word[4:])}'


def marked(f: WordFile) -> str:
    return (
        r(f.word(), "<w:b/>")
        + r(f.word(), "<w:i/><w:strike/>")
        + r(f.word(), '<w:vertAlign w:val="superscript"/>')
    )


def link(f: WordFile) -> str:
    return (
        f'<w:hyperlink r:id="{f.arrow("hyperlink", "https://example.org/a?b=1")}">{r(f.word())}</w:hyperlink>'
    )


def field_link(f: WordFile) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(f.word())}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def nested_field(f: WordFile) -> str:
    inner = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(f.word(Withheld.HIDDEN))}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>{inner}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(f.word())}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def open_field(f: WordFile) -> str:
    """A field whose end is missing hides nothing."""
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{r(f.word())}'


def simple_field(f: WordFile) -> str:
    return f'<w:fldSimple w:instr=" AUTHOR ">{r(f.word())}</w:fldSimple>'


def inserted(f: WordFile) -> str:
    return f'<w:ins w:id="1" w:author="A">{r(f.word())}</w:ins><w:moveTo w:id="2" w:author="A">{r(f.word())}</w:moveTo>'


def deleted(f: WordFile) -> str:
    gone = f.word(Withheld.DELETED)
    return f'<w:del w:id="1" w:author="A"><w:r><w:delText>{gone}</w:delText></w:r></w:del>'


def moved(f: WordFile) -> str:
    return f'<w:moveFrom w:id="1" w:author="A">{r(f.word(Withheld.DELETED))}</w:moveFrom>'


def both(f: WordFile) -> str:
    gone = f.word(Withheld.DELETED)
    return f'<w:ins w:id="1"><w:del w:id="2"><w:r><w:delText>{gone}</w:delText></w:r></w:del></w:ins>'


def hidden(f: WordFile) -> str:
    return (
        r(f.word(Withheld.HIDDEN), "<w:vanish/>")
        + r(f.word(), '<w:vanish w:val="0"/>')
        + r(f.word(Withheld.HIDDEN), '<w:rStyle w:val="Muet"/>')
    )


def footnote(f: WordFile) -> str:
    number = f.note(
        "footnote",
        p("<w:r><w:footnoteRef/></w:r>" + r(f.word(form=Form.NOTE))) + p(r(f.word(form=Form.NOTE))),
    )
    return f'{r(f.word())}<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def endnote(f: WordFile) -> str:
    number = f.note("endnote", p(r(f.word(form=Form.NOTE))))
    return f'<w:r><w:endnoteReference w:id="{number}" w:customMarkFollows="1"/><w:t>{f.word()}</w:t></w:r>'


def comment(f: WordFile) -> str:
    number = f.note("comment", p(r(f.word(Withheld.COMMENT))), 'w:author="Zoé"')
    return (
        f'<w:commentRangeStart w:id="{number}"/>{r(f.word())}<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def control(f: WordFile) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{r(f.word())}</w:sdtContent></w:sdt>"


def placeholder(f: WordFile) -> str:
    return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r(f.word(Withheld.HIDDEN))}</w:sdtContent></w:sdt>"


def tagged(f: WordFile) -> str:
    return f'<w:smartTag w:element="x"><w:customXml w:element="y">{r(f.word())}</w:customXml></w:smartTag><w:bdo w:val="rtl">{r(f.word())}</w:bdo>'


def formula(f: WordFile) -> str:
    return f"<m:oMath><m:sSup><m:e><m:r><m:t>{f.word()}</m:t></m:r></m:e><m:sup><m:r><m:t>{f.word()}</m:t></m:r></m:sup></m:sSup></m:oMath>"


def ruby(f: WordFile) -> str:
    return f"<w:r><w:ruby><w:rt>{r(f.word())}</w:rt><w:rubyBase>{r(f.word())}</w:rubyBase></w:ruby></w:r>"


def signs(f: WordFile) -> str:
    return f'{r(f.word())}<w:r><w:tab/><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Symbol" w:char="F061"/></w:r>{r(f.word())}'


def breaks(f: WordFile) -> str:
    return f'{r(f.word())}<w:r><w:br/></w:r>{r(f.word())}<w:r><w:br w:type="page"/></w:r>{r(f.word())}'


def box(f: WordFile, content: str = "") -> str:
    """A text box as Word writes it: once for today's programs, once for yesterday's."""
    inside = f"<w:txbxContent>{content or p(r(f.word()))}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        '<wp:positionH><wp:posOffset>12</wp:posOffset></wp:positionH><wp:docPr id="1" name="Zone"/><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def old_box(f: WordFile) -> str:
    return f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(r(f.word()))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"


def unlike(f: WordFile) -> str:
    """Two alternatives that do not say the same: both are read."""
    return f'<mc:AlternateContent><mc:Choice Requires="x">{r(f.word())}</mc:Choice><mc:Fallback>{r(f.word())}</mc:Fallback></mc:AlternateContent>'


def lettering(f: WordFile) -> str:
    return f'<w:r><w:pict><v:shape alt="{f.word(form=Form.ALT)}"><v:textpath string="{f.word()}"/></v:shape></w:pict></w:r>'


def picture(f: WordFile) -> str:
    image = f.arrow("image", f"media/image{len(f.parts)}.png", PNG)
    said = f.word(form=Form.ALT)
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Image 1" descr="{said}" title="{f.word(form=Form.ALT)}"/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="i" descr="{said}"/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{image}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def chart(f: WordFile) -> str:
    def alt() -> str:
        return f.word(form=Form.ALT)

    part = root(
        "c:chartSpace",
        f"<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>{alt()}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea>"
        f"<c:ser><c:tx><c:strRef><c:f>Feuil1!$B$1</c:f><c:strCache><c:pt><c:v>{alt()}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        f"<c:cat><c:strRef><c:strCache><c:pt><c:v>{alt()}</c:v></c:pt><c:pt><c:v>{alt()}</c:v></c:pt></c:strCache></c:strRef></c:cat>"
        "</c:ser></c:plotArea></c:chart>",
    )
    arrow = f.arrow("chart", f"charts/chart{len(f.parts)}.xml", part)
    return f'<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="{arrow}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'


def diagram(f: WordFile) -> str:
    said = f"<a:p><a:r><a:t>{f.word()}</a:t></a:r></a:p><a:p><a:r><a:t>{f.word()}</a:t></a:r></a:p>"
    at = len(f.parts)
    arrow = f.arrow(
        "diagramData",
        f"diagrams/data{at}.xml",
        root("dgm:dataModel", f"<dgm:pt><dgm:t>{said}</dgm:t></dgm:pt>"),
    )
    f.arrow(
        "diagramDrawing", f"diagrams/drawing{at}.xml", root("dsp:drawing", f"<dsp:txBody>{said}</dsp:txBody>")
    )
    return f'<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><dgm:relIds r:dm="{arrow}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'


INLINE: Mapping[str, Callable[[WordFile], str]] = {
    one.__name__: one
    for one in (
        plain, split, marked, link, field_link, nested_field, open_field, simple_field, inserted, deleted, moved, both,
        hidden, footnote, endnote, comment, control, placeholder, tagged, formula, ruby, signs, breaks, box, old_box,
        unlike, lettering, picture, chart, diagram,
    )
}  # fmt: skip
"""What a paragraph may hold."""


# --- what paragraphs stand in ---------------------------------------------------------------------------

Inside = Callable[[WordFile], str]
"""Makes the paragraphs that a container gets."""


def in_body(f: WordFile, inside: Inside) -> str:
    return inside(f)


def in_table(f: WordFile, inside: Inside) -> str:
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{p(r(f.word(form=Form.CELL)))}</w:tc></w:tr>"
    return f"<w:tbl><w:tblGrid/>{head}<w:tr><w:tc>{inside(f)}</w:tc><w:tc>{p(r(f.word(form=Form.CELL)))}</w:tc></w:tr></w:tbl>"


def in_nested_table(f: WordFile, inside: Inside) -> str:
    return in_table(f, lambda g: in_table(g, inside) + p(""))


def in_box(f: WordFile, inside: Inside) -> str:
    return p(r(f.word()) + box(f, inside(f)))


def in_control(f: WordFile, inside: Inside) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside(f)}</w:sdtContent></w:sdt>"


def in_insertion(f: WordFile, inside: Inside) -> str:
    return f'<w:ins w:id="1">{inside(f)}</w:ins>'


def in_custom(f: WordFile, inside: Inside) -> str:
    return f'<w:customXml w:element="x">{inside(f)}</w:customXml>'


def in_alternative(f: WordFile, inside: Inside) -> str:
    said = inside(f)
    return f'<mc:AlternateContent><mc:Choice Requires="x">{said}</mc:Choice><mc:Fallback>{said}</mc:Fallback></mc:AlternateContent>'


def in_deleted_row(f: WordFile, inside: Inside) -> str:
    before, f.tokens.withheld = f.tokens.withheld, Withheld.DELETED
    said = inside(f)
    f.tokens.withheld = before
    return f'<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>{said}</w:tc></w:tr></w:tbl>'


def after_deleted_mark(f: WordFile, inside: Inside) -> str:
    return p(r(f.word()), more='<w:rPr><w:del w:id="1"/></w:rPr>') + inside(f)


CONTAINERS: Mapping[str, Callable[[WordFile, Inside], str]] = {
    one.__name__: one
    for one in (
        in_body, in_table, in_nested_table, in_box, in_control, in_insertion, in_custom, in_alternative,
        after_deleted_mark,
    )
}  # fmt: skip
"""What a paragraph may stand in."""


def word_file(container: str, names: Iterable[str], strict: bool = False) -> WordFile:
    """A file in which a paragraph with these features stands in a container, between two others."""
    made = WordFile(strict=strict)
    features = list(names)
    made.body.append(p(r(made.word(form=Form.PARAGRAPH))))
    made.body.append(
        CONTAINERS[container](made, lambda f: p(" ".join(INLINE[name](f) + r(" ") for name in features)))
    )
    made.body.append(p(r(made.word(form=Form.PARAGRAPH))))
    return made
