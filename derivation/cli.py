"""The command line: derivation check | show | emit | list.

Exit status of `check`: 0 every claim is right, 1 one is not, 2 the input or the
command could not be read, 3 nothing is wrong but something is undecided.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from difflib import unified_diff
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

from derivation.audit.theorem import NotProved
from derivation.checking import Report, bundled, check, load
from derivation.reading.declared import ReadingError
from derivation.text.document import DocumentError
from derivation.text.source import ReadError
from derivation.version import __version__

TARGETS = ("numpy", "array-api")
UNREADABLE = 2
MAX_DIFF_LINES = 60
MARK = {0: "✓", 1: "✗", 2: "!", 3: "?"}
EPILOG = """\
exit status of check:
  0  every claim is right
  1  a claim is wrong, inherits an error, or has no meaning as printed
  2  the input or the command could not be read
  3  nothing is wrong, but something is undecided
show always ends with 0 where the input can be read.

PATH is a Markdown, LaTeX or notebook file with display equations, a folder of
them, or the name of a bundled derivation (derivation list)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit status."""
    _keep_printing()
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except (DocumentError, ReadingError, ReadError, NotProved, _Refused) as error:
        print(f"derivation: {error}", file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
        return UNREADABLE
    except KeyboardInterrupt:
        print("derivation: interrupted", file=sys.stderr)
        return 130


def _keep_printing() -> None:
    """A sign that a terminal or a pipe has no code for is printed as `?`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


class _Refused(Exception):
    """What a command cannot do; the message says why."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="derivation",
        description="Check the mathematics of a document, line by line, and emit what is proved as code.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"derivation {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, text, run in (
        ("show", "judge a document and print the report, for readers", _show),
        ("check", "judge a document; the exit status is the verdict, for CI", _check),
    ):
        command = commands.add_parser(
            name,
            help=text,
            description=_sentence(text),
            epilog=EPILOG,
            formatter_class=parser.formatter_class,
        )
        _document(command)
        command.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
        command.add_argument("--equation", metavar="N", help="only this equation, or statement N.P")
        command.add_argument(
            "--jobs",
            metavar="N",
            type=_jobs,
            default=1,
            help="processes for a folder; 0: one a core (default: 1)",
        )
        command.set_defaults(run=run)
    text = "write proved closed forms as a Python module"
    command = commands.add_parser("emit", help=text, description=_sentence(text))
    _document(command)
    command.add_argument("--target", choices=TARGETS, default="numpy", help="default: numpy")
    command.add_argument(
        "--derivatives",
        action="store_true",
        help="with --theorem: also its products with vectors, vjp, jvp and hvp",
    )
    command.add_argument("-o", "--output", metavar="FILE", type=Path, help="default: standard output")
    command.add_argument(
        "--theorem",
        metavar="LATEX",
        help="the expression to emit, instead of those that the reading file names",
    )
    command.add_argument(
        "--check",
        metavar="FILE",
        type=Path,
        help="write nothing; exit with 1 unless FILE is what would be written now, for CI",
    )
    command.set_defaults(run=_emit)
    command = commands.add_parser("list", help="list the bundled derivations")
    command.set_defaults(run=_list)
    return parser


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _document(command: argparse.ArgumentParser) -> None:
    command.add_argument("path", metavar="PATH", help="a document, a folder, or a bundled derivation's name")
    command.add_argument(
        "--reading", metavar="FILE", type=Path, help="a TOML reading file (default: beside PATH)"
    )


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
        raise _Refused(f"{folder} is a folder; --reading and --equation are for one document")
    paths = documents(folder)
    if not paths:
        raise _Refused(f"{folder}: no document with display equations below it")
    console = Console(highlight=False)
    found: list[Outcome] = []
    with _progress() as progress:
        for outcome in check_all(paths, options.jobs, Look(console.width, console.is_terminal), progress):
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


def _report(options: argparse.Namespace) -> Report:
    derivation = load(options.path, options.reading)
    with _progress() as progress:
        return check(derivation, progress)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Progress on standard error, where that is a terminal and the work is long."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("judging", total=None)

        def update(label: str, done: int, total: int) -> None:
            bar.update(task, description=f"judging ({label})", completed=done, total=total)

        yield update


def _show(options: argparse.Namespace) -> int:
    if Path(options.path).is_dir():
        return UNREADABLE if _folder(options) == UNREADABLE else 0
    report = _print(_report(options), options)
    return UNREADABLE if report.exit_code == UNREADABLE else 0


def _check(options: argparse.Namespace) -> int:
    if Path(options.path).is_dir():
        return _folder(options)
    return _print(_report(options), options).exit_code


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
        raise _Refused(
            f"there is no equation {label} in {audit.derivation.document.source.name}; it has {known}"
        )
    return Report(narrowed)


def _emit(options: argparse.Namespace) -> int:
    from derivation.emit import EmitError, emit

    report = check(load(options.path, options.reading))
    declared = report.derivation.declared.emit
    try:
        if options.theorem:
            text = emit(
                report.theorem(options.theorem), target=options.target, derivatives=options.derivatives
            )
        elif declared.value or declared.gradient:
            named = {"value": declared.value, "gradient": declared.gradient}
            theorems = {role: report.theorem(latex) for role, latex in named.items() if latex}
            text = emit(theorems, declared, options.target)
        else:
            hint = 'name one with --theorem "…", or in [emit] of a reading file'
            raise _Refused(f"{options.path} does not say what to emit; {hint}")
    except EmitError as error:
        raise _Refused(str(error)) from None
    if options.check is not None:
        return _compared(text, options.check)
    if options.output is None:
        print(text, end="")
        return 0
    try:
        options.output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _Refused(f"{options.output}: {error.strerror or error}") from None
    print(f"derivation: wrote {options.output}", file=sys.stderr)
    return 0


def _compared(text: str, path: Path) -> int:
    """0 where a file holds the text, 1 where it holds another, with what differs."""
    try:
        found = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _Refused(f"{path}: {error}") from None
    if found == text:
        print(f"derivation: {path} is up to date", file=sys.stderr)
        return 0
    lines = unified_diff(found.splitlines(), text.splitlines(), str(path), "now", lineterm="")
    print("\n".join(islice(lines, MAX_DIFF_LINES)))
    print(f"derivation: {path} is not what would be written now", file=sys.stderr)
    return 1


def _list(options: argparse.Namespace) -> int:
    names = bundled()
    width = max(map(len, names)) + 2
    for name in names:
        derivation = load(name)
        count = len(derivation.document.equations)
        print(f"{name:{width}}{derivation.title}, {count} equations. {derivation.declared.source}".rstrip())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
