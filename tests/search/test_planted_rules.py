"""Wrong rules, planted one at a time: no false claim that one would prove comes out proved.

The rules are slips of a kind that one makes in writing a calculus: a lost factor, a lost sign, a
length that is right for small n, a range that is not asked for. None was made to fit the
points at which the veto evaluates. Of each, claims without a free index and with several are
tried, since a point has a place for each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

import derivation
from derivation.search import angles, complexes, constants, factorials, functions, normal, powers, sums
from derivation.search import derivative as derivatives
from derivation.search.algebra import Algebra
from derivation.search.decide import judge
from derivation.search.normal import Normalizer
from derivation.search.ranges import Split
from derivation.search.zero import is_zero
from derivation.terms.atoms import UNIT, Entry, Mono, Poly, Sigma, SymbolicPower, entry, merge
from derivation.terms.judgement import Proved, Refuted
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Setting
from derivation.terms.terms import Bound, Range, Term

Wrong = Callable[[Callable[..., Any]], Callable[..., Any]]
"""A wrong rule, made of the right one."""


@dataclass(frozen=True, slots=True)
class Planted:
    """In the place of `owner.name` stands what `wrong` makes of it; `claims` are false, and follow."""

    owner: Any
    name: str
    wrong: Wrong
    claims: tuple[str, ...]


def plus(a: Algebra, *polys: Poly) -> Poly:
    total: Poly = {}
    for poly in polys:
        total = a.add(total, poly)
    return total


def halves(poly: Poly) -> tuple[Poly, Poly]:
    """The first term of a poly, and the others."""
    first = min(poly)
    return {first: poly[first]}, {mono: c for mono, c in poly.items() if mono != first}


def length_right_up_to_2(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, span: Range) -> Poly:
        n = right(a, span)
        return a.add(n, a.mul(a.add(n, a.number(-1)), a.add(n, a.number(-2))))

    return wrong


def length_without_its_end(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, span: a.add(right(a, span), a.number(-1))


def leading_power_alone(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, end, p: a.scale(a.power(end, p + 1), Fraction(1, p + 1))


def square_of_the_sum(right: Callable[..., Poly]) -> Callable[..., Poly]:
    """Σ k² = (Σ k)², which is true of cubes."""
    return lambda a, end, p: right(a, end, p) if p != 2 else a.power(right(a, end, 1), 2)


def anywhere(right: Callable[..., tuple[str, ...] | None]) -> Callable[..., tuple[str, ...]]:
    return lambda a, index, span: ()


def nothing_removed(right: Callable[..., Split | None]) -> Callable[..., Split | None]:
    def wrong(a: Algebra, span: Range) -> Split | None:
        parts = right(a, span)
        return parts and Split(parts.whole, parts.added, (), parts.rest)

    return wrong


def rest_without_its_end(right: Callable[..., Split | None]) -> Callable[..., Split | None]:
    """Σ_{k ≥ b} m(k) = Σ_k m(k) - Σ_{k ≤ b} m(k)."""

    def wrong(a: Algebra, span: Range) -> Split | None:
        parts = right(a, span)
        if parts is None or parts.rest is None:
            return parts
        low, high = parts.rest
        return Split(parts.whole, rest=Range(low, Bound(high.base, 0)))

    return wrong


def nothing_left_out(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda *_: {}


def inner_sum_at_the_outer_index(right: Callable[..., Poly]) -> Callable[..., Poly]:
    """Σ_k m(k) Σ_l p(k, l) = Σ_k m(k) p(k, k)."""

    def wrong(a: Algebra, binders: frozenset[str], mono: Mono, inner: Sigma) -> Poly:
        if len(binders) != 1 or len(inner.binders) != 1:
            return right(a, binders, mono, inner)
        (outer,) = binders
        body = a.rename({inner.body: 1}, {inner.binders[0]: outer})
        return sums._sum_all(a, binders, a.mul({merge(mono, ((inner, -1),)): 1}, body))

    return wrong


def every_double_sum_vanishes(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, group, mono: {} if len(group) == 2 else right(a, group, mono)


def exponential_of_a_sum_is_a_sum(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, argument: Poly) -> Poly:
        return right(a, argument) if len(argument) < 2 else plus(a, *(right(a, p) for p in halves(argument)))

    return wrong


def exponential_loses_its_factor(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, argument: right(a, dict.fromkeys(argument, 1))


def logarithm_of_a_sum_is_a_sum(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, argument: Poly) -> Poly:
        return right(a, argument) if len(argument) < 2 else plus(a, *(right(a, p) for p in halves(argument)))

    return wrong


def logarithm_loses_its_power(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, argument: Poly) -> Poly:
        return right(a, {tuple((atom, 1) for atom, _ in mono): c for mono, c in argument.items()})

    return wrong


def square_of_a_sum_of_squares(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, poly: Poly, exponent: int | Fraction) -> Poly:
        if exponent != 2 or len(poly) < 2:
            return right(a, poly, exponent)
        return plus(a, *(right(a, part, 2) for part in halves(poly)))

    return wrong


def root_of_a_sum_of_roots(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, poly: Poly, exponent: int | Fraction) -> Poly:
        if exponent != Fraction(1, 2) or len(poly) < 2:
            return right(a, poly, exponent)
        return plus(a, *(right(a, part, exponent) for part in halves(poly)))

    return wrong


def reciprocal_of_a_sum(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, poly: Poly, exponent: int | Fraction) -> Poly:
        if exponent != -1 or len(poly) < 2:
            return right(a, poly, exponent)
        return plus(a, *(right(a, part, -1) for part in halves(poly)))

    return wrong


def symbolic_power_loses_a_sign(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, base: Poly, exponent: Poly) -> Poly:
        negative = len(base) == 1 and UNIT in base and base[UNIT] < 0 and exponent.keys() - {UNIT}
        return right(a, a.scale(base, -1) if negative else base, exponent)

    return wrong


def absolute_value_is_no_other(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, argument: argument


def absolute_value_of_a_sum(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, argument: Poly) -> Poly:
        return right(a, argument) if len(argument) < 2 else plus(a, *(right(a, p) for p in halves(argument)))

    return wrong


def sine_of_a_sum(right: Callable[..., tuple[Poly, Poly]]) -> Callable[..., tuple[Poly, Poly]]:
    """sin (a + b) = sin a + sin b."""

    def wrong(a: Algebra, left: tuple[Poly, Poly], other: tuple[Poly, Poly]) -> tuple[Poly, Poly]:
        return right(a, left, other)[0], a.add(left[1], other[1])

    return wrong


def cosine_of_a_sum(right: Callable[..., tuple[Poly, Poly]]) -> Callable[..., tuple[Poly, Poly]]:
    """cos (a + b) = cos a cos b + sin a sin b."""

    def wrong(a: Algebra, left: tuple[Poly, Poly], other: tuple[Poly, Poly]) -> tuple[Poly, Poly]:
        return a.add(a.mul(left[0], other[0]), a.mul(left[1], other[1])), right(a, left, other)[1]

    return wrong


def sine_is_even(right: Callable[..., tuple[Poly, Poly]]) -> Callable[..., tuple[Poly, Poly]]:
    return lambda a, argument: right(a, {mono: abs(c) for mono, c in argument.items()})


def hyperbolic_cosine_is_sine(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, name, argument: right(a, {"cosh": "sinh"}.get(name, name), argument)


def every_array_symmetric(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, name, indices: a.atom(entry(name, tuple(sorted(indices))))


def letters_differ(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, left, other: a.number(1) if left == other else {}


def letters_are_equal(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, left, other: a.number(1)


def power_rule_loses_its_factor(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, mono: Mono, wrt: Entry) -> Poly:
        total: Poly = {}
        for atom, exponent in mono:
            total = a.add(total, a.scale(right(a, ((atom, exponent),), wrt), 1 / Fraction(exponent)))
        return total if len(mono) == 1 else right(a, mono, wrt)

    return wrong


def product_rule_moves_one_factor(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, mono: Mono, wrt: Entry) -> Poly:
        for place, pair in enumerate(mono):
            if moved := right(a, (pair,), wrt):
                return a.mul(moved, {(*mono[:place], *mono[place + 1 :]): 1})
        return {}

    return wrong


def every_entry_moves(right: Callable[..., Poly]) -> Callable[..., Poly]:
    def wrong(a: Algebra, atom: Any, wrt: Entry) -> Poly:
        own = isinstance(atom, Entry) and (atom.name, len(atom.indices)) == (wrt.name, len(wrt.indices))
        return a.number(1) if own else right(a, atom, wrt)

    return wrong


def slope(name: str, rule: derivatives.Rule) -> Wrong:
    """Another row of the table of derivatives; the rest of it stays."""

    def planted(right: Callable[..., Poly]) -> Callable[..., Poly]:
        def wrong(a: Algebra, atom: Any, wrt: Entry) -> Poly:
            known = derivatives.TABLE[name]
            derivatives.TABLE[name] = rule
            try:
                return right(a, atom, wrt)
            finally:
                derivatives.TABLE[name] = known

        return wrong

    return planted


def factor_of_a_product_loses_its_number(right: Callable[..., Poly]) -> Callable[..., Poly]:
    """Π_k 2 f(k) = Π_k f(k)."""
    return lambda a, argument: right(a, dict.fromkeys(argument, 1) if len(argument) == 1 else argument)


def division_with_the_other_sign(right: Callable[..., Poly | None]) -> Callable[..., Poly | None]:
    """m l / (l + r) = m + m r / (l + r)."""

    def wrong(a: Algebra, binders: frozenset[str], mono: Mono, divisor: Any) -> Poly | None:
        found = right(a, binders, mono, divisor)
        if found is None:
            return None
        kept = {m: c for m, c in found.items() if divisor not in dict(m)}
        return a.add(kept, a.scale({m: c for m, c in found.items() if divisor in dict(m)}, -1))

    return wrong


def cosine_and_sine_swapped(right: Callable[..., Any]) -> Callable[..., Any]:
    """sin (π/6) = cos (π/6)."""

    def wrong(a: Algebra, turns: Fraction) -> tuple[Poly, Poly] | None:
        found = right(a, turns)
        return found if found is None or (2 * turns).denominator == 1 else (found[1], found[0])

    return wrong


def arccosine_is_arcsine(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda a, name, argument: right(a, {"arccos": "arcsin"}.get(name, name), argument)


def odd_root_of_a_sum(right: Callable[..., Poly]) -> Callable[..., Poly]:
    """The root of a + b is that of a and that of b."""
    return lambda a, name, p: plus(a, *(right(a, name, {mono: c}) for mono, c in p.items()))


def every_number_is_positive(right: Callable[..., int | None]) -> Callable[..., int | None]:
    return lambda poly: None if right(poly) is None else 1


def root_of_a_difference(right: Callable[..., Poly | None]) -> Callable[..., Poly | None]:
    """√(7 - 4 √3) = √(7 + 4 √3)."""
    return lambda a, poly: right(a, {mono: abs(c) for mono, c in poly.items()})


def unit_is_one(right: Callable[..., Poly]) -> Callable[..., Poly]:
    return lambda: {UNIT: 1}


def size_is_the_sum_of_the_parts(right: Callable[..., Poly]) -> Callable[..., Poly]:
    """|a + b i| = a + b."""
    return lambda a, poly: plus(a, *complexes.parts(a, poly))


def turned_the_other_way(right: Callable[..., Poly | None]) -> Callable[..., Poly | None]:
    """e^{i π/2} = -i."""
    return lambda a, mono, coefficient: right(a, mono, -coefficient)


def factorial_without_its_shift(right: Callable[..., Poly]) -> Callable[..., Poly]:
    """(n + 1)! = n!."""
    return lambda a, argument: right(a, {mono: c for mono, c in argument.items() if mono != UNIT})


def exponents_are_added(right: Callable[..., Poly]) -> Callable[..., Poly]:
    """(a^b)^c = a^{b + c}."""

    def wrong(a: Algebra, base: Any, exponent: Poly) -> Poly:
        if isinstance(base, SymbolicPower):
            return right(a, base.base, a.add({base.exponent: 1}, exponent))
        return right(a, base, exponent)

    return wrong


PLANTED: dict[str, Planted] = {
    "sin (π/6) = cos (π/6)": Planted(
        angles,
        "special",
        cosine_and_sine_swapped,
        (
            r"\sin \frac{\pi}{3} = \frac{1}{2}",
            r"\cos \frac{\pi}{12} - \frac{\sqrt{6} - \sqrt{2}}{4} = 0",
            r"\sin(a + 30^\circ) = \frac{\sqrt{3}}{2} \cos a + \frac{1}{2} \sin a",
        ),
    ),
    "arccos = arcsin": Planted(
        functions,
        "function",
        arccosine_is_arcsine,
        (r"\arccos a - \arcsin a = 0", r"\arccos(x_i) y_j = \arcsin(x_i) y_j"),
    ),
    "d arctan a = da": Planted(
        derivatives,
        "_of_atom",
        slope("arctan", lambda a, p: a.number(1)),
        (r"\frac{\partial \arctan a}{\partial a} = 1", r"\frac{\partial \arctan(a^2)}{\partial a} = 2 a"),
    ),
    "∛(a + b) = ∛a + ∛b": Planted(
        functions,
        "odd_root",
        odd_root_of_a_sum,
        (
            r"\sqrt[3]{a + b} - \sqrt[3]{a} = \sqrt[3]{b}",
            r"\sqrt[5]{x_i - y_j} z_l = (\sqrt[5]{x_i} - \sqrt[5]{y_j}) z_l",
        ),
    ),
    "1 - √2 > 0": Planted(
        constants,
        "sign",
        every_number_is_positive,
        (r"|1 - \sqrt{2}| = 1 - \sqrt{2}", r"|a (\sqrt{2} - \sqrt{3})| = |a| (\sqrt{2} - \sqrt{3})"),
    ),
    "√(7 - 4 √3) = √(7 + 4 √3)": Planted(
        constants,
        "root",
        root_of_a_difference,
        (r"\sqrt{7 - 4 \sqrt{3}} = 2 + \sqrt{3}", r"a \sqrt{3 - 2 \sqrt{2}} = a (1 + \sqrt{2})"),
    ),
    "i = 1": Planted(
        normal,
        "imaginary",
        unit_is_one,
        (r"\imath = 1", r"(a + \imath)(a - \imath) = a^2 - 1", r"x_i \imath = x_i"),
    ),
    "|a + b i| = a + b": Planted(
        complexes, "size", size_is_the_sum_of_the_parts, (r"|3 + 4 \imath| = 7", r"a |1 + \imath| = 2 a")
    ),
    "e^{i π/2} = -i": Planted(
        complexes,
        "rotation",
        turned_the_other_way,
        (r"e^{\imath \pi / 2} = -\imath", r"a e^{\imath \pi / 3} = a \frac{1 - \imath \sqrt{3}}{2}"),
    ),
    "(n + 1)! = n!": Planted(
        factorials,
        "of",
        factorial_without_its_shift,
        (r"(a + 1)! = a!", r"\binom{a + 1}{b} = \binom{a}{b}", r"a! - (a - 1)! = 0"),
    ),
    "(a^b)^c = a^{b + c}": Planted(
        powers,
        "_symbolic_atom",
        exponents_are_added,
        (r"(2^a)^b = 2^{a + b}", r"(3^{x_i})^{y_j} = 3^{x_i + y_j}"),
    ),
    "Σ 1 = n + (n - 1)(n - 2)": Planted(
        sums,
        "length",
        length_right_up_to_2,
        (
            r"\sum_{k=1}^n 1 = n + (n - 1)(n - 2)",
            r"\sum_{k=1}^n x_i = n x_i + (n - 1)(n - 2) x_i",
            r"\sum_{k=1}^n A_{ij} = (n + (n - 1)(n - 2)) A_{ij}",
            r"\sum_{k=1}^n x_i y_j z_l = (n + (n - 1)(n - 2)) x_i y_j z_l",
            r"\sum_{k=1}^n \sum_{p=1}^m A_{ij} = (n + (n - 1)(n - 2)) (m + (m - 1)(m - 2)) A_{ij}",
        ),
    ),
    "Σ 1 = n - 1": Planted(
        sums,
        "length",
        length_without_its_end,
        (r"\sum_{k=1}^n 1 = n - 1", r"\sum_{k=1}^n A_{ij} z_l = (n - 1) A_{ij} z_l"),
    ),
    "Σ k^p = n^{p+1} / (p + 1)": Planted(
        sums,
        "_power_sum",
        leading_power_alone,
        (r"\sum_{k=1}^n k = \frac{n^2}{2}", r"\sum_{k=1}^n k^2 x_i y_j = \frac{n^3}{3} x_i y_j"),
    ),
    "Σ k² = (Σ k)²": Planted(
        sums,
        "_power_sum",
        square_of_the_sum,
        (
            r"\sum_{k=1}^n k^2 = \left(\sum_{k=1}^n k\right)^2",
            r"\sum_{k=1}^n k^2 A_{ij} = A_{ij} \frac{n^2 (n + 1)^2}{4}",
        ),
    ),
    "δ contracts whatever the range": Planted(
        sums,
        "beyond",
        anywhere,
        (
            r"\sum_{j=1}^n x_j \sum_{k=1}^m \delta_{kj} = \sum_{j=1}^n x_j",
            r"\sum_{j=1}^n A_{ij} \sum_{k=1}^m \delta_{kj} y_l = y_l \sum_{j=1}^n A_{ij}",
        ),
    ),
    "Σ_{k ≥ 2} = Σ_k": Planted(
        sums,
        "split",
        nothing_removed,
        (
            r"\sum_{k=2}^n x_k = \sum_{k=1}^n x_k",
            r"\sum_{k=1}^{n-1} x_k = \sum_{k=1}^n x_k",
            r"\sum_{k=2}^n A_{ik} B_{kj} = \sum_{k=1}^n A_{ik} B_{kj}",
            r"\sum_{k < b} A_{ik} B_{kj} = \sum_{k \le b} A_{ik} B_{kj}",
            r"\sum_{k=1}^{n-1} A_{ik} B_{kj} z_l = \sum_{k=1}^n A_{ik} B_{kj} z_l",
        ),
    ),
    "Σ_{k ≥ b} = Σ_k - Σ_{k ≤ b}": Planted(
        sums,
        "split",
        rest_without_its_end,
        (
            r"\sum_{k \ge b} x_k + \sum_{k \le b} x_k = \sum_k x_k",
            r"\sum_{k \ge b} A_{ik} y_j + \sum_{k \le b} A_{ik} y_j = \sum_k A_{ik} y_j",
        ),
    ),
    "Σ_{k ≠ j} = Σ_k": Planted(
        sums,
        "_left_out",
        nothing_left_out,
        (
            r"\sum_{k \neq j} x_k + x_j = \sum_k x_k + x_j",
            r"y_j z_l \sum_{k \neq j} A_{ik} = y_j z_l \sum_k A_{ik}",
        ),
    ),
    "Σ_k Σ_l = Σ_k at l = k": Planted(
        sums,
        "_flatten",
        inner_sum_at_the_outer_index,
        (
            r"\sum_k \sum_l A_{kl} x_l = \sum_k A_{kk} x_k",
            r"\sum_k A_{ik} \sum_l B_{kl} C_{lj} = \sum_k A_{ik} B_{kk} C_{kj}",
        ),
    ),
    "a double sum is 0": Planted(
        sums,
        "canonical",
        every_double_sum_vanishes,
        (
            r"\sum_k \sum_l A_{kl} x_k x_l = 0",
            r"\sum_k \sum_l A_{kl} B_{ki} C_{lj} = 0",
        ),
    ),
    "e^{a + b} = e^a + e^b": Planted(
        functions,
        "exp",
        exponential_of_a_sum_is_a_sum,
        (r"e^{a + b} = e^a + e^b", r"e^{x_i + y_j} z_l = (e^{x_i} + e^{y_j}) z_l"),
    ),
    "e^{2a} = e^a": Planted(
        functions,
        "exp",
        exponential_loses_its_factor,
        (r"e^{2 a} = e^a", r"e^{2 x_i} e^{-y_j} = e^{x_i} e^{y_j}", r"\sum_k e^{3 x_k} = \sum_k e^{x_k}"),
    ),
    "log (a + b) = log a + log b": Planted(
        functions,
        "log",
        logarithm_of_a_sum_is_a_sum,
        (
            r"\log (e^a + e^b) = a + b",
            r"\log (1 + e^{x_i}) + y_j = x_i + y_j",
            r"\log (e^{x_i} + e^{y_j}) + z_l = x_i + y_j + z_l",
        ),
    ),
    "log a² = log a": Planted(
        functions,
        "log",
        logarithm_loses_its_power,
        (r"\log e^{2 a} = a", r"\log e^{2 x_i} + y_j = x_i + y_j"),
    ),
    "(a + b)² = a² + b²": Planted(
        powers,
        "power",
        square_of_a_sum_of_squares,
        (
            r"(a + b)^2 - a^2 = b^2",
            r"(x_i + y_j)^2 - x_i^2 = y_j^2",
            r"\sum_k (x_k - c)^2 = \sum_k x_k^2 + n c^2",
            r"(x_i + y_j)^2 z_l = (x_i^2 + y_j^2) z_l",
        ),
    ),
    "√(a + b) = √a + √b": Planted(
        powers,
        "power",
        root_of_a_sum_of_roots,
        (r"\sqrt{1 + e^{a}} = 1 + e^{a/2}", r"\sqrt{e^{2 x_i} + e^{2 y_j}} = e^{x_i} + e^{y_j}"),
    ),
    "1/(a + b) = 1/a + 1/b": Planted(
        powers,
        "power",
        reciprocal_of_a_sum,
        (
            r"\frac{1}{1 + e^{a}} = 1 + e^{-a}",
            r"\frac{z_l}{e^{x_i} + e^{y_j}} = z_l (e^{-x_i} + e^{-y_j})",
        ),
    ),
    "(-1)^k = 1": Planted(
        powers,
        "power_poly",
        symbolic_power_loses_a_sign,
        (
            r"\sum_{k=1}^n (-1)^k x_k = \sum_{k=1}^n x_k",
            r"(-1)^i A_{ij} = A_{ij}",
            r"(-1)^{i + j} A_{ij} = A_{ij}",
            r"(-1)^{n} x_i y_j = x_i y_j",
        ),
    ),
    "|a| = a": Planted(
        functions,
        "_absolute",
        absolute_value_is_no_other,
        (
            r"|a| - a = 0",
            r"|x_i| + y_j = x_i + y_j",
            r"|x_i y_j| z_l = x_i y_j z_l",
            r"\sum_k |x_k| = \sum_k x_k",
            r"\sqrt{A_{ij}^2} - A_{ij} = 0",
        ),
    ),
    "|a + b| = |a| + |b|": Planted(
        functions,
        "_absolute",
        absolute_value_of_a_sum,
        (
            r"|a + b| - |a| = |b|",
            r"|x_i + y_j| z_l = (|x_i| + |y_j|) z_l",
            r"\sum_k |x_k + y_i| = n |y_i| + \sum_k |x_k|",
        ),
    ),
    "sin (a + b) = sin a + sin b": Planted(
        angles,
        "_sum_of_angles",
        sine_of_a_sum,
        (r"\sin(a + b) - \sin a = \sin b", r"\sin(x_i + y_j) z_l = (\sin x_i + \sin y_j) z_l"),
    ),
    "cos (a + b) = cos a cos b + sin a sin b": Planted(
        angles,
        "_sum_of_angles",
        cosine_of_a_sum,
        (r"\cos(a + b) - \sin a \sin b = \cos a \cos b", r"\cos(2 x_i) + y_j = 1 + y_j"),
    ),
    "sin (-a) = sin a": Planted(
        angles,
        "pair",
        sine_is_even,
        (r"\sin(-a) - \sin a = 0", r"\sin(x_i y_j) z_l = \sin(-x_i y_j) z_l"),
    ),
    "cosh = sinh": Planted(
        functions,
        "_hyperbolic",
        hyperbolic_cosine_is_sine,
        (r"\cosh a - \sinh a = 0", r"\cosh(x_i) y_j = \sinh(x_i) y_j"),
    ),
    "A_ij = A_ji": Planted(
        Algebra,
        "entry",
        every_array_symmetric,
        (
            r"A_{ij} - A_{ji} = 0",
            r"\sum_k A_{ik} x_k = \sum_k A_{ki} x_k",
            r"\sum_k A_{ik} A_{kj} = \sum_k A_{ki} A_{jk}",
            r"A_{ij} B_{jl} = A_{ji} B_{lj}",
        ),
    ),
    "δ_ij = 0": Planted(
        Algebra,
        "delta",
        letters_differ,
        (
            r"\frac{\partial x_i}{\partial x_j} = 0",
            r"\sum_k \delta_{ik} \delta_{kj} = 0",
            r"\delta_{ij} \delta_{jl} = 0",
            r"\frac{\partial A_{ij}}{\partial A_{pq}} z_l = 0",
        ),
    ),
    "δ_ij = 1": Planted(
        Algebra,
        "delta",
        letters_are_equal,
        (
            r"\frac{\partial x_i}{\partial x_j} = 1",
            r"\delta_{ij} z_l = z_l",
            r"\frac{\partial A_{ij}}{\partial A_{pq}} = 1",
        ),
    ),
    "d a² = a da": Planted(
        derivatives,
        "_of_mono",
        power_rule_loses_its_factor,
        (
            r"\frac{\partial a^2}{\partial a} = a",
            r"\frac{\partial}{\partial x_j} \sum_k x_k^3 = x_j^2",
            r"\frac{\partial x_i^2}{\partial x_j} z_l = x_i \delta_{ij} z_l",
        ),
    ),
    "d (a b) = b da": Planted(
        derivatives,
        "_of_mono",
        product_rule_moves_one_factor,
        (
            r"\frac{\partial (a e^a)}{\partial a} = a e^a",
            r"\frac{\partial (x_i x_j)}{\partial x_l} = \delta_{il} x_j",
        ),
    ),
    "∂x_i/∂x_j = 1": Planted(
        derivatives,
        "_of_atom",
        every_entry_moves,
        (
            r"\frac{\partial}{\partial x_j} \sum_k x_k^2 = 2 \sum_k x_k",
            r"\frac{\partial (x_i y_l)}{\partial x_j} = y_l",
            r"\frac{\partial A_{ij}}{\partial A_{pq}} = 1",
        ),
    ),
    "d log a = da": Planted(
        derivatives,
        "_of_atom",
        slope("log", lambda a, p: a.number(1)),
        (
            r"\frac{\partial \log a}{\partial a} = 1",
            r"\frac{\partial}{\partial x_j} \log \sum_k e^{x_k} = e^{x_j}",
            r"\frac{\partial \log(1 + e^{x_i})}{\partial x_j} z_l = e^{x_i} \delta_{ij} z_l",
        ),
    ),
    "d cos a = sin a da": Planted(
        derivatives,
        "_of_atom",
        slope("cos", lambda a, p: a.function("sin", p)),
        (
            r"\frac{\partial \cos a}{\partial a} = \sin a",
            r"\frac{\partial \cos(x_i)}{\partial x_j} z_l = \sin(x_i) \delta_{ij} z_l",
        ),
    ),
    "d |a| = da": Planted(
        derivatives,
        "_of_atom",
        slope("abs", lambda a, p: a.number(1)),
        (
            r"\frac{\partial |a|}{\partial a} = 1",
            r"\frac{\partial}{\partial x_j} \sum_k |x_k| = 1",
            r"\frac{\partial |x_i|}{\partial x_j} z_l = \delta_{ij} z_l",
        ),
    ),
    "Π 2 a = Π a": Planted(
        functions,
        "formal_log",
        factor_of_a_product_loses_its_number,
        (r"\prod_k (2 x_k) = \prod_k x_k", r"z_l \prod_k (2 A_{ik} y_j) = z_l \prod_k (A_{ik} y_j)"),
    ),
    "e^a/(1 + e^a) = 1 + 1/(1 + e^a)": Planted(
        sums,
        "_reduced",
        division_with_the_other_sign,
        (
            r"\sum_k \frac{e^{x_k}}{1 + e^{x_k}} = n + \sum_k \frac{1}{1 + e^{x_k}}",
            r"y_i z_j \sum_k \frac{e^{x_k}}{1 + e^{x_k}} = y_i z_j n + y_i z_j \sum_k \frac{1}{1 + e^{x_k}}",
        ),
    ),
}

EACH = [
    pytest.param(planted, latex, id=f"{name}: {latex}")
    for name, planted in PLANTED.items()
    for latex in planted.claims
]


def claimed(latex: str) -> tuple[Term, Term, Setting]:
    """The two sides of a line, and what it is judged in; read anew each time, with nothing known of it."""
    read = derivation.loads(f"$$ {latex} $$")
    (statement,) = read.statements
    own = statement
    setting = read.setting(None, own.case, own.ranges, own.conditions)
    return own.subject.term, own.member.term, setting


def normal_forms_agree(left: Term, right: Term, setting: Setting) -> bool:
    """Whether the rules alone prove a line."""
    normalizer = Normalizer(setting)
    own = normalizer.algebra
    try:
        forms = (normalizer.normal_form(left), own.scale(normalizer.normal_form(right), -1))
        return is_zero(own, own.add(*forms))
    except Unsupported:
        return False


@pytest.mark.parametrize(("planted", "latex"), EACH)
def test_what_a_wrong_rule_would_prove_is_not_proved(
    planted: Planted, latex: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(judge(*claimed(latex)), Refuted)
    monkeypatch.setattr(planted.owner, planted.name, planted.wrong(getattr(planted.owner, planted.name)))
    assert normal_forms_agree(*claimed(latex)), "the rule that was planted does not prove this"
    assert not isinstance(judge(*claimed(latex)), Proved)
