"""The example of README.md, run: what the page shows is what the tool makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from anthology import pipeline
from PIL import Image
from tests import kept

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def example(kind: str) -> str:
    """The one block of that kind."""
    (text,) = re.findall(rf"^```{kind}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return str(text)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The content folder of the example."""
    folder = tmp_path / "content"
    (folder / "submissions").mkdir(parents=True)
    (folder / "submissions" / "port.txt").write_text(example("text"), encoding="utf-8")
    (folder / "anthology.toml").write_text('[book]\ntitle = "Voix du port"\nlanguage = "fr"\n')
    return folder


def test_the_submission_makes_the_very_article_that_is_shown(content: Path) -> None:
    pipeline.import_submissions(content)
    (article,) = (content / "articles").glob("*.md")
    assert f"content/articles/{article.name}" in README
    text = re.sub(r'sha256 = "[0-9a-f]{64}"', 'sha256 = "…"', article.read_text(encoding="utf-8"))
    assert text == example("toml")


def test_the_questions_are_the_two_it_speaks_of(content: Path) -> None:
    asked = pipeline.import_submissions(content).decisions
    assert sorted(one.kind for one in asked) == ["surname-capitals", "title"]
    assert all(one.open for one in asked)


def test_once_they_are_accepted_the_book_builds_with_the_names_it_shows(content: Path) -> None:
    pipeline.import_submissions(content)
    review = content / "review.toml"
    review.write_text(
        review.read_text(encoding="utf-8").replace('decision = ""', 'decision = "accept"'), encoding="utf-8"
    )
    assert not any(one.open for one in pipeline.import_submissions(content).decisions)
    (article,) = (content / "articles").glob("*.md")
    text = article.read_text(encoding="utf-8")
    assert "title_proposed" not in text
    assert "MARCHAL" not in text
    built = pipeline.build(content, content.parent / "output", only=("pdf",), cache=kept.results())
    assert built.outputs["book.pdf"]


def test_the_paragraph_that_came_twice_is_a_copy_of_the_first(content: Path) -> None:
    ledger = pipeline.import_submissions(content).ledger
    copies = [
        (block["line"], block["of"])
        for submission in ledger["submissions"]
        for block in submission["blocks"]
        if block["fate"] == "dropped-copy"
    ]
    assert copies == [(4, "submissions/port.txt:3")]


def test_every_picture_can_be_opened_and_is_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    for name in pictures:
        with Image.open(ROOT / name) as picture:
            picture.load()
        assert (ROOT / name).stat().st_size < 200_000
