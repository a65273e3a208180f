r"""What a document may take for granted: said in a reading file, or in the text as `Assume $…$`.

    \sum_k t_k = 1            what an array adds up to
    x_i > 0,  \beta > 0       signs
    A_{ij} = A_{ji}           symmetry
    t is one-hot              one entry is 1, all others 0
    for any constant c        c is defined nowhere, and may be anything
    c = 0                     the value of an unknown

Each is used where lines are judged, and shown with the report. What has none of
these forms is not used, and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from derivation.calculus.setting import Total
from derivation.calculus.terms import Definition, Delta, Range, Sum, Var, constant
from derivation.reading.meaning import Reader
from derivation.text.source import ReadError, Span
from derivation.text.syntax import Row

SENTENCE = re.compile(
    r"\b(?:[Aa]ssum(?:e|ing)|[Ss]uppose|[Pp]rovided)\b(?P<said>(?:[^.$]|\.(?!\s)|(?<!\$)\$(?!\$)[^$]*\$(?!\$))*)"
)
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
    ranges: dict[str, Range] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def spoken(text: str) -> Iterator[tuple[str, Span]]:
    """The mathematics that sentences of a text assume, and where it stands."""
    for sentence in SENTENCE.finditer(text):
        for match in INLINE.finditer(text, *sentence.span("said")):
            group = "latex" if match["latex"] else "round"
            yield match[group], Span(*match.span(group))


def arbitrary(text: str) -> frozenset[str]:
    """The letters that a text says a line holds for any value of: `for any constant $c$`."""
    return frozenset(match["name"] for match in ARBITRARY.finditer(text))


def one_hot(text: str) -> frozenset[str]:
    """The arrays that a text calls one-hot."""
    return frozenset(match["name"] for match in ONE_HOT.finditer(text))


def take(found: Assumptions, row: Row, reader: Reader, latex: str) -> None:
    """Uses what one row assumes; what it has no use for, it notes."""
    try:
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
    if len(row.members) != 2:
        return len(row.members) == 1
    left, right = (reader.term(member) for member in row.members)
    relation = row.relations[1]
    value = constant(right)
    match left, right:
        case Var(name), _ if relation == ">" and value == 0:
            found.positive.add(name)
            return True
        case Sum(index, span, Var(name, (*_, last)), ()), _ if relation == "=" and index == last and value:
            found.totals[name] = Total(span, value)
            return True
        case Var(name, (i, j)), Var(other, (k, m)) if relation == "=" and (name, i, j) == (other, m, k):
            found.symmetric.add(name)
            return True
        case Var(name, indices), _ if (
            relation == "=" and value is not None and len(set(indices)) == len(indices)
        ):
            found.solved[name, len(indices)] = Definition(name, indices, right)
            return True
    return False


def _differ(indices: tuple[str, ...]) -> bool:
    return len(set(indices)) == len(indices)
