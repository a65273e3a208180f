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

BLOCK = 2**19  # bytes of an array that stays in the cache while a block is computed
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
    index: Any = None,
    keepdims: bool = False,
    out: Any = None,
    workers: int | None = None,
    only: int | None = None,
    **scalars: Any,
) -> Any:
    """The results of a program: one, or several in a tuple; with `only`, that one of them."""
    x, axis, dtype = _prepared(x, axis)
    others = [_along(x, other, axis) for other in others]
    if index is not None:
        others.append(_counted(x, axis, index))
    threads = _workers(workers, x.size)
    if x.nbytes <= BLOCK and (axis == x.ndim - 1 or x.shape[axis] <= NARROW):
        results: Sequence[Any] = _block(program, x, others, axis, scalars)
    else:
        results = _blocked(program, x, others, axis, dtype, threads, scalars)
    found = []
    for filled, result in zip(program.filled, map(np.asarray, results), strict=True):
        if result.dtype != dtype:
            result = result.astype(dtype)
        if not filled and result.ndim < x.ndim:
            result = np.broadcast_to(result, (*x.shape[:axis], 1, *x.shape[axis + 1 :]))
        if filled:
            result = _filled(result, x)
        elif not keepdims:
            result = result[0] if x.ndim == 1 else result.squeeze(axis)
        found.append(result)
    if only is not None:
        found = [found[only]]
    if out is not None:
        found = _written(found, out)
    return found[0] if len(found) == 1 else tuple(found)


def _prepared(x: ArrayLike, axis: int) -> tuple[Array, int, np.dtype[Any]]:
    """The array to compute with, its axis counted from 0, and the dtype of results."""
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
    work = np.dtype(np.float32) if narrow else dtype
    if array.shape[axis] > 2**24 and work == np.float32:
        work = np.dtype(np.float64)
    return array if given is work else array.astype(work, copy=False), int(axis) % array.ndim, dtype


def _along(x: Array, other: ArrayLike, axis: int) -> Array:
    """Another array in the shape and dtype of x."""
    array = np.asarray(other)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"all arrays must hold real numbers, not {array.dtype}")
    return np.broadcast_to(array.astype(x.dtype, copy=False), x.shape)


def _column(value: ArrayLike, axis: int) -> Array:
    """One number a row, as an array that has the axis with length 1."""
    return np.expand_dims(np.asarray(value), axis)


def _counted(x: Array, axis: int, index: Any) -> Array:
    """index, index + 1, … along the axis of x, or the coordinates that are given."""
    n = x.shape[axis]
    if isinstance(index, (int, np.integer)):
        entries = np.arange(index, index + n, dtype=x.dtype)
    else:
        entries = np.asarray(index, dtype=x.dtype)
        if entries.shape != (n,):
            raise ValueError(
                f"indices must hold {n} coordinates, one an entry of the axis; it has shape {entries.shape}"
            )
        if not np.isfinite(entries).all():
            raise ValueError("indices must be finite")
    return entries if axis == x.ndim - 1 else entries.reshape(-1, *(1,) * (x.ndim - 1 - axis))


def _near(mean: Array, index: Array, axis: int, whole: bool) -> Array:
    """The integer nearest to a mean; of coordinates that are not whole numbers, the nearest one."""
    if whole:
        return np.rint(mean)
    place = np.argmin(np.abs(index - mean), axis, keepdims=True)
    entries = np.broadcast_to(index, np.broadcast_shapes(np.shape(index), np.shape(mean)))
    return np.take_along_axis(entries, place, axis)


def _positive(what: str, value: float) -> float:
    """A scalar that is > 0 and finite."""
    number = float(value)
    if not 0 < number < math.inf:
        raise ValueError(f"{what} must be > 0 and finite, not {value!r}")
    return number


def _workers(workers: int | None, size: int) -> int:
    """How many threads to work with: as many as there are cores where it is worth it."""
    if workers is None:
        return (os.cpu_count() or 1) if size >= THREADED else 1
    if not isinstance(workers, (int, np.integer)) or workers < 1:
        raise ValueError(f"workers must be a number of threads >= 1, not {workers!r}")
    return int(workers)


def _filled(value: Array, x: Array) -> Array:
    """A value for each entry of x, in an array of its own."""
    if value.shape == x.shape and not np.may_share_memory(value, x):
        return value
    return np.array(np.broadcast_to(value, x.shape))


def _written(found: list[Any], out: Any) -> list[Any]:
    """The results in the arrays of the caller."""
    arrays = out if isinstance(out, tuple) else (out,)
    if len(arrays) != len(found):
        raise ValueError(f"out must be a tuple of {len(found)} arrays, one a result")
    for array, result in zip(arrays, found, strict=True):
        if not isinstance(array, np.ndarray) or array.shape != np.shape(result):
            raise ValueError(f"out must be an array of shape {np.shape(result)}")
    for array, result in zip(arrays, found, strict=True):
        np.copyto(array, result, casting="same_kind")
    return list(arrays)


def _block(
    program: Program, x: Array, others: Sequence[Array], axis: int, scalars: dict[str, Any]
) -> tuple[Any, ...]:
    """The results of whole rows, whose axis stays with length 1 where they have one value a row."""
    n = x.shape[axis]
    if program.sums is None:
        return program.finish(x, *others, n=n, axis=axis, **scalars)
    kept, sums = program.sums(x, *others, n=n, axis=axis, **scalars)
    return program.finish(x, *others, n=n, axis=axis, kept=kept, sums=sums, **scalars)


def _blocked(
    program: Program,
    x: Array,
    others: Sequence[Array],
    axis: int,
    dtype: np.dtype[Any],
    workers: int,
    scalars: dict[str, Any],
) -> Sequence[Array]:
    """The results, block by block: of rows, of columns, of chunks of a row that is long."""
    n, before, after = x.shape[axis], math.prod(x.shape[:axis]), math.prod(x.shape[axis + 1 :])
    size = BLOCK // x.itemsize
    shaped = x.reshape(before, n, after)
    rest = [o.reshape(before if o.ndim == x.ndim else 1, n, -1) for o in others]
    results = [np.empty((before, n if filled else 1, after), dtype) for filled in program.filled]
    if program.merged is not None and after == 1 and n > size:
        for row in range(before):
            here = [o[row if o.shape[0] > 1 else 0, :, 0] for o in rest]
            _long(program, shaped[row, :, 0], here, [r[row, :, 0] for r in results], size, workers, scalars)
    else:
        high = max(1, size // (n * after))
        wide = after if n * after <= size else min(after, max(64 // x.itemsize, size // n))
        corners = [(i, j) for i in range(0, before, high) for j in range(0, after, wide)]

        def work(corner: tuple[int, int]) -> None:
            i, j = corner
            parts = [o[i : i + high] if len(o) > 1 else o for o in (shaped, *rest)]
            parts = [p[:, :, j : j + wide] if p.shape[2] > 1 else p for p in parts]
            for result, part in zip(results, _tile(program, parts, n, scalars), strict=True):
                result[i : i + high, :, j : j + wide] = part

        _each(work, corners, workers)
    shapes = [x.shape if filled else (*x.shape[:axis], 1, *x.shape[axis + 1 :]) for filled in program.filled]
    return [result.reshape(shape) for result, shape in zip(results, shapes, strict=True)]


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
    chunks = [slice(start, start + size) for start in range(0, n, size)]
    stores: list[Array] = []
    found: dict[int, Any] = {}

    def store(place: int) -> Array:
        while len(stores) <= place:
            own = [r for r in results if len(r) == n and r.dtype == x.dtype]
            stores.append(own[0] if place == 0 and own else np.empty(n, x.dtype))
        return stores[place]

    def first(k: int) -> None:
        here = chunks[k]
        kept, found[k] = sums(x[here], *(o[here] for o in others), n=n, axis=0, **scalars)
        for place, vector in enumerate(kept):
            store(place)[here] = vector

    first(0)
    _each(first, range(1, len(chunks)), workers)
    columns = [np.concatenate(column) for column in zip(*(found[k] for k in range(len(chunks))), strict=True)]
    if not np.isfinite(columns[0]).all():
        for result, part in zip(results, _block(program, x, others, 0, scalars), strict=True):
            result[...] = part
        return
    whole, factors = merged(*columns, n=n, axis=0, **scalars)

    def last(k: int) -> None:
        here = chunks[k]
        kept = [stored[here] * factor[k] for stored, factor in zip(stores, factors, strict=True)]
        parts = finish(x[here], *(o[here] for o in others), n=n, axis=0, kept=kept, sums=whole, **scalars)
        for result, filled, part in zip(results, program.filled, parts, strict=True):
            result[here if filled else slice(None)] = part

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


def _shifted(x: Array, by: Array) -> Array:
    """x - by, where a difference beyond the range of floats is an infinity."""
    if by.size == 1 and -1e30 < by.item() < 1e30:
        return x - by
    with np.errstate(over="ignore", invalid="ignore"):
        return x - by


def _lost(x: Array, by: Array, times: float) -> Array:
    """What rounding takes from (x - by) times: exact for the difference, and for the product."""
    with np.errstate(all="ignore"):
        difference = x - by
        back = difference - x
        lost = (x - (difference - back)) - (by + back)
        if times != 1:
            split = x.dtype.type(2 ** (-(-(np.finfo(x.dtype).nmant + 1) // 2)) + 1)
            factor = x.dtype.type(times)
            high, top = split * difference, split * factor
            high, top = high - (high - difference), top - (top - factor)
            low, rest = difference - high, factor - top
            product = difference * factor
            lost = lost * factor + (((high * top - product) + high * rest + low * top) + low * rest)
    return np.where(np.isfinite(lost), lost, 0)
