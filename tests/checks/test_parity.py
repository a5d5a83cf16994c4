"""What stands out on screen is found on paper, also where the end of a page parts it."""

from __future__ import annotations

import pytest
from anthology.checks.case import Rendered
from anthology.checks.parity import same_parts
from anthology.checks.pdf_sections import SetSection
from anthology.checks.things import MadeSection, ShownPage
from anthology.finished import PdfPage
from anthology.model import Matter, Section
from lxml import etree

CONTENTS = Section("contents", "contents", Matter.FRONT, "Contents", "en")
NAMES = "Ada Roy, Amélie Marsan, Inès Causse, Marie Tessier"
DOCUMENT = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p class="byline">{NAMES}</p></body></html>'


def found(*pages: str) -> list[str]:
    """What is found where the pages of a section read so."""
    made = MadeSection(
        CONTENTS,
        draft=False,
        printed=Rendered(DOCUMENT.encode()),
        set=SetSection(CONTENTS, 0, tuple(PdfPage(str(n), text, 148, 210) for n, text in enumerate(pages))),
        shown=None,
        page=ShownPage("a.xhtml", "", None),  # type: ignore[arg-type]
        promised=(),
    )
    vars(made)["page_tree"] = etree.fromstring(DOCUMENT)
    return [one.message for one in same_parts(made)]


@pytest.mark.parametrize(
    "pages",
    [
        (NAMES,),
        (f"Le port {NAMES} 12",),
        ("Ada Roy, Amélie Marsan, Inès", "Causse, Marie Tessier"),
        # The line above the names is drawn behind them.
        ("Ada Roy, Amélie Marsan, Inès\r\nLe port 12", "Causse, Marie Tessier"),
        ("Le quai 10", "Ada Roy, Amélie\r\nLe port 12", "Marsan, Inès Causse, Marie\r\nx", "Tessier"),
    ],
)
def test_a_credit_may_be_parted_by_the_end_of_a_page(pages: tuple[str, ...]) -> None:
    assert found(*pages) == []


@pytest.mark.parametrize(
    "pages",
    [
        ("Ada Roy, Amélie Marsan, Causse, Marie Tessier",),
        ("Ada Roy, Amélie Marsan,", "Causse, Marie Tessier"),
        ("Ada Roy, Amélie Marsan, Inès\r\nLe port 12", "Causse, Marie"),
        ("Ada Roy, Amélie Marsan, Inès", "Le port", "Causse, Marie Tessier"),
        ("Causse, Marie Tessier", "Ada Roy, Amélie Marsan, Inès"),
        ("Ada Roy", "Le port"),
    ],
)
def test_a_credit_that_lacks_a_name_is_told(pages: tuple[str, ...]) -> None:
    (message,) = found(*pages)
    assert "is not on paper as one" in message
