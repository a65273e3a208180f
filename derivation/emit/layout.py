"""Calls, signatures and lists of emitted code on lines that can be read."""

from __future__ import annotations

from collections.abc import Iterable

COLUMNS = 96


def wrapped(head: str, items: Iterable[str], tail: str, indent: str = "") -> str:
    """A call, a signature or a list: on one line if it fits, else its items on lines of their own level."""
    items = tuple(items)
    line = f"{head}{', '.join(items)}{tail}"
    if len(line) <= COLUMNS:
        return line
    rows, row = [], ""
    for item in items:
        longer = f"{row} {item}," if row else f"{indent}    {item},"
        if row and len(longer) > COLUMNS:
            rows.append(row)
            longer = f"{indent}    {item},"
        row = longer
    return "\n".join((head, *rows, row, f"{indent}{tail}"))
