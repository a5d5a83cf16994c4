"""One manuscript in; what it shows without the others, kept from one import to the next, out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from anthology import records
from anthology.cache import Cache, digest
from anthology.model import PLAIN, Manuscript, Role
from anthology.recognise.acquainted import Signed, signed
from anthology.recognise.claims import arranged
from anthology.recognise.credits import CreditLine
from anthology.recognise.duplicates import Compared, compared
from anthology.recognise.segments import Plan, Segment, plan
from anthology.recognise.survey import Survey, survey_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A submission by itself: how it falls apart, who signed each of its articles, what to compare.

    `name` is the digest of all it was made of. `articles` holds the credits of each segment that is no
    teaser, in their order.
    """

    name: str
    survey: Survey
    plan: Plan
    articles: tuple[Signed, ...]
    compared: Compared


def sheet_of(manuscript: Manuscript, expected: str, cache: Cache, printed: Collection[int] = ()) -> Sheet:
    """Look at one submission.

    `expected` is the language of the book; `printed` are the positions of blocks that somebody wants printed,
    though they look like teasers.
    """
    name = _name(manuscript, expected, sorted(printed))
    return cache.remember(
        "sheet",
        name,
        lambda: _made(name, manuscript, expected, frozenset(printed)),
        dump=lambda sheet: records.dump(_written(sheet)),
        load=lambda data: _read(name, manuscript, records.load(_Written, data)),
    )


def _name(manuscript: Manuscript, expected: str, printed: Sequence[int]) -> str:
    spans = (f"{block.start} {block.end} {block.line}" for block in manuscript.blocks)
    shapes = tuple((place, one.shape) for place, one in enumerate(manuscript.blocks) if one.shape != PLAIN)
    told = (shapes, manuscript.marks, manuscript.pictures)
    return digest(
        expected,
        " ".join(map(str, printed)),
        manuscript.file,
        manuscript.sha256,
        manuscript.encoding,
        manuscript.text,
        *spans,
        records.digest_of(told),
    )


def _made(name: str, manuscript: Manuscript, expected: str, printed: frozenset[int]) -> Sheet:
    survey = survey_of(manuscript, expected)
    own = arranged(plan(survey.traits, survey.fixed, printed), survey)
    articles = tuple(signed(survey, each.blocks) for each in own.segments if not each.teaser)
    return Sheet(name, survey, own, articles, compared([block.text for block in manuscript.blocks]))


# --- as it is kept -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Written:
    """A sheet as it is kept: without its manuscript, which is kept by itself."""

    language: str
    fixed: tuple[tuple[int, Role], ...]
    credits: tuple[tuple[int, CreditLine], ...]
    segments: tuple[Segment, ...]
    twins: tuple[tuple[int, int], ...]
    articles: tuple[Signed, ...]
    compared: Compared


def _written(sheet: Sheet) -> _Written:
    survey = sheet.survey
    return _Written(
        survey.language,
        tuple(survey.fixed.items()),
        tuple(survey.credits.items()),
        sheet.plan.segments,
        tuple(sheet.plan.twins.items()),
        sheet.articles,
        sheet.compared,
    )


def _read(name: str, manuscript: Manuscript, one: _Written) -> Sheet:
    """The sheet that was written.

    Raises:
        ValueError: it is none of this manuscript.
    """
    fixed, credits = MappingProxyType(dict(one.fixed)), MappingProxyType(dict(one.credits))
    survey = Survey(manuscript, one.language, fixed, credits)
    own = Plan(one.segments, MappingProxyType(dict(one.twins)))
    if not one.compared.fits(manuscript) or len(one.articles) != sum(
        not each.teaser for each in own.segments
    ):
        raise ValueError("this is the sheet of another manuscript")
    return Sheet(name, survey, own, one.articles, one.compared)
