"""The sides of a display that can't be read as a whole: what is cut, what goes on, and what stays unread."""

from __future__ import annotations

import pytest

from derivation.reading.sides import LOST, read_sides
from derivation.text.printing import to_latex
from derivation.text.source import Source, Span
from derivation.text.syntax import Node, Symbol


def printed(node: Node) -> str:
    lost = isinstance(node, Symbol) and node.name.startswith(LOST)
    return "?" if lost else to_latex(node)


def sides(latex: str) -> list[str] | None:
    found = read_sides(Source("note.md", latex), Span(0, len(latex)), frozenset(), frozenset())
    if found is None:
        return None
    return [
        f"{row.lead} "
        + " ".join(f"{r} {printed(m)}".strip() for r, m in zip(row.relations, row.members, strict=True))
        for row in found.rows
    ]


def told(latex: str) -> list[str] | None:
    found = sides(latex)
    return found and [" ".join(row.split()) for row in found]


GOES_ON = {
    "a row that opens with a plus": ("y &= \\forall f \\\\ &+ x \\\\ &= 5", ["y = ?", "= 5"]),
    "a row that opens with a minus in its cell": ("y &= \\forall f \\\\ & - x = 5", ["y = ? = 5"]),
    "a row that opens with a cross": ("y &= \\forall f \\\\ &\\quad\\times x \\\\ &= 5", ["y = ?", "= 5"]),
    "a row that opens with a dot": ("y &= \\forall f \\\\ &\\cdot x = 5", ["y = ? = 5"]),
    "a row that ends with a plus": ("y &= \\forall f + \\\\ & x \\\\ &= 5", ["y = ?", "= 5"]),
    "a row that ends with a cross": ("y &= \\forall f \\times \\\\ \\quad (a + b) &= 5", ["y = ? = 5"]),
    "a row that ends with a bracket": ("y &= \\forall f ( \\\\ & x) \\\\ &= 5", ["y = ?", "= 5"]),
    "an equation for a negative": ("y &= \\forall f \\\\ -x &= 5", ["y = ?", "-x = 5"]),
}


@pytest.mark.parametrize(("latex", "expected"), GOES_ON.values(), ids=GOES_ON)
def test_a_row_that_goes_on_is_a_part_of_the_side_before_it(latex: str, expected: list[str]) -> None:
    assert told(latex) == expected


CUT = {
    "two pairs of cells": ("P &= \\forall f & Q &= x", ["P = ?", "Q = x"]),
    "two pairs of cells, a sign": ("P &= \\forall f & -Q &= x", ["P = ?", "-Q = x"]),
    "three pairs of cells": ("P &= \\forall f & Q &= x & R &= y", ["P = ?", "Q = x", "R = y"]),
    "an alignment is no pair": ("P &= x & = \\forall f", ["P = x = ?"]),
    "one side, from which a line may go on": ("y = \\forall f", ["y = ?"]),
    "a range that can't be read is a part of its side": ("q_i = x_i, \\quad t \\in \\int", ["q_i = ?"]),
    "a mapping is a part of its side": ("f: \\mathbb{R} \\to \\forall g = x", ["? = x"]),
    "a comma": ("P = \\forall f, \\quad Q = x", ["P = ?", "Q = x"]),
    "a word": ("P = \\forall f \\text{ and } Q = x", ["P = ?", "Q = x"]),
    "a lead": ("P = \\forall f \\implies Q = x", ["P = ?", "\\implies Q = x"]),
    "a relation that is no equality": ("P = Q \\approx \\forall f = x", ["P = Q \\approx ? = x"]),
    "an order": ("P = Q \\le \\forall f < 1", ["P = Q \\le ? < 1"]),
    "a chain whose first side is lost": (
        "\\forall f = x = 0 \\implies x = 1",
        ["? = x", "x = 0", "\\implies x = 1"],
    ),
    "a number typed behind": ("P = Q + \\forall f = x \\quad (3)", ["P = ? = x"]),
}


@pytest.mark.parametrize(("latex", "expected"), CUT.values(), ids=CUT)
def test_a_display_is_cut_where_another_equation_or_side_begins(latex: str, expected: list[str]) -> None:
    assert told(latex) == expected


WHOLE = {
    "a list of names": "a, b = \\forall f = 2",
    "a list of values": "a = \\forall f = 1, 2",
    "a condition in words": "y = \\forall f = 3 \\text{ if } x = 2",
    "words that change a line": "y = \\forall f \\\\ = 3 \\text{ to first order}",
    "an equation without a side": "y = \\forall f = ",
    "nothing that can be read": "\\forall f = \\forall g",
    "two sides with an order between them": "y \\le \\forall g = \\forall f",
    "a condition that can't be read": "q_i = x_i, \\quad i = 2, \\dots, n",
    "words that say more": "y = x \\text{ with slope } \\forall f = 2 = y",
}


@pytest.mark.parametrize("latex", WHOLE.values(), ids=WHOLE)
def test_what_cannot_be_cut_surely_stays_unread(latex: str) -> None:
    assert sides(latex) is None
