r"""Refuses a definition that says what a name is in one case alone, or at one size.

Takes the name that a line would define, what the line says of it, and what is known of sizes and indices;
raises `OutOfScope` where another line would be needed for the rest: `A_{ij} = 1` for i = j, f(x) = x for
x > 0, x_n = 0 for the size n.
"""

from __future__ import annotations

from derivation.reading.heads import Head
from derivation.reading.meaning import OutOfScope
from derivation.reading.notation import Notation
from derivation.records import dataclass
from derivation.terms.indices import is_numeral
from derivation.terms.setting import Case, Claim
from derivation.terms.terms import (
    Bound,
    Definitions,
    Index,
    Num,
    Prod,
    Sum,
    Term,
    Var,
    free_indices,
    range_letters,
    reached,
    walk,
)
from derivation.text.source import Source, Span
from derivation.text.syntax import Symbol

TURNED = {"<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le"}
"""An order, and what it is when its sides change places."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a definition stands: what an error points to."""

    source: Source
    span: Span


def refuse_sized(head: Head, term: Term, notation: Notation, definitions: Definitions, place: Place) -> None:
    """Refuses a term that defines a name at one size alone.

    `S_n = \\sum_{i=1}^n x_i` and `a_n = 3n + 5` define S and a at any size; `x_n = 0` and what goes on from
    there do not. Nor does `S_n = \\bar x \\sum_{i=1}^n x_i`, where `\\bar x` is a mean of n numbers.
    """
    for size in sorted(notation.sizes & set(head.parameters)):
        names = reached(term, definitions)
        hidden = (d for d in definitions.values() if d.name in names and size not in d.parameters)
        through = next((f" through {d.name}" for d in hidden if _depends_on(d.body, size)), "")
        if through or not _speaks_of(term, size, head.name in names):
            message = f"a definition of {head.name} at the size {size}{through}, which says nothing of others"
            raise OutOfScope(message, place.source, place.span)


def refuse_partial(
    head: Head,
    case: Case,
    conditions: tuple[Claim, ...],
    notation: Notation,
    place: Place,
    alone: bool,
) -> None:
    """Refuses to define a name for i = j or i < j alone: it would need another definition elsewhere.

    A function that no other line defines is given where it lives, `f(x) = \\sqrt{x}` for x > 0, if it is
    the one `alone` that has its name.
    """
    pairs = [{i for i in both if not is_numeral(i)} for both in (*case.equal, *case.unequal)]
    arguments = {argument.name for argument in head.arguments if isinstance(argument, Symbol)}
    spoken = [_spoken(c) for c in conditions if not _everywhere(c, notation)]
    domain = alone and not head.parameters and all(c.relation != "=" for c in conditions)
    own = [names & ({*head.parameters} | arguments) for names in spoken if not domain]
    if any(pair <= set(head.parameters) for pair in pairs) or any(own):
        message = f"a definition of {head.name} for one case alone"
        raise OutOfScope(message, place.source, place.span)


def _everywhere(condition: Claim, notation: Notation) -> bool:
    """Whether a condition only repeats the range of an index, `i \\ge 1`."""
    left, relation, right = condition.left, condition.relation, condition.right
    if isinstance(right, Index) and relation in TURNED:
        left, relation, right = right, TURNED[relation], left
    if isinstance(left, Var) and left.name in notation.sizes and not left.indices and isinstance(right, Num):
        return (relation == "\\ge" and right.value <= 1) or (relation == ">" and right.value <= 0)
    span = notation.ranges.get(left.name) if isinstance(left, Index) else None
    if span is None:
        return False
    if relation == "\\ge":
        return isinstance(right, Num) and not span.low.base and right.value <= span.low.offset
    high = Bound(right.name) if isinstance(right, Var) and not right.indices else None
    return relation == "\\le" and span.high == high


def _spoken(condition: Claim) -> set[str]:
    """The indices and unknowns that a condition speaks of."""
    sides = (condition.left, condition.right)
    return set().union(*(free_indices(side) | _unknowns(side) for side in sides))


def _speaks_of(term: Term, size: str, itself: bool) -> bool:
    """Whether a size is a number in a term, or the end of a sum or a product; one before the end, as in
    `\\sum_{k=0}^{n-1} q^k`, where the term does not speak of what it defines `itself`."""
    ends = [part.range.high for part in walk(term) if isinstance(part, Sum | Prod)]
    return size in _unknowns(term) or any(e == Bound(size) or (e.base == size and not itself) for e in ends)


def _depends_on(term: Term, size: str) -> bool:
    """Whether a term speaks of a size."""
    return size in range_letters(term) | free_indices(term) | _unknowns(term)


def _unknowns(term: Term) -> frozenset[str]:
    return frozenset(inner.name for inner in walk(term) if isinstance(inner, Var))
