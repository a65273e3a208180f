"""How many exponentials code multiplies, which a shift must leave room for."""

from __future__ import annotations

import ast

import pytest

from derivation.emit.degree import degree_of
from derivation.emit.pieces import Step


def degree(text: str, several: bool = False) -> int:
    steps = [Step(s.targets[0].id, s.value) for s in ast.parse(text).body]  # type: ignore[attr-defined]
    return degree_of(steps, (), "x", several)


SUMS = "e = np.exp(x)\nz = np.add.reduce(e, axis, keepdims=True)\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", 1),
        ("r = e / z", 1),
        ("r = e * (index - np.add.reduce(e * index, axis, keepdims=True) / z) / z", 1),
        ("r = z ** 2", 2),
        ("r = e * e / z", 2),
        ("r = 1 / z ** 3", 3),
        ("r = np.sqrt(z) * z", 2),
        ("r = np.log(z) * z", 1),
        ("r = np.log(z ** 4)", 4),
        ("r = z ** n", 0),
        ("r = _logistic(z)", 0),
        ("r = np.cosh(z)", 0),
    ],
)
def test_degrees(text: str, wanted: int) -> None:
    assert degree(SUMS + text) == wanted


def test_multiples_that_differ_count_as_anything_between() -> None:
    assert degree("e = np.exp(x)\nf = np.exp(2 * x)\nr = e / f", several=True) == 1
