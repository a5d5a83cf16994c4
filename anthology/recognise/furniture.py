"""The lines of a submission in; which of them are a web page's or a program's own, not an author's, out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from anthology.model import Role
from anthology.recognise.patterns import pattern

_DATE = r"(?=.*\d)[\w.,/: -]{4,40}"

_ALWAYS = pattern(
    rf"""(?:
      (?:publié|posté|mis\ à\ jour|modifié|mis\ en\ ligne|published|posted|updated|last\ updated
        |veröffentlicht|aktualisiert|publicado|actualizado|pubblicato|aggiornato|publicat|actualitzat)
      \s+(?:le\s+|on\s+|am\s+|el\s+|il\s+)?{_DATE}
    | (?:temps\ de\ lecture|reading\ time|lesezeit|tiempo\ de\ lectura|tempo\ di\ lettura)\s*:?\s*\d+.{{0,20}}
    | \d+\s*(?:min(?:ute)?s?)\s*(?:de\ lecture|de\ lectura|read|lesezeit|di\ lettura)
    | (?:(?:à\ )?lire\ aussi|voir\ aussi|read\ also|see\ also|lesen\ sie\ auch
        |lea\ también|leggi\ anche|llegiu\ també)\s*:.{{0,160}}
    | (?:laisser|écrire|poster)\ un\ commentaire | leave\ a\ (?:comment|reply) | deja\ un\ comentario
    | schreibe?\ einen\ kommentar | lascia\ un\ commento | deixa\ un\ comentari
    | (?:partager|share|teilen|compartir|condividi)\s+(?:sur|on|auf|en|su|this|cet|ceci)\b.{{0,60}}
    | (?:catégories?|étiquettes?|mots-clés|tags?|categories|kategorien?|categorías?|etiquetas|categorie)
      \s*:\s*.{{1,80}}
    | navigation\ (?:de|des)\ .{{0,40}}
    | (?:article|post)\ (?:précédent|suivant|previous|next).{{0,120}}
    | (?:previous|next)\ (?:post|article).{{0,120}}
    | (?:lire\ la\ suite|read\ more|continue\ reading|weiterlesen|leer\ más|continua\ a\ leggere)
      \s*(?:…|→|»|>)*
    | \d+\s+(?:commentaires?|comments?|kommentare?|comentarios?|commenti|vues?|views?)
    | (?:©|copyright\b|\(c\)).{{0,40}}\b(?:19|20)\d\d\b.{{0,80}}
      (?:droits\ réservés|rights\ reserved|rechte\ vorbehalten|derechos\ reservados|diritti\ riservati)
      .{{0,20}}
    | (?:fièrement\ propulsé\ par|proudly\ powered\ by).{{0,40}}
    | page\s+\d+\s*(?:/|sur|of|de|von|di)\s*\d+
    | j[’']accepte\ les\ cookies | accept\ (?:all\ )?cookies | ce\ site\ utilise\ des\ cookies.{{0,160}}
    )\s*[.:]?""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_COMPANY = pattern(
    r"(?:partager|imprimer|tweeter|j[’']aime(?:\s+ça)?|commentaires?|accueil|menu|rechercher|recherche|suivre|"
    r"s[’']abonner|abonnez-vous|suivez-nous|newsletter|répondre|modifier|chargement…?|retour en haut|"
    r"facebook|twitter|x|whatsapp|linkedin|e-?mail|share|print|like|comments?|home|search|subscribe|"
    r"follow us|reply|edit|loading…?|teilen|drucken|startseite|suche|compartir|imprimir|inicio|buscar|"
    r"condividi|stampa|(?:catégories?|étiquettes?|tags?|categories)(?: \S+){1,3}|"
    r"(?:page\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?)",
    re.IGNORECASE,
)
_MARKER = pattern(r"[*#=_~\-–—•·◆❦⁂+|\s]+|<{5,}(?: .*)?|>{5,}(?: .*)?|={5,}|\|{5,}(?: .*)?")
_BLANK = pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\\s]+")


def furniture(texts: Sequence[str]) -> Mapping[int, Role]:
    """Return the positions that hold no author's words, each with its role: furniture, marker or blank.

    Words that may be an author's own (`Partager`, `Menu`, a lone number) count only beside sure ones.
    """
    roles = {index: role for index, text in enumerate(texts) if (role := _alone(text))}
    weak = {index for index, text in enumerate(texts) if index not in roles and _IN_COMPANY.fullmatch(text)}
    menu = {index for index in weak if not texts[index][-1].isdigit()}
    roles.update({index: Role.FURNITURE for index in menu if {index - 1, index + 1} & menu})
    if len(texts) > 1 and len(texts) - 1 in weak - menu:
        roles[len(texts) - 1] = Role.FURNITURE  # nothing follows: a page’s number, not a section’s
    for order in (sorted(weak), sorted(weak, reverse=True)):
        for index in order:
            if Role.FURNITURE in (roles.get(index - 1), roles.get(index + 1)):
                roles[index] = Role.FURNITURE
    if {1, 2} <= menu and 0 not in roles and _MASTHEAD.fullmatch(texts[0]):
        roles[0] = Role.MASTHEAD
    return roles


_MASTHEAD = pattern(r"\S{1,30}(?: \S{1,30}){0,9}(?<![.!?…])")
"""A few words without a stop: above a page’s menu they are the name of its paper or its site."""


def _alone(text: str) -> Role | None:
    if _BLANK.fullmatch(text):
        return Role.BLANK
    if _MARKER.fullmatch(text):
        return Role.MARKER
    return Role.FURNITURE if _ALWAYS.fullmatch(text) else None
