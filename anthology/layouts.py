"""Sections to XHTML: one set of Jinja2 templates serves the printed page and the e-book.

The templates of a theme stand over those of `layouts/shared/`. What they make is read back as XML, so a
template that is not well-formed is an error here and never reaches an engine. A note is written once, where
it is called (`<span class="note" id="…">`); each medium gets it in its own form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, partial
from types import CodeType, MappingProxyType
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from lxml import etree
from markupsafe import Markup, escape

from anthology import labels, records, resources
from anthology.cache import Cache, digest
from anthology.config import Trim
from anthology.endnotes import long_notes_behind, longest_note
from anthology.errors import LayoutError
from anthology.model import ANCHOR, Book, Metadata, Section

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

Medium = Literal["print", "ebook"]

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
_X, _OPS = f"{{{XHTML}}}", f"{{{OPS}}}"
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOWEST_TITLE = 2
_HEADINGS = frozenset({f"{_X}h{level}" for level in (2, 3, 4, 5, 6)})
_BELOW = {f"{_X}h{level}": f"{_X}h{level + 1}" for level in (2, 3, 4, 5)}
_WIDEST_CELL = 24
"""Letters of a word that still has room in a table on a telephone."""
APART = "apart "
"""Stands before an id whose folio is asked for a place where nothing else moves with it."""


@dataclass(frozen=True)
class BookView:
    """What a template may see of the whole book, without asking for a title or a folio."""

    metadata: Metadata
    draft: bool


@dataclass(frozen=True, slots=True)
class Least:
    """The least margins of a page in millimetres, as a printer asks for them."""

    gutter_mm: float = 0.0
    outside_mm: float = 0.0


@dataclass(frozen=True)
class Layout:
    """A theme at a trim size, ready to render sections of one book; its files are read once, when needed.

    `least` are margins that no page of it falls short of.
    """

    theme: resources.Theme
    trim: Trim
    language: str
    least: Least = Least()

    @cached_property
    def digest(self) -> str:
        """The digest of all that decides what this layout makes of a section: the bytes of fonts do not."""
        trim = (self.trim.width_mm, self.trim.height_mm, self.least.gutter_mm, self.least.outside_mm)
        own = records.digest_of((trim, self.language, self.theme.name, self.fonts()))
        return digest(own, *(part for path, data in self._files.items() for part in (path, data)))

    def render(
        self,
        book: Book,
        section: Section,
        medium: Medium,
        folios: Mapping[str, str] | None = None,
        *,
        cache: Cache | None = None,
    ) -> bytes:
        """One section as an XHTML document, UTF-8.

        `folios` gives the printed folio of each id that has one, as far as it is known. From the cache comes
        what was made of the same section, where all that its template asked then has the same answer now.

        Raises:
            LayoutError: the template failed, or what it made is not well-formed.
        """
        asking = _Asking(book, {} if folios is None else folios)
        if cache is None:
            return self._document(book, section, medium, asking)
        # A book and a section are values: while one is the same object, its digest need not be taken again.
        _, seen = cache.hold("book by object", str(id(book)), lambda: (book, records.digest_of(_view(book))))
        _, own = cache.hold(
            "section by object", str(id(section)), lambda: (section, records.digest_of(section))
        )
        key = f"{own} {seen} {medium} {self.digest}"
        return _recalled(cache, key, asking, lambda: self._document(book, section, medium, asking))

    def _document(self, book: Book, section: Section, medium: Medium, asking: _Asking) -> bytes:
        text = self._rendered(
            f"sections/{section.kind}.xhtml",
            book=_view(book),
            section=section,
            data=section.data,
            medium=medium,
            link=lambda target: self.link(section, target, medium),
            folio=lambda target, apart=False: _reference(target, asking.folio(target, apart), medium, apart),
            title=asking.title,
            styles=tuple(self.style_sheets("ebook")) if medium == "ebook" else (),
        )
        return _document(text, section, medium, longest_note(self.trim.width_mm, self.trim.height_mm))

    def page(self, template: str, **values: object) -> str:
        """A page that is not part of the book (the report), as HTML text."""
        return self._rendered(template, **values)

    def link(self, section: Section, target: str, medium: Medium) -> str:
        """The address of an id of the book, as seen from a section."""
        home = target.partition(ANCHOR)[0]
        if medium == "print" or home == section.id:
            return f"#{target}"
        return f"{home}.xhtml" if home == target else f"{home}.xhtml#{target}"

    def style_sheets(
        self,
        medium: Medium,
        *,
        draft: bool = False,
        extra: tuple[str, ...] = (),
        cache: Cache | None = None,
    ) -> Mapping[str, str]:
        """The style sheets of a medium in the order they apply, as {name: text}.

        Print sheets, and those named in `extra`, are templates over the trim size; `fonts.css` names the
        faces of the theme by their place (`fonts/<family>/<file>`), relative to the folder that holds
        `styles/` and `fonts/`.
        """
        wanted = (medium, draft, extra)
        if wanted not in self._sheets:
            self._sheets[wanted] = self._remembered_sheets(medium, draft, extra, cache)
        return self._sheets[wanted]

    def fonts(self) -> tuple[resources.FontFace, ...]:
        """Every face the theme may use."""
        return tuple(face for family in self.theme.families for face in resources.font_faces(family))

    # --- style sheets ---

    @cached_property
    def _sheets(self) -> dict[tuple[Medium, bool, tuple[str, ...]], Mapping[str, str]]:
        return {}

    def _remembered_sheets(
        self, medium: Medium, draft: bool, extra: tuple[str, ...], cache: Cache | None
    ) -> Mapping[str, str]:
        pairs = (Cache() if cache is None else cache).remember(
            "style sheets",
            digest(self.digest, medium, str(draft), *extra),
            lambda: tuple(self._made_sheets(medium, draft, extra)),
            dump=records.dump,
            load=partial(records.load, tuple[tuple[str, str], ...]),
        )
        return MappingProxyType(dict(pairs))

    def _made_sheets(self, medium: Medium, draft: bool, extra: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        yield "fonts.css", self._font_faces(medium)
        for name in ("book.css", f"{medium}.css", *extra):
            for path in (f"shared/{name}", f"{self.theme.name}/{name}"):
                if path in self._files:
                    text = self._text(path)
                    is_template = name == "print.css" or name in extra
                    yield path.replace("/", "-"), self._sheet(path, text, draft) if is_template else text

    def _sheet(self, path: str, text: str, draft: bool) -> str:
        with _named(path):
            return self._environment.from_string(text).render(trim=self.trim, least=self.least, draft=draft)

    def _font_faces(self, medium: Medium) -> str:
        base = "" if medium == "print" else "../"
        return "\n".join(
            f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
            f'font-style: {face.style}; src: url("{base}fonts/{face.file}"); }}'
            for face in self.fonts()
        )

    def _listed(self, names: Iterable[str]) -> Markup:
        """Names as a sentence lists them; a name that is not markup already is escaped."""
        return Markup(labels.listed(tuple(escape(name) for name in names), self.language))  # noqa: S704

    # --- templates ---

    @cached_property
    def _files(self) -> Mapping[str, bytes]:
        return resources.theme_files(self.theme)

    def _text(self, path: str) -> str:
        return self._files[path].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")

    def _template(self, name: str) -> str | None:
        """The text of a template: the theme's own, or the shared one."""
        paths = (f"{self.theme.name}/{name}", f"shared/{name}")
        return next((self._text(path) for path in paths if path in self._files), None)

    @cached_property
    def _environment(self) -> Environment:
        # Jinja takes long to load, and a build whose sections are all kept renders none.
        from jinja2 import Environment, FunctionLoader, StrictUndefined

        environment = Environment(
            loader=FunctionLoader(self._template),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
            bytecode_cache=_compiled(self.language),
        )
        environment.install_gettext_translations(labels.catalogue(self.language), newstyle=True)  # type: ignore[attr-defined]
        environment.filters["listed"] = self._listed
        environment.filters["long_date"] = lambda date: labels.long_date(date, self.language)
        environment.filters["role_label"] = lambda role: labels.role(role, self.language)
        environment.filters["css_string"] = _css_string
        environment.filters["widest_word"] = widest_word
        return environment

    def _rendered(self, template: str, **values: object) -> str:
        with _named(template):
            return self._environment.get_template(template).render(**values)


@cache
def _compiled(language: str) -> BytecodeCache:
    """What this process has compiled of templates in a language: it takes longer than all else about a page.

    It is known by the text of the template; and by the language, for a filter of words that stand in a
    template is done when that is compiled.
    """
    from jinja2.bccache import Bucket, BytecodeCache

    class Compiled(BytecodeCache):
        def __init__(self) -> None:
            self.known: dict[tuple[str, str], CodeType] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            bucket.code = self.known.get((bucket.key, bucket.checksum))

        def dump_bytecode(self, bucket: Bucket) -> None:
            if bucket.code is not None:
                self.known[bucket.key, bucket.checksum] = bucket.code

    return Compiled()


@contextmanager
def _named(template: str) -> Iterator[None]:
    """A failure inside is the template's, and says so."""
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        yield
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        place = error.name if isinstance(error, TemplateSyntaxError) else None
        raise LayoutError(
            "template-failed",
            f"the template failed: {error}",
            hint="mend the template, or take the one this tool ships",
            file=f"layouts/{place or template}",
            line=getattr(error, "lineno", None),
        ) from error


# --- what templates ask ------------------------------------------------------------------------------


def _reference(target: str, folio: str, medium: Medium, apart: bool) -> str:
    """A page number in the text; in print in an element of its own, by which the bindery finds it again.

    One that stands apart is held at its right end: nothing else moves when it gets another count of figures.
    """
    if medium != "print" or not folio:
        return folio
    classes = "reference apart" if apart else "reference"
    return Markup('<span class="{}" data-to="{}">{}</span>').format(classes, target, folio)


def _view(book: Book) -> BookView:
    return BookView(book.metadata, book.draft)


class _Asking:
    """What a template asks of the rest of the book while it is rendered, each question once."""

    def __init__(self, book: Book, folios: Mapping[str, str]) -> None:
        self.book = book
        self.folios = folios
        self.asked: dict[tuple[str, str], None] = {}

    def title(self, target: str) -> str:
        """The title of the section that holds an id of the book."""
        return self._ask("title", target)

    def folio(self, target: str, apart: bool = False) -> str:
        """The printed folio of an id, empty while it is not known."""
        return self._ask("folio", f"{APART}{target}" if apart else target)

    def _ask(self, what: str, target: object) -> str:
        question = what, str(target)
        self.asked[question] = None
        return self.answer(*question)

    def answer(self, what: str, target: str) -> str:
        """The answer that a question has now."""
        if what == "folio":
            return self.folios.get(target) or self.folios.get(target.removeprefix(APART), "")
        return self._titles.get(target.partition(ANCHOR)[0], "")

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {section.id: section.title for section in reversed(self.book.sections)}


@dataclass(frozen=True, slots=True)
class _Step:
    """What is kept of a rendering: the document, or what has to be asked before it can be told."""

    asks: tuple[tuple[str, str], ...]
    document: bytes

    def dump(self) -> bytes:
        return records.dump(self.asks) + b"\n" + self.document


def _step(data: bytes) -> _Step:
    asks, _, document = data.partition(b"\n")
    return _Step(records.load(tuple[tuple[str, str], ...], asks), document)


def _recalled(cache: Cache, key: str, asking: _Asking, make: Callable[[], bytes]) -> bytes:
    """The document of that name, made if it is not there.

    Under its name stands what its template asked when it was first made; under that name and the answers, the
    document, or what else it asked because of these answers; and so on. So a document is only ever found by
    the answers to everything it asked.
    """
    answered: set[tuple[str, str]] = set()
    made: list[bytes] = []

    def step() -> _Step:
        if not made:
            made.append(make())
        new = tuple(question for question in asking.asked if question not in answered)
        return _Step(new, b"" if new else made[0])

    while (now := cache.remember("rendering", key, step, dump=_Step.dump, load=_step)).asks:
        answered.update(now.asks)
        answers = [part for what, target in now.asks for part in (what, target, asking.answer(what, target))]
        key = digest(key, *answers)
    return now.document


# --- filters -----------------------------------------------------------------------------------------


def widest_word(text: str) -> float:
    """The width of the widest word in em, as a display line must hold it.

    The mean widths of Linux Libertine Display are 0.45 em for small letters and 0.63 em for capitals; a
    word is rarely over these by more than a twentieth.
    """
    words = text.split() or [" "]
    return max(sum(0.66 if letter.isupper() else 0.475 for letter in word) for word in words)


def _css_string(text: str) -> Markup:
    """A text between quotes as CSS reads it (CSS Syntax 4.3.5); a label may hold any character."""
    escaped = re.sub(r'[\x00-\x1f"\\<>&]', lambda found: f"\\{ord(found[0]):x} ", text)
    return Markup(f'"{escaped}"')  # noqa: S704


# --- documents ---------------------------------------------------------------------------------------


def _document(text: str, section: Section, medium: Medium, longest: float) -> bytes:
    """Read the rendered text as XML, give its notes the form of the medium, and write it out again."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(_NOT_XML.sub("\ufffd", _tied(text)).encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise LayoutError(
            "template-not-well-formed",
            f"section {section.id}: {error.msg}",
            hint="every element of a template is closed, every & is written &amp;",
            file=f"layouts/sections/{section.kind}.xhtml",
        ) from None
    _lower_headings(root, section)
    for running in _running_texts(root):
        _enlarge_initial(running)
        _tie_to_headings(running)
        _tie_to_what_is_announced(running)
    _part_calls(root)
    if medium == "ebook":
        _mark_pull_quotes(root)
        _mark_wide_cells(root)
        _pop_up_notes(root)
    else:
        long_notes_behind(root, longest)
    if section.language.partition("-")[0] == "fr":
        _raise_ordinals(root)
    return serialise(root)


def _tied(text: str) -> str:
    """The text with what leans on the word behind it tied to that: no line ends in a ©."""
    return text.replace("© ", "©\u00a0")


_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3})(ers?|res?|es?|ds?|des?)(?!\w)")
_PLAIN = frozenset({f"{_X}{name}" for name in ("a", "code", "pre", "head", "sup", "sub", "script", "style")})


def _raise_ordinals(root: etree._Element) -> None:
    """Raise the ending of French ordinals, `1re` and `3e` (Imprimerie nationale); the letters stay."""
    for element in list(root.iter(f"{_X}*")):
        texts = (element.text, *(child.tail for child in element))
        if not any(text and _ORDINAL.search(text) for text in texts):
            continue
        if element.tag in _PLAIN or any(True for _ in element.iterancestors(*_PLAIN)):
            continue
        for place in reversed(range(len(element))):
            element[place].tail = _raised(element, place + 1, element[place].tail)
        element.text = _raised(element, 0, element.text)


def _raised(parent: etree._Element, place: int, text: str | None) -> str | None:
    """Put the endings of a text's ordinals at that place of its parent; return what is left before them."""
    rest = text or ""
    for match in reversed(list(_ORDINAL.finditer(rest))):
        ending = etree.Element(f"{_X}sup", {"class": "ordinal"})
        ending.text, ending.tail = match[2], rest[match.end() :]
        parent.insert(place, ending)
        rest = rest[: match.start(2)]
    return rest or text


def _running_texts(root: etree._Element) -> Iterator[etree._Element]:
    for element in root.iter(f"{_X}div"):
        if "text" in (element.get("class") or "").split():
            yield element


_FIRST_WORD = re.compile(
    r"\s*(?P<before>[«“„‘‚‹\"'(¿¡—–][\s\u00a0\u202f]*)?(?P<letter>[^\W\d_][\u0300-\u036f]*)(?P<rest>\w[\w’'-]*|[’'][\w’'-]*)?(?=\W)"
)
_LETTERS_BESIDE_AN_INITIAL = 280
"""Four lines of the longest measure: three stand beside a large initial, and one below it."""
_LETTERS_OF_A_LINE_OR_TWO = 150


def _enlarge_initial(text: etree._Element) -> None:
    """Mark the first letter of a running text, for the theme to enlarge, and the word it belongs to.

    It is the first paragraph, or the first answer below a question. There is none where that begins with a
    figure or a name set apart, or is too short to stand beside one; what is drawn above a capital needs an
    empty line above it.
    """
    first = next((child for child in text if not _leads(child)), None)
    if first is None or first.tag != f"{_X}p" or (first.get("class") or "answer") != "answer":
        return
    word = _FIRST_WORD.match(first.text or "")
    if word is None or _length(first) < _LETTERS_BESIDE_AN_INITIAL:
        return
    if first.getprevious() is not None and len(normalize("NFD", word["letter"])) > 1:
        return
    first.set("class", f"{first.get('class', '')} opens{'' if word['rest'] else ' one-letter'}".strip())
    first.set("data-initial", word["letter"])
    lettered = etree.Element(f"{_X}span", {"class": "lettered"})
    letter = etree.SubElement(lettered, f"{_X}span", {"class": "dc"})
    if word["before"]:
        before = etree.SubElement(letter, f"{_X}span", {"class": "before"})
        before.text, before.tail = word["before"], word["letter"]
    else:
        letter.text = word["letter"]
    letter.tail, lettered.tail = word["rest"] or "", (first.text or "")[word.end() :]
    first.text = None
    first.insert(0, lettered)


def _tie_to_headings(text: etree._Element) -> None:
    """Mark the paragraphs of a line or two below a heading: a page does not end with these."""
    for child in text:
        following = child.getnext()
        above = child.getprevious()
        if above is None or following is None or child.tag != f"{_X}p" or _leads(child) or _leads(following):
            continue
        if following.tag == f"{_X}figure":
            continue
        if _leads(above) and _length(child) < _LETTERS_OF_A_LINE_OR_TWO:
            child.set("class", f"{child.get('class', '')} brief".strip())


_ANNOUNCED = frozenset(f"{_X}{name}" for name in ("ul", "ol", "table", "blockquote"))


def _tie_to_what_is_announced(text: etree._Element) -> None:
    """Mark the paragraphs that end in a colon before a list, a table or a quotation: no page ends between."""
    for child in text.iterchildren(f"{_X}p"):
        following = child.getnext()
        if following is None or following.tag not in _ANNOUNCED or following.get("class") == "pull-quote":
            continue
        if "".join(map(str, child.itertext())).rstrip().endswith(":"):
            child.set("class", f"{child.get('class', '')} announces".strip())


def _leads(block: etree._Element) -> bool:
    """Whether a block of a text is a heading, or a question."""
    return block.tag in _HEADINGS or "question" in (block.get("class") or "").split()


def _part_calls(root: etree._Element) -> None:
    """Put a narrow space between the calls of two notes that follow one another: 1 and 2 would read as 12."""
    for note in [span for span in root.iter(f"{_X}span") if span.get("class") == "note"]:
        before = note.getprevious()
        if before is not None and before.get("class") == "note" and not (before.tail or "").strip():
            between = etree.Element(f"{_X}span", {"class": "between"})
            between.text = "\u202f"
            before.tail = None
            note.addprevious(between)


def _length(block: etree._Element) -> int:
    """How many letters a paragraph has, without its notes."""
    whole = len("".join(map(str, block.itertext())))
    notes = (part for part in block.iter(f"{_X}span") if part.get("class") == "note")
    return whole - sum(len("".join(map(str, note.itertext()))) for note in notes)


def serialise(root: etree._Element) -> bytes:
    """An XHTML document that an XML parser and an HTML parser read alike (engines use either).

    An empty element that HTML does not know as void keeps its end tag.
    """
    for element in root.iter(f"{_X}*"):
        if etree.QName(element).localname not in _VOID and not len(element):
            element.text = element.text or ""
    return b"<!DOCTYPE html>\n" + etree.tostring(root, encoding="utf-8") + b"\n"


def _lower_headings(root: etree._Element, section: Section) -> None:
    """Headings of a text start at h2; where the title of the section is an h2 itself they move down."""
    if section.level == _LOWEST_TITLE:
        for text in _running_texts(root):
            for heading in [part for part in text.iter("{*}*") if part.tag in _BELOW]:
                heading.tag = _BELOW[heading.tag]


def _mark_pull_quotes(root: etree._Element) -> None:
    """A sentence shown twice is announced as such to those who listen (DPUB-ARIA 1.1, doc-pullquote)."""
    for quote in root.iter(f"{_X}blockquote"):
        if "pull-quote" in (quote.get("class") or "").split():
            quote.set(f"{_OPS}type", "pullquote")
            quote.set("role", "doc-pullquote")


def _mark_wide_cells(root: etree._Element) -> None:
    """A cell with a word that no telephone shows whole may part it; on paper the bindery sees to that."""
    for cell in root.iter(f"{_X}td", f"{_X}th"):
        words = "".join(map(str, cell.itertext())).split()
        if max(map(len, words), default=0) > _WIDEST_CELL:
            cell.set("class", f"{cell.get('class', '')} wide".strip())


def _pop_up_notes(root: etree._Element) -> None:
    """Move each note to the end of its document, and leave a call that reading systems pop up."""
    notes = [span for span in root.iter(f"{_X}span") if span.get("class") == "note"]
    if not notes:
        return
    body = root.find(f"{_X}body")
    if body is None:
        return
    # (Not a section: that would need a heading of its own, which the book does not print.)
    list_ = etree.SubElement(body, f"{_X}div", {"class": "notes", f"{_OPS}type": "footnotes"})
    for number, note in enumerate(notes, start=1):
        list_.append(_note_aside(note, number))


def _note_aside(note: etree._Element, number: int) -> etree._Element:
    key = note.get("id", f"note{number}")
    aside = etree.Element(
        f"{_X}aside", {"id": key, f"{_OPS}type": "footnote", "role": "doc-footnote", "class": "note"}
    )
    paragraph = etree.SubElement(aside, f"{_X}p")
    back = etree.SubElement(paragraph, f"{_X}a", {"href": f"#{key}-call", "role": "doc-backlink"})
    back.text = f"{number}."
    back.tail = " " + (note.text or "")
    paragraph.extend(list(note))
    tail = note.tail
    note.clear()
    note.tag = f"{_X}a"
    for name, value in (
        ("href", f"#{key}"),
        ("id", f"{key}-call"),
        ("class", "noteref"),
        (f"{_OPS}type", "noteref"),
        ("role", "doc-noteref"),
    ):
        note.set(name, value)
    note.text, note.tail = str(number), tail
    return aside
