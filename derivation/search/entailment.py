r"""Does an equation follow from others?

    entails(left, right, equations, setting)    Entailed

Two ways, each of which proposes what is checked. A *combination*: the difference
of the sides is Σ q_k (left_k - right_k), over the atoms of the normal forms. Or
*branches*: the equations are solved in all ways that there are, and the claim is
judged in each. A branch that refutes the claim gives a point that lies exactly on
the equations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from derivation.records import dataclass, replace
from derivation.search.branches import Branch, branches
from derivation.search.combinations import is_combination
from derivation.search.decide import DIFFERENT, judge, point_of, prove, seen_at
from derivation.search.normal import Normalizer
from derivation.search.substitution import names_of
from derivation.terms.judgement import Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import Unsupported, share
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import ZERO, Add, Mul, Term, negated
from derivation.values.points import unknowns_of

COMBINED = 0.5
"""The part of the time that is left for a combination; the rest is for branches."""
NEVER = "what is given holds nowhere"
NOWHERE = "no point was found at which the facts hold and both sides exist"


@dataclass(frozen=True, slots=True)
class Entailed:
    """What is found, where (a setting in which the equations hold), and what must not be 0 for it.

    It is `unique` where the equations hold in one way only.
    """

    judgement: Judgement
    setting: Setting
    divisors: tuple[Term, ...] = ()
    unique: bool = False


def entails(
    left: Term,
    right: Term,
    equations: Sequence[Claim],
    setting: Setting,
    strictly: bool = False,
    gained: bool = False,
    proving: bool = False,
    refuting: bool = False,
    ask: Callable[[Term, Term, Setting], Judgement] = judge,
) -> Entailed:
    """Whether `left = right` at all points on the equations at which both sides exist.

    Where it holds `strictly`, no branch is set aside in which a factor vanishes that the claim does not
    speak of.
    With `proving`, combinations alone are looked for, with `refuting` none are. Where a root may be
    `gained`, a point on the equations at which a side does not exist refutes it. In each branch it is for
    `ask`: `prove`, where nobody wants to know whether it is refuted.
    """

    def aside_of(branch: Branch) -> bool:
        return not strictly and _set_aside(branch, names, setting)

    with share(COMBINED):
        combined = not refuting and is_combination(left, right, equations, setting, deep=not proving)
    if proving and not combined:
        return Entailed(Undecided("no combination of the equations was found"), setting)
    names = letters_in(setting, (left, right))
    found: list[tuple[Branch, Judgement]] = []
    ways = branches(equations, setting, names)
    if not ways:
        return Entailed(Undecided(NEVER), setting)
    for branch in ways:
        judgement = (prove if combined else ask)(left, right, branch.setting)
        if gained and isinstance(judgement, Undecided) and _is_nowhere(left, right, branch):
            point = point_of(branch.setting, (left, right))
            judgement = Refuted(point) if point is not None else judgement
        found.append((branch, judgement))
        told_apart = isinstance(judgement, Refuted) or (ask is prove and judgement == DIFFERENT)
        if told_apart and not combined and not aside_of(branch):
            return Entailed(judgement, branch.setting, unique=len(ways) == 1 and branch.exact)
    where = next((b.setting for b, j in found if isinstance(j, Proved)), setting)
    if combined:
        met = any(isinstance(j, Proved) for _, j in found) or any(
            seen_at(left, right, b.setting) for b, _ in found
        )
        return Entailed(Proved(("combination",)) if met else Undecided(NOWHERE), where)
    found = [(b, j) for b, j in found if _is_settled(j) or not _is_nowhere(left, right, b)]
    aside = [b for b, j in found if not isinstance(j, Proved) and aside_of(b)]
    open_ = [j for b, j in found if not isinstance(j, Proved) and b not in aside]
    open_ = [j for j in open_ if not (isinstance(j, Undecided) and j.reason.startswith("no point"))]
    if open_ or where is setting:
        reasons = [j.reason for j in open_ if isinstance(j, Undecided)]
        return Entailed(Undecided(reasons[0] if reasons else NOWHERE), setting)
    if not all(b.exact for b, j in found):
        return Entailed(Undecided("whether this follows from the equations before it is open"), setting)
    proved = [(b, j) for b, j in found if isinstance(j, Proved)]
    divisors = [d for b, _ in proved for d in b.divisors] + [v for b in aside for v in b.vanishing]
    rules = next(j.rules for _, j in proved if isinstance(j, Proved))
    divisors = list(dict.fromkeys(divisors))
    if divisors and not any(seen_at(left, right, _nonzero(b.setting, divisors)) for b, _ in proved):
        return Entailed(Undecided(NOWHERE), setting)
    return Entailed(Proved(("solved", *rules)), where, tuple(divisors))


def _is_settled(judgement: Judgement) -> bool:
    """Whether both sides are known to exist somewhere, as they are proved or differ there."""
    return isinstance(judgement, Proved) or judgement == DIFFERENT


def _nonzero(setting: Setting, divisors: Iterable[Term]) -> Setting:
    """A setting with the points at which none of some terms is 0."""
    more = tuple(Claim(divisor, "\\neq", ZERO) for divisor in divisors)
    return replace(setting, conditions=(*setting.conditions, *more))


def _is_nowhere(left: Term, right: Term, branch: Branch) -> bool:
    """Whether a branch, in which all letters have values, is no point at which the equations and both
    sides exist."""
    setting = branch.setting
    spoken = (left, right, *(side for c in setting.equations for side in (c.left, c.right)))
    return not unknowns_of(spoken, setting) and not seen_at(left, right, setting)


def holds_somewhere(left: Term, right: Term, equations: Sequence[Claim], setting: Setting) -> bool:
    """Whether a point on the equations is known at which `left = right`, too; a real one is enough."""
    setting = replace(setting, hypotheses=replace(setting.hypotheses, reals=None))
    both = (*equations, Claim(left, "=", right))
    return any(seen_at(left, right, branch.setting) for branch in branches(both, setting, frozenset()))


def impossible(equations: Sequence[Claim], setting: Setting) -> bool:
    """Whether equations surely hold nowhere together."""
    return bool(equations) and not branches(equations, setting, frozenset())


def letters_in(setting: Setting, terms: Iterable[Term]) -> frozenset[str]:
    """The unknowns that the normal forms of terms speak of."""
    normalizer = Normalizer(setting)
    found: set[str] = set()
    for term in terms:
        try:
            form = normalizer.normal_form(term)
        except Unsupported:
            continue
        found |= {name for mono in form for atom, _ in mono for name in names_of(atom)}
    return frozenset(found)


def _set_aside(branch: Branch, names: frozenset[str], setting: Setting) -> bool:
    """Whether a branch is one of a factor that the claim does not speak of: it is told not to vanish."""
    return (
        bool(branch.vanishing)
        and not branch.rooted
        and all(letters_in(setting, (factor,)).isdisjoint(names) for factor in branch.vanishing)
    )


def product_of_differences(pairs: Sequence[tuple[Term, Term]]) -> Term:
    """What is 0 where one of several equations holds."""
    return Mul(tuple(Add((left, negated(right))) for left, right in pairs))
