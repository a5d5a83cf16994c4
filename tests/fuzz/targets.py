"""What is fuzzed: any bytes in, nothing out; whatever else than a named error comes of them is a fault."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
from anthology import checks, rules
from anthology.checks import Case
from anthology.checks.pdf_acts import DAMAGE, acts
from anthology.checks.pdf_sieve import surely_harmless
from anthology.errors import AnthologyError, SourceError
from anthology.markup import read_body
from anthology.model import Article
from anthology.pages import article_text, read_article
from anthology.readers import cover
from anthology.readers.docx import read_docx
from anthology.readers.encoding import BYTE_ORDER_MARKS, decode
from anthology.readers.text import read_text
from tests.checks import cases, small_ebooks
from tests.readers import word_files

KEPT = Path(__file__).resolve().parents[1] / "data" / "fuzz"
"""A folder for each target, with the inputs that are tried each time: what once failed is among them."""

_LANGUAGES = ("fr", "fr-CH", "fr-CA", "en", "en-US", "es", "de", "de-CH", "it", "ca", "pl", "und")
_MOST_CHARACTERS = 300
"""Paragraphs are mostly shorter; each costs about a millisecond a hundred characters."""


class Broken(Exception):
    """What must hold for any input did not."""


@dataclass(frozen=True)
class Target:
    """Something that takes bytes of strangers: `attempt` raises whatever is no named error.

    `seeds()` are inputs that get far; `words` are pieces that mutants of them are made with.
    """

    attempt: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    words: tuple[bytes, ...] = ()


# --- decoding -----------------------------------------------------------------------------------------


def decoding(data: bytes) -> None:
    """Bytes of a text are read whole, or refused by name: the same bytes can be made of it again."""
    try:
        found = decode(data, "submissions/a.txt")
    except SourceError:
        return
    written = found.text.encode(found.encoding)
    bare = next((data[len(mark) :] for mark, _ in BYTE_ORDER_MARKS if data.startswith(mark)), data)
    _demand(written in (data, bare), f"{found.encoding} does not give the bytes back")
    try:
        received = read_text(data, "submissions/a.txt")
    except SourceError:
        return
    _demand(all(cover(one) == () for one in received.manuscripts), "a character is in no block")


def _texts() -> list[bytes]:
    said = "« L’été, à Sète », dit Zoë : 100 % d’œufs — c’est « ça » ! À 12 h 30…\n\nEt après ?\n"
    plain = said.replace("’", "'").replace("œ", "oe").replace("—", "-").replace("…", "...")
    return [
        *(said.encode(name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")),
        *(plain.encode(name) for name in ("latin-1", "mac-roman", "utf-16-be")),
        "Ελληνικά και кириллица, עברית".encode(),
        "données".encode("latin-1") + "données".encode(),
        b"\x00\x01\x02PNG",
    ]


# --- cleaning -----------------------------------------------------------------------------------------


def cleaning(data: bytes) -> None:
    """A paragraph of any characters: corrections can be undone, and made twice they change no more."""
    language = _LANGUAGES[data[0] % len(_LANGUAGES)] if data else "fr"
    text = data[1:].decode("utf-8", "ignore")[:_MOST_CHARACTERS]
    done = rules.edits(text, language)
    final = rules.typeset(text, language)
    _demand(rules.apply(text, done) == final, "the edits do not make the text")
    _demand(rules.undo(final, done) == text, "the edits cannot be undone")
    _demand(rules.typeset(final, language) == final, "made twice, it is another text")
    _demand(rules.typeset(rules.plain(text, language), language) == final, "what is typed gives another text")
    rules.proposals(text, language)


def _paragraphs() -> list[bytes]:
    shown = [(rule, before) for rule in rules.RULES for before, _ in rule.examples]
    return [
        bytes([place % len(_LANGUAGES)]) + rules.with_real_spaces(before).encode()
        for place, (_, before) in enumerate(shown)
    ]


# --- Word files ---------------------------------------------------------------------------------------


def docx(data: bytes) -> None:
    """A package, or (after a first byte that is odd) the text of its document in a sound package."""
    file = _packed(data[1:]) if data and data[0] % 2 else data[1:]
    try:
        received = read_docx(file, "submissions/a.docx")
    except SourceError:
        return
    _demand(all(cover(one) == () for one in received.manuscripts), "a character is in no block")


def _packed(document: bytes) -> bytes:
    return word_files.zipped({**_sound(), "word/document.xml": document})


@cache
def _sound() -> Mapping[str, bytes]:
    import zipfile

    whole = word_files.word_file("in_body", ["plain"]).packed()
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        return {name: package.read(name) for name in package.namelist()}


# --- articles -----------------------------------------------------------------------------------------


def front_matter(data: bytes) -> None:
    """An article file: what is read can be written, and is the same when it is read again."""
    text = data.decode("utf-8", "replace")
    try:
        article = read_article(text, "articles/a.md", slug="a", language="fr")
        again = read_article(article_text(article), "articles/a.md", slug="a", language="fr")
    except AnthologyError:
        return
    _demand(
        _said(again) == _said(article),
        "what is written reads as another article",
    )
    try:
        read_body(article)
    except AnthologyError:
        return


def _said(article: Article) -> tuple[object, ...]:
    """What an article holds; empty lines around its text are nothing."""
    who = (article.authors, article.photos, article.group, article.speakers)
    return (article.title, article.language, article.standfirst, article.body.strip("\n"), *who)


def _articles() -> list[bytes]:
    texts = Path(__file__).resolve().parents[1] / "data" / "picture-book" / "articles"
    return [path.read_bytes() for path in sorted(texts.glob("*.md"))]


# --- gates --------------------------------------------------------------------------------------------


def gates(data: bytes) -> None:
    """A finished file is judged without falling over, and what the quick look lets pass the long one does."""
    name = "book.pdf" if data.startswith(b"%PDF") else "book.epub"
    if name == "book.pdf" and surely_harmless(data):
        _demand(not _found(data), "what is surely harmless can act")
    for _ in checks.run(Case(outputs={name: data})):
        pass


def _found(data: bytes) -> object:
    from anthology.checks.pdf_danger import Acts

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found = acts(pdf)
    except DAMAGE:
        return None
    return None if found == Acts() else found


def _demand(holds: bool, what: str) -> None:
    if not holds:
        raise Broken(what)


@cache
def _files() -> tuple[bytes, ...]:
    return (_small_pdf(), small_ebooks.faulty(), cases.epub())


def _small_pdf() -> bytes:
    """Three objects and a link, in the plain form that our writers give a file."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/"),
        )
        page.obj.Annots = pdf.make_indirect(pikepdf.Array([link]))
        held = io.BytesIO()
        pdf.save(held, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
        return held.getvalue()


_SIGNS = ("« ", " »", "’", "'", "…", "...", " !", "\u00a0", "\u202f", "Ã©", "n°", "1er", "--", "\n")
_TAGS = ("p", "r", "t", "/p", "/r", "/t", "del", "ins", "tbl/", "br/", "sdt")

TARGETS: Mapping[str, Target] = {
    "decoding": Target(
        decoding, _texts, (b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\xe9", b"\xc3\xa9", b"\x85")
    ),
    "cleaning": Target(cleaning, _paragraphs, tuple(sign.encode() for sign in _SIGNS)),
    "docx": Target(
        docx,
        lambda: [b"\0" + word_files.zipped(_sound()), b"\1" + _sound()["word/document.xml"]],
        (
            *(f"<w:{tag}>".encode() for tag in _TAGS),
            b"<!DOCTYPE x>",
            b"&amp;",
            b"&x;",
            b"<w:t xml:space='x'>",
        ),
    ),
    "front_matter": Target(
        front_matter,
        _articles,
        (
            b"+++\n",
            b'"' * 3,
            b" = ",
            b"[[",
            b"]]",
            b"{ ",
            b"\\u0041",
            b"\n[x]\n",
            b"[^1]",
            b"{: .note }",
            b"<br>",
        ),
    ),
    "gates": Target(
        gates,
        _files,
        (b"/JavaScript", b"/OpenAction", b"/Launch", b"/AA", b"#4A", b"endobj\n", b"<script>", b" onload="),
    ),
}
"""What is fuzzed, by name."""
