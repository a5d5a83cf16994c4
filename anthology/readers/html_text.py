"""A tree of HTML in; its text as lines out, each with the form its element gives it and the element itself.

Every text node ends up in exactly one line, but for those of scripts and style sheets, which are counted.
White space is what HTML takes it for: a run of it is one blank, `<br>` ends a line. Alternative texts are
lines of their own after the line they interrupt, and so is what stands inside of a line and is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lxml import etree

from anthology.model import PLAIN, Emphasis, Form, Mark, Shape, Withheld
from anthology.readers.html_notes import Notes
from anthology.readers.html_pictures import scheme_of
from anthology.readers.html_tables import Grid, data_tables
from anthology.readers.word_sets import words

BLOCKS = words(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li
    listing main menu nav noembed noframes noscript object ol optgroup option p plaintext pre search
    section select summary table tbody td template textarea tfoot th thead title tr ul video audio xmp
    """
)
"""Elements that begin and end a line."""

CODE = frozenset({"script", "style"})
"""Elements whose text is for programs."""

_PRESERVED = frozenset({"pre", "listing", "xmp", "plaintext", "textarea"})
_LISTS = frozenset({"ul", "ol", "dir", "menu"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS = {
    "strong": Emphasis.STRONG, "b": Emphasis.STRONG,
    "em": Emphasis.EMPHASIS, "i": Emphasis.EMPHASIS, "cite": Emphasis.EMPHASIS, "dfn": Emphasis.EMPHASIS,
    "sup": Emphasis.SUPERSCRIPT, "sub": Emphasis.SUBSCRIPT,
    "del": Emphasis.STRUCK, "s": Emphasis.STRUCK, "strike": Emphasis.STRUCK,
    "code": Emphasis.CODE, "kbd": Emphasis.CODE, "samp": Emphasis.CODE, "tt": Emphasis.CODE,
}  # fmt: skip
_STYLED = (
    (re.compile(r"font-weight:\s*(?:bold|[6-9]00)"), Emphasis.STRONG),
    (re.compile(r"font-style:\s*(?:italic|oblique)"), Emphasis.EMPHASIS),
    (re.compile(r"text-decoration[\w-]*:[^;]{0,40}line-through"), Emphasis.STRUCK),
    (re.compile(r"vertical-align:\s*super"), Emphasis.SUPERSCRIPT),
    (re.compile(r"vertical-align:\s*sub\b"), Emphasis.SUBSCRIPT),
)
_NOT_SHOWN = re.compile(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all")
_FOR_EARS = words(
    """
    screen-reader-text sr-only visually-hidden visuallyhidden element-invisible u-hidden assistive-text
    screen-reader-only offscreen
    """
)
_NEVER_SHOWN = frozenset({"template", "noscript", "noframes", "noembed", "annotation", "annotation-xml"})
_CAPTIONS = words(
    """
    wp-caption-text caption-text image-caption photo-caption legende legend bildunterschrift didascalia
    pie-de-foto tr-caption spip_doc_titre spip_doc_descriptif spip_doc_legende spip_doc_credits
    gallery-caption img-caption media-caption
    """
)
_OFFICE = {"msotitle": Form.TITLE, "msosubtitle": Form.STANDFIRST, "msocaption": Form.CAPTION}
"""Classes that Word gives paragraphs of these styles when it saves a page."""

_FIGURES = words(
    """
    wp-caption wp-block-image spip_documents spip_doc_inner tr-caption-container
    """
)
_VERSES = words(
    """
    verse poem poeme poetry poesie poema stanza strophe wp-block-verse linegroup
    """
)
_CREDITS = words(
    """
    credit credits copyright photo-credit image-credit author source credito crediti
    """
)
_APART = words(
    """
    byline author vcard auteur auteurs autor autores autore firma signature posted-on posted-by date
    entry-date published updated cat-links tags-links comments-link category categories reading-time
    read-time edit-link entry-author post-author post-date time-reading
    """
)
"""Classes of inline elements that themes lay out as lines of their own, above and below a text."""

_LINES_INSIDE = frozenset(
    {Form.TITLE, Form.STANDFIRST, Form.HEADING, Form.ITEM, Form.CELL, Form.VERSE, Form.NOTE}
)
"""Forms in which `<br>` breaks a line and does not end it: two lines of a heading are one heading."""

RUNNING = frozenset({"p", "li", "td", "th", "dd", "dt", "blockquote", "pre", *_HEADINGS})
"""Blocks whose inline elements run on as one text."""

MAX_MARKS = 32
"""Marks inside one another: no text has as many."""

_SPACE = re.compile("[ \t\n\r\f]+")
_NAME = re.compile("[a-z]+")
_LANGUAGE = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LINK_SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a page: `element` is the block element it stands in, `linked` its characters inside links.

    `shown` are the addresses of pictures, each with its place in the text.
    """

    text: str
    shape: Shape
    element: etree._Element
    marks: tuple[Mark, ...] = ()
    linked: int = 0
    shown: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a tree: `language` as it declares it, `code` the characters of scripts and style sheets."""

    lines: tuple[Line, ...]
    language: str
    code: int


@dataclass(frozen=True, slots=True)
class Habits:
    """How the text of a page is written.

    `name_of` gives the name of the picture at an address. With `line_ends`, a line end in the text breaks the
    line and a blank one parts paragraphs, as a blog does with what is typed into it, but not inside of
    the elements `running`. With `says_all`, comments and the titles of links and pictures are lines too,
    withheld. `own` are elements that
    a reader has put in itself, and why their text is withheld.
    """

    name_of: Callable[[str], str] = lambda address: address.rpartition("/")[2]
    line_ends: bool = False
    running: frozenset[str] = frozenset()
    says_all: bool = False
    own: Mapping[str, Withheld] = field(default_factory=lambda: MappingProxyType({}))


PLAIN_HABITS = Habits()


def read_tree(root: etree._Element, habits: Habits = PLAIN_HABITS) -> Page:
    """Every text node of the tree as lines, in the order of the document."""
    walk = _Walk(root, habits)
    context = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in context:
        if event == "start":
            walk.enter(element)
            continue
        if event == "end":
            walk.leave(element)
        elif event == "comment" and habits.says_all:
            walk.set_aside(element.text or "", Withheld.HIDDEN)
        if element is not root:
            walk.say(element.tail)
    walk.flush()
    return Page(tuple(walk.lines), walk.language, walk.code)


def classes(element: etree._Element) -> frozenset[str]:
    """The classes of an element, in lower case."""
    return frozenset((element.get("class") or "").lower().split())


def tag_of(element: etree._Element) -> str:
    """The name of an element, in lower case and without its prefix."""
    return str(element.tag).rpartition(":")[2].lower()


def hidden(element: etree._Element) -> bool:
    """Whether the element says that a page does not show it."""
    tag = tag_of(element)
    return (
        tag in _NEVER_SHOWN
        or element.get("hidden") is not None
        or (tag == "dialog" and element.get("open") is None)
        or bool(_NOT_SHOWN.search((element.get("style") or "").lower()))
        or not _FOR_EARS.isdisjoint(classes(element))
    )


# --- the walk ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """A mark that is open: two of them are never the same."""

    kind: Emphasis
    target: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """What the elements around a text node say."""

    element: etree._Element
    shape: Shape = PLAIN
    marks: tuple[_Open, ...] = ()
    preserve: bool = False
    code: bool = False
    depth: int = 0
    figure: etree._Element | None = None
    language: str = ""
    apart: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class _Fragment:
    text: str
    place: _Place
    image: str = ""
    call: str = ""


class _Walk:
    """The lines so far, the fragments of the line being read, and the places of the open elements."""

    def __init__(self, root: etree._Element, habits: Habits) -> None:
        self.lines: list[Line] = []
        self.code = 0
        self.language = _language(root) or next(filter(None, map(_language, root.iter("body"))), "")
        self._habits = habits
        self._places = [_Place(root, language=self.language)]
        self._buffers: list[list[_Fragment]] = [[]]
        self._waiting: list[Line] = []
        self._notes = Notes(root)
        self._data = data_tables(root)
        self._grids: list[Grid] = []
        self._tables = 0
        self._sentences: dict[etree._Element, bool] = {}
        self._first: dict[etree._Element, str] = {}

    def enter(self, element: etree._Element) -> None:
        """Begin an element: its place, a new line if it is a block, and its own text."""
        outer = self._places[-1]
        tag = tag_of(element)
        if tag == "table" and element in self._data:
            self._tables += 1
            self._grids.append(Grid(self._tables))
        place = self._placed(element, tag, outer)
        if place.aside:
            self._buffers.append([])
        elif place.element is not outer.element:
            self.flush()
        self._places.append(place)
        self._special(element, tag, place)
        self.say(element.text)

    def leave(self, element: etree._Element) -> None:
        """End an element: its line if it is a block, its part of the text if it was set aside."""
        place = self._places.pop()
        outer = self._places[-1]
        if place.aside or place.element is not outer.element:
            self.flush()
        if place.aside:
            self._buffers.pop()
        tag = tag_of(element)
        if tag == "table" and element in self._data:
            self._grids.pop()
        elif tag in {"a", "button", "time", "label"} and tag_of(place.element) not in RUNNING:
            self._buffers[-1].append(_Fragment(" ", replace(outer, preserve=False)))

    def say(self, text: str | None) -> None:
        """Take the text of a text node."""
        place = self._places[-1]
        if place.code:
            self.code += len(text.strip()) if text else 0
        elif text and "\n" in text and not place.preserve and self._minds_line_ends(place):
            self._say_lines(text, place)
        elif text:
            self._buffers[-1].append(_Fragment(text, place))

    def set_aside(self, text: str, reason: Withheld) -> None:
        """Let words that are no text node follow the line being read."""
        if text.strip():
            self._waiting.append(Line(text.strip(), Shape(withheld=reason), self._places[-1].element))

    def _minds_line_ends(self, place: _Place) -> bool:
        return self._habits.line_ends and tag_of(place.element) not in self._habits.running

    def _say_lines(self, text: str, place: _Place) -> None:
        for index, paragraph in enumerate(re.split(r"\n[ \t\r\f]*\n\s*", text)):
            if index:
                self.flush()
            for number, line in enumerate(paragraph.split("\n")):
                if number:
                    self._break(place)
                self._buffers[-1].append(_Fragment(line, place))

    def _break(self, place: _Place) -> None:
        """End a line inside of a block."""
        if place.preserve or place.shape.form in _LINES_INSIDE:
            self._buffers[-1].append(_Fragment("\n", replace(place, preserve=True)))
        else:
            self.flush()

    def flush(self) -> None:
        """End the line being read, and let follow what was set aside in it."""
        fragments, self._buffers[-1] = self._buffers[-1], []
        line = _line(fragments)
        inside = len(self._buffers) > 1
        if line is not None:
            (self._waiting if inside else self.lines).append(line)
        if not inside:
            self.lines += self._waiting
            self._waiting = []

    def _placed(self, element: etree._Element, tag: str, outer: _Place) -> _Place:
        """The place inside of an element."""
        shape = self._shape(element, tag, outer)
        is_block = tag in BLOCKS or shape.form is not outer.shape.form
        is_apart = not is_block and not outer.apart and self._stands_apart(element, outer)
        is_figure = tag == "figure" or not _FIGURES.isdisjoint(classes(element))
        return _Place(
            element=element if is_block or is_apart else outer.element,
            shape=shape,
            marks=outer.marks + self._marks(element, tag, outer),
            preserve=outer.preserve or tag in _PRESERVED or shape.form is Form.VERSE,
            code=outer.code or tag in CODE,
            depth=outer.depth + (tag in _LISTS),
            figure=element if is_figure else outer.figure,
            language=_language(element) or outer.language,
            apart=outer.apart or is_apart,
            aside=shape.withheld is not None and outer.shape.withheld is None and tag not in BLOCKS,
        )

    def _stands_apart(self, element: etree._Element, outer: _Place) -> bool:
        names = classes(element)
        if outer.shape.form is Form.CAPTION:
            return not _CREDITS.isdisjoint(_NAME.findall(" ".join(names)))
        if tag_of(outer.element) in RUNNING or _APART.isdisjoint(names):
            return False
        parent = next(element.iterancestors())
        if parent not in self._sentences:
            self._sentences[parent] = _says_something(parent)
        return not self._sentences[parent]

    def _shape(self, element: etree._Element, tag: str, outer: _Place) -> Shape:
        shape = self._form(element, tag, outer)
        if shape.withheld is None and (reason := self._reason(element, tag)):
            return replace(shape, withheld=reason)
        return shape

    def _reason(self, element: etree._Element, tag: str) -> Withheld | None:
        if hidden(element):
            return Withheld.HIDDEN
        # Not all of the head: where a page does not begin its body, the parser leaves the text in there.
        if tag in {"title", "svg"}:
            return Withheld.METADATA
        if element in self._notes.ways_back or tag in {"button", "select", "textarea", "iframe", "datalist"}:
            return Withheld.NAVIGATION
        return self._habits.own.get(tag)

    def _form(self, element: etree._Element, tag: str, outer: _Place) -> Shape:
        shape = outer.shape
        if element in self._notes.ways_back:
            return replace(PLAIN, withheld=shape.withheld)
        if tag in _HEADINGS:
            return Shape(Form.HEADING, level=_HEADINGS[tag], withheld=shape.withheld)
        if (label := self._notes.texts.get(element)) is not None:
            return Shape(Form.NOTE, label=label, withheld=shape.withheld)
        if shape.form is Form.NOTE:
            return shape
        names = classes(element)
        if tag in {"figcaption", "caption"} or not _CAPTIONS.isdisjoint(names):
            return Shape(Form.CAPTION, label=self._pictured(outer.figure), withheld=shape.withheld)
        if tag == "p" and (office := names & _OFFICE.keys()):
            return Shape(_OFFICE[min(office)], withheld=shape.withheld)
        if tag == "li":
            parent = element.getparent()
            ordered = parent is not None and tag_of(parent) == "ol"
            return Shape(Form.ITEM, level=max(outer.depth, 1), ordered=ordered, withheld=shape.withheld)
        if tag in {"table", "tr", "td", "th"}:
            return self._in_table(element, tag, shape)
        if not _VERSES.isdisjoint(names) and shape.form in {Form.PARAGRAPH, Form.QUOTE}:
            return replace(shape, form=Form.VERSE)
        if tag == "blockquote" and shape.form is Form.PARAGRAPH:
            return replace(shape, form=Form.QUOTE)
        return shape

    def _in_table(self, element: etree._Element, tag: str, shape: Shape) -> Shape:
        if tag == "table" and element in self._data:
            return replace(PLAIN, withheld=shape.withheld)
        if not self._grids or not self._grids[-1].holds(element, self._data):
            return shape
        if tag == "tr":
            self._grids[-1].new_row()
            return shape
        return replace(self._grids[-1].cell(element), withheld=shape.withheld)

    def _pictured(self, figure: etree._Element | None) -> str:
        """The name of the first picture of a figure."""
        if figure is None:
            return ""
        if figure not in self._first:
            image = next(figure.iter("img"), None)
            self._first[figure] = "" if image is None else self._habits.name_of(address_of(image))
        return self._first[figure]

    def _marks(self, element: etree._Element, tag: str, outer: _Place) -> tuple[_Open, ...]:
        if tag in BLOCKS and tag != "p":
            return self._foreign(element, outer)
        if len(outer.marks) > MAX_MARKS:
            return ()
        if (label := self._notes.calls.get(element)) is not None:
            return (_Open(Emphasis.NOTE, label),)
        if any(mark.kind is Emphasis.NOTE for mark in outer.marks):
            return ()
        found = [_Open(_MARKS[tag])] if tag in _MARKS else []
        style = (element.get("style") or "").lower()
        if style and tag not in _MARKS:
            found += [_Open(kind) for pattern, kind in _STYLED if pattern.search(style)]
        address = (element.get("href") or "").strip() if tag == "a" else ""
        if address and scheme_of(address) in _LINK_SCHEMES:
            found.append(_Open(Emphasis.LINK, address))
        return (*found, *self._foreign(element, outer))

    def _foreign(self, element: etree._Element, outer: _Place) -> tuple[_Open, ...]:
        language = _language(element)
        is_other = language and language.lower() != outer.language.lower() and tag_of(element) != "html"
        return (_Open(Emphasis.LANGUAGE, language),) if is_other and outer.language else ()

    def _special(self, element: etree._Element, tag: str, place: _Place) -> None:
        if self._habits.says_all and (title := element.get("title")):
            self.set_aside(title, Withheld.METADATA)
        if tag == "br":
            self._break(place)
        elif element in self._notes.calls and not any(map(str.strip, map(str, element.itertext()))):
            self._buffers[-1].append(_Fragment("", place, call=self._notes.calls[element]))
        elif tag == "img":
            self._picture(element, place)
        elif tag == "meta":
            self._meta(element, place)

    def _picture(self, element: etree._Element, place: _Place) -> None:
        address = address_of(element)
        self._buffers[-1].append(_Fragment("", place, image=address))
        if alt := " ".join((element.get("alt") or "").split()):
            label = self._habits.name_of(address)
            shape = Shape(Form.ALT, label=label, withheld=place.shape.withheld)
            self._waiting.append(Line(alt, shape, place.element))

    def _meta(self, element: etree._Element, place: _Place) -> None:
        name = (element.get("name") or element.get("property") or "").lower()
        content = " ".join((element.get("content") or "").split())
        known = (name.endswith(("title", "description", "author", "caption", "keywords")), content)
        if all(known) and not any(line.text == content for line in self.lines[-40:]):
            self.flush()
            form = Form.TITLE if name in {"og:title", "twitter:title"} else Form.PARAGRAPH
            self.lines.append(Line(content, Shape(form, withheld=Withheld.METADATA), element))


def _says_something(parent: etree._Element) -> bool:
    """Whether an element has words of its own around those it holds: then they are one sentence."""
    return any(
        char.isalpha() for text in (parent.text, *(each.tail for each in parent)) for char in text or ""
    )


def _language(element: etree._Element) -> str:
    tag = element.get("lang") or element.get("xml:lang") or ""
    return tag if _LANGUAGE.fullmatch(tag) else ""


def address_of(image: etree._Element) -> str:
    """Where the picture of an `<img>` is: also where a page loads it late."""
    late = (image.get("data-src") or image.get("data-lazy-src") or image.get("data-original") or "").strip()
    return late or (image.get("src") or "").strip()


# --- a line ------------------------------------------------------------------------------------------


def _line(fragments: list[_Fragment]) -> Line | None:
    """The fragments of a line as one text, with white space as HTML takes it; None without ink or picture."""
    first = next((one for one in fragments if one.text.strip()), None)
    shown = [one for one in fragments if one.image]
    if first is None and not shown:
        return None
    place = (first or shown[0]).place
    parts: list[str] = []
    spans: dict[_Open, tuple[int, int]] = {}
    places: list[tuple[int, str]] = []
    calls: list[Mark] = []
    linked = 0
    at, after_blank = 0, True
    for fragment in fragments:
        text = fragment.text if fragment.place.preserve else _SPACE.sub(" ", fragment.text)
        if not fragment.place.preserve and after_blank:
            text = text.removeprefix(" ")
        if fragment.image:
            places.append((at, fragment.image))
        if fragment.call:
            calls.append(Mark(at, at, Emphasis.NOTE, fragment.call))
        if not text:
            continue
        _extend(spans, fragment.place.marks, at, at + len(text))
        linked += len(text) if any(mark.kind is Emphasis.LINK for mark in fragment.place.marks) else 0
        parts.append(text)
        at, after_blank = at + len(text), text[-1] in " \n"
    text = "".join(parts)
    marks = (*_marks_of(spans, text), *calls)
    return Line(text, place.shape, place.element, marks, linked, tuple(places))


def _extend(spans: dict[_Open, tuple[int, int]], marks: tuple[_Open, ...], start: int, end: int) -> None:
    for mark in marks:
        spans[mark] = (spans.get(mark, (start, end))[0], end)


def _marks_of(spans: dict[_Open, tuple[int, int]], text: str) -> Iterator[Mark]:
    """Marks without white space at their ends; those over white space alone are none."""
    for mark, (start, end) in spans.items():
        inside = text[start:end]
        lead, trail = len(inside) - len(inside.lstrip()), len(inside) - len(inside.rstrip())
        if start + lead < end - trail:
            yield Mark(start + lead, end - trail, mark.kind, mark.target)
