"""The gallery's claims, judged by this engine and by what a user might try instead.

    pip install pycodemath
    python benchmarks/peers.py [--limit 3] [--jobs 2] [--json]

The peers get both sides as SymPy expressions, definitions opened and sums over
1..n symbolic, as a user would write them; pycodemath gets them as text. Each
claim is tried in a process of its own, which is killed at the limit.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection

import sympy
from check import claims, machine
from tables import shown_rows

import derivation
from derivation.checking import Report, bundled
from derivation.reading.statements import Statement
from derivation.search.sympy_view import to_sympy
from derivation.terms.judgement import Proved, Refuted

try:
    from pycodemath.verify.equal import check_equal
except ImportError:
    check_equal = None

OUTCOMES = ("proved", "refuted", "open", "killed", "failed")


@dataclass(frozen=True, slots=True)
class Row:
    """Over true and over false claims: what was proved, refuted, left open; and what went wrong."""

    way: str
    proved_true: int
    proved_false: int
    refuted_false: int
    refuted_true: int
    open: int
    killed: int
    failed: int
    seconds: float


def _simplify(left: sympy.Expr, right: sympy.Expr) -> str:
    return "proved" if sympy.simplify(left - right) == 0 else "open"


def _doit(left: sympy.Expr, right: sympy.Expr) -> str:
    return "proved" if sympy.simplify((left - right).doit()) == 0 else "open"


def _equals(left: sympy.Expr, right: sympy.Expr) -> str:
    return {True: "proved", False: "refuted"}.get(left.equals(right), "open")


def _pycodemath(left: sympy.Expr, right: sympy.Expr) -> str:
    found = check_equal(str(left), str(right))
    return "proved" if found.verified else "refuted" if found.refuted else "open"


PEERS: dict[str, Callable[[sympy.Expr, sympy.Expr], str]] = {
    "simplify(l - r) == 0": _simplify,
    "simplify((l - r).doit()) == 0": _doit,
    "l.equals(r)": _equals,
} | ({"pycodemath check_equal": _pycodemath} if check_equal else {})


def main() -> int:
    parser = argparse.ArgumentParser(description="Judge the gallery's claims in several ways.")
    parser.add_argument(
        "--limit", type=float, default=3.0, help="seconds for a peer on one claim (default: 3)"
    )
    parser.add_argument("--jobs", type=int, default=2, help="claims at a time (default: 2)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    start = time.perf_counter()
    known = [(report, claim) for report in _reports() for claim in claims(report.derivation)]
    rows = [_row("this engine", [_own(*pair) for pair in known], time.perf_counter() - start)]
    for name in PEERS:
        start = time.perf_counter()
        with ThreadPoolExecutor(options.jobs) as pool:
            found = list(pool.map(lambda pair, name=name: _tried(*pair, name, options.limit), known))
        rows.append(_row(name, found, time.perf_counter() - start))
    if options.json:
        print(
            json.dumps(
                {"machine": machine(), "claims": len(known), "rows": list(map(asdict, rows))}, indent=2
            )
        )
    else:
        print(f"{len(known)} claims\n")
        print("\n".join(shown_rows([asdict(row) for row in rows])))
    return 0


def _reports() -> Iterator[Report]:
    for name in bundled():
        yield derivation.check(name)


def _truth(report: Report, claim: Statement) -> bool | None:
    """What is known of a claim: proved, or refuted by a counterexample."""
    judged = report[claim.label].true
    return True if isinstance(judged, Proved) else False if isinstance(judged, Refuted) else None


def _own(report: Report, claim: Statement) -> tuple[bool | None, str]:
    truth = _truth(report, claim)
    return truth, {True: "proved", False: "refuted", None: "open"}[truth]


def _tried(report: Report, claim: Statement, name: str, limit: float) -> tuple[bool | None, str]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, report, claim, name))
    process.start()
    theirs.close()
    try:
        outcome = str(ours.recv()) if ours.poll(limit) else "killed"
    except EOFError:
        outcome = "failed"
    finally:
        process.kill()
        process.join()
        ours.close()
    return _truth(report, claim), outcome


def _work(out: Connection, report: Report, claim: Statement, name: str) -> None:
    try:
        read = report.derivation
        left, right = (to_sympy(side.term, read.definitions) for side in (claim.subject, claim.member))
        out.send(PEERS[name](left, right))
    except Exception:
        out.send("failed")


def _row(name: str, found: list[tuple[bool | None, str]], seconds: float) -> Row:
    count = Counter(found)
    total = {outcome: sum(count[truth, outcome] for truth in (True, False, None)) for outcome in OUTCOMES}
    return Row(
        name,
        count[True, "proved"],
        count[False, "proved"],
        count[False, "refuted"],
        count[True, "refuted"],
        total["open"],
        total["killed"],
        total["failed"],
        seconds,
    )


if __name__ == "__main__":
    raise SystemExit(main())
