"""E-books to findings about what guides a reader inside a page: language, headings, links, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from lxml import etree

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import XHTML, XML, EpubFile, fault, is_local, resolved, spaced, types
from anthology.model import Finding

_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))


def languages(case: Case) -> Iterator[Finding]:
    """Whether each document says its language twice alike, and the right one."""
    for file in case.epubs.values():
        for path, root in file.documents.items():
            if not root.get("lang") or root.get("lang") != root.get(f"{XML}lang"):
                yield fault(file, "epub-language-missing", "a document does not say its language", path)
        for section in case.sections("ebook") if file.name == EPUB else ():
            place = file.document_of(section.id)
            if place and place[1].get("lang", section.language) != section.language:
                said = place[1].get("lang")
                yield fault(
                    file, "epub-language-wrong", f"it says {said!r}, not {section.language!r}", place[0]
                )


def structure(case: Case) -> Iterator[Finding]:
    """Whether ids are one each, headings step down one at a time, titles and descriptions are there."""
    for file in case.epubs.values():
        for path, root in file.documents.items():
            ids = Counter(str(part.get("id")) for part in root.iter("{*}*") if part.get("id"))
            for id_ in (id_ for id_, count in ids.items() if count > 1):
                yield fault(file, "epub-id-twice", f"the id {id_!r} stands twice", path)
            title = root.find(f"{XHTML}head/{XHTML}title")
            if title is None or not spaced(title):
                yield fault(file, "epub-title-missing", "a document has no title", path)
            levels = [int(str(part.tag)[-1]) for part in root.iter(*_HEADINGS)]
            if any(low - high > 1 for high, low in pairwise(levels)):
                yield fault(file, "epub-headings-skip", "a heading is more than one level below", path)
            for image in root.iter(f"{XHTML}img"):
                if not _is_described(image):
                    name = image.get("src", "").rpartition("/")[2]
                    hint = "describe it: ![what it shows](photos/…)"
                    message = f"nothing says what the picture {name} shows"
                    yield fault(file, "epub-alt-missing", message, path, hint)


def _is_described(image: etree._Element) -> bool:
    """False for a picture without a description, and for one that is described by the name of its file.

    A picture that stands for itself (a figure) is not decoration: its description is not empty either.
    """
    alt, name = image.get("alt"), image.get("src", "").rpartition("/")[2]
    if alt is None or (name and alt.strip() in {name, name.rpartition(".")[0]}):
        return False
    return bool(alt.strip()) or next(image.iterancestors(f"{XHTML}figure"), None) is None


def links(case: Case) -> Iterator[Finding]:
    """Whether every address inside the e-book leads somewhere."""
    for file in case.epubs.values():
        ids = {path: _ids(root) for path, root in file.documents.items()}
        for path, href in _addresses(file):
            if href and is_local(href) and not _leads(file, ids, path, href):
                yield fault(file, "epub-link-broken", f"{href!r} leads nowhere", path)


def _addresses(file: EpubFile) -> Iterator[tuple[str, str]]:
    """Each address with the file that holds it: of documents, and of style sheets."""
    for path, root in file.documents.items():
        yield from ((path, part.get(key, "")) for part in root.iter("{*}*") for key in ("href", "src"))
    for path, data in file.files.items():
        if path.endswith(".css"):
            yield from ((path, href) for href in _URL.findall(data.decode("utf-8", "replace")))


def _ids(root: etree._Element) -> frozenset[str]:
    return frozenset(str(part.get("id")) for part in root.iter("{*}*") if part.get("id"))


def _leads(file: EpubFile, ids: Mapping[str, frozenset[str]], path: str, href: str) -> bool:
    target, fragment = resolved(path, href), href.partition("#")[2]
    return target in file.files and (not fragment or fragment in ids.get(target, {fragment}))


def notes(case: Case) -> Iterator[Finding]:
    """Whether each call leads to its own note, and each note back to its call."""
    for file in case.epubs.values():
        for path, root in file.documents.items():
            by_id = {str(part.get("id")): part for part in root.iter("{*}*") if part.get("id")}
            calls = [link for link in root.iter(f"{XHTML}a") if "noteref" in types(link)]
            called = [call.get("href", "").removeprefix("#") for call in calls]
            for call, target in zip(calls, called, strict=True):
                if what := _note_fault(call, by_id.get(target)):
                    yield fault(file, "epub-note-broken", f"the note call {spaced(call)!r} {what}", path)
            for id_, part in by_id.items():
                if "footnote" in types(part) and called.count(id_) != 1:
                    yield fault(
                        file, "epub-note-broken", f"the note “{spaced(part)[:40]}” is not called once", path
                    )


def _note_fault(call: etree._Element, note: etree._Element | None) -> str:
    if note is None or "footnote" not in types(note):
        return "leads to no note"
    back = [link for link in note.iter(f"{XHTML}a") if link.get("href") == f"#{call.get('id')}"]
    if not back:
        return "has a note that does not lead back to it"
    if spaced(back[0]).strip(".†* ") != spaced(call).strip(".†* "):
        return f"leads to the note {spaced(back[0])!r}"
    return ""
