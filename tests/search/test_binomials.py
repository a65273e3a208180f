"""Sums over binomial coefficients in closed form: what is proved is true, and its siblings are not."""

from math import comb

import pytest

import derivation
from derivation.search.binomials import _stirling

TRUE = (
    r"\sum_{k=0}^n \binom{n}{k} = 2^n",
    r"\sum_{k=0}^n \binom{n}{k} x^k y^{n-k} = (x + y)^n",
    r"\sum_{k=0}^n \binom{n}{k} (p e^t)^k (1 - p)^{n-k} = (1 - p + p e^t)^n",
    r"\sum_{k=0}^n k \binom{n}{k} p^k (1 - p)^{n-k} = n p",
    r"\sum_{k=0}^n k^2 \binom{n}{k} p^k (1 - p)^{n-k} = n p (1 - p) + n^2 p^2",
    r"\sum_{k=2}^n k (k - 1) \binom{n}{k} = n (n - 1) 2^{n-2}",
    r"\sum_{k=1}^n \binom{n}{k} = 2^n - 1",
    r"\sum_{k=1}^n \binom{n-1}{k-1} = 2^{n-1}",
    r"\sum_{k=0}^{n-1} \binom{n-1}{k} = 2^{n-1}",
    r"\sum_{k=0}^n (-1)^k \binom{n}{k} = 0",
    r"\frac{d}{dx} \sum_{k=0}^n \binom{n}{k} x^k = n (1 + x)^{n-1}",
)
FALSE = (
    r"\sum_{k=0}^n \binom{n}{k} = 2^n - 1",
    r"\sum_{k=0}^n \binom{n}{k} x^k y^{n-k} = (x - y)^n",
    r"\sum_{k=0}^n k \binom{n}{k} p^k (1 - p)^{n-k} = p",
    r"\sum_{k=0}^n k^2 \binom{n}{k} p^k (1 - p)^{n-k} = n p (1 - p)",
    r"\sum_{k=1}^n \binom{n}{k} = 2^n",
    r"\sum_{k=0}^{n-1} \binom{n}{k} = 2^n",
    r"\sum_{k=0}^n (-1)^k k \binom{n}{k} = 0",
    r"\sum_{k=0}^n \binom{n}{k}^2 = 2^n",
    r"\sum_{k=0}^n \frac{1}{k!} = \frac{2^n}{n!}",
    r"\sum_{k=0}^n \frac{x^k}{(n - k)!} = \frac{(1 + x)^n}{n!}",
)


def _verdict(line: str) -> str:
    (result,) = derivation.check(derivation.loads(f"$$ {line} $$"))
    return str(result.verdict)


@pytest.mark.parametrize("line", TRUE)
def test_sums_of_binomial_coefficients_are_proved(line: str) -> None:
    assert _verdict(line) == "right"


@pytest.mark.parametrize("line", FALSE)
def test_their_siblings_are_not(line: str) -> None:
    assert _verdict(line) in ("wrong", "undecided")


def test_what_has_no_closed_form_here_is_open() -> None:
    assert _verdict(r"\sum_{k=0}^n \binom{n}{k}^2 = \binom{2 n}{n}") == "undecided"


def test_powers_are_sums_of_falling_factorials() -> None:
    for power in range(7):
        for k in range(9):
            falling = [comb(k, j) for j in range(power + 1)]
            for j in range(power + 1):
                for factor in range(2, j + 1):
                    falling[j] *= factor
            assert sum(w * f for w, f in zip(_stirling(power), falling, strict=True)) == k**power
