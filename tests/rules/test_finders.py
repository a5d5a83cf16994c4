"""What single finders of rules see: the edges of the rules, where the table shows the middle."""

from __future__ import annotations

import re

import pytest
from anthology import rules
from anthology.model import Edit
from anthology.rules import RULES, Rule, apply, capitals, edits, proposals, typeset, with_real_spaces
from anthology.rules.late import late
from anthology.rules.rule import Change, rewrite, space, together, write
from anthology.rules.usage import Usage, usage_of
from anthology.rules.words import any_of


def rule(name: str) -> Rule:
    (found,) = (one for one in RULES if one.id == name)
    return found


def made(name: str, text: str, language: str = "fr") -> str:
    """What one rule alone makes of a paragraph."""
    changes = sorted(rule(name).find(text, usage_of(language)), key=lambda one: one.start)
    return apply(
        text, [Edit(one.start, one.end, text[one.start : one.end], one.after, name) for one in changes]
    )


@pytest.mark.parametrize("name", ["Q1", "P1", "P2", "D1", "D2", "N1"])
def test_a_country_whose_spaces_and_dashes_are_not_known_keeps_what_is_typed(name: str) -> None:
    for before, _ in rule(name).examples:
        assert list(rule(name).find(with_real_spaces(before), Usage())) == []


class TestRounds:
    """A rule may make room for another; where the rounds end too soon, nothing wrong is said."""

    TEXT = "Il dit : « 30 000 km » !"

    def test_what_is_typed_is_the_final_form_where_no_plainer_one_was_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        final = typeset(self.TEXT, "fr")
        assert rules.plain(self.TEXT, "fr") != final
        monkeypatch.setattr(rules, "_MOST_ROUNDS", 0)
        rules.forget()
        assert rules.plain(final, "fr") == final
        rules.forget()

    def test_a_second_round_sees_what_the_first_made_room_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text = "Ã  « n'Ãªtre  »"
        final = typeset(text, "fr")
        monkeypatch.setattr(rules, "_MOST_ROUNDS", 1)
        rules.forget()
        once = typeset(text, "fr")
        assert once != final
        assert apply(text, edits(text, "fr")) == once
        rules.forget()


def test_what_is_remembered_can_be_forgotten() -> None:
    typeset("« Oui »", "fr")
    assert rules._revised.cache_info().currsize > 0
    rules.forget()
    assert rules._revised.cache_info().currsize == 0
    assert rules.pairing.pair.cache_info().currsize == 0


def test_examples_of_a_rule_that_proposes_are_what_it_proposes() -> None:
    assert ("un numéro numéro gratuit", "un numéro gratuit") in rules.examples_in(rule("W2"), "fr")


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.id)
def test_every_rule_can_show_itself(one: Rule) -> None:
    assert rules.examples_in(one, one.shown_in)


def test_spaces_of_an_example_are_shown_as_signs() -> None:
    assert ("« Oui »", "«⍽Oui⍽»") in rules.examples_in(rule("Q1"), "fr")


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.id)
def test_what_is_typed_is_set_as_the_rules_that_were_chosen_set_it(one: Rule) -> None:
    """With a rule that is switched on or off, what stands in an article still gives the same page."""
    for before, _ in one.examples:
        text = with_real_spaces(before)
        for off, on in ((frozenset({one.id}), frozenset[str]()), (frozenset[str](), frozenset({one.id}))):
            final = typeset(text, one.shown_in, off=off, on=on)
            typed = rules.plain(text, one.shown_in, off=off, on=on)
            assert typeset(typed, one.shown_in, off=off, on=on) == final
            assert typed.replace("\u00a0", " ").replace("\u202f", " ") == final.replace(
                "\u00a0", " "
            ).replace("\u202f", " ")


def test_words_become_alternatives() -> None:
    assert any_of(" de  du\n des") == "de|du|des"


def test_a_pattern_is_compiled_when_it_is_first_asked() -> None:
    pattern = late("A(?P<x>b)", re.IGNORECASE)
    assert "_compiled" not in vars(pattern)
    assert (found := pattern.search("cab")) is not None
    assert found.span("x") == (2, 3)
    assert "_compiled" in vars(pattern)
    assert vars(pattern)["search"] == pattern.search
    assert late("A").search("cab") is None


class TestCharacters:
    @pytest.mark.parametrize("marks", [1, 30])
    def test_a_letter_and_its_marks_become_one(self, marks: int) -> None:
        assert made("U2", "e" + "\u0301" * marks) == "é" + "\u0301" * (marks - 1)

    def test_a_letter_that_has_no_form_with_its_mark_keeps_it(self) -> None:
        assert made("U2", "q\u0301 e\u0301") == "q\u0301 é"

    def test_a_heap_of_marks_is_left_to_those_who_judge_it(self) -> None:
        heap = "e" + "\u0301" * 31
        assert made("U2", f"{heap} et e\u0301") == f"{heap} et é"

    def test_marks_on_several_letters_are_not_one_heap(self) -> None:
        assert made("U2", ("e" + "\u0301" * 16) * 2) == ("é" + "\u0301" * 15) * 2


class TestTwice:
    @pytest.mark.parametrize(
        "text",
        [
            "la la la",
            "le chat dort dort dort",
            "dort dort, dort",
            "dort, dort dort",
            "la mission encore encore",
            "un porte-clefs clefs clefs",
        ],
    )
    def test_what_is_said_more_than_twice_or_on_purpose_is_meant(self, text: str) -> None:
        assert "W2" not in {one.rule for one in proposals(text, "fr")}

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("chats chats chiens", "chats chiens"),
            ("un chats chats", "un chats"),
            ("chats chats", "chats"),
            ("de de la", "de la"),
            ("Photo de DupontDupont, mots motss", "Photo de Dupont, mots motss"),
        ],
    )
    def test_what_is_said_twice_is_said_once(self, text: str, after: str) -> None:
        found = [one for one in proposals(text, "fr") if one.rule == "W2"]
        assert apply(text, found) == after


class TestPunctuation:
    @pytest.mark.parametrize("text", ["12:30", "12 :30", "3:2", "1:n", "a:b", "3.2:1"])
    def test_a_colon_between_figures_or_in_a_ratio_is_no_punctuation(self, text: str) -> None:
        assert list(rule("P2").find(text, usage_of("fr"))) == []

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("Il dit :oui", "Il dit⍽: oui"),
            ("Photo:Ana", "Photo⍽: Ana"),
            ("LE:12", "LE⍽: 12"),
            ("fin:", "fin⍽:"),
            ("(1990):fin", "(1990)⍽: fin"),
        ],
    )
    def test_a_colon_after_a_word_is(self, text: str, after: str) -> None:
        assert typeset(text, "fr", on=frozenset({"P2"})) == with_real_spaces(after)


class TestQuotation:
    @pytest.mark.parametrize(
        ("text", "is_closed"),
        [
            ("« a » et “b", True),
            ("a » b", False),
            ("a »", False),
            ("« a « b", False),
            ('un " seul', False),
            # A straight mark that can but open: at the start, after a space or a bracket, before a letter.
            ('"Oui, dit-il', True),
            ('Il dit "oui', True),
            ('Il dit ("oui', True),
            ('Il dit "3', False),
            ('Il dit oui"', False),
            ('Il dit-"oui', False),
            ('« Il dit "oui »', False),
        ],
    )
    def test_a_quotation_is_closed_where_it_is_the_only_doubt(self, text: str, is_closed: bool) -> None:
        assert made("Q6", text) == (f"{text}\u00a0»" if is_closed else text)

    def test_a_quotation_is_closed_as_its_country_does(self) -> None:
        assert made("Q6", "„Ja, sagte er", "de") == "„Ja, sagte er“"

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("«oui»", "«⍽oui⍽»"),
            ("«   oui  »", "«⍽oui⍽»"),
            # At the edge of a line nothing is held.
            ("« \noui »", "« \noui⍽»"),
            ("a «", "a «"),
            ("» a", "» a"),
            # Alone, and looking away from what it should hold.
            ("a « b", "a «⍽b"),
            ("a » b", "a⍽» b"),
            ("a « , b", "a « , b"),
            ("a, » b", "a, » b"),
            ("a. » b", "a.⍽» b"),
            ("a « ( b", "a «⍽( b"),
            ("a « X", "a «⍽X"),
            ("X » b", "X⍽» b"),
            # In a pair, it holds a comma as well.
            ("« , oui »", "«⍽, oui⍽»"),
        ],
    )
    def test_guillemets_hold_their_words_with_spaces_that_do_not_break(self, text: str, after: str) -> None:
        assert made("Q1", text) == with_real_spaces(after)

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("<<ab>>", "«ab»"),
            ("1 << n >> 2", "1 << n >> 2"),
            ("un <<mot>> dit", "un «mot» dit"),
        ],
    )
    def test_chevrons_are_guillemets_where_they_hold_words(self, text: str, after: str) -> None:
        assert made("Q8", text) == after

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("« un deux trois quatre » dit Zoé", "« un deux trois quatre », dit Zoé"),
            ("« un deux trois » dit Zoé", "« un deux trois » dit Zoé"),
            ("« un deux trois (4) » dit Zoé", "« un deux trois (4) », dit Zoé"),
            ("« un deux trois 4 % » dit Zoé", "« un deux trois 4 % », dit Zoé"),
            ("« un deux trois quatre ! » dit Zoé", "« un deux trois quatre ! » dit Zoé"),
            ("« % deux trois quatre ! » dit Zoé", "« % deux trois quatre ! » dit Zoé"),
        ],
    )
    def test_who_speaks_stands_after_a_comma(self, text: str, after: str) -> None:
        assert made("Q9", text) == after

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("Il dit : « Un deux trois quatre ».", "Il dit : « Un deux trois quatre. »"),
            ("« Un deux trois quatre ».", "« Un deux trois quatre. »"),
            ("Fin. « Un deux trois quatre ».", "Fin. « Un deux trois quatre. »"),
            ("Un « Un deux trois quatre ».", "Un « Un deux trois quatre »."),
            ("Un : a « Un deux trois quatre ».", "Un : a « Un deux trois quatre »."),
            ("Il dit : « Un deux trois ».", "Il dit : « Un deux trois »."),
            ("Il dit : « un deux trois quatre ».", "Il dit : « un deux trois quatre »."),
        ],
    )
    def test_a_whole_sentence_keeps_its_stop(self, text: str, after: str) -> None:
        assert made("Q7", text) == after

    @pytest.mark.parametrize(
        ("language", "text", "after"),
        [
            ("fr", "« Il dit «oui» »", "« Il dit “oui” »"),
            ("fr", "« Il dit « a  b » »", "« Il dit “a  b” »"),
            ("fr", "« Il dit « oui »", "« Il dit « oui »"),
        ],
    )
    def test_a_quotation_inside_of_another_has_marks_of_its_own(
        self, language: str, text: str, after: str
    ) -> None:
        assert made("Q5", text, language) == after

    @pytest.mark.parametrize(
        ("language", "text", "after"),
        [
            ("fr", "il dit “oui”", "il dit «oui»"),
            ("fr", 'il dit "oui"', "il dit «oui»"),
            ("en", 'he said "yes"', "he said “yes”"),
            ("en", "he said „yes“", "he said „yes“"),
        ],
    )
    def test_marks_are_those_of_the_country(self, language: str, text: str, after: str) -> None:
        assert made("Q2", text, language) == after

    @pytest.mark.parametrize(
        ("text", "after"), [("« oui”", "« oui»"), ("“oui »", "«oui »"), ("« a” » b", "« a” » b")]
    )
    def test_two_marks_of_a_kind_hold_a_quotation(self, text: str, after: str) -> None:
        assert made("Q3", text) == after


class TestSpaces:
    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("a  b", "a b"),
            ("a\tb", "a b"),
            (" a b", "a b"),
            ("a b ", "a b"),
            ("a\u00a0\u00a0b", "a\u00a0b"),
            ("a\u202f\u202fb", "a\u202fb"),
            ("a\u00a0\u202fb", "a b"),
            ("a\u2003b", "a\u2003b"),
            ("a b", "a b"),
            ("", ""),
        ],
    )
    def test_one_space_stands_between_words(self, text: str, after: str) -> None:
        assert made("P6", text) == after


class TestLastStop:
    def paragraph(self, first: int, last: int) -> str:
        """Two sentences of so many words, the second without its stop."""
        return f"Un{' mot' * (first - 1)}. Le{' mot' * (last - 1)}"

    @pytest.mark.parametrize(
        ("first", "last", "lacks"),
        [(21, 4, True), (20, 4, False), (22, 3, False), (5, 20, True), (100, 3, False)],
    )
    def test_a_paragraph_of_sentences_ends_with_one(self, first: int, last: int, lacks: bool) -> None:
        text = self.paragraph(first, last)
        assert made("P7", text) == (f"{text}." if lacks else text)
        assert made("P7", f"{text}  ") == (f"{text}.  " if lacks else f"{text}  ")

    @pytest.mark.parametrize("end", [".", "!", "…", ":", ")", " !  "])
    def test_one_that_has_a_stop_needs_none(self, end: str) -> None:
        text = f"{self.paragraph(30, 9)}{end}"
        assert made("P7", text) == text

    def test_lines_of_verse_and_one_sentence_are_no_such_paragraph(self) -> None:
        verse = self.paragraph(30, 9).replace(". Le", ".\nLe") + ". Le mot mot mot mot"
        assert made("P7", verse) == verse
        one = f"Un{' mot' * 40}"
        assert made("P7", one) == one

    def test_the_last_word_may_stand_in_a_quotation(self) -> None:
        text = self.paragraph(30, 9)
        assert made("P7", f"{text} « oui »") == f"{text} « oui »."
        assert made("P7", f"{text} 12") == f"{text} 12"


class TestMakers:
    """What the table is written with."""

    FRANCE = usage_of("fr")

    def test_write_puts_a_text_over_a_group_or_the_whole(self) -> None:
        assert list(write("a(?P<x>b)", "c")("ab b ab", self.FRANCE)) == [Change(1, 2, "c"), Change(6, 7, "c")]
        assert list(write("b", "c")("ab B", self.FRANCE)) == [Change(1, 2, "c")]
        assert list(write("b", "c", re.IGNORECASE)("ab B", self.FRANCE)) == [
            Change(1, 2, "c"),
            Change(3, 4, "c"),
        ]

    def test_rewrite_puts_what_is_made_of_a_match(self) -> None:
        twice = rewrite("a(?P<x>b)|a(c)", lambda match: match.group() * 2)
        assert list(twice("ab", self.FRANCE)) == [Change(1, 2, "abab")]
        whole = rewrite("A(b)", lambda match: match[1].upper(), re.IGNORECASE)
        assert list(whole("ab", self.FRANCE)) == [Change(0, 2, "B")]

    def test_space_puts_the_space_of_the_country_if_it_has_one(self) -> None:
        find = space(r"\d(?P<x> )km", "thousands")
        assert list(find("5 km, 5km", self.FRANCE)) == [Change(1, 2, "\u202f")]
        assert list(find("5 km", Usage(thousands=""))) == [Change(1, 2, "")]
        assert list(find("5 km", Usage())) == []

    def test_together_finds_what_each_finds(self) -> None:
        find = together(write("a", "b"), space("(?P<x>c)", "colon"))
        assert list(find("ca", self.FRANCE)) == [Change(1, 2, "b"), Change(0, 1, "\u00a0")]


class TestCapitals:
    @pytest.mark.parametrize("word", ["Ecole", "Ecologie", "Etat", "Evidemment"])
    def test_a_pattern_finds_the_letter_that_lost_its_accent(self, word: str) -> None:
        pattern = capitals._accented("É")
        assert (found := pattern.search(f"l’{word}.")) is not None
        assert found.span("x") == (2, 3)
        assert pattern.search(f"l’{word}xyz") is None or word.endswith("gie")
        assert pattern.search(f"x{word}") is None
        assert pattern.search(f"{word}-") is None

    def test_each_letter_has_words_of_its_own(self) -> None:
        assert capitals._accented("Î").search("Ecole") is None
        assert capitals._accented("Î").search("les Iles") is not None
        assert capitals._accented("Â").search("Ages") is None
        assert capitals._accented("Â").search("Agés") is not None

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("LES ÉLÈVES DU CDI", "Les élèves du cdi"),
            ("LA VIE AU CFTC", "LA VIE AU CFTC"),
            ("LES ELEVES DU CFTC", "Les eleves du CFTC"),
            ("LA GARE", "LA GARE"),
            ("LA GRANDE", "La grande"),
            ("LE MANEGE", "Le manege"),
            ("LE PARIS", "LE PARIS"),
        ],
    )
    def test_a_line_in_capitals_is_made_small_where_it_has_a_long_word(self, text: str, after: str) -> None:
        assert made("C3", text) == after


class TestDashes:
    @pytest.mark.parametrize(
        ("language", "text", "after"),
        [
            ("fr", "un homme - ou pas - vint", "un homme –⍽ou pas⍽– vint"),
            ("fr", "un homme – ou pas – vint", "un homme –⍽ou pas⍽– vint"),
            ("fr", "un homme — ou pas — vint", "un homme —⍽ou pas⍽— vint"),
            ("fr", "un homme - ou pas — vint", "un homme –⍽ou pas⍽— vint"),
            ("fr", "un homme — ou pas - vint", "un homme —⍽ou pas⍽– vint"),
            ("en", "a man – or not – came", "a man – or not – came"),
            ("en", "a man - or not — came", "a man – or not — came"),
            ("es", "yo - digo yo - y tú", "yo —digo yo— y tú"),
            ("en-us", "a man - or not - came", "a man—or not—came"),
            # Two in one sentence, and one in each of two.
            ("fr", "un - deux. Trois - quatre", "un - deux. Trois - quatre"),
            ("fr", "un - deux - trois. Non - oui - si", "un –⍽deux⍽– trois. Non –⍽oui⍽– si"),
            # Labels, scores and lists of names.
            ("fr", "vidéos - Photos - textes", "vidéos - Photos - textes"),
            ("fr", "3 - un homme - vint", "3 - un homme - vint"),
            ("fr", "un homme - de 3 - vint", "un homme –⍽de 3⍽– vint"),
            ("fr", "un homme - ou pas - 3", "un homme - ou pas - 3"),
            ("fr", "un homme - « ou pas » - vint", "un homme –⍽« ou pas »⍽– vint"),
        ],
    )
    def test_two_dashes_of_a_sentence_hold_an_aside(self, language: str, text: str, after: str) -> None:
        assert made("D1", text, language) == with_real_spaces(after)

    @pytest.mark.parametrize(
        ("language", "after"), [("fr", "il vint – tard"), ("en-us", "il vint—tard"), ("es", "il vint — tard")]
    )
    def test_two_hyphens_are_the_dash_of_the_country(self, language: str, after: str) -> None:
        assert made("D2", "il vint -- tard", language) == after

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("il est venu bien tard - elle ne vint pas", "il est venu bien tard – elle ne vint pas"),
            ("il est venu bien tard – elle ne vint pas", "il est venu bien tard – elle ne vint pas"),
            ("vidéos - elle ne vint pas", "vidéos - elle ne vint pas"),
            ("il est venu bien tard - photos", "il est venu bien tard - photos"),
            (
                "Oui - non. Il est venu tard - elle ne vint pas",
                "Oui - non. Il est venu tard – elle ne vint pas",
            ),
        ],
    )
    def test_a_lone_hyphen_joins_two_clauses(self, text: str, after: str) -> None:
        assert made("D1R", text) == after


class TestFigures:
    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("3 élèves", "trois élèves"),
            ("10 élèves", "dix élèves"),
            ("10\u00a0élèves", "dix\u00a0élèves"),
            ("en 1990 vinrent 3 élèves", "en 1990 vinrent trois élèves"),
            ("12 garçons, 3 élèves", "12 garçons, 3 élèves"),
            ("3 élèves, 12 garçons", "3 élèves, 12 garçons"),
            # Sixty characters are near.
            (f"4 {'a' * 57} 3 élèves", f"4 {'a' * 57} 3 élèves"),
            (f"4 {'a' * 58} 3 élèves", f"4 {'a' * 58} trois élèves"),
            (f"3 élèves {'a' * 51} 4", f"3 élèves {'a' * 51} 4"),
            (f"3 élèves {'a' * 52} 4", f"trois élèves {'a' * 52} 4"),
        ],
    )
    def test_a_small_number_is_written_out_where_no_other_stands_near(self, text: str, after: str) -> None:
        assert made("N7", text) == after

    @pytest.mark.parametrize(
        ("text", "after"),
        [("9999 élèves", "9·999 élèves"), ("30000 km", "30·000 km"), ("99999 fois", "99·999 fois")],
    )
    def test_a_number_that_counts_is_grouped(self, text: str, after: str) -> None:
        assert made("N1R", text) == with_real_spaces(after)
