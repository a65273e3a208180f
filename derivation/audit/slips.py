"""Whether a line that fails is one change away from a true one."""

from __future__ import annotations

from derivation.audit.correct import correct
from derivation.audit.course import Course
from derivation.audit.evidence import fails_by_little, same_parts
from derivation.audit.findings import Correction
from derivation.audit.known import Known, hold_together, is_open, valued_in
from derivation.audit.roles import (
    named,
    spoken,
)
from derivation.reading.statements import Statement
from derivation.records import dataclass, field, replace
from derivation.search.sequence_slopes import take_slopes
from derivation.terms.context import Context, Fact
from derivation.terms.limits import time_limit
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    Ref,
    Term,
    walk,
)
from derivation.text import trees
from derivation.text.printing import to_latex
from derivation.text.syntax import Apply, Node, Number, Symbol

BESIDE_SECONDS = 1.0
"""Each thing that is told beside a verdict: what would make a line true, its closed form, an earlier slip."""
LEAST_PARTS, MOST_PARTS = 2, 5
"""How many letters, numbers and functions a side shows at least, and both of them, that are told to be a slip
by what they show alone."""


@dataclass(slots=True)
class Slips:
    """The smallest edits that make lines true, each with the setting in which it was found, by the `id` of
    that."""

    course: Course
    corrections: dict[tuple[str, bool, int], tuple[Setting, Correction | None]] = field(default_factory=dict)

    def is_slip(self, statement: Statement, sides: tuple[Term, Term], setting: Setting) -> bool:
        """Whether a line fails by little, or one edit mends it, which does more than repeat what it is."""
        if fails_by_little(*sides, setting):
            return True
        edit = None if self.course.implications.premises_of(statement) else self.edit(statement, setting)
        before = (statement.subject.node, statement.previous.node)
        return edit is not None and edit.single and not any(same_parts(edit.node, node) for node in before)

    def slipped(self, statement: Statement, setting: Setting, keeping: str = "") -> bool:
        """Whether one change makes a line an identity, whatever the letters are that it brings in; one that
        it is `keeping` stands on the right, and is not dropped."""
        if keeping and keeping not in spoken(statement.member.term):
            return False
        edit = self.edit(statement, setting)
        brought = spoken(statement.member.term) - spoken(statement.subject.term) - self.course.seen
        kept = brought | ({keeping} if keeping else set())
        return edit is not None and edit.single and kept <= spoken(edit.term)

    def is_long(self, statement: Statement) -> bool:
        """Whether both sides of a line show enough that they agree by no chance."""
        counts = [_count(side.node) for side in (statement.previous, statement.member)]
        return min(counts) >= LEAST_PARTS and sum(counts) >= MOST_PARTS

    def is_telling(self, statement: Statement, context: Context, known: Known) -> bool:
        """Whether a line that one change makes an identity can hardly be anything else: it is long enough,
        rests on no value that a name may not have, and nothing is said of its letters alone."""
        sides = (statement.previous, statement.member)
        if not self.is_long(statement):
            return False
        if any(known.setting.opens(t) for side in sides for t in walk(side.term) if isinstance(t, Ref)):
            return False
        edit = self.edit(statement, known.setting)
        if edit is None or to_latex(edit.node) == to_latex(statement.previous.node):
            return False  # that something is what it is nobody meant to say
        notation = self.course.derivation.notation
        names = named(statement.previous.term) | named(statement.member.term)
        names |= notation.sizes | notation.indices | notation.ranges.keys()
        facts = context.relevant(side.term for side in sides)
        valued = {name for fact in facts for claim in fact.claims if (name := valued_in(claim))}
        telling = (f for f in facts if f.names - valued <= names and not (f.claims and is_open(f)))
        left, right = (side.term for side in sides)
        # A value at which a side does not exist is none that the line is meant for.
        return not any(f.firm or not _is_value(f) or hold_together(left, right, known, (f,)) for f in telling)

    def with_slopes(self, statement: Statement, known: Known) -> Statement:
        """A statement whose sides are without the derivatives of sequences that can be taken."""
        sides = (statement.subject, statement.previous, statement.member)
        terms = tuple(side.term for side in sides)
        taken = take_slopes(terms, known.facts, known.equations, known.setting)
        if not known.depends or not taken.used:
            return statement
        subject, previous, member = (
            replace(side, term=term) for side, term in zip(sides, taken.terms, strict=True)
        )
        return replace(statement, subject=subject, previous=previous, member=member)

    def edit(self, statement: Statement, setting: Setting) -> Correction | None:
        """The smallest edit that makes a line true, if there is a small one."""
        key = (statement.label, statement.subject is statement.previous, id(setting))
        if key not in self.corrections:
            self.corrections[key] = (setting, None)
            with time_limit(BESIDE_SECONDS):
                self.corrections[key] = (setting, correct(statement, self.course.derivation, setting))
        return self.corrections[key][1]


def _is_value(fact: Fact) -> bool:
    """Whether a fact says what a letter is worth, and nothing else."""
    return len(fact.claims) == 1 and bool(valued_in(fact.claims[0]))


def _count(side: Node) -> int:
    """The letters, numbers and functions of a side, each as often as it is printed."""
    return sum(isinstance(node, Symbol | Number | Apply) for node in trees.walk(side))
