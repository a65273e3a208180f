"""What a line needs in order to mean something: the divisors that it prints, not being zero."""

from __future__ import annotations

from collections.abc import Iterator

from derivation.calculus.limits import Unsupported
from derivation.calculus.normal import Normalizer
from derivation.calculus.setting import Setting
from derivation.calculus.terms import Fn, Index, Mul, Num, Pow, Term, constant, free_indices, walk
from derivation.reading.writing import Writer
from derivation.text.printing import to_latex


def conditions(terms: tuple[Term, ...], setting: Setting, writer: Writer) -> tuple[str, ...]:
    """`i ≠ 0` for each factor that terms divide by and that is not positive by its form."""
    found: dict[str, None] = {}
    for inner in (inner for term in terms for inner in walk(term)):
        match inner:
            case Pow(base, exponent) if (value := constant(exponent)) is not None and value < 0:
                found |= dict.fromkeys(_nonzero(base, setting, writer))
            case Fn("log", argument) if not _positive(argument, setting):
                found[f"{to_latex(writer.node(argument))} > 0"] = None
    return tuple(found)


def _nonzero(base: Term, setting: Setting, writer: Writer) -> Iterator[str]:
    match base:
        case Mul(factors):
            for factor in factors:
                yield from _nonzero(factor, setting, writer)
        case Pow(inner, Num(value)) if value > 0:
            yield from _nonzero(inner, setting, writer)
        case Num(value) if value:
            return
        case _:
            if isinstance(base, Index) or not _positive(base, setting):
                yield f"{to_latex(writer.node(base))} ≠ 0"


def _positive(term: Term, setting: Setting) -> bool:
    """Whether a term is surely positive; bound indices count as any in their range."""
    normalizer = Normalizer(setting)
    try:
        names = {letter: letter for letter in free_indices(term)}
        return normalizer.algebra.surely_positive(normalizer.normal(term, names))
    except Unsupported:
        return False
