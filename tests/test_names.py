import pytest
from anthology.names import (
    Person,
    collation_key,
    in_capitals,
    other_case,
    person_of,
    restored,
    restored_family,
    tidy,
)
from hypothesis import given
from hypothesis import strategies as st


def test_a_person_is_shown_in_running_text_and_inverted_in_an_index() -> None:
    person = Person("Marsan", "Amélie")
    assert (person.display, person.inverted) == ("Amélie Marsan", "Marsan, Amélie")


def test_a_single_word_a_handle_and_an_agency_stand_whole() -> None:
    for person, name in (
        (Person("Nadar"), "Nadar"),
        (Person("@lou"), "@lou"),
        (Person("", "", "AFP"), "AFP"),
    ):
        assert person.display == person.inverted == name


@pytest.mark.parametrize(
    ("family", "given", "inverted"),
    [
        ("de Gaulle", "Charles", "Gaulle, Charles de"),
        ("d’Ormesson", "Jean", "Ormesson, Jean d’"),
        ("van der Linden", "Joris", "Linden, Joris van der"),
        ("de La Fontaine", "Jean", "La Fontaine, Jean de"),
        ("Le Gall", "Morgan", "Le Gall, Morgan"),
        ("De Luca", "Tommaso", "De Luca, Tommaso"),
        ("Ortega y Gasset", "José", "Ortega y Gasset, José"),
        ("de", "Ana", "de, Ana"),
        ("du Bellay", "Joachim", "du Bellay, Joachim"),
        ("des Forêts", "Louis-René", "des Forêts, Louis-René"),
    ],
)
def test_small_particles_go_behind_the_given_name(family: str, given: str, inverted: str) -> None:
    assert Person(family, given).inverted == inverted


def test_people_sort_by_surname_without_accents_case_or_particles() -> None:
    people = [
        Person("Te Wierik", "William"),
        Person("d’Estienne", "Charles"),
        Person("Etté", "Eirena"),
        Person("", "", "AFP"),
        Person("N’Guetta", "Yéli"),
        Person("Espiau", "Cylia"),
        Person("Œuvrard", "Ana"),
        Person("Oulhiyane", "Aziz"),
    ]
    ordered = [person.display for person in sorted(people, key=lambda person: person.sort_key)]
    assert ordered == [
        "AFP",
        "Cylia Espiau",
        "Charles d’Estienne",
        "Eirena Etté",
        "Yéli N’Guetta",
        "Ana Œuvrard",
        "Aziz Oulhiyane",
        "William Te Wierik",
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("N’Guetta", "nguetta"),
        ("Lavit-Terral", "lavitterral"),
        ("Te Wierik", "te wierik"),
        ("Łukasz", "lukasz"),
        ("Søren", "soren"),
        ("STRAẞE", "strasse"),
        ("E\u0301lise", "elise"),
    ],
)
def test_a_collation_key_has_bare_small_letters(text: str, key: str) -> None:
    assert collation_key(text) == key


@pytest.mark.parametrize(
    ("family", "given", "language", "inverted"),
    [
        ("de la Tour", "Georges", "fr", "la Tour, Georges de"),
        ("de La Fontaine", "Jean", "fr-CH", "La Fontaine, Jean de"),
        ("du Bellay", "Joachim", "fr", "du Bellay, Joachim"),
        ("d’Ormesson", "Jean", "fr", "Ormesson, Jean d’"),
        ("de Gaulle", "Charles", "fr", "Gaulle, Charles de"),
        ("de la Torre", "Clarisse", "es", "Torre, Clarisse de la"),
        ("von der Heide", "Luise", "de", "Heide, Luise von der"),
        ("zum Felde", "Anke", "de", "zum Felde, Anke"),
        ("van der Berg", "Joris", "nl", "Berg, Joris van der"),
        ("de Filippo", "Eduardo", "it", "de Filippo, Eduardo"),
        ("de la Mare", "Walter", "en", "de la Mare, Walter"),
        ("dos Santos", "Ana", "pt", "Santos, Ana dos"),
        ("Le Gall", "Morgan", "fr", "Le Gall, Morgan"),
    ],
)
def test_each_language_files_particles_its_own_way(
    family: str, given: str, language: str, inverted: str
) -> None:
    person = Person(family, given)
    assert person.inverted_in(language) == inverted
    assert person.filed(language)[0] == collation_key(inverted.split(",")[0])


# --- case --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("MARSAN", "Marsan"),
        ("N’GUETTA", "N’Guetta"),
        ("O’BRIEN", "O’Brien"),
        ("LAVIT-TERRAL", "Lavit-Terral"),
        ("PRUD’HOMME", "Prud’homme"),
        ("DELL’ORTO", "Dell’Orto"),
        ("MCKENZIE", "McKenzie"),
        ("MACDONALD", "MacDonald"),
        ("MACRON", "Macron"),
        ("MACHADO", "Machado"),
        ("ÉLIE", "Élie"),
        ("İNCE", "İnce"),
        ("Marsan", "Marsan"),
        ("McKenzie", "McKenzie"),
        ("de", "de"),
        ("J.", "J."),
        ("X", "X"),
    ],
)
def test_only_a_word_in_capitals_changes_its_case(written: str, name: str) -> None:
    assert restored(written) == name


@pytest.mark.parametrize(
    ("written", "family", "other"),
    [
        ("PAILLETTE DOUBLEAU", "Paillette Doubleau", ""),
        ("TE WIERIK", "Te Wierik", "te Wierik"),
        ("DE LA TORRE", "de la Torre", "De La Torre"),
        ("DE L’ISLE", "de L’Isle", "De L’Isle"),
        ("D’ORMESSON", "d’Ormesson", "D’Ormesson"),
        ("VAN DER BERG", "van der Berg", "Van der Berg"),
        ("DA SILVA", "Da Silva", "da Silva"),
        ("DOS SANTOS", "Dos Santos", "dos Santos"),
        ("LOPES DA SILVA", "Lopes da Silva", ""),
        ("ORTEGA Y GASSET", "Ortega y Gasset", ""),
        ("LE GALL", "Le Gall", ""),
        ("EL AMRANI", "El Amrani", ""),
        ("NGUYEN VAN", "Nguyen Van", ""),
        ("VAN", "Van", ""),
        ("MACDONALD", "MacDonald", "Macdonald"),
        ("de la TOUR", "de la Tour", ""),
        ("De Luca", "De Luca", ""),
    ],
)
def test_particles_in_capitals_have_a_usual_case_and_another(written: str, family: str, other: str) -> None:
    assert restored_family(written) == family
    assert other_case(written) == other


@given(st.text(max_size=30))
def test_restoring_changes_nothing_but_case(text: str) -> None:
    words = " ".join(text.split())
    assert restored_family(words).casefold() == words.replace("İ", "i").casefold() or "İ" in words
    assert restored(restored(text)) == restored(text)


@pytest.mark.parametrize(
    ("word", "loud"), [("AB", True), ("É", False), ("Ab", False), ("A.B.", True), ("12", False)]
)
def test_capitals_are_two_letters_or_more(word: str, loud: bool) -> None:
    assert in_capitals(word) is loud


# --- names of running text ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Aziz Oulhiyane", "Aziz", "Oulhiyane"),
        ("Aziz OULHIYANE", "Aziz", "Oulhiyane"),
        ("Delphine Marie-Péronne", "Delphine", "Marie-Péronne"),
        ("Charles de Gaulle", "Charles", "de Gaulle"),
        ("Jean d’Ormesson", "Jean", "d’Ormesson"),
        ("Morgan Le Gall", "Morgan", "Le Gall"),
        ("Clarisse DE LA TORRE", "Clarisse", "de la Torre"),
        ("Romane PAILLETTE DOUBLEAU", "Romane", "Paillette Doubleau"),
        ("Mary Ann Evans", "Mary Ann", "Evans"),
        ("José Ortega y Gasset", "José", "Ortega y Gasset"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("Nadar", "", "Nadar"),
        ("AFP", "", "AFP"),
        ("", "", ""),
    ],
)
def test_a_surname_starts_at_a_particle_or_is_the_last_word(name: str, given: str, family: str) -> None:
    assert person_of(name) == Person(family, given)


def test_a_tidy_name_is_composed_and_has_one_kind_of_apostrophe_and_space() -> None:
    assert tidy("E\u0301lise\u00a0 N'Guetta") == "Élise N’Guetta"
