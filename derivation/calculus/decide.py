"""Prove or refute that two terms are equal, for all sizes, indices and reals.

    prove(left, right, setting)   Proved | Undecided      the normal forms agree
    refute(left, right, setting)  Refuted | Undecided     a counterexample, evaluated exactly
    judge(left, right, setting)   Proved | Refuted | Undecided

`Proved` comes from an exact identity alone, `Refuted` from an exact evaluation
alone (fractions, or intervals that are disjoint). Evaluation shares no rule
with the normal form and has a veto: an identity that fails at a point is not
proved, however zero its normal form.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from mpmath.libmp import to_str

from derivation.calculus.evaluate import Evaluator
from derivation.calculus.limits import Budget, Unsupported, meet_depth
from derivation.calculus.normal import Normalizer
from derivation.calculus.numbers import NotExact, Scalar, Undefined, bits, disjoint, is_exact, surely, to_ball
from derivation.calculus.points import PATTERNS, Point, points
from derivation.calculus.setting import Setting
from derivation.calculus.terms import Definition, Num, Pow, Term, Var, walk
from derivation.calculus.unfold import to_term
from derivation.calculus.zero import is_zero

SIZES = (1, 2, 3, 4)
MAX_POINTS = 400
VETO_SIZES = (2, 3)
VETO_POINTS = 3
MAX_SHOWN_BITS = 256
TINY = 1e-20
WHOLE = frozenset("ijklmnKMN")
"""Letters that stand for whole numbers by custom."""

TOO_DEEP = "a term that is nested too deeply, or a definition that uses itself"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point where two terms differ, and their values there.

    `values` holds scalars and nested tuples for arrays, in text: "0", "log(2)".
    """

    sizes: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, object], ...]
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Proved:
    """Equal for all sizes, indices and reals at which both sides exist."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refuted:
    counterexample: Counterexample


@dataclass(frozen=True, slots=True)
class Undecided:
    reason: str


Judgement = Proved | Refuted | Undecided


def judge(left: Term, right: Term, setting: Setting, budget: Budget | None = None) -> Judgement:
    """Whether two terms are equal in a setting."""
    proof = prove(left, right, setting, budget)
    if isinstance(proof, Proved):
        return proof
    found = refute(left, right, setting, budget)
    return found if isinstance(found, Refuted) else proof


def prove(left: Term, right: Term, setting: Setting, budget: Budget | None = None) -> Proved | Undecided:
    """`Proved` where the difference of the normal forms is zero and evaluation agrees.

    Where that is not so at once, what is positive because both sides exist helps.
    """
    budget = budget or Budget()
    budget.start()
    found = _by_existence(left, right, setting, budget)
    if isinstance(found, Undecided) and (parts := _by_sign(setting)):
        proofs = [_by_existence(left, right, part, budget) for part in parts]
        if all(isinstance(proof, Proved) for proof in proofs):
            return Proved(("cases",))
    return found


def _by_sign(setting: Setting) -> tuple[Setting, ...]:
    """A setting where an unknown is >= 0, in two parts: it is positive, or 0."""
    for condition in setting.conditions:
        match condition.left, condition.relation, condition.right:
            case (Var(name, ()), "\\ge", Num(value)) | (Num(value), "\\le", Var(name, ())) if value == 0:
                known = setting.hypotheses
                kept = tuple(c for c in setting.conditions if c != condition)
                above = replace(known, positive=known.positive | {name})
                at = {**setting.solved, (name, 0): Definition(name, (), Num(Fraction(0)))}
                return (
                    replace(setting, hypotheses=above, conditions=kept),
                    replace(setting, solved=at, conditions=kept),
                )
    return ()


def _by_existence(left: Term, right: Term, setting: Setting, budget: Budget) -> Proved | Undecided:
    found = _prove(left, right, Normalizer(setting, budget), budget)
    if isinstance(found, Proved):
        return found
    supposing = Normalizer(replace(setting), budget)
    try:
        helps = supposing.suppose_existing((left, right))
    except (Unsupported, RecursionError) as why:
        meet_depth(why)
        return found
    again = _prove(left, right, supposing, budget, ("mixed", "signed")) if helps else found
    if not isinstance(again, Proved) or not _holds_at_whole(left, right, setting, budget):
        return found
    return again


def _holds_at_whole(left: Term, right: Term, setting: Setting, budget: Budget) -> bool:
    """Whether evaluation bears an identity out at odd exponents, where a base may be negative.

    With an unknown exponent n, x^n is a power of a positive x; that |x^n| = x^n is
    true of those alone is nothing to print.
    """
    powers = [t for side in (left, right) for t in walk(side) if isinstance(t, Pow)]
    letters = {t.name for p in powers for t in walk(p.exponent) if isinstance(t, Var) and not t.indices}
    letters &= WHOLE - setting.hypotheses.sizes
    if not letters:
        return True
    for value in (1, 3):
        at = {(name, 0): Definition(name, (), Num(Fraction(value))) for name in letters}
        whole = replace(setting, solved={**setting.solved, **at})
        for pattern in ("signed", "opposite"):
            found, _ = _difference(left, right, whole, VETO_SIZES, (pattern,), VETO_POINTS, budget)
            if found is not None:
                return False
    return True


def _prove(
    left: Term, right: Term, normalizer: Normalizer, budget: Budget, patterns: tuple[str, ...] = ("mixed",)
) -> Proved | Undecided:
    setting = normalizer.setting
    try:
        normalizer.suppose_stated()
        first, second = normalizer.normal_form(left), normalizer.normal_form(right)
        algebra = normalizer.algebra
        if not is_zero(algebra, algebra.add(first, algebra.scale(second, -1))):
            return Undecided("neither a proof nor a counterexample was found")
        if setting.readings:
            return Proved(tuple(algebra.rules))
        veto = _veto(left, right, setting, patterns, budget)
    except Unsupported as why:
        return Undecided(str(why))
    except RecursionError as why:
        meet_depth(why)
        return Undecided(TOO_DEEP)
    return Undecided(veto) if veto else Proved(tuple(algebra.rules))


def _veto(left: Term, right: Term, setting: Setting, patterns: tuple[str, ...], budget: Budget) -> str:
    """Why evaluation does not bear out an identity; "" where it does."""
    seen = 0
    for pattern in patterns:
        found, here = _difference(left, right, setting, VETO_SIZES, (pattern,), VETO_POINTS, budget)
        if found is not None:
            break
        seen += here
    if not seen and found is None:
        found, seen = _difference(left, right, setting, SIZES, tuple(PATTERNS), VETO_POINTS, budget)
    if found is not None:
        return "evaluation contradicts the normal form: a fault of the calculus"
    return "" if seen else "no point was found at which both sides exist"


def refute(left: Term, right: Term, setting: Setting, budget: Budget | None = None) -> Refuted | Undecided:
    """The smallest sizes and the simplest values at which two terms differ, if one is found.

    Where claims are granted, it is what the terms then say that is refuted: their normal forms.
    """
    budget = budget or Budget()
    budget.start()
    try:
        if setting.readings:
            normalizer = Normalizer(setting, budget)
            left, right = (to_term(normalizer.normal_form(term)) for term in (left, right))
            setting = replace(setting, readings=())
        found, seen = _difference(left, right, setting, SIZES, tuple(PATTERNS), MAX_POINTS, budget)
    except Unsupported as why:
        return Undecided(str(why))
    except RecursionError as why:
        meet_depth(why)
        return Undecided(TOO_DEEP)
    if found is not None:
        return Refuted(found)
    if seen:
        return Undecided("no counterexample was found")
    met = " and the conditions hold" if setting.conditions else ""
    return Undecided(f"no point was found at which both sides exist{met}")


def _difference(
    left: Term,
    right: Term,
    setting: Setting,
    sizes: tuple[int, ...],
    patterns: tuple[str, ...],
    limit: int,
    budget: Budget,
) -> tuple[Counterexample | None, int]:
    """The first of some points at which two terms surely differ, and at how many both exist."""
    seen = 0
    spoken = (left, right, *(side for c in setting.conditions for side in (c.left, c.right)))
    for point in islice(points(spoken, setting, sizes, patterns), 4 * limit):
        values = _values(left, right, setting, point, budget)
        if values is None or not _admitted(setting, point, budget):
            continue
        if disjoint(*values):
            return _counterexample((left, right), values, setting, point), seen
        seen += 1
        if seen >= limit:
            break
    return None, seen


def _values(
    left: Term, right: Term, setting: Setting, point: Point, budget: Budget
) -> tuple[Scalar, Scalar] | None:
    """Both sides at a point, exactly if that can be; `None` where one does not exist."""
    for balls in (False, True):
        evaluator = Evaluator(point.sizes, point.value, setting, balls, budget)
        try:
            return evaluator.value(left, point.places), evaluator.value(right, point.places)
        except NotExact:
            continue
        except Undefined:
            return None
    return None


def _admitted(setting: Setting, point: Point, budget: Budget) -> bool:
    """Whether a point surely satisfies what the line is said to hold under."""
    for condition in setting.conditions:
        values = _values(condition.left, condition.right, setting, point, budget)
        if values is None or not surely(values[0], condition.relation, values[1]):
            return False
    return True


def _counterexample(
    sides: tuple[Term, Term], values: tuple[Scalar, Scalar], setting: Setting, point: Point
) -> Counterexample:
    shown = tuple((name, _array(point, setting, name, arity, ())) for name, arity in sorted(point.unknowns))
    left, right = map(_shown, values)
    return Counterexample(
        tuple(sorted(point.sizes.items())), tuple(sorted(point.places.items())), shown, left, right
    )


def _shown(value: Scalar) -> str:
    """A number that can be read: exact, or the first digits of a ball or of a very long fraction."""
    if is_exact(value) and bits(value) <= MAX_SHOWN_BITS:
        return str(value)
    middle = to_ball(value).interval.mid
    return "≈ 0" if abs(middle) < TINY else f"≈ {to_str(middle._mpi_[0], 6)}"


def _array(point: Point, setting: Setting, name: str, arity: int, head: tuple[int, ...]) -> object:
    """The values of an unknown as text, nested by index, over the ranges of the statement."""
    if arity == 0:
        return str(point.value(name, head))
    span = range(1, 1 + max(point.sizes.values(), default=1))
    return tuple(_array(point, setting, name, arity - 1, (*head, k)) for k in span)
