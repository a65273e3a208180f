"""The value of a term at a point, by the definition of each construct.

This is the calculus's other half: it shares no rule with the normal form. Sums
are loops, derivatives are dual numbers, definitions are opened by calling.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from derivation.calculus.limits import Budget, Exhausted, Unsupported
from derivation.calculus.numbers import Dual, NotExact, Scalar, apply, pi, power, to_ball
from derivation.calculus.terms import (
    Add,
    Bound,
    Definition,
    Delta,
    Deriv,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Ref,
    Sum,
    Term,
    Var,
    is_numeral,
)

MAX_STEPS = 200_000

Lookup = Callable[[str, tuple[int, ...]], Scalar]
Places = Mapping[str, int]


@dataclass(slots=True)
class Evaluator:
    """Values of terms where sizes and unknowns have values.

    `unknown(name, indices)` is the value of an unknown's entry; with `balls`
    every number becomes an interval. Raises `NotExact` and `Undefined`.
    """

    sizes: Mapping[str, int]
    unknown: Lookup
    definitions: Mapping[tuple[str, int], Definition]
    balls: bool = False
    budget: Budget = field(default_factory=Budget)
    steps: int = 0

    def value(self, term: Term, places: Places) -> Scalar:
        """The value of a term where its free indices have these places."""
        return self._value(term, places, self._leaf)

    def _leaf(self, name: str, indices: tuple[int, ...]) -> Scalar:
        return self._number(self.unknown(name, indices))

    def _number(self, value: Scalar) -> Scalar:
        return to_ball(value) if self.balls else value

    def _value(self, term: Term, places: Places, leaf: Lookup) -> Scalar:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Exhausted("too many steps to evaluate")
        self.budget.spend(1)
        match term:
            case Num(value):
                return self._number(value.numerator if value.denominator == 1 else value)
            case Var("\\pi", ()):
                if not self.balls:
                    raise NotExact
                return pi()
            case Var(name, indices):
                if name in self.sizes and not indices:
                    return self._number(self.sizes[name])
                return leaf(name, _at(indices, places))
            case Index(name):
                return self._number(_place(name, places))
            case Add(terms):
                total: Scalar = 0
                for part in terms:
                    total = total + self._value(part, places, leaf)
                return total
            case Mul(factors):
                result: Scalar = 1
                for factor in factors:
                    result = result * self._value(factor, places, leaf)
                return result
            case Pow(base, exponent):
                raised = exponent.value if isinstance(exponent, Num) else self._value(exponent, places, leaf)
                return power(self._value(base, places, leaf), raised)
            case Fn(name, argument):
                return apply(name, self._value(argument, places, leaf))
            case Delta(left, right):
                return self._number(int(_place(left, places) == _place(right, places)))
            case Sum():
                return self._sum(term, places, leaf)
            case Deriv(body, wrt):
                if wrt.name in self.sizes and not wrt.indices:
                    raise Unsupported(f"a derivative with respect to {wrt.name}, which is a size")
                return self._derivative(body, (wrt.name, _at(wrt.indices, places)), places, leaf)
            case Ref(name, indices):
                definition = self.definitions.get((name, len(indices)))
                if definition is None:
                    raise Unsupported(f"{name}, which is not defined")
                inner = dict(zip(definition.parameters, _at(indices, places), strict=True))
                return self._value(definition.body, inner, leaf)

    def _sum(self, term: Sum, places: Places, leaf: Lookup) -> Scalar:
        low, high = (self._end(end, places) for end in term.range)
        outside = _at(term.excluded, places)
        total: Scalar = 0
        for place in range(low, high + 1):
            if place not in outside:
                total = total + self._value(term.body, {**places, term.index: place}, leaf)
        return total

    def _end(self, end: Bound, places: Places) -> int:
        if not end.base:
            return end.offset
        base = self.sizes[end.base] if end.base in self.sizes else _place(end.base, places)
        return base + end.offset

    def _derivative(
        self, body: Term, wrt: tuple[str, tuple[int, ...]], places: Places, leaf: Lookup
    ) -> Scalar:
        def seeded(name: str, indices: tuple[int, ...]) -> Scalar:
            return Dual(leaf(name, indices), int((name, indices) == wrt))

        value = self._value(body, places, seeded)
        return value.slope if isinstance(value, Dual) else 0


def _place(name: str, places: Places) -> int:
    if name in places:
        return places[name]
    if not is_numeral(name):
        raise Unsupported(f"the index {name}, which has no place here")
    return int(name)


def _at(indices: tuple[str, ...], places: Places) -> tuple[int, ...]:
    return tuple(_place(index, places) for index in indices)
