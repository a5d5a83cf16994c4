from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
from anthology.bindery.setting import Pages, Press
from anthology.checks.pdf_file import read_pdf
from anthology.config import Trim
from anthology.errors import LayoutError
from anthology.layouts import OPS, XHTML, Layout, Medium
from anthology.model import ANCHOR, Book, ContentsEntry, Contributor, Group, Photo, Section
from anthology.names import Person
from anthology.resources import Theme, font_bytes
from anthology.writers import Making
from anthology.writers.pdf import write_pdf
from lxml import etree, html
from markupsafe import Markup
from pypdfium2 import raw
from tests import books, kept

X, EPUB = f"{{{XHTML}}}", f"{{{OPS}}}"
XML = "{http://www.w3.org/XML/1998/namespace}"
MEDIA: tuple[Medium, ...] = ("print", "ebook")
SECTIONS = [section.id for section in books.book().sections]
SCRIPT = "<script>alert('l’été & toi')</script>"
TRIMS = [(148.0, 210.0), (152.4, 228.6), (110.0, 180.0), (210.0, 297.0)]
MM = 72 / 25.4
Letter = tuple[str, float, float, float]
"""A letter, its origin from the left, its baseline from the foot of the page, its size: all in points."""


def section(book: Book, id_: str) -> Section:
    return next(one for one in book.sections if one.id == id_)


def rendered(
    id_: str, medium: Medium, book: Book | None = None, folios: Mapping[str, str] | None = None
) -> etree._Element:
    book = book or books.book()
    return etree.fromstring(books.layout().render(book, section(book, id_), medium, folios))


def by_class(root: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in root.iter("{*}*") if name in (one.get("class") or "").split()]


def text(root: etree._Element) -> str:
    return " ".join(str(root.xpath("string()")).split())


def text_of(root: etree._Element, name: str) -> list[str]:
    return [text(one) for one in by_class(root, name)]


def headings(root: etree._Element) -> list[tuple[int, str]]:
    found = [one for one in root.iter("{*}*") if re.fullmatch(r"h[1-6]", etree.QName(one).localname)]
    return [(int(etree.QName(one).localname[1]), text(one)) for one in found]


def long_article(paragraphs: int = 30) -> Book:
    sentence = "Le port ne dort jamais, et ceux qui y veillent non plus. "
    body = "".join(f'<p id="article-port--b{n}">{sentence * 6}</p>' for n in range(paragraphs))
    return books.with_data(books.book(), "article-port", body=Markup(body))  # noqa: S704


# --- every kind, both media ------------------------------------------------------------


@pytest.mark.parametrize(
    ("following", "tied"),
    [
        ("<ul><li>a</li></ul>", True),
        ("<table><tr><td>a</td></tr></table>", True),
        ("<blockquote><p>a</p></blockquote>", True),
        ('<blockquote class="pull-quote"><p>a</p></blockquote>', False),
        ("<p>a</p>", False),
        ('<figure id="f"><img src="a.jpg" alt="a"/></figure>', False),
    ],
)
def test_what_announces_a_list_a_table_or_a_quotation_stays_with_it(following: str, tied: bool) -> None:
    body = f"<p>Voici\u00a0:</p>{following}<p>Voici.</p><ul><li>b</li></ul>"
    book = books.with_data(books.book(), "article-port", body=Markup(body))  # noqa: S704
    assert text_of(rendered("article-port", "print", book), "announces") == (["Voici :"] if tied else [])


@pytest.mark.parametrize("medium", MEDIA)
def test_no_line_ends_in_a_copyright_sign(medium: Medium) -> None:
    said = "<p>Photo : Agence (© Rivage 2024), ©Port.</p>"
    book = books.with_data(books.book(), "article-port", body=Markup(said))  # noqa: S704
    (shown,) = by_class(rendered("article-port", medium, book), "text")
    assert "(©\u00a0Rivage 2024), ©Port." in str(shown.xpath("string()"))
    entries: Any = section(books.book(), "photo-credits").data["entries"]
    (entry, *_) = (replace(one, photo=replace(one.photo, licence="© Rivage")) for one in entries)
    book = books.with_data(books.book(), "photo-credits", entries=(entry,))
    assert "©\u00a0Rivage" in str(rendered("photo-credits", medium, book).xpath("string()"))


@pytest.mark.parametrize("medium", ["print", "ebook"])
def test_the_calls_of_two_notes_in_a_row_are_parted_by_a_space(medium: Any) -> None:
    beside = '<p>Oui<span class="note" id="a">Un.</span><span class="note" id="b">Deux.</span>.</p>'
    apart = '<p>Oui<span class="note" id="a">Un.</span>, non<span class="note" id="b">Deux.</span>.</p>'
    for body, expected in ((beside, ["\u202f"]), (apart, [])):
        book = books.with_data(books.book(), "article-port", body=Markup(body))  # noqa: S704
        root = rendered("article-port", medium, book)
        assert [one.text for one in by_class(root, "between")] == expected


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("id_", SECTIONS)
class TestEverySection:
    def test_is_a_well_formed_document_with_a_title_and_its_language(self, id_: str, medium: Medium) -> None:
        root = rendered(id_, medium)
        one = section(books.book(), id_)
        assert root.tag == f"{X}html"
        assert root.get("lang") == root.get(f"{XML}lang") == one.language
        assert root.get("class") == f"{one.matter} {one.kind}"
        assert root.findtext(f"{X}head/{X}title")

    def test_is_read_alike_by_an_html_parser(self, id_: str, medium: Medium) -> None:
        book = books.book()
        data = books.layout().render(book, section(book, id_), medium)
        shown = " ".join(str(html.fromstring(data.decode()).xpath("string(//body)")).split())
        assert shown == text(rendered(id_, medium).find(f"{X}body"))  # type: ignore[arg-type]

    def test_has_the_section_s_id_on_its_root_and_before_every_other(self, id_: str, medium: Medium) -> None:
        ids = [str(one.get("id")) for one in rendered(id_, medium).iter("{*}*") if one.get("id")]
        assert ids.count(id_) == 1
        assert [one for one in ids if one != id_ and not one.startswith(id_ + ANCHOR)] == []

    def test_has_each_id_once(self, id_: str, medium: Medium) -> None:
        ids = [one.get("id") for one in rendered(id_, medium).iter("{*}*") if one.get("id")]
        assert len(ids) == len(set(ids))

    def test_names_itself_by_an_element_it_has(self, id_: str, medium: Medium) -> None:
        root = rendered(id_, medium)
        ids = {one.get("id") for one in root.iter("{*}*")}
        assert {one.get("aria-labelledby") for one in root.iter("{*}*")} - {None} <= ids

    def test_skips_no_level_of_heading(self, id_: str, medium: Medium) -> None:
        levels = [level for level, _ in headings(rendered(id_, medium))]
        assert all(below <= above + 1 for above, below in pairwise(levels))

    def test_leads_only_to_what_the_book_has(self, id_: str, medium: Medium) -> None:
        for link in rendered(id_, medium).iter(f"{X}a"):
            target = str(link.get("href"))
            if target.startswith("http"):
                continue
            file, _, anchor = target.partition("#")
            home = file.removesuffix(".xhtml") or anchor.partition(ANCHOR)[0]
            place = rendered(home, medium)
            assert not anchor or anchor in {one.get("id") for one in place.iter("{*}*")}

    def test_is_the_same_document_each_time(self, id_: str, medium: Medium) -> None:
        book = books.book()
        again = Layout(theme=books.layout().theme, trim=books.A5, language="fr")
        one = section(book, id_)
        assert books.layout().render(book, one, medium) == again.render(book, one, medium)


@pytest.mark.parametrize(
    ("id_", "type_", "role"),
    [
        ("title-page", "titlepage", None),
        ("half-title", "halftitlepage", None),
        ("imprint", "copyright-page", None),
        ("contents", "toc", "doc-toc"),
        ("page-foreword", "foreword", "doc-foreword"),
        ("part-1", "part", "doc-part"),
        ("article-port", "chapter", "doc-chapter"),
        ("authors", "contributors", None),
        ("index", "index", "doc-index"),
        ("photo-credits", "other-credits", "doc-credits"),
        ("colophon", "colophon", "doc-colophon"),
    ],
)
def test_a_section_says_what_it_is(id_: str, type_: str, role: str | None) -> None:
    root = next(one for one in rendered(id_, "ebook").iter() if one.get("id") == id_)
    assert (root.get(f"{EPUB}type"), root.get("role")) == (type_, role)


def test_a_page_of_an_unknown_name_says_nothing_of_itself() -> None:
    page = replace(section(books.book(), "page-foreword"), id="page-recettes")
    root = etree.fromstring(books.layout().render(books.book(), page, "ebook"))
    assert next(root.iter(f"{X}section")).get(f"{EPUB}type") is None


# --- articles --------------------------------------------------------------------------


class TestAnArticle:
    def test_in_a_part_stands_one_level_below_it_with_its_intertitles_below(self) -> None:
        assert headings(rendered("article-port", "print")) == [
            (2, "Élisa Tamalet : « Le port ne dort jamais »"),
            (3, "Une nuit d’août"),
        ]

    def test_that_stands_alone_keeps_its_intertitles_at_the_second_level(self) -> None:
        alone = books.with_section(books.book(), "article-port", level=1)
        assert [level for level, _ in headings(rendered("article-port", "ebook", alone))] == [1, 2]

    def test_names_everybody_with_the_role_that_is_not_writing(self) -> None:
        assert text_of(rendered("article-marche", "print"), "byline") == [
            "Karim N’Diaye et Brune (illustration)"
        ]

    def test_tells_a_family_name_from_a_given_name_and_leaves_a_name_of_one_word_alone(self) -> None:
        assert text_of(rendered("article-marche", "print"), "family") == ["N’Diaye"]

    def test_names_its_authors_in_its_head_for_machines(self) -> None:
        metas = rendered("article-port", "ebook").iter(f"{X}meta")
        assert [one.get("content") for one in metas if one.get("name") == "author"] == [
            "Amélie Marsan",
            "Théo Œrtzen-Lacaze",
        ]

    def test_shows_its_standfirst_and_no_empty_one(self) -> None:
        assert text_of(rendered("article-port", "print"), "standfirst") == [
            "Une nuit avec ceux qui veillent."
        ]
        assert by_class(rendered("article-marche", "print"), "standfirst") == []

    def test_without_authors_shows_no_byline(self) -> None:
        bare = books.with_data(books.book(), "article-silence", photo_notes=())
        assert by_class(rendered("article-silence", "print", bare), "byline") == []

    @pytest.mark.parametrize("id_", ["article-port", "article-silence"])
    def test_never_loses_a_photo_credit(self, id_: str) -> None:
        notes = section(books.book(), id_).data["photo_notes"]
        assert notes
        for medium in MEDIA:
            shown = text(rendered(id_, medium))
            assert [note for _, note in notes if shown.count(" ".join(note.split())) != 1] == []  # type: ignore[attr-defined]

    def test_shows_the_school_only_where_it_is_not_that_of_the_book(self) -> None:
        assert text_of(rendered("article-port", "print"), "group") == ["Groupe 5"]
        group = Group("5", "2021", "ESJ Lille")
        guest = books.with_data(books.book(), "article-port", group=group)
        assert text_of(rendered("article-port", "print", guest), "group") == ["Groupe 5 · ESJ Lille"]

    def test_in_another_language_keeps_the_words_of_the_tool_in_the_book_s(self) -> None:
        root = rendered("article-lighthouse", "ebook")
        assert root.get("lang") == "en"
        assert [one.get("lang") for name in ("byline", "group") for one in by_class(root, name)] == [
            "fr",
            "fr",
        ]

    def test_keeps_the_text_as_it_was_composed(self) -> None:
        for id_ in ("article-marche", "article-lighthouse"):
            composed = etree.fromstring(f"<div>{section(books.book(), id_).data['body']}</div>")
            for medium in MEDIA:
                assert text_of(rendered(id_, medium), "text") == [text(composed)]

    def test_announces_a_pull_quote_to_those_who_listen(self) -> None:
        quote = next(rendered("article-port", "ebook").iter(f"{X}blockquote"))
        assert quote.get("role") == "doc-pullquote"

    def test_lets_the_cells_with_a_word_too_wide_for_a_telephone_part_it_on_screen_alone(self) -> None:
        address = "https://exemple.fr/registre-des-deliberations"
        cells = (
            f"<table><tr><td>2019</td><td class='align-left'>voir {address}</td><td>anglais</td></tr></table>"
        )
        book = books.with_data(books.book(), "article-port", body=Markup(cells))  # noqa: S704
        classes = {
            medium: [one.get("class") for one in rendered("article-port", medium, book).iter(f"{X}td")]
            for medium in MEDIA
        }
        assert classes["ebook"] == [None, "align-left wide", None]
        assert classes["print"] == [None, "align-left", None]


# --- notes -----------------------------------------------------------------------------


class TestNotes:
    def test_stand_where_they_are_called_in_print(self) -> None:
        notes = by_class(rendered("article-port", "print"), "note")
        assert [(one.tag, one.get("id")) for one in notes] == [
            (f"{X}span", "article-port--photo1"),
            (f"{X}span", "article-port--note1"),
        ]

    def test_pop_up_in_the_e_book_and_lead_back(self) -> None:
        root = rendered("article-port", "ebook")
        calls, notes = by_class(root, "noteref"), by_class(root, "note")
        assert [call.text for call in calls] == ["1", "2"]
        assert [call.get("href") for call in calls] == [f"#{note.get('id')}" for note in notes]
        assert {(call.get(f"{EPUB}type"), call.get("role")) for call in calls} == {("noteref", "doc-noteref")}
        assert {(note.get(f"{EPUB}type"), note.get("role")) for note in notes} == {
            ("footnote", "doc-footnote")
        }
        backs = [back.get("href") for note in notes for back in note.iter(f"{X}a")]
        assert backs == [f"#{call.get('id')}" for call in calls]

    def test_keep_their_words_and_those_around_them_in_the_e_book(self) -> None:
        root = rendered("article-port", "ebook")
        notes = [text(note) for note in by_class(root, "note")]
        assert notes == ["1. Photo : Zoë L’Haÿ.", "2. Chiffre de la capitainerie, le 1er septembre."]
        assert "sont venus2, soit" in text(root)

    def test_a_document_without_notes_has_no_place_for_them(self) -> None:
        assert by_class(rendered("article-marche", "ebook"), "notes") == []


# --- what comes from outside is text ---------------------------------------------------


@pytest.mark.parametrize("medium", MEDIA)
class TestMarkupInAValueIsText:
    def hostile(self) -> Book:
        book = books.with_section(books.book(), "article-port", title=SCRIPT, heads=(SCRIPT, SCRIPT))
        person = Person(given=SCRIPT, family=SCRIPT)
        book = books.with_data(
            book,
            "article-port",
            standfirst=SCRIPT,
            group_label=SCRIPT,
            byline=(Contributor(person), Contributor(Person(organisation=SCRIPT), "translator")),
            photo_notes=(("article-port--photo1", SCRIPT),),
        )
        entry = ContentsEntry("article-port", SCRIPT, SCRIPT, 1, SCRIPT)
        book = books.with_data(book, "contents", entries=(entry,))
        about = replace(
            book.metadata, title=SCRIPT, subtitle=SCRIPT, school=SCRIPT, editors=(person,), rights=SCRIPT
        )
        return replace(book, metadata=about)

    @pytest.mark.parametrize(
        ("id_", "times"),
        [
            ("article-port", 7),
            ("contents", 3),
            ("title-page", 5),
            ("imprint", 5),
            ("cover", 3),
            ("half-title", 1),
        ],
    )
    def test_wherever_it_stands(self, id_: str, times: int, medium: Medium) -> None:
        book = self.hostile()
        root = rendered(id_, medium, book)
        assert list(root.iter(f"{X}script")) == []
        body = root.find(f"{X}body")
        assert body is not None
        assert str(body.xpath("string()")).count(SCRIPT) == times

    def test_in_running_heads_and_authors_for_machines(self, medium: Medium) -> None:
        root = rendered("article-port", medium, self.hostile())
        metas = [one.get("content") for one in root.iter(f"{X}meta") if one.get("name") == "author"]
        assert metas == [f"{SCRIPT} {SCRIPT}", SCRIPT]
        body = root.find(f"{X}body")
        assert body is not None
        assert body.get("data-recto", SCRIPT) == SCRIPT


def test_a_character_that_no_document_can_hold_is_shown_as_lost() -> None:
    book = books.with_section(books.book(), "article-port", title="Le\x0bport")
    assert headings(rendered("article-port", "ebook", book))[0] == (2, "Le\ufffdport")


# --- lists that lead into the book -----------------------------------------------------


class TestListsThatLead:
    def test_show_a_folio_in_print_and_none_in_the_e_book(self) -> None:
        folios = {"article-port": "17"}
        line = "Élisa Tamalet : « Le port ne dort jamais »"
        assert f"{line} 17" in text_of(rendered("contents", "print", folios=folios), "line")
        assert line in text_of(rendered("contents", "ebook", folios=folios), "line")

    def test_the_index_gives_page_and_role_in_print(self) -> None:
        root = rendered("index", "print", folios={"article-port": "17", "article-marche": "23"})
        assert "Marsan, Amélie, 17, 23 (photographie)" in [text(one) for one in root.iter(f"{X}li")]

    def test_the_index_gives_the_article_in_the_e_book(self) -> None:
        root = rendered("index", "ebook")
        assert "Le marché d’en haut (photographie)" in [text(one) for one in root.iter(f"{X}li")]

    def test_an_author_without_a_group_stands_under_the_article(self) -> None:
        groups = section(books.book(), "authors").data["groups"]
        alone = replace(groups[0], label="", cohort="", school="")  # type: ignore[index]
        book = books.with_data(books.book(), "authors", groups=(alone,))
        assert headings(rendered("authors", "ebook", book)) == [
            (1, "Les auteurs"),
            (2, "Élisa Tamalet : « Le port ne dort jamais »"),
        ]

    def test_the_contents_name_the_authors_under_each_title(self) -> None:
        assert "Groupe 5 – Amélie Marsan, Théo Œrtzen-Lacaze" in text_of(rendered("contents", "print"), "who")

    @pytest.mark.parametrize("medium", ["print", "ebook"])
    def test_photographs_stand_under_their_article_and_lead_to_their_place(self, medium: Medium) -> None:
        entries: Any = section(books.book(), "photo-credits").data["entries"]
        alone, taken, *others = entries
        photos = (
            alone,
            replace(taken, place="article-marche--b2", language="es"),
            replace(taken, photo=Photo((books.ZOE,), "photos/z.jpg", alt="Une grue"), language="es"),
            replace(taken, photo=Photo((books.ZOE,), "photos/y.jpg"), language="es"),
            *others,
        )
        book = books.with_data(books.book(), "photo-credits", entries=photos)
        root = rendered("photo-credits", medium, book)
        there, without = by_class(root, "credits")
        assert text_of(there, "work") == ["Le marché d’en haut"]
        assert text_of(there, "shown") == ["La halle.", "Une grue", "Photographie"]
        assert [one.get("lang") for one in by_class(there, "shown")] == ["es", "es", None]
        assert len(by_class(without, "work")) == 2
        assert [line.split()[0] for line in text_of(without, "line")] == ["Zoë", "Agence", "Brune"]
        links = [str(link.get("href")) for link in there.iter(f"{X}a")]
        assert [link.rpartition("#")[2] for link in links[:2]][1] == "article-marche--b2"
        assert text_of(root, "alone") == ["Crédits reçus sans leur photographie"]

    def test_where_every_credit_has_its_photograph_nothing_is_said_of_others(self) -> None:
        entries: Any = section(books.book(), "photo-credits").data["entries"]
        book = books.with_data(books.book(), "photo-credits", entries=entries[1:2])
        assert by_class(rendered("photo-credits", "print", book), "alone") == []

    def test_every_credit_of_a_photograph_is_shown(self) -> None:
        shown = text(rendered("photo-credits", "print"))
        assert all(who in shown for who in ("Zoë L’Haÿ", "La halle.", "Agence Rivage, CC BY 4.0", "Brune"))


def test_the_same_sections_speak_english_in_an_english_book() -> None:
    english = books.layout("en")
    book = books.book()
    root = etree.fromstring(english.render(book, section(book, "title-page"), "print"))
    assert text_of(root, "editors") == ["Edited by Hélène Castéra"]
    assert text_of(rendered("title-page", "print"), "editors") == ["Édition : Hélène Castéra"]


# --- drafts ----------------------------------------------------------------------------


class TestADraft:
    def draft(self) -> Book:
        return replace(books.with_data(books.book(), "article-port", proposed=True), draft=True)

    @pytest.mark.parametrize("medium", MEDIA)
    def test_shows_that_a_title_is_only_proposed(self, medium: Medium) -> None:
        assert text_of(rendered("article-port", medium, self.draft()), "proposed") == ["Titre proposé"]
        assert by_class(rendered("article-marche", medium, self.draft()), "proposed") == []

    def test_says_so_in_every_document_of_the_e_book(self) -> None:
        book = self.draft()
        shown = [one.id for one in book.sections if text_of(rendered(one.id, "ebook", book), "draft-mark")]
        assert shown == SECTIONS

    def test_says_so_on_every_page_that_is_printed(self) -> None:
        book = self.draft()
        for id_ in ("title-page", "imprint", "contents", "part-1", "article-port", "colophon"):
            for page in _letters(pages(id_, book, draft=True)):
                assert "BROUILLON" in "".join(letter for letter, *_ in page), id_

    def test_leaves_no_mark_on_a_book_that_is_finished(self) -> None:
        book = books.with_data(books.book(), "article-port", proposed=True)
        for medium in MEDIA:
            root = rendered("article-port", medium, book)
            assert by_class(root, "proposed") == by_class(root, "draft-mark") == []
        assert "Brouillon" not in "".join(books.layout().style_sheets("print").values())


# --- style sheets ----------------------------------------------------------------------


def test_the_e_book_links_its_sheets_in_the_order_they_apply() -> None:
    links = [link.get("href") for link in rendered("article-port", "ebook").iter(f"{X}link")]
    assert links == [f"../styles/{name}" for name in books.layout().style_sheets("ebook")]
    assert links[0] == "../styles/fonts.css"


def test_the_sheets_of_the_e_book_leave_colour_and_size_to_the_reader() -> None:
    sheets = "".join(books.layout().style_sheets("ebook").values())
    assert re.findall(r"(?<![-\w])(?:color|background(?:-color)?)\s*:(?!\s*inherit)[^;]*", sheets) == []
    assert re.findall(r"font-size:\s*[\d.]+(?:px|pt|mm|cm|in)", sheets) == []
    assert "@page" not in sheets


def test_every_face_is_named_by_its_place() -> None:
    for medium, base in (("print", ""), ("ebook", "../")):
        sheet = books.layout().style_sheets(medium)["fonts.css"]  # type: ignore[arg-type]
        assert re.findall(r'url\("([^"]+)"\)', sheet) == [
            f"{base}fonts/{face.file}" for face in books.layout().fonts()
        ]


def test_a_label_is_put_between_quotes_as_css_reads_it() -> None:
    environment = books.layout()._environment
    shown = environment.from_string("{{ label | css_string }}").render(label='a"b\\c\n</style>')
    assert shown == r'"a\22 b\5c c\a \3c /style\3e "'


def test_small_capitals_are_never_made_of_capitals() -> None:
    sheets = "".join(
        (*books.layout().style_sheets("print").values(), *books.layout().style_sheets("ebook").values())
    )
    assert not re.search(r"c2sc|all-small-caps|unicase", sheets)


# --- pages -----------------------------------------------------------------------------


@cache
def press(trim: tuple[float, float] = TRIMS[0], draft: bool = False) -> tuple[Layout, Press]:
    layout = replace(books.layout(), trim=Trim(width_mm=trim[0], height_mm=trim[1]))
    table = {f"fonts/{face.file}": font_bytes(face.file) for face in layout.fonts()}
    table |= {address: data for name, data in books.pictures().items() for address in (name, quote(name))}
    return layout, Press(layout.style_sheets("print", draft=draft, extra=("folios.css",)), table)


def pages(
    id_: str,
    book: Book | None = None,
    *,
    trim: tuple[float, float] = TRIMS[0],
    first: int = 1,
    draft: bool = False,
) -> Pages:
    book = book or books.book()
    layout, machine = press(trim, draft)
    xhtml = layout.render(book, section(book, id_), "print", {one.id: "8" for one in book.sections})
    return machine.set(xhtml, name=id_, first_page=first, side="recto" if first % 2 else "verso")


def lines(page: list[Letter]) -> list[str]:
    """The lines of a page from its head to its foot, without spaces."""
    found: dict[float, str] = {}
    for letter, _, y, _ in page:
        found[round(y, 1)] = found.get(round(y, 1), "") + letter
    return [found[y] for y in sorted(found, reverse=True)]


def _letters(run: Pages) -> Iterator[list[Letter]]:
    """For each page, its letters, in the order they are drawn."""
    pdf = pypdfium2.PdfDocument(_pdf_alone(run))
    for number in range(len(pdf)):
        layer = pdf[number].get_textpage()
        found = []
        for place in range(layer.count_chars()):
            x, y = raw.c_double(), raw.c_double()
            raw.FPDFText_GetCharOrigin(layer, place, x, y)
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(layer, place, matrix)
            size = raw.FPDFText_GetFontSize(layer, place) * abs(matrix.d or matrix.b)
            letter = chr(raw.FPDFText_GetUnicode(layer, place))
            if not letter.isspace():
                found.append((letter, x.value, y.value, round(size, 2)))
        yield found
        layer.close()
    pdf.close()


def _pdf_alone(run: Pages) -> bytes:
    """One section as a PDF; what leads to other sections leads nowhere, which is no concern here."""
    document = run.document
    for page in document.pages:
        page.links[:] = [link for link in page.links if link[0] != "internal"]
    return bytes(document.write_pdf())


def baselines(page: list[Letter], size: float) -> set[float]:
    return {round(y, 2) for letter, _, y, letter_size in page if abs(letter_size - size) < 0.01}


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("trim", TRIMS)
def test_the_engine_has_nothing_to_say_about_a_whole_book(trim: tuple[float, float], draft: bool) -> None:
    book = replace(books.book(), draft=draft)
    layout, _ = press(trim, draft)
    data = write_pdf(Making(book, layout, books.pictures(), cache=kept.results())).data
    with pypdfium2.PdfDocument(data) as pdf:
        size = (pytest.approx(trim[0] * MM, abs=0.1), pytest.approx(trim[1] * MM, abs=0.1))
        assert {pdf[number].get_size() == size for number in range(len(pdf))} == {True}
    fonts = {font.name for font in read_pdf("book.pdf", data).fonts}
    assert all(one.startswith("Linux-") for one in fonts), fonts


def test_the_outline_is_that_of_the_contents() -> None:
    marks = {one.id: pages(one.id).document.make_bookmark_tree() for one in books.book().sections}
    listed = {one.id: one.title for one in books.book().sections if one.level}
    assert {id_: tree[0][0] for id_, tree in marks.items() if tree} == listed
    assert all(len(tree) <= 1 and not (tree and tree[0][2]) for tree in marks.values())


def test_a_piece_of_a_part_is_outlined_below_it() -> None:
    part, piece = pages("part-1"), pages("article-port")
    tree = part.document.copy([*part.document.pages, *piece.document.pages]).make_bookmark_tree()
    assert [(mark[0], [below[0] for below in mark[2]]) for mark in tree] == [
        ("De nuit", ["Élisa Tamalet\u00a0: «\u00a0Le port ne dort jamais\u00a0»"])
    ]


class TestPagesOfAnArticle:
    def test_carry_running_heads_but_not_on_the_first(self) -> None:
        book = books.with_section(long_article(), "article-port", heads=("XVERSOX", "XRECTOX"))
        shown = ["".join(letter for letter, *_ in page) for page in _letters(pages("article-port", book))]
        heads = [
            [head for head in ("XVERSOX", "XRECTOX") if head.casefold() in one.casefold()] for one in shown
        ]
        assert heads[:3] == [[], ["XVERSOX"], ["XRECTOX"]]

    def test_show_a_running_head_of_any_length_whole_and_once(self) -> None:
        head = "Un titre courant que personne n’a raccourci, avec des points… et sa fin, qui est loin"
        body = Markup("".join(f'<p id="article-port--b{n}"><em>Rien…</em></p>' for n in range(80)))  # noqa: S704
        book = books.with_data(books.book(), "article-port", body=body, photo_notes=())
        book = books.with_section(book, "article-port", heads=("", head))
        shown = "".join(letter for page in _letters(pages("article-port", book)) for letter, *_ in page)
        assert shown.count("quiestloin") == len(pages("article-port", book)) // 2 == 1
        assert shown.count("Rien…") == 80

    def test_carry_their_number_below_the_text_on_the_outer_side(self) -> None:
        run = list(_letters(pages("article-port", long_article(), first=41)))
        feet = [sorted((y, x, letter) for letter, x, y, _ in page)[:2] for page in run]
        assert ["".join(letter for _, _, letter in sorted(foot, key=lambda one: one[1])) for foot in feet][
            :2
        ] == [
            "41",
            "42",
        ]
        middle = books.A5.width_mm * MM / 2
        assert [foot[0][1] > middle for foot in feet][:2] == [True, False]

    def test_mirror_each_other_with_the_narrow_margin_inside_and_the_deep_one_below(self) -> None:
        recto = list(_letters(pages("article-port", long_article(), first=2)))[1]
        verso = list(_letters(pages("article-port", long_article(), first=1)))[1]
        width, height = books.A5.width_mm * MM, books.A5.height_mm * MM
        inner, outer = min(x for _, x, _, _ in recto), min(x for _, x, _, _ in verso)
        assert inner < outer
        body = [y for letter, _, y, size in recto if abs(size - 10.5) < 0.01]
        assert height - max(body) < min(body)
        assert 0.68 * width < width - inner - outer < 0.74 * width

    def test_set_every_line_of_the_text_on_one_grid(self) -> None:
        book = long_article()
        parts = (
            '<p class="question" id="article-port--q{n}">Que fait-on la nuit, quand tout le monde dort '
            "et que le port reste ouvert aux bateaux qui viennent de loin\u202f?</p>"
            '<p class="answer" id="article-port--a{n}"><span class="speaker">Élisa</span> On veille.</p>'
            '<blockquote class="pull-quote" id="article-port--v{n}"><p>On veille, on attend.</p></blockquote>'
            '<h2 id="article-port--h{n}">Au matin</h2><p id="article-port--p{n}">On dort.</p>'
            '<div class="verse" id="article-port--d{n}"><p>Ô port,<br/>ô nuit.</p></div>'
        )
        body = "".join(parts.format(n=n) for n in range(9)) + str(section(book, "article-port").data["body"])
        book = books.with_data(book, "article-port", body=Markup(body), photo_notes=())  # noqa: S704
        height = books.A5.height_mm * MM
        found = [baselines(page, 10.5) for page in _letters(pages("article-port", book))]
        offsets = {round((height - y) % 13.5, 1) for page in found for y in page}
        assert len(found) > 3
        assert len(offsets) == 1

    @pytest.mark.parametrize("trim", TRIMS)
    def test_hold_lines_of_a_length_that_reads_well(self, trim: tuple[float, float]) -> None:
        page = list(_letters(pages("article-port", long_article(), trim=trim)))[1]
        letters = median(len(line) for line in lines(page))
        assert 45 <= letters <= 62  # and about one space to five letters: 55 to 74 signs

    def test_put_the_notes_of_a_page_at_its_foot_under_their_numbers(self) -> None:
        *_, first, second, folio = lines(next(_letters(pages("article-silence"))))
        assert (first, second) == ("1.Photo:AgenceRivage.", "2.Photo:Brune.")
        assert folio == "1"


@pytest.mark.parametrize("id_", ["half-title", "title-page", "imprint", "part-1", "colophon"])
def test_a_display_page_carries_no_folio(id_: str) -> None:
    page = next(_letters(pages(id_, first=47)))
    assert "47" not in "".join(letter for letter, *_ in page)


def test_the_front_matter_is_numbered_in_small_roman() -> None:
    page = next(_letters(pages("contents", first=7)))
    assert "".join(letter for _, _, letter in sorted((y, x, letter) for letter, x, y, _ in page)[:3]) == "vii"


@pytest.mark.parametrize("title", ["OCCITANIE", "Anticonstitutionnellement", "DÉSINSTITUTIONNALISATION"])
def test_a_long_word_of_a_title_is_not_cut(title: str) -> None:
    for trim in TRIMS:
        book = books.with_section(books.book(), "article-port", title=title)
        page = next(_letters(pages("article-port", book, trim=trim)))
        largest = max(size for *_, size in page)
        heights = {round(y) for letter, _, y, size in page if size == largest}
        assert len(heights) == 1, trim


# --- failures --------------------------------------------------------------------------


class TestATemplateThatFails:
    def book(self, body: str) -> Book:
        return books.with_data(books.book(), "article-port", body=Markup(body))  # noqa: S704

    def test_because_it_is_not_well_formed_is_an_error_that_names_the_section(self) -> None:
        with pytest.raises(LayoutError) as caught:
            rendered("article-port", "print", self.book("<p>a<br></p>"))
        assert caught.value.code == "template-not-well-formed"
        assert "article-port" in caught.value.message

    def test_because_a_value_is_missing_is_an_error_that_names_the_template(self) -> None:
        book = books.with_section(books.book(), "article-port", data={})
        with pytest.raises(LayoutError) as caught:
            rendered("article-port", "print", book)
        assert (caught.value.code, caught.value.file) == ("template-failed", "layouts/sections/article.xhtml")

    def test_because_there_is_none_is_an_error(self) -> None:
        book = books.with_section(books.book(), "article-port", kind="poster")
        with pytest.raises(LayoutError) as caught:
            rendered("article-port", "print", book)
        assert caught.value.code == "template-failed"


class TestOrdinals:
    """`1re` and `3e` are set with a raised ending in French, and nothing of their letters changes."""

    @staticmethod
    def body(markup: str, language: str = "fr") -> str:
        old = next(one for one in books.book().sections if one.kind == "page")
        section = replace(old, language=language, data={"body": Markup(markup)})  # noqa: S704
        rendered = books.layout().render(books.book(), section, "print").decode()
        return rendered.partition("</header>")[2]

    @pytest.mark.parametrize(
        ("markup", "expected"),
        [
            ("<p>la 1re fois</p>", '<p>la 1<sup class="ordinal">re</sup> fois</p>'),
            (
                "<p>le 1er, la 2de, les 3es</p>",
                '<p>le 1<sup class="ordinal">er</sup>, la 2<sup class="ordinal">de</sup>, '
                'les 3<sup class="ordinal">es</sup></p>',
            ),
            ("<p>un <em>mot</em> le 4e jour</p>", 'un <em>mot</em> le 4<sup class="ordinal">e</sup> jour'),
        ],
    )
    def test_have_their_ending_raised(self, markup: str, expected: str) -> None:
        assert expected in self.body(markup)

    @pytest.mark.parametrize(
        "markup",
        [
            "<p>abonnés1er 12e4 x2e</p>",
            "<p><code>1re</code></p>",
            '<p><a href="https://exemple.fr">la 1re page</a></p>',
            "<p>1,5e et v2.3e</p>",
            "<p>La 1<sup>re</sup></p>",
        ],
    )
    def test_are_not_seen_elsewhere(self, markup: str) -> None:
        assert markup in self.body(markup)

    def test_stay_as_they_are_in_english(self) -> None:
        assert "ordinal" not in self.body("<p>le 1er</p>", language="en")


# --- what is compiled once -----------------------------------------------------------------------------


def test_every_place_of_the_index_is_known_by_one_id_on_paper_and_on_screen() -> None:
    """A page may begin with any of them: what stands there, a number or a title, differs in length."""
    print_, ebook = (rendered("index", medium) for medium in ("print", "ebook"))
    places = [
        f"{person.get('id')}-{number}"
        for person in print_.iter(f"{X}li")
        for number, _ in enumerate(person.iter(f"{X}a"), 1)
    ]
    assert len(places) > len(list(print_.iter(f"{X}li"))) > 1
    assert [one.get("id") for one in print_.iter(f"{X}a")] == places
    lines = [one for one in ebook.iter(f"{X}li") if one.find(f"{X}a") is not None]
    assert [one.get("id") for one in lines] == places


def test_a_template_is_compiled_once_for_all_layouts_of_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def page() -> bytes:
        return Layout(books.layout().theme, books.A5, "fr").render(
            books.book(), section(books.book(), "article-port"), "print"
        )

    first = page()
    monkeypatch.setattr("jinja2.Environment._compile", None)  # whatever is compiled now fails
    assert page() == first
    with pytest.raises(LayoutError, match="not callable"):
        Layout(books.layout().theme, books.A5, "nl").render(
            books.book(), section(books.book(), "article-port"), "print"
        )


@pytest.mark.parametrize(("template", "other"), [("{{ ['a', 'b', 'c'] | listed }}", "{{ 'x' }}")])
def test_what_is_compiled_is_that_of_the_text_and_of_the_language(
    tmp_path: Path, template: str, other: str
) -> None:
    """Filters of words that stand in a template are done when it is compiled."""
    theme = Theme("own", tmp_path, books.layout().theme.families)

    def said(text: str, language: str) -> str:
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        return Layout(theme, books.A5, language).page("page.html")

    assert said(template, "fr") == "a, b et c"
    assert said(template, "en") == "a, b, and c"
    assert said(other, "fr") == "x"
    assert said(template, "fr") == "a, b et c"
