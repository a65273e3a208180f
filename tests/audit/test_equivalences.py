r"""What `\iff` and `\implies` lead to: the same solutions, or the one that is lost or gained."""

from __future__ import annotations

import pytest

import derivation

RIGHT = {
    # in one letter: no root needs a closed form
    "no solution on either side, though squared": r"\sqrt{x} = x^2 + 3 \iff x = (x^2+3)^2",
    "a quartic that is only rearranged": r"x = (x^2 - 3)^2 \iff x^4 - 6 x^2 - x + 9 = 0",
    "a factor without closed roots": r"x^4 + x = 3 x^2 \iff x = 0 \text{ or } x^3 - 3 x + 1 = 0",
    "a factor that is no polynomial": r"x e^x = x^2 + 8 x \iff x = 0 \text{ or } e^x = x + 8",
    "bars": r"|x - \frac12| + |x + \frac12| = 2 \iff |x| = 1",
    # several letters
    "complex factors are nowhere 0": r"a^3 = b^3 \iff a = b",
    "a sum of squares": r"x^2 + y^2 = 0 \iff x = 0 \text{ and } y = 0",
    "one of two factors": r"x y = x z \iff y = z \text{ or } x = 0",
    "where a divisor is 0, or not": r"a x = b \text{ or } a = 0 \iff x = \frac{b}{a} \text{ or } a = 0",
    "roots that exist together": r"(x - p)^2 = q \iff x - p = \sqrt{q} \text{ or } x - p = -\sqrt{q}",
    "two divisors": r"a x = a b \iff x = b \text{ or } a = 0",
    # ±
    "both signs": r"x^2 = y^2 \iff x = \pm y",
    "both signs of a number": r"x^2 - 2 x - 1 = 0 \iff x = 1 \pm \sqrt 2",
    "± on the left": r"\pm 2 = x \iff x^2 = 4",
    "signs of one equation go together": r"\pm x = \mp y \iff x = -y",
    # and, or
    "two points": r"x + y = 3 \text{ and } x y = 2 \iff "
    r"(x = 1 \text{ and } y = 2) \text{ or } (x = 2 \text{ and } y = 1)",
    "four points": r"(x - y)^2 = 1 \text{ and } (x + y)^2 = 9 \iff (x = 1 \text{ and } y = 2) \text{ or } "
    r"(x = 2 \text{ and } y = 1) \text{ or } (x = -2 \text{ and } y = -1) \text{ or } "
    r"(x = -1 \text{ and } y = -2)",
    "or within and": r"a^2 = b \text{ and } a^2 = 1 \iff b = a^2 \text{ and } (a = 1 \text{ or } a = -1)",
    "and binds more closely": r"x = 1 \text{ or } (y = 2 \text{ and } z = 0) "
    r"\iff x = 1 \text{ or } y = 2 \text{ and } z = 0",
    "an impossible member": r"x = 1 \text{ or } 2 = 3 \iff x = 1",
    "an impossible sign": r"x^2 = 9 \text{ and } x > 0 \iff x = 3",
    # nowhere and everywhere
    "what holds nowhere": r"x + 1 = x + 2 \iff 0 = 1",
    "the word for it": r"x + 1 = x + 2 \iff \text{false}",
    "what always holds": r"x = x \iff \text{true}",
    # orders
    "by a positive number": r"2 x - 2 y < 0 \iff x < y",
    "by a negative number": r"-2 x < 4 \iff x > -2",
    "between two roots": r"x^2 < 4 \iff -2 < x < 2",
    "outside of two roots": r"2 x^2 + x \ge 6 \iff x \ge \frac32 \text{ or } x \le -2",
    "of a quotient": r"\frac{2 x}{|x - 1|} < 1 \iff x < \frac13",
    "one way": r"x > 3 \implies x^2 > 9",
    # where a line exists
    "a line that is true wherever it exists": r"\frac{x^2-1}{x-1} = x+1 \iff x^2 - 1 = (x-1)(x+1)",
}
WRONG = {
    "a root of a quartic is gained": r"\sqrt{x} = x^2 - 3 \iff x = (x^2-3)^2",
    "a factor is gained": r"x - 1 = 0 \iff y (x-1) = 0",
    "a root is gained where a side did not exist": r"\frac{x^2-4}{x-2} = 0 \iff x^2 - 4 = 0",
    "a root is lost where a side does not exist": r"x^2 - 4 = 0 \iff \frac{x^2-4}{x-2} = 0",
    "an even power": r"a^4 = b^4 \iff a = b",
    "where a divisor is 0 the line before fails": r"a x = b \iff x = \frac{b}{a} \text{ or } a = 0",
    "where a divisor is 0 the line behind fails": r"x = \frac{b}{a} \text{ or } a = 0 \iff a x = b",
    "that holds for one way, too": r"x = \frac{b}{a} \text{ or } a = 0 \implies a x = b",
    "only one square": r"x^2 + y^2 = 0 \iff x = 0",
    "a product that may vanish": r"x y = x z \iff y = z",
    "and for or": r"x^2 = y^2 \iff x = y \text{ and } x = -y",
    "or for and": r"(x = 1 \text{ or } y = 2) \text{ and } z = 0 "
    r"\iff x = 1 \text{ or } y = 2 \text{ and } z = 0",
    "two points of a line": r"x + y = 3 \iff "
    r"(x = 1 \text{ and } y = 2) \text{ or } (x = 2 \text{ and } y = 1)",
    "one sign": r"x^2 - 2 x - 1 = 0 \iff x = 1 + \sqrt 2",
    "signs of another number": r"x^2 - 2 x + 1 = 0 \iff x = 1 \pm \sqrt 2",
    "an impossible member that is not": r"x = 1 \text{ or } 2 = 2 \iff x = 1",
    "and what is impossible": r"x = 1 \text{ and } 2 = 3 \iff x = 1",
    "no solution, and one": r"x^2 = -1 \iff x = 5",
    "what always holds": r"x = x \iff \text{false}",
    "by a negative number": r"-2 x < 4 \iff x < -2",
    "between letters": r"x < y \iff -x < -y",
    "by a letter whose sign is not known": r"x < y \iff x z < y z",
    "half of an interval": r"x^2 < 4 \iff x < 2",
    "an end": r"|x| = x \iff x > 0",
    "times what may be negative": r"\frac{1}{x} < 1 \iff x > 1",
    "one way": r"x^2 > 9 \implies x > 3",
}
OPEN = {
    "nothing follows from what holds nowhere": r"x^2 = -1 \implies x = 5",
    "strict or not": r"x \le y \iff 2 x - 2 y < 0",
    "an alternative that cannot be read": r"x^2 = x \iff x = 0 \text{ or } x = \int_0^1 t \, dt",
    "an expression is no line": r"x = 1 \iff x^2",
}


def last(text: str) -> derivation.Result:
    return [*derivation.check(derivation.loads(f"$$ {text} $$"))][-1]


@pytest.mark.parametrize("name", RIGHT)
def test_lines_with_the_same_solutions_are_equivalent(name: str) -> None:
    found = derivation.check(derivation.loads(f"$$ {RIGHT[name]} $$"))
    assert {result.verdict for result in found} <= {"given", "right"}
    assert [*found][-1].verdict == "right"


@pytest.mark.parametrize("name", WRONG)
def test_lines_with_other_solutions_are_not(name: str) -> None:
    assert "wrong" in {
        result.verdict for result in derivation.check(derivation.loads(f"$$ {WRONG[name]} $$"))
    }


@pytest.mark.parametrize("name", OPEN)
def test_what_is_not_known_is_open(name: str) -> None:
    assert last(OPEN[name]).verdict in ("undecided", "unread")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (r"\sqrt{x} = x^2 - 3 \iff x = (x^2-3)^2", {"x": "≈ 1.35498"}),
        (r"\frac{x^2-4}{x-2} = 0 \iff x^2 - 4 = 0", {"x": "2"}),
        (r"x^2 = 2 x \iff x = 2", {"x": "0"}),
        (r"-2 x < 4 \iff x < -2", {"x": "-1"}),
    ],
)
def test_the_solution_that_makes_the_difference_is_shown(text: str, values: dict[str, str]) -> None:
    found = last(text).counterexample
    assert found is not None
    assert values.items() <= dict(found.values).items()


def test_an_order_that_fails_is_shown_as_one() -> None:
    found = last(r"2 x > 6 \implies x > 4").counterexample
    assert found is not None
    assert ">" in found.right
    assert "≤" in found.left


def test_a_line_behind_a_slip_is_judged_against_the_slip() -> None:
    text = "Solve\n\n$$ x(x-1)(x-2) = 0 $$\n\n$$ \\iff x(x-1) = 0 $$\n\n"
    right = derivation.check(derivation.loads(text + "$$ \\iff x = 0 \\text{ or } x = 1 $$"))
    assert [result.verdict for result in right] == ["given", "wrong", "right", "right"]
    back = derivation.check(derivation.loads(text + "$$ \\iff x(x-1)(x-2) = 0 $$"))
    assert [result.verdict for result in back] == ["given", "wrong", "wrong"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Suppose that $x > 0$.\n\n$$ x^2 = 9 \\iff x = 3 $$", "right"),
        ("Suppose that $x < 4$.\n\n$$ x^2 = 9 \\iff x = 3 $$", "wrong"),
        ("If $x > 0$, then\n\n$$ x^2 = 9 \\iff x = 3 $$", "right"),
        ("$$ y = x - 1 $$\n\nSolve\n\n$$ y^2 = 4 $$\n\n$$ \\iff x = 3 \\text{ or } x = -1 $$", "right"),
        ("$$ y = x - 1 $$\n\nSolve\n\n$$ y^2 = 4 $$\n\n$$ \\iff x = 3 \\text{ or } x = 1 $$", "wrong"),
    ],
)
def test_what_is_known_besides_counts(text: str, verdict: str) -> None:
    assert [*derivation.check(derivation.loads(text))][-1].verdict == verdict


def test_roots_of_letters_are_told_as_conditions() -> None:
    found = last(r"a = b \iff \sqrt{a} = \sqrt{b}")
    assert found.verdict == "right"
    assert any("≥ 0" in condition for condition in found.finding.conditions)


def test_what_is_lost_among_many_branches_is_not_proved() -> None:
    many = " ".join(f"(x-{k})(y-{k})" for k in range(1, 8))
    (_, found) = derivation.check(derivation.loads(f"$$ {many} = 0 \\implies (x-1)(y-1)(x-2)(y-2) = 0 $$"))
    assert found.verdict != "right"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"u = 3 b + 1 \iff b = \frac{u-1}{3}", "right"),
        (r"y = x^2 \iff y^2 = x^4", "wrong"),
        (r"y = x^2 \implies y^2 = x^4", "right"),
        (r"y = e^x \iff x = \log y", "right"),
    ],
)
def test_a_definition_before_an_arrow_is_an_equation(text: str, verdict: str) -> None:
    assert last(text).verdict == verdict
