r"""Trees as MathML, which browsers set themselves; places in a tree can be marked.

Takes a node or a row, and the places that stand out (`text.changes` says
what a place is); gives one `math` element as text, well-formed XML. Nothing of
a document is copied into it but as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, assert_never
from xml.etree.ElementTree import Element, tostring

from derivation.report import signs
from derivation.text import trees
from derivation.text.changes import NONE, Place, Places
from derivation.text.commands import BINOMIAL, FACTORIAL, INDICATOR
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
from derivation.text.visible import visible

MARK: Final = "mark"
GAP: Final = "mark gap"
TALL: Final = frozenset(("mfrac", "munder", "mover", "munderover", "mroot", "msqrt"))
TIMES: Final = "\u2062"
APPLY: Final = "\u2061"


def mathml(
    tree: Node | Row, marks: Places = NONE, *, display: bool = True, alt: str = "", tex: str = ""
) -> str:
    """A `math` element; `alt` is what is read out, `tex` is kept beside it for those who copy it."""
    writer = _Writer(marks)
    body = writer.row(tree) if isinstance(tree, Row) else writer.node(tree, ())
    if tex:
        note = Element("annotation", encoding="application/x-tex")
        note.text = visible(tex)
        body = _element("semantics", body, note)
    math = _element("math", body)
    math.set("display", "block" if display else "inline")
    if alt:
        math.set("alttext", visible(alt))
    return tostring(math, encoding="unicode")


def _element(tag: str, *children: Element) -> Element:
    element = Element(tag)
    element.extend(children)
    return element


def _text(tag: str, text: str, **attributes: str) -> Element:
    element = Element(tag, attributes)
    element.text = visible(text)
    return element


def _mo(text: str, **attributes: str) -> Element:
    return _text("mo", text, **attributes)


def _row(children: Iterable[Element]) -> Element:
    """What stands side by side, as one element."""
    inside = list(children)
    return inside[0] if len(inside) == 1 else _element("mrow", *inside)


def _class(element: Element, name: str) -> Element:
    wrapped = _element("mrow", element)
    wrapped.set("class", name)
    return wrapped


def _scripted(base: Element, below: Element | None, above: Element | None) -> Element:
    match below, above:
        case None, None:
            return base
        case Element(), None:
            return _element("msub", base, below)
        case None, Element():
            return _element("msup", base, above)
        case Element(), Element():
            return _element("msubsup", base, below, above)
    raise TypeError(below, above)


class _Writer:
    def __init__(self, marks: Places) -> None:
        self.marks = marks

    def row(self, row: Row) -> Element:
        parts = [signs.lead(row.lead)] if row.lead else []
        out = [_mo(text, rspace="0.5em") for text in parts]
        for place, (relation, member) in enumerate(zip(row.relations, row.members, strict=True)):
            if relation:
                out.append(_mo(signs.RELATIONS.get(relation, relation)))
            out.append(self.node(member, (place,)))
        return _row(out)

    def node(self, node: Node, place: Place) -> Element:
        """A node, marked where it, or something beside it, stands out."""
        element = self._bare(node, place)
        if place in self.marks:
            element = _class(element, MARK)
        before = [self._gap()] if (*place, "before") in self.marks else []
        after = [self._gap()] if (*place, "after") in self.marks else []
        return _row([*before, element, *after])

    def _gap(self) -> Element:
        return _mo(signs.CARET, **{"class": GAP, "lspace": "0", "rspace": "0"})

    def _children(self, node: Node, place: Place) -> list[Element]:
        return [self.node(child, (*place, k)) for k, child in enumerate(trees.children(node))]

    def _bare(self, node: Node, place: Place) -> Element:
        match node:
            case Number(text):
                return _text("mn", text)
            case Symbol():
                return self._symbol(node, place)
            case Apply():
                return self._apply(node, place, None)
            case Power():
                return self._power(node, place)
            case Group(left, body, right):
                return _fenced(left, self.node(body, (*place, 0)), right)
            case Fraction():
                return _element("mfrac", *self._children(node, place))
            case Root(_, degree):
                return _element("msqrt" if degree is None else "mroot", *self._children(node, place))
            case Absolute(body):
                return _fenced("|", self.node(body, (*place, 0)), "|")
            case Big():
                return self._big(node, place)
            case Partial():
                return self._partial(node, place)
            case Product():
                return _row(self._product(node, place))
            case Terms():
                return _row(self._terms(node, place))
            case Sealed():
                return _text("mtext", node.latex)
            case _:
                assert_never(node)

    def _symbol(self, symbol: Symbol, place: Place, above: Element | None = None) -> Element:
        """A name with its subscripts, primes, and what it is raised to."""
        name, below = symbol.name, [self.node(s, (*place, k)) for k, s in enumerate(symbol.subscripts)]
        over = [_mo(signs.PRIME * symbol.primes)] if symbol.primes else []
        if name.endswith(SAMPLE) and below:
            name, sample = name.removesuffix(SAMPLE), below.pop()
            over.append(_fenced("(", sample, ")"))
        name, label = signs.labelled(name)
        joined = [_text("mtext", label)] if label else []
        letters = not label and all(map(_is_letter, symbol.subscripts))
        joined += below if letters else _separated(below, bool(label))
        over += [above] if above is not None else []
        return _scripted(_name(name), _row(joined) if joined else None, _row(over) if over else None)

    def _apply(self, node: Apply, place: Place, above: Element | None) -> Element:
        """A function of its arguments; `above` is the power that it is raised to."""
        arguments = self._children(node, place)
        if node.function.name == INDICATOR:
            fenced = _fenced("[", _row(_separated(arguments, sign="=")), "]")
            return _scripted(_row([_text("mi", signs.INDICATOR), fenced]), None, above)
        if node.function.name == BINOMIAL:
            stacked = _element("mfrac", *arguments)
            stacked.set("linethickness", "0")
            return _scripted(_fenced("(", stacked, ")"), None, above)
        if node.bare:
            function = self._symbol(node.function, (*place, "function"), above)
            return _row([function, _mo(APPLY), *arguments])
        function = self._symbol(node.function, (*place, "function"))
        fenced = _scripted(_fenced("(", _row(_separated(arguments)), ")"), None, above)
        return _row([function, _mo(APPLY), fenced])

    def _power(self, node: Power, place: Place) -> Element:
        base = (*place, 0)
        if node.exponent == Symbol(FACTORIAL):
            return _row([self.node(node.base, base), _mo(FACTORIAL)])
        exponent = self.node(node.exponent, (*place, 1))
        plain = not self.marks & {base, (*base, "before"), (*base, "after")}
        match node.base:
            case Symbol() as symbol if plain:
                return self._symbol(symbol, base, exponent)
            case Apply() as application if plain:
                return self._apply(application, base, exponent)
            case other:
                return _scripted(self.node(other, base), None, exponent)

    def _big(self, node: Big, place: Place) -> Element:
        children = self._children(node, place)
        body = children.pop()
        operator = signs.operator(node.operator)
        sign = _mo(operator) if len(operator) == 1 else _text("mi", operator)
        head = _ranged(sign, node.range, children)
        if (*place, "head") in self.marks:
            head = _class(head, MARK)
        return _row([head, body])

    def _partial(self, node: Partial, place: Place) -> Element:
        children = iter(self._children(node, place))
        order, below, body = (
            next(children) if part is not None else None for part in (node.order, node.subscript, node.body)
        )
        sign = signs.PARTIALS.get(node.operator, node.operator)
        head = _scripted(_text("mi", sign, mathvariant="normal"), below, order)
        return head if body is None else _row([head, body])

    def _product(self, node: Product, place: Place) -> list[Element]:
        out = [self.node(node.factors[0], (*place, 0))]
        for k, (operator, factor) in enumerate(zip(node.operators, node.factors[1:], strict=True)):
            sign = _mo(signs.OPERATORS.get(operator, operator) if operator else TIMES)
            out += self._joined(
                sign, self.node(factor, (*place, k + 1)), (*place, "operator", k), (*place, k + 1)
            )
        return out

    def _terms(self, node: Terms, place: Place) -> list[Element]:
        out: list[Element] = []
        for k, (sign, term) in enumerate(zip(node.signs, node.terms, strict=True)):
            element = self.node(term, (*place, k))
            if not sign:
                out.append(element)
                continue
            mo = _mo(signs.SIGNS[sign], form="infix" if k else "prefix")
            out += self._joined(mo, element, (*place, "sign", k), (*place, k))
        return out

    def _joined(self, sign: Element, element: Element, slot: Place, place: Place) -> list[Element]:
        """A sign and what stands after it; in one mark where both stand out."""
        if slot not in self.marks:
            return [sign, element]
        if place in self.marks:
            element.insert(0, sign)
            return [element]
        return [_class(sign, MARK), element]


def _is_letter(node: Node) -> bool:
    return (
        isinstance(node, Symbol)
        and not node.subscripts
        and not node.primes
        and len(signs.plain(node.name)) == 1
    )


def _separated(parts: Sequence[Element], first: bool = False, sign: str = ",") -> list[Element]:
    """Parts with a sign between them, and one before them where they are not the first."""
    out: list[Element] = []
    for k, part in enumerate(parts):
        out += [_mo(sign), part] if k or first else [part]
    return out


def _fenced(left: str, body: Element, right: str) -> Element:
    """In delimiters; braces do not show."""
    if left == "{":
        return body
    opening, closing = (signs.DELIMITERS.get(sign, sign) for sign in (left, right))
    tall = any(part.tag in TALL for part in body.iter())
    tight = {"lspace": "0", "rspace": "0", "stretchy": "true" if tall else "false"}
    left_sign, right_sign = _mo(opening, form="prefix", **tight), _mo(closing, form="postfix", **tight)
    return _element("mrow", left_sign, body, right_sign)


def _ranged(sign: Element, span: Range, children: list[Element]) -> Element:
    """A big operator with what stands under and over it."""
    parts = list(children)
    over = parts.pop() if span.upper is not None else None
    bound = parts.pop() if span.bound is not None else None
    below = _separated(parts)
    if bound is not None:
        below += [_mo(signs.RELATIONS.get(span.relation, span.relation)), bound]
    match (_row(below) if below else None), over:
        case None, None:
            return sign
        case Element() as under, None:
            return _element("munder", sign, under)
        case None, Element():
            return _element("mover", sign, over)
        case Element() as under, Element():
            return _element("munderover", sign, under, over)
    raise TypeError(span)


def _name(name: str) -> Element:
    """A name without its scripts: letters, a Greek letter, an accent on a name, a font."""
    accent, inner = signs.accented(name)
    if accent:
        under = accent in signs.UNDER
        mo = _mo(signs.ACCENTS[accent], stretchy="true" if accent in signs.WIDE else "false")
        element = _element("munder" if under else "mover", _name(inner), mo)
        element.set("accentunder" if under else "accent", "true")
        return element
    text = signs.plain(name)
    if len(text) == 2 and name == text:
        return _row(_text("mi", letter) for letter in text)
    upright = len(text) == 1 and text in signs.UPRIGHT
    return _text("mi", text, mathvariant="normal") if upright else _text("mi", text)
