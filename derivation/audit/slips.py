"""Whether a line that fails is one change away from a true one."""

from __future__ import annotations

from derivation.audit.correct import correct
from derivation.audit.course import Course
from derivation.audit.evidence import fails_by_little, same_parts
from derivation.audit.findings import Correction
from derivation.audit.known import Known, hold_together, is_open, judged, told, valued_in
from derivation.audit.roles import named, spoken
from derivation.late import regex
from derivation.prose.formulas import VALUE
from derivation.reading.statements import Statement
from derivation.records import dataclass, field, replace
from derivation.search.decide import judge, prove
from derivation.search.entailment import NEVER, letters_in
from derivation.search.sequence_slopes import take_slopes
from derivation.terms.context import Context, Fact
from derivation.terms.judgement import Proved, Refuted, Undecided
from derivation.terms.limits import time_limit
from derivation.terms.setting import Setting
from derivation.terms.terms import Term
from derivation.text import trees
from derivation.text.printing import to_latex
from derivation.text.syntax import Apply, Node, Number, Symbol

BESIDE_SECONDS = 1.0
"""Each thing that is told beside a verdict: what would make a line true, its closed form, an earlier slip."""
NAMING = regex(r"[^=<>]*(?::=|\\coloneqq|\\triangleq|\\equiv|\\doteq)")
"""What gives a name to something, `z := x - 1`."""
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
        """Whether one change makes a line an identity that says something, whatever the letters are that it
        brings in; one that it is `keeping` stands on the right, and is not dropped."""
        if keeping and keeping not in spoken(statement.member.term):
            return False
        edit = self.edit(statement, setting)
        brought = spoken(statement.member.term) - spoken(statement.subject.term) - self.course.seen
        kept = brought | ({keeping} if keeping else set())
        if edit is None or not edit.single or _repeats(edit, statement):
            return False
        return kept <= spoken(edit.term)

    def is_long(self, statement: Statement) -> bool:
        """Whether both sides of a line show enough that they agree by no chance."""
        counts = [_count(side.node) for side in (statement.previous, statement.member)]
        return min(counts) >= LEAST_PARTS and sum(counts) >= MOST_PARTS

    def telling(self, statement: Statement, context: Context, known: Known) -> tuple[Refuted, Setting] | None:
        """Why a line fails, and in which setting one change makes it an identity, whatever its names are,
        where that can hardly be anything else: it is long enough, fails under what is assumed, and is not
        meant where something holds that is said of its letters alone.
        """
        if not self.is_long(statement):
            return None
        left, right = statement.previous.term, statement.member.term
        free = replace(known.setting, definitions={})
        if letters_in(free, (left,)) != letters_in(free, (right,)):
            return None  # it may be an equation for what one side alone has
        notation = self.course.derivation.notation
        names = named(left) | named(right) | notation.sizes | notation.indices | notation.ranges.keys()
        facts = context.relevant((left, right))
        valued = {name for fact in facts for claim in fact.claims if (name := valued_in(claim))}
        doubtful = [f for f in facts if f.names - valued <= names and not (f.firm and f.understood)]
        if any(self._may_be_meant(fact, statement, known) for fact in doubtful):
            return None
        firm = tuple(f for f in known.facts if f.firm and f.understood and f.names - valued <= names)
        solid = replace(known, facts=firm)
        found = judged(left, right, solid).judgement
        if isinstance(found, Undecided) and found.reason == NEVER:
            found = judge(left, right, known.setting)  # what is given of a letter in turn clashes
        if not isinstance(found, Refuted):
            return None
        for setting in (free, replace(told(known), definitions={})):
            edit = self.edit(statement, setting)
            if edit is not None and edit.single and not _repeats(edit, statement):
                return found, setting
        return None

    def _may_be_meant(self, fact: Fact, statement: Statement, known: Known) -> bool:
        """Whether a line may be meant where something holds that is said of its letters, and not assumed.

        Not where that is an identity, or an order, or gives a letter a name; a value counts where it stands
        right before the line, and the line holds there.
        """
        if NAMING.match(fact.latex) or (fact.claims and is_open(fact)):
            return False
        shown = (prove(claim.left, claim.right, known.setting) for claim in fact.equations)
        if fact.equations and all(isinstance(judgement, Proved) for judgement in shown):
            return False
        if not (_is_value(fact) or VALUE.fullmatch(fact.latex)):
            return True
        ends = (equation.span.end for equation in self.course.derivation.document.equations)
        if fact.place < max((end for end in ends if end < statement.place), default=0):
            return False
        left, right = statement.previous.term, statement.member.term
        # A value at which a side does not exist is none that the line is meant for.
        return not fact.claims or hold_together(left, right, known, (fact,))

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


def _repeats(edit: Correction, statement: Statement) -> bool:
    """Whether a line would say that something is what it is, which nobody meant."""
    return to_latex(edit.node) == to_latex(statement.previous.node)


def _is_value(fact: Fact) -> bool:
    """Whether a fact says what a letter is worth, and nothing else."""
    return len(fact.claims) == 1 and bool(valued_in(fact.claims[0]))


def _count(side: Node) -> int:
    """The letters, numbers and functions of a side, each as often as it is printed."""
    return sum(isinstance(node, Symbol | Number | Apply) for node in trees.walk(side))
