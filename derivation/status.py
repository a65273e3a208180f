"""Exit statuses of commands, and that of several documents."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum


class Status(IntEnum):
    """What a command ends with."""

    DONE = 0
    """Nothing is false, and nothing is open."""
    FALSE = 1
    UNUSABLE = 2
    """The command, or the whole input, could not be used."""
    OPEN = 3
    """Something is undecided, or could not be read."""


def together(statuses: Collection[int]) -> Status:
    """The status of several documents: what is false goes before what is open.

    A document that cannot be used is open among others that can.
    """
    if Status.FALSE in statuses:
        return Status.FALSE
    if not any(statuses):
        return Status.DONE
    return Status.UNUSABLE if set(statuses) == {Status.UNUSABLE} else Status.OPEN
