"""Small edits of a printed expression: the slips that people make, undone one at a time.

Takes a tree; gives `Edit`s, likeliest first. Each row of `RULES` is one kind of
slip. An edit names a node of the tree (that very object) and what replaces it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derivation.records import dataclass, replace
from derivation.text import trees
from derivation.text.printing import as_base
from derivation.text.syntax import (
    Apply,
    Big,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Product,
    Range,
    Symbol,
    Terms,
)

ONE = Number("1")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an edit may put in: index letters, factors, terms, arrays with their numbers of indices, and the
    factors and terms that were `lost` from what stands before."""

    indices: tuple[str, ...]
    factors: tuple[Node, ...]
    terms: tuple[Node, ...]
    arrays: tuple[tuple[str, int], ...] = ()
    lost: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """`old` becomes `new`."""

    old: Node
    new: Node


Rule = Callable[[Node, Vocabulary], Iterator[Node]]


def edits(root: Node, vocabulary: Vocabulary) -> Iterator[Edit]:
    """All single edits of a tree, kind by kind; what a sum calls its index stays, and an index is one."""
    inner = list(trees.walk(root))
    names = {id(i) for node in inner if isinstance(node, Big) for i in node.range.indices}
    indices = {id(part) for node in inner for index in _indices_in(node) for part in trees.walk(index)}
    nodes = [node for node in inner if id(node) not in names]
    for rule in RULES:
        for node in nodes:
            for new in rule(node, vocabulary):
                if id(node) not in indices or _may_be_index(new):
                    yield Edit(node, new)


def _indices_in(node: Node) -> tuple[Node, ...]:
    """The indices of a symbol, and the ends of a range."""
    match node:
        case Symbol(_, subscripts):
            return subscripts
        case Big(_, span):
            return tuple(end for end in (span.bound, span.upper) if end is not None)
        case _:
            return ()


def _may_be_index(node: Node) -> bool:
    """Whether a node can stand in an index: a letter, a number, or these added up."""
    return isinstance(node, Number | Terms) or (isinstance(node, Symbol) and not node.subscripts)


def tidy(node: Node) -> Node:
    """Without the parentheses and the factors 1 that an edit left behind."""
    node = trees.rebuilt(node, tidy)
    match node:
        case Terms((single,), ("" | "+",)):
            return single
        case Power(base, Number("1")):
            return base
        case Group("(" | "[" | "{", body, _) if not isinstance(
            body, Terms | Product | Big | Fraction | Power
        ):
            return body
        case Product(factors, operators) if any(f == ONE for f in factors) and "/" not in operators:
            kept = [f for f in factors if f != ONE] or [ONE]
            if len(kept) == 1:
                return kept[0]
            drop = factors.index(ONE)
            left = (*operators[: max(0, drop - 1)], *operators[max(1, drop) :])
            rest = (*factors[:drop], *factors[drop + 1 :])
            return tidy(Product(rest, left, node.span))
        case Product(factors, operators):
            return _flat(node)
    return node


def _flat(node: Product) -> Node:
    """A factor that is a product in parentheses needs none, unless it is divided by."""
    factors: list[Node] = []
    operators: list[str] = []
    for place, factor in enumerate(node.factors):
        before = node.operators[place - 1] if place else ""
        inner = factor.body if isinstance(factor, Group) and factor.left in "({" else factor
        if place:
            operators.append(before)
        last = place == len(node.factors) - 1
        swallows = isinstance(inner, Product) and isinstance(inner.factors[-1], Big) and not last
        if isinstance(inner, Product) and before != "/" and not swallows and "/" not in inner.operators:
            factors.extend(inner.factors)
            operators.extend(inner.operators)
        elif isinstance(factor, Group) and isinstance(inner, Fraction | Power) and before != "/":
            factors.append(inner)
        else:
            factors.append(factor)
    if factors == list(node.factors):
        return node
    return Product(tuple(factors), tuple(operators), node.span)


def _other_index(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """1/i for 1/j: another index letter."""
    if isinstance(node, Symbol) and not node.subscripts and node.name in vocabulary.indices:
        for letter in vocabulary.indices:
            if letter != node.name:
                yield replace(node, name=letter)


def _swap_indices(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """A_ji for A_ij."""
    if isinstance(node, Symbol) and len(node.subscripts) == 2 and node.subscripts[0] != node.subscripts[1]:
        yield replace(node, subscripts=node.subscripts[::-1])


def _drop_term(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Terms) and len(node.terms) > 1:
        for place in range(len(node.terms)):
            terms = node.terms[:place] + node.terms[place + 1 :]
            signs = node.signs[:place] + node.signs[place + 1 :]
            signs = ("" if signs[0] == "+" else signs[0], *signs[1:])
            yield Terms(terms, signs, node.span)


def _flip_sign(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Terms):
        for place, sign in enumerate(node.signs):
            opposite = "-" if sign != "-" else "+" if place else ""
            signs = (*node.signs[:place], opposite, *node.signs[place + 1 :])
            yield replace(node, signs=signs)


def _turn(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """`S - t` for `t - S`."""
    if isinstance(node, Terms) and len(node.terms) > 1:
        turned = [
            ("" if sign == "-" else "-", term) for sign, term in zip(node.signs, node.terms, strict=True)
        ]
        turned.sort(key=lambda pair: pair[0] == "-")
        signs = [sign if sign or not place else "+" for place, (sign, _) in enumerate(turned)]
        yield replace(node, terms=tuple(term for _, term in turned), signs=tuple(signs))


def _invert(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """b/a for a/b."""
    if isinstance(node, Fraction) and node.numerator not in (ONE, node.denominator):
        yield Fraction(node.denominator, node.numerator, node.span)


def _negate(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Product | Fraction | Big):
        yield Group("(", Terms((node,), ("-",)), ")")


def _other_number(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Number) and node.text.isdigit():
        value = int(node.text)
        for other in dict.fromkeys((value - 1, value + 1, 1, 2, 2 * value)):
            if other > 0 and other != value:
                yield Number(str(other), node.span)


def _drop_factor(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    match node:
        case Product(factors):
            for place in range(len(factors)):
                kept = (*factors[:place], ONE, *factors[place + 1 :])
                yield replace(node, factors=kept)
        case Fraction(numerator, denominator):
            yield numerator if not isinstance(numerator, Terms) else Group("(", numerator, ")")
            if numerator != ONE:
                yield Fraction(ONE, denominator, node.span)
        case Power(base, _):
            yield base


def _put_back(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """A factor or a term that stands in the expression before."""
    whole = not isinstance(node, Terms)
    terms, signs = (node.terms, node.signs) if isinstance(node, Terms) else ((node,), ("",))
    if not isinstance(node, Product | Power | Group | Fraction | Apply | Symbol | Terms) and node != ONE:
        return
    for part in vocabulary.lost:
        if whole:
            factor = Group("(", part, ")") if isinstance(part, Terms) else part
            yield Group("(", Product((node, factor), ("",)), ")")
        if not isinstance(part, Terms):
            grown = (Terms((*terms, part), (*signs, sign)) for sign in "+-")
            yield from (Group("(", g, ")") if whole else g for g in grown)


def _complement(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """1 - p for p."""
    if isinstance(node, Symbol) and node.name not in vocabulary.indices:
        yield Group("(", Terms((ONE, node), ("", "-")), ")")


def _put_power(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Symbol | Group):
        yield Power(as_base(node), Number("2"))


def _other_range(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Big) and len(node.range.indices) == 1:
        (index,) = node.range.indices
        if node.range.relation == "\\neq":
            yield replace(node, range=Range((index,)))
        for letter in vocabulary.indices:
            wanted = Range((index,), "\\neq", Symbol(letter))
            if isinstance(index, Symbol) and letter != index.name and node.range != wanted:
                yield replace(node, range=wanted)


def _drop_sum(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Big):
        yield Group("(", node.body, ")") if isinstance(node.body, Terms) else node.body


def _other_operator(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Big):
        yield replace(node, operator="\\prod" if node.operator == "\\sum" else "\\sum")


def _put_factor(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Symbol | Fraction | Group | Power | Apply):
        for factor in vocabulary.factors:
            if factor == node:
                continue
            yield Group("(", Product((factor, node), ("",)), ")")
            if isinstance(node, Fraction):
                below = node.denominator
                lower = Group("(", below, ")") if isinstance(below, Terms) else below
                yield replace(node, denominator=Product((factor, lower), ("",)))
            else:
                yield Fraction(node, factor)


def _other_symbol(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Symbol):
        for other in vocabulary.terms:
            if isinstance(other, Symbol) and other != node:
                yield other


def _other_array(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """v_id for u_id: another array of the document, at the same indices."""
    if isinstance(node, Symbol) and node.subscripts and not node.primes:
        for name, count in vocabulary.arrays:
            if count == len(node.subscripts) and name != node.name:
                yield replace(node, name=name)


def _put_term(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(node, Symbol | Fraction | Product | Terms | Power | Big):
        for term in (ONE, *vocabulary.terms):
            for sign in "-+":
                inner = (node.terms, node.signs) if isinstance(node, Terms) else ((node,), ("",))
                grown = Terms((*inner[0], term), (*inner[1], sign))
                yield Group("(", grown, ")")


RULES: tuple[Rule, ...] = (
    _other_index,
    _swap_indices,
    _drop_term,
    _flip_sign,
    _turn,
    _invert,
    _other_number,
    _drop_factor,
    _put_back,
    _other_range,
    _put_power,
    _complement,
    _negate,
    _drop_sum,
    _other_operator,
    _put_factor,
    _other_symbol,
    _other_array,
    _put_term,
)
