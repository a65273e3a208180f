"""The chain of blame as a picture of its own: what stands in it, and that it needs nothing around it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

import derivation

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
