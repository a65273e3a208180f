"""Sums and products over connected indices, with letters renamed, assumptions, ranges and sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations, pairwise

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
    sums,
    times,
    true,
)

Edges = Sequence[tuple[int, int]]


def _summed(letters: Sequence[str], body: str) -> str:
    return f"{sums(letters)} {body}"


def _graph(edges: Edges, letters: Sequence[str], array: str = "A") -> str:
    return times(f"{array}_{{{letters[a]} {letters[b]}}}" for a, b in edges)


def _chain(number: int) -> Edges:
    return list(pairwise(range(number)))


def _cycle(number: int) -> Edges:
    return [*pairwise(range(number)), (number - 1, 0)]


def _star(number: int) -> Edges:
    return [(0, leaf) for leaf in range(1, number)]


def _clique(number: int) -> Edges:
    return list(combinations(range(number), 2))


def _ladder(number: int) -> Edges:
    """Two cycles of half the length, side by side, with rungs: all letters look alike."""
    half = number // 2
    rungs = [(k, half + k) for k in range(half)]
    first = [(k, (k + 1) % half) for k in range(half)]
    return [*first, *((half + a, half + b) for a, b in first), *rungs]


def _cycles(number: int) -> Edges:
    """Two cycles of half the length, apart."""
    half = number // 2
    first = [(k, (k + 1) % half) for k in range(half)]
    return [*first, *((half + a, half + b) for a, b in first)]


def _renamed(shape: Callable[[int], Edges], number: int) -> Document:
    """A sum over all indices of a graph, and the same with its letters shuffled."""
    letters = indices(number)
    shuffled = [letters[(7 * k + 3) % number] for k in range(number)] if number % 7 else letters[::-1]
    left = _summed(letters, _graph(shape(number), letters))
    right = _summed(shuffled, _graph(list(shape(number))[::-1], shuffled))
    return document(true(f"{left} = {right}"))


def _cut(number: int) -> Document:
    """One cycle is not two of half the length, though every index looks the same."""
    letters = indices(number)
    left = _summed(letters, _graph(_cycle(number), letters))
    return document(false(f"{left} = {_summed(letters, _graph(_cycles(number), letters))}"))


def _symmetric(number: int) -> Document:
    letters = indices(number)
    left = _summed(letters, f"x_{{{letters[0]}}} {_graph(_chain(number), letters)} y_{{{letters[-1]}}}")
    right = _summed(letters, f"y_{{{letters[0]}}} {_graph(_chain(number), letters)} x_{{{letters[-1]}}}")
    return document("Assume $A_{ij} = A_{ji}$.", true(f"{left} = {right}"))


def _symmetric_cycle(number: int) -> Document:
    letters = indices(number)
    turned = [(b, a) if a % 2 else (a, b) for a, b in _cycle(number)]
    left = _summed(letters, _graph(_cycle(number), letters))
    return document(
        "Assume $A_{ij} = A_{ji}$.", true(f"{left} = {_summed(letters, _graph(turned, letters))}")
    )


def _free(number: int) -> Document:
    """Nothing is summed: as many free indices as letters."""
    factors = [f"x_{letter}" for letter in indices(number)]
    return document(true(f"{times(factors)} = {times(reversed(factors))}"))


def _free_slip(number: int) -> Document:
    letters = indices(number)
    factors = [f"x_{letter}" for letter in letters]
    return document(false(f"{times(factors)} = {times(factors[:-1])} x_{letters[0]}"))


def _many_axes(number: int) -> Document:
    letters = indices(number)
    left = _summed(letters, f"T_{{{times(letters)}}} {times(f'x_{k}' for k in letters)}")
    turned = letters[::-1]
    right = _summed(letters, f"T_{{{times(turned)}}} {times(f'x_{k}' for k in letters)}")
    return document(true(f"{left} = {right}"))


def _powers_of_sums(number: int) -> Document:
    letters = indices(number)
    product = _summed(letters, times(f"x_{letter}" for letter in letters))
    return document(true(rf"\left(\sum_i x_i\right)^{{{number}}} = {product}"))


def _powers_of_sums_shifted(number: int) -> Document:
    """Powers of a sum of two sums, by the binomial theorem."""
    square = r"\left(\sum_i x_i\right)^2 + 2 \sum_i \sum_j x_i y_j + \left(\sum_i y_i\right)^2"
    power = rf"\left(\sum_i x_i + \sum_i y_i\right)^{{{2 * number}}}"
    return document(true(rf"{power} = \left({square}\right)^{{{number}}}"))


def _nested(number: int) -> Document:
    """Sums within sums: Σ_i x_i (1 + Σ_j x_j (1 + …)), multiplied out."""
    letters = indices(number)
    nested = f"x_{letters[-1]}"
    for below, letter in zip(reversed(letters), reversed(letters[:-1]), strict=False):
        nested = rf"x_{letter} \left(1 + \sum_{below} {nested}\right)"
    total = plus(rf"\left(\sum_i x_i\right)^{{{k}}}" for k in range(1, number + 1))
    return document(true(rf"\sum_i {nested} = {total}"))


def _deltas(number: int) -> Document:
    letters = indices(number + 1)
    deltas = times(rf"\delta_{{{a}{b}}}" for a, b in pairwise(letters))
    return document(true(f"{_summed(letters[1:], f'{deltas} x_{letters[-1]}')} = x_{letters[0]}"))


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
        true(f"{_summed(letters[1:], times(factors))} = {_summed(letters[1:], times(reversed(factors)))}")
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
    return document(assumed, true(f"{_summed(letters, product)} = 1"))


def _sizes(number: int) -> Document:
    """Every index has a size of its own."""
    letters, sizes = indices(number), "NMKPQRSTUVWD"[:number]
    ranges = [rf"\sum_{{{letter}=1}}^{size}" for letter, size in zip(letters, sizes, strict=True)]
    arrays = [f"{array}_{letter}" for array, letter in zip("abcfghxyzuvw", letters, strict=False)]
    left = f"{times(ranges)} {times(arrays)}"
    right = times(bracket(f"{sign} {array}") for sign, array in zip(ranges, arrays, strict=True))
    return document(true(f"{left} = {right}"))


def _sizes_connected(number: int) -> Document:
    """Every index has a size of its own, and the arrays join neighbours."""
    letters, sizes = indices(number), "NMKPQRSTUVWD"[:number]
    ranges = [rf"\sum_{{{letter}=1}}^{size}" for letter, size in zip(letters, sizes, strict=True)]
    arrays = [f"{name}_{{{a}{b}}}" for name, (a, b) in zip("ABCFGHXYZEO", pairwise(letters), strict=False)]
    body = [f"x_{letters[0]}", *arrays]
    left = f"{times(ranges)} {times(body)}"
    return document(true(f"{left} = {times(reversed(ranges))} {times(reversed(body))}"))


def _sizes_counted(number: int) -> Document:
    letters, sizes = indices(number), "NMKPQRSTUVWD"[:number]
    ranges = times(rf"\sum_{{{letter}=1}}^{size}" for letter, size in zip(letters, sizes, strict=True))
    return document(true(f"{ranges} 1 = {times(sizes)}"))


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


def _products(number: int) -> Document:
    """Products within products, of exponentials."""
    letters = indices(number)
    signs = times(rf"\prod_{{{letter}}}" for letter in letters)
    body = plus(f"x_{letter}" for letter in letters)
    return document(true(f"{signs} e^{{{body}}} = e^{{{_summed(letters, bracket(body))}}}"))


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


def _couplings(number: int) -> Document:
    """The sums that do not come apart, in another order, with an array of its own for each pair."""
    letters = indices(number)
    names = "MPQRSTUVW"
    factors = [rf"{name}_{{{i}{j}}}" for name, (i, j) in zip(names, pairwise(letters), strict=False)]
    left = _summed(letters, f"x_{letters[0]} {times(factors)} y_{letters[-1]}")
    return document(
        true(f"{left} = {_summed(letters[::-1], f'y_{letters[-1]} {times(factors[::-1])} x_{letters[0]}')}")
    )


def _couplings_slip(number: int) -> Document:
    """The same, wrong: an index of the last array is another one."""
    letters = indices(number)
    names = "MPQRSTUVW"
    factors = [rf"{name}_{{{i}{j}}}" for name, (i, j) in zip(names, pairwise(letters), strict=False)]
    left = _summed(letters, f"x_{letters[0]} {times(factors)} y_{letters[-1]}")
    right = _summed(letters[::-1], f"y_{letters[0]} {times(factors[::-1])} x_{letters[0]}")
    return document(false(f"{left} = {right}"))


_LETTERS = (2, 3, 4, 5, 6, 7, 8, 10, 12)
FAMILIES = (
    Family("indices in a chain", "letters", _LETTERS, partial(_renamed, _chain)),
    Family("indices in a cycle", "letters", _LETTERS, partial(_renamed, _cycle)),
    Family("indices in a star", "letters", _LETTERS, partial(_renamed, _star)),
    Family("indices in a clique", "letters", _LETTERS[:7], partial(_renamed, _clique)),
    Family("indices in a prism", "letters", (4, 6, 8, 10, 12), partial(_renamed, _ladder)),
    Family("indices in two cycles", "letters", (4, 6, 8, 10, 12), partial(_renamed, _cycles)),
    Family("a cycle is not two, wrong", "letters", (4, 6, 8, 10, 12), _cut),
    Family("arrays in a chain", "letters", _LETTERS[:8], _couplings),
    Family("arrays in a chain, wrong", "letters", _LETTERS[:8], _couplings_slip),
    Family("symmetric chain, turned", "letters", _LETTERS, _symmetric),
    Family("symmetric cycle, turned", "letters", _LETTERS[1:], _symmetric_cycle),
    Family("free indices", "letters", _LETTERS, _free),
    Family("free indices, wrong", "letters", _LETTERS, _free_slip),
    Family("arrays of many axes", "axes", _LETTERS, _many_axes),
    Family("power of a sum over indices", "the exponent", doubling(2, 16), _powers_of_sums),
    Family("power of two sums", "half the exponent", doubling(1, 16), _powers_of_sums_shifted),
    Family("sums within sums", "depth", doubling(1, 8), _nested),
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
    Family("products within products", "depth", (1, 2, 3, 4, 6), _products),
    Family("central moments", "the order", doubling(2, 16), _moments),
)
