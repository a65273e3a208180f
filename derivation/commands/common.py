"""What commands share: the document that they are about, its report, progress, refusals."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from derivation.audit.judging import SECONDS
from derivation.batch import files_of
from derivation.checking import Report, check, load
from derivation.commands.streams import own
from derivation.front.files import FileError, read_text, write_whole
from derivation.places import readings_beside
from derivation.records import replace
from derivation.text.visible import visible

MAX_MEGABYTES = 64
"""How large a file may be that a command wrote, and writes over."""
EPILOG = """\
exit status of check:
  0  nothing is wrong, and nothing is open
  1  a claim is wrong, inherits or repairs an error, or has no meaning as printed
  2  the command or the whole input could not be used, or the output not be written
  3  nothing is wrong, but something is open: undecided, or a line that could not be read;
     with --fail-on wrong, this is 0
show always ends with 0 where the input can be used.

PATH is a Markdown, LaTeX or notebook file with display equations, a folder of
them, or the name of a bundled derivation (derivation list)."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class Refused(Exception):
    """What a command cannot do; the message says why."""


def sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def about_documents(commands: Commands, name: str, text: str, told: str = "") -> argparse.ArgumentParser:
    """A command about documents; `told` says what always ends with 0 beside `show`."""
    epilog = EPILOG.replace("show always ends", f"show and {told} always end") if told else EPILOG
    return commands.add_parser(
        name,
        help=text,
        description=sentence(text),
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def document(command: argparse.ArgumentParser) -> None:
    command.add_argument("path", metavar="PATH", help="a document, or a bundled derivation's name")
    reading(command)


def reading(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--reading", metavar="FILE", type=Path, help="a TOML reading file (default: beside PATH)"
    )


def how_to_judge(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--seconds",
        metavar="S",
        type=_seconds,
        default=SECONDS,
        help=f"how long to try a line before it is undecided (default: {SECONDS:g})",
    )
    command.add_argument(
        "--no-cache",
        action="store_true",
        help="judge anew what was judged before, and keep nothing (so does DERIVATION_NO_CACHE=1)",
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return seconds


def report_of(options: argparse.Namespace) -> Report:
    """The report on a command's one document."""
    return report_on(options.path, options)


def report_on(path: str, options: argparse.Namespace) -> Report:
    derivation = load(path, options.reading)
    with progress() as update:
        return check(derivation, update, cache=not options.no_cache, seconds=options.seconds)


@contextmanager
def progress(wanted: bool = True) -> Iterator[Callable[[str, int, int], None] | None]:
    """Progress on standard error, where that is a terminal and the work is long."""
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(file=own(sys.stderr))
    with Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bar:
        task = bar.add_task("judging", total=None)

        def update(label: str, done: int, total: int) -> None:
            bar.update(task, description=escape(f"judging ({visible(label)})"), completed=done, total=total)

        yield update


def force(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--force", action="store_true", help="write over FILE, whatever it is; over PATH itself never"
    )


def not_over(output: Path | None, documents: Iterable[str | Path]) -> None:
    """Refuses to write over what is read: documents, their reading files, and the parts that they input."""
    if output is None or not output.exists():
        return
    for document in map(Path, documents):
        if document.exists() and output.samefile(document):
            raise Refused(f"{output} is the document itself; name another file")
        reading = next((path for path in readings_beside(document) if path.is_file()), None)
        if reading is not None and output.samefile(reading):
            raise Refused(f"{output} is the reading file of {document}; name another file")
        if any(output.samefile(part) for part in files_of(document)):
            raise Refused(f"{output} is a part of {document}; name another file")


def read_by(options: argparse.Namespace) -> list[str | Path]:
    """The document that a command is about, and the reading file that it names."""
    return [options.path, *([options.reading] if options.reading is not None else [])]


def write(path: Path, text: str) -> None:
    """Writes a file as a whole; what UTF-8 has no code for, in a path say, is `?` as on a terminal."""
    write_whole(path, text.encode("utf-8", "replace"))


def nothing_is_lost(output: Path | None, ours: Callable[[str], bool], kind: str) -> None:
    """Refuses to write over a file with something in it that the command did not write."""
    if output is None:
        return
    try:
        text = read_text(output, megabytes=MAX_MEGABYTES) if output.is_file() else ""
    except FileError:
        lost = True
    else:
        lost = bool(text.strip()) and not ours(text)
    if lost:
        hint = "name another file with -o, or write over it with --force"
        raise Refused(f"{output} is there and is no {kind}; {hint}")


def narrowed(report: Report, label: str) -> Report:
    """The report on one equation or statement alone."""
    audit = report.audit
    narrowed = replace(audit, only=report.document.named(label))
    if not narrowed.shown:
        known = ", ".join(dict.fromkeys(f.statement.equation for f in audit.findings))
        raise Refused(
            f"there is no equation {label} in {audit.derivation.document.source.name}; it has {known}"
        )
    return Report(narrowed)
