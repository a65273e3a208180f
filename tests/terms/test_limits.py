"""The clock of the work at hand: blocks within blocks, shares, and what is met."""

from __future__ import annotations

import math

import pytest

from derivation.terms.limits import Exhausted, limits_met, share, spend, time_left, time_limit

LOOK = 256
"""Steps after which the clock is surely looked at."""


def test_work_without_a_clock_takes_what_it_takes() -> None:
    spend(10**9)
    assert time_left() == math.inf


def test_an_inner_block_never_outlasts_the_one_around_it() -> None:
    with time_limit(0.0), time_limit(60.0), pytest.raises(Exhausted, match=r"^not decided within 0 s$"):
        spend(LOOK)


def test_the_end_of_an_inner_block_is_not_that_of_the_outer_one() -> None:
    with time_limit(60.0):
        with time_limit(0.0), pytest.raises(Exhausted):
            spend(LOOK)
        spend(LOOK)
        assert 0 < time_left() <= 60


def test_many_short_blocks_are_as_long_as_one() -> None:
    def work() -> None:
        for _ in range(2 * LOOK):
            with share(0.5):
                spend(1)

    with time_limit(0.0), pytest.raises(Exhausted):
        work()


def test_a_share_is_a_part_of_what_is_left() -> None:
    with time_limit(60.0):
        with share(0.5):
            assert time_left() <= 30
        assert time_left() > 30


def test_a_share_of_no_limit_is_no_limit() -> None:
    with share(0.5):
        assert time_left() == math.inf


def test_what_ran_out_of_time_is_noted() -> None:
    with limits_met() as met, time_limit(0.0, "the time is over"), pytest.raises(Exhausted):
        spend(LOOK)
    assert met == ["the time is over"]
