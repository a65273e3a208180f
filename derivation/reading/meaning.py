"""From syntax trees to terms: what each printed construct means.

Takes a `Notation` and the names that the document defines; gives terms.
A bound index gets a name that no letter has (`k.0`, by the depth of its sum),
so that what is printed twice is the same term. What is printed but has no meaning raises
`IllFormed`, with the repaired tree where there is only one way to repair it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction as Rational
from math import log10

from derivation.late import regex
from derivation.reading import functions as known_functions
from derivation.reading.differentials import DIFFERENTIAL
from derivation.reading.heads import Partials, is_first_order
from derivation.reading.imaginary import UNITS, is_minus_one
from derivation.reading.kinds import kind_of
from derivation.reading.notation import SQUARE, Notation, is_bold, is_letter, read_range
from derivation.reading.sides import is_lost
from derivation.records import dataclass, field, replace
from derivation.terms.indices import shifted, slot
from derivation.terms.roots import NAMES as root_names
from derivation.terms.terms import (
    IMAGINARY,
    MINUS_ONE,
    PI,
    UNKNOWN,
    ZERO,
    Add,
    Bound,
    Delta,
    Deriv,
    E,
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
    negated,
    quotient,
)
from derivation.terms.terms import walk as walk_terms
from derivation.text.commands import BINOMIAL, EXTREMA, FACTORIAL, STAR, TRANSPOSES
from derivation.text.commands import FUNCTIONS as KNOWN_FUNCTIONS
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Source, Span
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
    Root,
    Row,
    Sealed,
    Symbol,
    Terms,
)
from derivation.text.syntax import Range as PrintedRange
from derivation.text.trees import children, rebuilt, undefined, walk

ORDERS = {"\\le": (None, 0), "<": (None, -1), "\\ge": (0, None), ">": (1, None)}
"""Where a part of a range begins and ends, counted from what it is compared with; else `None`."""

BIG = {"\\sum": "sum", "\\prod": "product"}

PRODUCTS = frozenset(("\\odot", "\\otimes"))

DOTTED = regex(r"\\(?P<dots>d{1,4}ot)\{(?P<name>[^{}]+)\}")
DOTS = {"dot": 1, "ddot": 2, "dddot": 3, "ddddot": 4}
TIME = "t"
"""What a dot above a letter differentiates by."""

FACTORIAL_SIGN = Symbol(FACTORIAL)
DEGREES = Symbol("\\circ")
"""What an angle in degrees has as its superscript."""

STYLED = regex(r"\\[A-Za-z]+\{\w+\}")
"""A letter in a style that nobody knows."""

MAX_DIGITS = 1000
MAX_PRIMES = 3

Scope = Mapping[str, str]
NO_SCOPE: Scope = {}


class OutOfScope(ReadError):
    """Mathematics that is read but not judged; the message names it."""


class IllFormed(ReadError):
    """A print that has no meaning. `repaired` is a tree that replaces `node`, if only one can."""

    def __init__(
        self, message: str, source: Source, span: Span, node: Node, repaired: Node | None = None
    ) -> None:
        super().__init__(message, source, span)
        self.node = node
        self.repaired = repaired


@dataclass(frozen=True, slots=True)
class Opaque:
    """What is well-formed and not understood: a quantity of its own, whose name is its print.

    `printed` is that where it was met last, `node` the same with `slots` for the indices that it carries;
    `shown` are the names that it shows, and `closed` is false where it depends on others, too: an
    expectation on the distribution, a gradient on the point.
    """

    node: Node
    printed: Node
    shown: frozenset[str]
    closed: bool = True
    slots: tuple[str, ...] = ()

    @property
    def latex(self) -> str:
        """The LaTeX of the print."""
        return to_latex(self.printed)

    @property
    def depends_on(self) -> frozenset[str] | None:
        """The names that it depends on; `None` where these are not known."""
        return self.shown if self.closed else None

    def at(self, letters: Sequence[str]) -> Node:
        """The print with letters for the indices that it carries."""
        return _renamed(self.node, dict(zip(self.slots, letters, strict=True)))


@dataclass(slots=True)
class Reader:
    """Reads trees of one source. `defined` are the document's names with their number of indices;
    `functions` the names that are applied to what they depend on, as in `SA(X)`; those that
    have `variables` to whatever is put in their place; `bare` are arrays of other sections, whose
    letters are numbers here. `squares` are names that the document
    knows by their square, as in `\\sigma^2 = …`;
    `matrices` and `complexes` those that it says are such, `units` the letters that are the imaginary unit;
    `reals` those that are real, which only matters beside one; `numbers` are letters that have a value;
    `scalars` are names that are declared as numbers, and factors before parentheses;
    `operators` are functions whose value may depend on more than they show, `apart` names that stand for
    themselves, as their value is not to be known; `unknowns` are what is differentiated by;
    `transposed` are names of what is a vector or a matrix, as it is printed transposed;
    `steady` letters are constant; `partials` are names of partial derivatives of functions, `undefined` those
    of functions of one number of which nothing is known;
    `shadow` are the arguments of a function that is being defined, which hide what has their name; `opaque`
    is filled with what is met and not understood.
    """

    source: Source
    notation: Notation
    defined: frozenset[tuple[str, int]] = frozenset()
    functions: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)
    variables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    squares: frozenset[tuple[str, int]] = frozenset()
    matrices: frozenset[str] = frozenset()
    complexes: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    reals: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    scalars: frozenset[str] = frozenset()
    operators: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    unknowns: frozenset[tuple[str, int]] = frozenset()
    prime: Var | None = None
    bare: frozenset[str] = frozenset()
    through: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opaque: dict[str, Opaque] = field(default_factory=dict)
    shadow: frozenset[str] = frozenset()
    transposed: frozenset[str] = frozenset()
    partials: Partials = field(default_factory=dict)
    undefined: frozenset[str] = frozenset()
    steady: frozenset[str] = frozenset()
    known: dict[tuple[int, int], tuple[Node, Term]] | None = None
    scopes: dict[tuple[tuple[str, str], ...], Scope] = field(default_factory=dict, repr=False, compare=False)
    arrays: dict[int, tuple[Node, bool]] | None = None

    def of(self, source: Source) -> Reader:
        """The same reader for another source, so that messages point there."""
        return replace(self, source=source)

    def remembering(self) -> Reader:
        """The same reader, for many trees that share most of their nodes: it reads each node once."""
        return replace(self, known={}, scopes={}, arrays={})

    def term(self, node: Node, scope: Scope | None = None) -> Term:
        """The meaning of a tree; `scope` maps letters to bound indices."""
        return self._term(node, self._inner(scope, ()) if scope else NO_SCOPE)

    def _error(self, message: str, node: Node) -> ReadError:
        return ReadError(message, self.source, node.span)

    def _term(self, node: Node, scope: Scope) -> Term:
        if self.known is None:
            return self._read(node, scope)
        key = (id(node), id(scope))
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = (node, self._read(node, scope))
        return found[1]

    def _inner(self, scope: Scope, bound: Sequence[tuple[str, str]]) -> Scope:
        """A scope with more bound letters; the same object for the same ones, as `known` goes by its `id`."""
        inner = {**scope, **dict(bound)}
        return self.scopes.setdefault(tuple(inner.items()), inner)

    def _read(self, node: Node, scope: Scope) -> Term:
        if self._is_beyond_algebra(node):
            if isinstance(node, Product) and (parted := _numbered(node)):
                number, rest = parted
                return Mul((self._term(number, scope), self._term(rest, scope)))
            return self._opaque(node, "vectors or matrices", scope, closed=not _has_partial(node))
        match node:  # the frequent ones first
            case Product(factors, operators):
                return self._product(factors, operators, scope)
            case Terms(terms, signs):
                parts = [self._term(term, scope) for term in terms]
                signed = [negated(p) if s == "-" else p for p, s in zip(parts, signs, strict=True)]
                return signed[0] if len(signed) == 1 else Add(tuple(signed))
            case Group(_, body, _):
                return self._term(body, scope)
            case Fraction():
                return self._fraction(node, scope)
            case Sealed(closed=closed):
                return self._opaque(node, f"{node.latex}, which is not known", scope, closed)
            case Number(text):
                if len(text) > MAX_DIGITS:
                    raise self._error(f"a number of more than {MAX_DIGITS} digits", node)
                return Num(Rational(text))
            case Symbol():
                return self._symbol(node, scope)
            case Apply():
                return self._apply(node, scope)
            case Power(base, exponent):
                return self._power(base, exponent, scope)
            case Root(body, None) if self.units and is_minus_one(body):
                return IMAGINARY
            case Root(body, Number(text)) if text.isdigit() and (root := root_names.get(int(text))):
                return Fn(root, self._term(body, scope))
            case Root(body, degree):
                order = Num(Rational(2)) if degree is None else self._term(degree, scope)
                return Pow(self._term(body, scope), Pow(order, MINUS_ONE))
            case Absolute(body):
                return Fn("abs", self._term(body, scope))
            case Big():
                return self._big(node, scope)
            case Partial():
                return self._partial(node, scope)

    # Names

    def _symbol(self, node: Symbol, scope: Scope) -> Term:
        if not node.subscripts and not node.primes:
            if node.name in scope:
                return Index(scope[node.name])
            if node.name in self.shadow:
                return Var(node.name)
        if node.name in self.variables and not node.subscripts:
            own = tuple(
                self._symbol(Symbol(name, span=node.span), scope) for name in self.variables[node.name]
            )
            return self._function(node, own)
        if node.primes:
            return self._primed(node, scope)
        if dotted := DOTTED.fullmatch(node.name):
            plain = replace(node, name=dotted["name"])
            return self._derived(self._symbol(plain, scope), [Var(TIME)] * DOTS[dotted["dots"]])
        if node.name.startswith(DIFFERENTIAL) and not node.subscripts:
            return self._differential_of(node, scope)
        if node.name in self.complexes and not (self.units and (node.name, 0) in self.defined):
            raise OutOfScope(f"{node.name}, which is complex", self.source, node.span)
        if node.name in self.matrices and not node.subscripts:
            return self._opaque(node, "a matrix", scope)
        if node.name == PI.name and node.name in self.apart:
            raise OutOfScope("π, to which the document gives a value of its own", self.source, node.span)
        if node.name in self.apart and not node.primes:
            return self._opaque(node, node.name, scope, closed=False)
        key = (node.name, len(node.subscripts))
        if key in self.squares:
            return Pow(self._square(node, scope), Num(Rational(1, 2)))
        if key in self.defined:
            return Ref(node.name, self._indices(node, scope))
        if not node.subscripts:
            return self._letter(node, scope)
        indices = self._indices(node, scope)
        if node.name.endswith(SAMPLE) and indices[-1] in self.notation.sizes:
            raise OutOfScope("a size in parentheses as a superscript", self.source, node.span)
        if node.name == "\\delta" and len(indices) == 2:
            return Delta(*indices)
        if node.name in self.notation.vectors:
            return Var(self.notation.vectors[node.name], indices)
        if len(node.name) > 1 and node.name.isalpha() and key not in self.unknowns:
            return self._opaque(node, f"{node.name}, which is never defined", scope, closed=False)
        return Var(node.name, indices)

    def _square(self, node: Symbol, scope: Scope) -> Var | Ref:
        """A quantity that is known by its square: the square."""
        name, indices = node.name + SQUARE, self._indices(node, scope)
        return Ref(name, indices) if (name, len(indices)) in self.defined else Var(name, indices)

    def _letter(self, node: Symbol, scope: Scope) -> Term:
        name = node.name
        if name in UNITS or (name in self.units and name not in scope):
            return self._imaginary(node)
        if name in TRANSPOSES or name == STAR:
            raise OutOfScope("a conjugate or an adjoint", self.source, node.span)
        if name in scope or name in self.notation.indices:
            return Index(scope.get(name, name))
        if name in self.notation.sizes:
            return Var(name)
        if name == "e":
            return E
        if name in self.notation.vectors:
            raise self._error(f"{name} is a whole vector; an entry of it has an index", node)
        if is_bold(name):
            return self._opaque(node, "a vector or matrix", scope)
        hidden = any(name in own for own in self.variables.values())
        if name in self.notation.arrays and name not in self.bare and not hidden:
            message = (
                f"{name} without an index, where it has one elsewhere; write it by its entries, or, "
                f"where it stands for all of them, {kind_of(name, 'array')} of the reading file"
            )
            raise OutOfScope(message, self.source, node.span)
        if name in self.functions:
            raise self._error(f"{name} is a function and stands here without its argument", node)
        if len(name) > 1 and name.isalpha() and (name, 0) not in self.unknowns:
            return self._opaque(node, f"{name}, which is never defined", scope, closed=False)
        if name == "i" and name not in self.numbers:
            message = (
                "i is no index here, and nothing says that it is the imaginary unit: "
                "write that it is, or take another letter for a number"
            )
            raise OutOfScope(message, self.source, node.span)
        return Var(name)

    def _imaginary(self, node: Symbol) -> Term:
        if node.name in self.notation.indices:
            message = f"{node.name} is an index and the imaginary unit in this document; rename the index"
            raise OutOfScope(message, self.source, node.span)
        return IMAGINARY

    def _function(self, node: Symbol, arguments: tuple[Term, ...]) -> Term:
        """A function that the document defines, or a derivative of it, at arguments."""
        if len(arguments) != len(self.variables[node.name]):
            message = (
                f"{node.name} is defined for {len(self.variables[node.name])} arguments, not {len(arguments)}"
            )
            raise OutOfScope(message, self.source, node.span)
        if node.primes > MAX_PRIMES or (node.primes and len(arguments) > 1):
            raise OutOfScope("this many primes at a function", self.source, node.span)
        return Ref(node.name + "'" * node.primes, (), arguments)

    def _primed(self, node: Symbol, scope: Scope) -> Term:
        letters = self.through.get(node.name, ())
        if self.prime is None and not node.subscripts and (slope := _slope_letter(letters)):
            plain = replace(node, primes=0)
            return self._derived(self._symbol(plain, scope), [Var(slope)] * node.primes)
        if self.prime is None:
            return self._opaque(node, "a derivative", scope, closed=False)
        plain = Symbol(node.name, node.subscripts, 0, node.span)
        if (node.name, len(node.subscripts)) not in self.defined:
            raise self._error(f"{node.name} has a prime and is never defined", node)
        indices = tuple(scope.get(index, index) for index in self.prime.indices)
        return self._derived(self._symbol(plain, scope), [Var(self.prime.name, indices)] * node.primes)

    def _differential_of(self, node: Symbol, scope: Scope) -> Term:
        """`dy`, which is Σ ∂y/∂x dx where y is given through other letters, else a name of its own."""
        name = node.name.removeprefix(DIFFERENTIAL)
        letters = tuple(k for k in self.through.get(name, ()) if k not in self.steady)
        if not letters or (name, 0) not in self.defined:
            return Var(node.name)
        quantity = self._symbol(replace(node, name=name), scope)
        parts = tuple(Mul((Deriv(quantity, Var(k)), Var(DIFFERENTIAL + k))) for k in letters)
        return parts[0] if len(parts) == 1 else Add(parts)

    def _derived(self, term: Term, unknowns: list[Var | Ref]) -> Term:
        for unknown in unknowns:
            term = Deriv(term, unknown)
        return term

    def _indices(self, node: Symbol, scope: Scope) -> tuple[str, ...]:
        return tuple(self._index(subscript, scope) for subscript in node.subscripts)

    def _index(self, node: Node, scope: Scope) -> str:
        match node:
            case Symbol(name, (), 0) if is_letter(name):
                return scope.get(name, name)
            case Symbol(name):
                message = f"{name} is no index: a subscript that is a word or has a subscript"
                raise OutOfScope(message, self.source, node.span)
            case Number(text) if text.isdigit():
                return str(int(text))
            case Terms((Symbol() as letter, Number(text)), ("", sign)) if text.isdigit():
                return shifted(self._index(letter, scope), int(sign + text))
            case Terms((Number(text), Symbol() as letter), ("", "+")) if text.isdigit():
                return shifted(self._index(letter, scope), int(text))
            case _:
                raise OutOfScope(
                    "an index other than a letter, a number, or a letter and a number", self.source, node.span
                )

    # Functions, powers, products

    def _apply(self, node: Apply, scope: Scope) -> Term:
        function, arguments = node.function, node.arguments
        if (dotted := DOTTED.fullmatch(function.name)) and arguments == (Symbol(TIME),):
            plain = replace(node, function=replace(function, name=dotted["name"]))
            return self._derived(self._term(plain, scope), [Var(TIME)] * DOTS[dotted["dots"]])
        if len(arguments) == 1 and (own := self._known_function(node, scope)) is not None:
            return own
        if function.name == BINOMIAL:
            return known_functions.binomial(*(self._term(argument, scope) for argument in arguments))
        if function.name == "\\mathbb{1}" and len(arguments) == 2:
            return Delta(*(self._index(argument, scope) for argument in arguments))
        if function.name in self.variables and not function.subscripts:
            symbol = replace(function, span=node.span)
            return self._function(symbol, tuple(self._term(argument, scope) for argument in arguments))
        if function.name in self.undefined and not function.subscripts and len(arguments) == 1:
            return Fn(UNKNOWN + function.name + "'" * function.primes, self._term(arguments[0], scope))
        if function.name in self.functions:
            if arguments != self.functions[function.name]:
                raise OutOfScope(f"{function.name} at another argument", self.source, node.span)
            return self._symbol(Symbol(function.name, (), function.primes, node.span), scope)
        if function.name.endswith(SAMPLE) and all(isinstance(s, Number) for s in function.subscripts):
            return self._opaque(node, f"the function {to_latex(function)}", scope, closed=False)
        if function.subscripts and len(arguments) == 1:
            raise OutOfScope(f"{to_latex(function)} at another argument", self.source, node.span)
        if function.name in EXTREMA and not function.subscripts and not function.primes:
            values = tuple(self._term(argument, scope) for argument in arguments)
            if (extreme := known_functions.extremum(function.name, values)) is not None:
                return extreme
        if function.name in EXTREMA:
            raise OutOfScope(f"an extremum, {function.name}", self.source, node.span)
        if function.name in KNOWN_FUNCTIONS:
            raise OutOfScope(f"the function {function.name}", self.source, node.span)
        closed = function.name not in self.operators
        return self._opaque(node, f"the function {function.name}, which is never defined", scope, closed)

    def _known_function(self, node: Apply, scope: Scope) -> Term | None:
        """A function that has a name in LaTeX, of one argument; `None` for any other."""
        function, base = node.function, node.function.subscripts
        if len(base) == 1 and function.name in known_functions.WITH_BASE and not function.primes:
            inner = self._term(node.arguments[0], scope)
            return known_functions.logarithm(self._term(base[0], scope), inner)
        if base or known_functions.applied(function.name, ZERO) is None:
            return None
        if function.primes:
            raise OutOfScope("a prime at a function", self.source, node.span)
        return known_functions.applied(function.name, self._term(node.arguments[0], scope))

    def _opaque(self, node: Node, what: str, scope: Scope, closed: bool = True) -> Term:
        """What is not understood as a quantity of its own, one for each value of its indices."""
        shown = frozenset(_shown(node))
        if not shown.isdisjoint(self.notation.sizes):
            raise OutOfScope(f"{what}, at a size", self.source, node.span)
        letters = sorted(shown & (scope.keys() | self.notation.indices))
        slots = tuple(map(slot, range(len(letters))))
        kept = _renamed(node, dict(zip(letters, slots, strict=True)))
        name = to_latex(kept)
        self.opaque[name] = Opaque(kept, node, shown - set(letters), closed, slots)
        return Var(name, tuple(scope.get(letter, letter) for letter in letters))

    def _is_beyond_algebra(self, node: Node) -> bool:
        """Whether a node does more to vectors or matrices than add them and multiply by numbers."""
        match node:
            case Symbol() | Number() | Terms() | Group():
                return False
            case Power(base, exponent):
                return self._is_transpose(exponent) or self._is_array(base) or self._is_array(exponent)
            case Apply(_, arguments):
                return any(map(self._is_array, arguments))
            case Root(body) | Absolute(body):
                return self._is_array(body)
            case Fraction(numerator, denominator):
                apart = self._is_array(numerator) and _has_partial(numerator)
                return apart or self._is_array(denominator)
            case Big(operator="\\prod", body=body):
                return self._is_array(body)
            case Product(factors, operators):
                arrays = [self._is_array(factor) for factor in factors]
                if not any(arrays):
                    return not PRODUCTS.isdisjoint(operators)
                divides = any(o == "/" and a for o, a in zip(operators, arrays[1:], strict=True))
                unsure = any(_may_be_matrix(f) for f, a in zip(factors, arrays, strict=True) if not a)
                turned = any(isinstance(f, Power) and self._is_transpose(f.exponent) for f in factors)
                return divides or unsure or turned or sum(arrays) > 1
            case _:
                return False

    def arrays_in(self, rows: Sequence[Row]) -> frozenset[str]:
        """The names that are printed transposed, and those that are equal to vectors or matrices."""
        nodes = (node for row in rows for member in row.members for node in walk(member))
        found = frozenset(
            node.base.name
            for node in nodes
            if isinstance(node, Power) and isinstance(node.base, Symbol) and self._is_transpose(node.exponent)
        )
        while True:
            known = replace(self, transposed=found)
            more = found.union(
                member.name
                for row in rows
                if any(known._is_array(m) and _is_sure(m) and known._makes_array(m) for m in row.members)
                for member in row.members
                if isinstance(member, Symbol) and not (member.subscripts or member.primes or is_lost(member))
            )
            if more == found:
                return found
            found = more

    def _is_array(self, node: Node) -> bool:
        """Whether a node may be a vector or a matrix."""
        if self.arrays is None:
            return self._may_be_array(node)
        found = self.arrays.get(id(node))
        if found is None:
            found = self.arrays[id(node)] = (node, self._may_be_array(node))
        return found[1]

    def _may_be_array(self, node: Node) -> bool:
        match node:
            case Product((Power(Symbol() as first, exponent), *_, Symbol() as last)) if (
                self._is_transpose(exponent) and not _is_capital(first) and not _is_capital(last)
            ):
                return False  # an inner product
            case Product() if parted := _numbered(node):
                return self._is_array(parted[1])
            case Sealed(array=array):
                return array
            case Symbol(name, subscripts, primes):
                if (
                    primes
                    and self.prime is None
                    and not self.through.get(name)
                    and name not in self.variables
                ):
                    return _is_capital(node) or bool(self.matrices or self.transposed)  # it may be transposed
                return not subscripts and (is_bold(name) or name in self.matrices | self.transposed)
            case Power(base, exponent):
                return self._is_transpose(exponent) or self._is_array(base)
            case _:
                return any(map(self._is_array, children(node)))

    def _makes_array(self, node: Node) -> bool:
        """Whether what is equal to a node that may be an array is one, too: not what speaks of one in the
        arguments of a function, in a square or below a bar, where a number comes of it as well."""
        match node:
            case Apply():
                return False
            case Symbol():
                return not node.primes and self._is_array(node)
            case Fraction(Partial(body=None) | Partial(), Partial(body=by)) if by is not None:
                above = node.numerator.body if isinstance(node.numerator, Partial) else None
                return self._is_array(by) != (above is not None and self._is_array(above))
            case Fraction(numerator):
                return self._makes_array(numerator)
            case Power(base, exponent):
                turned = self._is_transpose(exponent) or not isinstance(exponent, Number)
                square = isinstance(base, Symbol) and _is_capital(base)
                return self._is_array(node) if turned else square and self._makes_array(base)
            case Product(factors, operators):
                arrays = [self._is_array(factor) for factor in factors]
                dotted = any(o == "\\cdot" and a for o, a in zip(operators, arrays[1:], strict=True))
                inner = dotted and sum(arrays) > 1
                return not inner and self._is_array(node) and any(map(self._makes_array, factors))
            case Sealed(array=array):
                return array
        return any(map(self._makes_array, children(node)))

    def _is_transpose(self, exponent: Node) -> bool:
        r"""Whether an exponent is `\top`, or a T that is no number: `\mu^T`, beside a function T(y), too."""
        match exponent:
            case Terms((inner,), _):
                return self._is_transpose(inner)
            case Symbol("T", (), 0):
                other = self.notation.sizes | self.scalars
                applied = "T" in self.variables or "T" in self.functions
                return ("T" not in other) and (applied or ("T", 0) not in self.defined)
            case Symbol(name, (), 0):
                return name in TRANSPOSES
        return False

    def _power(self, base: Node, exponent: Node, scope: Scope) -> Term:
        if isinstance(base, Symbol) and not base.primes and (base.name, len(base.subscripts)) in self.squares:
            root = self._term(exponent, scope)
            square = self._square(base, scope)
            if isinstance(root, Num):
                return square if root.value == 2 else Pow(square, Num(root.value / 2))
            return Pow(square, Mul((root, Num(Rational(1, 2)))))
        if exponent == FACTORIAL_SIGN:
            return Fn("factorial", self._term(base, scope))
        if exponent == DEGREES:
            return self._angle(base, scope)
        named = isinstance(base, Symbol) and base.name == "e"
        own = "e" in scope or ("e", 0) in self.defined
        if base == Symbol("e") and not own and not isinstance(exponent, Number):
            return Fn("exp", self._term(exponent, scope))
        if isinstance(exponent, Group) and isinstance(exponent.body, Number | Symbol) and not named:
            message = "a superscript in parentheses, as in x^{(i)}; write a power without them"
            raise OutOfScope(message, self.source, exponent.span)
        if _is_word(exponent) and not named:
            raise OutOfScope(f"a superscript of capitals, {to_latex(exponent)}", self.source, exponent.span)
        raised = self._term(exponent, scope)
        term = self._term(base, scope)
        if term is E:
            return Fn("exp", raised)
        power = Pow(term, raised)
        if _digits(power) > MAX_DIGITS:
            raise self._error(f"this power is a number of more than {MAX_DIGITS} digits", base)
        return power

    def _angle(self, base: Node, scope: Scope) -> Term:
        """`45^\\circ`, which is π/4."""
        if isinstance(base, Symbol):
            message = f"a degree sign at {base.name}, which can be an angle or a state"
            raise OutOfScope(message, self.source, base.span)
        return Mul((self._term(base, scope), PI, Pow(Num(Rational(180)), MINUS_ONE)))

    def _product(self, factors: tuple[Node, ...], operators: tuple[str, ...], scope: Scope) -> Term:
        parts: list[Term] = []
        for place, factor in enumerate(factors):
            unknowns = self._operator(factor, scope) if isinstance(factor, Fraction) else None
            if unknowns is not None:
                if place and operators[place - 1] == "/":
                    raise self._error("it is unclear what is divided by here; write a fraction", factor)
                rest = self._product(factors[place + 1 :], operators[place + 1 :], scope)
                self._refuse_reach(factors[place:], operators[place:], unknowns, scope)
                parts.append(self._derived(rest, unknowns))
                break
            if place < len(operators) and isinstance(factor, Power):
                self._refuse_temperature(factor, factors[place + 1], operators[place])
            if place < len(operators) and isinstance(factor, Symbol | Fraction):
                self._refuse_application(factor, factors[place + 1], operators[place])
            term = self._term(factor, scope)
            divides = place > 0 and operators[place - 1] == "/"
            parts.append(Pow(term, MINUS_ONE) if divides else term)
        return parts[0] if len(parts) == 1 else Mul(tuple(parts))

    def _refuse_temperature(self, factor: Node, after: Node, joined: str) -> None:
        """`20^\\circ C` is no angle."""
        match factor, after:
            case Power(_, exponent), Symbol(name) if exponent == DEGREES and not joined:
                if name.isupper():
                    message = (
                        f"degrees right before {name}, as of a temperature; for a product write `\\cdot`"
                    )
                    raise OutOfScope(message, self.source, factor.span)

    def _refuse_reach(
        self, factors: tuple[Node, ...], operators: tuple[str, ...], by: list[Var | Ref], scope: Scope
    ) -> None:
        """`d/dx (a) (b)`, `d/dx a \\cdot b` and `d/dx a d/dx b` may end at a, where b depends on x."""
        for place in range(2, len(factors)):
            parted = place == 2 and isinstance(factors[1], Group)
            if not (parted or operators[place - 1] or self._operator(factors[place], scope)):
                continue
            left = tuple(n for n in factors[place:] if self._operator(n, scope) is None)
            spoken = {t.name for n in left for t in walk_terms(self._term(n, scope)) if isinstance(t, Var)}
            told = any(isinstance(t, Ref) for n in left for t in walk_terms(self._term(n, scope)))
            if told or len(left) < len(factors[place:]) or not spoken.isdisjoint(u.name for u in by):
                message = "it is unclear how far this derivative reaches; put all of it in parentheses"
                raise self._error(message, factors[0])

    def _refuse_application(self, factor: Node, after: Node, joined: str) -> None:
        """`\\sigma (x)`, a name right before one name in parentheses, is no product."""
        match factor, after:
            case Symbol(name), _ if name in self.scalars:
                return
            case Symbol(name, (), 0), Symbol(other, (), 0):
                if {name, other} in self.notation.swapped and not {(name, 0), (other, 0)} & self.defined:
                    message = (
                        f"{name} and {other} may be matrices, as they stand in both orders; write entries, "
                        f"or, of numbers, {kind_of(name, 'number')} of the reading file"
                    )
                    raise OutOfScope(message, self.source, factor.span)
            case Fraction(), Group("(", Symbol() | Number()) if not joined:
                if (applied := self._applied_derivative(factor)) is not None:
                    message = f"it is unclear whether {applied} is meant at what follows, or times it"
                    raise OutOfScope(message, self.source, factor.span)
            case Symbol(name, (), primes), Group("(", body, _) if not joined and (
                (primes and _is_place(body))
                or (isinstance(body, Symbol | Number) and not (is_letter(name) or name.isalpha()))
            ):
                if name not in self.functions:
                    message = _unknown_function(to_latex(factor), name)
                    raise OutOfScope(message, self.source, factor.span)
            case Symbol(name, (), 0), Group("(", body, _) if not joined:
                known = self.notation.indices | self.notation.sizes
                single = isinstance(body, Symbol | Apply | Number)
                unknown = (
                    isinstance(body, Symbol | Number) and name not in known and (name, 0) in self.defined
                )
                if unknown and not (isinstance(body, Symbol) and body.name in known):
                    message = (
                        f"{name} is applied here, and is defined without an argument; "
                        "for a product write `\\cdot`"
                    )
                    raise OutOfScope(message, self.source, factor.span)
                if single and (name, 0) not in self.defined and name not in known and is_letter(name):
                    message = _unknown_function(name, name)
                    raise OutOfScope(message, self.source, factor.span)

    def _applied_derivative(self, node: Fraction) -> str | None:
        """The derivative of a function of the document, in words; `None` of all else."""
        match node.numerator:
            case Partial(body=Symbol(name) | Apply(Symbol(name))) if name in self.variables:
                return f"the derivative of {name}"
        return None

    # Sums

    def _big(self, node: Big, scope: Scope) -> Term:
        node = self._with_index(node, scope)
        span = node.range
        if message := malformed(node):
            raise IllFormed(message, self.source, span.span if span.indices else node.span, node)
        letters = [self._index_letter(index) for index in span.indices]
        bound = [(letter, f"{letter}.{len(scope)}") for letter in letters]
        inside, after = self._reach(node, letters)
        term = self._term(inside, self._inner(scope, bound))
        for letter, name in reversed(bound):
            kind = Sum if node.operator == "\\sum" else Prod
            term = kind(name, self._range(node, letter, scope), term, self._excluded(node, scope))
        return term if after is None else Mul((term, self._term(after, scope)))

    def _with_index(self, node: Big, scope: Scope) -> Big:
        """A sum that names no index, as in `\\sum x_i`, over the only one that its body carries."""
        span = node.range
        if span.indices or span.bound is not None or span.upper is not None:
            return node
        letters = [k for k in sorted(self.notation.indices - scope.keys()) if _carries(node.body, [k])]
        if len(letters) != 1:
            message = f"a {BIG[node.operator]} that names no index"
            raise OutOfScope(message, self.source, node.span)
        own = Symbol(letters[0], span=node.span)
        return replace(node, range=replace(span, indices=(own,)))

    def _reach(self, node: Big, letters: list[str]) -> tuple[Node, Node | None]:
        """What a product is over, and what stands after it: `\\prod_i x_i \\prod_j y_j` is two products.

        A sum takes all that follows, which is the same; a product of what does not carry its
        index is another thing inside than outside.
        """
        if node.operator != "\\prod" or not isinstance(node.body, Product):
            return node.body, None
        factors, operators = node.body.factors, node.body.operators
        carried = [_carries(factor, letters) for factor in factors]
        last = max((place for place, carries in enumerate(carried) if carries), default=len(factors) - 1)
        if last == len(factors) - 1:
            return node.body, None
        if not isinstance(factors[last + 1], Big) or operators[last] == "/":
            raise self._error(
                "it is unclear how far this product reaches; put its factors in parentheses", node
            )
        parts = (factors[: last + 1], operators[:last]), (factors[last + 1 :], operators[last + 1 :])
        inside, after = (f[0] if len(f) == 1 else Product(f, o, node.span) for f, o in parts)
        return inside, after

    def _index_letter(self, node: Node) -> str:
        if isinstance(node, Symbol) and not node.subscripts and not node.primes:
            if is_letter(node.name):
                return node.name
            raise OutOfScope(f"a word under a sum, {node.name}", self.source, node.span)
        raise OutOfScope("a sum over a condition", self.source, node.span)

    def _range(self, node: Big, letter: str, scope: Scope) -> Range:
        span = node.range
        if span.relation in ORDERS:
            return self._part(span, node.body, letter, scope)
        if span.relation not in ("", "=", "\\in", "\\neq"):
            raise OutOfScope(f"a sum over a range with {span.relation}", self.source, span.span)
        if span.relation in ("=", "\\in") or span.upper is not None:
            letters = self.notation.sizes | self.notation.indices | scope.keys()
            known = read_range(span, letters, self.notation.base)
            if known is None:
                raise OutOfScope("a range that is no size and no number", self.source, span.span)
            low, high = (Bound(scope.get(end.base, end.base), end.offset) for end in known)
            return Range(low, high)
        if letter in self.notation.elsewhere:
            message = f"the range that the text gives {letter}; print it at the sum"
            raise OutOfScope(message, self.source, node.span)
        known = self.notation.range_in(letter, (node.body,)) or self.notation.default
        if known is None or letter in self.notation.sizes:
            raise self._error(f"{letter} is no index, and no range is given", node)
        return known

    def _part(self, span: PrintedRange, body: Node, letter: str, scope: Scope) -> Range:
        """`k \\le b` and its like, where b is an index of the same range."""
        whole = self.notation.range_in(letter, (body,)) or self.notation.ranges.get(letter)
        match span.bound:
            case Symbol(name, (), 0) if (
                whole is not None and name in self.notation.indices and span.upper is None
            ):
                start, stop = ORDERS[span.relation]
                end = scope.get(name, name)
                low = whole.low if start is None else Bound(end, start)
                return Range(low, whole.high if stop is None else Bound(end, stop))
        raise OutOfScope(f"a range with {span.relation} of what is no index of it", self.source, span.span)

    def _excluded(self, node: Big, scope: Scope) -> tuple[str, ...]:
        if node.range.relation != "\\neq" or node.range.bound is None:
            return ()
        return (self._index(node.range.bound, scope),)

    # Derivatives

    def _fraction(self, node: Fraction, scope: Scope) -> Term:
        unknowns = self._below(node, scope)
        if unknowns is None:
            if _opens_with_d(node.numerator) and _opens_with_d(node.denominator):
                raise OutOfScope("a derivative by what is no letter", self.source, node.span)
            below = self._term(node.denominator, scope)
            if isinstance(below, Num) and not below.value:
                raise self._error("a division by zero", node.denominator)
            return quotient(self._term(node.numerator, scope), below)
        if message := malformed(node):
            top = node.numerator
            operator = Partial("\\partial", None, None, _grouped(top), top.span)
            repaired = Fraction(operator, node.denominator, node.span)
            raise IllFormed(message, self.source, node.numerator.span, node, repaired)
        return self._differential(node.numerator, unknowns, scope)

    def _below(self, node: Fraction, scope: Scope) -> list[Var | Ref] | None:
        """What a fraction differentiates by; `None` where it has no ∂ below."""
        if not isinstance(node.denominator, Partial | Product):
            return None
        unknowns = self._squared(node, scope) or self._unknowns(node.denominator, scope)
        if unknowns and len({u.name for u in unknowns}) > 1 and any(isinstance(u, Ref) for u in unknowns):
            message = "a mixed derivative by a quantity that the document defines and by another"
            raise OutOfScope(message, self.source, node.span)
        return unknowns

    def _squared(self, node: Fraction, scope: Scope) -> list[Var | Ref] | None:
        """What `∂L/∂σ²` differentiates by: the square."""
        match node.denominator:
            case Partial(body=Power(Symbol(name, subscripts) as base, Number("2"))):
                if (name, len(subscripts)) in self.squares and is_first_order(node):
                    return [self._square(base, scope)]
        return None

    def _operator(self, node: Node, scope: Scope) -> list[Var | Ref] | None:
        """What `∂/∂x_j` before an expression, or `∂_j`, differentiates by; `None` for all else."""
        match node:
            case Fraction(Partial(_, order, _, None)):
                unknowns = self._below(node, scope)
                if unknowns is not None:
                    self._check_order(order, unknowns, node)
                return unknowns
            case _:
                return None

    def _check_order(self, order: Node | None, unknowns: list[Var | Ref], node: Node) -> None:
        degree = int(order.text) if isinstance(order, Number) and order.text.isdigit() else 1
        if (order is not None and not isinstance(order, Number)) or degree != len(unknowns):
            raise self._error("the orders of the ∂ above and below differ", node)

    def _unknowns(self, node: Node, scope: Scope) -> list[Var | Ref] | None:
        """The unknowns of a denominator `∂x_i ∂x_j`, `None` where it has no ∂."""
        match node:
            case Partial(body=Product((first, *rest), (_, *operators))):
                head = self._unknowns(Partial("", body=first), scope) or []
                inner = rest[0] if len(rest) == 1 else Product(tuple(rest), tuple(operators), node.span)
                tail = self._unknowns(inner, scope)
                if tail is None:
                    raise self._error("each factor below has a ∂ of its own", node)
                return head + tail
            case Partial(body=Power(base, Number(text))) if text.isdigit() and int(text) < 9:
                return [self._unknown(base, scope)] * int(text)
            case Partial(body=body) if body is not None:
                return [self._unknown(body, scope)]
            case Product((Partial() as first, *rest), (_, *operators)):
                head = self._unknowns(first, scope) or []
                inner = rest[0] if len(rest) == 1 else Product(tuple(rest), tuple(operators), node.span)
                tail = self._unknowns(inner, scope)
                if tail is None:
                    raise self._error("each factor below has a ∂ of its own", node)
                return head + tail
            case _:
                return None

    def _unknown(self, node: Node, scope: Scope) -> Var | Ref:
        term = self._term(node, scope)
        if term == PI:
            raise self._error("a derivative with respect to a number", node)
        if isinstance(term, Var) or (isinstance(term, Ref) and not term.arguments):
            return term
        raise OutOfScope("a derivative with respect to what is no unknown", self.source, node.span)

    def _differential(self, node: Node, unknowns: list[Var | Ref], scope: Scope) -> Term:
        """A numerator with ∂ somewhere inside, over the ∂ below: linear in it."""
        match node:
            case Partial(_, order, None, body) if body is not None:
                self._check_order(order, unknowns, node)
                return self._derived(self._term(body, scope), unknowns)
            case Big(operator="\\sum"):
                return self._differential_sum(node, unknowns, scope)
            case Group(_, body, _):
                return self._differential(body, unknowns, scope)
            case Terms(terms, signs):
                parts = [self._differential(term, unknowns, scope) for term in terms]
                return Add(tuple(negated(p) if s == "-" else p for p, s in zip(parts, signs, strict=True)))
            case Product(factors, operators) if "/" not in operators:
                moved = [any(isinstance(n, Partial) for n in walk(factor)) for factor in factors]
                if sum(moved) == 1:
                    choose = zip(factors, moved, strict=True)
                    return Mul(
                        tuple(
                            self._differential(f, unknowns, scope) if m else self._term(f, scope)
                            for f, m in choose
                        )
                    )
        raise self._error("a ∂ stands where this fraction has no meaning", node)

    def _differential_sum(self, node: Big, unknowns: list[Var | Ref], scope: Scope) -> Term:
        outer = self._big(Big(node.operator, node.range, Number("1"), node.span), scope)
        letters = [self._index_letter(index) for index in node.range.indices]
        bound = []
        level: Term = outer
        for letter in letters:
            if isinstance(level, Sum):
                bound.append((letter, level.index))
                level = level.body
        return _with_body(outer, self._differential(node.body, unknowns, self._inner(scope, bound)))

    def _partial(self, node: Partial, scope: Scope) -> Term:
        if node.subscript is None or node.body is None or node.order is not None:
            raise self._error("a ∂ with nothing to say what it differentiates by", node)
        return Deriv(self._term(node.body, scope), self._unknown(node.subscript, scope))


def _opens_with_d(node: Node) -> bool:
    """`d \\ln q`: an upright d would be before something that is no letter."""
    match node:
        case Product((Symbol("d", (), 0), Apply(), *_)):
            return True
        case _:
            return False


def _is_place(node: Node) -> bool:
    """Whether a slope in front of it in parentheses is meant there, `y'(\\pi/2)`: a letter or a number."""
    if isinstance(node, Symbol | Number):
        return True
    return all(symbol.name == "\\pi" for symbol in walk(node) if isinstance(symbol, Symbol))


def _unknown_function(printed: str, name: str) -> str:
    """What is said of a name before parentheses of which nothing tells what it is."""
    told = f"{printed} is applied here and is no function that the document defines"
    kind = kind_of(name, "function")
    return f"{told}; for a product write `\\cdot`, for a function {kind} of the reading file"


def _shown(node: Node) -> Iterable[str]:
    """The names that a tree shows; what `\\max_k` runs over is none of them."""
    if isinstance(node, Big):
        bound = {index.name for index in node.range.indices if isinstance(index, Symbol)}
        yield from (name for child in children(node) for name in _shown(child) if name not in bound)
        return
    if isinstance(node, Symbol):
        yield node.name
    elif isinstance(node, Apply):
        yield node.function.name
    elif isinstance(node, Sealed):
        yield from node.letters
    for child in children(node):
        yield from _shown(child)


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    """A tree with other letters in the place of some."""
    if not names:
        return node
    inner = rebuilt(node, lambda child: _renamed(child, names))
    match inner:
        case Symbol(name, subscripts, primes, span) if name in names:
            return Symbol(names[name], subscripts, primes, span)
        case Sealed(pieces):
            return replace(inner, pieces=tuple(names.get(piece, piece) for piece in pieces))
    return inner


def _numbered(node: Product) -> tuple[Node, Node] | None:
    """A number that stands first in a product, and the rest of it."""
    first, *rest = node.factors
    plain = isinstance(first, Number) or (
        isinstance(first, Fraction)
        and isinstance(first.numerator, Number)
        and isinstance(first.denominator, Number)
    )
    if not plain or node.operators[0] == "/":
        return None
    return first, rest[0] if len(rest) == 1 else Product(tuple(rest), node.operators[1:], node.span)


def _is_sure(node: Node) -> bool:
    """Whether what may be a vector or a matrix in a side is no part that nobody knows; `\\vect{x}` alone is
    most likely one."""
    styled = isinstance(node, Sealed) and STYLED.fullmatch(node.latex) is not None
    return styled or next(undefined(node), None) is None


def _is_capital(symbol: Symbol) -> bool:
    """Whether a letter is a capital, as those of matrices are, its font aside."""
    return symbol.name.removeprefix("\\mathbf{").removeprefix("\\")[:1].isupper()


def _may_be_matrix(node: Node) -> bool:
    """Whether a factor beside a vector or a matrix may be one itself: a Latin letter, or made of one."""
    match node:
        case Symbol(_, subscripts):
            return not subscripts and (_is_capital(node) or not node.name.startswith("\\"))
        case Power(base):
            return _may_be_matrix(base)
        case Group() | Terms() | Product():
            return any(map(_may_be_matrix, children(node)))
    return False


def _slope_letter(letters: tuple[str, ...]) -> str:
    """The letter that a prime differentiates by: the only one, or x, or t; "" where that is open."""
    if len(letters) == 1:
        return letters[0]
    return next((letter for letter in ("x", "t") if letter in letters), "")


def malformed(node: Node) -> str:
    """Why a print has no meaning, whatever its names mean; "" where it has one."""
    match node:
        case Big(_, span) if not span.indices:
            return f"this {BIG[node.operator]} names no index"
        case Big(_, span) if span.relation == "\\in" and span.upper is not None:
            return f"this {BIG[node.operator]} has a set below it and a limit above it"
        case Fraction(numerator, denominator) if _has_partial(denominator) and not _has_partial(numerator):
            return "the numerator lacks its ∂"
        case _:
            return ""


def _is_word(exponent: Node) -> bool:
    """Whether an exponent is rather a label, as in `G^{PID}`: capitals, and nothing between them."""
    match exponent:
        case Product((Symbol(), *_) as factors, operators):
            plain = all(isinstance(f, Symbol) and not f.subscripts and f.name.isupper() for f in factors)
            return plain and not any(operators)
        case _:
            return False


def _carries(node: Node, letters: list[str]) -> bool:
    """Whether one of some index letters stands in a tree, and is not bound there."""
    if isinstance(node, Big):
        own = {n.name for n in node.range.indices if isinstance(n, Symbol)}
        ends = [end for end in (node.range.bound, node.range.upper) if end is not None]
        return _carries(node.body, [k for k in letters if k not in own]) or any(
            _carries(e, letters) for e in ends
        )
    if isinstance(node, Symbol) and node.name in letters:
        return True
    return any(_carries(child, letters) for child in children(node))


def _has_partial(node: Node) -> bool:
    return any(isinstance(inner, Partial) for inner in walk(node))


def _digits(term: Term) -> float:
    """About how many digits a power of plain numbers has; 0 where it is no such thing."""
    match term:
        case Num(value):
            return log10(max(abs(value.numerator), value.denominator))
        case Pow(base, exponent):
            size, count = _digits(base), _number(exponent)
            return size * abs(count) if count is not None else 0
        case _:
            return 0


def _number(term: Term) -> Rational | None:
    """The value of a plain number or a power of plain numbers, small ones only."""
    match term:
        case Num(value):
            return value
        case Pow(base, exponent):
            below, above = _number(base), _number(exponent)
            whole = above is not None and above.denominator == 1
            if below is None or above is None or not whole or not below or _digits(term) > MAX_DIGITS:
                return None
            return below ** int(above)
        case _:
            return None


def _with_body(term: Term, body: Term) -> Term:
    """Nested sums around another body."""
    if isinstance(term, Sum):
        return Sum(term.index, term.range, _with_body(term.body, body), term.excluded)
    return body


def _grouped(node: Node) -> Node:
    return Group("(", node, ")", node.span) if isinstance(node, Terms) else node
