"""The word of a drop cap to text that is read as one word.

Its first letter stands two lines lower than the rest of it, so whoever reads a page by its geometry reads
two words. The whole word is therefore one piece of marked content, and inside of that stands a span that
says what it is (ISO 32000-1 14.9.4, `ActualText`): searching, copying and reading aloud go by that. Readers
that look only at the innermost mark (PDFium) find it too.

Names that are private to version 70 of the engine: `draw.draw_inline_level`, `Stream._tags`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

CLASS = "lettered"
"""The class of the element that holds the word with its large first letter."""


def install(engine: Any) -> None:
    """Have the engine say what the word of a drop cap is where it draws one."""
    drawing = engine.draw
    draw = drawing.draw_inline_level

    def said(stream: Any, page: Any, box: Any, *rest: Any) -> None:
        word = "" if isinstance(box, drawing.StackingContext) else _word(box.element)
        if not word:
            draw(stream, page, box, *rest)
            return
        tags, stream._tags = stream._tags, None
        if tags is not None:
            tags[_first_text(box, engine.formatting_structure.boxes)] = number = len(tags)
            stream.stream.append(b"/Span <</MCID %d>> BDC" % number)
        stream.stream.append(begin(word))
        draw(stream, page, box, *rest)
        stream.stream.extend([b"EMC"] if tags is None else [b"EMC", b"EMC"])
        stream._tags = tags

    drawing.draw_inline_level = said


def begin(text: str) -> bytes:
    """The operator that opens a span of marked content that stands for a text."""
    return b"/Span <</ActualText <feff" + text.encode("utf-16-be").hex().encode() + b">>> BDC"


def _word(element: Any) -> str:
    if element is None or element.get("class") != CLASS:
        return ""
    return "".join(element.itertext())


def _first_text(box: Any, boxes: Any) -> Any:
    """The box whose tag stands for the whole word: that of its large letter."""
    return next(_texts(getattr(box, "box", box), boxes))


def _texts(box: Any, boxes: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    for child in box.children:
        yield from _texts(getattr(child, "box", child), boxes)
