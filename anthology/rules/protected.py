"""From a text to the spans that no rule may touch: addresses, code, times, smileys, references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from anthology.rules.late import late

_TLD = (
    "ac aero app asso be biz blog br ca cat ch cloud club co com coop de dev edu es eu fm fr gouv gov"
    " info int io it jobs lu ma me mil mobi museum name net news nl online org paris pro press pt re"
    " sn site sn tech tn tv uk us wiki xyz"
)
_SUFFIX = (
    "7z avi bat bmp c cfg conf cpp css csv doc docx eps epub exe gif go gz h heic htm html ini jpeg"
    " jpg js json log md mkv mov mp3 mp4 odp ods odt ogg otf pdf php png pps ppt pptx ps psd py rar rb"
    " rs rst rtf sh sql svg tar tex tif tiff toml ts tsv ttf txt wav webm webp woff woff2 xls xlsx xml"
    " yaml yml zip"
)
_ENDINGS = (
    "e es s x le les la ne nes te tes se ses ve ves fe fes che ches que ques ère ères rice rices"
    " trice trices euse euses sse sses eresse eresses lle lles tte ttes elle elles eux"
)


_SPACE = "[ \u00a0\u202f]"
_BOOKS = (
    "Gn|Ex|Lv|Nb|Dt|Jos|Jg|Rt|S|R|Ch|Esd|Ne|Tb|Jdt|Est|M|Jb|Ps|Pr|Qo|Ct|Sg|Si|Is|Jr|Lm|Ba|Ez|Dn|Os|Jl|Am|Ab"
    "|Jon|Mi|Na|Ha|So|Ag|Za|Ml|Mt|Mc|Lc|Jn|Ac|Rm|Co|Ga|Ep|Ph|Col|Th|Tm|Tt|Phm|He|Jc|P|Jude|Ap"
)
"""Books of the Bible as French shortens them: Traduction œcuménique de la Bible."""


def _any(words: str) -> str:
    return "|".join(words.split())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of protected span.

    `sign` stands in every one of them, and `gate` is found in every one, so that most texts need no search.
    In texts of the languages `own` such spans are ordinary prose.
    """

    name: str
    sign: str
    pattern: re.Pattern[str]
    gate: re.Pattern[str] | None = None
    own: tuple[str, ...] = ()

    def may_be_in(self, text: str, language: str) -> bool:
        """Whether it is worth while to search a text for it."""
        if self.sign not in text or language.startswith(self.own or ("\0",)):
            return False
        return self.gate is None or self.gate.search(text) is not None


def _kind(
    name: str, sign: str, pattern: str, flags: int = 0, gate: str = "", own: tuple[str, ...] = ()
) -> Kind:
    return Kind(name, sign, late(pattern, flags), late(gate) if gate else None, own)


_SPANISH = ("es", "ca", "gl", "eu", "ast")

# What ends a sentence is not part of the address before it.
_ADDRESS = r"[^\s<>«»“”„\"‘’`…\u200b\ufeff\u00ad\ufffc]"
_ADDRESS_END = r"(?<![.,;:!?)\]'])"
_NOT_IN_WORD = r"(?<![\w@])"

KINDS: tuple[Kind, ...] = (
    _kind("URL", "://", rf"{_NOT_IN_WORD}[A-Za-z][A-Za-z0-9+.-]{{0,30}}://{_ADDRESS}+{_ADDRESS_END}"),
    _kind(
        "URL",
        ":",
        rf"{_NOT_IN_WORD}(?:mailto|tel|doi|urn|data|javascript|localhost):{_ADDRESS}+{_ADDRESS_END}",
        gate=rf":{_ADDRESS}",
    ),
    _kind("URL", "www.", rf"{_NOT_IN_WORD}www\.{_ADDRESS}+{_ADDRESS_END}"),
    _kind(
        "domain",
        ".",
        rf"(?<![\w@.-])(?:[\w-]++\.)+(?:{_any(_TLD)})(?![\w-])(?::\d+)?(?:[/?#]{_ADDRESS}+{_ADDRESS_END})?",
        gate=rf"\.(?:{_any(_TLD)})(?![\w-])",
    ),
    _kind(
        "file", ".", rf"(?<![\w.-])(?:[\w-]++\.)+(?:{_any(_SUFFIX)})(?![\w-])", re.IGNORECASE, gate=r"\.\w"
    ),
    _kind(
        "file suffix", ".", rf"(?<![\w.])\.(?:{_any(_SUFFIX)}|gouv\.fr|{_any(_TLD)}|NET)(?!\w)", gate=r"\.\w"
    ),
    _kind("path", "/", r"(?<![\w/.])(?:~|\.{1,2})?/[\w.@+-]+(?:/[\w.@+-]+)+/?"),
    _kind("path", "/", r"(?<![\w/.])(?:~|\.{1,2})/[\w.@+-]+"),
    _kind("path", ":\\", rf"(?<!\w)[A-Za-z]:\\{_ADDRESS}+{_ADDRESS_END}"),
    _kind("e-mail", "@", r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+"),
    _kind("handle", "@", r"(?<![\w@])@\w++(?:\.\w++)*"),
    _kind("tag", "#", r"(?<![\w#&])#\w+"),
    _kind("DOI", "10.", r"(?<!\w)10\.\d{4,9}/[^\s«»“”\"<>]+(?<![.,;:!?)])"),
    _kind("ISBN", "IS", r"\bIS[BS]N(?:-1[03])?[^\S\n]?:?[^\S\n]?(?P<x>\d(?:[ \u00a0\u202f-]?[\dXx]){7,16})"),
    _kind("entity", "&", r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,31});"),
    _kind("code", "`", r"(?<![^\W\d_])(?P<ticks>`{1,3})(?!`)[^`\n]+(?P=ticks)(?![^\W\d_`])"),
    _kind("code", "<", r"(?<!<)</?[A-Za-z][\w:-]{0,40}(?:\s[^<>\n]{0,400})?/?>(?!>)"),
    _kind("code", "<!--", r"<!--(?:(?!-->).){0,2000}-->"),
    _kind("code", "{", r"\{[:%{#][^{}\n]{0,400}\}{1,2}"),
    _kind("code", "{", r"\{[^{}\s]{1,200}\}"),
    _kind("code", "=", r"(?<![\w?&])(?:\w++[?&])*+\w++=[\w.]++(?:[,;&]\w++=[\w.]++)*", re.ASCII),
    _kind("code", "(", r"(?<!\w)[A-Za-z_][\w.]{0,60}\([\w.,=\"'*/+-]{0,200}\)(?!\w)", re.ASCII, gate=r"\w\("),
    _kind("code", "::", r"(?<![\w.])[\w.]*+:{2,}[\w.]*", gate="::"),
    _kind("code", "=", r"(?:!=+|[:<>=]=+|=+[>:])"),
    _kind("time or ratio", ":", r"(?<![\w:,.])\d++(?::\d++(?:[.,]\d++)?)+(?![\w:])", gate=r":\d"),
    _kind(
        "emoji name",
        ":",
        r"(?<![\w:]):(?=[0-9_+-]*[a-z])[a-z0-9_+-]{2,40}:(?![\w:])",
        re.ASCII,
        gate=r":[\w+-]",
    ),
    _kind("smiley", ")", r"(?<![^\s(])[:;=x]['’]?[-o^]?\)+(?!\w)", gate=r"[:;=x'’o^-]\)"),
    _kind("smiley", "(", r"(?<![^\s(])[:;=]['’]?[-o^]?\(+(?!\w)", gate=r"[:;='’o^-]\("),
    _kind("smiley", ":", r"(?<![^\s(]):['’]?[-o^]?[DPpOo|/\\*\]\[](?![\w/])", gate=r":['’DPpOo|/*^o\\\[\]-]"),
    _kind("smiley", ";", r"(?<![^\s(]);['’]?[-o^]?[DPp|/\\*\]\[](?![\w/])", gate=r";['’DPp|/*^o\\\[\]-]"),
    _kind("smiley", "-", r"(?<![^\s(])[:;=]['’]?-[DPpOo|/\\*\]\[()](?!\w)", gate=r"[:;=]['’]?-"),
    _kind("version or IP address", ".", r"(?<![\w.])v?\d++(?:\.\d++){2,}+(?!\w)", gate=r"\.\d"),
    _kind("version", "v", r"(?<!\w)v\d++(?:\.\d++)*(?!\w)", gate=r"v\d"),
    _kind("inclusive writing", "·", r"\w++(?:[·‧⋅]\w++)+"),
    _kind(
        "inclusive writing", ".", rf"(?<![\w.])[^\W\d_]{{2,}}(?:\.(?:{_any(_ENDINGS)}))+(?!\w)", gate=r"\.\w"
    ),
    _kind(
        "inclusive writing",
        "(",
        rf"(?<!\w)[^\W\d_]{{2,}}\((?:{_any(_ENDINGS)})\)[^\W\d_]?(?!\w)",
        gate=r"\w\(",
    ),
    _kind("inclusive writing", "/", r"(?<![\w/])[^\W\d_]{3,}/(?:e|es|ne|trice|euse)s?(?![\w/])"),
    _kind("inclusive writing", ":", r"(?<!\w)[^\W\d_]{3,}:in(?:nen)?(?!\w)", gate=":in"),
    _kind("inclusive writing", "*", r"(?<!\w)[^\W\d_]{3,}\*in(?:nen)?(?!\w)"),
    _kind(
        "reference",
        ":",
        rf"(?<!\w)(?:[1-3]{_SPACE})?(?:{_BOOKS})\.?{_SPACE}\d{{1,3}}{_SPACE}?:{_SPACE}?\d{{1,3}}(?:[-–,]\d{{1,3}})*",
        gate=r":[ \u00a0\u202f]?\d",
    ),
    _kind("language", "+", r"(?<!\w)[CcGg]\+\+(?!\w)"),
    _kind("emoji", "\u200d", r"[^\w\s\u200d]\ufe0f?(?:\u200d[^\w\s\u200d]\ufe0f?)+"),
    _kind("merge marker", "<<<", r"<{3,}|>{3,}"),
    _kind("merge marker", ">>>", r">{3,}"),
    _kind("keycap", "\u20e3", r"[0-9#*]\ufe0f?\u20e3"),
    _kind("Spanish", "¿", r"¿[^¿¡.!?…\n]*[!?]+", own=_SPANISH),
    _kind("Spanish", "¡", r"¡[^¿¡.!?…\n]*[!?]+", own=_SPANISH),
    _kind("kept as sent", "\ufffc", "\ufffc+"),
)


def spans(text: str, language: str = "") -> tuple[tuple[int, int], ...]:
    """Give the protected spans of a text: sorted, disjoint, half-open."""
    kinds = (kind for kind in KINDS if kind.may_be_in(text, language))
    return tuple(_merged(sorted(span for kind in kinds for span in _found(kind, text))))


def _found(kind: Kind, text: str) -> Iterator[tuple[int, int]]:
    group = "x" if "x" in kind.pattern.groupindex else 0
    return (match.span(group) for match in kind.pattern.finditer(text))


def _merged(found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for start, end in found:
        if current is None or start >= current[1]:
            if current:
                yield current
            current = (start, end)
        else:
            current = (current[0], max(current[1], end))
    if current:
        yield current
