"""Edits of the engine: does a test fail for each one that a maintainer could make by mistake?

    python benchmarks/mutation.py [--only WORD ...] [--random N --seed S] [--json]

makes the edits of `mutation.toml` one at a time in a copy of the sources, runs the tests that
concern the module, its own first, until one fails, and prints which. An edit that no test
notices *survived*: it needs a test, or a reason why it changes no verdict. One whose text is no
longer found is *stale*. `--random` makes so many edits of the syntax instead (comparisons, `and`,
`not`, numbers, sums), drawn by the seed; of those some change nothing.

mutmut was considered: it makes no edits of one's own, makes none outside of functions (tables,
patterns), and thousands elsewhere, in messages and searches, too, at about ten seconds each.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

import hypothesis  # noqa: F401
import jinja2  # noqa: F401
import lark  # noqa: F401
import numpy  # noqa: F401
import pytest
import rich.console  # noqa: F401
import sympy  # noqa: F401

ROOT = Path(__file__).parent.parent
TABLE = Path(__file__).with_suffix(".toml")
SECONDS = 300
OPTIONS = [
    *("-x", "-q", "--tb=no", "-rfE", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
]
TESTS = {
    "search": ("tests/search", "tests/audit", "tests/papers"),
    "prose": ("tests/prose", "tests/audit/test_sentences.py"),
    "reading": ("tests/reading", "tests/audit", "tests/papers"),
    "values": ("tests/values", "tests/search", "tests/audit"),
    "audit": ("tests/audit", "tests/papers", "tests/report", "tests/test_errata.py"),
}
"""The tests that concern a folder of the engine, in the order in which they are run."""


@dataclass(frozen=True, slots=True)
class Edit:
    """In `module` of the package, `before` becomes `after`; `breaks` says what that does.

    `equivalent` is the reason why it changes no verdict, where it does not. An edit that is drawn
    has its module's name and the `place` where it is made; what one of the table replaces stands once.
    """

    name: str
    module: str
    before: str
    after: str
    breaks: str
    equivalent: str = ""
    place: int = 0

    def applied(self, source: str) -> str | None:
        """The source with the edit made; `None` where its text is not found as it should be."""
        if self.name != self.module and source.count(self.before) != 1:
            return None
        return source[: self.place] + source[self.place :].replace(self.before, self.after, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an edit: killed by a test, survived, stale, or equivalent."""

    edit: Edit
    word: str
    test: str = ""


def table() -> tuple[Edit, ...]:
    """The edits of `mutation.toml`."""
    return tuple(Edit(**entry) for entry in tomllib.loads(TABLE.read_text())["edit"])


# Edits of the syntax


OPPOSITES: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}


def _rewritten(node: ast.AST) -> Iterator[str]:
    """Python in the place of one node that says something else."""
    match node:
        case ast.Compare(left, [operator], [right]):
            yield f"{ast.unparse(left)} {OPPOSITES[type(operator)]} {ast.unparse(right)}"
        case ast.BoolOp(operator, values):
            word = " or " if isinstance(operator, ast.And) else " and "
            yield "(" + word.join(f"({ast.unparse(value)})" for value in values) + ")"
            yield ast.unparse(values[0])
        case ast.UnaryOp(ast.Not(), operand):
            yield f"bool({ast.unparse(operand)})"
        case ast.Constant(value) if isinstance(value, bool):
            yield str(not value)
        case ast.Constant(value) if isinstance(value, int):
            yield str(value + 1)
        case ast.BinOp(left, ast.Add(), right):
            yield f"({ast.unparse(left)} - {ast.unparse(right)})"


def drawn(count: int, seed: int) -> list[Edit]:
    """Some edits of the syntax, in all modules of the three folders alike."""
    found = []
    for folder in TESTS:
        for path in sorted((ROOT / "derivation" / folder).glob("*.py")):
            found += list(_of_module(path))
    chosen = random.Random(seed).sample(found, min(count, len(found)))
    return sorted(chosen, key=lambda edit: (edit.module, edit.place))


def _of_module(path: Path) -> Iterator[Edit]:
    source = path.read_text()
    module = str(path.relative_to(ROOT / "derivation"))
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in ast.walk(ast.parse(source)):
        for after in _rewritten(node):
            before = ast.get_source_segment(source, node)
            line = source.splitlines()[node.lineno - 1]
            column = len(line.encode()[: node.col_offset].decode())
            place = starts[node.lineno - 1] + column
            if before and source.startswith(before, place):
                yield Edit(module, module, before, after, f"line {node.lineno}", place=place)


# The run


def tests_of(module: str) -> list[str]:
    """The tests that concern a module: those at its mirrored path first."""
    folder, name = module.split("/")
    own = f"tests/{folder}/test_{name}"
    return [own] * (ROOT / own).exists() + list(TESTS.get(folder, TESTS["search"]))


def run(edit: Edit, copy: Path, tests: list[str]) -> Outcome:
    """Makes an edit in a copy of the sources, runs its tests, takes it back."""
    if edit.equivalent:
        return Outcome(edit, "equivalent")
    path = copy / "derivation" / edit.module
    edited = edit.applied(path.read_text())
    if edited is None:
        return Outcome(edit, "stale")
    path.write_text(edited)
    try:
        return _outcome(edit, *tested(copy, tests or tests_of(edit.module)))
    finally:
        shutil.copy2(ROOT / "derivation" / edit.module, path)


def tested(copy: Path, tests: list[str]) -> tuple[int, str]:
    """pytest on a copy: its exit status and what it printed.

    It runs in a fork of this process, which has imported what takes time and nothing of the
    package; it compiles the one module that is not as it was.
    """
    log = copy / "log"
    child = os.fork()
    if not child:
        _in_child(copy, tests, log)
    deadline = time.monotonic() + SECONDS
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), log.read_text()
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return 1, f"FAILED the clock, after {SECONDS} s"
        time.sleep(0.05)


def _in_child(copy: Path, tests: list[str], log: Path) -> NoReturn:
    status = 1
    try:
        os.chdir(copy)
        sys.path.insert(0, str(copy))
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        status = pytest.main([*OPTIONS, *tests])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(int(status))


def _outcome(edit: Edit, status: int, output: str) -> Outcome:
    if status == 0:
        return Outcome(edit, "survived")
    failed = re.search(r"^(?:FAILED|ERROR) (\S.*?)(?: - .*)?$", output, re.MULTILINE)
    return Outcome(edit, "killed", failed[1] if failed else output[-200:])


def copied(folder: Path) -> Path:
    """A copy of the package and its tests, compiled."""
    for name in ("derivation", "tests", "benchmarks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy2(ROOT / name, folder / name)
    compileall.compile_dir(folder / "derivation", quiet=1)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--only", nargs="*", default=[], help="edits with one of these words in their name or module"
    )
    parser.add_argument(
        "--random", type=int, default=0, help="draw so many edits of the syntax, in place of the table"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--tests", nargs="*", default=[], help="the tests to run, in place of all that concern a module"
    )
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    words = arguments.only
    edits = drawn(arguments.random, arguments.seed) if arguments.random else list(table())
    edits = [e for e in edits if not words or any(word in e.name or word in e.module for word in words)]
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        status, output = tested(
            copy, arguments.tests or sorted({t for e in edits for t in tests_of(e.module)})
        )
        if status:
            sys.exit(f"the tests fail without any edit:\n{output[-2000:]}")
        for edit in edits:
            outcomes.append(outcome := run(edit, copy, arguments.tests))
            if not arguments.json:
                print(line_of(outcome), flush=True)
    if arguments.json:
        print(json.dumps([asdict(outcome) for outcome in outcomes], ensure_ascii=False, indent=1))
    else:
        counts = Counter(outcome.word for outcome in outcomes)
        print(f"{len(outcomes)} edits: " + ", ".join(f"{count} {word}" for word, count in counts.items()))
    sys.exit(any(outcome.word in ("survived", "stale") for outcome in outcomes))


def line_of(outcome: Outcome) -> str:
    edit = outcome.edit
    drawn = f" {edit.breaks}: {edit.before!r} becomes {edit.after!r};" if edit.name == edit.module else ""
    return f"{outcome.word:10} {edit.name:44}{drawn} {outcome.test or edit.equivalent or edit.breaks}"


if __name__ == "__main__":
    main()
