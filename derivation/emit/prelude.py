"""What emitted NumPy modules open with: checks of the input, blocks, and shapes of what is returned.

The emitted text holds copies of what it uses, so that it needs NumPy alone. All
of it is ordinary code here: typed, tested, linted.
"""

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]

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


def _middle(x: Array, axis: int, keepdims: Any) -> Array:
    """A number next to the mean of a row, and never beyond its ends."""
    mean: Array = np.add.reduce(x / x.shape[axis], axis, keepdims=keepdims)
    return mean


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


def _logistic(x: Array) -> Array:
    """1 / (1 + e^-x), for any x."""
    found: Array = np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))
    return found


def _softplus(x: Array) -> Array:
    """log(1 + e^x), for any x."""
    found: Array = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
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
