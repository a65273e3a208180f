r"""The names that a text calls something, without a word of whether they are positive.

Let $\ell$ be the length     whoever writes so may take it for positive
Let $x$ be a number          any sign
For real $x$, $r \ge 0$      one that is told, or any
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from derivation.late import regex
from derivation.prose.formulas import ORDERED, names_of
from derivation.prose.patterns import compiled
from derivation.prose.sentences import Sentence

_SPEAKS: Final = compiled(
    "real|reals|complex|number|numbers|integer|integers|positive|negative|non-negative|nonnegative|sign|signs|signed"
    "|any|every|all|arbitrary|whatever|regardless"
)
_CALLED: Final = (
    compiled("{names:NAMES} be|is|are|being|denote|denotes a|an|the|our|its {noun:NOUN}"),
    compiled("a|an|the|our|its|of|with|and {noun:NOUN} {names:NAMES}"),
)
_PLAIN: Final = regex(
    r"(?:variable|constant|parameter|value|letter|symbol|quantit(?:y|ie)|scalar|expression|term|function|equation"
    r"|identit(?:y|ie)|formula|line|case|unknown|argument|vector|matri(?:x|ce)|coefficient|solution|root)s?"
)
"""What a letter may be called, whatever it is."""


def unsigned(sentences: Iterable[Sentence]) -> frozenset[str]:
    """The names that sentences call something that may be positive, and of whose sign none speaks."""
    sentences = list(sentences)
    return frozenset(_called(sentences)) - frozenset(_told(sentences))


def _called(sentences: Iterable[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        for match in (match for row in _CALLED for match in row.finditer(sentence.tokens)):
            if not _PLAIN.fullmatch(match["noun"].split()[-1]):
                start, end = match.span("names")
                for (latex, _), place in zip(sentence.formulas, sentence.places, strict=True):
                    if start <= place < end:
                        yield from names_of(latex)


def _told(sentences: Iterable[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        speaks = _SPEAKS.search(sentence.tokens) is not None
        for latex, _ in sentence.formulas:
            if speaks or ORDERED.search(latex):
                yield from names_of(latex)
