"""A content folder and chance in; what an editor and a class do to it between two imports, out.

Every word that the editor writes stands nowhere else, so it can be found again wherever it went.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random

from anthology import folders, review

SETTINGS = '[book]\ntitle = "T"\nlanguage = "fr"\n'
OWN = re.compile(r"éd[0-9]+x")
"""A word of the editor's."""
_TITLES = ("Le port", "La gare", "Le marché", "Nuit blanche", "Le quai", "La halle", "Le phare")
_NAMES = ("Ada Roy", "Luc Bel", "Inès Causse", "Zoé Grand")
_LINES = (
    "Le premier chalutier rentre avant l'aube, chargé de sardines et de sel.",
    "Les pêcheurs disent que la mer se vide, année après année.",
    'Elle répond : "Nous avons appris à dire non aux autres".',
    "Le dernier train part à minuit, et le quai se vide.",
    "Depuis 1998, 2 500 personnes y travaillent 7 jours sur 7.",
    "On y revient demain, comme chaque jour de l'année.",
    "Au XIXème siècle, l'oeuvre coûtait trois francs...",
)


class Desk:
    """One content folder, an editor at it, and a class that sends texts."""

    def __init__(self, content: Path, random: Random) -> None:
        self.content = content
        self.random = random
        self._numbers = count(1)
        (content / folders.SUBMISSIONS).mkdir(parents=True)
        (content / "anthology.toml").write_text(SETTINGS, encoding="utf-8")
        for number in range(random.randint(1, 2)):
            self.send(number)

    # --- the class ---

    def send(self, number: int, version: int = 0) -> None:
        """A text of the class, which has four of each: the tool remembers how it read them."""
        lines = [_LINES[(number + step) % len(_LINES)] for step in range(3)]
        if version == 1:
            lines[1] = lines[1].replace("e ", "e très ", 1)
        elif version == 2:
            lines.insert(1, "On y ajoute un paragraphe, plus tard, qui ne dit rien de plus.")
        elif version == 3:
            lines = ["Un autre début, plus court.", lines[2].replace("a ", "a presque ", 1)]
        text = "\n\n".join((_TITLES[number % len(_TITLES)], f"Par {_NAMES[number % len(_NAMES)]}", *lines))
        (self.content / folders.SUBMISSIONS / f"s{number}.txt").write_text(text + "\n", encoding="utf-8")

    def sent_again(self) -> None:
        """What a class does after it has sent its texts: corrects, adds, renames, takes back."""
        what = self.random.random()
        files = sorted((self.content / folders.SUBMISSIONS).glob("*.txt"))
        if what < 0.15 or not files:
            self.send(self.random.randrange(len(_TITLES)))
        elif what < 0.8:
            (number,) = re.findall("[0-9]", self.random.choice(files).name)
            self.send(int(number), self.random.randint(1, 3))
        elif what < 0.88:
            path = self.random.choice(files)
            path.rename(path.with_name(f"n{path.name}"))
        else:
            self.random.choice(files).unlink()

    # --- the editor ---

    def articles(self) -> list[Path]:
        return sorted((self.content / folders.ARTICLES).glob("*.md"))

    def word(self) -> str:
        return f"éd{next(self._numbers)}x"

    def edit(self) -> None:
        """Something that an editor does."""
        if files := self.articles():
            self.random.choice(self._acts())(self.random.choice(files))

    def _acts(self) -> tuple[Callable[[Path], None], ...]:
        texts = (
            self._adds,
            self._adds,
            self._corrects,
            self._corrects,
            self._takes_out,
            self._moves,
            self._heads,
        )
        return (
            *texts,
            self._renames,
            self._deletes,
            self._splits,
            self._answers,
            self._answers,
            self._types_oddly,
        )

    def _parts(self, path: Path) -> tuple[str, list[str]]:
        head, mark, body = path.read_text(encoding="utf-8").rpartition("+++\n")
        return head + mark, body.rstrip("\n").split("\n\n")

    def _save(self, path: Path, head: str, parts: list[str]) -> None:
        path.write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")

    def _adds(self, path: Path) -> None:
        head, parts = self._parts(path)
        place = self.random.randint(0, len(parts))
        self._save(path, head, [*parts[:place], f"Ici, {self.word()} et {self.word()}.", *parts[place:]])

    def _corrects(self, path: Path) -> None:
        head, parts = self._parts(path)
        place = self.random.randrange(len(parts))
        parts[place] = re.sub(r"(?<=\w) (?=\w)", f" {self.word()} ", parts[place], count=1)
        self._save(path, head, parts)

    def _takes_out(self, path: Path) -> None:
        head, parts = self._parts(path)
        if len(parts) > 1:
            del parts[self.random.randrange(len(parts))]
            self._save(path, head, parts)

    def _moves(self, path: Path) -> None:
        head, parts = self._parts(path)
        parts.append(parts.pop(self.random.randrange(len(parts))))
        self._save(path, head, parts)

    def _heads(self, path: Path) -> None:
        """Another title, standfirst or name."""
        head, parts = self._parts(path)
        what = self.random.random()
        if what < 0.4:
            head = re.sub(r'title = "', f'title = "{self.word()} ', head, count=1)
        elif what < 0.7:
            head = re.sub(r'family = "', f'family = "{self.word()} ', head, count=1)
        elif "standfirst" not in head and head.endswith("+++\n"):
            head = f'{head[:-4]}standfirst = "Et {self.word()}."\n+++\n'
        self._save(path, head, parts)

    def _renames(self, path: Path) -> None:
        path.rename(path.with_name(f"a{next(self._numbers)}{path.name[path.name.index('.') :]}"))

    def _deletes(self, path: Path) -> None:
        path.unlink()

    def _splits(self, path: Path) -> None:
        """The second half to a file of its own."""
        head, parts = self._parts(path)
        if len(parts) > 1 and not path.name.endswith(folders.INCOMING):
            half = len(parts) // 2
            self._save(path, head, parts[:half])
            other = path.with_name(f"b{next(self._numbers)}.md")
            self._save(other, f'+++\ntitle = "{self.word()}"\n+++\n', parts[half:])

    def _answers(self, path: Path) -> None:
        """Some answer to some question."""
        file = self.content / review.FILE
        if not file.exists():
            return
        text = file.read_text(encoding="utf-8")
        asked = review.read_review(text).decisions
        if asked:
            one = self.random.choice(asked)
            words = self.random.choice(("accept", "reject", "reject", f"non : {self.word()}"))
            if one.kind == "merge-conflict" or words == "reject":
                file.write_text(review.with_answers(text, {one.id: words}), encoding="utf-8")

    def _types_oddly(self, path: Path) -> None:
        """A program of another system, which ends lines in its own way."""
        text = path.read_text(encoding="utf-8")
        ends = self.random.choice(("\r\n", "\n"))
        path.write_bytes(text.replace("\r\n", "\n").replace("\n", ends).encode())


def own_words(content: Path) -> set[str]:
    """The words of the editor that stand in articles, beside them, or among the answers."""
    return {word for path in _kept(content) for word in OWN.findall(path.read_text(encoding="utf-8"))}


def _kept(content: Path) -> Iterator[Path]:
    yield from sorted((content / folders.ARTICLES).rglob("*.md"))
    if (content / review.FILE).exists():
        yield content / review.FILE


def state(content: Path) -> dict[str, bytes]:
    """Every file that an import may write: of articles, questions, and what it keeps."""
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for place in (folders.ARTICLES, folders.BASES)
        for path in sorted((content / place).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    } | {name: (content / name).read_bytes() for name in (review.FILE,) if (content / name).exists()}
