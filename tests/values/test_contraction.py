"""Sums that are evaluated index by index have the values that loops over all places give."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import pairwise, product
from random import Random

import pytest
from strategies import ALL, total, x

from derivation.search.decide import judge
from derivation.terms.indices import is_numeral
from derivation.terms.judgement import Proved
from derivation.terms.limits import Costly
from derivation.terms.setting import Hypotheses, Setting
from derivation.terms.terms import Bound, Delta, Index, Mul, Range, Sum, Term, Var
from derivation.values.contraction import Contraction, Shapes
from derivation.values.evaluate import Evaluator

SIZES = {"n": 3, "m": 2}
LETTERS = "abcdefgh"


def unknown(name: str, indices: tuple[int, ...]) -> Fraction:
    return Fraction(1 + len(name) + sum((3 * k + 2) * i for k, i in enumerate(indices)) % 7, 3)


def value(term: Term, **places: int) -> Fraction:
    return Fraction(Evaluator(SIZES, unknown, Setting()).value(term, places))


def nested(letters: str, *factors: Term, span: Range = ALL) -> Term:
    return reduce(lambda body, letter: Sum(letter, span, body), reversed(letters), Mul(factors))


def looped(letters: str, *factors: Term, **places: int) -> Fraction:
    """The sum of a product of entries over all places, one after the other."""
    found = Fraction(0)
    for choice in product(range(1, SIZES["n"] + 1), repeat=len(letters)):
        at = {**places, **dict(zip(letters, choice, strict=True))}
        term = Fraction(1)
        for factor in factors:
            assert isinstance(factor, Var)
            term *= unknown(factor.name, tuple(int(i) if is_numeral(i) else at[i] for i in factor.indices))
        found += term
    return found


@pytest.mark.parametrize("seed", range(30))
def test_nests_have_the_values_of_loops(seed: int) -> None:
    rng = Random(seed)
    letters = LETTERS[: rng.randint(1, 4)]
    scope = [*letters, "i", "2"]
    factors = [Var(rng.choice("ABC"), tuple(rng.choices(scope, k=rng.randint(0, 3)))) for _ in range(4)]
    assert value(nested(letters, *factors), i=2) == looped(letters, *factors, i=2)


def test_an_inner_letter_hides_an_outer_one() -> None:
    inner = total("k", x("k"))
    assert value(total("k", total("k", x("k")))) == 3 * value(inner)
    assert value(total("k", Mul((x("k"), inner)))) == value(inner) ** 2


def test_a_range_that_depends_on_an_outer_letter_is_walked_for_each_of_its_places() -> None:
    below = Sum("l", Range(Bound("", 1), Bound("k")), Index("l"))
    assert value(total("k", below)) == 1 + 3 + 6


def test_an_inner_letter_is_not_that_of_an_outer_end() -> None:
    """Σ_{k ≤ i} Σ_i a_i b_k ends at the i outside; so does Σ_{k ≠ i} Σ_i a_i b_k leave that one out."""
    inner = total("i", Mul((Var("a", ("i",)), Var("b", ("k",)))))
    whole = value(total("j", Var("a", ("j",))))
    up_to = Sum("k", Range(Bound("", 1), Bound("i")), inner)
    first = unknown("b", (1,)) + unknown("b", (2,))
    assert value(up_to, i=2) == whole * first
    assert value(total("k", inner, "i"), i=3) == whole * first


def test_a_sum_of_what_does_not_change_is_its_length_times_that() -> None:
    long = Range(Bound("", 1), Bound("", 10**9))
    assert value(Sum("k", long, Var("c"))) == 10**9 * unknown("c", ())
    assert value(Sum("k", long, Var("c"), ("i", "j", "2")), i=2, j=5) == (10**9 - 2) * unknown("c", ())
    assert value(Sum("k", Range(Bound("", 3), Bound("", 1)), Var("c"))) == 0


def test_the_places_of_a_sum_are_counted() -> None:
    with pytest.raises(Costly):
        value(Sum("k", Range(Bound("", 1), Bound("", 10**9)), Index("k")))


def test_what_is_left_out_may_be_an_outer_letter() -> None:
    others = total("k", total("l", Mul((x("k"), x("l"))), "k"))
    whole = value(total("k", x("k")))
    assert value(others) == whole**2 - value(total("k", Mul((x("k"), x("k")))))


def test_the_sum_of_a_delta_is_its_other_place() -> None:
    assert value(nested("kl", Delta("k", "i"), Var("A", ("k", "l")), Delta("l", "j")), i=2, j=3) == unknown(
        "A", (2, 3)
    )


def test_a_chain_never_joins_more_than_two_letters() -> None:
    chain = [Var("A", (p, q)) for p, q in pairwise(LETTERS)]
    whole = nested(LETTERS, *chain)
    assert isinstance(whole, Sum)
    pending = list(Shapes().factors(whole))
    while pending:
        factor = pending.pop()
        if isinstance(factor, Contraction):
            assert len({*factor.letters} - {"n"}) <= 1
            pending += factor.factors


def test_a_true_line_of_nine_connected_indices_is_proved() -> None:
    letters = "abcdefghk"
    chain = [Var("A", (p, q)) for p, q in pairwise(letters)]
    renamed = dict(zip(letters, reversed(letters), strict=True))
    other = [Var("A", tuple(renamed[i] for i in factor.indices)) for factor in chain]
    within = Setting(Hypotheses(sizes=frozenset({"n"})))
    assert isinstance(judge(nested(letters, *chain), nested(letters[::-1], *other), within), Proved)
