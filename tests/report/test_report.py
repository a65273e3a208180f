"""What people see: plain text, the terminal, Jupyter."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

import derivation
from derivation.report.lines import lines
from derivation.report.plain import plain


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac{SA_i^2}{i}", "SA_i²/i"),
        (r"\frac{a + b}{c d}", "(a + b)/(c d)"),
        (r"e^{x_i}", "e^x_i"),
        (r"3\frac12 = \frac72", "3·1/2 = 7/2"),
        (r"\frac{1}{k(k+1)}", "1/(k(k+1))"),
        (r"\frac{p^2}{2m}", "p²/(2m)"),
        (r"\frac{1}{2\sqrt x}", "1/(2√(x))"),
        (r"\frac{1}{\hat{x}_j^2}", "1/x̂_j²"),
        (r"\left( a \right)", "(a)"),
        (r"\hat{y}_k", "ŷ_k"),
        ("plain words, it's said", "plain words, it′s said"),
        (r"\sum_{k=1}^{n} x_k", "Σ_(k=1)ⁿ x_k"),
        (r"m \geq 0", "m ≥ 0"),
        (r"t_* = w^*_k", "t_* = w^*_k"),
        (r"\log_2 \frac{1}{2}", "log_2 1/2"),
        (r"\widehat{\mu}_k", "μ̂_k"),
        (r"A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "A = (1 2; 3 4)"),
        (r"\left[\begin{array}{cc} a & b \\ c & d \end{array}\right]", "[(a b; c d)]"),
        (r"a &= b \\ c &= d", "a = b c = d"),
    ],
)
def test_plain(latex: str, text: str) -> None:
    assert plain(latex) == text


@pytest.fixture(scope="module")
def report() -> derivation.Report:
    return derivation.check("softargmax")


def rendered(report: derivation.Report, width: int, colour: bool = False) -> str:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=colour, highlight=False).print(report)
    return out.getvalue()


def test_the_terminal_shows_each_verdict_and_what_is_wrong(report: derivation.Report) -> None:
    text = rendered(report, 120)
    for result in report:
        assert f"({result.label})" in text
    assert "claimed 2, correct 1" in text
    assert "Three errors enter, at 5.2, 12 and 14" in text
    assert "declared in" in text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_terminal_keeps_its_width(report: derivation.Report, width: int) -> None:
    assert max(map(len, rendered(report, width).splitlines())) <= width


def test_colour_only_where_it_is_wanted(report: derivation.Report) -> None:
    assert "\x1b[" not in rendered(report, 100)
    assert "\x1b[" in rendered(report, 100, colour=True)


def test_in_jupyter_text_is_still_text(
    report: derivation.Report, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = str(report)
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert str(report) == wanted
    assert capsys.readouterr().out == ""


def test_jupyter_gets_mathematics_and_nothing_of_the_document_is_html(report: derivation.Report) -> None:
    assert "$\\displaystyle" in report._repr_html_()
    assert report["14"]._repr_html_().count("<tr>") == 1
    nasty = derivation.check(derivation.loads("# <script>x</script>\n\n$$ y = x $$ \n\n$$ y < x $$"))
    assert "<script>" not in nasty._repr_html_()
    assert "&lt;" in nasty._repr_html_()


def test_jupyter_sets_the_mathematics_of_the_summary() -> None:
    text = "$$ y = x^2 $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x \\tag{<b>} $$\n"
    shown = derivation.check(derivation.loads(text))._repr_html_()
    assert "<p>One error enters, at &lt;b&gt;; the only claim is not right." in shown
    assert "the truth is $\\displaystyle 2 x$.</p>" in shown
    assert "<b>)" not in shown


def test_a_report_is_asked_by_label(report: derivation.Report) -> None:
    assert report["5"].label == "5.2"
    assert len(report) == 25
    with pytest.raises(KeyError, match="no statement '99'"):
        report["99"]
    assert repr(report["13"]).startswith("(13) inherited: follows, granting 5.2 and 12")


def test_a_counterexample_of_numbers_has_no_point() -> None:
    report = derivation.check(derivation.loads("$$ 1 + 1 = 3 $$"))
    assert "e.g.    claimed 3, correct 2" in str(report)
    assert lines(report.audit)[0].message.endswith(". e.g. claimed 3, correct 2.")
    assert 'class="point"' not in report.as_html()
    assert "at the point" not in str(report["1"].explain())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "$$ 2 = 2 $$ $$ y = \\# $$",
            "The one claim that could be read is right; 1 of 2 lines could not be read.",
        ),
        (
            "$$ 2 = 2 $$ $$ $$ $$ \\# = 1 $$",
            "The one claim that could be read is right; 2 of 3 lines could not be read.",
        ),
        (
            "$$ 2 = 2 = 2 $$ $$ y = 1, z = \\#, 3 = \\_ $$",
            "All 2 claims that could be read are right; 1 of 3 lines could not be read.",
        ),
        (
            "$$ 2 = 3 $$ $$ z = \\# $$",
            "One error enters, at 1; the only claim is not right; 1 of 2 lines "
            "could not be read. 1 is too large by 1; the truth is 2.",
        ),
        ("$$ y = \\# $$", "Nothing could be judged; the only line could not be read."),
        ("$$ 2 = 2 $$", "The claim is right."),
        ("$$ 2 = 2 $$ $$ \\int y = x $$", "1 of 2 claims is right, 1 undecided; no error was found."),
    ],
)
def test_the_summary_tells_what_could_not_be_read(text: str, told: str) -> None:
    report = derivation.check(derivation.loads(text))
    assert report.summary == told
    assert (report.exit_code > 0) == (told != "The claim is right.")
    head = told.split(".")[0]
    assert head in " ".join(str(report).split())
    assert head.split("; ")[-1] in report.as_html()
    assert head.split("; ")[-1] in report._repr_html_()
    assert report.as_data()["summary"][0].startswith(head)
