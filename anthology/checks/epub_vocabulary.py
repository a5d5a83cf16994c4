"""The closed lists of words that an e-book may use: roles, types, properties, terms of accessibility."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ROLES = _words(
    # WAI-ARIA 1.2, 5.4, without those of forms and widgets, which no book has
    "alert article banner blockquote caption cell code columnheader complementary contentinfo definition "
    "deletion directory document emphasis feed figure group heading img insertion link list listitem log "
    "main marquee math meter navigation none note paragraph presentation progressbar region row rowgroup "
    "rowheader search separator status strong subscript superscript table term time timer toolbar tooltip "
    # Digital Publishing WAI-ARIA Module 1.1, 4
    "doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-backlink doc-bibliography "
    "doc-biblioref doc-chapter doc-colophon doc-conclusion doc-cover doc-credit doc-credits doc-dedication "
    "doc-endnotes doc-epigraph doc-epilogue doc-errata doc-example doc-footnote doc-foreword doc-glossary "
    "doc-glossref doc-index doc-introduction doc-noteref doc-notice doc-pagebreak doc-pagefooter "
    "doc-pageheader doc-pagelist doc-part doc-preface doc-prologue doc-pullquote doc-qna doc-subtitle "
    "doc-tip doc-toc"
)

TYPES = _words(
    # EPUB 3 Structural Semantics Vocabulary 1.1
    "abstract acknowledgments afterword appendix assessment assessments backlink backmatter biblioentry "
    "bibliography biblioref bodymatter bridgehead case-study chapter colophon concluding-sentence conclusion "
    "contributors copyright-page cover covertitle credit credits dedication division endnote endnotes "
    "epigraph epilogue errata example figure footnote footnotes foreword frontmatter fulltitle glossary "
    "glossdef glossref glossterm halftitle halftitlepage imprimatur imprint index index-editor-note "
    "index-entry index-entry-list index-group index-headnotes index-legend index-locator "
    "index-locator-list index-locator-range index-term index-term-categories index-term-category "
    "index-xref-preferred index-xref-related introduction keyword keywords label landmarks "
    "learning-objective learning-objectives learning-resource learning-resources list list-item loa loi "
    "lot lov noteref notice ordinal other-credits page-list pagebreak panel panel-group part "
    "part-title practice practices preamble preface prologue pullquote qna question-and-answer rearnote "
    "rearnotes referrer revision-history seriespage sound-area subtitle table table-cell table-row "
    "text-area tip title titlepage toc toc-brief topic-sentence volume text"
)

PAIRS: Mapping[str, str] = {
    **{
        name: f"doc-{name}"
        for name in _words(
            "abstract acknowledgments afterword appendix backlink bibliography biblioref chapter colophon "
            "conclusion credit credits dedication epigraph epilogue errata example footnote "
            "foreword glossary glossref index introduction noteref notice pagebreak part preface prologue "
            "pullquote qna subtitle tip toc"
        )
    },
    "page-list": "doc-pagelist",
    "endnotes": "doc-endnotes",
}
"""The role that says to a voice what a type says to a reading system."""

FEATURES = _words(
    # Schema.org Accessibility Properties for Discoverability Vocabulary, 2026, accessibilityFeature
    "alternativeText annotations ARIA audioDescription bookmarks braille captions ChemML closedCaptions "
    "describedMath displayTransformability fullRubyAnnotations highContrastAudio highContrastDisplay "
    "horizontalWriting index largePrint latex latex-chemistry longDescription MathML MathML-chemistry none "
    "openCaptions pageBreakMarkers pageNavigation readingOrder rubyAnnotations signLanguage "
    "structuralNavigation synchronizedAudioText tableOfContents tactileGraphic tactileObject timingControl "
    "transcript transformFeedback ttsMarkup unknown unlocked verticalWriting withAdditionalWordSegmentation "
    "withoutAdditionalWordSegmentation printPageNumbers"
)
MODES = _words(
    "auditory tactile textual visual chartOnVisual chemOnVisual colorDependent diagramOnVisual mathOnVisual "
    "musicOnVisual textOnVisual"
)
HAZARDS = _words(
    "flashing motionSimulation sound noFlashingHazard noMotionSimulationHazard noSoundHazard none unknown "
    "unknownFlashingHazard unknownMotionSimulationHazard unknownSoundHazard"
)
CONFORMANCE = re.compile(
    r"EPUB Accessibility 1\.1 - WCAG 2\.[0-2] Level (A|AA|AAA)"
    r"|http://www\.idpf\.org/epub/a11y/accessibility-20170105\.html#wcag-(a|aa|aaa)"
)
"""What a claim of conformance says, to the letter (EPUB Accessibility 1.1, 5.3)."""

PROPERTIES = _words(
    "align-content align-items align-self all animation background background-attachment background-clip "
    "background-color background-image background-origin background-position background-repeat "
    "background-size block-size border border-bottom border-bottom-color border-bottom-left-radius "
    "border-bottom-right-radius border-bottom-style border-bottom-width border-collapse border-color "
    "border-image border-left border-left-color border-left-style border-left-width border-radius "
    "border-right border-right-color border-right-style border-right-width border-spacing border-style "
    "border-top border-top-color border-top-left-radius border-top-right-radius border-top-style "
    "border-top-width border-width bottom box-decoration-break box-shadow box-sizing break-after "
    "break-before break-inside caption-side clear clip clip-path color color-scheme column-count "
    "column-fill column-gap column-rule column-span column-width columns content counter-increment "
    "counter-reset counter-set cursor direction display empty-cells filter flex flex-basis flex-direction "
    "flex-flow flex-grow flex-shrink flex-wrap float font font-family font-feature-settings font-kerning "
    "font-language-override font-optical-sizing font-palette font-size font-size-adjust font-stretch "
    "font-style font-synthesis font-variant font-variant-alternates font-variant-caps "
    "font-variant-east-asian font-variant-ligatures font-variant-numeric font-variant-position "
    "font-variation-settings font-weight forced-color-adjust gap grid grid-area grid-column grid-row "
    "grid-template grid-template-areas grid-template-columns grid-template-rows hanging-punctuation height "
    "hyphenate-character hyphenate-limit-chars hyphenate-limit-last hyphenate-limit-lines "
    "hyphenate-limit-zone hyphens image-orientation image-rendering initial-letter inline-size inset "
    "isolation justify-content justify-items justify-self left letter-spacing line-break line-height "
    "list-style list-style-image list-style-position list-style-type margin margin-block "
    "margin-block-end margin-block-start margin-bottom margin-inline margin-inline-end "
    "margin-inline-start margin-left margin-right margin-top max-block-size max-height max-inline-size "
    "max-width min-block-size min-height min-inline-size min-width mix-blend-mode object-fit "
    "object-position opacity order orphans outline outline-color outline-offset outline-style "
    "outline-width overflow overflow-wrap overflow-x overflow-y padding padding-block "
    "padding-block-end padding-block-start padding-bottom padding-inline padding-inline-end "
    "padding-inline-start padding-left padding-right padding-top page page-break-after "
    "page-break-before page-break-inside position print-color-adjust quotes right row-gap "
    "ruby-align ruby-position src tab-size table-layout text-align text-align-all text-align-last "
    "text-combine-upright text-decoration text-decoration-color text-decoration-line "
    "text-decoration-skip-ink text-decoration-style text-decoration-thickness text-emphasis "
    "text-indent text-justify text-orientation text-overflow text-rendering text-shadow text-size-adjust "
    "text-spacing-trim text-transform text-underline-offset text-underline-position text-wrap "
    "text-wrap-mode text-wrap-style top transform transform-origin transition unicode-bidi unicode-range "
    "vertical-align visibility white-space white-space-collapse widows width will-change word-break "
    "word-spacing word-wrap writing-mode z-index font-display adobe-hyphenate "
    "size-adjust ascent-override descent-override line-gap-override"
)
"""Properties of CSS (CSS Snapshot 2026, and what Adobe's readers ask for); those with a vendor's prefix are
not listed."""

CASED = _words(
    "viewBox preserveAspectRatio gradientUnits gradientTransform patternUnits patternTransform "
    "patternContentUnits clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits "
    "refX refY pathLength textLength lengthAdjust spreadMethod startOffset stdDeviation baseFrequency "
    "linearGradient radialGradient clipPath textPath foreignObject feGaussianBlur feColorMatrix feBlend "
    "feOffset feMerge feMergeNode feFlood feComposite"
)
"""Names of SVG that hold a capital: in small letters they mean nothing (SVG 2, appendix on elements)."""
SMALLED: Mapping[str, str] = {name.lower(): name for name in CASED}

SUFFIXES: Mapping[str, frozenset[str]] = {
    "xhtml": frozenset({"application/xhtml+xml"}),
    "ncx": frozenset({"application/x-dtbncx+xml"}),
    "css": frozenset({"text/css"}),
    "jpg": frozenset({"image/jpeg"}),
    "jpeg": frozenset({"image/jpeg"}),
    "png": frozenset({"image/png"}),
    "gif": frozenset({"image/gif"}),
    "svg": frozenset({"image/svg+xml"}),
    "otf": frozenset({"font/otf", "application/vnd.ms-opentype", "application/font-sfnt"}),
    "ttf": frozenset({"font/ttf", "application/font-sfnt"}),
}
"""The media types of a file by the end of its name (EPUB 3.3, 3.2)."""
