r"""Names whose value could not be read, and what a judgement rests on of them.

Takes the course of an audit, and terms or a statement with what is known there; gives the names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from derivation.audit.course import Course
from derivation.audit.roles import spoken_in
from derivation.reading.ambiguities import otherwise
from derivation.reading.statements import Statement
from derivation.search.normal import Normalizer
from derivation.terms.atoms import entry_names
from derivation.terms.context import Context, sides_of
from derivation.terms.judgement import Counterexample, Judgement, Refuted
from derivation.terms.limits import Unsupported
from derivation.terms.terms import Deriv, Term, walk
from derivation.text import trees
from derivation.text.syntax import Sealed

MAX_LINKS = 8
"""How many links of the chain before a line are looked at."""
NOWHERE = Counterexample((), (), (), "", "")
"""Of a refutation that is asked about, and not made."""


def lost(course: Course, term: Term, context: Context, true: Judgement) -> Iterator[str]:
    """Names without a readable definition that a refutation, or a derivative, rests on."""
    opaque = course.derivation.opaque_at(course.place) - {name for name, _ in context.definitions}
    opaque |= course.doubts.reopened_at(course.place, context)
    if isinstance(true, Refuted):
        spoken_of = context.speaks_of((term,))
        yield from sorted(opaque & spoken_of)
        sealed = course.derivation.reader.opaque.keys() & spoken_of
        if sealed and not _is_free_of(course, term, context):
            yield from sorted(sealed)
    for inner in walk(term) if opaque else ():
        if isinstance(inner, Deriv) and inner.wrt.name not in opaque:
            yield from sorted(opaque & context.speaks_of((inner.body,)))


def subject_lost(course: Course, statement: Statement, context: Context) -> bool:
    """Whether a chain begins with a name whose value could not be read: each of its links stands for
    itself."""
    return any(True for _ in lost(course, statement.subject.term, context, Refuted(NOWHERE)))


def why_lost(course: Course, statement: Statement, name: str) -> str:
    """What a reader is told where a judgement rests on a name."""
    sealed = course.derivation.reader.opaque.get(name)
    if sealed is None and (where := course.doubts.reopened_by(name, statement.place)):
        return f"{name} may have another value from {where} on; say “let” where it gets one"
    if sealed is None:
        return f"this line is judged without the definition of {name}, which could not be read"
    notes = (n.note for n in trees.walk(sealed.printed) if isinstance(n, Sealed) and n.note)
    note = next(notes, "")
    hint = f": {note}" if note else otherwise(course.derivation, statement.place, sealed.printed)
    return f"this rests on the value of `{sealed.latex}`, which is not known{hint}"


def _is_free_of(course: Course, term: Term, context: Context) -> bool:
    """Whether a derivative, `∂/∂s (‖x‖ + s²)`, is free of what stands for itself, and facts are."""
    sealed = course.derivation.reader.opaque.keys()
    sides = (side for fact in context.facts for side in sides_of(fact.claims))
    if not any(isinstance(t, Deriv) for t in walk(term)) or not sealed.isdisjoint(context.speaks_of(sides)):
        return False
    try:
        poly = Normalizer(course.derivation.setting(context.definitions)).normal_form(term)
    except Unsupported:
        return False
    return all(sealed.isdisjoint(entry_names(mono)) for mono in poly)


def after_opaque(course: Course) -> bool:
    """Whether the equation before shows what stands for itself: what follows from it is not known."""
    last = course.findings[-1].statement.equation if course.findings else ""
    before = (f.statement for f in course.findings[-MAX_LINKS:] if f.statement.equation == last)
    known = course.derivation.reader.opaque.keys()
    return any(isinstance(s, Statement) and not known.isdisjoint(spoken_in(s)) for s in before)


def changed(course: Course, statement: Statement, context: Context) -> tuple[str, str] | None:
    """A name that was defined twice before a line, and what stands for itself that shows it."""
    known = course.derivation.reader.opaque
    spoken_of = context.speaks_of(course.implications.sides(statement)) if known else frozenset()
    if known.keys().isdisjoint(spoken_of):
        return None
    defined = Counter(
        other.head.name
        for other in course.derivation.statements
        if other.head is not None and other.place < statement.place
    )
    for sealed in sorted(known.keys() & spoken_of):
        for name in sorted(known[sealed].shown):
            if defined[name] > 1:
                return name, known[sealed].latex
    return None
