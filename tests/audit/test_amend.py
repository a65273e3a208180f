"""Corrections put in the place of what is false, so that what is printed reads as it is meant."""

from __future__ import annotations

import derivation
from derivation.audit.amend import amended


def corrected(text: str) -> list[str]:
    report = [*derivation.check(derivation.loads(text))]
    return [equation.latex for equation in amended(report[0].audit)]


def test_a_correction_does_not_run_into_the_command_before_it() -> None:
    text = r"$$ y = a x $$ $$ \frac{\partial y}{\partial x} \equiv3 a $$"
    assert corrected(text)[1] == r"\frac{\partial y}{\partial x} \equiv a"


def test_what_is_right_stays_as_it_is_printed() -> None:
    text = r"$$ y = a x $$ $$ \frac{\partial y}{\partial x} \equiv a % as above $$"
    assert corrected(text.replace("% as above ", ""))[1] == r"\frac{\partial y}{\partial x} \equiv a"
