"""Spans that no rule may touch."""

from __future__ import annotations

import re

import pytest
from anthology.rules import edits, protected, typeset


def covered(text: str) -> list[str]:
    return [text[start:end] for start, end in protected.spans(text)]


@pytest.mark.parametrize(
    "span",
    [
        "https://exemple.fr/a?b=c;d:e!f",
        "ftp://exemple.fr/~lea/",
        "www.exemple.fr/a,b",
        "mailto:lea@exemple.fr",
        "localhost:8000/a",
        "vie-publique.fr",
        "exemple.com:8080/a?b",
        "lea.petit+presse@mail.exemple.fr",
        "@lea_31",
        "#journalisme",
        "10.1000/xyz:123",
        "rapport_final.docx",
        "photo.JPG",
        "/srv/lea/textes",
        "~/textes",
        "C:\\Users\\lea",
        "`a != b`",
        '<a href="x">',
        "&nbsp;",
        "{: .question }",
        "dc=exemple,dc=fr",
        "print(a,b)",
        "std::vector",
        "!=",
        "12:30",
        "3:2",
        "16:9",
        "00:12:34",
        ":-)",
        ";-)",
        ":)",
        ":D",
        ":smile:",
        "2.5.1",
        "v2.5",
        "192.168.0.1",
        "étudiant·e·s",
        "étudiant.e.s",
        "auteur.rice.s",
        "étudiant(e)s",
        "lecteur/trice",
        "Schüler:innen",
        "Kolleg*innen",
        "Jn 3:16",
        "1 Co 13:4-7",
        "C++",
        "👩\u200d👧",
        "❤\ufe0f\u200d🔥",
        "3\ufe0f\u20e3",
        "<<<<<<<",
        "¿Qué tal?",
        "\ufffc",
    ],
)
def test_it_is_covered_whole_and_stays_in_a_french_sentence(span: str) -> None:
    text = f"Voyez {span} , dit-il"
    assert covered(text) == [span]
    assert typeset(text, "fr") == f"Voyez {span}, dit-il"


def test_the_digits_of_an_isbn_keep_their_spaces_and_its_colon_gets_one() -> None:
    assert typeset("ISBN : 978 207 036 822 8", "fr") == "ISBN\u00a0: 978 207 036 822 8"


def test_a_file_suffix_is_no_end_of_sentence() -> None:
    assert edits("un fichier .docx et un site .gouv.fr", "fr") == ()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("(voir https://exemple.fr).", "https://exemple.fr"),
        ("sur www.exemple.fr, enfin", "www.exemple.fr"),
        ("« https://exemple.fr/a »", "https://exemple.fr/a"),
        ("lemonde.fr?", "lemonde.fr"),
        ("à lea@exemple.fr:", "lea@exemple.fr"),
    ],
)
def test_the_sentence_round_an_address_is_not_part_of_it(text: str, address: str) -> None:
    assert covered(text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "C1 :GUIVARCH Louna",
        "la modération: il s’agit",
        "une partie vidéos/photos",
        "1,5 ou 2.5",
        "l’été.Puis",
        "Texte : Léa",
        "x < y et y > x",
        "(28%)",
        "<<Oui>>",
        "les étudiants à l’accueil",
        "Mt 5, 3-12",
    ],
)
def test_ordinary_prose_is_not_covered(text: str) -> None:
    assert covered(text) == []


def test_a_question_in_spanish_is_prose_in_a_spanish_text() -> None:
    text = "Dijo: ¿Qué tal? ¡Bien!"
    assert [text[start:end] for start, end in protected.spans(text, "fr")] == ["¿Qué tal?", "¡Bien!"]
    assert protected.spans(text, "es-MX") == ()


def test_overlapping_finds_are_one_span() -> None:
    text = "https://exemple.fr/rapport.pdf#tag@moi"
    assert protected.spans(text) == ((0, len(text)),)


class TestAKind:
    def test_is_found_where_its_sign_and_its_gate_are(self) -> None:
        one = protected._kind("code", "x", "X+", re.IGNORECASE, gate="b")
        assert (one.name, one.sign, one.own) == ("code", "x", ())
        assert one.pattern.search("axx") is not None
        assert one.may_be_in("xb", "fr")
        assert not one.may_be_in("x", "fr")
        assert not one.may_be_in("b", "fr")

    def test_without_a_gate_its_sign_is_enough_but_where_it_is_prose(self) -> None:
        one = protected._kind("code", "x", "X+", own=("es", "ca"))
        assert one.gate is None
        assert one.pattern.search("axx") is None
        assert one.may_be_in("x", "fr")
        assert not one.may_be_in("x", "ca-ES")

    def test_words_are_alternatives(self) -> None:
        assert protected._any(" a  b\n") == "a|b"

    def test_spans_that_touch_are_two(self) -> None:
        assert covered("www.a.fr, www.b.fr") == ["www.a.fr", "www.b.fr"]
