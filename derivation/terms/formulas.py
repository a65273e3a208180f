"""Claims that *and* and *or* join.

    formula := Claim | Both(formula*) | Either(formula*)

`ways` are the ways in which a formula can hold, in each of which all of some claims do; `clauses` are
what it says, of each of which one claim holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import assert_never

from derivation.records import dataclass
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim

MAX_JOINED = 64


@dataclass(frozen=True, slots=True)
class Both:
    """All of some formulas hold."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of some formulas holds."""

    parts: tuple[Formula, ...]


Formula = Claim | Both | Either
Joined = tuple[tuple[Claim, ...], ...]


def claims_in(formula: Formula) -> Iterator[Claim]:
    match formula:
        case Claim():
            yield formula
        case Both(parts) | Either(parts):
            for part in parts:
                yield from claims_in(part)
        case _:
            assert_never(formula)


def ways(formula: Formula) -> Joined:
    """The formula as an *or* of *ands*."""
    match formula:
        case Claim():
            return ((formula,),)
        case Both(parts):
            return _crossed(map(ways, parts))
        case Either(parts):
            return tuple(way for part in parts for way in ways(part))
        case _:
            assert_never(formula)


def clauses(formula: Formula) -> Joined:
    """The formula as an *and* of *ors*."""
    match formula:
        case Claim():
            return ((formula,),)
        case Both(parts):
            return tuple(clause for part in parts for clause in clauses(part))
        case Either(parts):
            return _crossed(map(clauses, parts))
        case _:
            assert_never(formula)


def _crossed(parts: Iterable[Joined]) -> Joined:
    """One of each, in all ways."""
    joined: Joined = ((),)
    for part in parts:
        joined = tuple((*a, *(c for c in b if c not in a)) for a, b in product(joined, part))
        if len(joined) > MAX_JOINED:
            raise Unsupported("more alternatives than are looked at")
    return joined


def holds(formula: Formula, true: Callable[[Claim], bool]) -> bool:
    """Whether a formula holds where it is known which claims do."""
    match formula:
        case Claim():
            return true(formula)
        case Both(parts):
            return all(holds(part, true) for part in parts)
        case Either(parts):
            return any(holds(part, true) for part in parts)
        case _:
            assert_never(formula)
