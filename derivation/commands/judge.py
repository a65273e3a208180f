"""`derivation show` and `derivation check`: the report on a document, or on all below a folder."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import replace
from pathlib import Path

from derivation.checking import Report
from derivation.commands.common import (
    EPILOG,
    UNREADABLE,
    Commands,
    Refused,
    document,
    no_cache,
    progress,
    report_of,
    sentence,
)

MARK = {0: "✓", 1: "✗", 2: "!", 3: "?"}


def add(commands: Commands) -> None:
    for name, text, run in (
        ("show", "judge a document and print the report, for readers", _show),
        ("check", "judge a document; the exit status is the verdict, for CI", _check),
    ):
        command = commands.add_parser(
            name,
            help=text,
            description=sentence(text),
            epilog=EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        document(command)
        command.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
        command.add_argument("--equation", metavar="N", help="only this equation, or statement N.P")
        command.add_argument(
            "--jobs",
            metavar="N",
            type=_jobs,
            default=1,
            help="processes for a folder; 0: one a core (default: 1)",
        )
        no_cache(command)
        command.set_defaults(run=run)


def _jobs(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text) or os.cpu_count() or 1


def _folder(options: argparse.Namespace) -> int:
    """Judges all documents below a folder; gives the worst of their exit codes."""
    from rich.console import Console

    from derivation.batch import Look, Outcome, check_all, documents, worst

    folder = Path(options.path)
    if options.reading or options.equation:
        raise Refused(f"{folder} is a folder; --reading and --equation are for one document")
    paths = documents(folder)
    if not paths:
        raise Refused(f"{folder}: no document with display equations below it")
    console = Console(highlight=False)
    found: list[Outcome] = []
    with progress() as update:
        look = Look(console.width, console.is_terminal)
        for outcome in check_all(paths, options.jobs, look, update, not options.no_cache):
            found.append(outcome)
            if options.format == "text" and outcome.text:
                print(f"{outcome.path}\n{outcome.text}")
            elif options.format == "text":
                print(f"{outcome.path}\n  {outcome.error}\n")
    code = worst([outcome.exit_code for outcome in found])
    if options.format == "json":
        entries = [
            {"path": o.path, **(o.data or {"error": o.error, "exit_code": o.exit_code})} for o in found
        ]
        print(
            json.dumps({"schema": 1, "documents": entries, "exit_code": code}, indent=1, ensure_ascii=False)
        )
        return code
    for outcome in found:
        counts = " · ".join(f"{count} {verdict}" for verdict, count in outcome.counts)
        print(f"{MARK[outcome.exit_code]} {outcome.path}: {counts or outcome.error}")
    return code


def _show(options: argparse.Namespace) -> int:
    if Path(options.path).is_dir():
        return UNREADABLE if _folder(options) == UNREADABLE else 0
    report = _print(report_of(options), options)
    return UNREADABLE if report.exit_code == UNREADABLE else 0


def _check(options: argparse.Namespace) -> int:
    if Path(options.path).is_dir():
        return _folder(options)
    return _print(report_of(options), options).exit_code


def _print(report: Report, options: argparse.Namespace) -> Report:
    """Prints a report, or what was asked for of it; gives what was printed."""
    if options.equation is not None:
        report = _narrowed(report, options.equation)
    if options.format == "json":
        print(report.as_json())
        return report
    from rich.console import Console

    Console(soft_wrap=False, highlight=False).print(report)
    return report


def _narrowed(report: Report, label: str) -> Report:
    """The report on one equation or statement alone."""
    audit = report.audit
    narrowed = replace(audit, only=label)
    if not narrowed.shown:
        known = ", ".join(dict.fromkeys(f.statement.equation for f in audit.findings))
        raise Refused(
            f"there is no equation {label} in {audit.derivation.document.source.name}; it has {known}"
        )
    return Report(narrowed)
