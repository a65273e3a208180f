"""Notebooks: their cells of text, in every format that there has been, and cells that are none."""

from __future__ import annotations

import json

import pytest

import derivation
from derivation.front.cells import Cell, NoNotebook, cells_of

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


# Cells of code that are set as text


@pytest.mark.parametrize("magic", ["%%latex", "%%latex ", "\n%%latex", "%%markdown"])
def test_a_cell_that_is_set_as_text_is_read_and_its_lines_keep_their_numbers(magic: str) -> None:
    (cell,) = cells_of(json.dumps({"cells": [{"cell_type": "code", "source": f"{magic}\n$$ y = 2 x $$"}]}))
    assert cell.text.strip() == "$$ y = 2 x $$"
    assert cell.text.count("\n") == magic.count("\n") + 1


@pytest.mark.parametrize(
    "source", ["# %%latex\n$$ y = 7 $$", "%%html\n$$ y = 7 $$", "%%latexit\n", 7, None, ["x", 7]]
)
def test_other_cells_of_code_are_passed_over(source: object) -> None:
    assert cells_of(json.dumps({"cells": [{"cell_type": "code", "source": source}]})) == ()


def test_an_old_notebook_has_its_code_as_input() -> None:
    cell = {"cell_type": "code", "input": ["%%latex\n", "$$ y = 2 x $$"], "language": "python"}
    assert cells_of(old({"cells": [cell]})) == (Cell(1, f"{' ' * 7}\n$$ y = 2 x $$"),)


# Macros


MARKED = {"cell_type": "markdown", "source": "$\\newcommand{\\half}[1]{\\frac{#1}{2}}$"}
SET = {"cell_type": "code", "source": "%%latex\n\\newcommand{\\half}[1]{\\frac{#1}{2}}"}
ALONE = {"cell_type": "markdown", "source": "$$\\newcommand{\\half}[1]{\\frac{#1}{2}}$$"}
DEFINED = {"cell_type": "markdown", "source": "$\\def\\half#1{\\frac{#1}{2}}$ $x$"}
USED = {"cell_type": "markdown", "source": ["Then\n", "\n", "$$ y = \\half{x} $$"]}


@pytest.mark.parametrize("macros", [MARKED, SET, ALONE, DEFINED])
@pytest.mark.parametrize("version", [3, 4])
def test_a_macro_of_one_cell_holds_in_the_cells_behind_it(version: int, macros: dict[str, str]) -> None:
    if version == 3 and macros is SET:
        macros = {"cell_type": "code", "input": macros["source"], "language": "python"}
    cells = [macros, CODE, USED, {"cell_type": "markdown", "source": "$$ 2 y = \\half{3 x} $$"}]
    text = old({"cells": cells[:2]}, {"cells": cells[2:]}) if version == 3 else json.dumps({"cells": cells})
    report = derivation.check(derivation.loads(text, name="n.ipynb", format="notebook"))
    assert [found.verdict for found in report] == ["definition", "wrong"]
    assert report.audit.errors == ()
    first, second = (report[label].as_data() for label in ("1", "2"))
    assert (first["cell"], first["line"], first["column"], first["end_column"]) == (3, 3, 4, 16)
    assert (second["cell"], second["line"], second["end_column"]) == (4, 1, 20)


def test_a_macro_does_not_hold_before_its_cell() -> None:
    text = json.dumps({"cells": [USED, MARKED]})
    report = derivation.check(derivation.loads(text, name="n.ipynb", format="notebook"))
    assert [found.verdict for found in report] != ["definition"]


# Outputs


@pytest.mark.parametrize("key", ["outputs", "attachments", "metadata"])
def test_what_code_printed_is_passed_over_however_large_it_is(key: str) -> None:
    printed = [{"output_type": "display_data", "data": {"text/latex": "$$ y = 7 $$" * 100_000}}]
    code = {"cell_type": "code", "source": "1", key: printed}
    assert cells_of(json.dumps({"cells": [DISPLAY, code, WRONG]})) == cells_of(
        json.dumps({"cells": [DISPLAY, CODE, WRONG]})
    )
    assert cells_of(old({"cells": [DISPLAY, code]})) == cells_of(old({"cells": [DISPLAY, CODE]}))
