"""Which formulas only say where unknowns live, and which say more than is understood."""

from __future__ import annotations

import pytest

import derivation

VERDICTS: dict[str, tuple[str, str, str]] = {
    "a real number is any number": (r"Let $x \in \mathbb{R}$.", r"\sin(\pi x) + y = y", "wrong"),
    "an entry of a real vector is any number": (
        r"Let $x \in \mathbb{R}^n$.",
        r"\sum_{i=1}^n x_i + y = y",
        "wrong",
    ),
    "a whole number is not any number": (r"Let $x \in \mathbb{Z}$.", r"\sin(\pi x) + y = y", "right"),
    "a natural number is not any number": (r"Let $p \in \mathbb{N}$.", r"\sin(\pi p) + y = y", "right"),
    "nor is an even one": (r"Let $x \in 2\mathbb{Z}$.", r"\cos(\pi x) + y = y + 1", "right"),
    "nor an odd one": (r"Let $x \in 2\mathbb{Z} + 1$.", r"\cos(\pi x) + y = y + 1", "wrong"),
    "that an index is whole says nothing new": (
        r"Let $k \in \mathbb{N}$.",
        r"\sum_{k=1}^n x_k + y = y",
        "wrong",
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_set_restricts_what_it_says(name: str) -> None:
    said, claim, verdict = VERDICTS[name]
    (result,) = derivation.check(derivation.loads(f"{said}\n\n$$ {claim} $$"))
    assert result.verdict == verdict, result.reason
