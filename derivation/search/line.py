r"""Where on the real line do claims in one letter hold?

    compared(given, first, second, setting)    Compared | None

A formula of equations and orders in one letter (`search/root_towers.py` says which terms) is true or false
at each root of its critical polynomials, and all along between two of them; so two formulas hold at the same
points if they do at each root and at one point between. What does not exist is false there: a root of
`x^2 - 4` at which `\frac{x^2-4}{x-2}` does not exist is no solution of `\frac{x^2-4}{x-2} = 0`. Evaluation,
which shares nothing with this, has a veto at each of these points that is rational.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from derivation.records import dataclass
from derivation.search.counterexamples import shown
from derivation.search.real_roots import Root, roots_of, samples
from derivation.search.root_towers import Quotient, Tower
from derivation.terms.formulas import Formula, claims_in, holds
from derivation.terms.judgement import Counterexample
from derivation.terms.limits import Costly, Unsupported
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import (
    ZERO,
    Add,
    Mul,
    Num,
    Pow,
    Term,
    Var,
    constant,
    free_indices,
    negated,
    reached,
)
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Scalar, Undefined, between, disjoint, is_exact, surely
from derivation.values.points import unknowns_of

TRUE_IF = {
    "=": (0,),
    "\\neq": (-1, 1),
    "<": (-1,),
    ">": (1,),
    "\\le": (-1, 0),
    "\\ge": (0, 1),
}
"""The signs of the difference of both sides for which a claim is true."""
NEAR = Fraction(1, 10**12)


@dataclass(frozen=True, slots=True)
class Compared:
    """Where two formulas differ: a point where the first alone holds, one where the second alone does.

    `somewhere` says that the first holds at some point; `false` are the claims that are false where they
    differ, at the point that is lost, or else at the one that is gained.
    """

    letter: str
    lost: Root | None
    gained: Root | None
    somewhere: bool
    false: frozenset[Claim] = frozenset()


def compared(given: Iterable[Claim], first: Formula, second: Formula, setting: Setting) -> Compared | None:
    """How two formulas compare where what is `given` holds; `None` where this is not about one letter, or
    more than is looked at."""
    given = (*given, *setting.conditions)
    claims = (*given, *claims_in(first), *claims_in(second))
    letter = _letter_of(claims, setting)
    if letter is None or (letter and not setting.hypotheses.is_real(letter)):
        return None
    if letter in setting.hypotheses.positive:
        given = (*given, Claim(Var(letter), ">", ZERO))
        claims = (*given, *claims)
    try:
        line = _Line(letter, setting, claims)
        points = line.points()
        allowed = [p for p in points if all(line.true(claim, p) for claim in given)]
        before = [line.holds(first, p) for p in allowed]
        after = [line.holds(second, p) for p in allowed]
        exist = [line.exists(first, p) and line.exists(second, p) for p in allowed]
    except (Unsupported, _Vetoed):
        return None
    if given and not allowed:
        return None  # facts that clash prove nothing
    lost = _simplest(p for p, a, b in zip(allowed, before, after, strict=True) if a and not b)
    gained = _simplest(p for p, a, b in zip(allowed, before, after, strict=True) if b and not a)
    both = [a and b for a, b, e in zip(before, after, exist, strict=True) if e]
    if (lost or gained) and both and all(both):
        return None  # identities, which differ in where they exist alone
    point = lost or gained
    false = frozenset(claim for claim in claims if point is not None and not line.true(claim, point))
    return Compared(letter, lost, gained, any(before), false)


def _simplest(points: Iterable[Root]) -> Root | None:
    """The point that a reader can check most easily."""
    return min(points, key=lambda p: (not p.rational, p.low.denominator, abs(p.low), p.low < 0), default=None)


def _letter_of(claims: Iterable[Claim], setting: Setting) -> str | None:
    """The one unknown number that claims speak of, definitions opened; "" where there is none."""
    terms = tuple(side for claim in claims for side in (claim.left, claim.right))
    if setting.solved or setting.totals or setting.readings or any(map(free_indices, terms)):
        return None
    names = frozenset().union(*(reached(term, setting.definitions) for term in terms))
    if not names.isdisjoint(setting.hypotheses.sizes):
        return None
    found = unknowns_of(terms, setting)
    letter = next((name for name, _ in found), "")
    if len(found) > 1 or any(arity for _, arity in found):
        return None
    return letter if names.isdisjoint(setting.hypotheses.positive - {letter}) else None


class _Vetoed(Exception):
    """Evaluation says otherwise."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A claim: what must be so for both sides to exist, and factors of their difference with their powers."""

    needed: tuple[tuple[Quotient, str], ...]
    factors: tuple[tuple[Quotient, int], ...]


class _Line:
    """Claims in one letter, and their truth at points."""

    def __init__(self, letter: str, setting: Setting, claims: Iterable[Claim]) -> None:
        self.letter, self.setting = letter, setting
        self.tower = Tower(letter, setting)
        self.claims = {claim: self._read(claim) for claim in claims}

    def _read(self, claim: Claim) -> _Read:
        if claim.relation not in TRUE_IF:
            raise Unsupported(f"the relation {claim.relation}")
        whole = claim.left if constant(claim.right) == 0 else Add((claim.left, negated(claim.right)))
        factors = [(self.tower.read(factor), power) for factor, power in self._factors(whole, 1)]
        needed = tuple(sign for (_, own), _ in factors for sign in own)
        return _Read(needed, tuple((quotient, power) for (quotient, _), power in factors))

    def _factors(self, term: Term, power: int) -> Iterator[tuple[Term, int]]:
        """The factors of a term, so that a high power need not be multiplied out."""
        match term:
            case Mul(factors):
                for factor in factors:
                    yield from self._factors(factor, power)
            case Pow(base, Num(value)) if value > 0 and value.denominator == 1:
                yield from self._factors(base, power * int(value))
            case _:
                yield term, power

    def points(self) -> tuple[Root, ...]:
        """The critical points and one between each two."""
        spoken = [q for read in self.claims.values() for q, _ in (*read.needed, *read.factors)]
        polys = [p for quotient in spoken for p in self.tower.critical(quotient)]
        roots = roots_of([*polys, *self.tower.critical_roots()])
        between = tuple(Root((-value, Fraction(1)), value, value) for value in samples(roots))
        return (*roots, *between)

    def true(self, claim: Claim, point: Root) -> bool:
        read = self.claims[claim]
        found = self._exists(read, point) and self._sign(read, point) in TRUE_IF[claim.relation]
        if _by_values(claim, self.letter, self.setting, point) is (not found):
            raise _Vetoed
        return found

    def holds(self, formula: Formula, point: Root) -> bool:
        return holds(formula, lambda claim: self.true(claim, point))

    def exists(self, formula: Formula, point: Root) -> bool:
        """Whether both sides of all claims of a formula exist at a point."""
        return all(self._exists(self.claims[claim], point) for claim in claims_in(formula))

    def _exists(self, read: _Read, point: Root) -> bool:
        return all(self.tower.sign(q, point) in TRUE_IF[relation] for q, relation in read.needed)

    def _sign(self, read: _Read, point: Root) -> int:
        total = 1
        for quotient, power in read.factors:
            total *= self.tower.sign(quotient, point) ** power
        return total


# Evaluation


def _by_values(claim: Claim, letter: str, setting: Setting, point: Root) -> bool | None:
    """Whether a claim is true at a rational point by evaluation alone; `None` where that doesn't tell."""
    if not point.rational:
        return None
    left, right = (_value(side, letter, setting, point) for side in (claim.left, claim.right))
    if left is None or right is None:
        return None
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return False
    if disjoint(left, right):
        return claim.relation != "=" and surely(left, claim.relation, right)
    if is_exact(left) and is_exact(right):
        return claim.relation in ("=", "\\le", "\\ge")
    return None


def _value(term: Term, letter: str, setting: Setting, point: Root) -> Scalar | Undefined | None:
    """The value of a term at a point; `Undefined` where it surely has none, `None` where it isn't known."""
    near = point.within(NEAR)
    for balls in (False, True) if near.rational else (True,):
        number = near.low if near.rational else between(near.low, near.high)
        evaluator = Evaluator({}, lambda name, indices, number=number: number, setting, balls)  # type: ignore[misc]
        try:
            return evaluator.value_here(term, {})
        except NotExact:
            continue
        except Undefined as undefined:
            return None if balls else undefined
        except Costly:
            return None
    return None


def counterexample(
    point: Root, compared: Compared, left: Term, right: Term, setting: Setting
) -> Counterexample:
    """A point as it is shown, with what both sides are there."""
    letter = compared.letter
    values = (_shown(_value(side, letter, setting, point)) for side in (left, right))
    near = point.within(NEAR)
    own = str(near.low) if near.rational else f"≈ {float((near.low + near.high) / 2):.6g}"
    return Counterexample((), (), ((letter, own),) if letter else (), *values)


def _shown(value: Scalar | Undefined | None) -> str:
    return "does not exist" if value is None or isinstance(value, Undefined) else shown(value)
