"""Pages, posts and Markdown that were made to be slow, deep or endless: read, or set aside by name."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from anthology.readers import cover, read
from tests.readers.text_nodes import shown
from tests.readers.wordpress_export import Entry, by_name, post, received

# --- pages -------------------------------------------------------------------------------------------


def test_elements_that_stand_in_one_another_without_end_lose_no_word() -> None:
    deep = 5_500
    received = read(
        ("<div>a " * deep + "fond" + "</div> b" * deep + "<p>après</p>").encode(), "submissions/a.html"
    )
    text = received.manuscripts[0].text
    assert Counter(text.split()) == {"a": deep, "b": deep, "fond": 1, "après": 1}
    assert "page-too-deep" in [finding.code for finding in received.findings]


@pytest.mark.parametrize(
    "page",
    [
        "<p " + "a=1 " * 20_000 + ">texte",
        "texte" + "<!--" * 20_000,
        "<b>" * 1500 + "texte" + "<i>x</i> " * 5_000,
        "texte" + "<table><tr><td>" * 600,
        "<table>texte" + "<tr>" + "<td rowspan=60000 colspan=1000>x" * 3_000,
        "texte" + "<script>" * 20_000,
        "".join(f'<a href="#n{n}" id="r{n}">1</a>' for n in range(5_000)) + "texte",
        "<figure><p>texte</p>" + "<figcaption>x</figcaption>" * 10_000,
        "<footer>texte" + "<p>Photo : X</p>" * 10_000 + "</footer>",
        "<p id=n>texte" + "<a href='#r'>b</a> " * 3_000 + "</p>" + "<p><a id=r href='#n'>1</a></p>" * 3_000,
        "texte" + "&#x41; " * 19_000,
        "texte " + "Par A" * 7_000,
    ],
    ids=range(12),
)
def test_a_page_that_was_made_to_be_slow_is_read_all_the_same(page: str) -> None:
    (manuscript,) = read(page.encode(), "submissions/a.html").manuscripts
    assert "texte" in manuscript.text


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("<" * 50_000 + "p>texte", "49999 characters without a space"),
        ("<b>" * 1500 + "texte" + "<i>x</i>" * 5_000, "5005 characters without a space"),
        (
            "<p id=n>texte" + "<a href='#r'>b</a>" * 3_000 + "<p><a id=r href='#n'>1</a></p>" * 3_000,
            "2980 characters without a space",
        ),
        ("texte" + "&#x41;" * 50_000, "50005 characters without a space"),
        ("texte " + "Par A" * 20_000, "100006 characters in one line of a submission"),
    ],
    ids=range(5),
)
def test_a_page_of_more_than_can_be_set_is_set_aside_by_name(page: str, what: str) -> None:
    received = read(page.encode(), "submissions/a.html")
    assert received.manuscripts == ()
    (told,) = (one for one in received.findings if one.code == "text-too-much")
    assert told.message.startswith(f"not read: {what}; ")
    assert (told.file, told.line) == ("submissions/a.html", 1)


# --- posts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    ["[a " * 2_000, "[caption]" * 10_000, "[footnote] " * 1_000, "[a] " * 4_000 + "[/a] " * 4_000,
     "<!-- wp:x {" * 10_000, '[x y="' * 2_000, "<div>" * 20_000, "[footnote]a[/footnote]" * 1_500,
     "\n \n" * 30_000 + "x"],
    ids=range(9),
)  # fmt: skip
def test_a_post_that_was_made_to_be_slow_is_read_all_the_same(content: str) -> None:
    assert "texte" in shown(post(f"texte\n\n{content}"))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("[a " * 30_000, "characters in one line of a submission"),
        ("[footnote]" * 10_000, "characters without a space"),
        ("[a]" * 10_000 + "[/a]" * 10_000, "paragraphs in one submission"),
        ('[x y="' * 10_000, "characters in one line of a submission"),
    ],
    ids=range(4),
)
def test_a_post_of_more_than_can_be_set_is_set_aside_by_name_and_the_others_are_read(
    content: str, what: str
) -> None:
    found = received(
        Entry("Titre", f"texte\n\n{content}", slug="p"), Entry("Autre", "un autre texte", slug="q")
    )
    assert "p" not in by_name(found)
    assert "un autre texte" in shown(by_name(found)["q"])
    (told,) = (one for one in found.findings if one.code == "text-too-much")
    assert re.fullmatch(rf"not read: \d+ {what}; \d+ are the most", told.message)
    assert told.line is not None


# --- Markdown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("[ " * 2_400, ["markdown-as-text"]),
        ("*a " * 2_000, []),
        ("> " * 5_000, ["markdown-as-text"]),
        ("- " * 3_000, []),
        ("<a " * 2_000, []),
        ("_a_ " * 1_200, []),
    ],
    ids=range(6),
)
def test_a_text_that_was_made_to_be_slow_is_read_all_the_same(source: str, codes: list[str]) -> None:
    received = read(f"texte\n\n{source}".encode(), "submissions/a.md")
    (manuscript,) = received.manuscripts
    assert "texte" in manuscript.text
    assert cover(manuscript) == ()
    assert [finding.code for finding in received.findings] == codes


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("[" * 20_000, "20000 characters without a space"),
        ("*a " * 10_000, "20000 Markdown signs without an empty line"),
        ("`" * 20_000, "20000 characters without a space"),
        ("<a " * 10_000, "20000 Markdown signs without an empty line"),
        ("[^1]" * 5_000, "20000 characters without a space"),
        ("|a" * 5_000 + "\n|-|\n", "10000 characters without a space"),
        ("![[" * 5_000, "15000 characters without a space"),
        ("<![CDATA[" * 5_000, "45000 characters without a space"),
        ("\\" * 20_000, "20000 characters without a space"),
        ("_a_" * 5_000, "15000 characters without a space"),
    ],
    ids=range(10),
)
def test_a_text_of_more_than_can_be_set_is_set_aside_by_name(source: str, what: str) -> None:
    received = read(f"texte\n\n{source}".encode(), "submissions/a.md")
    assert received.manuscripts == ()
    assert [finding.code for finding in received.findings] == ["markdown-as-text", "text-too-much"]
    told = received.findings[-1]
    assert told.message.startswith(f"not read: {what}; ")
    assert (told.file, told.line) == ("submissions/a.md", 3)
