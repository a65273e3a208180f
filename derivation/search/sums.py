"""Finite sums over indices of any symbolic length.

    Σ_k (a + b)      = Σ_k a + Σ_k b
    Σ_k c·m(k)       = c·Σ_k m(k)                  c carries no k
    Σ_k δ_kj m(k)    = m(j)                        j lies in k's range; else less m at what lies outside
    Σ_k 1            = high - low + 1              the range is not shorter than empty
    Σ_k Σ_l m(k)p(l) = (Σ_k m)(Σ_l p)              nothing carries both
    Σ_k m Σ_l p      = Σ_k Σ_l m p
    Σ_k k^p          = Faulhaber's polynomial
    Σ_{k ≠ j} m(k)   = Σ_k m(k) - m(j)             j lies in k's range
    Σ_{k < b} m(k)   = Σ_{k ≤ b} m(k) - m(b)       b lies in k's range
    Σ_{k > b} m(k)   = Σ_k m(k) - Σ_{k ≤ b} m(k)   b lies in k's range
    Σ_{k = 2}^n m(k) = Σ_{k = 1}^n m(k) - m(1)     m(1) exists
    Σ_{k = 0}^{n-1} x_{k+1} = Σ_{k = 1}^n x_k
    Σ_{k = a}^b m(k) = (m(a) - m(b+1)) / (1 - q)   m(k+1) = q m(k), q carries no k
    Σ_k C(n, k) r^k  = (1 + r)^n                   in `binomials.py`

Equal sums get equal atoms: `naming.py` names their bound indices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from derivation.search import binomials
from derivation.search.naming import canonical
from derivation.search.ranges import at, at_least, beyond, length, listed, split, within
from derivation.terms.atoms import (
    UNIT,
    Atom,
    Compound,
    Entry,
    Exponential,
    IndexValue,
    Kronecker,
    Mono,
    Poly,
    Rational,
    Sigma,
    SymbolicPower,
    accumulate,
    index_value,
    indices_of,
    merge,
    mono_indices,
    monos_inside,
    sigma,
)
from derivation.terms.indices import is_plain, parted, shifted
from derivation.terms.limits import Exhausted, Unsupported, spend
from derivation.terms.renaming import renamed_range
from derivation.terms.terms import Bound, Range

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

MAX_FAULHABER = 16


def sum_over(algebra: Algebra, index: str, poly: Poly, excluded: tuple[str, ...] = ()) -> Poly:
    """The sum of a poly over a fresh index (of `algebra.fresh_index`), some indices left out."""
    places = listed(algebra.ranges[index])
    if places is not None:
        return _spelled_out(algebra, index, poly, excluded, places)
    if not excluded and (parted := _parted(algebra, index, poly)) is not None:
        return parted
    total: Poly = {}
    for mono, coefficient in poly.items():
        accumulate(total, _sum_mono(algebra, frozenset((index,)), mono), coefficient)
    if not excluded:
        return total
    algebra.rule("left-out")
    rest = excluded[1:]
    return algebra.add(
        sum_over(algebra, index, poly, rest), _left_out(algebra, index, poly, excluded[0], rest)
    )


def _parted(algebra: Algebra, index: str, poly: Poly) -> Poly | None:
    """A sum over a part of a range through the whole one; `None` where there is no such way.

    The body must have a value at what is left out: 1 / (k - 1) over 2..n has none at 1.
    """
    parts = split(algebra, algebra.ranges[index])
    if parts is None:
        return None
    try:
        at = {place: algebra.rename(poly, {index: place}) for place in (*parts.added, *parts.removed)}
    except Exhausted:
        raise
    except Unsupported:
        return None
    algebra.rule("split-range")
    total = _over(algebra, index, poly, parts.whole)
    for place, value in at.items():
        total = algebra.add(total, algebra.scale(value, -1 if place in parts.removed else 1))
    if parts.rest is None:
        return total
    return algebra.add(total, algebra.scale(_over(algebra, index, poly, parts.rest), -1))


def _over(algebra: Algebra, index: str, poly: Poly, span: Range) -> Poly:
    fresh = algebra.fresh_index(span)
    return sum_over(algebra, fresh, algebra.rename(poly, {index: fresh}))


def _spelled_out(
    algebra: Algebra, index: str, poly: Poly, excluded: tuple[str, ...], places: tuple[str, ...]
) -> Poly:
    algebra.rule("spelled-out")
    total: Poly = {}
    for place in places:
        differs = [
            algebra.add(algebra.number(1), algebra.scale(algebra.delta(place, out), -1)) for out in excluded
        ]
        if all(differs):
            accumulate(total, algebra.product([algebra.rename(poly, {index: place}), *differs]))
    return total


def _left_out(algebra: Algebra, index: str, poly: Poly, out: str, rest: tuple[str, ...]) -> Poly:
    """`-m(out)` for an index that a sum leaves out, unless it is left out already."""
    if not within(algebra, out, algebra.ranges[index]):
        raise Unsupported("a sum that leaves out an index of unknown range")
    at = algebra.rename(poly, {index: out})
    for other in rest:
        differs = algebra.add(algebra.number(1), algebra.scale(algebra.delta(out, other), -1))
        at = algebra.mul(at, differs)
    return algebra.scale(at, -1)


def _sum_mono(algebra: Algebra, binders: frozenset[str], mono: Mono) -> Poly:
    """The sum of one monomial over some indices at once."""
    spend(len(mono) + 1)
    for binder in binders:
        if (places := listed(algebra.ranges[binder])) is not None:
            spelled = _spelled_out(algebra, binder, {mono: 1}, (), places)
            return _sum_all(algebra, binders - {binder}, spelled)
    for binder in sorted(binders):
        if least := _least_shift(binder, mono):
            return _shifted_by(algebra, binders, mono, binder, least)
        if (parted := _parted(algebra, binder, {mono: 1})) is not None:
            return _sum_all(algebra, binders - {binder}, parted)
    for atom, exponent in mono:
        if isinstance(atom, Kronecker) and not binders.isdisjoint(indices_of(atom)):
            return _contract(algebra, binders, mono, atom)
        if not isinstance(atom, Sigma | Compound) or binders.isdisjoint(indices_of(atom)):
            continue
        if isinstance(atom, Sigma) and isinstance(exponent, int) and exponent > 0:
            return _flatten(algebra, binders, mono, atom)
        if (
            isinstance(atom, Compound)
            and exponent < 0
            and (reduced := _reduced(algebra, binders, mono, atom))
        ):
            return _sum_all(algebra, binders, reduced)
    total: Poly = {UNIT: 1}
    for group in _components(binders, mono):
        part = tuple(pair for pair in mono if not group.isdisjoint(indices_of(pair[0])))
        total = algebra.mul(total, _component(algebra, group, part))
    outside = tuple(pair for pair in mono if binders.isdisjoint(indices_of(pair[0])))
    return algebra.mul(total, {outside: 1})


def _least_shift(binder: str, mono: Mono) -> int:
    """The least number that is added to an index where it stands at an array, or else in a divisor."""
    at_arrays = [offset for atom, _ in mono for offset in _shifts(binder, atom)]
    return min(at_arrays or [k for atom, e in mono if e < 0 for k in _added(binder, atom)], default=0)


def _added(binder: str, divisor: Atom) -> Iterator[int]:
    """The c of a divisor that is a multiple of k + c."""
    if divisor == index_value(binder):
        yield 0
    if not isinstance(divisor, Compound):
        return
    body = dict(divisor.body)
    slope, rest = body.pop(((index_value(binder), 1),), 0), body.pop(UNIT, 0)
    if slope and not body and rest % slope == 0:
        yield int(rest // slope)


def _shifts(binder: str, atom: Atom) -> Iterator[int]:
    if isinstance(atom, Entry):
        yield from (offset for base, offset in map(parted, atom.indices) if base == binder)
    for mono in monos_inside(atom):
        for inner, _ in mono:
            yield from _shifts(binder, inner)


def _shifted_by(algebra: Algebra, binders: frozenset[str], mono: Mono, binder: str, by: int) -> Poly:
    """Σ_{k = a}^b m(k) = Σ_{k = a+c}^{b+c} m(k-c)."""
    algebra.rule("shifted-index")
    low, high = (Bound(end.base, end.offset + by) for end in algebra.ranges[binder])
    fresh = algebra.fresh_index(Range(low, high))
    moved = algebra.rename({mono: 1}, {binder: shifted(fresh, -by)})
    return _sum_all(algebra, (binders - {binder}) | {fresh}, moved)


def _contract(algebra: Algebra, binders: frozenset[str], mono: Mono, delta: Kronecker) -> Poly:
    """Σ_k δ_kj m(k) = m(j) - Σ_o δ_jo m(o) where j may be o outside of the range."""
    base, offset = parted(delta.left)
    pairs = ((base, shifted(delta.right, -offset)), (delta.right, delta.left))
    usable = [
        (k, j, out)
        for k, j in pairs
        if k in binders and (out := beyond(algebra, j, algebra.ranges[k])) is not None
    ]
    if not usable:
        raise Unsupported("a δ in a sum, of an index that may lie outside of the sum's range")
    index, other, outside = min(usable, key=lambda way: len(way[2]))
    algebra.rule("delta-contraction")
    rest = tuple(pair for pair in mono if pair[0] != delta)
    total = algebra.rename({rest: 1}, {index: other})
    for place in outside:
        missed = algebra.mul(algebra.delta(other, place), algebra.rename({rest: 1}, {index: place}))
        total = algebra.add(total, algebra.scale(missed, -1))
    return _sum_all(algebra, binders - {index}, total)


def _flatten(algebra: Algebra, binders: frozenset[str], mono: Mono, inner: Sigma) -> Poly:
    """Σ_k m Σ_l p = Σ_k Σ_l m p."""
    algebra.rule("nested-sums")
    rest = merge(mono, ((inner, -1),))
    opened, body = _opened(algebra, inner, {})
    return _sum_all(algebra, binders | opened, algebra.mul({rest: 1}, body))


def _reduced(algebra: Algebra, binders: frozenset[str], mono: Mono, divisor: Compound) -> Poly | None:
    """m l / (c l + r) = m / c - m r / (c (c l + r)) where `l` leads the divisor.

    Σ_k e^{x_k} / (1 + e^{x_k}) = Σ_k 1 - Σ_k 1 / (1 + e^{x_k}). Only for a
    divisor that carries the sum's index and no other: its leading term must not
    depend on names.
    """
    own = indices_of(divisor) - algebra.hypotheses.sizes
    powers = dict(mono)
    if len(own) != 1 or not own <= binders or (lead := _leading(algebra, divisor, *own)) is None:
        return None
    if any(powers.get(atom, 0) < e for atom, e in lead):
        return None
    algebra.rule("polynomial-division")
    rest = dict(divisor.body)
    c = Fraction(rest.pop(lead))
    short = merge(mono, tuple((atom, -e) for atom, e in lead))
    less = algebra.scale(algebra.mul({short: 1}, rest), -1 / c)
    return algebra.add(algebra.scale(algebra.mul({short: 1}, algebra.atom(divisor)), 1 / c), less)


def _leading(algebra: Algebra, divisor: Compound, index: str) -> Mono | None:
    """A poly's first monomial in graded lexical order, whatever its one index is called."""
    monos = [dict(mono) for mono, _ in divisor.body]
    if any(e < 0 for mono in monos for e in mono.values()):
        return None
    atoms = sorted(
        {atom for mono in monos for atom in mono},
        key=lambda atom: sorted(algebra.rename(algebra.atom(atom), {index: "*"}).items()),
    )
    lead = max(monos, key=lambda mono: (sum(mono.values()), [mono.get(atom, 0) for atom in atoms]))
    return tuple(sorted(lead.items()))


def _sum_all(algebra: Algebra, binders: frozenset[str], poly: Poly) -> Poly:
    total: Poly = {}
    for mono, coefficient in poly.items():
        accumulate(total, _sum_mono(algebra, binders, mono), coefficient)
    return total


def _opened(algebra: Algebra, inner: Sigma, names: Mapping[str, str]) -> tuple[frozenset[str], Poly]:
    """Fresh names for a sum's indices, and its body with them and with other `names` renamed."""
    fresh: dict[str, str] = dict(names)
    for binder, span in zip(inner.binders, inner.ranges, strict=True):
        fresh[binder] = algebra.fresh_index(renamed_range(span, fresh))
    return frozenset(fresh[b] for b in inner.binders), algebra.rename({inner.body: 1}, fresh)


def renamed(algebra: Algebra, atom: Sigma, names: Mapping[str, str]) -> Poly:
    """A sum with other indices in the place of free ones."""
    alike = _renamed_alike(algebra, atom, names)
    return _sum_all(algebra, *_opened(algebra, atom, names)) if alike is None else alike


def _renamed_alike(algebra: Algebra, atom: Sigma, names: Mapping[str, str]) -> Poly | None:
    """A sum over one index with other free letters, where they change nothing but letters; else `None`.

    Each old letter becomes a new one of its own, none of which is a number, a size or an end of the range.
    """
    carried = indices_of(atom)
    own = {old: new for old, new in names.items() if old in carried}
    targets = set(own.values())
    kept = carried - own.keys()
    plain = len(targets) == len(own) and targets.isdisjoint(kept | algebra.hypotheses.sizes)
    ends = {end.base for span in atom.ranges for end in span}
    if len(atom.ranges) > 1 or not plain or not all(map(is_plain, targets)) or not ends.isdisjoint(own):
        return None
    with algebra.ranging(dict(zip(atom.binders, atom.ranges, strict=True))):
        poly = algebra.rename({atom.body: 1}, own)
    if len(poly) != 1:
        return None
    ((body, sign),) = poly.items()
    if sorted(map(_kind, body)) != sorted(map(_kind, atom.body)):
        return None
    return algebra.scale(algebra.atom(sigma(atom.height, atom.ranges, body)), sign)


def _kind(pair: tuple[Atom, Rational]) -> tuple[str, Rational]:
    return (pair[0].tag, pair[1])


def mapped(algebra: Algebra, atom: Sigma, function: Callable[[Poly], Poly]) -> Poly:
    """The sum of a linear function of the body, over the same indices."""
    binders, body = _opened(algebra, atom, {})
    return _sum_all(algebra, binders, function(body))


def _components(binders: frozenset[str], mono: Mono) -> list[frozenset[str]]:
    """The indices in groups: two are in one group when some atom or range carries both."""
    groups = [frozenset((binder,)) for binder in sorted(binders)]
    for atom, _ in mono:
        linked = indices_of(atom) & binders
        if len(linked) > 1:
            joined = frozenset().union(*(g for g in groups if g & linked))
            groups = [g for g in groups if not g & linked] + [joined]
    return groups


def _component(algebra: Algebra, group: frozenset[str], mono: Mono) -> Poly:
    """The sum of a monomial over connected indices, of which every atom carries one."""
    if len(group) == 1:
        (index,) = group
        if not mono:
            algebra.rule("constant-sum")
            return length(algebra, algebra.ranges[index])
        ((atom, exponent), *others) = mono
        power = exponent in range(1, MAX_FAULHABER + 1) and isinstance(atom, IndexValue) and not others
        if power and at_least(algebra, algebra.ranges[index], -1):
            return _faulhaber(algebra, algebra.ranges[index], int(exponent))
        if (closed := _geometric(algebra, index, mono)) is not None:
            return closed
        if (closed := binomials.closed(algebra, index, mono)) is not None:
            return closed
    elif (shorter := _inner_first(algebra, group, mono)) is not None:
        return shorter
    return canonical(algebra, group, mono)


def _inner_first(algebra: Algebra, group: frozenset[str], mono: Mono) -> Poly | None:
    """Σ_j Σ_i a_ij / (Σ_k a_kj) = Σ_j 1: sums one index first where that meets its own divisor."""
    divisors = {a for a, e in mono if isinstance(a, Sigma) and e < 0}
    for index in sorted(group):
        part = tuple(pair for pair in mono if index in indices_of(pair[0]))
        if not any(index not in indices_of(divisor) for divisor in divisors):
            continue
        inner = _sum_mono(algebra, frozenset((index,)), part)
        if len(inner) == 1 and any(atom in divisors for atom, _ in next(iter(inner))):
            algebra.rule("sum-over-its-divisor")
            rest = tuple(pair for pair in mono if index not in indices_of(pair[0]))
            return _sum_all(algebra, group - {index}, algebra.mul(inner, {rest: 1}))
    return None


def _geometric(algebra: Algebra, index: str, mono: Mono) -> Poly | None:
    """Σ_k m(k) where m(k+1) = q m(k), the ends as they are; `None` of all else."""
    span = algebra.ranges[index]
    powers = all(isinstance(atom, SymbolicPower | Exponential) for atom, _ in mono)
    if not powers or not at_least(algebra, span, -1):
        return None
    inverse: Poly = {tuple((atom, -e) for atom, e in mono): 1}
    ratio = algebra.mul(algebra.rename({mono: 1}, {index: shifted(index, 1)}), inverse)
    if any(index in mono_indices(m) for m in ratio) or ratio == algebra.number(1):
        return None
    algebra.rule("geometric-sum")
    first = algebra.rename({mono: 1}, {index: at(span.low)})
    beyond = algebra.rename({mono: 1}, {index: at(span.high._replace(offset=span.high.offset + 1))})
    rest = algebra.add(algebra.number(1), algebra.scale(ratio, -1))
    return algebra.mul(algebra.add(first, algebra.scale(beyond, -1)), algebra.power(rest, -1))


def _faulhaber(algebra: Algebra, span: Range, exponent: int) -> Poly:
    """Σ_k k^p in closed form, from Bernoulli's numbers (B_1 = +1/2)."""
    algebra.rule("Faulhaber")
    high = algebra.bound(span.high)
    before = algebra.add(algebra.bound(span.low), algebra.number(-1))
    at_high, at_low = (_power_sum(algebra, end, exponent) for end in (high, before))
    return algebra.add(at_high, algebra.scale(at_low, -1))


def _power_sum(algebra: Algebra, end: Poly, p: int) -> Poly:
    total: Poly = {}
    for r, bernoulli in enumerate(_bernoulli(p)):
        term = algebra.power(end, p + 1 - r)
        accumulate(total, term, Fraction(comb(p + 1, r), p + 1) * bernoulli)
    return total


def _bernoulli(count: int) -> list[Fraction]:
    numbers = [Fraction(1)]
    for m in range(1, count + 1):
        total = sum((comb(m + 1, k) * numbers[k] for k in range(m)), Fraction(0))
        numbers.append(-total / (m + 1))
    return [-b if k == 1 else b for k, b in enumerate(numbers)]
