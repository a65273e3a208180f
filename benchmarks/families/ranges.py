"""Ranges and sizes of sums, deltas, and what is assumed of arrays: one-hot, totals."""

from __future__ import annotations

from itertools import pairwise

from families.sheet import (
    Document,
    Family,
    bracket,
    defined,
    document,
    doubling,
    false,
    indices,
    plus,
    summed,
    times,
    true,
)

_SIZES = "NMKPQRSTUVWD"


def _deltas(number: int) -> Document:
    letters = indices(number + 1)
    deltas = times(rf"\delta_{{{a}{b}}}" for a, b in pairwise(letters))
    return document(true(f"{summed(letters[1:], f'{deltas} x_{letters[-1]}')} = x_{letters[0]}"))


def _free_deltas(number: int) -> Document:
    """Deltas whose indices all are free: the product is the same in every order."""
    letters = indices(number + 1)
    deltas = [rf"\delta_{{{a}{b}}}" for a, b in pairwise(letters)]
    star = times(rf"\delta_{{{letters[0]}{b}}}" for b in letters[1:])
    return document(true(f"{times(deltas)} x_{letters[-1]} = {star} x_{letters[0]}"))


def _one_minus_deltas(number: int) -> Document:
    """A product of (1 - δ), which has 2^number terms."""
    letters = indices(number + 1)
    factors = [rf"(1 - \delta_{{{a}{b}}})" for a, b in pairwise(letters)]
    return document(
        true(f"{summed(letters[1:], times(factors))} = {summed(letters[1:], times(reversed(factors)))}")
    )


def _one_hot(number: int) -> Document:
    return document(
        "Let $t$ be one-hot.",
        true(rf"\left(\sum_k t_k x_k\right)^{{{number}}} = \sum_k t_k x_k^{{{number}}}"),
    )


def _totals(number: int) -> Document:
    """Arrays that sum to one, multiplied."""
    names = list("abcfghpqrstuvwyz")[:number]
    assumed = " ".join(rf"Assume $\sum_k {name}_k = 1$." for name in names)
    letters = indices(number)
    product = times(f"{name}_{letter}" for name, letter in zip(names, letters, strict=True))
    return document(assumed, true(f"{summed(letters, product)} = 1"))


def _ranged(number: int) -> tuple[list[str], tuple[str, ...]]:
    """Sum signs, each over a size of its own, and their letters."""
    letters = indices(number)
    return [rf"\sum_{{{k}=1}}^{size}" for k, size in zip(letters, _SIZES, strict=False)], letters


def _sizes(number: int) -> Document:
    """Every index has a size of its own."""
    signs, letters = _ranged(number)
    arrays = [f"{array}_{letter}" for array, letter in zip("abcfghxyzuvw", letters, strict=False)]
    apart = times(bracket(f"{sign} {array}") for sign, array in zip(signs, arrays, strict=True))
    return document(true(f"{times(signs)} {times(arrays)} = {apart}"))


def _sizes_connected(number: int) -> Document:
    """Every index has a size of its own, and the arrays join neighbours."""
    signs, letters = _ranged(number)
    arrays = [f"{name}_{{{a}{b}}}" for name, (a, b) in zip("ABCFGHXYZEO", pairwise(letters), strict=False)]
    body = [f"x_{letters[0]}", *arrays]
    left = f"{times(signs)} {times(body)}"
    return document(true(f"{left} = {times(reversed(signs))} {times(reversed(body))}"))


def _sizes_counted(number: int) -> Document:
    signs, _ = _ranged(number)
    return document(true(f"{times(signs)} 1 = {times(_SIZES[:number])}"))


def _rare_size(number: int) -> Document:
    """False, and true for all sizes up to a number."""
    factors = times(f"(n - {k})" for k in range(1, number + 1))
    return document(false(rf"\sum_{{k=1}}^n (x_k + {factors}) = \sum_{{k=1}}^n x_k"))


def _partial_ranges(number: int) -> Document:
    """The first terms are taken out of a sum."""
    first = plus(f"x_{{{k}}}" for k in range(1, number + 1))
    return document(
        f"Let $n > {number}$.", true(rf"\sum_{{k=1}}^n x_k = {first} + \sum_{{k={number + 1}}}^n x_k")
    )


def _telescope(number: int) -> Document:
    """Σ (x_{k+m} - x_k) is what is left at both ends."""
    last = plus(f"x_{{n+{k}}}" for k in range(1, number + 1))
    first = plus(f"x_{{{k}}}" for k in range(1, number + 1))
    return document(true(rf"\sum_{{k=1}}^n (x_{{k+{number}}} - x_k) = {last} - ({first})"))


def _numbers(digits: int) -> Document:
    """A range of many numbers, which nobody has to count."""
    bound = 10**digits
    return document(true(rf"\sum_{{k=1}}^{{{bound}}} x_k = \sum_{{j=1}}^{{{bound}}} x_j"))


def _ratio_slip(number: int) -> Document:
    """Products of arrays over their totals, which do not cancel."""
    names = "abcfghpqrstuvxyz"[:number]
    weights = times(f"{name}_k" for name in names)
    totals = times(rf"\sum_j {name}_j" for name in names)
    return document(false(rf"\sum_k w_k \frac{{{weights}}}{{{totals}}} = \sum_k {weights}"))


def _products(number: int) -> Document:
    """Products within products, of exponentials."""
    letters = indices(number)
    signs = times(rf"\prod_{{{letter}}}" for letter in letters)
    body = plus(f"x_{letter}" for letter in letters)
    return document(true(f"{signs} e^{{{body}}} = e^{{{summed(letters, bracket(body))}}}"))


def _moments(number: int) -> Document:
    """Central moments by the binomial theorem."""
    lines = [defined(r"\mu = \frac{1}{n} \sum_i x_i")]
    powers = [r"\mu"] * (number + 1)
    terms = []
    sign, weight = 1, 1
    for k in range(number + 1):
        mean = rf"\frac{{1}}{{n}} \sum_i x_i^{{{number - k}}}" if k < number else "1"
        power = rf"{powers[k]}^{{{k}}}" if k else ""
        terms.append(rf"{'+' if sign > 0 else '-'} {weight} {power} {mean}")
        sign, weight = -sign, weight * (number - k) // (k + 1)
    left = rf"\frac{{1}}{{n}} \sum_i (x_i - \mu)^{{{number}}}"
    return document(*lines, true(f"{left} = {' '.join(terms).removeprefix('+ ')}"))


FAMILIES = (
    Family("deltas, summed", "deltas", doubling(1, 16), _deltas),
    Family("deltas, free", "deltas", doubling(1, 16), _free_deltas),
    Family("one minus deltas", "factors", doubling(1, 8), _one_minus_deltas),
    Family("one-hot, powers", "the exponent", doubling(2, 32), _one_hot),
    Family("totals, multiplied", "arrays", (2, 4, 8, 12), _totals),
    Family("sizes, sums that come apart", "sizes", (2, 4, 6, 9, 12), _sizes),
    Family("sizes, sums that do not", "sizes", (2, 4, 6, 9, 12), _sizes_connected),
    Family("sizes, counted", "sizes", (2, 4, 6, 9, 12), _sizes_counted),
    Family("wrong, but for sizes up to m", "m", doubling(1, 32), _rare_size),
    Family("first terms of a sum", "terms", doubling(1, 32), _partial_ranges),
    Family("telescoping sum", "the shift", doubling(1, 16), _telescope),
    Family("numbers as ranges", "digits", (1, 2, 4, 6, 9), _numbers),
    Family("ratio of products of totals, wrong", "arrays", (2, 4, 6, 8, 12), _ratio_slip),
    Family("products within products", "depth", (1, 2, 3, 4, 6), _products),
    Family("central moments", "the order", doubling(2, 16), _moments),
)
