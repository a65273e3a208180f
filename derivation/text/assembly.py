r"""Nodes and heads from pieces: scripts attached, functions applied.

Takes the pieces that the grammar finds (an atom and its scripts) and gives a
tree. A name before parentheses takes them where it is known to be a function.
How far `\sum`, `\log` and `/` reach is decided in `terms`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NoReturn

from derivation.late import regex
from derivation.records import replace
from derivation.text import terms, trees
from derivation.text.commands import EXTREMA, FACTORIAL, FUNCTIONS, INDICATOR, INVERSES, LABELS, STAR
from derivation.text.pieces import Content, Delimited, Head, Piece, Word
from derivation.text.source import Open, ReadError, Source, Span, Unsupported
from derivation.text.syntax import (
    SAMPLE,
    STARRED,
    Apply,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Product,
    Range,
    Root,
    Sealed,
    Symbol,
    Terms,
)

RANGE_RELATIONS: Final = frozenset({"=", "\\in", "\\neq", "\\le", "<", "\\ge", ">"})

_BOLD: Final = regex(r"^\\mathbf\{(.*)\}$")
_WORD: Final = regex(r"[A-Za-z][A-Za-z0-9 .-]*")

_SIGNS: Final = LABELS | {STAR}
"""Signs that are labels below a name."""

_INVERSE: Final = Terms((Number("1"),), ("-",))

_INVERTED: Final = (
    "this is the inverse of {0}, or 1 over its value; write `1/{0}(…)` for that, a name for the inverse"
)
_ITERATED: Final = "this is a power of the value of {0}, or {0} of {0}; write `({0}(…))^k`, or `{0}({0}(…))`"
_SECOND: Final = {
    "subscript": "a second subscript; write both in one, as `x_{i,j}`",
    "superscript": "a second superscript; put what the first one stands on in parentheses",
}


class Assembler:
    """Builds the terms of one source; `functions` are the names that are applied."""

    def __init__(self, source: Source, functions: frozenset[str]) -> None:
        self.source = source
        self.functions = functions

    def refuse(self, message: str, span: Span) -> NoReturn:
        raise ReadError(message, self.source, span)

    def open(self, message: str, span: Span) -> NoReturn:
        """Seals a term that can be read in two ways."""
        raise Open(message, self.source, span, term=True)

    def _opaque(self, message: str, span: Span) -> NoReturn:
        """Seals what a name, or a group, is printed with."""
        raise Open(message, self.source, span)

    # Contents and scripts.

    def only(self, content: Content, what: str) -> Node:
        """The one expression of a content."""
        if len(content.items) > 1:
            self._listed(f"a comma in {what}; one expression is expected", what, content.items[1].span)
        item = content.items[0]
        if item.relations:
            self._listed(f"a `{item.relations[0]}` in {what}; one expression is expected", what, item.span)
        return item.members[0]

    def _listed(self, message: str, what: str, span: Span) -> NoReturn:
        """In parentheses several things have a meaning, an interval or an event, that is not understood."""
        kind = Unsupported if what == "parentheses" else ReadError
        raise kind(message, self.source, span)

    def subscripts(self, content: Content | None, place: Span) -> tuple[Node, ...]:
        """`{ij}`, `{i j}`, `{i1}` and `{i,j}` are two subscripts, `{i+1}` is one; they stand at a `place`."""
        found: list[Node] = []
        for item in content.items if content else ():
            if item.relations:
                self._opaque(f"a `{item.relations[0]}` in a subscript; indices are expected", place)
            found += self._indices(item.members[0], place)
        return tuple(found)

    def _indices(self, node: Node, place: Span) -> tuple[Node, ...]:
        if not isinstance(node, Product) or any(node.operators):
            return (node,)
        if all(isinstance(factor, Symbol | Number) for factor in node.factors):
            if isinstance(node.factors[0], Symbol):
                return node.factors
            printed = "two indices, write a comma between them; for their product, write `\\cdot`"
            self._opaque(f"this subscript can be read in two ways: for {printed}", place)
        return (node,)

    def _scripts(self, piece: Piece, allowed: str) -> tuple[Content | None, int, Content | None]:
        """Subscript, primes and superscript of a piece; refuses those that are not `allowed`."""
        sub: Content | None = None
        sup: Content | None = None
        primes = 0
        for script in piece.scripts:
            if script.kind not in allowed:
                self._opaque(f"a {script.kind} cannot stand here; it needs a name before it", piece.span)
            if script.kind == "prime":
                if sup is not None:
                    self.refuse("a prime after a superscript; write the prime first", script.span)
                primes += 1
            elif (sub if script.kind == "subscript" else sup) is not None:
                fail = self._opaque if _is_factorial(script.content) else self.refuse
                fail(_SECOND[script.kind], piece.span if _is_factorial(script.content) else script.span)
            elif script.kind == "subscript":
                sub = script.content
            else:
                sup = script.content
        return sub, primes, sup

    def _power(self, base: Node, sup: Content | None, span: Span) -> Node:
        if sup is None:
            return base
        if isinstance(base, Power):
            self.refuse("a power of a power; put the first one in parentheses", span)
        return Power(base, self.only(sup, "a superscript"), span)

    def _raised(self, symbol: Symbol, sup: Content | None, span: Span) -> Node:
        """A symbol with its superscript: a power, or an index in parentheses, as in `x^{(i)}`."""
        if _is_star(sup) and not symbol.name.endswith(STARRED):
            return Symbol(symbol.name + STARRED, symbol.subscripts, symbol.primes, span)
        sample = _sample(sup)
        if sample is None or symbol.primes or symbol.name == "e" or symbol.name in self.functions:
            return self._power(symbol, sup, span)
        return Symbol(_BOLD.sub(r"\1", symbol.name) + SAMPLE, (*symbol.subscripts, sample), 0, span)

    # From pieces to items: nodes and heads.

    def item(self, piece: Piece, after: Piece | None) -> tuple[Node | Head, bool]:
        """The node or head that a piece is; and whether it takes the delimiters `after` it."""
        atom = piece.atom
        arguments = after.atom if after and isinstance(after.atom, Delimited) else None
        if isinstance(atom, Word):
            if atom.kind == "INDICATOR":
                return self._indicator(piece, after, arguments)
            if atom.kind == "FUNCTION":
                return self._function(atom, piece, after, arguments)
            if atom.kind == "SYMBOL":
                return self._symbol(atom, piece, after, arguments)
            return self._big_or_partial(atom, piece), False
        if isinstance(atom, Delimited):
            _, _, sup = self._scripts(piece, "superscript")
            body = self.only(atom.content, "parentheses")
            return self._power(Group(atom.left, body, atom.right, atom.span), sup, piece.span), False
        return self._node(piece, atom), False

    def _node(self, piece: Piece, atom: Node) -> Node:
        """Scripts on a finished node; a name in braces takes them as the name itself would."""
        if not isinstance(atom, Symbol) or not piece.scripts:
            _, _, sup = self._scripts(piece, "superscript")
            return self._power(atom, sup, piece.span)
        sub, primes, sup = self._scripts(piece, "subscript superscript prime")
        if sub is not None and atom.subscripts:
            self.refuse("a second subscript; separate subscripts by commas", sub.span)
        subscripts = atom.subscripts or self.subscripts(sub, piece.span)
        symbol = _named(atom.name, subscripts, atom.primes + primes, _base_span(piece))
        return self._raised(symbol, sup, piece.span)

    def _symbol(
        self, atom: Word, piece: Piece, after: Piece | None, arguments: Delimited | None
    ) -> tuple[Node, bool]:
        sub, primes, sup = self._scripts(piece, "subscript superscript prime")
        symbol = _named(atom.text, self.subscripts(sub, piece.span), primes, _base_span(piece))
        applied = symbol.name in self.functions and not symbol.subscripts and arguments is not None
        applied |= sup is None and arguments is not None and _is_list(arguments.content)
        if not applied or after is None or arguments is None or arguments.left != "(":
            return self._raised(symbol, sup, piece.span), False
        if sup is not None:
            return self._power_of_function(symbol, piece, after, arguments), True
        span = piece.span.to(arguments.span)
        applied_node = Apply(symbol, self._arguments(arguments, piece.span), False, span)
        return self._with_power(applied_node, after, None), True

    def _power_of_function(self, symbol: Symbol, piece: Piece, after: Piece, arguments: Delimited) -> Node:
        """`f^{-1}(x)`, `f^2(x)`: an inverse, a power, a derivative or a name; it stands for itself."""
        span = piece.span.to(arguments.span)
        letters = dict.fromkeys(
            n.name
            for a in self._arguments(arguments, piece.span)
            for n in trees.walk(a)
            if isinstance(n, Symbol)
        )
        latex = " ".join(self.source.text[span.start : span.end].split())
        inverse = any(s.content and self.only(s.content, "a superscript") == _INVERSE for s in piece.scripts)
        note = _INVERTED if inverse else _ITERATED
        sealed = Sealed((latex,), (symbol.name, *letters), False, False, span, note.format(symbol.name))
        return self._with_power(sealed, after, None)

    def _arguments(self, arguments: Delimited, place: Span) -> tuple[Node, ...]:
        for item in arguments.content.items:
            if item.relations:
                self._opaque(f"a `{item.relations[0]}` in a function's argument", place)
        return tuple(item.members[0] for item in arguments.content.items)

    def _with_power(self, node: Node, after: Piece, power: Node | None) -> Node:
        """An application, raised to a power printed on the function or after the parentheses."""
        span = node.span.to(after.span)
        _, _, sup = self._scripts(after, "superscript")
        if power is None:
            return self._power(node, sup, span)
        if sup is not None:
            self.refuse("a power on the function and one on its argument; write one", after.span)
        return Power(node, power, span)

    def _indicator(self, piece: Piece, after: Piece | None, arguments: Delimited | None) -> tuple[Node, bool]:
        sub, _, sup = self._scripts(piece, "subscript superscript" if arguments is None else "")
        content = arguments.content if arguments else sub
        if content is None:
            self.refuse("the indicator has no condition after it, as in `\\mathbb{1}[i = j]`", piece.span)
        if len(content.items) != 1 or content.items[0].relations != ("=",):
            self._opaque("the indicator takes one equation, as in `\\mathbb{1}[i = j]`", piece.span)
        span = piece.span.to(arguments.span if arguments else piece.span)
        node = Apply(Symbol(INDICATOR, span=piece.span), content.items[0].members, False, span)
        if arguments and after:
            return self._with_power(node, after, None), True
        return self._power(node, sup, span), False

    def _function(
        self, atom: Word, piece: Piece, after: Piece | None, arguments: Delimited | None
    ) -> tuple[Node | Head, bool]:
        sub, primes, sup = self._scripts(piece, "subscript superscript prime")
        if atom.text in EXTREMA and sub is not None:
            message = f"an extremum over an index, `{atom.text}_…`, is out of scope"
            raise Unsupported(message, self.source, piece.span)
        symbol = Symbol(atom.text, self.subscripts(sub, piece.span), primes, _base_span(piece))
        power = self.only(sup, "a superscript") if sup else None
        if power == _INVERSE and atom.text in INVERSES and not symbol.subscripts:
            atom = replace(atom, text=INVERSES[atom.text])
            symbol, power = replace(symbol, name=atom.text), None
        if isinstance(power, Terms) and power.signs[0] == "-":
            self.open("this can be an inverse or a power; write the power after parentheses", piece.span)
        if arguments is None or after is None:
            return Head(atom, symbol, Range(), power, piece.span), False
        span = piece.span.to(arguments.span)
        if atom.text == "\\sqrt":
            return self._with_power(
                Root(self.only(arguments.content, "a root"), None, span), after, power
            ), True
        values = self._arguments(arguments, piece.span)
        if len(values) > 1 and atom.text not in EXTREMA:
            self.refuse(f"`{atom.text}` takes one argument", arguments.content.items[1].span)
        return self._with_power(Apply(symbol, values, False, span), after, power), True

    def _big_or_partial(self, atom: Word, piece: Piece) -> Head:
        sub, _, sup = self._scripts(piece, "subscript superscript")
        if atom.kind == "BIG":
            range_ = self._range(sub, sup, piece.span)
            return Head(atom, Symbol(atom.text), range_, None, piece.span)
        order = self.only(sup, "a superscript") if sup else None
        subscripts = (self.only(sub, "the subscript of a derivative"),) if sub else ()
        return Head(atom, Symbol(atom.text, subscripts), Range(), order, piece.span)

    def _range(self, sub: Content | None, sup: Content | None, span: Span) -> Range:
        upper = self.only(sup, "an upper bound") if sup else None
        if sub is None:
            return Range((), "", None, upper, span)
        *others, last = sub.items
        if any(item.relations for item in others) or len(last.relations) > 1:
            self.open("a range takes one condition; write a sum for each, `\\sum_{i=1}^{n}`", span)
        relation = last.relations[0] if last.relations else ""
        if relation and relation not in RANGE_RELATIONS:
            self.open(f"`{relation}` is no condition of a range", span)
        indices = [index for item in sub.items for index in self._indices(item.members[0], span)]
        for index in indices:
            if isinstance(index, Sealed):
                self.open("an index is a name, as the i of `\\sum_{i=1}^{n}`", span)
            if not isinstance(index, Symbol):
                self.refuse("an index is a name, as the i of `\\sum_{i=1}^{n}`", index.span)
        bound = last.members[1] if relation else None
        return Range(tuple(indices), relation, bound, upper, span)

    # From items to one node.

    def term(self, pieces: Sequence[Piece], operators: Sequence[tuple[str, Span]]) -> Node:
        """One term; `operators[k]` stands between `pieces[k]` and `pieces[k + 1]`."""
        before = [("", pieces[0].span), *operators]
        items: list[terms.Item] = []
        index = 0
        while index < len(pieces):
            joined = index + 1 < len(pieces) and not before[index + 1][0]
            item, took = self.item(pieces[index], pieces[index + 1] if joined else None)
            items.append((*before[index], item))
            index += 2 if took else 1
        return terms.joined(items, self.refuse, self.open)


def _named(name: str, subscripts: tuple[Node, ...], primes: int, span: Span) -> Symbol:
    """A symbol; a subscript that is a word, as in `L_{\\text{CE}}`, is a part of its name.

    An entry of a bold array is written `\\mathbf{x}_i` or `x_i`, and means the same; a fraction of numbers,
    `t_{1/2}`, counts nothing.
    """
    if len(subscripts) == 1 and (parts := _ratio(subscripts[0])):
        return Symbol(f"{name}_{{{'/'.join(parts)}}}", (), primes, span)
    if subscripts:
        name = _BOLD.sub(r"\1", name)
    words = [s.name for s in subscripts if _is_word(s) and isinstance(s, Symbol)]
    if len(words) == 1:
        sign = words[0].startswith("\\") or words[0] in _SIGNS
        label = words[0] if sign else f"\\text{{{words[0]}}}"
        return Symbol(f"{name}_{{{label}}}", tuple(s for s in subscripts if not _is_word(s)), primes, span)
    return Symbol(name, subscripts, primes, span)


def _ratio(node: Node) -> tuple[str, ...]:
    """The two numbers of a fraction of numbers, or ()."""
    match node:
        case Product((Number(above), Number(below)), ("/",)) | Fraction(Number(above), Number(below)):
            return above, below
        case _:
            return ()


def _is_list(content: Content) -> bool:
    """Whether several expressions stand in parentheses: what stands before is applied to them."""
    return len(content.items) > 1 and not any(item.relations for item in content.items)


def _is_word(node: Node) -> bool:
    if not isinstance(node, Symbol) or node.subscripts or node.primes:
        return False
    if node.name in _SIGNS:
        return True
    return node.name in FUNCTIONS or (len(node.name) > 1 and _WORD.fullmatch(node.name) is not None)


def _is_star(sup: Content | None) -> bool:
    return sup is not None and len(sup.items) == 1 and sup.items[0].members == (Symbol(STAR),)


def _is_factorial(sup: Content | None) -> bool:
    return sup is not None and len(sup.items) == 1 and sup.items[0].members == (Symbol(FACTORIAL),)


def _sample(sup: Content | None) -> Node | None:
    """The index i of a superscript `(i)`; None for any other."""
    if sup is None or len(sup.items) != 1 or sup.items[0].relations:
        return None
    match sup.items[0].members[0]:
        case Group("(", Symbol(_, (), 0) | Number() as inner, _):
            return inner
        case _:
            return None


def _base_span(piece: Piece) -> Span:
    """The span of a piece up to a superscript that ends it."""
    last = piece.scripts[-1:]
    if not last or last[0].kind != "superscript":
        return piece.span
    return Span(piece.span.start, piece.scripts[-2].span.end if piece.scripts[1:] else piece.atom.span.end)
