"""An article is set once: what is kept is what would be made, and everything it is made of counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anthology import markup
from anthology.cache import Cache
from anthology.galley import Compositor, Galley, set_galley
from anthology.labels import catalogue
from anthology.model import Article, Contributor, Edit, Group, Photo, Source
from anthology.names import Person
from lxml import etree

PHOTOS = (
    Photo((Person("Roy", "Ada"),), "photos/x.jpg", "La halle", "", "Des étals"),
    Photo((Person(organisation="AFP"),), "", "", "DR"),
)
ARTICLE = Article(
    slug="a",
    file="articles/a.md",
    title="Le  port",
    language="fr",
    body=(
        'Où ?\n{: .answer speaker="Ada Roy" }\n\n'
        "![](photos/x.jpg)\n{: .figure }\n\n"
        "[x](ftp://y) ![](photos/y.png)"
    ),
    body_line=4,
    standfirst="Une nuit",
    authors=(Contributor(Person("Roy", "Ada")),),
    photos=PHOTOS,
)


class Typesetter:
    """Marks the end of every text it is given, and counts them."""

    def __init__(self, mark: str = "¶") -> None:
        self.mark = mark
        self.seen: list[str] = []

    def __call__(self, text: str, language: str) -> Sequence[Edit]:
        self.seen.append(text)
        return [Edit(len(text), len(text), "", f"{self.mark}{language}", "r")]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose text Markdown read."""
    files: list[str] = []
    read = markup.read_body

    def counted(article: Article) -> markup.Body:
        files.append(article.file)
        return read(article)

    monkeypatch.setattr(markup, "read_body", counted)
    return files


def galley(
    article: Article = ARTICLE,
    cache: Cache | None = None,
    *,
    typeset: Typesetter | None = None,
    language: str = "fr",
    rules: str = "all",
    id_: str = "article-a",
) -> Galley:
    compositor = Compositor(typeset or Typesetter(), language, rules, Cache() if cache is None else cache)
    return compositor.galley(article, id_)


class TestAGalley:
    def test_holds_every_text_of_the_article_as_it_is_shown(self) -> None:
        made = galley()
        assert (made.title, made.standfirst) == ("Le port¶fr", "Une nuit¶fr")
        assert '<p class="answer" id="article-a--b1">Où ?¶fr</p>' in made.body
        credit = catalogue("fr").gettext("Photo: %(names)s") % {"names": "Ada Roy"}
        assert f"<figcaption>La halle. {credit}¶fr.¶fr</figcaption>" in made.body
        assert made.captions == ("La halle¶fr", "")
        assert [id_ for id_, _ in made.photo_notes] == ["article-a--photo1"]
        assert made.speakers == ("Ada Roy",)
        assert made.pictures == ("photos/x.jpg", "photos/y.png")
        assert [(one.code, one.file, one.line) for one in made.findings] == [
            ("markup-left-out", "articles/a.md", 10)
        ]


class TestHeadings:
    @pytest.mark.parametrize(
        ("typed", "levels"),
        [
            ("## a\n\n### b\n\n## c", "232"),
            ("### a\n\n### b\n\n## c", "222"),
            ("### a\n\n#### b\n\n## c\n\n### d", "2323"),
            ("## a\n\n#### b\n\n#### c\n\n### d", "2333"),
            ("#### a\n\n### b\n\n## c\n\n#### d", "2223"),
        ],
    )
    def test_none_is_more_than_one_level_below_that_which_it_stands_under(
        self, typed: str, levels: str
    ) -> None:
        own = set_galley(replace(ARTICLE, body=typed, photos=()), "a", lambda text, language: [], "fr")
        assert "".join(re.findall(r"<h(\d)", own.body)) == levels
        assert re.findall(r">(\w)</h\d>", own.body) == re.findall(r"# (\w)", typed)


class TestFigures:
    @pytest.mark.parametrize("figure", ["![](photos/x.jpg)", "![](photos/x.jpg) La halle."])
    def test_a_credit_in_a_text_of_another_language_says_that_it_is_in_the_book_s(self, figure: str) -> None:
        body = f"Où ?\n\n{figure}\n{{: .figure }}\n"
        own = set_galley(replace(ARTICLE, body=body), "a", lambda text, language: [], "fr")
        other = set_galley(replace(ARTICLE, body=body, language="es"), "a", lambda text, language: [], "fr")
        said = catalogue("fr").gettext("Photo: %(names)s") % {"names": "Ada Roy"}
        assert f'<span lang="fr">{said}.</span></figcaption>' in other.body
        assert "La halle" in other.body
        assert 'lang="fr"' not in own.body

    def test_each_photograph_is_found_where_it_is_first_shown(self) -> None:
        photos = tuple(Photo(file=f"photos/{name}.jpg") for name in ("é t", "b", "nowhere"))
        body = (
            "Un.\n\n![x](photos/b.jpg)\n{: .figure }\n\nIci ![y](<photos/é t.jpg>), et ![y](photos/b.jpg).\n"
        )
        article = replace(ARTICLE, body=body, photos=(*photos, Photo()))
        made = Compositor(lambda text, own: (), "fr", "", Cache()).galley(article, "x")
        root = etree.fromstring(f"<div>{made.body}</div>")
        (figure,) = root.iter("figure")
        last = list(root.iter("p"))[-1]
        assert made.figures == (last.get("id"), figure.get("id"), "", "")


class TestWhatIsKept:
    def test_is_what_would_be_made_and_is_not_made_again(self, tmp_path: Path, parsed: list[str]) -> None:
        with Cache(tmp_path) as cache:
            made = galley(cache=cache)
        unused = Typesetter()
        with Cache(tmp_path) as cache:
            kept = galley(cache=cache, typeset=unused)
            assert galley(cache=cache, typeset=unused) is kept
        assert kept == made == galley()
        assert unused.seen == []
        assert parsed == ["articles/a.md"] * 2  # for the first one, and for the one without a cache

    @pytest.mark.parametrize(
        "change",
        [
            {"body": "Autre.", "photos": ()},
            {"title": "Un port"},
            {"standfirst": "Un jour"},
            {"language": "en"},
            {"file": "articles/b.md"},
            {"body_line": 5},
            {"photos": (replace(PHOTOS[0], caption="La rue"), PHOTOS[1])},
            {"photos": (replace(PHOTOS[0], alt="Rien"), PHOTOS[1])},
            {"photos": (replace(PHOTOS[0], credit=()), PHOTOS[1])},
            {"photos": (replace(PHOTOS[0], file="photos/z.jpg"), PHOTOS[1])},
            {"photos": (PHOTOS[0], replace(PHOTOS[1], licence="CC0"))},
        ],
    )
    def test_is_not_taken_for_an_article_that_differs(self, change: dict[str, Any], tmp_path: Path) -> None:
        other = replace(ARTICLE, **change)
        with Cache(tmp_path) as cache:
            first = galley(cache=cache)
            found = galley(other, cache)
        assert found == galley(other) != first

    @pytest.mark.parametrize(
        "change",
        [
            {"title_proposed": True},
            {"authors": ()},
            {"speakers": ("Ada",)},
            {"group": Group("5")},
            {"source": Source("submissions/a.txt", 0, 1, "")},
            {"slug": "b"},
        ],
    )
    def test_has_another_name_where_anything_of_the_article_differs(self, change: dict[str, Any]) -> None:
        compositor = Compositor(Typesetter(), "fr", "all", Cache())
        assert compositor.name_of(replace(ARTICLE, **change)) != compositor.name_of(ARTICLE)
        assert compositor.name_of(replace(ARTICLE)) == compositor.name_of(ARTICLE)

    def test_depends_on_the_language_of_the_book(self, tmp_path: Path) -> None:
        with Cache(tmp_path) as cache:
            first = galley(cache=cache)
            assert galley(cache=cache, language="en") == galley(language="en") != first

    def test_depends_on_the_rules(self, tmp_path: Path) -> None:
        with Cache(tmp_path) as cache:
            galley(cache=cache)
            found = galley(cache=cache, rules="none", typeset=Typesetter("§"))
        assert found == galley(typeset=Typesetter("§"))
        assert found.title == "Le port§fr"

    def test_depends_on_the_id_of_the_section(self, tmp_path: Path) -> None:
        with Cache(tmp_path) as cache:
            first = galley(cache=cache)
            assert galley(cache=cache, id_="page-a") == galley(id_="page-a") != first


class TestALine:
    def test_is_set_once_for_each_text_language_and_set_of_rules(self, tmp_path: Path) -> None:
        with Cache(tmp_path) as cache:
            made = [
                Compositor(Typesetter(rules), "fr", rules, cache).line(text, language)
                for text in ("Un  livre\n", "Deux")
                for language in ("", "en")
                for rules in ("¶", "§")
            ]
        assert made == [
            "Un livre¶fr", "Un livre§fr", "Un livre¶en", "Un livre§en",
            "Deux¶fr", "Deux§fr", "Deux¶en", "Deux§en",
        ]  # fmt: skip
        unused = Typesetter()
        with Cache(tmp_path) as cache:
            assert Compositor(unused, "fr", "¶", cache).line("Un  livre\n") == "Un livre¶fr"
        assert unused.seen == []

    def test_that_is_empty_stays_empty(self) -> None:
        assert Compositor(Typesetter(), "fr", "all", Cache()).line(" \n") == ""


class TestWordsForAPicture:
    """A tagged PDF has no figure without words; `photo-without-alt` tells the editor of those made here."""

    @staticmethod
    def images(body: str, *photos: Photo, language: str = "fr") -> list[dict[str, str]]:
        article = replace(ARTICLE, body=body, photos=photos, language=language)
        galley = Compositor(lambda text, own: (), "fr", "", Cache()).galley(article, "x")
        root = etree.fromstring(f"<div>{galley.body}</div>")
        return [{name: image.get(name, "") for name in ("alt", "role")} for image in root.iter("img")]

    @pytest.mark.parametrize(
        ("body", "photo", "alt"),
        [
            ("![Un quai](photos/x.jpg)", Photo(file="photos/x.jpg", alt="Autre"), "Un quai"),
            ("![](photos/x.jpg)", Photo(file="photos/x.jpg", caption="Légende", alt="Un quai"), "Un quai"),
            ("![](photos/x.jpg)\n{: .figure }", replace(PHOTOS[0], alt=None), "La halle"),
            ("![](photos/x.jpg) *Sous* elle\n{: .figure }", replace(PHOTOS[0], alt=None), "Sous elle"),
            ("![](photos/x.jpg)\n{: .figure }", Photo(PHOTOS[0].credit, "photos/x.jpg"), "Photographie"),
            ("Ici ![](photos/y.jpg)", PHOTOS[0], "Photographie"),
        ],
    )
    def test_are_the_best_that_somebody_wrote(self, body: str, photo: Photo, alt: str) -> None:
        assert self.images(body, photo) == [{"alt": alt, "role": ""}]

    def test_are_in_the_language_of_the_article(self) -> None:
        assert self.images("![](photos/y.jpg)", language="en")[0]["alt"] == "Photograph"

    def test_are_left_out_where_an_editor_said_that_the_picture_is_decoration(self) -> None:
        photo = replace(PHOTOS[0], decorative=True)
        for body in ("![](photos/x.jpg)", "![Un quai](photos/x.jpg)"):
            assert self.images(body, photo) == [{"alt": "Photographie", "role": "presentation"}]

    def test_can_be_left_out_where_an_editor_said_that_it_is_decoration(self) -> None:
        photo = replace(PHOTOS[0], alt="")
        assert self.images("![](photos/x.jpg)\n{: .figure }", photo) == [
            {"alt": "Photographie", "role": "presentation"}
        ]
