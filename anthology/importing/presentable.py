"""An article as it was read to the same without characters that nobody sees in its names and captions.

Photographs and files bring names and captions of their own, which no rule of typography reads.
"""

from __future__ import annotations

from dataclasses import replace

from anthology.model import Article, Contributor, Photo
from anthology.names import Person
from anthology.tricks import without


def presentable(article: Article) -> Article:
    """The article with every name, caption and description as a reader may get it."""
    language = article.language
    return replace(
        article,
        authors=tuple(_contributor(one) for one in article.authors),
        photos=tuple(_photo(one, language) for one in article.photos),
        speakers=tuple(map(_name, article.speakers)),
    )


def _contributor(one: Contributor) -> Contributor:
    return replace(one, person=_person(one.person), class_code=_name(one.class_code))


def _person(one: Person) -> Person:
    return replace(
        one, given=_name(one.given), family=_name(one.family), organisation=_name(one.organisation)
    )


def _photo(one: Photo, language: str) -> Photo:
    return replace(
        one,
        credit=tuple(map(_person, one.credit)),
        caption=without(one.caption, language),
        licence=without(one.licence, language),
        alt=None if one.alt is None else without(one.alt, language),
    )


def _name(text: str) -> str:
    """A name; a soft hyphen in one makes two people of one."""
    return without(text).replace("\u00ad", "")
