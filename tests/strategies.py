"""Terms over indices: drawn at random, rewritten into equal ones, and changed into others.

Unknowns in capitals (`P_i`, `B`) are positive, `x_i`, `y_ij`, `c` are reals, `n`
is a size; `i` and `j` are free indices over 1..n. Definitions have parameters
named like letters that are bound elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from derivation.terms.setting import Case, Hypotheses, Setting
from derivation.terms.terms import (
    MINUS_ONE,
    ONE,
    Add,
    Bound,
    Definition,
    Delta,
    Deriv,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Prod,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
    integer,
    quotient,
)

ALL = Range(Bound("", 1), Bound("n"))
RANGES = (
    ALL,
    ALL,
    ALL,
    ALL,
    Range(Bound("", 1), Bound("n", -1)),
    Range(Bound("", 2), Bound("n")),
    Range(Bound("", 0), Bound("n")),
    Range(Bound("", 1), Bound("", 3)),
    Range(Bound("", 3), Bound("", 1)),
    Range(Bound("", 1), Bound("i")),
    Range(Bound("", 0), Bound("n", -1)),
    Range(Bound("", 1), Bound("n", 1)),
    Range(Bound("", 1), Bound("i", -1)),
    Range(Bound("i", -1), Bound("i", 1)),
)
LETTERS = ("k", "l", "i", "j")
HALVES = (Fraction(1, 2), Fraction(-1, 2), Fraction(3, 2))


def x(*indices: str) -> Var:
    return Var("x", indices)


def exp(term: Term) -> Fn:
    return Fn("exp", term)


def total(index: str, body: Term, *excluded: str, span: Range = ALL) -> Sum:
    return Sum(index, span, body, excluded)


SOFTMAX = quotient(exp(x("k")), total("i", exp(x("i"))))
DEFINITIONS = {
    (d.name, len(d.parameters)): d
    for d in (
        Definition("S", ("k",), SOFTMAX),
        Definition("T", (), total("j", Mul((Index("j"), Ref("S", ("j",)))))),
        Definition("W", ("l", "k"), total("i", Mul((Var("y", ("l", "i")), Ref("S", ("k",)), x("i"))), "k")),
    )
}
HYPOTHESES = Hypotheses({"i": ALL, "j": ALL}, frozenset({"n"}), frozenset({"P", "B"}))
CASES = (Case(), Case(), Case(equal=(("i", "j"),)), Case(unequal=(("i", "j"),)), Case(equal=(("j", "1"),)))


def setting(case: Case | None = None) -> Setting:
    return Setting(HYPOTHESES, DEFINITIONS, case or Case())


@st.composite
def plain_indices(draw: st.DrawFn, scope: tuple[str, ...]) -> str:
    return draw(st.sampled_from((*scope, *scope, "1")))


@st.composite
def indices(draw: st.DrawFn, scope: tuple[str, ...]) -> str:
    """An index; one in four letters has a shift, as in `x_{k-1}`."""
    index = draw(plain_indices(scope))
    shift = draw(st.sampled_from(("", "", "", "", "", "", "+1", "-2")))
    return index if index == "1" else index + shift


@st.composite
def leaves(draw: st.DrawFn, scope: tuple[str, ...]) -> Term:
    index = indices(scope)
    kind = draw(st.integers(0, 9))
    match kind:
        case 0:
            return Num(draw(st.sampled_from([Fraction(c) for c in (1, 2, 3, -1, -2)] + [Fraction(2, 3)])))
        case 1:
            return draw(st.sampled_from([Var("c"), Var("B"), Var("n")]))
        case 2:
            return Index(draw(plain_indices(scope)))
        case 3:
            return Delta(draw(index), draw(index))
        case 4:
            return Var("y", (draw(index), draw(index)))
        case 5:
            return Var("P", (draw(index),))
        case 6:
            return draw(
                st.sampled_from([Ref("T"), Ref("S", (draw(index),)), Ref("W", (draw(index), draw(index)))])
            )
        case _:
            return x(draw(index))


@st.composite
def positives(draw: st.DrawFn, scope: tuple[str, ...], depth: int) -> Term:
    """Terms that are > 0 wherever they exist; some are known to be."""
    kind = draw(st.integers(0, 6))
    if kind == 0 or depth <= 0:
        return Var("P", (draw(indices(scope)),))
    if kind == 1:
        return draw(st.sampled_from([Var("B"), Var("n"), integer(2), integer(12)]))
    inner = draw(terms(scope, depth - 1))
    if kind == 2:
        return exp(inner)
    if kind == 3:
        return Add((ONE, Pow(inner, integer(2))))
    if kind == 4:
        letter = draw(st.sampled_from(LETTERS))
        return total(letter, draw(positives((*scope, letter), depth - 1)))
    if kind == 5:
        return Add((draw(positives(scope, depth - 1)), draw(positives(scope, depth - 1))))
    return Mul((draw(positives(scope, depth - 1)), draw(positives(scope, depth - 1))))


@st.composite
def terms(draw: st.DrawFn, scope: tuple[str, ...] = ("i", "j"), depth: int = 3) -> Term:
    """Terms with free indices in a scope."""
    if depth <= 0:
        return draw(leaves(scope))
    inner = terms(scope, depth - 1)
    match draw(st.integers(0, 13)):
        case 0 | 1:
            return Add((draw(inner), draw(inner)))
        case 2 | 3:
            return Mul((draw(inner), draw(inner)))
        case 4 | 5 | 6:
            return draw(sums(scope, depth))
        case 7:
            return quotient(draw(inner), draw(positives(scope, depth - 1)))
        case 8:
            return Deriv(draw(inner), draw(entries(scope)))
        case 9:
            name = draw(st.sampled_from(("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "abs")))
            return Fn(name, draw(inner))
        case 10:
            return Fn("log", draw(positives(scope, depth - 1)))
        case 11:
            return Pow(draw(positives(scope, depth - 1)), Num(draw(st.sampled_from(HALVES))))
        case 12:
            return draw(powers(scope, depth))
        case _:
            return draw(leaves(scope))


@st.composite
def powers(draw: st.DrawFn, scope: tuple[str, ...], depth: int) -> Term:
    base = draw(terms(scope, depth - 1))
    match draw(st.integers(0, 4)):
        case 0:
            return Pow(base, integer(draw(st.integers(-2, 3))))
        case 1:
            return Pow(Pow(base, integer(2)), Num(draw(st.sampled_from(HALVES))))
        case 2:
            return Pow(draw(leaves(scope)), Index(draw(plain_indices(scope))))
        case 3:
            return Pow(base, Num(draw(st.sampled_from(HALVES))))
        case _:
            return Pow(draw(positives(scope, depth - 1)), draw(leaves(scope)))


@st.composite
def sums(draw: st.DrawFn, scope: tuple[str, ...], depth: int) -> Term:
    letter, span = draw(st.sampled_from(LETTERS)), draw(st.sampled_from(RANGES))
    if "i" in (span.low.base, span.high.base) and scope.count("i") != 1:
        span = ALL
    body = draw(terms((*scope, letter), depth - 1))
    outside = draw(st.lists(indices(scope), max_size=2)) if draw(st.booleans()) else []
    kind = Prod if draw(st.integers(0, 4)) == 0 else Sum
    return kind(letter, span, body, tuple(outside))


@st.composite
def entries(draw: st.DrawFn, scope: tuple[str, ...]) -> Var:
    index = indices(scope)
    return draw(
        st.sampled_from(
            [x(draw(index)), Var("P", (draw(index),)), Var("y", (draw(index), draw(index))), Var("B")]
        )
    )


def size_of(term: Term) -> int:
    match term:
        case Add(parts) | Mul(parts):
            return 1 + sum(map(size_of, parts))
        case Pow(a, b):
            return 1 + size_of(a) + size_of(b)
        case Fn(_, a) | Sum(body=a) | Prod(body=a):
            return 1 + size_of(a)
        case Deriv(a, _):
            return 1 + 2 * size_of(a)
        case _:
            return 1


# Rewriting


def substituted(term: Term, names: Mapping[str, str]) -> Term:
    """A term with other indices in the place of free ones; binders in the way are renamed."""

    def at(index: str) -> str:
        letter, *shift = re.split(r"(?=[+-]\d+$)", index)
        new = names.get(letter, letter)
        return str(int(new) + int(shift[0])) if shift and new.isdigit() else "".join((new, *shift))

    match term:
        case Var(name, own):
            return Var(name, tuple(map(at, own)))
        case Ref(name, own):
            return Ref(name, tuple(map(at, own)))
        case Index(name):
            return Index(at(name))
        case Delta(left, right):
            return Delta(at(left), at(right))
        case Sum(index, (low, high), body, excluded) | Prod(index, (low, high), body, excluded):
            fresh = f"{index}'" if index in names.values() else index
            span = Range(low._replace(base=at(low.base)), high._replace(base=at(high.base)))
            inner = substituted(body, {**names, index: fresh})
            return type(term)(fresh, span, inner, tuple(map(at, excluded)))
        case Deriv(body, wrt):
            return Deriv(substituted(body, names), Var(wrt.name, tuple(map(at, wrt.indices))))
        case _:
            return mapped(term, lambda part: substituted(part, names))


def mapped(term: Term, function: Callable[[Term], Term]) -> Term:
    """A term with a function applied to the terms directly inside of it."""
    match term:
        case Add(parts):
            return Add(tuple(map(function, parts)))
        case Mul(parts):
            return Mul(tuple(map(function, parts)))
        case Pow(base, exponent):
            return Pow(function(base), function(exponent))
        case Fn(name, argument):
            return Fn(name, function(argument))
        case Sum(body=body) | Prod(body=body):
            return replace(term, body=function(body))
        case Deriv(body, wrt):
            return Deriv(function(body), wrt)
        case _:
            return term


def rewritten(term: Term, random: Random, bound: tuple[str, ...] = ()) -> Term:
    """An equal term: rules applied at random, at all levels."""
    inside = (*bound, term.index) if isinstance(term, Sum | Prod) else bound
    term = mapped(term, lambda part: rewritten(part, random, inside))
    return _rule(term, random, bound) if random.random() < 0.7 else term


def _rule(term: Term, random: Random, bound: tuple[str, ...]) -> Term:
    match term:
        case Mul((left, Add((a, b)))) | Mul((Add((a, b)), left)):
            return Add((Mul((a, left)), Mul((left, b))))
        case Mul(parts):
            return Mul(tuple(reversed(parts)))
        case Add(parts):
            return Add((*reversed(parts), ONE, MINUS_ONE))
        case Sum():
            return _sum_rule(term, random, bound)
        case Prod(index, span, Mul((a, b)), out):
            return Mul((Prod(index, span, a, out), Prod(index, span, b, out)))
        case Prod(index, span, body, ()) if span == ALL and not {index, *bound} & {"j"}:
            return Mul((Prod(index, span, body, ("j",)), substituted(body, {index: "j"})))
        case Pow(base, Num(e)) if e == 2:
            return Mul((base, base))
        case Deriv(Add((a, b)), wrt):
            return Add((Deriv(a, wrt), Deriv(b, wrt)))
        case Deriv(Mul((a, b)), wrt):
            return Add((Mul((Deriv(a, wrt), b)), Mul((a, Deriv(b, wrt)))))
        case Fn("exp", Add((a, b))):
            return Mul((exp(a), exp(b)))
        case _:
            return term


def _sum_rule(term: Sum, random: Random, bound: tuple[str, ...]) -> Term:
    kind = random.randrange(4)
    match term:
        case Sum(index, span, Sum(inner, other, body, ()), out) if kind == 0:
            free = (
                index != inner and other.high.base != index and inner not in out and inner != span.high.base
            )
            return Sum(inner, other, Sum(index, span, body, out)) if free else term
        case Sum(index, span, Add((a, b)), out) if kind == 1:
            return Add((Sum(index, span, a, out), Sum(index, span, b, out)))
        case Sum(index, span, body, ()) if kind == 2 and span == ALL:
            place = random.choice(("i", "j", "1"))
            if place == index or place in bound:
                return term
            return Add((Sum(index, span, body, (place,)), substituted(body, {index: place})))
        case Sum(index, span, body, out):
            fresh = f"{index}''"
            return Sum(fresh, span, substituted(body, {index: fresh}), out)
    return term


def mutated(term: Term, random: Random) -> Term:
    """A term that is changed in one place, and mostly has another value."""
    match term:
        case Add(parts) | Mul(parts):
            k = random.randrange(len(parts))
            changed = (*parts[:k], mutated(parts[k], random), *parts[k + 1 :])
            if random.random() < 0.2:
                return Mul(parts) if isinstance(term, Add) else Add(parts)
            return type(term)(changed)
        case Sum(index, _, body, out) if random.random() < 0.4:
            return Sum(index, random.choice(RANGES[:7]), body, out if random.random() < 0.7 else ())
        case Pow(base, exponent) if random.random() < 0.5:
            return Pow(base, Add((exponent, ONE)))
        case Fn(name, argument) if random.random() < 0.3:
            return Fn(
                {"sin": "cos", "tan": "tanh", "cosh": "sinh"}.get(name, name), Mul((MINUS_ONE, argument))
            )
        case Deriv(body, wrt):
            return Deriv(mutated(body, random), wrt)
        case Pow() | Fn() | Sum() | Prod():
            return mapped(term, lambda part: mutated(part, random))
        case Var(name, own) if own:
            return Var(name, (random.choice((*sorted(free_indices(term)), "i", "j")), *own[1:]))
        case Delta(left, _):
            return Delta(left, random.choice("ij"))
        case Num(value):
            return Num(value + random.choice((1, -1)))
        case _:
            return Add((term, ONE)) if random.random() < 0.3 else Mul((MINUS_ONE, term))
