"""Granting: what follows from a slip is inherited; what only looks like it is wrong by itself."""

from __future__ import annotations

import pytest

import derivation


def judged(*lines: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Verdicts and grants of numbered lines."""
    text = "\n\n".join(f"$$ {line} \\tag{{{k}}} $$" for k, line in enumerate(lines, 1))
    report = derivation.check(derivation.loads(text))
    return {r.label: (r.verdict, r.granted) for r in report}


def test_a_slip_about_the_first_entry_is_not_one_about_all() -> None:
    found = judged(r"S_j = \sum_k A_{jk}", "S_1 = 0", "S_j + y_j = y_j", r"S_1 + y_j = y_j")
    assert found["3"] == ("wrong", ())
    assert found["4"] == ("inherited", ("2",))


def test_a_slip_about_the_diagonal_is_not_one_about_all() -> None:
    found = judged("B_{ij} = A_{ij} + 1", "B_{ii} = 0", "B_{ij} + y_j = y_j", "B_{jj} + y_j = y_j")
    assert found["3"] == ("wrong", ())
    assert found["4"] == ("inherited", ("2",))


def test_a_slip_about_one_derivative_is_not_one_about_another() -> None:
    found = judged(
        "f = x^2",
        "g = x^3",
        r"\frac{\partial f}{\partial x} = 3 x",
        r"2 \frac{\partial g}{\partial x} = 6 x",
        r"2 \frac{\partial f}{\partial x} = 6 x",
    )
    assert found["4"] == ("wrong", ())
    assert found["5"] == ("inherited", ("3",))


def test_a_slip_in_one_case_leaves_the_other_as_it_is() -> None:
    slope = r"\frac{\partial f_i}{\partial x_j}"
    found = judged(
        "f_i = x_i^2",
        rf"{slope} = 3 x_i \quad (i = j)",
        rf"\sum_i {slope} = 3 x_j",
        rf"\sum_i {slope} = \sum_i 3 x_i",
    )
    assert found["2"][0] == "wrong"
    assert found["3"] == ("inherited", ("2",))
    assert found["4"] == ("wrong", ())


def test_a_slip_where_indices_differ_is_granted_there() -> None:
    slope = r"\frac{\partial f_i}{\partial x_j}"
    found = judged(
        "f_i = x_i^2",
        rf"{slope} = 3 x_i \quad (i \neq j)",
        rf"{slope} = 3 x_i - x_i \delta_{{ij}}",
        rf"{slope} = 3 x_i \delta_{{ij}}",
    )
    assert found["3"] == ("inherited", ("2",))
    assert found["4"] == ("wrong", ())


def test_a_granted_value_goes_on_through_right_lines() -> None:
    found = judged(
        "y = x^2",
        r"\frac{\partial y}{\partial x} = 3 x",
        "z = y + x",
        r"\frac{\partial z}{\partial x} = \frac{\partial y}{\partial x} + 1",
        "w = z + x",
        r"\frac{\partial w}{\partial x} = \frac{\partial z}{\partial x} + 1",
        r"\frac{\partial w}{\partial x} = 3 x + 2",
    )
    assert found["4"][0] == found["6"][0] == "right"
    assert found["7"] == ("inherited", ("2",))


def test_a_wrong_line_carries_nothing_onward_unless_it_is_granted_too() -> None:
    found = judged(
        "y = x^2",
        "z = y + x",
        r"\frac{\partial y}{\partial x} = 3 x",
        r"\frac{\partial z}{\partial x} = \frac{\partial y}{\partial x} + 2",
        r"\frac{\partial z}{\partial x} = 3 x + 2",
    )
    assert found["4"] == ("wrong", ())
    assert found["5"] == ("inherited", ("3", "4"))


def test_a_slip_shows_through_a_definition() -> None:
    found = judged(r"s = \sum_i x_i", "s = 2 x_1", "q = 3 s", "q + y = 6 x_1 + y")
    assert found["4"] == ("inherited", ("2",))


def test_a_claim_about_a_value_of_a_function_is_none_about_the_function() -> None:
    found = judged("f(x) = x^2", "f(2) = 5", "f(x) + x = 5 + x", "f(3) + y = 5 + y")
    assert found["2"] == found["3"] == found["4"] == ("wrong", ())


def test_a_granted_value_goes_on_in_every_case_that_is_told() -> None:
    f, h = (rf"\frac{{\partial {name}_i}}{{\partial x_j}}" for name in "fh")
    found = judged(
        "f_i = x_i^2",
        f"{f} = 3 x_i",
        "h_i = f_i + x_i",
        rf"{h} = {f} + 1 \quad (i = j)",
        rf"{h} = {f} \quad (i \neq j)",
        rf"{h} = 3 x_i + \delta_{{ij}}",
    )
    assert found["4"][0] == found["5"][0] == "right"
    assert found["6"] == ("inherited", ("2",))


def test_slips_that_cancel_are_repaired_and_what_goes_on_is_right() -> None:
    found = judged("y = x^2", r"\frac{\partial y}{\partial x} = 3 x = 2 x = 2 x + x - x")
    assert [found[k][0] for k in ("2.1", "2.2", "2.3")] == ["wrong", "repaired", "right"]


def test_a_line_after_a_slip_that_says_the_same_again_is_inherited() -> None:
    found = judged("y = x^2", r"\frac{\partial y}{\partial x} = 3 x = 3 x + x - x")
    assert [found[k] for k in ("2.1", "2.2")] == [("wrong", ()), ("inherited", ())]


@pytest.mark.parametrize("factor", ["2", "b", r"\sum_k x_k"])
def test_a_multiple_of_a_slip_is_inherited(factor: str) -> None:
    slope = r"\frac{\partial y}{\partial x_j}"
    found = judged(r"y = \sum_i x_i^2", f"{slope} = 3 x_j", f"{slope} {factor} = 3 x_j {factor}")
    assert found["3"] == ("inherited", ("2",))


def test_two_slips_are_granted_through_the_definition_that_speaks_of_both() -> None:
    text = r"""$$ S = a + b \tag{1} $$

$$ R = a c \tag{2} $$

$$ T = S R \tag{3} $$

$$ S = a - b \tag{4} $$

$$ R = 2 a c \tag{5} $$

$$ T = 2 a c (a - b) \tag{6} $$
"""
    last = derivation.check(derivation.loads(text))["6"]
    assert last.verdict == "inherited"
    assert last.granted == ("4", "5")


def test_a_slip_is_carried_onward_in_each_case_that_a_line_tells() -> None:
    text = r"""$$ A_{ij} = x_i x_j \tag{1} $$

$$ B_{ij} = x_i x_j + 1 \tag{2} $$

$$ A_{ij} = x_i \tag{3} $$

For $i = j$,

$$ B_{ij} = A_{ij} + 1 \tag{4} $$

For $i \ne j$,

$$ B_{ij} = A_{ij} + 1 \tag{5} $$

$$ B_{ij} = x_i + 1 \tag{6} $$

For $i = j$,

$$ B_{ij} = x_i + 1 \tag{7} $$
"""
    found = derivation.check(derivation.loads(text))
    verdicts = [found[label].verdict for label in "34567"]
    assert verdicts == ["wrong", "right", "right", "inherited", "inherited"]
