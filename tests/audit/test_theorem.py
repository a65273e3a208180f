"""Closed forms are told in the document's own names, as short as they are known."""

from __future__ import annotations

import pytest

import derivation

TEXT = r"""
$$ Z = \sum_k e^{x_k}, \quad p_i = \frac{e^{x_i}}{Z}, \quad \ell = \log Z, \quad G_{ij} = x_i x_j $$

$$ \frac{\partial \ell}{\partial x_j} = \frac{e^{x_j}}{\sum_k e^{x_k}} $$
"""


@pytest.fixture(scope="module")
def report() -> derivation.Report:
    return derivation.check(derivation.loads(TEXT))


@pytest.mark.parametrize(
    ("latex", "closed"),
    [
        (r"\frac{e^{x_j}}{\sum_k e^{x_k}}", "p_j"),
        (r"\frac{e^{x_2}}{\sum_k e^{x_k}}", "p_2"),
        (r"\frac{\partial \ell}{\partial x_a}", "p_a"),
        (r"\frac{\partial \ell}{\partial x_j}", "p_j"),
        (r"e^{x_i - \ell}", "p_i"),
        (r"x_j x_i", "G_{ij}"),
        (r"x_i x_i", "G_{ii}"),
        (r"\sum_i e^{x_i}", "Z"),
    ],
)
def test_what_is_worth_a_quantity_is_called_by_its_name(
    report: derivation.Report, latex: str, closed: str
) -> None:
    assert report.theorem(latex).closed_latex == closed


@pytest.mark.parametrize(
    ("latex", "closed"),
    [
        (r"Z p_j", "e^{x_j}"),
        (r"p_i - p_i p_i - p_i (1 - p_i) + \frac{\partial p_i}{\partial x_j}", "p_i (\\delta_{ij} - p_j)"),
        (r"\sum_i (x_i - 3)^2", r"\sum_i (x_i - 3)^2"),
        (r"p_i", r"\frac{e^{x_i}}{Z}"),
    ],
)
def test_what_has_no_name_is_told_as_short_as_it_is_known(
    report: derivation.Report, latex: str, closed: str
) -> None:
    assert report.theorem(latex).closed_latex == closed


@pytest.mark.parametrize(
    ("label", "closed"), [("13", "S_j"), ("14", "S_j (1 + j - SA)"), ("9.1", "S_i (1 + i - i S_i)")]
)
def test_what_softargmax_prints_in_closed_form(label: str, closed: str) -> None:
    report = derivation.check("softargmax")
    right = report[label].latex.split("=", 1)[1]
    assert report.theorem(right).closed_latex == closed


def test_no_theorem_is_given_for_what_is_open() -> None:
    known = derivation.check(derivation.loads(r"$$ f = \sum_k x_k^2 $$"))
    with pytest.raises(derivation.NotProved, match="is not proved: neither a proof nor a counterexample"):
        known.theorem(r"\sqrt{-1 + 2 x_1 - x_1^2} = |1 - x_1|")


@pytest.mark.parametrize("index", ["k", "i"])
def test_a_counterexample_is_told_as_in_a_report(index: str) -> None:
    report = derivation.check(derivation.loads(f"$$ L = \\sum_{{{index}=1}}^n x_{index}^2 $$\n"))
    with pytest.raises(derivation.NotProved, match=r"at n = 1, x = \(-1/2\) the left side is 1/4"):
        report.theorem(f"L = \\sum_{{{index}=1}}^n x_{index}^3")
