"""What a line needs in order to mean something: divisors that are not zero, bases of powers that are > 0."""

from __future__ import annotations

from collections.abc import Iterator

from derivation.calculus.limits import Unsupported
from derivation.calculus.normal import Normalizer
from derivation.calculus.setting import Setting
from derivation.calculus.terms import Add, Fn, Index, Mul, Num, Pow, Term, Var, constant, free_indices, walk
from derivation.reading.writing import Writer
from derivation.text.printing import to_latex


def conditions(terms: tuple[Term, ...], setting: Setting, writer: Writer) -> tuple[str, ...]:
    """`i ≠ 0` for each factor that terms divide by and that is not positive by its form."""
    found: dict[str, None] = {}
    for inner in (inner for term in terms for inner in walk(term)):
        match inner:
            case Pow(base, exponent) if (value := constant(exponent)) is not None and value < 0:
                found |= dict.fromkeys(_nonzero(base, setting, writer))
            case Pow(base, exponent) if value is None and not _is_whole(exponent, setting):
                if constant(base) is None and not _positive(base, setting):
                    found[f"{to_latex(writer.node(base))} > 0"] = None
            case Fn("log", argument) if not _positive(argument, setting):
                found[f"{to_latex(writer.node(argument))} > 0"] = None
    return tuple(found)


def based(terms: tuple[Term, ...], setting: Setting) -> tuple[Term, ...]:
    """The bases of powers whose exponents are unknown: the powers want them to be > 0."""
    powers = (inner for term in terms for inner in walk(term) if isinstance(inner, Pow))
    unknown = (p for p in powers if constant(p.exponent) is None and not _is_whole(p.exponent, setting))
    return tuple(dict.fromkeys(p.base for p in unknown))


def is_bound(term: Term) -> bool:
    """Whether a term carries an index that a sum around it binds."""
    return any("." in letter for letter in free_indices(term))


def _is_whole(exponent: Term, setting: Setting) -> bool:
    """Whether an exponent is a whole number by its form; of any other, a power wants a base > 0."""
    match exponent:
        case Num(value):
            return value.denominator == 1
        case Index():
            return True
        case Var(name, ()):
            return name in setting.hypotheses.sizes
        case Add(parts) | Mul(parts):
            return all(_is_whole(part, setting) for part in parts)
        case Pow(base, Num(value)) if value >= 0 and value.denominator == 1:
            return _is_whole(base, setting)
        case _:
            return False


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
