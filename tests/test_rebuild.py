"""Building again: only what changed is made again, every change is noticed, and the bytes are the same."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from anthology import pipeline, resources
from anthology.bindery.crew import Crew, Shared
from anthology.bindery.workers import crew_for, in_process
from anthology.cache import Cache
from PIL import Image
from tests.bindery.clusters import cluster
from tests.safety.counts import count

T = TypeVar("T")
SETTINGS = """
[book]
title = "Trois textes"
language = "fr"
school = "École du Rivage"
date = "2024-05"
"""
PARAGRAPH = (
    "La pluie tombe depuis ce matin, et personne ne sort ; on entend les gouttières, puis plus rien. "
    "Au marché, deux étals sur dix sont ouverts. « On tient », dit une marchande, sans trop y croire.\n\n"
)
ARTICLE = """+++
title = "{title}"
authors = [{{ given = "{given}", family = "{family}", role = "author" }}]
{more}+++
{text}
"""


def article(title: str, given: str, family: str, text: str, more: str = "") -> str:
    return ARTICLE.format(title=title, given=given, family=family, text=text, more=more)


def photo(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "JPEG")
    return out.getvalue()


@dataclass(frozen=True)
class Bench:
    """A folder with three articles, beside it what a build of them kept; and the outputs of that build."""

    folder: Path
    outputs: Mapping[str, bytes]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Three articles, the second with a photograph, and what a build of them from nothing gave and kept."""
    place = tmp_path_factory.mktemp("bench")
    folder = place / "content"
    for name in ("articles", "photos"):
        (folder / name).mkdir(parents=True)
    (folder / "anthology.toml").write_text(SETTINGS)
    (folder / "photos/halle.jpg").write_bytes(photo("#345678"))
    shown = "![Une halle vide](photos/halle.jpg)\n{: .figure }\n"
    credit = 'photos = [{ file = "photos/halle.jpg", credit = [{ family = "Brune" }] }]\n'
    texts = {
        "un": article("La pluie", "Inès", "Causse", PARAGRAPH * 2),
        "deux": article("La halle", "Théo", "Lacaze", PARAGRAPH + shown, credit),
        "trois": article("Le silence", "Zoë", "L’Haÿ", PARAGRAPH * 3),
    }
    for name, text in texts.items():
        (folder / f"articles/{name}.md").write_text(text)
    return Bench(place, built(folder, place / "kept", in_process()))


@pytest.fixture
def content(bench: Bench, tmp_path: Path) -> Path:
    """The articles, in a place of their own, with what a build of them kept beside them."""
    shutil.copytree(bench.folder / "content", tmp_path / "content")
    shutil.copytree(bench.folder / "kept", tmp_path / "kept")
    return tmp_path / "content"


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of layouts/ and fonts/, which this process uses in the place of those of the tool."""
    place = tmp_path / "tool"
    for name in ("layouts", "fonts"):
        shutil.copytree(resources.folder(name), place / name)
    monkeypatch.setattr(resources, "folder", lambda name: place / name)
    forget()
    return place


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    yield
    forget()


def forget() -> None:
    """Make the process read theme and fonts again."""
    for value in vars(resources).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


class Counting(Crew):
    """Sets in this process, and notes what it set."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._crew = in_process()

    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        self.names.append(name)
        return self._crew.submit(task, *args, name=name)

    def share(self, value: object) -> Shared:
        return self._crew.share(value)


def built(
    content: Path, cached: Path | None = None, crew: Crew | None = None, **more: Any
) -> Mapping[str, bytes]:
    with Cache(cached) as cache:
        return pipeline.build(content, content.parent / "output", cache=cache, crew=crew, **more).outputs


def set_again(content: Path, change: Callable[[], object]) -> tuple[list[str], bool]:
    """What is set after a change, besides folios; and whether the bytes are those of a build from nothing."""
    cached = content.parent / "kept"
    change()
    counting = Counting()
    again = built(content, cached, counting)
    fresh = built(content, crew=in_process())
    return [name for name in counting.names if not name.startswith("folios")], again == fresh


# --- the same bytes ----------------------------------------------------------------------------------


def test_a_build_from_kept_results_gives_the_bytes_of_a_build_from_nothing(
    content: Path, bench: Bench
) -> None:
    cached = content.parent / "kept"
    counting = Counting()
    assert built(content, cached, counting) == bench.outputs
    assert counting.names == []
    assert built(content, crew=in_process()) == bench.outputs, "and so does one that keeps nothing"


def test_processes_give_the_bytes_of_one_process(content: Path, bench: Bench) -> None:
    with crew_for("processes", 2) as crew:
        assert built(content, crew=crew) == bench.outputs


def test_a_farm_that_loses_a_worker_during_the_build_gives_the_same_bytes(
    content: Path, bench: Bench
) -> None:
    with cluster(content.parent, "one", "other") as farm, crew_for(farm.executor, 0) as crew:
        lost = _Losing(crew, after=3, lose=lambda: farm.kill("one"))
        assert built(content, crew=lost) == bench.outputs
        assert lost.gone
        assert list(farm.workers) == ["other"]


class _Losing(Crew):
    """A crew that loses a worker when so many sections are under way."""

    def __init__(self, crew: Crew, *, after: int, lose: Callable[[], None]) -> None:
        self.jobs, self.gone = crew.jobs, False
        self._crew, self._left, self._lose = crew, after, lose
        self._lock = threading.Lock()

    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        future = self._crew.submit(task, *args, name=name)
        with self._lock:
            self._left -= 1
            if self._left == 0:
                self._lose()
                self.gone = True
        return future

    def share(self, value: object) -> Shared:
        return self._crew.share(value)


# --- what changed is noticed, and nothing else is set -------------------------------------------------


def replaced(path: Path, old: str, new: str) -> Callable[[], object]:
    def change() -> None:
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return change


def test_a_comma_sets_its_own_article(content: Path) -> None:
    assert set_again(content, replaced(content / "articles/un.md", "matin, et", "matin et")) == (
        ["article-un"],
        True,
    )


def test_pages_more_in_the_first_article_set_that_alone(content: Path) -> None:
    """Contents, authors, index and credits print other page numbers, and are not set again for these."""
    more = replaced(content / "articles/deux.md", "{: .figure }\n", "{: .figure }\n\n" + PARAGRAPH * 24)
    assert set_again(content, more) == (["article-deux"], True)


def test_pages_more_before_a_picture_set_what_leads_to_it_too(content: Path) -> None:
    """Its figure has another number in its article, by which the credits name it."""
    more = replaced(content / "articles/deux.md", PARAGRAPH, PARAGRAPH * 24)
    assert set_again(content, more) == (["article-deux", "photo-credits"], True)


def test_another_photograph_under_the_same_name_sets_the_article_that_shows_it(content: Path) -> None:
    change = lambda: (content / "photos/halle.jpg").write_bytes(photo("#aa2222"))  # noqa: E731
    assert set_again(content, change) == (["article-deux"], True)


def test_another_title_sets_all_pages_that_print_it(content: Path) -> None:
    names, same = set_again(content, replaced(content / "articles/un.md", "La pluie", "La bruine"))
    assert same
    assert {"article-un", "contents"} <= set(names)
    assert not {"article-deux", "article-trois"} & set(names)


def test_a_setting_sets_the_pages_that_print_it(content: Path) -> None:
    names, same = set_again(content, replaced(content / "anthology.toml", "2024-05", "2024-06"))
    assert same
    assert "title-page" in names
    assert not {"article-un", "article-deux", "article-trois"} & set(names)


def test_another_size_of_the_page_sets_everything(content: Path) -> None:
    names, same = set_again(
        content, replaced(content / "anthology.toml", '"2024-05"', '"2024-05"\ntrim = "A4"')
    )
    assert same
    assert {"article-un", "article-deux", "article-trois", "contents", "title-page"} <= set(names)


STYLES = [
    ("layouts/shared/book.css", "body {", "body { word-spacing: 0.1em;"),
    ("layouts/classic/print.css", ".text hr::before {", ".text hr::before { letter-spacing: 0.01em;"),
    ("layouts/shared/measures.css", "height / 11", "height / 12"),
]


@pytest.mark.parametrize(("file", "old", "new"), STYLES[: count(1, 3)])
def test_a_style_sheet_sets_everything(content: Path, tool: Path, file: str, old: str, new: str) -> None:
    def change() -> None:
        replaced(tool / file, old, new)()
        forget()

    names, same = set_again(content, change)
    assert same
    assert {"article-un", "article-deux", "article-trois", "contents", "title-page"} <= set(names)


def test_the_style_of_folios_sets_no_section(content: Path, tool: Path) -> None:
    def change() -> None:
        replaced(tool / "layouts/classic/folios.css", "text-align: left", "text-align: left; color: #555")()
        forget()

    assert set_again(content, change) == ([], True)


def test_a_template_sets_the_sections_that_are_made_with_it(content: Path, tool: Path) -> None:
    def change() -> None:
        file = tool / "layouts/shared/sections/article.xhtml"
        replaced(file, '<div class="text">', '<div class="text other">')()
        forget()

    names, same = set_again(content, change)
    assert same
    assert set(names) == {"article-un", "article-deux", "article-trois"}


def test_a_font_under_the_same_name_sets_everything(content: Path, tool: Path) -> None:
    fonts = tool / "fonts/linux-libertine"

    def change() -> None:
        regular, italic = fonts / "LinLibertine_R.otf", fonts / "LinLibertine_RI.otf"
        was, is_now = (hashlib.sha256(one.read_bytes()).hexdigest() for one in (regular, italic))
        shutil.copy(italic, regular)
        replaced(fonts / "family.toml", was, is_now)()
        forget()

    names, same = set_again(content, change)
    assert same
    assert {"article-un", "article-deux", "article-trois", "contents", "title-page"} <= set(names)


def test_pages_that_moved_to_the_other_side_and_back_are_not_set_again(content: Path) -> None:
    settings = content / "anthology.toml"
    settings.write_text(SETTINGS + 'openings = "next"\n')
    first, cached = content / "articles/deux.md", content.parent / "kept"
    short, long = first.read_text(), first.read_text().replace(PARAGRAPH, PARAGRAPH * 9, 1)
    before = built(content, cached, in_process())
    first.write_text(long)
    moved = Counting()
    built(content, cached, moved)
    assert "article-un" in moved.names
    first.write_text(short)
    back = Counting()
    assert built(content, cached, back) == before
    assert back.names == []


# --- what a build does not do -------------------------------------------------------------------------


def test_a_build_that_sets_nothing_loads_no_engine(content: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from anthology import pipeline; from anthology.cache import Cache\n"
        "content, cached = map(Path, sys.argv[1:])\n"
        "with Cache(cached) as cache: pipeline.build(content, content.parent / 'output', cache=cache)\n"
        "print('weasyprint' in sys.modules)"
    )

    def loads_the_engine() -> str:
        command = [sys.executable, "-c", code, str(content), str(content.parent / "kept")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert loads_the_engine() == "False"
    replaced(content / "anthology.toml", "[book]", '[book]\nrights = "© 2024"')()
    assert loads_the_engine() == "True"


def test_a_damaged_cache_costs_time_and_nothing_else(content: Path, bench: Bench) -> None:
    cached = content.parent / "kept"
    for file in cached.iterdir():
        data = bytearray(file.read_bytes())
        for place in range(4096, len(data), 997):
            data[place] ^= 0x55
        file.write_bytes(bytes(data))
    assert built(content, cached, in_process()) == bench.outputs


def test_the_cache_may_be_deleted_between_builds_and_during_one(content: Path, bench: Bench) -> None:
    cached = content.parent / "kept"
    shutil.rmtree(cached)
    assert built(content, cached, in_process()) == bench.outputs

    def delete(done: int, total: int, what: str) -> None:
        shutil.rmtree(cached, ignore_errors=True)

    replaced(content / "articles/un.md", "matin, et", "matin et")()
    changed = built(content, cached, in_process(), progress=delete)
    assert changed == built(content, crew=in_process())
    assert changed != bench.outputs
