"""The statements of a derivation, as data: what is defined, what is claimed, of what.

`chains.py` makes them from a document. What could not be read is an `Unread`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from derivation.reading.assumptions import Assumptions
from derivation.reading.conditions import positive_of, unequal_of
from derivation.reading.declared import Declared
from derivation.reading.meaning import Reader
from derivation.reading.notation import SQUARE, Notation
from derivation.terms.setting import Case, Claim, Hypotheses, Setting
from derivation.terms.terms import (
    PI,
    Definition,
    Num,
    Pow,
    Range,
    Ref,
    Term,
    Var,
    free_indices,
    range_letters,
    reached,
    walk,
)
from derivation.text.document import Document
from derivation.text.latex import read_display
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import Node, Row

Ranges = tuple[tuple[str, Range], ...]
Conditions = tuple[Claim, ...]


class Kind(Enum):
    DEFINITION = "definition"
    CLAIM = "claim"


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
    """Two adjacent members of a chain. `previous` is `None` where it could not be read.

    `follows_label` names the statement whose member `previous` is, "" at a chain's start.
    What is `supposed` is an end of an implication, or a condition: it need not hold everywhere;
    `both` says that an implication goes both ways.
    `ranges` are those of its free indices, where they are told by its arrays.
    `conditions` are those printed beside it that its case does not hold.
    With `undefined` names, a claim is right for any value of them, or can not be read.
    """

    equation: str
    part: int
    label: str
    line: int
    source: Source
    span: Span
    latex: str
    kind: Kind
    subject: Side
    previous: Side | None
    member: Side
    case: Case
    follows_label: str = ""
    reread: Reread | None = None
    supposed: bool = False
    both: bool = False
    undefined: Unread | None = None
    ranges: Ranges = ()
    conditions: Conditions = ()

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


@dataclass(frozen=True, slots=True)
class Derivation:
    """A document that was read: all that a judgement needs."""

    document: Document
    declared: Declared
    notation: Notation
    definitions: Mapping[tuple[str, int], Definition]
    statements: tuple[Statement, ...]
    unread: tuple[Unread, ...]
    reader: Reader
    names: frozenset[str]
    functions: frozenset[str]
    defined_at: Mapping[tuple[str, int], str] = field(default_factory=dict)
    assumptions: Assumptions = field(default_factory=Assumptions)
    opaque: frozenset[str] = frozenset()
    restricted: Mapping[str, Conditions] = field(default_factory=dict)
    _settings: dict[tuple[Case, Ranges, Conditions, frozenset[str]], Setting] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def inferred(self) -> tuple[str, ...]:
        """What was taken to be meant without being said, in words, with its LaTeX."""
        terms = [definition.body for definition in self.definitions.values()]
        terms += [side.term for s in self.statements for side in (s.subject, s.member)]
        found = {(t.name, len(t.indices)) for term in terms for t in walk(term) if isinstance(t, Var)}
        known = self.notation.sizes | {PI.name}
        scalars = sorted(name for name, arity in found if not arity and name not in known)
        arrays = sorted(name for name, arity in found if arity)
        said = [f"{', '.join(scalars)} real"] if scalars else []
        said += [f"{', '.join(arrays)} real, with an index"] if arrays else []
        roots = sorted({root for term in terms for t in walk(term) if (root := _root(t))})
        said += [f"{', '.join(roots)} ≥ 0, known by the square"] if roots else []
        introduced = self.assumptions.introduced
        said += [f"defined in the text: {', '.join(introduced)}"] if introduced else []
        assumed = [latex for latex in self.assumptions.used if latex not in self.declared.assume]
        said += [f"assumed: {', '.join(assumed)}"] if assumed else []
        unused = self.assumptions.unused
        said += [f"said, but not used: {', '.join(unused)}"] if unused else []
        doubts = dict.fromkeys(d.latex for d in self.assumptions.doubts if d.latex not in unused)
        said += [f"said, but not assumed: {', '.join(doubts)}"] if doubts else []
        return (*self.notation.inferred, *said)

    @property
    def declarations(self) -> tuple[str, ...]:
        """What the reading file says about the notation, in words, with its LaTeX."""
        known = self.declared
        said = [f"{', '.join(known.sizes)} integers ≥ 1"] if known.sizes else []
        said += [f"indices start at {known.base}"] if known.base is not None else []
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

    def setting_of(self, statement: Statement) -> Setting:
        """What a statement is judged in: under its own conditions, and those of what it speaks of."""
        terms = (statement.subject.term, statement.member.term)
        return self.setting_for(terms, statement.case, statement.ranges, statement.conditions)

    def setting_for(
        self, terms: tuple[Term, ...], case: Case | None = None, ranges: Ranges = (), own: Conditions = ()
    ) -> Setting:
        """What terms are judged in: under a case, `own` conditions, and those of what they speak of."""
        others: Conditions = ()
        if self.restricted:
            names = frozenset().union(*(reached(term, self.definitions) for term in terms))
            opened = (*terms, *(d.body for (name, _), d in self.definitions.items() if name in names))
            spoken = sorted(names.union(*map(range_letters, opened)))
            others = tuple(dict.fromkeys(c for name in spoken for c in self.restricted.get(name, ())))
        free: frozenset[str] = frozenset().union(*map(free_indices, terms)) if own else frozenset()
        sizes = self.notation.sizes
        positive = positive_of(own, sizes, free) | positive_of(others, sizes)
        return self.setting(case, ranges, (*own, *others), positive)

    def setting(
        self,
        case: Case | None = None,
        ranges: Ranges = (),
        conditions: Conditions = (),
        positive: frozenset[str] = frozenset(),
    ) -> Setting:
        """What statements under a case are judged in; the same object each time."""
        case = case or Case()
        key = (case, ranges, conditions, positive)
        if key not in self._settings:
            differing = (*case.unequal, *unequal_of(conditions))
            known = self.notation
            assumed = self.assumptions
            hypotheses = Hypotheses(
                {**known.ranges, **assumed.ranges, **dict(ranges)},
                known.sizes,
                known.positive | assumed.positive | positive | {PI.name},
                base=known.base,
                symmetric=frozenset(assumed.symmetric),
            )
            self._settings[key] = Setting(
                hypotheses,
                self.definitions,
                replace(case, unequal=differing),
                solved=assumed.solved,
                totals=assumed.totals,
                conditions=conditions,
            )
        return self._settings[key]

    def read(self, latex: str) -> tuple[Row, ...]:
        """Rows of LaTeX in the document's notation."""
        source = Source("expression", latex)
        return read_display(source, Span(0, len(latex)), self.names, self.functions)

    def term(self, latex: str) -> Term:
        """The meaning of one expression in the document's notation; raises `ReadError`."""
        source = Source("expression", latex)
        rows = self.read(latex)
        if len(rows) != 1 or len(rows[0].members) != 1:
            raise ReadError("one expression is wanted here", source, Span(0, len(latex)))
        return self.reader.of(source).term(rows[0].members[0])
