"""Polynomials: products, powers and numerals, which grow when they are multiplied out."""

from __future__ import annotations

from itertools import combinations, permutations
from math import comb, factorial

from families.sheet import (
    Document,
    Family,
    bracket,
    document,
    doubling,
    false,
    plus,
    scalars,
    times,
    true,
)


def _pairs(number: int) -> list[tuple[str, str]]:
    names = scalars(2 * number)
    return list(zip(names[::2], names[1::2], strict=True))


def _binomials(number: int) -> Document:
    pairs = _pairs(number)
    left = times(f"({a} + {b})" for a, b in pairs)
    right = times(f"({b} + {a})" for a, b in reversed(pairs))
    return document(true(f"{left} = {right}"))


def _binomials_slip(number: int) -> Document:
    pairs = _pairs(number)
    left = times(f"({a} + {b})" for a, b in pairs)
    right = times(f"({a} + {b})" for a, b in pairs[:-1])
    return document(false(f"{left} = {right} ({pairs[-1][0]} - {pairs[-1][1]})"))


def _expanded(number: int) -> Document:
    """The product of binomials, and its 2^number terms."""
    terms = [""]
    for a, b in _pairs(number):
        terms = [f"{term} {letter}" for term in terms for letter in (a, b)]
    return document(true(f"{times(f'({a} + {b})' for a, b in _pairs(number))} = {plus(terms)}"))


def _ladder(number: int) -> Document:
    rungs = times(f"(a^{{{2**k}}} + b^{{{2**k}}})" for k in range(number))
    return document(true(f"(a - b) {rungs} = a^{{{2**number}}} - b^{{{2**number}}}"))


def _power(exponent: int) -> Document:
    square = "x^2 + y^2 + z^2 + 2xy + 2xz + 2yz"
    return document(true(f"(x + y + z)^{{{2 * exponent}}} = ({square})^{{{exponent}}}"))


def _power_slip(exponent: int) -> Document:
    square = "x^2 + y^2 + z^2 + 2xy + 2xz - 2yz"
    return document(false(f"(x + y + z)^{{{2 * exponent}}} = ({square})^{{{exponent}}}"))


def _renamed_power(exponent: int) -> Document:
    return document(true(f"(x + y + z)^{{{exponent}}} = (z + x + y)^{{{exponent}}}"))


def _wide_power(letters: int) -> Document:
    names = scalars(letters)
    square = [*(f"{x}^2" for x in names), *(f"2 {x} {y}" for x, y in combinations(names, 2))]
    return document(true(f"({plus(names)})^4 = ({plus(square)})^2"))


def _wide_square(letters: int) -> Document:
    names = scalars(letters)
    square = [*(f"{x}^2" for x in names), *(f"2 {x} {y}" for x, y in combinations(names, 2))]
    return document(true(f"({plus(names)})^2 = {plus(square)}"))


def _binomial_theorem(exponent: int) -> Document:
    terms = plus(f"{comb(exponent, k)} a^{{{exponent - k}}} b^{{{k}}}" for k in range(exponent + 1))
    return document(true(f"(a + b)^{{{exponent}}} = {terms}"))


def _multinomial(exponent: int) -> Document:
    terms = plus(
        f"{factorial(exponent) // (factorial(i) * factorial(j) * factorial(exponent - i - j))}"
        f" x^{{{i}}} y^{{{j}}} z^{{{exponent - i - j}}}"
        for i in range(exponent + 1)
        for j in range(exponent + 1 - i)
    )
    return document(true(f"(x + y + z)^{{{exponent}}} = {terms}"))


def _lagrange(number: int) -> Document:
    """Lagrange's identity, written out."""
    pairs = [(f"x_{{{k}}}", f"y_{{{k}}}") for k in range(1, number + 1)]
    squares = f"({plus(f'{x}^2' for x, _ in pairs)}) ({plus(f'{y}^2' for _, y in pairs)})"
    minors = plus(f"({x} {v} - {u} {y})^2" for (x, y), (u, v) in combinations(pairs, 2)) or "0"
    return document(true(f"{squares} - ({plus(f'{x} {y}' for x, y in pairs)})^2 = {minors}"))


def _vandermonde(number: int) -> Document:
    names = scalars(number)
    terms = []
    for places in permutations(range(number)):
        inversions = sum(a > b for a, b in combinations(places, 2))
        terms.append(
            ("- " if inversions % 2 else "+ ")
            + times(f"{x}^{{{k}}}" for x, k in zip(names, places, strict=True))
        )
    differences = times(f"({y} - {x})" for x, y in combinations(names, 2))
    return document(true(f"{differences} = {' '.join(terms).removeprefix('+ ')}"))


def _geometric(number: int) -> Document:
    powers = plus(f"x^{{{k}}}" for k in range(1, number + 1))
    return document(true(f"(1 - x)(1 + {powers}) = 1 - x^{{{number + 1}}}"))


def _horner(degree: int) -> Document:
    nested = f"{degree + 1}"
    for k in range(degree, 0, -1):
        nested = f"{k} + x \\cdot ({nested})"
    return document(true(f"{nested} = {plus(f'{k + 1} x^{{{k}}}' for k in range(degree + 1))}"))


def _roots(number: int) -> Document:
    """(x - 1)(x - 2) … and its coefficients."""
    coefficients = [1]
    for root in range(1, number + 1):
        shifted, scaled = [0, *coefficients], [*(-root * c for c in coefficients), 0]
        coefficients = [a + b for a, b in zip(shifted, scaled, strict=True)]
    terms = "".join(f" {'-' if c < 0 else '+'} {abs(c)} x^{{{k}}}" for k, c in enumerate(coefficients))
    return document(
        true(f"{times(f'(x - {root})' for root in range(1, number + 1))} = {terms.removeprefix(' + ')}")
    )


def _like_terms(number: int) -> Document:
    terms = plus(f"{k} x" for k in range(1, number + 1))
    return document(true(f"{terms} = {number * (number + 1) // 2} x"))


def _shuffled(number: int) -> Document:
    terms = [f"{k} x^{{{k % 7}}} y^{{{k}}}" for k in range(1, number + 1)]
    return document(true(f"{plus(terms)} = {plus(reversed(terms))}"))


def _brackets(depth: int) -> Document:
    nested = "x"
    for k in range(depth):
        nested = bracket(f"{nested} + {k + 1}")
    return document(true(f"{nested} = x + {depth * (depth + 1) // 2}"))


def _numerals(digits: int) -> Document:
    a, b = int("7" * digits), int("38" * (digits // 2) or "3")
    return document(true(f"{a} \\cdot {b} x = {_decimal(a * b)} x"))


def _decimal(number: int) -> str:
    """The digits of a number, of any length."""
    tail = ""
    while number >= 10**1000:
        number, low = divmod(number, 10**1000)
        tail = f"{low:01000d}" + tail
    return f"{number}{tail}"


def _decimals(digits: int) -> Document:
    return document(
        true(f"0.{'37' * (digits // 2)} x + 0.{'62' * (digits // 2)} x = 0.{'99' * (digits // 2)} x")
    )


def _power_of_two(exponent: int) -> Document:
    return document(true(f"2^{{{exponent}}} x = {_decimal(2**exponent)} x"))


def _plain_exponents(number: int) -> Document:
    """x^N, with N of many digits."""
    high = 10**number
    return document(true(f"x^{{{high}}} x^{{{high + 1}}} = x^{{{2 * high + 1}}}"))


def _high_binomial(exponent: int) -> Document:
    return document(true(f"(x + 1)^{{{exponent}}} = (1 + x)^{{{exponent - 1}}} (x + 1)"))


def _tower(height: int) -> Document:
    tower = "2"
    for _ in range(height):
        tower = f"2^{{{tower}}}"
    return document(true(f"{tower} x = x {tower}"))


def _rare(number: int) -> Document:
    """False, and true at all small whole numbers."""
    factors = times(f"(x - {k}) (x + {k})" for k in range(1, number + 1))
    return document(false(f"(x + y)^2 + x {factors} = x^2 + 2 x y + y^2"))


def _far(digits: int) -> Document:
    """False, and true at all numbers but very small ones."""
    return document(false(f"|x + {10**digits}| = x + {10**digits}"))


def _close(digits: int) -> Document:
    """False by very little."""
    return document(false(f"x + 0.{'0' * digits}1 = x"))


FAMILIES = (
    Family("binomials, reordered", "binomials", (2, 4, 8, 12, 16, 24), _binomials),
    Family("binomials, wrong", "binomials", (2, 4, 8, 12, 16, 24), _binomials_slip),
    Family("binomials, multiplied out", "binomials", (2, 4, 8), _expanded),
    Family("ladder of squares", "rungs", doubling(1, 8), _ladder),
    Family("power of a trinomial", "half the exponent", doubling(1, 32), _power),
    Family("power of a trinomial, wrong", "half the exponent", doubling(1, 32), _power_slip),
    Family("power of a trinomial, reordered", "the exponent", doubling(2, 128), _renamed_power),
    Family("fourth power of a sum", "letters", doubling(2, 16), _wide_power),
    Family("square of a sum", "letters", doubling(2, 32), _wide_square),
    Family("binomial theorem", "the exponent", doubling(2, 256), _binomial_theorem),
    Family("multinomial theorem", "the exponent", doubling(2, 16), _multinomial),
    Family("Lagrange's identity", "numbered names, half of them", doubling(2, 16), _lagrange),
    Family("Vandermonde's determinant", "letters", (2, 3, 4, 5), _vandermonde),
    Family("geometric series, written out", "terms", doubling(4, 256), _geometric),
    Family("Horner's rule", "degree", doubling(4, 32), _horner),
    Family("roots to coefficients", "roots", doubling(2, 64), _roots),
    Family("like terms", "terms", doubling(8, 1024), _like_terms),
    Family("terms, reordered", "terms", doubling(8, 128), _shuffled),
    Family("nested brackets", "depth", (4, 8, 16, 32, 48), _brackets),
    Family("numerals", "digits", doubling(16, 256), _numerals),
    Family("decimals", "digits", doubling(16, 512), _decimals),
    Family("powers of two", "the exponent", doubling(16, 512), _power_of_two),
    Family("exponents of many digits", "digits", doubling(1, 256), _plain_exponents),
    Family("power of a binomial", "the exponent", doubling(4, 1024), _high_binomial),
    Family("towers of powers", "height", doubling(1, 16), _tower),
    Family("wrong, but at small integers", "integers", doubling(2, 64), _rare),
    Family("wrong, but above -10^n", "n", doubling(1, 64), _far),
    Family("wrong by 10^-n", "n", doubling(2, 1024), _close),
)
