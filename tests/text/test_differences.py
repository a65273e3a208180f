"""What is marked as changed: the same is left of both trees without it, and no mark is too many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import derivation
from derivation.audit.edits import Vocabulary, edits, tidy
from derivation.reading.statements import Statement
from derivation.text import trees
from derivation.text.changes import NONE, Place, Places
from derivation.text.differences import CHANGE, Differences, differences
from derivation.text.elements import size
from derivation.text.latex import read_expression
from derivation.text.printing import as_base, as_factor, as_term, to_latex
from derivation.text.syntax import (
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
    Symbol,
    Terms,
)

ONE = Number("1")


def bare(node: Node, marks: Places, place: Place) -> tuple[Node | None, Place]:
    """A node without parentheses around it and powers 1, and its place; `None` where it is marked."""
    while place not in marks:
        match node:
            case Group(_, body, _):
                node, place = body, (*place, 0)
            case Power(body, exponent) if bare(exponent, NONE, ())[0] == ONE:
                node, place = body, (*place, 0)
            case _:
                return node, place
    return None, place


def left(outer: Node, marks: Places, start: Place = ()) -> Any:
    """A tree with 1 for what is marked; parentheses, factors 1 and powers 1 do not count."""
    node, place = bare(outer, marks, start)
    match node:
        case None:
            return ONE
        case Terms(terms, signs):
            return _signed(terms, signs, marks, place)
        case Product() | Fraction() | Big():
            kept = [pair for pair in _factors(node, marks, place, True) if pair != ("", ONE)]
            return kept[0][1] if len(kept) == 1 and kept[0][0] == "" else kept or ONE
        case Power(base, exponent) if left(exponent, marks, (*place, 1)) == ONE:
            return left(base, marks, (*place, 0))
    inner = trees.children(node)
    if not inner:
        return node
    hollow = trees.with_children(node, tuple(ONE for _ in inner))
    return type(node), hollow, [left(child, marks, (*place, k)) for k, child in enumerate(inner)]


def _signed(terms: tuple[Node, ...], signs: tuple[str, ...], marks: Places, place: Place) -> Any:
    kept = [
        ("+" if (*place, "sign", k) in marks else sign or "+", left(term, marks, (*place, k)))
        for k, (term, sign) in enumerate(zip(terms, signs, strict=True))
        if bare(term, marks, (*place, k))[0] is not None
    ]
    return kept[0][1] if len(kept) == 1 and kept[0][0] == "+" else kept


def _factors(outer: Node, marks: Places, start: Place, last: bool) -> Iterator[tuple[str, Any]]:
    """Factors as pairs of `"/"` or `""` and what is left; a sum stands before those of its body."""
    node, place = bare(outer, marks, start)
    match node:
        case None:
            return
        case Big() | Product() if not last and _runs_on(node):
            yield from _opened(left(node, marks, place), last)
        case Product(factors, operators):
            unmarked = [
                k for k, factor in enumerate(factors) if bare(factor, marks, (*place, k))[0] is not None
            ]
            for k, factor in enumerate(factors):
                if k and operators[k - 1] == "/":
                    yield from _divisor(factor, marks, (*place, k))
                else:
                    yield from _factors(factor, marks, (*place, k), last and [k] == unmarked[-1:])
        case Fraction(numerator, denominator):
            yield from _factors(numerator, marks, (*place, 0), False)
            yield from _divisor(denominator, marks, (*place, 1))
        case Big(operator, span, body):
            if (*place, "head") not in marks:
                ends = trees.children(node)[:-1]
                shown = [left(end, marks, (*place, k)) for k, end in enumerate(ends)]
                yield "head", (operator, span.relation, len(span.indices), shown)
            yield from _factors(body, marks, (*place, len(trees.children(node)) - 1), True)
        case _:
            yield from _opened(left(node, marks, place), last)


def _opened(inner: Any, last: bool) -> list[tuple[str, Any]]:
    """What is left of a factor as factors, if it is a product that may stand there without parentheses."""
    kinds = {pair[0] for pair in inner} if isinstance(inner, list) else {"+"}
    return inner if kinds <= {"", "/", "head"} and (last or "head" not in kinds) else [("", inner)]


def _divisor(node: Node, marks: Places, place: Place) -> Iterator[tuple[str, Any]]:
    if (inner := left(node, marks, place)) != ONE:
        yield "/", inner


def _runs_on(node: Node) -> bool:
    inner = node.factors[-1] if isinstance(node, Product) else node
    return isinstance(inner, Big | Partial) or (isinstance(inner, Apply) and inner.bare)


def _joined(places: Iterator[Places]) -> Places:
    return NONE.union(*places)


def is_shown_by(old: Node, new: Node, found: Differences) -> bool:
    """Whether the marks leave the same of both, and none of the changes can be spared."""
    if left(old, found.old) != left(new, found.new):
        return False
    rest = [[c for c in found.changes if c is not change] for change in found.changes]
    return all(
        left(old, _joined(c.old for c in kept)) != left(new, _joined(c.new for c in kept)) for kept in rest
    )


letters = st.sampled_from("abijxy").map(Symbol)
entries = st.builds(Symbol, st.sampled_from(["x", "A"]), st.lists(letters, min_size=1, max_size=2).map(tuple))
ranges = st.one_of(
    st.builds(lambda index: Range((index,)), letters),
    st.builds(lambda index, other: Range((index,), "\\neq", other), letters, letters),
    st.builds(lambda index, upper: Range((index,), "=", Number("1"), upper), letters, letters),
)


def extended(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    factors = st.lists(inner.map(as_factor), min_size=2, max_size=4).map(tuple)
    operators = st.lists(st.sampled_from(["", "", "", "/"]), min_size=4, max_size=4)
    terms = st.lists(inner.map(as_term), min_size=2, max_size=4).map(tuple)
    signs = st.lists(st.sampled_from("+-"), min_size=4, max_size=4)
    return st.one_of(
        st.builds(Fraction, inner, inner),
        st.builds(lambda f, o: Product(f, tuple(o[: len(f) - 1])), factors, operators),
        st.builds(lambda t, s: Terms(t, ("", *s[1 : len(t)])), terms, signs),
        st.builds(Power, inner.map(as_base), inner),
        st.builds(Big, st.sampled_from(["\\sum", "\\prod"]), ranges, inner.map(as_term)),
        st.builds(lambda body: Apply(Symbol("\\log"), (body,)), inner),
        st.builds(lambda body: Group("(", body, ")"), inner),
    )


def built_on(numbers: str) -> st.SearchStrategy[Node]:
    leaves = st.one_of(letters, entries, st.sampled_from(numbers).map(Number))
    return st.recursive(leaves, extended, max_leaves=10)


formulas = built_on("123")
without_ones = built_on("23")
VOCABULARY = Vocabulary(
    ("i", "j"), (Number("2"), Symbol("a")), (Symbol("y"), Symbol("x", (Symbol("i"),))), (("x", 1), ("A", 1))
)


@settings(max_examples=300, deadline=None)
@given(formulas, st.randoms(use_true_random=False))
def test_one_edit_of_any_formula_is_marked_where_it_is(formula: Node, random: Any) -> None:
    old = tidy(formula)
    edit = random.choice([*edits(old, VOCABULARY), None])
    if edit is None:
        return
    new = tidy(trees.substituted(old, edit.old, edit.new))
    found = differences(old, new)
    assert is_shown_by(old, new, found), (to_latex(old), to_latex(new), found)
    assert found.cost <= CHANGE + size(edit.old) + size(edit.new)


@settings(max_examples=200, deadline=None)
@given(without_ones, without_ones)
def test_any_two_formulas_are_the_same_without_what_is_marked(old: Node, new: Node) -> None:
    assert is_shown_by(old, new, differences(old, new))


@settings(max_examples=50, deadline=None)
@given(formulas)
def test_a_formula_does_not_differ_from_itself(formula: Node) -> None:
    assert differences(formula, formula).changes == ()
    assert differences(formula, tidy(formula)).changes == ()


@pytest.mark.parametrize("name", derivation.bundled())
def test_marks_of_all_corrections_that_come_with_the_package(name: str) -> None:
    for finding in derivation.check(name).audit.findings:
        if finding.correction is not None:
            assert isinstance(finding.statement, Statement)
            old, new = finding.statement.member.node, finding.correction.node
            assert is_shown_by(old, new, differences(old, new)), finding.label


@pytest.mark.parametrize(
    ("printed", "corrected", "told"),
    [
        ("(i + 1) e^{x_i}", "i e^{x_i}", ["drop the term + 1"]),
        ("x (1 + \\frac{1}{i} - \\frac{x}{i})", "x (1 - \\frac{x}{i})", ["drop the term + \\frac{1}{i}"]),
        ("-y \\sum_i x_i + y + \\frac{y}{j}", "-y \\sum_i x_i + y", ["drop the term + \\frac{y}{j}"]),
        ("y (1 + \\frac{1}{j})", "y", ["drop the term + \\frac{1}{j}"]),
        ("\\frac{1}{i} x_i x_j", "\\frac{1}{j} x_i x_j", ["put j for i"]),
        ("\\frac{1}{i} + a + b", "\\frac{1}{j} + a", ["put j for i", "drop the term + b"]),
        ("a A_{ij}", "a A_{ji}", ["put A_{ji} for A_{ij}"]),
        ("2 t - s", "s - 2 t", ["change all signs of 2 t - s"]),
        ("a (t - s)", "a (s - t)", ["change all signs of t - s"]),
        ("a - b + c", "a + b + c", ["put + for - before b"]),
        ("-x y", "x y", ["drop the minus before x y"]),
        ("2 x y", "2 (-x) y", ["put a minus before x"]),
        ("a \\sum_k x_k y_k", "a x_k y_k", ["drop \\sum_k"]),
        ("a \\sum_{k \\neq j} x_k", "a \\sum_k x_k", ["put \\sum_k for \\sum_{k \\neq j}"]),
        ("a \\sum_{k = 1}^{n} x_k", "a \\sum_{k = 1}^{m} x_k", ["put m for n"]),
        ("\\frac{a b}{n} c", "a b c", ["drop the divisor n"]),
        ("a b", "\\frac{a b}{n}", ["put in the divisor n"]),
        ("a x", "a p q x", ["put in the factors p q"]),
        ("a - b + c - y", "a - y", ["drop the terms - b + c"]),
        ("a x^2", "a x", ["drop the power 2"]),
        ("a x", "a x^2", ["raise x to the power 2"]),
        ("\\frac{x}{n} + a", "\\frac{1}{n} + a", ["put 1 for x"]),
        ("a + b", "a + (b)", []),
    ],
)  # fmt: skip
def test_changes_are_told_in_words(printed: str, corrected: str, told: list[str]) -> None:
    found = differences(*(read_expression(text) for text in (printed, corrected)))
    assert [change.told() for change in found.changes] == told


def test_words_can_be_set() -> None:
    (change,) = differences(read_expression("a + \\frac{1}{i}"), read_expression("a")).changes
    assert change.told(lambda latex: f"${latex}$") == "drop the term + $\\frac{1}{i}$"


def test_a_factor_behind_a_sum_in_parentheses_is_marked_alone() -> None:
    """Without it the sum is the last factor, and needs no parentheses."""
    a = Symbol("a")
    total = Group("(", Big("\\sum", Range((a,)), a), ")")
    old, new = Product((a, total), ("",)), Product((a, total, a), ("", ""))
    assert is_shown_by(old, new, differences(old, new))
    assert differences(old, new).new == frozenset({(2,)})
