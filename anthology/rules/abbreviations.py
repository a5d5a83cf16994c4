"""What a name or a number may not be parted from: titles (B1), references (B3), initials (B4)."""

from __future__ import annotations

from anthology.rules.rule import Level, Rule, rewrite, together, write
from anthology.rules.usage import BLANK, FRENCH, IN, LOWER, NBSP, UPPER

_TITLE = "(?:Mmes?|Mlles?|Drs?|Prs?|Mes?|Mgr|Ste?)"

# « Thomas M. Il vient » : an initial that ends a sentence, not a title.
_SENTENCE = (
    "(?:Ils?|Elles?|On|Nous|Vous|Je|Tu|Mais|Et|Un|Une|Des|Les?|La|Ce|Cette|Ces|Dans|En|Pour|À|A|Au|Aux)"
)
_NOT_A_SENTENCE = rf"(?!{_SENTENCE}\b)"
_DOUBLE = rf"{UPPER}{LOWER}?\.-{UPPER}{LOWER}?\."
_INTRODUCES = rf"(?:(?:\A|[(«,;:])|\b(?:et|de|par|avec|selon|pour|chez|que)){BLANK}?"

RULES = (
    Rule(
        id="B1",
        name="title-and-name",
        level=Level.APPLIED,
        languages=FRENCH,
        why="A title is not parted from the name that follows it.",
        source=IN,
        sign=rf"(?:MM?\.|{_TITLE}){BLANK}{UPPER}",
        find=together(
            write(rf"(?<![\w’'-]){_TITLE}(?P<x>{BLANK})(?={UPPER})", NBSP),
            write(rf"(?<![\w.’'-])MM?\.(?P<x>{BLANK})(?={UPPER}){_NOT_A_SENTENCE}", NBSP),
            write(rf"(?<![\w.’'-])MM?\.(?P<x>{BLANK})(?=(?:Le|La|Les){BLANK}{UPPER}{LOWER})", NBSP),
        ),
        examples=(
            ("Mme Dupont", "Mme⍽Dupont"),
            ("M. Roy et Dr Petit", "M.⍽Roy et Dr⍽Petit"),
            ("M. Le Pen", "M.⍽Le Pen"),
        ),
        unchanged=("Thomas M. Il vient", "la Mme de service", "Mme la présidente", "un km. Puis"),
    ),
    Rule(
        id="B3",
        name="reference-and-number",
        level=Level.APPLIED,
        languages=FRENCH,
        why="n°, p., art., fig., chap. stay with their number, and av. with J.-C.",
        source=IN,
        sign=rf"[°º]|(?:[ptT]|[aA]rt|igs?|hap|ol|av|apr)\.{BLANK}*(?:\d|[IVXLCJ]|ex\.)",
        find=together(
            write(rf"(?<!\w)[nN][°º]s?(?P<x>{BLANK}*)(?=\d)", NBSP),
            write(rf"(?<!\w)(?:pp?|[aA]rt|[fF]igs?|[cC]hap|[vV]ol|[tT])\.(?P<x>{BLANK}*)(?=\d)", NBSP),
            write(rf"(?<!\w)(?:[cC]hap|[vV]ol|[tT])\.(?P<x>{BLANK})(?=[IVXLC]+(?!\w))", NBSP),
            write(rf"(?<!\w)p\.(?P<x>{BLANK}*)(?=ex\.)", NBSP),
            write(rf"(?<!\w)(?:av|apr)\.(?P<x>{BLANK}*)(?=J\.-C\.)", NBSP),
        ),
        examples=(
            ("n°5", "n°⍽5"),
            ("p. 12", "p.⍽12"),
            ("art.5", "art.⍽5"),
            ("t. IV", "t.⍽IV"),
            ("52 av. J.-C.", "52 av.⍽J.-C."),
            ("p. ex.", "p.⍽ex."),
        ),
        unchanged=("no 5", "l’av. Foch", "p. de garde", "un n° à part"),
    ),
    Rule(
        id="B4",
        name="initials-and-name",
        level=Level.APPLIED,
        languages=FRENCH,
        why="Initials are not parted from the surname they stand before.",
        source=IN,
        sign=rf"{UPPER}{LOWER}?\.{BLANK}{UPPER}",
        find=together(
            write(
                rf"(?<![\w.-]){_DOUBLE}(?P<x>{BLANK})(?={UPPER}{LOWER}){_NOT_A_SENTENCE}",
                NBSP,
            ),
            write(
                rf"{_INTRODUCES}{UPPER}\.(?P<x>{BLANK})(?={UPPER}{LOWER}+){_NOT_A_SENTENCE}",
                NBSP,
            ),
        ),
        examples=(("J.-P. Martin", "J.-P.⍽Martin"), ("selon V. Hugo", "selon V.⍽Hugo")),
        unchanged=("en 52 av.⍽J.-C. Il vint", "la vitamine C. Elle manque", "le plan B. Toulouse gagne"),
    ),
    Rule(
        id="B2",
        name="title-as-abbreviated",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="Monsieur is M., and what keeps its last letter (Mme, Dr) takes no full stop; Mr is English.",
        source=IN,
        sign=rf"M(?:r|rs|lle|me|lles|mes)?\.?{BLANK}|Dr\.|Pr\.",
        find=together(
            write(rf"(?<![\w’'-])(?P<x>Mr\.?)(?={BLANK}(?:{UPPER}|l[ea]{BLANK}))", "M."),
            write(rf"(?<![\w’'-])(?:Mmes?|Mlles?|Dr|Pr)(?P<x>\.)(?={BLANK}{UPPER}{LOWER})", ""),
        ),
        examples=(
            ("Mr Roy et Léa", "M. Roy et Léa"),
            ("avec Mme. Dupont", "avec Mme Dupont"),
            ("Dr. Petit", "Dr Petit"),
        ),
        unchanged=("M. Roy", "Mme Dupont", "le mr", "Mme."),
    ),
    Rule(
        id="B3R",
        name="number-sign",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="Numéro before figures is n°, with its sign.",
        source=IN,
        sign=rf"[Nn]o{BLANK}\d",
        find=write(rf"(?<![\w’'-])[Nn](?P<x>o{BLANK})(?=\d{{1,5}}(?!\w))", f"°{NBSP}"),
        examples=(("le no 5 de la revue", "le n°⍽5 de la revue"),),
        unchanged=("n° 5", "un no man’s land", "No 5G"),
    ),
    Rule(
        id="B5",
        name="sigle",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="A sigle is written without stops, and takes no s.",
        source=IN,
        sign=rf"(?:{UPPER}\.){{3}}|{UPPER}s(?!\w)",
        find=together(
            rewrite(
                rf"(?:\b(?:la|les|le|un|une|des|du|aux?|cette|ces|en){BLANK}|\b[ldLD][’'])"
                rf"(?P<x>(?:{UPPER}\.){{3,8}})(?!\w|-|{BLANK}{UPPER}|\Z)",
                lambda match: match["x"].replace(".", ""),
            ),
            write(
                rf"(?<![\w’'-])(?:[Ll]es|[Dd]es|[Cc]es|[Aa]ux|[Nn]os|[Vv]os|[Ll]eurs|[Ss]es|[Dd]eux"
                rf"|\d+){BLANK}"
                rf"{UPPER}{{2,6}}(?P<x>s)(?!\w)",
                "",
            ),
        ),
        examples=(("avec une O.N.G. locale", "avec une ONG locale"), ("les ONGs du pays", "les ONG du pays")),
        unchanged=("signé S.D.", "par J.R.R. Tolkien", "une ONG", "les GAFAM", "un O.N.G.", "trois ans"),
    ),
)
