"""The value of a term at a point, by the definition of each construct.

This is the calculus's other half: it shares no rule with the normal form. Sums
and products are loops (over one index at a time, see `contraction.py`), derivatives
are dual numbers, definitions are opened by calling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from derivation.records import dataclass, field
from derivation.terms.indices import parted
from derivation.terms.limits import Costly, Unsupported, spend
from derivation.terms.setting import Recurrence, Setting, Total
from derivation.terms.terms import (
    IMAGINARY,
    PI,
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
    Prod,
    Ref,
    Sum,
    Term,
    Var,
    reached,
)
from derivation.values.complexes import Complex
from derivation.values.contraction import Contraction, Factor, Shapes
from derivation.values.numbers import Dual, NotExact, Scalar, Undefined, apply, pi, power, to_ball

MAX_STEPS = 200_000
STEPS_A_PAYMENT = 64
MAX_DEPTH = 8
"""Derivatives inside of each other: for each, a product of dual numbers takes three times as many steps."""

Entry = tuple[str, tuple[int, ...]]
Lookup = Callable[[str, tuple[int, ...]], Scalar]
Places = Mapping[str, int]


class Leaves:
    """Values of the unknowns, and of the quantities and the sums found with them.

    In a derivative they are dual numbers. Where one is taken inside of another,
    all of them are, so that the slopes of the two never mix; else only the
    entry that has a slope. `held` names a quantity that is differentiated by:
    it has its value by the leaves outside, and slope 1 at the entry `seed`.
    """

    def __init__(
        self,
        lookup: Lookup,
        outer: Leaves | None = None,
        held: tuple[str, int] | None = None,
        seed: Entry | None = None,
    ) -> None:
        self.lookup = lookup
        self.outer = outer
        self.depth: int = 0 if outer is None else outer.depth + 1
        self.held = held
        self.seed = seed
        self.at: Entry | None = None
        self.known: dict[Entry, Scalar] = {}
        self.sums: dict[tuple[int, tuple[int, ...]], Scalar] = {}
        self._inner: dict[tuple[Entry, bool], Leaves] = {}

    def seeded(self, seed: Entry, quantity: bool) -> Leaves:
        """The same values, that of one entry, of an unknown or of a quantity, with slope 1."""

        def lookup(name: str, indices: tuple[int, ...]) -> Scalar:
            value, slope = self.lookup(name, indices), int(not quantity and (name, indices) == seed)
            return Dual(value, slope) if slope or self.outer is not None else value

        key = (seed, quantity)
        if key not in self._inner:
            held = (seed[0], len(seed[1])) if quantity else self.held
            self._inner[key] = Leaves(lookup, self, held, seed if quantity else None)
            self._inner[key].at = seed
        return self._inner[key]

    def applied(self, values: Mapping[str, Scalar]) -> Leaves:
        """The same values, some scalars with values of their own: the variables of a function."""

        def lookup(name: str, indices: tuple[int, ...]) -> Scalar:
            return values[name] if name in values and not indices else self.lookup(name, indices)

        inner = Leaves(lookup, self.outer, self.held, self.seed)
        inner.depth = self.depth
        inner.at = self.at
        return inner


@dataclass(slots=True)
class Evaluator:
    """Values of terms where sizes and unknowns have values.

    `unknown(name, indices)` is the value of an unknown's entry, as far as the setting
    does not assume another; with `balls`
    every number becomes an interval. Raises `NotExact` and `Undefined`.
    """

    sizes: Mapping[str, int]
    unknown: Lookup
    setting: Setting
    balls: bool = False
    shapes: Shapes = field(default_factory=Shapes)
    steps: int = 0
    due: int = STEPS_A_PAYMENT
    leaves: Leaves = field(init=False)
    places: Places = field(default_factory=dict)
    known: dict[int, tuple[Term, Scalar]] = field(default_factory=dict)
    entries: dict[Entry, Scalar] = field(default_factory=dict)
    vanishing: dict[int, tuple[Term, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.leaves = Leaves(self._leaf)

    def value(self, term: Term, places: Places) -> Scalar:
        """The value of a term where its free indices have these places."""
        self._begin(places)
        found = self._value(term, places, self.leaves)
        self._pay()
        return found

    def _begin(self, places: Places) -> None:
        if places != self.places:
            self.entries.clear()
        self.places = places
        self.steps, self.due = 0, STEPS_A_PAYMENT

    def value_here(self, term: Term, places: Places) -> Scalar:
        """The value of a term, found once; it is always the same places that are asked for."""
        found = self.known.get(id(term))
        if found is None:
            found = self.known[id(term)] = (term, self.value(term, places))
        return found[1]

    def vanishes_here(self, squares: Term, places: Places) -> bool:
        """Whether a square, or a sum of them, is 0, found once: the first that is not tells."""
        found = self.vanishing.get(id(squares))
        if found is None:
            self._begin(places)
            found = self.vanishing[id(squares)] = squares, not any(self._summands(squares, places))
            self._pay()
        return found[1]

    def _summands(self, term: Term, places: Places) -> Iterator[Scalar]:
        """The values of what a sum adds up, one after another."""
        if not isinstance(term, Sum):
            yield self._value(term, places, self.leaves)
            return
        for inner in self._inner(term, places):
            yield from self._summands(term.body, inner)

    def _leaf(self, name: str, indices: tuple[int, ...]) -> Scalar:
        """The value of an unknown's entry, found once while the places are the same."""
        key = (name, indices)
        if (rule := self.setting.recurrences.get((name, len(indices)))) is not None:
            if key not in self.leaves.known:
                self.leaves.known[key] = self._recurrent(rule, indices, self.leaves)
            return self.leaves.known[key]
        if key not in self.entries:
            self.entries[key] = self._found(name, indices)
        return self.entries[key]

    def _found(self, name: str, indices: tuple[int, ...]) -> Scalar:
        setting = self.setting
        if (name, len(indices)) in setting.solved:
            found = setting.solved[name, len(indices)]
            places = {**self.places, **dict(zip(found.parameters, indices, strict=True))}
            return self._value(found.body, places, self.leaves)
        if setting.hypotheses.is_symmetric(name, indices):
            indices = tuple(sorted(indices))
        total = setting.totals.get(name)
        if total is not None and total.arity == len(indices):
            return self._number(self._share(total, name, indices))
        return self._number(self.unknown(name, indices))

    def _share(self, total: Total, name: str, indices: tuple[int, ...]) -> Fraction:
        """An entry of an array that adds up to a total, in proportion to its value without that."""
        low, high = (self._end(end, {}) for end in total.range)
        self._step(max(0, high - low))
        values = [self.unknown(name, (*indices[:-1], place)) for place in range(low, high + 1)]
        if not all(isinstance(value, int | Fraction) for value in values) or not sum(values):
            raise Undefined
        if not low <= indices[-1] <= high:
            raise Undefined
        return total.value * Fraction(values[indices[-1] - low]) / Fraction(sum(values))

    def _step(self, steps: int = 1) -> None:
        self.steps += steps
        if self.steps >= self.due:
            self._pay()

    def _pay(self) -> None:
        spend(self.steps - self.due + STEPS_A_PAYMENT)
        self.due = self.steps + STEPS_A_PAYMENT
        if self.steps > MAX_STEPS:
            raise Costly("too many steps to evaluate")

    def _number(self, value: Scalar) -> Scalar:
        return to_ball(value) if self.balls else value

    def _value(self, term: Term, places: Places, leaves: Leaves) -> Scalar:
        self.steps += 1
        if self.steps >= self.due:
            self._pay()
        match term:  # the frequent ones first
            case Mul(factors):
                result: Scalar | None = None
                for factor in factors:
                    value = self._value(factor, places, leaves)
                    result = value if result is None else result * value
                return 1 if result is None else result
            case Fn(name, argument):
                return apply(name, self._value(argument, places, leaves))
            case Var(name, indices):
                if name == PI.name and not indices:
                    if not self.balls:
                        raise NotExact
                    return pi()
                if name in self.sizes and not indices:
                    return self._number(self._place(name, places))
                return self._entry(name, self._at(indices, places), leaves)
            case Index(name):
                return self._number(self._place(name, places))
            case Add(terms):
                total: Scalar | None = None
                for part in terms:
                    value = self._value(part, places, leaves)
                    total = value if total is None else total + value
                return 0 if total is None else total
            case Num(number):
                return self._number(number.numerator if number.denominator == 1 else number)
            case Pow(Num(), _) if term == IMAGINARY:
                return Complex(self._number(0), self._number(1))
            case Pow(base, exponent):
                raised = (
                    exponent.value if isinstance(exponent, Num) else self._value(exponent, places, leaves)
                )
                return power(self._value(base, places, leaves), raised)
            case Delta(left, right):
                return self._number(int(self._place(left, places) == self._place(right, places)))
            case Sum():
                return self._sum(term, places, leaves)
            case Prod():
                return self._product(term, places, leaves)
            case Deriv():
                return self._derivative(term, places, leaves)
            case Ref(name, indices) if not self.setting.opens(term):
                return self._entry(name, self._at(indices, places), leaves)
            case Ref():
                return self._quantity(term, places, leaves)

    def _entry(self, name: str, at: tuple[int, ...], leaves: Leaves) -> Scalar:
        """An entry of an unknown, by its recurrence if it has one; what is differentiated by is as it is."""
        rule = self.setting.recurrences.get((name, len(at)))
        if rule is None or leaves.outer is None or (name, at) == leaves.at:
            return leaves.lookup(name, at)
        key = (name, at)
        if key not in leaves.known:
            leaves.known[key] = self._recurrent(rule, at, leaves)
        return leaves.known[key]

    def _recurrent(self, rule: Recurrence, at: tuple[int, ...], leaves: Leaves) -> Scalar:
        place = at[rule.slot]
        inner = dict(zip(rule.parameters, at, strict=True))
        last = rule.first + max(self.sizes.values(), default=0)
        if place <= last if rule.backward else place >= rule.first:
            return self._value(rule.body, inner, leaves)
        if place in rule.initial:
            return self._value(rule.initial[place], inner, leaves)
        if rule.begins and place < rule.first - rule.order:
            raise Undefined
        if leaves.outer is not None:
            return leaves.lookup(rule.name, at)
        return self._number(self.unknown(rule.name, at))

    def _quantity(self, term: Ref, places: Places, leaves: Leaves) -> Scalar:
        definition = self.setting.definitions.get((term.name, len(term.indices)))
        if definition is None:
            raise Unsupported(f"{term.name}, which is not defined")
        at = self._at(term.indices, places)
        if leaves.outer is not None and leaves.held == (term.name, len(at)):
            return Dual(self._quantity(term, places, leaves.outer), int((term.name, at) == leaves.seed))
        if self._is_before(definition, at):
            raise Undefined
        inner = dict(zip(definition.parameters, at, strict=True))
        if definition.variables:
            return self._value(definition.body, inner, self._applied(definition, term, places, leaves))
        known = leaves.known.get((term.name, at))
        if known is None:
            known = leaves.known[term.name, at] = self._value(definition.body, inner, leaves)
        return known

    def _is_before(self, definition: Definition, at: tuple[int, ...]) -> bool:
        """Whether a quantity has a value of its own before its first entry, and this is it."""
        known = self.setting.hypotheses
        places = zip(definition.parameters, at, strict=True)
        return definition.name in known.starting and any(
            place < known.base and parameter not in known.sizes for parameter, place in places
        )

    def _applied(self, definition: Definition, term: Ref, places: Places, leaves: Leaves) -> Leaves:
        if len(term.arguments) != len(definition.variables):
            raise Unsupported(f"{term.name} with {len(term.arguments)} arguments")
        others = [v for v, own in zip(definition.variables, term.arguments, strict=True) if own != Var(v)]
        if opaque := self.setting.moved(definition.body, others):
            raise Unsupported(f"{term.name} at another argument, as it depends on {opaque}")
        values = [self._value(argument, places, leaves) for argument in term.arguments]
        return leaves.applied(dict(zip(definition.variables, values, strict=True)))

    def _sum(self, term: Sum, places: Places, leaves: Leaves) -> Scalar:
        return self._multiplied(self.shapes.factors(term), places, leaves)

    def _multiplied(self, factors: tuple[Factor, ...], places: Places, leaves: Leaves) -> Scalar:
        result: Scalar | None = None
        for factor in factors:
            value = self._factor(factor, places, leaves)
            result = value if result is None else result * value
        return 1 if result is None else result

    def _factor(self, factor: Factor, places: Places, leaves: Leaves) -> Scalar:
        """The value of a factor of a sum; that of a sum is found once for each of its places."""
        if not isinstance(factor, Contraction):
            return self._value(factor, places, leaves)
        key = (id(factor), tuple([places.get(letter, 0) for letter in factor.letters]))
        known = leaves.sums.get(key)
        if known is None:
            known = leaves.sums[key] = self._contracted(factor, places, leaves)
        return known

    def _contracted(self, over: Contraction, places: Places, leaves: Leaves) -> Scalar:
        if not over.factors:
            return self._number(self._length(over, places))
        total: Scalar | None = None
        for inner in self._inner(over, places):
            value = self._multiplied(over.factors, inner, leaves)
            total = value if total is None else total + value
        return 0 if total is None else total

    def _length(self, over: Contraction, places: Places) -> int:
        """How many terms a sum has."""
        low, high = (self._end(end, places) for end in over.range)
        outside = {place for place in self._at(over.excluded, places) if low <= place <= high}
        return max(0, high - low + 1) - len(outside)

    def _product(self, term: Prod, places: Places, leaves: Leaves) -> Scalar:
        result: Scalar = 1
        for inner in self._inner(term, places):
            result = result * self._value(term.body, inner, leaves)
        return result

    def _inner(self, over: Contraction | Sum | Prod, places: Places) -> Iterator[Places]:
        """The places inside of a sum or a product, one for each value of its index."""
        low, high = (self._end(end, places) for end in over.range)
        outside = self._at(over.excluded, places)
        for place in range(low, high + 1):
            if place not in outside:
                self._step()
                yield {**places, over.index: place}

    def _end(self, end: Bound, places: Places) -> int:
        if not end.base:
            return end.offset
        return self._place(end.base, places) + end.offset

    def _derivative(self, term: Deriv, places: Places, leaves: Leaves) -> Scalar:
        wrt, at = term.wrt, self._at(term.wrt.indices, places)
        if wrt.name in self.sizes and not at:
            raise Unsupported(f"a derivative with respect to {wrt.name}, which is a size")
        if opaque := self.setting.moved(term.body, (wrt.name,)):
            raise Unsupported(f"the derivative of {opaque} by {wrt.name}")
        if leaves.held is not None and leaves.held != (wrt.name, len(at)):
            held = self.setting.definitions.get(leaves.held)
            if (
                self.setting.opens(wrt)
                or held is None
                or wrt.name in reached(held.body, self.setting.definitions)
            ):
                raise Unsupported(f"a mixed derivative by {leaves.held[0]} and by what it is made of")
        inner = leaves.seeded((wrt.name, at), self.setting.opens(wrt))
        if inner.depth > MAX_DEPTH:
            raise Costly(f"a derivative inside of {MAX_DEPTH} others, which is too many steps to evaluate")
        value = self._value(term.body, places, inner)
        return value.slope if isinstance(value, Dual) else 0

    def _place(self, name: str, places: Places) -> int:
        if name in places:
            return places[name]
        base, offset = parted(name)
        if base in places:
            return places[base] + offset
        if base in self.sizes:
            return self.sizes[base] + offset
        if base:
            raise Unsupported(f"the index {base}, which has no place here")
        return offset

    def _at(self, indices: tuple[str, ...], places: Places) -> tuple[int, ...]:
        return tuple([self._place(index, places) for index in indices])
