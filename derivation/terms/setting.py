"""What a judgement is made in: hypotheses, definitions, a case, what is granted, what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from derivation.records import dataclass, field, replace
from derivation.terms.atoms import Poly
from derivation.terms.indices import is_plain
from derivation.terms.terms import (
    Add,
    Definitions,
    Fn,
    Index,
    Num,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    constant,
    negated,
    reached,
)

ANY = "^{any}"
"""Behind the name of an array that is half of one without restrictions, less half of its transpose."""


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """What may be used besides the definitions.

    `ranges` gives each free index its range; `sizes` are integers >= 1;
    `positive` are names of unknowns that are > 0 (all entries of an array);
    arrays count from `base`; `symmetric` are names of arrays with A_ij = A_ji, `beyond` of those that
    have entries outside of the ranges of their indices, x_0 and x_{n+1}, `starting` of quantities
    whose entry before the first has a value of its own, `y_0 = 5`; `steady` letters are said to be constant,
    and `moving` ones to depend on others. Unknowns are real; where there is an
    imaginary unit, those are in `reals` that are said to be.
    """

    ranges: Mapping[str, Range] = field(default_factory=dict)
    sizes: frozenset[str] = frozenset()
    positive: frozenset[str] = frozenset()
    unequal: frozenset[frozenset[str]] = frozenset()
    base: int = 1
    symmetric: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()
    starting: frozenset[str] = frozenset()
    steady: frozenset[str] = frozenset()
    moving: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reals: frozenset[str] | None = None
    integers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Letters that are integers, each with a modulus and its remainder: (2, 1) is odd, (1, 0) any."""
    opaque: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    """Quantities that stand for themselves, each with the letters that it depends on; `None`: on any."""

    def is_real(self, name: str) -> bool:
        """Whether an unknown is a real number for sure."""
        return self.reals is None or name in self.reals | self.positive | self.sizes

    def is_symmetric(self, name: str, indices: tuple[object, ...]) -> bool:
        return len(indices) == 2 and name in self.symmetric


@dataclass(frozen=True, slots=True)
class Case:
    """What a claim is restricted to: pairs of indices that are equal, and that differ."""

    equal: tuple[tuple[str, str], ...] = ()
    unequal: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity that is read with another value where a case holds.

    `quantity` is a `Ref` or a `Deriv`; its free indices are parameters of `value`,
    a normal form. `body` is the normal form of what a `Deriv` differentiates.
    """

    quantity: Term
    value: Poly
    case: Case = field(default_factory=Case)
    body: Poly = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a line is said to hold under, `left relation right`: < > \\le \\ge or \\neq of two terms; \\in
    says that the left one is an integer times the right one."""

    left: Term
    relation: str
    right: Term
    latex: str = field(default="", compare=False)

    @property
    def positive(self) -> tuple[Term, ...]:
        """What the condition says is > 0: x and x - 2 of `x > 2`, b - a of `a < b`, c ± a of `|a| < c`."""
        if self.relation in ("\\neq", "\\in"):
            return ()
        large, small = (self.left, self.right) if self.relation in (">", "\\ge") else (self.right, self.left)
        strict = self.relation in ("<", ">")
        value = constant(small)
        found = (large,) if value is not None and (value > 0 or (value == 0 and strict)) else ()
        if strict and isinstance(small, Fn) and small.name == "abs":
            inner = small.argument
            found = (*found, large, Add((large, negated(inner))), Add((large, inner)))
        return (*found, Add((large, negated(small)))) if strict and value != 0 else found


class Total(NamedTuple):
    """An assumption: the entries of an array, its last of `arity` indices in `range`, add up to `value`."""

    range: Range
    value: Fraction
    arity: int


def _base(name: str) -> str:
    """A name without labels and primes: `x` of `x_{0}`."""
    return name.split("_{")[0].split("^{")[0].rstrip("'")


def integers_of(claims: Iterable[Claim]) -> dict[str, tuple[int, int]]:
    """The letters that claims call integers, each with a modulus and its remainder."""
    found: dict[str, tuple[int, int]] = {}
    for claim in claims:
        modulus = constant(claim.right) if claim.relation == "\\in" else None
        match claim.left:
            case Add((Var(name, ()) | Ref(name, (), ()) | Index(name), Num(more))) if (
                modulus and more.denominator == 1
            ):
                found = both_integers(found, {name: (int(modulus), -int(more) % int(modulus))})
            case Var(name, ()) | Ref(name, (), ()) | Index(name) if modulus:
                found = both_integers(found, {name: (int(modulus), 0)})
    return found


def both_integers(
    these: Mapping[str, tuple[int, int]], those: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """What two say of integers: of a letter that both call one, what has the larger modulus."""
    return {name: max(of[name] for of in (these, those) if name in of) for name in {**these, **those}}


def is_whole(indices: tuple[str, ...], sizes: frozenset[str]) -> bool:
    """Whether an entry stands for all of its array: `A_{ij}` does; `A_{1j}`, `A_{nj}`, `A_{i,j-1}` don't."""
    return len(set(indices)) == len(indices) and all(is_plain(i) and i not in sizes for i in indices)


def total_of(left: Term, right: Term, sizes: frozenset[str]) -> dict[str, Total]:
    """What an equation says that an array adds up to, `Σ_k t_k = 1`, by its name; else nothing."""
    value = constant(right)
    match left:
        case Sum(index, span, Var(name, (*_, last) as indices), ()) if index == last and value:
            return {name: Total(span, value, len(indices))} if is_whole(indices, sizes) else {}
    return {}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`name_{parameters} = body` from place `first` of one parameter on, the body through earlier entries.

    The parameter is that in `slot`, the body goes back by `order` places at most. Before `first` an entry has
    its value of `initial`, or is free; where it is known where the sequence `begins`, none has a value
    earlier than `order` places before `first`. One that is `backward` has a body through later entries,
    and holds until `first` places behind the largest size.
    """

    name: str
    parameters: tuple[str, ...]
    slot: int
    body: Term
    order: int
    first: int
    begins: bool
    backward: bool = False
    initial: Mapping[int, Term] = field(default_factory=dict)

    @property
    def letter(self) -> str:
        return self.parameters[self.slot]


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a normal form depends on besides the term itself.

    `solved` are unknowns that an equation gives a value, put in last, after all derivatives;
    `totals` are what arrays add up to; of points, only those count at which the `conditions` hold, and
    at which both sides of the `equations` exist and do not differ; entries of `recurrences` are evaluated by
    these, and stand for themselves in normal forms.
    """

    hypotheses: Hypotheses = field(default_factory=Hypotheses)
    definitions: Definitions = field(default_factory=dict)
    case: Case = field(default_factory=Case)
    readings: tuple[Reading, ...] = ()
    solved: Definitions = field(default_factory=dict)
    totals: Mapping[str, Total] = field(default_factory=dict)
    conditions: tuple[Claim, ...] = ()
    equations: tuple[Claim, ...] = ()
    recurrences: Mapping[tuple[str, int], Recurrence] = field(default_factory=dict)

    def least(self, size: str) -> int:
        """The least value of a size, by the conditions that compare it with a number."""
        if not self.conditions:
            return 1
        own, least = Var(size), 1
        for condition in self.conditions:
            match condition.left, condition.relation, condition.right:
                case (left, ">", Num(value)) | (Num(value), "<", left) if left == own:
                    least = max(least, floor(value) + 1)
                case (left, "\\ge", Num(value)) | (Num(value), "\\le", left) if left == own:
                    least = max(least, ceil(value))
                case _:
                    pass
        return least

    def granting(self, readings: tuple[Reading, ...]) -> Setting:
        """This setting with quantities read with other values; for the same readings the same object."""
        key = (Setting.granting, id(readings))
        if key not in self.memory:
            self.memory[key] = replace(self, readings=readings)
        found: Setting = self.memory[key]
        return found

    def without_case(self) -> Setting:
        """This setting in no case; the same object each time."""
        if self.case == Case():
            return self
        if Case not in self.memory:
            self.memory[Case] = replace(self, case=Case())
        found: Setting = self.memory[Case]
        return found

    def restricts(self, name: str) -> bool:
        """Whether the entries of an array depend on each other, by a total or a symmetry."""
        turned = self.solved.get((name, 2))
        halves = turned is not None and reached(turned.body, {}) == {name + ANY}
        return halves or name in self.totals or name in self.hypotheses.symmetric

    def opens(self, term: Var | Ref) -> bool:
        """Whether a name has a value here: without one, a quantity is an unknown like any other."""
        return isinstance(term, Ref) and (
            bool(term.arguments) or (term.name, len(term.indices)) in self.definitions
        )

    def moved(self, term: Term, letters: Iterable[str]) -> str:
        """A quantity of a term that stands for itself and depends on one of some letters; else ""."""
        known, letters = self.hypotheses.opaque, tuple(letters)
        if not known or not letters:
            return ""
        key = (Setting.moved, id(term), letters)  # with the term beside what is found, its id stays its own
        if key not in self.memory:
            names = sorted(reached(term, self.definitions) & known.keys())
            name = next((name for name in names if self._depends(known[name], letters)), "")
            self.memory[key] = (term, name)
        moved: str = self.memory[key][1]
        return moved

    def _depends(self, shown: frozenset[str] | None, letters: Iterable[str]) -> bool:
        """Whether names, or what defines them, speak of letters; a label or an index counts for nothing."""
        if shown is None:
            return True
        own = [d.body for (name, _), d in self.definitions.items() if _base(name) in shown]
        spoken = shown.union(*(reached(body, self.definitions) for body in own))
        return not {_base(letter) for letter in letters}.isdisjoint(map(_base, spoken))

    forms: dict[Term, tuple[Poly, tuple[str, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Normal forms found in this setting, with the rules that led to them; a copy starts anew."""
    memory: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What else was found in this setting and is wanted again, by who found it, and of what; as above."""
