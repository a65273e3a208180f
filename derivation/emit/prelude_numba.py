"""What emitted numba modules have beside the prelude of NumPy modules: exponentials and sums for loops.

The emitted text holds copies of what it uses. Loops are compiled without leave to
reorder arithmetic, for that would undo the centring; sums within a chunk have it,
so that they are vectorised, and so has nothing else.
"""

import math
import os
import sys
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, overload

from derivation.emit.prelude import Array, Program, _block

CHUNK = 512  # entries that are summed in the order that is fastest
NARROW = 0  # rows lie along the last axis, always


def _compiled(**options: Any) -> Any:
    """What numba compiles. It is kept beside the module, for each name that the module is imported under.

    For kept code is linked to its module by that name; where it has none, as a script, nothing is kept.
    """
    own = globals()
    imported = getattr(sys.modules.get(__name__), "__dict__", None) is own
    named = getattr(own.get("__spec__"), "name", None) == __name__ != "__main__"
    kept = imported and named and os.path.exists(own.get("__file__", ""))

    def compiled(function: Any) -> Any:
        function.__qualname__ = f"{__name__}.{function.__qualname__}"
        try:
            return njit(cache=kept, **options)(function)
        except RuntimeError:  # there is no folder to keep it in
            return njit(**options)(function)

    return compiled


def _rows(x: Array) -> Array:
    """An array of shape (rows, n), in one piece."""
    if x.dtype.itemsize > 8:
        raise TypeError(f"numba computes in float32 and float64, not in {x.dtype}")
    return np.ascontiguousarray(x).reshape(-1, x.shape[-1])


def _tile(program: Program, parts: list[Array], n: int, scalars: dict[str, Any]) -> list[Array]:
    """The results of a block of shape (rows, n, columns)."""
    parts = [np.ascontiguousarray(part.swapaxes(1, 2)) for part in parts]
    return [
        np.asarray(r).reshape(*parts[0].shape[:2], -1).swapaxes(1, 2)
        for r in _block(program, parts[0], parts[1:], 2, scalars)
    ]


@intrinsic
def _bits(typing: Any, x: Any) -> Any:
    """The bits of a number, as an integer."""
    integer = types.int64 if x == types.float64 else types.int32

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64 if x == types.float64 else 32))

    return integer(x), code


@intrinsic
def _of_bits(typing: Any, bits: Any) -> Any:
    """The number that has these bits."""
    real = types.float64 if bits == types.int64 else types.float32

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType() if real == types.float64 else ir.FloatType())

    return real(bits), code


def _key(x: Any) -> Any:
    """An integer that orders numbers, so that the largest is found in any order; nan lies at the ends."""
    raise NotImplementedError


@overload(_key)
def _key_of(x: Any) -> Any:
    def key64(x: Any) -> Any:
        bits = _bits(x)
        return bits ^ ((bits >> 63) & 0x7FFFFFFFFFFFFFFF)

    def key32(x: Any) -> Any:
        bits = _bits(x)
        return np.int32(bits ^ ((bits >> np.int32(31)) & np.int32(0x7FFFFFFF)))

    return key64 if x == types.float64 else key32


def _number(key: Any) -> Any:
    """The number that has a key."""
    raise NotImplementedError


@overload(_number)
def _number_of(key: Any) -> Any:
    def number64(key: Any) -> Any:
        return _of_bits(key ^ ((key >> 63) & 0x7FFFFFFFFFFFFFFF))

    def number32(key: Any) -> Any:
        return _of_bits(np.int32(key ^ ((key >> np.int32(31)) & np.int32(0x7FFFFFFF))))

    return number64 if key == types.int64 else number32


def _exp(x: Any) -> Any:
    """e^x to 1 unit in the last place, in code that compilers vectorise: 2^k e^r, |r| <= log(2) / 2."""
    raise NotImplementedError


@overload(_exp, jit_options={"fastmath": {"contract"}})
def _exp_of(x: Any) -> Any:
    def exp64(x: Any) -> Any:
        within = min(max(x, -746.0), 746.0) if x == x else x
        whole = within * 1.4426950408889634 + 6755399441055744.0
        k = whole - 6755399441055744.0
        r = (within - k * 0.6931471803691238) - k * 1.9082149292705877e-10
        e = 1 / 6227020800 * r + 1 / 479001600
        e = e * r + 1 / 39916800
        e = e * r + 1 / 3628800
        e = e * r + 1 / 362880
        e = e * r + 1 / 40320
        e = e * r + 1 / 5040
        e = e * r + 1 / 720
        e = e * r + 1 / 120
        e = e * r + 1 / 24
        e = e * r + 1 / 6
        e = e * r + 0.5
        e = e * r + 1.0
        e = e * r + 1.0
        aside = 64 if within < -700.0 else (-64 if within > 700.0 else 0)
        back = 2.0**-64 if within < -700.0 else (2.0**64 if within > 700.0 else 1.0)
        found = _of_bits(_bits(e) + ((_bits(whole) + aside) << 52)) * back
        return found if x == x else x

    def exp32(x: Any) -> Any:
        within = min(max(x, np.float32(-105)), np.float32(105)) if x == x else x
        whole = within * np.float32(1.442695040888963) + np.float32(12582912)
        k = whole - np.float32(12582912)
        r = (within - k * np.float32(0.693359375)) - k * np.float32(-2.12194440e-4)
        e = np.float32(1 / 5040) * r + np.float32(1 / 720)
        e = e * r + np.float32(1 / 120)
        e = e * r + np.float32(1 / 24)
        e = e * r + np.float32(1 / 6)
        e = e * r + np.float32(0.5)
        e = e * r + np.float32(1)
        e = e * r + np.float32(1)
        low, high = within < np.float32(-80), within > np.float32(80)
        aside = 32 if low else (-32 if high else 0)
        back = np.float32(2.0**-32) if low else (np.float32(2.0**32) if high else np.float32(1))
        found = _of_bits(np.int32(_bits(e) + ((_bits(whole) + aside) << 23))) * back
        return found if x == x else x

    return exp64 if x == types.float64 else exp32


def _shift(end: Any, times: Any, degree: Any, n: Any) -> Any:
    """What to take from a row with this end: 0 where its exponentials have room, for that rounds nothing.

    Room is that for products of `degree` sums of n exponentials of the end, each times an index
    that the dtype holds; without a degree, for exponents up to 10.
    """
    raise NotImplementedError


@overload(_shift)
def _shift_of(end: Any, times: Any, degree: Any, n: Any) -> Any:
    wide = end == types.float64
    largest, smallest = (709.0, -36.0) if wide else (88.0, -15.9)

    def shift(end: Any, times: Any, degree: Any, n: Any) -> Any:
        most = (largest + smallest - math.log(n) - 4) / degree if degree > 0 else 10.0
        least = smallest / degree if degree > 0 else -10.0
        near = end * 0 if least <= end <= most else np.rint(end)
        return near if times == 1 else end

    return shift


def _within(x: Any) -> Any:
    """x, or the largest float with its sign where it is infinite."""
    raise NotImplementedError


@overload(_within)
def _within_of(x: Any) -> Any:
    greatest = np.finfo(np.float64 if x == types.float64 else np.float32).max

    def within(x: Any) -> Any:
        return greatest if x > greatest else (-greatest if x < -greatest else x)

    return within


@_compiled(fastmath={"reassoc", "nsz"})
def _add(total: Any, part: Any) -> Any:
    """total + part, in whatever order is fastest."""
    return total + part


@_compiled()
def _plus(total: Any, rest: Any, part: Any) -> Any:
    """total + part, and what rounding takes from it, added to the rest."""
    found = total + part
    if abs(total) >= abs(part):
        return found, rest + ((total - found) + part)
    return found, rest + ((part - found) + total)


@_compiled()
def _sum(total: Any, rest: Any) -> Any:
    """A total with what rounding took from it."""
    return total + rest if math.isfinite(rest) else total


@_compiled()
def _nearest(mean: Any, numbers: Any, whole: Any) -> Any:
    """The integer nearest to a mean; of coordinates that are not whole numbers, the nearest one."""
    if whole:
        return np.rint(mean)
    nearest = numbers[0]
    for number in numbers:
        if abs(number - mean) < abs(nearest - mean):
            nearest = number
    return nearest


@_compiled()
def _lost_of(x: Any, by: Any, times: Any) -> Any:
    """What rounding takes from (x - by) times: exact for the difference, and for the product."""
    difference = x - by
    back = difference - x
    lost = (x - (difference - back)) - (by + back)
    if times != 1:
        high, top = 134217729.0 * difference, 134217729.0 * times
        high, top = high - (high - difference), top - (top - times)
        low, rest = difference - high, times - top
        lost = lost * times + (((high * top - difference * times) + high * rest + low * top) + low * rest)
    return lost if math.isfinite(lost) else 0.0 * times
