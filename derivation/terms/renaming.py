"""Terms and ranges with other indices in the place of their free ones."""

from __future__ import annotations

from collections.abc import Mapping

from derivation.terms.indices import all_renamed, parted, renamed
from derivation.terms.terms import (
    Bound,
    Delta,
    Index,
    Prod,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    index_term,
    mapped,
)


def renamed_bound(end: Bound, names: Mapping[str, str]) -> Bound:
    """An end of a range with another index in the place of its own; a numeral becomes a number."""
    base, offset = parted(names.get(end.base, end.base))
    return Bound(base, end.offset + offset)


def renamed_range(span: Range, names: Mapping[str, str]) -> Range:
    return Range(renamed_bound(span.low, names), renamed_bound(span.high, names))


def renamed_term(term: Term, names: Mapping[str, str]) -> Term:
    """A term with other free indices; bound ones have names that no letter has.

    A size that is renamed is renamed where it stands as a number, too.
    """

    def change(part: Term) -> Term | None:
        match part:
            case Var(name, ()) if name in names:
                return index_term(names[name])
            case Var(name, indices):
                return Var(name, all_renamed(indices, names))
            case Ref(name, indices, arguments):
                inner = tuple(renamed_term(a, names) for a in arguments)
                return Ref(name, all_renamed(indices, names), inner)
            case Index(name):
                return index_term(renamed(name, names))
            case Delta(left, right):
                return Delta(renamed(left, names), renamed(right, names))
            case Sum(index, span, body, excluded) | Prod(index, span, body, excluded):
                kind = Sum if isinstance(part, Sum) else Prod
                ends = renamed_range(span, names)
                return kind(index, ends, renamed_term(body, names), all_renamed(excluded, names))
            case _:
                return None

    return mapped(term, change)
