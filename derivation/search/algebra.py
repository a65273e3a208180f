"""Arithmetic of normal forms: sums, products, signs, renaming of indices.

An `Algebra` knows the hypotheses that the rules may use: the range of each
free index, which indices differ, which names are positive. Its methods take
and give polys; each is a true rule about real numbers, and what has no rule
raises `Unsupported`. Powers are in `powers.py`, functions in `functions.py`,
sums over an index in `sums.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import reduce
from itertools import product
from math import floor

from derivation.search import complexes, constants, functions, powers, products, squares, sums
from derivation.search.odd_roots import is_settled, raised
from derivation.search.ranges import listed, surely_nonempty, within
from derivation.search.substitution import names_of
from derivation.terms.atoms import (
    UNIT,
    Applied,
    Atom,
    Compound,
    Entry,
    Exponential,
    Frozen,
    IndexValue,
    Kronecker,
    Mono,
    Poly,
    Radical,
    Rational,
    Sigma,
    SymbolicPower,
    accumulate,
    applied,
    entry,
    index_value,
    indices_of,
    kronecker,
    merge,
    mono_indices,
    put,
    rational,
    thaw,
)
from derivation.terms.indices import all_renamed, distance, parted, renamed
from derivation.terms.limits import Unsupported, check_bits, check_terms, spend
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.setting import Hypotheses
from derivation.terms.terms import Bound, Range

SETTLED = frozenset("cdfnq")
"""The tags of atoms whose powers may have to be opened: numbers, δ, functions, sums."""
MANY = 64
"""Products of two terms, from where on packing the monomials pays."""


class Algebra:
    def __init__(self, hypotheses: Hypotheses, least: Mapping[str, int] | None = None) -> None:
        """`least` are the least values of the sizes that are more than 1."""
        self.hypotheses = hypotheses
        self.least = least or {}
        self.ranges: dict[str, Range] = dict(hypotheses.ranges)
        self.rules: list[str] = []
        self.known: list[tuple[Poly, tuple[str, ...]]] = []
        self._fresh = 0

    def rule(self, name: str) -> None:
        """Note in the trace that a rule was used."""
        if not self.rules or self.rules[-1] != name:
            self.rules.append(name)

    def fresh_index(self, span: Range) -> str:
        """A bound index that occurs nowhere else, in a range."""
        self._fresh += 1
        name = f"~{self._fresh}"
        self.ranges[name] = span
        return name

    @contextmanager
    def ranging(self, ranges: Mapping[str, Range]) -> Iterator[None]:
        """For a while, more indices have ranges."""
        before = {index: self.ranges.get(index) for index in ranges}
        self.ranges.update(ranges)
        try:
            yield
        finally:
            for index, span in before.items():
                if span is None:
                    del self.ranges[index]
                else:
                    self.ranges[index] = span

    # Numbers and atoms

    def number(self, value: Rational) -> Poly:
        return {UNIT: rational(value)} if value else {}

    def atom(self, atom: Atom) -> Poly:
        return {((atom, 1),): 1}

    def index(self, name: str) -> Poly:
        """The value of an index; one that is a numeral is that number."""
        base, offset = parted(name)
        if not base:
            return self.number(offset)
        value = self.atom(entry(base) if base in self.hypotheses.sizes else index_value(base))
        return self.add(value, self.number(offset)) if offset else value

    def entry(self, name: str, indices: tuple[str, ...]) -> Poly:
        """An entry of an array; of a symmetric one, its indices in order."""
        if self.hypotheses.is_symmetric(name, indices):
            indices = tuple(sorted(indices))
        return self.atom(entry(name, indices))

    def bound(self, bound: Bound) -> Poly:
        """The value of an end of a range."""
        if not bound.base:
            return self.number(bound.offset)
        return self.add(self.index(bound.base), self.number(bound.offset))

    def delta(self, left: str, right: str) -> Poly:
        """Kronecker's δ under the hypotheses; of the last of a few numbers that an index may be, what the
        others leave."""
        for number, letter in ((left, right), (right, left)):
            span = self.ranges.get(letter) if not parted(number).base else None
            places = listed(span) if span is not None else None
            if places and number == places[-1]:
                others = (self.scale(self.delta(place, letter), -1) for place in places[:-1])
                return reduce(self.add, others, self.number(1))
        apart = distance(left, right)
        if apart is not None:
            return {} if apart else self.number(1)
        known = kronecker(left, right)
        if frozenset((known.left, known.right)) in self.hypotheses.unequal:
            return {}
        return self.atom(known)

    # Sums and products

    def add(self, left: Poly, right: Poly) -> Poly:
        total = dict(left)
        accumulate(total, right)
        return total

    def scale(self, poly: Poly, factor: Rational) -> Poly:
        if factor == -1:
            return {mono: -c for mono, c in poly.items()}
        return {mono: rational(c * factor) for mono, c in poly.items()} if factor else {}

    def mul(self, left: Poly, right: Poly) -> Poly:
        if UNIT in left or UNIT in right:
            for one, other in ((left, right), (right, left)):
                if len(one) == 1 and UNIT in one and not _may_open(other):
                    return other if one[UNIT] == 1 else self.scale(other, one[UNIT])
        if len(left) * len(right) >= MANY and (packed := products.product(left, right)) is not None:
            return packed
        total: Poly = {}
        for mono1, c1 in left.items():
            spend(1 + len(right))
            check_terms(len(total))
            for mono2, c2 in right.items():
                mono = merge(mono1, mono2)
                for atom, _ in mono:
                    if atom.tag in SETTLED:
                        accumulate(total, self.settle(mono), c1 * c2)
                        break
                else:
                    put(total, mono, c1 * c2)
        return total

    def product(self, polys: Iterable[Poly]) -> Poly:
        total: Poly | None = None
        for poly in polys:
            total = poly if total is None else self.mul(total, poly)
        return self.number(1) if total is None else total

    def settle(self, mono: Mono) -> Poly:
        """A product of atom powers as a poly: opens what must not stay in a monomial.

        √2·√2 = 2; δ_ij f(j) = δ_ij f(i); P·P^{-1/2} = P^{1/2}; √P·√Q = √(PQ); sin² = 1 - cos².
        """
        for place, (atom, exponent) in enumerate(mono):
            if atom.tag not in SETTLED:
                continue
            rest = (*mono[:place], *mono[place + 1 :])
            match atom:
                case Radical(_, prime) if not 0 < exponent < 1:
                    whole = floor(exponent)
                    check_bits(abs(whole) * prime.bit_length())
                    kept = self.scale({_single(atom, exponent - whole): 1}, Fraction(prime) ** whole)
                    return self.mul(kept, self.settle(rest))
                case SymbolicPower("n") if exponent not in (0, 1):
                    self.rule("(-1)^{2m} = 1")
                    return self.mul({_single(atom, exponent % 2): 1}, self.settle(rest))
                case Kronecker() if exponent < 0 or exponent != int(exponent):
                    raise Unsupported("a division by δ, which is 0 where its indices differ")
                case Kronecker(_, left, right) if exponent != 1 or right in mono_indices(rest):
                    self.rule("delta-substitution")
                    renamed = self.rename({rest: 1}, {right: left})
                    return self.mul(self.atom(atom), renamed)
                case Compound(_, body) if exponent >= 1:
                    opened = self.power(thaw(body), floor(exponent))
                    kept = {_single(atom, exponent - floor(exponent)): 1}
                    return self.mul(self.mul(opened, self.settle(rest)), kept)
                case Compound() if exponent.denominator == 2 and (
                    joint := powers.joined(self, atom, exponent, rest)
                ):
                    return joint
                case Applied(_, "sin", body) if exponent >= 2 and exponent == int(exponent):
                    self.rule("sin² = 1 - cos²")
                    cosine = self.atom(applied("cos", body))
                    square = self.add(self.number(1), self.scale(self.mul(cosine, cosine), -1))
                    odd: Poly = {_single(atom, exponent % 2): 1}
                    return self.product((self.power(square, int(exponent) // 2), odd, self.settle(rest)))
                case Applied(_, name, body) if name in ODD_ROOTS and not is_settled(name, exponent):
                    self.rule("root^n = a")
                    return self.mul(raised(self, name, body, int(exponent)), self.settle(rest))
                case Applied(_, "abs", body) if exponent != 1 and exponent == int(exponent):
                    self.rule("|a|² = a²")
                    even = self.power(thaw(body), int(exponent) // 2 * 2)
                    return self.product((even, {_single(atom, exponent % 2): 1}, self.settle(rest)))
        return {mono: 1}

    # Powers and functions, in modules of their own

    def power(self, poly: Poly, exponent: Rational) -> Poly:
        """`poly` to a rational number."""
        return powers.power(self, poly, exponent)

    def power_poly(self, base: Poly, exponent: Poly) -> Poly:
        """`base` to an exponent that may be symbolic."""
        return powers.power_poly(self, base, exponent)

    def content(self, poly: Poly) -> tuple[Rational, Mono, Poly]:
        """`poly = coefficient · mono · primitive`, where no atom divides the primitive part."""
        return powers.content(self, poly)

    def exp(self, argument: Poly) -> Poly:
        return functions.exp(self, argument)

    def log(self, argument: Poly) -> Poly:
        return functions.log(self, argument)

    def function(self, name: str, argument: Poly) -> Poly:
        """A function by its name."""
        return functions.function(self, name, argument)

    # Signs

    def is_real(self, atom: Atom) -> bool:
        """Whether an atom is a real number for sure, wherever it exists."""
        if self.hypotheses.reals is None:
            return True
        return not complexes.has_i(atom) and all(map(self.hypotheses.is_real, names_of(atom)))

    def are_real(self, poly: Poly) -> bool:
        return all(self.is_real(atom) for mono in poly for atom, _ in mono)

    def positive(self, atom: Atom) -> bool:
        """Whether an atom is known to be > 0 everywhere."""
        if self.is_real(atom):
            if self._positive(atom):
                return True
        elif isinstance(atom, Exponential | SymbolicPower):
            return False  # a positive value says nothing of the exponent
        return bool(self.known) and self._is_known(
            thaw(atom.body) if isinstance(atom, Compound) else self.atom(atom)
        )

    def suppose_positive(self, poly: Poly, letters: tuple[str, ...]) -> None:
        """Take a poly to be > 0, for all places of some letters in their ranges."""
        if poly and not self.positive_poly(poly):
            _, mono, primitive = self.content(poly)
            mono = tuple(pair for pair in mono if not self.positive(pair[0]))
            if not mono:
                self.known.append((primitive, letters))
            elif primitive in ({UNIT: 1}, {UNIT: -1}) and len(mono) == 1 and mono[0][1] == 1:
                self.known.append(({mono: primitive[UNIT]}, letters))

    def _is_known(self, poly: Poly) -> bool:
        """Whether a poly is at least one that is taken to be positive, at other indices or not."""
        known, self.known = self.known, []
        try:
            carried = sorted(frozenset().union(*map(mono_indices, poly)))
            return any(
                _is_above(poly, self.rename(supposed, dict(zip(letters, choice, strict=True))))
                for supposed, letters in known
                if abs(len(supposed) - len(poly)) < 2
                for choice in product(carried, repeat=len(letters))
                if all(within(self, i, self.ranges[k]) for k, i in zip(letters, choice, strict=True))
            )
        finally:
            self.known = known

    def _positive(self, atom: Atom) -> bool:
        match atom:
            case Radical(_, prime):
                return prime > 0
            case Exponential():
                return not functions.is_formal(atom)
            case SymbolicPower(_, base, _):
                return self.positive(base)
            case Entry(_, name, indices):
                return name in self.hypotheses.positive or (name in self.hypotheses.sizes and not indices)
            case IndexValue(_, index):
                low = self.ranges[index].low if index in self.ranges else Bound("", 0)
                return not low.base and low.offset >= 1
            case Compound(_, body):
                return self.positive_poly(thaw(body))
            case Sigma(ranges=ranges, body=body):
                full = all(surely_nonempty(self, span) for span in ranges)
                return full and all(self.positive(a) or _counts(atom, a) for a, _ in body)
            case _:
                return False

    def positive_poly(self, poly: Poly) -> bool:
        """Whether each term of a poly is known to be > 0, or a square beside one that is; or all of it."""
        if self._is_sum_of_positives(poly):
            return True
        if constants.sign(poly) == 1:
            return True
        if not self.known:
            return False
        if len(poly) == 1:
            ((mono, coefficient),) = poly.items()
            unknown = tuple(pair for pair in mono if not self.positive(pair[0]))
            return coefficient < 0 and self._is_known({unknown: -1})
        _, mono, primitive = powers.content(self, poly)
        if not all(self.positive(atom) for atom, _ in mono):
            return False
        if self._is_known(primitive):
            return True
        factors = squares.factors(self, primitive)
        return bool(factors) and any(
            all(self.positive_poly(self.scale(factor, sign)) for factor in factors) for sign in (1, -1)
        )

    def _is_sum_of_positives(self, poly: Poly) -> bool:
        above = False
        for mono, coefficient in poly.items():
            if coefficient < 0:
                return False
            if not all(self.is_real(atom) for atom, _ in mono):
                return False
            unknown = [e for atom, e in mono if not self.positive(atom)]
            if any(not isinstance(e, int) or e % 2 for e in unknown):
                return False
            above = above or not unknown
        return above

    def surely_positive(self, poly: Poly) -> bool:
        """Whether a poly is > 0, also where only its factors tell: 1 - 1/(1 + u) = u/(1 + u)."""
        if self.positive_poly(poly):
            return True
        if len(poly) < 2:
            return False
        _, mono, primitive = self.content(poly)
        return all(self.positive(atom) for atom, _ in mono) and self.positive_poly(primitive)

    # Indices

    def rename(self, poly: Poly, names: Mapping[str, str]) -> Poly:
        """The poly with other indices in the place of some; all at once, nothing is captured."""
        total: Poly = {}
        for mono, coefficient in poly.items():
            accumulate(total, self.rename_mono(mono, names), coefficient)
        return total

    def rename_mono(self, mono: Mono, names: Mapping[str, str]) -> Poly:
        touched = [pair for pair in mono if not indices_of(pair[0]).isdisjoint(names)]
        if not touched:
            return {mono: 1}
        spend(1 + len(mono))
        out: Poly = {tuple([pair for pair in mono if pair not in touched]): 1}
        for atom, exponent in touched:
            out = self.mul(out, self.power(self._rename_atom(atom, names), exponent))
        return out

    def _rename_atom(self, atom: Atom, names: Mapping[str, str]) -> Poly:
        match atom:
            case Entry(_, name, indices):
                return self.entry(name, all_renamed(indices, names))
            case IndexValue(_, index):
                return self.index(renamed(index, names))
            case Kronecker(_, left, right):
                return self.delta(renamed(left, names), renamed(right, names))
            case Exponential(_, argument):
                return self.exp(self.rename_mono(argument, names))
            case Applied(_, function, body):
                return self.function(function, self.rename_frozen(body, names))
            case Compound(_, body):
                return self.rename_frozen(body, names)
            case SymbolicPower(_, base, exponent):
                return self.power_poly(self._rename_atom(base, names), self.rename_mono(exponent, names))
            case Sigma():
                return sums.renamed(self, atom, names)
            case Radical():
                return self.atom(atom)

    def rename_frozen(self, body: Frozen, names: Mapping[str, str]) -> Poly:
        return self.rename(thaw(body), names)


def _counts(total: Sigma, atom: Atom) -> bool:
    """Whether an atom is the value of a sum's own index, which starts at 1 or above."""
    spans = dict(zip(total.binders, total.ranges, strict=True))
    if not isinstance(atom, IndexValue) or atom.letter not in spans:
        return False
    low = spans[atom.letter].low
    return not low.base and low.offset >= 1


def _is_above(poly: Poly, supposed: Poly) -> bool:
    """Whether a poly is a positive number times another one, and a number >= 0 more."""
    ratios = {Fraction(c, supposed.get(mono, 0) or 1) for mono, c in poly.items() if mono != UNIT}
    if poly.keys() - {UNIT} != supposed.keys() - {UNIT} or len(ratios) != 1:
        return poly == supposed
    (ratio,) = ratios
    return ratio > 0 and poly.get(UNIT, 0) >= ratio * supposed.get(UNIT, 0)


def _may_open(poly: Poly) -> bool:
    """Whether a product with a number may have to open an atom's power."""
    for mono in poly:
        for atom, _ in mono:
            if atom.tag in SETTLED:
                return True
    return False


def _single(atom: Atom, exponent: Rational) -> Mono:
    return ((atom, rational(exponent)),) if exponent else UNIT
