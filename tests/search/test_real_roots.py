"""Real roots of polynomials in one letter: counted by brute force, signs there by evaluation nearby."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from derivation.search.real_roots import Coefficients, at, roots_of, samples, sign, sign_at

NEAR = Fraction(1, 10**9)


def poly(*coefficients: int) -> Coefficients:
    """The constant coefficient first."""
    return tuple(map(Fraction, coefficients))


def product(roots: list[Fraction]) -> Coefficients:
    found = [Fraction(1)]
    for root in roots:
        found = [a - root * b for a, b in zip([Fraction(0), *found], [*found, Fraction(0)], strict=True)]
    return tuple(found)


@pytest.mark.parametrize(
    ("coefficients", "count"),
    [
        ((-2, 0, 1), 2),
        ((1, 0, 1), 0),
        ((9, -1, 6, 0, 1), 0),
        ((9, -1, -6, 0, 1), 2),
        ((1, -3, 0, 1), 3),
        ((4, -4, 1), 1),
        ((0, 0, 0, 1), 1),
        ((7,), 0),
    ],
)
def test_all_real_roots_are_found_and_no_other(coefficients: tuple[int, ...], count: int) -> None:
    assert len(roots_of([poly(*coefficients)])) == count


@pytest.mark.parametrize("seed", range(10))
def test_roots_that_were_put_in_come_out_in_their_order(seed: int) -> None:
    random = Random(seed)
    wanted = sorted({Fraction(random.randint(-9, 9), random.randint(1, 4)) for _ in range(4)})
    found = roots_of([product(wanted), product(wanted[:2])])
    assert [root.within(NEAR).low for root in found] == wanted


@pytest.mark.parametrize("seed", range(20))
def test_a_polynomial_has_other_signs_left_and_right_of_each_simple_root(seed: int) -> None:
    random = Random(seed)
    own = poly(*(random.randint(-5, 5) for _ in range(5)), 1)
    for root in roots_of([own]):
        near = root.within(NEAR)
        assert sign_at(own, root) == 0
        assert abs(at(own, near.low)) < Fraction(1, 1000)


@pytest.mark.parametrize("seed", range(20))
def test_signs_at_roots_are_those_of_evaluation_nearby(seed: int) -> None:
    random = Random(seed)
    own, other = (poly(*(random.randint(-5, 5) for _ in range(4)), 1) for _ in range(2))
    for root in roots_of([own]):
        near = at(other, root.within(NEAR).low)
        if abs(near) > Fraction(1, 1000):
            assert sign_at(other, root) == sign(near)


def test_a_sign_at_a_root_that_two_polynomials_share_is_zero() -> None:
    (low, high) = roots_of([poly(-2, 0, 1)])
    assert [sign_at(poly(-4, 0, 0, 0, 1), root) for root in (low, high)] == [0, 0]
    assert [sign_at(poly(0, -2, 0, 1), root) for root in (low, high)] == [0, 0]
    assert [sign_at(poly(-99, 70), root) for root in (low, high)] == [-1, -1]  # √2 < 99/70


def test_samples_lie_before_between_and_after_roots() -> None:
    roots = roots_of([poly(-2, 0, 1), poly(-1, 1)])
    found = samples(roots)
    assert len(found) == len(roots) + 1
    assert [sign(at(poly(-2, 0, 1), value)) for value in found] == [1, -1, -1, 1]
    assert [sign(at(poly(-1, 1), value)) for value in found] == [-1, -1, 1, 1]
