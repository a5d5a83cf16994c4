"""What a file says of its own blocks counts for more than any guess; what it hides is not printed."""

from __future__ import annotations

import pytest
from anthology.model import Emphasis, Fate, Form, Judgement, Mark, Role, Withheld
from anthology.recognise import Recognition
from tests.importing.rich import TEXT, Piece, cells, picture, read, said

F = Form
TITLE = said("Un titre", F.TITLE)
INTERVIEW = (
    TITLE, said("Rencontre avec Ada Roy, patronne de pêche, pour un entretien sur le port.", F.STANDFIRST),
    said("Depuis quand êtes-vous patronne de ce bateau ?", F.HEADING, level=2),
    said("« Je suis patronne depuis vingt ans, et je n’ai jamais regretté d’avoir pris la mer ce jour-là. »"),
    said("Et vous, que pensez-vous de la criée ?", F.HEADING, level=2),
    said("« Je pense que nous vendons trop peu cher, et que nous devrions nous parler davantage. »"),
    said("Que direz-vous à vos enfants ?", F.HEADING, level=2),
    said("« Je leur dirai de faire ce qu’ils veulent, mais de ne jamais partir sans regarder le ciel. »"),
)  # fmt: skip


def roles(found: Recognition) -> list[Role]:
    return [one.role for one in found.readings[0].judgements]


def fates(found: Recognition) -> list[Fate]:
    return [one.fate for one in found.readings[0].judgements]


def last(found: Recognition) -> Judgement:
    return found.readings[0].judgements[-1]


class TestRoles:
    @pytest.mark.parametrize(
        ("piece", "role"),
        [
            (said("Le matin", F.HEADING, level=2), Role.INTERTITLE),
            (said("Que reste-t-il ?", F.HEADING, level=2), Role.INTERTITLE),
            (said("Un couteau bien aiguisé.", F.ITEM, level=1), Role.LIST),
            (said("La mer donne et la mer reprend.", F.QUOTE), Role.BODY),
            (said("Ô port, ô nuit", F.VERSE), Role.VERSE),
            (said("Le quai, tôt.", F.CAPTION, label="x.jpg"), Role.CAPTION),
            (said("Des caisses", F.ALT, label="x.jpg", pictures=[picture("x.jpg")]), Role.ALT),
            (said("Selon la capitainerie.", F.NOTE, label="1"), Role.NOTE),
        ],
    )  # fmt: skip
    def test_a_block_is_what_the_file_says_it_is(self, piece: Piece, role: Role) -> None:
        found = read(TITLE, said("Un chapô.", F.STANDFIRST), said(TEXT[0]), piece, said(TEXT[1]))
        assert roles(found) == [Role.TITLE, Role.CHAPO, Role.BODY, role, Role.BODY]
        judged = found.readings[0].judgements[3]
        assert judged.fate is Fate.PRINTED
        assert "the file says" in judged.evidence[0]

    def test_headings_of_an_interview_that_ask_are_its_questions(self) -> None:
        assert roles(read(*INTERVIEW))[2:] == [Role.QUESTION, Role.ANSWER] * 3

    def test_so_are_paragraphs_in_bold_that_ask(self) -> None:
        bold = [
            said(one.text, F.PARAGRAPH, Mark(0, len(one.text), Emphasis.STRONG))
            if one.shape.form is F.HEADING
            else one
            for one in INTERVIEW
        ]
        assert roles(read(*bold))[2:] == [Role.QUESTION, Role.ANSWER] * 3

    def test_a_heading_that_opens_is_the_title_where_the_file_names_none(self) -> None:
        found = read(said("Le port ne dort pas", F.HEADING, level=1), said(TEXT[0]), said(TEXT[1]))
        assert found.readings[0].drafts[0].title == "Le port ne dort pas"
        assert roles(found)[0] is Role.TITLE

    def test_a_short_line_in_bold_before_text_is_a_heading(self) -> None:
        bold = said("Le matin des pêcheurs", F.PARAGRAPH, Mark(0, 21, Emphasis.STRONG))
        assert (
            roles(read(TITLE, said("Un chapô.", F.STANDFIRST), said(TEXT[0]), bold, said(TEXT[1])))[3]
            is Role.INTERTITLE
        )

    def test_where_all_is_bold_that_says_nothing(self) -> None:
        bold = [said(text, F.PARAGRAPH, Mark(0, len(text), Emphasis.STRONG)) for text in TEXT]
        assert Role.INTERTITLE not in roles(read(TITLE, *bold))

    def test_words_in_a_table_are_no_verse_no_credit_and_no_furniture(self) -> None:
        rows = [("Nom", "Rôle"), ("Ada Roy", "–"), ("Photo : Guy Lô", "page 2/3")]
        found = read(TITLE, said(TEXT[0]), *cells(rows), said(TEXT[1]))
        assert roles(found)[2:8] == [Role.TABLE] * 6
        assert set(fates(found)) == {Fate.PRINTED}

    def test_a_byline_is_read_like_any_credit(self) -> None:
        found = read(TITLE, said("Ada Roy", F.BYLINE), said(TEXT[0]), said(TEXT[1]), said(TEXT[2]))
        (author,) = found.readings[0].drafts[0].authors
        assert (author.person.display, author.role) == ("Ada Roy", "author")

    def test_each_title_begins_an_article(self) -> None:
        found = read(TITLE, said(TEXT[0]), said("Un autre titre", F.TITLE), said(TEXT[1]), said(TEXT[2]))
        assert [draft.title for draft in found.readings[0].drafts] == ["Un titre", "Un autre titre"]

    def test_a_table_alone_is_an_article(self) -> None:
        found = read(*cells([("Lundi", "le port"), ("Mardi", "la criée")]))
        assert len(found.readings[0].drafts) == 1
        assert {one.article for one in found.readings[0].judgements} == {0}


class TestWithheld:
    @pytest.mark.parametrize(
        ("why", "role", "fate"),
        [
            (Withheld.NAVIGATION, Role.FURNITURE, Fate.FURNITURE),
            (Withheld.RUNNING_HEAD, Role.FURNITURE, Fate.FURNITURE),
            (Withheld.METADATA, Role.FURNITURE, Fate.FURNITURE),
            (Withheld.COMMENT, Role.WITHHELD, Fate.HELD_BACK),
            (Withheld.UNPUBLISHED, Role.WITHHELD, Fate.HELD_BACK),
            (Withheld.DELETED, Role.WITHHELD, Fate.HELD_BACK),
            (Withheld.HIDDEN, Role.WITHHELD, Fate.HELD_BACK),
        ],
    )  # fmt: skip
    def test_what_the_file_does_not_show_is_not_printed(self, why: Withheld, role: Role, fate: Fate) -> None:
        found = last(read(TITLE, said(TEXT[0]), said(TEXT[1]), said(TEXT[2], withheld=why)))
        assert (found.role, found.fate) == (role, fate)

    @pytest.mark.parametrize(
        ("why", "kind"), [(Withheld.DELETED, "deleted-text"), (Withheld.HIDDEN, "hidden-text")]
    )
    def test_what_somebody_deleted_or_hid_is_asked_about_once_a_passage(
        self, why: Withheld, kind: str
    ) -> None:
        pieces = (TITLE, said(TEXT[0]), said("Un.", withheld=why), said("Deux.", withheld=why), said(TEXT[1]))
        (asked,) = [one for one in read(*pieces).decisions if one.kind == kind]
        assert (asked.found, asked.proposed) == ("Un. Deux.", "hold back")
        for answer, fate in (
            ("accept", Fate.HELD_BACK),
            ("reject", Fate.PRINTED),
            ("print it", Fate.PRINTED),
        ):
            found = read(*pieces, answers={asked.id: answer}).readings[0].judgements[2:4]
            assert [one.fate for one in found] == [fate, fate]
            assert {one.article for one in found} == {0}

    def test_a_text_that_is_not_published_is_no_article(self) -> None:
        found = read(*(said(text, withheld=Withheld.UNPUBLISHED) for text in TEXT))
        assert (found.readings[0].drafts, found.decisions) == ((), ())

    def test_a_title_that_only_the_file_knows_is_proposed(self) -> None:
        hidden = said("La nuit du port", F.TITLE, withheld=Withheld.METADATA)
        found = read(hidden, said(TEXT[0]), said(TEXT[1]), said(TEXT[2]))
        draft = found.readings[0].drafts[0]
        assert (draft.title, draft.title_proposed) == ("La nuit du port", True)

    @pytest.mark.parametrize("title", ["Microsoft Word - a.doc", "Document1", "Untitled", "article.docx"])
    def test_a_title_that_a_program_made_is_not(self, title: str) -> None:
        hidden = said(title, F.TITLE, withheld=Withheld.METADATA)
        assert read(hidden, said(TEXT[0]), said(TEXT[1])).readings[0].drafts[0].title != title


class TestWhatGoesTogether:
    def test_a_note_of_what_is_held_back_is_held_back(self) -> None:
        call = Mark(2, 2, Emphasis.NOTE, "1")
        found = read(
            TITLE, said(TEXT[0]), said(TEXT[1]), said("Un.", F.PARAGRAPH, call, withheld=Withheld.HIDDEN),
            said("Tard.", F.NOTE, label="1"),
        )  # fmt: skip
        assert last(found).fate is Fate.HELD_BACK

    def test_a_note_that_says_what_the_text_says_drops_no_paragraph(self) -> None:
        found = read(TITLE, said(TEXT[0], F.NOTE, label="1"), said(TEXT[0]), said(TEXT[1]))
        assert fates(found) == [Fate.PRINTED] * 4
