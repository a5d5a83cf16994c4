"""Plain text to Markdown and back to its words; Markdown to nothing but the closed list."""

from __future__ import annotations

import re

import pytest
from anthology.errors import SourceError
from anthology.markup import Body, escape, photo_files, quoted, read_body, words_of
from anthology.model import Article, Photo
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.safety import counts

ELEMENTS = {
    "a",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "figure",
    "h2",
    "h3",
    "h4",
    "figcaption",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
ATTRIBUTES = {
    ("a", "href"),
    ("a", "title"),
    ("img", "src"),
    ("img", "alt"),
    ("img", "title"),
    ("ol", "start"),
    ("p", "speaker"),
    ("p", "class"),
    ("span", "class"),
    ("blockquote", "class"),
    ("figure", "class"),
    ("table", "class"),
    ("td", "class"),
    ("th", "class"),
}
CLASSES = {
    "question",
    "answer",
    "pull-quote",
    "verse",
    "figure",
    "note",
    "long",
    "align-left",
    "align-center",
    "align-right",
}


def article(body: str, **fields: object) -> Article:
    return Article("a", "articles/a.md", "T", "fr", body, **fields)  # type: ignore[arg-type]


def read(body: str) -> Body:
    return read_body(article(body))


def markup(body: str) -> str:
    """The children of the root, without the line ends between blocks."""
    text = etree.tostring(read(body).root, encoding="unicode")
    return re.sub(r">\n+<", "><", text).removeprefix("<div>").removesuffix("</div>").strip()


def words(body: str) -> list[str]:
    return list(words_of(read(body).root))


def tags(body: str) -> list[str]:
    return [str(element.tag) for element in read(body).root.iterdescendants()]


# --- plain text --------------------------------------------------------------------------------------

MARKS = [
    *"\\`*_{}[]()#+-.!|:~^=<>&\"'$%/@0123456789abé \t\u00a0\u202f’«»;\u2028\u200d",
    "\n",
    "<b>",
    "</p>",
    "<!-- x -->",
    "<div>",
    "&amp;",
    "&#60;",
    "http://a.fr",
    "a@b.fr",
    "{: .x }",
    "{#x}",
    "[^1]",
    "[^1]: ",
    "![a](b)",
    "[a]: b",
    "*[a]: b",
    "[TOC]",
    "1. ",
    "2) ",
    "- ",
    "* ",
    "> ",
    "## ",
    "    ",
    "===",
    "---",
    "***",
    "___",
    "+++",
    "```",
    "~~~",
    "| a | b |",
    ":--|--:",
    "///Footnotes Go Here///",
    "klzzwxh:0000",
    "e\u0301",
    "👩‍🎤",
    "\u0627\u0644",
    "!!! note",
    ":::",
    "\\\n",
]


def is_paragraph(text: str) -> bool:
    return all(line.strip() for line in text.split("\n"))


paragraphs = st.lists(st.sampled_from(MARKS), min_size=1, max_size=25).map("".join).filter(is_paragraph)
unicode_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\r"),
    min_size=1,
    max_size=40,
).filter(is_paragraph)


class TestEscape:
    @settings(deadline=None, max_examples=counts.count(150, 600))
    @given(st.one_of(paragraphs, unicode_texts))
    @example("a | b\n:--|--:")
    @example("Titre\n===")
    @example("##")
    @example("2022. Une année\n3) deux\n- trois")
    @example("- - -")
    @example("[^1]: a [^1]")
    def test_a_paragraph_reads_back_as_one_paragraph_of_the_same_words(self, text: str) -> None:
        root = read(escape(text)).root
        assert list(words_of(root)) == text.split()
        assert [element.tag for element in root.iterdescendants()] == ["p"]

    @settings(deadline=None, max_examples=counts.count(75, 300))
    @given(
        st.one_of(paragraphs, unicode_texts),
        st.sampled_from([("## ", "h2"), ("> ", "blockquote"), ("- ", "li")]),
    )
    @example("Le langage C#", ("## ", "h2"))
    @example("C ##", ("## ", "h2"))
    def test_so_does_a_heading_a_quotation_and_an_item(self, text: str, block: tuple[str, str]) -> None:
        before, tag = block
        line = " ".join(text.split())
        body = before + escape(line)
        assert words(body) == line.split()
        assert set(tags(body)) - {"p", "ul"} == {tag}

    @settings(deadline=None, max_examples=counts.count(50, 200))
    @given(st.one_of(paragraphs, unicode_texts), st.sampled_from([".question", ".answer", ".note"]))
    def test_a_class_after_it_is_read_as_a_class_and_not_as_text(self, text: str, class_: str) -> None:
        line = " ".join(text.split())
        (found,) = read(f"{escape(line)}\n{{: {class_} }}\n").root
        assert ("".join(map(str, found.itertext())).split(), found.get("class")) == (line.split(), class_[1:])

    @settings(deadline=None, max_examples=counts.count(50, 200))
    @given(st.lists(st.one_of(paragraphs, unicode_texts), min_size=1, max_size=4))
    def test_paragraphs_stay_as_many_as_they_were(self, texts: list[str]) -> None:
        root = read("\n\n".join(escape(text) for text in texts)).root
        assert [element.tag for element in root] == ["p"] * len(texts)
        assert list(words_of(root)) == " ".join(texts).split()

    def test_ordinary_prose_gets_no_backslash(self) -> None:
        prose = "« Tout va bien », dit-il – en 2022 (ou 2023) : c’est #MeToo, 12 % & 3 + 4 = 7 > 6 !"
        assert escape(prose) == prose

    def test_a_name_that_looks_like_marks_is_a_speaker_to_the_letter(self) -> None:
        for name in ('*A* _B_ `c` {: .x } [z](u) \\ <b> & "Jo"', "Jean “Jo” L’Haÿ", "a=b #c .d }", "D'Arc"):
            (found,) = read(f"Oui.\n{{: .answer speaker={quoted(name)} }}").root
            assert (found.get("speaker"), found.get("class"), found.text) == (name, "answer", "Oui.")

    def test_a_name_with_both_kinds_of_quotes_keeps_its_apostrophe_as_the_typographic_one(self) -> None:
        name = 'J. "Jo" D\'Arc'
        (found,) = read(f"Oui.\n{{: .answer speaker={quoted(name)} }}").root
        assert found.get("speaker") == 'J. "Jo" D’Arc'

    def test_many_marks_cost_little(self) -> None:
        for mark in ("[", "*", "_", "`", "\\", "<", "|", "1. "):
            count = 250 if mark == "\\" else 450  # each becomes two; 500 in a row are the most
            assert words(escape(mark * count)) == (mark * count).split()


# --- what Markdown means -----------------------------------------------------------------------------


class TestMeaning:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (
                "Un *deux* **trois** `quatre`",
                "<p>Un <em>deux</em> <strong>trois</strong> <code>quatre</code></p>",
            ),
            (
                'Q ?\n{: .question }\n\nR.\n{: .answer speaker="A B" }',
                '<p class="question">Q ?</p><p class="answer" speaker="A B">R.</p>',
            ),
            (
                "# Un\n\n## Deux\n\n##### Cinq\n\nSix\n===",
                "<h2>Un</h2><h2>Deux</h2><h4>Cinq</h4><h2>Six</h2>",
            ),
            (
                "> Un\n> deux.\n{: .pull-quote }",
                '<blockquote class="pull-quote"><p>Un\ndeux.</p></blockquote>',
            ),
            ("> Un.", "<blockquote><p>Un.</p></blockquote>"),
            (
                "Ô *matin\nô* soir\nfin\n{: .verse }",
                '<p class="verse">Ô <em>matin<br/>ô</em> soir<br/>fin</p>',
            ),
            (
                "![Une halle](photos/x.jpg)\n{: .figure }",
                '<figure class="figure"><img src="photos/x.jpg" alt="Une halle"/></figure>',
            ),
            ("Sans image.\n{: .figure }", '<p class="figure">Sans image.</p>'),
            (
                "- a\n    - b\n        1. c\n- d",
                "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>",
            ),
            ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
            (
                "| a | b |\n|:--|--:|\n| 1 | *2* |",
                '<table><thead><tr><th class="align-left">a</th><th class="align-right">b</th></tr></thead>'
                '<tbody><tr><td class="align-left">1</td><td class="align-right"><em>2</em></td></tr></tbody>'
                "</table>",
            ),
            (
                '[a](https://x.fr "t") [b](mailto:a@b.fr)',
                '<p><a href="https://x.fr" title="t">a</a> <a href="mailto:a@b.fr">b</a></p>',
            ),
            ("un  \ndeux", "<p>un<br/>\ndeux</p>"),
            ("un<br>deux<BR />trois \\<br>", "<p>un<br/>\ndeux<br/>\ntrois &lt;br&gt;</p>"),
            (
                "XX[e]{: .sup } H[2]{: .sub }O [non]{: .struck } [a **b**]{: .emphasis } [c]{: .strong }",
                "<p>XX<sup>e</sup> H<sub>2</sub>O <s>non</s> <em>a <strong>b</strong></em>"
                " <strong>c</strong></p>",
            ),
            ('un [feedback]{: lang="en" }', '<p>un <span lang="en">feedback</span></p>'),
            ("[[a]{: .sup }]{: .struck } [b]", "<p><s><sup>a</sup></s> [b]</p>"),
            (
                "![Une halle](photos/x.jpg) Le *quai*.\n{: .figure }",
                '<figure class="figure"><img src="photos/x.jpg" alt="Une halle"/>'
                "<figcaption>Le <em>quai</em>.</figcaption></figure>",
            ),
            (
                "|  |  |\n| --- | --: |\n| a | 1 |",
                '<table><tbody><tr><td>a</td><td class="align-right">1</td></tr></tbody></table>',
            ),
            ("un\n\n---\n\ndeux", "<p>un</p><hr/><p>deux</p>"),
            ("    a < b && c", "<pre><code>a &lt; b &amp;&amp; c\n</code></pre>"),
            ("", "<div/>"),
        ],
    )
    def test_each_mark_becomes_its_element(self, body: str, expected: str) -> None:
        assert markup(body) == expected
        assert read(body).findings == ()

    @pytest.mark.parametrize(
        "text",
        [
            "&amp; &lt; &#60; &#x3c; &nbsp; &eacute;",
            "<b>gras</b> <script>alert(1)</script> <!-- c --> <?php x ?> <![CDATA[x]]> </p>",
            "<http://a.fr> <a@b.fr> http://x.fr a@b.fr",
            "{{ 7*7 }} {% if %} ${x} {{: .x }}",
            "x<y and y>z, a && b",
            "[TOC] ~~~ ```",
        ],
    )
    def test_what_looks_like_code_is_printed_as_typed(self, text: str) -> None:
        assert "".join(map(str, read(text).root.itertext())).strip() == text

    def test_code_is_printed_as_typed_too(self) -> None:
        (code,) = read("`&amp;lt; <b> \\* &`").root.iter("code")
        assert code.text == "&amp;lt; <b> \\* &"

    def test_a_picture_of_any_name_has_an_address_that_leads_back_to_it(self) -> None:
        for written, file in (
            ("photos/a b.jpg", "photos/a b.jpg"),
            ("photos/a%20b.jpg", "photos/a b.jpg"),
            ("photos/L’été.jpg", "photos/L’été.jpg"),
            ("photos/a#1?.jpg", "photos/a#1?.jpg"),
            ("photos/100%25.jpg", "photos/100%.jpg"),
        ):
            one = article(f"![x]({written})")
            (picture,) = read_body(one).root.iter("img")
            assert re.fullmatch(r"[\w./%-]+", str(picture.get("src")), re.ASCII)
            assert photo_files(one, read_body(one).root) == (file,)
            assert read_body(one).findings == ()

    def test_photographs_are_those_named_and_those_shown_each_once(self) -> None:
        text = "![](photos/b.jpg)\n\n![](photos/a.jpg)\n\n![](../c.jpg)"
        one = article(text, photos=(Photo(file="photos/a.jpg"), Photo(), Photo(file="photos/d.jpg")))
        found = photo_files(one, read_body(one).root)
        assert found == ("photos/a.jpg", "photos/d.jpg", "photos/b.jpg")


class TestNotes:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (
                "Un[^1] deux.\n\n[^1]: La *note*.",
                '<p>Un<span class="note">La <em>note</em>.</span> deux.</p>',
            ),
            (
                "a[^x]b[^y]\n\n[^y]: Y\n[^x]: X",
                '<p>a<span class="note">X</span>b<span class="note">Y</span></p>',
            ),
            ("a[^1]\n\n[^1]: un\n\n    deux", '<p>a<span class="note">un<br/>deux</span></p>'),
            (
                "a[^1]\n\n[^1]: un\n\n    - b\n    - *c*\n\n    > d",
                '<p>a<span class="note">un<br/>b<br/><em>c</em><br/>d</span></p>',
            ),
            ("## T[^1]\n\n[^1]: n", '<h2>T<span class="note">n</span></h2>'),
            (
                "| a[^1] |\n|---|\n| b |\n\n[^1]: n",
                '<table><thead><tr><th>a<span class="note">n</span></th></tr></thead>'
                "<tbody><tr><td>b</td></tr></tbody></table>",
            ),
            (
                "a[^1]\n\n[^1]: b[^2]\n[^2]: c",
                '<p>a<span class="note">b<span class="note">c</span></span></p>',
            ),
            ("a[^absent]", "<p>a[^absent]</p>"),
        ],
    )
    def test_a_note_stands_where_it_is_called(self, body: str, expected: str) -> None:
        assert markup(body) == expected
        assert read(body).findings == ()

    @pytest.mark.parametrize(
        ("body", "text", "says"),
        [
            ("a[^1] b[^1]\n\n[^1]: n", "an b", ["second call"]),
            ("a\n\n[^1]: jamais *appelée*", "a jamais appelée", ["does not call"]),
            ("a[^1]\n\n[^1]: soi[^1]", "asoi", ["second call"]),
            ("a\n\n[^1]: b[^2] d\n[^2]: c[^1] e", "a bc e d", ["does not call", "second call"]),
        ],
    )
    def test_a_note_called_twice_or_never_is_told_and_none_of_its_words_is_lost(
        self, body: str, text: str, says: list[str]
    ) -> None:
        found = read(body)
        assert "".join(words_of(found.root)) == text.replace(" ", "")
        assert len(found.findings) == len(says)
        assert all(part in one.message for part, one in zip(says, found.findings, strict=True))

    def test_a_text_cannot_say_where_notes_go(self) -> None:
        assert markup("///Footnotes Go Here///\n\nun[^1]\n\n[^1]: x").startswith(
            "<p>///Footnotes Go Here///</p>"
        )


# --- the closed list ---------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<style>@import 'http://x'</style>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<iframe src=http://x></iframe>",
    "<svg onload=alert(1)>",
    "<base href=http://x>",
    "<object data=file:///etc/passwd>",
    '<div style="background:url(http://x)">a</div>',
    "<a href='javascript:x'>a</a>",
    "<!-- --><b>x</b>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](<java script:x>)",
    "[a](vbscript:x)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](file:///etc/passwd)",
    "[a](//host/x)",
    "[a](../x)",
    "[a](#article-b)",
    "[a](#fn:1)",
    "[a](#fnord)",
    "[a](&#106;avascript:x)",
    "[a](ftp://x/y)",
    "[a](http:)",
    "[a](http:///x)",
    "[a][1]\n\n[1]: javascript:x",
    "[a](anthology:///fonts/x)",
    "[a](http://[x)",
    "![a](http://x/y.png)",
    "![a](file:///etc/passwd)",
    "![a](../../secret.png)",
    "![a](//host/x.png)",
    "![a](data:image/png;base64,iVBORw0KGgo=)",
    "![a](photos/../../secret.png)",
    "![a](photos/..)",
    "![a](photos/.)",
    "![a](photos/a/b.png)",
    "![a](/photos/a.png)",
    "![a](photos\\a.png)",
    "![a](PHOTOS/a.png)",
    "![a](photos/%2e%2e)",
    "![a](photos/..%2f..%2fsecret.png)",
    "![a](photos/a%00.png)",
    "![a](photos/a%5Cb.png)",
    "![a]()",
    'x\n{: onclick="alert(1)" }',
    'x\n{: style="background:url(http://x)" }',
    'x\n{: id="article-b" }',
    "x\n{: #contents }",
    'x\n{: id="fn:1" }',
    "x\n{: .cover .note2 }",
    'x\n{: class="a b" }',
    "x\n{: src=y href=z }",
    "x\n{: 1a=b xlink:href=c xml:base=d a<b=e }",
    "x\n{: hidden }",
    "x\n{: lang }",
    '- [x]("([^4]\n[^4]:',
    "[x]{: lang }",
    'x\n{: lang="fr onclick" }',
    "# x {: .note onclick=y }",
    "*x*{: .question style=y }",
    "[x](http://a.fr){: rel=attachment target=_top download=y }",
    "![x](photos/a.jpg){: srcset=http://x onerror=y }",
    "- x\n- y\n{: .figure id=z }",
    "x\n{: epub:type=z role=y }",
    "[x](#fn:1){: .footnote-ref }",
    "> x\n{: style=y }",
    "| a |\n|---|\n| x {: style=y } |",
]


def assert_closed(root: etree._Element) -> None:
    for element in root.iterdescendants():
        assert element.tag in ELEMENTS
        for name, value in element.attrib.items():
            assert (element.tag, name) in ATTRIBUTES or name == "lang"
            if name == "href":
                assert re.match(r"https?://[^\s/]|mailto:[^\s]", str(value))
            if name == "src":
                assert re.fullmatch(r"photos/(?!\.)[^/\\]+", str(value))
            if name == "class":
                assert set(str(value).split()) <= CLASSES
            if name == "lang":
                assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", str(value))


class TestClosedList:
    @pytest.mark.parametrize("body", HOSTILE)
    def test_nothing_passes_but_what_an_article_may_hold(self, body: str) -> None:
        assert_closed(read(body).root)

    @pytest.mark.parametrize(
        "body", [body for body in HOSTILE if body[0] in "[!x" and "http://[x" not in body]
    )
    def test_what_is_left_out_is_told_with_its_place_and_its_words_stay(self, body: str) -> None:
        found = read(body)
        assert found.findings
        assert {(one.code, one.file, one.line) for one in found.findings} == {
            ("markup-left-out", "articles/a.md", body.count("\n") + 1)
        }
        shown = [*words_of(found.root), *(str(picture.get("alt")) for picture in found.root.iter("img"))]
        assert shown[0][0] in "ax"

    @settings(deadline=None, max_examples=counts.count(125, 500))
    @given(
        st.lists(
            st.sampled_from([*MARKS, *HOSTILE, "\n\n", "\n\n", "a[^1]\n\n[^1]: ", "\n\n    "]), max_size=12
        )
    )
    def test_no_mix_of_marks_whatever_passes_the_list_or_makes_it_fall_over(self, parts: list[str]) -> None:
        assert_closed(read("".join(parts)).root)

    def test_no_two_notes_or_texts_share_an_id(self) -> None:
        body = "a[^1] [^2]\n\n[x](#fn:1)\n{: #fn:1 }\n\n[^1]: un\n[^2]: deux"
        assert not [element for element in read(body).root.iter() if element.get("id")]

    def test_control_characters_are_told_and_left_out_and_old_line_ends_are_spaces(self) -> None:
        found = read("a\x00b\x0bc\x0cd\x02e\x03 f\x1b\x7f\x85g\ufffe")
        assert list(words_of(found.root)) == ["ab", "c", "de", "f", "g"]
        codes = [re.findall(r"U\+\w+", one.message) for one in found.findings]
        assert codes == [[f"U+{n:04X}"] for n in (0, 2, 3, 0x1B, 0x7F, 0xFFFE)]

    def test_a_picture_that_cannot_be_shown_leaves_its_description(self) -> None:
        assert markup("![Une halle](../x.png)") == "<p><span>Une halle</span></p>"

    @pytest.mark.parametrize(
        "body",
        [
            "> " * 100 + "x",
            "> " * 3000 + "x",
            ">" * 3000 + "x",
            "\n".join("    " * depth + "- x" for depth in range(60)),
            "\n".join("    " * depth + "- x" for depth in range(300)),
            "*" * 3000 + "x" + "*" * 3000,
            "[" * 500 + "x" + "](http://a.fr)" * 500,
            "x\n" + "{: .a" * 2000,
        ],
    )
    def test_marks_in_marks_beyond_all_measure_are_an_error_by_name_or_read(self, body: str) -> None:
        try:
            assert_closed(read(body).root)
        except SourceError as error:
            assert error.code in ("article-nesting", "text-too-much")  # noqa: PT017
            assert error.file == "articles/a.md"  # noqa: PT017
            assert 1 <= (error.line or 0) <= body.count("\n") + 1  # noqa: PT017

    def test_what_a_person_nests_is_read(self) -> None:
        body = "\n".join("    " * depth + "- x" for depth in range(15))
        assert words(body) == ["x"] * 15
        with pytest.raises(SourceError) as caught:
            read("\n".join("    " * depth + "- x" for depth in range(25)))
        assert caught.value.code == "article-nesting"
