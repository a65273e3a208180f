"""From terms to normal forms: opens definitions, derivatives and sums.

`Normalizer.normal(term, names)` gives the poly of a term. `names` maps the
index letters of the term to the indices that they stand for; a bound letter
gets a fresh one on entry, so nothing can be captured.

`Reading`s of quantities make it possible to *grant* a claim: a quantity (a
name or a derivative) is then read with the value claimed for it, where its
case holds, and with its real meaning elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from derivation.calculus import sums
from derivation.calculus.algebra import Algebra, Hypotheses
from derivation.calculus.atoms import Entry, Poly, entry, mono_indices
from derivation.calculus.derivative import derivative
from derivation.calculus.limits import Budget, Unsupported
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
    Range,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
)
from derivation.calculus.zero import is_zero

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """What a claim is restricted to: pairs of indices that are equal, and that differ."""

    equal: tuple[tuple[str, str], ...] = ()
    unequal: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity that is read with another value where a case holds.

    `quantity` is a `Ref` or a `Deriv`; its free indices are parameters of `value`.
    A `carried` reading is a true claim: it is used only where other readings change its value.
    """

    quantity: Term
    value: Term
    case: Case = field(default_factory=Case)
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a normal form depends on besides the term itself."""

    hypotheses: Hypotheses = field(default_factory=Hypotheses)
    definitions: Mapping[tuple[str, int], Definition] = field(default_factory=dict)
    case: Case = field(default_factory=Case)
    readings: tuple[Reading, ...] = ()


class Normalizer:
    """Normal forms in one setting. `rules` of its algebra is the trace."""

    def __init__(self, setting: Setting, budget: Budget | None = None) -> None:
        self.setting = setting
        pairs = frozenset(frozenset(pair) for pair in setting.case.unequal)
        known = setting.hypotheses
        self.algebra = Algebra(
            Hypotheses(known.ranges, known.sizes, known.positive, known.unequal | pairs), budget
        )
        self._suspended: set[int] = set()
        self._signatures: dict[int, Poly] = {}
        self._opened: dict[tuple[Ref, tuple[str, ...], frozenset[int]], Poly] = {}

    def normal_form(self, term: Term) -> Poly:
        """The normal form of a statement's side, its case applied."""
        return self.normal(term, self._case_names(free_indices(term)))

    def _case_names(self, letters: Iterable[str]) -> dict[str, str]:
        names = {letter: letter for letter in letters}
        for left, right in self.setting.case.equal:
            names = {letter: left if target == right else target for letter, target in names.items()}
        return names

    def normal(self, term: Term, names: Names) -> Poly:
        algebra = self.algebra
        match term:
            case Num(value):
                return algebra.number(value)
            case Var(name, indices):
                return algebra.atom(entry(name, _resolve(indices, names)))
            case Index(name):
                return algebra.index(names.get(name, name))
            case Add(terms):
                total: Poly = {}
                for part in terms:
                    total = algebra.add(total, self.normal(part, names))
                return total
            case Mul(factors):
                return algebra.product(self.normal(factor, names) for factor in factors)
            case Pow(base, exponent):
                return algebra.power_poly(self.normal(base, names), self.normal(exponent, names))
            case Fn(name, argument):
                return algebra.function(name, self.normal(argument, names))
            case Delta(left, right):
                return algebra.delta(*_resolve((left, right), names))
            case Sum(index, span, body, excluded):
                return self._sum(index, span, body, excluded, names)
            case Ref() | Deriv():
                return self._quantity(term, names)

    def _sum(self, index: str, span: Range, body: Term, excluded: tuple[str, ...], names: Names) -> Poly:
        low, high = (Bound(names.get(end.base, end.base), end.offset) for end in span)
        if low.base.startswith("~") or high.base.startswith("~"):
            raise Unsupported("a sum whose range depends on the index of another sum")
        fresh = self.algebra.fresh_index(Range(low, high))
        inner = self.normal(body, {**names, index: fresh})
        outside = tuple(dict.fromkeys(_resolve(excluded, names)))
        return sums.sum_over(self.algebra, fresh, inner, outside)

    # Quantities: their real values, and the values that are granted

    def _quantity(self, term: Ref | Deriv, names: Names) -> Poly:
        value = real = self._real(term, names)
        for position, reading in reversed(list(enumerate(self.setting.readings))):
            if position in self._suspended:
                continue
            matched = self._match(position, reading, term, names)
            if matched is not None:
                value = self._read(position, reading, matched, value, real)
        return value

    def _read(self, position: int, reading: Reading, names: Names, otherwise: Poly, real: Poly) -> Poly:
        """The reading's value where its case holds, and another value elsewhere."""
        holds = self._indicator(reading.case, names)
        if not holds:
            return otherwise
        self._suspended.add(position)
        try:
            value = self.normal(reading.value, names)
        finally:
            self._suspended.discard(position)
        algebra = self.algebra
        if reading.carried:
            change = algebra.add(value, algebra.scale(real, -1))
            if is_zero(algebra, algebra.mul(holds, change)):
                return otherwise
        fails = algebra.add(algebra.number(1), algebra.scale(holds, -1))
        return algebra.add(algebra.mul(holds, value), algebra.mul(fails, otherwise))

    def _indicator(self, case: Case, names: Names) -> Poly:
        algebra = self.algebra
        holds = algebra.number(1)
        for pair in case.equal:
            holds = algebra.mul(holds, algebra.delta(*_resolve(pair, names)))
        for pair in case.unequal:
            equal = algebra.delta(*_resolve(pair, names))
            holds = algebra.mul(holds, algebra.add(algebra.number(1), algebra.scale(equal, -1)))
        return holds

    def _real(self, term: Ref | Deriv, names: Names) -> Poly:
        if isinstance(term, Deriv):
            return derivative(self.algebra, self.normal(term.body, names), self._entry(term.wrt, names))
        definition = self.setting.definitions.get((term.name, len(term.indices)))
        if definition is None:
            raise Unsupported(f"{term.name}, which is not defined")
        actual = _resolve(term.indices, names)
        key = (Ref(term.name), actual, frozenset(self._suspended))
        if key not in self._opened:
            self.algebra.rule(f"definition of {term.name}")
            inner = dict(zip(definition.parameters, actual, strict=True))
            self._opened[key] = self.normal(definition.body, inner)
        return self._opened[key]

    def _entry(self, wrt: Var, names: Names) -> Entry:
        return Entry("v", wrt.name, _resolve(wrt.indices, names))

    def _match(self, position: int, reading: Reading, term: Ref | Deriv, names: Names) -> Names | None:
        """The indices that a reading's parameters stand for in an occurrence, if it is one."""
        match reading.quantity, term:
            case Ref(name, parameters), Ref(other, indices) if name == other:
                pairs = zip(parameters, _resolve(indices, names), strict=False)
                return dict(pairs) if len(parameters) == len(indices) else None
            case Deriv(_, own), Deriv(body, wrt) if own.name == wrt.name:
                fixed = dict(zip(own.indices, _resolve(wrt.indices, names), strict=True))
                return self._match_body(position, reading, self.normal(body, names), fixed)
            case _:
                return None

    def _match_body(self, position: int, reading: Reading, body: Poly, fixed: Names) -> Names | None:
        quantity = reading.quantity
        if not isinstance(quantity, Deriv):
            return None
        if position not in self._signatures:
            letters = {letter: letter for letter in free_indices(quantity)}
            self._signatures[position] = self.normal(quantity.body, letters)
        signature = self._signatures[position]
        carried = sorted(frozenset().union(*map(mono_indices, signature)) & free_indices(quantity))
        open_letters = [letter for letter in carried if letter not in fixed]
        targets = sorted(frozenset().union(*map(mono_indices, body)))
        for choice in product(targets, repeat=len(open_letters)):
            names = {**fixed, **dict(zip(open_letters, choice, strict=True))}
            if self.algebra.rename(signature, names) == body:
                return names
        return None


def _resolve(indices: tuple[str, ...], names: Names) -> tuple[str, ...]:
    return tuple(names.get(index, index) for index in indices)
