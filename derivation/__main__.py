"""The command `derivation`, and `python -m derivation`: a kept answer, or what `cli` does."""

from __future__ import annotations

import gc
import sys
from io import TextIOWrapper


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
    raise SystemExit(main())
