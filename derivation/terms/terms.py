"""Terms: the values that mathematics is done on.

A term is plain data. Its constructors never rewrite: `Mul((x, Pow(x, -1)))`
stays what it is, so that what a line divides by can still be seen. Only
`normal.py` changes shapes.

    term := Num | Var | Index | Add | Mul | Pow | Fn | Sum | Prod | Delta | Deriv | Ref

An index is a string (indices.py): a letter that is free in the statement, or the name that
a `Sum` or a `Prod` binds; a number; or a letter with a shift, the `t-1` of `x_{t-1}`.
Binding is lexical; `normal.py` gives every bound index a fresh name on entry, so that
no index is ever captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from operator import attrgetter
from typing import Any, Final, NamedTuple

from derivation.records import dataclass
from derivation.terms.indices import letters, parted


class Bound(NamedTuple):
    """`base + offset`, an end of a range; `base` is a size, an index, or "" for a plain integer."""

    base: str
    offset: int = 0


class Range(NamedTuple):
    """The integers `low .. high`, both included. A size is an integer >= 1."""

    low: Bound
    high: Bound


@dataclass(frozen=True, slots=True)
class Num:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Var:
    """A real unknown: a scalar `beta`, or an entry `x_i`, `A_ij` of an array."""

    name: str
    indices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """An index used as a number, the first `i` of `i e^{x_i}`; never one with a shift."""

    name: str


@dataclass(frozen=True, slots=True)
class Add:
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Mul:
    factors: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Pow:
    base: Term
    exponent: Term


UNKNOWN = "?"
"""What the name of a function begins with of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Fn:
    """A function of one argument, a row of `functions.TABLE`; or one of which nothing is known, `?g`, or a
    derivative of it, `?g'`."""

    name: str
    argument: Term

    @property
    def unknown(self) -> str:
        """The name of a function of which nothing is known, without its primes; "" of any other."""
        return self.name[1:].rstrip("'") if self.name.startswith(UNKNOWN) else ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Sum of `body` over `index` in `range`, without the indices in `excluded`."""

    index: str
    range: Range
    body: Term
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prod:
    """Product of `body` over `index` in `range`, without the indices in `excluded`."""

    index: str
    range: Range
    body: Term
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delta:
    """Kronecker's: 1 where both indices are equal, else 0."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Deriv:
    """The partial derivative of `body` with respect to `wrt`.

    Where `wrt` is a quantity that the document defines, `body` is seen as a
    function of it: all other names opened, this one held.
    """

    body: Term
    wrt: Var | Ref


@dataclass(frozen=True, slots=True)
class Ref:
    """A quantity that the document defines, at some indices: `S_j`; or a function of it, `f(x + 1)`."""

    name: str
    indices: tuple[str, ...] = ()
    arguments: tuple[Term, ...] = ()


Term = Num | Var | Index | Add | Mul | Pow | Fn | Sum | Prod | Delta | Deriv | Ref
NAMES: Final = (Var, Ref)
OVER: Final = (Sum, Prod)
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Definition:
    """`name_{parameters}(variables) := body`; the parameters are index letters of the body,
    the variables scalar unknowns of it."""

    name: str
    parameters: tuple[str, ...]
    body: Term
    variables: tuple[str, ...] = ()

    @property
    def is_slope(self) -> bool:
        """Whether it is f′, or f_{xy}, of a function f, from which it has its value."""
        inner = self.body
        while isinstance(inner, Deriv):
            inner = inner.body
        if inner is self.body or not isinstance(inner, Ref):
            return False
        return self.name != inner.name and self.name.startswith(inner.name)


Definitions = Mapping[tuple[str, int], Definition]


def function_of(
    name: str, parameters: tuple[str, ...], body: Term, variables: tuple[str, ...], sizes: frozenset[str]
) -> Definition:
    """A definition whose variables are free numbers in its body, also where they are named as `sizes` are:
    what holds of a size, that it is whole and >= 1, need not hold of what stands in its place."""
    own = {v: Var(f"\\mathit{{{v}}}") for v in variables if v in sizes}
    if own:
        body = mapped(body, lambda t: own.get(t.name) if isinstance(t, Var) and not t.indices else None)
        variables = tuple(own[v].name if v in own else v for v in variables)
    return Definition(name, parameters, body, variables)


PI = Var("\\pi")
ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))
MINUS_ONE = Num(Fraction(-1))
E = Fn("exp", ONE)
IMAGINARY = Pow(MINUS_ONE, Num(Fraction(1, 2)))
"""The imaginary unit: the one root of a negative number that there is, where a document has it."""


def integer(value: int) -> Num:
    return Num(Fraction(value))


def negated(term: Term) -> Term:
    return Mul((MINUS_ONE, term))


def quotient(numerator: Term, denominator: Term) -> Term:
    return Mul((numerator, Pow(denominator, MINUS_ONE)))


def index_term(index: str) -> Term:
    """The value of an index: a number, a letter, or the sum of both."""
    base, offset = parted(index)
    if not base:
        return integer(offset)
    return Add((Index(base), integer(offset))) if offset else Index(base)


def _no_parts(term: Term) -> tuple[Term, ...]:
    return ()


def _body(term: Sum | Prod) -> tuple[Term, ...]:
    return (term.body,)


CHILDREN: Final[dict[type, Callable[[Any], tuple[Term, ...]]]] = {
    Num: _no_parts,
    Var: _no_parts,
    Index: _no_parts,
    Add: attrgetter("terms"),
    Mul: attrgetter("factors"),
    Pow: attrgetter("base", "exponent"),
    Fn: lambda term: (term.argument,),
    Sum: _body,
    Prod: _body,
    Delta: _no_parts,
    Deriv: attrgetter("body", "wrt"),
    Ref: attrgetter("arguments"),
}
"""The terms directly inside of each kind of term. A table, as nothing is asked more often."""


CARRIED: Final[dict[type, Callable[[Any], tuple[str, ...]]]] = {
    Var: attrgetter("indices"),
    Ref: attrgetter("indices"),
    Index: lambda term: (term.name,),
    Delta: attrgetter("left", "right"),
    Sum: attrgetter("excluded"),
    Prod: attrgetter("excluded"),
}
"""The indices that a term itself carries, of the kinds that carry any."""


INNER: Final = {kind: parts for kind, parts in CHILDREN.items() if parts is not _no_parts}
"""The same without the kinds that have no terms inside, which are most of those that are met."""


def children(term: Term) -> tuple[Term, ...]:
    """The terms directly inside of a term."""
    return CHILDREN[type(term)](term)


def mapped(term: Term, change: Callable[[Term], Term | None]) -> Term:
    """A term in which `change` has replaced parts, the outermost first; `None` of it leaves a part as it is.

    What is put in is not looked into again. The same object where nothing changes.
    """
    found = change(term)
    if found is not None:
        return found
    parts = children(term)
    new = tuple(mapped(part, change) for part in parts)
    return term if all(a is b for a, b in zip(parts, new, strict=True)) else with_children(term, new)


def with_children(term: Term, parts: tuple[Term, ...]) -> Term:
    """A term with other parts in the place of its `children`, in their order."""
    match term:
        case Var() | Num() | Index() | Delta():
            return term
        case Mul():
            return Mul(parts)
        case Ref(name, indices):
            return Ref(name, indices, parts)
        case Add():
            return Add(parts)
        case Pow():
            return Pow(parts[0], parts[1])
        case Fn(name):
            return Fn(name, parts[0])
        case Sum(index, span, _, excluded):
            return Sum(index, span, parts[0], excluded)
        case Prod(index, span, _, excluded):
            return Prod(index, span, parts[0], excluded)
        case Deriv():
            body, wrt = parts
            if not isinstance(wrt, Var | Ref):
                raise TypeError("a derivative is by an unknown or a quantity")
            return Deriv(body, wrt)


def walk(term: Term) -> Iterator[Term]:
    """A term and all terms inside of it, outermost first; definitions stay closed."""
    waiting = [term]
    while waiting:
        inner = waiting.pop()
        yield inner
        parts = INNER.get(type(inner))
        if parts is not None:
            waiting += parts(inner)[::-1]


def has_derivative(term: Term) -> bool:
    """Whether a derivative is taken in a term."""
    return any(isinstance(inner, Deriv) for inner in walk(term))


def within(term: Term) -> list[Term]:
    """What `walk` gives, level by level: for those who look at all of it, in whatever order."""
    found = [term]
    for inner in found:
        parts = INNER.get(type(inner))
        if parts is not None:
            found += parts(inner)
    return found


def free_indices(term: Term) -> frozenset[str]:
    """The indices that a term carries and does not bind, digits left out."""
    found: set[str] = set()
    waiting: list[tuple[Term, frozenset[str]]] = [(term, NOTHING)]
    while waiting:
        outer, bound = waiting.pop()
        inside = [outer]
        for inner in inside:
            carried = CARRIED.get(type(inner))
            if carried is not None and (indices := carried(inner)):
                found |= letters(indices) - bound
            if isinstance(inner, OVER):
                waiting.append((inner.body, bound | {inner.index}))
            elif (parts := INNER.get(type(inner))) is not None:
                inside += parts(inner)
    return frozenset(found)


def reached(term: Term, definitions: Definitions) -> frozenset[str]:
    """The names of the unknowns and quantities that a term speaks of, definitions opened."""
    names: set[str] = set()
    pending: list[tuple[Term, frozenset[str]]] = [(term, NOTHING)]
    opened = set()
    while pending:
        outer, own = pending.pop()
        for inner in within(outer):
            if isinstance(inner, NAMES) and inner.name not in own:
                names.add(inner.name)
            elif isinstance(inner, Fn) and inner.unknown:
                names.add(inner.unknown)
            if isinstance(inner, Ref) and (key := (inner.name, len(inner.indices))) not in opened:
                opened.add(key)
                found = definitions.get(key)
                pending += [(found.body, frozenset(found.variables))] if found else []
    return frozenset(names)


def range_letters(term: Term) -> frozenset[str]:
    """The sizes and the free indices that the ranges of a term's sums carry."""
    found: set[str] = set()
    waiting = [(over, NOTHING) for over in _outermost(term)]
    while waiting:
        over, bound = waiting.pop()
        found |= letters((over.range.low.base, over.range.high.base)) - bound
        bound |= {over.index}
        waiting += [(inner, bound) for inner in _outermost(over.body)]
    return frozenset(found)


def _outermost(term: Term) -> list[Sum | Prod]:
    """The sums and products over an index in a term that stand in no other one."""
    found: list[Sum | Prod] = []
    pending = [term]
    for inner in pending:
        if isinstance(inner, OVER):
            found.append(inner)
        elif (parts := INNER.get(type(inner))) is not None:
            pending += parts(inner)
    return found


def constant(term: Term) -> Fraction | None:
    """The value of a term that is plainly a number, as -1/2 is; else `None`."""
    match term:
        case Num(value):
            return value
        case Mul(factors):
            product = Fraction(1)
            for known in map(constant, factors):
                if known is None:
                    return None
                product *= known
            return product
        case Pow(base, Num(exponent)) if exponent == -1:
            below = constant(base)
            return 1 / below if below else None
        case _:
            return None
