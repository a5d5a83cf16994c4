"""How much a text may hold: what people write passes, what hangs a parser is stopped with its place."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest
from anthology import limits
from anthology.errors import SourceError
from anthology.limits import LIMITS, Limit, refuse_bytes, refuse_front, refuse_markdown, refuse_submission
from anthology.markup import escape, read_body, words_of
from anthology.model import Article
from tests.safety import hangs
from tests.safety.counts import count

_WORDS = ("le", "port", "ne", "dort", "jamais", "chaque", "matin", "des", "bateaux", "arrivent", "lumière")


def prose(length: int, between: str = "\n\n") -> str:
    """Paragraphs of a few sentences, as a class writes them."""
    chance, made, size = random.Random(7), list[str](), 0  # noqa: S311
    while size < length:
        words = " ".join(chance.choice(_WORDS) for _ in range(chance.randint(40, 160)))
        made.append(f"{words.capitalize()}.")
        size += len(words) + 3
    return between.join(made)


def stopped(text: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        refuse_markdown(text, "articles/a.md", 5)
    return caught.value


def table(columns: int, rows: int) -> str:
    return hangs.table(columns, rows)


PAST: dict[str, tuple[Limit, str, str]] = {
    "characters": (limits.CHARACTERS, "mot\n\n" * 60_001, ""),
    "a paragraph": (limits.PARAGRAPH, "un mot. " * 5001, "un mot. " * 4999),
    "lines": (limits.LINES, "mot\n" * 5000 + "mot", "mot\n" * 4999),
    "paragraphs": (limits.PARAGRAPHS, "mot\n\n" * 4_001, "mot\n\n" * 3_999),
    "headings of a text": (limits.PARAGRAPHS, ("# a\n" * 199 + "\n") * 11, ("# a\n" * 199 + "\n") * 9),
    "items": (limits.PARAGRAPHS, "- a\n" * 2000, "- a\n" * 1999),
    "items in items": (limits.PARAGRAPHS, "- 1. > a\n\n" * 572, "- 1. > a\n\n" * 570),
    "a word": (limits.WORD, "a" * 1001, "a" * 1000),
    "long words": (limits.LONG_WORDS, ("a" * 1000 + " ") * 11, ("a" * 1000 + " ") * 10),
    "a row of signs": (limits.RUN, "- " + "." * 501, "." * 500),
    "headings": (limits.HEADINGS, "# a\n" * 201, "# a\n" * 200),
    "underlined headings": (limits.HEADINGS, "a\n===\n" * 201, "a\n===\n" * 200),
    "marks": (limits.MARKS, "*a* " * 2501, "*a* " * 2499),
    "open brackets": (limits.SEARCH, "[ mot " * 1200, "[ mot " * 400),
    "open parentheses": (limits.SEARCH, "[a](b " * 1400, "[a](b) " * 1400),
    "marks of a text": (limits.ALL_MARKS, ("*a* " * 2000 + "\n\n") * 11, ("*a* " * 2000 + "\n\n") * 9),
    "quotes": (limits.DEPTH, "> " * 41 + "a", "> " * 40 + "a"),
    "lists": (limits.DEPTH, "- " * 41 + "a", "- " * 41),
    "attributes": (limits.ATTRIBUTES, "a\n{: " + "b " * 1000, "a\n{: " + "b " * 900 + "}"),
    "notes": (limits.NOTES, "[^{n}]: a\n\n" * 701, "[^{n}]: a\n\n" * 700),
    "calls in a paragraph": (limits.NOTES_OF_A_PARAGRAPH, hangs.lines("[^{n}]", 51), "[^1]" * 50),
    "calls of a note": (limits.CALLS, "a[^1]\n\n" * 201, "a[^1]\n\n" * 200),
    "calls": (limits.ALL_CALLS, (hangs.lines("[^{n}]", 45) + "\n\n") * 46, "[^1] [^2]\n\n" * 200),
    "addresses": (limits.REFERENCES, "[a]: b\n\n" * 2001, "[a]: b\n\n" * 2000),
    "columns": (limits.COLUMNS, table(16, 2), table(15, 2)),
    "rows": (limits.ROWS, table(2, 1000), table(2, 998)),
    "cells": (limits.CELLS, (table(15, 110) + "\n\n") * 2, (table(15, 95) + "\n\n") * 2),
    "combining marks": (limits.COMBINING, "e" + "\u0301" * 11, "e" + "\u0301" * 10),
    "marks with joiners": (limits.COMBINING, "e" + "\u0301\u200d" * 6, "e" + "\u0301\u200d" * 5),
}


class TestLimits:
    @pytest.mark.parametrize(("limit", "past", "at"), PAST.values(), ids=PAST)
    def test_one_more_is_told_and_the_most_passes(self, limit: Limit, past: str, at: str) -> None:
        error = stopped(past)
        assert error.code == "text-too-much"
        assert limit.what in error.message
        assert f"; {limit.most} are the most" in error.message
        assert (error.file, error.hint) == ("articles/a.md", limit.hint)
        refuse_markdown(at, "articles/a.md")

    def test_each_limit_is_reached_by_a_test_and_says_why_it_is_there(self) -> None:
        elsewhere = {limits.BYTES, limits.SENT, limits.SENT_PARAGRAPHS, limits.LINE}
        elsewhere |= {limits.FRONT, limits.FRONT_DEPTH, limits.FRONT_KEY}
        assert {limit for limit, _, _ in PAST.values()} | elsewhere == set(LIMITS)
        assert all(limit.why and limit.hint and limit.most > 0 for limit in LIMITS)
        assert len({limit.what for limit in LIMITS}) == len(LIMITS)

    def test_the_place_is_the_line_of_the_file(self) -> None:
        error = stopped("Un mot.\n\nUn autre, et\n" + "e" + "\u0301" * 50)
        assert (error.line, error.column) == (8, 2)
        assert stopped("Un mot.\n\n" + "[ mot " * 1200).line == 7

    def test_bytes_and_front_matter_have_limits_of_their_own(self) -> None:
        with pytest.raises(SourceError):
            refuse_bytes(b"a" * (limits.BYTES.most + 1), "a")
        for front in ("a" * (limits.FRONT.most + 1), "a = " + "[{" * 21, "e" + "\u0301" * 11):
            with pytest.raises(SourceError):
                refuse_front(front, "a")
        refuse_bytes(b"a" * limits.BYTES.most, "a")
        refuse_front("a = " + "[[]]" * 1000, "a")

    @pytest.mark.parametrize("before", ["", "[", "[[", "a = {", "a = { b = 1,", "a = 1\n  "])
    def test_a_key_of_many_names_is_stopped_wherever_a_key_may_stand(self, before: str) -> None:
        for name in ("a", '"a.b"', "' a '", '"\\""', " a\t"):
            refuse_front(f"{before}{'.'.join([name] * 40)} = 1", "a")
            with pytest.raises(SourceError) as caught:
                refuse_front(f"{before}{'.'.join([name] * 41)} = 1", "a")
            assert limits.FRONT_KEY.what in caught.value.message
            limits.refuse_tables(f"{before}{'.'.join([name] * 40)} = 1", "a")
            with pytest.raises(SourceError):
                limits.refuse_tables(f"{before}{'.'.join([name] * 41)} = 1", "a", 3)
        refuse_front(f'title = "{"a.b, c." * 100}"\nsites = ["{".".join("abc" * 30)}"]', "a")

    def test_a_submission_may_have_as_many_lines_as_a_book_but_none_without_an_end(self) -> None:
        refuse_submission(prose(1_000_000, "\n"), "a.txt")
        refuse_submission("mot mot\n" * 11_000, "a.txt")
        with pytest.raises(SourceError, match="characters in one submission"):
            refuse_submission(prose(1_300_000, "\n"), "a.txt")
        for sent in ("un mot " * 6000, "mot\n" * 12_001, "a" * 1001, "* " * 2501, "e" + "\u0301" * 11):
            with pytest.raises(SourceError) as caught:
                refuse_submission(f"mot\n{sent}", "a.txt")
            assert caught.value.line is not None


def body(text: str) -> list[str]:
    article = Article(slug="a", file="articles/a.md", title="T", language="fr", body=text, body_line=4)
    return list(words_of(read_body(article).root))


class TestWhatPeopleWrite:
    def test_a_text_of_a_hundred_and_fifty_pages_is_read_whole(self) -> None:
        text = prose(290_000)
        assert body(text) == text.split()

    @pytest.mark.parametrize(
        "text",
        [
            unicodedata.normalize("NFD", "Tiếng Việt có nhiều dấu: ữ, ặ, ỗ, ẫ. " * 600),
            "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ وَٱلْحَمْدُ لِلَّهِ رَبِّ ٱلْعَٰلَمِينَ " * 400,
            "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם וְאֵ֥ת הָאָֽרֶץ " * 400,
            "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。" * 600,
            "ภาษาไทยไม่มีช่องว่างระหว่างคำ" * 800,
            "👩‍👩‍👧‍👦🏳️‍🌈👍🏽" * 900,
            "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ " * 800,
            "z̵̢a̸̧l̷̨g̶o̵ " * 500,
        ],
        ids=["Vietnamese", "Arabic", "Hebrew", "Japanese", "Thai", "emoji", "Tibetan", "a little much"],
    )
    def test_every_writing_passes(self, text: str) -> None:
        refuse_markdown(text, "articles/a.md")
        refuse_submission(text, "submissions/a.txt")

    def test_a_long_table_many_notes_and_a_long_list_pass(self) -> None:
        assert body(table(6, 200)).count("un") == 1200
        notes = hangs.lines("Un mot[^{n}].", 500, "\n\n") + "\n\n" + hangs.lines("[^{n}]: Note {n}.", 500)
        assert "".join(body(notes)).count("Note") == 500
        assert len(body(hangs.lines("- mot", 1900))) == 1900

    def test_signs_that_an_import_escapes_pass(self) -> None:
        signs = "Un [rire], 2 * 3 | 4 < 5, snake_case, C:\\dossier et `code`. " * 100
        refuse_markdown(escape(signs), "articles/a.md")
        assert body(escape(signs)) == signs.split()

    def test_what_an_import_would_write_and_no_build_would_read_is_refused_as_it_was_sent(self) -> None:
        for sign, most in {".": 500, "\\": 250, "*": 500, "_": 500, "a*": 333, "a": 1000}.items():
            refuse_submission(sign * most, "a.txt")
            refuse_markdown(escape(sign * most), "articles/a.md")
            for look, text in ((refuse_submission, sign), (refuse_markdown, escape(sign))):
                with pytest.raises(SourceError) as caught:
                    look(text * (most + 1), "a")
                assert caught.value.code == "text-too-much"

    def test_typed_rules_and_dotted_lines_pass(self) -> None:
        refuse_markdown(f"Un mot.\n\n{'- ' * 60}\n\n" * 400, "a.md")
        refuse_markdown("Nom : " + "." * 200 + "\n\n" + "- " * 60 + "\n\n" + "*" * 120, "articles/a.md")


class TestTime:
    def test_to_look_takes_a_time_that_grows_as_the_text(self) -> None:
        """Eight times the signs may take no more than thirty times as long, whatever the sign."""
        chosen = random.Random(5).sample(hangs.SIGNS, count(8, len(hangs.SIGNS)))  # noqa: S311
        slow = [sign for sign in chosen if _looked(sign, 160_000) > 30 * _looked(sign, 20_000) + 1.0]
        assert not slow


def _looked(sign: str, size: int) -> float:
    """Processor time in s of looking at a text of one sign, by each of those who look."""
    text = (sign * size)[:size]
    begun = time.process_time()
    for look in (refuse_markdown, refuse_submission, limits.refuse_marks, refuse_front):
        try:
            look(text, "a.md")
        except SourceError:
            continue
    return time.process_time() - begun
