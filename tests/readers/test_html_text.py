"""The text of a tree as lines: what ends one, its form, what is marked in it, what is not shown."""

from __future__ import annotations

import pytest
from anthology.model import PLAIN, Emphasis, Form, Shape, Withheld
from anthology.readers.html import tree_of
from anthology.readers.html_text import MAX_MARKS, PLAIN_HABITS, Habits, Line, Page, read_tree

P = Form.PARAGRAPH
PIECE = Habits(name_of=lambda address: f"name of {address}")


def page(source: str, habits: Habits = PLAIN_HABITS) -> Page:
    return read_tree(tree_of(source)[0], habits)


def lines(source: str, habits: Habits = PLAIN_HABITS) -> tuple[Line, ...]:
    return page(source, habits).lines


def texts(source: str, habits: Habits = PLAIN_HABITS) -> list[str]:
    return [line.text.strip() for line in lines(source, habits)]


def shapes(source: str, habits: Habits = PLAIN_HABITS) -> list[tuple[str, Shape]]:
    return [(line.text.strip(), line.shape) for line in lines(source, habits)]


def marks(source: str) -> list[tuple[Emphasis, str, str]]:
    return [
        (mark.kind, line.text[mark.start : mark.end], mark.target)
        for line in lines(source)
        for mark in line.marks
    ]


# --- what ends a line, and what is a blank -----------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p> Un\n\t mot  <b> gras </b> fin </p>", ["Un mot gras fin "]),
        ("<p>Un\xa0 mot</p>", ["Un\xa0 mot"]),
        ("<p>a <b> </b>b</p>", ["a b"]),
        ("<pre>  a\n\n  b </pre>", ["  a\n\n  b "]),
        ("<pre>  a\n<b> b</b></pre>", ["  a\n b"]),
        ("<div class='poem'>a\n  b</div>", ["a\n  b"]),
        # After the line of a poem a blank is a blank; after a blank there is none.
        ("<h2>a <br> b</h2>", ["a \nb"]),
        ("<p>a<br>b<br><br>c</p>", ["a", "b", "c"]),
        ("<li>a<br>b</li>", ["a\nb"]),
        ("<pre>a<br>b</pre>", ["a\nb"]),
        ("Vor<div>in</div>nach", ["Vor", "in", "nach"]),
        ("<p>a<o:p>b</o:p></p>", ["a", "b"]),
        ("<P>a<SPAN>b</SPAN></P>", ["ab"]),
    ],
)
def test_a_line_is_what_a_browser_shows_as_one(source: str, expected: list[str]) -> None:
    assert [line.text for line in lines(source)] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<div><a href='/x'>Un</a><a href='/y'>Deux</a></div>", ["Un Deux"]),
        ("<div><time>12 mai</time><label>Nom</label>ici</div>", ["12 mai Nom ici"]),
        ("<p><a href='/x'>Un</a><a href='/y'>Deux</a></p>", ["UnDeux"]),
        ("<div><b>Un</b><i>Deux</i></div>", ["UnDeux"]),
        ("<pre><a href='/x'>Un</a><a href='/y'>Deux</a></pre>", ["UnDeux"]),
    ],
)
def test_links_that_stand_by_themselves_are_words_of_their_own(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<div><span class=author>Anne Roy</span><span class='x date'>12 mai</span></div>",
         ["Anne Roy", "12 mai"]),
        ("<div><span class=author>Anne <b class=author>Roy</b></span></div>", ["Anne Roy"]),
        ("<div>par <span class=author>Anne Roy</span>, <span class=date>12 mai</span></div>",
         ["par Anne Roy, 12 mai"]),
        ("<div><span class=author>Anne Roy</span> le <span class=date>12 mai</span></div>",
         ["Anne Roy le 12 mai"]),
        ("<div>12 <span class=author>Anne Roy</span>–<span class=date>mai</span></div>",
         ["12", "Anne Roy", "–", "mai"]),
        ("<p><span class=author>Anne Roy</span><span class=date>12 mai</span></p>", ["Anne Roy12 mai"]),
        ("<div><span class=x>Anne Roy</span><span class=y>12 mai</span></div>", ["Anne Roy12 mai"]),
        ("<figcaption>Le port <span class='photo-credit'>Anne Roy</span></figcaption>",
         ["Le port", "Anne Roy"]),
        ("<figcaption>Le port <span class='date'>12 mai</span></figcaption>", ["Le port 12 mai"]),
    ],
)  # fmt: skip
def test_authors_and_dates_that_are_laid_out_apart_are_lines_unless_a_sentence_holds_them(
    source: str, expected: list[str]
) -> None:
    assert texts(source) == expected


def test_line_ends_count_where_a_blog_takes_them_for_breaks() -> None:
    habits = Habits(line_ends=True, running=frozenset({"p"}))
    source = "a\nb\n \n\nc <i>d\ne</i><p>f\ng</p><pre>h\ni</pre><h2>j\nk</h2>"
    assert texts(source, habits) == ["a", "b", "c d", "e", "f g", "h\ni", "j\nk"]
    assert texts("a\nb\n\nc") == ["a b c"]


def test_the_element_of_a_line_is_its_block() -> None:
    found = lines("<section>a<p>b <b>c</b></p>d<ul><li><span>e</span></ul></section>")
    assert [(line.text.strip(), line.element.tag) for line in found] == [
        ("a", "section"), ("b c", "p"), ("d", "section"), ("e", "li"),
    ]  # fmt: skip


def test_a_picture_alone_is_a_line_and_bears_the_place_where_it_stands() -> None:
    found = lines("<div><img src=' a.jpg '></div><p>Un <img src=b.jpg>mot<img src=c.jpg></p>")
    assert [(line.text, line.shown) for line in found] == [
        ("", ((0, "a.jpg"),)),
        ("Un mot", ((3, "b.jpg"), (6, "c.jpg"))),
    ]


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ("src=a.jpg", "a.jpg"),
        ("src=blank.gif data-src=' a.jpg '", "a.jpg"),
        ("src=blank.gif data-lazy-src=a.jpg", "a.jpg"),
        ("src=blank.gif data-original=a.jpg", "a.jpg"),
    ],
)
def test_a_picture_that_is_loaded_late_is_where_it_will_be_loaded_from(attributes: str, address: str) -> None:
    assert lines(f"<p>a<img {attributes}></p>")[0].shown == ((1, address),)


def test_a_picture_without_address_shows_nothing() -> None:
    assert lines("<p>a<img></p>")[0].shown == ()


# --- forms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>a</h1><h6>b</h6>", [("a", Shape(Form.HEADING, level=1)), ("b", Shape(Form.HEADING, level=6))]),
        ("<li>a</li>", [("a", Shape(Form.ITEM, level=1))]),
        ("<ol><li>a<ul><li>b</ul></ol>",
         [("a", Shape(Form.ITEM, level=1, ordered=True)), ("b", Shape(Form.ITEM, level=2))]),
        ("<dir><li>a<menu><li>b</menu></dir>",
         [("a", Shape(Form.ITEM, level=1)), ("b", Shape(Form.ITEM, level=2))]),
        ("<ul><li><blockquote>a</blockquote></ul>", [("a", Shape(Form.ITEM, level=1))]),
        ("<blockquote>a<p>b</blockquote>c",
         [("a", Shape(Form.QUOTE)), ("b", Shape(Form.QUOTE)), ("c", PLAIN)]),
        ("<blockquote class=Poem>a</blockquote>", [("a", Shape(Form.VERSE))]),
        ("<blockquote><div class=stanza>a</div></blockquote>", [("a", Shape(Form.VERSE))]),
        ("<h2 class=poem>a</h2>", [("a", Shape(Form.HEADING, level=2))]),
        ("<ul class=poem><li class=poem>a</ul>", [("a", Shape(Form.ITEM, level=1))]),
        ("<p class=MsoSubtitle>a<p class=MsoCaption>b<p class='x MsoTitle'>c<div class=MsoTitle>d</div>",
         [("a", Shape(Form.STANDFIRST)), ("b", Shape(Form.CAPTION)), ("c", Shape(Form.TITLE)), ("d", PLAIN)]),
        ("<table><caption>a</caption><tr><td>b</table>", [("a", Shape(Form.CAPTION)), ("b", PLAIN)]),
    ],
)  # fmt: skip
def test_the_form_of_a_line_is_that_of_its_element(source: str, expected: list[tuple[str, Shape]]) -> None:
    assert shapes(source) == expected


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("<figure><img src=a.jpg><img src=b.jpg><figcaption>c</figcaption></figure>", "name of a.jpg"),
        ("<figure><figcaption>c</figcaption><img src=a.jpg></figure>", "name of a.jpg"),
        ("<div class=wp-caption><img src=a.jpg><p class=wp-caption-text>c</p></div>", "name of a.jpg"),
        ("<figure><img src=a.jpg><figcaption>b</figcaption><p class=legende>c</p></figure>", "name of a.jpg"),
        ("<figure><b>x</b><figcaption>c</figcaption></figure><img src=a.jpg>", ""),
        ("<img src=a.jpg><figcaption>c</figcaption>", ""),
    ],
)
def test_a_caption_is_of_the_first_picture_of_its_figure(source: str, label: str) -> None:
    assert [line.shape for line in lines(source, PIECE) if line.text == "c"] == [
        Shape(Form.CAPTION, label=label)
    ]


def test_an_alternative_text_follows_the_line_that_its_picture_interrupts() -> None:
    source = (
        "<p>Un <img src=a.jpg alt=' Une\n grue '>mot<p hidden>x<img src=b.jpg alt=Port>"
        "<p><img src=c.jpg alt=' '>y"
    )
    assert shapes(source, PIECE) == [
        ("Un mot", PLAIN),
        ("Une grue", Shape(Form.ALT, label="name of a.jpg")),
        ("x", Shape(withheld=Withheld.HIDDEN)),
        ("Port", Shape(Form.ALT, label="name of b.jpg", withheld=Withheld.HIDDEN)),
        ("y", PLAIN),
    ]


def test_cells_are_numbered_by_table_and_keep_that_they_are_not_shown() -> None:
    source = (
        "<blockquote><table><tr><td>a<td hidden>b<tr><td><p>c</p><td><h3>d</h3></table></blockquote>e"
        "<table><tr><td>f<td><ul><li>g</ul></table>"
    )
    assert shapes(source) == [
        ("a", Shape(Form.CELL, table=1, row=1, column=1)),
        ("b", Shape(Form.CELL, table=1, row=1, column=2, withheld=Withheld.HIDDEN)),
        ("c", Shape(Form.CELL, table=1, row=2, column=1)),
        ("d", Shape(Form.HEADING, level=3)),
        ("e", PLAIN),
        ("f", Shape(Form.CELL, table=2, row=1, column=1)),
        ("g", Shape(Form.ITEM, level=1)),
    ]


def test_a_table_of_data_inside_of_a_layout_counts_alone() -> None:
    source = "<table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>"
    assert shapes(source) == [
        ("a", PLAIN),
        ("b", Shape(Form.CELL, table=1, row=1, column=1)),
        ("c", Shape(Form.CELL, table=1, row=1, column=2)),
        ("d", PLAIN),
        ("e", PLAIN),
    ]


def test_a_note_keeps_its_label_in_all_its_paragraphs() -> None:
    source = (
        "<p>Un mot<sup><a id=c href=#n></a></sup> et<p>fin"
        "<li id=n hidden><p>La note.<blockquote>Cité</blockquote><a href=#c>retour</a></li>"
    )
    (call,) = lines(source)[0].marks
    assert (call.start, call.end, call.kind, call.target) == (6, 6, Emphasis.NOTE, "1")
    assert shapes(source)[2:] == [
        ("La note.", Shape(Form.NOTE, label="1", withheld=Withheld.HIDDEN)),
        ("Cité", Shape(Form.NOTE, label="1", withheld=Withheld.HIDDEN)),
        ("retour", Shape(withheld=Withheld.HIDDEN)),
    ]


# --- marks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "kinds"),
    [
        ("font-weight: Bold", [Emphasis.STRONG]), ("font-weight:700", [Emphasis.STRONG]),
        ("font-weight:400", []), ("font-style: oblique", [Emphasis.EMPHASIS]),
        ("text-decoration-line: underline line-through", [Emphasis.STRUCK]),
        ("vertical-align:super", [Emphasis.SUPERSCRIPT]), ("vertical-align: sub", [Emphasis.SUBSCRIPT]),
        ("font-weight:600;font-style:italic", [Emphasis.STRONG, Emphasis.EMPHASIS]), ("color:red", []),
    ],
)  # fmt: skip
def test_styles_mark_as_elements_do(style: str, kinds: list[Emphasis]) -> None:
    assert marks(f"<p>a <span style='{style}'>b</span></p>") == [(kind, "b", "") for kind in kinds]
    # An element that marks by itself needs no style to do so; one that is a block marks nothing.
    assert marks(f"<p>a <b style='{style}'>b</b></p>") == [(Emphasis.STRONG, "b", "")]
    assert marks(f"<div style='{style}'>b</div>") == []


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        (" https://x.example/a ", True), ("mailto:a@x.example", True), ("ftp://x.example", False),
        ("/a", False), ("", False), ("https://[", False),
    ],
)  # fmt: skip
def test_only_addresses_that_a_reader_of_a_book_can_follow_are_links(address: str, is_link: bool) -> None:
    (line,) = lines(f"<p>un <a href='{address}'>lien</a> et <a href='{address}'>deux</a></p>")
    assert [(mark.kind, mark.target) for mark in line.marks] == [
        (Emphasis.LINK, address.strip())
    ] * 2 * is_link
    assert line.linked == 8 * is_link


def test_a_link_is_one_of_an_anchor_alone() -> None:
    assert marks("<p><b href='https://x.example'>a</b></p>") == [(Emphasis.STRONG, "a", "")]


def test_marks_inside_one_another_stay_apart_and_one_reaches_over_all_it_holds() -> None:
    assert marks("<p><b>a <i>b</i> <b> c</b> d </b> e<i> </i></p>") == [
        (Emphasis.STRONG, "a b c d", ""), (Emphasis.EMPHASIS, "b", ""), (Emphasis.STRONG, "c", ""),
    ]  # fmt: skip


def test_no_text_bears_marks_without_number() -> None:
    (line,) = lines(f"<p>{'<b>' * 50}a")
    assert len(line.marks) == MAX_MARKS + 1


def test_the_call_of_a_note_is_marked_as_such_and_not_by_how_it_looks() -> None:
    source = "<p>a<sup><a id=c href=#n><b style='color:red'>1</b></a></sup> b<li id=n>N <a href=#c>x</a>"
    assert marks(source) == [(Emphasis.NOTE, "1", "1")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<html lang=fr><p>a <i lang=en>b <b lang=en-GB>c</b></i>", [("b c", "en"), ("c", "en-GB")]),
        ("<html lang=fr><p lang=en>a<p lang=FR>b<p lang=?>c", [("a", "en")]),
        ("<html lang=fr><div lang=en>a<p>b</div>", [("a", "en"), ("b", "en")]),
        ("<body lang=fr><p lang=en>a", [("a", "en")]),
        ("<html xml:lang=fr><p xml:lang=en>a", [("a", "en")]),
        ("<html lang=de xml:lang=fr><body lang=fr><p lang=fr>a", [("a", "fr")]),
        # Where no language is declared, none is another one.
        ("<p lang=en>a", []),
    ],
)  # fmt: skip
def test_words_of_another_language_than_those_around_them_are_marked(
    source: str, expected: list[tuple[str, str]]
) -> None:
    found = {(text, target) for kind, text, target in marks(source) if kind is Emphasis.LANGUAGE}
    assert found == set(expected)


@pytest.mark.parametrize(
    ("source", "language"),
    [("<html lang=fr><p>a", "fr"), ("<html lang='??'><body lang=de><p>a", "de"), ("<p lang=de>a", "")],
)
def test_the_language_of_a_page_is_what_it_declares(source: str, language: str) -> None:
    assert page(source).language == language


# --- what is not shown -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<svg>x</svg>", Withheld.METADATA), ("<title>x</title>", Withheld.METADATA),
        ("<iframe>x</iframe>", Withheld.NAVIGATION), ("<button>x</button>", Withheld.NAVIGATION),
        ("<select><option>x</select>", Withheld.NAVIGATION), ("<textarea>x</textarea>", Withheld.NAVIGATION),
        ("<datalist><option>x</datalist>", Withheld.NAVIGATION),
        ("<span style='DISPLAY: none'>x</span>", Withheld.HIDDEN),
        ("<span style='visibility:hidden'>x</span>", Withheld.HIDDEN),
        ("<span style='mso-hide: all'>x</span>", Withheld.HIDDEN),
        ("<span class='a Visually-Hidden'>x</span>", Withheld.HIDDEN),
        ("<dialog>x</dialog>", Withheld.HIDDEN), ("<dialog open>x</dialog>", None),
        ("<annotation>x</annotation>", Withheld.HIDDEN), ("<span style='color:red'>x</span>", None),
    ],
)  # fmt: skip
def test_what_a_page_does_not_show_is_withheld_with_its_reason(source: str, reason: Withheld | None) -> None:
    (found,) = [line for line in lines(f"<div><p>a</p>{source}<p>b</p></div>") if line.text.strip() == "x"]
    assert found.shape.withheld is reason


def test_hidden_words_that_hold_others_are_one_line_after_the_one_they_interrupt() -> None:
    source = "<p>a<span hidden>b <i hidden>c</i> d</span>e<b class=sr-only>f</b>g</p><p>h</p>"
    hidden = Shape(withheld=Withheld.HIDDEN)
    assert shapes(source) == [("aeg", PLAIN), ("b c d", hidden), ("f", hidden), ("h", PLAIN)]


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("<h2>a</h2>", Form.HEADING), ("<p class=MsoTitle>a", Form.TITLE), ("<ul><li>a</ul>", Form.ITEM),
        ("<figcaption>a</figcaption>", Form.CAPTION), ("<blockquote>a</blockquote>", Form.QUOTE),
        ("<table><tr><td>a<td></table>", Form.CELL), ("<table><caption>a</caption></table>", Form.CAPTION),
        ("<pre class=verse>a</pre>", Form.VERSE),
    ],
)  # fmt: skip
def test_what_stands_in_a_hidden_element_is_hidden_in_whatever_form(source: str, form: Form) -> None:
    found = [line.shape for line in lines(f"<div hidden>{source}</div>") if line.text.strip()]
    assert [(shape.form, shape.withheld) for shape in found] == [(form, Withheld.HIDDEN)]


def test_a_note_that_is_hidden_stays_so() -> None:
    source = "<p>mot<a id=c href=#n>1</a></p><div hidden><p id=n>La note.<a href=#c>x</a></p></div>"
    assert shapes(source)[1] == ("La note.", Shape(Form.NOTE, label="1", withheld=Withheld.HIDDEN))


def test_the_words_of_a_quoted_table_of_data_are_its_values() -> None:
    source = "<ul><li>a<table>b<tr>c<td>d<td>e</table></ul>"
    assert [shape.form for _, shape in shapes(source)][:3] == [Form.ITEM, P, P]


def test_elements_that_a_reader_put_in_are_withheld_for_the_reason_it_gives() -> None:
    habits = Habits(own={"wp-code": Withheld.METADATA})
    assert shapes("<p>a <wp-code>[b]</wp-code>c", habits) == [
        ("a c", PLAIN),
        ("[b]", Shape(withheld=Withheld.METADATA)),
    ]


def test_scripts_and_style_sheets_are_counted_and_no_text() -> None:
    found = page("<p>a<script> x() \n</script>b<style>i{}</style></p><script></script>")
    assert ([line.text for line in found.lines], found.code) == (["ab"], 6)


def test_comments_and_titles_are_lines_only_where_all_is_to_be_said() -> None:
    source = "<p title=' Bulle '>a<!-- à revoir -->b<!-- --></p>"
    assert texts(source) == ["ab"]
    assert shapes(source, Habits(says_all=True)) == [
        ("ab", PLAIN),
        ("Bulle", Shape(withheld=Withheld.METADATA)),
        ("à revoir", Shape(withheld=Withheld.HIDDEN)),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<meta property=og:title content=' Le  port '>", [(Form.TITLE, "Le port")]),
        ("<meta name=Twitter:Title content=a>", [(Form.TITLE, "a")]),
        ("<meta name=dc.title content=a>", [(P, "a")]),
        *(
            (f"<meta name={name} content=a>", [(P, "a")])
            for name in ("description", "author", "keywords", "caption")
        ),
        ("<meta name=viewport content=a>", []), ("<meta name=author>", []),
        # What the page said already is not said twice.
        ("<title>a</title><meta property=og:title content=a>", [(P, "a")]),
        ("<meta name=author content=a><meta name=description content=a>", [(P, "a")]),
    ],
)  # fmt: skip
def test_what_a_page_says_of_itself_is_withheld(source: str, expected: list[tuple[Form, str]]) -> None:
    found = [(form_of(line), line.text) for line in lines(f"<head>{source}</head><body><p>b</body>")]
    assert found == [*expected, (None, "b")]


def form_of(line: Line) -> Form | None:
    """The form of a line that is withheld as what a page says of itself."""
    return line.shape.form if line.shape.withheld is Withheld.METADATA else None
