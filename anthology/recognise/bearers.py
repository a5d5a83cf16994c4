"""Words in; whether they name a school, an agency, people who sign together, a town, or open no name, out.

Every list holds words of a language, of the press or of the map, never the people or schools of one book.
"""

from __future__ import annotations

import re

from anthology.names import collation_key
from anthology.recognise.credit_words import is_role_phrase
from anthology.recognise.patterns import pattern

# --- organisations -----------------------------------------------------------------------------------


def _keys(words: str) -> frozenset[str]:
    return frozenset(map(collation_key, words.split()))


def _names(names: str) -> frozenset[str]:
    return frozenset(map(collation_key, names.split("|")))


_SCHOOLS = _keys(
    "école écoles lycée collège université campus iut institut institute faculté fac academy académie "
    "school college "
    "university gymnasium schule hochschule universität gesamtschule grundschule realschule oberschule "
    "colegio "
    "instituto universidad escuela facultad istituto liceo scuola università universitat escola escoles "
    "conservatoire conservatory cfa mfr ufr polytechnique ies gymnase"
)
_HOUSES = _keys(
    "mairie ville région département conseil comité office musée association service services agence "
    "archives "
    "collection fonds bibliothèque médiathèque club fédération ministère préfecture théâtre festival "
    "fondation "
    "museum council city library press presse images pictures agency studio studios photography photographie "
    "foundation société syndicat communauté métropole agglomération orchestre compagnie maison "
    "éditions radio "
    "télévision journal magazine ayuntamiento fundación asociación museo biblioteca archivo stadt "
    "archiv verein "
    "comune fondazione associazione archivio ajuntament fundació associació presse-agentur news group "
    "company "
    "corporation inc ltd gmbh sarl stock center centre"
)
_AGENCIES = _names(
    "AFP|AFP Photo|Reuters|Getty|Getty Images|AP|AP Photo|Associated Press|EPA|EFE|ANSA|"
    "LaPresse|DPA|PA|PA Media|"
    "MaxPPP|Sipa|Sipa Press|Sipa USA|REA|Hans Lucas|Gamma|Gamma-Rapho|Magnum|Magnum Photos|"
    "Unsplash|Pexels|Pixabay|"
    "Flickr|Wikimedia|Wikimedia Commons|Wikipédia|Wikipedia|Shutterstock|iStock|iStockphoto|"
    "Adobe Stock|Fotolia|"
    "Freepik|Depositphotos|Dreamstime|Instagram|Facebook|Twitter|TikTok|YouTube|LinkedIn|Icon "
    "Sport|Panoramic|"
    "Presse Sports|Belga|Keystone|ATS|APA|Picture Alliance|Imago|Alamy|ZUMA|ZUMA Press|"
    "Bestimage|Abaca|Abacapress|"
    "Divergence|Signatures|Myop|Tendance Floue|Agence VU|VU|Andia|Urba Images|Opale|Leemage|"
    "Roger-Viollet|"
    "Bridgeman|Bridgeman Images|Canva|Google|Google Maps|Midjourney|Europa Press|Xinhua|TASS|"
    "Bloomberg|"
    "NASA|ESA|ESO|IStock by Getty Images|Le Monde|Libération|La Dépêche|La Dépêche du Midi|"
    "Ouest-France|Sud Ouest|The Guardian"
)
_COLLECTIVE = pattern(
    r"(?:(?:la|les|le|the|die|der|las|los|la|i|gli|le|els|les|une?|our|cette|des)\s+|l[’'])?"
    r"(?:classes?|élèves|étudiante?s(?:\s+et\s+étudiante?s)?|ateliers?|club|rédaction|équipe|collectif|"
    r"promotion|"
    r"comité de rédaction|class|students|pupils|team|staff|newsroom|editorial (?:team|board|staff)|"
    r"collective|klasse|"
    r"schüler(?:innen|:innen)?|redaktion|schreibwerkstatt|clase|alumn[oae]s|redacción|taller|alunn[ie]|"
    r"studenti|"
    r"studentesse|redazione|collettivo|colectivo|alumnes|redacció|year \d{1,2} (?:students|pupils))"
    r"(?P<more>(?:\s+\S+){0,12})",
    re.IGNORECASE,
)
_COMPLEMENT = pattern(
    r"(?:[^\W_]*\d\S*|(?:[ldnms][’'])?[A-ZÀ-Þ]\S*|d[eu]s?|la|les?|l[’']\S+|d[’']\S+|et|en|leurs?|of|"
    r"from|the|at|and|in|"
    r"de[rsm]|del|dell[ae]?|dei|degli|di|von|und|y|con|avec|presse|journal(?:isme)?|radio|web|écriture|"
    r"communication|"
    r"professeure?s?|enseignante?s?|classe|élèves|atelier|club|école|lycée|collège|université|institut|"
    r"colegio|instituto|scuola|"
    r"liceo|school|college|anglais|français)"
)
_TOWNS = _names(
    "Paris|Marseille|Lyon|Toulouse|Nice|Nantes|Montpellier|Strasbourg|Bordeaux|Lille|Rennes|"
    "Reims|Toulon|"
    "Saint-Étienne|Le Havre|Grenoble|Dijon|Angers|Nîmes|Villeurbanne|Clermont-Ferrand|"
    "Aix-en-Provence|Brest|Tours|"
    "Amiens|Limoges|Annecy|Perpignan|Metz|Besançon|Orléans|Rouen|Mulhouse|Caen|Nancy|Avignon|"
    "Poitiers|Dunkerque|"
    "Versailles|Pau|La Rochelle|Cannes|Antibes|Calais|Béziers|Colmar|Bourges|Quimper|Valence|"
    "Troyes|Chambéry|Lorient|"
    "Albi|Montauban|Tarbes|Carcassonne|Rodez|Cahors|Auch|Foix|Narbonne|Castres|Agen|Bayonne|"
    "Biarritz|Vannes|Laval|"
    "Le Mans|Niort|Angoulême|Périgueux|Brive|Vichy|Lannion|Genève|"
    "Lausanne|Bruxelles|Liège|"
    "Namur|Charleroi|Louvain|Montréal|Québec|Genf|Zürich|Bern|Basel|London|Manchester|"
    "Birmingham|Leeds|Liverpool|"
    "Bristol|Sheffield|Edinburgh|Glasgow|Cardiff|Belfast|Dublin|Oxford|Cambridge|Boston|"
    "Chicago|Berlin|Hamburg|"
    "München|Köln|Frankfurt|Stuttgart|Düsseldorf|Leipzig|Dresden|Bremen|Hannover|Nürnberg|Wien|"
    "Graz|Madrid|"
    "Barcelona|Valencia|Sevilla|Zaragoza|Málaga|Bilbao|Girona|Lleida|Tarragona|Lisboa|Porto|"
    "Coimbra|Roma|Milano|"
    "Napoli|Torino|Palermo|Genova|Bologna|Firenze|Bari|Venezia|Verona|Padova|Dakar|Abidjan|"
    "Tunis|Alger|Rabat|Casablanca"
)
_SCREEN = pattern(
    r"(?:capture|copie) d[’']écran|screenshot|screen grab|bildschirmfoto|captura de pantalla", re.IGNORECASE
)


def _words(text: str) -> list[str]:
    return [collation_key(part) for part in re.findall(r"[^\W\d_]+", text)]


def is_school(text: str) -> bool:
    """Whether a word of the text names a kind of school."""
    return any(word in _SCHOOLS for word in _words(text))


def is_agency(text: str) -> bool:
    """Whether the whole text is an agency, a picture library or a network that pictures come from."""
    return collation_key(text).strip() in _AGENCIES or bool(
        re.fullmatch(r"agence\s+\S.*", text, re.IGNORECASE)
    )


def is_house(text: str) -> bool:
    """Whether the text is the name of an institution or a firm (`Mairie de Toulouse`, `Hill Studios`)."""
    if _SCREEN.match(text):
        return True
    first, *others = _words(text) or [""]
    named = first in _HOUSES or first in _SCHOOLS
    return named or (text[:1].isupper() and any(word in _HOUSES or word in _SCHOOLS for word in others[:4]))


def is_collective(text: str) -> bool:
    """Whether the text opens with people who sign together: `La classe de CM2`, `Les élèves de 3e B`."""
    found = _COLLECTIVE.fullmatch(text)
    return found is not None and all(map(_COMPLEMENT.fullmatch, found["more"].split()))


def opens_collective(text: str) -> bool:
    """Whether a text opens like the name of people who sign together."""
    return bool(_COLLECTIVE.match(text))


def is_town(text: str) -> bool:
    """Whether the whole text is a large town."""
    return collation_key(text).strip() in _TOWNS


# --- words that open no name -------------------------------------------------------------------------

_THANKS = pattern(
    r"(?:(?:un|tous nos|nos|avec (?:tous )?nos)\s+)?(?:(?:grand|immense|vifs?)\s+)?(?:merci|remerci\w+|"
    r"thanks?\b|thank you|many thanks|"
    r"special thanks|acknowledge?ments?|gracias|agradec\w+|danke?\b|dank an|grazie|ringrazi\w+|gràcies|"
    r"agraï\w+|obrigad[oa]|"
    r"avec (?:l[’']aide|le soutien|la (?:participation|collaboration|complicité))|with (?:the "
    r")?(?:help|support)|"
    r"en présence|à la mémoire|in memory|dédié|pour )",
    re.IGNORECASE,
)
_NO_NAME = _keys(
    "le la les l un une des du au aux ce cet cette ces il elle ils elles nous vous on je tu son sa ses "
    "notre nos votre vos leur "
    "leurs et ou mais donc or ni car avec pour dans par sur sous chez sans vers depuis après avant "
    "pendant selon contre "
    "entre source sources voir lire contact contacts info infos plus tous toutes tout toute merci oui "
    "non si qui que quoi "
    "où quand comment pourquoi quel quelle quels quelles combien aujourd hier demain ici voici voilà "
    "ailleurs exemple conséquent "
    "résultat attention date lieu heure adresse tel téléphone mail email e-mail courriel site tarif "
    "prix entrée "
    "the an this that these those it he she we you they my your his her our their and or but so if in "
    "on at to of for from with "
    "about when where what why how who which all no yes not more read see today tomorrow yesterday "
    "date place phone "
    "el los las uno una este esta estas estos eso esto y o pero si no en con sin por para de del al "
    "que como cuando donde son es "
    "der die das ein eine einer ist sind war wir ihr sie er es und oder aber nicht mit ohne für von zu "
    "im am auf bei wie wo wer was wann "
    "lo gli uno questo questa questi queste è sono ma non con per di da che come quando dove els les "
    "aquest aquesta són "
    "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet "
    "août septembre octobre "
    "novembre décembre monday tuesday wednesday thursday friday saturday sunday january february march "
    "june july august "
    "september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lunes martes "
    "miércoles jueves viernes sábado domingo rue avenue boulevard place allée chemin impasse quai "
    "route street road lane square "
    "straße strasse calle plaza via piazza carrer plaça saint-denis monsieur madame page chapitre chapter"
)
_HONORIFICS = pattern(
    r"(?:M\.|MM\.|Mme|Mmes|Mlle|Mlles|Monsieur|Madame|Mademoiselle|Mr|Mrs|Ms|Miss|Dr|Pr|Prof|Sr|Sra|"
    r"Don|Doña|Herr|Frau|Sig|Signora|Signor)"
    r"\.?\s+(?=[A-ZÀ-Þ])"
)


def is_post(word: str) -> bool:
    """Whether a word says what somebody does (`Staff Writer`, `photographe`) and is in no name."""
    return collation_key(word).strip() in _POSTS


_POSTS = _keys(
    "writer reporter staff correspondent editor photographer journalist student teacher professor "
    "contributor intern "
    "photographe journaliste rédacteur rédactrice étudiant étudiante étudiants élève élèves professeur "
    "professeure "
    "stagiaire correspondant correspondante directeur directrice periodista redactor redactora "
    "fotógrafo fotógrafa "
    "profesor profesora alumno alumna redakteur redakteurin schüler schülerin lehrer lehrerin "
    "giornalista fotografo "
    "studente studentessa professoressa fotograf fotografin periodistes estudiant"
)


def gives_thanks(text: str) -> bool:
    """Whether a text thanks or dedicates: who is thanked wrote nothing."""
    return bool(_THANKS.match(text))


def opens_no_name(word: str) -> bool:
    """Whether a word, with a capital, opens sentences, addresses or labels rather than names."""
    if "." in word:
        return False
    elided = _ELISION.match(word)
    if elided:
        return elided[2].islower() or (elided[1] in "lL" and not word.isupper())
    return collation_key(word).strip() in _NO_NAME or is_role_phrase(word)


_ELISION = pattern(r"([cdjlmnst]|qu)’(\w)", re.IGNORECASE)


def honorific_at(text: str, start: int) -> int:
    """Where the name starts after a form of address (`Mme Pons`); `start` itself where there is none."""
    found = _HONORIFICS.match(text, start)
    return found.end() if found else start
