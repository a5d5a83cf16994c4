"""The command in the language of the person at the terminal: what changes with it, and what never does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from anthology.beginning import begin
from anthology.cli import decision_text, error_text, finding_text, main
from anthology.errors import ConfigError, SourceError, together
from anthology.model import Decision, Finding, Severity
from click.testing import CliRunner, Result

ROOT = Path(__file__).resolve().parent.parent
LOCALES = {"fr": "fr_FR.UTF-8", "en": "C", "xx": "de_DE.UTF-8"}


def environment(locale: str) -> dict[str, str | None]:
    return {"LANGUAGE": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": locale}


def run(locale: str, *arguments: str) -> Result:
    result = CliRunner(env=environment(locale)).invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new working folder; the command is run in it."""
    begin(tmp_path, title="Voix du port", language="fr")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoil(folder: Path) -> None:
    settings = folder / "content/anthology.toml"
    settings.write_text('[book]\ntitle = "x"\nlanguage = "fr"\nsubtitel = "y"\n', encoding="utf-8")


class TestErrors:
    ENGLISH = (
        "anthology.toml:4:1: unknown key: book.subtitel [config-unknown-key]\n  → did you mean subtitle?\n"
    )
    FRENCH = (
        "anthology.toml:4:1\u00a0: Les réglages contiennent une clé qui n’existe pas"
        " (unknown key: book.subtitel; did you mean subtitle?) [config-unknown-key]\n"
        "  → Corrigez la ligne\u00a0; `anthology settings` donne toutes les clés avec leur sens.\n"
    )

    @pytest.mark.parametrize(("locale", "said"), [("fr", FRENCH), ("en", ENGLISH), ("xx", ENGLISH)])
    def test_the_place_the_code_and_the_status_stay_and_the_words_change(
        self, here: Path, locale: str, said: str
    ) -> None:
        spoil(here)
        result = run(LOCALES[locale], "build")
        assert (result.exit_code, result.stdout, result.stderr) == (3, "", said)

    def test_several_are_told_one_by_one(self) -> None:
        both = together(
            [ConfigError("config-value", "a", file="x.toml"), SourceError("not-text", "b", line=3)]
        )
        lines = error_text(both, "fr").splitlines()
        assert lines[0] == (
            "x.toml\u00a0: Les réglages contiennent une valeur qui ne peut pas servir (a) [config-value]"
        )
        assert lines[2] == "Un fichier qui n’est pas du texte (b) [not-text]"
        assert [line[:4] for line in lines[1::2]] == ["  → ", "  → "]
        assert error_text(both, "en") == str(both)

    def test_one_that_the_catalogue_does_not_know_is_told_in_its_own_words(self) -> None:
        error = SourceError("new-thing", "something new", hint="do it", file="a.txt", line=2)
        assert error_text(error, "fr") == str(error)

    def test_a_percent_sign_stays_one(self) -> None:
        error = SourceError("not-text", "100 %(x)s %d", file="a%sb.txt")
        assert error_text(error, "fr").startswith("a%sb.txt\u00a0: Un fichier")
        assert "(100 %(x)s %d)" in error_text(error, "fr")

    def test_a_terminal_of_few_letters_gets_an_error_and_help_and_no_traceback(self, here: Path) -> None:
        spoil(here)
        wishes = {**os.environ, "LANGUAGE": "fr", "PYTHONIOENCODING": "latin-1", "PYTHONPATH": str(ROOT)}
        for argument, status, said in (
            ("build", 3, rb"n\u2019existe pas"),
            ("--help", 0, rb"d\u2019une classe"),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "anthology.cli", argument],
                cwd=here,
                env=wishes,
                capture_output=True,
                check=False,
            )
            assert done.returncode == status
            assert said in done.stdout + done.stderr
            assert b"\xa0:" in done.stdout + done.stderr


class TestFindings:
    FOUND = Finding(
        "title-proposed", Severity.WARNING, "the title is only proposed", "decide", "articles/a.md", 2
    )

    def test_it_is_told_with_what_it_means_and_what_to_do(self) -> None:
        assert finding_text(self.FOUND, "fr") == (
            "avertissement\u00a0: articles/a.md:2\u00a0: Un titre qui n’est que proposé"
            " (the title is only proposed) [title-proposed]\n"
            "  → Ouvrez l’article et complétez les lignes de son en-tête, entre les deux +++,"
            " puis lancez make."
        )

    def test_it_is_told_in_its_own_words_in_english(self) -> None:
        said = finding_text(self.FOUND, "en")
        assert said == ("warning: articles/a.md:2: the title is only proposed [title-proposed]\n  → decide")

    def test_one_that_the_catalogue_does_not_know_keeps_its_words_and_its_hint(self) -> None:
        found = Finding("new-thing", Severity.ERROR, "something new", "do it", page="iv")
        assert finding_text(found, "fr") == "erreur\u00a0: p. iv\u00a0: something new [new-thing]\n  → do it"

    def test_they_are_counted_and_the_status_is_the_same(self, here: Path) -> None:
        results = {language: run(locale, "import") for language, locale in LOCALES.items()}
        checked = {language: run(locale, "check", "--strict") for language, locale in LOCALES.items()}
        assert {one.exit_code for one in results.values()} == {0}
        assert {one.exit_code for one in checked.values()} == {1}
        assert re.search(r"^no errors, \d+ warnings?, (no|\d+) remarks?$", checked["en"].stderr, re.M)
        assert re.search(
            r"^aucune erreur, \d+ avertissements?, (aucune|\d+) remarques?$", checked["fr"].stderr, re.M
        )
        assert checked["xx"].output == checked["en"].output
        codes = [re.findall(r"\[([a-z-]+)\]$", one.stdout, re.M) for one in checked.values()]
        assert codes[0] == codes[1] == codes[2] != []


class TestSummaries:
    def test_an_import_says_what_it_did(self, here: Path) -> None:
        french = run(LOCALES["fr"], "import", "--dry-run").stderr
        english = run(LOCALES["en"], "import", "--dry-run").stderr
        assert re.search(r"^  articles/[\w-]+\.md\u00a0: nouveau$", french, re.M)
        assert re.search(r"^  articles/[\w-]+\.md: new$", english, re.M)
        open_ = re.search(r"; (\d+) open decisions?, 0 taken\.$", english, re.M)
        assert open_ is not None
        many = "s" if int(open_[1]) > 1 else ""
        said = f"Import à l’essai\u00a0: 1 article\u00a0; {open_[1]} décision{many} à prendre, 0 déjà prise."
        assert said in french.splitlines()
        assert run(LOCALES["fr"], "import").stderr.startswith("  articles/")
        assert "Import fait\u00a0: 1 article\u00a0;" in run(LOCALES["fr"], "import").stderr

    def test_a_review_names_what_is_asked(self, here: Path) -> None:
        run(LOCALES["en"], "import")
        french, english = run(LOCALES["fr"], "review"), run(LOCALES["en"], "review")
        assert re.search(
            r"^submissions/[\w-]+\.txt:\d+\u00a0: titre à choisir \([0-9a-f]{10}\)$", french.stdout, re.M
        )
        assert re.search(r"^submissions/[\w-]+\.txt:\d+: title \([0-9a-f]{10}\)$", english.stdout, re.M)
        assert re.search(r"^\d+ décisions? à prendre sur \d+\.$", french.stderr, re.M)
        assert re.search(r"^\d+ open decisions? of \d+\.$", english.stderr, re.M)

    def test_a_decision_is_told_with_its_parts(self) -> None:
        one = Decision("0123456789", "name-accent", "a.txt:2", "Zoe", "Zoé", ("typed so",), "accept")
        assert decision_text(one, "fr").splitlines() == [
            "a.txt:2\u00a0: accent qu’un nom a peut-être perdu (0123456789)",
            "    trouvé\u00a0: Zoe",
            "    proposé\u00a0: Zoé",
            "    décision\u00a0: accept",
            "    – typed so",
        ]

    def test_the_evidence_of_a_decision_is_told_in_the_language(self) -> None:
        one = Decision("0123456789", "deleted-text", "a.txt:2", "x", "hold back", ("the file hides it",))
        assert decision_text(one, "fr").splitlines()[2:] == [
            "    proposé\u00a0: ne pas imprimer",
            "    – le fichier le masque",
        ]

    def test_the_rules_have_names_and_reasons_in_the_language_and_their_ids_in_all(self) -> None:
        french, english = run("fr", "rules").stdout, run("en", "rules").stdout
        assert "B1  titre et nom (A, fr" in french
        assert "    On ne sépare pas un titre du nom qui le suit. [Lexique" in french
        assert "B1  title-and-name (A, fr" in english
        heads = [re.findall(r"^(\w+)  \S.* \((\w),", text, re.M) for text in (french, english)]
        assert heads[0] == heads[1]
        assert len(heads[0]) > 60

    def test_a_new_folder_says_what_comes_next(self, tmp_path: Path) -> None:
        told = [run(LOCALES["fr"], "new", str(tmp_path / "livre")).stderr for _ in range(2)]
        assert f"C’est prêt. Ensuite\u00a0: cd {tmp_path / 'livre'} && make" in told[0]
        assert f"C’est prêt (tout y était déjà). Ensuite\u00a0: cd {tmp_path / 'livre'} && make" in told[1]

    @pytest.mark.parametrize("arguments", [["import", "--json"], ["review", "--json"], ["check", "--json"]])
    def test_what_machines_read_is_the_same_in_every_language(self, here: Path, arguments: list[str]) -> None:
        run(LOCALES["en"], "import")
        results = [run(locale, *arguments).stdout_bytes for locale in LOCALES.values()]
        assert json.loads(results[0])
        assert results[0] == results[1] == results[2]

    def test_a_build_says_how_long_it_took(self, here: Path) -> None:
        run(LOCALES["en"], "import")
        result = run(LOCALES["fr"], "build", "--only", "epub")
        assert result.exit_code == 0
        assert re.search(r"^Livre fait en \d+,\d s\.$", result.stderr, re.M)
        assert "output/book.epub\u00a0: " in result.stderr


class TestHelp:
    def test_the_page_of_a_command_is_in_the_language(self) -> None:
        french = run(LOCALES["fr"], "build", "--help").stdout
        assert french.startswith("Usage\u00a0: ")
        assert "Faire le livre\u00a0: output/book.pdf" in french
        assert "\nOptions\u00a0:\n" in french
        assert "Donner le résultat pour les machines." in french
        assert "Print" not in french

    def test_the_list_of_commands_is_in_the_language(self) -> None:
        french = run(LOCALES["fr"], "--help").stdout
        assert "\nCommandes\u00a0:\n" in french
        assert re.search(r"^  review +Lister ce que seule une personne peut décider\.$", french, re.M)

    @pytest.mark.parametrize("locale", [LOCALES["en"], LOCALES["xx"]])
    def test_it_is_english_otherwise(self, locale: str) -> None:
        english = run(locale, "--help").stdout
        assert english.startswith("Usage: ")
        assert "\nOptions:\n" in english
        assert "\nCommands:\n" in english
        assert re.search(r"^  review +List what only a person can decide\.$", english, re.M)

    def test_a_wrong_use_ends_with_the_same_status(self) -> None:
        assert {run(locale, "biuld").exit_code for locale in LOCALES.values()} == {2}
