"""Orders in several letters: the same up to a positive factor, or failing at a point."""

from __future__ import annotations

import pytest

import derivation
from derivation.search.orders import order_fails, same_order
from derivation.terms.setting import Claim, Setting


def orders(*texts: str) -> tuple[list[Claim], Setting]:
    document = derivation.loads("$$ x + y = z $$")
    found = []
    for text in texts:
        relation = next(r for r in ("\\ge", "\\le", "<", ">") if r in text)
        left, right = map(document.term, text.split(relation))
        found.append(Claim(left, relation, right))
    return found, document.setting({})


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("x < y", "2 x - 2 y < 0", True),
        ("x < y", "-y < -x", True),
        ("x < y", "y > x", True),
        ("x - 3 < x y - y^2", r"\frac{x}{2} - \frac{x y}{2} < \frac{3 - y^2}{2}", True),
        ("x < y", "-x < -y", False),
        ("x < y", r"x \le y", False),
        ("x < y", "x z < y z", False),
        (r"x < \frac{y}{z}", "x z < y", False),
        ("x < y", "x < z", False),
    ],
)
def test_an_order_is_itself_times_a_positive_number(first: str, second: str, same: bool) -> None:
    (one, other), setting = orders(first, second)
    assert same_order(one, other, setting) is same


def test_an_order_that_fails_does_so_at_a_point_that_is_shown() -> None:
    (premise, claim), setting = orders("x < y", "-x < -y")
    from derivation.search.facts import under

    found = order_fails(claim, under(setting, (premise,)).setting)
    assert found is not None
    values = dict(found.values)
    assert int(str(values["x"])) < int(str(values["y"]))
    assert "≥" in found.left


def test_an_order_that_holds_fails_nowhere() -> None:
    (claim,), setting = orders("x^2 + y^2 + 1 > 0")
    assert order_fails(claim, setting) is None
