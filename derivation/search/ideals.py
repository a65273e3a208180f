"""Polynomial ideals: is a polynomial a combination of others, and of which factors is it made?

A polynomial here is plain: `{exponents: coefficient}` over a fixed list of symbols.
`cofactors(target, generators)` finds q_k with target = Σ q_k generators_k by
Buchberger's algorithm, every element of the basis carrying its own combination;
what it finds is multiplied out again before it is given back. `factors` asks SymPy
and multiplies out, too. Source: Cox, Little and O'Shea, Ideals, Varieties, and
Algorithms, chapter 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from derivation.terms.limits import spend

Exponents = tuple[int, ...]
Plain = dict[Exponents, Fraction]
Combination = tuple[Plain, ...]

MAX_BASIS = 40
MAX_PAIRS = 400
MAX_DEGREE = 24
MAX_FACTORED = 80
MAX_SYMBOLS = 12


def cofactors(target: Plain, generators: Sequence[Plain]) -> Combination | None:
    """q_k with `target = Σ q_k · generators_k`, or `None` where none was found within bounds."""
    count = len(generators)
    basis: list[tuple[Plain, Combination]] = []
    for number, generator in enumerate(generators):
        if generator:
            basis.append((generator, _unit(number, count, generator)))
    leads = [_lead(element) for element, _ in basis]
    pairs = list(combinations(range(len(basis)), 2))
    found = _expressed(target, basis, count)
    tried = 0
    while found is None and pairs and tried < MAX_PAIRS and len(basis) < MAX_BASIS:
        pairs.sort(key=lambda pair: -sum(_joined(leads[pair[0]], leads[pair[1]])))
        first, second = pairs.pop()
        tried += 1
        remainder = _reduced(*_crossed(basis[first], basis[second]), basis)
        if not remainder[0] or sum(_lead(remainder[0])) > MAX_DEGREE:
            continue
        pairs += [(other, len(basis)) for other in range(len(basis))]
        basis.append(remainder)
        leads.append(_lead(remainder[0]))
        found = _expressed(target, basis, count)
    if found is None or _combined(found, generators) != target:
        return None
    return found


def factors(poly: Plain) -> list[tuple[Plain, int]]:
    """The irreducible factors over the rationals with their powers, constants left out; `[(poly, 1)]` if
    unknown."""
    if len(poly) < 2 or len(poly) > MAX_FACTORED or max(map(sum, poly)) > MAX_DEGREE:
        return [(poly, 1)]
    count = len(next(iter(poly)))
    if count > MAX_SYMBOLS or not count:
        return [(poly, 1)]
    shared = tuple(min(exponents[k] for exponents in poly) for k in range(count))
    rest = {_minus(exponents, shared): c for exponents, c in poly.items()}
    alone = [({tuple(int(j == k) for j in range(count)): Fraction(1)}, e) for k, e in enumerate(shared) if e]
    if max(map(sum, rest)) <= 1:
        return [*alone, (rest, 1)]
    return [
        *alone,
        *((dict(factor), power) for factor, power in _by_sympy(tuple(sorted(rest.items())), count)),
    ]


@lru_cache(maxsize=1024)
def _by_sympy(terms: tuple[tuple[Exponents, Fraction], ...], count: int) -> tuple[tuple[Plain, int], ...]:
    """The factors that SymPy finds, multiplied out again; asked once, as many lines have the same facts."""
    from sympy import QQ, Poly, symbols  # of which nothing else here has need

    poly = dict(terms)
    names = symbols(f"u0:{count}")
    own = Poly.from_dict({e: QQ(c.numerator, c.denominator) for e, c in poly.items()}, *names, domain=QQ)
    constant, found = own.factor_list()
    listed = [
        ({tuple(e): Fraction(int(c.numerator), int(c.denominator)) for e, c in f.terms()}, power)
        for f, power in found
    ]
    product: Plain = {(0,) * count: Fraction(int(constant.p), int(constant.q))}
    for factor, power in listed:
        for _ in range(power):
            product = times(product, factor)
    return tuple(listed) if product == poly else ((poly, 1),)


def times(left: Plain, right: Plain) -> Plain:
    spend(1 + len(left) * len(right))
    total: Plain = {}
    for e1, c1 in left.items():
        for e2, c2 in right.items():
            exponents = tuple([a + b for a, b in zip(e1, e2, strict=True)])
            value = total.get(exponents, Fraction(0)) + c1 * c2
            if value:
                total[exponents] = value
            else:
                total.pop(exponents, None)
    return total


def plus(left: Plain, right: Plain, factor: Fraction = Fraction(1)) -> Plain:
    total = dict(left)
    for exponents, c in right.items():
        value = total.get(exponents, Fraction(0)) + c * factor
        if value:
            total[exponents] = value
        else:
            total.pop(exponents, None)
    return total


def _unit(number: int, count: int, generator: Plain) -> Combination:
    zero = (0,) * len(next(iter(generator)))
    return tuple({zero: Fraction(1)} if k == number else {} for k in range(count))


def _combined(found: Combination, generators: Sequence[Plain]) -> Plain:
    total: Plain = {}
    for cofactor, generator in zip(found, generators, strict=True):
        total = plus(total, times(cofactor, generator))
    return total


def _lead(poly: Plain) -> Exponents:
    """The leading exponents in graded reverse lexicographic order."""
    return max(poly, key=_order)


@lru_cache(maxsize=2**16)
def _order(exponents: Exponents) -> tuple[int, Exponents]:
    return sum(exponents), tuple([-a for a in reversed(exponents)])


def _joined(first: Exponents, second: Exponents) -> Exponents:
    return tuple(map(max, first, second))


def _divides(first: Exponents, second: Exponents) -> bool:
    return all(a <= b for a, b in zip(first, second, strict=True))


def _minus(first: Exponents, second: Exponents) -> Exponents:
    return tuple(a - b for a, b in zip(first, second, strict=True))


def _crossed(
    first: tuple[Plain, Combination], second: tuple[Plain, Combination]
) -> tuple[Plain, Combination]:
    """The S-polynomial of two elements, with its combination."""
    one, two = _lead(first[0]), _lead(second[0])
    whole = _joined(one, two)
    left: Plain = {_minus(whole, one): 1 / first[0][one]}
    right: Plain = {_minus(whole, two): -1 / second[0][two]}
    poly = plus(times(left, first[0]), times(right, second[0]))
    combination = tuple(
        plus(times(left, a), times(right, b)) for a, b in zip(first[1], second[1], strict=True)
    )
    return poly, combination


def _reduced(
    poly: Plain, combination: Combination, basis: Sequence[tuple[Plain, Combination]]
) -> tuple[Plain, Combination]:
    """What is left of a polynomial after division by a basis, and its combination."""
    leads = [_lead(element) for element, _ in basis]
    rest: Plain = {}
    while poly:
        spend(len(poly))
        lead = _lead(poly)
        number = next((k for k, own in enumerate(leads) if _divides(own, lead)), None)
        if number is None:
            rest[lead] = poly[lead]
            poly = {e: c for e, c in poly.items() if e != lead}
            continue
        element, own = basis[number]
        step: Plain = {_minus(lead, leads[number]): -poly[lead] / element[leads[number]]}
        poly = plus(poly, times(step, element))
        combination = tuple(plus(c, times(step, o)) for c, o in zip(combination, own, strict=True))
    return rest, combination


def _expressed(target: Plain, basis: Sequence[tuple[Plain, Combination]], count: int) -> Combination | None:
    """The combination that a target is, where division by the basis leaves nothing."""
    rest, negative = _reduced(target, tuple({} for _ in range(count)), basis)
    if rest:
        return None
    return tuple({e: -c for e, c in poly.items()} for poly in negative)
