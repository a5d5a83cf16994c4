"""Articles and settings to the book: what stands where, who is named where, and nothing unescaped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from anthology.compose import Composition, compose, with_cohort
from anthology.config import Config, parse
from anthology.errors import ComposeError
from anthology.labels import catalogue
from anthology.model import (
    Article,
    Book,
    BookPerson,
    ContentsEntry,
    Contributor,
    Edit,
    Group,
    IndexEntry,
    Matter,
    Opening,
    Photo,
    Section,
)
from anthology.names import Person
from lxml import etree
from markupsafe import Markup

AMELIE = Person("Marsan", "Amélie")
THEO = Person("Œrtzen", "Théo")
AFP = Person(organisation="AFP")


def no_rules(text: str, language: str) -> Sequence[Edit]:
    return ()


def marked(text: str, language: str) -> Sequence[Edit]:
    """A typesetter that leaves a mark with the language, so that what was set can be told."""
    return [Edit(len(text), len(text), "", f"¶{language}", "r")]


def article(slug: str, body: str = "Texte.\n", title: str = "", **fields: Any) -> Article:
    fields.setdefault("language", "fr")
    return Article(slug=slug, file=f"articles/{slug}.md", title=title or f"Titre {slug}", body=body, **fields)


def settings(*parts: Mapping[str, object], **book: object) -> Config:
    return parse({"book": {"title": "Livre", "language": "fr", **book}, "part": list(parts)})


def composed(
    articles: Sequence[Article],
    config: Config | None = None,
    pages: Sequence[Article] = (),
    typeset: Any = no_rules,
    **options: Any,
) -> Composition:
    return compose(config or settings(), articles, pages, typeset, **options)


def book(*articles: Article, **options: Any) -> Book:
    return composed(articles, **options).book


def ids(made: Book) -> list[str]:
    return [one.id for one in made.sections]


def section(made: Book, id_: str) -> Section:
    return next(one for one in made.sections if one.id == id_)


def body_of(made: Book, slug: str) -> etree._Element:
    return etree.fromstring(f"<div>{section(made, f'article-{slug}').data['body']}</div>")


def by(*people: Person) -> tuple[Contributor, ...]:
    return tuple(Contributor(person) for person in people)


class TestOrder:
    def test_front_body_and_back_follow_one_another(self) -> None:
        one = article("a", authors=by(AMELIE), photos=(Photo((AFP,)),))
        assert ids(book(one)) == [
            "cover",
            "half-title",
            "title-page",
            "imprint",
            "contents",
            "article-a",
            "authors",
            "index",
            "photo-credits",
            "colophon",
        ]

    def test_parts_come_in_the_order_of_the_settings_and_the_rest_follows_as_given(self) -> None:
        config = settings({"title": "Deux", "articles": ["d", "b"]}, {"title": "Un", "articles": ["c"]})
        made = book(*map(article, "abcde"), config=config)
        body = [one for one in made.sections if one.matter is Matter.BODY]
        assert [one.id for one in body] == [
            "part-1",
            "article-d",
            "article-b",
            "part-2",
            "article-c",
            "article-a",
            "article-e",
        ]
        assert [one.level for one in body] == [1, 2, 2, 1, 2, 1, 1]
        assert [one.data["number"] for one in body if one.kind == "part"] == ["I", "II"]

    def test_the_matter_never_goes_back(self) -> None:
        pages = [article("thanks"), article("preface")]
        made = book(article("a", authors=by(AMELIE)), pages=pages)
        order = [list(Matter).index(one.matter) for one in made.sections]
        assert order == sorted(order)

    def test_a_part_shows_its_articles_and_the_contents_show_everything(self) -> None:
        config = settings({"title": "Un", "articles": ["b"]})
        made = book(
            article("a", authors=by(AMELIE)), article("b"), config=config, pages=[article("foreword")]
        )
        assert section(made, "part-1").data["entries"] == (ContentsEntry("article-b", "Titre b", "", 2),)
        entries: Any = section(made, "contents").data["entries"]
        assert [(one.target, one.level, one.number) for one in entries] == [
            ("page-foreword", 1, ""),
            ("part-1", 1, "I"),
            ("article-b", 2, ""),
            ("article-a", 1, ""),
            ("authors", 1, ""),
            ("index", 1, ""),
        ]

    @pytest.mark.parametrize(("openings", "opening"), [("recto", Opening.RECTO), ("next", Opening.NEXT)])
    def test_articles_open_where_the_settings_say(self, openings: str, opening: Opening) -> None:
        made = book(article("a"), config=settings(openings=openings))
        assert section(made, "article-a").opening is opening

    def test_the_half_title_and_the_index_can_be_left_out(self) -> None:
        config = parse(
            {"book": {"title": "L", "language": "fr"}, "print": {"index": False, "half_title": False}}
        )
        found = ids(book(article("a", authors=by(AMELIE)), config=config))
        assert "index" not in found
        assert "half-title" not in found
        assert "authors" in found

    def test_nobody_named_means_no_list_of_nobody(self) -> None:
        assert ids(book(article("a")))[-2:] == ["article-a", "colophon"]


class TestLongLists:
    """A list of more than some thirty pages goes on in further sections."""

    def made(self, count: int) -> Book:
        people = [Person(f"{chr(65 + number % 26)}{number:04}", "Ève") for number in range(count * 8)]
        articles = [
            article(f"a{number}", authors=by(*people[number * 8 : number * 8 + 8])) for number in range(count)
        ]
        return book(*articles)

    def test_short_ones_are_one_section(self) -> None:
        found = ids(self.made(150))
        assert [id_ for id_ in found if id_.startswith(("authors", "index"))] == ["authors", "index"]

    def test_long_ones_are_even_and_hold_everybody_in_order(self) -> None:
        made = self.made(400)
        lists = [one for one in made.sections if one.kind == "authors"]
        assert [one.id for one in lists] == ["authors", "authors-2", "authors-3"]
        sizes = [len(one.data["groups"]) for one in lists]  # type: ignore[arg-type]
        assert sum(sizes) == 400
        assert max(sizes) - min(sizes) <= 1
        targets = [group.articles[0].target for one in lists for group in one.data["groups"]]  # type: ignore[attr-defined]
        assert targets == [f"article-a{number}" for number in range(400)]

    def test_only_the_first_is_headed_listed_and_opens_on_the_right(self) -> None:
        made = self.made(400)
        lists = [one for one in made.sections if one.kind == "authors"]
        assert [(one.level, one.opening, bool(one.data.get("goes_on"))) for one in lists] == [
            (1, Opening.RECTO, False),
            (0, Opening.NEXT, True),
            (0, Opening.NEXT, True),
        ]
        entries: Any = section(made, "contents").data["entries"]
        assert [one.target for one in entries if one.target.startswith("authors")] == ["authors"]

    def test_an_index_is_parted_between_letters(self) -> None:
        made = self.made(400)
        lists = [one for one in made.sections if one.kind == "index"]
        letters = [letter for one in lists for letter, _ in one.data["letters"]]  # type: ignore[attr-defined]
        assert letters == sorted(set(letters))
        assert [one.id for one in lists] == ["index", "index-2"]


class TestMistakes:
    def failing(self, *articles: Article, **options: Any) -> ComposeError:
        with pytest.raises(ComposeError) as caught:
            composed(articles, **options)
        assert caught.value.exit_status == 5
        assert caught.value.hint
        return caught.value

    def test_an_article_in_two_parts_is_named_with_both(self) -> None:
        config = settings({"title": "Un", "articles": ["a"]}, {"title": "Deux", "articles": ["b", "a"]})
        error = self.failing(article("a"), article("b"), config=config)
        assert (error.code, error.file) == ("article-twice", "anthology.toml")
        assert all(word in error.message for word in ("'a'", "'Un'", "'Deux'"))

    def test_an_article_twice_in_one_part_is_an_error_too(self) -> None:
        config = settings({"title": "Un", "articles": ["a", "a"]})
        assert self.failing(article("a"), config=config).code == "article-twice"

    @pytest.mark.parametrize("listed", ["marche-de-nuits", "marche-de-nuit.md", "Marche-de-nuit"])
    def test_a_missing_article_comes_with_the_nearest_name(self, listed: str) -> None:
        config = settings({"title": "Un", "articles": [listed]})
        error = self.failing(article("marche-de-nuit"), article("autre"), config=config)
        assert (error.code, error.file) == ("article-missing", "anthology.toml")
        assert "did you mean 'marche-de-nuit'?" in error.hint

    def test_a_missing_article_like_no_other_says_what_to_do(self) -> None:
        error = self.failing(article("a"), config=settings({"title": "Un", "articles": ["zzzzz"]}))
        assert "import it" in error.hint

    def test_a_missing_intro_comes_with_the_nearest_name(self) -> None:
        config = settings({"title": "Un", "articles": ["a"], "intro": "de-nuits"})
        error = self.failing(article("a"), config=config, pages=[article("de-nuit")])
        assert (error.code, error.file) == ("page-missing", "anthology.toml")
        assert "did you mean 'de-nuit'?" in error.hint

    def test_no_article_at_all_is_no_book(self) -> None:
        assert self.failing().code == "no-articles"

    @pytest.mark.parametrize(("one", "other"), [("été", "ete"), ("A b", "a-b"), ("a--b", "a-b")])
    def test_two_files_whose_names_an_address_cannot_tell_apart_are_both_named(
        self, one: str, other: str
    ) -> None:
        error = self.failing(article(one), article(other))
        assert (error.code, error.file) == ("section-twice", f"articles/{other}.md")
        assert f"articles/{one}.md" in error.message

    def test_a_page_and_an_article_may_share_a_name(self) -> None:
        assert {"page-a", "article-a"} <= set(ids(book(article("a"), pages=[article("a")])))

    def test_a_name_no_address_can_hold_is_an_error(self) -> None:
        error = self.failing(article("日本"))
        assert (error.code, error.file) == ("file-name", "articles/日本.md")


class TestIds:
    def made(self) -> Book:
        body = "Un[^1].\n\n## Deux\n\n> Trois\n{: .pull-quote }\n\n- q\n\n[^1]: n\n\n"
        body += "![](photos/x.jpg)\n{: .figure }"
        config = settings({"title": "Un", "articles": ["Été à Sète"], "intro": "a"})
        photos = (Photo((AMELIE,)), Photo((AFP,)))
        articles = [article("Été à Sète", body, photos=photos), article("b", body, authors=by(THEO))]
        return book(*articles, config=config, pages=[article("a", body), article("thanks", body)])

    def test_every_id_of_the_book_is_there_once_and_begins_with_that_of_its_section(self) -> None:
        seen: list[str] = []
        for one in self.made().sections:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.id)
            inside = re.findall(r'\bid="([^"]*)"', f"{one.data.get('body', '')}{one.data.get('intro', '')}")
            notes: Any = one.data.get("photo_notes", ())
            inside += [id_ for id_, _ in notes]
            assert all(id_.startswith(f"{one.id}--") for id_ in inside)
            seen += [one.id, *inside]
        assert len(seen) == len(set(seen)) > 30

    def test_every_place_that_anything_points_to_exists(self) -> None:
        made = self.made()
        targets = {entry.target for one in made.sections for entry in _entries(one)}
        targets |= {place for person in made.people for _, place in person.roles}
        assert targets <= set(ids(made))
        assert len(targets) > 5

    def test_ids_stay_while_the_text_before_them_stays(self) -> None:
        before = body_of(book(article("a", "un\n\ndeux\n\ntrois")), "a")
        after = body_of(book(article("a", "un\n\ndeux changé\n\ntrois\n\nquatre")), "a")
        assert [p.get("id") for p in before] == [p.get("id") for p in after][:3]


def _entries(one: Section) -> list[Any]:
    found: list[Any] = [*one.data.get("entries", ())]  # type: ignore[misc]
    groups: Any = one.data.get("groups", ())
    found += [entry for group in groups for entry in group.articles]
    letters: Any = one.data.get("letters", ())
    places = [target for _, items in letters for item in items for _, target in item.places]
    return found + [ContentsEntry(target, "") for target in places]


LONG = "Élisa : « Le port ne dort jamais, et toute la ville"
WORDS = "Un deux trois quatre cinq six sept huit neuf dix"


class TestTitlesAndHeads:
    @pytest.mark.parametrize(
        ("title", "head"),
        [
            ("Court", "Court"),
            ("x" * 52, "x" * 52),
            (f"{LONG} non plus »", f"{LONG}…"),
            (f"{WORDS}, onze douze", f"{WORDS}…"),
            ("a" * 60, "a" * 52 + "…"),
            ("mot " * 12 + "« fin de tout »", "mot " * 11 + "mot…"),
        ],
    )
    def test_a_running_head_holds_whole_words_or_says_that_it_does_not(self, title: str, head: str) -> None:
        found = section(book(article("a", title=title)), "article-a").heads[1]
        assert found == head
        assert len(found) <= 53

    def test_the_head_on_the_left_is_the_group_or_the_authors_while_they_fit(self) -> None:
        crowd = by(*(Person(f"Famille{n}", f"Prénom{n}") for n in range(6)))
        made = book(
            article("a", authors=by(AMELIE), group=Group("5")),
            article("b", authors=by(AMELIE, THEO)),
            article("c", authors=crowd),
            article("d", authors=(Contributor(AMELIE, "translator"),)),
        )
        heads = [section(made, f"article-{slug}").heads[0] for slug in "abcd"]
        assert heads == [
            "Groupe\u00a05",
            "Amélie Marsan, Théo Œrtzen",
            "Prénom0 Famille0, Prénom1 Famille1, Prénom2…",
            "",
        ]

    def test_the_byline_names_the_group_and_everybody(self) -> None:
        made = book(article("a", authors=by(AMELIE, AFP), group=Group("5")), article("b", authors=by(THEO)))
        assert section(made, "article-a").byline == "Groupe\u00a05 – Amélie Marsan, AFP"
        assert section(made, "article-b").byline == "Théo Œrtzen"

    def test_a_title_written_over_two_lines_is_one_line(self) -> None:
        made = book(article("a", title=" Un\n titre \t long\u00a0!"), config=settings(title="Li\nvre"))
        assert section(made, "article-a").title == "Un titre long\u00a0!"
        assert made.metadata.title == "Li vre"

    def test_display_pages_carry_no_heads(self) -> None:
        made = book(article("a"))
        assert {one.id for one in made.sections if one.heads == ("", "")} == {
            "cover",
            "half-title",
            "title-page",
            "imprint",
            "colophon",
        }


class TestTypesetting:
    def test_everything_a_reader_sees_of_an_article_is_set_in_its_language(self) -> None:
        one = article("a", "Body.", "Title", standfirst="Lead", language="en")
        config = settings(
            {"title": "Partie", "articles": ["a"]}, title="Livre", subtitle="Sous", school="École"
        )
        made = book(one, config=config, typeset=marked)
        found = section(made, "article-a")
        assert (found.title, found.language) == ("Title¶en", "en")
        assert found.data["standfirst"] == "Lead¶en"
        assert body_of(made, "a")[0].text == "Body.¶en"
        assert section(made, "part-1").title == "Partie¶fr"
        assert (made.metadata.title, made.metadata.subtitle) == ("Livre¶fr", "Sous¶fr")
        assert made.metadata.school == "École¶fr"

    def test_a_standfirst_that_is_not_there_stays_empty(self) -> None:
        assert section(book(article("a")), "article-a").data["standfirst"] == ""

    def test_names_are_never_touched(self) -> None:
        made = book(article("a", authors=by(AMELIE)), typeset=marked)
        assert section(made, "article-a").data["byline"] == by(AMELIE)
        assert made.people == (BookPerson(AMELIE, (("author", "article-a"),)),)


class TestSpeakers:
    def body(self, *answers: tuple[str, str]) -> etree._Element:
        text = "\n\n".join(f'{words}\n{{: .answer speaker="{names}" }}' for names, words in answers)
        return body_of(book(article("a", text)), "a")

    def test_a_single_voice_needs_no_name(self) -> None:
        found = self.body(("Ada Roy", "Oui."), ("Ada Roy", "Non."))
        assert [p.find("span") for p in found] == [None, None]
        assert not [p for p in found if p.get("speaker")]

    def test_several_voices_are_told_apart_unless_the_text_names_them(self) -> None:
        found = self.body(
            ("Ada Roy", "Oui."), ("Guy Lô", "« Non », dit Guy Lô."), ("Ada Roy, Guy Lô", "*Si*, si.")
        )
        assert [p.findtext("span[@class='speaker']") for p in found] == ["Ada Roy", None, "Ada Roy, Guy Lô"]
        assert ["".join(map(str, p.itertext())) for p in found] == [
            "Ada Roy Oui.",
            "« Non », dit Guy Lô.",
            "Ada Roy, Guy Lô Si, si.",
        ]

    def test_who_speaks_stands_in_the_index_but_is_no_contributor(self) -> None:
        made = book(article("a", 'Oui.\n{: .answer speaker="Ada de Roy, Guy Lô" }'))
        letters: Any = section(made, "index").data["letters"]
        spoken = catalogue("fr").gettext("interviewed")
        assert [(letter, [(one.person, one.places) for one in entries]) for letter, entries in letters] == [
            ("L", [(Person("Lô", "Guy"), ((spoken, "article-a"),))]),
            ("R", [(Person("de Roy", "Ada"), ((spoken, "article-a"),))]),
        ]
        assert made.people == ()

    def test_who_is_interviewed_stands_there_without_a_marked_answer_and_once(self) -> None:
        quoted = article("a", "Ada Roy dit « oui ».\n", speakers=("Ada Roy",))
        marked = article("b", 'Oui.\n{: .answer speaker="Ada Roy" }', speakers=("Ada Roy",))
        _, entry = only_entry(book(quoted, marked))
        spoken = catalogue("fr").gettext("interviewed")
        assert entry == IndexEntry(Person("Roy", "Ada"), ((spoken, "article-a"), (spoken, "article-b")))


def only_entry(made: Book) -> tuple[str, IndexEntry]:
    letters: Any = section(made, "index").data["letters"]
    ((letter, (entry,)),) = letters
    return letter, entry


class TestIndex:
    def letters(self, *people: Person) -> list[tuple[str, list[str]]]:
        found: Any = section(book(article("a", authors=by(*people))), "index").data["letters"]
        return [(letter, [one.person.inverted for one in entries]) for letter, entries in found]

    def test_names_are_sorted_without_accents_and_particles_in_small_letters_do_not_count(self) -> None:
        people = [
            Person("Zed"),
            Person("Éluard", "Paul"),
            Person("de Gaulle", "Charles"),
            Person("Le Gall", "Yann"),
            THEO,
            Person("Eluard", "Nusch"),
            Person("N’Diaye", "Karim"),
            Person("d’Ornano", "Michel"),
            AFP,
            Person("Øre"),
            Person("42e rue"),
            Person("Дом"),
            Person("van der Berg", "Jo"),
        ]
        assert self.letters(*people) == [
            ("#", ["42e rue"]),
            ("A", ["AFP"]),
            ("B", ["Berg, Jo van der"]),
            ("E", ["Eluard, Nusch", "Éluard, Paul"]),
            ("G", ["Gaulle, Charles de"]),
            ("L", ["Le Gall, Yann"]),
            ("N", ["N’Diaye, Karim"]),
            ("O", ["Œrtzen, Théo", "Øre", "Ornano, Michel d’"]),
            ("Z", ["Zed"]),
            ("Д", ["Дом"]),
        ]

    def test_each_letter_stands_once(self) -> None:
        found = self.letters(*(Person(f"{letter}x") for letter in "éEèeÉaÂœoŒ"))
        assert [letter for letter, _ in found] == ["A", "E", "O"]

    def test_one_person_has_one_entry_with_every_role_and_place(self) -> None:
        made = book(
            article(
                "a",
                'Oui.\n{: .answer speaker="Amélie Marsan" }',
                authors=by(AMELIE),
                photos=(Photo((AMELIE,)),),
            ),
            article(
                "b", authors=(Contributor(AMELIE), Contributor(AMELIE, "translator"), Contributor(AMELIE))
            ),
        )
        letter, entry = only_entry(made)
        assert (letter, entry.person) == ("M", AMELIE)
        # One place for each article: its page stands there once, with all that was done for it.
        assert entry.places == (
            ("texte, photographie, entretien", "article-a"),
            ("texte, traduction", "article-b"),
        )
        assert made.people == (
            BookPerson(
                AMELIE,
                (
                    ("author", "article-a"),
                    ("photographer", "article-a"),
                    ("author", "article-b"),
                    ("translator", "article-b"),
                ),
            ),
        )

    def test_who_took_the_pictures_of_the_editor_s_own_texts_stands_in_it_too(self) -> None:
        def shown(slug: str, **fields: Any) -> Article:
            body = f"![x](photos/{slug}.jpg)\n{{: .figure }}\n"
            return article(slug, body, photos=(Photo((THEO,), f"photos/{slug}.jpg"),), **fields)

        config = settings({"title": "Un", "articles": ["a"], "intro": "intro"})
        pages = [shown("thanks"), shown("preface", authors=by(AMELIE)), shown("intro")]
        made = book(shown("a"), config=config, pages=pages)
        _, entry = only_entry(made)
        assert entry.person == THEO
        assert [place for _, place in entry.places] == ["page-preface", "part-1", "article-a", "page-thanks"]
        assert [one.person for one in made.people] == [THEO]

    def test_who_is_interviewed_here_and_writes_there_is_one_person_however_the_name_divides(self) -> None:
        ana = Person("Lopez Garcia", "Ana")
        made = book(
            article("a", 'Oui.\n{: .answer speaker="Ana Lopez Garcia" }'), article("b", authors=by(ana))
        )
        _, entry = only_entry(made)
        assert entry.person == ana
        assert [place for _, place in entry.places] == ["article-a", "article-b"]


class TestGroups:
    def entries(self, *articles: Article) -> list[Any]:
        found: Any = section(book(*articles), "authors").data["groups"]
        return list(found)

    def test_two_groups_that_share_a_number_are_two_groups(self) -> None:
        found = self.entries(
            article("a", group=Group("2", "2021", "E"), authors=by(AMELIE)),
            article("b", group=Group("2", "2022", "E"), authors=by(THEO)),
            article("c", group=Group("2", "2021", "F"), authors=by(AFP)),
        )
        assert [(one.label, one.cohort, one.school, one.members) for one in found] == [
            ("Groupe\u00a02", "2021", "E", by(AMELIE)),
            ("Groupe\u00a02", "2022", "E", by(THEO)),
            ("Groupe\u00a02", "2021", "F", by(AFP)),
        ]

    def test_a_group_with_two_articles_is_listed_once_with_both_and_each_member_once_a_role(self) -> None:
        (found,) = self.entries(
            article("a", group=Group("2"), authors=by(AMELIE, THEO)),
            article("b", group=Group("2"), authors=(*by(THEO), Contributor(THEO, "layout"))),
        )
        assert [one.target for one in found.articles] == ["article-a", "article-b"]
        assert found.members == (*by(AMELIE, THEO), Contributor(THEO, "layout"))

    def test_groups_that_only_say_where_their_authors_come_from_are_not_one_group(self) -> None:
        found = self.entries(
            article("a", group=Group("", "2021", "E"), authors=by(AMELIE)),
            article("b", group=Group("", "2021", "E"), authors=by(THEO)),
        )
        assert [(one.label, one.school, one.members) for one in found] == [
            ("", "E", by(AMELIE)),
            ("", "E", by(THEO)),
        ]

    def test_authors_without_a_group_stand_under_their_article(self) -> None:
        found = self.entries(article("a", authors=by(AMELIE)), article("b", authors=by(THEO)), article("c"))
        assert [(one.label, [entry.target for entry in one.articles]) for one in found] == [
            ("", ["article-a"]),
            ("", ["article-b"]),
        ]

    def test_the_class_codes_that_somebody_bears_are_explained_in_their_order(self) -> None:
        codes = settings(classes={"M2": "x", "J1": "y", "K3": "z"})
        authors = (Contributor(AMELIE, class_code="M2"), Contributor(THEO, class_code="J1"), Contributor(AFP))
        made = book(article("a", authors=authors), config=codes)
        assert section(made, "authors").data["classes"] == (("J1", "y"), ("M2", "x"))

    @pytest.mark.parametrize(
        ("group", "cohort", "expected"),
        [
            (Group("2"), "2022", Group("2", "2022")),
            (Group("2", "2019"), "2022", Group("2", "2019")),
            (Group("2"), "", Group("2")),
            (None, "2022", None),
        ],
    )
    def test_a_group_takes_the_cohort_of_its_part_where_it_has_none(
        self, group: Group | None, cohort: str, expected: Group | None
    ) -> None:
        assert with_cohort(article("a", group=group), cohort).group == expected


class TestPages:
    def test_pages_that_open_a_book_come_first_in_their_own_order_and_the_others_close_it(self) -> None:
        names = ["thanks", "preface", "avant-propos", "postface", "dedication"]
        found = ids(book(article("a"), pages=[article(name) for name in sorted(names)]))
        assert [id_ for id_ in found if id_.startswith(("page-", "article-"))] == [
            "page-dedication",
            "page-avant-propos",
            "page-preface",
            "article-a",
            "page-postface",
            "page-thanks",
        ]

    def test_a_page_is_a_section_in_its_language_with_its_text(self) -> None:
        made = book(
            article("a"),
            pages=[article("foreword", "Hello *you*.", "Foreword", language="en")],
            typeset=marked,
        )
        found = section(made, "page-foreword")
        assert (found.kind, found.title, found.language, found.heads[0]) == (
            "page",
            "Foreword¶en",
            "en",
            "Foreword¶en",
        )
        assert str(found.data["body"]).strip() == '<p id="page-foreword--b1">Hello <em>you</em>.¶en</p>'

    def test_an_intro_stands_under_its_part_and_nowhere_else(self) -> None:
        config = settings({"title": "Un", "articles": ["a"], "intro": "nuit"}, {"title": "Deux"})
        made = book(article("a"), config=config, pages=[article("nuit", "Avant l’aube.")])
        assert str(section(made, "part-1").data["intro"]).strip() == '<p id="part-1--b1">Avant l’aube.</p>'
        assert section(made, "part-2").data["intro"] == ""
        assert "page-nuit" not in ids(made)


def photo_label(names: str) -> str:
    return catalogue("fr").gettext("Photo: %(names)s") % {"names": names}


class TestPhotographs:
    def test_a_credit_without_a_photograph_is_a_note_and_a_line_of_the_credits(self) -> None:
        photos = (Photo((AMELIE, AFP), licence="CC BY"), Photo((THEO,), "photos/x.jpg"))
        made = book(article("a", "![](photos/x.jpg)\n{: .figure }", photos=photos))
        assert section(made, "article-a").data["photo_notes"] == (
            ("article-a--photo1", f"{photo_label('Amélie Marsan, AFP (CC BY)')}."),
        )
        credits_: Any = section(made, "photo-credits").data["entries"]
        assert [(one.photo, one.target) for one in credits_] == [(one, "article-a") for one in photos]

    def test_the_credits_say_where_each_picture_stands_in_the_order_of_the_book(self) -> None:
        def shown(slug: str, *, language: str = "fr", licence: str = "") -> Article:
            photo = Photo(() if licence else (THEO,), f"photos/{slug}.jpg", licence=licence)
            body = f"Un.\n\n![x](photos/{slug}.jpg)\n{{: .figure }}\n"
            return article(slug, body, photos=(photo, Photo(file="photos/unknown.jpg")), language=language)

        pages = [shown("thanks"), shown("preface"), shown("intro")]
        config = settings({"title": "Un", "articles": ["b"], "intro": "intro"})
        made = composed([shown("a", language="en"), shown("b", licence="DR")], config, pages).book
        entries: Any = section(made, "photo-credits").data["entries"]
        assert [(one.target, one.place, one.language) for one in entries] == [
            ("page-preface", "page-preface--b2", "fr"),
            ("part-1", "part-1--b2", "fr"),
            ("article-b", "article-b--b2", "fr"),
            ("article-a", "article-a--b2", "en"),
            ("page-thanks", "page-thanks--b2", "fr"),
        ]
        assert [one.photo.file for one in entries][:3] == [
            f"photos/{name}.jpg" for name in ("preface", "intro", "b")
        ]

    def test_a_caption_among_the_credits_is_typeset_like_the_one_under_the_picture(self) -> None:
        photos = (Photo((THEO,), "photos/x.jpg", "The hall."), Photo((AFP,)))
        made = book(article("a", photos=photos, language="en"), typeset=marked)
        entries: Any = section(made, "photo-credits").data["entries"]
        assert [one.photo.caption for one in entries] == ["The hall.¶en", ""]

    def test_caption_credit_and_description_stand_with_the_picture(self) -> None:
        photos = (Photo((THEO,), "photos/à b.jpg", "La <halle>.", "", "Trois étals"),)
        found = body_of(book(article("a", "![](photos/à b.jpg)\n{: .figure }", photos=photos)), "a")
        (figure,) = found
        assert figure.tag == "figure"
        assert figure.find("img").get("alt") == "Trois étals"  # type: ignore[union-attr]
        assert figure.findtext("figcaption") == f"La <halle>. {photo_label('Théo Œrtzen')}."

    def test_a_description_in_the_text_is_kept(self) -> None:
        photos = (Photo(file="photos/x.jpg", alt="autre"),)
        found = body_of(book(article("a", "![mien](photos/x.jpg)\n{: .figure }", photos=photos)), "a")
        assert found.find(".//img").get("alt") == "mien"  # type: ignore[union-attr]
        assert found.find(".//figcaption") is None


class TestMetadata:
    def test_the_identifier_is_given_or_made_of_the_book_and_never_that_of_the_paper(self) -> None:
        def identifier(**fields: object) -> str:
            return book(article("a"), config=settings(**fields)).metadata.identifier

        assert identifier(identifier="urn:x:1", isbn="978-2-07-036822-8") == "urn:x:1"
        assert identifier(isbn="978-2-07-036822-8") == identifier()
        assert identifier() == identifier()
        assert identifier().startswith("urn:uuid:")
        assert identifier(school="E") != identifier()

    def test_the_publisher_is_the_school_where_none_is_named(self) -> None:
        assert book(article("a"), config=settings(school="E")).metadata.publisher == "E"
        assert book(article("a"), config=settings(school="E", publisher="P")).metadata.publisher == "P"

    def test_labels_are_in_the_language_of_the_book(self) -> None:
        english = parse({"book": {"title": "B", "language": "en"}})
        made = book(
            article("a", group=Group("5"), authors=by(AMELIE), photos=(Photo((AFP,)),)), config=english
        )
        assert section(made, "article-a").data["group_label"] == "Group 5"
        assert section(made, "contents").title == "Contents"
        assert section(made, "photo-credits").title == "Photo credits"

    def test_what_was_left_out_of_articles_and_pages_is_told(self) -> None:
        found = composed(
            [article("a", "x\n{: onclick=y }")], pages=[article("p", "[x](javascript:y)")]
        ).findings
        assert [(one.code, one.file) for one in found] == [
            ("markup-left-out", "articles/a.md"),
            ("markup-left-out", "articles/p.md"),
        ] or {one.code for one in found} == {"markup-left-out"}

    def test_the_colophon_and_the_draft_say_what_they_were_told(self) -> None:
        made = book(article("a", title_proposed=True), engines=("Engine 1",), fonts=("Font",), draft=True)
        assert dict(section(made, "colophon").data) == {"engines": ("Engine 1",), "fonts": ("Font",)}
        assert made.draft
        assert section(made, "article-a").data["proposed"] is True


EVIL = "<script>alert(1)</script>&amp;\"'{{ 7*7 }}"


def test_nothing_of_an_author_is_markup_but_what_passed_the_closed_list() -> None:
    person = Person(EVIL, EVIL)
    one = article(
        "a",
        f'{EVIL}\n{{: .answer speaker="x<y" }}\n\nb\n{{: .answer speaker="z" }}',
        EVIL,
        standfirst=EVIL,
        authors=(Contributor(person, class_code=EVIL),),
        group=Group(EVIL, EVIL, EVIL),
        photos=(Photo((person,), "", EVIL, EVIL, EVIL),),
    )
    made = book(one, config=settings({"title": EVIL, "articles": ["a"]}, title=EVIL, school=EVIL))

    def walk(value: object) -> list[object]:
        if isinstance(value, Mapping):
            return [item for part in value.values() for item in walk(part)]
        if isinstance(value, tuple):
            return [item for part in value for item in walk(part)]
        return [value]

    marked_up = [value for each in made.sections for value in walk(each.data) if isinstance(value, Markup)]
    assert marked_up
    for value in marked_up:
        root = etree.fromstring(f"<div>{value}</div>")
        assert {element.tag for element in root.iter()} <= {"div", "p", "span"}
    assert replace(made.sections[5], data={}).title == EVIL
