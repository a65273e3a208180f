"""The start: what is imported when, so that nobody waits for what is not used."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import derivation

HEAVY = ("sympy", "numpy", "mpmath", "lark", "jinja2", "multiprocessing", "derivation.emit.numpy")


def imported(program: str, *names: str) -> set[str]:
    """Which of some modules a program imports."""
    after = f"\nimport sys\nprint(*(name for name in {names!r} if name in sys.modules), file=sys.stderr)"
    command = [sys.executable, "-c", program + after]
    environment = {**os.environ, "DERIVATION_NO_CACHE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return {*done.stderr.splitlines()[-1].split()}


def test_the_package_brings_nothing_before_it_is_asked_for() -> None:
    names = (*HEAVY, "rich", "dataclasses", "derivation.checking", "derivation.front.document")
    assert imported("import derivation", *names) == set()


def test_a_check_and_its_report_bring_no_more_than_they_use() -> None:
    program = "from derivation.cli import main\nmain(['check', 'softargmax'])"
    assert imported(program, "rich", *HEAVY) == {"rich"}


def test_a_side_in_sympy_brings_sympy() -> None:
    program = "import derivation\nderivation.check('variance')['1'].left"
    assert imported(program, "sympy", "numpy", "rich") >= {"sympy"}


def test_all_names_are_there_by_any_way() -> None:
    assert {*derivation.__all__} <= {*dir(derivation)}
    program = "from derivation import *\nimport derivation, derivation.emit.numpy"
    program += "\nassert callable(emit) and derivation.emit is emit and callable(derivation.check)"
    assert imported(program, "derivation.emit.numpy") == {"derivation.emit.numpy"}
    assert all(getattr(derivation, name) is not None for name in derivation.__all__)


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError, match="module 'derivation' has no attribute 'chekc'"):
        derivation.chekc  # type: ignore[attr-defined]  # noqa: B018
