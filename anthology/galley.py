"""An article to its galley: its texts as the book shows them, set once and kept while it stays the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

from lxml import etree
from markupsafe import Markup

from anthology import records
from anthology.cache import Cache, digest
from anthology.labels import catalogue
from anthology.model import ANCHOR, Article, Finding, Photo, RuleChoice
from anthology.typeset import Typeset, apply, typeset_tree

_BLOCKS = frozenset({"p", "h2", "h3", "h4", "blockquote", "figure", "ul", "ol", "table", "div", "pre"})


@dataclass(frozen=True, slots=True)
class Galley:
    """The texts of one article, set, and what was seen in them.

    `body` is XHTML with stable ids; `speakers` are those who answer in it. `photo_notes` are the credits of
    photographs that came without the photograph, with their ids; `captions` those of `Article.photos`, in
    their order, and `figures` the ids of the blocks that show these, empty where none does; `pictures` the
    photo files that the article names or shows.
    """

    title: str
    standfirst: str
    body: Markup
    speakers: tuple[str, ...]
    photo_notes: tuple[tuple[str, str], ...]
    captions: tuple[str, ...]
    pictures: tuple[str, ...]
    findings: tuple[Finding, ...]
    figures: tuple[str, ...] = ()


def is_credited(photo: Photo) -> bool:
    """Whether something is said of where the picture comes from: a name, or a licence (`DR`) alone."""
    return bool(photo.credit or photo.licence)


class Compositor:
    """Sets the texts of one book, in one language where a text names none.

    `rules` names what `typeset` does: what was set by the same rules is taken from the cache.
    """

    def __init__(self, typeset: Typeset, language: str, rules: str, cache: Cache) -> None:
        self.typeset = typeset
        self.language = language
        self.rules = rules
        self.cache = cache
        self._own = digest(language, rules)

    def line(self, text: str, language: str = "") -> str:
        """A title or another single line, set."""
        own = language or self.language
        return self.cache.remember(
            "line",
            digest(text, own, self.rules),
            lambda: _line(text, own, self.typeset),
            dump=lambda line: line.encode("utf-8", "surrogatepass"),
            load=lambda data: data.decode("utf-8", "surrogatepass"),
        )

    def name_of(self, article: Article) -> str:
        """The digest of all that an article of this book is set from."""

        def named() -> tuple[Article, str]:
            return article, digest(records.digest_of(article), self._own)

        # An article is a value: while it is the same object, its digest need not be taken again.
        return self.cache.hold("article by object", f"{id(article)} {self._own}", named)[1]

    def is_set(self, article: Article, id_: str) -> bool:
        """Whether the cache has the texts of an article whose section has that id."""
        return self.cache.recall("galley", self._key(article, id_)) is not None

    def keep(self, article: Article, id_: str, galley: Galley) -> None:
        """Take over texts that were set elsewhere."""
        self.cache.keep("galley", self._key(article, id_), records.dump(galley))

    def _key(self, article: Article, id_: str) -> str:
        return f"{self.name_of(article)} {id_}"

    def galley(self, article: Article, id_: str) -> Galley:
        """The texts of an article whose section has that id.

        Raises:
            SourceError: its marks stand in marks, deeper than any text needs.
        """
        return self.cache.remember(
            "galley",
            self._key(article, id_),
            lambda: set_galley(article, id_, self.typeset, self.language),
            dump=records.dump,
            load=partial(records.load, Galley),
        )


# --- setting -----------------------------------------------------------------------------------------


def _line(text: str, language: str, typeset: Typeset) -> str:
    line = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
    return apply(line, typeset(line, language)) if line else ""


def set_galley(article: Article, id_: str, typeset: Typeset, language: str) -> Galley:
    """The texts of an article, set by `typeset`, in that language where the article names none.

    Raises:
        SourceError: its marks stand in marks, deeper than any text needs.
    """
    # Markdown takes long to load, and most builds set no article anew.
    from anthology.markup import photo_files, read_body

    own = article.language or language
    if article.rules != RuleChoice():
        typeset = partial(typeset, choice=article.rules)

    def credit(photo: Photo) -> str:
        return _line(_credit(photo, language), language, typeset).rstrip(".") + "."

    read = read_body(article)
    _step(read.root)
    pictures = photo_files(article, read.root)
    speakers = _name_speakers(read.root)
    _describe(read.root, article, catalogue(own).gettext("Photograph"))
    credits_ = [credit(photo) if is_credited(photo) else "" for photo in article.photos]
    _captions(read.root, article, credits_, language if own != language else "")
    typeset_tree(read.root, typeset, article.language)
    _identify(read.root, id_)
    text = "".join(etree.tostring(child, encoding="unicode") for child in read.root)
    loose = [photo for photo in article.photos if is_credited(photo) and not photo.file]
    return Galley(
        title=_line(article.title, own, typeset),
        standfirst=_line(article.standfirst, own, typeset),
        # Made from a tree of the closed list by the XML serializer: nothing of the author's is unescaped.
        body=Markup(text),  # noqa: S704
        speakers=speakers,
        photo_notes=tuple(
            (f"{id_}{ANCHOR}photo{number}", credit(photo)) for number, photo in enumerate(loose, start=1)
        ),
        captions=tuple(_line(photo.caption, own, typeset) for photo in article.photos),
        figures=_figures(read.root, article),
        pictures=pictures,
        findings=read.findings,
    )


_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def _step(root: etree._Element) -> None:
    """Give headings the levels that their order tells: none is more than one below what it stands under.

    An article may begin with `###`, and only later come to `##`; who listens goes from level to level.
    """
    above: list[str] = []
    for heading in root.iter(*_HEADINGS):
        while above and above[-1] >= heading.tag:
            above.pop()
        above.append(heading.tag)
        heading.tag = _HEADINGS[len(above) - 1]


def _credit(photo: Photo, language: str) -> str:
    names = ", ".join(person.display for person in photo.credit)
    licence = f" ({photo.licence})" if names and photo.licence else photo.licence
    return catalogue(language).gettext("Photo: %(names)s") % {"names": names + licence}


def _name_speakers(root: etree._Element) -> tuple[str, ...]:
    """Turn the `speaker` attribute into a visible name where readers need it; return who speaks.

    A name is put before an answer when the article has several voices and the answer does not name its own.
    """
    answers = [(block, str(block.attrib.pop("speaker"))) for block in root.iter("p") if block.get("speaker")]
    voices = {names for _, names in answers}
    for block, names in answers:
        if len(voices) > 1 and not all(name in "".join(map(str, block.itertext())) for name in _each(names)):
            label = etree.Element("span", {"class": "speaker"})
            label.text = names
            label.tail = " " + (block.text or "")
            block.text = None
            block.insert(0, label)
            block.set("class", f"{block.get('class', '')} spoken".strip())
    return tuple(dict.fromkeys(name for _, names in answers for name in _each(names)))


def _each(names: str) -> Iterator[str]:
    yield from (name.strip() for name in names.split(",") if name.strip())


def _describe(root: etree._Element, article: Article, label: str) -> None:
    """Give each picture words that stand for it, since a tagged PDF has no figure without.

    They are the text's own, then the front matter's, then the caption, then `label`. Where an editor said
    that it is decoration, or that there is nothing to say (`alt = ""`), `role` says so: an e-book can leave
    the words out, and print takes the picture for an ornament of the page.
    """
    photos = {photo.file: photo for photo in article.photos if photo.file}
    for picture in root.iter("img"):
        photo = photos.get(unquote(picture.get("src") or ""), Photo())
        own = (picture.get("alt") or "").strip() or (photo.alt or "").strip()
        if not photo.decorative and (own or photo.alt is None):
            picture.set("alt", own or _said_below(picture) or photo.caption or label)
        else:
            picture.set("alt", label)
            picture.set("role", "presentation")


def _figures(root: etree._Element, article: Article) -> tuple[str, ...]:
    """Where each photograph is first shown: the id of the figure, or of the block around it."""
    shown: dict[str, str] = {}
    for picture in root.iter("img"):
        around = next((one for one in picture.iterancestors() if one.get("id")), None)
        if around is not None:
            shown.setdefault(unquote(picture.get("src") or ""), str(around.get("id")))
    return tuple(shown.get(photo.file, "") for photo in article.photos)


def _said_below(picture: etree._Element) -> str:
    """The caption that the text itself gives a picture, as plain words."""
    figure = next(picture.iterancestors("figure"), None)
    caption = figure.find("figcaption") if figure is not None else None
    return " ".join("".join(map(str, caption.itertext())).split()) if caption is not None else ""


def _captions(root: etree._Element, article: Article, credits_: Sequence[str], language: str) -> None:
    """Put caption and credit of each photograph where the text shows it.

    `language` is that of the credits, where it is not that of the article.
    """
    photos = {photo.file: (photo, credit) for photo, credit in zip(article.photos, credits_, strict=True)}
    for figure in root.iter("figure"):
        picture = figure.find(".//img")
        file = unquote(picture.get("src") or "") if picture is not None else ""
        if picture is None or not file or file not in photos:
            continue
        _caption(figure, *photos[file], language)


def _caption(figure: etree._Element, photo: Photo, credit: str, language: str) -> None:
    """What the text says below a picture comes before the credit; else what its front matter says."""
    caption = figure.find("figcaption")
    own = _ended(photo.caption, credit)
    if caption is None and language and credit:
        caption = etree.SubElement(figure, "figcaption")
        caption.text = own
    if caption is None and (parts := [part for part in (own, credit) if part]):
        etree.SubElement(figure, "figcaption").text = " ".join(parts)
    elif caption is not None and credit:
        said = etree.SubElement(caption, "span")
        said.text = credit
        if language:
            said.set("lang", language)
        before = said.getprevious()
        if before is None:
            caption.text = f"{(caption.text or '').rstrip()} "
        else:
            before.tail = f"{(before.tail or '').rstrip()} "


def _ended(caption: str, credit: str) -> str:
    """A caption, with a stop where the credit follows it and would read as part of it."""
    return f"{caption}." if credit and caption[-1:].isalnum() else caption


def _identify(root: etree._Element, id_: str) -> None:
    """Ids that stay while the text before them stays: both outputs, and links, use them."""
    number = notes = 0
    for element in root.iter():
        if element.get("class") == "note" and element.tag == "span":
            notes += 1
            element.set("id", f"{id_}{ANCHOR}note{notes}")
        elif element.tag in _BLOCKS and element is not root:
            number += 1
            element.set("id", f"{id_}{ANCHOR}b{number}")
        elif element.get("id"):
            del element.attrib["id"]
