"""From terms to NumPy assignments, as Python syntax trees.

Takes closed forms of one setting; gives steps `name = expression`. The indices
of a term become one axis of arrays: what carries an index is an array along
the axis, what carries none has length 1 there, and a sum goes from the one to
the other. What has the same normal form is computed once and gets the name
that the document has for it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from itertools import count

from derivation.emit.errors import EmitError, NotPlain
from derivation.emit.pieces import (
    Code,
    Factor,
    Step,
    integer,
    is_number,
    name,
    number,
    numpy_call,
    pi,
    summed,
    times,
)
from derivation.emit.retold import LOGISTIC, SOFTPLUS
from derivation.emit.rewrite import at
from derivation.emit.shape import Shape, opened
from derivation.search.decide import prove
from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.terms.indices import is_numeral, is_shifted
from derivation.terms.judgement import Proved
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    PI,
    Add,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
    walk,
)

AXIS = "axis"
HELPERS = {LOGISTIC: "_logistic", SOFTPLUS: "_softplus"}
FUNCTIONS = frozenset(("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "abs", "sign"))

Key = frozenset[tuple[object, object]]


class Body:
    """Makes the steps of one function. `names` gives the parameters' Python names.

    `hints` gives a step the name that it should have, if it is free. In exponents the first vector
    is called `exponent`, if that is given.
    """

    def __init__(
        self, setting: Setting, shape: Shape, names: dict[str, str], terms: Iterable[Term], exponent: str = ""
    ) -> None:
        self.setting, self.shape, self.names = setting, shape, names
        self._exponent, self._in_exponent = exponent, False
        self.steps: list[Step] = []
        self.hints: dict[str, str] = {}
        self._ids = count(1)
        self._by_text: dict[str, str] = {}
        self._by_key: dict[Key, ast.Name] = {}
        self._locals: dict[tuple[str, int], Code] = {}
        self._opening: set[tuple[str, int]] = set()
        self._normalizer = Normalizer(setting)
        self._normalizer.algebra.ranges[AXIS] = shape.span
        self._needed = self._definition_keys(terms)
        self._called = self._called_keys()

    def stands(self, name: str, expr: ast.expr) -> None:
        """A quantity without an index that is there already, under a Python expression."""
        self._locals[name, 0] = Code(expr)

    def value(self, term: Term) -> ast.expr:
        """The code of a closed form; of its normal form where it has none as it stands."""
        try:
            return self._divided_last(term).expr
        except NotPlain:
            form = to_term(self._normalizer.normal_form(term))
            if not isinstance(prove(form, term, self.setting), Proved):
                raise
            return self.code(form).expr

    def _divided_last(self, term: Term) -> Code:
        """A product with S_k in it written out as e^{x_k} / Z, and divided by Z at the end.

        So what is small already is not made smaller before it is multiplied.
        """
        if not isinstance(term, Mul) or self._known(term) is not None:
            return self.code(term)
        used = [part.name for part in walk(term) if isinstance(part, Ref)]
        once = (f for f in term.factors if isinstance(f, Ref) and used.count(f.name) == 1)
        opened_ = {f: s for f in once if isinstance(s := self._spread(f), Mul)}
        factors = [p for f in term.factors for p in (opened_[f].factors if f in opened_ else (f,))]
        below = [
            f for f in factors if isinstance(f, Pow) and isinstance(f.exponent, Num) and f.exponent.value < 0
        ]
        if not opened_ or not below:
            return self.code(term)
        above = self.code(Mul(tuple(f for f in factors if f not in below)))
        return self._product([Factor(self._stored(above, None, "part")), *self._factors(Mul(tuple(below)))])

    # Terms

    def code(self, term: Term) -> Code:
        if isinstance(term, Mul | Pow | Fn | Sum) and (known := self._known(term)) is not None:
            return known
        match term:
            case Num(value):
                return Code(number(value))
            case Var() if term == PI:
                return Code(pi())
            case Var(variable, ()):
                return Code(name("n" if variable == self.shape.size else self.names[variable]))
            case Var(variable, (index,)) if self._in_exponent and variable == self.shape.vectors[0]:
                return Code(name(self._exponent), _letter(index, variable))
            case Var(variable, (index,)):
                return Code(name(self.names[variable]), _letter(index, variable))
            case Index(index):
                return Code(name("index"), _letter(index, "the index"))
            case Ref(function, (), (argument,)) if function in HELPERS:
                inner = self.code(argument)
                call = ast.Call(name(HELPERS[function]), [inner.expr], [])
                return self._stored(Code(call, inner.index), term, HELPERS[function].strip("_"))
            case Add(terms):
                return self._sum_of(terms)
            case Mul():
                return self._product(self._factors(term))
            case Pow(_, Num(value)) if value < 0:
                return self._product(self._factors(term))
            case Pow(base, exponent):
                return self._power(base, exponent)
            case Fn(function, argument):
                return self._function(function, argument)
            case Sum():
                return self._sum(term)
            case Ref():
                return self._quantity(term)
            case _:
                raise NotPlain(f"{type(term).__name__} in a closed form is not supported")

    def _sum_of(self, terms: tuple[Term, ...]) -> Code:
        if not terms:
            return Code(ast.Constant(0))
        signed = sorted(map(_signed, terms), key=lambda pair: pair[0] < 0)
        codes = [(sign, self.code(term)) for sign, term in signed]
        sign, first = codes[0]
        total = first.expr if sign > 0 else ast.UnaryOp(ast.USub(), first.expr)
        for sign, code in codes[1:]:
            total = ast.BinOp(total, ast.Add() if sign > 0 else ast.Sub(), code.expr)
        return Code(total, _joined(code for _, code in codes))

    def _factors(self, term: Term) -> list[Factor]:
        """The factors of a product, in order; those of products inside of it, too."""
        match term:
            case Mul(factors) if self._known(term) is None:
                return [inner for factor in factors for inner in self._factors(factor)]
            case Num(value) if value.denominator != 1:
                above = [] if value.numerator == 1 else [Factor(Code(integer(value.numerator)))]
                return [*above, Factor(Code(integer(value.denominator)), True)]
            case Pow(base, Num(value)) if value < 0:
                return [Factor(self._power(base, Num(-value)), True)]
            case _:
                return [Factor(self.code(term))]

    def _product(self, factors: list[Factor]) -> Code:
        """A product in its order, but what multiplies comes before what divides first."""
        minus = sum(is_number(f, -1) for f in factors)
        rest = [f for f in factors if not is_number(f, -1) and not is_number(f, 1)]
        first = next((f for f in rest if not f.inverted), Factor(Code(ast.Constant(1))))
        others = [f for f in rest if f is not first]
        total = reduce(times, others, first.code.expr)
        if minus % 2:
            total = ast.UnaryOp(ast.USub(), total)
        return Code(total, _joined(f.code for f in rest))

    def _power(self, base: Term, exponent: Term) -> Code:
        below = self.code(base)
        match exponent:
            case Num(value) if value == 1:
                return below
            case Num(value) if value == Fraction(1, 2):
                return Code(numpy_call("sqrt", below.expr), below.index)
        above = self.code(exponent)
        return Code(ast.BinOp(below.expr, ast.Pow(), above.expr), _joined((below, above)))

    def _function(self, function: str, argument: Term) -> Code:
        if name := Fn(function, argument).unknown:
            raise EmitError(f"nothing defines the function {name}: say what it is before code is emitted")
        if function not in FUNCTIONS:
            raise EmitError(f"the function {function} is not supported; add it to FUNCTIONS")
        self._in_exponent = function == "exp" and bool(self._exponent)
        inner = self.code(argument)
        self._in_exponent = False
        hint = (
            f"{function}_{inner.expr.id}"
            if isinstance(argument, Var) and isinstance(inner.expr, ast.Name)
            else function
        )
        return self._stored(Code(numpy_call(function, inner.expr), inner.index), Fn(function, argument), hint)

    def _sum(self, term: Sum) -> Code:
        """What carries the index is summed; what does not stands in front of the sum."""
        if term.excluded:
            raise NotPlain("a sum that leaves indices out is not supported")
        body = self._known(term.body)
        factors = self._factors(self._spread(term.body)) if body is None else [Factor(body)]
        inside = [f for f in factors if f.code.index == term.index]
        outside = [f for f in factors if f.code.index != term.index]
        if not inside:
            return self._product([Factor(Code(name("n"))), *outside])
        if body is None and not outside:
            inside = [Factor(self.code(term.body))]
        total = Code(summed(self._product(inside).expr))
        stored = self._stored(total, None if outside else term, "total")
        return self._product([Factor(stored), *outside])

    def _spread(self, term: Term) -> Term:
        """A summand with S_k, say, written out as e^{x_k} / Z, so that Z leaves the sum."""
        match term:
            case Mul(factors):
                spread = map(self._spread, factors)
                return Mul(tuple(f for s in spread for f in (s.factors if isinstance(s, Mul) else (s,))))
            case Ref(name, (index,), ()) if (name, 1) not in self._opening:
                definition = self.setting.definitions[name, 1]
                own = definition.parameters[0]
                if isinstance(definition.body, Mul) and any(
                    own not in free_indices(factor) for factor in definition.body.factors
                ):
                    return self._spread(at(definition.body, own, index))
        return term

    # Definitions and what is computed once

    def _quantity(self, ref: Ref) -> Code:
        key = (ref.name, len(ref.indices))
        if len(ref.indices) > 1:
            raise NotPlain(f"{ref.name} has {len(ref.indices)} indices; only vectors are supported")
        if key not in self._locals:
            self._locals[key] = self._opened(key)
        known = self._locals[key]
        actual = _letter(ref.indices[0], ref.name) if ref.indices else ""
        return Code(known.expr, actual if known.index else "")

    def _opened(self, key: tuple[str, int]) -> Code:
        definition = self.setting.definitions[key]
        self._opening.add(key)
        code = self.code(definition.body)
        self._opening.discard(key)
        if code.index not in ("", *definition.parameters):
            raise NotPlain(f"{key[0]} carries the index {code.index}, which is not its own")
        return self._stored(code, definition.body, key[0], keep=True)

    def _stored(self, code: Code, term: Term | None, hint: str, keep: bool = False) -> Code:
        """A variable that holds the code; the one that has it already, if there is one."""
        key = None if term is None else self._key(term)
        if isinstance(code.expr, ast.Name):
            variable = code.expr
        elif key is not None and key in self._by_key:
            return Code(self._by_key[key], code.index)
        else:
            variable = self._step(code.expr)
        if key is not None:
            self._by_key.setdefault(key, variable)
            if not keep and key in self._called:
                hint, keep = self._called[key][0], True
        if variable.id.startswith("$") and (keep or variable.id not in self.hints):
            self.hints[variable.id] = hint
        return Code(variable, code.index)

    def _step(self, expr: ast.expr) -> ast.Name:
        text = ast.dump(expr)
        if text not in self._by_text:
            self._by_text[text] = f"${next(self._ids)}"
            self.steps.append(Step(self._by_text[text], expr))
        return name(self._by_text[text])

    def _known(self, term: Term) -> Code | None:
        """The definition in use that a term equals, unless that is just being opened."""
        key = self._key(term)
        found = None if key is None else self._needed.get(key)
        if found is None or found in self._opening or isinstance(term, Ref):
            return None
        letter = next(iter(free_indices(term)), "i")
        return self._quantity(Ref(found[0], (letter,) * found[1]))

    def _called_keys(self) -> dict[Key, tuple[str, int]]:
        """All definitions by their normal forms, those without an index first."""
        found: dict[Key, tuple[str, int]] = {}
        for known in sorted(self.setting.definitions, key=lambda known: known[1]):
            key = self._key(self.setting.definitions[known].body) if known[1] < 2 else None
            if key is not None:
                found.setdefault(key, known)
        return found

    def _definition_keys(self, terms: Iterable[Term]) -> dict[Key, tuple[str, int]]:
        """The definitions that terms use, by their normal forms."""
        found: dict[Key, tuple[str, int]] = {}
        for term in terms:
            for part in opened(term, self.setting):
                if isinstance(part, Ref) and len(part.indices) < 2:
                    key = self._key(self.setting.definitions[part.name, len(part.indices)].body)
                    if key is not None:
                        found.setdefault(key, (part.name, len(part.indices)))
        return found

    def _key(self, term: Term) -> Key | None:
        """The normal form, the same for every name of the index; `None` where there is none."""
        letters = free_indices(term)
        if len(letters) > 1:
            return None
        try:
            return frozenset(self._normalizer.normal(term, dict.fromkeys(letters, AXIS)).items())
        except Unsupported:
            return None


def _letter(index: str, what: str) -> str:
    if is_numeral(index):
        raise EmitError(f"{what} at a fixed place, {index}, is not supported")
    if is_shifted(index):
        raise EmitError(f"{what} at a shifted index, {index}, is not supported")
    return index


def _joined(codes: Iterable[Code]) -> str:
    letters = sorted({code.index for code in codes} - {""})
    if len(letters) > 1:
        raise NotPlain(f"a term that couples the indices {' and '.join(letters)} is not supported")
    return letters[0] if letters else ""


def _signed(term: Term) -> tuple[int, Term]:
    """A term's sign, and the term without it."""
    match term:
        case Num(value) if value < 0:
            return -1, Num(-value)
        case Mul((Num(value), *rest)) if value < 0 and rest:
            factors = tuple(rest) if value == -1 else (Num(-value), *rest)
            return -1, factors[0] if len(factors) == 1 else Mul(factors)
        case _:
            return 1, term
