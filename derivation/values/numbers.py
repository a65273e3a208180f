"""Numbers to evaluate terms on: exact ones, balls, and dual numbers over either.

An exact number is a `Fraction`, or a `Logs`, a rational combination of
logarithms of primes: with x = log q, e^x is the fraction q. What leaves these
two raises `NotExact`. A `Ball` is an interval: it surely holds the value.
`Dual` carries a derivative along (forward mode), which makes evaluation
independent of the symbolic rules.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import sha256
from math import factorial, isqrt
from typing import Any

from derivation.records import dataclass
from derivation.terms.limits import Exhausted, Unsupported, check_bits
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.terms import UNKNOWN
from derivation.values.complexes import Complex, complex_of
from derivation.values.primes import prime_factors

Scalar = Any  # int | Fraction | Logs | Ball | Dual; a union would not type the operators between them

MAX_ARGUMENT = 10**6
NARROW = 1e-24
"""What an interval may reach beyond where a function exists, by rounding."""
MAX_FACTORIAL = 400
COMPLEX = frozenset(("exp", "abs", "sinh", "cosh", "tanh"))
"""Functions that are known of complex numbers, too."""


@cache
def _intervals() -> Any:
    """Intervals of 30 digits; `mpmath.iv` and its precision belong to the whole process."""
    from mpmath import MPIntervalContext  # 20 ms, for the first ball: most lines are decided without one

    context = MPIntervalContext()
    context.dps = 30
    return context


@cache
def _widening() -> Any:
    """What balls are widened by, 2^-96: mpmath's own bounds are off by 2^-118 now and then."""
    return _intervals().mpf([1, 1]) + _intervals().mpf([-1, 1]) / 2**96


class NotExact(Exception):
    """The value is no fraction and no combination of logarithms."""


class Undefined(Exception):
    """The value does not exist at this point, as far as one can tell: 1/0, log 0, e^(e^(e^99))."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Ball:
    """A real number, of which an interval of mpmath that holds it is known."""

    interval: Any

    def __add__(self, other: Scalar) -> Scalar:
        return NotImplemented if isinstance(other, Dual | Complex) else Ball(self.interval + _interval(other))

    __radd__ = __add__

    def __mul__(self, other: Scalar) -> Scalar:
        return NotImplemented if isinstance(other, Dual | Complex) else Ball(self.interval * _interval(other))

    __rmul__ = __mul__

    def __abs__(self) -> Ball:
        return Ball(abs(self.interval))

    @property
    def positive(self) -> bool:
        return bool(self.interval.a > 0)

    @property
    def negative(self) -> bool:
        return bool(self.interval.b < 0)

    def nearest(self) -> int | None:
        """The whole number that this is surely nearest to, if there is one."""
        if self.interval.delta > 1 or abs(self.interval) > MAX_ARGUMENT:
            return None
        low, high = (_fraction(end) for end in self.interval._mpi_)
        near = round(low)
        return near if abs(low - near) < Fraction(1, 2) and abs(high - near) < Fraction(1, 2) else None

    def whole(self) -> int | None:
        """The whole number that this surely is, if it is one."""
        if self.interval.delta != 0 or abs(self.interval) > MAX_ARGUMENT:
            return None
        value = int(self.interval.a)
        return value if self.interval.a == value else None


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
    if isinstance(value, Complex):
        return is_exact(value.real) and is_exact(value.imaginary)
    return isinstance(value, int | Fraction | Logs)


def bits(value: int | Fraction | Logs) -> int:
    """The length of an exact number's longest numerator or denominator."""
    if isinstance(value, Complex):
        return max(bits(value.real), bits(value.imaginary))
    if isinstance(value, Logs):
        return max(bits(value.rational), sum(bits(c) * p.bit_length() for p, c in value.logs))
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def to_ball(value: Scalar) -> Ball:
    """A ball that holds an exact number; balls stay as they are."""
    return value if isinstance(value, Ball) else Ball(_interval(value))


def between(low: Fraction, high: Fraction) -> Ball:
    """A ball that holds all numbers between two."""
    low_end, high_end = _interval(low), _interval(high)
    return Ball(_intervals().mpf([low_end.a, high_end.b]))


def pi() -> Ball:
    """A ball that holds π."""
    return Ball(_intervals().mpf(_intervals().pi) * _widening())


def _fraction(end: Any) -> Fraction:
    """An end of an interval of mpmath, which is a binary fraction."""
    sign, mantissa, exponent, _ = end
    return (-1 if sign else 1) * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _interval(value: Scalar) -> Any:
    match value:
        case Ball(interval):
            return interval
        case Complex():
            raise Unsupported("an order of complex numbers")
        case Logs(whole, logs):
            total = _interval(whole)
            for prime, c in logs:
                total = total + _interval(c) * (_intervals().log(prime) * _widening())
            return total
        case _:
            return _quotient(value.numerator, value.denominator)


@lru_cache(maxsize=4096)
def _quotient(numerator: int, denominator: int) -> Any:
    """The interval of a fraction."""
    return _intervals().mpf(numerator) / denominator


def _enclosed(name: str, value: Ball) -> Ball:
    """The ball of a function of mpmath's."""
    if abs(value.interval) > MAX_ARGUMENT:
        raise Undefined
    return Ball(getattr(_intervals(), name)(value.interval) * _widening())


def disjoint(left: Scalar, right: Scalar) -> bool:
    """Whether two numbers surely differ."""
    if isinstance(left, Fraction | int) and isinstance(right, Fraction | int):
        return left != right
    if isinstance(left, Complex) or isinstance(right, Complex):
        pairs = zip(parts_of(left), parts_of(right), strict=True)
        return any(disjoint(one, other) for one, other in pairs)
    difference = to_ball(left) + -1 * to_ball(right)
    return bool(difference.positive or difference.negative)


def parts_of(value: Scalar) -> tuple[Scalar, Scalar]:
    """The real and the imaginary part of a number."""
    return (value.real, value.imaginary) if isinstance(value, Complex) else (value, Fraction(0))


def surely(left: Scalar, relation: str, right: Scalar) -> bool:
    """Whether `left relation right` surely holds, for < > \\le \\ge \\neq, or \\in, a multiple."""
    if relation == "\\in":
        return isinstance(left, Fraction | int) and isinstance(right, Fraction | int) and left % right == 0
    if relation == "\\neq":
        return disjoint(left, right)
    if relation in ("<", "\\le"):
        left, right, relation = right, left, {"<": ">", "\\le": "\\ge"}[relation]
    if is_exact(left) and is_exact(right) and left == right:
        return relation == "\\ge"
    return bool((to_ball(left) + -1 * to_ball(right)).positive)


def reciprocal(value: Scalar) -> Scalar:
    match value:
        case Dual(inner, slope):
            inverse = reciprocal(inner)
            return Dual(inverse, -1 * inverse * inverse * slope)
        case Complex():
            return value.conjugate() * reciprocal(value.squared_size())
        case Ball(interval):
            if not (value.positive or value.negative):
                raise Undefined
            return Ball(1 / interval)
        case Logs():
            raise NotExact
        case _:
            if value == 0:
                raise Undefined
            return Fraction(value.denominator, value.numerator)


def power(base: Scalar, exponent: Scalar) -> Scalar:
    """`base ** exponent`; a base < 0 takes whole exponents only, and 0 those that are positive, too."""
    if isinstance(exponent, Ball) and (whole := exponent.whole()) is not None:
        return _whole_power(base, whole)
    if isinstance(exponent, Fraction | int):
        if exponent == -1:
            return reciprocal(base)
        if exponent.denominator == 1:
            return _whole_power(base, int(exponent))
        if isinstance(base, int | Fraction) and base == 0 and exponent > 0:
            return Fraction(0)
        if isinstance(base, int | Fraction) and (root := _exact_root(base, Fraction(exponent))) is not None:
            return root
    return apply("exp", apply("log", base) * exponent)


def _whole_power(base: Scalar, exponent: int) -> Scalar:
    if exponent < 0:
        return _whole_power(reciprocal(base), -exponent)
    if isinstance(base, Fraction | int):
        check_bits(exponent * bits(base) if bits(base) > 1 else 0)
        return Fraction(base) ** exponent
    check_bits(exponent * 8)
    result: Scalar = Fraction(1)
    while exponent:
        if exponent % 2:
            result = result * base
        base, exponent = (base * base, exponent // 2) if exponent > 1 else (base, 0)
    return result


def _exact_root(base: int | Fraction, exponent: Fraction) -> Scalar:
    """A fraction's square root to a whole power, where it is a fraction; else `None`."""
    if base < 0:
        raise Undefined
    root = square_root(Fraction(base)) if exponent.denominator == 2 and base else None
    return None if root is None else _whole_power(root, exponent.numerator)


def square_root(value: Fraction) -> Fraction | None:
    """The square root of a fraction, if it is one."""
    if value < 0:
        return None
    up, down = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(up, down) if up * up == value.numerator and down * down == value.denominator else None


def _exp(value: Scalar) -> Scalar:
    if isinstance(value, Complex):
        turned = complex_of(VALUES["cos"](value.imaginary), VALUES["sin"](value.imaginary))
        return _exp(value.real) * turned
    if isinstance(value, Fraction | int):
        if value == 0:
            return Fraction(1)
        raise NotExact
    if isinstance(value, Logs):
        if value.rational:
            raise NotExact
        up = down = 1
        for prime, c in value.logs:
            if c.denominator != 1:
                raise NotExact
            exponent = c.numerator
            check_bits(abs(exponent) * prime.bit_length())
            up, down = (up * prime**exponent, down) if exponent > 0 else (up, down * prime**-exponent)
        return Fraction(up, down)
    return _enclosed("exp", value)


def _log(value: Scalar) -> Scalar:
    if isinstance(value, Fraction | int):
        if value <= 0:
            raise Undefined
        try:
            return log_of(Fraction(value))
        except Exhausted:
            raise NotExact from None
    if isinstance(value, Logs):
        raise NotExact
    if not value.positive:
        raise Undefined
    return Ball(_intervals().log(value.interval) * _widening())


def _odd(name: str) -> Callable[[Scalar], Scalar]:
    """A function with f(0) = 0 that has no other exact values here."""

    def evaluate(value: Scalar) -> Scalar:
        if is_exact(value):
            if value == 0:
                return Fraction(0)
            raise NotExact
        return _enclosed(name, value)

    return evaluate


def _cos(value: Scalar) -> Scalar:
    if is_exact(value):
        if value == 0:
            return Fraction(1)
        raise NotExact
    return _enclosed("cos", value)


def _tan(value: Scalar) -> Scalar:
    return VALUES["sin"](value) * reciprocal(_cos(value))


def _inverse(name: str, at_zero: bool) -> Callable[[Scalar], Scalar]:
    """arcsin, arccos or arctan: the angle of a point of the plane."""

    def evaluate(value: Scalar) -> Scalar:
        if is_exact(value):
            if at_zero and value == 0:
                return Fraction(0)
            raise NotExact
        x, one = value.interval, _intervals().mpf(1)
        root = one if name == "arctan" else _beside(x)
        up, right = (root, x) if name == "arccos" else (x, root)
        return Ball(_intervals().atan2(up, right) * _widening())

    return evaluate


def _beside(x: Any) -> Any:
    """√(1 - x²) as an interval; it holds 0 where the interval of x ends at 1, or a little beyond."""
    square = (1 - x) * (1 + x)
    if square.b < 0 or square.a < -NARROW:
        raise Undefined
    return _intervals().sqrt(_intervals().mpf([max(square.a, 0), square.b]))


def _absolute(value: Scalar) -> Scalar:
    if isinstance(value, Complex):
        return power(value.squared_size(), Fraction(1, 2))
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


def _odd_root(order: int) -> Callable[[Scalar], Scalar]:
    """The real root of a number, of the same sign."""

    def evaluate(value: Scalar) -> Scalar:
        if isinstance(value, int | Fraction):
            parts = (_whole_root(part, order) for part in (abs(value.numerator), value.denominator))
            up, down = parts
            if up is None or down is None:
                raise NotExact
            return Fraction(up, down) * (-1 if value < 0 else 1)
        if isinstance(value, Logs):
            raise NotExact
        low, high = (_signed_root(_fraction(end), order) for end in value.interval._mpi_)
        return Ball(_intervals().mpf([low.a, high.b]))

    return evaluate


def _whole_root(value: int, order: int) -> int | None:
    """The root of a whole number that is not negative, if it is whole."""
    low, high = 0, 1 << (value.bit_length() // order + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**order < value else (low, middle)
    return low if low**order == value else None


def _signed_root(value: Fraction, order: int) -> Any:
    """An interval around the root of a number."""
    if not value:
        return _intervals().mpf(0)
    size = _intervals().exp(_intervals().log(_interval(abs(value))) / order) * _widening()
    return size if value > 0 else -size


def _factorial(value: Scalar) -> Scalar:
    whole = _whole_of(value)
    if whole is None or not 0 <= whole <= MAX_FACTORIAL:
        raise Undefined
    return to_ball(factorial(whole)) if isinstance(value, Ball) else Fraction(factorial(whole))


def _reciprocal_factorial(value: Scalar) -> Scalar:
    """1/n!, which is 0 where n is a negative whole number."""
    whole = _whole_of(value)
    if whole is not None and whole < 0:
        return to_ball(0) if isinstance(value, Ball) else Fraction(0)
    return reciprocal(_factorial(value))


def _whole_of(value: Scalar) -> int | None:
    if isinstance(value, Ball):
        return value.whole()
    return int(value) if isinstance(value, int | Fraction) and value.denominator == 1 else None


VALUES: dict[str, Callable[[Scalar], Scalar]] = {
    "exp": _exp,
    "log": _log,
    "sin": _odd("sin"),
    "cos": _cos,
    "tan": _tan,
    "arcsin": _inverse("arcsin", at_zero=True),
    "arccos": _inverse("arccos", at_zero=False),
    "arctan": _inverse("arctan", at_zero=True),
    "abs": _absolute,
    "sinh": _hyperbolic("sinh"),
    "cosh": _hyperbolic("cosh"),
    "tanh": _hyperbolic("tanh"),
    "sign": _sign,
    "factorial": _factorial,
    "rfactorial": _reciprocal_factorial,
    **{name: _odd_root(order) for name, order in ODD_ROOTS.items()},
}


def _slope_of_root(name: str, order: int) -> Callable[[Scalar], Scalar]:
    return lambda v: apply(name, v) * reciprocal(v) * Fraction(1, order)


SLOPES: dict[str, Callable[[Scalar], Scalar]] = {
    "exp": lambda v: apply("exp", v),
    "log": lambda v: reciprocal(v),
    "sin": lambda v: apply("cos", v),
    "cos": lambda v: -1 * apply("sin", v),
    "tan": lambda v: power(apply("cos", v), Fraction(-2)),
    "arcsin": lambda v: power(1 + -1 * v * v, Fraction(-1, 2)),
    "arccos": lambda v: -1 * power(1 + -1 * v * v, Fraction(-1, 2)),
    "arctan": lambda v: reciprocal(1 + v * v),
    "abs": lambda v: apply("sign", v),
    "sinh": lambda v: apply("cosh", v),
    "cosh": lambda v: apply("sinh", v),
    "tanh": lambda v: power(apply("cosh", v), Fraction(-2)),
    "sign": lambda v: Fraction(0),
    **{name: _slope_of_root(name, order) for name, order in ODD_ROOTS.items()},
}


def _unknown(name: str, value: Scalar) -> Scalar:
    """A value of a function of which nothing is known, the same at each number: there is a smooth function
    with any values, and any derivatives, at finitely many numbers."""
    if isinstance(value, Dual):
        return Dual(_unknown(name, value.value), _unknown(name + "'", value.value) * value.slope)
    if not isinstance(value, int | Fraction):
        raise Unsupported(f"a value of {name[1:]}, which is not known, at what is no fraction")
    digest = sha256(f"{name} {Fraction(value)}".encode()).digest()
    return Fraction(int.from_bytes(digest[:4]) % 19 - 9, digest[4] % 3 + 1)


def apply(name: str, value: Scalar) -> Scalar:
    """A function of `VALUES` at a number; on a dual, its derivative goes along."""
    if name.startswith(UNKNOWN):
        return _unknown(name, value)
    if name not in VALUES:
        raise Unsupported(f"the function {name}")
    if isinstance(value, Dual):
        if name not in SLOPES:
            if isinstance(value.slope, int | Fraction) and value.slope == 0:
                return Dual(apply(name, value.value), 0)
            raise Unsupported(f"the derivative of {name}")
        if name == "abs" and isinstance(value.value, Complex):
            raise Unsupported("the derivative of the size of a complex number")
        return Dual(apply(name, value.value), SLOPES[name](value.value) * value.slope)
    if isinstance(value, Complex) and name not in COMPLEX:
        raise Unsupported(f"the function {name} of a complex number")
    return VALUES[name](value)
