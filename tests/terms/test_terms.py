"""What a term carries, held against the definitions of free indices and of the ends of ranges."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from derivation.terms.indices import letters
from derivation.terms.terms import (
    Add,
    Bound,
    Delta,
    Deriv,
    Index,
    Mul,
    Pow,
    Prod,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    children,
    free_indices,
    integer,
    range_letters,
    walk,
    within,
)

PLACES = ("i", "j", "i+1", "3", "n", "k-2")


def made(random: Random, depth: int) -> Term:
    """A term in which the same letters are bound and free, over and over."""
    place = random.choice(PLACES)
    if not depth:
        leaves: tuple[Term, ...] = (
            Var("x", (place,)),
            Index(random.choice("ijk")),
            Delta(place, "j"),
            Ref("q", (place,)),
            integer(2),
        )
        return random.choice(leaves)
    one, other = made(random, depth - 1), made(random, depth - 1)
    span = Range(Bound(random.choice(("", "i", "n")), 1), Bound(random.choice(("", "j", "n"))))
    inner: tuple[Term, ...] = (
        Add((one, other)),
        Mul((one, other)),
        Pow(one, other),
        Sum(random.choice("ijkn"), span, one, tuple(random.sample(PLACES, random.randint(0, 1)))),
        Prod("i", span, other),
        Ref("f", (place,), (one,)),
        Deriv(one, Var("x", (place,))),
    )
    return random.choice(inner)


def free(term: Term) -> frozenset[str]:
    match term:
        case Var(_, indices):
            return letters(indices)
        case Ref(_, indices, arguments):
            return letters(indices).union(*map(free, arguments))
        case Index(name):
            return letters((name,))
        case Delta(left, right):
            return letters((left, right))
        case Sum(index, _, body, excluded) | Prod(index, _, body, excluded):
            return (free(body) - {index}) | letters(excluded)
        case _:
            return frozenset().union(*map(free, children(term)))


def ends(term: Term) -> frozenset[str]:
    found = frozenset().union(*map(ends, children(term)))
    if isinstance(term, Sum | Prod):
        return (found - {term.index}) | letters(tuple(end.base for end in term.range if end.base))
    return found


@pytest.mark.parametrize("seed", range(200))
def test_letters_are_free_where_no_sum_around_them_binds_them(seed: int) -> None:
    random = Random(seed)
    for depth in (0, 1, 2, 3, 5):
        term = made(random, depth)
        assert free_indices(term) == free(term)
        assert range_letters(term) == ends(term)


@pytest.mark.parametrize("seed", range(20))
def test_all_parts_are_met_once_in_either_order(seed: int) -> None:
    term = made(Random(seed), 5)
    assert Counter(map(id, walk(term))) == Counter(map(id, within(term)))
    assert next(walk(term)) is term
