"""Words of French that several rules ask for, as regular expressions."""

from __future__ import annotations


def any_of(words: str) -> str:
    """One of these words."""
    return "|".join(words.split())


SAYING = any_of(
    "dit disent disait confie confient confiait explique expliquent expliquait raconte racontent racontait"
    " précise précisent précisait ajoute ajoutent ajoutait affirme affirment affirmait"
    " assure assurent assurait"
    " répond répondent répondit répondait demande demandent demandait déclare déclarent déclarait"
    " estime estiment estimait souligne soulignent soulignait rappelle rappellent rappelait"
    " conclut concluent concluait regrette regrettent regrettait témoigne témoignent témoignait"
    " commente commentent commentait indique indiquent indiquait poursuit poursuivent poursuivait"
    " avoue avouent avouait glisse glissent glissait sourit insiste insistent insistait"
    " reconnaît reconnaissent martèle résume lance murmure s’écria s’exclame"
)
"""A verb that names a speaker, as it stands before the name: « … », dit Zoé."""

SAID = any_of(
    "fit firent répondit répliqua répliquèrent demanda demandèrent cria crièrent murmura murmurèrent s’écria"
    " reprit reprirent ajouta ajoutèrent continua déclara expliqua interrogea lança souffla"
    " soupira pensa hurla balbutia"
    " gronda ricana objecta insista observa remarqua confirma admit avoua conclut fis dis"
    " répondis demandai repris"
    " ordonna supplia s’exclama protesta marmonna bredouilla"
)
"""A verb that names a speaker in a story: « — … », répondit Zoé."""

MONTHS = any_of("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
DAYS = any_of("lundi mardi mercredi jeudi vendredi samedi dimanche")
