"""Documents and sheets that are kept are those that would be made, while all that they show is the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anthology.cache import Cache
from anthology.config import Trim
from anthology.errors import LayoutError
from anthology.layouts import Layout, Medium
from anthology.model import Book, Matter, Section
from anthology.resources import theme
from markupsafe import Markup
from tests import books

MEDIA: tuple[Medium, ...] = ("print", "ebook")
SECTIONS = [section.id for section in books.book().sections]
A4 = Trim(width_mm=210.0, height_mm=297.0)


def section(book: Book, id_: str) -> Section:
    return next(one for one in book.sections if one.id == id_)


FOLIOS = {one.id: str(number) for number, one in enumerate(books.book().sections)}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were filled in."""
    names: list[str] = []
    real = Layout._rendered

    def counted(layout: Layout, template: str, **values: object) -> str:
        names.append(template)
        return real(layout, template, **values)

    monkeypatch.setattr(Layout, "_rendered", counted)
    return names


def themed(folder: Path, trim: Trim = books.A5, language: str = "fr", **files: str) -> Layout:
    """The classic theme with templates of its own: `article="…"` is sections/article.xhtml."""
    for name, text in files.items():
        path = folder / "sections" / f"{name}.xhtml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Layout(replace(theme("classic"), folder=folder), trim, language)


def page_of(text: str) -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{text}</body></html>'


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("id_", SECTIONS)
class TestASectionThatIsKept:
    def test_is_the_document_that_would_be_made_and_is_not_made_again(
        self, id_: str, medium: Medium, tmp_path: Path, written: list[str]
    ) -> None:
        layout, book = books.layout(), books.book()
        one = section(book, id_)
        for folios in ({}, FOLIOS):
            plain = layout.render(book, one, medium, folios)
            with Cache(tmp_path) as cache:
                assert layout.render(book, one, medium, folios, cache=cache) == plain
        written.clear()
        with Cache(tmp_path) as cache:
            kept = [layout.render(book, one, medium, folios, cache=cache) for folios in (FOLIOS, {})]
        assert written == []
        assert kept == [layout.render(book, one, medium, folios) for folios in (FOLIOS, {})]

    def test_knows_of_other_sections_only_what_its_template_asked(
        self, id_: str, medium: Medium, written: list[str]
    ) -> None:
        """A title that changes elsewhere is seen where it is shown; nowhere else is anything made again."""
        cache, layout, book = Cache(), books.layout(), books.book()
        before = layout.render(book, section(book, id_), medium, FOLIOS, cache=cache)
        written.clear()
        other = "article-marche" if id_ != "article-marche" else "article-port"
        changed = books.with_section(book, other, title="Un autre titre")
        one = section(changed, id_)
        after = layout.render(changed, one, medium, FOLIOS, cache=cache)
        again = list(written)
        assert after == layout.render(changed, one, medium, FOLIOS)
        assert bool(again) == (after != before) == ((id_, medium) == ("index", "ebook"))

    def test_is_made_again_for_another_folio_only_if_it_shows_it(
        self, id_: str, medium: Medium, written: list[str]
    ) -> None:
        cache, layout, book = Cache(), books.layout(), books.book()
        one = section(book, id_)
        before = layout.render(book, one, medium, FOLIOS, cache=cache)
        written.clear()
        moved = {**FOLIOS, "article-port": "99"}
        after = layout.render(book, one, medium, moved, cache=cache)
        again = list(written)
        assert after == layout.render(book, one, medium, moved)
        assert bool(again) == (after != before) == (b">99<" in after)


class TestWhatAKeptSectionIsMadeOf:
    @pytest.mark.parametrize(
        "change",
        [
            {"title": "Un autre titre"},
            {"language": "en"},
            {"level": 1},
            {"kind": "page"},
            {"matter": Matter.BACK},
            {"heads": ("", "Autre")},
            {"byline": "Autre"},
            {"id": "article-autre"},
        ],
    )
    def test_is_every_field_of_the_section(self, change: dict[str, Any]) -> None:
        cache, layout, book = Cache(), books.layout(), books.book()
        one = section(book, "article-port")
        other = replace(one, **change)
        before = layout.render(book, one, "print", cache=cache)
        after = layout.render(book, other, "print", cache=cache)
        assert after == layout.render(book, other, "print")
        assert (after != before) == ("byline" not in change)

    @pytest.mark.parametrize("key", sorted(section(books.book(), "article-port").data))
    def test_is_every_value_its_template_shows(self, key: str) -> None:
        cache, layout, book = Cache(), books.layout(), books.book()
        other = section(books.with_data(book, "article-port", **{key: ()}), "article-port")
        layout.render(book, section(book, "article-port"), "ebook", cache=cache)
        found = layout.render(book, other, "ebook", cache=cache)
        assert found == layout.render(book, other, "ebook")

    @pytest.mark.parametrize(
        ("id_", "change"),
        [
            ("title-page", {"metadata": replace(books.metadata(), subtitle="Autre")}),
            ("article-port", {"draft": True}),
        ],
    )
    def test_is_what_is_said_of_the_whole_book(self, id_: str, change: dict[str, Any]) -> None:
        cache, layout, book = Cache(), books.layout(), books.book()
        other = replace(book, **change)
        before = layout.render(book, section(book, id_), "ebook", cache=cache)
        after = layout.render(other, section(other, id_), "ebook", cache=cache)
        assert after == layout.render(other, section(other, id_), "ebook") != before

    def test_is_not_the_people_of_the_book_nor_its_other_texts(self, written: list[str]) -> None:
        cache, layout, book = Cache(), books.layout(), books.book()
        layout.render(book, section(book, "article-port"), "print", cache=cache)
        other = replace(books.with_data(book, "article-marche", body=Markup("<p>Tout autre.</p>")), people=())
        layout.render(other, section(other, "article-port"), "print", cache=cache)
        assert written == ["sections/article.xhtml"]

    def test_is_the_medium(self) -> None:
        cache, layout, book = Cache(), books.layout(), books.book()
        one = section(book, "article-port")
        both = [layout.render(book, one, medium, cache=cache) for medium in MEDIA]
        assert both == [layout.render(book, one, medium) for medium in MEDIA]

    def test_is_the_layout(self, tmp_path: Path) -> None:
        """Its templates, those of the theme over the shared ones, its size, its language and its sheets."""
        cache, book = Cache(), books.book()
        one = section(book, "imprint")
        sized = page_of("{{ trim }}")
        layouts = [
            books.layout(),
            books.layout("en"),
            themed(tmp_path / "a", imprint=page_of("a")),
            themed(tmp_path / "b", imprint=page_of("{% include 'sections/own.xhtml' %}"), own="b"),
            themed(tmp_path / "c", imprint=page_of("{% include 'sections/own.xhtml' %}"), own="c"),
        ]
        found = [layout.render(book, one, "ebook", cache=cache) for layout in layouts]
        assert found == [layout.render(book, one, "ebook") for layout in layouts]
        assert len(set(found)) == len(layouts)
        assert themed(tmp_path / "a").digest == layouts[2].digest
        digests = {themed(tmp_path / "d", trim, imprint=sized).digest for trim in (books.A5, A4)}
        assert len(digests) == 2

    def test_is_the_names_of_the_sheets_that_the_theme_has(self, tmp_path: Path) -> None:
        cache, book = Cache(), books.book()
        one = section(book, "imprint")
        before = themed(tmp_path).render(book, one, "ebook", cache=cache)
        (tmp_path / "ebook.css").write_text("p { margin: 0 }", encoding="utf-8")
        after = themed(tmp_path).render(book, one, "ebook", cache=cache)
        assert (b"classic-ebook.css" in before, b"classic-ebook.css" in after) == (False, True)


class TestQuestionsThatDependOnAnswers:
    ASKS = page_of("{% if folio('a') %}{{ folio('b') }}{% else %}{{ title('article-port') }}{% endif %}")

    def test_never_lead_to_the_document_of_other_answers(self, tmp_path: Path) -> None:
        cache, layout = Cache(tmp_path / "kept"), themed(tmp_path, imprint=self.ASKS)
        for _ in range(2):
            for a in ("1", "2", ""):
                for b in ("3", "4", ""):
                    for title in ("Un", "Deux"):
                        book = books.with_section(books.book(), "article-port", title=title)
                        one, folios = section(book, "imprint"), {"a": a, "b": b}
                        found = layout.render(book, one, "print", folios, cache=cache)
                        assert found == layout.render(book, one, "print", folios), (a, b, title)

    def test_are_answered_anew_and_no_more_is_made_than_there_are_answers(
        self, tmp_path: Path, written: list[str]
    ) -> None:
        cache, layout, book = Cache(), themed(tmp_path, imprint=self.ASKS), books.book()
        for folios in ({"a": "1", "b": "3"}, {"a": "", "b": "3"}, {"a": "1", "b": "4"}) * 2:
            layout.render(book, section(book, "imprint"), "print", folios, cache=cache)
        assert len(written) == 3


def test_what_a_template_may_not_see_of_the_book_is_an_error_that_names_it(tmp_path: Path) -> None:
    layout = themed(tmp_path, imprint=page_of("{{ book.sections | length }}"))
    with pytest.raises(LayoutError, match="BookView object' has no attribute 'sections'") as caught:
        layout.render(books.book(), section(books.book(), "imprint"), "print")
    assert (caught.value.code, caught.value.file) == ("template-failed", "layouts/sections/imprint.xhtml")


def test_a_template_that_fails_fails_each_time(tmp_path: Path) -> None:
    cache, layout = Cache(), themed(tmp_path, imprint=page_of("{{ nothing }}"))
    for _ in range(2):
        with pytest.raises(LayoutError):
            layout.render(books.book(), section(books.book(), "imprint"), "print", cache=cache)


def unused() -> Layout:
    """The classic theme, with nothing made of it yet."""
    return Layout(theme("classic"), books.A5, "fr")


class TestSheetsThatAreKept:
    @pytest.mark.parametrize("medium", MEDIA)
    @pytest.mark.parametrize("draft", [False, True])
    def test_are_those_that_would_be_made(self, medium: Medium, draft: bool, tmp_path: Path) -> None:
        plain = unused().style_sheets(medium, draft=draft)
        with Cache(tmp_path) as cache:
            unused().style_sheets(medium, draft=draft, cache=cache)
        with Cache(tmp_path) as cache:
            layout = unused()
            kept = layout.style_sheets(medium, draft=draft, cache=cache)
            assert list(kept.items()) == list(plain.items())
            assert layout.style_sheets(medium, draft=draft) is kept

    def test_are_read_without_a_template(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with Cache(tmp_path) as cache:
            unused().style_sheets("print", cache=cache)
            monkeypatch.setattr(Layout, "_sheet", None)
        with Cache(tmp_path) as cache:
            assert "shared-print.css" in unused().style_sheets("print", cache=cache)

    def test_are_made_again_where_anything_they_are_made_of_differs(self, tmp_path: Path) -> None:
        (tmp_path / "print.css").write_text("{{ trim.width_mm }} {{ draft }}", encoding="utf-8")
        (tmp_path / "more.css").write_text("more {{ trim.height_mm }}", encoding="utf-8")
        cache = Cache()

        def own(trim: Trim = books.A5, draft: bool = False, extra: tuple[str, ...] = ()) -> list[str]:
            sheets = themed(tmp_path, trim).style_sheets("print", draft=draft, extra=extra, cache=cache)
            return [
                text for name, text in sheets.items() if name in ("classic-print.css", "classic-more.css")
            ]

        assert own() == ["148.0 False"]
        assert own(draft=True) == ["148.0 True"]
        assert own(A4) == ["210.0 False"]
        assert own(extra=("more.css",)) == ["148.0 False", "more 210.0"]
        assert own(A4, extra=("more.css",)) == ["210.0 False", "more 297.0"]
        (tmp_path / "print.css").write_text("changed", encoding="utf-8")
        assert own() == ["changed"]

    def test_that_are_named_beside_those_of_the_medium_come_last_the_shared_one_first(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "ebook.css").write_text("own", encoding="utf-8")
        layout = themed(tmp_path)
        plain = list(layout.style_sheets("print"))
        assert list(layout.style_sheets("print", extra=("ebook.css", "nowhere.css"))) == [
            *plain, "shared-ebook.css", "classic-ebook.css"
        ]  # fmt: skip
