"""Expressions in one letter that are made with + - · / √ and |·|, and their signs, exactly.

An expression is a quotient of two polynomials in the letter and in symbols s_1, s_2, …, each the root of
a quotient in those before it: s_k² = above/below, s_k ≥ 0. The sign of `a + b s` is that of a and b where
these agree, and else that of a² - b² s² beside them; so it is found by signs of polynomials in the letter
alone, at any point. Those polynomials are `critical`: between two neighbouring roots of theirs no sign
changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derivation.records import dataclass, field
from derivation.search import ideals
from derivation.search.ideals import Plain
from derivation.search.real_roots import Coefficients, Root, sign_at
from derivation.terms.limits import Exhausted, Unsupported
from derivation.terms.setting import Setting
from derivation.terms.terms import Add, Fn, Mul, Num, Pow, Ref, Term, Var, constant

MAX_ROOTS = 4
MAX_POWER = 24
MAX_TERMS = 400
WIDTH = 1 + MAX_ROOTS
ONE: Plain = {(0,) * WIDTH: Fraction(1)}


@dataclass(frozen=True, slots=True)
class Quotient:
    above: Plain
    below: Plain


@dataclass(slots=True)
class Tower:
    """The roots of some expressions in one letter; what must be so for these to exist is `needed`."""

    letter: str
    setting: Setting
    roots: list[Quotient] = field(default_factory=list)
    known: dict[Term, tuple[Quotient, tuple[tuple[Quotient, str], ...]]] = field(default_factory=dict)
    needed: list[tuple[Quotient, str]] = field(default_factory=list)

    # What terms are

    def read(self, term: Term) -> tuple[Quotient, tuple[tuple[Quotient, str], ...]]:
        """A term as a quotient, and the signs that must be so for it to exist; raises `Unsupported`."""
        if term not in self.known:
            before, self.needed = self.needed, []
            found = self._quotient(term)
            self.known[term] = found, tuple(self.needed)
            self.needed = before
        return self.known[term]

    def _quotient(self, term: Term) -> Quotient:
        match term:
            case Num(value):
                return Quotient(_scaled(ONE, value), ONE)
            case Var(name, ()) | Ref(name, (), ()) if name == self.letter and not self.setting.opens(term):
                return Quotient({(1, *(0,) * MAX_ROOTS): Fraction(1)}, ONE)
            case Ref(name, (), ()) if self.setting.opens(term):
                return self._inner(self.setting.definitions[name, 0].body)
            case Add(terms):
                total = Quotient({}, ONE)
                for part in terms:
                    total = _sum(total, self._inner(part))
                return total
            case Mul(factors):
                product = Quotient(ONE, ONE)
                for part in factors:
                    product = _product(product, self._inner(part))
                return product
            case Pow(base, exponent) if (power := constant(exponent)) is not None:
                return self._power(base, power)
            case Fn("abs", argument):
                inner = self._inner(argument)
                return self._symbol(_product(inner, inner))
        raise Unsupported("more than powers, roots and bars of one letter")

    def _inner(self, term: Term) -> Quotient:
        found, needed = self.read(term)
        self.needed += needed
        return found

    def _power(self, base: Term, exponent: Fraction) -> Quotient:
        if abs(exponent) > MAX_POWER or exponent.denominator not in (1, 2, 4):
            raise Unsupported("a power that is too high, or a root that is no square root")
        inner = self._inner(base)
        below = exponent.denominator
        while below > 1:
            self.needed.append((inner, "\\ge"))
            inner, below = self._symbol(inner), below // 2
        if exponent < 0:
            self.needed.append((inner, "\\neq"))
            inner = Quotient(inner.below, inner.above)
        result = Quotient(ONE, ONE)
        for _ in range(abs(exponent.numerator)):
            result = _product(result, inner)
        return result

    def _symbol(self, square: Quotient) -> Quotient:
        """The root of a quotient, as a symbol of its own."""
        if square not in self.roots:
            if len(self.roots) == MAX_ROOTS:
                raise Unsupported("more roots than are looked at")
            self.roots.append(square)
        number = self.roots.index(square)
        exponents = tuple(int(k == number + 1) for k in range(WIDTH))
        return Quotient({exponents: Fraction(1)}, ONE)

    # Signs

    def sign(self, quotient: Quotient, root: Root) -> int:
        """The sign of an expression that exists at a point."""
        return self._sign(quotient.above, root) * self._sign(quotient.below, root)

    def _sign(self, poly: Plain, root: Root) -> int:
        top = _top(poly)
        if not top:
            return sign_at(_in_letter(poly), root)
        square = self.roots[top - 1]
        plain, slope, turns = _linear(poly, top, square)
        turned = self._sign(square.below, root) if turns % 2 else 1
        first = self._sign(plain, root)
        second = self._sign(slope, root) * abs(self.sign(square, root))
        if not (first and second) or first == second:
            return turned * (first or second)
        larger = self._sign(_norm(plain, slope, square), root) * self._sign(square.below, root)
        return turned * (first if larger > 0 else second if larger < 0 else 0)

    def critical(self, quotient: Quotient) -> Iterator[Coefficients]:
        """Polynomials in the letter between whose roots the sign of an expression is the same."""
        for poly in (quotient.above, quotient.below):
            yield from self._critical(poly)

    def critical_roots(self) -> Iterator[Coefficients]:
        for square in self.roots:
            yield from self.critical(square)

    def _critical(self, poly: Plain) -> Iterator[Coefficients]:
        top = _top(poly)
        if not top:
            if poly:
                yield _in_letter(poly)
            return
        square = self.roots[top - 1]
        plain, slope, _ = _linear(poly, top, square)
        # Where a² - b² s² vanishes all along, a + b s is 0 or 2a.
        for inner in (_norm(plain, slope, square), plain):
            yield from self._critical(inner)


def _linear(poly: Plain, top: int, square: Quotient) -> tuple[Plain, Plain, int]:
    """a, b and m of `below^m poly = a + b s`, where s² = above/below."""
    by_power: dict[int, Plain] = {}
    for exponents, c in poly.items():
        rest = tuple(0 if k == top else e for k, e in enumerate(exponents))
        by_power.setdefault(exponents[top], {})[rest] = c
    turns = max(by_power) // 2
    parts: list[Plain] = [{}, {}]
    for power, own in by_power.items():
        for _ in range(power // 2):
            own = _times(own, square.above)
        for _ in range(turns - power // 2):
            own = _times(own, square.below)
        parts[power % 2] = ideals.plus(parts[power % 2], own)
    return parts[0], parts[1], turns


def _norm(plain: Plain, slope: Plain, square: Quotient) -> Plain:
    """`a² below - b² above`, which is below · (a + b s)(a - b s)."""
    first = _times(_times(plain, plain), square.below)
    return ideals.plus(first, _times(_times(slope, slope), square.above), Fraction(-1))


def _times(left: Plain, right: Plain) -> Plain:
    if len(left) * len(right) > MAX_TERMS**2:
        raise Exhausted("polynomials with too many terms")
    return ideals.times(left, right)


def _scaled(poly: Plain, factor: Fraction) -> Plain:
    return {e: c * factor for e, c in poly.items()} if factor else {}


def _sum(left: Quotient, right: Quotient) -> Quotient:
    if left.below == right.below:
        return Quotient(ideals.plus(left.above, right.above), left.below)
    above = ideals.plus(_times(left.above, right.below), _times(right.above, left.below))
    return Quotient(above, _times(left.below, right.below))


def _product(left: Quotient, right: Quotient) -> Quotient:
    return Quotient(_times(left.above, right.above), _times(left.below, right.below))


def _top(poly: Plain) -> int:
    """The last symbol that a polynomial has; 0 where it has none but the letter."""
    return max((k for exponents in poly for k, e in enumerate(exponents) if k and e), default=0)


def _in_letter(poly: Plain) -> Coefficients:
    degree = max((exponents[0] for exponents in poly), default=-1)
    listed = [Fraction(0)] * (degree + 1)
    for exponents, c in poly.items():
        listed[exponents[0]] = c
    return tuple(listed)
