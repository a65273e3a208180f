r"""One node from the nodes and heads of a term, read from right to left.

A big operator takes the rest of its term; `\log` without parentheses takes
one factor, or a numeral and one; `\partial` the rest, up to a `/ \partial`.
What could be read in two ways is sealed, through the function that is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NoReturn

from derivation.records import dataclass, replace
from derivation.text.commands import FUNCTIONS
from derivation.text.pieces import Head
from derivation.text.printing import to_latex
from derivation.text.source import Span
from derivation.text.syntax import Apply, Big, Fraction, Group, Node, Number, Partial, Power, Product, Symbol
from derivation.text.trees import walk

Refuse = Callable[[str, Span], NoReturn]
Item = tuple[str, Span, Node | Head]
"""The operator before an item ("" where there is none), its place, and the item."""


def joined(items: Sequence[Item], refuse: Refuse, seal: Refuse) -> Node:
    """The node of a whole term; `refuse` raises, and so does `seal` for what can be read in two ways."""
    tail = _Tail(refuse, seal)
    for operator, place, item in reversed(items):
        tail.prepend(item, operator, place)
    return tail.product()


@dataclass(frozen=True, slots=True)
class _Factor:
    """A factor, and the operator before it with its place."""

    node: Node
    operator: str
    place: Span


class _Tail:
    """The factors to the right of where a term is being read, from right to left."""

    def __init__(self, refuse: Refuse, seal: Refuse) -> None:
        self.refuse: Refuse = refuse
        self.seal: Refuse = seal
        self.factors: list[_Factor] = []  # the nearest last

    def prepend(self, item: Node | Head, operator: str, place: Span) -> None:
        node = self._headed(item) if isinstance(item, Head) else item
        self.factors.append(_Factor(node, operator, place))

    def _headed(self, head: Head) -> Node:
        if self.factors and self.factors[-1].operator and head.word.kind != "PARTIAL":
            nearest = self.factors[-1]
            self.refuse(f"`{nearest.operator}` cannot stand right after `{head.word.text}`", nearest.place)
        if not self.factors and head.word.kind != "PARTIAL":
            self.refuse(f"`{head.word.text}` has nothing after it", head.span)
        if head.word.kind == "FUNCTION":
            return self._bare(head)
        if head.word.kind == "PARTIAL":
            return self._partial(head)
        body = self.product()
        self.factors.clear()
        return Big(head.word.text, head.range, body, head.span.to(body.span))

    def _partial(self, head: Head) -> Node:
        """`\\partial f / \\partial x`: the first one ends at the slash."""
        if self.factors and self.factors[-1].operator not in ("", "/"):
            self.refuse(f"`{head.word.text}` has nothing after it", head.span)
        kept = self._quotient_start()
        taken, self.factors = self.factors[kept:], self.factors[:kept]
        if taken and taken[-1].operator:
            self.refuse(f"`{head.word.text}` has nothing before the `/`", head.span)
        body = self._joined(taken) if taken else None
        subscript = head.symbol.subscripts[0] if head.symbol.subscripts else None
        return Partial(
            head.word.text, head.power, subscript, body, head.span.to(body.span if body else head.span)
        )

    def _quotient_start(self) -> int:
        """How many factors, from the right end, belong to a `/ \\partial x` and beyond."""
        for index in range(len(self.factors) - 1, -1, -1):
            if self.factors[index].operator == "/" and isinstance(self.factors[index].node, Partial):
                return index + 1
        return 0

    def _bare(self, head: Head) -> Node:
        """A function without parentheses takes one factor, or a numeral and one."""
        argument = self.factors.pop().node
        if isinstance(argument, Number) and self.factors:
            following = self.factors[-1]
            if not following.operator and not _starts_anew(following.node):
                factor = self.factors.pop().node
                argument = Product((argument, factor), ("",), argument.span.to(factor.span))
        if self.factors:
            following = self.factors[-1]
            if following.operator == "/" or (not following.operator and not _starts_anew(following.node)):
                name, first, second = head.word.text, to_latex(argument), to_latex(following.node)
                self.seal(
                    f"it is unclear where the argument of `{name}` ends, behind `{first}` or"
                    f" behind `{second}`; write `{name}(…)`",
                    head.span.to(following.node.span),
                )
        return self._applied(head, argument)

    def _applied(self, head: Head, argument: Node) -> Node:
        if head.word.text == "\\sqrt":
            self.refuse("`sqrt` takes parentheses", head.span)
        span = head.span.to(argument.span)
        grouped = isinstance(argument, Group)
        if isinstance(argument, Group):
            if argument.left == "{":
                self.refuse(f"write `{head.word.text}(…)`: braces do not show in print", argument.span)
            argument = argument.body
        node = Apply(head.symbol, (argument,), not grouped, span)
        return node if head.power is None else Power(node, head.power, span)

    def product(self) -> Node:
        """The product of all factors; one factor is itself."""
        return self._joined(self.factors)

    def _joined(self, factors: list[_Factor]) -> Node:
        ordered = _derivatives(factors[::-1])
        if len(ordered) == 1:
            return ordered[0].node
        self._check(ordered)
        nodes = tuple(factor.node for factor in ordered)
        operators = tuple(factor.operator for factor in ordered[1:])
        return Product(nodes, operators, nodes[0].span.to(nodes[-1].span))

    def _check(self, factors: list[_Factor]) -> None:
        """Refuse `a / b c`, which is read in two ways, and two numerals side by side.

        `1/2 x`, with a space, is half of x; `1/2x` is refused.
        """
        for index, (left, right) in enumerate(pairwise(factors)):
            numerals = isinstance(left.node, Number) and isinstance(right.node, Number)
            if numerals and not right.operator:
                self.refuse("two numerals side by side; write `\\cdot` between them", right.node.span)
            if right.operator != "/":
                continue
            following = factors[index + 2] if index + 2 < len(factors) else None
            leads = index == 0 or left.operator not in ("", "/")
            half = (
                numerals
                and leads
                and following is not None
                and following.node.span.start > right.node.span.end
            )
            unclear = following is not None and not following.operator and not half
            if unclear or (isinstance(right.node, Big | Partial) and isinstance(right.node.body, Product)):
                stop = (following or right).node.span
                self.seal(
                    "it is unclear how much `/` divides by; write `\\frac{…}{…}` or parentheses",
                    factors[0].node.span.to(stop),
                )


def _derivatives(factors: Sequence[_Factor]) -> list[_Factor]:
    """Factors with `∂L/∂x_j` as the fraction that it is."""
    kept: list[_Factor] = []
    for factor in factors:
        above, below = kept[-1].node if kept else None, factor.node
        if factor.operator == "/" and isinstance(above, Partial) and isinstance(below, Partial):
            plain = above.subscript is None and below.subscript is None and below.body is not None
            if plain and not isinstance(below.body, Product):
                node = Fraction(above, below, above.span.to(below.span))
                kept[-1] = replace(kept[-1], node=node)
                continue
        kept.append(factor)
    return kept


def _starts_anew(node: Node) -> bool:
    """Whether a factor's print shows that the argument before it has ended: `\\sin x \\cos x`, and so before
    a derivative, `\\cos y \\frac{dy}{dx}`, `\\sin y \\dot y`, and parentheses with a function in them."""
    match node.base if isinstance(node, Power) else node:
        case Apply(Symbol(name)):
            return name in FUNCTIONS
        case Fraction(Partial(), Partial()) | Big():
            return True
        case Symbol(name):
            return name.startswith(("\\dot{", "\\ddot{"))
        case Group("(" | "[", body):
            return any(isinstance(n, Apply) and n.function.name in FUNCTIONS for n in walk(body))
    return False
