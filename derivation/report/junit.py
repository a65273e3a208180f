"""Reports as JUnit XML, as CI systems read it: a suite a document, a case a statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from derivation.audit.findings import Verdict
from derivation.report.lines import PROGRAM, VERDICTS, Line
from derivation.text.visible import harmless_markup

OUTCOMES = {"error": "failure", "warning": "failure", "note": "skipped"}


def as_junit(found: Iterable[Line], errors: Mapping[str, str]) -> str:
    """All suites; `errors` are documents that could not be read at all, by path."""
    root = Element("testsuites", name=PROGRAM)
    statements = [line for line in found if line.rule in VERDICTS]
    for document, group in groupby(statements, key=lambda line: line.document):
        _suite(root, document, list(group))
    for path, message in errors.items():
        suite = SubElement(root, "testsuite", _counted(path, 1, 0, 1, 0))
        case = SubElement(suite, "testcase", classname=path, name="document", time="0")
        SubElement(case, "error", message=message, type="unreadable").text = message
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + harmless_markup(tostring(root, encoding="unicode"))


def _suite(root: Element, document: str, lines: list[Line]) -> None:
    outcomes = [_outcome(line) for line in lines]
    numbers = (outcomes.count(outcome) for outcome in ("failure", "error", "skipped"))
    suite = SubElement(root, "testsuite", _counted(document, len(lines), *numbers))
    for line, outcome in zip(lines, outcomes, strict=True):
        name = f"({line.label}) {line.printed}"
        case = SubElement(suite, "testcase", classname=document, name=name, time="0")
        case.set("file", line.file)
        if not line.cell:
            case.set("line", str(line.line))
        if outcome:
            part = SubElement(case, outcome, message=line.told)
            if outcome != "skipped":
                part.set("type", line.rule)
                part.text = f"{line.place}: {line.message}"


def _outcome(line: Line) -> str:
    """What a statement's case holds: nothing where it is right, or as it is known to be."""
    unread = line.rule == Verdict.UNREAD.value and line.level != "none"
    return "error" if unread else OUTCOMES.get(line.level, "")


def _counted(name: str, tests: int, failures: int, errors: int, skipped: int) -> dict[str, str]:
    numbers = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}
    return {"name": name, **{key: str(value) for key, value in numbers.items()}, "time": "0"}
