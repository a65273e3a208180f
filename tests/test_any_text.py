"""Any text at all gives a report, an error with a place, or a refusal: never a traceback, never a hang."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import derivation
from derivation.front.document import DocumentError
from derivation.reading.declared import ReadingError
from derivation.text.source import ReadError


def words(text: str) -> list[str]:
    return text.split()


PIECES = (
    *words(r"x y x_i x_j A_{ij} \alpha e^{x_i} n k i j 0 1 2 f f(x) f'(x) \sigma(z) p_i \delta_{ij}"),
    *words(r"\sum_i \sum_{k=1}^{n} \sum_{k \le i} \prod_k \log \exp \sqrt{x} |x| \frac{1}{2} \bar{x}"),
    *words(r"= := + - * / ^2 ^{-1} _i ( ) [ ] \left( \right) { } & , \quad \\ \iff \Rightarrow"),
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
    r"\newcommand{\a}[1]{#1 + #1}",
    r"\a",
    r"\a{",
    r"\def\b{\b\b}",
    r"\b",
    r"\def\c#1#2{#2 \a{#1}}",
    r"\c",
    r"\( x",
    "> ",
    "é",
    "\\",
    "%",
)


def checked(text: str) -> None:
    try:
        report = derivation.check(derivation.loads(text))
    except (DocumentError, ReadingError, ReadError) as refusal:
        message = str(refusal)
    else:
        message = str(report)
        assert report.as_json()
    assert message


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join))
def test_any_mathematics(text: str) -> None:
    checked(f"$$ y = x $$ $$ {text} $$")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200).map(lambda data: data.decode("utf-8", errors="replace")))
def test_any_bytes(text: str) -> None:
    checked(text)
    checked(f"$$ {text} $$")
