from __future__ import annotations

import io
import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import get_args

import click
import pytest
from anthology import labels
from anthology.cli import main
from anthology.pages import Role
from anthology.phrases import KINDS
from anthology.rules import RULES
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

ROLES_OF_ARTICLES = get_args(Role)
ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"_": None, "gettext": None, "say": None, "ngettext": (1, 2), "_n": (1, 2)}
TRANSLATIONS = sorted((ROOT / "anthology" / "locale").glob("*/anthology.po"))


def in_modules() -> Iterator[str]:
    """Labels of the modules that ask for a catalogue; messages to the editor are not labels."""
    for path in sorted((ROOT / "anthology").rglob("*.py")):
        if not re.search(r"\bcatalogue\(", path.read_text(encoding="utf-8")):
            continue
        with path.open("rb") as source:
            for _, message, _, _ in extract("python", source, keywords=KEYWORDS):
                yield from (message,) if isinstance(message, str) else message[:1]


def in_templates() -> Iterator[str]:
    for path in sorted((ROOT / "layouts").rglob("*")):
        if path.suffix in {".xhtml", ".html"} or path.name == "print.css":
            source = io.BytesIO(path.read_bytes())
            options = {"trimmed": "false", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
            for _, _, message, _ in babel_extract(source, ("_", "gettext", "ngettext"), (), options):
                yield from (message,) if isinstance(message, str) else filter(None, message or ())


def in_commands() -> Iterator[str]:
    """What `--help` says, and the words that the library of the command line puts around it."""
    yield from ("Usage: ", "Options:", "Commands:")
    for command in (main, *main.commands.values()):
        yield cleandoc(command.help or "")
        options = command.get_params(click.Context(command))
        yield from (one.help or "" for one in options if isinstance(one, click.Option))


def in_rules() -> Iterator[str]:
    """Names and reasons of the rules of typography; that of a question is among the kinds of questions."""
    for rule in RULES:
        yield rule.why
        if rule.name not in KINDS:
            yield rule.name


def used() -> set[str]:
    messages = (*in_modules(), *in_templates(), *in_commands(), *in_rules())
    return {message for message in messages if message}


def ids(message: Message) -> tuple[str, ...]:
    """The label, or the two forms of one that counts."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def catalog(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=path.parent.name)


def test_labels_are_found_in_modules_and_in_templates_of_both_kinds() -> None:
    assert "Group %(number)s" in set(in_modules())
    assert {"Draft", "Proposed title", "Edited by %(names)s"} <= set(in_templates())


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.parent.name)
class TestEveryCatalogue:
    def test_translates_every_label_that_is_used(self, path: Path) -> None:
        translated = {ids(message)[0] for message in catalog(path) if message.id and all(strings(message))}
        assert used() - translated == set()

    def test_holds_no_label_that_nothing_uses(self, path: Path) -> None:
        assert {ids(message)[0] for message in catalog(path) if message.id} - used() == set()

    def test_keeps_the_places_for_values(self, path: Path) -> None:
        places = re.compile(r"%\(\w+\)[sd]")
        for message in catalog(path):
            if message.id:
                wanted = sorted(places.findall(ids(message)[-1]))
                assert all(sorted(places.findall(text)) == wanted for text in strings(message))

    def test_is_not_marked_as_doubtful(self, path: Path) -> None:
        assert [message.id for message in catalog(path) if message.fuzzy and message.id] == []


def test_french_labels_hold_the_spaces_of_french() -> None:
    for message in catalog(ROOT / "anthology" / "locale" / "fr" / "anthology.po"):
        text = " ".join(strings(message)) if message.id else ""
        assert not re.search(r"(?<![\u00a0\u202f])[:;!?»]|«(?![\u00a0\u202f])", text), message.id


def test_a_language_with_a_catalogue_says_its_own_words() -> None:
    assert labels.catalogue("fr").gettext("Contents") == "Table des matières"


def test_a_regional_variety_says_the_words_of_its_language() -> None:
    assert labels.catalogue("fr-CH").gettext("Draft") == "Brouillon"


def test_a_language_without_a_catalogue_says_english() -> None:
    assert labels.catalogue("oc").gettext("Contents") == "Contents"


def test_languages_are_english_and_those_with_a_catalogue() -> None:
    assert labels.languages() == ("en", "fr")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_CA@euro"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "french"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LC_ALL": "en_GB.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
        ({"LC_TIME": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"}, "en"),
        ({"LANGUAGE": "de:fr:en", "LC_ALL": "en_GB.UTF-8"}, "fr"),
        ({"LANGUAGE": "en", "LC_ALL": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "../../etc"}, "en"),
        ({"LANG": ".."}, "en"),
    ],
)
def test_the_command_speaks_the_first_language_that_is_wished_for_and_known(
    environment: dict[str, str], language: str
) -> None:
    assert labels.interface_language(environment) == language


@pytest.mark.parametrize(("language", "shown"), [("fr", "1,2"), ("en", "1.2"), ("xx", "1.2")])
def test_a_number_has_the_decimal_mark_of_the_language(language: str, shown: str) -> None:
    assert labels.tenths(1.24, language) == shown
    assert labels.tenths(3, language)[1:] == shown[1] + "0"


@pytest.mark.parametrize(
    ("names", "language", "shown"),
    [
        ((), "fr", ""),
        (("Ada",), "fr", "Ada"),
        (("Ada", "Bo"), "fr", "Ada et Bo"),
        (("Ada", "Bo", "Cy"), "fr", "Ada, Bo et Cy"),
        (("Ada", "Bo", "Cy"), "en", "Ada, Bo, and Cy"),
        (("Ada", "Bo"), "xx", "Ada and Bo"),
    ],
)
def test_names_are_listed_as_the_language_lists_them(
    names: tuple[str, ...], language: str, shown: str
) -> None:
    assert labels.listed(names, language) == shown


@pytest.mark.parametrize("name", ["{0}", "{1} et {0}", "%s"])
def test_a_name_that_looks_like_a_place_for_a_value_stays_as_it_is(name: str) -> None:
    assert labels.listed((name, "Bo"), "fr") == f"{name} et Bo"


@pytest.mark.parametrize(
    ("date", "shown"),
    [("2022", "2022"), ("2022-11", "novembre 2022"), ("2022-11-30", "30 novembre 2022"), ("", "")],
)
def test_a_date_is_written_as_the_language_writes_it(date: str, shown: str) -> None:
    assert labels.long_date(date, "fr") == shown


def test_every_role_but_authorship_has_a_label() -> None:
    assert labels.role("author", "fr") == ""
    others = [role for role in ROLES_OF_ARTICLES if role != "author"]
    assert all(labels.role(role, language) for role in others for language in labels.languages())


def test_the_label_of_a_role_fits_anybody() -> None:
    assert labels.role("photographer", "fr") == "photographie"


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.parent.name)
def test_a_catalogue_says_what_another_reader_of_its_format_finds(path: Path) -> None:
    wanted = {ids(message)[0]: strings(message) for message in catalog(path) if message.id}
    say = labels.catalogue(path.parent.name)
    assert {label: say.gettext(label) for label in wanted} == {
        label: forms[0] for label, forms in wanted.items()
    }
    counting = {label: forms for label, forms in wanted.items() if len(forms) > 1}
    assert len(counting) > 3
    for label, (one, many) in counting.items():
        assert [say.ngettext(label, "", number) for number in (0, 1, 2)] == [one, one, many]


class TestReadingACatalogue:
    HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'

    def test_strings_are_joined_and_signs_are_unescaped(self) -> None:
        text = self.HEAD + '#. a "note"\nmsgid "a \\"b\\" "\n"c\\\\d"\nmsgstr ""\n"x\\n"\n"y\\tz"\n'
        assert labels._entries(text)['a "b" c\\d'] == ("x\ny\tz",)

    def test_what_is_not_translated_is_no_entry(self) -> None:
        text = (
            self.HEAD + 'msgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgid_plural "c"\nmsgstr[0] "d"\nmsgstr[1] ""\n'
        )
        assert set(labels._entries(text)) == {""}

    def test_a_label_that_is_not_in_it_stays_as_it_is(self) -> None:
        words = labels._Catalogue(labels._entries(self.HEAD))
        assert words.gettext("new") == "new"
        assert [words.ngettext("one", "many", number) for number in (1, 2)] == ["one", "many"]
