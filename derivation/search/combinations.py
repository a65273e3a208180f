r"""Is a difference a combination of others, and of which factors is one made?

    is_combination(left, right, equations, setting)    left - right = Σ q_k (left_k - right_k)?

Normal forms are seen as plain polynomials: a symbol for each atom, or for its root where it has broken
exponents; `search/ideals.py` finds the cofactors and multiplies them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

from derivation.search import ideals
from derivation.search.algebra import Algebra
from derivation.search.ideals import Plain
from derivation.search.normal import Normalizer
from derivation.terms.atoms import Atom, Compound, Mono, Poly, Radical, is_number, rational, thaw
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import Term

MAX_CLEARED = 8
MAX_VIEWED = 10


def is_combination(
    left: Term, right: Term, equations: Sequence[Claim], setting: Setting, deep: bool = True
) -> bool:
    """Whether a difference is a combination of others; where it is looked for `deep`, of their factors."""
    normalizer = Normalizer(setting)
    try:
        algebra = normalizer.algebra
        target = cleared(algebra, difference_of(left, right, normalizer))
        given = [cleared(algebra, difference_of(c.left, c.right, normalizer)) for c in equations]
        view = _View(normalizer.algebra, [target, *given])
        plain, wanted, relations = [view.plain(poly) for poly in given], view.plain(target), view.relations()
        if ideals.cofactors(wanted, [*plain, *relations]) is not None:
            return True
        generators = [_without_powers(poly) for poly in plain] if deep else plain
        return generators != plain and ideals.cofactors(wanted, [*generators, *relations]) is not None
    except _TooMuch:
        return False
    except Unsupported:
        return False


def _without_powers(poly: Plain) -> Plain:
    """A polynomial that vanishes where another does: each of its factors once."""
    found = ideals.factors(poly)
    if all(power == 1 for _, power in found):
        return poly
    product = {(0,) * len(next(iter(poly))): Fraction(1)}
    for factor, _ in found:
        product = ideals.times(product, factor)
    return product


def difference_of(left: Term, right: Term, normalizer: Normalizer) -> Poly:
    algebra = normalizer.algebra
    first, second = normalizer.normal_form(left), normalizer.normal_form(right)
    return algebra.add(first, algebra.scale(second, -1))


def cleared(algebra: Algebra, poly: Poly) -> Poly:
    """A normal form without its denominators, which are not 0 where it exists."""
    for _ in range(MAX_CLEARED):
        below = {a: e for mono in poly for a, e in mono if isinstance(a, Compound) and e < 0}
        if not below:
            return poly
        atom = min(below)
        lowest = min(dict(mono).get(atom, 0) for mono in poly)
        poly = algebra.mul(poly, {((atom, rational(-Fraction(lowest))),): 1})
    raise Unsupported("denominators within denominators")


class _TooMuch(Exception):
    """More symbols than are looked at."""


class _View:
    """Normal forms as plain polynomials: a symbol for each atom, or for its root where it has broken
    exponents."""

    def __init__(self, algebra: Algebra, polys: Iterable[Poly]) -> None:
        self.algebra = algebra
        self.roots: dict[Atom, int] = {}
        for poly in polys:
            self._collect(poly)
        self.atoms = sorted(self.roots, key=repr)
        if len(self.atoms) > MAX_VIEWED:
            raise _TooMuch
        self.place = {atom: number for number, atom in enumerate(self.atoms)}

    def _collect(self, poly: Poly) -> None:
        for mono in poly:
            for atom, exponent in mono:
                known = self.roots.get(atom)
                self.roots[atom] = lcm(known or 1, Fraction(exponent).denominator)
                if known is None and isinstance(atom, Compound):
                    self._collect(thaw(atom.body))

    def plain(self, poly: Poly) -> Plain:
        """The numerator of a normal form."""
        lowest: dict[Atom, Fraction] = {}
        for mono in poly:
            powers = dict(mono)
            for atom in {*lowest, *powers}:
                lowest[atom] = min(lowest.get(atom, Fraction(0)), Fraction(powers.get(atom, 0)))
        found: Plain = {}
        for mono, coefficient in poly.items():
            exponents = [0] * len(self.atoms)
            powers = dict(mono)
            for atom in {*lowest, *powers}:
                whole = (Fraction(powers.get(atom, 0)) - lowest.get(atom, Fraction(0))) * self.roots[atom]
                exponents[self.place[atom]] = int(whole)
            found[tuple(exponents)] = Fraction(coefficient)
        return found

    def relations(self) -> list[Plain]:
        """What the symbols of sums under a root or a bar are: the power of the symbol is the sum."""
        return [
            self._relation(atom, self.algebra.scale(thaw(atom.body), -1))
            for atom in self.atoms
            if isinstance(atom, Compound)
        ] + [
            self._relation(atom, self.algebra.number(-atom.prime))
            for atom in self.atoms
            if isinstance(atom, Radical)
        ]

    def _relation(self, atom: Atom, negative: Poly) -> Plain:
        exponents = tuple(self.roots[atom] if own == atom else 0 for own in self.atoms)
        return ideals.plus({exponents: Fraction(1)}, self.plain(negative))

    def poly(self, plain: Plain) -> Poly:
        """The normal form of a plain polynomial."""
        total: Poly = {}
        for exponents, coefficient in plain.items():
            term = self.algebra.number(coefficient)
            for atom, exponent in zip(self.atoms, exponents, strict=True):
                if exponent:
                    power: Poly = {((atom, rational(Fraction(exponent, self.roots[atom]))),): 1}
                    term = self.algebra.mul(term, self.algebra.mul(power, self.algebra.number(1)))
            total = self.algebra.add(total, term)
        return total


def factors_of(algebra: Algebra, poly: Poly) -> list[Poly]:
    """The factors of which one is 0 where a normal form is."""
    try:
        view = _View(algebra, [poly])
    except _TooMuch:
        _, mono, rest = algebra.content(poly)
        return [*_vanishing(mono), *([] if is_number(rest) else [rest])]
    plain = view.plain(poly)
    if len(plain) > 1:
        return [view.poly(factor) for factor, _ in ideals.factors(plain)]
    return [factor for mono in poly for factor in _vanishing(mono)]


def _vanishing(mono: Mono) -> list[Poly]:
    """The atoms of a monomial of which one is 0 where it is."""
    return [{((atom, 1),): 1} for atom, exponent in mono if exponent > 0]
