"""Code -> the test that provokes it: found by its name in the tests, or said here where it is put together.

`run` runs these tests with `noting.py`, which notes every code that an error or a finding is made with: so a
test that only mentions a code, and provokes it no more, is seen.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from anthology import phrases
from tests.safety import noting

ROOT = Path(__file__).resolve().parents[2]
_ONLY_WORDS = (
    "tests/test_phrases.py",
    "tests/test_cli_language.py",
    "tests/safety/test_codes.py",
    "tests/engines/",
)
"""Tests that are about the words of codes, or seldom run."""

NEVER: Mapping[str, str] = {
    "folios-unsettled": "a guard: no book is known whose contents change their own length for ever",
    "note-astray": "a guard: since notes follow their calls no page is known that does so",
    "offprint-pages": "a guard: no shipped layout sets a link wider than its words",
}
"""Codes that nobody knows how to provoke, with the reason."""

SAID: Mapping[str, str] = {
    "ace-failed": "tests/checks/test_ace.py::test_a_book_that_fails_for_no_reason_is_an_error",
    "archive-refused": "tests/importing/test_parcels.py::TestArchives::test_a_bomb_is_not_unpacked",
    "article-unplaced": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "article-without-authors": (
        "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code"
    ),
    "contents-disagree": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "engine-failed": "tests/test_shelf.py::TestBuild::test_one_that_fails_does_not_stop_the_others",
    "epub-alt-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-claim-untrue": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-contents-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-cover-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-cover-small": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-encoding-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-glyph-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-headings-skip": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-id-twice": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-language-missing": (
        "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code"
    ),
    "epub-language-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-locked": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-manifest-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-markup-differs": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-media-type-wrong": (
        "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code"
    ),
    "epub-metadata-missing": (
        "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code"
    ),
    "epub-mimetype": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-order-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-page-misplaced": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-pages-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-path-unsafe": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-person-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-phrase-unmarked": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-picture-unfit": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-private": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-role-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-style-broken": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-style-differs": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-style-fixed": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-table-headless": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-text-differs": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-text-hidden": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-text-invisible": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-title-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-typography": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "epub-words-added": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "folder-not-empty": (
        "tests/test_beginning.py::TestWhatIsThereAlready::"
        "test_a_file_in_the_way_is_named_and_nothing_is_written"
    ),
    "font-changed": (
        "tests/safety/test_sbom.py::TestFonts::test_a_font_that_is_not_the_one_its_family_declares_is_refused"
    ),
    "format-archive": (
        "tests/readers/test_formats.py::TestReading::"
        "test_what_no_reader_knows_gets_one_finding_that_says_what_to_do"
    ),
    "format-cloud": (
        "tests/readers/test_formats.py::TestReading::"
        "test_what_no_reader_knows_gets_one_finding_that_says_what_to_do"
    ),
    "format-design": (
        "tests/readers/test_formats.py::TestReading::"
        "test_what_no_reader_knows_gets_one_finding_that_says_what_to_do"
    ),
    "format-mail": (
        "tests/readers/test_formats.py::TestReading::"
        "test_what_no_reader_knows_gets_one_finding_that_says_what_to_do"
    ),
    "format-media": (
        "tests/readers/test_formats.py::TestReading::"
        "test_what_no_reader_knows_gets_one_finding_that_says_what_to_do"
    ),
    "format-sheet": (
        "tests/readers/test_formats.py::TestReading::"
        "test_what_no_reader_knows_gets_one_finding_that_says_what_to_do"
    ),
    "format-slides": (
        "tests/readers/test_formats.py::TestReading::"
        "test_what_no_reader_knows_gets_one_finding_that_says_what_to_do"
    ),
    "format-web-archive": (
        "tests/readers/test_formats.py::TestReading::"
        "test_what_no_reader_knows_gets_one_finding_that_says_what_to_do"
    ),
    "groups-share-key": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "import-changed-words": (
        "tests/safety/test_provoking.py::test_an_article_that_would_not_hold_the_words_of_its_source"
    ),
    "labels-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "ledger-unbalanced": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "ledger-undecided": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "memory-short": "tests/safety/test_fuzz_cli.py::test_what_the_machine_refuses_is_no_fault_of_the_tool",
    "no-articles": "tests/test_compose.py::TestMistakes::test_no_article_at_all_is_no_book",
    "no-page": "tests/readers/test_html.py::test_a_saved_message_without_a_page_says_so",
    "nu-failed": "tests/checks/test_nu.py::test_a_file_that_is_no_e_book_is_an_error_of_the_file",
    "office-brought-in": (
        "tests/readers/test_docx_aside.py::TestAside::test_words_in_an_element_that_nobody_knows_are_brought_in"
    ),
    "office-formula": "tests/readers/test_docx.py::TestEveryShape::test_loses_no_word",
    "office-placeholder": "tests/readers/test_docx.py::TestEveryShape::test_loses_no_word",
    "offprint-folios": "tests/checks/test_offprints.py::test_what_is_wrong_is_told_by_its_code",
    "offprint-properties": "tests/checks/test_offprints.py::test_what_is_wrong_is_told_by_its_code",
    "offprint-words": "tests/checks/test_offprints.py::test_what_is_wrong_is_told_by_its_code",
    "output-unknown": "tests/safety/test_provoking.py::test_an_output_that_nobody_makes",
    "page-text-covered": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "page-text-cut": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "page-text-disordered": "tests/safety/test_provoking.py::test_words_that_stand_before_what_they_follow",
    "page-text-outside": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "page-text-overprinted": (
        "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code"
    ),
    "parity-order": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "parity-parts": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "parity-words": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-active": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-author-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-boxes-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-content-untagged": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-figure-undescribed": (
        "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code"
    ),
    "pdf-font-foreign": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-font-not-embedded": (
        "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code"
    ),
    "pdf-glyph-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-hairline": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-headings-skip": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-labels-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-language-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-language-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-letters-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-letters-small": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-link-unnamed": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-not-archival": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-not-tagged": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-note-unnamed": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-outline-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-page-count": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-page-size": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-pages-empty": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-text-in-gutter": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-text-light": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-text-near-edge": "tests/checks/test_preflight.py::test_a_draft_is_not_measured_for_a_printer",
    "pdf-private": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-title-wrong": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-words-added": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "pdf-words-disordered": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "photo-alt-repeats": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "photo-changed": "tests/safety/test_provoking.py::test_a_photograph_that_changes_under_the_build",
    "photo-decorative-described": (
        "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code"
    ),
    "photo-unreadable": (
        "tests/test_pictures.py::TestSize::"
        "test_a_jpeg_larger_than_any_camera_makes_is_refused_before_it_is_unpacked"
    ),
    "photo-unshown": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "photo-without-alt": (
        "tests/test_judging.py::TestNoticed::test_what_changed_since_the_last_build_is_found"
    ),
    "press-annotation": (
        "tests/checks/test_press.py::"
        "test_a_file_of_another_name_is_judged_where_it_says_that_it_is_for_a_press"
    ),
    "printer-missing-key": "tests/safety/test_provoking.py::test_a_printer_whose_file_says_too_little",
    "sandbox-denied": "tests/bindery/test_workers.py::TestSetting::test_what_cannot_be_set_is_named",
    "saved-meanwhile": (
        "tests/importing/test_history.py::TestSavedMeanwhile::"
        "test_a_file_saved_while_an_undo_is_made_is_not_written_over"
    ),
    "setting-memory": (
        "tests/bindery/test_workers.py::TestInProcess::test_no_memory_left_is_an_error_of_the_piece"
    ),
    "submission-changed": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "submission-missing": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "submission-not-imported": (
        "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code"
    ),
    "system-refused": (
        "tests/safety/test_fuzz_cli.py::test_what_the_machine_refuses_is_no_fault_of_the_tool"
    ),
    "text-line-separator": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "text-marks-piled": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "text-noncharacter": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "text-private-use": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "text-replaced": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "text-surrogate": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "text-too-much": (
        "tests/test_pages.py::TestReading::test_a_mistake_names_the_file_the_line_and_what_to_do"
    ),
    "tool-failed": (
        "tests/safety/test_fuzz_cli.py::test_what_nobody_foresaw_has_a_name_a_status_of_its_own_and_a_file"
    ),
    "typography-dash": "tests/checks/test_checks.py::TestChecks::test_each_fault_is_found_by_its_code",
    "worker-died": ("tests/bindery/test_workers.py::TestLimits::test_a_task_that_kills_its_workers_is_named"),
}
"""Tests whose text does not hold the code as it is told: it is in a table, or put together."""


@cache
def tests() -> Mapping[str, str]:
    """The test of each code, as pytest names it, without its parameters."""
    found = _found()
    known = {code: SAID.get(code) or next(iter(found.get(code, ())), "") for code in phrases.CODES}
    return {code: test for code, test in known.items() if test}


_ASKED = ("-p", "tests.safety.noting", "--continue-on-collection-errors")
"""One file of tests that cannot be read is not to hide what the others provoke."""


def is_there(test: str) -> bool:
    """Whether there is a test of that name."""
    return test in {one for one, _, _ in _every()}


def run(notes: Path) -> Mapping[str, frozenset[str]]:
    """The codes that each of these tests made."""
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *_ASKED, *sorted(set(tests().values()))],
        cwd=ROOT,
        env={**os.environ, noting.FILE: str(notes)},
        check=False,
    )
    made: dict[str, set[str]] = defaultdict(set)
    for line in notes.read_text(encoding="utf-8").splitlines():
        test, _, code = line.partition("\t")
        made[test].add(code)
    return {test: frozenset(codes) for test, codes in made.items()}


def _found() -> Mapping[str, list[str]]:
    """The tests that say a code: in their own text first, then in a table of their module."""
    own: dict[str, list[str]] = defaultdict(list)
    near: dict[str, list[str]] = defaultdict(list)
    for test, said, beside in _every():
        if not test.startswith(_ONLY_WORDS):
            for code in said & set(phrases.CODES):
                own[code].append(test)
            for code in (beside - said) & set(phrases.CODES):
                near[code].append(test)
    # Those that try much at once come last.
    return {
        code: sorted([*own[code], *near[code]], key=lambda one: one.startswith("tests/safety/"))
        for code in {*own, *near}
    }


@cache
def _every() -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Each test: its name, the texts it holds, and those of what it uses of its module."""
    return tuple(one for path in sorted((ROOT / "tests").rglob("test_*.py")) for one in _of(path))


def _of(path: Path) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    tree = ast.parse(path.read_bytes())
    beside = {name: _texts(node) for node in tree.body for name in _names_given(node)}
    for name, function, around in _functions(tree, f"{path.relative_to(ROOT).as_posix()}::", frozenset()):
        used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        said = _texts(function) | around
        yield name, said, frozenset().union(*(beside.get(one, frozenset()) for one in used))


def _functions(
    node: ast.Module | ast.ClassDef, name: str, around: frozenset[str]
) -> Iterator[tuple[str, ast.FunctionDef, frozenset[str]]]:
    for inner in node.body:
        if isinstance(inner, ast.ClassDef):
            texts = frozenset().union(*map(_texts, inner.decorator_list))
            yield from _functions(inner, f"{name}{inner.name}::", around | texts)
        elif isinstance(inner, ast.FunctionDef) and inner.name.startswith("test"):
            yield f"{name}{inner.name}", inner, around


def _names_given(node: ast.stmt) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    yield from (one.id for one in targets if isinstance(one, ast.Name))
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("test"):
        yield node.name


def _texts(node: ast.AST) -> frozenset[str]:
    return frozenset(
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )
