"""A parcel as a class sends one: files of every kind, in four languages, and what must be found again.

Every text is made up; each file is made by the library or in the way of the program that people use for it.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace

import docx
import pyexiv2
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Inches
from PIL import Image
from tests.readers import office_files, word_files
from tests.readers.office_files import OpenFile
from tests.readers.press_pages import WORDS
from tests.readers.rtf_files import HEAD, escaped, par
from tests.readers.wordpress_export import Entry, export

SAYING = frozenset(["raconte", "explique", "tells", "explains", "cuenta", "explica", "erzählt", "erklärt"])
"""Before a word with a capital, these make it somebody who speaks."""


def prose(language: str, which: str) -> str:
    """A few sentences that no other text holds."""
    chance = random.Random(which)  # noqa: S311
    words = [one for one in dict.fromkeys(WORDS[language].split()) if one not in SAYING]
    sentences = (" ".join(chance.sample(words, k=chance.randint(10, 18))) for _ in range(4))
    return " ".join(f"{one[0].upper()}{one[1:]}." for one in sentences)


def told(language: str, *begins: str) -> tuple[str, ...]:
    """Paragraphs that begin with these sentences, and one behind them."""
    return (*(f"{one} {prose(language, one)}" for one in begins), prose(language, begins[0] + "end"))


def paged(language: str, title: str, by: str, *begins: str) -> str:
    """A plain text: title, byline, paragraphs."""
    return "\n\n".join((title, by, *told(language, *begins))) + "\n"


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files by their names, and what a book of them holds: words, names; and what none may hold."""

    files: Mapping[str, bytes]
    printed: tuple[str, ...]
    people: tuple[str, ...]
    withheld: tuple[str, ...]
    photos: Mapping[str, tuple[str, str]]
    """(credit, alternative text) of photographs, by a part of the name."""

    def zipped(self) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.files.items():
                archive.writestr(f"parcel/{name}", data)
        return target.getvalue()


def photograph(kind: str = "JPEG", shade: int = 90) -> bytes:
    """A picture with its own colours, so that no two are the same."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    target = io.BytesIO()
    Image.linear_gradient("L").resize((320, 200)).point(lambda level: (level + shade) % 256).convert(
        "RGB"
    ).save(target, kind)
    return target.getvalue()


def captioned(kind: str, shade: int, by: str, caption: str) -> bytes:
    """A photograph whose IPTC says who took it and what it shows."""
    image = pyexiv2.ImageData(photograph(kind, shade))
    image.modify_iptc(
        {
            "Iptc.Envelope.CharacterSet": "\x1b%G",
            "Iptc.Application2.Byline": [by],
            "Iptc.Application2.Caption": caption,
        }
    )
    data = bytes(image.get_bytes())
    image.close()
    return data


def telephone(shade: int, by: str) -> bytes:
    """A HEIC photograph whose EXIF says who took it."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x013B] = by
    target = io.BytesIO()
    Image.linear_gradient("L").resize((320, 200)).point(lambda level: (level * 3 + shade) % 256).convert(
        "RGB"
    ).save(target, "HEIF", exif=exif.tobytes())
    return target.getvalue()


# --- one file of each kind ---------------------------------------------------------------------------


def word() -> bytes:
    """An interview by python-docx: bold questions, a table, a picture, a note and a text box."""
    made = docx.Document()
    made.core_properties.title = ""
    made.add_heading("Le phare ne s’éteint jamais", 0)
    made.styles.add_style("Chapô", WD_STYLE_TYPE.PARAGRAPH)
    made.add_paragraph(
        "Depuis trente ans, Odile Kermarrec garde le phare. Rencontre en haut des marches.", "Chapô"
    )
    made.add_paragraph("Propos recueillis par Amélie Marsan et Théo Lacaze")
    for question, answer in (
        (
            "Comment êtes-vous arrivée au phare ?",
            "Par hasard, un soir de tempête hivernale. " + prose("fr", "Par hasar"),
        ),
        ("Et la nuit, que faites-vous ?", "J’écoute la corne de brume. " + prose("fr", "J’écoute ")),
        ("Que direz-vous à ceux qui viendront ?", "De compter les marches : il y en a deux cent douze."),
    ):
        made.add_paragraph().add_run(question).bold = True
        answered = made.add_paragraph(answer)
    answered._p.append(parse_xml(_footnote_call()))
    made.add_picture(io.BytesIO(photograph(shade=10)), width=Inches(3))
    for properties in made.element.body.iter("{*}docPr"):
        properties.set("descr", "Le phare vu de la jetée")
    made.add_paragraph("Le phare un matin de mars. Photo : Inès Causse", "Caption")
    table = made.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, (("Saison", "Naufrages"), ("Hiver", "dix-sept"), ("Été", "quatre")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    made.add_paragraph()._p.append(parse_xml(_text_box("Encadré : le phare fut bâti en granit de Sidobre.")))
    target = io.BytesIO()
    made.save(target)
    return _with_note(target.getvalue(), "Compté par la rédaction en présence d’un huissier.")


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _footnote_call() -> str:
    return f'<w:r xmlns:w="{_W}"><w:footnoteReference w:id="2"/></w:r>'


def _text_box(text: str) -> str:
    inside = word_files.box(word_files.WordFile(), word_files.p(word_files.r(text)))
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in word_files._SPACES.items())
    return inside.replace("<w:r>", f"<w:r {spaces}>", 1)


def _with_note(data: bytes, text: str) -> bytes:
    """python-docx writes no notes: the part is put in as Word does it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    parts["word/footnotes.xml"] = word_files.root("w:footnotes", note).encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    arrows = parts["word/_rels/document.xml.rels"]
    parts["word/_rels/document.xml.rels"] = arrows.replace(
        b"</Relationships>",
        f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    return word_files.zipped(parts)


def opendocument() -> bytes:
    made = OpenFile()
    made.body += [
        '<text:h text:outline-level="1">La halle aux poissons reprend vie</text:h>',
        office_files.p("Par Rémi Medalle"),
        office_files.p("Au marché, la criée recommence vendredi. " + prose("fr", "Au marché")),
        office_files.p("Les mareyeurs réclament des glacières neuves. " + prose("fr", "Les marey")),
    ]
    return made.packed()


def rich_text() -> bytes:
    paragraphs = (
        "Un vélo pour chaque élève", "Par Carla Pons",
        "Le collège prête désormais des bicyclettes. " + prose("fr", "Le collèg"),
        "L’atelier de réparation ouvre le mercredi. " + prose("fr", "L’atelier"),
    )  # fmt: skip
    first, *others = map(escaped, paragraphs)
    return (HEAD + par(first, r"\s2\b\fs36") + "".join(map(par, others)) + "}").encode("ascii")


def saved_page() -> bytes:
    """A page of a newspaper, as a browser saves it."""
    text = "".join(f"<p>{one}</p>" for one in told(
        "fr", "La bibliothèque municipale prête aussi des instruments.",
        "Un violoncelle attend preneur depuis lundi.",
        "Les prêts durent trois semaines renouvelables.",
    ))  # fmt: skip
    return f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">
<title>La bibliothèque prête des violons – La Dépêche du lycée</title></head>
<body class="single post-template">
<header class="site-header"><nav class="menu"><ul><li><a href="/">Accueil</a></li>
<li><a href="/s">Sports</a></li>
<li><a href="/abo">S’abonner</a></li></ul></nav></header><main><article class="post type-post">
<h1 class="entry-title">La bibliothèque prête des violons</h1>
<div class="entry-meta"><span class="author vcard">Par Lou Alquier</span></div>
<div class="entry-content"><figure class="wp-block-image">
<img src="violons_files/violon.jpg" alt="Un violon sur un rayon">
<figcaption>Un violon à emporter. Photo : Tom Passicot</figcaption></figure>{text}</div></article></main>
<footer class="site-footer"><p>Tous droits réservés</p></footer></body></html>""".encode()


def blog() -> bytes:
    def content(text: str) -> str:
        return "\n".join(f"<p>{one}</p>" for one in told("fr", text))

    post = Entry(creator="jdupont", comments=(("Gérard Trolleur", "Commentaire indiscret numéro sept"),))
    return export(
        [
            replace(
                post,
                title="Le club de robots",
                content=content("Un automate trie les bouchons."),
                slug="robots",
            ),
            replace(
                post,
                title="Le potager",
                content=content("Des courgettes poussent au gymnase."),
                slug="potager",
            ),
            replace(
                post, title="La chorale", content=content("Soixante voix répètent Fauré."), slug="chorale"
            ),
            replace(post, title="Brouillon secret", content=content("Ébauche inavouable..."), status="draft"),
            replace(
                post,
                title="Bulletin privé",
                content=content("Confidence de Zoé Interdite."),
                status="private",
            ),
        ]
    )


MOJIBAKE = paged(
    "fr", "Une forêt déjà coupée", "Par Élodie Müh", "Les chênes centenaires sont tombés.",
    "L’été fut brûlant à la clairière.",
)  # fmt: skip
PLAIN = paged(
    "fr", "Le train de six heures", "Par Hugo Besse", "Le contrôleur connaît chaque voyageur.",
    "La gare fermera en décembre.",
)  # fmt: skip
WIDE = paged(
    "fr",
    "Les abeilles du toit",
    "Par Nora Sénac",
    "Le miel du lycée se vend à la kermesse.",
    "Huit ruches bourdonnent.",
)
MARKDOWN = "\n\n".join((
    "# La piscine rouvre", "Par Maël Quint", *told("fr", "Le bassin *olympique* rouvre lundi."),
    "![](piscine.jpg)",
    "## Un chantier long", *told("fr", "Les carreleurs ont posé la mosaïque."),
))  # fmt: skip
ENGLISH = paged(
    "en", "The last ferry", "By Grace Turner", "The captain whistles before the crossing.",
    "Tickets are still made of cardboard.",
)  # fmt: skip
SPANISH = paged(
    "es", "El mercado de noche", "Por Lucía Gómez", "Las luces se encienden sobre los puestos.",
    "Huele a churros calientes.",
)  # fmt: skip
GERMAN = """Die alte Mühle

Von Jonas Keller

Das Mühlrad dreht sich wieder. Seit dem Sommer kommen die Kinder der Grundschule jeden Dienstag ins Haus am
Fluss und lernen, wie aus Korn Mehl wird. Der Bäcker aus der Hauptstraße holt das Mehl selbst ab. In der Stadt
erzählt man sich, dass die Mühle schon im Mittelalter stand. Die Freiwillige Feuerwehr half beim Aufbau.

Der Verein sammelt Geld für ein neues Dach. Im Herbst soll die Ausstellung im Erdgeschoss öffnen. Landrat und
Bürgermeister haben ihr Kommen zugesagt, und die Musikschule spielt auf dem Hof.

Wer mitmachen will, trifft sich jeden Samstag um neun Uhr am Tor. Handschuhe und Werkzeug liegen bereit.
"""


def parcel() -> Parcel:
    """All of it."""
    return Parcel(
        {
            "phare.docx": word(),
            "halle.odt": opendocument(),
            "vélo.rtf": rich_text(),
            "web/violons.html": saved_page(),
            "web/violons_files/violon.jpg": photograph(shade=40),
            "web/violons_files/style.css": b"body { color: red }",
            "blog.xml": blog(),
            "piscine.md": MARKDOWN.encode(),
            "piscine.jpg": captioned("JPEG", 70, "Lina Ortal", "Le grand bassin"),
            "train.txt": PLAIN.replace("\n", "\r\n").encode("cp1252"),
            "abeilles.txt": WIDE.encode("utf-16"),
            "foret.txt": MOJIBAKE.encode().decode("cp1252", "replace").encode(),
            "ferry.txt": ENGLISH.encode(),
            "mercado.txt": SPANISH.encode(),
            "muehle/muehle.txt": GERMAN.encode(),
            "muehle/rad.heic": telephone(130, "Lena Vogt"),
            "ruche.tif": captioned("TIFF", 160, "Inès Causse", "Une ruche"),
            ".DS_Store": b"\0\0\0\1Bud1",
            "affiche.pdf": b"%PDF-1.7\n%\xe2\xe3\n",
            "notes.pages": word_files.zipped({"Index/Document.iwa": b"\0" * 64, "preview.jpg": photograph()}),
            "vide.txt": b"",
        },
        printed=(
            "Kermarrec", "hivernale", "corne", "douze", "huissier", "Naufrages", "dix-sept", "Sidobre",
            "mareyeurs",
            "bicyclettes", "mercredi", "violoncelle", "renouvelables", "bouchons", "courgettes", "Soixante",
            "olympique", "carreleurs", "contrôleur", "kermesse", "ruches", "centenaires", "brûlant",
            "whistles",
            "cardboard", "encienden", "churros", "Mühlrad", "Bäcker",
        ),
        people=(
            "Amélie Marsan", "Théo Lacaze", "Rémi Medalle", "Carla Pons", "Lou Alquier", "Élodie Müh",
            "Hugo Besse",
            "Nora Sénac", "Maël Quint", "Grace Turner", "Lucía Gómez", "Jonas Keller",
        ),
        withheld=("Trolleur", "indiscret", "inavouable", "Interdite", "b.example"),
        photos={
            "phare": ("Inès Causse", "Le phare vu de la jetée"),
            "violon": ("Tom Passicot", "Un violon sur un rayon"),
            "piscine": ("Lina Ortal", "Le grand bassin"), "rad": ("Lena Vogt", "Photograph"),
        },
    )  # fmt: skip
