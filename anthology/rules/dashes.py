"""Dashes: two hyphens (D2) and the pair that holds an aside (D1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule
from anthology.rules.usage import BLANK, EVERY_TABLE, FRENCH, IN, LOWER, NBSP, UPPER, Dash, Usage
from anthology.rules.words import SAID, SAYING

_SENTENCE = late(r"[^.!?…:;\n]+")
_DASH = late(rf"(?<=[^\s])(?P<before>{BLANK}+)(?P<dash>[-–—])(?P<after>{BLANK}+)(?=[^\s])")
_TWO_HYPHENS = late(rf"(?<=[^\s-]){BLANK}--{BLANK}(?=[^\s-])")
_OPENS_AFTER = late(rf"{LOWER}|[,)»”’]")
_CLOSES_AFTER = late(rf"{LOWER}|[\d,)»”’%€]")
# Three words on either side: one word each is a label, « vidéos - photos ».
_JOINS_CLAUSES = late(rf"(?:[\w’'-]+{BLANK}){{2}}[\w’'-]*{LOWER}\Z")
_CLAUSE = late(rf"{LOWER}[\w’'-]*{BLANK}[\w’'-]+{BLANK}[\w’'-]+")
_REPLY = late(rf"{BLANK}{{0,4}}(?P<x>[-–]{BLANK}+)(?={UPPER}|[«“¿¡…])")
_SPOKEN = late(
    rf"(?:[,?!…]|[?!]{BLANK}){BLANK}(?:(?:lui|leur|me|nous|se){BLANK}|[mts][’'])?(?:{SAYING}|{SAID})"
    rf"(?:-t)?(?:-(?:il|elle|on|je|ils|elles)\b|{BLANK}(?:{UPPER}|l[ea]\b|mon\b|ma\b|son\b|sa\b|un))"
)
_GOES_ON = late(rf"{LOWER}|[«“]")


def _asides(text: str, usage: Usage) -> Iterator[Change]:
    if usage.dash is None:
        return
    for sentence in _SENTENCE.finditer(text):
        dashes = list(_DASH.finditer(text, *sentence.span()))
        if _hold_an_aside(text, dashes):
            yield from _held(dashes, usage.dash)


def _held(dashes: list[re.Match[str]], dash: Dash) -> Iterator[Change]:
    """Hyphens become the dash of the country; a dash that is typed only gets spaces that do not break."""
    opening, closing = dashes
    typed = opening["dash"] != "-" and closing["dash"] != "-"
    if typed and dash.inside == NBSP:
        yield Change(*opening.span("after"), NBSP)
        yield Change(*closing.span("before"), NBSP)
    elif not typed:
        yield Change(*opening.span(), dash.outside + _sign(opening, dash) + dash.inside)
        yield Change(*closing.span(), dash.inside + _sign(closing, dash) + dash.outside)


def _sign(found: re.Match[str], dash: Dash) -> str:
    return dash.sign if found["dash"] == "-" else found["dash"]


def _lone(text: str, _usage: Usage) -> Iterator[Change]:
    for sentence in _SENTENCE.finditer(text):
        match list(_DASH.finditer(text, *sentence.span())):
            case [dash] if (
                dash["dash"] == "-"
                and _JOINS_CLAUSES.search(text[: dash.start()][-40:])
                and (_CLAUSE.match(text, dash.end()))
            ):
                yield Change(*dash.span("dash"), "–")


def _reply(text: str, _usage: Usage) -> Iterator[Change]:
    if (opening := _REPLY.match(text)) and _SPOKEN.search(text):
        yield Change(*opening.span("x"), f"—{NBSP}")


def _double(text: str, usage: Usage) -> Iterator[Change]:
    if usage.dash is not None:
        space = " " if usage.dash.outside or usage.dash.inside else ""
        for found in _TWO_HYPHENS.finditer(text):
            yield Change(*found.span(), space + usage.dash.sign + space)


def _hold_an_aside(text: str, dashes: list[re.Match[str]]) -> bool:
    """Whether two dashes stand among lower-case words: scores, labels and lists of names have others."""
    return len(dashes) == 2 and all(
        before.match(text, dash.start() - 1) and _GOES_ON.match(text, dash.end())
        for dash, before in zip(dashes, (_OPENS_AFTER, _CLOSES_AFTER), strict=True)
    )


RULES = (
    Rule(
        id="D2",
        name="double-hyphen",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="Two hyphens between spaces are a dash.",
        source=IN,
        sign="--",
        find=_double,
        examples=(("mot -- mot", "mot – mot"),),
        unchanged=("make --help", "a---b", "un --- deux", "i--"),
    ),
    Rule(
        id="D1",
        name="dashes-round-an-aside",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="Two spaced hyphens in one sentence are dashes, and cling to the aside they hold.",
        source=f"{IN} (tiret) ; the en dash is the house's choice",
        sign=rf"{BLANK}[-–—]{BLANK}",
        find=_asides,
        examples=(
            ("mot - incise - mot", "mot –⍽incise⍽– mot"),
            ("il vient — dit-on — seul.", "il vient —⍽dit-on⍽— seul."),
        ),
        unchanged=(
            "G1 – MULOT Emmanuelle, Durand Méline",
            "Groupe 2 – ISCPA Toulouse – Tom PASSICOT",
            "3 - 2",
            "Toulouse - Paris - Lyon",
            "un - deux - trois - quatre",
            "2020-2021, p.⍽12-15",
        ),
    ),
    Rule(
        id="D1R",
        name="hyphen-as-dash",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="A hyphen between two spaces, alone in its sentence, is probably a dash.",
        source=f"{IN} (tiret)",
        sign=rf"{BLANK}-{BLANK}",
        find=_lone,
        examples=(("il part demain - on le verra bien.", "il part demain – on le verra bien."),),
        unchanged=(
            "mot - incise - mot",
            "Toulouse - Paris",
            "3 - 2",
            "- un point",
            "un - deux",
            "à midi - 14 h",
        ),
    ),
    Rule(
        id="D3",
        name="dialogue-dash",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="A reply in a dialogue opens with a dash, which stays with its first word.",
        source=IN,
        sign=rf"\A{BLANK}{{0,4}}[-–]",
        find=_reply,
        examples=(
            ("- Pas moi, dit Zoé.", "—⍽Pas moi, dit Zoé."),
            ("– Viens-tu ? demanda-t-il.", "—⍽Viens-tu ? demanda-t-il."),
        ),
        unchanged=(
            "- du pain et du lait",
            "— Pas moi, dit Zoé.",
            "-5 degrés, dit Zoé",
            "- Trois questions à Zoé",
        ),
    ),
)
