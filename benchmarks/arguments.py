"""Arguments of several lines: the document that an author would write, and what the engine says of each line.

Takes lines as `maxima.py` reads them, each with the sign that joins it to the line before.
`arguments_pycodemath.py` and `arguments_stack.py` bring the lines, and know what was wanted of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeVar, assert_never

import maxima
from maxima_latex import latex

import derivation

T = TypeVar("T")
R = TypeVar("R")


class Joint(Enum):
    """How a line is joined to the one before: `OPENS` where it is not."""

    OPENS = ""
    EQUALS = "="
    IFF = r"\iff"
    IMPLIES = r"\implies"


class Form(Enum):
    """How equivalences are printed: a display each, or the rows of one `align`."""

    DISPLAYS = "displays"
    ALIGN = "align"


FORMS: Final = "how equivalences are printed: a display each (the default), or one align"


class Said(Enum):
    """What the engine says of a line: it follows, it does not, it is given or a definition, or nothing."""

    RIGHT = "right"
    FALSE = "false"
    GIVEN = "given"
    OPEN = "open"


SAID: Final = {
    "right": Said.RIGHT,
    "inherited": Said.RIGHT,
    "repaired": Said.FALSE,
    "wrong": Said.FALSE,
    "ill-formed": Said.FALSE,
    "definition": Said.GIVEN,
    "given": Said.GIVEN,
}
"""By verdict; `inherited` says that the line follows from the one before, `repaired` that it doesn't."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `prose` stands before it."""

    node: maxima.Node
    joint: Joint = Joint.OPENS
    prose: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of a line, and the engine's own words for it."""

    said: Said
    words: str = ""


def file_in(folder: Path, name: str) -> Path:
    """The file of that name somewhere in a folder."""
    found = sorted(folder.rglob(name))
    if not found:
        raise SystemExit(f"{folder}: there is no {name} in it")
    return found[0]


def document(title: str, lines: Sequence[Line], form: Form = Form.DISPLAYS) -> str:
    """Markdown in which line k has the tag k; a chain of equals signs is one `align` in any form."""
    return "\n\n".join((f"# {title}", *_blocks(lines, form))) + "\n"


def _blocks(lines: Sequence[Line], form: Form) -> Iterator[str]:
    for first, last in _groups(lines, form):
        group = lines[first:last]
        if group[0].prose:
            yield group[0].prose
        if len(group) == 1 or group[0].joint is not Joint.OPENS:
            yield from (f"$$ {_row(line)} {_tag(k)} $$" for k, line in enumerate(group, first + 1))
        else:
            yield "\\begin{align}\n" + " \\\\\n".join(_rows(group, first + 1)) + "\n\\end{align}"


def _groups(lines: Sequence[Line], form: Form) -> Iterator[tuple[int, int]]:
    """Where lines that are printed together start and end."""
    alone = (Joint.OPENS,) if form is Form.ALIGN else (Joint.OPENS, Joint.IFF, Joint.IMPLIES)
    starts = [k for k, line in enumerate(lines) if line.joint in alone or line.prose or not k]
    yield from zip(starts, [*starts[1:], len(lines)], strict=True)


def _row(line: Line) -> str:
    return f"{line.joint.value} {latex(line.node)}".lstrip()


def _tag(number: int) -> str:
    return f"\\tag{{{number}}}"


def _rows(group: Sequence[Line], number: int) -> Iterator[str]:
    """Of an `align`; an expression that opens a chain stands in the row of the next line."""
    opening, rest = "", list(enumerate(group, number))
    if group[1].joint is Joint.EQUALS and not maxima.says(group[0].node):
        opening, rest = f"{_row(group[0])} ", rest[1:]
    for k, line in rest:
        row = f"&{_row(line)}" if line.joint is Joint.EQUALS else _row(line).replace(" = ", " &= ", 1)
        yield f"{opening}{row} {_tag(k)}"
        opening = ""


def heard(title: str, lines: Sequence[Line], form: Form = Form.DISPLAYS) -> tuple[Heard, ...]:
    """What the engine says of each line of the document; of several statements in a line the worst."""
    report = derivation.check(derivation.loads(document(title, lines, form)))
    found: dict[str, list[Heard]] = {}
    for result in report:
        said = SAID.get(result.own_verdict, Said.OPEN)
        words = f"({result.label}) {result.own_verdict}: {result.reason}"
        found.setdefault(result.label.partition(".")[0], []).append(Heard(said, words))
    return tuple(_worst(found.get(str(number), [])) for number in range(1, len(lines) + 1))


def _worst(found: Iterable[Heard]) -> Heard:
    order = (Said.FALSE, Said.OPEN, Said.GIVEN, Said.RIGHT)
    return min(found, key=lambda h: order.index(h.said), default=Heard(Said.OPEN, "no statement"))


def each(work: Callable[[T], R], cases: Sequence[T], jobs: int) -> list[R]:
    """The work on all cases, in so many processes."""
    if jobs == 1:
        return [work(case) for case in cases]
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        return list(pool.map(work, cases, chunksize=4))


def mark(said: Said) -> str:
    """One letter for a table of lines."""
    match said:
        case Said.RIGHT:
            return "✓"
        case Said.FALSE:
            return "✗"
        case Said.GIVEN:
            return "·"
        case Said.OPEN:
            return "?"
        case _:
            assert_never(said)
