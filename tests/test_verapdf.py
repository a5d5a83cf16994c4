"""veraPDF is really asked: it finds what is taken out of a file that keeps all rules."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from anthology.bindery.jobs import Job
from tests.bindery.sheets import TABLE, bound_alone, document, picture, press
from tests.verapdf import Verdict, verdicts


def whole() -> bytes:
    body = f'<h1 id="a">Titre</h1><p><a href="#a">ici</a> <img src="x.png" alt="x"/></p>{TABLE}'
    return bound_alone(press(), Job("s", document(body), "recto", {"x.png": picture()}))


def without(take: Callable[[Any], object]) -> bytes:
    """The same file after something was done to it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole())) as pdf:
        take(pdf)
        pdf.save(target)
    return target.getvalue()


def no_language(pdf: Any) -> None:
    del pdf.Root.Lang


def no_packet(pdf: Any) -> None:
    del pdf.Root.Metadata


def no_archive(pdf: Any) -> None:
    packet = pdf.Root.Metadata
    said = packet.read_bytes()
    assert b'pdfaid:part="2" ' in said
    packet.write(said.replace(b'pdfaid:part="2" ', b""))


def no_tags(pdf: Any) -> None:
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def no_fonts(pdf: Any) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/FontFile3" in one:
            del one["/FontFile3"]


def no_words_for_pictures(pdf: Any) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/Alt" in one:
            del one["/Alt"]


def no_headings(pdf: Any) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/H1":
            one.S = pikepdf.Name("/H3")


# What is done to the file, and rules that must fail then (clause and test of ISO 14289-1 as veraPDF counts).
DEEDS: dict[str, tuple[Callable[[Any], None], set[str]]] = {
    "no language": (no_language, {"7.2-34"}),
    "no packet": (no_packet, {"7.1-8"}),
    "no tags": (no_tags, {"7.1-11", "6.2-1", "7.1-3"}),
    "no fonts": (no_fonts, {"7.21.4.1-1"}),
    "no words for pictures": (no_words_for_pictures, {"7.3-1"}),
    "headings out of order": (no_headings, {"7.4.2-1"}),
}


@pytest.fixture(scope="module")
def told() -> dict[str, Verdict]:
    """What is said of the whole file, and of each that something was done to: Java is started once."""
    deeds = [("ua1", without(deed)) for deed, _ in DEEDS.values()]
    files = [("ua1", whole()), ("2a", whole()), ("2a", without(no_archive)), *deeds]
    return dict(zip(("whole", "as an archive", "no archive", *DEEDS), verdicts(files), strict=True))


def test_a_file_that_keeps_all_rules_is_told_so(told: dict[str, Verdict]) -> None:
    assert dict(told["whole"].failed) == {}
    assert told["whole"].checks > 100


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_done_to_a_file_is_found(told: dict[str, Verdict], deed: str) -> None:
    assert DEEDS[deed][1] <= set(told[deed].failed)
    assert all(count > 0 for count in told[deed].failed.values())


def test_it_is_an_archive_too_unless_it_does_not_say_so(told: dict[str, Verdict]) -> None:
    """A file that does not say of which part it is is no archive (ISO 19005-2, 6.6.4)."""
    assert dict(told["as an archive"].failed) == {}
    assert told["as an archive"].checks > 100
    assert "6.6.4-2" in told["no archive"].failed
