r"""Implications and alternatives within displays: `A \iff B \text{ or } C`, `A, B \implies C`.

Takes the statements of a document; tells of each what its implication starts from,
and what it claims together with its alternatives. *And* binds more closely than *or*, and that
more closely than a comma:

    group  := either ("," either)*
    either := both ("or" both)*
    both   := part ("and" part)*
    part   := row | "(" group ")"

Of several equations one holds where the product of their differences is 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import groupby

from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass
from derivation.search.entailment import product_of_differences
from derivation.terms.formulas import Both, Either, Formula, claims_in, clauses
from derivation.terms.setting import Claim
from derivation.terms.terms import ZERO, Add, Pow, Term, integer, negated
from derivation.text.commands import ALTERNATIVE, ARROWS, EQUIVALENCES, SUPPOSING

Group = tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What is claimed as one: a statement, or several that *or* joins."""

    statements: Group
    formula: Formula


@dataclass(frozen=True)
class Implications:
    """`of` has the groups of each display, one after each `⇒` or `⇔`; `above` the last group of the display
    above it, () where that could not be read. `units` are those of each statement, by its label; `torn` the
    labels of statements of a group with alternatives that could not be read as a whole."""

    of: dict[str, tuple[Group, ...]]
    above: dict[str, Group]
    units: dict[str, Unit]
    torn: frozenset[str]

    @classmethod
    def of_derivation(cls, derivation: Derivation) -> Implications:
        of: dict[str, tuple[Group, ...]] = {}
        above: dict[str, Group] = {}
        units: dict[str, Unit] = {}
        torn: set[str] = set()
        stated = {tag: tuple(own) for tag, own in groupby(derivation.statements, key=lambda s: s.equation)}
        unread = {
            tag: [u.part for u in own] for tag, own in groupby(derivation.unread, key=lambda u: u.equation)
        }
        last: Group = ()
        for tag in (equation.tag for equation in derivation.document.equations):
            of[tag] = _groups(stated.get(tag, ()))
            above[tag] = last
            for place, group in enumerate(of[tag]):
                found = _units(group)
                units |= {s.label: unit for unit in found or () for s in unit.statements}
                after = of[tag][place + 1][0].part if place + 1 < len(of[tag]) else group[-1].part + 2
                missing = any(group[0].part < part < after for part in unread.get(tag, ()))
                if found is None or (missing and any(len(unit.statements) > 1 for unit in found)):
                    torn |= {s.label for s in group}
            last = of[tag][-1] if of[tag] and tag not in unread else ()
        return cls(of, above, units, frozenset(torn))

    @cached_property
    def alternatives(self) -> frozenset[str]:
        """The labels of statements of which another one may hold instead."""
        return frozenset(label for label, unit in self.units.items() if len(unit.statements) > 1)

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
        return groups[0] if started and not (groups[0] and groups[0][0].lead in ARROWS) else ()

    def _implied(self, statement: Statement) -> bool:
        place = self._place(statement)
        if place < 0:
            return False
        return self.of[statement.equation][place][0].lead in ARROWS

    def both_ways(self, statement: Statement) -> bool:
        """Whether a statement is said to be equivalent to what stands before it."""
        return self._implied(statement) and self.behind(statement)[0].lead in EQUIVALENCES

    def behind(self, statement: Statement) -> Group:
        """The statements of the same group."""
        place = self._place(statement)
        return self.of[statement.equation][place] if place >= 0 else (statement,)

    def unit(self, statement: Statement) -> Unit:
        return self.units.get(statement.label) or Unit((statement,), _claim(statement))

    def order_in(self, statement: Statement) -> str:
        """The sign of an order that a statement, or an alternative to it, is; else ""."""
        claims = claims_in(self.unit(statement).formula)
        return next((claim.relation for claim in claims if claim.relation != "="), "")

    def formula(self, group: Group) -> Formula:
        """What a group says, with the conditions that its statements stand under."""
        units = {id(unit): unit.formula for unit in map(self.unit, group)}
        conditions = {condition: None for statement in group for condition in statement.conditions}
        return Both((*units.values(), *conditions))

    def claims(self, statement: Statement) -> tuple[Claim, ...]:
        """What a statement claims with its alternatives, as equations and orders; () where it cannot be
        written so."""
        found: list[Claim] = []
        for clause in clauses(self.unit(statement).formula):
            if len(clause) == 1:
                found += clause
            elif all(claim.relation == "=" for claim in clause):
                product = product_of_differences([(claim.left, claim.right) for claim in clause])
                found.append(Claim(product, "=", ZERO, statement.latex))
            else:
                return ()
        return tuple(found)

    def sides(self, statement: Statement) -> tuple[Term, Term]:
        """What a statement says is equal; of alternatives, what is 0 where one of them holds, and 0."""
        if statement.label not in self.alternatives:
            return statement.subject.term, statement.member.term
        claims = self.claims(statement)
        if len(claims) == 1:
            return claims[0].left, claims[0].right
        squares = [Pow(Add((c.left, negated(c.right))), integer(2)) for c in claims if c.relation == "="]
        if not claims or len(squares) < len(claims):
            return statement.subject.term, statement.member.term
        return Add(tuple(squares)), ZERO

    def first_choice(self, statement: Statement) -> str:
        """The label of the first of the alternatives that a statement is one of; "" of the first itself."""
        first = self.unit(statement).statements[0]
        return "" if first is statement else first.label


def _groups(display: Group) -> tuple[Group, ...]:
    """The statements of a display, parted before each implication."""
    groups: list[list[Statement]] = [[]]
    for statement in display:
        if statement.lead == SUPPOSING:
            continue
        before = groups[-1][-1].row if groups[-1] else statement.row
        if statement.row != before and statement.opens and statement.lead in ARROWS:
            groups.append([])
        groups[-1].append(statement)
    return tuple(tuple(group) for group in groups if group)


def _claim(statement: Statement) -> Claim:
    left = statement.subject if statement.relation == "=" else statement.previous
    return Claim(left.term, statement.relation, statement.member.term, statement.latex)


def _units(group: Group) -> list[Unit] | None:
    """What is claimed as one, of a group; `None` where its parentheses do not match."""
    parser = _Parser(list(_tokens(group)))
    try:
        found = parser.group()
    except IndexError:
        return None
    return None if parser.tokens else found


Token = str | Group


def _tokens(group: Group) -> Iterator[Token]:
    """The rows of a group, with what joins them and the parentheses around them."""
    for number, (_, own) in enumerate(groupby(group, key=lambda statement: (statement.row, statement.place))):
        row = tuple(own)
        nesting = row[0].nesting
        if number:
            yield "or" if row[0].lead == ALTERNATIVE else "and" if nesting.conjoined else ","
        yield from "(" * nesting.opens
        yield row
        yield from ")" * nesting.closes


@dataclass(slots=True)
class _Parser:
    """The grammar above; each rule gives the units that hold together."""

    tokens: list[Token]

    def _takes(self, word: str) -> bool:
        found = bool(self.tokens) and self.tokens[0] == word
        if found:
            self.tokens.pop(0)
        return found

    def group(self) -> list[Unit]:
        found = self._either()
        while self._takes(","):
            found += self._either()
        return found

    def _either(self) -> list[Unit]:
        options = [self._both()]
        while self._takes("or"):
            options.append(self._both())
        if len(options) == 1:
            return options[0]
        statements = tuple(s for option in options for unit in option for s in unit.statements)
        return [Unit(statements, Either(tuple(map(_together, options))))]

    def _both(self) -> list[Unit]:
        found = self._part()
        while self._takes("and"):
            found += self._part()
        return found

    def _part(self) -> list[Unit]:
        if self._takes("("):
            found = self.group()
            if not self._takes(")"):
                raise IndexError
            return found
        row = self.tokens.pop(0)
        if isinstance(row, str):
            raise IndexError
        return [Unit((statement,), _claim(statement)) for statement in row]


def _together(units: list[Unit]) -> Formula:
    return units[0].formula if len(units) == 1 else Both(tuple(unit.formula for unit in units))
