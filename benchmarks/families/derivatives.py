"""Derivatives: higher ones, of towers, of products and quotients, and Jacobians multiplied."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from math import comb, factorial

from families.sheet import (
    Document,
    Family,
    Line,
    bracket,
    defined,
    document,
    doubling,
    false,
    indices,
    plus,
    scalars,
    sums,
    times,
    true,
)


def _by(order: int, letter: str = "x") -> str:
    power = f"^{{{order}}}" if order > 1 else ""
    return rf"\frac{{\partial{power}}}{{\partial {letter}{power}}}"


def _monomial(order: int) -> Document:
    return document(
        true(rf"{_by(order)} x^{{{2 * order}}} = {factorial(2 * order) // factorial(order)} x^{{{order}}}")
    )


def _exponential(order: int) -> Document:
    return document(true(rf"{_by(order)} e^{{a x}} = a^{{{order}}} e^{{a x}}"))


def _reciprocal(order: int) -> Document:
    sign = "-" if order % 2 else ""
    slope = rf"\frac{{{factorial(order)}}}{{(1 + x)^{{{order + 1}}}}}"
    return document(true(rf"{_by(order)} \frac{{1}}{{1 + x}} = {sign}{slope}"))


def _gaussian(order: int) -> Document:
    """Hermite's polynomials."""
    rows = [[1], [0, 2]]
    for k in range(1, order):
        shifted = [0, *(2 * c for c in rows[-1])]
        rows.append([c - 2 * k * (rows[-2][p] if p < len(rows[-2]) else 0) for p, c in enumerate(shifted)])
    sign = -1 if order % 2 else 1
    terms = "".join(
        f" {'-' if sign * c < 0 else '+'} {abs(c)} x^{{{p}}}" for p, c in enumerate(rows[order]) if c
    )
    return document(true(rf"{_by(order)} e^{{-x^2}} = e^{{-x^2}} ({terms.removeprefix(' + ')})"))


def _leibniz(order: int) -> Document:
    terms = plus(
        f"{comb(order, k) * factorial(order) // factorial(order - k)} x^{{{order - k}}}"
        for k in range(order + 1)
    )
    return document(true(rf"{_by(order)} (x^{{{order}}} e^{{x}}) = e^{{x}} ({terms})"))


def _product_rule(number: int) -> Document:
    factors = [f"(x + {name})" for name in scalars(number + 1) if name != "x"][:number]
    slopes = plus(times(f for f in factors if f != own) or "1" for own in factors)
    return document(true(rf"{_by(1)} ({times(factors)}) = {slopes}"))


def _quotient_rule(number: int) -> Document:
    """The derivative of 1/((x + 1)(x + 2)…)."""
    factors = times(f"(x + {k})" for k in range(1, number + 1))
    slopes = plus(rf"\frac{{1}}{{x + {k}}}" for k in range(1, number + 1))
    return document(
        defined(rf"f = \frac{{1}}{{{factors}}}"),
        true(rf"\frac{{\partial f}}{{\partial x}} = -f \left({slopes}\right)"),
    )


def _quotient_tower(depth: int) -> Document:
    """The derivative of 1/(1 + 1/(1 + … x))."""
    nested, (c, e) = "x", (0, 1)
    a, b = 1, 0
    for _ in range(depth):
        nested = rf"\frac{{1}}{{1 + {nested}}}"
        a, b, c, e = c, e, a + c, b + e
    return document(true(rf"{_by(1)} {nested} = \frac{{{a * e - b * c}}}{{({c} x + {e})^2}}"))


_TOWERS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "sin": (lambda x: rf"\sin({x})", lambda x: rf"\cos({x})"),
    "exp": (lambda x: rf"e^{{{x}}}", lambda x: rf"e^{{{x}}}"),
    "tanh": (lambda x: rf"\tanh({x})", lambda x: rf"(1 - \tanh^2({x}))"),
    "log": (lambda x: rf"\log(1 + {x}^2)", lambda x: rf"\frac{{2 {x}}}{{1 + {x}^2}}"),
    "logistic": (
        lambda x: rf"\frac{{1}}{{1 + e^{{-{x}}}}}",
        lambda x: rf"\frac{{e^{{-{x}}}}}{{(1 + e^{{-{x}}})^2}}",
    ),
    "root": (lambda x: rf"\sqrt{{1 + {x}}}", lambda x: rf"\frac{{1}}{{2 \sqrt{{1 + {x}}}}}"),
}
"""Functions to nest, and their slopes."""


def _tower(name: str, depth: int) -> Document:
    """A function of itself, and its derivative by the chain rule, all written out."""
    shape, slope = _TOWERS[name]
    nested, slopes = "x", []
    for _ in range(depth):
        slopes.append(slope(nested))
        nested = shape(nested)
    return document(*_positive(name), true(rf"{_by(1)} {nested} = {times(slopes)}"))


def _named_tower(name: str, depth: int) -> Document:
    """The same, with a name for every floor."""
    shape, slope = _TOWERS[name]
    names = ["x", *scalars(depth + 1)]
    names = ["x", *(n for n in names[1:] if n != "x")][: depth + 1]
    floors = [defined(f"{here} = {shape(below)}") for below, here in pairwise(names)]
    slopes = times(slope(below) for below in names[:-1])
    return document(
        *_positive(name), *floors, true(rf"\frac{{\partial {names[-1]}}}{{\partial x}} = {slopes}")
    )


def _positive(name: str) -> tuple[str, ...]:
    return ("Let $x > 0$.",) if name == "root" else ()


def _mixed(number: int) -> Document:
    names = scalars(number)
    below = times(rf"\partial {x}" for x in names)
    power = f"^{{{number}}}" if number > 1 else ""
    return document(
        true(rf"\frac{{\partial{power}}}{{{below}}} ({plus(names)})^{{{number}}} = {factorial(number)}"),
        true(rf"\frac{{\partial{power}}}{{{below}}} e^{{{plus(names)}}} = e^{{{plus(names)}}}"),
    )


_SOFTMAX = (
    defined(r"p_i = \frac{e^{x_i}}{\sum_k e^{x_k}}"),
    defined(r"J_{ij} = p_i (\delta_{ij} - p_j)"),
)


def _jacobians(number: int, factor: str = "0", line: Callable[[str], Line] = true) -> Document:
    letters = indices(number + 1)
    product = times(f"J_{{{a}{b}}}" for a, b in pairwise(letters))
    return document(*_SOFTMAX, line(f"{sums(letters[1:])} {product} = {factor}"))


def _jacobian_quadratic(number: int) -> Document:
    """Σ x J J … J y, forwards and backwards: J is symmetric."""
    letters = indices(number + 1)
    product = times(f"J_{{{a}{b}}}" for a, b in pairwise(letters))
    left = f"{sums(letters)} u_{letters[0]} {product} v_{letters[-1]}"
    return document(*_SOFTMAX, true(f"{left} = {sums(letters)} v_{letters[0]} {product} u_{letters[-1]}"))


def _jacobian_higher(order: int) -> Document:
    """The sum of the entries of softmax is one, so every derivative of it is zero."""
    letters = [letter for letter in indices(order + 2) if letter not in "ik"][:order]
    power = f"^{{{order}}}" if order > 1 else ""
    below = times(rf"\partial x_{letter}" for letter in letters)
    return document(_SOFTMAX[0], true(rf"\sum_i \frac{{\partial{power} p_i}}{{{below}}} = 0"))


def _terms(count: int, last: int = 0) -> Document:
    """A sum of many terms, differentiated term by term; wrong where the last coefficient is another."""
    body = plus(f"{k} x_i^{{{k % 7 + 1}}} y^{{{k}}}" for k in range(1, count + 1))
    slopes = plus(
        f"{k * (k % 7 + 1) + (last if k == count else 0)} x_j^{{{k % 7}}} y^{{{k}}}"
        for k in range(count, 0, -1)
    )
    line = false if last else true
    return document(
        defined(rf"f = \sum_i ({body})"), line(rf"\frac{{\partial f}}{{\partial x_j}} = {slopes}")
    )


def _powers_of_sum(exponent: int) -> Document:
    """The derivative of (Σ x_i²)^k."""
    return document(
        true(
            rf"\frac{{\partial}}{{\partial x_j}} \left(\sum_i x_i^2\right)^{{{exponent}}}"
            rf" = {2 * exponent} x_j \left(\sum_i x_i^2\right)^{{{exponent - 1}}}"
        )
    )


def _log_likelihood(number: int) -> Document:
    """A likelihood of many parameters, by the first of them."""
    names = [f"w_{{{k}}}" for k in range(1, number + 1)]
    total = plus(f"{name} x_{{i,{k}}}" for k, name in enumerate(names, 1))
    lines = [defined(rf"L = \sum_i (y_i - ({total}))^2")]
    return document(
        *lines,
        true(rf"\frac{{\partial L}}{{\partial w_{{1}}}} = -2 \sum_i (y_i - ({total})) x_{{i,1}}"),
    )


def _falling(order: int) -> Document:
    """The derivative of x^a, order times, with a name as the exponent."""
    factors = times(bracket(f"a - {k}") for k in range(1, order)) or ""
    return document("Let $x > 0$.", true(rf"{_by(order)} x^a = a {factors} x^{{a - {order}}}"))


FAMILIES = (
    Family("derivatives of a power", "the order", doubling(1, 64), _monomial),
    Family("derivatives of an exponential", "the order", doubling(1, 64), _exponential),
    Family("derivatives of a reciprocal", "the order", doubling(1, 32), _reciprocal),
    Family("derivatives of a Gaussian", "the order", doubling(1, 32), _gaussian),
    Family("derivatives of a product", "the order", doubling(1, 32), _leibniz),
    Family("derivatives of a named power", "the order", doubling(1, 16), _falling),
    Family("product rule", "factors", doubling(1, 16), _product_rule),
    Family("quotient rule", "factors", doubling(1, 16), _quotient_rule),
    Family("quotient tower", "depth", doubling(1, 32), _quotient_tower),
    *(Family(f"{name} tower", "depth", doubling(1, 16), partial(_tower, name)) for name in _TOWERS),
    *(
        Family(f"{name} tower, named", "depth", doubling(1, 16), partial(_named_tower, name))
        for name in _TOWERS
    ),
    Family("mixed derivatives", "letters", doubling(1, 16), _mixed),
    Family("softmax Jacobians, contracted", "factors", doubling(1, 8), _jacobians),
    Family(
        "softmax Jacobians, wrong", "factors", doubling(1, 8), partial(_jacobians, factor="p_i", line=false)
    ),
    Family("softmax Jacobians, turned", "factors", doubling(1, 8), _jacobian_quadratic),
    Family("derivatives of softmax", "the order", (1, 2, 3, 4), _jacobian_higher),
    Family("terms of a sum, differentiated", "terms", doubling(8, 512), _terms),
    Family("terms of a sum, wrong", "terms", doubling(8, 512), partial(_terms, last=1)),
    Family("power of a sum, differentiated", "the exponent", doubling(2, 128), _powers_of_sum),
    Family("least squares, numbered weights", "weights", doubling(2, 64), _log_likelihood),
)
