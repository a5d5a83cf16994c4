"""A place in a text in; the label that tells what the people after it did out.

Every list holds words of a language or of the press, never names of a school's people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from anthology.names import in_capitals, is_particle
from anthology.recognise.given_names import given_name_weight
from anthology.recognise.patterns import pattern

_NOUNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "author": {
            "fr": r"textes?(?: originaux| original)?|articles?|(?:textes?|articles?|travail|récit) collectifs?|rédaction|rédacteurs?|rédactrices?|"
            r"rédacteur[·.]rices?|auteur(?:e?s?|[·.]rices?)|autrices?|journalistes?|reportages?|récits?|"
            r"enquêtes?|chroniques?|écriture|poèmes?|comptes?[ -]rendus?",
            "en": r"texts?|words|story|stories|articles?|(?:additional )?reporting|report|reporters?|"
            r"journalists?|authors?|(?:contributing )?writers?|writing|poem",
            "es": r"textos?|artículos?|redacción|redactor(?:es|as?)?|autor(?:es|as?)?|autoría|reportajes?|"
            r"periodistas?|crónicas?",
            "de": r"texte?|artikel|autor(?:in|en|innen|[:*_]innen)?|berichte?|redaktion|"
            r"redakteur(?:in|e|innen|[:*_]innen)?|verfasser(?:in|innen|[:*_]innen)?|reportage|beitr(?:ag|äge)",
            "it": r"testo|testi|articol[oi]|autor[ei]|autric[ei]|redazione|redattor[ei]|redattric[ei]|"
            r"giornalist[aie]|reportage",
            "ca": r"text(?:os)?|articles?|redacció|redactor(?:a|s|es)?|autors?|autor(?:a|es|ia)|"
            r"reportatges?|periodist(?:a|es)",
            "pt": r"textos?|artigos?|autoria|redação|reportagem",
        },
        "photographer": {
            "fr": r"crédits?[ -]?(?:photo(?:s|graphi(?:qu)?es?)?|images?|visuels?|iconographiques?)|"
            r"photos?[ -]crédits?|photos? (?:d[’']illustration|d[’']archives?|prétexte)|"
            r"images? d[’']illustration|reportage photos?|"
            r"photos?|sources? photos?|photographies?|photographes?|clichés?|images?|visuels?|prises? de vue",
            "en": r"(?:photo|picture|image)s? credits?|(?:file|stock|cover) (?:photo|image|picture)s?|photos?|"
            r"photographers?|photography|photographs?|pictures?|images?",
            "es": r"créditos? (?:de )?(?:las? )?(?:fotos?|fotografías?|imágenes|fotográficos?)|"
            r"fotos? de archivo|fotos?|fotografías?|fotógraf[oa]s?|imagen|imágenes",
            "de": r"bildnachweise?|bildrechte|bildquellen?|fotonachweise?|fotocredits?|fotos?|"
            r"bild(?:er)?|titel(?:bild|foto)|symbol(?:bild|foto)|archiv(?:bild|foto)|fotografien?|"
            r"fotograf(?:in|en|innen|[:*_]innen)?|aufnahmen?|abbildung(?:en)?",
            "it": r"crediti? (?:delle )?(?:foto(?:grafic[oi])?|immagin[ei])|foto d[’']archivio|foto|"
            r"fotografi[aeo]?|immagin[ei]|servizio fotografico",
            "ca": r"crèdits? (?:de )?(?:les? )?(?:la )?(?:foto(?:s|grafies?|grafia|gràfics?)?|imatges?)|"
            r"fotos? d[’']arxiu|fotos?|fotografi(?:a|es)|fotògraf(?:a|s|es)?|imatges?",
            "pt": r"créditos? (?:d[ae]s? )?fotos?|fotos?|fotografias?|imagens?",
        },
        "illustrator": {
            "fr": r"illustrations?|dessins?|infographies?|bande dessinée|bd|aquarelles?|caricatures?|croquis|"
            r"cartographie|illustrat(?:eurs?|rices?)|dessinat(?:eurs?|rices?)",
            "en": r"illustrations?|illustrators?|drawings?|artwork|cartoons?|graphics?|infographics?|comics?",
            "es": r"ilustraci(?:ón|ones)|ilustrador(?:es|as?)?|dibujos?|dibujantes?|infografías?|viñetas?|"
            r"caricaturas?|gráficos?",
            "de": r"illustration(?:en)?|illustrator(?:in|innen|[:*_]innen)?|zeichnung(?:en)?|"
            r"zeichner(?:in|innen)?|(?:info)?grafik(?:en)?|karikatur(?:en)?|comic",
            "it": r"illustrazion[ei]|illustrator[ei]|illustratric[ei]|disegn[oi]|infografic(?:a|he)|"
            r"vignett[ae]|fumett[oi]",
            "ca": r"il·lustraci(?:ó|ons)|il·lustrador(?:a|s|es)?|dibuix(?:os)?|dibuixants?|infografi(?:a|es)|"
            r"vinyet(?:a|es)",
            "pt": r"ilustraç(?:ão|ões)|desenhos?",
        },
        "interviewer": {
            "fr": r"propos recueillis(?: et (?:retranscrits|mis en forme))?|interviews?|"
            r"entretiens?|questions|intervieweu(?:rs?|ses?)",
            "en": r"interviews?|interviewers?|questions",
            "es": r"entrevistas?|entrevistador(?:es|as?)?",
            "de": r"interviews?|gespräch|fragen|interviewer(?:in|innen)?",
            "it": r"interviste?|intervista|intervistator[ei]",
            "ca": r"entrevist(?:a|es)|entrevistador(?:a|s|es)?",
            "pt": r"entrevistas?",
        },
        "layout": {
            "fr": r"mises? en pages?|maquettes?|maquettistes?|graphisme|graphistes?|infographiste|"
            r"(?:conception|création) graphique|direction artistique",
            "en": r"(?:page )?layout|(?:graphic |page )?design|designers?|typesetting|art direction",
            "es": r"maquetaci(?:ón|ones)|maquetador(?:es|as?)?|diseño(?: gráfico)?|diseñador(?:es|as?)?|"
            r"diagramación",
            "de": r"layout|gestaltung|satz|grafikdesign|layouter(?:in)?",
            "it": r"impaginazione|grafica|progetto grafico|impaginator[ei]",
            "ca": r"maquetació|maquetador(?:a|s|es)?|disseny(?: gràfic)?|compaginació",
            "pt": r"paginação|diagramação",
        },
        "proofreader": {
            "fr": r"relectures?|corrections?|révision|correct(?:eurs?|rices?)|relect(?:eurs?|rices?)",
            "en": r"proofreading|proofreaders?|copy[ -]?edit(?:ing|ors?)|sub[ -]?edit(?:ing|ors?)|"
            r"fact[ -]check(?:ing|ers?)",
            "es": r"correcci(?:ón|ones)|corrector(?:es|as?)?|revisión|revisor(?:es|as?)?",
            "de": r"korrektur(?:en)?|korrektorat|lektorat|lektor(?:in|innen)?|schlussredaktion",
            "it": r"correzion[ei](?: (?:(?:di|delle) )?bozze)?|revisione|correttor[ei]|correttric[ei]",
            "ca": r"correcci(?:ó|ons)|corrector(?:a|s|es)?|revisió",
            "pt": r"revisão",
        },
        "translator": {
            "fr": r"traductions?|traduct(?:eurs?|rices?)",
            "en": r"translations?|translators?",
            "es": r"traducci(?:ón|ones)|traductor(?:es|as?)?",
            "de": r"übersetzung(?:en)?|übersetzer(?:in|innen|[:*_]innen)?",
            "it": r"traduzion[ei]|tradutt(?:ore|ori|rice|rici)",
            "ca": r"traducci(?:ó|ons)|traductor(?:a|s|es)?",
            "pt": r"tradução",
        },
        "editor": {
            "fr": r"direction(?: de (?:la )?publication| éditoriale)?|coordination|édition|secrétariat "
            r"de rédaction|secrétaires? de rédaction|rédaction en chef|"
            r"(?:directeurs?|directrices?|responsables?) de (?:la )?(?:publication|rédaction)|"
            r"rédact(?:eurs?|rices?) en chef|encadrement|supervision|sous la direction",
            "en": r"(?:managing |deputy |chief )?editors?(?:[ -]in[ -]chief)?|editing|coordination|"
            r"coordinators?|supervision",
            "es": r"dirección|coordinación|coordinador(?:es|as?)?|edición|"
            r"redactor(?:a|es|as)? jefes?|jef[ea]s? de redacción",
            "de": r"leitung|redaktionsleitung|projektleitung|chefredaktion|chefredakteur(?:in|e|innen)?|"
            r"koordination|herausgeber(?:in|innen|[:*_]innen)?",
            "it": r"direzione|coordinamento|coordinator[ei]|coordinatric[ei]|caporedattor[ei]|"
            r"caporedattric[ei]|supervisione|a cura",
            "ca": r"direcció|coordinació|coordinador(?:a|s|es)?|edició|caps? de redacció",
            "pt": r"coordenação|edição",
        },
        "video": {
            "fr": r"vidéos?|montages?(?: vidéo)?|vidéastes?|cadrage|cadreu(?:rs?|ses?)",
            "en": r"videos?|video editing|videograph(?:y|ers?)|footage",
            "es": r"vídeos?|montaje(?: de vídeo)?",
            "de": r"videos?|kamera|videoschnitt|schnitt",
            "it": r"video|riprese|montaggio(?: video)?",
            "ca": r"vídeos?|muntatge(?: de vídeo)?",
            "pt": r"vídeos?|montagem",
        },
        "sound": {
            "fr": r"(?:prises? de )?sons?|audio|enregistrements?|mixage",
            "en": r"sound(?: recording)?|audio|recording",
            "es": r"sonido|audio|grabación",
            "de": r"ton(?:aufnahmen?)?|audio",
            "it": r"suono|audio|registrazion[ei]",
            "ca": r"so|àudio|enregistraments?",
            "pt": r"som|áudio|gravação",
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
            "en": r"written|reported|told|words|compiled",
            "es": r"escrit[oa]s?|redactad[oa]s?|elaborad[oa]s?",
            "de": r"geschrieben|verfasst",
            "it": r"scritt[oaie]|redatt[oaie]",
            "ca": r"escrit[ae]?s?|redactat|redactad(?:a|es)",
        },
        "photographer": {
            "fr": r"photographiée?s?",
            "en": r"photographed",
            "es": r"fotografiad[oa]s?",
            "de": r"fotografiert",
            "it": r"fotografat[oaie]",
            "ca": r"fotografiat|fotografiad(?:a|es)",
        },
        "illustrator": {
            "fr": r"illustrée?s?|dessinée?s?",
            "en": r"illustrated|drawn",
            "es": r"ilustrad[oa]s?|dibujad[oa]s?",
            "de": r"illustriert|gezeichnet",
            "it": r"illustrat[oaie]",
            "ca": r"il·lustrat|il·lustrad(?:a|es)|dibuixat|dibuixad(?:a|es)",
        },
        "interviewer": {
            "fr": r"recueillie?s?|interviewée?s?",
            "en": r"interviewed",
            "es": r"entrevistad[oa]s?",
            "de": r"interviewt",
            "it": r"intervistat[oaie]|raccolt[oaie]",
            "ca": r"entrevistat|entrevistad(?:a|es)",
        },
        "layout": {
            "fr": r"mise?s? en page|maquettée?s?",
            "en": r"designed|laid out",
            "es": r"maquetad[oa]s?|diseñad[oa]s?",
            "de": r"gestaltet",
            "it": r"impaginat[oaie]",
            "ca": r"maquetat|maquetad(?:a|es)|dissenyat",
        },
        "proofreader": {
            "fr": r"relue?s?|corrigée?s?",
            "en": r"proofread",
            "es": r"corregid[oa]s?|revisad[oa]s?",
            "de": r"korrigiert|lektoriert",
            "it": r"corrett[oaie]|rivist[oaie]",
            "ca": r"corregit|corregid(?:a|es)|revisat",
        },
        "translator": {
            "fr": r"traduite?s?(?: (?:de l[’']|du )[^\W\d_]+)?",
            "en": r"translated(?: from (?:the )?[^\W\d_]+)?",
            "es": r"traducid[oa]s?(?: del? [^\W\d_]+)?",
            "de": r"(?:aus dem [^\W\d_]+ )?übersetzt|aus dem [^\W\d_]+",
            "it": r"tradott[oaie](?: dal(?:lo |la |l[’']| )[^\W\d_]+)?",
            "ca": r"traduït(?: de(?:l | l[’'])[^\W\d_]+)?|traduïd(?:a|es)",
        },
        "editor": {
            "fr": r"coordonnée?s?|dirigée?s?|éditée?s?",
            "en": r"edited|coordinated",
            "es": r"coordinad[oa]s?|editad[oa]s?",
            "it": r"a cura",
        },
        "": {
            "fr": r"réalisée?s?|faite?s?|menée?s?|prises?|fournie?s?|conduite?s?|préparée?s?|"
            r"proposée?s?|(?:gracieusement |aimablement )?(?:transmise?s?|prêtée?s?|mise?s? à disposition)",
            "en": r"taken|made|conducted|(?:kindly )?(?:provided|supplied)|produced|shot",
            "es": r"realizad[oa]s?|hech[oa]s?|tomad[oa]s?|cedid[oa]s?|preparad[oa]s?",
            "de": r"geführt|gemacht|aufgenommen|erstellt|"
            r"(?:freundlicherweise )?(?:bereitgestellt|zur verfügung gestellt)",
            "it": r"realizzat[oaie]|scattat[oaie]|fatt[oaie]|condott[oaie]|(?:gentilmente )?concess[oaie]",
            "ca": r"realitzat|realitzad(?:a|es)|fet|feta|fetes|cedit|cedid(?:a|es)",
        },
    }
)
"""Role (empty: it says nothing about the role), then language: what stands before `par`."""

_BY: Mapping[str, str] = MappingProxyType(
    {
        "fr": r"par|d[’']|de(?:s| la| l[’'])(?= ?(?:élèves|étudiant|classe|lycéen|collégien|rédaction|atelier))|de",
        "en": r"by|(?:used with permission of|courtesy of)(?: the)?",
        "es": r"por|de (?:l[oa]s|la)(?= (?:alumn|estudiant|clase))|de",
        "de": r"von",
        "it": r"di|de(?:gli|lle|lla)(?= (?:alunn|student|class|ragazz))|da|dal(?:la|le)?|(?<=cura )del(?:la|le)?|(?<=cura )de(?:i|gli)",
        "ca": r"per|de",
        "pt": r"por",
    }
)
_ALONE: Mapping[str, str] = MappingProxyType(
    {
        "fr": "Par|PAR|par",
        "en": "By|BY|by",
        "es": "Por|POR|por",
        "de": "Von|VON|von",
        "it": "Di|DI|di",
        "ca": "Per|PER|per",
    }
)
_PARTICLES_TOO = frozenset({"von", "di"})
"""Words for `by` that also open surnames: `Von Ahlen Friederike`, `Di Stefano Marco`."""

_LED: Mapping[str, str] = MappingProxyType(
    {
        "interviewer": r"(?:das |dieses )?(?:interview|gespräch) führten?|(?:die )?fragen stellten?|"
        r"(?:aufgezeichnet|protokolliert) von|as told to",
        "author": r"es (?:berichten?|schrieb|schrieben)",
        "photographer": r"(?:die )?(?:fotos|bilder) machten?|courtesy(?: of)?(?: the)?",
    }
)
"""Role: whole clauses of which only who did it is left to say, after them."""
_MEMBERS: Mapping[str, str] = MappingProxyType(
    {
        "fr": r"(?:étudiant(?:e?s?|[·.]e[·.]s)?|élèves?)(?: (?:en|de|du) [^:\n]{1,40}?)?|"
        r"membres?(?: du groupe)?|noms?|prénoms?|participant(?:e?s)?|équipe|signée?s?",
        "en": r"(?:students?|pupils?)(?: (?:of|from|in) [^:\n]{1,40}?)?|(?:(?:group|team|staff|club) )?members?|names?|team|"
        r"contributors?|bylines?",
        "es": r"(?:alumn[oa]s?|estudiantes?)(?: de [^:\n]{1,40}?)?|integrantes|miembros|nombres?|"
        r"participantes|equipo",
        "de": r"(?:schüler(?:innen|[:*_]innen)?|studierende)(?: (?:der|aus) [^:\n]{1,40}?)?|mitglieder|"
        r"namen?|gruppenmitglieder|teilnehmer(?:innen|[:*_]innen)?|mitwirkende",
        "it": r"(?:student(?:i|esse)|alunn[ie])(?: (?:di|della) [^:\n]{1,40}?)?|componenti|partecipanti|"
        r"nom[ei]",
        "ca": r"(?:alumnes|estudiants)(?: de [^:\n]{1,40}?)?|membres|participants|noms?|equip",
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


_BARE_LETTERS = MappingProxyType(
    {
        "é": "e",
        "è": "e",
        "ê": "e",
        "à": "a",
        "ç": "c",
        "í": "i",
        "ó": "o",
        "ú": "u",
        "ñ": "n",
        "ü": "u",
        "ö": "o",
    }
)


def _typed(words: str) -> str:
    """The same words as somebody types them who leaves off the accents."""
    return "".join(f"[{char}{_BARE_LETTERS[char]}]" if char in _BARE_LETTERS else char for char in words)


def _all(table: Mapping[str, Mapping[str, str]]) -> str:
    return _typed("|".join(words for by_language in table.values() for words in by_language.values()))


_NOUN = rf"(?:{_all(_NOUNS)}|{_BARE_CREDIT})"
_PARTICIPLE = rf"(?:{_all(_DONE)})"
_WHAT = rf"(?:{_NOUN}|{_PARTICIPLE}){_NUMBERED}"
_PHRASE = rf"{_LEAD}{_WHAT}(?:{_AND}{_WHAT}){{0,5}}"  # bounded: alternatives overlap
_PREPOSITION = "|".join(_BY.values())
_SIGN = pattern(r"(?P<what>©|\([cC]\)(?=\s*[A-ZÀ-Þ@\d])|℗|📷|📸)\s*(?:(?:by|par)\s+|:\s*)?")
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "members",
        pattern(rf"(?P<what>{_LEAD}(?:{_typed('|'.join(_MEMBERS.values()))})){_COLON}", re.IGNORECASE),
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
    ("led", pattern(rf"(?P<what>{'|'.join(_LED.values())})(?:\s*:)?\s+(?=(?-i:[A-ZÀ-Þ]))", re.IGNORECASE)),
    ("bare", pattern(rf"(?P<what>{_PHRASE})\s+(?=(?-i:[A-ZÀ-Þ@©]))", re.IGNORECASE)),
    ("alone", pattern(rf"(?P<what>{'|'.join(_ALONE.values())})(?:\s*:\s*|\s+)")),
    ("sign", _SIGN),
)


def _role_words(typed: Callable[[str], str]) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (role, language, pattern(rf"(?<!\w)(?:{typed(words)})(?!\w)", re.IGNORECASE))
        for table in (_NOUNS, _DONE)
        for role, by_language in table.items()
        for language, words in by_language.items()
    )


_ROLE_WORDS = _role_words(str)
_TYPED_ROLE_WORDS = _role_words(_typed)
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


def is_sign(text: str, start: int) -> bool:
    """Whether a sign of rights stands at a place: ©, or `(c)` before a name."""
    return bool(_SIGN.match(text, start))


def _label(found: re.Match[str], form: str) -> Label | None:
    """The label of a form that matched; None where the words say something else after all."""
    what = found["what"]
    start, end = found.span()
    if form == "members":
        spoken = (
            code
            for code, words in _MEMBERS.items()
            if re.search(rf"(?:{_typed(words)})$", what, re.IGNORECASE)
        )
        return Label(start, end, ("author",), frozenset(spoken), "members")
    if form == "sign":
        return Label(start, end, ("photographer",), frozenset(), form)
    if form == "alone":
        return _alone(found)
    if form == "led":
        role = next(one for one, words in _LED.items() if re.fullmatch(words, what, re.IGNORECASE))
        return Label(
            start, end, (role,), frozenset({"en" if what[:2].casefold() in ("as", "co") else "de"}), "by"
        )
    if _CREDIT_ONLY.fullmatch(what.strip()):
        return (
            Label(start, end, ("photographer",), frozenset(), form, sure=False) if form == "colon" else None
        )
    return _phrase(found, form)


def _alone(found: re.Match[str]) -> Label | None:
    """`Par`, `By`, `Von` and their like: in small letters only at the head of a block, before a name."""
    what = found["what"]
    small = what.islower()
    after = found.string[found.end() : found.end() + 1]
    if small and (found.string[: found.start()].strip() or not (after.isupper() or after == "@")):
        return None
    language = next(code for code, words in _ALONE.items() if what in words.split("|"))
    if not small and _LISTED.search(found.string, 0, found.start()):
        return None  # inside a list it opens a surname: `VON DER HEIDE Luise`
    if what.casefold() in _PARTICLES_TOO and opens_surname(found.string[found.end() :], what):
        return None
    return Label(*found.span(), ("author",), frozenset({language}), "alone")


_LISTED = pattern(r"[,/;&]\s*$")
_NEXT = pattern(r"[,/;&|(\n:–—•]| (?:und|e) ")


_TOGETHER = frozenset(["klasse", "redaktion", "gruppe", "ag", "schülerzeitung", "schülern", "schülerinnen"])


def opens_surname(following: str, word: str) -> bool:
    """Whether `Von` or `Di` (or `VON`) may open the surname of the name that follows.

    `Von Ahlen Friederike`, `Di Stefano Marco` and `VON DER HEIDE Luise` may; `Von Friederike Ahlen` may not.
    """
    names = _NEXT.split(following)[0].split()
    if len(names) < 2:
        return False
    capitals = [in_capitals(name) for name in names]
    if names[1].casefold() in _TOGETHER:
        return False
    if is_particle(names[0]) and not given_name_weight(names[0]):
        return True
    if word.isupper() and capitals[0] and not all(capitals):
        return True
    first, last = given_name_weight(names[0]), given_name_weight(names[-1])
    return last > first or (last > 0 and first == last)


def _phrase(found: re.Match[str], form: str) -> Label | None:
    """A label made of nouns and participles."""
    what = found["what"]
    roles = roles_in(what)
    if (
        not roles
        or (form == "colon" and not named_roles(what))
        or (form == "bare" and not set(roles) <= {"author", "photographer", "illustrator"})
    ):
        return None
    of = form == "by" and found["by"].casefold().rstrip("’'") in _OF
    if of and _NOT_OF & set(roles):  # `Interview de X`: X was asked
        return None
    if (
        form == "by" and found["by"][:1] in "dD" and _WORKERS.search(what)
    ):  # `Les journalistes de l’atelier`: they sign together
        return None
    if of and _ARTICLE.match(found.string, found.end()):  # `La rédaction de La Gazette`
        return None
    doubtful = {"photographer"} | ({"illustrator"} if _PICTURE.search(what) else set())
    sure = "author" in roles or not (of and doubtful & set(roles))
    if of and not sure and found.string[found.end() : found.end() + 1].islower():
        return None  # `Photo de groupe`
    spoken = languages_of(what)
    by = _by_languages(found["by"]) if form == "by" else frozenset()
    return Label(*found.span(), roles, spoken & by or spoken, form, sure)


def _by_languages(word: str) -> frozenset[str]:
    return frozenset(code for code, words in _BY.items() if re.fullmatch(words, word, re.IGNORECASE))


_OF = frozenset({"de", "d", "di"})
"""Prepositions that may name who is in the picture as well as who took it."""

_WORKERS = pattern(
    r"\b(?:journalist|auteur|autrice|rédact(?:eur|rice)|redactor|periodist|giornalist|reporter)",
    re.IGNORECASE,
)
_ARTICLE = pattern(r"(?:L[ae]s?|El|Els|Il|Los|I)\s|[Ll]['’]")

_NOT_OF = frozenset({"interviewer", "video", "sound"})
"""`Interview de`, `Vidéo de`: who was asked, or is to be seen."""

_PICTURE = pattern(
    r"\b(?:dessin|dibujo|disegno|dibuix|caricatur[ae]|vignetta|viñeta|aquarelle)\b", re.IGNORECASE
)
"""One drawing of somebody may show them; drawings and illustrations are by them."""


def roles_in(words: str) -> tuple[str, ...]:
    """The roles that some words name, in their order; who did an unnamed thing wrote it."""
    return named_roles(words) or (("author",) if languages_of(words) else ())


@lru_cache(maxsize=1 << 12)
def named_roles(words: str) -> tuple[str, ...]:
    """The roles that some words name outright: `Réalisé par` names none."""
    roles = _named(words, _ROLE_WORDS) or _named(words, _TYPED_ROLE_WORDS)
    told = "a cura" in words.casefold() and len(roles) > 1
    return tuple(role for role in roles if not (told and role == "editor"))


def _named(words: str, known: Sequence[tuple[str, str, re.Pattern[str]]]) -> tuple[str, ...]:
    found = sorted(
        {(match.start(), -match.end(), role) for role, _, one in known for match in one.finditer(words)}
    )
    kept: list[tuple[int, int, str]] = []
    for start, minus_end, role in found:
        if all(start >= end for _, end, _ in kept) or (start, -minus_end) in [(a, b) for a, b, _ in kept]:
            kept.append((start, -minus_end, role))
    return tuple(dict.fromkeys(role for _, _, role in kept if role))


@lru_cache(maxsize=1 << 12)
def languages_of(words: str) -> frozenset[str]:
    """The languages that most role words among `words` belong to."""
    return _spoken(words, _ROLE_WORDS) or _spoken(words, _TYPED_ROLE_WORDS)


def _spoken(words: str, known: Sequence[tuple[str, str, re.Pattern[str]]]) -> frozenset[str]:
    counts = Counter(language for _, language, one in known for _ in {m.start() for m in one.finditer(words)})
    most = max(counts.values(), default=0)
    return frozenset(language for language, count in counts.items() if count == most)


def is_role_phrase(words: str) -> bool:
    """Whether some words name roles and nothing else: `photos et mise en page`."""
    said = words.strip()
    return bool(_OPENS.match(said) and _ROLES_ONLY.fullmatch(said))


_ROLES_ONLY = pattern(rf"{_PHRASE}", re.IGNORECASE)
