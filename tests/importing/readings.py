"""Submissions as recognition hands them on: paragraphs with their roles, and what an editor answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anthology.config import Config, parse
from anthology.importing.articles import articles_of, placed
from anthology.importing.wording import Cleaning, Wording
from anthology.model import Article, Decision, Draft, Edit, Fate, Judgement, Reading, Role, Turn
from anthology.readers.text import read_text

FILE = "submissions/a.txt"
AS_IS = Cleaning(frozenset(), frozenset(), {})
SETTINGS = parse(
    {
        "book": {"title": "T", "language": "fr", "school": "École"},
        "part": [{"title": "P", "cohort": "2022", "articles": ["un-titre"]}],
    }
)
FATES = {
    Role.PULL_QUOTE: Fate.DISPLAY_QUOTE, Role.CREDIT: Fate.CREDIT, Role.PHOTO_CREDIT: Fate.PHOTO_CREDIT,
    Role.TEASER: Fate.HELD_BACK, Role.DUPLICATE_TEASER: Fate.DROPPED_COPY, Role.MASTHEAD: Fate.FURNITURE,
}  # fmt: skip


def reading(*parts: tuple[Role, str], file: str = FILE, speakers: Mapping[str, Sequence[str]] | None = None,
            **draft: object) -> Reading:  # fmt: skip
    """A submission of these paragraphs, all of one article; `speakers` by the text of an answer."""
    manuscript = read_text("\n\n".join(text for _, text in parts).encode(), file).manuscripts[0]
    assert [block.text for block in manuscript.blocks] == [text.strip() for _, text in parts]
    judgements = []
    for (role, text), block in zip(parts, manuscript.blocks, strict=True):
        names = (speakers or {}).get(text)
        turns = (Turn(block.start, block.end, tuple(names)),) if names else ()
        judgements.append(Judgement(block, role, FATES.get(role, Fate.PRINTED), 0, turns=turns))
    blocks = manuscript.blocks
    values: dict[str, object] = {"title": "Un titre", "title_proposed": False, "language": "fr", **draft}
    found = Draft(file, blocks[0].start, blocks[-1].end, **values)  # type: ignore[arg-type]
    return Reading(manuscript, "fr", tuple(judgements), (found,))


def articles(*readings: Reading, cleaning: Cleaning = AS_IS, config: Config = SETTINGS,
             known: Sequence[Article] = ()) -> tuple[Article, ...]:  # fmt: skip
    slugs = placed(readings, known)
    return tuple(
        article
        for one, own in zip(readings, slugs, strict=True)
        for article in articles_of(one, own, cleaning, config, Wording(one.manuscript.file)).articles
    )


def body(*parts: tuple[Role, str], cleaning: Cleaning = AS_IS, **fields: object) -> str:
    (article,) = articles(reading(*parts, **fields), cleaning=cleaning)  # type: ignore[arg-type]
    return article.body


def decision(id_: str, answer: str, *edits: Edit, file: str = FILE) -> Decision:
    return Decision(id_, "accent", f"{file}:1", "", "", answer=answer, edits=edits)
