"""E-books to findings about what could run, or be fetched from afar."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from anthology.checks.case import Case
from anthology.checks.epub_file import fault, is_local
from anthology.model import Finding

_ACTIVE = frozenset(
    {"script", "iframe", "object", "embed", "form", "input", "button", "select", "textarea", "base", "audio"}
    | {"video", "foreignObject"}
)
_ADDRESSES = frozenset({"href", "src", "srcset", "poster", "action", "data", "background", "cite"})
_LINKED = frozenset({"http", "https", "mailto"})
_OUTSIDE = ("http:", "https:", "//", "file:", "data:", "javascript:", "@import")


def harmless(case: Case) -> Iterator[Finding]:
    """Whether nothing can run, and nothing is fetched from afar."""
    for file in case.epubs.values():
        for path, root in file.documents.items():
            for what in dict.fromkeys(_active(root)):
                yield fault(file, "epub-active", f"the document holds {what}", path)
        for path, data in file.files.items():
            if path.endswith(".css"):
                text = data.decode("utf-8", "replace").casefold()
                for word in _OUTSIDE:
                    if f"url({word}" in "".join(text.replace("'", "").replace('"', "").split()) or (
                        word == "@import" and word in text
                    ):
                        yield fault(file, "epub-active", f"a style sheet fetches {word}…", path)


def _active(root: etree._Element) -> Iterator[str]:
    for element in root.iter("{*}*"):
        name = etree.QName(element).localname
        if name in _ACTIVE:
            yield f"a <{name}> element"
        if name == "meta" and element.get("http-equiv", "").casefold() == "refresh":
            yield "a page that turns by itself"
        for key, value in element.attrib.items():
            attribute, address = etree.QName(key).localname, str(value).strip()
            if attribute.startswith("on"):
                yield f"a script in {attribute}"
            elif attribute in _ADDRESSES and not is_local(address):
                link = attribute == "href" and name == "a"
                if not (link and address.partition(":")[0].lower() in _LINKED):
                    yield f"the address {address[:60]!r}"
