r"""What of a line could be read in another way, and what to write for that.

    D (1 + y)    D times what stands in parentheses, or D of it
    f(t + 1)     f of t + 1, or f times it
    g^2(x)       the square of g(x), or g(g(x)): it stands for itself
    E_k          k is a label, or an index of E
    a^{(l)}      l is an index, a label, or an exponent
    v'           a derivative, or a name of its own

Takes a derivation and one of its statements; gives for each place how it is read, and what says
otherwise: in the document, or under [kinds] in the reading file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from derivation.late import regex
from derivation.prose.said import ranges
from derivation.reading.applied import INVERSE
from derivation.reading.kinds import IN_KINDS, kind_of
from derivation.reading.meaning import Reader
from derivation.reading.notation import is_letter
from derivation.reading.roster import members_of
from derivation.reading.sightings import Sightings
from derivation.reading.statements import Derivation, Statement, Unread
from derivation.records import dataclass, replace
from derivation.text import trees
from derivation.text.printing import to_latex
from derivation.text.syntax import (
    SAMPLE,
    Apply,
    Group,
    Node,
    Number,
    Product,
    Sealed,
    Symbol,
)

_ENTRY: Final = regex(r"`[^`]+ = \"\w+\"`")
"""What is written under [kinds]."""


class Ambiguity(NamedTuple):
    """What is printed, in LaTeX, how it is read, and how to have it read otherwise.

    Mathematics in `read` stands between dollar signs, what is to be written between backticks.
    """

    latex: str
    read: str
    otherwise: str


def ambiguities(derivation: Derivation, statement: Statement | Unread) -> tuple[Ambiguity, ...]:
    """What of a statement could be read in another way, in the order it is printed.

    What one and the same entry of a reading file settles is told once.
    """
    line = _Line(derivation, statement.span.start)
    members = members_of(derivation, statement)
    nodes = [node for member in members for node in trees.walk(member)]
    told: dict[str, Ambiguity] = {}
    for own in (own for node in nodes for rule in RULES for own in rule(line, node)):
        entry = _ENTRY.search(own.otherwise)
        told.setdefault(entry[0] if entry else own.otherwise, own)
    return tuple(told.values())


def otherwise(derivation: Derivation, place: int, node: Node) -> str:
    """How to have a quantity that stands for itself read otherwise, `; for a product write …`; else ""."""
    line = _Line(derivation, place)
    found = next((a for rule in (_applied, _raised, _primed) for a in rule(line, node)), None)
    told = f"; {found.otherwise}" if found is not None else ""
    return told.replace(IN_KINDS, f"{IN_KINDS} of the reading file")


@dataclass(frozen=True)
class _Line:
    derivation: Derivation
    place: int

    @cached_property
    def reader(self) -> Reader:
        return self.derivation.readers.at(self.place)

    @cached_property
    def sightings(self) -> Sightings:
        return self.derivation.sightings

    @cached_property
    def said(self) -> frozenset[str]:
        """The letters that prose gives a range."""
        return frozenset(ranges(self.derivation.document.source.text))

    def is_declared(self, name: str) -> bool:
        return name in self.derivation.elaboration.kinds.kinds

    def where(self, line: int) -> str:
        return self.derivation.document.source.where(line)

    def runs(self, letter: str) -> bool:
        """Whether something says that a letter runs."""
        declared = letter in self.derivation.declared.ranges or self.is_declared(letter)
        return declared or letter in self.said or letter in self.sightings.bound


def _multiplied(line: _Line, node: Node) -> Iterator[Ambiguity]:
    """`a (b + c)`, a product where nothing says that a is a function, nor that it is none."""
    if not isinstance(node, Product):
        return
    known = line.reader.notation.indices | line.reader.notation.sizes | line.reader.scalars
    for first, group, operator in zip(node.factors, node.factors[1:], node.operators, strict=False):
        match first, group:
            case Symbol(name, (), 0), Group("(") if operator == "" and is_letter(name):
                if name in known or (name, 0) in line.reader.defined or line.is_declared(name):
                    continue
                alone = line.sightings.alone.get(name)
                why = f", since ${name}$ stands alone in {line.where(alone.line)}" if alone else ""
                read = f"${name}$ times what stands in parentheses{why}"
                told = f"if `{name}` is a function, write {kind_of(name, 'function')}"
                yield Ambiguity(to_latex(Product((first, group), ("",))), read, told)


def _applied(line: _Line, node: Node) -> Iterator[Ambiguity]:
    """`f(t)`, applied where the document defines no function f."""
    if not isinstance(node, Apply) or len(node.arguments) != 1:
        return
    name = node.function.name
    known = line.reader.functions.keys() | line.reader.variables.keys()
    decided = line.is_declared(name) or name in known or bool(node.function.subscripts)
    decided |= name.startswith("\\math")
    if name in line.derivation.elaboration.arguments.names | line.derivation.functions and not decided:
        own = replace(node.function, name=name.removesuffix(INVERSE))
        if own != node.function:
            told = f"for 1 over its value write `1/{to_latex(replace(node, function=own))}`"
        else:
            product = Product((own, Group("(", node.arguments[0], ")")), ("\\cdot",))
            told = f"for a product write `{to_latex(product)}`, or {kind_of(name, 'number')}"
        yield Ambiguity(to_latex(node), f"${name}$ applied to what stands in parentheses", told)


def _raised(line: _Line, node: Node) -> Iterator[Ambiguity]:
    r"""`f^2(x)` or `f^{-1}(x)`, which stands for itself."""
    if not isinstance(node, Sealed) or node.closed:
        return
    name, _, rest = node.latex.partition("^")
    power, bracket, inner = rest.partition("(")
    if bracket and node.letters[:1] == (name,) and inner.endswith(")"):
        if power.strip("{} ") == "-1":
            told = f"for 1 over its value write `1/{name}({inner}`, for the inverse a name, as `g({inner}`"
            yield Ambiguity(node.latex, "a quantity of its own: the inverse, or 1 over the value", told)
        else:
            square = f"{name}({inner}^{power}"
            told = f"for the power write `{square}`, for `{name}` applied twice `{name}({name}({inner})`"
            yield Ambiguity(node.latex, "a quantity of its own: a power, a derivative or an iterate", told)


def _labelled(line: _Line, node: Node) -> Iterator[Ambiguity]:
    """`E_k`, where no k runs."""
    if not isinstance(node, Symbol) or line.is_declared(node.name):
        return
    name, below, label = node.name.removesuffix("}").partition("_{")
    if not below or not is_letter(label) or label.isdigit():
        return
    read = f"a name of its own: ${label}$ is a label, as it runs nowhere here"
    told = f"if `{name}` has entries, say what `{label}` runs over (`for ${label} = 1, \\dots, n$`)"
    yield Ambiguity(to_latex(node), read, f"{told}, or {kind_of(name, 'array')}")


def _indexed(line: _Line, node: Node) -> Iterator[Ambiguity]:
    """`y_i`, where i is an index by custom alone; `a^{(l)}`."""
    if not isinstance(node, Symbol):
        return
    sample = node.name.endswith(SAMPLE)
    base = node.name.removesuffix(SAMPLE)
    letters = [s for s in node.subscripts if isinstance(s, Symbol | Number)]
    if line.is_declared(base) or (not sample and any(isinstance(s, Number) for s in letters)):
        return
    if not letters or any(isinstance(s, Symbol) and line.runs(s.name) for s in letters):
        return
    printed = to_latex(node)
    shown = to_latex(letters[-1])
    label = f"for a label write {kind_of(printed, 'number')}"
    power = f", for a power `{base}^{{{shown}}}`" if sample else ""
    yield Ambiguity(printed, f"an entry of ${base}$: ${shown}$ is an index", label + power)


def _primed(line: _Line, node: Node) -> Iterator[Ambiguity]:
    """`v'`, where v is no function that the document defines."""
    if not isinstance(node, Symbol) or not node.primes or node.name in line.reader.variables:
        return
    printed = to_latex(node)
    letters = line.reader.through.get(node.name, ())
    by = f" by ${letters[0]}$" if letters else ", by what nothing tells"
    read = f"a derivative of ${to_latex(replace(node, primes=0))}${by}"
    derivative = 'put prime = "x_j" in a reading file if its prime means ∂/∂x_j; '
    told = f"if `{printed}` is a name of its own, write {kind_of(printed, 'number')}"
    yield Ambiguity(printed, read, told if letters else derivative + told)


Rule = Callable[[_Line, Node], Iterator[Ambiguity]]
RULES: Final[tuple[Rule, ...]] = (_multiplied, _applied, _raised, _labelled, _indexed, _primed)
"""The kinds of places that have two readings."""
