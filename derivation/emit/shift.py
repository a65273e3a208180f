"""Whether a closed form may be computed at x - m, or with indices counted from m, for any number m.

    f(x - m) = f(x)        INVARIANT: compute at x - m
    f(x - m) = f(x) - m    FOLLOWS: compute at x - m, add m

Both are proved for this very closed form, with m a new unknown. With m the
maximum of x no exponential of a positive multiple of x overflows. With m close to
a weighted mean Σ i w_i of indices, j - Σ i w_i is not lost to rounding.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from fractions import Fraction

from derivation.audit.theorem import Theorem
from derivation.emit.rewrite import Leaf, entries_of, numbers_of, rewritten, rewritten_setting
from derivation.emit.shape import opened
from derivation.search.decide import prove
from derivation.terms.judgement import Proved
from derivation.terms.setting import Setting
from derivation.terms.terms import Add, Fn, Index, Mul, Num, Pow, Ref, Term, Var, children, negated

M = Var("max")
MOVED = "moved "


class Shift(Enum):
    NONE = "changes"
    INVARIANT = "stays the same"
    FOLLOWS = "moves along"


class End(Enum):
    """Which end of x makes the exponents of a formula at most 0, if one does."""

    MAX = "max"
    MIN = "min"
    UNKNOWN = ""


def shift_of(theorem: Theorem, vector: str) -> Shift:
    """What is proved of a theorem's closed form when a number is taken from a whole vector."""
    return _shift_of(theorem.closed, theorem.setting, entries_of(vector, _less))


def middles_of(theorems: Iterable[Theorem], vectors: Iterable[str]) -> dict[str, tuple[Shift, ...]]:
    """The vectors that may be computed less their means, with what that does to each theorem's closed form.

    Σ (x_i - μ)² is one that gains by it, also where it is multiplied out; a mean alone is none.
    """
    theorems, found = tuple(theorems), {}
    for vector in vectors:
        shifts = tuple(shift_of(theorem, vector) for theorem in theorems)
        speaks = [any(_is_entry(p, vector) for p in opened(t.closed, t.setting)) for t in theorems]
        gains = any(s is Shift.INVARIANT and own for s, own in zip(shifts, speaks, strict=True))
        if gains and Shift.NONE not in shifts:
            found[vector] = shifts
    return found


def may_shift_exponents(theorem: Theorem, vector: str) -> bool:
    """Whether a number may be taken from a vector in exponents alone, as of Σ e^{x_i} x_i² / Σ e^{x_i}."""

    def leaf(term: Term) -> Term | None:
        match term:
            case Fn("exp", argument):
                return Fn("exp", rewritten(argument, entries_of(vector, _less)))
            case _:
                return None

    return _shift_of(theorem.closed, theorem.setting, leaf) is Shift.INVARIANT


def recount_of(term: Term, setting: Setting) -> Shift:
    """What is proved of a term when a number is taken from all indices that stand as numbers."""
    return _shift_of(term, setting, numbers_of(_less))


def _less(leaf: Term) -> Term:
    return Add((leaf, negated(M)))


def centre_of(theorems: Iterable[Theorem]) -> Term | None:
    """A quantity that moves along with the indices, Σ i w_i, where all theorems allow to recount them."""
    theorems = tuple(theorems)
    closed = [t.closed for t in theorems]
    setting = theorems[0].setting
    parts = list(dict.fromkeys(part for term in closed for part in opened(term, setting)))
    if not any(isinstance(part, Index) for part in parts):
        return None
    if any(recount_of(term, setting) is Shift.NONE for term in closed):
        return None
    scalars = [part for part in (*closed, *parts) if isinstance(part, Ref) and not part.indices]
    return next((s for s in scalars if recount_of(s, setting) is Shift.FOLLOWS), None)


def _shift_of(term: Term, setting: Setting, leaf: Leaf) -> Shift:
    setting = rewritten_setting(setting, leaf, MOVED)
    there = rewritten(term, leaf, MOVED)
    if isinstance(prove(there, term, setting), Proved):
        return Shift.INVARIANT
    if isinstance(prove(Add((there, M)), term, setting), Proved):
        return Shift.FOLLOWS
    return Shift.NONE


def exponents(terms: Iterable[Term], setting: Setting, vector: str) -> tuple[Term, ...]:
    """The arguments of all exponentials of a vector that the terms lead to."""
    arguments = [
        p.argument for t in terms for p in opened(t, setting) if isinstance(p, Fn) and p.name == "exp"
    ]
    return tuple(a for a in arguments if any(_is_entry(p, vector) for p in opened(a, setting)))


def only_in_exponents(term: Term, setting: Setting, vector: str) -> bool:
    """Whether a vector's entries occur in exponents alone, so that one of -inf counts as nothing."""
    match term:
        case Fn("exp", _):
            return True
        case Ref(name, indices):
            return only_in_exponents(setting.definitions[name, len(indices)].body, setting, vector)
        case _:
            inside = children(term)
            return not _is_entry(term, vector) and all(only_in_exponents(t, setting, vector) for t in inside)


def end_of(arguments: Iterable[Term], setting: Setting, vector: str) -> End:
    """The end of a vector that bounds exponents which are multiples of an entry."""
    signs = {_sign(argument, setting, vector) for argument in arguments}
    if signs == {1}:
        return End.MAX
    return End.MIN if signs == {-1} else End.UNKNOWN


def _sign(argument: Term, setting: Setting, vector: str) -> int:
    """The sign of the multiple of an entry that an exponent is; 0 where it is not known."""
    sign, entries = 1, 0
    for factor in _factors(argument):
        match factor:
            case Num(value) if value:
                sign *= 1 if value > Fraction(0) else -1
            case Var(name, ()) if name in setting.hypotheses.positive | setting.hypotheses.sizes:
                pass
            case Pow(Var(name, ()), Num()) if name in setting.hypotheses.positive | setting.hypotheses.sizes:
                pass
            case Var(name, indices) if name == vector and indices:
                entries += 1
            case _:
                return 0
    return sign if entries == 1 else 0


def _factors(term: Term) -> tuple[Term, ...]:
    if isinstance(term, Mul):
        return tuple(inner for factor in term.factors for inner in _factors(factor))
    return (term,)


def _is_entry(term: Term, vector: str) -> bool:
    return isinstance(term, Var) and term.name == vector and bool(term.indices)
