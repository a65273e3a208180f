"""The command line: derivation check | show | explain | report | erratum | emit | list | cache.

One module of `commands` a command.

Exit status of `check`: 0 every claim is right, 1 one is not, 2 the input or the
command could not be read, 3 nothing is wrong but something is undecided.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper

from derivation.audit.theorem import NotProved
from derivation.baseline import BaselineError
from derivation.commands.common import EPILOG, UNREADABLE, Refused
from derivation.reading.declared import ReadingError
from derivation.text.document import DocumentError
from derivation.text.source import ReadError
from derivation.version import __version__

COMMANDS = {
    "check": "judge",
    "show": "judge",
    "explain": "explain",
    "report": "report",
    "erratum": "erratum",
    "emit": "emit",
    "list": "listing",
    "cache": "cache",
}
"""The module of `commands` that each command is in: only that of the one that is asked for is imported."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit status."""
    _keep_printing()
    options = _parser(sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except (DocumentError, ReadingError, ReadError, NotProved, BaselineError, Refused) as error:
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


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the command that is asked for; of all where none is, so that help can list them."""
    parser = argparse.ArgumentParser(
        prog="derivation",
        description="Check the mathematics of a document, line by line, and emit what is proved as code.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"derivation {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    asked = [COMMANDS[name] for name in arguments[:1] if name in COMMANDS]
    for module in asked or dict.fromkeys(COMMANDS.values()):
        import_module(f"derivation.commands.{module}").add(commands)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
