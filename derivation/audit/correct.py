"""The smallest edit of a printed member that makes it true.

Searches single edits, then pairs of edits, on floating-point values at a few
points; what agrees there is only a proposal, and counts when the calculus has
proved it. A pair is found without trying all pairs: the second edit of a pair
must bring the value that the first one leaves open.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, product

from derivation.audit.conditions import conditions
from derivation.audit.edits import Edit, Vocabulary, edits, tidy
from derivation.audit.findings import Correction
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass, field, replace
from derivation.search.decide import prove
from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.terms.indices import parted
from derivation.terms.judgement import Proved
from derivation.terms.limits import Unsupported, meet, meet_depth, spend, time_left, time_limit
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    IMAGINARY,
    Add,
    Bound,
    Delta,
    Deriv,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Prod,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
    has_derivative,
)
from derivation.text import trees
from derivation.text.printing import to_latex
from derivation.text.source import ReadError
from derivation.text.syntax import Big, Fraction, Group, Node, Number, Power, Product, Symbol, Terms

SIZE = 3
MAX_EDITS = 1500
MAX_PROOFS = 12
MAX_PAIRS = 200
SECONDS = 1.0
DIGITS = 9
MAX_TERMS = 1000
MAX_LOST = 12
"""How many parts of what stands before are put back."""

Values = tuple[float, ...]
Places = Mapping[str, float]
NOWHERE: Places = {}
VALUE = "="
"""Before a variable's name in `Places`: its value, not the place of an index."""


def _odd_root(order: int) -> Callable[[float], float]:
    return lambda x: math.copysign(abs(x) ** (1 / order), x)


FLOATS: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
    "abs": abs,
    "factorial": lambda x: math.gamma(x + 1),
    "rfactorial": lambda x: 1 / math.gamma(x + 1),
    **{name: _odd_root(order) for name, order in ODD_ROOTS.items()},
}


def correct(statement: Statement, derivation: Derivation, setting: Setting) -> Correction | None:
    """The member with the smallest edit that makes it equal to its subject, if one is found in time."""
    with time_limit(SECONDS, f"{SECONDS:g} s for a correction"):
        search = _Search(statement, derivation, setting)
        found = search.single()
        return replace(found, single=True) if found is not None else search.pair() or search.partial


@dataclass(slots=True, eq=False)
class At:
    """Places of letters, and what is known there: values of terms by their `id`s, places further in."""

    places: Places
    known: dict[int, float] = field(default_factory=dict)
    deeper: dict[tuple[str, int], At] = field(default_factory=dict)


@dataclass(slots=True)
class Floats:
    """Values of terms in floating point at one point: good for a guess, never for a verdict.

    Many terms that share most of their parts are evaluated at the same places:
    each part is evaluated once. `kept` keeps alive what is known by its `id`.
    """

    setting: Setting
    opened: dict[tuple[int, tuple[float, ...]], At] = field(default_factory=dict)
    unfolded: dict[int, Term] = field(default_factory=dict)
    kept: list[object] = field(default_factory=list)

    def value(self, term: Term, at: At) -> float:
        found = at.known.get(id(term))
        if found is None:
            self.kept.append(term)
            found = at.known[id(term)] = self._value(term, at)
        return found

    def _value(self, term: Term, at: At) -> float:
        match term:  # the frequent ones first
            case Mul(factors):
                return math.prod(self._all(factors, at))
            case Pow(Num(), _) if term == IMAGINARY:
                raise Unsupported("a complex number in floating point")
            case Pow(base, exponent):
                return float(self.value(base, at) ** self.value(exponent, at))
            case Add(terms):
                return math.fsum(self._all(terms, at))
            case Var(name, indices):
                if not indices and VALUE + name in at.places:
                    return float(at.places[VALUE + name])
                if name in self.setting.hypotheses.sizes:
                    return float(at.places.get(name, SIZE))
                return self._entry(name, self._places(indices, at))
            case Ref():
                return self._quantity(term, at)
            case Index(name):
                return float(_place(name, at.places))
            case Num(value):
                return float(value)
            case Sum() | Prod():
                return self._over(term, at)
            case Fn(name, argument) if term.unknown:
                raise Unsupported(f"a number for {term.unknown}, which is not known")
            case Fn(name, argument):
                return FLOATS[name](self.value(argument, at))
            case Delta(left, right):
                return float(_place(left, at.places) == _place(right, at.places))
            case Deriv():
                letters = tuple(sorted(free_indices(term)))
                unfolded = self._unfolded(term)
                return self.value(unfolded, self._opened(unfolded, letters, self._places(letters, at)))

    def _all(self, terms: tuple[Term, ...], at: At) -> list[float]:
        known = at.known
        return [known[id(t)] if id(t) in known else self.value(t, at) for t in terms]

    def _places(self, indices: tuple[str, ...], at: At) -> tuple[int, ...]:
        return tuple([_place(i, at.places) for i in indices])

    def _entry(self, name: str, at: tuple[int, ...]) -> float:
        if (name, len(at)) in self.setting.solved:
            found = self.setting.solved[name, len(at)]
            return self.value(found.body, self._opened(found, found.parameters, at))
        if self.setting.hypotheses.is_symmetric(name, at):
            at = tuple(sorted(at))
        total = self.setting.totals.get(name)
        if total is not None and total.arity == len(at):
            span, value, _ = total
            if _end(span.high) - _end(span.low) > MAX_TERMS:
                raise Unsupported("a long total in floating point")
            whole = [_sample(name, (*at[:-1], k)) for k in range(_end(span.low), _end(span.high) + 1)]
            return float(value) * _sample(name, at) / math.fsum(whole)
        return _sample(name, at)

    def _quantity(self, term: Ref, at: At) -> float:
        spend(1)
        definition = self.setting.definitions.get((term.name, len(term.indices)))
        places = self._places(term.indices, at)
        if definition is None and not term.arguments:
            return self._entry(term.name, places)
        if definition is None:
            raise Unsupported(f"a number for {term.name}, which is not known")
        values = [self.value(argument, at) for argument in term.arguments]
        letters = (*definition.parameters, *(VALUE + name for name in definition.variables))
        return self.value(definition.body, self._opened(definition, letters, (*places, *values)))

    def _over(self, term: Sum | Prod, at: At) -> float:
        outside = self._places(term.excluded, at)
        low, high = (_end(end, at.places) for end in term.range)
        spend(max(0, high - low))
        if high - low > MAX_TERMS:
            raise Unsupported("a long sum in floating point")
        inner = [k for k in range(low, high + 1) if k not in outside]
        spend(1 + len(inner))
        values = [self.value(term.body, self._deeper(at, term.index, k)) for k in inner]
        return math.fsum(values) if isinstance(term, Sum) else math.prod(values)

    def _deeper(self, at: At, index: str, place: int) -> At:
        """Places with one more index; the same object each time."""
        found = at.deeper.get((index, place))
        if found is None:
            found = at.deeper[index, place] = At({**at.places, index: place})
        return found

    def _opened(self, body: object, letters: tuple[str, ...], at: tuple[float, ...]) -> At:
        """Places for the letters of a body; the same object each time."""
        key = (id(body), at)
        found = self.opened.get(key)
        if found is None:
            self.kept.append(body)
            found = self.opened[key] = At(dict(zip(letters, at, strict=True)))
        return found

    def _unfolded(self, term: Deriv) -> Term:
        """A derivative, taken."""
        if id(term) not in self.unfolded:
            self.kept.append(term)
            self.unfolded[id(term)] = to_term(Normalizer(self.setting.without_case()).normal_form(term))
        return self.unfolded[id(term)]


@lru_cache(maxsize=4096)
def _sample(name: str, at: tuple[int, ...]) -> float:
    """A value for an unknown's entry, positive and without simple relations to the others."""
    seed = sum((k + 2) * ord(c) for k, c in enumerate(name)) + sum((k * 7 + 3) * a for k, a in enumerate(at))
    return 0.3 + math.modf(math.sqrt(seed * 13.7 + 2) * 5.1)[0]


def _place(name: str, places: Places) -> int:
    base, offset = parted(name)
    return (int(places.get(base, SIZE)) if base else 0) + offset


def _end(end: Bound, places: Places = NOWHERE) -> int:
    return (int(places.get(end.base, SIZE)) if end.base else 0) + end.offset


@dataclass(frozen=True, slots=True)
class _Tried:
    edit: Edit
    value: float


class _Search:
    def __init__(self, statement: Statement, derivation: Derivation, setting: Setting) -> None:
        self.statement = statement
        self.derivation = derivation
        self.setting = setting
        self.reader = derivation.readers.at(statement.place).of(statement.source).remembering()
        self.floats = Floats(self.setting)
        self.places = [At(places) for places in _places(statement, self.setting)]
        self.root = statement.member.node
        self.sides = (statement.subject.term, statement.member.term)
        self.writer = derivation.writer()
        self.allowed = {f"{index} ≠ 0" for index in derivation.notation.indices}
        self.allowed |= set(self._conditions(statement.subject.term, statement.member.term))
        self.proofs = 0
        self.pairs = 0
        self.tried: list[_Tried] = []
        self.partial: Correction | None = None
        self.target: Values | None = None
        self.start: float | None = None
        try:
            true, claimed = (self._values(side.term) for side in (statement.subject, statement.member))
        except _NO_VALUE as why:
            meet_depth(why)
            return
        telling = [k for k in range(len(true)) if not _close(true[k : k + 1], claimed[k : k + 1])]
        if telling:
            order = [telling[-1], *(k for k in range(len(true)) if k != telling[-1])]
            self.places = [self.places[k] for k in order]
            self.target, self.start = tuple(true[k] for k in order), claimed[order[0]]

    def single(self) -> Correction | None:
        if self.target is None:
            return None
        around = trees.parents(self.root)
        for edit in islice(edits(self.root, vocabulary(self.statement, self.derivation)), MAX_EDITS):
            if self._over():
                return None
            term = self._term(trees.replaced(self.root, edit.old, edit.new, around))
            value = None if term is None else self._first_value(term)
            if term is None or value is None:
                continue
            self.tried.append(_Tried(edit, value))
            if _close((value,), self.target[:1]) and self._close(term):
                found = self._proved(trees.substituted(self.root, edit.old, edit.new), single=True)
                if found is not None:
                    return found
        return None

    def pair(self) -> Correction | None:
        """Two edits in different places whose changes add up, or multiply, to the whole error."""
        if self.target is None or self.start is None:
            return None
        known = sorted((tried.value, place) for place, tried in enumerate(self.tried))
        for first in self.tried:
            for wanted in _wanted(first.value, self.start, self.target[0]):
                near = 10.0**-DIGITS * (1 + abs(wanted))
                low, high = bisect(known, (wanted - near, -1)), bisect(known, (wanted + near, len(known)))
                for place in sorted(place for _, place in known[low:high]):
                    second = self.tried[place]
                    self.pairs += 1
                    found = self._both(first.edit, second.edit)
                    if found is not None or self._over():
                        return found
        return None

    def _over(self) -> bool:
        """Whether the search has had its share of time, pairs, or proofs."""
        if self.proofs > MAX_PROOFS or self.pairs > MAX_PAIRS:
            return True
        late = time_left() <= 0
        if late:
            meet("the time for a correction")
        return late

    def _both(self, first: Edit, second: Edit) -> Correction | None:
        inside = any(node is second.old for node in trees.walk(first.old))
        outside = any(node is first.old for node in trees.walk(second.old))
        if inside or outside:
            return None
        once = trees.substituted(self.root, first.old, first.new)
        node = trees.substituted(once, second.old, second.new)
        term = self._term(node)
        return self._proved(node) if term and self._close(term) else None

    def _proved(self, edited: Node, single: bool = False) -> Correction | None:
        """The tidied tree as a correction, where the calculus proves what its print reads as."""
        self.proofs += 1
        node = tidy(edited)
        node = node.body if isinstance(node, Group) and node.left == "(" else node
        latex = to_latex(node)
        try:
            term = self.derivation.term(latex, self.statement.place)
        except ReadError:
            return None
        if not any(map(has_derivative, self.sides)) and has_derivative(term):
            return None  # it is read as something else here than where it stands
        new = any(map(_cancels, trees.walk(node))) and not any(map(_cancels, trees.walk(self.root)))
        partial = not set(self._conditions(term)) <= self.allowed
        if self.proofs > MAX_PROOFS or new or (partial and (self.partial or not single)):
            return None
        if not isinstance(prove(self.statement.subject.term, term, self.setting), Proved):
            return None
        found = Correction(node, term, latex, self.root, partial=partial)
        if partial:
            self.partial = replace(found, single=True)
            return None
        return found

    def _conditions(self, *terms: Term) -> tuple[str, ...]:
        return conditions(terms, self.setting, self.writer)

    def _term(self, node: Node) -> Term | None:
        try:
            return self.reader.term(node)
        except ReadError:
            return None

    def _first_value(self, term: Term) -> float | None:
        """A candidate's value at the first place; most candidates are out with that."""
        try:
            value = self.floats.value(term, self.places[0])
        except _NO_VALUE as why:
            meet_depth(why)
            return None
        return value if math.isfinite(value) else None

    def _close(self, term: Term) -> bool:
        try:
            return self.target is not None and _close(self._values(term), self.target)
        except _NO_VALUE as why:
            meet_depth(why)
            return False

    def _values(self, term: Term) -> Values:
        values = tuple(self.floats.value(term, places) for places in self.places)
        if not all(map(math.isfinite, values)):
            raise ValueError
        return values


_NO_VALUE = (ArithmeticError, ValueError, KeyError, TypeError, Unsupported, RecursionError)


def _close(left: Values, right: Values) -> bool:
    return all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-11) for a, b in zip(left, right, strict=True))


def _wanted(first: float, start: float, target: float) -> Iterator[float]:
    """What a second edit alone must give, if the changes add up, or if they multiply."""
    yield target + start - first
    if first:
        yield target * start / first


def _cancels(node: Node) -> bool:
    """Whether a term and its negative stand side by side: nobody means to write a - a."""
    if not isinstance(node, Terms):
        return False
    signed = {(sign == "-", to_latex(term)) for sign, term in zip(node.signs, node.terms, strict=True)}
    return any((not negative, text) in signed for negative, text in signed)


def _places(statement: Statement, setting: Setting) -> Iterator[dict[str, int]]:
    """Places for the indices that are free in the statement, as its case wants them."""
    terms = (statement.subject.term, statement.member.term)
    letters = sorted(frozenset().union(*map(free_indices, terms)) | set(setting.hypotheses.ranges))
    letters = [letter for letter in letters if letter in setting.hypotheses.ranges]
    free = sorted(frozenset().union(*map(free_indices, terms)) - setting.hypotheses.sizes)
    spans = []
    for letter in free:
        low, high = (_end(end) for end in setting.hypotheses.ranges[letter])
        spans.append(range(low, high + 1))
    for choice in product(*spans):
        places = dict(zip(free, choice, strict=True))
        for other in letters:
            places.setdefault(other, _end(setting.hypotheses.ranges[other].low) + 1)
        known = setting.case
        equal = all(_place(a, places) == _place(b, places) for a, b in known.equal)
        if equal and not any(_place(a, places) == _place(b, places) for a, b in known.unequal):
            yield places


def vocabulary(statement: Statement, derivation: Derivation) -> Vocabulary:
    """What edits may put in: the letters of this statement, and short quantities of the document."""
    nodes = [*trees.walk(statement.subject.node), *trees.walk(statement.member.node)]
    letters = sorted({n.name for n in nodes if isinstance(n, Symbol)} & derivation.notation.indices)
    letters = sorted({*letters, *free_indices(statement.subject.term)} & derivation.notation.indices)
    symbols = dict.fromkeys(n for n in nodes if isinstance(n, Symbol) and n.subscripts and not n.primes)
    sizes = [Symbol(size) for size in sorted(derivation.notation.sizes)]
    indices = [Symbol(letter) for letter in letters]
    slopes = [_logistic_slope(symbol) for symbol in symbols]
    factors: tuple[Node, ...] = (Number("2"), *sizes, *indices, *symbols, *slopes)
    arrays = sorted({(name, count) for name, count, _ in derivation.notation.slots})
    before = (statement.subject.node, statement.previous.node)
    own = frozenset(_parts(statement.member.node))
    lost = dict.fromkeys(part for node in before for part in _parts(node) if part not in own)
    terms = (*symbols, *indices, *sizes)
    return Vocabulary(tuple(letters), factors, terms, tuple(arrays), tuple(islice(lost, MAX_LOST)))


def _parts(node: Node) -> Iterator[Node]:
    """The factors and terms of an expression, which the next one may have lost."""
    for inner in trees.walk(node):
        match inner:
            case Product(factors):
                yield from (
                    factor for factor in factors if not (isinstance(factor, Number | Big) or _called(factor))
                )
            case Terms(terms):
                yield from terms
            case Fraction(above, below):
                yield from (part for part in (above, below) if isinstance(part, Symbol | Power | Group))
            case _:
                pass


def _called(node: Node) -> bool:
    """Whether a factor may be what something is applied to: `[k]`, `(t)`."""
    return isinstance(node, Group) and isinstance(node.body, Symbol | Number)


def _logistic_slope(symbol: Symbol) -> Node:
    """`p (1 - p)`, the factor that a chain rule through a logistic function leaves."""
    rest = Group("(", Terms((Number("1"), symbol), ("", "-")), ")")
    return Product((symbol, rest), ("",))
