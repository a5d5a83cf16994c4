"""A good e-book, and what can go wrong with one: each defect alone, with the code by which it is found.

The e-book is that of `tests/picture_book.py`. A mutant changes its files in memory; `seen` is the code that
is found when the book is known, `alone` when there is nothing but the file ("": it cannot be seen in it).
"""

from __future__ import annotations

import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from anthology import pipeline
from anthology.building import Composed
from anthology.cache import Cache
from anthology.checks import CHECKS, Case, asked
from anthology.checks.case import EPUB
from anthology.model import Severity
from anthology.writers.epub import write_epub
from anthology.writers.epub_pages import PageStart
from anthology.writers.making import Making
from PIL import Image, ImageOps
from tests import books, picture_book

# --- the good e-book ---------------------------------------------------------------------------------

ARTICLES = "EPUB/text/article-"
PORT, FLOOD = f"{ARTICLES}les-mains-du-port.xhtml", f"{ARTICLES}carnet-de-crue.xhtml"
VERSE, VIEW = f"{ARTICLES}le-vers-et-le-pave.xhtml", f"{ARTICLES}panorama.xhtml"
ENGLISH, ICE = f"{ARTICLES}the-last-switchboard.xhtml", f"{ARTICLES}la-fabrica-de-hielo.xhtml"
SIGN, VOICES = f"{ARTICLES}un-titre-tres-long.xhtml", f"{ARTICLES}deux-voix.xhtml"
ARCHIVES, TITLE = f"{ARTICLES}au-fond-des-archives.xhtml", "EPUB/text/title-page.xhtml"
CONTENTS, COVER = "EPUB/text/contents.xhtml", "EPUB/text/cover.xhtml"
NAV, NCX, OPF = "EPUB/nav.xhtml", "EPUB/toc.ncx", "EPUB/content.opf"
CONTAINER, MIMETYPE = "META-INF/container.xml", "mimetype"
FONT, FONTS = "EPUB/fonts/linux-libertine/LinLibertine_R.otf", "EPUB/styles/fonts.css"
CSS, EBOOK_CSS = "EPUB/styles/classic-book.css", "EPUB/styles/shared-ebook.css"
IMAGES = "EPUB/images/"
QUAY, FACE = f"{IMAGES}port.jpg", f"{IMAGES}eclusiere.jpg"


@dataclass(slots=True)
class Files:
    """The files of an e-book in their order, to be changed; `more` stand behind them, `packed` are packed."""

    data: dict[str, bytes]
    more: list[tuple[str, bytes]] = field(default_factory=list)
    packed: set[str] = field(default_factory=set)

    def zipped(self) -> bytes:
        """The archive: nothing is packed that need not be, since packing takes longer than judging."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, data in [*self.data.items(), *self.more]:
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                kind = zipfile.ZIP_DEFLATED if name in self.packed else zipfile.ZIP_STORED
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", UserWarning)  # a name that is there already
                    archive.writestr(entry, data, kind)
        return target.getvalue()


@cache
def kept() -> Cache:
    """What the checks learn of the files, for all mutants: most of their files are those of the good book."""
    return Cache()


@cache
def composed() -> Composed:
    """The picture book, put together; its pictures are in the cache."""
    with tempfile.TemporaryDirectory() as folder:
        content = picture_book.content(Path(folder))
        return pipeline.read(content, pipeline.load(content), cache=kept())


@cache
def good() -> Files:
    """The files of the e-book as it is written, with some pages of paper."""
    made = composed()
    making = Making(made.composition.book, made.layout, made.photos, cache=kept())
    starts = {
        "page-foreword": [PageStart("vii", "page-foreword", 0)],
        "article-les-mains-du-port": [
            PageStart("3", "article-les-mains-du-port", 0),
            PageStart("4", "article-les-mains-du-port--b4", 60),
            PageStart("5", "article-les-mains-du-port--b7", 90),
        ],
        "article-panorama": [PageStart("40", "article-panorama", 0)],
    }
    data = write_epub(making, cover=books.picture(1600, 2560), pages=lambda: starts)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Files({entry.filename: archive.read(entry) for entry in archive.infolist()})


def known(data: bytes) -> Case:
    """An e-book beside the book that it is made of."""
    made = composed()
    return Case(
        config=made.settings,
        book=made.composition.book,
        layout=made.layout,
        pictures=made.photos,
        outputs={EPUB: data},
        cache=kept(),
    )


def alone(data: bytes) -> Case:
    """An e-book of which nothing is known."""
    return Case(outputs={EPUB: data}, cache=kept())


OF_EPUBS = tuple(
    check
    for check in CHECKS
    if not check.outside and (check.name == "files" or check.name.startswith("epub-"))
)


def codes(case: Case) -> set[str]:
    """The codes of all that should be mended or looked at in the e-book of a case."""
    found = (finding for check in OF_EPUBS for finding in asked(check, case))
    return {finding.code for finding in found if finding.severity is not Severity.REMARK}


# --- ways to change one ------------------------------------------------------------------------------

Change = Callable[[Files], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A defect: what it is, how it is made, and the codes by which it is found."""

    name: str
    seen: str
    alone: str
    change: Change

    def data(self) -> bytes:
        """The e-book with this defect, and no other."""
        files = Files(dict(good().data))
        self.change(files)
        return files.zipped()


def swap(path: str, old: str, new: str) -> Change:
    """Put one text in the place of another, where it stands first."""

    def change(files: Files) -> None:
        text = files.data[path].decode()
        assert old in text, f"{path} does not hold {old}"
        files.data[path] = text.replace(old, new, 1).encode()

    return change


def pattern(path: str, old: str, new: str, count: int = 1) -> Change:
    """Put a text in the place of what fits a pattern; everywhere, if the count is 0."""

    def change(files: Files) -> None:
        text, changed = re.subn(old, new, files.data[path].decode(), count=count, flags=re.DOTALL)
        assert changed, f"nothing in {path} fits {old}"
        files.data[path] = text.encode()

    return change


def exchanged(path: str, one: str, other: str) -> Change:
    """Have two texts of a file change places."""

    def change(files: Files) -> None:
        text = files.data[path].decode()
        assert one in text
        assert other in text
        files.data[path] = text.replace(one, "\x00").replace(other, one).replace("\x00", other).encode()

    return change


def all_of(*changes: Change) -> Change:
    """One change after the other."""

    def change(files: Files) -> None:
        for one in changes:
            one(files)

    return change


def put(path: str, data: bytes) -> Change:
    """Put a file there, in the place of another or as a new one."""

    def change(files: Files) -> None:
        files.data[path] = data

    return change


def gone(path: str) -> Change:
    """Take a file away."""

    def change(files: Files) -> None:
        del files.data[path]

    return change


def redone(path: str, make: Callable[[bytes], bytes]) -> Change:
    """Make a file of what it was."""

    def change(files: Files) -> None:
        files.data[path] = make(files.data[path])

    return change


def redrawn(path: str, draw: Callable[[Image.Image], Image.Image], **options: object) -> Change:
    """Make another picture of one, of the same kind."""

    def made(data: bytes) -> bytes:
        with Image.open(io.BytesIO(data)) as picture:
            kind, target = picture.format, io.BytesIO()
            draw(picture).save(target, kind, **options)
        return target.getvalue()

    return redone(path, made)


def beheaded(words: str) -> Change:
    """After the opening of an article."""
    return swap(PORT, "</header>", f"</header>{words}")


def styled(rule: str) -> Change:
    """One rule more in a style sheet."""
    return redone(CSS, lambda sheet: sheet + rule.encode())


def declared(line: str) -> Change:
    """One line more in the metadata."""
    return swap(OPF, "</metadata>", f"{line}</metadata>")


def without_document(name: str) -> Change:
    """Without a document, in the archive, in the manifest and in the spine."""
    return all_of(
        gone(f"EPUB/text/{name}.xhtml"),
        pattern(OPF, rf'<item href="text/{name}\.xhtml"[^>]*/>', ""),
        pattern(OPF, rf'<itemref idref="{name}"/>', ""),
        pattern(OPF, rf'<meta refines="#{name}"[^>]*>[^<]*</meta>', "", 0)
        if "article" in name
        else _as_it_is,
    )


def _as_it_is(files: Files) -> None:
    return None


def cropped(picture: Image.Image) -> Image.Image:
    """Its middle, as large as the whole was."""
    width, height = picture.size
    inner = picture.crop((width // 8, height // 8, width * 7 // 8, height * 7 // 8))
    return inner.resize((width, height))


def with_place(data: bytes) -> bytes:
    """A picture that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 36.0, 0.0)})
    with Image.open(io.BytesIO(data)) as picture:
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=92, exif=exif)
    return target.getvalue()


def unpacked_twice(files: Files) -> None:
    files.more.append((PORT, files.data[PORT]))


def deflated(files: Files) -> None:
    files.packed.add(MIMETYPE)


def last_type(files: Files) -> None:
    files.data[MIMETYPE] = files.data.pop(MIMETYPE)


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" {}="0 0 9 9" role="img" aria-label="x"><path d="M0 0h9"/></svg>'
)
PROPERTY = swap(
    OPF, 'id="article-les-mains-du-port" media', 'id="article-les-mains-du-port" properties="svg" media'
)
NOTE = "article-les-mains-du-port--note"
LINK = '<a href="text/article-panorama.xhtml">Panorama</a>'
CALL_1 = f'href="#{NOTE}1" id="{NOTE}1-call"'


def first_entries(files: Files) -> None:
    """The first two lines of the list of pages change places."""
    head, list_, rest = files.data[NAV].decode().partition('epub:type="page-list"')
    first, second = re.findall(r"<li[^>]*><a .*?</li>", rest)[:2]
    files.data[NAV] = (head + list_ + rest.replace(first + second, second + first)).encode()


# --- what judges of e-books do not see ---------------------------------------------------------------

LISTED: tuple[Mutant, ...] = (
    Mutant(
        "a space between two elements is lost",
        "epub-text-differs",
        "",
        swap(PORT, ' et <span class="name">Maria', ' et<span class="name">Maria'),
    ),
    Mutant("a sentence is lost", "epub-words-lost", "", swap(PORT, "Le treuil souffle, l’eau souffle, ", "")),
    Mutant(
        "names of SVG are in small letters",
        "epub-role-wrong",
        "epub-role-wrong",
        all_of(beheaded(SVG.format("viewbox")), PROPERTY),
    ),
    Mutant(
        "a page of the list leads to a note",
        "epub-pages-wrong",
        "epub-pages-wrong",
        swap(NAV, "les-mains-du-port.xhtml#folio-4", f"les-mains-du-port.xhtml#{NOTE}1-call"),
    ),
    Mutant(
        "a page is not in the list",
        "epub-pages-wrong",
        "epub-pages-wrong",
        pattern(NAV, r'<li[^>]*><a href="[^"]*#folio-4">4</a></li>', ""),
    ),
    Mutant(
        "a page has two labels",
        "epub-pages-wrong",
        "epub-pages-wrong",
        swap(PORT, 'aria-label="4"', 'aria-label="14"'),
    ),
    Mutant("the list of pages is out of order", "epub-pages-wrong", "epub-pages-wrong", first_entries),
    Mutant(
        "the contents have another title",
        "epub-contents-wrong",
        "epub-contents-wrong",
        swap(NAV, ">Panorama</a>", ">Panoramas</a>"),
    ),
    Mutant(
        "the contents lack an article",
        "epub-contents-wrong",
        "epub-contents-wrong",
        pattern(NAV, r'<li id="toc-article-panorama">.*?</li>', ""),
    ),
    Mutant(
        "the NCX says something else than the contents",
        "epub-contents-wrong",
        "epub-contents-wrong",
        swap(NCX, "<text>Panorama</text>", "<text>Panoramas</text>"),
    ),
    Mutant(
        "a call opens another note",
        "epub-note-broken",
        "epub-note-broken",
        swap(PORT, CALL_1, CALL_1.replace("note1", "note2", 1)),
    ),
    Mutant(
        "the way back from a note is broken",
        "epub-note-broken",
        "epub-note-broken",
        swap(PORT, f'href="#{NOTE}1-call"', 'href="#nowhere"'),
    ),
    Mutant(
        "a description is empty",
        "epub-alt-missing",
        "epub-alt-missing",
        swap(VIEW, 'alt="Des collines sous un ciel chaud"', 'alt=""'),
    ),
    Mutant(
        "a description is missing",
        "epub-alt-missing",
        "epub-alt-missing",
        swap(VIEW, ' alt="Des collines sous un ciel chaud"', ""),
    ),
    Mutant(
        "a description is the name of the file",
        "epub-alt-missing",
        "epub-alt-missing",
        swap(VIEW, "Une longue ligne de collines au-dessus de l’eau", "panorama.jpg"),
    ),
    Mutant(
        "a document does not say its language",
        "epub-language-missing",
        "epub-language-missing",
        swap(VIEW, ' lang="fr" xml:lang="fr"', ""),
    ),
    Mutant(
        "a document is in another language",
        "epub-language-wrong",
        "epub-language-wrong",
        swap(VIEW, ' lang="fr" xml:lang="fr"', ' lang="en" xml:lang="en"'),
    ),
    Mutant(
        "a phrase in another script does not say its language",
        "epub-markup-differs",
        "epub-phrase-unmarked",
        pattern(VERSE, r"<span [^>]*>(λυσιμέλης)</span>", r"\1"),
    ),
    Mutant(
        "a heading skips a level",
        "epub-headings-skip",
        "epub-headings-skip",
        all_of(swap(PORT, "<h3", "<h5"), swap(PORT, "</h3>", "</h5>")),
    ),
    Mutant(
        "an id stands twice",
        "epub-id-twice",
        "epub-id-twice",
        swap(PORT, 'id="article-les-mains-du-port--b4"', 'id="article-les-mains-du-port--b1"'),
    ),
    Mutant(
        "a role that is none",
        "epub-role-wrong",
        "epub-role-wrong",
        swap(PORT, 'role="doc-pullquote"', 'role="doc-pulquote"'),
    ),
    Mutant(
        "a type that is none",
        "epub-role-wrong",
        "epub-role-wrong",
        swap(PORT, 'epub:type="pullquote"', 'epub:type="pulquote"'),
    ),
    Mutant(
        "a relator that is none", "epub-metadata-wrong", "epub-metadata-wrong", swap(OPF, ">aut<", ">autr<")
    ),
    Mutant(
        "nobody is named as who made the book",
        "epub-metadata-missing",
        "epub-metadata-missing",
        pattern(OPF, r"<dc:creator.*?</dc:creator>", ""),
    ),
    Mutant(
        "a claim of conformance is misspelt",
        "epub-metadata-wrong",
        "epub-metadata-wrong",
        declared('<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 level AA</meta>'),
    ),
    Mutant(
        "nothing is said of hazards",
        "epub-metadata-missing",
        "epub-metadata-missing",
        pattern(OPF, r'<meta property="schema:accessibilityHazard">.*?</meta>', ""),
    ),
    Mutant(
        "a style sheet names a font that is not there",
        "epub-link-broken",
        "epub-link-broken",
        swap(FONTS, "LinLibertine_R.otf", "LinLibertine_X.otf"),
    ),
    Mutant("a property is misspelt", "epub-style-broken", "epub-style-broken", styled("p { colr: inherit }")),
    Mutant("a style sheet is cut short", "epub-style-broken", "epub-style-broken", styled("p { margin: 0")),
    Mutant("letters are too light", "epub-text-hidden", "epub-text-hidden", styled("p { color: #aaa }")),
    Mutant(
        "letters have a fixed size", "epub-style-fixed", "epub-style-fixed", styled("p { font-size: 9px }")
    ),
    Mutant(
        "the spine has another order than the contents",
        "epub-order-wrong",
        "epub-order-wrong",
        exchanged(OPF, '<itemref idref="article-panorama"/>', '<itemref idref="article-deux-voix"/>'),
    ),
    Mutant(
        "a link to another document is broken",
        "epub-link-broken",
        "epub-link-broken",
        swap("EPUB/text/index.xhtml", "article-panorama.xhtml", "article-panorma.xhtml"),
    ),
    Mutant(
        "a picture is fetched from afar",
        "epub-active",
        "epub-active",
        swap(VIEW, '"../images/panorama.jpg"', '"https://example.org/panorama.jpg"'),
    ),
    Mutant(
        "a picture is cut short",
        "epub-picture-damaged",
        "epub-picture-damaged",
        redone(QUAY, lambda data: data[: len(data) // 2]),
    ),
    Mutant(
        "a font is damaged",
        "epub-font-damaged",
        "epub-font-damaged",
        redone(FONT, lambda data: data[:200] + bytes(200) + data[400:600]),
    ),
    Mutant(
        "the cover is tiny",
        "epub-cover-small",
        "epub-cover-small",
        redrawn(f"{IMAGES}cover.jpg", lambda picture: picture.resize((300, 480))),
    ),
    Mutant(
        "a document has no title",
        "epub-title-missing",
        "epub-title-missing",
        swap(VIEW, "<title>Panorama</title>", "<title></title>"),
    ),
    Mutant(
        "the date of change is missing",
        "epub-metadata-missing",
        "epub-metadata-missing",
        pattern(OPF, r'<meta property="dcterms:modified">.*?</meta>', ""),
    ),
    Mutant("a script is there", "epub-active", "epub-active", beheaded("<script>1</script>")),
    Mutant(
        "no font has a character",
        "epub-glyph-missing",
        "epub-glyph-missing",
        swap(PORT, "Le treuil", "Le 飯 treuil"),
    ),
    Mutant(
        "the NCX is of another book",
        "epub-metadata-wrong",
        "epub-metadata-wrong",
        pattern(NCX, r'content="urn:uuid:[^"]*"', 'content="urn:uuid:0"'),
    ),
)
"""Defects that were put into a good e-book to try EPUBCheck, Ace and the Nu checker: together they saw 23."""


# --- more --------------------------------------------------------------------------------------------

_WORDS: tuple[Mutant, ...] = (
    Mutant("words change places", "epub-text-differs", "", swap(VIEW, "On monte deux", "On deux monte")),
    Mutant(
        "a paragraph stands twice",
        "epub-words-added",
        "",
        pattern(VIEW, r"(<p>|<p id=[^>]*>Puis.*?</p>)", r"\1<p>Puis l’on redescend.</p>"),
    ),
    Mutant(
        "quotation marks are others", "epub-text-differs", "", pattern(PORT, r"«\s(L’œil suffit)\s»", r"“\1”")
    ),
    Mutant(
        "a no-break space is a plain one",
        "epub-text-differs",
        "epub-typography",
        pattern(PORT, "Œil suffit\u00a0»|suffit[\u00a0\u202f]»", "suffit »"),
    ),
    Mutant(
        "an apostrophe is straight",
        "epub-text-differs",
        "epub-typography",
        swap(VIEW, "l’estuaire.", "l'estuaire."),
    ),
    Mutant(
        "a soft hyphen is in a word",
        "epub-text-differs",
        "epub-text-invisible",
        swap(VIEW, "redescend", "re\u00addescend"),
    ),
    Mutant(
        "a space of no width is in a word",
        "epub-text-differs",
        "epub-text-invisible",
        swap(VIEW, "redescend", "re\u200bdescend"),
    ),
    Mutant(
        "letters are decoded wrongly",
        "epub-words-lost",
        "epub-encoding-wrong",
        redone(VIEW, lambda data: data.replace("écluse".encode(), "Ã©cluse".encode())),
    ),
    Mutant("a line of verse does not end", "epub-text-differs", "", swap(VERSE, "route,<br/>", "route,")),
    Mutant(
        "captions change places",
        "epub-text-differs",
        "",
        exchanged(VIEW, "Du barrage à l’estuaire. Crédit photo", "Au retour. Crédit photo"),
    ),
    Mutant(
        "a credit is lost", "epub-words-lost", "", pattern(VIEW, r" Crédit photo[^<]*Louis d’Arvieu\.", "")
    ),
    Mutant("notes change places", "epub-text-differs", "", lambda files: notes_exchanged(files)),
    Mutant(
        "an author is not on the title",
        "epub-words-lost",
        "",
        pattern(VIEW, r" et <span class=\"name\">Louis.*?</span></span>", ""),
    ),
)

_MARKS: tuple[Mutant, ...] = (
    Mutant(
        "a foreign phrase does not say its language",
        "epub-markup-differs",
        "",
        pattern(PORT, r"<span [^>]*>(lighter)</span>", r"\1"),
    ),
    Mutant(
        "a phrase is in another language",
        "epub-markup-differs",
        "",
        pattern(PORT, r'lang="en"( xml:lang="en")?>lighter', r'lang="de">lighter'),
    ),
    Mutant(
        "an element is in two languages",
        "epub-language-wrong",
        "epub-language-wrong",
        pattern(PORT, r'<span lang="en"[^>]*>lighter', '<span lang="en" xml:lang="de">lighter'),
    ),
    Mutant("emphasis is lost", "epub-markup-differs", "", swap(PORT, "<em>la darse</em>", "la darse")),
    Mutant(
        "a heading is a paragraph",
        "epub-markup-differs",
        "",
        all_of(swap(PORT, "<h3", "<p"), swap(PORT, "</h3>", "</p>")),
    ),
    Mutant(
        "a list is paragraphs", "epub-markup-differs", "", pattern(PORT, r"<(/?)(?:ol|li)\b", r"<\1div", 0)
    ),
    Mutant(
        "a description is that of another picture",
        "epub-markup-differs",
        "",
        swap(
            VIEW,
            'alt="Des collines sous un ciel chaud"',
            'alt="Une longue ligne de collines au-dessus de l’eau"',
        ),
    ),
    Mutant(
        "a line of the contents leads to another article",
        "epub-markup-differs",
        "",
        exchanged(CONTENTS, 'href="article-panorama.xhtml"', 'href="article-deux-voix.xhtml"'),
    ),
    Mutant(
        "a document does without a style sheet",
        "epub-markup-differs",
        "",
        pattern(VIEW, r"<link [^>]*classic-book\.css\"/>", ""),
    ),
    Mutant(
        "a pull quote is not called one",
        "epub-markup-differs",
        "",
        swap(PORT, ' epub:type="pullquote" role="doc-pullquote"', ""),
    ),
    Mutant(
        "a voice is not told of a call",
        "epub-role-wrong",
        "epub-role-wrong",
        swap(PORT, ' role="doc-noteref"', ""),
    ),
    Mutant(
        "a role says something else than the type",
        "epub-role-wrong",
        "epub-role-wrong",
        swap(PORT, 'role="doc-pullquote"', 'role="doc-epigraph"'),
    ),
    Mutant(
        "an element is labelled by nothing",
        "epub-role-wrong",
        "epub-role-wrong",
        swap(PORT, 'aria-labelledby="article-les-mains-du-port--title"', 'aria-labelledby="title"'),
    ),
    Mutant(
        "a table has no heads",
        "epub-table-headless",
        "epub-table-headless",
        pattern(FLOOD, r"<(/?)th\b", r"<\1td", 0),
    ),
    Mutant(
        "a note does not lead back",
        "epub-note-broken",
        "epub-note-broken",
        pattern(PORT, r'<a [^>]*role="doc-backlink"[^>]*>1\.</a>', "1."),
    ),
    Mutant(
        "a note leads back to another call",
        "epub-note-broken",
        "epub-note-broken",
        swap(PORT, f'href="#{NOTE}1-call"', f'href="#{NOTE}2-call"'),
    ),
    Mutant(
        "a note is called twice",
        "epub-note-broken",
        "epub-note-broken",
        swap(PORT, f'href="#{NOTE}2" ', f'href="#{NOTE}1" '),
    ),
    Mutant(
        "one id stands in two documents",
        "epub-id-twice",
        "epub-id-twice",
        swap(VIEW, 'id="article-panorama--b1"', 'id="article-deux-voix--b1"'),
    ),
    Mutant(
        "words are not shown",
        "epub-text-hidden",
        "epub-text-hidden",
        swap(VIEW, '<p id="article-panorama--b1"', '<p hidden="" id="article-panorama--b1"'),
    ),
    Mutant(
        "a voice passes words over",
        "epub-text-hidden",
        "epub-text-hidden",
        swap(VIEW, '<p id="article-panorama--b1"', '<p aria-hidden="true" id="article-panorama--b1"'),
    ),
    Mutant(
        "a style of an element hides its words",
        "epub-text-hidden",
        "epub-text-hidden",
        swap(VIEW, '<p id="article-panorama--b1"', '<p style="display:none" id="article-panorama--b1"'),
    ),
)

_PICTURES: tuple[Mutant, ...] = (
    Mutant("a picture is cropped", "epub-picture-differs", "", redrawn(QUAY, cropped, quality=90)),
    Mutant(
        "a picture has lost its colours",
        "epub-picture-differs",
        "",
        redrawn(QUAY, lambda one: ImageOps.grayscale(one).convert("RGB"), quality=90),
    ),
    Mutant("a picture is mirrored", "epub-picture-differs", "", redrawn(QUAY, ImageOps.mirror, quality=90)),
    Mutant(
        "two pictures have changed their names",
        "epub-picture-differs",
        "epub-picture-unfit",
        lambda files: files.data.update({QUAY: files.data[FACE], FACE: files.data[QUAY]}),
    ),
    Mutant(
        "a document shows another picture",
        "epub-picture-differs",
        "",
        pattern(
            VIEW,
            r"images/telephone\.heic\.jpg(\"[^>]*)width=\"\d+\" height=\"\d+\"",
            r'images/port.jpg\1width="1300" height="867"',
        ),
    ),
    Mutant(
        "a picture is too large for some readers",
        "epub-picture-large",
        "epub-picture-large",
        redrawn(QUAY, lambda one: one.resize((2600, 1734)), quality=30),
    ),
    Mutant(
        "a picture is said to be of another size",
        "epub-picture-unfit",
        "epub-picture-unfit",
        swap(VIEW, 'width="800"', 'width="600"'),
    ),
    Mutant(
        "a picture is in the inks of a press",
        "epub-picture-unfit",
        "epub-picture-unfit",
        redrawn(QUAY, lambda one: one.convert("CMYK"), quality=90),
    ),
    Mutant(
        "a picture tells where it was taken",
        "epub-picture-private",
        "epub-picture-private",
        redone(QUAY, with_place),
    ),
    Mutant(
        "a picture is of another kind than is said",
        "epub-picture-unfit",
        "epub-picture-unfit",
        lambda files: files.data.update({QUAY: files.data[f"{IMAGES}plan.png"]}),
    ),
    Mutant(
        "no page shows the cover",
        "epub-cover-missing",
        "epub-cover-missing",
        pattern(COVER, r"<img [^>]*/>", "<p>L’eau et le fer</p>"),
    ),
    Mutant(
        "old readers are not told of the cover",
        "epub-cover-missing",
        "epub-cover-missing",
        pattern(OPF, r'<meta name="cover"[^>]*/>', ""),
    ),
)

_STYLES: tuple[Mutant, ...] = (
    Mutant(
        "a style sheet hides captions",
        "epub-text-hidden",
        "epub-text-hidden",
        styled("figcaption { display: none }"),
    ),
    Mutant("letters are white", "epub-text-hidden", "epub-text-hidden", styled(".note { color: white }")),
    Mutant(
        "letters have no size", "epub-text-hidden", "epub-text-hidden", styled(".byline { font-size: 0 }")
    ),
    Mutant(
        "words stand off the page",
        "epub-text-hidden",
        "epub-text-hidden",
        styled(".byline { text-indent: -9999px }"),
    ),
    Mutant(
        "words let all through",
        "epub-text-hidden",
        "epub-text-hidden",
        styled("@media (min-width: 0) { p { opacity: 0 } }"),
    ),
    Mutant(
        "the layout is another one",
        "epub-style-differs",
        "",
        swap(CSS, "font-style: italic", "font-style: normal"),
    ),
    Mutant("a style sheet is empty", "epub-style-differs", "", put(EBOOK_CSS, b"")),
    Mutant(
        "a style sheet takes in another from afar",
        "epub-active",
        "epub-active",
        redone(CSS, lambda sheet: b"@import url(https://example.org/x.css);" + sheet),
    ),
    Mutant(
        "a font is not used",
        "epub-manifest-wrong",
        "epub-manifest-wrong",
        pattern(FONTS, r"@font-face\s*\{[^}]*LinLibertine_RI\.otf[^}]*\}", ""),
    ),
    Mutant(
        "a font is packed as for the web",
        "epub-media-type-wrong",
        "epub-media-type-wrong",
        swap(
            OPF,
            'LinLibertine_R.otf" id="font-1" media-type="font/otf"',
            'LinLibertine_R.otf" id="font-1" media-type="image/jpeg"',
        ),
    ),
)

_PEOPLE: tuple[Mutant, ...] = (
    Mutant(
        "a name is misspelt", "epub-person-missing", "", swap(OPF, ">Zoë van der Haÿ<", ">Zoé van der Haÿ<")
    ),
    Mutant("a role is another one", "epub-person-missing", "", swap(OPF, ">trl<", ">edt<")),
    Mutant(
        "a name is listed under another letter",
        "epub-person-missing",
        "",
        swap(OPF, ">Castéra, Hélène<", ">Hélène Castéra<"),
    ),
    Mutant(
        "somebody is named who took no part",
        "epub-person-missing",
        "",
        declared(
            '<dc:contributor id="z">Nemo</dc:contributor><meta refines="#z" property="role">aut</meta>'
            '<meta refines="#z" property="file-as">Nemo</meta>'
        ),
    ),
    Mutant(
        "an article is said to be by somebody else",
        "epub-person-missing",
        "",
        swap(OPF, '"dcterms:creator">Louis d’Arvieu<', '"dcterms:creator">Jeanne d’Arvieu<'),
    ),
    Mutant(
        "the editor is one of many",
        "epub-person-missing",
        "",
        all_of(
            pattern(OPF, r"<dc:creator (.*?)</dc:creator>", r"<dc:contributor \1</dc:contributor>"),
            pattern(
                OPF,
                r"<dc:contributor (id=\"contributor-1\".*?)</dc:contributor>",
                r"<dc:creator \1</dc:creator>",
            ),
        ),
    ),
    Mutant(
        "somebody is named without a role",
        "epub-metadata-wrong",
        "epub-metadata-wrong",
        pattern(OPF, r'<meta refines="#contributor-3"[^>]*>aut</meta>', ""),
    ),
    Mutant(
        "the title is another one",
        "epub-metadata-wrong",
        "",
        swap(OPF, ">L’eau et le fer<", ">L’eau et le feu<"),
    ),
    Mutant(
        "the subtitle is lost",
        "epub-metadata-wrong",
        "epub-metadata-wrong",
        pattern(OPF, r'<dc:title id="title-subtitle">.*?</dc:title>', ""),
    ),
    Mutant(
        "the description is lost",
        "epub-metadata-wrong",
        "",
        pattern(OPF, r"<dc:description.*?</dc:description>", ""),
    ),
    Mutant(
        "the book is in another language",
        "epub-metadata-wrong",
        "",
        swap(OPF, "<dc:language>fr<", "<dc:language>en<"),
    ),
    Mutant(
        "the package does not say its language",
        "epub-metadata-missing",
        "epub-metadata-missing",
        swap(OPF, ' xml:lang="fr"', ""),
    ),
    Mutant(
        "it is another book",
        "epub-metadata-wrong",
        "",
        all_of(pattern(OPF, r"urn:uuid:[^<]*", "urn:uuid:0"), pattern(NCX, r'urn:uuid:[^"]*', "urn:uuid:0")),
    ),
    Mutant(
        "no identifier is that of the book",
        "epub-metadata-missing",
        "epub-metadata-missing",
        swap(OPF, 'unique-identifier="book-id"', 'unique-identifier="id"'),
    ),
    Mutant(
        "the date of change is none",
        "epub-metadata-wrong",
        "epub-metadata-wrong",
        pattern(OPF, r'("dcterms:modified">)[^<]*', r"\1mai 2024"),
    ),
    Mutant(
        "a line is about nothing",
        "epub-metadata-wrong",
        "epub-metadata-wrong",
        declared('<meta refines="#nobody" property="file-as">x</meta>'),
    ),
    Mutant(
        "a feature is claimed that is not there",
        "epub-claim-untrue",
        "epub-claim-untrue",
        pattern(VIEW, r' alt="Des collines[^"]*"', ""),
    ),
    Mutant(
        "a feature is claimed that nobody knows",
        "epub-metadata-wrong",
        "epub-metadata-wrong",
        swap(OPF, ">readingOrder<", ">readingorder<"),
    ),
    Mutant(
        "pages are claimed, and none is marked",
        "epub-claim-untrue",
        "epub-claim-untrue",
        lambda files: without_breaks(files),
    ),
)

_ORDER: tuple[Mutant, ...] = (
    Mutant("the title page is missing", "epub-words-lost", "", without_document("title-page")),
    Mutant(
        "an article is missing",
        "epub-words-lost",
        "epub-link-broken",
        all_of(
            without_document("article-panorama"),
            pattern(NAV, r'<li id="toc-article-panorama">.*?</li>', ""),
            pattern(NCX, r'<navPoint id="toc-article-panorama".*?</navPoint>', ""),
        ),
    ),
    Mutant(
        "an article is in neither of the contents",
        "epub-contents-wrong",
        "epub-contents-wrong",
        all_of(
            pattern(NAV, r'<li id="toc-article-panorama">.*?</li>', ""),
            pattern(NCX, r'<navPoint id="toc-article-panorama".*?</navPoint>', ""),
        ),
    ),
    Mutant(
        "nobody who reads on comes to an article",
        "epub-order-wrong",
        "epub-order-wrong",
        swap(OPF, '<itemref idref="article-panorama"/>', ""),
    ),
    Mutant(
        "an article is set apart",
        "epub-order-wrong",
        "epub-order-wrong",
        swap(OPF, '<itemref idref="article-panorama"/>', '<itemref idref="article-panorama" linear="no"/>'),
    ),
    Mutant(
        "a document is read twice",
        "epub-manifest-wrong",
        "epub-manifest-wrong",
        swap(
            OPF,
            '<itemref idref="article-panorama"/>',
            '<itemref idref="article-panorama"/><itemref idref="article-panorama"/>',
        ),
    ),
    Mutant(
        "two articles change places everywhere",
        "epub-order-wrong",
        "",
        all_of(
            exchanged(OPF, '<itemref idref="article-panorama"/>', '<itemref idref="article-deux-voix"/>'),
            pattern(
                NAV,
                r'(<li id="toc-article-panorama">.*?</li>)(<li id="toc-article-deux-voix">.*?</li>)',
                r"\2\1",
            ),
            pattern(
                NCX,
                r'(<navPoint id="toc-article-panorama".*?</navPoint>)'
                r'(<navPoint id="toc-article-deux-voix".*?</navPoint>)',
                r"\2\1",
            ),
        ),
    ),
    Mutant(
        "the reading order names nothing",
        "epub-manifest-wrong",
        "epub-manifest-wrong",
        swap(OPF, '<itemref idref="colophon"/>', '<itemref idref="colofon"/>'),
    ),
    Mutant(
        "no document is said to hold the contents",
        "epub-manifest-wrong",
        "epub-manifest-wrong",
        swap(OPF, ' properties="nav"', ""),
    ),
    Mutant(
        "old readers are not told of their contents",
        "epub-manifest-wrong",
        "epub-manifest-wrong",
        swap(OPF, ' toc="ncx"', ""),
    ),
    Mutant(
        "a landmark leads nowhere",
        "epub-contents-wrong",
        "epub-contents-wrong",
        pattern(
            NAV,
            r'href="text/part-1\.xhtml" epub:type="bodymatter"',
            'href="text/part-9.xhtml" epub:type="bodymatter"',
        ),
    ),
    Mutant(
        "the contents name an article in another language",
        "epub-language-wrong",
        "epub-language-wrong",
        pattern(NAV, r' lang="en" xml:lang="en">The last', ">The last"),
    ),
    Mutant(
        "a page is not marked in the text",
        "epub-pages-wrong",
        "epub-pages-wrong",
        pattern(PORT, r"<span [^>]*id=\"folio-4\"[^>]*/>|<span [^>]*id=\"folio-4\"[^>]*></span>", ""),
    ),
    Mutant(
        "old readers have another list of pages",
        "epub-pages-wrong",
        "epub-pages-wrong",
        pattern(NCX, r"<pageTarget .*?</pageTarget>", ""),
    ),
    Mutant(
        "pages count backwards",
        "epub-pages-wrong",
        "epub-pages-wrong",
        all_of(*(pattern(path, r'(["#>-])40(["<])', r"\g<1>2\2", 0) for path in (NAV, NCX, VIEW))),
    ),
)

_ARCHIVE: tuple[Mutant, ...] = (
    Mutant("the media type is packed", "epub-mimetype", "epub-mimetype", deflated),
    Mutant("the media type does not come first", "epub-mimetype", "epub-mimetype", last_type),
    Mutant(
        "the container leads nowhere",
        "epub-unreadable",
        "epub-unreadable",
        swap(CONTAINER, "EPUB/content.opf", "OEBPS/content.opf"),
    ),
    Mutant("a file is there twice", "epub-path-unsafe", "epub-path-unsafe", unpacked_twice),
    Mutant(
        "a name leads out of the archive",
        "epub-path-unsafe",
        "epub-path-unsafe",
        put("../../evil.xhtml", b"x"),
    ),
    Mutant(
        "two names differ in case alone", "epub-path-unsafe", "epub-path-unsafe", put("EPUB/NAV.xhtml", b"x")
    ),
    Mutant("a file is not listed", "epub-manifest-wrong", "epub-manifest-wrong", put("EPUB/notes.txt", b"x")),
    Mutant(
        "a listed file is not there",
        "epub-manifest-wrong",
        "epub-manifest-wrong",
        gone(f"{IMAGES}fleuron.png"),
    ),
    Mutant(
        "a document is called a text",
        "epub-media-type-wrong",
        "epub-media-type-wrong",
        swap(
            OPF, 'id="colophon" media-type="application/xhtml+xml"', 'id="colophon" media-type="text/plain"'
        ),
    ),
    Mutant(
        "a property is not told",
        "epub-manifest-wrong",
        "epub-manifest-wrong",
        beheaded(SVG.format("viewBox")),
    ),
    Mutant(
        "an element does not end", "epub-not-well-formed", "epub-not-well-formed", swap(VIEW, "</figure>", "")
    ),
    Mutant(
        "a document is in UTF-16",
        "epub-encoding-wrong",
        "epub-encoding-wrong",
        redone(VIEW, lambda data: data.decode().encode("utf-16")),
    ),
    Mutant(
        "a document is in Latin letters alone",
        "epub-encoding-wrong",
        "epub-encoding-wrong",
        redone(
            VIEW,
            lambda data: (
                b'<?xml version="1.0" encoding="windows-1252"?>'
                + data.decode().replace("\u202f", "\u00a0").encode("cp1252")
            ),
        ),
    ),
    Mutant(
        "the e-book is locked", "epub-locked", "epub-locked", put("META-INF/encryption.xml", b"<encryption/>")
    ),
    Mutant(
        "the package says where it lay",
        "epub-private",
        "epub-private",
        swap(OPF, "</metadata>", '<meta name="source" content="/home/ada/livre.md"/></metadata>'),
    ),
    Mutant("a program is in it", "epub-active", "epub-active", put("EPUB/x.js", b"alert(1)")),
    Mutant(
        "a drawing holds a script",
        "epub-active",
        "epub-active",
        put(f"{IMAGES}x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    ),
    Mutant(
        "a link holds its own page",
        "epub-active",
        "epub-active",
        beheaded('<p><a href="data:text/html,x">x</a></p>'),
    ),
    Mutant(
        "a link runs a script",
        "epub-active",
        "epub-active",
        beheaded('<p><a href="javascript:f()">x</a></p>'),
    ),
    Mutant(
        "a touch runs a script",
        "epub-active",
        "epub-active",
        swap(VIEW, '<p id="article-panorama--b1"', '<p onclick="f()" id="article-panorama--b1"'),
    ),
    Mutant(
        "a page turns by itself",
        "epub-active",
        "epub-active",
        swap(VIEW, "<title>", '<meta http-equiv="refresh" content="1"/><title>'),
    ),
    Mutant(
        "a form asks for words", "epub-active", "epub-active", beheaded('<form action="x"><p>x</p></form>')
    ),
)

_DEVICES: tuple[Mutant, ...] = (
    Mutant(
        "the contents are too deep for a Kindle",
        "epub-contents-deep",
        "epub-contents-deep",
        swap(NAV, LINK, f"{LINK}<ol><li><p>Au retour</p></li></ol>"),
    ),
    Mutant(
        "a font of the web is in it",
        "epub-font-foreign",
        "epub-font-foreign",
        put("EPUB/fonts/x.woff2", b"wOF2"),
    ),
)

OWN = (*_WORDS, *_MARKS, *_PICTURES, *_STYLES, *_PEOPLE, *_ORDER, *_ARCHIVE, *_DEVICES)
"""Further defects; one for each fault that an e-book of ours ever had belongs here."""


def notes_exchanged(files: Files) -> None:
    """The words of two notes change places; their numbers and links stay."""
    notes = re.findall(r"role=\"doc-backlink\"[^>]*>\d\.</a>(.*?)</p></aside>", files.data[PORT].decode())
    exchanged(PORT, notes[0], notes[1])(files)


def without_breaks(files: Files) -> None:
    """Every mark of a page of paper is taken away, and both lists of them."""
    for path in list(files.data):
        if path.endswith(".xhtml"):
            text = re.sub(r"<span [^>]*doc-pagebreak[^>]*?(/>|></span>)", "", files.data[path].decode())
            files.data[path] = re.sub(r"<nav [^>]*page-list.*?</nav>", "", text, flags=re.DOTALL).encode()
    pattern(NCX, r"<pageList.*?</pageList>", "")(files)


def _case(make: Callable[[bytes], Case], mutant: Mutant) -> Callable[[], Case]:
    return lambda: make(mutant.data())


_SHOWN = [
    (code, _case(make, one))
    for one in (*LISTED, *OWN)
    for code, make in ((one.alone, alone), (one.seen, known))
    if code
]
BY_CODE: Mapping[str, tuple[Callable[[], Case], ...]] = {code: (case,) for code, case in reversed(_SHOWN)}
"""A case for each code that a defect shows: the first of them."""
