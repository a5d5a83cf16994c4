"""The e-book for Kobo: every sentence in its span, every word where it was."""

from __future__ import annotations

import io
import zipfile
from collections import Counter

import pytest
from anthology.cache import Cache
from anthology.errors import WriteError
from anthology.writers import kobo as module
from anthology.writers.epub_item import parse, text_of
from anthology.writers.kobo import kobo, sentences, spanned
from tests.checks import cases

HEAD = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Un. Deux.</title></head>'


def page(body: str) -> bytes:
    return f"{HEAD}<body>{body}</body></html>".encode()


def body_of(data: bytes) -> str:
    text = data.decode().partition("<body>")[2].partition("</body>")[0]
    return text.replace('<span class="koboSpan" id="kobo.', "[").replace("</span>", "]").replace('">', " ")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Un. Deux ! Trois", ["Un. ", "Deux ! ", "Trois"]),
        ("« Où va-t-on\u202f?\u00a0» Loin…", ["« Où va-t-on\u202f?\u00a0» ", "Loin…"]),
        ("Voir 3.14 et M. X.", ["Voir 3.14 et M. ", "X."]),
        ("  seul  ", ["  seul  "]),
        ("(Fini.) \n Puis", ["(Fini.) \n ", "Puis"]),
    ],
)
def test_a_sentence_keeps_its_stop_its_quotes_and_its_spaces(text: str, parts: list[str]) -> None:
    assert list(sentences(text)) == parts
    assert "".join(parts) == text


def test_each_text_gets_a_span_with_a_number_of_its_own() -> None:
    made = spanned(page("<p>Un. Deux <em>trois. Quatre</em> cinq.</p>\n<h2>Six</h2><ul><li>Sept</li></ul>"))
    assert body_of(made) == (
        "<p>[2.1 Un. ][2.2 Deux ]<em>[2.3 trois. ][2.4 Quatre]</em>[2.5  cinq.]</p>\n"
        "<h2>[3.1 Six]</h2><ul><li>[4.1 Sept]</li></ul>"
    )


def test_a_picture_stands_in_a_span_and_what_is_typed_as_it_is_does_not() -> None:
    made = spanned(page('<p>Un <img src="a.jpg" alt="b"/> deux</p><pre>x. y</pre><!-- z --> fin'))
    assert '[2.2 <img src="a.jpg" alt="b"/>][2.3  deux]' in body_of(made)
    assert "<pre>x. y</pre><!-- z -->[2.4  fin]" in body_of(made)


def test_the_title_of_a_page_has_no_spans() -> None:
    assert b"<title>Un. Deux.</title>" in spanned(page("<p>a</p>"))


def test_the_whole_book_says_the_same_in_the_same_files() -> None:
    epub = cases.epub()
    made = kobo(epub, Cache())
    with zipfile.ZipFile(io.BytesIO(epub)) as before, zipfile.ZipFile(io.BytesIO(made)) as after:
        assert after.namelist() == before.namelist()
        assert after.infolist()[0].compress_type == zipfile.ZIP_STORED
        for name in before.namelist():
            if name.startswith("EPUB/text/"):
                old, new = parse(before.read(name)), parse(after.read(name))
                assert text_of(old) == text_of(new)
                ids = Counter(str(one.get("id")) for one in new.iter("{*}*") if one.get("id"))
                assert set(ids.values()) == {1}
                assert {str(one.get("id")) for one in old.iter("{*}*") if one.get("id")} <= set(ids)
                assert any(one.get("class") == "koboSpan" for one in new.iter("{*}span"))
            else:
                assert after.read(name) == before.read(name)


def test_the_same_book_makes_the_same_bytes() -> None:
    epub = cases.epub()
    assert kobo(epub, Cache()) == kobo(epub, Cache())


def test_a_lost_word_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "sentences", lambda text: [text[1:]])
    with pytest.raises(WriteError, match="does not say") as refused:
        spanned(page("<p>Un</p>"), file="a.xhtml")
    assert (refused.value.code, refused.value.file) == ("kobo-words-differ", "a.xhtml")
