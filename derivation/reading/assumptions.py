r"""What a document may take for granted: said in a reading file, or in the text as `Assume $…$`.

    \sum_k t_k = 1            what an array adds up to
    x_i > 0,  \beta > 0       signs
    A_{ij} = A_{ji}           symmetry
    t is one-hot              one entry is 1, all others 0
    for any constant c        c is defined nowhere, and may be anything
    c = 0                     the value of an unknown
    0 < p < 1                 an order; lines that speak of p are judged where it holds
    \sum_k t_k^2 = 1          any other equation: no counterexample is taken where it fails

Each is used where lines are judged, and shown with the report. What has none of
these forms is not used, and the report says so. What a sentence defines, `Let
$p_i = …$` or `where $Z = …$`, defines a name unless a display does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from derivation.calculus.setting import Condition, Total, is_whole, total_of
from derivation.calculus.terms import (
    ZERO,
    Add,
    Definition,
    Delta,
    Num,
    Pow,
    Range,
    Sum,
    Var,
    constant,
    free_indices,
    negated,
)
from derivation.reading.conditions import ORDERS, orders
from derivation.reading.meaning import Reader
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import Number, Row, Symbol

_REST = r"(?P<said>(?:[^.$]|\.(?!\s)|(?<!\$)\$(?!\$)[^$]*\$(?!\$))*)"
SENTENCE = re.compile(
    r"\b(?:[Aa]ssum(?:e|ing)|[Ss]uppose|[Pp]rovided|[Ll]et|[Ww]here|[Hh]ere|[Ww]ith)\b" + _REST
)
INTRODUCTION = re.compile(
    r"\b(?:[Ll]et|[Dd]efin(?:e|ing)|[Dd]enot(?:e|ing)|[Ww]rit(?:e|ing)|[Ww]here)\b" + _REST
)
NEGATION = re.compile(
    r"\b(?:not|never|nor|without|cannot|\w+n't|wrong\w*|false\w*|mistake\w*|mistaken\w*|unreasonable|naive\w*|tempting"
    r"|will|shall|would|could|might|later|henceforth|from (?:here|now) on)\b[^.$]*\Z",
    re.IGNORECASE,
)
POSITIVE = re.compile(
    r"\$(?P<name>[^$]+)\$\s+(?:is|are|be|being)\s+(?:a\s+|all\s+|strictly\s+|real\s+|and\s+)*"
    r"(?P<sign>positive|non-?negative)\b"
)
INTERVAL = re.compile(
    r"(?P<name>.+?)\\in\s*(?:\\left)?(?P<open>[(\[])(?P<low>[^,()\[\]]+),(?P<high>[^,()\[\]]+?)(?:\\right)?(?P<close>[)\]])"
)
HALF_LINE = re.compile(
    r"(?P<name>.+?)\\in\s*\\mathbb\s*\{?R\}?(?:_\{?(?P<strict>>\s*0|\+\+)\}?|[_^]\{?(?:\\ge(?:q)?\s*0|\+)\}?)"
)
BINARY = re.compile(r"(?P<name>.+?)\\in\s*(?:\\left)?\\\{\s*0\s*,\s*1\s*(?:\\right)?\\\}")
DISTRIBUTION = re.compile(
    r"\$(?P<name>\\?[A-Za-z]+)(?:_\{?\w+\}?)?\$\s+(?:is|be|are|being)\s+(?:an?\s+|the\s+)*(?:\w+\s+)?"
    r"(?:probability\s+(?:vector|distribution|mass)|distribution|probabilities)\b"
)
REALS = re.compile(r"\\in\s*\\mathbb")
HYPOTHESIS = re.compile(r"\b(?:if|when|whenever|unless|whether|not|case|except)\b[^.$]*\Z", re.IGNORECASE)
CONTRADICTED = re.compile(r"\b(?:contradict\w*|absurd\w*|impossible)\b")
HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|(?<![\\\d])%[^\n]*", re.DOTALL)
PRINTED_TEXT = 200
"""How far before a sentence's verb a word that takes it back may stand, in characters."""

INLINE = re.compile(r"(?<!\$)\$(?!\$)(?P<latex>[^$]+)\$(?!\$)|\\\((?P<round>.+?)\\\)")
ONE_HOT = re.compile(r"\$(?P<name>\\?[A-Za-z]+)(?:_\{?\w+\}?)?\$\s+(?:is|be|are)\s+(?:a\s+)?one-hot")
ARBITRARY = re.compile(r"\b(?:any|every|all|arbitrary|constants?)\b[^.$\n]{0,30}\$(?P<name>\\?[A-Za-z]+)\$")
HOT = "*"


@dataclass(slots=True)
class Assumptions:
    """`used` and `unused` are in LaTeX, as they were said."""

    positive: set[str] = field(default_factory=set)
    symmetric: set[str] = field(default_factory=set)
    totals: dict[str, Total] = field(default_factory=dict)
    solved: dict[tuple[str, int], Definition] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    introduced: list[str] = field(default_factory=list)
    ranges: dict[str, Range] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def spoken(source: Source) -> Iterator[tuple[str, Source, Span]]:
    """What sentences of a text assume: as it is printed, and where mathematics that says it stands."""
    visible = _visible(source.text)
    for sentence in SENTENCE.finditer(visible):
        if not _taken_back(visible, sentence):
            for latex, span in _inline(visible, sentence):
                meant = as_order(latex)
                own = source if meant is None else Source(source.name, meant)
                yield latex, own, span if meant is None else Span(0, len(own.text))
    for match in DISTRIBUTION.finditer(visible):
        if not _is_hypothetical(visible, match.start()):
            own = Source(source.name, f"\\sum_{{k}} {match['name']}_{{k}} = 1")
            yield match[0].replace("$", ""), own, Span(0, len(own.text))
    for match in POSITIVE.finditer(visible):
        if not _is_hypothetical(visible, match.start()):
            relation = ">" if match["sign"] == "positive" else "\\ge"
            own = Source(source.name, f"{match['name']} {relation} 0")
            yield match[0].replace("$", ""), own, Span(0, len(own.text))


def as_order(latex: str) -> str | None:
    """`0 < p < 1` of `p \\in (0, 1)`, `x > 0` of `x \\in \\mathbb{R}_{>0}`; `None` of all else.

    `y \\in \\{0, 1\\}` is y (1 - y) = 0, of which the square is an order.
    """
    latex = latex.strip()
    if half := HALF_LINE.fullmatch(latex):
        return f"{half['name']} {'>' if half['strict'] else chr(92) + 'ge'} 0"
    if binary := BINARY.fullmatch(latex):
        return f"({binary['name']} (1 - {binary['name']}))^2 \\le 0"
    interval = INTERVAL.fullmatch(latex)
    if interval is None:
        return None
    name, low, high = (interval[key].strip() for key in ("name", "low", "high"))
    below = "" if "infty" in low else f"{low} {'<' if interval['open'] == '(' else chr(92) + 'le'} "
    above = "" if "infty" in high else f" {'<' if interval['close'] == ')' else chr(92) + 'le'} {high}"
    return f"{below}{name}{above}" if below or above else None


def introduced(text: str) -> Iterator[tuple[str, Span]]:
    """The mathematics of sentences that introduce names, and where it stands."""
    visible = _visible(text)
    for sentence in INTRODUCTION.finditer(visible):
        if not _taken_back(visible, sentence):
            yield from _inline(visible, sentence)


def defines(row: Row) -> bool:
    """Whether a row could define a name in passing: `x = 0` and `x = y` say what x is at one place."""
    if len(row.members) != 2 or row.relations[0] or row.relations[1] not in ("=", ":=", "\\equiv"):
        return False
    return not isinstance(row.members[1], Number | Symbol)


def _visible(text: str) -> str:
    """A text without its comments, every place kept."""
    return HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _taken_back(text: str, sentence: re.Match[str]) -> bool:
    """Whether a sentence says that it does not assume, or refutes what it supposes."""
    before = text[max(0, sentence.start() - PRINTED_TEXT) : sentence.start()]
    before = re.split(r"[.!?;$]\s|\n\s*\n", before)[-1]
    return bool(NEGATION.search(before) or HYPOTHESIS.search(before) or CONTRADICTED.search(sentence["said"]))


def _inline(text: str, sentence: re.Match[str]) -> Iterator[tuple[str, Span]]:
    for match in INLINE.finditer(text, *sentence.span("said")):
        group = "latex" if match["latex"] else "round"
        yield match[group], Span(*match.span(group))


def arbitrary(text: str) -> frozenset[str]:
    """The letters that a text says a line holds for any value of: `for any constant $c$`."""
    return frozenset(match["name"] for match in ARBITRARY.finditer(text))


def one_hot(text: str) -> frozenset[str]:
    """The arrays that a text calls one-hot."""
    visible = _visible(text)
    found = ONE_HOT.finditer(visible)
    return frozenset(match["name"] for match in found if not _is_hypothetical(visible, match.start()))


def _is_hypothetical(text: str, end: int) -> bool:
    """Whether the sentence up to a place says when, or that not: `only when $t$ is one-hot`."""
    before = re.split(r"[.!?;]\s|\n\s*\n", text[max(0, end - PRINTED_TEXT) : end])[-1]
    return bool(HYPOTHESIS.search(before))


def take(found: Assumptions, row: Row, reader: Reader, latex: str) -> None:
    """Uses what one row assumes; what it has no use for, it notes."""
    try:
        if len(row.members) == 1 or (REALS.search(latex) and as_order(latex) is None):
            return
        used = _taken(found, row, reader)
    except ReadError:
        used = False
    (found.used if used else found.unused).append(latex)


def take_one_hot(found: Assumptions, name: str, ranges: Mapping[str, Range], letters: set[str]) -> None:
    """`t_k = 1` at one k, and 0 elsewhere: t_k = δ of k and an index of its own."""
    span = next((ranges[letter] for letter in sorted(letters) if letter in ranges), None)
    if span is None:
        found.unused.append(f"{name} one-hot")
        return
    hot = f"{name}{HOT}"
    found.ranges[hot] = span
    found.solved[name, 1] = Definition(name, ("k",), Delta("k", hot))
    found.used.append(f"{name} one-hot")


def _taken(found: Assumptions, row: Row, reader: Reader) -> bool:
    if all(relation in ORDERS for relation in row.relations[1:]):
        return _ordered(found, row, reader)
    if len(row.members) != 2 or row.relations[1] != "=":
        return False
    left, right = (reader.term(member) for member in row.members)
    sizes = reader.notation.sizes
    if totals := total_of(left, right, sizes):
        agrees = all(found.totals.get(name, total) == total for name, total in totals.items())
        found.totals |= totals if agrees else {}
        if agrees:
            return True
    match left, right:
        case Var(name, (i, j)), Var(other, (k, m)) if (name, i, j) == (other, m, k) and is_whole(
            (i, j), sizes
        ):
            found.symmetric.add(name)
            return True
        case Var(name, indices), _ if constant(right) is not None and is_whole(indices, sizes):
            found.solved[name, len(indices)] = Definition(name, indices, right)
            return True
    vanishing = Pow(Add((left, negated(right))), Num(Fraction(2)))
    latex = f"{to_latex(row.members[0])} = {to_latex(row.members[1])}"
    found.conditions.append(_for_all(Condition(vanishing, "\\le", ZERO, latex), reader))
    return True


def _for_all(condition: Condition, reader: Reader) -> Condition:
    """`(y_i (1 - y_i))^2 \\le 0` for all i: the sum over i."""
    left = condition.left
    letters = sorted(free_indices(left))
    if not isinstance(left, Pow) or condition.relation != "\\le" or condition.right != ZERO:
        return condition
    for letter in letters:
        span = reader.notation.ranges.get(letter)
        if span is None:
            return condition
        left = Sum(letter, span, left)
    return replace(condition, left=left)


def _ordered(found: Assumptions, row: Row, reader: Reader) -> bool:
    """Signs are taken for all entries of arrays; other orders, where they speak of no index."""
    taken = True
    for condition in orders(row, reader):
        condition = _for_all(condition, reader)
        for term in condition.positive:
            if isinstance(term, Var) and is_whole(term.indices, reader.notation.sizes):
                found.positive.add(term.name)
        if free_indices(condition.left) | free_indices(condition.right):
            spoken = condition.positive
            taken &= len(spoken) == 1 and isinstance(spoken[0], Var) and spoken[0].name in found.positive
        else:
            found.conditions.append(condition)
    return taken
