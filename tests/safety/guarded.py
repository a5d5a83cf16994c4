"""The modules that read, clean, publish, confine and judge, each with the tests that are there for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

GUARDED: Mapping[str, tuple[str, ...]] = {
    "anthology/readers/encoding.py": ("tests/readers/test_encoding_weights.py",),
    "anthology/readers/formats.py": ("tests/readers/test_formats.py::TestKinds",),
    "anthology/readers/package.py": ("tests/readers/test_package.py",),
    "anthology/readers/text.py": ("tests/readers/test_text.py",),
    "anthology/pages.py": ("tests/test_pages.py",),
    "anthology/toml.py": ("tests/test_toml.py", "tests/test_pages.py", "tests/test_config.py"),
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
