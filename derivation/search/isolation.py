"""A claim in which one entry of a sequence stands once, as what that entry is.

    T_n + 1 = 2^n      T_n = 2^n - 1

The entry stands alone in one term, with a number before it: the two say the same.
"""

from __future__ import annotations

from fractions import Fraction

from derivation.search.normal import Normalizer
from derivation.search.recurrences import Rules
from derivation.search.unfold import to_term
from derivation.terms.atoms import Entry, Mono, entry_names
from derivation.terms.indices import is_numeral
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Setting
from derivation.terms.terms import Term, Var


def isolated(left: Term, right: Term, rules: Rules, setting: Setting) -> tuple[Term, Term] | None:
    """The entry and its value; `None` where a claim speaks of a sequence in more than one term."""
    normalizer = Normalizer(setting)
    try:
        first, second = normalizer.normal_form(left), normalizer.normal_form(right)
    except Unsupported:
        return None
    difference = normalizer.algebra.add(first, normalizer.algebra.scale(second, -1))
    names = {name for name, _ in rules}
    spoken = [mono for mono in difference if not names.isdisjoint(entry_names(mono)) and not _is_number(mono)]
    match spoken:
        case [((Entry(_, name, indices), 1),) as mono] if (name, len(indices)) in rules:
            factor = Fraction(-1) / Fraction(difference.pop(mono))
            return Var(name, indices), to_term(normalizer.algebra.scale(difference, factor))
    return None


def _is_number(mono: Mono) -> bool:
    """Whether a term is an entry with numbers for indices, a first value."""
    match mono:
        case ((Entry(_, _, indices), 1),):
            return bool(indices) and all(map(is_numeral, indices))
    return False
