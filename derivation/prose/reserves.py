r"""Words around a display by which its author may not claim it as it stands.

    Is it true that $$…$$? No.                    asked, denied, reported, supposed to be absurd
    Neglecting $h^2$, $$…$$                        it holds about, or up to something
    $$…$$ provided that $x \ge 0$.                 a condition stands behind it
    All arithmetic is modulo 7. … $$…$$            it is reckoned in another way

Takes the sentences before and behind; gives the words, or "". Nothing is called false where there are some.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from derivation.late import regex
from derivation.prose.formulas import SIGNS
from derivation.prose.patterns import any_of, compiled
from derivation.prose.sentences import Sentence

_DENIED: Final = (
    "wrong|false|incorrect|incorrectly|mistake|mistakes|mistaken|mistakenly|erroneous|erroneously|misconception"
    "|fallacy|fallacious|myth|untrue|invalid|absurd|nonsense|contradiction|contradicts|impossible|disproved|refuted"
    "|beware|tempting|tempted|naive|naively|misremember|conjecture|conjectured|typo|erratum|inconsistent|hypothetical",
    "NOT ANY true|hold|holds|valid|correct|right|equal|claim|write|work",
    "fails|fail to|for|in|when|if|unless",
    "instead of $",
    "is|are it|this|that|they? true|correct|right|valid",
    "true or false",
    "student|students|people|beginners|authors|program|calculator often* claims|claim|write|writes|wrote"
    "|printed|returned|said|says",
    "we|one|you|this|that|it|there would",
    "had|were we|it|this|that",
    "if we had",
    "why is|does|do|are",
    "for which",
    "when does|do|is|are",
    "counterexample",
)
"""What denies a display, asks for it, or reports it."""

_NEARLY: Final = (
    "neglecting|neglect|neglected|ignoring|ignore|ignored|dropping|approximately|approximate|approximation"
    "|approximating|approximated|linearising|linearizing|linearised|linearized|linearisation|linearization"
    "|asymptotically|infinitesimal|roughly|negligible|absorbing|absorbed|heuristically",
    "to|in|at the? first|leading|lowest|second|zeroth|linear order",
    "up to",
    "small|large|high|low FORMULA|temperature|temperatures|angles|angle|speeds|velocities|times|distances",
    "for|in small|large",
    "limit of|that|when|as|,",
    "nonrelativistic|non-relativistic|classical|continuum|thermodynamic|asymptotic limit",
    "near the|FORMULA",
    "about FORMULA",
)
"""What says that a display holds about, or up to something."""

_OTHERWISE: Final = (
    "modulo|mod",
    "characteristic FORMULA|2|3|two|three|zero",
    "boolean|tropical|max-plus|min-plus|modular|saturating|ordinal|interval|hexadecimal|octal"
    " algebra|arithmetic|semiring|addition|numbers|notation",
    "in binary",
    "two's complement",
    "integer division",
    "symmetric difference",
    "ring|rings ANY FORMULA|of",
    "finite field|fields",
    "clock|floating-point|floating arithmetic|point",
    "summation|einstein convention",
    "in degrees",
)
"""What says, for all of a section, that signs mean something else than for numbers."""

SIGNS_OF: Final = "".join(sorted(SIGNS))
_BEHIND: Final = compiled(
    ",|;? and|but|which|this|that|it|holds|is|true|valid|exactly|precisely|only*"
    " if|when|whenever|provided|unless|as|assuming|for"
)
_IF: Final = compiled("if|when|whenever|provided|unless|long|assuming|for")
_MARKED: Final = regex(
    r"\\(?:stackrel|overset)\s*\{\s*\?\s*\}"
    r"|\\p?mod(?![a-zA-Z])|\\text\w*\s*\{[^{}]*(?:\b(?:wrong|incorrect|not true)\b|\bfalse\s*[:!.)])",
    re.IGNORECASE,
)


def _any(rows: Iterable[str]) -> re.Pattern[str]:
    return any_of((f"r{number}", row) for number, row in enumerate(rows))


_DENIES: Final = _any(_DENIED)
_NEAR: Final = _any(_NEARLY)
_RECKONS: Final = _any(_OTHERWISE)


_BACK: Final = compiled(
    "^ so|but|and|the|our|,* which|this|that|it|these|conjecture|identity|claim|statement|line"
)
"""What leads back to what stands before."""


def reckons(sentence: Sentence) -> str:
    """The words of a sentence that say that signs mean something else than for numbers, or ""."""
    found = _RECKONS.search(sentence.tokens)
    return found[0].strip(f"{SIGNS_OF} ,") if found else ""


def reserve(before: Iterable[Sentence], behind: Iterable[Sentence], latex: str) -> str:
    """The words right before and behind a display by which it may not be claimed as it stands, or ""."""
    if marked := _MARKED.search(latex):
        return marked[0]
    behind = tuple(behind)
    back = (s for s in behind if (s.ended and not s.formulas) or _BACK.search(s.tokens))
    for sentence in (*(s for s in before if not (s.ended and s.formulas)), *back):
        if sentence.asks:
            return sentence.text
        for pattern in (_DENIES, _NEAR):
            if found := pattern.search(sentence.tokens):
                return found[0].strip(f"{SIGNS_OF} ,")
    for sentence in behind[:1]:
        words = _BEHIND.match(sentence.tokens)
        goes_on = sentence.masked.lstrip()[:1].islower() or sentence.masked.lstrip().startswith(",")
        if words and goes_on and _IF.search(words[0]) and sentence.formulas:
            return words[0].strip(" ,;")
    return ""
