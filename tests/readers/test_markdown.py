from __future__ import annotations

import base64
from collections import Counter

import pytest
from anthology.errors import SourceError
from anthology.model import Emphasis, Form, Manuscript, Shape, Withheld
from anthology.readers import cover, read
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.text_nodes import said, shown, withheld


def one(source: str, file: str = "submissions/a.md") -> Manuscript:
    (manuscript,) = read(source.encode(), file).manuscripts
    assert cover(manuscript) == ()
    return manuscript


def forms(manuscript: Manuscript) -> list[tuple[Form, str]]:
    return [(block.shape.form, block.text) for block in manuscript.blocks if block.shape.withheld is None]


def marked(manuscript: Manuscript) -> list[tuple[Emphasis, str, str]]:
    return [(m.kind, manuscript.text[m.start : m.end], m.target) for m in manuscript.marks]


def test_headings_lists_quotations_and_tables_keep_their_forms() -> None:
    manuscript = one(
        "# Titre\n\n## Inter\n\n- un\n  1. deux\n\n> Cité\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nFin\n",
        "submissions/a.markdown",
    )
    assert [(block.text, block.shape) for block in manuscript.blocks] == [
        ("Titre", Shape(Form.TITLE)),
        ("Inter", Shape(Form.HEADING, level=2)),
        ("un", Shape(Form.ITEM, level=1)),
        ("deux", Shape(Form.ITEM, level=2, ordered=True)),
        ("Cité", Shape(Form.QUOTE)),
        ("a", Shape(Form.CELL, table=1, row=1, column=1, head=True)),
        ("b", Shape(Form.CELL, table=1, row=1, column=2, head=True)),
        ("1", Shape(Form.CELL, table=1, row=2, column=1)),
        ("2", Shape(Form.CELL, table=1, row=2, column=2)),
        ("Fin", Shape()),
    ]


def test_signs_become_marks_and_are_no_words() -> None:
    manuscript = one('Un **mot**, *deux*, ~~trois~~, `quatre` et [lien](https://x.example "Bulle").')
    assert manuscript.blocks[0].text == "Un mot, deux, trois, quatre et lien."
    assert marked(manuscript) == [
        (Emphasis.STRONG, "mot", ""), (Emphasis.EMPHASIS, "deux", ""), (Emphasis.STRUCK, "trois", ""),
        (Emphasis.CODE, "quatre", ""), (Emphasis.LINK, "lien", "https://x.example"),
    ]  # fmt: skip
    assert withheld(manuscript, Withheld.METADATA) == "Bulle"


def test_notes_are_called_where_they_stand() -> None:
    manuscript = one("Un mot[^a] suivi.\n\n[^a]: La *note*.\n\nFin.")
    (note,) = [block for block in manuscript.blocks if block.shape.form is Form.NOTE]
    assert note.text == "La note."
    call = manuscript.marks[0]
    assert (call.kind, call.target) == (Emphasis.NOTE, note.shape.label)
    assert manuscript.text[: call.start] == "Un mot"


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: "Le port : rien ne dort"\nauthor: Anne Roy\ntags: a, b\n---\n',
        "+++\ntitle = 'Le port : rien ne dort'\nauthors = [\"Anne Roy\"]\ntags: a, b\n+++\n",
        "---\ntitre: Le port : rien ne dort\nauteurs:\n  - Anne Roy\ntags: a, b\n---\n",
    ],
    ids=["yaml", "toml", "list"],
)
def test_front_matter_gives_title_and_author_and_withholds_the_rest(front: str) -> None:
    manuscript = one(f"{front}# Inter\n\nTexte.\n")
    assert forms(manuscript) == [
        (Form.TITLE, "Le port : rien ne dort"), (Form.BYLINE, "Anne Roy"), (Form.HEADING, "Inter"),
        (Form.PARAGRAPH, "Texte."),
    ]  # fmt: skip
    assert withheld(manuscript, Withheld.METADATA) == "tags: a, b"


def test_a_rule_above_a_text_is_no_front_matter() -> None:
    assert forms(one("---\n\nUn texte.\n\n---\n\nDeux.\n")) == [
        (Form.PARAGRAPH, "Un texte."),
        (Form.PARAGRAPH, "Deux."),
    ]


# --- what people mean --------------------------------------------------------------------------------


def test_a_line_end_parts_paragraphs_where_nothing_was_broken_to_a_width() -> None:
    assert [text for _, text in forms(one("Texte : Anne Roy\nPhotos : Paul Gil\n"))] == [
        "Texte : Anne Roy",
        "Photos : Paul Gil",
    ]


def test_lines_that_were_broken_to_a_width_are_one_paragraph() -> None:
    source = (
        "Le port de la ville est un lieu où tout arrive\nchaque matin, et où rien ne dort vraiment jamais,\n"
        "pas même les grues.\n"
    )
    assert forms(one(source)) == [(Form.PARAGRAPH, " ".join(source.split()))]


@pytest.mark.parametrize("line", ["2022. Une année à part.", "15. Mai war ein Sonntag.", "3) Dernier point"])
def test_a_number_that_begins_a_sentence_is_kept(line: str) -> None:
    assert forms(one(f"Avant.\n\n{line}\n")) == [(Form.PARAGRAPH, "Avant."), (Form.PARAGRAPH, line)]


def test_an_indented_paragraph_is_text() -> None:
    assert forms(one("Avant.\n\n    Un *retrait* de paragraphe.\n"))[1] == (
        Form.PARAGRAPH,
        "Un retrait de paragraphe.",
    )


def test_a_rule_under_a_long_paragraph_makes_no_heading_of_it() -> None:
    assert forms(one("Une phrase. " * 20 + "\n---\n\nFin.\n"))[0][0] is Form.PARAGRAPH


def test_raw_html_is_read_as_html_and_what_only_looks_like_it_as_text() -> None:
    manuscript = one(
        "x <y and y> z, a <b and b> c.\n\n<div align='center'>Un <b>mot</b></div>\n\n<!-- à revoir -->\n"
    )
    assert forms(manuscript) == [
        (Form.PARAGRAPH, "x <y and y> z, a <b and b> c."),
        (Form.PARAGRAPH, "Un mot"),
    ]
    assert withheld(manuscript, Withheld.HIDDEN) == "à revoir"


def test_addresses_of_references_and_names_of_programs_are_withheld() -> None:
    manuscript = one("Voir [ref].\n\n```python\nprint()\n```\n\n[ref]: https://x.example/a\n")
    assert withheld(manuscript, Withheld.METADATA) == "[ref]: https://x.example/a python"
    assert (Emphasis.LINK, "ref", "https://x.example/a") in marked(manuscript)


# --- nothing is lost ---------------------------------------------------------------------------------

SIGNS = r"""
    mot l’été « » 2022. 1. - * ** _ __ ` ``` ~~ # ## > | --- === [ ] ( ) ! [a](b) ![c](d) [^1] [^1]: [r]: <b>
    </b> <div> </div> <y & &amp; \ : + 5<6 <!-- --> ||| |-|-|
"""
WORDS = st.lists(
    st.sampled_from(SIGNS.split()) | st.sampled_from([" ", "\n", "\n\n", "    ", "\t"]),
    min_size=1,
    max_size=30,
).map(lambda parts: "texte\n\n" + " ".join(parts))


@given(WORDS)
def test_every_word_of_any_signs_is_in_a_block(source: str) -> None:
    manuscript = one(source)
    kept = Counter("".join(said([manuscript])))
    assert all(kept[char] >= source.count(char) for char in "éo")
    assert "texte" in shown(manuscript)


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), min_size=1).filter(str.strip))
def test_any_text_can_be_read_as_markdown(text: str) -> None:
    assert cover(one("texte " + text)) == ()


def test_what_markdown_would_swallow_is_read_as_plain_text() -> None:
    received = read(("> " * 200 + "fond\n").encode(), "submissions/a.md")
    assert "fond" in received.manuscripts[0].text
    assert [finding.code for finding in received.findings] == ["markdown-as-text"]


@pytest.mark.parametrize("shown_in_it", ["![Vue][image1]\n\n", ""])
def test_pictures_that_an_editor_wrote_at_the_end_are_pictures_and_no_words(shown_in_it: str) -> None:
    """As a well-known editor on the web saves its texts: each picture one word of many thousand letters."""
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200
    address = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    source = f"texte\n\n{shown_in_it}suite\n\n[image1]: <{address}>\n"
    received = read(source.encode(), "submissions/a.md")
    (manuscript,) = received.manuscripts
    assert dict(received.pictures) == {"a-1.png": picture}
    assert withheld(manuscript, Withheld.METADATA) == "[image1]: a-1.png"
    assert "suite" in shown(manuscript)
    assert received.findings == ()


@pytest.mark.parametrize(
    "source",
    ["<div>\n" * 2_500 + "fond", "<!DOCTYPE fond>", "<div title=>fond", "- " * 300 + "fond"],
    ids=range(4),
)
def test_what_no_page_would_show_is_read_as_plain_text(source: str) -> None:
    received = read(f"texte\n\n{source}".encode(), "submissions/a.md")
    assert "fond" in received.manuscripts[0].text
    assert [finding.code for finding in received.findings] == ["markdown-as-text"]


def test_scripts_in_a_text_are_not_shown_and_are_no_words_lost() -> None:
    received = read(b"texte\n\n<script>fond()</script>\n", "submissions/a.md")
    assert (shown(received.manuscripts[0]), received.findings) == ("texte", ())


def test_pictures_that_are_not_in_the_file_are_counted() -> None:
    received = read(b"texte ![Vue](a.jpg) ![](https://x.example/b.jpg)", "submissions/a.md")
    (told,) = received.findings
    assert (told.code, told.file) == ("pictures-elsewhere", "submissions/a.md")
    assert told.message == "2 pictures of the text are not in the file; none was fetched"
    assert told.hint == "those that came beside it are used; put others there, under the names the text uses"
    assert [b.text for b in received.manuscripts[0].blocks if b.shape.form is Form.ALT] == ["Vue"]


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(SourceError, match="no text"):
        read(b"\n\n", "submissions/a.md")


@pytest.mark.parametrize("error", [RecursionError, AssertionError])
def test_what_the_engine_gives_up_is_read_as_plain_text(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """None of the texts that were tried make it do so; it calls itself for marks in marks."""

    class Failing:
        def parse(self, *_: object) -> None:
            raise error

    monkeypatch.setattr("anthology.readers.markdown._engine", Failing)
    assert [block.text for block in one("# Le port\n\nIl *dort*.\n").blocks] == ["# Le port", "Il *dort*."]
