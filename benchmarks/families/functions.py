"""Fractions, roots, exponentials, logarithms and trigonometry, summed, multiplied and nested."""

from __future__ import annotations

from itertools import pairwise
from math import factorial

from families.sheet import (
    Document,
    Family,
    document,
    doubling,
    each,
    false,
    plus,
    scalars,
    times,
    true,
)

_SUM = "(a + b + c + d + g + h)"
_ALTERNATING = "(a - b + c - d + g + h)"


def _reciprocals(exponent: int) -> Document:
    left = rf"\frac{{1}}{{{_SUM}^{{{exponent}}}}} + \frac{{1}}{{{_ALTERNATING}^{{{exponent - 1}}}}}"
    return document(false(rf"{left} = \frac{{1}}{{(a + b)^{{{exponent + 1}}}}}"))


def _reciprocals_true(exponent: int) -> Document:
    left = rf"\frac{{1}}{{{_SUM}^{{{exponent}}}}} + \frac{{1}}{{{_ALTERNATING}^{{{exponent}}}}}"
    above = rf"{_ALTERNATING}^{{{exponent}}} + {_SUM}^{{{exponent}}}"
    return document(
        true(rf"{left} = \frac{{{above}}}{{{_SUM}^{{{exponent}}} {_ALTERNATING}^{{{exponent}}}}}")
    )


def _reciprocals_letters(letters: int) -> Document:
    """The same kind of false line, as letters grow."""
    names = scalars(letters)
    signed = names[0] + "".join(f" {'-' if k % 2 else '+'} {name}" for k, name in enumerate(names[1:], 1))
    left = rf"\frac{{1}}{{({plus(names)})^4}} + \frac{{1}}{{({signed})^3}}"
    return document(false(rf"{left} = \frac{{1}}{{({names[0]} + {names[1]})^5}}"))


def _denominators(number: int) -> Document:
    terms = [rf"\frac{{1}}{{x + {k}}}" for k in range(1, number + 1)]
    return document(true(f"{plus(terms)} = {plus(reversed(terms))}"))


def _one_denominator(number: int) -> Document:
    """A sum of fractions as one fraction."""
    names = scalars(number)
    above = plus(times(y for y in names if y != x) or "1" for x in names)
    left = plus(rf"\frac{{1}}{{{x}}}" for x in names)
    return document(true(rf"{left} = \frac{{{above}}}{{{times(names)}}}"))


def _one_denominator_sums(number: int) -> Document:
    """A sum of fractions with sums below, as one fraction."""
    names = scalars(number)
    sums = [f"({x} + {y})" for x, y in pairwise([*names, names[0]])] if number > 2 else ["(a + b)", "(a + c)"]
    above = plus(times(s for s in sums if s != own) for own in sums)
    left = plus(rf"\frac{{1}}{{{s}}}" for s in sums)
    return document(true(rf"{left} = \frac{{{above}}}{{{times(sums)}}}"))


def _partial_fractions(number: int) -> Document:
    below = times(f"(x + {k})" for k in range(number + 1))
    parts = []
    for k in range(number + 1):
        weight = factorial(k) * factorial(number - k)
        parts.append(rf"{'-' if k % 2 else '+'} \frac{{1}}{{{weight} (x + {k})}}")
    return document(true(rf"\frac{{1}}{{{below}}} = {' '.join(parts).removeprefix('+ ')}"))


def _telescope(number: int) -> Document:
    terms = plus(rf"\frac{{1}}{{(x + {k}) (x + {k + 1})}}" for k in range(number))
    return document(true(rf"{terms} = \frac{{{number}}}{{x (x + {number})}}"))


def _continued(depth: int) -> Document:
    """1/(1 + 1/(1 + … x)) is a quotient of Fibonacci numbers."""
    nested, (a, b, c, e) = "x", (1, 0, 0, 1)
    for _ in range(depth):
        nested = rf"\frac{{1}}{{1 + {nested}}}"
        a, b, c, e = c, e, a + c, b + e
    return document(true(rf"{nested} = \frac{{{a} x + {b}}}{{{c} x + {e}}}"))


def _continued_letters(depth: int) -> Document:
    """A continued fraction of letters, and its numerator and denominator."""
    names = scalars(depth)
    nested = names[-1]
    for name in reversed(names[:-1]):
        nested = rf"{name} + \frac{{1}}{{{nested}}}"
    below = plus(_continuant(names[1:]))
    return document(true(rf"{nested} = \frac{{{plus(_continuant(names))}}}{{{below}}}"))


def _continuant(names: tuple[str, ...]) -> list[str]:
    """Euler's rule: the product of all, and those without disjoint neighbours."""
    if len(names) < 2:
        return [names[0] if names else "1"]
    first = [f"{names[0]} {term}" for term in _continuant(names[1:])]
    return first + _continuant(names[2:])


def _stacked(depth: int) -> Document:
    """a/b/c/…, fraction over fraction."""
    names = scalars(depth + 1)
    nested = names[0]
    for name in names[1:]:
        nested = rf"\frac{{{nested}}}{{{name}}}"
    return document(true(rf"{nested} = \frac{{{names[0]}}}{{{times(names[1:])}}}"))


def _nested_roots(depth: int) -> Document:
    nested = "x"
    for _ in range(depth):
        nested = rf"\sqrt{{{nested}}}"
    return document("Let $x > 0$.", true(rf"{nested} = x^{{1/{2**depth}}}"))


def _roots_of_products(number: int) -> Document:
    names = scalars(number)
    assumed = " ".join(f"Let ${name} > 0$." for name in names)
    roots = times(each(r"\sqrt{@}", names))
    return document(assumed, true(rf"\sqrt{{{times(names)}}} = {roots}"))


def _root_sums(number: int) -> Document:
    """Conjugates: the product of all (√a ± √b ± …) over signs, for two, and powers of it."""
    return document(
        "Let $a > 0$ and $b > 0$.",
        true(
            rf"(\sqrt{{a}} + \sqrt{{b}})^{{{number}}} (\sqrt{{a}} - \sqrt{{b}})^{{{number}}}"
            rf" = (a - b)^{{{number}}}"
        ),
    )


def _exponentials(number: int) -> Document:
    names = scalars(number)
    return document(true(rf"{times(f'e^{{{x}}}' for x in names)} = e^{{{plus(names)}}}"))


def _exponential_powers(exponent: int) -> Document:
    return document(
        true(rf"(e^{{x}} + e^{{-x}})^{{{exponent}}} = (e^{{2x}} + 2 + e^{{-2x}})^{{{exponent // 2}}}")
    )


def _logarithms(number: int) -> Document:
    names = scalars(number)
    assumed = " ".join(f"Let ${name} > 0$." for name in names)
    parts = plus(each(r"\log @", names))
    return document(assumed, true(rf"\log({times(names)}) = {parts}"))


def _log_exp(depth: int) -> Document:
    """log(e^{log(e^{…})})."""
    nested = "x"
    for _ in range(depth):
        nested = rf"\log(e^{{{nested}}})"
    return document(true(f"{nested} = x"))


def _named_exponents(number: int) -> Document:
    names = [name for name in scalars(number + 1) if name != "x"][:number]
    return document("Let $x > 0$.", true(f"{times(f'x^{{{a}}}' for a in names)} = x^{{{plus(names)}}}"))


def _named_exponents_of_sums(number: int) -> Document:
    names = [name for name in scalars(number + 2) if name not in "xy"][:number]
    return document(
        "Let $x > 0$ and $y > 0$.",
        true(f"{times(f'(x + y)^{{{a}}}' for a in names)} = (x + y)^{{{plus(names)}}}"),
    )


def _pythagoras(number: int) -> Document:
    ones = times(each(r"(\sin^2 @ + \cos^2 @)", scalars(number)))
    return document(true(f"{ones} = 1"))


def _doubled_angles(number: int) -> Document:
    cosines = times(rf"\cos({2**k} x)" for k in range(number))
    return document(true(rf"\sin({2**number} x) = {2**number} \sin(x) {cosines}"))


def _added_angles(number: int) -> Document:
    """sin of a sum is the sum over odd sets of sines."""
    names = scalars(number)
    terms = []
    for bits in range(2**number):
        odd = bits.bit_count()
        if odd % 2:
            sign = "-" if odd % 4 == 3 else "+"
            factors = (("\\sin" if bits >> k & 1 else "\\cos") + f"({x})" for k, x in enumerate(names))
            terms.append(f"{sign} {times(factors)}")
    return document(true(rf"\sin({plus(names)}) = {' '.join(terms).removeprefix('+ ')}"))


def _absolutes(number: int) -> Document:
    names = scalars(number)
    return document(true(f"|{times(names)}| = {times(f'|{x}|' for x in names)}"))


def _conditions(number: int) -> Document:
    names = scalars(number)
    assumed = " ".join(f"Assume ${name} > 0$." for name in names)
    return document(assumed, true(rf"\sqrt{{{times(f'{x}^2' for x in names)}}} = {times(names)}"))


def _hyperbolic(number: int) -> Document:
    return document(true(rf"(\cosh x + \sinh x)^{{{number}}} = \cosh({number} x) + \sinh({number} x)"))


FAMILIES = (
    Family("sums of reciprocal powers, wrong", "the exponent", doubling(2, 16), _reciprocals),
    Family("sums of reciprocal powers, true", "the exponent", doubling(1, 8), _reciprocals_true),
    Family("reciprocal powers, more letters, wrong", "letters", (2, 4, 6, 8, 12), _reciprocals_letters),
    Family("different denominators", "fractions", doubling(2, 64), _denominators),
    Family("one denominator, of letters", "letters", doubling(2, 32), _one_denominator),
    Family("one denominator, of sums", "fractions", (2, 4, 6, 8, 12), _one_denominator_sums),
    Family("partial fractions", "factors", doubling(1, 32), _partial_fractions),
    Family("telescope, written out", "fractions", doubling(2, 64), _telescope),
    Family("continued fraction", "depth", doubling(2, 32), _continued),
    Family("continued fraction of letters", "letters", (2, 4, 8, 12), _continued_letters),
    Family("fraction over fraction", "depth", doubling(2, 32), _stacked),
    Family("nested roots", "depth", doubling(1, 16), _nested_roots),
    Family("root of a product", "letters", doubling(2, 32), _roots_of_products),
    Family("conjugate roots", "the exponent", doubling(1, 32), _root_sums),
    Family("product of exponentials", "letters", doubling(2, 64), _exponentials),
    Family("powers of exponentials", "the exponent", doubling(2, 64), _exponential_powers),
    Family("logarithm of a product", "letters", doubling(2, 32), _logarithms),
    Family("logarithm of exponential of …", "depth", doubling(1, 32), _log_exp),
    Family("names as exponents", "names", doubling(2, 32), _named_exponents),
    Family("names as exponents of a sum", "names", doubling(2, 16), _named_exponents_of_sums),
    Family("squares of sine and cosine, multiplied", "letters", (2, 4, 8, 12), _pythagoras),
    Family("doubled angles", "doublings", doubling(1, 8), _doubled_angles),
    Family("sine of a sum", "letters", (2, 3, 4, 6, 8), _added_angles),
    Family("absolute value of a product", "letters", doubling(2, 32), _absolutes),
    Family("conditions on many letters", "letters", doubling(2, 32), _conditions),
    Family("hyperbolic powers", "the exponent", doubling(1, 32), _hyperbolic),
)
