"""A graph of blame as a picture that stands alone: its lanes, and beside each row what it says.

Takes a `Blame`; gives an SVG with a ground and colours of its own, so that it can be
read on any background, the same as a PNG for those who show no SVG, and as lines of text.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from derivation.audit.findings import Verdict
from derivation.records import dataclass
from derivation.report import words
from derivation.report.blame import Blame, BlameNode, Link
from derivation.report.blame_svg import (
    COLUMN,
    ENTERS,
    ONWARD,
    ROW,
    SOURCE,
    draw_end,
    draw_source,
    lanes_element,
    line,
    line_meanings,
)
from derivation.report.signs import MARKS
from derivation.text.visible import harmless, harmless_markup

PAPER: Final = "#fffdf9"
INK: Final = "#211e1a"
SOFT: Final = "#665f55"
RULE: Final = "#d8d1c4"
WRONG: Final = "#b1201a"
INHERITED: Final = "#855300"
COLOURS: Final = {Verdict.WRONG: WRONG, Verdict.INHERITED: INHERITED, Verdict.ILL_FORMED: "#733bb5"}
LANE_COLOURS: Final = {ENTERS: WRONG, ONWARD: INHERITED, "leader": RULE, "undone": INK}
HOLLOW: Final = frozenset([Link.EXPLAINED])
"""Ends of edges that are drawn as rings."""

FONT: Final = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif"
SIZE: Final = 14
LETTER: Final = 0.56 * SIZE
"""How wide a letter is taken to be; a text is not measured where the picture is made."""

EDGE: Final = 14
GAP: Final = 18

KEY: Final = {
    Link.FOLLOWS: "follows from it",
    Link.EXPLAINED: "has the value that it alone gives",
    Link.UNDONE: "undoes it",
}
"""What the ends of edges mean; a line that follows when another is granted has the first sign, too."""


@dataclass(frozen=True, slots=True, repr=False)
class BlamePicture:
    """Which line of a derivation has its error from which. Shows itself in Jupyter; `str()` is text."""

    graph: Blame

    def as_svg(self) -> str:
        """The picture: an SVG that needs nothing else."""
        return harmless_markup(tostring(_picture(self.graph), encoding="unicode"))

    def __str__(self) -> str:
        if not self.graph.nodes:
            return "No error enters."
        rows = [(node.label, str(node.verdict), _told(self.graph, node)) for node in self.graph.nodes]
        first, second = (max(len(row[k]) for row in rows) for k in (0, 1))
        lines = (f"{label:<{first}}  {verdict:<{second}}  {told}" for label, verdict, told in rows)
        return harmless("\n".join(lines))

    def __repr__(self) -> str:
        return str(self)

    def as_png(self) -> bytes:
        """The same as a PNG; needs matplotlib, which comes with `derivation-verifier[notebook]`."""
        from derivation.report.svg_png import svg_png

        return svg_png(_picture(self.graph))

    def _repr_svg_(self) -> str | None:
        return self.as_svg() if self.graph.nodes else None

    def _repr_png_(self) -> tuple[bytes, dict[str, int]] | None:
        """For a notebook that is not trusted yet, which shows no SVG; nothing where matplotlib is missing."""
        if not self.graph.nodes or find_spec("matplotlib") is None:
            return None
        size = _picture(self.graph)
        return self.as_png(), {side: int(size.get(side, "0")) for side in ("width", "height")}


def _told(graph: Blame, node: BlameNode) -> str:
    parts = [f"{told} {words.listed(sources)}" for told, sources in graph.reasons(node.label)]
    return "; ".join(parts) or "an error enters"


def _picture(graph: Blame) -> Element:
    lanes = lanes_element(graph)
    labels = EDGE + float(lanes.get("width", "0")) + GAP / 2
    verdicts = labels + _widest(node.label for node in graph.nodes) + GAP
    told = verdicts + _widest(f"m {node.verdict}" for node in graph.nodes) + GAP
    rows = EDGE + ROW * len(graph.nodes)
    text = Element("g", {"font-family": FONT, "font-size": f"{SIZE}"})
    for row, node in enumerate(graph.nodes):
        y = EDGE + ROW * (row + 0.5) + SIZE * 0.36
        colour = COLOURS.get(node.verdict, SOFT)
        _text(text, labels, y, node.label, INK, weight="600")
        _text(text, verdicts, y, f"{MARKS[node.verdict]} {node.verdict}", colour)
        _text(text, told, y, _told(graph, node), INK)
    key = _key(text, graph, EDGE + COLUMN / 2 - SOURCE, rows + ROW * 0.6)
    right = max(key, told + _widest(_told(graph, node) for node in graph.nodes)) + EDGE
    width, height = round(right), round(rows + ROW * 2)
    size = {"width": f"{width}", "height": f"{height}", "viewBox": f"0 0 {width} {height}"}
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img"})
    SubElement(svg, "title").text = "Which line has its error from which"
    ground = {"x": "0.5", "y": "0.5", "width": f"{width - 1}", "height": f"{height - 1}", "rx": "6"}
    SubElement(svg, "rect", {**ground, "fill": PAPER, "stroke": RULE})
    placed = SubElement(svg, "g", {"transform": f"translate({EDGE} {EDGE})", "stroke-linecap": "round"})
    placed.extend(map(_coloured, lanes))
    svg.append(text)
    return svg


def _widest(texts: Iterator[str]) -> float:
    return LETTER * max(map(len, texts), default=0)


def _text(parent: Element, x: float, y: float, text: str, fill: str, weight: str = "400") -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": fill, "font-weight": weight}
    SubElement(parent, "text", place).text = text


def _coloured(shape: Element) -> Element:
    """A shape of the lanes with its colours told by attributes, without a style sheet."""
    kind, *more = shape.attrib.pop("class").split()
    colour = LANE_COLOURS[kind]
    shape.set("stroke", colour)
    shape.set("stroke-width", "1" if kind == "leader" else "2")
    if shape.tag == "circle":
        shape.set("fill", PAPER if HOLLOW & set(more) else colour)
    return shape


def _key(parent: Element, graph: Blame, x: float, y: float) -> float:
    """What the lines and the signs mean, of those that there are; gives where the longer row ends."""
    sign = Element("g")
    place = x - GAP
    for kind, meaning in line_meanings(graph):
        line(sign, kind, place + GAP, y, place + GAP + SOURCE * 2, y)
        place = _named(parent, place + GAP + SOURCE * 2, y, meaning)
    ends = _signs(parent, sign, graph, x, y + ROW * 0.7)
    parent.extend(map(_coloured, sign))
    return max(place, ends)


def _signs(parent: Element, sign: Element, graph: Blame, x: float, y: float) -> float:
    """What the ends of lanes mean."""
    draw_source(sign, x + SOURCE, y, ENTERS)
    place = _named(parent, x + SOURCE, y, "an error enters")
    present = {Link.FOLLOWS if edge.link is Link.GRANTED else edge.link for edge in graph.edges}
    for link in filter(present.__contains__, KEY):
        draw_end(sign, link, place + GAP, y, ENTERS)
        place = _named(parent, place + GAP, y, KEY[link])
    return place


def _named(parent: Element, x: float, y: float, meaning: str) -> float:
    """A sign's meaning to the right of it; gives where that ends."""
    _text(parent, x + GAP * 0.7, y + SIZE * 0.36, meaning, SOFT)
    return x + GAP * 0.7 + LETTER * len(meaning)
