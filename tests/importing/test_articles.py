"""From judged paragraphs to article files: no word and no name lost, none invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from anthology import rules
from anthology.importing.articles import orphans
from anthology.markup import read_body, words_of
from anthology.model import Article, Contributor, Fate, Group, Photo, Role, Source, Turn
from anthology.names import Person
from anthology.pages import article_text, read_article
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.importing.readings import FATES, FILE, articles, body, reading
from tests.safety.counts import count


class TestBody:
    @pytest.mark.parametrize(
        ("role", "text", "expected"),
        [
            (Role.BODY, "2022. Une année * [1] _x_", "2022\\. Une année \\* \\[1\\] \\_x\\_\n"),
            (Role.INTRO, "Bonjour.", "Bonjour.\n"),
            (Role.QUESTION, "Pourquoi ?", "Pourquoi ?\n{: .question }\n"),
            (Role.ANSWER, "Parce que.", "Parce que.\n{: .answer }\n"),
            (Role.INTERTITLE, "Le langage C#", "## Le langage C\\#\n"),
            (Role.PULL_QUOTE, "Jamais.", "> Jamais.\n{: .pull-quote }\n"),
            (Role.LIST, "- un point", "- un point\n"),
            (Role.LIST, "– – deux", "- – deux\n"),
            (Role.LIST, "sans tiret", "- sans tiret\n"),
            (Role.NEAR_DUPLICATE, "Presque.", "Presque.\n"),
        ],
    )  # fmt: skip
    def test_each_role_has_its_form(self, role: Role, text: str, expected: str) -> None:
        assert body((role, text)) == expected

    def test_items_that_follow_one_another_are_one_list_and_the_text_after_them_is_none(self) -> None:
        found = body(
            (Role.BODY, "Il faut :"), (Role.LIST, "• un"), (Role.LIST, "• deux"), (Role.BODY, "Fin.")
        )
        assert found == "Il faut :\n\n- un\n- deux\n\nFin.\n"

    def test_an_answer_of_several_voices_is_a_paragraph_for_each_turn(self) -> None:
        one = reading((Role.QUESTION, "Qui ?"), (Role.ANSWER, "AO : moi. EB : non, moi."))
        question, answer = one.judgements
        start = answer.block.start
        turns = (
            Turn(start + 5, start + 9, ("Aziz Oulhiyane",)),
            Turn(start + 15, start + 24, ("E. B", 'C "D" E')),
        )
        one = replace(one, judgements=(question, replace(answer, turns=turns)))
        (article,) = articles(one)
        assert article.body == (
            'Qui ?\n{: .question }\n\nmoi.\n{: .answer speaker="Aziz Oulhiyane" }\n\n'
            "non, moi.\n{: .answer speaker='E. B, C \"D\" E' }\n"
        )
        assert [p.get("speaker") for p in read_body(article).root] == [
            None,
            "Aziz Oulhiyane",
            'E. B, C "D" E',
        ]

    @pytest.mark.parametrize(
        "name", ["*Zoé*", "a_b_c", "`x`", "{: .x }", "[x](y)", 'D\'Arc "Jo"', "\\", "<b>"]
    )
    def test_a_speaker_of_any_name_is_read_back_under_that_name(self, name: str) -> None:
        found = reading((Role.ANSWER, "Oui."), speakers={"Oui.": [name]})
        (article,) = articles(found)
        (answer,) = read_body(article).root
        assert answer.get("speaker") == (name.replace("'", "’") if '"' in name else name)
        assert answer.text == "Oui."

    def test_title_and_standfirst_go_into_the_front_matter_and_nowhere_else(self) -> None:
        one = reading(
            (Role.TITLE, "Un titre"), (Role.CHAPO, "Le chapô,"), (Role.CHAPO, "en deux."), (Role.BODY, "Ici.")
        )
        (article,) = articles(one)
        assert (article.title, article.standfirst, article.body) == (
            "Un titre",
            "Le chapô, en deux.",
            "Ici.\n",
        )

    def test_credits_copies_teasers_and_furniture_are_not_printed(self) -> None:
        silent = [
            (role, f"Rien {number}.") for number, role in enumerate(FATES) if role is not Role.PULL_QUOTE
        ]
        assert body((Role.BODY, "Tout."), *silent) == "Tout.\n"

    def test_what_is_undecided_is_printed(self) -> None:
        one = reading((Role.BODY, "Tout."), (Role.BODY, "Doute."))
        first, second = one.judgements
        one = replace(one, judgements=(first, replace(second, fate=Fate.UNDECIDED)))
        assert articles(one)[0].body == "Tout.\n\nDoute.\n"

    def test_a_block_of_no_article_is_not_printed(self) -> None:
        one = reading((Role.BODY, "Tout."), (Role.BODY, "Autre."))
        one = replace(one, judgements=(one.judgements[0], replace(one.judgements[1], article=None)))
        assert articles(one)[0].body == "Tout.\n"

    PRINTED = (Role.BODY, Role.QUESTION, Role.ANSWER, Role.INTERTITLE, Role.PULL_QUOTE, Role.VERSE, Role.LIST,
               Role.CAPTION, Role.INTRO)  # fmt: skip
    BULLETS = "-*"
    MARKS = (*"\\`*_{}[]()#+-.!|:=<>&\"'1 \t\u00a0a’é«»", "\n", "{: .x }", "[^1]: ", "===", "1. ", ":--|--:",
             "http://a.fr/b_c_d", "<b>", "&amp;", "...", " ,", "n°", "\u200b", "\x0b")  # fmt: skip

    @settings(deadline=None, max_examples=count(50, 200))
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(PRINTED),
                st.lists(st.sampled_from(MARKS), min_size=1, max_size=12).map("".join),
            ),
            min_size=1,
            max_size=4,
        )
    )
    @example([(Role.LIST, "*»")])
    @example([(Role.INTERTITLE, "C##"), (Role.LIST, "- "), (Role.PULL_QUOTE, "> a"), (Role.PULL_QUOTE, "b")])
    def test_the_words_of_the_article_are_those_of_its_paragraphs_cleaned_by_the_rules(
        self, parts: list[tuple[Role, str]]
    ) -> None:
        kept = [(role, " ".join(text.split("\n")).strip()) for role, text in parts]
        kept = [(role, text) for role, text in kept if text and not set(text) & set("\x0c")]
        if not kept:
            return
        try:
            one = reading(*kept)
        except AssertionError:  # the reader takes these lines for one wrapped paragraph: another text
            return
        (article,) = articles(one)
        bulleted = [
            role is Role.LIST and text[:1] in self.BULLETS and text[1:2].isspace() for role, text in kept
        ]
        shown = [text[1:].lstrip() if cut else text for cut, (_, text) in zip(bulleted, kept, strict=True)]
        plain = [rules.plain(text, "fr") for text in shown]
        assert sorted(words_of(read_body(article).root)) == sorted(" ".join(plain).split())


class TestFrontMatter:
    def test_people_groups_and_photographs_pass_through(self) -> None:
        authors = (
            Contributor(Person("Marsan", "Amélie"), class_code="J1"),
            Contributor(Person("Zed"), "editor"),
        )
        photos = (Photo((Person(organisation="AFP"),)),)
        one = reading((Role.BODY, "x"), authors=authors, photos=photos, group=Group("5"))
        (article,) = articles(one)
        assert (article.authors, article.photos) == (authors, photos)
        assert article.group == Group("5", "2022", "École")
        assert article.source == Source(FILE, 0, 1, one.manuscript.sha256)

    def test_a_group_keeps_the_cohort_and_the_school_it_named(self) -> None:
        (article,) = articles(reading((Role.BODY, "x"), group=Group("5", "2019", "Autre")))
        assert article.group == Group("5", "2019", "Autre")

    def test_what_import_writes_reads_back_as_the_same_article(self) -> None:
        (article,) = articles(
            reading((Role.BODY, "x"), (Role.QUESTION, "Et « quoi » ?"), title_proposed=True)
        )
        again = read_article(article_text(article), article.file, slug=article.slug, language="en")
        assert replace(again, body_line=1) == article


class TestSlugs:
    def test_titles_that_are_alike_get_names_that_are_not(self) -> None:
        ones = [reading((Role.BODY, "x"), file=f"submissions/{n}.txt") for n in range(3)]
        assert [one.slug for one in articles(*ones)] == ["un-titre", "un-titre-2", "un-titre-3"]

    def test_an_article_keeps_its_name_when_its_title_changes(self) -> None:
        known = articles(reading((Role.BODY, "x")))
        (again,) = articles(reading((Role.BODY, "x"), title="Tout autre"), known=known)
        assert (again.slug, again.title) == ("un-titre", "Tout autre")

    def test_an_article_the_editor_renamed_keeps_the_new_name(self) -> None:
        known = [replace(one, slug="mon-nom") for one in articles(reading((Role.BODY, "x")))]
        assert articles(reading((Role.BODY, "x")), known=known)[0].slug == "mon-nom"

    def test_the_name_of_an_article_written_by_hand_is_taken(self) -> None:
        known = [Article("un-titre", "articles/un-titre.md", "T", "fr", "")]
        assert articles(reading((Role.BODY, "x")), known=known)[0].slug == "un-titre-2"

    @pytest.mark.parametrize(
        ("title", "file", "slug"), [("?!", FILE, "a"), ("…", "submissions/日本.txt", "article")]
    )
    def test_a_title_without_letters_leaves_the_name_to_the_file(
        self, title: str, file: str, slug: str
    ) -> None:
        assert articles(reading((Role.BODY, "x"), file=file, title=title))[0].slug == slug


class TestOrphans:
    def test_an_article_its_source_no_longer_gives_is_told_and_one_written_by_hand_is_not(self) -> None:
        made = articles(reading((Role.BODY, "x")))
        lost = replace(made[0], slug="perdu", file="articles/perdu.md")
        own = Article("propre", "articles/propre.md", "T", "fr", "")
        found = list(orphans([*made, lost, own], {one.slug for one in made}))
        assert [(one.code, one.file) for one in found] == [("article-orphaned", "articles/perdu.md")]


def test_people_interviewed_are_named_in_front_where_no_answer_names_them() -> None:
    answers = reading((Role.QUESTION, "Qui ?"), (Role.ANSWER, "Moi."), speakers={"Moi.": ["Guy Lô"]})
    everyone = tuple(replace(draft, speakers=("Ada Roy", "Guy Lô")) for draft in answers.drafts)
    (article,) = articles(replace(answers, drafts=everyone))
    assert article.speakers == ("Ada Roy",)
