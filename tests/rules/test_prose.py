"""Prose that is already set well: nothing of it changes, and typed plainly it comes out the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology.rules import edits, plain, proposals, typeset, with_real_spaces

PUBLISHED = Path(__file__).resolve().parent.parent / "data" / "rules" / "prose"
"""Novels and newspapers from before 1930, a file a language, a paragraph a line, typed with plain spaces."""
LANGUAGES = sorted(path.stem for path in PUBLISHED.glob("*.txt"))


def published(language: str) -> list[str]:
    return (PUBLISHED / f"{language}.txt").read_text(encoding="utf-8").splitlines()


FRENCH = """\
Le conseil municipal s’est réuni mardi soir dans une salle comble.
«⍽Nous n’avons jamais vu autant de monde⍽», s’étonne la maire.
Combien de temps faudra-t-il encore attendre·?
«⍽Personne n’a répondu, raconte-t-elle. Pas même le préfet·!⍽»
Le festival a accueilli 12·500 spectateurs, soit 8⍽% de plus qu’en 2019.
Il habite au 12, rue des Lois, 31000 Toulouse.
Deux mots suffisent⍽: travail et patience.
Le train de 14⍽h⍽30 est arrivé à 15⍽h.
L’association –⍽née en 1998⍽– compte aujourd’hui trente bénévoles.
Mme⍽Durand et M.⍽Le Goff ont signé l’accord le 1er mai.
La 2e édition aura lieu au XXIe⍽siècle, sous la Ve⍽République.
Voir p.⍽12, n°⍽5 et art.⍽3 du règlement.
Le chœur chante, la sœur du curé écoute, l’œuvre s’achève.
«⍽Il m’a dit “peut-être”, puis il est parti⍽», confie Léa.
Et puis… rien. Le silence, seulement le silence…
Tout est gratuit·; il suffit de s’inscrire.
Vraiment·?! On peine à le croire.
Le quotidien Le Monde (fondé en 1944) tire à 300·000 exemplaires.
La billetterie ouvre sur www.exemple.fr dès lundi.
Écrivez à redaction@exemple.org ou appelez le 05⍽61⍽00⍽00⍽00.
Les étudiant(e)s et les auteur.rice.s sont invité.e.s.
Le score⍽: 3-2, après prolongation (0-0 à la mi-temps).
Un billet à 15⍽€, un autre à 7,50⍽€.
Il mesure 1,82⍽m et pèse 75⍽kg.
À 130⍽km/h, la voiture consomme 6⍽l d’essence.
Jean-Pierre Martin, 42 ans, n’en revient pas.
Qu’est-ce que l’éducation aux médias·? Vaste question.
Louis⍽XIV et François⍽Ier y ont dormi, dit-on.
[…] le texte reprend ici, sans prévenir.
La pièce est au format 16:9, dure 1:30:00 et se joue à 20:30.
Son pseudo est @lea_31, son mot-dièse #journalisme.
Le fichier rapport_final.docx se trouve dans /srv/lea/textes/.
Il cite Jn 3:16 et la version 2.5.1 du logiciel.
Dans la phrase «⍽(…) et cætera⍽», tout est dit.
Le prix·? Non⍽: la récompense.
La 4G, la 3D et l’A380 font la fierté de la région.
Les années 1980-1990 (p.⍽12-15) restent floues.
Groupe 2 – ISCPA Toulouse – Tom Passicot / Maëlle Estingoy
Photo de Rémi Médalle, Romane Paillette Doubleau et N’Guetta Yéli.
Le goéland, la moelle, Noël, un poème, coexister, le coefficient.
""".splitlines()

ENGLISH = """\
The council met on Tuesday evening in a packed room.
“We have never seen so many people,” said the mayor.
How long will we have to wait?
Two words are enough: work and patience.
It’s free; all you have to do is sign up!
The festival drew 12,500 people, 8% more than in 2019.
She said, “He told me ‘maybe’ and left.”
The students’ work was shown at 3:30 p.m. on 5 May.
And then … nothing. Silence, only silence…
The association—founded in 1998—has thirty volunteers.
See p. 12, no. 5 and art. 3 of the rules (§ 4).
He drove at 80km/h for 2.5 miles, then 300 000 more.
Write to desk@example.org, or see https://example.org/?q=a;b.
O’Brien’s car was a 4x4; the ’90s were good to him.
The XIXth century, the 1st, 2nd and 3rd of May.
""".splitlines()


@pytest.mark.parametrize("sentence", FRENCH)
def test_french_prose_that_is_set_well_stays(sentence: str) -> None:
    assert edits(with_real_spaces(sentence), "fr") == ()


@pytest.mark.parametrize("sentence", FRENCH)
def test_french_prose_typed_with_ordinary_spaces_is_set_well(sentence: str) -> None:
    typed = sentence.replace("⍽", " ").replace("·", " ")
    assert typeset(typed, "fr") == with_real_spaces(sentence)
    assert plain(with_real_spaces(sentence), "fr") == typed


@pytest.mark.parametrize("sentence", ENGLISH)
def test_english_prose_that_is_set_well_stays(sentence: str) -> None:
    assert edits(sentence, "en") == ()
    assert plain(sentence, "en") == sentence


class TestPublishedProse:
    def test_there_is_some_in_six_languages(self) -> None:
        assert LANGUAGES == ["ca", "de", "en", "es", "fr", "it"]
        assert sum(len(line.split()) for one in LANGUAGES for line in published(one)) > 2_000

    def test_fewer_than_five_things_are_proposed_in_ten_thousand_words(self) -> None:
        texts = [(line, one) for one in LANGUAGES for line in published(one)]
        asked = [(line, edit) for line, one in texts for edit in proposals(line, one)]
        assert len(asked) * 10_000 < 5 * sum(len(line.split()) for line, _ in texts), asked

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_nothing_changes_but_spaces(self, language: str) -> None:
        for line in published(language):
            assert [edit for edit in edits(line, language) if (edit.before + edit.after).strip()] == []
            assert edits(typeset(line, language), language) == ()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_rules_of_another_country_of_the_language_keep_every_word(self, language: str) -> None:
        for country in {"fr": ("CH", "CA", "BE"), "de": ("CH", "AT"), "en": ("GB", "US")}.get(language, ()):
            for line in published(language):
                set_ = typeset(line, f"{language}-{country}")
                assert [*filter(str.isalnum, set_)] == [*filter(str.isalnum, line)]
