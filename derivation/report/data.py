"""An audit as JSON, schema 1: for programs, and for CI. Keys may be added, none is renamed."""

from __future__ import annotations

import json
from typing import Any

from derivation.audit.findings import Finding, Given, Lint, judgement_word
from derivation.audit.result import Audit
from derivation.reading.statements import Statement
from derivation.report import words
from derivation.terms.judgement import Counterexample
from derivation.text.source import Home, Source, Span
from derivation.text.visible import harmless_json

SCHEMA = 1


def as_json(audit: Audit) -> str:
    return dumps(as_data(audit))


def dumps(data: dict[str, Any]) -> str:
    """JSON that acts on nothing that shows it, a terminal or the log of a workflow; no text in it is lost."""
    return harmless_json(json.dumps(data, ensure_ascii=False, indent=1))


def as_data(audit: Audit) -> dict[str, Any]:
    """The report as nested lists and tables of texts and numbers; of one equation, all is of `only` that."""
    own = words.alone(audit)
    return {
        "schema": SCHEMA,
        "title": audit.title,
        "file": audit.derivation.document.source.name,
        **({"only": audit.only} if audit.only else {}),
        "counts": own.counts(),
        "summary": words.summary(audit),
        "statements": [statement_data(finding, audit) for finding in audit.shown],
        "laws": [{"latex": law.latex, "value": law.value, "broken": dict(law.broken)} for law in own.laws],
        "inferred": list(audit.derivation.inferred),
        "declared": list(audit.derivation.declarations),
        "notes": list(audit.derivation.document.notes),
        "errors": [
            {**_place(error.source, error.line), "column": error.column, "message": error.message}
            for error in audit.errors
        ],
        "exit_code": audit.exit_code(),
    }


def statement_data(finding: Finding, audit: Audit) -> dict[str, Any]:
    statement, source = finding.statement, audit.derivation.document.source
    data: dict[str, Any] = {
        "equation": statement.equation,
        "part": statement.part,
        "label": statement.label,
        **_region(source, statement.span),
        "latex": statement.latex,
        "case": words.case_text(finding) or None,
        "role": finding.role.value if isinstance(statement, Statement) else None,
        "because": finding.because,
        "verdict": finding.verdict.value,
        "follows": judgement_word(finding.follows),
        "true": judgement_word(finding.true),
        "residual": finding.residual.latex if finding.residual else None,
        "correction": finding.correction.latex if finding.correction else None,
        "truth": finding.truth.latex if finding.truth else None,
        "conditions": list(finding.conditions),
        "givens": [_given(given, source) for given in finding.givens],
        "granted": list(finding.granted),
        "explained_by": None if finding.explained_by is None else list(finding.explained_by),
        "counterexample": _counterexample(finding.counterexample),
        "lints": [_lint(lint, source) for lint in finding.lints],
        "true_if": finding.true_if,
        "reason": finding.reason,
        "note": words.reason(finding, audit),
    }
    if isinstance(statement, Statement) and statement.reread is not None:
        data["read_as"] = {"latex": statement.reread.latex, "verdict": finding.own_verdict.value}
    return data


def _counterexample(found: Counterexample | None) -> dict[str, Any] | None:
    if found is None:
        return None
    sizes = dict(found.sizes)
    return {
        "n": sizes.get("n", max(sizes.values(), default=None)),
        "values": {name: _nested(value) for name, value in found.values},
        "claimed": found.right,
        "correct": found.left,
        "sizes": sizes,
        "indices": dict(found.places),
    }


def _nested(value: object) -> object:
    return [_nested(part) for part in value] if isinstance(value, tuple) else value


def _place(source: Source, line: int) -> dict[str, Any]:
    """A line of the document, and of several files which one it is in; of a notebook the cell, from 1 with
    code cells counted, and the line in it."""
    return _at(source, source.home(line))


def _at(source: Source, home: Home) -> dict[str, Any]:
    file = {"file": home.name} if source.parts else {}
    cell = {"cell": home.cell} if home.cell else {}
    return {**file, **cell, "line": home.line}


def _region(source: Source, span: Span) -> dict[str, Any]:
    """Where a stretch of the document is printed; the end column is the one after the last character."""
    home, column, end_line, end_column = source.region(span)
    return {**_at(source, home), "column": column, "end_line": end_line, "end_column": end_column}


def _given(given: Given, source: Source) -> dict[str, Any]:
    return {"latex": given.latex, **_place(source, given.line), "label": given.label}


def _lint(lint: Lint, source: Source) -> dict[str, Any]:
    return {
        "rule": lint.rule,
        "message": lint.message,
        "fix": lint.fix,
        **_place(source, lint.line),
        "column": lint.column,
    }
