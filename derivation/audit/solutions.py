r"""Solutions of equations that are given: whether a new name's value makes them true.

    The concentration obeys \[ \frac{da}{dt} = -k a \]
    The solution is \[ a(t) = a_0 e^{-k t} \]      put in, it holds: this is what a is
    \[ a(t) = a_0 e^{k t} \]                       put in, it fails: an error

An equation is asked where no other quantity in it is without a value. What brings in letters of its own, as
the guess $e^{r t}$ does, may solve it for some of them; and so may what says nothing of a letter in the
equation, which may depend on others. Neither is an error. What does not show the letter that is
differentiated by is said of one point.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivation.audit.course import Course
from derivation.audit.known import judged, known_at
from derivation.audit.roles import spoken
from derivation.reading.position import slopes
from derivation.reading.statements import Statement
from derivation.records import dataclass
from derivation.terms.context import Context, Fact, Held
from derivation.terms.judgement import Proved, Refuted
from derivation.terms.limits import FAILURES, meet_depth
from derivation.terms.terms import PI, Definition, Deriv, Ref, Term, Var, walk


@dataclass(frozen=True, slots=True)
class Solution:
    """An equation for what a line gives a value; what refutes that it holds then, or that it is proved."""

    fact: Fact
    refuted: Refuted | None = None


def solution(statement: Statement, context: Context, course: Course) -> Solution | None:
    """The equation that a new name's value solves, or fails to; `None` where no differential equation about
    it can be asked."""
    head = statement.head
    first = statement.opens and not statement.continues and statement.relation == "="
    if head is None or not first or head.key in context.definitions:
        return None
    facts = [f for f in context.facts if f.firm and f.equations and head.name in f.names]
    differential = [f for f in facts if any(_slopes(side, head.name) for side in _sides(f))]
    by = {name for f in differential for side in _sides(f) for name in _moving(side, head.name)}
    if by.isdisjoint(spoken(statement.member.term)):
        return None  # what it is at one point, `initially N = N_0`, or nothing to be put in
    value = Definition(head.name, head.parameters, statement.member.term, statement.variables)
    own = (value, *slopes(value, course.derivation.reader.partials))
    held = [Held(entry, statement.place, statement.place + 1, statement.label) for entry in own]
    rest = Context(tuple(h for h in context.entries if h.entry not in facts)).and_(held)
    met = frozenset().union(*(f.names for f in context.facts), *(spoken(s) for f in facts for s in _sides(f)))
    valued = {name for name, _ in rest.definitions} | {PI.name}
    met |= valued | set(statement.variables)
    new = spoken(value.body) - met - course.derivation.notation.sizes
    solved: Fact | None = None
    for fact in facts:
        if _unvalued(fact, rest):
            continue
        for claim in fact.equations:
            try:
                known = known_at(course.derivation, rest, (claim.left, claim.right))
                found = judged(claim.left, claim.right, known).judgement
            except FAILURES as why:
                meet_depth(why)
                continue
            if isinstance(found, Refuted) and new and fact not in differential:
                continue  # what it is at one point fixes a constant that it brings in
            if isinstance(found, Refuted):
                others = spoken(claim.left) | spoken(claim.right)
                open_ = others - {head.name} - spoken(value.body) - set(statement.variables) - valued
                return None if new or open_ else Solution(fact, found)
            if isinstance(found, Proved) and fact in differential:
                solved = fact
    return Solution(solved) if solved is not None else None


def _sides(fact: Fact) -> list[Term]:
    return [side for claim in fact.equations for side in (claim.left, claim.right)]


def _slopes(term: Term, name: str) -> bool:
    """Whether a term differentiates a name."""
    return any(True for _ in _moving(term, name))


def _moving(term: Term, name: str) -> Iterator[str]:
    """The letters by which a term differentiates a name, or a function f as f'."""
    for inner in walk(term):
        match inner:
            case Deriv(body, by) if any(isinstance(b, Var | Ref) and b.name == name for b in walk(body)):
                yield by.name
            case Ref(primed, (), arguments) if primed != name and primed.rstrip("'") == name:
                yield from (own.name for own in arguments if isinstance(own, Var))


def _unvalued(fact: Fact, context: Context) -> bool:
    """Whether a fact speaks of a quantity, or differentiates one, that has no value."""
    terms = [t for side in _sides(fact) for t in walk(side)]
    quantities: list[Var | Ref] = [t for t in terms if isinstance(t, Ref)]
    quantities += [t.body for t in terms if isinstance(t, Deriv) and isinstance(t.body, Var)]
    return any((t.name, len(t.indices)) not in context.definitions for t in quantities)
