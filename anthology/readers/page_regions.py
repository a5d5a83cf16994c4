"""The lines of a page in; for each what it is and whether it belongs to the article, out.

Where the body of the article stands is read off the page itself: what names itself menu, sidebar, footer or
comments is none; of what is left, the element that holds the most prose is. Between its title and its end,
prose belongs to the article too. Whatever reads as a credit next to it is kept with it: extractors of web
pages lose most of the credits. Nothing is lost: what is left out is withheld, with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from anthology.model import Form, Shape, Withheld
from anthology.readers.html_text import BLOCKS, Line, classes, hidden, tag_of
from anthology.readers.page_words import (
    BODY_CLASSES,
    BYLINE_CLASSES,
    COMMENT_CLASSES,
    CREDIT_CLASSES,
    DATE_CLASSES,
    FURNITURE_CLASSES,
    FURNITURE_WORDS,
    MAX_CREDIT,
    STANDFIRST_CLASSES,
    TAG_CLASSES,
    is_credit,
    is_furniture,
)
from anthology.readers.word_sets import words

MIN_PROSE = 25
"""Characters: shorter lines say nothing about where the text of a page is."""

ALL_BUT = 0.75
"""Share of the prose that an element must hold for the body to be looked for inside of it."""

MAJORITY = 0.5
"""What holds more of the prose of a page than this is no sidebar, whatever it is called."""

LINKED = 0.5
"""Share of a line in links from which on it is a menu."""

MIN_OUTSIDE = 60
"""Characters of a line of prose that belongs to the article though it stands beside its body."""

_PASSED = words("html head body div main section article form center table tbody tr td span font")
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "menu", "form", "dialog"})
_PAGE_TAGS = ("nav", "header", "footer", "aside", "main", "article")
_FURNITURE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"}
)
_NOT_A_BYLINE = frozenset({"html", "body", "main", "article", "section"})
_SIGNS = re.compile(r"[\W_]+")
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*|[0-9]+")


@dataclass(frozen=True, slots=True)
class Zones:
    """What the elements of a page say: zones they open, and how much prose each holds."""

    own: Mapping[etree._Element, Withheld]
    mass: Mapping[etree._Element, int]
    title: etree._Element | None
    body: etree._Element
    around: etree._Element


def arranged(root: etree._Element, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with their forms; those that are no part of the article are withheld."""
    is_page = _is_page(root)
    title = _title(root, lines, is_page=is_page)
    if not is_page:
        return tuple(_as_title(line) if line.element is title else line for line in lines)
    zones = _zones(root, lines, title)
    return tuple(_Judge(zones, _owners(root, zones.own), lines).judged(lines))


def _is_page(root: etree._Element) -> bool:
    """Whether this is a page of a site; what a word processor or a person wrote has no menus to take away."""
    if next(root.iter(*_PAGE_TAGS), None) is not None:
        return True
    if any((meta.get("property") or "").startswith("og:") for meta in root.iter("meta")):
        return True
    return any(
        _named_zone(element) is not None or _names_body(element) for element in root.iter(etree.Element)
    )


# --- title -------------------------------------------------------------------------------------------


CERTAIN = 1.5
"""Fit from which on a heading is the title of a page though another one fits as well."""


def _title(root: etree._Element, lines: Sequence[Line], *, is_page: bool) -> etree._Element | None:
    """The element with the title: the heading that the head of the page repeats, else the first `h1`.

    Headings that fit alike are those of a list of articles, or of a document of several: none is the title.
    """
    headings = [line for line in lines if line.shape.form is Form.HEADING and line.shape.withheld is None]
    announced = [_plain(text) for text in _announced(root)]
    fits = [(_fit(line, announced), line) for line in headings]
    best = max((fit for fit, _ in fits), default=0)
    leaders = [line for fit, line in fits if fit == best]
    are_many = len({_plain(line.text) for line in leaders}) > 1 and not (is_page and best >= CERTAIN)
    return None if best <= 0 or are_many else leaders[0].element


def _announced(root: etree._Element) -> Iterator[str]:
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in {"og:title", "twitter:title"}:
            yield meta.get("content") or ""
    for title in root.iter("title"):
        yield "".join(map(str, title.itertext()))
        return


def _fit(line: Line, announced: Sequence[str]) -> float:
    """How well a heading serves as the title of the page; 0 when it cannot."""
    text = _plain(line.text)
    if not text:
        return 0
    names = " ".join(classes(line.element) | classes_above(line.element, 2))
    is_site = any(word in names for word in ("site-title", "site-name", "logo", "brand", "navbar"))
    fit = 4.0 * any(text == one for one in announced) + 2.0 * (
        len(text) > 8 and any(text in one for one in announced)
    )
    fit += {1: 1.5, 2: 0.0}.get(line.shape.level, -0.5)
    fit += 2.0 * ((line.element.get("itemprop") or "") in {"headline", "name headline"})
    fit += 1.0 * any(word in names for word in ("entry-title", "post-title", "article-title", "headline"))
    return fit - 3.0 * is_site


def classes_above(element: etree._Element, levels: int) -> frozenset[str]:
    """The classes of the elements just around one."""
    names: frozenset[str] = frozenset()
    parent = element.getparent()
    while parent is not None and levels:
        names |= classes(parent)
        parent, levels = parent.getparent(), levels - 1
    return names


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", text).casefold().strip()


def _as_title(line: Line) -> Line:
    if line.shape.form is not Form.HEADING:
        return line
    return replace(line, shape=replace(line.shape, form=Form.TITLE, level=0))


# --- zones -------------------------------------------------------------------------------------------


def _zones(root: etree._Element, lines: Sequence[Line], title: etree._Element | None) -> Zones:
    own = _own_zones(root, _mass(root, lines, {}), title)
    mass = _mass(root, lines, _owners(root, own))
    body = _body(root, mass)
    return Zones(own, mass, title, body, _around(body, title))


def _own_zones(
    root: etree._Element, mass: Mapping[etree._Element, int], title: etree._Element | None
) -> dict[etree._Element, Withheld]:
    """The elements that say they are no part of the text, unless most of it stands in them."""
    total = mass.get(root, 0)
    above_title = set() if title is None else {title, *title.iterancestors()}
    zones = {}
    for element in root.iter(etree.Element):
        zone = _zone(element)
        if zone is None or element in above_title:
            continue
        if zone is Withheld.NAVIGATION and mass.get(element, 0) > MAJORITY * total:
            continue
        zones[element] = zone
    return zones


def _zone(element: etree._Element) -> Withheld | None:
    tag = tag_of(element)
    if tag in {"html", "body", "main", "head"}:
        return None
    if hidden(element):
        return Withheld.HIDDEN
    if tag in _FURNITURE_TAGS and not _is_part(element, tag):
        return Withheld.NAVIGATION
    if (element.get("role") or "").lower() in _FURNITURE_ROLES and tag != "article":
        return Withheld.NAVIGATION
    return _named_zone(element)


def _is_part(element: etree._Element, tag: str) -> bool:
    """Footers of quotations and asides with a quotation in them belong to the text."""
    if tag == "footer":
        return next(element.iterancestors("blockquote", "figure"), None) is not None
    if tag == "aside":
        names = " ".join(classes(element))
        return (
            "quote" in names
            or "encadre" in names
            or next(element.iter("blockquote", "figure"), None) is not None
        )
    return False


def _named_zone(element: etree._Element) -> Withheld | None:
    """What the classes and the id of an element say."""
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if name == " ":
        return None
    tag = tag_of(element)
    whole = frozenset(name.lower().split())
    if not COMMENT_CLASSES.isdisjoint(whole) or "Comment" in (element.get("itemtype") or "")[-12:]:
        return Withheld.COMMENT
    if tag in {"span", "a", "b", "i", "em", "strong", "img", "p"} or tag.startswith("h"):
        return None
    if not FURNITURE_CLASSES.isdisjoint(whole):
        return Withheld.NAVIGATION
    if not TAG_CLASSES.isdisjoint(whole):
        return Withheld.METADATA
    if not BODY_CLASSES.isdisjoint(whole):
        return None
    words = {word.lower() for word in _WORDS.findall(name)}
    return Withheld.NAVIGATION if not FURNITURE_WORDS.isdisjoint(words) else None


def _owners(
    root: etree._Element, own: Mapping[etree._Element, Withheld]
) -> dict[etree._Element, etree._Element]:
    """For every element in a zone the outermost element that opens one around it."""
    owners: dict[etree._Element, etree._Element] = {}
    for element in root.iter(etree.Element):
        parent = element.getparent()
        owner = owners.get(parent) if parent is not None else None
        if owner is not None:
            owners[element] = owner
        elif element in own:
            owners[element] = element
    return owners


def _mass(
    root: etree._Element, lines: Sequence[Line], zones: Mapping[etree._Element, etree._Element]
) -> dict[etree._Element, int]:
    """Characters of prose in each element, those in menus and comments left out."""
    mass: dict[etree._Element, int] = {}
    for line in lines:
        if line.shape.withheld is None and line.element not in zones and line.shape.form is not Form.ALT:
            mass[line.element] = mass.get(line.element, 0) + prose(line)
    for element in reversed(list(root.iter(etree.Element))):
        parent = element.getparent()
        if parent is not None and element in mass:
            mass[parent] = mass.get(parent, 0) + mass[element]
    return mass


def prose(line: Line) -> int:
    """Characters of a line that read as prose: none of a short one, and links count against it."""
    return max(len(line.text) - 2 * line.linked, 0) if len(line.text) >= MIN_PROSE else 0


def _names_body(element: etree._Element) -> bool:
    return "articleBody" in (element.get("itemprop") or "") or not BODY_CLASSES.isdisjoint(classes(element))


def _body(root: etree._Element, mass: Mapping[etree._Element, int]) -> etree._Element:
    """Go down from the root while one element holds nearly all of the prose."""
    here = root
    while True:
        if _names_body(here) and not any(_names_body(child) for child in here):
            return here
        child = max(here, key=lambda each: mass.get(each, 0), default=None)
        if child is None or not _goes_inside(here, child, mass):
            return here
        here = child


def _goes_inside(here: etree._Element, child: etree._Element, mass: Mapping[etree._Element, int]) -> bool:
    if tag_of(child) not in _PASSED or mass.get(child, 0) == 0:
        return False
    named = _names_body(child) and mass[child] >= MAJORITY * mass[here]
    paragraphs = sum(tag_of(other) in {"p", "blockquote"} and mass.get(other, 0) > 0 for other in here)
    return named or (mass[child] >= ALL_BUT * mass[here] and paragraphs < 2)


def _around(body: etree._Element, title: etree._Element | None) -> etree._Element:
    """The element that holds the body with all that belongs to it: its title, or the whole `article`."""
    above = [body, *body.iterancestors()]
    article = next((element for element in above if tag_of(element) == "article"), None)
    if title is not None:
        of_title = {title, *title.iterancestors()}
        joint = next((element for element in above if element in of_title), body)
        return article if article is not None and joint in set(article.iter(etree.Element)) else joint
    return article if article is not None else body


# --- lines -------------------------------------------------------------------------------------------


class _Judge:
    """Says of each line of a page what it is."""

    def __init__(
        self, zones: Zones, owners: Mapping[etree._Element, etree._Element], lines: Iterable[Line]
    ) -> None:
        self._zones = zones
        self._owners = owners
        self._body = set(zones.body.iter(etree.Element))
        self._around = set(zones.around.iter(etree.Element))
        self._kinds: dict[etree._Element, Form | None] = {}
        self._announces: dict[etree._Element, bool] = {}
        self._signed = set(_signed(zones.around, {line.element for line in lines}))

    def judged(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Each line with its shape; the place in the page is what `lines` gives by their order."""
        begun = self._zones.title is None
        for line in lines:
            begun = begun or line.element is self._zones.title or line.element in self._body
            yield replace(line, shape=self._shape(line, begun=begun))

    def _shape(self, line: Line, *, begun: bool) -> Shape:
        shape = line.shape
        if shape.withheld is not None:
            return shape
        if line.element is self._zones.title and shape.form is Form.HEADING:
            return replace(shape, form=Form.TITLE, level=0)
        form = self._form(line)
        reason = self._reason(line, form, begun=begun)
        return replace(shape, form=form, withheld=reason, level=shape.level if form is shape.form else 0)

    def _reason(self, line: Line, form: Form, *, begun: bool) -> Withheld | None:
        """Why the line is no part of the article; None where it is."""
        near = line.element in self._around
        owner = self._owners.get(line.element)
        zone = self._zones.own[owner] if owner is not None else None
        if zone is not None:
            spared = near and zone is not Withheld.HIDDEN and zone is not Withheld.COMMENT
            return None if spared and self._is_own_credit(line, form) else zone
        if self._is_date(line) and form is not Form.BYLINE:
            return Withheld.METADATA
        if is_furniture(line.text, line.linked):
            return Withheld.NAVIGATION
        if line.element in self._body:
            return None
        if near and self._belongs(line, form, begun=begun):
            return None
        return Withheld.NAVIGATION

    def _belongs(self, line: Line, form: Form, *, begun: bool) -> bool:
        if form in {Form.BYLINE, Form.STANDFIRST, Form.CAPTION, Form.ALT, Form.NOTE} or is_credit(line.text):
            return True
        return begun and len(line.text) >= MIN_OUTSIDE and line.linked < LINKED * len(line.text)

    def _is_own_credit(self, line: Line, form: Form) -> bool:
        """Credits that a theme puts into a footer or an aside of the article; not those of other articles."""
        owner = self._owners[line.element]
        if owner not in self._announces:
            self._announces[owner] = next(owner.iter("h2", "h3", "h4", "article", "img"), None) is not None
        if self._announces[owner] or len(line.text) > MAX_CREDIT:
            return False
        return form is Form.BYLINE or (is_credit(line.text) and line.linked < len(line.text) - 2)

    def _is_date(self, line: Line) -> bool:
        if line.shape.form not in {Form.PARAGRAPH, Form.ITEM}:
            return False
        return line.element.tag == "time" or not DATE_CLASSES.isdisjoint(classes(line.element))

    def _form(self, line: Line) -> Form:
        form = line.shape.form
        if form not in {Form.PARAGRAPH, Form.HEADING, Form.ITEM}:
            return form
        kind = self._kind(line.element)
        if kind is Form.BYLINE and len(line.text) > MAX_CREDIT:
            return form
        if kind is None and form is not Form.HEADING and self._signs(line):
            return Form.BYLINE
        return kind or form

    def _signs(self, line: Line) -> bool:
        """Whether a short line above or below the body names who wrote it."""
        if line.element in self._body or len(line.text) > MAX_CREDIT:
            return False
        return line.element in self._signed or is_credit(line.text)

    def _kind(self, element: etree._Element) -> Form | None:
        """What the nearest element that says so makes of a line: byline, standfirst or caption."""
        path: list[etree._Element] = []
        kind: Form | None = None
        for above in (element, *element.iterancestors()):
            if above in self._kinds:
                kind = self._kinds[above]
                break
            path.append(above)
            if tag_of(above) in _NOT_A_BYLINE or above is self._zones.body or above is self._zones.around:
                break
            if (kind := _kind_of(above)) is not None:
                break
        self._kinds.update(dict.fromkeys(path, kind))
        return kind


def _signed(around: etree._Element, stands: set[etree._Element]) -> Iterator[etree._Element]:
    """The elements of lines (`stands`) with an author's name in the middle of them."""
    for element in around.iter(etree.Element):
        if element in stands or _kind_of(element) is not Form.BYLINE:
            continue
        line = next(
            (above for above in element.iterancestors() if above in stands or tag_of(above) in BLOCKS), None
        )
        if line is not None and tag_of(element) not in BLOCKS:
            yield line


def _kind_of(element: etree._Element) -> Form | None:
    names = classes(element)
    item = frozenset((element.get("itemprop") or "").split())
    if not BYLINE_CLASSES.isdisjoint(names) or item & {"author", "creator"} or element.get("rel") == "author":
        return Form.BYLINE
    if not STANDFIRST_CLASSES.isdisjoint(names) or item & {"description", "abstract", "alternativeHeadline"}:
        return Form.STANDFIRST
    return Form.CAPTION if not CREDIT_CLASSES.isdisjoint(names) else None
