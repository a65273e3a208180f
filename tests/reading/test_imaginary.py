r"""Which letter is the imaginary unit, by what a document says."""

from __future__ import annotations

import pytest

from derivation.reading.imaginary import imaginary_units, real_names
from derivation.text.source import Source

SAID = {
    r"Here, $i$ denotes the imaginary unit, satisfying $i^2 = -1$.": {"i"},
    r"where $i = \sqrt{-1}$.": {"i"},
    r"where $j$ is the imaginary operator $\sqrt{-1}$, and $f$ is a frequency": {"j"},
    r"We write $\mathrm{i}$ for the imaginary unit.": {"i"},
    r"$i = \sqrt{-1}$ is the imaginary unit.": {"i"},
    r"$$ z = \mathrm{e}^{\,\mathrm{j}\,\Omega} $$": {"j"},
    r"$$ z = a + \imath b $$": {r"\imath"},
    r"$i$ is an index, not the imaginary unit.": set(),
    r"Is $i$ the imaginary unit?": set(),
    r"The imaginary part of $z_i$ is $i$.": set(),
    r"Let $x_i^2 = -1$.": set(),
    r"$$ e^{i \theta} $$": set(),
    r"$v_{\mathrm{i}}$ is the initial speed.": set(),
}


@pytest.mark.parametrize("text", SAID)
def test_the_imaginary_unit_is_what_a_text_says(text: str) -> None:
    assert imaginary_units(Source("paper.md", text)) == SAID[text]


def test_a_display_says_it_too() -> None:
    assert imaginary_units(Source("paper.md", ""), ["i^2 = -1"]) == {"i"}
    assert imaginary_units(Source("paper.md", ""), ["2 i^2 = -1", "i^2 = -10"]) == set()


REAL = {
    "Here $a$, $b$ and $\\theta$ are real.": {"a", "b", "\\theta"},
    "Let $x, y \\in \\mathbb{R}$.": {"x", "y"},
    "$a$ is the real part of $z$.": set(),
    "$z$ is not real.": set(),
}


@pytest.mark.parametrize("text", REAL)
def test_real_letters_are_those_that_a_text_says(text: str) -> None:
    assert real_names(Source("paper.md", text)) == REAL[text]
