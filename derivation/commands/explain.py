"""`derivation explain`: one equation's story in full."""

from __future__ import annotations

import argparse
from textwrap import fill

from derivation.checking import Result
from derivation.commands.common import (
    Commands,
    about_documents,
    document,
    how_to_judge,
    narrowed,
    report_of,
)
from derivation.commands.streams import console
from derivation.report.role_words import GIVEN, RULES


def add(commands: Commands) -> None:
    text = "tell one equation's story: how it is read, in normal form, and how it was decided"
    command = about_documents(commands, "explain", text, "explain")
    document(command)
    command.epilog = f"{_roles()}\n\n{command.epilog}"
    command.add_argument("label", metavar="N", help="an equation, or statement N.P of one")
    how_to_judge(command)
    command.set_defaults(run=_explain)


def _roles() -> str:
    """What a given is, and how it is decided what a line is."""
    rules = (
        fill(f"{role:<14}{rule}", 78, initial_indent="  ", subsequent_indent=" " * 16) for rule, role in RULES
    )
    return "\n".join((fill(GIVEN, 78), "", "what a line is, by the first of these that holds:", *rules))


def _explain(options: argparse.Namespace) -> int:
    from rich.rule import Rule

    audit = narrowed(report_of(options), options.label).audit
    out = console()
    for place, finding in enumerate(audit.shown):
        if place:
            out.print(Rule(style="dim"))
        out.print(Result(finding, audit).explain())
    return 0
