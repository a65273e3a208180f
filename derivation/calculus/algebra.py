"""Arithmetic of normal forms: sums, products, powers, functions, renaming of indices.

An `Algebra` knows the hypotheses that the rules may use: the range of each
free index, which indices differ, which names are positive. Its methods take
and give polys; each is a true rule about real numbers, and what has no rule
raises `Unsupported`. Sums over an index are in `sums.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor, gcd, lcm

from derivation.calculus import sums
from derivation.calculus.atoms import (
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
    compound,
    entry,
    exponential,
    freeze,
    index_value,
    indices_of,
    is_number,
    kronecker,
    merge,
    mono_indices,
    number_of,
    radical,
    rational,
    symbolic_power,
    thaw,
)
from derivation.calculus.limits import MAX_EXPONENT, Budget, Exhausted, Unsupported, check_bits, check_terms
from derivation.calculus.primes import prime_factors
from derivation.calculus.terms import Bound, Range, is_numeral


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """What may be used besides the definitions.

    `ranges` gives each free index its range; `sizes` are integers >= 1;
    `positive` are names of unknowns that are > 0 (all entries of an array).
    """

    ranges: Mapping[str, Range] = field(default_factory=dict)
    sizes: frozenset[str] = frozenset()
    positive: frozenset[str] = frozenset()
    unequal: frozenset[frozenset[str]] = frozenset()


class Algebra:
    def __init__(self, hypotheses: Hypotheses, budget: Budget | None = None) -> None:
        self.hypotheses = hypotheses
        self.ranges: dict[str, Range] = dict(hypotheses.ranges)
        self.budget = budget or Budget()
        self.rules: list[str] = []
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

    # Numbers and atoms

    def number(self, value: Rational) -> Poly:
        return {UNIT: rational(value)} if value else {}

    def atom(self, atom: Atom) -> Poly:
        return {((atom, 1),): 1}

    def index(self, name: str) -> Poly:
        """The value of an index; one that is a numeral is that number."""
        return self.number(int(name)) if is_numeral(name) else self.atom(index_value(name))

    def bound(self, bound: Bound) -> Poly:
        """The value of an end of a range."""
        if not bound.base:
            return self.number(bound.offset)
        known = bound.base in self.hypotheses.sizes
        base = self.atom(entry(bound.base)) if known else self.index(bound.base)
        return self.add(base, self.number(bound.offset))

    def delta(self, left: str, right: str) -> Poly:
        """Kronecker's δ under the hypotheses."""
        if left == right:
            return self.number(1)
        both_numerals = is_numeral(left) and is_numeral(right)
        if both_numerals or frozenset((left, right)) in self.hypotheses.unequal:
            return {}
        return self.atom(kronecker(left, right))

    # Sums and products

    def add(self, left: Poly, right: Poly) -> Poly:
        total = dict(left)
        accumulate(total, right)
        return total

    def scale(self, poly: Poly, factor: Rational) -> Poly:
        return {mono: rational(c * factor) for mono, c in poly.items()} if factor else {}

    def mul(self, left: Poly, right: Poly) -> Poly:
        check_terms(len(left) * len(right))
        self.budget.spend(len(left) * len(right))
        total: Poly = {}
        for mono1, c1 in left.items():
            for mono2, c2 in right.items():
                mono = merge(mono1, mono2)
                if any(atom.tag in "cdfq" for atom, _ in mono):
                    accumulate(total, self.settle(mono), c1 * c2)
                else:
                    accumulate(total, {mono: 1}, c1 * c2)
        return total

    def product(self, polys: Iterable[Poly]) -> Poly:
        total = self.number(1)
        for poly in polys:
            total = self.mul(total, poly)
        return total

    def settle(self, mono: Mono) -> Poly:
        """A product of atom powers as a poly: opens what must not stay in a monomial.

        √2·√2 = 2; δ_ij f(j) = δ_ij f(i); P·P^{-1/2} = P^{1/2}; sin² = 1 - cos².
        """
        for atom, exponent in mono:
            rest = tuple(pair for pair in mono if pair[0] != atom)
            match atom:
                case Radical(_, prime) if not 0 < exponent < 1:
                    whole = floor(exponent)
                    check_bits(abs(whole) * prime.bit_length())
                    kept = self.scale({_single(atom, exponent - whole): 1}, Fraction(prime) ** whole)
                    return self.mul(kept, self.settle(rest))
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
                case Applied(_, "sin", body) if exponent >= 2 and exponent == int(exponent):
                    self.rule("sin² = 1 - cos²")
                    cosine = self.atom(applied("cos", body))
                    square = self.add(self.number(1), self.scale(self.mul(cosine, cosine), -1))
                    odd: Poly = {_single(atom, exponent % 2): 1}
                    return self.product((self.power(square, int(exponent) // 2), odd, self.settle(rest)))
                case Applied(_, "abs", body) if exponent != 1 and exponent == int(exponent):
                    self.rule("|a|² = a²")
                    even = self.power(thaw(body), int(exponent) // 2 * 2)
                    return self.product((even, {_single(atom, exponent % 2): 1}, self.settle(rest)))
        return {mono: 1}

    # Powers

    def power(self, poly: Poly, exponent: Rational) -> Poly:
        """`poly` to a rational number."""
        exponent = rational(exponent)
        if not -MAX_EXPONENT <= exponent <= MAX_EXPONENT:
            raise Exhausted(f"a power with an exponent above {MAX_EXPONENT}")
        if exponent == 0:
            return self.number(1)
        if not poly:
            if exponent < 0:
                raise Unsupported("a division by zero")
            return {}
        if exponent == 1:
            return poly
        if len(poly) == 1:
            ((mono, coefficient),) = poly.items()
            return self._mono_power(mono, coefficient, exponent)
        if isinstance(exponent, int) and exponent > 0:
            half = self.power(poly, exponent // 2)
            square = self.mul(half, half)
            return self.mul(square, poly) if exponent % 2 else square
        return self._compound_power(poly, exponent)

    def _mono_power(self, mono: Mono, coefficient: Rational, exponent: Rational) -> Poly:
        if isinstance(exponent, int):
            check_bits(abs(exponent) * _bits(coefficient))
            raised = tuple((atom, rational(e * exponent)) for atom, e in mono)
            return self.scale(self.settle(raised), Fraction(coefficient) ** exponent)
        sign = -1 if coefficient < 0 else 1
        out = self._number_power(coefficient * sign, exponent)
        rest: list[tuple[Atom, Rational]] = []
        for atom, e in mono:
            if self.positive(atom):
                out = self.mul(out, self.settle(((atom, rational(e * exponent)),)))
            elif e % 2 == 0:
                self.rule("√(a²) = |a|")
                out = self.mul(out, self.power(self.function("abs", self.atom(atom)), e * exponent))
            else:
                rest.append((atom, e))
        if sign < 0 and not rest:
            raise Unsupported("a root of a negative number")
        if rest:
            out = self.mul(out, self.settle(((compound(((tuple(rest), sign),)), exponent),)))
        return out

    def _number_power(self, value: Rational, exponent: Rational) -> Poly:
        """A positive number to a broken exponent, as a product of primes."""
        out = self.number(1)
        for prime, multiplicity in prime_factors(value):
            out = self.mul(out, self.settle(((radical(prime), rational(multiplicity * exponent)),)))
        return out

    def _compound_power(self, poly: Poly, exponent: Rational) -> Poly:
        """A poly of several terms to a negative or broken exponent."""
        coefficient, mono, primitive = self.content(poly)
        if is_number(primitive):
            return self._mono_power(mono, rational(coefficient * number_of(primitive)), exponent)
        if isinstance(exponent, int):
            if primitive[min(primitive)] < 0:
                coefficient, primitive = -coefficient, self.scale(primitive, -1)
            outer = self._mono_power(mono, coefficient, exponent)
        else:
            known = tuple(pair for pair in mono if self.positive(pair[0]))
            rest = tuple(pair for pair in mono if not self.positive(pair[0]))
            primitive = self.mul({rest: 1}, primitive)
            outer = self._mono_power(known, coefficient, exponent)
        return self.mul(outer, self.settle(((compound(freeze(primitive)), exponent),)))

    def content(self, poly: Poly) -> tuple[Rational, Mono, Poly]:
        """`poly = coefficient · mono · primitive`, where no atom divides the primitive part.

        The coefficient is positive; the primitive part's are integers without a common factor.
        So neither depends on what the indices are called.
        """
        outer = UNIT
        while common := _common_factor(poly):
            outer = merge(outer, common)
            poly = self.mul(poly, {tuple((a, -e) for a, e in common): 1})
        if not poly:
            raise Unsupported("a division by zero, or the logarithm of zero")
        above = gcd(*(c.numerator for c in poly.values()))
        coefficient = rational(Fraction(above, lcm(*(c.denominator for c in poly.values()))))
        return coefficient, outer, poly if coefficient == 1 else self.scale(poly, 1 / Fraction(coefficient))

    def power_poly(self, base: Poly, exponent: Poly) -> Poly:
        """`base` to an exponent that may be symbolic."""
        if is_number(exponent):
            return self.power(base, number_of(exponent))
        if len(base) == 1:
            ((mono, coefficient),) = base.items()
            if coefficient > 0 and all(self._takes(atom, e, exponent) for atom, e in mono):
                out = self._symbolic_number(coefficient, exponent)
                for atom, e in mono:
                    out = self.mul(out, self._symbolic_atom(atom, self.scale(exponent, e)))
                return out
        elif base and (self.positive_poly(base) or self._whole(exponent)):
            coefficient, mono, primitive = self.content(base)
            outer = self.power_poly({mono: coefficient}, exponent)
            return self.mul(outer, self._symbolic_atom(compound(freeze(primitive)), exponent))
        raise Unsupported("a symbolic power of something that is not known to be positive")

    def _takes(self, atom: Atom, power: Rational, exponent: Poly) -> bool:
        """Whether `atom^power` may be raised to a symbolic exponent: a^{b + c} = a^b a^c."""
        if self.positive(atom):
            return True
        return not isinstance(atom, Kronecker) and isinstance(power, int) and self._whole(exponent)

    def _whole(self, exponent: Poly) -> bool:
        """Whether an exponent is surely an integer: a polynomial in indices and sizes."""
        return all(
            isinstance(c, int) and all(isinstance(e, int) and e > 0 and self._counting(a) for a, e in mono)
            for mono, c in exponent.items()
        )

    def _counting(self, atom: Atom) -> bool:
        size = isinstance(atom, Entry) and atom.name in self.hypotheses.sizes and not atom.indices
        return size or isinstance(atom, IndexValue)

    def _symbolic_number(self, value: Rational, exponent: Poly) -> Poly:
        out = self.number(1)
        for prime, multiplicity in prime_factors(value):
            out = self.mul(out, self._symbolic_atom(radical(prime), self.scale(exponent, multiplicity)))
        return out

    def _symbolic_atom(self, base: Atom, exponent: Poly) -> Poly:
        if isinstance(base, Exponential):
            return self.exp(self.mul({base.argument: 1}, exponent))
        out = self.number(1)
        for mono, coefficient in exponent.items():
            atom = base if mono == UNIT else symbolic_power(base, mono)
            out = self.mul(out, self.settle(((atom, coefficient),)))
        return out

    # Functions

    def exp(self, argument: Poly) -> Poly:
        """e to a poly: e^{a + b} = e^a e^b, e^{c log a} = a^c."""
        out = self.number(1)
        for mono, coefficient in argument.items():
            logs = [a for a, e in mono if isinstance(a, Applied) and a.function == "log" and e == 1]
            rest = tuple(pair for pair in mono if pair[0] not in logs)
            if len(logs) == 1 and (not rest or self.positive_poly(thaw(logs[0].argument))):
                self.rule("exp-log")
                factor = self.power_poly(thaw(logs[0].argument), {rest: coefficient})
            else:
                factor = {((exponential(mono), coefficient),): 1}
            out = self.mul(out, factor)
        return out

    def log(self, argument: Poly) -> Poly:
        """log of a poly: log (p q) = log p + log q, where p is the product of its positive factors."""
        coefficient, mono, primitive = self.content(argument)
        out = self._log_number(coefficient)
        for atom, exponent in mono:
            if self.positive(atom):
                out = self.add(out, self.scale(self._log_atom(atom), exponent))
        rest = tuple((atom, exponent) for atom, exponent in mono if not self.positive(atom))
        unknown = self.mul({rest: 1}, primitive)
        if unknown == {UNIT: -1}:
            raise Unsupported("the logarithm of a negative number")
        return out if unknown == {UNIT: 1} else self.add(out, self.atom(applied("log", freeze(unknown))))

    def _log_number(self, value: Rational) -> Poly:
        out: Poly = {}
        for prime, multiplicity in prime_factors(value):
            accumulate(out, self.atom(applied("log", (((), prime),))), multiplicity)
        return out

    def _log_atom(self, atom: Atom) -> Poly:
        match atom:
            case Exponential(_, argument):
                self.rule("log-exp")
                return {argument: 1}
            case Radical(_, prime):
                return self._log_number(prime)
            case SymbolicPower(_, base, exponent):
                return self.mul({exponent: 1}, self._log_atom(base))
            case Compound(_, body):
                return self.atom(applied("log", body))
            case _:
                return self.atom(applied("log", freeze(self.atom(atom))))

    def function(self, name: str, argument: Poly) -> Poly:
        """A row of the table of functions."""
        match name:
            case "exp":
                return self.exp(argument)
            case "log":
                return self.log(argument)
            case "abs":
                return self._absolute(argument)
            case "cos":
                return self._even("cos", argument) if argument else self.number(1)
            case "sin":
                return self._odd("sin", argument)
            case "tan":
                return self.mul(self._odd("sin", argument), self.power(self.function("cos", argument), -1))
            case "sinh" | "cosh" | "tanh":
                return self._hyperbolic(name, argument)
        raise Unsupported(f"the function {name}")

    def _absolute(self, argument: Poly) -> Poly:
        """|c a^e p| = c |a|^e |p|; an even power, a δ and a root that exists are not negative."""
        if not argument or self.positive_poly(argument):
            return argument
        coefficient, mono, primitive = self.content(argument)
        out = self.number(coefficient)
        for atom, e in mono:
            plain = e % 2 != 1 or self.positive(atom) or _is_absolute(atom)
            size = self.atom(atom) if plain else self._absolute_atom(atom)
            out = self.mul(out, self.power(size, e) if isinstance(e, int) else {((atom, e),): 1})
        if len(primitive) == 1:
            return self.mul(out, dict.fromkeys(primitive, 1))
        return self.mul(out, primitive if self.positive_poly(primitive) else self._even("abs", primitive))

    def _absolute_atom(self, atom: Atom) -> Poly:
        return self._even("abs", thaw(atom.body) if isinstance(atom, Compound) else self.atom(atom))

    def _hyperbolic(self, name: str, argument: Poly) -> Poly:
        up, down = self.exp(argument), self.exp(self.scale(argument, -1))
        sinh = self.scale(self.add(up, self.scale(down, -1)), Fraction(1, 2))
        cosh = self.scale(self.add(up, down), Fraction(1, 2))
        if name == "tanh":
            return self.mul(sinh, self.power(cosh, -1))
        return sinh if name == "sinh" else cosh

    def _even(self, name: str, argument: Poly) -> Poly:
        if argument and argument[min(argument)] < 0:
            argument = self.scale(argument, -1)
        return self.atom(applied(name, freeze(argument)))

    def _odd(self, name: str, argument: Poly) -> Poly:
        if not argument:
            return {}
        if argument[min(argument)] < 0:
            return self.scale(self._odd(name, self.scale(argument, -1)), -1)
        return self.atom(applied(name, freeze(argument)))

    # Signs

    def positive(self, atom: Atom) -> bool:
        """Whether an atom is known to be > 0 everywhere."""
        match atom:
            case Exponential() | Radical():
                return True
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
                full = all(sums.surely_nonempty(self, span) for span in ranges)
                return full and all(self.positive(a) or _counts(atom, a) for a, _ in body)
            case _:
                return False

    def positive_poly(self, poly: Poly) -> bool:
        return bool(poly) and all(
            c > 0 and all(self.positive(atom) for atom, _ in mono) for mono, c in poly.items()
        )

    # Indices

    def rename(self, poly: Poly, names: Mapping[str, str]) -> Poly:
        """The poly with other indices in the place of some; all at once, nothing is captured."""
        total: Poly = {}
        for mono, coefficient in poly.items():
            accumulate(total, self.rename_mono(mono, names), coefficient)
        return total

    def rename_mono(self, mono: Mono, names: Mapping[str, str]) -> Poly:
        if names.keys().isdisjoint(mono_indices(mono)):
            return {mono: 1}
        self.budget.spend(1 + len(mono))
        kept = tuple(pair for pair in mono if names.keys().isdisjoint(indices_of(pair[0])))
        out: Poly = {kept: 1}
        for atom, exponent in mono:
            if not names.keys().isdisjoint(indices_of(atom)):
                out = self.mul(out, self.power(self._rename_atom(atom, names), exponent))
        return out

    def _rename_atom(self, atom: Atom, names: Mapping[str, str]) -> Poly:
        match atom:
            case Entry(_, name, indices):
                return self.atom(entry(name, tuple(names.get(i, i) for i in indices)))
            case IndexValue(_, index):
                return self.index(names.get(index, index))
            case Kronecker(_, left, right):
                return self.delta(names.get(left, left), names.get(right, right))
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


def _common_factor(poly: Poly) -> Mono:
    """The largest monomial that divides every term; in it no δ, which has no inverse."""
    common: dict[Atom, Rational] = {}
    for count, mono in enumerate(poly):
        powers = dict(mono)
        for atom in {*common, *powers}:
            known = common.get(atom, 0) if count else powers[atom]
            common[atom] = min(known, powers.get(atom, 0))
    return tuple(sorted((a, e) for a, e in common.items() if e and not isinstance(a, Kronecker)))


def _counts(total: Sigma, atom: Atom) -> bool:
    """Whether an atom is the value of a sum's own index, which starts at 1 or above."""
    spans = dict(zip(total.binders, total.ranges, strict=True))
    if not isinstance(atom, IndexValue) or atom.letter not in spans:
        return False
    low = spans[atom.letter].low
    return not low.base and low.offset >= 1


def _is_absolute(atom: Atom) -> bool:
    return isinstance(atom, Applied) and atom.function == "abs"


def _single(atom: Atom, exponent: Rational) -> Mono:
    return ((atom, rational(exponent)),) if exponent else UNIT


def _bits(value: Rational) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())
