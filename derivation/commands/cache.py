"""`derivation cache`: where verdicts are kept from one run to the next; `--clear` forgets them."""

from __future__ import annotations

import argparse

from derivation.cache.folder import Folder, Used, usual
from derivation.commands.common import Commands, Refused, sentence


def add(commands: Commands) -> None:
    text = "say where verdicts are kept from one run to the next, and how much"
    command = commands.add_parser("cache", help=text, description=sentence(text))
    command.add_argument("--clear", action="store_true", help="forget all that is kept")
    command.set_defaults(run=_cache)


def _cache(options: argparse.Namespace) -> int:
    folder = usual()
    if folder is None:
        print("nothing is kept: DERIVATION_NO_CACHE is set")
        return 0
    if options.clear:
        print(f"removed {_told(_cleared(folder))} from {folder.path}")
        return 0
    print(folder.path)
    trouble = folder.trouble()
    print(f"not used: {trouble}" if trouble else _told(folder.used()))
    return 0


def _cleared(folder: Folder) -> Used:
    try:
        return folder.clear()
    except OSError as error:
        raise Refused(f"{folder.path}: {error.strerror or error}") from None


def _told(used: Used) -> str:
    documents = "1 document" if used.entries == 1 else f"{used.entries} documents"
    return f"{documents}, {used.bytes / 1000:.0f} kB"
