"""From terms back to print: a syntax tree for a term, in the document's own names.

Bound indices get the letters that they had, or free index letters of the
document; sums print their whole range, so that what is printed reads back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction as Rational

from derivation.reading.meaning import Opaque
from derivation.reading.notation import SQUARE
from derivation.terms.indices import filled, parted
from derivation.terms.limits import Unsupported
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.terms import (
    IMAGINARY,
    UNKNOWN,
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
    Range,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
)
from derivation.text.commands import FACTORIAL
from derivation.text.printing import as_base
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
    Symbol,
    Terms,
)
from derivation.text.syntax import Range as PrintedRange

NOTHING: Mapping[str, Opaque] = {}
USUAL = "kijlmpqrstuv"
LETTERS = ("k", "l", "m", "p", "q", "r", "s", "t", "u", "v")


class Writer:
    """Writes terms; `letters` are the index letters that a document uses, `opaque` what stands for itself."""

    def __init__(self, letters: Iterable[str] = (), opaque: Mapping[str, Opaque] = NOTHING) -> None:
        self.opaque = opaque
        usual = sorted(letters, key=lambda letter: (letter not in USUAL, USUAL.find(letter), letter))
        self.letters = tuple(dict.fromkeys((*usual, *LETTERS)))

    def node(self, term: Term) -> Node:
        return self._node(term, {name: name.split(".")[0] for name in free_indices(term)})

    def _node(self, term: Term, names: dict[str, str]) -> Node:
        match term:
            case Num(value):
                return _number(value)
            case Var(name, indices) | Ref(name, indices, ()) if name.endswith(SQUARE):
                root = Symbol(name.removesuffix(SQUARE), tuple(_index(i, names) for i in indices))
                return Power(root, Number("2"))
            case Var(name, indices) if name in self.opaque:
                return self.opaque[name].at([names.get(index, index) for index in indices])
            case Var(name, indices) if (print_ := filled(name, [names.get(i, i) for i in indices])) != name:
                return Symbol(print_)
            case Var(name, indices):
                return Symbol(name, tuple(_index(i, names) for i in indices))
            case Ref(name, indices, arguments):
                plain = name.rstrip("'")
                symbol = Symbol(plain, tuple(_index(i, names) for i in indices), len(name) - len(plain))
                inner = tuple(self._node(argument, names) for argument in arguments)
                return Apply(symbol, inner) if arguments else symbol
            case Index(name):
                return _index(name, names)
            case Delta(left, right):
                return Symbol("\\delta", (_index(left, names), _index(right, names)))
            case Add(terms):
                return self._terms(terms, names)
            case Pow() if term == IMAGINARY:
                return Symbol("i")
            case Mul() | Pow():
                return self._product(term, names)
            case Fn("exp", argument):
                return Power(Symbol("e"), self._node(argument, names))
            case Fn("abs", argument):
                return Absolute(self._node(argument, names))
            case Fn("factorial", argument):
                return Power(_base(self._node(argument, names)), Symbol(FACTORIAL))
            case Fn("rfactorial", argument):
                return Fraction(Number("1"), self._node(Fn("factorial", argument), names))
            case Fn(name, argument) if name in ODD_ROOTS:
                return Root(self._node(argument, names), Number(str(ODD_ROOTS[name])))
            case Fn(name, argument) if term.unknown:
                primes = len(name) - len(UNKNOWN + term.unknown)
                return Apply(Symbol(term.unknown, (), primes), (self._node(argument, names),))
            case Fn(name, argument):
                return Apply(Symbol(f"\\{name}"), (self._node(argument, names),))
            case Sum() | Prod():
                return self._over(term, names)
            case Deriv(body, wrt):
                below = Partial("\\partial", None, None, self._node(wrt, names))
                above = Partial("\\partial", None, None, _factor(self._node(body, names)))
                return Fraction(above, below)

    def _terms(self, terms: tuple[Term, ...], names: dict[str, str]) -> Node:
        nodes: list[Node] = []
        signs: list[str] = []
        split = [_sign(term) for term in terms]
        split.sort(key=lambda pair: pair[0] < 0)
        for place, (sign, term) in enumerate(split):
            nodes.append(_term(self._node(term, names)))
            signs.append("-" if sign < 0 else "+" if place else "")
        return Terms(tuple(nodes), tuple(signs)) if len(nodes) > 1 or signs[0] else nodes[0]

    def _product(self, term: Mul | Pow, names: dict[str, str]) -> Node:
        sign, positive = _sign(term)
        factors = positive.factors if isinstance(positive, Mul) else (positive,)
        above: list[Node] = []
        below: list[Node] = []
        for factor in factors:
            self._place(factor, names, above, below)
        node = _juxtaposed(above)
        if below:
            node = Fraction(node, _juxtaposed(below))
        return Terms((_term(node),), ("-",)) if sign < 0 else node

    def _place(self, factor: Term, names: dict[str, str], above: list[Node], below: list[Node]) -> None:
        match factor:
            case Num(value):
                if abs(value.numerator) != 1 or value < 0:
                    above.append(Number(str(value.numerator)))
                if value.denominator != 1:
                    below.append(Number(str(value.denominator)))
            case Fn("rfactorial", argument):
                below.append(self._node(Fn("factorial", argument), names))
            case Pow() if factor == IMAGINARY:
                above.append(Symbol("i"))
            case Pow(base, Num(value)) if value < 0:
                below.append(self._power(base, -value, names))
            case Pow(base, Num(value)):
                above.append(self._power(base, value, names))
            case Pow(base, exponent):
                above.append(Power(_base(self._node(base, names)), self._node(exponent, names)))
            case _:
                above.append(self._node(factor, names))

    def _power(self, base: Term, exponent: Rational, names: dict[str, str]) -> Node:
        node = self._node(base, names)
        if isinstance(node, Power) and isinstance(base, Var | Ref):
            exponent, node = 2 * exponent, node.base
        if exponent == 1:
            return node
        if exponent == Rational(1, 2):
            return Root(node)
        return Power(_base(node), _number(exponent))

    def _over(self, term: Sum | Prod, names: dict[str, str]) -> Node:
        own = term.index.split(".")[0]
        taken = set(names.values())
        usable = (own, *self.letters) if own.isalpha() else self.letters
        letter = next((k for k in usable if k not in taken), None)
        if letter is None:
            raise Unsupported("a print with more indices than there are letters for them")
        inner = {**names, term.index: letter}
        body = _term(self._node(term.body, inner))
        if isinstance(term, Prod) and isinstance(body, Product):
            body = Group("(", body, ")")
        span = _printed_range(letter, term.range, names)
        if term.excluded:
            span = PrintedRange((Symbol(letter),), "\\neq", _index(term.excluded[0], names))
        return Big("\\sum" if isinstance(term, Sum) else "\\prod", span, body)


def _printed_range(letter: str, span: Range, names: Mapping[str, str]) -> PrintedRange:
    low, high = (_bound(end._replace(base=names.get(end.base, end.base))) for end in span)
    return PrintedRange((Symbol(letter),), "=", low, high)


def _bound(end: Bound) -> Node:
    if not end.base:
        return _number(Rational(end.offset))
    base = Symbol(end.base)
    if not end.offset:
        return base
    return Terms((base, Number(str(abs(end.offset)))), ("", "-" if end.offset < 0 else "+"))


def _index(name: str, names: dict[str, str]) -> Node:
    base, offset = parted(name)
    if not base:
        return _number(Rational(offset))
    return _bound(Bound(names.get(base, base), offset))


def _number(value: Rational) -> Node:
    size = abs(value)
    node: Node = Number(str(size.numerator))
    if size.denominator != 1:
        node = Fraction(node, Number(str(size.denominator)))
    return Terms((node,), ("-",)) if value < 0 else node


def _sign(term: Term) -> tuple[int, Term]:
    """A term's sign, and the term without it."""
    match term:
        case Num(value) if value < 0:
            return -1, Num(-value)
        case Mul((Num(value), *rest)) if value < 0:
            if value == -1 and rest:
                return -1, rest[0] if len(rest) == 1 else Mul(tuple(rest))
            return -1, Mul((Num(-value), *rest))
        case _:
            return 1, term


def _juxtaposed(factors: list[Node]) -> Node:
    """A product; sums and what would swallow its neighbours come last or in parentheses."""
    if not factors:
        return Number("1")
    if len(factors) == 1:
        return factors[0]
    ordered = [f for f in factors if not isinstance(f, Big)] + [f for f in factors if isinstance(f, Big)]
    wrapped = [
        _factor(f) if place < len(ordered) - 1 or isinstance(f, Terms) else f
        for place, f in enumerate(ordered)
    ]
    return Product(tuple(wrapped), ("",) * (len(wrapped) - 1))


def _factor(node: Node) -> Node:
    return Group("(", node, ")") if isinstance(node, Terms | Big) else node


def _term(node: Node) -> Node:
    return Group("(", node, ")") if isinstance(node, Terms) else node


def _base(node: Node) -> Node:
    simple = isinstance(node, Symbol | Number | Group | Absolute) and as_base(node) is node
    return node if simple else Group("(", node, ")")
