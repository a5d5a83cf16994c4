"""One spoilt case for each code that a check can give; and the case that nothing is said about."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import pikepdf
import pytest
from anthology import checks
from anthology.checks import CHECKS, Case
from anthology.config import Trim
from anthology.errors import LayoutError
from anthology.layouts import Layout
from anthology.model import Decision, Finding, Severity
from anthology.resources import theme
from markupsafe import Markup
from tests import books
from tests.checks import cases, epub_mutants, spoilt_pages, spoilt_pairs, spoilt_tags
from tests.checks.cases import fresh, good, with_epub, with_files, with_pdf, with_text

PORT, NAV, NCX, OPF = "EPUB/text/article-port.xhtml", "EPUB/nav.xhtml", "EPUB/toc.ncx", "EPUB/content.opf"
OPEN = Decision("0123456789", "title", f"{cases.SUBMISSION}:1", "no title", "Le port ne dort jamais")


# --- sources -----------------------------------------------------------------------------------------


def ledger(**changes: object) -> Case:
    """The good case with some fields of its one submission changed."""
    account = cases.ledger()
    account["submissions"] = [{**account["submissions"][0], **changes}]  # type: ignore[index]
    return fresh(good(), ledger=account)


def block(**changes: object) -> Case:
    """The good case with some fields of the first block changed."""
    first, *rest = cases.ledger()["submissions"][0]["blocks"]  # type: ignore[index]
    return ledger(blocks=[{**first, **changes}, *rest])


CREDITED = 'file = "photos/halle.jpg", credit = [ { given = "Amélie", family = "Marsan" } ]'

SOURCES: Mapping[str, tuple[Callable[[], Case], ...]] = {
    "decision-open": (
        lambda: fresh(good(), decisions=(OPEN,), ledger={**cases.ledger(), "decisions": [{"id": OPEN.id}]}),
    ),
    "decision-orphaned": (lambda: fresh(good(), decisions=(dataclasses.replace(OPEN, answer="accept"),)),),
    "submission-not-imported": (
        lambda: fresh(good(), submissions={**good().submissions, "submissions/b.txt": ""}),
        lambda: fresh(good(), ledger=None),
    ),
    "submission-changed": (lambda: fresh(good(), submissions={cases.SUBMISSION: "2" * 64}),),
    "submission-missing": (lambda: fresh(good(), submissions={}),),
    "ledger-unreadable": (lambda: ledger(words="seven"), lambda: ledger(blocks=None)),
    "ledger-unbalanced": (
        lambda: ledger(words=8),
        lambda: ledger(fates={"printed": 7}),
        lambda: block(words=4),
        lambda: block(fate="eaten"),
        lambda: block(end=30),
    ),
    "ledger-undecided": (lambda: block(fate="undecided"),),
    "article-empty": (lambda: with_text("silence", "On n’entend rien.", " "),),
    "article-without-authors": (
        lambda: with_text("silence", 'authors = [ { family = "Brune" } ]', "authors = []"),
    ),
    "article-unplaced": (
        lambda: fresh(good(), **cases.sources({**cases.ARTICLES, "phare": cases.ARTICLES["silence"]})),
    ),
    "title-proposed": (lambda: with_text("port", 'title = "Le port"', 'title = "x"\ntitle_proposed = true'),),
    "groups-share-key": (lambda: with_text("lighthouse", "2022", "2021"),),
    "class-unknown": (
        lambda: with_text("port", "J1", "J2"),
        lambda: fresh(good(), config=cases.config(classes={})),
    ),
    "photo-missing": (
        lambda: fresh(good(), photos={}),
        lambda: with_text("port", "Nous sommes", "![Un quai](photos/quai.jpg)\n\nNous sommes"),
    ),
    "photo-credit-alone": (lambda: with_text("marche", 'file = "photos/halle.jpg", ', ""),),
    "photo-without-credit": (
        lambda: with_text("marche", ', credit = [ { given = "Amélie", family = "Marsan" } ]', ""),
        lambda: with_text("silence", "On n’entend", "![Une grève](photos/halle.jpg)\n\nOn n’entend"),
    ),
    "photo-unshown": (
        lambda: with_text("silence", "+++\nOn", 'photos = [ { caption = "La grève." } ]\n+++\nOn'),
        lambda: with_text(
            "marche",
            'credit = [ { given = "Amélie", family = "Marsan" } ]',
            'caption = "x" },\n  { caption = "y"',
        ),
    ),
    "photo-without-alt": (
        lambda: with_text("marche", "![Trois étals sous la halle]", "![]"),
        lambda: with_text("marche", "![Trois étals sous la halle]", "![halle.jpg]"),
        lambda: with_text("marche", "![Trois étals sous la halle](photos/halle.jpg)\n{: .figure }", "x"),
        lambda: with_text("marche", "![Trois étals sous la halle]", "![IMG_2031.JPG]"),
        lambda: with_text("marche", "![Trois étals sous la halle]", "![DSC 0042]"),
    ),
    "photo-alt-repeats": (
        lambda: with_text("marche", "(photos/halle.jpg)", "(photos/halle.jpg) *Trois étals,* sous la halle."),
        lambda: with_text("marche", CREDITED, f'{CREDITED}, caption = "Trois étals sous la halle."'),
    ),
    "photo-decorative-described": (lambda: with_text("marche", CREDITED, f"{CREDITED}, decorative = true"),),
    "text-control": (lambda: with_text("port", "jamais", "ja\x08mais"),),
    "text-surrogate": (lambda: with_text("port", "jamais", "ja\ud83dmais"),),
    "text-noncharacter": (lambda: with_text("port", "jamais", "ja\ufdd0mais"),),
    "text-replaced": (lambda: with_text("port", "jamais", "ja\ufffdmais"),),
    "text-bidi": (lambda: with_text("port", "jamais", "\u202ejamais"),),
    "text-invisible": (
        lambda: with_text("port", "jamais", "ja\u200bmais"),
        lambda: with_text("port", "jamais", "ja\U000e0041mais"),
        lambda: with_text("port", "jamais", "ja\u200dmais"),
    ),
    "text-private-use": (lambda: with_text("port", "jamais", "\ue000jamais"),),
    "text-line-separator": (lambda: with_text("port", "jamais", "ja\u2028mais"),),
    "text-marks-piled": (lambda: with_text("port", "jamais", "ja" + "\u0301" * 5 + "mais"),),
    "text-scripts-mixed": (lambda: with_text("port", "jamais", "jam\u0430is"),),
}


# --- the book ----------------------------------------------------------------------------------------


def section(id_: str, html: str) -> Case:
    """The good case, not built yet, with a section that says something else."""
    return another_book(id_, html.replace("@", id_), outputs={})


def another_book(id_: str, html: str, **fields: object) -> Case:
    """The good case with the files of the good book, and a book whose section says something else."""
    body = Markup(html)  # noqa: S704 - the words are this module's own
    return fresh(good(), book=books.with_data(books.book(), id_, body=body), **fields)


BOOK: Mapping[str, tuple[Callable[[], Case], ...]] = {
    "text-reaches-readers": (
        lambda: section("article-port", '<p id="@--b1">Le port\u200b dort.</p>'),
        lambda: section("article-port", '<p id="@--b1" title="Le\u202e port">Il dort.</p>'),
        lambda: section("article-port", '<p id="@--b1"><code>a\u2066b</code></p>'),
    ),
    "labels-missing": (lambda: fresh(good(), config=cases.config(language="tlh")),),
    "glyph-missing": (lambda: section("article-port", '<p id="@--b1">Du riz, 飯.</p>'),),
    "typography-straight-quote": (
        lambda: section("article-port", '<p id="@--b1">Il dit "oui".</p>'),
        lambda: section("article-port", '<p id="@--b1">L\'eau.</p>'),
    ),
    "typography-double-space": (lambda: section("page-foreword", '<p id="@--b1">Deux  blancs.</p>'),),
    "typography-dots": (lambda: section("article-port", '<p id="@--b1">Et puis...</p>'),),
    "typography-dash": (
        lambda: section("article-port", '<p id="@--b1">Le port -- le nôtre.</p>'),
        lambda: section("article-port", '<p id="@--b1">Le port - le nôtre.</p>'),
    ),
    "typography-plain-space": (
        lambda: section("article-port", '<p id="@--b1">Quoi ?</p>'),
        lambda: section("article-port", '<p id="@--b1">« Oui\u00a0».</p>'),
    ),
    "typography-guillemets": (
        lambda: section("article-port", '<p id="@--b1">Elle dit\u00a0: «\u00a0Oui.</p><p>Puis rien.</p>'),
        lambda: section("article-lighthouse", '<p id="@--b1">“Yes, he says.</p>'),
    ),
}


# --- book.pdf ----------------------------------------------------------------------------------------


def damaged(name: str, data: bytes) -> Case:
    return fresh(good(), outputs={**good().outputs, name: data})


def renamed_font(file: pikepdf.Pdf) -> None:
    font = next(one for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/FontFamily" in one)
    font.FontFamily = pikepdf.String("Comic Sans MS")


def stripped_font(file: pikepdf.Pdf) -> None:
    font = next(one for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/FontFamily" in one)
    del font["/FontFile3"]


def with_action(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def with_link(address: str, file: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    file.pages[0].Annots = pikepdf.Array([link])


def with_attachment(file: pikepdf.Pdf) -> None:
    file.attachments["notes.txt"] = b"x"


def with_path(file: pikepdf.Pdf) -> None:
    file.docinfo[pikepdf.Name.Subject] = pikepdf.String("/home/ada/livre.md")


def with_form(file: pikepdf.Pdf) -> None:
    file.Root.AcroForm = pikepdf.Dictionary(Fields=[])


def without(key: str, file: pikepdf.Pdf) -> None:
    del file.Root[key]


def shifted_labels(file: pikepdf.Pdf) -> None:
    file.Root.PageLabels.Nums[3].St = 2


def shifted_last_labels(file: pikepdf.Pdf) -> None:
    """Count the last article anew: readers of the index are sent to the old number."""
    labels = [str(page.label) for page in file.pages]
    last = [number for number, label in enumerate(labels) if label.isdigit()][-9]
    told = pikepdf.Dictionary(S=pikepdf.Name.D, St=int(labels[last]) + 50)
    file.Root.PageLabels.Nums.extend(pikepdf.Array([last, told]))


def blank_page(file: pikepdf.Pdf) -> None:
    file.pages[8].Contents = file.make_stream(b"")


def larger_page(file: pikepdf.Pdf) -> None:
    file.pages[8].MediaBox = [0, 0, 500, 595]
    for box in ("/TrimBox", "/BleedBox", "/CropBox"):
        if box in file.pages[8]:
            del file.pages[8][box]


def unbookmarked(file: pikepdf.Pdf) -> None:
    with file.open_outline() as outline:
        del outline.root[2]


def another_title(file: pikepdf.Pdf) -> None:
    file.docinfo["/Title"] = "Sans titre"


def anonymous(file: pikepdf.Pdf) -> None:
    file.docinfo["/Author"] = "Writer 7.3"


def english(file: pikepdf.Pdf) -> None:
    file.Root.Lang = pikepdf.String("en")


FOREWORD = '<p id="page-foreword--b1">Ce livre réunit deux promotions. Bonne {} lecture\u202f!</p>'
TURNED = '<p id="page-foreword--b1">Bonne lecture\u202f! Ce livre réunit deux promotions.</p>'

PDF: Mapping[str, tuple[Callable[[], Case], ...]] = {
    "pdf-unreadable": (
        lambda: damaged("book.pdf", b""),
        lambda: damaged("book.pdf", b"%PDF-1.7 and no more"),
        lambda: damaged("book.pdf", cases.pdf()[:5000]),
    ),
    "pdf-words-lost": (
        lambda: with_pdf(blank_page),
        lambda: another_book("page-foreword", FOREWORD.format("longue")),
        lambda: with_pdf(partial(without, "/Names")),
    ),
    "pdf-words-added": (lambda: another_book("page-foreword", FOREWORD.format("").replace("deux ", "")),),
    "pdf-words-disordered": (lambda: another_book("page-foreword", TURNED),),
    "pdf-font-foreign": (lambda: with_pdf(renamed_font),),
    "pdf-font-not-embedded": (lambda: with_pdf(stripped_font),),
    "pdf-labels-missing": (lambda: with_pdf(partial(without, "/PageLabels")),),
    "pdf-folio-wrong": (lambda: with_pdf(shifted_labels), lambda: with_pdf(shifted_last_labels)),
    "pdf-outline-wrong": (lambda: with_pdf(unbookmarked), lambda: with_pdf(partial(without, "/Outlines"))),
    "pdf-title-wrong": (lambda: with_pdf(another_title),),
    "pdf-author-missing": (lambda: with_pdf(anonymous),),
    "pdf-language-wrong": (lambda: with_pdf(english), lambda: with_pdf(partial(without, "/Lang"))),
    "pdf-not-tagged": (lambda: with_pdf(partial(without, "/StructTreeRoot")),),
    "pdf-page-size": (
        lambda: with_pdf(larger_page),
        lambda: fresh(good(), layout=Layout(theme("classic"), Trim(width_mm=170, height_mm=240), "fr")),
    ),
    "pdf-active": (
        lambda: with_pdf(with_action),
        lambda: with_pdf(with_attachment),
        lambda: with_pdf(with_form),
        lambda: with_pdf(partial(with_link, "file:///etc/hostname")),
        lambda: with_pdf(partial(with_link, "javascript:alert(1)")),
        lambda: with_pdf(partial(with_link, "notes.txt")),
    ),
    "pdf-private": (lambda: with_pdf(with_path),),
}


# --- book.epub ---------------------------------------------------------------------------------------


def files(**changes: bytes | None) -> Case:
    """The good case with whole files of the e-book changed or (None) taken away."""
    made = {**cases.unpacked(), **changes}
    return with_files({name: data for name, data in made.items() if data is not None})


def active(html: str) -> Callable[[], Case]:
    return lambda: with_epub((PORT, "</header>", f"</header>{html}"))


NOTE_1 = '<a href="#article-port--photo1" id="article-port--photo1-call"'
JPEG = "EPUB/images/marche-de-lete.jpg"
FONT = "EPUB/fonts/linux-libertine/LinLibertine_R.otf"

EPUB: Mapping[str, tuple[Callable[[], Case], ...]] = {
    "epub-unreadable": (
        lambda: damaged("book.epub", b""),
        lambda: damaged("book.epub", cases.epub()[:9000]),
        lambda: files(**{"META-INF/container.xml": None}),
        lambda: files(**{OPF: b"<package>"}),
    ),
    "epub-words-lost": (
        lambda: with_epub((PORT, "<em>presque</em> ", "")),
        lambda: with_epub((PORT, 'id="article-port" ', 'id="x" ')),
    ),
    "epub-words-added": (lambda: with_epub((PORT, "<em>presque</em>", "<em>presque</em> bien")),),
    "epub-text-differs": (
        lambda: with_epub((PORT, "y fait, <em>", "y fait,<em>")),
        lambda: with_epub((PORT, "presque</em> toujours.", "presque</em> toujours\u202f!")),
    ),
    "parity-words": (
        lambda: with_epub((PORT, "<em>presque</em> ", "")),
        lambda: with_epub((PORT, "<em>presque</em>", "<em>presque</em> bien")),
        lambda: with_pdf(blank_page),
    ),
    "epub-mimetype": (
        lambda: with_files(cases.unpacked(), stored=False),
        lambda: with_files(dict(reversed(cases.unpacked().items()))),
    ),
    "epub-path-unsafe": (
        lambda: files(**{"../evil.xhtml": b"x"}),
        lambda: files(**{"/evil.xhtml": b"x"}),
        lambda: files(**{"EPUB\\evil.xhtml": b"x"}),
        lambda: files(**{"EPUB/NAV.xhtml": b"x"}),
    ),
    "epub-manifest-wrong": (lambda: files(**{JPEG: None}), lambda: files(**{"EPUB/notes.txt": b"x"})),
    "epub-not-well-formed": (
        lambda: with_epub((PORT, "</em>", "")),
        lambda: files(**{NCX: b"<ncx"}),
    ),
    "epub-picture-damaged": (
        lambda: files(**{JPEG: b"no picture"}),
        lambda: files(**{JPEG: cases.unpacked()[JPEG][:-900]}),
    ),
    "epub-font-damaged": (
        lambda: files(**{FONT: b"no font"}),
        lambda: files(**{FONT: cases.unpacked()[FONT][:400]}),
    ),
    "epub-cover-missing": (lambda: with_epub((OPF, ' properties="cover-image"', "")),),
    "epub-cover-small": (lambda: files(**{"EPUB/images/cover.jpg": books.picture(300, 480)}),),
    "epub-glyph-missing": (lambda: with_epub((PORT, "presque", "飯")),),
    "epub-contents-wrong": (
        lambda: with_epub((NAV, ">Silences<", ">Silence<")),
        lambda: with_epub((NCX, ">Silences<", ">Silence<")),
        lambda: with_epub(
            (NAV, '<li id="toc-authors"><a href="text/authors.xhtml">Les auteurs</a></li>', ""),
        ),
        lambda: with_epub((NAV, 'epub:type="toc"', 'epub:type="lot"')),
    ),
    "epub-order-wrong": (
        lambda: with_epub(
            (OPF, '<itemref idref="part-1"/>', ""),
            (OPF, '<itemref idref="authors"/>', '<itemref idref="authors"/><itemref idref="part-1"/>'),
        ),
        lambda: with_epub((OPF, '<itemref idref="authors"/>', "")),
    ),
    "epub-link-broken": (
        lambda: with_epub((PORT, 'href="../styles/fonts.css"', 'href="../styles/none.css"')),
        lambda: with_epub(("EPUB/styles/fonts.css", "LinLibertine_R.otf", "LinLibertine_X.otf")),
        lambda: with_epub(
            ("EPUB/text/contents.xhtml", 'href="article-port.xhtml"', 'href="article-port.xhtml#x"')
        ),
    ),
    "epub-note-broken": (
        lambda: with_epub((PORT, NOTE_1, NOTE_1.replace("#article-port--photo1", "#article-port--note1"))),
        lambda: with_epub((PORT, NOTE_1, NOTE_1.replace("#article-port--photo1", "#nowhere"))),
        lambda: with_epub((PORT, '<a href="#article-port--photo1-call"', '<a href="#article-port--b1"')),
        lambda: with_epub((PORT, 'role="doc-backlink">1.<', 'role="doc-backlink">2.<')),
    ),
    "epub-language-missing": (
        lambda: with_epub((PORT, ' lang="fr"', "")),
        lambda: with_epub((PORT, ' xml:lang="fr"', ' xml:lang="en"')),
    ),
    "epub-language-wrong": (
        lambda: with_epub((PORT, ' lang="fr" xml:lang="fr"', ' lang="en" xml:lang="en"')),
    ),
    "epub-id-twice": (lambda: with_epub((PORT, 'id="article-port--b2"', 'id="article-port--b1"')),),
    "epub-title-missing": (
        lambda: with_epub(("EPUB/text/article-silence.xhtml", "<title>Silences", "<title>")),
    ),
    "epub-headings-skip": (lambda: with_epub((PORT, "<h3", "<h5"), (PORT, "</h3", "</h5")),),
    "epub-alt-missing": (
        lambda: with_epub(
            ("EPUB/text/article-marche.xhtml", ' alt="Trois étals sous la halle, de nuit"', "")
        ),
        lambda: with_epub(("EPUB/text/article-marche.xhtml", "Trois étals sous la halle, de nuit", "")),
        lambda: with_epub(
            ("EPUB/text/article-marche.xhtml", "Trois étals sous la halle, de nuit", "marche-de-lete.jpg")
        ),
    ),
    "epub-metadata-missing": (
        lambda: with_epub((OPF, "<dc:language>fr</dc:language>", "")),
        lambda: with_epub((OPF, 'property="dcterms:modified"', 'property="dcterms:created"')),
        lambda: files(**{OPF: cases.unpacked()[OPF].replace(b"schema:access", b"schema:x")}),
    ),
    "epub-metadata-wrong": (
        lambda: with_epub((NCX, "urn:uuid:3d", "urn:uuid:4d")),
        lambda: with_epub((OPF, "<dc:language>fr<", "<dc:language>en<")),
        lambda: with_epub((OPF, ">Paroles du rivage<", ">Sans titre<")),
        lambda: with_epub((OPF, ">aut<", ">autr<")),
    ),
    "epub-person-missing": (lambda: with_epub((OPF, ">Zoë L’Haÿ<", ">Zoé L’Haÿ<")),),
    "epub-active": (
        active('<script xmlns="http://www.w3.org/1999/xhtml">1</script>'),
        active('<p onclick="f()">x</p>'),
        active('<p><a href="javascript:f()">x</a></p>'),
        active('<p><a href="data:text/html,x">x</a></p>'),
        active('<p><a href="file:///etc/hostname">x</a></p>'),
        active('<p><img src="https://example.org/x.png" alt="x"/></p>'),
        active('<p><img src="//example.org/x.png" alt="x"/></p>'),
        active('<form action="x"><p>x</p></form>'),
        lambda: with_epub(
            ("EPUB/styles/classic-book.css", "html {", "html { background: url('https://e.org/x'); ")
        ),
        lambda: with_epub(("EPUB/styles/classic-book.css", "html {", "@import 'x.css'; html {")),
    ),
}

MUTANTS = {
    **epub_mutants.BY_CODE,
    **{**SOURCES, **BOOK, **PDF, **EPUB},
    **{**spoilt_pages.MUTANTS, **spoilt_tags.MUTANTS, **spoilt_pairs.MUTANTS},
}
EVERY_MUTANT = [
    pytest.param(code, mutant, id=f"{code}-{number}")
    for code, mutants in MUTANTS.items()
    for number, mutant in enumerate(mutants, start=1)
]


ELSEWHERE = ("press-", "cover-", "booklet-", "offprint-", "epub-too-large", "epub-font-large")
"""Codes of files that have tests of their own."""


class TestChecks:
    def test_nothing_is_said_of_a_book_that_is_done(self) -> None:
        assert checks.run(good()) == ()

    @pytest.mark.parametrize(("code", "mutant"), EVERY_MUTANT)
    def test_each_fault_is_found_by_its_code(self, code: str, mutant: Callable[[], Case]) -> None:
        check = next(check for check in CHECKS if code in check.codes)
        findings = checks.asked(check, mutant())
        assert {finding.code for finding in findings} <= set(check.codes)
        found = [finding for finding in findings if finding.code == code]
        assert found
        assert all(finding.message and finding.hint for finding in found)

    def test_every_code_has_a_fault_that_shows_it(self) -> None:
        codes = {code for check in CHECKS if not check.outside for code in check.codes}
        assert {code for code in codes if not code.startswith(ELSEWHERE)} == set(MUTANTS)

    def test_names_of_checks_and_codes_are_one_each(self) -> None:
        names = [check.name for check in CHECKS]
        assert len(names) == len(set(names))
        codes = [code for check in CHECKS for code in check.codes]
        assert len(codes) == len(set(codes))

    def test_every_check_says_why_it_is_asked(self) -> None:
        assert all(check.why.endswith(".") for check in CHECKS)


class TestRun:
    def test_what_was_seen_on_the_way_comes_first_and_once(self) -> None:
        seen = Finding("markup-left-out", Severity.WARNING, "x")
        found = checks.run(fresh(good(), seen=(seen, seen)))
        assert found == (seen,)

    def test_a_finished_file_can_be_judged_alone(self) -> None:
        alone = Case(outputs={"class.pdf": cases.pdf(), "class.epub": cases.epub()})
        assert checks.run(alone) == ()
        spoilt = with_epub((PORT, NOTE_1, NOTE_1.replace("#article", "#x"))).outputs["book.epub"]
        assert {one.code for one in checks.run(Case(outputs={"a.epub": spoilt}))} == {
            "epub-note-broken",
            "epub-link-broken",
        }

    def test_an_empty_case_has_no_findings(self) -> None:
        assert checks.run(Case()) == ()

    def test_a_template_that_fails_is_a_finding_and_stops_no_other_check(self) -> None:
        class Broken(Layout):
            def render(self, *_: object, **__: object) -> bytes:
                raise LayoutError("template-failed", "no such thing", hint="mend it", file="layouts/x.xhtml")

        broken = Broken(theme("classic"), books.A5, "fr")
        found = checks.run(fresh(good(), layout=broken, photos={}))
        assert {one.code for one in found} == {"template-failed", "photo-missing"}

    def test_the_same_case_gives_the_same_findings(self) -> None:
        assert checks.run(with_pdf(blank_page)) == checks.run(with_pdf(blank_page))

    def test_values_worked_out_once_are_not_part_of_a_changed_case(self) -> None:
        case = fresh(good())
        assert checks.run(case) == ()
        assert (
            checks.run(fresh(case, outputs=MappingProxyType({"book.pdf": b"%PDF"})))[0].code
            == "pdf-unreadable"
        )


class TestDamage:
    """Whatever a file holds, a check gives findings and raises nothing."""

    @pytest.mark.parametrize("name", ["book.pdf", "book.epub"])
    @pytest.mark.parametrize("percent", range(0, 100, 9))
    def test_a_file_that_was_cut_short_is_told(self, name: str, percent: int) -> None:
        data = good().outputs[name]
        found = checks.run(damaged(name, data[: len(data) * percent // 100]))
        assert any(one.severity is Severity.ERROR and (one.file or "").startswith(name) for one in found)

    @pytest.mark.parametrize("name", ["book.pdf", "book.epub"])
    @pytest.mark.parametrize("seed", range(12))
    def test_a_file_with_wrong_bytes_raises_nothing(self, name: str, seed: int) -> None:
        data = bytearray(good().outputs[name])
        step = len(data) // 40
        for place in range(seed * step // 12, len(data), step):
            data[place] ^= 0x5A + seed
        assert all(isinstance(one, Finding) for one in checks.run(damaged(name, bytes(data))))
