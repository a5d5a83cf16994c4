"""The content folder to the book, a second time: what is kept is not made again, and every change is seen."""

from __future__ import annotations

import io
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from anthology import building, config, markup, pages, pictures, printers, resources, rules
from anthology.bindery.crew import InProcess
from anthology.building import Composed
from anthology.cache import Cache
from anthology.errors import SourceError
from PIL import Image

SETTINGS = """
[book]
title = "Un livre"
language = "fr"
[[part]]
title = "Une partie"
cohort = "2022"
articles = ["a"]
"""
FILES = {
    "anthology.toml": SETTINGS,
    "articles/a.md": """+++
title = "L'un"
authors = [{ given = "Ada", family = "Roy" }]
group = { number = "5" }
photos = [{ file = "photos/x.png", credit = [{ family = "Brune" }], caption = "La halle" }]
+++

Il dit: "oui".

![](photos/x.png)
{: .figure }
""",
    "articles/b.md": '+++\ntitle = "L\'autre"\n+++\n\nRien, ou presque.\n',
    "pages/preface.md": '+++\ntitle = "Préface"\n+++\n\nBonne lecture!\n',
}


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


def write(content: Path, file: str, text: str | bytes) -> None:
    path = content / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for file, text in FILES.items():
        write(folder, file, text)
    write(folder, "photos/x.png", picture("red"))
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder for what is kept from one reading to the next."""
    return tmp_path / "kept"


def read(content: Path, cache: Cache | None = None) -> Composed:
    return building.read(content, config.load(content), cache=cache)


def read_in_a_new_process(content: Path, folder: Path) -> Composed:
    with Cache(folder) as cache:
        return read(content, cache)


def values(composed: Composed) -> tuple[object, ...]:
    """All that was read, but the layout, which holds what it has compiled."""
    return (
        composed.articles,
        composed.pages,
        composed.composition,
        composed.layout.digest,
        dict(composed.photos),
    )


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was made anew: each piece of work by its name and what it was done on."""
    done: list[str] = []

    def count(module: object, name: str, what: Callable[..., str]) -> None:
        real = getattr(module, name)

        def counted(*given: object, **named: object) -> object:
            done.append(f"{name} {what(*given)}")
            return real(*given, **named)

        monkeypatch.setattr(module, name, counted)

    count(pages, "read_article", lambda text, file: str(file))
    count(markup, "read_body", lambda article: str(article.file))
    count(rules, "edits", lambda text, language: str(text))
    count(pictures, "prepared", lambda data, file: str(file))
    return done


class TestASecondReading:
    def test_gives_the_same_book_and_makes_nothing_anew(
        self, content: Path, kept: Path, worked: list[str]
    ) -> None:
        first = read_in_a_new_process(content, kept)
        assert {name.split()[0] for name in worked} == {"read_article", "read_body", "edits", "prepared"}
        worked.clear()
        again = read_in_a_new_process(content, kept)
        assert worked == []
        assert values(again) == values(first) == values(read(content))

    def test_in_the_same_process_gives_the_same_sections_as_objects(self, content: Path) -> None:
        cache = Cache()
        first = read(content, cache).composition.book.sections
        cache.turn()
        write(content, "articles/b.md", FILES["articles/b.md"] + "Encore.\n")
        again = read(content, cache).composition.book.sections
        same = {one.id for one, other in zip(first, again, strict=True) if one is other}
        assert same == {"article-a"}

    def test_keeps_the_layout_with_its_templates(self, content: Path) -> None:
        cache = Cache()
        layout = read(content, cache).layout
        cache.turn()
        assert read(content, cache).layout is layout

    def test_after_a_comma_in_one_article_works_on_that_one_alone(
        self, content: Path, kept: Path, worked: list[str]
    ) -> None:
        read_in_a_new_process(content, kept)
        worked.clear()
        write(content, "articles/b.md", FILES["articles/b.md"].replace(",", ""))
        changed = read_in_a_new_process(content, kept)
        assert worked == [
            "read_article articles/b.md",
            "read_body articles/b.md",
            "edits Rien ou presque.",
            "edits L'autre",
        ]
        assert values(changed) == values(read(content))


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(content: Path) -> None:
        text = (content / file).read_text(encoding="utf-8")
        assert old in text
        write(content, file, text.replace(old, new))

    return change


def renamed(file: str, to: str) -> Callable[[Path], None]:
    def change(content: Path) -> None:
        (content / file).rename(content / to)

    return change


CHANGES: dict[str, Callable[[Path], None]] = {
    "the text of an article": replaced("articles/b.md", "Rien", "Tout"),
    "the title of an article": replaced("articles/b.md", "autre", "une"),
    "the language of an article": replaced("articles/a.md", '"L\'un"', '"L\'un"\nlanguage = "en"'),
    "an author": replaced("articles/a.md", "Ada", "Eva"),
    "a caption": replaced("articles/a.md", "halle", "rue"),
    "the text of a page": replaced("pages/preface.md", "Bonne", "Belle"),
    "the name of an article": renamed("articles/b.md", "articles/c.md"),
    "an article that goes": lambda content: (content / "articles/b.md").unlink(),
    "an article that comes": lambda content: write(content, "articles/c.md", FILES["articles/b.md"]),
    "a rule switched off": replaced("anthology.toml", "[[part]]", '[rules]\noff = ["A1"]\n[[part]]'),
    "the language of the book": replaced("anthology.toml", 'language = "fr"', 'language = "en"'),
    "the title of the book": replaced("anthology.toml", "Un livre", "Deux livres"),
    "the title of a part": replaced("anthology.toml", "Une partie", "Une part"),
    "the cohort of a part": replaced("anthology.toml", "2022", "2023"),
    "the order of the articles": replaced("anthology.toml", '["a"]', '["b"]'),
    "where articles open": replaced("anthology.toml", "[[part]]", 'openings = "next"\n[[part]]'),
    "the size of the page": replaced("anthology.toml", "[[part]]", 'trim = "A4"\n[[part]]'),
    "another picture of the same name": lambda content: write(content, "photos/x.png", picture("blue")),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_in_a_new_process_and_in_the_same(name: str, content: Path, kept: Path) -> None:
    held = Cache()
    before = values(read(content, held))
    read_in_a_new_process(content, kept)
    held.turn()
    CHANGES[name](content)
    cold = values(read(content))
    assert cold != before
    assert values(read_in_a_new_process(content, kept)) == cold
    assert values(read(content, held)) == cold


def test_what_cannot_be_read_is_told_again_each_time(content: Path, kept: Path) -> None:
    write(content, "articles/b.md", "no front matter")
    for _ in range(2):
        with pytest.raises(SourceError, match="front matter") as caught:
            read_in_a_new_process(content, kept)
        assert caught.value.file == "articles/b.md"


def test_a_photograph_that_goes_is_missed_although_it_was_kept(content: Path, kept: Path) -> None:
    read_in_a_new_process(content, kept)
    (content / "photos/x.png").unlink()
    with pytest.raises(SourceError) as caught:
        read_in_a_new_process(content, kept)
    assert (caught.value.code, caught.value.file) == ("photo-missing", "articles/a.md")


class Two(InProcess):
    """A crew that says it is two, and notes what it is asked."""

    jobs = 2

    def __init__(self) -> None:
        self.tasks: list[str] = []

    def submit(self, task: Callable[..., Any], /, *args: object, name: str = "") -> Any:
        self.tasks.append(task.__name__)
        sent = pickle.loads(pickle.dumps((task, args)))  # noqa: S301 - as a process would get it
        return super().submit(sent[0], *sent[1], name=name)


class TestACrewThatSetsTexts:
    @pytest.fixture
    def many(self, content: Path) -> Path:
        for number in range(20):
            text = FILES["articles/b.md"].replace("autre", f"autre {number}")
            write(content, f"articles/c{number:02}.md", text)
        return content

    def test_what_it_sets_is_what_one_alone_would_set(self, many: Path, kept: Path) -> None:
        settings, crew = config.load(many), Two()
        with Cache(kept) as cache:
            helped = building.read(many, settings, cache=cache, crew=crew)
        assert crew.tasks.count("galleys") == 3
        assert values(helped) == values(building.read(many, settings))

    def test_what_is_kept_is_not_set_again(self, many: Path, kept: Path) -> None:
        settings, crew = config.load(many), Two()
        with Cache(kept) as cache:
            building.read(many, settings, cache=cache)
        with Cache(kept) as cache:
            building.read(many, settings, cache=cache, crew=crew)
        assert "galleys" not in crew.tasks

    def test_what_cannot_be_set_is_told_as_by_one_alone(self, many: Path) -> None:
        write(many, "articles/c03.md", '+++\ntitle = "T"\n+++\n\n' + "> " * 400 + "profond\n")
        with pytest.raises(SourceError) as alone:
            building.read(many, config.load(many))
        with pytest.raises(SourceError) as helped:
            building.read(many, config.load(many), crew=Two())
        assert (helped.value.code, helped.value.file) == (alone.value.code, alone.value.file)


class TestThePrintersMargins:
    def of(self, content: Path, text: str, printer: str) -> tuple[float, float]:
        write(content, "articles/b.md", f'+++\ntitle = "T"\n+++\n\n{text}\n')
        write(content, "anthology.toml", f'{SETTINGS}[print]\nprinter = "{printer}"\n')
        least = building.read(content, config.load(content)).layout.least
        return least.gutter_mm, least.outside_mm

    def test_a_thicker_book_has_the_wider_gutter_that_the_printer_asks_for(self, content: Path) -> None:
        paragraph = "Des mots. " * 300 + "\n\n"
        thin, thick = (self.of(content, paragraph * count, "kdp") for count in (1, 99))
        assert thin == (printers.load("kdp").margin(30).gutter_mm, printers.load("kdp").margin(30).outside_mm)
        assert thick[0] > thin[0]

    def test_where_no_printer_is_named_the_theme_decides(self, content: Path) -> None:
        assert self.of(content, "Des mots.", "plain") == (0.0, 0.0)


class TestATheme:
    @pytest.fixture
    def themed(self, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        """The folder of the book's own theme, on copies of all shipped ones."""
        folder = tmp_path / "layouts"
        shutil.copytree(resources.folder("layouts"), folder)
        fonts = resources.folder("fonts")
        resources.theme.cache_clear()
        monkeypatch.setattr(resources, "folder", lambda name: folder if name == "layouts" else fonts)
        yield folder / "classic"
        resources.theme.cache_clear()

    @pytest.mark.parametrize(
        "file", ["book.css", "print.css", "sections/article.xhtml", "../shared/base.xhtml"]
    )
    def test_that_changes_is_another_layout_at_once(self, file: str, content: Path, themed: Path) -> None:
        cache = Cache()
        before = read(content, cache).layout
        path = themed / file
        path.parent.mkdir(exist_ok=True)
        path.write_text("<html/>", encoding="utf-8")
        after = read(content, cache).layout
        assert after is not before
        assert after.digest != before.digest


class TestRulesOfAnArticle:
    HEAD = '+++\ntitle = "Oui!"\nrules = { off = ["P1"], on = ["T1"] }\n+++\n\nQuoi? Le 3 mai.\n'

    def test_are_those_it_is_set_by_and_no_other_article_is(self, content: Path) -> None:
        write(content, "articles/b.md", self.HEAD)
        write(content, "articles/c.md", self.HEAD.replace('rules = { off = ["P1"], on = ["T1"] }\n', ""))
        sections = read(content).composition.book.sections
        shown = {section.id: "".join(map(str, section.data.values())) for section in sections}
        assert "Quoi? Le 3\u00a0mai." in shown["article-b"]
        assert "Quoi\u202f? Le 3 mai." in shown["article-c"]

    def test_that_do_not_exist_are_an_error_that_names_the_file(self, content: Path) -> None:
        write(content, "articles/b.md", self.HEAD.replace("T1", "T9"))
        with pytest.raises(SourceError, match="there is no rule called 'T9'") as refused:
            read(content)
        assert (refused.value.code, refused.value.file) == ("rule-unknown", "articles/b.md")
