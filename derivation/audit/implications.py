r"""Implications and alternatives within displays: `A \iff B \text{ or } C`, `A, B \implies C`.

Takes the statements of a document; tells of each what its implication starts from,
and what it claims together with its alternatives: of several equations one holds
where the product of their differences is 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from derivation.reading.conditions import ORDERS
from derivation.reading.heads import EQUIVALENCES, IMPLICATIONS
from derivation.reading.statements import Derivation, Statement
from derivation.search.entailment import product_of_differences
from derivation.terms.setting import Claim
from derivation.terms.terms import ZERO, Term
from derivation.text.commands import ALTERNATIVE, SUPPOSING

Group = tuple[Statement, ...]


@dataclass(frozen=True)
class Implications:
    """`of` has the groups of each display, one after each `⇒` or `⇔`; `above` the last group of the display
    above it, () where that could not be read."""

    of: dict[str, tuple[Group, ...]]
    above: dict[str, Group]
    alternatives: dict[str, Group]

    @classmethod
    def of_derivation(cls, derivation: Derivation) -> Implications:
        of: dict[str, tuple[Group, ...]] = {}
        above: dict[str, Group] = {}
        alternatives: dict[str, Group] = {}
        stated = {tag: tuple(own) for tag, own in groupby(derivation.statements, key=lambda s: s.equation)}
        unread = {lost.equation for lost in derivation.unread}
        last: Group = ()
        for tag in (equation.tag for equation in derivation.document.equations):
            of[tag] = _groups(stated.get(tag, ()))
            above[tag] = last
            for group in of[tag]:
                for choice in _choices(group):
                    alternatives |= {statement.label: choice for statement in choice}
            last = of[tag][-1] if of[tag] and tag not in unread else ()
        return cls(of, above, alternatives)

    def _place(self, statement: Statement) -> int:
        groups = self.of.get(statement.equation, ())
        return next((k for k, g in enumerate(groups) if any(s is statement for s in g)), -1)

    def premise(self, statement: Statement) -> bool:
        """Whether a statement opens a display in which an implication starts from it."""
        groups = self.of.get(statement.equation, ())
        return len(groups) > 1 and self._place(statement) == 0 and not self._implied(statement)

    def premises_of(self, statement: Statement) -> Group:
        """What the implication of a statement starts from, in its display or the one above."""
        if not self._implied(statement):
            return ()
        place = self._place(statement)
        return self.of[statement.equation][place - 1] if place > 0 else self.above[statement.equation]

    def labels_above(self, statement: Statement) -> frozenset[str]:
        """The labels of all that a chain of implications went through before a statement."""
        found: set[str] = set()
        pending = list(self.premises_of(statement))
        while pending:
            other = pending.pop()
            if other.label not in found:
                found.add(other.label)
                pending += self.premises_of(other)
        return frozenset(found)

    def start_of(self, statement: Statement) -> Group:
        """The first of what a chain of implications in one display starts from; () where that stands
        above."""
        groups = self.of.get(statement.equation, ())
        started = len(groups) > 1 and self._place(statement) > 0
        return groups[0] if started and not (groups[0] and groups[0][0].lead in IMPLICATIONS) else ()

    def _implied(self, statement: Statement) -> bool:
        place = self._place(statement)
        if place < 0:
            return False
        return self.of[statement.equation][place][0].lead in IMPLICATIONS

    def both_ways(self, statement: Statement) -> bool:
        """Whether a statement is said to be equivalent to what stands before it."""
        return self._implied(statement) and self.behind(statement)[0].lead in EQUIVALENCES

    def behind(self, statement: Statement) -> Group:
        """The statements of the same group."""
        place = self._place(statement)
        return self.of[statement.equation][place] if place >= 0 else (statement,)

    def sides(self, statement: Statement) -> tuple[Term, Term]:
        """What a statement says is equal; of alternatives, the product of their differences and 0."""
        choice = self.alternatives.get(statement.label, ())
        if len(choice) < 2:
            return statement.subject.term, statement.member.term
        return product_of_differences([(s.subject.term, s.member.term) for s in choice]), ZERO

    def first_choice(self, statement: Statement) -> str:
        """The label of the first of the alternatives that a statement is one of; "" of the first itself."""
        choice = self.alternatives.get(statement.label, ())
        return choice[0].label if choice and choice[0] is not statement else ""

    def claims(self, statement: Statement) -> tuple[Claim, ...]:
        """The same as a claim."""
        if statement.relation in ORDERS:
            return (
                Claim(statement.previous.term, statement.relation, statement.member.term, statement.latex),
            )
        left, right = self.sides(statement)
        return (Claim(left, "=", right, statement.latex),)


def _groups(display: Group) -> tuple[Group, ...]:
    """The statements of a display, parted before each implication."""
    groups: list[list[Statement]] = [[]]
    for statement in display:
        if statement.lead == SUPPOSING:
            continue
        if statement.opens and statement.lead in IMPLICATIONS and groups[-1]:
            groups.append([])
        groups[-1].append(statement)
    return tuple(tuple(group) for group in groups if group)


def _choices(group: Group) -> Iterable[Group]:
    """The alternatives of a group: statements that `or` joins."""
    chosen: list[Statement] = []
    for statement in group:
        if statement.lead == ALTERNATIVE and statement.opens:
            chosen.append(statement)
            continue
        if len(chosen) > 1:
            yield tuple(chosen)
        chosen = [statement]
    if len(chosen) > 1:
        yield tuple(chosen)
