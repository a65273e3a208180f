"""Normal forms against evaluation at n = 1..4, and the names of indices that they get."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from brute_force import BruteForce, Nowhere, generic
from hypothesis import given, settings
from hypothesis import strategies as st
from identities import power, times
from mpmath import mp, mpf
from strategies import CASES, DEFINITIONS, exp, setting, size_of, terms, total, x

import derivation
from derivation.audit.known import known_at, told
from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.terms.atoms import Poly
from derivation.terms.context import Context
from derivation.terms.limits import Unsupported, time_limit
from derivation.terms.setting import Case, Hypotheses, Setting
from derivation.terms.terms import (
    ONE,
    ZERO,
    Add,
    Bound,
    Definition,
    Deriv,
    Fn,
    Index,
    Mul,
    Pow,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    integer,
    negated,
    walk,
)
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Scalar, Undefined, disjoint, log_of


def normal_form(term: Term, case: Case | None = None) -> Poly:
    with time_limit(2.0):
        return Normalizer(setting(case)).normal_form(term)


def unfolded(term: Term, case: Case) -> Term | None:
    """The term of a normal form, if there is one."""
    try:
        return to_term(normal_form(term, case))
    except Unsupported:
        return None


def places(case: Case, size: int) -> list[dict[str, int]]:
    found = []
    for i, j in product(range(1, size + 1), repeat=2):
        if (case.unequal and i == j) or (case.equal and j != (i if "i" in case.equal[0] else 1)):
            continue
        found.append({"i": i, "j": j})
    return found[:6]


def number(name: str, indices: tuple[int, ...]) -> Scalar:
    """Fractions; logarithms of some for x, which makes e^x a fraction."""
    code = 3 * len(name) + ord(name[0]) + sum((k + 2) * (i + 1) for k, i in enumerate(indices))
    value = Fraction(1 + code % 5, 1 + code % 3)
    return log_of(value) if name == "x" else value


def value(term: Term, size: int, at: dict[str, int]) -> Scalar:
    """The value of a term, exact or in a ball; `None` where there is none."""
    for balls in (False, True):
        try:
            return Evaluator({"n": size}, number, Setting(definitions=DEFINITIONS), balls).value(term, at)
        except NotExact:
            continue
        except (Undefined, Unsupported):
            return None
    return None


@settings(max_examples=100)
@given(terms(), st.sampled_from(CASES))
def test_normal_form_has_the_value_of_the_term(term: Term, case: Case) -> None:
    other = unfolded(term, case) if size_of(term) < 50 else None
    if other is None:
        return
    for size in (1, 2, 3, 4):
        for at in places(case, size):
            left, right = value(term, size, at), value(other, size, at)
            assert left is None or right is None or not disjoint(left, right)


@settings(max_examples=100)
@given(terms(), st.sampled_from(CASES))
def test_normal_form_agrees_with_brute_force(term: Term, case: Case) -> None:
    other = unfolded(term, case) if size_of(term) < 50 else None
    if other is None:
        return
    with mp.workdps(50):
        for size in (1, 2, 3):
            for at in places(case, size):
                brute = BruteForce({"n": size}, generic, DEFINITIONS)
                try:
                    left, right = brute.value(term, at), brute.value(other, at)
                except (Nowhere, ZeroDivisionError):
                    continue
                assert abs(left - right) < mpf(10) ** -6 * (1 + abs(left))


@settings(max_examples=60)
@given(terms())
def test_normal_form_of_a_normal_form_is_itself(term: Term) -> None:
    tangent = any(isinstance(part, Fn) and part.name == "tan" for part in walk(term))
    other = unfolded(term, Case()) if size_of(term) < 40 and not tangent else None
    if other is not None:  # tan 4 becomes a quotient, which is written through other angles
        assert normal_form(other) == normal_form(term)


EQUAL: dict[str, tuple[Term, Term]] = {
    "the name of a bound index": (total("k", exp(x("k"))), total("l", exp(x("l")))),
    "a bound index with the name of a free one": (
        Mul((x("i"), total("i", exp(x("i"))))),
        Mul((x("i"), total("k", exp(x("k"))))),
    ),
    "shadowing": (
        total("k", Mul((x("k"), total("k", Mul((Index("k"), x("k"))))))),
        Mul((total("k", x("k")), total("l", Mul((Index("l"), x("l")))))),
    ),
    "a derivative by what is bound": (
        Deriv(total("j", Mul((x("j"), x("j")))), x("j")),
        Mul((integer(2), x("j"))),
    ),
    "a derivative under the same sum": (
        total("j", Deriv(total("j", Pow(x("j"), integer(2))), x("j"))),
        Mul((integer(2), total("k", x("k")))),
    ),
    "a definition's parameter that is bound where it is used": (
        total("k", Mul((x("k"), Ref("S", ("k",))))),
        total("i", Mul((x("i"), Ref("S", ("i",))))),
    ),
    "an excluded index with the binder's name": (
        total("j", x("j"), "j"),
        Add((total("k", x("k")), negated(x("j")))),
    ),
    "x_1 and i = 1": (Add((x("1"), negated(x("1")))), ZERO),
    "an index's value under δ": (
        total("k", Mul((Index("k"), x("1")))),
        Mul((x("1"), total("i", Index("i")))),
    ),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_normal_forms(name: str) -> None:
    left, right = EQUAL[name]
    assert normal_form(left) == normal_form(right)


@pytest.mark.parametrize("order", ["kl", "lk"])
def test_nested_sums_in_either_order(order: str) -> None:
    body = Mul((x("k"), Var("y", ("k", "l")), Index("l")))
    inner, outer = tuple(order)
    assert normal_form(total(outer, total(inner, body))) == normal_form(total("k", total("l", body)))


def test_a_case_reaches_the_ranges() -> None:
    partial = total("k", x("k"), span=Range(Bound("", 1), Bound("j")))
    whole = Sum("k", Range(Bound("", 1), Bound("i")), x("k"))
    case = Case(equal=(("i", "j"),))
    assert normal_form(partial, case) == normal_form(whole, case)


def test_a_range_up_to_a_numeral_is_spelled_out() -> None:
    case = Case(equal=(("i", "1"),))
    assert normal_form(total("k", x("k"), span=Range(Bound("", 1), Bound("i", 1))), case) == normal_form(
        Add((x("1"), x("2")))
    )


def test_no_derivative_by_a_size() -> None:
    with pytest.raises(Unsupported, match=r"^a derivative with respect to n, which is a size$"):
        normal_form(Deriv(total("k", ONE), Var("n")))


def test_hypotheses_name_the_positive() -> None:
    known = Normalizer(Setting(Hypotheses(positive=frozenset({"a"}))))
    squared = Pow(Pow(Var("a"), integer(2)), Mul((integer(2), Pow(integer(4), integer(-1)))))
    assert known.normal_form(squared) == known.normal_form(Var("a"))


WITH_TOTALS = {
    "over another range": (r"\sum_{k=1}^n t_k = 1", r"\sum_{k=1}^m t_k + y = 1 + y"),
    "up to an index": (r"\sum_k t_k = 1", r"y_b \sum_{k \le b} t_k = y_b"),
    "of the diagonal": (r"\sum_k A_{ik} = 1", r"y + \sum_k A_{kk} = 1 + y"),
    "of a column": (r"\sum_k A_{ik} = 1", r"y_k \sum_i A_{ik} = y_k"),
    "of one that is left out": (r"\sum_k t_k = 1", r"y_j \sum_{k \neq j} t_k = y_j"),
}


@pytest.mark.parametrize("name", WITH_TOTALS)
def test_a_total_says_nothing_of_other_sums(name: str) -> None:
    total_of, claim = WITH_TOTALS[name]
    read = derivation.loads(f"Assume ${total_of}$.\n\n$$ {claim} $$")
    (statement,) = read.statements
    sides = (statement.subject.term, statement.member.term)
    known = told(known_at(read, Context(read.entries), sides))
    assert known.totals
    left, right = (Normalizer(known).normal_form(side) for side in sides)
    assert left != right
    (result,) = derivation.check(read)
    assert result.verdict in ("wrong", "undecided")


RESTRICTED = {
    "entries that add up to 1 move one by one": (
        r"Assume $\sum_k t_k = 1$.",
        r"\frac{\partial}{\partial t_j} \sum_k t_k x_k = x_j",
    ),
    "an entry of a symmetric array moves alone": (
        "Assume $A_{ij} = A_{ji}$.",
        r"\frac{\partial}{\partial A_{ij}} \sum_k \sum_l A_{kl} x_k x_l = x_i x_j",
    ),
}


@pytest.mark.parametrize("name", RESTRICTED)
def test_a_derivative_is_partial_whatever_an_assumption_restricts(name: str) -> None:
    said, claim = RESTRICTED[name]
    (result,) = derivation.check(derivation.loads(f"{said}\n\n$$ {claim} $$"))
    assert (result.verdict, result.finding.givens) == ("right", ())


NEEDED = {
    "t": (
        r"Assume $\sum_k t_k = 1$.",
        r"L = \frac{1}{\sum_k t_k}",
        r"\frac{\partial L}{\partial t_j} = -1",
    ),
    "A": (
        "Assume $A_{ij} = A_{ji}$.",
        r"L = \sum_k \sum_l A_{kl} A_{lk}",
        r"\frac{\partial L}{\partial A_{ij}} = 2 A_{ij}",
    ),
}


@pytest.mark.parametrize("name", NEEDED)
def test_a_derivative_is_left_open_where_it_needs_what_restricts_the_entries(name: str) -> None:
    said, definition, claim = NEEDED[name]
    *_, last = derivation.check(derivation.loads(f"{said}\n\n$$ {definition} $$\n\n$$ {claim} $$"))
    assert last.verdict == "undecided"
    assert last.reason == f"a derivative with respect to {name}, which an assumption restricts"


def test_what_is_assumed_is_not_put_in_before_a_derivative_is_taken() -> None:
    claim = r"\frac{\partial}{\partial t_j} \frac{\sum_k t_k x_k}{\sum_k t_k} = x_j"
    (result,) = derivation.check(derivation.loads(f"Assume $\\sum_k t_k = 1$.\n\n$$ {claim} $$"))
    assert result.verdict == "wrong"


def test_a_function_found_for_positive_numbers_says_nothing_of_others() -> None:
    text = "Assume $x > 0$.\n\n$$ f(x) = \\sqrt{x^2} $$\n\n$$ f(a) = a $$\n\n$$ f(e^a) = e^a $$"
    _, other, positive = derivation.check(derivation.loads(text))
    assert (other.verdict, positive.verdict) == ("wrong", "right")


def test_a_line_for_an_index_that_is_a_number_is_about_that_entry() -> None:
    (result,) = derivation.check(derivation.loads(r"$$ i x_i = x_1, \quad i = 1 $$"))
    assert result.verdict == "right"


STATED = {
    "b > a": r"$$ |b - a| = b - a, \quad b > a $$",
    "a < b": r"$$ |a - b| = b - a, \quad a < b $$",
}


@pytest.mark.parametrize("name", STATED)
def test_what_a_line_is_said_to_hold_under_is_positive(name: str) -> None:
    (result,) = derivation.check(derivation.loads(STATED[name]))
    assert result.verdict == "right"


def test_a_derivative_by_a_quantity_and_by_what_it_is_made_of_is_refused() -> None:
    definitions = {("s", 0): Definition("s", (), power(Var("u"), 2))}
    normalizer = Normalizer(Setting(definitions=definitions))
    body = times(Ref("s"), Var("u"))
    with pytest.raises(Unsupported, match=r"^a mixed derivative by s and by what it is made of$"):
        normalizer.normal_form(Deriv(Deriv(body, Var("u")), Ref("s")))


def test_a_formula_that_was_found_for_a_positive_letter_says_nothing_of_other_numbers() -> None:
    text = r"""Let $x > 0$.

$$ f(x) = \sqrt{x^2} \tag{1} $$

$$ f(x) + f(-1) = x - 1 \tag{2} $$

$$ f(x) + f(-1) = x + 1 \tag{3} $$
"""
    found = derivation.check(derivation.loads(text))
    assert (found["2"].verdict, found["3"].verdict) == ("wrong", "undecided")
    assert found["3"].reason == "f of what is not known to be positive, as x is"


@pytest.mark.parametrize(
    "claim",
    [
        r"\log((x - 1)(x - 2)) = \log(x^2 - 3 x + 2)",
        r"\log\frac{x - 1}{x - 2} = \log\frac{1 - x}{2 - x}",
        r"\log(x^2 (1 + y^2)) = 2 \log|x| + \log(1 + y^2)",
    ],
)
def test_the_logarithm_of_a_product_is_taken_apart_where_its_factors_are_positive(claim: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {claim} $$"))
    assert result.verdict == "right"
