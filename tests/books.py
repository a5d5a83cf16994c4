"""A realistic book for tests: two parts, four articles in two languages, and everybody who made them.

It is made of the values that composing hands on, so a test can swap one of them with `dataclasses.replace`.
All names are invented.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from anthology.config import Trim
from anthology.layouts import Layout
from anthology.model import (
    Book,
    BookPerson,
    ContentsEntry,
    Contributor,
    Group,
    GroupEntry,
    IndexEntry,
    Matter,
    Metadata,
    Opening,
    Photo,
    PhotoEntry,
    Section,
)
from anthology.names import Person
from anthology.resources import theme
from markupsafe import Markup
from PIL import Image, ImageDraw

AMELIE = Person(given="Amélie", family="Marsan")
THEO = Person(given="Théo", family="Œrtzen-Lacaze")
KARIM = Person(given="Karim", family="N’Diaye")
ZOE = Person(given="Zoë", family="L’Haÿ")
BRUNE = Person(family="Brune")
AGENCE = Person(organisation="Agence Rivage")
EDITOR = Person(given="Hélène", family="Castéra")

PHOTO = "photos/marché de l’été.jpg"

A5 = Trim(width_mm=148.0, height_mm=210.0)


def section(id_: str, kind: str, matter: Matter, title: str, **fields: Any) -> Section:
    """A section with French as its language."""
    data = MappingProxyType(dict(fields.pop("data", {})))
    return Section(id_, kind, matter, title, fields.pop("language", "fr"), data=data, **fields)


def article(slug: str, title: str, text: str, byline: Sequence[Contributor], **fields: Any) -> Section:
    """An article of a part; the ids of its body begin with `@--` and get the section's own."""
    id_ = f"article-{slug}"
    group: Group | None = fields.pop("group", None)
    names = ", ".join(one.person.display for one in byline)
    label = f"Groupe {group.number}" if group else ""
    data = {
        "standfirst": fields.pop("standfirst", ""),
        "proposed": fields.pop("proposed", False),
        "byline": tuple(byline),
        "group": group,
        "group_label": label,
        "body": Markup(text.replace("@--", f"{id_}--")),  # noqa: S704
        "photo_notes": tuple(
            (f"{id_}--photo{number}", text) for number, text in enumerate(fields.pop("photo_notes", ()), 1)
        ),
    }
    return section(
        id_,
        "article",
        Matter.BODY,
        title,
        level=fields.pop("level", 2),
        opening=Opening.RECTO,
        heads=(label or names, title),
        byline=" – ".join(part for part in (label, names) if part),
        data=data,
        **fields,
    )


def _articles() -> tuple[Section, ...]:
    return (
        article(
            "port",
            "Élisa Tamalet\u00a0: «\u00a0Le port ne dort jamais\u00a0»",
            '<p class="question" id="@--b1">Comment l’équipe travaille-t-elle la nuit\u202f?</p>'
            '<p class="answer" id="@--b2"><span class="speaker">Élisa Tamalet</span> Nous sommes quatre, et '
            "le port ne dort jamais\u00a0: «\u00a0À 4\u202fh du matin, tout commence\u00a0», dit-on ici.</p>"
            '<p class="answer" id="@--b3"><span class="speaker">Guillaume Clouté</span> On s’y fait, '
            "<em>presque</em> toujours.</p>"
            '<blockquote class="pull-quote" id="@--b4"><p>Le port ne dort jamais.</p></blockquote>'
            '<h2 id="@--b5">Une nuit d’août</h2>'
            '<p id="@--b6">En 2021, 1\u202f204 bateaux sont venus<span class="note" id="@--note1">Chiffre '
            "de la capitainerie, le 1<sup>er</sup> septembre.</span>, soit 12\u202f% de plus qu’en 2019.</p>",
            (Contributor(AMELIE, class_code="J1"), Contributor(THEO, class_code="J1")),
            group=Group("5", "2021", "École du Rivage"),
            standfirst="Une nuit avec ceux qui veillent.",
            photo_notes=("Photo\u00a0: Zoë L’Haÿ.",),
        ),
        article(
            "marche",
            "Le marché d’en haut",
            '<p id="@--b1">Les étals ouvrent à l’aube — même l’hiver…</p>'
            f'<figure class="figure" id="@--b2"><img src="{PHOTO}" alt="Trois étals sous la halle, de nuit"/>'
            "<figcaption>La halle. Photo\u00a0: Amélie Marsan.</figcaption></figure>"
            '<ul id="@--b3"><li>des figues\u202f;</li><li>du miel.</li></ul>'
            '<div class="verse" id="@--b4"><p>Ô marché, ô matin,<br/>tout se vend, rien ne tient.</p></div>',
            (Contributor(KARIM), Contributor(BRUNE, "illustrator")),
            group=Group("2", "2021", "École du Rivage"),
        ),
        article(
            "lighthouse",
            "The last keeper’s notebook",
            '<p id="@--b1">“Nobody climbs up here any more,” he says, <strong>twice</strong>.</p>'
            '<p id="@--b2">The stairs count 301 steps; the lamp, 1.</p>',
            (Contributor(THEO), Contributor(KARIM, "translator")),
            group=Group("2", "2022", "École du Rivage"),
            language="en",
        ),
        article(
            "silence",
            "Silences",
            '<p id="@--b1">Rien. C’est <a href="https://example.org/silence">dit-on</a> rare.</p>',
            (),
            photo_notes=("Photo\u00a0: Agence Rivage.", "Photo\u00a0: Brune."),
        ),
    )


def _entries(sections: Sequence[Section], level: int | None = None) -> tuple[ContentsEntry, ...]:
    return tuple(
        ContentsEntry(one.id, one.title, one.byline, one.level, str(one.data.get("number", "")))
        for one in sections
        if one.level and (level is None or one.level == level)
    )


def _part(number: int, roman: str, title: str, articles: Sequence[Section], intro: str = "") -> Section:
    data = {"number": roman, "intro": Markup(intro), "entries": _entries(articles)}  # noqa: S704
    return section(f"part-{number}", "part", Matter.BODY, title, level=1, opening=Opening.RECTO, data=data)


def _front(listed: Sequence[Section]) -> tuple[Section, ...]:
    title = "Paroles du rivage"
    return (
        section("cover", "cover", Matter.FRONT, "Couverture", media=frozenset()),
        section("half-title", "half-title", Matter.FRONT, title, media=frozenset({"print"})),
        section("title-page", "title-page", Matter.FRONT, title),
        section("imprint", "imprint", Matter.FRONT, "Mentions légales"),
        section(
            "contents",
            "contents",
            Matter.FRONT,
            "Table des matières",
            data={"entries": _entries(listed)},
            needs_folios=True,
        ),
    )


def _foreword() -> Section:
    body = Markup('<p id="page-foreword--b1">Ce livre réunit deux promotions. Bonne lecture\u202f!</p>')
    return section("page-foreword", "page", Matter.FRONT, "Avant-propos", level=1, data={"body": body})


def _back(articles: Sequence[Section]) -> tuple[Section, ...]:
    port, marche, lighthouse, silence = articles
    groups = (
        GroupEntry("Groupe 5", "2021", "École du Rivage", _entries([port]), port.data["byline"]),  # type: ignore[arg-type]
        GroupEntry("Groupe 2", "2021", "École du Rivage", _entries([marche]), marche.data["byline"]),  # type: ignore[arg-type]
        GroupEntry("Groupe 2", "2022", "École du Rivage", _entries([lighthouse]), lighthouse.data["byline"]),  # type: ignore[arg-type]
    )
    letters = (
        ("L", (IndexEntry(ZOE, (("photographie", port.id),)),)),
        ("M", (IndexEntry(AMELIE, (("", port.id), ("photographie", marche.id))),)),
        ("N", (IndexEntry(KARIM, (("", marche.id), ("traduction", lighthouse.id))),)),
        ("O", (IndexEntry(THEO, (("", port.id), ("", lighthouse.id))),)),
    )
    photos = (
        PhotoEntry(Photo((ZOE,)), port.id, port.title),
        PhotoEntry(Photo((AMELIE,), PHOTO, "La halle."), marche.id, marche.title),
        PhotoEntry(Photo((AGENCE,), licence="CC BY 4.0"), silence.id, silence.title),
        PhotoEntry(Photo((BRUNE,)), silence.id, silence.title),
    )
    classes = (("J1", "journalisme, 1\u202fʳᵉ année"),)
    return (
        section(
            "authors",
            "authors",
            Matter.BACK,
            "Les auteurs",
            level=1,
            data={"groups": groups, "classes": classes},
        ),
        section(
            "index",
            "index",
            Matter.BACK,
            "Index des personnes",
            level=1,
            data={"letters": letters},
            needs_folios=True,
        ),
        section(
            "photo-credits",
            "photo-credits",
            Matter.BACK,
            "Crédits photographiques",
            level=1,
            data={"entries": photos},
            needs_folios=True,
        ),
        section(
            "colophon",
            "colophon",
            Matter.BACK,
            "Colophon",
            data={"fonts": ("Linux Libertine", "Linux Biolinum"), "engines": ("anthology",)},
        ),
    )


def metadata() -> Metadata:
    """What is said about the whole."""
    return Metadata(
        title="Paroles du rivage",
        subtitle="Reportages & entretiens",
        language="fr",
        identifier="urn:uuid:3d0c6e2a-52b1-5f0f-8f5e-0d9f1f0e7b11",
        date="2022-06",
        editors=(EDITOR,),
        publisher="École du Rivage",
        school="École du Rivage",
        rights="© 2022 les auteurs",
        isbn="",
        description="Quatre articles écrits au bord de l’eau.",
    )


@cache
def book() -> Book:
    """The whole book, in order."""
    articles = _articles()
    port, marche, lighthouse, silence = articles
    parts = (
        _part(1, "I", "De nuit", articles[:2], '<p id="part-1--b1">Avant l’aube.</p>'),
        _part(2, "II", "De jour", articles[2:]),
    )
    body = (parts[0], *articles[:2], parts[1], *articles[2:])
    back = _back(articles)
    foreword = _foreword()
    people = (
        BookPerson(AMELIE, (("author", port.id), ("photographer", marche.id))),
        BookPerson(THEO, (("author", port.id), ("author", lighthouse.id))),
        BookPerson(ZOE, (("photographer", port.id),)),
        BookPerson(KARIM, (("author", marche.id), ("translator", lighthouse.id))),
        BookPerson(BRUNE, (("illustrator", marche.id), ("photographer", silence.id))),
        BookPerson(AGENCE, (("photographer", silence.id),)),
    )
    sections = (*_front((foreword, *body, *back)), foreword, *body, *back)
    return Book(metadata(), sections, people)


def body(xhtml: str) -> Markup:
    """A text as composing hands it on: markup that needs no escaping."""
    return Markup(xhtml)  # noqa: S704


def with_section(whole: Book, id_: str, **fields: Any) -> Book:
    """The book with some fields of one section changed."""
    changed = tuple(replace(one, **fields) if one.id == id_ else one for one in whole.sections)
    return replace(whole, sections=changed)


def with_data(whole: Book, id_: str, **data: object) -> Book:
    """The book with some of what one section shows changed."""
    old = next(one for one in whole.sections if one.id == id_).data
    return with_section(whole, id_, data=MappingProxyType({**old, **data}))


@cache
def layout(language: str = "fr") -> Layout:
    """The classic theme on A5."""
    return Layout(theme=theme("classic"), trim=A5, language=language)


@cache
def pictures() -> Mapping[str, bytes]:
    """The photograph of the book."""
    return MappingProxyType({PHOTO: picture(640, 400)})


@cache
def picture(width: int, height: int, format_: str = "JPEG") -> bytes:
    """A picture of that size in pixels: a light square on a dark ground."""
    image = Image.new("RGB", (width, height), "#24425c")
    ImageDraw.Draw(image).rectangle((width // 4, height // 4, width // 2, height // 2), fill="#f2e8cf")
    out = io.BytesIO()
    image.save(out, format_)
    return out.getvalue()
