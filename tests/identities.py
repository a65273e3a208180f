"""Equalities and inequalities over indexed sums that papers use, in a small notation of their own."""

from __future__ import annotations

from fractions import Fraction

from strategies import exp, total, x

from derivation.terms.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Bound,
    Delta,
    Deriv,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Range,
    Ref,
    Term,
    Var,
    integer,
    negated,
    quotient,
)

n, b, t = Var("n"), Var("B"), Var("t")


def plus(*parts: Term) -> Add:
    return Add(parts)


def times(*parts: Term) -> Mul:
    return Mul(parts)


def minus(left: Term, right: Term) -> Add:
    return Add((left, negated(right)))


def power(base: Term, exponent: int | Fraction) -> Pow:
    return Pow(base, Num(Fraction(exponent)))


def entry(name: str, *indices: str) -> Var:
    return Var(name, indices)


def sigmoid(term: Term) -> Term:
    return quotient(ONE, plus(ONE, exp(negated(term))))


def softmax(index: str) -> Term:
    return quotient(exp(x(index)), total("k", exp(x("k"))))


HALF = Fraction(1, 2)
MEAN = quotient(total("k", x("k")), n)
VARIANCE = quotient(total("k", power(minus(x("k"), MEAN), 2)), n)
DEVIATION = power(plus(VARIANCE, b), HALF)
NORM = power(total("k", power(x("k"), 2)), HALF)
LSE = Fn("log", total("k", exp(x("k"))))
QUADRATIC = total("k", total("l", times(x("k"), entry("y", "k", "l"), x("l"))))


def centred(index: str) -> Term:
    return quotient(minus(x(index), MEAN), DEVIATION)


def tanh(term: Term) -> Term:
    return Fn("tanh", term)


TRUE: dict[str, tuple[Term, Term]] = {
    "softmax Jacobian": (
        Deriv(softmax("i"), x("j")),
        times(softmax("i"), minus(Delta("i", "j"), softmax("j"))),
    ),
    "log-sum-exp gradient": (Deriv(LSE, x("j")), softmax("j")),
    "log-sum-exp Hessian": (
        Deriv(Deriv(LSE, x("i")), x("j")),
        minus(times(softmax("i"), Delta("i", "j")), times(softmax("i"), softmax("j"))),
    ),
    "softmax of shifted logits": (
        quotient(exp(minus(x("i"), t)), total("k", exp(minus(x("k"), t)))),
        softmax("i"),
    ),
    "softmax sums to one": (total("k", minus(ONE, softmax("k"))), minus(n, ONE)),
    "gradient of T": (Deriv(Ref("T"), x("i")), times(Ref("S", ("i",)), minus(Index("i"), Ref("T")))),
    "cross entropy": (
        Deriv(negated(total("k", times(entry("u", "k"), Fn("log", softmax("k"))))), x("j")),
        minus(times(softmax("j"), total("k", entry("u", "k"))), entry("u", "j")),
    ),
    "logistic loss": (
        Deriv(
            negated(
                total(
                    "k",
                    plus(
                        times(entry("u", "k"), Fn("log", sigmoid(x("k")))),
                        times(minus(ONE, entry("u", "k")), Fn("log", minus(ONE, sigmoid(x("k"))))),
                    ),
                )
            ),
            x("j"),
        ),
        minus(sigmoid(x("j")), entry("u", "j")),
    ),
    "sigmoids of both signs": (total("k", plus(sigmoid(x("k")), sigmoid(negated(x("k"))))), n),
    "softplus gradient": (Deriv(total("k", Fn("log", plus(ONE, exp(x("k"))))), x("j")), sigmoid(x("j"))),
    "a sum of slopes of sigmoids": (
        total("k", times(sigmoid(x("k")), minus(ONE, sigmoid(x("k"))))),
        total("k", Deriv(sigmoid(x("k")), x("k"))),
    ),
    "variance": (VARIANCE, minus(quotient(total("k", power(x("k"), 2)), n), power(MEAN, 2))),
    "variance gradient": (
        Deriv(VARIANCE, x("j")),
        times(quotient(integer(2), n), minus(x("j"), MEAN)),
    ),
    "pairwise differences": (
        total("k", total("l", power(minus(x("k"), x("l")), 2))),
        minus(
            times(integer(2), n, total("k", power(x("k"), 2))),
            times(integer(2), power(total("k", x("k")), 2)),
        ),
    ),
    "layer norm sums to zero": (total("i", centred("i")), ZERO),
    "layer norm Jacobian": (
        Deriv(centred("i"), x("j")),
        quotient(
            plus(
                Delta("i", "j"),
                negated(quotient(ONE, n)),
                negated(quotient(times(centred("i"), centred("j")), n)),
            ),
            DEVIATION,
        ),
    ),
    "layer norm backward": (
        Deriv(total("i", times(entry("g", "i"), centred("i"))), x("j")),
        quotient(
            plus(
                entry("g", "j"),
                negated(quotient(total("k", entry("g", "k")), n)),
                negated(quotient(times(centred("j"), total("k", times(entry("g", "k"), centred("k")))), n)),
            ),
            DEVIATION,
        ),
    ),
    "gradient of a norm": (Deriv(NORM, x("j")), quotient(x("j"), NORM)),
    "gradient of a quadratic form": (
        Deriv(QUADRATIC, x("j")),
        total("k", times(plus(entry("y", "j", "k"), entry("y", "k", "j")), x("k"))),
    ),
    "Hessian of a quadratic form": (
        Deriv(Deriv(QUADRATIC, x("i")), x("j")),
        plus(entry("y", "i", "j"), entry("y", "j", "i")),
    ),
    "geometric mean": (
        Deriv(exp(quotient(total("k", Fn("log", entry("P", "k"))), n)), entry("P", "j")),
        quotient(exp(quotient(total("k", Fn("log", entry("P", "k"))), n)), times(n, entry("P", "j"))),
    ),
    "entropy": (
        Deriv(negated(total("k", times(entry("P", "k"), Fn("log", entry("P", "k"))))), entry("P", "j")),
        negated(plus(Fn("log", entry("P", "j")), ONE)),
    ),
    "p-norm": (
        Deriv(Pow(total("k", Pow(entry("P", "k"), b)), quotient(ONE, b)), entry("P", "j")),
        times(
            Pow(entry("P", "j"), minus(b, ONE)),
            Pow(total("k", Pow(entry("P", "k"), b)), minus(quotient(ONE, b), ONE)),
        ),
    ),
    "a polynomial's derivative": (
        Deriv(total("k", times(entry("u", "k"), Pow(t, Index("k")))), t),
        total("k", times(entry("u", "k"), Index("k"), Pow(t, plus(Index("k"), MINUS_ONE)))),
    ),
    "quotient rule": (
        Deriv(quotient(total("k", times(Index("k"), x("k"))), total("l", exp(x("l")))), x("j")),
        quotient(
            minus(
                times(Index("j"), total("k", exp(x("k")))),
                times(total("k", times(Index("k"), x("k"))), exp(x("j"))),
            ),
            power(total("k", exp(x("k"))), 2),
        ),
    ),
    "trace of a cube": (
        total(
            "i",
            total("j", total("k", times(entry("y", "i", "j"), entry("y", "j", "k"), entry("y", "k", "i")))),
        ),
        total(
            "i",
            total("j", total("k", times(entry("y", "j", "i"), entry("y", "k", "j"), entry("y", "i", "k")))),
        ),
    ),
    "an odd function of differences": (total("k", total("l", Fn("sin", minus(x("k"), x("l"))))), ZERO),
    "a reciprocal's sign": (
        total("k", quotient(ONE, plus(b, x("k"), negated(x("j"))))),
        negated(total("l", quotient(ONE, minus(minus(x("j"), x("l")), b)))),
    ),
    "coefficients inside of a logarithm": (
        total("k", Fn("log", plus(times(integer(2), x("k")), times(integer(3), x("j"))))),
        total("l", Fn("log", plus(times(integer(3), x("j")), times(integer(2), x("l"))))),
    ),
    "tangent": (Deriv(Fn("tan", x("j")), x("j")), plus(ONE, power(Fn("tan", x("j")), 2))),
    "a sum of tangents": (
        total("k", power(Fn("cos", x("k")), -2)),
        plus(n, total("k", power(Fn("tan", x("k")), 2))),
    ),
    "tanh": (total("j", Deriv(tanh(x("j")), x("j"))), minus(n, total("k", power(tanh(x("k")), 2)))),
    "absolute values": (
        Fn("abs", times(integer(-2), x("i"), x("j"))),
        times(integer(2), Fn("abs", x("i")), Fn("abs", x("j"))),
    ),
    "the root of a square": (power(power(x("i"), 2), HALF), Fn("abs", x("i"))),
    "the slope of |x|": (Deriv(Fn("abs", x("i")), x("i")), quotient(Fn("abs", x("i")), x("i"))),
    "left out and put back": (total("k", x("k"), "j"), minus(total("k", x("k")), x("j"))),
    "left out twice": (
        total("k", x("k"), "i", "j"),
        plus(total("k", x("k")), negated(x("i")), negated(x("j")), times(Delta("i", "j"), x("i"))),
    ),
    "an index that leaves out another": (
        total("k", total("l", times(x("k"), x("l")), "k")),
        minus(power(total("k", x("k")), 2), total("k", power(x("k"), 2))),
    ),
    "a range that is empty at n = 1": (
        total("k", Index("k"), span=Range(Bound("", 1), Bound("n", -1))),
        quotient(times(n, minus(n, ONE)), integer(2)),
    ),
    "a range of numbers": (
        total("k", x("k"), span=Range(Bound("", 1), Bound("", 3))),
        plus(x("1"), x("2"), x("3")),
    ),
    "a range that is less than empty": (total("k", x("k"), span=Range(Bound("", 3), Bound("", 1))), ZERO),
    "columns over their sums": (
        total("i", total("j", quotient(entry("P", "i", "j"), total("k", entry("P", "k", "j"))))),
        n,
    ),
}

FALSE: dict[str, tuple[Term, Term]] = {
    "softmax Jacobian without δ": (
        Deriv(softmax("i"), x("j")),
        times(softmax("i"), minus(ONE, softmax("j"))),
    ),
    "a captured index": (
        Deriv(total("j", times(Index("j"), exp(x("j")))), x("j")),
        total("j", times(Index("j"), exp(x("j")))),
    ),
    "an empty sum at n = 1": (
        total("k", x("k"), span=Range(Bound("", 1), Bound("n", -1))),
        total("k", x("k"), span=Range(Bound("", 1), Bound("n"))),
    ),
    "left out where it is not": (total("k", x("k"), "j"), total("k", x("k"))),
    "the diagonal counted twice": (
        total("k", total("l", times(x("k"), x("l")), "k")),
        power(total("k", x("k")), 2),
    ),
    "a root without its sign": (power(power(x("i"), 2), HALF), x("i")),
    "the derivative of a variance": (Deriv(VARIANCE, x("j")), times(integer(2), minus(x("j"), MEAN))),
    "a sum of products": (
        total("k", times(x("k"), entry("P", "k"))),
        times(total("k", x("k")), total("k", entry("P", "k"))),
    ),
    "true at n = 1 only": (softmax("i"), ONE),
    "a power of a sum": (total("k", Pow(entry("P", "k"), b)), Pow(total("k", entry("P", "k")), b)),
}
