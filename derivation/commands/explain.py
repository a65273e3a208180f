"""`derivation explain`: one equation's story in full."""

from __future__ import annotations

import argparse

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


def add(commands: Commands) -> None:
    text = "tell one equation's story: how it is read, in normal form, and how it was decided"
    command = about_documents(commands, "explain", text, "explain")
    document(command)
    command.add_argument("label", metavar="N", help="an equation, or statement N.P of one")
    how_to_judge(command)
    command.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    from rich.rule import Rule

    audit = narrowed(report_of(options), options.label).audit
    out = console()
    for place, finding in enumerate(audit.shown):
        if place:
            out.print(Rule(style="dim"))
        out.print(Result(finding, audit).explain())
    return 0
