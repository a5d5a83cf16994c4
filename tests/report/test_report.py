"""The page that tells a person what became of everything."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from anthology import resources
from anthology.cache import Cache
from anthology.checks import Case, run
from anthology.layouts import Layout
from anthology.model import Article, Contributor, Decision, Finding, Group, Photo, Severity, Source
from anthology.names import Person
from anthology.report import report_html
from lxml import html
from tests import books
from tests.checks import cases

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


def ledger(*submissions: dict[str, object]) -> dict[str, object]:
    return {"submissions": list(submissions)}


def page(case: Case, findings: tuple[Finding, ...] = (), language: str = "fr") -> html.HtmlElement:
    return html.document_fromstring(report_html(case, findings, language=language, figures={}))


def found(root: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    return cast("list[html.HtmlElement]", root.xpath(path))


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def part(root: html.HtmlElement, id_: str) -> html.HtmlElement:
    return root.get_element_by_id(id_)


class TestWords:
    def test_the_words_by_fate_and_their_sum_are_told_for_each_submission_and_for_all(self) -> None:
        both = ledger(submission("un deux trois"), submission("quatre cinq", fate="held-back"))
        tables = found(page(Case(ledger=both)), "//table[@class='account']")
        rows = [[" ".join(map(text_of, row)) for row in table.iter("tr")] for table in tables]
        assert rows == [
            ["imprimés dans le texte 3", "mis de côté, non imprimés 2", "Mots reçus 5"],
            ["imprimés dans le texte 3", "Mots reçus 3"],
            ["mis de côté, non imprimés 2", "Mots reçus 2"],
        ]

    def test_the_bar_shows_every_fate_in_proportion_and_fills_its_length(self) -> None:
        both = ledger(submission("un deux trois"), submission("quatre", fate="credit"))
        bar = found(page(Case(ledger=both)), "//*[local-name()='svg']")[0]
        pieces = [
            (rect.get("class"), float(rect.get("x")), float(rect.get("width"))) for rect in bar.iter("rect")
        ]
        assert pieces == [("f-printed", 0, 75), ("f-credit", 75, 25)]

    def test_what_is_not_printed_stands_in_full(self) -> None:
        text = "Annonce d’un autre article, " + "très longue " * 60
        root = page(Case(ledger=ledger(submission(text.strip(), fate="held-back", role="teaser"))))
        assert text.strip() in part(root, "received").text_content()
        assert (
            "Mots non imprimés, donnés en entier ci-dessous\u00a0: 124"
            in part(root, "received").text_content()
        )

    def test_a_copy_says_of_what_and_an_answer_says_who_speaks(self) -> None:
        fields: dict[str, Any] = {
            "of": "submissions/b.txt:3",
            "speakers": ["Ada", "Bo"],
            "evidence": ["same words"],
            "article": "port",
        }
        told = text_of(part(page(Case(ledger=ledger(submission(**fields)))), "received"))
        for words in (
            "Copie de submissions/b.txt:3",
            "Parle : Ada et Bo",
            "same words",
            "Dans l’article port",
        ):
            assert words in told

    def test_a_damaged_ledger_still_gives_a_page(self) -> None:
        assert "Aucun texte" in text_of(page(Case(ledger={"submissions": [{"file": 1}]})))


class TestEdits:
    TEXT = "Il dit “oui” : 15%"
    EDITS = (
        {"start": 7, "end": 8, "before": "“", "after": "«\u00a0", "rule": "Q1"},
        {"start": 11, "end": 12, "before": "”", "after": "\u00a0»", "rule": "Q1"},
        {"start": 17, "end": 17, "before": "", "after": "\u00a0", "rule": "N3"},
    )

    def source(self, *edits: dict[str, object]) -> html.HtmlElement:
        account = {**submission(self.TEXT), "edits": list(edits)}
        return found(page(Case(ledger=ledger(account))), "//p[@class='source']")[0]

    def test_each_change_is_drawn_in_its_place_with_the_name_of_its_rule(self) -> None:
        source = self.source(*self.EDITS)
        assert [mark.text for mark in source.iter("del")] == ["“", "”"]
        assert [mark.text for mark in source.iter("ins")] == ["«\u00a0", "\u00a0»", "\u00a0"]
        assert [mark.text for mark in source.find_class("rule")] == ["Q1", "Q1", "N3"]

    def test_without_what_was_put_in_the_text_is_the_source_to_the_character(self) -> None:
        source = self.source(*self.EDITS)
        for mark in [*source.iter("ins"), *source.find_class("rule")]:
            mark.drop_tree()
        assert source.text_content() == self.TEXT

    def test_without_what_was_taken_out_the_text_is_the_result(self) -> None:
        source = self.source(*self.EDITS)
        for mark in [*source.iter("del"), *source.find_class("rule")]:
            mark.drop_tree()
        assert source.text_content() == "Il dit «\u00a0oui\u00a0» : 15\u00a0%"

    def test_a_change_that_lies_across_another_is_told_below(self) -> None:
        across = {"start": 7, "end": 12, "before": "“oui”", "after": "« non »", "rule": "R"}
        source = self.source(self.EDITS[0], across)
        assert [mark.text for mark in source.iter("del")] == ["“"]
        assert "« non »" in source.getparent().text_content()

    def test_a_change_of_another_paragraph_is_not_drawn_here(self) -> None:
        assert not list(self.source({**self.EDITS[0], "start": 90, "end": 91}).iter("ins"))


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
    def test_open_ones_stand_by_themselves_and_all_of_them_in_the_list(self) -> None:
        root = page(Case(decisions=(OPEN, TAKEN)))
        assert OPEN.id in text_of(part(root, "decide"))
        assert TAKEN.id not in text_of(part(root, "decide"))
        rows = [text_of(row) for row in part(root, "decisions").iter("tr")][1:]
        assert [row.endswith(answer) for row, answer in zip(rows, ("ouverte", "accept"), strict=True)] == [
            True,
            True,
        ]

    def test_what_is_asked_is_told_in_the_language_of_the_book(self) -> None:
        root = page(Case(decisions=(OPEN, TAKEN)))
        assert f"{OPEN.id} titre à choisir" in text_of(part(root, "decide"))
        cells = [text_of(cell) for cell in part(root, "decisions").iter("td")]
        assert {f"titre à choisir {OPEN.id}", f"wording {TAKEN.id}"} <= set(cells)
        assert "title to choose" in text_of(part(page(Case(decisions=(OPEN,)), language="en"), "decide"))

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
        told = text_of(part(page(Case(articles=(article,))), "articles"))
        for words in (
            "Groupe 5 · École du Rivage · 2022",
            "Amélie Marsan J1",
            "Agence Rivage (illustration)",
            "Zoë L’Haÿ",
        ):
            assert words in told

    def test_an_article_that_nobody_signs_says_so(self) -> None:
        article = Article("a", "articles/a.md", "A", "fr", "x")
        assert "Personne ne le signe." in text_of(part(page(Case(articles=(article,))), "articles"))


class TestPage:
    def test_outputs_are_told_with_pages_and_figures_and_can_be_opened(self) -> None:
        case = cases.good()
        figures = {"book.pdf": "170 kB", "Temps": "3 s"}
        text = report_html(case, (), language="fr", figures=figures)
        root = html.document_fromstring(text)
        files = [
            (link.get("href"), text_of(link.getparent())) for link in found(root, "//ul[@class='files']//a")
        ]
        pages = len(case.pdfs["book.pdf"].pages)
        assert files[1] == ("../book.pdf", f"book.pdf {pages} pages, 170 kB")
        assert files[0][0] == "../book.epub"
        assert "Temps – 3 s" in text_of(root)

    @pytest.mark.parametrize("language", ["fr", "en", "oc"])
    def test_a_page_is_made_in_every_language_and_of_nothing_at_all(self, language: str) -> None:
        root = page(Case(), language=language)
        assert root.get("lang") == language

    def test_it_holds_no_script_and_asks_for_nothing(self) -> None:
        root = page(replace(cases.good(), decisions=(OPEN, TAKEN)))
        assert not list(root.iter("script", "link", "img", "iframe", "object", "form"))
        addresses = [
            value for element in root.iter() for key, value in element.items() if key in {"href", "src"}
        ]
        assert all(address.startswith(("#", "../")) for address in addresses)
        assert not re.search(r"url\(|@import", root.find(".//style").text)

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
        finding = Finding(HOSTILE, Severity.ERROR, HOSTILE, HOSTILE, HOSTILE, 1, HOSTILE)
        text = report_html(case, (finding,), language="fr", figures={HOSTILE: HOSTILE})
        root = html.document_fromstring(text)
        assert not list(root.iter("script", "img", "textarea"))
        assert not [
            key for element in root.iter() for key in map(str, element.attrib) if key.startswith("on")
        ]
        assert "49" not in text_of(found(root, "//body")[0])
        source = found(root, "//p[@class='source']")[0]
        for mark in [*source.iter("ins"), *source.find_class("rule")]:
            mark.drop_tree()
        assert source.text_content() == HOSTILE
        assert text_of(root).count('alert("1")') >= 20

    def test_the_same_case_gives_the_same_page(self) -> None:
        made = [report_html(cases.good(), (), language="fr", figures={}) for _ in range(2)]
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
        values = {"language": "fr", "figures": {"book.pdf": "170 kB"}, **changes}
        return report_html(replace(case, cache=cache), values.pop("findings", self.SEEN), **values)

    @pytest.fixture
    def made(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The templates that are filled in, as they are."""
        names: list[str] = []
        page = Layout.page

        def counted(self: Layout, template: str, **values: object) -> str:
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
            ({"decisions": (OPEN,)}, {"decisions"}),
            ({"decisions": (OPEN, replace(TAKEN, answer=""))}, {"waiting", "decide", "decisions"}),
            ({"ledger": ledger(submission())}, {"words", "received"}),
            ({"ledger": ledger(submission(), submission("Neuf."))}, {"words", "received", "submission"}),
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
        assert made == ["index"]
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
        assert text.count("&lt;!-- files --&gt;") == 2
        assert "<!--" not in text
