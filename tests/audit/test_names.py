"""Theorems speak of what the document has: names, with as many indices, that a derivative can see."""

from __future__ import annotations

import pytest

import derivation
from derivation.checking import Report

TEXT = r"""# Names

$$ Z = \sum_{k=1}^n e^{x_k}, \qquad p_i = \frac{e^{x_i}}{Z} $$

$$ \sigma(z) = \frac{1}{1+e^{-z}} $$

$$ L = -\sum_k t_k \log p_k + \sigma(c) $$

$$ o_i = x_i^2 $$

$$ R = \sum_k A_{kk} $$
"""
ALL = r"A, L, R, Z, \\sigma, c, n, o, p, t, x"
REFUSED = [
    (r"\frac{\partial L}{\partial q_j}", f"there is no q in it; it has the names {ALL}"),
    (r"\frac{\partial L}{\partial q}", "there is no q in it"),
    (r"\frac{\partial M}{\partial x_j}", "there is no M in it"),
    (r"\sum_j q_j x_j", "there is no q in it"),
    (r"\frac{\partial L}{\partial q_j} = 0", "there is no q in it"),
    (r"\frac{\partial M}{\partial x_j} = 0", "there is no M in it"),
    (r"x_j^m", "there is no m in it"),
    (r"\sigma(q)", "there is no q in it"),
    (r"\frac{\partial L}{\partial n}", "n is a size, a whole number, and nothing is differentiated by it"),
    (r"\frac{\partial L}{\partial k_j}", "k is an index or an argument there, and no name of its own"),
    (r"\frac{\partial L}{\partial z}", "z is an index or an argument there, and no name of its own"),
    (r"\frac{\partial L}{\partial x_{ij}}", "x has 2 indices here, and one index in the document"),
    (r"\frac{\partial R}{\partial A_j}", "A has one index here, and 2 indices in the document"),
    (r"L_j", "L has one index here, and no index in the document"),
    (
        r"\frac{\partial L}{\partial o_j}",
        "is not written through o, so that the derivative would be 0; it is written through "
        r"L, Z, \\sigma, c, p, t, x",
    ),
]


@pytest.fixture(scope="module")
def report() -> Report:
    return derivation.check(derivation.loads(TEXT))


@pytest.mark.parametrize(("latex", "message"), REFUSED)
def test_what_the_document_does_not_have_is_refused_by_name(report: Report, latex: str, message: str) -> None:
    with pytest.raises(derivation.NotProved, match=message):
        report.theorem(latex)


@pytest.mark.parametrize(
    ("latex", "closed"),
    [
        (r"\frac{\partial L}{\partial p_j}", r"-\frac{t_j}{p_j}"),
        (r"\frac{\partial Z}{\partial t_j}", "0"),
        (r"\sum_i (x_i - b) = \sum_i x_i - n b", None),
        (r"\frac{\partial L}{\partial c}", None),
        (r"\sigma(x_j)", None),
        (r"\sigma'(z) = \sigma(z) (1 - \sigma(z))", None),
        (r"\sum_i \pi n x_i", None),
        (r"\frac{\partial p_i}{\partial x_m}", None),
    ],
)
def test_what_it_has_is_not_refused(report: Report, latex: str, closed: str | None) -> None:
    found = report.theorem(latex).closed_latex
    assert closed in (None, found)


def test_what_is_said_in_a_sentence_is_in_the_document() -> None:
    text = "Assume $\\sum_k t_k = 1$. Let $\\beta > 0$.\n\n$$ m = \\sum_k x_k $$\n"
    report = derivation.check(derivation.loads(text))
    assert report.theorem(r"\sum_k t_k = 1")
    assert report.theorem(r"\beta m")
