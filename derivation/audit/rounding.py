r"""Numbers that are printed with decimals.

`\\frac{1}{3} = 0.33` is no error: 0.33 stands for what is rounded to it, or cut off. Inside of an
expression a decimal stands for what is rounded to it, one with a single digit behind the point for itself.
Each is read as such an interval; sides whose intervals meet, wherever letters have values, may be equal.

`\\frac{1}{3} \\approx 0.333` is right where both sides differ by one unit of the last printed place at most,
of a number without decimals by half of one; wrong where 0.333 differs by more than `FEW` from the other
side, whatever the decimals in that were rounded from; open in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import count, islice

from derivation.audit.findings import Correction
from derivation.reading.meaning import DEGREES, Reader
from derivation.reading.statements import Side, Statement
from derivation.records import dataclass, field
from derivation.search.counterexamples import shown
from derivation.terms.judgement import Counterexample, Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Setting
from derivation.terms.terms import Term
from derivation.text import trees
from derivation.text.printing import to_latex
from derivation.text.source import ReadError
from derivation.text.syntax import Group, Node, Number, Power, Product, Symbol, Terms
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import (
    Ball,
    NotExact,
    Undefined,
    between,
    disjoint,
    reciprocal,
    surely,
    to_ball,
)
from derivation.values.points import Point, points, unknowns_of

DECIMAL = "decimal."
"""What the name of a decimal begins with, which no letter has."""
SIZES, PATTERNS, POINTS = (2, 3), ("mixed", "growing"), 4
"""Where letters beside decimals get values, and at how many points."""
FEW = 5
"""Units of the last place beyond which a number is not what was rounded."""


@dataclass(slots=True)
class Decimals:
    """The decimals of some nodes, each with a name of its own in their place."""

    nodes: list[Node]
    texts: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(nodes: Iterable[Node]) -> Decimals:
        found, numbers = Decimals([]), map(str, count())

        def named(node: Node) -> Node:
            if isinstance(node, Number) and "." in node.text:
                name = DECIMAL + next(numbers)
                found.texts[name] = node.text
                return Group("(", Symbol(name, span=node.span), ")", node.span)
            return trees.rebuilt(node, named)

        found.nodes = [named(node) for node in nodes]
        return found

    def interval(self, name: str, indices: tuple[int, ...]) -> Ball:
        """What a decimal may have been rounded from; one that stands alone may have been cut off, too."""
        text = self.texts[name]
        places = len(text.split(".")[1])
        unit, own = Fraction(1, 10**places), Fraction(text)
        if any(node == Group("(", Symbol(name), ")") for node in self.nodes):
            return between(own - unit / 2, own + unit)
        return between(own - unit / 2, own + unit / 2) if places > 1 else between(own, own)

    def value(self, term: Term, setting: Setting) -> Ball:
        """The value of a term that has no other unknowns; else raises `NotExact`."""
        if not {name for name, _ in unknowns_of((term,), setting)} <= self.texts.keys():
            raise NotExact
        return to_ball(Evaluator({}, self.interval, setting, balls=True).value(term, {}))

    def at(self, point: Point, term: Term, setting: Setting) -> Ball:
        """The value of a term where its other unknowns have those of a point."""

        def value(name: str, indices: tuple[int, ...]) -> Ball | Fraction:
            return self.interval(name, indices) if name in self.texts else point.value(name, indices)

        return to_ball(Evaluator(point.sizes, value, setting, balls=True).value(term, point.places))


def may_be_rounded(statement: Statement, reader: Reader, setting: Setting) -> bool:
    """Whether both members of a link agree as far as their decimals are printed, or nobody can tell."""
    sides = (statement.previous, statement.member)
    decimals = Decimals.of(side.node for side in sides)
    if not decimals.texts:
        return False
    try:
        left, right = (reader.term(node) for node in decimals.nodes)
        tried = points((sides[0].term, sides[1].term), setting, SIZES, PATTERNS)
        return not any(
            disjoint(decimals.at(point, left, setting), decimals.at(point, right, setting))
            for point in islice(tried, POINTS)
        )
    except (ReadError, Unsupported, NotExact, Undefined):
        return True


# About equal


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that is printed out, `0.333` or `1.6 \\cdot 10^{-19}`: what its last printed place is worth,
    times `scale`, and how many of these it may be off."""

    unit: Fraction
    scale: Node
    off: Fraction


def numeral(node: Node) -> Numeral | None:
    """A node as a printed number; `None` of anything else, and of 0, which has no last place."""
    match node:
        case Number(text) if Fraction(text):
            return _digits(text, Number("1"))
        case Power(Number(text), scale) if scale == DEGREES and Fraction(text):
            return _digits(text, Power(Number("1"), scale))
        case Group(_, body, _) | Terms((body,), _):
            return numeral(body)
        case Product((Number(text), Power(Number("10"), _) as scale), (sign,)) if sign and sign != "/":
            return _digits(text, scale)
        case _:
            return None


def _digits(text: str, scale: Node) -> Numeral:
    if "." in text:
        return Numeral(Fraction(1, 10 ** len(text.split(".")[1])), scale, Fraction(1))
    zeros = len(text) - len(text.rstrip("0"))  # they may be there for their place only
    return Numeral(Fraction(10**zeros), scale, Fraction(1, 2))


def approximates(left: Side, right: Side, reader: Reader, setting: Setting, few: int = FEW) -> Judgement:
    """Whether a number is about the one before it; one of them is printed out.

    Only where the second is can it be wrong: `3.1416 \\approx \\frac{22}{7}` says nothing of places.
    """
    printed = numeral(right.node) or numeral(left.node)
    plain, loose = Decimals([]), Decimals.of((Group("(", left.node, ")"),))
    try:
        values = plain.value(left.term, setting), plain.value(right.term, setting)
        if printed is None:
            return Undecided("neither side of this is a number that is printed out")
        unit = _unit(printed, reader, setting)
        if surely(unit * printed.off, "\\ge", abs(values[0] + -1 * values[1])):
            return Proved(("rounding",))
        widest = loose.value(reader.term(loose.nodes[0]), setting) + -1 * values[1]
        if numeral(right.node) is not None and surely(abs(widest), ">", unit * few):
            return Refuted(Counterexample((), (), (), *map(shown, values)))
    except (ReadError, Unsupported, NotExact, Undefined):
        return Undecided("the relation \\approx")
    least = "it is off by more than a unit of the last place that is printed"
    return Undecided(f"{least}, and by no more than {FEW}" if numeral(right.node) else least)


def _unit(printed: Numeral, reader: Reader, setting: Setting) -> Ball:
    scale = to_ball(Decimals([]).value(reader.term(printed.scale), setting))
    return to_ball(abs(scale) * to_ball(printed.unit))


def rounded(left: Side, right: Side, reader: Reader, setting: Setting) -> Correction | None:
    """A number that is printed out, with the digits that it should have, as many as are printed."""
    printed = numeral(right.node)
    if printed is None:
        return None
    try:
        value = Decimals([]).value(left.term, setting) * reciprocal(Decimals([]).value(right.term, setting))
    except (NotExact, Undefined, Unsupported):
        return None
    texts = [node.text for node in trees.walk(right.node) if isinstance(node, Number)]
    units = value * to_ball(Fraction(texts[0]) / printed.unit)
    count = units.nearest()
    if count is None or len(str(count)) != len(texts[0].replace(".", "").lstrip("0")):
        return None
    places = len(texts[0].split(".")[1]) if "." in texts[0] else 0
    digits = str(count).zfill(places + 1) if places else str(count * printed.unit)
    node = _first_number(right.node, f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    return Correction(node, reader.term(node), to_latex(node), right.node)


def _first_number(node: Node, digits: str) -> Node:
    """A printed number with other digits."""
    match node:
        case Number():
            return Number(digits, node.span)
        case Group(left, body, right, span):
            return Group(left, _first_number(body, digits), right, span)
        case Terms((body,), signs, span):
            return Terms((_first_number(body, digits),), signs, span)
        case Power(base, exponent, span):
            return Power(_first_number(base, digits), exponent, span)
        case Product((first, *others), operators, span):
            return Product((_first_number(first, digits), *others), operators, span)
        case _:
            return node
