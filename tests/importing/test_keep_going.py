"""A submission that cannot be read stops an import; one that is told to go on says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology import limits, pipeline
from anthology.cache import Cache
from anthology.cli import main
from anthology.errors import AnthologyError
from click.testing import CliRunner

TEXT = "Le port ne dort pas\n\nPar Anne Roy\n\nIl veille, et les bateaux arrivent à l’aube.\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A book with a good submission, two that cannot be read, and one beyond a limit, which stops nobody."""
    folder = tmp_path / "content"
    (folder / "submissions").mkdir(parents=True)
    (folder / "anthology.toml").write_text('[book]\ntitle = "Un livre"\nlanguage = "fr"\n', encoding="utf-8")
    (folder / "submissions" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "submissions" / "b.txt").write_bytes(b"\x00\x01\x02")
    (folder / "submissions" / "c.exe").write_bytes(b"MZ")
    (folder / "submissions" / "d.txt").write_text("mot" * limits.WORD.most, encoding="utf-8")
    return folder


def test_the_others_are_imported_and_what_is_missing_is_an_error_with_its_file(content: Path) -> None:
    done = pipeline.import_submissions(content, keep_going=True)
    assert [one.state for one in done.outcomes] == ["new"]
    left_out = [(one.code, one.file, one.severity) for one in done.findings if one.severity == "error"]
    assert [file for _, file, _ in left_out] == ["submissions/b.txt", "submissions/c.exe"]
    assert ("text-too-much", "submissions/d.txt") in {(one.code, one.file) for one in done.findings}
    assert len(list((content / "articles").glob("*.md"))) == 1


def test_who_does_not_ask_for_it_is_stopped_before_and_after(content: Path) -> None:
    cache = Cache()
    for _ in range(2):
        with pytest.raises(AnthologyError):
            pipeline.import_submissions(content, cache=cache)
        pipeline.import_submissions(content, keep_going=True, cache=cache)


def test_an_article_of_a_text_that_cannot_be_read_any_more_stays(content: Path) -> None:
    for name in ("b.txt", "c.exe", "d.txt"):
        (content / "submissions" / name).unlink()
    pipeline.import_submissions(content)
    (article,) = (content / "articles").glob("*.md")
    before = article.read_text(encoding="utf-8")
    (content / "submissions" / "a.txt").write_bytes(b"\x00\x01\x02")
    (content / "submissions" / "d.txt").write_text(TEXT.replace("port", "phare"), encoding="utf-8")
    pipeline.import_submissions(content, keep_going=True)
    assert article.read_text(encoding="utf-8") == before
    assert len(list((content / "articles").glob("*.md"))) == 2


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_the_command_says_it_and_fails_all_the_same(content: Path, quiet: list[str]) -> None:
    places = ["--content", str(content), "--output", str(content.parent / "output"), *quiet]
    for _ in range(2):
        said = CliRunner().invoke(main, [*places, "import", "--keep-going"], env={"LANGUAGE": "en"})
        assert said.exit_code == 4
        assert "submissions/b.txt" in said.output
        assert "submissions/c.exe" in said.output
    assert (content / "articles").is_dir()
