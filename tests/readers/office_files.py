"""OpenDocument texts made of features, each by the XML that LibreOffice writes for it, zipped or flat."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from anthology.model import Form, Withheld
from tests.readers.tokens import Tokens
from tests.readers.word_files import PNG, zipped

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_DECLARED = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": f"{_OASIS}office:1.0",
        "text": f"{_OASIS}text:1.0",
        "table": f"{_OASIS}table:1.0",
        "draw": f"{_OASIS}drawing:1.0",
        "style": f"{_OASIS}style:1.0",
        "meta": f"{_OASIS}meta:1.0",
        "number": f"{_OASIS}datastyle:1.0",
        "fo": f"{_OASIS}xsl-fo-compatible:1.0",
        "svg": f"{_OASIS}svg-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
        "math": "http://www.w3.org/1998/Math/MathML",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    }.items()
)


def _style(
    name: str, properties: str = "", parent: str = "", family: str = "paragraph", more: str = ""
) -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}"{above}{more}>'
        f"<style:text-properties {properties}/></style:style>"
    )


AUTOMATIC = "".join(
    (
        _style("T1", 'fo:font-weight="bold"', family="text"),
        _style("T2", 'fo:font-style="italic"', family="text"),
        _style("T3", 'style:text-position="super 58%"', family="text"),
        _style("T4", 'text:display="none"', family="text"),
        _style("T5", 'style:text-line-through-style="solid"', family="text"),
        _style("T6", 'fo:font-weight="normal"', family="text"),
        _style("P1", 'fo:font-weight="bold"', "Standard"),
        _style("P2", "", "Quotations"),
        _style("P3", 'text:display="none"'),
        _style("P4", "", more=' style:list-style-name="L2"'),
        '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1"/>'
        '<text:list-level-style-number text:level="2" style:num-format="a"/></text:list-style>'
        '<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>'
        '<number:date-style style:name="N1"><number:text>le </number:text></number:date-style>',
    )
)
NAMED = "".join(
    (
        _style("Standard"),
        _style("Title", 'fo:font-weight="bold"'),
        _style("Sous-titre"),
        _style("Heading_20_1", more=' style:display-name="Heading 1" style:default-outline-level="1"'),
        _style("Quotations"),
        _style("Illustration", parent="Caption"),
        _style("Strong_20_Emphasis", 'fo:font-weight="bold"', family="text"),
        _style("Source_20_Text", family="text"),
    )
)


@dataclass
class OpenFile:
    """An OpenDocument text while it is put together."""

    tokens: Tokens = field(default_factory=Tokens)
    body: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    flat: bool = False
    title: str = ""
    named: str = ""
    """Styles with names, beside the others."""
    automatic: str = ""
    """Styles that were set by hand, beside the others."""
    properties: str = ""

    def word(self, withheld: Withheld | None = None, form: Form | None = None) -> str:
        return self.tokens.new(withheld, form)

    def image(self) -> str:
        """The inside of an image: a reference, or the bytes themselves."""
        if self.flat:
            return f"<draw:image><office:binary-data>{base64.b64encode(PNG).decode()}</office:binary-data></draw:image>"
        name = f"Pictures/{len(self.parts)}.png"
        self.parts[name] = PNG
        return f'<draw:image xlink:href="{name}"/>'

    def packed(self) -> bytes:
        changes = f"<text:tracked-changes>{''.join(self.changes)}</text:tracked-changes>"
        styles = f"<office:styles>{NAMED}{self.named}</office:styles>"
        automatic = f"<office:automatic-styles>{AUTOMATIC}{self.automatic}</office:automatic-styles>"
        masters = (
            f'<office:master-styles><style:master-page style:name="Standard">{"".join(self.margins)}'
            "</style:master-page></office:master-styles>"
        )
        body = f"<office:body><office:text>{changes}{''.join(self.body)}</office:text></office:body>"
        meta = (
            f"<office:meta><meta:generator>W</meta:generator><dc:title>{self.title}</dc:title>"
            f"{self.properties}</office:meta>"
        )
        if self.flat:
            return f"<office:document {_DECLARED}>{meta}{styles}{automatic}{masters}{body}</office:document>".encode()

        def part(name: str, content: str) -> bytes:
            return f"<office:document-{name} {_DECLARED}>{content}</office:document-{name}>".encode()

        return zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": part("content", automatic + body),
                "styles.xml": part("styles", styles + masters),
                "meta.xml": part("meta", meta),
                "META-INF/manifest.xml": b"<manifest/>",
                **self.parts,
            }
        )


def p(content: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def span(content: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def plain(f: OpenFile) -> str:
    return f.word()


def split(f: OpenFile) -> str:
    word = f.word()
    return f"{word[:2]}{span(word[2:4], 'T2')}<text:soft-page-break/>{word[4:]}"


def marked(f: OpenFile) -> str:
    return span(f"{f.word()} {span(f.word(), 'T2')}", "T1") + span(f.word(), "T3") + span(f.word(), "T5")


def link(f: OpenFile) -> str:
    return f'<text:a xlink:href="https://example.org/a">{f.word()}</text:a>'


def hidden(f: OpenFile) -> str:
    return span(f.word(Withheld.HIDDEN), "T4") + f.word()


def hidden_field(f: OpenFile) -> str:
    return f'<text:hidden-text text:condition="x" text:string-value="{f.word(Withheld.HIDDEN)}"/>{f.word()}'


def deleted(f: OpenFile) -> str:
    name = f"ct{len(f.changes)}"
    gone = f.word(Withheld.DELETED), f.word(Withheld.DELETED)
    f.changes.append(
        f'<text:changed-region text:id="{name}"><text:deletion><office:change-info><dc:creator>Nobody</dc:creator>'
        f"</office:change-info>{p(gone[0])}{p(gone[1])}</text:deletion></text:changed-region>"
    )
    return f'{f.word()}<text:change text:change-id="{name}"/>'


def deleted_in_place(f: OpenFile) -> str:
    name = f"ct{len(f.changes)}"
    f.changes.append(
        f'<text:changed-region text:id="{name}"><text:deletion><office:change-info/></text:deletion></text:changed-region>'
    )
    return f'<text:change-start text:change-id="{name}"/>{f.word(Withheld.DELETED)}<text:change-end text:change-id="{name}"/>'


def inserted(f: OpenFile) -> str:
    name = f"ct{len(f.changes)}"
    f.changes.append(f'<text:changed-region text:id="{name}"><text:insertion/></text:changed-region>')
    return f'<text:change-start text:change-id="{name}"/>{f.word()}<text:change-end text:change-id="{name}"/>'


def note(f: OpenFile) -> str:
    said = p(f.word(form=Form.NOTE)) + p(f.word(form=Form.NOTE))
    return (
        f'{f.word()}<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{said}</text:note-body></text:note>"
    )


def comment(f: OpenFile) -> str:
    said = (
        p(f.word(Withheld.COMMENT))
        + f"<text:list><text:list-item>{p(f.word(Withheld.COMMENT))}</text:list-item></text:list>"
    )
    return f"<office:annotation><dc:creator>Zoé</dc:creator><dc:date>2026</dc:date>{said}</office:annotation>{f.word()}"


def box(f: OpenFile) -> str:
    return f"{f.word()}<draw:frame draw:name='Cadre1'><draw:text-box>{p(f.word())}<text:h>{f.word(form=Form.HEADING)}</text:h></draw:text-box></draw:frame>"


def shape(f: OpenFile) -> str:
    return f"<draw:g><draw:custom-shape>{p(f.word())}</draw:custom-shape><draw:line>{p(f.word())}</draw:line></draw:g>"


def picture(f: OpenFile) -> str:
    said = f"<svg:title>{f.word(form=Form.ALT)}</svg:title><svg:desc>{f.word(form=Form.ALT)}</svg:desc>"
    return f"{f.word()}<draw:frame draw:name='Image1'>{f.image()}{said}</draw:frame>"


def captioned(f: OpenFile) -> str:
    """A picture in a frame, with its caption: what LibreOffice makes of “Insert caption”."""
    inner = f"<draw:frame draw:name='Image1'>{f.image()}</draw:frame>{f.word(form=Form.CAPTION)}"
    return f"<draw:frame><draw:text-box>{p(inner, 'Illustration')}</draw:text-box></draw:frame>"


def formula(f: OpenFile) -> str:
    return f"<draw:frame><draw:object><math:math><math:mi>{f.word()}</math:mi><math:mn>{f.word()}</math:mn></math:math></draw:object></draw:frame>"


def field_(f: OpenFile) -> str:
    return f"<text:author-name>{f.word()}</text:author-name><text:bookmark-ref>{f.word()}</text:bookmark-ref>"


def placeholder(f: OpenFile) -> str:
    return f"<text:placeholder>{f.word(Withheld.HIDDEN)}</text:placeholder>{f.word()}"


def spaces(f: OpenFile) -> str:
    return f"{f.word()}<text:s text:c='3'/>{f.word()}<text:tab/>{f.word()}<text:line-break/>{f.word()}\n   {f.word()}"


def ruby(f: OpenFile) -> str:
    return f"<text:ruby><text:ruby-base>{f.word()}</text:ruby-base><text:ruby-text>{f.word()}</text:ruby-text></text:ruby>"


INLINE: Mapping[str, Callable[[OpenFile], str]] = {
    one.__name__: one
    for one in (
        plain, split, marked, link, hidden, hidden_field, deleted, deleted_in_place, inserted, note, comment, box,
        shape, picture, captioned, formula, field_, placeholder, spaces, ruby,
    )
}  # fmt: skip
"""What a paragraph may hold."""

Inside = Callable[[OpenFile], str]


def in_body(f: OpenFile, inside: Inside) -> str:
    return inside(f)


def in_table(f: OpenFile, inside: Inside) -> str:
    head = f"<table:table-header-rows><table:table-row><table:table-cell>{p(f.word(form=Form.CELL))}</table:table-cell></table:table-row></table:table-header-rows>"
    row = f"<table:table-row><table:table-cell>{inside(f)}</table:table-cell><table:covered-table-cell>{p(f.word())}</table:covered-table-cell></table:table-row>"
    return f"<table:table><table:table-column/>{head}<table:table-rows>{row}</table:table-rows></table:table>"


def in_list(f: OpenFile, inside: Inside) -> str:
    header = f"<text:list-header>{p(f.word())}</text:list-header>"
    deeper = f"<text:list><text:list-item>{p(f.word(form=Form.ITEM))}</text:list-item></text:list>"
    return f'<text:list text:style-name="L1">{header}<text:list-item>{inside(f)}{deeper}</text:list-item></text:list>'


def in_section(f: OpenFile, inside: Inside) -> str:
    return f"<text:section>{inside(f)}</text:section>"


def in_frame(f: OpenFile, inside: Inside) -> str:
    """A frame that is anchored to the page stands outside of all paragraphs."""
    return f"<draw:frame><draw:text-box>{inside(f)}</draw:text-box></draw:frame>"


def in_unknown(f: OpenFile, inside: Inside) -> str:
    return f"<loext:whatever>{inside(f)}</loext:whatever>"


CONTAINERS: Mapping[str, Callable[[OpenFile, Inside], str]] = {
    one.__name__: one for one in (in_body, in_table, in_list, in_section, in_frame, in_unknown)
}
"""What a paragraph may stand in."""


def open_file(containers: Iterable[str], names: Iterable[str], flat: bool = False) -> OpenFile:
    """A file in which a paragraph with these features stands in containers in containers, between two others."""
    made = OpenFile(flat=flat)
    features = list(names)

    def inside(f: OpenFile, left: Iterable[str]) -> str:
        rest = list(left)
        if not rest:
            return p(" ".join(INLINE[name](f) for name in features))
        return CONTAINERS[rest[0]](f, lambda g: inside(g, rest[1:]))

    made.body += [
        p(made.word(form=Form.PARAGRAPH)),
        inside(made, containers),
        p(made.word(form=Form.PARAGRAPH)),
    ]
    return made
