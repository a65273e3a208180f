"""Formulas whose exponentials overflow though they are bounded, told through two functions that do not.

    1 / (1 + e^{-u})                 logistic(u)
    e^u / (1 + e^u)^2                logistic(u) logistic(-u)
    e^{u/2} / (1 + e^u)              1 / (2 cosh(u/2))
    log(1 + e^u)                     softplus(u)

What has another look (exponentials.py) is told as one of these first.

Both are defined in the setting that the rewritten theorem has, and the rewrite is proved.
So is that of functions of the document, which are put in.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from derivation.audit.theorem import Theorem
from derivation.emit.exponentials import beside_one, distributed, flat, multiple
from derivation.emit.rewrite import Leaf, rewritten, rewritten_setting
from derivation.records import replace
from derivation.search.decide import prove
from derivation.terms.judgement import Proved
from derivation.terms.terms import (
    ONE,
    Add,
    Definition,
    Definitions,
    Deriv,
    Fn,
    Mul,
    Num,
    Pow,
    Ref,
    Term,
    Var,
    integer,
    negated,
    quotient,
    walk,
)

LOGISTIC, SOFTPLUS = "logistic of the code", "softplus of the code"
OF = "u of the code"
PREFIX = "retold "
_U = Var(OF)
DEFINITIONS = {
    (LOGISTIC, 0): Definition(LOGISTIC, (), quotient(ONE, Add((ONE, Fn("exp", negated(_U))))), (OF,)),
    (SOFTPLUS, 0): Definition(SOFTPLUS, (), Fn("log", Add((ONE, Fn("exp", _U)))), (OF,)),
}


def bounded(theorem: Theorem) -> Theorem:
    """The theorem with logistic functions and softplus where it holds what these are for."""
    return retold(retold(theorem, beside_one, {}), _leaf, DEFINITIONS)


def applied(theorem: Theorem) -> Theorem:
    """The theorem with what functions of the document are defined as, at their arguments."""
    definitions = theorem.setting.definitions

    def leaf(term: Term) -> Term | None:
        match term:
            case Ref(function, (), (_, *_) as arguments) if (function, 0) in definitions:
                known = definitions[function, 0]
                if any(isinstance(part, Deriv) for part in walk(known.body)):
                    return None
                given = (rewritten(argument, leaf) for argument in arguments)
                values = dict(zip(known.variables, given, strict=True))
                return rewritten(rewritten(known.body, leaf), lambda part: _value(part, values))
            case _:
                return None

    return retold(theorem, leaf, {})


def _value(term: Term, values: Mapping[str, Term]) -> Term | None:
    return values.get(term.name) if isinstance(term, Var) and not term.indices else None


def retold(theorem: Theorem, leaf: Leaf, definitions: Definitions) -> Theorem:
    """The theorem with other terms for some, in its definitions, too, where that is proved; else as it is."""
    closed = rewritten(theorem.closed, leaf)
    setting = rewritten_setting(theorem.setting, leaf)
    if closed == theorem.closed and setting.definitions == theorem.setting.definitions:
        return theorem
    setting = replace(setting, definitions={**setting.definitions, **definitions})
    both = rewritten_setting(theorem.setting, leaf, PREFIX)
    both = replace(both, definitions={**both.definitions, **definitions})
    there = rewritten(theorem.closed, leaf, PREFIX)
    if not isinstance(prove(there, theorem.closed, both), Proved):
        return theorem
    return replace(theorem, closed=closed, setting=setting)


def _leaf(term: Term) -> Term | None:
    match term:
        case Fn("log", argument) if (inner := _beside_one(argument)) is not None:
            return Ref(SOFTPLUS, (), (rewritten(inner, _leaf),))
        case Fn("log", argument) if (found := _below(argument)) is not None:
            inner, order = found
            return Mul((Num(Fraction(-order)), Ref(SOFTPLUS, (), (rewritten(inner, _leaf),))))
        case Pow() if (found := _below(term)) is not None:
            inner, order = found
            own = Ref(LOGISTIC, (), (negated(rewritten(inner, _leaf)),))
            return own if order == 1 else Pow(own, Num(Fraction(order)))
        case Mul(factors):
            return _product(factors)
        case _:
            return None


def _product(factors: tuple[Term, ...]) -> Term | None:
    """A product with e^{m u} / (1 + e^u)^k in it, m at most k."""
    factors = tuple(flat(factors))
    if (spread := distributed(factors)) is not None:
        return rewritten(spread, _leaf)
    for place, factor in enumerate(factors):
        found = _below(factor)
        if found is None:
            continue
        inner, order = found
        above = [k for k, f in enumerate(factors) if k != place and _exponent(f) is not None]
        picked = _fitting(factors, above, inner, order)
        if picked is None:
            continue
        chosen, count = picked
        rest = [rewritten(f, _leaf) for k, f in enumerate(factors) if k != place and k not in chosen]
        own, half = rewritten(inner, _leaf), Fraction(count.denominator - 1, 2)
        if half:
            rest.append(Pow(Mul((integer(2), Fn("cosh", Mul((Num(half), own))))), integer(-1)))
        for argument, power in ((own, count - half), (negated(own), order - count - half)):
            if power:
                part = Ref(LOGISTIC, (), (argument,))
                rest.append(part if power == 1 else Pow(part, Num(power)))
        return rest[0] if len(rest) == 1 else Mul(tuple(rest))
    return None


def _fitting(
    factors: tuple[Term, ...], above: list[int], inner: Term, order: int
) -> tuple[list[int], Fraction] | None:
    """The exponentials that make e^{m u} with 0 <= m <= order, all of them or one; their places, and m."""
    for chosen in (above, *([k] for k in above)):
        exponents = [e for k in chosen if (e := _exponent(factors[k])) is not None]
        count = multiple(exponents, inner) if exponents else None
        if count is not None and 0 <= count <= order and count.denominator <= 2:
            return chosen, count
    return None


def _exponent(term: Term) -> Term | None:
    """m u of (e^u)^m."""
    base, power = _unraised(term)
    return Mul((Num(Fraction(power)), base.argument)) if isinstance(base, Fn) and base.name == "exp" else None


def _below(term: Term) -> tuple[Term, int] | None:
    """u and k of (1 + e^u)^{-k}, a whole k >= 1."""
    base, power = _unraised(term)
    inner = _beside_one(base)
    return (inner, -power) if inner is not None and power < 0 else None


def _unraised(term: Term) -> tuple[Term, int]:
    """A term as the whole power of another."""
    match term:
        case Pow(base, Num(value)) if value.denominator == 1:
            inner, power = _unraised(base)
            return inner, power * int(value)
        case _:
            return term, 1


def _beside_one(term: Term) -> Term | None:
    """The u of 1 + e^u."""
    match term:
        case Add((Num(value), Fn("exp", inner))) | Add((Fn("exp", inner), Num(value))) if value == 1:
            return inner
        case _:
            return None
