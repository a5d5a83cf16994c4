"""A place in a text in; the label that tells what the people after it did out.

Every list holds words of a language or of the press, never names of a school's people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from anthology.recognise.patterns import pattern

_NOUNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "author": {
            "fr": r"textes?|articles?|rédaction|rédacteurs?|rédactrices?|rédacteur[·.]rices?|"
            r"auteur(?:e?s?|[·.]rices?)|"
            r"autrices?|journalistes?|reportages?|récits?|enquêtes?|chroniques?|écriture|poèmes?",
            "en": r"texts?|words|story|stories|articles?|reporting|report|authors?|writers?|writing|poem",
            "es": r"textos?|artículos?|redacción|autor(?:es|as?)?|reportajes?",
            "de": r"texte?|artikel|autor(?:in|en|innen|:innen)?|berichte?|redaktion",
            "it": r"testo|testi|articol[oi]|autor[ei]|autric[ei]|redazione",
            "ca": r"text(?:os)?|articles?|redacció|autors?|autor(?:a|es)",
            "pt": r"textos?|artigos?|autoria|redação|reportagem",
        },
        "photographer": {
            "fr": r"crédits?[ -]?(?:photo(?:s|graphi(?:qu)?es?)?|images?|visuels?|iconographiques?)|"
            r"photos?[ -]crédits?|"
            r"photos?|sources? photos?|photographies?|photographes?|clichés?|images?|visuels?|prises? de vue",
            "en": r"(?:photo|picture|image)s? credits?|photos?|photographers?|photography|photographs?|"
            r"pictures?|images?",
            "es": r"créditos? (?:de )?(?:las? )?(?:fotos?|fotografías?|imágenes|fotográficos?)|fotos?|"
            r"fotografías?|"
            r"fotógraf[oa]s?|imagen|imágenes",
            "de": r"bildnachweise?|bildrechte|bildquellen?|fotonachweise?|fotocredits?|fotos?|"
            r"bild(?:er)?|fotografien?|"
            r"fotograf(?:in|en|innen)?|aufnahmen?",
            "it": r"crediti? (?:delle )?foto(?:grafic[oi])?|foto|fotografi[aeo]?|immagin[ei]",
            "ca": r"crèdits? (?:de )?(?:les? )?(?:la )?foto(?:s|grafies?|grafia|gràfics?)?|fotos?|"
            r"fotografi(?:a|es)|"
            r"imatges?",
            "pt": r"créditos? (?:d[ae]s? )?fotos?|fotos?|fotografias?|imagens?",
        },
        "illustrator": {
            "fr": r"illustrations?|dessins?|infographies?|bande dessinée|bd|aquarelles?|"
            r"illustrat(?:eurs?|rices?)",
            "en": r"illustrations?|illustrators?|drawings?|artwork|cartoons?|graphics",
            "es": r"ilustraci(?:ón|ones)|dibujos?|infografías?",
            "de": r"illustration(?:en)?|zeichnung(?:en)?|grafik(?:en)?",
            "it": r"illustrazion[ei]|disegn[oi]|infografic[ah]e?",
            "ca": r"il·lustraci(?:ó|ons)|dibuix(?:os)?",
            "pt": r"ilustraç(?:ão|ões)|desenhos?",
        },
        "interviewer": {
            "fr": r"propos recueillis(?: et (?:retranscrits|mis en forme))?|propos|interviews?|"
            r"entretiens?|questions",
            "en": r"interviews?|interviewers?|questions",
            "es": r"entrevistas?|entrevistador(?:es|as?)?",
            "de": r"interviews?|gespräch|fragen",
            "it": r"interviste?|intervista",
            "ca": r"entrevist(?:a|es)",
            "pt": r"entrevistas?",
        },
        "layout": {
            "fr": r"mises? en page|maquettes?|maquettistes?|graphisme|infographiste",
            "en": r"layout|design|designers?|page design",
            "es": r"maquetaci(?:ón|ones)|diseño",
            "de": r"layout|gestaltung|satz",
            "it": r"impaginazione|grafica|progetto grafico",
            "ca": r"maquetació|disseny",
            "pt": r"paginação|diagramação",
        },
        "proofreader": {
            "fr": r"relectures?|corrections?|correct(?:eurs?|rices?)|relect(?:eurs?|rices?)",
            "en": r"proofreading|proofreaders?|copy[ -]?edit(?:ing|ors?)",
            "es": r"correcci(?:ón|ones)|revisión",
            "de": r"korrektur(?:en)?|lektorat",
            "it": r"correzion[ei]|revisione",
            "ca": r"correcci(?:ó|ons)|revisió",
            "pt": r"revisão",
        },
        "translator": {
            "fr": r"traductions?|traduct(?:eurs?|rices?)",
            "en": r"translations?|translators?",
            "es": r"traducci(?:ón|ones)|traductor(?:es|as?)?",
            "de": r"übersetzung(?:en)?|übersetzer(?:in|innen)?",
            "it": r"traduzion[ei]|tradutt(?:ore|ori|rice)",
            "ca": r"traducci(?:ó|ons)",
            "pt": r"tradução",
        },
        "editor": {
            "fr": r"direction(?: de (?:la )?publication| éditoriale)?|coordination|édition|secrétariat "
            r"de rédaction|secrétaires? de rédaction|"
            r"rédact(?:eurs?|rices?) en chef|encadrement|supervision|sous la direction",
            "en": r"editors?(?:-in-chief)?|editing|coordination|supervision",
            "es": r"dirección|coordinación|edición",
            "de": r"leitung|redaktionsleitung|chefredaktion|koordination",
            "it": r"direzione|coordinamento|a cura",
            "ca": r"direcció|coordinació|edició",
            "pt": r"coordenação|edição",
        },
    }
)
"""Role, then language: the nouns that stand before a colon or before `par`."""

ROLES = tuple(_NOUNS)
"""What somebody may have done."""

_DONE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "author": {
            "fr": r"écrite?s?|rédigée?s?|signée?s?|composée?s?|raconté(?:e|s|es)?|imaginée?s?",
            "en": r"written|reported|told|words",
            "es": r"escrit[oa]s?|redactad[oa]s?",
            "de": r"geschrieben|verfasst",
            "it": r"scritt[oaie]|redatt[oaie]",
            "ca": r"escrit[ae]?s?|redactat",
        },
        "photographer": {
            "fr": r"photographiée?s?",
            "en": r"photographed",
            "es": r"fotografiad[oa]s?",
            "de": r"fotografiert",
        },
        "illustrator": {
            "fr": r"illustrée?s?|dessinée?s?",
            "en": r"illustrated|drawn",
            "es": r"ilustrad[oa]s?|dibujad[oa]s?",
            "de": r"illustriert|gezeichnet",
            "it": r"illustrat[oaie]",
            "ca": r"il·lustrat",
        },
        "interviewer": {
            "fr": r"recueillie?s?|interviewée?s?",
            "en": r"interviewed",
            "es": r"entrevistad[oa]s?",
            "de": r"interviewt",
            "it": r"intervistat[oaie]|raccolt[oaie]",
        },
        "layout": {
            "fr": r"mise?s? en page|maquettée?s?",
            "en": r"designed|laid out",
            "es": r"maquetad[oa]s?",
            "de": r"gestaltet",
        },
        "proofreader": {
            "fr": r"relue?s?|corrigée?s?",
            "en": r"proofread",
            "es": r"corregid[oa]s?|revisad[oa]s?",
            "de": r"korrigiert",
        },
        "translator": {
            "fr": r"traduite?s?(?: (?:de l[’']|du )[^\W\d_]+)?",
            "en": r"translated(?: from (?:the )?[^\W\d_]+)?",
            "es": r"traducid[oa]s?",
            "de": r"übersetzt",
            "it": r"tradott[oaie]",
            "ca": r"traduït",
        },
        "editor": {
            "fr": r"coordonnée?s?|dirigée?s?|éditée?s?",
            "en": r"edited|coordinated",
            "es": r"coordinad[oa]s?|editad[oa]s?",
            "it": r"a cura",
        },
        "": {
            "fr": r"réalisée?s?|faite?s?|menée?s?|prises?|fournie?s?|conduite?s?|préparée?s?|"
            r"proposée?s?|transmise?s?",
            "en": r"taken|made|conducted|provided|produced|supplied",
            "es": r"realizad[oa]s?|hech[oa]s?|tomad[oa]s?|cedid[oa]s?",
            "de": r"geführt|gemacht|aufgenommen|erstellt|bereitgestellt",
            "it": r"realizzat[oaie]|scattat[oaie]|fatt[oaie]|condott[oaie]",
            "ca": r"realitzat|fet|feta|fetes",
        },
    }
)
"""Role (empty: it says nothing about the role), then language: what stands before `par`."""

_BY: Mapping[str, str] = MappingProxyType(
    {
        "fr": r"par|de|d[’']",
        "en": r"by|courtesy of",
        "es": r"por|de",
        "de": r"von",
        "it": r"di|da",
        "ca": r"per|de",
        "pt": r"por",
    }
)
_ALONE: Mapping[str, str] = MappingProxyType(
    {"fr": "Par|PAR", "en": "By|BY", "es": "Por|POR", "de": "Von|VON", "it": "Di|DI", "ca": "Per|PER"}
)
_MEMBERS: Mapping[str, str] = MappingProxyType(
    {
        "fr": r"étudiant(?:e?s|[·.]e[·.]s)?|élèves?|membres?(?: du groupe)?|noms?|prénoms?|"
        r"participant(?:e?s)?|équipe|signé",
        "en": r"students?|members?|group members|names?|team|contributors?|bylines?",
        "es": r"alumn[oa]s?|estudiantes?|integrantes|nombres?",
        "de": r"schüler(?:innen|:innen)?|mitglieder|namen?|gruppenmitglieder",
        "it": r"studenti|alunn[ie]|componenti|nom[ei]",
        "ca": r"alumnes|membres|noms?",
    }
)
"""Language: what a roster calls its people, before a colon only (`les élèves de 3e B` sign together)."""

_BARE_CREDIT = r"(?:crédits?|credits?|créditos?|crediti?|crèdits?)"
_AND = (
    r"(?:\s*[,/&+]\s*|\s+(?:et|and|und|y|e|i)\s+(?:(?:les?|des|the|die|las?|los|le)\s+)?|"
    r"\s*,\s*(?:et|and)\s+)"
)
_LEAD = r"(?:(?:une?|les?|la|an?|the|eine?|una?|el|los|las|il|i|der|die|das|cette?|ce|this|all)\s+|l[’'])?"
_COLON = r"[\s\u00a0\u202f]*(?:[:：=]|[–—](?=\s)|-(?=\s))"
_NUMBERED = (
    r"(?:\s+(?:(?:n\s?[°º]\s?)?\d{1,3}(?:\s?(?:,|et|and|y|e|und|à|-)\s?\d{1,3})*|de (?:couverture|une|"
    r"l[’']article|gauche|droite)|"
    r"principale|du haut|du bas|ci-dessus|ci-contre|ci-dessous|above|below|left|right|cover))?"
)


def _all(table: Mapping[str, Mapping[str, str]]) -> str:
    return "|".join(words for by_language in table.values() for words in by_language.values())


_NOUN = rf"(?:{_all(_NOUNS)}|{_BARE_CREDIT})"
_PARTICIPLE = rf"(?:{_all(_DONE)})"
_WHAT = rf"(?:{_NOUN}|{_PARTICIPLE}){_NUMBERED}"
_PHRASE = rf"{_LEAD}{_WHAT}(?:{_AND}{_WHAT})*"
_PREPOSITION = "|".join(_BY.values())
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "members",
        pattern(rf"(?P<what>{_LEAD}(?:{'|'.join(_MEMBERS.values())})){_COLON}", re.IGNORECASE),
    ),
    (
        "colon",
        pattern(rf"(?P<what>{_PHRASE}(?:\s+(?:{_PARTICIPLE}|{_PREPOSITION}))*){_COLON}", re.IGNORECASE),
    ),
    (
        "by",
        pattern(
            rf"(?P<what>{_PHRASE}(?:(?:\s+|{_AND}){_PARTICIPLE})*)\s+(?P<by>{_PREPOSITION})(?:(?<=[’'])|\s+)",
            re.IGNORECASE,
        ),
    ),
    ("bare", pattern(rf"(?P<what>{_PHRASE})\s+(?=(?-i:[A-ZÀ-Þ@©]))", re.IGNORECASE)),
    ("alone", pattern(rf"(?P<what>{'|'.join(_ALONE.values())})\s*(?::|\s)\s*")),
    ("sign", pattern(r"(?P<what>©|\([cC]\)(?=\s*[A-ZÀ-Þ@\d])|℗|📷|📸)\s*(?:(?:by|par)\s+|:\s*)?")),
)
_ROLE_WORDS = tuple(
    (role, language, pattern(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for table in (_NOUNS, _DONE)
    for role, by_language in table.items()
    for language, words in by_language.items()
)
_OPENS = pattern(rf"{_LEAD}{_WHAT}", re.IGNORECASE)
"""How a phrase begins: where this does not match, no form that is made of phrases does."""

_OF_PHRASES = frozenset({"colon", "by", "bare"})
_CREDIT_ONLY = pattern(rf"{_BARE_CREDIT}\s*[:：]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """Words that say what the names after them did. `form` is how they say it.

    `colon` (`Texte :`), `by` (`Article écrit par`), `bare` (`Photo` before a name), `alone` (`Par`) or
    `sign` (©). `sure` is false where the same words may mean something else (`Photo de`, `Crédits :`).
    """

    start: int
    end: int
    roles: tuple[str, ...]
    languages: frozenset[str]
    form: str
    sure: bool = True


def label_at(text: str, start: int) -> Label | None:
    """The label of a role that stands at a place of a text."""
    phrase = _OPENS.match(text, start)
    for form, words in _LABELS:
        found = words.match(text, start) if phrase or form not in _OF_PHRASES else None
        if found and (label := _label(found, form)):
            return label
    return None


def _label(found: re.Match[str], form: str) -> Label | None:
    what = found["what"]
    start, end = found.span()
    if form == "members":
        spoken = (code for code, word in _MEMBERS.items() if re.search(rf"(?:{word})$", what, re.IGNORECASE))
        return Label(start, end, ("author",), frozenset(spoken), "colon")
    if form == "sign":
        return Label(start, end, ("photographer",), frozenset(), form)
    if form == "alone":
        language = next(code for code, words in _ALONE.items() if what in words.split("|"))
        return Label(start, end, ("author",), frozenset({language}), form)
    if _CREDIT_ONLY.fullmatch(what.strip()):
        return (
            Label(start, end, ("photographer",), frozenset(), form, sure=False) if form == "colon" else None
        )
    roles = roles_in(what)
    if (
        not roles
        or (form == "colon" and not named_roles(what))
        or (form == "bare" and not set(roles) <= {"author", "photographer", "illustrator"})
    ):
        return None
    of = form == "by" and found["by"].casefold().rstrip("’'") in _OF
    if of and "interviewer" in roles:  # `Interview de X`: X was asked
        return None
    sure = "author" in roles or not (of and {"photographer", "illustrator"} & set(roles))
    return Label(start, end, roles, languages_of(what), form, sure)


_OF = frozenset({"de", "d", "di"})
"""Prepositions that may name who is in the picture as well as who took it."""


def roles_in(words: str) -> tuple[str, ...]:
    """The roles that some words name, in their order; who did an unnamed thing wrote it."""
    return named_roles(words) or (("author",) if languages_of(words) else ())


def named_roles(words: str) -> tuple[str, ...]:
    """The roles that some words name outright: `Réalisé par` names none."""
    found = sorted(
        {
            (match.start(), -match.end(), role)
            for role, _, known in _ROLE_WORDS
            for match in known.finditer(words)
        }
    )
    kept: list[tuple[int, int, str]] = []
    for start, minus_end, role in found:
        if all(start >= end for _, end, _ in kept) or (start, -minus_end) in [(a, b) for a, b, _ in kept]:
            kept.append((start, -minus_end, role))
    return tuple(dict.fromkeys(role for _, _, role in kept if role))


def languages_of(words: str) -> frozenset[str]:
    """The languages that most role words among `words` belong to."""
    counts = Counter(
        language for _, language, known in _ROLE_WORDS for _ in {m.start() for m in known.finditer(words)}
    )
    most = max(counts.values(), default=0)
    return frozenset(language for language, count in counts.items() if count == most)


def is_role_phrase(words: str) -> bool:
    """Whether some words name roles and nothing else: `photos et mise en page`."""
    said = words.strip()
    return bool(_OPENS.match(said) and _ROLES_ONLY.fullmatch(said))


_ROLES_ONLY = pattern(rf"{_PHRASE}", re.IGNORECASE)
