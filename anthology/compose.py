"""Articles and settings to the Book: one immutable reading order of sections, the same for every output."""

from __future__ import annotations

import difflib
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from types import MappingProxyType
from typing import Any, TypeVar

from anthology import records
from anthology.cache import Cache
from anthology.config import FILE as SETTINGS
from anthology.config import Config, PartTable
from anthology.errors import ComposeError
from anthology.galley import Compositor, Galley, is_credited
from anthology.labels import catalogue, role
from anthology.model import (
    Article,
    Book,
    BookPerson,
    ContentsEntry,
    Contributor,
    Finding,
    Group,
    GroupEntry,
    IndexEntry,
    Matter,
    Metadata,
    Opening,
    PhotoEntry,
    Section,
)
from anthology.names import Person, person_of
from anthology.numerals import roman
from anthology.slugs import slugify
from anthology.typeset import Typeset

_PRINT = frozenset({"print"})
_FRONT_PAGES = (
    "dedication", "dedicace", "epigraph", "epigraphe", "foreword", "avant-propos", "preface", "introduction",
    "prologue",
)  # fmt: skip
"""Names of the editor's pages that open a book, in the order they have there; every other one closes it."""
_ON_THE_RIGHT = frozenset({"authors", "index"})
"""What people look for at the back of a book opens on a right-hand page, and need not wait to be set."""
_MOST_GROUPS, _MOST_NAMES = 150, 2000
"""Groups and names that one section lists, some thirty pages: longer lists go on in further sections, so that
no process must hold hundreds of pages at once."""
_HEAD_LENGTH = 52
"""Characters of a running head: what a line of small capitals holds on a narrow page."""
_IDENTIFIER_SPACE = uuid.UUID("6d1c6f0e-3f4b-5d0a-9c57-6b1d0f6f2a10")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Composition:
    """The book, what was seen while it was put together, and the photo files of each article, by its file."""

    book: Book
    findings: tuple[Finding, ...]
    pictures: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """An article in the book: its texts, its section, and who speaks in it."""

    article: Article
    galley: Galley
    section: Section
    speakers: tuple[str, ...]


def compose(
    config: Config,
    articles: Sequence[Article],
    pages: Sequence[Article],
    typeset: Typeset,
    *,
    engines: Sequence[str] = (),
    fonts: Sequence[str] = (),
    draft: bool = False,
    cache: Cache | None = None,
) -> Composition:
    """The book of these articles, in the order of the settings; the rest follows in the order given.

    `pages` are the editor's own pieces (foreword, thanks...), read like articles. What is set is kept in the
    cache under its text and `[rules]` of the settings, so there `typeset` has to do what these say.

    Raises:
        ComposeError: there is no article; a part names an article or a page that is not there, or one twice;
            two files have names that cannot be told apart.
    """
    if not articles:
        raise ComposeError(
            "no-articles",
            "there is no article to make a book of",
            hint="put texts into the submissions folder and run `anthology import`, or write articles/….md",
            file="articles",
        )
    _unique([*(("article", one) for one in articles), *(("page", one) for one in pages)])
    setting = compositor(config, typeset, Cache() if cache is None else cache)
    composer = _Composer(config, {page.slug: page for page in pages}, setting)
    ordered = _ordered(config, {article.slug: article for article in articles})
    pieces = {article.slug: composer.piece(article, part is not None) for part, article in ordered}
    body = list(composer.body(ordered, pieces))
    everyone = tuple(pieces[article.slug] for _, article in ordered)
    front_pages, back_pages = composer.editor_pages()
    texts = [*front_pages, *body, *back_pages]
    named = tuple(composer.named(texts, everyone))
    people, photos = _people(named), composer.photo_credits(texts)
    letters = tuple(composer.letters(named, people))
    back = [*back_pages, *composer.back(everyone, letters, photos, engines, fonts)]
    entries = composer.contents([*front_pages, *body, *back])
    front = [*composer.front(), composer.contents_section(entries), *front_pages]
    sections = tuple(composer.cover()) + tuple(front) + tuple(body) + tuple(back)
    book = Book(
        metadata=composer.metadata(),
        sections=sections,
        people=people,
        draft=draft,
    )
    return Composition(book, tuple(composer.findings), MappingProxyType(composer.pictures))


def compositor(config: Config, typeset: Typeset, cache: Cache) -> Compositor:
    """What sets the texts of the book, by the rules of its settings."""
    rules = records.digest_of((tuple(sorted(config.rules.off)), tuple(sorted(config.rules.on))))
    return Compositor(typeset, config.book.language, rules, cache)


# --- order -------------------------------------------------------------------------------------------


def _ordered(config: Config, articles: Mapping[str, Article]) -> list[tuple[PartTable | None, Article]]:
    placed: dict[str, PartTable] = {}
    for number, part in enumerate(config.part):
        for slug in part.articles:
            if slug in placed:
                raise ComposeError(
                    "article-twice",
                    f"the article {slug!r} is listed twice (parts {placed[slug].title!r} and {part.title!r})",
                    hint="keep it in one part only",
                    file=SETTINGS,
                    at=("part", number, "articles", slug),
                )
            if slug not in articles:
                raise ComposeError(
                    "article-missing",
                    f"the part {part.title!r} lists {slug!r}, but there is no articles/{slug}.md",
                    hint=_near(slug, articles, "import it, write it, or take it out of the list"),
                    file=SETTINGS,
                    at=("part", number, "articles", slug),
                )
            placed[slug] = part
    listed = [(part, articles[slug]) for part in config.part for slug in part.articles]
    return [*listed, *((None, article) for slug, article in articles.items() if slug not in placed)]


def _near(slug: str, names: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(slug.removesuffix(".md"), list(names), n=1)
    return f"did you mean {near[0]!r}?" if near else otherwise


def section_id(kind: str, piece: Article) -> str:
    """The id of the section of an article or a page: its own name, or what of it an id can hold."""
    name = (
        piece.slug if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", piece.slug) else slugify(piece.slug, limit=200)
    )
    if not name:
        raise ComposeError(
            "file-name",
            "the name of this file holds no letter or digit of a to z and 0 to 9",
            hint="give the file another name",
            file=piece.file,
        )
    return f"{kind}-{name}"


def _unique(pieces: Iterable[tuple[str, Article]]) -> None:
    """Stop where two files would be one section of the book.

    Raises:
        ComposeError: two names differ only in case, accents or signs.
    """
    seen: dict[str, Article] = {}
    for kind, piece in pieces:
        other = seen.setdefault(section_id(kind, piece), piece)
        if other is not piece:
            raise ComposeError(
                "section-twice",
                f"its name is too much like that of {other.file}: both would have one address in the book",
                hint="give one of the two files another name",
                file=piece.file,
            )


# --- sections ----------------------------------------------------------------------------------------


class _Composer:
    def __init__(self, config: Config, pages: Mapping[str, Article], compositor: Compositor) -> None:
        self.config = config
        self.pages = pages
        self.compositor = compositor
        self.text = compositor.line
        self.language = config.book.language
        self._ = catalogue(self.language).gettext
        self.findings: list[Finding] = []
        self.pictures: dict[str, tuple[str, ...]] = {}
        self.texts: dict[str, tuple[Article, Galley]] = {}
        self.opening = Opening.RECTO if config.book.openings == "recto" else Opening.NEXT

    def galley(self, article: Article, id_: str) -> Galley:
        """The texts of an article; what was seen in them, and what they show, is noted."""
        galley = self.compositor.galley(article, id_)
        self.findings += galley.findings
        self.pictures[article.file] = galley.pictures
        self.texts[id_] = (article, galley)
        return galley

    def section(self, id_: str, kind: str, matter: Matter, title: str, **fields: Any) -> Section:
        data = MappingProxyType(dict(fields.pop("data", {})))
        return Section(
            id=id_,
            kind=kind,
            matter=matter,
            title=title,
            language=fields.pop("language", self.language),
            data=data,
            **fields,
        )

    def metadata(self) -> Metadata:
        book = self.config.book
        seed = "\n".join((book.title, book.subtitle, book.school, book.language))
        return Metadata(
            title=self.text(book.title),
            subtitle=self.text(book.subtitle),
            language=book.language,
            identifier=book.identifier or uuid.uuid5(_IDENTIFIER_SPACE, seed).urn,
            date=book.date or "",
            editors=tuple(editor.person() for editor in book.editors),
            publisher=book.publisher or book.school,
            school=self.text(book.school),
            rights=self.text(book.rights),
            isbn=book.isbn,
            description=self.text(book.description),
        )

    def cover(self) -> Iterator[Section]:
        yield self.section("cover", "cover", Matter.FRONT, self._("Cover"), media=frozenset())

    def front(self) -> Iterator[Section]:
        title = self.text(self.config.book.title)
        if self.config.print.half_title:
            yield self.section(
                "half-title", "half-title", Matter.FRONT, title, opening=Opening.RECTO, media=_PRINT
            )
        yield self.section("title-page", "title-page", Matter.FRONT, title, opening=Opening.RECTO)
        yield self.section("imprint", "imprint", Matter.FRONT, self._("Imprint"), opening=Opening.VERSO)

    def contents_section(self, entries: tuple[ContentsEntry, ...]) -> Section:
        title = self._("Contents")
        return self.section(
            "contents",
            "contents",
            Matter.FRONT,
            title,
            opening=Opening.RECTO,
            heads=(title, title),
            data={"entries": entries},
            needs_folios=True,
        )

    def editor_pages(self) -> tuple[list[Section], list[Section]]:
        """The editor's own pieces: those that open a book, and those that close it."""
        intros = {part.intro for part in self.config.part if part.intro}
        own = [page for name, page in self.pages.items() if name not in intros]
        opening = sorted(
            (page for page in own if page.slug in _FRONT_PAGES),
            key=lambda page: _FRONT_PAGES.index(page.slug),
        )
        front = [self.page(page, Matter.FRONT) for page in opening]
        back = [self.page(page, Matter.BACK) for page in own if page.slug not in _FRONT_PAGES]
        return front, back

    def page(self, page: Article, matter: Matter) -> Section:
        id_ = section_id("page", page)
        galley = self.galley(page, id_)
        return self.section(
            id_,
            "page",
            matter,
            galley.title,
            language=page.language,
            level=1,
            opening=Opening.RECTO,
            heads=(galley.title, galley.title),
            data={"body": galley.body},
        )

    def body(
        self, ordered: Sequence[tuple[PartTable | None, Article]], pieces: Mapping[str, _Piece]
    ) -> Iterator[Section]:
        for number, part in enumerate(self.config.part, start=1):
            own = [pieces[slug].section for slug in part.articles]
            yield self.part(number, part, own)
            yield from own
        yield from (pieces[article.slug].section for part, article in ordered if part is None)

    def part(self, number: int, part: PartTable, own: Sequence[Section]) -> Section:
        id_ = f"part-{number}"
        intro = self.galley(self._intro(part), id_).body if part.intro else ""
        entries = tuple(ContentsEntry(one.id, one.title, one.byline, 2) for one in own)
        return self.section(
            id_,
            "part",
            Matter.BODY,
            self.text(part.title),
            level=1,
            opening=Opening.RECTO,
            data={"number": roman(number), "intro": intro, "entries": entries},
        )

    def _intro(self, part: PartTable) -> Article:
        if part.intro not in self.pages:
            raise ComposeError(
                "page-missing",
                f"the part {part.title!r} opens with pages/{part.intro}.md, which is not there",
                hint=_near(part.intro, self.pages, "write that file, or take `intro` out"),
                file=SETTINGS,
                at=("part", self.config.part.index(part), "intro"),
            )
        return self.pages[part.intro]

    def piece(self, article: Article, in_part: bool) -> _Piece:
        galley = self.galley(article, section_id("article", article))
        # While nothing of an article changes its section is one and the same object, so that whoever keeps
        # what is made of a section need not look at it again.
        name = f"{self.compositor.name_of(article)} {self.opening} {in_part}"
        return self.compositor.cache.hold("piece", name, lambda: self._piece(article, galley, in_part))

    def _piece(self, article: Article, galley: Galley, in_part: bool) -> _Piece:
        label = self.group_label(article.group)
        section = self.section(
            section_id("article", article),
            "article",
            Matter.BODY,
            galley.title,
            language=article.language,
            level=2 if in_part else 1,
            opening=self.opening,
            heads=(_short_byline(article.authors, label), _shortened(galley.title)),
            byline=_full_byline(article.authors, label),
            data={
                "standfirst": galley.standfirst,
                "proposed": article.title_proposed,
                "byline": article.authors,
                "group": article.group,
                "group_label": label,
                "body": galley.body,
                "photo_notes": galley.photo_notes,
            },
        )
        return _Piece(article, galley, section, tuple(dict.fromkeys((*galley.speakers, *article.speakers))))

    def group_label(self, group: Group | None) -> str:
        return self._("Group %(number)s") % {"number": group.number} if group and group.number else ""

    # --- back matter ---

    def back(
        self,
        pieces: Sequence[_Piece],
        letters: Sequence[tuple[str, tuple[IndexEntry, ...]]],
        photos: Sequence[PhotoEntry],
        engines: Sequence[str],
        fonts: Sequence[str],
    ) -> Iterator[Section]:
        groups = tuple(self.groups(pieces))
        if groups:
            borne = {member.class_code for group in groups for member in group.members}
            classes = tuple(pair for pair in sorted(self.config.book.classes.items()) if pair[0] in borne)
            runs = tuple(_even(groups, lambda group: 1, _MOST_GROUPS))
            for number, own in enumerate(runs, start=1):
                data = {"groups": own, "classes": classes if number == len(runs) else ()}
                yield self._listing("authors", self._("The authors"), data, number, needs_folios=True)
        if letters and self.config.print.index:
            title = self._("Index of people")
            runs_of_letters = _even(letters, lambda letter: len(letter[1]), _MOST_NAMES)
            for number, some in enumerate(runs_of_letters, start=1):
                yield self._listing("index", title, {"letters": some}, number, needs_folios=True)
        if photos:
            title = self._("Photo credits")
            yield self._listing("photo-credits", title, {"entries": tuple(photos)}, needs_folios=True)
        yield self.section(
            "colophon",
            "colophon",
            Matter.BACK,
            self._("Colophon"),
            opening=Opening.NEXT,
            data={"engines": tuple(engines), "fonts": tuple(fonts)},
        )

    def named(self, sections: Sequence[Section], pieces: Sequence[_Piece]) -> Iterator[_Piece]:
        """All texts that name people, in their order: of the editor's own, those who took their pictures."""
        known = {one.section.id: one for one in pieces}
        for one in sections:
            if one.id in known:
                yield known[one.id]
            elif one.id in self.texts:
                text, galley = self.texts[one.id]
                yield _Piece(replace(text, authors=()), galley, one, ())

    def photo_credits(self, sections: Sequence[Section]) -> tuple[PhotoEntry, ...]:
        """What is said of where each picture comes from, in the order of the sections that show them."""
        known = [(one, *self.texts[one.id]) for one in sections if one.id in self.texts]
        entries = (entry for one, text, galley in known for entry in _photo_entries(one, text, galley))
        return tuple(entry for entry in entries if is_credited(entry.photo))

    def _listing(
        self, kind: str, title: str, data: Mapping[str, object], number: int = 1, needs_folios: bool = False
    ) -> Section:
        """A list of the back matter; from the second section of it on, it goes on without a heading."""
        first = number == 1
        return self.section(
            kind if first else f"{kind}-{number}",
            kind,
            Matter.BACK,
            title,
            level=1 if first else 0,
            opening=Opening.RECTO if kind in _ON_THE_RIGHT and first else Opening.NEXT,
            heads=(title, title),
            data=data if first else {**data, "goes_on": True},
            needs_folios=needs_folios,
        )

    def groups(self, pieces: Sequence[_Piece]) -> Iterator[GroupEntry]:
        """Authors by group, in the order of the book; those without a group under their article."""
        by_key: dict[str, list[_Piece]] = {}
        for piece in pieces:
            if piece.article.authors:
                group = piece.article.group
                key = group.key if group and group.number else piece.section.id
                by_key.setdefault(key, []).append(piece)
        for own in by_key.values():
            group = own[0].article.group
            members: dict[tuple[Person, str], Contributor] = {}
            for piece in own:
                for one in piece.article.authors:
                    members.setdefault((one.person, one.role), one)
            yield GroupEntry(
                label=self.group_label(group),
                cohort=group.cohort if group else "",
                school=group.school if group else "",
                articles=tuple(ContentsEntry(piece.section.id, piece.section.title) for piece in own),
                members=tuple(members.values()),
            )

    def letters(
        self, pieces: Sequence[_Piece], people: Sequence[BookPerson]
    ) -> Iterator[tuple[str, tuple[IndexEntry, ...]]]:
        """The index: everyone with a role and everyone interviewed, by the first letter of the name.

        Who is interviewed in one article and credited in another is one person; who did several things for
        one article has its page once.
        """
        places: dict[Person, dict[str, dict[str, None]]] = {}
        known = {one.person.display: one.person for one in people}
        for piece in pieces:
            for person, label in self._named(piece, known):
                places.setdefault(person, {}).setdefault(piece.section.id, {})[label] = None
        by_letter: dict[str, list[IndexEntry]] = {}
        for person in sorted(places, key=lambda one: one.filed(self.language)):
            letter = person.filed(self.language)[0][:1].upper()
            found = tuple((self._roles(tuple(labels)), id_) for id_, labels in places[person].items())
            by_letter.setdefault(letter if letter.isalpha() else "#", []).append(IndexEntry(person, found))
        yield from ((letter, tuple(entries)) for letter, entries in by_letter.items())

    def _roles(self, labels: Sequence[str]) -> str:
        """What somebody did for an article; writing is only named beside something else."""
        return labels[0] if len(labels) == 1 else ", ".join(label or self._("text") for label in labels)

    def _named(self, piece: _Piece, known: Mapping[str, Person]) -> Iterator[tuple[Person, str]]:
        for one in piece.article.authors:
            yield one.person, role(one.role, self.language)
        for photo in piece.article.photos:
            yield from ((person, role("photographer", self.language)) for person in photo.credit)
        for name in piece.speakers:
            yield known.get(name) or person_of(name), self._("interviewed")

    def contents(self, sections: Sequence[Section]) -> tuple[ContentsEntry, ...]:
        return tuple(
            ContentsEntry(one.id, one.title, one.byline, one.level, str(one.data.get("number", "")))
            for one in sections
            if one.level
        )


# --- pieces of text ----------------------------------------------------------------------------------


def _full_byline(authors: Sequence[Contributor], label: str) -> str:
    names = ", ".join(one.person.display for one in authors)
    return " – ".join(part for part in (label, names) if part)


def _photo_entries(section: Section, text: Article, galley: Galley) -> Iterator[PhotoEntry]:
    """The photographs of a text as the gathered credits name them."""
    for photo, caption, place in zip(text.photos, galley.captions, galley.figures, strict=True):
        shown = replace(photo, caption=caption)
        yield PhotoEntry(shown, section.id, section.title, place, text.language)


def _short_byline(authors: Sequence[Contributor], label: str) -> str:
    """What a running head can hold: the group, or the names when they are few."""
    names = [one.person.display for one in authors if one.role == "author"]
    few = ", ".join(names)
    if label:
        return label
    return few if len(few) <= _HEAD_LENGTH else _shortened(few)


def _shortened(title: str) -> str:
    """A running head: the whole title, or as many words as fit, and an ellipsis."""
    if len(title) <= _HEAD_LENGTH:
        return title
    cut = title[:_HEAD_LENGTH]
    cut = cut[: max(cut.rfind(" "), cut.rfind("\u00a0"))] if re.search(r"[ \u00a0]", cut) else cut
    return cut.rstrip(" \u00a0\u202f,;:«–-’") + "…"


def _even(items: Sequence[T], size: Callable[[T], int], most: int) -> Iterator[tuple[T, ...]]:
    """Runs of about the same size, of about `most` at most."""
    whole = sum(map(size, items))
    runs = -(-whole // most)
    middles = (end - size(item) / 2 for item, end in zip(items, accumulate(map(size, items)), strict=True))
    numbered = ((int(middle * runs / whole), item) for middle, item in zip(middles, items, strict=True))
    for _, run in groupby(numbered, key=lambda one: one[0]):
        yield tuple(item for _, item in run)


def _people(pieces: Sequence[_Piece]) -> tuple[BookPerson, ...]:
    roles: dict[Person, dict[tuple[str, str], None]] = {}
    for piece in pieces:
        credited = [(one.person, one.role) for one in piece.article.authors]
        credited += [(who, "photographer") for photo in piece.article.photos for who in photo.credit]
        for person, held in credited:
            roles.setdefault(person, {})[held, piece.section.id] = None
    return tuple(BookPerson(person, tuple(held)) for person, held in roles.items())


def with_cohort(article: Article, cohort: str) -> Article:
    """The article with the cohort of its part, where its group has none."""
    if article.group is None or article.group.cohort or not cohort:
        return article
    return replace(article, group=replace(article.group, cohort=cohort))
