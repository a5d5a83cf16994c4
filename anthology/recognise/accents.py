"""A surname in capitals in; the accented form it may stand for out.

Typists in a hurry leave accents off capitals. Nothing here is certain, so nothing is applied: a form is
proposed where the spelling without an accent would be hard to say in French, or belongs to a common name
that has one.
"""

from __future__ import annotations

from anthology.names import restored
from anthology.recognise.given_names import accented_given_name, is_common_given_name
from anthology.recognise.patterns import pattern

_ACCENTED_SURNAMES = """
Lefèvre Lévêque Lemaître Lepère Leprêtre Rémond Rémy Prévôt Prévost Macé Pagès Soulié Thébault Crépin
Hébert Béraud Bérard Bérenger Béranger Guérin Guéguen Ménard Gérard Ségur Séguin Valès Barthès Comès
Fournès Bédier Brière Chèze Deschênes Duchêne Dufrêne Fontès Frère Génin Gérin Hérault Jérôme Mallarmé
Mérimée Méric Nègre Négrier Pérès Périer Pétain Préville Pélissier Rozès Sénéchal Trémoulet Trépanier
Védrines Véron Vézinet Bourgès Besançon Gonçalves Cazès Castéra Fabrègues Sabaté Sabathé Théron Thévenin
Thévenet Chénier Crété Désiré Fèvre Grégoire Honoré Hervé Josué Léger Mégret Péron Quéré Vérité
"""
_BARE = str.maketrans("éèêëàâîïôöûüçÉÈÊ", "eeeeaaiioouucEEE")
_COMMON = {name.translate(_BARE).upper(): name for name in _ACCENTED_SURNAMES.split()}
"""Surnames that are seldom written without their accent, under their bare capitals."""

_SILENT = "LE DE RE PETIT BENOIT BEN CHEVAL CHEVR CHEMIN GREN GENE SEMA VENE SECRET"
_UNSTRESSED = tuple(_SILENT.split())
"""Openings whose e is silent: articles and prefixes (Leroy, Delmas, Renard), and common words."""

_FIRST_SYLLABLE = pattern(
    r"(?P<onset>[BCDFGHJKLMNPQRSTVXZ]{1,2}|GU|QU)E(?:[BCDFGJKLMNPRSTVZ]|[BCDFGPTV][LR]|CH|GN|PH|TH)"
    r"(?=[AEIOUY]\w*(?:[^AEIOUY]E|AUD|AULT|ARD|IER|IN|ON|OT|EAU|AND|ANT)$)"
)
"""One consonant (or a pair that opens syllables), E, one consonant, a vowel: an E that French leaves open
is é or silent, and in a name of a French shape it is more often é."""

_HIATUS = pattern(r"(?P<onset>(?!B)[BCDFGHJKLMNPQRSTVXZ]{1,2})E(?=AU(?:LL|RR|SS|TT|NN)E$)")
"""`eau` closes words or stands before one consonant; before a double one the e is heard: é-au."""


_ENDING = pattern(r"(?<=[A-Z]{2})E(?=RES?$)")
"""`-ere` and `-eres` at the end of a French surname are said `-ère`: Rivière, Carrère."""


def accented_surname(word: str) -> str:
    """The accented form a word of a surname in capitals may stand for; empty where nothing hints at one."""
    if not (word.isascii() and word.isalpha() and len(word) > 3):
        return ""
    if word in _COMMON:
        return _COMMON[word]
    if is_common_given_name(word):
        return accented_given_name(restored(word))
    if _ENDING.search(word):
        return restored(_ENDING.sub("È", word))
    if word.startswith(_UNSTRESSED):
        return ""
    found = _FIRST_SYLLABLE.match(word) or _HIATUS.match(word)
    if not found:
        return ""
    at = found.end("onset")
    return restored(word[:at] + "É" + word[at + 1 :])
