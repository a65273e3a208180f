"""Formulas whose exponentials overflow though they are bounded, told through two functions that do not.

    1 / (1 + e^{-u})                 logistic(u)
    e^u / (1 + e^u)^2                logistic(u) logistic(-u)
    log(1 + e^u)                     softplus(u)

Both are defined in the setting that the rewritten theorem has, and the rewrite is proved.
So is that of functions of the document, which are put in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from derivation.audit.theorem import Theorem
from derivation.calculus.decide import Proved, prove
from derivation.calculus.terms import (
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
    negated,
    quotient,
    walk,
)
from derivation.emit.rewrite import Leaf, rewritten, rewritten_setting

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
    return retold(theorem, _leaf, DEFINITIONS)


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
        case Pow(base, Num(power)) if _is_order(power) and (inner := _beside_one(base)) is not None:
            own = Ref(LOGISTIC, (), (negated(rewritten(inner, _leaf)),))
            return own if power == -1 else Pow(own, Num(-power))
        case Mul(factors):
            return _product(factors)
        case _:
            return None


def _product(factors: tuple[Term, ...]) -> Term | None:
    """A product with e^u / (1 + e^u)^k in it."""
    for place, factor in enumerate(factors):
        match factor:
            case Pow(base, Num(power)) if _is_order(power) and (inner := _beside_one(base)) is not None:
                above = next((k for k, f in enumerate(factors) if f == Fn("exp", inner)), None)
                if above is None:
                    continue
                rest = [rewritten(f, _leaf) for k, f in enumerate(factors) if k not in (place, above)]
                own = rewritten(inner, _leaf)
                rest.append(Ref(LOGISTIC, (), (own,)))
                if power < -1:
                    other = Ref(LOGISTIC, (), (negated(own),))
                    rest.append(other if power == -2 else Pow(other, Num(-power - 1)))
                return rest[0] if len(rest) == 1 else Mul(tuple(rest))
    return None


def _is_order(power: Fraction) -> bool:
    return power < 0 and power.denominator == 1


def _beside_one(term: Term) -> Term | None:
    """The u of 1 + e^u."""
    match term:
        case Add((Num(value), Fn("exp", inner))) | Add((Fn("exp", inner), Num(value))) if value == 1:
            return inner
        case _:
            return None
