"""From terms to normal forms: opens definitions, derivatives and sums.

`Normalizer.normal(term, names)` gives the poly of a term. `names` maps the
index letters of the term to the indices that they stand for; a bound letter
gets a fresh one on entry, so nothing can be captured.

`Reading`s of quantities make it possible to *grant* a claim: a quantity (a
name or a derivative) is then read with the value claimed for it, where its
case holds, and with its real meaning elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from derivation.records import replace
from derivation.search import sectors, sums
from derivation.search.algebra import Algebra
from derivation.search.complexes import imaginary
from derivation.search.derivative import derivative
from derivation.search.existence import Positive, positives
from derivation.search.functions import FORMAL
from derivation.search.ranges import at_least, split, surely_nonempty
from derivation.search.substitution import substituted
from derivation.terms.atoms import Entry, Poly, Sigma, entry, mono_indices
from derivation.terms.indices import all_renamed, filled, is_numeral, parted, renamed, shifted
from derivation.terms.limits import Exhausted, Unsupported
from derivation.terms.renaming import renamed_bound
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.setting import Case, Reading, Setting, Total
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
    Range,
    Ref,
    Sum,
    Term,
    Var,
    constant,
    free_indices,
    integer,
    mapped,
    reached,
    walk,
)

Names = Mapping[str, str]
HELD = "@"
MAX_SETTLED = 4


class Opened(NamedTuple):
    """What a definition came to, with the rules that led there."""

    value: Poly
    rules: tuple[str, ...]


class Normalizer:
    """Normal forms in one setting. `rules` of its algebra is the trace."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._held: tuple[str, int] | None = None
        self._case_names = _equated(setting.case.equal)
        known = setting.hypotheses
        pairs = [*map(frozenset, setting.case.unequal), *known.unequal]
        unequal = frozenset(frozenset(self._case_names.get(i, i) for i in pair) for pair in pairs)
        least = {name: setting.least(name) for name in known.sizes} if setting.conditions else None
        self.algebra = Algebra(known if unequal == known.unequal else replace(known, unequal=unequal), least)
        self._opened: dict[tuple[str, tuple[str, ...]], Opened] = {}
        """What definitions came to at indices that are bound here, or where a quantity is held."""
        shared = {} if setting.conditions else setting.memory.setdefault(Normalizer, {})
        self._shared: dict[tuple[str, tuple[str, ...]], Opened] = shared
        """The same at free indices, for all normal forms of a setting that supposes nothing to be > 0."""
        self._noted: set[tuple[str, tuple[str, ...]]] = set()
        """Those of which the trace has the rules."""

    def normal_form(self, term: Term) -> Poly:
        """The normal form of a statement's side, its case applied."""
        known = self.setting.forms.get(term)
        if known is None:
            before = len(self.algebra.rules)
            poly = self._settled(self.normal(term, self._case_names))
            known = self.setting.forms[term] = (poly, tuple(self.algebra.rules[before:]))
        else:
            self.algebra.rules.extend(known[1])
        return dict(known[0])

    def _settled(self, poly: Poly) -> Poly:
        """A normal form with what is assumed put in: values of unknowns, totals of arrays."""
        known = self.setting
        names = frozenset(name for name, _ in known.solved) | frozenset(known.totals)
        for _ in range(MAX_SETTLED if names else 0):
            before, poly = poly, substituted(self.algebra, poly, names, self._assumed)
            if poly == before:
                break
            self.algebra.rule("assumption")
        return poly

    def _assumed(self, atom: Entry | Sigma) -> Poly | None:
        if isinstance(atom, Entry):
            found = self.setting.solved.get((atom.name, len(atom.indices)))
            if found is None:
                return None
            return self.normal(found.body, dict(zip(found.parameters, atom.indices, strict=True)))
        match atom.body:
            case ((Entry(_, name, (*_, last) as indices), 1),) if name in self.setting.totals:
                total = self.setting.totals[name]
                whole = total.arity == len(indices) and (last,) == atom.binders
                if whole and last not in indices[:-1]:
                    return self._share_of(total, atom.ranges[0], name, indices[:-1])
        return None

    def _share_of(self, total: Total, span: Range, name: str, head: tuple[str, ...]) -> Poly | None:
        """What the entries over a range add up to, by what all do: the range, or that less its ends."""
        value = self.algebra.number(total.value)
        if span == total.range:
            return value
        parts = split(self.algebra, total.range)
        if parts is None or parts.whole != span or parts.rest is not None:
            return None
        for place in (*parts.added, *parts.removed):
            entry = self.algebra.entry(name, (*head, place))
            value = self.algebra.add(value, self.algebra.scale(entry, 1 if place in parts.removed else -1))
        return value

    def normal(self, term: Term, names: Names) -> Poly:
        algebra = self.algebra
        match term:
            case Num(value):
                return algebra.number(value)
            case Var(name, ()) if name in names:
                return algebra.index(names[name])
            case Var(name, indices):
                return algebra.entry(name, all_renamed(indices, names))
            case Index(name):
                return algebra.index(renamed(name, names))
            case Add(terms):
                total: Poly = {}
                for part in terms:
                    total = algebra.add(total, self.normal(part, names))
                return total
            case Mul(factors):
                return algebra.product(self.normal(factor, names) for factor in factors)
            case Pow(Num(), _) if term == IMAGINARY:
                return imaginary()
            case Pow(Mul() | Pow() as base, exponent) if (
                whole := _whole(exponent)
            ) is not None and whole < 0:
                return self._divisor(base, whole, names)
            case Pow(base, exponent):
                return algebra.power_poly(self.normal(base, names), self.normal(exponent, names))
            case Fn("log", Mul() | Pow() as argument):
                return self._log(argument, names)
            case Fn(name, Mul() | Pow() as argument) if name in ODD_ROOTS:
                return self._odd_root(name, argument, names)
            case Fn(name, argument):
                return algebra.function(name, self.normal(argument, names))
            case Delta(left, right):
                return algebra.delta(*all_renamed((left, right), names))
            case Sum(index, span, body, excluded):
                return self._sum(index, span, body, excluded, names)
            case Prod():
                return self._prod(term, names)
            case Ref(name, indices) if not self.setting.opens(term):
                return algebra.entry(name, all_renamed(indices, names))
            case Ref() | Deriv():
                return self._quantity(term, names)

    def _sum(self, index: str, span: Range, body: Term, excluded: tuple[str, ...], names: Names) -> Poly:
        fresh, outside = self._bound(index, span, excluded, names)
        return sums.sum_over(self.algebra, fresh, self.normal(body, {**names, index: fresh}), outside)

    def _prod(self, term: Prod, names: Names) -> Poly:
        """Π_k f(k) = e^{Σ_k log f(k)}, the logarithm a formal one where f may be negative."""
        algebra = self.algebra
        fresh, outside = self._bound(term.index, term.range, term.excluded, names)
        inner = self.normal(term.body, {**names, term.index: fresh})
        if not inner and surely_nonempty(algebra, algebra.ranges[fresh]) and not outside:
            return {}
        algebra.rule("product-of-factors")
        return algebra.exp(sums.sum_over(algebra, fresh, algebra.function(FORMAL, inner), outside))

    def _bound(
        self, index: str, span: Range, excluded: tuple[str, ...], names: Names
    ) -> tuple[str, tuple[str, ...]]:
        """A fresh index for a bound one, and the indices that it leaves out."""
        low, high = (renamed_bound(end, names) for end in span)
        if low.base.startswith("~") or high.base.startswith("~"):
            raise Unsupported("a sum whose range depends on the index of another sum")
        outside = tuple(dict.fromkeys(all_renamed(excluded, names)))
        return self.algebra.fresh_index(Range(low, high)), outside

    def _divisor(self, base: Mul | Pow, exponent: int, names: Names) -> Poly:
        """A product below a fraction's bar, factor by factor: (1 + u)² stays a square there."""
        if isinstance(base, Mul):
            return self.algebra.product(
                self.normal(Pow(factor, integer(exponent)), names) for factor in base.factors
            )
        inner = _whole(base.exponent)
        if inner is not None:
            return self.normal(Pow(base.base, integer(exponent * inner)), names)
        return self.algebra.power(self.normal(base, names), exponent)

    def _log(self, argument: Mul | Pow, names: Names) -> Poly:
        """The log of a product as printed: its positive factors are taken out before it is multiplied out."""
        algebra = self.algebra
        out: Poly = {}
        rest: Poly = algebra.number(1)
        for factor, exponent in _factors(argument):
            poly = self.normal(factor, names)
            if algebra.positive_poly(poly):
                out = algebra.add(out, algebra.scale(algebra.log(poly), exponent))
            else:
                rest = algebra.mul(rest, algebra.power(poly, exponent))
        return out if rest == algebra.number(1) else algebra.add(out, algebra.log(rest))

    def _odd_root(self, name: str, argument: Mul | Pow, names: Names) -> Poly:
        """The odd root of a product as printed, factor by factor: it exists whatever their signs are."""
        out = self.algebra.number(1)
        for factor, exponent in _factors(argument):
            if exponent.denominator != 1:
                return self.algebra.function(name, self.normal(argument, names))
            root = self.algebra.function(name, self.normal(factor, names))
            out = self.algebra.mul(out, self.algebra.power(root, exponent))
        return out

    def suppose_existing(self, terms: tuple[Term, ...]) -> bool:
        """Take to be positive what must be for terms to exist; whether that is anything."""
        sizes = self.setting.hypotheses.sizes | self.setting.hypotheses.integers.keys()
        pending = positives(terms, self.setting.definitions, sizes, self._case_names)
        held = {
            t.wrt
            for term in terms
            for t in walk(term)
            if isinstance(t, Deriv) and isinstance(t.wrt, Ref) and self.setting.opens(t.wrt)
        }
        ways = [self, *map(self._holding, sorted(held, key=repr))]
        while pending:
            failed = [found for found in pending if not self._supposed(found, ways)]
            if len(failed) == len(pending):
                break
            pending = failed
        return bool(self.algebra.known)

    def suppose_stated(self) -> None:
        """Take to be positive what the conditions say is."""
        conditions = self.setting.conditions
        stated = (term for condition in conditions for term in condition.positive)
        for term in (*stated, *sectors.positive(conditions)):
            self.algebra.suppose_positive(self.normal(term, self._case_names), ())

    def _supposed(self, found: Positive, ways: list[Normalizer]) -> bool:
        """Take a term to be positive in all ways of reading it; whether each has a normal form."""
        done = [way._suppose(found) for way in ways]
        return all(done)

    def _suppose(self, found: Positive) -> bool:
        """Take a term to be positive; whether it has a normal form, as far as is known."""
        self.algebra.ranges.update(found.ranges)
        try:
            poly = self.normal(found.term, found.names)
        except Exhausted:
            raise
        except Unsupported:
            return False
        self.algebra.suppose_positive(poly, tuple(found.ranges))
        self._opened.clear()
        self._noted.clear()
        self._shared = {}
        return True

    # Quantities: their real values, and the values that are granted

    def _quantity(self, term: Ref | Deriv, names: Names) -> Poly:
        if isinstance(term, Ref) and (term.name, len(term.indices)) == self._held:
            return self.algebra.atom(entry(HELD + term.name, all_renamed(term.indices, names)))
        body = self.differentiated(term, names) if isinstance(term, Deriv) else {}
        value = self._real(term, body, names)
        for reading in reversed(self.setting.readings):
            matched = self._match(reading, term, body, names)
            if matched is not None:
                value = self._read(reading, matched, value)
        return value

    def _read(self, reading: Reading, names: Names, otherwise: Poly) -> Poly:
        """The reading's value where its case holds, and another value elsewhere."""
        algebra = self.algebra
        holds = self.indicator(reading.case, names)
        if not holds:
            return otherwise
        value = algebra.mul(holds, algebra.rename(reading.value, names))
        fails = algebra.add(algebra.number(1), algebra.scale(holds, -1))
        return algebra.add(value, algebra.mul(fails, otherwise))

    def indicator(self, case: Case, names: Names) -> Poly:
        """1 where a case holds, 0 elsewhere."""
        algebra = self.algebra
        holds = algebra.number(1)
        for pair in case.equal:
            holds = algebra.mul(holds, algebra.delta(*all_renamed(pair, names)))
        for pair in case.unequal:
            equal = algebra.delta(*all_renamed(pair, names))
            holds = algebra.mul(holds, algebra.add(algebra.number(1), algebra.scale(equal, -1)))
        return holds

    def differentiated(self, term: Deriv, names: Names) -> Poly:
        """What a derivative differentiates; a quantity that it differentiates by is held."""
        if not isinstance(term.wrt, Ref) or not self.setting.opens(term.wrt):
            return self.normal(term.body, names)
        return self._holding(term.wrt).normal(term.body, names)

    def _holding(self, quantity: Ref) -> Normalizer:
        """The same normal forms, where a quantity is an unknown of its own."""
        inner = Normalizer(self.setting)
        inner.algebra = self.algebra
        inner._held = (quantity.name, len(quantity.indices))
        if self._held not in (None, inner._held):
            raise Unsupported("a mixed derivative by two quantities that the document defines")
        return inner

    def _derivative(self, term: Deriv, body: Poly, names: Names) -> Poly:
        wrt = term.wrt
        if opaque := self.setting.moved(term.body, (wrt.name,)):
            raise Unsupported(f"the derivative of {filled(opaque)} by {filled(wrt.name)}")
        if self._held is not None and (wrt.name, len(wrt.indices)) != self._held:
            held = self.setting.definitions.get(self._held)
            if held is None or wrt.name in reached(held.body, self.setting.definitions):
                raise Unsupported(f"a mixed derivative by {self._held[0]} and by what it is made of")
        if not self.setting.opens(wrt):
            return derivative(self.algebra, body, self._entry(wrt, names))
        own = HELD + wrt.name
        slope = derivative(self.algebra, body, entry(own, all_renamed(wrt.indices, names)))
        return substituted(self.algebra, slope, frozenset((own,)), self._opening_of(wrt.name))

    def _opening_of(self, name: str) -> Callable[[Entry | Sigma], Poly | None]:
        """What opens the held entries of a quantity again."""
        return lambda e: self._quantity(Ref(name, e.indices), {}) if isinstance(e, Entry) else None

    def _real(self, term: Ref | Deriv, body: Poly, names: Names) -> Poly:
        if isinstance(term, Deriv):
            return self._derivative(term, body, names)
        definition = self.setting.definitions.get((term.name, len(term.indices)))
        if definition is None:
            raise Unsupported(f"{term.name}, which is not defined")
        actual = all_renamed(term.indices, names)
        self._refuse_first(definition, actual)
        try:
            return self._applied(definition, self._body(definition, actual), term.arguments, names)
        except Unsupported:
            own = self._put_in(definition, term.arguments)
            if own is None:
                raise
            return self.normal(own, dict(zip(definition.parameters, actual, strict=True)))

    def _put_in(self, definition: Definition, arguments: tuple[Term, ...]) -> Term | None:
        """A function's body with arguments in the place of its variables, `1^a` of `x^a`: it may have a value
        where the body has none for all x.

        `None` where there is none, where an index stands in an argument, or where the body depends on a
        variable through other names, or is a derivative.
        """
        if not arguments or len(arguments) != len(definition.variables):
            return None
        if any(_has_indices(t) for argument in arguments for t in walk(argument)):
            return None
        values = {v: own for v, own in zip(definition.variables, arguments, strict=True) if own != Var(v)}
        for part in walk(definition.body):
            through = isinstance(part, Ref) and not part.arguments
            if isinstance(part, Deriv) or (
                through and not values.keys().isdisjoint(reached(part, self.setting.definitions))
            ):
                return None
        for variable in values.keys() & self.setting.hypotheses.positive:
            if not self.algebra.positive_poly(self.normal(values[variable], {})):
                return None
        return mapped(
            definition.body, lambda t: values.get(t.name) if isinstance(t, Var) and not t.indices else None
        )

    def _body(self, definition: Definition, actual: tuple[str, ...]) -> Poly:
        """What a definition comes to at some indices."""
        key = (definition.name, actual)
        own = self._held is not None or any(index.startswith("~") for index in actual)
        known = self._opened if own else self._shared
        if key not in known:
            known[key] = self._open(definition, actual)
        if key not in self._noted:
            self._noted.add(key)
            self.algebra.rules.extend(known[key].rules)
        return known[key].value

    def _open(self, definition: Definition, actual: tuple[str, ...]) -> Opened:
        """A definition at some indices, with all rules that lead to its value, noted before or not."""
        before, noted = self.algebra.rules, self._noted
        self.algebra.rules, self._noted = [f"definition of {definition.name}"], set()
        try:
            value = self.normal(definition.body, dict(zip(definition.parameters, actual, strict=True)))
            return Opened(value, tuple(self.algebra.rules))
        finally:
            self.algebra.rules, self._noted = before, noted

    def _refuse_first(self, definition: Definition, actual: tuple[str, ...]) -> None:
        """`y_t = x_t` says nothing of y_0, where that has a value of its own."""
        known = self.setting.hypotheses
        if definition.name not in known.starting:
            return
        for parameter, index in zip(definition.parameters, actual, strict=True):
            span = known.ranges.get(parameter)
            if span is not None and not at_least(self.algebra, Range(span.low, Bound(*parted(index))), 0):
                raise Unsupported(f"{definition.name} at {index}, which may be before its first entry")

    def _applied(self, definition: Definition, poly: Poly, arguments: tuple[Term, ...], names: Names) -> Poly:
        """A function's value: its arguments in the place of its variables."""
        if len(arguments) != len(definition.variables):
            raise Unsupported(f"{definition.name} with {len(arguments)} arguments")
        if not arguments:
            return poly
        others = {v: own for v, own in zip(definition.variables, arguments, strict=True) if own != Var(v)}
        if opaque := self.setting.moved(definition.body, others):
            raise Unsupported(f"{definition.name} at another argument, as it depends on {opaque}")
        values = {variable: self.normal(argument, names) for variable, argument in others.items()}
        for variable, value in values.items():
            known = variable in self.setting.hypotheses.positive
            if known and not self.algebra.positive_poly(value):
                raise Unsupported(f"{definition.name} of what is not known to be positive, as {variable} is")
        return substituted(
            self.algebra, poly, frozenset(values), lambda e: values[e.name] if isinstance(e, Entry) else None
        )

    def _entry(self, wrt: Var | Ref, names: Names) -> Entry:
        if wrt == PI:
            raise Unsupported("a derivative with respect to π, which is a number here")
        if self.setting.restricts(wrt.name):
            raise Unsupported(f"a derivative with respect to {wrt.name}, which an assumption restricts")
        if wrt.name in self.setting.hypotheses.sizes and not wrt.indices:
            raise Unsupported(f"a derivative with respect to {wrt.name}, which is a size")
        return Entry("v", wrt.name, all_renamed(wrt.indices, names))

    def _match(self, reading: Reading, term: Ref | Deriv, body: Poly, names: Names) -> Names | None:
        """The indices that a reading's parameters stand for in an occurrence, if it is one."""
        match reading.quantity, term:
            case Ref(name, parameters, ()), Ref(other, indices, ()) if name == other:
                return self._fitting(parameters, all_renamed(indices, names))
            case Deriv(_, own), Deriv(_, wrt) if own.name == wrt.name:
                fixed = self._fitting(own.indices, all_renamed(wrt.indices, names))
                return None if fixed is None else self._match_body(reading, body, fixed)
            case _:
                return None

    def _fitting(self, parameters: tuple[str, ...], indices: tuple[str, ...]) -> Names | None:
        """What parameters stand for in an occurrence; a size for itself alone: values count by it."""
        sizes = self.setting.hypotheses.sizes
        found = _matched(parameters, indices)
        kept = found is not None and all(found[p] == p for p in sizes.intersection(found))
        return found if kept else None

    def _match_body(self, reading: Reading, body: Poly, fixed: Names) -> Names | None:
        if len(reading.body) != len(body):
            return None
        carried = _carried(reading.body) & free_indices(reading.quantity)
        open_letters = sorted(letter for letter in carried if letter not in fixed)
        for choice in product(sorted(_carried(body)), repeat=len(open_letters)):
            names = {**fixed, **dict(zip(open_letters, choice, strict=True))}
            if self.algebra.rename(reading.body, names) == body:
                return names
        return None


def _has_indices(term: Term) -> bool:
    return isinstance(term, Index | Sum | Prod | Delta | Deriv) or (
        isinstance(term, Var | Ref) and bool(term.indices)
    )


def _whole(exponent: Term) -> int | None:
    """A whole number that is printed as an exponent; else `None`."""
    value = constant(exponent)
    return int(value) if value is not None and value.denominator == 1 else None


def _factors(term: Term) -> Iterator[tuple[Term, Fraction]]:
    """The factors of a product with their exponents, as printed."""
    match term:
        case Mul(factors):
            for factor in factors:
                yield from _factors(factor)
        case Pow(base, Num(value)) if value.denominator == 1 or not isinstance(base, Mul | Pow):
            yield from ((inner, exponent * value) for inner, exponent in _factors(base))
        case _:
            yield term, Fraction(1)


def _carried(poly: Poly) -> frozenset[str]:
    return frozenset().union(*map(mono_indices, poly))


def _equated(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """One name for all indices that a case says are equal: a numeral, or the one that it says first."""
    names: dict[str, str] = {}
    for pair in pairs:
        left, right = (names.get(letter, letter) for letter in pair)
        kept, dropped = (right, left) if is_numeral(right) else (left, right)
        names = {letter: kept if target == dropped else target for letter, target in names.items()}
        names[dropped] = kept
    return {letter: target for letter, target in names.items() if not is_numeral(letter)}


def _matched(parameters: tuple[str, ...], indices: tuple[str, ...]) -> dict[str, str] | None:
    """What parameters stand for in an occurrence; a numeral or a repeated letter only for itself."""
    if len(parameters) != len(indices):
        return None
    names: dict[str, str] = {}
    for parameter, index in zip(parameters, indices, strict=True):
        base, offset = parted(parameter)
        known = shifted(names.setdefault(base, shifted(index, -offset)), offset) if base else parameter
        if known != index:
            return None
    return names
