"""What in a document, a drawing or a style sheet could run, or be fetched from afar, and on which line."""

from __future__ import annotations

import pytest
from anthology.checks.epub_acts import acts_in, fetched, is_inside
from lxml import etree
from tests.safety import spoilt_epubs

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"


def acts(inside: str, space: str = XHTML, before: str = "") -> tuple[str, ...]:
    """What could act in an element of a page, which stands on its second line."""
    page = f'{before}<html xmlns="{space}" xmlns:xlink="http://www.w3.org/1999/xlink">\n{inside}</html>'
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    found = acts_in(etree.fromstring(page.encode(), parser))
    if space != XHTML:
        assert found[0] == f"a <html> element, line {1 + before.count(chr(10))}"
        return found[1:]
    return found


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script/>", ["a <script> element, line 2"]),
        ("<p>x</p>\n<p>\n<iframe/></p>", ["a <iframe> element, line 4"]),
        ("<p/><iframe/>\n<iframe/>", ["a <iframe> element, line 2"]),
        ("<iframe/><script/>", ["a <iframe> element, line 2", "a <script> element, line 2"]),
        ('<p onclick="f()"/>', ["a script in onclick, line 2"]),
        ('<p ONCLICK="f()"/>', ["a script in ONCLICK, line 2"]),
        ('<p xlink:onload="f()"/>', ["a script in onload, line 2"]),
        ('<meta http-equiv=" Refresh " content="0"/>', ["a page that turns by itself, line 2"]),
        ('<meta http-equiv="x" content="0"/>', ["the attribute http-equiv, line 2"]),
        ('<p xml:base="x"/>', ["the attribute base, line 2"]),
        ('<a target="_blank"/>', ["the attribute target, line 2"]),
        ('<p style="background: url(https://e.org/)"/>', ["a style that fetches https://e.org/, line 2"]),
        ('<p style="background: url(a.png)"/>', []),
        ('<p fill="url(//e.org)"/>', ["a style that fetches //e.org, line 2"]),
        ("<style>@import 'x';</style>", ["a style that fetches @import, line 2"]),
        ("<style>p { x: url(<em>//e.org</em>) }</style>", ["a style that fetches //e.org, line 2"]),
        ("<style>p { color: red }</style>", []),
        ('<p title="@import"/>', []),
        ('<link rel="Prefetch x" href="x"/>', ["a link that fetches (prefetch), line 2"]),
        (
            '<link rel="preload import" href="x"/>',
            ["a link that fetches (preload), line 2", "a link that fetches (import), line 2"],
        ),
        ('<a rel="prefetch" href="x">x</a>', []),
        ('<link rel="stylesheet" href="x.css"/>', []),
        ('<a href="https://e.org/">x</a>', []),
        ('<a href=" mailto:a@e.org ">x</a>', []),
        ('<a href="javascript:f()">x</a>', ["the address 'javascript:f()', line 2"]),
        ('<a xlink:href="javascript:f()">x</a>', ["the address 'javascript:f()', line 2"]),
        ('<q cite="https://e.org/">x</q>', ["the address 'https://e.org/', line 2"]),
        ('<link href="https://e.org/x.css"/>', ["the address 'https://e.org/x.css', line 2"]),
        ('<img src="i.jpg" alt=""/>', []),
        (f'<img src="https://{"a" * 60}"/>', [f"the address 'https://{'a' * 52}', line 2"]),
        ('<img srcset="a.jpg 1x, //e.org/b 2.5x, c.jpg 100w"/>', ["the address '//e.org/b', line 2"]),
        ('<img srcset=" a.jpg 1x,b.jpg 2x "/>', []),
        ('<a href="#a" ping="a https://e.org/">x</a>', ["the address 'https://e.org/', line 2"]),
        ('<a href="a b 1x">x</a>', []),
        ("<?php echo 1 ?>", ["an instruction to a program: php, line 2"]),
        ("<!-- script --><p/>", []),
        ('<x xmlns=""/>', ["a <x> element, line 2"]),
        (f'<p xmlns="{SVG}"/>', ["a <p> element, line 2"]),
        (f'<svg xmlns="{SVG}"><path d="M0"/></svg>', []),
    ],
)
def test_what_could_act_is_told_with_its_line(inside: str, what: list[str]) -> None:
    assert list(acts(inside)) == what


def test_a_drawing_may_not_hold_what_a_page_may() -> None:
    assert acts("<p/>", SVG) == ("a <p> element, line 2",)
    assert acts("<g><rect/></g>", SVG) == ()
    assert acts("<p/>", "urn:x") == ("a <p> element, line 2",)


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ("<!DOCTYPE html>", ()),
        ("<!DOCTYPE html []>", ()),
        ('<!DOCTYPE html SYSTEM "https://e.org/x.dtd">', ("a declaration that takes in other things",)),
        ('<!DOCTYPE html PUBLIC "x" "x.dtd">', ("a declaration that takes in other things",)),
        ('<!DOCTYPE html [<!ENTITY x "y">]>', ("a declaration that takes in other things",)),
        ("<!DOCTYPE html [<!ELEMENT p ANY>]>", ()),
        ('<?xml-stylesheet href="x.xsl"?>\n', ("an instruction to a program: xml-stylesheet, line 1",)),
    ],
)
def test_what_stands_before_a_document_is_told(before: str, what: tuple[str, ...]) -> None:
    assert acts("<p/>", before=before) == what


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("a.xhtml", True),
        ("a.xhtml#b", True),
        ("#b", True),
        ("", True),
        (" a.xhtml ", True),
        ("../a/b.jpg?c", True),
        ("été.xhtml", True),
        ("/a.xhtml", False),
        (" /a.xhtml", False),
        ("//e.org/a", False),
        ("a\\b", False),
        ("\\\\server\\a", False),
        ("a\tb", False),
        ("a\nb", False),
        ("a\u200bb", False),
        ("a\u2028b", False),
        ("a\u2029b", False),
        ("a\ud800b", False),
        ("https://e.org/", False),
        ("javascript:f()", False),
        ("data:,x", False),
        ("http://[", False),
        ("//[", False),
    ],
)
def test_an_address_is_inside_of_the_book_or_not(address: str, inside: bool) -> None:
    assert is_inside(address) is inside


@pytest.mark.parametrize(
    ("style", "what"),
    [
        ("p { color: #111; scroll-behavior: auto; background: url(i.jpg) }", []),
        ("p { background: url() }", []),
        ("p { background: url(https://e.org/x.png) }", ["https://e.org/x.png"]),
        ("p { background: URL( 'https://e.org/x.png' ) }", ["https://e.org/x.png"]),
        ("p { background: url( https://e.org/x ) }", ["https://e.org/x"]),
        ('@font-face { src: src("//e.org/\n") }', ["//e.org/"]),
        (f"p {{ x: url(https://{'e' * 60}) }}", [f"https://{'e' * 32}"]),
        ("p { x: url(//a) url(b) url(//c) url(//a) }", ["//a", "//c"]),
        ("p { x: u/* x */rl(//a) }", ["//a"]),
        ("p { x: u\\72l(//a) }", ["//a"]),
        ("p { x: u\\72 l(//a) }", ["//a"]),
        ("p { x: u\\000072l(//a) }", ["//a"]),
        ("p { x: \\u\\r\\l(//a) }", ["//a"]),
        ("p { x: url(\\2f\\2f e) }", ["//e"]),
        ("p { x: u\\\nrl(//a) }", ["//a"]),
        ("p { x: url(a\\0 b) }", []),
        ("p { x: url(a\\110000 b) }", []),
        ("p { x: url(a\\10ffff b) }", []),
        ("p { x: url(a\\110001//e) }", []),
        ("p { content: '\\0' } /* url(//a)", []),
        ("/* url(//a) */ p { x: url(//b) }", ["//b"]),
        ("@IM\\50ORT 'x';", ["@import"]),
        ("@ import 'x';", ["@import"]),
        ("p { width: expression(f()) }", ["expression("]),
        ("p { behavior: none }", ["behavior:"]),
        ("p { -ms-behavior: none }", ["-ms-behavior:"]),
        ("p { -moz-binding: none }", ["-moz-binding"]),
        ("p { x: 'javascript:f()' }", ["javascript:"]),
        ("p { x: 'VBScript:f()' }", ["vbscript:"]),
        ("p { x: image-set('a' 1x) }", ["image-set("]),
        ("p { x: -webkit-image-set('a' 1x) }", ["-webkit-image-set("]),
        ("p { x: Paint(a) }", ["Paint("]),
        ("p { x: image-set(url(//a) 1x) expression(1) }", ["expression(", "//a", "image-set("]),
    ],
)
def test_what_a_style_fetches_is_told_however_it_is_written(style: str, what: list[str]) -> None:
    assert list(fetched(style)) == what


def test_what_an_escape_cannot_stand_for_is_a_lost_letter() -> None:
    assert fetched("p { x: url(//a\\0 b) }") == ("//a\ufffdb",)
    assert fetched("p { x: url(//a\\110000 b) }") == ("//a\ufffdb",)
    assert fetched("p { x: url(//a\\10FFFF b) }") == ("//a\U0010ffffb",)
    assert fetched("p { x: url(//a\\1 b) }") == ("//a\x01b",)


@pytest.mark.parametrize("name", spoilt_epubs.SHEETS)
def test_every_sheet_of_the_list_fetches(name: str) -> None:
    assert fetched(spoilt_epubs.SHEETS[name])


@pytest.mark.parametrize("name", [name for name in spoilt_epubs.DRAWINGS if name != "not well-formed"])
def test_every_drawing_of_the_list_acts(name: str) -> None:
    assert acts_in(etree.fromstring(spoilt_epubs.drawing(spoilt_epubs.DRAWINGS[name])))
