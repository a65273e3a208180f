r"""Lines that hold for all sizes from 1 on, in a text that has them from 0 on: `for all integers $n \ge 0$`.

Takes the course of an audit, and a statement that was proved with what is known there; gives the size at
which it fails.
"""

from __future__ import annotations

from fractions import Fraction

from derivation.audit.course import Course
from derivation.audit.known import Found
from derivation.reading.statements import Statement
from derivation.terms.context import Context
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim
from derivation.terms.terms import ZERO, Var, free_indices, reached
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Undefined, is_exact

VALUES = (Fraction(2), Fraction(3), Fraction(5), Fraction(7))


def fails_at_zero(course: Course, statement: Statement, context: Context, found: Found) -> str:
    """A size that the text has from 0 on, at which both sides exist and differ; or ""."""
    sizes = course.derivation.notation.sizes
    claims = (claim for fact in context.facts for claim in fact.claims)
    natural = {name for claim in (*claims, *statement.conditions) if (name := _from_zero(claim)) in sizes}
    left, right = course.implications.sides(statement)
    if not natural or (free_indices(left) | free_indices(right)) - sizes:
        return ""
    definitions = found.setting.definitions
    for size in sorted(natural & (reached(left, definitions) | reached(right, definitions))):
        evaluator = Evaluator({**dict.fromkeys(sizes, 1), size: 0}, _value, found.setting, False)
        try:
            values = [evaluator.value_here(side, {}) for side in (left, right)]
        except (NotExact, Undefined, Unsupported, ArithmeticError, ValueError, KeyError):
            continue
        if all(map(is_exact, values)) and values[0] != values[1]:
            return size
    return ""


def _from_zero(claim: Claim) -> str:
    """The letter that a claim says to be 0 or more; else ""."""
    match claim.left, claim.relation, claim.right:
        case (Var(name, ()), "\\ge", zero) | (zero, "\\le", Var(name, ())) if zero == ZERO:
            return name
    return ""


def _value(name: str, indices: tuple[int, ...]) -> Fraction:
    return VALUES[(len(name) + sum(map(ord, name)) + sum(indices)) % len(VALUES)]
