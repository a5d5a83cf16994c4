"""What English, Spanish, German, Italian and Catalan ask for and French does not know."""

from __future__ import annotations

from anthology.rules.rule import Level, Rule, together, write
from anthology.rules.usage import BLANK, LETTER, LOWER, NBSP, NEIGHBOURS, NNBSP, SI, UPPER
from anthology.rules.words import any_of

_RAE = "Real Academia Española, Ortografía de la lengua española (2010)"
_DUDEN = "Duden, Die deutsche Rechtschreibung; DIN 5008"
_CRUSCA = "Accademia della Crusca, consulenza linguistica"

_UNITS = any_of("km/h m/s kWh MWh GWh kHz MHz GHz Hz kW MW km²? m[²³] cm mm km kg mg ml cl °C °F")
_NO_MORE = r"(?![\w’'‘/²³°-])"
_TITLES = any_of(
    r"Mr\.? Mrs\.? Ms\.? Dr\.? Prof\. Sr\. Sra\. Srta\. Dra\. D\. Dña\. Sig\. Sig\.ra Dott\. Herr Frau St\."
)
_ASKING = any_of("Qué Cómo Cuándo Dónde Quién Quiénes Cuál Cuáles Cuánto Cuánta Cuántos Cuántas")

RULES = (
    Rule(
        id="X1",
        name="title-and-name-abroad",
        level=Level.APPLIED,
        languages=("en", *NEIGHBOURS),
        why="A title is not parted from the name that follows it.",
        source="New Hart’s Rules, 2.5.4; " + _RAE,
        sign=rf"[rsafgt.u]{BLANK}{UPPER}",
        find=write(rf"(?<![\w.’'-])(?:{_TITLES})(?P<x>{BLANK})(?={UPPER}{LOWER})", NBSP),
        examples=(("Mr. Roy and Mrs Petit", "Mr.⍽Roy and Mrs⍽Petit"), ("Dr Gray", "Dr⍽Gray")),
        unchanged=("Mr. and Mrs. X", "the Ms of old", "Sir Roy"),
    ),
    Rule(
        id="X2",
        name="number-and-unit-abroad",
        level=Level.APPLIED,
        languages=NEIGHBOURS,
        why="A unit is set off from its number by a space that does not break.",
        source=SI,
        sign=r"\d",
        find=write(rf"(?<![^\W_])(?<!\d[.,])\d++(?:[.,]\d++)?(?P<x>{BLANK}*)(?:{_UNITS}){_NO_MORE}", NBSP),
        examples=(("a 80km/h", "a 80⍽km/h"), ("2,3 kg", "2,3⍽kg")),
        unchanged=("la 4G", "5 minutos", "G5 km", "12kmh"),
    ),
    Rule(
        id="X3",
        name="german-abbreviations",
        level=Level.APPLIED,
        languages=("de",),
        why="Between the parts of z. B. stands a narrow space, and the line never breaks there.",
        source=_DUDEN,
        sign=rf"\.{BLANK}?[A-Za-z]\.",
        find=together(
            write(rf"(?<![\w.])z\.(?P<x>{BLANK}?)(?=[BTZ]\.)", NBSP),
            write(rf"(?<![\w.])d\.(?P<x>{BLANK}?)(?=h\.)", NBSP),
            write(rf"(?<![\w.])u\.(?P<x>{BLANK}?)(?=[aUÄ]\.)", NBSP),
            write(rf"(?<![\w.])[sv]\.(?P<x>{BLANK}?)(?=[oua]\.)", NBSP),
            write(rf"(?<![\w.])i\.(?P<x>{BLANK}?)(?=[dA]\.)", NBSP),
        ),
        examples=(("z.B. heute", "z.⍽B. heute"), ("d. h. morgen", "d.⍽h. morgen")),
        unchanged=("usw.", "A.B. Meier", "www.z.B.de"),
    ),
    Rule(
        id="X11",
        name="german-closing-mark",
        level=Level.APPLIED,
        languages=("de",),
        why="In German “ and ‘ close, and the comma or the stop after them clings to them.",
        source=_DUDEN,
        sign="[“‘]",
        find=write(rf"(?<=[^\s(][“‘])(?P<x>{BLANK}+)(?=[,.;:!?](?:\s|\Z|[)»]))", ""),
        examples=(("„Ja“ , sagt er", "„Ja“, sagt er"), ("„Ja“ !", "„Ja“!")),
        unchanged=("„Ja“, sagt er", "(“ ,"),
    ),
    Rule(
        id="X4",
        name="swiss-thousands",
        level=Level.APPLIED,
        languages=("de-ch",),
        why="The groups of a number are parted by an apostrophe, and that is ’.",
        source="Schweizerische Bundeskanzlei, Schreibweisungen; Unicode CLDR, locale de-CH",
        sign="'",
        find=write(r"(?<=\d)'(?=\d{3}(?!\d))", "’"),
        examples=(("30'000 Leute", "30’000 Leute"),),
        unchanged=("5'10", "30’000"),
    ),
    Rule(
        id="X5",
        name="spanish-ordinals",
        level=Level.APPLIED,
        languages=("es",),
        why="The raised letter of an ordinal follows a full stop.",
        source=_RAE,
        sign="[ºª]",
        find=write(r"(?<![\w.,])\d{1,3}(?P<x>)(?=[ºª](?!\w))", "."),
        examples=(("el 1º de mayo", "el 1.º de mayo"), ("la 3ª vez", "la 3.ª vez")),
        unchanged=("el 1.º de mayo", "45°", "nº 5"),
    ),
    Rule(
        id="X6",
        name="spanish-opening-mark",
        level=Level.PROPOSED,
        languages=("es",),
        why="A question opens with ¿.",
        source=_RAE,
        sign=r"\?",
        find=write(
            rf"(?:\A|(?<=[.!?…]{BLANK}))(?P<x>)(?=(?:(?:A|De|Por|Para|Con|En|Desde){BLANK}(?i:{_ASKING})"
            rf"|{_ASKING})"
            r"(?!\w)[^¿?.!\n]{1,200}\?)",
            "¿",
        ),
        examples=(("Qué hora es?", "¿Qué hora es?"), ("Sí. Por qué no?", "Sí. ¿Por qué no?")),
        unchanged=("¿Qué hora es?", "Que venga?", "Qué bien."),
    ),
    Rule(
        id="X7",
        name="italian-accent",
        level=Level.PROPOSED,
        languages=("it",),
        why="A capital keeps its accent: an apostrophe after it is a makeshift of the keyboard.",
        source=_CRUSCA,
        sign="E['’]",
        find=write(rf"(?<![\w’'])E['’](?={BLANK}{LOWER})", "È"),
        examples=(("E' vero", "È vero"), ("E’ tardi.", "È tardi.")),
        unchanged=("È vero", "c'è", "E lui", "E'"),
    ),
    Rule(
        id="X8",
        name="italian-truncation",
        level=Level.APPLIED,
        languages=("it",),
        why="A shortened word ends with ’.",
        source=_CRUSCA,
        sign="'",
        find=write(rf"(?<![\w’'‘])(?:[Uu]n{BLANK})?(?:po|mo|be)(?P<x>')(?!\w|')", "’"),
        examples=(("un po' di pane", "un po’ di pane"),),
        unchanged=("un po’", "'po'", "il Po'"),
    ),
    Rule(
        id="X9",
        name="swiss-double-s",
        level=Level.PROPOSED,
        languages=("de-ch",),
        why="Switzerland writes ss and no ß; a name keeps its own.",
        source="Schweizerische Bundeskanzlei, Schreibweisungen",
        sign="ß",
        find=write(rf"(?<!\w)(?:{LOWER}+|{UPPER}{LOWER}{{0,12}})(?P<x>ß)(?={LETTER}*)", "ss"),
        examples=(("die Straße", "die Strasse"),),
        unchanged=("die Strasse",),
    ),
    Rule(
        id="X10",
        name="number-without-groups-abroad",
        level=Level.PROPOSED,
        languages=("es", "ca"),
        why="A number of five figures or more is read in groups of three.",
        source=_RAE,
        sign=r"\d{5}",
        find=write(
            rf"(?<![\w.,:/’'+#°º-])[1-9]\d{{1,2}}(?P<x>)(?=\d{{3}}{BLANK}(?:de{BLANK}|{LOWER}{{3,}}s(?!\w)"
            rf"|€))",
            NNBSP,
        ),
        examples=(("30000 personas", "30·000 personas"),),
        unchanged=("28013 Madrid", "en 2019", "1500 personas"),
    ),
)
