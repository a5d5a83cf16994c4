"""Every problem has a name: the list is closed, each code is explained, and a test provokes it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from anthology import phrases
from anthology.cli import main
from click.testing import CliRunner
from tests.safety import codes, provoked
from tests.safety.counts import is_long
from tests.safety.figures import record


class TestList:
    def test_every_code_is_known_to_be_so_bad(self) -> None:
        weights = codes.weights()
        assert len(weights) > 300
        assert [code for code, one in weights.items() if not (one.severities or one.statuses)] == []
        assert weights["glyph-missing"] == codes.Weight(("error",), (6,))
        assert weights["line-loose"] == codes.Weight(("remark",), ())

    def test_the_page_and_the_data_are_those_of_today(self) -> None:
        """Otherwise: python -m tests.safety.codes."""
        assert codes.PAGE.read_text(encoding="utf-8") == codes.page()
        assert codes.DATA.read_text(encoding="utf-8") == codes.data()

    def test_no_words_of_a_code_are_replaced_by_others_further_down(self) -> None:
        tree = ast.parse(Path(phrases.__file__).read_bytes())
        given = [
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        assert sorted(given) == sorted(set(given))


class TestExplain:
    @pytest.mark.parametrize(("language", "head"), [("en", "What to do: "), ("fr", "Que faire\u00a0: ")])
    def test_every_code_is_explained_in_the_language_of_the_reader(
        self, language: str, head: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LANGUAGE", language)
        for code in phrases.CODES:
            result = CliRunner().invoke(main, ["explain", f"[{code}]"])
            assert result.exit_code == 0, result.output
            first, empty, remedy, *weight = result.stdout.splitlines()
            assert (first.startswith(code), empty) == (True, "")
            assert remedy == f"{head}{phrases.remedy(code, language)}"
            assert weight

    def test_a_code_of_an_outside_validator_is_explained_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANGUAGE", "en")
        result = CliRunner().invoke(main, ["explain", "epubcheck-RSC-005"])
        assert (result.exit_code, result.stdout.partition(":")[0]) == (0, "epubcheck-RSC-005")

    def test_machines_are_told_the_same(self) -> None:
        result = CliRunner().invoke(main, ["explain", "photo-missing", "--json"])
        assert {**json.loads(result.stdout), "means": "", "remedy": ""} == {
            "code": "photo-missing",
            "means": "",
            "remedy": "",
            "severities": ["error"],
            "statuses": [4],
        }

    def test_a_code_that_nobody_knows_is_a_mistake_of_usage_with_those_near_it(self) -> None:
        result = CliRunner().invoke(main, ["explain", "glyph-mising"], env={"LANGUAGE": "en"})
        assert result.exit_code == 2
        assert "glyph-missing" in result.stderr

    def test_the_shell_completes_them(self) -> None:
        result = subprocess.run(
            [sys.executable, "-c", "from anthology.cli import main; main(prog_name='anthology')"],
            env={
                **os.environ,
                "_ANTHOLOGY_COMPLETE": "bash_complete",
                "COMP_WORDS": "anthology explain photo-mi",
                "COMP_CWORD": "2",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert "photo-missing" in result.stdout.split("\n")[0]


class TestProvoked:
    def test_every_code_has_a_test_that_provokes_it_or_a_reason_why_there_is_none(self) -> None:
        known = provoked.tests()
        assert [code for code in phrases.CODES if code not in known and code not in provoked.NEVER] == []
        assert [code for code in provoked.NEVER if code in known] == []
        assert len(provoked.NEVER) < 5

    def test_each_of_these_tests_is_there(self) -> None:
        lost = [f"{code}: {test}" for code, test in provoked.tests().items() if not provoked.is_there(test)]
        assert lost == []
        assert set(provoked.SAID) <= set(phrases.CODES)

    @pytest.mark.skipif(not is_long(), reason="runs a large part of all tests again")
    def test_each_of_these_tests_provokes_its_code(self, tmp_path: Path) -> None:
        """Run one by one, with a note of each code that an error or a finding is made with."""
        made, known = provoked.run(tmp_path / "notes"), provoked.tests()
        unprovoked = [code for code, test in known.items() if code not in made.get(test, ())]
        record("P4", "codes of the closed list, each provoked by a test", len(known) - len(unprovoked))
        assert unprovoked == []
