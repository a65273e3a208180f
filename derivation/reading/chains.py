r"""From the displays of a document to its statements, chain by chain.

Takes the equations as rows, in the order of the text, and the position that they are read at; gives a
statement for each pair of members of which none that can be read stands between them, and what could not be
read. A row that opens with `=` or `\therefore` continues the chain before it, and so does one without a
relation within a display, or with a number of its own; another at the start of a display begins a chain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Generic, TypeVar

from derivation.front.document import Document
from derivation.front.scopes import Scopes
from derivation.reading.cases import Cases
from derivation.reading.conditions import ORDERS, Letters, letters_of, paired, split
from derivation.reading.cues import Cues, Governed
from derivation.reading.functions import is_notation
from derivation.reading.heads import APPROXIMATE, EQUALITIES, NEARLY, Head, continues, names_on_the_left
from derivation.reading.meaning import IllFormed, OutOfScope
from derivation.reading.parsed import Printed, is_number_of_its_own, with_left_sides
from derivation.reading.partial import Place, refuse_partial, refuse_sized
from derivation.reading.position import Position
from derivation.reading.statements import Reread, Side, Statement, Unread, told_ranges
from derivation.records import dataclass, field, replace
from derivation.terms.setting import Case, Claim
from derivation.terms.terms import PI, Term, Var, free_indices, range_letters, walk
from derivation.text import trees
from derivation.text.commands import ARROWS, EQUIVALENCES, SUPPOSING, meant_by, unknown_in
from derivation.text.latex import Unsupported
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Span
from derivation.text.syntax import Node, Number, Row, Symbol

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class Chain:
    """A chain that is being read: its first member, its latest, what stated that, and whether anything
    was; `beyond` where its first member was recognised, and is not understood; `late` where sides
    stand before it that can't be read."""

    subject: Side | None
    latest: Side | None
    label: str = ""
    stated: bool = False
    beyond: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Two members of a row, or one that goes on from the row before, and where they stand."""

    printed: Printed
    row: Row
    row_number: int
    part: int
    label: str
    previous: Node | None
    member: Node
    relation: str


class _Remembered(Generic[K, V]):
    """A function of trees that is asked for the same one, a chain's first member, again and again."""

    def __init__(self, function: Callable[[K], V]) -> None:
        self.function = function
        self.known: dict[int, tuple[K, V]] = {}

    def __call__(self, tree: K) -> V:
        if id(tree) not in self.known:
            self.known[id(tree)] = (tree, self.function(tree))
        return self.known[id(tree)][1]


@dataclass(slots=True)
class Chains:
    """The chains of a document up to a display; what they state, and what could not be read of them.

    `restricted` are the cases that rows stand under, `implied` the tags of displays that an implication
    starts from or leads to. `lost` names have a definition that could not be read, from a place on.
    """

    document: Document
    scopes: Scopes
    cues: Cues
    restricted: Cases
    implied: frozenset[str]
    position: Position
    statements: list[Statement] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    lost: dict[str, int] = field(default_factory=dict)
    chain: Chain = field(default_factory=lambda: Chain(None, None))
    by_tag: dict[str, Chain] = field(default_factory=dict)
    beside: dict[int, list[Row]] = field(default_factory=dict)
    letters_of: Callable[[Node], Letters] = field(default_factory=lambda: _Remembered(letters_of))
    free_in: Callable[[Term], frozenset[str]] = field(default_factory=lambda: _Remembered(free_indices))

    def read(self, printed: Printed) -> None:
        """Reads the next display."""
        self.position.turn_to(printed.span.start)
        printed = replace(printed, rows=tuple(with_left_sides(printed.rows)))
        numbered = [r for k, r in enumerate(printed.rows) if not (k and is_number_of_its_own(r))]
        rows, self.beside = split(numbered, self.position.reader.notation.indices)
        if not rows:
            rows, self.beside = list(printed.rows), {}
        if printed.declared.continues:
            self.chain = self.by_tag.get(printed.declared.continues, Chain(None, None))
        elif len(rows) > 1 and all(len(r.members) == 1 and not r.relations[0] and not r.lead for r in rows):
            self._expression(printed, rows[0])
            return
        elif not (len(rows[0].members) > 1 or rows[0].relations[0] or printed.is_numbered):
            self._open(rows[0], printed)
            if len(rows) == 1:
                self._expression(printed, rows[0])
                return
            rows = rows[1:]
        else:  # what a line supposes comes before it
            rows = sorted(rows, key=lambda row: row.lead != SUPPOSING)
        total = sum(max(1, len(r.members) - (not continues(r))) for r in rows)
        part = 0
        for number, row in enumerate(rows):
            late = number > 0 and row.members[0].span == rows[number - 1].members[-1].span
            for previous, member, relation in self._pairs(row, printed, late):
                part += 1
                label = printed.tag if total == 1 else f"{printed.tag}.{part}"
                self._read_link(Link(printed, row, number, part, label, previous, member, relation))
        self.by_tag[printed.tag] = self.chain

    def _expression(self, printed: Printed, row: Row) -> None:
        """A display that holds an expression alone; nothing is claimed of it."""
        message = "an expression alone, of which nothing is claimed; what goes on from a line opens with ="
        error = OutOfScope(message, printed.source, row.members[0].span)
        self.unread.append(
            Unread(printed.tag, 1, printed.tag, printed.line, printed.latex, printed.span, error, scope=True)
        )
        self.by_tag[printed.tag] = self.chain

    def _pairs(self, row: Row, printed: Printed, late: bool) -> Iterator[tuple[Node | None, Node, str]]:
        """Adjacent members with the relation between them; the first may continue a chain."""
        members, relations = list(row.members), list(row.relations)
        if continues(row):
            yield None, members[0], relations[0] or "="
        else:
            self.chain = Chain(None, None)
            self._open(row, printed)
            self.chain.late = late
        yield from zip(members, members[1:], relations[1:], strict=False)

    def _open(self, row: Row, printed: Printed) -> None:
        """Begins a chain with a row's first member."""
        first = row.members[0]
        self.position.hide(self.position.head_of(row), row.span.start)
        side, beyond = None, False
        try:
            side, _ = self._side(printed, first)
        except ReadError as error:
            beyond = isinstance(error, OutOfScope | Unsupported)
        self.chain = Chain(side, side, beyond=beyond)

    def _read_link(self, link: Link) -> None:
        """One link of a chain: from the last side that could be read to this one."""
        printed, row = link.printed, link.row
        unread = self._unread(link)
        head = self._head_of(link)
        side: Side | None = None
        try:
            side, reread = self._side(printed, link.member)
            subject, latest = self._before(link, side, unread.span)
            near = link.relation in NEARLY and all(_is_number(own.term) for own in (latest, side))
            if link.relation not in EQUALITIES and not near and not self._is_order(link):
                raise OutOfScope(f"the relation {link.relation}", printed.source, unread.span)
            head = None if near else head
            case, conditions = self._restriction(link, head, latest, side)
        except ReadError as error:
            self._lose(link, head, replace(unread, error=error))
            if link.relation not in EQUALITIES:
                self.chain = Chain(side, side)
            return
        self.statements.append(
            Statement(
                printed.tag,
                link.part,
                link.label,
                unread.line,
                self.document.source,
                unread.span,
                unread.latex,
                subject,
                latest,
                side,
                case,
                printed.span.start,
                self.chain.label,
                reread,
                ranges=told_ranges(
                    self.position.reader.notation, (subject, latest, side), case, self.free_in
                ),
                conditions=conditions,
                head=head,
                variables=self.position.variables(head),
                relation="=" if link.relation in EQUALITIES else APPROXIMATE if near else link.relation,
                lead=row.lead,
                opens=self._opens(link),
                row=link.row_number,
                continues=continues(row) and self.chain.stated,
                goes_on=bool(row.relations[0]) and link.previous is None,
                governed=Governed()
                if row.lead and link.row_number
                else self.cues.governing(printed.span.start),
                nesting=row.nesting,
            )
        )
        if head is not None and not head.again:
            term = side.term if link.previous is not None and link.previous is row.members[0] else latest.term
            self.position.define(head, term)
        if link.relation in EQUALITIES:
            self.chain.latest, self.chain.label, self.chain.stated = side, link.label, True
        else:
            self.chain = Chain(side, side)

    def _unread(self, link: Link) -> Unread:
        """What is told of a link that can't be read, but for the error."""
        printed = link.printed
        start = link.previous.span if link.previous is not None else link.member.span
        span = start.to(link.member.span)
        latex = " ".join(printed.source.text[span.start : span.end].split())
        sign = link.relation if link.relation in NEARLY else "="
        latex = latex if link.previous is not None else f"{sign} {latex}"
        if printed.reread:
            span, latex = printed.span, re.sub(r"\s*\\tag\*?\{[^{}]*\}", "", printed.latex)
        error = ReadError("", printed.source, Span(0, 0))
        return Unread(printed.tag, link.part, link.label, printed.line_of(span), latex, span, error)

    def _lose(self, link: Link, head: Head | None, unread: Unread) -> None:
        """Notes a link that can't be read, and the names whose definition is lost with it."""
        scope = isinstance(unread.error, OutOfScope | Unsupported)
        self.unread.append(replace(unread, scope=scope, ill_formed=isinstance(unread.error, IllFormed)))
        names = set(names_on_the_left(unread.latex)) if link.previous is link.row.members[0] else set()
        names |= {head.name} if head is not None else set()
        self.lost |= dict.fromkeys(names, link.printed.span.start)

    def _before(self, link: Link, side: Side, span: Span) -> tuple[Side, Side]:
        """The first side of the chain that a link goes on with, and its latest."""
        printed, row = link.printed, link.row
        subject, latest = self.chain.subject, self.chain.latest
        if latest is None or subject is None:
            kind = OutOfScope if self.chain.beyond else ReadError
            self.chain = Chain(side, side, late=True)
            if link.previous is row.members[0]:
                self._side(printed, link.previous)
            raise kind("this continues a chain whose beginning could not be read", printed.source, span)
        if link.previous is None and row.lead in EQUIVALENCES and not row.relations[0]:
            message = f"an expression behind `{row.lead}`; what is equivalent to a line is another line"
            raise ReadError(message, printed.source, span)
        return subject, latest

    def _restriction(
        self, link: Link, head: Head | None, latest: Side, side: Side
    ) -> tuple[Case, tuple[Claim, ...]]:
        """What a link is restricted to; refuses what would say something else than it seems to."""
        printed, member, reader = link.printed, link.member, self.position.reader
        if head is not None and (sealed := next(trees.undefined(member), None)) is not None:
            command = unknown_in(sealed.latex)
            message = f"a value that nothing tells: no command `{command}` is defined{meant_by(command)}"
            raise OutOfScope(message, printed.source, self._unread(link).span)
        if is_notation(latest.node, side.node):
            what = "this says what `\\log` is; it is read as the natural logarithm here"
            raise OutOfScope(what, printed.source, self._unread(link).span)
        self._refuse_pairs(member, printed)
        case, conditions = self.restricted.of(printed, self.beside.get(id(link.row), []), reader)
        if head is not None and not head.again:
            place, known = Place(self.document.source, member.span), self.position.definitions
            named = (other for other in self.position.heads.values() if other.name == head.name)
            same = (other for other in named if other.key == head.key)
            alone = sum(_takes(other) == _takes(head) for other in same) == 1
            refuse_partial(head, case, conditions, reader.notation, place, alone)
            refuse_sized(head, side.term, reader.notation, known, place)
        return case, conditions

    def _opens(self, link: Link) -> bool:
        """Whether a link is the first of its chain."""
        first = link.previous is None or link.previous is link.row.members[0] or not self.chain.stated
        return first and not self.chain.late

    def _head_of(self, link: Link) -> Head | None:
        """The name that a link would define: on the left of its row, or alone at an end of it; none to which
        a line before, which can't be read, gives a value."""
        left = link.previous is not None and link.previous is link.row.members[0] and not continues(link.row)
        head = self.position.head_of(link.row if left else link.member)
        lost = self.lost.get(head.name) if head is not None else None
        kept = lost is None or link.printed.span.start >= self.scopes.end_of_facts(lost)
        return head if kept else None

    def _is_order(self, link: Link) -> bool:
        """Whether a link is an order between names and numbers, which is given: `x > 0`, `0 < p < 1`; or any
        order that an implication starts from, or leads to."""
        plain = all(isinstance(m, Symbol | Number) for m in link.row.members)
        return link.relation in ORDERS and (plain or link.printed.tag in self.implied)

    def _side(self, printed: Printed, member: Node) -> tuple[Side, Reread | None]:
        reader = self.position.reader.of(printed.source)
        if isinstance(member, Symbol) and member.name in printed.errors:
            raise printed.errors[member.name]
        if printed.reread:
            declared = printed.declared
            return Side(member, reader.term(member)), Reread(declared.read_as, declared.reason)
        try:
            return Side(member, reader.term(member)), None
        except IllFormed as error:
            if error.repaired is None:
                raise
            repaired = trees.substituted(member, error.node, error.repaired)
            return Side(repaired, reader.term(repaired)), Reread(to_latex(repaired), error.message)

    def _refuse_pairs(self, member: Node, printed: Printed) -> None:
        """`\\sum_{i < j} x_i x_j` without another j is a sum over pairs."""
        before = [side.node for side in (self.chain.subject, self.chain.latest) if side is not None]
        if letter := paired([*map(self.letters_of, before), self.letters_of(member)]):
            message = f"a sum over pairs of indices: nothing else in this line has {letter}"
            raise OutOfScope(message, printed.source, member.span)


def implied(printed: Iterable[Printed]) -> frozenset[str]:
    """The tags of displays that an implication stands in, or behind."""
    found: set[str] = set()
    for before, own in pairwise((None, *printed)):
        if own is not None and any(row.lead in ARROWS for row in own.rows):
            found.add(own.tag)
            if before is not None and own.rows[0].lead in ARROWS:
                found.add(before.tag)
    return frozenset(found)


def _is_number(term: Term) -> bool:
    """Whether a term speaks of no letters, except for quantities that have values."""
    letters = any(isinstance(t, Var) and t != PI for t in walk(term))
    return not letters and not free_indices(term) and not range_letters(term)


def _takes(head: Head) -> tuple[str, ...]:
    """What a function stands at on the left of a line."""
    return tuple(map(to_latex, head.arguments))
