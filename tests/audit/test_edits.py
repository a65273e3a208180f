"""What edits of a print may put in: anything for a quantity, an index for an index."""

from __future__ import annotations

import pytest

import derivation
from derivation.audit.edits import Edit, Vocabulary, edits
from derivation.text import trees
from derivation.text.latex import read_expression
from derivation.text.syntax import Number, Symbol, Terms

VOCABULARY = Vocabulary(
    ("i", "j"), (Number("2"), Symbol("i"), Symbol("S", (Symbol("j"),))), (Symbol("S", (Symbol("j"),)),)
)


def of(latex: str) -> list[Edit]:
    return list(edits(read_expression(latex), VOCABULARY))


@pytest.mark.parametrize("latex", ["x_j", r"\sum_{i=1}^{n} x_i", r"\sum_{i \neq j} x_i", "x_{j-1}"])
def test_an_index_gives_way_to_an_index_alone(latex: str) -> None:
    root = read_expression(latex)
    inside = {
        id(part)
        for node in trees.walk(root)
        for index in (
            *(node.subscripts if isinstance(node, Symbol) else ()),
            *(end for end in (getattr(getattr(node, "range", None), "upper", None),) if end is not None),
        )
        for part in trees.walk(index)
    }
    found = [edit for edit in edits(root, VOCABULARY) if id(edit.old) in inside]
    assert found
    assert all(isinstance(edit.new, Number | Terms | Symbol) for edit in found)
    assert not any(isinstance(edit.new, Symbol) and edit.new.subscripts for edit in found)


def test_a_quantity_gives_way_to_a_formula() -> None:
    kinds = {type(edit.new).__name__ for edit in of("x_j") if edit.old == read_expression("x_j")}
    assert {"Group", "Fraction", "Power", "Symbol"} <= kinds


@pytest.mark.parametrize(
    ("line", "correct"),
    [
        (r"\sum_{k=1}^{n} x_k y_k = \sum_{k=2}^{n} x_k y_k", r"\sum_{k = 1}^{n} x_k y_k"),
        (r"x_i + y_i = x_i + y_j", "x_i + y_i"),
    ],
)
def test_a_slip_in_an_index_is_still_found(line: str, correct: str) -> None:
    report = derivation.check(derivation.loads(f"$$ {line} $$"))
    assert report["1"].correction is not None
    assert report["1"].correction.latex == correct


def test_a_correction_exists_where_the_print_does() -> None:
    line = r"$$ \frac{1}{x^2 - 1} = \frac{1/2}{x - 2} - \frac{1/2}{x + 1} \tag{1} $$"
    found = derivation.check(derivation.loads(line))["1"].correction
    assert found is not None
    assert not found.partial
    assert "x - 1" not in found.latex
