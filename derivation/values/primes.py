"""Prime factors of rational numbers, by trial division."""

from __future__ import annotations

from fractions import Fraction

from derivation.terms.limits import Exhausted

MAX_PRIME = 100_000


def prime_factors(value: int | Fraction) -> list[tuple[int, int]]:
    """Primes and multiplicities of a positive rational number (negative ones below the bar)."""
    return _factor(value.numerator, 1) + _factor(value.denominator, -1)


def _factor(value: int, sign: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    prime = 2
    while prime * prime <= value:
        count = 0
        while value % prime == 0:
            value //= prime
            count += 1
        if count:
            found.append((prime, sign * count))
        prime += 1
        if prime > MAX_PRIME:
            raise Exhausted("factors of a large number")
    return [*found, (value, sign)] if value > 1 else found
