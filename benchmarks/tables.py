"""Rows of a benchmark as a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

HEADS: dict[str, str] = {
    "ratio": "× import sympy",
    "computed_ratio": "computed, × import sympy",
    "zero_true": "0, true",
    "zero_false": "0, false",
    "other_false": "not 0, false",
    "other_true": "not 0, true",
}


def shown_rows(rows: Sequence[dict[str, object]]) -> Iterator[str]:
    cells = [
        [HEADS.get(key, key) for key in rows[0]],
        *([_cell(key, value) for key, value in row.items()] for row in rows),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    yield _line(cells[0], widths)
    yield _line([":" + "-" * (w - 1) if not k else "-" * (w - 1) + ":" for k, w in enumerate(widths)], widths)
    for row in cells[1:]:
        yield _line(row, widths)


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = [c.ljust(w) if not k else c.rjust(w) for k, (c, w) in enumerate(zip(cells, widths, strict=True))]
    return f"| {' | '.join(padded)} |"


def _cell(key: str, value: object) -> str:
    """Seconds in milliseconds, or in seconds where there are many; a ratio as it is."""
    if key.endswith("ratio"):
        return f"{value:.2f}"
    if isinstance(value, float):
        return (
            f"{value:.2f} s"
            if value >= 10
            else f"{value * 1000:.0f} ms"
            if value >= 0.01
            else f"{value * 1000:.1f} ms"
        )
    return str(value)
