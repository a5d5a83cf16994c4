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
    "ACN|Agència Catalana de Notícies|KNA|epd|NurPhoto|SOPA Images|Anadolu|Anadolu Agency|EyePress|"
    "Rex Features|SWNS|PA Wire|Contrasto|Fotogramma|IPA|Starface|DPPI|PhotoPQR|Eyevine|Polaris|Laif|"
    "Ostkreuz|Agence France-Presse|El País|La Vanguardia|Der Spiegel|Corriere della Sera|La Repubblica|"
    "The New York Times|The Washington Post|Le Parisien|Le Figaro|20 Minutes|Le Progrès|La Voix du Nord|"
    "NASA|ESA|ESO|IStock by Getty Images|Le Monde|Libération|La Dépêche|La Dépêche du Midi|"
    "Ouest-France|Sud Ouest|The Guardian"
)
_COLLECTIVE = pattern(
    r"(?:(?:la|les|le|the|die|der|las|los|la|i|gli|le|els|les|une?|our|cette|des)\s+|l[’'])?"
    r"(?:classes?|élèves|journalistes|reporters|étudiante?s(?:\s+et\s+étudiante?s)?|ateliers?|club|rédaction|équipe|collectif|"
    r"promotion|"
    r"comité de rédaction|class|students|pupils|team|staff|newsroom|editorial (?:team|board|staff)|"
    r"collective|klasse(?=\s+\d)|"
    r"schüler(?:innen|[:*_]innen)?|redaktion|schreibwerkstatt|clase|alumn[oae]s|redacción|taller|alunn[ie]|"
    r"studenti|"
    r"studentesse|(?:year|grade|form) \d{1,2}[a-z]?(?= )|redazione|collettivo|colectivo|alumnes|redacció|"
    r"year \d{1,2} (?:students|pupils))"
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
_COUNTRIES = _names(
    "France|Espagne|Italie|Allemagne|Belgique|Suisse|Portugal|Angleterre|Croatie|Maroc|Algérie|Tunisie|Sénégal|"
    "Canada|Brésil|Argentine|Pays-Bas|Pologne|Grèce|Turquie|Ukraine|Russie|Chine|Japon|Mexique|Autriche|Irlande|"
    "Spain|Italy|Germany|Belgium|Switzerland|England|Scotland|Wales|Ireland|Croatia|Morocco|Algeria|Brazil|"
    "Argentina|Netherlands|Poland|Greece|Turkey|Russia|China|Japan|Mexico|Austria|United States|"
    "United Kingdom|"
    "España|Francia|Italia|Alemania|Bélgica|Suiza|Inglaterra|Croacia|Marruecos|Argelia|Brasil|Países Bajos|"
    "Polonia|Grecia|Turquía|Ucrania|Rusia|México|Estados Unidos|Colombia|Chile|Perú|Uruguay|"
    "Frankreich|Spanien|Italien|Deutschland|Belgien|Schweiz|Österreich|Kroatien|Marokko|Polen|Griechenland|"
    "Türkei|Russland|Niederlande|Dänemark|Schweden|Norwegen|"
    "Spagna|Germania|Belgio|Svizzera|Portogallo|Inghilterra|Croazia|Marocco|Brasile|Paesi Bassi|Turchia|"
    "Ucraina|"
    "Espanya|França|Itàlia|Alemanya|Bèlgica|Suïssa|Anglaterra|Croàcia|Marroc|Països Baixos|Polònia|Grècia"
)
_SCREEN = pattern(
    r"(?:capture|copie) d[’']écran|screenshot|screen grab|bildschirmfoto|captura de pantalla", re.IGNORECASE
)


def _words(text: str) -> list[str]:
    return [collation_key(part) for part in re.findall(r"[^\W\d_]+", text)]


_SCHOOL_COMPOUND = pattern(r"\w{3}(?:schule|gymnasium|lyzeum)$")
"""What German schools end in: `Schillerschule`."""


def is_school(text: str) -> bool:
    """Whether a word of the text names a kind of school."""
    return any(word in _SCHOOLS or _SCHOOL_COMPOUND.search(word) for word in _words(text))


def is_agency(text: str) -> bool:
    """Whether the whole text is an agency, a picture library or a network that pictures come from."""
    return collation_key(text).strip() in _AGENCIES or bool(
        re.fullmatch(r"agence\s+\S.*", text, re.IGNORECASE)
    )


def is_house(text: str) -> bool:
    """Whether the text is the name of an institution or a firm (`Mairie de Toulouse`, `Hill Studios`)."""
    if _SCREEN.match(text) or _OWN.fullmatch(text):
        return True
    first, *others = _words(text) or [""]
    named = first in _HOUSES or first in _SCHOOLS or bool(_COMPOUND.search(first) and text[:1].isupper())
    return named or (text[:1].isupper() and any(word in _HOUSES or word in _SCHOOLS for word in others[:4]))


_OWN = pattern(
    r"(?:la |die |the )?(?:famille|familia|famiglia|família|familie|family)|"
    r"privat(?:archiv|e?s? foto)?|privée?|privado|privato|archiv(?:es?|os?|io)|arxius?|"
    r"(?:archives?|archivos?|archivio|arxiu|fonds|fondo) [a-zà-ÿ’]+(?: [a-zà-ÿ’]+)?|private|"
    r"coll(?:ection|ección|ezione|ecció|\.)? (?:particulière|privée|privada|privata|part\.?|personnelle)|"
    r"(?:private|family|school|personal) (?:collection|archives?)",
    re.IGNORECASE,
)
"""Where pictures come from that no house gave: `privat`, `collection particulière`."""

_COMPOUND = pattern(
    r".(?:archiv|museum|verlag|theater|bibliothek|zeitung|gymnasium|verein|agentur|schule|verwaltung|verband)$"
)
"""What German houses end in: `Stadtarchiv`, `Landesmuseum`."""


_NATIONAL = pattern(
    r"^(?:l[’'])?(?:équipe|team|equipo|squadra|equip) (?:de |d[’'])?(?-i:[A-ZÀ-Þ])", re.IGNORECASE
)


def is_collective(text: str) -> bool:
    """Whether the text opens with people who sign together: `La classe de CM2`, `Les élèves de 3e B`."""
    found = None if _NATIONAL.search(text) else _COLLECTIVE.fullmatch(text)
    return found is not None and all(map(_COMPLEMENT.fullmatch, found["more"].split()))


def opens_collective(text: str) -> bool:
    """Whether a text opens like the name of people who sign together."""
    return bool(_COLLECTIVE.match(text))


_CLASS = pattern(
    r"(?:(?:les|la|the|die|los|las|i|els)\s+)?(?:CP|CE[12]|CM[12]|GS|[1-6](?:e|ème|[eè]mes|es|de|re|ère)s?|t(?:er)?le"
    r"|terminales?|premières?|secondes?|troisièmes?|quatrièmes?|cinquièmes?|sixièmes?|year\s\d{1,2}|klasse)\b"
    r"|(?:les|la|le|the|die|los|i|els)\s+(?:éco-)?(?:parents|anciens|enseignants|délégué\w*|internes|conseil|bureau|comité|redaction|council)\b",
    re.IGNORECASE,
)


def signs_together(text: str) -> bool:
    """Whether a text opens like people who sign together, a class too: `CM2 de Mme Bertin`."""
    return bool(_COLLECTIVE.match(text) or _CLASS.match(text))


def is_town(text: str) -> bool:
    """Whether the whole text is a large town, or a country."""
    return collation_key(text).strip() in _TOWNS | _COUNTRIES


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
    r"(?:M\.|MM\.|Mme|Mmes|Mlle|Mlles|Monsieur|Madame|Mademoiselle|Mr|Mrs|Ms|Miss|Mx|Dr|Pr|[Pp]rof(?:\.ssa)?|"
    r"[Pp]rofessor(?:in|essa|a)?|[Dd]ott(?:\.ssa)?|[Mm]aestr[ao]|Sr|Sra|Srta|Don|Doña|D\.ª|Herr|Frau|Sig|Sig\.ra|"
    r"Signora|Signor)"
    r"\.?\s+(?=[A-ZÀ-Þ])"
)


def is_description(words: str) -> bool:
    """Whether words behind a name say what somebody is: `étudiante en M1`, `Staff Writer`."""
    first, *others = _words(words) or [""]
    return first in _POSTS or any(word in _POSTS for word in others[:2])


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
    "studente studentessa professoressa fotograf fotografin periodistes estudiant chief lead columnist "
    "alunno alunna "
    "docente insegnante enseignant enseignante apprenti apprentie alternant alternante lycéen lycéenne "
    "collégien "
    "collégienne profesora maestra maestro estudiante lehrkraft studierende volontär volontärin praktikant "
    "praktikantin autor autorin autrice scrittrice scrittore escritor escritora écrivain écrivaine"
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


def holds_honorific(text: str) -> bool:
    """Whether a form of address stands before a name anywhere in a text (`relu par Mme Castaing`)."""
    return bool(re.search(rf"(?<!\w){_HONORIFICS.pattern}", text))


def honorific_at(text: str, start: int) -> int:
    """Where the name starts after a form of address (`Mme Pons`); `start` itself where there is none."""
    found = _HONORIFICS.match(text, start)
    return found.end() if found else start
