"""Reports as annotations of a GitHub workflow: a line on standard output for each remark.

::error file=paper.md,line=3,col=4,endLine=3,endColumn=20,title=wrong (14)::…

Of a notebook the message says the cell and its line: those of the file are lines of JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derivation.report.lines import Line
from derivation.text.visible import harmless

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def as_github(found: Iterable[Line], errors: Mapping[str, str]) -> str:
    """The annotations; `errors` are documents that could not be read at all, by path."""
    lines = [_annotation(line) for line in found if line.level in COMMANDS]
    lines += [
        f"::error file={_property(path)},title=unreadable::{_data(message)}"
        for path, message in errors.items()
    ]
    return "\n".join(lines)


def _annotation(line: Line) -> str:
    columns = f",col={line.column}"
    if line.end_line == line.line:
        columns += f",endColumn={line.end_column}"
    place = f"file={_property(line.file)}"
    if not line.cell:
        place += f",line={line.line},endLine={line.end_line}{columns}"
    title = _property(f"{line.rule} ({line.label})")
    return f"::{COMMANDS[line.level]} {place},title={title}::{_data(line.told)}"


def _data(text: str) -> str:
    """A message; `##[` is broken up, which older runners look for anywhere in a line."""
    return harmless(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
