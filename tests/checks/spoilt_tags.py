"""One book for each fault of its tags: what each code of `checks/pdf_tags.py` must find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pikepdf
from anthology.checks.case import Case
from tests.checks import cases


def _first(file: pikepdf.Pdf, kind: str) -> Any:
    """The first tag of a kind."""
    found = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == kind]
    return found[0]


def _without(kind: str, key: str, file: pikepdf.Pdf) -> None:
    del _first(file, kind)[key]


def _packet(old: bytes, new: bytes, file: pikepdf.Pdf) -> None:
    packet: Any = file.Root.Metadata
    data = packet.read_bytes()
    assert old in data
    packet.write(data.replace(old, new))


def _no_colours(file: pikepdf.Pdf) -> None:
    del file.Root.OutputIntents


def _no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def _link(name: bytes, file: pikepdf.Pdf) -> None:
    links = [note for page in file.pages for note in page.obj.get("/Annots", [])]
    links[0].Contents = pikepdf.String(name.decode())


def _deep_heading(file: pikepdf.Pdf) -> None:
    _first(file, "/H1").S = pikepdf.Name("/H3")


def _drawn(content: bytes, file: pikepdf.Pdf) -> None:
    file.pages[4].contents_add(content)


def _circle(file: pikepdf.Pdf) -> None:
    """A tag that is no dictionary any more."""
    _first(file, "/Sect").K = pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name("/P"), Pg=7)])


def _spoilt(*deeds: Callable[[pikepdf.Pdf], None]) -> tuple[Callable[[], Case], ...]:
    return tuple(partial(cases.with_pdf, deed) for deed in deeds)


MUTANTS: Mapping[str, tuple[Callable[[], Case], ...]] = {
    "pdf-not-archival": _spoilt(
        partial(_packet, b'pdfaid:part="2"', b'pdfaid:part="4"'),
        partial(_packet, b'conformance="A"', b'conformance="U"'),
        partial(_packet, b'pdfuaid:part="1"', b'pdfuaid:part="2"'),
        _no_colours,
    ),
    "pdf-language-missing": _spoilt(_no_language),
    "pdf-figure-undescribed": _spoilt(partial(_without, "/Figure", "/Alt")),
    "pdf-link-unnamed": _spoilt(partial(_link, b""), partial(_link, b"  ")),
    "pdf-note-unnamed": _spoilt(partial(_without, "/Note", "/ID")),
    "pdf-headings-skip": _spoilt(_deep_heading),
    "pdf-content-untagged": _spoilt(
        partial(_drawn, b"BT [<0003>] TJ ET"),
        partial(_drawn, b"/Artifact BMC EMC BT (in (the) mark /Span BMC) Tj ET"),
        _circle,
    ),
}
