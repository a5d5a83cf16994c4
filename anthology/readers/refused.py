"""The kind of a file that no reader knows in; out what a person should do about it, as a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from anthology.model import Finding, Received, Severity
from anthology.readers.formats import LOCKED


@dataclass(frozen=True, slots=True)
class _Advice:
    """Kinds of files that are alike to whoever has to convert them: what they are, and what to do."""

    code: str
    what: str
    hint: str
    suffixes: str


_TABLE: tuple[_Advice, ...] = (
    _Advice(
        "format-doc",
        "an old Word file cannot be read as it is",
        "open it in Word or LibreOffice and save it as .docx; with LibreOffice installed it is done for you",
        ".doc .wps .wpd .sxw .fodt .lwp .abw",
    ),
    _Advice(
        "format-locked",
        "the document is locked by a password",
        "ask for it without a password: open it, take the password off, save it again",
        LOCKED,
    ),
    _Advice(
        "format-pages",
        "a file of Apple Pages cannot be read by other programs",
        "open it in Pages (or on icloud.com), choose Export To > Word, and put the .docx in its place",
        ".pages",
    ),
    _Advice(
        "format-pdf",
        "a PDF holds lines on pages, not the text as it was written",
        "ask for the document it was made from (.docx, .odt, .txt), or copy the text into one and check it",
        ".pdf .ps .djvu .xps .oxps",
    ),
    _Advice(
        "format-slides",
        "slides are not an article",
        "copy the text of the slides into a document (.docx, .odt, .txt), in the order it is to be read",
        ".ppt .pptx .pps .ppsx .odp .key .sxi",
    ),
    _Advice(
        "format-sheet",
        "a spreadsheet is not an article",
        "copy what is to be printed into a document (.docx, .odt, .txt)",
        ".xls .xlsx .xlsm .ods .numbers .csv .tsv .sxc",
    ),
    _Advice(
        "format-cloud",
        "this is only a link to a document, the text is not in it",
        "open the document in the browser, choose File > Download > Word (.docx), and put that in its place",
        ".gdoc .gslides .gsheet .gdraw .webloc .url .lnk .desktop",
    ),
    _Advice(
        "format-mail",
        "this is a message, with its text and its files inside",
        "save the files that came with it, and the text of the message as .txt, and put those here",
        ".eml .msg .mbox .emlx .pst",
    ),
    _Advice(
        "format-web-archive",
        "this is a web page packed into one file",
        "open it in a browser and save it as a web page, complete (.html), or ask for the text itself",
        ".mht .mhtml .webarchive .maff .warc",
    ),
    _Advice(
        "format-archive",
        "this is an archive: other files are packed in it",
        "unpack it and put its files here; `anthology import` takes a .zip as it is",
        ".zip .rar .7z .tar .gz .tgz .bz2 .xz",
    ),
    _Advice(
        "format-media",
        "sound and film hold no text",
        "write down what is said in it, and put that here (.txt, .docx, .odt)",
        ".mp3 .m4a .wav .ogg .opus .aac .wma .mp4 .m4v .mov .avi .mkv .webm .3gp",
    ),
    _Advice(
        "format-design",
        "a file of a layout or drawing program cannot be read by others",
        "export its text (.docx, .odt, .txt) and its pictures (JPEG, PNG), and put those here",
        ".indd .idml .pub .qxp .qxd .sla .ai .psd .afpub .afphoto .xcf .svg .cdr .epub .mobi .azw3",
    ),
)

ADVICE: Mapping[str, _Advice] = MappingProxyType(
    {suffix: advice for advice in _TABLE for suffix in advice.suffixes.split()}
)
"""What to do about a file, by the suffix of its kind."""


def refused(kind: str, file: str) -> Received:
    """What is received of a file that cannot be read: no text, and the advice; the other files go on."""
    return Received((), findings=(_finding(ADVICE[kind], file),))


def _finding(kind: _Advice, file: str) -> Finding:
    return Finding(kind.code, Severity.WARNING, f"not read: {kind.what}", kind.hint, file)
