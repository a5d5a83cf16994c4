"""Nothing active leaves the house: every PDF and every e-book goes through a gate before it is published."""

from __future__ import annotations

import getpass
import io
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from anthology import pipeline
from anthology.checks import CHECKS, Case, asked
from anthology.checks.pdf_acts import acts
from anthology.checks.pdf_danger import Acts
from anthology.checks.pdf_gate import gated
from anthology.checks.pdf_sieve import surely_harmless
from anthology.errors import AnthologyError, Several
from anthology.model import Finding, Severity
from anthology.writers import WRITERS
from anthology.writers.making import Made, Making
from tests.safety import hostile, spoilt_epubs, spoilt_pdfs
from tests.safety.figures import record
from tests.safety.spoilt_pdfs import SAVED
from tests.test_privacy import unwrapped

GATES = tuple(
    check
    for check in CHECKS
    if check.name
    in {
        *("files", "pdf-harmless", "pdf-discreet", "epub-harmless", "epub-discreet", "epub-container"),
        "epub-devices",
    }
)


def findings(name: str, data: bytes) -> list[Finding]:
    """What the gates say of a file that came alone."""
    case = Case(outputs={name: data})
    return [finding for check in GATES for finding in asked(check, case)]


def stopped(name: str, data: bytes) -> set[str]:
    """The codes that stop a file; each finding says in which file."""
    found = [one for one in findings(name, data) if one.severity is Severity.ERROR]
    assert all((one.file or "").startswith(name) for one in found)
    return {one.code for one in found}


# --- PDF -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", SAVED.values(), ids=SAVED.keys())
def test_a_good_pdf_passes(how: Mapping[str, object]) -> None:
    data = spoilt_pdfs.spoilt(lambda file: None, how)
    assert gated("book.pdf", data) == Acts()
    assert findings("book.pdf", data) == []


@pytest.mark.parametrize("how", SAVED.values(), ids=SAVED.keys())
@pytest.mark.parametrize("name", spoilt_pdfs.ACTIVE)
def test_a_pdf_that_could_act_is_stopped(name: str, how: Mapping[str, object]) -> None:
    data = spoilt_pdfs.spoilt(spoilt_pdfs.ACTIVE[name], how)
    assert not surely_harmless(data)
    assert gated("book.pdf", data).active


@pytest.mark.parametrize("how", SAVED.values(), ids=SAVED.keys())
@pytest.mark.parametrize("name", spoilt_pdfs.PRIVATE)
def test_a_pdf_that_tells_where_it_was_made_is_stopped(name: str, how: Mapping[str, object]) -> None:
    data = spoilt_pdfs.spoilt(spoilt_pdfs.PRIVATE[name], how)
    assert not surely_harmless(data)
    assert gated("book.pdf", data).private


def test_the_gates_of_a_pdf_name_what_it_is_and_where_it_stands() -> None:
    spoil = spoilt_pdfs.ACTIVE["a script over the page"]
    (finding, *_) = findings("press.pdf", spoilt_pdfs.spoilt(spoil, {}))
    assert (finding.code, finding.file, finding.severity) == ("pdf-active", "press.pdf", Severity.ERROR)
    assert "of page 1)" in finding.message


def test_nothing_is_told_of_a_file_that_only_looks_odd() -> None:
    """What the sieve cannot be sure of is looked at object by object, and may pass."""

    def odd(file: pikepdf.Pdf) -> None:
        file.docinfo[pikepdf.Name.Keywords] = pikepdf.String("/JavaScript, /home/ et /Launch (stream")

    data = spoilt_pdfs.spoilt(odd, {})
    assert not surely_harmless(data)
    assert gated("book.pdf", data) == Acts()


def _renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new)


PLAIN = SAVED["without"]


def disguised() -> Mapping[str, bytes]:
    """Files in which something that acts is written so that a search for its name does not find it."""
    script = spoilt_pdfs.spoilt(spoilt_pdfs.ACTIVE["a script when it opens"], PLAIN)
    good = spoilt_pdfs.spoilt(lambda file: None, PLAIN)
    address = b"(https://example.org/a#b?c=%20d)"
    hidden = (
        b"5 0 obj (endobj 9 0 obj <</Length 40>>stream\n) <</OpenAction <</S/JavaScript/JS(x)>> >> endobj\n"
    )
    return {
        "a name in numbers": _renamed(script, b"/JavaScript", b"/Java#53cript"),
        "an action in numbers": _renamed(
            _renamed(script, b"/OpenAction", b"/Open#41ction"), b"/JS", b"/J#53"
        ),
        "an address in hexadecimals": _renamed(good, address, b"<" + b"javascript:f()".hex().encode() + b">"),
        "an address in octals": _renamed(good, address, rb"(\152avascript:f\(\))"),
        "an address in UTF-16": _renamed(
            good, address, b"<" + (b"\xfe\xff" + "javascript:f()".encode("utf-16-be")).hex().encode() + b">"
        ),
        "an address behind a comment": _renamed(good, b"/URI " + address, b"/URI %x\n(javascript:f())"),
        "an object in a string": good.replace(b"1 0 obj", hidden + b"1 0 obj", 1),
        "an object behind the end": good + b"\n99 0 obj\n<</S/JavaScript/JS(x)>>\nendobj\n",
        "another file before it": b"<html><script>f()</script></html>\n" + good,
    }


@pytest.mark.parametrize("name", disguised())
def test_a_pdf_in_disguise_is_not_taken_for_harmless(name: str) -> None:
    assert not surely_harmless(disguised()[name])


def test_a_file_added_to_a_pdf_later_is_seen() -> None:
    """A second part behind the end, as programs add one when they save (ISO 32000-1, 7.5.6)."""
    data = spoilt_pdfs.good()
    later = b"1 0 obj\n<</Type/Catalog/OpenAction<</S/JavaScript/JS(x)>>>>\nendobj\n"
    assert not surely_harmless(data + later + b"xref\n0 0\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n")


@pytest.mark.parametrize("cut", [0, 1, 7, 40, 200, 500])
def test_a_pdf_that_is_cut_is_never_taken_for_harmless(cut: int) -> None:
    assert not surely_harmless(spoilt_pdfs.good()[: -cut or None][: 5 * (cut == 0) or None])


def test_a_picture_that_says_nothing_passes() -> None:
    with pikepdf.open(io.BytesIO(spoilt_pdfs.good())) as file:
        assert acts(file) == Acts()


# --- e-books -------------------------------------------------------------------------------------------


def test_a_good_e_book_passes() -> None:
    assert stopped("book.epub", spoilt_epubs.packed(spoilt_epubs.good())) == set()


@pytest.mark.parametrize("name", spoilt_epubs.PAGES)
def test_a_page_that_could_act_is_stopped(name: str) -> None:
    data = spoilt_epubs.packed(spoilt_epubs.with_page(spoilt_epubs.PAGES[name]))
    assert "epub-active" in stopped("book.epub", data)


@pytest.mark.parametrize("name", spoilt_epubs.SHEETS)
def test_a_style_sheet_that_fetches_is_stopped(name: str) -> None:
    files = {**spoilt_epubs.good(), "E/s.css": spoilt_epubs.SHEETS[name].encode()}
    assert "epub-active" in stopped("book.epub", spoilt_epubs.packed(files))


@pytest.mark.parametrize("name", spoilt_epubs.DRAWINGS)
def test_a_drawing_that_could_act_is_stopped(name: str) -> None:
    files = {**spoilt_epubs.good(), "E/x.svg": spoilt_epubs.drawing(spoilt_epubs.DRAWINGS[name])}
    assert "epub-active" in stopped("book.epub", spoilt_epubs.packed(files))


@pytest.mark.parametrize("name", spoilt_epubs.PACKAGES)
def test_a_package_that_could_act_is_stopped(name: str) -> None:
    path, old, new = spoilt_epubs.PACKAGES[name]
    files = spoilt_epubs.good()
    assert old.encode() in files[path]
    files[path] = files[path].replace(old.encode(), new.encode())
    assert "epub-active" in stopped("book.epub", spoilt_epubs.packed(files))


@pytest.mark.parametrize("name", spoilt_epubs.NAMES)
def test_a_name_that_leads_astray_is_stopped(name: str) -> None:
    files = {**spoilt_epubs.good(), name: b"x"}
    assert "epub-path-unsafe" in stopped("book.epub", spoilt_epubs.packed(files))


@pytest.mark.parametrize("path", spoilt_epubs.STRANGERS)
def test_a_file_of_a_kind_that_no_book_needs_is_stopped(path: str) -> None:
    found = stopped("book.epub", spoilt_epubs.packed({**spoilt_epubs.good(), path: b"x"}))
    assert found & {"epub-active", "epub-locked"}


@pytest.mark.parametrize("name", spoilt_epubs.ARCHIVES)
def test_an_archive_that_is_more_than_one_is_stopped(name: str) -> None:
    data = spoilt_epubs.ARCHIVES[name]()
    assert stopped("book.epub", data) & {"epub-active", "epub-locked", "epub-private", "epub-unreadable"}


@pytest.mark.parametrize("name", spoilt_epubs.PRIVATE)
def test_a_package_that_tells_where_it_was_made_is_stopped(name: str) -> None:
    files = spoilt_epubs.good()
    files["E/c.opf"] = files["E/c.opf"].replace(
        b"</metadata>", spoilt_epubs.PRIVATE[name].encode() + b"</metadata>"
    )
    assert "epub-private" in stopped("book.epub", spoilt_epubs.packed(files))


@pytest.mark.parametrize("name", spoilt_epubs.PICTURES)
def test_a_picture_that_tells_more_than_it_shows_is_stopped(name: str) -> None:
    data = spoilt_epubs.packed(spoilt_epubs.with_picture(spoilt_epubs.PICTURES[name]()))
    assert "epub-picture-private" in stopped("book.epub", data)


@pytest.mark.parametrize("suffix", ["jpg", "png", "gif"])
def test_a_plain_picture_passes(suffix: str) -> None:
    data = spoilt_epubs.packed(spoilt_epubs.with_picture(spoilt_epubs.plain_picture(suffix)))
    assert "epub-picture-private" not in stopped("book.epub", data)


def test_the_gates_of_an_e_book_name_the_page_and_the_line() -> None:
    data = spoilt_epubs.packed(spoilt_epubs.with_page("<p>x</p>\n<script>1</script>"))
    (finding,) = findings("book.epub", data)
    assert (finding.code, finding.file) == ("epub-active", "book.epub!E/n.xhtml")
    assert finding.message == "the document holds a <script> element, line 6"
    assert zipfile.is_zipfile(io.BytesIO(data))


def test_the_number_of_mutants_is_told() -> None:
    number = len(SAVED) * (len(spoilt_pdfs.ACTIVE) + len(spoilt_pdfs.PRIVATE)) + len(disguised())
    e_books = sum(
        map(len, (spoilt_epubs.PAGES, spoilt_epubs.SHEETS, spoilt_epubs.DRAWINGS, spoilt_epubs.PACKAGES))
    )
    e_books += sum(map(len, (spoilt_epubs.NAMES, spoilt_epubs.STRANGERS, spoilt_epubs.ARCHIVES)))
    e_books += len(spoilt_epubs.PRIVATE) + len(spoilt_epubs.PICTURES)
    assert number > 250
    assert e_books > 120
    record("P8", "spoilt PDF files stopped", f"{number} of {number}")
    record("P8", "spoilt e-books stopped", f"{e_books} of {e_books}")


# --- through a real import and a real build ------------------------------------------------------------

SETTINGS = """\
[book]
title = "Un livre"
language = "fr"
school = "École"
date = "2024"

[output]
formats = ["pdf", "epub", "kobo", "press", "cover", "booklet", "offprints"]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Every output of a book of hostile submissions: imported, and built as anybody would."""
    folder = tmp_path_factory.mktemp("hostile")
    content = folder / "content"
    (content / "submissions").mkdir(parents=True)
    (content / "anthology.toml").write_text(SETTINGS, encoding="utf-8")
    (content / "submissions" / "port.md").write_text(hostile.MARKDOWN, encoding="utf-8")
    (content / "submissions" / "maree.html").write_text(hostile.HTML, encoding="utf-8")
    (content / "submissions" / "phare.docx").write_bytes(hostile.word())
    pipeline.import_submissions(content)
    return pipeline.build(content, folder / "output").outputs


def test_hostile_submissions_give_files_in_which_nothing_acts(made: Mapping[str, bytes]) -> None:
    assert {"book.pdf", "book.epub", "book.kepub.epub", "press.pdf", "cover.pdf", "booklet.pdf"} < made.keys()
    assert any(name.startswith("offprints/") for name in made)
    for name, data in made.items():
        assert stopped(name, data) == set(), name


def test_our_own_files_are_seen_to_be_harmless_at_once(made: Mapping[str, bytes]) -> None:
    """So that no build pays for the library that would take them apart."""
    for name, data in made.items():
        assert not name.endswith(".pdf") or surely_harmless(data), name


def test_nothing_tells_where_or_by_whom_they_were_made(made: Mapping[str, bytes]) -> None:
    folders = (Path.home(), Path.cwd(), Path(tempfile.gettempdir()))
    words = {
        hostile.LOGIN,
        f"/{getpass.getuser()}/",
        *(f"{folder}/" for folder in folders if folder != Path("/")),
    }
    for name, data in made.items():
        for part in unwrapped(name, data):
            assert not [word for word in words if word.encode() in part], name
    record("P8", "outputs of hostile submissions searched for traces", len(made))


def test_a_good_link_stays(made: Mapping[str, bytes]) -> None:
    assert any(b"https://example.org/bon" in part for part in unwrapped("book.epub", made["book.epub"]))


@pytest.mark.parametrize("name", ["pdf", "epub"])
def test_a_build_stops_before_it_publishes_what_acts(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a writer does: the file that was there stays."""
    content, output = tmp_path / "content", tmp_path / "output"
    (content / "articles").mkdir(parents=True)
    (content / "anthology.toml").write_text(SETTINGS, encoding="utf-8")
    (content / "articles" / "a.md").write_text(
        f'+++\ntitle = "Le port"\n+++\n{hostile.TEXT}\n', encoding="utf-8"
    )
    pipeline.build(content, output, only=[name])
    before = (output / f"book.{name}").read_bytes()
    writers = dict(WRITERS)

    def spoiling(making: Making) -> Made:
        good = writers[name](making)
        return replace(good, files={file: _spoilt(file, data) for file, data in good.files.items()})

    monkeypatch.setattr("anthology.building.WRITERS", {**writers, name: spoiling})
    with pytest.raises(AnthologyError) as caught:
        pipeline.build(content, output, only=[name])
    error = caught.value
    found = [
        one for one in (error.failures if isinstance(error, Several) else (error,)) if "active" in one.code
    ]
    assert {one.code for one in found} == {f"{name}-active"}
    assert all((one.file or "").startswith(f"book.{name}") for one in found)
    assert (output / f"book.{name}").read_bytes() == before


def _spoilt(file: str, data: bytes) -> bytes:
    if file.endswith(".pdf"):
        return spoilt_pdfs.spoilt(spoilt_pdfs.ACTIVE["an action behind another"], {}, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    page = next(one for one in files if "article-" in one and one.endswith(".xhtml"))
    files[page] = files[page].replace(b"<p", b'<p ontouchstart="f()"', 1)
    return spoilt_epubs.packed(files)
