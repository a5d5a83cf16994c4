"""Ways to spoil one of two finished files: what paper and screen then do not say alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pikepdf
from anthology.checks import Case
from tests.checks.cases import unpacked, with_epub, with_files, with_pdf

PORT, NAV, NCX = "EPUB/text/article-port.xhtml", "EPUB/nav.xhtml", "EPUB/toc.ncx"
CONTENTS = "iv"


def counted_anew(file: pikepdf.Pdf) -> None:
    """Let a viewer call the first page of the text page 2."""
    file.Root.PageLabels.Nums[3].St = 2


def unbookmarked(file: pikepdf.Pdf) -> None:
    with file.open_outline() as outline:
        del outline.root[2]


def without_contents(file: pikepdf.Pdf) -> None:
    (page,) = (one for one in file.pages if str(one.label) == CONTENTS)
    page.obj.Contents = file.make_stream(b"")


def moved(name: str, what: str, before: str) -> Case:
    """The good case with something of a document of the e-book put before something else of it."""
    text = unpacked()[name].decode()
    assert text.count(what) == 1
    assert before in text
    changed = text.replace(what, "").replace(before, what + before, 1)
    return with_files({**unpacked(), name: changed.encode()})


MARK = '<span epub:type="pagebreak" role="doc-pagebreak" id="folio-3" aria-label="3"></span>'
"""Where page 3 begins: before the title of the article."""

ANSWER = (
    '<p class="answer" id="article-port--b3"><span class="speaker">Guillaume Clouté</span> On s’y fait, '
    "<em>presque</em> toujours.</p>"
)
QUESTION = '<p class="question" id="article-port--b1">'
HEADING = 'id="article-port--b5">Une nuit d’août'
CALL = (
    '<a href="#article-port--note1" id="article-port--note1-call" class="noteref" epub:type="noteref" '
    'role="doc-noteref">2</a>'
)

MUTANTS: Mapping[str, tuple[Callable[[], Case], ...]] = {
    "epub-page-misplaced": (
        lambda: with_epub((PORT, MARK, "")),
        lambda: moved(PORT, MARK, '<p class="byline">'),
        lambda: moved(PORT, MARK, QUESTION),
        lambda: with_epub((PORT, MARK, MARK.replace('"3"', '"33"'))),
        lambda: with_epub((PORT, MARK, MARK + MARK.replace("3", "5"))),
        lambda: with_epub((PORT, MARK, MARK.replace("3", "4") + MARK)),
        lambda: with_pdf(counted_anew),
    ),
    "contents-disagree": (
        lambda: with_pdf(unbookmarked),
        lambda: with_pdf(without_contents),
        lambda: with_epub((NAV, "Silences</a>", "Silence</a>")),
        lambda: with_epub((NCX, "<text>Silences</text>", "<text>Silence</text>")),
        lambda: with_epub((PORT, 'medium">Élisa Tamalet', 'medium">Tamalet')),
    ),
    "parity-order": (
        lambda: moved(PORT, ANSWER, QUESTION),
        lambda: with_epub((PORT, "Nous sommes quatre, et le port", "Nous quatre sommes, et le port")),
    ),
    "parity-parts": (
        lambda: with_epub((PORT, "Zoë L’Haÿ.", "L’Haÿ Zoë.")),
        lambda: with_epub((PORT, "Une nuit d’août</h3>", "D’août une nuit</h3>")),
        lambda: with_epub((PORT, f"<h3 {HEADING}</h3>", f"<p {HEADING}</p>")),
        lambda: moved(PORT, CALL, " bateaux sont"),
        lambda: with_epub((PORT, 'href="#article-port--photo1" id', 'href="#article-port--note1" id')),
        lambda: with_epub((PORT, '<p class="group">Groupe 5</p>', "")),
        lambda: with_epub((PORT, "Comment l’équipe", "<h3>Comment l’équipe</h3>")),
    ),
}
