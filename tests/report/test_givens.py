"""What is given: shown in every format, named in the summary, and never a failure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

import derivation
from derivation.audit.findings import Given, Role, Verdict
from derivation.audit.result import Audit
from derivation.batch import Look, outcome_of
from derivation.checking import Report
from derivation.cli import main
from derivation.errata import erratum
from derivation.report.github import as_github
from derivation.report.html import COLOURS
from derivation.report.junit import as_junit
from derivation.report.lines import lines
from derivation.report.notes import note
from derivation.report.role_words import GIVEN, RULES
from derivation.report.sarif import as_sarif

TEXT = """# Motion

$$ F = m a \\tag{1} $$

We have Σ.

$$ p = m v \\tag{2} $$

$$ p + p = 2 p \\tag{3} $$

$$ p + p = 3 p \\tag{4} $$
"""
LETTERS = "brings in m and a; nothing before says what they are"
SUM = Given(r"\sum_k y_k = 1", 5)
FIRST, SECOND = Given("F = m a", 3, "1"), Given("p = m v", 7, "2")


def given(latex: str = TEXT, used: Iterable[Given] = (SUM,), because: str = LETTERS) -> Report:
    """A report whose first two lines are given, and whose others used some facts."""
    audit = derivation.check(derivation.loads(latex)).audit
    findings = [
        replace(
            finding,
            verdict=Verdict.GIVEN,
            own_verdict=Verdict.GIVEN,
            role=Role.GIVEN,
            because=because,
            reason=None,
            true=None,
            follows=None,
        )
        if finding.label in ("1", "2")
        else replace(finding, because="words say that it follows", givens=tuple(used))
        for finding in audit.findings
    ]
    return Report(Audit(audit.derivation, tuple(findings), audit.laws))


def test_givens_are_no_claims_and_no_failures() -> None:
    report = given()
    assert report.counts["given"] == 2
    assert "1 of 2 claims is right" in report.summary
    alone = Report(replace(report.audit, findings=report.audit.findings[:2]))
    assert alone.exit_code == 0
    assert alone.summary == "Nothing is claimed here. Given, not claimed: (1), (2)."


def test_a_result_says_its_role_why_and_what_it_used() -> None:
    report = given()
    assert (report["1"].verdict, report["1"].role, report["1"].because) == ("given", "given", LETTERS)
    assert (report["3"].role, report["3"].givens) == ("claim", (SUM,))
    assert repr(report["1"]) == f"(1) given: {LETTERS}"
    assert derivation.check(derivation.loads("$$ y = \\# $$"))["1"].role is None


@pytest.mark.parametrize(
    ("used", "told"),
    [
        ((SUM,), "given Σ_k y_k = 1 (line 5)"),
        ((FIRST,), "given (1)"),
        ((FIRST, SECOND), "given (1) and (2)"),
        ((FIRST, SECOND, SUM), "given (1), (2) and Σ_k y_k = 1 (line 5)"),
        ((Given("x" * 300, 5),), "given line 5"),
    ],
)
def test_a_reason_names_the_facts_that_were_used(used: tuple[Given, ...], told: str) -> None:
    report = given(used=used)
    assert report["3"].reason == f"right, {told}"
    assert report["4"].reason == f"an error enters here ({told})"
    assert repr(report["3"]) == f"(3) right, {told}"
    assert lines(report.audit)[2].message == f"(3) is right, {told}."
    assert f"right, {told}" in " ".join(str(report).split())
    assert f"right, {told}" in report._repr_html_()
    assert f"right, {told}" in report.as_html()


def test_of_a_notebook_a_fact_has_its_cell() -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in ("words", TEXT)]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    audit = derivation.check(derivation.loads(notebook, name="n.ipynb", format="notebook")).audit
    line = audit.findings[1].statement.line
    used = replace(audit.findings[2], givens=(Given("a = 1", line),))
    report = Report(replace(audit, findings=(*audit.findings[:2], used, *audit.findings[3:])))
    assert report["3"].reason == "right, given a = 1 (cell 2, line 7)"
    assert report["3"].as_data()["givens"] == [{"latex": "a = 1", "cell": 2, "line": 7, "label": ""}]


def test_the_reason_of_a_mended_line_names_them_too() -> None:
    mended = replace(
        given(used=(FIRST,)).audit.findings[2], verdict=Verdict.ILL_FORMED, reason="a sign is missing"
    )
    report = Report(replace(given().audit, findings=(mended,)))
    assert report["3"].reason == "a sign is missing; read with that mended: right, given (1)"


def test_json_has_the_new_keys_as_its_schema_says() -> None:
    schema = json.loads((files("derivation.report") / "schema.json").read_text(encoding="utf-8"))
    data = json.loads(given(used=(SUM, SECOND)).as_json())
    Draft202012Validator(schema).validate(data)
    assert data["counts"]["given"] == 2
    first, _, third, _ = data["statements"]
    assert (first["role"], first["verdict"], first["because"], first["givens"]) == (
        "given",
        "given",
        LETTERS,
        [],
    )
    assert third["role"] == "claim"
    assert third["givens"] == [
        {"latex": r"\sum_k y_k = 1", "line": 5, "label": ""},
        {"latex": "p = m v", "line": 7, "label": "2"},
    ]


@pytest.mark.parametrize(
    ("because", "reason", "told"),
    [
        (LETTERS, None, LETTERS),
        (LETTERS, "holds only for c = 0", f"holds only for c = 0; {LETTERS}"),
        ("", None, "given, not claimed: what follows is judged where it holds"),
        (r"brings in \theta", None, "brings in θ"),
    ],
)
def test_a_given_says_why_it_is_one(because: str, reason: str | None, told: str) -> None:
    audit = given(because=because).audit
    first = replace(audit.findings[0], reason=reason)
    report = Report(replace(audit, findings=(first, *audit.findings[1:])))
    assert report["1"].reason == told
    shown = " ".join(str(report).split())
    assert f"(1) • given F = m a {told if because or reason else '(2)'}" in shown


def test_the_summary_names_givens_and_cuts_long_lists_short() -> None:
    rows = "\n\n".join(f"$$ a_{{{k}}} = b_{{{k}}} + c $$" for k in range(60))
    audit = derivation.check(derivation.loads(rows)).audit
    verdicts = [Verdict.GIVEN if (k % 2 and k < 50) or k > 52 else Verdict.RIGHT for k in range(60)]
    pairs = zip(audit.findings, verdicts, strict=True)
    findings = tuple(replace(f, verdict=v, own_verdict=v) for f, v in pairs)
    (told,) = (s for s in Report(replace(audit, findings=findings)).as_data()["summary"] if "Given" in s)
    assert told.startswith("Given, not claimed: (2), (4), (6)")
    assert told.endswith("(40), and 6 more.")
    few = replace(audit, findings=findings[48:])
    assert "Given, not claimed: (50), (54) to (60)." in Report(few).summary


def test_programs_hear_nothing_of_givens() -> None:
    found = lines(given().audit)
    assert [line.level for line in found] == ["none", "none", "none", "error"]
    assert json.loads(as_sarif(found[:3], {}))["runs"][0]["results"] == []
    assert "derivation/given" not in as_sarif(found, {})
    assert as_github(found[:3], {}) == ""
    suite = ElementTree.fromstring(as_junit(found, {}))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("4", "1", "0")


def test_the_outcome_of_many_counts_them() -> None:
    outcome = outcome_of(given(), "a.md", Look())
    assert ("given", 2) in outcome.counts
    assert "2 given" in outcome.text


def test_the_page_shows_givens_and_leads_to_those_that_were_used() -> None:
    page = given(used=(SUM, SECOND)).as_html()
    assert 'data-verdict="given" data-count="2"' in page
    assert 'aria-label="1, given"' in page
    assert f'<p class="reason">{LETTERS}</p>' in page
    assert page.count("<dt>given</dt>") == 4
    assert '(<a href="#eq-2">2</a>)' in page
    assert "(line 5)" in page
    assert page.count("--given: #") == 2
    assert "<dt>role</dt><dd>a claim: words say that it follows</dd>" in page
    assert '<a href="#eq-1">1</a>), (<a href="#eq-2">2</a>).' in page


def test_a_notebook_gives_them_a_colour_of_their_own() -> None:
    assert len({COLOURS[verdict] for verdict in Verdict}) == len(Verdict) - 1  # wrong and unread are both red
    assert f"color:{COLOURS[Verdict.GIVEN]}" in given()._repr_html_()


@pytest.mark.parametrize(
    ("role", "told"),
    [(Role.GIVEN, "taken as given: "), (Role.CLAIM, "a claim: "), (Role.DEFINITION, "a definition: ")],
)
def test_explain_says_how_the_role_was_decided(role: Role, told: str) -> None:
    audit = given().audit
    first = replace(audit.findings[0], role=role)
    result = Report(replace(audit, findings=(first, *audit.findings[1:])))["1"]
    assert f"{told}{LETTERS}" in str(result.explain())
    assert f"{told}{LETTERS}" in result.explain()._repr_html_()
    silent = Report(replace(audit, findings=(replace(first, because=""),)))["1"]
    assert told not in str(silent.explain())


def test_explain_shows_the_facts_that_were_used() -> None:
    told = " ".join(str(given(used=(SUM, SECOND))["3"].explain()).split())
    assert "uses Σ_k y_k = 1 (line 5) p = m v (2)" in told
    assert "Right, given Σ_k y_k = 1 (line 5) and (2)." in told


def test_a_given_is_not_asked_whether_it_is_true() -> None:
    told = str(given()["1"].explain())
    assert "Is it true?" not in told
    assert "claims" not in told


def test_an_erratum_leaves_givens_as_they_are() -> None:
    report = given()
    found = erratum(report)
    assert found is not None
    assert "F = m a" in found.text
    assert note(report["1"].finding, report["1"].finding, report.audit) is None


def test_the_page_and_the_help_of_explain_say_how_a_role_is_decided(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = given().as_html()
    with pytest.raises(SystemExit):
        main(["explain", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    for rule, role in RULES:
        assert f"<b>{role}:</b> {rule}" in page
        assert f"{role} {rule}" in told
    assert GIVEN in page
    assert GIVEN in told
    assert GIVEN in " ".join(str(given()["1"].explain()).split())
    assert GIVEN not in " ".join(str(given()["3"].explain()).split())


def test_the_readme_says_how_a_role_is_decided() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]* \| (a claim|a given|a definition) \|$", text, re.MULTILINE)
    assert rows == [role for _, role in RULES]
