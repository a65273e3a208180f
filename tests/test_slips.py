"""Slips that `benchmarks/slips.py` plants with `planting.py`: what they are, where they go, what is found."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

import derivation
from derivation.text.latex import read_display
from derivation.text.source import Source, Span
from derivation.text.syntax import Node, Row

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("slips", BENCHMARKS / "slips.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["slips"] = module
    sys.path.insert(0, str(BENCHMARKS))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(BENCHMARKS))
    return module


slips = load()
oracle, planting = sys.modules["oracle"], sys.modules["planting"]


def read(latex: str) -> tuple[Row, ...]:
    return read_display(Source("expression", latex), Span(0, len(latex)))


def member(latex: str) -> Node:
    return read(latex)[0].members[-1]


def planted(latex: str, kind: str) -> list[str]:
    return [text for _, _, text in planting.candidates(latex, read, kind)]


# The slips of each kind, and where they go.


@pytest.mark.parametrize(
    ("kind", "latex", "expected"),
    [
        ("sign", "y = a - b", ["y = -a - b", "y = a + b"]),
        ("sign", "y = 2x", ["y = -2 x"]),
        ("sign", "y = -a", ["y = a"]),
        ("sign", "y = 3(a + b)", ["y = 3(-a + b)", "y = 3(a - b)", "y = -3 (a + b)"]),
        ("factor", "y = 3ab", ["y = a b", "y = 3 b", "y = 3 a", "y = 6ab"]),
        ("factor", "y = \\frac{x}{2}", ["y = \\frac{x}{1}", "y = \\frac{x}{4}"]),
        ("exponent", "y = x^2", ["y = x^3"]),
        ("exponent", "y = x + e_1", ["y = x^2 + e_1", "y = x + e_1^2"]),
        ("term", "y = a - b + c", ["y = -b + c", "y = a + c", "y = a - b"]),
        ("term", "y = -a + b", ["y = b", "y = -a"]),
        ("index", "y_i = x_i a_{ij}", ["y_i = x_j a_{ij}", "y_i = x_i a_{jj}", "y_i = x_i a_{ii}"]),
        ("index", "y = b_1 - b_2", ["y = b_2 - b_2", "y = b_1 - b_1"]),
    ],
)
def test_each_kind_of_slip_is_one_edit(kind: str, latex: str, expected: list[str]) -> None:
    assert planted(latex, kind) == expected


def test_every_kind_of_slip_is_tried_above() -> None:
    (cases,) = test_each_kind_of_slip_is_one_edit.pytestmark  # type: ignore[attr-defined]
    assert {kind for kind, *_ in cases.args[1]} == set(planting.SLIPS)


@pytest.mark.parametrize(
    ("kind", "latex", "expected"),
    [
        ("exponent", "g = \\frac{\\partial L}{\\partial x}", []),
        (
            "sign",
            "g = \\frac{\\partial (a + b)}{\\partial x}",
            ["g = -\\frac{\\partial (a + b)}{\\partial x}"],
        ),
        ("exponent", "y = \\sum_{i=1}^{n} x_i", ["y = \\sum_{i=1}^{n} x_i^2"]),
        ("factor", "y = 2\\sum_{i=1}^{n} x_i", ["y = 4\\sum_{i=1}^{n} x_i"]),
        ("exponent", "y = e^{-t}", []),
        ("factor", "y = a / b", []),
    ],
)
def test_ranges_exponents_and_derivatives_keep_their_print(
    kind: str, latex: str, expected: list[str]
) -> None:
    assert planted(latex, kind) == expected


def test_only_the_last_member_of_a_line_is_changed() -> None:
    assert planted("a + b = b + a", "sign") == ["a + b = -b + a", "a + b = b - a"]


def test_a_line_that_goes_on_a_chain_has_slips() -> None:
    assert planted("= a + b", "term") == ["= b", "= a"]


def test_the_rest_of_the_line_keeps_its_print() -> None:
    assert planted("y &= \\left( a+b\\right)\\, c", "sign")[1] == "y &= \\left( a - b\\right)\\, c"


def test_what_is_printed_reads_as_the_slip() -> None:
    for kind in planting.SLIPS:
        for _, changed, text in planting.candidates("y = 2 x_1 \\cdot x^2 - (a - 3 b_2)^2", read, kind):
            assert read(text)[0].members[-1] == changed


@pytest.mark.parametrize("latex", ["y \\le 2x", "2x", "a = 1, \\quad b = 2"])
def test_a_line_that_is_no_single_equation_has_no_slip(latex: str) -> None:
    assert planted(latex, "sign") == planted(latex, "factor") == []


# Slips that leave the line true.


@pytest.mark.parametrize(
    ("printed", "changed", "true"),
    [
        ("y = a + b", "y = b + a", True),
        ("y = a + b", "y = a - b", False),
        ("y = \\sum_{i=1}^{n} x_i", "y = \\sum_{j=1}^{n} x_j", True),
        ("y = \\sum_{i=1}^{n} x_i", "y = \\sum_{i=1}^{n} x_i^2", False),
        ("y = b_1 - b_2", "y = b_1 - b_1", False),
        ("y = 1", "y = \\sin^2 x + \\cos^2 x", True),
        ("y = \\tan x", "y = \\sec x", False),
        ("y = \\sinh x", "y = -\\sinh(-x)", True),
    ],
)
def test_a_slip_stays_true_where_it_changes_no_value(printed: str, changed: str, true: bool) -> None:
    assert planting.stays(member(printed), member(changed), []) is true


def test_definitions_of_the_document_are_opened() -> None:
    known = [read("c = a - a")[0]]
    assert planting.stays(member("y = x + c"), member("y = x - c"), known)
    assert not planting.stays(member("y = x + c"), member("y = x - c"), [])


def test_a_name_that_is_defined_twice_is_not_opened() -> None:
    printed = ("c = 0", "d = 1", "c = 2", "f(x) = x", "f(x) = -x")
    statements = [{"latex": latex, "verdict": "definition"} for latex in printed]
    assert slips.definitions(statements, read) == [read("d = 1")[0]]


def test_no_value_can_be_told_of_what_is_unknown() -> None:
    with pytest.raises(oracle.Nothing):
        planting.stays(member("y = \\arcsin x"), member("y = \\arcsin x^2"), [])


def test_definitions_in_a_circle_have_no_value() -> None:
    with pytest.raises(oracle.Nothing, match="in a circle"):
        planting.stays(member("y = c"), member("y = -c"), [read("c = c + 1")[0]])


# Documents.

TEXT = """# Two squares

The square of a sum of a and b.

$$(a + b)^2 = a^2 + 2ab + b^2$$

And of a difference.

$$(a - b)^2 = a^2 - 2ab + b^2$$
"""


def notebook(*cells: tuple[str, str | list[str]]) -> str:
    return json.dumps({"cells": [{"cell_type": kind, "source": source} for kind, source in cells]})


def slip(**changes: object) -> object:
    values = {"document": "a.md", "label": "1", "place": slips.Place(0, 5, 3), "kind": "sign"}
    prints = {"printed": "(a + b)^2 = a^2 + 2ab + b^2", "changed": "(a + b)^2 = a^2 - 2ab + b^2"}
    return slips.Slip(**{**values, **prints, **changes})


def test_a_slip_goes_where_the_line_is_printed() -> None:
    changed = slips.with_slip(TEXT, ".md", slip())
    assert changed == TEXT.replace("a^2 + 2ab", "a^2 - 2ab")


def test_a_slip_in_a_notebook_goes_into_its_cell() -> None:
    text = notebook(("code", "x = 1"), ("markdown", ["Then\n", "$$y = 2x$$\n"]), ("markdown", "$$y = 2x$$"))
    changed = slip(place=slips.Place(2, 2, 3), printed="y = 2x", changed="y = 3x")
    cells = json.loads(slips.with_slip(text, ".ipynb", changed))["cells"]
    assert [cell["source"] for cell in cells] == ["x = 1", "Then\n$$y = 3x$$\n", "$$y = 2x$$"]


def test_a_line_that_a_macro_prints_is_left_alone() -> None:
    statement = {"latex": "(a + b)^2", "line": 5, "column": 3}
    assert slips.printed_at(TEXT.replace("(a + b)^2", "\\sq"), ".md", statement) is None


def test_a_slip_that_is_printed_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(1\) is not printed at"):
        slips.with_slip(TEXT, ".md", slip(place=slips.Place(0, 6, 3)))


# What became of a slip.


def statement(line: int, verdict: str, **more: object) -> dict[str, object]:
    return {"line": line, "column": 3, "label": str(line), "verdict": verdict, **more}


BEFORE = [statement(1, "wrong"), statement(5, "right"), statement(9, "right")]


@pytest.mark.parametrize(
    ("after", "word"),
    [
        (("wrong", "wrong", "right"), "found"),
        (("wrong", "wrong", "inherited"), "found"),
        (("wrong", "ill-formed", "right"), "found"),
        (("wrong", "inherited", "right"), "elsewhere"),
        (("wrong", "undecided", "wrong"), "elsewhere"),
        (("wrong", "undecided", "right"), "open"),
        (("wrong", "unread", "right"), "open"),
        (("wrong", "right", "right"), "missed"),
        (("wrong", "given", "right"), "missed"),
        (("wrong", "definition", "undecided"), "missed"),
        (("undecided", "right", "right"), "missed"),
    ],
)
def test_the_line_that_is_newly_false_first_decides(after: tuple[str, ...], word: str) -> None:
    lines = [statement(line, verdict) for line, verdict in zip((1, 5, 9), after, strict=True)]
    assert slips.outcome(slip(), BEFORE, lines).word == word


def test_a_line_before_the_slip_that_turns_false_is_elsewhere() -> None:
    lines = [statement(1, "wrong"), statement(3, "wrong"), statement(5, "wrong")]
    found = slips.outcome(slip(), BEFORE, lines)
    assert (found.word, found.first) == ("elsewhere", "3")


def test_a_line_that_is_gone_is_open() -> None:
    assert slips.outcome(slip(), BEFORE, [statement(1, "wrong")]).word == "open"


def test_slips_are_taken_from_each_document_in_turn() -> None:
    pools = [
        tuple(slip(document=name, label=str(k)) for k in range(size)) for name, size in (("a", 9), ("b", 2))
    ]
    chosen = slips.spread(pools, 6, seed=1)
    assert sorted(s.document for s in chosen) == ["a"] * 4 + ["b"] * 2
    assert len(set(chosen)) == 6
    assert chosen == slips.spread(pools, 6, seed=1)


def test_slips_in_a_document_are_found_and_leave_it_as_it_was(tmp_path: Path) -> None:
    document = tmp_path / "squares.md"
    document.write_text(TEXT, encoding="utf-8")
    found = slips.planted(document)
    assert [s.label for s in found.slips] == [r.label for r in derivation.check(document)]
    assert found.right == 2
    assert [slips.judged(s, found.before).word for s in found.slips] == ["found", "found"]
    assert [path.name for path in tmp_path.iterdir()] == ["squares.md"]
    assert document.read_text(encoding="utf-8") == TEXT


def test_lines_that_are_not_right_get_no_slip(tmp_path: Path) -> None:
    document = tmp_path / "squares.md"
    document.write_text(TEXT.replace("- 2ab", "+ 2ab"), encoding="utf-8")
    assert [s.place.line for s in slips.planted(document).slips] == [5]


def test_a_document_that_cannot_be_used_has_no_slips(tmp_path: Path) -> None:
    document = tmp_path / "open.md"
    document.write_text("$$\\begin{align} a = b", encoding="utf-8")
    assert slips.planted(document) == slips.Planted()


def test_a_document_that_takes_too_long_is_left_out(tmp_path: Path) -> None:
    document = tmp_path / "squares.md"
    long = "\n".join(f"$$ (a + {k})^9 (a - {k})^9 = (a^2 - {k * k})^9 $$\n" for k in range(2, 40))
    document.write_text(f"{TEXT}\n{long}", encoding="utf-8")
    assert slips.planted(document, seconds=1e-4) == slips.Planted(late=True)
    found = slips.planted(document)
    assert slips.judged(found.slips[0], found.before, seconds=1e-4).word == "open"
    assert [path.name for path in tmp_path.iterdir()] == ["squares.md"]


def test_documents_are_read_until_there_are_enough_slips() -> None:
    documents = iter([slips.Planted(tuple(slip(label=str(k)) for k in range(9)), right=9)] * 5)
    found = list(slips._enough(documents, slips.Sample(lines=7, a_document=4)))
    assert [len(p.slips) for p in found] == [4, 4]
    assert len(list(documents)) == 3


def test_the_copy_has_documents_and_what_they_take_in(tmp_path: Path) -> None:
    folder, copy = tmp_path / "from", tmp_path / "to"
    for name in ("a.md", "deep/b.tex", "deep/own.sty", "deep/picture.png", ".hidden/c.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT, encoding="utf-8")
    found = slips.copied(folder, copy)
    assert [path.relative_to(copy).as_posix() for path in found] == ["a.md", "deep/b.tex"]
    assert (copy / "deep/own.sty").is_file()
    assert not (copy / "deep/picture.png").exists()
    assert slips.copied(folder, copy, frozenset(("deep/b.tex",))) == [copy / "deep/b.tex"]


def test_the_table_names_what_was_not_found() -> None:
    missed = (slip(), slips.Outcome("missed", "right", "", "follows,\nand is true"))
    found = (slip(label="2"), slips.Outcome("found", "wrong", "2"))
    counts = {"sign": {"missed": 1, "found": 1}}
    lines = "\n".join(
        slips.shown(slips.Counted(9, 1, 2, 3, {"missed": 1, "found": 1}, counts, [missed, found]))
    )
    assert "9 documents, 1 left out that took too long, 2 lines judged right" in lines
    assert "2 slips planted; 3 others were passed over" in lines
    assert "missed: a.md (1), sign" in lines
    assert "right; first newly false: none; follows, and is true" in lines
    assert "(2)" not in lines
