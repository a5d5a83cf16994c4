"""What the engine raises, logs or asks for in vain is one error, which names the section."""

from __future__ import annotations

import ctypes.util
import logging
import sys
from collections.abc import Mapping

import pytest
from anthology.bindery import engine
from anthology.bindery.engine import font_configuration, listening, table_fetcher
from anthology.errors import LayoutError

LOG = logging.getLogger("weasyprint")


def heard(raised: BaseException | None = None, said: str = "", asked: str = "") -> LayoutError:
    fetcher = table_fetcher({"a.png": b"x"})

    def work() -> None:
        with listening("a.md", fetcher):
            if said:
                LOG.warning(said)
            if asked:
                fetcher.fetch(asked)
            if raised:
                raise raised

    with pytest.raises(LayoutError) as caught:
        work()
    assert caught.value.file == "a.md"
    return caught.value


@pytest.mark.parametrize(
    ("what", "code", "message", "hint"),
    [
        (
            {"raised": RecursionError()},
            "nesting-too-deep",
            "elements are nested too deep",
            "flatten the text",
        ),
        (
            {"raised": ZeroDivisionError("x")},
            "engine-failed",
            "the page engine failed: ZeroDivisionError: x",
            "take away what is unusual in this piece: a huge size, an empty table, a rare sign",
        ),
        (
            {"asked": "file:///etc/hostname"},
            "resource-refused",
            "the page asks for 'file:///etc/hostname', which is not part of the book",
            "only pictures of content/photos/ and fonts of the theme can be used",
        ),
        (
            {"said": "an odd rule"},
            "engine-warning",
            "the page engine says: an odd rule",
            "mend the style sheet or the template that causes it",
        ),
        (
            {"said": "no HarfBuzz here"},
            "engine-warning",
            "the page engine says: no HarfBuzz here",
            "`make` installs the library HarfBuzz-Subset with the others; or install it by hand",
        ),
        (
            {"said": '.notdef glyph rendered for Unicode string unsupported by fonts: "☃" (U+2603)'},
            "glyph-missing",
            "the fonts of the layout have no “☃” (U+2603)",
            "replace the character, or choose a layout whose fonts have it",
        ),
    ],
)
def test_a_fault_has_a_name(
    what: Mapping[str, BaseException | str], code: str, message: str, hint: str
) -> None:
    error = heard(**what)  # type: ignore[arg-type]
    assert (error.code, error.message, error.hint) == (code, message, hint)


def test_an_error_of_ours_passes_as_it_is() -> None:
    ours = LayoutError("glyph-missing", "x", file="a.md")
    assert heard(ours) is ours


def test_memory_that_ran_out_is_for_the_worker_to_tell() -> None:
    with pytest.raises(MemoryError), listening("a.md", table_fetcher({})):
        raise MemoryError


def test_what_was_heard_before_is_of_another_section() -> None:
    fetcher = table_fetcher({"a.png": b"x"})
    fetcher.refused.append("file:x")
    before = (LOG.propagate, list(LOG.handlers))
    with listening("a.md", fetcher):
        assert fetcher.fetch("anthology:///a.png").read() == b"x"
        LOG.info("nothing of note")
    assert (LOG.propagate, list(LOG.handlers)) == before


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_python_looks_for_libraries_by_its_own_means_on_other_systems(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = ctypes.util.find_library
    monkeypatch.setattr(sys, "platform", system)
    with engine._libraries_by_name():
        assert (ctypes.util.find_library is search) is (system == "darwin")
        assert system == "darwin" or ctypes.util.find_library("c") is None
    assert ctypes.util.find_library is search


def test_a_list_of_fonts_takes_its_files_along_and_ends_in_silence_without_them() -> None:
    fonts = font_configuration()
    (fonts._folder / "a.ttf").write_bytes(b"font")
    folder = fonts._folder
    fonts.__del__()
    assert not folder.exists()
    fonts.__del__()
