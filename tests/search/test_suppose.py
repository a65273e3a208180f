"""What a wrong line would need to be true is named where it does help, and nowhere else."""

from __future__ import annotations

import pytest

import derivation

HELPS: dict[str, tuple[str, str]] = {
    "a total": (r"y \sum_k t_k = y", r"\sum_{k} t_k = 1"),
    "a sign": ("|x| + y = x + y", "x > 0"),
    "a symmetry": ("y + A_{ij} = y + A_{ji}", "A_{ij} = A_{ji}"),
}
HELPS_NOT: dict[str, str] = {
    "a total that is not 1": r"z + y_i \sum_k t_k = z + 2 y_i",
    "a sign": "|x| + y = 2 x + y",
    "a symmetry": "y + A_{ij} = y + 2 A_{ji}",
}


@pytest.mark.parametrize("name", HELPS)
def test_an_assumption_that_helps_is_named(name: str) -> None:
    latex, needed = HELPS[name]
    (result,) = derivation.check(derivation.loads(f"$$ {latex} $$"))
    assert (result.verdict, result.finding.true_if) == ("wrong", needed)


@pytest.mark.parametrize("name", HELPS_NOT)
def test_one_that_does_not_is_not(name: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {HELPS_NOT[name]} $$"))
    assert (result.verdict, result.finding.true_if) == ("wrong", None)
