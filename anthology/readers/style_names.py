"""The name of a paragraph style, in the language of whoever made it, in; what it makes of a paragraph out.

Word keeps its own styles under English names, yet other programs, older files and templates write the names
that people see: “Titre 1”, “Überschrift 1”, “Chapô”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from anthology.model import Form, Shape, Withheld


def _table(rows: Mapping[Form, str]) -> Mapping[str, Form]:
    return {name: form for form, names in rows.items() for name in names.split(", ")}


_NAMES = _table(
    {
        Form.TITLE: "title, titre, titre principal, titel, titulo, titulo principal, titolo, titol, titulek, "
        "tittel, otsikko, naslov, main title, document title, titre de l article, titre article",
        Form.STANDFIRST: "subtitle, sous titre, untertitel, subtitulo, sottotitolo, subtitol, ondertitel, "
        "undertitel, "
        "chapo, chapeau, chapo de l article, standfirst, lead, lede, lead paragraph, vorspann, "
        "entradilla, entradeta, sommario, abstract, introductory paragraph",
        Form.BYLINE: "byline, author, authors, auteur, auteurs, autor, autore, autors, autores, "
        "signature article, "
        "verfasser",
        Form.QUOTE: "quote, intense quote, citation, citation intense, quotations, quotation, zitat, zitate, "
        "intensives zitat, cita, cita destacada, cita intensa, citazione, citazione intensa, citacio, "
        "block text, block quotation, blockquote, pull quote, exergue, bloc de texte, bloc de citation, "
        "blockzitat, texto de bloque, html blockquote",
        Form.CAPTION: "caption, legende, beschriftung, bildunterschrift, leyenda, epigrafe, pie de foto, "
        "didascalia, "
        "llegenda, illustration, figure, drawing, image caption, table caption, captioned figure, photo "
        "caption",
        Form.VERSE: "verse, vers, verso, versos, poem, poeme, poesie, poesia, gedicht, strophe, lyrics",
    }
)
_HEADING = re.compile(
    r"(?:heading|titre|uberschrift|titulo|titolo|titol|encabezado|rubrik|kop|intestazione|intertitre|overskrift|"
    r"naglowek|nadpis|cimsor|baslik|titlu|cabecalho|subheading|zwischentitel|ladillo|ladillos)\s?(\d?)"
)
_BARE_HEADINGS = frozenset(
    {"heading", "intertitre", "subheading", "zwischentitel", "ladillo", "ladillos", "encabezado"}
)
_ASIDE = re.compile(
    r"(?:toc|contents|table of figures|table of contents|tm|verzeichnis|sommaire|index)\s?\d*"
    r"|(?:toc|contents|tm|verzeichnis|index) heading|table of authorities"
)


def plainly(name: str) -> str:
    """The name in small letters without accents, its signs as single spaces."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    words = "".join(char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    return " ".join(words.split())


@cache
def shape_of(name: str) -> Shape | None:
    """What a style of this name makes of a paragraph; None when the name says nothing."""
    words = plainly(name)
    if form := _NAMES.get(words):
        return Shape(form)
    if (found := _HEADING.fullmatch(words)) and (found[1] or words in _BARE_HEADINGS):
        return heading(int(found[1] or 1))
    if _ASIDE.fullmatch(words):
        return Shape(withheld=Withheld.NAVIGATION)
    return None


def heading(level: int) -> Shape:
    """A heading; level 1 is the highest."""
    return Shape(Form.HEADING, max(level, 1))
