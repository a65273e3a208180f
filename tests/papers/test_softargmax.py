"""The SoftArgmax paper, equation by equation: what the engine finds, pinned by the paper's numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import derivation
from derivation.audit.judging import audit
from derivation.front.document import document_from_text
from derivation.reading.statements import Derivation, Statement
from derivation.search.decide import prove
from derivation.terms.judgement import Proved

VERDICTS = {
    "1": "definition",
    "2.1": "right",
    "2.2": "ill-formed",
    "3": "right",
    "4": "ill-formed",
    "5.1": "definition",
    "5.2": "wrong",
    "6.1": "definition",
    "6.2": "definition",
    "6.3": "right",
    "7.1": "right",
    "7.2": "right",
    "8.1": "inherited",
    "8.2": "inherited",
    "9.1": "inherited",
    "9.2": "inherited",
    "10.1": "right",
    "10.2": "right",
    "11.1": "right",
    "11.2": "right",
    "12": "wrong",
    "13": "inherited",
    "14": "wrong",
    "15": "inherited",
    "16": "inherited",
}

CORRECTIONS = {
    "5.2": r"i e^{x_i}",
    "8.1": r"\frac{i e^{x_i} \Sigma - i e^{x_i} e^{x_j}}{\Sigma^2}",
    "8.2": r"\frac{i e^{x_i}}{\Sigma} - \frac{i e^{x_i} e^{x_j}}{\Sigma^2}",
    "9.1": r"SA_i - \frac{SA_i^2}{i}",
    "9.2": r"SA_i (1 - \frac{SA_i}{i})",
    "12": r"-\frac{1}{j} SA_i SA_j",
    "13": r"-\sum_{i \neq j} \frac{SA_i SA_j}{j} + SA_j (1 - \frac{SA_j}{j})",
    "14": r"-\sum_i^{n} \frac{SA_i SA_j}{j} + SA_j",
    "15": r"-\frac{SA_j}{j} \sum_i^{n} SA_i + SA_j",
    "16": r"-S_j \sum_{i=1}^{n} SA_i + SA_j",
}

RESIDUALS = {
    "5.2": r"e^{x_i}",
    "8.1": r"S_i",
    "8.2": r"S_i",
    "9.1": r"S_i",
    "9.2": r"S_i",
    "12": r"S_i S_j (i - j)",
    "13": r"S_j - S_j (j - SA)",
    "14": r"S_j",
    "15": r"S_j",
    "16": r"S_j",
}

EXPLAINED = {
    "5.2": None,
    "8.1": ("5.2",),
    "8.2": ("5.2",),
    "9.1": ("5.2",),
    "9.2": ("5.2",),
    "12": None,
    "13": ("5.2", "12"),
    "14": ("5.2",),
    "15": ("5.2",),
    "16": ("5.2",),
}

GRANTED = {"8.1": ("5.2",), "8.2": ("5.2",), "9.1": ("5.2",), "9.2": ("5.2",), "13": ("5.2", "12")}
FOLLOWS = {
    "5.2": "Refuted",
    "9.2": "Proved",
    "12": "Refuted",
    "13": "Proved",
    "14": "Refuted",
    "16": "Proved",
}


@pytest.fixture(scope="module")
def report() -> derivation.Report:
    return derivation.check("softargmax")


def equal(report: derivation.Report, label: str, left: str, right: str) -> bool:
    """Whether two expressions are proved equal, in the case that a statement is under."""
    statement = report[label].finding.statement
    assert isinstance(statement, Statement)
    read = report.derivation
    found = prove(read.term(left), read.term(right), read.setting(case=statement.case))
    return isinstance(found, Proved)


def test_every_statement_is_there(report: derivation.Report) -> None:
    assert [result.label for result in report] == list(VERDICTS)


@pytest.mark.parametrize("label", VERDICTS)
def test_verdict(report: derivation.Report, label: str) -> None:
    assert report[label].verdict == VERDICTS[label]


@pytest.mark.parametrize("label", VERDICTS)
def test_only_false_members_have_a_residual_a_correction_and_a_counterexample(
    report: derivation.Report, label: str
) -> None:
    result = report[label]
    found = (result.residual, result.correction, result.counterexample)
    assert [part is not None for part in found] == [label in CORRECTIONS] * 3


@pytest.mark.parametrize("label", CORRECTIONS)
def test_correction_is_the_small_edit_of_the_table(report: derivation.Report, label: str) -> None:
    correction = report[label].correction
    assert correction is not None
    assert equal(report, label, correction.latex, CORRECTIONS[label])
    assert correction.edits != ("the whole member",)
    assert len(correction.edits) == (2 if label == "13" else 1)


@pytest.mark.parametrize("label", RESIDUALS)
def test_residual(report: derivation.Report, label: str) -> None:
    residual = report[label].residual
    assert residual is not None
    assert equal(report, label, residual.latex, RESIDUALS[label])


@pytest.mark.parametrize("label", ["8.1", "14", "15", "16"])
def test_residual_is_told_in_the_papers_names(report: derivation.Report, label: str) -> None:
    residual = report[label].residual
    assert residual is not None
    assert residual.latex == ("S_i" if label == "8.1" else "S_j")


@pytest.mark.parametrize("label", EXPLAINED)
def test_explained_by(report: derivation.Report, label: str) -> None:
    assert report[label].explained_by == EXPLAINED[label]


@pytest.mark.parametrize("label", VERDICTS)
def test_granted(report: derivation.Report, label: str) -> None:
    assert report[label].granted == GRANTED.get(label, ())


@pytest.mark.parametrize("label", FOLLOWS)
def test_follows(report: derivation.Report, label: str) -> None:
    assert type(report[label].follows).__name__ == FOLLOWS[label]


def test_indices_that_count_from_1_are_not_0(report: derivation.Report) -> None:
    assert all(result.conditions == () for result in report)


def test_positive_divisors_are_no_conditions(report: derivation.Report) -> None:
    assert report["7.2"].conditions == report["8.1"].conditions == ()


def test_counterexample_of_5_2_can_be_done_by_hand(report: derivation.Report) -> None:
    found = report["5.2"].counterexample
    assert found is not None
    assert (dict(found.sizes), dict(found.values), found.right, found.left) == (
        {"n": 1},
        {"x": ("0",)},
        "2",
        "1",
    )


def test_counterexample_of_12_needs_two_indices(report: derivation.Report) -> None:
    found = report["12"].counterexample
    assert found is not None
    assert (dict(found.sizes), dict(found.places)) == ({"n": 2}, {"i": 1, "j": 2})
    assert (found.right, found.left) == ("-1/2", "-1/4")


def test_counterexample_of_14(report: derivation.Report) -> None:
    found = report["14"].counterexample
    assert found is not None
    assert (dict(found.sizes), dict(found.values), found.right, found.left) == (
        {"n": 1},
        {"x": ("0",)},
        "1",
        "0",
    )


def test_2_2_lacks_its_partial_and_is_right_with_it(report: derivation.Report) -> None:
    result = report["2.2"]
    assert result.own_verdict == "right"
    assert "the numerator lacks its ∂" in result.reason
    assert result.read_as is not None
    assert r"\partial" in result.read_as.split("{", 2)[1]


def test_4_is_read_as_what_7_differentiates(report: derivation.Report) -> None:
    result = report["4"]
    assert result.own_verdict == "definition"
    assert result.read_as == r"SA_i = \frac{i e^{x_i}}{\sum_{k \in n} e^{x_k}}"


def test_6_1_has_an_index_that_does_nothing(report: derivation.Report) -> None:
    assert [lint.message for lint in report["6.1"].lints] == ["h_i does not depend on i"]


def test_6_3_is_stated_for_one_case_and_used_in_the_other(report: derivation.Report) -> None:
    (lint,) = report["6.3"].lints
    assert lint.message == "h'_i is stated for i = j alone, and 10.2 uses it elsewhere"


def test_13_as_printed_is_softmax(report: derivation.Report) -> None:
    printed = r"-\sum_{i \neq j} \frac{SA_i * SA_j}{i} + SA_j (1 + \frac{1}{j} - \frac{SA_j}{j})"
    assert equal(report, "13", printed, "S_j")


def test_the_gradient_is_derived_from_the_definition(report: derivation.Report) -> None:
    theorem = report.theorem("SA'(X)")
    assert theorem.closed_latex == "S_j (j - SA)"


def test_shifting_all_of_x_changes_nothing(report: derivation.Report) -> None:
    assert report.theorem(r"\sum_j SA'(X)").closed_latex == "0"
    (law,) = report.laws
    assert law.value == "0"
    assert dict(law.broken) == dict.fromkeys(("13", "14", "15", "16"), "1")


def test_what_is_printed_in_16_is_no_theorem(report: derivation.Report) -> None:
    with pytest.raises(derivation.NotProved, match="is false: at n = 1, j = 1"):
        report.theorem(r"SA'(X) = -S_j \sum_{i=1}^{n} SA_i + SA_j + S_j")


def test_the_summary_tells_the_story(report: derivation.Report) -> None:
    assert report.summary.startswith("Three errors enter, at 5.2, 12 and 14;")
    assert "14 silently undoes 12 and keeps 5.2." in report.summary
    assert "14 to 16 are what 5.2 alone gives, too large by S_j; the truth is S_j (j - SA)." in report.summary


PAPER = """# 1 Definition

$$SA(X) = \\sum_{i \\in n} \\frac{e^{x_i}}{\\sum_{k \\in n} e^{x_k}} i \\tag{1}$$

in prose $g_i$ and $x$

$$SA'(X) = \\frac{\\partial SA}{\\partial x_j}$$
 (2)

$$= S_j (j - SA)$$

$$(3)$$
"""
READING = """
prime = "x_j"
definitions = ['S_j = \\frac{e^{x_j}}{\\sum_k e^{x_k}}']
[vectors]
X = "x"
"""


def test_tags_may_stand_on_the_line_after_and_in_a_display_of_their_own() -> None:
    report = derivation.check(derivation.loads(PAPER, READING))
    assert {r.label: r.verdict for r in report} == {"1": "definition", "2": "right", "3": "right"}


def test_verdicts_do_not_hang_on_the_numbers() -> None:
    """The same paper with other equation numbers: nothing in the engine knows the old ones."""
    folder = Path(str(derivation.__file__)).parent / "papers" / "softargmax"
    text = (folder / "equations.md").read_text()
    reading = (folder / "reading.toml").read_text()
    for number in range(16, 0, -1):
        text = text.replace(f"\\tag{{{number}}}", f"\\tag{{A{number}}}")
        reading = reading.replace(f"[equations.{number}]", f"[equations.A{number}]")
    report = derivation.check(derivation.loads(text, reading))
    assert {r.label.removeprefix("A"): r.verdict for r in report} == VERDICTS
    assert report["A14"].explained_by == ("A5.2",)


def test_other_names_and_letters_give_the_same_verdicts() -> None:
    folder = Path(str(derivation.__file__)).parent / "papers" / "softargmax"
    text, reading = ((folder / name).read_text() for name in ("equations.md", "reading.toml"))
    for old, new in (
        (r"\bx_", "z_"),
        (r"SA", "TQ"),
        (r"\\Sigma", r"\\Omega"),
        (r"\bg(?=[_'])", "q"),
        (r"(?<![a-z])k(?![a-z])", "m"),
        (r'"x"', '"z"'),
    ):
        text, reading = re.sub(old, new, text), re.sub(old, new, reading)
    assert {r.label: r.verdict for r in derivation.check(derivation.loads(text, reading))} == VERDICTS


def test_json_has_the_keys_that_programs_rely_on(report: derivation.Report) -> None:
    data = json.loads(report.as_json())
    assert data["schema"] == 1
    assert data["title"] == "SoftArgmax"
    assert data["counts"]["wrong"] == 3
    (found,) = [s for s in data["statements"] if (s["equation"], s["part"]) == ("5", 2)]
    assert found["latex"] == r"g_i \prime = (i+1) * e^{x_i}"
    assert found["verdict"] == "wrong"
    assert found["follows"] == found["true"] == "refuted"
    assert found["explained_by"] is None
    assert (found["granted"], found["conditions"], found["reason"]) == ([], [], None)
    example = found["counterexample"]
    assert (example["n"], example["values"]) == (1, {"x": ["0"]})
    assert (example["claimed"], example["correct"]) == ("2", "1")
    line = Path(data["file"]).read_text().splitlines()[found["line"] - 1]
    assert r"g_i \prime" in line


def test_an_audit_is_the_same_twice(report: derivation.Report) -> None:
    read: Derivation = derivation.load("softargmax")
    again = audit(read)
    assert [f.verdict for f in again] == [r.finding.verdict for r in report]
    assert document_from_text("$$a=b$$", "x").equations


def test_the_correction_of_13_takes_two_small_edits(report: derivation.Report) -> None:
    correction = report["13"].correction
    assert correction is not None
    tidy = r"-\sum_{i \neq j} \frac{SA_i * SA_j}{j} + SA_j \left( 1 - \frac{SA_j}{j} \right)"
    assert correction.latex == tidy
