"""Sums over connected indices, with letters renamed; free indices; sums that are multiplied and nested."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations, pairwise

from families.sheet import (
    Document,
    Family,
    Line,
    document,
    doubling,
    false,
    indices,
    plus,
    summed,
    times,
    true,
)

Edges = Sequence[tuple[int, int]]


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
    left = summed(letters, _graph(shape(number), letters))
    right = summed(shuffled, _graph(list(shape(number))[::-1], shuffled))
    return document(true(f"{left} = {right}"))


def _cut(number: int) -> Document:
    """One cycle is not two of half the length, though every index looks the same."""
    letters = indices(number)
    left = summed(letters, _graph(_cycle(number), letters))
    return document(false(f"{left} = {summed(letters, _graph(_cycles(number), letters))}"))


def _symmetric(number: int) -> Document:
    letters = indices(number)
    left = summed(letters, f"x_{{{letters[0]}}} {_graph(_chain(number), letters)} y_{{{letters[-1]}}}")
    right = summed(letters, f"y_{{{letters[0]}}} {_graph(_chain(number), letters)} x_{{{letters[-1]}}}")
    return document("Assume $A_{ij} = A_{ji}$.", true(f"{left} = {right}"))


def _symmetric_cycle(number: int) -> Document:
    letters = indices(number)
    turned = [(b, a) if a % 2 else (a, b) for a, b in _cycle(number)]
    left = summed(letters, _graph(_cycle(number), letters))
    return document("Assume $A_{ij} = A_{ji}$.", true(f"{left} = {summed(letters, _graph(turned, letters))}"))


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
    left = summed(letters, f"T_{{{times(letters)}}} {times(f'x_{k}' for k in letters)}")
    turned = letters[::-1]
    right = summed(letters, f"T_{{{times(turned)}}} {times(f'x_{k}' for k in letters)}")
    return document(true(f"{left} = {right}"))


def _powers_of_sums(number: int) -> Document:
    letters = indices(number)
    product = summed(letters, times(f"x_{letter}" for letter in letters))
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


def _exponentials(number: int) -> Document:
    """A power of a sum of exponentials, as one sum over many letters."""
    letters = indices(number)
    exponent = plus(f"x_{letter}" for letter in letters)
    return document(
        true(rf"{summed(letters, f'e^{{{exponent}}}')} = \left(\sum_i e^{{x_i}}\right)^{{{number}}}")
    )


def _exponentials_slip(number: int) -> Document:
    letters = indices(number)
    left = summed(letters, f"e^{{{plus(f'x_{letter}' for letter in letters)}}}")
    return document(false(rf"{left} = \left(\sum_i e^{{x_i}}\right)^{{{number - 1}}}"))


def _couplings(number: int) -> Document:
    """Sums that do not come apart, in another order, with an array of its own for each pair."""
    return _coupled(number, true)


def _couplings_slip(number: int) -> Document:
    """The same, wrong: an index of the last array is another one."""
    return _coupled(number, false)


def _coupled(number: int, line: Callable[[str], Line]) -> Document:
    letters = indices(number)
    factors = [f"{name}_{{{a}{b}}}" for name, (a, b) in zip("MPQRSTUVW", pairwise(letters), strict=False)]
    left = summed(letters, f"x_{letters[0]} {times(factors)} y_{letters[-1]}")
    last = f"y_{letters[-1 if line is true else 0]}"
    return document(
        line(f"{left} = {summed(letters[::-1], f'{last} {times(factors[::-1])} x_{letters[0]}')}")
    )


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
    Family("exponential over letters", "letters", _LETTERS, _exponentials),
    Family("exponential over letters, wrong", "letters", _LETTERS, _exponentials_slip),
    Family("sums within sums", "depth", doubling(1, 8), _nested),
)
