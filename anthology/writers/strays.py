"""Words that nobody could read on a page, to the findings that stop the book."""

from __future__ import annotations

from anthology.bindery.fragment import Stray
from anthology.model import Finding, Severity


def told(stray: Stray, title: str, folio: str) -> Finding:
    """What became of the words of a stray: `title` is that of their section, `folio` that of their page."""
    match stray.way:
        case "cut":
            return _told(stray, title, folio, "page-text-cut", "are cut off by a box")
        case "invisible":
            return _told(stray, title, folio, "page-text-invisible", "are there and cannot be seen")
        case "covered":
            return _told(stray, title, folio, "page-text-covered", "lie below a picture or a box")
        case "overprinted":
            return _told(stray, title, folio, "page-text-overprinted", "are printed over others")
        case "disordered":
            return _told(stray, title, folio, "page-text-disordered", "stand before what they follow")
        case _:
            return _told(stray, title, folio, "page-text-outside", "run off the text area of the page")


def _told(stray: Stray, title: str, folio: str, code: str, fate: str) -> Finding:
    """The finding; page and words stand in its text too, since an error has no place for them."""
    more = f" and {stray.count - len(stray.words.split(' '))} more" if _more(stray) else ""
    return Finding(
        code,
        Severity.ERROR,
        f"“{title}”, page {folio}: words that {fate}: “{stray.words}”{more}",
        hint="shorten or part what is there (a long word, a wide table), or mend the layout at this place",
        page=folio,
    )


def _more(stray: Stray) -> bool:
    return stray.count > len(stray.words.split(" "))
