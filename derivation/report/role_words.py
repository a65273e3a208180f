"""What a statement is taken for, in words: its role and why, and the rules by which roles are decided."""

from __future__ import annotations

from typing import Final

from derivation.audit.findings import Finding, Role
from derivation.report.plain import plain

ROLES: Final = {
    Role.DEFINITION: "a definition",
    Role.GIVEN: "taken as given",
    Role.CLAIM: "a claim",
}
GIVEN: Final = (
    "A given is a law, a model, an equation that is posed, an assumption. It is never a failure and never "
    "a proof: what follows is judged where it holds, and a verdict names the givens that it used."
)
RULES: Final = (
    ("it is proved from what stands before it", "a claim"),
    ("words say that it follows: hence, so, thus, we get, solving, …", "a claim"),
    (
        "words say that it is given: assume, suppose, let, where, law, equation, subject to, at the minimum, "
        "solve, …",
        "a given",
    ),
    ("a new name stands alone on its left", "a definition"),
    ("a derivative, a sum or a chain of defined quantities stands on its left", "a claim"),
    ("it brings in a letter that was not there before", "a given"),
    ("it is an equation for one letter, and a later line solves it", "a given"),
    ("none of these: it reads as an identity", "a claim"),
)
"""What a line is, by the first of these that holds."""


def role(finding: Finding) -> str:
    """What a statement is taken for, and why."""
    return f"{ROLES[finding.role]}: {plain(finding.because)}"
