"""`derivation cache`: where verdicts, and what was printed of them, are kept; `--clear` forgets them."""

from __future__ import annotations

import argparse

from derivation.cache import answers
from derivation.cache.folder import Folder, Used, usual
from derivation.commands.common import Commands, Refused, sentence


def add(commands: Commands) -> None:
    text = "say where verdicts and printed answers are kept from one run to the next, and how much"
    command = commands.add_parser("cache", help=text, description=sentence(text))
    command.add_argument("--clear", action="store_true", help="forget all that is kept")
    command.set_defaults(run=_cache)


def _cache(options: argparse.Namespace) -> int:
    verdicts, printed = usual(), usual(answers.KIND)
    if verdicts is None or printed is None:
        print("nothing is kept: DERIVATION_NO_CACHE is set")
        return 0
    if options.clear:
        print(f"removed {_told(_cleared(verdicts), _cleared(printed))} from {verdicts.path.parent}")
        return 0
    print(verdicts.path.parent)
    trouble = verdicts.trouble() or printed.trouble()
    print(f"not used: {trouble}" if trouble else _told(verdicts.used(), printed.used()))
    return 0


def _cleared(folder: Folder) -> Used:
    try:
        return folder.clear()
    except OSError as error:
        raise Refused(f"{folder.path}: {error.strerror or error}") from None


def _told(verdicts: Used, printed: Used) -> str:
    documents = "1 document" if verdicts.entries == 1 else f"{verdicts.entries} documents"
    return f"{documents}, {(verdicts.bytes + printed.bytes) / 1000:.0f} kB"
