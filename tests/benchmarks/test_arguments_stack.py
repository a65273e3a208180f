"""STACK's arguments: how verdicts are compared with its marks."""

from __future__ import annotations

import arguments_stack as stack
import maxima
import pytest
from arguments import Said
from stack_file import Argument, Domain, Mark


def argument(text: str, *marks: str) -> Argument:
    return Argument(1, 1, f"[{text}]", tuple(map(Mark, marks)), Domain.COMPLEX, "true")


@pytest.mark.parametrize(
    ("pairs", "outcome"),
    [
        ([(None, Said.GIVEN), (True, Said.RIGHT), (False, Said.FALSE)], stack.Outcome.AGREES),
        ([(None, Said.GIVEN), (True, Said.FALSE)], stack.Outcome.FALSE_WRONG),
        ([(None, Said.FALSE), (True, Said.RIGHT)], stack.Outcome.FALSE_WRONG),
        ([(None, Said.GIVEN), (False, Said.RIGHT)], stack.Outcome.FALSE_RIGHT),
        ([(None, Said.GIVEN), (True, Said.RIGHT), (True, Said.GIVEN)], stack.Outcome.OPEN),
        ([(None, Said.GIVEN), (False, Said.OPEN)], stack.Outcome.OPEN),
        ([(None, Said.OPEN)], stack.Outcome.NONE),
        ([], stack.Outcome.NONE),
    ],
)
def test_an_argument_agrees_where_all_its_links_do(
    pairs: list[tuple[bool | None, Said]], outcome: stack.Outcome
) -> None:
    assert stack.outcome(pairs) is outcome


def test_an_argument_is_judged_link_by_link() -> None:
    found = stack.judged(argument("(x+1)^2,x^2+2*x+1,x^2+1", "EMPTYCHAR", "CHECKMARK", "QMCHAR"))
    assert found.outcome is stack.Outcome.AGREES
    assert [link.line.node for link in found.links][2] == maxima.read("x^2+1")


def test_a_reason_is_found_by_what_names_an_argument_without_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = argument("x^3=8,x=2", "EMPTYCHAR", "IMPLIEDCHAR")
    monkeypatch.setattr(stack, "REASONS", {known.key: "because"})
    assert stack.Judged(known, (), ()).reason == "because"
    assert stack.Judged(argument("x^3=8,x=3", "EMPTYCHAR", "QMCHAR"), (), ()).reason == ""
