"""What is positive because both sides of an identity exist: the log of it is printed.

An identity is claimed where both of its sides exist. Where they speak of
log p_k for all k of a range, each p_k of that range is positive there; so is
the base of a negative broken power, or of one whose exponent is an unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from derivation.terms.indices import all_renamed
from derivation.terms.terms import (
    IMAGINARY,
    Definitions,
    Fn,
    Mul,
    Pow,
    Prod,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    children,
    constant,
    walk,
)

MAX_FOUND = 24


class Positive(NamedTuple):
    """`term` is positive where `names` gives its indices, for all places of the indices in `ranges`."""

    term: Term
    names: Mapping[str, str]
    ranges: Mapping[str, Range]


def positives(
    terms: tuple[Term, ...], definitions: Definitions, sizes: frozenset[str], names: Mapping[str, str]
) -> list[Positive]:
    """What must be positive for terms to exist; `names` renames their free indices, as a case does."""
    search = _Search(definitions, sizes)
    for term in terms:
        for found in search.walk(term, names, {}):
            if len(search.found) == MAX_FOUND:
                break
            search.found.setdefault((found.term, tuple(sorted(found.names.items()))), found)
    return list(search.found.values())


def _roots(base: Term, exponent: Fraction) -> Iterator[Term]:
    """What stands under a root in a divisor."""
    if base == IMAGINARY:
        return
    if exponent.denominator != 1:
        yield base
    elif isinstance(base, Mul):
        for factor in base.factors:
            yield from _roots(factor, exponent)
    elif isinstance(base, Pow) and (inner := constant(base.exponent)) is not None:
        yield from _roots(base.base, inner)


class _Search:
    def __init__(self, definitions: Definitions, sizes: frozenset[str]) -> None:
        self.definitions = definitions
        self.sizes = sizes
        self.found: dict[object, Positive] = {}
        self.fresh = count()
        self.opened: set[tuple[str, tuple[str, ...]]] = set()

    def is_real(self, exponent: Term) -> bool:
        """Whether an exponent speaks of real unknowns: such a power is one of a positive base.

        Half a size is whole at every other size, where the base may be negative.
        """
        return any(
            isinstance(t, Ref) or (isinstance(t, Var) and t.name not in self.sizes) for t in walk(exponent)
        )

    def walk(self, term: Term, names: Mapping[str, str], ranges: Mapping[str, Range]) -> Iterator[Positive]:
        match term:
            case Pow() if term == IMAGINARY:
                return
            case Fn("log", argument):
                yield Positive(argument, names, ranges)
            case Pow(base, exponent) if (value := constant(exponent)) is not None:
                if value < 0:
                    for root in _roots(base, value):
                        yield Positive(root, names, ranges)
            case Pow(base, exponent) if self.is_real(exponent):
                yield Positive(base, names, ranges)
            case Sum(index, span, body, excluded) | Prod(index, span, body, excluded):
                if excluded or any(end.base in names for end in span):
                    return
                fresh = f"?{next(self.fresh)}"
                yield from self.walk(body, {**names, index: fresh}, {**ranges, fresh: span})
                return
            case Ref(name, indices, ()):
                actual = all_renamed(indices, names)
                definition = self.definitions.get((name, len(indices)))
                if definition is not None and not definition.variables and (name, actual) not in self.opened:
                    self.opened.add((name, actual))
                    inner = dict(zip(definition.parameters, actual, strict=True))
                    yield from self.walk(definition.body, inner, ranges)
                return
        for child in children(term):
            yield from self.walk(child, names, ranges)
