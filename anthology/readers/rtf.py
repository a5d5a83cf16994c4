"""Bytes of an RTF file in; its manuscript out: text, notes, boxes, tables, lists, links, pictures, in order.

Deleted and hidden words, comments, headers, footers and properties are withheld. Destinations that nobody
knows (starred ones) are left out, as RTF demands, and their words are counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from anthology.errors import SourceError
from anthology.model import PLAIN, Emphasis, Form, Received, Shape, Withheld
from anthology.numerals import roman
from anthology.readers.notices import Notices, album, metadata, received
from anthology.readers.package import damaged
from anthology.readers.paragraphs import (
    LINE,
    PAGE,
    Call,
    Paragraph,
    Words,
    address_of,
    inked,
    is_address,
    notes,
    plain,
    withhold,
)
from anthology.readers.rtf_tokens import CHARSETS, CODE_PAGES, SYMBOL_CHARSET, Token, decoded, tokens
from anthology.readers.style_names import heading, shape_of
from anthology.readers.symbols import symbol

MAX_BYTES = 128 * 1024 * 1024
"""Bytes of one file: RTF writes pictures twice as long as they are."""

MAX_DEPTH = 2_000
"""Groups inside of one another."""

_CHARACTERS = {
    "tab": "\t", "line": LINE, "lbr": LINE, "softline": LINE, "page": PAGE, "column": PAGE, "emdash": "—",
    "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f", "zwbo": "\u200b", "zwnbo": "\u2060",
}  # fmt: skip
_SIGNS = {b"~": "\u00a0", b"-": "\u00ad", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
_SWITCHES = {
    "b": "bold",
    "i": "italic",
    "strike": "strike",
    "striked": "strike",
    "v": "hidden",
    "deleted": "deleted",
}
_MARKS = {"bold": Emphasis.STRONG, "italic": Emphasis.EMPHASIS, "strike": Emphasis.STRUCK}
_RAISED = {"super": Emphasis.SUPERSCRIPT, "sub": Emphasis.SUBSCRIPT}
_HEADERS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_PROPERTIES = {
    "title": "title", "subject": "subject", "author": "creator", "keywords": "keywords",
    "doccomm": "description", "category": "category", "operator": "lastModifiedBy", "manager": "manager",
    "company": "company",
}  # fmt: skip
_BLIPS = {
    "pngblip": ".png", "jpegblip": ".jpg", "emfblip": ".emf", "wmetafile": ".wmf", "macpict": ".pict",
    "dibitmap": ".dib", "wbitmap": ".bmp", "pmmetafile": ".met",
}  # fmt: skip
_NUMBER = re.compile(r"\d|[^\W\d_][.):\]]")
_MARGINS = {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
_BOXES = {"shptxt", "dptxbxtext"}
_THROUGH = frozenset(
    "rtf field fldrslt shp shpinst shppict object result do nesttableprops ud mmath moMath "  # noqa: SIM905
    "moMathPara mr mf mnum mden msSup msSub msSubSup me msup msub mrad mdeg mnary md mfunc mfName "
    "mlimLow mlimUpp mlim macc mbar mbox mborderBox mgroupChr mm mmr meqArr mphant msPre shpgrp".split()
)
"""Destinations whose words are words of the text around them."""
_KNOWN = frozenset(
    "fonttbl colortbl stylesheet generator listtable listoverridetable rsidtbl themedata "  # noqa: SIM905
    "colorschememapping latentstyles datastore bkmkstart bkmkend pgptbl revtbl xmlnstbl fchars "
    "lchars blipuid blipup template wgrffmtfilter mmathPr mathPr pnseclvl ftnsep ftnsepc ftncn "
    "aftnsep aftnsepc aftncn panose falt fname filetbl expandedcolortbl atnid atnref atrfstart "
    "atrfend atndate atntime atnparent atnicn docvar userprops formfield datafield objdata objclass "
    "objname objalias objsect oleclsid htmltag mhtmltag defchp defpap background pn pntxta pntxtb "
    "listname listlevel list listoverride leveltext levelnumbers liststylename nonshppict shprslt "
    "nonesttables mmathPict passwordhash password xmlopen xmlclose xmlattrname xmlattrvalue "
    "wgrffmtfilter factoidname protusertbl xform ebcstart ebcend ffname ffdeftext fontemb fontfile "
    "mailmerge movefrom gridtbl private private1 ts cs ds dptxbx shpleft pagesz margSz tsrowd "
    "nextfile keycode stylerev hlinkbase hl hlloc hlsrc hlfr linkval staticval propname proptype "
    "oldcprops oldpprops oldsprops oldtprops writereservhash writereservation lsdlockedexcept "
    "tblsty tblrsid rsid pgp listpicture svb picscaled bliptag g gl buptim creatim revtim printim "
    "comment vern nofpages nofwords nofchars nofcharsws id version edmins".split()
)
"""Destinations that hold no words of the text: looks, identities, measures, and what is shown elsewhere."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a group hands on to the groups in it."""

    into: str = "text"
    """Where words go: text, listed (the number of an item), skip, or the name of what is captured."""
    name: str = ""
    """The destination that was opened by this very group."""
    on: frozenset[str] = frozenset()
    raised: str = ""
    font: int = -1
    skip: int = 1
    """Characters that stand behind each `\\u` for programs that do not know it."""
    field: int = 0
    boxed: int = 0


@dataclass(slots=True)
class _Layout:
    """The properties of the paragraph that is being read."""

    style: int = -1
    outline: int = 9
    listed: bool = False
    number: str = ""
    level: int = 0
    depth: int = 0
    head: bool = False


@dataclass(slots=True)
class _Grid:
    """A table that is open: its number, and the cell that comes next."""

    table: int
    row: int = 1
    column: int = 1


@dataclass(slots=True)
class _Sheet:
    """A run of paragraphs: the text, or that of a note, a box, a header."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    at: Paragraph = field(default_factory=Paragraph)
    layout: _Layout = field(default_factory=_Layout)
    grids: list[_Grid] = field(default_factory=list)
    endnote: bool = False


def read_rtf(data: bytes, file: str) -> Received:
    """Read an RTF file.

    Raises:
        SourceError: `office-damaged`, `office-too-large`, `office-too-deep` or `empty-submission`.
    """
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise damaged(file, "it does not begin as RTF does")
    if len(data) > MAX_BYTES:
        raise SourceError(
            "office-too-large",
            f"it is larger than {MAX_BYTES // 1024 // 1024} MB",
            hint="make its pictures smaller, or save it as .docx or .odt",
            file=file,
        )
    reading = _Reading(file)
    reading.read(data)
    return received(data, file, reading.all(), (), reading.album, reading.notices)


class _Reading:
    """The reading of one file, token by token."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.notices = Notices(file)
        self.album = album(file)
        self.state = _State()
        self.stack: list[_State] = []
        self.sheet = _Sheet()
        self.sheets: list[tuple[int, str, _Sheet]] = []
        self.margins: list[Paragraph] = []
        self.properties: list[Paragraph] = []
        self.encoding = "cp1252"
        self.fonts: dict[int, tuple[str, int]] = {}
        self.styles: dict[int, tuple[str, int]] = {}
        self.fields: list[str] = [""]
        self.links: dict[int, str] = {}
        self.left: dict[str, list[str]] = {}
        self.captured: dict[str, str] = {}
        self.bytes = b""
        self.surrogate = 0
        self.swallow = 0
        self.starred = False
        self.tables = 0
        self.footnotes = self.endnotes = 0
        self.author = ""
        self.hex: list[bytes] = []
        self.suffix = ""

    def all(self) -> list[Paragraph]:
        self._finish()
        for name, words in self.left.items():
            if count := len("".join(words).split()):
                self.notices.left_out(f"\\*\\{name}", "no reader of RTF has to know it", count)
        return [*self.sheet.paragraphs, *self.margins, *self.properties]

    # --- tokens ------------------------------------------------------------------------------------------

    def read(self, data: bytes) -> None:
        for token in tokens(data):
            if token.kind not in ("byte", "text"):
                self._flush()
            if token.kind == "open":
                self._open()
            elif token.kind == "close":
                self._close()
                if not self.stack:
                    self._after(data[token.at + 1 :])
                    return
            else:
                self._one(token)
        self._flush()
        while self.stack:
            self._close()
        self.notices.cut_short()

    def _after(self, rest: bytes) -> None:
        if words := len(decoded(rest.strip(b"\x00\x1a \r\n\t"), "latin-1").split()):
            self.notices.left_out("", "they follow the end of the text", words)

    def _one(self, token: Token) -> None:
        if token.kind == "binary":
            if self.state.into == "picture":
                self.hex.append(token.data.hex().encode())
        elif token.kind == "word":
            self._word(token.word, token.number)
        elif token.kind == "sign":
            self._sign(token.data)
        else:
            self._data(token.data, escaped=token.kind == "byte")

    def _open(self) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise SourceError(
                "office-too-deep",
                "it holds groups nested deeper than any text needs",
                hint="open it in the program that wrote it and save it again as .docx or .odt",
                file=self.file,
            )
        self.swallow = 0
        self.starred = False
        self.stack.append(self.state)
        self.state = replace(self.state, name="")

    def _close(self) -> None:
        self.swallow = 0
        self.starred = False
        ended = self.state
        if ended.name:
            _ENDS.get(ended.name, _Reading._nothing)(self, ended)
        self.state = self.stack.pop()

    def _nothing(self, _ended: _State) -> None: ...

    # --- words and bytes ---------------------------------------------------------------------------------

    def _data(self, data: bytes, escaped: bool) -> None:
        if self.swallow:
            skipped = min(self.swallow, len(data))
            self.swallow -= skipped
            data = data[skipped:]
        if self.state.into == "picture" and not escaped:
            self.hex.append(data)
        elif data:
            self.bytes += data

    def _flush(self) -> None:
        data, self.bytes = self.bytes, b""
        if not data:
            return
        name, charset = self.fonts.get(self.state.font, ("", 0))
        if charset == SYMBOL_CHARSET and self.state.into == "text":
            self.write("".join(self._drawn(name, byte) for byte in data))
        else:
            self.write(decoded(data, CHARSETS.get(charset, self.encoding)))

    def _drawn(self, font: str, byte: int) -> str:
        if byte <= 0x20:
            return chr(byte)
        sign = symbol(font, 0xF000 + byte)
        if "\ue000" <= sign <= "\uf8ff":
            self.notices.symbol(font, f"{byte:02x}")
        return sign

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif sign in (b"\n", b"\r"):
            self._paragraph()
        elif sign in _SIGNS:
            self._character(_SIGNS[sign])

    def _character(self, char: str) -> None:
        if self.swallow:
            self.swallow -= 1
        else:
            self.write(char)

    def write(self, text: str) -> None:
        """Put words where the group sends them."""
        if self.surrogate:
            self.surrogate, text = 0, "\ufffd" + text
        state = self.state
        if state.into == "text":
            self._shown(text)
        elif state.into == "listed":
            self.sheet.layout.number += text
        elif state.into in ("font", "style"):
            self._table_text(text)
        elif state.into == "field":
            self.fields[state.field] += text
        elif state.into == "left":
            self.left.setdefault(self._unknown(), []).append(text)
        elif state.into not in ("skip", "picture"):
            self.captured[state.into] = self.captured.get(state.into, "") + text

    def _unknown(self) -> str:
        """The name of the destination that nobody knows, around what is read."""
        outer = next((one.name for one in self.stack if one.into == "left" and one.name), "")
        return outer or self.state.name or "?"

    def _shown(self, text: str) -> None:
        state = self.state
        marks = {(mark, "") for unit, mark in _MARKS.items() if unit in state.on}
        if state.raised:
            marks.add((_RAISED[state.raised], ""))
        if address := self.links.get(state.field):
            marks.add((Emphasis.LINK, address))
        withheld = (
            Withheld.DELETED if "deleted" in state.on else Withheld.HIDDEN if "hidden" in state.on else None
        )
        self.sheet.at.content.append(Words(text, frozenset(marks), withheld))

    # --- control words -----------------------------------------------------------------------------------

    def _word(self, word: str, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if word == "u":
            self._unicode(number or 0)
        elif self.swallow and word in _CHARACTERS:
            self.swallow -= 1
        elif word in _CHARACTERS and self.state.into != "picture":
            self.write(_CHARACTERS[word])
        elif word in _SWITCHES:
            self._switch(_SWITCHES[word], number != 0)
        elif word in _DESTINATIONS:
            _DESTINATIONS[word](self, word)
        elif starred or word in _THROUGH or word in _SILENT:
            self._destination(word, starred)
        elif word in _WORDS:
            _WORDS[word](self, number)
        elif word in _BLIPS:
            self.suffix = _BLIPS[word]
        elif word in _HEADERS:
            self.encoding = _HEADERS[word]

    def _destination(self, word: str, starred: bool) -> None:
        """Enter a destination: one whose words are text, one whose words are none, or an unknown one."""
        if word in _THROUGH:
            self.state = replace(self.state, name=word)
        elif word == "pgdsctbl" and self.state.into == "text":  # names of page styles, and their margins
            self.state = replace(self.state, name=word, into="page styles")
        elif word in _SILENT or word in _KNOWN or (word.startswith("m") and word.endswith("Pr")):
            self.state = replace(self.state, name=word, into="skip")
        elif self.state.into != "skip":
            self.state = replace(self.state, name=word, into="left")

    def _unicode(self, number: int) -> None:
        code = number % 0x10000
        self.swallow = self.state.skip
        if 0xD800 <= code < 0xDC00:
            self.surrogate = code
            return
        if 0xDC00 <= code < 0xE000:
            high, self.surrogate = self.surrogate, 0
            self.write(chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else "\ufffd")
        elif 0xF000 <= code < 0xF100:
            font = self.fonts.get(self.state.font, ("", 0))[0]
            self.write(self._drawn(font, code - 0xF000))
        elif code:
            self.write(chr(code))

    def _switch(self, unit: str, is_on: bool) -> None:
        on = self.state.on | {unit} if is_on else self.state.on - {unit}
        self.state = replace(self.state, on=on)

    def _raise(self, how: str) -> None:
        self.state = replace(self.state, raised=how)

    def _plain(self, _number: int | None) -> None:
        self.state = replace(self.state, on=self.state.on & {"deleted"}, raised="", font=-1)

    def _font(self, number: int | None) -> None:
        self.state = replace(self.state, font=-1 if number is None else number)

    def _uc(self, number: int | None) -> None:
        self.state = replace(self.state, skip=max(number or 0, 0))

    def _code_page(self, number: int | None) -> None:
        self.encoding = CODE_PAGES.get(number or 0, self.encoding)

    # --- fonts and styles --------------------------------------------------------------------------------

    def _charset(self, number: int | None) -> None:
        name = self.fonts.get(self.state.font, ("", 0))[0]
        self.fonts[self.state.font] = (name, number or 0)

    def _style(self, number: int | None) -> None:
        if self.state.into == "style":
            self.captured["style number"] = str(number or 0)
        elif self.state.into == "text":
            self.sheet.layout.style = -1 if number is None else number

    def _outline(self, number: int | None) -> None:
        if self.state.into == "style":
            self.captured["style level"] = str(number or 0)
        elif self.state.into == "text":
            self.sheet.layout.outline = 9 if number is None else number

    def _fonts(self, word: str) -> None:
        self.state = replace(self.state, name=word, into="font")

    def _styles(self, word: str) -> None:
        self.state = replace(self.state, name=word, into="style")

    def _table_text(self, text: str) -> None:
        """The name of a font or a style, which ends at a semicolon."""
        into = self.state.into
        name, end, _rest = (self.captured.get(into, "") + text).partition(";")
        self.captured[into] = "" if end else name
        if end and into == "font":
            self.fonts[self.state.font] = (name.strip(), self.fonts.get(self.state.font, ("", 0))[1])
        elif end:
            level = int(self.captured.pop("style level", "9"))
            self.styles[int(self.captured.pop("style number", "0"))] = (name.strip(), level)

    # --- paragraphs and tables ---------------------------------------------------------------------------

    def _paragraph(self, _number: int | None = None) -> None:
        if self.state.into == "text":
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        sheet = self.sheet
        sheet.at.shape = self._shape()
        sheet.paragraphs.append(sheet.at)
        sheet.at = Paragraph()

    def _shape(self) -> Shape:
        layout = self.sheet.layout
        name, level = self.styles.get(layout.style, ("", 9))
        shape = shape_of(name) or PLAIN
        outline = layout.outline if layout.outline < 9 else level
        if shape.form is Form.PARAGRAPH and 0 <= outline < 9:
            shape = heading(outline + 1)
        if shape is PLAIN and layout.listed:
            shape = Shape(Form.ITEM, layout.level + 1, _NUMBER.search(layout.number) is not None)
        grid = self._grid()
        if grid is None:
            return shape
        form = Form.CELL if shape.form is Form.PARAGRAPH else shape.form
        return replace(
            shape,
            form=form,
            table=grid.table,
            row=grid.row,
            column=grid.column,
            head=layout.head and layout.depth == 1,
        )

    def _grid(self) -> _Grid | None:
        """The table around the paragraph; tables that have ended are left, new ones begun."""
        grids, depth = self.sheet.grids, self.sheet.layout.depth
        del grids[depth:]
        while len(grids) < depth:
            self.tables += 1
            grids.append(_Grid(self.tables))
        return grids[-1] if grids else None

    def _cell(self, _number: int | None = None) -> None:
        if self.state.into != "text":
            return
        self.sheet.layout.depth = max(self.sheet.layout.depth, 1)
        self._end_paragraph()
        self.sheet.grids[-1].column += 1

    def _row(self, _number: int | None = None) -> None:
        if self.sheet.grids:
            if self.sheet.at.content:
                self._end_paragraph()
            grid = self.sheet.grids[-1]
            grid.row, grid.column = grid.row + 1, 1

    def _outer_row(self, _number: int | None) -> None:
        del self.sheet.grids[1:]
        self._row()

    def _new_row(self, _number: int | None) -> None:
        self.sheet.layout.head = False

    def _head_row(self, _number: int | None) -> None:
        self.sheet.layout.head = True

    def _in_table(self, _number: int | None) -> None:
        self._lay(depth=max(self.sheet.layout.depth, 1))

    def _depth(self, number: int | None) -> None:
        self._lay(depth=min(max(number or 0, 0), 20))

    def _fresh(self, _number: int | None) -> None:
        if self.state.into == "text":
            self.sheet.layout = _Layout(head=self.sheet.layout.head)

    def _list(self, number: int | None) -> None:
        self._lay(listed=bool(number))

    def _level(self, number: int | None) -> None:
        self._lay(level=min(max(number or 0, 0), 8))

    def _lay(self, **properties: int) -> None:
        """Change the paragraph that is being read; styles and numbers of items speak of others."""
        if self.state.into == "text":
            self.sheet.layout = replace(self.sheet.layout, **properties)  # type: ignore[arg-type]

    def _list_text(self, word: str) -> None:
        if self.state.into == "text":
            self.sheet.layout.listed, self.sheet.layout.number = True, ""
            self.state = replace(self.state, name=word, into="listed")

    # --- destinations ------------------------------------------------------------------------------------

    def _enter(self, word: str) -> None:
        """A note, a box, a header: paragraphs of their own."""
        if self.state.into not in ("text", "page styles"):
            self.state = replace(self.state, name="skipped", into="skip")
            return
        self.state = replace(self.state, name=word, into="text", on=frozenset(), raised="", field=0)
        self.sheets.append((len(self.stack), word, self.sheet))
        self.sheet = _Sheet()

    def _leave(self) -> tuple[_Sheet, list[Paragraph]]:
        self._finish()
        inner = self.sheet
        _depth, _word, self.sheet = self.sheets.pop()
        return inner, inner.paragraphs

    def _finish(self) -> None:
        if self.sheet.at.content or self.sheet.at.after:
            self._end_paragraph()

    def _end_note(self, _ended: _State) -> None:
        inner, found = self._leave()
        if inner.endnote:
            self.endnotes += 1
        else:
            self.footnotes += 1
        label = roman(self.endnotes).lower() if inner.endnote else str(self.footnotes)
        self.sheet.at.content.append(Call(label))
        self.sheet.at.after += notes(found, label)

    def _alternate(self, _number: int | None) -> None:
        self.sheet.endnote = True

    def _end_comment(self, _ended: _State) -> None:
        found = withhold(self._leave()[1], Withheld.COMMENT)
        author, self.author = self.captured.pop("atnauthor", "").strip(), ""
        self.sheet.at.after += [replace(one, shape=replace(one.shape, label=author)) for one in found]

    def _end_margin(self, _ended: _State) -> None:
        self.margins += withhold(self._leave()[1], Withheld.RUNNING_HEAD)

    def _end_box(self, _ended: _State) -> None:
        found = self._leave()[1]
        self.notices.count("boxes", inked(found))
        self.sheet.at.after += found

    def _capture(self, word: str) -> None:
        if self.state.into == "info" or word not in _PROPERTIES:
            self.state = replace(self.state, name=word, into=word)

    def _end_property(self, ended: _State) -> None:
        value = self.captured.pop(ended.name, "").strip()
        if value:
            self.properties.append(metadata(_PROPERTIES[ended.name], value))

    def _info(self, word: str) -> None:
        self.state = replace(self.state, name=word, into="info")

    def _end_info(self, _ended: _State) -> None:
        self.captured.pop("info", None)

    def _field(self, word: str) -> None:
        if self.state.into == "text":
            self.fields.append("")
            self.state = replace(self.state, name=word, field=len(self.fields) - 1)

    def _instruction(self, word: str) -> None:
        if self.state.into in ("text", "field"):
            self.state = replace(self.state, name=word, into="field")

    def _end_instruction(self, ended: _State) -> None:
        address = address_of(self.fields[ended.field])
        if is_address(address):
            self.links[ended.field] = address
        self._equation(ended)
        found = re.match(r'\s*SYMBOL\s+(\d{1,6})(?:.*?\\f\s*"([^"]*)")?', self.fields[ended.field], re.DOTALL)
        if found and ended.into == "field":
            self.state = replace(ended, into="text")
            self.write(symbol(found[2] or "", int(found[1])))

    def _equation(self, ended: _State) -> None:
        """A formula (or a word with its reading above it) that is written as a field."""
        instruction = self.fields[ended.field]
        if not re.match(r"\s*EQ\b", instruction) or ended.into != "field":
            return
        self.notices.count("formulas")
        self.state = replace(ended, into="text")
        self.write(" ".join(re.findall(r"(?<=[(,;])[^\\(),;]+(?=[),;])", instruction)))

    def _picture(self, word: str) -> None:
        if self.state.into in ("text", "sv"):
            self.hex, self.suffix = [], ""
            self.state = replace(self.state, name=word, into="picture")

    def _end_picture(self, _ended: _State) -> None:
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", b"".join(self.hex))
        data, self.hex = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii")), []
        if not data:
            return
        if any(word in _MARGINS for _depth, word, _sheet in self.sheets):
            self.notices.count("margin pictures")
        else:
            self.sheet.at.content.append(self.album.add(data, self.suffix or ".bin"))
            self._say(self.captured.pop("described", ""))

    def _property_name(self, word: str) -> None:
        if self.stack[-1].name != "sp":
            return
        self.captured.pop(word, None)
        self.state = replace(self.state, name=word, into=word)

    def _end_shape_property(self, _ended: _State) -> None:
        """Descriptions and drawn letters of a shape stand in its properties."""
        name, value = self.captured.pop("sn", "").strip(), self.captured.pop("sv", "").strip()
        if name in ("wzDescription", "wzTitle") and value and self._is_within_picture():
            self.captured["described"] = value
        elif name in ("wzDescription", "wzTitle"):
            self._say(value)
        elif name == "gtextUNICODE" and value:
            self.sheet.at.after.append(plain(value))
        elif name == "pibName" and re.match(r"\w+://|\\\\", value):
            self.notices.elsewhere(value)

    def _is_within_picture(self) -> bool:
        return any(one.name == "pict" for one in self.stack)

    def _say(self, text: str) -> None:
        if text:
            name = list(self.album.pictures)[-1] if self.album.pictures else ""
            self.sheet.at.after.append(plain(text, Shape(Form.ALT, label=name)))

    def _shape_property(self, word: str) -> None:
        known = "" if self.state.into == "skip" else word
        self.state = replace(self.state, name=known, into="skip")

    def _object(self, word: str) -> None:
        self.notices.embedded(word)
        self.state = replace(self.state, name=word)

    def _unicode_again(self, word: str) -> None:
        """The same words twice: those that come second are whole."""
        self.state = replace(self.state, name=word, into=f"upr {self.state.into}")

    def _unicode_whole(self, word: str) -> None:
        into = self.state.into.removeprefix("upr ")
        self.captured.pop(self.state.into, None)
        self.state = replace(self.state, name=word, into=into)


_WORDS: Mapping[str, Callable[[_Reading, int | None], None]] = {
    "par": _Reading._paragraph,
    "sect": _Reading._paragraph,
    "cell": _Reading._cell,
    "nestcell": _Reading._cell,
    "row": _Reading._outer_row,
    "nestrow": _Reading._row,
    "trowd": _Reading._new_row,
    "trhdr": _Reading._head_row,
    "intbl": _Reading._in_table,
    "itap": _Reading._depth,
    "pard": _Reading._fresh,
    "plain": _Reading._plain,
    "f": _Reading._font,
    "fcharset": _Reading._charset,
    "s": _Reading._style,
    "outlinelevel": _Reading._outline,
    "ls": _Reading._list,
    "ilvl": _Reading._level,
    "uc": _Reading._uc,
    "ansicpg": _Reading._code_page,
    "ftnalt": _Reading._alternate,
    "super": lambda reading, number: reading._raise("" if number == 0 else "super"),
    "sub": lambda reading, number: reading._raise("" if number == 0 else "sub"),
    "nosupersub": lambda reading, _number: reading._raise(""),
}

_DESTINATIONS: Mapping[str, Callable[[_Reading, str], None]] = {
    "footnote": _Reading._enter,
    "annotation": _Reading._enter,
    **dict.fromkeys(sorted(_MARGINS | _BOXES), _Reading._enter),
    **dict.fromkeys(sorted(_PROPERTIES), _Reading._capture),
    "atnauthor": _Reading._capture,
    "info": _Reading._info,
    "field": _Reading._field,
    "fldinst": _Reading._instruction,
    "pict": _Reading._picture,
    "fonttbl": _Reading._fonts,
    "stylesheet": _Reading._styles,
    "listtext": _Reading._list_text,
    "pntext": _Reading._list_text,
    "sp": _Reading._shape_property,
    "sn": _Reading._property_name,
    "sv": _Reading._property_name,
    "object": _Reading._object,
    "upr": _Reading._unicode_again,
    "ud": _Reading._unicode_whole,
}

_ENDS: Mapping[str, Callable[[_Reading, _State], None]] = {
    "footnote": _Reading._end_note,
    "annotation": _Reading._end_comment,
    **dict.fromkeys(sorted(_MARGINS), _Reading._end_margin),
    **dict.fromkeys(sorted(_BOXES), _Reading._end_box),
    **dict.fromkeys(sorted(_PROPERTIES), _Reading._end_property),
    "info": _Reading._end_info,
    "fldinst": _Reading._end_instruction,
    "pict": _Reading._end_picture,
    "sp": _Reading._end_shape_property,
}

_SILENT = frozenset(
    "colortbl filetbl nonshppict shprslt nonesttables mmathPict pntxta pntxtb listlevel list "  # noqa: SIM905
    "listoverride xe tc listtable listoverridetable revtbl ftnsep ftnsepc ftncn aftnsep aftnsepc "
    "aftncn buptim creatim revtim printim comment leveltext levelnumbers listname falt panose "
    "hlinkbase private private1 template nextfile".split()
)
