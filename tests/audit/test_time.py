"""Every line has its time, and the document has: a hard line costs itself, and no verdict that is known."""

from __future__ import annotations

import itertools

import pytest

import derivation
from derivation.audit import following, judging, slips
from derivation.search import decide


def layers(count: int, slope: str = "1 - ") -> str:
    """A network of tanh layers, and the derivative of its sum by an input, layer by layer."""
    names, weights, letters = "abcdg", "WVUTR", "ijklm"
    text = []
    for k, (name, weight) in enumerate(zip(names[:count], weights, strict=False)):
        before = names[k - 1] if k else "x"
        text.append(rf"$$ {name}_i = \tanh(\sum_j {weight}_{{ij}} {before}_j) $$")
    text.append(rf"$$ L = \sum_i {names[count - 1]}_i $$")
    factors = [
        rf"({slope}{names[k]}_{letters[k]}^2) {weights[k]}_{{{letters[k]}{letters[k - 1] if k else 'q'}}}"
        for k in reversed(range(count))
    ]
    total = "".join(rf"\sum_{letter} " for letter in letters[:count])
    return "\n\n".join([*text, rf"$$ \frac{{\partial L}}{{\partial x_q}} = {total} {' '.join(factors)} $$"])


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_gradient_of_a_network_is_right_and_a_slip_in_it_wrong(count: int) -> None:
    assert derivation.check(derivation.loads(layers(count)))[str(count + 2)].verdict == "right"
    assert derivation.check(derivation.loads(layers(count, "1 + ")))[str(count + 2)].verdict == "wrong"


RECIPROCALS = r"\frac{1}{(a+b+c+d+g+h)^8} + \frac{1}{(a-b+c-d+g+h)^6}"


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (RECIPROCALS + r" = \frac{1}{(a+b)^9}", "wrong"),
        (RECIPROCALS + r" = \frac{1}{(a-b+c-d+g+h)^6} + \frac{1}{(h+g+d+c+b+a)^8}", "right"),
        (r"(x+y+z)^{32} = (z+y+x)^{16} (y+x+z)^{16}", "right"),
        (r"(x+y+z)^{32} = (z+y+x)^{15} (y+x+z)^{16}", "wrong"),
        (r"(a-b)(a+b)(c-d)(c+d)(g-h)(g+h)(p-q)(p+q) = (a^2-b^2)(c^2-d^2)(g^2-h^2)(p^2-q^2)", "right"),
        (
            r"\sum_{a,b,c,d,g,h,p} A_{ab} A_{bc} A_{cd} A_{dg} A_{gh} A_{hp} A_{pa} "
            r"= \sum_{a,b,c,d,g,h,p} A_{hc} A_{ah} A_{pa} A_{bp} A_{gb} A_{dg} A_{cd}",
            "right",
        ),
        (
            r"\sum_{a,b,c,d,g,h,p} A_{ab} A_{bc} A_{cd} A_{dg} A_{gh} A_{hp} A_{pa} "
            r"= \sum_{a,b,c,d,g,h,p} A_{ab} A_{bc} A_{ca} A_{dg} A_{gh} A_{hp} A_{pd}",
            "wrong",
        ),
    ],
)
def test_large_lines_are_decided(latex: str, verdict: str) -> None:
    assert derivation.check(derivation.loads(f"$$ {latex} $$"))["1"].verdict == verdict


def test_a_line_that_takes_too_long_is_undecided_and_says_so() -> None:
    line = derivation.loads(r"$$ (a+b)^{40} (c+d)^{40} = (b+a)^{40} (d+c)^{40} $$")
    found = derivation.check(line, seconds=0.01)["1"]
    assert found.verdict == "undecided"
    assert found.finding.reason == "not decided within 0.01 s: allow more seconds, or print a step in between"


def test_when_the_time_of_the_document_is_over_short_lines_are_still_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "DOCUMENT", 0)
    hard = r"(x+y+z)^{180} = (z+y+x)^{90} (y+x+z)^{90}"
    report = derivation.check(derivation.loads(f"$$ {hard} $$\n\n$$ a + a = 2 a $$\n\n$$ a + b = 3 a $$"))
    assert [found.verdict for found in report] == ["undecided", "right", "wrong"]
    reason = report["1"].finding.reason
    assert reason is not None
    assert reason.startswith("not decided within 0.25 s, the document having taken its time: ")


def test_a_known_verdict_outlives_what_is_told_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that was refuted stays wrong where no correction and no earlier slip is found in time."""

    def fails(*_: object) -> None:
        raise decide.Exhausted("the time is over")

    monkeypatch.setattr(slips, "correct", fails)
    monkeypatch.setattr(following.Following, "explained_by", fails)
    found = derivation.check(derivation.loads("$$ a + b = 3 a + b $$"))["1"]
    assert (found.verdict, found.correction) == ("wrong", None)
    assert found.counterexample is not None


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (r"\sum_{k=1}^{1000000000} x = 1000000000 x", "right"),
        (r"\sum_{k=1}^{1000000000} x = 1000000001 x", "wrong"),
        (r"A_{ij} + 1 = A_{ij} \quad (n \ge 3000)", "wrong"),
        (r"x_i + x_i = 3 x_i \quad (n \ge 100000000)", "wrong"),
        (r"\sum_{k=1}^n x = n x \quad (n \ge 1000000000)", "right"),
    ],
)
def test_large_sizes_cost_no_more_than_small_ones(latex: str, verdict: str) -> None:
    report = derivation.check(derivation.loads(f"$$ {latex} $$"))
    assert report["1"].verdict == verdict
    assert len(str(report)) < 3000


def test_functions_of_functions_are_opened_once() -> None:
    """Written out, the last of these holds x + 1 sixteen million times."""
    names = "abcfghpqrstuvwABCFGHPQRST"
    text = [rf"$$ {names[0]}(x) = x + 1 $$"]
    text += [rf"$$ {new}(x) = {old}({old}(x)) $$" for old, new in itertools.pairwise(names)]
    report = derivation.check(derivation.loads("\n\n".join([*text, "$$ T(y) = y + 1 $$"])), seconds=0.5)
    assert [found.verdict for found in report][-1] == "undecided"


def test_a_letter_with_a_range_of_its_own_is_no_size_where_a_sum_ends_at_it() -> None:
    text = r"""For $j = 1, \dots, n$:

$$ \sum_{l=1}^{n} x_l^2 = \sum_{k \neq j} x_k^2 + x_j^2 $$

$$ \sum_{l=1}^{j} x_l + 1 = \sum_{k=1}^{j} x_k + 1 $$
"""
    assert [found.verdict for found in derivation.check(derivation.loads(text))] == ["right", "right"]
