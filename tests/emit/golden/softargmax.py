# Written by derivation 0.1.0. To change it, change the document and emit it again.
r"""Proved formulas of Heedong Park, SoftArgmax, July 2022, for NumPy.

    SA(X) = \sum_{i = 1}^{n} \frac{e^{x_i}}{\sum_{k = 1}^{n} e^{x_k}} i
    SA'(X) = S_j (j - SA)
    v_j \frac{\partial SA}{\partial x_j} = S_j v_j (j - SA)
    \sum_{j = 1}^{n} t_j \frac{\partial SA}{\partial x_j} = \frac{\sum_{k = 1}^{n} k
        e^{x_k} t_k - SA \sum_{k = 1}^{n} e^{x_k} t_k}{\Sigma}
    \sum_{k = 1}^{n} t_k \frac{\partial \frac{\partial SA}{\partial x_j}}{\partial x_k}
        = \frac{S_j \left( 2 SA \sum_{k = 1}^{n} e^{x_k} t_k + j \Sigma t_j - \sum_{k =
        1}^{n} k e^{x_k} t_k - j \sum_{k = 1}^{n} e^{x_k} t_k - SA \Sigma t_j
        \right)}{\Sigma}

Each function computes a closed form that derivation 0.1.0 proved from the definitions
of Heedong Park, SoftArgmax, July 2022, for all n >= 1 and all real inputs at which they
exist, and proved again when it wrote this module. The proof is about real numbers;
floating point rounds.

Theorem 726d12b314f93fa8.
"""

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]

__all__ = [
    "softargmax", "softargmax_value_and_gradient", "softargmax_gradient", "softargmax_vjp",
    "softargmax_jvp", "softargmax_hvp",
]

BLOCK = 2**20  # bytes of an array that stays in the cache while a block is computed
THREADED = 2**22  # entries from which on blocks are shared among threads
NARROW = 64  # rows of at most so many entries are worked side by side


class Program(NamedTuple):
    """A function of one axis: of a whole row, or by the sums of its chunks.

    `sums(x, *others, axis)` gives the exponentials that `finish` wants, and a row's sums;
    `merged` makes the sums of a row from those of its chunks, and the factors of the
    chunks' exponentials; `finish(x, *others, axis, kept, sums)` gives the results.
    Where `merged` is None, `finish` does everything. `filled` says which results have
    an entry for each of x.
    """

    filled: tuple[bool, ...]
    finish: Callable[..., tuple[Any, ...]]
    sums: Callable[..., tuple[Any, Any]] | None = None
    merged: Callable[..., tuple[Any, Any]] | None = None


def _run(
    program: Program,
    x: ArrayLike,
    axis: int,
    others: Sequence[Any] = (),
    /,
    *,
    index: Any = None,
    keepdims: bool = False,
    out: Any = None,
    workers: int | None = None,
    only: int | None = None,
    **scalars: Any,
) -> Any:
    """The results of a program: one, or several in a tuple; with `only`, that one of them."""
    exact = scalars.get("accurate", False) or (isinstance(index, int) and abs(index) > 2**23)
    x, axis, dtype = _prepared(_wide(x, others) if others else x, axis, exact)
    if isinstance(index, int) and abs(index) + x.shape[axis] > 2**53:
        raise ValueError(f"indices from {index} on are no longer exact in {x.dtype}")
    if "beta" in scalars:
        _fits("beta", scalars["beta"], x.dtype)
    others = [_along(x, other) for other in others]
    targets = _targets(program, x, axis, keepdims, out, only)
    threads = _workers(workers, x.size)
    small = x.nbytes <= BLOCK
    results: Sequence[Any]
    if small and x.size == x.shape[axis]:
        results = _row(program, x, others, index, scalars)
    elif small and (axis == x.ndim - 1 or x.shape[axis] <= NARROW):
        if index is not None:
            numbers = _counted(x.shape[axis], x.dtype, index)
            others.append(numbers.reshape(-1, *(1,) * (x.ndim - 1 - axis)))
        results = _block(program, x, others, axis, scalars)
    else:
        results = _blocked(program, x, others, axis, index, dtype, targets, threads, scalars)
    found = [
        _returned(results[place], filled, x, axis, keepdims, dtype, targets[place])
        for place, filled in enumerate(program.filled)
        if only is None or only == place
    ]
    return found[0] if len(found) == 1 else tuple(found)


def _prepared(x: ArrayLike, axis: int, exact: bool) -> tuple[Array, int, np.dtype[Any]]:
    """The array to compute with, its axis counted from 0, and the dtype of results."""
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError("x must be an array without a mask; fill what is masked")
    array = np.asarray(x)
    given = array.dtype
    narrow = given.itemsize == 2 and given.name in ("float16", "bfloat16")
    if given.kind not in "fiub" and not narrow:
        raise TypeError(f"x must hold real numbers, not {given}")
    if array.ndim == 0:
        raise ValueError("x must have at least one axis; a single number has none")
    if not isinstance(axis, (int, np.integer)):
        raise TypeError(f"axis must be an integer, not {axis!r}")
    if not -array.ndim <= axis < array.ndim:
        raise np.exceptions.AxisError(axis, array.ndim)
    if array.shape[axis] == 0:
        raise ValueError(f"axis {axis} of x is empty; at least one entry is needed")
    dtype = given if given.kind == "f" or narrow else np.dtype(np.float64)
    work = np.dtype(np.float32) if narrow else dtype.newbyteorder("=")
    if work == np.float32 and (exact or array.shape[axis] > 2**24):
        work = np.dtype(np.float64)
    return array if given is work else array.astype(work, copy=False), int(axis) % array.ndim, dtype


def _wide(x: ArrayLike, others: Sequence[Any]) -> ArrayLike:
    """x in the shape that all arrays have together, if it has at least one axis."""
    shape = np.shape(x)
    together = np.broadcast_shapes(shape, *map(np.shape, others)) if shape else shape
    return x if together == shape else np.broadcast_to(np.asarray(x), together)


def _along(x: Array, other: ArrayLike) -> Array:
    """Another array in the shape and dtype of x."""
    array = np.asarray(other)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"all arrays must hold real numbers, not {array.dtype}")
    return np.broadcast_to(array.astype(x.dtype, copy=False), x.shape)


def _column(value: ArrayLike, axis: int) -> Array:
    """One number a row, as an array that has the axis with length 1."""
    return np.expand_dims(np.asarray(value), axis)


def _index_of(index_base: int, indices: ArrayLike | None) -> Any:
    """Where counting starts, or the coordinates in its place."""
    if indices is not None:
        coordinates = np.asarray(indices)
        if coordinates.dtype.kind not in "fiub":
            raise TypeError(f"indices must hold real numbers, not {coordinates.dtype}")
        return coordinates
    if not isinstance(index_base, (int, np.integer)):
        raise TypeError(f"index_base must be an integer, not {index_base!r}")
    return int(index_base)


def _counted(n: int, dtype: np.dtype[Any], index: Any) -> Array:
    """index, index + 1, … for n entries, or the coordinates that are given."""
    if not isinstance(index, np.ndarray):
        return np.arange(index, index + n, dtype=dtype)
    entries: Array = np.asarray(index, dtype=dtype)
    if entries.shape != (n,):
        raise ValueError(
            f"indices must hold {n} coordinates, one an entry of the axis; it has shape {entries.shape}"
        )
    if not np.isfinite(entries).all():
        raise ValueError("indices must be finite")
    return entries


def _entries(n: int, dtype: np.dtype[Any], index: Any) -> Callable[[slice], Array]:
    """The numbers of the entries of chunks: counted from those of the first one, or coordinates."""
    if isinstance(index, np.ndarray):
        return _counted(n, dtype, index).__getitem__
    steps = np.arange(min(n, BLOCK // dtype.itemsize), dtype=dtype)

    def counted(here: slice) -> Array:
        length = here.stop - here.start
        if length > len(steps):
            return _counted(length, dtype, index + here.start)
        chunk: Array = steps[:length] + (index + here.start)
        return chunk

    return counted


def _near(mean: Array, index: Array, axis: int, whole: bool) -> Array:
    """The integer nearest to a mean; of coordinates that are not whole numbers, the nearest one."""
    if whole:
        return np.rint(mean)
    place = np.argmin(np.abs(index - mean), axis, keepdims=True)
    entries = np.broadcast_to(index, np.broadcast_shapes(np.shape(index), np.shape(mean)))
    return np.take_along_axis(entries, place, axis)


def _scalar(what: str, value: float) -> float:
    """A scalar."""
    if np.ndim(value) or not isinstance(value, (float, int, np.number)):
        raise TypeError(f"{what} must be a number, not {value!r}")
    return float(value)


def _positive(what: str, value: float) -> float:
    """A scalar that is > 0 and finite."""
    number = _scalar(what, value)
    if not 0 < number < math.inf:
        raise ValueError(f"{what} must be > 0 and finite, not {value!r}")
    return number


def _fits(what: str, value: float, dtype: np.dtype[Any]) -> None:
    """Refuses a scalar that is no normal number of a dtype."""
    info = np.finfo(dtype)
    if not float(info.smallest_normal) <= value <= float(info.max):
        raise ValueError(f"{what} is beyond the range of {dtype}: {value!r}")


def _workers(workers: int | None, size: int) -> int:
    """How many threads to work with: as many as there are cores where it is worth it."""
    if workers is None:
        return (os.cpu_count() or 1) if size >= THREADED else 1
    if not isinstance(workers, (int, np.integer)) or workers < 1:
        raise ValueError(f"workers must be a number of threads >= 1, not {workers!r}")
    return int(workers)


def _shape(x: Array, axis: int, filled: bool, keepdims: bool) -> tuple[int, ...]:
    """The shape of a result: that of x, or that of its rows."""
    if filled:
        return x.shape
    return (*x.shape[:axis], *((1,) if keepdims else ()), *x.shape[axis + 1 :])


def _targets(
    program: Program, x: Array, axis: int, keepdims: bool, out: Any, only: int | None
) -> list[Array | None]:
    """The arrays of the caller that results are written to, one a result; None where there is none."""
    found: list[Array | None] = [None] * len(program.filled)
    if out is None:
        return found
    wanted = range(len(found)) if only is None else (only,)
    arrays = out if isinstance(out, tuple) else (out,)
    if len(arrays) != len(wanted):
        raise ValueError(f"out must be a tuple of {len(wanted)} arrays, one a result")
    for place, array in zip(wanted, arrays, strict=True):
        shape = _shape(x, axis, program.filled[place], keepdims)
        if not isinstance(array, np.ndarray) or array.shape != shape:
            raise ValueError(f"out must be an array of shape {shape}")
        found[place] = array
    return found


def _returned(
    result: Any, filled: bool, x: Array, axis: int, keepdims: bool, dtype: np.dtype[Any], target: Array | None
) -> Any:
    """A result in its shape and dtype, in an array of its own or in that of the caller."""
    if target is not None and result is target:
        return target
    shape = _shape(x, axis, filled, keepdims)
    array = np.asarray(result)
    own = array.flags.owndata and array is not x
    if array.dtype != dtype:
        array, own = array.astype(dtype), True
    if array.shape != shape:
        if array.size != math.prod(shape):
            array, own = np.broadcast_to(array, _shape(x, axis, filled, True)), False
        array = array.reshape(shape)
    if target is not None:
        np.copyto(target, array, casting="same_kind")
        return target
    return array[()] if not shape else array if own else array.copy()


def _row(program: Program, x: Array, others: Sequence[Array], index: Any, scalars: dict[str, Any]) -> Any:
    """The results of one row, whose sums are numbers and no arrays: that is what makes small rows fast."""
    flat = x if x.ndim == 1 else x.reshape(x.size)
    rest = [other if other.ndim == 1 else other.reshape(x.size) for other in others]
    if index is not None:
        rest.append(_counted(x.size, x.dtype, index))
    return _block(program, flat, rest, 0, scalars, keep=False)


def _block(
    program: Program,
    x: Array,
    others: Sequence[Array],
    axis: int,
    scalars: dict[str, Any],
    keep: bool = True,
) -> tuple[Any, ...]:
    """The results of whole rows; with `keep` the axis stays with length 1 where they have one value a row."""
    n = x.shape[axis]
    if program.sums is None:
        return program.finish(x, *others, n=n, axis=axis, keep=keep, **scalars)
    kept, sums = program.sums(x, *others, n=n, axis=axis, keep=keep, **scalars)
    return program.finish(x, *others, n=n, axis=axis, keep=keep, kept=kept, sums=sums, **scalars)


def _blocked(
    program: Program,
    x: Array,
    others: Sequence[Array],
    axis: int,
    index: Any,
    dtype: np.dtype[Any],
    targets: Sequence[Array | None],
    workers: int,
    scalars: dict[str, Any],
) -> Sequence[Array]:
    """The results, block by block: of rows, of columns, of chunks of a row that is long."""
    n, before, after = x.shape[axis], math.prod(x.shape[:axis]), math.prod(x.shape[axis + 1 :])
    size = BLOCK // x.itemsize
    shaped = x.reshape(before, n, after)
    rest = [o.reshape(before, n, after) for o in others]
    found = [
        _array(target, _shape(x, axis, filled, True), dtype, (x, *others))
        for filled, target in zip(program.filled, targets, strict=True)
    ]
    results = [
        array.reshape(before, n if filled else 1, after)
        for filled, array in zip(program.filled, found, strict=True)
    ]
    if program.merged is not None and after == 1 and n > size:
        numbers = None if index is None else _entries(n, x.dtype, index)
        for row in range(before):
            here = [o[row, :, 0] for o in rest]
            into = [r[row, :, 0] for r in results]
            _long(program, shaped[row, :, 0], here, numbers, into, size, workers, scalars)
        return found
    if index is not None:
        rest.append(_counted(n, x.dtype, index).reshape(1, n, 1))
    high = max(1, size // max(1, n * after))
    wide = max(1, after if n * after <= size else min(after, max(64 // x.itemsize, size // n)))
    corners = [(i, j) for i in range(0, before, high) for j in range(0, after, wide)]

    def work(corner: tuple[int, int]) -> None:
        i, j = corner
        parts = [o[i : i + high] if len(o) > 1 else o for o in (shaped, *rest)]
        parts = [p[:, :, j : j + wide] if p.shape[2] > 1 else p for p in parts]
        for result, part in zip(results, _tile(program, parts, n, scalars), strict=True):
            result[i : i + high, :, j : j + wide] = part

    _each(work, corners, workers)
    return found


def _array(
    target: Array | None, shape: tuple[int, ...], dtype: np.dtype[Any], read: Sequence[Array]
) -> Array:
    """The array of the caller, where results can be written to it as they come; else a new one."""
    if target is None or target.shape != shape or target.dtype != dtype or not target.flags.c_contiguous:
        return np.empty(shape, dtype)
    free = not any(np.may_share_memory(target, array) for array in read)
    return target if free else np.empty(shape, dtype)


def _tile(program: Program, parts: list[Array], n: int, scalars: dict[str, Any]) -> list[Array]:
    """The results of a block of shape (rows, n, columns).

    Narrow rows are worked side by side; all others lie along the last axis, where NumPy sums in pairs.
    """
    if n <= NARROW and parts[0].shape[2] == 1:
        parts = [np.ascontiguousarray(part.T) for part in parts]
        return [np.asarray(r).T for r in _block(program, parts[0], parts[1:], 1, scalars)]
    if n <= NARROW:
        return list(_block(program, parts[0], parts[1:], 1, scalars))
    parts = [np.ascontiguousarray(part.swapaxes(1, 2)) for part in parts]
    return [np.asarray(r).swapaxes(1, 2) for r in _block(program, parts[0], parts[1:], 2, scalars)]


def _long(
    program: Program,
    x: Array,
    others: Sequence[Array],
    numbers: Callable[[slice], Array] | None,
    results: Sequence[Array],
    size: int,
    workers: int,
    scalars: dict[str, Any],
) -> None:
    """One long row: the sums of each chunk, the sums of the row, the results of each chunk."""
    if program.sums is None or program.merged is None:
        raise TypeError("this program has no chunks")
    sums, merged, finish = program.sums, program.merged, program.finish
    n = len(x)
    chunks = [slice(start, min(n, start + size)) for start in range(0, n, size)]
    stores: list[Array] = []
    found: dict[int, Any] = {}

    def parts_of(here: slice) -> list[Array]:
        return [x[here], *(o[here] for o in others), *([] if numbers is None else [numbers(here)])]

    def store(place: int) -> Array:
        while len(stores) <= place:
            own = [r for r in results if len(r) == n and r.dtype == x.dtype]
            stores.append(own[0] if place == 0 and own else np.empty(n, x.dtype))
        return stores[place]

    def first(k: int) -> None:
        here = chunks[k]
        kept, found[k] = sums(*parts_of(here), n=n, axis=0, keep=True, **scalars)
        for place, vector in enumerate(kept):
            store(place)[here] = vector

    first(0)
    _each(first, range(1, len(chunks)), workers)
    columns = [np.concatenate(column) for column in zip(*(found[k] for k in range(len(chunks))), strict=True)]
    if not np.isfinite(columns[0]).all():
        whole_row = parts_of(slice(0, n))
        for result, part in zip(
            results, _block(program, whole_row[0], whole_row[1:], 0, scalars), strict=True
        ):
            result[...] = part
        return
    whole, factors = merged(*columns, n=n, axis=0, **scalars)

    def last(k: int) -> None:
        here = chunks[k]
        kept = [stored[here] for stored in stores]
        for vector, factor in zip(kept, factors, strict=True):
            vector *= factor[k]
        parts = finish(*parts_of(here), n=n, axis=0, keep=True, kept=kept, sums=whole, **scalars)
        there = kept[0] if kept else None
        for place in sorted(range(len(parts)), key=lambda place: parts[place] is not there):
            if there is None or parts[place] is not there or results[place] is not stores[0]:
                results[place][here if program.filled[place] else slice(None)] = parts[place]

    _each(last, range(len(chunks) if any(program.filled) else 1), workers)


def _each(work: Callable[[Any], None], items: Sequence[Any], workers: int) -> None:
    """Does the work for each item, in threads where there are several."""
    if workers == 1 or len(items) < 2:
        for item in items:
            work(item)
        return
    with ThreadPoolExecutor(min(workers, len(items))) as pool:
        for _ in pool.map(work, items):
            pass


def _shift(end: Array, times: float, degree: int, n: int) -> Array:
    """What to take from rows with this end: 0 where their exponentials have room, for that rounds nothing.

    Room is that for products of `degree` sums of n exponentials of the end, each times an index
    that the dtype holds; without a degree, for exponents up to 10. Else the whole number next to the end
    is taken, so that what is taken from two chunks differs exactly.
    """
    if times != 1:
        return end  # what is multiplied is rounded, and the less so the less it is
    info = np.finfo(end.dtype)
    most = (math.log(info.max) + math.log(info.eps) - math.log(n) - 4) / degree if degree else 10.0
    least = math.log(info.eps) / degree if degree else -10.0
    if end.ndim == 0:
        return end * 0 if least <= end <= most else np.rint(end)
    found: Array = np.where((least <= end) & (end <= most), 0, np.rint(end))
    return found


def _any(peak: Array) -> bool:
    """Whether something is taken from a row."""
    return bool(peak != 0) if peak.ndim == 0 else bool(peak.any())


def _shifted(x: Array, by: Array) -> Array:
    """x - by, where a difference beyond the range of floats is the largest float."""
    if by.ndim == 0 and -1e30 < by < 1e30:
        return x - by
    if by.size == 1 and -1e30 < by.item() < 1e30:
        return x - by
    greatest = np.finfo(x.dtype).max
    with np.errstate(over="ignore", invalid="ignore"):
        found: Array = np.clip(x - by, -greatest, greatest)
        return found


def _lost(x: Array, by: Array, times: float) -> Array:
    """What rounding takes from (x - by) times: exact for the difference, and for the product."""
    with np.errstate(all="ignore"):
        difference = x - by
        back = difference - x
        lost = difference - back
        np.subtract(x, lost, out=lost)
        np.add(back, by, out=back)
        np.subtract(lost, back, out=lost)
        if times != 1:
            split = x.dtype.type(2 ** (-(-(np.finfo(x.dtype).nmant + 1) // 2)) + 1)
            factor = x.dtype.type(times)
            high, top = split * difference, split * factor
            high, top = high - (high - difference), top - (top - factor)
            low, rest = difference - high, factor - top
            product = difference * factor
            lost = lost * factor + (((high * top - product) + high * rest + low * top) + low * rest)
        finite = np.isfinite(np.add.reduce(lost, None))
    return lost if finite else np.where(np.isfinite(lost), lost, 0)


def _softargmax_sums(
    x: Any, index: Any, *, n: Any, axis: Any, keep: Any, beta: Any, accurate: Any, whole: Any,
    **_: Any,
) -> Any:
    peak = _shift(np.maximum.reduce(x, axis, keepdims=keep), beta, 1 if whole else 0, n)
    lost = _lost(x, peak, beta) if accurate or (beta == 1 and _any(peak)) else None
    x = _shifted(x, peak)
    if beta != 1:
        x = x * beta
    exp_x = np.exp(x, out=x)
    if lost is not None:
        exp_x = exp_x + exp_x * lost
    Sigma = np.add.reduce(exp_x, axis, keepdims=keep)
    centre = _near(np.add.reduce(exp_x * index, axis, keepdims=keep) / Sigma, index, axis, whole)
    index = index - centre
    total = np.add.reduce(np.multiply(exp_x, index, out=exp_x), axis, keepdims=keep)
    return ((), (peak, centre, Sigma, total))


def _softargmax_merged(
    peaks: Any, centres: Any, Sigma: Any, total: Any, *, axis: Any, beta: Any, whole: Any,
    **_: Any,
) -> Any:
    peak = np.maximum.reduce(peaks, axis, keepdims=True)
    by = _shifted(peaks, peak)
    if beta != 1:
        by = by * beta
    exp_by = np.exp(by)
    gap = centres
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total, axis, keepdims=True)
    centre = _near(total_of_all / Sigma_of_all, centres, axis, whole)
    gap = centres - centre
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total, axis, keepdims=True)
    return ((peak, centre, Sigma_of_all, total_of_all), ())


def _softargmax(x: Any, index: Any, *, sums: Any, **_: Any) -> Any:
    _, centre, Sigma, total = sums
    SA_less_centre = total / Sigma
    value = SA_less_centre + centre
    return (value,)


_softargmax_program = Program((False,), _softargmax, _softargmax_sums, _softargmax_merged)


def softargmax(
    x: ArrayLike, axis: int = -1, *, beta: float = 1.0, index_base: int = 1,
    indices: ArrayLike | None = None, keepdims: bool = False, out: Any = None,
    workers: int | None = None, accurate: bool = False,
) -> Any:
    r"""SA(X), along an axis.

    .. math:: SA(X) = \sum_{i = 1}^{n} \frac{e^{x_i}}{\sum_{k = 1}^{n} e^{x_k}} i

    In plain characters::

        SA = sum_i exp(x_i) * i / (sum_k exp(x_k))

    Parameters
    ----------
    x : array_like of real numbers
        At least one axis. float32 and float64 are computed as they are, float16 and bfloat16
        in float32; integers and booleans become float64.
    axis : int, optional
        The axis that holds the n entries of a vector x; the last by default.
    beta : float, > 0, optional
        Inverse temperature: the formula is computed at beta x, and derivatives are taken
        with respect to x. 1 by default.
    index_base : int, optional
        What indices count from; 1 by default, as in the formula.
    indices : array_like of n real numbers, optional
        Coordinates along the axis in place of the indices.
    keepdims : bool, optional
        Whether what is reduced keeps the axis, with length 1.
    out : ndarray, optional
        Where the result is written, in the right shape.
    workers : int, optional
        Threads for large arrays; as many as there are cores by default.
    accurate : bool, optional
        Whether exponentials are mended by what rounding takes from their exponents: a few more
        operations, and each entry is as exact as its own conditioning lets it be. float32 is
        computed in float64.

    Returns
    -------
    ndarray or scalar
        SA(X), in the shape of x without the axis.

    Notes
    -----
    Proved from the definitions of Heedong Park, SoftArgmax, July 2022 for all n >= 1 and
    all real inputs at which it exists, by derivation 0.1.0. The self-test holds errors at
    exact values to 64 eps of the largest entry, or of 1 if terms cancel. Elsewhere digits
    below those of the largest term may be lost, and where a term on the way is beyond the
    range of floats, as the square of 1e200 is, the result may be inf, nan or 0. The index
    counts from 1. The formula is proved unchanged when a number is taken from all of x, so
    it is computed with a number next to the maximum along the axis taken away, or none: no
    exponential of x overflows, and -inf is fine as long as one entry is finite. The formula
    is proved for indices counted from any number, too; they are counted from the integer
    nearest to SA, so that an index less SA keeps its digits where one entry outweighs all
    others. Long rows are worked in chunks; that their sums merge as they do is proved, too.
    """
    return _run(
        _softargmax_program, x, axis, index=_index_of(index_base, indices), keepdims=keepdims,
        out=out, workers=workers, beta=_positive('beta', beta), accurate=accurate,
        whole=indices is None,
    )


def _softargmax_value_and_gradient_sums(
    x: Any, index: Any, *, n: Any, axis: Any, keep: Any, beta: Any, accurate: Any, whole: Any,
    **_: Any,
) -> Any:
    peak = _shift(np.maximum.reduce(x, axis, keepdims=keep), beta, 1 if whole else 0, n)
    lost = _lost(x, peak, beta) if accurate or (beta == 1 and _any(peak)) else None
    x = _shifted(x, peak)
    if beta != 1:
        x = x * beta
    exp_x = np.exp(x, out=x)
    if lost is not None:
        exp_x = exp_x + exp_x * lost
    Sigma = np.add.reduce(exp_x, axis, keepdims=keep)
    centre = _near(np.add.reduce(exp_x * index, axis, keepdims=keep) / Sigma, index, axis, whole)
    index = index - centre
    total = np.add.reduce(exp_x * index, axis, keepdims=keep)
    return ((exp_x,), (peak, centre, Sigma, total))


def _softargmax_value_and_gradient_merged(
    peaks: Any, centres: Any, Sigma: Any, total: Any, *, axis: Any, beta: Any, whole: Any,
    **_: Any,
) -> Any:
    peak = np.maximum.reduce(peaks, axis, keepdims=True)
    by = _shifted(peaks, peak)
    if beta != 1:
        by = by * beta
    exp_by = np.exp(by)
    gap = centres
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total, axis, keepdims=True)
    centre = _near(total_of_all / Sigma_of_all, centres, axis, whole)
    gap = centres - centre
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total, axis, keepdims=True)
    return ((peak, centre, Sigma_of_all, total_of_all), (exp_by,))


def _softargmax_value_and_gradient(
    x: Any, index: Any, *, kept: Any, sums: Any, beta: Any, **_: Any,
) -> Any:
    exp_x, = kept
    _, centre, Sigma, total = sums
    index = index - centre
    SA_less_centre = total / Sigma
    part = np.multiply(exp_x, index - SA_less_centre, out=exp_x)
    value = SA_less_centre + centre
    gradient = np.divide(part, Sigma, out=part)
    if beta != 1:
        gradient = gradient * beta
    return (value, gradient)


_softargmax_value_and_gradient_program = Program(
    (False, True), _softargmax_value_and_gradient, _softargmax_value_and_gradient_sums,
    _softargmax_value_and_gradient_merged,
)


def softargmax_value_and_gradient(
    x: ArrayLike, axis: int = -1, *, beta: float = 1.0, index_base: int = 1,
    indices: ArrayLike | None = None, keepdims: bool = False, out: Any = None,
    workers: int | None = None, accurate: bool = False,
) -> tuple[Any, Array]:
    r"""SA(X) and SA'(X), along an axis.

    .. math:: SA(X) = \sum_{i = 1}^{n} \frac{e^{x_i}}{\sum_{k = 1}^{n} e^{x_k}} i

    .. math:: SA'(X) = S_j (j - SA)

    In plain characters::

        d(SA)/dx_j = S_j * (j - SA)
        SA = sum_i exp(x_i) * i / (sum_k exp(x_k))
        S_j = exp(x_j) / (sum_k exp(x_k))

    Parameters
    ----------
    x : array_like of real numbers
        At least one axis. float32 and float64 are computed as they are, float16 and bfloat16
        in float32; integers and booleans become float64.
    axis : int, optional
        The axis that holds the n entries of a vector x; the last by default.
    beta : float, > 0, optional
        Inverse temperature: the formula is computed at beta x, and derivatives are taken
        with respect to x. 1 by default.
    index_base : int, optional
        What indices count from; 1 by default, as in the formula.
    indices : array_like of n real numbers, optional
        Coordinates along the axis in place of the indices.
    keepdims : bool, optional
        Whether what is reduced keeps the axis, with length 1.
    out : tuple of ndarrays, optional
        Where the results are written, in the right shape.
    workers : int, optional
        Threads for large arrays; as many as there are cores by default.
    accurate : bool, optional
        Whether exponentials are mended by what rounding takes from their exponents: a few more
        operations, and each entry is as exact as its own conditioning lets it be. float32 is
        computed in float64.

    Returns
    -------
    ndarray or scalar
        SA(X), in the shape of x without the axis.
    ndarray
        SA'(X), in the shape of x.

    Notes
    -----
    Proved from the definitions of Heedong Park, SoftArgmax, July 2022 for all n >= 1 and
    all real inputs at which it exists, by derivation 0.1.0. The self-test holds errors at
    exact values to 64 eps of the largest entry, or of 1 if terms cancel. Elsewhere digits
    below those of the largest term may be lost, and where a term on the way is beyond the
    range of floats, as the square of 1e200 is, the result may be inf, nan or 0. The index
    counts from 1. The formula is proved unchanged when a number is taken from all of x, so
    it is computed with a number next to the maximum along the axis taken away, or none: no
    exponential of x overflows, and -inf is fine as long as one entry is finite. The formula
    is proved for indices counted from any number, too; they are counted from the integer
    nearest to SA, so that an index less SA keeps its digits where one entry outweighs all
    others. Long rows are worked in chunks; that their sums merge as they do is proved, too.
    """
    return _run(
        _softargmax_value_and_gradient_program, x, axis, index=_index_of(index_base, indices),
        keepdims=keepdims, out=out, workers=workers, beta=_positive('beta', beta),
        accurate=accurate, whole=indices is None,
    )


def softargmax_gradient(
    x: ArrayLike, axis: int = -1, *, beta: float = 1.0, index_base: int = 1,
    indices: ArrayLike | None = None, out: Any = None, workers: int | None = None,
    accurate: bool = False,
) -> Array:
    r"""SA'(X), along an axis.

    .. math:: SA'(X) = S_j (j - SA)

    In plain characters::

        d(SA)/dx_j = S_j * (j - SA)
        S_j = exp(x_j) / (sum_k exp(x_k))
        SA = sum_i exp(x_i) * i / (sum_k exp(x_k))

    Parameters
    ----------
    x : array_like of real numbers
        At least one axis. float32 and float64 are computed as they are, float16 and bfloat16
        in float32; integers and booleans become float64.
    axis : int, optional
        The axis that holds the n entries of a vector x; the last by default.
    beta : float, > 0, optional
        Inverse temperature: the formula is computed at beta x, and derivatives are taken
        with respect to x. 1 by default.
    index_base : int, optional
        What indices count from; 1 by default, as in the formula.
    indices : array_like of n real numbers, optional
        Coordinates along the axis in place of the indices.
    out : ndarray, optional
        Where the result is written, in the right shape.
    workers : int, optional
        Threads for large arrays; as many as there are cores by default.
    accurate : bool, optional
        Whether exponentials are mended by what rounding takes from their exponents: a few more
        operations, and each entry is as exact as its own conditioning lets it be. float32 is
        computed in float64.

    Returns
    -------
    ndarray
        SA'(X), in the shape of x.

    Notes
    -----
    Proved from the definitions of Heedong Park, SoftArgmax, July 2022 for all n >= 1 and
    all real inputs at which it exists, by derivation 0.1.0. The self-test holds errors at
    exact values to 64 eps of the largest entry, or of 1 if terms cancel. Elsewhere digits
    below those of the largest term may be lost, and where a term on the way is beyond the
    range of floats, as the square of 1e200 is, the result may be inf, nan or 0. The index
    counts from 1. The formula is proved unchanged when a number is taken from all of x, so
    it is computed with a number next to the maximum along the axis taken away, or none: no
    exponential of x overflows, and -inf is fine as long as one entry is finite. The formula
    is proved for indices counted from any number, too; they are counted from the integer
    nearest to SA, so that an index less SA keeps its digits where one entry outweighs all
    others. Long rows are worked in chunks; that their sums merge as they do is proved, too.
    """
    return _run(
        _softargmax_value_and_gradient_program, x, axis, index=_index_of(index_base, indices),
        out=out, workers=workers, only=1, beta=_positive('beta', beta), accurate=accurate,
        whole=indices is None,
    )


def _softargmax_vjp_sums(
    x: Any, v: Any, index: Any, *, axis: Any, keep: Any, beta: Any, accurate: Any, whole: Any,
    **_: Any,
) -> Any:
    peak = _shift(np.maximum.reduce(x, axis, keepdims=keep), beta, 0, 1)
    lost = _lost(x, peak, beta) if accurate or (beta == 1 and _any(peak)) else None
    x = _shifted(x, peak)
    if beta != 1:
        x = x * beta
    exp_x = np.exp(x, out=x)
    if lost is not None:
        exp_x = exp_x + exp_x * lost
    Sigma = np.add.reduce(exp_x, axis, keepdims=keep)
    centre = _near(np.add.reduce(exp_x * index, axis, keepdims=keep) / Sigma, index, axis, whole)
    index = index - centre
    total = np.add.reduce(exp_x * index, axis, keepdims=keep)
    return ((exp_x,), (peak, centre, Sigma, total))


def _softargmax_vjp_merged(
    peaks: Any, centres: Any, Sigma: Any, total: Any, *, axis: Any, beta: Any, whole: Any,
    **_: Any,
) -> Any:
    peak = np.maximum.reduce(peaks, axis, keepdims=True)
    by = _shifted(peaks, peak)
    if beta != 1:
        by = by * beta
    exp_by = np.exp(by)
    gap = centres
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total, axis, keepdims=True)
    centre = _near(total_of_all / Sigma_of_all, centres, axis, whole)
    gap = centres - centre
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total, axis, keepdims=True)
    return ((peak, centre, Sigma_of_all, total_of_all), (exp_by,))


def _softargmax_vjp(
    x: Any, v: Any, index: Any, *, kept: Any, sums: Any, beta: Any, **_: Any,
) -> Any:
    exp_x, = kept
    _, centre, Sigma, total = sums
    index = index - centre
    SA_less_centre = total / Sigma
    part = np.multiply(exp_x, v, out=exp_x) * (index - SA_less_centre)
    value = np.divide(part, Sigma, out=part)
    if beta != 1:
        value = value * beta
    return (value,)


_softargmax_vjp_program = Program(
    (True,), _softargmax_vjp, _softargmax_vjp_sums, _softargmax_vjp_merged,
)


def softargmax_vjp(
    x: ArrayLike, v: ArrayLike, axis: int = -1, *, beta: float = 1.0, index_base: int = 1,
    indices: ArrayLike | None = None, out: Any = None, workers: int | None = None,
    accurate: bool = False,
) -> Array:
    r"""v_j \frac{\partial SA}{\partial x_j}, along an axis.

    .. math:: v_j \frac{\partial SA}{\partial x_j} = S_j v_j (j - SA)

    In plain characters::

        v_j * (d(SA)/dx_j) = S_j * v_j * (j - SA)
        S_j = exp(x_j) / (sum_k exp(x_k))
        SA = sum_i exp(x_i) * i / (sum_k exp(x_k))

    Parameters
    ----------
    x : array_like of real numbers
        At least one axis. float32 and float64 are computed as they are, float16 and bfloat16
        in float32; integers and booleans become float64.
    v : array_like of real numbers
        One number a row: of the shape of x without the axis.
    axis : int, optional
        The axis that holds the n entries of a vector x; the last by default.
    beta : float, > 0, optional
        Inverse temperature: the formula is computed at beta x, and derivatives are taken
        with respect to x. 1 by default.
    index_base : int, optional
        What indices count from; 1 by default, as in the formula.
    indices : array_like of n real numbers, optional
        Coordinates along the axis in place of the indices.
    out : ndarray, optional
        Where the result is written, in the right shape.
    workers : int, optional
        Threads for large arrays; as many as there are cores by default.
    accurate : bool, optional
        Whether exponentials are mended by what rounding takes from their exponents: a few more
        operations, and each entry is as exact as its own conditioning lets it be. float32 is
        computed in float64.

    Returns
    -------
    ndarray
        v_j \frac{\partial SA}{\partial x_j}, in the shape of x.

    Notes
    -----
    Proved from the definitions of Heedong Park, SoftArgmax, July 2022 for all n >= 1 and
    all real inputs at which it exists, by derivation 0.1.0. The self-test holds errors at
    exact values to 64 eps of the largest entry, or of 1 if terms cancel. Elsewhere digits
    below those of the largest term may be lost, and where a term on the way is beyond the
    range of floats, as the square of 1e200 is, the result may be inf, nan or 0. The index
    counts from 1. The formula is proved unchanged when a number is taken from all of x, so
    it is computed with a number next to the maximum along the axis taken away, or none: no
    exponential of x overflows, and -inf is fine as long as one entry is finite. The formula
    is proved for indices counted from any number, too; they are counted from the integer
    nearest to SA, so that an index less SA keeps its digits where one entry outweighs all
    others. Long rows are worked in chunks; that their sums merge as they do is proved, too.
    """
    return _run(
        _softargmax_vjp_program, x, axis, (_column(v, axis),),
        index=_index_of(index_base, indices), out=out, workers=workers,
        beta=_positive('beta', beta), accurate=accurate, whole=indices is None,
    )


def _softargmax_jvp_sums(
    x: Any, t: Any, index: Any, *, axis: Any, keep: Any, beta: Any, accurate: Any, whole: Any,
    **_: Any,
) -> Any:
    peak = _shift(np.maximum.reduce(x, axis, keepdims=keep), beta, 0, 1)
    lost = _lost(x, peak, beta) if accurate or (beta == 1 and _any(peak)) else None
    x = _shifted(x, peak)
    if beta != 1:
        x = x * beta
    exp_x = np.exp(x, out=x)
    if lost is not None:
        exp_x = exp_x + exp_x * lost
    total_2 = np.add.reduce(exp_x * t, axis, keepdims=keep)
    Sigma = np.add.reduce(exp_x, axis, keepdims=keep)
    centre = _near(np.add.reduce(exp_x * index, axis, keepdims=keep) / Sigma, index, axis, whole)
    index = index - centre
    total = np.add.reduce(index * exp_x * t, axis, keepdims=keep)
    total_3 = np.add.reduce(np.multiply(exp_x, index, out=exp_x), axis, keepdims=keep)
    return ((), (peak, centre, total_2, Sigma, total, total_3))


def _softargmax_jvp_merged(
    peaks: Any, centres: Any, total_2: Any, Sigma: Any, total: Any, total_3: Any, *, axis: Any,
    beta: Any, whole: Any, **_: Any,
) -> Any:
    peak = np.maximum.reduce(peaks, axis, keepdims=True)
    by = _shifted(peaks, peak)
    if beta != 1:
        by = by * beta
    exp_by = np.exp(by)
    gap = centres
    total_2_of_all = np.add.reduce(exp_by * total_2, axis, keepdims=True)
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_of_all = np.add.reduce(exp_by * total + exp_by * total_2 * gap, axis, keepdims=True)
    total_3_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total_3, axis, keepdims=True)
    centre = _near(total_3_of_all / Sigma_of_all, centres, axis, whole)
    gap = centres - centre
    total_2_of_all = np.add.reduce(exp_by * total_2, axis, keepdims=True)
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_of_all = np.add.reduce(exp_by * total + exp_by * total_2 * gap, axis, keepdims=True)
    total_3_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total_3, axis, keepdims=True)
    return ((peak, centre, total_2_of_all, Sigma_of_all, total_of_all, total_3_of_all), ())


def _softargmax_jvp(x: Any, t: Any, index: Any, *, sums: Any, beta: Any, **_: Any) -> Any:
    _, _, total_2, Sigma, total, total_3 = sums
    SA_less_centre = total_3 / Sigma
    value = (total - total_2 * SA_less_centre) / Sigma
    if beta != 1:
        value = value * beta
    return (value,)


_softargmax_jvp_program = Program(
    (False,), _softargmax_jvp, _softargmax_jvp_sums, _softargmax_jvp_merged,
)


def softargmax_jvp(
    x: ArrayLike, t: ArrayLike, axis: int = -1, *, beta: float = 1.0, index_base: int = 1,
    indices: ArrayLike | None = None, keepdims: bool = False, out: Any = None,
    workers: int | None = None, accurate: bool = False,
) -> Any:
    r"""\sum_{j = 1}^{n} t_j \frac{\partial SA}{\partial x_j}, along an axis.

    .. math::

        \sum_{j = 1}^{n} t_j \frac{\partial SA}{\partial x_j} = \frac{\sum_{k = 1}^{n} k
            e^{x_k} t_k - SA \sum_{k = 1}^{n} e^{x_k} t_k}{\Sigma}

    In plain characters::

        sum_j t_j * (d(SA)/dx_j) = ((sum_k k * exp(x_k) * t_k) - (sum_k exp(x_k) * t_k) *
            SA) / Sigma
        SA = sum_i exp(x_i) * i / (sum_k exp(x_k))
        Sigma = sum_k exp(x_k)

    Parameters
    ----------
    x : array_like of real numbers
        At least one axis. float32 and float64 are computed as they are, float16 and bfloat16
        in float32; integers and booleans become float64.
    t : array_like of real numbers
        Of a shape that broadcasts with that of x; computed in the dtype of x.
    axis : int, optional
        The axis that holds the n entries of a vector x; the last by default.
    beta : float, > 0, optional
        Inverse temperature: the formula is computed at beta x, and derivatives are taken
        with respect to x. 1 by default.
    index_base : int, optional
        What indices count from; 1 by default, as in the formula.
    indices : array_like of n real numbers, optional
        Coordinates along the axis in place of the indices.
    keepdims : bool, optional
        Whether what is reduced keeps the axis, with length 1.
    out : ndarray, optional
        Where the result is written, in the right shape.
    workers : int, optional
        Threads for large arrays; as many as there are cores by default.
    accurate : bool, optional
        Whether exponentials are mended by what rounding takes from their exponents: a few more
        operations, and each entry is as exact as its own conditioning lets it be. float32 is
        computed in float64.

    Returns
    -------
    ndarray or scalar
        \sum_{j = 1}^{n} t_j \frac{\partial SA}{\partial x_j}, in the shape of x without the
            axis.

    Notes
    -----
    Proved from the definitions of Heedong Park, SoftArgmax, July 2022 for all n >= 1 and
    all real inputs at which it exists, by derivation 0.1.0. The self-test holds errors at
    exact values to 64 eps of the largest entry, or of 1 if terms cancel. Elsewhere digits
    below those of the largest term may be lost, and where a term on the way is beyond the
    range of floats, as the square of 1e200 is, the result may be inf, nan or 0. The index
    counts from 1. The formula is proved unchanged when a number is taken from all of x, so
    it is computed with a number next to the maximum along the axis taken away, or none: no
    exponential of x overflows, and -inf is fine as long as one entry is finite. The formula
    is proved for indices counted from any number, too; they are counted from the integer
    nearest to SA, so that an index less SA keeps its digits where one entry outweighs all
    others. Long rows are worked in chunks; that their sums merge as they do is proved, too.
    """
    return _run(
        _softargmax_jvp_program, x, axis, (t,), index=_index_of(index_base, indices),
        keepdims=keepdims, out=out, workers=workers, beta=_positive('beta', beta),
        accurate=accurate, whole=indices is None,
    )


def _softargmax_hvp_sums(
    x: Any, t: Any, index: Any, *, axis: Any, keep: Any, beta: Any, accurate: Any, whole: Any,
    **_: Any,
) -> Any:
    peak = _shift(np.maximum.reduce(x, axis, keepdims=keep), beta, 0, 1)
    lost = _lost(x, peak, beta) if accurate or (beta == 1 and _any(peak)) else None
    x = _shifted(x, peak)
    if beta != 1:
        x = x * beta
    exp_x = np.exp(x, out=x)
    if lost is not None:
        exp_x = exp_x + exp_x * lost
    total = np.add.reduce(exp_x * t, axis, keepdims=keep)
    Sigma = np.add.reduce(exp_x, axis, keepdims=keep)
    centre = _near(np.add.reduce(exp_x * index, axis, keepdims=keep) / Sigma, index, axis, whole)
    index = index - centre
    total_2 = np.add.reduce(exp_x * index, axis, keepdims=keep)
    total_3 = np.add.reduce(index * exp_x * t, axis, keepdims=keep)
    return ((exp_x,), (peak, centre, total, Sigma, total_2, total_3))


def _softargmax_hvp_merged(
    peaks: Any, centres: Any, total: Any, Sigma: Any, total_2: Any, total_3: Any, *, axis: Any,
    beta: Any, whole: Any, **_: Any,
) -> Any:
    peak = np.maximum.reduce(peaks, axis, keepdims=True)
    by = _shifted(peaks, peak)
    if beta != 1:
        by = by * beta
    exp_by = np.exp(by)
    gap = centres
    total_of_all = np.add.reduce(exp_by * total, axis, keepdims=True)
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_2_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total_2, axis, keepdims=True)
    total_3_of_all = np.add.reduce(exp_by * total_3 + exp_by * total * gap, axis, keepdims=True)
    centre = _near(total_2_of_all / Sigma_of_all, centres, axis, whole)
    gap = centres - centre
    total_of_all = np.add.reduce(exp_by * total, axis, keepdims=True)
    Sigma_of_all = np.add.reduce(exp_by * Sigma, axis, keepdims=True)
    total_2_of_all = np.add.reduce(exp_by * Sigma * gap + exp_by * total_2, axis, keepdims=True)
    total_3_of_all = np.add.reduce(exp_by * total_3 + exp_by * total * gap, axis, keepdims=True)
    return ((peak, centre, total_of_all, Sigma_of_all, total_2_of_all, total_3_of_all), (exp_by,))


def _softargmax_hvp(
    x: Any, t: Any, index: Any, *, kept: Any, sums: Any, beta: Any, **_: Any,
) -> Any:
    exp_x, = kept
    _, centre, total, Sigma, total_2, total_3 = sums
    index = index - centre
    SA_less_centre = total_2 / Sigma
    part_2 = 2 * total * SA_less_centre + index * Sigma * t - total_3 - index * total
    part_1 = np.subtract(part_2, SA_less_centre * Sigma * t, out=part_2)
    part = np.multiply(exp_x, part_1, out=exp_x)
    value = np.divide(part, Sigma, out=part) / Sigma
    if beta != 1:
        value = value * beta ** 2
    return (value,)


_softargmax_hvp_program = Program(
    (True,), _softargmax_hvp, _softargmax_hvp_sums, _softargmax_hvp_merged,
)


def softargmax_hvp(
    x: ArrayLike, t: ArrayLike, axis: int = -1, *, beta: float = 1.0, index_base: int = 1,
    indices: ArrayLike | None = None, out: Any = None, workers: int | None = None,
    accurate: bool = False,
) -> Array:
    r"""\sum_{k = 1}^{n} t_k \frac{\partial \frac{\partial SA}{\partial x_j}}{\partial x_k}, along an axis.

    .. math::

        \sum_{k = 1}^{n} t_k \frac{\partial \frac{\partial SA}{\partial x_j}}{\partial x_k}
            = \frac{S_j \left( 2 SA \sum_{k = 1}^{n} e^{x_k} t_k + j \Sigma t_j - \sum_{k =
            1}^{n} k e^{x_k} t_k - j \sum_{k = 1}^{n} e^{x_k} t_k - SA \Sigma t_j
            \right)}{\Sigma}

    In plain characters::

        sum_k t_k * (d(d(SA)/dx_j)/dx_k) = S_j * (2 * (sum_k exp(x_k) * t_k) * SA + j *
            Sigma * t_j - (sum_k k * exp(x_k) * t_k) - j * (sum_k exp(x_k) * t_k) - SA *
            Sigma * t_j) / Sigma
        S_j = exp(x_j) / (sum_k exp(x_k))
        SA = sum_i exp(x_i) * i / (sum_k exp(x_k))
        Sigma = sum_k exp(x_k)

    Parameters
    ----------
    x : array_like of real numbers
        At least one axis. float32 and float64 are computed as they are, float16 and bfloat16
        in float32; integers and booleans become float64.
    t : array_like of real numbers
        Of a shape that broadcasts with that of x; computed in the dtype of x.
    axis : int, optional
        The axis that holds the n entries of a vector x; the last by default.
    beta : float, > 0, optional
        Inverse temperature: the formula is computed at beta x, and derivatives are taken
        with respect to x. 1 by default.
    index_base : int, optional
        What indices count from; 1 by default, as in the formula.
    indices : array_like of n real numbers, optional
        Coordinates along the axis in place of the indices.
    out : ndarray, optional
        Where the result is written, in the right shape.
    workers : int, optional
        Threads for large arrays; as many as there are cores by default.
    accurate : bool, optional
        Whether exponentials are mended by what rounding takes from their exponents: a few more
        operations, and each entry is as exact as its own conditioning lets it be. float32 is
        computed in float64.

    Returns
    -------
    ndarray
        \sum_{k = 1}^{n} t_k \frac{\partial \frac{\partial SA}{\partial x_j}}{\partial x_k},
            in the shape of x.

    Notes
    -----
    Proved from the definitions of Heedong Park, SoftArgmax, July 2022 for all n >= 1 and
    all real inputs at which it exists, by derivation 0.1.0. The self-test holds errors at
    exact values to 64 eps of the largest entry, or of 1 if terms cancel. Elsewhere digits
    below those of the largest term may be lost, and where a term on the way is beyond the
    range of floats, as the square of 1e200 is, the result may be inf, nan or 0. The index
    counts from 1. The formula is proved unchanged when a number is taken from all of x, so
    it is computed with a number next to the maximum along the axis taken away, or none: no
    exponential of x overflows, and -inf is fine as long as one entry is finite. The formula
    is proved for indices counted from any number, too; they are counted from the integer
    nearest to SA, so that an index less SA keeps its digits where one entry outweighs all
    others. Long rows are worked in chunks; that their sums merge as they do is proved, too.
    """
    return _run(
        _softargmax_hvp_program, x, axis, (t,), index=_index_of(index_base, indices), out=out,
        workers=workers, beta=_positive('beta', beta), accurate=accurate, whole=indices is None,
    )


def _self_test() -> None:
    """Exact values at logarithms of integers, near one-hot, too; shifts. Raises AssertionError."""

    def _close(found: Any, wanted: Any, least: float = 1.0) -> None:
        most = np.finfo(float).max  # in the place of what is beyond the range of floats
        found = np.clip(np.asarray(found, dtype=float), -most, most)
        wanted = np.clip(np.asarray(wanted, dtype=float), -most, most)
        error = np.max(np.abs(found - wanted), initial=0.0)
        scale = max(least, np.max(np.abs(wanted)))
        if not error <= 64 * np.finfo(float).eps * scale:
            raise AssertionError(f"an error of {error}, beside {scale}")

    _found = softargmax(np.log([1.0]))
    _close(_found, 1.0)
    _found = softargmax(np.log([1.0, 2.0, 3.0]))
    _close(_found, 2.3333333333333335)
    _found = softargmax(np.log([5.0, 1.0, 1.0, 2.0]))
    _close(_found, 2.0)
    _found = softargmax(np.log([1e+17, 1.0]))
    _close(_found, 1.0, least=0.0)
    _found = softargmax(np.log([1.0, 1.0, 1e+17, 1.0, 1.0]))
    _close(_found, 3.0, least=0.0)
    _found = softargmax(np.asarray([0.5, 2.0, -0.75, 1.25]))
    _close(_found, 2.446470293814015)
    _found = softargmax(np.asarray([0.0, 0.5, 3.0]))
    _there = softargmax(np.asarray([-2.0, -1.5, 1.0]))
    _close(_there, _found)
    _found = softargmax_value_and_gradient(np.log([1.0]))
    _close(_found[0], 1.0)
    _close(_found[1], [-1.9721522630525295e-31])
    _found = softargmax_value_and_gradient(np.log([1.0, 2.0, 3.0]))
    _close(_found[0], 2.3333333333333335)
    _close(_found[1], [-0.2222222222222222, -0.1111111111111111, 0.3333333333333333])
    _found = softargmax_value_and_gradient(np.log([5.0, 1.0, 1.0, 2.0]))
    _close(_found[0], 2.0)
    _close(_found[1], [-0.5555555555555556, 0.0, 0.1111111111111111, 0.4444444444444444])
    _found = softargmax_value_and_gradient(np.log([1e+17, 1.0]))
    _close(_found[0], 1.0, least=0.0)
    _close(_found[1], [-9.999999999999999e-18, 9.999999999999999e-18], least=0.0)
    _found = softargmax_value_and_gradient(np.log([1.0, 1.0, 1e+17, 1.0, 1.0]))
    _close(_found[0], 3.0, least=0.0)
    _close(
        _found[1], [-1.9999999999999998e-17, -9.999999999999999e-18, 0.0, 9.999999999999999e-18,
        1.9999999999999998e-17], least=0.0,
    )
    _found = softargmax_value_and_gradient(np.asarray([0.5, 2.0, -0.75, 1.25]))
    _close(_found[0], 2.446470293814015)
    _close(
        _found[1], [-0.18344130976712686, -0.2537592690174711, 0.02011224053126897,
        0.41708833825332897],
    )
    _found = softargmax_value_and_gradient(np.asarray([0.0, 0.5, 3.0]))
    _there = softargmax_value_and_gradient(np.asarray([-2.0, -1.5, 1.0]))
    _close(_there[0], _found[0])
    _close(_there[1], _found[1])
    _found = softargmax_gradient(np.log([1.0]))
    _close(_found, [-1.9721522630525295e-31])
    _found = softargmax_gradient(np.log([1.0, 2.0, 3.0]))
    _close(_found, [-0.2222222222222222, -0.1111111111111111, 0.3333333333333333])
    _found = softargmax_gradient(np.log([5.0, 1.0, 1.0, 2.0]))
    _close(_found, [-0.5555555555555556, 0.0, 0.1111111111111111, 0.4444444444444444])
    _found = softargmax_gradient(np.log([1e+17, 1.0]))
    _close(_found, [-9.999999999999999e-18, 9.999999999999999e-18], least=0.0)
    _found = softargmax_gradient(np.log([1.0, 1.0, 1e+17, 1.0, 1.0]))
    _close(
        _found, [-1.9999999999999998e-17, -9.999999999999999e-18, 0.0, 9.999999999999999e-18,
        1.9999999999999998e-17], least=0.0,
    )
    _found = softargmax_gradient(np.asarray([0.5, 2.0, -0.75, 1.25]))
    _close(
        _found, [-0.18344130976712686, -0.2537592690174711, 0.02011224053126897,
        0.41708833825332897],
    )
    _found = softargmax_gradient(np.asarray([0.0, 0.5, 3.0]))
    _there = softargmax_gradient(np.asarray([-2.0, -1.5, 1.0]))
    _close(_there, _found)
    _found = softargmax_vjp(np.log([1.0]), 0.25)
    _close(_found, [-4.930380657631324e-32])
    _found = softargmax_vjp(np.log([1.0, 2.0, 3.0]), 0.25)
    _close(_found, [-0.05555555555555555, -0.027777777777777776, 0.08333333333333333])
    _found = softargmax_vjp(np.log([5.0, 1.0, 1.0, 2.0]), 0.25)
    _close(_found, [-0.1388888888888889, 0.0, 0.027777777777777776, 0.1111111111111111])
    _found = softargmax_vjp(np.log([1e+17, 1.0]), 0.25)
    _close(_found, [-2.4999999999999998e-18, 2.4999999999999998e-18], least=0.0)
    _found = softargmax_vjp(np.log([1.0, 1.0, 1e+17, 1.0, 1.0]), 0.25)
    _close(
        _found, [-4.9999999999999996e-18, -2.4999999999999998e-18, 0.0, 2.4999999999999998e-18,
        4.9999999999999996e-18], least=0.0,
    )
    _found = softargmax_vjp(np.asarray([0.5, 2.0, -0.75, 1.25]), 0.25)
    _close(
        _found, [-0.045860327441781715, -0.06343981725436777, 0.0050280601328172424,
        0.10427208456333224],
    )
    _found = softargmax_jvp(np.log([1.0]), [0.25])
    _close(_found, -7.395570986446986e-32)
    _found = softargmax_jvp(np.log([1.0, 2.0, 3.0]), [0.25, 0.5, 0.75])
    _close(_found, 0.1388888888888889)
    _found = softargmax_jvp(np.log([5.0, 1.0, 1.0, 2.0]), [0.25, 0.5, 0.75, 0.25])
    _close(_found, 0.05555555555555555)
    _found = softargmax_jvp(np.log([1e+17, 1.0]), [0.25, 0.5])
    _close(_found, 2.4999999999999998e-18, least=0.0)
    _found = softargmax_jvp(np.log([1.0, 1.0, 1e+17, 1.0, 1.0]), [0.25, 0.5, 0.75, 0.25, 0.5])
    _close(_found, 2.4999999999999998e-18, least=0.0)
    _found = softargmax_jvp(np.asarray([0.5, 2.0, -0.75, 1.25]), [0.25, 0.5, 0.75, 0.25])
    _close(_found, -0.053383696988733284)
    _found = softargmax_hvp(np.log([1.0]), [0.25])
    _close(_found, [7.395570986446986e-32])
    _found = softargmax_hvp(np.log([1.0, 2.0, 3.0]), [0.25, 0.5, 0.75])
    _close(_found, [0.05092592592592592, -0.037037037037037035, -0.013888888888888888])
    _found = softargmax_hvp(np.log([5.0, 1.0, 1.0, 2.0]), [0.25, 0.5, 0.75, 0.25])
    _close(
        _found, [0.015432098765432098, -0.006172839506172839, 0.040123456790123455,
        -0.04938271604938271],
    )
    _found = softargmax_hvp(np.log([1e+17, 1.0]), [0.25, 0.5])
    _close(_found, [-2.4999999999999998e-18, 2.4999999999999998e-18], least=0.0)
    _found = softargmax_hvp(np.log([1.0, 1.0, 1e+17, 1.0, 1.0]), [0.25, 0.5, 0.75, 0.25, 0.5])
    _close(
        _found, [9.999999999999999e-18, 2.4999999999999998e-18, -2.4999999999999998e-18,
        -4.9999999999999996e-18, -4.9999999999999996e-18], least=0.0,
    )
    _found = softargmax_hvp(np.asarray([0.5, 2.0, -0.75, 1.25]), [0.25, 0.5, 0.75, 0.25])
    _close(
        _found, [0.036168271452084504, 0.007568999916504392, 0.00877262061757478,
        -0.052509891986163675],
    )


if __name__ == "__main__":
    _self_test()
    print("all self-tests passed")
