"""What is known of ranges with symbolic ends: their length, whether they are empty, what lies within."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from derivation.terms.atoms import Poly
from derivation.terms.limits import Unsupported
from derivation.terms.terms import Bound, Range, is_numeral

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

MAX_LISTED = 16


def renamed_range(span: Range, names: Mapping[str, str]) -> Range:
    return Range(renamed_bound(span.low, names), renamed_bound(span.high, names))


def renamed_bound(end: Bound, names: Mapping[str, str]) -> Bound:
    """An end of a range with another index in the place of its own; a numeral becomes a number."""
    base = names.get(end.base, end.base)
    return Bound("", int(base) + end.offset) if is_numeral(base) else Bound(base, end.offset)


def listed(span: Range) -> range | None:
    """The integers of a short range of plain numbers."""
    low, high = span
    if low.base or high.base or high.offset - low.offset >= MAX_LISTED:
        return None
    return range(low.offset, high.offset + 1)


def length(algebra: Algebra, span: Range) -> Poly:
    """`high - low + 1`, the number of integers in a range."""
    if not at_least(algebra, span, -1):
        raise Unsupported("the length of a range that may be less than empty")
    low, high = algebra.bound(span.low), algebra.bound(span.high)
    return algebra.add(algebra.add(high, algebra.scale(low, -1)), algebra.number(1))


def surely_nonempty(algebra: Algebra, span: Range) -> bool:
    return at_least(algebra, span, 0)


def at_least(algebra: Algebra, span: Range, least: int) -> bool:
    """Whether `high - low >= least` for all sizes and all indices in their ranges."""
    low, high = span
    if low.base == high.base:
        return high.offset - low.offset >= least
    smallest = _minimum(algebra, high)
    return not low.base and smallest is not None and smallest - low.offset >= least


def _minimum(algebra: Algebra, bound: Bound) -> int | None:
    if not bound.base:
        return bound.offset
    if bound.base in algebra.hypotheses.sizes:
        return 1 + bound.offset
    span = algebra.ranges.get(bound.base)
    low = _minimum(algebra, span.low) if span else None
    return None if low is None else low + bound.offset


class Split(NamedTuple):
    """A sum over a part of a range: over `whole`, and at some indices, but not at others, nor over `rest`."""

    whole: Range
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rest: Range | None = None


def split(algebra: Algebra, span: Range) -> Split | None:
    """How a sum over a part of an array, or up to an index, is told through the whole one."""
    low, high = span
    base = algebra.hypotheses.base
    if high.base in algebra.hypotheses.sizes and not low.base:
        return _part(span, base) if at_least(algebra, span, -1) else None
    known = algebra.ranges.get(high.base)
    if known and known.low == low and high.offset == -1:
        return Split(Range(low, Bound(high.base)), removed=(high.base,))
    known = algebra.ranges.get(low.base)
    if known and known.high == high and low.offset in (0, 1):
        return Split(known, rest=Range(known.low, Bound(low.base, low.offset - 1)))
    return None


def _part(span: Range, base: int) -> Split | None:
    """The part of 1..n that 2..n or 1..n-1 is; n itself is an index, n - 1 is none."""
    low, high = span.low.offset, span.high.offset
    whole = Range(Bound("", base), Bound(span.high.base, base - 1))
    added, removed = [str(k) for k in range(low, base)], [str(k) for k in range(base, low)]
    if len(added) + len(removed) >= MAX_LISTED:
        return None
    if (high, base) == (-1, 1):
        removed.append(span.high.base)
    elif (high, base) == (0, 0):
        added.append(span.high.base)
    elif high != base - 1:
        return None
    return Split(whole, tuple(added), tuple(removed)) if added or removed else None


def within(algebra: Algebra, index: str, span: Range) -> bool:
    """Whether an index surely lies in a range."""
    if is_numeral(index):
        low = high = Bound("", int(index))
    elif index in algebra.hypotheses.sizes:
        low = high = Bound(index)
    elif index in algebra.ranges:
        low, high = algebra.ranges[index]
    else:
        return False
    if span.low.base == low.base:
        below = span.low.offset <= low.offset
    else:
        least = _minimum(algebra, low)
        below = not span.low.base and least is not None and span.low.offset <= least
    if span.high.base == high.base:
        above = high.offset <= span.high.offset
    else:
        least = _minimum(algebra, span.high)
        above = not high.base and least is not None and high.offset <= least
    return below and above
