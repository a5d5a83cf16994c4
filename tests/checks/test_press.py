"""Finished files for a press, judged by what they say they are, in a book and alone."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from anthology.cache import Cache
from anthology.checks import press
from anthology.checks.case import Case
from anthology.checks.pdf_file import read_pdf
from anthology.cli import main
from anthology.model import Severity
from click.testing import CliRunner
from tests.prepress import plates

LINE = b"0 0 0 rg 10 10 40 40 re f"


def good() -> bytes:
    return plates.sheet(plates.job(standard="pdf/x-1a"), plates.drawn(LINE))


def linked() -> bytes:
    """The same with a link on its page."""
    with pikepdf.open(io.BytesIO(good())) as pdf:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
        pdf.pages[0].obj.Annots = pikepdf.Array([link])
        return plates.saved(pdf, force_version="1.4")


def found(name: str, data: bytes, **case: object) -> list[tuple[str, Severity]]:
    return [(one.code, one.severity) for one in press.rules(Case(outputs={name: data}, **case))]  # type: ignore[arg-type]


MEETS = ("press-rules", Severity.REMARK)


def test_a_good_file_meets_our_rules_and_is_not_called_certified() -> None:
    (one,) = press.rules(Case(outputs={"press.pdf": good()}))
    assert "meets our 36 rules" in one.message or "meets our 35 rules" in one.message
    assert "certified" in one.message


def test_what_breaks_a_rule_is_told_with_its_page_and_what_to_do() -> None:
    first, verdict = press.rules(Case(outputs={"press.pdf": linked()}))
    assert (first.code, first.severity, first.file, first.page) == (
        "press-annotation", Severity.ERROR, "press.pdf", "1",
    )  # fmt: skip
    assert first.hint
    assert "of our" in verdict.message


def test_a_file_of_another_name_is_judged_where_it_says_that_it_is_for_a_press() -> None:
    assert ("press-annotation", Severity.ERROR) in found("sent.pdf", linked())
    assert found("book.pdf", plates.drawn(b"1 0 0 rg 1 1 1 1 re f")) == []


def test_a_file_alone_is_called_by_what_it_says_it_is() -> None:
    cover = plates.sheet(plates.job(part="cover"), plates.drawn(LINE))
    assert press.called(good(), ".pdf") == "press.pdf"
    assert press.called(cover, ".pdf") == "cover.pdf"
    assert press.called(plates.drawn(LINE), ".pdf") == "book.pdf"
    assert press.called(b"PK", ".epub") == "book.epub"


def test_what_the_writer_told_already_is_not_told_again() -> None:
    def coarse(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        picture = plates.image(pdf, bytes(range(48)), (4, 4))
        return pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/i1": picture}))

    data = plates.sheet(plates.job(), plates.drawn(b"q 99 0 0 99 0 0 cm /i1 Do Q", coarse))
    assert ("press-resolution", Severity.WARNING) in found("press.pdf", data)
    assert found("press.pdf", data, read={"press.pdf": read_pdf("press.pdf", data)}) == [MEETS]


def test_an_answer_that_was_kept_is_the_same() -> None:
    cache = Cache()
    assert found("press.pdf", linked(), cache=cache) == found("press.pdf", linked(), cache=cache)
    assert found("press.pdf", good(), cache=cache) == [MEETS]


@pytest.mark.parametrize(("data", "status"), [(good, 0), (linked, 1)])
def test_the_command_judges_a_file_alone(data: object, status: int, tmp_path: Path) -> None:
    path = tmp_path / "press.pdf"
    path.write_bytes(data())  # type: ignore[operator]
    said = CliRunner().invoke(main, ["check", str(path)])
    assert ("press-annotation" in said.output) == (status == 1)
    assert (said.exit_code != 0) == (status == 1)
    assert "certified" in said.output
