"""Questions asked about the sources, the book and the finished files: one check, one question.

`CHECKS` is the table, in the order a person would want to read the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from anthology.checks import (
    articles,
    booklet,
    characters,
    contents,
    cover,
    decisions,
    epub_container,
    epub_devices,
    epub_harmless,
    epub_markup,
    epub_metadata,
    epub_navigation,
    epub_pages,
    epub_pictures,
    epub_reading,
    epub_words,
    fonts,
    offprints,
    paper_pages,
    parity,
    pdf,
    photographs,
    preflight,
    press,
    submissions,
    typography,
    validators,
)
from anthology.checks.asking import Answers, Check, begun
from anthology.checks.case import Case
from anthology.checks.things import FOLIOS, MADE, PRINTED, TEXT_FILES, before_pages
from anthology.halves import Ahead
from anthology.model import Finding

__all__ = ["CHECKS", "Case", "Check", "alone", "asked", "begin", "by_programs", "run", "typed"]

CHECKS: tuple[Check, ...] = (
    # --- what people sent in, and what they decided ---
    Check(
        "decisions",
        "What nobody decided is printed as it was sent in.",
        ("decision-open",),
        decisions.open_decisions,
    ),
    Check(
        "orphaned-answers",
        "An answer that nothing asks for any more has no effect.",
        ("decision-orphaned",),
        decisions.orphaned_answers,
    ),
    Check(
        "ledger",
        "Without the account of the import nobody can say that no word was lost.",
        ("ledger-unreadable",),
        submissions.readable,
        submissions.ACCOUNT,
    ),
    Check(
        "submissions",
        "A file that came or changed after the import is not in the book.",
        ("submission-not-imported", "submission-changed", "submission-missing"),
        submissions.imported,
    ),
    Check(
        "words-of-submissions",
        "Every word that was sent in has exactly one fate.",
        ("ledger-unbalanced", "ledger-undecided"),
        submissions.accounted,
        submissions.ACCOUNT,
    ),
    # --- articles ---
    Check("empty-articles", "A title alone is not an article.", ("article-empty",), articles.empty),
    Check(
        "authors",
        "Who wrote an article wants to be named.",
        ("article-without-authors",),
        articles.unsigned,
    ),
    Check(
        "titles",
        "A title that the tool made up is not the authors'.",
        ("title-proposed",),
        articles.titles,
    ),
    Check(
        "parts",
        "An article that no part lists stands at the end.",
        ("article-unplaced",),
        articles.unplaced,
    ),
    Check(
        "groups",
        "Groups of two years may bear one number, and are not one group.",
        ("groups-share-key",),
        articles.groups,
    ),
    Check("classes", "A reader does not know a school's codes.", ("class-unknown",), articles.classes),
    Check(
        "photographs",
        "An article that shows a photograph needs the file.",
        ("photo-missing",),
        photographs.missing,
    ),
    Check(
        "photo-credits",
        "Who took a photograph must be named, and a credit without a picture may mean that it was lost.",
        ("photo-credit-alone", "photo-without-credit"),
        photographs.credited,
    ),
    Check(
        "captions",
        "A caption belongs under its picture; without one, nobody reads it.",
        ("photo-unshown",),
        photographs.unshown,
    ),
    Check(
        "descriptions",
        "Readers who cannot see a picture are told what it shows.",
        ("photo-without-alt", "photo-alt-repeats", "photo-decorative-described"),
        photographs.described,
    ),
    Check(
        "characters",
        "A character that nobody sees can change what is read, and break a search.",
        characters.CODES,
        characters.suspicious,
        TEXT_FILES,
    ),
    # --- the book ---
    Check(
        "readers",
        "Whatever it comes from, no reader gets a character that deceives.",
        characters.SHOWN_CODES,
        characters.shown,
        PRINTED,
    ),
    Check(
        "labels",
        "The headings of the book should be in its language.",
        ("labels-missing",),
        fonts.label_language,
    ),
    Check(
        "glyphs", "A character that no font has is an empty box.", ("glyph-missing",), fonts.glyphs, PRINTED
    ),
    Check(
        "typewriter",
        "Signs of the typewriter look wrong in a book.",
        tuple(code for code in typography.CODES if code != "typography-guillemets"),
        typography.leftovers,
        PRINTED,
    ),
    Check(
        "quotations",
        "A quotation that does not close makes an author say what somebody else said.",
        ("typography-guillemets",),
        typography.unbalanced,
        PRINTED,
    ),
    # --- the finished files ---
    Check("files", "A damaged file cannot be read.", ("pdf-unreadable", "epub-unreadable"), pdf.readable),
    Check(
        "pdf-words",
        "Every word of every section is on paper, and no other.",
        ("pdf-words-lost", "pdf-words-added"),
        pdf.words,
        MADE,
    ),
    Check(
        "pdf-order",
        "Words in another order are another text.",
        ("pdf-words-disordered",),
        pdf.order,
        MADE,
    ),
    Check(
        "pdf-fonts",
        "A font that is not in the file is another one at the printer's.",
        ("pdf-font-foreign", "pdf-font-not-embedded"),
        pdf.fonts,
    ),
    Check("pdf-labels", "A viewer counts pages as the paper does.", ("pdf-labels-missing",), pdf.labels),
    Check(
        "pdf-folios",
        "The number in the contents is the number on the page.",
        ("pdf-folio-wrong",),
        pdf.folios,
        FOLIOS,
    ),
    Check("pdf-outline", "Bookmarks lead where the contents do.", ("pdf-outline-wrong",), pdf.outline),
    Check(
        "pdf-properties",
        "A file says whose it is, and can be read aloud.",
        ("pdf-title-wrong", "pdf-author-missing", "pdf-language-wrong", "pdf-not-tagged"),
        pdf.properties,
    ),
    Check(
        "pdf-tags",
        "A library keeps what names its standard, and a voice reads what has words.",
        pdf.ACCESSIBLE,
        pdf.accessible,
    ),
    Check("pdf-size", "Every page has the size of the cut book.", ("pdf-page-size",), pdf.page_size),
    Check(
        "press",
        "A printer sends back a file whose inks, boxes or fonts are not as a press needs them.",
        (*press.CODES, "press-rules"),
        press.rules,
    ),
    Check("pdf-harmless", "A book is read, it does not act.", ("pdf-active",), pdf.harmless),
    Check(
        "pdf-discreet",
        "Where a picture was taken, and on whose machine a file lay, is nobody’s business.",
        ("pdf-private",),
        pdf.discreet,
    ),
    Check(
        "page-texts",
        "Words off the page, cut, hidden or overprinted are lost without a word.",
        (
            "page-text-outside",
            "page-text-cut",
            "page-text-invisible",
            "page-text-covered",
            "page-text-overprinted",
        ),
        preflight.texts,
    ),
    Check(
        "pdf-glyphs",
        "An empty box is no letter, and a glyph without letters cannot be searched.",
        ("pdf-glyph-missing", "pdf-letters-missing"),
        preflight.glyphs,
    ),
    Check(
        "pdf-boxes",
        "A machine cuts where the boxes of a page say.",
        ("pdf-boxes-wrong",),
        preflight.boxes,
    ),
    Check(
        "pdf-margins",
        "What stands too near to the knife or the fold is cut off or cannot be read.",
        ("pdf-text-near-edge", "pdf-text-in-gutter"),
        preflight.margins,
    ),
    Check(
        "pdf-count",
        "A printer binds books of so many pages and no others.",
        ("pdf-page-count",),
        preflight.count,
    ),
    Check("pdf-lines", "A line thinner than a hair breaks up in print.", ("pdf-hairline",), preflight.lines),
    Check(
        "pdf-letters",
        "Letters that are too small or too light are not read.",
        ("pdf-letters-small", "pdf-text-light"),
        preflight.legible,
    ),
    Check(
        "pdf-empty",
        "Several empty pages in a row look like a fault, and some printers refuse them.",
        ("pdf-pages-empty",),
        preflight.empty,
    ),
    Check("cover-spine", "A cover fits a book of so many pages.", ("cover-spine",), cover.spine),
    Check(
        "cover-words",
        "Words near a knife or a fold are cut off, or turn round the corner.",
        ("cover-safe", "cover-spine-text"),
        cover.words,
    ),
    Check(
        "cover-barcode",
        "A bookseller's scanner reads the code, or the book is not sold.",
        ("cover-barcode",),
        cover.barcode,
    ),
    Check("cover-isbn", "Some printers ask for an ISBN.", ("cover-isbn",), cover.isbn),
    Check(
        "booklet-order",
        "Folded sheets give every page once, in the order of the book.",
        ("booklet-pages", "booklet-order"),
        booklet.order,
        booklet.FOLDED,
    ),
    Check(
        "booklet-by-hand",
        "What no stapler goes through, or is smaller than the book, a school wants to know before it prints.",
        ("booklet-thick", "booklet-scaled"),
        booklet.by_hand,
    ),
    Check(
        "offprints",
        "Who wrote an article wants its offprint.",
        ("offprint-missing", "offprint-extra"),
        offprints.complete,
    ),
    Check(
        "offprint-pages",
        "Who quotes from an offprint quotes the pages of the book.",
        ("offprint-folios", "offprint-words"),
        offprints.pages,
    ),
    Check(
        "offprint-reference",
        "An article that goes around alone says whose it is, and where it is from.",
        ("offprint-reference", "offprint-properties"),
        offprints.reference,
    ),
    Check(
        "epub-words",
        "Every word of every section is in the e-book, to the character.",
        ("epub-words-lost", "epub-words-added", "epub-text-differs"),
        epub_words.words,
        MADE,
    ),
    Check(
        "parity",
        "Paper and screen say the same.",
        ("parity-words",),
        parity.same_words,
        MADE,
    ),
    Check(
        "parity-order",
        "Words in another order are another text, on screen as well.",
        ("parity-order",),
        parity.same_order,
        MADE,
    ),
    Check(
        "parity-parts",
        "A heading, a caption, a credit or a note belongs to the same words on paper and on screen.",
        ("parity-parts",),
        parity.same_parts,
        MADE,
    ),
    Check(
        "epub-container",
        "A reading system must recognise the file and find its way in it.",
        ("epub-mimetype", "epub-path-unsafe"),
        epub_container.container,
    ),
    Check(
        "epub-markup",
        "What stands around the words says what they are, and in which language.",
        ("epub-markup-differs",),
        epub_markup.built,
        MADE,
    ),
    Check(
        "epub-styles",
        "A reader enlarges the letters, and sees what the style sheets say.",
        ("epub-style-broken", "epub-style-fixed"),
        epub_reading.sheets,
    ),
    Check("epub-hidden", "A word that nobody sees is lost.", ("epub-text-hidden",), epub_reading.hidden),
    Check(
        "epub-look",
        "An e-book looks as its layout says.",
        ("epub-style-differs",),
        epub_markup.styles,
    ),
    Check(
        "epub-pictures",
        "A picture that a reader cannot show is not seen.",
        ("epub-picture-unfit",),
        epub_pictures.fit,
    ),
    Check(
        "epub-photographs",
        "Under somebody’s name stands that person’s photograph, whole and in its colours.",
        ("epub-picture-differs",),
        epub_pictures.same,
    ),
    Check(
        "epub-manifest",
        "What the list of contents of the file names is there, and the reverse.",
        ("epub-manifest-wrong", "epub-not-well-formed", "epub-media-type-wrong"),
        epub_container.manifest,
    ),
    Check(
        "epub-resources",
        "A picture or a font that is damaged is not shown.",
        ("epub-picture-damaged", "epub-font-damaged", "epub-cover-missing", "epub-cover-small"),
        epub_container.resources,
    ),
    Check(
        "epub-glyphs",
        "A character that the e-book's fonts lack is drawn by another one, or not at all.",
        ("epub-glyph-missing",),
        epub_container.glyphs,
    ),
    Check(
        "epub-navigation",
        "The three tables of contents and the reading order agree.",
        ("epub-contents-wrong", "epub-order-wrong"),
        epub_navigation.navigation,
    ),
    Check(
        "epub-pages",
        "Who says page 37 means the same line on paper and on screen.",
        ("epub-pages-wrong",),
        epub_pages.pages,
    ),
    Check(
        "contents-agree",
        "Bookmarks, contents, headings and the order of reading lead through one and the same book.",
        ("contents-disagree",),
        contents.agree,
    ),
    Check(
        "epub-paper",
        "Every printed page begins at its mark, to the word.",
        ("epub-page-misplaced",),
        paper_pages.begin,
        MADE,
    ),
    Check("epub-links", "A link leads somewhere.", ("epub-link-broken",), epub_reading.links),
    Check("epub-notes", "A call opens its own note.", ("epub-note-broken",), epub_reading.notes),
    Check(
        "epub-languages",
        "A voice that reads aloud must know the language.",
        ("epub-language-missing", "epub-language-wrong"),
        epub_reading.languages,
    ),
    Check(
        "epub-structure",
        "Who cannot see the page finds the way by headings, titles and descriptions.",
        (
            "epub-id-twice",
            "epub-title-missing",
            "epub-headings-skip",
            "epub-alt-missing",
            "epub-encoding-wrong",
        ),
        epub_reading.structure,
    ),
    Check(
        "epub-marks",
        "A voice says what the marks of a text are.",
        ("epub-role-wrong", "epub-table-headless"),
        epub_reading.marks,
    ),
    Check(
        "epub-texts",
        "A text that nobody can compare with its book is looked at by itself.",
        ("epub-text-invisible", "epub-phrase-unmarked", "epub-typography"),
        epub_reading.texts,
    ),
    Check(
        "epub-metadata",
        "A library shows what the file says of itself, and everybody in it wants to be found.",
        ("epub-metadata-missing", "epub-metadata-wrong", "epub-person-missing", "epub-claim-untrue"),
        epub_metadata.metadata,
    ),
    Check(
        "epub-devices",
        "Readers and shops take files up to a size, and no photograph may tell where somebody lives.",
        epub_devices.CODES,
        epub_devices.devices,
    ),
    Check(
        "epub-harmless",
        "A book is read, it does not act.",
        ("epub-active", "epub-locked"),
        epub_harmless.harmless,
    ),
    Check(
        "epub-discreet",
        "On whose machine a file lay is nobody’s business.",
        ("epub-private",),
        epub_harmless.discreet,
    ),
    Check(
        "epubcheck",
        "Shops and libraries refuse what the reference validator refuses; its own codes follow the name.",
        ("epubcheck-missing", "epubcheck-failed", "epubcheck-*"),
        validators.by_epubcheck,
        outside=True,
    ),
    Check(
        "epubcheck-older",
        "Kobo's shop judges by EPUBCheck 4.2.6, which sees faults that the newest no longer looks for.",
        ("epubcheck-older-missing",),
        validators.by_older_epubcheck,
        outside=True,
    ),
    Check(
        "ace",
        "A browser opens every page as those do who cannot see it; Ace's own codes follow the name.",
        ("ace-missing", "ace-failed", "ace-*"),
        validators.by_ace,
        outside=True,
    ),
    Check(
        "nu",
        "A browser forgives a misspelt style or attribute, and another one does not.",
        ("nu-missing", "nu-failed", "nu-error", "nu-note"),
        validators.by_nu,
        outside=True,
    ),
)


def begin(case: Case, ahead: Ahead) -> None:
    """Have a fork ask what can be asked while pages are being set: about the words of each section.

    Raises:
        LayoutError: a template failed.
    """
    begun(ahead, case, PRINTED, before_pages(case), CHECKS)


def run(
    case: Case, *, outside: bool = False, ahead: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[Finding, ...]:
    """Every finding of every check, in the order of the table, without repeats.

    A check that cannot be made because a template or a source fails gives that failure as its finding.
    What the cache of the case knows of a thing is not asked again, nor what is among the answers `ahead`.
    """
    answers = Answers(case, CHECKS, ahead)
    outsiders = [check for check in CHECKS if outside and check.outside]
    with _side_by_side(answers, outsiders) as started:
        found = list(case.seen)
        for check in CHECKS:
            if not check.outside:
                found += answers.to(check)
        for asked_outside in started:
            found += asked_outside()
    return tuple(dict.fromkeys(found))


@contextmanager
def _side_by_side(
    answers: Answers, outsiders: Sequence[Check]
) -> Iterator[list[Callable[[], Sequence[Finding]]]]:
    """The answers of outside programs, to be waited for: they run while the tool asks its own questions."""
    if not outsiders:
        yield []
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(outsiders)) as threads:
        yield [threads.submit(answers.to, check).result for check in outsiders]


def by_programs(case: Case) -> tuple[Finding, ...]:
    """What programs that are no part of this tool find; each reads the files in a process of its own."""
    outsiders = [check for check in CHECKS if check.outside]
    with _side_by_side(Answers(case, CHECKS), outsiders) as started:
        return tuple(dict.fromkeys(one for asked_outside in started for one in asked_outside()))


def alone(data: bytes, file: str) -> tuple[Finding, ...]:
    """What is found in one finished file whose book is not known, under the name it has among outputs."""
    return run(Case(outputs={press.called(data, file[file.rindex(".") :]): data}))


def typed(case: Case) -> Sequence[Finding]:
    """What people typed that no reader may get: known before anything is made of it."""
    return asked(next(check for check in CHECKS if check.ask is characters.suspicious), case)


def asked(check: Check, case: Case) -> Sequence[Finding]:
    """Every finding of one check of the table."""
    return Answers(case, CHECKS).to(check)
