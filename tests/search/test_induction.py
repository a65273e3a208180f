"""Induction on the ends of sums: what is proved so, and what is not tried."""

from __future__ import annotations

import pytest
from identities import entry, minus, plus, times
from strategies import total

from derivation.search.decide import identity, prove
from derivation.search.induction import steps
from derivation.terms.judgement import Proved
from derivation.terms.setting import Case, Claim, Hypotheses, Setting
from derivation.terms.terms import ONE, Bound, Definition, Fn, Index, Range, Ref, Term, Var, quotient

N = Var("n")
ALL = Range(Bound("", 1), Bound("n"))
SETTING = Setting(Hypotheses({"i": ALL, "t": ALL}, frozenset({"n"})))
K = Index("k")
UNIT_FRACTIONS = total("k", quotient(ONE, times(K, plus(K, ONE))))
CLOSED = quotient(N, plus(N, ONE))


def test_a_sum_that_has_no_rule_is_proved_from_its_growth() -> None:
    assert not isinstance(identity(UNIT_FRACTIONS, CLOSED, SETTING), Proved)
    assert prove(UNIT_FRACTIONS, CLOSED, SETTING) == Proved(("induction",))


def test_an_end_may_be_an_index() -> None:
    up_to = total("k", quotient(ONE, times(K, plus(K, ONE))), span=Range(Bound("", 1), Bound("t")))
    closed = quotient(Index("t"), plus(Index("t"), ONE))
    assert isinstance(prove(up_to, closed, SETTING), Proved)


@pytest.mark.parametrize(
    "closed",
    [
        quotient(ONE, plus(N, ONE)),  # wrong at n = 2, right at 1
        quotient(plus(N, ONE), plus(N, ONE)),  # wrong at n = 1
        minus(quotient(N, plus(N, ONE)), quotient(ONE, times(N, N))),
    ],
)
def test_what_fails_somewhere_is_not_proved(closed: Term) -> None:
    assert not isinstance(prove(UNIT_FRACTIONS, closed, SETTING), Proved)


@pytest.mark.parametrize(
    ("left", "setting"),
    [
        (times(UNIT_FRACTIONS, entry("x", "i")), SETTING),  # another index runs up to n
        (times(UNIT_FRACTIONS, Ref("Z")), Setting(SETTING.hypotheses, {("Z", 0): Definition("Z", (), N)})),
        (times(UNIT_FRACTIONS, Fn("abs", minus(N, ONE))), SETTING),
        (UNIT_FRACTIONS, Setting(SETTING.hypotheses, conditions=(Claim(N, ">", ONE),))),
        (UNIT_FRACTIONS, Setting(SETTING.hypotheses, case=Case(equal=(("i", "t"),)))),
        (CLOSED, SETTING),  # no sum
    ],
)
def test_where_no_induction_is_tried(left: Term, setting: Setting) -> None:
    assert list(steps(left, CLOSED, setting)) == []


def test_a_step_goes_from_each_claim_to_the_next() -> None:
    (step,) = steps(total("k", entry("x", "k")), Ref("S", ("n",)), SETTING)
    assert step.letter == "n*"
    assert step.range == Range(Bound("", 2), Bound("n"))
    assert step.first == (entry("x", "1"), Ref("S", ("1",)))
    left, right = step.then
    assert left == entry("x", "n*")
    assert right == minus(Ref("S", ("n*",)), Ref("S", ("n*-1",)))
