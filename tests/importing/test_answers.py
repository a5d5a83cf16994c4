"""What people answered, from one import to the next: it holds while its words are there, and is not lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology import folders, pipeline
from anthology.model import Decision
from anthology.review import FILE, with_answers

FIRST = "Le marché de la place ouvre chaque matin à six heures, et les premiers clients arrivent déjà.\n"
SECOND = "« Je vends des légumes depuis trente ans, dit la marchande, et rien ne change.\n"
THIRD = "Le soir, la place redevient calme et les enfants y jouent au ballon.\n"
CREDIT = "Groupe 3 – MARSAN Amélie, ROY Élisa\n"
BEFORE = "Une ville du Sud a gardé ses halles, ses cafés et ses bancs, que les visiteurs connaissent bien.\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "submissions").mkdir(parents=True)
    (folder / "anthology.toml").write_text('[book]\ntitle = "T"\nlanguage = "fr"\n')
    write(folder, FIRST, SECOND, THIRD, CREDIT)
    pipeline.import_submissions(folder)
    return folder


def write(content: Path, *paragraphs: str) -> None:
    (content / "submissions/a.txt").write_text("\n".join(paragraphs))


def asked(content: Path, kind: str = "unclosed-quotation") -> list[Decision]:
    return [one for one in folders.review(content).decisions if one.kind == kind]


def answer(content: Path, id_: str, words: str) -> None:
    (content / FILE).write_text(with_answers((content / FILE).read_text(), {id_: words}))


def article(content: Path) -> str:
    return "".join(path.read_text() for path in sorted((content / "articles").glob("*.md")))


def test_an_answer_holds_when_its_words_move(content: Path) -> None:
    (before,) = asked(content)
    answer(content, before.id, "accept")
    write(content, BEFORE, FIRST, THIRD, SECOND, CREDIT)
    done = pipeline.import_submissions(content)
    (after,) = asked(content)
    assert (after.id, after.answer) == (before.id, "accept")
    assert after.where != before.where
    assert done.orphans == ()
    assert "rien ne change.»" in article(content).replace("\u00a0", "").replace(" »", "»")


def test_an_answer_whose_words_are_gone_is_reported_and_kept(content: Path) -> None:
    (before,) = asked(content)
    answer(content, before.id, "« Je vends. »")
    write(content, FIRST, THIRD, CREDIT)
    done = pipeline.import_submissions(content)
    assert [(one.id, one.answer) for one in done.orphans] == [(before.id, "« Je vends. »")]
    (kept,) = asked(content)
    assert kept.answer == "« Je vends. »"
    findings = pipeline.check(content, content.parent / "output")
    (told,) = [one for one in findings if one.code == "decision-orphaned"]
    assert before.id in told.message


def test_an_answer_counts_again_when_its_words_come_back(content: Path) -> None:
    (before,) = asked(content)
    answer(content, before.id, "accept")
    accepted = pipeline.import_submissions(content)
    text = article(content)
    write(content, FIRST, THIRD, CREDIT)
    pipeline.import_submissions(content)
    assert article(content) != text
    write(content, FIRST, SECOND, THIRD, CREDIT)
    again = pipeline.import_submissions(content)
    assert again.orphans == accepted.orphans == ()
    assert article(content) == text


def test_the_remarks_of_people_outlive_an_import(content: Path) -> None:
    (one,) = asked(content)
    file = content / FILE
    text = file.read_text().replace(f'id = "{one.id}"', f'# Anne: ask her again\nid = "{one.id}"')
    file.write_text("# Ours since Monday\n\n" + text)
    write(content, BEFORE, FIRST, SECOND, THIRD, CREDIT)
    pipeline.import_submissions(content)
    after = file.read_text()
    assert after.count("# Ours since Monday") == after.count("# Anne: ask her again") == 1
    entry = next(part for part in after.split("\n\n") if one.id in part)
    assert "# Anne: ask her again" in entry
    pipeline.import_submissions(content)
    assert file.read_text() == after
