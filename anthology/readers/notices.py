"""What was noticed while a Word, OpenDocument or RTF file was read in; a finding for each matter out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from anthology.errors import SourceError
from anthology.model import Finding, Manuscript, Received, Severity, Shape, Withheld
from anthology.readers.audit import Node, unplaced
from anthology.readers.paragraphs import Album, Paragraph, pieces, plain
from anthology.readers.pieces import manuscript, origin
from anthology.slugs import slugify

SHOWN = 120
"""Characters of the source that a message quotes."""


class Notices:
    """Gathers what was noticed while a file is read, in order, each matter once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._counts: dict[str, int] = {}
        self._said: dict[Finding, None] = {}

    def count(self, matter: str, times: int = 1) -> None:
        """Count a thing that `findings` then tells in one sentence."""
        self._counts[matter] = self._counts.get(matter, 0) + times

    def elsewhere(self, address: str) -> None:
        """A picture, or another part, that is not in the file."""
        self._say(
            Finding(
                "office-elsewhere",
                Severity.WARNING,
                f"it points to something outside of the file, which was not fetched: {address[:SHOWN]}",
                "ask for the picture, or for the text, and put it beside the submission",
                self.file,
            )
        )

    def embedded(self, name: str) -> None:
        """An object of another program."""
        self._say(
            Finding(
                "office-embedded",
                Severity.WARNING,
                f"an object of another program is embedded, and its words were not read: {name}",
                "look at it in the program that wrote the file, and type what is needed",
                self.file,
            )
        )

    def macros(self) -> None:
        """A program inside of the file."""
        self._say(Finding("office-macros", Severity.REMARK, "its macros were ignored", file=self.file))

    def cut_short(self) -> None:
        """A file that ends before its end."""
        self._say(
            Finding(
                "office-cut-short",
                Severity.WARNING,
                "the file ends too early: what is there was read, the rest is missing",
                "ask for it again, or open it in the program that wrote it and look for its last words",
                self.file,
            )
        )

    def left_out(self, part: str, reason: str, words: int) -> None:
        """A part whose words are no words of the text."""
        self._say(
            Finding(
                "office-left-out",
                Severity.REMARK,
                f"{words} words {f'of its part {part} ' if part else ''}were left out: {reason}",
                file=self.file,
            )
        )

    def brought_in(self, where: str, words: str) -> None:
        """Words that no place of the reading holds, and that were added at the end."""
        self._say(
            Finding(
                "office-brought-in",
                Severity.WARNING,
                f"words that stand in an unusual place of it ({where}) were put at the end: "
                f"“{words[:SHOWN]}{'…' if len(words) > SHOWN else ''}”",
                "look where they belong, and move them in the article",
                self.file,
            )
        )

    def symbol(self, font: str, code: str) -> None:
        """A character of a font that only pictures it."""
        self._say(
            Finding(
                "office-symbol",
                Severity.WARNING,
                f"it holds a sign of the font {font or '(unnamed)'} that has no character ({code})",
                "replace the sign in the article",
                self.file,
            )
        )

    def findings(self) -> tuple[Finding, ...]:
        """All of it, the counted matters first."""
        counted = _counted(self._counts, self.file)
        return (*counted, *self._said)

    def _say(self, finding: Finding) -> None:
        self._said.setdefault(finding)


def _counted(counts: dict[str, int], file: str) -> Iterable[Finding]:
    if times := counts.get("boxes"):
        yield Finding(
            "office-text-boxes",
            Severity.REMARK,
            f"{times} text boxes were read, each after the paragraph it is anchored to",
            "look where they belong",
            file,
        )
    if times := counts.get("formulas"):
        yield Finding(
            "office-formula",
            Severity.WARNING,
            f"{times} formulas were read as bare characters: fractions and roots are lost",
            "compare them with the file, and write them so that they can be read",
            file,
        )
    if times := counts.get("charts"):
        yield Finding(
            "office-chart",
            Severity.WARNING,
            f"{times} charts or diagrams cannot be drawn: their words were kept as text",
            "save each as a picture and put it beside the submission",
            file,
        )
    if times := counts.get("placeholders"):
        yield Finding(
            "office-placeholder",
            Severity.REMARK,
            f"{times} fields of a form were never filled in: what they say was held back",
            file=file,
        )
    if times := counts.get("margin pictures"):
        yield Finding(
            "office-margin-picture",
            Severity.REMARK,
            f"{times} pictures of its headers and footers were not taken",
            "put a picture that belongs to the article beside the submission",
            file,
        )


def album(file: str) -> Album:
    """An empty album, whose pictures will bear the name of the file."""
    return Album(slugify(PurePosixPath(file).stem))


def received(
    data: bytes,
    file: str,
    paragraphs: Sequence[Paragraph],
    nodes: Sequence[Node],
    pictures: Album,
    notices: Notices,
) -> Received:
    """Lay the paragraphs out as a manuscript; words of `nodes` without a place in it are added at its end.

    Raises:
        SourceError: `empty-submission` when none of them shows a word.
    """
    source = origin(data, file, "utf-8")
    laid = manuscript(source, pieces(paragraphs))
    if missing := unplaced(nodes, laid.text, file):
        for node in missing:
            notices.brought_in(node.where, " ".join(node.text.split()))
        laid = manuscript(source, pieces((*paragraphs, *(plain(node.text) for node in missing))))
    if not any(_is_text(block.shape.withheld) for block in laid.blocks):
        raise _empty(laid, len(pictures.pictures))
    return Received((laid,), dict(pictures.pictures), notices.findings())


def _is_text(withheld: Withheld | None) -> bool:
    return withheld not in (Withheld.METADATA, Withheld.RUNNING_HEAD, Withheld.COMMENT)


def _empty(laid: Manuscript, pictures: int) -> SourceError:
    return SourceError(
        "empty-submission",
        f"the submission holds no text, only {pictures} pictures"
        if pictures
        else "the submission holds no text",
        hint="put the pictures into the folder of submissions as files of their own"
        if pictures
        else "put the text into the file, or take the file out of the folder",
        file=laid.file,
    )


def metadata(name: str, value: str) -> Paragraph:
    """A property of the file (`title`, `creator`...), which is withheld as such."""
    return plain(value, Shape(withheld=Withheld.METADATA, label=name))
