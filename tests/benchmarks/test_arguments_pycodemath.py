"""pycodemath's derivations: how its file is read, what document each becomes, and what counts as caught."""

from __future__ import annotations

import json
from pathlib import Path

import arguments_pycodemath as benchmark
import pytest
from arguments import Said, document

G, R, F, O = Said.GIVEN, Said.RIGHT, Said.FALSE, Said.OPEN  # noqa: E741


def case(kind: str, *steps: str, slip: int | None = None) -> benchmark.Case:
    return benchmark.Case("one", kind, "sign", steps, slip)


def printed(found: benchmark.Case) -> str:
    return document("T", benchmark.lines(found)).removeprefix("# T\n\n")


def test_a_derivative_opens_with_what_is_differentiated(
    tmp_path: Path,
) -> None:
    row = {"id": "a", "kind": "derivative", "error_type": "chain", "steps": ["3", "4"], "error_step": 2}
    folder = tmp_path / "bench" / "data"
    folder.mkdir(parents=True)
    text = json.dumps({**row, "function": "3*x", "var": "x"})
    (folder / benchmark.FILE).write_text(f"{text}\n\n", encoding="utf-8")
    (found,) = benchmark.cases(tmp_path)
    assert found == benchmark.Case("a", "derivative", "chain", ("diff(3*x,x)", "3", "4"), 2)


def test_a_folder_without_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"there is no derivations\.jsonl in it"):
        benchmark.cases(tmp_path)


def test_equations_are_posed_and_joined_by_equivalence() -> None:
    text = printed(case("equations", "x^2 = 4", "x = 2 or x = -2"))
    assert text.startswith(
        "Solve\n\n$$ x^{2} = 4 \\tag{1} $$\n\n$$ \\iff x = 2 \\text{ or } x = -2 \\tag{2} $$"
    )


def test_expressions_and_derivatives_are_chains_of_equals_signs() -> None:
    assert "\\frac{d}{d x} (3 x)^{2} &= 2 \\cdot 3 x \\cdot 3 \\tag{2}" in printed(
        case("derivative", "diff((3*x)^2,x)", "2*(3*x)*3")
    )
    assert "x + x &= 2 x \\tag{2}" in printed(case("expressions", "x+x", "2*x"))


@pytest.mark.parametrize(
    ("slip", "said", "outcome"),
    [
        (2, [G, F, R], benchmark.Outcome.CAUGHT),
        (3, [O, R, F], benchmark.Outcome.CAUGHT),
        (2, [G, F, F], benchmark.Outcome.MORE),
        (3, [G, F, F], benchmark.Outcome.ELSEWHERE),
        (2, [F, F, R], benchmark.Outcome.ELSEWHERE),
        (2, [G, R, R], benchmark.Outcome.PASSED),
        (2, [G, O, R], benchmark.Outcome.MISSED),
        (2, [G, G, R], benchmark.Outcome.MISSED),
        (None, [G, R, R], benchmark.Outcome.PROVED),
        (None, [F, R, R], benchmark.Outcome.ALARM),
        (None, [G, R, F], benchmark.Outcome.ALARM),
        (None, [G, G, R], benchmark.Outcome.OPEN),
    ],
)
def test_a_slip_is_caught_where_its_line_is_the_one_that_is_false(
    slip: int | None, said: list[Said], outcome: benchmark.Outcome
) -> None:
    assert benchmark.outcome(case("equations", "x=1", "x=1", "x=1", slip=slip), said) is outcome


def test_the_engine_finds_a_slip_among_expressions() -> None:
    slip = case("expressions", "(x+1)^2", "x^2+x+x+1", "x^2+x+1", "x*(x+1)+1", slip=3)
    assert benchmark.own(slip).outcome is benchmark.Outcome.CAUGHT
    right = case("derivative", "diff(sin(2*x),x)", "cos(2*x)*2", "2*cos(2*x)")
    assert benchmark.own(right).outcome is benchmark.Outcome.PROVED


def test_a_peer_that_is_killed_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "asked", lambda *_: None)
    assert benchmark.told(case("equations", "x=1", "x=1"), "SymPy", 1) is benchmark.Outcome.FAILED
