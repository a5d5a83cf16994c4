"""The gate over pages as they were laid out: every way to lose words is seen, and nothing else is."""

from __future__ import annotations

import pytest
from anthology.bindery import fragment
from anthology.bindery.fragment import Head, Stray
from anthology.bindery.jobs import Job
from tests.bindery.sheets import document, picture, press

PLAIN = "<p>Le port ne dort jamais, et la ville non plus.</p>"
LONG = "Anticonstitutionnellement" * 6
SMALL = "html { font-size: 10pt; line-height: 14pt } body, p { margin: 0 }"
NOTE = """
.note { float: footnote; font-size: 9pt }
::footnote-call { content: counter(footnote); vertical-align: super; font-size: 7pt; line-height: 0 }
"""


def head(body: str, css: str = "") -> Head:
    """What is known of a document, set with the style sheet of the tests and this one."""
    one = press(SMALL + css, {"photos/x.png": picture()})
    return fragment.load_head(fragment.split(one.fragment(Job("s", document(body), "recto")))[0])


def lost(body: str, css: str = "") -> dict[str, str]:
    """The lost words by what became of them."""
    return {stray.way: stray.words for stray in head(body, css).strays}


TWO_PIECES = '<div class="f"><p class="a">Le port, perdu.</p><p class="b">La ville, perdu.</p></div>'

# Each loses the word `perdu` (or more) in a way of its own.
MUTANTS = {
    "a note taller than the page": (
        "outside",
        f'<p>Le port<span class="note">perdu {"Ne dort jamais, et la ville non plus. " * 90}</span></p>',
        NOTE,
    ),
    "a line at an absolute place below the page": (
        "outside",
        '<p style="position: absolute; top: 200mm">perdu</p>' + PLAIN,
        "",
    ),
    "a line at an absolute place in the margin": (
        "outside",
        '<p style="position: absolute; left: -12mm">perdu</p>' + PLAIN,
        "",
    ),
    "a line moved off the page": ("outside", '<p style="position: relative; left: 90mm">perdu</p>', ""),
    "a line turned off the page": ("outside", '<p style="transform: translate(0, -30mm)">perdu</p>', ""),
    "a paragraph with a negative margin": ("outside", '<p style="margin-left: -20mm">perdu</p>', ""),
    "a negative indent that takes the first word away": (
        "outside",
        '<p style="text-indent: -300mm">perdu pour toujours</p>',
        "",
    ),
    "a table of fixed width": (
        "outside",
        "<table><tr><td>Le port</td><td>perdu</td></tr></table>",
        "table { table-layout: fixed; width: 160mm }",
    ),
    "a word that cannot be cut": ("outside", f"<p>{LONG}perdu</p>", ""),
    "a wide preformatted line": ("outside", f"<pre>{'ne dort jamais ' * 12} perdu</pre>", ""),
    "words that may not be parted": (
        "outside",
        f'<p style="white-space: nowrap">{"ne dort jamais " * 12} perdu</p>',
        "",
    ),
    "a flex item that does not shrink": (
        "outside",
        '<div style="display: flex"><p style="flex: none; width: 60mm">Le port</p>'
        '<p style="flex: none; width: 60mm">jamais perdu</p></div>',
        "",
    ),
    "a grid wider than the page": (
        "outside",
        '<div style="display: grid; grid-template-columns: 80mm 60mm"><p>Le port</p><p>perdu</p></div>',
        "",
    ),
    "an inline block taller than the page": (
        "outside",
        f'<p><span style="display: inline-block">{"Le port ne dort jamais.<br/>" * 40}perdu</span></p>',
        "",
    ),
    "a running head too long for its sheet": (
        "outside",
        PLAIN,
        f"@page {{ @top-right {{ content: '{'perdu ' * 60}'; white-space: nowrap }} }}",
    ),
    "a box that hides what runs over": (
        "cut",
        f'<div style="overflow: hidden; height: 20pt">{PLAIN * 4}<p>perdu</p></div>',
        "",
    ),
    "a line that is cut with an ellipsis": (
        "cut",
        f'<p style="overflow: hidden; text-overflow: ellipsis; white-space: nowrap">{"port " * 40}perdu</p>',
        "",
    ),
    "a box cut by a rectangle": (
        "cut",
        '<p style="position: absolute; clip: rect(0, 5mm, 30mm, 0)">Le port ne dort pas perdu</p>',
        "",
    ),
    "a hidden word": ("invisible", '<p>Le port <b style="visibility: hidden">perdu</b></p>', ""),
    "a word without height": ("invisible", '<p>Le port <b style="font-size: 0.5pt">perdu</b></p>', ""),
    "white words on white paper": ("invisible", '<p style="color: white">perdu</p>', ""),
    "nearly white words": ("invisible", '<p style="color: #f4f4f4">perdu</p>', ""),
    "white words in inks": ("invisible", '<p style="color: device-cmyk(0 0 0 0.02)">perdu</p>', ""),
    "black words on black": ("invisible", '<p style="background: #111; color: #181818">perdu</p>', ""),
    "a transparent colour": ("invisible", '<p style="color: rgba(0, 0, 0, 0.05)">perdu</p>', ""),
    "a transparent box": ("invisible", '<div style="opacity: 0.02"><p>perdu</p></div>', ""),
    "a box laid over the text": (
        "covered",
        '<p>perdu</p><div style="position: absolute; top: 0; width: 5cm; height: 9mm; background: tan"/>',
        "",
    ),
    "a box moved over the text": (
        "covered",
        '<p>perdu</p><div style="position: relative; top: -14pt; height: 14pt; background: #eee"></div>',
        "",
    ),
    "a picture laid over the text": (
        "covered",
        '<p>perdu</p><img src="photos/x.png" alt="x" style="position: absolute; top: 0; width: 30mm"/>',
        "",
    ),
    "a picture with a negative margin": (
        "covered",
        '<p>perdu</p><img src="photos/x.png" alt="x" style="display: block; margin-top: -5mm; width: 3cm"/>',
        "",
    ),
    "words below their own box": (
        "covered",
        '<div style="background: #eee"><p style="position: relative; z-index: -1">perdu</p></div>',
        "",
    ),
    "two lines at one place": (
        "overprinted",
        '<p>Le port ne dort jamais</p><p style="position: absolute; top: 0">perdu</p>',
        "",
    ),
    "lines without height": (
        "overprinted",
        f"<div>{'Le port ne dort jamais ' * 8}perdu</div>",
        "div { line-height: 0.1 }",
    ),
    "cells too narrow for their words": (
        "overprinted",
        f"<table><tr><td>{LONG[:40]}</td><td>perdu</td></tr></table>",
        "table { table-layout: fixed; width: 60mm }",
    ),
    "letters drawn over one another": (
        "overprinted",
        '<p>Le port <b style="margin-left: -12mm">perdu</b></p>',
        "",
    ),
    "a paragraph moved below the next": (
        "disordered",
        '<p style="position: relative; top: 30mm">Le port ne dort jamais</p><p>perdu ou trouvé</p>',
        "",
    ),
    "a cell moved before the first": (
        "disordered",
        '<div style="display: flex"><p style="width: 30mm; margin-left: 35mm">Le port</p>'
        '<p style="width: 30mm; margin-left: -65mm">perdu</p></div>',
        "",
    ),
    **{
        f"pieces whose order the style sheet turns ({how})": ("disordered", TWO_PIECES, css)
        for how, css in {
            "order": ".f { display: flex; flex-direction: column } .a { order: 2 }",
            "order in a row": ".f { display: flex } .a { order: 2 }",
            "row-reverse": ".f { display: flex; flex-direction: row-reverse }",
            "column-reverse": ".f { display: flex; flex-direction: column-reverse }",
            "wrap-reverse": ".f { display: flex; flex-wrap: wrap-reverse } .f p { width: 100% }",
            "order in a grid": ".f { display: grid } .a { order: 2 }",
            "rows of a grid": ".f { display: grid } .a { grid-row: 2 } .b { grid-row: 1 }",
        }.items()
    },
    "a foot of a table before its body": (
        "disordered",
        "<table><tbody><tr><td>un</td></tr></tbody><tfoot><tr><td>perdu</td></tr></tfoot>"
        "<tbody><tr><td>deux</td></tr></tbody></table>",
        "",
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_words_that_nobody_could_read_are_seen(name: str) -> None:
    way, body, css = MUTANTS[name]
    found = lost(body, css)
    assert way in found, found
    assert "perdu" in found[way] or found[way].count(" ") > 30, found


VERSE = "Ô port, ô matin,<br/>tout se vend, rien ne tient."
CLEAN = {
    "plain text over several pages": (PLAIN * 60, ""),
    "a drop cap": (
        f'<p><span style="float: left; font-size: 38pt; line-height: 30pt">L</span>{PLAIN[3:-4] * 3}</p>',
        "",
    ),
    "a place kept by a letter that is not drawn": (
        '<p class="first">Le port ne dort jamais</p>',
        ".first::before { content: 'L'; visibility: hidden; float: left; font-size: 30pt; line-height: 0 }",
    ),
    "a quotation mark before a large initial": (
        '<p><span style="margin: 0 0.9em 0 -1.2em">«</span> Le port</p>',
        "",
    ),
    "notes": (
        f'<p>Le port<span class="note">Une note.</span> dort<span class="note">Deux.</span>.</p>{PLAIN * 9}',
        NOTE,
    ),
    "a table over pages": (
        "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
        + "<tr><td>Le port ne dort jamais</td><td>et la ville<br/>non plus</td></tr>" * 30
        + "</table>",
        "td:first-child { padding-left: 1em; text-indent: -1em }",
    ),
    "cells of several rows": (
        '<table><tr><td rowspan="2">un<br/>deux<br/>trois</td><td>a</td></tr><tr><td>b</td></tr></table>',
        "",
    ),
    "pieces in a row, in a column and in a grid": (
        "".join(f'<div class="{how}"><p>Un.</p><p>Deux.</p><p>Trois.</p></div>' for how in ("r", "c", "g")),
        ".r { display: flex } .c { display: flex; flex-direction: column } .c::before { content: 'x' } "
        ".g { display: grid; grid-template-columns: 1fr 1fr }",
    ),
    "two columns": (f"<div>{PLAIN * 40}</div>", "div { columns: 2; column-fill: auto }"),
    "balanced columns": (f"<div>{PLAIN * 10}</div>{PLAIN}", "div { columns: 2 }"),
    "a mark that is turned in the margin": (
        PLAIN,
        "@page { @left-middle { content: 'BROUILLON'; transform: rotate(-90deg); white-space: nowrap } }",
    ),
    "hanging entries": (PLAIN * 5, "p { padding-left: 2em; text-indent: -2em }"),
    "punctuation that hangs": (
        '<p><span style="margin-left: -0.4em">«</span> Le port</p>'
        '<p style="text-align: right">jamais<span style="margin-right: -0.45em">,</span></p>',
        "",
    ),
    "verse": (f"<p>{VERSE}</p>", "p { margin-left: 2em }"),
    "light words on a dark box": (
        '<div style="background: #14303a; color: #f3ede2"><p>Paroles</p></div>',
        "",
    ),
    "light words laid on a dark box": (
        '<div style="position: absolute; top: 0; left: 0; right: 0; height: 40mm; background: #14303a"></div>'
        '<p style="position: absolute; top: 5mm; color: white">Paroles</p>',
        "",
    ),
    "white words on a picture": (
        '<img src="photos/x.png" alt="x" style="position: absolute; top: 0; width: 40mm"/>'
        '<p style="position: absolute; top: 5mm; color: white">Paroles</p>',
        "",
    ),
    "a picture before its caption": (
        '<div><img src="photos/x.png" alt="x" style="width: 30mm"/><p>Le port</p></div>',
        "",
    ),
    "a coloured page": (PLAIN, "@page { background: #222; color: white } p { color: white }"),
    "rows with a ground": (
        "<table><tr><td>un</td><td>deux</td></tr></table>",
        "tr { background: #eee } td { background: #ddd }",
    ),
    "marked words": (
        '<p>Le <mark style="background: yellow">port</mark> ne <sup>2</sup>H<sub>2</sub>O</p>',
        "",
    ),
    "names side by side": (
        "<ul><li>Amélie Marsan</li><li>Théo Lacaze, dont le nom est long</li><li>Zoé</li></ul>",
        "ul { padding: 0 } li { display: inline-block; width: 49% }",
    ),
    "terms beside their meaning": (
        "<dl><dt>J1</dt><dd>première année</dd><dt>J2</dt><dd>deuxième année</dd></dl>",
        "dt { float: left; clear: left } dd { margin-left: 3em }",
    ),
    "a line with its number at the right": (
        '<p class="line">Le port ne dort jamais <span>12</span></p>' * 3,
        ".line { position: relative; padding-right: 3em } span { position: absolute; right: 0; bottom: 0 }",
    ),
    "a list": ("<ul><li>un</li><li>deux</li></ul><ol><li>un</li></ol>", ""),
    "a title of large letters": (f'<h1 style="font-size: 26pt; line-height: 30pt">Le port</h1>{PLAIN}', ""),
    "a ground that can be seen through, and one of colours that nobody measures": (
        '<p style="background: rgba(0, 0, 0, 0.2)">Le port</p><p style="background: lab(90% 0 0)">dort</p>',
        "",
    ),
    "pictures, one turned and one that is not shown": (
        '<div style="transform: rotate(2deg)"><img src="photos/x.png" alt="" style="width: 9mm"/>'
        '<p style="background: #eee">Le port</p></div>'
        '<img src="photos/x.png" alt="" style="width: 9mm; visibility: hidden"/>',
        "",
    ),
    "blanks that are kept": ('<p style="white-space: pre-wrap">Le port<b> </b>\n \n dort</p>', ""),
    "a picture that bleeds": (
        f'<img src="photos/x.png" alt="x" style="position: absolute; left: -2cm; width: 2cm"/>{PLAIN}',
        "",
    ),
}


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_said_of_words_that_can_be_read(name: str) -> None:
    assert lost(*CLEAN[name]) == {}


def test_a_stray_says_the_page_and_how_many_words_there_are() -> None:
    body = PLAIN + '<p style="break-before: page; color: white">un deux trois</p>'
    assert head(body).strays == (Stray(1, "invisible", "un deux trois", 3),)


def test_of_many_lost_words_the_first_are_told() -> None:
    (stray,) = head('<p style="visibility: hidden">' + "perdu " * 60 + "</p>").strays
    assert stray.count == 60
    assert stray.words.count("perdu") == 40
