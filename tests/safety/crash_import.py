"""A folder whose next import has much to write, and what is found below content/ where it was stopped."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.safety.crash import Book
from tests.safety.crash_host import Host, Run

SETTINGS = """\
[book]
title = "Deux textes"
language = "fr"
"""
TEXT = """\
{title}

{text}

Article écrit par Inès Causse et Théo Lacaze
"""
RAIN = "La pluie tombe depuis ce matin, et personne ne sort ; on entend les gouttières, puis plus rien."
HALL = "Au marché, deux étals sur dix sont ouverts. « On tient », dit une marchande, sans trop y croire."
PORT = "Les grues du port se taisent à midi pile : trente dockers descendent vers les cafés du quai nord."
NOT_OURS = (".history",)
"""What an import keeps of what was there before: it has tests of its own."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Two submissions that were imported; an editor's change of one; a new state of both, and a third."""

    folder: Path

    def lay_down(self, host: Host) -> Desk:
        """Write it, and have it imported once."""
        place = self.content / "submissions"
        place.mkdir(parents=True)
        (self.content / "anthology.toml").write_text(SETTINGS, encoding="utf-8")
        self._send({"un": ("La pluie", f"{RAIN}\n\nOn attend."), "deux": ("La halle", HALL)})
        done = host.learn(self.run("import"))
        assert done.status == 0, done.said
        for article in sorted((self.content / "articles").glob("*.md")):
            text = article.read_text(encoding="utf-8").replace("plus rien.", "plus rien du tout.")
            article.write_text(text, encoding="utf-8")
        self._send({"un": ("La pluie", f"{RAIN}\n\nOn attend encore."), "trois": ("Le port", PORT)})
        return self

    def _send(self, texts: dict[str, tuple[str, str]]) -> None:
        for name, (title, text) in texts.items():
            file = self.content / "submissions" / f"{name}.txt"
            file.write_text(TEXT.format(title=title, text=text), encoding="utf-8")

    @property
    def content(self) -> Path:
        """Where its files are."""
        return self.folder / "content"

    def run(self, *args: str) -> Run:
        """A command about it."""
        return Book(self.folder).run(*args)

    def copied(self, folder: Path) -> Desk:
        """The same in another place, which may be there already."""
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(self.folder, folder, symlinks=True)
        return Desk(folder)

    def files(self) -> dict[str, bytes]:
        """Every file below content/, but for those that an import keeps for undoing."""
        paths = (path.relative_to(self.content) for path in self.content.rglob("*") if path.is_file())
        return {
            path.as_posix(): (self.content / path).read_bytes()
            for path in paths
            if path.parts[0] not in NOT_OURS
        }
