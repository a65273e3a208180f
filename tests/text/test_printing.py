"""Printing is the inverse of reading, for every tree that holds the parentheses it needs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivation.text.latex import read_display, read_expression
from derivation.text.printing import as_base, as_factor, as_term, parenthesized, to_latex
from derivation.text.source import Source, Span
from derivation.text.syntax import (
    Absolute,
    Apply,
    Big,
    Fraction,
    Group,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Range,
    Root,
    Row,
    Symbol,
    Terms,
)

NAMES = frozenset({"SA"})
FUNCTIONS = frozenset({"SA", "f"})

CANONICAL = [
    (r"SA_{i}", "SA_i"),
    (r"SA'_{ j }", "SA'_j"),
    (r"SA'^2_j", "SA_j'^2"),
    (r"A_{i j} + A_{i,1} + A_{\alpha j}", r"A_{ij} + A_{i,1} + A_{\alpha j}"),
    (r"x^{2} y^{23} z^{-1}", "x^2 y^{23} z^{-1}"),
    (r"\sum\limits^n_{i=1}{x_i}y", r"\sum_{i = 1}^{n} x_i y"),
    (r"\sum_{ i\leq b } \prod_{i,j} x", r"\sum_{i \le b} \prod_{i,j} x"),
    (r"-a-\tfrac12", r"-a - \frac{1}{2}"),
    (r"a*b\cdot c/d", r"a * b \cdot c / d"),
    (r"\left(\frac1i*x\right)", r"\left( \frac{1}{i} * x \right)"),
    (r"\exp ( x )^2 \log y", r"\exp(x)^2 \log y"),
    (r"\sin^2 x", r"\sin^2 x"),
    (r"SA'( X )", "SA'(X)"),
    (r"(x^*)^2", "(x^{*})^2"),
    (r"|x|", r"\lvert x \rvert"),
    (r"\sqrt[n]x", r"\sqrt[n]{x}"),
    (r"\{a\}", r"\{ a \}"),
    (r"\operatorname{soft-max}_i", r"\operatorname{soft-max}_i"),
    (r"\frac{\partial^2f}{\partial x_i\partial x_j}", r"\frac{\partial^2 f}{\partial x_i \partial x_j}"),
    (r"\partial_{x_j}f", r"\partial_{x_j} f"),
    (r"\mathbb 1_{i=j}", r"\mathbb{1}[i = j]"),
]


@pytest.mark.parametrize(("latex", "printed"), CANONICAL)
def test_canonical(latex: str, printed: str) -> None:
    node = read_expression(latex, NAMES, FUNCTIONS)
    assert to_latex(node) == printed
    assert read_expression(printed, NAMES, FUNCTIONS) == node


def test_row() -> None:
    latex = r"\therefore a=b \leq  c_{i}"
    (row,) = read_display(Source("p", latex), Span(0, len(latex)))
    assert to_latex(row) == r"\therefore a = b \le c_i"


def test_parentheses_are_put_only_where_needed() -> None:
    x, log_x = Symbol("x"), Apply(Symbol("\\log"), (Symbol("x"),), bare=True)
    total, power = Terms((x, x), ("", "+")), Power(x, Number("2"))
    assert to_latex(parenthesized(x)) == "(x)"
    assert [to_latex(as_term(node)) for node in (x, total)] == ["x", "(x + x)"]
    assert [to_latex(as_factor(node)) for node in (power, total, log_x)] == ["x^2", "(x + x)", r"(\log x)"]
    assert [to_latex(as_base(node)) for node in (x, power)] == ["x", "(x^2)"]


letters = st.sampled_from([Symbol(name) for name in "abcgijknxyzX"])
numbers = st.sampled_from([Number(text) for text in ("0", "2", "12", "0.5")])
names = st.sampled_from(["x", "SA", "f", "\\beta", "\\Sigma", "\\hat{y}", "\\bar{\\theta}"])


def extended(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Nodes around nodes, of each kind, with the parentheses that they need."""
    factors = inner.map(as_factor)
    bodies = inner.map(as_term)
    return st.one_of(
        st.builds(Symbol, names, subscript_lists(inner), st.integers(0, 2)),
        st.builds(_applied, st.sampled_from(["SA", "f"]), st.lists(inner, min_size=1, max_size=2)),
        st.builds(_function, st.sampled_from(["\\log", "\\exp"]), inner),
        st.builds(lambda body: Apply(Symbol("\\log"), (body,), True), inner.map(_bare_argument)),
        st.builds(lambda left, right: Apply(Symbol("\\mathbb{1}"), (left, right)), inner, inner),
        st.builds(Power, inner.map(as_base), inner),
        st.builds(lambda body: Group("(", body, ")"), inner),
        st.builds(lambda body: Group("\\{", body, "\\}"), inner),
        st.builds(Fraction, inner, inner),
        st.builds(Root, inner, st.none() | inner),
        st.builds(Absolute, inner),
        st.builds(Big, st.sampled_from(["\\sum", "\\prod"]), ranges(inner), bodies),
        st.builds(Partial, st.just("\\partial"), st.none() | inner, st.none() | inner, st.none() | bodies),
        st.lists(factors, min_size=2, max_size=4).map(_product),
        st.lists(st.tuples(bodies, st.sampled_from("+-")), min_size=1, max_size=3).map(_terms),
    )


def _applied(name: str, arguments: list[Node]) -> Node:
    return Apply(Symbol(name, primes=1), tuple(arguments))


def _function(name: str, argument: Node) -> Node:
    return Apply(Symbol(name), (argument,))


def _bare_argument(node: Node) -> Node:
    """One factor that is no group: parentheses would be the function's own."""
    return Fraction(node, node) if isinstance(node, Terms | Product | Group) else node


def subscript_lists(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    one = inner.map(lambda node: parenthesized(node) if isinstance(node, Product) else node)
    return st.lists(one, max_size=2).map(tuple)


def ranges(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Range]:
    relations = st.sampled_from(["=", "\\in", "\\neq", "\\le", "<", "\\ge", ">"])
    indices = st.lists(letters, max_size=2).map(tuple)
    single = letters.map(lambda index: (index,))
    return st.builds(Range, indices, st.just(""), st.none(), st.none() | inner) | st.builds(
        Range, single, relations, inner, st.none() | inner
    )


def _product(factors: list[Node]) -> Node:
    """Juxtaposed where that is plain, else with a printed operator."""
    operators = [
        "\\cdot" if isinstance(right, Number | Group) or isinstance(left, Number) else ""
        for left, right in pairwise(factors)
    ]
    return Product(tuple(factors), tuple(operators))


def _terms(signed: list[tuple[Node, str]]) -> Node:
    signs = tuple(sign for _, sign in signed)
    return Terms(tuple(term for term, _ in signed), signs)


trees = st.recursive(st.one_of(letters, numbers), extended, max_leaves=12)


@settings(max_examples=120, deadline=None)
@given(trees)
def test_what_is_printed_reads_back_as_an_equal_tree(tree: Node) -> None:
    printed = to_latex(tree)
    assert read_expression(printed, NAMES, FUNCTIONS) == tree
    assert to_latex(read_expression(printed, NAMES, FUNCTIONS)) == printed


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["", "\\therefore", "\\iff"]),
    st.sampled_from(["", "="]),
    st.lists(st.tuples(st.sampled_from(["=", ":=", "\\le"]), trees), min_size=1, max_size=3),
)
def test_a_printed_row_reads_back(lead: str, first: str, chain: list[tuple[str, Node]]) -> None:
    relations = (first, *(relation for relation, _ in chain[1:]))
    row = Row(lead, relations, tuple(member for _, member in chain))
    printed = to_latex(row)
    assert read_display(Source("p", printed), Span(0, len(printed)), NAMES, FUNCTIONS) == (row,)
