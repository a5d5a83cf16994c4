"""Sections as XHTML in, one Typst file out: the same words, faces, page, notes, links, contents and index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from anthology.model import ANCHOR, Metadata
from lxml import etree

_SIGNS = re.compile(r"""([\\#$*_`<>@\[\]~=+\-/"'])""")
_NUMBERED = re.compile(r"^(\s*\d+)\.")
_INLINE = {"em": "emph", "strong": "strong", "sup": "super", "sub": "sub"}
_CLASSES = {"family": "smallcaps", "note": "footnote", "role": "emph", "name": "box"}
_PARAGRAPHS = {"p", "li", "dt", "dd", "figcaption"}
_NAMED = {
    "question": "question", "standfirst": "standfirst", "byline": "byline", "group": "byline",
    "subtitle": "standfirst", "who": "standfirst",
}  # fmt: skip

_PREAMBLE = """\
#set document(title: {title}, author: ())
#let head = context {{
  let side = if calc.even(counter(page).get().first()) {{ left }} else {{ right }}
  let heads = query(selector(heading.where(outlined: true)).before(here()))
  if heads.len() > 0 {{ align(side, text(size: 9pt, emph(heads.last().body))) }}
}}
#set page(width: 148mm, height: 210mm, numbering: "1", header: head,
  margin: (inside: 18mm, outside: 25mm, top: 19mm, bottom: 27mm))
#set text(font: ("Linux Libertine O",), size: 10.5pt, lang: {language}, hyphenate: true,
  number-type: "old-style")
#set par(justify: true, first-line-indent: 1.3em, leading: 0.62em, spacing: 0.62em)
#set smartquote(enabled: false)
#set footnote.entry(gap: 0.4em)
#show footnote.entry: set text(size: 9pt)
#show heading: set text(font: ("Linux Libertine Display O",), weight: "regular", size: 20pt)
#show heading: set text(hyphenate: false)
#show heading: set par(justify: false, first-line-indent: 0pt)
#let opening(recto) = pagebreak(weak: true, to: if recto {{ "odd" }} else {{ none }})
#let title(level, body) = block(height: 96pt, width: 100%, align(bottom, heading(level: level, body)))
#let intertitle(body) = block(above: 1.2em, below: 0.6em, sticky: true, text(weight: "semibold", body))
#let asked(body) = text(font: ("Linux Biolinum O",), weight: "bold", size: 9.8pt, body)
#let question(body) = block(above: 1.2em, below: 0.6em, sticky: true,
  par(justify: false, first-line-indent: 0pt, asked(body)))
#let standfirst(body) = block(par(justify: false, first-line-indent: 0pt, emph(text(size: 11.5pt, body))))
#let byline(body) = block(par(justify: false, first-line-indent: 0pt, text(size: 10pt, body)))
#let pull(body) = block(above: 1.2em, below: 1.2em, inset: (left: 1.3em), breakable: false,
  par(justify: false, first-line-indent: 0pt, emph(text(size: 12.5pt, body))))
#let folio(target) = link(target, context str(counter(page).at(target).first()))
"""


def typst_book(about: Metadata, sections: Sequence[tuple[bool, etree._Element]]) -> str:
    """The sections in order, each with whether it opens on the recto, as one Typst file."""
    labels = {str(section.get("id")) for _, root in sections for section in _sections(root)}
    preamble = _PREAMBLE.format(title=_string(about.title), language=_string(about.language))
    return preamble + "\n".join(_Converter(labels).section(recto, root) for recto, root in sections) + "\n"


def _sections(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter("{*}section")


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def escaped(text: str) -> str:
    """Plain text as Typst's markup for it."""
    return _NUMBERED.sub(r"\1\\.", _SIGNS.sub(r"\\\1", " ".join(text.split("\n"))))


class _Tag(NamedTuple):
    name: str
    classes: frozenset[str]


def _tag(element: etree._Element) -> _Tag:
    return _Tag(etree.QName(element).localname, frozenset((element.get("class") or "").split()))


class _Converter:
    """Turns elements to markup; `labels` are the ids that stand in the file."""

    def __init__(self, labels: set[str]) -> None:
        self.labels = labels

    def section(self, recto: bool, root: etree._Element) -> str:
        """One document, on a new page."""
        (section,) = _sections(root)
        language = _string(root.get("lang") or "fr")
        inside = (
            self.contents(section) if "contents" in _tag(section).classes else "".join(self.blocks(section))
        )
        anchor = "" if _titled(section) else f"#metadata(none) <{section.get('id')}>\n"
        return f"#opening({str(recto).lower()})\n{anchor}#[#set text(lang: {language})\n{inside}]\n"

    def contents(self, section: etree._Element) -> str:
        """Typst gathers the contents itself, as others do from our list."""
        title = "".join(_words(part) for part in section.iterfind("{*}header")).strip()
        return f"#outline(title: [{escaped(title)}], depth: 2) \n"

    def blocks(self, parent: etree._Element) -> Iterator[str]:
        for element in parent:
            yield self.block(element)

    def block(self, element: etree._Element) -> str:
        name, classes = _tag(element)
        if name in ("h1", "h2", "h3") and classes & {"title", "book-title"}:
            return self.title(element)
        if name in ("h2", "h3", "h4"):
            return f"#intertitle[{self.inside(element)}]\n\n"
        if name == "figure":
            return self.figure(element)
        if name == "blockquote":
            return f"#pull[{''.join(self.blocks(element))}]\n\n"
        if name in _PARAGRAPHS and not any(_tag(child).name in ("p", "ul") for child in element):
            wrapper = next((_NAMED[one] for one in _NAMED if one in classes), "")
            text = self.inside(element)
            return f"#{wrapper}[{text}]\n\n" if wrapper else f"{text}\n\n"
        if "letters" in classes or "members" in classes:
            return f"#columns(2)[{''.join(self.blocks(element))}]\n\n"
        return "".join(self.blocks(element))

    def title(self, element: etree._Element) -> str:
        section = next(element.iterancestors("{*}section"))
        level = 2 if _tag(element).name == "h2" else 1
        return f"#title({level})[{self.inside(element)}] <{section.get('id')}>\n\n"

    def figure(self, element: etree._Element) -> str:
        picture = element.find(".//{*}img")
        caption = element.find("{*}figcaption")
        if picture is None:
            return ""
        alt = _string(picture.get("alt") or "")
        shown = f"image({_string(picture.get('src') or '')}, width: 100%, alt: {alt})"
        text = self.inside(caption) if caption is not None else ""
        return f"#figure({shown}, alt: {alt}, numbering: none, caption: [{text}])\n\n"

    def inside(self, element: etree._Element) -> str:
        """The text of an element and of all in it, in one line."""
        parts = [escaped(element.text or "")]
        for child in element:
            parts += [self.inline(child), escaped(child.tail or "")]
        return "".join(parts).strip(" ") if _tag(element).name in _PARAGRAPHS else "".join(parts)

    def inline(self, element: etree._Element) -> str:
        name, classes = _tag(element)
        if name == "br":
            return " \\\n"
        if name == "a":
            return self.link(element)
        if "folio" in classes:
            return self.folio_of(element.getprevious())
        function = next((_CLASSES[one] for one in _CLASSES if one in classes), _INLINE.get(name, ""))
        text = self.inside(element)
        return f"#{function}[{text}]" if function else text

    def link(self, element: etree._Element) -> str:
        target = self.target(element)
        text = _words(element)
        if target and text.isdigit():
            return self.folio_of(element)
        return f"#link(<{target}>)[{self.inside(element)}]" if target else self.inside(element)

    def folio_of(self, link: etree._Element | None) -> str:
        target = self.target(link) if link is not None else ""
        return f"#folio(<{target}>)" if target else ""

    def target(self, link: etree._Element) -> str:
        """The section that a link leads to or into."""
        home = (link.get("href") or "").removeprefix("#").partition(ANCHOR)[0]
        return home if home in self.labels else ""


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _titled(section: etree._Element) -> bool:
    return any(
        _tag(element).classes & {"title", "book-title"} for element in section.iter("{*}h1", "{*}h2", "{*}h3")
    )
