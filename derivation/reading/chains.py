r"""From a document to a `Derivation`: the passes that make its statements.

trees        every equation's rows, as printed, or as the reading file says
             where they are ill-formed
notation     what letters are (notation.py)
entries      what prose and the reading file define and assume, each from its place on
statements   each pair of members of which none that can be read stands between them; a row that opens with
`=` or
             `\therefore` continues the chain before it, and so does one without
             a relation within a display, or with a number of its own; another
             at the start of a display begins a chain
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Generic, TypeVar

from derivation.front.document import Document, Equation
from derivation.front.scopes import find_scopes
from derivation.prose.formulas import OF_AN_INDEX, names_of, relates
from derivation.prose.predicates import arbitrary
from derivation.prose.said import (
    Said,
    anew,
    definitions,
    denied,
    functions_called,
    kinds,
    listed,
    ranges,
    spoken,
)
from derivation.reading.conditions import (
    ORDERS,
    case_of,
    letters_of,
    others,
    pair,
    paired,
    split,
    with_truths,
)
from derivation.reading.cues import Cues, Governed
from derivation.reading.declared import Declared, EquationDeclared, Kind, ReadingError
from derivation.reading.elaboration import Elaboration, find_elaboration
from derivation.reading.facts import claims_of, fact, one_hot_fact
from derivation.reading.functions import is_notation
from derivation.reading.heads import (
    APPROXIMATE,
    CONSTANTS,
    EQUALITIES,
    NEARLY,
    Head,
    Key,
    continues,
    defines,
    find_heads,
    head_of,
    infer_names,
    names_on_the_left,
    squares,
    symbols,
    variables_of,
)
from derivation.reading.imaginary import imaginary_units, real_names
from derivation.reading.kinds import NUMBERS, DeclaredKinds
from derivation.reading.labels import indexed_names
from derivation.reading.meaning import MAX_PRIMES, IllFormed, OutOfScope, Reader, malformed
from derivation.reading.misuse import refuse_misuse
from derivation.reading.notation import Notation, infer_notation, is_letter, without
from derivation.reading.readers import Readers, Usage
from derivation.reading.sides import read_sides
from derivation.reading.sightings import PlacedRow
from derivation.reading.statements import Derivation, Lost, Reread, Side, Statement, Unread, told_ranges
from derivation.records import dataclass, field, replace
from derivation.terms.context import FIRST, Anew, Held, Origin
from derivation.terms.indices import is_numeral
from derivation.terms.setting import Case, Claim
from derivation.terms.terms import (
    PI,
    Bound,
    Definition,
    Deriv,
    Index,
    Num,
    Prod,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
    range_letters,
    reached,
    walk,
)
from derivation.text import trees
from derivation.text.commands import (
    ALTERNATIVE,
    ARROWS,
    EQUIVALENCES,
    FUNCTIONS,
    SUPPOSING,
    meant_by,
    unknown_in,
)
from derivation.text.latex import Unsupported, read_display
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import SAMPLE, Big, Group, Node, Number, Row, Symbol

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Printed:
    """An equation at a `span` of the document, and its rows.

    `source` is where the rows stand: the document, or a reading file's text. `errors` are those of
    sides that can't be read, by the names of the symbols in their places.
    """

    tag: str
    line: int
    latex: str
    span: Span
    rows: tuple[Row, ...]
    source: Source
    declared: EquationDeclared
    reread: bool = False
    errors: Mapping[str, ReadError] = field(default_factory=dict)


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
class _Link:
    """Two members of a row, or one that goes on from the row before, and where they stand."""

    printed: Printed
    row: Row
    row_number: int
    part: int
    label: str
    previous: Node | None
    member: Node
    relation: str


LOOKING_BACK = ("where", "Where", "with", "here", "Here")
"""How what is said of the display before begins; `With …` begins something new."""


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
        self.written = declared
        texts = [document.source.text[e.span.start : e.span.end] for e in document.equations]
        self.passing = list(definitions(document.source))
        texts += [said.latex for said in self.passing]
        names, functions = infer_names([*texts, *declared.definitions], declared, document.around)
        self.kinds = DeclaredKinds.of(declared, names, functions)
        self.declared = self.kinds.with_ranges(declared)
        self.names = names | self.kinds.words
        self.functions = (functions | self.kinds.applied) - self.kinds.unapplied
        self.scopes = find_scopes(document.source.text, document.format)
        spans = [equation.span for equation in document.equations]
        self.cues = Cues.of(document.source.text, spans, self.scopes)
        self.unread: list[Unread] = []
        self.statements: list[Statement] = []
        self.definitions: dict[Key, Definition] = {}
        self.entries: list[Held] = []
        self.chains: dict[str, Chain] = {}
        self.chain = Chain(None, None)
        self.beside: dict[int, list[Row]] = {}
        self.cases: dict[str, tuple[Row, ...]] = {}
        self.opened: dict[str, tuple[Row, ...]] = {}
        self.lost: dict[str, int] = {}
        self.functions_at: dict[Key, int] = {}
        self.elaboration = Elaboration()
        self.implied: frozenset[str] = frozenset()
        self.running: frozenset[Key] = frozenset()
        self.letters_of = _Remembered(letters_of)
        self.free_in = _Remembered(free_indices)

    def derivation(self) -> Derivation:
        self._check_tags()
        printed = [p for e in self.document.equations if (p := self._printed(e)) is not None]
        printed = [replace(p, rows=with_truths(p.rows)) for p in printed]
        stated = [self._stated(text) for text in self.declared.definitions]
        passing = list(self._passing())
        said = list(self._said())
        self.opened = {case.latex: self._case_rows(case.span) for case in self.cues.cases}
        prime = (
            self._rows(Source(f"{self.declared.path} prime", self.declared.prime))
            if self.declared.prime
            else ()
        )
        told = ranges(self.document.source.text)
        self._check_kinds(printed, passing, said, told.keys())
        self._elaborate(printed, stated, passing, said, prime, told.keys())
        printed = [replace(p, rows=self._named(p.rows, p.span.start)) for p in printed]
        stated = [replace(p, rows=self._named(p.rows)) for p in stated]
        passing = [
            (item, self.elaboration.row(row, self.scopes.section(item.place))) for item, row in passing
        ]
        passing = [(item, row) for item, row in passing if head_of(row.members[0])]
        said = [(item, self._named(rows, item.place)) for item, rows in said]
        self.opened = {
            case.latex: self._named(self.opened[case.latex], case.span.start) for case in self.cues.cases
        }
        prime = self._named(prime)
        rows = [row for p in stated for row in p.rows] + _in_order(
            [(self._reach(item)[0], row) for item, row in passing],
            [(p.span.start, row) for p in printed for row in p.rows],
        )
        spoken_rows = [row for item, found in said for row in found if item.assumed]
        beside = [row for found in self.opened.values() for row in found]
        notation = infer_notation([*rows, *spoken_rows, *beside, *prime], self.declared, told, self.kinds)
        fixed = frozenset((*self.declared.ranges, *told, *self.kinds.indices))
        named = _named_letters([*rows, *spoken_rows])
        notation = without(notation, (named - fixed) | self.kinds.unindexed)
        self._check_names(rows)
        latex = [self.document.source.text[e.span.start : e.span.end] for e in self.document.equations]
        units = imaginary_units(self.document.source, latex)
        passing = [(item, row) for item, row in passing if names_on_the_left(item.latex).isdisjoint(units)]
        placed = list(self._placed(printed, passing))
        usage = Usage.of(placed)
        sections = {id(row): section for section, row in placed}
        letters = notation.indices | notation.sizes
        heads = find_heads(
            rows, lambda row: letters - (usage.numbers(sections.get(id(row), -1)) - fixed - notation.sizes)
        )
        heads = self.heads = {place: head for place, head in heads.items() if head.name not in units}
        self.running = _running(rows, notation)
        self._leave_open(printed)
        first = [head for head in heads.values() if not head.again]
        variables = self._variables(heads, rows, notation)
        matrices, complexes = kinds(self.document.source)
        kind = self.kinds.named
        reader = Reader(
            self.document.source,
            notation,
            frozenset(head.key for head in heads.values()),
            {head.name: head.arguments for head in first if head.arguments},
            variables,
            squares(rows, heads.values()),
            (matrices | self.kinds.arrays) - self.kinds.scalars,
            (complexes | kind(Kind.COMPLEX)) - kind(Kind.REAL),
            units=units,
            reals=real_names(self.document.source) | kind(Kind.REAL) if units else frozenset(),
            numbers=(named | _ordered_letters(spoken_rows) | kind(*NUMBERS)) - notation.indices,
            scalars=kind(*NUMBERS),
            operators=kind(Kind.OPERATOR),
            apart=kind(Kind.OPAQUE),
        )
        reader.transposed = reader.arrays_in(rows) - self.kinds.scalars
        reader.through = _through(heads, rows, notation)
        self.reader = reader
        reader.prime = self._prime(prime)
        said_at = self._said_at(passing, {id(row) for p in [*stated, *printed] for row in p.rows})
        self.readers = Readers(reader, self.scopes, usage, fixed, said_at)
        self.reader = replace(reader)
        for equation in stated:
            self._state(equation)
        introduced = self._introduce(passing)
        self._assume(said, rows, introduced)
        self.implied = _implied(printed)
        for equation in printed:
            self._turn_to(equation.span.start)
            self._equation(equation)
        return Derivation(
            self.document,
            self.written,
            notation,
            self.definitions,
            tuple(self.statements),
            tuple(self.unread),
            self.readers,
            self.names,
            self.functions,
            self.elaboration,
            tuple(sorted(self.entries, key=lambda held: held.start)),
            self.scopes,
            self._opaque(),
            self._excused(),
            self._denied(),
            tuple(self._placed_rows(printed, passing, said)),
        )

    def _elaborate(
        self,
        printed: list[Printed],
        stated: list[Printed],
        passing: list[tuple[Said, Row]],
        said: list[tuple[Said, tuple[Row, ...]]],
        prime: tuple[Row, ...],
        told: Iterable[str],
    ) -> None:
        """Finds out what names are made of, from all that the document says."""
        displayed = [(self.scopes.section(p.span.start), row) for p in printed for row in p.rows]
        own = [(-1, row) for p in stated for row in p.rows] + [(-1, row) for row in prime]
        spoken_rows = [(self.scopes.section(item.place), row) for item, row in passing]
        spoken_rows += [(self.scopes.section(item.place), row) for item, found in said for row in found]
        known = self.declared
        running = frozenset((*known.ranges, *told))
        arrays = frozenset((*known.vectors.values(), *known.one_hot)) | listed(self.document.source.text)
        arrays |= frozenset().union(*(indexed_names(unread.latex) for unread in self.unread))
        self.elaboration = find_elaboration(
            [*own, *displayed],
            spoken_rows,
            running,
            arrays,
            self.kinds,
            functions_called(self.document.source),
        )

    def _named(self, rows: tuple[Row, ...], place: int | None = None) -> tuple[Row, ...]:
        """Rows at a place of the text, with one symbol for each name."""
        section = None if place is None else self.scopes.section(place)
        return tuple(self.elaboration.row(row, section) for row in rows)

    def _placed(self, printed: list[Printed], passing: list[tuple[Said, Row]]) -> Iterator[tuple[int, Row]]:
        """The rows of sentences and displays, with the sections that they stand in."""
        yield from ((self.scopes.section(item.place), row) for item, row in passing)
        yield from ((self.scopes.section(p.span.start), row) for p in printed for row in p.rows)

    def _placed_rows(
        self,
        printed: list[Printed],
        passing: list[tuple[Said, Row]],
        said: list[tuple[Said, tuple[Row, ...]]],
    ) -> Iterator[PlacedRow]:
        """The rows of displays and sentences with their lines."""
        yield from (PlacedRow(self._line(p, row), p.tag, row) for p in printed for row in p.rows)
        spoken_rows = [(item, row) for item, found in said for row in found]
        for item, row in (*passing, *spoken_rows):
            yield PlacedRow(self.document.source.line_column(item.place)[0], "", row)

    def _turn_to(self, place: int) -> None:
        """Reads on from a place."""
        self.reader = replace(self.readers.at(place))

    def _said_at(self, passing: list[tuple[Said, Row]], displayed: set[int]) -> dict[Key, tuple[Span, ...]]:
        """The names that sentences alone define, and from where to where each time; what only one defines
        may be spoken of before."""
        found: dict[Key, list[Span]] = {}
        for item, row in passing:
            if (head := self.heads.get(id(row))) is not None:
                found.setdefault(head.key, []).append(self._reach(item))
        own = {self.heads[place].key for place in self.heads.keys() & displayed}
        return {
            key: tuple(reaches) if len(reaches) > 1 else (Span(0, reaches[0].end),)
            for key, reaches in found.items()
            if key not in own
        }

    def _reach(self, said: Said) -> Span:
        """From where to where of the text a definition in prose holds."""
        text = self.document.source.text
        where = text.startswith(LOOKING_BACK, said.place)
        return Span(self._place(said.place, where), said.until or self.scopes.end_of_names(said.place))

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

    # What prose and the reading file say

    def _place(self, start: int, where: bool) -> int:
        """From where a sentence holds: `where …` right after a display holds in it, too."""
        spans = [equation.span for equation in self.document.equations if equation.span.end <= start]
        text = self.document.source.text
        if where and spans and not text[spans[-1].end : start].strip(" \n$,;.\\]"):
            return spans[-1].start
        return start

    def _passing(self) -> Iterator[tuple[Said, Row]]:
        """The rows of sentences that define a name in passing, `Let $p_i = …$`."""
        for said in self.passing:
            try:
                rows = read_display(said.source, said.span, self.names, self.functions)
            except ReadError:
                continue
            yield from ((said, row) for row in rows if defines(row))

    def _introduce(self, passing: list[tuple[Said, Row]]) -> set[Said]:
        """Holds what sentences define; gives what could be read of it."""
        read: set[Said] = set()
        text = self.document.source.text
        for said, row in passing:
            head = self.heads.get(id(row))
            if head is None:
                continue
            self._turn_to(said.place)
            self._hide(head, said.place)
            try:
                term = self.reader.of(said.source).term(row.members[1])
            except ReadError:
                continue
            start, end = self._reach(said)
            read.add(said)
            latex = said.source.text[row.span.start : row.span.end]
            self._hold(self._definition(head, term), start, end, "", latex, Origin.SAID, said)
        for name, place in anew(text):
            if any(key[0] == name for key in self.reader.defined):
                self.entries.append(Held(Anew(name), place, len(text), "", name, Origin.SAID))
        return read

    def _said(self) -> Iterator[tuple[Said, tuple[Row, ...]]]:
        """What sentences say, and its rows; none where it can't be read."""
        for said in spoken(self.document.source):
            try:
                rows = read_display(said.source, said.span, self.names, self.functions)
                yield said, rows
            except ReadError:
                yield said, ()

    def _assume(
        self, said: list[tuple[Said, tuple[Row, ...]]], rows: list[Row], introduced: set[Said]
    ) -> None:
        """The facts of the reading file and of sentences."""
        notation, length = self.reader.notation, len(self.document.source.text)
        for latex in self.declared.assume:
            source = Source(f"{self.declared.path} assume", latex)
            rows_here = self._named(self._rows(source))
            found = [claims_of(row, self.reader.of(source), latex) for row in rows_here]
            claims = tuple(claim for own in found for claim in own or ())
            if not claims:
                forms = "an equation, an order, a sign, or a symmetry"
                raise ReadingError(f"{self.declared.path}: assume: {latex!r} is not {forms}")
            known = fact(latex, claims, notation, Origin.DECLARED, FIRST, 0)
            self.entries.append(Held(known, FIRST, length, "", latex, Origin.DECLARED))
        for item, found_rows in said:
            if item not in introduced or not all(map(self._is_head, found_rows)):
                self._say(item, found_rows)
        for name in self.declared.one_hot:
            self._one_hot(name, rows, FIRST, length, True)
        for item, _ in said:
            if item.hot:
                end = self.scopes.end_of_facts(item.place)
                self._one_hot(item.latex, rows, item.place, end, item.assumed)

    def _is_head(self, row: Row) -> bool:
        return defines(row) and head_of(row.members[0]) is not None

    def _say(self, said: Said, rows: tuple[Row, ...]) -> None:
        """The fact that a sentence says."""
        notation = self.reader.notation
        self._turn_to(said.place)
        firm = said.assumed and self._ends_whole(said)
        text = self.document.source.text
        where = text.startswith(LOOKING_BACK, said.place)
        start = self._place(said.place, where)
        end = said.until or (len(text) if said.throughout else self.scopes.end_of_facts(said.place))
        line = self.document.source.line_column(said.place)[0]
        if said.hot or self._is_of_an_index(said):
            return
        readings = [claims_of(row, self.reader.of(said.source), said.latex) for row in rows]
        claims = [claim for found in readings for claim in found or ()]
        unread = (not rows and relates(said.latex)) or () in readings
        left = names_on_the_left(said.latex.replace("'", "")) if "=" in said.latex else frozenset()
        lost = said.dark or (unread and (said.firm or bool(left)))
        if claims and not lost:
            known = fact(said.latex, tuple(claims), notation, Origin.SAID, start, line, firm)
        elif lost:
            known = fact(said.latex, (), notation, Origin.SAID, start, line, False)
            known = replace(known, names=left or known.names)
        else:
            return
        if known.names:
            known = replace(known, words=said.words)
            self.entries.append(Held(known, start, end, "", said.latex, Origin.SAID))

    def _is_of_an_index(self, said: Said) -> bool:
        """Whether a sentence says where an index runs, `for $k > 1$`, and nothing of a number."""
        order = OF_AN_INDEX.fullmatch(said.latex)
        return order is not None and order["letter"] in self.reader.notation.indices

    def _ends_whole(self, said: Said) -> bool:
        """Whether `for $i = 1, \\dots, m$` beside a formula says all of its arrays."""
        names = names_of(said.latex)
        slots = self.reader.notation.slots
        known = {span.high.base for (name, *_), span in slots.items() if name in names}
        return not said.ends or said.ends <= known or not known

    def _one_hot(self, name: str, rows: list[Row], place: int, end: int, firm: bool) -> None:
        letters = {s.name for s in _entries(rows, name)}
        line = self.document.source.line_column(place)[0] if place >= 0 else 0
        known = one_hot_fact(name, self.reader.notation.ranges, letters, place, line, firm)
        if known is not None:
            self.entries.append(Held(known, place, end, "", known.latex, Origin.SAID))

    def _case_rows(self, span: Span) -> tuple[Row, ...]:
        try:
            return read_display(self.document.source, span, self.names, self.functions)
        except ReadError:
            return ()

    def _variables(
        self, heads: dict[int, Head], rows: list[Row], notation: Notation
    ) -> dict[str, tuple[str, ...]]:
        """The functions that are applied to scalars, with their variables."""
        barred = notation.indices | notation.sizes | notation.vectors.keys()
        functions = [
            (heads[id(row)], row.members[1]) for row in rows if id(row) in heads and not heads[id(row)].again
        ]
        found = {head.name: variables_of(head, body, barred) for head, body in functions if head.arguments}
        operators = self.kinds.named(Kind.OPERATOR)
        return {name: variables for name, variables in found.items() if variables and name not in operators}

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

    def _check_kinds(
        self,
        printed: list[Printed],
        passing: list[tuple[Said, Row]],
        said: list[tuple[Said, tuple[Row, ...]]],
        told: Iterable[str],
    ) -> None:
        """Refuses kinds that the document contradicts."""
        if not self.kinds.kinds:
            return
        source = self.document.source
        rows = [(source.where(p.line), p.row) for p in self._placed_rows(printed, passing, said)]
        running = frozenset((*self.declared.ranges, *told)) | self.kinds.indices
        refuse_misuse(self.kinds, self.declared, rows, running, source.name)

    def _line(self, printed: Printed, row: Row) -> int:
        """The line that a row of a display stands in."""
        return printed.line if printed.reread else printed.source.line_column(row.span.start)[0]

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
            sides = read_sides(source, equation.span, self.names, self.functions)
            if sides is not None and not declared.read_as:
                span, line = equation.span, equation.line
                return Printed(
                    equation.tag, line, latex, span, sides.rows, source, declared, errors=sides.errors
                )
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

    def _prime(self, rows: tuple[Row, ...]) -> Var | None:
        if not rows:
            return None
        source = Source(f"{self.declared.path} prime", self.declared.prime)
        try:
            term = self.reader.of(source).term(rows[0].members[0])
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
            self._hide(head)
            try:
                term = self.reader.of(printed.source).term(row.members[1])
            except ReadError as error:
                raise ReadingError(str(error)) from None
            length = len(self.document.source.text)
            self._hold(self._definition(head, term), FIRST, length, "", printed.latex, Origin.DECLARED)

    def _hide(self, head: Head | None, place: int = FIRST) -> None:
        """From a place on the arguments of a function that is being defined hide what has their name."""
        own = self.reader.variables.get(head.name, ()) if head is not None and head.arguments else ()
        if head is not None and own:
            first = self.functions_at.setdefault(head.key, place)
            own = own if first == place or self.scopes.apart(first, place) else ()
        self.reader.shadow = frozenset(own)

    def _definition(self, head: Head, term: Term) -> Definition:
        variables = self.reader.variables.get(head.name, ()) if head.arguments else ()
        return Definition(head.name, head.parameters, term, variables)

    def _hold(
        self,
        definition: Definition,
        start: int,
        end: int,
        label: str,
        latex: str,
        origin: Origin,
        said: Said | None = None,
    ) -> None:
        """Holds a definition, of a function those of its derivatives, too."""
        for own in (definition, *primed(definition)):
            told = (said.anew, said.words) if said is not None else (False, "")
            self.entries.append(Held(own, start, end, label, latex, origin, *told))
            self.definitions.setdefault((own.name, len(own.parameters)), own)

    def _equation(self, printed: Printed) -> None:
        printed = replace(printed, rows=tuple(_with_left_sides(printed.rows)))
        numbered = [r for k, r in enumerate(printed.rows) if not (k and _is_number_of_its_own(r))]
        rows, self.beside = split(numbered, self.reader.notation.indices)
        if not rows:
            rows, self.beside = list(printed.rows), {}
        if printed.declared.continues:
            self.chain = self.chains.get(printed.declared.continues, Chain(None, None))
        elif len(rows) > 1 and all(len(r.members) == 1 and not r.relations[0] and not r.lead for r in rows):
            self._expression(printed, rows[0])
            return
        elif not (len(rows[0].members) > 1 or rows[0].relations[0] or _is_numbered(printed)):
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
                self._pair(_Link(printed, row, number, part, label, previous, member, relation))
        self.chains[printed.tag] = self.chain

    def _expression(self, printed: Printed, row: Row) -> None:
        """A display that holds an expression alone; nothing is claimed of it."""
        message = "an expression alone, of which nothing is claimed; what goes on from a line opens with ="
        error = OutOfScope(message, printed.source, row.members[0].span)
        self.unread.append(
            Unread(printed.tag, 1, printed.tag, printed.line, printed.latex, printed.span, error, scope=True)
        )
        self.chains[printed.tag] = self.chain

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
        self._hide(self.heads.get(id(row)), row.span.start)
        side, beyond = None, False
        try:
            side, _ = self._side(printed, first)
        except ReadError as error:
            beyond = isinstance(error, OutOfScope | Unsupported)
        self.chain = Chain(side, side, beyond=beyond)

    def _pair(self, link: _Link) -> None:
        """One link of a chain: from the last side that could be read to this one."""
        printed, row = link.printed, link.row
        start = link.previous.span if link.previous is not None else link.member.span
        span = start.to(link.member.span)
        latex = " ".join(printed.source.text[span.start : span.end].split())
        sign = link.relation if link.relation in NEARLY else "="
        latex = latex if link.previous is not None else f"{sign} {latex}"
        if printed.reread:
            span, latex = printed.span, re.sub(r"\s*\\tag\*?\{[^{}]*\}", "", printed.latex)
        line = printed.line if printed.reread else printed.source.line_column(span.start)[0]
        unread = Unread(printed.tag, link.part, link.label, line, latex, span, _nothing(printed), False)
        head = self._head_of(link)
        lost = self.lost.get(head.name) if head is not None else None
        if lost is not None and printed.span.start < self.scopes.end_of_facts(lost):
            head = None  # a line before, which can't be read, gives it a value
        side: Side | None = None
        try:
            side, reread = self._side(printed, link.member)
            latest, subject = self.chain.latest, self.chain.subject
            if latest is None or subject is None:
                kind = OutOfScope if self.chain.beyond else ReadError
                self.chain = Chain(side, side, late=True)
                if link.previous is row.members[0]:
                    self._side(printed, link.previous)
                raise kind("this continues a chain whose beginning could not be read", printed.source, span)
            if link.previous is None and row.lead in EQUIVALENCES and not row.relations[0]:
                message = f"an expression behind `{row.lead}`; what is equivalent to a line is another line"
                raise ReadError(message, printed.source, span)
            near = link.relation in NEARLY and all(_is_number(own.term) for own in (latest, side))
            if link.relation not in EQUALITIES and not near and not self._is_order(link):
                self.chain = Chain(side, side)
                raise OutOfScope(f"the relation {link.relation}", printed.source, span)
            head = None if near else head
            if head is not None and (sealed := next(trees.undefined(link.member), None)) is not None:
                command = unknown_in(sealed.latex)
                message = f"a value that nothing tells: no command `{command}` is defined{meant_by(command)}"
                raise OutOfScope(message, printed.source, span)
            if is_notation(latest.node, side.node):
                what = "this says what `\\log` is; it is read as the natural logarithm here"
                raise OutOfScope(what, printed.source, span)
            self._refuse_pairs(link.member, printed)
            case, conditions = self._case(printed, row)
            if head is not None and not head.again:
                self._refuse_partial(head, case, conditions, link.member)
                self._refuse_sized(head, side.term, link.member)
        except ReadError as error:
            scope = isinstance(error, OutOfScope | Unsupported)
            self.unread.append(
                replace(unread, error=error, scope=scope, ill_formed=isinstance(error, IllFormed))
            )
            if link.previous is row.members[0]:
                self.lost |= dict.fromkeys(names_on_the_left(latex), printed.span.start)
            if head is not None:
                self.lost[head.name] = printed.span.start
            if link.relation not in EQUALITIES:
                self.chain = Chain(side, side)
            return
        variables = self.reader.variables.get(head.name, ()) if head is not None and head.arguments else ()
        self.statements.append(
            Statement(
                printed.tag,
                link.part,
                link.label,
                line,
                self.document.source,
                span,
                latex,
                subject,
                latest,
                side,
                case,
                printed.span.start,
                self.chain.label,
                reread,
                ranges=told_ranges(self.reader.notation, (subject, latest, side), case, self.free_in),
                conditions=conditions,
                head=head,
                variables=variables,
                relation="=" if link.relation in EQUALITIES else APPROXIMATE if near else link.relation,
                lead=row.lead,
                opens=self._opens(link),
                row=link.row_number,
                continues=continues(row) and self.chain.stated,
                goes_on=bool(row.relations[0]) and link.previous is None,
                governed=Governed() if row.lead and link.row_number else self._governed(printed),
                nesting=row.nesting,
            )
        )
        if head is not None and not head.again:
            term = side.term if link.previous is not None and link.previous is row.members[0] else latest.term
            definition = Definition(head.name, head.parameters, term, variables)
            for own in (definition, *primed(definition)):
                self.definitions.setdefault((own.name, len(own.parameters)), own)
        if link.relation in EQUALITIES:
            self.chain.latest, self.chain.label, self.chain.stated = side, link.label, True
        else:
            self.chain = Chain(side, side)

    def _opens(self, link: _Link) -> bool:
        """Whether a link is the first of its chain."""
        first = link.previous is None or link.previous is link.row.members[0] or not self.chain.stated
        return first and not self.chain.late

    def _head_of(self, link: _Link) -> Head | None:
        """The name that a link would define: on the left of its row, or alone at an end of it."""
        if link.previous is not None and link.previous is link.row.members[0] and not continues(link.row):
            return self.heads.get(id(link.row))
        return self.heads.get(id(link.member))

    def _governed(self, printed: Printed) -> Governed:
        return self.cues.governing(printed.span.start)

    def _is_order(self, link: _Link) -> bool:
        """Whether a link is an order between names and numbers, which is given: `x > 0`, `0 < p < 1`; or any
        order that an implication starts from, or leads to."""
        plain = all(isinstance(m, Symbol | Number) for m in link.row.members)
        return link.relation in ORDERS and (plain or link.printed.tag in self.implied)

    def _side(self, printed: Printed, member: Node) -> tuple[Side, Reread | None]:
        reader = self.reader.of(printed.source)
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

    def _refuse_sized(self, head: Head, term: Term, member: Node) -> None:
        """`S_n = \\sum_{i=1}^n x_i` defines S at any size; `x_n = 0` and what goes on from there do not.

        Nor does `S_n = \\bar x \\sum_{i=1}^n x_i`, where `\\bar x` is a mean of n numbers.
        """
        for size in sorted(self.reader.notation.sizes & set(head.parameters)):
            names = reached(term, self.definitions)
            hidden = (d for d in self.definitions.values() if d.name in names and size not in d.parameters)
            through = next((f" through {d.name}" for d in hidden if _depends_on(d.body, size)), "")
            if through or head.key in self.running or not _sums_to(term, size):
                message = (
                    f"a definition of {head.name} at the size {size}{through}, which says nothing of others"
                )
                raise OutOfScope(message, self.document.source, member.span)

    def _refuse_partial(self, head: Head, case: Case, conditions: tuple[Claim, ...], member: Node) -> None:
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

    def _case(self, printed: Printed, row: Row) -> tuple[Case, tuple[Claim, ...]]:
        """What a row is restricted to, by what is printed beside it and by the reading file."""
        beside = self.beside.get(id(row), [])
        text = printed.declared.case
        source = Source(f"{self.declared.path} equations.{printed.tag}.case", text)
        if text and text not in self.cases:
            self.cases[text] = self._named(self._rows(source))
        declared = self.cases.get(text, ())
        indices = self.reader.notation.indices
        if not all(pair(known, indices) for known in declared):
            raise ReadingError(f"{source.name}: a case is i = j or i \\neq j, not {text!r}")
        opened = self.cues.open_at(printed.span.start)
        opened_rows = [known for case in opened for known in self.opened[case.latex]]
        conditions = others(beside, self.reader.of(printed.source))
        for known in opened_rows:
            if not pair(known, indices):
                found = claims_of(known, self.reader) or ()
                conditions += tuple(claim for claim in found if not _gives_a_function(claim))
        return case_of([*opened_rows, *beside, *declared], indices), conditions

    def _opaque(self) -> tuple[Lost, ...]:
        """Names whose definition could not be read: they have a value, and nobody knows which."""
        places = {equation.tag: equation.span.start for equation in self.document.equations}
        found = dict(self.lost)
        for unread in self.unread:
            for name in names_on_the_left(unread.latex):
                found.setdefault(name, places[unread.equation])
        return tuple(
            Lost(name, place, self.scopes.end_of_facts(place)) for name, place in sorted(found.items())
        )

    def _denied(self) -> tuple[Lost, ...]:
        """Names of which prose says what is not assumed, to the ends of its scopes."""
        ends = self.scopes.end_of_facts
        found = denied(self.document.source)
        return tuple(Lost(name, place, ends(place)) for names, place in found for name in sorted(names))

    def _excused(self) -> frozenset[str]:
        """Letters that need no value: any will do, or an equation that can't be read may give them one."""
        words = frozenset().union(*(names_of(unread.latex) for unread in self.unread))
        told = frozenset((*self.kinds.kinds, *self.declared.positive))
        return told | arbitrary(self.document.source.text) | words


def _ordered_letters(rows: Iterable[Row]) -> frozenset[str]:
    """The letters that orders speak of, `i > 0`: they are no imaginary unit, which has none."""
    ordered = (row for row in rows if not ORDERS.isdisjoint(row.relations))
    return frozenset(m.name for row in ordered for m in row.members if isinstance(m, Symbol))


def _named_letters(rows: list[Row]) -> frozenset[str]:
    """Letters under sums that have a value elsewhere, `k = 2`, and are no subscript but under these."""
    alone = {
        row.members[0].name
        for row in rows
        if len(row.members) > 1
        and not row.relations[0]
        and row.relations[1] in EQUALITIES
        and isinstance(row.members[0], Symbol)
    }
    free = {name for row in rows for member in row.members for name in _subscripts(member, frozenset())}
    return frozenset(name for name in alone - free if is_letter(name))


def _subscripts(node: Node, bound: frozenset[str]) -> Iterator[str]:
    """The letters in subscripts of a tree that no sum around them binds."""
    if isinstance(node, Big):
        bound |= {s.name for s in node.range.indices if isinstance(s, Symbol)}
    if isinstance(node, Symbol):
        yield from (s.name for s in node.subscripts if isinstance(s, Symbol) and s.name not in bound)
    for child in trees.children(node):
        yield from _subscripts(child, bound)


def _in_order(*rows: list[tuple[int, Row]]) -> list[Row]:
    """Rows in the order of their places; of the same place, what stands first in the lists."""
    return [row for _, row in sorted((item for own in rows for item in own), key=lambda item: item[0])]


def _implied(printed: list[Printed]) -> frozenset[str]:
    """The tags of displays that an implication stands in, or behind."""
    found: set[str] = set()
    for before, own in pairwise((None, *printed)):
        if own is not None and any(row.lead in ARROWS for row in own.rows):
            found.add(own.tag)
            if before is not None and own.rows[0].lead in ARROWS:
                found.add(before.tag)
    return frozenset(found)


def _through(heads: dict[int, Head], rows: list[Row], notation: Notation) -> dict[str, tuple[str, ...]]:
    """The letters that quantities without an index are given through, as printed."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        head = heads.get(id(row))
        if head is None or head.again or head.arguments or head.parameters or len(row.members) < 2:
            continue
        letters = (s.name for s in symbols(row.members[1]) if not s.subscripts and not s.primes)
        known = notation.sizes | notation.indices | CONSTANTS
        found[head.name] = tuple(dict.fromkeys(k for k in letters if k not in known and k not in FUNCTIONS))
    return found


def primed(definition: Definition) -> Iterator[Definition]:
    """The derivatives f′, f″, … of a function of one number."""
    own = tuple(map(Var, definition.variables))
    for primes in range(1, MAX_PRIMES + 1) if len(own) == 1 else ():
        name, before = definition.name + "'" * primes, definition.name + "'" * (primes - 1)
        yield Definition(name, (), Deriv(Ref(before, (), own), own[0]), definition.variables)


TURNED = {"<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le"}


def _spoken(condition: Claim) -> set[str]:
    """The indices and unknowns that a condition speaks of."""
    sides = (condition.left, condition.right)
    return set().union(*(free_indices(side) | _unknowns(side) for side in sides))


def _is_numeric(node: Node) -> bool:
    """Whether a tree speaks of no name."""
    return not any(True for _ in symbols(node))


def _with_left_sides(rows: tuple[Row, ...]) -> Iterator[Row]:
    """`x = 1 or 2`, and `x = 1, 2`, is `x = 1 or x = 2`: what has no relation has the left side before it."""
    before: Row | None = None
    for row in rows:
        bare = len(row.members) == 1 and not row.relations[0]
        if bare and before is not None and len(before.members) == 2:
            listed = isinstance(before.members[0], Symbol) and all(
                map(_is_numeric, (before.members[1], *row.members))
            )
            if row.lead == ALTERNATIVE or (listed and not row.lead):
                members = (before.members[0], *row.members)
                row = replace(row, lead=ALTERNATIVE, relations=("", before.relations[1]), members=members)
        before = row
        yield row


def _is_number_of_its_own(row: Row) -> bool:
    """Whether a row is the number of an equation, typed by hand: `(1)`."""
    match row.members:
        case (Group("(", Number(), ")"),):
            return not row.relations[0]
        case _:
            return False


def _is_numbered(printed: Printed) -> bool:
    """Whether the author numbers a display as a step of its own."""
    return bool(re.search(r"\\tag\b|\\therefore\b", printed.latex))


def _entries(rows: list[Row], name: str) -> Iterator[Symbol]:
    """The letters that stand at an array with one index."""
    for node in (n for row in rows for member in row.members for n in trees.walk(member)):
        match node:
            case Symbol(other, (Symbol() as index,)) if other == name:
                yield index


def _sums_to(term: Term, size: str) -> bool:
    """Whether a size is the end of a sum or a product in a term."""
    return any(isinstance(part, Sum | Prod) and part.range.high == Bound(size) for part in walk(term))


def _running(rows: Iterable[Row], notation: Notation) -> frozenset[Key]:
    """The names over whose entries an index runs."""
    nodes = (s for row in rows for member in row.members for s in symbols(member) if s.subscripts)
    return frozenset(
        (node.name, len(node.subscripts))
        for node in nodes
        for subscript in node.subscripts
        for inner in trees.walk(subscript)
        if isinstance(inner, Symbol) and inner.name in notation.indices
    )


def _depends_on(term: Term, size: str) -> bool:
    """Whether a term speaks of a size."""
    return size in range_letters(term) | free_indices(term) | _unknowns(term)


def _unknowns(term: Term) -> frozenset[str]:
    return frozenset(inner.name for inner in walk(term) if isinstance(inner, Var))


def _is_number(term: Term) -> bool:
    """Whether a term speaks of no letters, except for quantities that have values."""
    letters = any(isinstance(t, Var) and t != PI for t in walk(term))
    return not letters and not free_indices(term) and not range_letters(term)


def _gives_a_function(claim: Claim) -> bool:
    """Whether a case says what function f is, `for f(x) = x^2`: that says nothing of x."""
    return claim.relation == "=" and isinstance(claim.left, Ref) and bool(claim.left.arguments)


def _nothing(printed: Printed) -> ReadError:
    return ReadError("", printed.source, Span(0, 0))
