"""A notebook's JSON to its cells of text, of format 4 and of the older ones.

Cells of code hold none, but for those that are set as text, `%%latex` and `%%markdown`; what code printed is
passed over. A cell that is none, or whose source is no text, costs itself: it is kept without text, and
says why.
"""

from __future__ import annotations

import json
from typing import Any, Final

from derivation.late import regex
from derivation.records import dataclass

_MAGIC: Final = regex(r"\s*%%(?:latex|markdown)\b[^\n]*")
"""How a cell of code begins whose text is set."""


class NoNotebook(Exception):
    """Why a text is no notebook at all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a Markdown cell, and its number among all cells, from 1; `error` says why it has none."""

    number: int
    text: str = ""
    error: str = ""


def cells_of(text: str) -> tuple[Cell, ...]:
    """The cells of a notebook that hold text; raises `NoNotebook`."""
    try:
        notebook: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise NoNotebook("not valid JSON") from None
    found = enumerate(_all_cells(notebook), 1)
    return tuple(cell for number, own in found if (cell := _cell(number, own)) is not None)


def _all_cells(notebook: Any) -> list[Any]:
    """All cells; before format 4 they stand in worksheets. A worksheet without any counts as a broken one."""
    match notebook:
        case {"cells": list(cells)}:
            return cells
        case {"worksheets": list(worksheets)}:
            return [cell for sheet in worksheets for cell in _of_worksheet(sheet)]
    raise NoNotebook("it has no list of cells")


def _of_worksheet(worksheet: Any) -> list[Any]:
    match worksheet:
        case {"cells": list(cells)}:
            return cells
    return [None]


def _cell(number: int, cell: Any) -> Cell | None:
    """A cell with text or with an error; `None` for one of code or of another kind."""
    match cell:
        case {"cell_type": "markdown" | "heading" as kind}:
            text = _text(cell.get("source", ""))
            if text is None:
                return Cell(number, error="the source of this cell is no text")
            return Cell(number, f"{_marks(cell)}{text}" if kind == "heading" else text)
        case {"cell_type": "code"}:
            text = _text(cell.get("source", cell.get("input", ""))) or ""
            magic = _MAGIC.match(text)
            return Cell(number, _blank(magic[0]) + text[magic.end() :]) if magic else None
        case {"cell_type": str()}:
            return None
    return Cell(number, error="this is no cell: it does not say of which type it is")


def _text(source: object) -> str | None:
    """The text of a cell, which may be a list of lines; `None` for what is no text."""
    lines = source if isinstance(source, list) else [source]
    texts = [line for line in lines if isinstance(line, str)]
    return None if len(texts) < len(lines) else "".join(texts).replace("\r\n", "\n").replace("\r", "\n")


def _blank(magic: str) -> str:
    """Spaces in the place of what opens a cell: every line and column of it stays."""
    return "".join("\n" if sign == "\n" else " " for sign in magic)


def _marks(heading: dict[str, Any]) -> str:
    """What opens a heading of a level in Markdown."""
    level = heading.get("level", 1)
    return "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + " "
