"""The rules an editor chose for one article hold when its submission is imported again."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology import config, importing
from anthology.errors import SourceError
from anthology.importing import Imported

TEXT = (
    "Une nuit au port\n\n"
    "Qui travaille ici? Les pilotes arrivent à six heures, et les grutiers les attendent déjà sur le"
    " quai.\n\n"
    "Le soir, tout le monde rentre chez soi. Que reste-t-il? Des mouettes, et le bruit de la mer contre"
    " le mur.\n"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "submissions").mkdir(parents=True)
    (folder / "submissions" / "port.txt").write_text(TEXT, encoding="utf-8")
    (folder / "anthology.toml").write_text('[book]\ntitle = "T"\nlanguage = "fr"\n', encoding="utf-8")
    return folder


def imported(content: Path) -> Imported:
    return importing.imported(content, config.load(content))


def article(content: Path) -> Path:
    (found,) = (content / "articles").glob("*.md")
    return found


def test_a_rule_that_is_off_leaves_the_text_of_that_article_as_it_was_sent(content: Path) -> None:
    imported(content)
    file = article(content)
    before = file.read_text(encoding="utf-8")
    assert "Qui travaille ici ?" in before
    file.write_text(before.replace("title =", 'rules = { off = ["P1"] }\ntitle =', 1), encoding="utf-8")
    again = imported(content)
    after = file.read_text(encoding="utf-8")
    assert [each.state for each in again.outcomes] == ["merged"]
    assert "Qui travaille ici? Les pilotes" in after
    assert 'rules = { off = ["P1"] }' in after
    assert [each.state for each in imported(content).outcomes] == ["kept"]


def test_a_rule_there_is_not_is_an_error_that_names_the_article(content: Path) -> None:
    imported(content)
    file = article(content)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title =", 'rules = { off = ["P99"] }\ntitle =', 1), encoding="utf-8")
    with pytest.raises(SourceError, match="P99") as refused:
        imported(content)
    assert refused.value.file == f"articles/{file.name}"
