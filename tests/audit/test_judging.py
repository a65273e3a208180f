"""Whole derivations, judged: what is right, where errors enter, what is only inherited."""

from __future__ import annotations

import pytest

import derivation
from derivation.reading.statements import Statement
from derivation.search.decide import prove
from derivation.terms.judgement import Proved

SOFTMAX = r"""
$$ Z = \sum_{k=1}^n e^{x_k}, \qquad p_i = \frac{e^{x_i}}{Z} $$
"""


def verdicts(text: str, reading: str = "") -> dict[str, str]:
    return {r.label: r.verdict for r in derivation.check(derivation.loads(text, reading))}


def one(text: str, reading: str = "") -> derivation.Result:
    return [*derivation.check(derivation.loads(text, reading))][-1]


RIGHT = {
    "softmax Jacobian": SOFTMAX + r"$$ \frac{\partial p_i}{\partial x_j} = p_i (\delta_{ij} - p_j) $$",
    "log-sum-exp Hessian": SOFTMAX
    + r"$$ \frac{\partial^2 \log Z}{\partial x_i \partial x_j} = p_i \delta_{ij} - p_i p_j $$",
    "bound letter is the derivative's": SOFTMAX + r"$$ \frac{\partial Z}{\partial x_k} = e^{x_k} $$",
    "shadowed letters": r"$$ \sum_i a_i \sum_i b_i = \sum_j \sum_k b_j a_k $$",
    "sum without one": r"$$ \sum_{i \neq j} a_i = \sum_i a_i - a_j $$",
    "variance": r"$$ m = \frac1n \sum_i x_i $$ $$ \frac1n \sum_i (x_i - m)^2 = \frac1n \sum_i x_i^2 - m^2 $$",
    "triangular number": r"$$ \sum_{i=1}^n i = \frac{n (n + 1)}{2} $$",
    "empty sum": r"$$ \sum_{i=1}^{n-1} 1 = n - 1 $$",
    "logistic": r"$$ s_i = \frac{1}{1 + e^{-x_i}} $$ $$ \frac{\partial s_i}{\partial x_i} = s_i (1 - s_i) $$",
    "tanh": r"$$ w_i = \tanh(x_i), \quad \frac{\partial w_i}{\partial x_i} = 1 - w_i^2 $$",
    "least squares": r"$$ L = \sum_i \Bigl(y_i - \sum_k A_{ik} w_k\Bigr)^2 $$"
    r"$$ \frac{\partial L}{\partial w_j} = -2 \sum_i A_{ij} \Bigl(y_i - \sum_k A_{ik} w_k\Bigr) $$",
    "solved for another": r"$$ y = a x + b $$ $$ x = \frac{y - b}{a} $$",
}

WRONG = {
    "diagonal only": SOFTMAX + r"$$ \frac{\partial p_i}{\partial x_j} = p_i (1 - p_j) $$",
    "sign": SOFTMAX + r"$$ \frac{\partial p_i}{\partial x_j} = p_i (p_j - \delta_{ij}) $$",
    "lost factor": r"$$ L = \sum_i (y_i - x_i)^2 $$ $$ \frac{\partial L}{\partial x_j} = -(y_j - x_j) $$",
    "unstated assumption": SOFTMAX
    + r"$$ L = -\sum_i t_i \log p_i $$ $$ \frac{\partial L}{\partial x_j} = p_j - t_j $$",
    "true at n = 1 only": r"$$ \left( \sum_i a_i \right)^2 = \sum_i a_i^2 $$",
    "off by an end": r"$$ \sum_{i=1}^{n-1} 1 = n $$",
    "sum of a constant": r"$$ \sum_i (a_i + b) = \sum_i a_i + b $$",
}


@pytest.mark.parametrize("name", RIGHT)
def test_right(name: str) -> None:
    assert "right" in verdicts(RIGHT[name]).values()
    assert set(verdicts(RIGHT[name]).values()) <= {"right", "definition"}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_with_a_true_correction(name: str) -> None:
    result = one(WRONG[name])
    assert result.verdict == "wrong"
    assert result.correction is not None
    statement = result.finding.statement
    assert isinstance(statement, Statement)
    setting = result.audit.derivation.setting(case=statement.case)
    assert isinstance(prove(statement.subject.term, result.correction.term, setting), Proved)


def test_a_line_that_uses_a_slip_is_not_blamed_for_it() -> None:
    text = r"""
    $$ f_i = x_i^2 \tag{1} $$
    $$ f_i' = 3 x_i \tag{2} $$
    $$ L = \sum_i f_i \tag{3} $$
    $$ L' = \sum_i f_i' = 3 x_j \tag{4} $$
    """
    reading = 'prime = "x_j"\n[equations.2]\ncase = "i = j"'
    report = derivation.check(derivation.loads(text, reading))
    assert {r.label: r.verdict for r in report} == {
        "1": "definition",
        "2": "wrong",
        "3": "definition",
        "4.1": "right",
        "4.2": "inherited",
    }
    assert report["4.2"].granted == report["4.2"].explained_by == ("2",)


def test_two_slips_that_cancel_are_repaired() -> None:
    text = r"$$ y = x^2 $$ $$ \frac{\partial y}{\partial x} = 3 x = 2 x $$"
    report = derivation.check(derivation.loads(text))
    assert (report["2.1"].verdict, report["2.2"].verdict) == ("wrong", "repaired")


def test_a_claim_about_a_defined_name_can_be_granted() -> None:
    text = r"""
    $$ s = \sum_i x_i \tag{1} $$
    $$ s = 2 x_1 \tag{2} $$
    $$ \frac{s}{2} = x_1 \tag{3} $$
    """
    report = derivation.check(derivation.loads(text))
    assert report["2"].verdict == "wrong"
    assert report["3"].verdict == "inherited"
    assert report["3"].granted == ("2",)


def test_a_later_definition_is_used_in_earlier_lines() -> None:
    text = r"""
    $$ L = \sum_i (y_i - q_i)^2 $$
    $$ q_i = w x_i $$
    $$ \frac{\partial L}{\partial w} = -2 \sum_i x_i (y_i - q_i) $$
    """
    assert verdicts(text) == {"1": "definition", "2": "definition", "3": "right"}


def test_a_value_of_an_unknown_is_given() -> None:
    result = one(r"$$ y = a x^2 $$ $$ \frac{\partial y}{\partial x} = 2 a x $$ $$ x = 2 $$")
    assert result.verdict == "given"
    assert result.reason == "it says what a letter is worth"


def test_an_equation_for_an_unknown_is_no_identity() -> None:
    result = one(r"$$ y = a x^2 $$ $$ \frac{\partial y}{\partial x} = 2 a x $$ $$ x^2 = 2 x $$")
    assert result.verdict == "undecided"
    assert "if it is given, too, say so" in result.reason


def test_out_of_scope_is_undecided_by_name() -> None:
    result = one(r"$$ y = x $$ $$ \int y = 1 $$")
    assert result.verdict == "undecided"
    assert r"this rests on the value of `\int y`" in result.reason


def test_lints() -> None:
    report = derivation.check(derivation.loads(r"$$ s = \sum_i x_i $$ $$ s = \sum_i x_i + y_j - y_j $$"))
    assert "dangling-index" in {lint.rule for lint in report["2"].lints} or report["2"].verdict == "unread"
    report = derivation.check(derivation.loads(r"$$ s = \sum_i x_j $$"))
    assert [lint.rule for lint in report["1"].lints] == ["dangling-index", "unused-index"]


def test_division_by_an_index_that_starts_at_0() -> None:
    text = r"$$ s = \sum_i x_i $$ $$ s = \sum_i \frac{i x_i}{i} $$"
    report = derivation.check(derivation.loads(text, 'sizes = ["n"]\nbase = 0'))
    assert [lint.rule for lint in report["2"].lints] == ["division-by-zero-index"]
    assert report["2"].verdict != "right"


CLAIMS: dict[str, tuple[str, str]] = {
    "a derivative that is no 0 for any x": (
        r"$$ y = 3 x + a x $$ $$ \frac{\partial y}{\partial x} = 0 $$",
        "wrong",
    ),
    "a derivative that is 0 somewhere asks for where": (
        r"$$ y = 3 x + x^2 $$ $$ \frac{\partial y}{\partial x} = 0 $$",
        "undecided",
    ),
    "an unknown that L is not written through": (
        r"$$ L = \sum_k p_k r_k $$ $$ \frac{\partial L}{\partial \theta} = 0 $$",
        "undecided",
    ),
    "a name whose definition is lost": (
        r"$$ p_i = \int x_i $$ $$ \sum_i p_i^2 = 3 + p_1 $$",
        "undecided",
    ),
    "a sign that the text says": (
        "The temperature $\\tau > 0$ is fixed.\n\n$$ |\\tau| + y = \\tau + y $$",
        "right",
    ),
    "words that nobody understands": (
        "Let $A$ be orthogonal.\n\n$$ \\sum_k A_{ik} A_{jk} = \\delta_{ij} $$",
        "given",
    ),
    "a size that is even, in a definition": (
        "Let $n$ be even.\n\n$$ S = \\sum_{k=1}^n (-1)^k $$\n\n$$ S + y = y $$",
        "right",
    ),
    "a size that has a value, in a definition": (
        "Assume $n = 2$.\n\n$$ S = \\sum_{k=1}^n k $$\n\n$$ S + y = 3 + y $$",
        "right",
    ),
    "an unknown on both sides is none that is asked for": ("$$ (a + b)^2 = a^2 + b^2 $$", "wrong"),
    "x ≥ 0 is more than x = 0": (r"$$ x y + y = y \quad (x \ge 0) $$", "wrong"),
    "x ≥ 0 is x > 0 or x = 0": (r"$$ |x| + y = x + y \quad (x \ge 0) $$", "right"),
    "a division by a slip that is 0": (
        r"$$ s = \sum_i x_i $$ $$ s = x_1 - x_1 $$ $$ y + \frac{y}{s} = y $$",
        "undecided",
    ),
    "a letter that may move with what d differentiates by": (
        "Suppose that\n$$ x^2 + y^2 = 1 $$\n\nThen\n\n$$ \\frac{d}{dx} (x + y) = 1 $$",
        "undecided",
    ),
    "what stands for itself, where a name in it has got another value": (
        r"$$ a = 2 $$ $$ I = \int_0^1 f(a) dx $$"
        "\n\nNow let\n"
        r"$$ a = 3 $$ $$ I = \int_0^1 f(a) dx $$",
        "undecided",
    ),
    "a division by what may be 0": ("Suppose that\n$$ x y = x $$\n\n$$ y = 1 $$", "undecided"),
    "a division by what may be 0, where words say that it follows": (
        "Suppose that\n$$ x y = x $$\n\nHence\n$$ y = 1 $$",
        "right",
    ),
    "a slip of another section": (
        "# One\n\n$$ S = a + b $$\n\n$$ 2 S = 2 a + b $$\n\n"
        "# Two\n\n$$ S = a + b $$\n\n$$ 4 S = 4 a + 2 b $$",
        "wrong",
    ),
    "a slip about other entries": (
        r"$$ L = \sum_{i=1}^n x_i^2 $$"
        "\n\nFor $i \\ne 1$,\n\n"
        r"$$ \frac{\partial L}{\partial x_i} = x_i $$"
        "\n\nHence\n\n"
        r"$$ \frac{\partial L}{\partial x_1} = x_1 $$",
        "wrong",
    ),
    "an ill-formed line that is true when it is mended": (
        r"$$ y = x^2 $$ $$ 2 x = \frac{y}{\partial x} $$",
        "ill-formed",
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_what_a_line_is_worth(name: str) -> None:
    text, verdict = CLAIMS[name]
    assert one(text).verdict == verdict


def test_powers_with_real_exponents_are_those_of_positive_numbers() -> None:
    for claim in ("x^a x^b = x^{a + b}", "|x^s| + y = x^s + y", r"(x y)^s = x^s y^s"):
        assert one(f"$$ {claim} $$").verdict == "right"


def test_a_slip_of_another_section_explains_nothing() -> None:
    line = "Let $f = x + y$. Hence\n\n$$ f^2 = x^2 + y^2 $$"
    text = f"# One\n\n{line}\n\n# Two\n\n{line.replace('f^2 =', 'f^2 + 1 = 1 +')}"
    assert [result.verdict for result in derivation.check(derivation.loads(text))] == ["wrong", "wrong"]
