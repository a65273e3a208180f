"""Whether a normal form is > 0, or not 0, by what is known of its letters: their ranges, and what is assumed.

Takes a setting; answers of terms. A yes is sure; a no says that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from derivation.records import dataclass, replace
from derivation.search.normal import Normalizer
from derivation.terms.atoms import Atom, Entry, IndexValue, Mono, Poly
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import ONE, Add, Bound, Fn, Term, constant, negated

LARGER = {">": "<", "\\ge": "\\le", "<": ">", "\\le": "\\ge"}


class Low(NamedTuple):
    """A lower end: something is ≥ `value`, and > where `strict`."""

    value: Fraction
    strict: bool = False

    @property
    def positive(self) -> bool:
        return self.value > 0 or (self.value == 0 and self.strict)


@dataclass(frozen=True)
class Known:
    """What a setting says of signs."""

    setting: Setting

    @classmethod
    def of(cls, setting: Setting) -> Known:
        """What is known in a setting; the same object each time."""
        if cls not in setting.memory:
            setting.memory[cls] = cls(setting)
        found: Known = setting.memory[cls]
        return found

    @cached_property
    def normalizer(self) -> Normalizer:
        """One whose forms are its own: what is assumed to be positive may change them."""
        normalizer = Normalizer(replace(self.setting))
        try:
            normalizer.suppose_stated()
        except Unsupported:
            return Normalizer(replace(self.setting))
        return normalizer

    def poly(self, term: Term) -> Poly | None:
        """The normal form of a term, with what is assumed put in."""
        try:
            return self.normalizer.normal_form(term)
        except Unsupported:
            return None

    def positive(self, term: Term) -> bool:
        """Whether a term is surely > 0; bound indices count as any in their range."""
        poly = self.poly(term)
        return poly is not None and self._positive(poly)

    def nonzero(self, term: Term) -> bool:
        """Whether a term is surely not 0."""
        poly = self.poly(term)
        return bool(poly) and all(map(self._nonzero, self._factors(poly or {})))

    def within_unit(self, term: Term) -> bool:
        """Whether a term is surely between -1 and 1."""
        ends = (Add((ONE, term)), Add((ONE, negated(term))))
        if all(self.not_negative(end) for end in ends):
            return True
        return any(
            condition.relation in ("<", "\\le")
            and isinstance(condition.left, Fn)
            and condition.left.name == "abs"
            and self.poly(condition.left.argument) == self.poly(term)
            and (constant(condition.right) or 2) <= 1
            for condition in self.setting.conditions
        )

    def not_negative(self, term: Term) -> bool:
        """Whether a term is surely >= 0."""
        poly = self.poly(term)
        if poly is None:
            return False
        low = self._low(poly)
        return not poly or self._positive(poly) or (low is not None and low.value >= 0)

    def _factors(self, poly: Poly) -> Iterator[Poly]:
        """The atoms that divide a poly, and what is left of it."""
        _, mono, primitive = self.normalizer.algebra.content(poly)
        yield from (self.normalizer.algebra.atom(atom) for atom, _ in mono)
        yield primitive

    def _positive(self, poly: Poly) -> bool:
        low = self._low(poly)
        return self.normalizer.algebra.surely_positive(poly) or (low is not None and low.positive)

    def _nonzero(self, factor: Poly) -> bool:
        signed = (factor, self.normalizer.algebra.scale(factor, -1))
        return any(self._positive(poly) or poly in self._excluded for poly in signed)

    @cached_property
    def _excluded(self) -> tuple[Poly, ...]:
        """i - j where these differ, and the factors of x y - 1 where that is said not to be 0."""
        algebra = self.normalizer.algebra
        pairs = (sorted(pair) for pair in algebra.hypotheses.unequal if len(pair) == 2)
        indices = [algebra.add(algebra.index(a), algebra.scale(algebra.index(b), -1)) for a, b in pairs]
        said = (c for c in self.setting.conditions if c.relation == "\\neq")
        differences = (self.poly(Add((c.left, negated(c.right)))) for c in said)
        polys = (poly for poly in (*indices, *differences) if poly)
        return tuple(factor for poly in polys for factor in self._factors(poly))

    # Lower ends

    def _low(self, poly: Poly) -> Low | None:
        """A lower end of a poly: the sum of those of its terms, with upper ends of what is taken away."""
        total, strict = Fraction(0), False
        for mono, coefficient in self._raised(poly).items():
            low = self._low_of_mono(mono) if coefficient > 0 or not mono else None
            if low is None:
                return None
            total, strict = total + Fraction(coefficient) * low.value, strict or low.strict
        return Low(total, strict)

    def _raised(self, poly: Poly) -> Poly:
        """The poly with the upper ends of their ranges for indices that are taken away."""
        algebra = self.normalizer.algebra
        out: Poly = {}
        for mono, coefficient in poly.items():
            part: Poly = {mono: coefficient}
            match mono:
                case ((IndexValue(_, index), 1),) if coefficient < 0 and index in algebra.ranges:
                    part = algebra.scale(algebra.bound(algebra.ranges[index].high), coefficient)
            out = algebra.add(out, part)
        return out

    def _low_of_mono(self, mono: Mono) -> Low | None:
        value, strict = Fraction(1), False
        for atom, exponent in mono:
            low = self._low_of_atom(atom)
            if exponent % 2 == 0 and (low is None or low.value < 0):
                low = Low(Fraction(0))
            if low is None or low.value < 0 or (exponent < 0 and not low.positive):
                return None
            if exponent != int(exponent) or exponent < 0:
                low = Low(Fraction(0), low.positive)
            else:
                low = Low(low.value ** int(exponent), low.strict)
            if (value == 0 and not strict) or (low.value == 0 and not low.strict):
                value, strict = Fraction(0), False
            else:
                value, strict = value * low.value, strict or low.strict
        return Low(value, strict)

    def _low_of_atom(self, atom: Atom) -> Low | None:
        ends = [*self._said(atom)]
        match atom:
            case IndexValue(_, index) if index in self.normalizer.algebra.ranges:
                ends += self._of_bound(self.normalizer.algebra.ranges[index].low)
            case Entry(_, name, ()) if name in self.setting.hypotheses.sizes:
                ends.append(Low(Fraction(1)))
        if self.normalizer.algebra.positive(atom):
            ends.append(Low(Fraction(0), True))
        return max(ends, default=None)

    def _of_bound(self, bound: Bound) -> Iterator[Low]:
        if not bound.base:
            yield Low(Fraction(bound.offset))
        elif bound.base in self.setting.hypotheses.sizes:
            yield Low(Fraction(1 + bound.offset))

    def _said(self, atom: Atom) -> Iterator[Low]:
        """What conditions say an atom is larger than: x > 2, n ≥ 2 and n > 1 of whole numbers."""
        algebra = self.normalizer.algebra
        is_whole = isinstance(atom, IndexValue) or (
            isinstance(atom, Entry) and atom.name in self.setting.hypotheses.sizes
        )
        for condition in self.setting.conditions:
            for left, relation, right in _both_ways(condition):
                value = constant(right)
                if value is None or relation not in (">", "\\ge") or self.poly(left) != algebra.atom(atom):
                    continue
                strict = relation == ">"
                yield Low(value + 1) if is_whole and strict and value == int(value) else Low(value, strict)


def _both_ways(condition: Claim) -> Iterator[tuple[Term, str, Term]]:
    yield condition.left, condition.relation, condition.right
    if condition.relation in LARGER:
        yield condition.right, LARGER[condition.relation], condition.left
