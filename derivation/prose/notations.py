r"""Signs that a text gives a meaning of its own: what they usually mean says nothing there.

    Let $[x]$ denote the integer part of $x$.      brackets
    All logarithms are to base 2.                   \log
    Angles are measured in degrees.                 \sin, \cos, …
    Let $e$ be the elementary charge.               e
    Let $*$ be defined by $a * b = a + b + ab$.     *

Takes a text; gives each such sign, as trees know it, with the place from which on it is meant so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from derivation.late import regex
from derivation.prose.patterns import compiled
from derivation.prose.sentences import Sentence, sentences
from derivation.text.source import Source


class Meant(NamedTuple):
    """A `sign` with a meaning of its own from a `place` on, by the words of a sentence."""

    sign: str
    place: int
    words: str


_SAID: Final = compiled("let|here|denote~|stands|means|write|defin~|where|be|call")
_BRACKETS: Final = regex(
    r"\s*(?:\\left\s*)?(?P<open>\[|\\\{|\\lbrace|\|)\s*\\?\w+\s*(?:\\right\s*)?(?:\]|\\\}|\\rbrace|\|)\s*"
)
_NAMED: Final = regex(r"\s*(?P<name>e|\\pi)\s*(?:=\s*[\d./]+\s*)?")
_STARRED: Final = regex(r"\s*(?:\*|\\ast|\\circ|\\oplus|\\otimes)\s*|\s*\w\s*(?:\*|\\ast)\s*\w\s*=.*")
_BASE: Final = compiled("log|logs|logarithm|logarithms ANY to? base|binary|decimal|common")
_IN_DEGREES: Final = compiled("angle|angles|argument|arguments|trigonometric ANY ANY degrees")
_TRIG: Final = ("\\sin", "\\cos", "\\tan", "\\cot", "\\sec", "\\csc")


_SOME: Final = compiled(
    "sum|sums|products|indices|index ANY run|runs|range|ranges|over ANY odd|even|prime|primes"
)
_FROM_ZERO: Final = compiled(
    "indices|index ANY run|runs|start|starts|begin|begins|count|counts ANY from|at|with 0|zero"
)
SUM, RANGE = "\\sum", "\\sum_k"
"""All sums, and those of which nothing beside them says where they begin."""


@lru_cache(maxsize=8)
def meant(source: Source) -> tuple[Meant, ...]:
    """The signs that a text gives a meaning of its own, in order."""
    return tuple(Meant(sign, s.span.start, s.text) for s in sentences(source.text) for sign in _signs(s))


def _signs(sentence: Sentence) -> Iterator[str]:
    tokens = sentence.tokens
    if _BASE.search(tokens) and re.search(r"\b(?:2|10|two|ten)\b|binary|decimal|common", tokens):
        yield "\\log"
    if _IN_DEGREES.search(tokens):
        yield from _TRIG
    if _SOME.search(tokens):
        yield SUM
    if _FROM_ZERO.search(tokens):
        yield RANGE
    if not _SAID.search(tokens):
        return
    for latex, _ in sentence.formulas:
        if match := _BRACKETS.fullmatch(latex):
            yield match["open"].replace("\\lbrace", "\\{")
        if _STARRED.fullmatch(latex):
            yield "*"
        if (match := _NAMED.fullmatch(latex)) and _names(tokens, match["name"], latex):
            yield match["name"]


_INTRODUCED: Final = compiled("let|denote|where|call|with ANY FORMULA be|denote|denotes|is|the|our")


def _names(tokens: str, name: str, latex: str) -> bool:
    """Whether a sentence introduces e or π as a name: by a value, or by what it is."""
    return "=" in latex or (name == "e" and _INTRODUCED.search(tokens) is not None)
