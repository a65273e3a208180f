"""The command `derivation`, and `python -m derivation`: a kept answer, or what `cli` does.

A process that is done ends without freeing one by one what it holds, as mypy's does: that took a tenth
of its time.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn


def run() -> NoReturn:
    """Runs the command, and ends the process with its status."""
    status = main()
    if sys.gettrace() is None and sys.getprofile() is None and not sys.flags.inspect:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                with suppress(OSError, ValueError):  # `cli` has told of it
                    stream.flush()
        os._exit(status)
    raise SystemExit(status)


def main() -> int:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # as `cli` does, which may not see the stream itself
    try:
        from derivation.cache.answers import answered, asked  # here, as it takes a while, too

        question = asked(sys.argv[1:])
        return _command() if question is None else answered(question, _command)
    except KeyboardInterrupt:  # while modules are imported; `cli` tells of others
        print("derivation: interrupted", file=sys.stderr)
        return 130


def _command() -> int:
    gc.set_threshold(200_000, 10, 10)  # looking for garbage, of which there is next to none, took 5 %
    from derivation.cli import main as run  # takes the most of a start, and a kept answer needs none of it

    return run()


if __name__ == "__main__":
    run()
