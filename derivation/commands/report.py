"""`derivation report`: the report as a page, one HTML file that needs nothing else."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from derivation.commands.common import (
    Commands,
    Refused,
    about_documents,
    document,
    force,
    how_to_judge,
    not_over,
    nothing_is_lost,
    read_by,
    report_of,
    write,
)

STDOUT = "-"
GENERATED = '<meta name="generator" content="derivation '


def add(commands: Commands) -> None:
    text = "judge a document and write the report as a page, one HTML file"
    command = about_documents(commands, "report", text, "report")
    document(command)
    how_to_judge(command)
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="default: PATH's name with .html, in the current folder; - for standard output",
    )
    force(command)
    command.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    if Path(options.path).is_dir():
        raise Refused(f"{options.path} is a folder; a page is of one document")
    target = None if options.output == STDOUT else _target(options)
    report = report_of(options)
    page = report.as_html()
    if target is None:
        print(page, end="")
    else:
        write(target, page)
        print(f"derivation: wrote {target}", file=sys.stderr)
    return 0


def _target(options: argparse.Namespace) -> Path:
    """Where the page goes; a file is only written over where it is such a page."""
    target = Path(options.output or f"{Path(options.path).stem}.html")
    not_over(target, read_by(options))
    if not options.force:
        nothing_is_lost(target, lambda text: GENERATED in text, "report")
    return target
