"""Hyphens to propose: in set words (H1), before a subject (A3), and those of a line end (W1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule, rewrite, together, write
from anthology.rules.usage import BLANK, FRENCH, LETTER, Usage

_ACADEMY = "Dictionnaire de l’Académie française, 9e éd."
_WORD = r"(?<![\w’'-])"
_END = r"(?![\w’'-])"

# Each is written with hyphens whatever stands round it; « lui même si » and « peut être » are not here.
_SET_WORDS = (
    "au delà|au dessus|au dessous|au devant de|par delà|par dessus|par dessous|ci dessus|ci dessous|ci joint"
    "|c['’]est à dire|vis à vis|quelques un(?:e)?s|week end|aujourd hui|jusque là|tête à tête|sous entendus?"
    "|chefs? d['’](?:oe|œ)uvre|arc en ciel|rez de chaussée|savoir faire|savoir être|porte paroles?"
    "|demi (?:heure|journée|douzaine|siècle|finale)s?|après demain|avant hier"
    "|(?:soi|eux|elles|nous|vous) mêmes?(?= ?[,.;:!?)»])"
)
_SET = late(rf"{_WORD}(?i:{_SET_WORDS.replace(' ', BLANK)}){_END}")
_AFTER_ARTICLE = late(
    rf"{_WORD}(?:(?:un|une|le|la|les|des|ce|ces|cet|cette|mon|ma|son|sa|ses|leur|leurs|notre|nos"
    rf"|votre|vos|du|de)"
    rf"{BLANK}|[ldLD]['’])"
    rf"(?P<x>rendez{BLANK}vous|après{BLANK}midis?|grands?{BLANK}(?:père|mère|oncle|tante)s?|peut{BLANK}être"
    rf"|sous{BLANK}titres?|non{BLANK}dits?|va{BLANK}et{BLANK}vient|laissez{BLANK}passer|mi{BLANK}temps"
    rf"|(?:celui|celle|ceux|celles){BLANK}(?:ci|là)){_END}"
)
_POINTING = late(rf"{_WORD}(?i:celui|celle|ceux|celles)(?P<x>{BLANK})(?:ci|là){_END}")
_MAYBE = late(rf"{_WORD}[Pp]eut(?P<x>{BLANK})être(?={BLANK}qu[e'’])")
_IS_IT = late(
    rf"(?:{_WORD}|(?<=[qQ]u[’']))(?P<one>[eE]st)(?P<x>{BLANK}ce|-ce{BLANK}"
    rf"|{BLANK}ce{BLANK})(?=(?:{BLANK})?qu[ei’'])"
)

_SECOND_PERSON = (
    "avez|êtes|pouvez|voulez|devez|savez|allez|faites|dites|pensez|croyez|trouvez|voyez|aimez|connaissez"
    "|comptez|souhaitez|travaillez|utilisez|gérez|considérez|estimez|ressentez|définissez|vivez|venez|prenez"
    "|mettez|écrivez|préférez|envisagez|auriez|pourriez|aviez|étiez|seriez|diriez|aimeriez|voudriez"
)
# « Vous pouvez vous inscrire » has the same words: the subject stands before.
_ASKED = late(
    rf"(?:(?:\A|[.!?…»”:–—-]{BLANK})|{_WORD}(?i:que|comment|où|pourquoi|quand|combien|quoi|quel|quelle|quels"
    rf"|quelles|ce{BLANK}que|,){BLANK}(?:en{BLANK}|y{BLANK}|n[’'])?)"
    rf"(?i:{_SECOND_PERSON})(?P<x>{BLANK})vous{_END}(?=[^.!…]{{0,300}}\?)"
)


# Few texts hold what these look for, and most words start none of it: a quick look comes first.
_SET_GATE = re.compile(
    rf"(?i:{BLANK}(?:delà|dess[ou]|devant{BLANK}de|joint|dire|vis|end|hui|tête|entendu|en{BLANK}ciel"
    rf"|de{BLANK}chaussée|parole|hier|demain|heure|journée|douzaine|siècle|finale|même)|lques{BLANK}un"
    rf"|sque{BLANK}là|voir{BLANK}(?:faire|être)|uvre)"
).search
_NOUN_GATE = re.compile(
    rf"{BLANK}(?:vous|midi|père|mère|oncle|tante|être|titre|dit|vient|passer|temps|ci|là)"
).search
_POINTING_GATE = re.compile(rf"[elx]{{1,2}}[uxe]?i?{BLANK}(?:ci|là)").search
_MAYBE_GATE = re.compile(rf"eut{BLANK}être{BLANK}qu").search
_ASKED_GATE = re.compile(rf"(?:ez|tes){BLANK}vous(?=[^.!…]{{0,300}}\?)").search
_IS_IT_GATE = re.compile(rf"[Ee]st(?:{BLANK}ce|-ce{BLANK})").search


def _set_words(text: str, _usage: Usage) -> Iterator[Change]:
    for match in _SET.finditer(text) if _SET_GATE(text) else ():
        yield Change(*match.span(), _hyphenated(match.group()))
    for match in _AFTER_ARTICLE.finditer(text) if _NOUN_GATE(text) else ():
        yield Change(*match.span("x"), _hyphenated(match["x"]))
    for pattern, gate in ((_POINTING, _POINTING_GATE), (_MAYBE, _MAYBE_GATE), (_ASKED, _ASKED_GATE)):
        for match in pattern.finditer(text) if gate(text) else ():
            yield Change(*match.span("x"), "-")
    for match in _IS_IT.finditer(text) if _IS_IT_GATE(text) else ():
        glued = match["x"].startswith("-") or match["x"].rstrip() == match["x"]
        yield Change(*match.span("x"), "-ce " if match["x"][-1:].isspace() or not glued else "-ce")


def _hyphenated(words: str) -> str:
    return "-".join(re.split(BLANK, words))


# The second half of a compound: there the hyphen belongs to the word.
_SECOND_HALVES = late(
    r"(?:être|ce|ci|là|je|tu|il|elle|on|nous|vous|ils|elles|moi|toi|lui|leur|les|la|le|même|mêmes|vous|t"
    r"|[ld]['’]\w+|midi|père|mère|fils|fille|à|de|en|au|end|garde|chef|général|major)\Z"
)
_SUSPENDED = rf"(?!(?:et|ou|puis|à|ni){_END})"
_BROKEN = (
    rf"(?<![\w’'-])(?P<one>{LETTER}{{2,30}})-{BLANK}{{0,3}}(?P<x>\n){BLANK}{{0,3}}"
    rf"{_SUSPENDED}(?P<other>[a-zß-öø-ÿœ]{{2,30}})(?![\w-])"
)


def _mended(match: re.Match[str]) -> str:
    both = match["one"].isupper() or _SECOND_HALVES.match(match["other"])
    return match["one"] + ("-" if both else "") + match["other"]


_broken = rewrite(_BROKEN.replace("(?P<x>\\n)", "\\n"), _mended)

RULES = (
    Rule(
        id="H1",
        name="missing-hyphen",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="These words are joined by hyphens: a set phrase, or a question that turns its verb round.",
        source=_ACADEMY,
        find=_set_words,
        examples=(
            ("Comment pouvez vous aider ?", "Comment pouvez-vous aider ?"),
            ("Qu’est ce qu’une ville ?", "Qu’est-ce qu’une ville ?"),
            ("Qu’est ce que c’est ?", "Qu’est-ce que c’est ?"),
            ("Est ce que tu viens ?", "Est-ce que tu viens ?"),
            ("on va au delà", "on va au-delà"),
            ("c’est à dire demain", "c’est-à-dire demain"),
            ("peut être qu’il pleut", "peut-être qu’il pleut"),
            ("un rendez vous", "un rendez-vous"),
            ("celui ci dort", "celui-ci dort"),
        ),
        unchanged=(
            "Vous pouvez vous inscrire ?",
            "Pouvez-vous aider ?",
            "il peut être utile",
            "Pouvez vous reposer ici.",
            "lui même si c’est tard",
            "Qu’est-ce que c’est ?",
            "ce que vous avez, vous le savez ?",
            "la question est ce soir",
            "l’école est ce que l’on en fait".replace("est ce que", "est, dit-on, ce que"),
            "il en sait au plus dix",
        ),
    ),
    Rule(
        id="A3",
        name="euphonic-t",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="Between a verb and il, elle or on the t takes two hyphens: nothing is elided.",
        source=_ACADEMY,
        sign=r"[ \u00a0-][tT]['’]",
        find=together(
            write(rf"(?<={LETTER})(?P<x>[ \u00a0-]t['’]{BLANK}?-?)(?=(?:il|elle|on|ils|elles){_END})", "-t-"),
            write(rf"(?<={LETTER})-(?P<x>t{BLANK})(?=(?:il|elle|on){_END})", "t-"),
        ),
        examples=(
            ("a-t’il dit", "a-t-il dit"),
            ("va t'elle venir", "va-t-elle venir"),
            ("parle t’on d’elle ?", "parle-t-on d’elle ?"),
        ),
        unchanged=("a-t-il dit", "il t’offre", "va-t’en", "je t’ai dit"),
    ),
    Rule(
        id="W1",
        name="word-broken-at-line-end",
        level=Level.PROPOSED,
        languages=("*",),
        why="A hyphen before the end of a typed line may be the line’s, and not the word’s.",
        source="house rule",
        sign=rf"-{BLANK}{{0,3}}\n",
        find=_broken,
        examples=(
            ("ils deman-\ndent", "ils demandent"),
            ("peut-\nêtre", "peut-être"),
        ),
        unchanged=("ils demandent", "micro-\net macro", "un vers -\nun autre", "A-\nB"),
    ),
)
