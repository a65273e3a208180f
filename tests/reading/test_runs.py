"""Which runs of letters are one name: by prose, by recurrence, and by what stands alone."""

from __future__ import annotations

import pytest

import derivation
from derivation.reading.runs import recurring

NAMES = {
    "said in prose": (["SP - PV = e"], "The setpoint SP and the process variable PV differ.", {"SP", "PV"}),
    "said in words of a formula": (["x = \\text{where TP counts}", "p = TP/n"], "", {"TP"}),
    "sharing letters, said": (["p = TP/(TP + FP)"], "with TP true and FP false positives", {"TP", "FP"}),
    "recurring": (["IQR = h", "w = 2 IQR"], "", {"IQR"}),
    "a word": (["P = Stable", "Q = Stable"], "", {"Stable"}),
    "numbered": (["h = Q3 - Q1"], "", {"Q1", "Q3"}),
    "numbered twice": (["Q1 = 3", "h = 2 Q1"], "", {"Q1"}),
}


@pytest.mark.parametrize(("formulas", "prose", "names"), NAMES.values(), ids=NAMES)
def test_a_run_is_one_name(formulas: list[str], prose: str, names: set[str]) -> None:
    assert names <= recurring(formulas, prose)


PRODUCTS = {
    "letters that stand alone": (["PV = nRT", "PV/T = c"], "where $P$ is the pressure"),
    "letters that stand alone in prose and a word": (
        ["AB = C"],
        "The segment AB has $A$ as its end.",
    ),
    "two capitals that nothing says": (["AB = c", "2AB = d"], ""),
    "runs that share a letter": (["ABC = d", "ABD = e", "ABC = f"], ""),
    "small letters": (["mgh = E", "2mgh = F"], "the energy mgh"),
    "one time": (["XYZ = c"], ""),
    "a letter with a digit and alone": (["h = Q3 - Q", "g = Q3"], ""),
    "a letter with a digit once": (["h = Q3"], ""),
    "a small letter with a digit": (["h = x3 - x1"], ""),
    "a subscript": (["h = x_Q3 - x_Q1"], ""),
    "a command": (["\\Delta = \\Delta"], "\\Delta"),
}


@pytest.mark.parametrize(("formulas", "prose"), PRODUCTS.values(), ids=PRODUCTS)
def test_a_run_is_a_product_where_nothing_says_otherwise(formulas: list[str], prose: str) -> None:
    assert recurring(formulas, prose) == frozenset()


QUARTILES = """$$ Q1 = 3 $$

$$ Q3 = 7 $$

$$ IQR = Q3 - Q1 = 4 $$

The IQR is wide.
"""


def test_numbered_names_have_values_of_their_own() -> None:
    report = derivation.check(derivation.loads(QUARTILES))
    assert report["1"].verdict == "definition"
    assert report["2"].verdict == "definition"
    assert report["3.2"].verdict == "right"


def test_a_slip_in_numbered_names_is_found() -> None:
    report = derivation.check(derivation.loads(QUARTILES.replace("= 4", "= 5")))
    assert report["3.2"].verdict == "wrong"


def test_a_product_of_letters_stays_one() -> None:
    text = "$$ P = 2 $$\n\n$$ V = 3 $$\n\n$$ PV = 6 $$\n\nThe PV is as said.\n"
    assert derivation.check(derivation.loads(text))["3"].verdict == "right"
