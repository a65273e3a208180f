"""Reports as JUnit XML, as CI systems read it: a suite a document, a case a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from derivation.audit.findings import Verdict
from derivation.report.lines import LEVELS, Line

VERDICTS = frozenset(verdict.value for verdict in Verdict)
OUTCOMES = {"error": "failure", "warning": "failure", "note": "skipped"}
CONTROL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no place for."""


def as_junit(found: Iterable[Line], errors: Mapping[str, str]) -> str:
    """All suites; `errors` are documents that could not be read at all, by path."""
    root = Element("testsuites", name="derivation")
    statements = [line for line in found if line.rule in VERDICTS]
    for file, group in groupby(statements, key=lambda line: line.file):
        _suite(root, file, list(group))
    for path, message in errors.items():
        suite = SubElement(root, "testsuite", _counted(path, 1, 0, 1, 0))
        case = SubElement(suite, "testcase", classname=path, name="document", time="0")
        SubElement(case, "error", message=_clean(message), type="unreadable").text = _clean(message)
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _suite(root: Element, file: str, lines: list[Line]) -> None:
    outcomes = [_outcome(line) for line in lines]
    numbers = (outcomes.count(outcome) for outcome in ("failure", "error", "skipped"))
    suite = SubElement(root, "testsuite", _counted(file, len(lines), *numbers))
    for line, outcome in zip(lines, outcomes, strict=True):
        name = f"({line.label}) {line.printed}"
        case = SubElement(suite, "testcase", classname=_clean(file), name=_clean(name), time="0")
        case.set("file", _clean(line.file))
        case.set("line", str(line.line))
        if outcome:
            part = SubElement(case, outcome, message=_clean(line.message))
            if outcome != "skipped":
                part.set("type", line.rule)
                part.text = _clean(f"{line.file}:{line.line}:{line.column}: {line.message}")


def _outcome(line: Line) -> str:
    """What a statement's case holds: nothing where it is right."""
    return "error" if line.rule == Verdict.UNREAD.value else OUTCOMES.get(LEVELS[Verdict(line.rule)], "")


def _counted(name: str, tests: int, failures: int, errors: int, skipped: int) -> dict[str, str]:
    numbers = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}
    return {"name": _clean(name), **{key: str(value) for key, value in numbers.items()}, "time": "0"}


def _clean(text: str) -> str:
    return CONTROL.sub("\ufffd", text)
