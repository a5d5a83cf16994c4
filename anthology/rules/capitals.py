"""Capitals to propose: their accents (C1, C2), too many of them (C3), and those of common nouns (T2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule, rewrite, together, write
from anthology.rules.usage import BLANK, FRENCH, IN, LOWER, UPPER, Usage
from anthology.rules.words import DAYS, MONTHS, any_of

_ACADEMY = f"Académie française, Questions de langue : accentuation des majuscules ; {IN}"

# Common nouns, verbs and adverbs; no word that is a given name or a surname of any weight.
_ACCENTED = (
    "Écologi\\w+ École Écoles Écolier\\w* Écolièr\\w+ État États Éducation Éducati\\w+"
    " Éducateur\\w* Éducatrice\\w*"
    " Événement\\w* Évènement\\w* Église Églises Étudiant\\w* Élève Élèves Équipe\\w*"
    " Économi\\w+ Énergi\\w+ Égalité"
    " Également Époque Époques Étape Étapes Étude Études Évolution\\w* Émission\\w* Étranger\\w*"
    " Étrangèr\\w+ Évidemment"
    " Édition Éditions Éditeur\\w* Éditrice\\w* Éditori\\w+ Électi\\w+ Élection\\w* Électri\\w+"
    " Électroni\\w+ Élégan\\w+"
    " Éloge\\w* Élus Élues Émotion\\w* Épreuve\\w* Épisode\\w* Équilibre\\w* Équipement\\w*"
    " Étonnant\\w* Étonnamment"
    " Étoile Étoiles Établissement\\w* Étaient Était Étant Été Évaluation\\w* Éventuel\\w*"
    " Éviter Évidence Échange\\w*"
    " Échec\\w* Éclairage\\w* Écouter Écoute Écran\\w* Écrire Écrit Écriture\\w* Écrivain\\w*"
    " Élaboration Élargi\\w+"
    " Âgé Âgés Âgée Âgées Île Îles Être Êtes"
)
_PLAIN = str.maketrans("ÉÈÊÂÎ", "EEEAI")
# Only the first letter has lost its accent: « evenement » is another matter.
_BARE = {word[0].translate(_PLAIN) + word[1:]: word[0] for word in _ACCENTED.split()}
_FORMS = {first: "|".join(bare for bare, one in _BARE.items() if one == first) for first in "ÉÊÂÎ"}


def _accented(first: str) -> re.Pattern[str]:
    bare = first.translate(_PLAIN)
    return late(rf"(?P<x>{bare})(?<![\w.@#-]{bare})(?={_rest(first)})")


def _rest(first: str) -> str:
    return "(?:" + "|".join(bare[1:] for bare in _FORMS[first].split("|")) + r")(?![\w’'-])"


_LOST = {first: _accented(first) for first in _FORMS}
# After another word with a capital it may be part of a name: Pierre Ecole.
_A_NAME = late(rf"(?<!\w){UPPER}[\w’'-]*{BLANK}\Z")


def _lost_accents(text: str, _usage: Usage) -> Iterator[Change]:
    for first, pattern in _LOST.items():
        for match in pattern.finditer(text):
            if not _A_NAME.search(text[max(match.start() - 24, 0) : match.start()]):
                yield Change(*match.span("x"), first)


_OPENS = rf"(?:\A(?:[-–—]{BLANK})?|(?<=[.!?…]{BLANK})|(?<=[«“]{BLANK})|(?<=[«“]))"
_END = r"(?![\w-])"
_AFTER_A = (
    rf"(?:la|le|les|l[’'ae]\w*|ce|cet|cette|ces|son|sa|ses|leur|leurs|mon|ma|mes|notre|nos|votre"
    rf"|vos|quel|quelle"
    rf"|quels|quelles|chaque|travers|partir|peine|côté|cause|propos|moins|force|mesure|condition"
    rf"|nouveau|présent"
    rf"|savoir|voir|lire|suivre|gauche|droite|défaut|quoi|qui|noter|base|terme|vrai|tout|toute|tous|une|un"
    rf"|\d+{BLANK}ans|dix|vingt|trente|quarante|midi|minuit){_END}"
)
_GOES_ON = rf"{BLANK}(?:la|le|les|on|il|elle|nous|un|une|des|ce|et|comme){_END}"
_PLACE = rf"{UPPER}{LOWER}+(?:-{UPPER}?{LOWER}+)*(?:,|{_GOES_ON})"
_AFTER_CA = (
    r"(?:va|ne|se|me|te|nous|vous|fait|y|a|en|[mstny][’']\w+|marche|suffit|dépend|peut|sera"
    r"|serait|devrait|permet"
    r"|arrive|aussi|donne|reste|vient|commence|veut|existe|change|aide|joue|devient|prend|demande"
    r"|tombe|avait|aura"
    rf"|pourrait|dure|coûte|sert|sent|bouge|tient){_END}"
)

_COMMON = any_of(
    "LES LA LE DES DU DE UN UNE ET OU POUR DANS SUR AVEC PAR AU AUX QUE QUI EST SONT NOUS VOUS CE CETTE"
)
_CAPITAL_WORD = rf"(?:{UPPER}[’'])?{UPPER}+(?:-{UPPER}+)*"
_CRY = late(
    rf"\A{_CAPITAL_WORD}(?:[ \u00a0\u202f,:;!?.…«»’'&-]{{1,4}}{_CAPITAL_WORD}){{1,60}}["
    rf" \u00a0\u202f.!?…»]{{0,4}}\Z"
)
_IN_CAPITALS = late(_CAPITAL_WORD)
_A_WORD = late(rf"(?<![\w’'-])(?:{_COMMON})(?![\w’'-])")
# Endings in which the E always bears an accent.
_ITE = late(r"(?<=il|al|iv|os|ar)ite(?=s?\b)")


def _shouted(text: str, _usage: Usage) -> Iterator[Change]:
    if not (
        _CRY.match(text) and _A_WORD.search(text) and any(len(one) > 5 for one in _IN_CAPITALS.findall(text))
    ):
        return
    lowered = _ITE.sub("ité", _IN_CAPITALS.sub(_quietly, text))
    first = next(place for place, char in enumerate(lowered) if char.isalpha())
    yield Change(0, len(text), lowered[:first] + lowered[first].upper() + lowered[first + 1 :])


def _quietly(match: re.Match[str]) -> str:
    """A word in small letters; one without a vowel is a sigle."""
    word = match.group()
    return word.lower() if re.search("[AEIOUYÀÂÉÈÊËÎÏÔÙÛŒ]", word) else word


_CAPITAL_MONTHS = "|".join(name.capitalize() for name in MONTHS.split("|"))
_CAPITAL_DAYS = "|".join(name.capitalize() for name in DAYS.split("|"))
# Days that are feasts keep the capital of their month: le 14 Juillet, le 11 Novembre (IN).
_FEAST = rf"(?<!\b14{BLANK})(?<!\b11{BLANK})(?<!\b8{BLANK})(?<!\b1er{BLANK})(?<!\b4{BLANK})(?<!\b10{BLANK})"
_LANGUAGES = any_of(
    "Français Anglais Espagnol Allemand Italien Occitan Arabe Chinois Catalan Portugais Basque"
    " Breton Russe Latin"
    " Japonais Néerlandais Corse"
)
_FUNCTIONS = any_of(
    "Directeur Directrice Président Présidente Responsable Chargé Chargée Chef Cheffe Rédacteur Rédactrice"
    " Journaliste Coordinateur Coordinatrice Coordinatrices Professeur Professeure Enseignant"
    " Enseignante Étudiant"
    " Étudiante Maire Adjoint Adjointe Animateur Animatrice Fondateur Fondatrice Secrétaire"
    " Conseiller Conseillère"
)


def _smaller(match: re.Match[str]) -> str:
    return match["x"].lower()


RULES = (
    Rule(
        id="C1",
        name="accent-on-capital",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="A capital keeps its accent in common words; in a name only its bearer knows.",
        source=_ACADEMY,
        sign="(?<![^\\W\\d_])[EAI][ctdvglmqponrs]",
        find=_lost_accents,
        examples=(
            ("Ecologie et climat", "Écologie et climat"),
            ("l’Etat décide", "l’État décide"),
            ("Ile de Ré", "Île de Ré"),
        ),
        unchanged=(
            "Elise et Erine",
            "Pierre Ecole",
            "École",
            "Eva Etc",
            "Emile",
            "Espagne",
            "ecologie",
            "Etam",
        ),
    ),
    Rule(
        id="C2",
        name="accent-on-first-word",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="At the head of a sentence À is a preposition and Ça a pronoun, with their accent and cedilla.",
        source=_ACADEMY,
        sign=rf"A{BLANK}|Ca{BLANK}",
        find=together(
            write(rf"{_OPENS}(?P<x>A)(?={BLANK}(?:{_AFTER_A}|{_PLACE}))", "À"),
            write(rf"{_OPENS}(?P<x>Ca)(?={BLANK}{_AFTER_CA})", "Ça"),
        ),
        examples=(
            ("A Paris, on rit.", "À Paris, on rit."),
            ("Fini. A partir de là, tout va.", "Fini. À partir de là, tout va."),
            ("Ca va bien", "Ça va bien"),
        ),
        unchanged=(
            "A-t-il dit oui ?",
            "A est une lettre",
            "le plan A la déçoit",
            "Ca est le calcium",
            "le CA va monter",
            "A Star Is Born",
            "À Paris",
        ),
    ),
    Rule(
        id="C3",
        name="text-in-capitals",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="A line in capitals is read slowly, and hides which words are names: the layout can raise it.",
        source=IN,
        sign=rf"\A{UPPER}[{UPPER[1:-1]}’']",
        find=_shouted,
        examples=(
            ("LES INCIVILITES", "Les incivilités"),
            ("LA VIE DANS LE QUARTIER", "La vie dans le quartier"),
        ),
        unchanged=("La SNCF et la RATP", "SNCF", "OULHIYANE AZIZ", "CGT ET FO", "LES Incivilités"),
    ),
    Rule(
        id="T2",
        name="capital-of-common-noun",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="Days, months, languages and functions are common nouns, and take no capital inside a sentence.",
        source=IN,
        sign=rf"(?:{BLANK}|[’'])(?:{_CAPITAL_MONTHS}|{_CAPITAL_DAYS}|{_LANGUAGES}|{_FUNCTIONS}|Conseil)",
        find=together(
            rewrite(rf"\b(?:[12]?\d|3[01]|1er){BLANK}{_FEAST}(?P<x>{_CAPITAL_MONTHS})(?!\w)", _smaller),
            rewrite(
                rf"\b(?:[12]?\d|3[01]|1er){BLANK}(?P<x>{_CAPITAL_MONTHS})(?={BLANK}(?:19|20)\d\d)", _smaller
            ),
            rewrite(
                rf"(?<=[a-zé]{BLANK})(?P<x>Conseil{BLANK}(?:Régional|Départemental|Général|Municipal))(?!\w|{BLANK}{UPPER})",
                _smaller,
            ),
            rewrite(
                rf"(?<=[a-zé]{BLANK})(?P<x>{_CAPITAL_DAYS})(?={BLANK}(?:\d|matin|soir|dernier|prochain"
                rf"|après))",
                _smaller,
            ),
            rewrite(
                rf"(?<![\w’'-])(?:en|parlent?|parlait){BLANK}(?P<x>{_LANGUAGES})(?!\w|{BLANK}{UPPER})",
                _smaller,
            ),
            rewrite(
                rf"(?<={LOWER}),{BLANK}(?P<x>{_FUNCTIONS})(?={BLANK}(?:de|du|des|adjointe?|en|à|à{BLANK}la)\b"
                rf"|{BLANK}d[’'])",
                _smaller,
            ),
        ),
        examples=(
            ("le 21 Septembre", "le 21 septembre"),
            ("le Lundi 3 mai", "le lundi 3 mai"),
            ("au sein du Conseil Régional.", "au sein du conseil régional."),
            ("il le dit en Anglais", "il le dit en anglais"),
            ("Ada Roy, Directrice du site", "Ada Roy, directrice du site"),
        ),
        unchanged=(
            "le 14 Juillet",
            "le 11 Novembre",
            "le 1er Mai",
            "Lundi 3 mai",
            "le Président de la République",
            "un Anglais",
            "le mardi gras",
            "Vendredi et Robinson",
            "Rédaction. Directeur de la publication",
        ),
    ),
)
