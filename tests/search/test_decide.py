"""Proved, Refuted and Undecided: identities of papers, random rewrites, random changes, refusals."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from brute_force import BruteForce, Nowhere, generic
from hypothesis import given, settings
from hypothesis import strategies as st
from identities import FALSE, MEAN, TRUE, minus, n, plus, power, times
from mpmath import mp, mpf
from strategies import ALL, CASES, DEFINITIONS, exp, mutated, rewritten, setting, size_of, terms, total, x

from derivation.search.decide import identity, judge, prove, refute
from derivation.terms.judgement import Proved, Refuted, Undecided
from derivation.terms.limits import time_limit
from derivation.terms.setting import Case, Claim, Hypotheses, Setting
from derivation.terms.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Bound,
    Definition,
    Delta,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Range,
    Ref,
    Term,
    Var,
    integer,
    negated,
    quotient,
)


def brute_value(term: Term, size: int, places: dict[str, int]) -> mpf | None:
    with mp.workdps(50):
        try:
            return BruteForce({"n": size}, generic, DEFINITIONS).value(term, places)
        except (Nowhere, ZeroDivisionError):
            return None


def brute_difference(left: Term, right: Term, case: Case) -> object:
    """Where two terms differ by brute force over n = 1..3, if anywhere."""
    for size in (1, 2, 3):
        for i, j in list(product(range(1, size + 1), repeat=2))[:5]:
            if (case.unequal and i == j) or (case.equal and j != (i if "i" in case.equal[0] else 1)):
                continue
            places = {"i": i, "j": j}
            a, b = (brute_value(term, size, places) for term in (left, right))
            if a is not None and b is not None and abs(a - b) > mpf(10) ** -6 * (1 + abs(a)):
                return size, places, a, b
    return None


@pytest.mark.parametrize("name", TRUE)
def test_identities_are_proved(name: str) -> None:
    left, right = TRUE[name]
    assert isinstance(judge(left, right, setting()), Proved)
    assert isinstance(judge(right, left, setting()), Proved)


@pytest.mark.parametrize("name", TRUE)
def test_identities_with_one_added_are_refuted(name: str) -> None:
    left, right = TRUE[name]
    assert isinstance(judge(left, Add((right, ONE)), setting()), Refuted)


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_refuted(name: str) -> None:
    left, right = FALSE[name]
    assert isinstance(judge(left, right, setting()), Refuted)


@settings(max_examples=120)
@given(terms(), st.sampled_from(CASES), st.integers(0, 10**9))
def test_rewriting_is_proved_or_refused(term: Term, case: Case, seed: int) -> None:
    other = rewritten(term, Random(seed))
    if size_of(term) > 50 or size_of(other) > 100:
        return
    with time_limit(1.0):
        assert not isinstance(judge(term, other, setting(case)), Refuted)


@settings(max_examples=150)
@given(terms(), st.sampled_from(CASES), st.integers(0, 10**9))
def test_what_brute_force_tells_apart_is_never_proved(term: Term, case: Case, seed: int) -> None:
    if size_of(term) > 50:
        return
    other = mutated(term, Random(seed))
    with time_limit(1.0):
        proof = identity(term, other, setting(case))
    assert isinstance(proof, Undecided) or brute_difference(term, other, case) is None


def test_counterexample_is_the_smallest_and_exact() -> None:
    verdict = judge(total("k", exp(x("k"))), exp(x("i")), setting())
    assert isinstance(verdict, Refuted)
    found = verdict.counterexample
    assert (found.sizes, found.places, found.values) == ((("n", 2),), (("i", 1),), (("x", ("0", "0")),))
    assert (found.left, found.right) == ("2", "1")


def test_counterexample_in_balls_says_so() -> None:
    verdict = refute(Fn("sin", Add((x("i"), ONE))), ZERO, setting())
    assert isinstance(verdict, Refuted)
    assert (verdict.counterexample.left, verdict.counterexample.right) == ("≈ 0.841471", "≈ 0")


def test_long_fractions_are_shortened() -> None:
    verdict = refute(Pow(integer(9), integer(4000)), ONE, setting())
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample.left == "≈ 9.33335e+3816"


REFUSALS: dict[str, tuple[Term, str]] = {
    "a tower": (
        Pow(integer(9), Pow(integer(9), Pow(integer(9), integer(9)))),
        "a power with an exponent above 512",
    ),
    "a large root": (
        Pow(integer(4), Num(Fraction(10**9 + 1, 2))),
        "a power with an exponent above 512",
    ),
    "1/0": (quotient(ONE, ZERO), "a division by zero"),
    "1/(a - a)": (quotient(ONE, minus(x("i"), x("i"))), "a division by zero"),
    "1/δ": (quotient(ONE, Delta("i", "j")), "a division by δ, which is 0 where its indices differ"),
    "log 0": (Fn("log", ZERO), "a division by zero, or the logarithm of zero"),
    "log -1": (Fn("log", MINUS_ONE), "the logarithm of a negative number"),
    "√-2": (power(integer(-2), Fraction(1, 2)), "a root of a negative number"),
    "singular where left out": (
        total("k", quotient(ONE, minus(x("k"), x("j"))), "j"),
        "a division by zero",
    ),
    "a symbolic power": (
        Pow(Var("c"), Var("d")),
        "a symbolic power of something that is not known to be positive",
    ),
    "a range within a range": (
        total("k", total("l", x("l"), span=Range(Bound("", 1), Bound("k")))),
        "a sum whose range depends on the index of another sum",
    ),
    "δ of an index of unknown range": (
        total("k", Mul((Delta("k", "z"), x("k")))),
        "a δ in a sum, of an index that may lie outside of the sum's range",
    ),
    "δ of an index of a larger range": (
        total("k", Mul((Delta("k", "j"), x("k"))), span=Range(Bound("", 2), Bound("n", -1))),
        "a δ in a sum, of an index that may lie outside of the sum's range",
    ),
    "left out, of unknown range": (
        total("k", x("k"), "z"),
        "a sum that leaves out an index of unknown range",
    ),
    "a range of unknown length": (
        total("k", ONE, span=Range(Bound("i"), Bound("j"))),
        "the length of a range that may be less than empty",
    ),
    "not defined": (Ref("Q", ("i",)), "neither a proof nor a counterexample was found"),
    "no such function": (Fn("gamma", x("i")), "the function gamma"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals_say_why(name: str) -> None:
    term, reason = REFUSALS[name]
    assert identity(term, x("i"), setting()) == Undecided(reason)


def test_what_uses_itself_is_undecided() -> None:
    itself = Setting(definitions={("F", 0): Definition("F", (), Add((Ref("F"), ONE)))})
    reason = "a term that is nested too deeply, or a definition that uses itself"
    assert judge(Ref("F"), ONE, itself) == Undecided(reason)
    assert refute(Ref("F"), ONE, itself) == Undecided(reason)


def test_time_is_bounded() -> None:
    long = Pow(Add(tuple(x(str(k)) for k in range(12))), integer(60))
    with time_limit(0.0):
        assert identity(long, ONE, setting()) == Undecided("not decided within 0 s")
    slow = total("i", total("j", total("k", Fn("sin", x("k")), span=Range(Bound("", 1), Bound("", 90)))))
    with time_limit(0.05):
        assert refute(slow, slow, setting()) == Undecided("not decided within 0.05 s")


def test_no_point_no_proof() -> None:
    nowhere = Fn("log", plus(negated(exp(x("i"))), negated(exp(x("j")))))
    verdict = prove(nowhere, nowhere, setting())
    assert verdict == Undecided("no point was found at which both sides exist")


CASE_CLAIMS: dict[str, tuple[Case, Term, Term]] = {
    "equal": (Case(equal=(("i", "j"),)), Delta("i", "j"), ONE),
    "different": (Case(unequal=(("i", "j"),)), Delta("i", "j"), ZERO),
    "a numeral": (Case(equal=(("i", "1"),)), Index("i"), ONE),
    "a numeral first": (Case(equal=(("1", "i"),)), Delta("1", "i"), ONE),
    "a chain": (Case(equal=(("i", "j"), ("j", "p"))), Delta("i", "p"), ONE),
    "two into one": (Case(equal=(("i", "j"), ("p", "j"))), Delta("i", "p"), ONE),
    "equal and different": (Case((("i", "p"),), (("p", "j"),)), Delta("i", "j"), ZERO),
    "different needs n > 1": (Case(unequal=(("i", "j"),)), quotient(minus(n, ONE), minus(n, ONE)), ONE),
}


@pytest.mark.parametrize("name", CASE_CLAIMS)
def test_cases(name: str) -> None:
    case, left, right = CASE_CLAIMS[name]
    hypotheses = Hypotheses(dict.fromkeys("ijp", ALL), frozenset({"n"}))
    assert isinstance(judge(left, right, Setting(hypotheses, case=case)), Proved)


def test_a_claim_is_tested_within_its_case_only() -> None:
    one = Setting(Hypotheses({"i": ALL}, frozenset({"n"})), case=Case(equal=(("i", "1"),)))
    assert not isinstance(refute(Index("i"), ONE, one), Refuted)
    two_sizes = setting(Case(unequal=(("i", "j"),)))
    only_at_one = quotient(ZERO, minus(n, ONE))
    assert not isinstance(refute(Pow(minus(n, ONE), ZERO), ONE, two_sizes), Refuted)
    assert not isinstance(refute(only_at_one, ZERO, two_sizes), Refuted)


def test_hypotheses_hold_at_every_point() -> None:
    size = Fn("abs", Var("P", ("i",)))
    verdict = refute(
        times(size, exp(Var("P", ("i",)))), times(Var("P", ("i",)), exp(Var("P", ("i",)))), setting()
    )
    assert verdict == Undecided("no counterexample was found")
    apart = Hypotheses({"i": ALL, "j": ALL}, frozenset({"n"}), unequal=frozenset({frozenset({"i", "j"})}))
    assert isinstance(judge(Delta("i", "j"), ZERO, Setting(apart)), Proved)


def test_an_array_with_the_name_of_a_size_is_no_size() -> None:
    entry = Var("n", ("i",))
    assert isinstance(judge(Fn("abs", entry), entry, setting()), Refuted)


def test_definitions_are_opened_without_capture() -> None:
    local = {("M", 1): Definition("M", ("k",), total("i", Mul((x("i"), x("k")))))}
    opened = Setting(Hypotheses({"i": ALL}, frozenset({"n"})), local)
    claim = Mul((x("i"), total("l", x("l"))))
    assert isinstance(judge(Ref("M", ("i",)), claim, opened), Proved)
    assert isinstance(judge(Ref("M", ("i",)), total("i", power(x("i"), 2)), opened), Refuted)


def test_a_judgement_names_its_rules() -> None:
    verdict = prove(total("k", minus(x("k"), MEAN)), ZERO, setting())
    assert isinstance(verdict, Proved)
    assert "constant-sum" in verdict.rules
    assert isinstance(prove(plus(x("i"), x("i")), times(integer(2), x("i")), setting()), Proved)


@pytest.mark.parametrize("letter", ["n", "M", "k"])
def test_a_letter_that_is_whole_by_custom_may_be_odd(letter: str) -> None:
    """|x^n| = x^n is true of positive x alone; for any real s it is all that x^s can be."""
    unknown = Pow(Var("u"), Var(letter))
    assert isinstance(prove(Fn("abs", unknown), unknown, Setting()), Undecided)
    real = Pow(Var("u"), Var("s"))
    assert isinstance(prove(Fn("abs", real), real, Setting()), Proved)


def test_what_holds_in_one_case_alone_is_no_identity() -> None:
    y = Var("y")
    known = Setting(conditions=(Claim(y, "\\ge", ZERO),))
    assert isinstance(identity(Fn("abs", y), y, known), Proved)
    assert isinstance(identity(times(y, Var("z")), ZERO, known), Undecided)
