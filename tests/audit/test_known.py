"""Which facts a verdict uses: the fewest that do; none that clash, and none that a point may break."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

import derivation
from derivation.audit.known import Known, judged
from derivation.terms.context import Fact, Origin
from derivation.terms.judgement import Proved, Undecided
from derivation.terms.setting import Claim, Hypotheses, Setting
from derivation.terms.terms import Add, Definition, Deriv, Mul, Pow, Ref, Var, integer

USED: dict[str, tuple[str, list[str]]] = {
    "one of two signs": ("Assume $x > 0$ and $y > 0$.\n\n$$ |x| = x $$", ["x > 0"]),
    "one of two facts about one letter": ("Assume $x > 0$ and $x < z$.\n\n$$ |x| = x $$", ["x > 0"]),
    "both signs": ("Assume $x > 0$ and $y > 0$.\n\n$$ |x y| = x y $$", ["x > 0", "y > 0"]),
    "none that the line goes without": ("Assume $x > 0$.\n\n$$ x + x = 2 x $$", []),
    "two laws about one quantity": (
        "Assume $V = a b$. Assume $V = c d$.\n\nHence\n$$ a b = c d $$",
        ["V = a b", "V = c d"],
    ),
    "a total": ("Assume $\\sum_k t_k = 1$.\n\n$$ y \\sum_k t_k = y $$", ["\\sum_k t_k = 1"]),
    "two equations for entries of an array": (
        "$$ s = \\sum_{i=1}^n x_i $$\nSuppose that\n$$ x_1 + x_2 = 3, \\quad x_1 - x_2 = 1 $$"
        "\nThen\n$$ x_1 = 2 $$",
        ["x_1 + x_2 = 3", "x_1 - x_2 = 1"],
    ),
}


@pytest.mark.parametrize("name", USED)
def test_the_fewest_facts_are_printed(name: str) -> None:
    text, facts = USED[name]
    last = [*derivation.check(derivation.loads(text))][-1]
    assert last.verdict == "right"
    assert [given.latex for given in last.finding.givens] == facts


CLASHING = {
    "two values": "Suppose that\n$$ a x = 1 $$\nand suppose that\n$$ a x = 2 $$",
    "two totals": "Assume $\\sum_k x_k = 1$.\n\nAssume $\\sum_k x_k = 2$.",
}


@pytest.mark.parametrize("name", CLASHING)
@pytest.mark.parametrize("claim", ["x^2 + 1 = x", "2 x = 7 x"])
def test_facts_that_clash_prove_nothing(name: str, claim: str) -> None:
    claim = claim.replace("x", "\\sum_k x_k") if "totals" in name else claim
    last = [*derivation.check(derivation.loads(f"{CLASHING[name]}\n\nHence\n$$ {claim} $$"))][-1]
    assert last.verdict != "right"


KEPT: dict[str, tuple[str, Callable[[dict[str, Fraction]], bool]]] = {
    "a sign": ("Assume $x < 0$.\n\n$$ |x| = x $$", lambda at: at["x"] < 0),
    "an equation": (
        "Suppose that\n$$ x + y = 3 $$\n\nHence\n$$ x = y + 1 $$",
        lambda at: at["x"] + at["y"] == 3,
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_counterexample_breaks_no_fact(name: str) -> None:
    text, holds = KEPT[name]
    last = [*derivation.check(derivation.loads(text))][-1]
    assert last.verdict == "wrong"
    assert last.counterexample is not None
    assert holds({letter: Fraction(str(value)) for letter, value in last.counterexample.values})


def test_what_the_text_says_without_assuming_it_proves_nothing_and_stands_against_a_refutation() -> None:
    text = "Where $x > 0$, the function is smooth.\n\n$$ |x| = x $$"
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == "undecided"
    assert "x > 0, which the text says, but does not assume" in result.reason


OPEN: dict[str, str] = {
    "the logarithm of what is given to be negative": ("Suppose that $x < 0$. Then\n\n$$ e^{\\log x} = x $$"),
    "a quotient of what is given to be 0": "Suppose that $x = 0$. Then\n\n$$ \\frac{x}{x} = 1 $$",
    "a recurrence that cannot hold beside what else is given": (
        "Suppose that\n$$ x_t = 2 x_{t-1} $$\n\nand that\n\n$$ x_3 = 5 x_2 + 1 $$\n\nand $x_2 > 0$. Then\n\n"
        "$$ x_4 = 4 x_2 $$"
    ),
    "a sequence of which nobody says where it starts": (
        "Suppose that\n$$ x_t = 2 x_{t-1} $$\n\nThen\n\n$$ x_3 = 9 $$"
    ),
    "what the text mentions as another value of a name": (
        "$$ f(x) = x^2 $$\n\nIn $f(x) = x^5$ things are different.\n\n$$ f'(x) = 3 x $$"
    ),
    "what the text says of a size, and does not assume": (
        "$$ S = \\sum_{k=1}^n k $$\n\nWhere $n = 2$, things are simple.\n\n$$ S = 3 $$"
    ),
}


@pytest.mark.parametrize("name", OPEN)
def test_a_line_is_neither_proved_nor_refuted_by_what_does_not_hold_here(name: str) -> None:
    *_, last = derivation.check(derivation.loads(OPEN[name]))
    assert last.verdict == "undecided", last.reason


def test_each_section_has_its_own_definitions() -> None:
    text = r"""# One

$$ S = a + b \tag{1} $$

$$ 2 S = 2 a + 2 b \tag{2} $$

# Two

$$ S = a b \tag{3} $$

$$ 2 S = 2 a b \tag{4} $$

$$ 2 S = 2 a + 2 b \tag{5} $$
"""
    found = derivation.check(derivation.loads(text))
    assert [found[label].verdict for label in "12345"] == [
        "definition",
        "right",
        "definition",
        "right",
        "wrong",
    ]


def test_an_identity_in_a_quantity_needs_no_value_of_it() -> None:
    applied = Ref("x", (), (Var("t"),))  # which nothing defines here
    setting = Setting(definitions={("q", 0): Definition("q", (), applied)})
    q, one = Ref("q"), integer(1)
    square = Pow(Add((q, one)), integer(2))
    whole = Add((Pow(q, integer(2)), Mul((integer(2), q)), one))
    assert isinstance(judged(square, whole, Known(setting)).judgement, Proved)
    assert isinstance(judged(square, Add((Pow(q, integer(2)), one)), Known(setting)).judgement, Undecided)


def test_a_derivative_that_cannot_be_taken_costs_no_line_beside_it() -> None:
    theta, opaque = Var("\\theta"), Var("\\cos\\omega t")
    hypotheses = Hypotheses(opaque={opaque.name: None})
    claim = Claim(Deriv(opaque, Var("t")), "=", theta)
    fact = Fact("", Origin.PRINTED, 0, 1, frozenset((theta.name, opaque.name)), (claim,))
    known = Known(Setting(hypotheses), facts=(fact,), depends=True)
    assert isinstance(judged(Add((theta, theta)), Mul((integer(2), theta)), known).judgement, Proved)
