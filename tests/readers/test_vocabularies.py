"""Elements of Word and OpenDocument files are known by one short name, in whatever dialect."""

from __future__ import annotations

import pytest
from anthology.readers import odf, ooxml
from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


class TestWord:
    @pytest.mark.parametrize(
        ("xml", "name"),
        [
            (f'<w:p xmlns:w="{W}"/>', "w:p"),
            (f'<w:p xmlns:w="{STRICT}"/>', "w:p"),
            (f'<x:p xmlns:x="{W}"/>', "w:p"),
            ('<p xmlns="urn:nobody"/>', "p"),
            ("<p/>", "p"),
        ],
    )
    def test_elements_have_one_name_in_both_dialects(self, xml: str, name: str) -> None:
        assert ooxml.short(etree.fromstring(xml)) == name

    def test_a_comment_has_no_name(self) -> None:
        assert ooxml.short(etree.fromstring("<p><!-- x --></p>")[0]) == ""

    @pytest.mark.parametrize(
        ("xml", "value"),
        [
            (f'<w:b xmlns:w="{W}" w:val="0"/>', "0"),
            (f'<w:b xmlns:w="{STRICT}" w:val="0"/>', "0"),
            (f'<w:b xmlns:w="{W}" val="0"/>', "0"),
            (f'<w:b xmlns:w="{W}" w:val="1" val="0"/>', "1"),
            (f'<w:b xmlns:w="{W}" xmlns:r="{R}" r:val="1"/>', ""),
            ('<b val="0"/>', "0"),
        ],
    )
    def test_an_attribute_is_that_of_the_element_s_own_space_or_of_none(self, xml: str, value: str) -> None:
        assert ooxml.own(etree.fromstring(xml), "val") == value

    def test_nothing_has_no_attribute_and_no_child(self) -> None:
        assert ooxml.own(None, "val") == ""
        assert ooxml.child(None, "w:p") is None
        assert ooxml.way(None, "w:p", "w:r") is None
        assert not ooxml.is_on(None)

    @pytest.mark.parametrize("uri", [R, STRICT_R])
    def test_arrows_are_found_in_both_dialects(self, uri: str) -> None:
        element = etree.fromstring(f'<a xmlns:r="{uri}" r:id="rId1" id="2"/>')
        assert (ooxml.related(element, "id"), ooxml.related(element, "embed")) == ("rId1", "")

    def test_the_first_child_of_a_name_is_meant(self) -> None:
        element = etree.fromstring(f'<w:p xmlns:w="{W}"><r/><w:r id="1"><w:t/></w:r><w:r id="2"/></w:p>')
        assert ooxml.own(ooxml.child(element, "w:r"), "id") == "1"
        assert ooxml.child(element, "w:t") is None
        assert ooxml.short(ooxml.way(element, "w:r", "w:t")) == "w:t"  # type: ignore[arg-type]
        assert ooxml.way(element, "w:x", "w:t") is None
        assert ooxml.way(element) is element

    @pytest.mark.parametrize(
        ("value", "on"),
        [
            *((value, True) for value in ("", "1", "true", "on", "double")),
            *((value, False) for value in ("0", "false", "off", "none")),
        ],
    )
    def test_a_switch_is_on_unless_it_says_that_it_is_off(self, value: str, *, on: bool) -> None:
        assert ooxml.is_on(etree.fromstring(f'<w:b xmlns:w="{W}" w:val="{value}"/>')) is on

    @pytest.mark.parametrize(
        ("text", "default", "value"), [("12", 3, 12), ("-1", 3, -1), ("", 3, 3), ("x", 0, 0), ("1.5", 3, 3)]
    )
    def test_what_is_no_number_is_the_default(self, text: str, default: int, value: int) -> None:
        assert ooxml.number(text, default) == value
        assert ooxml.number("x") == 0


class TestOpenDocument:
    @pytest.mark.parametrize(
        ("xml", "name"),
        [(f'<t:p xmlns:t="{TEXT}"/>', "text:p"), ('<p xmlns="urn:nobody"/>', "p"), ("<p/>", "p")],
    )
    def test_elements_have_one_name(self, xml: str, name: str) -> None:
        assert odf.short(etree.fromstring(xml)) == name

    def test_nothing_and_a_comment_have_no_name(self) -> None:
        assert (odf.short(None), odf.short(etree.fromstring("<p><!-- x --></p>")[0])) == ("", "")

    def test_names_lead_back_to_elements_and_attributes(self) -> None:
        assert odf.name("text:p") == f"{{{TEXT}}}p"
        element = etree.fromstring(f'<t:p xmlns:t="{TEXT}" t:id="1" id="2"><p/><t:s t:id="3"/><t:s/></t:p>')
        assert odf.get(element, "text:id") == "1"
        assert odf.get(element, "text:c") == ""
        assert odf.get(None, "text:id") == ""
        assert odf.get(odf.child(element, "text:s"), "text:id") == "3"
        assert odf.child(element, "text:p") is None
        assert odf.child(None, "text:p") is None

    @pytest.mark.parametrize(
        ("held", "shown", "words"),
        [
            ('t:string-value="secret"', "", "secret"),
            ('t:string-value="secret"', "secret", ""),
            ('t:string-value="  "', "", ""),
            ('t:string-value-if-true="oui" t:string-value-if-false="non"', "oui", "non"),
            ('t:string-value-if-true="oui" t:string-value-if-false="non"', "non", "oui"),
            ('t:string-value-if-true="oui" t:string-value-if-false="non"', "", "oui non"),
            ('t:string-value-if-true="oui" t:string-value-if-false="oui"', "", "oui"),
            ('t:string-value="oui"', "<t:s>ou</t:s>i", ""),
            ("", "oui", ""),
        ],
    )
    def test_a_field_holds_the_words_that_it_does_not_show(self, held: str, shown: str, words: str) -> None:
        field = etree.fromstring(f'<t:hidden-text xmlns:t="{TEXT}" {held}>{shown}</t:hidden-text>')
        assert odf.hidden_text(field) == words
