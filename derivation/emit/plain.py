"""Formulas in plain characters, for docstrings: `S_j * (j - SA)`, `sum_k exp(x_k)`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from derivation.emit.names import identifier
from derivation.terms.indices import parted
from derivation.terms.terms import (
    Add,
    Delta,
    Deriv,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Prod,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
)

SUM, PRODUCT, POWER, ATOM = range(4)


def plain(term: Term) -> str:
    """A term as text; bound indices by their letters."""
    return _text(term, {})[0]


def _text(term: Term, names: Mapping[str, str]) -> tuple[str, int]:
    """The text, and how tightly it holds together."""
    match term:
        case Num(value):
            return str(value), ATOM if value >= 0 and value.denominator == 1 else PRODUCT
        case Var(name, indices) | Ref(name, indices):
            return "_".join((identifier(name), "".join(_letter(i, names) for i in indices))).rstrip("_"), ATOM
        case Index(name):
            return _letter(name, names), ATOM
        case Delta(left, right):
            return f"delta_{_letter(left, names)}{_letter(right, names)}", ATOM
        case Add(terms):
            return _sum_text(terms, names), SUM
        case Mul() | Pow(_, Num()):
            return _product_text(term, names), PRODUCT if isinstance(term, Mul) else POWER
        case Pow(base, exponent):
            return f"{_held(base, ATOM, names)}**{_held(exponent, ATOM, names)}", POWER
        case Fn(name, argument):
            return f"{name}({_text(argument, names)[0]})", ATOM
        case Sum(index, _, body, excluded) | Prod(index, _, body, excluded):
            own = index.split(".")[0]
            if not own.isidentifier():
                own = next(k for k in "kimlpqrs" if k not in names.values() and k not in free_indices(term))
            without = "".join(f"!={_letter(i, names)}" for i in excluded)
            operator = "sum" if isinstance(term, Sum) else "prod"
            return f"{operator}_{own}{without} {_held(body, PRODUCT, {**names, index: own})}", SUM
        case Deriv(body, wrt):
            return f"d({_text(body, names)[0]})/d{_text(wrt, names)[0]}", PRODUCT


def _sum_text(terms: tuple[Term, ...], names: Mapping[str, str]) -> str:
    texts = [_held(term, PRODUCT, names) for term in terms]
    texts.sort(key=lambda text: text.startswith("-"))
    joined = " + ".join(texts)
    return joined.replace("+ -", "- ")


def _product_text(term: Term, names: Mapping[str, str]) -> str:
    sign, above, below = "", [], []
    for factor in _factors(term):
        match factor:
            case Num(value) if value == -1:
                sign = "" if sign else "-"
            case Pow(base, Num(value)) if value < 0:
                below.append(_power_text(base, -value, names))
            case Pow(base, Num(value)):
                above.append(_power_text(base, value, names))
            case _:
                above.append(_held(factor, POWER, names))
    above = [text for text in above if text != "1"] or ["1"]
    return sign + " / ".join((" * ".join(above), *below))


def _factors(term: Term) -> tuple[Term, ...]:
    if isinstance(term, Mul):
        return tuple(inner for factor in term.factors for inner in _factors(factor))
    return (term,)


def _power_text(base: Term, exponent: Fraction, names: Mapping[str, str]) -> str:
    if exponent == 1:
        return _held(base, POWER, names)
    shown = str(exponent) if exponent.denominator == 1 else f"({exponent})"
    return f"{_held(base, ATOM, names)}**{shown}"


def _held(term: Term, at_least: int, names: Mapping[str, str]) -> str:
    text, tightness = _text(term, names)
    return text if tightness >= at_least else f"({text})"


def _letter(name: str, names: Mapping[str, str]) -> str:
    base, offset = parted(name)
    letter = names.get(base, base.split(".")[0])
    return f"{letter}{offset:+d}" if base and offset else letter or name
