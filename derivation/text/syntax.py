"""The syntax tree of printed mathematics: what stands on the paper, and where.

A tree says nothing of meaning: `SA'_j` is a symbol with a prime and a
subscript, whatever it denotes. Trees are frozen and compare without their
spans, so that what is printed from a tree and read back is an equal tree.

    display  := row (SEPARATOR row)*                 "," "\\quad" "\\\\"
    row      := LEAD? RELATION? expr (RELATION expr)*   a chain; LEAD is \\therefore, \\iff, …
    expr     := SIGN? term (SIGN term)*                          -> Terms
    term     := factor (OPERATOR? factor)*                       -> Product
    factor   := number | symbol | application | group | fraction
              | root | power | big | partial | absolute | sealed
    big      := (\\sum | \\prod) range? term          the rest of the term -> Big
    partial  := \\partial power? subscript? term?     the rest of the term -> Partial
"""

from __future__ import annotations

from typing import Final, NamedTuple

from derivation.late import regex
from derivation.records import dataclass, field
from derivation.text.source import Span

NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral as printed, `12` or `0.5`."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name with its subscripts and primes: `x`, `x_i`, `A_{ij}`, `SA'_j`, `\\hat{y}_k`.

    `name` is what is printed, without a font: `x`, `\\beta`, `SA`, `\\hat{y}`. A subscript
    that is a word belongs to it, `L_{\\text{CE}}`, and so does the place of an index in
    parentheses above, `x^{()}` of `x_j^{(i)}`, whose subscripts are j and i.
    Subscripts `A_{ij}`, `A_{i j}` and `A_{i,j}` all give two of them.
    """

    name: str
    subscripts: tuple[Node, ...] = ()
    primes: int = 0
    span: Span = field(default=NOWHERE, compare=False)


SAMPLE = "^{()}"
"""What the name of a symbol ends in whose last subscript is printed above, in parentheses."""


STARRED = "^{*}"
"""What the name of a symbol ends in that has a star, `x^*`: it is another one than x."""


@dataclass(frozen=True, slots=True)
class Apply:
    """A function of arguments: `SA(X)`, `f'(a)`, `\\log y`, `\\exp(x)`.

    `function` is a symbol, whose name is `\\log`, `\\exp`, … for LaTeX's own.
    `bare` is true where the argument stands without parentheses, as in `\\log y`.
    """

    function: Symbol
    arguments: tuple[Node, ...]
    bare: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Power:
    base: Node
    exponent: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """An expression in delimiters, `(a + b)`; `left` and `right` are `(`, `[`, `\\{`, …, or braces."""

    left: str
    body: Node
    right: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Fraction:
    numerator: Node
    denominator: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Root:
    body: Node
    degree: Node | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Absolute:
    body: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Range:
    """What stands under and over a big operator.

    `\\sum_{i,j}`: two indices, no relation. `\\sum_{i=1}^{n}`: relation `=`, bound 1,
    upper n. `\\sum_{i \\neq j}`: relation `\\neq`, bound j. `\\sum_{i \\in n}`:
    relation `\\in`, bound n. `\\sum`: no index at all.
    Relations: `=`, `\\in`, `\\neq`, `\\le`, `<`, `\\ge`, `>`.
    """

    indices: tuple[Node, ...] = ()
    relation: str = ""
    bound: Node | None = None
    upper: Node | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Big:
    """`\\sum` or `\\prod` with its range and its body, the rest of the term.

    `operator` is `\\sum`, `\\prod`, or one that is read only to be named (`\\int`, `\\max`, `\\lim`).
    """

    operator: str
    range: Range
    body: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Partial:
    """`\\partial` (or an upright or fraction's `d`) before the rest of the term.

    `\\partial^2 f`: order 2. `\\partial_w L`: subscript w. In `\\frac{\\partial}{\\partial x}`
    the numerator has no body.
    """

    operator: str
    order: Node | None = None
    subscript: Node | None = None
    body: Node | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Product:
    """Factors and the operators between them: "" (juxtaposed), `*`, `\\cdot`, `\\times`, `/`."""

    factors: tuple[Node, ...]
    operators: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """Signed terms: `signs` are `+` or `-`, and "" for a first one without a sign."""

    terms: tuple[Node, ...]
    signs: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is well-formed and not understood, `\\int_0^1 f(x) \\, dx`: it stands for itself.

    `pieces` are the signs that it is printed with, `letters` the names among them that it depends on;
    `array` where it may be a vector or a matrix; `closed` where it depends on nothing else.
    """

    pieces: tuple[str, ...]
    letters: tuple[str, ...] = ()
    array: bool = False
    closed: bool = True
    span: Span = field(default=NOWHERE, compare=False)
    note: str = field(default="", compare=False)
    """Why it is not understood, where that can be said."""

    @property
    def latex(self) -> str:
        text = ""
        for piece in self.pieces:
            runs_on = (_COMMAND_END.search(text) and piece[:1].isalpha()) or _digits_meet(text, piece)
            spaced = piece in _SPACED and text
            text += " " + piece if runs_on or spaced or text.endswith(_AFTER_SPACE) else piece
        return text


def _digits_meet(text: str, piece: str) -> bool:
    return text[-1:].isdigit() and piece[:1].isdigit()


_COMMAND_END: Final = regex(r"\\[A-Za-z]+$")
_AFTER_SPACE: Final = ("=", "+", "<", ">", "\\le", "\\ge", "\\neq", "\\in", "\\to", "\\mid", "&", "\\\\", ",")
_SPACED: Final = frozenset({*_AFTER_SPACE, "-", "d"} - {","})

Node = (
    Number
    | Symbol
    | Apply
    | Power
    | Group
    | Fraction
    | Root
    | Absolute
    | Big
    | Partial
    | Product
    | Terms
    | Sealed
)


class Nesting(NamedTuple):
    """How a row is joined to others: how many parentheses around several rows open before it and close
    behind it, and whether *and* stands before it."""

    opens: int = 0
    conjoined: bool = False
    closes: int = 0


NOT_NESTED = Nesting()


@dataclass(frozen=True, slots=True)
class Row:
    """A chain as printed: `lead? relation? member (relation member)*`.

    `relations[k]` stands before `members[k]`; the first is "" where the row
    does not open with a relation. `lead` is `\\therefore`, `\\iff`, … or "".
    """

    lead: str
    relations: tuple[str, ...]
    members: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)
    nesting: Nesting = NOT_NESTED
