"""Places of a submission in; their text out, with its marks, as an article is to hold it."""

from __future__ import annotations

from anthology.importing.marked import Marked, Sheets, edited, kept_as_sent
from anthology.importing.wording import Cleaning, Wording, moved
from anthology.model import Manuscript
from anthology.typeset import OBJECT


class Copyist:
    """Copies stretches of one submission, cleaned; marks stay on the words they were on."""

    def __init__(self, manuscript: Manuscript, language: str, cleaning: Cleaning, wording: Wording) -> None:
        self.manuscript = manuscript
        self.language = language
        self.cleaning = cleaning
        self.wording = wording
        self._sheets = Sheets(manuscript)
        self._accepted = cleaning.accepted.get(manuscript.file, ())

    def copy(self, start: int, end: int) -> Marked:
        """A stretch inside of one block; the edits a person accepted come first, then the rules."""
        raw = self._sheets.text[start:end]
        lead = start + len(raw) - len(raw.lstrip())
        inside = [moved(edit, -lead) for edit in self._accepted if start <= edit.start and edit.end <= end]
        return self._clean(edited(self._sheets.cut(start, end), inside))

    def clean(self, text: str) -> str:
        """A text as the rules leave it."""
        return self.wording.plain(text, self.language, self.cleaning.off, self.cleaning.on)

    def _clean(self, one: Marked) -> Marked:
        if not one.marks:
            return Marked(self.clean(one.text))
        seen = kept_as_sent(one)
        edits = self.wording.edits(seen, self.language, self.cleaning.off, self.cleaning.on)
        final = edited(one, edits)
        # What is typed has ordinary spaces where the rules will put others: the same places, other signs.
        plain = zip(self.clean(seen), final.text, strict=True)
        return Marked("".join(kept if sign == OBJECT else sign for sign, kept in plain), final.marks)
