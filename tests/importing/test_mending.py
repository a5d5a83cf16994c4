"""A submission whose letters were read wrongly is understood as it was written, in the places it was sent."""

from __future__ import annotations

from pathlib import Path

import ftfy.bad_codecs
import pytest
from anthology.importing.mending import as_sent, mended, repairs
from anthology.model import Emphasis, Manuscript, Mark, Picture
from anthology.readers import cover, read
from anthology.recognise import recognise

SUBMISSIONS = sorted((Path(__file__).parents[2] / "content" / "submissions").glob("*.txt"))


def received(text: str) -> Manuscript:
    return read(text.encode(), "submissions/a.txt").manuscripts[0]


def garbled(text: str) -> str:
    ftfy.bad_codecs.ok()
    return text.encode().decode("sloppy-windows-1252")


@pytest.mark.parametrize("path", SUBMISSIONS, ids=lambda path: str(path.stem)[:3])
def test_it_is_understood_as_the_clean_one_is(path: Path) -> None:
    clean = received(path.read_text(encoding="utf-8"))
    sent = received(garbled(clean.text))
    found = as_sent(recognise(mended([sent])), [sent])
    wanted = recognise([clean])
    (got,), (right,) = found.readings, wanted.readings
    assert got.manuscript == sent
    assert [one.role for one in got.judgements] == [one.role for one in right.judgements]
    assert [one.block for one in got.judgements] == list(sent.blocks)
    assert [one.authors for one in got.drafts] == [one.authors for one in right.drafts]
    assert [one.title for one in got.drafts] == [one.title for one in right.drafts]
    for mine, theirs in zip(got.judgements, right.judgements, strict=True):
        spoken = [clean.text[turn.start : turn.end] for turn in theirs.turns]
        assert [sent.text[turn.start : turn.end] for turn in mine.turns] == [garbled(one) for one in spoken]
    assert cover(got.manuscript) == ()


def test_the_edits_of_a_question_are_edits_of_what_was_sent() -> None:
    sent = received(garbled("Où est l’été ?\n\nGroupe 3 : MEDALLE Rémi, Écoute BETAILLE, DUPONT Léa\n"))
    found = as_sent(recognise(mended([sent])), [sent])
    for decision in found.decisions:
        for edit in decision.edits:
            assert sent.text[edit.start : edit.end] == edit.before


def test_marks_and_pictures_go_along() -> None:
    text = garbled("Déjà l’été à Muret")
    at = text.index("Muret")
    plain = received(text)
    sent = Manuscript(
        plain.file,
        plain.sha256,
        plain.encoding,
        text,
        plain.blocks,
        (Mark(at, at + 5, Emphasis.STRONG),),
        (Picture(at, "x.jpg", "0"),),
    )
    (seen,) = mended([sent])
    assert seen.text == "Déjà l’été à Muret"
    (mark,) = seen.marks
    assert seen.text[mark.start : mark.end] == "Muret"
    assert seen.pictures[0].at == mark.start


def test_a_clean_submission_is_the_very_same() -> None:
    sent = received("Déjà l’été à Muret, « Oui ».")
    assert mended([sent])[0] is sent
    found = recognise([sent])
    assert as_sent(found, [sent]) is found
    assert list(repairs([sent])) == []


def test_what_was_put_right_and_what_is_doubtful_is_told() -> None:
    sent = received(garbled("Déjà l’été") + "\n\nLe signe « Ã© » ici.\n")
    first, second = repairs([sent])
    assert (first.code, first.message[:2]) == ("letters-repaired", "5 ")
    assert (second.code, second.line) == ("letters-doubtful", 3)
