"""Findings about the sources: the place they name, and the cases that are not faults."""

from __future__ import annotations

from dataclasses import replace

import pytest
from anthology.checks import Case, run
from anthology.checks.articles import groups
from anthology.checks.decisions import open_decisions, orphaned_answers
from anthology.checks.photographs import credited, described, missing, unshown
from anthology.checks.places import NOWHERE, body_place, file_place
from anthology.config import parse
from anthology.model import Decision, Severity
from tests.checks import cases
from tests.checks.cases import ARTICLES, article, fresh, good, with_text


def line(slug: str, needle: str, case: Case) -> int:
    text = case.texts[f"articles/{slug}.md"]
    return text[: text.index(needle)].count("\n") + 1


class TestPlaces:
    def test_a_paragraph_is_found_by_its_first_words_whatever_was_typeset(self) -> None:
        port = article("port", ARTICLES["port"])
        expected = line("port", "« À 4 h", good())
        typeset = "«\u00a0À 4\u202fh du matin, tout commence\u00a0», dit-on"
        assert body_place(port, typeset) == (expected, 3)

    def test_words_that_no_line_holds_have_no_place(self) -> None:
        assert body_place(article("port", ARTICLES["port"]), "Rien de tel ici") == NOWHERE
        assert body_place(article("port", ARTICLES["port"]), "⁂") == NOWHERE

    def test_the_front_matter_is_searched_only_where_the_file_is_known(self) -> None:
        port = article("port", ARTICLES["port"])
        assert file_place(port, good().texts[port.file], "group =") == (3, 1)
        assert file_place(port, None, "group =") == NOWHERE


class TestPhotographs:
    def test_a_missing_photograph_is_told_with_the_line_that_names_it(self) -> None:
        (found,) = missing(fresh(good(), photos={}))
        assert (found.file, found.line) == ("articles/marche.md", line("marche", "halle.jpg", good()))

    def test_a_name_with_spaces_may_be_written_as_an_address(self) -> None:
        texts = {"a": '+++\ntitle = "A"\n+++\n![x](photos/un%20port.jpg)\n'}
        case = Case(photos={"photos/un port.jpg": ""}, **cases.sources(texts))  # type: ignore[arg-type]
        assert list(missing(case)) == []

    def test_an_empty_description_in_the_front_matter_says_that_it_is_decoration(self) -> None:
        case = with_text("marche", 'file = "photos/halle.jpg",', 'file = "photos/halle.jpg", alt = "",')
        assert list(described(case)) == []

    def test_a_description_in_the_front_matter_is_enough(self) -> None:
        case = with_text(
            "marche", 'file = "photos/halle.jpg",', 'file = "photos/halle.jpg", alt = "Trois étals",'
        )
        text = {
            **ARTICLES,
            "marche": case.texts["articles/marche.md"].replace("![Trois étals sous la halle]", "![]"),
        }
        assert list(described(fresh(good(), **cases.sources(text)))) == []

    def test_what_is_called_decoration_needs_no_description_and_still_a_credit(self) -> None:
        text = ARTICLES["marche"].replace("![Trois étals sous la halle]", "![]")
        bare = 'file = "photos/halle.jpg", decorative = true'
        for front, told in ((f"{bare},", []), (f"{bare} }}, {{", ["photo-without-credit"])):
            texts = {**ARTICLES, "marche": text.replace('file = "photos/halle.jpg",', front)}
            case = fresh(good(), **cases.sources(texts))
            assert list(described(case)) == []
            assert [one.code for one in credited(case) if one.code == "photo-without-credit"] == told

    def test_a_licence_alone_is_a_credit(self) -> None:
        case = with_text("marche", self.CREDIT, 'licence = "domaine public"')
        assert list(credited(case)) == []

    @pytest.mark.parametrize("alt", ["2 hommes", "Photo de classe", "Scan d’un plan", "P. 12, à droite"])
    def test_words_that_only_look_a_little_like_a_file_are_a_description(self, alt: str) -> None:
        case = with_text("marche", "![Trois étals sous la halle]", f"![{alt}]")
        assert list(described(case)) == []

    def test_a_credit_alone_is_a_remark_and_names_who_took_it(self) -> None:
        seen = credited(with_text("marche", 'file = "photos/halle.jpg", ', ""))
        (found,) = [one for one in seen if one.code == "photo-credit-alone"]
        assert found.severity is Severity.REMARK
        assert "Amélie Marsan" in found.message

    CREDIT = 'credit = [ { given = "Amélie", family = "Marsan" } ]'

    @pytest.mark.parametrize(
        ("front", "mark", "told"),
        [
            ('caption = "La halle."', "{: .figure }", 0),
            (f'{CREDIT}, caption = "La halle."', "", 0),
            ('licence = "DR", caption = "La halle."', "", 0),
            ('caption = "La halle."', "", 1),
        ],
    )
    def test_a_caption_is_told_only_where_no_figure_and_no_credit_prints_it(
        self, front: str, mark: str, told: int
    ) -> None:
        text = ARTICLES["marche"].replace(self.CREDIT, front).replace("{: .figure }", mark)
        found = list(unshown(fresh(good(), **cases.sources({**ARTICLES, "marche": text}))))
        assert [(one.severity, one.line) for one in found] == [(Severity.REMARK, 6)] * told
        assert all("La halle." in one.message for one in found)


class TestGroups:
    def test_one_group_may_write_twice(self) -> None:
        case = with_text("lighthouse", "2022", "2021")
        text = case.texts["articles/lighthouse.md"]
        shared = text.replace(
            'given = "Théo", family = "Œrtzen-Lacaze"', 'given = "Karim", family = "N’Diaye"'
        )
        assert shared != text
        assert list(groups(fresh(good(), **cases.sources({**ARTICLES, "lighthouse": shared})))) == []

    def test_articles_that_share_an_author_through_a_third_are_of_one_group(self) -> None:
        def written(slug: str, *families: str) -> str:
            authors = ", ".join(f'{{ family = "{family}" }}' for family in families)
            return f'+++\ntitle = "{slug}"\ngroup = {{ number = "1" }}\nauthors = [{authors}]\n+++\nx\n'

        apart = {"a": written("a", "Roy"), "b": written("b", "Diaz")}
        joined = {**apart, "c": written("c", "Roy", "Diaz")}
        assert len(list(groups(Case(**cases.sources(apart))))) == 1  # type: ignore[arg-type]
        assert list(groups(Case(**cases.sources(joined)))) == []  # type: ignore[arg-type]

    def test_the_finding_names_both_places(self) -> None:
        (found,) = groups(with_text("lighthouse", "2022", "2021"))
        assert found.file == "articles/lighthouse.md"
        assert "articles/marche.md" in found.message


class TestDecisions:
    ASKED = Decision("0123456789", "title", "submissions/a.txt:4", "no title", "Le port")

    def test_an_open_decision_is_a_warning_at_its_place_in_the_source(self) -> None:
        (found,) = open_decisions(Case(decisions=(self.ASKED,)))
        assert (found.severity, found.file, found.line) == (Severity.WARNING, "submissions/a.txt", 4)
        assert self.ASKED.id in found.hint

    def test_an_entry_that_the_last_import_did_not_ask_is_not_open_any_more(self) -> None:
        case = Case(decisions=(self.ASKED,), ledger={"submissions": [], "decisions": []})
        assert list(open_decisions(case)) == []
        assert list(orphaned_answers(case)) == []

    @pytest.mark.parametrize("where", ["", "submissions/a.txt", "articles/a.md:x"])
    def test_a_place_without_a_line_is_told_as_far_as_it_goes(self, where: str) -> None:
        (found,) = open_decisions(Case(decisions=(replace(self.ASKED, where=where),)))
        assert found.line is None
        assert found.file


def test_a_book_without_parts_has_no_article_outside_of_them() -> None:
    plain = parse({"book": {"title": "T", "language": "fr", "classes": {"J1": "x"}}})
    assert run(fresh(good(), config=plain)) == ()
