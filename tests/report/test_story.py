"""One statement's story: normal forms, grants, how it was decided, in a terminal and in a notebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import derivation
from derivation.cli import main
from derivation.report.story import RULES

SEARCH = Path(derivation.__file__).parent / "search"


@pytest.fixture(scope="module")
def report() -> derivation.Report:
    return derivation.check("softargmax")


def told(report: derivation.Report, label: str) -> str:
    return re.sub(r"\s+", " ", str(report[label].explain()))


def test_13_is_granted_what_entered_before(report: derivation.Report) -> None:
    text = told(report, "13")
    assert "Follows, granting 5.2 and 12." in text
    assert "Yes, granting 5.2 and 12: granted 5.2 g_i ′ = (i+1) · e^x_i granted 12" in text
    assert "member e^x_j/(Σ_(k = 1)ⁿ e^x_k)" in text
    assert "the subject is 0 the member is 1" in text
    assert "rest on it 14" in text
    assert "5.2 and 12 together give this value" in text


def test_14_does_not_follow(report: derivation.Report) -> None:
    text = told(report, "14")
    assert "Does it follow from (13)? No." in text
    assert "the edit drop the term + 1/j" in text
    assert "5.2 alone gives this value" in text


def test_a_right_line_tells_its_rules(report: derivation.Report) -> None:
    text = told(report, "10.2")
    assert "Yes, for all sizes, indices and real values at which both sides exist." in text
    assert "both sides are" in text
    assert "the definition of SA is put in" in text
    assert "the derivative of a sum is the sum of the derivatives" in text


def test_a_bundled_document_is_named_without_the_machine(report: derivation.Report) -> None:
    assert "stands in papers/softargmax/equations.md, line 58" in told(report, "14")
    assert str(SEARCH.parent) not in report.as_html()


def test_a_definition_claims_nothing(report: derivation.Report) -> None:
    text = told(report, "5.1")
    assert "Defines a name." in text
    assert "Is it true?" not in text


def test_every_rule_has_its_words() -> None:
    used = {
        name for path in SEARCH.glob("*.py") for name in re.findall(r'\.rule\("(.+?)"\)', path.read_text())
    }
    assert len(used) > 15
    assert {name for name in used if " " not in name} <= RULES.keys()


@pytest.mark.parametrize("name", derivation.bundled())
def test_forms_agree_where_a_claim_is_proved(name: str) -> None:
    report = derivation.check(name)
    compared = [(r, r.explain().story) for r in report]
    assert any(story.truth for _, story in compared)
    for result, story in compared:
        if story.truth is not None and result.verdict in ("wrong", "inherited"):
            assert not story.truth.agree, result.label
        if story.step is not None and result.granted:
            assert story.step.agree, result.label
            assert story.step.left.normal is not None


def test_an_equation_that_is_solved_says_so() -> None:
    text = "$$ \\sum_k (x_k - m) = 0 \\iff m = \\frac{1}{n} \\sum_k x_k $$\n"
    report = derivation.check(derivation.loads(text))
    assert report["1.2"].verdict == "right"
    assert "it holds where the equation that an earlier line poses does" in told(report, "1.2")


def test_what_is_undecided_or_unread_says_why() -> None:
    report = derivation.check(derivation.loads("$$ y = x^2 $$\n\n$$ \\int y = x $$\n\n$$ z = \\# y $$"))
    assert "which is not known" in told(report, "2")
    assert "^^" in str(report["3"].explain())


def test_in_a_notebook_text_is_escaped() -> None:
    report = derivation.check(derivation.loads("$$ a_i = 1 $$\n\n$$ \\sum_{i<j} a_i = 0 $$"))
    html = report["2"].explain()._repr_html_()
    assert "i<j" not in html
    assert "i&lt;j" in html


def test_in_a_console_it_shows_itself(report: derivation.Report) -> None:
    assert repr(report["14"].explain()) == str(report["14"].explain())


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "softargmax", "5"]) == 0
    out = capsys.readouterr().out
    assert "(5.1) := definition" in out
    assert "(5.2) ✗ wrong" in out
    assert main(["explain", "softargmax", "99"]) == 2
    assert "there is no equation 99 in" in capsys.readouterr().err


def test_the_names_of_a_line_are_told_and_what_could_be_read_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("$$ E_p = m v^2 $$\n\n$$ 2 E_p = 2 m v^2 $$\n")
    assert main(["explain", str(paper), "2"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert (
        "What its names are E_p a name with a label, line 1 defines it m a number, first met in line 1" in out
    )
    assert "What could be read otherwise E_p a name of its own: p is a label, as it runs nowhere here;" in out
    assert 'say what `p` runs over (`for $p = 1, \\dots, n$`), or `E = "array"` under [kinds]' in out
    assert "[kinds] is a table of the reading file, " in out
    paper.with_suffix(".toml").write_text("[kinds]\nE_p = 'number'\n")
    assert main(["explain", str(paper), "2"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "E_p a number, as the reading file says; line 1 defines it" in out
    assert "What could be read otherwise" not in out


def test_names_are_told_of_a_line_that_could_not_be_judged() -> None:
    report = derivation.check(derivation.loads("$$ q = \\sum_i x_i $$\n$$ b = 2 x $$"))
    assert "x an array (x_i in line 1), here without an index" in told(report, "2")


def test_a_sentence_opens_with_a_capital_but_not_with_a_name() -> None:
    report = derivation.check(
        derivation.loads("$$ u(s + 1) - u(s) = 2 s + 1 $$\n$$ b = 2 $$\n$$ b(3) = 6 $$")
    )
    assert "undecided s is used here" in told(report, "1")
    assert "undecided b is applied here" in told(report, "3")
    assert "definition Defines a name." in told(report, "2")


def test_names_are_mathematics_in_a_notebook() -> None:
    page = derivation.check(derivation.loads("$$ \\beta_0 = x'' $$"))["1"].explain()._repr_html_()
    assert "<b>What its names are</b>" in page
    assert "&quot;number&quot;" in page or "&#34;number&#34;" in page
