r"""Sentences of a text, as far as they assume or define something.

What is *assumed* is used to prove lines, so a sentence must say it and nothing
else: `Assume $x > 0$ for all $i$.`, `where $\beta > 0$ is the rate`. The words
that it may have are listed. What any other sentence says of unknowns is a
*doubt*: no line is refuted where that does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from derivation.text.source import Span

HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|\\iffalse\b.*?(?:\\fi\b|\Z)"
    r"|\\begin\{(?P<env>comment|verbatim\*?)\}.*?(?:\\end\{(?P=env)\}|\Z)|\\end\{document\}.*"
    r"|(?<![\\\d])%[^\n]*|^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)|(?<!`)`[^`'\n]+`(?!`)"
    r"|~~[^~\n]+~~|<(?P<mark>del|s|code|pre)>.*?</(?P=mark)>|^\s*>[^\n]*|^(?: {4}|\t)[^\n]*",
    re.DOTALL | re.MULTILINE,
)
DISPLAY = re.compile(r"\$\$.*?\$\$|\\\[.*?\\\]|\\begin\{(?P<name>\w+\*?)\}.*?\\end\{(?P=name)\}", re.DOTALL)
PROSE = frozenset(
    ("document", "abstract", "itemize", "enumerate", "quote", "assumption", "lemma", "theorem", "proof")
)
INLINE = re.compile(r"(?<![\\$])\$(?!\$)(?P<latex>[^$]+)\$(?!\$)|\\\((?P<round>.+?)\\\)", re.DOTALL)
ABBREVIATED = "".join(
    rf"(?<!\b{word})" for word in (r"i\.e", r"e\.g", "cf", "al", "resp", "Eq", "Eqs", r"w\.l\.o\.g")
)
END = re.compile(ABBREVIATED + r"[.!?](?=[\s)*_\"”']|\Z)|\n\s*\n|\x01+|\n\s*(?:[-*+#]|\d+[.)])\s")
DROPPED = re.compile(
    r"\b(?:this|that|it|the assumption)\b.*\b(?:drop|abandon|relax|lift|give\s+up)"
    r"|\bscratch\s+that\b|\bdrop\s+this\b"
    r"|\bcontradict|\A\s*otherwise\b",
    re.IGNORECASE,
)
"""What a sentence says that takes the one before back."""

HEADED = re.compile(
    r"\s*(?:case|lemma|proof|step|part|claim|exercise|example|remark|section)\b", re.IGNORECASE
)

# A sentence's signs for its formulas

PLACE, RELATION, NAME, RANGE = "\x01", "\x00", "\x02", "\x03"
COMPARES = re.compile(
    r"[=<>]|\\(?:le|ge|leq|geq|leqslant|geqslant|ne|neq|in|ll|gg|approx|equiv|subset\w*)(?![A-Za-z])"
)
WHOLE = re.compile(
    r"\s*[a-z]\s*(?:=|\\in\s*\\\{)\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots\s*,\s*[nNmMKdDpPTB]\s*(?:\\\})?\s*"
    r"|\s*1\s*\\le(?:q)?\s*[a-z]\s*\\le(?:q)?\s*[nNmMKdDpPTB]\s*"
)
"""An index over its whole range."""

OF_INDICES = re.compile(
    r"\s*[ijklm]\s*(?:[=<>]|\\(?:leq?|geq?|neq?|in)(?![A-Za-z])).*|[^=<>]*[ijklm]\s*=\s*\d.*\\[lc]?dots.*"
)
"""What indices are, or are to be."""

RANGES = re.compile(
    r"\s*(?P<letter>[a-z])\s*(?:=|\\in\s*(?:\\left)?\\\{)\s*(?P<low>\d+)\s*,\s*(?:\d+\s*,\s*)?\\[lc]?dots\s*,\s*"
    r"(?P<high>[A-Za-z])\s*(?P<offset>[+-]\s*\d+)?\s*(?:(?:\\right)?\\\})?\s*"
)
"""An index between its ends."""

# What a sentence that assumes may be made of

_PHRASE = (
    r"in what follows|from (?:now|here) on|(?:throughout|in) this (?:work|paper|note|text|article|document)"
    r"|throughout|henceforth|hereafter|as usual|for simplicity|without loss of generality|w\.?l\.?o\.?g\.?"
)
_OPENING = (
    r"(?:(?:we|will|shall|always|also|now|further|furthermore|moreover|and|assumptions?\s*:|"
    + _PHRASE
    + r")[\s,:]*)*"
)
_SAYING = r"(?:assume|assuming|suppose|supposing|let|provided|where|with|here)(?:\s+that)?[\s,:]*"
_SIGN = (
    r"(?:(?:a|an|all|strictly|real|and|the)\s+)*(?:positive|non-?\s?negative)"
    r"(?:\s+(?:real\s+)?(?:numbers?|reals?|constants?|scalars?|vectors?|entries|parameters?|variables?))?"
)
_HOT = r"(?:an?\s+|the\s+)?one-hot(?:\s+(?:vectors?|labels?|targets?|encodings?|encoded|classes|class)){0,2}"
_SHARES = (
    r"(?:an?\s+|the\s+)*(?:(?:discrete|target|output|categorical)\s+)?"
    r"(?:probability\s+(?:vectors?|distributions?|mass)|distributions?|probabilities)"
)
_NAMES = rf"{NAME}(?:(?:\s*,\s*|\s*,?\s+and\s+){NAME})*"
_IS = r"\s+(?:is|are|be|being|denotes?)\s+"
_MANY = (
    r"(?:[a-z-]+\s+){0,2}(?:labels|targets|logits|inputs|outputs|weights|probabilities|classes|samples|data"
    r"|observations|features|parameters|entries|coefficients|scores|predictions|constants|numbers)"
)
_WHAT = rf"(?:the|an?|our|its|their)\s+[a-z][a-z' -]*|{_MANY}"
_CALLED = rf"{_IS}(?:{_WHAT})"
_FOR = r"for\s+(?:(?:all|every|each|any)\s+)?"
_EACH = rf"\s*,?\s*{_FOR}{NAME}|\s*,?\s*\(?(?:{_FOR})?{RANGE}\)?"
_TAIL = rf"(?:{_EACH}|\s*,?\s*(?:{_PHRASE}))*"
_IN_WORDS = rf"{_NAMES}{_IS}(?:{_SIGN}|{_HOT}|{_SHARES}){_TAIL}"
_AND = r"\s*(?:,|;|\band\b|,\s*and\b)\s*(?:(?:that|let|suppose|assume|where|with)\s+)?"


def _clauses(*, first: str = "") -> str:
    """Clauses joined by commas and `and`; what names are called may be said between them."""
    relations = rf"{RELATION}{_TAIL}(?:\s*,?\s+with\s+{RELATION}{_TAIL})*"
    clause = rf"(?:{_IN_WORDS}|{relations}(?:{_CALLED})?|{_NAMES}{_CALLED})"
    return rf"{first or clause}(?:{_AND}{clause})*[\s,;:]*"


# Compiling these four takes 40 ms, and many texts have no sentence with a formula: see `_whole`.
STATES = (
    rf"{_OPENING}(?:{_SAYING}{_clauses()}|{_clauses(first=_IN_WORDS)})"
    rf"|(?:{_PHRASE}|assumptions?\s*:)[\s,:]*{_clauses()}|{RELATION}\s+throughout"
)
DEFINES = (
    rf"{_OPENING}(?:let|where|with|here|define|defining|denote|denoting|write|writing|set|setting|put)\s+"
    rf"(?:us\s+)?{_clauses()}"
)
_LAST = rf"{RELATION}{_TAIL}{_CALLED}"
ENDS_SO = rf"(?P<before>(?s:.*)),\s*where\s+{_LAST}(?:{_AND}{_LAST})*[\s,;:]*"
"""`…, where $x > 0$ is the rate`: what stands for it is called something."""

ENDS_DEFINING = rf"(?P<before>(?s:.*)),\s*(?:where|with)\s+{_clauses()}"
BETWEEN = re.compile(rf"{_IS}(?P<called>{_WHAT})", re.IGNORECASE)
LIMITS = re.compile(
    r"\b(?:or|either|neither|some|unless|if|when|whenever|except|otherwise|until|not|never|no|nor|without|\w+n['’]t"
    r"|false|wrong|fails?|least|most|there|exists?|exactly|only|one(?!-hot)|certain|particular|set|region|case|section"
    r"|instead|rather|approximately|almost|nearly|sometimes|often|usually|contrary|violated|lies?|negation|opposite"
    r"|would|could|might|half|first|last|next|outside|plus|mixed|scaled|which|that|number\s+of|unlike|others?"
    r"|condition|mistake|typo|myth|idea|event|assumption|problem|question|error|misconception|falsehood|claim)\b",
    re.IGNORECASE,
)
"""Words that what a formula is called has none of, nor what stands before `where`."""

# What other sentences say

DENIES = re.compile(
    r"\b(?:not|never|no\s+longer|\w+n['’]t|without|refrain\w*|avoid\w*|drop\w*|instead\s+of|rather\s+than|stop"
    r"|nobody|few|wrong)\b[^\x00]*?\b(?:assum|suppos|requir|impos|let\b)",
    re.IGNORECASE,
)
FIRM = re.compile(
    r"\b(?:assum\w*|suppos\w*|let|where|here|fix\w*|given|throughout|subject|constrain\w*|provided)\b",
    re.IGNORECASE,
)
"""Words after which an unknown has a value for good, and not as an example."""

SPECIAL = re.compile(
    r"\b(?:iff|if|when\w*|equality|tight|optim\w*|minim\w*|maxim\w*|attain\w*|cases?|for|initiali\w*)\b",
    re.IGNORECASE,
)
CUES = re.compile(
    r"\b(?:assum\w*|suppos\w*|let|where|with|here|if|for|when\w*|given|since|because|as|fix\w*|subject|constrain\w*"
    r"|such\s+that|s\.t|under|setting|set|requir\w*|normali\w*|provided|choose|take|consider|using|case)\b",
    re.IGNORECASE,
)
QUALIFIES = re.compile(
    r"\b(?:even|odd|integers?|natural|primes?|symmetric|antisymmetric|skew\w*|orthogonal|orthonormal|unitary"
    r"|normali[sz]ed|invertible|diagonal|triangular|sorted|increasing|decreasing|distinct|binary|sums?\s+to"
    r"|zero[- ]mean|centred|centered|idempotent|stochastic|whitened|(?:semi)?definite|negative)\b",
    re.IGNORECASE,
)
"""What is said of a name in words that nothing here understands."""

TAKEN_BACK = re.compile(
    r"\b(?:not|never|nor|no|without|cannot|\w+n['’]t|wrong\w*|false\w*|mistake\w*|if|when|whenever|unless|whether"
    r"|except|rather|instead|would|could|might|later|unlike|example|instance|some|others|many|(?:previous|prior|other)"
    r"\s+(?:work|papers?|authors?))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a text; `masked` has a sign in the place of each formula.

    A sentence that `asks`, or stands under a word like `Case 1`, assumes nothing.
    """

    text: str
    masked: str
    start: int
    asks: bool = False

    @property
    def words(self) -> str:
        """The words without what sets them off."""
        return self.masked.strip(' \t\n*_,;:"')

    @property
    def states(self) -> bool:
        """Whether a sentence assumes what its formulas say, and says nothing else."""
        if self.asks:
            return False
        words = self.words
        stated = _whole(STATES, words)
        ends = None if stated else _whole(ENDS_SO, words)
        if ends is not None and LIMITS.search(ends["before"]):
            return False
        return bool(stated or ends) and not self._limits

    @property
    def _limits(self) -> bool:
        """Whether what formulas are called has a word that limits or denies them."""
        return any(LIMITS.search(match["called"]) for match in BETWEEN.finditer(self.words))

    @property
    def denies(self) -> bool:
        """Whether a sentence says that something is not assumed."""
        return bool(DENIES.search(self.masked))

    @property
    def supposes(self) -> bool:
        """Whether a sentence has a word for what is supposed, chosen or given."""
        return bool(CUES.search(self.masked))

    @property
    def special(self) -> bool:
        """Whether a sentence speaks of a special case, or of where something is reached."""
        return bool(SPECIAL.search(self.masked))

    @property
    def firm(self) -> bool:
        """Whether what a sentence says an unknown is worth may be meant for good."""
        return bool(FIRM.search(self.masked))

    @property
    def qualifies(self) -> bool:
        """Whether a sentence says in words what unknowns are like, and not only that they are positive."""
        return bool(QUALIFIES.search(self.masked))

    @property
    def signs(self) -> bool:
        """Whether a sentence speaks of what is positive."""
        return bool(re.search(r"\b(?:positive|non-?negative)\b", self.masked, re.IGNORECASE))

    def ends(self) -> frozenset[str]:
        """The letters that indices of the sentence run up to, n of `$i = 1, \\dots, n$`."""
        ranges = (latex for latex, _ in self.formulas() if WHOLE.fullmatch(latex))
        return frozenset(re.findall(r"[A-Za-z](?![A-Za-z])", latex)[-1] for latex in ranges)

    def formulas(self) -> Iterator[tuple[str, Span]]:
        """The formulas and their places in the whole text."""
        for match in INLINE.finditer(self.text):
            group = "latex" if match["latex"] else "round"
            start, end = match.span(group)
            yield match[group], Span(self.start + start, self.start + end)

    def definitions(self) -> Iterator[tuple[str, Span]]:
        """The formulas that may define the names on their left, and their places in the whole text."""
        if self.asks:
            return
        words = self.words
        first = 0
        if not _whole(DEFINES, words):
            ends = _whole(ENDS_DEFINING, words)
            if ends is None or TAKEN_BACK.search(ends["before"]):
                return
            first = sum(sign in SIGNS for sign in ends["before"])
        if not self._limits:
            yield from islice(self.formulas(), first, None)


SIGNS = frozenset((RELATION, NAME, RANGE))


def _whole(pattern: str, words: str) -> re.Match[str] | None:
    """A sentence that is all as a pattern says; each has a clause, which has a relation or a name."""
    if RELATION not in words and NAME not in words:
        return None
    return _compiled(pattern).fullmatch(words)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _sign(match: re.Match[str]) -> str:
    """What stands in a sentence for a formula: a relation, names alone, or an index over its range."""
    latex = match["latex"] or match["round"]
    if WHOLE.fullmatch(latex):
        return RANGE
    return RELATION if relates(latex) else NAME


def relates(latex: str) -> bool:
    """Whether a formula has a relation, outside of braces."""
    while (shorter := re.sub(r"\{[^{}]*\}", "", latex)) != latex:
        latex = shorter
    return bool(COMPARES.search(latex))


def ranges(text: str) -> dict[str, set[tuple[str, str]]]:
    """Where a text says that index letters begin and end, `$k = 1, \\dots, K$`: each as it says it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for sentence in sentences(text):
        for latex, _ in sentence.formulas():
            if match := RANGES.fullmatch(latex):
                high = match["high"] + (match["offset"] or "").replace(" ", "")
                found.setdefault(match["letter"], set()).add((match["low"], high))
    return found


@lru_cache(maxsize=8)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, what is commented out, quoted or code left out, displays between them."""
    visible = HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    masked = DISPLAY.sub(_displayed, visible)
    masked = INLINE.sub(lambda match: _sign(match) + "\x04" * (len(match[0]) - 1), masked)
    found: list[Sentence] = []
    start, headed = 0, False
    for stop, after in (*(match.span() for match in END.finditer(masked)), (len(masked), len(masked))):
        words = re.sub(r"\s+", " ", masked[start:stop].replace("\x04", ""))
        if words.strip():
            asks = masked[stop:after].startswith("?")
            if found and DROPPED.search(words):
                found[-1] = replace(found[-1], asks=True)
            found.append(Sentence(visible[start:stop], words, start, asks or headed))
            head = words.strip(" *_#(")
            headed = bool(HEADED.match(head)) and len(head) < 40
        start = after
    return tuple(found)


def _displayed(match: re.Match[str]) -> str:
    """A display ends a sentence; an environment of prose is text."""
    return match[0] if match["name"] in PROSE else PLACE * len(match[0])
