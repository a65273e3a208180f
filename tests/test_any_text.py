"""Any text at all gives a report, an error with a place, or a refusal: never a traceback, never a hang."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import derivation
from derivation.reading.declared import ReadingError
from derivation.text.document import DocumentError
from derivation.text.source import ReadError

PIECES = (
    *[
        r"x",
        r"y",
        r"x_i",
        r"x_j",
        r"A_{ij}",
        r"\alpha",
        r"e^{x_i}",
        r"n",
        r"k",
        r"i",
        r"j",
        r"0",
        r"1",
        r"2",
        r"f",
        r"f(x)",
        r"f'(x)",
        r"\sigma(z)",
        r"p_i",
        r"\delta_{ij}",
    ],
    *[
        r"\sum_i",
        r"\sum_{k=1}^{n}",
        r"\sum_{k",
        r"\le",
        r"i}",
        r"\prod_k",
        r"\log",
        r"\exp",
        r"\sqrt{x}",
        r"|x|",
        r"\frac{1}{2}",
        r"\bar{x}",
    ],
    *[
        r"=",
        r":=",
        r"+",
        r"-",
        r"*",
        r"/",
        r"^2",
        r"^{-1}",
        r"_i",
        r"(",
        r")",
        r"[",
        r"]",
        r"\left(",
        r"\right)",
        r"{",
        r"}",
        r"&",
        r",",
        r"\quad",
        r"\\",
        r"\iff",
        r"\Rightarrow",
    ],
    r"\frac{\partial f}{\partial x_j}",
    r"\frac{d}{dx}",
    r"\text{ where }",
    r"\text{for } i = j",
    r"\begin{align}",
    r"\end{align}",
    r"\tag{1}",
    "$$",
    "\n",
    "Assume $x > 0$.",
    "Let $t$ be one-hot.",
    "é",
    "\\",
    "%",
)


def checked(text: str) -> None:
    try:
        report = derivation.check(derivation.loads(text))
    except (DocumentError, ReadingError, ReadError) as refusal:
        assert str(refusal)
        return
    assert str(report)
    assert report.as_json()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join))
def test_any_mathematics(text: str) -> None:
    checked(f"$$ y = x $$ $$ {text} $$")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200).map(lambda data: data.decode("utf-8", errors="replace")))
def test_any_bytes(text: str) -> None:
    checked(text)
    checked(f"$$ {text} $$")
