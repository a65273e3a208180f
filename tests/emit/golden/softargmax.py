# Written by derivation 0.1.0. To change it, change the document and emit it again.
r"""Proved formulas of Heedong Park, SoftArgmax, July 2022, for NumPy.

    SA(X) = \sum_{i = 1}^{n} \frac{e^{x_i}}{\sum_{k = 1}^{n} e^{x_k}} i
    SA'(X) = S_j (j - SA)

Each function computes a closed form that derivation 0.1.0 proved from the definitions
of Heedong Park, SoftArgmax, July 2022, for all n >= 1 and all real inputs, and proved
again when it wrote this module. The proof is about real numbers; floating point rounds.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]

__all__ = ["softargmax", "softargmax_gradient", "softargmax_value_and_gradient"]


def _prepared(x: ArrayLike, axis: int) -> tuple[Array, int, np.dtype[Any]]:
    """The array to compute with, its axis counted from 0, and the dtype of results."""
    array = np.asarray(x)
    if array.dtype.kind not in 'fiub':
        raise TypeError(f'x must hold real numbers, not {array.dtype}')
    if array.ndim == 0:
        raise ValueError('x must have at least one axis; a single number has none')
    if not isinstance(axis, (int, np.integer)):
        raise TypeError(f'axis must be an integer, not {axis!r}')
    if not -array.ndim <= axis < array.ndim:
        raise np.exceptions.AxisError(axis, array.ndim)
    if array.shape[axis] == 0:
        raise ValueError(f'axis {axis} of x is empty; at least one entry is needed')
    dtype = array.dtype if array.dtype.kind == 'f' else np.dtype(np.float64)
    work = np.dtype(np.float32) if dtype == np.float16 else dtype
    if array.shape[axis] > 2 ** 24 and work == np.float32:
        work = np.dtype(np.float64)
    return (array.astype(work, copy=False), int(axis) % array.ndim, dtype)


def _counted(x: Array, axis: int, start: int) -> Array:
    """start, start + 1, … along the axis of x."""
    shape = [1] * x.ndim
    shape[axis] = -1
    return np.arange(start, start + x.shape[axis], dtype=x.dtype).reshape(shape)


def _shifted(x: Array, by: Array) -> Array:
    """x - by, where a difference beyond the range of floats is an infinity."""
    with np.errstate(over='ignore'):
        return x - by


def _reduced(value: ArrayLike, x: Array, axis: int, dtype: np.dtype[Any]) -> Any:
    """A value as an array without the axis; a number if no axis is left."""
    shape = (*x.shape[:axis], 1, *x.shape[axis + 1:])
    return np.broadcast_to(value, shape).squeeze(axis).astype(dtype)[()]


def _filled(value: ArrayLike, x: Array, dtype: np.dtype[Any]) -> Array:
    """A value for each entry of x, as a new array."""
    array = np.asarray(value, dtype=dtype)
    if array.shape == x.shape and array is not x:
        return array
    return np.array(np.broadcast_to(array, x.shape))


def softargmax(x: ArrayLike, axis: int=-1) -> Any:
    r"""SA(X), along an axis.

    .. math:: SA(X) = \sum_{i = 1}^{n} \frac{e^{x_i}}{\sum_{k = 1}^{n} e^{x_k}} i

    In plain characters::

        SA = sum_i exp(x_i) * i / (sum_k exp(x_k))

    Parameters
    ----------
    x : array_like of real numbers
        At least one axis. float32 and float64 are computed as they are, float16 in float32;
        integers and booleans become float64.
    axis : int, optional
        The axis that holds the n entries of a vector x; the last by default.

    Returns
    -------
    ndarray or scalar
        SA(X), in the shape of x without the axis.

    Notes
    -----
    Proved from the definitions of Heedong Park, SoftArgmax, July 2022 for all n >= 1 and
    all real inputs, by derivation 0.1.0. The index counts from 1. The formula is proved
    unchanged when a number is taken from all of x, so it is computed with the maximum along
    the axis taken away: no exponential overflows, and -inf is fine as long as one entry is
    finite. The formula is proved for indices counted from any number, too; they are counted
    from the integer nearest to SA, so that an index less SA keeps its digits where one
    entry outweighs all others.
    """
    x, axis, dtype = _prepared(x, axis)
    index = _counted(x, axis, 1)
    peak = np.max(x, axis=axis, keepdims=True)
    x = _shifted(x, peak)
    exp_x = np.exp(x)
    Sigma = np.sum(exp_x, axis=axis, keepdims=True)
    centre = np.rint(np.sum(exp_x * index, axis=axis, keepdims=True) / Sigma)
    index = index - centre
    total = np.sum(exp_x * index, axis=axis, keepdims=True)
    SA_less_centre = total / Sigma
    value = SA_less_centre + centre
    return _reduced(value, x, axis, dtype)


def softargmax_gradient(x: ArrayLike, axis: int=-1) -> Array:
    r"""SA'(X), along an axis.

    .. math:: SA'(X) = S_j (j - SA)

    In plain characters::

        d(SA)/dx_j = S_j * (j - SA)
        S_j = exp(x_j) / (sum_k exp(x_k))
        SA = sum_i exp(x_i) * i / (sum_k exp(x_k))

    Parameters
    ----------
    x : array_like of real numbers
        At least one axis. float32 and float64 are computed as they are, float16 in float32;
        integers and booleans become float64.
    axis : int, optional
        The axis that holds the n entries of a vector x; the last by default.

    Returns
    -------
    ndarray
        SA'(X), in the shape of x.

    Notes
    -----
    Proved from the definitions of Heedong Park, SoftArgmax, July 2022 for all n >= 1 and
    all real inputs, by derivation 0.1.0. The index counts from 1. The formula is proved
    unchanged when a number is taken from all of x, so it is computed with the maximum along
    the axis taken away: no exponential overflows, and -inf is fine as long as one entry is
    finite. The formula is proved for indices counted from any number, too; they are counted
    from the integer nearest to SA, so that an index less SA keeps its digits where one
    entry outweighs all others.
    """
    x, axis, dtype = _prepared(x, axis)
    index = _counted(x, axis, 1)
    peak = np.max(x, axis=axis, keepdims=True)
    x = _shifted(x, peak)
    exp_x = np.exp(x)
    Sigma = np.sum(exp_x, axis=axis, keepdims=True)
    S = exp_x / Sigma
    centre = np.rint(np.sum(S * index, axis=axis, keepdims=True))
    index = index - centre
    SA_less_centre = np.sum(S * index, axis=axis, keepdims=True)
    value = S * (index - SA_less_centre)
    return _filled(value, x, dtype)


def softargmax_value_and_gradient(x: ArrayLike, axis: int=-1) -> tuple[Any, Array]:
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
        At least one axis. float32 and float64 are computed as they are, float16 in float32;
        integers and booleans become float64.
    axis : int, optional
        The axis that holds the n entries of a vector x; the last by default.

    Returns
    -------
    ndarray or scalar
        SA(X), in the shape of x without the axis.
    ndarray
        SA'(X), in the shape of x.

    Notes
    -----
    Proved from the definitions of Heedong Park, SoftArgmax, July 2022 for all n >= 1 and
    all real inputs, by derivation 0.1.0. The index counts from 1. The formula is proved
    unchanged when a number is taken from all of x, so it is computed with the maximum along
    the axis taken away: no exponential overflows, and -inf is fine as long as one entry is
    finite. The formula is proved for indices counted from any number, too; they are counted
    from the integer nearest to SA, so that an index less SA keeps its digits where one
    entry outweighs all others.
    """
    x, axis, dtype = _prepared(x, axis)
    index = _counted(x, axis, 1)
    peak = np.max(x, axis=axis, keepdims=True)
    x = _shifted(x, peak)
    exp_x = np.exp(x)
    Sigma = np.sum(exp_x, axis=axis, keepdims=True)
    S = exp_x / Sigma
    centre = np.rint(np.sum(S * index, axis=axis, keepdims=True))
    index = index - centre
    SA_less_centre = np.sum(S * index, axis=axis, keepdims=True)
    value = SA_less_centre + centre
    gradient = S * (index - SA_less_centre)
    return (_reduced(value, x, axis, dtype), _filled(gradient, x, dtype))
