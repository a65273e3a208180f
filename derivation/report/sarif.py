"""Reports as SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from derivation.audit.findings import Verdict
from derivation.report.data import dumps
from derivation.report.lines import LEVELS, PROGRAM, Line
from derivation.report.words import MEANING
from derivation.text.visible import visible
from derivation.version import __version__

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
UNREADABLE = "unreadable"
PREFIX = "derivation/"


def as_sarif(
    found: Iterable[Line], errors: Mapping[str, str], states: Mapping[str, str] | None = None
) -> str:
    """One run; `errors` are documents that could not be read at all, by path.

    `states` says of a line's key whether it is as the baseline has it: `new`, `unchanged`.
    """
    shown = [line for line in found if line.level != "none"]
    results = [_result(line, states) for line in shown]
    results += [_unreadable(path, message) for path, message in errors.items()]
    rules = [_rule(v.value, LEVELS[v], MEANING[v]) for v in Verdict if LEVELS[v] != "none"]
    known = {v.value for v in Verdict}
    rules += [
        _rule(rule, "note", "a remark that needs no algebra")
        for rule in sorted({line.rule for line in shown} - known)
    ]
    rules.append(_rule(UNREADABLE, "error", "the document or its reading file could not be read"))
    driver = {"name": PROGRAM, "version": __version__, "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, level: str, meaning: str) -> dict[str, Any]:
    words = "".join(part.capitalize() for part in name.split("-"))
    return {
        "id": PREFIX + name,
        "name": words,
        "shortDescription": {"text": meaning},
        "defaultConfiguration": {"level": level},
    }


def _result(line: Line, states: Mapping[str, str] | None) -> dict[str, Any]:
    """A line as a result; one of a notebook has no region, for its file is JSON."""
    region = {
        "startLine": line.line,
        "startColumn": line.column,
        "endLine": line.end_line,
        "endColumn": line.end_column,
    }
    result: dict[str, Any] = {
        "ruleId": PREFIX + line.rule,
        "level": line.level,
        "message": {"text": visible(f"{line.told}\n{line.printed}")},
        "locations": [_location(line.file, {} if line.cell else region, line.label)],
        "partialFingerprints": {"derivation/v1": visible(f"{line.label}:{line.rule}")},
    }
    if states is not None and line.key in states:
        result["baselineState"] = states[line.key]
    return result


def _unreadable(path: str, message: str) -> dict[str, Any]:
    return {
        "ruleId": PREFIX + UNREADABLE,
        "level": "error",
        "message": {"text": visible(message)},
        "locations": [_location(path, {"startLine": 1}, "")],
    }


def _location(path: str, region: dict[str, int], label: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if region:
        place["region"] = region
    found: dict[str, Any] = {"physicalLocation": place}
    if label:
        found["logicalLocations"] = [{"name": visible(f"({label})"), "kind": "equation"}]
    return found


def _uri(path: str) -> str:
    """A path as a relative reference where it lies below the current folder, else as a file's address."""
    pure = PurePath(path)
    if pure.is_absolute():
        try:
            pure = pure.relative_to(Path.cwd())
        except ValueError:
            return Path(path).as_uri()
    return quote(os.fsencode(pure.as_posix()))
