r"""Whether a document has an imaginary unit, and which letter it is.

It says so (`$i$ is the imaginary unit`, `$j = \sqrt{-1}$`, `i^2 = -1`), or prints it upright in an
exponent of e. Takes the text; gives the letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivation.late import regex
from derivation.prose.patterns import compiled
from derivation.prose.sentences import sentences
from derivation.text.source import Source
from derivation.text.syntax import Node, Number, Terms

_UNIT = (
    r"(?:\\(?:mathrm|text|operatorname)\s*\{\s*(?P<upright>[ij])\s*\}"
    r"|\{?\\rm\s+(?P<old>[ij])\}?|(?P<plain>[ij]))"
)
_NAMED = regex(rf"\s*{_UNIT}\s*")
_VALUED = regex(
    rf"(?:^|[,;&=]|\\quad|\\text\s*\{{[^{{}}]*\}})\s*{_UNIT}\s*"
    r"(?:&?\s*(?::=|=|\\equiv|\\coloneqq)\s*&?\s*\\sqrt\s*\{?\s*-\s*1\s*\}?"
    r"|\^\s*\{?\s*2\s*\}?\s*&?\s*(?:=|\\equiv)\s*&?\s*-\s*1(?![0-9.]))"
)
_TURNS = regex(
    r"(?:\\exp\s*\(|(?:(?<![A-Za-z\\])e|\\mathrm\s*\{\s*e\s*\})\s*\^\s*\{)[^{}=]*?"
    r"\\mathrm\s*(?:\{\s*(?P<upright>[ij])\s*\}|(?P<plain>[ij])(?![A-Za-z]))"
)
_UNIT_WORDS = regex(r"\b(?:imaginary\s+(?:unit|number|operator|constant)|unit\s+imaginary)\b", re.I)
_REAL = regex(r"\breals?\b(?!\s*(?:-|parts?\b|axis|and\s+imag|line))", re.I)
_LISTED = regex(r"\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*(?:,\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*)*")
_DENIED = regex(r"\b(?:not|no|never|index|indices|neither|nor|instead|rather)\b", re.I)

UNITS = frozenset(("\\imath", "\\jmath"))
"""Names that are an imaginary unit wherever they are printed."""


def imaginary_units(source: Source, displays: Iterable[str] = ()) -> frozenset[str]:
    """The letters that a text, or one of its displays, says are the imaginary unit."""
    found: set[str] = set()
    for sentence in sentences(source.text):
        if sentence.asks or _DENIED.search(sentence.masked):
            continue
        if _UNIT_WORDS.search(sentence.masked):
            named = (_NAMED.fullmatch(latex) for latex, _ in sentence.formulas)
            found |= {match[match.lastgroup or 0] for match in named if match}
        for latex, _ in sentence.formulas:
            if match := _VALUED.search(latex):
                found.add(match[match.lastgroup or 0])
    for pattern, texts in ((_VALUED, displays), (_TURNS, (source.text,))):
        matches = (match for text in texts for match in pattern.finditer(text.strip()))
        found |= {match[match.lastgroup or 0] for match in matches}
    found |= {name for name in UNITS if name in source.text}
    return frozenset(found)


def rates(source: Source) -> frozenset[str]:
    """`i`, where a text says what it is called, as in `at the rate $i$`, and of no index that it is one."""
    for sentence in sentences(source.text):
        for (latex, _), place in zip(sentence.formulas, sentence.places, strict=True):
            if latex.strip() == "i" and _CALLED.search(sentence.tokens, 0, place):
                return frozenset("i")
    return frozenset()


_CALLED = compiled(
    "rate|rates|current|currents|inclination|intensity|intensities|interest|yield|return|imbalance|income|input"
    "|investment|amplitude|angle|number|quantity|parameter|constant $"
)
"""What a letter is called that is no index, right before it."""


def real_names(source: Source) -> frozenset[str]:
    """The names that a text says are real: `$a$ and $b$ are real`, `x, y \\in \\mathbb{R}`."""
    found: set[str] = set()
    for sentence in sentences(source.text):
        if sentence.asks or _DENIED.search(sentence.masked):
            continue
        called = _REAL.search(sentence.masked)
        for latex, _ in sentence.formulas:
            names, belongs, field = latex.partition("\\in")
            said = "\\mathbb{R}" in field.replace(" ", "") if belongs else bool(called)
            if said and _LISTED.fullmatch(names.strip()):
                found |= {re.sub(r"_.*", "", name).strip() for name in names.split(",")}
    return frozenset(found)


def is_minus_one(node: Node) -> bool:
    """Whether a node is -1, whose root is the imaginary unit where there is one."""
    return node == Terms((Number("1"),), ("-",))
