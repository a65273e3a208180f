"""An evaluator of printed derivations that shares no code with the engine but the reader of LaTeX.

Numbers are mpmath's, with 50 digits, at points drawn at random; derivatives are
dual numbers; a sum is a loop. Two lines that agree to 25 digits at all sizes
from 1 to 5, at every place of their free indices, count as equal.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count, islice, product
from typing import Any

from mpmath import mp, mpf

from derivation.text import trees
from derivation.text.syntax import (
    Absolute,
    Apply,
    Big,
    Fraction,
    Group,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Root,
    Row,
    Symbol,
    Terms,
)

mp.dps = 50
TOLERANCE = mpf(10) ** -25
SIZES = (1, 2, 3, 4, 5)
MAX_PLACES = 9
Key = tuple[str, tuple[int, ...]]


class Nothing(Exception):
    """The value does not exist, or the oracle does not know the notation."""


@dataclass(frozen=True, slots=True)
class Dual:
    """A value with a slope; `tag` keeps the slopes of nested derivatives apart."""

    tag: int
    value: Any
    slope: Any


def _parts(x: Any, tag: int) -> tuple[Any, Any]:
    return (x.value, x.slope) if isinstance(x, Dual) and x.tag == tag else (x, mpf(0))


def _tag(*numbers: Any) -> int:
    return max((x.tag for x in numbers if isinstance(x, Dual)), default=0)


def add(x: Any, y: Any) -> Any:
    tag = _tag(x, y)
    if not tag:
        return x + y
    (a, b), (c, d) = _parts(x, tag), _parts(y, tag)
    return Dual(tag, add(a, c), add(b, d))


def mul(x: Any, y: Any) -> Any:
    tag = _tag(x, y)
    if not tag:
        return x * y
    (a, b), (c, d) = _parts(x, tag), _parts(y, tag)
    return Dual(tag, mul(a, c), add(mul(a, d), mul(b, c)))


def inverse(x: Any) -> Any:
    if isinstance(x, Dual):
        below = inverse(x.value)
        return Dual(x.tag, below, mul(mpf(-1), mul(x.slope, mul(below, below))))
    if x == 0:
        raise Nothing
    return 1 / x


def exp(x: Any) -> Any:
    if isinstance(x, Dual):
        above = exp(x.value)
        return Dual(x.tag, above, mul(above, x.slope))
    return mp.exp(x)


def log(x: Any) -> Any:
    if isinstance(x, Dual):
        return Dual(x.tag, log(x.value), mul(x.slope, inverse(x.value)))
    if x <= 0:
        raise Nothing
    return mp.log(x)


def power(x: Any, y: Any) -> Any:
    if not isinstance(y, Dual) and y == int(y) and abs(y) < 64:
        result: Any = mpf(1)
        for _ in range(abs(int(y))):
            result = mul(result, x)
        return result if y >= 0 else inverse(result)
    return exp(mul(y, log(x)))


def sin(x: Any) -> Any:
    return Dual(x.tag, sin(x.value), mul(cos(x.value), x.slope)) if isinstance(x, Dual) else mp.sin(x)


def cos(x: Any) -> Any:
    if isinstance(x, Dual):
        return Dual(x.tag, cos(x.value), mul(mpf(-1), mul(sin(x.value), x.slope)))
    return mp.cos(x)


def sinh(x: Any) -> Any:
    return mul(mpf(1) / 2, add(exp(x), mul(mpf(-1), exp(mul(mpf(-1), x)))))


def cosh(x: Any) -> Any:
    return mul(mpf(1) / 2, add(exp(x), exp(mul(mpf(-1), x))))


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "\\exp": exp,
    "\\log": log,
    "\\ln": log,
    "\\sin": sin,
    "\\cos": cos,
    "\\tan": lambda x: mul(sin(x), inverse(cos(x))),
    "\\cot": lambda x: mul(cos(x), inverse(sin(x))),
    "\\sec": lambda x: inverse(cos(x)),
    "\\csc": lambda x: inverse(sin(x)),
    "\\sinh": sinh,
    "\\cosh": cosh,
    "\\tanh": lambda x: mul(sinh(x), inverse(cosh(x))),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a person who knows the document says of it: sizes of letters, totals, names of squares."""

    letters: Mapping[str, str] = field(default_factory=dict)
    default: str = "n"
    totals: frozenset[str] = frozenset()
    squares: frozenset[str] = frozenset()


@dataclass(slots=True)
class Document:
    """The definitions of a document, by name and number of indices."""

    known: Known
    bodies: dict[tuple[str, int], tuple[tuple[str, ...], tuple[str, ...], Node]] = field(default_factory=dict)
    arrays: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rows: list[Row], known: Known) -> Document:
        found = cls(known)
        symbols = [n for row in rows for member in row.members for n in trees.walk(member)]
        found.arrays = {n.name for n in symbols if isinstance(n, Symbol) and n.subscripts}
        for row in rows:
            if len(row.members) > 1 and not row.relations[0] and not row.lead:
                found._define(row.members[0], row.members[1])
        return found

    def _define(self, head: Node, body: Node) -> None:
        match head:
            case Symbol(name, subscripts, 0) if all(isinstance(s, Symbol) for s in subscripts):
                letters = tuple(s.name for s in subscripts if isinstance(s, Symbol))
                self.bodies.setdefault((name, len(letters)), (letters, (), body))
            case Power(Symbol(name, (), 0), Number("2")) if name in self.known.squares:
                self.bodies.setdefault((name + "^2", 0), ((), (), body))
            case Apply(Symbol(name, (), 0), arguments):
                plain = [a.name for a in arguments if isinstance(a, Symbol)]
                scalar = not self.arrays.intersection(plain)
                self.bodies.setdefault((name, 0), ((), tuple(plain) if scalar else (), body))


class Point:
    """One point: sizes, and values drawn as they are asked for."""

    def __init__(self, document: Document, sizes: Mapping[str, int], seed: int) -> None:
        self.document = document
        self.sizes = sizes
        self.random = random.Random(seed)
        self.drawn: dict[Key, Any] = {}
        self.tags = count(1)

    def _draw(self, key: Key) -> Any:
        if key not in self.drawn:
            self.drawn[key] = mpf(self.random.randint(200, 1500)) / 997
        return self.drawn[key]

    def _entry(self, key: Key) -> Any:
        name, indices = key
        if name in self.document.known.totals and indices:
            size = self.sizes[self.document.known.default]
            return self._draw(key) / sum(self._draw((name, (*indices[:-1], k))) for k in range(1, size + 1))
        return self._draw(key)

    def size(self, letter: str) -> int:
        return self.sizes[self.document.known.letters.get(letter, self.document.known.default)]

    def value(self, node: Node, places: Mapping[str, int], held: Mapping[Key, Any] | None = None) -> Any:
        return _Walk(self, held or {}).value(node, places)


class _Walk:
    """Evaluates trees where some quantities have values, and slopes, of their own."""

    def __init__(self, point: Point, held: Mapping[Key, Any]) -> None:
        self.point = point
        self.held = held

    def value(self, node: Node, places: Mapping[str, int]) -> Any:
        match node:
            case Number(text):
                return mpf(text)
            case Symbol():
                return self._symbol(node, places)
            case Group(_, body, _):
                return self.value(body, places)
            case Absolute(body):
                inner = self.value(body, places)
                return inner if _plain(inner) >= 0 else mul(mpf(-1), inner)
            case Root(body, None):
                return power(self.value(body, places), mpf(1) / 2)
            case Power(Symbol(name, (), 0), exponent) if name in self.point.document.known.squares:
                return power(self._quantity(name + "^2", (), places), self.value(exponent, places) / 2)
            case Power(base, exponent):
                above = self.value(exponent, places)
                return exp(above) if base == Symbol("e") else power(self.value(base, places), above)
            case Terms(terms, signs):
                total: Any = mpf(0)
                for term, sign in zip(terms, signs, strict=True):
                    total = add(total, mul(mpf(-1 if sign == "-" else 1), self.value(term, places)))
                return total
            case Product(factors, operators):
                return self._product(factors, operators, places)
            case Fraction(numerator, denominator) if _has_partial(denominator):
                return self._derivative(_body(numerator), _spelled(node), places)
            case Fraction(numerator, denominator):
                return mul(self.value(numerator, places), inverse(self.value(denominator, places)))
            case Big():
                return self._over(node, places)
            case Apply():
                return self._apply(node, places)
        raise Nothing(type(node).__name__)

    def _product(
        self, factors: tuple[Node, ...], operators: tuple[str, ...], places: Mapping[str, int]
    ) -> Any:
        result: Any = mpf(1)
        for place, factor in enumerate(factors):
            match factor:
                case Fraction(Partial(body=None)):
                    rest = Product(factors[place + 1 :], operators[place + 1 :])
                    inner: Node = rest.factors[0] if len(rest.factors) == 1 else rest
                    return mul(result, self._derivative(inner, _spelled(factor), places))
            value = self.value(factor, places)
            divides = place and operators[place - 1] == "/"
            result = mul(result, inverse(value) if divides else value)
        return result

    def _index(self, node: Node, places: Mapping[str, int]) -> int:
        match node:
            case Number(text):
                return int(text)
            case Symbol(name, (), 0) if name in places:
                return places[name]
        raise Nothing("index")

    def _symbol(self, node: Symbol, places: Mapping[str, int]) -> Any:
        if node.name == "\\delta" and len(node.subscripts) == 2:
            left, right = (self._index(s, places) for s in node.subscripts)
            return mpf(int(left == right))
        if not node.subscripts:
            if node.name in places:
                return mpf(places[node.name])
            if node.name in self.point.sizes:
                return mpf(self.point.sizes[node.name])
            if node.name == "\\pi":
                return +mp.pi
            if node.name == "e":
                return +mp.e
            if node.name in self.point.document.known.squares:
                return power(self._quantity(node.name + "^2", (), places), mpf(1) / 2)
        return self._quantity(node.name, tuple(self._index(s, places) for s in node.subscripts), places)

    def _quantity(self, name: str, indices: tuple[int, ...], places: Mapping[str, int]) -> Any:
        if (name, indices) in self.held:
            return self.held[name, indices]
        found = self.point.document.bodies.get((name, len(indices)))
        if found is None:
            return self.point._entry((name, indices))
        letters, variables, body = found
        if variables:
            raise Nothing("a function without its argument")
        return self.value(body, dict(zip(letters, indices, strict=True)))

    def _over(self, node: Big, places: Mapping[str, int]) -> Any:
        span = node.range
        names = [index.name for index in span.indices if isinstance(index, Symbol)]
        ranges = []
        for name in names:
            low, high = 1, self.point.size(name)
            if span.relation == "=":
                low = int(_plain(self.value(span.bound, places)))
            if span.upper is not None:
                high = int(_plain(self.value(span.upper, places)))
            ranges.append(range(low, high + 1))
        without = self._index(span.bound, places) if span.relation == "\\neq" and span.bound else None
        join, total = (add, mpf(0)) if node.operator == "\\sum" else (mul, mpf(1))
        for chosen in product(*ranges):
            if without not in chosen:
                total = join(
                    total, self.value(node.body, {**places, **dict(zip(names, chosen, strict=True))})
                )
        return total

    def _apply(self, node: Apply, places: Mapping[str, int]) -> Any:
        name = node.function.name
        if name in FUNCTIONS:
            return FUNCTIONS[name](self.value(node.arguments[0], places))
        found = self.point.document.bodies.get((name, 0))
        if found is None:
            raise Nothing(name)
        _, variables, body = found
        if not variables:
            return self._quantity(name, (), places)
        held = dict(self.held)
        values = [self.value(argument, places) for argument in node.arguments]
        tags = []
        for _ in range(node.function.primes):
            tags.append(next(self.point.tags))
            values = [Dual(tags[-1], values[0], mpf(1))]
        held |= {(variable, ()): value for variable, value in zip(variables, values, strict=True)}
        result = _Walk(self.point, held).value(body, {})
        for tag in reversed(tags):
            result = _parts(result, tag)[1]
        return result

    def _derivative(self, body: Node, denominator: Node, places: Mapping[str, int]) -> Any:
        walk, tags = self, []
        for name, subscripts in _below(denominator):
            indices = tuple(self._index(s, places) for s in subscripts)
            tag = next(self.point.tags)
            tags.append(tag)
            held = dict(walk.held)
            for key in self._entries(name, indices):
                held[key] = Dual(tag, walk._quantity(*key, places), mpf(int(key[1] == indices)))
            walk = _Walk(self.point, held)
        result = walk.value(body, places)
        for tag in reversed(tags):
            result = _parts(result, tag)[1]
        return result

    def _entries(self, name: str, indices: tuple[int, ...]) -> Iterator[Key]:
        """The entries of a quantity: of a defined one all are held, of an unknown the one in question."""
        if (name, len(indices)) not in self.point.document.bodies:
            yield name, indices
            return
        largest = max(self.point.sizes.values())
        for chosen in product(range(1, largest + 1), repeat=len(indices)):
            try:
                self._quantity(name, chosen, {})
            except Nothing:
                continue
            yield name, chosen


def _plain(x: Any) -> Any:
    while isinstance(x, Dual):
        x = x.value
    return x


def _has_partial(node: Node) -> bool:
    return any(isinstance(inner, Partial) for inner in trees.walk(node))


def _body(numerator: Node) -> Node:
    """What a numerator `∂ f`, or `∂² f`, differentiates."""
    if isinstance(numerator, Partial) and numerator.body is not None:
        return numerator.body
    raise Nothing("numerator")


def _spelled(node: Fraction) -> Node:
    """What stands below, `∂λ²` under a `∂²` as `∂λ ∂λ`."""
    match node.numerator, node.denominator:
        case Partial(order=Number("2")), Partial(body=Power(base, Number("2"))):
            return Product((Partial("", body=base), Partial("", body=base)), ("",))
    return node.denominator


def _below(denominator: Node) -> Iterator[tuple[str, tuple[Node, ...]]]:
    match denominator:
        case Partial(body=Symbol(name, subscripts)):
            yield name, subscripts
        case Partial(body=Power(Symbol(name, subscripts), Number("2"))):
            yield name + "^2", subscripts
        case Partial(body=Product(factors)):
            yield from _below(Partial("", body=factors[0]))
            for factor in factors[1:]:
                yield from _below(factor)
        case Product(factors):
            for factor in factors:
                yield from _below(factor)
        case _:
            raise Nothing("denominator")


def free_letters(nodes: tuple[Node, ...], letters: frozenset[str]) -> list[str]:
    """The index letters that occur in trees outside of the sums over them."""
    return sorted(set().union(*(_free(node, frozenset()) for node in nodes)) & letters)


@cache
def _free(node: Node, bound: frozenset[str]) -> frozenset[str]:
    if isinstance(node, Symbol) and not node.subscripts:
        return frozenset((node.name,)) - bound
    inner = bound
    if isinstance(node, Big):
        inner = bound | {s.name for s in node.range.indices if isinstance(s, Symbol)}
    return frozenset().union(*(_free(child, inner) for child in trees.children(node)))


def equal(
    left: Node, right: Node, document: Document, names: tuple[str, ...], letters: frozenset[str]
) -> bool:
    """Whether two trees are equal at all sizes tried; raises `Nothing` where neither was seen to exist."""
    seen = False
    for size in SIZES:
        sizes = {name: size + (place if size > 1 else 0) for place, name in enumerate(names)}
        point = Point(document, sizes, size)
        free = free_letters((left, right), letters)
        spans = [range(1, point.size(letter) + 1) for letter in free]
        for chosen in islice(product(*spans), MAX_PLACES):
            places = dict(zip(free, chosen, strict=True))
            try:
                a, b = point.value(left, places), point.value(right, places)
            except (Nothing, ZeroDivisionError, OverflowError):
                continue
            seen = True
            if abs(a - b) > TOLERANCE * (1 + abs(a)):
                return False
    if not seen:
        raise Nothing("no point")
    return True
