r"""Trees to LaTeX, such that what is printed reads back as an equal tree.

Takes a node or a row; gives one line of canonical LaTeX. It adds no
parentheses: a tree that needs some must hold them as `Group`s, which
`as_term`, `as_factor`, `as_base` and `parenthesized` put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, assert_never

from derivation.late import regex
from derivation.text.commands import BINOMIAL, FACTORIAL, GREEK, INDICATOR, PARTNER
from derivation.text.syntax import (
    SAMPLE,
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
    Range,
    Root,
    Row,
    Sealed,
    Symbol,
    Terms,
)

_BARE_NAME: Final = regex(r"[A-Za-z]+|\\.*", re.DOTALL)
_LABELLED: Final = regex(r"(?P<name>.*)_\{(?P<label>\\text\{[^{}]*\}|[^{}]+)\}")
_RAISED: Final = regex(r"(?P<name>.+?)(?P<above>\^\{(?:\*|-1|\(.+\)|(?:\\prime)+)\}|')")
"""A name of which a star, an inverse, a label in parentheses or a prime above is a part."""
_OPENING: Final = ("(", "[", "\\{", "\\left")
_TALL: Final = ("\\frac", "\\sum", "\\prod")


def to_latex(node: Node | Row) -> str:
    """The LaTeX of a tree."""
    match node:
        case Row():
            return _row(node)
        case Number(text):
            return text
        case Symbol():
            return _symbol(node)
        case Apply():
            return _apply(node, "")
        case Power():
            return _power(node)
        case Group(left, body, right):
            return _delimited(left, to_latex(body), right)
        case Fraction(numerator, denominator):
            return f"\\frac{{{to_latex(numerator)}}}{{{to_latex(denominator)}}}"
        case Root(body, degree):
            return f"\\sqrt{_degree(degree)}{{{to_latex(body)}}}"
        case Absolute(body):
            return f"\\lvert {to_latex(body)} \\rvert"
        case Big(body=body):
            return f"{head(node)} {to_latex(body)}"
        case Partial():
            return _partial(node)
        case Product():
            return _product(node)
        case Terms():
            return _terms(node)
        case Sealed():
            return node.latex
        case _:
            assert_never(node)


def _row(row: Row) -> str:
    parts = [row.lead] if row.lead else []
    for relation, member in zip(row.relations, row.members, strict=True):
        parts += [relation, to_latex(member)] if relation else [to_latex(member)]
    return " ".join(parts)


def _name(name: str) -> str:
    """A name of three letters and more stands upright, as in `\\mathrm{rms}`."""
    if name.isascii() and ((name.isalpha() and len(name) > 2) or (name.isalnum() and name[1:].isdigit())):
        return f"\\mathrm{{{name}}}"
    return name if _BARE_NAME.fullmatch(name) else f"\\operatorname{{{name}}}"


def _symbol(symbol: Symbol, primes_last: bool = False) -> str:
    """`SA'_j`; before a superscript `SA_j'`, since `SA'_j^2` has two in TeX's eyes."""
    name, subscripts, primes = symbol.name, symbol.subscripts, "'" * symbol.primes
    above = ""
    if raised := _RAISED.fullmatch(name):
        return _symbol(Symbol(raised["name"], subscripts, symbol.primes), True) + raised["above"]
    if name.endswith(SAMPLE):
        name, above = name.removesuffix(SAMPLE), f"^{{({to_latex(subscripts[-1])})}}"
        subscripts = subscripts[:-1]
    if labelled := _LABELLED.fullmatch(name):
        label = ",".join((labelled["label"], *map(to_latex, subscripts)))
        return f"{_name(labelled['name'])}{primes}_{{{label}}}{above}"
    return _plain(_name(name), primes, _subscripts(subscripts), primes_last) + above


def _plain(name: str, primes: str, subscripts: str, primes_last: bool) -> str:
    return name + (subscripts + primes if primes_last else primes + subscripts)


def _subscripts(subscripts: tuple[Node, ...]) -> str:
    if not subscripts:
        return ""
    if len(subscripts) > 1 and all(_is_letter(subscript) for subscript in subscripts):
        return f"_{{{_juxtaposed([to_latex(subscript) for subscript in subscripts])}}}"
    if len(subscripts) == 1:
        return "_" + _closely(_argument(subscripts[0]))
    return f"_{{{','.join(_closely(to_latex(subscript)) for subscript in subscripts)}}}"


def _closely(latex: str) -> str:
    """A subscript without spaces around its signs: `x_{t-1}`."""
    return latex.replace(" + ", "+").replace(" - ", "-")


def _is_letter(node: Node) -> bool:
    """Whether a node is printed as a single sign: a letter or a Greek letter."""
    if not isinstance(node, Symbol) or node.subscripts or node.primes:
        return False
    return node.name in GREEK or (len(node.name) == 1 and node.name.isalpha())


def _juxtaposed(prints: list[str]) -> str:
    """`ij`, and `\\alpha j` where a command would run into the letter after it."""
    text = prints[0]
    for before, after in pairwise(prints):
        text += " " + after if before.startswith("\\") else after
    return text


def _argument(node: Node) -> str:
    """A script's argument, in braces unless it is a single sign."""
    if _is_letter(node) or (isinstance(node, Number) and len(node.text) == 1):
        return to_latex(node)
    return f"{{{to_latex(node)}}}"


def _degree(degree: Node | None) -> str:
    if degree is None:
        return ""
    text = to_latex(degree)
    return f"[{{{text}}}]" if "]" in text else f"[{text}]"


def _delimited(left: str, body: str, right: str) -> str:
    if left == "{":
        return f"{{{body}}}"
    if any(command in body for command in _TALL):
        return f"\\left{left} {body} \\right{right}"
    space = " " if left.startswith("\\") else ""
    return f"{left}{space}{body}{space}{right}"


def _apply(node: Apply, power: str) -> str:
    """An application; `power` is printed on a function that has no parentheses, and after them else."""
    arguments = [to_latex(argument) for argument in node.arguments]
    if node.function.name == INDICATOR:
        return f"{INDICATOR}[{' = '.join(arguments)}]{power}"
    if node.function.name == BINOMIAL:
        return f"{BINOMIAL}{''.join(f'{{{argument}}}' for argument in arguments)}{power}"
    function = _symbol(node.function, primes_last=bool(power))
    if node.bare:
        # Braces, which do not show, keep `\\log {(a)^2}` from being `\\log(a)` squared.
        argument = f"{{{arguments[0]}}}" if arguments[0].startswith(_OPENING) else arguments[0]
        return f"{function}{power} {argument}"
    return function + _delimited("(", ", ".join(arguments), ")") + power


def _power(node: Power) -> str:
    factorial = node.exponent == Symbol(FACTORIAL)
    exponent = FACTORIAL if factorial else "^" + _argument(node.exponent)
    match node.base:
        case Apply() as application:
            return _apply(application, exponent)
        case Symbol() as symbol:
            return _symbol(symbol, primes_last=True) + exponent
        case base:
            return to_latex(base) + exponent


def labelled(name: str, labels: Iterable[Node]) -> str:
    """A name with labels in it, as TeX prints it."""
    printed = list(map(to_latex, labels))
    joint = "" if all(len(label) == 1 for label in printed) else ","
    return f"{name}_{{{joint.join(printed)}}}"


def head(big: Big) -> str:
    """A big operator with its range, without its body."""
    return big.operator + _range(big.range)


def _range(range_: Range) -> str:
    under = ",".join(to_latex(index) for index in range_.indices)
    if range_.bound is not None:
        under += f" {range_.relation} {to_latex(range_.bound)}"
    single = len(range_.indices) == 1 and range_.bound is None
    below = "_" + _argument(range_.indices[0]) if single else f"_{{{under}}}" if under else ""
    return below + (f"^{{{to_latex(range_.upper)}}}" if range_.upper is not None else "")


def _partial(node: Partial) -> str:
    order = "" if node.order is None else "^" + _argument(node.order)
    subscript = "" if node.subscript is None else "_" + _argument(node.subscript)
    body = "" if node.body is None else " " + to_latex(node.body)
    return node.operator + subscript + order + body


def _product(node: Product) -> str:
    text = to_latex(node.factors[0])
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        text += f" {operator} {to_latex(factor)}" if operator else f" {to_latex(factor)}"
    return text


def _terms(node: Terms) -> str:
    text = ""
    for sign, term in zip(node.signs, node.terms, strict=True):
        text += f" {sign} " if text and sign else sign
        text += to_latex(term)
    return text


def parenthesized(node: Node) -> Group:
    """A node in parentheses."""
    return Group("(", node, PARTNER["("])


def as_term(node: Node) -> Node:
    """A node fit to stand in `Terms`, as the body of a sum, or before a relation."""
    return parenthesized(node) if isinstance(node, Terms) else node


def as_factor(node: Node) -> Node:
    """A node fit to stand anywhere in a `Product`, whatever stands beside it.

    Parentheses go around sums of terms, products, and what takes the rest of
    its term; around a function without any, `(\\log x)`.
    """
    base = node.base if isinstance(node, Power) else node
    open_ended = isinstance(base, Big | Partial) or (isinstance(base, Apply) and base.bare)
    return parenthesized(node) if open_ended or isinstance(node, Terms | Product) else node


def as_base(node: Node) -> Node:
    """A node fit to be raised to a power."""
    return parenthesized(node) if isinstance(node, Fraction | Power) or _is_raised(node) else as_factor(node)


def _is_raised(node: Node) -> bool:
    """Whether a superscript is a part of a name."""
    return isinstance(node, Symbol) and (node.name.endswith(SAMPLE) or bool(_RAISED.fullmatch(node.name)))
