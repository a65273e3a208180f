"""How long the checking takes, beside SymPy's start and beside the naive way.

    python benchmarks/check.py [--runs 9] [--limit 5] [--json] [--skip naive]

Prints four tables: the command as a process, with nothing kept from run to run
and then with an answer that is; the library in a process that is warm; what size
does to exact evaluation, which the verdicts do not rest on alone; and the naive
way, `simplify(left - right) == 0` in SymPy, for all n and at fixed n, each
statement in a process of its own that is killed at the limit.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import sympy
from tables import shown_rows

import derivation
from derivation.audit.findings import Role
from derivation.audit.judging import audit
from derivation.checking import Report
from derivation.reading.statements import Derivation, Statement
from derivation.search.sympy_view import to_sympy
from derivation.terms.judgement import Proved
from derivation.terms.setting import Case
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import disjoint
from derivation.values.points import points

PAPER = "softargmax"
_I, _J, _N = (sympy.Symbol(name, integer=True, positive=True) for name in "ijn")
SIZES = (2, 5, 10, 20)
CHECK = ("-m", "derivation", "check", PAPER)
IMPORT = 'python -c "import sympy"'
COLD: dict[str, tuple[Sequence[str], dict[str, str]]] = {
    "python -c pass": (("-c", "pass"), {}),
    IMPORT: (("-c", "import sympy"), {}),
    f"derivation check {PAPER}, nothing kept": (CHECK, {"DERIVATION_NO_CACHE": "1"}),
    f"derivation check {PAPER}, unchanged": (CHECK, {"DERIVATION_NO_CACHE": ""}),
}
SKIPPABLE = ("cold", "warm", "sizes", "naive")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds over some runs."""

    name: str
    median: float
    least: float


@dataclass(frozen=True, slots=True)
class Process(Timing):
    """Seconds on the clock; the median of those that it computed, and both beside `import sympy`."""

    computed: float
    ratio: float
    computed_ratio: float


@dataclass(frozen=True, slots=True)
class AtSize:
    """Both sides of every claim compared: how many differ, and the time."""

    n: str
    claims: int
    differ: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Naive:
    """How `simplify(left - right)` came out over the claims, by what the engine proves of them.

    `zero_true` are identities found; `zero_false` would be unsound. A result that is
    not 0 says nothing, whether the claim is false or true. `seconds` includes the time
    up to the limit of those that were killed.
    """

    name: str
    zero_true: int
    zero_false: int
    other_false: int
    other_true: int
    killed: int
    failed: int
    skipped: int
    seconds: float


def main() -> int:
    options = _parser().parse_args()
    wanted = [name for name in SKIPPABLE if name not in options.skip]
    found: dict[str, object] = {"machine": machine(), "runs": options.runs, "limit": options.limit}
    for name in wanted:
        found[name] = [asdict(row) for row in SECTIONS[name](options)]
    print(json.dumps(found, indent=2) if options.json else "\n".join(shown(found)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Time the checking of the SoftArgmax paper.")
    parser.add_argument("--runs", type=int, default=9, help="runs of each timing (default: 9)")
    parser.add_argument(
        "--limit", type=float, default=5.0, help="seconds for SymPy on one claim (default: 5)"
    )
    parser.add_argument("--skip", nargs="*", choices=SKIPPABLE, default=[], help="tables to leave out")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    return parser


# The command


def cold(options: argparse.Namespace) -> list[Process]:
    """Processes from start to end, interleaved, after one start of each that is not counted.

    Bytecode and answers are kept in a folder of their own; the start that is not counted fills it. So
    all modules are compiled, as pip leaves them, and no answer is there that an earlier run has kept.
    """
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in COLD}
    with TemporaryDirectory() as folder:
        own = {"PYTHONPYCACHEPREFIX": folder, "DERIVATION_CACHE_DIR": folder, "PYTHONDONTWRITEBYTECODE": ""}
        for count in range(options.runs + 1):
            for name, (arguments, more) in COLD.items():
                seconds = _process(arguments, {**os.environ, **own, **more})
                if count:
                    seen[name].append(seconds)
    medians = {name: [median(column) for column in zip(*rows, strict=True)] for name, rows in seen.items()}
    clock, computing = medians[IMPORT]
    return [
        Process(
            name, *_spread(rows), medians[name][1], medians[name][0] / clock, medians[name][1] / computing
        )
        for name, rows in seen.items()
    ]


def _spread(rows: Sequence[tuple[float, float]]) -> tuple[float, float]:
    times = [clock for clock, _ in rows]
    return median(times), min(times)


def _process(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """The seconds that Python took, and those that it computed; 1 is how `check` ends on wrong claims."""
    before, start = os.times().children_user, time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment, check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}")
    return time.perf_counter() - start, os.times().children_user - before


# The library


def warm(options: argparse.Namespace) -> list[Timing]:
    """The parts and the whole in one process, after one call of each that is not counted."""
    read = derivation.load(PAPER)
    report = derivation.check(read)
    parts: dict[str, Callable[[], object]] = {
        "read the document": lambda: derivation.load(PAPER),
        "audit: every statement, with grants, corrections and residuals": lambda: audit(read),
        "check: also the laws of the gradient": lambda: derivation.check(read),
        "print the report as JSON": report.as_json,
        "whole report: read, check, print": lambda: derivation.check(derivation.load(PAPER)).as_json(),
    }
    rows = []
    for name, call in parts.items():
        call()
        times = [_timed(call) for _ in range(options.runs)]
        rows.append(Timing(name, median(times), min(times)))
    return rows


# Size


def sizes(options: argparse.Namespace) -> list[AtSize]:
    """All claims judged, which no n enters; then evaluated exactly at one x of each size and at the
    places of i and j, 48 at most."""
    report = derivation.check(PAPER)
    read, judged = report.derivation, claims(report)
    times = [_timed(lambda: audit(read)) for _ in range(options.runs)]
    refuted = sum(report[claim.label].finding.false for claim in judged)
    rows = [AtSize("every n, audited", len(judged), refuted, min(times))]
    for n in SIZES:
        times, differing = [], 0
        for _ in range(min(options.runs, 3)):
            start = time.perf_counter()
            differing = sum(_differs(read, claim, n) for claim in judged)
            times.append(time.perf_counter() - start)
        rows.append(AtSize(f"{n}, one x", len(judged), differing, min(times)))
    return rows


def _differs(read: Derivation, claim: Statement, n: int) -> bool:
    setting = read.setting(case=claim.case)
    sides = (claim.subject.term, claim.member.term)
    found = False
    for point in points(sides, setting, (n,), ("mixed",)):
        evaluator = Evaluator(point.sizes, point.value, setting)
        left, right = (evaluator.value(side, point.places) for side in sides)
        found |= disjoint(left, right)
    return found


def claims(report: Report) -> list[Statement]:
    """What the document claims, beside what it defines and what it takes as given."""
    roles = {result.label: result.role for result in report}
    return [s for s in report.derivation.statements if roles[s.label] == Role.CLAIM.value]


# The naive way


def naive(options: argparse.Namespace) -> list[Naive]:
    """SymPy's `simplify` on every claim: for all n, then at n = 2, 5, 10, 20 for one place of i and j.

    A claim that ran into the limit at one size is not tried at the larger ones.
    """
    report = derivation.check(PAPER)
    rows = [_tried("for all n", report, None, options.limit, set())]
    late: set[str] = set()
    for n in SIZES:
        rows.append(_tried(f"n = {n}, one i and j", report, n, options.limit, late))
    return rows


def _tried(name: str, report: Report, n: int | None, limit: float, late: set[str]) -> Naive:
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    for claim in claims(report):
        if claim.label in late:
            counts["skipped"] += 1
            continue
        outcome = _simplified(report.derivation, claim, n, limit)
        if outcome == "killed" and n is not None:
            late.add(claim.label)
        truth = "true" if isinstance(report[claim.label].true, Proved) else "false"
        counts[outcome if outcome in ("killed", "failed") else f"{outcome}_{truth}"] += 1
    seconds = time.perf_counter() - start
    return Naive(
        name,
        counts["zero_true"],
        counts["zero_false"],
        counts["other_false"],
        counts["other_true"],
        counts["killed"],
        counts["failed"],
        counts["skipped"],
        seconds,
    )


def _simplified(read: Derivation, claim: Statement, n: int | None, limit: float) -> str:
    """`zero`, `other`, `failed` or `killed`."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_simplify, args=(theirs, read, claim, n))
    process.start()
    theirs.close()
    try:
        return str(ours.recv()) if ours.poll(limit) else "killed"
    except EOFError:
        return "failed"
    finally:
        process.kill()
        process.join()
        ours.close()


def _simplify(out: Connection, read: Derivation, claim: Statement, n: int | None) -> None:
    try:
        left, right = (to_sympy(side.term, read.definitions) for side in (claim.subject, claim.member))
        difference = left - right
        left_over = _for_all(difference, claim.case) if n is None else _at(difference, claim.case, n)
        out.send("zero" if left_over == 0 else "other")
    except Exception:
        out.send("failed")


def _at(difference: sympy.Expr, case: Case, n: int) -> sympy.Expr:
    """Simplified at a size, with j = 2 and i = 1 (2 in the case i = j)."""
    chosen = {_N: n, _J: 2, _I: 2 if case.equal else 1}
    placed = difference.xreplace({symbol: sympy.Integer(value) for symbol, value in chosen.items()})
    return sympy.simplify(placed.doit())


def _for_all(difference: sympy.Expr, case: Case) -> sympy.Expr:
    """Simplified, with the help that a user can give: one letter for a bound index, the case, j <= n."""
    letters = {d: sympy.Symbol(d.name, integer=True, positive=True) for d in difference.atoms(sympy.Dummy)}
    helps = {sympy.Le(letter, _N): sympy.true for letter in (_I, _J)}
    if case.equal:
        letters |= {_I: _J}
    if case.unequal:
        helps |= {sympy.KroneckerDelta(_I, _J): sympy.Integer(0)}
    opened = difference.xreplace(letters).doit().xreplace(helps)
    return sympy.simplify(sympy.simplify(opened).xreplace(helps))


# What is printed

SECTIONS: dict[str, Callable[[argparse.Namespace], Sequence[Timing | AtSize | Naive]]] = {
    "cold": cold,
    "warm": warm,
    "sizes": sizes,
    "naive": naive,
}

TITLES = {
    "cold": "The command, as a process",
    "warm": "The library, warm",
    "sizes": "Size: judging is for every n at once; evaluating at one x grows with n",
    "naive": "The naive way: SymPy's simplify(left - right) == 0",
}


def machine() -> dict[str, str]:
    """The machine in words."""
    return {
        "cpu": _cpu(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "sympy": sympy.__version__,
        "python-flint": _version("python-flint"),
        "gmpy2": _version("gmpy2"),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def shown(found: dict[str, object]) -> Iterator[str]:
    """Markdown: a line for the machine, a table a section."""
    words = found["machine"]
    if isinstance(words, dict):
        yield ", ".join(f"{name} {value}" for name, value in words.items())
    for name, title in TITLES.items():
        rows = found.get(name)
        if isinstance(rows, list) and rows:
            yield f"\n{title}\n"
            yield from shown_rows(rows)


if __name__ == "__main__":
    raise SystemExit(main())
