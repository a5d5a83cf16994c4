"""No article reads the machine: every vector by a real import, a real build, and the engine itself."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pytest
from anthology import pipeline, readers
from anthology.bindery.engine import engine
from anthology.bindery.jobs import Job
from anthology.bindery.processes import Processes
from anthology.bindery.work import set_fragment
from anthology.bindery.workers import processes
from anthology.errors import AnthologyError, LayoutError
from anthology.sandbox import landlock
from tests.bindery import tasks
from tests.readers.wordpress_export import HEAD, TAIL, Entry, export
from tests.safety import confined_tasks, vectors
from tests.safety.counts import count
from tests.safety.figures import record
from tests.safety.lures import MARK, Lures, lures

LONG_S = 60
SETTINGS = '[book]\ntitle = "Un livre"\nlanguage = "fr"\n{more}\n[output]\nformats = ["pdf", "epub"]\n'
ARTICLE = '+++\ntitle = "{title}"\n{front}\n+++\n\nLe port ne dort pas.\n\n{body}\n'

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux says who opened a file")


@pytest.fixture
def laid(tmp_path: Path) -> Iterator[Lures]:
    with lures(tmp_path / "lures") as made:
        yield made


@pytest.fixture(scope="module")
def crew() -> Iterator[Processes]:
    made = processes(2)
    yield made
    made.close(wait=True)


def has_the_secret(data: bytes) -> bool:
    """True where the word stands in bytes, also in those of a zip or on the pages of a PDF."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(has_the_secret(archive.read(name)) for name in archive.namelist())
    if data[:5] == b"%PDF-":
        pages = pypdfium2.PdfDocument(data)
        if any(MARK in page.get_textpage().get_text_bounded() for page in pages):
            return True
    return MARK.encode() in data


def put(folder: Path, file: str, data: str | bytes) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def untouched(laid: Lures, content: Path, outputs: dict[str, bytes]) -> None:
    """Nothing was opened or called, and no word of the secret stands anywhere."""
    made = [path for path in content.rglob("*") if path.is_file() and not path.is_symlink()]
    assert laid.touched() == []
    assert [str(path) for path in made if has_the_secret(path.read_bytes())] == []
    assert [name for name, data in outputs.items() if has_the_secret(data)] == []


def built(content: Path, crew: Processes) -> dict[str, bytes]:
    """The outputs of a build that goes on without the articles that it refuses."""
    return dict(pipeline.build(content, content.parent / "output", keep_going=True, crew=crew).outputs)


class TestLures:
    """They notice what they are there for."""

    @pytest.mark.parametrize("name", ["secret.txt", "secret.png"])
    def test_who_reads_the_secret_is_noticed(self, laid: Lures, name: str) -> None:
        assert laid.touched() == []
        assert has_the_secret((laid.folder / name).read_bytes())
        assert laid.touched() == [f"opened {name}"]
        assert laid.touched() == []

    def test_who_calls_is_noticed(self, laid: Lures) -> None:
        import socket

        socket.create_connection(("127.0.0.1", laid.port)).close()
        assert laid.touched() == ["called"]

    @pytest.mark.parametrize(
        ("vector", "noticed"),
        [
            ("img-file", "opened secret.png"),
            ("img-http", "called"),
            ("style-attribute-background", "opened secret.png"),
            ("svg-image", "opened secret.png"),
        ],
    )
    def test_the_engine_as_it_comes_takes_the_bait(self, laid: Lures, vector: str, noticed: str) -> None:
        """The vectors are sharp: without us, they reach what they are after."""
        body = laid.filled(vectors.ENGINE[vector])
        sheet = engine().CSS(string="* { color: red }")
        engine().HTML(string=f"<body>{body}", url_fetcher=engine().urls.URLFetcher(timeout=1)).render(
            stylesheets=[sheet]
        ).write_pdf()
        assert noticed in laid.touched()


class TestEngine:
    """The vectors are in a document that the engine is given as it is."""

    @pytest.mark.parametrize("task", [set_fragment, confined_tasks.careless])
    def test_it_reads_its_table_and_nothing_else(
        self, crew: Processes, laid: Lures, task: Callable[..., bytes]
    ) -> None:
        """With our fetcher; and by the sandbox alone, with the engine's own."""
        if task is confined_tasks.careless and not landlock.abi():
            pytest.skip("this kernel has no Landlock")
        look = crew.share(tasks.look())
        futures = {
            name: crew.submit(
                task,
                look,
                Job(name, tasks.document(f"<p>Le port.</p>{laid.filled(body)}"), "recto"),
                name=name,
            )
            for name, body in vectors.ENGINE.items()
        }
        for name, future in futures.items():
            error = future.exception(LONG_S)
            assert error is None or isinstance(error, LayoutError), (name, error)
            assert error is not None or not has_the_secret(future.result()), name
        assert laid.touched() == []
        sure = {name for name in vectors.ENGINE if name.startswith(("img-", "a-attachment", "svg-image"))}
        stopped = {name for name, future in futures.items() if future.exception(LONG_S)}
        # What asks for a file is an error, also where the engine swallows the refusal.
        assert sure <= stopped


class TestArticles:
    def test_no_text_and_no_front_matter_reaches_out(
        self, crew: Processes, laid: Lures, tmp_path: Path
    ) -> None:
        content = tmp_path / "content"
        put(content, "anthology.toml", SETTINGS.format(more=""))
        put(content, "articles/good.md", ARTICLE.format(title="Bon", front="", body="Fin."))
        for kind, table in (("text", vectors.MARKDOWN), ("front", vectors.FRONT)):
            for name, vector in list(table.items())[:: count(8, 1)]:
                own = {"front": "", "body": "", kind.replace("text", "body"): laid.filled(vector)}
                put(content, f"articles/{kind}-{name}.md", ARTICLE.format(title=f"T {name}", **own))
        (content / "photos").mkdir()
        (content / "photos" / "link.png").symlink_to(laid.folder / "secret.png")
        os.mkfifo(content / "photos" / "pipe.png")
        put(content, "photos/drawing.png", laid.filled(vectors.ENGINE["svg-image"]))
        put(content, "photos/eps.png", f"%!PS-Adobe-3.0 EPSF-3.0\n({laid.folder}/secret.txt) run\n")
        (content / "articles" / "link.md").symlink_to(laid.folder / "secret.md")
        with pytest.raises(AnthologyError):  # such pictures stop the book, whatever else is in it
            built(content, crew)
        assert laid.touched() == []
        for path in (*(content / "photos").iterdir(), *(content / "articles").glob("front-photo-*")):
            path.unlink()
        outputs = built(content, crew)
        assert "book.pdf" in outputs, "nothing was built, so nothing was tried"
        untouched(laid, content, outputs)

    @pytest.mark.parametrize("name", vectors.SETTINGS)
    def test_no_setting_of_the_book_reaches_out(self, laid: Lures, tmp_path: Path, name: str) -> None:
        content = tmp_path / "content"
        put(content, "anthology.toml", SETTINGS.format(more=laid.filled(vectors.SETTINGS[name])))
        put(content, "articles/good.md", ARTICLE.format(title="Bon", front="", body="Fin."))
        with suppress(AnthologyError):
            pipeline.read(content, pipeline.load(content))
        untouched(laid, content, {})


def submissions(laid: Lures) -> dict[str, bytes]:
    """Every file that somebody might send, by its name."""
    fill = laid.filled
    files = {f"{name}.html": fill(text).encode() for name, text in vectors.HTML.items()}
    files |= {f"{name}.docx": one.packed(fill) for name, one in vectors.WORD.items()}
    files |= {f"flat-{name}.fodt": fill(text).encode() for name, text in vectors.OPEN.items()}
    files |= {f"{name}.odt": vectors.packed_open(fill(text)) for name, text in vectors.OPEN.items()}
    files |= {f"{name}.rtf": fill(text).encode() for name, text in vectors.RTF.items()}
    files |= {
        f"export-{name}.xml": (
            HEAD.replace("<rss", f"{fill(text)}<rss", 1) + f"<item><title>&e;</title></item>{TAIL}"
        ).encode()
        for name, text in vectors.EXPORT.items()
    }
    posts = [Entry(title=name, content=fill(text), slug=name) for name, text in vectors.POSTS.items()]
    files["posts.xml"] = export(posts)
    files |= {
        f"text-{name}.md": f"# Le port {name}\n\nLe port ne dort pas.\n\n{fill(text)}\n".encode()
        for name, text in vectors.MARKDOWN.items()
    }
    return files


class TestSubmissions:
    def test_nothing_that_is_sent_reaches_out(self, crew: Processes, laid: Lures, tmp_path: Path) -> None:
        content = tmp_path / "content"
        put(content, "anthology.toml", SETTINGS.format(more=""))
        put(content, "submissions/good.txt", "Le port ne dort pas, et la ville non plus.\n")
        sent = submissions(laid)
        taken = 0
        for number, (name, data) in enumerate(sent.items()):
            try:
                received = readers.read(data, f"submissions/{name}")
            except AnthologyError:
                continue
            assert not any(has_the_secret(one) for one in received.pictures.values()), name
            taken += 1
            if number % count(8, 1) == 0:
                put(content, f"submissions/{name}", data)
        assert taken > len(sent) / 3, "hardly anything was read, so hardly anything was tried"
        pipeline.import_submissions(content)
        # Many say the same but for the attack: copies are no articles of their own.
        assert len(list((content / "articles").glob("*.md"))) > count(1, 20)
        untouched(laid, content, built(content, crew))

    @pytest.mark.parametrize("kind", ["symlink", "symlink-to-folder", "fifo"])
    def test_what_is_no_file_is_not_read(self, laid: Lures, tmp_path: Path, kind: str) -> None:
        content = tmp_path / "content"
        put(content, "anthology.toml", SETTINGS.format(more=""))
        (content / "submissions").mkdir()
        place = content / "submissions" / "a.txt"
        if kind == "fifo":
            os.mkfifo(place)
        else:
            place.symlink_to(laid.folder / "secret.txt" if kind == "symlink" else laid.folder)
        with pytest.raises(AnthologyError) as failure:
            pipeline.import_submissions(content)
        assert failure.value.code == "file-unreadable"
        place.unlink()
        untouched(laid, content, {})

    def test_no_name_in_an_archive_leads_out_of_the_submissions(self, laid: Lures, tmp_path: Path) -> None:
        content = tmp_path / "content"
        put(content, "anthology.toml", SETTINGS.format(more=""))
        archive = tmp_path / "sent.zip"
        with zipfile.ZipFile(archive, "w") as made:
            for name in vectors.NAMES:
                made.writestr(name, "Le port ne dort pas, et la ville non plus.\n")
            link = zipfile.ZipInfo("link.txt")
            link.external_attr = 0o120777 << 16
            made.writestr(link, str(laid.folder / "secret.txt"))
        pipeline.import_submissions(content, [archive])
        assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "lures", "sent.zip"]
        assert [str(path) for path in content.rglob("*") if path.is_symlink()] == []
        untouched(laid, content, {})


def test_there_are_more_than_a_hundred() -> None:
    tables = (vectors.ENGINE, vectors.MARKDOWN, vectors.FRONT, vectors.HTML, vectors.WORD, vectors.OPEN)
    more = (vectors.RTF, vectors.EXPORT, vectors.POSTS, vectors.NAMES, vectors.SETTINGS)
    number = sum(map(len, tables)) + sum(map(len, more))
    record("P6", "vectors without effect", number)
    assert number >= 100
