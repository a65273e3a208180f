r"""Facts: what a row of mathematics says of unknowns, read in the document's notation.

Takes rows that a reading file, a sentence or a display says; gives claims. What only says where
unknowns live, `x \in \mathbb{R}^n`, restricts nothing and is no fact; what cannot be
read is a fact that claims nothing, and stands in the way of refutations about its names.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from derivation.prose.formulas import REALS, SET, as_order, names_of, told_of
from derivation.reading.conditions import ORDERS, orders, pair
from derivation.reading.heads import names_on_the_left
from derivation.reading.meaning import Reader
from derivation.reading.notation import Notation
from derivation.terms.context import Fact, Origin, names_in
from derivation.terms.setting import Claim
from derivation.terms.terms import Delta, Range, Ref, Var, constant, walk
from derivation.text.printing import to_latex
from derivation.text.source import ReadError
from derivation.text.syntax import Row

HOT = "*"
HOT_WORDS = " one-hot"

EQUAL = ("=", ":=", "\\equiv")


def claims_of(row: Row, reader: Reader, latex: str = "") -> tuple[Claim, ...] | None:
    """What a row claims; `()` where it is not understood, `None` where it restricts nothing."""
    if len(row.members) == 1 or (latex and is_domain(latex, reader.notation)) or SET.fullmatch(latex):
        return None
    try:
        return tuple(_claims(row, reader)) or None
    except ReadError:
        return ()


def _claims(row: Row, reader: Reader) -> Iterator[Claim]:
    if pair(row, reader.notation.indices):
        left, right = (reader.term(member) for member in row.members)
        yield Claim(left, row.relations[1], right, _printed(row))
        return
    relations = row.relations[1:]
    if all(relation in ORDERS or relation == "\\in" for relation in relations):
        yield from orders(row, reader)
        return
    if not all(relation in EQUAL for relation in relations):
        raise ReadError("a relation that is no equation and no order", reader.source, row.span)
    for one, other in pairwise(row.members):
        yield Claim(reader.term(one), "=", reader.term(other), f"{to_latex(one)} = {to_latex(other)}")


def _printed(row: Row) -> str:
    return f"{to_latex(row.members[0])} {row.relations[1]} {to_latex(row.members[1])}"


def is_domain(latex: str, notation: Notation) -> bool:
    """Whether a formula only says that unknowns are real, or indices whole: `x \\in \\mathbb{R}^n`."""
    match = REALS.search(latex)
    if match is None or as_order(latex) is not None:
        return False
    return match["set"] == "R" or names_of(latex[: match.start()]) <= notation.indices | notation.sizes


def fact(
    latex: str,
    claims: tuple[Claim, ...],
    notation: Notation,
    origin: Origin,
    place: int,
    line: int,
    firm: bool = True,
    label: str = "",
) -> Fact:
    """A fact about the names in its claims, or of its LaTeX where it is not understood."""
    names = names_in(claims) if claims else told_of(latex) - notation.indices
    if not firm and (named := _defined(claims, latex)):
        names = named
    return Fact(latex, origin, place, line, names, claims, firm, label)


def _defined(claims: tuple[Claim, ...], latex: str) -> frozenset[str]:
    """The name alone on the left of an equation: it says something of that, whatever stands on the right."""
    match claims:
        case (Claim(Var(name) | Ref(name), "=", right),) if constant(right) is None:
            spoken = {t.name for t in walk(right) if isinstance(t, Var | Ref)}
            return (
                frozenset((name,)) if name not in spoken and not isinstance(right, Var | Ref) else frozenset()
            )
        case ():
            found = names_on_the_left(latex)
            return found if "=" in latex else frozenset()
    return frozenset()


def one_hot_fact(name: str, span: Range | None, place: int, line: int, firm: bool) -> Fact | None:
    """`t_k = 1` at one k of a range, and 0 elsewhere: t_k = δ of k and an index of its own."""
    if span is None:
        return None
    hot = f"{name}{HOT}"
    claim = Claim(Var(name, ("k",)), "=", Delta("k", hot), f"{name}{HOT_WORDS}")
    return Fact(
        f"{name}{HOT_WORDS}",
        Origin.SAID,
        place,
        line,
        frozenset((name,)),
        (claim,),
        firm,
        ranges=((hot, span),),
    )
