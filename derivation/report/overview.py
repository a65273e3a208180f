"""A long paper in a few lines: how much of it was read, claimed and judged, what stays open and why.

Takes an audit; gives sentences, and the reasons of what stays open with the labels of the lines
that have each, most common first.
"""

from __future__ import annotations

from enum import Enum

from derivation.audit.findings import Finding, Verdict
from derivation.audit.result import OPEN, Audit
from derivation.late import regex
from derivation.records import dataclass

_EXAMPLE = regex(r", `[^`]*`(?=,)")
_QUOTED = regex(r"`[^`]*`")
_SAID = regex(r"(?<=the text says ).*(?=, which)")
_NAMED = regex(r"(?<=the definition of ).*?(?=,)|(?<=function )\S+|(?<=says what ).*?(?= is\b)")
_MORE = regex(r"[;(].*")


class Detail(Enum):
    """How much is shown: all lines of a document that is not long, all of any, or what is false alone."""

    FITTING = "fitting"
    WHOLE = "whole"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why lines stay open, in the words of one of them or in those that they share; and their labels."""

    text: str
    labels: tuple[str, ...]


def heading(audit: Audit) -> str:
    """How many displays there are, what their lines are, and how many claims were judged."""
    shown = {id(f) for f in audit.shown}
    displays = len({f.statement.equation for f in audit.shown})
    verdicts = [f.verdict for f in audit.shown]
    claims = [f for f in audit.claims() if id(f) in shown]
    judged = sum(f.own_verdict is not Verdict.UNDECIDED for f in claims)
    kinds = (
        (Verdict.DEFINITION, "a definition", "definitions"),
        (Verdict.GIVEN, "a given line", "given lines"),
        (Verdict.UNREAD, "a line that can't be read", "lines that can't be read"),
    )
    parts = [f"{_counted(len(claims), 'claim')}, {judged} of them judged"]
    for verdict, one, many in kinds:
        if count := verdicts.count(verdict):
            parts.append(one if count == 1 else f"{count} {many}")
    return f"{_counted(displays, 'display')} with {_counted(len(verdicts), 'line')}: {'; '.join(parts)}."


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def reasons(audit: Audit) -> list[Reason]:
    """Why lines stay open, most common first; what many have in common is told without its names."""
    found: dict[str, list[Finding]] = {}
    for finding in audit.shown:
        if finding.verdict in OPEN:
            found.setdefault(_shared(finding.reason or ""), []).append(finding)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return [
        Reason(shared if len(own) > 1 else own[0].reason or "", tuple(f.label for f in own))
        for shared, own in ordered
    ]


def _shared(reason: str) -> str:
    """A reason without what is another one's in every line: what is quoted, names, and remarks behind it."""
    text = _EXAMPLE.sub("", _NAMED.sub("…", _SAID.sub("…", reason)))
    head = _MORE.sub("", text).strip().replace(", is out of scope", " is out of scope")
    quoted = _QUOTED.sub("…", head)
    return quoted if len(quoted.strip("… ,")) > 12 else head
