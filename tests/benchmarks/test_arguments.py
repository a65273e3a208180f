"""Documents that are made of arguments, and what is heard of each of their lines."""

from __future__ import annotations

import maxima
import pytest
from arguments import SAID, Form, Joint, Line, Said, document, heard

from derivation.audit.findings import Verdict


def line(typed: str, joint: Joint = Joint.OPENS, prose: str = "") -> Line:
    return Line(maxima.read(typed), joint, prose)


def test_each_line_of_an_equivalence_is_a_display_with_its_number() -> None:
    lines = [line("2*x=4", prose="Solve"), line("x=2", Joint.IFF)]
    assert (
        document("Two", lines) == "# Two\n\nSolve\n\n$$ 2 x = 4 \\tag{1} $$\n\n$$ \\iff x = 2 \\tag{2} $$\n"
    )


def test_an_equivalence_can_be_one_align() -> None:
    lines = [line("2*x=4", prose="Solve"), line("x=2 or x=2", Joint.IFF)]
    rows = "2 x &= 4 \\tag{1} \\\\\n\\iff x &= 2 \\text{ or } x = 2 \\tag{2}"
    text = f"# Two\n\nSolve\n\n\\begin{{align}}\n{rows}\n\\end{{align}}\n"
    assert document("Two", lines, Form.ALIGN) == text


def test_a_chain_of_expressions_is_one_align_that_starts_at_two() -> None:
    lines = [line("(x+1)^2"), line("x^2+2*x+1", Joint.EQUALS), line("x*(x+2)+1", Joint.EQUALS)]
    rows = "(x + 1)^{2} &= x^{2} + 2 x + 1 \\tag{2} \\\\\n&= x (x + 2) + 1 \\tag{3}"
    assert document("Square", lines) == f"# Square\n\n\\begin{{align}}\n{rows}\n\\end{{align}}\n"


def test_an_identity_that_goes_on_keeps_its_own_number() -> None:
    lines = [line("a+a=2*a"), line("a*2", Joint.EQUALS)]
    assert "a + a &= 2 a \\tag{1} \\\\\n&= a \\cdot 2 \\tag{2}" in document("Twice", lines)


def test_prose_parts_a_chain() -> None:
    lines = [line("x+1"), line("2", Joint.EQUALS, "Let $x = 1$.")]
    assert document("At one", lines).endswith("$$ x + 1 \\tag{1} $$\n\nLet $x = 1$.\n\n$$ = 2 \\tag{2} $$\n")


def test_each_line_is_heard_by_itself() -> None:
    lines = [line("(x+1)^2"), line("x^2+2*x+1", Joint.EQUALS), line("x^2+2*x+2", Joint.EQUALS)]
    said = [h.said for h in heard("Square", lines)]
    assert said == [Said.OPEN, Said.RIGHT, Said.FALSE]


def test_what_follows_from_a_false_line_is_heard_as_right() -> None:
    lines = [line(typed, Joint.EQUALS if k else Joint.OPENS) for k, typed in enumerate(("x+1", "x+2", "2+x"))]
    found = heard("Two more", lines)
    assert [h.said for h in found[1:]] == [Said.FALSE, Said.RIGHT]
    assert found[2].words.startswith("(3) inherited: ")


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_that_is_not_open_is_known(verdict: Verdict) -> None:
    assert (verdict.value in SAID) == (verdict not in (Verdict.UNDECIDED, Verdict.UNREAD))
