"""Every word the tool itself puts in front of a reader, by language, from gettext catalogues.

Catalogues are `locale/<language>/anthology.po`; they are read as they are, so that no made file is kept.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

# Babel is loaded where a text needs it: that takes as long as half a command that has nothing to do.


def _(msgid: str) -> str:
    """Marks a label for the catalogues."""
    return msgid


_ROLES: Mapping[str, str] = {
    "photographer": _("photograph"),
    "interviewer": _("interview"),
    "illustrator": _("illustration"),
    "editor": _("editing"),
    "translator": _("translation"),
    "layout": _("layout"),
    "proofreader": _("proofreading"),
    "video": _("video"),
    "sound": _("sound"),
}
_POINT = _(".")
_FOLDER = Path(__file__).resolve().parent / "locale"


def languages() -> tuple[str, ...]:
    """Languages that have a catalogue; labels are written in English in the source."""
    return ("en", *sorted(path.parent.name for path in _FOLDER.glob("*/anthology.po")))


def interface_language(environment: Mapping[str, str]) -> str:
    """The language to speak to the person at the terminal: the first wished-for one with a catalogue.

    The variables are those of gettext, in its order; `LANGUAGE` is a list (`fr:en`). `C` and `POSIX` are
    English, which is also the language of those who wish for none that is known.
    """
    known = languages()
    wished = environment.get("LANGUAGE", "").split(":")
    wished += [environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for locale in wished:
        tag = re.split(r"[.@]", locale)[0].replace("_", "-")
        if tag in ("C", "POSIX"):
            return "en"
        for name in (tag, tag.partition("-")[0]):
            if name in known:
                return name
    return "en"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The labels in that language, or in its base language (`fr` for `fr-CH`), or in English."""
    for name in (language, language.partition("-")[0]):
        path = _FOLDER / name / "anthology.po"
        if path.is_file():
            return _Catalogue(_entries(path.read_text(encoding="utf-8")))
    return gettext.NullTranslations()


class _Catalogue(gettext.NullTranslations):
    """The entries of a catalogue: each label with its translation, or with the forms of one that counts."""

    def __init__(self, entries: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._entries = entries
        head = re.search(r"plural=([^;]+);", entries[""][0])
        self._form = gettext.c2py(head[1] if head else "n != 1")

    def gettext(self, message: str) -> str:
        forms = self._entries.get(message)
        return forms[0] if forms else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._entries.get(msgid1)
        return forms[self._form(n)] if forms else super().ngettext(msgid1, msgid2, n)


def _entries(text: str) -> dict[str, tuple[str, ...]]:
    """The translated entries of a .po file (GNU gettext manual, "The Format of PO Files").

    Babel reads such files, too; it takes longer for it than a command takes that has nothing to do.
    """
    entries = {}
    for block in re.split(r"\n\s*\n", text):
        fields = _fields(block)
        forms = tuple(value for name, value in fields.items() if name.startswith("msgstr"))
        if all(forms) and "msgid" in fields:
            entries[fields["msgid"]] = forms
    return entries


def _fields(block: str) -> dict[str, str]:
    """What an entry says, by the names of its fields; a text may go on over several lines, each in quotes."""
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        before, quote, said = line.strip().partition('"')
        if quote and not before.startswith("#"):
            name = before.strip() or name
            fields[name] = fields.get(name, "") + said.removesuffix('"')
    return {key: _ESCAPE.sub(_sign, text) if "\\" in text else text for key, text in fields.items()}


_ESCAPE = re.compile(r"\\(.)")
_SIGNS = {"n": "\n", "t": "\t"}


def _sign(escaped: re.Match[str]) -> str:
    return _SIGNS.get(escaped[1], escaped[1])


def role(name: str, language: str) -> str:
    """What somebody did, as it stands behind a name: a noun of the work, so that it fits anybody.

    Writing needs no word: the label of `author` is empty.
    """
    return catalogue(language).gettext(_ROLES[name]) if name in _ROLES else ""


def listed(items: tuple[str, ...], language: str) -> str:
    """Names as a sentence lists them: `A, B et C`."""
    from babel.lists import format_list

    return format_list(list(items), locale=_locale(language)) if items else ""


def tenths(number: float, language: str) -> str:
    """A number with one decimal, as the language writes it: `1.2`, `1,2`."""
    return f"{number:.1f}".replace(".", catalogue(language).gettext(_POINT))


def long_date(date: str, language: str) -> str:
    """A date of the settings (`2022`, `2022-11`, `2022-11-30`) as the language writes it."""
    from babel import Locale
    from babel.dates import format_date, parse_date

    if date.count("-") == 2:
        day = parse_date(date, locale=Locale("en"), format="yyyy-MM-dd")
        return format_date(day, format="long", locale=_locale(language))
    if date.count("-") == 1:
        month = parse_date(f"{date}-01", locale=Locale("en"), format="yyyy-MM-dd")
        return format_date(month, format="MMMM y", locale=_locale(language))
    return date


def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
