"""The bundled derivations: right ones are right throughout, and each slip is found where it is."""

from __future__ import annotations

import pytest

import derivation
from derivation.places import bundled

RIGHT_THROUGHOUT = (
    "attention-row",
    "batch-norm",
    "batch-norm-compact",
    "bernoulli-likelihood",
    "cross-entropy",
    "exponential-rate",
    "gaussian-likelihood",
    "geometric-mean",
    "kl-divergence",
    "layer-norm",
    "least-squares",
    "log-softmax",
    "log-sum-exp",
    "logistic-regression",
    "policy-gradient",
    "ridge",
    "softmax-jacobian",
    "temperature-softmax",
    "variance",
    "weighted-mean",
)

SLIPS: dict[str, dict[str, tuple[str, str | None]]] = {
    "bernoulli-likelihood-product": {
        "3": ("wrong", r"\sum_{i=1}^{n} (y_i \log p_i + (1 - y_i) \log(1 - p_i))"),
        "4": ("wrong", r"L (y_j - p_j)"),
    },
    "cross-entropy-unnormalised": {"3": ("wrong", None)},
    "gaussian-likelihood-square": {
        "2": ("wrong", r"-\frac{n}{\sigma} + \frac{1}{\sigma^3} \sum_{i=1}^{n} (x_i - \mu)^2")
    },
    "least-squares-sign": {
        "2": ("wrong", r"-\sum_{i=1}^{m} A_{ik} \left( y_i - \sum_{j=1}^{n} A_{ij} x_j \right)"),
        "3": ("inherited", r"\sum_{i=1}^{m} A_{ik} A_{il}"),
    },
    "logistic-regression-chain": {"3": ("wrong", r"\sum_{i=1}^{n} (p_i - y_i) x_i p_i (1 - p_i)")},
    "policy-gradient-index": {
        "2": ("wrong", r"\pi_a (r_a - J)"),
        "3": ("wrong", r"\delta_{ab} - \pi_a"),
    },
    "softmax-jacobian-diagonal": {
        "2": ("wrong", r"p_i (\delta_{ij} - p_j)"),
        "4.2": ("inherited", r"-t_j + p_j \sum_i t_i"),
    },
    "temperature-softmax-factor": {
        "2": ("wrong", r"\frac{1}{T} q_i (\delta_{ij} - q_j)"),
        "3": ("inherited", r"\frac{1}{T} q_i \left(z_i - \sum_{j} q_j z_j\right)"),
    },
    "variance-cancelling": {
        "2": ("wrong", r"\frac{1}{n} \sum_{i=1}^{n} x_i^2 - \bar{x}^2"),
        "3": ("repaired", None),
    },
}


def test_all_are_here() -> None:
    assert sorted(bundled()) == sorted((*RIGHT_THROUGHOUT, *SLIPS, "softargmax"))


@pytest.mark.parametrize("name", RIGHT_THROUGHOUT)
def test_a_right_one_is_right_throughout(name: str) -> None:
    report = derivation.check(name)
    assert {result.verdict for result in report} - {"given"} == {"definition", "right"}, str(report)
    assert {r.label: r.reason for r in report if r.verdict == "given"} == GIVENS.get(name, {})
    assert report.exit_code == 0


STARTS = "an implication starts from it"
GIVENS: dict[str, dict[str, str]] = {
    "exponential-rate": {"4.1": STARTS},
    "gaussian-likelihood": {"3.1": STARTS, "5.1": STARTS},
    "least-squares": {"5.1": STARTS},
}
"""The derivatives that are put to 0."""


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_is_found_where_it_is(name: str) -> None:
    report = derivation.check(name)
    found = {r.label: r.verdict for r in report if r.verdict not in ("definition", "right")}
    assert found == {label: verdict for label, (verdict, _) in SLIPS[name].items()}, str(report)


@pytest.mark.parametrize("name", [name for name, slips in SLIPS.items() if any(t for _, t in slips.values())])
def test_the_corrections_are_true(name: str) -> None:
    report = derivation.check(name)
    for label, (_, truth) in SLIPS[name].items():
        if truth is not None:
            correction = report[label].correction
            assert correction is not None
            assert report.theorem(f"{correction.latex} = {truth}")


def test_what_the_unnormalised_loss_would_need() -> None:
    assert derivation.check("cross-entropy-unnormalised")["3"].finding.true_if == r"\sum_{k} t_k = 1"


@pytest.mark.parametrize("name", bundled())
def test_every_statement_has_a_view_in_sympy(name: str) -> None:
    for result in derivation.check(name):
        if result.verdict in ("right", "wrong", "inherited", "repaired"):
            assert result.left is not None
            assert result.right is not None


def test_a_theorem_is_not_told_by_its_own_name() -> None:
    assert derivation.check("weighted-mean").theorem("m").closed_latex != "m"
