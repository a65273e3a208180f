"""The page: what stands on it, what is marked in formulas, what can't break out of it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import browser
import pytest

import derivation
from derivation.cli import main
from derivation.report.blame import Edge, Link, blame
from derivation.report.mathml import mathml
from derivation.text.differences import differences
from derivation.text.latex import read_expression

MATH = re.compile(r"<math.*?</math>", re.DOTALL)
HOSTILE = r"""# </title><script>alert(1)</script> & "quotes"

$$ y = x^2 \tag{<b>1</b>} $$

$$ \frac{\partial y}{\partial x} = 3 x \tag{"><img src=x onerror=alert(2)>} $$
"""


@pytest.fixture(scope="module")
def softargmax() -> str:
    return derivation.check("softargmax").as_html()


def test_each_statement_has_its_place_and_its_verdict(softargmax: str) -> None:
    report = derivation.check("softargmax")
    for result in report:
        assert f'data-verdict="{result.verdict}" aria-label="{result.label}, {result.verdict}"' in softargmax
    assert softargmax.count("<article") == len(report)


def test_links_lead_to_places_that_are_there(softargmax: str) -> None:
    places = set(re.findall(r'id="([^"]+)"', softargmax))
    links = set(re.findall(r'href="#([^"]+)"', softargmax))
    assert links
    assert links <= places
    assert len(re.findall(r'id="', softargmax)) == len(places)


@pytest.mark.parametrize("name", derivation.bundled())
def test_the_gallery(name: str) -> None:
    page = derivation.check(name).as_html()
    for formula in MATH.findall(page):
        ElementTree.fromstring(formula)
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "url(" not in page
    assert "merror" not in page


def test_what_a_document_says_stays_text() -> None:
    page = derivation.check(derivation.loads(HOSTILE)).as_html()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>1</b>" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("<script>") == 1


def test_a_page_says_what_could_not_be_read() -> None:
    page = derivation.check(derivation.loads("# T\n\n$$ y = \\# x $$\n\n$$ z = 1 $$\n")).as_html()
    assert "Could not be read" in page
    assert "unknown command" in page


def test_right_derivations_have_no_graph() -> None:
    page = derivation.check("log-sum-exp").as_html()
    assert "Where the errors go" not in page
    assert "<svg" not in page


def test_the_graph_of_softargmax() -> None:
    graph = blame(derivation.check("softargmax").audit)
    assert [node.label for node in graph.nodes if node.enters] == ["5.2", "12", "14"]
    assert Edge("5.2", "8.1", Link.GRANTED) in graph.edges
    assert Edge("12", "14", Link.UNDONE) in graph.edges
    assert graph.into("13", Link.GRANTED) == ("5.2", "12")
    assert graph.into("16", Link.FOLLOWS) == ("15",)


@pytest.mark.parametrize(
    ("printed", "corrected", "gone", "come"),
    [
        ("3 x", "2 x", ["3"], ["2"]),
        ("(i + 1) e^{x_i}", "i e^{x_i}", ["1"], []),
        ("S_j SA", "S_j (j - SA)", [], ["j"]),
        ("\\frac{a}{b}", "\\frac{a}{c}", ["b"], ["c"]),
        ("a + b", "a + b", [], []),
    ],
)
def test_what_a_correction_changes_is_marked(
    printed: str, corrected: str, gone: list[str], come: list[str]
) -> None:
    old, new = (read_expression(text) for text in (printed, corrected))
    found = differences(old, new)
    for tree, places, wanted in ((old, found.old, gone), (new, found.new, come)):
        root = ElementTree.fromstring(mathml(tree, places))
        marked = ["".join(part.itertext()) for part in root.iter() if part.get("class") == "mark"]
        for text in wanted:
            assert any(text in found_text for found_text in marked), (text, marked)
        assert bool(places) or not wanted


def test_the_command_writes_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", "log-sum-exp"]) == 0
    assert (tmp_path / "log-sum-exp.html").read_text().startswith("<!DOCTYPE html>")
    assert "wrote log-sum-exp.html" in capsys.readouterr().err
    (tmp_path / "softargmax.html").write_text("mine")
    assert main(["report", "softargmax"]) == 2
    assert "is there and is no report" in capsys.readouterr().err
    assert main(["report", "softargmax", "-o", "softargmax.html"]) == 2
    assert (tmp_path / "softargmax.html").read_text() == "mine"
    assert main(["report", "log-sum-exp", "-o", "softargmax.html", "--force"]) == 0
    assert main(["report", "log-sum-exp", "-o", "softargmax.html"]) == 0
    (tmp_path / "mine.md").write_text("$$ a = 1 $$")
    assert main(["report", "mine.md", "-o", "mine.md", "--force"]) == 2
    assert "mine.md is the document itself" in capsys.readouterr().err
    assert (tmp_path / "mine.md").read_text() == "$$ a = 1 $$"


def test_headings_landmarks_and_controls_have_names_and_order() -> None:
    text = "# T\n\n$$ y = \\# x $$\n\n$$ z = x^2 $$\n\n$$ \\frac{\\partial z}{\\partial x} = 3 x $$\n"
    for page in (
        derivation.check(derivation.loads(text)).as_html(),
        derivation.check("softargmax").as_html(),
    ):
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below <= above + 1 for above, below in pairwise(levels))
        for landmark in ("header", "main", "footer"):
            assert page.count(f"<{landmark}>") == 1
        regions = re.findall(r'<section [^>]*aria-labelledby="([^"]+)"', page)
        assert len(regions) == page.count("<section") == len(set(regions))
        assert all(f'<h2 id="{region}">' in page for region in regions)
        for tag in re.findall(r'<[a-z]+ [^>]*(?:tabindex="0"|role="group")[^>]*>', page):
            assert 'aria-label="' in tag, tag


ROWS = "[...document.querySelectorAll('.picture li')]"
WIDE = "[...document.querySelectorAll('dd, .formula')].filter((part) => part.scrollWidth > part.clientWidth)"


@pytest.mark.skipif(browser.found() is None, reason="there is no Chromium")
def test_in_a_browser(softargmax: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(softargmax, encoding="utf-8")
    with browser.tab(tmp_path / "profile") as tab:
        tab.open(path)
        shown = "document.querySelectorAll('.statement:not([hidden])').length"
        assert tab.ask(shown) == 25
        tab.ask("document.querySelector('button[data-verdict=wrong]').click()")
        assert tab.ask(shown) == 3
        assert tab.ask("document.querySelector('[role=status]').textContent") == "3 of 25 lines shown"
        assert tab.ask("document.querySelector('button[data-verdict=unread]').disabled")
        tab.ask("document.querySelector('button[data-verdict=wrong]').click()")
        tab.ask("document.querySelector('details:not([open]) summary').focus()")
        tab.press("Enter", "\r")
        assert tab.ask("document.activeElement.parentElement.open")
        tab.size(360, 800, mobile=True)
        assert tab.ask("document.documentElement.scrollWidth") <= 360
        assert tab.ask(f"{ROWS}.every((row) => row.scrollWidth <= row.clientWidth)")
        assert tab.ask(f"{ROWS}.some((row) => row.clientHeight > 36)")
        height = "getBoundingClientRect().height"
        assert tab.ask(f"{ROWS}.every((r) => r.{height} === r.querySelector('svg').{height})")
        reached = f"({WIDE}).every((part) => part.tabIndex === 0)"
        assert tab.ask(f"(dispatchEvent(new Event('resize')), {reached})")
        for scheme in ("light", "dark"):
            tab.emulate(prefers_color_scheme=scheme)
            assert tab.ask("getComputedStyle(document.body).color") != tab.ask(
                "getComputedStyle(document.body).backgroundColor"
            )
        assert tab.problems == []
