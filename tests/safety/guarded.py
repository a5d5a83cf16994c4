"""The modules that read, clean, publish, confine and judge, each with the tests that are there for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_WORD = "tests/readers/test_docx.py"
_OPEN = "tests/readers/test_odt.py"
_RULES = (
    "tests/rules/test_rules.py",
    "tests/rules/test_prose.py",
    "tests/rules/test_pairing.py",
    "tests/rules/test_usage.py",
    "tests/rules/test_finders.py",
)

_RTF = tuple(
    f"tests/readers/test_rtf.py::{group}"
    for group in (
        *("TestEveryShape", "TestStyles", "TestTables", "TestMarksAndNotes", "TestPictures", "TestLetters"),
        *("TestTold", "TestRefusals", "TestTokens"),
    )
)

GUARDED: Mapping[str, tuple[str, ...]] = {
    "anthology/readers/encoding.py": ("tests/readers/test_encoding_weights.py",),
    "anthology/readers/formats.py": ("tests/readers/test_formats.py::TestKinds",),
    "anthology/readers/package.py": ("tests/readers/test_package.py",),
    "anthology/readers/text.py": ("tests/readers/test_text.py",),
    "anthology/readers/__init__.py": tuple(
        f"tests/readers/test_formats.py::{group}" for group in ("TestReading", "TestConverted")
    ),
    "anthology/readers/audit.py": ("tests/readers/test_audit.py",),
    "anthology/readers/chunks.py": ("tests/readers/test_chunks.py",),
    "anthology/readers/docx.py": (
        *(f"{_WORD}::TestEveryShape::test_is_read_in_the_strict_dialect_too", f"{_WORD}::TestBlocks"),
        *("tests/readers/test_docx_aside.py", f"{_WORD}::TestTables", f"{_WORD}::TestLines"),
        *(f"{_WORD}::TestMarks", f"{_WORD}::TestStyles", f"{_WORD}::TestRefusals"),
    ),
    "anthology/readers/docx_styles.py": (f"{_WORD}::TestStyles", f"{_WORD}::TestMarks"),
    "anthology/readers/html.py": ("tests/readers/test_html.py",),
    "anthology/readers/html_notes.py": ("tests/readers/test_html_parts.py",),
    "anthology/readers/html_pictures.py": ("tests/readers/test_html_parts.py",),
    "anthology/readers/html_tables.py": ("tests/readers/test_html_parts.py",),
    "anthology/readers/html_text.py": ("tests/readers/test_html_text.py", "tests/readers/test_html.py"),
    "anthology/readers/markdown.py": ("tests/readers/test_markdown.py",),
    "anthology/readers/notices.py": ("tests/readers/test_notices.py",),
    "anthology/readers/odf.py": ("tests/readers/test_vocabularies.py",),
    "anthology/readers/odt.py": (
        *(f"{_OPEN}::TestEveryShape::test_is_read_from_a_flat_file_too", f"{_OPEN}::TestAside"),
        *(f"{_OPEN}::TestChanges", f"{_OPEN}::TestSpace", f"{_OPEN}::TestStyles", f"{_OPEN}::TestRefusals"),
    ),
    "anthology/readers/odt_styles.py": (f"{_OPEN}::TestStyles",),
    "anthology/readers/office.py": (
        "tests/readers/test_office.py::TestProgram",
        "tests/readers/test_office.py::TestEnd"
        "::test_one_that_takes_too_long_is_stopped_with_all_it_started[free]",
    ),
    "anthology/readers/ooxml.py": ("tests/readers/test_vocabularies.py",),
    "anthology/readers/page_regions.py": (
        "tests/readers/test_page_regions.py",
        "tests/readers/test_press_pages.py",
    ),
    "anthology/readers/page_words.py": ("tests/readers/test_page_words.py",),
    "anthology/readers/paragraphs.py": ("tests/readers/test_paragraphs.py",),
    "anthology/readers/photographs.py": ("tests/readers/test_photographs.py",),
    "anthology/readers/pieces.py": ("tests/readers/test_pieces.py",),
    "anthology/readers/refused.py": ("tests/readers/test_formats.py::TestReading",),
    "anthology/readers/rtf.py": _RTF,
    "anthology/readers/rtf_tokens.py": _RTF,
    "anthology/readers/shortcodes.py": ("tests/readers/test_shortcodes.py",),
    "anthology/readers/style_names.py": ("tests/readers/test_style_names.py",),
    "anthology/readers/symbols.py": ("tests/readers/test_symbols.py",),
    "anthology/readers/wordpress.py": ("tests/readers/test_wordpress.py",),
    "anthology/pages.py": ("tests/test_pages.py",),
    "anthology/toml.py": ("tests/test_toml.py", "tests/test_pages.py", "tests/test_config.py"),
    "anthology/rules/__init__.py": _RULES,
    "anthology/rules/capitals.py": _RULES,
    "anthology/rules/characters.py": _RULES,
    "anthology/rules/dashes.py": _RULES,
    "anthology/rules/ellipsis.py": _RULES,
    "anthology/rules/figures.py": _RULES,
    "anthology/rules/hyphens.py": _RULES,
    "anthology/rules/late.py": _RULES,
    "anthology/rules/ligatures.py": _RULES,
    "anthology/rules/numbers.py": _RULES,
    "anthology/rules/ordinals.py": _RULES,
    "anthology/rules/pairing.py": _RULES,
    "anthology/rules/punctuation.py": _RULES,
    "anthology/rules/quotation.py": _RULES,
    "anthology/rules/repetition.py": _RULES,
    "anthology/rules/rule.py": _RULES,
    "anthology/rules/spaces.py": _RULES,
    "anthology/rules/usage.py": _RULES,
    "anthology/rules/wording.py": _RULES,
    "anthology/rules/words.py": _RULES,
    "anthology/rules/mojibake.py": ("tests/rules/test_mojibake.py",),
    "anthology/rules/protected.py": ("tests/rules/test_protected.py",),
    "anthology/rules/revision.py": ("tests/rules/test_revision.py",),
    "anthology/importing/merging.py": ("tests/importing/test_merging.py",),
    "anthology/storage.py": ("tests/test_storage.py",),
    "anthology/cache.py": ("tests/test_cache.py",),
    "anthology/bindery/engine.py": (
        *("tests/bindery/test_engine.py", "tests/bindery/test_setting.py", "tests/bindery/test_versions.py"),
    ),
    "anthology/bindery/gate.py": ("tests/bindery/test_gate.py",),
    "anthology/checks/epub_acts.py": ("tests/checks/test_epub_acts.py",),
    "anthology/checks/pdf_acts.py": ("tests/checks/test_pdf_acts.py",),
    "anthology/checks/pdf_gate.py": ("tests/checks/test_pdf_acts.py",),
    "anthology/checks/pdf_sieve.py": ("tests/checks/test_pdf_sieve.py",),
    "anthology/checks/picture_notes.py": ("tests/checks/test_picture_notes.py",),
    "anthology/checks/private_words.py": ("tests/checks/test_private_words.py",),
    "anthology/checks/web_addresses.py": ("tests/checks/test_web_addresses.py",),
    "anthology/limits.py": ("tests/test_limits.py",),
    "anthology/writers/kindle_gate.py": ("tests/writers/test_kindle_gate.py",),
    "anthology/tricks.py": ("tests/safety/test_text_tricks.py",),
    "anthology/sandbox/answers.py": ("tests/sandbox/test_answers.py",),
    "anthology/sandbox/hook.py": ("tests/sandbox/test_hook.py",),
    "anthology/sandbox/landlock.py": (
        *("tests/sandbox/test_landlock.py", "tests/sandbox/test_program_layers.py"),
    ),
    "anthology/sandbox/lodging.py": (
        *("tests/sandbox/test_lodging.py", "tests/sandbox/test_lodging_without_locks.py"),
    ),
    "anthology/sandbox/places.py": ("tests/sandbox/test_places.py",),
    "anthology/sandbox/seccomp.py": (
        *("tests/sandbox/test_seccomp.py", "tests/sandbox/test_program_layers.py"),
    ),
    "anthology/sandbox/bubblewrap.py": ("tests/sandbox/test_bubblewrap.py",),
    "anthology/sandbox/child.py": tuple(
        f"tests/sandbox/test_child.py::{group}"
        for group in ("TestInside", "TestBytes", "TestTasks", "TestLimits")
    ),
    "anthology/sandbox/confined.py": ("tests/sandbox/test_confined.py",),
    "anthology/sandbox/launching.py": ("tests/sandbox/test_launching.py",),
}
"""Tests are named as pytest names them, and no more than are needed: each mutant has to pass all of them."""


def chosen(names: list[str]) -> dict[str, tuple[str, ...]]:
    """The modules whose names hold one of these, or all; and their tests that are there."""
    wanted = {
        module: tests
        for module, tests in GUARDED.items()
        if not names or any(name in module for name in names)
    }
    return {
        module: tuple(test for test in tests if file_of(test).exists()) for module, tests in wanted.items()
    }


def file_of(test: str) -> Path:
    """The file of a test that is named as pytest names it."""
    return ROOT / test.partition("::")[0]
