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
from derivation.reading.notation import Notation
from derivation.reading.sentences import INTRODUCES, Sentence, sentences
from derivation.text.commands import GREEK
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import Number, Row, Symbol

POSITIVE = re.compile(
    r"(?P<names>\$[^$=<>]+\$(?:(?:\s*,\s*|\s*,?\s+and\s+)\$[^$=<>]+\$)*)\s+(?:is|are|be|being)\s+(?:a\s+|all\s+|strictly\s+|real\s+|and\s+)*"
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
REALS = re.compile(r"\\in\s*\\mathbb\s*\{?(?P<set>[A-Z])\}?")
RELATION = re.compile(
    r"[=<>]|\\(?:le|ge|leq|geq|leqslant|geqslant|ne|neq|in|ll|gg|approx|equiv|subset\w*|perp)(?![A-Za-z])"
)
LISTED = re.compile(
    r"(?P<names>\\?[A-Za-z]+(?:_\w|_\{\w+\})?(?:\s*,\s*\\?[A-Za-z]+(?:_\w|_\{\w+\})?)+)\s*(?P<rest>(?:[<>]|\\(?:le|ge|leq|geq|in)(?![A-Za-z])).*)"
)
ONE_HOT = re.compile(r"\$(?P<name>\\?[A-Za-z]+)(?:_\{?\w+\}?)?\$\s+(?:is|be|are)\s+(?:a\s+)?one-hot")
ARBITRARY = re.compile(r"\b(?:any|every|all|arbitrary|constants?)\b[^.$\n]{0,30}\$(?P<name>\\?[A-Za-z]+)\$")
HOT = "*"
GREEK_NAMES = frozenset(name.removeprefix("\\") for name in GREEK)


@dataclass(slots=True)
class Assumptions:
    """`used` and `unused` are in LaTeX, as they were said.

    `unheard` is what is said and not understood, with the names that it speaks of: what seems
    false of these may be true where it holds.
    """

    positive: set[str] = field(default_factory=set)
    symmetric: set[str] = field(default_factory=set)
    totals: dict[str, Total] = field(default_factory=dict)
    solved: dict[tuple[str, int], Definition] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    introduced: list[str] = field(default_factory=list)
    ranges: dict[str, Range] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    unheard: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence assumes: as it is printed, and where mathematics that says it stands.

    What is not `heard` is restricted or denied by words that are not understood.
    """

    latex: str
    source: Source
    span: Span
    heard: bool = True


def spoken(source: Source) -> Iterator[Said]:
    """What sentences of a text assume."""
    for sentence in sentences(source.text):
        if sentence.assumes:
            for latex, span in sentence.formulas():
                heard = sentence.plain and not sentence.restricts(latex, span)
                if RELATION.search(latex) or sentence.qualifies:
                    yield from _each(latex, source, span, heard and bool(RELATION.search(latex)))
        if not sentence.hypothetical:
            yield from _in_words(sentence, source)


def _each(latex: str, source: Source, span: Span, heard: bool) -> Iterator[Said]:
    """One formula; each of `x, y > 0` by itself."""
    listed = LISTED.fullmatch(latex.strip())
    names = listed["names"].split(",") if listed else []
    for own in [f"{name.strip()} {listed['rest']}" for name in names] if listed else [latex]:
        meant = as_order(own)
        if meant is None and not listed:
            yield Said(latex, source, span, heard)
        else:
            other = Source(source.name, own if meant is None else meant)
            yield Said(own, other, Span(0, len(other.text)), heard)


def _in_words(sentence: Sentence, source: Source) -> Iterator[Said]:
    """`$x$ is positive`, `$p$ is a distribution`."""
    for match in DISTRIBUTION.finditer(sentence.text):
        own = Source(source.name, f"\\sum_{{k}} {match['name']}_{{k}} = 1")
        yield Said(match[0].replace("$", ""), own, Span(0, len(own.text)), sentence.plain)
    for match in POSITIVE.finditer(sentence.text):
        relation = ">" if match["sign"] == "positive" else "\\ge"
        for name in match["names"].replace("$", "").replace(" and ", ",").split(","):
            own = Source(source.name, f"{name.strip()} {relation} 0")
            yield Said(own.text, own, Span(0, len(own.text)), sentence.plain)


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
    for sentence in sentences(text):
        if sentence.introduces and not sentence.divides:
            yield from sentence.formulas(INTRODUCES)


def defines(row: Row) -> bool:
    """Whether a row could define a name in passing: `x = 0` and `x = y` say what x is at one place."""
    if len(row.members) != 2 or row.relations[0] or row.relations[1] not in ("=", ":=", "\\equiv"):
        return False
    return not isinstance(row.members[1], Number | Symbol)


def arbitrary(text: str) -> frozenset[str]:
    """The letters that a text says a line holds for any value of: `for any constant $c$`."""
    return frozenset(match["name"] for match in ARBITRARY.finditer(text))


def one_hot(text: str) -> frozenset[str]:
    """The arrays that a text calls one-hot."""
    found = (s for s in sentences(text) if s.plain and not s.hypothetical)
    return frozenset(match["name"] for s in found for match in ONE_HOT.finditer(s.text))


def names_of(latex: str) -> frozenset[str]:
    """The names that a formula may speak of: its letters, and letters in a row."""
    bare = re.sub(r"\\(?:text|mathrm|operatorname|mathbb)\s*\{[^{}]*\}", " ", latex)
    words = re.findall(r"\\[A-Za-z]+|[A-Za-z]+", bare)
    found = {word for word in words if not word.startswith("\\") or word[1:] in GREEK_NAMES}
    return frozenset(found | {letter for word in found if not word.startswith("\\") for letter in word})


def take(found: Assumptions, row: Row, reader: Reader, latex: str) -> None:
    """Uses what one row assumes; what it has no use for, it notes."""
    try:
        if len(row.members) == 1 or is_domain(latex, reader.notation):
            return
        used = _taken(found, row, reader)
    except ReadError:
        used = False
    (found.used if used else found.unused).append(latex)
    if not used:
        found.unheard[latex] = names_of(latex)


def is_domain(latex: str, notation: Notation) -> bool:
    """Whether a formula only says that unknowns are real, or indices whole: `x \\in \\mathbb{R}^n`."""
    match = REALS.search(latex)
    if match is None or as_order(latex) is not None:
        return False
    return match["set"] == "R" or names_of(latex[: match.start()]) <= notation.indices | notation.sizes


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
        case Var(name, ()), _ if name in sizes:
            return False
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
