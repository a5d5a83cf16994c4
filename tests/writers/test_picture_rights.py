"""A picture that says whose it is: read back by decoders, and by the reader of photographs."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from anthology.model import Photo, PhotoEntry
from anthology.names import Person
from anthology.readers.photographs import credit_of
from anthology.writers.picture_rights import Rights, rights_of, with_rights
from PIL import Image
from tests import books

INES = Rights(("Inès Causse", "Agence Rivage & Cie"), "CC BY 4.0")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_program_reads_who_made_it_and_what_one_may_do(kind: str) -> None:
    made = with_rights(books.picture(60, 40, kind), INES)
    said = credit_of(made)
    assert said.creators == INES.names
    assert said.credit == "Inès Causse, Agence Rivage & Cie"
    assert (said.rights, said.terms) == ("CC BY 4.0", "CC BY 4.0")
    assert {one.about for one in said.said} == {"creator", "credit", "rights", "terms"}
    assert not said.doubts


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_no_pixel_changes(kind: str) -> None:
    plain = books.picture(60, 40, kind)
    with Image.open(io.BytesIO(plain)) as before, Image.open(io.BytesIO(with_rights(plain, INES))) as after:
        after.load()
        assert (after.size, after.mode, after.tobytes()) == (before.size, before.mode, before.tobytes())
        assert not dict(after.getexif())


@pytest.mark.parametrize("rights", [Rights(), Rights(("a" * 70_000,))])
def test_a_picture_of_which_nothing_is_known_or_far_too_much_stays_as_it_is(rights: Rights) -> None:
    assert with_rights(books.picture(6, 4), rights) == books.picture(6, 4)


def test_what_is_no_picture_stays_as_it_is() -> None:
    assert with_rights(b"GIF89a", INES) == b"GIF89a"


def test_a_licence_alone_or_a_name_alone_is_said() -> None:
    assert credit_of(with_rights(books.picture(6, 4), Rights(licence="DR"))).creators == ()
    assert credit_of(with_rights(books.picture(6, 4), Rights(licence="DR"))).rights == "DR"
    assert credit_of(with_rights(books.picture(6, 4), Rights(("Brune",)))).rights == ""


def test_the_book_says_whose_its_pictures_are() -> None:
    assert rights_of(books.book()) == {books.PHOTO: Rights(("Amélie Marsan",))}
    shared = (
        PhotoEntry(Photo((Person(family="Brune"), Person(organisation="AFP")), "photos/a.jpg"), "a", "b"),
    )
    book = books.with_data(books.book(), "photo-credits", entries=shared)
    assert rights_of(book) == {"photos/a.jpg": Rights(("Brune", "AFP"))}
    assert rights_of(replace(book, sections=())) == {}
