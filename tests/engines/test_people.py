"""Who made a book, as readers show it: calibre, Thorium and foliate-js say of it what the book says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from anthology import building, config
from anthology.model import Book
from anthology.writers.epub_metadata import RELATORS
from tests import picture_book
from tests.engines import needs, webdriver
from tests.engines.ebooks import BOOKS, Ebook
from tests.engines.serving import served

Entry = tuple[str, str, str]
"""A name, the name as it is filed, and a MARC relator."""

_CONTENT = Path(__file__).parents[2] / "content"
_SAYING = Path(__file__).with_name("people.cjs")
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
_THORIUM = {"Author": "aut", "Editor": "edt", "Translator": "trl", "Illustrator": "ill"}
_FOLIATE = {"author": "aut", "editor": "edt", "translator": "trl", "illustrator": "ill"}
"""What these call the roles that they tell apart."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Book]:
    """Both books as they were put together, by name: what is said of them must be this."""
    contents = {"class": _CONTENT, "pictures": picture_book.content(tmp_path_factory.mktemp("pictures"))}
    return {
        name: building.read(place, config.load(place)).composition.book for name, place in contents.items()
    }


def people(book: Book) -> set[Entry]:
    """Everybody with each of their roles, the editors of the book among them."""
    language = book.metadata.language
    held = {(one.person, role) for one in book.people for role, _ in one.roles}
    held |= {(person, "editor") for person in book.metadata.editors}
    return {(one.display, one.inverted_in(language), RELATORS.get(role, "ctb")) for one, role in held}


@pytest.fixture(scope="module")
def files(books: Mapping[str, Ebook], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("people")
    for name, book in books.items():
        (folder / f"{name}.epub").write_bytes(book.data)
    return {name: folder / f"{name}.epub" for name in books}


# --- calibre -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOOKS)
def test_calibre_says_that_the_editors_made_the_book(
    name: str, files: Mapping[str, Path], written: Mapping[str, Book]
) -> None:
    program = needs.program("ebook-meta")
    said = subprocess.run([program, files[name]], capture_output=True, text=True, check=True).stdout
    about = {key.strip(): value for key, _, value in (line.partition(" : ") for line in said.splitlines())}
    metadata = written[name].metadata
    names = " & ".join(one.display for one in metadata.editors)
    filed = " & ".join(one.inverted_in(metadata.language) for one in metadata.editors)
    assert about["Author(s)"] == f"{names} [{filed}]"
    assert about["Title"].startswith(metadata.title)
    assert about.get("Publisher", "") == (metadata.publisher or metadata.school)


# --- Thorium -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def thorium(files: Mapping[str, Path]) -> Mapping[str, Any]:
    needs.package("r2-shared-js")
    command = [needs.program("node"), str(_SAYING), str(needs.PACKAGES), *map(str, files.values())]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(zip(files, json.loads(said), strict=True))


@pytest.mark.parametrize("name", BOOKS)
def test_thorium_tells_every_person_in_every_role(
    name: str, thorium: Mapping[str, Any], written: Mapping[str, Book]
) -> None:
    shown = [
        (one["name"], one["sorted"], _THORIUM.get(kind) or "".join(one["roles"]))
        for kind, all_ in thorium[name]["people"].items()
        for one in all_
    ]
    assert set(shown) == people(written[name])
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("name", BOOKS)
def test_thorium_finds_the_features_the_pages_and_the_contents(
    name: str, thorium: Mapping[str, Any], books: Mapping[str, Ebook]
) -> None:
    said = thorium[name]
    nav = books[name].files["EPUB/nav.xhtml"].decode()
    assert {"readingOrder", "structuralNavigation", "tableOfContents"} <= set(said["features"])
    assert ("alternativeText" in said["features"]) is (name == "pictures")
    assert (said["pages"] > 0) is ("page-list" in nav) is ("pageNavigation" in said["features"])
    assert said["contents"] > 2
    assert said["places"] == 3


# --- foliate-js ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def foliate(books: Mapping[str, Ebook]) -> Iterator[Mapping[str, Any]]:
    needs.package("foliate-js")
    wanted = {
        "browserName": "chrome",
        "goog:chromeOptions": {"binary": needs.program("chromium"), "args": _FLAGS},
    }
    served_books = {f"{name}.epub": book.data for name, book in books.items()}
    driver = [needs.program("chromedriver")]
    with served(needs.PACKAGES, served_books) as address, webdriver.browser(driver, wanted) as browser:
        browser.open(f"{address}/pages/people.html")
        yield {name: browser.call("said", f"{address}/books/{name}.epub") for name in books}


@pytest.mark.parametrize("name", BOOKS)
def test_foliate_tells_every_person_in_every_role(
    name: str, foliate: Mapping[str, Any], written: Mapping[str, Book]
) -> None:
    said = foliate[name]
    shown = [
        (one["name"], one.get("sortAs"), _FOLIATE.get(kind) or one.get("role"))
        for kind in (*_FOLIATE, "contributor")
        for one in _listed(said.get(kind, []))
    ]
    assert set(shown) == people(written[name])
    assert len(shown) == len(set(shown))


def _listed(people: Any) -> list[dict[str, str]]:
    """A list of one is told as that one."""
    return people if isinstance(people, list) else [people]
