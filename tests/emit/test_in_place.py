"""Statements that write over what is not needed any more, and the reader that refuses all others."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from derivation.audit.theorem import Theorem
from derivation.emit.errors import EmitError
from derivation.emit.in_place import in_place
from derivation.emit.program import check, program

Prove = Callable[[str], Theorem]


def written(text: str, results: str, own: str = "") -> str:
    statements = in_place(ast.parse(text).body, ("x", "t"), own.split(), results.split())
    return "\n".join(ast.unparse(statement) for statement in statements)


@pytest.mark.parametrize(
    ("text", "results", "wanted"),
    [
        ("y = x - m\ne = np.exp(y)", "e", "y = x - m\ne = np.exp(y, out=y)"),
        ("e = np.exp(x)", "e", "e = np.exp(x)"),
        ("e = np.exp(x)\ns = e / z", "s", "e = np.exp(x)\ns = np.divide(e, z, out=e)"),
        ("e = np.exp(x)\ns = e / z", "s e", "e = np.exp(x)\ns = e / z"),
        ("e = np.exp(x)\ns = e * e", "s", "e = np.exp(x)\ns = e * e"),
        ("e = x\ns = e * 2", "s", "e = x\ns = e * 2"),
        ("k = index - c\ns = k * 2", "s", "k = index - c\ns = k * 2"),
        ("e = x * t\nf = e\ns = e + 1", "s f", "e = x * t\nf = e\ns = e + 1"),
    ],
)
def test_what_is_written_over(text: str, results: str, wanted: str) -> None:
    assert written(text, results) == wanted


def test_what_is_handed_over_may_be_written_over() -> None:
    assert written("s = e / z", "s", own="e") == "s = np.divide(e, z, out=e)"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("index * exp,", "np.multiply(index, exp, out=exp),", "cannot be read back"),
        ("x = _shifted(x, peak)", "x = np.subtract(x, peak, out=x)", "writes over what is not its own"),
        (
            "total = np.add.reduce(index * exp",
            "total = np.add.reduce(np.multiply(exp, exp, out=exp)",
            "it reads twice",
        ),
    ],
)
def test_code_that_writes_over_what_it_needs_is_refused(
    prove_small: Prove, old: str, new: str, message: str
) -> None:
    made = program("f", (prove_small("\\frac{\\partial W}{\\partial x_j}"),))
    text = "\n".join(ast.unparse(statement) for statement in made.statements)
    assert old in text
    broken = ast.parse(text.replace(old, new)).body
    check(made, ((), made.statements))
    with pytest.raises(EmitError, match=message):
        check(made, ((), broken))
