"""`derivation show` and `derivation check`: the report on documents, in the format that is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from derivation import baseline as on_file
from derivation.batch import (
    Look,
    Outcome,
    documents,
    is_empty,
    outcome_of,
    unreadable,
)
from derivation.checking import Report
from derivation.commands.common import (
    Commands,
    Refused,
    about_documents,
    force,
    how_to_judge,
    narrowed,
    not_over,
    nothing_is_lost,
    progress,
    reading,
    report_on,
    write,
)
from derivation.commands.outputs import WRITTEN, is_output
from derivation.commands.streams import console, print_annotations
from derivation.project import ProjectError, project
from derivation.records import replace
from derivation.report import data
from derivation.report.lines import VERDICTS, Line
from derivation.report.overview import Detail
from derivation.status import Status, together
from derivation.text.visible import harmless

MARK = {0: "✓", 1: "✗", 2: "!", 3: "?"}
States = Mapping[str, str] | None


def add(commands: Commands) -> None:
    for name, text, run in (
        ("show", "judge a document and print the report, for readers", _show),
        ("check", "judge a document; the exit status is the verdict, for CI", _check),
    ):
        command = about_documents(commands, name, text)
        text = "a document, a folder, or a bundled derivation's name"
        if name == "check":
            text += "; without it, those that [tool.derivation] of pyproject.toml names"
        command.add_argument("path", metavar="PATH", nargs="*" if name == "check" else "+", help=text)
        reading(command)
        command.add_argument("--format", choices=("text", *FORMATS), default="text", help="default: text")
        command.add_argument(
            "-o", "--output", metavar="FILE", type=Path, help="write the format to FILE, and print the text"
        )
        force(command)
        command.add_argument("--equation", metavar="N", help="only this equation, or statement N.P")
        command.add_argument(
            "--jobs",
            metavar="N",
            type=_jobs,
            default=1,
            help="processes for several documents; 0: one a core (default: 1)",
        )
        how_to_judge(command)
        if name == "check":
            _check_options(command)
        command.set_defaults(run=run, baseline=None, update_baseline=False, skip_empty=False)
        command.set_defaults(detail=Detail.WHOLE if name == "show" else Detail.FITTING)


def _check_options(command: argparse.ArgumentParser) -> None:
    much = command.add_mutually_exclusive_group()
    much.add_argument("-q", "--quiet", action="store_true", help="print what is false, and nothing else")
    much.add_argument(
        "--verbose",
        action="store_true",
        help="print every line of a long document, too, and what was taken for what",
    )
    command.add_argument(
        "--skip-empty",
        action="store_true",
        help="leave out documents that are named and have no display equations, as in a folder",
    )
    command.add_argument(
        "--baseline",
        metavar="FILE",
        type=Path,
        help="fail where a verdict is not as FILE has it, and there alone",
    )
    command.add_argument(
        "--update-baseline", action="store_true", help="write the verdicts to the baseline FILE"
    )
    command.add_argument(
        "--fail-on",
        choices=("open", "wrong"),
        default="open",
        help="wrong: end with 0, not 3, where something is open and nothing is wrong (default: open)",
    )


def _jobs(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text) or os.cpu_count() or 1


def _show(options: argparse.Namespace) -> int:
    paths = _paths(options)
    _refuse(paths, options)
    outcomes = _judged(paths, options)
    _written(outcomes, options, None)
    return Status.UNUSABLE if _status(outcomes) == Status.UNUSABLE else 0


def _status(outcomes: Sequence[Outcome]) -> int:
    return together([outcome.exit_code for outcome in outcomes])


def _check(options: argparse.Namespace) -> int:
    status = _checked(options)
    return 0 if status == Status.OPEN and options.fail_on == "wrong" else status


def _checked(options: argparse.Namespace) -> int:
    paths = _paths(options)
    path: Path | None = options.baseline
    _refuse(paths, options)
    if path is None:
        if options.update_baseline:
            raise Refused("--update-baseline needs --baseline FILE")
        outcomes = _judged(paths, options)
        _written(outcomes, options, None)
        return _status(outcomes)
    if options.equation:
        raise Refused("--baseline is for whole documents, and --equation for one equation")
    there = path.exists() or not options.update_baseline
    recorded = on_file.read(path) if there else {}
    outcomes = _judged(paths, options)
    _written(outcomes, options, on_file.states(recorded, outcomes, path))
    return _compared(outcomes, recorded, path, options)


def _refuse(paths: Sequence[str], options: argparse.Namespace) -> None:
    """Refuses to write over what is read, and over what no `check` has written."""
    read = (*paths, *(path for path in (options.reading, options.baseline) if path is not None))
    not_over(options.output, read)
    if not options.force:
        nothing_is_lost(options.output, is_output, "output of this command")


def _compared(
    outcomes: Sequence[Outcome], recorded: on_file.Baseline, path: Path, options: argparse.Namespace
) -> int:
    """What `check` ends with where there is a baseline; writes it anew where that is asked for.

    A document on file that cannot be used now is a change, as one that is gone is.
    """
    unused = [outcome.path for outcome in outcomes if outcome.error]
    missing = on_file.missing(recorded, outcomes, options.path or None, path)
    if options.update_baseline and not unused:
        keep = {name: entry for name, entry in recorded.items() if name not in missing}
        on_file.write(path, outcomes, keep)
        print(f"derivation: wrote {path}", file=sys.stderr)
        return 0
    told = [*on_file.changes(recorded, outcomes, path), *missing.values()]
    for change in told:
        print(f"derivation: {change}", file=sys.stderr)
    if options.update_baseline:
        print(f"derivation: {path} was not written: not every document could be read", file=sys.stderr)
        return Status.UNUSABLE
    if len(unused) == len(outcomes) > 0:
        return Status.UNUSABLE
    if not told and not unused:
        print(f"derivation: every verdict is as {path} has it", file=sys.stderr)
    return Status.FALSE if told else Status.OPEN if unused else Status.DONE


# Judging


def _judged(paths: Sequence[str], options: argparse.Namespace) -> list[Outcome]:
    """The outcomes of a document, or of several; the text is printed on the way."""
    if _is_one(options) and paths:
        (path,) = paths
        try:
            report = report_on(path, options)
        except Exception as error:  # whatever it is, the format that is asked for says so, too
            found = unreadable(path, error)
            print(f"derivation: {found.error}", file=sys.stderr)
            return [found]
        if options.equation is not None:
            report = narrowed(report, options.equation)
        if _prints_text(options):
            _print(report, options)
        look = Look() if options.format == "text" and options.output is not None else None
        return [outcome_of(report, path, look)]
    return _several(paths, options)


def _print(report: Report, options: argparse.Namespace) -> None:
    from derivation.report.terminal import TerminalReport  # rich takes 60 ms to import

    console().print(TerminalReport(report.audit, _detail(options)))


def _detail(options: argparse.Namespace) -> Detail:
    """How much is printed: `show` prints all, and `check` what it is asked for."""
    if getattr(options, "quiet", False):
        return Detail.QUIET
    if getattr(options, "verbose", False) or options.equation:
        return Detail.WHOLE
    detail: Detail = options.detail
    return detail


def _is_one(options: argparse.Namespace) -> bool:
    """Whether one document is asked for, and no folder."""
    return len(options.path) == 1 and not Path(options.path[0]).is_dir()


def _paths(options: argparse.Namespace) -> list[str]:
    """The documents that are asked for."""
    if not _is_one(options) and (options.reading or options.equation):
        raise Refused("--reading and --equation are for one document, and here are several")
    found = dict.fromkeys(_named(options) if options.path else _project_paths(options))
    if not options.skip_empty:
        return list(found)
    left = [path for path in found if not is_empty(Path(path))]
    if not left:
        print("derivation: nothing to judge: no display equations", file=sys.stderr)
    return left


def _named(options: argparse.Namespace) -> Iterator[str]:
    """The documents named, and those in folders that are."""
    for path in options.path:
        if Path(path).is_dir():
            below = documents(Path(path))
            if not below and not options.skip_empty:
                raise Refused(f"{path}: no document with display equations below it")
            yield from map(str, below)
        else:
            yield path


def _project_paths(options: argparse.Namespace) -> list[str]:
    """The documents of the project; its baseline, too, is taken where none is named."""
    try:
        found = project(Path())
        paths = found.paths()
    except ProjectError as error:
        raise Refused(str(error)) from None
    if not paths and found.documents and not options.skip_empty:
        raise Refused("none of the project's documents has display equations")
    if not found.documents:
        raise Refused("name a document; or name those of the project in [tool.derivation] of pyproject.toml")
    if options.baseline is None and found.baseline is not None:
        options.baseline = _near(found.baseline)
    return [str(_near(path)) for path in paths]


def _near(path: Path) -> Path:
    """A path as it is seen from the current folder."""
    return Path(os.path.relpath(path))


def _several(paths: Sequence[str], options: argparse.Namespace) -> list[Outcome]:
    from derivation.pool import check_all  # processes take 15 ms to import, and one document needs none

    out = console()
    look = Look(out.width, out.color_system is not None, _detail(options))
    found: list[Outcome] = []
    with progress(wanted=not (_prints_text(options) and sys.stdout.isatty())) as update:
        for outcome in check_all(
            list(paths), options.jobs, look, update, not options.no_cache, options.seconds
        ):
            found.append(outcome)
            if _prints_text(options):
                if outcome.text or outcome.error:
                    print(outcome.path)
                if outcome.error:
                    told, *place = outcome.error.split("\n")
                    _say(told, out.width, "  ")
                    print(*(f"  {line}" for line in place), sep="\n", end="\n" if place else "")
                if outcome.text:
                    print(outcome.text, file=out.file)
    if _prints_text(options):
        for outcome in found if _detail(options) is not Detail.QUIET else ():
            _say(f"{MARK[outcome.exit_code]} {_summed_up(outcome)}", out.width)
    return found


def _say(text: str, width: int, indent: str = "") -> None:
    """Prints words in lines of a width; a path that is longer than a line stays whole."""
    from textwrap import TextWrapper  # for several documents alone

    whole = TextWrapper(
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    print(whole.fill(text))


def _summed_up(outcome: Outcome) -> str:
    counts = " · ".join(f"{count} {verdict}" for verdict, count in outcome.counts)
    told = counts or outcome.error.partition("\n")[0]
    return told if told.startswith(f"{outcome.path}:") else f"{outcome.path}: {told}"


def _prints_text(options: argparse.Namespace) -> bool:
    return options.format == "text" or options.output is not None


# Formats


def _written(outcomes: Sequence[Outcome], options: argparse.Namespace, states: States) -> None:
    """Writes the format that is asked for, where it is not the text that is printed."""
    if options.format == "text":
        if options.output is not None:
            text = "\n".join(o.text or f"{o.error}\n" for o in outcomes)
            write(options.output, f"{harmless(text)}\n{WRITTEN}\n")
        return
    text = FORMATS[options.format](outcomes, not (_is_one(options) and outcomes), states)
    if options.output is not None:
        write(options.output, f"{text}\n")
    elif options.format == "github":
        print_annotations(text)
    else:
        print(text)


def _json(outcomes: Sequence[Outcome], several: bool, states: States) -> str:
    if several:
        entries = [{"path": o.path, **o.data} if o.data is not None else _unreadable(o) for o in outcomes]
        whole = {"schema": 1, "documents": entries, "exit_code": _status(outcomes)}
    else:
        (outcome,) = outcomes
        whole = outcome.data if outcome.data is not None else _unreadable(outcome)
    return data.dumps(whole)


def _sarif(outcomes: Sequence[Outcome], several: bool, states: States) -> str:
    from derivation.report.sarif import as_sarif

    return as_sarif(_lines(outcomes), _errors(outcomes), states)


def _junit(outcomes: Sequence[Outcome], several: bool, states: States) -> str:
    from derivation.report.junit import as_junit

    return as_junit(_changed(outcomes, states), _errors(outcomes))


def _github(outcomes: Sequence[Outcome], several: bool, states: States) -> str:
    from derivation.report.github import as_github

    return as_github(_changed(outcomes, states), _errors(outcomes))


def _unreadable(outcome: Outcome) -> dict[str, object]:
    return {"schema": 1, "path": outcome.path, "error": outcome.error, "exit_code": outcome.exit_code}


def _lines(outcomes: Sequence[Outcome]) -> list[Line]:
    return [line for outcome in outcomes for line in outcome.lines]


def _changed(outcomes: Sequence[Outcome], states: States) -> list[Line]:
    """All lines; against a baseline what is as on file is no error, and what is not is one."""
    found = _lines(outcomes)
    return found if states is None else [_against(line, states.get(line.key, "")) for line in found]


def _against(line: Line, state: str) -> Line:
    if state in ("new", "updated") and line.rule in VERDICTS:
        return replace(line, level="error", message=f"{line.message} This is not as on file.")
    return replace(line, level="none")


def _errors(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {outcome.path: outcome.error for outcome in outcomes if outcome.error}


FORMATS: Mapping[str, Callable[[Sequence[Outcome], bool, States], str]] = {
    "json": _json,
    "sarif": _sarif,
    "junit": _junit,
    "github": _github,
}
"""What programs read, by name; of several documents, all in one. Each is imported when it is asked for."""
