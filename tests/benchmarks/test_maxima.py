"""Maxima's notation: what is read, and what is refused, with its place."""

from __future__ import annotations

import re

import maxima
import pytest


def test_operators_hold_as_tightly_as_in_maxima() -> None:
    assert maxima.read("-x^2") == maxima.read("-(x^2)")
    assert maxima.read("a-b-c/d*e") == maxima.read("(a-b)-((c/d)*e)")
    assert maxima.read("x^-y^2*z") == maxima.read("(x^(-(y^2)))*z")
    assert maxima.read("n!^2") == maxima.read("(n!)^2")
    assert maxima.read("not a=b and c nounor d") == maxima.read("((not (a=b)) and c) or d")


def test_a_list_is_read_line_by_line_with_its_remarks() -> None:
    found = maxima.read_list('[x^2=1, "So, we \\"divide\\"", all]')
    assert found == (maxima.read("x^2=1"), maxima.Words('So, we "divide"'), maxima.Name("all"))
    assert maxima.read_list("[]") == ()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("x+", "a number, a name or a bracket is missing at the end"),
        ("(x+1", "')' is missing at the end"),
        ("x 2", "the line should end before '2'"),
        ("x = $", "'$' is not of this notation"),
        ("f(x y)", "',' is missing before 'y)'"),
        ("* x", "a number, a name or a bracket is missing before '* x'"),
    ],
)
def test_what_is_not_maxima_is_refused_with_its_place(typed: str, message: str) -> None:
    with pytest.raises(maxima.NotRead, match=re.escape(message)):
        maxima.read(typed)


def test_letters_are_the_unknowns_alone() -> None:
    assert maxima.letters(maxima.read("a*x^2 + %pi = e^y*f(z) and true")) == {"a", "x", "y", "z"}


@pytest.mark.parametrize(
    ("typed", "claims"),
    [
        ("x+1", False),
        ("x=1", True),
        ("x<1", True),
        ("a or b", True),
        ("not a", True),
        ("all", True),
        ("-x", False),
    ],
)
def test_a_line_claims_where_it_can_be_true(typed: str, claims: bool) -> None:
    assert maxima.says(maxima.read(typed)) is claims
