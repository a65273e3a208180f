"""An SVG of lines, circles, rectangles and words as a PNG, for those who may not show SVG.

A notebook that was just opened shows no SVG before it is trusted. Needs matplotlib,
which the `notebook` extra brings, and Pillow, which comes with it.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch
from matplotlib.text import Text
from PIL import Image

SCALE: Final = 2
"""Dots a unit, for sharp screens."""
COLOURS: Final = 64
"""Few colours make a small file."""
POINTS: Final = 72
"""Units an inch, so that a unit is a point."""


def svg_png(svg: Element) -> bytes:
    """The picture, as large as its `width` and `height` say, twice as fine."""
    width, height = _number(svg, "width"), _number(svg, "height")
    figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS * SCALE, frameon=False)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    for layer, shape in enumerate(_shapes(svg, 0, 0, 0)):
        shape.set_zorder(layer)
        axes.add_artist(shape)
    canvas.draw()
    out = BytesIO()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba()))
    picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(out, "png", optimize=True)
    return out.getvalue()


def _shapes(parent: Element, dx: float, dy: float, size: float) -> list[Artist]:
    """What is in an element, moved by what the groups around it say."""
    found: list[Artist] = []
    for element in parent:
        match element.tag:
            case "g":
                x, y = _moved(element)
                found += _shapes(element, dx + x, dy + y, _number(element, "font-size", size))
            case "line":
                found.append(_line(element, dx, dy))
            case "circle":
                found.append(_circle(element, dx, dy))
            case "rect":
                found.append(_rectangle(element, dx, dy))
            case "text":
                found.append(_text(element, dx, dy, size))
    return found


def _number(element: Element, name: str, default: float = 0) -> float:
    return float(element.get(name, default))


def _moved(group: Element) -> tuple[float, float]:
    """The `x` and `y` of `translate(x y)`."""
    inside = group.get("transform", "translate(0 0)").removeprefix("translate(").removesuffix(")")
    x, y = inside.split()
    return float(x), float(y)


def _line(element: Element, dx: float, dy: float) -> Artist:
    xs, ys = (
        [_number(element, f"{axis}{end}") + move for end in (1, 2)] for axis, move in (("x", dx), ("y", dy))
    )
    width, colour = _number(element, "stroke-width", 1), element.get("stroke", "black")
    return Line2D(xs, ys, color=colour, linewidth=width, solid_capstyle="round")


def _circle(element: Element, dx: float, dy: float) -> Artist:
    place = (_number(element, "cx") + dx, _number(element, "cy") + dy)
    return Circle(
        place,
        _number(element, "r"),
        facecolor=element.get("fill", "none"),
        edgecolor=element.get("stroke", "none"),
        linewidth=_number(element, "stroke-width", 1),
    )


def _rectangle(element: Element, dx: float, dy: float) -> Artist:
    return FancyBboxPatch(
        (_number(element, "x") + dx, _number(element, "y") + dy),
        _number(element, "width"),
        _number(element, "height"),
        boxstyle=f"round,pad=0,rounding_size={_number(element, 'rx')}",
        facecolor=element.get("fill", "none"),
        edgecolor=element.get("stroke", "none"),
        linewidth=1,
    )


def _text(element: Element, dx: float, dy: float, size: float) -> Artist:
    return Text(
        _number(element, "x") + dx,
        _number(element, "y") + dy,
        element.text or "",
        fontsize=size,
        fontweight="bold" if _number(element, "font-weight", 400) > 500 else "normal",
        fontfamily="DejaVu Sans",
        color=element.get("fill", "black"),
        verticalalignment="baseline",
        parse_math=False,
        usetex=False,
    )
