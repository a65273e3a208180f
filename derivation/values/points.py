"""Points at which statements are tested: sizes, places of the indices, values of the unknowns.

Points come simplest first: the smallest sizes, then values that a reader can
do by hand. An array that stands in an exponent gets logarithms of small
rationals, so that its exponentials are fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import chain, combinations, islice, product
from math import ceil, gcd, prod
from typing import NamedTuple

from derivation.records import dataclass, field
from derivation.terms.indices import is_numeral, letter_of, parted
from derivation.terms.limits import Unsupported, spend
from derivation.terms.setting import Recurrence, Setting
from derivation.terms.terms import (
    NAMES,
    PI,
    Bound,
    Definition,
    Fn,
    Mul,
    Num,
    Pow,
    Ref,
    Term,
    Var,
    children,
    constant,
    free_indices,
    range_letters,
    within,
)
from derivation.values.numbers import Scalar, log_of

MAX_PLACES = 48
MAX_SIZES = 24
MAX_STRIDES = 64
RATIOS = tuple(Fraction(n, d) for n, d in ((2, 1), (3, 1), (1, 2), (5, 1), (3, 2), (1, 3), (7, 1), (5, 3)))


class Unknown(NamedTuple):
    """The how-manieth unknown of a statement, whether its values are logarithms and whether > 0.

    `given` says that it is > 0 by hypothesis; else that only makes roots and logarithms exist.
    It lies between `low` and `high`, where conditions say so. It is `whole` where a factorial is taken, or
    the text says so, and leaves a `remainder` when it is divided by a `modulus`.
    """

    position: int
    in_exponent: bool
    positive: bool
    given: bool
    low: Fraction | None = None
    high: Fraction | None = None
    whole: bool = False
    modulus: int = 1
    remainder: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """Sizes, places, and a rule for values; `pattern` is a row of `PATTERNS`."""

    sizes: Mapping[str, int]
    places: Mapping[str, int]
    pattern: str
    unknowns: Mapping[tuple[str, int], Unknown]

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for points that are the same."""
        parts = (self.sizes, self.places, self.unknowns)
        return self.pattern, *(tuple(part.items()) for part in parts)

    def value(self, name: str, indices: tuple[int, ...]) -> Scalar:
        return _value(self.pattern, self.unknowns[name, len(indices)], indices)


@lru_cache(maxsize=4096)
def _value(pattern: str, unknown: Unknown, indices: tuple[int, ...]) -> Scalar:
    """The value of an unknown's entry by a pattern."""
    if unknown.whole:
        whole = WHOLE[pattern][unknown.position % len(WHOLE[pattern])] + sum(indices)
        least = ceil(((unknown.low or 0) - unknown.remainder) / Fraction(unknown.modulus))
        return Fraction(max(whole, least) * unknown.modulus + unknown.remainder)
    ratio = PATTERNS[pattern](unknown.position, indices)
    if unknown.low is not None or unknown.high is not None:
        return _between(unknown.low, unknown.high, ratio * FAR ** SIGNS.get(pattern, 0))
    if pattern in SIGNS and not unknown.given:
        sign = SIGNS[pattern] * _sign(unknown.position, indices, ALIKE[pattern])
        return (log_of(ratio) if unknown.in_exponent else ratio) * sign
    if unknown.in_exponent:
        return log_of(ratio + 1 if unknown.positive else ratio)
    return ratio if unknown.positive else ratio - 1


def _between(low: Fraction | None, high: Fraction | None, ratio: Fraction) -> Fraction:
    """A number between two others, or beyond one, that a positive ratio stands for."""
    if low is not None and high is not None:
        return low + (high - low) * ratio / (ratio + 1)
    return low + ratio if low is not None else (high or Fraction(0)) - ratio


def _least(position: int, indices: tuple[int, ...]) -> Fraction:
    return Fraction(1)


def _first(position: int, indices: tuple[int, ...]) -> Fraction:
    return Fraction(2) if all(i == 1 for i in indices) else Fraction(1)


def _second(position: int, indices: tuple[int, ...]) -> Fraction:
    return Fraction(2) if all(i == 2 for i in indices) else Fraction(1)


def _growing(position: int, indices: tuple[int, ...]) -> Fraction:
    return Fraction(1 + position + sum(abs(i) * (k + 1) for k, i in enumerate(indices)))


def _mixed(position: int, indices: tuple[int, ...]) -> Fraction:
    code = 3 * position
    for k, index in enumerate(indices):
        i = index if index >= 0 else BEFORE - index
        code += (i + 1) * (k * 5 + 1) + i * i * k
    return RATIOS[code % len(RATIOS)] + (code // len(RATIOS))


def _unit(position: int, indices: tuple[int, ...]) -> Fraction:
    """Between 0 and 1, as a probability is; few of them add up to less than 1."""
    return Fraction(1, 3 + position + 2 * sum(map(abs, indices)))


def _sign(position: int, indices: tuple[int, ...], alike: int) -> int:
    """The sign of an entry: `alike` unknowns in a row have the same."""
    return -1 if (position // alike + sum(indices)) % 2 else 1


PATTERNS = {
    "least": _least,
    "first": _first,
    "second": _second,
    "growing": _growing,
    "mixed": _mixed,
    "unit": _unit,
    "signed": _mixed,
    "opposite": _mixed,
    "paired": _mixed,
}
WHOLE = {
    "least": (1, 1, 1, 1),
    "first": (1, 2, 2, 3),
    "second": (3, 1, 2, 1),
    "growing": (2, 4, 6, 8),
    "mixed": (2, 5, 3, 7),
    "unit": (0, 0, 0, 0),
    "signed": (5, 2, 1, 0),
    "opposite": (3, 3, 1, 2),
    "paired": (1, 4, 2, 6),
}
"""Values of unknowns that are whole numbers."""
BEFORE = 16
"""What is added to the size of a negative index, so that its entry has a value of its own."""
SIGNS = {"signed": 1, "opposite": -1, "paired": 1}
ALIKE = {"signed": 1, "opposite": 1, "paired": 2}
"""How many unknowns in a row have the same sign under a pattern."""
FAR = Fraction(8)
"""How much closer to an end of its range a value is under a pattern of `SIGNS`."""
SPREAD = ("mixed", "signed", "opposite", "mixed")
"""Patterns of the points that are spread, a turn each; in the last one all sizes are 1."""
SPREAD_SIZES = (2, 3, 4)
PLACES_A_TURN = 2


def unknowns_of(terms: tuple[Term, ...], setting: Setting) -> dict[tuple[str, int], Unknown]:
    """The unknowns of terms, definitions opened."""
    found: dict[tuple[str, int], set[str]] = {}
    for term in terms:
        for unknown, where in _shown(term, setting).standing.items():
            found.setdefault(unknown, set()).update(where)
    bounds = _bounds(setting)
    arrays_in_exponents = any("exponent" in where and arity for (_, arity), where in found.items())
    known: dict[tuple[str, int], Unknown] = {}
    smaller = _smaller(setting)
    ordered = _in_order(sorted(found), smaller)
    if smaller:
        bounds = _passed_on(bounds, ordered, smaller, setting.hypotheses.positive)
    for position, (name, arity) in enumerate(ordered):
        where = found[name, arity]
        low, high = _ends(name, arity, where, bounds)
        known[name, arity] = Unknown(
            position,
            in_exponent="exponent" in where and bool(arity or not arrays_in_exponents),
            positive="positive" in where or name in setting.hypotheses.positive,
            given=name in setting.hypotheses.positive,
            low=low,
            high=high,
            whole="whole" in where or (name in setting.hypotheses.integers and not arity),
            modulus=setting.hypotheses.integers.get(name, (1, 0))[0],
            remainder=setting.hypotheses.integers.get(name, (1, 0))[1],
        )
    return known


def _smaller(setting: Setting) -> dict[tuple[str, int], set[tuple[str, int]]]:
    """The unknowns that conditions say are smaller than each: x than c where c > x."""
    found: dict[tuple[str, int], set[tuple[str, int]]] = {}
    for condition in setting.conditions:
        if condition.relation not in ("<", "\\le", ">", "\\ge"):
            continue
        sides = (condition.left, condition.right)
        match sides if condition.relation in ("<", "\\le") else sides[::-1]:
            case ((Var(low, ()) | Ref(low, (), ())), (Var(high, ()) | Ref(high, (), ()))):
                found.setdefault((high, 0), set()).add((low, 0))
    return found


def _in_order(
    unknowns: list[tuple[str, int]], smaller: Mapping[tuple[str, int], set[tuple[str, int]]]
) -> list[tuple[str, int]]:
    """Unknowns with what is smaller before what is larger; else as they stand."""
    ordered: list[tuple[str, int]] = []
    waiting = list(unknowns)
    while waiting:
        ready = (key for key in waiting if smaller.get(key, set()).isdisjoint(waiting))
        ordered.append(next(ready, waiting[0]))  # orders in a circle hold nowhere
        waiting.remove(ordered[-1])
    return ordered


def _passed_on(
    bounds: Mapping[tuple[str, int], Bounds],
    ordered: list[tuple[str, int]],
    smaller: Mapping[tuple[str, int], set[tuple[str, int]]],
    positive: frozenset[str],
) -> dict[tuple[str, int], Bounds]:
    """Bounds with the lower ends of what is smaller for what is larger, and the other way round."""
    lows = {key: bounds.get(key, NO_BOUNDS)[0] for key in ordered}
    highs = {key: bounds.get(key, NO_BOUNDS)[1] for key in ordered}
    pairs = [(low, key) for key in ordered for low in sorted(smaller.get(key, ())) if low in lows]
    for low, key in pairs:
        least = Fraction(0) if lows[low] is None and low[0] in positive else lows[low]
        lows[key] = max((end for end in (lows[key], least) if end is not None), default=None)
    for low, key in reversed(pairs):
        highs[low] = min((end for end in (highs[low], highs[key]) if end is not None), default=None)
    return {**bounds, **{key: (lows[key], highs[key]) for key in ordered}}


def _ends(name: str, arity: int, where: set[str], bounds: Mapping[tuple[str, int], Bounds]) -> Bounds:
    """Between what an unknown lies: what is said, or where arcsin and arccos exist; or right of 0, where the
    angle of a point is the arctangent."""
    known = bounds.get((name, arity), NO_BOUNDS)
    if known == NO_BOUNDS and "right" in where:
        return Fraction(0), None
    if known != NO_BOUNDS or "unit" not in where:
        return known
    return (Fraction(0) if "positive" in where else Fraction(-1)), Fraction(1)


Bounds = tuple[Fraction | None, Fraction | None]
NO_BOUNDS: Bounds = (None, None)


def _bounds(setting: Setting) -> dict[tuple[str, int], Bounds]:
    """Between what unknowns lie by the conditions that compare them with numbers; not those that are > 0
    alone."""
    found: dict[tuple[str, int], Bounds] = {}
    for condition in setting.conditions:
        large, small = condition.left, condition.right
        if condition.relation in ("<", "\\le"):
            large, small = small, large
        elif condition.relation not in (">", "\\ge"):
            continue
        match large, small:
            case (Var(name, ()) | Ref(name, (), ())) as own, _ if (value := constant(small)) is not None:
                if not setting.opens(own):
                    low, high = found.get((name, 0), NO_BOUNDS)
                    found[name, 0] = (value if low is None else max(low, value), high)
            case _, (Var(name, ()) | Ref(name, (), ())) as own if (value := constant(large)) is not None:
                if not setting.opens(own):
                    low, high = found.get((name, 0), NO_BOUNDS)
                    found[name, 0] = (low, value if high is None else min(high, value))
            case _, Fn("abs", Var(name, ())) if (value := constant(large)) is not None:
                found[name, 0] = (-value, value)
    return {
        key: (low, high)
        for key, (low, high) in found.items()
        if (low, high) != (Fraction(0), None) and (low is None or high is None or low < high)
    }


Standing = dict[tuple[str, int], set[str]]
"""Where each unknown of a term stands: in an exponent, or where only what is positive may stand."""


class Shown(NamedTuple):
    """What a term shows: its unknowns, the letters of its indices and ranges, its largest numeral."""

    standing: Standing
    letters: frozenset[str]
    largest: int


def _shown(term: Term, setting: Setting) -> Shown:
    """What a term shows in a setting, which keeps it alive; found once."""
    known: tuple[Term, Shown] | None = setting.memory.get((_shown, id(term)))
    if known is None:
        standing: Standing = {}
        _Search(setting).collect(term, frozenset(), standing)
        letters = free_indices(term) | range_letters(term)
        known = term, Shown(standing, letters, _largest_numeral(term, setting))
        setting.memory[_shown, id(term)] = known
    return known[1]


@dataclass(slots=True)
class _Search:
    """Finds the unknowns of terms; a definition is opened once for each way that it stands."""

    setting: Setting
    known: dict[tuple[str, int, frozenset[str]], Standing] = field(default_factory=dict)

    def collect(self, term: Term, where: frozenset[str], found: Standing) -> None:
        spend(1)
        match term:
            case Var(name, indices) | Ref(name, indices, ()) if (
                name,
                len(indices),
            ) in self.setting.solved and not self.setting.opens(term):
                solved = self.setting.solved[name, len(indices)]
                _merge(found, self._body(solved, ("=" + name, len(indices), where)))
            case Var(name, indices) | Ref(name, indices, ()) if not self.setting.opens(term):
                if term != PI and (indices or name not in self.setting.hypotheses.sizes):
                    _merge(found, {(name, len(indices)): set(where)})
                if (rule := self.setting.recurrences.get((name, len(indices)))) is not None:
                    self._sequence(rule, found)
            case Ref(name, indices, arguments):
                definition = self.setting.definitions.get((name, len(indices)))
                own = {} if definition is None else {**self._body(definition, (name, len(indices), where))}
                variables = definition.variables if definition else ()
                for variable, argument in zip(variables, arguments, strict=False):
                    self.collect(argument, where.union(own.pop((variable, 0), ())), found)
                _merge(found, own)
            case Fn("exp", argument):
                self.collect(argument, where | {"exponent"}, found)
            case Fn("log", argument):
                self.collect(argument, where | {"positive"}, found)
            case Fn("factorial" | "rfactorial", argument):
                self.collect(argument, where | {"whole"}, found)
            case Fn("arcsin" | "arccos", argument):
                self.collect(argument, where | {"unit"}, found)
            case Fn("arctan", Mul((Var() as up, Pow(Var() as below, Num(power))))) if power == -1:
                self.collect(up, where, found)  # the angle of a point, whatever its quadrant
                self.collect(below, where | {"right"}, found)
            case Fn(name, argument) if name != "abs":
                self.collect(argument, where - {"unit", "whole"}, found)
            case Pow(base, exponent) if not isinstance(exponent, Num) or exponent.value.denominator != 1:
                self.collect(base, where | {"positive"}, found)
                self.collect(exponent, where, found)
            case _:
                for child in children(term):
                    self.collect(child, where, found)

    def _sequence(self, rule: Recurrence, found: Standing) -> None:
        """The unknowns that a sequence is made of."""
        for k, term in enumerate((rule.body, *rule.initial.values())):
            made = Definition(rule.name, rule.parameters, term)
            _merge(found, self._body(made, (f"{k}~{rule.name}", len(rule.parameters), frozenset())))

    def _body(self, definition: Definition, key: tuple[str, int, frozenset[str]]) -> Standing:
        """The unknowns of a definition's body; nothing new where it leads to itself."""
        if key not in self.known:
            self.known[key] = {}
            found: Standing = {}
            self.collect(definition.body, key[2], found)
            self.known[key] = found
        return self.known[key]


def _merge(found: Standing, more: Standing) -> None:
    for unknown, where in more.items():
        found.setdefault(unknown, set()).update(where)


def points(
    terms: tuple[Term, ...], setting: Setting, sizes: tuple[int, ...], patterns: tuple[str, ...]
) -> Iterator[Point]:
    """Points for terms, simplest first: by size, then by pattern, then by place."""
    unknowns = unknowns_of(terms, setting)
    letters = sorted(_letters(terms, setting))
    least = max((_shown(term, setting).largest for term in terms), default=0)
    for chosen in _sizes(setting, tuple(max(size, least) for size in sizes)):
        for pattern in patterns if unknowns else patterns[:1]:
            for places in islice(_places(letters, setting, chosen), MAX_PLACES):
                yield Point(chosen, places, pattern, unknowns)


def spread(terms: tuple[Term, ...], setting: Setting) -> Iterator[Point]:
    """A few points for terms that have little in common: other sizes, places, values and signs each turn."""
    unknowns = unknowns_of(terms, setting)
    letters = sorted(_letters(terms, setting))
    least = max((_shown(term, setting).largest for term in terms), default=0)
    names = sorted(setting.hypotheses.sizes)
    for turn, pattern in enumerate(SPREAD):
        turned = [SPREAD_SIZES[(turn + k) % len(SPREAD_SIZES)] for k in range(len(names))]
        if turn == len(SPREAD) - 1:
            if not names:
                return
            turned = [1] * len(names)
        sizes = {name: max(size, least) for name, size in zip(names, turned, strict=True)}
        sizes = _raised(sizes, setting)
        for places in islice(_far_places(letters, setting, sizes, turn), PLACES_A_TURN):
            yield Point(sizes, places, pattern, unknowns)


def _far_places(
    letters: list[str], setting: Setting, sizes: Mapping[str, int], turn: int
) -> Iterator[dict[str, int]]:
    """Places that a case allows, far from each other: all that can be distinct, all alike, then strides."""
    spans = _spans(letters, setting, sizes)
    if spans is None or not all(spans):
        return
    apart = [span[(turn + k) % len(span)] for k, span in enumerate(spans)]
    alike = [span[turn % len(span)] for span in spans]
    count = prod(map(len, spans))
    stride = next(s for s in range(count * 5 // 8 + 1, 2 * count + 2) if gcd(s, count) == 1)
    strided = (_decoded((turn + k * stride) % count, spans) for k in range(min(count, MAX_STRIDES)))
    known: list[dict[str, int]] = []
    for choice in chain((apart, alike), strided):
        places = dict(zip(letters, choice, strict=True))
        if places not in known and _allowed(places, setting):
            known.append(places)
            yield places


def _decoded(code: int, spans: list[range]) -> list[int]:
    """The choice of a place in each span that has a number, in mixed radix."""
    choice = []
    for span in spans:
        code, digit = divmod(code, len(span))
        choice.append(span[digit])
    return choice


def _letters(terms: tuple[Term, ...], setting: Setting) -> set[str]:
    """The indices that need a place: those of the terms, and those of the case."""
    letters = set().union(*(_shown(term, setting).letters for term in terms))
    for solved in setting.solved.values():
        letters |= free_indices(solved.body) - set(solved.parameters)
    for rule in setting.recurrences.values():
        letters |= free_indices(rule.body).union(range_letters(rule.body)) - set(rule.parameters)
    letters |= {letter_of(i) for pair in (*setting.case.equal, *_unequal(setting)) for i in pair} - {""}
    return letters - setting.hypotheses.sizes


def _largest_numeral(term: Term, setting: Setting) -> int:
    """The last entry that is spoken of by its number, as x_2: an array has at least as many."""
    pending, opened, largest = [term], set(), 0
    while pending:
        for inner in within(pending.pop()):
            if not isinstance(inner, NAMES):
                continue
            places = [int(index) for index in inner.indices if is_numeral(index)]
            largest = max([largest, *(place + 1 - setting.hypotheses.base for place in places)])
            if isinstance(inner, Ref) and (key := (inner.name, len(inner.indices))) not in opened:
                opened.add(key)
                pending += [d.body] if (d := setting.definitions.get(key)) else []
    return largest


def _unequal(setting: Setting) -> list[tuple[str, ...]]:
    return [*setting.case.unequal, *map(tuple, setting.hypotheses.unequal)]


def _raised(sizes: Mapping[str, int], setting: Setting) -> dict[str, int]:
    """Sizes, moved up to where the conditions say that they begin, as `n > 16` does."""
    return {name: size + setting.least(name) - 1 for name, size in sizes.items()}


def _sizes(setting: Setting, values: tuple[int, ...]) -> Iterator[dict[str, int]]:
    names = sorted(setting.hypotheses.sizes)
    for choice in _smallest(tuple(sorted(set(values))), len(names)):
        yield _raised(dict(zip(names, choice, strict=True)), setting)


@lru_cache(maxsize=256)
def _smallest(values: tuple[int, ...], count: int) -> tuple[tuple[int, ...], ...]:
    """The first choices of so many values, by the largest, then by their sum; of many only the two least
    values are ever among these."""
    if len(values) < 2 or 2**count < MAX_SIZES:
        every = product(values, repeat=count)
        return tuple(sorted(every, key=lambda c: (max(c, default=0), sum(c), c))[:MAX_SIZES])
    low, high = values[:2]
    found: list[tuple[int, ...]] = []
    for larger in range(count + 1):
        raised = map(frozenset, combinations(range(count), larger))
        found += sorted(tuple(high if k in own else low for k in range(count)) for own in raised)
        if len(found) >= MAX_SIZES:
            break
    return tuple(found[:MAX_SIZES])


def _places(letters: list[str], setting: Setting, sizes: Mapping[str, int]) -> Iterator[dict[str, int]]:
    spans = _spans(letters, setting, sizes)
    for choice in product(*(span[:MAX_PLACES] for span in spans)) if spans is not None else ():
        places = dict(zip(letters, choice, strict=True))
        if _allowed(places, setting):
            yield places


def _spans(letters: list[str], setting: Setting, sizes: Mapping[str, int]) -> list[range] | None:
    """The range of each letter at some sizes; `None` where one has no range."""
    known = [setting.hypotheses.ranges.get(letter) for letter in letters]
    if None in known:
        return None
    return [range(_end(span.low, sizes), _end(span.high, sizes) + 1) for span in known if span is not None]


def _allowed(places: Mapping[str, int], setting: Setting) -> bool:
    equal = all(_same(places, pair) for pair in setting.case.equal)
    return equal and not any(_same(places, pair) for pair in _unequal(setting))


def _same(places: Mapping[str, int], pair: tuple[str, ...]) -> bool:
    return len({_place(i, places) for i in pair}) == 1


def _place(index: str, places: Mapping[str, int]) -> int:
    base, offset = parted(index)
    return offset + (places[base] if base else 0)


def _end(end: Bound, sizes: Mapping[str, int]) -> int:
    if end.base not in sizes and end.base:
        raise Unsupported(f"an index whose range ends at {end.base}, which is no size")
    return (sizes[end.base] if end.base else 0) + end.offset
