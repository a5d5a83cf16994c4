from __future__ import annotations

import base64
from html import escape

import pytest
from anthology.errors import SourceError
from anthology.model import Emphasis, Form, Manuscript, Received, Severity, Shape, Withheld
from anthology.readers import cover, read
from anthology.readers.html import tree_of
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.saved_pages import body, forms, marked, one
from tests.readers.text_nodes import ink, said, shown, text_nodes, withheld

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2


# --- nothing is lost ---------------------------------------------------------------------------------

NAMES = """
    p div span b em i a ul ol li table tbody tr td th blockquote h1 h2 h3 section article main nav aside
    footer header figure figcaption pre code sup sub del small center font form button label details
    summary dl dt dd template noscript address time cite q mark ins u abbr fieldset legend dialog
    custom-element svg
"""
TAGS = st.sampled_from(NAMES.split())
ATTRIBUTES = st.sampled_from(
    ["", "", "", ' class="comments"', ' class="sidebar widget"', ' style="display:none"', " hidden",
     ' class="entry-content"', ' class="byline author"', ' class="credit"', ' id="n1"', ' lang="en"',
     ' href="#n1"', ' class="screen-reader-text"', ' onclick="alert(1)"', ' role="navigation"',
     ' itemprop="articleBody"', ' class="share"',
     ' class="poem"', ' colspan="3"', ' rowspan="2"', ' name="n1"', ' class="wp-caption"']
)  # fmt: skip
TEXTS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, blacklist_categories=("Cs", "Cn", "Cc")),
    max_size=30,
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> str:
    """Elements in elements, open and closed as they should be, nested as they should never be."""
    parts = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.integers(0, 5))
        if kind < 2 or depth == 0:
            parts.append(escape(draw(TEXTS)))
        elif kind == 2:
            parts.append(f'<img src="{draw(st.sampled_from(["a.jpg", ""]))}" alt="{escape(draw(TEXTS))}">')
        elif kind == 3:
            parts.append(
                draw(st.sampled_from(["<br>", "<hr>", "<!-- no -->", "<script>x = '<p>'</script>", "\n\n"]))
            )
        else:
            tag, attribute = draw(TAGS), draw(ATTRIBUTES)
            parts.append(f"<{tag}{attribute}>{draw(trees(depth=depth - 1))}</{tag}>")
    return "".join(parts)


@given(trees(), st.booleans())
def test_every_text_node_of_any_tree_is_in_exactly_one_block(tree: str, whole: bool) -> None:
    page = (
        f"<html><head><title>T</title></head><body>x{tree}</body></html>" if whole else f"<div>x{tree}</div>"
    )
    page = f"<meta charset='utf-8'>{page}"
    received = read(page.encode(), "submissions/a.html")
    assert cover(received.manuscripts[0]) == ()
    assert ink(said(received.manuscripts)) == ink(text_nodes(page))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_manuscript_or_an_error_that_names_the_file(data: bytes) -> None:
    got: tuple[Manuscript, ...] = ()
    error: SourceError | None = None
    try:
        got = read(b"<p>Caf\xc3\xa9 " + data, "submissions/a.html").manuscripts
    except SourceError as caught:
        error = caught
    assert all(cover(each) == () for each in got)
    assert got or (error is not None and error.file == "submissions/a.html")


def test_a_document_without_menus_is_text_from_end_to_end() -> None:
    manuscript = body("<h1>Titre</h1><p>Court.</p><div><p>Encore.</p></div><p><a href='/x'>Lien seul</a></p>")
    assert forms(manuscript) == [
        (Form.TITLE, "Titre"),
        (Form.PARAGRAPH, "Court."),
        (Form.PARAGRAPH, "Encore."),
        (Form.PARAGRAPH, "Lien seul"),
    ]


def test_a_page_that_word_saved_keeps_its_title() -> None:
    manuscript = body(
        "<div class=WordSection1><p class=MsoTitle>Le port</p><p class=MsoNormal>Oui.</p></div>"
    )
    assert forms(manuscript) == [(Form.TITLE, "Le port"), (Form.PARAGRAPH, "Oui.")]


@pytest.mark.parametrize("element", ["main", "article", "section", "div", "figure", "custom-element"])
def test_a_page_that_does_not_begin_its_body_is_shown(element: str) -> None:
    page = f"<meta charset='utf-8'><title>T</title><{element}><h1>Titre</h1><p>Texte.</p></{element}>"
    assert forms(one(page)) == [(Form.TITLE, "Titre"), (Form.PARAGRAPH, "Texte.")]


# --- forms and marks ---------------------------------------------------------------------------------


def test_headings_lists_quotations_and_verse_keep_their_forms() -> None:
    manuscript = body(
        "<h2>Inter<br>titre</h2><ul><li>un<ol><li>deux</li></ol></li></ul><blockquote><p>Cité</p></blockquote>"
        "<pre class='wp-block-verse'>Un vers\n  un autre</pre>"
    )
    shapes = [(block.text, block.shape) for block in manuscript.blocks]
    assert shapes == [
        ("Inter\ntitre", Shape(Form.HEADING, level=2)),
        ("un", Shape(Form.ITEM, level=1)),
        ("deux", Shape(Form.ITEM, level=2, ordered=True)),
        ("Cité", Shape(Form.QUOTE)),
        ("Un vers\n  un autre", Shape(Form.VERSE)),
    ]


def test_cells_know_their_row_and_column_also_beside_cells_that_span() -> None:
    manuscript = body(
        "<table><caption>Chiffres</caption><tr><th>a</th><th>b</th></tr>"
        "<tr><td rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
    )
    places = [(b.text, b.shape.row, b.shape.column, b.shape.head) for b in manuscript.blocks[1:]]
    assert manuscript.blocks[0].shape.form is Form.CAPTION
    assert places == [
        ("a", 1, 1, True),
        ("b", 1, 2, True),
        ("1", 2, 1, False),
        ("2", 2, 2, False),
        ("3", 3, 2, False),
    ]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    manuscript = body(f"<table><tr><td>Menu</td><td><h1>Titre</h1><p>{'Texte. ' * 40}</p></td></tr></table>")
    assert all(block.shape.table == 0 for block in manuscript.blocks)


def test_marks_cover_the_words_and_not_the_blanks_around_them() -> None:
    manuscript = body(
        '<p>Un <b> mot </b>, <i>deux</i><sup>e</sup>, <a href="https://x.example/a">lien</a>, '
        '<span style="font-style:italic">trois</span>, <span lang="en">four</span>, <del>cinq</del>.</p>'
    )
    assert marked(manuscript) == [
        (Emphasis.STRONG, "mot", ""),
        (Emphasis.EMPHASIS, "deux", ""),
        (Emphasis.SUPERSCRIPT, "e", ""),
        (Emphasis.LINK, "lien", "https://x.example/a"),
        (Emphasis.EMPHASIS, "trois", ""),
        (Emphasis.LANGUAGE, "four", "en"),
        (Emphasis.STRUCK, "cinq", ""),
    ]


def test_a_line_break_ends_a_paragraph() -> None:
    assert [text for _, text in forms(body("<p>Texte : A<br>Photos : B</p>"))] == ["Texte : A", "Photos : B"]


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ('<sup><a href="#n" id="r">1</a></sup>', '<ol><li id="n">La note. <a href="#r">↩</a></li></ol>'),
        ('<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>',
         '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> La note.</p></div>'),
        ('<span class="spip_note_ref">[<a href="#nb1" id="nh1">1</a>]</span>',
         '<div id="nb1"><p><span class="spip_note_ref">[<a href="#nh1">1</a>] </span>La note.</p></div>'),
        ('<sup class="fn" data-fn="u"><a href="#u" id="u-link">1</a></sup>',
         '<ol class="wp-block-footnotes"><li id="u">La note. <a href="#u-link">↩︎</a></li></ol>'),
    ],
)  # fmt: skip
def test_notes_are_found_by_the_links_between_call_and_text(call: str, note: str) -> None:
    manuscript = body(f"<p>Un mot{call} suivi.</p><p>Suite.</p>{note}")
    notes = [block for block in manuscript.blocks if block.shape.form is Form.NOTE]
    assert [block.text for block in notes] == ["La note."]
    assert [(kind, target) for kind, _, target in marked(manuscript) if kind is Emphasis.NOTE] == [
        (Emphasis.NOTE, notes[0].shape.label)
    ]


def test_a_link_to_a_heading_is_no_note() -> None:
    manuscript = body('<p><a href="#h">1</a> Voir plus bas.</p><h2 id="h">Titre</h2><p>Texte.</p>')
    assert not any(block.shape.form is Form.NOTE for block in manuscript.blocks)


def test_captions_and_alternative_texts_bear_the_name_of_their_picture() -> None:
    manuscript = body(
        '<figure><img src="page_files/grue%20rouge.jpg" alt="Une grue"><figcaption>Le port. '
        '<span class="photo-credit">© Anne Roy</span></figcaption></figure>'
    )
    assert [(b.shape.form, b.shape.label, b.text) for b in manuscript.blocks] == [
        (Form.ALT, "grue rouge.jpg", "Une grue"),
        (Form.CAPTION, "grue rouge.jpg", "Le port."),
        (Form.CAPTION, "grue rouge.jpg", "© Anne Roy"),
    ]


def test_a_picture_whose_bytes_are_in_the_page_is_taken_and_the_others_are_counted() -> None:
    data = base64.b64encode(PNG).decode()
    page = f'<p>Un</p><img src="data:image/png;base64,{data}"><p>Deux</p><img src="https://x.example/b.jpg">'
    received = read(page.encode(), "submissions/g5.html")
    manuscript = received.manuscripts[0]
    assert dict(received.pictures) == {"g5-1.png": PNG}
    assert [(picture.name, manuscript.text[picture.at :][:4]) for picture in manuscript.pictures] == [
        ("g5-1.png", "Deux")
    ]
    assert [finding.code for finding in received.findings] == ["pictures-elsewhere"]


def test_a_page_saved_with_its_pictures_in_one_file_gives_both() -> None:
    data = base64.b64encode(PNG).decode()
    page = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        '<html><meta charset=3D"utf-8"><p>Caf=C3=A9</p><img src=3D"https://x.example/a.png"></html>\r\n--b\r\n'
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://x.example/a.png\r\n\r\n"
        f"{data}\r\n--b--\r\n"
    )
    received = read(page.encode(), "submissions/a.mhtml")
    assert received.manuscripts[0].text == "Café"
    assert dict(received.pictures) == {"a-1.png": PNG}


def test_pictures_of_a_saved_page_are_called_by_place_or_number_and_its_first_page_is_the_page() -> None:
    def part(kind: str, head: str, data: bytes) -> str:
        coded = base64.b64encode(data).decode()
        return (
            f"--b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{head}\r\n\r\n{coded}\r\n"
        )

    other = PNG + b"2"
    parts = (
        part("text/plain", "X: y", b"non"),
        part("text/html", "X: y", "<meta charset=utf-8><p>é<img src='cid:un@x'><img src='a.png'>".encode()),
        part("text/html", "X: y", b"<p>cadre"),
        part("image/png", "Content-ID: <un@x>", PNG),
        part("image/png", "Content-Location: a.png", other),
        part("text/css", "Content-Location: b.png", PNG),
    )
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    received = read(f"{head}{''.join(parts)}--b--\r\n".encode(), "submissions/a.mhtml")
    (manuscript,) = received.manuscripts
    assert (manuscript.text, manuscript.file) == ("é", "submissions/a.mhtml")
    assert manuscript.encoding == "utf-8"
    assert dict(received.pictures) == {"a-1.png": PNG, "a-2.png": other}
    assert [(picture.at, picture.name) for picture in manuscript.pictures] == [(1, "a-1.png"), (1, "a-2.png")]


def test_a_saved_message_without_a_page_says_so() -> None:
    message = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--\r\n"
    with pytest.raises(SourceError, match=r": the file holds no web page \[no-page") as caught:
        read(message, "submissions/a.mht")
    assert (caught.value.code, caught.value.file) == ("no-page", "submissions/a.mht")
    assert caught.value.hint == "open it in a browser and save it again as a web page (.html)"


# --- what a page does not show -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "secret",
    ["<p hidden>secret</p>", "<p style='display: none'>secret</p>", "<template><p>secret</p></template>",
     "<noscript>secret</noscript>", "<dialog>secret</dialog>", "<span class='sr-only'>secret</span>"],
)  # fmt: skip
def test_what_is_not_shown_is_hidden(secret: str) -> None:
    manuscript = body(f"<p>Avant</p>{secret}<p>Après</p>")
    assert shown(manuscript) == "Avant Après"
    assert withheld(manuscript, Withheld.HIDDEN) == "secret"


def test_hidden_words_in_a_sentence_follow_it_and_leave_it_whole() -> None:
    manuscript = body("<p>Un <span style='display:none'>secret</span>mot.</p>")
    assert [block.text for block in manuscript.blocks] == ["Un mot.", "secret"]


def test_scripts_styles_and_addresses_do_nothing_and_are_counted() -> None:
    page = (
        "<p onclick='evil()'>Texte <a href='javascript:evil()'>lien</a></p><script>evil()</script>"
        "<style>b{}</style><iframe src='https://evil.example'></iframe><svg onload='evil()'>"
        "<title>Logo</title><script>evil()</script></svg>"
    )
    received = read(page.encode(), "submissions/a.html")
    manuscript = received.manuscripts[0]
    assert manuscript.marks == ()
    assert shown(manuscript) == "Texte lien"
    assert withheld(manuscript, Withheld.METADATA) == "Logo"
    assert "15 characters" in received.findings[0].message
    assert received.findings[0].code == "page-code"


# --- bytes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "encoding", "named"),
    [
        ('<meta charset="iso-8859-1">', "cp1252", "iso-8859-1"),
        ('<meta http-equiv="Content-Type" content="a; charset=windows-1252">', "cp1252", "windows-1252"),
        ('<?xml version="1.0" encoding="iso-8859-15"?>', "iso8859-15", "iso-8859-15"),
        ('<meta charset="iso-8859-1">', "utf-8", "utf-8"),
        ("", "utf-8", "utf-8"),
        ("", "utf-16", "utf-16-le"),
    ],
)  # fmt: skip
def test_the_encoding_is_that_of_the_bytes_then_that_of_the_head(
    head: str, encoding: str, named: str
) -> None:
    page = f"{head}<html><body><p>L’été à la façade, « déjà » vu</p></body></html>".replace(
        "’", "'" if "15" in encoding else "’"
    )
    manuscript = read(page.encode(encoding), "submissions/a.html").manuscripts[0]
    assert "été à la façade, « déjà » vu" in manuscript.text
    assert manuscript.encoding == named


@pytest.mark.parametrize(
    "head",
    ['<meta charset="x-unknown">', '<meta charset="utf-8">', "x " * 2048 + '<meta charset="cp437">'],
)
def test_a_head_that_is_wrong_or_far_away_is_not_heard(head: str) -> None:
    text = "L'été à la façade, « déjà » vu par les élèves"
    manuscript = read(f"{head}<p>{text}</p>".encode("cp1252"), "submissions/a.html").manuscripts[0]
    assert text in manuscript.text


def test_letters_of_plain_english_are_what_the_head_says() -> None:
    assert one("<meta charset=iso-8859-1><p>The port").encoding == "iso-8859-1"
    assert one("<?xml version='1.0' encoding='us-ascii'?><p>The port").encoding == "us-ascii"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_byte_order_mark_says_more_than_the_head(mark: bytes) -> None:
    encoding = "utf-8" if len(mark) == 3 else "utf-16-le"
    page = mark + "<meta charset=cp437><p>L’été</p>".encode(encoding)
    (manuscript,) = read(page, "submissions/a.html").manuscripts
    assert (manuscript.text, manuscript.encoding) == ("L’été", encoding)


def test_signs_of_windows_are_read_where_a_head_says_latin() -> None:
    page = b"<META content='text/html; charset = ISO-8859-1'><p>l\x92\xe9t\xe9 \x85"
    assert read(page, "submissions/a.html").manuscripts[0].text == "l’été …"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("l&#146;&eacute;t&#xE9; &#133;", "l’été …"), ("l&#x92;&#X00092;a", "l’’a"), ("&#128;&#159;", "€Ÿ"),
        ("a&#0146b", "a’b"), ("&#160;a&#127;&#x7f;", "a\x7f\x7f"), ("&#1488;&#x92b;", "\u05d0\u092b"),
    ],
)  # fmt: skip
def test_numbers_of_windows_are_the_signs_they_meant(source: str, text: str) -> None:
    root, _ = tree_of(f"<p>{source}</p>")
    assert "".join(map(str, root.itertext())).strip() == text


def test_a_number_that_windows_gave_no_sign_is_left_to_the_parser() -> None:
    assert body("<p>a&#129;b&#x8d;c</p>").text.replace("\x81", "").replace("\x8d", "") == "abc"


@pytest.mark.parametrize("control", ["\0", "\x1b"])
def test_bytes_that_are_no_page_are_refused(control: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(f"<meta charset=utf-8><p>é{control}</p>".encode(), "submissions/a.html")
    assert (caught.value.code, caught.value.file) == ("not-text", "submissions/a.html")


@pytest.mark.parametrize("end", ["<b mot perdu", "<!-- mot perdu", "</p mot perdu", "<a href='x' mot perdu"])
def test_words_after_a_sign_that_nothing_closes_are_not_lost(end: str) -> None:
    assert shown(one(f"<p>Texte {end}")).endswith("mot perdu")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<!-- a --><p>b<!-- c", "b<!-- c"), ("<p>a<!-- b --> c", "a c"), ("<p>a <!-- b --> < c", "a < c"),
        ("<p>a<", "a<"), ("<p>a<!-- b", "a<!-- b"), ("<p>a<!-- <!-- b", "a<!-- <!-- b"),
        ("<p><!-- a -->b<!-- c --><!-- d", "b<!-- d"), ("<p>1 < 2 et", "1 < 2 et"),
        ("<p>a<!-- b --><!-- <i>c</i>", "a<!-- c"),
        ("<p>a <?php b", "a <?php b"),
    ],
)  # fmt: skip
def test_only_what_nothing_closes_is_written_out(source: str, text: str) -> None:
    assert shown(one(f"<meta charset=utf-8>{source}")) == text


def test_a_page_too_deep_is_read_as_lines_without_its_scripts() -> None:
    deep = "<div>" * 3_000
    page = (
        f"avant<style>b{{}}</style>{deep}un<script type=x>evil('<p>')<style></style>evil()</script>deux"
        "<!-- <b>non</b> --><STYLE>i{}</STYLE><o:p>trois</o:p><script>x</script>fin"
    )
    received = read(page.encode(), "submissions/a.html")
    (manuscript,) = received.manuscripts
    assert [block.text for block in manuscript.blocks] == ["avant", "un", "deux", "trois", "fin"]
    assert said_of(received) == [
        ("page-too-deep", Severity.WARNING,
         "the elements of the page stand in one another too deep: it was read as bare lines"),
    ]  # fmt: skip


def test_a_page_too_deep_comes_with_advice() -> None:
    (told,) = read(("<div>" * 3_000 + "un").encode(), "submissions/a.html").findings
    assert told.hint == "open it in a browser, select the article, and paste it into a text document"


def test_what_a_page_holds_beside_its_article_is_counted_and_told() -> None:
    page = (
        "<nav><a href=/a>Deux mots</a><img src=c.jpg alt='pas un mot'></nav><article><h1>Titre</h1>"
        f"<p>{'Une phrase assez longue. ' * 4}</p><img src=a.jpg><img src=a.jpg><img src=https://x.example/b.jpg>"
        "</article><footer>Pied</footer><script>12345</script>"
    )
    received = read(page.encode(), "submissions/a.html")
    assert said_of(received) == [
        ("page-furniture", Severity.REMARK,
         "3 words of menus, side columns and footers stand beside the article and are not printed"),
        ("page-code", Severity.REMARK,
         "the page holds 5 characters of scripts and style sheets; they were neither run nor read"),
        ("pictures-elsewhere", Severity.REMARK,
         "3 pictures of the page are not in the file; none was fetched"),
    ]  # fmt: skip
    assert [finding.hint for finding in received.findings] == [
        "the report shows them; if some belong to the article, save it as a text document",
        "",
        "those that came beside it are used; put others there, under the names the page uses",
    ]


def test_a_page_that_is_all_article_needs_no_word() -> None:
    assert said_of(read(b"<h1>Titre</h1><p>Texte.", "submissions/a.html")) == []


def said_of(received: Received) -> list[tuple[str, Severity, str]]:
    """What a person is told of a page; all of it names the file."""
    assert {finding.file for finding in received.findings} <= {"submissions/a.html"}
    return [(finding.code, finding.severity, finding.message) for finding in received.findings]


@pytest.mark.parametrize(
    "page",
    ["<html><body><div id=root></div><script>app()</script></body></html>", "<!-- rien -->", "<p> </p>"],
)
def test_a_page_without_text_is_refused_with_advice(page: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(page.encode(), "submissions/a.html")
    assert (caught.value.code, caught.value.message, caught.value.file) == (
        "empty-submission", "the page holds no text", "submissions/a.html",
    )  # fmt: skip
    assert caught.value.hint.startswith(
        "it may fetch its text when it is shown: open it in a browser, select"
    )
