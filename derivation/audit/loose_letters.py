r"""Letters without a value that one side of a line alone has: they may have one with which it holds.

Takes the course of an audit, and a statement with what is known there; gives the letters.
"""

from __future__ import annotations

from collections.abc import Iterable

from derivation.audit.course import Course
from derivation.audit.lost_names import after_opaque
from derivation.audit.roles import called, named, spoken_in
from derivation.reading.statements import Derivation, Statement
from derivation.records import replace
from derivation.search.decide import prove
from derivation.search.normal import Normalizer
from derivation.search.substitution import names_of
from derivation.terms.context import Context, Fact, names_in, sides_of
from derivation.terms.judgement import Proved
from derivation.terms.limits import FAILURES, Unsupported, meet_depth, time_limit
from derivation.terms.setting import Claim
from derivation.terms.terms import ZERO, Definition, Deriv, Ref, Term, Var, constant, walk

UNSAID = "nothing before says what {} is; define it, or say that the line is given"
BINDING = 0.25
"""The seconds for the question whether facts say no more than one of them."""


def loose(course: Course, statement: Statement, context: Context) -> str:
    """A letter without a value that one side alone has: it may have one with which the claim holds.
    What the right side lacks cancels out, where it has letters at all, and words do not say that it is
    solved for something; what a derivative is worth brings in none that stands above."""
    letters = free(course, statement, context)
    right = named(course.own(statement)[1])
    solved = "solv" in statement.governed.words.lower()
    everywhere = bool(right) and letters.isdisjoint(right) and not solved
    number = constant(course.own(statement)[1]) is not None
    met = letters <= course.seen
    fresh = number and course.follows_by_words(statement) and not met
    worked_out = met and not number and isinstance(course.own(statement)[0], Deriv)
    return (
        "" if everywhere or worked_out or (fresh and not after_opaque(course)) else min(letters, default="")
    )


def free(course: Course, statement: Statement, context: Context) -> frozenset[str]:
    """The letters without a value that one side alone has, where no fact speaks of them."""
    premises = course.premises(statement)
    start = context.speaks_of(s for p in premises for s in course.implications.sides(p))
    if premises and spoken_in(statement) <= start:
        return frozenset()  # an arrow leads to it from what speaks of its letters
    sides = course.own(statement)
    left, right = map(named, sides)
    single = left ^ right
    if not single or not (single := single - _cancelled(course, sides, single)):
        return frozenset()
    valued = {name for name, _ in context.definitions}
    here = {
        h.entry.name for h in context.entries if isinstance(h.entry, Definition) and h.start == course.place
    }
    spoken_of = (t for side in (statement.subject.term, *sides) for t in walk(side))
    quantities = [t for t in spoken_of if isinstance(t, Ref) and t.name in valued - here]
    facts = [f for f in context.facts if f.understood and f.label != (statement.follows_label or None)]
    if isinstance(sides[0], Var | Ref) and constant(sides[1]) is not None:
        facts = [f for f in facts if f.firm and f.equations]  # an order gives no letter another value
    binding = _binding(course, tuple(facts), statement, context) if single else ()
    whole = (f for f in binding if names_in(f.claims) <= f.names)
    told = [side for f in whole for side in sides_of(f.claims)]
    known = context.speaks_of((*quantities, *told)).union(valued, *(f.names for f in binding))
    apart = {name for name in single - valued if _is_another_entry(name, sides, told)}
    known -= apart
    return single - known - course.derivation.notation.sizes - course.derivation.notation.ranges.keys()


def _cancelled(course: Course, sides: tuple[Term, Term], letters: frozenset[str]) -> frozenset[str]:
    """The letters of sides that cancel out in them; none where a derivative may hide how they move."""
    if any(isinstance(t, Deriv) for side in sides for t in walk(side)):
        return frozenset()
    normalizer = Normalizer(replace(course.derivation.setting(), definitions={}))
    with time_limit(BINDING):
        try:
            forms = [normalizer.normal_form(side) for side in sides]
        except FAILURES as failure:
            meet_depth(failure)
            return frozenset()
    left = {name for form in forms for mono in form for atom, _ in mono for name in names_of(atom)}
    return letters - left


def _is_another_entry(name: str, sides: tuple[Term, Term], told: list[Term]) -> bool:
    """Whether a line speaks of entries with numbers alone, `F_6`, and what is told only of others, `F_0`."""
    own, others = (_entries(name, terms) for terms in (sides, told))
    return bool(others) and name not in own | others and own.isdisjoint(others)


def _entries(name: str, terms: Iterable[Term]) -> set[str]:
    """The entries of an array in some terms, those with numbers by these, all others as the array."""
    inner = (t for term in terms for t in walk(term))
    return {called(t) for t in inner if isinstance(t, Var | Ref) and t.name == name}


def _binding(
    course: Course, facts: tuple[Fact, ...], statement: Statement, context: Context
) -> tuple[Fact, ...]:
    """The facts that may bind the letters in them: none that gives a value to a name without another, of
    which a line does not speak, where all that others say of that follows from it. That something is
    constant tells what its derivative is."""
    sides = course.own(statement)
    spoken_of = context.speaks_of(sides).union(name for name, _ in context.definitions)
    if any(isinstance(t, Deriv) for side in sides for t in walk(side)):
        spoken_of |= course.derivation.setting().hypotheses.steady
    while True:
        for own in facts:
            name, _ = _named_alone(own)
            others = tuple(f for f in facts if f is not own and name in f.names)
            if name and name not in spoken_of and _says_all(course.derivation, own, others, context):
                facts = tuple(f for f in facts if f is not own and f not in others)
                break
        else:
            return facts


def _says_all(derivation: Derivation, own: Fact, others: tuple[Fact, ...], context: Context) -> bool:
    """Whether what some facts say follows from another."""
    if not others:
        return True
    claims = [claim for other in others for claim in other.claims]
    name, value = _named_alone(own)
    valued = {**context.definitions, (name, 0): Definition(name, (), value)}
    if any(claim.relation != "=" for claim in claims):
        return False
    with time_limit(BINDING):
        try:
            setting = derivation.setting(valued)
            return all(isinstance(prove(c.left, c.right, setting), Proved) for c in claims)
        except Unsupported:
            return False


def _named_alone(fact: Fact) -> tuple[str, Term]:
    """The name to which a fact gives a value, and says nothing else, and that value; or ""."""
    match fact.claims:
        case (Claim(Var(name, ()) | Ref(name, (), ()), "=", value),) if name not in named(value):
            return name, value
        case (Claim(value, "=", Var(name, ()) | Ref(name, (), ())),) if name not in named(value):
            return name, value
        case _:
            return "", ZERO
