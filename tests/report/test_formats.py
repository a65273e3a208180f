"""What programs read: JSON by its schema, SARIF and JUnit by readers of others, escaped annotations."""

from __future__ import annotations

import json
import os
import re
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from junitparser import Failure, JUnitXml, Skipped
from sarif_pydantic import Sarif

import derivation
from derivation.cli import main

Capture = pytest.CaptureFixture[str]
SCHEMA = json.loads((files("derivation.report") / "schema.json").read_text(encoding="utf-8"))
TEXT = """# T

$$ y = x^2 \\tag{1} $$

$$ \\frac{\\partial y}{\\partial x} = 3 x \\tag{2} $$

$$ \\int y = x \\tag{3} $$

$$ z = \\# x \\tag{4} $$
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a paper.md").write_text(TEXT, encoding="utf-8")
    return "a paper.md"


def printed(capsys: Capture, *arguments: str) -> str:
    main(["check", *arguments])
    return capsys.readouterr().out


@pytest.mark.parametrize("name", derivation.bundled())
def test_json_of_the_gallery_is_as_the_schema_says(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(derivation.check(name).as_data())


def test_json_of_a_folder_and_of_errors(path: str, capsys: Capture) -> None:
    Path("bad.md").write_text("$$ a = b", encoding="utf-8")
    for target in (path, "bad.md", "."):
        data = json.loads(printed(capsys, target, "--format", "json"))
        Draft202012Validator(SCHEMA).validate(data)
    assert [document["path"] for document in data["documents"]] == ["a paper.md", "bad.md"]
    assert "never closed" in data["documents"][1]["error"]
    data["documents"][0]["statements"][0]["verdict"] = "fine"
    assert not Draft202012Validator(SCHEMA).is_valid(data)


@pytest.mark.parametrize(
    ("label", "counts", "summary", "status"),
    [
        ("1", {"definition": 1}, ["Nothing is claimed here."], 0),
        ("2", {"wrong": 1}, ["One error enters, at 2; the only claim is not right."], 1),
        ("3", {"undecided": 1}, ["The only claim is undecided; no error was found."], 3),
    ],
)
def test_json_of_one_equation_counts_that_alone(
    path: str, capsys: Capture, label: str, counts: dict[str, int], summary: list[str], status: int
) -> None:
    data = json.loads(printed(capsys, path, "--equation", label, "--format", "json"))
    Draft202012Validator(SCHEMA).validate(data)
    assert data["only"] == label
    assert {verdict: count for verdict, count in data["counts"].items() if count} == counts
    assert data["summary"][:1] == summary
    assert data["exit_code"] == status
    assert [s["label"] for s in data["statements"]] == [label]


def test_laws_of_one_equation_are_those_that_it_breaks(capsys: Capture) -> None:
    for label, broken in (("13", [{"13": "1"}]), ("5", [])):
        data = json.loads(printed(capsys, "softargmax", "--equation", label, "--format", "json"))
        assert [law["broken"] for law in data["laws"]] == broken
    assert main(["show", "softargmax", "--equation", "13"]) == 0
    assert "The only claim is not right; no error enters here." in capsys.readouterr().out


def test_sarif(path: str, capsys: Capture) -> None:
    text = printed(capsys, path, "--format", "sarif")
    run = Sarif.model_validate_json(text).runs[0]
    results = {result.rule_id: result for result in run.results or ()}
    assert set(results) == {"derivation/wrong", "derivation/undecided", "derivation/unread"}
    place = results["derivation/wrong"].locations[0].physical_location
    assert place.artifact_location.uri == "a%20paper.md"
    assert (place.region.start_line, place.region.start_column) == (5, 4)
    assert (place.region.end_line, place.region.end_column) == (5, 39)
    known = {rule["id"] for rule in json.loads(text)["runs"][0]["tool"]["driver"]["rules"]}
    assert set(results) <= known
    assert "correct: 2 x" in str(results["derivation/wrong"].message.text)


def test_junit(path: str, tmp_path: Path, capsys: Capture) -> None:
    Path("bad.md").write_text("$$ a = b", encoding="utf-8")
    assert main(["check", ".", "--format", "junit", "-o", "found.xml"]) == 1
    assert "✗ wrong" in capsys.readouterr().out
    suites = list(JUnitXml.fromfile("found.xml"))
    assert [suite.name for suite in suites] == ["a paper.md", "bad.md"]
    assert (suites[0].tests, suites[0].failures, suites[0].errors, suites[0].skipped) == (4, 1, 1, 1)
    outcomes = [case.result for case in suites[0]]
    assert outcomes[0] == []
    assert isinstance(outcomes[1][0], Failure)
    assert isinstance(outcomes[2][0], Skipped)
    assert "an error enters here" in outcomes[1][0].message


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names of files have no such signs")
def test_junit_is_xml_whatever_a_document_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a\x01.md").write_text("$$ y = \x02 x \\tag{\x03} $$ $$ \\int z = \ufffe $$", encoding="utf-8")
    Path("b\x04.md").write_text("$$ a = \x05 b", encoding="utf-8")
    text = printed(capsys, ".", "--format", "junit")
    root = ElementTree.fromstring(text)
    assert [suite.get("name") for suite in root] == ["a␁.md", "b␄.md"]
    assert {case.get("classname") for case in root.iter("testcase")} == {"a␁.md", "b␄.md"}
    assert {"␂", "␃", "␅", "⟨U+FFFE⟩"} <= set(re.findall(r"[␀-␟]|⟨U.FFFE⟩", text))


def test_annotations(path: str, capsys: Capture) -> None:
    lines = printed(capsys, path, "--format", "github").splitlines()
    assert lines[0].startswith(
        "::error file=a paper.md,line=5,endLine=5,col=4,endColumn=39,title=wrong (2)::(2) is wrong"
    )
    assert [line.split(" ")[0] for line in lines] == ["::error", "::notice", "::warning"]


def test_annotations_can_not_be_broken_out_of(tmp_path: Path, capsys: Capture) -> None:
    odd = tmp_path / "a,b%c.md"
    odd.write_text("$$ y = x^2 $$\n\n$$ y = x^3 \\tag{a::b,\\%} $$\n", encoding="utf-8")
    (line,) = printed(capsys, str(odd), "--format", "github").splitlines()
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert "a%2Cb%25c.md" in properties
    assert "title=wrong (a%3A%3Ab%2C" in properties
    assert "(a::b," in message


@pytest.mark.parametrize(
    ("format", "told"),
    [
        ("json", '"error": "bad.md:1:1: this `$$` is never closed'),
        ("sarif", '"ruleId": "derivation/unreadable"'),
        ("junit", '<error message="bad.md:1:1: this `$$` is never closed'),
        ("github", "::error file=bad.md,title=unreadable::bad.md:1:1: this `$$` is never closed"),
        ("text", "bad.md:1:1: this `$$` is never closed"),
    ],
)
@pytest.mark.parametrize("command", ["check", "show"])
def test_one_unreadable_document_is_written(
    path: str, capsys: Capture, format: str, told: str, command: str
) -> None:
    Path("bad.md").write_text("$$ a = b", encoding="utf-8")
    assert main([command, "bad.md", "--format", format, "-o", "found"]) == 2
    printed, message = capsys.readouterr()
    assert printed == ""
    assert message.startswith("derivation: bad.md:1:1: this `$$` is never closed")
    assert told in Path("found").read_text(encoding="utf-8")
    if format != "text":
        assert main([command, "bad.md", "--format", format]) == 2
        assert capsys.readouterr().out == Path("found").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["none.md"], "no such file"),
        (["a paper.md", "--reading", "no.toml"], "no.toml: there is no such file"),
    ],
)
def test_whatever_can_not_be_read_is_written(
    path: str, capsys: Capture, arguments: list[str], told: str
) -> None:
    assert main(["check", *arguments, "--format", "json"]) == 2
    data = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(data)
    assert data["path"] == arguments[0]
    assert told in data["error"]


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Its third cell claims something wrong on line 3, with an idle sum; its last one can't be read."""
    monkeypatch.chdir(tmp_path)
    wrong = "\nSo:\n$$ \\frac{\\partial y}{\\partial x} = 3 x + \\sum_{k=1}^n x $$"
    texts = [("markdown", "# T\n$$ y = x^2 $$"), ("code", "1\n"), ("markdown", wrong)]
    texts.append(("markdown", "$$ z =\n\\# $$"))
    cells = [{"cell_type": kind, "source": text.splitlines(keepends=True)} for kind, text in texts]
    Path("n.ipynb").write_text(json.dumps({"cells": cells}, indent=1), encoding="utf-8")
    return "n.ipynb"


def test_json_of_a_notebook_says_the_cell(notebook: str, capsys: Capture) -> None:
    data = json.loads(printed(capsys, notebook, "--format", "json"))
    Draft202012Validator(SCHEMA).validate(data)
    assert [(s["cell"], s["line"]) for s in data["statements"]] == [(1, 2), (3, 3), (4, 1)]
    assert [(lint["cell"], lint["line"]) for lint in data["statements"][1]["lints"]] == [(3, 3)]
    assert [(e["cell"], e["line"], e["column"]) for e in data["errors"]] == [(4, 2, 1)]


def test_lines_of_cells_are_no_lines_of_the_file(notebook: str, capsys: Capture) -> None:
    annotations = printed(capsys, notebook, "--format", "github").splitlines()
    assert annotations[0].startswith("::error file=n.ipynb,title=wrong (2)::cell 3, line 3: (2) is wrong")
    assert annotations[-1].startswith(
        "::warning file=n.ipynb,title=unread (3)::cell 4, line 2: (3) is unread"
    )
    assert len(annotations) == 3
    assert all(line.split(",")[0].endswith(" file=n.ipynb") and ",line=" not in line for line in annotations)
    results = json.loads(printed(capsys, notebook, "--format", "sarif"))["runs"][0]["results"]
    assert results[0]["message"]["text"].startswith("cell 3, line 3: (2) is wrong")
    assert all("region" not in result["locations"][0]["physicalLocation"] for result in results)
    text = printed(capsys, notebook, "--format", "junit")
    assert 'line="' not in text
    assert ">n.ipynb: cell 3, line 3: (2) is wrong" in text
    assert "n.ipynb: cell 4, line 2: unknown command" in printed(capsys, notebook)
    assert main(["explain", notebook, "2"]) == 0
    assert "n.ipynb, cell 3, line 3" in capsys.readouterr().out


def test_what_is_right_has_no_remark(capsys: Capture) -> None:
    assert printed(capsys, "log-sum-exp", "--format", "github").strip() == ""
    assert json.loads(printed(capsys, "log-sum-exp", "--format", "sarif"))["runs"][0]["results"] == []


def test_every_format_points_into_the_part_that_prints_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text").mkdir()
    Path("main.tex").write_text(
        "\\begin{document}\n\n\\input{text/one}\n\\[ z = \\# x \\]\n\\end{document}\n"
    )
    Path("text/one.tex").write_text("\\[ y = x^2 \\]\n  \\[ \\frac{d y}{d x} =\n 3 x \\]\n")
    data = json.loads(printed(capsys, "main.tex", "--format", "json"))
    Draft202012Validator(SCHEMA).validate(data)
    places = [(s["file"], s["line"], s["column"], s["end_line"], s["end_column"]) for s in data["statements"]]
    assert places[:2] == [("text/one.tex", 1, 4, 1, 11), ("text/one.tex", 2, 6, 3, 5)]
    assert [(e["file"], e["line"], e["column"]) for e in data["errors"]] == [("main.tex", 4, 8)]
    sarif = json.loads(printed(capsys, "main.tex", "--format", "sarif"))
    wrong = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert wrong["artifactLocation"]["uri"] == "text/one.tex"
    assert wrong["region"] == {"startLine": 2, "startColumn": 6, "endLine": 3, "endColumn": 5}
    assert printed(capsys, "main.tex", "--format", "github").startswith(
        "::error file=text/one.tex,line=2,endLine=3,col=6,title=wrong (2)::"
    )
    suites = ElementTree.fromstring(printed(capsys, "main.tex", "--format", "junit"))
    assert [suite.get("name") for suite in suites] == ["main.tex"]
    cases = [(case.get("file"), case.get("line")) for case in suites.iter("testcase")]
    assert cases == [("text/one.tex", "1"), ("text/one.tex", "2"), ("main.tex", "4")]
