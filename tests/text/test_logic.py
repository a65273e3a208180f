"""Parentheses around equations, *and* between them, and choices of signs."""

from __future__ import annotations

import pytest

from derivation.text.latex import Unsupported, read_display
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import Row, Sealed


def rows(text: str) -> tuple[Row, ...]:
    return read_display(Source("test", text), Span(0, len(text)))


def shown(text: str) -> str:
    """The rows with what stands between them and around them."""
    parts = []
    for row in rows(text):
        opens, conjoined, closes = row.nesting
        joint = "and " if conjoined else "or " if "or" in row.lead else ""
        members = "=".join(map(to_latex, row.members))
        parts.append(f"{joint}{'(' * opens}{members}{')' * closes}")
    return " ".join(parts)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            r"(x = 1 \text{ and } y = 2) \text{ or } x = 3",
            "(x=1 and y=2) or x=3",
        ),
        (r"y = x \land (x = 1 \lor x = 2)", "y=x and (x=1 or x=2)"),
        (
            r"x = 0 \text{ and } ((y = 1 \text{ and } z = 1) \text{ or } (y = 2))",
            "x=0 and ((y=1 and z=1) or (y=2))",
        ),
        (r"\left(x = 1\right) \text{ or } \left(x = 2\right)", "(x=1) or (x=2)"),
        (r"(x + 1)(x - 2) = 0 \text{ or } y = 1", "(x + 1) (x - 2)=0 or y=1"),
        (r"f(x) = 1 \text{ and } y = (2)", "f (x)=1 and y=(2)"),
        (r"\iff x = 1 \pm \sqrt{2}", r"(x=1 + \sqrt{2} or x=1 - \sqrt{2})"),
        (r"\iff x = \pm 2 \text{ and } y = x", "(x=+2 or x=-2) and y=x"),
        (r"\iff \pm x = \mp y", "(+x=-y or -x=+y)"),
    ],
)
def test_rows_say_how_they_are_joined(text: str, wanted: str) -> None:
    assert shown(text).replace("= ", "=").replace("+ 2", "+2") == wanted


@pytest.mark.parametrize(
    "text",
    [
        r"m = 5.0 \pm 0.1",  # how exact a number is
        r"\iff x = \pm 1 \text{ and } y = \pm 2",  # two or four solutions?
        r"\iff x \pm 1",
    ],
)
def test_a_choice_of_signs_that_may_mean_several_things_is_refused(text: str) -> None:
    with pytest.raises(Unsupported, match="a choice of signs"):
        rows(text)


def test_an_equation_in_the_parentheses_of_a_name_is_no_row() -> None:
    (row,) = rows("f(x = 1)")
    assert isinstance(row.members[0], Sealed)
    with pytest.raises(ReadError, match="in parentheses"):
        rows("2 + (x = 1)")
