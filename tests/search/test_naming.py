"""Sums over connected indices: equal ones get equal atoms, whatever their letters; others do not."""

from __future__ import annotations

from itertools import combinations, pairwise
from random import Random

import pytest
from strategies import ALL

import derivation
from derivation.search.normal import Normalizer
from derivation.terms.atoms import Poly
from derivation.terms.setting import Hypotheses, Setting
from derivation.terms.terms import Add, Fn, Index, Mul, Pow, Sum, Term, Var, integer, negated

Edges = list[tuple[int, int]]
LETTERS = "abcdefgh"


def cycle(*at: int) -> Edges:
    return list(pairwise((*at, at[0])))


GRAPHS: dict[str, Edges] = {
    "chain": list(pairwise(range(7))),
    "cycle": cycle(*range(7)),
    "two cycles": cycle(0, 1, 2, 3) + cycle(4, 5, 6, 7) + [(0, 4)],
    "star": [(0, k) for k in range(1, 7)],
    "clique": list(combinations(range(6), 2)),
    "prism": cycle(0, 1, 2, 3) + cycle(4, 5, 6, 7) + [(k, k + 4) for k in range(4)],
    "cube, twisted": cycle(0, 1, 2, 3) + cycle(4, 5, 7, 6) + [(k, k + 4) for k in range(4)],
    "both directions": [*cycle(0, 1, 2), *[(b, a) for a, b in cycle(0, 1, 2)]],
}


def form(edges: Edges, letters: str, symmetric: bool = False) -> Poly:
    """The normal form of the sum of a product with a factor for each edge."""
    return summed(Mul(tuple(Var("A", (letters[p], letters[q])) for p, q in edges)), letters, edges, symmetric)


def summed(body: Term, letters: str, edges: Edges, symmetric: bool = False) -> Poly:
    for k in {k for edge in edges for k in edge}:
        body = Sum(letters[k], ALL, body)
    known = Hypotheses(sizes=frozenset({"n"}), symmetric=frozenset({"A"} if symmetric else ()))
    return Normalizer(Setting(known)).normal_form(body)


def shuffled(seed: int) -> str:
    return "".join(Random(seed).sample(LETTERS, len(LETTERS)))


@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("name", GRAPHS)
def test_other_letters_are_the_same_sum(name: str, symmetric: bool) -> None:
    first = form(GRAPHS[name], LETTERS, symmetric)
    for seed in range(4):
        edges = Random(seed).sample(GRAPHS[name], len(GRAPHS[name]))
        assert form(edges, shuffled(seed), symmetric) == first


def test_sums_that_only_look_alike_are_told_apart() -> None:
    """All of their indices have the same degrees: a cycle of six, and two of three that a factor joins."""
    hexagon = [*cycle(0, 1, 2, 3, 4, 5), (6, 0), (6, 1), (6, 2), (6, 3), (6, 4), (6, 5)]
    triangles = [*cycle(0, 1, 2), *cycle(3, 4, 5), (6, 0), (6, 1), (6, 2), (6, 3), (6, 4), (6, 5)]
    assert form(hexagon, LETTERS) != form(triangles, LETTERS)
    assert form(GRAPHS["prism"], LETTERS, True) != form(GRAPHS["cube, twisted"], LETTERS, True)


def test_the_direction_of_a_factor_counts_unless_it_is_symmetric() -> None:
    there, back = [(0, 1), (1, 2), (0, 2)], cycle(0, 1, 2)
    assert form(there, LETTERS) != form(back, LETTERS)
    assert form(there, LETTERS, True) == form(back, LETTERS, True)


def sines(edges: Edges, letters: str) -> Term:
    """A product of sin(x_p - x_q)."""
    return Mul(
        tuple(Fn("sin", Add((Var("x", (letters[p],)), negated(Var("x", (letters[q],)))))) for p, q in edges)
    )


def test_a_sum_that_is_its_own_negative_is_zero() -> None:
    for edges in ([(0, 1)], cycle(0, 1, 2), [(0, 1), (2, 3), (0, 3), (2, 1), (0, 2)]):
        assert summed(sines(edges, LETTERS), LETTERS, edges) == {}


def test_the_sign_of_a_sum_is_kept() -> None:
    """Σ_{k,l} sin(x_k - x_l) y_k, and the same with x_l - x_k, its negative."""
    there = summed(Mul((sines([(0, 1)], LETTERS), Var("y", ("a",)))), LETTERS, [(0, 1)])
    back = summed(Mul((sines([(1, 0)], LETTERS), Var("y", ("a",)))), LETTERS, [(0, 1)])
    assert there == {mono: -c for mono, c in back.items()} != {}


def test_the_square_of_what_changes_its_sign_stays() -> None:
    square = Mul((sines([(0, 1)], LETTERS), sines([(1, 0)], LETTERS)))
    assert summed(square, LETTERS, [(0, 1)]) != {}


def test_an_index_is_told_by_its_range_and_its_value() -> None:
    body = Mul((Var("A", ("a", "b")), Var("A", ("b", "a")), Index("a"), Pow(Index("b"), integer(2))))
    other = Mul((Var("A", ("b", "a")), Var("A", ("a", "b")), Index("b"), Pow(Index("a"), integer(2))))
    swapped = Mul((Var("A", ("a", "b")), Var("A", ("b", "a")), Index("a"), Index("b")))
    assert summed(body, "ab", [(0, 1)]) == summed(other, "ab", [(0, 1)])
    assert summed(body, "ab", [(0, 1)]) != summed(swapped, "ab", [(0, 1)])


SIGNS = {
    r"\sum_k \sum_l \arctan(x_k - x_l) y_k = -\sum_k \sum_l \arctan(x_k - x_l) y_l": "right",
    r"\sum_k \sum_l \arctan(x_k - x_l) y_k = \sum_k \sum_l \arctan(x_k - x_l) y_l": "wrong",
    r"\sum_k \sum_l \arctan(x_k - 2 x_l) y_k = -\sum_k \sum_l \arctan(2 x_k - x_l) y_l": "right",
}


@pytest.mark.parametrize("claim", SIGNS)
def test_a_sum_keeps_the_sign_that_other_names_give_it(claim: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {claim} $$"))
    assert result.verdict == SIGNS[claim]
