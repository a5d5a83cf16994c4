"""The tags of a file tell what a page shows, in the order of reading, with all that is not text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest
from anthology.bindery.jobs import Job
from tests.bindery.portrait import Portrait, Tag
from tests.bindery.sheets import TABLE, bound_alone, document, picture, press

CSS = """
span.note { float: footnote } ::footnote-marker { content: counter(footnote) ". " }
p { hyphens: auto } .dots::after { content: leader(".") "9" } figure { margin: 0 }
.small { font-variant-caps: small-caps } .all { font-variant-caps: all-small-caps }
"""
PICTURES = {"x.png": picture()}


@cache
def read(body: str, css: str = "") -> Portrait:
    return Portrait(bound_alone(press(CSS + css), Job("s", document(body), "recto", PICTURES)))


def shape(tag: Any) -> Any:
    """A tag as its kind and those of what it holds."""
    kids = [shape(kid) for kid in tag.kids if isinstance(kid, Tag)]
    return (tag.kind[1:], *kids) if kids else tag.kind[1:]


def only(one: Portrait, kind: str) -> Tag:
    (found,) = every(one, kind)
    return found


def every(one: Portrait, kind: str) -> list[Tag]:
    return [tag for tag in one.tags.walk() if tag.kind == f"/{kind}"]


def leads(tag: Tag) -> Iterator[dict[str, Any]]:
    """What each link of a tag says of itself."""
    yield from (kid[2] for kid in tag.kids if isinstance(kid, tuple) and kid[0] == "link")


def pages(tag: Tag) -> list[int]:
    return [kid[0] for kid in tag.kids if isinstance(kid, tuple) and kid[0] != "link"]


def whole(text: str) -> str:
    return text.replace("\u00ad", "")


WORDS = "Extraordinairement, la bibliothèque internationale a été constitutionnellement réorganisée. "


class TestParagraphs:
    def test_what_goes_on_over_pages_is_one(self) -> None:
        one = read(f"<section><h1>T</h1><p>{WORDS * 40}</p><p>fin</p></section>")
        assert shape(one.tags) == ("Document", ("Sect", "H1", "P", "P"))
        first = every(one, "P")[0]
        assert set(pages(first)) == set(range(len(one.labels)))
        assert len(one.labels) > 2
        assert whole(one.spoken(first)).strip() == " ".join((WORDS * 40).split())

    @pytest.mark.parametrize(
        ("tag", "kind"), [("blockquote", "BlockQuote"), ("ul", "L"), ("section", "Sect")]
    )
    def test_so_is_what_holds_them(self, tag: str, kind: str) -> None:
        item = "li" if tag == "ul" else "p"
        one = read(f"<{tag}>{f'<{item}>{WORDS * 6}</{item}>' * 6}</{tag}>")
        assert len(only(one, kind).kids) == 6
        assert len(one.labels) > 2

    def test_text_that_stands_in_a_block_by_itself_is_a_paragraph(self) -> None:
        one = read("<section><div>un <em>deux</em></div><div>trois</div>quatre<p>cinq</p></section>")
        assert [one.spoken(tag) for tag in every(one, "P")] == ["un deux", "trois", "quatre", "cinq"]

    def test_what_holds_no_text_is_not_there(self) -> None:
        assert shape(read("<section><p></p><p> </p><div><span></span></div></section>").tags) == "Document"


class TestLineEnds:
    """A voice joins what it reads: there is a space wherever the text has one, and nowhere else."""

    def narrow(self, text: str, css: str = "") -> str:
        one = read(f"<p>{text}</p>", f"p {{ width: 20mm }} {css}")
        assert len(pages(only(one, "P"))) > 3, "several lines, or nothing is shown"
        return one.spoken(only(one, "P"))

    @pytest.mark.parametrize("align", ["left", "justify"])
    def test_words_of_two_lines_are_two(self, align: str) -> None:
        text = " ".join((WORDS * 3).split())
        assert whole(self.narrow(text, f"p {{ text-align: {align} }}")) == text

    def test_phrases_with_nothing_but_a_space_between_them_are_two(self) -> None:
        text = " ".join(f"<em>mot{place}</em> <strong>phrase{place}</strong>" for place in range(9))
        assert whole(self.narrow(text)) == " ".join(f"mot{place} phrase{place}" for place in range(9))

    def test_a_space_inside_or_behind_a_phrase_is_one(self) -> None:
        text = "un <em>deux </em>trois<em> quatre</em> cinq <em> six</em> sept " * 4
        assert self.narrow(text).strip() == ("un deux trois quatre cinq six sept " * 4).strip()

    def test_a_line_end_that_was_asked_for_is_a_space(self) -> None:
        assert self.narrow("un<br/>deux<br/>trois<br/>quatre") == "un deux trois quatre"

    def test_a_word_that_is_cut_behind_its_own_sign_gets_none(self) -> None:
        text = "arc-en-ciel/porte-avions/sous-marin-espion—bateau-phare-flottant/va-et-vient"
        assert whole(self.narrow(text)) == text

    def test_a_word_too_long_for_its_line_gets_none(self) -> None:
        assert self.narrow("x" * 90, "p { overflow-wrap: anywhere; hyphens: none }") == "x" * 90

    def test_a_hyphen_that_only_divides_is_a_soft_one(self) -> None:
        said = self.narrow(
            "porte‐avions et constitutionnellement bibliothèque internationalement", "p{width:16mm}"
        )
        assert "constitutionnellement" not in said
        assert whole(said) == "porte‐avions et constitutionnellement bibliothèque internationalement"

    def test_a_search_finds_the_word_over_the_line_end(self) -> None:
        """A browser leaves out the mark that PDFium gives for a soft hyphen: `kPDFSoftHyphenMarker`."""
        one = read(f"<p>{WORDS}</p>", "p { width: 30mm }")
        with pypdfium2.PdfDocument(one.data) as pdf:
            text = pdf[0].get_textpage().get_text_range()
        assert "constitutionnellement" not in text
        assert "constitutionnellement" in text.replace("\ufffe", "").replace("\x02", "")

    def test_letters_do_not_move(self) -> None:
        """The spaces are drawn behind what is there already."""
        assert [box.said for box in read("<p>un deux</p>").letters[0]][:6] == list("undeux")


NOTE = '<span class="note" id="{0}">La <em lang="en">note</em> {0}.</span>'


class TestNotes:
    def test_a_note_stands_behind_the_paragraph_that_calls_it(self) -> None:
        one = read(f"<p>Un mot{NOTE.format('a')} et un autre{NOTE.format('b')} ici.</p><p>fin</p>")
        call, note = ("Reference", "Link"), ("Note", ("Lbl", "Link"), ("P", "Span"))
        assert shape(one.tags) == ("Document", ("P", call, call), note, note, "P")
        assert [one.spoken(tag) for tag in every(one, "Note")] == ["1. La note a.", "2. La note b."]

    def test_call_and_note_lead_to_one_another_and_are_called_by_words(self) -> None:
        one = read(f"<p>Un mot{NOTE.format('a')} ici.</p>")
        there, back = (next(leads(tag)) for tag in every(one, "Link"))
        assert (there["/Dest"], there["/Contents"]) == ("a", "La note a.")
        assert (back["/Dest"], back["/Contents"]) == ("a--call", "Un mot")
        assert one.places["a--call"][0] == one.places["a"][0] == 0
        assert one.places["a--call"][2] > one.places["a"][2]
        for link in (there, back):
            left, bottom, right, top = link["/Rect"]
            assert 1 < right - left < 30
            assert 4 < top - bottom < 30

    def test_a_long_name_of_a_link_is_shortened_at_a_word(self) -> None:
        one = read(f'<p>{WORDS}<span class="note" id="a">{WORDS * 3}</span></p>')
        there, back = (next(leads(tag))["/Contents"] for tag in every(one, "Link"))
        assert there.endswith("…")
        assert WORDS.startswith(there[:60])
        assert back == WORDS.strip()

    @pytest.mark.parametrize(
        ("body", "wanted"),
        [
            ("<table><tr><td>x{}</td></tr></table>", ("TD", ("Reference", "Link"), "Note")),
            ("<ul><li>x{}</li></ul>", ("LBody", ("Reference", "Link"), "Note")),
            ("<ul><li><p>x{}</p></li></ul>", ("LBody", ("P", ("Reference", "Link")), "Note")),
            ("<section><h1>x{}</h1><p>y</p></section>", ("Sect", ("H1", ("Reference", "Link")), "Note", "P")),
            (
                '<figure><img src="x.png" alt="a"/><figcaption>x{}</figcaption></figure>',
                ("Caption", ("Reference", "Link"), "Note"),
            ),
            (
                "<blockquote><p>x{}</p><p>y</p></blockquote>",
                ("BlockQuote", ("P", ("Reference", "Link")), "Note", "P"),
            ),
            ('<p><em lang="en">x{}</em></p>', ("Document", ("P", ("Span", ("Reference", "Link"))), "Note")),
        ],
    )  # fmt: skip
    def test_wherever_it_is_called(self, body: str, wanted: tuple[object, ...]) -> None:
        one = read(body.format('<span class="note" id="n">n</span>'))
        found = next(tag for tag in one.tags.walk() if tag.kind == f"/{wanted[0]}")
        brief = tuple("Note" if isinstance(kid, tuple) and kid[0] == "Note" else kid for kid in shape(found))
        assert brief == wanted

    def test_every_note_has_a_name_of_its_own(self) -> None:
        body = '<p>a<span class="note">x</span> b<span class="note" id="k">y</span></p>'
        with pikepdf.open(io.BytesIO(read(body).data)) as pdf:
            names: Any = pdf.Root.StructTreeRoot.IDTree.Names
            assert [str(names[place]) for place in (0, 2)] == ["s k", "s note 1"]

    def test_one_that_stands_behind_the_text_is_one_too(self) -> None:
        body = (
            '<p>Un mot<a class="note-call" id="n-call" href="#n">4</a>.</p><div class="endnotes">'
            '<p class="endnote" id="n"><a class="note-number" href="#n-call">4</a> La longue note.</p></div>'
        )
        one = read(body)
        assert shape(one.tags) == ("Document", ("P", ("Reference", "Link")), ("Note", ("Lbl", "Link"), "P"))
        assert one.spoken(only(one, "Note")) == "4 La longue note."


ENTRIES = (
    '<section role="{}"><h1 id="t">Contenu</h1><ol class="entries"><li><p class="line">'
    '<span class="number">IV</span> <a href="#t">Le <em>titre</em> du long article</a> '
    '<span class="dots"><span class="reference" data-to="t">00</span></span></p>'
    '<p class="who">Ada Roy</p></li></ol></section>'
)


class TestContents:
    def test_a_line_is_its_number_its_reference_and_what_stands_below(self) -> None:
        one = read(ENTRIES.format("doc-toc"), "ol { list-style: none }")
        line = ("TOCI", "Lbl", ("Reference", "Link"), "P")
        assert shape(only(one, "TOC")) == ("TOC", line)
        assert one.spoken(only(one, "TOCI")) == "IV Le titre du long article 009Ada Roy"

    def test_no_dot_of_a_leader_is_read(self) -> None:
        one = read(ENTRIES.format(""))
        assert sum(letter.said == "." for letter in one.letters[0]) > 3
        assert one.spoken(one.tags).count(".") <= 1

    def test_a_link_is_called_by_the_title(self) -> None:
        one = read(ENTRIES.format("doc-toc"))
        assert [link["/Contents"] for link in leads(only(one, "Link"))] == ["Le titre du long article"]

    def test_a_title_of_two_lines_is_one_link(self) -> None:
        one = read(ENTRIES.format("doc-toc"), ".line { width: 30mm } ol { list-style: none }")
        links = list(leads(only(one, "Link")))
        assert len(links) > 1
        assert {link["/Contents"] for link in links} == {"Le titre du long article"}

    def test_a_page_number_in_an_index_is_called_by_what_it_stands_behind(self) -> None:
        number = '<a href="#t"><span class="reference" data-to="t">00</span></a>'
        one = read(
            f'<section role="doc-index"><ul id="t"><li>Roy, Ada, {number}, {number}</li></ul></section>'
        )
        assert shape(one.tags) == ("Document", ("Index", ("L", ("LI", "Lbl", ("LBody", "Link", "Link")))))
        assert [next(leads(tag))["/Contents"] for tag in every(one, "Link")] == ["Roy, Ada"] * 2

    def test_links_hold_what_stands_in_them(self) -> None:
        one = read(
            '<p>voir <a href="https://example.org/">le <em>site</em> du <b lang="en">port</b></a>.</p>'
        )
        link = only(one, "Link")
        assert one.spoken(link) == "le site du port"
        assert [said["/Contents"] for said in leads(link)] == ["le site du port"]


class TestFigures:
    def test_a_picture_has_its_words_its_place_and_its_caption(self) -> None:
        img = '<img src="x.png" alt="Un quai" style="width: 40mm; height: 20mm; display: block"/>'
        one = read(f"<p>x</p><figure>{img}<figcaption>Le <em>quai</em></figcaption></figure>")
        assert shape(one.tags) == ("Document", "P", ("Div", "Figure", "Caption"))
        figure: Any = only(one, "Figure")
        assert figure.said["/Alt"] == "Un quai"
        left, bottom, right, top = figure.said["/A"]["/BBox"]
        assert (right - left, top - bottom) == pytest.approx((113.39, 56.69), abs=0.01)
        with pypdfium2.PdfDocument(one.data) as pdf:
            (image,) = [thing for thing in pdf[0].get_objects() if thing.type == 3]
            assert image.get_bounds() == pytest.approx((left, bottom, right, top), abs=0.01)

    def test_one_that_tells_nothing_is_no_content(self) -> None:
        one = read('<p>x</p><img src="x.png" alt=""/><p>y <img src="x.png" alt=""/></p>')
        assert shape(one.tags) == ("Document", "P", "P")
        assert len(one.pictures) == 1

    def test_one_without_words_is_a_figure_without_words(self) -> None:
        assert "/Alt" not in only(read('<img src="x.png"/>'), "Figure").said

    def test_a_drawing_is_called_by_its_title(self) -> None:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title><rect/></svg>'
        assert only(read(svg.format("Un plan")), "Figure").said["/Alt"] == "Un plan"


class TestTables:
    def test_headings_say_what_they_head(self) -> None:
        one = read(TABLE)
        rows = ("TBody", ("TR", "TH", "TD"), ("TR", "TD"))
        assert shape(only(one, "Table")) == ("Table", "Caption", ("THead", ("TR", "TH", "TH")), rows)
        said: list[Any] = [tag.said["/A"] for tag in every(one, "TH")]
        assert [one["/Scope"] for one in said] == ["/Column", "/Column", "/Row"]
        last: Any = every(one, "TD")[1].said["/A"]
        assert last["/ColSpan"] == 2

    def test_the_head_that_every_page_repeats_is_read_once(self) -> None:
        rows = "".join(f"<tr><th>{place}</th><td>x</td></tr>" for place in range(60))
        one = read(f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>")
        assert len(one.labels) > 2
        assert sum(letter.said == "A" for page in one.letters for letter in page) == len(one.labels)
        assert one.spoken(only(one, "THead")) == "AB"
        assert len(only(one, "TBody").kids) == 60
        scopes: list[Any] = [tag.said["/A"] for tag in every(one, "TH")]
        assert [one["/Scope"] for one in scopes] == ["/Column"] * 2 + ["/Row"] * 60

    def test_an_empty_cell_keeps_its_place(self) -> None:
        assert shape(only(read("<table><tr><td></td><td>x</td></tr></table>"), "TR")) == ("TR", "TD", "TD")


class TestLists:
    def test_items_have_a_mark_and_a_body_and_a_list_inside_is_part_of_its_item(self) -> None:
        one = read("<ul><li>un<ol><li>deux</li></ol></li><li>trois</li></ul>")
        inner = ("L", ("LI", "Lbl", "LBody"))
        assert shape(one.tags) == ("Document", ("L", ("LI", "Lbl", ("LBody", inner)), ("LI", "Lbl", "LBody")))
        said: list[Any] = [tag.said["/A"] for tag in every(one, "L")]
        assert [one["/ListNumbering"] for one in said] == ["/Disc", "/Decimal"]

    def test_terms_and_what_they_mean(self) -> None:
        one = read("<dl><dt>J1</dt><dd>première année</dd><dt>J2</dt><dd>deuxième</dd></dl>")
        assert shape(only(one, "L")) == ("L", ("LI", "Lbl", "LBody"), ("LI", "Lbl", "LBody"))


class TestLanguages:
    def test_a_section_and_what_is_foreign_in_it_say_theirs(self) -> None:
        one = read('<section><p>un <i lang="en">port</i></p><p lang="es">dos <b>tres</b></p></section>')
        said = {tag.kind: tag.said.get("/Lang") for tag in one.tags.walk() if "/Lang" in tag.said}
        assert said == {"/Sect": "fr", "/Span": "en", "/P": "es"}

    def test_a_short_form_says_what_it_is_short_for(self) -> None:
        assert only(read('<p><abbr title="Organisation">ONU</abbr></p>'), "Span").said["/E"] == "Organisation"


class TestArtifacts:
    def test_heads_and_folios_are_none_of_the_text(self) -> None:
        one = read("<p>a</p>")
        assert one.spoken(one.tags) == "a"
        assert len(one.marked[0].heads) == 2

    def test_lines_and_grounds_are_none(self) -> None:
        one = read('<hr/><p style="border: 1px solid; background: silver">a</p><hr/>')
        assert shape(one.tags) == ("Document", "P")


class TestSmallCapitals:
    """Small letters and capitals may share a glyph; each is read as it was written, in whatever order."""

    SMALL, ALL = '<p class="small">Café du Nord</p>', '<p class="all">CAFÉ du NORD été 12</p>'

    @pytest.mark.parametrize("body", [SMALL + ALL, ALL + SMALL, ALL + "<p>CAFÉ du NORD</p>" + SMALL])
    def test_letters_keep_their_case(self, body: str) -> None:
        one = read(body)
        said = {one.spoken(tag) for tag in every(one, "P")}
        assert {"Café du Nord", "CAFÉ du NORD été 12"} <= said
        assert said <= {"Café du Nord", "CAFÉ du NORD été 12", "CAFÉ du NORD"}
        with pypdfium2.PdfDocument(one.data) as pdf:
            text = pdf[0].get_textpage().get_text_range()
        assert "Café du Nord" in text
        assert "CAFÉ du NORD été 12" in text


def test_colours_are_named_and_no_viewer_smooths_a_picture() -> None:
    with pikepdf.open(io.BytesIO(read('<p><img src="x.png" alt="x"/></p>').data)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3)
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        images = [
            one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        assert images
        assert not any("/Interpolate" in one for one in images)
