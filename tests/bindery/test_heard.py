"""Two books as a checker hears them that looks for what a validator cannot see.

`outloud` (Apache-2.0) reads tags, content and words, and says where they do not fit. What it says of these
books is in `EXPLAINED`, with the reason why it stands; anything else is a fault.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import outloud
import pikepdf
import pytest
from anthology import building, config
from anthology.writers.making import Making
from anthology.writers.pdf import write_pdf
from tests import kept, picture_book
from tests.verapdf import verdicts

CONTENT = Path(__file__).resolve().parents[2] / "content"

# Each rule that speaks, and why what it says is no fault.
EXPLAINED = {
    "ORD-001": (
        "pages are painted in the order of style sheets: positioned lines of the contents and marks of lists "
        "after the rest, notes at the foot. What is read goes by the tags, where a note follows its paragraph"
    ),
    "TAG-002": (
        "the running head of one page is a title, which stands on the first page of its piece as a heading; "
        "as an artifact of pagination it is not read again on every page (ISO 14289-1, 7.8)"
    ),
}


def _made(content: Path) -> bytes:
    read = building.read(content, config.load(content))
    return write_pdf(Making(read.composition.book, read.layout, read.photos, cache=kept.results())).data


@cache
def book(name: str) -> bytes:
    if name == "class":
        return _made(CONTENT)
    with TemporaryDirectory() as folder:
        return _made(picture_book.content(Path(folder)))


EACH = pytest.mark.parametrize("name", ["class", "pictures"])


@EACH
def test_all_that_is_heard_is_explained(name: str, tmp_path: Path) -> None:
    file = tmp_path / "book.pdf"
    file.write_bytes(book(name))
    said = outloud.check(str(file))
    assert (said.error, said.stats["tagged"]) == (None, True)
    assert [(one.rule, one.message) for one in said.findings if one.rule not in EXPLAINED] == []


def test_a_fault_is_heard(tmp_path: Path) -> None:
    file = tmp_path / "book.pdf"
    file.write_bytes(book("pictures"))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure":
                del one["/Alt"]
        pdf.save(file)
    heard = {one.rule for one in outloud.check(str(file)).findings}
    assert heard - set(EXPLAINED)


def test_the_book_of_pictures_keeps_both_standards() -> None:
    told = verdicts([("ua1", book("pictures")), ("2a", book("pictures"))])
    assert [dict(one.failed) for one in told] == [{}, {}]
    assert min(one.checks for one in told) > 10_000
