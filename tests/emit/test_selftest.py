"""The self-test of emitted modules: it runs under `python -O`, and under any names that a document has."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import derivation
from derivation.audit.theorem import Theorem
from derivation.emit import EmitError, emit
from derivation.emit.modules import PRELUDES
from derivation.terms.terms import Bound, Definition, Mul, Pow, Range, Sum, Var, integer

Prove = Callable[[str], Theorem]
TARGETS = ("numpy", "array-api", "numba")
EACH = (*TARGETS[:2], pytest.param("numba", marks=pytest.mark.slow))
MADE = ("out_1", "part_1", "x_part", "x_out", "total_rest", "total_key", "scalar_2", "number_2")
"""Such as the emitter makes of other names."""


def squares_of(proved: Theorem, vector: str, scalar: str) -> Theorem:
    """The sum of a vector's squares times a scalar, as a theorem."""
    square = Mul((Var(scalar), Pow(Var(vector, ("k.0",)), integer(2))))  # as a reader calls an index
    definition = Definition("M", (), Sum("k.0", Range(Bound("", 1), Bound("n")), square))
    return replace(proved, setting=replace(proved.setting, definitions={("M", 0): definition}))


def names_in(text: str) -> Iterator[str]:
    """All names that a text gives to anything: variables, parameters, functions, imports."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Name(name) | ast.arg(name) | ast.keyword(name):
                yield name or "_"
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name):
                yield name.split(".")[0]


@cache
def names_of(target: str) -> tuple[str, ...]:
    """The names of a target's code that those before it do not have."""
    report = derivation.check("softargmax")
    theorems = {"value": report.theorem("SA(X)"), "gradient": report.theorem("SA'(X)")}
    texts = [emit(theorems, report.derivation.declared.emit, target)]
    texts += [files("derivation.emit").joinpath(PRELUDES[TARGETS.index(target)]).read_text("utf-8")]
    found = {name.strip("_") for text in texts for name in names_in(text)} | {"n", "beta", "found", *MADE}
    before = {n for t in TARGETS[: TARGETS.index(target)] for n in names_of(t)} - {
        "n",
        "beta",
        "found",
        *MADE,
    }
    return tuple(sorted(found - before - {"", "M"}))


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_quantities_vectors_and_scalars_may_have_any_name_of_the_emitted_code(
    prove_small: Prove, target: str
) -> None:
    names = names_of(target)
    for name, other in zip(names, (*names[1:], names[0]), strict=True):
        proved = squares_of(prove_small("M"), name, other if other != "n" else "n_")
        text = emit({name: proved}, target=target)
        space: dict[str, Any] = {"__name__": "emitted"}
        code = compile(text, "emitted", "exec")
        if target == "numba":
            continue
        exec(code, space)  # noqa: S102
        space["_self_test"]()
        function = space[space["__all__"][0]]
        assert function(np.array([1.0, 2.0]), **{required(function): 3.0}) == 15.0, (name, other)


def required(function: Any) -> str:
    """The name of the keyword that has no default."""
    parameters = inspect.signature(function).parameters.values()
    return next(p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty)


@pytest.mark.parametrize("name", ["found", "wanted", "near", "error"])
def test_a_quantity_may_be_called_as_the_self_test_calls_its_own(name: str) -> None:
    text = f"# T\n\n$$ \\mathrm{{{name}}} = \\sum_k x_k^2 $$\n"
    found = derivation.check(derivation.loads(text)).theorem(f"\\mathrm{{{name}}}")
    for target in TARGETS:
        module: dict[str, Any] = {"__name__": "emitted"}
        exec(emit(found, target=target), module)  # noqa: S102
        module["_self_test"]()
        assert module[module["__all__"][0]](np.array([1.0, 2.0])) == 5.0


@pytest.mark.parametrize("flags", [[], ["-O"], ["-OO"]])
def test_a_broken_module_says_so_however_python_is_run(
    prove_small: Prove, tmp_path: Path, flags: list[str]
) -> None:
    text = emit(prove_small("M"))
    whole, broken = tmp_path / "whole.py", tmp_path / "broken.py"
    whole.write_text(text, encoding="utf-8")
    assert "x ** 2" in text.replace("`", "")
    broken.write_text(text.replace("np.add.reduce(x ** 2", "np.add.reduce(x ** 3"), encoding="utf-8")
    done = [
        subprocess.run([sys.executable, *flags, str(path)], capture_output=True, text=True, check=False)
        for path in (whole, broken)
    ]
    assert done[0].stdout == "all self-tests passed\n"
    assert (done[1].returncode, done[1].stdout) == (1, "")
    assert "AssertionError: an error of " in done[1].stderr


def test_no_assert_statement_leaves_the_emitter() -> None:
    report = derivation.check("softargmax")
    for target in TARGETS:
        text = emit(report.theorem("SA'(X)"), target=target)
        assert not any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(text)))


def test_values_beyond_the_range_of_floats_are_infinite_in_the_self_test() -> None:
    text = "# T\n\n$$ s_i = e^{x_i + 800} $$\n\n$$ t_i = -e^{e^{e^{x_i}}} $$\n"
    report = derivation.check(derivation.loads(text))
    for target in TARGETS[:2]:
        module: dict[str, Any] = {"__name__": "emitted"}
        text = emit({name: report.theorem(name) for name in ("s_i", "t_i")}, target=target)
        exec(text, module)  # noqa: S102
        with np.errstate(over="ignore"):
            module["_self_test"]()
        assert "math.inf" in text
        wrong = text.replace("math.inf", "1.0", 1)
        exec(wrong, module)  # noqa: S102
        with np.errstate(over="ignore"), pytest.raises(AssertionError):
            module["_self_test"]()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "formula",
    [
        "10^{400} x_i",
        r"\frac{x_i}{10^{400}}",
        "(x_i + 10^6)^3 - 10^{18}",
        "x_i + 10^{20} - 10^{20}",
        "e^{1000} x_i",
    ],
)
def test_no_module_is_written_that_fails_its_self_test(formula: str, target: str) -> None:
    theorem = derivation.check(derivation.loads(f"# T\n\n$$ y_i = {formula} $$\n")).theorem("y_i")
    with pytest.raises(EmitError, match=r"fails its self-test .*; write the formula without such terms"):
        emit(theorem, target=target)
