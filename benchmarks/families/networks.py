"""Layers of networks, a_i = tanh(Σ_j A_ij x_j), b_i = tanh(Σ_j B_ij a_j), …, and gradients through them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from families.sheet import (
    Document,
    Family,
    Line,
    defined,
    document,
    doubling,
    false,
    indices,
    sums,
    times,
    true,
)

Shape = Callable[[str], str]
"""LaTeX of a function of LaTeX."""

_HIDDEN = "abcfghpr"


def _tanh(argument: str) -> str:
    return rf"\tanh({argument})"


def _logistic(argument: str) -> str:
    return rf"\frac{{1}}{{1 + e^{{-{argument}}}}}"


def _exponential(argument: str) -> str:
    return rf"e^{{{argument}}}"


def _softplus(argument: str) -> str:
    return rf"\log(1 + e^{{{argument}}})"


def _identity(argument: str) -> str:
    return argument


ACTIVATIONS: dict[str, tuple[Shape, Shape]] = {
    "tanh": (_tanh, lambda value: f"(1 - {value}^2)"),
    "logistic": (_logistic, lambda value: f"{value} (1 - {value})"),
    "exponential": (_exponential, lambda value: value),
    "softplus": (_softplus, lambda value: f"(1 - e^{{-{value}}})"),
    "linear": (_identity, lambda value: ""),
}
"""Each function of a layer, and its slope in terms of its value."""


def _forward(depth: int, shape: Shape, shared: bool = False) -> list[Line]:
    """The layers, and the loss."""
    lines = []
    for below, here in pairwise("x" + _HIDDEN[:depth]):
        argument = rf"\sum_j {'W' if shared else here.upper()}_{{ij}} {below}_j"
        lines.append(defined(f"{here}_i = {shape(argument)}"))
    return [*lines, defined(rf"L = \sum_i y_i {_HIDDEN[depth - 1]}_i")]


def _gradient(depth: int, slope: Shape, shared: bool = False) -> str:
    letters = [letter for letter in indices(depth + 1) if letter != "q"][:depth]
    hidden = _HIDDEN[:depth][::-1]
    factors = [f"y_{letters[0]}"]
    for name, here, below in zip(hidden, letters, [*letters[1:], "q"], strict=True):
        factors += [slope(f"{name}_{here}"), f"{'W' if shared else name.upper()}_{{{here}{below}}}"]
    return f"{sums(letters)} {times(factors)}"


def _layers(activation: str, depth: int, shared: bool = False) -> Document:
    shape, slope = ACTIVATIONS[activation]
    gradient = _gradient(depth, slope, shared)
    return document(
        *_forward(depth, shape, shared), true(rf"\frac{{\partial L}}{{\partial x_q}} = {gradient}")
    )


def _slipped(depth: int) -> Document:
    """The slope of the first layer is that of another function."""
    shape, slope = ACTIVATIONS["tanh"]
    gradient = _gradient(depth, slope).replace("(1 - a_", "(2 - a_")
    return document(*_forward(depth, shape), false(rf"\frac{{\partial L}}{{\partial x_q}} = {gradient}"))


def _stepwise(depth: int) -> Document:
    """The gradient by each layer, from that by the layer above, as backpropagation is taught."""
    shape, slope = ACTIVATIONS["tanh"]
    names = "x" + _HIDDEN[:depth]
    steps = [
        true(
            rf"\frac{{\partial L}}{{\partial {below}_j}} = \sum_i \frac{{\partial L}}{{\partial {here}_i}}"
            rf" {slope(here + '_i')} {here.upper()}_{{ij}}"
        )
        for below, here in reversed(list(pairwise(names)))
    ]
    return document(*_forward(depth, shape), *steps)


def _weights(depth: int) -> Document:
    """The gradient by the weights of each layer, from that by its values."""
    shape, slope = ACTIVATIONS["tanh"]
    steps = [
        true(
            rf"\frac{{\partial L}}{{\partial {here.upper()}_{{pq}}}} ="
            rf" \frac{{\partial L}}{{\partial {here}_p}} {slope(here + '_p')} {below}_q"
        )
        for below, here in reversed(list(pairwise("x" + _HIDDEN[:depth])))
    ]
    return document(*_forward(depth, shape), *steps)


def _residual(depth: int) -> Document:
    """Each layer adds to the one below, so that the gradient has 2^depth terms when it is multiplied out."""
    lines = [
        defined(rf"{here}_i = {below}_i + \tanh(\sum_j {here.upper()}_{{ij}} {below}_j)")
        for below, here in pairwise("x" + _HIDDEN[:depth])
    ]
    letters = [letter for letter in indices(depth + 1) if letter != "q"][:depth]
    names = ("x" + _HIDDEN[:depth])[::-1]
    factors = [f"y_{letters[0]}"]
    for (name, under), (here, below) in zip(pairwise(names), pairwise([*letters, "q"]), strict=True):
        slope = f"(1 - ({name}_{here} - {under}_{here})^2)"
        factors.append(rf"(\delta_{{{here}{below}}} + {slope} {name.upper()}_{{{here}{below}}})")
    gradient = f"{sums(letters)} {times(factors)}"
    loss = defined(rf"L = \sum_i y_i {_HIDDEN[depth - 1]}_i")
    return document(*lines, loss, true(rf"\frac{{\partial L}}{{\partial x_q}} = {gradient}"))


def _narrow(depth: int) -> Document:
    """Layers of one unit: y = tanh(w y'), by the chain rule."""
    names = "x" + _HIDDEN[:depth]
    lines = [defined(rf"{here} = \tanh({here.upper()} {below})") for below, here in pairwise(names)]
    slopes = times(f"(1 - {here}^2) {here.upper()}" for here in names[1:])
    return document(*lines, true(rf"\frac{{\partial {names[-1]}}}{{\partial x}} = {slopes}"))


def _softmaxes(depth: int) -> Document:
    """Softmax of softmax of …: the entries of each sum to one, and their gradients to zero."""
    names = "x" + _HIDDEN[:depth]
    lines = [
        defined(rf"{here}_i = \frac{{e^{{{below}_i}}}}{{\sum_k e^{{{below}_k}}}}")
        for below, here in pairwise(names)
    ]
    last, under = names[-1], names[-2]
    return document(
        *lines,
        true(rf"\sum_i {last}_i = 1"),
        true(
            rf"\frac{{\partial {last}_i}}{{\partial {under}_j}} = {last}_i (\delta_{{ij}} - {last}_j)"
            if depth > 1
            else rf"\frac{{\partial {last}_i}}{{\partial x_j}} = {last}_i (\delta_{{ij}} - {last}_j)"
        ),
        true(rf"\sum_i \frac{{\partial {last}_i}}{{\partial x_j}} = 0"),
    )


_DEPTHS = (1, 2, 3, 4, 6, 8)
FAMILIES = (
    *(Family(f"{name} layers, gradient", "layers", _DEPTHS, partial(_layers, name)) for name in ACTIVATIONS),
    Family("tanh layers, shared weights", "layers", _DEPTHS, partial(_layers, "tanh", shared=True)),
    Family("tanh layers, wrong slope", "layers", _DEPTHS, _slipped),
    Family("tanh layers, backwards step by step", "layers", _DEPTHS, _stepwise),
    Family("tanh layers, gradients of weights", "layers", _DEPTHS, _weights),
    Family("residual layers, gradient", "layers", _DEPTHS, _residual),
    Family("layers of one unit", "layers", _DEPTHS, _narrow),
    Family("softmax of softmax", "layers", doubling(1, 8), _softmaxes),
)
