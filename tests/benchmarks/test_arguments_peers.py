"""What peers are asked, in their own notation, and what is made of their answers."""

from __future__ import annotations

import time

import arguments_peers as peers
import maxima
import pytest
from arguments import Joint, Line, Said


def line(typed: str, joint: Joint = Joint.IFF) -> Line:
    return Line(maxima.read(typed), joint)


@pytest.mark.parametrize(
    ("before", "after", "holds"),
    [
        ("x^2 = 4", "x = 2 or x = -2", True),
        ("x^2 = 4", "x = #pm#2", True),
        ("x^2 = 4", "x = 2", False),
        ("sqrt(x) = x - 2", "x = (x - 2)^2", False),
        ("x^2 >= 4 and x > 0", "x >= 2", True),
        ("x^2 >= 4", "x >= 2", False),
        ("x^2 # 1", "x < -1 or (-1 < x and x < 1) or x > 1", True),
        ("1 = 2", "false", True),
        ("x = x", "all", True),
    ],
)
def test_sympy_compares_sets_of_real_solutions(before: str, after: str, holds: bool) -> None:
    assert peers.by_sympy(line(before), line(after), positive=False) is holds


def test_sympy_is_told_which_letters_are_positive() -> None:
    assert peers.by_sympy(line("x^2 = 4"), line("x = 2"), positive=True) is True


@pytest.mark.parametrize(
    ("before", "after", "holds"),
    [
        ("(x+1)^2", "x^2+2*x+1", True),
        ("(x+1)^2", "x^2+1", False),
        ("diff(log(x^2),x)", "2/x", True),
        ("x = 2*3", "6", True),
        ("lg(64,4)", "3", True),
        ("2", "1+1 = 3", False),
    ],
)
def test_sympy_compares_expressions_with_the_end_of_the_line_before(
    before: str, after: str, holds: bool
) -> None:
    assert peers.by_sympy(line(before), line(after, Joint.EQUALS), positive=False) is holds


def test_what_needs_a_second_letter_is_beyond_sympy() -> None:
    with pytest.raises(peers.Beyond):
        peers.by_sympy(line("a = b"), line("a^2 = b^2"), positive=False)


def test_pycodemath_gets_its_own_notation() -> None:
    assert peers.typed(maxima.read("x = 2 or 3*x^-2 = lg(x,3)")) == "x = 2 or (3*(x^(-2))) = (log(x)/log(3))"
    assert peers.typed(maxima.read("n!*e^sqrt(x)")) == "(factorial(n)*(exp(1)^sqrt(x)))"


@pytest.mark.parametrize("typed", ["x > 1", "a and b", "true", "x = #pm#2", "%i*x", "sum(k,k,1,n)"])
def test_what_pycodemath_does_not_read_is_not_put_to_it(typed: str) -> None:
    with pytest.raises(peers.Beyond):
        peers.typed(maxima.read(typed))


def test_a_peer_that_breaks_leaves_the_line_open_and_one_that_waits_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(before: Line, after: Line, positive: bool) -> bool:
        raise ZeroDivisionError

    def waits(before: Line, after: Line, positive: bool) -> bool:
        time.sleep(60)
        return True

    monkeypatch.setattr(peers, "PEERS", {"breaks": breaks, "waits": waits})
    lines = [line("x = 1"), line("x = 1")]
    assert peers.asked("breaks", lines, False, 10) == [Said.GIVEN, Said.OPEN]
    assert peers.asked("waits", lines, False, 0.2) is None


def test_prose_between_lines_is_not_put_to_peers() -> None:
    after = Line(maxima.read("2"), Joint.EQUALS, "Let $x = 1$.")
    assert peers.asked("SymPy", [line("x+1"), after], False, 20) == [Said.GIVEN, Said.OPEN]
