"""The audit finds every text node without a place of its own, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest
from anthology.errors import SourceError
from anthology.readers import audit
from anthology.readers.audit import Node, left_out, open_nodes, surplus, unplaced, word_nodes
from anthology.readers.docx import read_docx
from anthology.readers.package import opened
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.office_files import OpenFile
from tests.readers.office_files import p as p_
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
        assert "words cannot be accounted for" in caught.value.message
        assert "save it again" in (caught.value.hint or "")

    def test_that_are_searched_for_cost_what_is_looked_through_and_no_more(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Four characters until the end of “ab”; then six in vain for “q”, once for the paragraph and never
        # again for its node, as it is known that there is none.
        monkeypatch.setattr(audit, "MAX_SEARCH", 10)
        assert [one.text for one in unplaced(nodes("ab", "q"), "xxabyy")] == ["q"]
        monkeypatch.setattr(audit, "MAX_SEARCH", 9)
        with pytest.raises(SourceError) as caught:
            unplaced(nodes("ab", "q"), "xxabyy")
        assert caught.value.file is None

    def test_that_were_found_are_not_looked_through_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # Each “ab” begins where the last one ended, so that all of them cost no more than the text is long.
        monkeypatch.setattr(audit, "MAX_SEARCH", 8 + 8)
        assert [one.text for one in unplaced(nodes(*["ab"] * 4, "q"), "ab" * 4)] == ["q"]

    @pytest.mark.parametrize(
        ("wanted", "text", "missing"),
        [
            (("ab", "abc", "q"), "abc ab", ["q"]),  # the longest first
            (("xab", "ab", "q"), "xab ab", ["q"]),  # what is taken is passed over
            (("xaa", "aaa", "q"), "xaaaaa", ["q"]),
            (("a", "a", "a"), "a a", ["a"]),
            (("ab", "cd", "ef"), "ef ab", ["cd"]),
            (("q", "ab", "z"), "ab", ["q", "z"]),  # told in the order of the file
        ],
    )
    def test_are_given_away_once(self, wanted: tuple[str, ...], text: str, missing: list[str]) -> None:
        assert [one.text for one in unplaced(nodes(*wanted), text)] == missing

    def test_of_a_paragraph_that_was_taken_apart_are_those_of_its_runs(self) -> None:
        given_ = [Node("a.xml", "Le ", 1), Node("a.xml", "port", 1), Node("b.xml", "dort", 1)]
        assert [(one.where, one.text) for one in unplaced(given_, "port, Le")] == [("b.xml", "dort")]


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

    def test_know_the_paragraph_they_stand_in(self) -> None:
        made = WordFile()
        made.body += [p(r("un") + box(made, p(r("deux"))) + r("trois")), p(r("quatre"))]
        found = [one for one in word_nodes(opened(made.packed(), FILE)) if one.where == "word/document.xml"]
        groups = {one.text: one.group for one in found}
        assert [one.text for one in found] == ["un", "deux", "trois", "quatre"]
        assert groups["un"] == groups["trois"]
        assert len({groups["un"], groups["deux"], groups["quatre"]}) == 3

    def test_of_elements_that_are_signs_are_their_characters(self) -> None:
        signs = '<w:sym w:font="Symbol" w:char="F061"/><w:noBreakHyphen/><w:softHyphen/><w:tab/>'
        more = '<w:sym w:char="2603"/><w:sym w:char="x2603"/><w:sym w:char="2603603"/><w:sym/>'
        made = WordFile(body=[p(f"<w:r>{signs}</w:r><w:r>{more}</w:r>")])
        assert self.found(made) == ["α", "\u2011", "\xad", "☃", "\ufffd", "\ufffd", "\ufffd"]

    def test_behind_a_comment_of_the_xml_count(self) -> None:
        made = WordFile(body=[p("<w:r><w:t>un<!-- pas ceci --> deux</w:t></w:r>")])
        assert self.found(made) == ["un", " deux"]

    def test_of_alternatives_without_a_branch_count(self) -> None:
        made = WordFile(
            body=[p("<mc:AlternateContent><mc:Odd>un</mc:Odd></mc:AlternateContent>" + r("deux"))]
        )
        assert self.found(made) == ["un", "deux"]

    def test_of_the_third_alternative_count_where_the_first_lacks_them(self) -> None:
        branches = f"<mc:Choice>{r('un deux')}</mc:Choice><mc:Choice>{r('deux')}</mc:Choice>"
        either = (
            f"<mc:AlternateContent>{branches}<mc:Fallback>{r('trois')}</mc:Fallback></mc:AlternateContent>"
        )
        assert self.found(WordFile(body=[p(either)])) == ["un deux", "trois"]

    def test_of_a_drawing_of_a_diagram_count_where_the_diagram_lacks_them(self) -> None:
        made = WordFile(body=[p(r("trois"))])
        for name, words in (("data1", ("un deux",)), ("drawing1", ("deux", "trois"))):
            said = "".join(f"<a:p><a:r><a:t>{word}</a:t></a:r></a:p>" for word in words)
            made.parts[f"word/diagrams/{name}.xml"] = root("dsp:drawing", said).encode()
        # What the text itself says is no word of the diagram.
        assert Counter(self.found(made)) == Counter(["trois", "un deux", "trois"])

    def test_in_attributes_count_for_each_drawing_and_each_shape(self) -> None:
        def drawing(said: str) -> str:
            return f"<w:drawing><wp:docPr {said}/><pic:cNvPr {said}/></w:drawing>"

        shape = '<v:{0} alt=" quai "><v:textpath string="lettres"/></v:{0}>'
        drawings = drawing('title="le" descr="port"') + drawing('title=" " descr="port"')
        shapes = "".join(shape.format(kind) for kind in ("shape", "rect", "roundrect", "oval", "group"))
        made = WordFile(body=[p(f"<w:r>{drawings}<w:pict>{shapes}<v:line alt='rien'/></w:pict></w:r>")])
        found = Counter(self.found(made))
        assert found == Counter({"le": 1, "port": 2, "quai": 5, "lettres": 5})
        nodes_ = [one for one in word_nodes(opened(made.packed(), FILE)) if one.text == "port"]
        assert {(one.where, one.group) for one in nodes_} == {("word/document.xml", -1)}

    def test_in_attributes_of_an_alternative_that_says_nothing_else_do_not_count(self) -> None:
        first = f"<mc:Choice>{r('un')}<w:drawing><wp:docPr descr='ici'/></w:drawing></mc:Choice>"
        second = f"<mc:Fallback>{r('un')}<w:pict><v:shape alt='ici'/></w:pict></mc:Fallback>"
        made = WordFile(body=[p(f"<w:r><mc:AlternateContent>{first}{second}</mc:AlternateContent></w:r>")])
        assert Counter(self.found(made)) == Counter(["un", "ici"])

    def test_of_parts_that_say_how_a_text_looks_do_not_count(self) -> None:
        made = WordFile(body=[p(r("Le port"))])
        names = ("word/settings.xml", "word/theme/theme1.xml", "docProps/app.xml", "customXml/item1.xml")
        made.parts |= dict.fromkeys(names, b"<a>rien</a>") | {"word/media/a.bin": b"\0"}
        made.parts["docProps/core0.psmdcp"] = b"<a>un</a>"
        assert Counter(self.found(made)) == Counter(["Le port", "un"])


class TestNodesOfOpenDocument:
    def found(self, made: OpenFile) -> list[tuple[str, str]]:
        nodes_ = open_nodes(opened(made.packed(), "a.odt"))
        return [(one.where, one.text) for one in nodes_ if one.ink]

    def test_are_those_of_texts_styles_properties_and_objects(self) -> None:
        made = OpenFile(body=[p_("Le port")], title="Titre")
        made.margins.append(f"<style:header>{p_('haut')}</style:header>")
        made.parts["Object 1/content.xml"] = b"<a>ventes</a>"
        made.parts |= dict.fromkeys(("settings.xml", "xcontent.xml", "content.xml.bak"), b"<a>rien</a>")
        assert self.found(made) == [
            ("Object 1/content.xml", "ventes"),
            ("content.xml", "Le port"),
            ("meta.xml", "Titre"),
            ("styles.xml", "haut"),
        ]

    def test_leave_out_who_commented_and_hold_who_wrote(self) -> None:
        said = f"<office:annotation><dc:creator>Zoé</dc:creator>{p_('à revoir')}</office:annotation>"
        shown = "<text:span><dc:creator>Léa</dc:creator></text:span>"
        found = self.found(OpenFile(body=[p_(f"Le {said}port{shown}")]))
        assert [text for _where, text in found] == ["Le ", "à revoir", "port", "Léa"]

    def test_hold_what_a_field_does_not_show(self) -> None:
        held = "text:string-value-if-true='oui' text:string-value-if-false='non'"
        hidden = "<text:hidden-text text:string-value='secret'/><text:hidden-text text:string-value=' '/>"
        shown = f"<text:conditional-text {held}>oui</text:conditional-text>"
        found = list(open_nodes(opened(OpenFile(body=[p_(f"Le port{hidden}{shown}")]).packed(), "a.odt")))
        assert [(one.text, one.group) for one in found if one.group == -1] == [("secret", -1), ("non", -1)]
        assert [one.text for one in found if one.group != -1] == ["Le port", "oui"]
        assert {one.where for one in found} == {"content.xml"}

    def test_know_the_paragraph_they_stand_in(self) -> None:
        body = [p_("un<text:span>deux</text:span>trois"), p_("quatre")]
        found = open_nodes(opened(OpenFile(body=body).packed(), "a.odt"))
        groups = {one.text: one.group for one in found}
        assert groups["un"] == groups["deux"] == groups["trois"] != groups["quatre"]


def test_parts_that_hold_no_words_of_the_text_are_told_with_their_reason() -> None:
    made = WordFile(body=[p(r("Le port"))])
    made.parts["word/glossary/document.xml"] = root("w:glossaryDocument", p(r("trois mots tout"))).encode()
    made.parts["word/glossary/styles.xml"] = root("w:styles", "rien").encode()
    made.parts["docProps/custom.xml"] = b"<a>un<b>autre</b></a>"
    made.parts["customXml/item1.xml"] = root(
        "w:a", "<w:b>deux mots</w:b><w:instrText>PAGE</w:instrText>"
    ).encode()
    made.parts["customXml/item2.xml"] = b"<a/>"
    made.parts["customXml/item3.bin"] = b"\0"
    found = [(one.name, one.reason, one.words) for one in left_out(opened(made.packed(), FILE))]
    assert found == [
        (
            "customXml/item1.xml",
            "it holds data of another program, which the text shows where it needs them",
            2,
        ),
        ("docProps/custom.xml", "it holds notes of programs", 2),
        ("word/glossary/document.xml", "it holds the ready-made pieces of the template", 3),
    ]
