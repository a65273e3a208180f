"""*And* and *or*: ways and clauses say the same as the formula, whatever its claims are worth."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from derivation.terms.formulas import Both, Either, Formula, claims_in, clauses, holds, ways
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim
from derivation.terms.terms import ZERO, Var

CLAIMS = tuple(Claim(Var(name), "=", ZERO) for name in "abcd")


def made(random: Random, depth: int = 3) -> Formula:
    if not depth or random.random() < 0.3:
        return random.choice(CLAIMS)
    parts = tuple(made(random, depth - 1) for _ in range(random.randint(1, 3)))
    return Both(parts) if random.random() < 0.5 else Either(parts)


@pytest.mark.parametrize("seed", range(30))
def test_ways_and_clauses_are_true_where_the_formula_is(seed: int) -> None:
    formula = made(Random(seed))
    try:
        by_ways, by_clauses = ways(formula), clauses(formula)
    except Unsupported:
        return
    for truth in product((True, False), repeat=len(CLAIMS)):
        true = dict(zip(CLAIMS, truth, strict=True))
        wanted = holds(formula, true.__getitem__)
        assert any(all(true[c] for c in way) for way in by_ways) is wanted
        assert all(any(true[c] for c in clause) for clause in by_clauses) is wanted
    assert set(claims_in(formula)) <= set(CLAIMS)


def test_too_many_ways_are_refused() -> None:
    pairs = tuple(Either((Claim(Var(f"a{k}"), "=", ZERO), Claim(Var(f"b{k}"), "=", ZERO))) for k in range(7))
    with pytest.raises(Unsupported):
        ways(Both(pairs))
