"""Codes, kinds, roles, fates and counts to words that anybody understands, by language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from anthology.labels import catalogue


def _(msgid: str) -> str:
    """Marks a label for the catalogues."""
    return msgid


def _n(one: str, many: str) -> tuple[str, str]:
    """Marks a label that counts, in its two English forms, for the catalogues."""
    return one, many


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
    "table": _("Table"),
    "caption": _("Caption"),
    "alt": _("Description of a picture"),
    "note": _("Note"),
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
    "withheld": _("Text that the file does not show"),
    "marker": _("Mark left by a program"),
    "blank": _("Empty"),
}

# What only a person can decide, by the kind of the question.
KINDS: Mapping[str, str] = {
    "title": _("title to choose"),
    "role": _("what this paragraph is"),
    "teaser": _("text that seems to announce another article"),
    "only-in-copy": _("words that stand only in a copy"),
    "repeat": _("passage that comes twice"),
    "unnamed-speaker": _("answer of somebody without a name"),
    "missing-question": _("answer without its question"),
    "missing-credit": _("article that nobody signs"),
    "missing-text": _("credit without an article"),
    "credit-role": _("what somebody did"),
    "credit-scope": _("whom a note behind several names is about"),
    "credit-school": _("name of a school or of a person"),
    "credit-leftover": _("words of a credit that were not understood"),
    "name-order": _("which word is the surname"),
    "name-parts": _("where the surname starts"),
    "name-glued": _("name whose words are stuck together"),
    "name-shared": _("single word for a name"),
    "name-accent": _("accent that a name may have lost"),
    "name-case": _("capitals of a name"),
    "name-spelling": _("name that is spelt in more than one way"),
    "name-variant": _("two names that may be one person’s"),
    "namesake": _("one person, or two of one name"),
    "group-collision": _("two groups of one number"),
    "surname-capitals": _("surname in capitals in the text"),
    "unclosed-quotation": _("quotation that is not closed"),
    "etc-and-more-points": _("points after etc., or more than three"),
    "hyphen-as-dash": _("hyphen that is probably a dash"),
    "dialogue-dash": _("reply of a dialogue"),
    "quotation-in-quotation": _("quotation inside a quotation"),
    "stop-inside-quotation": _("full stop of a quotation"),
    "comma-before-speaker": _("comma before the one who speaks"),
    "stop-at-wrong-word": _("space on the wrong side of a full stop"),
    "space-after-sentence": _("space between two sentences"),
    "century-in-figures": _("century in figures"),
    "title-as-abbreviated": _("short form of a title"),
    "number-sign": _("short form of “number”"),
    "sigle": _("stops or plural of a sigle"),
    "spanish-opening-mark": _("question without its ¿"),
    "italian-accent": _("accent on an Italian capital"),
    "swiss-double-s": _("ß in a Swiss text"),
    "number-without-groups-abroad": _("number without groups of three, in Spanish or Catalan"),
    "number-without-groups": _("number without groups of three"),
    "point-in-number": _("point in a number"),
    "raised-and-lowered-figures": _("figure to raise or to lower"),
    "small-number-in-words": _("small number in figures"),
    "millions-in-full": _("M for millions"),
    "missing-hyphen": _("hyphen that is missing"),
    "euphonic-t": _("t between two hyphens"),
    "word-broken-at-line-end": _("word that was cut at the end of a line"),
    "accent-on-capital": _("accent on a capital"),
    "accent-on-first-word": _("À or Ça at the head of a sentence"),
    "text-in-capitals": _("line in capitals"),
    "capital-of-common-noun": _("capital of a common noun"),
    "word-twice": _("word that stands twice"),
    "last-stop": _("full stop at the end of a paragraph"),
    "comma-after-yes": _("comma after yes or no"),
    "set-phrase": _("form of a set phrase"),
    "name-of-service": _("spelling of a service’s name"),
    "deleted-text": _("text that somebody struck out in the file"),
    "hidden-text": _("text that is hidden in the file"),
    "merge-conflict": _("your changes and the import in one place"),
}

# What an import did to an article.
STATES: Mapping[str, str] = {
    "new": _("new"),
    "updated": _("updated"),
    "merged": _("merged with your changes"),
    "conflict": _("CONFLICT"),
    "unchanged": _("unchanged"),
    "kept": _("kept"),
    "deleted-by-editor": _("deleted-by-editor"),
}

# What became of a file below content/.
CHANGES: Mapping[str, str] = {
    "added": _("added"),
    "changed": _("changed"),
    "removed": _("taken away"),
}

# Steps whose names are no names of files or sections.
STEPS: Mapping[str, str] = {
    "recognising": _("recognising"),
    "cleaning": _("cleaning"),
    "writing": _("writing"),
    "e-book": _("e-book"),
}

# What a finding of a severity does.
_WEIGHTS: Mapping[str, str] = {
    "error": _("It must be mended: no book is made with it."),
    "warning": _("It should be looked at; the book is made all the same."),
    "remark": _("It is good to know; nothing has to be done."),
}

_WORDS: Mapping[str, str] = {"error": _("error"), "warning": _("warning"), "remark": _("remark")}

# What is counted: none of it, one, and many.
_COUNTS: Mapping[str, tuple[str, tuple[str, str]]] = {
    "article": (_("no articles"), _n("%(number)s article", "%(number)s articles")),
    "file": (_("no files"), _n("%(number)s file", "%(number)s files")),
    "open decision": (_("no open decisions"), _n("%(number)s open decision", "%(number)s open decisions")),
    "section": (
        _("no section set anew"),
        _n("%(number)s section set anew", "%(number)s sections set anew"),
    ),
    "taken": (_("0 taken"), _n("%(number)s taken", "%(number)s taken")),
    "error": (_("no errors"), _n("%(number)s error", "%(number)s errors")),
    "warning": (_("no warnings"), _n("%(number)s warning", "%(number)s warnings")),
    "remark": (_("no remarks"), _n("%(number)s remark", "%(number)s remarks")),
}

_ANSWER = _("Open content/review.toml, write your answer between the quotes of “decision”, then run make.")
_AGAIN = _("Run make again. If this comes back, report it as a fault of the tool.")
_IMPORT = _("Run make: it reads the submissions again.")
_BUILD = _("Run make: it makes the book again.")
_ARTICLE = _("Open the article and put it right, then run make.")
_FRONT = _("Open the article and complete the lines at its head, between the two +++, then run make.")
_SETTINGS = _("Open content/anthology.toml and put it right, then run make.")
_PHOTO = _("Put the photograph into content/photos/, then run make.")
_IF_THERE = _("If you have the photograph, put it into content/photos/ and name it in the article.")
_SPACE = _("Shorten or part what stands there, or mend the layout, then run make.")
_OTHER_PRINTER = _("Choose another theme, trim size or printer in anthology.toml, then run make.")
_LAYOUT = _("Look at the page, and mend the layout or the text.")
_NOTHING = _("Nothing has to be done.")
_SMALLER = _("Put smaller photographs into content/photos/, then run make.")
_PROGRAM = _("Install the program, then check again.")

_HEAD = _("Open the article and put right the lines at its head, between the two +++, then run make.")
_KEYS = _("Put the line right; `anthology settings` lists every key with its meaning.")
_REVIEW = _("Open content/review.toml and put the line right, then run make.")
_UTF8 = _("Open the file in the program that wrote it, save it again as plain text in UTF-8, then run make.")
_RENAME = _("Give the file another name, then run make.")
_FILE = _("Put the file itself there, with the right to read it, then run make.")
_TEXTS = _("Put texts into content/submissions/, then run make.")
_PICTURE = _("Save the photograph again as a JPEG or PNG file, then run make.")
_ASIDE = _("Move it away, or choose another folder with --output.")
_INSTALL = _("Install the tool again.")
_TEMPLATE = _("Mend the template, or take the one that comes with the tool.")
_AS_DOCX = _("Open it in Word or LibreOffice, save it as .docx, put that in its place, then run make.")
_SAVED = _(
    "Open it in the program that wrote it, save it again as .docx or .odt, "
    "put that in its place, then run make."
)
_UNUSUAL = _("Take what is unusual out of this piece, then run make.")

_WRONG_HEAD = _("The lines at the head of an article cannot be used")
_WRONG_ANSWERS = _("The file of the answers cannot be used")
_WRONG_PRINTER = _("The file of a printer cannot be used")
_PRINTER = _("Open that file of content/printers/ and put the line right, then run make.")
_PROFILE = _(
    "Ask the printer for the ICC profile of the paper, "
    "and name the file in content/anthology.toml, below [print]."
)
_COLOUR = _(
    "Mend the style sheet of the layout: plain colours such as #1a2b3c, "
    "nothing that one sees through, nothing too fine."
)
_LARGER = _("Find a larger version of the picture, or show it smaller.")
_PRINTED_BY = _(
    "Name your printer in content/anthology.toml, below [print], "
    "or ask the printer what he takes, then run make."
)
_ALT = _("A photograph that is not described for those who cannot see it")
_PRIVATE = _("A finished file tells where, or by whom, it was made")
_ACTIVE = _("Something in a file could act on a reader’s machine")
_COVER = _("No picture can be made of a page")
_FOLIOS = _("The e-book does not have the page numbers of the paper")
_PARITY = _("Paper and screen do not say the same")
_PARTS = _("The e-book is not put together as it should be")
_UNVALIDATED = _("The e-book was not validated")
_INVALID = _("The e-book could not be validated")
_OBJECTION = _("The validator of e-books objects")

# What each code says, and what to do about it.
CODES: Mapping[str, tuple[str, str]] = {
    # --- errors: what stops the tool ---
    "font-changed": (
        _("A font is not the file it should be"),
        _("Install the tool again; who changes a font on purpose writes its new sha256 into family.toml."),
    ),
    "memory-short": (
        _("The machine has not enough memory"),
        _("Close other programs, or make the book with --jobs 1."),
    ),
    "system-refused": (
        _("The system refused what the tool asked for"),
        _("Make room on the disk, or mend the rights of the folder, then run make."),
    ),
    "config-missing": (
        _("The settings of the book are missing"),
        _("`anthology new` makes a folder with settings; --content says where another folder is."),
    ),
    "config-unreadable": (_("The settings of the book cannot be read"), _FILE),
    "config-encoding": (_("The settings of the book are not in UTF-8"), _UTF8),
    "config-syntax": (_("The settings of the book hold a line that is not TOML"), _SETTINGS),
    "config-unknown-key": (_("The settings hold a key that does not exist"), _KEYS),
    "config-missing-key": (_("The settings lack a key"), _KEYS),
    "config-value": (_("The settings hold a value that cannot be used"), _KEYS),
    "printer-syntax": (_WRONG_PRINTER, _PRINTER),
    "printer-unknown-key": (_WRONG_PRINTER, _PRINTER),
    "printer-missing-key": (_WRONG_PRINTER, _PRINTER),
    "printer-value": (_WRONG_PRINTER, _PRINTER),
    "printer-unreadable": (_WRONG_PRINTER, _UTF8),
    "printer-unknown": (_("A printer of this name is not known"), _SETTINGS),
    "printer-paper": (_("The printer has no paper of this name"), _SETTINGS),
    "cover-words": (
        _("The words of the cover have no room on it"),
        _("Shorten the title, the subtitle or the words of the back cover, then run make."),
    ),
    "cover-spine": (
        _("The cover was made for another number of pages"),
        _("Run make: it makes the cover again. Where the printer gave a width, write it as spine_mm."),
    ),
    "cover-spine-text": (_("The spine is too thin for words"), _BUILD),
    "cover-safe": (_("A word of the cover stands too near to its edge"), _LAYOUT),
    "cover-barcode": (_("The barcode of the cover may not be read"), _LAYOUT),
    "cover-isbn": (
        _("The printer asks for an ISBN"),
        _("Ask the ISBN agency of your country for one, and write it into content/anthology.toml."),
    ),
    "review-syntax": (_WRONG_ANSWERS, _REVIEW),
    "review-unknown-key": (_WRONG_ANSWERS, _REVIEW),
    "review-missing-key": (_WRONG_ANSWERS, _REVIEW),
    "review-value": (_WRONG_ANSWERS, _REVIEW),
    "review-overlap": (
        _("Two answers change the same letters"),
        _("Open content/review.toml, accept one of them and answer the other with reject, then run make."),
    ),
    "article-syntax": (_WRONG_HEAD, _HEAD),
    "article-unknown-key": (_WRONG_HEAD, _HEAD),
    "article-missing-key": (_WRONG_HEAD, _HEAD),
    "article-value": (_WRONG_HEAD, _HEAD),
    "article-front-matter": (_("An article without the lines at its head"), _HEAD),
    "article-name-taken": (_("Two articles whose files bear one name"), _RENAME),
    "article-nesting": (_("Marks inside marks, too deep, in an article"), _ARTICLE),
    "article-left-out": (
        _("An article that is not in the book, which was made without it"),
        _("Put right what stopped it, then build without --keep-going: only then is the book complete."),
    ),
    "text-too-much": (
        _("A text that holds more of something than can be set"),
        _("The message says what there is too much of, and where: shorten it or part it, then run make."),
    ),
    "article-twice": (_("An article is listed twice"), _SETTINGS),
    "article-missing": (_("An article that the settings list is missing"), _SETTINGS),
    "page-missing": (_("A page that the settings name is missing"), _SETTINGS),
    "no-articles": (_("There is no article to make a book of"), _TEXTS),
    "section-twice": (_("Two files whose names are too much alike"), _RENAME),
    "file-name": (_("A name of a file that cannot be used"), _RENAME),
    "file-unreadable": (_("A file cannot be read"), _FILE),
    "file-encoding": (_("A file is not in UTF-8"), _UTF8),
    "file-kind": (
        _("Only a PDF or an EPUB can be checked alone"),
        _("Name a file that ends in .pdf or in .epub."),
    ),
    "unknown-format": (
        _("A submission of a kind that cannot be read"),
        _("Save it in a kind that can be read, such as .txt, then run make."),
    ),
    "unknown-encoding": (_("A submission whose letters cannot be told for sure"), _UTF8),
    "bad-encoding": (_("A submission that is not in the encoding it names"), _UTF8),
    "not-text": (_("A file that is not text"), _UTF8),
    "empty-submission": (
        _("A submission without text"),
        _("Put the text into the file, or take the file out of content/submissions/, then run make."),
    ),
    "not-an-export": (
        _("An XML file that is no export of a blog"),
        _(
            "Export the blog from WordPress (Tools, Export); "
            "save any other text as .docx, .odt, .html or .txt."
        ),
    ),
    "broken-xml": (
        _("An export that breaks off"),
        _("Export it again, put it into content/submissions/, then run make."),
    ),
    "no-page": (
        _("A saved page without a page in it"),
        _("Open it in a browser, save it again as a web page, then run make."),
    ),
    "page-too-deep": (
        _("A web page that was read as bare lines"),
        _("Look whether it is whole. If not, paste the article into a text document."),
    ),
    "page-furniture": (
        _("Parts of a web page that stand beside the article"),
        _("Nothing has to be done, unless words of the article are among them: the report shows all."),
    ),
    "page-code": (_("Programs in a web page, neither run nor read"), _NOTHING),
    "pictures-elsewhere": (
        _("Pictures that are named in a submission and not in it"),
        _("Put those the book needs beside the submission. The tool fetches nothing."),
    ),
    "export-withheld": (
        _("Drafts, comments and menus of a blog, not printed"),
        _("To print one of the texts, publish it in the blog and export again."),
    ),
    "export-beside": (
        _("Pages of a blog that are no articles, not printed"),
        _("If one of them is an article, put its text into a file of its own, then run make."),
    ),
    "markdown-as-text": (
        _("A Markdown file that was read as plain text"),
        _("Nothing is lost. Look at the signs in the article."),
    ),
    "format-doc": (_("An old Word file that is not read"), _AS_DOCX),
    "format-locked": (
        _("A document locked by a password"),
        _("Ask for it without a password, put that in its place, then run make."),
    ),
    "format-pages": (
        _("A file of Apple Pages, which no other program reads"),
        _("Open it in Pages or on icloud.com, export it to Word, put the .docx in its place, then run make."),
    ),
    "format-pdf": (
        _("A PDF instead of the text"),
        _("Ask for the document it was made from (.docx, .odt, .txt), put that in its place, then run make."),
    ),
    "format-slides": (
        _("Slides instead of an article"),
        _("Copy their text into a document, in the order it is to be read, then run make."),
    ),
    "format-sheet": (
        _("A spreadsheet instead of an article"),
        _("Copy what is to be printed into a document, then run make."),
    ),
    "format-cloud": (
        _("A link to a document instead of the document"),
        _("Open it in the browser, download it as .docx, put that in its place, then run make."),
    ),
    "format-mail": (
        _("A whole e-mail instead of what came with it"),
        _("Save its files, and its text as .txt, put those in its place, then run make."),
    ),
    "format-web-archive": (
        _("A web page packed in a way that is not read"),
        _("Open it in a browser, save it as a complete web page (.html), then run make."),
    ),
    "format-archive": (
        _("An archive instead of its files"),
        _("Unpack it and put its files in its place; `anthology import` takes a .zip as it is."),
    ),
    "format-media": (
        _("Sound or film instead of a text"),
        _("Write down what is said in it, put that in its place, then run make."),
    ),
    "format-design": (
        _("A file of a layout or drawing program"),
        _("Export its text and its pictures, put those in its place, then run make."),
    ),
    "name-misleads": (_("A file that is not what its name says"), _NOTHING),
    "office-damaged": (_("A Word, OpenDocument or RTF file that is damaged"), _SAVED),
    "office-locked": (
        _("A file that is locked with a password"),
        _("Ask for it without a password, put that in its place, then run make."),
    ),
    "office-old": (_("A file of an old Word"), _AS_DOCX),
    "office-other": (_("A file that is of another kind than its name says"), _RENAME),
    "office-unsafe": (_("A file that could do harm, and was not opened"), _SAVED),
    "office-too-large": (_("A file that grows beyond all reason"), _SAVED),
    "office-too-deep": (_("A file that is nested beyond all reason"), _SAVED),
    "office-cut-short": (
        _("A file that ends too early"),
        _("Ask for it again, put that in its place, then run make."),
    ),
    "office-brought-in": (
        _("Words in an unusual place of a file, put at its end"),
        _("Look where they belong, and move them in the article."),
    ),
    "office-text-boxes": (
        _("Text boxes, read after the paragraph they hang on"),
        _("Look where they belong, and move them in the article."),
    ),
    "office-left-out": (_("Words of a file that are no part of its text"), _NOTHING),
    "office-elsewhere": (
        _("A picture or a text that is not in the file"),
        _("Ask for it, and put it into content/submissions/."),
    ),
    "office-embedded": (
        _("An object of another program inside of a file"),
        _("Look at it in the program that wrote the file, and type what is needed."),
    ),
    "office-macros": (_("Macros in a file, which were ignored"), _NOTHING),
    "office-symbol": (_("A sign that only one font can draw"), _("Replace the sign in the article.")),
    "office-formula": (
        _("A formula, read as bare characters"),
        _("Compare it with the file, and write it so that it can be read."),
    ),
    "office-chart": (
        _("A chart or a diagram that cannot be drawn"),
        _("Save it as a picture and put it into content/submissions/."),
    ),
    "office-placeholder": (_("A field of a form that was never filled in"), _NOTHING),
    "office-margin-picture": (_("A picture of a header or a footer, not taken"), _NOTHING),
    "conversion-failed": (_("A document that LibreOffice could not convert"), _AS_DOCX),
    "files-passed-over": (_("Files that systems and programs left behind, not read"), _NOTHING),
    "archive-refused": (
        _("A file of a folder or an archive that was not taken"),
        _("Look what it is; if it belongs to the book, send it by itself."),
    ),
    "photo-credit-differs": (
        _("The text and the file of a photograph name different people"),
        _("The text is followed. Ask who took it, and correct `credit` in the article if need be."),
    ),
    "photo-facts-differ": (
        _("The file of a photograph says different things of itself"),
        _("Look which of them is right, and correct the entry of the photograph in the article."),
    ),
    "photo-facts-unclear": (
        _("Words in the file of a photograph that could not be read for sure"),
        _("Look at the entry of the photograph in the article."),
    ),
    "letters-repaired": (
        _("Letters that a program had read wrongly, put right"),
        _("Nothing has to be done: each of them is among the corrections, and the report shows them."),
    ),
    "letters-doubtful": (
        _("Letters that a program may have read wrongly"),
        _("Compare the passage with what was written, and correct it in the article."),
    ),
    "submission-name-taken": (
        _("Another submission has this name"),
        _("Give the new file another name: what was received is never changed."),
    ),
    "import-changed-words": (
        _("The article would not hold the words of its submission"),
        _("Nothing was written. Report it as a fault of the tool, with the submission."),
    ),
    "link-left-out": (
        _("A link of a submission that the book cannot hold"),
        _("Its words are printed. Give it a whole address of the web in the article, if it is needed."),
    ),
    "picture-left-out": (
        _("A picture of a submission that no article shows"),
        _("Nothing has to be done, unless it belongs to a text: then put it into content/photos/."),
    ),
    "ledger-damaged": (_("The account of the words cannot be read"), _IMPORT),
    "photo-unreadable": (_("A photograph cannot be used"), _PICTURE),
    "cannot-write": (
        _("A file cannot be written"),
        _("Look at the space on the disk and at who may write there. What was there before is untouched."),
    ),
    "folder-not-empty": (
        _("Other files are in the way"),
        _("Choose a new folder, or move these files away."),
    ),
    "output-in-the-way": (_("Something that this tool did not make is in the way"), _ASIDE),
    "output-unreadable": (
        _("A file of the last build cannot be read"),
        _("Look at who may read there, or choose another folder with --output."),
    ),
    "output-damaged": (
        _("A finished file is not as it was made"),
        _("Make all outputs anew: anthology build, without --only."),
    ),
    "output-locked": (
        _("Another build is writing to this folder"),
        _("Wait for it to end, or choose another folder with --output."),
    ),
    "import-locked": (
        _("Another import is writing to this folder"),
        _("Wait for it to end, then import again."),
    ),
    "aside-kept": (
        _("You edited a text that the import had set aside beside an article: it is kept"),
        _("Take what you need of it into the article, then delete it."),
    ),
    "saved-meanwhile": (
        _("Somebody saved a file while it was to be changed"),
        _("Do the same again: the file stayed as it was saved, and that is taken into account."),
    ),
    "undo-unfinished": (
        _("An undo was broken off before its end"),
        _("Run `anthology import`: the undo is ended first, and nothing is lost."),
    ),
    "history-unknown": (
        _("There is no such import to take back"),
        _("`anthology history` lists those that can be taken back."),
    ),
    "history-damaged": (
        _("What was kept of earlier imports cannot be read"),
        _("Move content/.history/ away: a new one is begun, and your articles are not touched."),
    ),
    "output-unknown": (
        _("An output of this name does not exist"),
        _("Name outputs that exist, such as pdf or epub."),
    ),
    "no-books": (
        _("There is no book below this folder"),
        _("Name a folder whose folders hold content/anthology.toml; `anthology new` makes one."),
    ),
    "output-shared": (
        _("Several books would be written to one folder"),
        _("Put each book into a folder of its own, its sources into content/."),
    ),
    "tool-failed": (
        _("The tool itself failed"),
        _("Report it as a fault of the tool, with what you did."),
    ),
    "watch-failed": (
        _("The folder cannot be watched for changes"),
        _("Raise the limit of watched files of the system, or set WATCHFILES_FORCE_POLLING=1."),
    ),
    "rule-unknown": (
        _("A rule of this name does not exist"),
        _("Put its name right in content/anthology.toml; `anthology rules` lists them all."),
    ),
    "layout-unknown": (_("A layout of this name does not exist"), _SETTINGS),
    "title-not-text": (
        _("The title holds something that is not a character of text"),
        _("Type the title again, in letters, figures and signs."),
    ),
    "installation-incomplete": (_("A part of the tool is missing"), _INSTALL),
    "template-failed": (_("A template of the layout fails"), _TEMPLATE),
    "template-not-well-formed": (_("A template of the layout makes a broken page"), _TEMPLATE),
    "engine-failed": (_("The page engine failed"), _UNUSUAL),
    "engine-warning": (
        _("The page engine cannot set something as it is asked to"),
        _("Put the text or the style sheet right, then run make."),
    ),
    "nesting-too-deep": (_("Elements inside elements, too deep"), _UNUSUAL),
    "resource-refused": (
        _("A page asks for something that is not part of the book"),
        _("Use photographs of content/photos/ and fonts of the layout only."),
    ),
    "reading-stopped": (
        _("A submission that took too long to read, or too much memory"),
        _("Look what is huge or endless in it, and ask for it saved anew, or as plain text."),
    ),
    "setting-timeout": (_("A piece takes too long to set"), _UNUSUAL),
    "setting-memory": (_("A piece takes too much memory to set"), _UNUSUAL),
    "sandbox-denied": (
        _("Something reached for what is not part of the book, and was stopped"),
        _(
            "Ask whoever sent it for another copy, saved anew, or take out what is unusual. "
            "Nothing got in or out."
        ),
    ),
    "worker-died": (
        _("The process that sets a piece was killed"),
        _("Run make again, with less work at once: --jobs 1. Or take what is unusual out of the piece."),
    ),
    "worker-other-version": (
        _("A machine of the farm would set a piece otherwise"),
        _("Install the same version of the tool and of its libraries on every machine."),
    ),
    "executor-unknown": (
        _("There is no such way to set pieces"),
        _("Write --executor processes, or the address of a scheduler: `anthology build --help` shows it."),
    ),
    "executor-missing": (
        _("Dask is not installed"),
        _("Install it with pip install 'anthology[cluster]', or leave --executor out."),
    ),
    "executor-unreachable": (
        _("The farm does not answer"),
        _("Start its scheduler and its workers, or leave --executor out."),
    ),
    "folio-not-text": (
        _("A page number is more than text"),
        _("Take pictures, lines and transparency out of folios.css."),
    ),
    "font-none": (_("The layout has no font"), _("Name a family of fonts/ in its theme.toml.")),
    "font-unusable": (
        _("A font that a PDF cannot hold"),
        _("Install the tool again, or take another font, an .otf or .ttf file."),
    ),
    "link-target-missing": (
        _("A link leads nowhere"),
        _("Mend the link in the article, or the template that makes it."),
    ),
    "folios-unsettled": (_("The page numbers do not settle"), _AGAIN),
    "offprint-pages": (_("An article has other pages without its links"), _LAYOUT),
    "raster-pages": (_COVER, _TEMPLATE),
    "raster-shape": (_COVER, _TEMPLATE),
    "raster-unreadable": (_COVER, _TEMPLATE),
    "epub-active-content": (_ACTIVE, _ARTICLE),
    "epub-container-wrong": (_PARTS, _AGAIN),
    "epub-item-lost": (_PARTS, _AGAIN),
    "epub-metadata-lost": (_("The e-book does not say enough of itself"), _AGAIN),
    "epub-spine-wrong": (_("The e-book is not in the order of the book"), _AGAIN),
    "epub-contents-differ": (_("The table of contents of the e-book is wrong"), _AGAIN),
    "epub-words-differ": (_("The e-book does not say what the book says"), _AGAIN),
    "epub-library-failed": (_("The e-book could not be put together"), _AGAIN),
    "epub-no-contents": (_("The book has nothing to list in its table of contents"), _TEXTS),
    "epub-font-unusable": (
        _("A font that an e-book cannot hold"),
        _("Install the tool again, or take another font, an .otf or .ttf file."),
    ),
    "epub-illegal-character": (
        _("A character that no e-book can hold"),
        _("Take it out of the settings, the article or the page, then run make."),
    ),
    "epub-picture-missing": (_("A photograph is missing"), _PHOTO),
    "epub-picture-unreadable": (_("A photograph cannot be used"), _PICTURE),
    "epub-unnamed": (_("The settings lack what every e-book must say of itself"), _KEYS),
    "accessibility-refuted": (
        _("Somebody vouches for an e-book that plainly is not accessible"),
        _("Mend what is named, or take the evaluator out of [accessibility] in anthology.toml."),
    ),
    "kindle-converter-missing": (
        _("The book for Kindle needs calibre, which is not installed"),
        _("Install calibre (calibre-ebook.com), or take kindle out of [output]."),
    ),
    "kindle-converter-failed": (_("calibre could not make the book for Kindle"), _AGAIN),
    "kobo-words-differ": (_("The book for Kobo does not say what the e-book says"), _AGAIN),
    # --- findings ---
    "line-loose": (
        _("The spaces of a line are too wide"),
        _("Put other words there, or say where a long word may be cut."),
    ),
    "page-short": (
        _("A piece ends with a few lines alone on a page"),
        _("Shorten it by these lines, or let it run on; a smaller picture may do as well."),
    ),
    "note-astray": (_("A note is not on the page of its call"), _("Shorten the note, or move its call.")),
    "page-text-outside": (_("Words run off the text area of a page"), _SPACE),
    "page-text-cut": (_("Words are cut off by a box"), _SPACE),
    "page-text-invisible": (_("Words are on the page and cannot be seen"), _SPACE),
    "page-text-covered": (_("Words lie below a picture or a box"), _SPACE),
    "page-text-overprinted": (_("Words are printed over other words"), _SPACE),
    "page-text-disordered": (_("Lines stand in another order than they were written"), _SPACE),
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
    "output-older": (_("A finished file is of other sources than there are now"), _BUILD),
    "photo-missing": (_("A photograph is missing"), _PHOTO),
    "photo-changed": (_("A photograph was changed while the book was being made"), _("Run make again.")),
    "photo-credit-alone": (_("A photo credit without its photograph"), _IF_THERE),
    "photo-without-credit": (_("A photograph without a credit"), _FRONT),
    "photo-unshown": (
        _("A photograph that no page shows, so that its caption is not printed"),
        _("Show it in the text of the article, or take its caption out, then run make."),
    ),
    "photo-without-alt": (_ALT, _ARTICLE),
    "photo-alt-repeats": (_("A description of a photograph that says the same as its caption"), _ARTICLE),
    "photo-decorative-described": (_("A photograph that is said to be decoration, and described"), _FRONT),
    "photo-coarse": (_("A photograph too small for the size at which it is shown"), _LARGER),
    "photo-coarse-print": (_("A photograph too small for the printer of the book"), _LARGER),
    "text-control": (_("A control character in the text"), _ARTICLE),
    "text-surrogate": (_("A broken character in the text"), _ARTICLE),
    "text-noncharacter": (_("A broken character in the text"), _ARTICLE),
    "text-replaced": (_("A character that was lost on the way"), _ARTICLE),
    "text-bidi": (_("A hidden sign that turns the direction of reading"), _ARTICLE),
    "text-invisible": (_("A character that nobody can see"), _ARTICLE),
    "text-private-use": (_("A sign that means something in one font only"), _ARTICLE),
    "text-line-separator": (_("A line end of an unusual kind"), _ARTICLE),
    "text-marks-piled": (_("Too many marks on one letter"), _ARTICLE),
    "text-reaches-readers": (_("A character that deceives would be in the book"), _ARTICLE),
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
    "pdf-words-disordered": (_("Words stand in another order than they were written"), _LAYOUT),
    "pdf-glyph-missing": (_("A character is an empty box in the printed book"), _LAYOUT),
    "pdf-letters-missing": (_("A sign of the printed book cannot be searched or heard"), _AGAIN),
    "pdf-boxes-wrong": (_("The pages of the file would be cut in the wrong place"), _AGAIN),
    "pdf-text-near-edge": (_("Words stand too near to the edge of the page"), _OTHER_PRINTER),
    "pdf-text-in-gutter": (_("Words stand too near to the fold"), _OTHER_PRINTER),
    "pdf-page-count": (_("The printer does not bind a book of so many pages"), _OTHER_PRINTER),
    "pdf-hairline": (_("A line is too thin to be printed"), _LAYOUT),
    "pdf-letters-small": (_("Letters are too small to be printed and read"), _LAYOUT),
    "pdf-text-light": (_("Words are too light to be read with ease"), _LAYOUT),
    "pdf-pages-empty": (_("Several empty pages follow one another"), _LAYOUT),
    "pdf-font-foreign": (_("A font that is not one of the book’s"), _LAYOUT),
    "pdf-font-not-embedded": (_("A font is not in the file"), _AGAIN),
    "pdf-labels-missing": (_("The file does not know its page numbers"), _AGAIN),
    "pdf-folio-wrong": (_("A page number that is not the true one"), _AGAIN),
    "pdf-outline-wrong": (_("The bookmarks are not the table of contents"), _AGAIN),
    "pdf-title-wrong": (_("The file does not bear the title of the book"), _AGAIN),
    "pdf-author-missing": (_("The file does not say who made it"), _AGAIN),
    "pdf-language-wrong": (_("The file does not say its language"), _AGAIN),
    "pdf-not-tagged": (_("The file cannot be read aloud in order"), _AGAIN),
    "pdf-not-archival": (_("The file does not say that it is PDF/A-2a and PDF/UA-1"), _AGAIN),
    "pdf-language-missing": (_("The file names no language"), _AGAIN),
    "pdf-figure-undescribed": (_("A picture has no words for those who do not see it"), _ARTICLE),
    "pdf-link-unnamed": (_("A link does not say where it leads"), _AGAIN),
    "pdf-note-unnamed": (_("A note has no name by which it is known"), _AGAIN),
    "pdf-headings-skip": (_("A level of heading is left out"), _ARTICLE),
    "pdf-content-untagged": (_("What a page shows is neither content nor decoration"), _AGAIN),
    "pdf-page-size": (_("A page of another size"), _AGAIN),
    "pdf-active": (_ACTIVE, _ARTICLE),
    "pdf-private": (_PRIVATE, _AGAIN),
    "press-profile-unknown": (_("A colour profile of this name is not known"), _SETTINGS),
    "press-profile-unusable": (_("The colour profile is not that of a press"), _PROFILE),
    "press-colour": (_("A colour cannot be printed in the inks of a press"), _COLOUR),
    "press-transparency": (_("Something can be seen through, and the press takes no such file"), _COLOUR),
    "press-flattened": (
        _("Something that can be seen through is a picture in the file for the press"),
        _COLOUR,
    ),
    "press-rules": (_("How many of our rules the file for the press meets"), _NOTHING),
    "press-encrypted": (_("The file for the press is encrypted"), _AGAIN),
    "press-version": (_("The file for the press is of too new a version"), _AGAIN),
    "press-identifier": (_("The file for the press has no identifier"), _AGAIN),
    "press-standard": (_("The file for the press does not name its standard"), _AGAIN),
    "press-properties": (_("The file for the press lacks its title or its dates"), _AGAIN),
    "press-trapped": (_("The file for the press does not say whether it is trapped"), _AGAIN),
    "press-packet": (_("The description of the file for the press is not complete"), _AGAIN),
    "press-title": (_("The file for the press bears two titles"), _AGAIN),
    "press-condition": (_("The file for the press does not name one printing condition"), _AGAIN),
    "press-profile": (_("The profile of the printing condition is not that of a press"), _PROFILE),
    "press-active": (_("The file for the press could act"), _AGAIN),
    "press-outline": (_("The file for the press has bookmarks"), _AGAIN),
    "press-layers": (_("The file for the press has layers"), _AGAIN),
    "press-files": (_("Files are inside of the file for the press"), _AGAIN),
    "press-font": (_("A font is not in the file for the press"), _AGAIN),
    "press-font-kind": (_("A font is in a form that some presses cannot read"), _AGAIN),
    "press-rgb-object": (_("Letters or areas are in colours of the screen"), _COLOUR),
    "press-rgb-picture": (_("A picture is in colours of the screen"), _AGAIN),
    "press-ink": (_("A picture has more ink than the paper takes"), _PROFILE),
    "press-ink-area": (_("An area or letters have more ink than the paper takes"), _COLOUR),
    "press-rich-black": (_("A black is made of several inks"), _COLOUR),
    "press-told": (_("A page tells the press what it decides itself"), _AGAIN),
    "press-filter": (_("A picture is packed in a way that some presses cannot read"), _AGAIN),
    "press-resolution": (_("A picture has too few pixels for print"), _LARGER),
    "press-trim": (_("A page does not say where it is cut"), _AGAIN),
    "press-boxes": (_("The boxes of a page do not stand inside one another"), _AGAIN),
    "press-origin": (_("A sheet does not begin at its corner"), _AGAIN),
    "press-sizes": (_("Pages are cut to several sizes"), _AGAIN),
    "press-bleed": (_("The bleed is not what the printer wants"), _PRINTED_BY),
    "press-marks": (_("There are marks, and the printer wants none"), _PRINTED_BY),
    "press-turned": (_("A page is turned"), _AGAIN),
    "press-annotation": (_("The file for the press has links or notes"), _AGAIN),
    "press-page-count": (_("The printer does not bind so many pages"), _PRINTED_BY),
    "press-line": (_("A line is too thin to be printed"), _COLOUR),
    "press-letters": (_("Letters are too small to be printed"), _COLOUR),
    "booklet-pages": (_("The booklet has too many or too few pages"), _AGAIN),
    "booklet-order": (_("The booklet, folded, is not the book"), _AGAIN),
    "booklet-thick": (
        _("Too many sheets to be folded and stapled at once"),
        _(
            "Write signature = 4 below [booklet] of anthology.toml, then run make; "
            "signatures are sewn or glued."
        ),
    ),
    "booklet-scaled": (_("The pages of the booklet are smaller than those of the book"), _SETTINGS),
    "offprint-missing": (_("An article has no offprint"), _AGAIN),
    "offprint-extra": (_("An offprint is of no article of the book"), _AGAIN),
    "offprint-folios": (_("An offprint has other page numbers than the book"), _AGAIN),
    "offprint-words": (_("An offprint has other words than the book"), _AGAIN),
    "offprint-reference": (_("An offprint does not tell where it is from"), _AGAIN),
    "offprint-properties": (_("An offprint does not say whose it is"), _AGAIN),
    "epub-unreadable": (_("A finished file is damaged"), _AGAIN),
    "epub-words-lost": (_("Words are missing in the e-book"), _AGAIN),
    "epub-words-added": (_("Words too many in the e-book"), _AGAIN),
    "epub-text-differs": (_("The e-book has other signs or spaces than the text"), _AGAIN),
    "parity-words": (_PARITY, _AGAIN),
    "parity-order": (_PARITY, _AGAIN),
    "contents-disagree": (_PARITY, _AGAIN),
    "parity-parts": (_PARITY, _AGAIN),
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
    "epub-alt-missing": (_ALT, _ARTICLE),
    "epub-too-large": (_("The e-book is too large to be mailed"), _SMALLER),
    "epub-font-large": (_("A font of the e-book is large"), _NOTHING),
    "epub-font-foreign": (_("A font that e-readers do not know"), _AGAIN),
    "epub-picture-large": (_("A picture of the e-book is too large"), _AGAIN),
    "epub-contents-deep": (_("The contents of the e-book have too many levels"), _AGAIN),
    "epub-picture-private": (_("A picture tells more than its credit and its licence"), _AGAIN),
    "epub-metadata-missing": (_("The e-book does not say enough of itself"), _AGAIN),
    "epub-metadata-wrong": (_("The e-book says something wrong of itself"), _AGAIN),
    "epub-person-missing": (_("The e-book does not name somebody who took part"), _AGAIN),
    "epub-active": (_ACTIVE, _ARTICLE),
    "epub-private": (_PRIVATE, _AGAIN),
    "epub-markup-differs": (_("The e-book does not mark its words as the book does"), _AGAIN),
    "epub-style-broken": (_("A style sheet that reading systems do not understand"), _AGAIN),
    "epub-style-differs": (_("A style sheet is not the one of the layout"), _AGAIN),
    "epub-style-fixed": (_("Letters that a reader cannot enlarge"), _AGAIN),
    "epub-text-hidden": (_("Words of the e-book that nobody sees"), _AGAIN),
    "epub-text-invisible": (_("A character that nobody can see"), _ARTICLE),
    "epub-picture-differs": (_("A picture is not the one of the book"), _AGAIN),
    "epub-picture-unfit": (_("A picture that some reading systems refuse"), _AGAIN),
    "epub-media-type-wrong": (_PARTS, _AGAIN),
    "epub-encoding-wrong": (_("Letters of the e-book may be decoded wrongly"), _AGAIN),
    "epub-role-wrong": (_("A voice is told something wrong of the text"), _AGAIN),
    "epub-table-headless": (_("A table without heads"), _ARTICLE),
    "epub-phrase-unmarked": (_("A passage that does not say its language"), _ARTICLE),
    "epub-typography": (_("Signs of the typewriter in the e-book"), _AGAIN),
    "epub-pages-wrong": (_FOLIOS, _AGAIN),
    "epub-page-misplaced": (_FOLIOS, _AGAIN),
    "epub-claim-untrue": (_("The e-book claims something that is not true"), _AGAIN),
    "epub-locked": (_("The e-book is locked"), _AGAIN),
    "epubcheck-missing": (_UNVALIDATED, _PROGRAM),
    "epubcheck-failed": (_INVALID, _AGAIN),
    "epubcheck-older-missing": (_UNVALIDATED, _NOTHING),
    "ace-missing": (_UNVALIDATED, _PROGRAM),
    "ace-failed": (_INVALID, _AGAIN),
    "nu-missing": (_UNVALIDATED, _PROGRAM),
    "nu-failed": (_INVALID, _AGAIN),
    "nu-error": (_OBJECTION, _AGAIN),
    "nu-note": (_OBJECTION, _AGAIN),
}
_VALIDATORS = {
    "epubcheck-": (_OBJECTION, _AGAIN),
    "ace-": (_("Some readers are shut out of the e-book"), _AGAIN),
}
"""What a code of an outside program says, by how it begins: the rest of it is the program's own."""


def headline(code: str, language: str) -> str:
    """What a code says, in that language; empty for a code that is not known here."""
    return _said(_entry(code)[0], language)


def remedy(code: str, language: str) -> str:
    """What to do about a code, in that language; empty for a code that is not known here."""
    return _said(_entry(code)[1], language)


def weight(severities: Sequence[str], statuses: Sequence[int], language: str) -> str:
    """How bad a code is, as a sentence or two: what its findings do to the build, how its errors end it."""
    say = catalogue(language).gettext
    told = [_said(_WEIGHTS[name], language) for name in severities]
    if statuses:
        numbers = ", ".join(str(one) for one in statuses)
        told.append(say("The command stops, with the exit status %(status)s.") % {"status": numbers})
    return " ".join(told)


def weights() -> Mapping[str, Mapping[str, Sequence[Any]]]:
    """How bad each code is: `severities` of its findings, exit `statuses` of its errors."""
    kept: dict[str, Any] = json.loads((Path(__file__).resolve().parent / "codes.json").read_text("utf-8"))
    return kept


def kind(name: str, language: str) -> str:
    """What a kind of decision asks, in that language; a kind that is not known here keeps its name."""
    return _said(KINDS.get(name, ""), language) or name


def state(name: str, language: str) -> str:
    """What an import did to an article; a state that is not known here keeps its name."""
    return _said(STATES.get(name, ""), language) or name


def change(name: str, language: str) -> str:
    """What became of a file: `added`, `changed` or `removed`."""
    return _said(CHANGES[name], language)


def step(name: str, language: str) -> str:
    """A step of the work; the name of a file or of a section stays as it is."""
    return _said(STEPS.get(name, ""), language) or name


def severity(name: str, language: str) -> str:
    """How much a finding matters, as one word: `error`, `warning` or `remark`."""
    return _said(_WORDS[name], language)


def counted(number: int, noun: str, language: str) -> str:
    """A number of things as the language counts them: `no articles`, `1 article`, `2 articles`.

    Raises:
        KeyError: nobody counts such things.
    """
    none, (one, many) = _COUNTS[noun]
    if not number:
        return _said(none, language)
    return catalogue(language).ngettext(one, many, number) % {"number": number}


def _said(msgid: str, language: str) -> str:
    return catalogue(language).gettext(msgid) if msgid else ""


def _entry(code: str) -> tuple[str, str]:
    other = next((said for prefix, said in _VALIDATORS.items() if code.startswith(prefix)), ("", ""))
    return CODES.get(code, other)
