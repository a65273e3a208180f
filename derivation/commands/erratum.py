"""`derivation erratum`: the corrected derivation, judged again, as a document to send to its author."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from derivation.checking import Report
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
from derivation.errata import HEADER, Erratum, erratum, not_judged
from derivation.report.errata import MARKS
from derivation.report.plain import plain
from derivation.status import Status

FORMATS = ("markdown", "latex")
SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".tex": "latex", ".latex": "latex"}
EPILOG = """\
exit status:
  0  there is nothing to correct, or every line of the erratum is right
  1  the erratum has a line that is not right: no correction of it is known
  2  the input or the command could not be read
  3  nothing in it is wrong, but a line of it was not judged

Beside FILE.md or FILE.tex goes FILE.toml, the reading file that the erratum
needs, where the document needed one. A file is only written over where it is
empty or an erratum, or with --force."""


def add(commands: Commands) -> None:
    text = "write the corrected derivation, judged again, with what was wrong"
    command = about_documents(commands, "erratum", text)
    document(command)
    how_to_judge(command)
    command.add_argument("--format", choices=FORMATS, help="default: by FILE's suffix, else markdown")
    command.add_argument("-o", "--output", metavar="FILE", type=Path, help="default: standard output")
    force(command)
    command.set_defaults(run=_erratum)


def _erratum(options: argparse.Namespace) -> int:
    format = _format(options)
    report = report_of(options)
    if options.output is not None:
        not_over(options.output, read_by(options))
        _refuse(report, options.output, options.force)
    found = erratum(report, format)
    if found is None:
        return _nothing(report)
    if options.output is None:
        print(found.text, end="")
        if found.reading:
            _say("to check it, a reading file is needed, too; -o FILE writes both")
    else:
        _write(found, options.output)
    return _told(found)


def _format(options: argparse.Namespace) -> str:
    by_suffix = SUFFIXES.get(options.output.suffix.lower()) if options.output else "markdown"
    if options.output and by_suffix is None:
        raise Refused(f"{options.output}: its name should end in one of {', '.join(SUFFIXES)}")
    if options.output and options.format not in (None, by_suffix):
        raise Refused(f"{options.output} is no name for {options.format}; leave out --format, or rename it")
    return str(options.format or by_suffix)


def _nothing(report: Report) -> int:
    """What is said where no error was found; 0, or 3 where something was not judged."""
    print(f"{report.title}: nothing to correct; no error was found.")
    open_ones = not_judged(report)
    for finding in open_ones:
        print(f"({finding.label}) was not judged: {plain(finding.reason or 'it is open')}")
    errors = report.document.errors
    for error in errors:
        print(f"{error.source.place(error.line, error.column)}: {error.message}")
    return Status.OPEN if open_ones or errors else Status.DONE


def _refuse(report: Report, output: Path, force: bool) -> None:
    """Refuses to write over what is read, and over a document or a reading file that is no erratum's."""
    beside, reading = output.with_suffix(".toml"), Path(report.derivation.declared.path)
    if beside.exists() and reading.exists() and beside.samefile(reading):
        raise Refused(f"{beside} is the document's reading file; give the erratum a name of its own")
    if not force:
        nothing_is_lost(output, lambda text: text.startswith(tuple(MARKS.values())), "erratum")
        nothing_is_lost(beside, lambda text: text.startswith(HEADER), "reading file of an erratum")


def _write(found: Erratum, output: Path) -> None:
    """The erratum, and its reading file where one is needed, or is there and would be read."""
    beside = output.with_suffix(".toml")
    needed = found.reading or beside.exists() or output.with_name("reading.toml").exists()
    write(output, found.text)
    if needed:
        write(beside, found.reading or f"{HEADER}\n")
    _say(f"wrote {output}{f' and {beside}' if needed else ''}")


def _told(found: Erratum) -> int:
    if found.failure:
        _say(f"the erratum could not be checked again: {found.failure}")
    elif found.not_right:
        _say(f"not right in the erratum: {', '.join(found.not_right)}")
    for finding in found.not_judged:
        _say(f"({finding.label}) was not judged: {plain(finding.reason or 'it is open')}")
    return found.exit_code


def _say(text: str) -> None:
    print(f"derivation: {text}", file=sys.stderr)
