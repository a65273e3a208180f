r"""From a document to a `Derivation`: the passes that make its statements.

parsing      every equation's rows, as printed, or as the reading file says
             where they are ill-formed; what sentences say (parsing.py)
elaboration  one symbol for each name (elaboration.py)
notation     what letters are (notation.py, letters.py), and what rows define (heads.py)
readers      what gives the rows of each place their meaning (readers.py)
entries      what prose and the reading file define and assume, each from its place on (entries.py)
statements   what displays claim, chain by chain (chains.py)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from derivation.front.document import Document
from derivation.front.scopes import Scopes, find_scopes
from derivation.prose.dependences import constants
from derivation.prose.formulas import names_of
from derivation.prose.predicates import arbitrary
from derivation.prose.said import (
    Said,
    definitions,
    denied,
    functions_called,
    kinds,
    listed,
    numbers_called,
    ranges,
)
from derivation.reading.cases import Cases
from derivation.reading.chains import Chains, implied
from derivation.reading.cues import Cues
from derivation.reading.declared import Declared, Kind, ReadingError
from derivation.reading.elaboration import Elaboration, find_elaboration
from derivation.reading.entries import Entries, reach, said_at
from derivation.reading.fitting import check_kinds, check_names, check_tags
from derivation.reading.heads import Head, differentiated, find_heads, infer_names, names_on_the_left, squares
from derivation.reading.imaginary import imaginary_units, rates, real_names
from derivation.reading.kinds import NUMBERS, DeclaredKinds
from derivation.reading.labels import indexed_names
from derivation.reading.letters import (
    Renamed,
    named_letters,
    ordered_letters,
    partials,
    redefined,
    renamed_in,
    through,
    unknown_functions,
    variables,
)
from derivation.reading.meaning import Reader
from derivation.reading.notation import Notation, infer_notation, without
from derivation.reading.parsed import Parsed, Printed, in_order
from derivation.reading.parsing import Parser
from derivation.reading.position import Position
from derivation.reading.readers import Readers, Usage
from derivation.reading.statements import Derivation, Lost, Unread
from derivation.records import dataclass, replace
from derivation.terms.terms import Var
from derivation.text.source import ReadError, Span
from derivation.text.syntax import Row

Told = Mapping[str, set[tuple[str, str]]]
"""Where the text says that index letters begin and end."""


def read_derivation(document: Document, declared: Declared) -> Derivation:
    """Reads a document in the light of what is declared about it."""
    setup = Setup.of(document, declared)
    check_tags(setup.declared, document)
    parsed, unread = setup.parsed()
    check_kinds(setup.kinds, setup.declared, parsed.placed_rows(document), setup.told, document)
    elaboration = setup.elaboration(parsed, unread)
    opened_at = {case.latex: case.span.start for case in setup.cues.cases}
    parsed = parsed.elaborated(elaboration, setup.scopes, opened_at)
    naming = Naming.of(setup, parsed)
    parsed = naming.parsed
    heads = _left_open(naming.heads, parsed.printed, unread, document)
    reader = naming.reader(setup, heads)
    reader.prime = _prime(reader, parsed.prime, setup.parser)
    said = said_at(parsed, heads, document, setup.scopes)
    readers = Readers(
        reader, setup.scopes, naming.usage, naming.fixed, said, naming.renamed(setup, heads, reader)
    )
    position = Position(readers, heads, replace(reader))
    taken_back = setup.cues.taken_back
    entries = Entries(document, setup.declared, setup.parser, elaboration, setup.scopes, position, taken_back)
    for equation in parsed.stated:
        entries.state(equation)
    introduced = entries.introduce(parsed.passing)
    entries.assume(parsed, naming.rows, introduced)
    chains = Chains(
        document,
        setup.scopes,
        setup.cues,
        Cases(setup.parser, elaboration, setup.cues, parsed.opened),
        implied(parsed.printed),
        position,
    )
    for equation in parsed.printed:
        chains.read(equation)
    unread = (*unread, *chains.unread)
    return Derivation(
        document,
        declared,
        naming.notation,
        position.definitions,
        tuple(chains.statements),
        unread,
        readers,
        setup.parser.names,
        setup.parser.functions,
        elaboration,
        tuple(sorted(entries.found, key=lambda held: held.start)),
        setup.scopes,
        _opaque(document, setup.scopes, unread, chains.lost),
        _excused(document, setup, unread),
        _denied(document, setup.scopes),
        tuple(parsed.placed_rows(document)),
    )


@dataclass(frozen=True, slots=True)
class Setup:
    """What is known of a document before its rows are read.

    `passing` are definitions in sentences, and `told` is where the text says that index letters run.
    """

    document: Document
    declared: Declared
    kinds: DeclaredKinds
    parser: Parser
    scopes: Scopes
    cues: Cues
    passing: tuple[Said, ...]
    told: Told

    @classmethod
    def of(cls, document: Document, declared: Declared) -> Setup:
        """What a document and its reading file tell."""
        text = document.source.text
        passing = tuple(definitions(document.source))
        texts = [*_latex(document), *(said.latex for said in passing), *declared.definitions]
        names, functions = infer_names(texts, declared, document.around)
        kinds = DeclaredKinds.of(declared, names, functions)
        declared = kinds.with_ranges(declared)
        functions = (functions | kinds.applied) - kinds.unapplied
        parser = Parser(document, declared, names | kinds.words, functions)
        scopes = find_scopes(text, document.format)
        cues = Cues.of(text, [equation.span for equation in document.equations], scopes)
        told = ranges(text, _latex(document))
        return cls(document, declared, kinds, parser, scopes, cues, passing, told)

    def parsed(self) -> tuple[Parsed, tuple[Unread, ...]]:
        """All rows, and the displays that can't be read."""
        parser, declared = self.parser, self.declared
        read = [parser.printed(equation) for equation in self.document.equations]
        stated = tuple(map(parser.stated, declared.definitions))
        passing, said = tuple(parser.passing(self.passing)), tuple(parser.said())
        opened = {case.latex: parser.case(case.latex, case.span) for case in self.cues.cases}
        prime = parser.rows(parser.source("prime", declared.prime)) if declared.prime else ()
        printed = tuple(p for p in read if isinstance(p, Printed))
        unread = tuple(p for p in read if isinstance(p, Unread))
        return Parsed(printed, stated, passing, said, opened, prime), unread

    def elaboration(self, parsed: Parsed, unread: Iterable[Unread]) -> Elaboration:
        """What names are made of, from all that the document says."""
        section, known, source = self.scopes.section, self.declared, self.document.source
        displayed = [(section(place), row) for place, row in parsed.displayed]
        own = [(-1, row) for row in (*parsed.declared, *parsed.prime)]
        spoken = [(section(item.place), row) for item, row in (*parsed.passing, *parsed.spoken)]
        running = frozenset((*known.ranges, *self.told))
        arrays = frozenset((*known.vectors.values(), *known.one_hot)) | listed(source.text)
        arrays |= frozenset().union(*(indexed_names(lost.latex) for lost in unread))
        called, numbers = functions_called(source), numbers_called(source)
        return find_elaboration([*own, *displayed], spoken, running, arrays, self.kinds, called, numbers)


@dataclass(frozen=True, slots=True)
class Naming:
    """What letters are, and what rows define.

    `rows` are those that define and claim something, in order; `fixed` letters are indices everywhere, and
    `named` ones have a value though sums bind them, too.
    """

    parsed: Parsed
    rows: list[Row]
    notation: Notation
    usage: Usage
    fixed: frozenset[str]
    named: frozenset[str]
    units: frozenset[str]
    heads: dict[int, Head]

    @classmethod
    def of(cls, setup: Setup, parsed: Parsed) -> Naming:
        """What rows tell that were elaborated."""
        document, declared, kinds = setup.document, setup.declared, setup.kinds
        passing = [(reach(item, document, setup.scopes).start, row) for item, row in parsed.passing]
        rows = parsed.declared + in_order(passing, parsed.displayed)
        assumed = _assumed(parsed)
        beside = [row for found in parsed.opened.values() for row in found]
        notation = infer_notation([*rows, *assumed, *beside, *parsed.prime], declared, setup.told, kinds)
        fixed = frozenset((*declared.ranges, *setup.told, *kinds.indices))
        stated = [row for _, row in parsed.spoken]
        named = named_letters([*rows, *stated])
        notation = without(notation, (named - fixed) | kinds.unindexed)
        check_names(declared, rows, document)
        units = imaginary_units(document.source, _latex(document))
        kept = (own for own in parsed.passing if names_on_the_left(own[0].latex).isdisjoint(units))
        parsed = replace(parsed, passing=tuple(kept))
        placed = list(parsed.placed(setup.scopes))
        usage = Usage.of(placed)
        sections = {id(row): section for section, row in placed}
        letters = notation.indices | notation.sizes
        heads = find_heads(
            rows, lambda row: letters - (usage.numbers(sections.get(id(row), -1)) - fixed - notation.sizes)
        )
        heads = {place: head for place, head in heads.items() if head.name not in units}
        return cls(parsed, rows, notation, usage, fixed, named, units, heads)

    def reader(self, setup: Setup, heads: Mapping[int, Head]) -> Reader:
        """What reads the whole document, with what its rows define."""
        source, kinds_, kind = setup.document.source, setup.kinds, setup.kinds.named
        first = [head for head in heads.values() if not head.again]
        matrices, complexes = kinds(source)
        functions = variables(heads, self.rows, self.notation, kind(Kind.OPERATOR))
        said = [row for _, row in self.parsed.passing]
        slopes = partials(heads, functions, self.rows, said, source.text)
        reader = Reader(
            source,
            self.notation,
            frozenset(head.key for head in heads.values()) | {(name, 0) for name in slopes},
            {head.name: head.arguments for head in first if head.arguments},
            functions | {name: functions[of] for name, (of, _) in slopes.items()},
            squares(self.rows, heads.values()),
            (matrices | kinds_.arrays) - kinds_.scalars,
            (complexes | kind(Kind.COMPLEX)) - kind(Kind.REAL),
            units=self.units,
            reals=real_names(source) | kind(Kind.REAL) if self.units else frozenset(),
            numbers=(self.named | ordered_letters(_assumed(self.parsed)) | kind(*NUMBERS) | rates(source))
            - self.notation.indices,
            scalars=kind(*NUMBERS),
            operators=kind(Kind.OPERATOR),
            apart=kind(Kind.OPAQUE) | redefined(self.rows),
            undefined=unknown_functions(self.rows, heads.values(), functions_called(source)),
            steady=constants(source),
            unknowns=frozenset(key for row in self.rows for key in differentiated(row)),
        )
        reader.transposed = reader.arrays_in(self.rows) - kinds_.scalars
        reader.partials = slopes
        reader.through = through(heads, self.rows, self.notation)
        return reader

    def renamed(self, setup: Setup, heads: Mapping[int, Head], reader: Reader) -> Renamed:
        """The variables of functions where a part of the document defines them anew, those of their partial
        derivatives with them."""
        document, scopes = setup.document, setup.scopes
        placed = [(reach(item, document, scopes), row, item.anew) for item, row in self.parsed.passing]
        displayed = self.parsed.displayed
        placed += [(Span(place, scopes.end_of_names(place)), row, False) for place, row in displayed]
        own = {place: head for place, head in heads.items() if head.name not in reader.partials}
        found = renamed_in(placed, own, self.notation, scopes)
        slopes = {name: found[of] for name, (of, _) in reader.partials.items() if of in found}
        return {**found, **slopes}


def _latex(document: Document) -> list[str]:
    """The LaTeX of the displays."""
    return [document.source.text[e.span.start : e.span.end] for e in document.equations]


def _assumed(parsed: Parsed) -> list[Row]:
    """The rows that sentences assume."""
    return [row for item, row in parsed.spoken if item.assumed]


def _left_open(
    heads: Mapping[int, Head], printed: Iterable[Printed], unread: Sequence[Unread], document: Document
) -> dict[int, Head]:
    """What rows define: a name that a display before defines, which can't be read, is defined by no later
    one."""
    order = {equation.tag: place for place, equation in enumerate(document.equations)}
    lost: dict[str, int] = {}
    for own in unread:
        for name in names_on_the_left(own.latex):
            lost[name] = min(order[own.equation], lost.get(name, len(order)))
    found = dict(heads)
    for p in printed:
        for row in p.rows:
            head = found.get(id(row))
            if head is not None and order.get(p.tag, -1) > lost.get(head.name, len(order)):
                del found[id(row)]
    return found


def _prime(reader: Reader, rows: tuple[Row, ...], parser: Parser) -> Var | None:
    """The unknown by which a prime differentiates, as the reading file says."""
    if not rows:
        return None
    source = parser.source("prime", parser.declared.prime)
    try:
        term = reader.of(source).term(rows[0].members[0])
    except ReadError as error:
        raise ReadingError(str(error)) from None
    if not isinstance(term, Var):
        raise ReadingError(f"{parser.declared.path}: prime names an unknown, such as x_j")
    return term


def _opaque(
    document: Document, scopes: Scopes, unread: Iterable[Unread], lost: Mapping[str, int]
) -> tuple[Lost, ...]:
    """Names whose definition could not be read: they have a value, and nobody knows which."""
    places = {equation.tag: equation.span.start for equation in document.equations}
    found = dict(lost)
    for own in unread:
        for name in names_on_the_left(own.latex):
            found.setdefault(name, places[own.equation])
    return tuple(Lost(name, place, scopes.end_of_facts(place)) for name, place in sorted(found.items()))


def _denied(document: Document, scopes: Scopes) -> tuple[Lost, ...]:
    """Names of which prose says what is not assumed, to the ends of its scopes."""
    ends, found = scopes.end_of_facts, denied(document.source)
    return tuple(Lost(name, place, ends(place)) for names, place in found for name in sorted(names))


def _excused(document: Document, setup: Setup, unread: Iterable[Unread]) -> frozenset[str]:
    """Letters that need no value: any will do, or an equation that can't be read may give them one."""
    words = frozenset().union(*(names_of(own.latex) for own in unread))
    told = frozenset((*setup.kinds.kinds, *setup.declared.positive))
    return told | arbitrary(document.source.text) | words
