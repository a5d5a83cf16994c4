"""What pages call their parts, and how lines of credit and of furniture read, in six languages."""

from __future__ import annotations

import re

from anthology.readers.word_sets import words

BODY_CLASSES = words(
    """
    entry-content post-content article-content article-body article__body article__content articlebody
    article-text article__text article-main-content post-body post__content post__body gh-content
    gh-canvas td-post-content story-body story-content story__text story__content texte texte-article
    article-texte articulo-cuerpo article-cuerpo cuerpo cuerpo-noticia cuerponoticia cuerpo-texto
    articulo__cuerpo field--name-body node__content article_body article_content article-body-content
    elementor-widget-theme-post-content wp-block-post-content fig-content-body fig-content__body
    content-text contenu-article article__main-content body-copy caas-body e-content post-entry-content
    a_c clearfix-body artikel-text artikeltext article__item--text testo testo-articolo corpo
    single-content single__content article-page__content section-content
    """
)
"""Classes of the element that holds the text of an article."""

COMMENT_CLASSES = words(
    """
    comments comment-list commentlist comments-area comment-respond respond disqus_thread
    comments-section comment-section comments-wrapper comments-title fb-comments fb-comments-root
    gh-comments commentaires bloc-commentaires liste-commentaires comments-posts repondre repondre_forum
    kommentare leserkommentare comentarios lista-comentarios commenti reacties wp-block-comments
    wp-block-post-comments-form comment-form comment-body comment-content comment-thread comment_list
    node__comments field--name-comment field-name-comment reader-comments responses user-comments
    """
)
"""Classes and ids of what readers wrote below an article."""

FURNITURE_CLASSES = words(
    """
    no_print noprint no-print d-print-none print-hidden lire_aussi lire-aussi read-also author-bio
    about-author post-navigation nav-links wp-block-query wp-block-latest-posts jp-relatedposts
    more-posts next-post article-footer-links spip_logos logo-site
    """
)
"""Classes of what a page itself keeps from the printer, and of boxes for other articles."""

FURNITURE_WORDS = words(
    """
    nav navbar navigation menu submenu breadcrumb breadcrumbs ariane pagination pager sidebar footer
    share shares sharing sharedaddy addtoany social socials related relatedposts recommended
    recommendation recommendations newsletter subscribe subscription cookie cookies consent gdpr rgpd
    promo advert advertisement advertising ads ad adsbygoogle publicite werbung publicidad pubblicita
    popup modal toolbar skip widget widgets login signup signin outbrain taboola trending popular search
    topbar offcanvas colophon masthead paywall readmore partage partager masquer teaserlist didomi
    onetrust usercentrics hubspot mostread cta upsell crosslinks relacionadas correlati
    didascalie-social partages bandeau lateral
    """
)
"""Words in classes and ids of menus, sidebars, footers, buttons, banners and boxes for other articles."""

TAG_CLASSES = words(
    """
    cat-links tags-links tag-list tags tagcloud post-tags entry-tags article-tags post-labels
    field--name-field-tags category-list mots-cles motscles keywords reading-time read-time
    post-categories article__tags edit-link
    """
)
"""Classes of what files an article away: its categories and key words."""

DATE_CLASSES = words(
    """
    posted-on date entry-date published updated post-date article-date date-header timestamp
    publication-date article__date date-publication fecha data-pubblicazione datum reading-time
    read-time cat-links tags-links post-timestamp dateline-date comments-link edit-link categories
    category
    """
)
"""Classes of the line that says when an article was published, and how it was filed."""

BYLINE_CLASSES = words(
    """
    byline by-line author authors author-name auteur auteurs autor autores autore autori firma signature
    signataire posted-by article-author article__author post-author entry-author author-vcard
    post-byline article-byline vcard article__byline story-byline nom-auteur journalist writer autorin
    verfasser auteur-article article-auteur auteur-nom redacteur contributors credits-article
    metadata__author gh-article-meta-name article-signature firmas author-link post-meta-author
    td-post-author-name spip_auteur lesauteurs unauteur dates_auteurs nom_auteur field--name-uid
    node__submitted submitted
    """
)
"""Classes of the line that says who wrote an article."""

STANDFIRST_CLASSES = words(
    """
    chapo chapô chapeau article-chapo article__chapo fig-standfirst standfirst dek deck article-dek
    article__dek article__desc lede subtitle sub-title sous-titre soustitre subheadline sub-headline
    article-subtitle post-subtitle entry-subtitle headline-subtitle article__subtitle excerpt
    post-excerpt entry-excerpt entry-summary entradilla bajada subtitulo article__summary
    article-summary sommario occhiello catenaccio story__summary vorspann article-intro intro
    article__intro gh-article-excerpt ingress field--name-field-chapo field--name-field-subtitle
    art-intro descriptif introduction lead article-lead article__lead surtitre kicker-text
    """
)
"""Classes of the sentence between the title and the text."""

CREDIT_CLASSES = words(
    """
    credit credits photo-credit image-credit picture-credit photocredit copyright source-photo
    credit-photo credits-photo credito creditos crediti fotocredit bildnachweis bildquelle
    article__credit image__credit media-credit wp-media-credit img-credit
    """
)
"""Classes of the line that says whose a picture is."""

# --- lines that read as credits ----------------------------------------------------------------------

MAX_CREDIT = 160
"""Characters of the longest line that is read as a credit; a longer one is prose, whatever it begins with."""

_NAME = r"[^\W\d_a-zà-öø-ÿ][\w’'.-]*"
"""A word with a capital."""

_WORKS = "|".join(
    (
        r"photo(?:s|graphie|graphies|graphe|graphes|graph|graphs|graphy|grapher)?|pictures?|words|story",
        r"foto(?:s|grafie|grafía|grafías|grafia|graf|grafo|grafies)?|images?|imagen|imágenes|immagin[ei]|bild(?:er)?",
        r"illustrations?|illustrationen|illustrazion[ei]|ilustración|ilustraciones|il·lustració|dessins?|disegni",
        r"dibujos|zeichnung|infographie|infografik|infografía|infografica|vidéo|video|vídeo|montage|interview",
        r"textes?|texts?|textos?|test[oi]|mise en page|maquette|layout|maquetació|entretien|entrevista",
        r"propos|traduction|translation|traducción|traduzione|traducció|übersetzung|rédaction|redacción|redazione",
        r"redaktion|reportage|reportaje|report|intervista",
    )
)
_PEOPLE = (
    r"cr[ée]dits?|cr[ée]ditos?|crediti?|source|fuente|fonte|quelle|auteure?s?|autrices?|authors?|autore?s?|autori|"
    r"autoras?|autorin|reporters?|journalistes?|bildnachweis|fotonachweis|groupe|group|grupo|gruppo|gruppe|grup"
)
_LABEL = rf"(?:{_PEOPLE}|{_WORKS})"
_BY_WORD = r"(?:par|by|por|von|di|de|d’|d'|per|da)"
_LABELS = rf"{_LABEL}(?:\s*(?:&|et|and|y|e|i|und|/|,|\+)\s*{_LABEL})?(?:\s+(?:photos?|fotos?|images?))?"
_DONE_BY = (
    r"propos (?:recueillis|rapportés|traduits) par|"
    r"(?:recueilli|réalisé|rédigé|écrit|publié|mis en page|illustré|photographié|traduit)e?s? par|"
    r"(?:written|posted|published|reported|edited|translated|photographed|illustrated|photographs?) by|"
    r"(?:escrito|publicado|redactado|traducido|fotografiado|ilustrado|realizado) por|"
    r"(?:scritto|pubblicato|redatto|tradotto|realizzato|raccolto) da|a cura di|"
    r"(?:geschrieben|veröffentlicht|übersetzt|fotografiert|aufgezeichnet|protokoll) von|"
    r"ein (?:artikel|beitrag) von|"
    r"(?:escrit|publicat|redactat|traduït) per"
)
_CREDIT_LINES = (
    re.compile(rf"(?i:{_LABELS})\s*(?:[::–—|/]|©|(?i:\(c\)|d\.?r\.?\s*$))"),
    re.compile(rf"(?i:{_LABELS})\s+(?i:{_BY_WORD})\s*{_NAME}"),
    re.compile(rf"(?i:{_DONE_BY})\b"),
    re.compile(r"(?:©|\([cC]\)|ⓒ)\s*\S"),
    re.compile(r"(?i:dr|d\.r\.)\s*$"),
)
_AND = r"(?:et|and|y|e|und|i|de|du|von|van|le|la|la)"
_BY = re.compile(
    rf"(?:Par|By|BY|PAR|Por|POR|Von|VON|Di|DI|Per)\s*:?\s+{_NAME}(?:[\s,&]+(?:{_AND}\s+){{0,2}}{_NAME})*"
)
_AFTER_NAMES = re.compile(
    r"\s*(?:$|[,–—|•·/(;:-]|\d|"
    r"(?:le|on|am|el|il|à|at|pour|für|for|avec|with|publié|posted|updated|mis à jour)\b)"
)
_AGENCIES = r"AFP|Reuters|REUTERS|EPA|AP|Getty|Getty Images|SIPA|MAXPPP|dpa|ANSA|EFE|Belga|Keystone"
_ENDS_IN_CREDIT = re.compile(
    rf"©|\([cC]\)\s|\b(?i:cr[ée]dits?(?: photos?)?|photos?|fotos?)\s*:|\b(?i:photos? by)\s|"
    rf"/\s*(?:{_AGENCIES})\b"
)
_AGENCY = re.compile(rf"(?:.{{1,60}}[/–—-]\s*)?(?:{_AGENCIES})(?:\s*/\s*.{{1,40}})?\.?")
_SITE_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright).{0,30}\b(?:19|20)\d\d\b|droits r[ée]serv[ée]s|rights reserved|"
    r"derechos reservados|diritti riservati|rechte vorbehalten|drets reservats|powered by|"
    r"propulsé par|mentions légales",
    re.IGNORECASE,
)


def is_credit(text: str) -> bool:
    """Whether a line by itself reads as a byline, a photo credit or a line of a credit block.

    The rights that a site claims for itself are no credit.
    """
    if len(text) > MAX_CREDIT or _SITE_RIGHTS.search(text):
        return False
    if any(pattern.match(text) for pattern in _CREDIT_LINES):
        return True
    by = _BY.match(text)
    if by is not None and _AFTER_NAMES.match(text, by.end()):
        return True
    return bool(_ENDS_IN_CREDIT.search(text) or _AGENCY.fullmatch(text))


# --- lines of furniture ------------------------------------------------------------------------------

_READ_ALSO = re.compile(
    r"(?:[àa] lire(?: aussi| également)?|lire (?:aussi|également|la suite)|voir aussi|pour aller plus loin|"
    r"read (?:also|more|next)|see also|related|lea también|lee también|le puede interesar|leer más|"
    r"leggi anche|lesen sie (?:auch|mehr)|mehr zum thema|auch interessant|llegiu també)\b",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:publicité|advertisement|anzeige|werbung|publicidad|pubblicità|publicitat|annonce|la suite après "
    r"cette publicité|(?:article )?réservé aux abonnés|partager|partager sur.{0,20}|tweeter|share|"
    r"share (?:this|on).{0,20}|tweet|facebook|twitter|linkedin|whatsapp|e-?mail|imprimer|print|teilen|"
    r"drucken|compartir|"
    r"condividi|stampa|imprimir|copier le lien|copy link|(?:temps de )?lecture ?:? ?\d+ ?min.{0,10}|"
    r"\d+ min(?:utes?)? (?:de lecture|read)|lire la suite|read more|"
    r"\d+ ?(?:commentaires?|comments?|partages?|shares?|réactions?)|"
    r"retour en haut|back to top|j[’']aime(?: ça)?|like this|loading\.\.\.|chargement…?)\W*",
    re.IGNORECASE,
)


def is_furniture(text: str, linked: int) -> bool:
    """Whether a line is a button, an advertisement's heading or a pointer to another article, whole."""
    if len(text) <= 60 and _FURNITURE.fullmatch(text):
        return True
    found = _READ_ALSO.match(text)
    return found is not None and linked > 0 and linked >= 0.8 * len(text[found.end() :].strip(" :»›→–-"))
