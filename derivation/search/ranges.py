"""What is known of ranges with symbolic ends: their length, whether they are empty, what lies within."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from derivation.terms.atoms import Poly
from derivation.terms.indices import parted, shifted
from derivation.terms.limits import Unsupported
from derivation.terms.terms import Bound, Range

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

MAX_LISTED = 16


def listed(span: Range) -> tuple[str, ...] | None:
    """The indices of a short range whose ends differ by a number, `1..3` or `t-1..t+1`."""
    low, high = span
    if low.base != high.base or high.offset - low.offset >= MAX_LISTED:
        return None
    return tuple(at(Bound(low.base, k)) for k in range(low.offset, high.offset + 1))


def at(end: Bound) -> str:
    """The index that an end of a range is."""
    return shifted(end.base, end.offset) if end.base else str(end.offset)


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
        return algebra.least.get(bound.base, 1) + bound.offset
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
    """How a sum over a part of an array, or from or up to an index, is told through a whole one."""
    low, high = span
    if not high.base:
        return None
    if not low.base:
        return _part(algebra, span) if at_least(algebra, span, -1) else None
    known = algebra.ranges.get(low.base)
    start = known.low if known else Bound("", algebra.hypotheses.base)
    rest = Range(start, Bound(low.base, low.offset - 1))
    if at_least(algebra, rest, -1) and _ordered(algebra, low, Bound(high.base, high.offset + 1)):
        return Split(Range(start, high), rest=rest)
    return None


def _ordered(algebra: Algebra, low: Bound, high: Bound) -> bool:
    """Whether a bound is surely no more than another."""
    largest = _maximum(algebra, low)
    return at_least(algebra, Range(low, high), 0) or (
        largest.base == high.base and largest.offset <= high.offset
    )


def _maximum(algebra: Algebra, bound: Bound) -> Bound:
    """What a bound is at most: that of an index is the end of its range."""
    span = algebra.ranges.get(bound.base)
    return bound if span is None else Bound(span.high.base, span.high.offset + bound.offset)


def _part(algebra: Algebra, span: Range) -> Split | None:
    """The part of 1..n that 2..n, 1..n-1 or 0..n+1 is."""
    base, letter = algebra.hypotheses.base, span.high.base
    low, high = span.low.offset, span.high.offset
    last = base - 1 if letter in algebra.hypotheses.sizes else 0
    if (low, high) == (base, last):
        return None
    whole = Range(Bound("", base), Bound(letter, last))
    added = [str(k) for k in range(low, base)] + [at(Bound(letter, k)) for k in range(last + 1, high + 1)]
    removed = [str(k) for k in range(base, low)] + [at(Bound(letter, k)) for k in range(high + 1, last + 1)]
    if (not added and not removed) or len(added) + len(removed) >= MAX_LISTED:
        return None
    return Split(whole, tuple(added), tuple(removed))


def within(algebra: Algebra, index: str, span: Range) -> bool:
    """Whether an index surely lies in a range."""
    return beyond(algebra, index, span) == ()


def beyond(algebra: Algebra, index: str, span: Range) -> tuple[str, ...] | None:
    """The places outside of a range at which an index may be; `None` where that is open."""
    base, offset = parted(index)
    own = Bound(base, offset)
    known = algebra.ranges.get(base)
    ways = [Range(own, own)]
    if known is not None:
        low, high = (Bound(end.base, end.offset + offset) for end in known)
        ways.append(Range(low, high))
    below = _fewest(_between(algebra, way.low, span.low) for way in ways)
    above = _fewest(_between(algebra, _after(span.high), _after(way.high)) for way in ways)
    if below is None or above is None or (below and above and not at_least(algebra, span, -1)):
        return None
    return (*below, *above)


def _fewest(ways: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    return min((way for way in ways if way is not None), key=len, default=None)


def _between(algebra: Algebra, low: Bound, high: Bound) -> tuple[str, ...] | None:
    """The integers from one bound to before another, where these are known and few."""
    if at_least(algebra, Range(high, low), 0):
        return ()
    return listed(Range(low, Bound(high.base, high.offset - 1)))


def _after(end: Bound) -> Bound:
    return Bound(end.base, end.offset + 1)
