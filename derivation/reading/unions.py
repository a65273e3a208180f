"""Sets that grow together, each known by one of its members: a disjoint-set forest (Galler and Fischer)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Unions(Generic[T]):
    """What was joined has one root; what nothing was joined to is its own."""

    def __init__(self) -> None:
        self._parents: dict[T, T] = {}

    def __iter__(self) -> Iterator[T]:
        """All that was added or joined."""
        return iter({*self._parents, *self._parents.values()})

    def add(self, member: T) -> None:
        self._parents.setdefault(member, member)

    def root(self, member: T) -> T:
        """The member that stands for all that one is joined to."""
        root = member
        while (above := self._parents.get(root, root)) != root:
            root = above
        while member != root:  # so that the next way up is short
            member, self._parents[member] = self._parents[member], root
        return root

    def join(self, one: T, other: T) -> None:
        """Joins two sets; the root of the first stands for both."""
        self._parents[self.root(other)] = self.root(one)
