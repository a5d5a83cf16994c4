"""The shipped content, made for real: what the book of this checkout holds, and what it does not."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from anthology import checks, config, folders, pipeline, rules, storage
from anthology.model import Severity
from tests import kept

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
TRUTH: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "class_book.json").read_text("utf-8"))


def source_text(file: str) -> str:
    return (CONTENT / file).read_text("utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("book") / "output"
    pipeline.build(CONTENT, output, cache=kept.results())
    return output


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What an import makes of the submissions alone: no article, no decision, nothing kept."""
    content = tmp_path_factory.mktemp("fresh")
    shutil.copytree(CONTENT / "submissions", content / "submissions")
    (content / "anthology.toml").write_text('[book]\ntitle = "T"\nlanguage = "fr"\n', "utf-8")
    return pipeline.import_submissions(content).ledger


class TestSubmissions:
    def test_are_what_was_received_to_the_byte(self) -> None:
        found = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (CONTENT / "submissions").iterdir()
        }
        assert found == TRUTH["sha256"]

    def test_give_every_line_its_role(self, fresh: Mapping[str, Any]) -> None:
        found = {
            f"{submission['file'].removeprefix('submissions/')}:{block['line']}": block["role"]
            for submission in fresh["submissions"]
            for block in submission["blocks"]
        }
        assert found == TRUTH["roles"]
        assert len(found) == 65

    def test_account_for_every_word(self, fresh: Mapping[str, Any]) -> None:
        words: Counter[str] = Counter()
        for submission in fresh["submissions"]:
            for block in submission["blocks"]:
                assert block["text"] == source_text(submission["file"])[block["start"] : block["end"]]
                words[block["fate"]] += len(block["text"].split())
        assert words == TRUTH["words"]
        assert sum(words.values()) == 2714

    def test_get_exactly_the_automatic_edits(self, fresh: Mapping[str, Any]) -> None:
        """89 places: every edit of ours is inside one of them, and each of them holds one of ours."""
        met = set()
        for submission in fresh["submissions"]:
            name = submission["file"].removeprefix("submissions/")
            text = source_text(submission["file"])
            windows = [(start, end) for start, end in TRUTH["windows"][name]]
            for edit in submission["edits"]:
                assert text[edit["start"] : edit["end"]] == edit["before"]
                inside = [w for w in windows if w[0] <= edit["start"] and edit["end"] <= w[1]]
                assert inside, edit
                met.add((name, inside[0]))
        assert len(met) == sum(len(windows) for windows in TRUTH["windows"].values()) == 89

    def test_name_every_copy_with_the_line_it_copies(self, fresh: Mapping[str, Any]) -> None:
        found = {
            f"{submission['file']}:{block['line']}": block["of"]
            for submission in fresh["submissions"]
            for block in submission["blocks"]
            if block["fate"] == "dropped-copy"
        }
        assert found == TRUTH["copies"]


class TestArticles:
    def test_credit_everybody_once_and_nobody_else(self) -> None:
        found = {}
        for path in sorted((CONTENT / "articles").glob("*.md")):
            front = tomllib.loads(path.read_text("utf-8").split("+++")[1])
            source = front["source"]["file"].removeprefix("submissions/")
            found[source] = {
                "group": "{school}|{cohort}|G{number}".format(**front["group"]),
                "authors": [[one["given"], one["family"], one.get("class", "")] for one in front["authors"]],
                "photos": [
                    [who["given"], who["family"]]
                    for photo in front.get("photos", [])
                    for who in photo["credit"]
                ],
            }
        assert found == TRUTH["credits"]

    def test_have_titles_whose_quotation_is_in_the_text(self) -> None:
        for path in sorted((CONTENT / "articles").glob("*.md")):
            _, head, body = path.read_text("utf-8").split("+++", 2)
            front = tomllib.loads(head)
            quotation = re.search("« (.+) »$", front["title"])
            assert quotation, front["title"]
            source = rules.plain((CONTENT / front["source"]["file"]).read_text("utf-8"), "fr")
            assert quotation[1].casefold() in source.casefold()
            assert "title_proposed" not in front
            assert body.strip()

    def test_are_what_import_makes_of_the_decisions(self, tmp_path: Path) -> None:
        content = tmp_path / "content"
        shutil.copytree(CONTENT, content)
        result = pipeline.import_submissions(content)
        assert {one.state for one in result.outcomes} == {"unchanged"}
        assert not any(one.open for one in result.decisions)
        for path in CONTENT.rglob("*"):
            if path.is_file():
                assert (content / path.relative_to(CONTENT)).read_bytes() == path.read_bytes(), path

    def test_leave_the_teasers_out_of_the_book(self) -> None:
        held = [one for one in folders.review(CONTENT).decisions if one.kind == "teaser"]
        assert [one.answer for one in held] == ["accept", "accept"]
        printed = "".join(path.read_text("utf-8") for path in (CONTENT / "articles").glob("*.md"))
        assert "une soixantaine d’étudiants" not in printed
        assert "leur parcours scolaire" not in printed


class TestBook:
    def test_has_no_finding_that_needs_anybody(self, built: Path) -> None:
        findings = pipeline.check(CONTENT, built)
        assert [one for one in findings if one.severity is not Severity.REMARK] == []

    def test_prints_every_word_of_every_article(self, built: Path) -> None:
        document = pypdfium2.PdfDocument((built / "book.pdf").read_bytes())
        printed = "".join(page.get_textpage().get_text_range() for page in document)
        letters = re.sub(r"[^\w]", "", printed)
        for article in folders.articles(CONTENT, "articles", "fr"):
            assert re.sub(r"[^\w]", "", article.standfirst) in letters
            for person in article.authors:
                assert re.sub(r"[^\w]", "", person.person.display) in letters

    def test_is_the_same_to_the_byte_when_made_from_nothing(self, built: Path, tmp_path: Path) -> None:
        pipeline.build(CONTENT, tmp_path / "again")
        assert (tmp_path / "again" / storage.SUMS).read_text() == (built / storage.SUMS).read_text()

    def test_settings_are_the_ones_documented(self) -> None:
        settings = config.load(CONTENT)
        assert settings.book.language == "fr"
        assert {part.cohort for part in settings.part} == {"2022", "2023+"}
        assert checks.CHECKS
