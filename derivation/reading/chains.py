r"""From a document to a `Derivation`: the passes that make its statements.

trees        every equation's rows, as printed, or as the reading file says
             where they are ill-formed
notation     what letters are (notation.py)
definitions  a head met first on the left of `=` is defined there, unless its
             definition would lead back to itself
statements   each adjacent pair of members; a row that opens with `=` or
             `\therefore` continues the chain before it, and so does one without
             a relation within a display, or with a number of its own; another
             at the start of a display begins a chain
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Generic, TypeVar

from derivation.reading.applied import arguments_of, without_arguments
from derivation.reading.assumptions import (
    SET,
    Assumptions,
    Doubt,
    Said,
    arbitrary,
    defines,
    doubt_of,
    doubted_one_hot,
    introduced,
    kinds,
    names_of,
    one_hot,
    spoken,
    take,
    take_one_hot,
)
from derivation.reading.conditions import case_of, letters_of, others, pair, paired, split
from derivation.reading.declared import Declared, EquationDeclared, ReadingError
from derivation.reading.heads import (
    EQUALITIES,
    EQUIVALENCES,
    IMPLICATIONS,
    Head,
    Key,
    Words,
    continues,
    find_heads,
    head_of,
    infer_names,
    names_on_the_left,
    squares,
    symbols,
    variables_of,
)
from derivation.reading.meaning import MAX_PRIMES, IllFormed, OutOfScope, Reader, malformed
from derivation.reading.notation import Notation, infer_notation
from derivation.reading.sentences import ranges
from derivation.reading.statements import Derivation, Kind, Reread, Side, Statement, Unread, told_ranges
from derivation.search.decide import prove
from derivation.terms.judgement import Proved
from derivation.terms.limits import time_limit
from derivation.terms.setting import Case, Claim, Setting
from derivation.terms.terms import (
    Bound,
    Definition,
    Deriv,
    Index,
    Num,
    Ref,
    Term,
    Var,
    free_indices,
    is_numeral,
    reached,
    walk,
)
from derivation.text import trees
from derivation.text.commands import SUPPOSING
from derivation.text.document import Document, Equation
from derivation.text.latex import Unsupported, read_display
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import SAMPLE, Big, Node, Row, Symbol

SECONDS = 1.0
"""For the question whether a sentence says of a name what its definition says."""

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Printed:
    """An equation at a `span` of the document, and its rows.

    `source` is where the rows stand: the document, or a reading file's text.
    """

    tag: str
    line: int
    latex: str
    span: Span
    rows: tuple[Row, ...]
    source: Source
    declared: EquationDeclared
    reread: bool = False


@dataclass(slots=True)
class Chain:
    """A chain that is being read: its first member, its latest, and what stated the latest."""

    subject: Side | None
    latest: Side | None
    label: str = ""


def read_derivation(document: Document, declared: Declared) -> Derivation:
    """Reads a document in the light of what is declared about it."""
    return _Reading(document, declared).derivation()


class _Remembered(Generic[K, V]):
    """A function of trees that is asked for the same one, a chain's first member, again and again."""

    def __init__(self, function: Callable[[K], V]) -> None:
        self.function = function
        self.known: dict[int, tuple[K, V]] = {}

    def __call__(self, tree: K) -> V:
        if id(tree) not in self.known:
            self.known[id(tree)] = (tree, self.function(tree))
        return self.known[id(tree)][1]


class _Reading:
    def __init__(self, document: Document, declared: Declared) -> None:
        self.document = document
        self.declared = declared
        texts = [document.source.text[e.span.start : e.span.end] for e in document.equations]
        self.passing = list(introduced(document.source.text))
        texts += [latex for latex, _ in self.passing]
        self.names, self.functions = infer_names([*texts, *declared.definitions], declared)
        self.unread: list[Unread] = []
        self.statements: list[Statement] = []
        self.definitions: dict[Key, Definition] = {}
        self.defined_at: dict[Key, str] = {}
        self.chains: dict[str, Chain] = {}
        self.chain = Chain(None, None)
        self.restricted: dict[str, tuple[Claim, ...]] = {}
        self.beside: dict[int, list[Row]] = {}
        self.cases: dict[str, tuple[Row, ...]] = {}
        self.supposed = False
        self.doubts: list[Doubt] = []
        self.ending: dict[str, tuple[Said, tuple[Row, ...]]] = {}
        self.doubted: list[tuple[Said, tuple[Row, ...]]] = []
        self.named: list[tuple[str, Row, Source]] = []
        self.letters_of = _Remembered(letters_of)
        self.free_in = _Remembered(free_indices)

    def derivation(self) -> Derivation:
        self._check_tags()
        printed = [p for e in self.document.equations if (p := self._printed(e)) is not None]
        applied = arguments_of(row for p in printed for row in p.rows)
        if applied:
            printed = [replace(p, rows=tuple(without_arguments(r, applied) for r in p.rows)) for p in printed]
        stated = [self._stated(text) for text in self.declared.definitions]
        passing = self._passing([row for p in [*stated, *printed] for row in p.rows])
        rows = [*passing, *(row for p in [*stated, *printed] for row in p.rows)]
        assumed = list(self._assumed())
        prime = (
            self._rows(Source(f"{self.declared.path} prime", self.declared.prime))
            if self.declared.prime
            else ()
        )
        said = ranges(self.document.source.text)
        notation = infer_notation([*rows, *(row for _, row, _ in assumed), *prime], self.declared, said)
        self._check_names(rows)
        heads = self.heads = find_heads(rows, notation.indices | notation.sizes)
        self._leave_open(printed)
        self.reader = Reader(
            self.document.source,
            notation,
            frozenset(head.key for head in heads.values()),
            {head.name: head.arguments for head in heads.values() if head.arguments},
            self._variables(heads, rows, notation),
            squares(rows, heads.values()),
            *kinds(self.document.source),
        )
        self.reader.prime = self._prime()
        assumptions = self._assumptions([a for a in assumed if self._ends_whole(a[0], notation)], rows)
        assumptions.introduced += self._introduce(passing)
        for equation in stated:
            self._state(equation)
        for equation in printed:
            self._equation(equation)
        self._note_undefined()
        assumptions.doubts += [*self.doubts, *self._doubts(), *self._contested()]
        return Derivation(
            self.document,
            self.declared,
            notation,
            self.definitions,
            tuple(self.statements),
            tuple(self.unread),
            self.reader,
            self.names,
            self.functions,
            self.defined_at,
            assumptions,
            self._opaque() - {name for name, _ in self.definitions},
            self._restricted(assumptions.conditions),
        )

    def _ends_whole(self, latex: str, notation: Notation) -> bool:
        """Whether `for $i = 1, \\dots, m$` beside a formula says all of its arrays; a doubt otherwise."""
        if latex not in self.ending:
            return True
        said, rows = self.ending[latex]
        names = names_of(latex)
        known = {span.high.base for (name, *_), span in notation.slots.items() if name in names}
        whole = said.ends <= known or not known
        if not whole:
            self.doubted.append((said, rows))
        return whole

    def _leave_open(self, printed: list[Printed]) -> None:
        """A name that a line before defines, which can't be read, is defined by no later one."""
        order = {equation.tag: place for place, equation in enumerate(self.document.equations)}
        lost: dict[str, int] = {}
        for unread in self.unread:
            for name in names_on_the_left(unread.latex):
                lost[name] = min(order[unread.equation], lost.get(name, len(order)))
        for p in printed:
            for row in p.rows:
                head = self.heads.get(id(row))
                if head is not None and order.get(p.tag, -1) > lost.get(head.name, len(order)):
                    del self.heads[id(row)]

    def _passing(self, rows: list[Row]) -> list[Row]:
        """The definitions of sentences, `Let $p_i = …$`, of what no display defines."""
        known = {head.key for head in find_heads(rows, frozenset()).values()}
        found: dict[Key, Row] = {}
        for _, span in self.passing:
            try:
                said = read_display(self.document.source, span, self.names, self.functions)
            except ReadError:
                continue
            for row in said:
                head = head_of(row.members[0]) if defines(row) else None
                if head is not None and head.key not in known:
                    found.setdefault(head.key, row)
        return list(found.values())

    def _introduce(self, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            head = self.heads.get(id(row))
            if head is None:
                continue
            try:
                term = self.reader.term(row.members[1])
            except ReadError:
                continue
            self._define(head, term, "")
            yield self.document.source.text[row.span.start : row.span.end]

    def _restricted(self, assumed: list[Claim]) -> dict[str, tuple[Claim, ...]]:
        """What lines that speak of a name are restricted to."""
        found = {name: list(conditions) for name, conditions in self.restricted.items()}
        for condition in assumed:
            for name in sorted(reached(condition.left, {}) | reached(condition.right, {})):
                found.setdefault(name, []).append(condition)
        return {name: tuple(conditions) for name, conditions in found.items()}

    def _assumed(self) -> Iterator[tuple[str, Row, Source]]:
        """Rows that a reading file or a sentence of the text assumes, with their LaTeX."""
        for latex in self.declared.assume:
            source = Source(f"{self.declared.path} assume", latex)
            for row in self._rows(source):
                yield latex, row, source
        for said in spoken(self.document.source):
            try:
                rows = read_display(said.source, said.span, self.names, self.functions)
            except ReadError:
                rows = ()
            if not said.assumed or not rows:
                self.doubted.append((said, rows))
                continue
            if said.ends:
                self.ending[said.latex] = (said, rows)
            for row in rows:
                if defines(row) and head_of(row.members[0]) is not None:
                    self.named.append((said.latex, row, said.source))
                else:
                    yield said.latex, row, said.source

    def _doubts(self) -> Iterator[Doubt]:
        """What sentences say of names without assuming it."""
        for said, rows in self.doubted:
            called = re.match(
                r"\s*\\?[A-Za-z]+(?:\{\w+\})?(?:[_^](?:\w|\{[^{}]*\}))*\s*(?::?=|\\equiv)", said.latex
            )
            if not rows and said.firm and not called and not SET.fullmatch(said.latex):
                yield Doubt(said.latex, names_of(said.latex) - self.reader.notation.indices, opaque=True)
            for row in rows:
                head = head_of(row.members[0]) if defines(row) else None
                defined = head is not None and head.key in self.definitions
                if head is not None and defined and not self._differs(head, row, said.source):
                    continue
                doubt = doubt_of(row, self.reader.of(said.source), said.latex)
                if doubt is not None and (said.firm or not doubt.opaque):
                    yield doubt
        for name in sorted(doubted_one_hot(self.document.source.text)):
            yield Doubt(f"{name} one-hot", frozenset((name,)), opaque=True)

    def _contested(self) -> Iterator[Doubt]:
        """What sentences assume of names as if they defined them, where these are something else."""
        for latex, row, source in self.named:
            head = head_of(row.members[0])
            if head is not None and self._differs(head, row, source):
                doubt = doubt_of(row, self.reader.of(source), latex)
                if doubt is not None:
                    yield doubt

    def _differs(self, head: Head, row: Row, source: Source) -> bool:
        """Whether a row says of a name what its definition does not say."""
        definition = self.definitions.get(head.key)
        try:
            term = self.reader.of(source).term(row.members[1])
        except ReadError:
            return True
        if definition is None or head.arguments:
            return definition is None
        if (definition.parameters, definition.body) == (head.parameters, term):
            return False
        own = Ref(head.name, head.parameters)
        with time_limit(SECONDS):
            return not isinstance(prove(own, term, Setting(definitions=self.definitions)), Proved)

    def _assumptions(self, assumed: list[tuple[str, Row, Source]], rows: list[Row]) -> Assumptions:
        found = Assumptions()
        for latex, row, source in assumed:
            take(found, row, self.reader.of(source), latex)
            if source.name.endswith(" assume") and latex in found.unused:
                forms = "a sum of an array, a sign, a symmetry, or the value of an unknown"
                raise ReadingError(f"{self.declared.path}: assume: {latex!r} is not {forms}")
        for name in sorted({*self.declared.one_hot, *one_hot(self.document.source.text)}):
            letters = {s.name for s in _entries(rows, name)}
            take_one_hot(found, name, self.reader.notation.ranges, letters)
        return found

    def _variables(
        self, heads: dict[int, Head], rows: list[Row], notation: Notation
    ) -> dict[str, tuple[str, ...]]:
        """The functions that are applied to scalars, with their variables."""
        barred = notation.indices | notation.sizes | notation.vectors.keys()
        functions = [(heads[id(row)], row.members[1]) for row in rows if id(row) in heads]
        found = {head.name: variables_of(head, body, barred) for head, body in functions if head.arguments}
        return {name: variables for name, variables in found.items() if variables}

    # Trees

    def _check_tags(self) -> None:
        known = [equation.tag for equation in self.document.equations]
        for tag, entry in self.declared.equations.items():
            for named in (tag, entry.continues):
                if named and named not in known:
                    where = f"{self.declared.path}: equation {named} is not in {self.document.source.name}"
                    raise ReadingError(f"{where}, which has {', '.join(known)}")
            if entry.continues and known.index(entry.continues) >= known.index(tag):
                message = f"equation {tag} can't continue {entry.continues}, which does not stand before it"
                raise ReadingError(f"{self.declared.path}: {message}")

    def _check_names(self, rows: list[Row]) -> None:
        """Refuses what is declared of names that the document does not have: a slip of the pen."""
        known = self.declared
        found = {s.name for row in rows for member in row.members for s in symbols(member)}
        found |= {name.removesuffix(SAMPLE) for name in found}
        declared = {
            "positive": known.positive,
            "one_hot": known.one_hot,
            "ranges": tuple(known.ranges),
            "vectors": tuple(known.vectors.values()),
        }
        for key, names in declared.items():
            for name in names:
                if name not in found and name.removesuffix("^2") not in found:
                    close = get_close_matches(name, found, n=1, cutoff=0.5)
                    hint = f"; did you mean {close[0]!r}?" if close else ""
                    message = f"{name!r} does not occur in {self.document.source.name}{hint}"
                    raise ReadingError(f"{known.path}: {key}: {message}")

    def _printed(self, equation: Equation) -> Printed | None:
        source = self.document.source
        latex = " ".join(source.text[equation.span.start : equation.span.end].split())
        declared = self.declared.equations.get(equation.tag, EquationDeclared())
        try:
            rows = read_display(source, equation.span, self.names, self.functions)
        except ReadError as error:
            if not declared.read_as:
                scope = isinstance(error, Unsupported)
                tag, line = equation.tag, equation.line
                self.unread.append(Unread(tag, 1, tag, line, latex, equation.span, error, scope))
                return None
            rows = ()
        printed = Printed(equation.tag, equation.line, latex, equation.span, rows, source, declared)
        if not declared.read_as:
            return printed
        self._refuse_well_formed(printed)
        return self._reread(printed)

    def _refuse_well_formed(self, printed: Printed) -> None:
        """Only what is ill-formed, or can't be read at all, may be read otherwise."""
        nodes = [n for row in printed.rows for member in row.members for n in trees.walk(member)]
        if nodes and not any(map(malformed, nodes)):
            where = f"{self.declared.path}: equations.{printed.tag}.read_as"
            message = "the equation is well-formed as printed; only what is ill-formed is read otherwise"
            raise ReadingError(f"{where}: {message}")

    def _reread(self, printed: Printed) -> Printed:
        text = printed.declared.read_as
        source = Source(f"{self.declared.path} equations.{printed.tag}.read_as", text)
        rows = self._rows(source)
        return replace(printed, rows=rows, source=source, reread=True)

    def _stated(self, text: str) -> Printed:
        source = Source(f"{self.declared.path} definitions", text)
        return Printed("", 0, text, Span(0, 0), self._rows(source), source, EquationDeclared())

    def _rows(self, source: Source) -> tuple[Row, ...]:
        try:
            return read_display(source, Span(0, len(source.text)), self.names, self.functions)
        except ReadError as error:
            raise ReadingError(str(error)) from None

    def _prime(self) -> Var | None:
        if not self.declared.prime:
            return None
        source = Source(f"{self.declared.path} prime", self.declared.prime)
        try:
            term = self.reader.of(source).term(self._rows(source)[0].members[0])
        except ReadError as error:
            raise ReadingError(str(error)) from None
        if not isinstance(term, Var):
            raise ReadingError(f"{self.declared.path}: prime names an unknown, such as x_j")
        return term

    # Definitions and statements

    def _state(self, printed: Printed) -> None:
        """A definition that the reading file adds."""
        for row in printed.rows:
            head = self.heads.get(id(row))
            if head is None or len(row.members) != 2:
                message = f"{printed.latex!r} is no definition of a new name"
                raise ReadingError(f"{self.declared.path}: definitions: {message}")
            try:
                term = self.reader.of(printed.source).term(row.members[1])
            except ReadError as error:
                raise ReadingError(str(error)) from None
            self._define(head, term, "")

    def _define(self, head: Head, term: Term, label: str) -> None:
        variables = self.reader.variables.get(head.name, ()) if head.arguments else ()
        self.definitions[head.key] = Definition(head.name, head.parameters, term, variables)
        self.defined_at[head.key] = label
        own = tuple(map(Var, variables))
        for primes in range(1, MAX_PRIMES + 1) if len(own) == 1 else ():
            name, before = head.name + "'" * primes, head.name + "'" * (primes - 1)
            self.definitions[name, 0] = Definition(name, (), Deriv(Ref(before, (), own), own[0]), variables)

    def _equation(self, printed: Printed) -> None:
        rows, self.beside = split(printed.rows, self.reader.notation.indices)
        if not rows:
            rows, self.beside = list(printed.rows), {}
        if printed.declared.continues:
            self.chain = self.chains.get(printed.declared.continues, Chain(None, None))
        elif not (len(rows[0].members) > 1 or rows[0].relations[0] or _is_numbered(printed)):
            self._open(rows[0], printed)
            if len(rows) == 1:
                self._expression(printed, rows[0])
                return
            rows = rows[1:]
        total = sum(max(1, len(r.members) - (not continues(r))) for r in rows)
        part = 0
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            self.supposed = _supposed(row, following)
            for previous, member, relation in self._pairs(row, printed):
                part += 1
                label = printed.tag if total == 1 else f"{printed.tag}.{part}"
                self._pair(printed, row, part, label, previous, member, relation)
        self.chains[printed.tag] = self.chain

    def _expression(self, printed: Printed, row: Row) -> None:
        """A display that holds an expression alone; nothing is claimed of it."""
        message = "an expression alone, of which nothing is claimed; what goes on from a line opens with ="
        error = OutOfScope(message, printed.source, row.members[0].span)
        self.unread.append(
            Unread(printed.tag, 1, printed.tag, printed.line, printed.latex, printed.span, error, scope=True)
        )
        self.chains[printed.tag] = self.chain

    def _pairs(self, row: Row, printed: Printed) -> Iterator[tuple[Node | None, Node, str]]:
        """Adjacent members with the relation between them; the first may continue a chain."""
        members, relations = list(row.members), list(row.relations)
        if continues(row):
            yield None, members[0], relations[0] or "="
        else:
            self.chain = Chain(None, None)
            self._open(row, printed)
        yield from zip(members, members[1:], relations[1:], strict=False)

    def _open(self, row: Row, printed: Printed) -> None:
        """Begins a chain with a row's first member, where that is no head of a definition."""
        first = row.members[0]
        try:
            side = Side(first, self.reader.of(printed.source).term(first))
        except ReadError:
            side = None
        self.chain = Chain(side, side)

    def _pair(
        self,
        printed: Printed,
        row: Row,
        part: int,
        label: str,
        previous: Node | None,
        member: Node,
        relation: str,
    ) -> None:
        start = previous.span if previous is not None else member.span
        span = start.to(member.span)
        latex = printed.source.text[span.start : span.end]
        latex = " ".join(latex.split()) if previous is not None else f"= {' '.join(latex.split())}"
        if printed.reread:
            span, latex = printed.span, re.sub(r"\s*\\tag\*?\{[^{}]*\}", "", printed.latex)
        line = printed.line if printed.reread else printed.source.line_column(span.start)[0]
        unread = Unread(printed.tag, part, label, line, latex, span, _nothing(printed), False)
        first = previous is not None and previous is row.members[0] and not continues(row)
        try:
            side, reread = self._side(printed, member)
            if relation not in EQUALITIES:
                self.chain = Chain(side, side)
                raise OutOfScope(f"the relation {relation}", printed.source, span)
            if first and self.chain.subject is None:
                self.reader.of(printed.source).term(row.members[0])
            self._refuse_pairs(member, printed)
            self._refuse_sizes(previous, member, printed)
            case, conditions = self._case(printed, row)
            if (head := self.heads.get(id(row)) if first else None) is not None:
                self._refuse_partial(head, case, conditions, member)
                self._refuse_sized(head, member)
                if conditions:
                    self.restricted[head.name] = conditions
            if self.chain.subject is None:
                raise ReadError(
                    "this continues a chain whose beginning could not be read", printed.source, span
                )
        except ReadError as error:
            scope = isinstance(error, OutOfScope | Unsupported)
            anew = relation not in EQUALITIES and self.chain.latest is not None
            self.unread.append(
                replace(unread, error=error, scope=scope, ill_formed=isinstance(error, IllFormed))
            )
            self.chain.latest = self.chain.latest if anew else None
            return
        kind = self._kind(row, member, side, label, first)
        own = self.document.source
        sides = (self.chain.subject, self.chain.latest or self.chain.subject, side)
        self.statements.append(
            Statement(
                printed.tag,
                part,
                label,
                line,
                own,
                span,
                latex,
                kind,
                self.chain.subject,
                self.chain.latest,
                side,
                case,
                self.chain.label,
                reread,
                self.supposed,
                row.lead in EQUIVALENCES,
                ranges=told_ranges(self.reader.notation, sides, case, self.free_in),
                conditions=conditions,
            )
        )
        self.chain.latest, self.chain.label = side, label

    def _side(self, printed: Printed, member: Node) -> tuple[Side, Reread | None]:
        reader = self.reader.of(printed.source)
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

    def _refuse_sizes(self, previous: Node | None, member: Node, printed: Printed) -> None:
        """`n = 5` gives a size a value; what follows would be about that value alone."""
        if not isinstance(previous, Symbol) or previous.name not in self.reader.notation.sizes:
            return
        if not any(isinstance(node, Big) for node in trees.walk(member)):
            message = f"a value for {previous.name}, which is any whole number from 1 on here"
            latex = f"{to_latex(previous)} = {to_latex(member)}"
            self.doubts.append(Doubt(latex, frozenset((previous.name,)), opaque=True))
            raise OutOfScope(message, printed.source, member.span)

    def _refuse_sized(self, head: Head, member: Node) -> None:
        """`S_n = \\sum_{i=1}^n x_i` defines S for the size n alone, and says nothing of S_2."""
        sized = sorted(self.reader.notation.sizes & set(head.parameters))
        if sized:
            message = f"a definition of {head.name} at the size {sized[0]}; a size is no index here"
            raise OutOfScope(message, self.document.source, member.span)

    def _refuse_partial(
        self, head: Head, case: Case, conditions: tuple[Claim, ...], member: Node
    ) -> None:
        """A name that is defined for i = j or i < j alone would need another definition elsewhere."""
        pairs = [{i for i in both if not is_numeral(i)} for both in (*case.equal, *case.unequal)]
        arguments = {argument.name for argument in head.arguments if isinstance(argument, Symbol)}
        spoken = [_spoken(c) for c in conditions if not self._everywhere(c)]
        own = [names & ({*head.parameters} | arguments) for names in spoken]
        if any(pair <= set(head.parameters) for pair in pairs) or any(own):
            message = f"a definition of {head.name} for one case alone"
            raise OutOfScope(message, self.document.source, member.span)

    def _everywhere(self, condition: Claim) -> bool:
        """Whether a condition only repeats the range of an index, `i \\ge 1`."""
        left, relation, right = condition.left, condition.relation, condition.right
        if isinstance(right, Index) and relation in TURNED:
            left, relation, right = right, TURNED[relation], left
        span = self.reader.notation.ranges.get(left.name) if isinstance(left, Index) else None
        if span is None:
            return False
        if relation == "\\ge":
            return isinstance(right, Num) and not span.low.base and right.value <= span.low.offset
        high = Bound(right.name) if isinstance(right, Var) and not right.indices else None
        return relation == "\\le" and span.high == high

    def _kind(self, row: Row, member: Node, side: Side, label: str, first: bool) -> Kind:
        head = self.heads.get(id(row)) if first else self.heads.get(id(member))
        if head is None:
            return Kind.CLAIM
        value = side if first else self.chain.latest
        if value is not None:
            self._define(head, value.term, label)
        return Kind.DEFINITION

    def _case(self, printed: Printed, row: Row) -> tuple[Case, tuple[Claim, ...]]:
        """What a row is restricted to, by what is printed beside it and by the reading file."""
        beside = self.beside.get(id(row), [])
        text = printed.declared.case
        source = Source(f"{self.declared.path} equations.{printed.tag}.case", text)
        if text and text not in self.cases:
            self.cases[text] = self._rows(source)
        declared = self.cases.get(text, ())
        indices = self.reader.notation.indices
        if not all(pair(known, indices) for known in declared):
            raise ReadingError(f"{source.name}: a case is i = j or i \\neq j, not {text!r}")
        return case_of([*beside, *declared], indices), others(beside, self.reader.of(printed.source))

    def _opaque(self) -> frozenset[str]:
        """Names whose definition could not be read: they have a value, and nobody knows which."""
        lost = {name for name, count in self.reader.defined if (name, count) not in self.definitions}
        return frozenset(lost).union(*(names_on_the_left(unread.latex) for unread in self.unread))

    def _note_undefined(self) -> None:
        """A letter that comes up only on the right of a claim stands for nothing, or for anything."""
        known = set(self.declared.positive) | self.reader.notation.sizes
        known |= arbitrary(self.document.source.text) | self._opaque()
        known |= {name for d in self.definitions.values() for name in _unknowns(d.body)}
        # a name that stands in an equation which could not be read may be defined there
        unreadable = Words(unread.latex for unread in self.unread)
        kept: list[Statement] = []
        subject: Side | None = None
        for statement in self.statements:
            if statement.subject is not subject:
                subject = statement.subject
                known |= _unknowns(subject.term)
            unknown = sorted(_unknowns(statement.member.term) - known)
            missing = [name for name in unknown if name not in unreadable]
            if missing and statement.kind is not Kind.DEFINITION:
                statement = replace(statement, undefined=_undefined(statement, missing[0]))
            kept.append(statement)
        self.statements = kept


TURNED = {"<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le"}


def _spoken(condition: Claim) -> set[str]:
    """The indices and unknowns that a condition speaks of."""
    sides = (condition.left, condition.right)
    return set().union(*(free_indices(side) | _unknowns(side) for side in sides))


def _is_numbered(printed: Printed) -> bool:
    """Whether the author numbers a display as a step of its own."""
    return bool(re.search(r"\\tag\b|\\therefore\b", printed.latex))


def _supposed(row: Row, following: Row | None) -> bool:
    """Whether a row is one end of an implication, or a condition that words like "where" open."""
    premise = following is not None and following.lead in IMPLICATIONS
    return premise or row.lead in IMPLICATIONS or row.lead == SUPPOSING


def _entries(rows: list[Row], name: str) -> Iterator[Symbol]:
    """The letters that stand at an array with one index."""
    for node in (n for row in rows for member in row.members for n in trees.walk(member)):
        match node:
            case Symbol(other, (Symbol() as index,)) if other == name:
                yield index


def _undefined(statement: Statement, name: str) -> Unread:
    nodes = [n for n in trees.walk(statement.member.node) if isinstance(n, Symbol) and n.name == name]
    message = f"{name} is used here and never defined; define it, or add it to definitions in a reading file"
    error = ReadError(message, statement.source, nodes[0].span if nodes else statement.span)
    s = statement
    return Unread(s.equation, s.part, s.label, s.line, s.latex, s.span, error)


def _unknowns(term: Term) -> frozenset[str]:
    return frozenset(inner.name for inner in walk(term) if isinstance(inner, Var))


def _nothing(printed: Printed) -> ReadError:
    return ReadError("", printed.source, Span(0, 0))
