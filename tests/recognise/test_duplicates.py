"""What is a copy, what is lifted out of a paragraph, and what only looks like either."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from anthology.model import Fate, Role
from anthology.recognise import recognise
from anthology.recognise.duplicates import CANDIDATE, COMMON, compared, find_repeats, tokens
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.recognise.samples import DATA, of_file, recognised, roles_of
from tests.safety.counts import count

LONG = (
    "Les réseaux sociaux peuvent contribuer à cette attractivité mais ce serait donner trop d’importance à "
    "notre travail. Les gens viennent pour le fleuve, pour les cafés et pour leurs amis, puis ils restent."
)
OTHER = (
    "Le marché du dimanche attire surtout les familles du quartier, qui remplissent leurs paniers avant midi "
    "et discutent longtemps devant les étals de fromage."
)
THIRD = (
    "Au printemps, la mairie a promis des arceaux pour les vélos et un abri contre la pluie, mais personne "
    "ne les a encore vus sur la place."
)
SIGNED = "Groupe 5\nAmélie MARSAN, Lou ALQUIER"


def test_a_sentence_lifted_from_a_paragraph_is_wholly_contained_in_it() -> None:
    repeats = find_repeats([[LONG, "Les gens viennent pour le fleuve, pour les cafés et pour leurs amis"]])
    (repeat,) = repeats.of((0, 1))
    assert (repeat.larger, repeat.containment, repeat.exact, repeat.whole) == ((0, 0), 1.0, True, False)
    assert repeats.of((0, 0)) == ()


def test_marks_and_capitals_make_no_difference_but_numbers_do() -> None:
    same = find_repeats(
        [["En 2019, 15 % des gens n’ont rien vu venir.", "en 2019 15 % DES GENS n’ont rien vu venir"]]
    )
    assert same.of((0, 0))[0].whole
    other = find_repeats(
        [["En 2019, 15 % des gens n’ont rien vu venir.", "En 2021, 12 % des gens n’ont rien vu venir."]]
    )
    assert all(not repeat.exact for repeat in (*other.of((0, 0)), *other.of((0, 1))))


def test_the_same_facts_in_other_words_are_no_copy() -> None:
    repeats = find_repeats(
        [
            ["La région compte plus de 300 000 abonnés sur Facebook, LinkedIn, Twitter et Instagram."],
            ["Plus de 300 000 personnes suivent la région sur Facebook, LinkedIn, Twitter et Instagram."],
        ]
    )
    assert repeats.of((0, 0)) == repeats.of((1, 0)) == ()


def test_nothing_repeats_in_an_empty_collection() -> None:
    assert find_repeats([]).by_smaller == {}
    assert find_repeats([[], [""]]).by_smaller == {}


def test_a_paragraph_twice_in_a_row_is_printed_once() -> None:
    found = recognised(f"{OTHER}\n{LONG}\n{LONG}\n{THIRD}\n{SIGNED}").readings[0]
    assert [judgement.fate for judgement in found.judgements[1:3]] == [Fate.PRINTED, Fate.DROPPED_COPY]
    assert found.judgements[2].of == "submissions/a.txt:2"
    assert found.judgements[2].article == 0


def test_a_text_pasted_twice_is_printed_once() -> None:
    found = recognised(f"{OTHER}\n{LONG}\n{THIRD}\n{OTHER}\n{LONG}\n{THIRD}\n{SIGNED}").readings[0]
    assert [judgement.fate is Fate.DROPPED_COPY for judgement in found.judgements[:6]] == [False] * 3 + [
        True
    ] * 3


def test_a_long_paragraph_that_comes_back_elsewhere_is_kept_and_asked_about() -> None:
    text = f"{OTHER}\n{LONG}\n{THIRD}\n{OTHER}\nUne fin qui n’a rien à voir avec le début.\n{SIGNED}"
    found = recognised(text)
    assert found.readings[0].judgements[3].fate is Fate.PRINTED
    (question,) = [each for each in found.decisions if each.kind == "repeat"]
    assert question.where == "submissions/a.txt:4"
    after = recognised(text, answers={question.id: "accept"}).readings[0].judgements[3]
    assert (after.role, after.fate, after.of) == (
        Role.NEAR_DUPLICATE,
        Fate.DROPPED_COPY,
        "submissions/a.txt:1",
    )


def test_a_refrain_is_kept_in_prose_and_in_verse() -> None:
    for name in ("refrain_prose", "poeme"):
        found = recognise([of_file(DATA / "samples" / f"{name}.txt")])
        assert all(judgement.fate is not Fate.DROPPED_COPY for judgement in found.readings[0].judgements)


def test_a_short_phrase_twice_in_a_row_is_kept() -> None:
    found = recognised(f"{OTHER}\nEt puis plus rien.\nEt puis plus rien.\n{LONG}\n{SIGNED}").readings[0]
    assert all(judgement.fate is not Fate.DROPPED_COPY for judgement in found.judgements)


def test_a_pull_quote_is_shown_and_says_where_it_comes_from() -> None:
    quote = "« Les gens viennent pour le fleuve, pour les cafés et pour leurs amis »"
    found = recognised(f"{OTHER}\n{LONG}\n{quote}\n{THIRD}\n{SIGNED}").readings[0]
    assert (found.judgements[2].role, found.judgements[2].fate) == (Role.PULL_QUOTE, Fate.DISPLAY_QUOTE)
    assert found.judgements[2].of == "submissions/a.txt:2"


def test_a_quotation_that_is_nowhere_else_is_no_pull_quote() -> None:
    quote = "« Nous ne savions pas que le fleuve montait si vite cet hiver-là »"
    assert "pull-quote" not in roles_of(
        recognised(f"{OTHER}\n{LONG}\n{quote}\n{THIRD}\n{SIGNED}").readings[0]
    )


# --- articles sent twice -----------------------------------------------------------------------------

SHORT_VERSION = f"{OTHER}\n{LONG}\n{THIRD}\n{SIGNED}"
RICH_VERSION = f"{OTHER}\n« On attend toujours les arceaux »\n{LONG}\n{THIRD}\n{SIGNED}"


def test_of_two_versions_the_richer_is_kept_whichever_comes_first() -> None:
    for texts, kept in (((SHORT_VERSION, RICH_VERSION), 1), ((RICH_VERSION, SHORT_VERSION), 0)):
        readings = recognised(*texts).readings
        assert [len(reading.drafts) for reading in readings] == [int(kept == 0), int(kept == 1)]
        dropped = readings[1 - kept]
        assert {judgement.fate for judgement in dropped.judgements} == {Fate.DROPPED_COPY}
        assert roles_of(dropped)[-2:] == ["group-label", "credit"]
        assert all(judgement.of and "ab"[kept] in judgement.of for judgement in dropped.judgements)


def test_of_two_equal_versions_the_first_is_kept() -> None:
    readings = recognised(SHORT_VERSION, SHORT_VERSION).readings
    assert [len(reading.drafts) for reading in readings] == [1, 0]


def test_what_only_the_dropped_version_says_is_asked_about_and_never_lost() -> None:
    extra = "Une association de commerçants a écrit trois lettres au préfet."
    rich = RICH_VERSION.replace(SIGNED, f"{LONG.replace('fleuve', 'canal')}\n{SIGNED}")
    poor = SHORT_VERSION.replace(SIGNED, f"{extra}\n{SIGNED}")
    found = recognised(rich, poor)
    (question,) = [each for each in found.decisions if each.kind == "only-in-copy"]
    assert (question.where, question.found) == ("submissions/b.txt:4", extra)
    assert found.readings[1].judgements[3].fate is Fate.UNDECIDED
    after = recognised(rich, poor, answers={question.id: "accept"})
    assert after.readings[1].judgements[3].fate is Fate.HELD_BACK


def edited(text: str) -> str:
    """The same with a word changed in each sentence, as a teacher would."""
    changed = text.replace("surtout", "souvent").replace("gens viennent", "visiteurs viennent")
    return changed.replace("promis", "annoncé").replace("peuvent contribuer", "contribuent")


def test_a_version_edited_in_places_makes_no_second_article_and_each_place_is_asked_about() -> None:
    text = f"{OTHER}\n{LONG}\n{THIRD}"
    found = recognised(f"{text}\n{SIGNED}", f"{edited(text)}\n{SIGNED}")
    assert [len(reading.drafts) for reading in found.readings] == [1, 0]
    asked = [each for each in found.decisions if each.kind == "only-in-copy"]
    assert [each.where for each in asked] == [f"submissions/b.txt:{line}" for line in (1, 2, 3)]
    assert all("nearly what submissions/a.txt" in each.evidence[-1] for each in asked)
    assert {each.fate for each in found.readings[1].judgements[:3]} == {Fate.UNDECIDED}


def test_what_a_program_makes_of_a_text_is_no_difference() -> None:
    typed = "Le cœur de l'école bat à 8h : « on rit, on court », dit-elle."
    word = (
        "Le c\u0153ur de l\u2019e\u0301cole bat a\u0300 8h\u202f: "
        "\u201con rit, on cou\u00adrt\u201d, dit\u2011elle."
    )
    assert tokens(typed) == tokens(word) == tokens(typed.replace("œ", "oe"))


def test_two_groups_that_tell_of_one_visit_both_stay() -> None:
    first = f"{LONG}\nLa visite a duré deux heures et le directeur nous a offert un café.\n{OTHER}\n{SIGNED}"
    quoted = "Les gens viennent pour le fleuve, pour les cafés et pour leurs amis, puis ils restent"
    second = (
        f"Reçus par le directeur, nous avons traversé l’atelier en deux heures. « {quoted} », dit-il.\n"
        "Les machines datent de 1962, et l’une d’elles porte encore le nom de celle qui l’a réparée.\n"
        "Groupe 6\nNina FABRE, Adam KOVAC"
    )
    found = recognised(first, second)
    assert [len(reading.drafts) for reading in found.readings] == [1, 1]
    assert all(each.fate is not Fate.DROPPED_COPY for one in found.readings for each in one.judgements)


def test_one_shared_paragraph_does_not_make_two_articles_one() -> None:
    first = (
        f"{OTHER}\n{LONG}\n{THIRD}\nUne fin à soi, qui parle d’autre chose encore, et longuement.\n{SIGNED}"
    )
    second = (
        "Le théâtre du quartier rouvre après deux ans de travaux et quatre directeurs successifs.\n"
        "La troupe répète déjà une comédie, dont la première est prévue pour le mois de décembre prochain.\n"
        f"{OTHER}\nGroupe 6\nNina FABRE, Adam KOVAC"
    )
    assert [len(reading.drafts) for reading in recognised(first, second).readings] == [1, 1]


def test_a_page_with_an_article_sent_elsewhere_in_full_drops_its_copy() -> None:
    page, full = (of_file(DATA / "samples" / f"{name}.txt") for name in ("page_liste", "reprise_enrichie"))
    found = recognise([page, full])
    copied = found.readings[0].judgements[9:15]
    assert {judgement.fate for judgement in copied} == {Fate.DROPPED_COPY}
    assert copied[0].of == "submissions/reprise_enrichie.txt:1"
    assert [len(reading.drafts) for reading in found.readings] == [1, 1]


WORDS = st.lists(st.sampled_from("abcdefg"), max_size=16).map(" ".join)


@settings(max_examples=count(75, 300), deadline=None)
@given(st.lists(st.lists(WORDS, max_size=4), max_size=4))
@example([["a b c d e f g a b"], ["x a b c d e f g a b"], ["a b c d e"]])
def test_pairs_found_by_their_marks_are_those_found_by_looking_at_every_pair(texts: list[list[str]]) -> None:
    runs = {
        (file, index): {tuple(said[at : at + 5]) for at in range(len(said) - 4)}
        for file, paragraphs in enumerate(texts)
        for index, said in enumerate(map(tokens, paragraphs))
    }
    holders = Counter(run for own in runs.values() for run in own)
    usual = {run for run, times in holders.items() if times > COMMON}
    likely = {
        frozenset((one, other))
        for one, other in combinations(sorted(runs), 2)
        if runs[one]
        and runs[other]
        and len((runs[one] & runs[other]) - usual) / min(len(runs[one]), len(runs[other])) >= CANDIDATE
    }
    found = find_repeats(texts)
    pairs = {frozenset((one.smaller, one.larger)) for each in found.by_smaller.values() for one in each}
    assert pairs <= likely
    sure = {pair for pair in likely if len({found.words[place] for place in pair}) == 1}
    assert sure <= pairs
    for each in found.by_smaller.values():
        for one in each:
            both = runs[one.smaller], runs[one.larger]
            share = len((both[0] & both[1]) - usual) / min(map(len, both))
            assert one.containment in (share, 1.0)


def test_a_run_in_more_paragraphs_than_prove_anything_is_passed_over() -> None:
    formula = "un deux trois quatre cinq six sept huit"
    few, many = [[formula]] * COMMON, [[formula]] * (COMMON + 1)
    assert len(find_repeats(few).by_smaller) == COMMON
    assert find_repeats(many).by_smaller == {}


def test_what_was_compared_before_gives_the_same() -> None:
    texts = [
        [LONG],
        ["Rien de tel."],
        [LONG, "Les gens viennent pour le fleuve, pour les cafés et pour leurs amis"],
    ]
    before = [compared(paragraphs) for paragraphs in texts]
    assert find_repeats(texts, before).by_smaller == find_repeats(texts).by_smaller
