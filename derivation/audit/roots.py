r"""New names for roots, behind an arrow.

    2 x - 6 = 0 \implies x_0 = 3                x_0 is a root of it
    k - m \omega^2 = 0 \iff \hat\omega = …       so is this, if it is one
    \hat z = 4                                    no root: an error

A name that nothing before speaks of claims nothing of itself: what is said is that the letter which it is a
name for may have that value.
"""

from __future__ import annotations

from derivation.audit.course import Course
from derivation.audit.known import judged, known_at
from derivation.audit.roles import called, spoken
from derivation.audit.stationary import bare
from derivation.late import regex
from derivation.reading.statements import Statement
from derivation.records import dataclass, replace
from derivation.terms.context import Context
from derivation.terms.judgement import Proved, Refuted
from derivation.terms.limits import FAILURES, meet_depth
from derivation.terms.setting import Claim
from derivation.terms.terms import Ref, Var

_NUMBERED = regex(r"(?P<letter>\\?[A-Za-z]+)_\{?\d+\}?")
"""One of several values of a letter, `x_1`; of an equation in others, too, it may be anything else."""


@dataclass(frozen=True, slots=True)
class Root:
    """A new name, the letter that it is a name for or "", the label of the equation, and what refutes that
    it is a root."""

    letter: str
    label: str
    refuted: Refuted | None = None
    proved: bool = False


def named_root(statement: Statement, context: Context, course: Course) -> Root | None:
    """What a line behind an arrow says by giving a new name a value; `None` of any other line."""
    premises = course.implications.premises_of(statement)
    left, right = statement.subject.term, statement.member.term
    if not premises or statement.relation != "=" or not isinstance(left, Var | Ref):
        return None
    name, letter = called(left), bare(left)
    numbered = _NUMBERED.fullmatch(name) if letter == name else None
    letter = numbered["letter"] if numbered else letter
    sides = [side.term for other in premises for side in (other.subject, other.member)]
    met = course.around(statement, context).letters.union(*map(spoken, sides))
    if letter == name or name in met or (left.name, len(left.indices)) in context.definitions:
        return None
    equations = [o for o in premises if letter in spoken(o.subject.term) | spoken(o.member.term)]
    if not equations or letter in spoken(right):
        return Root("", "")
    value, rest = Claim(Var(letter), "=", right), course.rest(statement)
    for other in equations:
        both = (other.subject.term, other.member.term)
        try:
            known = known_at(course.derivation, rest, (*both, right))
            there = replace(known, equations=(*known.equations, value))
            found = judged(*both, there)
        except FAILURES as why:
            meet_depth(why)
            return Root(letter, other.label)
        if isinstance(found.judgement, Refuted):
            own = spoken(both[0]) | spoken(both[1])
            sure = own == {letter} if numbered else context.speaks_of((right,)) <= context.speaks_of(both)
            return Root(letter, other.label, found.judgement if sure else None)
        if not isinstance(found.judgement, Proved):
            return Root(letter, other.label)
    return Root(letter, equations[0].label, proved=True)
