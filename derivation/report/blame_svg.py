"""A graph of blame as a picture: a lane from each error down to the lines that have it.

Takes a `Blame`; gives the lanes, and an SVG without words for each node: its part of the
lanes, `ROW` high or as high as the words that stand beside it, whose first line it points at.

    5.2  o        an error enters
    8.1  |-*      it follows, granting the one at the top of the lane
    12   |   o    another one enters
    14   |-o x    what the first alone gives; the second is undone
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from derivation.records import dataclass
from derivation.report.blame import Blame, Edge, Link

ROW: Final = 36
MIDDLE: Final = ROW / 2
"""Where the first line of a row's words is, from its top."""
COLUMN: Final = 22
CROSS: Final = 5
RADIUS: Final = 4.5
SOURCE: Final = 6.5
ENTERS: Final = "enters"
ONWARD: Final = "onward"
LEADER: Final = "leader"
LINES: Final = {
    ENTERS: "an error on its way",
    ONWARD: "handed on by a line that has it from above",
    LEADER: "leads to the words",
}
"""What the colours of lines mean."""


@dataclass(frozen=True, slots=True)
class Lane:
    """What comes of one node: `column` counts from the left, `start` and `end` are rows."""

    source: str
    enters: bool
    column: int
    start: int
    end: int
    edges: tuple[Edge, ...]


def lanes(graph: Blame) -> tuple[Lane, ...]:
    """A lane for each node that an error enters at, or that others follow from."""
    rows = {node.label: row for row, node in enumerate(graph.nodes)}
    found: list[Lane] = []
    for node in graph.nodes:
        edges = tuple(e for e in graph.edges if e.source == node.label)
        if edges or node.enters:
            start = rows[node.label]
            end = max((rows[e.target] for e in edges), default=start)
            found.append(Lane(node.label, node.enters, _column(found, start, node.label), start, end, edges))
    return tuple(found)


def _column(before: list[Lane], start: int, source: str) -> int:
    """The first column that is free; a lane goes on where one ends that leads to its source alone."""
    taken = {
        lane.column for lane in before if lane.end > start or (lane.end == start and not _leads(lane, source))
    }
    return next(column for column in range(len(before) + 1) if column not in taken)


def _leads(lane: Lane, source: str) -> bool:
    return any(e.target == source and e.link is Link.FOLLOWS for e in lane.edges)


def blame_svg(graph: Blame) -> tuple[str, ...]:
    """The lanes as SVG elements, one a node; they are not read out, since words stand beside them."""
    found = lanes(graph)
    size = {"width": str(_width(found)), "height": str(ROW)}
    rows: list[str] = []
    for row, node in enumerate(graph.nodes):
        svg = Element("svg", {**size, "aria-hidden": "true", "focusable": "false", "class": "lanes"})
        _draw_row(svg, found, row, node.label, "100%")
        rows.append(tostring(svg, encoding="unicode"))
    return tuple(rows)


def lanes_element(graph: Blame) -> Element:
    """The lanes in one element, its rows `ROW` high; the classes of its shapes say what they are."""
    found = lanes(graph)
    svg = Element("svg", {"width": str(_width(found)), "height": str(ROW * len(graph.nodes))})
    for row, node in enumerate(graph.nodes):
        _draw_row(svg, found, row, node.label, ROW, ROW * row)
    return svg


def line_meanings(graph: Blame) -> list[tuple[str, str]]:
    """The kinds of lines that there are in the picture, and what they mean."""
    drawn = {shape.get("class") for shape in lanes_element(graph) if shape.tag == "line"}
    return [(kind, meaning) for kind, meaning in LINES.items() if kind in drawn]


def _width(found: tuple[Lane, ...]) -> int:
    return COLUMN * (1 + max((lane.column for lane in found), default=0)) + COLUMN // 2


def _draw_row(
    svg: Element, found: tuple[Lane, ...], row: int, label: str, bottom: float | str, top: float = 0
) -> None:
    """One row of the lanes, `bottom` high, from `top` on."""
    middle, width = top + MIDDLE, _width(found)
    first = min((_x(lane) for lane in found if _touches(lane, label)), default=None)
    if first is not None:
        line(svg, LEADER, first, middle, width, middle)
    for lane in found:
        if lane.start <= row <= lane.end and lane.start < lane.end:
            end = bottom if isinstance(bottom, str) else top + bottom
            above, below = middle if row == lane.start else top, middle if row == lane.end else end
            line(svg, _kind(lane), _x(lane), above, _x(lane), below)
    for lane in found:
        for edge in lane.edges:
            if edge.target == label:
                draw_end(svg, edge.link, _x(lane), middle, _kind(lane))
    for lane in found:
        if lane.source == label:
            draw_source(svg, _x(lane), middle, _kind(lane))


def _touches(lane: Lane, label: str) -> bool:
    return lane.source == label or any(e.target == label for e in lane.edges)


def _kind(lane: Lane) -> str:
    return ENTERS if lane.enters else ONWARD


def _x(lane: Lane) -> float:
    return COLUMN * (lane.column + 0.5)


def line(svg: Element, kind: str, x1: float, y1: float, x2: float, y2: float | str) -> None:
    """A line of a lane, or what leads from it to the words."""
    SubElement(svg, "line", {"class": kind, "x1": f"{x1}", "y1": f"{y1}", "x2": f"{x2}", "y2": f"{y2}"})


def _dot(svg: Element, kind: str, x: float, y: float, radius: float) -> None:
    SubElement(svg, "circle", {"class": kind, "cx": f"{x}", "cy": f"{y}", "r": f"{radius}"})


def draw_source(svg: Element, x: float, y: float, kind: str) -> None:
    """The start of a lane: a large dot where an error enters."""
    _dot(svg, f"{kind} source", x, y, SOURCE if kind == ENTERS else RADIUS)


def draw_end(svg: Element, link: Link, x: float, y: float, kind: str) -> None:
    """The end of an edge: a dot, a ring, or a cross where an error is undone."""
    if link is Link.UNDONE:
        line(svg, "undone", x - CROSS, y - CROSS, x + CROSS, y + CROSS)
        line(svg, "undone", x - CROSS, y + CROSS, x + CROSS, y - CROSS)
    else:
        _dot(svg, f"{kind} {link}", x, y, RADIUS)
