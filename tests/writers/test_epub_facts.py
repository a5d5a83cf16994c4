"""What is read off a page of the e-book."""

from __future__ import annotations

import pytest
from anthology import records
from anthology.writers.epub_facts import Facts, facts, is_outside
from lxml import etree


def page(body: str) -> bytes:
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    return f"<html {spaces}><head><title>T</title></head><body>{body}</body></html>".encode()


def read(body: str) -> Facts:
    return facts(page(body))


def test_words_are_told_apart_to_the_space_and_nothing_else_counts() -> None:
    said = read("<p>Rien ne <em>dort</em>.</p>").words
    assert read('<p id="x">Rien ne dort.<!-- jamais --></p>').words == said
    assert read("<p>Rien ne\u00a0dort.</p>").words != said
    assert read("<p>Rien ne dort</p>").words != said


def test_every_character_is_there_once() -> None:
    assert read("<p>abba &#233;<em>\u202f!</em></p>").characters == " !Tab\u00e9\u202f"


def test_elements_are_those_of_xhtml() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'
    assert read(f"<p><em>a</em><em>b</em></p>{svg}").elements == ("body", "em", "head", "html", "p", "title")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a</p>", ()),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', ("svg",)),
        ('<math xmlns="http://www.w3.org/1998/Math/MathML"/>', ("mathml",)),
        (
            '<svg xmlns="http://www.w3.org/2000/svg"/><math xmlns="http://www.w3.org/1998/Math/MathML"/>',
            ("mathml", "svg"),
        ),
    ],
)
def test_the_manifest_is_told_of_what_is_no_xhtml(body: str, expected: tuple[str, ...]) -> None:
    assert read(body).properties == expected


def test_addresses_are_those_inside_the_book_each_once() -> None:
    body = (
        '<p><a href="a.xhtml#x">a</a><a href="#x">b</a><a href="a.xhtml#x">c</a><img src="../images/i.jpg"/>'
        '<a href="https://example.org/">d</a><a href="mailto:a@example.org">e</a></p>'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<use xlink:href="s.svg#a"/></svg>'
    )
    assert read(body).addresses == ("a.xhtml#x", "#x", "../images/i.jpg", "s.svg#a")


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("https://example.org", True),
        (" HTTP://example.org", True),
        ("java\nscript:x()", True),
        ("urn:isbn:1", True),
        ("http://[", True),
        ("a.xhtml", False),
        ("#a:b", False),
        ("../a:b.xhtml", False),
        ("//example.org", False),
        ("", False),
    ],
)
def test_an_address_that_begins_with_a_scheme_leads_outside(address: str, outside: bool) -> None:
    assert is_outside(address) is outside


def test_ids_are_those_that_a_link_may_name() -> None:
    assert read('<p id="b">a<em id="a">b</em></p>').ids == ("b", "a")


def test_headings_are_read_as_a_line() -> None:
    assert read("<h1>Le\n  port <em>dort</em></h1><h2>\u00a0a </h2>").headings == ("Le port dort", "a")


@pytest.mark.parametrize(
    ("levels", "headed"), [("1232", True), ("13", False), ("", True), ("3", True), ("2124", False)]
)
def test_headings_go_down_one_level_at_a_time_or_not(levels: str, headed: bool) -> None:
    assert read("".join(f"<h{level}>a</h{level}>" for level in levels)).headed is headed


@pytest.mark.parametrize(
    ("pictures", "described"),
    [
        ("", True),
        ('<img src="a" alt="Un port"/>', True),
        ('<img src="a" alt="" role="presentation"/>', True),
        ('<img src="a" alt=" "/>', False),
        ('<img src="a"/>', False),
        ('<img src="a" alt="Un port"/><img src="b"/>', False),
    ],
)
def test_pictures_have_words_or_not(pictures: str, described: bool) -> None:
    known = read(pictures)
    assert known.described is described
    assert len(known.pictures) == pictures.count("<img")


@pytest.mark.parametrize(
    ("body", "roles"),
    [
        ('<p role="note">a</p>', True),
        ('<p role="">a</p>', False),
        ('<svg xmlns="http://www.w3.org/2000/svg" role="img"/>', False),
    ],
)
def test_a_role_of_an_element_is_seen(body: str, roles: bool) -> None:
    assert read(body).roles is roles


@pytest.mark.parametrize(
    ("pictures", "illustrated", "undescribed"),
    [
        ("", False, ()),
        ('<img src="a" alt="Un port"/>', True, ()),
        ('<img src="a" alt="" role="presentation"/>', False, ()),
        ('<img src="a" alt="" aria-hidden="true"/>', False, ()),
        ('<img src="a"/><img src="b" alt="Un port"/><img src="a"/>', True, ("a",)),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', True, ("",)),
        ('<svg xmlns="http://www.w3.org/2000/svg" aria-label="Un port"/>', True, ()),
        ('<svg xmlns="http://www.w3.org/2000/svg"><title>Un port</title></svg>', True, ()),
    ],
)
def test_pictures_that_say_nothing_are_told_by_their_addresses(
    pictures: str, illustrated: bool, undescribed: tuple[str, ...]
) -> None:
    known = read(pictures)
    assert (known.illustrated, known.undescribed) == (illustrated, undescribed)
    assert known.described is not bool(undescribed)


def test_a_document_says_what_its_parts_are() -> None:
    body = '<section epub:type="footnotes x"><p epub:type="footnote">a</p><p epub:type="x">b</p></section>'
    assert read(body).types == ("footnotes", "x", "footnote")


@pytest.mark.parametrize(
    ("tables", "tabled"),
    [
        ("", True),
        ("<table><tr><th>a</th></tr></table>", True),
        ("<table><tr><td>a</td></tr></table>", False),
        ("<table><tr><th>a</th></tr></table><table><tr><td>a</td></tr></table>", False),
    ],
)
def test_every_table_names_something_or_not(tables: str, tabled: bool) -> None:
    assert read(tables).tabled is tabled


@pytest.mark.parametrize(
    ("said", "tongued"),
    [
        ('lang="fr" xml:lang="fr"', True),
        ('lang="fr"', False),
        ('xml:lang="fr"', False),
        ("", False),
        ('lang="fr" xml:lang="en"', False),
        ('lang="" xml:lang=""', False),
    ],
)
def test_a_language_is_said_to_browsers_and_to_xml_alike(said: str, tongued: bool) -> None:
    data = f'<html xmlns="http://www.w3.org/1999/xhtml" {said}><body/></html>'.encode()
    assert facts(data).tongued is tongued


def test_facts_can_be_kept() -> None:
    known = read('<h1 id="a">« Où\u202f? »</h1><img src="i.jpg" alt=""/><p><a href="#a">a</a></p>')
    assert records.load(Facts, records.dump(known)) == known


def test_no_entity_is_followed() -> None:
    data = b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + page("<p>a&a;</p>")
    assert facts(data).words == facts(page("<p>a</p>")).words
    with pytest.raises(etree.XMLSyntaxError):
        facts(page("<p>&none;</p>"))
