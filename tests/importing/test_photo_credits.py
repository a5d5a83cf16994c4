"""What the text says of a photograph wins; what its file says fills in the rest, and differences are told."""

from __future__ import annotations

import pytest
from anthology.importing.body import Placed
from anthology.importing.photo_credits import people_of, signed
from anthology.model import (
    Block,
    Fate,
    Finding,
    Form,
    Judgement,
    Photo,
    PhotoFacts,
    Picture,
    Role,
    Said,
    Shape,
)
from anthology.names import Person
from anthology.readers.photographs import in_language

INES = Person("Causse", "Inès")
ZOE = Person("Grand", "Zoé")


def placed(name: str = "vue.jpg", sha256: str = "1") -> Placed:
    return Placed(Picture(0, name, sha256), f"photos/{name}")


def sign(
    photos: tuple[Photo, ...],
    facts: PhotoFacts,
    *,
    pictures: tuple[Placed, ...] = (placed(),),
    caption: str = "",
) -> tuple[tuple[Photo, ...], tuple[Finding, ...]]:
    block = Block(0, 3, 1, "Vue", Shape(Form.CAPTION, label=caption))
    judgements = (Judgement(block, Role.CAPTION, Fate.PRINTED, 0),) if caption else ()
    return signed(photos, pictures, {"1": facts}, judgements, "fr")


def telling(**texts: str) -> PhotoFacts:
    """The facts of a photograph whose XMP says these texts: `creator`, `caption`..."""
    said = tuple(Said(about, "XMP", about, text) for about, text in texts.items())
    return in_language(PhotoFacts(said=said), "fr")


class TestPeople:
    @pytest.mark.parametrize(
        ("creators", "people"),
        [
            (("Inès Causse",), (INES,)),
            (("Inès CAUSSE", "Zoé Grand"), (INES, ZOE)),
            (("Inès Causse / AFP",), (INES, Person(organisation="AFP"))),
            (("Inès Causse et Zoé Grand",), (INES, ZOE)),
            (("Inès Causse, Zoé Grand",), (INES, ZOE)),
            (("Causse, Inès",), (INES,)),
            (("© 2023 Inès Causse",), (INES,)),
            (("AFP",), (Person(organisation="AFP"),)),
            (("@lea_31",), (Person("@lea_31"),)),
            (("©",), ()),
            ((), ()),
        ],
    )
    def test_makers_become_people(self, creators: tuple[str, ...], people: tuple[Person, ...]) -> None:
        assert people_of(PhotoFacts(creators=creators)) == people

    def test_where_nobody_made_it_the_line_to_print_names_somebody(self) -> None:
        assert people_of(PhotoFacts(credit="Zoé Grand")) == (ZOE,)
        assert people_of(PhotoFacts(creators=("Inès Causse",), credit="Zoé Grand")) == (INES,)


class TestEntries:
    FACTS = telling(creator="Zoé Grand", caption="Le port", terms="CC BY 4.0", alt="Des bateaux")

    def test_a_photograph_without_a_word_in_the_text_is_credited_by_its_file(self) -> None:
        photos, findings = sign((), self.FACTS)
        assert photos == (Photo((ZOE,), "photos/vue.jpg", "Le port", "CC BY 4.0", "Des bateaux"),)
        assert findings == ()

    def test_what_the_text_says_is_kept_and_the_rest_filled_in(self) -> None:
        before = Photo((ZOE,), "photos/vue.jpg", caption="Au port", licence="DR", alt="Un quai")
        assert sign((before,), self.FACTS) == ((before,), ())

    def test_two_different_people_are_told_and_the_text_is_followed(self) -> None:
        (photo,), (finding,) = sign((Photo((INES,), "photos/vue.jpg"),), self.FACTS)
        assert photo.credit == (INES,)
        assert finding.code == "photo-credit-differs"
        assert "Inès Causse" in finding.message
        assert "Zoé Grand" in finding.message

    def test_one_name_in_another_order_or_case_is_no_difference(self) -> None:
        _, findings = sign((Photo((ZOE,), "photos/vue.jpg"),), telling(creator="GRAND Zoe"))
        assert findings == ()

    def test_the_only_credit_without_a_photograph_is_that_of_the_only_photograph(self) -> None:
        (photo,), _ = sign((Photo((INES,)),), PhotoFacts())
        assert photo == Photo((INES,), "photos/vue.jpg")

    def test_of_several_photographs_the_one_whose_file_names_the_same_person_has_the_credit(self) -> None:
        pictures = (placed("autre.jpg", "2"), placed())
        photos, findings = sign((Photo((ZOE,)),), self.FACTS, pictures=pictures)
        assert [(one.file, one.credit) for one in photos] == [("photos/vue.jpg", (ZOE,))]
        assert findings == ()

    def test_of_several_photographs_none_is_guessed(self) -> None:
        pictures = (placed("autre.jpg", "2"), placed("vue.jpg", "3"))
        assert sign((Photo((INES,)),), self.FACTS, pictures=pictures)[0] == (Photo((INES,)),)

    def test_a_caption_that_the_text_prints_is_not_printed_twice(self) -> None:
        (photo,), _ = sign((), self.FACTS, caption="vue.jpg")
        assert photo.caption == ""

    def test_a_photograph_that_says_nothing_gets_no_entry(self) -> None:
        assert sign((), PhotoFacts()) == ((), ())

    def test_whose_rights_they_are_stands_where_no_licence_does(self) -> None:
        (photo,), _ = sign((), telling(rights="© ISCPA"))
        assert photo.licence == "© ISCPA"

    def test_what_a_file_says_of_itself_in_two_ways_is_told_with_both(self) -> None:
        said = (Said("creator", "EXIF", "Artist", "Léo"), Said("creator", "XMP", "dc:creator", "Zoé Grand"))
        facts = PhotoFacts(("Zoé Grand",), said=said, disputed=("creator",), doubts=("IPTC: x may be wrong",))
        _, findings = sign((), facts)
        assert [one.code for one in findings] == ["photo-facts-differ", "photo-facts-unclear"]
        assert "EXIF “Léo”" in findings[0].message
