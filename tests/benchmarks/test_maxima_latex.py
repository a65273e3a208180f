"""Lines in Maxima's notation as LaTeX: brackets, functions, words between claims."""

from __future__ import annotations

import maxima
import maxima_latex
import pytest

import derivation


@pytest.mark.parametrize(
    ("typed", "latex"),
    [
        ("2*(x-3) = 4*x", "2 (x - 3) = 4 x"),
        ("-x^2", "-x^{2}"),
        ("(-x)^2", "(-x)^{2}"),
        ("x^-2*y", "x^{-2} y"),
        ("a^2*b^2/c", r"\frac{a^{2} b^{2}}{c}"),
        ("a/b*c", r"\frac{a}{b} c"),
        ("a/(b*c)", r"\frac{a}{b c}"),
        ("x^y^z", "x^{y^{z}}"),
        ("(x^y)^z", "(x^{y})^{z}"),
        ("(1/2)^n", r"(\frac{1}{2})^{n}"),
        ("a-(b-c)", "a - (b - c)"),
        ("a-b-c", "a - b - c"),
        ("3*-3", "3 (-3)"),
        ("2*1^3", r"2 \cdot 1^{3}"),
        ("2*1/3", r"\frac{2 \cdot 1}{3}"),
        ("2*(1/3)", r"2 \cdot \frac{1}{3}"),
        ("n!/(k!*(n-k)!)", r"\frac{n!}{k! (n - k)!}"),
        ("0.50", "0.50"),
        ("x_i", "x_{i}"),
    ],
)
def test_operators_hold_as_tightly_as_in_maxima(typed: str, latex: str) -> None:
    assert maxima_latex.latex(maxima.read(typed)) == latex


@pytest.mark.parametrize(
    ("typed", "latex"),
    [
        ("exp(2*x)", "e^{2 x}"),
        ("exp(x)^2", "(e^{x})^{2}"),
        ("sin(x)^2", r"\sin^{2} (x)"),
        ("log(x)^2", r"(\log(x))^{2}"),
        ("sqrt(x+2)^2", r"(\sqrt{x + 2})^{2}"),
        ("abs(x-1)^2", "|x - 1|^{2}"),
        ("y(x)^2", "y(x)^{2}"),
        ("lg(x,3)", r"\log_{3}(x)"),
        ("binomial(n,k+1)", r"\binom{n}{k + 1}"),
        ("a*sum(log(x_i),i,1,n)", r"a (\sum_{i=1}^{n} \log(x_{i}))"),
        ("sum(k+1,k,1,n)+1", r"\sum_{k=1}^{n} (k + 1) + 1"),
        ("2*noundiff(y(x),x)", r"2 \frac{d y(x)}{d x}"),
        ("diff((3*x+5)^2,x)", r"\frac{d}{d x} (3 x + 5)^{2}"),
        ("diff(x+1,x)", r"\frac{d}{d x} (x + 1)"),
        ("nounint(x^2+1,x)", r"\int (x^{2} + 1) \, dx"),
        ("int(x,x,0,inf)", r"\int_{0}^{\infty} x \, dx"),
        ("limit(1/t,t,-inf)", r"\lim_{t \to -\infty} \frac{1}{t}"),
        ("2*%pi*%i", r"2 \pi i"),
        ("conjugate(a*b)", r"\overline{a b}"),
    ],
)
def test_functions_are_printed_as_authors_do(typed: str, latex: str) -> None:
    assert maxima_latex.latex(maxima.read(typed)) == latex


@pytest.mark.parametrize(
    ("typed", "latex"),
    [
        ("x=1 or x=-2", r"x = 1 \text{ or } x = -2"),
        ("a and b or c", r"(a \text{ and } b) \text{ or } c"),
        ("(a nounor b) nounand not c", r"(a \text{ or } b) \text{ and } \neg c"),
        ("a=1 or (b=2 or c=3)", r"a = 1 \text{ or } b = 2 \text{ or } c = 3"),
        ("x>=1 and x#2", r"x \ge 1 \text{ and } x \neq 2"),
        ("-6<a", "-6 < a"),
        ("x= #pm#sqrt(2)", r"x = \pm \sqrt{2}"),
        ("x=1 #pm# a", r"x = 1 \pm a"),
        ("{}", r"\text{false}"),
    ],
)
def test_lines_that_claim_are_joined_by_words(typed: str, latex: str) -> None:
    assert maxima_latex.latex(maxima.read(typed)) == latex


@pytest.mark.parametrize(
    ("typed", "value"),
    [("-3^2+2*4/8-(1-5)", "-4"), ("2^3^0*6/2/3", "2"), ("(-2)^3 - 2*-3", "-2"), ("-2^2*-3/4", "3")],
)
def test_the_engine_reads_what_is_written_as_it_was_meant(typed: str, value: str) -> None:
    text = f"$$ {maxima_latex.latex(maxima.read(typed))} = {value} $$"
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == ["right"]
