r"""What prose and the reading file define and assume, each from its place to where it ends.

Takes the rows of sentences and of the reading file, and the position that they are read at; gives the
`Held` entries of a derivation: definitions, facts, and names that a sentence begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derivation.front.document import Document
from derivation.front.scopes import Scopes
from derivation.prose.formulas import OF_AN_INDEX, names_of, relates
from derivation.prose.said import Said, anew
from derivation.reading.declared import Declared, ReadingError
from derivation.reading.elaboration import Elaboration
from derivation.reading.facts import claims_of, fact, one_hot_fact
from derivation.reading.heads import Head, Key, defines, head_of, names_on_the_left
from derivation.reading.letters import indices_of
from derivation.reading.notation import Notation
from derivation.reading.parsed import Parsed, Printed
from derivation.reading.parsing import Parser
from derivation.reading.position import Position
from derivation.records import dataclass, field, replace
from derivation.terms.context import FIRST, Anew, Held, Origin
from derivation.text.source import ReadError, Span
from derivation.text.syntax import Row

LOOKING_BACK = ("where", "Where", "with", "here", "Here")
"""How what is said of the display before begins; `With …` begins something new."""


def since(said: Said, document: Document) -> int:
    """From where a sentence holds: `where …` right after a display holds in it, too."""
    text = document.source.text
    spans = [equation.span for equation in document.equations if equation.span.end <= said.place]
    where = text.startswith(LOOKING_BACK, said.place)
    if where and spans and not text[spans[-1].end : said.place].strip(" \n$,;.\\]"):
        return spans[-1].start
    return said.place


def reach(said: Said, document: Document, scopes: Scopes) -> Span:
    """From where to where of the text a definition in prose holds."""
    return Span(since(said, document), said.until or scopes.end_of_names(said.place))


def said_at(
    parsed: Parsed, heads: Mapping[int, Head], document: Document, scopes: Scopes
) -> dict[Key, tuple[Span, ...]]:
    """The names that sentences alone define, and from where to where each time; what only one defines
    may be spoken of before."""
    found: dict[Key, list[Span]] = {}
    for item, row in parsed.passing:
        if (head := heads.get(id(row))) is not None:
            found.setdefault(head.key, []).append(reach(item, document, scopes))
    elsewhere = {id(row) for p in (*parsed.stated, *parsed.printed) for row in p.rows}
    own = {heads[place].key for place in heads.keys() & elsewhere}
    return {
        key: tuple(spans) if len(spans) > 1 else (Span(0, spans[0].end),)
        for key, spans in found.items()
        if key not in own
    }


@dataclass(slots=True)
class Entries:
    """What was found so far of what holds where.

    The formulas of cases say nothing where they are `taken_back`, by another case.
    """

    document: Document
    declared: Declared
    parser: Parser
    elaboration: Elaboration
    scopes: Scopes
    position: Position
    taken_back: Mapping[Span, int]
    found: list[Held] = field(default_factory=list)

    @property
    def notation(self) -> Notation:
        return self.position.reader.notation

    @property
    def end(self) -> int:
        """Where the text ends."""
        return len(self.document.source.text)

    def state(self, printed: Printed) -> None:
        """Holds a definition that the reading file adds."""
        for row in printed.rows:
            head = self.position.head_of(row)
            if head is None or len(row.members) != 2:
                message = f"{printed.latex!r} is no definition of a new name"
                raise ReadingError(f"{self.declared.path}: definitions: {message}")
            self.position.hide(head)
            try:
                term = self.position.reader.of(printed.source).term(row.members[1])
            except ReadError as error:
                raise ReadingError(str(error)) from None
            for own in self.position.define(head, term):
                self.found.append(Held(own, FIRST, self.end, "", printed.latex, Origin.DECLARED))

    def introduce(self, passing: Iterable[tuple[Said, Row]]) -> set[Said]:
        """Holds what sentences define; gives what could be read of it."""
        read: set[Said] = set()
        for said, row in passing:
            head = self.position.head_of(row)
            if head is None:
                continue
            self.position.turn_to(said.place)
            self.position.hide(head, said.place)
            try:
                term = self.position.reader.of(said.source).term(row.members[1])
            except ReadError:
                continue
            start, end = reach(said, self.document, self.scopes)
            read.add(said)
            latex = said.source.text[row.span.start : row.span.end]
            for own in self.position.define(head, term):
                self.found.append(Held(own, start, end, "", latex, Origin.SAID, said.anew, said.words))
        for name, place in anew(self.document.source.text):
            if any(key[0] == name for key in self.position.reader.defined):
                self.found.append(Held(Anew(name), place, self.end, "", name, Origin.SAID))
        return read

    def assume(self, parsed: Parsed, rows: list[Row], introduced: set[Said]) -> None:
        """The facts of the reading file and of sentences, but for those that are `introduced` alone."""
        for latex in self.declared.assume:
            self._assume(latex)
        for item, found_rows in parsed.said:
            if item not in introduced or not all(map(_is_head, found_rows)):
                self._say(item, found_rows)
        for name in self.declared.one_hot:
            self._one_hot(name, rows, FIRST, self.end, True)
        for item, _ in parsed.said:
            if item.hot:
                end = self.scopes.end_of_facts(item.place)
                self._one_hot(item.latex, rows, item.place, end, item.assumed)

    def _assume(self, latex: str) -> None:
        """A fact that the reading file assumes."""
        source = self.parser.source("assume", latex)
        rows = self.elaboration.rows(self.parser.rows(source))
        found = [claims_of(row, self.position.reader.of(source), latex) for row in rows]
        claims = tuple(claim for own in found for claim in own or ())
        if not claims:
            forms = "an equation, an order, a sign, or a symmetry"
            raise ReadingError(f"{self.declared.path}: assume: {latex!r} is not {forms}")
        known = fact(latex, claims, self.notation, Origin.DECLARED, FIRST, 0)
        self.found.append(Held(known, FIRST, self.end, "", latex, Origin.DECLARED))

    def _say(self, said: Said, rows: tuple[Row, ...]) -> None:
        """The fact that a sentence says."""
        self.position.turn_to(said.place)
        notation = self.notation
        firm = said.assumed and self._ends_whole(said)
        start = since(said, self.document)
        until = said.until if said.assumed else said.until or self.taken_back.get(said.span)
        end = until or (self.end if said.throughout else self.scopes.end_of_facts(said.place))
        line = self.document.source.line_column(said.place)[0]
        if said.hot or self._is_of_an_index(said):
            return
        readings = [claims_of(row, self.position.reader.of(said.source), said.latex) for row in rows]
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
            known = replace(known, words=said.words, reason=said.reason, told=said.told)
            self.found.append(Held(known, start, end, "", said.latex, Origin.SAID))
            beyond = self.scopes.end_of_doubts(said.place)
            if end < beyond and until is None:
                doubt = replace(known, firm=False)
                self.found.append(Held(doubt, end, beyond, "", said.latex, Origin.SAID))

    def _is_of_an_index(self, said: Said) -> bool:
        """Whether a sentence says where an index runs, `for $k > 1$`, and nothing of a number."""
        order = OF_AN_INDEX.fullmatch(said.latex)
        return order is not None and order["letter"] in self.notation.indices

    def _ends_whole(self, said: Said) -> bool:
        """Whether `for $i = 1, \\dots, m$` beside a formula says all of its arrays."""
        names = names_of(said.latex)
        slots = self.notation.slots
        known = {span.high.base for (name, *_), span in slots.items() if name in names}
        return not said.ends or said.ends <= known or not known

    def _one_hot(self, name: str, rows: list[Row], place: int, end: int, firm: bool) -> None:
        ranges = self.notation.ranges
        letters = (letter for letter in sorted(set(indices_of(rows, name))) if letter in ranges)
        span = self.notation.slots.get((name, 1, 0)) or next((ranges[letter] for letter in letters), None)
        line = self.document.source.line_column(place)[0] if place >= 0 else 0
        known = one_hot_fact(name, span, place, line, firm)
        if known is not None:
            self.found.append(Held(known, place, end, "", known.latex, Origin.SAID))


def _is_head(row: Row) -> bool:
    """Whether a row says what a name is, and nothing else."""
    return defines(row) and head_of(row.members[0]) is not None
