"""`derivation show` and `derivation check`: the report on documents, in the format that is asked for."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from derivation import baseline as on_file
from derivation.batch import Look, Outcome, check_all, documents, outcome_of, worst
from derivation.commands.common import (
    EPILOG,
    UNREADABLE,
    Commands,
    Refused,
    narrowed,
    no_cache,
    progress,
    reading,
    report_on,
    sentence,
)
from derivation.project import ProjectError, project
from derivation.report.github import as_github
from derivation.report.junit import as_junit
from derivation.report.lines import Line
from derivation.report.sarif import as_sarif

MARK = {0: "✓", 1: "✗", 2: "!", 3: "?"}
States = Mapping[str, str] | None


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
        text = "a document, a folder, or a bundled derivation's name"
        if name == "check":
            text += "; without it, those that [tool.derivation] of pyproject.toml names"
        command.add_argument("path", metavar="PATH", nargs="*" if name == "check" else "+", help=text)
        reading(command)
        command.add_argument("--format", choices=("text", *FORMATS), default="text", help="default: text")
        command.add_argument(
            "-o", "--output", metavar="FILE", type=Path, help="write the format to FILE, and print the text"
        )
        command.add_argument("--equation", metavar="N", help="only this equation, or statement N.P")
        command.add_argument(
            "--jobs",
            metavar="N",
            type=_jobs,
            default=1,
            help="processes for several documents; 0: one a core (default: 1)",
        )
        no_cache(command)
        if name == "check":
            _baseline_options(command)
        command.set_defaults(run=run, baseline=None, update_baseline=False)


def _baseline_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--baseline",
        metavar="FILE",
        type=Path,
        help="fail where a verdict is not as FILE has it, and there alone",
    )
    command.add_argument(
        "--update-baseline", action="store_true", help="write the verdicts to the baseline FILE"
    )


def _jobs(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text) or os.cpu_count() or 1


def _show(options: argparse.Namespace) -> int:
    outcomes = _judged(options)
    _written(outcomes, options, None)
    return UNREADABLE if worst([o.exit_code for o in outcomes]) == UNREADABLE else 0


def _check(options: argparse.Namespace) -> int:
    if options.update_baseline and options.baseline is None and options.path:
        raise Refused("--update-baseline needs --baseline FILE")
    recorded: on_file.Baseline = {}
    outcomes = _judged(options)
    path: Path | None = options.baseline
    if path is not None and options.equation:
        raise Refused("--baseline is for whole documents, and --equation for one equation")
    if path is not None and (path.exists() or not options.update_baseline):
        recorded = on_file.read(path)
    states = on_file.states(recorded, outcomes, path) if path is not None else None
    _written(outcomes, options, states)
    code = worst([outcome.exit_code for outcome in outcomes])
    if path is None:
        return code
    unreadable = [outcome for outcome in outcomes if outcome.error]
    if options.update_baseline and not unreadable:
        on_file.write(path, outcomes, recorded)
        print(f"derivation: wrote {path}", file=sys.stderr)
        return 0
    told = on_file.changes(recorded, outcomes, path)
    for change in told:
        print(f"derivation: {change}", file=sys.stderr)
    if not told and not unreadable:
        print(f"derivation: every verdict is as {path} has it", file=sys.stderr)
    return UNREADABLE if unreadable else 1 if told else 0


# Judging


def _judged(options: argparse.Namespace) -> list[Outcome]:
    """The outcomes of a document, or of several; the text is printed on the way."""
    if _is_one(options):
        (path,) = options.path
        report = report_on(path, options)
        if options.equation is not None:
            report = narrowed(report, options.equation)
        if _prints_text(options):
            from rich.console import Console

            Console(soft_wrap=False, highlight=False).print(report)
        look = Look() if options.format == "text" and options.output is not None else None
        return [outcome_of(report, path, look)]
    if options.reading or options.equation:
        raise Refused("--reading and --equation are for one document, and here are several")
    return _several(_paths(options), options)


def _is_one(options: argparse.Namespace) -> bool:
    """Whether one document is asked for, and no folder."""
    return len(options.path) == 1 and not Path(options.path[0]).is_dir()


def _paths(options: argparse.Namespace) -> list[str]:
    found: dict[str, None] = {}
    for path in options.path:
        if Path(path).is_dir():
            below = documents(Path(path))
            if not below:
                raise Refused(f"{path}: no document with display equations below it")
            found |= dict.fromkeys(map(str, below))
        else:
            found[path] = None
    return list(found) or _project_paths(options)


def _project_paths(options: argparse.Namespace) -> list[str]:
    """The documents of the project; its baseline, too, is taken where none is named."""
    try:
        found = project(Path())
        paths = found.paths()
    except ProjectError as error:
        raise Refused(str(error)) from None
    if not paths:
        raise Refused("name a document; or name those of the project in [tool.derivation] of pyproject.toml")
    if options.baseline is None and found.baseline is not None:
        options.baseline = _near(found.baseline)
    return [str(_near(path)) for path in paths]


def _near(path: Path) -> Path:
    """A path as it is seen from the current folder."""
    return Path(os.path.relpath(path))


def _several(paths: Sequence[str], options: argparse.Namespace) -> list[Outcome]:
    from rich.console import Console

    console = Console(highlight=False)
    look = Look(console.width, console.is_terminal)
    found: list[Outcome] = []
    with progress() as update:
        for outcome in check_all(list(paths), options.jobs, look, update, not options.no_cache):
            found.append(outcome)
            if _prints_text(options):
                print(
                    f"{outcome.path}\n{outcome.text}"
                    if outcome.text
                    else f"{outcome.path}\n  {outcome.error}\n"
                )
    if _prints_text(options):
        for outcome in found:
            counts = " · ".join(f"{count} {verdict}" for verdict, count in outcome.counts)
            print(f"{MARK[outcome.exit_code]} {outcome.path}: {counts or outcome.error}")
    return found


def _prints_text(options: argparse.Namespace) -> bool:
    return options.format == "text" or options.output is not None


# Formats


def _written(outcomes: Sequence[Outcome], options: argparse.Namespace, states: States) -> None:
    """Writes the format that is asked for, where it is not the text that is printed."""
    if options.format == "text":
        if options.output is not None:
            _write("\n".join(o.text or o.error for o in outcomes), options.output)
        return
    text = FORMATS[options.format](outcomes, not _is_one(options), states)
    if options.output is None:
        print(text)
    else:
        _write(f"{text}\n", options.output)


def _write(text: str, path: Path) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}") from None


def _json(outcomes: Sequence[Outcome], several: bool, states: States) -> str:
    if not several:
        return json.dumps(outcomes[0].data, ensure_ascii=False, indent=1)
    entries = [{"path": o.path, **(o.data or {"error": o.error, "exit_code": o.exit_code})} for o in outcomes]
    code = worst([o.exit_code for o in outcomes])
    whole = {"schema": 1, "documents": entries, "exit_code": code}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _lines(outcomes: Sequence[Outcome]) -> list[Line]:
    return [line for outcome in outcomes for line in outcome.lines]


def _errors(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {outcome.path: outcome.error for outcome in outcomes if outcome.error}


FORMATS: Mapping[str, Callable[[Sequence[Outcome], bool, States], str]] = {
    "json": _json,
    "sarif": lambda outcomes, _, states: as_sarif(_lines(outcomes), _errors(outcomes), states),
    "junit": lambda outcomes, _, __: as_junit(_lines(outcomes), _errors(outcomes)),
    "github": lambda outcomes, _, __: as_github(_lines(outcomes), _errors(outcomes)),
}
"""What programs read, by name; of several documents, all in one."""
