"""Both books in the engines of readers made for browsers, foliate-js and epub.js, and as AZW3 of a Kindle."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.engines import judging, needs, webdriver
from tests.engines.ebooks import BOOKS, Ebook, letters
from tests.engines.serving import served
from tests.engines.visiting import Shape, Visit, kept, visit
from tests.engines.webdriver import Browser
from tests.safety.counts import is_long

PAGE = Shape("page", 632, 840)
PHONE = Shape("phone-dark", 390, 780, dark=True)
LARGE = Shape("large", 632, 840, size="200%")
TINY = Shape("tiny-large", 320, 640, size="160%")
EVERY = [
    *(("foliate", book, shape) for book in BOOKS for shape in (PAGE, PHONE, LARGE)),
    *(("epubjs", book, shape) for book in BOOKS for shape in (PHONE, TINY)),
]
# Of those, each book, engine and shape at least once.
SOME = [
    ("foliate", "class", PAGE),
    ("foliate", "pictures", LARGE),
    ("epubjs", "pictures", PHONE),
    ("epubjs", "class", TINY),
]
VISITS = EVERY if is_long() else SOME
# An article of the picture book, and one fault of each kind.
SPOILT = "EPUB/text/article-les-mains-du-port.xhtml"
FAULTS = {
    "Le fer et le sel": "本 fer",
    "compter ce qui reste": '<span style="display: none">compter</span> ce qui reste',
    "<li>signer": '<li style="margin-right: -3em; text-align: right">signer',
    'class="byline"': 'class="byline" style="height: 0.6em; overflow: hidden"',
    'class="standfirst"': 'style="color: #999"',
    r"«\s+L’œil": "«<br/>L’œil",
    'height="1230"': 'style="width: 300px !important; height: 40px !important"',
    r'src="\.\./images/port\.jpg"': 'src="http://127.0.0.1:9/port.jpg"',
    r'href="#[^"]*note1"': 'href="#article-les-mains-du-port--note2"',
}
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)


@dataclass(frozen=True)
class Reader:
    """Chromium, the address it loads from, and the files of books that are served there."""

    browser: Browser
    address: str
    files: dict[str, bytes]

    def visit(self, engine: str, file: str, shape: Shape, only: tuple[int, ...] = ()) -> Visit:
        """A book shown by an engine in a shape."""
        size = {"width": shape.width, "height": shape.height, "deviceScaleFactor": 1, "mobile": False}
        scheme = {"name": "prefers-color-scheme", "value": "dark" if shape.dark else "light"}
        self.browser.devtools("Emulation.setDeviceMetricsOverride", **size)
        self.browser.devtools("Emulation.setEmulatedMedia", features=[scheme])
        page, book = f"{self.address}/pages/{engine}.html", f"{self.address}/books/{file}"
        return visit(self.browser, page, book, shape, only)

    def errors(self) -> list[str]:
        """What the console said since it was last asked, but for advice to who wrote the engine."""
        return [one["message"] for one in self.browser.log("browser") if one["level"] == "SEVERE"]

    def asked_for(self) -> list[str]:
        """Addresses elsewhere that were asked for since this was last called."""
        events = [json.loads(one["message"])["message"] for one in self.browser.log("performance")]
        asked = [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]
        return [one for one in asked if not one.startswith((self.address, "blob:", "data:", "about:"))]


@pytest.fixture(scope="module")
def reader(books: Mapping[str, Ebook]) -> Iterator[Reader]:
    wanted = {
        "browserName": "chrome",
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        "goog:chromeOptions": {"binary": needs.program("chromium"), "args": _FLAGS},
    }
    for package in ("foliate-js", "epubjs"):
        needs.package(package)
    files = {f"{name}.epub": book.data for name, book in books.items()}
    driver = [needs.program("chromedriver")]
    with served(needs.PACKAGES, files) as address, webdriver.browser(driver, wanted) as browser:
        yield Reader(browser, address, files)


@dataclass(frozen=True)
class Read:
    """A book, how it was shown, and what the browser said and asked for meanwhile."""

    book: Ebook
    visit: Visit
    errors: list[str]
    asked_for: list[str]


@pytest.fixture(scope="module", params=VISITS, ids=lambda one: f"{one[0]}-{one[1]}-{one[2].name}")
def read(request: pytest.FixtureRequest, reader: Reader, books: Mapping[str, Ebook]) -> Read:
    engine, name, shape = request.param
    seen = kept(reader.visit(engine, f"{name}.epub", shape), f"{engine}-{name}-{shape.name}")
    return Read(books[name], seen, reader.errors(), reader.asked_for())


def test_every_word_of_every_section_is_drawn(read: Read) -> None:
    assert judging.lost(read.visit, read.book) == []


def test_nothing_leaves_its_page_or_is_cut(read: Read) -> None:
    assert judging.leaving(read.visit) == []


def test_no_line_ends_between_a_sign_and_its_word(read: Read) -> None:
    assert judging.parted(read.visit) == []


def test_every_picture_is_whole_inside_its_page_and_true(read: Read) -> None:
    pictures = [one for section in read.book.sections for one in read.book.body(section).iter("{*}img")]
    assert len(read.visit.every("pictures")) == len(pictures) > 0
    assert judging.untrue(read.visit) == []


def test_every_character_is_drawn_by_a_font_of_the_book(read: Read) -> None:
    assert read.visit.looks[-1]["tested"] > 200
    assert judging.unset(read.visit) == []


def test_every_word_stands_out_from_its_ground(read: Read) -> None:
    assert judging.pale(read.visit) == []
    assert judging.bare(read.visit) == []


def test_the_console_is_silent_and_nothing_is_asked_of_the_network(read: Read) -> None:
    assert read.errors == []
    assert read.asked_for == []


def test_what_is_wrong_in_a_book_is_seen(reader: Reader, books: Mapping[str, Ebook]) -> None:
    book, place = books["pictures"], books["pictures"].sections.index(SPOILT)
    reader.files["spoilt.epub"] = book.spoilt(SPOILT, FAULTS).data
    seen = reader.visit("foliate", "spoilt.epub", PAGE, only=(place,))
    (look,) = seen.looks
    assert letters(look["text"]) != book.letters(SPOILT)
    assert {one["character"] for one in look["missing"]} == {"本"}
    assert {one["what"] for one in look["outside"]} == {"signer."}
    assert [one["what"][:8] for one in look["cut"]] == ["p.byline"]
    assert [one["what"][:8] for _, one in judging.pale(seen)] == ["Ils sont"]
    assert [one for _, one in judging.parted(seen)] == ["«"]
    assert [one["name"][:8] for _, one in judging.untrue(seen)] == ["Un fleuv", "Le visag"]
    assert reader.browser.call("notesOf", place)[0]["text"].startswith("2.")
    assert set(reader.asked_for()) == {"http://127.0.0.1:9/port.jpg"}
    assert len(reader.errors()) > 0


@pytest.mark.parametrize("name", BOOKS)
def test_every_note_call_opens_its_own_note(reader: Reader, books: Mapping[str, Ebook], name: str) -> None:
    book = books[name]
    reader.visit("foliate", f"{name}.epub", PAGE, only=(0,))
    opened = {
        f"{section}#{one['call']}": (one["opened"], letters(one["text"] or ""), one["call"])
        for place, section in enumerate(book.sections)
        for one in reader.browser.call("notesOf", place)
    }
    assert opened == {call: (True, *note) for call, note in book.notes.items()}
    assert len(opened) > 0
    assert reader.errors() == []


@pytest.mark.parametrize("name", BOOKS if is_long() else ["pictures"])
def test_what_calibre_makes_for_a_kindle_reads_the_same(
    reader: Reader, books: Mapping[str, Ebook], tmp_path: Path, name: str
) -> None:
    book = books[name]
    reader.files[f"{name}.azw3"] = converted(book, tmp_path)
    seen = kept(reader.visit("foliate", f"{name}.azw3", PAGE), f"kindle-{name}")
    drawn = letters("".join(look["text"] for look in seen.looks))
    assert drawn == "".join(book.letters(section) for section in book.sections)
    assert judging.leaving(seen) == []
    assert judging.untrue(seen) == []
    assert judging.unset(seen) == []
    assert reader.errors() == []
    assert reader.asked_for() == []


def converted(book: Ebook, folder: Path) -> bytes:
    """What calibre makes of an e-book for a Kindle."""
    before, after = folder / "book.epub", folder / "book.azw3"
    before.write_bytes(book.data)
    surroundings = {"PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder)}
    command = [needs.program("ebook-convert"), str(before), str(after)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return after.read_bytes()
