"""What a rich file holds, in the article: tables, lists, notes, pictures, links, and every word."""

from __future__ import annotations

import json

import pytest
from anthology.importing.accounting import account
from anthology.importing.copyist import Copyist
from anthology.importing.wording import Wording
from anthology.markup import read_body, words_of
from anthology.model import Edit, Emphasis, Fate, Form, Mark, Reading, Role, Withheld
from anthology.pages import article_text, read_article
from anthology.rules import apply, undo
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importing.readings import AS_IS
from tests.importing.rich import TEXT, Piece, cells, made, manuscript_of, on, picture, said
from tests.safety.counts import count

F, M = Form, Emphasis
TITLE = said("Un titre", F.TITLE)
HEAD = (TITLE, said("Un chapô.", F.STANDFIRST))


def body(*pieces: Piece, **options: object) -> str:
    """The text of the one article that these pieces make between two paragraphs."""
    _, shown = made(*HEAD, said(TEXT[0]), *pieces, said(TEXT[1]), **options)  # type: ignore[arg-type]
    (article,) = shown.articles
    text = article.body
    assert text.startswith(TEXT[0])
    return text.removeprefix(TEXT[0]).replace(TEXT[1], "", 1).strip("\n")


class TestBlocks:
    def test_headings_keep_their_order_and_leave_no_level_out(self) -> None:
        found = body(
            said("Matin", F.HEADING, level=2),
            said(TEXT[2]),
            said("Quais", F.HEADING, level=5),
            said(TEXT[2] + " Oui."),
        )
        assert found.startswith("## Matin\n\n")
        assert "\n\n### Quais\n\n" in found

    def test_lists_keep_their_depth_and_their_numbers(self) -> None:
        found = body(
            said("un", F.ITEM, level=1, ordered=True), said("dedans", F.ITEM, level=2),
            said("plus loin", F.ITEM, level=4), said("deux", F.ITEM, level=1, ordered=True),
        )  # fmt: skip
        assert found == "1. un\n    - dedans\n        - plus loin\n2. deux"

    def test_a_list_of_another_kind_is_another_list(self) -> None:
        found = body(said("un", F.ITEM, level=1), said("deux", F.ITEM, level=1, ordered=True))
        assert found == "- un\n\n1. deux"

    def test_a_table_keeps_its_head_its_empty_cells_and_lines_and_its_figures_stand_right(self) -> None:
        table = cells([("Espèce", "Tonnes"), ("Sardine | thon", "1 200"), ("Anchois", "")])
        table.insert(3, said("bleue", F.CELL, table=1, row=2, column=1))
        assert body(*table) == (
            "| Espèce | Tonnes |\n| --- | --: |\n| Sardine \\| thon<br>bleue | 1 200 |\n| Anchois |  |"
        )

    def test_the_first_row_names_the_columns_where_figures_stand_below_words(self) -> None:
        rows = [("Espèce", "Tonnes"), ("Sardine", "12"), ("Thon", "3")]
        assert body(*cells(rows, head=False)).startswith("| Espèce | Tonnes |\n| --- | --: |\n| Sardine")

    def test_a_table_without_a_head_gets_none(self) -> None:
        found = body(*cells([("Lundi", "le port"), ("Mardi", "la criée")], head=False))
        assert found == "|  |  |\n| --- | --- |\n| Lundi | le port |\n| Mardi | la criée |"

    def test_a_table_that_only_sets_text_side_by_side_is_text(self) -> None:
        found = body(*cells([(TEXT[2],)], head=False))
        assert found == TEXT[2]

    def test_a_quotation_is_one_over_its_paragraphs(self) -> None:
        found = body(said("La mer donne, on le sait.", F.QUOTE), said("La mer reprend aussi.", F.QUOTE))
        assert found == "> La mer donne, on le sait.\n>\n> La mer reprend aussi."

    def test_verse_keeps_its_lines(self) -> None:
        found = body(said("Ô port,\nô nuit", F.VERSE, Mark(0, 14, M.EMPHASIS)))
        assert found == "*Ô port,\nô nuit*\n{: .verse }"

    def test_a_mark_over_a_whole_heading_says_nothing_more(self) -> None:
        found = body(said("Le matin", F.HEADING, Mark(0, 8, M.STRONG), level=2), said(TEXT[2]))
        assert found.startswith("## Le matin\n")


class TestNotes:
    def test_a_note_is_called_where_it_was_and_stands_at_the_end_of_its_article(self) -> None:
        text = TEXT[2]
        found = body(
            said(text, F.PARAGRAPH, Mark(16, 16, M.NOTE, "fn7")),
            said("Selon la capitainerie.", F.NOTE, label="fn7"),
            said("En 2022.", F.NOTE, label="fn7"),
        )
        assert f"{text[:16]}[^1]{text[16:]}" in found
        assert found.endswith("[^1]: Selon la capitainerie.\n\n    En 2022.")

    def test_the_number_that_called_it_gives_way_to_the_one_it_gets(self) -> None:
        text = "Le jour se lève4 sur les filets, et les mouettes reprennent leur longue ronde."
        call = on(text, "4", M.NOTE, "a"), on(text, "4", M.SUPERSCRIPT)
        assert "lève[^1] sur" in body(said(text, F.PARAGRAPH, *call), said("Tard.", F.NOTE, label="a"))

    def test_a_note_that_nobody_calls_is_printed_as_one(self) -> None:
        assert body(said("Tard.", F.NOTE, label="a")).endswith("Tard.\n{: .note }")

    def test_a_note_may_call_another(self) -> None:
        found = body(
            said(TEXT[2], F.PARAGRAPH, Mark(3, 3, M.NOTE, "a")),
            said("Un, voir.", F.NOTE, Mark(2, 2, M.NOTE, "b"), label="a"), said("Deux.", F.NOTE, label="b"),
        )  # fmt: skip
        assert found.endswith("[^1]: Un[^2], voir.\n\n[^2]: Deux.")

    def test_it_goes_with_the_article_that_calls_it(self) -> None:
        _, shown = made(
            *HEAD, said(TEXT[0], F.PARAGRAPH, Mark(2, 2, M.NOTE, "a")), said("Groupe 1 : Ada Roy, Guy Lô"),
            said("Deux titres", F.TITLE), said(TEXT[1]), said(TEXT[2]), said("Groupe 2 : Zoé Mas, Luc Pons"),
            said("Tard.", F.NOTE, label="a"),
        )  # fmt: skip
        assert [one.body.count("[^1]: Tard.") for one in shown.articles] == [1, 0]


class TestPictures:
    ALT = said("Des caisses", F.ALT, label="x.jpg", pictures=[picture("x.jpg")])
    CAPTION = said("Le quai, tôt.", F.CAPTION, on("Le quai, tôt.", "tôt", M.EMPHASIS), label="x.jpg")

    def test_a_picture_stands_where_it_stood_with_its_words(self) -> None:
        assert body(self.ALT, self.CAPTION) == ("![Des caisses](photos/x.jpg) Le quai, *tôt*.\n{: .figure }")

    def test_a_credit_that_stands_by_it_is_its_own(self) -> None:
        _, shown = made(*HEAD, said(TEXT[0]), self.ALT, said("Photo : Inès Causse"), said(TEXT[1]))
        (photo,) = shown.articles[0].photos
        assert (photo.file, [who.display for who in photo.credit]) == ("photos/x.jpg", ["Inès Causse"])

    def test_a_credit_far_from_two_is_neithers(self) -> None:
        two = said(TEXT[2], pictures=[picture("y.jpg")])
        _, shown = made(*HEAD, self.ALT, said(TEXT[0]), two, said(TEXT[1]), said("Photo : Inès Causse"))
        assert [photo.file for photo in shown.articles[0].photos if photo.credit] == [""]

    def test_one_in_a_list_stands_behind_the_list(self) -> None:
        found = body(
            said("un", F.ITEM, level=1), said("deux", F.ITEM, level=1, pictures=[picture("y.png", at=2)]),
            said("trois", F.ITEM, level=1),
        )  # fmt: skip
        assert found == "- un\n- deux\n- trois\n\n![](photos/y.png)\n{: .figure }"

    def test_a_name_of_any_kind_leads_back_to_its_file(self) -> None:
        found = body(
            said(TEXT[2], pictures=[picture("l’été (1).jpg")]),
            files={"l’été (1).jpg": "photos/l’été (1).jpg"},
        )
        assert "![](photos/l%E2%80%99%C3%A9t%C3%A9%20%281%29.jpg)" in found

    @pytest.mark.parametrize("why", [Withheld.RUNNING_HEAD, Withheld.NAVIGATION, Withheld.COMMENT])
    def test_one_beside_what_is_not_printed_is_told_and_not_shown(self, why: Withheld) -> None:
        logo = said("Le journal", withheld=why, pictures=[picture("logo.png")])
        _, shown = made(*HEAD, said(TEXT[0]), logo, said(TEXT[1]))
        assert "logo" not in shown.articles[0].body
        assert [one.code for one in shown.findings] == ["picture-left-out"]

    def test_one_that_no_book_can_show_is_told(self) -> None:
        _, shown = made(*HEAD, said(TEXT[0], pictures=[picture("x.wmf")]), said(TEXT[1]), files={})
        assert [(one.code, one.line) for one in shown.findings] == [("picture-left-out", 3)]

    def test_the_description_of_one_that_did_not_come_is_held_back(self) -> None:
        one, shown = made(*HEAD, said(TEXT[0]), said("Un phare", F.ALT, label="z.jpg"), said(TEXT[1]))
        assert [each.fate for each in one.judgements if each.role is Role.ALT] == [Fate.HELD_BACK]
        assert "phare" not in shown.articles[0].body


def test_links_that_lead_nowhere_leave_their_words_and_are_told_once() -> None:
    marks = (
        on(TEXT[2], "jour", M.LINK, "page.html"),
        on(TEXT[2], "filets", M.LINK, "#x"),
        on(TEXT[2], "toits", M.LINK, "https://a.fr"),
    )
    _, shown = made(*HEAD, said(TEXT[0]), said(TEXT[2], F.PARAGRAPH, *marks), said(TEXT[1]))
    assert "Le jour se lève sur les filets" in shown.articles[0].body
    assert "[toits](https://a.fr)" in shown.articles[0].body
    (told,) = shown.findings
    assert (told.code, told.line) == ("link-left-out", 4)
    assert "“jour” (page.html)" in told.message


# --- whatever a file holds ---------------------------------------------------------------------------

WORDS = [
    "mot", "Sète", "a_b", "*", "[1]", "x|y", "<b>", "1.", "- ", "oeuvre", "...", "!", "« oui »", "n°",
    "l'été", "C#", "^2", "{: .x }", "12", "&amp;", "`code`", "?", ":", "\\",
]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join).map(str.strip).filter(bool)


@st.composite
def pieces(draw: st.DrawFn) -> list[Piece]:
    found = [said(TEXT[0])]
    labels = st.sampled_from(["a", "b"])
    for number in range(draw(st.integers(1, 7))):
        text = draw(texts)
        form = draw(st.sampled_from([*Form, Form.PARAGRAPH, Form.PARAGRAPH, Form.CELL]))
        places = st.integers(0, len(text))
        marks = []
        for kind in draw(st.lists(st.sampled_from([*Emphasis]), max_size=3)):
            start, end = sorted((draw(places), draw(places)))
            target = {M.LINK: "https://a.fr/b", M.LANGUAGE: "en", M.NOTE: draw(labels)}.get(kind, "")
            marks.append(Mark(start, end if kind is not M.NOTE else start, kind, target))
        shape: dict[str, object] = {}
        if form is Form.CELL:
            shape = {"table": 1 + number // 5, "row": 1 + number % 2, "column": 1 + number % 3}
        elif form in (Form.NOTE, Form.ALT, Form.CAPTION):
            shape = {"label": draw(labels) if form is Form.NOTE else f"{draw(labels)}.jpg"}
        elif form in (Form.HEADING, Form.ITEM):
            shape = {"level": draw(st.integers(1, 4)), "ordered": draw(st.booleans())}
        if draw(st.integers(0, 8)) == 0:
            shape["withheld"] = draw(st.sampled_from([*Withheld]))
        shown = [picture(f"{draw(labels)}.jpg", at=draw(places))] if draw(st.integers(0, 5)) == 0 else []
        found.append(said(text, form, *marks, pictures=shown, **shape))
    return [*found, said(TEXT[1])]


@settings(deadline=None, max_examples=count(15, 60))
@given(pieces())
def test_no_word_is_lost_whatever_the_file_holds(parts: list[Piece]) -> None:
    one, shown = made(*parts)  # the words of each article are compared on the way
    assert len(one.judgements) == len(one.manuscript.blocks)
    for judgement in one.judgements:
        if judgement.fate is Fate.PRINTED:
            assert judgement.article is not None
    for article in shown.articles:
        again = read_article(article_text(article), article.file, slug=article.slug, language="en")
        assert list(words_of(read_body(again).root)) == list(words_of(read_body(article).root))
    assert _of_fates(one) == len(one.manuscript.text.split())


def _of_fates(one: Reading) -> int:
    return sum(judgement.block.words for judgement in one.judgements)


@settings(deadline=None, max_examples=count(15, 30))
@given(pieces())
def test_what_is_clean_stays_as_it_is_with_its_marks_and_every_edit_is_undone(parts: list[Piece]) -> None:
    one, shown = made(*parts)
    wording = Wording(one.manuscript.file)
    copyist = Copyist(one.manuscript, "fr", AS_IS, wording)
    for block in one.manuscript.blocks:
        once = copyist.copy(block.start, block.end)
        again = manuscript_of(Piece(once.text, marks=once.marks))
        assert Copyist(again, "fr", AS_IS, Wording(again.file)).copy(0, len(again.text)) == once
    entry = account(one, [article.slug for article in shown.articles], AS_IS, wording)
    edits = _edits(entry)
    assert undo(apply(one.manuscript.text, edits), edits) == one.manuscript.text


def _edits(entry: str) -> list[Edit]:
    return [Edit(**edit) for edit in json.loads(entry)["edits"]]
