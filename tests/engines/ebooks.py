"""The two books of the tests as e-books, and what their files say: the truth that engines are held to."""

from __future__ import annotations

import fcntl
import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join

from anthology.pipeline import build
from anthology.resources import theme_names
from lxml import etree
from tests import kept, picture_book

_CONTENT = Path(__file__).parent.parent.parent / "content"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True)
class Ebook:
    """An e-book, by its bytes."""

    data: bytes

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Its files by their places."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Places of its documents, in reading order."""
        place = next(name for name in self.files if name.endswith(".opf"))
        package = etree.fromstring(self.files[place])
        items = {one.get("id"): one.get("href") for one in package.iter("{*}item")}
        return tuple(
            join(dirname(place), items[one.get("idref")] or "") for one in package.iter("{*}itemref")
        )

    def body(self, section: str) -> etree._Element:
        """The body of a document."""
        body = etree.fromstring(self.files[section]).find(f"{_XHTML}body")
        assert body is not None, section
        return body

    def letters(self, section: str) -> str:
        """What a document says to a reader who sees it, without white space."""
        body = self.body(section)
        for one in list(body.iterfind(".//*[@hidden]")):
            one.clear(keep_tail=True)  # type: ignore[call-arg]
        return letters(words(body))

    @cached_property
    def notes(self) -> Mapping[str, tuple[str, str]]:
        """Each note call, by its document and id, to the note: its text, and what links back to the call."""
        return {
            f"{section}#{call.get('id')}": _note(
                self.body(section), (call.get("href") or "").partition("#")[2]
            )
            for section in self.sections
            for call in self.body(section).iter(f"{_XHTML}a")
            if "noteref" in (call.get(_EPUB_TYPE) or "").split()
        }

    def spoilt(self, place: str, faults: Mapping[str, str]) -> Ebook:
        """The same book with faults in one file: patterns that stand there once, and what replaces them."""
        text = self.files[place].decode()
        for good, bad in faults.items():
            text, times = re.subn(good, bad, text, flags=re.DOTALL)
            assert times == 1, good
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name, data in self.files.items():
                archive.writestr(name, text if name == place else data)
        return Ebook(held.getvalue())


def words(element: etree._Element) -> str:
    """All text inside an element."""
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def letters(text: str) -> str:
    """A text without its white space, and without what only says where a line may end."""
    return re.sub(r"[\s\u00ad\u200b\u2060]+", "", text)


def _note(body: etree._Element, name: str) -> tuple[str, str]:
    (note,) = body.iterfind(f".//*[@id='{name}']")
    backs = [one.get("href") or "" for one in note.iter(f"{_XHTML}a") if one.get("role") == "doc-backlink"]
    return letters(words(note)), "".join(back.partition("#")[2] for back in backs)


def made(folder: Path) -> dict[str, Ebook]:
    """Both books, each in a theme of its own; processes that share a folder make them once."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return {name: Ebook(_book(name, theme, folder / name)) for name, theme in _THEMES.items()}


def in_the_other_theme(name: str, folder: Path) -> bytes:
    """The bytes of a book in that theme in which `made` does not make it."""
    other = next(one for one in theme_names() if one != _THEMES[name])
    return _book(name, other, folder / name)


def _book(name: str, theme_name: str, folder: Path) -> bytes:
    content = _CONTENTS[name](folder.with_suffix(".content"))
    settings = content / "anthology.toml"
    text, times = re.subn(r'(?m)^layout = ".*"$', f'layout = "{theme_name}"', settings.read_text("utf-8"))
    assert times == 1
    settings.write_text(text, "utf-8")
    return _built(content, folder)


def _built(content: Path, output: Path) -> bytes:
    file = output / "book.epub"
    if not file.exists():
        build(content, output, only=["epub"], cache=kept.results())
    return file.read_bytes()


def _class_content(folder: Path) -> Path:
    return Path(shutil.copytree(_CONTENT, folder, dirs_exist_ok=True))


_CONTENTS: Mapping[str, Callable[[Path], Path]] = {"class": _class_content, "pictures": picture_book.content}
_THEMES: Mapping[str, str] = {"class": "classic", "pictures": "modern"}
BOOKS = tuple(_THEMES)


def shared(base: Path) -> Path:
    """A folder that all processes of one run of the tests share, from a folder of one of them."""
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "ebooks"
