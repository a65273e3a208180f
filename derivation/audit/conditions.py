"""What a line needs in order to mean something: divisors that are not zero, bases of powers that are > 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from derivation.audit.nonzero import Known
from derivation.reading.writing import Writer
from derivation.records import replace
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import (
    OVER,
    Add,
    Bound,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Range,
    Ref,
    Term,
    Var,
    children,
    constant,
    free_indices,
    walk,
    within,
)
from derivation.text.printing import to_latex

FAR = Bound("", -(10**6))
"""Where indices begin of which nobody knows where they begin."""


def conditions(
    terms: tuple[Term, ...], setting: Setting, writer: Writer, any_base: bool = False, roots: bool = False
) -> tuple[str, ...]:
    """`x ≠ 0` for each factor that terms divide by, where nothing that is known says so already.

    With `any_base`, indices may count from any number, and their ranges say nothing of their signs. With
    `roots`, `x ≥ 0` of each even root of x is told, too.
    """
    start = _ranging_far(setting) if any_base else setting
    found = dict.fromkeys(claim.latex for claim in ranging(terms, setting))
    for inner, known in (pair for term in terms for pair in _within(term, Known.of(start), any_base)):
        match inner:
            case Pow(base, exponent) if (value := constant(exponent)) is not None and value < 0:
                found |= dict.fromkeys(_nonzero(base, known, writer))
            case Pow(base, _) if roots and value is not None and value.denominator % 2 == 0:
                if constant(base) is None and not known.positive(base):
                    found[f"{to_latex(writer.node(base))} ≥ 0"] = None
            case Pow(base, exponent) if value is None and not _is_whole(exponent, setting):
                told = isinstance(base, Pow) and constant(base.exponent) is None  # at its own base
                if constant(base) is None and not told and not known.positive(base):
                    found[f"{to_latex(writer.node(base))} > 0"] = None
            case Fn("factorial", argument) if not _is_counted(argument, known):
                found[f"{to_latex(writer.node(argument))} ∈ \\{{0, 1, 2, …\\}}"] = None
            case Fn("rfactorial", Var() as argument) if not _is_whole(argument, setting):
                found[f"{to_latex(writer.node(argument))} ∈ \\mathbb{{Z}}"] = None
            case Fn("log", Fn("factorial")):
                continue
            case Fn("log", argument) if not known.positive(argument):
                found[f"{to_latex(writer.node(argument))} > 0"] = None
            case Fn("arcsin" | "arccos", argument) if not known.within_unit(argument):
                found[f"-1 ≤ {to_latex(writer.node(argument))} ≤ 1"] = None
    return tuple(found)


def _within(term: Term, known: Known, any_base: bool) -> Iterator[tuple[Term, Known]]:
    """A term and all in it, each with what is known there: under a sum, the range of its index."""
    waiting = [(term, known)]
    while waiting:
        inner, known = waiting.pop()
        yield inner, known
        if isinstance(inner, OVER):
            span = _far(inner.range) if any_base else inner.range
            known = Known.of(_under(known.setting, inner.index, span, inner.excluded))
        waiting += [(child, known) for child in reversed(children(inner))]


def _under(setting: Setting, index: str, span: Range, excluded: tuple[str, ...]) -> Setting:
    """A setting under a sum: with a range for its index, and what that is not; the same object each time."""
    key = (_under, index, span, excluded)
    if key not in setting.memory:
        known = setting.hypotheses
        unequal = known.unequal.union(frozenset((index, other)) for other in excluded)
        inner = replace(known, ranges={**known.ranges, index: span}, unequal=unequal)
        setting.memory[key] = replace(setting, hypotheses=inner)
    found: Setting = setting.memory[key]
    return found


def _ranging_far(setting: Setting) -> Setting:
    """A setting in which all ranges begin far below 0."""
    far = {index: _far(span) for index, span in setting.hypotheses.ranges.items()}
    return replace(setting, hypotheses=replace(setting.hypotheses, ranges=far))


def _far(span: Range) -> Range:
    return Range(FAR, span.high)


def based(terms: tuple[Term, ...], setting: Setting) -> tuple[Term, ...]:
    """The bases of powers whose exponents are unknown: the powers want them to be > 0."""
    powers = (inner for term in terms for inner in walk(term) if isinstance(inner, Pow))
    unknown = (p for p in powers if constant(p.exponent) is None and not _is_whole(p.exponent, setting))
    return tuple(dict.fromkeys(p.base for p in unknown))


def ranging(terms: Iterable[Term], setting: Setting) -> tuple[Claim, ...]:
    """`n ≥ 2` of a sum from 3 to n: else its range would end before it begins, which nobody means."""
    least: dict[str, int] = {}
    for inner in (inner for term in terms for inner in within(term)):
        if isinstance(inner, OVER) and not inner.range.low.base:
            low, high = inner.range
            if high.base in setting.hypotheses.sizes:
                least[high.base] = max(least.get(high.base, 1), low.offset - 1 - high.offset)
    return tuple(
        Claim(Var(size), "\\ge", Num(Fraction(number)), f"{size} ≥ {number}")
        for size, number in sorted(least.items())
        if number > setting.least(size)
    )


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
        case Var(name, ()) | Ref(name, (), ()):
            return name in setting.hypotheses.sizes or name in setting.hypotheses.integers
        case Add(parts) | Mul(parts):
            return all(_is_whole(part, setting) for part in parts)
        case Pow(base, Num(value)) if value >= 0 and value.denominator == 1:
            return _is_whole(base, setting)
        case _:
            return False


def _is_counted(term: Term, known: Known) -> bool:
    """Whether a term is surely one of 0, 1, 2, …"""
    return known.not_negative(term) and _is_whole(term, known.setting)


def _nonzero(base: Term, known: Known, writer: Writer) -> Iterator[str]:
    match base:
        case Mul(factors):
            for factor in factors:
                yield from _nonzero(factor, known, writer)
        case Pow(inner, exponent) if constant(exponent):  # 1/x is 0 nowhere, and exists where x is not 0
            yield from _nonzero(inner, known, writer)
        case Num(value) if value:
            return
        case Fn("factorial"):
            return
        case Fn("log", argument) if not known.nonzero(base):
            yield f"{to_latex(writer.node(argument))} ≠ 1"
        case _ if not known.nonzero(base):
            yield f"{to_latex(writer.node(base))} ≠ 0"
