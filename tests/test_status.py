"""The exit status of several documents."""

from __future__ import annotations

from itertools import permutations

import pytest

from derivation.status import Status, together


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ([], Status.DONE),
        ([0, 0], Status.DONE),
        ([0, 3], Status.OPEN),
        ([0, 2], Status.OPEN),
        ([2, 3], Status.OPEN),
        ([2, 2], Status.UNUSABLE),
        ([0, 1, 2], Status.FALSE),
        ([1, 3], Status.FALSE),
    ],
)
def test_in_any_order(statuses: list[int], status: Status) -> None:
    assert {together(order) for order in permutations(statuses)} == {status}
