"""Article files: TOML front matter above Markdown, to and from values of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from anthology import limits, toml
from anthology.config import Language, PersonEntry, Text
from anthology.errors import SourceError
from anthology.model import Article, Contributor, Group, Photo, RuleChoice, Source
from anthology.names import Person

FENCE = "+++"
Role = Literal[
    "author",
    "photographer",
    "interviewer",
    "illustrator",
    "editor",
    "translator",
    "layout",
    "proofreader",
    "video",
    "sound",
]

# --- reading ---------------------------------------------------------------------------


def _photo_file(value: object) -> object:
    """A file of the photos folder, written with its folder."""
    if isinstance(value, str) and value:
        folder, _, name = value.partition("/")
        if folder != "photos" or name in ("", ".", "..") or "/" in name or "\\" in name:
            raise ValueError('write "photos/" and the name of a file of that folder')
    return value


class _Contributor(PersonEntry):
    role: Role = "author"
    class_: str = Field("", alias="class")


class _Photo(toml.Table):
    credit: tuple[PersonEntry, ...] = ()
    file: Annotated[str, BeforeValidator(_photo_file)] = ""
    caption: str = ""
    licence: str = ""
    alt: str | None = None
    decorative: bool = False


class _Group(toml.Table):
    number: str = ""
    cohort: str = ""
    school: str = ""


class _Source(toml.Table):
    file: str
    start: int
    end: int
    sha256: str


class _Rules(toml.Table):
    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()


class _FrontMatter(toml.Table):
    title: Text
    title_proposed: bool = False
    standfirst: str = ""
    language: Language | None = None
    group: _Group | None = None
    source: _Source | None = None
    authors: tuple[_Contributor, ...] = ()
    photos: tuple[_Photo, ...] = ()
    speakers: tuple[Text, ...] = ()
    rules: _Rules = _Rules()


def read_article(text: str, file: str, *, slug: str, language: str) -> Article:
    """One article file as a value; `language` is the book's, for an article that names none.

    Raises:
        SourceError: no front matter or too much of it, broken TOML, unknown keys or wrong values (`Several`
            when more); with file and line.
    """
    head, body, body_line = _split(text, file)
    limits.refuse_front(head, file, line=2)
    try:
        front = toml.read(_FrontMatter, head)
    except toml.Mistakes as mistakes:
        raise mistakes.as_error(SourceError, "article", file, offset=1) from None
    return Article(
        slug=slug,
        file=file,
        title=front.title,
        title_proposed=front.title_proposed,
        standfirst=front.standfirst,
        language=front.language or language,
        group=Group(**front.group.model_dump()) if front.group else None,
        source=Source(**front.source.model_dump()) if front.source else None,
        authors=tuple(Contributor(one.person(), one.role, one.class_) for one in front.authors),
        photos=tuple(
            Photo(
                tuple(who.person() for who in one.credit),
                one.file,
                one.caption,
                one.licence,
                one.alt,
                one.decorative,
            )
            for one in front.photos
        ),
        speakers=front.speakers,
        rules=RuleChoice(front.rules.off, front.rules.on),
        body=body,
        body_line=body_line,
    )


def _split(text: str, file: str) -> tuple[str, str, int]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(ends) < 2 or ends[0] != 0:
        raise SourceError(
            "article-front-matter",
            f"the article does not start with front matter between two lines {FENCE}",
            hint=f'start the file with {FENCE}, title = "…", {FENCE}',
            file=file,
            line=1,
        )
    return "\n".join(lines[1 : ends[1]]), "\n".join(lines[ends[1] + 1 :]), ends[1] + 2


# --- writing ---------------------------------------------------------------------------


def article_text(article: Article) -> str:
    """The article as its file holds it. `read_article` gives the same value back."""
    lines = [FENCE, f"title = {_toml(article.title)}"]
    if article.title_proposed:
        lines.append("title_proposed = true")
    if article.standfirst:
        lines.append(f"standfirst = {_toml(article.standfirst)}")
    lines.append(f"language = {_toml(article.language)}")
    if article.group:
        lines.append(f"group = {_inline(_group_fields(article.group))}")
    if article.source:
        source = article.source
        lines.append(
            f"source = {{ file = {_toml(source.file)}, start = {source.start}, end = {source.end}, "
            f"sha256 = {_toml(source.sha256)} }}"
        )
    if article.speakers:
        lines.append(f"speakers = [{', '.join(_toml(name) for name in article.speakers)}]")
    if article.rules != RuleChoice():
        lines.append(f"rules = {_choice(article.rules)}")
    lines += _array("authors", [_contributor_fields(one) for one in article.authors])
    lines += _array("photos", [_photo_fields(one) for one in article.photos])
    return "\n".join([*lines, FENCE, article.body.strip("\n"), ""])


def _toml(value: object) -> str:
    # Only import writes articles; a build reads them, and need not load what writes TOML.
    import tomlkit

    return tomlkit.item(value).as_string()


def _inline(fields: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{key} = {value}" for key, value in fields.items()) + " }"


def _choice(rules: RuleChoice) -> str:
    named = {"off": rules.off, "on": rules.on}
    return _inline({key: f"[{', '.join(map(_toml, ids))}]" for key, ids in named.items() if ids})


def _array(name: str, tables: Sequence[Mapping[str, str]]) -> list[str]:
    return [f"{name} = [", *(f"  {_inline(table)}," for table in tables), "]"] if tables else []


def _filled(**fields: str) -> dict[str, str]:
    return {key: _toml(value) for key, value in fields.items() if value}


def _person_fields(person: Person) -> dict[str, str]:
    return _filled(given=person.given, family=person.family, organisation=person.organisation)


def _group_fields(group: Group) -> dict[str, str]:
    return _filled(number=group.number, cohort=group.cohort, school=group.school)


def _contributor_fields(one: Contributor) -> dict[str, str]:
    return _person_fields(one.person) | {"role": _toml(one.role)} | _filled(**{"class": one.class_code})


def _photo_fields(photo: Photo) -> dict[str, str]:
    fields = _filled(file=photo.file)
    if photo.credit:
        fields["credit"] = "[ " + ", ".join(_inline(_person_fields(who)) for who in photo.credit) + " ]"
    fields |= _filled(caption=photo.caption, licence=photo.licence)
    if photo.alt is not None:
        fields["alt"] = _toml(photo.alt)
    if photo.decorative:
        fields["decorative"] = "true"
    return fields
