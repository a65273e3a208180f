"""Marks in a text that is read from left to right, each found in time in all that is linear in the text."""

from __future__ import annotations


class Marks:
    """Where marks next stand; of one mark, no search may start before an earlier one did."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[str, int] = {}

    def next(self, mark: str, start: int) -> int:
        """Where a mark next begins; -1 where it does not."""
        known = self.found.get(mark, 0)
        if 0 <= known < start or mark not in self.found:
            known = self.found[mark] = self.text.find(mark, start)
        return known


def outside_braces(text: str) -> str:
    """A text without what stands in braces; a brace that has no other stays."""
    opened: list[int] = []
    kept: list[str] = []
    for sign in text:
        if sign == "}" and opened:
            del kept[opened.pop() :]
            continue
        if sign == "{":
            opened.append(len(kept))
        kept.append(sign)
    return "".join(kept)
