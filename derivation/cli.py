"""The command line: derivation check | show | explain | report | erratum | emit | list | cache.

One module of `commands` a command.

Exit status of `check`: 0 every claim is right, 1 one is not, 2 the input or the command
could not be read or the output not be written, 3 nothing is wrong but something is undecided.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from derivation.audit.theorem import NotProved
from derivation.baseline import BaselineError
from derivation.batch import why
from derivation.commands import cache, emit, erratum, explain, judge, listing, report
from derivation.commands.common import EPILOG, UNREADABLE, Refused
from derivation.commands.streams import StreamError, give_up, guarded
from derivation.text.files import FileError
from derivation.version import __version__

COMMANDS = (judge, explain, report, erratum, emit, listing, cache)
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit status.

    Nothing else ends it: Python itself ends with 1 on what is not caught, which says that a claim is wrong.
    """
    with guarded():
        try:
            return _done(arguments)
        except StreamError as error:
            give_up()
            return UNREADABLE if error.left else _refused(str(error))
        except KeyboardInterrupt:
            _refused("interrupted")
            return INTERRUPTED
        except (NotProved, BaselineError, FileError, Refused) as error:
            return _refused(str(error))
        except Exception as error:
            return _refused(why(error))


def _done(arguments: Sequence[str] | None) -> int:
    """What a command ends with, all that it prints written."""
    try:
        options = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    finally:
        sys.stdout.flush()


def _refused(message: str) -> int:
    with suppress(StreamError):
        print(f"derivation: {message}", file=sys.stderr)
    return UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="derivation",
        description="Check the mathematics of a document, line by line, and emit what is proved as code.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"derivation {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
