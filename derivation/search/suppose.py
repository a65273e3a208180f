"""What a claim would need to be true: the assumptions that authors forget to state.

Tried one at a time, and named only where the calculus proves the claim under it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derivation.records import replace
from derivation.search.decide import prove
from derivation.search.normal import Normalizer
from derivation.terms.atoms import Entry, Poly, Sigma
from derivation.terms.judgement import Proved
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Setting, Total
from derivation.terms.terms import Fn, Num, Pow, Range, Term, Var, constant, reached, walk

MAX_TRIED = 8


def true_if(left: Term, right: Term, setting: Setting) -> str | None:
    """An assumption under which two terms are equal, in LaTeX; `None` where none is found."""
    for count, (latex, supposed) in enumerate(_assumptions(left, right, setting)):
        if count == MAX_TRIED:
            return None
        if isinstance(prove(left, right, supposed), Proved):
            return latex
    return None


def _assumptions(left: Term, right: Term, setting: Setting) -> Iterator[tuple[str, Setting]]:
    normalizer = Normalizer(setting)
    try:
        forms = [normalizer.normal_form(term) for term in (left, right)]
    except Unsupported:
        forms = []
    for name, count, span in dict.fromkeys(found for form in forms for found in _totals(form)):
        totals = {**setting.totals, name: Total(span, Fraction(1), count)}
        yield f"\\sum_{{k}} {_entry(name, count)} = 1", replace(setting, totals=totals)
    known = setting.hypotheses
    for name in dict.fromkeys(name for form in forms for name in _matrices(form)):
        symmetric = replace(known, symmetric=known.symmetric | {name})
        yield f"{name}_{{ij}} = {name}_{{ji}}", replace(setting, hypotheses=symmetric)
    signed = any(
        (isinstance(t, Fn) and t.name in ("abs", "log")) or _is_root(t)
        for s in (left, right)
        for t in walk(s)
    )
    unknowns = (reached(left, setting.definitions) | reached(right, setting.definitions)) - known.sizes
    defined = {name for name, _ in setting.definitions}
    for name in sorted(unknowns - defined - known.positive) if signed else ():
        arrays = {
            len(t.indices) for s in (left, right) for t in walk(s) if isinstance(t, Var) and t.name == name
        }
        shown = _entry(name, max(arrays, default=0))
        yield f"{shown} > 0", replace(setting, hypotheses=replace(known, positive=known.positive | {name}))


def _totals(form: Poly) -> Iterator[tuple[str, int, Range]]:
    """Arrays whose plain sums stand in a normal form."""
    for mono in form:
        for atom, _ in mono:
            if isinstance(atom, Sigma) and len(atom.ranges) == 1:
                match atom.body:
                    case ((Entry(_, name, (*rest, last)), 1),) if (last,) == atom.binders:
                        yield name, len(rest) + 1, atom.ranges[0]


def _matrices(form: Poly) -> Iterator[str]:
    """Arrays with two indices in a normal form, inside of sums too."""
    pending = [atom for mono in form for atom, _ in mono]
    while pending:
        atom = pending.pop()
        if isinstance(atom, Sigma):
            pending += [inner for inner, _ in atom.body]
        elif isinstance(atom, Entry) and len(atom.indices) == 2:
            yield atom.name


def _is_root(term: Term) -> bool:
    if not isinstance(term, Pow):
        return False
    value = constant(term.exponent)
    return value is None or value.denominator != 1 or not isinstance(term.exponent, Num)


def _entry(name: str, count: int) -> str:
    return name if not count else f"{name}_k" if count == 1 else f"{name}_{{{'ijlm'[: count - 1]}k}}"
