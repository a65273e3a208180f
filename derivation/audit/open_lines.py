r"""Lines that are open, or below: what is judged may rest on what they say.

Takes the course of an audit, and a statement with what is known there; gives why it may.
"""

from __future__ import annotations

from itertools import combinations

from derivation.audit.course import Course
from derivation.audit.findings import Verdict
from derivation.audit.lost_names import MAX_LINKS
from derivation.audit.roles import arrays_in, below, names_of, spoken_in
from derivation.reading.statements import Statement
from derivation.search.recurrences import found_in
from derivation.terms.context import Context, sides_of
from derivation.terms.indices import differ_by_numbers, is_free, is_numeral
from derivation.terms.terms import Ref, Term, Var, constant, walk
from derivation.text.commands import ARROWS


def untied(course: Course, statement: Statement, context: Context) -> str:
    """Why a sequence without a value may obey more than is known: nothing says how its entries follow
    from each other, or an open line speaks of it; else ""."""
    if statement.follows_label:
        return ""
    sides = course.implications.sides(statement)
    entries = {t for s in sides for t in walk(s) if isinstance(t, Var | Ref) and t.indices}
    valued = {name for name, _ in context.definitions}
    running = {t for t in entries if t.name not in valued and any(map(is_free, t.indices))}
    told = arrays_in(s for f in context.facts if f.firm for s in sides_of(f.equations))
    for name in sorted({t.name for t in running}):
        indices = [t.indices for t in running if t.name == name]
        near = any(differ_by_numbers(one, other) for one, other in combinations(indices, 2))
        if near and name not in told and not valued & names_of([statement]):
            return f"nothing before says how the entries of {name} follow from each other"
        numbers = (t.indices[0] for t in entries if t.name == name and is_numeral(t.indices[0]))
        first = min(map(int, numbers), default=course.derivation.notation.base)
        if (
            name in told
            and first < course.derivation.notation.base
            and not _goes_on(course, name, sides, context)
        ):
            return f"nothing says that what is given of {name} holds from {first} on"
        if (label := _open_about(course, name, statement)) and (near or name in told):
            return f"line {label}, which is open, may say more of {name}"
    return ""


def _goes_on(course: Course, name: str, sides: tuple[Term, Term], context: Context) -> bool:
    """Whether a fact says how each entry of a sequence follows from those before."""
    setting = course.derivation.setting(context.definitions)
    return any(key[0] == name for key in found_in(context.facts, (), setting, sides).rules)


def _open_about(course: Course, name: str, statement: Statement) -> str:
    """The label of an equation before in the same scope that is open, and speaks of a name; else ""."""
    ends = course.derivation.scopes.end_of_facts
    for finding in reversed(course.findings):
        own = finding.statement
        if not isinstance(own, Statement) or own.label == statement.label or own.relation != "=":
            continue
        lasting = finding.verdict is Verdict.UNDECIDED and ends(own.place) > statement.place
        if lasting and name in names_of([own]):
            return own.label
    return ""


def premise_lost(course: Course, statement: Statement) -> bool:
    """Whether what the implication of a statement starts from, in its display, could not be read."""
    implied = any(other.lead in ARROWS for other in course.implications.behind(statement))
    return implied and (
        not course.implications.premises_of(statement)
        or any(
            lost.equation == statement.equation and lost.part < statement.part
            for lost in course.derivation.unread
        )
    )


def follows_from_open(course: Course, statement: Statement) -> bool:
    """Whether words say that a line follows, and the equation before it, on the same letters, is open."""
    if not course.findings or not course.follows_by_words(statement) or statement.continues:
        return False
    last = course.findings[-1].statement.equation
    before = [f for f in course.findings[-MAX_LINKS:] if f.statement.equation == last != statement.equation]
    own = spoken_in(statement)
    return any(
        f.verdict is Verdict.UNDECIDED
        and isinstance(f.statement, Statement)
        and not course.derivation.scopes.apart(f.statement.place, statement.place)
        and not own.isdisjoint(spoken_in(f.statement))
        for f in before
    )


def defined_below(course: Course, statement: Statement, context: Context) -> tuple[str, str] | None:
    """A quantity of a line that a line below defines, and the label of that; no variable of its functions."""
    names = context.speaks_of(course.implications.sides(statement))
    functions = (own for own in context.definitions.values() if own.name in names)
    names -= {variable for own in functions for variable in own.variables}
    for other in below(statement, course.derivation.statements, course.derivation):
        head = other.head
        if head is None or head.again or head.key in context.definitions or head.name not in names:
            continue
        if other.label in course.implications.alternatives:
            continue
        if constant(other.member.term) is None and head.name not in names_of([other]) - {head.name}:
            return head.name, other.label
    return None
