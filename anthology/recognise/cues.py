"""A language code in; the small words that give away who speaks to whom out.

The lists hold function words and set phrases of a language, never words of a subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from anthology.recognise.patterns import pattern

_WORD = pattern(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Cues:
    """What a language offers to recognition.

    `address` finds words that address the reader or the person asked; `first` are words of the first
    person; `replies` open an answer; `interview` announces one; `says` introduce or follow a quotation;
    `articles` stand before things, hardly before people; `prepositions` before places; `links` join
    or open a clause that does not stand by itself; `posts` name what a person does, `post_endings` how
    such words end where nouns have capitals; `verbs` are finite forms so frequent that they tell a clause.
    """

    address: re.Pattern[str]
    first: frozenset[str]
    replies: frozenset[str]
    interview: re.Pattern[str]
    says: frozenset[str]
    articles: frozenset[str]
    prepositions: frozenset[str]
    links: frozenset[str]
    posts: frozenset[str]
    post_endings: tuple[str, ...]
    verbs: frozenset[str]
    conjunctions: frozenset[str]
    honorifics: frozenset[str]
    institutions: frozenset[str]


def words_of(text: str) -> list[str]:
    """Lower-case words; apostrophes and hyphens part them (`j’ai`, `avez-vous` are two each)."""
    return _WORD.findall(text.casefold())


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _pattern(source: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return pattern(source, flags)


_FRENCH = Cues(
    address=_pattern(
        r"\b(?:vous|votre|vos|tu|toi|tes|ton|t’)\b"
        r"|\b(?!(?:chez|assez|nez|rez|suez|fez|lez|riez)\b)\w{2,}ez\b|-toi\b|\bdis-nous\b"
    ),
    first=_set("je j me m moi mon ma mes nous notre nos on"),
    replies=_set("oui non si absolument exactement bien effectivement évidemment tout jamais"),
    interview=_pattern(
        r"\b(?:interview|entretien|rencontre|questions?-réponses|propos recueillis|s’est confiée?|"
        r"répond(?:re|ent|u|ue)? à nos questions|a accepté de (?:nous )?répondre|sont confiés|"
        r"nous (?:a|ont) (?:reçus?|accordé|parlé)|à la rencontre)\b"
    ),
    says=_set(
        "dit disent confie confient explique expliquent raconte racontent affirme affirment précise "
        "précisent ajoute ajoutent lâche lâchent reconnaît reconnaissent répond répondent assure assurent "
        "indique indiquent souligne soulignent déclare déclarent poursuit poursuivent conclut concluent "
        "estime estiment commente commentent témoigne témoignent détaille détaillent note notent rappelle "
        "rappellent sourit amuse plaisante admet avoue avouent exclame insiste résume glisse soupire tranche "
        "martèle regrette remarque observe nuance complète reprend relève relate souvient juge annonce "
        "révèle prévient concède enthousiasme renchérit lance murmure crie demande interroge justifie "
        "expliqué confié raconté affirmé précisé ajouté déclaré répondu assuré souligné conclu"
    ),
    articles=_set("le la les l un une des du au aux ce cet cette ces son sa ses leur leurs notre nos"),
    prepositions=_set("à en dans chez sur vers sous de d par pour depuis près jusqu"),
    links=_set(
        "que qu qui dont où mais donc car et ou ni puis afin pour avec parce lorsque quand comme si "
        "ainsi alors aussi ensuite enfin sinon tandis pendant avant après en dans sur par à au aux de du "
        "d des sans chez entre vers ce cela ça celui celle ceux celles il ils elle elles y c lequel laquelle "
        "notamment surtout également voilà là"
    ),
    posts=_set(
        "directeur directrice responsable chef cheffe président présidente maire manager community chargé "
        "chargée professeur professeure enseignant enseignante capitaine entraîneur entraîneuse fondateur "
        "fondatrice auteur autrice écrivain écrivaine journaliste étudiant étudiante élève conseiller "
        "conseillère député députée ministre gérant gérante patron patronne artiste chanteur chanteuse "
        "musicien musicienne médecin infirmier infirmière alternant alternante coordinateur coordinatrice "
        "secrétaire adjoint adjointe ingénieur ingénieure chercheur chercheuse bénévole agriculteur "
        "agricultrice boulanger boulangère libraire bibliothécaire comédien comédienne réalisateur "
        "réalisatrice joueur joueuse champion championne grossiste avocat avocate sage proviseur proviseure "
        "principal principale délégué déléguée porte rédacteur rédactrice photographe membre ancien ancienne"
    ),
    post_endings=(),
    verbs=_set(
        "est sont était étaient sera seront ai as a avons avez ont avait avaient aura faut fallait peut "
        "peuvent pouvons peux veut veulent voulons veux doit doivent devons dois fait font faisons fais va "
        "vont allons vais suis sommes êtes sait savons sais vient viennent viens met mettons prend prenons "
        "pense croit crois voit vois reste restent devient aime préfère veillons essaye essaie choisit"
    ),
    conjunctions=_set("et mais car donc or puis alors"),
    honorifics=_set("m mm mme mmes mlle monsieur madame dr docteur pr me maître"),
    institutions=_set(
        "région conseil mairie ville maison café bibliothèque médiathèque université lycée école collège "
        "groupe association club place rue avenue allée boulevard musée théâtre institut ligue comité stade "
        "hôpital parc centre radio journal festival fondation société entreprise saint sainte"
    ),
)

_ENGLISH = Cues(
    address=_pattern(r"\b(?:you|your|yours|yourself)\b|^(?:tell|describe|explain)\b"),
    first=_set("i my me mine we our us ours"),
    replies=_set("yes no absolutely exactly well oh definitely sure never honestly"),
    interview=_pattern(
        r"\b(?:interview|conversation|q&a|we (?:met|spoke|talked|asked)|tells us|talks to us|told us)\b"
    ),
    says=_set(
        "says say said explains explained adds added recalls recalled tells told admits admitted insists "
        "insisted notes noted laughs laughed remembers replies replied continues concludes argues smiles"
    ),
    articles=_set("the a an this that these those his her its their our"),
    prepositions=_set("in at on of from to near for by since into"),
    links=_set(
        "that which who whom whose where when while because since although but and or nor so then if as "
        "with without for from in on at to of by it he she they this these those there also however"
    ),
    posts=_set(
        "director head manager teacher professor captain coach founder author writer journalist student "
        "president mayor librarian nurse doctor engineer researcher artist singer musician chair editor "
        "owner chief officer leader player volunteer spokesperson secretary minister"
    ),
    post_endings=(),
    verbs=_set(
        "is are was were am be been has have had do does did can could will would shall should may might "
        "must need want know think go goes get makes make says keep let take came come"
    ),
    conjunctions=_set("and but so or yet for then"),
    honorifics=_set("mr mrs ms miss dr professor sir lady"),
    institutions=_set(
        "library road street school college university park house council city county hall club centre "
        "center station museum theatre institute society company group festival hospital church team saint"
    ),
)

_SPANISH = Cues(
    address=_pattern(
        r"\b(?:usted(?:es)?|tú|te|tu|tus|su|sus|vosotr[oa]s|vuestr[oa]s?|os|le|cuéntenos|háblenos)\b"
    ),
    first=_set("yo me mi mis mí nosotros nosotras nos nuestro nuestra nuestros nuestras conmigo"),
    replies=_set("sí no claro exacto bueno pues nunca desde"),
    interview=_pattern(
        r"\b(?:entrevista|conversa(?:ción|mos)|hablamos con|charlamos|nos recibe|nos cuenta|encuentro con)\b"
    ),
    says=_set(
        "dice dicen explica explican cuenta cuentan afirma afirman añade asegura recuerda señala responde "
        "confiesa comenta concluye reconoce insiste subraya declara admite"
    ),
    articles=_set("el la los las un una unos unas este esta su sus del al lo"),
    prepositions=_set("en de a por desde hasta para hacia del al"),
    links=_set(
        "que quien cual donde cuando pero y e o u ni porque pues aunque si como mientras con sin para por "
        "en a de del al desde hasta ello eso esto él ella ellos ellas también entonces así"
    ),
    posts=_set(
        "director directora presidente presidenta alcalde alcaldesa patrona patrón maestra maestro profesor "
        "profesora capitana capitán entrenador entrenadora autora autor escritora escritor periodista "
        "estudiante responsable jefa jefe fundadora fundador médica médico enfermera cantante artista"
    ),
    post_endings=(),
    verbs=_set(
        "es son era eran fue fueron ha han hay había he hemos está están tiene tienen tengo puede pueden "
        "puedo quiere quiero quise va van voy hace hacen hago sé sabe debe perdona enseña"
    ),
    conjunctions=_set("y e pero o así pues entonces"),
    honorifics=_set("sr sra srta don doña señor señora dr dra"),
    institutions=_set(
        "biblioteca calle plaza universidad instituto colegio escuela ayuntamiento consejo museo teatro "
        "asociación club grupo centro parque hospital san santa ciudad virgen puerto"
    ),
)

_GERMAN = Cues(
    address=_pattern(
        r"(?<![.!?…] )(?<!^)\b(?:Sie|Ihr|Ihre[mnrs]?|Ihnen)\b|\b(?:du|dir|dich|dein\w*|euch|euer)\b", 0
    ),
    first=_set("ich mir mich mein meine meinen meinem meiner wir uns unser unsere unseren unserem"),
    replies=_set("ja nein doch genau natürlich absolut klar niemals nie"),
    interview=_pattern(
        r"\b(?:interview|gespräch|im gespräch|wir (?:sprachen|trafen)|erzählt uns|rede und antwort)\b"
    ),
    says=_set(
        "sagt sagen sagte erklärt erklärte erzählt erzählte meint ergänzt betont erinnert antwortet lacht "
        "berichtet fügt findet glaubt"
    ),
    articles=_set(
        "der die das den dem des ein eine einen einem einer dieser diese dieses sein seine ihr ihre"
    ),
    prepositions=_set("in im an am auf aus bei von vom zu zum zur nach seit für"),
    links=_set(
        "dass der die das wer was wo wenn als aber und oder denn weil obwohl so dann auch mit ohne für in im "
        "an auf aus bei von zu nach es er sie diese dieser dieses dort da"
    ),
    posts=_set(
        "direktor direktorin leiter leiterin lehrer lehrerin schüler schülerin student studentin präsident "
        "präsidentin bürgermeister bürgermeisterin trainer trainerin kapitän kapitänin autor autorin "
        "gründer gründerin arzt ärztin künstler künstlerin sprecher sprecherin uhrmacher"
    ),
    post_endings=("meister", "meisterin", "leiter", "lehrer", "trainer", "erin", "istin", "orin", "ärztin"),
    verbs=_set(
        "ist sind war waren bin hat haben habe hatte hatten wird werden kann können muss müssen will wollen "
        "soll sollen geht gehen weiß wissen macht machen gibt kommt erzählt hört"
    ),
    conjunctions=_set("und aber denn oder doch sondern"),
    honorifics=_set("herr frau dr prof doktor professor"),
    institutions=_set(
        "bibliothek straße platz schule gymnasium universität stadt rathaus museum theater verein gruppe "
        "zentrum park krankenhaus sankt bahnhof werkstatt"
    ),
)

_ITALIAN = Cues(
    address=_pattern(r"\b(?:lei|voi|tu|ti|tuo|tua|tuoi|tue|vi|vostr[oaie]|suo|sua|ci racconti|ci parli)\b"),
    first=_set("io mi me mio mia miei mie noi ci nostro nostra nostri nostre"),
    replies=_set("sì no certo esatto beh assolutamente mai"),
    interview=_pattern(
        r"\b(?:intervista|colloquio|conversazione|incontro con|abbiamo (?:incontrato|parlato)|ci racconta)\b"
    ),
    says=_set(
        "dice dicono spiega spiegano racconta raccontano afferma aggiunge ricorda risponde confessa "
        "sottolinea assicura commenta conclude ammette dichiara"
    ),
    articles=_set("il lo la i gli le l un uno una questo questa suo sua del della dei degli delle al"),
    prepositions=_set("in a da di su per con tra fra dal dalla nel nella"),
    links=_set(
        "che chi cui dove quando ma e ed o né perché se come mentre con senza per in a da di su tra fra "
        "anche quindi poi così ciò questo questa esso essa egli lui lei loro"
    ),
    posts=_set(
        "direttore direttrice presidente sindaco sindaca professore professoressa maestra maestro capitano "
        "allenatore allenatrice autrice autore scrittrice scrittore giornalista studente studentessa "
        "responsabile fondatore fondatrice medico cantante artista"
    ),
    post_endings=(),
    verbs=_set(
        "è sono era erano ha hanno ho abbiamo aveva fa fanno faccio può possono posso vuole voglio deve "
        "devono va vanno vado sta stanno so sa bisogna"
    ),
    conjunctions=_set("e ed ma o quindi poi però"),
    honorifics=_set("sig signor signora dott dottor dottoressa prof"),
    institutions=_set(
        "biblioteca via piazza scuola liceo università comune museo teatro associazione gruppo centro parco "
        "ospedale san santa città"
    ),
)

_CATALAN = Cues(
    address=_pattern(r"\b(?:vostè|vostès|tu|et|teu|teva|teus|teves|us|vostr[ea]s?|expliqui’ns)\b"),
    first=_set("jo em m me meu meva meus meves nosaltres ens nostre nostra nostres"),
    replies=_set("sí no és clar exacte bé doncs mai"),
    interview=_pattern(r"\b(?:entrevista|conversa|parlem amb|ens rep|ens explica|trobada amb)\b"),
    says=_set(
        "diu diuen explica expliquen afirma afegeix assegura recorda respon confessa comenta conclou "
        "reconeix insisteix subratlla declara"
    ),
    articles=_set("el la els les l un una uns unes aquest aquesta seu seva del dels al als"),
    prepositions=_set("a en de d per amb des fins cap del"),
    links=_set(
        "que qui on quan però i o ni perquè si com mentre amb sense per a en de des fins això ell ella ells "
        "elles també doncs així"
    ),
    posts=_set(
        "director directora president presidenta alcalde alcaldessa professor professora mestra mestre "
        "capitana capità entrenador entrenadora autora autor escriptora escriptor periodista estudiant "
        "responsable cap fundadora fundador metge metgessa artista"
    ),
    post_endings=(),
    verbs=_set(
        "és són era eren ha han he hem havia té tenen tinc pot poden puc vol vull va van vaig fa fan faig "
        "sé sap cal està estan"
    ),
    conjunctions=_set("i però o doncs així"),
    honorifics=_set("sr sra senyor senyora dr dra"),
    institutions=_set(
        "biblioteca carrer plaça universitat institut escola ajuntament consell museu teatre associació "
        "club grup centre parc hospital sant santa ciutat"
    ),
)

CUES: Mapping[str, Cues] = MappingProxyType(
    {"fr": _FRENCH, "en": _ENGLISH, "es": _SPANISH, "de": _GERMAN, "it": _ITALIAN, "ca": _CATALAN}
)
"""By primary language subtag."""


def cues_for(language: str) -> Cues:
    """Return the cues of a language tag (`fr`, `fr-CH`); those of English when the language has none."""
    return CUES.get(language.split("-")[0].lower(), _ENGLISH)
