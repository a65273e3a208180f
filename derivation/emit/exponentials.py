"""Sums of two exponentials and cosh, told so that logistic functions and softplus are seen in them.

    log(e^a + e^b)           b + log(1 + e^{a-b})
    (e^a + e^b)^{-k}         e^{-k b} (1 + e^{a-b})^{-k}
    log cosh u               log(1 + e^{2u}) - u - log 2
    (cosh u)^{-k}            2^k e^{k u} (1 + e^{2u})^{-k}
    sinh u / cosh u          tanh u
    (a + b) (1 + e^u)^{-k}   a (1 + e^u)^{-k} + b (1 + e^u)^{-k}    where e^{m u} stands in a or b

Takes and gives terms; `retold` proves what comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from derivation.emit.rewrite import rewritten
from derivation.terms.terms import ONE, Add, Fn, Mul, Num, Pow, Term, integer, negated

TWO = integer(2)


def beside_one(term: Term) -> Term | None:
    """The term in which each sum of two exponentials is one of 1 and an exponential; None for any other."""
    match term:
        case Fn("log", Fn("cosh", inner)):
            u = rewritten(inner, beside_one)
            return Add((Fn("log", _one_and(Mul((TWO, u)))), negated(u), negated(Fn("log", TWO))))
        case Fn("log", Add((Fn("exp", a), Fn("exp", b)))):
            first, second = rewritten(a, beside_one), rewritten(b, beside_one)
            return Add((second, Fn("log", _one_and(Add((first, negated(second)))))))
        case Pow(Add((Fn("exp", a), Fn("exp", b))), Num(value)) if value < 0:
            first, second = rewritten(a, beside_one), rewritten(b, beside_one)
            below = Pow(_one_and(Add((first, negated(second)))), Num(value))
            return Mul((Fn("exp", Mul((Num(value), second))), below))
        case Mul(factors) if (quotient := _tangent(tuple(flat(factors)))) is not None:
            return rewritten(quotient, beside_one)
        case Pow(Fn("cosh", inner), Num(value)) if value < 0 and value.denominator == 1:
            u = rewritten(inner, beside_one)
            above = (Num(Fraction(2) ** -int(value)), Fn("exp", Mul((Num(-value), u))))
            return Mul((*above, Pow(_one_and(Mul((TWO, u))), Num(value))))
        case _:
            return None


def _one_and(exponent: Term) -> Term:
    return Add((ONE, Fn("exp", exponent)))


def _tangent(factors: tuple[Term, ...]) -> Term | None:
    """A product with tanh u in it in the place of sinh u / cosh u."""
    for place, factor in enumerate(factors):
        below = Pow(Fn("cosh", factor.argument), integer(-1)) if _is_sinh(factor) else None  # type: ignore[union-attr]
        if below in factors and isinstance(factor, Fn):
            rest = [f for k, f in enumerate(factors) if k not in (place, factors.index(below))]
            return Mul((*rest, Fn("tanh", factor.argument)))
    return None


def _is_sinh(term: Term) -> bool:
    return isinstance(term, Fn) and term.name == "sinh"


def flat(factors: Iterable[Term]) -> Iterator[Term]:
    """The factors of a product, those of products in it, too."""
    for factor in factors:
        yield from flat(factor.factors) if isinstance(factor, Mul) else (factor,)


def distributed(factors: tuple[Term, ...]) -> Term | None:
    """A product with (1 + e^u)^{-k} and a sum with exponentials in it, as a sum of products."""
    if not any(isinstance(f, Pow) and _is_one_and(f.base) for f in factors):
        return None
    for place, factor in enumerate(factors):
        if isinstance(factor, Add) and any(_has_exponential(part) for part in factor.terms):
            rest = factors[:place] + factors[place + 1 :]
            return Add(tuple(Mul(tuple(flat((part, *rest)))) for part in factor.terms))
    return None


def _is_one_and(term: Term) -> bool:
    match term:
        case Add((Num(value), Fn("exp", _))) | Add((Fn("exp", _), Num(value))):
            return value == 1
        case _:
            return False


def _has_exponential(term: Term) -> bool:
    match term:
        case Fn("exp", _):
            return True
        case Mul(factors) | Add(factors):
            return any(map(_has_exponential, factors))
        case _:
            return False


def multiple(exponents: Iterable[Term], of: Term) -> Fraction | None:
    """m where a sum of exponents is m u; None where it is no multiple of u."""
    total, one = _linear(Add(tuple(exponents)), Fraction(1)), _linear(of, Fraction(1))
    if total.keys() != one.keys():
        return None if total else Fraction(0)
    ratios = {total[key] / one[key] for key in one}
    return ratios.pop() if len(ratios) == 1 else None


def _linear(term: Term, times: Fraction) -> Mapping[Term, Fraction]:
    """A term as multiples of terms that are neither sums nor multiples."""
    found: dict[Term, Fraction] = {}
    match term:
        case Add(terms):
            parts = [item for part in terms for item in _linear(part, times).items()]
        case Mul(factors):
            own = list(flat(factors))
            numbers = [f.value for f in own if isinstance(f, Num)]
            rest = [f for f in own if not isinstance(f, Num)]
            for value in numbers:
                times *= value
            if len(rest) == 1:
                return _linear(rest[0], times)
            parts = [(Mul(tuple(sorted(rest, key=repr))) if rest else ONE, times)]
        case Num(value):
            parts = [(ONE, times * value)]
        case _:
            parts = [(term, times)]
    for key, value in parts:
        found[key] = found.get(key, Fraction(0)) + value
    return {key: value for key, value in found.items() if value}
