r"""Derivatives of what has no value, or by what may move together with others.

Takes the course of an audit, and a statement with what is known there; gives the letters for which a
derivative is not known.
"""

from __future__ import annotations

from derivation.audit.course import Course
from derivation.audit.known import Found, known_at
from derivation.audit.roles import named
from derivation.prose.dependences import dependences
from derivation.reading.statements import Statement
from derivation.search.decide import prove
from derivation.search.entailment import letters_in
from derivation.search.jets import DIFFERENTIAL
from derivation.terms.context import Context, sides_of
from derivation.terms.judgement import Proved
from derivation.terms.limits import time_limit
from derivation.terms.terms import ZERO, Deriv, Ref, Term, Var, mapped, walk
from derivation.text import trees
from derivation.text.syntax import Partial, Symbol

SECONDS = 0.5
"""For the question whether a line holds where some letters are constant."""


def open_beside(course: Course, sides: tuple[Term, Term], found: Found) -> int:
    """The line above that is open and speaks of what a derivative was taken of by the facts; else 0."""
    if not found.givens or not any(isinstance(t, Deriv) for side in sides for t in walk(side)):
        return 0
    names = frozenset().union(*(fact.names for fact in found.givens))
    unclear = course.doubts.unclear_about(names, course.place)
    return unclear.line if unclear is not None and unclear.read else 0


def tied_to(course: Course, statement: Statement, context: Context) -> tuple[str, str, str] | None:
    """A letter beside what a `d` differentiates by that a given equation ties to it: it may move, too."""
    nodes = (node for side in (statement.subject, statement.member) for node in trees.walk(side.node))
    if not any(isinstance(node, Partial) and node.operator != "\\partial" for node in nodes):
        return None
    sides = course.implications.sides(statement)
    slopes = [t for side in sides for t in walk(side) if isinstance(t, Deriv)]
    moving = {t.body.name for t in slopes if isinstance(t.body, Var | Ref)}
    known = known_at(course.derivation, context, sides)
    for slope in slopes:
        letters = letters_in(known.setting, (slope.body,))
        for fact in context.facts:
            tied = letters & context.speaks_of(sides_of(fact.equations))
            others = sorted(tied - {slope.wrt.name} - moving - course.derivation.notation.sizes)
            plain = not any(isinstance(t, Deriv) for side in sides_of(fact.equations) for t in walk(side))
            if plain and slope.wrt.name in tied and others:
                return others[0], slope.wrt.name, fact.label or fact.latex
        above = _differentiated_above(course, statement, slope.wrt.name, letters - moving)
        if above is not None and not known.depends:
            return above
        for said in dependences(course.derivation.document.source) if not known.depends else ():
            end = course.derivation.scopes.end_of_facts(said.place)
            here = said.place <= statement.place < end
            shown = letters.union(*map(named, sides)) - moving
            if here and said.by == slope.wrt.name and said.name in shown:
                return said.name, said.by, said.words
    return None


def _differentiated_above(
    course: Course, statement: Statement, by: str, letters: frozenset[str]
) -> tuple[str, str, str] | None:
    """A letter that a line above differentiates by another, and that line."""
    end = course.derivation.scopes.end_of_facts
    for finding in course.findings:
        own = finding.statement
        if not isinstance(own, Statement) or not own.place < statement.place < end(own.place):
            continue
        for slope in (t for side in (own.subject, own.member) for t in walk(side.term)):
            match slope:
                case Deriv(Var(name, ()), wrt) if wrt.name == by and name in letters:
                    return name, by, own.label
    return None


def partial_equations(course: Course, statement: Statement, context: Context) -> tuple[str, ...]:
    """Two letters by which what has no value is differentiated in a line and in what is given."""
    sides = course.implications.sides(statement)
    told = (s for f in context.relevant(sides) if f.firm for s in sides_of(f.equations))
    own = [t for side in sides for t in walk(side) if isinstance(t, Deriv)]
    slopes = [*own, *(t for side in told for t in walk(side) if isinstance(t, Deriv))] if own else []
    unknown = (t for t in slopes if _is_unknown(t.body, context))
    letters = sorted({t.wrt.name for t in unknown})
    return tuple(letters[:2]) if len(letters) > 1 else ()


def _is_unknown(term: Term, context: Context) -> bool:
    while isinstance(term, Deriv):
        term = term.body
    key = (term.name, len(term.indices)) if isinstance(term, Var | Ref) else None
    return key is not None and key not in context.definitions


def kept_apart(
    course: Course, statement: Statement, context: Context, found: Found
) -> tuple[str, str] | None:
    """A function of several letters that a line differentiates with ∂ by one of them, and another that
    has a value in which that stands."""
    nodes = (n for side in (statement.subject, statement.previous) for n in trees.walk(side.node))
    if not any(isinstance(n, Partial) and n.operator == "\\partial" for n in nodes):
        return None
    values = found.setting.definitions
    for term in (t for side in course.implications.sides(statement) for t in walk(side)):
        if isinstance(term, Deriv) and isinstance(term.body, Ref):
            own = values.get((term.body.name, len(term.body.indices)))
            for letter in own.variables if own is not None and term.wrt.name in own.variables else ():
                valued = (letter, 0) in values and letter != term.wrt.name
                if valued and term.wrt.name in context.speaks_of((values[letter, 0].body,)):
                    return term.body.name, letter
    return None


def slope_of_unknown(statement: Statement, context: Context) -> tuple[str, str] | None:
    """A letter without a value whose derivative is on the left of a claim, where no fact speaks of it."""
    for inner in walk(statement.subject.term):
        if isinstance(inner, Deriv) and isinstance(inner.body, Var | Ref):
            letter = inner.body
            valued = (letter.name, len(letter.indices)) in context.definitions
            told = any(letter.name in known.names and known.firm for known in context.facts)
            if not valued and not told and letter.name != inner.wrt.name:
                return letter.name, inner.wrt.name
    return None


def constant_if(course: Course, statement: Statement, found: Found) -> tuple[str, ...]:
    """The letters that are constant if a line with differentials is right: those whose own, as `dC`, are
    printed nowhere; none where it fails for all that."""
    left, right = course.implications.sides(statement)
    names = {t.name for side in (left, right) for t in walk(side) if isinstance(t, Var)}
    moving = {name for name in names if name.startswith(DIFFERENTIAL)}
    if not moving:
        return ()
    sides = (side for s in course.derivation.statements for side in (s.previous, s.member))
    printed = {n.name for side in sides for n in trees.walk(side.node) if isinstance(n, Symbol)}
    still = tuple(sorted(moving - printed))
    if not still:
        return ()

    def held(part: Term) -> Term | None:
        return ZERO if isinstance(part, Var) and part.name in still else None

    with time_limit(SECONDS):
        holds = prove(mapped(left, held), mapped(right, held), found.setting)
    return tuple(n.removeprefix(DIFFERENTIAL) for n in still) if isinstance(holds, Proved) else ()
