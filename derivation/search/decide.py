"""Prove or refute that two terms are equal, for all sizes, indices and reals.

    identity(left, right, setting)  Proved | Undecided    the normal forms agree
    prove(left, right, setting)     Proved | Undecided    the same, and evaluation agrees
    refute(left, right, setting)    Refuted | Undecided   a counterexample, evaluated exactly
    judge(left, right, setting)     Proved | Refuted | Undecided

`Proved` comes from an exact identity alone, `Refuted` from an exact evaluation
alone (fractions, or intervals that are disjoint). Evaluation shares no rule
with the normal form and has a veto: an identity that fails at a point is not
proved, however zero its normal form. It is asked first, at points that are
spread over sizes, places and signs: what differs there needs no normal form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import islice

from derivation.records import dataclass, field, replace
from derivation.search import constants
from derivation.search.counterexamples import counterexample, solved_at
from derivation.search.facts import under
from derivation.search.induction import steps
from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.search.zero import is_zero
from derivation.terms.indices import Shift, is_shifted, parted
from derivation.terms.judgement import Counterexample, Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import Costly, Exhausted, Unsupported, meet_depth, share, time_limit_if_none
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import (
    ZERO,
    Definition,
    Fn,
    Num,
    Pow,
    Ref,
    Sum,
    Term,
    Var,
    constant,
    free_indices,
    reached,
    walk,
)
from derivation.values.contraction import Shapes
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Scalar, Undefined, disjoint, surely
from derivation.values.points import PATTERNS, Point, points, spread

SECONDS = 5.0
"""For a judgement outside of any time limit; those of a document are in `audit/judging.py`."""
PROOF, VETO = 0.7, 0.4
"""The parts of the time that is left which a proof may take, and within it evaluation."""
SIZES = (1, 2, 3, 4)
MAX_POINTS = 400
ENOUGH = 3
MAX_EVALUATORS = 64
MAX_KNOWN = 4096
WHOLE = frozenset("ijklmnKMN")
"""Letters that stand for whole numbers by custom."""

DIFFERENT = Undecided("the two sides differ at a point")
TOO_DEEP = "a term that is nested too deeply, or a definition that uses itself"


def judge(left: Term, right: Term, setting: Setting) -> Judgement:
    """Whether two terms are equal in a setting."""
    with time_limit_if_none(SECONDS):
        with share(PROOF):
            proof = prove(left, right, setting)
        if isinstance(proof, Proved):
            return proof
        found = refute(left, right, setting)
        return found if isinstance(found, Refuted) else proof


def prove(left: Term, right: Term, setting: Setting) -> Proved | Undecided:
    """`Proved` where the normal forms agree, and evaluation tells the sides apart nowhere, but finds both."""
    with time_limit_if_none(SECONDS):
        if setting.readings:
            return identity(left, right, setting)
        trial = _Trial(left, right, setting)
        try:
            if trial.differs():
                return DIFFERENT
            found = identity(left, right, setting)
            if isinstance(found, Undecided) and trial.seen:
                found = _by_induction(left, right, setting) or found
        except Unsupported as why:
            return Undecided(str(why))
        except RecursionError as why:
            meet_depth(why)
            return Undecided(TOO_DEEP)
        return found if trial.seen or isinstance(found, Undecided) else Undecided(trial.nowhere)


def refute(left: Term, right: Term, setting: Setting) -> Refuted | Undecided:
    """The smallest sizes and the simplest values at which two terms differ, if one is found.

    Where claims are granted, it is what the terms then say that is refuted: their normal forms.
    """
    with time_limit_if_none(SECONDS):
        try:
            if setting.readings:
                normalizer = Normalizer(setting)
                left, right = (to_term(normalizer.normal_form(term)) for term in (left, right))
                setting = replace(setting, readings=())
            trial = _Trial(left, right, setting)
            found = trial.simplest()
        except Unsupported as why:
            return Undecided(str(why))
        except RecursionError as why:
            meet_depth(why)
            return Undecided(TOO_DEEP)
    if found is not None:
        return Refuted(found)
    return Undecided("no counterexample was found" if trial.seen else trial.nowhere)


def seen_at(left: Term, right: Term, setting: Setting) -> bool:
    """Whether a point is known at which two terms exist and the conditions hold, and do not differ."""
    with time_limit_if_none(SECONDS):
        trial = _Trial(left, right, setting)
        try:
            return not trial.differs() and trial.seen > 0
        except (Unsupported, RecursionError) as why:
            meet_depth(why)
            return False


def point_of(setting: Setting, sides: tuple[Term, Term]) -> Counterexample | None:
    """A point of a setting, as a counterexample to two terms that do not both exist there; `None` where
    none is known."""
    trial = _Trial(ZERO, ZERO, setting)
    for point in islice(trial._simple(), MAX_POINTS):
        try:
            if trial._values(ZERO, ZERO, point) is not None and trial._admitted(point):
                values = tuple(solved_at(sides, setting, point))
                return Counterexample((), (), values, "does not exist", "does not exist")
        except Costly:
            continue
    return None


# Normal forms


def identity(left: Term, right: Term, setting: Setting) -> Proved | Undecided:
    """`Proved` where the difference of the normal forms is zero, whatever evaluation says.

    Where that is not so at once, what is positive because both sides exist helps.
    """
    found = _by_existence(left, right, setting)
    if isinstance(found, Proved):
        return found
    if parts := _by_sign(setting):
        whole = all(isinstance(identity(left, right, part), Proved) for part in parts)
    else:
        parts = _by_roots((left, right), setting)
        whole = bool(parts) and all(isinstance(_by_existence(left, right, part), Proved) for part in parts)
    return Proved(("cases",)) if whole else found


def _by_induction(left: Term, right: Term, setting: Setting) -> Proved | None:
    """`Proved` where the first of all claims about sums holds, and each follows from that before it."""
    for first, then, letter, span in steps(left, right, setting):
        ranges = {**setting.hypotheses.ranges, letter: span}
        later = replace(setting, hypotheses=replace(setting.hypotheses, ranges=ranges))
        parts = ((first, setting), (then, later))
        if all(_holds(*sides, where) for sides, where in parts):
            return Proved(("induction",))
    return None


def _holds(left: Term, right: Term, setting: Setting) -> bool:
    trial = _Trial(left, right, setting)
    return not trial.differs() and isinstance(identity(left, right, setting), Proved)


def _by_sign(setting: Setting) -> tuple[Setting, ...]:
    """A setting where an unknown is >= something, or <= it, in two parts: strictly, or it is that."""
    for condition in setting.conditions:
        if condition.relation not in ("\\ge", "\\le"):
            continue
        for own, other in ((condition.left, condition.right), (condition.right, condition.left)):
            match own:
                case Var(name, ()) | Ref(name, (), ()) if _is_free(name, other, setting):
                    kept = tuple(c for c in setting.conditions if c != condition)
                    strict = replace(condition, relation={"\\ge": ">", "\\le": "<"}[condition.relation])
                    at = {**setting.solved, (name, 0): Definition(name, (), other)}
                    above = under(replace(setting, conditions=kept), (strict,)).setting
                    return above, replace(setting, conditions=kept, solved=at)
    return ()


def _is_free(name: str, other: Term, setting: Setting) -> bool:
    """Whether a letter may be put equal to something: it has no value, is no size, and no part of that."""
    known = (name, 0) in setting.solved or name in setting.hypotheses.sizes
    return not known and name not in reached(other, setting.definitions) and not free_indices(other)


def _by_roots(terms: tuple[Term, ...], setting: Setting) -> tuple[Setting, ...]:
    """The same where a power of an unknown that exists only for it >= 0 stands beside an odd root."""
    inner = [t for term in terms for t in walk(term)]
    if not any(isinstance(t, Fn) and t.name in ODD_ROOTS for t in inner):
        return ()
    for power in inner:
        match power:
            case Pow(Var(name, ()), exponent) if (value := constant(exponent)) is not None:
                if value.denominator > 1 and name not in setting.hypotheses.positive:
                    return _positive_or_zero(name, setting)
    return ()


def _positive_or_zero(name: str, setting: Setting) -> tuple[Setting, Setting]:
    known = setting.hypotheses
    above = replace(known, positive=known.positive | {name})
    at = {**setting.solved, (name, 0): Definition(name, (), Num(Fraction(0)))}
    return replace(setting, hypotheses=above), replace(setting, solved=at)


def _by_existence(left: Term, right: Term, setting: Setting) -> Proved | Undecided:
    found = _agree(left, right, Normalizer(setting))
    if isinstance(found, Proved):
        return found
    supposing = Normalizer(replace(setting))
    try:
        helps = supposing.suppose_existing((left, right))
    except (Unsupported, RecursionError) as why:
        meet_depth(why)
        return found
    again = _agree(left, right, supposing) if helps else found
    return again if isinstance(again, Proved) and _holds_at_whole(left, right, setting) else found


def _agree(left: Term, right: Term, normalizer: Normalizer) -> Proved | Undecided:
    """Whether the difference of two normal forms is zero."""
    try:
        normalizer.suppose_stated()
        first, second = normalizer.normal_form(left), normalizer.normal_form(right)
        algebra = normalizer.algebra
        difference = algebra.add(first, algebra.scale(second, -1))
        if is_zero(algebra, difference) or constants.is_zero(difference, normalizer.setting):
            return Proved(tuple(algebra.rules))
    except Unsupported as why:
        return Undecided(str(why))
    except RecursionError as why:
        meet_depth(why)
        return Undecided(TOO_DEEP)
    return Undecided("neither a proof nor a counterexample was found")


def _holds_at_whole(left: Term, right: Term, setting: Setting) -> bool:
    """Whether evaluation bears an identity out at odd exponents, where a base may be negative.

    With an unknown exponent n, x^n is a power of a positive x; that |x^n| = x^n is
    true of those alone is nothing to print.
    """
    powers = [t for side in (left, right) for t in walk(side) if isinstance(t, Pow)]
    letters = {t.name for p in powers for t in walk(p.exponent) if isinstance(t, Var) and not t.indices}
    letters &= WHOLE - setting.hypotheses.sizes
    for value in (1, 3) if letters else ():
        at = {(name, 0): Definition(name, (), Num(Fraction(value))) for name in letters}
        trial = _Trial(left, right, replace(setting, solved={**setting.solved, **at}))
        if trial.differs():
            return False
    return True


# Evaluation


@dataclass(slots=True)
class _Evaluators:
    """What has evaluated terms at the points that were last tried in a setting."""

    shapes: Shapes = field(default_factory=Shapes)
    by_point: dict[object, Evaluator] = field(default_factory=dict)


class _Trial:
    """Two terms, evaluated at points. `seen` counts those at which both exist and the conditions hold."""

    def __init__(self, left: Term, right: Term, setting: Setting) -> None:
        self.left, self.right, self.setting = left, right, setting
        claims = (*setting.conditions, *setting.equations)
        self.spoken = (left, right, *(side for c in claims for side in (c.left, c.right)))
        self.seen = 0
        self.costly = ""

    @property
    def nowhere(self) -> str:
        """Why both sides were seen at no point."""
        met = " and the conditions hold" if self.setting.conditions else ""
        return self.costly or f"no point was found at which both sides exist{met}"

    def differs(self) -> bool:
        """Whether a point was found at which the terms differ: the veto."""
        try:
            with share(VETO):
                found = self.difference(spread(self.spoken, self.setting))
                if found is None and not self.seen:
                    found = self.difference(islice(self._simple(), MAX_POINTS), ENOUGH)
        except Exhausted:
            if self.seen:
                return False
            raise
        return found is not None

    def simplest(self) -> Counterexample | None:
        """The simplest point at which the terms differ."""
        shifts = self._shifts()
        inside = (
            point
            for point in islice(self._simple(), 4 * MAX_POINTS)
            if all(self._reaches(base, offset, point) for base, offset in shifts)
        )
        found = self.difference(inside)
        return found and counterexample((self.left, self.right), found[1], self.setting, found[0])

    def _shifts(self) -> list[Shift]:
        """The indices x_{i-1} of arrays, of which the first entry has none before it."""
        known = self.setting.hypotheses
        entries = (t for side in (self.left, self.right) for t in walk(side) if isinstance(t, Var | Ref))
        return [
            parted(index)
            for t in entries
            if not self.setting.opens(t) and t.name not in known.beyond
            if (t.name, len(t.indices)) not in self.setting.recurrences
            for index in t.indices
            if is_shifted(index) and "." not in index
        ]

    def _reaches(self, base: str, offset: int, point: Point) -> bool:
        """Whether an entry at a shifted index is one of its array at a point."""
        known = self.setting.hypotheses
        if base in point.sizes:
            return point.sizes[base] + offset >= known.base
        span = known.ranges.get(base)
        if span is None or base not in point.places:
            return True
        low, high = (end.offset + point.sizes.get(end.base, 0) for end in span)
        return low <= point.places[base] + offset <= high

    def _simple(self) -> Iterator[Point]:
        return points(self.spoken, self.setting, SIZES, tuple(PATTERNS))

    def difference(
        self, tried: Iterable[Point], enough: int = MAX_POINTS
    ) -> tuple[Point, tuple[Scalar, Scalar]] | None:
        """The first of some points at which the terms surely differ, and their values there."""
        for point in tried:
            try:
                if not self._meets_conditions(point) or self._misses_equations(point):
                    continue
                values = self._values(self.left, self.right, point)
                if values is None or not self._meets_equations(point):
                    continue
            except Costly as why:
                self.costly = str(why)
                continue
            if disjoint(*values):
                return point, values
            self.seen += 1
            if self.seen >= enough:
                break
        return None

    def _values(self, left: Term, right: Term, point: Point) -> tuple[Scalar, Scalar] | None:
        """Both sides at a point, exactly if that can be; `None` where one does not exist."""
        for balls in (False, True):
            evaluator = self._evaluator(point, balls)
            try:
                return evaluator.value_here(left, point.places), evaluator.value_here(right, point.places)
            except NotExact:
                continue
            except Undefined:
                return None
        return None

    def _evaluator(self, point: Point, balls: bool) -> Evaluator:
        """What has evaluated other terms at this point: many statements have a side in common."""
        known: _Evaluators | None = self.setting.memory.get(_Trial)
        key = (point.key, balls)
        found = None if known is None else known.by_point.get(key)
        if found is None:
            if known is None or len(known.by_point) >= MAX_EVALUATORS:
                known = self.setting.memory[_Trial] = _Evaluators()
            found = Evaluator(point.sizes, point.value, self.setting, balls, known.shapes)
            known.by_point[key] = found
        return found

    def _admitted(self, point: Point) -> bool:
        """Whether a point surely satisfies what the line is said to hold under."""
        return self._meets_conditions(point) and self._meets_equations(point)

    def _meets_conditions(self, point: Point) -> bool:
        """Whether a point surely satisfies all conditions."""
        return self._all("conditions", self._meets, self.setting.conditions, point)

    def _meets_equations(self, point: Point) -> bool:
        """Whether a point may satisfy all equations."""
        return self._all("equations", self._may_meet, self.setting.equations, point)

    def _misses_equations(self, point: Point) -> bool:
        """Whether a point is known not to satisfy all equations."""
        return bool(self.setting.equations) and self._seen("equations").get(point.key) is False

    def _seen(self, what: str) -> dict[object, bool]:
        """At which points all claims of a kind were found to hold, or not."""
        known: dict[object, bool] = self.setting.memory.setdefault((_Trial, what), {})
        return known

    def _all(
        self, what: str, test: Callable[[Claim, Point], bool], claims: tuple[Claim, ...], point: Point
    ) -> bool:
        """Whether all claims pass a test at a point: found once, for a proof and for what refutes."""
        if not claims:
            return True
        known, key = self._seen(what), point.key
        if key not in known:
            if len(known) >= MAX_KNOWN:
                known.clear()
            known[key] = all(test(claim, point) for claim in claims)
        return known[key]

    def _meets(self, condition: Claim, point: Point) -> bool:
        """Whether a point surely satisfies a condition; of squares, no interval tells that they are not
        above 0."""
        left, relation, right = condition.left, condition.relation, condition.right
        if relation == "\\le" and right == ZERO and _is_square(left):
            try:
                return self._evaluator(point, False).vanishes_here(left, point.places)
            except (NotExact, Undefined):
                return False
        values = self._values(left, right, point)
        return values is not None and surely(values[0], relation, values[1])

    def _may_meet(self, equation: Claim, point: Point) -> bool:
        values = self._values(equation.left, equation.right, point)
        return values is not None and not disjoint(*values)


def _is_square(term: Term) -> bool:
    """Whether a term is a square or a sum of squares."""
    while isinstance(term, Sum):
        term = term.body
    return isinstance(term, Pow) and constant(term.exponent) == 2
