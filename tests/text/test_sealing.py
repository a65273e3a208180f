"""What is well-formed and not understood stands for itself, and nothing of it is refuted."""

from __future__ import annotations

import pytest

import derivation
from derivation.text.latex import read_display, read_expression
from derivation.text.printing import to_latex
from derivation.text.source import Source, Span
from derivation.text.syntax import Apply, Big, Node, Power, Product, Row, Sealed, Symbol, Terms
from derivation.text.trees import walk

FUNCTIONS = frozenset({"f"})


def node(latex: str) -> Node:
    return read_expression(latex, frozenset(), FUNCTIONS)


def rows(latex: str) -> tuple[Row, ...]:
    return read_display(Source("paper.md", latex), Span(0, len(latex)), frozenset(), FUNCTIONS)


def verdicts(text: str) -> list[str]:
    return [str(finding.verdict) for finding in derivation.check(derivation.loads(text))]


WHOLE = [
    # an argument without an end
    (r"\log p x", r"\log px"),
    (r"\cos\omega t", r"\cos\omega t"),
    (r"\log a/b", r"\log a/b"),
    (r"\log^{-1} x", r"\log^{ -1}x"),
    (r"1/2\sigma^2", r"1/2\sigma^2"),
    # an accent over more than a name, or over all entries
    (r"\hat{xy}", r"\hat{xy}"),
    (r"\widehat{\sigma^2_k}", r"\widehat{\sigma^2_k}"),
    (r"\bar{x_i}", r"\bar{x_i}"),
    (r"\hat{\Vtheta}_m", r"\hat{\Vtheta}_m"),
    # below a name, what is no index
    ("x_{2t}", "x_{2t}"),
    ("S_{,q}", "S_{, q}"),
    ("z_{1:d}", "z_{1: d}"),
    (r"E_{z \sim p}[g]", r"E_{z\sim p}[g]"),
    (r"F_{a \to b}", r"F_{a \to b}"),
    ("V^{1,2}", "V^{1, 2}"),
    ("1_A(x)", "1_A(x)"),
    (r"\mathbb{1}[i < j]", r"\mathbb{1}[i < j]"),
    # parentheses
    ("(u v)'", "(uv)'"),
    ("g(x)_i", "g(x)_i"),
    ("u(t=0)", "u(t = 0)"),
    (r"P(\text{red next})", r"P(\text{red next})"),
    (r"D(p || q)", "D(p||q)"),
    (r"\mu(\cdot)", r"\mu(\cdot)"),
    (r"\{x : x > 0\}", r"\{x:x > 0\}"),
    # sums over what is no index, bars with limits, words, signs of their own
    (r"\sum_{x : p(x) > 0} p(x)", r"\sum_{x:p(x) > 0}p(x)"),
    (r"\sum_{1 \le i \le n} a", r"\sum_{1 \le i \le n}a"),
    (r"\frac{x^2}{2} \Big|_0^1", r"\frac{x^2}{2}|_0^1"),
    (r"y^{(i)}!", "y^{(i)}!"),
    (r"\$500", r"\$500"),
]


@pytest.mark.parametrize(("latex", "printed"), WHOLE, ids=[row[0] for row in WHOLE])
def test_what_is_not_understood_is_one_quantity(latex: str, printed: str) -> None:
    found = node(latex)
    assert isinstance(found, Sealed)
    assert found.latex == printed
    assert not found.closed


@pytest.mark.parametrize("latex", [row[1] for row in WHOLE if "\\hat{\\V" not in row[1]])
def test_what_is_printed_of_it_reads_back(latex: str) -> None:
    assert to_latex(node(to_latex(node(latex)))) == to_latex(node(latex))


def test_what_stands_around_it_is_read_as_elsewhere() -> None:
    assert isinstance(node(r"2 + \log p x - y"), Terms)
    found = node(r"\sum_i y_i \log p(x_i) + 1")
    assert isinstance(found, Terms)
    assert isinstance(found.terms[0], Big)
    assert isinstance(found.terms[0].body, Product)
    assert isinstance(node("g(x)_i^2"), Power)
    assert isinstance(node(r"\|x\|^2_H"), Power)
    assert node(r"\|x\|^2_H") == node(r"\|x\|_H^2")
    assert node("||x||_2") == node(r"\|x\|_2")
    assert node("|x|^2") == node(r"\lvert x \rvert^2")


@pytest.mark.parametrize(
    ("latex", "same"),
    [
        (r"\hat{x_i}", r"\hat{x}_i"),
        (r"\dot{x_1}^2", r"\dot{x}_1^2"),
        ("x_{*}", "x_*"),
        ("v_{+}", "v_+"),
        (r"u_\infty", r"u_{\infty}"),
        (r"E_{\text{Rot.}}", r"E_{\text{Rot}}"),
        ("x_{i1}", "x_{i,1}"),
        (r"\sigma_{} Z", r"\sigma Z"),
        (r"2 \cdot -3 x", r"2 \cdot {-1} \cdot 3 x"),
        ("a + -b", "a - b"),
        (r"\boxed{x}", "x"),
        (r"\Pi_{i=1}^n x_i", r"\prod_{i=1}^n x_i"),
        (r"\Sigma_{k=1}^n x_k", r"\sum_{k=1}^n x_k"),
        (r"A^\T B", r"A^{\T} B"),
    ],
)
def test_other_spellings_are_the_same(latex: str, same: str) -> None:
    assert to_latex(node(latex)).replace(r"\cdot -1", r"\cdot {-1}") == to_latex(node(same))


def test_signs_below_a_name_make_other_names_of_it() -> None:
    names = {
        s.name
        for s in walk(node(r"x + x_* + x_+ + x_- + x_\infty + d_\text{critical damping}"))
        if isinstance(s, Symbol)
    }
    assert len(names) == 6


@pytest.mark.parametrize(
    "latex", [r"\Sigma_{z=1}", r"\Sigma_{z=1}^{-1}", r"\Sigma_{z=1}^T", r"\Sigma_{z=1}^2"]
)
def test_a_capital_with_a_label_is_no_sum(latex: str) -> None:
    assert not any(isinstance(inner, Big) for inner in walk(node(latex)))


def test_a_box_parts_an_equation_from_what_stands_beside_it() -> None:
    assert [len(row.members) for row in rows(r"\boxed{x = 1}\boxed{y = 2}")] == [2, 2]
    assert [len(row.members) for row in rows(r"\boxed{x = 1} = z")] == [3]


def test_the_sign_alone_in_its_cell_stands_between_its_neighbours() -> None:
    (first, second) = rows(r"\begin{eqnarray} a & = & b \\ & = & c \end{eqnarray}")
    assert first.members == (Symbol("a"), Symbol("b"))
    assert (second.relations, second.members) == (("=",), (Symbol("c"),))
    assert rows("a &= & c &= d")[0].members == (Symbol("c"), Symbol("d"))


def test_words_with_a_formula_in_them_are_words_and_a_formula() -> None:
    (_, condition) = rows(r"a = b \quad \text{for $x \ge 1$.}")
    assert condition.lead == r"\text{for}"
    assert condition.relations == ("", r"\ge")


def test_marks_and_remarks_beside_an_equation_are_no_factors() -> None:
    assert len(rows(r"x = y && (*)")) == 1
    assert len(rows(r"x = y \quad (\text{by symmetry})")) == 1
    assert isinstance(rows(r"x =: y")[0].members[1], Symbol)


def test_an_unknown_function_is_applied_before_it_has_a_prime() -> None:
    assert isinstance(node("f'(x)"), Apply)
    assert isinstance(node("f'(x, y)"), Apply)


TRUE = "right"
OPEN = "undecided"

COUNTER = [
    ("Let $p = 2$ and $x = 3$.\n$$ \\log p x = 3 \\log 2 $$\n$$ \\log p x = \\log 6 $$", [OPEN, OPEN]),
    (
        "$$ q = \\cos\\omega t $$\n$$ \\frac{d q}{d t} = 0 $$\n$$ \\frac{\\partial q}{\\partial a} = 0 $$",
        ["definition", OPEN, OPEN],
    ),
    ("$$ f(x) = \\cos w x $$\n$$ f(2) = f(3) $$\n$$ f(x) = \\cos w x + 1 $$", ["definition", OPEN, OPEN]),
    (
        "$$ S = \\sum_{i=1}^n \\log p(x_i) $$\n$$ S = n \\log p(x_i) $$\n"
        "$$ S = \\sum_{j=1}^n \\log p(x_j) $$",
        ["definition", OPEN, TRUE],
    ),
    ("$$ \\sum_{i=1}^n \\bar{x_i} y_i = \\bar{x_i} \\sum_{i=1}^n y_i $$", [OPEN]),
    (
        "$$ v_+ = 2, \\qquad v_{-} = 3 $$\n$$ v_{+} + v_- = 5 $$\n$$ v_{+} + v_- = 6 $$",
        ["definition", "definition", TRUE, "wrong"],
    ),
    ("$$ x_* = 4 $$\n$$ x_{*}^2 = 16 $$\n$$ x_*^2 = 15 $$", ["definition", TRUE, "wrong"]),
    ("$$ \\int_0^1 2x\\,dx = x^2 \\Big|_0^1 $$\n$$ 1 + x^2 \\Big|_0^1 = 2 $$", [OPEN, OPEN]),
    ("$$ L = (Y - X b)' W (Y - X b) $$\n$$ L = W (Y - X b)' (Y - X b) $$", ["definition", OPEN]),
    ("$$ g(z)_i^2 + g(z)_i = g(z)_i (1 + g(z)_i) $$\n$$ g(z)_i = g(z)_j $$", [TRUE, OPEN]),
    ("$$ S = m q^2 $$\n$$ S_{,q} = 3 m q $$\n$$ S_{,q} = S_{,p} $$", ["definition", OPEN, OPEN]),
    ("$$ z_{1:d} = x_{1:d} $$\n$$ z_{1:d} = z_{d+1:n} $$", [OPEN, OPEN]),
    (
        "$$ p_{x0} = 3, \\qquad p_{y0} = 4 $$\n$$ p_{x0}^2 + p_{y0}^2 = 25 $$\n$$ p_{x0} + p_{y0} = 6 $$",
        ["definition", "definition", TRUE, "wrong"],
    ),
    (
        "$$ Y_i = a X_{i1} + b X_{i2} $$\n$$ Y_i - b X_{i2} = a X_{i1} $$\n$$ Y_i - b X_{i2} = a X_{i2} $$",
        ["definition", TRUE, "wrong"],
    ),
    ("$$ 1_A(x) = 1_B(x) $$\n$$ 1_A = 1 $$", [OPEN, OPEN]),
    ("$$ L = \\Pi_{i=1}^n a $$\n$$ L = a^n $$\n$$ L = n a $$", ["definition", TRUE, "wrong"]),
    ("$$ \\text{cost of land} = \\text{cost of water} $$", [OPEN]),
    ("$$ p = 0 \\text{ at } x = 0 $$", [OPEN]),
    (
        "$$ 2 \\text{ apples} + 3 \\text{ apples} = 6 \\text{ apples} $$\n"
        "$$ 2 \\text{ apples} + 3 \\text{ apples} = 5 \\text{ apples} $$",
        [OPEN, TRUE],
    ),
    (
        "$$ \\sqrt{x^2} = x \\quad \\text{for $x \\ge 0$.} $$\n"
        "$$ \\sqrt{y^2} = y \\quad \\text{for $y \\le 0$.} $$",
        [TRUE, "wrong"],
    ),
    ("$$ z = 2 \\quad \\text{if $a = 1$ and $k = l$} $$", [OPEN]),
    (
        "\\begin{eqnarray} x & = & 1 \\\\ y & = & 2 \\\\ x + y & = & 3 \\\\ x + y & = & 4 \\end{eqnarray}",
        ["definition", "definition", TRUE, "wrong"],
    ),
    ("$$ 6 \\cdot -2 = -12 $$\n$$ 6 \\cdot -2 = 12 $$", [TRUE, "wrong"]),
    ("$$ 1,500 \\cdot 2 = 3 $$\n$$ 10,000 + 1 = 10001 $$", [OPEN, OPEN]),
    ("$$ \\$500 + 25 = \\$525 $$\n$$ 0.25 = 25\\% $$", [OPEN, OPEN]),
    ("$$ u(t=0) + 1 = 1 + u(t=0) $$\n$$ u(t=0) = u(t=1) $$", [TRUE, OPEN]),
    (
        "$$ 2 \\text{Var}(X) - \\text{Var}(X) = \\text{Var}(X) $$\n"
        "$$ \\text{Var}(2X) = 2\\,\\text{Var}(X) $$",
        [TRUE, OPEN],
    ),
    (
        "Let $X$ be a random variable with mean $\\mu = E[X]$.\n"
        "$$ \\operatorname{Var}(X) = E[X^2] + \\mu^2 $$\n"
        "Hence\n$$ E[X^2] = \\operatorname{Var}(X) - \\mu^2. $$",
        [OPEN, OPEN],
    ),
    ("$$ E = \\text{const} $$\n$$ p = \\text{const} $$\n$$ E = p $$", [OPEN, OPEN, OPEN]),
    ("$$ a_n = n^2 $$\n$$ a_{2n} = 4n^2 $$\n$$ a_{2n} = n^2 $$", ["definition", OPEN, OPEN]),
    ("$$ 101_2 = 5 $$\n$$ 10_2 = 10 $$", [OPEN, OPEN]),
    ("$$ \\boxed{x = 1}\\boxed{y = 2} $$\n$$ x + y = 3 $$", ["definition", "definition", TRUE]),
    (
        "$$ q(t) = e^{-a t}\\cos\\omega t $$\n$$ q(t) e^{a t} = \\cos\\omega t $$\n$$ q(0) = 1 $$\n"
        "$$ q(t) = q(0) $$\n$$ q'(t) = 0 $$\n$$ h(t) = q(t) + 1 $$\n$$ h(t) - 1 = q(t) $$\n"
        "$$ h(2) = e^{-2a}\\cos\\omega t + 1 $$\n$$ g(t) = q(t) $$\n$$ g(2) = g(3) $$",
        ["definition", TRUE, OPEN, OPEN, OPEN, "definition", TRUE, OPEN, "definition", OPEN],
    ),
    ("$$ 1/2c^2 = \\frac{c^2}{2} $$\n$$ 1/2c^2 = \\frac{1}{2c^2} $$", [OPEN, OPEN]),
    (
        "$$ L = \\mathbb{E}[g] $$\n$$ L + 1 = 1 + \\mathbb{E}[g] $$\n$$ L + 1 = 2 + \\mathbb{E}[g] $$",
        ["definition", TRUE, OPEN],
    ),
]


@pytest.mark.parametrize(("text", "expected"), COUNTER, ids=[row[0].splitlines()[0] for row in COUNTER])
def test_nothing_is_refuted_or_proved_of_what_is_not_understood(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("line", "note"),
    [
        (
            r"\log p x",
            r"it is unclear where the argument of `\log` ends, behind `p` or behind `x`; write `\log(…)`",
        ),
        ("1/2c^2", r"it is unclear how much `/` divides by; write `\frac{…}{…}` or parentheses"),
        ("x_{2t}", "this subscript can be read in two ways: for two indices, write a comma between them"),
        ("f^2(x)", "this is a power of the value of f, or f of f; write `(f(…))^k`, or `f(f(…))`"),
        ("f^{-1}(x)", "this is the inverse of f, or 1 over its value; write `1/f(…)` for that"),
        ("(u v)'", "a prime at parentheses differentiates, or transposes"),
    ],
)
def test_the_report_tells_both_readings_and_what_to_write(line: str, note: str) -> None:
    report = derivation.check(derivation.loads(f"$$ f(x) = 3x + c $$\n$$ {line} = 2 \\cdot {line} $$"))
    assert note in (report["2"].reason or "")
