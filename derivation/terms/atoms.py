"""The data of normal forms: polynomials with rational coefficients over atoms.

    poly  := {mono: rational, …}              no zero coefficients
    mono  := ((atom, exponent), …)            sorted, no zero exponents
    atom  := one of the classes below         what has no sum or product left to open

Everything is nested tuples, so equality, hashing and order come from Python.
Every atom opens with a tag of its own, which keeps atoms of two kinds unequal
and the order total. Exponents are integers or fractions; a negative one is a
denominator. Indices are strings: free letters, `~3` for a bound index that is
being worked on, `#0` for one inside of a finished `Sigma`.

Atoms that hold others carry their hash, and equal ones are as a rule the same
object: what is nested deeply is looked up as fast as what is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar, cast

from derivation.terms.indices import letter_of, parted, shifted
from derivation.terms.terms import Range

Rational = int | Fraction
Mono = tuple[tuple["Atom", Rational], ...]
Poly = dict[Mono, Rational]
Frozen = tuple[tuple[Mono, Rational], ...]

UNIT: Mono = ()
MAX_SHARED = 200_000


class Radical(NamedTuple):
    """A prime number under an exponent between 0 and 1: `2^{1/2}`."""

    tag: str
    prime: int


class Kronecker(NamedTuple):
    """δ of two indices, the letter of `left` < that of `right`; its exponent is always 1.

    A number stands on the left, and the right one has no shift: δ_{i,j-1} is δ_{i+1,j}.
    """

    tag: str
    left: str
    right: str


class Exponential(NamedTuple):
    """`e` to a monomial; its rational factor is the exponent: e^{2x} is Exponential(x)²."""

    tag: str
    argument: Mono
    code: int

    def __hash__(self) -> int:
        return self.code


class Applied(NamedTuple):
    """A function of an argument in normal form."""

    tag: str
    function: str
    argument: Frozen
    code: int

    def __hash__(self) -> int:
        return self.code


class IndexValue(NamedTuple):
    """An index used as a number."""

    tag: str
    letter: str


class Compound(NamedTuple):
    """A polynomial under a negative, a broken or a symbolic exponent.

    Its coefficients are integers without a common factor. Under a negative
    integer no atom divides it and its first coefficient is positive.
    """

    tag: str
    body: Frozen
    code: int

    def __hash__(self) -> int:
        return self.code


class SymbolicPower(NamedTuple):
    """An atom to a monomial that is not a number, `x^m`; `m` is whole where the atom may be <= 0.

    Powers of -1 have a tag of their own: their exponents count modulo 2.
    """

    tag: str
    base: Atom
    exponent: Mono
    code: int

    def __hash__(self) -> int:
        return self.code


class Sigma(NamedTuple):
    """A sum of one monomial over one or more indices, which are connected in it.

    The indices are `#k` with `height - len(ranges) <= k < height`; sums inside
    of the body have smaller heights. Of all names, the least in order.
    """

    tag: str
    height: int
    ranges: tuple[Range, ...]
    body: Mono
    code: int

    def __hash__(self) -> int:
        return self.code

    @property
    def binders(self) -> tuple[str, ...]:
        return tuple(f"#{k}" for k in range(self.height - len(self.ranges), self.height))


class Entry(NamedTuple):
    """A scalar unknown, or an entry of an array."""

    tag: str
    name: str
    indices: tuple[str, ...]


Atom = Radical | Kronecker | Exponential | Applied | IndexValue | Compound | SymbolicPower | Sigma | Entry


Nested = TypeVar("Nested", Exponential, Applied, Compound, SymbolicPower, Sigma)
_SHARED: dict[tuple[object, ...], Any] = {}


def _one(kind: Callable[..., Nested], *fields: object) -> Nested:
    """The atom with these fields; the same object again, for as long as it is remembered."""
    known = _SHARED.get(fields)
    if known is None:
        if len(_SHARED) >= MAX_SHARED:
            _SHARED.clear()
        known = _SHARED[fields] = kind(*fields, hash(fields))
    return cast(Nested, known)


def radical(prime: int) -> Radical:
    return Radical("c", prime)


MINUS_ONE: Final = radical(-1)
"""Its root is the imaginary unit."""


def kronecker(left: str, right: str) -> Kronecker:
    """δ of two indices that differ by more than a number."""
    (base, offset), (other, behind) = sorted((parted(left), parted(right)))
    if not base:
        return Kronecker("d", str(offset - behind), other)
    return Kronecker("d", shifted(base, offset - behind), other)


def exponential(argument: Mono) -> Exponential:
    return _one(Exponential, "e", argument)


def applied(function: str, argument: Frozen) -> Applied:
    return _one(Applied, "f", function, argument)


def index_value(index: str) -> IndexValue:
    return IndexValue("i", index)


def compound(body: Frozen) -> Compound:
    return _one(Compound, "q", body)


def symbolic_power(base: Atom, exponent: Mono) -> SymbolicPower:
    return _one(SymbolicPower, "n" if base == MINUS_ONE else "p", base, exponent)


def sigma(height: int, ranges: tuple[Range, ...], body: Mono) -> Sigma:
    return _one(Sigma, "s", height, ranges, body)


def entry(name: str, indices: tuple[str, ...] = ()) -> Entry:
    return Entry("v", name, indices)


def freeze(poly: Poly) -> Frozen:
    return tuple(sorted(poly.items()))


def thaw(body: Frozen) -> Poly:
    return dict(body)


def monos_inside(atom: Atom) -> Iterator[Mono]:
    """The monomials directly inside of an atom."""
    match atom:
        case Exponential(_, argument):
            yield argument
        case Applied(_, _, body) | Compound(_, body):
            yield from (mono for mono, _ in body)
        case SymbolicPower(_, base, exponent):
            yield ((base, 1),)
            yield exponent
        case Sigma(body=body):
            yield body


def _own_indices(atom: Atom) -> tuple[str, ...]:
    match atom:
        case Kronecker(_, left, right):
            return _unshifted((left, right))
        case IndexValue(_, index):
            return (index,)
        case Entry(_, _, indices):
            return _unshifted(indices)
        case Sigma(ranges=ranges):
            return tuple(end.base for span in ranges for end in span if end.base)
        case _:
            return ()


@lru_cache(maxsize=65536)
def _unshifted(indices: tuple[str, ...]) -> tuple[str, ...]:
    """Indices without their shifts; a number stays."""
    return tuple([letter_of(index) or index for index in indices])


@lru_cache(maxsize=65536)
def indices_of(atom: Atom) -> frozenset[str]:
    """The indices that an atom carries and does not bind."""
    found = set(_own_indices(atom))
    for mono in monos_inside(atom):
        found |= mono_indices(mono)
    if isinstance(atom, Sigma):
        found -= set(atom.binders)
    return frozenset(found)


def entry_names(mono: Mono) -> Iterator[str]:
    """The names of the unknowns that a monomial speaks of."""
    for atom, _ in mono:
        if isinstance(atom, Entry):
            yield atom.name
        for inner in monos_inside(atom):
            yield from entry_names(inner)


def mono_indices(mono: Mono) -> frozenset[str]:
    return frozenset().union(*(indices_of(atom) for atom, _ in mono))


@lru_cache(maxsize=65536)
def height_of(atom: Atom) -> int:
    """One more than the largest k of the bound indices `#k` inside of an atom."""
    own = atom.height if isinstance(atom, Sigma) else 0
    return max([own, *(height_of(inner) for mono in monos_inside(atom) for inner, _ in mono)])


def is_number(poly: Poly) -> bool:
    return not poly or (len(poly) == 1 and UNIT in poly)


def number_of(poly: Poly) -> Rational:
    """The value of a poly that `is_number`."""
    return poly.get(UNIT, 0)


def rational(value: Rational) -> Rational:
    """The same number, an `int` where it is whole."""
    return value.numerator if value.denominator == 1 else value


def put(total: Poly, mono: Mono, coefficient: Rational) -> None:
    """`total += coefficient · mono`, in place; each look-up hashes all of a monomial, so there are few."""
    count = len(total)
    known = total.setdefault(mono, coefficient)
    if len(total) == count:
        coefficient += known
    elif coefficient and (isinstance(coefficient, int) or coefficient.denominator != 1):
        return
    if coefficient:
        total[mono] = coefficient.numerator if coefficient.denominator == 1 else coefficient
    else:
        del total[mono]


def accumulate(total: Poly, poly: Poly, factor: Rational = 1) -> None:
    """`total += factor · poly`, in place."""
    if factor == 1 and not total:
        total.update(poly)
        return
    for mono, c in poly.items():
        put(total, mono, c if factor == 1 else c * factor)


def merge(left: Mono, right: Mono) -> Mono:
    """The product of two monomials, exponents added."""
    if not left or not right:
        return left or right
    if left[-1][:1] < right[0][:1]:
        return left + right
    if right[-1][:1] < left[0][:1]:
        return right + left
    powers = dict(left)
    for atom, exponent in right:
        known = powers.get(atom)
        total = exponent if known is None else known + exponent
        if total:
            powers[atom] = total.numerator if total.denominator == 1 else total
        else:
            del powers[atom]
    return tuple(sorted(powers.items()))
