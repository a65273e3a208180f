"""Notebooks: their cells of text, in every format that there has been, and cells that are none."""

from __future__ import annotations

import json

import pytest

import derivation
from derivation.text.cells import Cell, NoNotebook, cells_of

DISPLAY = {"cell_type": "markdown", "source": ["# T\n", "$$ y = x $$"]}
CODE = {"cell_type": "code", "input": "1", "language": "python"}
WRONG = {"cell_type": "markdown", "source": "$$ y = 2 x $$"}


def old(*sheets: object, version: int = 3) -> str:
    return json.dumps({"nbformat": version, "worksheets": list(sheets), "metadata": {"name": "old"}})


@pytest.mark.parametrize("version", [2, 3])
def test_cells_of_an_old_notebook_stand_in_worksheets(version: int) -> None:
    found = cells_of(old({"cells": [DISPLAY, CODE]}, {"cells": [WRONG]}, version=version))
    assert found == (Cell(1, "# T\n$$ y = x $$"), Cell(3, "$$ y = 2 x $$"))


@pytest.mark.parametrize(("level", "marks"), [(1, "#"), (3, "###"), ("x", "#"), (9, "#")])
def test_a_heading_is_a_cell_in_an_old_notebook(level: object, marks: str) -> None:
    heading = {"cell_type": "heading", "level": level, "source": ["On sums"]}
    assert cells_of(old({"cells": [heading]})) == (Cell(1, f"{marks} On sums"),)


@pytest.mark.parametrize("version", [3, 4])
def test_old_and_new_notebooks_are_judged_alike(version: int) -> None:
    cells = [DISPLAY, CODE, WRONG]
    text = old({"cells": cells}) if version == 3 else json.dumps({"cells": cells})
    report = derivation.check(derivation.loads(text, name="n.ipynb", format="notebook"))
    assert (report.title, [r.verdict for r in report]) == ("T", ["definition", "wrong"])
    assert report["2"].as_data()["cell"] == 3


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (5, "this is no cell: it does not say of which type it is"),
        ({"source": "$$ y = 7 $$"}, "this is no cell: it does not say of which type it is"),
        ({"cell_type": "markdown", "source": 3}, "the source of this cell is no text"),
        ({"cell_type": "markdown", "source": ["$$ y = ", 7, " $$"]}, "the source of this cell is no text"),
        ({"cell_type": "markdown", "source": None}, "the source of this cell is no text"),
    ],
)
def test_a_cell_that_is_none_costs_itself(cell: object, message: str) -> None:
    text = json.dumps({"cells": [DISPLAY, cell, WRONG]})
    report = derivation.check(derivation.loads(text, name="n.ipynb", format="notebook"))
    assert [r.verdict for r in report] == ["definition", "wrong"]
    (error,) = report.audit.errors
    assert str(error).startswith(f"n.ipynb: cell 2, line 1: {message}")
    assert report["2"].as_data()["cell"] == 3
    assert "n.ipynb: cell 2, line 1" in " ".join(str(report).split())


def test_a_worksheet_without_cells_costs_itself() -> None:
    found = cells_of(old("none", {"cells": [WRONG]}))
    assert [(cell.number, bool(cell.error)) for cell in found] == [(1, True), (2, False)]


@pytest.mark.parametrize("cell", [CODE, {"cell_type": "raw", "source": "$$ y = 7 $$"}, {"cell_type": "new"}])
def test_cells_of_other_kinds_are_passed_over(cell: object) -> None:
    assert cells_of(json.dumps({"cells": [cell, WRONG]})) == (Cell(2, "$$ y = 2 x $$"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"cells": 3}', "it has no list of cells"),
        ('{"worksheets": {}}', "it has no list of cells"),
        ("[]", "it has no list of cells"),
    ],
)
def test_what_is_no_notebook_at_all(text: str, message: str) -> None:
    with pytest.raises(NoNotebook, match=message):
        cells_of(text)
