r"""The ways in which equations can hold: they are solved, one letter after the other.

    branches(equations, setting, names)    Branch*

What an equation was divided by is either not zero because the claim divides by it,
or is tried as a branch of its own, or is told as a condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from derivation.records import dataclass, replace
from derivation.search.algebra import Algebra
from derivation.search.combinations import cleared, difference_of, factors_of
from derivation.search.facts import vanishing
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
    Poly,
    entry,
    is_number,
    mono_indices,
    number_of,
    thaw,
)
from derivation.terms.limits import Exhausted, Unsupported, limits_met
from derivation.terms.setting import Claim, Setting, is_whole
from derivation.terms.terms import PI, ZERO, Definition, Mul, Term, constant
from derivation.values.numbers import surely

MAX_BRANCHES = 12
MAX_NESTED = 4
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
        found = tuple(after for before in found for after in _solved(before, claim, names))
        if len(found) > MAX_BRANCHES:  # what is left out may be where the claim fails
            found = tuple(replace(branch, exact=False) for branch in found[:MAX_BRANCHES])
    return tuple(branch for branch in found if _possible(branch.setting))


def _possible(setting: Setting) -> bool:
    """Whether no condition is plainly broken by the values of the letters that were solved for."""
    normalizer = Normalizer(setting)
    for claim in setting.conditions:
        if claim.relation == "\\in":
            continue  # a multiple is told by no difference
        try:
            difference = difference_of(claim.left, claim.right, normalizer)
        except Unsupported:
            continue
        if is_number(difference) and not surely(number_of(difference), claim.relation, 0):
            return False
    return True


def _solved(branch: Branch, claim: Claim, names: frozenset[str]) -> Iterator[Branch]:
    """The branches of a branch in which one more equation holds."""
    try:
        normalizer = Normalizer(branch.setting)
        difference = difference_of(claim.left, claim.right, normalizer)
        if is_zero(normalizer.algebra, difference):
            yield branch
            return
        difference = cleared(normalizer.algebra, difference)
        listed = factors_of(normalizer.algebra, difference)
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
        yield from _values_or_none(inner, factor, claim, names)


def _values_or_none(branch: Branch, poly: Poly, claim: Claim, names: frozenset[str]) -> Iterator[Branch]:
    """The branches in which `poly = 0`; one in which nothing was solved for where that leaves what is
    supported."""
    try:
        found = list(_values(branch, poly, claim, names, 0))
    except Exhausted:
        raise
    except Unsupported:
        found = [_unsolved(branch, claim)]
    yield from found


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


def _never_zero(algebra: Algebra, poly: Poly) -> bool:
    if is_number(poly):
        return bool(poly)
    return algebra.positive_poly(poly) or algebra.positive_poly(algebra.scale(poly, -1))


def _values(branch: Branch, poly: Poly, claim: Claim, names: frozenset[str], depth: int) -> Iterator[Branch]:
    """The branches in which `poly = 0`."""
    normalizer = Normalizer(branch.setting)
    algebra = normalizer.algebra
    real = algebra.are_real(poly)
    if depth < MAX_NESTED and (raised := _exponentiated(branch, poly)) is not None:
        yield from _within(*raised, claim, names, depth + 1)
        return
    for atom in _candidates(algebra, poly, names, branch.setting):
        split = _split(poly, atom)
        if split is None or not (real or (isinstance(atom, Entry) and split.keys() <= {0, 1})):
            continue
        if depth < MAX_NESTED and (zero := _zero_where_real(algebra, split)):
            for found in _within(branch, zero, claim, names, depth + 1):
                yield from _solved(found, Claim(to_term(poly), "=", ZERO), names)
            return
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
        if real and exponent.denominator > 1 and depth < MAX_NESTED:
            squared = _squared(branch, poly, atom, exponent)
            if squared is not None:
                yield from _within(*squared, claim, names, depth + 1)
                return
    yield _unsolved(branch, claim)


def _exponentiated(branch: Branch, poly: Poly) -> tuple[Branch, Poly] | None:
    """`log a + log b + rest = 0` as `a b = e^{-rest}`, where a, b > 0."""
    algebra = Normalizer(branch.setting).algebra
    logs: list[tuple[Poly, int]] = []
    rest: Poly = {}
    for mono, coefficient in poly.items():
        match mono:
            case ((Applied(_, "log", body), 1),) if Fraction(coefficient).denominator == 1:
                logs.append((thaw(body), int(coefficient)))
            case _:
                rest[mono] = coefficient
    if len(logs) < 2 or any(isinstance(a, Applied) and a.function == "log" for m in rest for a, _ in m):
        return None
    sides: dict[bool, Poly] = {True: algebra.exp(algebra.scale(rest, -1)), False: {(): 1}}
    for inner, count in logs:
        branch = _where(branch, inner, ">")
        sides[count < 0] = algebra.mul(sides[count < 0], algebra.power(inner, abs(count)))
    return branch, algebra.add(sides[False], algebra.scale(sides[True], -1))


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
    found: dict[Atom, tuple[bool, bool, bool, bool, str]] = {}
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
                    if (name, len(indices)) in setting.recurrences:
                        continue  # it has its value by these
                case Exponential() | Applied() | Compound():
                    if free or not names_of(atom):
                        continue
                case _:
                    continue
            plain = set(split) in ({Fraction(0), Fraction(1)}, {Fraction(1)})
            steady = plain and _never_zero(algebra, split[Fraction(1)])
            spoken = not names.isdisjoint(names_of(atom))
            inner = not isinstance(atom, Entry)
            found[atom] = (not plain, not steady, spoken or inner, inner, repr(atom))
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


def _zero_where_real(algebra: Algebra, split: dict[Fraction, Poly]) -> Poly:
    """What is 0 wherever `p a² + q a + r = 0` has a real solution, as b where that is a² + a b + b² = 0: its
    discriminant is nowhere positive; else 0."""
    if sorted(split) not in ([0, 2], [0, 1, 2]):
        return {}
    middle = split.get(Fraction(1), {})
    ends = algebra.scale(algebra.mul(split[Fraction(2)], split[Fraction(0)]), -4)
    inner = algebra.add(algebra.mul(middle, middle), ends)
    if len(inner) != 1:
        return {}
    ((mono, coefficient),) = inner.items()
    even = all(Fraction(e).denominator == 1 and e > 0 and e % 2 == 0 for _, e in mono)
    return {mono: 1} if mono and even and coefficient < 0 else {}


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
    for factor in factors_of(algebra, poly) if poly else ():
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
