"""Boxes to the marks that their content bears on a page: what is read, what only decorates, how lines end.

A voice joins what it reads. So a space is drawn where the engine drops one, at the end of a line or between
two phrases; a hyphen that only divides a word says that it is a soft one; and letters whose glyphs are those
of others (capitals drawn as small ones) say what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from anthology.bindery import faces, pdf
from anthology.bindery.ends import is_parted

_SPACE, _HYPHEN = "space", "hyphen"
_SOFT = "\u00ad"
_LAST = re.compile(rb"([0-9a-f]{4})(?:>[-\d.e]*|>)\] TJ\Z")
_SHARING = frozenset({"all-small-caps", "all-petite-caps", "unicase"})
"""Variants that draw a capital with the glyph of a small letter (CSS Fonts 4, 6.6)."""


@dataclass
class Marks:
    """What is known of the boxes of a document before it is drawn, by `id` of the box.

    `artifacts` hold the property list of each box that is no content, or nothing; `endings` what follows a
    text. `boxes` are the classes of the engine's boxes.
    """

    boxes: Any
    artifacts: dict[int, bytes] = field(default_factory=dict)
    endings: dict[int, str] = field(default_factory=dict)
    spaces: dict[str, tuple[int, float]] = field(default_factory=dict)

    def space(self, fonts: Mapping[Any, Any], key: str) -> int:
        """The glyph of the space in a font of that key, which is known to the file from now on."""
        if key not in self.spaces:
            font = next(one for one in fonts.values() if one.hash == key)
            glyph, width = faces.nominal(font.file_content, " ")
            font.widths.setdefault(glyph, width)
            font.to_unicode.setdefault(glyph, " ")
            self.spaces[key] = glyph, width
        return self.spaces[key][0]


def marks_of(pages: Sequence[Any], boxes: Any) -> Marks:
    """What is content on these pages and what is not, and how their lines end."""
    marks = Marks(boxes)
    heads: set[int] = set()
    for page in pages:
        met: set[int] = set()
        _look(page._page_box, marks, heads, met)
        heads |= met
    return marks


def inner(box: Any) -> Any:
    """The box that stands at its place, or the one that holds that place."""
    return getattr(box, "_box", box)


def _look(box: Any, marks: Marks, heads: set[int], met: set[int]) -> None:
    boxes = marks.boxes
    if isinstance(box, boxes.MarginBox):
        edge = b"/Header" if "top" in box.at_keyword else b"/Footer"
        _set_aside(box, marks, b"<</Type /Pagination/Subtype %b>>" % edge)
        return
    if box.is_leader:
        _set_aside(box, marks, b"")
        return
    if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
        if id(box.element) in heads:  # repeated at the edge of a further page
            _set_aside(box, marks, b"<</Type /Pagination>>")
            return
        met.add(id(box.element))
    if isinstance(box, boxes.ReplacedBox) and is_decoration(box.element):
        marks.artifacts[id(box)] = b""
    elif isinstance(box, boxes.LineBox):
        _end(box, marks)
    for child in box.children:
        _look(inner(child), marks, heads, met)


def _set_aside(box: Any, marks: Marks, properties: bytes) -> None:
    marks.artifacts[id(box)] = properties
    for child in box.children:
        _set_aside(inner(child), marks, properties)


def is_decoration(element: Any) -> bool:
    """Whether a picture says that it tells nothing: its description is there, and empty."""
    if element is None:
        return False
    said = (("aria-hidden", "true"), ("role", "presentation"), ("alt", ""))
    return any(element.get(name) == value for name, value in said)


def _end(line: Any, marks: Marks) -> None:
    """Note what follows each text of a line: a space that is not drawn, or a hyphen that is a soft one."""
    last = None
    for text in _texts(line, marks.boxes):
        if not text.text.strip():
            if last is not None and not _ends_in_space(last):
                marks.endings[id(last)] = _SPACE
        else:
            last = text
    if last is None or getattr(line, "resume_at", None) is None or _ends_in_space(last):
        return
    if is_parted(line):
        marks.endings[id(last)] = _SPACE
    elif _is_divided(last):
        marks.endings[id(last)] = _HYPHEN


def _ends_in_space(text: Any) -> bool:
    """Whether a text is drawn with a space at its end: the engine forgets some that it takes off a line."""
    return str(text.pango_layout.text)[-1:].isspace()


def _texts(box: Any, boxes: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox) and not child.is_leader:
            yield from _texts(child, boxes)


def _is_divided(text: Any) -> bool:
    """Whether the hyphen at the end of a text is the engine's, and not one that somebody wrote."""
    sign = text.style["hyphenate_character"]
    if len(sign) != 1 or not text.text.endswith(sign) or text.element is None:
        return False
    word = text.text.split()[-1]
    return word not in "".join(text.element.itertext())


def stream_class(engine: Any, marks: Marks) -> type[Any]:
    """The stream of the engine that bears these marks."""
    base = engine.pdf.stream.Stream

    class MarkedStream(base):  # type: ignore[misc, valid-type]
        """Draws each box between marks that say what it is."""

        def clone(self, **how: Any) -> Any:
            made = super().clone(**how)
            made.__class__ = MarkedStream
            return made

        @contextmanager
        def marked(self, box: Any, tag: str) -> Iterator[None]:
            if self._tags is None:
                yield
                return
            begin = _begun(self, box, tag, marks)
            if begin:
                self.stream.append(begin)
            before, known = len(self.stream), _known_letters(self, box)
            try:
                yield
            finally:
                _finish(self, box, before, marks)
                _keep_letters(self, known)
                if begin:
                    self.stream.append(b"EMC")

    return MarkedStream


def _begun(stream: Any, box: Any, tag: str, marks: Marks) -> bytes:
    """The operator that opens the mark of a box; none where nothing will be drawn."""
    properties = marks.artifacts.get(id(box))
    text = getattr(box, "text", None)
    if properties is None and text is not None and not text.strip():
        if box.style["text_decoration_line"] == "none":
            return b""
        properties = b""
    if properties is not None:
        return b"/Artifact %b BDC" % properties if properties else b"/Artifact BMC"
    number = len(stream._tags)
    stream._tags[box] = number
    said = b"/ActualText %b" % pdf.string(_said(box, marks)) if _shares_glyphs(box) else b""
    return b"/%b <</MCID %d%b>> BDC" % (tag.encode(), number, said)


def _said(box: Any, marks: Marks) -> str:
    ending = marks.endings.get(id(box))
    if ending == _HYPHEN:
        return str(box.text[:-1]) + _SOFT
    return str(box.text) + (" " if ending == _SPACE else "")


def _finish(stream: Any, box: Any, before: int, marks: Marks) -> None:
    """Draw what follows a text: the space, or the hyphen as a soft one."""
    ending = marks.endings.get(id(box))
    if ending is None or id(box) in marks.artifacts:
        return
    drawn = stream.stream
    last = next((place for place in range(len(drawn) - 1, before - 1, -1) if _shows(drawn[place])), None)
    if last is None:
        return
    if ending == _SPACE:
        drawn.insert(last + 1, b"[<%04x>] TJ" % marks.space(stream._fonts, stream._old_font[0]))
    elif not _shares_glyphs(box):
        drawn[last : last + 1] = _softened(drawn[last])


def _shows(operator: Any) -> bool:
    return isinstance(operator, bytes) and operator.endswith(b" TJ")


def _softened(operator: bytes) -> Sequence[bytes]:
    """The operator that shows a text, parted before its last glyph: a hyphen, now a soft one."""
    found = _LAST.search(operator)
    if not found:
        return [operator]
    before = operator[: found.start()]
    before = before[:-1] + b"] TJ" if before.endswith(b"<") else before + b">] TJ"
    hyphen = [b"/Span <</ActualText %b>> BDC" % pdf.string(_SOFT), b"[<%b>] TJ" % found[1], b"EMC"]
    return hyphen if before == b"[] TJ" else [before, *hyphen]


# --- letters that are drawn with the glyphs of others ------------------------------------------------


def _shares_glyphs(box: Any) -> bool:
    if getattr(box, "text", None) is None:
        return False
    if box.style["font_variant_caps"] in _SHARING:
        return True
    features = box.style["font_feature_settings"]
    return features != "normal" and any(name in ("c2sc", "c2pc") and on for name, on in features)


def _known_letters(stream: Any, box: Any) -> dict[int, tuple[Any, set[int]]] | None:
    if not _shares_glyphs(box):
        return None
    return {id(font): (font, set(font.to_unicode)) for font in stream._fonts.values()}


def _keep_letters(stream: Any, known: Mapping[int, tuple[Any, set[int]]] | None) -> None:
    """Let glyphs that were first met as capitals read as the small letters that they draw everywhere else."""
    for font in stream._fonts.values() if known is not None else ():
        before = known.get(id(font), (font, set()))[1] if known else set()
        for glyph, letters in font.to_unicode.items():
            if glyph not in before and letters != letters.lower() and not _is_nominal(font, glyph, letters):
                font.to_unicode[glyph] = letters.lower()


def _is_nominal(font: Any, glyph: int, letters: str) -> bool:
    return len(letters) == 1 and faces.nominal(font.file_content, letters)[0] == glyph
