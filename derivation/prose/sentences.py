r"""Sentences of a text, as far as they assume or define something.

What is *assumed* is used to prove lines, so a sentence must say it and nothing
else: `Assume $x > 0$ for all $i$.`, `where $\beta > 0$ is the rate`. The words
that it may have are listed. What any other sentence says of unknowns is a
*doubt*: no line is refuted where that does not hold.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from derivation.text.marks import Marks, outside_braces
from derivation.text.source import Span

HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|\\iffalse\b.*?(?:\\fi\b|\Z)"
    r"|\\begin\{(?P<env>comment|verbatim\*?)\}.*?(?:\\end\{(?P=env)\}|\Z)|\\end\{document\}.*"
    r"|(?<![\\\d])%[^\n]*|^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)|(?<!`)`[^`'\n]+`(?!`)"
    r"|~~[^~\n]+~~|<(?P<mark>del|s|code|pre)>|^[ \t]*>[^\n]*|^(?: {4}|\t)[^\n]*",
    re.DOTALL | re.MULTILINE,
)
"""What is no prose; a `mark` is hidden with all up to where it is closed, if it is."""

DISPLAY = re.compile(r"(?P<plain>\$\$|\\\[)|\\begin\{(?P<name>\w+\*?)\}")
ENDING = re.compile(r"\\end\{(?P<name>\w+\*?)\}")
PROSE = frozenset(
    ("document", "abstract", "itemize", "enumerate", "quote", "assumption", "lemma", "theorem", "proof")
)
FORMULA = re.compile(r"(?<![\\$])\$(?!\$)|\\\(")
ABBREVIATED = "".join(
    rf"(?<!\b{word})" for word in (r"i\.e", r"e\.g", "cf", "al", "resp", "Eq", "Eqs", r"w\.l\.o\.g")
)
END = re.compile(ABBREVIATED + r"[.!?](?=[\s)*_\"”']|\Z)|\n\s*\n|\x01+|\n\s*(?:[-*+#]|\d+[.)])\s")
DROPPED = re.compile(
    r"\A(?>.*?\b(?:this|that|it|the assumption)\b).*\b(?:drop|abandon|relax|lift|give\s+up)"
    r"|\A.*(?:\bscratch\s+that\b|\bdrop\s+this\b|\bcontradict|\babsurd\b|\bimpossible\b)|\A\s*otherwise\b",
    re.IGNORECASE,
)
"""What a sentence says that takes the one before back."""

SET_OFF = re.compile(
    r"^[ ]{0,3}\#{1,6}[ \t](?![^\n]*\bcase\b)[^\n]*|^[ \t]*:{3,}[^\n]*"
    r"|\\(?:part|chapter|(?:sub){0,2}section|paragraph|title|author|date)\*?(?:\[[^\]\n]*\])?\{[^{}\n]*\}"
    r"|\\(?:begin|end)\{(?:document|abstract|itemize|enumerate|quote|center|[A-Za-z]*(?:proof|theorem|lemma|example|exercise"
    r"|remark|definition|assumption|proposition|corollary|solution|problem|claim|case))\*?\}(?:\[[^\]\n]*\])?"
    r"|\\(?:documentclass|usepackage)(?:\[[^\]\n]*\])?\{[^{}\n]*\}|\\(?:item|noindent|maketitle|par|medskip|bigskip|smallskip)(?![A-Za-z])",
    re.MULTILINE,
)
"""Headings and what sets words off: no part of a sentence."""

SUPPOSED = re.compile(r"\b(?:assum\w*|suppos\w*)\b", re.IGNORECASE)

# A sentence's signs for its formulas

PLACE, RELATION, NAME, RANGE = "\x01", "\x00", "\x02", "\x03"
SIGNS = frozenset((RELATION, NAME, RANGE))
CLEARED = dict.fromkeys(range(5), " ")
"""The signs, and what fills up their places, have no meaning in the text itself."""

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
_SAYING = (
    r"(?:assume|assuming|suppose|supposing|let|provided|where|with|here|set|setting|put|putting|take|taking|choose|fix"
    r"|solve|consider)"
    rf"(?:\s+(?:{_PHRASE}|now|always|further|also|throughout))?(?:\s+that)?[\s,:]*"
)
_SIGN = (
    r"(?:(?:a|an|all|strictly|real|and|the)\s+)*(?:positive|non-?\s?negative)"
    r"(?:\s+(?:real\s+)?(?:numbers?|reals?|constants?|scalars?|vectors?|entries|parameters?|variables?))?"
)
_HOT = r"(?:an?\s+|the\s+)?one-hot(?:\s+(?:vectors?|labels?|targets?|encodings?|encoded|classes|class)){0,2}"
_SHARES = (
    r"(?:an?\s+|the\s+)*(?:(?:discrete|target|output|categorical)\s+)?"
    r"(?:probability\s+(?:vectors?|distributions?|mass)|distributions?|probabilities)"
)
_NAMES = rf"{NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){NAME})*"
_IS = r"\s+(?:is|are|be|being|denotes?)\s+"
_MANY = (
    r"(?:[a-z-]+\s+){0,2}(?:labels|targets|logits|inputs|outputs|weights|probabilities|classes|samples|data"
    r"|observations|features|parameters|entries|coefficients|scores|predictions|constants|numbers)"
)
_WHAT = rf"(?:the|an?|our|its|their)\s+[a-z][a-z' -]*|{_MANY}"
_CALLED = rf"{_IS}(?:{_WHAT})"
_FOR = r"for\s+(?:(?:all|every|each|any)\s+)?"
_EACH = rf"\s*(?:,\s*)?{_FOR}{NAME}|\s*(?:,\s*)?\(?(?:{_FOR})?{RANGE}\)?"
_TAIL = rf"(?:{_EACH}|\s*(?:,\s*)?(?:{_PHRASE}))*"
_IN_WORDS = rf"{_NAMES}{_IS}(?:{_SIGN}|{_HOT}|{_SHARES}){_TAIL}"
_AND = r"\s*(?:,|;|\band\b|,\s*and\b)\s*(?:(?:that|let|suppose|assume|where|with)\s+)?"


_ENDS = rf"(?={_AND}[{RELATION}{NAME}]|[\s,;:]*\Z)"
"""What stands behind a clause: another one, or the end."""


def _clauses(*, first: str = "") -> str:
    """Clauses joined by commas and `and`; what names are called may be said between them.

    No clause is read in two ways (`(?>`), so that a long sentence takes no longer than its length.
    """
    relations = rf"{RELATION}{_TAIL}(?:\s+with\s+{RELATION}{_TAIL})*"
    clause = rf"(?>(?:{_IN_WORDS}|{relations}(?:{_CALLED})?|{_NAMES}{_CALLED}){_ENDS})"
    start = rf"(?>{first}{_ENDS})" if first else clause
    return rf"{start}(?>{_AND}{clause})*[\s,;:]*"


LIST = re.compile(rf"[{RELATION}{NAME}](?:(?:\s*,\s*|\s*,?\s+and\s+)[{RELATION}{NAME}])*+")
POSITIVE = re.compile(
    r"\s+(?:is|are|be|being|denotes?)\s+(?:a\s+|all\s+|strictly\s+|real\s+|and\s+)*"
    r"(?P<sign>positive|non-?negative)\b"
)
# Compiling these four takes 40 ms, and many texts have no sentence with a formula: see `_whole`.
STATES = (
    rf"{_OPENING}(?:{_SAYING}{_clauses()}|{_clauses(first=_IN_WORDS)})"
    rf"|(?:{_PHRASE}|assumptions?\s*:)[\s,:]*{_clauses()}|{RELATION}\s+throughout"
)
DEFINES = (
    rf"{_OPENING}(?:let|where|with|here|define|defining|denote|denoting|write|writing|set|setting|put|consider|take|suppose|given)\s+"
    rf"(?:us\s+)?{_clauses()}"
)
LEADS_ON = re.compile(
    rf"(?<=[{RELATION}{NAME}])\s*(?:[,;]\s*)?(?:and\s+|so\s+|then\s+|,\s*)*(?:we\s+)?"
    r"(?:note|claim|observe|see|show|prove|conclude|find|get|have|obtain|recall|check|it\s+follows|then|hence|thus|so)"
    rf"\b[^{RELATION}{NAME}{RANGE}]*\Z",
    re.IGNORECASE,
)
"""`…, and note that`: what stands between a formula and a display."""

TAIL = re.compile(rf"(?<=[{RELATION}{NAME}])(?:[\s,;]+[\w'’-]+){{1,6}}\Z")
"""A few words that stand between the last formula and a display."""

_LAST = rf"(?>{RELATION}{_TAIL}{_CALLED}{_ENDS})"
ENDS_SO = rf"(?>(?P<before>(?s:.*)),\s*where\s+){_LAST}(?>{_AND}{_LAST})*[\s,;:]*"
"""`…, where $x > 0$ is the rate`: what stands for it is called something."""

ENDS_DEFINING = rf"(?>(?P<before>(?s:.*)),\s*(?:where|with)\s+){_clauses()}"
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
    r"(?:\A|\x00)(?>[^\x00]*?\b(?:not|never|no\s+longer|\w+n['’]t|without|refrain\w*|avoid\w*|drop\w*"
    r"|instead\s+of|rather\s+than|stop|nobody|few|wrong)\b)[^\x00]*\b(?:assum|suppos|requir|impos|let\b)",
    re.IGNORECASE,
)
"""A denial, then a word for what is assumed, with no relation between them."""
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

AFTER = re.compile(
    rf"[\s,-]+(?:\w+[\s-]+){{0,2}}?[{NAME}{RELATION}](?:\s*(?:,|,?\s+and)\s*[{NAME}{RELATION}])*"
)
BEFORE = re.compile(
    rf"[{NAME}{RELATION}](?:\s*(?:,|,?\s+and)\s*[{NAME}{RELATION}])*\s+(?:is|are|be|being|has|have)\s+(?:[\w-]+\s+){{0,3}}\Z"
)
"""Where the names stand that such a word is said of."""

TAKEN_BACK = re.compile(
    r"\b(?:not|never|nor|no|without|cannot|\w+n['’]t|wrong\w*|false\w*|mistake\w*|if|when|whenever|unless|whether"
    r"|except|rather|instead|would|could|might|later|unlike|example|instance|some|others|many|(?:previous|prior|other)"
    r"\s+(?:work|papers?|authors?))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a text: its words, with a sign in the place of each formula; and the formulas, with
    their places in the text.

    A sentence that `asks` assumes nothing; what one assumes that is taken back holds up to `until`.
    It is `ended` by a full stop, or runs into a display.
    """

    masked: str
    formulas: tuple[tuple[str, Span], ...]
    span: Span
    asks: bool = False
    ended: bool = True
    until: int | None = None

    @property
    def words(self) -> str:
        """The words without what sets them off, and without a clause that only leads on to a display."""
        plain = self.masked.strip(' \t\n*_,;:"')
        if not self.ended and (tail := TAIL.search(plain)) and not LIMITS.search(tail[0]):
            plain = plain[: tail.start()]
        return LEADS_ON.sub("", plain).strip(' \t\n*_,;:"')

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

    def qualified(self) -> frozenset[int]:
        """The numbers of the formulas of which words say what they are like, and not only that they are
        positive."""
        places = [place for place, sign in enumerate(self.masked) if sign in SIGNS]
        found: set[int] = set()
        for word in QUALIFIES.finditer(self.masked):
            after = AFTER.match(self.masked, word.end())
            before = BEFORE.search(self.masked[: word.start()])
            spans = [m.span() for m in (after, before) if m is not None]
            found |= {k for k, place in enumerate(places) if any(a <= place < b for a, b in spans)}
        return frozenset(found)

    @property
    def signs(self) -> bool:
        """Whether a sentence speaks of what is positive."""
        return bool(re.search(r"\b(?:positive|non-?negative)\b", self.masked, re.IGNORECASE))

    @property
    def text(self) -> str:
        """The words with the formulas, each as `$…$`."""
        own = iter(self.formulas)
        return "".join(f"${next(own)[0]}$" if sign in SIGNS else sign for sign in self.masked)

    def positive(self) -> Iterator[tuple[str, str]]:
        """The names that a sentence says are `positive`, or `non-negative`, each with that word."""
        places = [place for place, sign in enumerate(self.masked) if sign in SIGNS]
        for names in LIST.finditer(self.masked):
            if said := POSITIVE.match(self.masked, names.end()):
                own = self.formulas[bisect_left(places, names.start()) : bisect_left(places, names.end())]
                plain = (latex for latex, _ in own if not set("=<>") & set(latex))
                yield from ((name.strip(), said["sign"]) for latex in plain for name in latex.split(","))

    def ends(self) -> frozenset[str]:
        """The letters that indices of the sentence run up to, n of `$i = 1, \\dots, n$`."""
        ranges = (latex for latex, _ in self.formulas if WHOLE.fullmatch(latex))
        return frozenset(re.findall(r"[A-Za-z](?![A-Za-z])", latex)[-1] for latex in ranges)

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
            yield from islice(self.formulas, first, None)


def _whole(pattern: str, words: str) -> re.Match[str] | None:
    """A sentence that is all as a pattern says; each has a clause, which has a relation or a name."""
    if RELATION not in words and NAME not in words:
        return None
    return _compiled(pattern).fullmatch(words)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _sign(latex: str) -> str:
    """What stands in a sentence for a formula: a relation, names alone, or an index over its range."""
    if WHOLE.fullmatch(latex):
        return RANGE
    return RELATION if relates(latex) else NAME


def relates(latex: str) -> bool:
    """Whether a formula has a relation, outside of braces."""
    return bool(COMPARES.search(outside_braces(latex)))


def ranges(text: str) -> dict[str, set[tuple[str, str]]]:
    """Where a text says that index letters begin and end, `$k = 1, \\dots, K$`: each as it says it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for sentence in sentences(text):
        for latex, _ in sentence.formulas:
            if match := RANGES.fullmatch(latex):
                high = match["high"] + (match["offset"] or "").replace(" ", "")
                found.setdefault(match["letter"], set()).add((match["low"], high))
    return found


@lru_cache(maxsize=8)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, what is commented out, quoted or code left out, displays between them."""
    visible = _visible(text.translate(CLEARED))
    displayed = _without_displays(visible)
    displayed = SET_OFF.sub(lambda match: "\n" * len(match[0]), displayed)
    masked, formulas = _signed(displayed, visible)
    starts = [span.start for _, span in formulas]
    found: list[Sentence] = []
    start = 0
    for stop, after in (*(match.span() for match in END.finditer(masked)), (len(masked), len(masked))):
        words = re.sub(r"\s+", " ", masked[start:stop].replace("\x04", ""))
        if words.strip():
            begin = start + len(masked[start:stop]) - len(masked[start:stop].lstrip())
            if DROPPED.search(words):
                _take_back(found, begin)
            own = formulas[bisect_left(starts, start) : bisect_left(starts, stop)]
            sign = masked[stop:after].strip()
            ended = sign[:1] in (".", "!", "?")
            found.append(Sentence(words, tuple(own), Span(begin, stop), sign.startswith("?"), ended))
        start = after
    return tuple(found)


def _take_back(found: list[Sentence], place: int) -> None:
    """Ends at a place what the last sentence that supposes something says, or else the last one."""
    supposing = (number for number in reversed(range(len(found))) if SUPPOSED.search(found[number].masked))
    number = next(supposing, len(found) - 1)
    if found and found[number].until is None:
        found[number] = replace(found[number], until=place)


def _changed(
    text: str, opening: re.Pattern[str], end: Callable[[re.Match[str]], int], sign: Callable[[str], str]
) -> str:
    """A text with other signs for all that goes from an opening to its end; one without an end stays."""
    parts: list[str] = []
    kept = position = 0
    while (match := opening.search(text, position)) is not None:
        position = match.end()
        if (stop := end(match)) >= 0:
            parts += [text[kept : match.start()], sign(text[match.start() : stop])]
            kept = position = stop
    return "".join((*parts, text[kept:]))


def _visible(text: str) -> str:
    """A text with spaces for what is commented out, quoted or code."""
    marks = Marks(text)

    def end(match: re.Match[str]) -> int:
        if not match["mark"]:
            return match.end()
        close = f"</{match['mark']}>"
        found = marks.next(close, match.end())
        return found + len(close) if found >= 0 else -1

    return _changed(text, HIDDEN, end, lambda hidden: re.sub(r"[^\n]", " ", hidden))


def _without_displays(text: str) -> str:
    """A text with `PLACE`s for displays, which end sentences; an environment of prose is text."""
    marks = Marks(text)
    ends: dict[str, list[int]] = {}
    for match in ENDING.finditer(text):
        ends.setdefault(match["name"], []).append(match.end())

    def end(match: re.Match[str]) -> int:
        if match["plain"]:
            found = marks.next({"$$": "$$", "\\[": "\\]"}[match["plain"]], match.end())
            return found + 2 if found >= 0 else -1
        known = ends.get(match["name"], [])
        place = bisect_left(known, match.end())
        return known[place] if place < len(known) and match["name"] not in PROSE else -1

    return _changed(text, DISPLAY, end, lambda display: PLACE * len(display))


def _signed(masked: str, visible: str) -> tuple[str, list[tuple[str, Span]]]:
    """A text with signs for its formulas; and these, with their places."""
    marks = Marks(masked)
    formulas: list[tuple[str, Span]] = []

    def end(match: re.Match[str]) -> int:
        mark = "$" if match[0] == "$" else "\\)"
        stop = marks.next(mark, match.end() + (mark == "\\)"))
        display = marks.next(PLACE, match.end())
        if stop < 0 or 0 <= display < stop or masked[stop : stop + 2] == "$$":
            return -1
        formulas.append((visible[match.end() : stop], Span(match.end(), stop)))
        return stop + len(mark)

    signed = _changed(
        masked, FORMULA, end, lambda formula: _sign(formulas[-1][0]) + "\x04" * (len(formula) - 1)
    )
    return signed, formulas
