"""The steps as a whole: what an import writes and leaves alone, and what a build publishes or does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from anthology import building, checks, config, judging, pipeline, storage
from anthology.beginning import begin
from anthology.errors import AnthologyError, ComposeError, ConfigError, LayoutError, Several, SourceError
from anthology.model import Finding, Severity
from anthology.review import read_review
from anthology.rules import RULES
from anthology.writers import Made, Making
from PIL import Image
from tests import kept

LEAST = '[book]\ntitle = "Un livre"\nlanguage = "fr"\n'
ARTICLE = '+++\ntitle = "Un titre"\nauthors = [{ given = "Ada", family = "Roy" }]\n+++\nUn texte court.\n'
INTERVIEW = """Le soir, la halle de la ville reste ouverte. Nous y avons vu Nadia Ferrand, sa directrice.
Pourquoi ouvrir si tard ?
« Beaucoup de gens travaillent le jour. Ici, ils trouvent une table, une lampe et du silence. »
Qu’est-ce qui a changé ?
« Nous avons appris à dire non aux cafés renversés et oui à presque tout le reste. »
Crédit photo : Inès CAUSSE
Groupe 1
Jules PERRIN, Camille ARNAUD
"""


def put(folder: Path, file: str, text: str | bytes) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder: its bytes and when it was written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def codes(error: AnthologyError) -> list[tuple[str, str | None]]:
    failures = error.failures if isinstance(error, Several) else (error,)
    return [(one.code, one.file) for one in failures]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder with one submission, not imported yet."""
    folder = tmp_path / "content"
    put(folder, "anthology.toml", LEAST)
    put(folder, "submissions/a.txt", INTERVIEW)
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one article written by hand."""
    folder = tmp_path / "content"
    put(folder, "anthology.toml", LEAST)
    put(folder, "articles/a.md", ARTICLE)
    return folder


def article_of(content: Path) -> Path:
    (path,) = (path for path in (content / "articles").iterdir() if not path.name.endswith(".incoming.md"))
    return path


def answer(content: Path, kind: str, words: str) -> None:
    """Answer the decisions of a kind, as an editor does: in the file."""
    path = content / "review.toml"
    blocks = path.read_text(encoding="utf-8").split("[[decision]]")
    changed = [
        block.replace('decision = ""', f'decision = "{words}"') if f'kind = "{kind}"' in block else block
        for block in blocks
    ]
    assert changed != blocks
    path.write_text("[[decision]]".join(changed), encoding="utf-8")


class TestImport:
    def test_it_writes_articles_their_base_the_ledger_and_what_it_asks(self, content: Path) -> None:
        done = pipeline.import_submissions(content)
        (outcome,) = done.outcomes
        article = article_of(content)
        assert (outcome.state, article.stem) == ("new", outcome.slug)
        assert article.read_bytes() == (content / ".import" / article.name).read_bytes()
        assert json.loads((content / ".import/ledger.json").read_text(encoding="utf-8")) == done.ledger
        asked = read_review((content / "review.toml").read_text(encoding="utf-8")).decisions
        assert [one.id for one in asked] == [one.id for one in done.decisions]
        assert sorted(path.name for path in content.iterdir()) == [
            ".history", ".import", "anthology.toml", "articles", "review.toml", "submissions",
        ]  # fmt: skip

    def test_a_second_import_writes_nothing(self, content: Path) -> None:
        pipeline.import_submissions(content)
        before = snapshot(content)
        assert {one.state for one in pipeline.import_submissions(content).outcomes} == {"unchanged"}
        assert snapshot(content) == before

    def test_a_dry_run_says_the_same_and_writes_nothing(self, content: Path, tmp_path: Path) -> None:
        extra = put(tmp_path, "b.txt", INTERVIEW.replace("halle", "gare"))
        before = snapshot(content)
        dry = pipeline.import_submissions(content, [extra], dry_run=True)
        assert snapshot(content) == before
        assert pipeline.import_submissions(content, [extra]).ledger == dry.ledger

    def test_the_ledger_counts_every_word_of_the_submission_once(self, content: Path) -> None:
        ledger: dict[str, list[dict[str, object]]] = dict(pipeline.import_submissions(content).ledger)
        (submission,) = ledger["submissions"]
        fates: dict[str, int] = submission["fates"]  # type: ignore[assignment]
        assert submission["words"] == sum(fates.values()) == len(INTERVIEW.split())

    def test_a_new_file_is_kept_byte_for_byte(self, content: Path, tmp_path: Path) -> None:
        data = "À l’été, « la gare » ferme ses portes à midi.\r\n\r\nGroupe 2\r\nZoé ROY\r\n".encode("cp1252")
        pipeline.import_submissions(content, [put(tmp_path, "b.txt", data)])
        assert (content / "submissions/b.txt").read_bytes() == data
        assert len(list((content / "articles").iterdir())) == 2

    def test_a_submission_is_never_replaced_by_another_of_the_same_name(
        self, content: Path, tmp_path: Path
    ) -> None:
        other = put(tmp_path, "elsewhere/a.txt", "Autre chose.")
        before = snapshot(content)
        with pytest.raises(SourceError) as caught:
            pipeline.import_submissions(content, [other])
        assert codes(caught.value) == [("submission-name-taken", "submissions/a.txt")]
        assert snapshot(content) == before
        pipeline.import_submissions(content, [content / "submissions/a.txt"])

    def test_nothing_is_written_when_one_submission_cannot_be_read_and_all_such_are_told(
        self, content: Path
    ) -> None:
        put(content, "submissions/b.txt", b"\x1b[2J Un texte.")
        put(content, "submissions/c.txt", b"\x00\x01\x02")
        put(content, "submissions/d.exe", b"MZ")
        before = snapshot(content)
        with pytest.raises(Several) as caught:
            pipeline.import_submissions(content)
        assert [file for _, file in codes(caught.value)] == [
            f"submissions/{name}" for name in ("b.txt", "c.txt", "d.exe")
        ]
        assert caught.value.exit_status == 4
        assert snapshot(content) == before

    def test_an_answer_reaches_the_article_and_is_kept(self, content: Path) -> None:
        pipeline.import_submissions(content)
        assert "title_proposed = true" in article_of(content).read_text(encoding="utf-8")
        answer(content, "title", "Un titre à moi")
        (outcome,) = pipeline.import_submissions(content).outcomes
        text = article_of(content).read_text(encoding="utf-8")
        assert outcome.state == "updated"
        assert 'title = "Un titre à moi"' in text
        assert "title_proposed" not in text
        assert 'decision = "Un titre à moi"' in (content / "review.toml").read_text(encoding="utf-8")

    def test_what_an_editor_changed_stays_and_a_later_answer_joins_it(self, content: Path) -> None:
        pipeline.import_submissions(content)
        path = article_of(content)
        text = path.read_text(encoding="utf-8").replace("une lampe et du silence", "du silence et une lampe")
        path.write_text(text, encoding="utf-8")
        assert [one.state for one in pipeline.import_submissions(content).outcomes] == ["kept"]
        assert path.read_text(encoding="utf-8") == text
        answer(content, "title", "Un titre à moi")
        assert [one.state for one in pipeline.import_submissions(content).outcomes] == ["merged"]
        merged = path.read_text(encoding="utf-8")
        assert "du silence et une lampe" in merged
        assert 'title = "Un titre à moi"' in merged

    def test_an_article_the_editor_deleted_does_not_come_back(self, content: Path) -> None:
        pipeline.import_submissions(content)
        article_of(content).unlink()
        assert [one.state for one in pipeline.import_submissions(content).outcomes] == ["deleted-by-editor"]
        assert not list((content / "articles").iterdir())

    @pytest.fixture
    def conflict(self, content: Path) -> Path:
        """An article whose title both the editor and an answer changed."""
        pipeline.import_submissions(content)
        path = article_of(content)
        lines = path.read_text(encoding="utf-8").split("\n")
        lines[1:3] = ['title = "Celui de l’éditeur"']
        path.write_text("\n".join(lines), encoding="utf-8")
        answer(content, "title", "Celui de la réponse")
        return content

    def test_a_conflict_leaves_the_editors_file_and_lays_the_new_one_beside_it(self, conflict: Path) -> None:
        mine = article_of(conflict).read_text(encoding="utf-8")
        done = pipeline.import_submissions(conflict)
        assert [one.state for one in done.outcomes] == ["conflict"]
        path = article_of(conflict)
        assert path.read_text(encoding="utf-8") == mine
        incoming = path.with_name(f"{path.stem}.incoming.md").read_text(encoding="utf-8")
        assert "Celui de la réponse" in incoming
        assert [one.kind for one in done.decisions if one.open] == ["merge-conflict"]
        before = snapshot(conflict)
        pipeline.import_submissions(conflict)
        assert snapshot(conflict) == before

    @pytest.mark.parametrize(
        ("words", "title"),
        [
            ("accept", "Celui de la réponse"),
            ("reject", "Celui de l’éditeur"),
            ("Je garde le mien.", "Celui de l’éditeur"),
        ],
    )
    def test_the_answer_to_a_conflict_ends_it(self, conflict: Path, words: str, title: str) -> None:
        pipeline.import_submissions(conflict)
        answer(conflict, "merge-conflict", words)
        pipeline.import_submissions(conflict)
        (path,) = (conflict / "articles").iterdir()
        assert f'title = "{title}"' in path.read_text(encoding="utf-8")
        assert f'decision = "{words}"' in (conflict / "review.toml").read_text(encoding="utf-8")
        before = snapshot(conflict)
        done = pipeline.import_submissions(conflict)
        assert not [one for one in done.decisions if one.open]
        assert snapshot(conflict) == before

    def test_a_submission_that_is_taken_away_is_told_and_its_article_stays(self, content: Path) -> None:
        pipeline.import_submissions(content)
        before = article_of(content).read_bytes()
        (content / "submissions/a.txt").unlink()
        done = pipeline.import_submissions(content)
        assert [one.code for one in done.findings] == ["article-orphaned"]
        assert article_of(content).read_bytes() == before

    def test_a_renamed_article_is_found_again_by_its_source(self, content: Path) -> None:
        pipeline.import_submissions(content)
        article_of(content).rename(content / "articles/mon-nom.md")
        done = pipeline.import_submissions(content)
        assert [one.slug for one in done.outcomes] == ["mon-nom"]
        assert [path.name for path in (content / "articles").iterdir()] == ["mon-nom.md"]

    def test_what_a_killed_import_left_half_written_is_swept_and_nothing_else(self, content: Path) -> None:
        left = [
            put(content, f"{folder}.a.toml.x1.being-written", "half")
            for folder in ("", "articles/", ".import/", "submissions/")
        ]
        kept = [put(content, f"articles/{name}", "mine") for name in (".a.md.swp", "a.being-written")]
        pipeline.import_submissions(content, dry_run=True)
        assert all(path.exists() for path in left)
        pipeline.import_submissions(content)
        assert [path.exists() for path in (*left, *kept)] == [False] * 4 + [True] * 2

    def test_progress_is_told_for_each_file(self, content: Path) -> None:
        told: list[tuple[int, int, str]] = []
        pipeline.import_submissions(content, progress=lambda *step: told.append(step))
        assert (1, 1, "submissions/a.txt") in told

    def test_progress_is_told_of_every_long_step_for_each_submission(self, content: Path) -> None:
        put(content, "submissions/b.txt", "Le port\n\nRien ne dort ici.\n")
        told: list[tuple[int, int, str]] = []
        pipeline.import_submissions(content, progress=lambda *step: told.append(step))
        steps = ("recognising", "cleaning", "writing")
        assert [name for name in dict.fromkeys(name for *_, name in told) if name in steps] == list(steps)
        for step in steps[:2]:
            assert [one for one in told if one[2] == step] == [(done, 4, step) for done in range(4)]
        written = [one for one in told if one[2] == "writing"]
        assert [done for done, *_ in written] == list(range(written[0][1]))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new folder, imported and built: everything that the tool makes."""
    folder = tmp_path_factory.mktemp("book")
    begin(folder, language="fr")
    pipeline.import_submissions(folder / "content")
    pipeline.build(folder / "content", folder / "output", cache=kept.results())
    return folder


@pytest.fixture
def again(built: Path, tmp_path: Path) -> Path:
    """A copy of that folder that a test may change."""
    shutil.copytree(built, tmp_path / "livre à moi", symlinks=True)
    return tmp_path / "livre à moi"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writers that write at once: for what does not depend on what is in the outputs."""

    def writer(name: str) -> Callable[[Making], Made]:
        return lambda making: Made({f"book.{name}": repr(making.book.metadata.title).encode()})

    monkeypatch.setattr(building, "WRITERS", {"pdf": writer("pdf"), "epub": writer("epub")})
    monkeypatch.setattr(checks, "run", lambda case, outside=False, ahead=None: tuple(case.seen))


def _names(folder: Path, before: str = "") -> list[str]:
    return sorted(before + path.name for path in folder.iterdir())


class TestBuild:
    def test_the_whole_set_is_published_with_its_report(self, built: Path) -> None:
        found = storage.published(built / "output")
        received = {name for name in found if name.startswith("report/submissions/")}
        assert len(received) == len(list((built / "content/submissions").iterdir()))
        offprints = {name for name in found if name.startswith("offprints/")}
        assert len(offprints) == len(list((built / "content/articles").glob("*.md")))
        assert sorted(set(found) - received - offprints) == [
            "book.epub", "book.pdf", "booklet.pdf", "cover.pdf", "press.pdf", "report/articles.html",
            "report/book.epub.sha256", "report/build.json", "report/decisions.html",
            "report/findings.json", "report/index.html",
            "report/ledger.json",
        ]  # fmt: skip
        sums = (built / "output/SHA256SUMS").read_text(encoding="utf-8")
        assert all(f"  {name}\n" in sums for name in found)
        assert found["book.pdf"].startswith(b"%PDF-")
        assert found["book.epub"].startswith(b"PK")
        assert json.loads(found["report/ledger.json"]) == json.loads(
            (built / "content/.import/ledger.json").read_text(encoding="utf-8")
        )
        findings = json.loads(found["report/findings.json"])["findings"]
        assert {one["severity"] for one in findings} <= {"warning", "remark"}

    def test_the_same_content_gives_the_same_bytes_in_any_folder(self, built: Path, again: Path) -> None:
        shutil.rmtree(again / "output")
        made = pipeline.build(again / "content", again / "elsewhere").outputs
        before = storage.published(built / "output")
        assert [name for name in made if made[name] != before[name]] == []
        assert set(made) == set(judging.outputs(before))
        assert storage.published(again / "elsewhere") == before

    def test_nothing_is_found_that_the_build_did_not_find(self, built: Path) -> None:
        findings = pipeline.check(built / "content", built / "output")
        told = json.loads((built / "output/report/findings.json").read_text(encoding="utf-8"))
        assert pipeline.findings_json(findings) == told

    def test_a_finished_file_can_be_checked_alone(self, built: Path, tmp_path: Path) -> None:
        for name in ("book.pdf", "book.epub"):
            copy = put(tmp_path, f"mine/{name}", (built / "output" / name).read_bytes())
            assert [one for one in pipeline.check_file(copy) if one.severity == "error"] == []
            copy.write_bytes(copy.read_bytes()[:2000])
            assert [one for one in pipeline.check_file(copy) if one.severity == "error"]
        with pytest.raises(SourceError) as caught:
            pipeline.check_file(tmp_path / "x.docx")
        assert caught.value.code == "file-kind"

    def test_one_output_can_be_made_alone_and_the_others_stay(
        self, small: Path, tmp_path: Path, quick: None
    ) -> None:
        output = tmp_path / "output"
        pipeline.build(small, output)
        put(small, "anthology.toml", LEAST.replace("Un livre", "Autre"))
        pipeline.build(small, output, only=("pdf",))
        found = storage.published(output)
        assert (found["book.pdf"], found["book.epub"]) == (b"'Autre'", b"'Un livre'")
        pipeline.build(small, output)
        assert storage.published(output)["book.epub"] == b"'Autre'"

    def test_of_an_output_of_many_files_those_of_articles_that_went_go_too(
        self, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def offprints(making: Making) -> Made:
            found = (one.id for one in making.book.sections if one.kind == "article")
            return Made({f"offprints/{id_}.pdf": b"%PDF" for id_ in found})

        writers = {"epub": lambda making: Made({"book.epub": b"x"}), "offprints": offprints}
        monkeypatch.setattr(building, "WRITERS", writers)
        monkeypatch.setattr(checks, "run", lambda case, outside=False, ahead=None: tuple(case.seen))
        put(small, "anthology.toml", LEAST + '[output]\nformats = ["epub", "offprints"]\n')
        put(small, "articles/b.md", '+++\ntitle = "Autre"\n+++\nRien.\n')
        output = tmp_path / "output"
        first = pipeline.build(small, output)
        assert {name for name in first.outputs if "/" in name} == set(
            _names(output / "offprints", "offprints/")
        )
        assert len(_names(output / "offprints")) == 2
        (small / "articles/b.md").unlink()
        older = pipeline.build(small, output, only=("epub",))
        assert [(one.code, one.file) for one in older.findings] == [("output-older", "offprints/")]
        assert len(_names(output / "offprints")) == 2
        pipeline.build(small, output, only=("offprints",))
        assert len(_names(output / "offprints")) == 1
        assert (output / "book.epub").exists()
        put(small, "anthology.toml", LEAST + '[output]\nformats = ["epub"]\n')
        pipeline.build(small, output)
        assert not (output / "offprints").exists()

    def test_a_quick_build_makes_what_is_looked_at_while_writing_and_the_others_grow_older(
        self, small: Path, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writers = {**vars(building)["WRITERS"], "booklet": lambda making: Made({"booklet.pdf": b"x"})}
        monkeypatch.setattr(building, "WRITERS", writers)
        asked = '[output]\nformats = ["pdf", "epub", "booklet"]\n'
        put(small, "anthology.toml", LEAST + asked)
        pipeline.build(small, tmp_path / "output")
        put(small, "anthology.toml", LEAST.replace("Un livre", "Autre") + asked)
        built = pipeline.build(small, tmp_path / "output", quick=True)
        assert built.outputs == {"book.pdf": b"'Autre'", "book.epub": b"'Autre'", "booklet.pdf": b"x"}
        assert [(one.code, one.file) for one in built.findings] == [("output-older", "booklet.pdf")]

    @pytest.mark.parametrize(
        ("formats", "quick", "names"),
        [
            (("pdf", "epub", "booklet"), True, ("pdf", "epub")),
            (("offprints", "epub"), True, ("epub",)),
            (("offprints", "press"), True, ("press", "offprints")),
            (("offprints", "epub"), False, ("epub", "offprints")),
        ],
    )
    def test_a_quick_build_keeps_to_the_settings(
        self, formats: tuple[str, ...], quick: bool, names: tuple[str, ...]
    ) -> None:
        settings = config.parse({"book": {"title": "T", "language": "fr"}, "output": {"formats": formats}})
        assert building.wanted(settings, (), quick=quick) == names
        assert building.wanted(settings, ("cover",), quick=quick) == ("cover",)

    def test_the_settings_say_which_outputs_are_made(self, small: Path, tmp_path: Path, quick: None) -> None:
        put(small, "anthology.toml", LEAST + '[output]\nformats = ["epub"]\n')
        assert set(pipeline.build(small, tmp_path / "output").outputs) == {"book.epub"}

    def test_an_output_nobody_knows_is_an_error(self, small: Path, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="'docx'") as caught:
            pipeline.build(small, tmp_path / "output", only=("pdf", "docx"))
        assert "pdf, epub" in caught.value.hint
        assert not (tmp_path / "output").exists()

    @pytest.mark.parametrize(
        ("rules", "code"), [('off = ["T99"]', "rule-unknown"), ('on = ["zzz"]', "rule-unknown")]
    )
    def test_a_rule_nobody_knows_is_an_error(
        self, small: Path, tmp_path: Path, rules: str, code: str
    ) -> None:
        put(small, "anthology.toml", f"{LEAST}[rules]\n{rules}\n")
        for act in (
            lambda: pipeline.import_submissions(small),
            lambda: pipeline.build(small, tmp_path / "output"),
            lambda: pipeline.check(small, tmp_path / "output"),
        ):
            with pytest.raises(ConfigError) as caught:
                act()
            assert codes(caught.value) == [(code, "anthology.toml")]

    def test_a_rule_that_is_off_does_not_work(self, small: Path) -> None:
        put(small, "articles/a.md", ARTICLE.replace("court.", "court ! Oui ?"))
        put(
            small,
            "anthology.toml",
            f"{LEAST}[rules]\noff = {[rule.id for rule in RULES]}\n".replace("'", '"'),
        )
        plain = pipeline.read(small, pipeline.load(small)).composition.book
        put(small, "anthology.toml", LEAST)
        fine = pipeline.read(small, pipeline.load(small)).composition.book
        bodies = [str(one.sections[5].data["body"]) for one in (plain, fine)]
        assert "court ! Oui ?" in bodies[0]
        assert "court\u202f! Oui\u202f?" in bodies[1]

    @pytest.mark.parametrize(
        ("file", "text", "kind"),
        [
            ("anthology.toml", "[book\n", ConfigError),
            ("articles/a.md", "Sans rien.", SourceError),
            ("articles/a.md", ARTICLE.replace("Un texte", "日本"), LayoutError),
            ("anthology.toml", LEAST + '[[part]]\ntitle = "P"\narticles = ["b"]\n', ComposeError),
        ],
    )
    def test_a_build_that_fails_leaves_the_old_set_whole(
        self, small: Path, tmp_path: Path, file: str, text: str, kind: type[AnthologyError]
    ) -> None:
        output = tmp_path / "output"
        storage.publish(output, {"book.pdf": b"old", "book.epub": b"old", "report/index.html": b"old"})
        before = snapshot(output)
        put(small, file, text)
        with pytest.raises(kind):
            pipeline.build(small, output)
        after = snapshot(output)
        assert {name: file for name, file in after.items() if name != ".lock"} == before

    def test_a_finding_that_is_an_error_stops_the_build(
        self, small: Path, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = [Finding("a", Severity.ERROR, "x", "do", "f", 3), Finding("b", Severity.WARNING, "y")]
        monkeypatch.setattr(checks, "run", lambda case, ahead=None: tuple(found))
        with pytest.raises(ComposeError) as caught:
            pipeline.build(small, tmp_path / "output")
        assert (caught.value.code, caught.value.line, caught.value.exit_status) == ("a", 3, 5)
        assert storage.published(tmp_path / "output") == {}

    def test_all_photographs_that_are_missing_are_told_at_once(self, small: Path, tmp_path: Path) -> None:
        put(small, "articles/a.md", ARTICLE + "\n![](photos/a.jpg)\n\n![](photos/b.jpg)\n")
        put(small, "pages/p.md", ARTICLE + "\n![](photos/c.jpg)\n")
        with pytest.raises(Several) as caught:
            pipeline.build(small, tmp_path / "output")
        assert codes(caught.value) == [
            ("photo-missing", "articles/a.md"),
            ("photo-missing", "articles/a.md"),
            ("photo-missing", "pages/p.md"),
        ]

    def test_a_photograph_with_any_name_reaches_the_book_without_what_the_camera_wrote(
        self, small: Path
    ) -> None:
        exif = Image.Exif()
        exif[0x010F] = "SECRETCAM"
        path = put(small, "photos/à l’été #1.jpg", b"")
        Image.new("RGB", (40, 30), "#446688").save(path, "JPEG", exif=exif.tobytes())
        put(small, "articles/a.md", ARTICLE + "\n![Une cour](photos/à l’été #1.jpg)\n{: .figure }\n")
        composed = pipeline.read(small, pipeline.load(small))
        assert list(composed.photos) == ["photos/à l’été #1.jpg"]
        assert b"SECRETCAM" not in composed.photos["photos/à l’été #1.jpg"]

    def test_a_part_gives_its_cohort_to_the_groups_of_its_articles(self, small: Path) -> None:
        put(small, "articles/a.md", ARTICLE.replace("+++\nUn", 'group = { number = "2" }\n+++\nUn'))
        put(small, "anthology.toml", LEAST + '[[part]]\ntitle = "P"\ncohort = "2022"\narticles = ["a"]\n')
        (article,) = pipeline.read(small, pipeline.load(small)).articles
        assert article.group is not None
        assert article.group.cohort == "2022"

    @pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "[" * 100_000])
    def test_a_damaged_ledger_is_an_error_that_says_what_to_do(
        self, small: Path, tmp_path: Path, text: str
    ) -> None:
        put(small, ".import/ledger.json", text)
        with pytest.raises(SourceError) as caught:
            pipeline.check(small, tmp_path / "output")
        assert codes(caught.value) == [("ledger-damaged", ".import/ledger.json")]
        assert "anthology import" in caught.value.hint
