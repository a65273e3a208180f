"""Theorems and settings with something else at their leaves: a number taken away, a factor, coordinates.

The engine knows an unknown by its name. What is put in the place of a leaf is put
in the place of it everywhere, in the definitions, too.
"""

from __future__ import annotations

from collections.abc import Callable

from derivation.records import replace
from derivation.terms.indices import all_renamed, renamed
from derivation.terms.renaming import renamed_range
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    Add,
    Definition,
    Deriv,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Prod,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
    index_term,
)

Leaf = Callable[[Term], Term | None]
"""What stands in the place of a leaf; None where that stays."""


def entries_of(vector: str, value: Callable[[Term], Term]) -> Leaf:
    """Puts a value in the place of each entry of a vector."""
    return lambda leaf: (
        value(leaf) if isinstance(leaf, Var) and leaf.name == vector and leaf.indices else None
    )


def numbers_of(value: Callable[[Index], Term]) -> Leaf:
    """Puts a value in the place of each index that stands as a number."""
    return lambda leaf: value(leaf) if isinstance(leaf, Index) else None


def rewritten(term: Term, leaf: Leaf, prefix: str = "") -> Term:
    """A term with other leaves; its definitions are those with the prefix before their names."""
    found = leaf(term)
    if found is not None:
        return found
    match term:
        case Ref(name, indices, arguments):
            return Ref(prefix + name, indices, tuple(rewritten(a, leaf, prefix) for a in arguments))
        case Add(terms):
            return Add(tuple(rewritten(part, leaf, prefix) for part in terms))
        case Mul(factors):
            return Mul(tuple(rewritten(factor, leaf, prefix) for factor in factors))
        case Pow(base, exponent):
            return Pow(rewritten(base, leaf, prefix), rewritten(exponent, leaf, prefix))
        case Fn(name, argument):
            return Fn(name, rewritten(argument, leaf, prefix))
        case Sum(index, span, body, excluded):
            return Sum(index, span, rewritten(body, leaf, prefix), excluded)
        case Prod(index, span, body, excluded):
            return Prod(index, span, rewritten(body, leaf, prefix), excluded)
        case Deriv(body, wrt):
            held = Ref(prefix + wrt.name, wrt.indices) if isinstance(wrt, Ref) else wrt
            return Deriv(rewritten(body, leaf, prefix), held)
        case _:
            return term


def upright(term: Term) -> Term:
    """A term with e^{-k a} for (e^a)^{-k}."""

    def turned(part: Term) -> Term | None:
        match part:
            case Pow(Fn("exp", argument), Num(value)) if value < 0:
                return Fn("exp", Mul((Num(value), argument)))
            case _:
                return None

    return rewritten(term, turned)


def rewritten_setting(setting: Setting, leaf: Leaf, prefix: str = "") -> Setting:
    """A setting with the rewritten definitions: in place of its own, or beside them with a prefix."""
    extra = {
        (prefix + name, arity): Definition(
            prefix + name, d.parameters, rewritten(d.body, leaf, prefix), d.variables
        )
        for (name, arity), d in setting.definitions.items()
    }
    return replace(setting, definitions={**setting.definitions, **extra})


def at(term: Term, old: str, new: str) -> Term:
    """A term at another index."""

    def letters(indices: tuple[str, ...]) -> tuple[str, ...]:
        return all_renamed(indices, {old: new})

    match term:
        case Var(name, indices):
            return Var(name, letters(indices))
        case Ref(name, indices, arguments):
            return Ref(name, letters(indices), tuple(at(a, old, new) for a in arguments))
        case Index(name):
            return index_term(renamed(name, {old: new}))
        case Add(terms):
            return Add(tuple(at(part, old, new) for part in terms))
        case Mul(factors):
            return Mul(tuple(at(factor, old, new) for factor in factors))
        case Pow(base, exponent):
            return Pow(at(base, old, new), at(exponent, old, new))
        case Fn(name, argument):
            return Fn(name, at(argument, old, new))
        case Sum(index, span, body, excluded) if index != old and old in free_indices(body):
            bound = index
            if index == new:
                bound = f"{index} "
                body = at(body, index, bound)
            return Sum(bound, renamed_range(span, {old: new}), at(body, old, new), letters(excluded))
        case _:
            return term
