"""French quotation marks: their shape (Q8, Q4, Q3, Q2), their spaces (Q1), the missing one (Q6)."""

from __future__ import annotations

from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.pairing import CURLY, GUILLEMETS, STRAIGHT, Mark, pair
from anthology.rules.rule import Change, Level, Rule
from anthology.rules.usage import ANY_BLANK, BLANKS, EVERY_TABLE, FRENCH, GUILLEMETS_FIRST, IN, NBSP, Usage
from anthology.rules.words import SAYING

_CHEVRONS = late(r"(?<![<\w])(?P<open><<)(?!<)(?P<quoted>[^<>\n;=&|]+)(?P<close>>>)(?![>\w])")
_CAN_BUT_OPEN = late(r"(?:\A|[\s(])\"[^\W\d_]")
_STOP = late(r"[»”\"]\.(?!\.)")
_ANNOUNCED = late(rf"(?:\A|[:.!?…][{ANY_BLANK}])\Z")
_A_SENTENCE = 4
_SAYS = late(
    rf"[{ANY_BLANK}](?:(?:[mtlns]|nous|vous|leur)['’ {NBSP}]?[{ANY_BLANK}]?)?(?:{SAYING})"
    rf"(?:-t)?(?:-(?:il|elle|on|ils|elles)\b|[{ANY_BLANK}](?!que\b|qu['’]))"
)
_TURNED = {"«": "»", "»": "«"}


def _chevrons(text: str, _usage: Usage) -> Iterator[Change]:
    for match in _CHEVRONS.finditer(text):
        # One sign between chevrons is a shift of bits: 1 << n >> 2.
        if len(match["quoted"].strip()) > 1:
            yield Change(*match.span("open"), "«")
            yield Change(*match.span("close"), "»")


def _wrong_way(text: str, _usage: Usage) -> Iterator[Change]:
    for mark in pair(text).marks:
        if mark.wrong_way and mark.char in GUILLEMETS:
            yield Change(mark.at, mark.at + 1, _TURNED[mark.char])


def _mixed(text: str, _usage: Usage) -> Iterator[Change]:
    pairing = pair(text)
    for opening, closing in pairing.pairs() if pairing.trusted else ():
        if (opening.char in GUILLEMETS) != (closing.char in GUILLEMETS):
            yield from _written(opening, closing, GUILLEMETS)


def _foreign(text: str, usage: Usage) -> Iterator[Change]:
    pairing = pair(text)
    if not pairing.trusted:
        return
    typed = STRAIGHT if usage.quotes.startswith("“") else STRAIGHT + CURLY
    for opening, closing in pairing.pairs():
        if opening.char in typed and closing.char in typed:
            yield from _written(opening, closing, usage.quotes[2:] if opening.depth else usage.quotes[:2])
    if pairing.unclosed and usage.quotes.startswith(GUILLEMETS):
        yield Change(pairing.unclosed.at, pairing.unclosed.at + 1, "«")


def _written(opening: Mark, closing: Mark, signs: str) -> Iterator[Change]:
    for mark, sign in zip((opening, closing), signs, strict=True):
        yield Change(mark.at, mark.at + 1, sign)


def _inner_spaces(text: str, usage: Usage) -> Iterator[Change]:
    if usage.guillemet is None:
        return
    for mark in pair(text).marks:
        start, end = _inside(text, mark)
        if mark.char in GUILLEMETS and not mark.wrong_way and not _stray(text, mark, start, end):
            yield Change(start, end, usage.guillemet)


def _inside(text: str, mark: Mark) -> tuple[int, int]:
    """The blanks (perhaps none) between a mark and what it holds."""
    start, end = (mark.at + 1, mark.at + 1) if mark.opens else (mark.at, mark.at)
    while not mark.opens and start and text[start - 1] in BLANKS:
        start -= 1
    while mark.opens and text[end : end + 1] and text[end] in BLANKS:
        end += 1
    return start, end


def _stray(text: str, mark: Mark, start: int, end: int) -> bool:
    """At the edge of a line, or alone and looking away from what it should hold."""
    held = text[end : end + 1] if mark.opens else text[max(start - 1, 0) : start]
    alone = mark.partner is None and held in (".,;:!?)]" if mark.opens else ":(,[")
    return held in ("", "\n") or alone


def _closing(text: str, usage: Usage) -> Iterator[Change]:
    if usage.quotes and (pair(text).unclosed or _opens_alone(text)):
        end = len(text.rstrip())
        yield Change(end, end, (usage.guillemet or "") + usage.quotes[1])


def _opens_alone(text: str) -> bool:
    """Whether the only mark without its half is a straight one that can but open."""
    match pair(text).unpaired:
        case (Mark(opens=True, depth=0, char='"', at=at),):
            return bool(_CAN_BUT_OPEN.match(text, max(at - 1, 0)))
    return False


def _inner(text: str, usage: Usage) -> Iterator[Change]:
    pairing = pair(text)
    for opening, closing in pairing.pairs() if not pairing.unpaired else ():
        if opening.depth and opening.char in GUILLEMETS and closing.char in GUILLEMETS:
            quoted = text[opening.at + 1 : closing.at].strip(BLANKS)
            yield Change(opening.at, closing.at + 1, usage.quotes[2] + quoted + usage.quotes[3])


def _stop_inside(text: str, _usage: Usage) -> Iterator[Change]:
    """A quotation that a colon announces, or that no other words introduce, keeps its full stop."""
    for opening, closing in pair(text).pairs():
        quoted = text[opening.at + 1 : closing.at].strip(BLANKS)
        if not opening.depth and _STOP.match(text, closing.at) and _ends_open(quoted):
            announced = _ANNOUNCED.search(text[max(opening.at - 4, 0) : opening.at])
            if announced and len(quoted.split()) >= _A_SENTENCE and quoted[0].isupper():
                start, end = _inside(text, closing)
                yield Change(start, closing.at + 2, "." + text[start:end] + closing.char)


def _comma_before_speaker(text: str, _usage: Usage) -> Iterator[Change]:
    """« … » dit Zoé: the words that name the speaker stand after a comma."""
    for opening, closing in pair(text).pairs():
        quoted = text[opening.at + 1 : closing.at].strip(BLANKS)
        enough = len(quoted.split()) >= _A_SENTENCE
        if not opening.depth and enough and _ends_open(quoted) and _SAYS.match(text, closing.at + 1):
            yield Change(closing.at + 1, closing.at + 1, ",")


def _ends_open(quoted: str) -> bool:
    return bool(quoted) and (quoted[-1].isalnum() or quoted[-1] in ")%")


RULES = (
    Rule(
        id="Q8",
        name="chevrons-to-guillemets",
        level=Level.APPLIED,
        languages=GUILLEMETS_FIRST,
        why="<< and >> are guillemets typed on a keyboard that has none.",
        source=IN,
        sign="<<",
        find=_chevrons,
        examples=(("<<Oui>>", "«⍽Oui⍽»"), ("il dit << oui >> et part", "il dit «⍽oui⍽» et part")),
        unchanged=("cout << x", "1 << n >> 2", "<<<<<<< HEAD", "vector<vector<int>> v", "<b>gras</b>"),
    ),
    Rule(
        id="Q4",
        name="guillemets-turned-round",
        level=Level.APPLIED,
        languages=GUILLEMETS_FIRST,
        why="A » that opens or a « that closes is turned, where the marks of the paragraph then pair.",
        source=IN,
        sign=f"[{GUILLEMETS}]",
        find=_wrong_way,
        examples=(
            ("VERDIER :  » Ce qui compte »", "VERDIER⍽: «⍽Ce qui compte⍽»"),
            ("»Oui«, dit-il", "«⍽Oui⍽», dit-il"),
        ),
        unchanged=("» La suite d’une citation", "Il dit «⍽oui «⍽non", "«⍽Oui⍽», dit-il"),
    ),
    Rule(
        id="Q3",
        name="mixed-quotation-marks",
        level=Level.APPLIED,
        languages=GUILLEMETS_FIRST,
        why="A quotation that opens with « closes with », and one that closes with » opens with «.",
        source=IN,
        sign=f"[{GUILLEMETS}]",
        find=_mixed,
        examples=(
            ("« Cela baisse au niveau des jeunes”.", "«⍽Cela baisse au niveau des jeunes⍽»."),
            ("“Cela baisse », dit-il", "«⍽Cela baisse⍽», dit-il"),
        ),
        unchanged=("«⍽Il a dit “non”⍽»", "«⍽Il a dit “non⍽»"),
    ),
    Rule(
        id="Q2",
        name="foreign-quotation-marks",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="Each language has marks for a quotation, and others for one inside it: French « » and “ ”.",
        source=IN,
        sign=f"[{GUILLEMETS}{CURLY}{STRAIGHT}]",
        find=_foreign,
        examples=(
            ("“On est présent” nous confie-t-il", "«⍽On est présent⍽» nous confie-t-il"),
            ('le mot "oui" et "non".', "le mot «⍽oui⍽» et «⍽non⍽»."),
            ('l\'"école"', "l’«⍽école⍽»"),
            ("« Il a dit ”non“ »", "«⍽Il a dit “non”⍽»"),
            ("„Oui“, dit-il", "«⍽Oui⍽», dit-il"),
            ("“Oui“, dit-il", "«⍽Oui⍽», dit-il"),
            ("son mot: “Il y a 5 ans.", "son mot⍽: «⍽Il y a 5 ans."),
            ('« Il a dit "non" »', "«⍽Il a dit “non”⍽»"),
        ),
        unchanged=(
            'un écran de 13" et un de 15"',
            "«⍽Il a dit “non”⍽»",
            'un " tout seul',
            "fin d’une citation” et “début”",
            '`print("oui")`',
            '<a href="x">lien</a>',
        ),
    ),
    Rule(
        id="Q1",
        name="spaces-inside-guillemets",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="French guillemets are set off from what they hold by a no-break space, others are not.",
        source=f"{IN} ; CLDR gives the same marks",
        sign=f"[{GUILLEMETS}]",
        find=_inner_spaces,
        examples=(("« Oui »", "«⍽Oui⍽»"), ("«Oui»", "«⍽Oui⍽»"), ("contre « l’oubli »", "contre «⍽l’oubli⍽»")),
        unchanged=("«⍽Oui⍽», dit-il", "» suite"),
    ),
    Rule(
        id="Q6",
        name="unclosed-quotation",
        level=Level.PROPOSED,
        languages=(*GUILLEMETS_FIRST, "de"),
        why="A quotation that opens and never closes probably ends with its paragraph; a person knows.",
        source=IN,
        sign=f"[{GUILLEMETS}{CURLY}{STRAIGHT}]",
        find=_closing,
        examples=(("“Il y a cinq ans, de notre aide.", "“Il y a cinq ans, de notre aide.⍽»"),),
        unchanged=("«⍽Oui⍽»", "sans citation", "« Oui » et « non »", 'un écran de 13"', "« deux « fois"),
    ),
    Rule(
        id="Q5",
        name="quotation-in-quotation",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="A quotation inside another has marks of its own, so that a reader sees which of them ends.",
        source="house rule; Lacroux, Orthotypographie (the Imprimerie nationale repeats « »)",
        sign="«",
        find=_inner,
        examples=(("« Il a dit : « non » hier »", "« Il a dit : “non” hier »"),),
        unchanged=("« Oui » et « non »", "« Il a dit “non” »", "« Il a dit « non »"),
    ),
    Rule(
        id="Q7",
        name="stop-inside-quotation",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="A whole sentence, announced by a colon or by nothing, keeps its stop inside its guillemets.",
        source=IN,
        sign=r"[»”\"]\.",
        find=_stop_inside,
        examples=(
            ("Il dit : « Cela baisse chez les jeunes ».", "Il dit : « Cela baisse chez les jeunes. »"),
            ("Il dit : “Cela baisse chez eux”.", "Il dit : “Cela baisse chez eux.”"),
            ("Il part. « Cela va mal finir ».", "Il part. « Cela va mal finir. »"),
        ),
        unchanged=(
            "Il parle d’« une baisse chez les jeunes ».",
            "Il dit : « Non ».",
            "Son nom : « École de la seconde chance »…",
            "Il dit : « Cela baisse chez eux ? ».",
        ),
    ),
    Rule(
        id="Q9",
        name="comma-before-speaker",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="The words that say who speaks stand after a comma.",
        source=IN,
        sign=r"[»”\"][^,.;:!?]",
        find=_comma_before_speaker,
        examples=(
            (
                "« On voit des choses spécifiques » nous confie-t-il.",
                "« On voit des choses spécifiques », nous confie-t-il.",
            ),
            ("“Tout le monde est content” précise Léa.", "“Tout le monde est content”, précise Léa."),
        ),
        unchanged=(
            "« On voit de belles choses ? » demande-t-il.",
            "« On voit des choses », nous dit-il.",
            "Le mot « oui » dit tout.",
            "« Tout le monde est là » dit que non",
        ),
    ),
)
