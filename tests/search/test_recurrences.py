"""Recurrences: which facts are some, what is put in for what, and what an induction has to show."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import entry, minus, plus, times

from derivation.search.normal import Normalizer
from derivation.search.recurrences import Found, found_in, inductions, starts_missing, unrolled
from derivation.terms.context import Fact, Origin, names_in
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim, Hypotheses, Recurrence, Setting
from derivation.terms.terms import (
    ONE,
    ZERO,
    Bound,
    Definition,
    Delta,
    Deriv,
    Index,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    integer,
)
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import Undefined

ALL = Range(Bound("", 1), Bound("n"))
SETTING = Setting(Hypotheses({"t": ALL, "s": ALL}, frozenset({"n"})))
W, U = Var("w"), Var("u")


def h(index: str) -> Var:
    return entry("h", index)


def fact(left: Term, right: Term, *more: Claim, firm: bool = True) -> Fact:
    claims = (Claim(left, "=", right), *more)
    return Fact("", Origin.PRINTED, 0, 1, names_in(claims), claims, firm)


STEP = fact(h("t"), plus(times(W, h("t-1")), entry("x", "t")))
START = fact(h("0"), ONE)


def found(*facts: Fact, terms: tuple[Term, ...] = (h("t"),), setting: Setting = SETTING) -> Found:
    return found_in(facts, (), setting, terms)


def rule(*facts: Fact) -> Recurrence:
    (only,) = found(*facts).rules.values()
    return only


def test_a_recurrence_goes_back_by_its_order() -> None:
    known = rule(STEP)
    assert (known.name, known.letter, known.order, known.begins) == ("h", "t", 1, False)
    fibonacci = rule(fact(h("t"), plus(h("t-1"), h("t-2"))))
    assert fibonacci.order == 2


def test_a_shifted_left_side_is_moved() -> None:
    known = rule(fact(h("t+1"), times(W, h("t"))))
    assert known.body == times(W, h("t-1"))


def test_first_values_say_where_a_sequence_begins() -> None:
    known = rule(STEP, START)
    assert (known.first, known.begins, dict(known.initial)) == (1, True, {0: ONE})
    late = rule(fact(h("t"), times(W, h("t-1")), Claim(Index("t"), "\\ge", integer(3))))
    assert (late.first, late.begins) == (3, True)


def test_what_goes_on_from_later_entries_is_backward() -> None:
    assert rule(fact(h("t"), times(W, h("t+1")))).backward


@pytest.mark.parametrize(
    "other",
    [
        fact(h("t"), times(W, entry("g", "t-1"))),  # of another sequence
        fact(h("t"), times(W, h("s"))),  # of another index
        fact(h("t"), times(h("t-1"), h("t+1"))),  # in both ways
        fact(h("t"), Sum("k.0", ALL, h("k.0"))),  # of all entries
        fact(h("t"), times(W, h("t"))),  # of itself
        fact(h("2"), times(W, h("1"))),  # at one place
        fact(h("t"), Deriv(h("t-1"), W)),
        fact(h("t"), times(W, h("t-1")), firm=False),
        fact(h("t"), times(W, h("t-1")), Claim(W, ">", ZERO)),  # only where w > 0
    ],
)
def test_what_is_no_recurrence(other: Fact) -> None:
    assert not found(other).rules


def test_a_quantity_that_hides_the_sequence_is_none() -> None:
    hidden = Setting(SETTING.hypotheses, {("y", 1): Definition("y", ("t",), h("t"))})
    assert not found(fact(h("t"), plus(h("t-1"), Ref("y", ("t-1",)))), setting=hidden).rules


def test_entries_are_put_in_down_to_the_earliest() -> None:
    rules = found(STEP).rules
    left, right = unrolled((h("t"), h("t-2")), rules, SETTING)
    wanted = plus(times(W, plus(times(W, h("t-2")), entry("x", "t-1"))), entry("x", "t"))
    normal = Normalizer(SETTING).normal_form
    assert normal(left) == normal(wanted)
    assert right == h("t-2")


def test_entries_of_other_indices_and_under_sums_stay() -> None:
    rules = found(STEP).rules
    sides = (h("t"), plus(h("s"), Sum("k.0", ALL, h("k.0-1"))))
    assert unrolled(sides, rules, SETTING) == sides


def test_numbered_entries_are_put_in_down_to_the_first_values() -> None:
    rules = found(STEP, START).rules
    left, _ = unrolled((h("2"), ZERO), rules, SETTING)
    wanted = plus(times(W, plus(times(W, ONE), entry("x", "1"))), entry("x", "2"))
    normal = Normalizer(SETTING).normal_form
    assert normal(left) == normal(wanted)


def test_a_derivative_by_an_entry_keeps_what_is_before_it() -> None:
    rules = found(STEP).rules
    left, _ = unrolled((Deriv(h("t"), h("t-1")), h("t-3")), rules, SETTING)
    assert isinstance(left, Deriv)
    assert Normalizer(SETTING).normal_form(left) == Normalizer(SETTING).normal_form(W)


@pytest.mark.parametrize(
    "derivative", [Deriv(h("t"), W), Deriv(h("t"), h("s")), Deriv(Sum("k.0", ALL, h("k.0")), h("t"))]
)
def test_a_derivative_by_what_a_sequence_is_made_of_is_refused(derivative: Deriv) -> None:
    with pytest.raises(Unsupported, match="a derivative of a sequence"):
        unrolled((derivative, ZERO), found(STEP).rules, SETTING)


def test_an_induction_starts_where_the_sequence_does() -> None:
    rules = found(STEP, START).rules
    (only, later) = inductions(h("t"), entry("f", "t"), rules, SETTING)
    assert [base.left for base in only.bases] == [h("0")]
    assert only.bases[0].right == entry("f", "0")
    assert only.step.right == plus(times(W, entry("f", "t*-1")), entry("x", "t*"))
    assert only.step.range == ("t*", Range(Bound("", 1), Bound("n")))
    assert only.missing == ""
    assert [base.left for base in later.bases] == [h("1")]


def test_without_a_first_value_an_induction_lacks_it() -> None:
    (only,) = inductions(h("t"), entry("f", "t"), found(STEP).rules, SETTING)
    assert only.missing == "h_{0}"
    (named,) = inductions(h("t"), times(entry("f", "t"), h("0")), found(STEP).rules, SETTING)
    assert named.missing == ""


def test_what_speaks_of_other_entries_is_no_closed_form() -> None:
    rules = found(STEP).rules
    assert inductions(h("t"), times(W, h("t-1")), rules, SETTING) == ()
    assert inductions(h("t"), Sum("k.0", ALL, h("k.0")), rules, SETTING) == ()
    assert inductions(plus(h("t"), ONE), W, rules, SETTING) == ()


def test_a_sequence_without_a_start_is_told() -> None:
    assert starts_missing((h("2"), W), found(STEP).rules, SETTING) == "h"
    assert starts_missing((h("2"), h("1")), found(STEP).rules, SETTING) == ""
    assert starts_missing((h("2"), W), found(STEP, START).rules, SETTING) == ""


def number(name: str, indices: tuple[int, ...]) -> Fraction:
    """Values that are all different."""
    return Fraction(sum(map(ord, name)) * 7 + 13 * sum((k + 2) * i for k, i in enumerate(indices)), 5)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_entries_are_evaluated_by_their_recurrence(size: int) -> None:
    known = Setting(SETTING.hypotheses, recurrences=found(STEP, START).rules)
    value = Fraction(1)
    evaluator = Evaluator({"n": size}, number, known)
    assert evaluator.value(h("0"), {}) == 1
    for t in range(1, size + 1):
        value = number("w", ()) * value + number("x", (t,))
        assert evaluator.value(h("t"), {"t": t}) == value
    with pytest.raises(Undefined):
        evaluator.value(h("-1"), {})


@pytest.mark.parametrize("size", [2, 3, 4])
def test_a_derivative_by_an_entry_goes_through_those_between(size: int) -> None:
    known = Setting(SETTING.hypotheses, recurrences=found(STEP, START).rules)
    evaluator = Evaluator({"n": size}, number, known)
    for t in range(2, size + 1):
        assert evaluator.value(Deriv(h("t"), h("t-2")), {"t": t}) == number("w", ()) ** 2
        assert evaluator.value(Deriv(h("t-1"), h("t")), {"t": t}) == 0
        assert evaluator.value(minus(Delta("t", "t-1"), ZERO), {"t": t}) == 0
