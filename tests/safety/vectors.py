"""Ways in which an article may try to read the machine it is made into a book on, as data.

`@DIR@` stands for the folder of a secret, `@FILE@` for its `file:` address, `@UP@` for the way there out of
any folder, `@HTTP@` for a server of this machine, `@PORT@` for its port; see `lures.py`. None of these may open
the secret, call the server, or bring a word of it into content/ or into a book. Hard links are not among them:
nobody can send one, and one that is there cannot be told from the file itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.readers.word_files import zipped

_XHTML = "http://www.w3.org/1999/xhtml"
_SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'

ENGINE: Mapping[str, str] = {
    "img-file": '<img src="@FILE@/secret.png" alt=""/>',
    "img-path": '<img src="@DIR@/secret.png" alt=""/>',
    "img-up": '<img src="@UP@/secret.png" alt=""/>',
    "img-upper-case": '<img src="FILE:@DIR@/secret.png" alt=""/>',
    "img-localhost": '<img src="file://localhost@DIR@/secret.png" alt=""/>',
    "img-http": '<img src="@HTTP@/a.png" alt=""/>',
    "img-no-scheme": '<img src="//127.0.0.1:@PORT@/a.png" alt=""/>',
    "img-ftp": '<img src="ftp://127.0.0.1:@PORT@/a.png" alt=""/>',
    "img-svg": '<img src="@FILE@/secret.svg" alt=""/>',
    "img-own-scheme-up": '<img src="anthology:///@UP@/secret.png" alt=""/>',
    "img-own-scheme-coded": '<img src="anthology:///%2e%2e/%2e%2e@DIR@/secret.png" alt=""/>',
    "img-device": '<img src="file:///dev/zero" alt=""/>',
    "img-proc": '<img src="file:///proc/self/environ" alt=""/>',
    "srcset": '<img srcset="@FILE@/secret.png 1x" alt=""/>',
    "object": '<object data="@FILE@/secret.svg"></object>',
    "embed": '<embed src="@FILE@/secret.svg"/>',
    "iframe": '<iframe src="@FILE@/secret.txt"></iframe>',
    "video": '<video src="@HTTP@/a.mp4" poster="@FILE@/secret.png"></video>',
    "audio": '<audio src="@HTTP@/a.mp3"></audio>',
    "input-image": '<input type="image" src="@FILE@/secret.png"/>',
    "script": '<script src="@HTTP@/a.js"></script>',
    "meta-refresh": '<meta http-equiv="refresh" content="0;url=@HTTP@/"/>',
    "base-then-relative": '<base href="@FILE@/"/><img src="secret.png" alt=""/>',
    "a-attachment": '<a rel="attachment" href="@FILE@/secret.txt">x</a>',
    "a-attachment-http": '<a rel="attachment" href="@HTTP@/a">x</a>',
    "link-attachment": '<link rel="attachment" href="@FILE@/secret.txt"/>',
    "link-stylesheet": '<link rel="stylesheet" href="@FILE@/secret.css"/>',
    "link-icon": '<link rel="icon" href="@HTTP@/favicon.ico"/>',
    "style-import": '<style>@import url("@FILE@/secret.css");</style>',
    "style-import-http": '<style>@import "@HTTP@/a.css";</style>',
    "style-font-face": '<style>@font-face { font-family: x; src: url("@FILE@/secret.txt") }</style>'
    '<p style="font-family: x">x</p>',
    "style-font-face-local": '<style>@font-face { font-family: x; src: local("Arial"), url("@HTTP@/f") }</style>'
    '<p style="font-family: x">x</p>',
    "style-colour-profile": '<style>@color-profile --x { src: url("@FILE@/secret.txt") }</style>',
    "style-attribute-background": '<p style="background: url(@FILE@/secret.png)">x</p>',
    "style-attribute-list": '<ul><li style="list-style-image: url(@FILE@/secret.png)">x</li></ul>',
    "style-attribute-border": '<p style="border-image: url(@FILE@/secret.png) 1; border: 1pt solid">x</p>',
    "style-attribute-mask": '<p style="mask-image: url(@FILE@/secret.png)">x</p>',
    "style-content": '<style>p::before { content: url("@FILE@/secret.png") }</style><p>x</p>',
    "style-content-http": '<style>p::before { content: url("@HTTP@/a.png") }</style><p>x</p>',
    "style-page-background": '<style>@page { background: url("@FILE@/secret.png") }</style><p>x</p>',
    "style-margin-box": '<style>@page { @top-left { content: url("@FILE@/secret.png") } }</style><p>x</p>',
    "style-attr-url": "<style>p::before { content: attr(data-x url) }</style>"
    '<p data-x="@FILE@/secret.png">x</p>',
    "style-variable": '<style>p { --x: url("@FILE@/secret.png"); background: var(--x) }</style><p>x</p>',
    "body-background": '<table background="@FILE@/secret.png"><tr><td>x</td></tr></table>',
    "svg-image": f'<svg {_SVG} width="9" height="9"><image href="@FILE@/secret.png" width="9" height="9"/></svg>',
    "svg-image-xlink": f'<svg {_SVG} width="9" height="9"><image xlink:href="@FILE@/secret.png"/></svg>',
    "svg-image-http": f'<svg {_SVG} width="9" height="9"><image href="@HTTP@/a.png" width="9" height="9"/></svg>',
    "svg-use": f'<svg {_SVG} width="9" height="9"><use href="@FILE@/secret.svg#t"/></svg>',
    "svg-use-http": f'<svg {_SVG} width="9" height="9"><use href="@HTTP@/a.svg#t"/></svg>',
    "svg-style-import": f'<svg {_SVG} width="9" height="9"><style>@import "@FILE@/secret.css";</style></svg>',
    "svg-font-face": f'<svg {_SVG} width="9" height="9"><style>@font-face {{ font-family: y; '
    'src: url("@FILE@/secret.txt") }</style><text font-family="y">x</text></svg>',
    "svg-fill": f'<svg {_SVG} width="9" height="9"><rect fill="url(@FILE@/secret.svg#t)" width="9" height="9"/></svg>',
    "svg-filter": f'<svg {_SVG} width="9" height="9"><filter id="f"><feImage href="@FILE@/secret.png"/></filter>'
    '<rect filter="url(#f)" width="9" height="9"/></svg>',
    "svg-foreign": f'<svg {_SVG} width="9" height="9"><foreignObject><img xmlns="{_XHTML}" '
    'src="@FILE@/secret.png" alt=""/></foreignObject></svg>',
    "data-svg-image": "<img alt='' src='data:image/svg+xml,"
    "%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cimage href=%22@FILE@/secret.png%22/%3E%3C/svg%3E'/>",
    "data-svg-entity": "<img alt='' src='data:image/svg+xml,"
    "%3C!DOCTYPE svg [%3C!ENTITY e SYSTEM %22@FILE@/secret.txt%22%3E]%3E"
    "%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Ctext%3E%26e;%3C/text%3E%3C/svg%3E'/>",
    "data-html": "<object data='data:text/html,%3Cimg src=%22@FILE@/secret.png%22%3E'></object>",
}
"""What stands in the body of a document that is given to the engine as it is: no reader, no closed list."""

MARKDOWN: Mapping[str, str] = {
    "image-path": "![x](@DIR@/secret.png)",
    "image-file": "![x](@FILE@/secret.png)",
    "image-up": "![x](@UP@/secret.png)",
    "image-up-in-photos": "![x](photos/@UP@/secret.png)",
    "image-coded": "![x](photos/%2e%2e/%2e%2e/@UP@/secret.png)",
    "image-backslash": "![x](photos\\..\\..\\secret.png)",
    "image-http": "![x](@HTTP@/a.png)",
    "image-reference": "![x][y]\n\n[y]: @FILE@/secret.png",
    "image-data": "![x](data:image/svg+xml,<svg><image href='@FILE@/secret.png'/></svg>)",
    "image-own-scheme": "![x](anthology:///@UP@/secret.png)",
    "html-img": '<img src="@FILE@/secret.png">',
    "html-script": '<script>fetch("@HTTP@")</script>',
    "html-style": "<style>@import url(@FILE@/secret.css)</style>",
    "html-iframe": '<iframe src="@FILE@/secret.txt"></iframe>',
    "html-object": '<object data="@FILE@/secret.txt"></object>',
    "html-svg": '<svg><image href="@FILE@/secret.png"/></svg>',
    "html-base": '<base href="@FILE@/">\n\n![x](secret.png)',
    "html-in-markdown": '<div markdown="1">![x](@FILE@/secret.png)</div>',
    "html-entity": "<!DOCTYPE x [<!ENTITY e SYSTEM '@FILE@/secret.txt'>]>&e;",
    "html-cdata": "<![CDATA[<img src='@FILE@/secret.png'>]]>",
    "attribute-style": "Du texte.\n{: style=\"background:url('@FILE@/secret.png')\" }",
    "attribute-onclick": "Du texte.\n{: onclick=\"fetch('@HTTP@')\" }",
    "attribute-src": '[x]{: src="@FILE@/secret.png" }',
    "attribute-rel": '[x](@FILE@/secret.txt){: rel="attachment" }',
    "link-file": "[x](@FILE@/secret.txt)",
    "link-javascript": "[x](javascript:fetch('@HTTP@'))",
    "link-automatic": "<@FILE@/secret.txt>",
    "include-slash": "{!@DIR@/secret.txt!}",
    "include-snippet": '--8<-- "@DIR@/secret.txt"',
    "include-liquid": "{% include '@DIR@/secret.txt' %}",
    "include-rst": ".. include:: @DIR@/secret.txt",
    "include-latex": "\\input{@DIR@/secret.txt} $\\input{@DIR@/secret.txt}$",
    "include-shell": "`cat @DIR@/secret.txt` $(cat @DIR@/secret.txt) `!cat @DIR@/secret.txt`",
    "jinja-open": "{{ cycler.__init__.__globals__.os.popen('cat @DIR@/secret.txt').read() }}",
    "jinja-class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "jinja-statement": "{% for x in range(3) %}{% import '@DIR@/secret.md' as y %}{% endfor %}",
    "jinja-line": "# for x in lipsum.__globals__['os'].popen('cat @DIR@/secret.txt')",
    "jinja-config": "{{ config }}{{ self.__dict__ }}{{ book.__class__ }}",
    "format-string": "{0.__class__.__init__.__globals__} %(secret)s ${HOME}",
    "footnote": "Du texte[^a].\n\n[^a]: ![x](@FILE@/secret.png)",
    "table": "| a |\n| - |\n| ![x](@FILE@/secret.png) |",
    "abbreviation": "*[HTML]: <img src='@FILE@/secret.png'>\n\nHTML",
}
"""What stands in the text of an article."""

FRONT: Mapping[str, str] = {
    "photo-path": 'photos = [{ file = "@DIR@/secret.png", alt = "x", credit = [{ family = "A" }] }]',
    "photo-up": 'photos = [{ file = "photos/@UP@/secret.png", alt = "x", credit = [{ family = "A" }] }]',
    "photo-address": 'photos = [{ file = "@FILE@/secret.png", alt = "x", credit = [{ family = "A" }] }]',
    "photo-link": 'photos = [{ file = "photos/link.png", alt = "x", credit = [{ family = "A" }] }]',
    "photo-pipe": 'photos = [{ file = "photos/pipe.png", alt = "x", credit = [{ family = "A" }] }]',
    "photo-is-svg": 'photos = [{ file = "photos/drawing.png", alt = "x", credit = [{ family = "A" }] }]',
    "photo-is-postscript": 'photos = [{ file = "photos/eps.png", alt = "x", credit = [{ family = "A" }] }]',
    "source-file": 'source = { file = "@UP@/secret.txt", start = 0, end = 9, sha256 = "00" }',
    "language-path": 'language = "@UP@/secret"',
    "author-markup": 'authors = [{ family = "<img src=\\"@HTTP@\\">", role = "author" }]',
    "author-jinja": 'authors = [{ family = "{{ lipsum.__globals__.os.popen(1) }}", role = "author" }]',
    "standfirst-markup": "standfirst = \"<img src='@FILE@/secret.png'> ![x](@FILE@/secret.png)\"",
    "unknown-include": 'include = "@DIR@/secret.txt"',
    "unknown-layout": 'layout = "@DIR@/secret.css"',
    "two-values": 'standfirst = "a"\nstandfirst = "@FILE@/secret.txt"',
    "date-bomb": "standfirst = 0x7fffffffffffffffffffffffffffffff",
}
"""What stands in the front matter of an article, below its title."""

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>Une page</title>{head}</head><body>
<article><h1>Le port ne dort pas</h1><p>Il est cinq heures et la criée ouvre ses portes.</p>{body}
<p>Les bateaux rentrent un à un dans la lumière du matin.</p></article></body></html>"""

HTML: Mapping[str, str] = {
    "image-file": PAGE.format(head="", body='<img src="@FILE@/secret.png" alt="x">'),
    "image-up": PAGE.format(head="", body='<img src="@UP@/secret.png" alt="x">'),
    "image-http": PAGE.format(head="", body='<img src="@HTTP@/a.png" alt="x">'),
    "figure-path": PAGE.format(
        head="", body='<figure><img src="@DIR@/secret.png"><figcaption>x</figcaption></figure>'
    ),
    "base": PAGE.format(head='<base href="@FILE@/">', body='<img src="secret.png" alt="x">'),
    "stylesheet": PAGE.format(head='<link rel="stylesheet" href="@HTTP@/a.css">', body="<p>x</p>"),
    "charset-address": PAGE.format(head='<meta charset="@FILE@/secret.txt">', body="<p>x</p>"),
    "iframe": PAGE.format(head="", body='<iframe src="@FILE@/secret.txt"></iframe>'),
    "object": PAGE.format(head="", body='<object data="@FILE@/secret.txt">x</object>'),
    "script": PAGE.format(head='<script src="@HTTP@/a.js"></script>', body="<p>x</p>"),
    "svg": PAGE.format(head="", body='<svg><image href="@FILE@/secret.png"/></svg>'),
    "srcset": PAGE.format(head="", body='<img srcset="@HTTP@/a.png 2x" alt="x">'),
    "lazy": PAGE.format(head="", body='<img data-src="@FILE@/secret.png" alt="x">'),
    "doctype": '<!DOCTYPE html SYSTEM "@FILE@/secret.xml">' + PAGE.format(head="", body="<p>x</p>"),
    "entity": '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e SYSTEM "@FILE@/secret.txt">]>'
    f'<html xmlns="{_XHTML}"><body><p>Le port &e; ne dort pas cette nuit.</p></body></html>',
    "include": f'<html xmlns="{_XHTML}" xmlns:xi="http://www.w3.org/2001/XInclude"><body>'
    '<p>Le port ne dort pas.</p><xi:include href="@FILE@/secret.txt" parse="text"/></body></html>',
    "stylesheet-instruction": '<?xml-stylesheet type="text/xsl" href="@HTTP@/a.xsl"?>'
    + PAGE.format(head="", body="<p>x</p>"),
    "server-side": PAGE.format(head="", body='<!--#include file="@DIR@/secret.txt" --><p>x</p>'),
}
"""Pages of the web, as they are pasted or saved."""

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TEXT = "<w:p><w:r><w:t>Le port ne dort pas, et la ville non plus.</w:t></w:r></w:p>"


@dataclass(frozen=True, slots=True)
class Word:
    """A Word file: what stands in its body, its arrows, what stands before its root, and further parts."""

    body: str = ""
    arrows: str = ""
    before: str = ""
    parts: Mapping[str, str] | None = None

    def packed(self, fill: object) -> bytes:
        """The file, its lures filled in by `fill`."""
        assert callable(fill)
        arrow = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{arrow}</Relationships>',
            "word/document.xml": f"{self.before}<w:document {_W}><w:body>{_TEXT}{self.body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{self.arrows}</Relationships>',
            **(self.parts or {}),
        }
        return zipped({fill(name): fill(text).encode() for name, text in parts.items()})


def _arrow(kind: str, target: str, mode: str = ' TargetMode="External"') -> str:
    return f'<Relationship Id="rId9" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def _drawing(how: str) -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:{how}="rId9"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _field(code: str) -> str:
    return f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'


WORD: Mapping[str, Word] = {
    "linked-image": Word(_drawing("link"), _arrow("image", "@FILE@/secret.png")),
    "linked-image-http": Word(_drawing("link"), _arrow("image", "@HTTP@/a.png")),
    "embedded-image-outside": Word(_drawing("embed"), _arrow("image", "@FILE@/secret.png")),
    "embedded-image-up": Word(_drawing("embed"), _arrow("image", "@UP@/secret.png", "")),
    "embedded-image-absolute": Word(_drawing("embed"), _arrow("image", "@DIR@/secret.png", "")),
    "old-image": Word(
        '<w:p><w:r><w:pict><v:imagedata r:id="rId9"/></w:pict></w:r></w:p>',
        _arrow("image", "@FILE@/secret.png"),
    ),
    "entity": Word(
        "<w:p><w:r><w:t>&amp;e;</w:t></w:r></w:p>".replace("&amp;", "&"),
        "",
        '<!DOCTYPE d [<!ENTITY e SYSTEM "@FILE@/secret.txt">]>',
    ),
    "entity-parameter": Word("", "", '<!DOCTYPE d [<!ENTITY % e SYSTEM "@FILE@/secret.xml"> %e;]>'),
    "external-dtd": Word("", "", '<!DOCTYPE d SYSTEM "@HTTP@/a.dtd">'),
    "template": Word("", _arrow("attachedTemplate", "@HTTP@/a.dotm")),
    "alternative-chunk": Word('<w:altChunk r:id="rId9"/>', _arrow("aFChunk", "@FILE@/secret.txt")),
    "sub-document": Word('<w:p><w:subDoc r:id="rId9"/></w:p>', _arrow("subDocument", "@FILE@/secret.txt")),
    "frame": Word("", _arrow("frame", "@HTTP@/a.html")),
    "object": Word("", _arrow("oleObject", "@FILE@/secret.txt")),
    "field-picture": Word(_field("INCLUDEPICTURE &quot;@FILE@/secret.png&quot; \\d")),
    "field-text": Word(_field("INCLUDETEXT &quot;@DIR@/secret.txt&quot;")),
    "field-dde": Word(_field("DDEAUTO sh &quot;-c cat @DIR@/secret.txt&quot;")),
    "field-import": Word(_field("IMPORT &quot;@DIR@/secret.txt&quot;")),
    "styles-entity": Word(
        "",
        _arrow("styles", "styles.xml", ""),
        "",
        {"word/styles.xml": '<!DOCTYPE s [<!ENTITY e SYSTEM "@FILE@/secret.txt">]><s>&e;</s>'},
    ),
    "part-outside": Word("", "", "", {"../../../../..@DIR@/new.txt": "x"}),
}
"""Word files."""

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_O = (
    f'xmlns:office="{_ODF}office:1.0" xmlns:text="{_ODF}text:1.0" xmlns:draw="{_ODF}drawing:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def _flat(body: str, before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<office:document {_O} '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f"<text:p>Le port ne dort pas, et la ville non plus.</text:p>{body}</office:text></office:body></office:document>"
    )


def _frame(target: str) -> str:
    return f'<text:p><draw:frame><draw:image xlink:href="{target}"/></draw:frame></text:p>'


OPEN: Mapping[str, str] = {
    "image-file": _flat(_frame("@FILE@/secret.png")),
    "image-http": _flat(_frame("@HTTP@/a.png")),
    "image-up": _flat(_frame("@UP@/secret.png")),
    "entity": _flat("<text:p>&e;</text:p>", '<!DOCTYPE d [<!ENTITY e SYSTEM "@FILE@/secret.txt">]>'),
    "external-dtd": _flat("", '<!DOCTYPE d SYSTEM "@HTTP@/a.dtd">'),
    "section-source": _flat(
        '<text:section><text:section-source xlink:href="@FILE@/secret.txt"/><text:p>x</text:p></text:section>'
    ),
    "object": _flat(
        '<text:p><draw:frame><draw:object xlink:href="@FILE@/secret.txt"/></draw:frame></text:p>'
    ),
    "script": _flat(
        '<office:scripts><office:script>Shell("cat @DIR@/secret.txt")</office:script></office:scripts>'
    ),
}
"""Flat OpenDocument texts; the same in a package is in `packed_open`."""


def packed_open(flat: str) -> bytes:
    """The same text in a package."""
    content = flat.replace("office:document ", "office:document-content ").replace(
        "</office:document>", "</office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def _rtf(inside: str) -> str:
    return "{\\rtf1\\ansi\\pard Le port ne dort pas, et la ville non plus.\\par " + inside + "\\par}"


RTF: Mapping[str, str] = {
    "field-picture": _rtf('{\\field{\\*\\fldinst INCLUDEPICTURE "@FILE@/secret.png"}{\\fldrslt x}}'),
    "field-text": _rtf('{\\field{\\*\\fldinst INCLUDETEXT "@DIR@/secret.txt"}{\\fldrslt x}}'),
    "field-link": _rtf('{\\field{\\*\\fldinst HYPERLINK "@FILE@/secret.txt"}{\\fldrslt x}}'),
    "template": _rtf("{\\*\\template @HTTP@/a.dotm}"),
    "object": _rtf("{\\object\\objautlink\\objupdate{\\*\\objdata 00}{\\result x}}"),
    "file-table": _rtf("{\\*\\filetbl{\\file\\fid1 @DIR@/secret.txt}}{\\subdocument1}"),
}
"""Texts of the old format of Word."""

EXPORT: Mapping[str, str] = {
    "entity": '<!DOCTYPE rss [<!ENTITY e SYSTEM "@FILE@/secret.txt">]>',
    "entity-http": '<!DOCTYPE rss [<!ENTITY e SYSTEM "@HTTP@/a">]>',
    "entity-parameter": '<!DOCTYPE rss [<!ENTITY % e SYSTEM "@FILE@/secret.xml"> %e;]>',
    "external-dtd": '<!DOCTYPE rss SYSTEM "@HTTP@/a.dtd">',
}
"""What stands before the root of an export of WordPress."""

POSTS: Mapping[str, str] = {
    "image": '<p>Le port ne dort pas.</p><img src="@FILE@/secret.png">',
    "shortcode": '<p>Le port ne dort pas.</p>[caption]<img src="@HTTP@/a.png">[/caption][include file="@DIR@/secret.txt"]',
    "embed": '<p>Le port ne dort pas.</p><!-- wp:embed {"url":"@HTTP@/a"} --><figure>@HTTP@/a</figure>',
}
"""The texts of its entries."""

NAMES = (
    "../escaped.txt",
    "..\\escaped.txt",
    "/escaped.txt",
    "a/../../escaped.txt",
    "C:\\escaped.txt",
    "a.txt\0b",
)
"""Names in an archive that lead out of it."""

SETTINGS: Mapping[str, str] = {
    "layout": 'layout = "@UP@"',
    "layout-absolute": 'layout = "@DIR@"',
    "cover": 'cover = "@DIR@/secret.png"',
    "cover-up": 'cover = "photos/@UP@/secret.png"',
    "identifier": 'identifier = "<img src=\\"@FILE@/secret.png\\">"',
    "title": "subtitle = \"{{ lipsum.__globals__.os.popen(1) }}<img src='@FILE@/secret.png'>\"",
    "description": 'description = "<style>@import url(@FILE@/secret.css)</style>"',
}
"""Keys of [book] that somebody was told to paste."""
