r"""Does an equation follow from others?

    entails(left, right, equations, setting)    Entailed

Two ways, each of which proposes what is checked. A *combination*: the difference
of the sides is Σ q_k (left_k - right_k), over the atoms of the normal forms. Or
*branches*: the equations are solved, one letter after the other, in all ways
that there are, and the claim is judged in each. A branch that refutes the claim
gives a point that lies exactly on the equations.

What an equation was divided by is either not zero because the claim divides by it,
or is tried as a branch of its own, or is told as a condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from derivation.search import ideals
from derivation.search.algebra import Algebra
from derivation.search.decide import DIFFERENT, judge, point_of, prove, seen_at
from derivation.search.facts import vanishing
from derivation.search.ideals import Plain
from derivation.search.normal import Normalizer
from derivation.search.substitution import names_of
from derivation.search.unfold import to_term
from derivation.search.zero import is_zero
from derivation.terms.atoms import (
    Applied,
    Atom,
    Compound,
    Entry,
    Exponential,
    Mono,
    Poly,
    Radical,
    entry,
    is_number,
    mono_indices,
    number_of,
    rational,
    thaw,
)
from derivation.terms.judgement import Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import Unsupported, limits_met, share
from derivation.terms.setting import Claim, Setting, is_whole
from derivation.terms.terms import PI, ZERO, Add, Definition, Mul, Term, constant, negated
from derivation.values.numbers import surely
from derivation.values.points import unknowns_of

COMBINED = 0.5
"""The part of the time that is left for a combination; the rest is for branches."""
MAX_BRANCHES = 12
MAX_NESTED = 4
MAX_CLEARED = 8
MAX_VIEWED = 10
HALF = Fraction(1, 2)
ANGLES = {
    "sin": {
        Fraction(0): Fraction(0),
        Fraction(1): HALF,
        Fraction(-1): -HALF,
        HALF: Fraction(1, 6),
        -HALF: -Fraction(1, 6),
    },
    "cos": {
        Fraction(0): HALF,
        Fraction(1): Fraction(0),
        Fraction(-1): Fraction(1),
        HALF: Fraction(1, 3),
        -HALF: Fraction(2, 3),
    },
}
"""One angle at which a function has a value, in parts of π; it has it at others, too."""

NEVER = "what is given holds nowhere"
NOWHERE = "no point was found at which the facts hold and both sides exist"


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which equations are solved: `setting` has the values of the letters that were solved for.

    `vanishing` are factors that are 0 in it where another one might be instead; `divisors` were divided by.
    A branch that is not `exact` holds more points than the equations have; one that is `rooted` is a root
    of an equation with 0, of which none may be lost.
    """

    setting: Setting
    vanishing: tuple[Term, ...] = ()
    divisors: tuple[Term, ...] = ()
    exact: bool = True
    depth: int = 0
    rooted: bool = False


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
        combined = not refuting and _is_combination(left, right, equations, setting, deep=not proving)
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
    """Whether a point on the equations is known at which `left = right`, too."""
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


# Combinations


def _is_combination(
    left: Term, right: Term, equations: Sequence[Claim], setting: Setting, deep: bool = True
) -> bool:
    """Whether a difference is a combination of others; where it is looked for `deep`, of their factors."""
    normalizer = Normalizer(setting)
    try:
        algebra = normalizer.algebra
        target = _cleared(algebra, _difference(left, right, normalizer))
        given = [_cleared(algebra, _difference(c.left, c.right, normalizer)) for c in equations]
        view = _View(normalizer.algebra, [target, *given])
        plain, wanted, relations = [view.plain(poly) for poly in given], view.plain(target), view.relations()
        if ideals.cofactors(wanted, [*plain, *relations]) is not None:
            return True
        generators = [_without_powers(poly) for poly in plain] if deep else plain
        return generators != plain and ideals.cofactors(wanted, [*generators, *relations]) is not None
    except _TooMuch:
        return False
    except Unsupported:
        return False


def _without_powers(poly: Plain) -> Plain:
    """A polynomial that vanishes where another does: each of its factors once."""
    found = ideals.factors(poly)
    if all(power == 1 for _, power in found):
        return poly
    product = {(0,) * len(next(iter(poly))): Fraction(1)}
    for factor, _ in found:
        product = ideals.times(product, factor)
    return product


def _difference(left: Term, right: Term, normalizer: Normalizer) -> Poly:
    algebra = normalizer.algebra
    first, second = normalizer.normal_form(left), normalizer.normal_form(right)
    return algebra.add(first, algebra.scale(second, -1))


def _cleared(algebra: Algebra, poly: Poly) -> Poly:
    """A normal form without its denominators, which are not 0 where it exists."""
    for _ in range(MAX_CLEARED):
        below = {a: e for mono in poly for a, e in mono if isinstance(a, Compound) and e < 0}
        if not below:
            return poly
        atom = min(below)
        lowest = min(dict(mono).get(atom, 0) for mono in poly)
        poly = algebra.mul(poly, {((atom, rational(-Fraction(lowest))),): 1})
    raise Unsupported("denominators within denominators")


class _TooMuch(Exception):
    """More symbols than are looked at."""


class _View:
    """Normal forms as plain polynomials: a symbol for each atom, or for its root where it has broken
    exponents."""

    def __init__(self, algebra: Algebra, polys: Iterable[Poly]) -> None:
        self.algebra = algebra
        self.roots: dict[Atom, int] = {}
        for poly in polys:
            self._collect(poly)
        self.atoms = sorted(self.roots, key=repr)
        if len(self.atoms) > MAX_VIEWED:
            raise _TooMuch
        self.place = {atom: number for number, atom in enumerate(self.atoms)}

    def _collect(self, poly: Poly) -> None:
        for mono in poly:
            for atom, exponent in mono:
                known = self.roots.get(atom)
                self.roots[atom] = lcm(known or 1, Fraction(exponent).denominator)
                if known is None and isinstance(atom, Compound):
                    self._collect(thaw(atom.body))

    def plain(self, poly: Poly) -> Plain:
        """The numerator of a normal form."""
        lowest: dict[Atom, Fraction] = {}
        for mono in poly:
            powers = dict(mono)
            for atom in {*lowest, *powers}:
                lowest[atom] = min(lowest.get(atom, Fraction(0)), Fraction(powers.get(atom, 0)))
        found: Plain = {}
        for mono, coefficient in poly.items():
            exponents = [0] * len(self.atoms)
            powers = dict(mono)
            for atom in {*lowest, *powers}:
                whole = (Fraction(powers.get(atom, 0)) - lowest.get(atom, Fraction(0))) * self.roots[atom]
                exponents[self.place[atom]] = int(whole)
            found[tuple(exponents)] = Fraction(coefficient)
        return found

    def relations(self) -> list[Plain]:
        """What the symbols of sums under a root or a bar are: the power of the symbol is the sum."""
        return [
            self._relation(atom, self.algebra.scale(thaw(atom.body), -1))
            for atom in self.atoms
            if isinstance(atom, Compound)
        ] + [
            self._relation(atom, self.algebra.number(-atom.prime))
            for atom in self.atoms
            if isinstance(atom, Radical)
        ]

    def _relation(self, atom: Atom, negative: Poly) -> Plain:
        exponents = tuple(self.roots[atom] if own == atom else 0 for own in self.atoms)
        return ideals.plus({exponents: Fraction(1)}, self.plain(negative))

    def poly(self, plain: Plain) -> Poly:
        """The normal form of a plain polynomial."""
        total: Poly = {}
        for exponents, coefficient in plain.items():
            term = self.algebra.number(coefficient)
            for atom, exponent in zip(self.atoms, exponents, strict=True):
                if exponent:
                    power: Poly = {((atom, rational(Fraction(exponent, self.roots[atom]))),): 1}
                    term = self.algebra.mul(term, self.algebra.mul(power, self.algebra.number(1)))
            total = self.algebra.add(total, term)
        return total


# Branches


def branches(equations: Sequence[Claim], setting: Setting, names: frozenset[str]) -> tuple[Branch, ...]:
    """The ways in which equations can hold; letters in `names` are solved for last."""
    key = (branches, tuple(equations), names)
    if key in setting.memory:
        known: tuple[Branch, ...] = setting.memory[key]
        return known
    with limits_met() as met:
        found = _all_solved(equations, setting, names)
    if not met:
        setting.memory[key] = found
    return found


def _all_solved(equations: Sequence[Claim], setting: Setting, names: frozenset[str]) -> tuple[Branch, ...]:
    found: tuple[Branch, ...] = (Branch(replace(setting, equations=(*setting.equations, *equations))),)
    for claim in equations:
        found = tuple(after for before in found for after in _solved(before, claim, names))[:MAX_BRANCHES]
    return tuple(branch for branch in found if _possible(branch.setting))


def _possible(setting: Setting) -> bool:
    """Whether no condition is plainly broken by the values of the letters that were solved for."""
    normalizer = Normalizer(setting)
    for claim in setting.conditions:
        try:
            difference = _difference(claim.left, claim.right, normalizer)
        except Unsupported:
            continue
        if is_number(difference) and not surely(number_of(difference), claim.relation, 0):
            return False
    return True


def _solved(branch: Branch, claim: Claim, names: frozenset[str]) -> Iterator[Branch]:
    """The branches of a branch in which one more equation holds."""
    try:
        normalizer = Normalizer(branch.setting)
        difference = _difference(claim.left, claim.right, normalizer)
        if is_zero(normalizer.algebra, difference):
            yield branch
            return
        difference = _cleared(normalizer.algebra, difference)
        listed = _factors(normalizer.algebra, difference)
    except Unsupported:
        yield _unsolved(branch, claim)
        return
    able = [factor for factor in listed if not _never_zero(normalizer.algebra, factor)]
    if len(able) > 1 and _carried(difference, branch.setting):
        yield _unsolved(branch, claim)  # of each entry another factor may be 0
        return
    for factor in able:
        chosen = (*branch.vanishing, to_term(factor)) if len(able) > 1 else branch.vanishing
        sides = (claim.left, claim.right)
        zero = any(constant(side) == 0 for side in sides) and any(isinstance(side, Mul) for side in sides)
        inner = replace(branch, vanishing=chosen, rooted=branch.rooted or (zero and len(able) > 1))
        yield from _values(inner, factor, claim, names, 0)


def _carried(poly: Poly, setting: Setting) -> frozenset[str]:
    """The indices for all of which an equation holds."""
    return frozenset().union(*map(mono_indices, poly)) - setting.hypotheses.sizes


def _unsolved(branch: Branch, claim: Claim) -> Branch:
    """A branch where nothing was solved for: points are taken where the equation holds, if there are any."""
    try:
        condition = vanishing(branch.setting, claim)
    except Unsupported:
        return replace(branch, exact=False)
    conditions = (*branch.setting.conditions, condition)
    return replace(branch, setting=replace(branch.setting, conditions=conditions), exact=False)


def _factors(algebra: Algebra, poly: Poly) -> list[Poly]:
    """The factors of which one is 0 where a normal form is."""
    try:
        view = _View(algebra, [poly])
    except _TooMuch:
        _, mono, rest = algebra.content(poly)
        return [*_vanishing(mono), *([] if is_number(rest) else [rest])]
    plain = view.plain(poly)
    if len(plain) > 1:
        return [view.poly(factor) for factor, _ in ideals.factors(plain)]
    return [factor for mono in poly for factor in _vanishing(mono)]


def _vanishing(mono: Mono) -> list[Poly]:
    """The atoms of a monomial of which one is 0 where it is."""
    return [{((atom, 1),): 1} for atom, exponent in mono if exponent > 0]


def _never_zero(algebra: Algebra, poly: Poly) -> bool:
    if is_number(poly):
        return bool(poly)
    return algebra.positive_poly(poly) or algebra.positive_poly(algebra.scale(poly, -1))


def _values(branch: Branch, poly: Poly, claim: Claim, names: frozenset[str], depth: int) -> Iterator[Branch]:
    """The branches in which `poly = 0`."""
    normalizer = Normalizer(branch.setting)
    algebra = normalizer.algebra
    for atom in _candidates(algebra, poly, names, branch.setting):
        split = _split(poly, atom)
        if split is None:
            continue
        by_power = _isolated(algebra, split)
        if by_power is None:
            continue
        divisor, values = by_power
        many = len(values) > 1 or any(exponent not in (1, -1) for exponent, _ in values)
        if many and _carried(poly, branch.setting):
            continue
        slope = () if _never_zero(algebra, divisor) else (to_term(divisor),)
        whole = replace(branch, divisors=(*branch.divisors, *slope))
        for value in values:
            yield from _undone(whole, atom, value, claim, names, depth)
        if slope and depth < MAX_NESTED:
            yield from _where_divisor_vanishes(branch, poly, divisor, claim, names, depth)
        return
    for atom, exponent in sorted({(a, Fraction(e)) for mono in poly for a, e in mono}, key=repr):
        if exponent.denominator > 1 and depth < MAX_NESTED:
            squared = _squared(branch, poly, atom, exponent)
            if squared is not None:
                yield from _within(*squared, claim, names, depth + 1)
                return
    yield _unsolved(branch, claim)


def _squared(branch: Branch, poly: Poly, atom: Atom, exponent: Fraction) -> tuple[Branch, Poly] | None:
    """`p · root + rest = 0` without the root: `atom = (-rest/p)^k`, where -rest/p ≥ 0."""
    algebra = Normalizer(branch.setting).algebra
    slope: Poly = {}
    rest: Poly = {}
    for mono, coefficient in poly.items():
        powers = dict(mono)
        own = Fraction(powers.pop(atom, 0))
        if own not in (0, exponent):
            return None
        (slope if own else rest)[tuple(sorted(powers.items()))] = coefficient
    if exponent.numerator != 1 or not _never_zero(algebra, slope):
        return None
    worth = algebra.mul(algebra.scale(rest, -1), algebra.power(slope, -1))
    inner = thaw(atom.body) if isinstance(atom, Compound) else algebra.atom(atom)
    raised = algebra.power(worth, exponent.denominator)
    sided = _where(branch, worth, "\\ge") if exponent.denominator % 2 == 0 else branch
    return sided, algebra.add(inner, algebra.scale(raised, -1))


def _where_divisor_vanishes(
    branch: Branch, poly: Poly, divisor: Poly, claim: Claim, names: frozenset[str], depth: int
) -> Iterator[Branch]:
    """The branches in which what was divided by is 0."""
    zero = Claim(to_term(divisor), "=", ZERO)
    inner = replace(branch, vanishing=(*branch.vanishing, to_term(divisor)), depth=branch.depth + 1)
    if inner.depth > MAX_NESTED:
        yield _unsolved(inner, claim)
        return
    for found in _values(inner, divisor, zero, names, depth + 1):
        rest = Normalizer(found.setting)
        try:
            if is_zero(rest.algebra, rest.normal_form(to_term(poly))):
                yield found
            else:
                yield from _solved(found, Claim(to_term(poly), "=", ZERO), names)
        except Unsupported:
            yield _unsolved(found, claim)


def _candidates(algebra: Algebra, poly: Poly, names: frozenset[str], setting: Setting) -> list[Atom]:
    """The atoms that an equation could be solved for, the best first."""
    sizes = setting.hypotheses.sizes
    free = _carried(poly, setting)
    found: dict[Atom, tuple[bool, bool, bool, str]] = {}
    for mono in poly:
        for atom, _ in mono:
            split = _split(poly, atom)
            if atom in found or split is None:
                continue
            match atom:
                case Entry(_, name, indices):
                    whole = is_whole(indices, sizes) and free <= set(indices)
                    if (not indices and name in sizes) or not whole or name == PI.name:
                        continue
                case Exponential() | Applied() | Compound():
                    if free or not names_of(atom):
                        continue
                case _:
                    continue
            plain = set(split) in ({Fraction(0), Fraction(1)}, {Fraction(1)})
            steady = plain and _never_zero(algebra, split[Fraction(1)])
            spoken = not names.isdisjoint(names_of(atom))
            found[atom] = (not plain, not steady, spoken or not isinstance(atom, Entry), repr(atom))
    return sorted(found, key=lambda atom: found[atom])


def _split(poly: Poly, atom: Atom) -> dict[Fraction, Poly] | None:
    """A normal form as a polynomial in one atom; `None` where others speak of its names."""
    names = names_of(atom)
    found: dict[Fraction, Poly] = {}
    for mono, coefficient in poly.items():
        powers = dict(mono)
        exponent = Fraction(powers.pop(atom, 0))
        if any(not names.isdisjoint(names_of(other)) for other in powers):
            return None
        found.setdefault(exponent, {})[tuple(sorted(powers.items()))] = coefficient
    return found


def _isolated(
    algebra: Algebra, split: dict[Fraction, Poly]
) -> tuple[Poly, list[tuple[Fraction, Poly]]] | None:
    """What `Σ_e p_e a^e = 0` was divided by, and the values that a power of a may have; `None` if unknown."""
    powers = sorted(split)
    if len(powers) == 1 and powers[0] > 0:
        return split[powers[0]], [(Fraction(1), {})]
    if len(powers) != 2 and powers != [0, 1, 2]:
        return None
    if len(powers) == 2:
        low, high = powers
        quotient = algebra.mul(algebra.scale(split[low], -1), algebra.power(split[high], -1))
        return split[high], [(high - low, quotient)]
    a, b, c = split[Fraction(2)], split[Fraction(1)], split[Fraction(0)]
    inner = algebra.add(algebra.mul(b, b), algebra.scale(algebra.mul(a, c), -4))
    if is_number(inner) and number_of(inner) < 0:
        return a, []
    root = algebra.power(inner, Fraction(1, 2))
    below = algebra.power(algebra.scale(a, 2), -1)
    both = [algebra.add(algebra.scale(b, -1), algebra.scale(root, sign)) for sign in (1, -1)]
    return a, [(Fraction(1), algebra.mul(value, below)) for value in both]


def _undone(
    branch: Branch, atom: Atom, value: tuple[Fraction, Poly], claim: Claim, names: frozenset[str], depth: int
) -> Iterator[Branch]:
    """The branches in which `atom^exponent = value`."""
    exponent, worth = value
    algebra = Normalizer(branch.setting).algebra
    if exponent < 0:
        exponent, worth = -exponent, algebra.power(worth, -1)
    if exponent != 1:
        yield from _rooted(branch, atom, exponent, worth, claim, names, depth)
        return
    match atom:
        case Entry(_, name, indices):
            own = Definition(name, indices, to_term(worth))
            solved = {**branch.setting.solved, (name, len(indices)): own}
            yield replace(branch, setting=replace(branch.setting, solved=solved))
        case Exponential(_, argument):
            if is_number(worth) and number_of(worth) <= 0:
                return
            inner = algebra.add({argument: 1}, algebra.scale(algebra.log(worth), -1))
            above = _where(branch, worth, ">")
            yield from _within(above, inner, claim, names, depth)
        case Applied(_, "log", body):
            inner = algebra.add(thaw(body), algebra.scale(algebra.exp(worth), -1))
            yield from _within(branch, inner, claim, names, depth)
        case Applied(_, "sin" | "cos" as function, body):
            angle = ANGLES[function].get(Fraction(number_of(worth))) if is_number(worth) else None
            if angle is None and not (is_number(worth) and not -1 <= number_of(worth) <= 1):
                yield _unsolved(branch, claim)
            elif angle is not None:
                inner = algebra.add(thaw(body), {((entry(PI.name), 1),): -angle} if angle else {})
                yield from _within(replace(branch, exact=False), inner, claim, names, depth)
        case Applied(_, "abs", body):
            for sign in (1, -1):
                inner = algebra.add(thaw(body), algebra.scale(worth, -sign))
                yield from _within(_where(branch, worth, "\\ge"), inner, claim, names, depth)
        case Compound(_, body):
            inner = algebra.add(thaw(body), algebra.scale(worth, -1))
            yield from _within(branch, inner, claim, names, depth)
        case _:
            yield _unsolved(branch, claim)


def _rooted(
    branch: Branch,
    atom: Atom,
    exponent: Fraction,
    worth: Poly,
    claim: Claim,
    names: frozenset[str],
    depth: int,
) -> Iterator[Branch]:
    """The branches in which a power of an atom has a value: two for an even one, one for a root."""
    algebra = Normalizer(branch.setting).algebra
    if is_number(worth) and number_of(worth) == 0:
        yield from _undone(branch, atom, (Fraction(1), {}), claim, names, depth)
        return
    above, below = exponent.numerator, exponent.denominator
    if below > 1:
        raised = algebra.power(worth, Fraction(below))
        yield from _undone(
            _where(branch, worth, "\\ge"), atom, (Fraction(above), raised), claim, names, depth
        )
        return
    if above % 2:
        if is_number(worth) and number_of(worth) < 0:
            positive = algebra.power(algebra.scale(worth, -1), Fraction(1, above))
            yield from _undone(branch, atom, (Fraction(1), algebra.scale(positive, -1)), claim, names, depth)
        elif algebra.positive_poly(worth):
            root = algebra.power(worth, Fraction(1, above))
            yield from _undone(branch, atom, (Fraction(1), root), claim, names, depth)
        else:
            yield _unsolved(branch, claim)
        return
    if _is_negative(algebra, worth):
        return
    root = algebra.power(worth, Fraction(1, above))
    inside = _where(branch, worth, "\\ge")
    for sign in (1,) if algebra.positive(atom) else (1, -1):
        yield from _undone(inside, atom, (Fraction(1), algebra.scale(root, sign)), claim, names, depth)


def _is_negative(algebra: Algebra, poly: Poly) -> bool:
    """Whether a value is < 0 for sure: no even power has it."""
    if is_number(poly):
        return number_of(poly) < 0
    return algebra.positive_poly(algebra.scale(poly, -1))


def _within(branch: Branch, poly: Poly, claim: Claim, names: frozenset[str], depth: int) -> Iterator[Branch]:
    if depth >= MAX_NESTED:
        yield _unsolved(branch, claim)
        return
    algebra = Normalizer(branch.setting).algebra
    for factor in _factors(algebra, poly) if poly else ():
        if not _never_zero(algebra, factor):
            yield from _values(branch, factor, claim, names, depth + 1)
    if not poly:
        yield branch


def _where(branch: Branch, worth: Poly, relation: str) -> Branch:
    """A branch at points where a value has a sign."""
    if is_number(worth) or _never_zero(Normalizer(branch.setting).algebra, worth):
        return branch
    condition = Claim(to_term(worth), relation, ZERO)
    conditions = (*branch.setting.conditions, condition)
    return replace(branch, setting=replace(branch.setting, conditions=conditions))


def product_of_differences(pairs: Sequence[tuple[Term, Term]]) -> Term:
    """What is 0 where one of several equations holds."""
    return Mul(tuple(Add((left, negated(right))) for left, right in pairs))
