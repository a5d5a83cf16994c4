"""E-books to findings about their pictures: each in its place, of a kind that every reader shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote

from anthology import records
from anthology.cache import digest
from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import EpubFile, fault
from anthology.checks.epub_media import KINDS, Picture, alike, read_picture
from anthology.checks.epub_package import ManifestItem
from anthology.checks.epub_page import XHTML
from anthology.model import Finding

_MODES = frozenset({"RGB", "RGBA", "L", "LA", "P", "1"})
_ANOTHER = "make the book again; if this comes back, report it as a fault of the tool"


def fit(case: Case) -> Iterator[Finding]:
    """Whether every reader can show each picture, in the room that its document keeps for it."""
    for file in case.epubs.values():
        items = {item.path: item for item in file.manifest}
        for path, picture in file.pictures.items():
            for what in _unfit(picture, items[path]) if picture.opens else ():
                yield fault(file, "epub-picture-unfit", what, path)
        yield from _sized(file)


def _unfit(picture: Picture, item: ManifestItem) -> Iterator[str]:
    if KINDS.get(item.media_type) != picture.kind:
        yield f"the manifest calls it {item.media_type}, and it is a {picture.kind} picture"
    if picture.mode not in _MODES:
        yield f"its colours are told as {picture.mode}, which screens do not show alike"
    if picture.frames > 1:
        yield "it moves: it may harm readers"


def _sized(file: EpubFile) -> Iterator[Finding]:
    """Whether what documents say of the size of a picture is true."""
    for path, page in file.pages.items():
        for shown in page.pictures:
            picture, said = file.pictures.get(shown.path), (shown.width, shown.height)
            if picture is None or not picture.opens or said == (None, None):
                continue
            if said != (str(picture.width), str(picture.height)):
                name = shown.path.rpartition("/")[2]
                what = f"{name} is said to be {said[0]} × {said[1]} pixels, and is not"
                yield fault(file, "epub-picture-unfit", what, path)


def same(case: Case) -> Iterator[Finding]:
    """Whether each place shows the picture of the book that belongs there, whole and in its colours."""
    file = case.epubs.get(EPUB)
    if file is None or not case.pictures:
        return
    known: dict[str, Picture] = {}
    for section in case.sections("ebook"):
        home = file.homes.get(section.id)
        rendered = case.shown.get(section.id)
        if home is None or rendered is None or b"<img" not in rendered.xhtml:
            continue
        names = [unquote(image.get("src", "")) for image in rendered.root().iter(f"{XHTML}img")]
        shown = [one.path for one in file.pages[home].pictures]
        for name, path in zip(names, shown, strict=False):
            if name in case.pictures and not alike(_original(case, known, name), _there(file, path)):
                what = f"{path.rpartition('/')[2]} does not show what {name} shows"
                yield fault(file, "epub-picture-differs", what, home, _ANOTHER)


def _there(file: EpubFile, path: str) -> Picture:
    return file.pictures.get(path, Picture(opens=False))


def _original(case: Case, known: dict[str, Picture], name: str) -> Picture:
    if name not in known:
        data = case.pictures[name]
        known[name] = case.cache.remember(
            "picture of the book",
            digest(data),
            lambda: read_picture(data),
            dump=records.dump,
            load=partial(records.load, Picture),
        )
    return known[name]
