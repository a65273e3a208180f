"""Cofactors and factors of plain polynomials: what is found is multiplied out, and counted by brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from derivation.search.ideals import Plain, cofactors, factors, plus, times

LETTERS = 3


def polynomial(random: Random, terms: int = 3, degree: int = 2) -> Plain:
    """A polynomial in three letters that is not 0."""
    found: Plain = {}
    while not found:
        for _ in range(terms):
            exponents = tuple(random.randint(0, degree) for _ in range(LETTERS))
            found = plus(found, {exponents: Fraction(random.randint(-4, 4), random.randint(1, 3))})
    return found


def at(poly: Plain, point: tuple[int, ...]) -> Fraction:
    total = Fraction(0)
    for exponents, coefficient in poly.items():
        value = coefficient
        for letter, exponent in zip(point, exponents, strict=True):
            value *= Fraction(letter) ** exponent
        total += value
    return total


def combined(quotients: list[Plain], generators: list[Plain]) -> Plain:
    total: Plain = {}
    for quotient, generator in zip(quotients, generators, strict=True):
        total = plus(total, times(quotient, generator))
    return total


@pytest.mark.parametrize("seed", range(12))
def test_products_and_sums_have_the_values_that_they_should(seed: int) -> None:
    random = Random(seed)
    one, other = polynomial(random), polynomial(random)
    for point in product((-2, 0, 1, 3), repeat=LETTERS):
        assert at(plus(one, other), point) == at(one, point) + at(other, point)
        assert at(times(one, other), point) == at(one, point) * at(other, point)


@pytest.mark.parametrize("seed", range(12))
def test_cofactors_multiply_out_to_a_combination_that_was_made(seed: int) -> None:
    random = Random(seed)
    generators = [polynomial(random, 2) for _ in range(2)]
    target = combined([polynomial(random, 2, 1) for _ in generators], generators)
    if not target:
        return
    found = cofactors(target, generators)
    assert found is not None
    assert combined(list(found), generators) == target


@pytest.mark.parametrize("seed", range(12))
def test_what_does_not_vanish_where_all_generators_do_is_no_combination(seed: int) -> None:
    random = Random(seed)
    point = tuple(random.randint(-2, 2) for _ in range(LETTERS))
    generators = []
    for _ in range(2):
        poly = polynomial(random)
        generators.append(plus(poly, {(0,) * LETTERS: -at(poly, point)}))
    target = polynomial(random)
    target = plus(target, {(0,) * LETTERS: 1 - at(target, point)})
    assert at(target, point) == 1
    assert cofactors(target, [g for g in generators if g]) is None


@pytest.mark.parametrize("seed", range(8))
def test_factors_multiply_out_to_a_multiple(seed: int) -> None:
    random = Random(seed)
    poly = times(polynomial(random, 2, 1), polynomial(random, 2, 1))
    whole: Plain = {(0,) * LETTERS: Fraction(1)}
    for factor, power in factors(poly):
        for _ in range(power):
            whole = times(whole, factor)
    (exponents, coefficient), *_ = whole.items()
    scale = poly[exponents] / coefficient
    assert {key: value * scale for key, value in whole.items()} == poly
