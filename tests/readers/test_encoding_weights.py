"""How well a sign sits between its neighbours, which encoding that speaks for, and when nobody can say."""

from __future__ import annotations

import pytest
from anthology.errors import SourceError
from anthology.readers import encoding
from anthology.readers.encoding import Decoded, decode, likelihood


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("abc", 0),
        # letters: of the language or not; small ones in a word, capitals at its head or among capitals
        ("été", 4),
        ("ÉTÉ", 4),
        ("Été", 4),
        ("abÉ", -1.5),
        ("éA", -1),
        ("a\u0161b", 0),
        ("A\u0160B", 0),
        ("b\u0160b", -3.5),
        # letters that stand alone: words of the language, behind a blank or a sign that opens
        ("à", 1),
        ("l'à", 1),
        ("l’à", 1.1 + 1.8 + 1),
        ("(à", 1),
        ("«à»", 3.5),
        ("“à", 2.5),
        ("-à", -2),
        ("é", -2),
        ("é!", -2),
        ("\u00fb?", -2),
        # signs that close, and those that open
        ("a’b", 1.1),
        ("a’", -1),
        ("’b", -1),
        ("a…", 1.5),
        ("a…b", -1),
        (" …", -1),
        ("a”", 1.5),
        ("a”b", -1),
        (" ”", -1),
        ("a»", 1),
        (" »", 1),
        ("a»b", -1),
        (" »b", 1),
        ("a'b", 0),
        ("«a", 1.5),
        ("b«a", 1.5),
        ("‘a", 1.5),
        ("b‘a", -1),
        ("‘ a", -1),
        ("“a", 1.5),
        ("a“", 0),
        (" “", -1),
        ("b“a", -1),
        ("“ ", -1),
        ("¿a", 1.5),
        ("1¿a", -1),
        # units, dashes, no-break spaces, and all else
        ("5€", 1),
        (" €", 1),
        ("n°", 1),
        ("m²", 1),
        ("a€", -1),
        ("© a", 1.5),
        ("a ©b", 1.5),
        ("(© a", 1.5),
        ("a (©5", 1.5),
        ("©-", -3),
        ("a© b", -3),
        ("a – b", 1),
        ("a–b", 1),
        ("a – b".replace(" b", "b"), -0.5),
        ("a— b", -0.5),
        ("a\u00a0!", 1),
        ("a\u00a05", 1),
        ("«\u00a0a", 2.5),
        ("a\u00a0b", -1),
        ("a\u0081b", -3),
        ("a\u00a9b", -3),
        ("a\u00d7b", -2),
        ("a\u00b7b", -2),
        # signs that come in twos
        ("“a”", 5),
        ("“ a ”", -1 - 1 + 2 + 3),
        ("“ a b ”", 3),
        ("“ a”", -1 + 1.5 + 2),
        ("‘ a ’", -1 - 1 + 4),
        ("‘ a”", -1 + 1.5),
        ("„a“", 1.5 + 3),
        ("¿a?", 3.5),
        ("¡a!", 3.5),
        ("“a” “a”", 10),
        # apostrophes that a language writes, and those that none does
        ("l’a", 1.1 + 1.8),
        ("L’A", 1.1 + 1.8),
        ("it’s", 1.1 + 1.8),
        ("qu’il", 1.1 + 1.8),
        ("bla’do", 1.1 - 3),
        ("blad’o", 1.1),
        ("o’clock", 1.1 + 1.8),
        ("l’a l’a", 2 * (1.1 + 1.8)),
    ],
)
def test_a_sign_weighs_by_its_neighbours(text: str, weight: float) -> None:
    assert likelihood(text) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("words", "own", "other"),
    [
        ("le la les des et est", "é", "ß"),
        ("der die das und ist nicht", "ü", "à"),
        ("el los las del que por para", "ñ", "ß"),
        ("il di che per non con gli della", "ò", "ñ"),
        ("els les amb que una per del al", "ï", "ä"),
    ],
)
def test_the_words_of_a_language_speak_for_its_letters(words: str, own: str, other: str) -> None:
    assert likelihood(f"{words} a{own}b") == 2
    assert likelihood(f"{words.upper()} a{own}b") == 2
    assert likelihood(f"{words} a{other}b") == 0
    assert likelihood(f"a{own}b") == likelihood(f"a{other}b") == 2


def test_english_leaves_the_accents_to_the_languages_that_it_quotes() -> None:
    english = "the of and to is was for that"
    assert likelihood(f"{english} aïb") == likelihood(f"{english} aßb") == 2
    assert likelihood(f"{english} a les aàb") == 2
    assert likelihood(f"{english} a les aßb") == 0


def test_a_language_that_is_nearly_as_likely_counts_too() -> None:
    # Ten words of French, seven (and then six) of German.
    french = "le les des et est dans que qui pour elle"
    german = "der das und ist nicht ein eine"
    assert likelihood(f"{french} {german} aßb") == 2
    assert likelihood(f"{french} {german.removesuffix(' eine')} aßb") == 0


@pytest.mark.parametrize(
    ("data", "text", "name"),
    [
        (b"", "", "utf-8"),
        (b"abc", "abc", "utf-8"),
        ("été".encode(), "été", "utf-8"),
        ("\ufeffété".encode(), "été", "utf-8"),
        (b"\xff\xfe" + "été".encode("utf-16-le"), "été", "utf-16-le"),
        (b"\xfe\xff" + "été".encode("utf-16-be"), "été", "utf-16-be"),
        (b"\xff\xfe\0\0" + "été".encode("utf-32-le"), "été", "utf-32-le"),
        (b"\0\0\xfe\xff" + "été".encode("utf-32-be"), "été", "utf-32-be"),
        ("Un texte".encode("utf-16-le"), "Un texte", "utf-16-le"),
        ("Un texte".encode("utf-16-be"), "Un texte", "utf-16-be"),
        ("ab".encode("utf-16-le"), "ab", "utf-16-le"),
        ("Un texte d’été".encode("utf-16-le"), "Un texte d’été", "utf-16-le"),
        (b"a\0", "a\0", "utf-8"),
        (b"a\0b", "a\0b", "utf-8"),
        (b"a\0b\0c", "a\0b\0c", "utf-8"),
        (b"a\0b\0\0c", "a\0b\0\0c", "utf-8"),
        (b"a\0bb", "a\0bb", "utf-8"),
        ("L’été à Sète, « ça » va".encode("cp1252"), "L’été à Sète, « ça » va", "cp1252"),
        ("L’été à Sète, « ça » va".encode("mac_roman"), "L’été à Sète, « ça » va", "mac_roman"),
        ("L'été à Sète, ça va".encode("cp850"), "L'été à Sète, ça va", "cp850"),
        ("L'œuvre de l'été à Sète".encode("iso8859-15"), "L'œuvre de l'été à Sète", "iso8859-15"),
        ("déjà".encode("iso8859-15"), "déjà", "cp1252"),
        ("λόγος, δύο".encode(), "λόγος, δύο", "utf-8"),
        ("aλb".encode(), "aλb", "utf-8"),
        ("aλbб".encode(), "aλbб", "utf-8"),
        (b"Pourquoi n\xd5\x90tes-vous las ?", "Pourquoi n’êtes-vous las ?", "mac_roman"),
    ],
)
def test_bytes_are_read_as_what_they_are(data: bytes, text: str, name: str) -> None:
    assert decode(data, "a.txt") == Decoded(text, name)


def fault(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        decode(data, "submissions/a.txt")
    assert caught.value.file == "submissions/a.txt"
    assert caught.value.hint == "open it in the program that wrote it and save it again as UTF-8"
    return caught.value


@pytest.mark.parametrize(
    ("data", "name", "offset", "line"),
    [
        (b"\xef\xbb\xbfvoil\xe0", "UTF-8", 7, 1),
        (b"\xef\xbb\xbfa\nb\n\xe0", "UTF-8", 7, 3),
        (b"\xff\xfea\0b", "UTF-16-LE", 4, 1),
        (b"\0\0\xfe\xff\0\0\0a\0\0\0", "UTF-32-BE", 8, 1),
    ],
)
def test_a_mark_that_lies_is_told(data: bytes, name: str, offset: int, line: int) -> None:
    error = fault(data)
    assert (error.code, error.line) == ("bad-encoding", line)
    assert error.message == f"the file says it is {name}, but the byte at offset {offset} is not"
    assert error.__suppress_context__


@pytest.mark.parametrize(
    ("data", "byte", "offset", "line"),
    [
        (b"abc\nMaur\x8ace", 0x8A, 8, 2),
        ("Un texte plus long".encode("utf-16-le") + b"\x01\xd8", 0xD8, 37, 1),
        (b"Une ligne\n\nx\xd6\xbcy", 0xD6, 12, 3),
        ("школьная газета".encode("cp1251"), 0xF8, 0, 1),
    ],
)
def test_what_nobody_can_tell_is_asked_about(data: bytes, byte: int, offset: int, line: int) -> None:
    error = fault(data)
    assert (error.code, error.line) == ("unknown-encoding", line)
    assert error.message == (
        f"the file is not UTF-8 (byte 0x{byte:02x} at offset {offset}), "
        "and no older encoding fits clearly better than the others"
    )


def test_letters_of_another_script_by_chance_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = b"n\xd5\x90tes "  # `n’êtes` of an old Macintosh
    assert decode(pair * 3, "a.txt").encoding == "mac_roman"
    assert decode(pair * 4, "a.txt").encoding == "utf-8"


@pytest.mark.parametrize(
    ("text", "western"),
    [
        ("é" * 11, True),
        ("é" * 12, False),
        ("é" * 12 + "a" * 18, True),
        ("é" * 12 + "a" * 17, False),
        ("a" * 99, True),
        ("«" * 40, True),
        ("é" * 12 + "a" * 17 + " . " * 40, False),
    ],
)
def test_texts_of_accents_alone_are_of_no_language_of_the_west(text: str, western: bool) -> None:
    assert encoding._is_of_the_west(text) is western


@pytest.mark.parametrize(
    ("weights", "clear"),
    [
        ([1.0], True),
        ([0.0], False),
        ([-1.0, -9.0], False),
        ([3.0, 2.0], True),
        ([3.0, 2.1], False),
        ([3.0, 2.0, 2.5], False),
    ],
)
def test_the_best_must_be_clearly_better_than_any_other_text(weights: list[float], clear: bool) -> None:
    readings = [(weight, Decoded(str(place), "x")) for place, weight in enumerate(weights)]
    assert encoding._is_clear(readings) is clear
    same = [(weight, Decoded("the same", str(place))) for place, weight in enumerate(weights)]
    assert encoding._is_clear(same) is (weights[0] > 0)
