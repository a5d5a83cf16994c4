"""Which lines of a page are the article: those of the programs of the press, and of people."""

from __future__ import annotations

from collections import Counter

import pytest
from anthology.model import Form, Withheld
from tests.readers.press_pages import pages
from tests.readers.saved_pages import body, forms, one
from tests.readers.text_nodes import ink, said, shown, text_nodes, withheld

CORPUS = list(pages())
IDS = [name for name, _, _ in CORPUS]


@pytest.mark.parametrize(("name", "page", "truth"), CORPUS, ids=IDS)
def test_every_text_node_of_a_press_page_is_in_exactly_one_block(name: str, page: str, truth: object) -> None:
    manuscript = one(page)
    attributes = [b.text for b in manuscript.blocks if b.shape.form is Form.TITLE and b.shape.withheld]
    described = ["x"] if 'property="og:description"' in page else []
    assert ink(said([manuscript])) - ink(attributes + described) == ink(text_nodes(page))


@pytest.mark.parametrize(("name", "page", "truth"), CORPUS, ids=IDS)
def test_the_article_of_a_press_page_is_shown_and_all_else_withheld(
    name: str, page: str, truth: object
) -> None:
    manuscript = one(page)
    source = next(each for each in CORPUS if each[0] == name)[2]
    text = shown(manuscript)
    assert [part for part in source.kept if " ".join(part.split()) not in text] == []
    assert [part for part in source.out if " ".join(part.split()) in text] == []


def test_no_credit_of_the_press_pages_is_withheld() -> None:
    read = [(name, shown(one(page)), truth.credits) for name, page, truth in CORPUS]
    lost = [(name, credit) for name, text, credits in read for credit in credits if credit not in text]
    assert lost == []
    assert sum(len(truth.credits) for _, _, truth in CORPUS) == 165


def test_the_title_of_a_press_page_is_its_title_and_not_that_of_the_site() -> None:
    for name, page, truth in CORPUS:
        titles = [text for form, text in forms(one(page)) if form is Form.TITLE]
        assert titles == [truth.title], name


def test_what_is_shown_of_press_pages_is_nearly_all_theirs() -> None:
    right = wrong = 0
    for _, page, truth in CORPUS:
        own = Counter(" ".join(truth.kept + truth.credits).split())
        words = Counter(shown(one(page)).split())
        right += sum((words & own).values())
        wrong += sum((words - own).values())
    assert right / (right + wrong) > 0.995


def test_readers_comments_are_withheld_as_comments() -> None:
    page = next(page for name, page, _ in CORPUS if name == "twenty_ten-fr-0")
    manuscript = one(page)
    commented = page.partition('<ol class="commentlist"><li>')[2].partition("</li>")[0]
    assert commented in withheld(manuscript, Withheld.COMMENT)


def test_a_byline_in_a_sentence_with_its_date_stays_one_line() -> None:
    manuscript = body(
        "<nav>Menu</nav><h1>Le titre</h1><div class='dates_auteurs'>"
        "par <span class='auteurs'>Didier Roy</span>, "
        f"21 juin 2018</div><div class='texte'><p>{'Une phrase assez longue pour compter. ' * 4}</p>"
        "<p>Une autre.</p></div>"
    )
    assert (Form.BYLINE, "par Didier Roy, 21 juin 2018") in forms(manuscript)


def test_headings_of_a_list_of_articles_are_no_title() -> None:
    prose = "Une phrase assez longue pour compter. " * 4
    articles = "".join(
        f"<article><h2 class='entry-title'>Titre {n}</h2><p>{prose}</p></article>" for n in range(3)
    )
    manuscript = one(f"<meta charset='utf-8'><main>{articles}</main><footer>Pied</footer>")
    assert [text for form, text in forms(manuscript) if form is Form.HEADING] == [
        "Titre 0",
        "Titre 1",
        "Titre 2",
    ]
    assert not any(form is Form.TITLE for form, _ in forms(manuscript))
