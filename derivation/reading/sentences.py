"""Sentences of a text, as far as they assume or define something.

A sentence that assumes is taken for what its formulas say only where its words
say nothing else: not that it holds for some, or sometimes, or not. Words that
could do so are listed; what they stand beside is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from derivation.text.source import Span

ASSUMES = re.compile(r"\b(?:assum(?:e|es|ing)|suppos(?:e|ing)|provided|let|where|here|with)\b", re.IGNORECASE)
INTRODUCES = re.compile(r"\b(?:let|defin(?:e|ing)|denot(?:e|ing)|writ(?:e|ing)|where)\b", re.IGNORECASE)
DENIES = re.compile(
    r"\b(?:not|never|nor|no|without|cannot|\w+n['’]t|wrong\w*|false\w*|mistake\w*|unreasonable|naive\w*|tempting"
    r"|rather|instead|will|shall|would|could|might|later|henceforth|from (?:here|now) on"
    r"|authors?|papers?|work|texts?|books?|people|they|many|some|others|unlike|example|instance)\b",
    re.IGNORECASE,
)
SUPPOSES = re.compile(r"\b(?:if|when|whenever|unless|whether|not|case|except)\b", re.IGNORECASE)
REFUTES = re.compile(r"\b(?:contradict\w*|absurd\w*|impossible)\b", re.IGNORECASE)
LIMITS = re.compile(
    r"\b(?:or|either|neither|some|unless|if|when|whenever|except|otherwise|until|not|never|no|nor|without|\w+n['’]t"
    r"|false|wrong|fails?|least|most|there\s+(?:is|are|exists?)|exists?|exactly|only|one\s+of|certain|particular"
    r"|instead|rather|approximately|roughly|almost|nearly|sometimes|often|usually|mostly|contrary"
    r"|would|could|might|half|first|last|next|outside|infinitely|eventually)\b",
    re.IGNORECASE,
)
"""Words after which a formula may hold elsewhere only, or not at all."""

DIVIDES = re.compile(
    r"\x00\s*,?\s*(?:(?:if|when|whenever|unless|otherwise|except)\b|for\s+(?!(?:all|every|each|any)\b|\x00))",
    re.IGNORECASE,
)
QUALIFIES = re.compile(
    r"\b(?:even|odd|integers?|natural|primes?|symmetric|antisymmetric|skew\w*|orthogonal|orthonormal|unitary"
    r"|unit|normali[sz]ed|invertible|diagonal|triangular|sorted|increasing|decreasing|distinct|binary"
    r"|sums?\s+to|zero[- ]mean"
    r"|centred|centered|idempotent|stochastic|whitened|(?:semi)?definite|small|large|negative)\b",
    re.IGNORECASE,
)
"""What is said of a name in words that nothing here understands."""

HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|\\iffalse\b.*?(?:\\fi\b|\Z)|\\begin\{(?P<env>comment|verbatim\*?)\}.*?(?:\\end\{(?P=env)\}|\Z)"
    r"|\\end\{document\}.*|(?<![\\\d])%[^\n]*|^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)|(?<!`)`[^`'\n]+`(?!`)"
    r"|~~[^~\n]+~~|^\s*>[^\n]*",
    re.DOTALL | re.MULTILINE,
)
DISPLAY = re.compile(r"\$\$.*?\$\$|\\\[.*?\\\]|\\begin\{(?P<name>\w+\*?)\}.*?\\end\{(?P=name)\}", re.DOTALL)
INLINE = re.compile(r"(?<![\\$])\$(?!\$)(?P<latex>[^$]+)\$(?!\$)|\\\((?P<round>.+?)\\\)", re.DOTALL)
END = re.compile(
    r"(?<!\bi\.e)(?<!\be\.g)(?<!\bcf)(?<!\bresp)(?<!\b[Ee]q)(?<!\b[Ee]qs)(?<!w\.l\.o\.g)[.!?](?=[\s)*_\"”]|\Z)"
    r"|\n\s*\n|\x01+|\n\s*(?:[-*+]|\d+[.)])\s"
)
FORMULA, PLACE = "\x00", "\x01"
FOR = re.compile(r"\bfor(?:\s+(?:all|every|each|any))?\s*\Z", re.IGNORECASE)
WHOLE_RANGE = re.compile(r"\\[lc]?dots|\\in\s*(?:\\left)?(?:\\\{\s*[01]|\[)|\\in\s*\\mathbb")
COMPARES = re.compile(r"[=<>]|\\(?:le|ge|leq|geq|ne|neq|in)(?![A-Za-z])")
OF_INDICES = re.compile(
    r"\s*[ijklm]\s*(?:[=<>]|\\(?:leq?|geq?|neq?))\s*(?:[ijklmn]|\d+)(?:\s*[+-]\s*\d+)?\s*"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a text. `masked` is as long, with `FORMULA` in the place of mathematics."""

    text: str
    masked: str
    start: int
    asks: bool = False

    @property
    def assumes(self) -> bool:
        return self._says(ASSUMES)

    @property
    def introduces(self) -> bool:
        return self._says(INTRODUCES)

    def _says(self, verb: re.Pattern[str]) -> bool:
        found = verb.search(self.masked)
        if found is None or self.asks or REFUTES.search(self.masked):
            return False
        before = self.masked[: found.start()]
        return not (DENIES.search(before) or SUPPOSES.search(before))

    @property
    def plain(self) -> bool:
        """Whether no word limits or denies what is said."""
        verb = ASSUMES.search(self.masked)
        said = self.masked[verb.end() if verb else 0 :]
        restricted = any(self.restricts(latex, span) for latex, span in self.formulas())
        return not LIMITS.search(said) and not restricted

    @property
    def divides(self) -> bool:
        """Whether a sentence goes on to say when: `$A_{ij} = 1$ if $i = j$ and 0 otherwise`."""
        return bool(DIVIDES.search(self.masked))

    @property
    def hypothetical(self) -> bool:
        """Whether a sentence says when, or that not."""
        return self.asks or bool(SUPPOSES.search(self.masked) or DENIES.search(self.masked))

    @property
    def qualifies(self) -> bool:
        return bool(QUALIFIES.search(self.masked))

    def formulas(self, verb: re.Pattern[str] = ASSUMES) -> Iterator[tuple[str, Span]]:
        """The formulas after a verb, or all where there is none, and their places in the whole text."""
        found = verb.search(self.masked)
        for match in INLINE.finditer(self.text, found.end() if found else 0):
            group = "latex" if match["latex"] else "round"
            start, end = match.span(group)
            yield match[group], Span(self.start + start, self.start + end)

    def restricts(self, latex: str, span: Span) -> bool:
        """Whether a formula says for what others hold: `for $i \\neq j$`; `for $i = 1, \\dots, n$` is all."""
        if OF_INDICES.fullmatch(latex):
            return True
        before = self.masked[: span.start - self.start].rstrip(FORMULA)
        return bool(FOR.search(before) and COMPARES.search(latex) and not WHOLE_RANGE.search(latex))


@lru_cache(maxsize=8)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, what is commented out, quoted or code left out, displays between them."""
    visible = HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    masked = DISPLAY.sub(lambda match: PLACE * len(match[0]), visible)
    masked = INLINE.sub(lambda match: FORMULA * len(match[0]), masked)
    found: list[Sentence] = []
    start = 0
    for stop, after in (*(match.span() for match in END.finditer(masked)), (len(masked), len(masked))):
        if masked[start:stop].strip():
            asks = masked[stop:after].startswith("?")
            found.append(Sentence(visible[start:stop], masked[start:stop], start, asks))
        start = after
    return tuple(found)
