import sys
import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from anthology.model import Block, Contributor, Decision, Role
from anthology.names import Person
from anthology.recognise.credits import Credits, Sense, credit_line, credit_lines, parse_credits
from anthology.recognise.decisions import decision_id
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety import counts

DATA = Path(__file__).parents[1] / "data" / "recognise"
ROLES = {
    "authors": "author",
    "interviewers": "interviewer",
    "illustrators": "illustrator",
    "layout": "layout",
    "proofreaders": "proofreader",
    "translators": "translator",
    "editors": "editor",
}


def cases(name: str, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((DATA / name).read_text(encoding="utf-8"))[key]
    return found


SIGNED = cases("signed.toml", "article")
LINES = cases("credit_lines.toml", "credit")
NO_CREDITS = (DATA / "no_credits.txt").read_text(encoding="utf-8").splitlines()


def blocks(*texts: str, line: int = 1) -> tuple[Block, ...]:
    found: list[Block] = []
    start = 0
    for number, text in enumerate(texts, line):
        found.append(Block(start, start + len(text), number, text))
        start += len(text) + 1
    return tuple(found)


def read(*texts: str, **answers: str) -> Credits:
    return parse_credits("submissions/a.txt", blocks(*texts), answers=answers)


def written(person: Person) -> str:
    return f"+{person.organisation}" if person.organisation else f"{person.given}|{person.family}"


def people(contributors: Sequence[Contributor], role: str) -> list[str]:
    return [
        written(one.person) + (f"@{one.class_code}" if one.class_code else "")
        for one in contributors
        if one.role == role
    ]


def photographers(credits: Credits) -> list[str]:
    return [written(person) for photo in credits.photos for person in photo.credit]


def only(credits: Credits) -> Decision:
    (decision,) = credits.decisions
    return decision


# --- the submissions of the book ---------------------------------------------------------------------


@pytest.mark.parametrize("case", SIGNED, ids=lambda case: case["file"][-20:-4])
def test_the_credits_of_each_submission_are_read_to_the_last_name(case: dict[str, Any]) -> None:
    credits = parse_credits(case["file"], blocks(*case["text"], line=case["line"]))
    assert people(credits.contributors, "author") == case["authors"]
    assert len(credits.contributors) == len(case["authors"])
    assert photographers(credits) == case.get("photos", [])
    assert (credits.number, credits.school, credits.cohort) == (case["number"], case.get("school", ""), "")
    asked = [f"{one.kind}:{one.found}:{one.proposed}" for one in credits.decisions]
    places = [one.where for one in credits.decisions]
    assert asked == [one.rpartition(":")[0] for one in case.get("ask", [])]
    assert places == [f"{case['file']}:{one.rpartition(':')[2]}" for one in case.get("ask", [])]


def test_the_five_articles_have_thirty_two_different_authors() -> None:
    authors = [name.partition("@")[0] for case in SIGNED for name in case["authors"]]
    assert len(authors) == len(set(authors)) == 32


@pytest.mark.parametrize("text", [text for case in SIGNED for text in case["text"]])
def test_every_credit_line_of_the_submissions_looks_like_one(text: str) -> None:
    line = credit_line(text)
    assert line is not None
    assert line.confidence >= 0.8
    assert line.evidence


def test_the_kind_tells_labels_photographs_and_names_apart() -> None:
    kinds = [line.kind if (line := credit_line(text)) else None for case in SIGNED for text in case["text"]]
    assert kinds == [
        Role.CREDIT,
        Role.PHOTO_CREDIT,
        Role.GROUP_LABEL,
        Role.CREDIT,
        Role.GROUP_LABEL,
        Role.CREDIT,
        Role.CREDIT,
        Role.CREDIT,
        Role.CREDIT,
    ]


# --- other credits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", LINES, ids=lambda case: " ¶ ".join(case["text"])[:60])
def test_a_credit_is_read_right_or_asked_about(case: dict[str, Any]) -> None:
    credits = read(*case["text"])
    for field, role in ROLES.items():
        assert people(credits.contributors, role) == case.get(field, [])
    assert photographers(credits) == case.get("photos", [])
    for field in ("number", "school", "cohort"):
        assert getattr(credits, field) == case.get(field, "")
    assert ", ".join(photo.licence for photo in credits.photos if photo.licence) == case.get("licence", "")
    assert ", ".join(photo.caption for photo in credits.photos if photo.caption) == case.get("caption", "")
    assert sorted(one.kind for one in credits.decisions) == case.get("ask", [])


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["text"][0][:60])
def test_the_first_line_of_a_credit_shows_what_it_is(case: dict[str, Any]) -> None:
    line = credit_line(case["text"][0])
    assert (line.kind.value if line else "") == case.get("kind", "")


def test_there_are_a_hundred_labelled_credits_or_more() -> None:
    assert len({tuple(case["text"]) for case in LINES}) >= 100


@pytest.mark.parametrize("text", NO_CREDITS)
def test_what_signs_nothing_is_no_credit(text: str) -> None:
    line = credit_line(text)
    assert line is None or line.confidence < 0.5, line


def test_a_name_alone_is_little_and_under_a_label_enough() -> None:
    texts = ["Groupe 6", "Zélie Marchand", "Loris Payet, 3e B", "", "Anna Conti"]
    lines = credit_lines(texts)
    assert lines[1].confidence >= 0.5
    assert lines[2].confidence >= 0.5
    assert lines[4].confidence < 0.5


# --- order -------------------------------------------------------------------------------------------


def test_one_surname_in_capitals_decides_for_the_whole_list() -> None:
    credits = read("Vidal Lou, MULOT Kelyo, Noray Bo")
    assert people(credits.contributors, "author") == ["Lou|Vidal", "Kelyo|Mulot", "Bo|Noray"]


def test_names_on_lines_of_their_own_are_one_list() -> None:
    credits = read("MULOT Kelyo", "Vidal Alix", "Brun Zo")
    assert people(credits.contributors, "author") == ["Kelyo|Mulot", "Alix|Vidal", "Zo|Brun"]
    assert credits.decisions == ()


def test_somebody_known_from_elsewhere_decides_where_nothing_else_does() -> None:
    lines = blocks("Photo : Zo Kelyo")
    known = (Person("Zo", "Kelyo"),)
    assert [one.kind for one in parse_credits("a", lines).decisions] == ["name-order"]
    credits = parse_credits("a", lines, known=known)
    assert photographers(credits) == ["Kelyo|Zo"]
    assert credits.decisions == ()


def test_the_editor_turns_a_doubtful_order_round() -> None:
    question = only(read("Thomas Mathis, Mathis Thomas"))
    assert question.proposed == "Mathis, Thomas; Thomas, Mathis"
    turned = read("Thomas Mathis, Mathis Thomas", **{question.id: "reject"})
    assert people(turned.contributors, "author") == ["Mathis|Thomas", "Thomas|Mathis"]
    own = read("Thomas Mathis, Mathis Thomas", **{question.id: "Mathis, Thomas; Mathis, Thom"})
    assert people(own.contributors, "author") == ["Thomas|Mathis", "Thom|Mathis"]
    assert only(own).answer == "Mathis, Thomas; Mathis, Thom"


def test_own_words_that_count_other_names_change_nothing() -> None:
    question = only(read("Thomas Mathis, Mathis Thomas"))
    own = read("Thomas Mathis, Mathis Thomas", **{question.id: "Thomas Mathis"})
    assert people(own.contributors, "author") == ["Thomas|Mathis", "Mathis|Thomas"]


# --- questions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "answer", "author"),
    [
        ("MEDALLE Rémi", "name-accent", "", "Rémi|Medalle"),
        ("MEDALLE Rémi", "name-accent", "accept", "Rémi|Médalle"),
        ("MEDALLE Rémi", "name-accent", "reject", "Rémi|Medalle"),
        ("MEDALLE Rémi", "name-accent", "Medallé", "Rémi|Medallé"),
        ("TE WIERIK William", "name-case", "accept", "William|te Wierik"),
        ("TE WIERIK William", "name-case", "reject", "William|Te Wierik"),
        ("Par lina castéra", "name-case", "accept", "Lina|Castéra"),
        ("BERTINHugo", "name-glued", "accept", "Hugo|Bertin"),
        ("BERTINHugo", "name-glued", "reject", "|BERTINHugo"),
        ("Ana Vasso Loup", "name-parts", "reject", "Ana Vasso|Loup"),
        ("Régie : Zoé Roux", "credit-leftover", "Texte : Zoé Roux", "Zoé|Roux"),
        ("Crédits : Zoé Roux", "credit-role", "reject", "Zoé|Roux"),
    ],
)
def test_an_answer_is_followed(text: str, kind: str, answer: str, author: str) -> None:
    questions = [one for one in read(text).decisions if one.kind == kind]
    credits = read(text, **{questions[0].id: answer})
    assert people(credits.contributors, "author") == [author]
    assert questions[0].evidence


def test_a_doubtful_photo_credit_with_a_caption_may_be_refused() -> None:
    text = "Un mercato affollato – foto di Chiara Bellini"
    questions = {one.kind: one.id for one in read(text).decisions}
    refused = read(text, **{questions["credit-role"]: "reject"})
    assert people(refused.contributors, "author") == ["Chiara|Bellini"]
    assert refused.photos == ()


def test_a_proposal_is_never_applied_by_itself() -> None:
    question = only(read("MEDALLE Rémi"))
    assert question.open
    assert question.edits == ()


def test_the_id_of_a_question_is_made_of_the_words_and_not_of_their_place() -> None:
    far = parse_credits("submissions/a.txt", (Block(900, 912, 40, "MEDALLE Rémi"),))
    assert only(far).id == only(read("MEDALLE Rémi")).id
    assert only(far).where == "submissions/a.txt:40"


def test_ids_differ_by_kind_file_words_and_ordinal() -> None:
    ids = {
        decision_id("a", "f", "x"),
        decision_id("b", "f", "x"),
        decision_id("a", "g", "x"),
        decision_id("a", "f", "y"),
        decision_id("a", "f", "x", 1),
        decision_id("af", "", "x"),
    }
    assert len(ids) == 6
    assert all(len(one) == 10 and int(one, 16) >= 0 for one in ids)


def test_an_accent_is_not_asked_about_where_the_writer_sets_accents_on_capitals() -> None:
    assert read("Théo MENARD, Anaïs LÉVÊQUE").decisions == ()
    assert only(read("Théo MENARD, Anaïs ROUX")).proposed == "Ménard"


def test_an_english_credit_has_lost_no_french_accent() -> None:
    assert parse_credits("a", blocks("Elise Gerard"), language="en").decisions == ()
    assert [one.proposed for one in parse_credits("a", blocks("Elise Gerard"), language="fr").decisions] == [
        "Élise"
    ]


def test_a_person_credited_twice_is_asked_about_once() -> None:
    credits = read("Photos : Elise ARTIGAU", "Texte : Elise ARTIGAU")
    question = only(credits)
    renamed = read("Photos : Elise ARTIGAU", "Texte : Elise ARTIGAU", **{question.id: "accept"})
    assert people(renamed.contributors, "author") == photographers(renamed) == ["Élise|Artigau"]


def test_what_is_not_understood_is_shown_and_never_dropped() -> None:
    credits = read("Groupe 2 – Solène MARCHETTI, 06 12 34 56 78")
    assert (only(credits).kind, only(credits).found) == ("credit-leftover", "06 12 34 56 78")
    assert people(credits.contributors, "author") == ["Solène|Marchetti"]


def test_a_photographer_is_no_author_and_an_author_no_photographer() -> None:
    credits = read("Crédit photo : Carla PONS", "Groupe 5", "Amélie MARSAN, Lou ALQUIER")
    assert people(credits.contributors, "author") == ["Amélie|Marsan", "Lou|Alquier"]
    assert photographers(credits) == ["Carla|Pons"]


# --- every name has a place, every character a sense -------------------------------------------------


def test_every_name_points_to_the_words_it_was_read_from() -> None:
    for case in (*SIGNED, *LINES):
        lines = blocks(*case["text"])
        text = "\n".join(case["text"])
        credits = parse_credits("a", lines)
        named = [one.person for one in credits.contributors] + [
            one for photo in credits.photos for one in photo.credit
        ]
        assert set(named) == {span.person for span in credits.spans}
        for span in credits.spans:
            assert letters(span.person.display) == letters(text[span.start : span.end])


def letters(text: str) -> list[str]:
    """The letters of a name, without case and in no order."""
    composed = unicodedata.normalize("NFC", text).replace("İ", "i").casefold()
    return sorted(char for char in composed if char.isalpha())


SAMPLE = (
    "Groupe G1 5 n°3 – — - , ; / & et y ( ) . : © @lou Photo Photos : Crédit Texte Par By Von MULOT "
    "Emmanuelle Durand de la D’ORSAY TE WIERIK L. J.-P. ISCPA Toulouse C1 J1 3e B 2024 DR AFP Merci à "
    "Pons Carla BERTINHugo lina É CC BY-SA 4.0 propos recueillis par \n \t \u00a0 ’ ' - E\u0301lise \u200b"
)
WORDS = st.sampled_from(SAMPLE.split(" "))
JUNK = st.text(st.characters(codec="utf-8"), max_size=60)
CREDITS = st.one_of(st.lists(WORDS, max_size=14).map(" ".join), JUNK)


@given(st.lists(CREDITS.map(str.strip).filter(bool), max_size=4), st.sampled_from(["", "fr", "en"]))
@settings(max_examples=counts.count(75, 300), deadline=None)
def test_any_text_is_accounted_for_to_the_last_character(texts: list[str], language: str) -> None:
    lines = blocks(*texts)
    credits = parse_credits("a.txt", lines, language=language)
    text = "\n".join(texts)
    covered = [0] * len(text)
    for piece in credits.pieces:
        assert piece.start < piece.end
        for place in range(piece.start, piece.end):
            covered[place] += 1
    assert all(count == 1 for count, char in zip(covered, text, strict=True) if not char.isspace())
    left = [piece for piece in credits.pieces if piece.sense in (Sense.LEFTOVER, Sense.CAPTION)]
    found = " ".join(one.found for one in credits.decisions if one.kind == "credit-leftover")
    assert all(text[piece.start : piece.end] in found for piece in left)
    signs = (text[one.start : one.end] for one in credits.pieces if one.sense is Sense.PUNCTUATION)
    assert not [sign for sign in signs if any(char.isalpha() for char in sign.strip()) and not joins(sign)]


def joins(sign: str) -> bool:
    """Whether a separator is one of the words that stand between names or before them."""
    words = "".join(char if char.isalpha() else " " for char in sign).split()
    known = "et and und y e i и via sur on from for pour auf vía m mm mme mmes mlle mr mrs ms dr pr prof"
    return all(word.casefold() in known.split() for word in words)


@given(st.lists(CREDITS.map(str.strip).filter(bool), max_size=4))
@settings(max_examples=counts.count(75, 300), deadline=None)
def test_no_letter_of_a_name_is_invented(texts: list[str]) -> None:
    text = "\n".join(texts)
    for span in parse_credits("a.txt", blocks(*texts)).spans:
        assert letters(span.person.display) == letters(text[span.start : span.end])


@given(CREDITS)
@settings(max_examples=counts.count(75, 300), deadline=None)
def test_any_text_may_be_looked_at(text: str) -> None:
    line = credit_line(text)
    assert line is None or (0 <= line.confidence <= 1 and line.evidence)


@given(
    st.lists(CREDITS.map(str.strip).filter(bool), max_size=3),
    st.sampled_from(["accept", "reject", "Zoé Roux"]),
)
@settings(max_examples=counts.count(37, 150), deadline=None)
def test_any_answer_may_be_given(texts: list[str], answer: str) -> None:
    lines = blocks(*texts)
    questions = parse_credits("a.txt", lines).decisions
    answered = parse_credits("a.txt", lines, answers={one.id: answer for one in questions})
    assert all(one.answer == answer for one in answered.decisions if one.id in {q.id for q in questions})


# --- lists that are written, and read ----------------------------------------------------------------

GIVEN = [
    "Emma",
    "Léa",
    "Hugo",
    "Inès",
    "Jean-Baptiste",
    "Anne-Sophie",
    "Zoé",
    "Fatoumata",
    "Giulia",
    "Lucía",
    "Jürgen",
    "Núria",
]
FAMILY = [
    "Vasseur",
    "Kerdreux",
    "Lavit-Terral",
    "N’Guetta",
    "O’Brien",
    "Marchetti",
    "Ferrándiz",
    "Brückner",
    "Soldevila",
    "Le_Gall",
    "de_Rouvroy",
    "van_der_Linden",
    "Da_Costa",
    "Ben_Salah",
    "El_Amrani",
    "D’Orazio",
]
PEOPLE = st.lists(
    st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY).map(lambda name: name.replace("_", " "))),
    min_size=1,
    max_size=6,
    unique=True,
)
SEPARATORS = st.sampled_from([", ", " / ", " ; ", " – ", " • ", " & ", ",", ";", " | ", "\n"])
HEADS = st.sampled_from(
    ["G4 – ", "Groupe n°4 : ", "Gruppe 4: ", "Grupo 4: ", "Group 4: ", "Grup 4: ", "Équipe 4 : "]
)


def is_asked(credits: Credits) -> bool:
    return any(one.kind not in ("name-accent",) for one in credits.decisions)


@given(PEOPLE, SEPARATORS, HEADS, st.booleans(), st.booleans(), st.sampled_from(["", ".", ","]))
@settings(max_examples=counts.count(100, 400), deadline=None)
def test_a_list_gives_back_the_names_it_was_written_with_or_asks(
    people_: list[tuple[str, str]], separator: str, head: str, capitals: bool, inverted: bool, stray: str
) -> None:
    shown = [(given, family.upper() if capitals else family) for given, family in people_]
    names = [f"{family} {given}" if inverted else f"{given} {family}" for given, family in shown]
    texts = (head + separator.join(names) + stray).split("\n")
    credits = read(*texts)
    said = [written(one.person) for one in credits.contributors]
    assert credits.number == "4"
    assert said == [f"{given}|{family}" for given, family in people_] or is_asked(credits)


BYLINES = st.sampled_from(
    ["Par ", "By ", "Von ", "Por ", "Per ", "Texte : ", "Photos : ", "Fotos: ", "© ", "Foto: "]
)


@given(PEOPLE, BYLINES, st.sampled_from([", ", " / ", " & "]), st.booleans())
@settings(max_examples=counts.count(75, 300), deadline=None)
def test_a_byline_gives_back_the_names_it_was_written_with_or_asks(
    people_: list[tuple[str, str]], label: str, separator: str, capitals: bool
) -> None:
    names = [f"{given} {family.upper() if capitals else family}" for given, family in people_]
    credits = read(label + separator.join(names))
    said = [written(span.person) for span in credits.spans]
    assert said == [f"{given}|{family}" for given, family in people_] or is_asked(credits)


@pytest.mark.parametrize(
    "part",
    [
        "texte, ",
        "photo et ",
        "Photo : ",
        "par ",
        "(",
        "((",
        "de ",
        "A.-",
        "Jean y ",
        "G1 ",
        "© ",
        "- ",
        ", ",
        "’",
        "Di ",
        "MARTINjean",
        "Textes et photos et dessins et ",
        "le la les ",
        "́",
        "élèves de ",
        "1. ",
        "@a ",
        "CC BY ",
    ],
)
def test_no_text_takes_longer_than_its_length_tells(part: str) -> None:
    """Twice the text, about twice the steps: counted in calls, not in seconds."""
    size = counts.count(500, 1000)
    short, long = (calls_of(part * (length // len(part))) for length in (size, 2 * size))
    assert long <= 5 * short + 2000


def calls_of(text: str) -> int:
    """How many functions are called to look at a text and to read it."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        credit_lines([text])
        read(text)
    finally:
        sys.setprofile(None)
    return counted
