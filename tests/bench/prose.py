"""Articles in French and in English out of a small grammar: a number in, always the same text out.

No sentence means much; their lengths, letters, hyphens, quotation marks and names are those of a student's
article, and no two articles are alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Grammar:
    """What sentences of one language are made of: patterns over slots, and the phrases that fill them."""

    language: str
    statements: tuple[str, ...]
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    phrases: Mapping[str, tuple[str, ...]]
    quotes: str


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FRENCH = Grammar(
    language="fr",
    quotes="« {} »",
    statements=_lines(
        """
        {who} {does} {what} {when}.
        {when_first}, {who} {does} {what}, {why}.
        {who} {does} {what} ; {who2} {does2} {what2}.
        Ici, {who} {does} {what} {where}, et {who2} ne l’oublie pas.
        {where_first}, on {does} {what} {when}, {why}.
        Depuis {year}, {who} {does} {what}, soit {number} personnes {where}.
        Selon {who}, {number} habitants sur {large} {plural} {what}.
        Ce n’est pas {thing} qui manque : {who} {does} {what} {when}.
        « {short} », résume {who}, avant d’ajouter que {who2} {does2} {what2}.
        Au {ordinal} étage, {who} {does} {what} ; plus bas, {who2} {does2} {what2}.
        {who} {does} {what}, parce que {thing} compte davantage que {thing2}.
        Il faut {number} minutes pour traverser le quartier ; {who} {does} {what} {when}.
        """
    ),
    questions=_lines(
        """
        Comment {who} trouve-t-elle sa place parmi vous ?
        Pourquoi avoir choisi {thing} plutôt que {thing2} ?
        Que change {thing} pour vous {when} ?
        Est-ce que {who} {does} {what} ?
        Quel souvenir gardez-vous de l’année {year} ?
        À quoi ressemblera {thing} dans dix ans, selon vous ?
        Combien de personnes travaillent {where}, et que font-elles {when} ?
        """
    ),
    notes=_lines(
        """
        Chiffres de l’année {year}, communiqués par {who}.
        Sur {thing} et {thing2}, on lira l’enquête publiée en {year}.
        Entretien mené {where}, {when}.
        """
    ),
    phrases={
        "who": _lines(
            """
            la responsable de la bibliothèque
            l’équipe du port de plaisance
            la troupe du théâtre municipal
            l’association des jardins partagés
            la directrice de l’école maternelle
            une étudiante en géographie
            la doyenne du club d’échecs
            la boulangère de la rue haute
            l’ingénieure du service des eaux
            la petite rédaction du journal
            une ancienne championne d’aviron
            la fanfare du faubourg
            l’infirmière du centre de santé
            la coopérative des maraîchers
            une conteuse venue de Guadeloupe
            la présidente du conseil citoyen
            l’atelier de réparation de vélos
            la gardienne du phare
            une apprentie menuisière
            la cheffe de la cantine centrale
            la compagnie des transports
            l’archiviste de la ville
            la voisine du troisième
            une chercheuse en hydrologie
            """
        ),
        "does": _lines(
            """
            raconte
            défend
            prépare
            répare
            invente
            découvre
            partage
            transforme
            protège
            observe
            réclame
            finance
            imagine
            dessine
            enregistre
            rassemble
            apprivoise
            reconstruit
            surveille
            accompagne
            """
        ),
        "plural": _lines(
            """
            connaissent
            fréquentent
            soutiennent
            attendent
            traversent
            redoutent
            réclament
            """
        ),
        "what": _lines(
            """
            les histoires que personne n’avait écrites
            un réseau d’entraide entre voisins
            la mémoire des chantiers navals
            des paniers de légumes à prix coûtant
            une carte sonore du quartier
            les machines abandonnées de la filature
            un festival de courts métrages
            la restauration des fresques de la halle
            une école ouverte le soir et le dimanche
            les sentiers qui longent le canal
            un spectacle en langue des signes
            la collecte des eaux de pluie
            des ateliers d’écriture pour les plus jeunes
            le catalogue complet des oiseaux de l’estuaire
            un service de livraison à vélo
            les plans d’une passerelle en bois
            une radio que l’on écoute jusqu’au large
            la traduction des lettres de soldats
            un potager sur le toit de la gare
            des leçons de natation gratuites
            le budget de l’année prochaine
            une exposition sur les métiers disparus
            la rénovation énergétique des logements
            un dictionnaire du parler local
            """
        ),
        "when": _lines(
            """
            chaque matin avant l’aube
            depuis bientôt vingt ans
            pendant les vacances d’automne
            dès que la marée le permet
            tous les premiers samedis du mois
            entre deux averses
            quand les classes sont finies
            jusqu’à la fermeture des grilles
            à l’heure où les autres dorment
            sans jamais s’arrêter longtemps
            malgré le bruit des travaux
            avec une patience que rien n’entame
            """
        ),
        "where": _lines(
            """
            au bord du canal
            dans l’ancienne caserne
            derrière la gare de marchandises
            sur la place du marché
            au fond de la cour
            dans les salles du lycée professionnel
            le long des remparts
            à deux pas de l’hôpital
            sous les arcades de la préfecture
            au sommet de la colline
            """
        ),
        "why": _lines(
            """
            parce que rien ne l’y oblige
            comme si le temps ne comptait pas
            faute de crédits suffisants
            afin que chacun puisse y prendre part
            sans demander l’avis de personne
            alors que les subventions diminuent
            pour que les plus âgés ne restent pas seuls
            ce qui surprend toujours les visiteurs
            """
        ),
        "thing": _lines(
            """
            le courage
            la lenteur
            l’argent public
            la confiance
            le goût du détail
            l’apprentissage
            la transmission
            le silence
            l’imagination
            la précision
            l’hospitalité
            le temps libre
            la curiosité
            l’endurance
            """
        ),
        "short": _lines(
            """
            Rien n’est jamais gagné
            On avance pas à pas
            C’est une question de regard
            Nous avons tout recommencé
            Il suffit parfois d’écouter
            Personne n’y croyait vraiment
            Le plus dur est derrière nous
            Ça ne se décrète pas
            """
        ),
        "subject": _lines(
            """
            Les ouvriers de la dernière marée
            Une bibliothèque au milieu des vagues
            Ce que disent les murs de la filature
            Le marché ne ferme jamais
            À bicyclette contre le vent
            Les enfants de la caserne
            Un dimanche à l’atelier
            La nuit, le phare veille encore
            Ceux qui réparent ce que l’on jette
            La fanfare cherche trompettiste
            Voyage au bout du canal
            Des légumes sur le toit
            L’école qui ouvre le soir
            Les voix de la radio des quais
            Le théâtre sans rideau
            Une passerelle pour deux rives
            """
        ),
    },
)

ENGLISH = Grammar(
    language="en",
    quotes="“{}”",
    statements=_lines(
        """
        {who} {does} {what} {when}.
        {when_first}, {who} {does} {what}, {why}.
        {who} {does} {what}; {who2} {does2} {what2}.
        Since {year}, {who} has seen {number} people {where}.
        According to {who}, {number} residents out of {large} {plural} {what}.
        It is not {thing} that is missing: {who} {does} {what} {when}.
        “{short},” says {who}, who {does} {what} {where}.
        {where_first}, {who} {does} {what}, because {thing} matters more than {thing2}.
        It takes {number} minutes to cross the district, and {who} {does} {what} {when}.
        """
    ),
    questions=_lines(
        """
        Why did you choose {thing} rather than {thing2}?
        What does {thing} change for you {when}?
        How many people work {where}, and what do they do {when}?
        What do you remember of {year}?
        What will {thing} look like in ten years’ time?
        """
    ),
    notes=_lines(
        """
        Figures for {year}, given by {who}.
        On {thing} and {thing2}, see the survey published in {year}.
        """
    ),
    phrases={
        "who": _lines(
            """
            the head of the lending library
            a retired rowing champion
            the crew of the harbour launch
            the keeper of the lighthouse
            the allotment society
            a student of river ecology
            the night shift of the bakery
            the chair of the residents’ council
            the municipal orchestra
            an apprentice carpenter
            the bicycle repair workshop
            the school nurse
            the editor of the weekly paper
            the storyteller from the islands
            """
        ),
        "does": _lines(
            """
            defends
            repairs
            describes
            collects
            photographs
            rebuilds
            organises
            records
            questions
            remembers
            supports
            translates
            """
        ),
        "plural": _lines(
            """
            know
            support
            question
            remember
            visit
            """
        ),
        "what": _lines(
            """
            the stories nobody had written down
            a network of helpful neighbours
            the memory of the shipyards
            a sound map of the old town
            the abandoned looms of the cotton mill
            a festival of short films
            an evening school without fees
            the footpaths along the waterway
            a performance in sign language
            the letters of forgotten soldiers
            a vegetable garden above the station
            next year’s disappointing budget
            an exhibition of vanished trades
            """
        ),
        "when": _lines(
            """
            every morning before sunrise
            for almost twenty years
            whenever the tide allows it
            on the first Saturday of the month
            between two showers
            until the gates are locked
            in spite of the building works
            with unfailing patience
            """
        ),
        "where": _lines(
            """
            by the waterside
            in the former barracks
            behind the goods station
            on the market square
            beneath the arcades
            at the top of the hill
            """
        ),
        "why": _lines(
            """
            although nobody asked for it
            as if time did not matter
            for want of proper funding
            so that everyone can take part
            which always surprises visitors
            """
        ),
        "thing": _lines(
            """
            courage
            public money
            confidence
            attention to detail
            imagination
            hospitality
            curiosity
            endurance
            silence
            """
        ),
        "short": _lines(
            """
            Nothing is ever certain
            We began all over again
            Sometimes listening is enough
            Nobody believed in it
            The hardest part is over
            """
        ),
        "subject": _lines(
            """
            The last tide of the shipyard
            A library among the waves
            What the mill walls remember
            Cycling against the wind
            The lighthouse never sleeps
            An evening at the workshop
            Two banks and one footbridge
            """
        ),
    },
)

_GIVEN = _words(
    """
    Adèle Adrien Agathe Alban Alice Amélie Anaïs André Antoine Apolline Armand Arthur Aurore Axel
    Basile Béatrice Benoît Blanche Brieuc Camille Capucine Cécile Céleste Charles Chloé Clara
    Clément Côme Cyprien Damien Daphné Diane Édith Elias Élise Éloi Emma Erwan Esther Étienne
    Eugénie Fanny Félix Firmin Flora Gabriel Gaëlle Gaspard Hélène Héloïse Hugo Inès Iris Jade
    Jeanne Joachim Joséphine Jules Justine Karim Léa Léonie Lila Lise Louis Lucien Ludivine Maël
    Maïa Manon Marceau Marguerite Martin Maya Maxence Mélina Naïm Nina Noé Océane Octave Odile Oscar
    Pauline Perrine Quentin Rachel Raphaël Rémi Romane Rose Sacha Salomé Samir Simon Solène Suzanne
    Tess Théo Thaïs Ulysse Valentin Victoire Violette Xavier Yanis Yseult Zoé
    """
)
_FAMILY = _words(
    """
    Abadie Allard Ancelin Arnaud Aubin Auger Bailly Barbier Baudry Bellanger Bénard Berthier Besson
    Blanchet Bodin Bonnefoy Bouvier Brunet Cadiou Cailleux Carpentier Castel Chabert Chevalier
    Clavel Colin Cordier Coutant Dallet Darras Dautry Delmas Desnoyers Diallo Drouet Dubreuil Dufour
    Dumas Duvivier Escoffier Estienne Évrard Fabre Faucher Ferrand Fleury Fontanel Fournier Gaillard
    Garnier Gaudin Gérard Gillot Girardin Gosselin Grandjean Granier Guérin Guillou Hamelin Hébert
    Hervieu Huguet Imbert Jacquemin Jaouen Joubert Jourdan Kerbrat Lacaze Lafont Lambert Laroche
    Lavigne Lebreton Leclerc Lefort Legrand Lemoine Leroux Levasseur Maillard Marchand Marsan Masson
    Mathieu Mercier Meunier Michelet Monnier Morvan Moulin Navarro N’Diaye Nivelle Noiret Ollivier
    Pasquier Pelletier Perrin Pichon Poirier Prévost Quéré Rambert Raynal Renaudin Ribeiro Rivière
    Robin Rochefort Roussel Sabatier Saunier Savary Sénéchal Simonet Tanguy Teissier Thibault
    Tournier Traoré Vaillant Valette Vasseur Verdier Vidal Vincent Weber Yilmaz Zeller
    """
)


def name(number: int) -> tuple[str, str]:
    """The given and the family name of the person of that number: no two of 14,000 are alike."""
    given = _GIVEN[(number * 37) % len(_GIVEN)]
    # One family name in nine is double, as they are now.
    family = _FAMILY[(number * 53 + number // len(_GIVEN)) % len(_FAMILY)]
    second = _FAMILY[(number * 31 + 7) % len(_FAMILY)]
    return given, f"{family}-{second}" if number % 9 == 4 and second != family else family


class Writer:
    """Writes one article's worth of sentences; the same number always writes the same."""

    def __init__(self, grammar: Grammar, number: int) -> None:
        self.grammar = grammar
        self.random = Random(f"{grammar.language} {number}")  # noqa: S311

    def statement(self) -> str:
        """One sentence."""
        return self._filled(self.grammar.statements)

    def question(self) -> str:
        """One question."""
        return self._filled(self.grammar.questions)

    def note(self) -> str:
        """The text of a note."""
        return self._filled(self.grammar.notes)

    def quote(self) -> str:
        """A few words somebody said, between quotation marks."""
        return self.grammar.quotes.format(self._one("short"))

    def subject(self) -> str:
        """A heading."""
        return self._one("subject")

    def title(self, number: int) -> str:
        """A title that no other number up to 1,900 has."""
        subject, where, when = (self.grammar.phrases[kind] for kind in ("subject", "where", "when"))
        number, first = divmod(number, len(subject))
        number, second = divmod(number, len(where))
        return ", ".join([subject[first], where[second], *([when[number - 1]] if number else [])])

    def paragraph(self, words: int) -> str:
        """Sentences of at least so many words together."""
        sentences: list[str] = []
        while sum(len(one.split()) for one in sentences) < words:
            sentences.append(self.statement())
        return " ".join(sentences)

    def _one(self, kind: str) -> str:
        return self.random.choice(self.grammar.phrases[kind])

    def _filled(self, patterns: Sequence[str]) -> str:
        text = self.random.choice(patterns).format_map(self._slots())
        return text[0].upper() + text[1:]

    def _slots(self) -> dict[str, str]:
        slots = {kind: self._one(kind) for kind in self.grammar.phrases}
        slots |= {f"{kind}2": self._one(kind) for kind in ("who", "does", "what", "thing")}
        slots |= {f"{kind}_first": _capital(self._one(kind)) for kind in ("when", "where")}
        return slots | {
            "year": str(self.random.randint(1921, 2025)),
            "number": str(self.random.randint(12, 980)),
            "large": str(self.random.randint(1200, 9800)),
            "ordinal": f"{self.random.randint(2, 9)}e",
        }


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
