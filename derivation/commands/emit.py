"""`derivation emit`: proved closed forms as a module; `--check` compares with one that is there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from derivation.audit.theorem import Theorem
from derivation.checking import Report, check, load
from derivation.commands.common import (
    Commands,
    Refused,
    document,
    force,
    not_over,
    nothing_is_lost,
    read_by,
    sentence,
    write,
)
from derivation.front.files import read_text

TARGETS = ("numpy", "array-api", "numba")
MAX_DIFF_LINES = 60
WRITTEN = "# Written by derivation"
"""What an emitted module begins with."""


def add(commands: Commands) -> None:
    text = "write proved closed forms as a Python module"
    command = commands.add_parser("emit", help=text, description=sentence(text))
    document(command)
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
        action="append",
        default=[],
        help="an expression to emit, instead of those that the reading file names; for each a function",
    )
    command.add_argument(
        "--check",
        metavar="FILE",
        type=Path,
        help="write nothing; exit with 1 unless FILE is what would be written now, for CI",
    )
    force(command)
    command.set_defaults(run=_emit)


def _emit(options: argparse.Namespace) -> int:
    from derivation.emit import EmitError, emit

    _refuse(options)
    report = check(load(options.path, options.reading))
    declared = report.derivation.declared.emit
    try:
        if options.theorem:
            text = emit(_theorems(report, options.theorem), None, options.target, options.derivatives)
        elif declared.value or declared.gradient:
            named = {"value": declared.value, "gradient": declared.gradient}
            theorems = {role: report.theorem(latex) for role, latex in named.items() if latex}
            text = emit(theorems, declared, options.target)
        else:
            hint = 'name one with --theorem "…", or in [emit] of a reading file'
            raise Refused(f"{options.path} does not say what to emit; {hint}")
    except EmitError as error:
        raise Refused(str(error)) from None
    if options.check is not None:
        return _compared(text, options.check)
    if options.output is None:
        print(text, end="")
        return 0
    write(options.output, text)
    print(f"derivation: wrote {options.output}", file=sys.stderr)
    return 0


def _refuse(options: argparse.Namespace) -> None:
    """Refuses to write over what is no emitted module, and to write where nothing is to be written."""
    if options.output is None:
        return
    if options.check is not None:
        raise Refused("--check writes nothing, and -o FILE is for what is written; leave one of them out")
    not_over(options.output, read_by(options))
    if not options.force:
        nothing_is_lost(options.output, lambda text: text.startswith(WRITTEN), "emitted module")


def _theorems(report: Report, named: Sequence[str]) -> Mapping[str, Theorem] | Theorem:
    """The theorem that is named, or several by the names of their functions."""
    from derivation.emit.functions import own_name

    if len(named) == 1:
        return report.theorem(named[0])
    found: dict[str, Theorem] = {}
    for theorem in map(report.theorem, named):
        name = own_name(theorem)
        if name in found:
            raise Refused(f"{found[name].latex} and {theorem.latex} would both be the function {name}")
        found[name] = theorem
    return found


def _compared(text: str, path: Path) -> int:
    """0 where a file holds the text, 1 where it holds another, with what differs."""
    if not path.exists():
        raise Refused(f"{path} is not there to be compared; -o {path} writes it")
    found = read_text(path)
    if found == text:
        print(f"derivation: {path} is up to date", file=sys.stderr)
        return 0
    lines = unified_diff(found.splitlines(), text.splitlines(), str(path), "now", lineterm="")
    print("\n".join(islice(lines, MAX_DIFF_LINES)))
    print(f"derivation: {path} is not what would be written now", file=sys.stderr)
    return 1
