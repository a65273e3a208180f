r"""Numbers that are printed with decimals: rounded, cut off, or wrong."""

from __future__ import annotations

import pytest

import derivation

ROUNDED = [
    r"\frac{126}{193} = 0.652",
    r"\frac{91}{6} = 15.16667",
    r"\frac{1}{2} (1.1 - \pi / 3) + 0.866 = \frac{1}{2} (0.053) + 0.866",
    r"\sqrt{2} = 1.41",
]
WRONG = [r"\frac{91}{6} = 15.17667", "0.1 + 0.2 = 0.4", r"\frac{1}{3} = 0.34", "0.25 + 0.25 = 0.75"]


@pytest.mark.parametrize("text", ROUNDED)
def test_what_agrees_as_far_as_it_is_printed_is_not_wrong(text: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {text} $$"))
    assert result.verdict == "undecided"
    assert "decimals" in (result.reason or "")


@pytest.mark.parametrize("text", WRONG)
def test_what_differs_in_a_digit_that_is_printed_is_wrong(text: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {text} $$"))
    assert result.verdict == "wrong"


ABOUT = {
    r"\frac{1}{3} \approx 0.333": "right",
    r"\exp(0.262) \approx 1.30": "right",
    r"\sqrt{2 \cdot 9.81 \cdot 10} \approx 14.0": "right",
    r"\frac{2}{3} \approx 0.66": "right",  # cut off
    r"\frac{200}{17} \approx 12": "right",
    r"2 \cdot 6.022 \cdot 10^{23} \approx 1.2 \cdot 10^{24}": "right",
    r"-\frac{10}{\sqrt{5}} \simeq -4.47": "right",
    r"0.693 \approx \ln 2": "right",
    r"\frac{1}{3} \approx 0.433": "wrong",
    r"\ln 2 \approx 0.301": "wrong",
    r"1 - e^{-2} \approx 0.68": "wrong",
    r"2 \cdot 6.022 \cdot 10^{23} \approx 1.2 \cdot 10^{25}": "wrong",
    r"\frac{1}{3} \approx 0.335": "undecided",
    r"3.14159 \approx \frac{22}{7}": "undecided",
    r"\pi \approx \frac{22}{7}": "undecided",
    r"10^{-9} \approx 0": "undecided",
    r"\sin x \approx x": "undecided",
    r"n! \approx \frac{n^2}{2}": "undecided",
    r"X \sim Y": "undecided",
    r"9.8 \cdot 4.1 \approx 40": "right",
    r"9.8 \cdot 4.1 \approx 44": "undecided",
    r"2.7 \cdot 1.37 \approx 3.67": "undecided",
}


@pytest.mark.parametrize("text", ABOUT)
def test_what_is_about_a_number_is_compared_as_far_as_that_is_printed(text: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {text} $$"))
    assert result.verdict == ABOUT[text]


def test_a_number_that_is_off_is_told_with_the_digits_that_it_should_have() -> None:
    (result,) = derivation.check(derivation.loads(r"$$ \log_{10} 2 \approx 0.693 $$"))
    assert result.correction is not None
    assert result.correction.latex == "0.301"


def test_a_chain_goes_on_behind_a_rounded_number() -> None:
    text = r"$$ g = 9.81 $$ $$ t = \sqrt{\frac{20}{g}} \approx 1.43 \approx 1.4 = \frac{7}{5} $$"
    verdicts = [result.verdict for result in derivation.check(derivation.loads(text))]
    assert verdicts == ["definition", "definition", "right", "right", "right"]


def test_a_rounded_number_inherits_the_error_of_what_it_is_rounded_from() -> None:
    text = r"$$ u = \frac{1}{2} + \frac{1}{3} = \frac{2}{5} \approx 0.40 $$"
    *_, wrong, rounded = derivation.check(derivation.loads(text))
    assert (wrong.verdict, rounded.verdict) == ("wrong", "inherited")
    assert rounded.explained_by == (wrong.label,)


def test_a_rounded_number_is_no_value_that_later_lines_use() -> None:
    text = r"$$ \frac{1}{3} \approx 0.33 $$ $$ 3 \cdot \frac{1}{3} = 0.8 $$"
    assert [result.verdict for result in derivation.check(derivation.loads(text))] == ["right", "wrong"]
