"""Article files: what is written reads back as the same value, and what cannot be read says where."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from anthology.errors import AnthologyError, Several, SourceError
from anthology.model import Article, Contributor, Group, Photo, RuleChoice, Source
from anthology.names import Person
from anthology.pages import article_text, read_article
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.safety.counts import count

FILE = "articles/a.md"
HEAD = '+++\ntitle = "T"\n'
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
ROLES = (
    "author",
    "photographer",
    "interviewer",
    "illustrator",
    "editor",
    "translator",
    "layout",
    "proofreader",
)

anything = st.text(
    st.one_of(
        st.sampled_from("\"'\\\n\r\t=[]{}#+,. ’«»\u00a0\u202f👩‍🎤é\u0301\u200f\x00\x1b\x7f\x85\u2028\ufeff"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=20,
)
texts = st.text(
    st.one_of(
        st.sampled_from("\"'\\\n\r\t=[]{}#+,. ’«»\u00a0\u202f👩‍🎤é\u0301\u200f\x85\u2028\ufeff"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    ),
    max_size=20,
).filter(lambda text: not CONTROL.search(text))
filled = texts.filter(lambda text: bool(text.strip()))
people = st.one_of(st.builds(Person, family=filled, given=texts), st.builds(Person, organisation=filled))
photos = st.builds(
    Photo,
    credit=st.lists(people, max_size=2).map(tuple),
    file=st.sampled_from(["", "photos/a.jpg", 'photos/L’été à "Sète".png', "photos/a#1?.jpg"]),
    caption=texts,
    licence=texts,
    alt=st.none() | texts,
    decorative=st.booleans(),
)
articles = st.builds(
    Article,
    slug=st.just("a"),
    file=st.just(FILE),
    title=filled,
    language=st.sampled_from(["fr", "en", "pt-BR", "zh-Hant"]),
    body=anything.map(lambda text: text.replace("\r", "").strip("\n") + "\n"),
    title_proposed=st.booleans(),
    standfirst=texts,
    group=st.none() | st.builds(Group, number=texts, cohort=texts, school=texts),
    source=st.none() | st.builds(Source, filled, st.integers(0, 10**7), st.integers(0, 10**7), texts),
    authors=st.lists(st.builds(Contributor, people, st.sampled_from(ROLES), texts), max_size=3).map(tuple),
    photos=st.lists(photos, max_size=2).map(tuple),
    rules=st.builds(
        RuleChoice, st.lists(texts, max_size=2).map(tuple), st.lists(texts, max_size=2).map(tuple)
    ),
)


def read(text: str) -> Article:
    return read_article(text, FILE, slug="a", language="fr")


def failures(text: str) -> tuple[AnthologyError, ...]:
    with pytest.raises(AnthologyError) as caught:
        read(text)
    assert caught.value.exit_status == 4
    found = caught.value.failures if isinstance(caught.value, Several) else (caught.value,)
    assert all(isinstance(one, SourceError) and one.file == FILE for one in found)
    return found


def minimal(title: str) -> Article:
    return Article("a", FILE, title, "fr", "x\n")


def numbered(article: Article) -> Article:
    """The article with the line its body starts on, which only the file knows."""
    text = article_text(article)
    return replace(article, body_line=text.split("\n").index("+++", 1) + 2)


class TestRoundTrip:
    @settings(deadline=None, max_examples=count(62, 250))
    @given(articles)
    @example(minimal('Il dit « "non" » : C:\\temp\n+++\n'))
    @example(minimal("'''\"\"\"\\u0041\t👩‍🎤\r\n"))
    def test_what_is_written_reads_back_as_the_same_article(self, article: Article) -> None:
        assert read(article_text(article)) == numbered(article)

    @settings(deadline=None, max_examples=count(50, 200))
    @given(anything)
    def test_a_title_is_kept_to_the_character_or_refused_by_name(self, title: str) -> None:
        text = article_text(minimal(title))
        if CONTROL.search(title) or not title.strip():
            (error,) = failures(text)
            assert error.code == "article-value"
            assert error.line == 2
        else:
            assert read(text).title == title

    def test_writing_twice_gives_the_same_bytes(self) -> None:
        article = minimal("T")
        assert article_text(read(article_text(article))) == article_text(article)

    def test_every_field_stands_in_the_file_under_the_name_people_write(self) -> None:
        article = Article(
            slug="a",
            file=FILE,
            title="T",
            language="fr",
            body="x\n",
            title_proposed=True,
            standfirst="S",
            group=Group("5", "2022", "E"),
            source=Source("submissions/a.txt", 0, 9, "ab"),
            authors=(Contributor(Person("Marsan", "Amélie"), "author", "J1"),),
            photos=(
                Photo((Person("Pons", "Carla"), Person(organisation="AFP")), "photos/x.jpg", "C", "L", ""),
            ),
            speakers=("Ada Roy", "Guy Lô"),
        )
        assert article_text(article).split("\n") == [
            "+++",
            'title = "T"',
            "title_proposed = true",
            'standfirst = "S"',
            'language = "fr"',
            'group = { number = "5", cohort = "2022", school = "E" }',
            'source = { file = "submissions/a.txt", start = 0, end = 9, sha256 = "ab" }',
            'speakers = ["Ada Roy", "Guy Lô"]',
            "authors = [",
            '  { given = "Amélie", family = "Marsan", role = "author", class = "J1" },',
            "]",
            "photos = [",
            '  { file = "photos/x.jpg", credit = [ { given = "Carla", family = "Pons" }, '
            '{ organisation = "AFP" } ], caption = "C", licence = "L", alt = "" },',
            "]",
            "+++",
            "x",
            "",
        ]


class TestReading:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("start", ["", "\ufeff"])
    def test_line_ends_and_a_byte_order_mark_change_nothing(self, start: str, end: str) -> None:
        text = '+++\ntitle = "T"\n+++\n\nUn.\n\nDeux.\n'
        found = read(start + text.replace("\n", end))
        assert (found.title, found.body, found.body_line) == ("T", "\nUn.\n\nDeux.\n", 4)

    def test_a_fence_may_be_followed_by_blanks_and_stand_again_in_the_text(self) -> None:
        found = read('+++ \ntitle = "T"\n+++\t\nUn.\n\n+++\n\nDeux.\n')
        assert found.body == "Un.\n\n+++\n\nDeux.\n"

    def test_an_article_without_a_language_has_the_books(self) -> None:
        assert read_article('+++\ntitle = "T"\n+++\n', FILE, slug="a", language="en").language == "en"

    def test_an_article_without_a_text_is_an_article(self) -> None:
        assert read('+++\ntitle = "T"\n+++').body == ""

    def test_tables_may_be_written_out(self) -> None:
        found = read('+++\ntitle = "T"\n[group]\nnumber = "5"\n[[authors]]\nfamily = "Roy"\n+++\n')
        assert found.group == Group("5")
        assert found.authors == (Contributor(Person("Roy")),)

    @pytest.mark.parametrize(
        ("text", "line", "code", "says"),
        [
            ("", 1, "article-front-matter", "between two lines +++"),
            ("Un texte.\n", 1, "article-front-matter", "between two lines +++"),
            ('\n+++\ntitle = "T"\n+++\n', 1, "article-front-matter", "between two lines +++"),
            (HEAD , 1, "article-front-matter", "between two lines +++"),
            ('---\ntitle: "T"\n---\n', 1, "article-front-matter", "between two lines +++"),
            ("+++\n+++\nUn texte.\n", 1, "article-missing-key", "missing key: title"),
            ("+++\ntitle = Le port\n+++\n", 2, "article-syntax", "not valid TOML"),
            ('+++\n\n\ntitle = "Le port\n+++\n', 4, "article-syntax", "not valid TOML"),
            ('\ufeff+++\r\n\r\ntitle = "Le port\r\n+++\r\n', 3, "article-syntax", "not valid TOML"),
            (HEAD + 'authors = [\n  { family = "R" },\n+++\n', 4, "article-syntax", "not valid"),
            ('+++\ntitle = """T\n+++\n"""\n+++\n', 2, "article-syntax", "not valid TOML"),
            ("+++\ntitle = " + "[" * 3000 + "\n+++\n", 2, "text-too-much", "brackets in brackets"),
            ("+++\ntitle = " + "x" * 200_000 + "\n+++\n", 2, "text-too-much", "between the two +++"),
            ('+++\nlanguage = "fr"\ntitle = ""\n+++\n', 3, "article-value", "title: this must not be empty"),
            (HEAD + 'langage = "fr"\n+++\n', 3, "article-unknown-key", "did you mean language?"),
            (HEAD + 'language = "french"\n+++\n', 3, "article-value", "not a language tag"),
            (HEAD + 'title_proposed = "yes"\n+++\n', 3, "article-value", "write true or false"),
            (HEAD + 'group = 5\n+++\n', 3, "article-value", "write [group] on a line"),
            (HEAD + 'group = { number = 5 }\n+++\n', 3, "article-value", "group.number: write a"),
            (HEAD + 'authors = "Ada"\n+++\n', 3, "article-value", "write [[authors]] on a line"),
            (
                HEAD + 'authors = [\n  { family = "R" },\n  { family = "S", role = "autor" },\n]\n+++\n',
                5,
                "article-value",
                "use one of 'author', 'photographer'",
            ),
            (HEAD + '[[authors]]\nfamily = "R"\n\n[[authors]]\ngiven = "Z"\n+++\n', 6, "article-value",
             "authors.2: a person needs a family name"),
            (HEAD + 'photos = [{ file = "../x.jpg" }]\n+++\n', 3, "article-value", 'write "photos'),
            (HEAD + 'photos = [{ file = "photos/.." }]\n+++\n', 3, "article-value", 'write "photos'),
            (HEAD + 'photos = [{ file = "photos/a/b" }]\n+++\n', 3, "article-value", 'write "photos'),
            (HEAD + 'photos = [{ file = "/etc/passwd" }]\n+++\n', 3, "article-value", 'write "photos'),
            (HEAD + 'photos = [{ caption = "a\\u0000" }]\n+++\n', 3, "article-value", "U+0000"),
        ],
    )  # fmt: skip
    def test_a_mistake_names_the_file_the_line_and_what_to_do(
        self, text: str, line: int, code: str, says: str
    ) -> None:
        (error,) = failures(text)
        assert (error.code, error.line) == (code, line)
        assert says in str(error)

    def test_all_mistakes_are_told_at_once(self) -> None:
        found = failures('+++\ntitel = "T"\ngroup = { nummer = "5" }\n+++\n')
        assert {(one.code, one.line) for one in found} == {
            ("article-missing-key", 1),
            ("article-unknown-key", 2),
            ("article-unknown-key", 3),
        }

    @settings(deadline=None, max_examples=count(50, 200))
    @given(st.text(st.sampled_from('+\n[]{}="\\ait#'), max_size=40))
    def test_no_text_whatever_makes_it_fall_over(self, text: str) -> None:
        try:
            read(f'+++\ntitle = "T"\n{text}\n+++\n')
        except SourceError as error:
            assert error.file == FILE  # noqa: PT017
        except Several as several:
            assert len(several.failures) > 1  # noqa: PT017


def test_a_photo_may_have_no_file_and_its_file_must_be_text() -> None:
    credit = 'credit = [{ family = "Causse" }]'
    text = f'{HEAD}photos = [{{ file = "", {credit} }}]\n+++\n'
    (photo,) = read_article(text, FILE, slug="a", language="fr").photos
    assert (photo.file, photo.credit) == ("", (Person(family="Causse"),))
    with pytest.raises(SourceError) as caught:
        read_article(text.replace('""', "7"), FILE, slug="a", language="fr")
    assert (caught.value.code, caught.value.line) == ("article-value", 3)
