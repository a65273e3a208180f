r"""Signs of sines and cosines of angles that are told between two others.

    0 < a < π         sin a > 0
    -π/2 < a < π/2    cos a > 0

Takes conditions; gives the terms that are > 0, `sin a` or `-sin a`, for each unknown that is bounded on both
sides by parts of π.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from derivation.terms.setting import Claim
from derivation.terms.terms import PI, Add, Fn, Mul, Ref, Term, Var, constant, negated

HALF = Fraction(1, 2)
TURNED = {"<": ">", ">": "<"}


def positive(conditions: Iterable[Claim]) -> Iterator[Term]:
    """The sines and cosines, or these negated, that conditions make > 0."""
    low: dict[Var | Ref, Fraction] = {}
    high: dict[Var | Ref, Fraction] = {}
    for claim in conditions:
        for left, relation, right in (
            (claim.left, claim.relation, claim.right),
            (claim.right, TURNED.get(claim.relation, ""), claim.left),
        ):
            turns = half_turns(right) if isinstance(left, Var | Ref) and relation in TURNED else None
            if turns is None or not isinstance(left, Var | Ref) or left == PI:
                continue
            if relation == ">":
                low[left] = max(turns, low.get(left, turns))
            else:
                high[left] = min(turns, high.get(left, turns))
    for angle in low.keys() & high.keys():
        for function, shift in (("sin", Fraction(0)), ("cos", HALF)):
            first, last = low[angle] + shift, high[angle] + shift
            sector = first.__floor__()
            if first < last <= sector + 1:
                value = Fn(function, angle)
                yield negated(value) if sector % 2 else value


def half_turns(term: Term) -> Fraction | None:
    """How many times π a number is; `None` of what is no part of it."""
    value = constant(term)
    if value is not None:
        return Fraction(0) if value == 0 else None
    match term:
        case Var() if term == PI:
            return Fraction(1)
        case Add(terms):
            parts = [half_turns(part) for part in terms]
            return None if None in parts else sum((part for part in parts if part is not None), Fraction(0))
        case Mul(factors):
            numbers = [constant(factor) for factor in factors]
            others = [factor for factor, number in zip(factors, numbers, strict=True) if number is None]
            inner = half_turns(others[0]) if len(others) == 1 else None
            if inner is None:
                return None
            for number in numbers:
                inner *= 1 if number is None else number
            return inner
    return None
