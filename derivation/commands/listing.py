"""`derivation list`: the derivations that come with the package."""

from __future__ import annotations

import argparse

from derivation.checking import load
from derivation.commands.common import Commands
from derivation.places import bundled


def add(commands: Commands) -> None:
    command = commands.add_parser("list", help="list the bundled derivations")
    command.set_defaults(run=_list)


def _list(options: argparse.Namespace) -> int:
    names = bundled()
    width = max(map(len, names)) + 2
    for name in names:
        derivation = load(name)
        count = len(derivation.document.equations)
        print(f"{name:{width}}{derivation.title}, {count} equations. {derivation.declared.source}".rstrip())
    return 0
