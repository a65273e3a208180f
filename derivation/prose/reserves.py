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
from derivation.prose.formulas import SIGNS, names_of, relates
from derivation.prose.patterns import any_of, compiled
from derivation.prose.sentences import Sentence
from derivation.text.layout import is_remark

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
    "for which FORMULA|value|values|number|numbers|choice|choices|real|is|does|do",
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
    "limit of|that|when|as|,|$",
    "in the ANY limit|regime",
    "tend|tends|tending|approaches|converges to?",
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

_SCENES: Final = (
    "^ and|but|while|whereas? for|with|under|about|on|in|at|as|after|before|without|when|once|if"
    " a|an|the|two|three|four|five|six|ten|more|less|fewer|no|its|their NOUN?",
    "^ and|but|while|whereas? under NOUN",
    "^ for|as|if|when|after twice|half|three|ten|equal",
    "of|for|in a|an NOUN? is|are|reads|becomes|equals|has|gives :? $",
    "of|for|in the NOUN is|reads|becomes|equals :? $",
    "second|third|other|latter|excited|new NOUN is|are|reads|becomes|equals|has :? $",
    "doubl~|halv~|tripl~|quadrupl~",
    "twice|half|thrice the|that|as|its",
    "^ initially|eventually|finally",
    "later|afterwards|removed|added|infinity",
)
"""Words by which a line may be about another thing, or case, than the lines before."""

_OF_A_STEP: Final = compiled(
    "rule|rules|help|formula|formulas|identity|theorem|lemma|definition|definitions|law|substitution|result|results"
    "|above|values|numbers|equation|equations|method|notation|terms|sum|expression|case|derivative|form"
)
"""Words by which it is about the same, seen another way."""

_BOUND_FOR: Final = regex(r"(?!.*\\lim).*\\(?:to|rightarrow|gg|ll|infty)(?![A-Za-z])", re.DOTALL)

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


_CONDITIONED: Final = regex(
    r"\$[^$]*(?:[<>=]|\\(?:leq?|geq?|neq?|in|lt|gt)(?![A-Za-z]))[^$]*\$|\b(?:assumption|hypothesis)\b",
    re.IGNORECASE,
)
"""A condition within words beside a line, `(as $x > 1$)`."""
_REMARK: Final = regex(r"\\(?:text|mbox|textrm|textit|intertext)\s*\{(?P<words>[^{}]*)\}")


def _any(rows: Iterable[str]) -> re.Pattern[str]:
    return any_of((f"r{number}", row) for number, row in enumerate(rows))


_DENIES: Final = _any(_DENIED)
_NEAR: Final = _any(_NEARLY)
_RECKONS: Final = _any(_OTHERWISE)


_SCENE: Final = _any(_SCENES)


def scene(before: Iterable[Sentence]) -> str:
    """The words of the sentence right before a display by which it may be about another case, or ""."""
    for sentence in (*before,)[-1:]:
        limits = (latex for latex, _ in sentence.formulas if _BOUND_FOR.match(latex))
        if (latex := next(limits, "")) or not (found := _SCENE.search(sentence.tokens)):
            return latex
        if not _OF_A_STEP.search(found[0]):
            return found[0].strip(f"{SIGNS_OF} ,:")
    return ""


_RESTRICTS: Final = _any(
    (
        "non-negative|nonnegative|non-positive|nonpositive|non-zero|nonzero|positive|negative|half-line|half-axis"
        "|interval|quadrant|halfplane|half-plane|principal|admissible|physical",
        "large|small|sufficiently enough|FORMULA|$",
        "otherwise|else|opposite|remaining",
        "if not",
        "if this|it|that fails",
    )
)
"""Words by which a line may be meant for some values of its letters alone."""
_INTERVAL: Final = regex(r"\s*(?:\\left\s*)?[(\[][^()\[\]]*,[^()\[\]]*[)\]]\s*")
_VALID: Final = compiled("holds|valid|true|correct|recall ANY for|if|when|that|provided|on|in ANY FORMULA")
_PLAINLY: Final = compiled(
    "for all|any|every|each|real|complex real|complex|number|numbers|value|values|of* NAMES ,|.?"
    " it|we|one|there? follows|have|has|get|obtain|find|holds? that? :? $"
)

_UNIVERSAL: Final = compiled("all|any|every|arbitrary THING? NAMES")
"""What says that a line holds for all values of names."""


def restricts(before: Iterable[Sentence], behind: Iterable[Sentence], names: frozenset[str]) -> str:
    """The words that lead to a display, or go on right behind it, by which it may be meant for some values of
    these names alone, or ""."""
    leading = (s for s in (*before,)[-1:] if not s.ended)
    behind = tuple(behind)
    for sentence in behind[:1]:
        if found := _VALID.search(sentence.tokens):
            return found[0].strip(f"{SIGNS_OF} ,")
    begun = ((s, s.masked.lstrip()[:1]) for s in behind[:1])
    going_on = (s for s, first in begun if first in SIGNS or first.islower())
    for sentence in (*leading, *going_on):
        if found := _RESTRICTS.search(sentence.tokens):
            return found[0].strip(f"{SIGNS_OF} ,")
        for latex, _ in sentence.formulas:
            told = not relates(latex) and not names.isdisjoint(names_of(latex))
            plain = _PLAINLY.search(sentence.tokens) or _UNIVERSAL.search(sentence.tokens)
            if _INTERVAL.fullmatch(latex) or (told and not plain):
                return sentence.text
    return ""


_BACK: Final = compiled(
    "^ so|but|and|the|our|,* which|this|that|it|these|conjecture|identity|claim|statement|line"
)
"""What leads back to what stands before."""


_EARLIER: Final = _any(
    (
        "former|earlier|previous|preceding|original|first|second|old|initial function|functions|curve|curves"
        "|sequence|series|example|case|part|item|problem|definition|setting|model|one|exercise|choice|version",
        "in|of|from|as|for|to the? example|examples|case|part|item|exercise|problem|question|setting"
        " 1|2|3|4|5|6|a|b|c|d|i|ii|iii|(|one|two|three|FORMULA",
        "in|of|from ( a|b|c|d|i|ii|iii|1|2|3 )",
        "return|returning|returns|returned|back to|in|at",
        "digression|some authors|other convention|conventions",
    )
)
"""Words by which a line may be about what a name was before it was defined anew."""


def refers_back(before: Iterable[Sentence]) -> str:
    """The words of the sentences between two displays by which the later one may be about an earlier example,
    or ""."""
    found = (_EARLIER.search(sentence.tokens) for sentence in before)
    return next((match[0].strip(f"{SIGNS_OF} ,") for match in found if match), "")


def reckons(sentence: Sentence) -> str:
    """The words of a sentence that say that signs mean something else than for numbers, or ""."""
    found = _RECKONS.search(sentence.tokens)
    return found[0].strip(f"{SIGNS_OF} ,") if found else ""


def reserve(before: Iterable[Sentence], behind: Iterable[Sentence], latex: str, row: str) -> str:
    """The words right before and behind a display, and beside a row of it, by which that may not be claimed
    as it stands, or ""."""
    if marked := _MARKED.search(latex):
        return marked[0]
    for remark in (m["words"] for m in _REMARK.finditer(row)):
        plain = remark.strip(" ,(").lower().startswith(("for ", "if ", "when "))  # a condition, which is read
        if not plain and (is_remark(remark) or _CONDITIONED.search(remark)):
            return remark
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
        plainly = _PLAINLY.search(sentence.tokens) and not any(relates(f) for f, _ in sentence.formulas)
        if words and goes_on and _IF.search(words[0]) and sentence.formulas and not plainly:
            return words[0].strip(" ,;")
    return ""
