"""The nouns of the project: immutable values that every step takes and gives.

Spans (`start`, `end`) are half-open and count characters of a submission's decoded text; `line` counts
from 1. File names are relative to the content folder, with forward slashes (`submissions/a.txt`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from types import MappingProxyType

from anthology.names import Person

ANCHOR = "--"
"""What parts a section's id from the rest of an id inside it: `art-x--b3` is in section `art-x`."""

# --- submissions -------------------------------------------------------------------------------------


class Role(StrEnum):
    """What a block of a submission is."""

    TITLE = "title"
    DUPLICATE_TITLE = "duplicate-title"
    CHAPO = "chapo"
    INTRO = "intro"
    BODY = "body"
    QUESTION = "question"
    ANSWER = "answer"
    INTERTITLE = "intertitle"
    PULL_QUOTE = "pull-quote"
    VERSE = "verse"
    LIST = "list"
    TABLE = "table"
    CAPTION = "caption"
    ALT = "alt"
    NOTE = "note"
    PHOTO_CREDIT = "photo-credit"
    CREDIT = "credit"
    GROUP_LABEL = "group-label"
    BYLINE = "byline"
    INTERVIEWER = "interviewer"
    MASTHEAD = "masthead"
    TEASER = "teaser"
    DUPLICATE_TEASER = "duplicate-teaser"
    NEAR_DUPLICATE = "near-duplicate"
    FURNITURE = "furniture"
    WITHHELD = "withheld"
    MARKER = "marker"
    BLANK = "blank"


class Fate(StrEnum):
    """Where the words of a block go. Every block has exactly one."""

    PRINTED = "printed"
    DISPLAY_QUOTE = "display-quote"
    CREDIT = "credit"
    PHOTO_CREDIT = "photo-credit"
    DROPPED_COPY = "dropped-copy"
    HELD_BACK = "held-back"
    FURNITURE = "furniture"
    UNDECIDED = "undecided"


class Form(StrEnum):
    """What the file itself says a block is; a paragraph where it says nothing."""

    PARAGRAPH = "paragraph"
    TITLE = "title"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    QUOTE = "quote"
    VERSE = "verse"
    CAPTION = "caption"
    ALT = "alt"
    NOTE = "note"


class Withheld(StrEnum):
    """Why the file itself does not show a block, or shows it beside the text."""

    DELETED = "deleted"
    HIDDEN = "hidden"
    COMMENT = "comment"
    UNPUBLISHED = "unpublished"
    NAVIGATION = "navigation"
    RUNNING_HEAD = "running-head"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the file says of a block beside its words.

    `level` is that of a heading (1 the highest) or the depth of an item (1 the outermost); `ordered` tells
    whether the item is numbered. `label` is that of a note, or the name of the picture that a caption or an
    alternative text belongs to. `table`, `row` and `column` count from 1 and are 0 outside of tables; `head`
    marks the cells of a heading row. `withheld` is None where the file shows the block as text.
    """

    form: Form = Form.PARAGRAPH
    level: int = 0
    ordered: bool = False
    label: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    head: bool = False
    withheld: Withheld | None = None


PLAIN = Shape()
"""The shape of a paragraph of which the file says nothing."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a submission: `text == manuscript.text[start:end]`, no outer white space."""

    start: int
    end: int
    line: int
    text: str
    shape: Shape = PLAIN

    @property
    def words(self) -> int:
        """Words as the ledger counts them: runs of anything but white space."""
        return len(self.text.split())


class Emphasis(StrEnum):
    """How words inside a block are marked."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    STRUCK = "struck"
    CODE = "code"
    LINK = "link"
    NOTE = "note"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that the file marks: a span of the submission's text, inside of one block.

    `target` is the address of a link, the label of a note (the span of its call may be empty), or the tag
    of a language.
    """

    start: int
    end: int
    kind: Emphasis
    target: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came inside of a submission, or beside it, and where it stands.

    It stands before the character `at` of the text. `name` is the file name that it gets (`g5-1.jpg`), unique
    among the pictures of the submission; `sha256` the hexadecimal digest of its bytes as they came.
    """

    at: int
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a photograph says about itself: `block` and `name` tell where (`XMP`, `dc:creator`).

    `about` is `creator`, `credit`, `caption`, `rights`, `terms` or `alt`; `language` the tag of the text,
    empty where none is given.
    """

    about: str
    block: str
    name: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What the file of a photograph says about itself; empty where it says nothing.

    `creators` are names as they stand there, one a person or agency; `credit` is the line to print, `terms`
    the licence or what may be done with it. `said` is all of it, with its places. `disputed` names what two
    places say differently (`creator`, `caption`...): XMP is then believed before IPTC, and IPTC before EXIF.
    `doubts` are sentences about what could not be read for sure.
    """

    creators: tuple[str, ...] = ()
    credit: str = ""
    caption: str = ""
    rights: str = ""
    terms: str = ""
    alt: str = ""
    said: tuple[Said, ...] = ()
    disputed: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A submission as read: the decoded text and its blocks, in order; bytes are never changed.

    `sha256` is the hexadecimal digest of the file's bytes; `encoding` how they were decoded. A file with
    several texts gives a manuscript each, whose `file` ends in `#` and a name of its own.
    """

    file: str
    sha256: str
    encoding: str
    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What one file holds: a manuscript for each text in it, and its pictures as they came, by name.

    `findings` is what a person should know about the reading: an encoding repaired, a text box brought in.
    """

    manuscripts: tuple[Manuscript, ...]
    pictures: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `before == source[start:end]` becomes `after`, because of `rule` (its id)."""

    start: int
    end: int
    before: str
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice (or several together) says inside an answer: a span of the submission's text.

    The span leaves out the label (`AO:`). `speakers` are names as printed; empty when nobody is named.
    """

    start: int
    end: int
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A block, what it is, and where its words go.

    `article` is the position in `Reading.drafts` of the article it belongs to (None: to none).
    `of` is the place of the block it copies, as `file:line`. `turns` is empty but for answers.
    `evidence` is a tuple of short reasons for people; `margin` how far the second-best role is
    (0 none, 1 certain).
    """

    block: Block
    role: Role
    fate: Fate
    article: int | None = None
    of: str | None = None
    turns: tuple[Turn, ...] = ()
    evidence: tuple[str, ...] = ()
    margin: float = 1.0


# --- people and credits ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """Who wrote together. `number` is kept as text (`5`, `A`); the key is never the number alone.

    Without a number it only says where its authors come from: no two such are one group.
    """

    number: str
    cohort: str = ""
    school: str = ""

    @property
    def key(self) -> str:
        """School, cohort and number: two groups that share a number are not one group."""
        return f"{self.school}|{self.cohort}|G{self.number}"


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person (or an organisation) with a role in one article.

    Roles: author, photographer, interviewer, illustrator, editor, translator, layout, proofreader, video,
    sound.
    `class_code` is a school's own (`J1`), empty where there is none.
    """

    person: Person
    role: str = "author"
    class_code: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph, or a photo credit that came without one (`file` empty).

    `decorative`: it says nothing that a reader would miss, so nobody is told what it shows.
    """

    credit: tuple[Person, ...] = ()
    file: str = ""
    caption: str = ""
    licence: str = ""
    alt: str | None = None
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Something only a person can decide.

    `id` is stable: it is made of the source span and the kind. `answer` is what review.toml holds:
    `""` (open), `accept`, `reject`, or the editor's own words. `edits` are the changes of the source
    text that accepting makes (none where accepting changes no text).
    """

    id: str
    kind: str
    where: str
    found: str
    proposed: str
    evidence: tuple[str, ...] = ()
    answer: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def open(self) -> bool:
        """True until somebody answered."""
        return not self.answer


# --- reading -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """An article found in a submission, before its text is cleaned.

    `start` and `end` span the submission from its first block to its last. `title` is what the source
    (or an answered decision) gives, else the proposal, with `title_proposed`. `speakers` are the
    people interviewed, in the order of their first words.
    """

    file: str
    start: int
    end: int
    title: str
    title_proposed: bool
    language: str
    group: Group | None = None
    authors: tuple[Contributor, ...] = ()
    photos: tuple[Photo, ...] = ()
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One submission, understood: a judgement for each block in order, and the articles they make."""

    manuscript: Manuscript
    language: str
    judgements: tuple[Judgement, ...]
    drafts: tuple[Draft, ...]


# --- articles ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article came from: a span of a submission, and the digest of its bytes."""

    file: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """Ids of rules of typography that are switched off, and of rules that are switched on."""

    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()

    def over(self, other: RuleChoice) -> RuleChoice:
        """This choice, and the other one where this one says nothing."""
        return RuleChoice(
            (*self.off, *(id_ for id_ in other.off if id_ not in self.on)),
            (*self.on, *(id_ for id_ in other.on if id_ not in self.off)),
        )


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the editor keeps it: front matter and Markdown.

    `body` is Markdown as typed, `body_line` the line of the file on which it starts. An article written
    by hand has no `source`. `speakers` are people interviewed whose words no answer of the body marks.
    `rules` are the editor's choice of typographic rules for this article alone.
    """

    slug: str
    file: str
    title: str
    language: str
    body: str
    body_line: int = 1
    title_proposed: bool = False
    standfirst: str = ""
    group: Group | None = None
    source: Source | None = None
    authors: tuple[Contributor, ...] = ()
    photos: tuple[Photo, ...] = ()
    speakers: tuple[str, ...] = ()
    rules: RuleChoice = RuleChoice()


# --- findings ----------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a finding matters: an error stops a book from being published."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check saw. `code` is stable; `hint` says what to do; `page` is a printed folio.

    `line` and `column` are counted from 1; the column in characters. `section` is the id of the section that
    it is about, where it is about one: not said to people, so two that differ in it alone are the same.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None
    page: str | None = None
    section: str = field(default="", compare=False)

    def told(self) -> dict[str, object]:
        """What machines are told of it, by name, in the order that is promised."""
        return {name: value for name, value in asdict(self).items() if name != "section"}


# --- the book ----------------------------------------------------------------------------------------


class Matter(StrEnum):
    """The three divisions of a book; the front has its own page numbers, in roman."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


class Opening(StrEnum):
    """On which side of the sheet a section opens."""

    RECTO = "recto"
    VERSO = "verso"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Section:
    """The unit of everything: one template, one XHTML document, one EPUB file, one PDF fragment.

    `id` is made of `[a-z0-9-]`, unique in the book; it names the EPUB file and prefixes the ids inside.
    `kind` names the template (`layouts/.../sections/<kind>.xhtml`). `title` is plain text, typeset;
    `level` its depth in the contents (0: not listed). `heads` are the running heads (verso, recto), both
    empty on sections that carry none. `data` is what the template shows; see `anthology.compose`.
    """

    id: str
    kind: str
    matter: Matter
    title: str
    language: str
    level: int = 0
    opening: Opening = Opening.NEXT
    heads: tuple[str, str] = ("", "")
    byline: str = ""
    data: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    media: frozenset[str] = frozenset({"print", "ebook"})
    needs_folios: bool = False


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents (or of a part's opening page): where it points, and what it says."""

    target: str
    title: str
    byline: str = ""
    level: int = 1
    number: str = ""


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group in « Les auteurs »: its label, its articles and its members in the order of the credit."""

    label: str
    cohort: str
    school: str
    articles: tuple[ContentsEntry, ...]
    members: tuple[Contributor, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A person in the index, with a (role label, target id) pair for each place, in reading order."""

    person: Person
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PhotoEntry:
    """A line of the gathered photo credits: who, which picture, in which article (target id, title).

    `place` is the id of the figure that shows it, empty where no page does; `language` that of the article.
    """

    photo: Photo
    target: str
    title: str
    place: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class BookPerson:
    """One person of the whole book, with every role and the sections where each is held."""

    person: Person
    roles: tuple[tuple[str, str], ...]
    """(role, section id) pairs, in reading order."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What catalogues, bookmarks and file properties say about the book."""

    title: str
    subtitle: str
    language: str
    identifier: str
    date: str
    editors: tuple[Person, ...]
    publisher: str
    school: str
    rights: str
    isbn: str
    description: str


@dataclass(frozen=True, slots=True)
class Book:
    """One immutable reading order of sections, and what is said about the whole."""

    metadata: Metadata
    sections: tuple[Section, ...]
    people: tuple[BookPerson, ...]
    draft: bool = False
