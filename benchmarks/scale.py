"""How time grows with the number of statements, the nesting of sums, and the number of terms.

    python benchmarks/scale.py [--runs 3] [--json]

Every row is a document made for it; all its claims are judged, corrections and
counterexamples included. `slowest` is the longest time of one statement.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import median

from check import machine, shown_rows

import derivation

STATEMENTS = (10, 50, 100, 200, 500, 1000)
NESTING = (1, 2, 3, 4, 5)
TERMS = (10, 25, 50, 100, 200)
SOFTMAX = r"$$ p_i = \frac{e^{x_i}}{\sum_k e^{x_k}} \tag{p} $$"


@dataclass(frozen=True, slots=True)
class Row:
    """Seconds for a document, of `claims` claims; `undecided` are those without a verdict."""

    document: str
    size: int
    claims: int
    false: int
    undecided: int
    seconds: float
    slowest: float


def main() -> int:
    parser = argparse.ArgumentParser(description="Time the checking of documents that grow.")
    parser.add_argument(
        "--runs", type=int, default=3, help="runs of each row; the median counts (default: 3)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    rows = [asdict(_timed(*made, options.runs)) for made in documents()]
    if options.json:
        print(json.dumps({"machine": machine(), "rows": rows}, indent=2))
    else:
        print("\n".join(shown_rows(rows)))
    return 0


def documents() -> Iterator[tuple[str, int, str]]:
    """What grows, how large it is, and the document."""
    for count in STATEMENTS:
        yield "statements, all right", count, _jacobians(count, 0)
        yield "statements, 1 in 20 wrong", count, _jacobians(count, 20)
    for depth in NESTING:
        yield "nested sums, right", depth, _nested(depth, depth)
        yield "nested sums, wrong", depth, _nested(depth, 1)
    for count in TERMS:
        yield "terms, right", count, _terms(count, count)
        yield "terms, wrong", count, _terms(count, 1)


def _jacobians(count: int, every: int) -> str:
    """The softmax Jacobian, over and over, with a factor that changes; some with another one."""
    lines = [SOFTMAX]
    for k in range(1, count + 1):
        factor = k + 1 if every and k % every == 0 else k
        lines.append(
            rf"$$ \frac{{\partial ({k} p_i^2)}}{{\partial x_j}} = {2 * factor} p_i^2 (\delta_{{ij}} - p_j) $$"
        )
    return "\n\n".join(lines)


def _nested(depth: int, last: int) -> str:
    """Sums within sums that do not come apart, in another order; wrong where the last array is another."""
    letters = "abcde"[:depth]
    factors = [rf"M_{{{i}{j}}}" for i, j in pairwise(letters)]
    body = " ".join([f"x_{letters[0]}", *factors, f"y_{letters[-1]}"])
    other = " ".join([f"x_{letters[0]}", *factors[::-1], f"y_{letters[-1] if last == depth else letters[0]}"])
    left = " ".join(rf"\sum_{{{k}=1}}^n" for k in letters)
    right = " ".join(rf"\sum_{{{k}=1}}^n" for k in letters[::-1])
    claim = rf"$$ {left} {body} = {right} {other} {'' if last == depth or depth > 1 else '2'} $$"
    return "\n\n".join([r"$$ \sum_{a,b} M_{ab} x_a = \sum_{a,b} x_a M_{ab} $$", claim])


def _terms(count: int, last: int) -> str:
    """A sum of many terms, differentiated term by term; wrong where the last coefficient is another."""
    body = " + ".join(rf"{k} x_i^{{{k % 7 + 1}}} y^{{{k}}}" for k in range(1, count + 1))
    slopes = " + ".join(
        rf"{k * (k % 7 + 1) + (k == count != last)} x_j^{{{k % 7}}} y^{{{k}}}" for k in range(count, 0, -1)
    )
    return rf"$$ f = \sum_i ({body}) $$" + "\n\n" + rf"$$ \frac{{\partial f}}{{\partial x_j}} = {slopes} $$"


def _timed(document: str, size: int, text: str, runs: int) -> Row:
    times = []
    ends: list[float] = []
    for _ in range(runs):
        ends.clear()
        start = time.perf_counter()
        report = derivation.check(
            derivation.loads(text), progress=lambda *_: ends.append(time.perf_counter())
        )
        times.append(time.perf_counter() - start)
        ends.append(time.perf_counter())
    verdicts = [result.verdict for result in report]
    return Row(
        document,
        size,
        sum(verdict != "definition" for verdict in verdicts),
        sum(verdict in ("wrong", "inherited") for verdict in verdicts),
        sum(verdict in ("undecided", "unread") for verdict in verdicts),
        median(times),
        max(b - a for a, b in pairwise(ends)),
    )


if __name__ == "__main__":
    raise SystemExit(main())
