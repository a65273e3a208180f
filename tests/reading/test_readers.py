"""A letter is an index in the sections where it stands as one, and a number in others."""

from __future__ import annotations

import derivation

NOTES = r"""# Notes

## Softmax

$$ p_k = \frac{e^{z_k}}{\sum_{k=1}^K e^{z_k}} \tag{1} $$

## A spring

Let $k > 0$ be the spring constant.

$$ E = \frac12 k x^2 \tag{2} $$

$$ \frac{\partial E}{\partial x} = k x \tag{3} $$

$$ \frac{\partial E}{\partial k} = x^2 \tag{4} $$

## A number

Let $k = 3$.

$$ 2 k = 6 \tag{5} $$
"""


def verdicts(text: str) -> dict[str, str]:
    return {result.label: result.verdict for result in derivation.check(derivation.loads(text))}


def test_an_index_of_one_section_is_a_number_in_others() -> None:
    found = verdicts(NOTES)
    assert [found[label] for label in "12345"] == ["definition", "definition", "right", "wrong", "right"]


def test_a_slip_about_such_a_number_is_corrected_in_its_notation() -> None:
    correction = derivation.check(derivation.loads(NOTES))["4"].correction
    assert correction is not None
    assert "k" not in correction.latex


def test_front_matter_before_the_title_makes_no_difference() -> None:
    assert verdicts(f"---\nauthor: A. N. Other\n---\n\n{NOTES}") == verdicts(NOTES)


def test_an_index_of_the_text_above_all_sections_is_one_in_each() -> None:
    text = r"""Let $$ S_k = k x \tag{1} $$

## One

$$ S_k - k x = 0 \tag{2} $$

## Two

$$ k = 2 k \tag{3} $$
"""
    found = derivation.loads(text)
    assert "k" in found.readers.at(found.statements[-1].place).notation.indices


def test_an_array_of_one_section_is_a_number_in_others() -> None:
    text = r"""# One

$$ s = \sum_{k=1}^n a_k \tag{1} $$

# Two

Let $a = 3$.

$$ a + a = 6 \tag{2} $$

$$ a^2 = 6 \tag{3} $$
"""
    found = verdicts(text)
    assert [found[label] for label in "123"] == ["definition", "right", "wrong"]


def test_a_letter_with_a_value_is_no_index_where_a_sum_does_not_bind_it() -> None:
    text = r"""Let $i = 3$ be the number of runs.

$$ S = \sum_{i=1}^n x_i \tag{1} $$

$$ \frac{S}{i} = \frac{S}{3} \tag{2} $$
"""
    assert verdicts(text)["2"] == "right"
