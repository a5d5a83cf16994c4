"""Text tricks: what nobody sees, turns text round or pretends is shown, and reaches no reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from anthology import pipeline
from anthology.checks import CHECKS, Case, asked
from anthology.cli import main
from anthology.compose import compose
from anthology.config import parse
from anthology.errors import AnthologyError, Several
from anthology.importing.presentable import presentable
from anthology.ledger import StoredLedger
from anthology.model import Article, Contributor, Finding, Photo, Severity
from anthology.names import Person
from anthology.pages import read_article
from anthology.rules import apply, edits, typeset, undo
from anthology.tricks import KINDS, lookalikes, named, tricks, without
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety.counts import count
from tests.safety.figures import record

ODD: Mapping[str, tuple[str, str]] = {
    "RLO": ("\u202e", "text-bidi"),
    "LRO": ("\u202d", "text-bidi"),
    "RLE": ("\u202b", "text-bidi"),
    "LRI": ("\u2066", "text-bidi"),
    "PDI": ("\u2069", "text-bidi"),
    "RLM": ("\u200f", "text-bidi"),
    "ALM": ("\u061c", "text-bidi"),
    "zero-width space": ("\u200b", "text-invisible"),
    "zero-width non-joiner": ("\u200c", "text-invisible"),
    "zero-width joiner": ("\u200d", "text-invisible"),
    "word joiner": ("\u2060", "text-invisible"),
    "invisible times": ("\u2062", "text-invisible"),
    "byte order mark": ("\ufeff", "text-invisible"),
    "tag": ("\U000e0041", "text-invisible"),
    "Hangul filler": ("\u3164", "text-invisible"),
    "Hangul halfwidth filler": ("\uffa0", "text-invisible"),
    "Hangul choseong filler": ("\u115f", "text-invisible"),
    "Khmer vowel": ("\u17b4", "text-invisible"),
    "grapheme joiner": ("\u034f", "text-invisible"),
    "Mongolian separator": ("\u180e", "text-invisible"),
    "variation selector": ("\ufe00", "text-invisible"),
    "supplementary selector": ("\U000e0100", "text-invisible"),
    "annotation anchor": ("\ufff9", "text-invisible"),
    "musical mark": ("\U0001d173", "text-invisible"),
    "noncharacter": ("\ufdd0", "text-noncharacter"),
    "last of a plane": ("\U0003fffe", "text-noncharacter"),
    "private use": ("\ue000", "text-private-use"),
    "private plane": ("\U000f0000", "text-private-use"),
    "marks": ("\u0301" * 7, "text-marks-piled"),
}
"""Characters that no reader may get, and the class of each."""

UNREADABLE = {"escape": "\x1b", "NUL": "\x00", "C1": "\x99", "BEL": "\x07", "U+FFFF": "\uffff"}
"""What no file of text holds: a submission with it is no text."""

STAYS: Mapping[str, tuple[str, str]] = {
    "emoji of several": ("👩\u200d🚀 👨\u200d👩\u200d👧", "fr"),
    "a heart in colour": ("❤\ufe0f", "fr"),
    "a key": ("1\ufe0f\u20e3", "fr"),
    "a flag of a land": ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "fr"),
    "a flag": ("🇫🇷", "fr"),
    "Persian": ("می\u200cخواهم", "fa"),
    "Persian in French": ("Il dit می\u200cخواهم.", "fr"),
    "Hindi": ("क्\u200dष", "hi"),
    "Bengali": ("র\u200d্য", "bn"),
    "Sinhala": ("ක්\u200dෂ", "si"),
    "Hebrew": ("\u200fשלום\u200f!", "he"),
    "Hebrew in French": ("Il dit \u2067שלום\u2069.", "fr"),
    "Arabic": ("\u2067السلام\u2069 \u061c1", "ar"),
    "Thai": ("ภาษา\u200bไทย", "th"),
    "Korean": ("\u1112\u1161\u11ab\u115f\u1161", "ko"),
    "an ideograph of a name": ("葛\U000e0100", "ja"),
    "Mongolian": ("ᠨ\u180bᠠ", "mn"),
    "Vietnamese": ("e\u0323\u0302 ệ", "vi"),
    "Greek": ("Ἀθῆναι", "fr"),
    "Russian": ("Москва", "fr"),
    "marks of French": ("L’œuvre est là — fin…", "fr"),
}
"""What a script or a picture of signs needs, and the language it stands in."""


# --- rules -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ODD)
def test_rule_u1_takes_it_out_and_undoing_gives_the_text_back(name: str) -> None:
    char, code = ODD[name]
    text = f"Le po{char}rt {char}de Léa{char}."
    assert {one.code for one in tricks(text)} == {code}
    made = edits(text, "fr")
    assert undo(apply(text, made), made) == text
    assert all("U1" in one.rule or "U2" in one.rule for one in made)
    assert not list(tricks(typeset(text, "fr")))


@pytest.mark.parametrize("name", STAYS)
def test_what_a_language_needs_stays(name: str) -> None:
    text, language = STAYS[name]
    assert not list(tricks(text, language))
    assert typeset(text, language) == unicodedata.normalize("NFC", text)
    stopping = [one for one in suspicious(text, language) if one.severity is Severity.ERROR]
    assert stopping == []


def test_letters_are_turned_round_in_no_language() -> None:
    assert [one.char for one in tricks("\u200fשלום \u202eabc\u202c", "he")] == ["\u202e"]


def test_signs_of_direction_beside_letters_from_the_right_are_told_and_stay() -> None:
    (one,) = suspicious("Il dit \u2067שלום.", "fr")
    assert (one.code, one.severity) == ("text-bidi", Severity.WARNING)


def test_a_joiner_hides_nowhere_else() -> None:
    for text in (
        "a\u200db",
        "a \u200db",
        "\u200da",
        "а\u200cб",
        "α\u200dβ",
        "!\u200c",
        "\ufe0fa",
        "م\u200c\u200cا",
    ):
        assert "text-invisible" in {one.code for one in tricks(text)}, ascii(text)


any_text = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(sorted({char for chars, _ in ODD.values() for char in chars})),
        st.sampled_from(sorted({char for text, _ in STAYS.values() for char in text})),
        st.sampled_from("\ud800\udfff\x00\x1b\x85\u2028\u00ad\ufffd abcéœ«» \n"),
    ),
    max_size=40,
)


def test_no_text_keeps_one_and_none_loses_another() -> None:
    texts = count(120, 20_000)

    @settings(max_examples=texts, deadline=None, derandomize=True)
    @given(any_text, st.sampled_from(["fr", "en", "de", "fa", "he", "hi"]))
    def compared(text: str, language: str) -> None:
        plain = without(text)
        made = edits(text, language)
        set_ = apply(text, made)
        assert undo(set_, made) == text
        assert not list(tricks(set_))
        assert not list(tricks(plain))
        gone = {one.start for one in tricks(text)}
        kept = "".join(char for place, char in enumerate(text) if place not in gone)
        assert _letters(plain) == _letters(kept)

    compared()
    record("P8", "random texts cleaned, undone and compared", texts)


def _letters(text: str) -> list[str]:
    return [char for char in text if unicodedata.category(char)[0] in "LN"]


# --- the files of an editor ------------------------------------------------------------------------------

FRONT = """\
+++
title = "Le port"
standfirst = "Un quai"
authors = [ { given = "Léa", family = "Roy" } ]
photos = [ { file = "photos/x.jpg", credit = [ { family = "Causse" } ], caption = "Vue", alt = "Mur" } ]
+++
Le port ne dort *pas*. ![Un bateau](photos/x.jpg) `code`
"""
PLACES = ("port", "Un", "Léa", "Roy", "Caus", "Vue", "Mur", "dort", "bateau", "code", "photos/x")


def suspicious(body: str, language: str = "fr") -> list[Finding]:
    """What the check of characters says of the text of an article."""
    article = Article("a", "articles/a.md", "A", language, body, body_line=1)
    check = next(check for check in CHECKS if check.name == "characters")
    return list(asked(check, Case(articles=(article,))))


@pytest.mark.parametrize("name", ODD)
def test_what_an_editor_types_is_told_by_file_line_column_and_code_point(name: str) -> None:
    chars, code = ODD[name]
    at = 4 if code == "text-marks-piled" else 0
    for place in PLACES:
        text = FRONT.replace(place, f"{place}{chars}", 1)
        start = text.index(chars) + at
        (found,) = (one for one in suspicious(text) if one.severity is Severity.ERROR)
        before = text[:start]
        assert (found.code, found.file) == (code, "articles/a.md")
        assert (found.line, found.column) == (before.count("\n") + 1, start - before.rfind("\n"))
        assert found.message.startswith(named(chars[at]))


@pytest.mark.parametrize(
    "written", ["&#x202e;", "&#8238;", "\\u202e", "\\u202E", "\\U000E0041", "&#x200B;", "&rlm;", "&#xe000;"]
)
def test_what_is_written_as_a_number_is_told_as_well(written: str) -> None:
    (found,) = suspicious(f"Le port\nest{written} là")
    assert (found.severity, found.line, found.column) == (Severity.ERROR, 2, 4)


def test_a_number_that_means_an_ordinary_character_is_not() -> None:
    assert suspicious("&#233; \\u00e9 ❤&#xfe0f; &nbsp; \\U0001F600") == []


def test_the_name_of_a_direction_override_is_told() -> None:
    (found,) = suspicious("a\u202eb")
    assert found.message.startswith("U+202E RIGHT-TO-LEFT OVERRIDE, column 2")


@pytest.mark.parametrize("text", ["Ρaris", "Pаris", "Moskvа", "Сосо est là", "ＡBC", "Ꭺnna", "Аnna", "Léа"])
def test_letters_that_only_look_right_are_told(text: str) -> None:
    (found,) = lookalikes(text, "fr")
    assert not unicodedata.name(found.char).startswith("LATIN")
    assert [one.code for one in suspicious(text)] == ["text-scripts-mixed"]


@pytest.mark.parametrize(
    "text", ["Москва", "5 kΩ", "β-carotène", "µm", "Ἀθῆναι", "он сор там", "Δt", "Αθήνα"]
)
def test_words_of_other_alphabets_are_not(text: str) -> None:
    assert list(lookalikes(text, "fr")) == []


def test_a_word_of_letters_that_are_alike_is_itself_where_cyrillic_is_read() -> None:
    assert [one.code for one in lookalikes("СОРТ", "fr")] == ["text-scripts-mixed"]
    assert list(lookalikes("СОРТ", "ru")) == list(lookalikes("СОРТ", "sr-Cyrl")) == []
    assert [one.start for one in lookalikes("СОРТ Pаris", "uk")] == [6]


def test_a_soft_hyphen_is_at_home_in_a_text_and_not_in_a_name() -> None:
    assert suspicious("Donau\u00addampf\u00adschiff", "de") == []
    (found,) = suspicious(FRONT.replace("Léa", "Lé\u00ada"))
    assert (found.code, found.line) == ("text-invisible", 4)


def test_names_and_captions_that_come_with_a_photograph_are_cleaned() -> None:
    odd = "".join(sorted({chars[0] for chars, code in ODD.values() if code != "text-marks-piled"}))
    person = Person(given=f"Lé{odd}a\u00ad", family=f"{odd}Roy", organisation=f"A{odd}")
    photo = Photo(credit=(person,), caption=f"Vu{odd}e", licence=f"DR{odd}", alt=f"{odd}Mur")
    said = Article("a", "articles/a.md", "A", "fr", "", authors=(Contributor(person),), photos=(photo,))
    clean = presentable(said)
    plain = Person(given="Léa", family="Roy", organisation="A")
    assert clean.authors[0].person == clean.photos[0].credit[0] == plain
    assert (clean.photos[0].caption, clean.photos[0].licence, clean.photos[0].alt) == ("Vue", "DR", "Mur")


@pytest.mark.parametrize("composed", ["NFC", "NFD"])
def test_a_name_is_one_however_its_accents_are_spelled(composed: str) -> None:
    text = unicodedata.normalize(composed, FRONT)  # type: ignore[arg-type]
    article = read_article(text, "articles/a.md", slug="a", language="fr")
    other = read_article(FRONT.replace("Le port ne", "Il ne"), "articles/b.md", slug="b", language="fr")
    settings_ = parse({"book": {"title": "Un livre", "language": "fr"}})
    book = compose(settings_, [article, other], [], edits).book
    assert [one.person.display for one in book.people if "Roy" in one.person.display] == ["Léa Roy"]


# --- through a real import and a real build ------------------------------------------------------------

SETTINGS = '[book]\ntitle = "Un{} livre"\nlanguage = "fr"\nschool = "École"\ndate = "2024"\n'


def _codes(error: AnthologyError) -> set[tuple[str, str | None]]:
    failures = error.failures if isinstance(error, Several) else (error,)
    return {(one.code, one.file) for one in failures}


def _submissions() -> Iterator[tuple[str, str]]:
    for number, (name, (chars, _)) in enumerate(ODD.items()):
        words = " ".join(f"quai{letter}" for letter in f"{number:b}".replace("0", "a").replace("1", "b"))
        yield (
            re.sub(r"\W", "-", name),
            f"Le po{chars}rt de la ville numéro {number}\n\n"
            f"{words} : le po{chars}rt ne dort{chars} pas, il veille encore et toujours.\n\n"
            f"Par Amé{chars}lie MARSAN\n",
        )


def test_an_import_takes_every_one_out_says_where_it_stood_and_can_be_undone(tmp_path: Path) -> None:
    (tmp_path / "anthology.toml").write_text(SETTINGS.format(""), encoding="utf-8")
    (tmp_path / "submissions").mkdir()
    for name, text in _submissions():
        (tmp_path / "submissions" / f"{name}.txt").write_text(text, encoding="utf-8")
    found = pipeline.import_submissions(tmp_path).findings
    for name, (chars, code) in ODD.items():
        file = f"submissions/{re.sub(r'[^a-zA-Z0-9_]', '-', name)}.txt"
        told = next(one for one in found if (one.code, one.file) == (code, file))
        column = 6 + (4 if code == "text-marks-piled" else 0)
        assert (told.line, told.column) == (1, column)
        assert told.message.startswith(named(chars[0]))
    articles = [path.read_text(encoding="utf-8") for path in (tmp_path / "articles").glob("*.md")]
    assert articles  # texts that differ in such characters alone are copies of one another
    assert not [trick for text in articles for trick in tricks(text)]
    _undone(tmp_path)


def _undone(content: Path) -> None:
    """Undoing the edits of the ledger gives the decoded text."""
    ledger = StoredLedger((content / ".import" / "ledger.json").read_text(encoding="utf-8"))
    submissions = ledger["submissions"]
    assert isinstance(submissions, list)
    for one in submissions:
        text = (content / one["file"]).read_bytes().decode("utf-8-sig")
        assert one["edits"]
        for edit in one["edits"]:
            assert text[edit["start"] : edit["end"]] == edit["before"]


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_with_what_no_text_holds_is_refused_by_name_and_line(name: str, tmp_path: Path) -> None:
    (tmp_path / "anthology.toml").write_text(SETTINGS.format(""), encoding="utf-8")
    (tmp_path / "submissions").mkdir()
    (tmp_path / "submissions" / "a.txt").write_text(f"Le port\n\nne {UNREADABLE[name]}dort pas", "utf-8")
    with pytest.raises(AnthologyError) as caught:
        pipeline.import_submissions(tmp_path)
    error = caught.value
    assert (error.code, error.file, error.line) == ("not-text", "submissions/a.txt", 3)
    assert f"U+{ord(UNREADABLE[name]):04X}" in error.message


def test_a_build_stops_at_what_an_editor_typed_wherever_it_stands(tmp_path: Path) -> None:
    """In a text, a title, a name, a caption, a description, the settings: each is told with its file."""
    content = tmp_path / "content"
    (content / "articles").mkdir(parents=True)
    (content / "anthology.toml").write_text(SETTINGS.format("\u202e"), encoding="utf-8")
    wherever = {"title": "port", "name": "Roy", "standfirst": "Un quai", "text": "dort", "code": "code"}
    plain = re.sub(r"photos = .*\n", "", FRONT).replace("![Un bateau](photos/x.jpg) ", "")
    for name, place in wherever.items():
        text = plain.replace(place, f"{place}\u200b", 1)
        (content / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
    (content / "articles" / "number.md").write_text(plain.replace("dort", "&#x202e;dort"), encoding="utf-8")
    with pytest.raises(AnthologyError) as caught:
        pipeline.build(content, tmp_path / "output", only=["epub"])
    stopped = _codes(caught.value)
    assert stopped >= {("text-invisible", f"articles/{name}.md") for name in wherever}
    assert {("text-bidi", "articles/number.md"), ("text-bidi", "anthology.toml")} <= stopped
    assert not (tmp_path / "output" / "book.epub").exists()
    result = CliRunner().invoke(
        main, ["build", "--content", str(content), "--output", str(tmp_path / "output"), "--only", "epub"]
    )
    assert result.exit_code
    assert "\u202e" not in result.output
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in result.output


def test_every_class_has_words() -> None:
    assert {code for _, code in ODD.values()} <= set(KINDS)
