"""`$$` where one is missing, or a blank line follows: which are alone, so that others keep their pairs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivation.front.pairing import ALONE, BLANK, LATEX, MARKDOWN, TAKEN, alone

MATH, WORDS, BROKEN, PARAGRAPHS = " a = b ", " words of $x = 1$ ", " a\n\n= b ", "\n\nwords\n\nwords\n\n"


def places(*gaps: str) -> list[int]:
    """Which of the `$$` before some gaps are alone, by their numbers."""
    text = "".join(f"$${gap}" for gap in gaps)
    marks = [at for at in range(len(text)) if text.startswith("$$", at)]
    return [marks.index(at) for at in sorted(alone(text, MARKDOWN, lambda _: 0))]


@pytest.mark.parametrize(
    ("gaps", "first"),
    [
        ((MATH, WORDS, MATH, WORDS), False),
        ((BROKEN, PARAGRAPHS, MATH, PARAGRAPHS), False),
        ((BROKEN, WORDS, BROKEN, WORDS, BROKEN, ""), False),
        ((BROKEN, MATH, PARAGRAPHS, MATH, ""), True),
        ((PARAGRAPHS, MATH, PARAGRAPHS, MATH, ""), True),
        ((" and\n\n", MATH, PARAGRAPHS), True),
        ((MATH,), True),
        ((BROKEN, ""), False),
        ((" x\n\ny ", " and ", " z ", ""), False),
    ],
)
def test_whether_the_first_is_alone(gaps: tuple[str, ...], first: bool) -> None:
    assert (0 in places(*gaps)) == first


def test_no_pair_is_in_two_cells() -> None:
    text = "$$ a = b\n\n= c $$"
    assert alone(text, MARKDOWN, lambda _: 0) == {len(text) - 2}
    assert alone(text, MARKDOWN, lambda at: at > 5) == {0, len(text) - 2}


def test_what_is_hidden_is_no_mark() -> None:
    assert alone("\\$$ $$ a", MARKDOWN, lambda _: 0) == {4}
    assert alone("% $$\n$$ a $$ b", LATEX, lambda _: 0) == {10}
    assert alone("% $$\n$$ a $$ b", MARKDOWN, lambda _: 0) >= {10}


def costs(gaps: list[str], is_open: bool = False) -> Iterator[int]:
    """What each way costs to pair the marks before some gaps; the first closes a display, or opens one."""
    if not gaps:
        return
    first, *others = gaps
    math = "a" in first
    for rest in costs(others) if others else [0]:
        yield (0 if is_open else ALONE) + (TAKEN if math else 0) + rest
    if others and not is_open:
        enclosed = (0 if math else TAKEN) + (BLANK if first == BROKEN else 0)
        yield from (enclosed + rest for rest in costs(others, is_open=True))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([MATH, WORDS, BROKEN, "\n\n"]), min_size=2, max_size=7))
def test_the_first_is_alone_where_all_ways_of_pairing_it_cost_more(gaps: list[str]) -> None:
    first, *others = gaps
    math = "a" in first
    enclosed = (0 if math else TAKEN) + (BLANK if first == BROKEN else 0)
    paired = min(enclosed + rest for rest in costs(others, is_open=True))
    single = min(ALONE + (TAKEN if math else 0) + rest for rest in costs(others))
    assert (0 in places(*gaps)) == (single < paired)
