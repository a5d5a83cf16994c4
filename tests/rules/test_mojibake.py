"""Letters that were read wrongly are led back where that is certain; what was written on purpose stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology.rules import edits, undo
from anthology.rules.mojibake import mended, suspected
from anthology.rules.revision import apply
from hypothesis import given
from hypothesis import strategies as st

SUBMISSIONS = Path(__file__).parents[2] / "content" / "submissions"
SAMPLES = Path(__file__).parents[1] / "data" / "recognise" / "samples"
LINES = tuple(
    line
    for path in sorted((*SUBMISSIONS.glob("*.txt"), *SAMPLES.glob("*.txt")))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line.strip()
)
"""Published prose and samples in six languages."""

WRONG = ("sloppy-windows-1252", "latin-1", "macroman", "cp437", "cp850", "sloppy-windows-1250", "iso-8859-15")


def garbled(text: str, codec: str, times: int = 1) -> str:
    """The text, whose bytes in UTF-8 a program took for letters of another encoding, so many times."""
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()  # the sloppy encodings: what browsers and Windows do with bytes that are no letters
    for _ in range(times):
        text = text.encode("utf-8").decode(codec)
    return text


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("codec", WRONG)
def test_a_paragraph_comes_back_as_it_was_or_stays_and_is_never_a_third_thing(codec: str, times: int) -> None:
    lines = [line for line in LINES if not line.isascii()]
    found = [(line, garbled(line, codec, times)) for line in lines]
    results = [(line, wrong, mended(wrong)) for line, wrong in found]
    assert [result for line, wrong, result in results if result not in (line, wrong)] == []
    assert sum(result == line for line, _, result in results) / len(results) > 0.98
    assert len(results) > 300


def test_clean_prose_of_six_languages_stays() -> None:
    assert [line for line in LINES if mended(line) != line] == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("MaÃ«lle", "Maëlle"),
        ("JÃ¼rgen WeiÃŸ", "Jürgen Weiß"),
        ("NÃºria PeÃ±a", "Núria Peña"),
        ("cÅ“ur et Å’uvre", "cœur et Œuvre"),
        ("Ã‰TÃ‰", "ÉTÉ"),
        ("15 â‚¬", "15 €"),
        ("Â« Oui Â»", "« Oui »"),
        ("nÂ° 5", "n° 5"),
        ("OÃ¹ sont-ils", "Où sont-ils"),
        ("Ã la mer, voilÃ  tout", "à la mer, voilà tout"),
        ("ðŸ˜€ dÃ©jÃ\xa0", "😀 déjà"),
        ("L’été d’AmÃ©lie et de Zoé", "L’été d’Amélie et de Zoé"),
    ],
)
def test_what_nobody_writes_is_led_back(wrong: str, right: str) -> None:
    assert mended(wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        "le signe Ã© pour é",
        "« Ã© »",
        'le signe "Ã©"',
        "AMANHÃ”",
        "AMANHÃ…",
        "AMANHÃ e depois",
        "un CAFÉ…",
        "„SPAß“, sagt er",
        "Spaß”",
        "Ångström, 5 Å",
        "MÜ…",
        "À L’ÉTÉ »",
        "Âge, âne, Ä, Œuvre, √2, ¬p, ‚so‘",
        "λόγος, да, 日本, naïve",
    ],
)
def test_what_somebody_may_have_written_stays(text: str) -> None:
    assert mended(text) == text


WORDS = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzàâäæçèéêëìíîïñòóôöùúûüÿœß"), min_size=1, max_size=9
)
MARKS = st.sampled_from(
    [" ", ", ", ". ", "… ", " » ", "» ", "” ", " “", " « ", " «", "’", "‘", " – ", "—", "™ ", "€ ", "° ", "-"]
)


@given(st.lists(st.tuples(WORDS, st.sampled_from([str, str.upper, str.capitalize]), MARKS), max_size=12))
def test_words_of_six_languages_in_any_case_before_any_mark_stay(
    parts: list[tuple[str, object, str]],
) -> None:
    text = "".join(case(word) + mark for word, case, mark in parts)  # type: ignore[operator]
    assert mended(text) == text


@given(
    st.sampled_from([line for line in LINES if not line.isascii()]), st.sampled_from(WRONG), st.integers(1, 3)
)
def test_what_is_led_back_stays_and_undoing_it_gives_what_was_there(
    line: str, codec: str, times: int
) -> None:
    wrong = garbled(line, codec, times)
    assert mended(mended(wrong)) == mended(wrong)
    made = edits(wrong, "fr")
    assert undo(apply(wrong, made), made) == wrong


@given(st.text(max_size=60))
def test_any_text_is_looked_at(text: str) -> None:
    assert isinstance(mended(text), str)


def test_each_letter_is_an_edit_of_its_own_with_the_rule() -> None:
    found = edits("La RÃ©gion possÃ¨de", "fr")
    assert [(one.before, one.after, one.rule) for one in found] == [("Ã©", "é", "U0"), ("Ã¨", "è", "U0")]


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Un été", False),
        ("MaÃ«lle", False),  # it goes back
        ("\ufffdt\ufffd", True),
        ("l'\ufffdcole de MaÃ«lle", True),
        ("un Ã© écrit exprès à Âge", True),
    ],
)
def test_letters_that_cannot_be_led_back_are_told(text: str, doubtful: bool) -> None:
    assert suspected(text) is doubtful


def test_half_a_pair_of_utf_16_is_left_as_it_is() -> None:
    assert mended("MaÃ«lle \ud800") in ("MaÃ«lle \ud800", "Maëlle \ud800")
    assert mended("\ud800Ã«") in ("\ud800Ã«", "\ud800ë")
