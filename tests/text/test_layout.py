"""Rows, cells, lists and words: what is read, and what a word or a list leaves open."""

from __future__ import annotations

import pytest

from derivation.text.latex import read_display
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Source, Span, Unsupported, Worded


def rows(latex: str) -> list[str]:
    found = read_display(Source("note.md", latex), Span(0, len(latex)))
    return [
        " ".join(f"{r} {to_latex(m)}".strip() for r, m in zip(row.relations, row.members, strict=True))
        for row in found
    ]


PAIRS = {
    "two": ("P &= -y & Q &= x", ["P = -y", "Q = x"]),
    "the second negative": ("P &= y & -Q &= x", ["P = y", "-Q = x"]),
    "in two rows": ("P &= y & Q &= x \\\\ R &= 1 & S &= 2", ["P = y", "Q = x", "R = 1", "S = 2"]),
    "one that goes on": ("P &= y & + x", ["P = y + x"]),
    "one that goes on with a minus": ("P &= y & - x \\\\ &= 1", ["P = y - x", "= 1"]),
}


@pytest.mark.parametrize(("latex", "expected"), PAIRS.values(), ids=PAIRS)
def test_cells_come_in_pairs(latex: str, expected: list[str]) -> None:
    assert rows(latex) == expected


def test_a_row_that_opens_with_a_plus_goes_on_even_with_a_relation_in_it() -> None:
    assert rows("y = a \\\\ &+ b = c") == ["y = a + b = c"]


LISTS = [
    "a, b, c = 1",
    "a, b = c, d",
    "\\begin{align} x &= y \\\\ a, b &= c \\end{align}",
    "|z_j| < 1 \\quad \\text{for } j = 1, 2",
    "z_j = w_j, \\quad j = 1, 2",
    "z_j = w_j, \\quad j = 0, \\frac{1}{2}, 1",
]


@pytest.mark.parametrize("latex", LISTS)
def test_a_list_is_no_equation_for_one_of_its_parts(latex: str) -> None:
    with pytest.raises(Unsupported, match="a list"):
        rows(latex)


NO_LISTS = {
    "solutions": ("x^2 = 1 \\implies x = 1, -1", ["x^2 = 1", "x = 1", "-1"]),
    "values alone": ("x = 1, 2", ["x = 1", "2"]),
    "a whole range": ("z_i = w_i, \\quad i = 1, \\dots, n", ["z_i = w_i"]),
    "equations": ("a = 1, b = 2", ["a = 1", "b = 2"]),
}


@pytest.mark.parametrize(("latex", "expected"), NO_LISTS.values(), ids=NO_LISTS)
def test_what_is_no_list_beside_an_equation_is_read(latex: str, expected: list[str]) -> None:
    assert rows(latex) == expected


WORDS = [
    "0.25 = 25\\text{ per cent}",
    "e^x = 1 + x \\text{ to first order}",
    "e^x = 1 + x \\quad \\text{to first order}",
    "17 \\equiv 2 \\text{ (mod 5)}",
    "x = y, \\text{ up to a constant}",
]


@pytest.mark.parametrize("latex", WORDS)
def test_words_that_may_change_a_line_leave_it_open(latex: str) -> None:
    with pytest.raises(Worded, match="may change what this line says"):
        rows(latex)


REASONS = [
    "x = y \\quad \\text{by definition}",
    "x = y \\quad \\text{(chain rule)}",
    "x = y \\text{ using the identity above}",
    "x = y \\text{ as required}",
    "x = y \\quad (1)",
]


@pytest.mark.parametrize("latex", REASONS)
def test_a_reason_beside_a_line_changes_nothing(latex: str) -> None:
    assert rows(latex)[0] == "x = y"


@pytest.mark.parametrize(
    "latex", ["17 = 2 \\text{ mod } 5", "a = b \\mathrm{mod} n", "a = (b \\text{mod} n)"]
)
def test_a_remainder_in_words_is_no_name(latex: str) -> None:
    with pytest.raises(Unsupported, match="a remainder"):
        rows(latex)


def test_a_label_may_be_called_mod() -> None:
    assert rows("a_{\\text{mod}} = b") == ["a_{\\text{mod}} = b"]


def test_a_list_that_begins_with_words_is_told_at_its_place() -> None:
    with pytest.raises(ReadError) as told:
        rows("y = x, \\quad j = 1, 2")
    assert told.value.column == 21


OLD_FONTS = {
    "a label": ("\\bar R_{\\rm max} = x", "\\bar{R}_{\\max} = x"),
    "a label that is a word": ("m_{\\rm Earth} = x", "m_{\\text{Earth}} = x"),
    "a function": ("{\\rm exp}(x) = y", "\\exp(x) = y"),
    "a bold name": ("{\\bf x} = {\\cal L}", "\\mathbf{x} = \\mathcal{L}"),
}


@pytest.mark.parametrize(("latex", "expected"), OLD_FONTS.values(), ids=OLD_FONTS)
def test_a_font_that_holds_to_the_end_of_a_group_makes_one_name(latex: str, expected: str) -> None:
    assert rows(latex) == [expected]


OUT_OF_SCOPE = {
    "an interval": ("x \\in [a, b]", "a comma in parentheses"),
    "a range alone": ("i = 1, \\dots, n", "the range of an index alone"),
}


@pytest.mark.parametrize(("latex", "message"), OUT_OF_SCOPE.values(), ids=OUT_OF_SCOPE)
def test_what_has_a_meaning_that_is_not_understood_is_out_of_scope(latex: str, message: str) -> None:
    with pytest.raises(Unsupported, match=message):
        rows(latex)
