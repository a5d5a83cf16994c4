"""Which part of a page is its article: its title, its zones, its body, and what belongs to it beside."""

from __future__ import annotations

import pytest
from anthology.model import Form, Withheld
from anthology.readers.html import tree_of
from anthology.readers.html_text import Line, read_tree
from anthology.readers.page_regions import arranged, classes_above, prose

PROSE = "Une phrase assez longue pour compter comme un texte."
NAV = "<nav>Menu</nav>"


def lines(source: str) -> tuple[Line, ...]:
    root, _ = tree_of(source)
    return arranged(root, read_tree(root).lines)


def fates(source: str) -> list[tuple[str, Form, Withheld | None]]:
    """Each line but those of the prose and the menu, with its form and why it is withheld."""
    return [
        (line.text.strip(), line.shape.form, line.shape.withheld)
        for line in lines(source)
        if line.text.strip() not in {PROSE, "Menu"}
    ]


def fate(inside: str, *, beside: str = "") -> tuple[Form, Withheld | None]:
    """What becomes of the line `x`, inside of the body of an article or beside it."""
    body = f"<div class=entry-content>{f'<p>{PROSE}</p>' * 3}{inside}</div>"
    source = f"<div>{NAV}<article><h1>T</h1>{body}{beside}</article></div>"
    (found,) = [one for one in fates(source) if one[0] == "x"]
    return found[1:]


# --- title -------------------------------------------------------------------------------------------


def titles(source: str) -> list[str]:
    return [line.text for line in lines(source) if line.shape.form is Form.TITLE and not line.shape.withheld]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>Un</h1><p>a", ["Un"]),
        ("<h2>Un</h2><p>a", []),
        ("<h1>Un</h1><h1>Deux</h1><p>a", []),
        ("<h1>Un</h1><h1>UN !</h1><p>a", ["Un"]),
        ("<h1>…</h1><h2>Un</h2><p>a", []),
        ("<title>Deux — Le journal</title><h1>Un</h1><h1>Deux mots</h1><p>a", []),
        ("<title>Deux mots — Le journal</title><h1>Un</h1><h1>Deux mots</h1><p>a", ["Deux mots"]),
        ("<title>Deux</title><h1>Un</h1><h2>Deux</h2><p>a", ["Deux"]),
        ("<title>Deux mots ici</title><h1>Un</h1><h3>Deux mots ici</h3><p>a", ["Deux mots ici"]),
        ("<meta property=og:title content=Deux><h1>Un</h1><h2>Deux</h2><p>a", ["Deux"]),
        ("<meta name=Twitter:Title content='DEUX !'><h1>Un</h1><h2>Deux</h2><p>a", ["Deux"]),
        ("<meta name=x content=Deux><h1>Un</h1><h2>Deux</h2><p>a", ["Un"]),
        ("<h1>Un</h1><h2 itemprop=headline>Deux</h2><p>a", ["Deux"]),
        ("<h1>Un</h1><h2 itemprop='name headline'>Deux</h2><p>a", ["Deux"]),
        ("<h1>Un</h1><h2 itemprop=name>Deux</h2><p>a", ["Un"]),
        ("<h2 class=entry-title>Un</h2><h2>Deux</h2><p>a", ["Un"]),
        *((f"<div class={name}><h2>Un</h2></div><h2>Deux</h2><p>a", ["Un"])
          for name in ("entry-title", "post-title", "article-title", "headline")),
        ("<div class=headline><div><div><h2>Un</h2></div></div></div><p>a", []),
        ("<div class=headline><div><h2>Un</h2></div></div><p>a", ["Un"]),
        *((f"<div class={name}><h1>Un</h1></div><p>a", [])
          for name in ("site-title", "site-name", "logo", "brand", "navbar")),
        ("<h1 hidden>Un</h1><h1>Deux</h1><p>a", ["Deux"]),
        # On a page of a site the first of those that fit alike is its title; in a document none is.
        (f"{NAV}<h1>Un</h1><h1>Deux</h1><p>a", ["Un"]),
        (f"{NAV}<h2 class=headline>Un</h2><h2 class=headline>Deux</h2><p>a", []),
    ],
)  # fmt: skip
def test_the_title_is_the_heading_that_the_page_announces_or_the_only_one_of_the_first_level(
    source: str, expected: list[str]
) -> None:
    assert titles(source) == expected


def test_a_title_is_no_heading_any_more() -> None:
    (line,) = [line for line in lines("<h1>Un</h1>") if line.text == "Un"]
    assert line.shape.level == 0
    (line,) = [line for line in lines(f"{NAV}<h1>Un</h1><p>{PROSE}") if line.text == "Un"]
    assert (line.shape.form, line.shape.level) == (Form.TITLE, 0)


def test_what_stands_under_the_title_in_its_element_is_no_title() -> None:
    found = fates(f"<h1>Un<ul><li>Deux</ul></h1><p>{PROSE}")
    assert found == [("Un", Form.TITLE, None), ("Deux", Form.ITEM, None)]


def test_classes_are_those_of_the_elements_just_around() -> None:
    root, _ = tree_of("<div class=a><div class='b C'><div class=d><p class=e>x")
    (paragraph,) = root.iter("p")
    assert classes_above(paragraph, 2) == {"d", "b", "c"}
    assert classes_above(root, 2) == frozenset()


# --- pages and documents -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "furniture",
    ["<nav>a</nav>", "<footer>a</footer>", "<header>a</header>", "<aside>a</aside>", "<main>a</main>",
     "<article>a</article>", "<meta property=og:type content=article>", "<div class=menu>a</div>",
     "<div id=sidebar>a</div>", "<div class=entry-content>a</div>", "<div itemprop=articleBody>a</div>"],
)  # fmt: skip
def test_what_names_its_parts_is_a_page_of_a_site_and_shares_are_no_text(furniture: str) -> None:
    source = f"<div><p>{PROSE}</p><p>{PROSE}</p><p>Partager</p></div>"
    assert fates(source) == [("Partager", Form.PARAGRAPH, None)]
    assert ("Partager", Form.PARAGRAPH, Withheld.NAVIGATION) in fates(f"<div>{furniture}{source}</div>")


# --- zones -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        *((f"<{tag}>x</{tag}>", Withheld.NAVIGATION) for tag in ("nav", "footer", "aside", "menu", "form")),
        *((f"<div role={role}>x</div>", Withheld.NAVIGATION)
          for role in ("navigation", "Banner", "contentinfo", "search", "complementary", "dialog", "menu")),
        ("<article role=navigation>x</article>", None),
        ("<blockquote><footer>x</footer></blockquote>", None),
        ("<figure><footer>x</footer></figure>", None),
        ("<aside class=pull-quote>x</aside>", None), ("<aside class=encadre>x</aside>", None),
        ("<aside><blockquote>y</blockquote>x</aside>", None), ("<aside><figure></figure>x</aside>", None),
        ("<div class=comments>x</div>", Withheld.COMMENT), ("<div id=Comments>x</div>", Withheld.COMMENT),
        ("<p class=comment-body>x</p>", Withheld.COMMENT),
        ("<div class=c itemtype=https://schema.org/Comment>x</div>", Withheld.COMMENT),
        ("<div class=noprint>x</div>", Withheld.NAVIGATION),
        ("<div class=share>x</div>", Withheld.NAVIGATION),
        ("<div class=mySocialBar>x</div>", Withheld.NAVIGATION),
        ("<div class=sharestuff>x</div>", None), ("<span class=share>x</span>", None),
        ("<p class=share>x</p>", None), ("<h2 class=share>x</h2>", None),
        ("<div class='share entry-content'>x</div>", None),
        ("<div class=tagcloud>x</div>", Withheld.METADATA),
        ("<div class='tags share'>x</div>", Withheld.METADATA),
        ("<div hidden class=comments>x</div>", Withheld.HIDDEN),
        # The outermost of zones inside one another says what all of it is.
        ("<div class=comments><nav>x</nav></div>", Withheld.COMMENT),
        ("<nav><div class=comments>x</div></nav>", Withheld.NAVIGATION),
    ],
)  # fmt: skip
def test_what_names_itself_something_else_is_no_part_of_the_article(
    inside: str, reason: Withheld | None
) -> None:
    assert fate(inside)[1] is reason


def test_what_holds_most_of_the_text_or_the_title_is_no_sidebar_whatever_it_is_called() -> None:
    assert fates(f"<div class=sidebar><p>{PROSE}</p><p>x</p></div>") == [("x", Form.PARAGRAPH, None)]
    assert fates(f"<div><div class=sidebar><h1>T</h1><p>x</p></div><p>{PROSE}</p></div>")[0][2] is None
    half = f"<div><div class=sidebar><p>{PROSE}</p><p>x</p></div><div><p>{PROSE}</p></div></div>"
    assert fates(half) == [("x", Form.PARAGRAPH, Withheld.NAVIGATION)]


def test_comments_are_comments_however_long() -> None:
    source = f"<div><div class=comments>{f'<p>{PROSE}' * 9}<p>x</p></div><p>{PROSE}</p></div>"
    assert fates(source) == [("x", Form.PARAGRAPH, Withheld.COMMENT)]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("<p>" + "a" * 24, 0), ("<p>" + "a" * 25, 25),
        ("<p>" + "a" * 25 + "<a href=https://x.example>" + "b" * 5 + "</a>", 20),
        ("<p><a href=https://x.example>" + "b" * 30 + "</a>", 0),
    ],
)  # fmt: skip
def test_prose_is_what_a_long_line_says_and_links_count_against_it(source: str, count: int) -> None:
    root, _ = tree_of(source)
    assert [prose(line) for line in read_tree(root).lines] == [count]


# --- body --------------------------------------------------------------------------------------------


def test_a_box_with_a_little_prose_beside_the_body_is_no_part_of_it() -> None:
    box = f"<div><h3>Ailleurs</h3><p>{PROSE[:30]}</p></div>"
    text = f"<div>{f'<p>{PROSE}' * 5}</div>"
    assert [line.shape.withheld for line in lines(f"<div>{text}{box}{NAV}</div>")][5:] == [
        Withheld.NAVIGATION
    ] * 3


def test_a_body_that_is_named_is_taken_though_less_than_most_stands_in_it() -> None:
    other = f"<div><p>{PROSE}</p><p>x</p></div>"
    source = f"<div>{NAV}<section><div itemprop=articleBody>{f'<p>{PROSE}' * 2}</div>{other}</section></div>"
    assert fates(source) == [("x", Form.PARAGRAPH, Withheld.NAVIGATION)]
    assert fates(source.replace("itemprop=articleBody", "")) == [("x", Form.PARAGRAPH, None)]


def test_paragraphs_around_one_that_is_long_are_text_as_well() -> None:
    source = f"<div>{NAV}<p>{PROSE}</p><div><p>{PROSE * 20}</p></div><p>{PROSE}</p><p>x</p></div>"
    assert ("x", Form.PARAGRAPH, None) in fates(source)


def test_prose_between_the_title_and_the_end_of_the_article_belongs_to_it() -> None:
    long = "Une phrase qui est bien assez longue pour être du texte et non un bouton."
    link = f"<a href=https://x.example>{long}</a>"

    def source(*, above: str = "", below: str = "", beside: str = "") -> str:
        body = f"<div class=entry-content>{f'<p>{PROSE}' * 9}</div>"
        return f"<div>{NAV}<main><article>{above}<h1>T</h1>{body}{below}</article>{beside}</main></div>"

    def withheld(page: str) -> list[Withheld | None]:
        return [line.shape.withheld for line in lines(page) if line.text.strip().startswith(long)]

    assert withheld(source(below=f"<p>{long}")) == [None]
    assert withheld(source(above=f"<p>{long}</p>")) == [Withheld.NAVIGATION]
    assert withheld(source(below=f"<p>{link}")) == [Withheld.NAVIGATION]
    assert withheld(source(below=f"<p>{long} {long} {link}")) == [None]
    assert withheld(source(beside=f"<p>{long}")) == [Withheld.NAVIGATION]
    assert fates(source(below="<p>Trop court."))[-1][2] is Withheld.NAVIGATION


# --- what stands beside the body ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("<p class=byline>x</p>", (Form.BYLINE, None)), ("<p rel=author>x</p>", (Form.BYLINE, None)),
        ("<p itemprop=author>x</p>", (Form.BYLINE, None)),
        ("<p itemprop='a creator'>x</p>", (Form.BYLINE, None)),
        ("<p class=chapo>x</p>", (Form.STANDFIRST, None)),
        ("<p itemprop=abstract>x</p>", (Form.STANDFIRST, None)),
        ("<h2 class=subtitle>x</h2>", (Form.STANDFIRST, None)),
        ("<p itemprop=alternativeHeadline>x</p>", (Form.STANDFIRST, None)),
        ("<p itemprop=description>x</p>", (Form.STANDFIRST, None)),
        ("<p class=credit>x</p>", (Form.CAPTION, None)), ("<figcaption>x</figcaption>", (Form.CAPTION, None)),
        ("<p>x</p>", (Form.PARAGRAPH, Withheld.NAVIGATION)),
        ("<div class=byline><div><p>x</p></div></div>", (Form.BYLINE, None)),
        ("<section class=byline><p>x</p></section>", (Form.PARAGRAPH, Withheld.NAVIGATION)),
        ("<div class=byline><section><p>x</p></section></div>", (Form.PARAGRAPH, Withheld.NAVIGATION)),
        ("<p><span class=author>x</span></p>", (Form.BYLINE, None)),
        ("<p><time>x</time></p>", (Form.PARAGRAPH, Withheld.NAVIGATION)),
        ("<p class=entry-date>x</p>", (Form.PARAGRAPH, Withheld.METADATA)),
        ("<li class=published>x</li>", (Form.ITEM, Withheld.METADATA)),
        ("<h2 class=published>x</h2>", (Form.HEADING, Withheld.NAVIGATION)),
        ("<p class='byline date'>x</p>", (Form.BYLINE, None)),
    ],
)  # fmt: skip
def test_who_wrote_it_and_when_is_known_by_the_names_of_elements(
    beside: str, expected: tuple[Form, Withheld | None]
) -> None:
    assert fate("", beside=beside) == expected


def test_names_of_elements_say_the_same_of_each_line_in_them() -> None:
    source = f"<article><h1>T</h1><div class=byline><p>Un</p><p>Deux</p></div>{f'<p>{PROSE}' * 3}</article>"
    assert [one for one in fates(source) if one[1] is Form.BYLINE] == [
        ("Un", Form.BYLINE, None),
        ("Deux", Form.BYLINE, None),
    ]


def test_a_heading_that_is_a_byline_has_no_level() -> None:
    source = f"<article><h1>T</h1><h3 class=byline>x</h3><h3>y</h3>{f'<p>{PROSE}' * 3}</article>"
    found = {line.text: line.shape for line in lines(source)}
    assert (found["x"].form, found["x"].level) == (Form.BYLINE, 0)
    assert (found["y"].form, found["y"].level) == (Form.HEADING, 3)


def test_a_long_line_is_no_byline_whatever_its_element_is_called() -> None:
    source = f"<article><h1>T</h1><p class=byline>{'a' * 161}</p>{f'<p>{PROSE}' * 3}</article>"
    assert (Form.PARAGRAPH, None) in [(form, reason) for _, form, reason in fates(source)]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("<p>Par Anne Roy</p>", (Form.BYLINE, None)),
        ("<h3>Par Anne Roy</h3>", (Form.HEADING, None)),
        ("<footer><p>Par Anne Roy</p></footer>", (Form.BYLINE, None)),
        ("<footer><p class=author>Anne</p></footer>", (Form.BYLINE, None)),
        ("<footer><p>Par Anne Roy</p><h3>Autres</h3></footer>", (Form.BYLINE, Withheld.NAVIGATION)),
        ("<footer><p>Par Anne Roy</p><img src=a.jpg></footer>", (Form.BYLINE, Withheld.NAVIGATION)),
        ("<div class=comments><p>Par Anne Roy</p></div>", (Form.BYLINE, Withheld.COMMENT)),
        ("<div hidden><p>Par Anne Roy</p></div>", (Form.PARAGRAPH, Withheld.HIDDEN)),
        ("<footer><p>Une phrase</p></footer>", (Form.PARAGRAPH, Withheld.NAVIGATION)),
    ],
)  # fmt: skip
def test_credits_beside_the_body_are_kept_also_in_its_footer_but_not_those_of_other_articles(
    beside: str, expected: tuple[Form, Withheld | None]
) -> None:
    body = f"<div class=entry-content>{f'<p>{PROSE}' * 3}</div>"
    found = fates(f"<div>{NAV}<article><h1>T</h1>{body}{beside}</article></div>")
    assert found[1][1:] == expected


def test_a_credit_of_another_place_of_the_page_is_none_of_the_article() -> None:
    body = f"<div class=entry-content>{f'<p>{PROSE}' * 3}</div>"
    found = fates(f"<div><article><h1>T</h1>{body}</article><footer><p>Par Anne Roy</p></footer></div>")
    assert found[1] == ("Par Anne Roy", Form.BYLINE, Withheld.NAVIGATION)
