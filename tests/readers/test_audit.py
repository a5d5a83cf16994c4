"""The audit finds every text node without a place of its own, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest
from anthology.errors import SourceError
from anthology.readers import audit
from anthology.readers.audit import Node, left_out, surplus, unplaced, word_nodes
from anthology.readers.docx import read_docx
from anthology.readers.package import opened
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.word_files import WordFile, box, diagram, p, picture, r, root, unlike

FILE = "submissions/a.docx"
WORDS = st.lists(st.text("abé ", min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=12)


def nodes(*texts: str) -> list[Node]:
    return [Node("a.xml", text, at) for at, text in enumerate(texts)]


class TestPlaces:
    @given(WORDS, st.randoms(use_true_random=False))
    def test_are_found_in_whatever_order(self, words: list[str], random: st.DrawFn) -> None:
        shuffled = list(words)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        assert unplaced(nodes(*words), "\n".join(shuffled)) == []

    @given(WORDS, st.data())
    def test_that_are_missing_are_noticed(self, words: list[str], data: st.DataObject) -> None:
        gone = data.draw(st.integers(0, len(words) - 1))
        missing = unplaced(nodes(*words), "\n".join([*words[:gone], *words[gone + 1 :]]))
        assert missing

    def test_of_words_that_stand_twice_are_two(self) -> None:
        assert [one.text for one in unplaced(nodes("le port", "le port"), "le port")] == ["le port"]

    def test_do_not_overlap(self) -> None:
        assert [one.text for one in unplaced(nodes("abc", "cde"), "abcde")] == ["cde"]

    def test_of_one_paragraph_are_told_as_one(self) -> None:
        given_ = [Node("a.xml", "Le ", 1), Node("a.xml", "port", 1), Node("a.xml", "dort", 2)]
        assert [one.text for one in unplaced(given_, "autre")] == ["Le port", "dort"]

    def test_white_space_and_order_do_not_count(self) -> None:
        assert unplaced(nodes("Le\n port", "  ", "dort"), "dort\nLe port") == []

    def test_a_search_without_end_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(audit, "MAX_SEARCH", 10)
        with pytest.raises(SourceError) as caught:
            unplaced(nodes("x" * 20, "y"), "z" * 50, FILE)
        assert (caught.value.code, caught.value.file) == ("office-too-large", FILE)


class TestSurplus:
    @given(WORDS)
    def test_is_what_nobody_wrote(self, words: list[str]) -> None:
        assert surplus(nodes(*words), "\n".join(words)) == Counter()
        assert surplus(nodes(*words), "\n".join([*words, "zz"])) == Counter("zz")


class TestNodesOfWord:
    def found(self, made: WordFile) -> list[str]:
        return [one.text for one in word_nodes(opened(made.packed(), FILE)) if one.ink]

    def test_are_those_of_every_part(self) -> None:
        made = WordFile(body=[p(r("Le port"))], title="Titre")
        made.note("footnote", p(r("note")))
        made.arrow("header", "header1.xml", root("w:hdr", p(r("haut"))))
        assert sorted(self.found(made)) == ["Le port", "Titre", "haut", "note"]

    def test_of_a_box_that_is_written_twice_count_once(self) -> None:
        made = WordFile()
        made.body.append(p(box(made)))
        assert self.found(made) == list(made.tokens.expected)

    def test_of_alternatives_that_differ_count_all(self) -> None:
        made = WordFile()
        made.body.append(p(unlike(made)))
        assert self.found(made) == list(made.tokens.expected)

    def test_of_a_diagram_and_its_drawing_count_once(self) -> None:
        made = WordFile()
        made.body.append(p(diagram(made)))
        assert self.found(made) == list(made.tokens.expected)

    def test_hold_what_is_said_of_pictures_once(self) -> None:
        made = WordFile()
        made.body.append(p(picture(made)))
        assert sorted(self.found(made)) == sorted(made.tokens.expected)

    def test_are_no_instructions_and_no_measures(self) -> None:
        made = WordFile(
            body=[
                p("<w:r><w:instrText>PAGE</w:instrText></w:r><wp:posOffset>12</wp:posOffset>" + r("Le port"))
            ]
        )
        assert self.found(made) == ["Le port"]

    def test_of_unknown_elements_and_stray_words_count(self) -> None:
        made = WordFile(body=[p("<w:r><w:unknown>un </w:unknown></w:r>deux") + "trois"])
        assert self.found(made) == ["un ", "deux", "trois"]
        texts = [one.text for one in read_docx(made.packed(), FILE).manuscripts[0].blocks]
        assert Counter(" ".join(texts).split()) == Counter(["un", "deux", "trois"])


def test_parts_that_hold_no_words_of_the_text_are_told_with_their_reason() -> None:
    made = WordFile(body=[p(r("Le port"))])
    made.parts["customXml/item1.xml"] = b"<a><b>deux mots</b></a>"
    made.parts["customXml/item2.xml"] = b"<a/>"
    found = left_out(opened(made.packed(), FILE))
    assert [(one.name, one.words) for one in found] == [("customXml/item1.xml", 2)]
    assert found[0].reason
