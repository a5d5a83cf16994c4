from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest
from anthology.errors import SourceError
from anthology.model import Emphasis, Form, Manuscript, Severity, Shape, Withheld
from anthology.readers import cover, read
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.text_nodes import ink, said, shown, text_nodes, withheld, xml_nodes
from tests.readers.wordpress_export import FILE, HEAD, TAIL, Entry, by_name, doctype, export, post, received

TYPED = frozenset({"encoded", "title", "comment_content"})
"""Elements of an export that hold HTML."""


def lines(manuscript: Manuscript) -> list[tuple[Form, str]]:
    """What the text of a post shows, without its title and who signs."""
    beside = {Form.TITLE, Form.BYLINE}
    return [
        (block.shape.form, block.text)
        for block in manuscript.blocks
        if block.shape.withheld is None and block.shape.form not in beside
    ]


def nodes(data: bytes) -> Counter[str]:
    """The characters of every text node of an export, those of its posts read as HTML."""
    found: Counter[str] = Counter()
    for name, text in xml_nodes(data):
        found += ink(text_nodes(text) if name in TYPED else [text])
    return found


# --- nothing is lost ---------------------------------------------------------------------------------

STATUSES = ("publish", "draft", "private", "pending", "future", "trash", "inherit", "auto-draft", "")
KINDS = ("post", "page", "attachment", "nav_menu_item", "revision", "wp_block", "product", "custom_css")


def every_kind() -> list[Entry]:
    """An item of every type in every state, with and without a password; each with words of its own."""
    return [
        Entry(
            f"Titre{n}x", f"<p>Texte{n}x</p>\n\nencore{n}x", f"chapo{n}x", kind, status, password, f"s{n}x",
            number=n,            comments=((f"Lecteur{n}x", f"Avis{n}x"),), meta=(("cle", f"valeur{n}x"),),
        )
        for n, (kind, status, password) in enumerate(product(KINDS, STATUSES, ("", "secret")), 1)
    ]  # fmt: skip


def test_every_word_of_every_kind_of_item_is_in_exactly_one_block() -> None:
    got = received(*every_kind())
    words = Counter(word for text in said(got.manuscripts) for word in re.findall(r"\w+\d+x", text))
    expected = {
        f"{word}{n}x"
        for n in range(1, len(every_kind()) + 1)
        for word in ("Titre", "Texte", "encore", "chapo", "s", "Lecteur", "Avis", "valeur")
    }
    assert words == dict.fromkeys(expected, 1)


def test_only_published_posts_without_a_password_are_shown() -> None:
    got = received(*every_kind())
    public = [
        n for n, e in enumerate(every_kind(), 1) if (e.kind, e.status, e.password) == ("post", "publish", "")
    ]
    assert public == [1]
    assert [each.file for each in got.manuscripts] == [f"{FILE}#s1x", f"{FILE}#unpublished", f"{FILE}#record"]
    visible = " ".join(shown(each) for each in got.manuscripts)
    assert set(re.findall(r"\d+x", visible)) == {"1x"}


def test_what_is_not_printed_is_counted_by_kind() -> None:
    got = received(
        Entry("A", "texte", slug="a", comments=(("Zoé", "Bravo"), ("Léo", "Merci"))),
        Entry("B", "texte", status="draft"), Entry("C", "texte", password="x"),  # noqa: S106
        Entry("D", kind="nav_menu_item"),
    )  # fmt: skip
    found = next(finding for finding in got.findings if finding.code == "export-withheld")
    assert "(comment: 2, draft: 1, menu: 1, password: 1)" in found.message


SIGNS = """
    mot é « » & [1] [sic] [a] [/a] [caption] [/caption] [gallery] [x_y="1"] [footnote] [/footnote] <p> </p>
    <b> </b> <div> </div> <em> </blockquote> <br> <!--more--> <!--x--> <ul><li> </ul> <h2> </h2>
    5<6 l’ &eacute; &#8217; <pre> </pre> <table><tr><td> </table> <span> </span>
"""
TYPED_TEXTS = st.lists(
    st.sampled_from(SIGNS.split()) | st.sampled_from([" ", "\n", "\n\n"]),
    max_size=12,
).map("".join)


@given(
    st.lists(
        st.builds(
            Entry,
            title=TYPED_TEXTS,
            content=TYPED_TEXTS,
            excerpt=TYPED_TEXTS,
            kind=st.sampled_from(KINDS[:4]),
            status=st.sampled_from(STATUSES[:3]),
            slug=st.text("ab-é%2/#", max_size=6),
            number=st.integers(0, 3),
            parent=st.integers(0, 3),
            meta=st.sampled_from(
                [(), (("_wp_attachment_image_alt", "Une grue"),), (("_thumbnail_id", "2"),)]
            ),
            comments=st.sampled_from([(), (("Zoé", "Bravo <b>à tous</b>"),)]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_character_of_any_export_is_lost_and_no_name_comes_twice(entries: list[Entry]) -> None:
    data = export(entries)
    got = read(data, FILE)
    assert all(cover(each) == () for each in got.manuscripts)
    assert nodes(data) - ink(said(got.manuscripts)) == Counter()
    assert len({each.file for each in got.manuscripts}) == len(got.manuscripts)


# --- a post ------------------------------------------------------------------------------------------


def test_a_post_gives_title_excerpt_author_and_what_it_is_filed_under() -> None:
    manuscript = post("Texte.", excerpt="Le chapo.")
    assert [(b.shape.form, b.shape.withheld, b.text) for b in manuscript.blocks] == [
        (Form.TITLE, None, "Titre"),
        (Form.STANDFIRST, None, "Le chapo."),
        (Form.BYLINE, None, "Jeanne Dupont"),
        (Form.PARAGRAPH, None, "Texte."),
        (Form.PARAGRAPH, Withheld.METADATA, "jdupont"),
        (Form.PARAGRAPH, Withheld.METADATA, "2024-01-15 10:00:00"),
        (Form.PARAGRAPH, Withheld.METADATA, "Culture"),
    ]


def test_co_authors_sign_in_place_of_the_account() -> None:
    manuscript = post("Texte.", terms=(("author", "Inès Roy"), ("author", "Paul Gil")))
    signed = [b.text for b in manuscript.blocks if b.shape.form is Form.BYLINE and b.shape.withheld is None]
    assert signed == ["Inès Roy", "Paul Gil"]
    assert "jdupont" in withheld(manuscript, Withheld.METADATA)


def test_an_account_that_is_nobody_does_not_sign() -> None:
    assert "admin" in withheld(post("Texte.", creator="admin"), Withheld.METADATA)


def test_blank_lines_part_paragraphs_and_line_ends_break_them() -> None:
    manuscript = post("Un <b>mot</b>\nsuite\n\nDeux\r\n\r\n<h2>Inter</h2>\nTrois<!--more-->")
    assert lines(manuscript) == [
        (Form.PARAGRAPH, "Un mot"), (Form.PARAGRAPH, "suite"), (Form.PARAGRAPH, "Deux"),
        (Form.HEADING, "Inter"), (Form.PARAGRAPH, "Trois"),
    ]  # fmt: skip


def test_blocks_of_the_editor_keep_their_forms() -> None:
    manuscript = post(
        "<!-- wp:paragraph -->\n<p>Un\nmot</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:list --><ul>"
        "<!-- wp:list-item -->\n<li>item</li>\n<!-- /wp:list-item --></ul><!-- /wp:list -->\n"
        "<!-- wp:pullquote -->\n"
        '<figure class="wp-block-pullquote"><blockquote><p>Cité</p><cite>Qui</cite></blockquote></figure>\n'
        '<!-- /wp:pullquote --><!-- wp:verse --><pre class="wp-block-verse">vers un\nvers deux</pre>'
        '<!-- /wp:verse --><!-- wp:buttons --><div class="wp-block-buttons"><div class="wp-block-button">'
        '<a class="wp-block-button__link" href="/x">Cliquez</a></div></div><!-- /wp:buttons -->'
        '<!-- wp:embed --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://youtu.be/x\n</div>'
        "<figcaption>La vidéo</figcaption></figure><!-- /wp:embed -->"
    )
    assert lines(manuscript) == [
        (Form.PARAGRAPH, "Un mot"), (Form.ITEM, "item"), (Form.QUOTE, "Cité"), (Form.QUOTE, "Qui"),
        (Form.VERSE, "vers un\nvers deux"), (Form.CAPTION, "La vidéo"),
    ]  # fmt: skip
    assert withheld(manuscript, Withheld.NAVIGATION) == "Cliquez"


def test_codes_are_withheld_and_what_they_hold_is_kept() -> None:
    manuscript = post(
        '[caption id="a" align="left"]<img src="http://x/g.jpg" alt="Grue">'
        " Le port [sic]. © Anne[/caption]\n\n"
        '[gallery ids="1"]\n\n[su_quote]Une citation[/su_quote] [1] et [ndlr : note] [x y="z"]\n\n'
        "https://www.youtube.com/watch?v=1"
    )
    assert lines(manuscript) == [
        (Form.CAPTION, "Le port [sic]. © Anne"),
        (Form.ALT, "Grue"),
        (Form.PARAGRAPH, "Une citation [1] et [ndlr : note]"),
    ]
    codes = withheld(manuscript, Withheld.METADATA)
    assert all(
        code in codes
        for code in ('[gallery ids="1"]', "[su_quote]", '[x y="z"]', "youtube.com", "[/caption]")
    )


def test_words_of_an_old_caption_stand_in_its_code_and_are_read() -> None:
    manuscript = post('[caption id="a" width="3" caption="Le port la nuit"]<img src="g.jpg">[/caption]')
    assert (Form.CAPTION, "Le port la nuit") in lines(manuscript)


@pytest.mark.parametrize(
    ("content", "meta"),
    [
        ("Un mot[efn_note]La note.[/efn_note] suivi.", ()),
        ('<!-- wp:p --><p>Un mot<sup data-fn="u" class="fn"><a href="#u" id="u-link">1</a></sup> suivi.</p>',
         (("footnotes", '[{"content":"La <em>note<\\/em>.","id":"u"}]'),)),
    ],
)  # fmt: skip
def test_notes_are_called_where_they_stand(content: str, meta: tuple[tuple[str, str], ...]) -> None:
    manuscript = post(content, meta=meta)
    notes = [block for block in manuscript.blocks if block.shape.form is Form.NOTE]
    calls = [mark for mark in manuscript.marks if mark.kind is Emphasis.NOTE]
    assert [note.text for note in notes] == ["La note."]
    assert [call.target for call in calls] == [notes[0].shape.label]
    assert manuscript.text[: calls[0].start].endswith("Un mot")


def test_words_that_a_block_keeps_in_its_settings_are_not_lost() -> None:
    manuscript = post('<!-- wp:acf/quote {"data":{"text":"Une phrase en réserve"}} /-->\n<p>Texte</p>')
    assert "Une phrase en réserve" in withheld(manuscript, Withheld.METADATA)


def test_pictures_of_the_library_bring_their_captions_to_the_post_that_shows_them() -> None:
    got = by_name(
        received(
            Entry("A", 'Texte [gallery ids="7"]', slug="a", number=1),
            Entry("IMG_1", excerpt="La grue. © Anne", kind="attachment", status="inherit", number=7, url="http://x/g.jpg",
                  meta=(("_wp_attachment_image_alt", "Grue rouge"),)),
            Entry("IMG_2", excerpt="Sans texte", kind="attachment", status="inherit", number=8, url="http://x/h.jpg"),
        )
    )  # fmt: skip
    captions = [
        (b.shape.form, b.shape.label, b.text)
        for b in got["a"].blocks
        if b.shape.label and not b.shape.withheld
    ]
    assert captions == [(Form.CAPTION, "g.jpg", "La grue. © Anne"), (Form.ALT, "g.jpg", "Grue rouge")]
    assert "Sans texte" in withheld(got["unpublished"], Withheld.METADATA)


def picture(number: int, **others: object) -> Entry:
    """A picture of the library."""
    given = {"slug": f"i{number}", "url": f"http://x/{number}.jpg", "excerpt": f"Image {number}"} | others
    return Entry("", kind="attachment", status="inherit", number=number, **given)  # type: ignore[arg-type]


def captions(manuscript: Manuscript) -> list[str]:
    return [b.text for b in manuscript.blocks if b.shape.form is Form.CAPTION and b.shape.withheld is None]


def test_a_post_shows_its_own_picture_then_those_of_its_galleries_then_those_sent_with_it_each_once() -> None:
    got = by_name(
        received(
            Entry("A", "[gallery ids='3, 2,3'] [gallery ids=4]", slug="a", number=9,
                  meta=(("_thumbnail_id", "5"),)),
            Entry("B", "[gallery ids='2']", slug="b", number=10),
            *(picture(number, parent=9 if number == 1 else 0) for number in range(1, 7)),
        )
    )  # fmt: skip
    assert captions(got["a"]) == ["Image 5", "Image 3", "Image 2", "Image 4", "Image 1"]
    assert captions(got["b"]) == []
    assert "Image 6" in withheld(got["unpublished"], Withheld.METADATA)


def test_two_pictures_of_one_number_are_both_kept() -> None:
    got = by_name(
        received(Entry("A", "[gallery ids=1]", slug="a", number=9), picture(1), picture(1, excerpt="Autre"))
    )
    assert captions(got["a"]) == ["Image 1"]
    assert "Autre" in withheld(got["unpublished"], Withheld.METADATA)


def test_a_caption_that_the_post_has_already_is_not_shown_twice() -> None:
    seen = picture(1, excerpt="Le port la nuit", meta=(("_wp_attachment_image_alt", "Grue"),))
    got = by_name(received(Entry("A", "Le port la nuit. Grue. [gallery ids=1]", slug="a", number=9), seen))
    assert captions(got["a"]) == []
    held = withheld(got["a"], Withheld.METADATA)
    assert (held.count("Le port la nuit"), held.count("Grue")) == (1, 1)


@pytest.mark.parametrize(
    ("url", "label"),
    [("http://x/a/le%20port.jpg?w=1", "le port.jpg"), (" http://x/b.jpg ", "b.jpg"), ("http://[/c.jpg", "")],
)
def test_a_caption_bears_the_name_of_the_file(url: str, label: str) -> None:
    got = by_name(received(Entry("A", "[gallery ids=1]", slug="a", number=9), picture(1, url=url)))
    assert [b.shape.label for b in got["a"].blocks if b.text == "Image 1"] == [label]


def test_notes_that_cannot_be_read_are_kept_as_they_are() -> None:
    for notes in ("[{", '[{"id":"u"}]', "7", "null"):
        manuscript = post("Un mot.", meta=(("footnotes", notes),))
        assert withheld(manuscript, Withheld.METADATA).endswith(
            f"{notes} jdupont 2024-01-15 10:00:00 Culture"
        )
        assert lines(manuscript) == [(Form.PARAGRAPH, "Un mot.")]


def test_words_in_the_settings_of_blocks_are_found_however_deep_and_in_their_order() -> None:
    content = (
        '<!-- wp:a/b {"x":["Un mot ici",{"y":"Deux mots ici","n":3,"z":"deux mots"},["Trois mots ici"]],'
        '"w":"Quatre mots ici"} /--><!-- wp:c {broken} /--><!-- wp:d {"x":"Cinq mots ici"} /-->\n<p>Texte</p>'
    )
    held = [block.text for block in post(content).blocks if block.shape.withheld is Withheld.METADATA]
    assert held[:5] == [
        "Un mot ici", "Deux mots ici", "Trois mots ici", "Quatre mots ici", "Cinq mots ici",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("https://www.youtube.com/watch?v=1", Withheld.METADATA), ("HTTPS://youtu.be/x", Withheld.METADATA),
        ("https://www.youtube.com/watch?v=1 et la suite", None), ("https://blog.example/x", None),
        ("<!-- wp:b --><p><a class='wp-block-button__link' href='/x'>x</a></p>", None),
        ("<!-- wp:b --><div class='wp-block-button'><a href='/x'>x</a></div>", Withheld.NAVIGATION),
        ("<!-- wp:b --><div class='wp-block-embed__wrapper'>x</div>", Withheld.METADATA),
    ],
)  # fmt: skip
def test_players_and_buttons_are_no_text(content: str, reason: Withheld | None) -> None:
    found = post(content).blocks[2]
    assert found.shape.withheld is reason


def test_a_heading_or_a_code_in_a_title_stays_what_it_is() -> None:
    manuscript = by_name(
        received(Entry("Le <b>port</b> [gallery]", "Texte.", "<h2>Chapo</h2>\n\nsuite", slug="p"))
    )["p"]
    assert [(b.text, b.shape) for b in manuscript.blocks][:4] == [
        ("Le port", Shape(Form.TITLE)),
        ("[gallery]", Shape(withheld=Withheld.METADATA)),
        ("Chapo", Shape(Form.HEADING, level=2)),
        ("suite", Shape(Form.STANDFIRST)),
    ]


@pytest.mark.parametrize(
    ("author", "creator", "signs", "filed"),
    [
        ("<wp:author_display_name>Paul Gil</wp:author_display_name>", "pg", "Paul Gil", True),
        ("<wp:author_first_name>Paul</wp:author_first_name><wp:author_last_name>Gil</wp:author_last_name>",
         "pg", "Paul Gil", True),
        ("<wp:author_display_name> pg </wp:author_display_name>", " pg ", "pg", False),
        ("", "Paul Gil", "Paul Gil", False),
    ],
)  # fmt: skip
def test_the_person_of_the_account_signs(author: str, creator: str, signs: str, filed: bool) -> None:
    extra = f"<wp:author><wp:author_login>pg</wp:author_login>{author}</wp:author>"
    data = export([Entry("Titre", "Texte.", creator=creator, slug="p")], extra)
    manuscript = by_name(read(data, FILE))["p"]
    assert [b.text for b in manuscript.blocks if b.shape.form is Form.BYLINE] == [signs]
    assert ("pg" in withheld(manuscript, Withheld.METADATA)) is filed


def test_a_value_that_comes_twice_is_recorded_once_more() -> None:
    data = export([Entry("Titre", "Texte.", slug="p")]).replace(
        b"<wp:post_parent>",
        "<title>Autre titre</title>perdu ?"
        "<wp:postmeta>x<wp:meta_key>a</wp:meta_key><wp:more>b</wp:more></wp:postmeta>"
        "<wp:comment>y<wp:comment_author>Zoé</wp:comment_author><wp:comment_author>Léo</wp:comment_author>"
        "</wp:comment><wp:post_parent>".encode(),
    )
    got = by_name(read(data, FILE))
    assert shown(got["p"]) == "Titre Jeanne Dupont Texte."
    record = withheld(got["record"], Withheld.METADATA).split()
    assert {"Autre", "perdu", "x", "a", "b", "y", "Léo"} <= set(record)
    assert withheld(got["unpublished"], Withheld.COMMENT) == "Zoé"


# --- several posts -----------------------------------------------------------------------------------


def test_manuscripts_are_named_after_their_posts_each_with_a_name_of_its_own() -> None:
    got = received(
        Entry("A", "a", slug="le-port", number=1), Entry("B", "b", slug="le-port", number=2),
        Entry("L’été !", "c", number=3), Entry("", "d", number=4),
        Entry("E", "e", slug="unpublished", number=5), Entry("F", "f", slug="a%2Fb#c", number=6),
    )  # fmt: skip
    assert list(by_name(got))[:6] == ["le-port", "le-port-2", "l-ete", "post-4", "unpublished-5", "a-b-c"]


def test_pages_stand_beside_the_posts_and_are_articles_where_there_is_no_post() -> None:
    page, entry = (
        Entry("À propos", "Qui nous sommes", kind="page", slug="apropos"),
        Entry("A", "texte", slug="a", number=2),
    )
    both, alone = received(page, entry), received(page)
    assert list(by_name(both)) == ["a", "unpublished", "record"]
    assert "Qui nous sommes" in withheld(by_name(both)["unpublished"], Withheld.NAVIGATION)
    assert "page “À propos”" in next(f.message for f in both.findings if f.code == "export-beside")
    assert "Qui nous sommes" in shown(by_name(alone)["apropos"])


def test_a_long_export_gives_all_its_posts() -> None:
    got = received(*(Entry(f"T{n}", f"texte {n}", slug=f"p{n}", number=n) for n in range(1, 501)))
    assert len(got.manuscripts) == 501


def test_only_other_types_are_articles_where_there_is_neither_post_nor_page() -> None:
    got = received(
        Entry("P", "Un produit", kind="product", slug="p"), Entry("Q", kind="post", slug="q", number=2)
    )
    assert list(by_name(got)) == ["p", "q", "record"]


def test_a_post_without_text_stands_beside_those_with_one() -> None:
    got = received(
        Entry("A", "texte", slug="a"),
        Entry("L’été &amp; co", slug="q", number=2),
        Entry("", excerpt=" ", slug="z", number=3),
    )
    assert list(by_name(got)) == ["a", "unpublished", "record"]
    told = {finding.code: finding for finding in got.findings}
    assert told["export-beside"].message == (
        "published beside the posts, and not printed: post “L’été & co”, post “z”"
    )
    assert told["export-withheld"].message.startswith("1 published texts are read; ")
    assert told["export-withheld"].message.endswith("(post: 2)")
    assert {(finding.file, finding.severity) for finding in got.findings} == {(FILE, Severity.REMARK)}
    assert [finding.hint for finding in got.findings] == [
        "to print one of them, publish it and export again",
        "if one of them is an article of the book, put its text into a file of its own",
    ]


def test_pictures_that_are_not_in_an_export_are_counted() -> None:
    got = received(Entry("A", '<img src="http://x/a.jpg"> <img src="http://x/b.jpg"> texte', slug="a"))
    (told,) = [finding for finding in got.findings if finding.code == "pictures-elsewhere"]
    assert told.message == "2 pictures of the export are not in the file; none was fetched"
    assert told.hint == "put those the book needs beside the submission, under the names the posts use"


def test_names_that_are_taken_get_their_number_or_one_more_sign() -> None:
    got = received(
        Entry("A", "a", slug="p-2", number=1), Entry("B", "b", slug="p", number=3),
        Entry("C", "c", slug="p", number=2), Entry("D", "d", slug=" .RECORD- ", number=0),
    )  # fmt: skip
    assert list(by_name(got))[:4] == ["p-2", "p", "p-2-x", "record-0"]


# --- bytes -------------------------------------------------------------------------------------------


LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("bcdefghi", "cdefghij", strict=True))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<?xml version='1.0'?><rss><channel><title>Flux</title></channel></rss>", "not-an-export"),
        (b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'/>", "not-an-export"),
        (export([Entry("A", "texte")])[:-200], "broken-xml"),
        (b"pas du tout", "broken-xml"),
        (b"", "broken-xml"),
        (doctype('<!ENTITY a "x">'), "not-an-export"),
        (doctype('<!ENTITY a SYSTEM "file:///etc/passwd">'), "not-an-export"),
        (doctype(LAUGHS), "not-an-export"),
    ],
    ids=range(8),
)  # fmt: skip
def test_other_xml_is_refused_with_advice(data: bytes, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(data, FILE)
    assert caught.value.code == code
    assert caught.value.hint


def test_characters_that_xml_forbids_do_not_stop_an_export() -> None:
    data = export([Entry("A", "avant\x0baprès", slug="a")])
    assert lines(by_name(read(data, FILE))["a"]) == [(Form.PARAGRAPH, "avantaprès")]


def test_an_export_without_texts_says_so() -> None:
    empty = HEAD[: HEAD.index("<title>")] + TAIL
    with pytest.raises(SourceError, match="no text"):
        read(empty.encode(), FILE)
