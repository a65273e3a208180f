"""Numbers to evaluate terms on: exact ones, balls, and dual numbers over either.

An exact number is a `Fraction`, or a `Logs`, a rational combination of
logarithms of primes: with x = log q, e^x is the fraction q. What leaves these
two raises `NotExact`. A ball is mpmath's interval: it surely holds the value.
`Dual` carries a derivative along (forward mode), which makes evaluation
independent of the symbolic rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

from mpmath import iv

from derivation.calculus.algebra import prime_factors
from derivation.calculus.limits import check_bits

Scalar = Any  # Fraction | Logs | Dual | an interval of mpmath, which has no types

iv.dps = 30


class NotExact(Exception):
    """The value is no fraction and no combination of logarithms."""


class Undefined(Exception):
    """The value does not exist at this point: a division by zero, a logarithm of 0."""


@dataclass(frozen=True, slots=True)
class Logs:
    """`rational + Σ c_p log p` over primes p; `logs` is sorted and without zeros, and not empty."""

    rational: Fraction
    logs: tuple[tuple[int, Fraction], ...]

    def __add__(self, other: Scalar) -> Scalar:
        if isinstance(other, int | Fraction):
            return Logs(self.rational + other, self.logs)
        if not isinstance(other, Logs):
            return NotImplemented
        total = dict(self.logs)
        for prime, c in other.logs:
            total[prime] = total.get(prime, Fraction(0)) + c
        return _logs(self.rational + other.rational, total)

    __radd__ = __add__

    def __mul__(self, other: Scalar) -> Scalar:
        if isinstance(other, int | Fraction):
            return _logs(self.rational * other, {p: c * other for p, c in self.logs})
        if isinstance(other, Logs):
            raise NotExact
        return NotImplemented

    __rmul__ = __mul__

    def __str__(self) -> str:
        parts = [] if not self.rational else [str(self.rational)]
        grouped = Fraction(1)
        if all(c.denominator == 1 and abs(c) < 64 for _, c in self.logs):
            for prime, c in self.logs:
                grouped *= Fraction(prime) ** int(c)
            parts.insert(0, f"log({grouped})")
        else:
            parts += [f"{c} log({p})" for p, c in self.logs]
        return " + ".join(parts)


def _logs(rational: Fraction, logs: dict[int, Fraction]) -> Scalar:
    kept = tuple(sorted((p, c) for p, c in logs.items() if c))
    return Logs(Fraction(rational), kept) if kept else Fraction(rational)


def log_of(value: Fraction) -> Scalar:
    """log of a positive fraction, exactly."""
    return _logs(Fraction(0), {p: Fraction(m) for p, m in prime_factors(value)})


@dataclass(frozen=True, slots=True)
class Dual:
    """A value and its derivative; both may be duals themselves."""

    value: Scalar
    slope: Scalar

    def __add__(self, other: Scalar) -> Dual:
        if isinstance(other, Dual):
            return Dual(self.value + other.value, self.slope + other.slope)
        return Dual(self.value + other, self.slope)

    __radd__ = __add__

    def __mul__(self, other: Scalar) -> Dual:
        if isinstance(other, Dual):
            return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)
        return Dual(self.value * other, self.slope * other)

    __rmul__ = __mul__


def is_exact(value: Scalar) -> bool:
    return isinstance(value, int | Fraction | Logs)


def to_ball(value: Scalar) -> Scalar:
    """An interval that holds an exact number; intervals stay as they are."""
    if isinstance(value, int | Fraction):
        return iv.mpf(value.numerator) / value.denominator
    if isinstance(value, Logs):
        total = to_ball(value.rational)
        for prime, c in value.logs:
            total = total + to_ball(c) * iv.log(prime)
        return total
    return value


def disjoint(left: Scalar, right: Scalar) -> bool:
    """Whether two numbers surely differ."""
    if isinstance(left, Fraction | int) and isinstance(right, Fraction | int):
        return left != right
    difference = to_ball(left) - to_ball(right)
    return bool(difference.a > 0 or difference.b < 0)


def reciprocal(value: Scalar) -> Scalar:
    if isinstance(value, Dual):
        inverse = reciprocal(value.value)
        return Dual(inverse, -1 * inverse * inverse * value.slope)
    if isinstance(value, Fraction | int):
        if value == 0:
            raise Undefined
        return 1 / Fraction(value)
    if isinstance(value, Logs):
        raise NotExact
    if value.a <= 0 <= value.b:
        raise Undefined
    return 1 / value


def power(base: Scalar, exponent: Scalar) -> Scalar:
    """`base ** exponent`; a base <= 0 takes whole exponents only."""
    if isinstance(exponent, Fraction | int):
        if exponent.denominator == 1:
            return _whole_power(base, int(exponent))
        if isinstance(base, Fraction) and (root := _exact_root(base, Fraction(exponent))) is not None:
            return root
    return apply("exp", apply("log", base) * exponent)


def _whole_power(base: Scalar, exponent: int) -> Scalar:
    if exponent < 0:
        return _whole_power(reciprocal(base), -exponent)
    if isinstance(base, Fraction | int):
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        check_bits(exponent * bits if bits > 1 else 0)
        return Fraction(base) ** exponent
    check_bits(exponent * 8)
    result: Scalar = Fraction(1)
    while exponent:
        if exponent % 2:
            result = result * base
        base, exponent = (base * base, exponent // 2) if exponent > 1 else (base, 0)
    return result


def _exact_root(base: Fraction, exponent: Fraction) -> Fraction | None:
    """A fraction's square root to a whole power, where it is a fraction."""
    if base < 0:
        raise Undefined
    if exponent.denominator != 2 or base == 0:
        return None
    up, down = isqrt(base.numerator), isqrt(base.denominator)
    exact = up * up == base.numerator and down * down == base.denominator
    return Fraction(up, down) ** exponent.numerator if exact else None


def _exp(value: Scalar) -> Scalar:
    if isinstance(value, Fraction | int):
        if value == 0:
            return Fraction(1)
        raise NotExact
    if isinstance(value, Logs):
        if value.rational or any(c.denominator != 1 for _, c in value.logs):
            raise NotExact
        result = Fraction(1)
        for prime, c in value.logs:
            result *= _whole_power(Fraction(prime), int(c))
        return result
    return iv.exp(value)


def _log(value: Scalar) -> Scalar:
    if isinstance(value, Fraction | int):
        if value <= 0:
            raise Undefined
        return log_of(Fraction(value))
    if isinstance(value, Logs):
        raise NotExact
    if value.a <= 0:
        raise Undefined
    return iv.log(value)


def _odd(function: Callable[[Scalar], Scalar]) -> Callable[[Scalar], Scalar]:
    """A function with f(0) = 0 that has no other exact values here."""

    def evaluate(value: Scalar) -> Scalar:
        if is_exact(value):
            if value == 0:
                return Fraction(0)
            raise NotExact
        return function(value)

    return evaluate


def _cos(value: Scalar) -> Scalar:
    if is_exact(value):
        if value == 0:
            return Fraction(1)
        raise NotExact
    return iv.cos(value)


def _absolute(value: Scalar) -> Scalar:
    if isinstance(value, Logs):
        raise NotExact
    return abs(value)


def _sign(value: Scalar) -> Scalar:
    return value * reciprocal(_absolute(value))


def _hyperbolic(name: str) -> Callable[[Scalar], Scalar]:
    """sinh, cosh and tanh through e^x, so that they are exact at logarithms."""

    def evaluate(value: Scalar) -> Scalar:
        up = _exp(value)
        down = reciprocal(up)
        sinh, cosh = (up + -1 * down) * Fraction(1, 2), (up + down) * Fraction(1, 2)
        return {"sinh": sinh, "cosh": cosh, "tanh": sinh * reciprocal(cosh)}[name]

    return evaluate


VALUES: dict[str, Callable[[Scalar], Scalar]] = {
    "exp": _exp,
    "log": _log,
    "sin": _odd(lambda v: iv.sin(v)),
    "cos": _cos,
    "tan": _odd(lambda v: iv.sin(v) * reciprocal(iv.cos(v))),
    "abs": _absolute,
    "sinh": _hyperbolic("sinh"),
    "cosh": _hyperbolic("cosh"),
    "tanh": _hyperbolic("tanh"),
    "sign": _sign,
}

SLOPES: dict[str, Callable[[Scalar], Scalar]] = {
    "exp": lambda v: apply("exp", v),
    "log": lambda v: reciprocal(v),
    "sin": lambda v: apply("cos", v),
    "cos": lambda v: -1 * apply("sin", v),
    "tan": lambda v: power(apply("cos", v), Fraction(-2)),
    "abs": lambda v: apply("sign", v),
    "sinh": lambda v: apply("cosh", v),
    "cosh": lambda v: apply("sinh", v),
    "tanh": lambda v: power(apply("cosh", v), Fraction(-2)),
    "sign": lambda v: Fraction(0),
}


def apply(name: str, value: Scalar) -> Scalar:
    """A function of `VALUES` at a number; on a dual, its derivative goes along."""
    if isinstance(value, Dual):
        return Dual(apply(name, value.value), SLOPES[name](value.value) * value.slope)
    return VALUES[name](value)
