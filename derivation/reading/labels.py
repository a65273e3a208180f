r"""Which subscripts are indices, and which are parts of a name.

A subscript is an index where it runs: under a sum, in a range that the text gives,
with a shift (`x_{t-1}`), or at an array that is met with such a letter elsewhere.
Otherwise it is a *label*: `S_{xx}`, `F_x`, `E_1`, `m_e`. The symbol of a label
is rewritten to one whose name holds it, so that no later pass has to know of labels.

    \sum_i x_i        the place of x is one of an index
    c_j = x_j + 1     and so is that of c, which shares its letter with x
    F_x = F \cos u    no x runs anywhere: the name is F_{x}
    R_f + \sum_i R_i  f runs nowhere, though i does there: R_{f} is a name beside the entries
    E_1, E_2          no letter ever stands there: two names
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from derivation.late import regex
from derivation.reading.notation import is_letter
from derivation.reading.unions import Unions
from derivation.records import dataclass, field, replace
from derivation.text import trees
from derivation.text.commands import FUNCTIONS, RESTRICTING
from derivation.text.printing import labelled
from derivation.text.syntax import (
    SAMPLE,
    Apply,
    Big,
    Fraction,
    Node,
    Number,
    Partial,
    Row,
    Symbol,
    Terms,
)

CUSTOMARY = frozenset("ijklmn") | {"\\ell"}
"""Letters that are indices by custom, where they stand more than once."""

BESIDE = CUSTOMARY | frozenset("pqrs")
"""Letters that are, too, where others of the same matrix are: `A_{pq}` beside `A_{ij}`."""

CARRYING = regex(r"(?P<name>\\?[A-Za-z]+(?:\{\w+\})?)_(?:[i-n]|\{[i-n]+\}|\{?\\ell\b)(?![A-Za-z])")
"""A name with an index by custom, in print that can't be read."""

WORD = 3
"""How many subscripts may be a word, all of which are labels or none is: `v_{max}`."""

Place = tuple[str, int, int]
"""A place of an array: its name, how many subscripts it has, and which of them."""

_Spot = tuple[str, str, int] | Place


@dataclass(frozen=True, slots=True)
class Labels:
    """The places of names at which subscripts are labels.

    `numbered` are places at which numbers stand in some sections and no index does, by the section.
    """

    places: frozenset[Place] = frozenset()
    numbered: frozenset[tuple[Place, int]] = frozenset()
    bases: frozenset[Place] = frozenset()
    """Places over which sums begin at 1: what has the number 0 there is no entry."""
    matrices: frozenset[str] = frozenset()
    """Names that have two indices wherever one stands: their `A_{12}` is in row 1 and column 2."""
    apart: frozenset[tuple[Place, str]] = frozenset()
    """Letters that are labels at places where others are indices."""

    @property
    def everywhere(self) -> frozenset[Place]:
        """The places at which numbers are labels in some section."""
        return frozenset(place for place, _ in self.numbered)

    def named(self, row: Row, section: int | None = None) -> Row:
        """The row with each label in the name of its symbol; of no section, as it is in any."""
        if not (self.places or self.numbered or self.bases or self.matrices or self.apart):
            return row
        return replace(row, members=tuple(self._named(member, section) for member in row.members))

    def _named(self, node: Node, section: int | None) -> Node:
        node = trees.rebuilt(node, lambda child: self._named(child, section))
        if isinstance(node, Apply) and node.function.subscripts and node.function.name not in FUNCTIONS:
            function = self._named(node.function, section)
            return replace(node, function=function) if isinstance(function, Symbol) else node
        if not isinstance(node, Symbol) or not node.subscripts or node.name.endswith(SAMPLE):
            return node
        if node.name in self.matrices and (digits := _two_digits(node)):
            node = replace(node, subscripts=tuple(Number(d, node.subscripts[0].span) for d in digits))
        labels = [self._is_label(node, place, section) for place in range(len(node.subscripts))]
        if not any(labels):
            return node
        own = [s for s, label in zip(node.subscripts, labels, strict=True) if label]
        rest = tuple(s for s, label in zip(node.subscripts, labels, strict=True) if not label)
        return replace(node, name=labelled(node.name, own), subscripts=rest)

    def _is_label(self, node: Symbol, place: int, section: int | None) -> bool:
        spot = (node.name, len(node.subscripts), place)
        subscript = node.subscripts[place]
        if _is_number(subscript):
            own = spot in self.everywhere if section is None else (spot, section) in self.numbered
            return own or (subscript == Number("0") and spot in self.bases)
        letter = _letter(subscript)
        return letter != "" and (spot in self.places or (spot, letter) in self.apart)


def find_labels(
    rows: Iterable[tuple[int, Row]],
    running: frozenset[str],
    arrays: frozenset[str] = frozenset(),
    scalars: frozenset[str] = frozenset(),
) -> Labels:
    """The labels of a document, from its rows and the sections that they stand in.

    `running` are letters that are declared or said to run, `arrays` names that are said to have entries,
    `scalars` such as are said to have none.
    """
    places = _Places(running, arrays, scalars)
    for section, row in rows:
        places.row(row, section)
    return places.labels()


@dataclass(slots=True)
class _Places:
    """What stands at the places of arrays, and which places share a letter of one chain."""

    running: frozenset[str]
    arrays: frozenset[str]
    scalars: frozenset[str]
    unions: Unions[_Spot] = field(default_factory=Unions)
    run: set[_Spot] = field(default_factory=set)
    letters: dict[Place, set[str]] = field(default_factory=dict)
    carried: dict[tuple[str, int], int] = field(default_factory=dict)
    numbers: dict[Place, set[int]] = field(default_factory=dict)
    within: dict[Place, set[int]] = field(default_factory=dict)
    lows: dict[Place, set[str]] = field(default_factory=dict)
    shifts: set[Place] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    ran: set[str] = field(default_factory=set)
    valued: set[str] = field(default_factory=set)
    heads: set[tuple[str, str]] = field(default_factory=set)
    bare: dict[str, set[int]] = field(default_factory=dict)
    sizes: set[str] = field(default_factory=set)
    chain: int = 0
    section: int = -1

    def row(self, row: Row, section: int) -> None:
        self.section = section
        if row.lead == RESTRICTING:
            self._restricted(row)
        if not row.relations[0] and len(row.members) > 1:
            self.chain += 1
            self._head(row)
        for member in row.members:
            self._visit(member, {})

    def _head(self, row: Row) -> None:
        """Notes the array that a row gives values, `p_k = 1/n`; what comes of other entries alone,
        `x_m = \\sum_i x_i`, is likely none of them."""
        match row.members[0]:
            case Symbol(name, (Symbol() as letter,)):
                inner = [node for member in row.members[1:] for node in trees.walk(member)]
                others = any(isinstance(node, Symbol) and node.name == name for node in inner)
                if letter in inner or (letter.name in CUSTOMARY and not others):
                    self.valued.add(name)
                elif others:
                    self.heads.add((name, letter.name))

    def _restricted(self, row: Row) -> None:
        """What stands before `for k < l` has k and l as indices, where they are its subscripts."""
        letters = [_letter(member) for member in row.members]
        if all(letters) or CUSTOMARY.issuperset(filter(None, letters)):
            for letter in letters:
                self._runs(letter)

    def _visit(self, node: Node, scope: Mapping[str, str]) -> None:
        """Notes what stands at each place; `scope` are the letters that run here, with where they start."""
        match node:
            case Big(_, span, body):
                letters = [s.name for s in span.indices if isinstance(s, Symbol) and not s.subscripts]
                letters = letters if span.indices or span.upper else sorted(_customary_in(body))
                low = span.bound.text if isinstance(span.bound, Number) else ""
                self.bound |= set(letters)
                self.sizes.add(_letter(span.upper) or _shifted(span.upper) if span.upper else "")
                for end in (span.bound, span.upper):
                    if end is not None:
                        self._visit(end, scope)
                if span.upper is not None and _letter(span.upper) in CUSTOMARY - {"m", "n"}:
                    self._runs(_letter(span.upper))  # a sum up to i
                if span.relation in ("\\neq", "\\le", "<", "\\ge", ">") and span.bound is not None:
                    self._runs(_letter(span.bound))
                self._visit(body, {**scope, **dict.fromkeys(letters, low if span.relation == "=" else "")})
                return
            case Fraction(_, below):
                partials = (n.body for n in trees.walk(below) if isinstance(n, Partial))
                by = (n for n in partials if isinstance(n, Symbol))
                self.ran |= {_letter(s) for symbol in by for s in symbol.subscripts}  # by any entry
            case Symbol("\\delta", (first, second)):
                self._runs(_letter(first))
                self._runs(_letter(second))
            case Symbol(name, ()):
                self.bare.setdefault(name, set()).add(self.section)
                self._carry(_letter(node))
            case Symbol(name, subscripts):
                for place, subscript in enumerate(subscripts):
                    self._subscript((name, len(subscripts), place), subscript, scope)
            case Apply(function):
                self._visit(function, scope)
        for child in trees.children(node):
            if not (isinstance(node, Symbol) and _letter(child)):
                self._visit(child, scope)

    def _carry(self, letter: str) -> None:
        self.carried[letter, self.chain] = self.carried.get((letter, self.chain), 0) + 1

    def _subscript(self, place: Place, node: Node, scope: Mapping[str, str]) -> None:
        if _is_number(node):
            self.numbers.setdefault(place, set()).add(self.section)
            return
        letter = _letter(node) or _shifted(node)
        if not letter:
            return
        self.letters.setdefault(place, set()).add(letter)
        if letter in scope:
            self.run.add(place)
            self.lows.setdefault(place, set()).add(scope[letter])
        else:
            spot = ("", letter, self.chain)
            self.unions.join(place, spot)
            self._carry(letter)
            if scope:  # beside an index that runs, it is likely one
                self._carry(letter)
            if _shifted(node) or letter in self.running:
                self.run.add(spot)
        if _shifted(node):
            self.shifts.add(place)
        self.within.setdefault(place, set()).add(self.section)

    def _runs(self, letter: str) -> None:
        if letter:
            self.ran.add(letter)
            self.run.add(("", letter, self.chain))

    def labels(self) -> Labels:
        run = {self.unions.root(spot) for spot in self.run}
        joint: dict[_Spot, set[str]] = {}
        for place, letters in self.letters.items():
            joint.setdefault(self.unions.root(place), set()).update(letters)
        matrices = {self.unions.root(place) for place in self.letters if place[1] > 1}
        customary = {root for root, letters in joint.items() if _is_customary(letters, root in matrices)}
        by_custom = customary & (self._carried() | {root for root in customary if len(joint[root]) > 1})
        indexed = {place for place in self.letters if self.unions.root(place) in run | by_custom}
        places = Counter(place[:2] for place in indexed)
        whole = {array for array, count in places.items() if count == array[1] or array[1] < WORD}
        indexed = {place for place in indexed if self.unions.root(place) in run or place[:2] in whole}
        indexed |= {place for place in self.letters if place[0] in self.arrays}
        indexed |= {place for place in self.letters if self._at_sizes(place)}
        indexed = {place for place in indexed if place[0] not in self.scalars}
        shifted = {self.unions.root(spot) for spot in self.shifts}
        numbered = {
            (place, section)
            for place, sections in self.numbers.items()
            for section in sections
            if place[0] not in self.arrays
            and not any(other[0] == place[0] and self._near(other, section) for other in indexed)
        }
        bases = (place for place, lows in self.lows.items() if {"0", ""}.isdisjoint(lows))
        axes: dict[str, set[int]] = {}
        for name, count, _ in self.letters:
            axes.setdefault(name, set()).add(count)
        paired = {name for name, counts in axes.items() if counts == {2}}
        return Labels(
            frozenset(self.letters.keys() - indexed),
            frozenset(numbered),
            frozenset(place for place in bases if self.unions.root(place) not in shifted),
            frozenset(name for name in paired if {(name, 2, 0), (name, 2, 1)} <= indexed),
            frozenset(self._apart(indexed)),
        )

    def _apart(self, indexed: set[Place]) -> Iterator[tuple[Place, str]]:
        """The letters that are no indices at a place where others run: those that stand nowhere else, and
        but once in what is printed of an array that gets no value there; one at the head of its name's
        subscripts, as the m of `x_{m,i}`, may stand there often."""
        known = self.running | self.bound | self.sizes | self.bare.keys() | self.ran
        often = {letter for (letter, _), count in self.carried.items() if count > 1}
        places = Counter(letter for letters in self.letters.values() for letter in letters)
        for place in indexed:
            letters = self.letters[place]
            runs = not letters.isdisjoint(self.bound)
            if place[1] == 1 and runs and place not in self.shifts and place[0] not in self.valued:
                heads = {letter for name, letter in self.heads if name == place[0]}
                likely = heads | (letters - CUSTOMARY - often)
                alone = (letter for letter in letters & likely - known if places[letter] == 1)
                yield from ((place, letter) for letter in alone)

    def _near(self, place: Place, section: int) -> bool:
        """Whether an index stands at a place in a section, or in the text that is in none."""
        return not self.within[place].isdisjoint((section, -1)) or section == -1

    def _at_sizes(self, place: Place) -> bool:
        """Whether a quantity is given at a size and elsewhere, `S_n` and `S_1`: these are no two names, but
        where the name stands alone, too, as a third."""
        letters = self.letters[place]
        alone = self.bare.get(place[0], set())
        beside = -1 in alone or not self.within[place].isdisjoint(alone)
        if beside and letters <= self.sizes and place not in self.shifts:
            return False
        return not letters.isdisjoint(self.sizes) and (len(letters) > 1 or place in self.numbers)

    def _carried(self) -> set[_Spot]:
        """Where a letter stands more than once in a chain, or runs elsewhere."""
        return {
            self.unions.root(("", letter, chain))
            for (letter, chain), count in self.carried.items()
            if (count > 1 and letter not in self.sizes) or letter in self.bound
        }


def _is_customary(letters: set[str], matrix: bool) -> bool:
    """Whether the letters of a place, and of those that share one with it, are indices by custom."""
    return letters <= CUSTOMARY or (matrix and letters <= BESIDE and not letters.isdisjoint(CUSTOMARY))


def _is_number(node: Node) -> bool:
    """Whether a subscript is a number, or one with a sign, `k_{-1}`."""
    match node:
        case Number() | Terms((Number(),), ("-",)):
            return True
    return False


def _two_digits(node: Symbol) -> str:
    """The digits of `A_{12}`; else ""."""
    match node.subscripts:
        case (Number(text),) if len(text) == 2 and text.isdigit():
            return text
    return ""


def _letter(node: Node) -> str:
    """The letter that a subscript is; else ""."""
    plain = isinstance(node, Symbol) and not node.subscripts and is_letter(node.name)
    return node.name if plain and isinstance(node, Symbol) and not node.primes else ""


def _shifted(node: Node) -> str:
    """The letter of `t - 1`; else ""."""
    match node:
        case Terms((first, Number()), _) | Terms((Number(), first), _):
            return _letter(first)
    return ""


def indexed_names(latex: str) -> frozenset[str]:
    """The names that carry an index by custom in print that can't be read."""
    return frozenset(match["name"] for match in CARRYING.finditer(latex))


def _customary_in(body: Node) -> set[str]:
    """The letters in subscripts of the body of a sum without an index that may be what it runs over."""
    symbols = (node for node in trees.walk(body) if isinstance(node, Symbol))
    return {_letter(s) for node in symbols for s in node.subscripts} & CUSTOMARY


def primed_indices(rows: Iterable[Row]) -> frozenset[str]:
    """Letters that run with a prime, as in `\\sum_{k'} x_{k'}`."""
    nodes = (node for row in rows for member in row.members for node in trees.walk(member))
    found = (s for node in nodes if isinstance(node, Big) for s in node.range.indices)
    return frozenset(s.name for s in found if isinstance(s, Symbol) and s.primes == 1)


def with_primes(row: Row, letters: frozenset[str]) -> Row:
    """The row with `k'` as a letter of its own, where it runs."""
    if not letters:
        return row
    return trees.rewritten(row, lambda node: _with_primes(node, letters))


def _with_primes(node: Node, letters: frozenset[str]) -> Node:
    if isinstance(node, Symbol) and node.primes == 1 and not node.subscripts and node.name in letters:
        return replace(node, name=f"{node.name}'", primes=0)
    return node
