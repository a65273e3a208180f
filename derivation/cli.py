"""The command line: derivation check | show | explain | report | erratum | emit | list | cache.

One module of `commands` a command.

Exit status of `check`: 0 nothing is wrong and nothing open, 1 something is wrong, 2 the command or the
whole input could not be used or the output not be written, 3 something is open: undecided or unread.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module

from derivation.audit.theorem import NotProved
from derivation.baseline import BaselineError
from derivation.commands.common import EPILOG, Refused
from derivation.commands.streams import StreamError, give_up, guarded
from derivation.front.files import FileError
from derivation.status import Status
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
            return Status.UNUSABLE if error.left else _refused(str(error))
        except KeyboardInterrupt:
            _refused("interrupted")
            return INTERRUPTED
        except (NotProved, BaselineError, FileError, Refused) as error:
            return _refused(str(error))
        except Exception as error:
            # What tells faults apart is heavy, and rarely asked.
            from derivation.batch import why

            return _refused(why(error))


def _done(arguments: Sequence[str] | None) -> int:
    """What a command ends with, all that it prints written."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        _refuse_files_for_options(given)
        options = _parser(given).parse_args(given)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    finally:
        sys.stdout.flush()


def _refuse_files_for_options(arguments: Sequence[str]) -> None:
    """Refuses an option that is the name of a file, too.

    Hooks and a shell's patterns put names of files where options may stand, and files are named by others.
    """
    for argument in arguments:
        if argument == "--":
            return
        if len(argument) > 1 and argument.startswith("-") and os.path.lexists(argument):
            hint = f"write ./{argument} for the file, or rename it"
            raise Refused(f"{argument} is the name of a file, and would be read as an option; {hint}")


def _refused(message: str) -> int:
    with suppress(StreamError):
        print(f"derivation: {message}", file=sys.stderr)
    return Status.UNUSABLE


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the command that is asked for; of all where none is, so that help can list them."""
    parser = argparse.ArgumentParser(
        prog="derivation",
        description="Check the mathematics of a document, line by line, and emit what is proved as code.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"derivation {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog=parser.prog)
    asked = [COMMANDS[name] for name in arguments[:1] if name in COMMANDS]
    for module in asked or dict.fromkeys(COMMANDS.values()):
        import_module(f"derivation.commands.{module}").add(commands)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
