"""From judged submissions to article files: no word and no name lost, and no line of an editor's either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from anthology import rules
from anthology.config import Config, parse
from anthology.errors import ConfigError
from anthology.importing import (
    Cleaning,
    accepted_edits,
    articles_of,
    ledger,
    merged,
    orphans,
    rule_decisions,
    to_text,
)
from anthology.markup import read_body, words_of
from anthology.model import (
    Article,
    Contributor,
    Decision,
    Draft,
    Edit,
    Fate,
    Group,
    Judgement,
    Photo,
    Reading,
    Role,
    Source,
    Turn,
)
from anthology.names import Person
from anthology.pages import read_article
from anthology.readers.text import read_text
from hypothesis import example, given, settings
from hypothesis import strategies as st

FILE = "submissions/a.txt"
AS_IS = Cleaning(frozenset(), frozenset(), {})
SETTINGS = parse(
    {
        "book": {"title": "T", "language": "fr", "school": "École"},
        "part": [{"title": "P", "cohort": "2022", "articles": ["un-titre"]}],
    }
)
FATES = {
    Role.PULL_QUOTE: Fate.DISPLAY_QUOTE, Role.CREDIT: Fate.CREDIT, Role.PHOTO_CREDIT: Fate.PHOTO_CREDIT,
    Role.TEASER: Fate.HELD_BACK, Role.DUPLICATE_TEASER: Fate.DROPPED_COPY, Role.MASTHEAD: Fate.FURNITURE,
}  # fmt: skip


def reading(*parts: tuple[Role, str], file: str = FILE, speakers: Mapping[str, Sequence[str]] | None = None,
            **draft: object) -> Reading:  # fmt: skip
    """A submission of these paragraphs, all of one article; `speakers` by the text of an answer."""
    manuscript = read_text("\n\n".join(text for _, text in parts).encode(), file)
    assert [block.text for block in manuscript.blocks] == [text.strip() for _, text in parts]
    judgements = []
    for (role, text), block in zip(parts, manuscript.blocks, strict=True):
        names = (speakers or {}).get(text)
        turns = (Turn(block.start, block.end, tuple(names)),) if names else ()
        judgements.append(Judgement(block, role, FATES.get(role, Fate.PRINTED), 0, turns=turns))
    blocks = manuscript.blocks
    values: dict[str, object] = {"title": "Un titre", "title_proposed": False, "language": "fr", **draft}
    found = Draft(file, blocks[0].start, blocks[-1].end, **values)  # type: ignore[arg-type]
    return Reading(manuscript, "fr", tuple(judgements), (found,))


def articles(*readings: Reading, cleaning: Cleaning = AS_IS, config: Config = SETTINGS,
             known: Sequence[Article] = ()) -> tuple[Article, ...]:  # fmt: skip
    return articles_of(readings, cleaning, config, known)


def body(*parts: tuple[Role, str], cleaning: Cleaning = AS_IS, **fields: object) -> str:
    (article,) = articles(reading(*parts, **fields), cleaning=cleaning)  # type: ignore[arg-type]
    return article.body


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
    MARKS = (*"\\`*_{}[]()#+-.!|:=<>&\"'1 \t\u00a0a’é«»", "\n", "{: .x }", "[^1]: ", "===", "1. ", ":--|--:",
             "http://a.fr/b_c_d", "<b>", "&amp;", "...", " ,", "n°", "\u200b", "\x0b")  # fmt: skip

    @settings(deadline=None, max_examples=200)
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
        shown = [text[1:].lstrip() if role is Role.LIST and text[:1] == "-" and text[1:2].isspace() else text
                 for role, text in kept]  # fmt: skip
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
        again = read_article(to_text(article), article.file, slug=article.slug, language="en")
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


def decision(id_: str, answer: str, *edits: Edit, file: str = FILE) -> Decision:
    return Decision(id_, "accent", f"{file}:1", "", "", answer=answer, edits=edits)


class TestAcceptedEdits:
    EDIT = Edit(3, 4, "a", "à", "R1")

    def test_only_accepted_ones_count_and_own_words_take_the_place_of_the_proposal(self) -> None:
        found = accepted_edits(
            [
                decision("1", "accept", self.EDIT),
                decision("2", "reject", Edit(9, 10, "x", "y", "R1")),
                decision("3", "", Edit(11, 12, "x", "y", "R1")),
                decision("4", "own", Edit(20, 21, "x", "y", "R1")),
                decision("5", "accept", Edit(0, 1, "x", "y", "R1"), file="submissions/b.txt"),
            ]
        )
        assert found == {
            FILE: (Edit(3, 4, "a", "à", "R1:1"), Edit(20, 21, "x", "own", "R1:4")),
            "submissions/b.txt": (Edit(0, 1, "x", "y", "R1:5"),),
        }

    def test_an_accepted_edit_reaches_the_article_in_its_place(self) -> None:
        cleaning = replace(
            AS_IS, accepted=accepted_edits([decision("1", "accept", Edit(8, 9, "a", "à", "R1"))])
        )
        assert body((Role.BODY, "Un mot. a la fin a"), cleaning=cleaning) == "Un mot. à la fin a\n"

    def test_an_edit_of_another_paragraph_or_file_changes_nothing(self) -> None:
        edits = [decision("1", "accept", Edit(8, 9, "a", "à", "R1"), file="submissions/b.txt")]
        edits += [decision("2", "accept", Edit(200, 201, "a", "à", "R1"))]
        cleaning = replace(AS_IS, accepted=accepted_edits(edits))
        assert body((Role.BODY, "Un mot. a la fin a"), cleaning=cleaning) == "Un mot. a la fin a\n"

    def test_two_accepted_decisions_about_the_same_letters_are_an_error_that_names_both(self) -> None:
        with pytest.raises(ConfigError, match="decisions one and two") as caught:
            accepted_edits(
                [
                    decision("one", "accept", Edit(3, 6, "abc", "", "R")),
                    decision("two", "x", Edit(5, 7, "cd", "", "R")),
                ]
            )
        assert (caught.value.code, caught.value.file) == ("review-overlap", "review.toml")

    def test_what_the_rules_propose_is_asked_once_for_each_place_with_a_stable_id(self) -> None:
        one = reading((Role.BODY, "A l’ecole, Etat et Ecole : Etat."), (Role.CREDIT, "A l’ecole"))
        asked = list(rule_decisions([one]))
        assert [one_.id for one_ in asked] == [again.id for again in rule_decisions([one])]
        assert len({one_.id for one_ in asked}) == len(asked)
        for each in asked:
            (edit,) = each.edits
            assert one.manuscript.text[edit.start : edit.end] == edit.before
            assert edit.end <= one.judgements[0].block.end
            assert each.found != each.proposed
            assert each.open


HEAD = '+++\ntitle = "T"\n+++\n'
B = f"{HEAD}un\n\ndeux\n\ntrois\n\nquatre\n"
EDITED = B.replace("deux", "deux, dit-elle")
ELSEWHERE = B.replace("quatre", "cinq")
SAME_LINE = B.replace("deux", "DEUX")


class TestThreeWay:
    @pytest.mark.parametrize(
        ("base", "result", "current", "state", "text", "new_base"),
        [
            (None, B, None, "new", B, B),
            (B, B, B, "unchanged", None, B),
            (None, B, B, "unchanged", None, B),
            (B, ELSEWHERE, ELSEWHERE, "unchanged", None, ELSEWHERE),
            (B, B, EDITED, "kept", None, None),
            (B, ELSEWHERE, B, "updated", ELSEWHERE, ELSEWHERE),
            (B, ELSEWHERE, EDITED, "merged", EDITED.replace("quatre", "cinq"), ELSEWHERE),
            (B, SAME_LINE, EDITED, "conflict", None, None),
            (None, B, EDITED, "conflict", None, None),
            (B, B, None, "deleted-by-editor", None, B),
            (B, ELSEWHERE, None, "new", ELSEWHERE, ELSEWHERE),
        ],
    )
    def test_what_happens_to_the_file_of_the_editor(
        self,
        base: str | None,
        result: str,
        current: str | None,
        state: str,
        text: str | None,
        new_base: str | None,
    ) -> None:
        found = merged("a", base, result, current, {})
        assert (found.state, found.text, found.base) == (state, text, new_base)
        assert (found.incoming, found.decision is not None) == (
            (result, True) if state == "conflict" else (None, False)
        )

    @pytest.mark.parametrize("ends", ["\r\n", "\r"])
    def test_the_line_ends_of_another_system_are_no_change_of_the_editors(self, ends: str) -> None:
        windows = "\ufeff" + B.replace("\n", ends)
        assert merged("a", B, B, windows, {}).state == "unchanged"
        assert merged("a", B, ELSEWHERE, windows, {}).state == "updated"
        found = merged("a", B, ELSEWHERE, EDITED.replace("\n", ends), {})
        assert (found.state, found.text) == ("merged", EDITED.replace("quatre", "cinq"))

    @pytest.mark.parametrize(
        ("answer", "state", "text", "base"),
        [
            ("accept", "updated", SAME_LINE, SAME_LINE),
            ("reject", "kept", None, SAME_LINE),
            ("", "conflict", None, None),
            ("autre chose", "conflict", None, None),
        ],
    )
    def test_the_answer_to_a_conflict_is_followed(
        self, answer: str, state: str, text: str | None, base: str | None
    ) -> None:
        asked = merged("a", B, SAME_LINE, EDITED, {}).decision
        assert asked is not None
        found = merged("a", B, SAME_LINE, EDITED, {asked.id: answer})
        assert (found.state, found.text, found.base) == (state, text, base)

    def test_an_answer_holds_for_the_two_texts_it_was_given_for_and_no_others(self) -> None:
        asked = merged("a", B, SAME_LINE, EDITED, {}).decision
        assert asked is not None
        later = EDITED.replace("un", "un mot de plus")
        assert merged("a", B, SAME_LINE, later, {asked.id: "accept"}).state == "conflict"

    def test_after_each_answer_the_next_import_asks_nothing(self) -> None:
        assert merged("a", SAME_LINE, SAME_LINE, SAME_LINE, {}).state == "unchanged"
        assert merged("a", SAME_LINE, SAME_LINE, EDITED, {}).state == "kept"

    def test_changes_that_merge_into_something_unreadable_are_a_conflict(self) -> None:
        base = '+++\ntitle = "T"\n# a\n# b\n# c\n+++\nx\n'
        mine = base.replace('"T"\n', '"T"\nstandfirst = "S"\n')
        theirs = base.replace("# c\n", '# c\nstandfirst = "S"\n')
        assert merged("a", base, theirs, mine, {}).state == "conflict"

    def test_a_last_line_without_an_end_is_not_glued_to_the_next(self) -> None:
        found = merged("a", B, B + "\ncinq\n", EDITED.rstrip("\n"), {})
        text = found.text if found.text is not None else f"{EDITED}{found.incoming}"
        assert {"deux, dit-elle", "quatre", "cinq"} <= set(text.split("\n"))

    lines = st.lists(st.sampled_from(["a", "b", "c", "", "x y", "\u2028z", "d\x0b"]), max_size=7)

    @settings(deadline=None, max_examples=400)
    @given(lines, lines, lines, st.booleans())
    def test_no_line_an_editor_typed_is_ever_lost(
        self, base: list[str], result: list[str], current: list[str], known: bool
    ) -> None:
        texts = [HEAD + "\n".join(part) for part in (base, result, current)]
        before = texts[0] if known else None
        found = merged("a", before, texts[1], texts[2], {})
        if found.text is None:
            assert found.state in ("unchanged", "kept", "conflict")
            assert found.incoming in (None, texts[1])
            assert found.state != "conflict" or found.incoming == texts[1]
            return
        assert before is not None or texts[2] == texts[1]
        typed = [line for line in texts[2].split("\n") if line not in texts[0].split("\n")]
        for line in typed:
            assert found.text.split("\n").count(line) >= typed.count(line)
        if found.state == "merged":
            new = [line for line in texts[1].split("\n") if line not in texts[0].split("\n")]
            assert set(new) <= set(found.text.split("\n"))
        again = merged("a", found.base, texts[1], found.text, {})
        assert again.text is None, "a second import changes nothing"


class TestLedger:
    def one(self) -> Reading:
        return reading(
            (Role.TITLE, "Un titre"), (Role.BODY, "Il dit ... oui !"), (Role.CREDIT, "G5 – MARSAN Amélie"),
            (Role.PULL_QUOTE, "Jamais deux"), (Role.TEASER, "À lire aussi"),
        )  # fmt: skip

    def submission(self, one: Reading) -> Mapping[str, Any]:
        found: Any = ledger([one], articles(one), [], AS_IS)
        (submission,) = found["submissions"]
        return dict(submission)

    def test_every_word_is_counted_once_under_its_fate(self) -> None:
        one = self.one()
        found = self.submission(one)
        assert found["words"] == len(one.manuscript.text.split()) == sum(found["fates"].values())
        assert found["fates"] == {"printed": 7, "display-quote": 2, "credit": 4, "held-back": 3}
        assert sum(block["words"] for block in found["blocks"]) == found["words"]
        assert [one.manuscript.text[block["start"] : block["end"]] for block in found["blocks"]] == [
            block["text"] for block in found["blocks"]
        ]

    def test_undoing_every_edit_gives_the_source_back(self) -> None:
        one = self.one()
        found = self.submission(one)
        assert found["edits"]
        for edit in found["edits"]:
            assert one.manuscript.text[edit["start"] : edit["end"]] == edit["before"]
            assert edit["rule"]

    def test_articles_and_decisions_are_named(self) -> None:
        one = self.one()
        made = articles(one)
        found: Any = ledger([one], made, [decision("1", "accept", Edit(0, 1, "U", "u", "R1"))], AS_IS)
        assert found["articles"] == [{"slug": "un-titre", "file": "articles/un-titre.md"}]
        (asked,) = found["decisions"]
        assert (asked["id"], asked["open"], asked["decision"]) == ("1", False, "accept")
        (submission,) = found["submissions"]
        assert {block["article"] for block in submission["blocks"]} == {"un-titre"}


class TestOrphans:
    def test_an_article_its_source_no_longer_gives_is_told_and_one_written_by_hand_is_not(self) -> None:
        made = articles(reading((Role.BODY, "x")))
        lost = replace(made[0], slug="perdu", file="articles/perdu.md")
        own = Article("propre", "articles/propre.md", "T", "fr", "")
        found = list(orphans([*made, lost, own], made))
        assert [(one.code, one.file) for one in found] == [("article-orphaned", "articles/perdu.md")]
