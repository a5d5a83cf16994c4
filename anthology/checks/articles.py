"""Articles to findings: what each one still lacks, and who is not what the settings say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from anthology.checks.case import Case
from anthology.checks.places import file_place
from anthology.model import Article, Finding, Severity
from anthology.names import Person


def empty(case: Case) -> Iterator[Finding]:
    """Articles without a word of text; one that is all standfirst is short, not empty."""
    for article in case.articles:
        if not article.body.strip() and not article.standfirst.strip():
            yield Finding(
                "article-empty",
                Severity.ERROR,
                f"“{article.title}” has no text",
                "write its text below the front matter, or delete the file",
                article.file,
                article.body_line,
                1,
            )


def unsigned(case: Case) -> Iterator[Finding]:
    """Articles that nobody signs."""
    for article in case.articles:
        if not article.authors:
            yield Finding(
                "article-without-authors",
                Severity.WARNING,
                f"“{article.title}” names nobody who wrote it",
                "add `authors = [ { given = …, family = … } ]` to its front matter",
                article.file,
                1,
                1,
            )


def unplaced(case: Case) -> Iterator[Finding]:
    """Articles that no part lists, in a book that has parts."""
    parts = case.config.part if case.config else ()
    listed = {slug for part in parts for slug in part.articles}
    for article in case.articles if parts else ():
        if article.slug not in listed:
            yield Finding(
                "article-unplaced",
                Severity.REMARK,
                f"no part lists “{article.title}”: it stands after the last one",
                f'add "{article.slug}" to the articles of a [[part]] of anthology.toml',
                article.file,
                1,
                1,
            )


def titles(case: Case) -> Iterator[Finding]:
    """Titles that nobody chose yet."""
    for article in case.articles:
        if article.title_proposed:
            yield Finding(
                "title-proposed",
                Severity.WARNING,
                f"the title “{article.title}” is only a proposal",
                "write the title you want in the front matter, and take out `title_proposed`",
                article.file,
                *_place(case, article, "title_proposed"),
            )


def groups(case: Case) -> Iterator[Finding]:
    """Groups that share school, cohort and number, but nobody who wrote."""
    by_key: dict[str, list[Article]] = {}
    for article in case.articles:
        if article.group and article.group.number and article.authors:
            by_key.setdefault(article.group.key, []).append(article)
    for key, own in by_key.items():
        circles = _circles(own)
        if len(circles) > 1:
            files = ", ".join(circle[0].file for circle in circles[1:])
            yield Finding(
                "groups-share-key",
                Severity.WARNING,
                f"{len(circles)} groups without a common author have one name "
                f"({' '.join(part for part in key.split('|') if part)}); see also {files}",
                "give one of them its own `cohort` (in its front matter, or in its part)",
                circles[0][0].file,
                *_place(case, circles[0][0], "group"),
            )


def _circles(articles: Iterable[Article]) -> list[list[Article]]:
    """Articles together that share an author, directly or through another one."""
    circles: list[tuple[set[Person], list[Article]]] = []
    for article in articles:
        people, own = {one.person for one in article.authors}, [article]
        apart = []
        for circle in circles:
            if circle[0] & people:
                people, own = people | circle[0], [*circle[1], *own]
            else:
                apart.append(circle)
        circles = [*apart, (people, own)]
    return sorted((own for _, own in circles), key=lambda own: own[0].file)


def classes(case: Case) -> Iterator[Finding]:
    """Class codes that the settings do not explain."""
    known: Sequence[str] = tuple(case.config.book.classes) if case.config else ()
    met: set[str] = set()
    for article in case.articles:
        for code in (one.class_code for one in article.authors):
            if code and code not in known and code not in met:
                met.add(code)
                yield Finding(
                    "class-unknown",
                    Severity.REMARK,
                    f"nothing says what the class {code} is",
                    f'add it to `classes` in [book] of anthology.toml: classes = {{ {code} = "…" }}',
                    article.file,
                    *_place(case, article, f'"{code}"'),
                )


def _place(case: Case, article: Article, needle: str) -> tuple[int, int]:
    """Where the head of an article says something; its first line, where it cannot be found."""
    line, column = file_place(article, case.texts.get(article.file), needle)
    return line or 1, column or 1
