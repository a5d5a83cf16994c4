"""A number in; a submission as somebody sends it, in one of seven formats, and every word of it, out.

What is written is known here and nowhere else: no function of the tool takes part in saying which words a
file holds, so it can be held against what the tool reads. The same number always gives the same bytes.
"""

from __future__ import annotations

import html
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.readers import office_files, rtf_files, word_files, wordpress_export

FORMATS = (".txt", ".md", ".html", ".docx", ".odt", ".rtf", ".xml")

_SENTENCES = {
    "fr": (
        "Le premier chalutier rentre avant l'aube, chargé de sardines.",
        "« Rien ne dort ici », dit-elle en riant.",
        'Elle répond : "Nous avons appris à dire non aux autres".',
        "Depuis 1998, 2 500 personnes y travaillent 7 jours sur 7 ; on y croise de tout.",
        "Qu'est-ce que vous cherchez ici?",
        "Au XIXème siècle, l'oeuvre coûtait 3,5 € et pesait 12 kg...",
        "Peut-être, mais -- comme on dit -- rien n’est sûr !",
        "M. Dupont et Mme Roy habitent au n° 5 de la rue de l’École.",
        "Les pêcheurs disent que la mer se vide, année après année.",
        "Il est 18h30, et le quai se vide : voyez http://port.example.org/a_b?c=d.",
        "ÇA commence à 9 h, ou à 10h ; nul ne sait(peut-être).",
        "Ils ont dit “ oui ” puis ‘ non ’, l'un apres l'autre , sans rire .",
        "Le coeur de la ville bat,bat encore; ecrivez a moi@port.example.",
    ),
    "en": (
        "The first trawler comes home before dawn, laden with sardines.",
        '"Nothing sleeps here," she says, laughing.',
        "It's a matter of 1,200 people -- give or take -- who don't sleep.",
        "What are you looking for?",
        "The fishermen say that the sea grows empty, year after year...",
        "At 6:30 the quay is deserted; see www.port.example.org.",
    ),
}
_QUESTIONS = (
    "Pourquoi avoir choisi ce métier ?",
    "Que répondez-vous à ceux qui doutent?",
    "AR : Et demain ?",
    "How did it begin?",
)
_ANSWERS = (
    "MT : Par hasard, et puis par goût.",
    "Marie Tessier : Je ne sais pas encore.",
    "– Je crois que oui, dit-il.",
    "It began with a boat.",
)
_TITLES = (
    "Le port ne dort jamais",
    "Marie Tessier : « La mer se vide »",
    "LES ENFANTS DU QUAI",
    "Nights at the harbour",
    "La gare, dernier refuge",
    "Écrire, disent-ils",
    "Un métier d'avenir ?",
)
_CREDITS = (
    "Par Ada Roy et Luc Bel",
    "G5 – MARSAN Amélie, ROY Ada",
    "Propos recueillis par Ada Roy",
    "Photo : Inès Causse",
    "Article rédigé par Zoé Grand, groupe 3",
    "By Ada Roy",
    "ISCPA Toulouse – J1 2022",
    "Crédit photo : Inès Causse / AFP",
)
_LEFT_OVER = (
    "À lire aussi : La gare, dernier refuge",
    "Partager sur Facebook",
    "Lire la suite",
    "***",
    "3 commentaires",
    "© Le Journal du Port",
)
_PIECES = tuple(
    """
    mot Mot de école œuvre coeur 12 3 2019 28 kg % € « » “ ” " ' ’ ... … . , ; : ! ? ( ) - – — -- / n° p.
    etc M. J.-P. 1er XIVe a@b.fr #tag @moi :-) C++ = + naïve e\u0301te\u0301 Straße 日本 Ελλάς Москва 😀
    👩\u200d🚀 ﬁn ½ m² İ ß
    """.split()  # noqa: SIM905
)
_ODD = (
    *("\u00a0", "\u202f", "\u2009", "\u200b", "\u00ad", "\u2060", "\ufeff", "\u200e", "\u2028", "\t", "  "),
    *("\u0301", "\u2011", "\u200c", "\ue000", "\u3000"),
)
_MARKS = ("", "", "", "", "strong", "em", "sup", "link", "struck")
_SIGNS_OF_MARKDOWN = frozenset("*_[]<>#|`~\\^{}&!=+-$@")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph under one mark; `note` is what stands in a note that is called behind them."""

    text: str
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a submission; `rows` are those of a table, which has no runs.

    Kinds: title, body, heading, item, quote, table.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """What the paragraph says, without its notes."""
        return " ".join(cell for row in self.rows for cell in row) or "".join(run.text for run in self.runs)

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(run.note for run in self.runs if run.note)


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody sent: the name of the file, and what was written into it."""

    name: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def suffix(self) -> str:
        return self.name[self.name.index(".") :]

    @property
    def data(self) -> bytes:
        return _WRITERS[self.suffix](self.paragraphs)

    def for_print(self) -> Submission:
        """The same in letters that the fonts of a book have: any other letter stops the book, and is told."""
        return replace(self, paragraphs=tuple(_in_letters(one) for one in self.paragraphs))

    def without(self, number: int) -> Submission:
        return replace(self, paragraphs=self.paragraphs[:number] + self.paragraphs[number + 1 :])


def parcel(number: int, size: int = 6) -> tuple[Submission, ...]:
    """What comes together: some submissions, of which a later one may repeat parts of an earlier one."""
    random = Random(f"parcel {number}")  # noqa: S311
    made: list[Submission] = []
    for place in range(size):
        suffix = FORMATS[(number + place) % len(FORMATS)]
        name = f"{number:05}-{place}{suffix}"
        made.append(Submission(name, tuple(_paragraphs(random, suffix, made))))
    return tuple(made)


def _paragraphs(random: Random, suffix: str, before: Sequence[Submission]) -> Iterator[Paragraph]:
    language = random.choice(("fr", "fr", "fr", "en"))
    written: list[Paragraph] = []
    if random.random() < 0.3:
        yield from (_fit(one, suffix) for one in _interview(random, language))
        return
    if random.random() < 0.85:
        written.append(_said("title", random.choice(_TITLES)))
    if random.random() < 0.6:
        written.append(_said("body", random.choice(_CREDITS)))
    for _ in range(random.randint(1, 7)):
        written.append(_any(random, suffix, language, written, before))
    if random.random() < 0.15:
        # A second article behind the first.
        written += (_said("title", random.choice(_TITLES)), _said("body", random.choice(_CREDITS)))
        written += (_any(random, suffix, language, written, before) for _ in range(random.randint(2, 5)))
    if random.random() < 0.4:
        written.append(_said("body", random.choice((*_CREDITS, *_LEFT_OVER))))
    yield from (_fit(one, suffix) for one in written)


def _interview(random: Random, language: str) -> Iterator[Paragraph]:
    """Questions and answers, by initials, by names or by dashes."""
    yield _said("title", random.choice(_TITLES))
    if random.random() < 0.7:
        yield _said("body", random.choice(_CREDITS))
    yield _said(
        "body", "Rencontre avec Marie Tessier, qui raconte son métier. " + _sentence(random, language)
    )
    asks, says = random.choice(
        (("", "MT : "), ("AR : ", "MT : "), ("– ", "– "), ("", "Marie Tessier : "), ("", ""))
    )
    for number in range(random.randint(2, 5)):
        yield _said("body", asks + random.choice(_QUESTIONS[:2]).replace("ce", f"ce {number}", 1))
        if random.random() < 0.2:
            says = random.choice(("MT : ", "Luc Bel : ", "LB et MT : ", says))
        yield _said("body", says + _sentence(random, language) + " " + _sentence(random, language))
        if random.random() < 0.3:
            yield _said("body", _sentence(random, language))


def _said(kind: str, text: str) -> Paragraph:
    return Paragraph(kind, (Run(text),))


def _any(
    random: Random, suffix: str, language: str, written: Sequence[Paragraph], before: Sequence[Submission]
) -> Paragraph:
    what = random.random()
    if what < 0.08 and written:
        return _quoted_again(random, written)
    if what < 0.14 and before:
        return random.choice(random.choice(before).paragraphs)
    if what < 0.24:
        return _said("heading" if random.random() < 0.4 else "body", random.choice((*_QUESTIONS, *_TITLES)))
    if what < 0.32:
        return _said("body", random.choice(_ANSWERS) + " " + _sentence(random, language))
    if what < 0.38:
        return _said("item", _sentence(random, language))
    if what < 0.43 and suffix != ".txt":
        return _table(random)
    if what < 0.49:
        return _said("quote", _sentence(random, language))
    if what < 0.55:
        return _said("body", _mixture(random))
    other = "en" if language == "fr" else "fr"
    spoken = [other if random.random() < 0.1 else language for _ in range(random.randint(1, 4))]
    return Paragraph("body", tuple(_runs(random, suffix, spoken)))


def _quoted_again(random: Random, written: Sequence[Paragraph]) -> Paragraph:
    """A copy of something in the same text, as a pull quote repeats it."""
    one = random.choice(written)
    words = one.text.split()
    start = random.randrange(len(words)) if words and random.random() < 0.5 else 0
    text = " ".join(words[start : start + 12]) or "rien"
    return _said("quote" if random.random() < 0.5 else "body", text)


def _sentence(random: Random, language: str) -> str:
    text = random.choice(_SENTENCES[language])
    if random.random() < 0.7:
        # A word that stands nowhere else: two texts with one such sentence are no copies of one another.
        at = random.choice([n for n, char in enumerate(text) if char == " "])
        text = f"{text[:at]} {_word_of_its_own(random)}{text[at:]}"
    if random.random() < 0.15:
        at = random.randrange(len(text))
        text = text[:at] + random.choice(_ODD) + text[at:]
    return text


def _word_of_its_own(random: Random) -> str:
    return "".join(random.choice("bdfglmnprstv") + random.choice("aeiouéèô") for _ in range(4))


def _mixture(random: Random) -> str:
    parts = [random.choice((*_PIECES, *_PIECES, *_ODD)) for _ in range(random.randint(3, 18))]
    return "mot" + "".join(part + random.choice((" ", " ", "")) for part in parts) + "."


def _runs(random: Random, suffix: str, languages: Sequence[str]) -> Iterator[Run]:
    for number, language in enumerate(languages):
        text = _sentence(random, language)
        mark = random.choice(_MARKS) if suffix != ".txt" else ""
        note = ""
        if suffix not in (".txt", ".html", ".xml") and random.random() < 0.15:
            note = random.choice(_SENTENCES[language])
        first = text.find(" ")
        if mark and first > 0:
            yield Run("" if number == 0 else " ")
            yield Run(text[:first], mark)
            yield Run(text[first:], "", note)
        else:
            yield Run(("" if number == 0 else " ") + text, "", note)


def _table(random: Random) -> Paragraph:
    columns = random.randint(2, 3)
    cells = ("Espèce", "Tonnes", "1 200", "85", "12,5 %", "Le port", "l'aube", "oui", "–")
    rows = (tuple(random.choice(cells) for _ in range(columns)) for _ in range(random.randint(2, 4)))
    return Paragraph("table", (), tuple(rows))


def _fit(one: Paragraph, suffix: str) -> Paragraph:
    """The paragraph, without what its format cannot hold: a sign of Markdown is no word there."""
    runs = tuple(replace(run, text=_held(run.text, suffix), note=_held(run.note, suffix)) for run in one.runs)
    rows = tuple(tuple(_held(cell, suffix) for cell in row) for row in one.rows)
    kind = "body" if suffix == ".txt" and one.kind in ("heading", "quote") else one.kind
    if suffix == ".txt" and one.rows:
        return _said("body", " ".join(cell for row in one.rows for cell in row))
    if suffix in (".txt", ".html", ".xml"):
        runs = tuple(replace(run, note="", mark="" if suffix == ".txt" else run.mark) for run in runs)
    return Paragraph(kind, runs, rows)


def _in_letters(one: Paragraph) -> Paragraph:
    runs = tuple(replace(run, text=_set_in(run.text), note=_set_in(run.note)) for run in one.runs)
    return replace(one, runs=runs, rows=tuple(tuple(map(_set_in, row)) for row in one.rows))


def _set_in(text: str) -> str:
    return "".join(
        char for char in text if char < "\u0250" or "\u2010" <= char <= "\u2026" or char in "€\u202f"
    )


def _held(text: str, suffix: str) -> str:
    if suffix in (".txt", ".rtf"):
        # A line end, of whatever kind, begins another paragraph there.
        text = text.replace("\u2028", " ")
    if suffix == ".rtf":
        text = text.replace("\t", " ")
    if suffix == ".md":
        text = "".join(
            " " if char in _SIGNS_OF_MARKDOWN or char in "\u2028\t\ufeff" else char for char in text
        )
    return text


# --- the formats -------------------------------------------------------------------------------------


def _text(paragraphs: Sequence[Paragraph]) -> bytes:
    lines = [f"- {one.text}" if one.kind == "item" else one.text for one in paragraphs]
    text = "\n\n".join(lines) + "\n"
    # Which program it was typed in hangs on what was typed: the same text always gives the same bytes.
    chosen = _ENCODINGS[len(text) % len(_ENCODINGS)]
    try:
        data = text.replace("\n", "\r\n" if len(text) % 5 == 0 else "\n").encode(chosen)
        return data if data.decode(chosen).encode(chosen) == data else text.encode()
    except UnicodeEncodeError:
        return text.encode()


_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "mac-roman", "utf-8", "iso-8859-15")


_MARKDOWN = {"strong": "**{}**", "em": "*{}*", "link": "[{}](https://example.org/a)"}
_MARKDOWN_HEADS = {"title": "# ", "heading": "## ", "item": "- ", "quote": "> "}


def _markdown(paragraphs: Sequence[Paragraph]) -> bytes:
    notes: list[str] = []
    parts: list[str] = []
    for one in paragraphs:
        if one.kind == "table":
            rows = [f"| {' | '.join(row)} |" for row in one.rows]
            rows.insert(1, "|" + " --- |" * len(one.rows[0]))
            parts.append("\n".join(rows))
            continue
        line = ""
        for run in one.runs:
            # Beside a space, of whatever width, an asterisk marks nothing (CommonMark 0.31, 6.2).
            said = run.text.strip()
            begins = run.text.index(said)
            marked = _MARKDOWN.get(run.mark, "{}").format(said) if said else ""
            line += run.text[:begins] + marked + run.text[begins + len(said) :]
            if run.note.strip():
                notes.append(run.note.strip())
                line += f"[^{len(notes)}]"
        parts.append(_MARKDOWN_HEADS.get(one.kind, "") + line.strip())
    parts += [f"[^{number}]: {note}" for number, note in enumerate(notes, 1)]
    return ("\n\n".join(parts) + "\n").encode()


_HTML = {"strong": "strong", "em": "em", "sup": "sup", "struck": "s"}
_HTML_BLOCKS = {"title": "h1", "heading": "h2", "body": "p"}


def _inline(one: Paragraph) -> str:
    parts = []
    for run in one.runs:
        text = html.escape(run.text)
        if run.mark == "link":
            text = f'<a href="https://example.org/a">{text}</a>'
        elif run.mark:
            text = f"<{_HTML[run.mark]}>{text}</{_HTML[run.mark]}>"
        parts.append(text)
    return "".join(parts)


def _fragment(paragraphs: Sequence[Paragraph]) -> str:
    parts = []
    for one in paragraphs:
        if one.kind == "table":
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in one.rows)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        elif one.kind == "item":
            parts.append(f"<ul><li>{_inline(one)}</li></ul>")
        elif one.kind == "quote":
            parts.append(f"<blockquote><p>{_inline(one)}</p></blockquote>")
        else:
            name = _HTML_BLOCKS[one.kind]
            parts.append(f"<{name}>{_inline(one)}</{name}>")
    return "\n".join(parts)


def _page(paragraphs: Sequence[Paragraph]) -> bytes:
    head = '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"></head>\n'
    return f"{head}<body><article>\n{_fragment(paragraphs)}\n</article></body></html>\n".encode()


def _export(paragraphs: Sequence[Paragraph]) -> bytes:
    first = paragraphs[0] if paragraphs and paragraphs[0].kind == "title" else None
    entry = wordpress_export.Entry(
        title=html.escape(first.text) if first else "",
        content=_fragment(paragraphs[1 if first else 0 :]),
        slug="texte",
        creator="",
        terms=(),
    )
    return wordpress_export.export([entry])


_WORD = {
    "strong": "<w:b/>", "em": "<w:i/>", "struck": "<w:strike/>", "sup": '<w:vertAlign w:val="superscript"/>',
}  # fmt: skip
_WORD_STYLES = {"title": "Titre", "heading": "Titre2", "quote": "Cit", "item": "Puce"}


def _word(paragraphs: Sequence[Paragraph]) -> bytes:
    file = word_files.WordFile()
    for one in paragraphs:
        if one.kind == "table":
            rows = (
                "".join(f"<w:tc>{word_files.p(_word_run(Run(cell)))}</w:tc>" for cell in row)
                for row in one.rows
            )
            file.body.append(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
            continue
        parts = []
        for run in one.runs:
            text = _word_run(run)
            if run.mark == "link":
                text = f'<w:hyperlink r:id="{file.arrow("hyperlink", "https://example.org/a")}">{text}</w:hyperlink>'
            parts.append(text)
            if run.note:
                number = file.note("footnote", word_files.p(_word_run(Run(run.note))))
                parts.append(f'<w:r><w:footnoteReference w:id="{number}"/></w:r>')
        file.body.append(word_files.p("".join(parts), _WORD_STYLES.get(one.kind, "")))
    return file.packed()


def _word_run(run: Run) -> str:
    pieces = html.escape(run.text).split("\t")
    if run.mark in ("", "link") or len(pieces) == 1:
        marks = _WORD.get(run.mark, "")
        return "<w:r><w:tab/></w:r>".join(word_files.r(piece, marks) for piece in pieces)
    return "".join(word_files.r(piece, _WORD[run.mark]) for piece in (html.escape(run.text),))


_OPEN = {"strong": "T1", "em": "T2", "sup": "T3", "struck": "T5"}
_OPEN_STYLES = {"title": "Title", "quote": "Quotations"}


def _open(paragraphs: Sequence[Paragraph]) -> bytes:
    file = office_files.OpenFile()
    for one in paragraphs:
        if one.kind == "table":
            rows = (
                "".join(
                    f"<table:table-cell>{office_files.p(_open_text(cell))}</table:table-cell>" for cell in row
                )
                for row in one.rows
            )
            inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
            file.body.append(f"<table:table>{inside}</table:table>")
            continue
        inside = "".join(_open_run(run) for run in one.runs)
        said = office_files.p(inside, _OPEN_STYLES.get(one.kind, "Standard"))
        if one.kind == "heading":
            said = f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{inside}</text:h>'
        elif one.kind == "item":
            said = f'<text:list text:style-name="L1"><text:list-item>{said}</text:list-item></text:list>'
        file.body.append(said)
    return file.packed()


def _open_text(text: str) -> str:
    return html.escape(text).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')


def _open_run(run: Run) -> str:
    text = _open_text(run.text)
    if run.mark == "link":
        text = f'<text:a xlink:href="https://example.org/a">{text}</text:a>'
    elif run.mark:
        text = office_files.span(text, _OPEN[run.mark])
    if run.note:
        text += (
            f'<text:note text:id="ftn{zlib.crc32(run.note.encode())}" text:note-class="footnote">'
            "<text:note-citation>1</text:note-citation><text:note-body>"
            f"{office_files.p(_open_text(run.note))}</text:note-body></text:note>"
        )
    return text


_RICH = {"strong": r"{{\b {}}}", "em": r"{{\i {}}}", "sup": r"{{\super {}}}", "struck": r"{{\strike {}}}"}
_RICH_STYLES = {"title": r"\s2", "heading": r"\s1\outlinelevel0", "quote": r"\s3"}


def _rich(paragraphs: Sequence[Paragraph]) -> bytes:
    file = rtf_files.RtfFile()
    for one in paragraphs:
        if one.kind == "table":
            for row in one.rows:
                edges = "".join(f"\\cellx{n}" for n, _ in enumerate(row, 1))
                cells = "".join(f"\\pard\\plain\\intbl {_rich_text(cell)}\\cell " for cell in row)
                file.body.append(f"\\trowd{edges}{cells}\\row ")
            continue
        inside = "".join(_rich_run(run) for run in one.runs)
        if one.kind == "item":
            file.body.append(rf"{{\listtext\pard\plain\f1\'b7\tab}}\pard\plain\ls1\ilvl0 {inside}\par ")
        else:
            file.body.append(rtf_files.par(inside, _RICH_STYLES.get(one.kind, "")))
    return file.written()


def _rich_text(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return rtf_files.escaped(plain)


def _rich_run(run: Run) -> str:
    text = _rich_text(run.text)
    if run.mark == "link":
        text = rf'{{\field{{\*\fldinst {{ HYPERLINK "https://example.org/a" }}}}{{\fldrslt {{\ul {text}}}}}}}'
    elif run.mark:
        text = _RICH[run.mark].format(text)
    if run.note:
        text += rf"{{\super\chftn{{\footnote\pard\plain {{\super\chftn}} {_rich_text(run.note)}}}}}"
    return text


_WRITERS: Mapping[str, Callable[[Sequence[Paragraph]], bytes]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _page,
    ".docx": _word,
    ".odt": _open,
    ".rtf": _rich,
    ".xml": _export,
}
