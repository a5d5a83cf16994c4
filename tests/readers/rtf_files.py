"""RTF files made of features, each by the control words that word processors write for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from anthology.model import Form, Withheld
from tests.readers.tokens import Tokens
from tests.readers.word_files import PNG

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset2 Symbol;}"
    r"{\f2\fswiss\fcharset238 Arial CE;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql Normal;}"
    r"{\s1\b\outlinelevel0\snext0 heading 1;}{\s2\sbasedon0 Title;}{\s3 Intense Quote;}{\*\cs10\additive Default;}}"
    r"{\*\generator Some Writer;}{\*\listtable{\list{\listlevel\levelnfc23{\leveltext\'01\'b7;}}{\listname ;}\listid1}}"
)


def escaped(text: str) -> str:
    """Letters as Word writes them: bytes of the code page, or numbers with a stand-in behind them."""
    return "".join(_escaped(char) for char in text)


def _escaped(char: str) -> str:
    if char.isascii():
        return char
    try:
        return f"\\'{char.encode('cp1252')[0]:02x}"
    except UnicodeEncodeError:
        return "".join(f"\\u{_signed(unit)}?" for unit in _units(char))


def _units(char: str) -> list[int]:
    data = char.encode("utf-16-le")
    return [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]


def _signed(unit: int) -> int:
    return unit - 0x10000 if unit > 0x7FFF else unit


@dataclass
class RtfFile:
    """An RTF file while it is put together."""

    tokens: Tokens = field(default_factory=Tokens)
    body: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)

    def word(self, withheld: Withheld | None = None, form: Form | None = None) -> str:
        return escaped(self.tokens.new(withheld, form))

    def written(self) -> bytes:
        return (HEAD + "".join(self.margins) + "\n".join(self.body) + "}").encode("ascii")


def par(content: str, more: str = "") -> str:
    return f"\\pard\\plain{more} {content}\\par "


def plain(f: RtfFile) -> str:
    return f.word()


def marked(f: RtfFile) -> str:
    return rf"{{\b {f.word()} {{\i {f.word()}}}}}\strike {f.word()}\strike0 {{\super {f.word()}}}"


def link(f: RtfFile) -> str:
    return rf'{{\field{{\*\fldinst {{ HYPERLINK "https://example.org/a" }}}}{{\fldrslt {{\ul {f.word()}}}}}}}'


def footnote(f: RtfFile) -> str:
    return rf"{f.word()}{{\super\chftn{{\footnote\pard\plain {{\super\chftn}} {f.word(form=Form.NOTE)}\par {f.word(form=Form.NOTE)}}}}}"


def endnote(f: RtfFile) -> str:
    return rf"{f.word()}{{\super\chftn}}{{\footnote\ftnalt\pard\plain {f.word(form=Form.NOTE)}}}"


def comment(f: RtfFile) -> str:
    return rf"{f.word()}{{\*\atnid ZO}}{{\*\atnauthor Zo\'e9}}\chatn{{\*\annotation{{\*\atndate 12}}\pard\plain {f.word(Withheld.COMMENT)}}}"


def hidden(f: RtfFile) -> str:
    return rf"{{\v {f.word(Withheld.HIDDEN)}}}\v {f.word(Withheld.HIDDEN)}\v0 {f.word()}"


def deleted(f: RtfFile) -> str:
    return rf"{{\deleted {f.word(Withheld.DELETED)}}}{{\revised {f.word()}}}"


def box(f: RtfFile) -> str:
    inside = rf"{{\shptxt \pard\plain {f.word()}\par {f.word()}\par}}"
    return rf"{f.word()}{{\shp{{\*\shpinst\shpleft0{{\sp{{\sn shapeType}}{{\sv 202}}}}{inside}}}{{\shprslt{{\*\do\dptxbx{{\dptxbxtext\pard again\par}}}}}}}}"


def old_box(f: RtfFile) -> str:
    return rf"{{\*\do\dobxpage\dptxbx{{\dptxbxtext\pard\plain {f.word()}\par}}}}"


def picture(f: RtfFile) -> str:
    said = rf"{{\*\picprop{{\sp{{\sn wzDescription}}{{\sv {f.word(form=Form.ALT)}}}}}}}"
    data = rf"{{\pict{said}\picw1\pngblip\bliptag12{{\*\blipuid 00ff}}{PNG.hex()}}}"
    return rf"{f.word()}{{\*\shppict{data}}}{{\nonshppict{{\pict\wmetafile8 0102}}}}"


def binary(f: RtfFile) -> str:
    """A picture as it is, whatever bytes it holds."""
    return rf"{f.word()}{{\pict\jpegblip\bin4 {{}}\\}}"


def either(f: RtfFile) -> str:
    return rf"{{\upr{{ansi}}{{\*\ud{{{f.word()}}}}}}}{f.word()}"


def signs(f: RtfFile) -> str:
    return rf"{f.word()}\~\_\-\tab\emdash\bullet {f.word()}\line {f.word()}\{{\}}\\ {f.word()}"


def result(f: RtfFile) -> str:
    return rf"{{\object{{\*\objclass Excel}}{{\*\objdata 0102}}{{\result {f.word()}}}}}"


def equation(f: RtfFile) -> str:
    return rf"{{\field{{\*\fldinst EQ \\f({f.word()},{f.word()})}}{{\fldrslt}}}}"


INLINE: Mapping[str, Callable[[RtfFile], str]] = {
    one.__name__: one
    for one in (
        plain, marked, link, footnote, endnote, comment, hidden, deleted, box, old_box, picture, binary, either, signs,
        result, equation,
    )
}  # fmt: skip

Inside = Callable[[RtfFile], str]


def in_body(f: RtfFile, inside: Inside) -> str:
    return par(inside(f))


def in_table(f: RtfFile, inside: Inside) -> str:
    head = rf"\trowd\trhdr\cellx1\cellx2\pard\plain\intbl {f.word(form=Form.CELL)}\cell {f.word(form=Form.CELL)}\cell\row"
    return (
        rf"{head}\trowd\cellx1\cellx2\pard\plain\intbl {f.word()}\par {inside(f)}\cell {f.word()}\cell\row "
    )


def in_nested_table(f: RtfFile, inside: Inside) -> str:
    nested = (
        rf"\pard\plain\intbl\itap2 {inside(f)}\nestcell{{\nonesttables\par}} {f.word()}\nestcell{{\nonesttables\par}}"
        r"{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par}"
    )
    return rf"\trowd\cellx1\pard\plain\intbl {f.word()}\par {nested}\pard\plain\intbl {f.word()}\cell\row "


def in_list(f: RtfFile, inside: Inside) -> str:
    return rf"{{\listtext\pard\plain\f1\'b7\tab}}\pard\plain\ls1\ilvl0 {inside(f)} {f.word()}\par "


def in_group(f: RtfFile, inside: Inside) -> str:
    return f"{{{{{par(inside(f))}}}}}"


CONTAINERS: Mapping[str, Callable[[RtfFile, Inside], str]] = {
    one.__name__: one for one in (in_body, in_table, in_nested_table, in_list, in_group)
}


def rtf_file(container: str, names: Iterable[str]) -> RtfFile:
    """A file in which a paragraph with these features stands in a container, between two others."""
    made = RtfFile()
    features = list(names)
    made.body.append(par(made.word(form=Form.PARAGRAPH)))
    made.body.append(
        CONTAINERS[container](made, lambda f: " ".join(f"{INLINE[name](f)} " for name in features))
    )
    made.body.append(par(made.word(form=Form.PARAGRAPH)))
    return made
