"""Codes, roles and fates to words that anybody understands, in the languages of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping

from anthology.labels import catalogue


def _(msgid: str) -> str:
    """Marks a label for the catalogues."""
    return msgid


SEVERITIES: Mapping[str, str] = {
    "error": _("Must be mended"),
    "warning": _("Should be looked at"),
    "remark": _("Good to know"),
}

FATES: Mapping[str, str] = {
    "printed": _("printed as text"),
    "display-quote": _("printed again as a pull quote"),
    "credit": _("moved to the credits"),
    "photo-credit": _("moved to the photo credits"),
    "dropped-copy": _("copy of another passage, left out"),
    "held-back": _("held back, not printed"),
    "furniture": _("left over from a web page, not printed"),
    "undecided": _("not decided yet"),
}

ROLES: Mapping[str, str] = {
    "title": _("Title"),
    "duplicate-title": _("Title, repeated"),
    "chapo": _("Standfirst"),
    "intro": _("Introduction"),
    "body": _("Text"),
    "question": _("Question"),
    "answer": _("Answer"),
    "intertitle": _("Intertitle"),
    "pull-quote": _("Pull quote"),
    "verse": _("Verse"),
    "list": _("List"),
    "caption": _("Caption"),
    "photo-credit": _("Photo credit"),
    "credit": _("Credits"),
    "group-label": _("Name of the group"),
    "byline": _("Byline"),
    "interviewer": _("Interviewer"),
    "masthead": _("Masthead"),
    "teaser": _("Teaser of another article"),
    "duplicate-teaser": _("Teaser, repeated"),
    "near-duplicate": _("Nearly the same text, repeated"),
    "furniture": _("Part of a web page"),
    "marker": _("Mark left by a program"),
    "blank": _("Empty"),
}

_ANSWER = _("Open content/review.toml, write your answer between the quotes of “decision”, then run make.")
_AGAIN = _("Run make again. If this comes back, report it as a fault of the tool.")
_IMPORT = _("Run make: it reads the submissions again.")
_ARTICLE = _("Open the article and put it right, then run make.")
_FRONT = _("Open the article and complete the lines at its head, between the two +++, then run make.")
_SETTINGS = _("Open content/anthology.toml and put it right, then run make.")
_PHOTO = _("Put the photograph into content/photos/, then run make.")
_IF_THERE = _("If you have the photograph, put it into content/photos/ and name it in the article.")
_LAYOUT = _("Look at the page, and mend the layout or the text.")
_NOTHING = _("Nothing has to be done.")

_PARTS = _("The e-book is not put together as it should be")

# What each code says, and what to do about it.
_CODES: Mapping[str, tuple[str, str]] = {
    "decision-open": (_("Only a person can decide this, and nobody has yet"), _ANSWER),
    "decision-orphaned": (_("An answer to something that is no longer asked"), _NOTHING),
    "submission-not-imported": (_("A submission is not in the book yet"), _IMPORT),
    "submission-changed": (_("A submission changed after it was read"), _IMPORT),
    "submission-missing": (_("A submission that was read is no longer there"), _IMPORT),
    "ledger-unreadable": (_("The account of the words cannot be read"), _IMPORT),
    "ledger-unbalanced": (_("The words do not add up"), _AGAIN),
    "ledger-undecided": (_("Words whose place in the book is not known"), _ANSWER),
    "article-empty": (_("An article without text"), _ARTICLE),
    "article-without-authors": (_("An article that nobody signs"), _FRONT),
    "article-unplaced": (_("An article that stands in no part"), _SETTINGS),
    "article-orphaned": (_("An article whose submission no longer holds it"), _ARTICLE),
    "title-proposed": (_("A title that is only proposed"), _FRONT),
    "groups-share-key": (_("Two groups that bear one name"), _FRONT),
    "class-unknown": (_("A class code that nothing explains"), _SETTINGS),
    "markup-left-out": (_("Something in an article that cannot be printed"), _ARTICLE),
    "photo-missing": (_("A photograph is missing"), _PHOTO),
    "photo-credit-alone": (_("A photo credit without its photograph"), _IF_THERE),
    "photo-without-credit": (_("A photograph without a credit"), _FRONT),
    "photo-without-alt": (_("A photograph that is not described for those who cannot see it"), _ARTICLE),
    "text-control": (_("A control character in the text"), _ARTICLE),
    "text-surrogate": (_("A broken character in the text"), _ARTICLE),
    "text-noncharacter": (_("A broken character in the text"), _ARTICLE),
    "text-replaced": (_("A character that was lost on the way"), _ARTICLE),
    "text-bidi": (_("A hidden sign that turns the direction of reading"), _ARTICLE),
    "text-invisible": (_("A character that nobody can see"), _ARTICLE),
    "text-private-use": (_("A sign that means something in one font only"), _ARTICLE),
    "text-line-separator": (_("A line end of an unusual kind"), _ARTICLE),
    "text-marks-piled": (_("Too many marks on one letter"), _ARTICLE),
    "text-scripts-mixed": (_("A letter of another alphabet inside a word"), _ARTICLE),
    "labels-missing": (_("The headings of the book are not translated into its language"), _SETTINGS),
    "glyph-missing": (_("A character that the fonts of the book do not have"), _ARTICLE),
    "typography-straight-quote": (_("Straight quotes in a printed text"), _ARTICLE),
    "typography-double-space": (_("Two spaces in a row"), _ARTICLE),
    "typography-dots": (_("Three full stops instead of an ellipsis"), _ARTICLE),
    "typography-dash": (_("A hyphen instead of a dash"), _ARTICLE),
    "typography-plain-space": (_("A space at which a line may break badly"), _ARTICLE),
    "typography-guillemets": (_("A quotation that does not open or does not close"), _ARTICLE),
    "pdf-unreadable": (_("A finished file is damaged"), _AGAIN),
    "pdf-words-lost": (_("Words are missing in the printed book"), _LAYOUT),
    "pdf-words-added": (_("Words too many in the printed book"), _LAYOUT),
    "pdf-font-foreign": (_("A font that is not one of the book’s"), _LAYOUT),
    "pdf-font-not-embedded": (_("A font is not in the file"), _AGAIN),
    "pdf-labels-missing": (_("The file does not know its page numbers"), _AGAIN),
    "pdf-folio-wrong": (_("A page number that is not the true one"), _AGAIN),
    "pdf-outline-wrong": (_("The bookmarks are not the table of contents"), _AGAIN),
    "pdf-title-wrong": (_("The file does not bear the title of the book"), _AGAIN),
    "pdf-author-missing": (_("The file does not say who made it"), _AGAIN),
    "pdf-language-wrong": (_("The file does not say its language"), _AGAIN),
    "pdf-not-tagged": (_("The file cannot be read aloud in order"), _AGAIN),
    "pdf-page-size": (_("A page of another size"), _AGAIN),
    "pdf-active": (_("Something in a file could act on a reader’s machine"), _ARTICLE),
    "epub-unreadable": (_("A finished file is damaged"), _AGAIN),
    "epub-words-lost": (_("Words are missing in the e-book"), _AGAIN),
    "epub-words-added": (_("Words too many in the e-book"), _AGAIN),
    "epub-text-differs": (_("The e-book has other signs or spaces than the text"), _AGAIN),
    "parity-words": (_("Paper and screen do not say the same"), _AGAIN),
    "epub-mimetype": (_PARTS, _AGAIN),
    "epub-path-unsafe": (_PARTS, _AGAIN),
    "epub-manifest-wrong": (_PARTS, _AGAIN),
    "epub-not-well-formed": (_PARTS, _AGAIN),
    "epub-id-twice": (_PARTS, _AGAIN),
    "epub-picture-damaged": (_("A picture is damaged"), _PHOTO),
    "epub-font-damaged": (_("A font is damaged"), _AGAIN),
    "epub-cover-missing": (_("The e-book has no cover"), _AGAIN),
    "epub-cover-small": (_("The cover is too small"), _AGAIN),
    "epub-glyph-missing": (_("A character that the fonts of the book do not have"), _ARTICLE),
    "epub-contents-wrong": (_("The table of contents of the e-book is wrong"), _AGAIN),
    "epub-order-wrong": (_("The e-book is not in the order of the book"), _AGAIN),
    "epub-link-broken": (_("A link leads nowhere"), _AGAIN),
    "epub-note-broken": (_("A note does not belong to its call"), _AGAIN),
    "epub-language-missing": (_("A page does not say its language"), _AGAIN),
    "epub-language-wrong": (_("A page does not say its language"), _AGAIN),
    "epub-title-missing": (_("A page without a title"), _AGAIN),
    "epub-headings-skip": (_("A heading that skips a level"), _ARTICLE),
    "epub-alt-missing": (_("A photograph that is not described for those who cannot see it"), _ARTICLE),
    "epub-metadata-missing": (_("The e-book does not say enough of itself"), _AGAIN),
    "epub-metadata-wrong": (_("The e-book says something wrong of itself"), _AGAIN),
    "epub-person-missing": (_("The e-book does not name somebody who took part"), _AGAIN),
    "epub-active": (_("Something in a file could act on a reader’s machine"), _ARTICLE),
    "epubcheck-missing": (_("The e-book was not validated"), _NOTHING),
    "epubcheck-failed": (_("The e-book could not be validated"), _AGAIN),
}
_VALIDATOR = ("epubcheck-", _("The validator of e-books objects"), _AGAIN)


def headline(code: str, language: str) -> str:
    """What a code says, in that language; empty for a code that is not known here."""
    return _said(_entry(code)[0], language)


def remedy(code: str, language: str) -> str:
    """What to do about a code, in that language; empty for a code that is not known here."""
    return _said(_entry(code)[1], language)


def _said(msgid: str, language: str) -> str:
    return catalogue(language).gettext(msgid) if msgid else ""


def _entry(code: str) -> tuple[str, str]:
    prefix, *said = _VALIDATOR
    other = (said[0], said[1]) if code.startswith(prefix) else ("", "")
    return _CODES.get(code, other)
