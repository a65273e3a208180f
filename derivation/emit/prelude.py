"""What emitted modules open with: checks of the input, and shapes of what is returned.

The emitted text holds copies of the functions that it uses, so that it needs
NumPy alone. They are ordinary code here: typed, tested, linted.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def _prepared(x: ArrayLike, axis: int) -> tuple[Array, int, np.dtype[Any]]:
    """The array to compute with, its axis counted from 0, and the dtype of results."""
    array = np.asarray(x)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"x must hold real numbers, not {array.dtype}")
    if array.ndim == 0:
        raise ValueError("x must have at least one axis; a single number has none")
    if not isinstance(axis, (int, np.integer)):
        raise TypeError(f"axis must be an integer, not {axis!r}")
    if not -array.ndim <= axis < array.ndim:
        raise np.exceptions.AxisError(axis, array.ndim)
    if array.shape[axis] == 0:
        raise ValueError(f"axis {axis} of x is empty; at least one entry is needed")
    dtype = array.dtype if array.dtype.kind == "f" else np.dtype(np.float64)
    work = np.dtype(np.float32) if dtype == np.float16 else dtype
    if array.shape[axis] > 2**24 and work == np.float32:
        work = np.dtype(np.float64)
    return array.astype(work, copy=False), int(axis) % array.ndim, dtype


def _counted(x: Array, axis: int, start: int) -> Array:
    """start, start + 1, … along the axis of x."""
    shape = [1] * x.ndim
    shape[axis] = -1
    return np.arange(start, start + x.shape[axis], dtype=x.dtype).reshape(shape)


def _shifted(x: Array, by: Array) -> Array:
    """x - by, where a difference beyond the range of floats is an infinity."""
    with np.errstate(over="ignore"):
        return x - by


def _along(x: Array, other: ArrayLike) -> Array:
    """Another array in the shape and dtype of x."""
    return np.broadcast_to(np.asarray(other, dtype=x.dtype), x.shape)


def _reduced(value: ArrayLike, x: Array, axis: int, dtype: np.dtype[Any]) -> Any:
    """A value as an array without the axis; a number if no axis is left."""
    shape = (*x.shape[:axis], 1, *x.shape[axis + 1 :])
    return np.broadcast_to(value, shape).squeeze(axis).astype(dtype)[()]


def _filled(value: ArrayLike, x: Array, dtype: np.dtype[Any]) -> Array:
    """A value for each entry of x, as a new array."""
    array = np.asarray(value, dtype=dtype)
    if array.shape == x.shape and array is not x:
        return array
    return np.array(np.broadcast_to(array, x.shape))
