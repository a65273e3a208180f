r"""Orders between terms in several letters: is one another one, and where does one fail?

`2x - 2y > 4` is `y + 2 < x`, multiplied by a positive number: one is found from the normal forms; that it is
right is proved. Only sums and products are compared, which exist everywhere.
"""

from __future__ import annotations

from fractions import Fraction

from derivation.records import replace
from derivation.search.decide import prove, refute
from derivation.search.facts import unknown
from derivation.search.normal import Normalizer
from derivation.terms.judgement import Counterexample, Proved, Refuted
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import Add, Mul, Num, Pow, Term, Var, constant, negated, walk

STRICT = {"<": "<", ">": "<", "\\le": "\\le", "\\ge": "\\le"}
"""Each order with the smaller side on the left."""


def same_order(first: Claim, second: Claim, setting: Setting) -> bool:
    """Whether two orders are the same up to a positive factor."""
    if STRICT.get(first.relation, "") != STRICT.get(second.relation):
        return False
    one, other = (unknown(_gap(claim), setting) for claim in (first, second))
    if not (is_plain(one) and is_plain(other)):
        return False
    factor = _factor(one, other, setting)
    scaled = Mul((Num(factor), one))
    return factor > 0 and isinstance(prove(scaled, other, setting), Proved)


OPPOSITE = {"<": ">", ">": "<", "\\le": ">", "\\ge": "<"}
"""Where this holds each order fails, and both sides differ."""
NOT = {"<": "≥", ">": "≤", "\\le": ">", "\\ge": "<", "\\neq": "="}
PRINTED = {"\\le": "≤", "\\ge": "≥", "\\neq": "≠"}


def with_order(found: Counterexample, relation: str) -> Counterexample:
    """A point at which an order fails, with the order itself beside what both sides are there."""
    if relation == "=" or "does not exist" in (found.left, found.right):
        return found
    claimed = f"{found.left} {PRINTED.get(relation, relation)} {found.right}"
    return replace(found, left=f"{found.left} {NOT[relation]} {found.right}", right=claimed)


def order_fails(claim: Claim, setting: Setting) -> Counterexample | None:
    """A point of a setting at which an order surely fails; `None` where none is known."""
    left, right = unknown(claim.left, setting), unknown(claim.right, setting)
    if claim.relation not in OPPOSITE:
        return None
    opposite = Claim(left, OPPOSITE[claim.relation], right)
    found = refute(left, right, replace(setting, conditions=(*setting.conditions, opposite)))
    return with_order(found.counterexample, claim.relation) if isinstance(found, Refuted) else None


def _gap(claim: Claim) -> Term:
    """The larger side minus the smaller one."""
    turned = claim.relation in (">", "\\ge")
    large, small = (claim.left, claim.right) if turned else (claim.right, claim.left)
    return Add((large, negated(small)))


def is_plain(term: Term) -> bool:
    """Whether a term is made of sums, products and whole powers of letters that have no value."""
    powers = [constant(t.exponent) for t in walk(term) if isinstance(t, Pow) and constant(t) is None]
    whole = all(e is not None and e > 0 and e.denominator == 1 for e in powers)
    return whole and all(isinstance(t, Num | Var | Add | Mul | Pow) for t in walk(term))


def _factor(one: Term, other: Term, setting: Setting) -> Fraction:
    """How many times as large one term is as another, where that is the same everywhere; else something."""
    normalizer = Normalizer(setting)
    try:
        first, second = normalizer.normal_form(one), normalizer.normal_form(other)
    except Unsupported:
        return Fraction(0)
    mono = next(iter(first), None)
    if mono is None or mono not in second:
        return Fraction(0)
    return Fraction(second[mono]) / Fraction(first[mono])
