"""The course of an audit: what was found so far, and what is known where a statement stands."""

from __future__ import annotations

from itertools import takewhile

from derivation.audit.contexts import fact_of, said
from derivation.audit.domains import Domains
from derivation.audit.equivalences import (
    Step,
)
from derivation.audit.evidence import Doubts
from derivation.audit.findings import Finding, Role, Verdict
from derivation.audit.grants import Grants
from derivation.audit.implications import Implications
from derivation.audit.known import Known, known_at
from derivation.audit.met import Met
from derivation.audit.roles import (
    Around,
    below,
    spoken_in,
)
from derivation.reading.cues import Cue
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass, field
from derivation.terms.context import Context, Fact, Held
from derivation.terms.terms import (
    Term,
)

FAULTY = frozenset((Verdict.WRONG, Verdict.INHERITED, Verdict.ILL_FORMED))
"""Verdicts of a link that has another value than its chain began with."""


@dataclass(slots=True)
class Course:
    """What an audit has found up to a statement, which stands at a `place`, and before which the letters
    `seen` were met."""

    derivation: Derivation
    implications: Implications
    grants: Grants
    doubts: Doubts
    domains: Domains
    findings: list[Finding] = field(default_factory=list)
    by_label: dict[str, Finding] = field(default_factory=dict)
    wrong: list[Statement] = field(default_factory=list)
    entries: list[Held] = field(default_factory=list)
    """What is known so far: what prose says above, and what the displays before define and give."""
    pending: list[Held] = field(default_factory=list)
    """What prose says below."""
    met: Met = field(default_factory=Met)
    place: int = 0
    seen: frozenset[str] = frozenset()
    _names: dict[str, frozenset[str]] = field(default_factory=dict)

    def context(self, statement: Statement) -> Context:
        """What is known where a statement stands."""
        while self.pending and self.pending[0].start <= statement.place:
            held = self.pending.pop(0)
            own = said(held, self.entries, self.derivation)
            self.entries += [own] if own is not None else []
        return Context(tuple(self.entries)).at(statement.place)

    def rest(self, statement: Statement) -> Context:
        """What is known besides what a chain of implications went through."""
        chain = self.implications.labels_above(statement)
        return Context(tuple(held for held in self.context(statement).entries if held.label not in chain))

    def premises(self, statement: Statement) -> tuple[Statement, ...]:
        """What an implication starts from: of `⇔` what stands right before it, of `⇒` what its display
        opens with."""
        both = self.implications.both_ways(statement)
        return self.implications.premises_of(statement) if both else self.implications.start_of(statement)

    def local(self, statement: Statement) -> tuple[Fact, ...]:
        """The facts that an implication starts from; definitions hold without it, but for `⇔`."""
        both = self.implications.both_ways(statement)
        return tuple(
            self.fact(other) for other in self.premises(statement) if both or not self.is_definition(other)
        )

    def is_definition(self, statement: Statement) -> bool:
        found = self.by_label.get(statement.label)
        return found is not None and found.role is Role.DEFINITION

    def step(self, statement: Statement) -> Step | None:
        """A statement with what an implication leads to it from; `None` without one, or by `⇒` from a
        definition."""
        premises = self.premises(statement)
        both = self.implications.both_ways(statement)
        if not premises or (not both and any(map(self.is_definition, premises))):
            return None
        rest = self.rest(statement) if both else self.context(statement)
        return Step(self.derivation, self.implications, statement, premises, both, rest)

    def known(self, statement: Statement, context: Context) -> Known:
        terms = (statement.subject.term, statement.previous.term, statement.member.term)
        found = known_at(
            self.derivation, context, terms, statement.case, statement.ranges, statement.conditions
        )
        self.grants.at(found.setting)
        return found

    def around(self, statement: Statement, context: Context) -> Around:
        scopes = self.derivation.scopes
        ends = scopes.end_of_facts
        letters = self.met.letters_at(statement.place, context, lambda start: ends(start) > statement.place)
        arrays = self.met.arrays_at(statement.place, context)
        last = self.findings[-1] if self.findings else None
        return Around(
            self.derivation,
            context,
            letters,
            below(statement, self.derivation.statements, self.derivation),
            self.implications.premise(statement),
            last is not None and last.role is Role.GIVEN and statement.governed.cue is Cue.NONE,
            opaque=self.derivation.opaque_at(statement.place),
            alternative=statement.label in self.implications.alternatives,
            implied=bool(self.implications.premises_of(statement)),
            arrays=arrays,
            posed=self._posed_above(statement),
            chained=self.chained(statement),
        )

    def is_open_above(self, statement: Statement) -> bool:
        """Whether a link above in a chain is open, and none of them false."""
        verdicts: dict[str, Verdict] = {}
        label = statement.follows_label
        while label not in verdicts and (found := self.by_label.get(label)) is not None:
            verdicts[label] = found.verdict
            label = found.statement.follows_label if isinstance(found.statement, Statement) else ""
        return Verdict.UNDECIDED in verdicts.values() and FAULTY.isdisjoint(verdicts.values())

    def chained(self, statement: Statement) -> bool:
        """Whether a statement is one link of several: a chain of expressions claims that they are the
        same."""
        return any(s is not statement and s.subject is statement.subject for s in self.derivation.statements)

    def _posed_above(self, statement: Statement) -> frozenset[str]:
        """The names of which the rows above in the display of a statement speak, those left out that define
        one."""
        above = takewhile(lambda f: f.statement.equation == statement.equation, reversed(self.findings))
        rows = (f.statement for f in above if f.role is not Role.DEFINITION)
        above_it = (row for row in rows if isinstance(row, Statement) and row.row < statement.row)
        return frozenset().union(*map(self._names_in, above_it))

    def _names_in(self, statement: Statement) -> frozenset[str]:
        """The names in a statement above, found once."""
        if statement.label not in self._names:
            self._names[statement.label] = spoken_in(statement)
        return self._names[statement.label]

    def fact(self, statement: Statement) -> Fact:
        return fact_of(statement, self.derivation, self.implications)

    def own(self, statement: Statement) -> tuple[Term, Term]:
        """What a statement itself says is equal: of one inside of a chain, the last two members."""
        inner = statement.continues or not statement.opens
        own = (statement.previous.term, statement.member.term)
        return own if inner else self.implications.sides(statement)

    def follows_by_words(self, statement: Statement) -> bool:
        """Whether words, or a sign before it, say that a statement follows."""
        governed = statement.governed
        said = governed.cue is Cue.CLAIM and not governed.noun
        said |= statement.lead == "\\therefore" or statement.goes_on
        return said or bool(self.implications.premises_of(statement))
