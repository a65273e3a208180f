"""Where names are met."""

from __future__ import annotations

import derivation
from derivation.reading.sightings import Sighting, Sightings

TEXT = r"""$$ q = \sum_{i=1}^n x_i $$

$$ k (a + b) = k a + k b $$

$$ \sum_{i=1}^m f(x_i) = \prod_i y_{i+1} $$
"""


def sightings() -> Sightings:
    return derivation.loads(TEXT).sightings


def test_the_first_line_of_each_use_is_kept() -> None:
    found = sightings()
    assert found.met["x"] == Sighting(1, "x_i")
    assert found.ends == {"n": Sighting(1, "sum"), "m": Sighting(5, "sum")}
    assert found.carried["y"] == Sighting(5, "y_{i+1}")
    assert found.carriers["i"] == Sighting(1, "x_i")
    assert found.applied["f"].line == 5


def test_what_binds_an_index_is_that_of_the_line_or_of_the_last_before() -> None:
    found = sightings()
    assert found.binding("i", 1) == Sighting(1, "Σ")
    assert found.binding("i", 4) == Sighting(1, "Σ")
    assert found.binding("i", 5) == Sighting(5, "∏")
    assert found.binding("j", 5) is None


def test_a_name_before_parentheses_does_not_stand_alone() -> None:
    assert sightings().alone["k"] == Sighting(3)
    assert "k" not in derivation.loads("$$ k (a + b) = 1 $$").sightings.alone
