"""What was noticed while a file was read is told once, with what to do; words without a place come last."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from anthology.errors import SourceError
from anthology.model import PLAIN, Finding, Form, Received, Severity, Shape, Withheld
from anthology.readers.audit import Node
from anthology.readers.notices import Notices, album, metadata, received
from anthology.readers.paragraphs import Paragraph, plain
from tests.readers.shown import fates, told

FILE = "submissions/Le Port.docx"
LONG = "https://example.org/" + "a" * 100
"""An address as long as a message shows."""


@pytest.mark.parametrize(
    ("notice", "finding"),
    [
        (
            lambda notices: notices.elsewhere(LONG + "b"),
            Finding(
                "office-elsewhere",
                Severity.WARNING,
                f"it points to something outside of the file, which was not fetched: {LONG}",
                "ask for the picture, or for the text, and put it beside the submission",
                FILE,
            ),
        ),
        (
            lambda notices: notices.embedded("Excel"),
            Finding(
                "office-embedded",
                Severity.WARNING,
                "an object of another program is embedded, and its words were not read: Excel",
                "look at it in the program that wrote the file, and type what is needed",
                FILE,
            ),
        ),
        (
            lambda notices: notices.macros(),
            Finding("office-macros", Severity.REMARK, "its macros were ignored", file=FILE),
        ),
        (
            lambda notices: notices.cut_short(),
            Finding(
                "office-cut-short",
                Severity.WARNING,
                "the file ends too early: what is there was read, the rest is missing",
                "ask for it again, or open it in the program that wrote it and look for its last words",
                FILE,
            ),
        ),
        (
            lambda notices: notices.left_out("a.xml", "it is a test", 7),
            Finding(
                "office-left-out",
                Severity.REMARK,
                "7 words of its part a.xml were left out: it is a test",
                file=FILE,
            ),
        ),
        (
            lambda notices: notices.left_out("", "it is a test", 7),
            Finding("office-left-out", Severity.REMARK, "7 words were left out: it is a test", file=FILE),
        ),
        (
            lambda notices: notices.brought_in("a.xml", "é" * 120),
            Finding(
                "office-brought-in",
                Severity.WARNING,
                f"words that stand in an unusual place of it (a.xml) were put at the end: “{'é' * 120}”",
                "look where they belong, and move them in the article",
                FILE,
            ),
        ),
        (
            lambda notices: notices.brought_in("a.xml", "é" * 121),
            Finding(
                "office-brought-in",
                Severity.WARNING,
                f"words that stand in an unusual place of it (a.xml) were put at the end: “{'é' * 120}…”",
                "look where they belong, and move them in the article",
                FILE,
            ),
        ),
        (
            lambda notices: notices.symbol("Webdings", "F041"),
            Finding(
                "office-symbol",
                Severity.WARNING,
                "it holds a sign of the font Webdings that has no character (F041)",
                "replace the sign in the article",
                FILE,
            ),
        ),
        (
            lambda notices: notices.symbol("", "F041"),
            Finding(
                "office-symbol",
                Severity.WARNING,
                "it holds a sign of the font (unnamed) that has no character (F041)",
                "replace the sign in the article",
                FILE,
            ),
        ),
        (
            lambda notices: notices.count("boxes"),
            Finding(
                "office-text-boxes",
                Severity.REMARK,
                "1 text boxes were read, each after the paragraph it is anchored to",
                "look where they belong",
                FILE,
            ),
        ),
        (
            lambda notices: notices.count("formulas", 2),
            Finding(
                "office-formula",
                Severity.WARNING,
                "2 formulas were read as bare characters: fractions and roots are lost",
                "compare them with the file, and write them so that they can be read",
                FILE,
            ),
        ),
        (
            lambda notices: notices.count("charts", 3),
            Finding(
                "office-chart",
                Severity.WARNING,
                "3 charts or diagrams cannot be drawn: their words were kept as text",
                "save each as a picture and put it beside the submission",
                FILE,
            ),
        ),
        (
            lambda notices: notices.count("placeholders", 4),
            Finding(
                "office-placeholder",
                Severity.REMARK,
                "4 fields of a form were never filled in: what they say was held back",
                file=FILE,
            ),
        ),
        (
            lambda notices: notices.count("margin pictures", 5),
            Finding(
                "office-margin-picture",
                Severity.REMARK,
                "5 pictures of its headers and footers were not taken",
                "put a picture that belongs to the article beside the submission",
                FILE,
            ),
        ),
    ],
)
def test_each_matter_is_told_with_what_to_do(notice: Callable[[Notices], None], finding: Finding) -> None:
    notices = Notices(FILE)
    notice(notices)
    assert notices.findings() == (finding,)


def test_a_matter_is_told_once_and_what_is_counted_comes_first() -> None:
    notices = Notices(FILE)
    notices.macros()
    notices.elsewhere("a.png")
    notices.macros()
    notices.elsewhere("b.png")
    for times in (2, 0, 1):
        notices.count("boxes", times)
    notices.count("charts", 0)
    codes = [(one.code, one.message[:1]) for one in notices.findings()]
    assert codes == [
        ("office-text-boxes", "3"),
        ("office-macros", "i"),
        ("office-elsewhere", "i"),
        ("office-elsewhere", "i"),
    ]


def test_pictures_bear_the_name_of_the_file_and_those_of_a_file_without_letters_are_pictures() -> None:
    assert album(FILE).add(b"", ".png").name == "le-port-1.png"
    assert album("submissions/….docx").add(b"", ".png").name == "picture-1.png"


def test_a_property_is_withheld_under_its_name() -> None:
    shape = Shape(withheld=Withheld.METADATA, label="title")
    assert metadata("title", "Le port").shape == shape
    assert metadata("title", "Le port").content == plain("Le port", shape).content


class TestLaying:
    def laid(self, *paragraphs: Paragraph, nodes: tuple[Node, ...] = (), pictures: int = 0) -> Received:
        kept = album(FILE)
        for _each in range(pictures):
            kept.add(b"GIF8", ".gif")
        return received(b"bytes", FILE, paragraphs, nodes, kept, Notices(FILE))

    def test_says_where_a_text_came_from_and_brings_its_pictures_along(self) -> None:
        found = self.laid(plain("Le port"), pictures=2)
        (one,) = found.manuscripts
        assert (one.file, one.encoding, one.text) == (FILE, "utf-8", "Le port")
        assert found.pictures == {"le-port-1.gif": b"GIF8", "le-port-2.gif": b"GIF8"}
        assert found.findings == ()

    def test_brings_words_without_a_place_in_at_the_end_and_tells_it(self) -> None:
        nodes = (Node("a.xml", "Le port"), Node("b.xml", " oubliés\n  ici "), Node("c.xml", "aussi"))
        found = self.laid(plain("Le port", Shape(Form.TITLE)), nodes=nodes)
        blocks = found.manuscripts[0].blocks
        assert [(one.text, one.shape) for one in blocks[:1]] == [("Le port", Shape(Form.TITLE))]
        assert " ".join(" ".join(one.text for one in blocks[1:]).split()) == "oubliés ici aussi"
        assert {one.shape for one in blocks[1:]} == {PLAIN}
        where = "words that stand in an unusual place of it ({}) were put at the end: “{}”"
        assert told(found) == [
            ("office-brought-in", where.format("b.xml", "oubliés ici")),
            ("office-brought-in", where.format("c.xml", "aussi")),
        ]

    @pytest.mark.parametrize("why", [Withheld.METADATA, Withheld.RUNNING_HEAD, Withheld.COMMENT])
    def test_of_words_that_are_no_text_says_that_there_is_none(self, why: Withheld) -> None:
        with pytest.raises(SourceError) as caught:
            self.laid(plain("Le port", Shape(withheld=why)))
        assert (caught.value.code, caught.value.file) == ("empty-submission", FILE)
        assert caught.value.message == "the submission holds no text"
        assert caught.value.hint == "put the text into the file, or take the file out of the folder"

    def test_of_pictures_alone_says_what_to_do_with_them(self) -> None:
        with pytest.raises(SourceError) as caught:
            self.laid(pictures=3)
        assert caught.value.code == "empty-submission"
        assert caught.value.message == "the submission holds no text, only 3 pictures"
        assert caught.value.hint == "put the pictures into the folder of submissions as files of their own"

    @pytest.mark.parametrize("why", [Withheld.DELETED, Withheld.HIDDEN, Withheld.NAVIGATION])
    def test_of_words_that_an_author_took_back_is_a_text(self, why: Withheld) -> None:
        assert fates(self.laid(plain("Le port", Shape(withheld=why)))) == [("Le port", why, "")]
