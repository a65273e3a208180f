r"""Names that are applied to what stands behind them in parentheses: `f_1(x)`, `E[X]`, `\Phi^{-1}(p)`.

The grammar reads a name before parentheses as a factor, unless the document defines
it as a function of plain letters. Here the rest is decided, by all of the document:

    f_1(x) = …           alone on the left, before a letter: a function
    h(a), \hat{f}(2 x)   letters of functions by custom
    E[X], y[k]           a name that always has brackets behind it
    \mathrm{Var}(X)      a word that stands nowhere else
    c(0)                 one that has a value at 0: nobody multiplies by 0 in parentheses
    J(x), J(2 x)         one that never stands but before parentheses, and once before a letter or a number
    a (b + c)            all else is a product

Where f is applied elsewhere, `f^2(x)` and `f^{(2)}(x)` are no products either: a power, a
derivative, f applied twice, nobody knows. They stand for themselves.

What is printed with an index and with what it depends on, `S_i(x) = …`, defines S_i:
its argument is dropped there and wherever it is printed again. Before another letter,
`S_i(y)`, and where its definition speaks of its argument, `\phi_k(u) = e^{w_k u}`, it is
applied, and no product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from derivation.late import regex
from derivation.records import dataclass, field, replace
from derivation.text import trees
from derivation.text.commands import GREEK
from derivation.text.printing import to_latex
from derivation.text.syntax import (
    SAMPLE,
    Apply,
    Group,
    Node,
    Number,
    Power,
    Product,
    Row,
    Sealed,
    Symbol,
    Terms,
)

BY_CUSTOM = frozenset(("f", "g", "h", "\\sigma", "\\phi", "\\varphi", "\\psi", "\\Phi", "\\Psi"))
"""Letters that name functions: before parentheses they are no factors, unless they stand elsewhere too."""

RAISED = frozenset("fgh")
"""Letters that are applied, too, where `f^2` stands before parentheses, unless they stand elsewhere."""

OPERATORS = frozenset(("E", "P", "\\mathbb{E}", "\\mathbb{P}", "\\mathbb{V}", "\\mathcal{L}", "\\mathcal{F}"))
"""Letters that name operators: before brackets they are no factors."""

_PIECE = regex(r"\\[A-Za-z]+|\\?\S")
STATISTICS = frozenset(("Var", "Cov", "Corr", "Cor", "Std", "SD", "Pr"))
"""Words that name operators of random variables: what a document says of one defines none."""

BRACKETS = ("[", "\\{")
INVERSE = "^{-1}"


@dataclass(frozen=True, slots=True)
class Argument:
    """What a name is applied to where it is defined, and whether its definition speaks of that."""

    node: Node
    spoken: bool


@dataclass(frozen=True, slots=True)
class Arguments:
    """`names` are applied to whatever stands behind them; `dropped` are arguments of names with an index."""

    names: frozenset[str] = frozenset()
    dropped: Mapping[tuple[str, int], Argument] = field(default_factory=dict)


def arguments_of(rows: Iterable[Row], numbers: frozenset[str] = frozenset()) -> Arguments:
    """What is applied in the displays of a document; what it calls `numbers` is, where it is defined so."""
    rows = list(rows)
    dropped: dict[tuple[str, int], Argument] = {}
    heads: set[str] = set()
    for row in rows:
        match row.members[0]:
            case Product((Symbol(name, subscripts, 0), Group("(", Symbol() as argument, _)), ("",)) if (
                len(row.members) > 1
            ):
                if not subscripts:
                    heads.add(name)
                    continue
                inside = (node for member in row.members[1:] for node in trees.walk(member))
                dropped.setdefault((name, len(subscripts)), Argument(argument, argument in inside))
    return Arguments(frozenset(_applied(rows, heads)) - (numbers - heads), dropped)


def _applied(rows: list[Row], heads: set[str]) -> Iterator[str]:
    """The names without an index that are applied."""
    standing = (s for row in rows for m in row.members for s in _standing(m))
    alone = Counter(s.name for s in standing if not s.subscripts or s.name.endswith(SAMPLE))
    valued = {
        row.members[0].name
        for row in rows
        if len(row.members) > 1 and isinstance(row.members[0], Symbol) and not row.members[0].subscripts
    }
    behind: dict[str, list[Group]] = {}
    raised: Counter[str] = Counter()
    for node in (node for row in rows for member in row.members for node in trees.walk(member)):
        for name, group in _before_groups(node, _function):
            behind.setdefault(name, []).append(group)
        raised.update(name for name, _ in _before_groups(node, _raised))
    yield from (name for name, count in raised.items() if name in RAISED - valued and alone[name] == count)
    for name, groups in behind.items():
        plain = [group for group in groups if isinstance(group.body, Symbol | Number)]
        bracketed = [group for group in groups if group.left in BRACKETS and not _is_long(group.body)]
        own, stands = base_of(name), alone[name.removesuffix(INVERSE)]
        word = len(own) > 1 and own.isalpha() and not stands
        if (name in heads or word) and name not in valued:
            yield name
        elif name in valued or (len(own) > 1 and own not in GREEK and not own.startswith("\\math")):
            continue
        zero = any(group.body == Number("0") for group in groups)
        always = zero or (not stands and (own in BY_CUSTOM | OPERATORS or plain or bracketed))
        custom = (own in BY_CUSTOM and plain) or (own in OPERATORS and groups[0].left in BRACKETS)
        if always or custom:
            yield name


def _is_long(body: Node) -> bool:
    """Whether what stands in brackets is more than an index, or an index with a shift."""
    return isinstance(body, Terms) and not all(isinstance(t, Symbol | Number) for t in body.terms)


def base_of(name: str) -> str:
    """A name without accents, labels and inverse: `f` of `\\hat{f}_{1}`."""
    own = name.split("_{")[0].split("^{")[0]
    for accent in ("\\hat{", "\\bar{", "\\tilde{", "\\widehat{", "\\widetilde{", "\\overline{"):
        own = own.removeprefix(accent).removesuffix("}") if own.startswith(accent) else own
    return own


def _function(node: Node) -> str:
    """The name that a factor would apply: `f`, or `f^{-1}`; else ""."""
    match node:
        case Symbol(name, (), _):
            return name
        case Symbol(name, (Number(),), 0) if name.endswith(SAMPLE):
            return name
        case Power(Symbol(name, (), 0), Terms((Number("1"),), ("-",))):
            return name + INVERSE
    return ""


def _raised(node: Node) -> str:
    """The name that has a power before its argument, f of `f^2(x)`; else ""."""
    match node:
        case Power(Symbol(name, (), 0)) if not _function(node):
            return name
    return ""


def _group(node: Node) -> Group | None:
    """The parentheses that a factor is, perhaps raised to a power."""
    inner = node.base if isinstance(node, Power) else node
    return inner if isinstance(inner, Group) and inner.left in ("(", *BRACKETS) else None


def _before_groups(node: Node, named: Callable[[Node], str]) -> Iterator[tuple[str, Group]]:
    """The names in a product that parentheses stand right behind, with these."""
    if isinstance(node, Product):
        for before, after, operator in zip(node.factors, node.factors[1:], node.operators, strict=False):
            name, group = named(before), _group(after)
            if name and group is not None and operator == "":
                yield name, group


def _standing(node: Node) -> Iterator[Symbol]:
    """The symbols of a tree that stand elsewhere than right before parentheses."""
    if isinstance(node, Symbol):
        yield node
    inner = list(trees.children(node))
    if isinstance(node, Product):
        operators = (*node.operators, "/")
        inner = [
            factor
            for factor, after, operator in zip(
                node.factors, (*node.factors[1:], Number("1")), operators, strict=True
            )
            if not (operator == "" and _function(factor) and _group(after) is not None)
        ]
    for child in inner:
        yield from _standing(child)


def with_arguments(row: Row, known: Arguments) -> Row:
    """The row with what is applied as such, and with the arguments of names with an index dropped."""
    return trees.rewritten(row, lambda node: _applied_in(node, known))


def _applied_in(node: Node, known: Arguments) -> Node:
    if not isinstance(node, Product):
        return node
    factors, operators = [node.factors[0]], []
    for before, factor, operator in zip(node.factors, node.factors[1:], node.operators, strict=False):
        group = _group(factor)
        if operator == "" and group is not None and before is factors[-1]:
            name = _function(before)
            argument = (
                known.dropped.get((before.name, len(before.subscripts)))
                if isinstance(before, Symbol)
                else None
            )
            applied = name in known.names
            inverse = name != (own := name.removesuffix(INVERSE)) and own in known.names
            if argument is not None and not applied and factor == group and group.body == argument.node:
                continue
            other = argument is not None and (argument.spoken or isinstance(group.body, Symbol | Number))
            if applied or other:
                factors[-1] = _apply(before, name, group, factor)
                continue
            if inverse or _raised(before) in known.names:
                factors[-1] = _sealed(before, group, factor)
                continue
        factors.append(factor)
        operators.append(operator)
    if len(factors) == len(node.factors):
        return node
    if len(factors) == 1:
        return replace(factors[0], span=node.span)
    return replace(node, factors=tuple(factors), operators=tuple(operators))


def _apply(before: Node, name: str, group: Group, factor: Node) -> Node:
    """A name applied to what stands in parentheses, raised to the power of these."""
    symbol = before if isinstance(before, Symbol) else Symbol(name, span=before.span)
    span = before.span.to(factor.span)
    applied = Apply(symbol, (group.body,), span=before.span.to(group.span))
    return Power(applied, factor.exponent, span) if isinstance(factor, Power) else replace(applied, span=span)


def _sealed(before: Node, group: Group, factor: Node) -> Node:
    """`f^2(x)` as what stands for itself."""
    names = (n.name for part in (before, group) for n in trees.walk(part) if isinstance(n, Symbol))
    pieces = tuple(_PIECE.findall(to_latex(before) + to_latex(group)))
    span = before.span.to(factor.span)
    sealed = Sealed(pieces, tuple(dict.fromkeys(names)), closed=False, span=span)
    return Power(sealed, factor.exponent, span) if isinstance(factor, Power) else sealed
