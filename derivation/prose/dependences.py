r"""What a text says to depend on what, without saying how.

    Let $y = y(x)$ be the solution.               y on x
    The quantity $q$ depends on the price $p$.    q on p
    Let $u$ and $v$ be functions of $x$.          u and v on x
    with constants $a$ and $K$                    a and K on nothing

Takes a text; gives each such name with what it depends on, and the place of the sentence; and the constants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from derivation.late import regex
from derivation.prose.formulas import RELATION, names_of
from derivation.prose.patterns import compiled
from derivation.prose.sentences import Sentence, sentences
from derivation.text.source import Source


class Dependence(NamedTuple):
    """A `name` that depends on the letter `by`, as a sentence at a `place` says in `words`."""

    name: str
    by: str
    place: int
    words: str


_LETTER: Final = r"\\?[A-Za-z]+(?:_\{?\w+\}?)?"
_NAME: Final = regex(rf"\s*(?P<name>{_LETTER})\s*")
_OWN: Final = regex(rf"\s*(?P<name>{_LETTER})\s*=\s*(?P=name)\s*\((?P<by>[^()]*)\)\s*")
_ON: Final = regex(
    r"\b(?:depend(?:s|ed|ing|ent)?\s+(?:\w+\s+)?(?:up)?on|var(?:y|ies|ying)\s+with|functions?\s+of)\b",
    re.IGNORECASE,
)
_NOT: Final = regex(r"\b(?:not|no|never|neither|nor|independent\w*)\b", re.IGNORECASE)
_IF: Final = regex(r"\b(?:if|whether|unless|without)\b", re.IGNORECASE)


@lru_cache(maxsize=8)
def dependences(source: Source) -> tuple[Dependence, ...]:
    """What a text says to depend on what, in order."""
    found = ((pair, s) for s in sentences(source.text) for pair in dict.fromkeys(_pairs(s)))
    return tuple(Dependence(name, by, s.span.start, s.text) for (name, by), s in found)


_CONSTANT: Final = (
    "constant|constants {names:NAMES}",
    "{names:NAMES} is|are|be|being|remains|remain|stays|stay|denotes|denote a|an|the|some|all|both? NOUN?"
    " constant|constants",
)


@lru_cache(maxsize=8)
def constants(source: Source) -> frozenset[str]:
    """The letters that a text calls constants."""
    found: set[str] = set()
    for sentence in sentences(source.text):
        for match in (m for row in _CONSTANT for m in compiled(row).finditer(sentence.tokens)):
            start, end = match.span("names")
            for (latex, _), place in zip(sentence.formulas, sentence.places, strict=True):
                found |= names_of(latex) if start <= place < end else set()
    return frozenset(found)


_MOVES: Final = (
    "{names:NAMES} is|are|be|stays|remains not|no|hardly a? constant",
    "{names:NAMES} varies|vary|changes|change|grows|grow|shrinks|shrink|evolves|evolve|drifts|drift",
    "{names:NAMES} depends|depend on time",
    "{names:NAMES} is|are|be a? function|functions of time",
)
"""Words by which letters move in time."""
_MANY: Final = frozenset(("vary", "change", "grow", "shrink", "evolve", "drift", "depend", "are"))
TIME: Final = "t"


def _moving(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """The letters that move in time, each with the letter of that."""
    for match in (match for row in _MOVES for match in compiled(row).finditer(sentence.tokens)):
        if sentence.tokens.startswith(("with ", "as ", "by "), match.end()):
            continue  # with what, other words tell
        start, end = match.span("names")
        many = not _MANY.isdisjoint(match[0].split())  # `the mass $m$ and the speed $v$ depend on time`
        for (latex, _), place in zip(sentence.formulas, sentence.places, strict=True):
            if (many or start <= place) and place < end and _NAME.fullmatch(latex) and latex.strip() != TIME:
                yield latex.strip(), TIME


def _pairs(sentence: Sentence) -> Iterator[tuple[str, str]]:
    if sentence.asks or _IF.search(sentence.masked):
        return
    yield from _moving(sentence)
    if _NOT.search(sentence.masked):
        return
    for latex, _ in sentence.formulas:
        if own := _OWN.fullmatch(latex):
            yield from ((own["name"], by.strip()) for by in own["by"].split(","))
    words = _ON.search(sentence.masked)
    if words is None:
        return
    count = sum(sign in f"{RELATION}\x01\x02\x03" for sign in sentence.masked[: words.start()])
    names = [_NAME.fullmatch(latex) for latex, _ in sentence.formulas]
    by = names[count] if count < len(names) else None
    for name in names[:count] if by is not None else ():
        if name is not None and by is not None and name["name"] != by["name"]:
            yield name["name"], by["name"]
