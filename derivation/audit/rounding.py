r"""Whether numbers that are printed with decimals agree as far as they are printed.

`\\frac{1}{3} = 0.33` is no error: 0.33 stands for what is rounded to it, or cut off. Inside of an
expression a decimal stands for what is rounded to it, one with a single digit behind the point for itself.
Each is read as such an interval; sides whose intervals meet may be equal.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import count

from derivation.reading.meaning import Reader
from derivation.reading.statements import Statement
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Setting
from derivation.text import trees
from derivation.text.source import ReadError
from derivation.text.syntax import Node, Number, Symbol
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Scalar, Undefined, between, disjoint
from derivation.values.points import unknowns_of

DECIMAL = "decimal."
"""What the name of a decimal begins with, which no letter has."""


def may_be_rounded(statement: Statement, reader: Reader, setting: Setting) -> bool:
    """Whether both members of a link are numbers that agree as far as their decimals are printed."""
    decimals: dict[str, str] = {}
    numbers = map(str, count())

    def named(node: Node) -> Node:
        if isinstance(node, Number) and "." in node.text:
            name = DECIMAL + next(numbers)
            decimals[name] = node.text
            return Symbol(name, span=node.span)
        return trees.rebuilt(node, named)

    nodes = [named(side.node) for side in (statement.previous, statement.member)]
    if not decimals:
        return False
    alone = {node.name for node in nodes if isinstance(node, Symbol)}

    def value(name: str, indices: tuple[int, ...]) -> Scalar:
        text = decimals[name]
        places = len(text.split(".")[1])
        unit, own = Fraction(1, 10**places), Fraction(text)
        if name in alone:
            return between(own - unit / 2, own + unit)
        return between(own - unit / 2, own + unit / 2) if places > 1 else between(own, own)

    try:
        left, right = (reader.term(node) for node in nodes)
        names = {name for name, _ in unknowns_of((left, right), setting)}
        if not names <= decimals.keys():
            return False
        evaluator = Evaluator({}, value, setting, balls=True)
        return not disjoint(evaluator.value(left, {}), evaluator.value(right, {}))
    except (ReadError, Unsupported, NotExact, Undefined):
        return False
