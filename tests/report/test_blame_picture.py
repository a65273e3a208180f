"""The chain of blame as a picture of its own: what stands in it, and that it needs nothing around it."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import pytest
from IPython.core.formatters import DisplayFormatter
from PIL import Image, ImageColor

import derivation
from derivation.report import blame_picture

SVG = "{http://www.w3.org/2000/svg}"
WRONG = "$$ y = x^2 $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x \\tag{<b> & co} $$\n"


@pytest.fixture(scope="module")
def report() -> derivation.Report:
    return derivation.check("softargmax")


def drawn(report: derivation.Report) -> ElementTree.Element:
    return ElementTree.fromstring(report.blame().as_svg())


def texts(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def test_each_faulty_line_has_a_row(report: derivation.Report) -> None:
    shown = texts(drawn(report))
    for result in report:
        assert (result.label in shown) == (result.verdict in ("wrong", "inherited"))
    assert "follows, granting 5.2 and 12" in shown
    assert shown[-4:] == [
        "an error enters",
        "follows from it",
        "has the value that it alone gives",
        "undoes it",
    ]


def test_every_lane_and_colour_is_in_the_legend(report: derivation.Report) -> None:
    picture = drawn(report)
    shapes = [e for e in picture.iter() if e.tag in (f"{SVG}line", f"{SVG}circle")]
    lanes, key = [
        {(e.tag, e.get("stroke")) for e in shapes if (_height(e) > _last_row(picture)) is below}
        for below in (False, True)
    ]
    assert {colour for _, colour in lanes} == {colour for _, colour in key}
    assert {pair for pair in lanes if pair[0].endswith("line")} <= key
    shown = texts(picture)
    assert "an error on its way" in shown
    assert "handed on by a line that has it from above" in shown
    assert "leads to the words" in shown


def _height(shape: ElementTree.Element) -> float:
    return float(shape.get("y1") or shape.get("cy") or 0)


def _last_row(picture: ElementTree.Element) -> float:
    rows = [float(e.get("y", 0)) for e in picture.iter(f"{SVG}text") if e.get("font-weight") == "600"]
    return max(rows) + 1


def test_a_legend_tells_only_what_is_drawn() -> None:
    report = derivation.check(derivation.loads(f"{WRONG}\n$$ \\frac{{\\partial y}}{{\\partial x}} = 4 x $$"))
    assert "handed on by a line that has it from above" not in texts(drawn(report))


def test_the_page_has_the_same_legend(report: derivation.Report) -> None:
    page = report.as_html()
    assert '<i class="enters"></i> an error on its way' in page
    assert '<i class="onward"></i> handed on by a line that has it from above' in page
    assert '<i class="leader"></i> leads to the words' in page


def test_a_notebook_that_is_not_trusted_has_a_png(report: derivation.Report) -> None:
    picture = report.blame()
    bundle, sizes = DisplayFormatter().format(picture)
    assert {"image/svg+xml", "image/png", "text/plain"} <= bundle.keys()
    image = Image.open(BytesIO(bundle["image/png"]))
    root = ElementTree.fromstring(picture.as_svg())
    assert sizes["image/png"] == {side: int(root.get(side, 0)) for side in ("width", "height")}
    assert image.size == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0)))


def test_the_png_shows_what_the_svg_does(report: derivation.Report) -> None:
    image = Image.open(BytesIO(report.blame().as_png())).convert("RGBA")
    root = drawn(report)
    group = next(e for e in root if (e.get("transform") or "").startswith("translate("))
    x, y = map(float, str(group.get("transform"))[10:-1].split())
    for circle in group.iter(f"{SVG}circle"):
        at = (round(2 * (float(circle.get("cx", 0)) + x)), round(2 * (float(circle.get("cy", 0)) + y)))
        near = zip(image.getpixel(at)[:3], ImageColor.getrgb(str(circle.get("fill"))), strict=True)
        assert all(abs(shown - wanted) < 12 for shown, wanted in near)


def test_without_matplotlib_there_is_an_svg_alone(
    report: derivation.Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blame_picture, "find_spec", lambda name: None)
    assert report.blame()._repr_png_() is None
    assert report.blame()._repr_svg_() is not None


def test_it_brings_its_own_ground_and_colours(report: derivation.Report) -> None:
    svg = report.blame().as_svg()
    picture = drawn(report)
    assert picture[1].tag == f"{SVG}rect"
    assert float(picture[1].get("width", 0)) > 0.95 * float(picture.get("width", 0))
    shapes = [e for e in picture.iter() if e.tag in (f"{SVG}line", f"{SVG}circle", f"{SVG}text")]
    assert all(shape.get("stroke") or shape.get("fill") for shape in shapes)
    assert not [word for word in ("class=", "<style", "currentColor", "href", "url(") if word in svg]


def test_each_slip_has_its_dot(report: derivation.Report) -> None:
    large = [c for c in drawn(report).iter(f"{SVG}circle") if float(c.get("r", 0)) > 6]
    assert len(large) == 3 + len(["the key"])


def test_as_text(report: derivation.Report) -> None:
    lines = str(report.blame()).splitlines()
    assert lines[0] == "5.2  wrong      an error enters"
    assert "14   wrong      has the value that comes from 5.2; undoes 12" in lines
    assert repr(report.blame()) == str(report.blame())


def test_labels_stay_text() -> None:
    report = derivation.check(derivation.loads(WRONG))
    assert "<b> & co" in texts(drawn(report))
    assert "<b>" not in report.blame().as_svg()


def test_without_errors_there_is_no_picture() -> None:
    picture = derivation.check("log-sum-exp").blame()
    assert picture._repr_svg_() is None
    assert str(picture) == "No error enters."
