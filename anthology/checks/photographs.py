"""Articles and the photographs at hand to findings: is each one there, credited and described?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

from anthology import records, toml
from anthology.cache import digest
from anthology.checks.case import Case
from anthology.checks.places import NOWHERE, Place, file_place
from anthology.galley import is_credited
from anthology.model import Article, Finding, Photo, Severity

_CAMERA_NAME = re.compile(
    r"(?:img|dsc[fn]?|dcim|pxl|p|pict?|image|photo|screenshot|capture|scan)?[-_ ]?\d[-_ \d]*(?:\.\w{3,4})?"
    r"|[\w-]+\.(?:jpe?g|png|heic|tiff?|webp|gif)"
)
"""What a camera or a scanner calls a picture."""


def missing(case: Case) -> Iterator[Finding]:
    """Photographs that an article shows or lists, and that are not in the folder."""
    for article in _pieces(case):
        for file in dict.fromkeys((*_listed(article), *(one.src for one in _pictures(case, article)))):
            if unquote(file) not in case.photos:
                yield Finding(
                    "photo-missing",
                    Severity.ERROR,
                    f"the photograph {unquote(file)} is not there",
                    "put the file into content/photos/, or take it out of the article",
                    article.file,
                    *_place(case, article, file),
                )


def credited(case: Case) -> Iterator[Finding]:
    """Credits without a photograph, and photographs without a credit."""
    for article in _pieces(case):
        for photo in article.photos:
            if photo.credit and not photo.file:
                names = ", ".join(person.display for person in photo.credit)
                yield Finding(
                    "photo-credit-alone",
                    Severity.REMARK,
                    f"the photograph credited to {names} is not there; the credit is printed as a note",
                    "put the photograph into content/photos/ and name it in `file`, if you have it",
                    article.file,
                    *_entry_place(case, article, photo),
                )
        known = {photo.file for photo in article.photos if is_credited(photo)}
        for file in _shown(case, article):
            if unquote(file) not in known:
                yield Finding(
                    "photo-without-credit",
                    Severity.WARNING,
                    f"nothing says who took {unquote(file)}",
                    "add its `credit` to `photos` in the front matter, or its `licence` if nobody is known",
                    article.file,
                    *_place(case, article, file),
                )


def unshown(case: Case) -> Iterator[Finding]:
    """Captions that are printed neither under a picture nor among the photo credits."""
    for article in _pieces(case):
        figures = {unquote(one.src) for one in _pictures(case, article) if one.captioned}
        for photo in article.photos:
            if photo.caption and photo.file not in figures and not (photo.credit or photo.licence):
                yield Finding(
                    "photo-unshown",
                    Severity.REMARK,
                    f"no page shows the photograph, so its caption is not printed: {photo.caption}",
                    "show it in the text: ![what it shows](photos/…) and {: .figure } on the next line",
                    article.file,
                    *(_place(case, article, photo.file) if photo.file else NOWHERE),
                )


def described(case: Case) -> Iterator[Finding]:
    """Photographs that somebody who cannot see them learns nothing about, or nothing new."""
    for article in _pieces(case):
        for told in _descriptions(case, article):
            if told.photo.decorative:
                if told.alt:
                    yield _of(
                        case,
                        article,
                        told,
                        "photo-decorative-described",
                        "is said to be decoration, so nobody is told its description",
                        "take `decorative` out of the front matter, or the description out of the text",
                    )
            elif told.alt is None or _is_name(told.alt, told.file):
                yield Finding(
                    "photo-without-alt",
                    Severity.WARNING,
                    f"nothing says what {unquote(told.file)} shows",
                    "describe it in a few words: ![what it shows](photos/…), or `alt` in the front matter; "
                    "or say `decorative = true` there, if it says nothing",
                    article.file,
                    *_place(case, article, told.file),
                )
            elif told.alt and _plain(told.alt) in {_plain(said) for said in told.captions}:
                yield _of(
                    case,
                    article,
                    told,
                    "photo-alt-repeats",
                    "is described in the words of its caption, which are read aloud anyway",
                    "say what one sees, for those who do not",
                )


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of a picture: its description (None: nothing; empty: that it needs none), its captions."""

    file: str
    photo: Photo
    alt: str | None
    captions: tuple[str, ...]


def _descriptions(case: Case, article: Article) -> Iterator[_Told]:
    pictures = _pictures(case, article)
    for file in _shown(case, article):
        photo = next((one for one in article.photos if one.file == unquote(file)), Photo())
        own = [one for one in pictures if one.src == file]
        alt = next((one.alt for one in own if one.alt), None) or photo.alt
        yield _Told(file, photo, alt, tuple(said for said in (photo.caption, *_captions(own)) if said))


def _captions(pictures: Sequence[Shown]) -> Iterator[str]:
    yield from (one.caption for one in pictures)


def _of(case: Case, article: Article, told: _Told, code: str, what: str, hint: str) -> Finding:
    """A remark about a picture."""
    file = unquote(told.file)
    return Finding(
        code, Severity.REMARK, f"{file} {what}", hint, article.file, *_place(case, article, told.file)
    )


def _pieces(case: Case) -> tuple[Article, ...]:
    return (*case.articles, *case.pages)


def _listed(article: Article) -> Iterator[str]:
    yield from (photo.file for photo in article.photos if photo.file)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a text: its address, its description, and the words that the text has below it.

    `captioned` where a caption has a place.
    """

    src: str
    alt: str
    captioned: bool
    caption: str = ""


def _pictures(case: Case, article: Article) -> tuple[Shown, ...]:
    """The pictures in the text of an article, found once in the same text."""
    if "photos/" not in article.body:
        return ()
    return case.cache.remember(
        "pictures of a text",
        digest(article.file, str(article.body_line), article.body),
        lambda: tuple(_found(article)),
        dump=records.dump,
        load=partial(records.load, tuple[Shown, ...]),
    )


def _found(article: Article) -> Iterator[Shown]:
    # Markdown takes long to load, and is needed for a new text only.
    from anthology.markup import read_body

    for image in read_body(article).root.iter("img"):
        figure = next(image.iterancestors("figure"), None)
        below = figure.find("figcaption") if figure is not None else None
        caption = "".join(map(str, below.itertext())) if below is not None else ""
        yield Shown(image.get("src", ""), image.get("alt", ""), figure is not None, caption)


def _shown(case: Case, article: Article) -> tuple[str, ...]:
    names = {unquote(one.src): one.src for one in _pictures(case, article)}
    return tuple(dict.fromkeys((*names.values(), *(file for file in _listed(article) if file not in names))))


def _is_name(alt: str, file: str) -> bool:
    name = unquote(file).rpartition("/")[2]
    said = alt.strip().casefold()
    return said in {name.casefold(), name.rpartition(".")[0].casefold()} or bool(_CAMERA_NAME.fullmatch(said))


def _plain(text: str) -> str:
    """The words of a text alone, to be compared."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _place(case: Case, article: Article, file: str) -> Place:
    text = case.texts.get(article.file)
    found = file_place(article, text, file)
    return file_place(article, text, unquote(file)) if found == NOWHERE else found


def _entry_place(case: Case, article: Article, photo: Photo) -> Place:
    """Where the entry of a photograph stands in the front matter."""
    lines = case.texts.get(article.file, "").split("\n")
    return toml.place_of(("photos", article.photos.index(photo)), lines) or (1, 1)
