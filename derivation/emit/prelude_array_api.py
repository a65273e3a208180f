"""What emitted array API modules open with: the library of an array, and its axis counted.

The emitted text holds copies of what it uses; it needs array-api-compat and the
library whose arrays it is given.
"""

import math
from typing import Any

from array_api_compat import device


def _prepared(xp: Any, x: Any, axis: int, *others: Any) -> tuple[Any, int, Any]:
    """The array to compute with, its axis counted from 0, and the dtype of results.

    It has the shape that all arrays have together.
    """
    if x.ndim == 0:
        raise ValueError("x must have at least one axis; a single number has none")
    if any(other.shape != x.shape for other in others):
        x = xp.broadcast_arrays(x, *others)[0]
    if not isinstance(axis, int):
        raise TypeError(f"axis must be an integer, not {axis!r}")
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"axis {axis} is out of bounds for an array with {x.ndim} axes")
    if x.shape[axis] == 0:
        raise ValueError(f"axis {axis} of x is empty; at least one entry is needed")
    if xp.isdtype(x.dtype, "complex floating"):
        raise TypeError(f"x must hold real numbers, not {x.dtype}")
    dtype = x.dtype if xp.isdtype(x.dtype, "real floating") or _bits(x.dtype) else xp.float64
    work = xp.float32 if _bits(x.dtype) == 16 else dtype
    return xp.astype(x, work), axis % x.ndim, dtype


def _bits(dtype: Any) -> int:
    """16 for float16 and bfloat16, else 0."""
    return 16 if str(dtype).rpartition(".")[2] in ("float16", "bfloat16") else 0


def _counted(xp: Any, x: Any, axis: int, index: Any) -> Any:
    """index, index + 1, … along the axis of x, or the coordinates that are given."""
    n = x.shape[axis]
    if _is_whole(index):
        return xp.astype(_whole_numbers(xp, x, axis, index), x.dtype)
    listed = isinstance(index, (list, tuple)) and any(isinstance(entry, complex) for entry in index)
    if listed or "complex" in str(getattr(index, "dtype", "")):
        raise TypeError("indices must hold real numbers")
    entries = xp.asarray(index, dtype=x.dtype, device=device(x))
    if entries.shape != (n,):
        raise ValueError(f"indices must hold {n} coordinates, one an entry of the axis")
    return xp.reshape(entries, (n,) + (1,) * (x.ndim - 1 - axis))


def _is_whole(index: Any) -> bool:
    """Whether indices count from a whole number, and are no coordinates."""
    return hasattr(index, "__index__") and not getattr(index, "ndim", 0)


def _whole_numbers(xp: Any, x: Any, axis: int, index: Any) -> Any:
    """index, index + 1, … along the axis of x, as integers on its device."""
    n = x.shape[axis]
    entries = xp.arange(int(index), int(index) + n, device=device(x))
    return xp.reshape(entries, (n,) + (1,) * (x.ndim - 1 - axis))


def _recounted(xp: Any, x: Any, axis: int, index: Any, centre: Any) -> Any:
    """The numbers of the entries less a centre.

    Whole numbers that the dtype of x does not hold (from 2^24 on in float32) are integers until
    the centre, which is one, too, is taken away.
    """
    if not _is_whole(index) or (abs(int(index)) + x.shape[axis]) * float(xp.finfo(x.dtype).eps) <= 1:
        return _counted(xp, x, axis, index) - centre
    entries = _whole_numbers(xp, x, axis, index)
    known = xp.where(xp.isfinite(centre), centre, xp.zeros_like(centre))
    return xp.astype(entries - xp.astype(known, entries.dtype), x.dtype)


def _along(xp: Any, x: Any, other: Any) -> Any:
    """Another array in the shape and dtype of x."""
    return xp.broadcast_to(xp.astype(xp.asarray(other), x.dtype), x.shape)


def _positive(what: str, value: float) -> float:
    """A scalar that is > 0 and finite."""
    number = float(value)
    if not 0 < number < math.inf:
        raise ValueError(f"{what} must be > 0 and finite, not {value!r}")
    return number


def _fits(xp: Any, what: str, value: float, x: Any) -> None:
    """Refuses a scalar that is no normal number of the dtype of x."""
    info = xp.finfo(x.dtype)
    if not float(info.smallest_normal) <= value <= float(info.max):
        raise ValueError(f"{what} is beyond the range of {x.dtype}: {value!r}")


def _shift(xp: Any, end: Any, times: float, degree: int, n: int) -> Any:
    """What to take from rows with this end: 0 where their exponentials have room, for that rounds nothing.

    Room is that for products of `degree` sums of n exponentials of the end, each times an index
    that the dtype holds; without a degree, for exponents up to 10.
    """
    if times != 1:
        return end  # what is multiplied is rounded, and the less so the less it is
    info = xp.finfo(end.dtype)
    most = (
        (math.log(float(info.max)) + math.log(float(info.eps)) - math.log(n) - 4) / degree if degree else 10.0
    )
    least = math.log(float(info.eps)) / degree if degree else -10.0
    return xp.where((end >= least) & (end <= most), xp.zeros_like(end), xp.round(end))


def _middle(xp: Any, x: Any, axis: int, keepdims: bool) -> Any:
    """A number next to the mean of a row, and never beyond its ends."""
    return xp.sum(x / x.shape[axis], axis=axis, keepdims=keepdims)


def _shifted(xp: Any, x: Any, by: Any) -> Any:
    """x - by, where a difference beyond the range of floats is the largest float."""
    greatest = float(xp.finfo(x.dtype).max)  # NumPy warns of differences beyond it, which are taken care of
    return xp.clip(x - by, -greatest, greatest)


def _near(xp: Any, mean: Any, index: Any, axis: int, whole: bool) -> Any:
    """The integer nearest to a mean; of coordinates that are not whole numbers, the nearest one."""
    if whole:
        return xp.round(mean)
    gaps = xp.abs(index - mean)
    nearest = gaps == xp.min(gaps, axis=axis, keepdims=True)
    return xp.min(xp.where(nearest, index + xp.zeros_like(gaps), math.inf), axis=axis, keepdims=True)


def _logistic(xp: Any, x: Any) -> Any:
    """1 / (1 + e^-x), for any x."""
    small = xp.exp(-xp.abs(x))
    return xp.where(x < 0, small, xp.ones_like(x)) / (1 + small)


def _softplus(xp: Any, x: Any) -> Any:
    """log(1 + e^x), for any x."""
    return xp.where(x < 0, xp.zeros_like(x), x) + xp.log1p(xp.exp(-xp.abs(x)))


def _lost(xp: Any, x: Any, by: Any, times: float) -> Any:
    """What rounding takes from (x - by) times: exact for the difference, and for the product."""
    difference = x - by
    back = difference - x
    lost = (x - (difference - back)) - (by + back)
    if times != 1:
        digits = 1 - round(math.log2(float(xp.finfo(x.dtype).eps)))
        split = float(2 ** ((digits + 1) // 2) + 1)
        factor = xp.ones_like(difference) * times
        high, top = split * difference, split * factor
        high, top = high - (high - difference), top - (top - factor)
        low, rest = difference - high, factor - top
        product = difference * factor
        lost = lost * factor + (((high * top - product) + high * rest + low * top) + low * rest)
    return xp.where(xp.isfinite(lost), lost, xp.zeros_like(lost))


def _reduced(xp: Any, value: Any, x: Any, axis: int, keepdims: bool, dtype: Any) -> Any:
    """One value a row."""
    shape = (*x.shape[:axis], 1, *x.shape[axis + 1 :])
    kept = xp.broadcast_to(xp.asarray(value, dtype=x.dtype, device=device(x)), shape)
    return xp.astype(kept if keepdims else xp.squeeze(kept, axis=axis), dtype)


def _filled(xp: Any, value: Any, x: Any, dtype: Any) -> Any:
    """A value for each entry of x."""
    entries = xp.asarray(value, dtype=x.dtype, device=device(x))
    return xp.astype(xp.broadcast_to(entries, x.shape), dtype)
