"""The page that tells a person what became of everything."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
import shutil
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from anthology import pipeline, resources, rules
from anthology.cache import Cache
from anthology.checks import Case, run
from anthology.layouts import Layout
from anthology.model import Article, Contributor, Decision, Fate, Finding, Group, Photo, Severity, Source
from anthology.names import Person
from anthology.report import report_pages
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from tests import books
from tests.checks import cases
from tests.safety.counts import count

HOSTILE = """<script>alert("1")</script>'"><img src=x onerror=alert(1)>&amp; {{ 7 * 7 }} </textarea>"""
OPEN = Decision(
    "aaaaaaaaaa", "title", "submissions/a.txt:1", "no title", "« Le port »", ("it is in the text",)
)
TAKEN = Decision("bbbbbbbbbb", "wording", "submissions/a.txt:2", "alertant", "alternant", answer="accept")


def submission(text: str = "Le port dort ?", **fields: object) -> dict[str, object]:
    """One submission of one block."""
    block = {
        "start": 0,
        "end": len(text),
        "line": 1,
        "role": "body",
        "fate": "printed",
        "text": text,
        **fields,
    }
    words = len(text.split())
    return {"file": "submissions/a.txt", "sha256": "0", "words": words, "language": "fr", "blocks": [block]}


RULES = {"Q1": ("quotes", "French quotes are these."), "N3": ("percent", "A space before the sign.")}


def ledger(*submissions: dict[str, object]) -> dict[str, object]:
    return {"submissions": list(submissions)}


def pages(
    case: Case, findings: tuple[Finding, ...] = (), language: str = "fr"
) -> dict[str, html.HtmlElement]:
    made = report_pages(case, findings, language=language, figures={}, rules=RULES)
    return {name: html.document_fromstring(text) for name, text in made.items()}


def page(case: Case, findings: tuple[Finding, ...] = (), language: str = "fr") -> html.HtmlElement:
    """The first page."""
    return pages(case, findings, language)["index.html"]


def sheet(case: Case, language: str = "fr") -> html.HtmlElement:
    """The page of the first submission."""
    return next(root for name, root in pages(case, (), language).items() if name.startswith("submissions/"))


def found(root: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    return cast("list[html.HtmlElement]", root.xpath(path))


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def part(root: html.HtmlElement, id_: str) -> html.HtmlElement:
    return root.get_element_by_id(id_)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
        parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


class TestWords:
    def test_the_words_by_fate_and_their_sum_are_told_for_each_submission_and_for_all(self) -> None:
        second = {**submission("quatre cinq", fate="held-back"), "file": "submissions/b.txt"}
        made = pages(Case(ledger=ledger(submission("un deux trois"), second)))
        rows = {
            name: [" ".join(map(text_of, row)).strip() for row in table.iter("tr")][1:]
            for name, root in made.items()
            for table in found(root, "//table[@class='account']")
        }
        assert rows == {
            "index.html": [
                "imprimés dans le texte 3 60 %",
                "mis de côté, non imprimés 2 40 %",
                "Mots reçus 5",
            ],
            "submissions/a-txt.html": ["imprimés dans le texte 3 100 %", "Mots reçus 3"],
            "submissions/b-txt.html": ["mis de côté, non imprimés 2 100 %", "Mots reçus 2"],
        }

    def test_the_bar_shows_every_fate_in_proportion_by_a_pattern_of_its_own_and_tells_it_in_words(
        self,
    ) -> None:
        both = ledger(submission("un deux trois"), submission("quatre", fate="credit"))
        root = page(Case(ledger=both))
        bar = found(root, "//*[local-name()='svg'][@class='bar']")[0]
        pieces = [(rect.get("fill"), rect.get("x"), rect.get("width")) for rect in bar.iter("rect")]
        assert pieces == [("url(#p-printed)", "0.0%", "75.0%"), ("url(#p-credit)", "75.0%", "25.0%")]
        assert (bar.get("role"), bar.get("aria-label")) == (
            "img",
            "Les mots selon ce qu’ils sont devenus: imprimés dans le texte 3, passés dans les signatures 1",
        )

    def test_every_fate_has_a_pattern_and_no_two_are_drawn_alike(self) -> None:
        patterns = {one.get("id"): one for one in found(page(Case()), "//*[local-name()='pattern']")}
        assert set(patterns) == {f"p-{fate}" for fate in Fate}
        drawn = [
            (
                one.get("patterntransform") or one.get("patternTransform"),
                one.get("height"),
                [(part.tag, part.get("d"), part.get("r")) for part in one.iter("path", "circle")],
            )
            for one in patterns.values()
        ]
        assert all(drawn.count(one) == 1 for one in drawn)

    def test_what_is_not_printed_stands_in_full_and_is_linked(self) -> None:
        text = "Annonce d’un autre article, " + "très longue " * 60
        root = sheet(Case(ledger=ledger(submission(text.strip(), fate="held-back", role="teaser", line=4))))
        assert text.strip() in root.text_content()
        assert "Mots non imprimés, donnés en entier ci-dessous\u00a0: 124" in root.text_content()
        (jump,) = found(root, "//ul[@class='jump']//a")
        row = root.get_element_by_id(jump.get("href")[1:])
        assert "unprinted" in row.get("class").split()
        assert "mis de côté, non imprimés" in text_of(row)

    def test_a_copy_and_what_it_copies_are_linked_both_ways(self) -> None:
        copy = submission("Le port dort ?", fate="dropped-copy", of="submissions/b.txt:7")
        original = {**submission("Le port dort ?", line=7), "file": "submissions/b.txt"}
        made = pages(Case(ledger=ledger(copy, original)))
        (away,) = found(made["submissions/a-txt.html"], "//a[text()='submissions/b.txt:7']")
        (back,) = found(made["submissions/b-txt.html"], "//a[text()='submissions/a.txt:1']")
        assert (away.get("href"), back.get("href")) == (
            "../submissions/b-txt.html#l7",
            "../submissions/a-txt.html#l1",
        )
        assert "Copie de submissions/b.txt:7" in text_of(away.getparent())
        assert "Revient à submissions/a.txt:1" in text_of(back.getparent())

    def test_an_answer_says_who_speaks_and_every_paragraph_why_it_is_what_it_is(self) -> None:
        fields: dict[str, Any] = {"speakers": ["Ada", "Bo"], "evidence": ["same words"], "article": "port"}
        told = text_of(sheet(Case(ledger=ledger(submission(**fields)))))
        for words in ("Parle : Ada et Bo", "Pourquoi : same words", "Dans l’article port"):
            assert words in told

    def test_a_damaged_ledger_still_gives_a_page(self) -> None:
        assert "Aucun texte" in text_of(page(Case(ledger={"submissions": [{"file": 1}]})))

    def test_what_a_file_does_not_show_says_so_and_pictures_stand_where_they_came(self) -> None:
        account = submission("Rayé.", fate="held-back", withheld="deleted")
        root = sheet(Case(ledger=ledger({**account, "pictures": [{"at": 0, "name": "g5-1.jpg"}]})))
        assert "ne le montre pas\u00a0: " in root.text_content()
        assert "Image : g5-1.jpg" in text_of(root)


class TestEdits:
    TEXT = "Il dit “oui” : 15%"
    EDITS = (
        {"start": 7, "end": 8, "before": "“", "after": "«\u00a0", "rule": "Q1"},
        {"start": 11, "end": 12, "before": "”", "after": "\u00a0»", "rule": "Q1"},
        {"start": 17, "end": 17, "before": "", "after": "\u00a0", "rule": "N3"},
    )

    def root(self, *edits: dict[str, object], **fields: object) -> html.HtmlElement:
        return sheet(Case(ledger=ledger({**submission(self.TEXT), "edits": list(edits), **fields})))

    def side(self, name: str, *edits: dict[str, object], **fields: object) -> html.HtmlElement:
        return found(self.root(*edits, **fields), f"//p[@class='{name}']")[0]

    def test_the_text_as_it_came_stands_to_the_character_with_what_was_taken_out(self) -> None:
        source = self.side("source", *self.EDITS)
        assert source.text_content() == self.TEXT
        assert [mark.text for mark in source.iter("del")] == ["“", "”"]

    def test_beside_it_stands_the_result_with_what_was_put_in_and_the_rule_of_each(self) -> None:
        made = self.side("made", *self.EDITS)
        assert [mark.text for mark in made.iter("ins")] == ["«\u00a0", "\u00a0»", "\u00a0"]
        assert [(mark.text, mark.get("href")) for mark in made.find_class("rule")] == [
            ("Q1", "#rule-Q1"),
            ("Q1", "#rule-Q1"),
            ("N3", "#rule-N3"),
        ]
        for mark in made.find_class("rule"):
            mark.drop_tree()
        assert made.text_content() == "Il dit «\u00a0oui\u00a0» : 15\u00a0%"

    def test_each_rule_that_was_used_is_explained_at_the_end_and_no_other(self) -> None:
        root = self.root(self.EDITS[2])
        assert text_of(root.get_element_by_id("rule-N3")) == "N3 percent A space before the sign."
        assert not found(root, "//*[@id='rule-Q1']")

    def test_a_rule_that_nobody_knows_is_named_all_the_same(self) -> None:
        made = self.side("made", {**self.EDITS[0], "rule": "X9"})
        assert [mark.text for mark in made.find_class("rule")] == ["X9"]

    def test_an_answer_that_was_taken_shows_what_it_changed_and_leads_to_its_question(self) -> None:
        accepted = [{"start": 8, "end": 11, "before": "oui", "after": "non", "rule": "W1:bbbbbbbbbb"}]
        root = self.root(*self.EDITS, accepted=accepted)
        (mark,) = [mark for mark in root.find_class("rule") if mark.get("href") == "#d-bbbbbbbbbb"]
        assert mark.text == "votre réponse"
        assert "«\u00a0Q1non" in found(root, "//p[@class='made']")[0].text_content()

    def test_a_change_that_lies_across_another_is_told_below(self) -> None:
        across = {"start": 7, "end": 12, "before": "“oui”", "after": "« non »", "rule": "R"}
        source = self.side("source", self.EDITS[0], across)
        assert [mark.text for mark in source.iter("del")] == ["“"]
        assert "« non »" in source.getparent().getparent().text_content()

    def test_a_change_of_another_paragraph_is_not_drawn_here(self) -> None:
        assert not list(self.side("source", {**self.EDITS[0], "start": 90, "end": 91}).iter("del", "ins"))


words_of_france = st.text(st.sampled_from("aé «»“”'’ .…?!15%-\n"), min_size=1, max_size=60)


@st.composite
def accounts(draw: st.DrawFn) -> dict[str, Any]:
    """A submission of a ledger: any paragraphs with any fates, cleaned by the rules."""
    texts = draw(st.lists(words_of_france.map(str.strip).filter(bool), min_size=1, max_size=5))
    blocks, edits, at = [], [], 0
    for line, text in enumerate(texts, start=1):
        fate = draw(st.sampled_from(sorted(Fate)))
        blocks.append(
            {"start": at, "end": at + len(text), "line": line, "role": "body", "fate": fate, "text": text}
        )
        edits += [
            {
                "start": edit.start + at, "end": edit.end + at,
                "before": edit.before, "after": edit.after, "rule": edit.rule,
            }
            for edit in rules.edits(text, "fr")
        ]  # fmt: skip
        at += len(text) + 1
    words = sum(len(text.split()) for text in texts)
    return {
        "file": "submissions/a.txt", "sha256": "0", "words": words, "language": "fr",
        "blocks": blocks, "edits": edits,
    }  # fmt: skip


class TestNothingLost:
    @settings(deadline=None, max_examples=count(15, 60))
    @given(accounts())
    def test_a_page_gives_back_every_word_of_its_source_and_the_result_of_the_rules(
        self, account: dict[str, Any]
    ) -> None:
        root = sheet(Case(ledger=ledger(account)))
        rows = found(root, "//table[@class='beside']/tbody/tr")
        texts = [found(row, ".//p[@class='source']")[0].text_content() for row in rows]
        assert texts == [block["text"] for block in account["blocks"]]
        assert sum(len(text.split()) for text in texts) == account["words"]
        for row, block in zip(rows, account["blocks"], strict=True):
            for sign in row.find_class("rule"):
                sign.drop_tree()
            made = [one.text_content() for one in found(row, ".//p[@class='made']")]
            shown = block["fate"] not in ("dropped-copy", "held-back", "furniture", "undecided")
            assert made == ([rules.apply(block["text"], rules.edits(block["text"], "fr"))] if shown else [])

    def test_the_submissions_of_this_book_are_all_there_to_the_word_and_their_sums_are_known(
        self, tmp_path: Path
    ) -> None:
        sent = Path(__file__).resolve().parents[2] / "content" / "submissions"
        shutil.copytree(sent, tmp_path / "content" / "submissions")
        (tmp_path / "content" / "anthology.toml").write_text('[book]\ntitle = "T"\nlanguage = "fr"\n')
        account = pipeline.import_submissions(tmp_path / "content").ledger
        made = pages(Case(ledger=account))
        for file in sorted(sent.iterdir()):
            (root,) = [root for root in made.values() if text_of(root.find(".//h1")).endswith(file.name)]
            shown = [cell.text_content() for cell in found(root, "//p[@class='source']")]
            assert Counter(" ".join(shown).split()) == Counter(file.read_text("utf-8").split())
        cells = found(made["index.html"], "//table[@class='account']//td[1]")
        assert [cell.text_content().replace("\u202f", "") for cell in cells] == [
            "2108",
            "32",
            "94",
            "5",
            "395",
            "80",
            "2714",
        ]

    @settings(deadline=None, max_examples=count(15, 60))
    @given(accounts())
    def test_the_table_of_words_adds_up_to_what_came(self, account: dict[str, Any]) -> None:
        root = sheet(Case(ledger=ledger(account)))
        cells = found(root, "//table[@class='account']/tbody/tr/td[1]")
        (total,) = found(root, "//table[@class='account']/tfoot/tr/td[1]")
        assert sum(int(cell.text) for cell in cells) == int(total.text) == account["words"]


class TestFindings:
    def test_they_come_by_how_much_they_matter_with_place_and_what_to_do(self) -> None:
        findings = (
            Finding(
                "class-unknown",
                Severity.REMARK,
                "nothing says what the class J1 is",
                "add it",
                "articles/a.md",
            ),
            Finding("photo-missing", Severity.ERROR, "no file", "put it", "articles/b.md", 12),
            Finding("pdf-words-lost", Severity.ERROR, "2 words", "look", "book.pdf", page="iv"),
        )
        notices = part(page(Case(), findings), "seen").find_class("notice")
        assert [text_of(notice.find("h3")) for notice in notices] == [
            "Une photographie manque",
            "Des mots manquent dans le livre imprimé",
            "Un code de classe que rien n’explique",
        ]
        assert "articles/b.md, ligne 12" in text_of(notices[0])
        assert "book.pdf, page iv" in text_of(notices[1])
        assert "Déposez la photographie" in text_of(notices[0])

    def test_findings_of_one_kind_stand_together(self) -> None:
        findings = tuple(
            Finding("article-empty", Severity.ERROR, f"{n}", "x", f"articles/{n}.md") for n in range(3)
        )
        notices = part(page(Case(), findings), "seen").find_class("notice")
        assert len(notices) == 1
        assert text_of(notices[0].find("h3")).endswith("× 3")

    def test_a_code_that_nobody_knows_is_told_in_its_own_words(self) -> None:
        found = Finding("new-thing", Severity.WARNING, "something new", "do it")
        assert "something new" in text_of(part(page(Case(), (found,)), "seen"))

    def test_when_nothing_was_seen_the_page_says_so(self) -> None:
        assert "Rien à signaler" in text_of(part(page(Case()), "seen"))


class TestDecisions:
    def test_the_first_page_shows_what_waits_and_another_page_everything(self) -> None:
        made = pages(Case(decisions=(OPEN, TAKEN)))
        decide = text_of(part(made["index.html"], "decide"))
        assert OPEN.id in decide
        assert TAKEN.id not in decide
        told = [text_of(one) for one in made["decisions.html"].find_class("question")]
        assert ["attend une réponse" in one for one in told] == [True, False]
        assert "acceptée" in told[1]

    def test_a_question_stands_beside_its_paragraph_with_its_words_marked_and_is_led_to(self) -> None:
        asked = replace(TAKEN, where="submissions/a.txt:1", found="port", proposed="pont", answer="")
        made = pages(Case(ledger=ledger(submission()), decisions=(asked,)))
        root = made["submissions/a-txt.html"]
        (link,) = found(made["index.html"], "//section[@id='decide']//p[@class='place']/a")
        file, _, anchor = link.get("href").partition("#")
        assert (file, anchor) == ("submissions/a-txt.html", f"d-{asked.id}")
        row = root.get_element_by_id(anchor).iterancestors("tr").__next__()
        assert "asked" in row.get("class").split()
        assert [mark.text_content() for mark in found(row, ".//mark")] == ["port"]
        assert "reason" not in text_of(row)

    def test_what_is_asked_is_told_in_the_language_of_the_book_with_evidence_and_how_to_answer(self) -> None:
        decide = text_of(part(page(Case(decisions=(OPEN, TAKEN))), "decide"))
        for words in ("titre à choisir attend une réponse", "« Le port »", "it is in the text"):
            assert words in decide
        assert "anthology review" in decide
        assert "content/review.toml" in decide
        assert "title to choose" in text_of(part(page(Case(decisions=(OPEN,)), language="en"), "decide"))

    def test_reasons_and_rules_are_told_in_the_language_of_the_book(self) -> None:
        edit = {"start": 8, "end": 12, "before": "dort", "after": "dort", "rule": "B1"}
        reasons = ["is long", "says the same as submissions/b.txt:3", "mes mots"]
        one = submission(evidence=reasons) | {"edits": [edit]}
        asked = replace(OPEN, kind="hidden-text", proposed="hold back", evidence=("the file hides it",))
        case = Case(ledger=ledger(one), decisions=(asked,))
        rule = next(rule for rule in rules.RULES if rule.id == "B1")
        table = {"B1": (rule.name, rule.why)}
        made = {
            language: " ".join(report_pages(case, (), language=language, figures={}, rules=table).values())
            for language in ("fr", "en")
        }
        for words in (
            "est long · dit la même chose que submissions/b.txt:3 · mes mots",
            "<li>le fichier le masque</li>",
            "ne pas imprimer",
            "titre et nom</dt> <dd>On ne sépare pas un titre du nom qui le suit.",
        ):
            assert words in made["fr"]
            assert words not in made["en"]
        for words in (" · ".join(reasons), "<li>the file hides it</li>", "hold back", rule.name, rule.why):
            assert words in made["en"]
            assert words not in made["fr"]

    @pytest.mark.parametrize(
        ("language", "marked"), [("fr", None), ("fr-CH", None), ("en", None), ("oc", "en")]
    )
    def test_reasons_are_marked_as_english_where_they_could_not_be_told(
        self, language: str, marked: str | None
    ) -> None:
        listed = found(
            part(page(Case(decisions=(OPEN,)), language=language), "decide"), ".//ul[@class='evidence']"
        )
        assert [one.get("lang") for one in listed] == [marked]

    def test_own_words_are_shown_as_they_are(self) -> None:
        made = pages(Case(decisions=(replace(OPEN, answer="Le quai"),)))
        assert "vos mots Le quai" in text_of(made["decisions.html"])

    def test_many_are_told_on_many_pages_and_the_first_page_stays_short(self) -> None:
        many = tuple(replace(OPEN, id=f"{n:010d}") for n in range(450))
        made = pages(Case(decisions=many))
        named = [name for name in made if name.startswith("decisions")]
        assert named == ["decisions.html", "decisions-2.html", "decisions-3.html"]
        shown = [len(made[name].find_class("question")) for name in named]
        assert shown == [200, 200, 50]
        ids = [one.get("id") for name in named for one in made[name].find_class("question")]
        assert ids == [f"d-{one.id}" for one in many]
        first = part(made["index.html"], "decide")
        assert len(first.find_class("question")) < 30
        assert "Toutes les questions : 450" in text_of(first)
        turns = found(made["decisions-2.html"], "//nav[@class='turn'][1]//a")
        assert {a.get("href") for a in turns} == {"decisions.html", "decisions-3.html"}

    def test_when_none_is_open_the_page_says_so(self) -> None:
        assert "Rien n’attend de réponse." in text_of(part(page(Case(decisions=(TAKEN,))), "decide"))

    def test_an_open_decision_is_not_told_a_second_time_among_the_findings(self) -> None:
        case = Case(decisions=(OPEN,))
        assert "decision-open" not in text_of(part(page(case, run(case)), "seen"))


class TestArticles:
    def test_everybody_is_named_with_group_class_and_role(self) -> None:
        people = (
            Contributor(Person("Marsan", "Amélie"), class_code="J1"),
            Contributor(Person(organisation="Agence Rivage"), "illustrator"),
        )
        article = Article(
            "port", "articles/port.md", "Le port", "fr", "x", authors=people,
            group=Group("5", "2022", "École du Rivage"), photos=(Photo((Person("L’Haÿ", "Zoë"),)),),
        )  # fmt: skip
        told = text_of(pages(Case(articles=(article,)))["articles.html"])
        for words in (
            "Groupe 5 · École du Rivage · 2022",
            "Amélie Marsan J1",
            "Agence Rivage (illustration)",
            "Zoë L’Haÿ",
        ):
            assert words in told

    def test_an_article_that_nobody_signs_says_so(self) -> None:
        article = Article("a", "articles/a.md", "A", "fr", "x")
        assert "Personne ne le signe." in text_of(pages(Case(articles=(article,)))["articles.html"])

    def test_a_photograph_is_told_with_all_that_came_with_it(self) -> None:
        photo = Photo((Person("Roy"),), "photos/x.jpg", "Une halle", "CC BY 4.0", "Des étals")
        article = Article("a", "articles/a.md", "A", "fr", "x", photos=(photo,))
        told = text_of(pages(Case(articles=(article,)))["articles.html"])
        for words in (
            "photos/x.jpg",
            "Par Roy",
            "Légende Une halle",
            "Droits CC BY 4.0",
            "Description Des étals",
        ):
            assert words in told

    def test_the_page_of_a_submission_shows_its_credits_as_they_were_read(self) -> None:
        draft = {
            "slug": "port", "title": "Le port", "language": "fr",
            "group": {"number": "5", "cohort": "2022", "school": "École"},
            "authors": [{"given": "Ada", "family": "Roy", "role": "translator", "class": "J1"}],
            "photos": [{"credit": [{"family": "Brune"}], "caption": "Une halle"}],
        }  # fmt: skip
        root = sheet(Case(ledger=ledger({**submission(), "articles": [draft]})))
        told = text_of(root.find_class("credit-card")[0])
        for words in ("Groupe 5 · École · 2022", "Ada Roy J1 (traduction)", "Par Brune", "Légende Une halle"):
            assert words in told


class TestPage:
    def test_outputs_are_told_with_pages_and_figures_and_can_be_opened(self) -> None:
        case = cases.good()
        figures = {"book.pdf": "170 kB", "Temps": "3 s"}
        root = html.document_fromstring(report_pages(case, (), language="fr", figures=figures)["index.html"])
        files = [
            (link.get("href"), text_of(link.getparent())) for link in found(root, "//ul[@class='files']//a")
        ]
        pages = len(case.pdfs["book.pdf"].pages)
        assert files[1] == ("../book.pdf", f"book.pdf {pages} pages, 170 kB")
        assert files[0][0] == "../book.epub"
        assert "Temps – 3 s" in text_of(root)

    def test_a_folder_of_outputs_is_one_line_that_opens_on_its_files(self) -> None:
        book = cases.good()
        outputs = {**book.outputs, "offprints/b.pdf": b"%PDF", "offprints/a.pdf": cases.pdf()}
        told = {"offprints/": "2 PDF, 1 MB"}
        pages = report_pages(cases.fresh(book, outputs=outputs), (), language="fr", figures=told)
        root = html.document_fromstring(pages["index.html"])
        (folder,) = found(root, "//details[ul[@class='parts']]")
        assert text_of(folder.find("summary")) == "offprints/ 2 PDF, 1 MB"
        parts = [(link.get("href"), text_of(link.getparent())) for link in found(folder, ".//a")]
        assert [href for href, _ in parts] == ["../offprints/a.pdf", "../offprints/b.pdf"]
        assert parts[0][1].startswith(f"a.pdf {len(book.pdfs['book.pdf'].pages)} pages, ")
        assert len(found(root, "//ul[@class='files']//a")) == 2

    def test_who_makes_a_booklet_is_told_how_to_print_it(self) -> None:
        book = cases.good()
        assert "bord court" not in text_of(page(book))
        folded = cases.fresh(book, outputs={**book.outputs, "booklet.pdf": cases.pdf()})
        assert "retournement sur le bord court" in text_of(page(folded))

    @pytest.mark.parametrize("language", ["fr", "en", "oc"])
    def test_a_page_is_made_in_every_language_and_of_nothing_at_all(self, language: str) -> None:
        root = page(Case(), language=language)
        assert root.get("lang") == language

    def whole(self) -> dict[str, html.HtmlElement]:
        copy = submission(of="submissions/b.txt:1", fate="dropped-copy")
        account = ledger(copy, {**submission("Autre."), "file": "submissions/b.txt"})
        return pages(replace(cases.good(), decisions=(OPEN, TAKEN), ledger=account))

    def test_they_hold_no_script_and_ask_for_nothing(self) -> None:
        for root in self.whole().values():
            assert not list(root.iter("script", "link", "img", "iframe", "object", "form"))
            values = [(key, value) for element in root.iter() for key, value in element.items()]
            assert not [key for key, _ in values if key in {"src", "style"} or key.startswith("on")]
            assert not [value for key, value in values if key == "href" and re.match(r"[a-z]+:|/", value)]
            assert all(value.startswith("url(#p-") for _, value in values if "url(" in value)
            assert not re.search(r"url\(|@import", root.find(".//style").text)

    def test_nothing_but_their_own_style_sheet_is_allowed(self) -> None:
        for root in self.whole().values():
            (policy,) = found(root, "//meta[@http-equiv='Content-Security-Policy']/@content")
            sum_ = base64.b64encode(hashlib.sha256(root.find(".//style").text.encode()).digest()).decode()
            assert policy == (
                f"default-src 'none'; style-src 'sha256-{sum_}'; base-uri 'none'; form-action 'none'"
            )

    def test_every_link_leads_somewhere(self) -> None:
        made = self.whole()
        outputs = {"../book.pdf", "../book.epub"}
        followed = 0
        for name, root in made.items():
            for link in root.iter("a"):
                file, _, anchor = link.get("href").partition("#")
                if link.get("href") in outputs:
                    continue
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
                assert target in made, (name, link.get("href"))
                assert not anchor or found(made[target], f"//*[@id='{anchor}']"), (name, link.get("href"))
                followed += 1
        assert followed > 40

    def test_each_has_one_heading_landmarks_a_way_past_them_and_ids_of_its_own(self) -> None:
        for root in self.whole().values():
            assert len(list(root.iter("h1"))) == len(list(root.iter("main"))) == 1
            levels = [int(one.tag[1]) for one in root.iter("h1", "h2", "h3", "h4")]
            assert all(after - before <= 1 for before, after in pairwise(levels))
            ids = [one.get("id") for one in root.iter() if one.get("id")]
            assert len(ids) == len(set(ids))
            assert root.find_class("skip")[0].get("href") == "#main"
            assert root.get("lang") == "fr"
            for one in root.iter("nav"):
                assert one.get("aria-label")
            for one in root.iter("th"):
                assert one.get("scope") in ("row", "col")
            for one in root.iter("input"):
                assert one.getparent().tag == "label"

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_what_is_read_stands_out_from_what_is_behind_it_in_both_schemes(self, scheme: str) -> None:
        style = page(Case()).find(".//style").text
        light, dark = re.findall(r":root \{(.*?)\}", style, re.S)[:2]
        colours = dict(re.findall(r"--([\w-]+): (#\w+)", light if scheme == "light" else dark))
        for front in ("ink", "quiet", "link", "error", "warning", "remark", "good"):
            for back in ("paper", "card"):
                assert contrast(colours[front], colours[back]) >= 4.5, (front, back)
        for back in ("in", "out", "mark"):
            assert contrast(colours["ink"], colours[back]) >= 4.5, back
        assert contrast(colours["quiet"], colours["mark"]) >= 4.5

    def test_pages_of_submissions_keep_their_names_when_others_come(self) -> None:
        accounts = [
            {**submission(), "file": f"submissions/{name}"} for name in ("é/a.txt", "e/a.txt", "b.txt")
        ]
        few, all_ = (set(pages(Case(ledger=ledger(*accounts[:n])))) for n in (2, 3))
        assert few < all_
        assert len([name for name in all_ if name.startswith("submissions/")]) == 3
        assert "submissions/b-txt.html" in all_

    def test_what_is_hostile_comes_out_as_text(self) -> None:
        account = {
            **submission(
                HOSTILE, role=HOSTILE, fate=HOSTILE, of=HOSTILE, speakers=[HOSTILE], evidence=[HOSTILE]
            ),
            "file": HOSTILE,
            "language": HOSTILE,
            "edits": [{"start": 0, "end": 1, "before": "<", "after": HOSTILE, "rule": HOSTILE}],
        }
        person = Person(HOSTILE, HOSTILE)
        article = Article(
            "a", HOSTILE, HOSTILE, HOSTILE, HOSTILE,
            group=Group(HOSTILE, HOSTILE, HOSTILE), authors=(Contributor(person, HOSTILE, HOSTILE),),
            photos=(Photo((person,), HOSTILE),),
        )  # fmt: skip
        decisions = (Decision(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, (HOSTILE,)),)
        case = Case(
            ledger=ledger(account),
            articles=(article,),
            decisions=(*decisions, replace(decisions[0], answer=HOSTILE)),
            config=cases.config(title=HOSTILE),
        )
        finding = Finding(HOSTILE, Severity.ERROR, HOSTILE, HOSTILE, HOSTILE, 1, page=HOSTILE)
        made = report_pages(
            case, (finding,), language="fr", figures={HOSTILE: HOSTILE}, rules={HOSTILE: (HOSTILE, HOSTILE)}
        )
        roots = [html.document_fromstring(text) for text in made.values()]
        for root in roots:
            assert not list(root.iter("script", "img", "textarea"))
            assert not [
                key for element in root.iter() for key in map(str, element.attrib) if key.startswith("on")
            ]
            assert "49" not in text_of(found(root, "//body")[0])
        (name,) = [name for name in made if name.startswith("submissions/")]
        assert re.fullmatch(r"submissions/[a-z0-9-]+\.html", name)
        (source,) = found(html.document_fromstring(made[name]), "//p[@class='source']")
        assert source.text_content() == HOSTILE
        assert sum(text_of(root).count('alert("1")') for root in roots) >= 30

    def test_the_same_case_gives_the_same_page(self) -> None:
        made = [report_pages(cases.good(), (), language="fr", figures={}) for _ in range(2)]
        assert made[0] == made[1]


class TestKept:
    """The page again: what it says is the same from the cache, and nothing that changed is missed."""

    SEEN = (
        Finding("article-empty", Severity.ERROR, "x", "y", "articles/a.md", 1),
        Finding("class-unknown", Severity.REMARK, "x", "y"),
    )

    def case(self, **fields: object) -> Case:
        account = ledger(submission(), {**submission("Autre."), "file": "submissions/b.txt"})
        return replace(cases.good(), **{"ledger": account, "decisions": (OPEN, TAKEN), **fields})  # type: ignore[arg-type]

    def page(self, case: Case, cache: Cache, **changes: Any) -> str:
        """All pages, one after the other."""
        values = {"language": "fr", "figures": {"book.pdf": "170 kB"}, **changes}
        made = report_pages(replace(case, cache=cache), values.pop("findings", self.SEEN), **values)
        return "\f".join(f"{name}\n{text}" for name, text in made.items())

    @pytest.fixture
    def made(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The templates that are filled in, as they are."""
        names: list[str] = []
        page = Layout.page

        def counted(self: Layout, template: str, **values: object) -> str:
            if template.endswith(".html"):
                names.append(template.removeprefix("report/").removesuffix(".html"))
            return page(self, template, **values)

        monkeypatch.setattr(Layout, "page", counted)
        return names

    def test_it_is_the_same_with_no_cache_a_cold_one_and_a_warm_one(
        self, tmp_path: Path, made: list[str]
    ) -> None:
        plain = self.page(self.case(), Cache())
        with Cache(tmp_path) as cold:
            assert self.page(self.case(), cold) == plain
        made.clear()
        with Cache(tmp_path) as warm:
            assert self.page(self.case(), warm) == plain
        assert made == []

    @pytest.mark.parametrize(
        ("change", "parts"),
        [
            ({"figures": {"book.pdf": "171 kB"}}, {"files"}),
            ({"figures": {"book.pdf": "170 kB", "Temps": "3 s"}}, {"files"}),
            ({"findings": SEEN[:1]}, {"counts", "seen"}),
            ({"findings": (SEEN[0], replace(SEEN[1], file="articles/b.md"))}, {"seen"}),
            ({"outputs": {}}, {"files"}),
            ({"decisions": (OPEN,)}, {"waiting", "decisions", "submission"}),
            (
                {"decisions": (OPEN, replace(TAKEN, answer=""))},
                {"waiting", "decide", "decisions", "submission", "received"},
            ),
            ({"articles": ()}, {"articles"}),
            ({"book": books.with_section(books.book(), "article-port", title="x")}, set()),
        ],
    )
    def test_of_a_change_the_parts_that_show_it_are_made_again(
        self, change: dict[str, Any], parts: set[str], made: list[str]
    ) -> None:
        given = {name: change[name] for name in change if name in ("figures", "findings")}
        fields = {name: change[name] for name in change if name not in given}
        cache = Cache()
        before = self.page(self.case(), cache)
        cache.turn()
        made.clear()
        after = self.page(self.case(**fields), cache, **given)
        assert set(made) == parts
        assert (after != before) is bool(parts)
        assert after == self.page(self.case(**fields), Cache(), **given)

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "Un titre"},
            {"title_proposed": True},
            {"language": "en"},
            {"file": "articles/x.md"},
            {"source": Source("submissions/x.txt", 0, 1, "0")},
            {"group": Group("9")},
            {"authors": ()},
            {"photos": (Photo((Person("Roy"),)),)},
        ],
    )
    def test_every_line_of_a_credit_counts_and_the_text_does_not(
        self, fields: dict[str, Any], made: list[str]
    ) -> None:
        cache = Cache()
        case = self.case()
        self.page(case, cache)
        made.clear()
        first, *rest = case.articles
        self.page(self.case(articles=(replace(first, body="Un autre texte."), *rest)), cache)
        assert made == []
        self.page(self.case(articles=(replace(first, **fields), *rest)), cache)
        assert made == ["articles"]

    def test_another_title_or_language_is_another_page(self, made: list[str]) -> None:
        cache = Cache()
        self.page(self.case(), cache)
        made.clear()
        about = replace(books.metadata(), title="Autre")
        assert "Autre" in self.page(self.case(book=replace(books.book(), metadata=about)), cache)
        assert set(made) == {"index", "decisions", "articles", "submission"}
        assert "To decide" in self.page(self.case(), cache, language="en")

    def test_another_template_is_another_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cache = Cache()
        self.page(self.case(), cache)
        files = resources.theme_files

        def changed(theme: resources.Theme) -> dict[str, bytes]:
            name = "shared/report/waiting.html"
            return {**files(theme), name: files(theme)[name] + b"<p>Neuf.</p>"}

        monkeypatch.setattr(resources, "theme_files", changed)
        assert "<p>Neuf.</p>" in self.page(self.case(), cache)

    def test_what_looks_like_a_place_of_a_part_is_text(self) -> None:
        about = replace(books.metadata(), title="<!-- files -->")
        case = self.case(book=replace(books.book(), metadata=about), decisions=())
        text = self.page(case, Cache())
        index = text.partition("\f")[0]
        assert index.count("&lt;!-- files --&gt;") == 2
        assert "<!--" not in text

    def test_of_many_submissions_only_the_one_that_changed_is_made_again(
        self, tmp_path: Path, made: list[str]
    ) -> None:
        accounts = [{**submission(f"Texte {n}."), "file": f"submissions/{n}.txt"} for n in range(30)]
        case = self.case(ledger=ledger(*accounts))
        with Cache(tmp_path) as cold:
            self.page(case, cold)
        made.clear()
        changed = [*accounts[:7], {**submission("Texte neuf."), "file": "submissions/7.txt"}, *accounts[8:]]
        again = self.case(ledger=ledger(*changed))
        with Cache(tmp_path) as warm:
            text = self.page(again, warm)
        assert made.count("submission") == 1
        assert text == self.page(again, Cache())

    def test_a_new_answer_makes_the_page_of_its_submission_again(self, made: list[str]) -> None:
        cache = Cache()
        self.page(self.case(), cache)
        made.clear()
        self.page(self.case(decisions=(replace(OPEN, answer="accept"), TAKEN)), cache)
        assert made.count("submission") == 1
