"""mpmath's precision is that of the process: nothing here changes it, and it changes no verdict."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import mpmath
import pytest

import derivation

IMPORTED = """
import mpmath
mpmath.mp.dps, mpmath.iv.dps, mpmath.mp.pretty = 17, 19, True
import derivation
from derivation.emit import emit
report = derivation.check("softargmax")
emit(report.theorem("SA'(X)"))
print(mpmath.mp.dps, mpmath.iv.dps, mpmath.mp.pretty)
"""
ROOTS = r"""
$$ y = \sqrt{x} e^{x} + \sin x $$

$$ \frac{\partial y}{\partial x} = \frac{e^x}{2 \sqrt{x}} + \sqrt{x} e^x - \cos x $$

$$ \sum_{i=1}^n e^{a_i} = \sum_{i=1}^n e^{a_i} + \frac{1}{10^{12}} e^{\pi} $$
"""


@pytest.fixture(autouse=True)
def _precision_is_kept() -> Iterator[None]:
    with mpmath.workprec(mpmath.mp.prec):
        before = mpmath.iv.prec
        yield
        mpmath.iv.prec = before


def test_an_import_and_a_check_leave_the_precision_of_others_alone() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["17", "19", "True"]


def test_no_verdict_and_no_digit_depends_on_the_precision_of_others() -> None:
    wanted = derivation.check(derivation.loads(ROOTS)).as_json()
    assert '"wrong"' in wanted
    assert "≈" in wanted
    for digits in (1, 200):
        mpmath.mp.dps = mpmath.iv.dps = digits
        assert derivation.check(derivation.loads(ROOTS)).as_json() == wanted


def test_one_that_is_changed_during_a_check_changes_nothing() -> None:
    wanted = derivation.check(derivation.loads(ROOTS)).as_json()
    done = threading.Event()

    def change() -> None:
        while not done.is_set():
            for digits in (2, 60):
                mpmath.mp.dps = mpmath.iv.dps = digits

    other = threading.Thread(target=change)
    other.start()
    try:
        found = [derivation.check(derivation.loads(ROOTS)).as_json() for _ in range(3)]
    finally:
        done.set()
        other.join()
    assert found == [wanted] * 3


def test_checks_in_several_threads_agree() -> None:
    wanted = derivation.check(derivation.loads(ROOTS)).as_json()
    found: list[str] = []

    def run() -> None:
        found.append(derivation.check(derivation.loads(ROOTS)).as_json())

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 4
