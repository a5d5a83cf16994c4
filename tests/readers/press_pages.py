"""Pages as the programs of the press make them, in five languages, each with the truth about its words.

What is kept is text, credits stand next to it, everything else is `out`. The words are made up; the elements
and classes are those of themes in use.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

WORDS = {
    "fr": "la ville port marché étudiants visite journal région presse école quartier campus réseau projet avec dans "
    "pour une équipe travail chaque matin depuis longtemps ouvre propose raconte explique cherche été nuit",
    "en": "the city harbour market students visit newspaper region press school district campus network project with "
    "into for a team work every morning since long opens offers tells explains looks summer night",
    "es": "la ciudad puerto mercado estudiantes visita periódico región prensa escuela barrio campus red proyecto con "
    "en para un equipo trabajo cada mañana desde abre ofrece cuenta explica busca verano noche",
    "de": "die Stadt Hafen Markt Studenten Besuch Zeitung Region Presse Schule Viertel Campus Netz Projekt mit in für "
    "ein Team Arbeit jeden Morgen seit lange öffnet bietet erzählt erklärt sucht Sommer Nacht",
    "it": "la città porto mercato studenti visita giornale regione stampa scuola quartiere campus rete progetto con "
    "nel per una squadra lavoro ogni mattina da tempo apre propone racconta spiega cerca estate notte",
}
CREDITS = {
    "fr": ("Par Amélie Marsan", "Photo : Carla Pons", "© Inès Causse / AFP", "Propos recueillis par Lou Alquier",
           "Crédit photo : Rémi Medalle", "Texte et photos : Tom Passicot"),
    "en": ("By Grace Turner", "Photo: Mary Hill", "© John Reed / Reuters", "Interview by Anna Bell",
           "Photo credit: Paul Stone", "Words and pictures by Jane Dow"),
    "es": ("Por Lucía Gómez", "Foto: Ana Ruiz", "© Pedro Gil / EFE", "Texto: Marta Sanz", "Fotografía: Juan Vidal",
           "Redacción: Elena Cruz"),
    "de": ("Von Jonas Keller", "Foto: Lena Vogt", "© Max Braun / dpa", "Text: Eva Lang", "Fotos: Paul Wolf",
           "Interview: Nina Roth"),
    "it": ("Di Chiara Rossi", "Foto: Luca Bianchi", "© Marco Neri / ANSA", "Testo: Anna Conti",
           "Fotografie: Paolo Greco", "Intervista di Sara Riva"),
}  # fmt: skip
FURNITURE = {
    "fr": (
        "Accueil",
        "Contact",
        "S’abonner",
        "Lire aussi",
        "Partager",
        "Mentions légales",
        "Tous droits réservés",
    ),
    "en": ("Home", "Contact", "Subscribe", "Read also", "Share", "Legal notice", "All rights reserved"),
    "es": (
        "Inicio",
        "Contacto",
        "Suscribirse",
        "Lea también",
        "Compartir",
        "Aviso legal",
        "Derechos reservados",
    ),
    "de": (
        "Startseite",
        "Kontakt",
        "Abonnieren",
        "Lesen Sie auch",
        "Teilen",
        "Impressum",
        "Rechte vorbehalten",
    ),
    "it": ("Home", "Contatti", "Abbonati", "Leggi anche", "Condividi", "Note legali", "Diritti riservati"),
}


@dataclass(slots=True)
class Page:
    """A page under construction: what it says, and the truth about it."""

    language: str
    random: random.Random
    kept: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    title: str = ""

    def words(self, count: int) -> str:
        """So many words, with a capital first."""
        text = " ".join(self.random.choice(WORDS[self.language].split()) for _ in range(count))
        return text[0].upper() + text[1:]

    def sentence(self) -> str:
        return f"{self.words(self.random.randint(9, 22))} {self.random.randint(100, 999999)}."

    def headline(self) -> str:
        self.title = f"{self.words(5)} {self.random.randint(1000, 9999)}"
        self.kept.append(self.title)
        return self.title

    def keep(self, text: str) -> str:
        self.kept.append(text)
        return text

    def prose(self, sentences: int = 3) -> str:
        return self.keep(" ".join(self.sentence() for _ in range(sentences)))

    def credit(self, which: int) -> str:
        text = CREDITS[self.language][which]
        self.credits.append(text)
        return text

    def beside(self, text: str = "") -> str:
        """Words that are no part of the article."""
        text = text or f"{self.words(4)} {self.random.randint(1000, 9999)}"
        self.out.append(text)
        return text

    def long_beside(self) -> str:
        return self.beside(" ".join(self.sentence() for _ in range(2)))

    def label(self, which: int) -> str:
        return FURNITURE[self.language][which]

    def menu(self, items: int = 6) -> str:
        links = (f'<li><a href="/{n}">{self.beside()}</a></li>' for n in range(items))
        return f"<ul>{''.join(links)}</ul>"

    def teasers(self, count: int = 3) -> str:
        """Boxes for other articles."""
        return "".join(
            f'<div class="card"><a href="/t{n}"><img src="https://x.example/t{n}.jpg" alt=""><h3>{self.beside()}</h3></a>'
            f"<p>{self.long_beside()}</p></div>"
            for n in range(count)
        )

    def paragraphs(self, count: int = 5) -> str:
        return "\n".join(f"<p>{self.prose()}</p>" for _ in range(count))

    def head(self, title: str = "", extra: str = "") -> str:
        title = title or self.title
        return (
            f'<head><meta charset="utf-8"><title>{title} – Le Journal</title>{extra}'
            '<script>window.x = "<p>nothing</p>";</script><style>.a{color:red}</style></head>'
        )


def twenty_twenty(page: Page) -> str:
    title = page.headline()
    return f"""<!doctype html><html lang="{page.language}">{page.head()}
<body class="post-template-default single has-sidebar">
<a class="skip-link screen-reader-text" href="#c">{page.beside()}</a>
<header id="site-header" class="header-footer-group"><div class="site-title"><a href="/">Le Journal</a>
</div>
<nav class="primary-menu-wrapper">{page.menu()}</nav></header><main id="site-content">
<article class="post-1 post type-post"><header class="entry-header"><h1 class="entry-title">{title}</h1>
<div class="post-meta-wrapper"><ul class="post-meta"><li class="post-author meta-wrapper">
<span class="meta-text">{page.credit(0)}</span></li>
<li class="post-date"><span class="meta-text"><a href="/">{page.beside("12 mai 2022")}</a></span></li>
</ul></div></header>
<figure class="featured-media"><img src="https://x.example/a.jpg" alt="">
<figcaption>{page.prose(1)} <span>{page.credit(1)}</span></figcaption></figure>
<div class="post-inner">
<div class="entry-content">{page.paragraphs()}<h2>{page.keep(page.words(4))}</h2>{page.paragraphs(3)}
<blockquote><p>{page.prose(1)}</p></blockquote><p>{page.credit(5)}</p></div></div>
<div class="section-inner"><nav class="pagination-single"><a href="/p">{page.beside()}</a></nav>
<div class="comments-wrapper"><div class="comments" id="comments"><h2>{page.beside()}</h2>
<div class="comment"><p>{page.long_beside()}</p></div></div></div></div>
</article></main><footer id="site-footer"><p>© 2022 {page.beside(page.label(6))}</p></footer></body>
</html>"""


def twenty_ten(page: Page) -> str:
    """An old theme: the name of the site is the first heading."""
    title = page.headline()
    return f"""<!DOCTYPE html><html lang="{page.language}">{page.head()}<body class="single">
<div id="wrapper" class="hfeed">
<div id="header"><div id="masthead"><h1 id="site-title"><span><a href="/">{page.beside()}</a></span></h1>
<div id="access" role="navigation">{page.menu()}</div></div></div><div id="main"><div id="container">
<div id="content" role="main">
<div id="nav-above" class="navigation"><a href="/p">{page.beside()}</a></div>
<div id="post-1" class="post-1 post">
<h2 class="entry-title">{title}</h2><div class="entry-meta">
<span class="meta-prep">{page.beside("12.05.2011")}</span>
<span class="author vcard"><a class="url fn n" href="/a">{page.credit(0)}</a></span></div>
<div class="entry-content">{page.paragraphs(4)}
<div class="wp-caption alignleft"><img src="/a.jpg" alt="">
<p class="wp-caption-text">{page.credit(2)}</p></div>{page.paragraphs(2)}
<div class="sharedaddy sd-sharing-enabled"><h3>{page.beside(page.label(4))}</h3>{page.menu(3)}</div></div>
<div class="entry-utility"><span class="cat-links">{page.beside()}</span></div></div>
<div id="comments"><h3>{page.beside()}</h3><ol class="commentlist"><li>{page.long_beside()}</li>
<li>{page.long_beside()}</li></ol></div>
</div></div><div id="primary" class="widget-area"><ul class="xoxo"><li class="widget-container">
<h3>{page.beside()}</h3>{page.menu(5)}</li></ul></div></div>
<div id="footer"><div id="colophon">{page.beside()}</div></div></div></body></html>"""


def block_theme(page: Page) -> str:
    title = page.headline()
    return f"""<!doctype html>
<html lang="{page.language}">{page.head()}<body class="wp-embed-responsive"><div class="wp-site-blocks">
<header class="wp-block-template-part"><p class="wp-block-site-title"><a href="/">Le Journal</a></p>
<nav class="wp-block-navigation">{page.menu()}</nav></header>
<main class="wp-block-group"><div class="wp-block-group"><h1 class="wp-block-post-title">{title}</h1>
<div class="wp-block-post-author-name">{page.credit(0)}</div><div class="wp-block-post-date">
<time>{page.beside("12/05/2023")}</time></div></div>
<div class="entry-content wp-block-post-content is-layout-constrained"><p>{page.prose(2)}</p>
<figure class="wp-block-image size-large"><img src="/a.jpg" alt="">
<figcaption class="wp-element-caption">{page.credit(4)}</figcaption></figure>
<figure class="wp-block-pullquote"><blockquote><p>{page.prose(1)}</p>
<cite>{page.keep("Jeanne Roy")}</cite></blockquote></figure>
<div class="wp-block-columns"><div class="wp-block-column">{page.paragraphs(2)}</div>
<div class="wp-block-column">{page.paragraphs(2)}</div></div>
<ul class="wp-block-list"><li>{page.prose(1)}</li><li>{page.prose(1)}</li></ul><p>{page.credit(3)}</p></div>
<div class="wp-block-comments">{page.long_beside()}</div></main>
<footer class="wp-block-template-part">{page.menu(4)}</footer></div></body></html>"""


def elementor(page: Page) -> str:
    title = page.headline()
    return f"""<!doctype html>
<html lang="{page.language}">{page.head()}<body class="elementor-default elementor-page">
<div data-elementor-type="header" class="elementor elementor-location-header">
<nav class="elementor-nav-menu--main elementor-nav-menu__container">{page.menu()}</nav></div>
<div data-elementor-type="single-post" class="elementor elementor-location-single post">
<section class="elementor-section elementor-top-section"><div class="elementor-container">
<div class="elementor-widget elementor-widget-theme-post-title"><div class="elementor-widget-container">
<h1 class="elementor-heading-title">{title}</h1></div></div>
<div class="elementor-widget elementor-widget-post-info"><ul><li itemprop="author">
<span class="elementor-post-info__item">{page.credit(0)}</span></li></ul></div>
<div class="elementor-element elementor-widget elementor-widget-theme-post-content">
<div class="elementor-widget-container">{page.paragraphs(6)}<p>{page.credit(1)}</p></div></div>
<div class="elementor-widget elementor-widget-share-buttons"><div>{page.beside(page.label(4))}</div></div>
<div class="elementor-widget elementor-widget-posts related">{page.teasers(2)}</div></div></section></div>
<div data-elementor-type="footer" class="elementor elementor-location-footer">{page.menu(4)}</div>
</body></html>"""


def ghost(page: Page) -> str:
    title = page.headline()
    return f"""<!doctype html><html lang="{page.language}">{page.head()}<body class="post-template">
<div class="gh-viewport"><header id="gh-head" class="gh-head outer">
<nav class="gh-head-menu">{page.menu()}</nav></header>
<main class="site-main"><article class="gh-article post"><header class="gh-article-header gh-canvas">
<h1 class="gh-article-title">{title}</h1>
<p class="gh-article-excerpt">{page.prose(1)}</p><div class="gh-article-meta">
<div class="gh-article-meta-content"><h4 class="gh-article-meta-name"><a href="/a">{page.credit(0)}</a></h4>
<div class="byline-meta-content"><time class="byline-meta-date">{page.beside("May 12, 2023")}</time>
</div></div></div>
<figure class="gh-article-image"><img src="/a.jpg" alt=""><figcaption>{page.credit(1)}</figcaption>
</figure></header>
<section class="gh-content gh-canvas">{page.paragraphs(5)}<h3>{page.keep(page.words(3))}</h3>{page.paragraphs(2)}</section>
</article>
<section class="footer-cta outer"><h2>{page.beside()}</h2><p>{page.long_beside()}</p></section></main>
<aside class="read-more-wrap outer"><div class="read-more">{page.teasers()}</div></aside>
<footer class="site-footer outer">{page.menu(3)}</footer></div></body></html>"""


def drupal(page: Page) -> str:
    title = page.headline()
    return f"""<!DOCTYPE html>
<html lang="{page.language}">{page.head()}<body class="path-node page-node-type-article">
<div class="dialog-off-canvas-main-canvas"><div id="page-wrapper"><div id="page">
<header id="header" class="header" role="banner">
<nav role="navigation" class="block-menu navigation">{page.menu()}</nav></header><div id="main-wrapper">
<div id="main">
<div id="breadcrumb"><nav class="breadcrumb">{page.menu(2)}</nav></div>
<main id="content" class="column main-content" role="main"><section class="section">
<div class="region region-content"><div id="block-title"><h1 class="title page-title">
<span class="field field--name-title">{title}</span></h1></div>
<div id="block-content"><article role="article" class="node node--type-article node--view-mode-full">
<footer class="node__meta"><div class="author node__submitted">{page.credit(0)}</div></footer>
<div class="node__content clearfix"><div class="field field--name-field-chapo"><p>{page.prose(1)}</p>
</div>
<div class="field field--name-body field--type-text-with-summary">{page.paragraphs(5)}<p>{page.credit(3)}</p>
</div>
<div class="field field--name-field-tags"><h3>{page.beside("Tags")}</h3>{page.menu(3)}</div>
<section class="field field--name-comment comment-wrapper" id="comments"><h2>{page.beside()}</h2>
<article class="comment">{page.long_beside()}</article></section></div></article></div></div></section>
</main>
<div id="sidebar-first" class="column sidebar"><aside class="section" role="complementary">
<div class="block"><h2>{page.beside()}</h2>{page.menu(4)}</div></aside></div></div></div>
<footer class="site-footer">{page.menu(3)}</footer></div></div></div></body></html>"""


def spip(page: Page) -> str:
    title = page.headline()
    return f"""<!DOCTYPE html>
<html lang="{page.language}" class="page_article ltr">{page.head(extra='<meta name="generator" content="SPIP 4.1">')}<body id="top" class="page_article">
<div class="page"><header class="accueil clearfix" role="banner"><h1 id="logo_site_spip">
<a rel="start home" href="/">{page.beside()}</a></h1></header>
<nav class="nav clearfix" id="nav" role="navigation">{page.menu()}</nav><div class="main" role="main">
<div class="wrapper"><div class="content" id="content">
<p class="arbo"><a href="/">{page.beside()}</a> &gt; <strong class="on">{page.beside()}</strong></p>
<div class="cartouche"><h1 class="crayon article-titre-12">{title}</h1>
<p class="info-publi"><abbr class="published" title="x">12 mai 2021</abbr>, <span class="sep"> </span>
<span class="auteurs">{page.credit(0)}</span></p></div>
<div class="crayon article-chapo-12 chapo"><p>{page.prose(2)}</p></div>
<div class="crayon article-texte-12 texte surlignable clearfix">{page.paragraphs(4)}
<div class="spip_document_3 spip_doc_image spip_documents"><figure class="spip_doc_inner">
<img src="IMG/a.jpg" alt=""><figcaption class="spip_doc_legende"><div class="spip_doc_titre">
<strong>{page.keep(page.words(5))}</strong></div>
<div class="spip_doc_credits">{page.credit(2)}</div></figcaption></figure></div>
<h2 class="spip">{page.keep(page.words(4))}</h2>{page.paragraphs(2)}</div>
<aside><a id="forum"></a><div class="comments"><h2>{page.beside()}</h2><ul><li>{page.long_beside()}</li>
</ul></div></aside></div></div>
<div class="aside" role="complementary"><div class="menu"><h2>{page.beside()}</h2>{page.menu(4)}</div>
</div></div><footer class="footer">{page.menu(3)}</footer></div></body></html>"""


def medium(page: Page) -> str:
    """Classes that say nothing."""
    title = page.headline()
    return f"""<!doctype html>
<html lang="{page.language}">{page.head(extra=f'<meta property="og:title" content="{title}">')}<body>
<div id="root"><div class="a b c"><div class="d e"><div class="f"><div class="g h">
<a href="/" class="i">{page.beside()}</a><a href="/s" class="i">{page.beside()}</a></div></div><article>
<div class="j k"><section><div><div class="l m"><div class="n">
<h1 id="a1" class="pw-post-title o p">{title}</h1><h2 class="pw-subtitle-paragraph q">{page.prose(1)}</h2>
<div class="r"><div class="s"><a rel="author" href="/@a">{page.credit(0)}</a></div><div class="t">
<button>{page.beside()}</button></div></div>
<figure class="u"><div role="button"><img src="/a.jpg" alt=""></div>
<figcaption class="v w">{page.credit(1)}</figcaption></figure>
{"".join(f'<p id="p{n}" class="pw-post-body-paragraph x y">{page.prose()}</p>' for n in range(7))}
<blockquote class="z"><p class="aa">{page.prose(1)}</p></blockquote></div></div></div></section></div>
</article>
<div class="ab"><div class="ac"><h2>{page.beside()}</h2>{page.teasers(2)}</div></div><div class="ad">
<a href="/h">{page.beside()}</a></div></div></div></div></body></html>"""


def blogger(page: Page) -> str:
    title = page.headline()
    return f"""<!DOCTYPE html>
<html lang="{page.language}" dir="ltr">{page.head()}<body class="item-view"><div class="content">
<div class="content-outer"><header><div class="header-outer"><div id="header-inner">
<div class="titlewrapper"><p class="title"><a href="/">{page.beside()}</a></p></div></div></div></header>
<div class="tabs-outer"><div class="widget PageList">{page.menu()}</div></div><div class="main-outer">
<div class="columns"><div class="column-center-outer"><div class="main section" id="main">
<div class="widget Blog" id="Blog1"><div class="blog-posts hfeed">
<div class="date-outer"><h2 class="date-header"><span>{page.beside("12 mai 2010")}</span></h2>
<div class="date-posts"><div class="post-outer">
<div class="post hentry" itemscope itemtype="http://schema.org/BlogPosting">
<h3 class="post-title entry-title" itemprop="name">{title}</h3>
<div class="post-body entry-content" itemprop="description articleBody">
<div class="separator"><a href="/b.jpg"><img src="/b.jpg" alt=""></a></div>
<table class="tr-caption-container"><tbody><tr><td><img src="/c.jpg" alt=""></td></tr><tr>
<td class="tr-caption">{page.credit(1)}</td></tr></tbody></table>
{page.prose()}<br><br>{page.prose()}<br><br><div>{page.prose()}</div><div>{page.prose()}</div><div><br>
</div><div>{page.credit(5)}</div></div>
<div class="post-footer"><div class="post-footer-line"><span class="post-author vcard">
<span class="fn" itemprop="author">{page.credit(0)}</span></span><span class="post-labels">
<a href="/l">{page.beside()}</a></span></div></div></div>
<div class="comments" id="comments"><h4>{page.beside()}</h4>
<div class="comment-content">{page.long_beside()}</div></div></div></div></div></div></div></div></div>
<div class="column-right-outer"><aside><div class="sidebar section"><div class="widget BlogArchive">
<h2>{page.beside()}</h2>{page.menu(8)}</div></div></aside></div></div></div></div></div></body></html>"""


def daily(page: Page) -> str:
    """A daily: cookies, a wall, boxes inside of the text, credits everywhere."""
    title = page.headline()
    return f"""<!doctype html>
<html lang="{page.language}">{page.head(extra=f'<meta property="og:title" content="{title}"><meta property="og:description" content="x">')}<body>
<div id="didomi-host" class="didomi-popup-open"><div class="didomi-popup-container">
<p>{page.long_beside()}</p><button>{page.beside()}</button></div></div>
<header class="header__main"><a href="/">Le Quotidien</a><nav>{page.menu(9)}</nav></header>
<main class="article__wrapper"><section class="article__header">
<ul class="breadcrumb"><li><a href="/x">{page.beside()}</a></li></ul>
<h1 class="article__title">{title}</h1><p class="article__desc">{page.prose(2)}</p>
<section class="meta__authors"><span class="meta__author">{page.credit(0)}</span></section>
<p class="meta__reading-time">{page.beside("Lecture 4 min.")}</p></section>
<article class="article__content"><figure class="article__media"><img src="/a.jpg" alt="">
<figcaption class="article__legend"><span class="article__caption">{page.prose(1)}</span>
<span class="article__credit">{page.credit(2)}</span></figcaption></figure>
<p class="article__paragraph">{page.prose()}</p><p class="article__paragraph">{page.prose()}</p>
<section class="inread-ad advertisement"><p>{page.beside()}</p></section>
<h2 class="article__sub-title">{page.keep(page.words(4))}</h2>
<p class="article__paragraph">{page.prose()}</p><section class="catcher catcher--inread related">
<span>{page.label(3)}</span><a href="/r">{page.beside()}</a></section>
<p class="article__paragraph">{page.prose()}</p><p class="article__paragraph">{page.prose()}</p>
<p class="article__status">{page.credit(3)}</p></article>
<section class="article__reactions comments">{page.long_beside()}</section><section class="newsletter">
<p>{page.long_beside()}</p></section>
<aside class="aside__content"><h2>{page.beside()}</h2>{page.teasers(4)}</aside></main>
<footer>{page.menu(8)}<p>{page.beside(page.label(5))}</p></footer></body></html>"""


def weekly(page: Page) -> str:
    """A weekly: divs without an article, a box with figures, the author's line below."""
    title = page.headline()
    return f"""<!doctype html><html lang="{page.language}">{page.head()}<body class="story">
<div class="site"><div class="topbar"><div class="inner">{page.menu(7)}</div></div><div class="layout">
<div class="col-main">
<div class="kopf"><h1 class="headline">{title}</h1><div class="vorspann">{page.prose(2)}</div>
<div class="autor">{page.credit(0)}</div></div>
<div class="artikel-text">{page.paragraphs(3)}<div class="bild"><img src="/a.jpg" alt="">
<div class="bildunterschrift">{page.prose(1)}<span class="credit">{page.credit(2)}</span></div>
</div>{page.paragraphs(3)}
<table><tr><th>{page.keep("Stadt")}</th><th>{page.keep("Zahl")}</th></tr><tr>
<td>{page.keep("Toulouse")}</td><td>{page.keep("1 234")}</td></tr></table></div>
<div class="quelle">{page.credit(3)}</div><div class="social-bar">{page.menu(3)}</div></div>
<div class="col-side sidebar">{page.teasers(3)}</div></div>
<div class="footer-wrap footer">{page.menu(5)}</div></div></body></html>"""


def old_tables(page: Page) -> str:
    """A site of 2003: tables for a layout, and line breaks for paragraphs."""
    title = page.headline()
    return f"""<HTML>{page.head()}<BODY bgcolor="#ffffff"><TABLE width="100%"><TR><TD colspan=2>
<FONT size=5><A href="/">{page.beside()}</A></FONT></TD></TR><TR><TD width=120 valign=top class="menu">
{"<BR>".join(f'<A href="/{n}">{page.beside()}</A>' for n in range(6))}</TD><TD valign=top>
<H1>{title}</H1><I>{page.credit(0)}</I><BR><BR>{page.prose()}<BR><BR>{page.prose()}<BR><BR>{page.prose()}
<P>{page.prose()}<P>{page.prose()}<P><SMALL>{page.credit(1)}</SMALL></TD></TR></TABLE></BODY></HTML>"""


def joomla(page: Page) -> str:
    title = page.headline()
    return f"""<!DOCTYPE html>
<html lang="{page.language}">{page.head()}<body class="site com_content view-article"><div class="body">
<div class="container"><header class="header"><div class="header-inner">
<a class="brand" href="/">{page.beside()}</a></div></header>
<nav class="navigation">{page.menu()}</nav><div class="row-fluid">
<main id="content" role="main" class="span9">
<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header">
<h2 itemprop="headline">{title}</h2></div>
<dl class="article-info muted"><dd class="createdby" itemprop="author">
<span itemprop="name">{page.credit(0)}</span></dd><dd class="published">
<time>{page.beside("12 mai 2014")}</time></dd></dl>
<div itemprop="articleBody">{page.paragraphs(5)}<p class="img_caption">{page.credit(1)}</p></div>
<ul class="pager pagenav"><li><a href="/n">{page.beside()}</a></li></ul></div></main>
<div id="aside" class="span3 sidebar"><div class="well"><h3>{page.beside()}</h3>{page.menu(4)}</div>
</div></div></div></div><footer class="footer"><p>© 2014 {page.beside()}</p></footer></body></html>"""


def soup(page: Page) -> str:
    """Nested divs with names that a program made up, and no heading element at all but the title's."""
    title = page.headline()
    paragraphs = "".join(
        f'<div class="_2Pz q8"><div dir="auto"><span class="_1k">{page.prose()}</span></div></div>'
        for _ in range(7)
    )
    return f"""<!doctype html><html lang="{page.language}">{page.head()}<body><div id="SITE_CONTAINER">
<div id="masterPage"><div id="SITE_HEADER"><div class="_3x">
<ul class="_m">{"".join(f'<li><a href="/{n}"><p>{page.beside()}</p></a></li>' for n in range(6))}</ul>
</div></div>
<main id="PAGES_CONTAINER"><div class="_9a"><div class="_9b"><h1 class="_77">{title}</h1>
<div class="_author">{page.credit(0)}</div></div><div class="_9c">{paragraphs}<div class="_2Pz q8">
<div dir="auto"><span class="_1k">{page.credit(3)}</span></div></div></div></div></main>
<div id="SITE_FOOTER"><div class="_3x"><p>© 2020 {page.beside()}</p></div></div></div></div></body>
</html>"""


TEMPLATES: tuple[Callable[[Page], str], ...] = (
    twenty_twenty, twenty_ten, block_theme, elementor, ghost, drupal, spip, medium, blogger, daily, weekly,
    old_tables, joomla, soup,
)  # fmt: skip


def pages(rounds: int = 1) -> Iterator[tuple[str, str, Page]]:
    """Every template in every language, so many times: a name, the source, and the truth."""
    for template in TEMPLATES:
        for language in WORDS:
            for number in range(rounds):
                page = Page(language, random.Random(f"{template.__name__} {language} {number}"))  # noqa: S311
                yield f"{template.__name__}-{language}-{number}", template(page), page
