"""`derivation emit`: proved closed forms as a module; `--check` compares with one that is there."""

from __future__ import annotations

import argparse
import sys
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from derivation.checking import check, load
from derivation.commands.common import Commands, Refused, document, not_over, sentence

TARGETS = ("numpy", "array-api", "numba")
MAX_DIFF_LINES = 60


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
        help="the expression to emit, instead of those that the reading file names",
    )
    command.add_argument(
        "--check",
        metavar="FILE",
        type=Path,
        help="write nothing; exit with 1 unless FILE is what would be written now, for CI",
    )
    command.set_defaults(run=_emit)


def _emit(options: argparse.Namespace) -> int:
    from derivation.emit import EmitError, emit

    not_over(options.output, [options.path])
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
            raise Refused(f"{options.path} does not say what to emit; {hint}")
    except EmitError as error:
        raise Refused(str(error)) from None
    if options.check is not None:
        return _compared(text, options.check)
    if options.output is None:
        print(text, end="")
        return 0
    try:
        options.output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{options.output}: {error.strerror or error}") from None
    print(f"derivation: wrote {options.output}", file=sys.stderr)
    return 0


def _compared(text: str, path: Path) -> int:
    """0 where a file holds the text, 1 where it holds another, with what differs."""
    try:
        found = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: {error}") from None
    if found == text:
        print(f"derivation: {path} is up to date", file=sys.stderr)
        return 0
    lines = unified_diff(found.splitlines(), text.splitlines(), str(path), "now", lineterm="")
    print("\n".join(islice(lines, MAX_DIFF_LINES)))
    print(f"derivation: {path} is not what would be written now", file=sys.stderr)
    return 1
