"""Derivatives of sequences: what ties an entry to what it is made of, and what may hide such a tie."""

from __future__ import annotations

import pytest

import derivation

THEN = "\n\nThen\n\n"
STATES = r"Suppose that" "\n" r"$$ h_t = w h_{t-1} + x_t. $$" + THEN
PAIRS = r"$$ y_t = y_{t-1} + x_t x_{t-1} $$" + THEN
TIED = "Suppose that\n$$ s_t = w s_{t-1} + v_t $$\n\nand that\n\n$$ v_t = w v_{t-1} + x_t. $$" + THEN
LAST = {
    # An entry of an array that stands in a recurrence twice is met twice
    PAIRS + r"$$ \frac{\partial y_t}{\partial x_{t-1}} = x_t + x_{t-2} $$": "right",
    PAIRS + r"$$ \frac{\partial y_t}{\partial x_{t-1}} = x_t $$": "undecided",
    # What it is made of may be made of the same letter
    TIED
    + r"$$ \frac{\partial s_t}{\partial w} = s_{t-1} + w \frac{\partial s_{t-1}}{\partial w} $$": "undecided",
    "Suppose that\n$$ v_t = w v_{t-1} + x_t $$\n\nand that\n\n$$ s_t = s_{t-1} + v_t x_t. $$"
    + THEN
    + r"$$ \frac{\partial s_t}{\partial x_t} = v_t $$": "undecided",
    # The first value may be made of it
    r"Assume $h_0 = w$. " + STATES + r"$$ \frac{\partial h_1}{\partial w} = 2 w $$": "right",
    r"Assume $h_0 = w$. " + STATES + r"$$ \frac{\partial h_1}{\partial w} = w $$": "wrong",
    r"Assume $h_0 = 5$. " + STATES + r"$$ \frac{\partial h_2}{\partial w} = 10 w + x_1 $$": "right",
    r"Assume $h_0 = 5$. " + STATES + r"$$ \frac{\partial h_2}{\partial w} = 10 w $$": "wrong",
    r"Assume $h_0 = x_0$. " + STATES + r"$$ \frac{\partial h_t}{\partial x_t} = 1 $$": "right",
    r"Assume $h_0 = x_0$. " + STATES + r"$$ \frac{\partial h_1}{\partial x_0} = w $$": "right",
    r"Assume $h_0 = x_0$. " + STATES + r"$$ \frac{\partial h_1}{\partial x_0} = 0 $$": "wrong",
    r"Assume $h_0 = x_0$. " + STATES + r"$$ \frac{\partial h_t}{\partial x_{t-1}} = w $$": "undecided",
    r"Assume $h_0 = x_1$. " + STATES + r"$$ \frac{\partial h_1}{\partial x_1} = 1 $$": "undecided",
    r"Assume $h_0 = x_1$. " + STATES + r"$$ \frac{\partial h_t}{\partial x_t} = 1 $$": "undecided",
    r"Assume $h_0 = x_2$. " + STATES + r"$$ \frac{\partial h_2}{\partial x_2} = 1 $$": "undecided",
    r"Assume $h_0 = c$ and $c = x_1$. "
    + STATES
    + r"$$ \frac{\partial h_1}{\partial x_1} = 1 $$": "undecided",
    "Let\n$$ c = x_1. $$\n\nAssume $h_0 = c$. "
    + STATES
    + r"$$ \frac{\partial h_1}{\partial x_1} = 1 $$": "undecided",
    r"Assume $h_0 = \sum_{k=1}^n x_k$. "
    + STATES
    + r"$$ \frac{\partial h_1}{\partial x_1} = 1 $$": "undecided",
    # A sequence that is said to begin late is no number before
    r"For $t \ge 2$,"
    "\n\n"
    r"$$ y_t = y_{t-1} + x_t. $$" + THEN + r"$$ \frac{\partial y_t}{\partial x_t} = 1 $$": "undecided",
    # One that goes backward is made of all that comes
    r"$$ h_t = w h_{t+1} + x_t $$" + THEN + r"$$ \frac{\partial h_t}{\partial x_t} = 1 $$": "undecided",
    # An entry at a fixed place may be the one that is differentiated by
    r"$$ h_t = w h_{t-1} + x_t x_n $$" + THEN + r"$$ \frac{\partial h_t}{\partial x_t} = x_n $$": "undecided",
}


@pytest.mark.parametrize("text", LAST)
def test_the_last_line_is_judged(text: str) -> None:
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict == LAST[text], last.reason
