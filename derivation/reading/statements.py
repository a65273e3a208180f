"""The statements of a derivation, as data: what is defined, what is claimed, of what.

`passes.py` makes them from a document. What could not be read is an `Unread`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from derivation.front.document import Document
from derivation.front.scopes import Scopes
from derivation.prose.dependences import constants, dependences
from derivation.prose.sentences import sentences
from derivation.prose.signs import unsigned
from derivation.reading.conditions import positive_of, unequal_of
from derivation.reading.cues import Cues, Governed
from derivation.reading.declared import Declared
from derivation.reading.elaboration import Elaboration
from derivation.reading.heads import Head
from derivation.reading.meaning import Reader
from derivation.reading.notation import SQUARE, Notation
from derivation.reading.readers import Readers
from derivation.reading.sightings import PlacedRow, Sightings
from derivation.reading.writing import Writer
from derivation.records import dataclass, field, replace
from derivation.terms.context import Fact, Held, Origin
from derivation.terms.setting import Case, Claim, Hypotheses, Setting, integers_of
from derivation.terms.terms import (
    PI,
    Definition,
    Definitions,
    Num,
    Pow,
    Range,
    Ref,
    Term,
    Var,
    free_indices,
    walk,
)
from derivation.text.latex import read_display
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import NOT_NESTED, Nesting, Node, Row

NO_WORDS = Governed()
NO_SCOPES = Scopes(0, ())
Ranges = tuple[tuple[str, Range], ...]
Conditions = tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A member: as printed, and what it means."""

    node: Node
    term: Term


@dataclass(frozen=True, slots=True)
class Reread:
    """How an ill-formed statement was read instead, and why."""

    latex: str
    reason: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation and two sides: two members of a chain, of which none that can be read stands between them.

    `follows_label` names the statement whose member `previous` is, "" at a chain's start.
    `head` is the name that it would define, `variables` are those of a function; `relation` stands
    between its sides. `lead` opens its row: `\\iff`, `\\therefore`, `\\text{where}`, or "";
    `opens` says that it is the first of its row, `continues` that it carries on a chain before it, and
    `goes_on` that a sign like `=` opens its row.
    `nesting` is how its row is joined to others.
    `governed` is what words around its display say, and `place` where it stands in the text.
    `ranges` are those of its free indices, where they are told by its arrays.
    `conditions` are those that it stands under and that its case does not hold.
    """

    equation: str
    part: int
    label: str
    line: int
    source: Source
    span: Span
    latex: str
    subject: Side
    previous: Side
    member: Side
    case: Case
    place: int
    follows_label: str = ""
    reread: Reread | None = None
    ranges: Ranges = ()
    conditions: Conditions = ()
    head: Head | None = None
    variables: tuple[str, ...] = ()
    relation: str = "="
    lead: str = ""
    opens: bool = True
    row: int = 0
    continues: bool = False
    goes_on: bool = False
    governed: Governed = NO_WORDS
    nesting: Nesting = NOT_NESTED

    @property
    def case_text(self) -> str:
        """What the statement is restricted to, in LaTeX: `i = j`, `x > 0`, or ""."""
        equal = [f"{a} = {b}" for a, b in self.case.equal]
        unequal = [f"{a} \\neq {b}" for a, b in self.case.unequal]
        return ", ".join([*equal, *unequal, *(c.latex for c in self.conditions)])


def _root(term: Term) -> str:
    """σ of the root of σ², where the square is the quantity; "" of all else."""
    match term:
        case Pow(Var(name) | Ref(name), Num(value)) if name.endswith(SQUARE) and value.denominator == 2:
            return name.removesuffix(SQUARE)
        case _:
            return ""


def told_ranges(
    notation: Notation,
    sides: Iterable[Side],
    case: Case,
    free_in: Callable[[Term], frozenset[str]] = free_indices,
) -> Ranges:
    """The ranges of free indices that the arrays of some sides tell otherwise than the document does.

    `free_in` is `free_indices`, or something that remembers what that gave.
    """
    free = [(side.node, free_in(side.term)) for side in sides]
    letters = {i for pair in (*case.equal, *case.unequal) for i in pair}
    letters = letters.union(*(own for _, own in free)) & notation.indices
    found = (
        (letter, notation.range_in(letter, [node for node, own in free if letter in own]))
        for letter in sorted(letters)
    )
    return tuple((k, span) for k, span in found if span is not None and span != notation.ranges.get(k))


@dataclass(frozen=True, slots=True)
class Unread:
    """A statement or a whole equation that could not be read, and where it stands in the document.

    `scope` is true for mathematics that was recognised and is out of scope: such a statement is
    undecided, not an error.
    """

    equation: str
    part: int
    label: str
    line: int
    latex: str
    span: Span
    error: ReadError
    scope: bool = False
    ill_formed: bool = False


class Lost(NamedTuple):
    """A name whose definition could not be read, and from where to where of the text it has that value."""

    name: str
    start: int
    end: int


def _names_at(names: Iterable[Lost], place: int) -> frozenset[str]:
    return frozenset(lost.name for lost in names if lost.start <= place < lost.end)


@dataclass(frozen=True, slots=True)
class Derivation:
    """A document that was read: all that a judgement needs.

    `entries` are what prose and the reading file say, each from its place to the end of its scope;
    `scopes` say how far what a display says reaches. `definitions` are those of the whole document, as
    far as they can be told before it is judged: of each name the first. `opaque` names have a value that
    could not be read; those that are `excused` need none. `denied` are names of which the text says in
    passing what it does not assume.
    """

    document: Document
    declared: Declared
    notation: Notation
    definitions: Mapping[tuple[str, int], Definition]
    statements: tuple[Statement, ...]
    unread: tuple[Unread, ...]
    readers: Readers
    names: frozenset[str]
    functions: frozenset[str]
    elaboration: Elaboration = field(default_factory=Elaboration)
    entries: tuple[Held, ...] = ()
    scopes: Scopes = NO_SCOPES
    opaque: tuple[Lost, ...] = ()
    excused: frozenset[str] = frozenset()
    denied: tuple[Lost, ...] = ()
    _rows: tuple[PlacedRow, ...] = field(default=(), repr=False, compare=False)
    _settings: dict[object, Setting] = field(default_factory=dict, repr=False, compare=False)
    _read: dict[tuple[str, object], tuple[Row, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def reader(self) -> Reader:
        """What reads trees of the document as a whole."""
        return self.readers.whole

    @property
    def rows(self) -> tuple[PlacedRow, ...]:
        """The rows of displays and sentences, as they were elaborated."""
        return self._rows

    @property
    def sightings(self) -> Sightings:
        """Where the names of the document are met."""
        return Sightings.of(self._rows)

    def reserved(self, statement: Statement) -> str:
        """The words around a statement by which it may not be claimed as it stands, or ""."""
        span = self._display(statement)
        if span is None:
            return ""
        text, start = self.document.source.text, statement.span.start
        over = text.find("\\\\", statement.span.end, span.end)
        row = text[start : span.end if over < 0 else over]
        return self._cues.reserved(span, text[span.start : span.end], row)

    def restricted(self, statement: Statement, names: frozenset[str]) -> str:
        """The words beside a statement by which it may be meant for some values of names alone, or ""."""
        span = self._display(statement)
        return self._cues.restricted(span, names) if span is not None else ""

    def refers_back(self, statement: Statement) -> str:
        """The words before a statement by which it may be about an earlier example, or ""."""
        span = self._display(statement)
        return self._cues.refers_back(span) if span is not None else ""

    def scene(self, statement: Statement) -> str:
        """The words before a statement by which it may be about another case than those above, or ""."""
        span = self._display(statement)
        subject = statement.subject.term
        name = subject.name if isinstance(subject, Var | Ref) else ""
        return self._cues.scene(span, name) if span is not None else ""

    def _display(self, statement: Statement) -> Span | None:
        if statement.source is not self.document.source:
            return None
        return next((e.span for e in self.document.equations if e.tag == statement.equation), None)

    @property
    def unsigned(self) -> frozenset[str]:
        """The names that the text calls something that may be taken for positive."""
        return unsigned(sentences(self.document.source.text))

    @property
    def _cues(self) -> Cues:
        spans = [equation.span for equation in self.document.equations]
        return Cues.of(self.document.source.text, spans, self.scopes)

    def opaque_at(self, place: int) -> frozenset[str]:
        """The names that have a value at a place which could not be read."""
        return _names_at(self.opaque, place)

    def denied_at(self, place: int) -> frozenset[str]:
        """The names of which the text says above a place what it does not assume."""
        return _names_at(self.denied, place)

    @property
    def inferred(self) -> tuple[str, ...]:
        """What was taken to be meant without being said, in words, with its LaTeX."""
        terms = [definition.body for definition in self.definitions.values()]
        terms += [side.term for s in self.statements for side in (s.subject, s.member)]
        found = {(t.name, len(t.indices)) for term in terms for t in walk(term) if isinstance(t, Var)}
        known = self.notation.sizes | {PI.name} | self.reader.opaque.keys()
        scalars = sorted(name for name, arity in found if not arity and name not in known)
        arrays = sorted(name for name, arity in found if arity and name not in known)
        said = [f"{', '.join(scalars)} real"] if scalars else []
        said += [f"{', '.join(arrays)} real, with an index"] if arrays else []
        roots = sorted({root for term in terms for t in walk(term) if (root := _root(t))})
        said += [f"{', '.join(roots)} ≥ 0, known by the square"] if roots else []
        spoken = [held for held in self.entries if held.origin is Origin.SAID]
        facts = [held.entry for held in spoken if isinstance(held.entry, Fact)]
        words = {
            "defined in the text": [held.latex for held in spoken if isinstance(held.entry, Definition)],
            "assumed": [f.latex for f in facts if f.firm and f.claims and not (f.reason and f.equations)],
            "given as reasons": [f.latex for f in facts if f.firm and f.reason and f.equations],
            "said, but not assumed": [fact.latex for fact in facts if not fact.firm and fact.understood],
            "said, but not understood": [fact.latex for fact in facts if not fact.understood],
        }
        said += [f"{word}: {', '.join(dict.fromkeys(told))}" for word, told in words.items() if told]
        return (*self.notation.inferred, *said)

    @property
    def declarations(self) -> tuple[str, ...]:
        """What the reading file says about the notation, in words, with its LaTeX."""
        known = self.declared
        said = [f"{', '.join(known.sizes)} integers ≥ 1"] if known.sizes else []
        said += [f"indices start at {known.base}"] if known.base is not None else []
        said += [f"{name} is {kind.words}" for name, kind in known.kinds.items()]
        said += [f"{name} is the whole of {of}" for name, of in known.vectors.items()]
        said += [f"a prime is the derivative with respect to {known.prime}"] if known.prime else []
        said += [f"{name} > 0" for name in known.positive]
        said += list(known.assume)
        said += [f"{index} runs over {span}" for index, span in known.ranges.items()]
        cases: dict[str, list[str]] = {}
        for tag, entry in known.equations.items():
            if entry.case:
                cases.setdefault(entry.case, []).append(tag)
            said += [f"{tag} continues {entry.continues}"] if entry.continues else []
        said += [f"{', '.join(tags)} for {case}" for case, tags in cases.items()]
        return (*said, *known.definitions)

    @property
    def title(self) -> str:
        return self.declared.title or self.document.title

    def setting(
        self,
        definitions: Definitions | None = None,
        case: Case | None = None,
        ranges: Ranges = (),
        claims: Conditions = (),
        free: frozenset[str] = frozenset(),
    ) -> Setting:
        """What statements are judged in, with some definitions or all; the same object each time.

        `claims` are orders that they stand under, which say nothing of all entries of an array where
        an index is `free`.
        """
        case = case or Case()
        chosen = self.definitions if definitions is None else definitions
        own = blake2b(array("Q", sorted(map(id, chosen.values())))).digest()  # 64 bytes for each line, not n
        key = (own, case, ranges, claims, free)
        if key not in self._settings:
            known = self.notation
            hypotheses = Hypotheses(
                {**known.ranges, **dict(ranges)},
                known.sizes,
                known.positive | positive_of(claims, known.sizes, free) | {PI.name},
                base=known.base,
                reals=self.reader.reals if self.reader.units else None,
                beyond=known.beyond,
                starting=known.starting,
                steady=constants(self.document.source),
                moving=self._moving(),
                integers=integers_of(claims),
                opaque={name: own.depends_on for name, own in self.reader.opaque.items()},
            )
            differing = (*case.unequal, *unequal_of(claims))
            self._settings[key] = Setting(
                hypotheses, chosen, replace(case, unequal=differing), conditions=claims
            )
        return self._settings[key]

    def _moving(self) -> dict[str, frozenset[str]]:
        """What the text says to depend on what, in all of it."""
        found: dict[str, frozenset[str]] = {}
        for own in dependences(self.document.source):
            if self.scopes.end_of_facts(own.place) >= len(self.document.source.text):
                found[own.name] = found.get(own.name, frozenset()) | {own.by}
        return found

    def writer(self) -> Writer:
        """What writes terms in the document's names."""
        return Writer(self.notation.indices, self.reader.opaque)

    def read(self, latex: str, place: int | None = None) -> tuple[Row, ...]:
        """Rows of LaTeX in the document's notation, at a place; read once."""
        key = (latex, None if place is None else self.scopes.section(place))
        if key not in self._read:
            source = Source("expression", latex)
            rows = read_display(source, Span(0, len(latex)), self.names, self.functions)
            self._read[key] = tuple(self.elaboration.row(row, key[1]) for row in rows)
        return self._read[key]

    def term(self, latex: str, place: int | None = None) -> Term:
        """The meaning of one expression in the document's notation, at a place; raises `ReadError`."""
        source = Source("expression", latex)
        rows = self.read(latex, place)
        if len(rows) != 1 or len(rows[0].members) != 1:
            raise ReadError("one expression is wanted here", source, Span(0, len(latex)))
        reader = self.reader if place is None else self.readers.at(place)
        return reader.of(source).term(rows[0].members[0])
