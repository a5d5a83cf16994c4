"""What recognition keeps of a submission: the same is understood from it, and no less is noticed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from anthology.cache import Cache
from anthology.model import Manuscript
from anthology.recognise import Recognition, recognise, sheets, submissions, survey
from anthology.recognise.collection import read_collection
from anthology.recognise.duplicates import Compared, compared
from anthology.recognise.outline import Setting
from anthology.recognise.sheets import sheet_of
from anthology.recognise.submissions import Consulted
from tests.recognise.samples import SUBMISSIONS, manuscript_of, of_file, samples


@cache
def everything() -> tuple[Manuscript, ...]:
    """The samples, the class's submissions, and copies and teasers of some of them."""
    files = sorted(SUBMISSIONS.iterdir())
    own = [of_file(path) for path in files]
    copied = replace(own[1], file="submissions/zz-copy.txt")
    shorter = manuscript_of("\n".join(block.text for block in own[2].blocks[:-2]), "submissions/zz-part.txt")
    lead = manuscript_of(f"{own[0].blocks[2].text} […]\n", "submissions/zz-lead.txt")
    return (*(sample.manuscript for sample in samples()), *own, copied, shorter, lead)


def again(folder: Path, manuscripts: Sequence[Manuscript], **options: Any) -> Recognition:
    """Recognition as a new process does it, with what was kept in the folder."""
    with Cache(folder, salt="s") as results:
        return recognise(manuscripts, cache=results, **options)


def answered(found: Recognition, words: str) -> Mapping[str, str]:
    return {decision.id: words for decision in found.decisions}


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are surveyed and understood, as it is done."""
    done: list[str] = []
    survey_of, understood = survey.survey_of, submissions._understood

    def surveying(manuscript: Manuscript, language: str) -> Any:
        done.append(f"look at {manuscript.file}")
        return survey_of(manuscript, language)

    def understanding(sheet: Any, *rest: Any) -> Any:
        done.append(f"read {sheet.survey.manuscript.file}")
        return understood(sheet, *rest)

    monkeypatch.setattr(sheets, "survey_of", surveying)
    monkeypatch.setattr(submissions, "_understood", understanding)
    return done


@cache
def plainly() -> Recognition:
    """What is recognised in everything by who keeps nothing."""
    return recognise(everything())


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which what was recognised in everything is kept."""
    folder = tmp_path_factory.mktemp("known")
    assert again(folder, everything()) == plainly()
    return folder


class TestSame:
    @pytest.mark.parametrize("words", ["accept", "reject", "Ada Roy, Guy Lô"])
    def test_what_is_kept_gives_the_same_under_every_answer(
        self, words: str, known: Path, tmp_path: Path
    ) -> None:
        shutil.copytree(known, tmp_path, dirs_exist_ok=True)
        first = again(tmp_path, everything())
        assert first == plainly()
        answers = answered(first, words)
        expected = recognise(everything(), answers=answers)
        assert expected != first
        for _ in range(2):
            assert again(tmp_path, everything(), answers=answers) == expected
        assert again(tmp_path, everything()) == first

    def test_nothing_is_read_twice(self, tmp_path: Path, work: list[str]) -> None:
        first = again(tmp_path, everything())
        assert len(work) == 2 * len(everything())
        work.clear()
        assert again(tmp_path, everything()) == first
        assert work == []

    def test_it_does_not_matter_where_among_the_others_a_submission_stands(
        self, tmp_path: Path, work: list[str]
    ) -> None:
        some = everything()[:4]
        expected = recognise(some[1:])
        again(tmp_path, some)
        work.clear()
        assert again(tmp_path, some[1:]) == expected
        assert [line for line in work if line.startswith("look")] == []


class TestNoticed:
    TEXT = "Un titre\nLe chat dort ici, et le chien aussi.\nPar Ada Roy\n"
    UNSIGNED = "La ville est calme le soir, et la nuit aussi. Il y pleut souvent.\nRien ne bouge.\n"
    OTHER = "Autre titre\nLa ville est calme le soir.\nPar Guy Lô\n"

    @pytest.mark.parametrize(
        ("one", "options"),
        [
            (manuscript_of(TEXT.replace("chat", "chats")), {}),
            (manuscript_of(TEXT.replace("\n", "\n\n")), {}),
            (manuscript_of(TEXT, "submissions/b.txt"), {}),
            (replace(manuscript_of(TEXT), sha256="0"), {}),
            (replace(manuscript_of(TEXT), encoding="cp1252"), {}),
            (replace(manuscript_of(TEXT), blocks=manuscript_of(TEXT).blocks[:2]), {}),
            (manuscript_of(TEXT), {"language": "en"}),
            (manuscript_of(TEXT), {"given_names": ["Chat"]}),
        ],
    )
    def test_everything_a_submission_is_read_from(
        self, one: Manuscript, options: Mapping[str, Any], tmp_path: Path, work: list[str]
    ) -> None:
        again(tmp_path, [manuscript_of(self.TEXT)])
        work.clear()
        again(tmp_path, [one], **options)
        assert work[-1] == f"read {one.file}"

    def test_people_whom_another_submission_credits(self, tmp_path: Path, work: list[str]) -> None:
        roster = manuscript_of(
            "Un titre\nLe chat dort.\nPONS Carla, ROY Ada, BABIN Inès\n", "submissions/c.txt"
        )
        alone = [manuscript_of(self.TEXT), manuscript_of(self.OTHER, "submissions/b.txt")]
        expected = recognise([*alone, roster])
        again(tmp_path, alone)
        work.clear()
        assert again(tmp_path, [*alone, roster]) == expected
        read = ["read submissions/a.txt", "read submissions/c.txt"]
        assert work == ["look at submissions/c.txt", *read]

    def test_a_copy_that_comes_and_goes(self, tmp_path: Path) -> None:
        own = of_file(sorted(SUBMISSIONS.iterdir())[1])
        copy = replace(own, file="submissions/0-first.txt")
        for manuscripts in ([own], [copy, own], [own]):
            assert again(tmp_path, manuscripts) == recognise(manuscripts)

    def test_only_the_answers_that_a_submission_asks_for(self, tmp_path: Path, work: list[str]) -> None:
        two = [manuscript_of(self.TEXT), manuscript_of(self.UNSIGNED, "submissions/b.txt")]
        (about, *_) = again(tmp_path, two).decisions
        assert about.where.startswith("submissions/b.txt")
        answers = {about.id: "Ada Roy", "0000000000": "accept"}
        expected = recognise(two, answers=answers)
        work.clear()
        assert again(tmp_path, two, answers=answers) == expected
        assert work == ["read submissions/b.txt"]


class TestConsulted:
    def test_it_remembers_what_was_asked_for_whether_there_or_not(self) -> None:
        answers = Consulted({"a": "accept", "b": "x"})
        assert (answers.get("a", ""), answers.get("c", "")) == ("accept", "")
        assert answers.asked == {"a": "accept", "c": None}

    def test_nobody_can_look_at_all_of_them_unseen(self) -> None:
        with pytest.raises(TypeError):
            dict(Consulted({"a": "accept"}))


class TestSheets:
    def test_a_sheet_comes_back_as_it_was(self, tmp_path: Path) -> None:
        for manuscript in everything():
            printed = range(len(manuscript.blocks))
            for kept in ((), printed):
                with Cache(tmp_path) as results:
                    made = sheet_of(manuscript, "fr", results, kept)
                with Cache(tmp_path) as results:
                    found = sheet_of(manuscript, "fr", results, kept)
                assert found is not made
                assert found == made
                assert found.survey.traits == made.survey.traits
                assert found.survey.ordinals == made.survey.ordinals

    def test_what_was_compared_must_fit_its_manuscript(self) -> None:
        one = compared(["un deux trois quatre cinq six", "sept"])
        two = manuscript_of("un deux trois quatre cinq six\nsept")
        assert one.fits(two)
        assert not one.fits(manuscript_of("un"))
        assert not replace(one, marks=one.marks[8:]).fits(two)
        assert not Compared((6, 1), (2,), one.marks).fits(two)

    def test_teasers_that_somebody_wants_are_told_by_their_places(self, known: Path, tmp_path: Path) -> None:
        shutil.copytree(known, tmp_path, dirs_exist_ok=True)
        first = again(tmp_path, everything())
        teasers = {one.id: "reject" for one in first.decisions if one.kind == "teaser"}
        assert teasers
        found = again(tmp_path, everything(), answers=teasers)
        assert found == recognise(everything(), answers=teasers)
        assert sum(len(one.drafts) for one in found.readings) > sum(len(one.drafts) for one in first.readings)


def test_the_collection_is_read_from_manuscripts_in_their_order() -> None:
    readings, _ = read_collection(everything()[:3], Setting(), Cache())
    assert [one.manuscript for one in readings] == list(everything()[:3])
