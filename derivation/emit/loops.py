"""From statements about whole rows to loops over entries, for compiled targets.

    exp_x = np.exp(x - peak)                        for entry in range(…):
    Sigma = np.add.reduce(exp_x, axis, …)               exp_x = _exp(x[row, entry] - peak)
                                                        Sigma_part = _add(Sigma_part, exp_x)

A quantity's level is the loop that finds it: entries of arguments have level 0, and
a sum over what has level k is a number of level k + 1, there for all later loops. What
costs much and is needed by a later loop is stored in an array; all else is computed
again where it is needed. Sums are taken in chunks, which are added with a compensation.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy

from derivation.emit.errors import EmitError
from derivation.emit.pieces import function_of, name, names_in, numpy_call, reduced
from derivation.emit.steps import renamed
from derivation.records import dataclass, field

OWN = frozenset(("row", "rows", "entry", "length", "start", "stop", "number", "numbers", "whole"))
CHEAP = frozenset(("abs", "sign"))
REDUCTIONS = {"add.reduce": "add", "maximum.reduce": "maximum", "minimum.reduce": "minimum"}
FIRST = {"maximum": "_key(number(-np.inf))", "minimum": "_key(number(np.inf))"}
PICK = {"maximum": "max", "minimum": "min"}


@dataclass(slots=True)
class Quantity:
    """A number of a row, or one an entry (`along`).

    `expr` is what it is computed by, or what `reduction` reduces; of a `given` one, how
    an argument's number is written. `mend` takes its place if `accurate`. `stored` is
    how its number is written in an array, "" where it is in none.
    """

    expr: ast.expr
    level: int
    along: bool
    given: bool = False
    reduction: str = ""
    mend: ast.expr | None = None
    stored: str = ""

    @property
    def costly(self) -> bool:
        """Whether it is worth an array, should a later loop need it."""
        return any(isinstance(n, ast.Call) and function_of(n) not in CHEAP for n in ast.walk(self.expr))


@dataclass(slots=True)
class Loops:
    """The quantities of a function's statements; variables that are assigned anew get names of their own."""

    taken: set[str]
    quantities: dict[str, Quantity] = field(default_factory=dict)
    current: dict[str, str] = field(default_factory=dict)

    def argument(self, variable: str, element: str) -> None:
        """A parameter; `element` is how its numbers are written, with `entry` if it has one an entry."""
        expr = ast.parse(element, mode="eval").body
        self._add(variable, Quantity(expr, 0, "entry" in names_in(expr), given=True))

    def run(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign([ast.Name("lost")], ast.IfExp(_, value)) | ast.Assign([ast.Name("lost")], value):
                self.assign("lost", value)
            case ast.Assign([ast.Name(variable)], value):
                self.assign(variable, value)
            case ast.If(ast.Compare(ast.Name("lost")), [ast.Assign([ast.Name(variable)], value)], []):
                lost = {own: self.quantities[own].expr for own in (self.current.get("lost", ""),) if own}
                mend = _Put(lost).visit(renamed(value, self.current))
                self.quantities[self.current[variable]].mend = mend
            case ast.If(ast.Compare(ast.Name("beta")), [ast.Assign([ast.Name(variable)], value)], []):
                self.assign(variable, value)
            case _:
                raise EmitError(f"{ast.unparse(statement)} cannot be written as a loop")

    def assign(self, variable: str, expr: ast.expr) -> str:
        """Gives a variable a value; the name of its quantity."""
        expr = self._hoisted(_entrywise(renamed(expr, self.current)), variable)
        if isinstance(expr, ast.Name) and expr.id in self.quantities:
            self.current[variable] = expr.id
            return expr.id
        used = [self.quantities[n] for n in self._names(expr)]
        level, along = max((q.level for q in used), default=0), any(q.along for q in used)
        return self._add(variable, Quantity(expr, level, along))

    def spread(self, own: str) -> str:
        """A number of a row, at each entry; the name of its quantity."""
        return self._add("result", Quantity(name(own), self.quantities[own].level, True))

    def _add(self, variable: str, quantity: Quantity) -> str:
        own, count = variable, 1
        while own in self.taken:
            count += 1
            own = f"{variable}_{count}"
        self.taken.add(own)
        self.quantities[own] = quantity
        self.current[variable] = own
        return own

    def _names(self, *exprs: ast.expr | None) -> list[str]:
        found = {n for expr in exprs if expr is not None for n in names_in(expr)}
        return [n for n in self.quantities if n in found]

    def _hoisted(self, expr: ast.expr, variable: str) -> ast.expr:
        """The expression with its reductions as quantities of their own."""
        loops, alone = self, isinstance(expr, ast.Call)

        class Hoisted(ast.NodeTransformer):
            def visit_Call(self, node: ast.Call) -> ast.expr:
                self.generic_visit(node)
                operation = REDUCTIONS.get(function_of(node), "")
                hint = variable if alone else f"{variable}_sum"
                return name(loops._reduced(operation, node.args[0], hint)) if operation else node

        found: ast.expr = Hoisted().visit(deepcopy(expr))
        return found

    def _reduced(self, operation: str, inner: ast.expr, hint: str) -> str:
        for known, quantity in self.quantities.items():
            if quantity.reduction == operation and ast.dump(quantity.expr) == ast.dump(inner):
                return known
        level = max((self.quantities[n].level for n in self._names(inner)), default=0)
        return self._add(hint, Quantity(inner, level + 1, False, reduction=operation))

    # Writing

    def lines(self, stored: Mapping[str, str], results: Mapping[str, str]) -> Iterator[str]:
        """What a row takes.

        `stored` says how numbers of quantities along the axis are written to arrays of the
        caller, `results` how numbers of a row are; both by the quantities' names.
        """
        for own, element in stored.items():
            self.quantities[own].stored = element
        wanted = self._closed([*stored, *results])
        levels = range(max(self.quantities[own].level for own in wanted) + 1)
        for level in levels:
            self._keep_for(level, wanted)
        scratch = [q.stored for own, q in self.quantities.items() if own in wanted and own not in stored]
        yield from (f"{array.partition('[')[0]} = np.empty(length, number)" for array in scratch if array)
        for level in levels:
            for own in wanted:
                quantity = self.quantities[own]
                if quantity.level == level and not (quantity.along or quantity.given or quantity.reduction):
                    yield f"{own} = {self._text(quantity.expr)}"
            yield from self._loop(level, wanted)
        yield from (f"{element} = {self._text(name(own))}" for own, element in results.items())

    def _closed(self, ends: Iterable[str]) -> list[str]:
        """The quantities that some are computed from, in order, themselves included."""
        open_, found = list(ends), set[str]()
        while open_:
            own = open_.pop()
            if own not in found:
                found.add(own)
                open_ += self._names(self.quantities[own].expr, self.quantities[own].mend)
        return [own for own in self.quantities if own in found]

    def _ends(self, level: int, wanted: Iterable[str]) -> list[str]:
        """What a loop is for: quantities that are reduced, and that are stored."""

        def ends_here(q: Quantity) -> bool:
            return q.level == level + 1 if q.reduction else bool(q.stored) and q.level == level

        return [own for own in wanted if ends_here(self.quantities[own])]

    def _inside(self, level: int, wanted: Iterable[str]) -> list[str]:
        """The quantities along the axis that a loop needs, those in arrays of earlier loops included."""
        ends = [self.quantities[own] for own in self._ends(level, wanted)]
        open_ = [n for q in ends for n in self._names(q.expr, q.mend)]
        open_ += [own for own in self._ends(level, wanted) if self.quantities[own].along]
        found = set[str]()
        while open_:
            own = open_.pop()
            quantity = self.quantities[own]
            if own in found or quantity.given or not quantity.along:
                continue
            found.add(own)
            if not (quantity.stored and quantity.level < level):
                open_ += self._names(quantity.expr, quantity.mend)
        return [own for own in self.quantities if own in found]

    def _keep_for(self, level: int, wanted: Iterable[str]) -> None:
        """Gives arrays to what costs much, is found by an earlier loop, and needed by this one."""
        for own in self._inside(level, wanted):
            quantity = self.quantities[own]
            if quantity.level < level and quantity.costly and not quantity.stored:
                quantity.stored = f"{own}_stored[entry]"

    def _loop(self, level: int, wanted: Iterable[str]) -> Iterator[str]:
        ends = self._ends(level, wanted)
        if not ends:
            return
        inside = [line for own in self._inside(level, wanted) for line in self._found(own, level)]
        added = [end for end in ends if self.quantities[end].reduction == "add"]
        picked = [end for end in ends if self.quantities[end].reduction in PICK]
        inside += [
            f"{own}_part = _add({own}_part, {self._text(self.quantities[own].expr, level)})" for own in added
        ]
        for own in picked:
            q = self.quantities[own]
            inside.append(f"{own}_key = {PICK[q.reduction]}({own}_key, _key({self._text(q.expr, level)}))")
        inside += [f"{self.quantities[own].stored} = {own}" for own in ends if self.quantities[own].along]
        yield from (f"{own}_key = {FIRST[self.quantities[own].reduction]}" for own in picked)
        yield from (f"{own} = {own}_rest = number(0)" for own in added)
        if added:
            yield "for start in range(0, length, CHUNK):"
            yield "    stop = min(length, start + CHUNK)"
            yield from (f"    {own}_part = number(0)" for own in added)
            # An index that may be negative, as far as a compiler knows, is not vectorised.
            yield "    for entry in range(np.uint64(start), np.uint64(stop)):"
            yield from (f"        {line}" for line in inside)
            yield from (f"    {own}, {own}_rest = _plus({own}, {own}_rest, {own}_part)" for own in added)
        else:
            yield "for entry in range(length):"
            yield from (f"    {line}" for line in inside)
        yield from (f"{own} = _number({own}_key)" for own in picked)
        yield from (f"{own} = _sum({own}, {own}_rest)" for own in added)

    def _found(self, own: str, level: int) -> Iterator[str]:
        """How a quantity is found in a loop, if it is not in an array already."""
        quantity = self.quantities[own]
        if quantity.stored and quantity.level < level:
            return
        yield f"{own} = {self._text(quantity.expr, level)}"
        if quantity.mend is not None:
            yield f"if accurate is not None or {self.current['peak']} != 0:"
            yield f"    {own} = {self._text(quantity.mend, level)}"

    def _text(self, expr: ast.expr, level: int = 0) -> str:
        """An expression with entries of arguments and of arrays, and numbers of the row's dtype."""
        parts: dict[str, ast.expr] = {}
        for own in self._names(expr):
            quantity = self.quantities[own]
            if quantity.given:
                parts[own] = quantity.expr
            elif quantity.along and quantity.stored and quantity.level < level:
                parts[own] = ast.parse(quantity.stored, mode="eval").body
        return ast.unparse(_Typed(parts).visit(deepcopy(expr)))


def _entrywise(expr: ast.expr) -> ast.expr:
    found: ast.expr = _Entrywise().visit(deepcopy(expr))
    return found


class _Entrywise(ast.NodeTransformer):
    """What functions of arrays are for their entries."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Call(ast.Name("_shifted"), [x, by]):
                return ast.Call(name("_within"), [ast.BinOp(x, ast.Sub(), by)], [])
            case ast.Call(ast.Name("_middle"), [x, *_]):
                mean = ast.BinOp(x, ast.Div(), name("n"))
                return reduced("add", mean)
            case ast.Call(ast.Name("_lost"), arguments):
                return ast.Call(name("_lost_of"), arguments, [])
            case ast.Call(ast.Name("_near"), [mean, _, _, whole]):
                return ast.Call(name("_nearest"), [mean, name("numbers"), whole], [])
            case ast.Call(ast.Name("_logistic"), [x]):
                return ast.BinOp(
                    _exp_of(_least(x)), ast.Div(), ast.BinOp(ast.Constant(1), ast.Add(), _small(x))
                )
            case ast.Call(ast.Name("_softplus"), [x]):
                greatest = ast.Call(name("max"), [x, ast.Constant(0)], [])
                return ast.BinOp(greatest, ast.Add(), numpy_call("log1p", _small(x)))
            case _ if function_of(node) == "exp":
                return ast.Call(name("_exp"), node.args, [])
            case _:
                return node


def _exp_of(x: ast.expr) -> ast.expr:
    return ast.Call(name("_exp"), [x], [])


def _least(x: ast.expr) -> ast.expr:
    return ast.Call(name("min"), [deepcopy(x), ast.Constant(0)], [])


def _small(x: ast.expr) -> ast.expr:
    """e^{-|x|}"""
    return _exp_of(ast.UnaryOp(ast.USub(), ast.Call(name("abs"), [deepcopy(x)], [])))


class _Put(ast.NodeTransformer):
    """Parts for names."""

    def __init__(self, parts: Mapping[str, ast.expr]) -> None:
        self.parts = parts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return deepcopy(self.parts.get(node.id, node))


class _Typed(_Put):
    """Parts for names, and `number(2)` for 2, at which numba would go on in float64."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.Call(name("number"), [node], [])

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        if isinstance(node.op, ast.Pow):
            base: ast.expr = self.visit(node.left)
            exponent = node.right if isinstance(node.right, ast.Constant) else self.visit(node.right)
            return ast.Call(name("number"), [ast.BinOp(base, node.op, exponent)], [])
        self.generic_visit(node)
        return node
