r"""What is printed beside an equation and says when it holds: `i \neq j`, `\text{for } x > 0`, `n \ge 2`.

A condition belongs to what is printed before it, up to the next one; one that
opens a display belongs to all of it. Equal and unequal indices are a `Case`,
which replaces; of any other condition the line is judged where it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from derivation.reading.meaning import OutOfScope, Reader
from derivation.records import replace
from derivation.terms.indices import is_numeral
from derivation.terms.setting import Case, Claim, is_whole
from derivation.terms.terms import Add, Index, Num, Term, Var
from derivation.text.commands import ALTERNATIVE, ARROWS, RESTRICTING, SUPPOSING
from derivation.text.printing import to_latex
from derivation.text.syntax import Big, Node, Number, Product, Row, Symbol, Terms
from derivation.text.trees import children

ORDERS = frozenset((">", "<", "\\ge", "\\le", "\\neq"))
WHOLE = frozenset(("\\mathbb{N}", "\\mathbb{Z}"))


def split(rows: Sequence[Row], indices: frozenset[str]) -> tuple[list[Row], dict[int, list[Row]]]:
    """The rows that state something, and the conditions of each, by the `id` of the row."""
    stating: list[Row] = []
    found: dict[int, list[Row]] = {}
    opening: list[Row] = []
    waiting: list[Row] = []
    closed = False
    claimed = any(row.lead in ARROWS or row.lead == ALTERNATIVE or row.nesting.opens for row in rows)
    for place, row in enumerate(rows):
        joined = claimed and (row.nesting.conjoined or row.nesting.opens or row.nesting.closes)
        if joined or not is_condition(row, place == 0, indices):
            waiting = [] if closed else waiting
            closed = False
            waiting.append(row)
            stating.append(row)
            found[id(row)] = list(opening)
        elif not stating:
            opening.append(row)
        else:
            closed = True
            for other in waiting:
                found[id(other)].append(row)
    return stating, found


TRUTHS = {"true": "0", "false": "1"}
"""What words say of an equation `0 = …`."""


def with_truths(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`\\iff \\text{false}` is `\\iff 0 = 1`, which holds nowhere; so is a word that *and* or *or* joins."""
    joined = any(row.lead in ARROWS or row.lead == ALTERNATIVE or row.nesting.conjoined for row in rows)
    return tuple(_with_truth(row) for row in rows) if joined else rows


def _with_truth(row: Row) -> Row:
    match row.members:
        case (Symbol(name, (), 0) as word,) if name in TRUTHS and not row.relations[0]:
            sides = (Number("0", word.span), Number(TRUTHS[name], word.span))
            return replace(row, relations=("", "="), members=sides)
        case _:
            return row


def is_condition(row: Row, first: bool, indices: frozenset[str]) -> bool:
    """Whether a row says when others hold; the first of a display, only with a word like "for"."""
    if row.lead == RESTRICTING:
        return True
    if first or len(row.members) < 2:
        return False
    if row.lead not in ("", SUPPOSING):
        return False
    if all(relation in ORDERS or relation == "\\in" for relation in row.relations[1:]):
        return True
    return bool(pair(row, indices))


def pair(row: Row, indices: frozenset[str]) -> tuple[str, ...]:
    """The indices of `i = j`, `i \\neq j` or `i = 1`; none for any other row."""
    if len(row.members) != 2 or row.relations[1] not in ("=", "\\neq"):
        return ()
    names = tuple(n for n in map(_index, row.members) if n in indices or is_numeral(n))
    return names if len(names) == 2 and not is_numeral(names[0]) else ()


def case_of(rows: Iterable[Row], indices: frozenset[str]) -> Case:
    """The indices that conditions say are equal, or differ."""
    equal: list[tuple[str, str]] = []
    unequal: list[tuple[str, str]] = []
    for row in rows:
        if found := pair(row, indices):
            (equal if row.relations[1] == "=" else unequal).append((found[0], found[1]))
    return Case(tuple(equal), tuple(unequal))


def others(rows: Iterable[Row], reader: Reader) -> tuple[Claim, ...]:
    """The conditions that are about more than equal indices; raises `ReadError`."""
    return tuple(c for row in rows if not pair(row, reader.notation.indices) for c in orders(row, reader))


def orders(row: Row, reader: Reader) -> Iterator[Claim]:
    """The conditions that a row of orders states, `0 < p < 1`, or an equation behind words, `if y = 1`;
    raises `ReadError`."""
    for (left, right), relation in zip(pairwise(row.members), row.relations[1:], strict=True):
        known = reader.notation.indices | reader.notation.sizes
        if relation == "\\in" and (
            _index(right) == "\\mathbb{R}" or (_index(right) in WHOLE and _index(left) in known)
        ):
            continue
        counts = relation == "\\in" and _index(left) not in ("", *reader.variables, *reader.functions)
        if counts and (multiples := _multiples(right)):
            yield from _counted(reader.term(left), *multiples, row)
            continue
        said = relation == "=" and row.lead == RESTRICTING and len(row.members) == 2
        if relation not in ORDERS and not said:
            message = "a condition other than an order, or equal indices"
            raise OutOfScope(message, reader.source, row.span)
        latex = f"{to_latex(left)} {relation} {to_latex(right)}"
        yield Claim(reader.term(left), relation, reader.term(right), latex)
    relations = frozenset(row.relations[1:])
    ends = row.members[0], row.members[-1]
    one_way = relations <= {"<", "\\le"} or relations <= {">", "\\ge"}
    if len(row.members) == 3 and one_way and not all(isinstance(end, Number) for end in ends):
        strict = next((r for r in row.relations[1:] if r in "<>"), row.relations[1])
        latex = f" {strict} ".join(map(to_latex, ends))
        yield Claim(reader.term(ends[0]), strict, reader.term(ends[1]), latex)  # 0 < c of 0 ≤ v < c


def _multiples(node: Node) -> tuple[int, int, bool] | None:
    """The modulus, what is left, and whether none is negative, of ℤ, ℕ, 2ℤ or 2ℤ + 1; `None` of all else."""
    match node:
        case Symbol(name, ()) if name in WHOLE:
            return 1, 0, name == "\\mathbb{N}"
        case Product((Number(text), Symbol("\\mathbb{Z}", ())), ("",)) if text.isdigit() and int(text):
            return int(text), 0, False
        case Terms((Product() as multiple, Number(text)), ("", "+")) if text.isdigit():
            own = _multiples(multiple)
            return None if own is None else (own[0], int(text), False)
    return None


def _counted(term: Term, modulus: int, rest: int, natural: bool, row: Row) -> Iterator[Claim]:
    """The condition that a letter, less what is left, is an integer times a modulus."""
    latex = f"{to_latex(row.members[0])} \\in {to_latex(row.members[-1])}"
    left = Add((term, Num(Fraction(-rest)))) if rest else term
    yield Claim(left, "\\in", Num(Fraction(modulus)), latex)
    if natural:
        yield Claim(term, "\\ge", Num(Fraction(0)), latex)


class Letters(NamedTuple):
    """The names that stand free in a tree, and those that its sums compare their indices with."""

    free: frozenset[str]
    pairs: tuple[str, ...]


def letters_of(node: Node) -> Letters:
    return Letters(_free(node), tuple(_pairs(node, frozenset())))


def paired(trees: Sequence[Letters]) -> str:
    """The j of `\\sum_{i < j} x_i x_j`, where nothing else in some trees has a j: both letters run."""
    free = frozenset().union(*(letters.free for letters in trees))
    return next((letter for letters in trees for letter in letters.pairs if letter not in free), "")


def _pairs(node: Node, bound: frozenset[str]) -> Iterator[str]:
    """The letters that sums compare their index with, as far as no other sum binds them.

    In `\\sum_{k < b} x_k` b is a number; not where the body carries b, or no index.
    """
    if isinstance(node, Big):
        other = node.range.bound
        compared = node.range.relation in ORDERS and isinstance(other, Symbol)
        if compared and isinstance(other, Symbol) and other.name not in bound:
            inner = _free(node.body)
            if node.range.relation == "\\neq" or other.name in inner or inner.isdisjoint(_names(node)):
                yield other.name
        bound |= _names(node)
    for child in children(node):
        yield from _pairs(child, bound)


def _free(node: Node) -> frozenset[str]:
    """The names that stand free in a tree; what a sum compares its index with counts as bound by it."""
    if isinstance(node, Big):
        other = node.range.bound
        inner = _free(node.body) - _names(node)
        return inner - {other.name} if isinstance(other, Symbol) and node.range.relation in ORDERS else inner
    own = frozenset((node.name,)) if isinstance(node, Symbol) else frozenset[str]()
    return own.union(*map(_free, children(node)))


def _names(node: Big) -> frozenset[str]:
    return frozenset(index.name for index in node.range.indices if isinstance(index, Symbol))


def positive_of(
    conditions: Iterable[Claim], sizes: frozenset[str], free: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The unknowns that conditions say are > 0, all entries of an array: not where an index is `free`,
    of `|x_i| = x_i` for x_i > 0 in that entry alone, and not of `x_1 > 0`."""
    spoken = (term for condition in conditions for term in condition.positive)
    return frozenset(
        v.name
        for v in spoken
        if isinstance(v, Var) and is_whole(v.indices, sizes) and free.isdisjoint(v.indices)
    )


def unequal_of(conditions: Iterable[Claim]) -> tuple[tuple[str, str], ...]:
    """The pairs of indices that an order says differ, `i < j`."""
    sides = ((c.left, c.right) for c in conditions if c.relation in ("<", ">"))
    return tuple((a.name, b.name) for a, b in sides if isinstance(a, Index) and isinstance(b, Index))


def _index(node: Node) -> str:
    match node:
        case Symbol(name, (), 0):
            return name
        case Number(text) if text.isdigit():
            return str(int(text))
        case _:
            return ""
