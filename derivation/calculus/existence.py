"""What is positive because both sides of an identity exist: the log of it is printed.

An identity is claimed where both of its sides exist. Where they speak of
log p_k for all k of a range, each p_k of that range is positive there; so is
the base of a negative broken power.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import NamedTuple

from derivation.calculus.terms import (
    Definitions,
    Fn,
    Pow,
    Range,
    Ref,
    Sum,
    Term,
    children,
    constant,
)

MAX_FOUND = 24


class Positive(NamedTuple):
    """`term` is positive where `names` gives its indices, for all places of the indices in `ranges`."""

    term: Term
    names: Mapping[str, str]
    ranges: Mapping[str, Range]


def positives(terms: tuple[Term, ...], definitions: Definitions, names: Mapping[str, str]) -> list[Positive]:
    """What must be positive for terms to exist; `names` renames their free indices, as a case does."""
    search = _Search(definitions)
    for term in terms:
        for found in search.walk(term, names, {}):
            if len(search.found) == MAX_FOUND:
                break
            search.found.setdefault((found.term, tuple(sorted(found.names.items()))), found)
    return list(search.found.values())


class _Search:
    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.found: dict[object, Positive] = {}
        self.fresh = count()
        self.opened: set[tuple[str, tuple[str, ...]]] = set()

    def walk(self, term: Term, names: Mapping[str, str], ranges: Mapping[str, Range]) -> Iterator[Positive]:
        match term:
            case Fn("log", argument):
                yield Positive(argument, names, ranges)
            case Pow(base, exponent) if (value := constant(exponent)) is not None:
                if value < 0 and value.denominator != 1:
                    yield Positive(base, names, ranges)
            case Sum(index, span, body, excluded):
                if excluded or any(end.base in names for end in span):
                    return
                fresh = f"?{next(self.fresh)}"
                yield from self.walk(body, {**names, index: fresh}, {**ranges, fresh: span})
                return
            case Ref(name, indices, ()):
                actual = tuple(names.get(index, index) for index in indices)
                definition = self.definitions.get((name, len(indices)))
                if definition is not None and not definition.variables and (name, actual) not in self.opened:
                    self.opened.add((name, actual))
                    inner = dict(zip(definition.parameters, actual, strict=True))
                    yield from self.walk(definition.body, inner, ranges)
                return
        for child in children(term):
            yield from self.walk(child, names, ranges)
