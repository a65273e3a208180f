"""Functions from theorems of a small document: values, names, shifts, refusals."""

import ast
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import derivation
from derivation.audit.theorem import Theorem
from derivation.emit import EmitError, body, emit, lambdify
from derivation.emit.names import identifier
from derivation.emit.pieces import summed
from derivation.emit.reference import reference
from derivation.emit.shift import Shift, shift_of
from derivation.front.document import document_from_text
from derivation.reading.declared import Declared, EmitDeclared
from derivation.reading.passes import read_derivation
from derivation.reading.statements import Derivation
from derivation.terms.terms import Bound, Definition, Mul, Pow, Range, Ref, Sum, Var, integer, quotient

Prove = Callable[[str], Theorem]

X = np.array([0.3, -1.25, 2.0, 0.75])
T = np.array([0.1, 0.2, 0.3, 0.4])
FORMULAS = [
    ("L", {"beta": 1.5}),
    ("\\hat{y}_j", {"beta": 1.5}),
    ("\\frac{\\partial L}{\\partial x_j}", {"beta": 0.5}),
    ("M", {}),
    ("\\frac{\\partial M}{\\partial x_j}", {}),
    ("V", {}),
    ("\\frac{\\partial V}{\\partial x_j}", {}),
    ("H", {"beta": 0.75}),
    ("\\frac{\\partial H}{\\partial x_j}", {"beta": 0.75}),
    ("D_j", {}),
    ("lambda", {}),
    ("W", {}),
    ("\\frac{\\partial W}{\\partial x_j}", {}),
    ("C", {}),
    ("\\frac{\\partial C}{\\partial x_j}", {}),
    ("U_j", {}),
]


@pytest.mark.parametrize(("latex", "scalars"), FORMULAS)
def test_functions_agree_with_sympy(prove_small: Prove, latex: str, scalars: dict[str, float]) -> None:
    proved = prove_small(latex)
    vectors = [X, T] if "H" in latex else [X]
    found = lambdify(proved)(*vectors, **scalars)
    assert found == pytest.approx(np.array(reference(proved)(*vectors, **scalars)), rel=1e-12)


@pytest.mark.parametrize(
    ("value", "scalars"), [("L", {"beta": 1.5}), ("M", {}), ("V", {}), ("W", {}), ("C", {})]
)
def test_gradients_agree_with_differences(prove_small: Prove, value: str, scalars: dict[str, float]) -> None:
    f = lambdify(prove_small(value))
    gradient = lambdify(prove_small(f"\\frac{{\\partial {value}}}{{\\partial x_j}}"))
    x, h = X.astype(np.longdouble), np.longdouble(1e-5)
    steps = np.eye(len(x), dtype=np.longdouble) * h
    differences = (f(x + steps, **scalars) - f(x - steps, **scalars)) / (2 * h)
    assert gradient(X, **scalars) == pytest.approx(differences.astype(float), rel=1e-8, abs=1e-9)


@pytest.mark.parametrize(
    ("latex", "shift"),
    [
        ("L", Shift.FOLLOWS),
        ("\\hat{y}_j", Shift.INVARIANT),
        ("W", Shift.INVARIANT),
        ("V", Shift.INVARIANT),
        ("\\mu", Shift.FOLLOWS),
        ("M", Shift.NONE),
        ("C", Shift.NONE),
    ],
)
def test_what_a_shift_of_x_does(prove_small: Prove, latex: str, shift: Shift) -> None:
    assert shift_of(prove_small(latex), "x") is shift


def test_gradients_of_means_with_falling_weights_do_not_overflow(prove_small: Prove) -> None:
    gradient = lambdify(prove_small("\\frac{\\partial W}{\\partial x_j}"))
    assert gradient([0.0, 2000.0]).tolist() == [0.0, 0.0]
    assert gradient([-800.0, 0.0, -800.0]) == pytest.approx([0.5, 0.0, -0.5])
    assert gradient([0.0, np.log(3.0)]) == pytest.approx([3 / 16, -3 / 16])


def test_only_exponentials_are_shifted(prove_small: Prove) -> None:
    shifted = {latex: "peak = " in emit(prove_small(latex)) for latex in ("L", "W", "V", "C")}
    assert shifted == {"L": True, "W": True, "V": False, "C": False}


@pytest.mark.parametrize("big", [1000.0, -1000.0])
def test_shifted_functions_do_not_overflow(prove_small: Prove, big: float) -> None:
    x = np.array([big, 0.0, big])
    assert lambdify(prove_small("L"))(x, beta=2.0) == pytest.approx(
        max(big, 0.0) + (np.log(2) / 2 if big > 0 else 0)
    )
    assert lambdify(prove_small("W"))(x) == pytest.approx(2.0)
    assert lambdify(prove_small("\\hat{y}_j"))(x, beta=1.0).sum() == pytest.approx(1.0)


def test_the_minimum_is_taken_from_negative_exponents(prove_small: Prove) -> None:
    assert "np.minimum.reduce(x" in emit(prove_small("W"))


def test_infinite_entries_are_promised_in_exponents_alone(prove_small: Prove) -> None:
    docs = {latex: str(lambdify(prove_small(latex)).__doc__) for latex in ("L", "W", "H")}
    promised = {latex: "inf is fine" in " ".join(doc.split()) for latex, doc in docs.items()}
    assert promised == {"L": True, "W": True, "H": False}
    assert lambdify(prove_small("L"))([0.0, -np.inf], beta=1.0) == 0.0
    assert lambdify(prove_small("W"))([0.0, np.inf]) == 1.0


def test_scalars_are_keywords_and_checked(prove_small: Prove) -> None:
    f = lambdify(prove_small("L"))
    assert f(X.astype(np.float32), beta=np.float64(1.5)).dtype == np.float32
    with pytest.raises(ValueError, match="beta must be > 0"):
        f(X, beta=-1.0)
    with pytest.raises(TypeError, match="required keyword-only argument: 'beta'"):
        f(X)


def test_entries_themselves_are_a_copy(prove_small: Prove) -> None:
    proved = prove_small("\\frac{\\partial M}{\\partial x_j} \\frac{n}{2}")
    x = X.copy()
    found = lambdify(proved)(x)
    assert found.tolist() == x.tolist()
    assert not np.shares_memory(found, x)


def test_a_second_vector_broadcasts(prove_small: Prove) -> None:
    f = lambdify(prove_small("H"))
    assert f(np.stack([X, 2 * X]), T, beta=1.0)[0] == pytest.approx(f(X, T, beta=1.0))


def test_names_are_safe() -> None:
    taken = ("np", "x", "axis")
    latex = ["lambda", "np", "x", "axis", "sum", "\\Sigma", "\\hat{y}", "SA'", "2", "\\mathrm{KL}", 'x"\n#']
    python = ["lambda_", "np_", "x_", "axis_", "sum_", "Sigma", "y_hat", "SA_prime", "v_2", "KL", "x_"]
    assert [identifier(name, taken) for name in latex] == python


def mean_square_of(proved: Theorem, name: str) -> Theorem:
    """The mean square of a vector with a name, as a theorem."""
    squares = Sum("k", Range(Bound("", 1), Bound("n")), Pow(Var(name, ("k",)), integer(2)))
    definition = Definition("M", (), quotient(squares, Var("n")))
    return replace(proved, setting=replace(proved.setting, definitions={("M", 0): definition}))


@pytest.mark.parametrize("name", ["np", "axis", "lambda", "index", "n_", "peak", "_shifted"])
def test_vectors_with_any_name(prove_small: Prove, name: str) -> None:
    f = lambdify(mean_square_of(prove_small("M"), name))
    assert f(X) == pytest.approx(np.mean(X**2))


def test_hostile_titles_stay_in_docstrings(prove_small: Prove) -> None:
    title = 'a"""\nimport sys  # coding: utf-7\n\x00\\'
    text = emit(replace(prove_small("M"), document=title, source=""))
    modules = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Import)]
    assert [alias.name for node in modules for alias in node.names] == ["math", "os", "numpy"]


def test_a_module_whose_products_are_0_tests_itself(prove_small: Prove) -> None:
    space: dict[str, Any] = {"__name__": "emitted"}
    exec(emit(prove_small("W"), derivatives=True), space)  # noqa: S102
    space["_self_test"]()


def test_modules_by_key(prove_small: Prove) -> None:
    text = emit({"energy": prove_small("M"), "def": prove_small("V")})
    assert '__all__ = ["energy", "def_"]' in text


def test_a_value_and_its_gradient_share_the_work(prove_small: Prove) -> None:
    theorems = {"value": prove_small("L"), "gradient": prove_small("\\frac{\\partial L}{\\partial x_j}")}
    text = emit(theorems, EmitDeclared(name="lse"))
    space: dict[str, Any] = {}
    exec(compile(text, "lse", "exec"), space)  # noqa: S102
    module = SimpleNamespace(**space)
    value, gradient = module.lse_value_and_gradient(X, beta=2.0)
    assert value == pytest.approx(np.log(np.exp(2 * X).sum()) / 2)
    assert gradient == pytest.approx(module.lse_gradient(X, beta=2.0))
    program = text[text.index("def _lse_value_and_gradient_sums") : text.index("def lse_value_and_gradient")]
    sums, _, rest = program.partition("_merged")
    assert sums.count("np.exp(") == 1
    assert rest.count("np.exp(") == 1  # of the chunks' ends


# Refusals


def test_statements_are_not_emitted() -> None:
    finding = SimpleNamespace(label="14", verdict="wrong")
    with pytest.raises(EmitError, match=r"^only what is proved is emitted; statement 14 is wrong$"):
        lambdify(finding)  # type: ignore[arg-type]
    with pytest.raises(EmitError, match="only what is proved is emitted; str is not a Theorem"):
        emit("SA(X)")  # type: ignore[arg-type]


def test_a_theorem_is_proved_again(prove_small: Prove) -> None:
    proved = prove_small("M")
    false = replace(proved, closed=Mul((integer(2), Ref("M"))), closed_latex="2 M")
    with pytest.raises(EmitError, match="only what is proved is emitted; M = 2 M is not proved"):
        emit(false)


def test_a_gradient_is_proved_to_be_that_of_the_value(prove_small: Prove) -> None:
    theorems = {"value": prove_small("M"), "gradient": prove_small("\\frac{\\partial V}{\\partial x_j}")}
    with pytest.raises(EmitError, match="is not proved to be the derivative of M with respect to x_j"):
        emit(theorems, EmitDeclared(name="m"))


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("\\frac{\\partial \\hat{y}_i}{\\partial x_j}", "has more than one free index: i, j"),
        ("B", r"the range 2..n is not the whole of an axis"),
        ("A", "couples the indices"),
        ("2 \\beta", "has no axis"),
    ],
)
def test_what_has_no_code(prove_small: Prove, latex: str, message: str) -> None:
    with pytest.raises(EmitError, match=message):
        emit(prove_small(latex))


def test_unknown_targets(prove_small: Prove) -> None:
    with pytest.raises(EmitError, match="there is no target 'torch'; there is numpy, array-api"):
        emit(prove_small("M"), target="torch")


def test_code_that_computes_something_else_is_refused(
    paper: Derivation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def doubled(expr: ast.expr) -> ast.expr:
        return ast.BinOp(summed(expr), ast.Mult(), ast.Constant(2))

    monkeypatch.setattr(body, "summed", doubled)
    with pytest.raises(EmitError, match="the code for SA'\\(X\\) is not proved to compute it"):
        emit(derivation.check(paper).theorem("SA'(X)"))


ZERO_BASED = r"""# Zero
$$ P = \sum_i i x_i^2 \tag{1} $$
$$ G_j = \frac{\partial P}{\partial x_j} \tag{2} $$
$$ Y_j = \sum_{i \neq j} x_i x_j i \tag{3} $$
"""


@pytest.mark.parametrize("latex", ["P", "G_j", "Y_j"])
def test_indices_from_zero_and_derivatives_in_definitions(latex: str) -> None:
    declared = Declared(title="Zero", base=0, sizes=("n",), ranges={"j": "0..n-1"})
    read = read_derivation(document_from_text(ZERO_BASED, "zero.md"), declared)
    proved = derivation.check(read).theorem(latex)
    assert lambdify(proved)(X) == pytest.approx(np.array(reference(proved)(X)), rel=1e-12)


def test_a_definition_is_computed_as_it_is_printed(prove_small: Prove) -> None:
    far = 1e8 + np.arange(4.0)
    assert lambdify(prove_small("V"))(far) == 5.0


def test_a_form_that_the_calculus_has_no_rule_for_is_refused_by_name() -> None:
    text = "$$ P = \\prod_i x_i^{w_i} $$\n\n$$ \\frac{\\partial P}{\\partial x_j} = \\frac{w_j}{x_j} P $$"
    report = derivation.check(derivation.loads(text))
    slope = report.theorem(r"\frac{\partial P}{\partial x_j}")
    with pytest.raises(EmitError, match="there is no rule for a symbolic power"):
        emit(slope)
